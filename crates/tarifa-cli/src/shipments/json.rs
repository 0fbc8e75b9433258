//! Shipments as JSON: one, an array, or one on each line.
//!
//! The text of each is handed on as it was written, since the engine reports
//! what is wrong with a figure by how it was written.

use std::io::BufRead;
use std::path::PathBuf;

use serde_json::value::RawValue;

use super::{Entry, Extent, Shipments, next_line};
use crate::trouble::Trouble;

/// The shipment or shipments that `text` is.
pub(super) fn whole(text: &str) -> Result<Shipments, Trouble> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('[') {
        let items = serde_json::from_str::<Vec<Box<RawValue>>>(text)?;
        let entries = items.into_iter().enumerate().map(|(index, item)| {
            let label = format!("shipment {}", index.saturating_add(1));
            Ok(Entry { label, json: Ok(item.get().to_owned()) })
        });
        return Ok(Shipments { extent: Extent::List, notes: Vec::new(), entries: Box::new(entries) });
    }
    let entry = Entry { label: String::new(), json: Ok(text.to_owned()) };
    Ok(Shipments { extent: Extent::One, notes: Vec::new(), entries: Box::new(std::iter::once(Ok(entry))) })
}

/// A shipment on each line; empty lines are passed over.
pub(super) fn lines(path: PathBuf, mut input: Box<dyn BufRead>) -> Shipments {
    let lines = std::iter::from_fn(move || next_line(&path, &mut input));
    let entries = lines.enumerate().filter_map(|(index, line)| {
        let label = format!("line {}", index.saturating_add(1));
        match line {
            Ok(line) => {
                let line = line.trim_start_matches('\u{feff}').trim();
                (!line.is_empty()).then(|| Ok(Entry { label, json: Ok(line.to_owned()) }))
            }
            Err(trouble) => Some(Err(trouble)),
        }
    });
    Shipments { extent: Extent::List, notes: Vec::new(), entries: Box::new(entries) }
}
