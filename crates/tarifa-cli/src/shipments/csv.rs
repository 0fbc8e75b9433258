//! Shipments as a table: a row of heads, then a shipment in each row, with at most one kind of goods.

use std::io;

use csv::{ReaderBuilder, StringRecord};
use serde_json::{Map, Value};

use super::mapping::Columns;
use super::{Entry, Extent, Reading, Shipments};
use crate::trouble::Trouble;

/// The longest name of a shipment that is shown whole.
const LONGEST_NAME: usize = 60;

/// The shipments in the rows of `input`.
pub(super) fn rows(text: String, reading: &Reading<'_>) -> Result<Shipments, Trouble> {
    let delimiter = delimiter(&text);
    if let Some(line) = unclosed_quote(&text, char::from(delimiter)) {
        return Err(Trouble::UnclosedQuote { line });
    }
    let text = io::Cursor::new(text.trim_start_matches('\u{feff}').to_owned());
    let mut reader = ReaderBuilder::new().trim(csv::Trim::All).delimiter(delimiter).from_reader(text);
    let heads: Vec<_> = reader.headers()?.iter().map(str::to_owned).collect();
    let columns = reading.mapping.resolve(&heads, reading.targets)?;
    if columns.read.is_empty() {
        return Err(Trouble::NoColumns { heads });
    }
    let mut notes = Vec::new();
    if !columns.unread.is_empty() {
        let names: Vec<_> = columns.unread.iter().map(|head| format!("`{head}`")).collect();
        notes.push(format!("not read, since no key of the rule set is called so: {}", names.join(", ")));
    }
    let entries = reader.into_records().enumerate().map(move |(index, record)| {
        // The row of heads is the first.
        let label = format!("row {}", index.saturating_add(2));
        match record {
            Ok(record) => {
                Ok(Entry { label: name(&columns, &record).unwrap_or(label), json: shipment(&columns, &record) })
            }
            Err(error) => Ok(Entry { label, json: Err(in_words(&error)) }),
        }
    });
    Ok(Shipments { extent: Extent::List, notes, entries: Box::new(entries) })
}

/// What the shipment of a row is called, where a column says it.
fn name(columns: &Columns, record: &StringRecord) -> Option<String> {
    let cell = record.get(columns.name?).filter(|cell| !cell.is_empty())?;
    Some(cell.chars().take(LONGEST_NAME).collect())
}

/// What is wrong with a row.
fn in_words(error: &csv::Error) -> String {
    if let csv::ErrorKind::UnequalLengths { expected_len, len, .. } = error.kind() {
        return format!("the row has {len} cells where the heads are {expected_len}");
    }
    error.to_string()
}

/// What stands between the cells: of tab, semicolon and comma the one of which the heads have most.
fn delimiter(text: &str) -> u8 {
    let heads = text.lines().next().unwrap_or("");
    let count = |delimiter: &u8| heads.bytes().filter(|byte| byte == delimiter).count();
    // Of equals the last is taken, so that a single column is a table of commas.
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

/// The line of a quotation mark that opens a cell and is never closed, so that the cell would hold all that follows.
fn unclosed_quote(text: &str, delimiter: char) -> Option<usize> {
    let (mut line, mut opened, mut begins_cell) = (1_usize, None, true);
    for character in text.trim_start_matches('\u{feff}').chars() {
        match (character, opened) {
            // Two in a row within a cell close it and open it again.
            ('"', Some(_)) => (opened, begins_cell) = (None, true),
            ('"', None) if begins_cell => opened = Some(line),
            (_, Some(_)) => {}
            (_, None) => begins_cell = matches!(character, '\n' | '\r') || character == delimiter,
        }
        line = line.saturating_add(usize::from(character == '\n'));
    }
    opened
}

/// The row as a JSON object; an empty cell says nothing.
fn shipment(columns: &Columns, record: &StringRecord) -> Result<String, String> {
    let mut shipment = Map::new();
    for column in &columns.read {
        match record.get(column.index) {
            Some("") | None => {}
            Some(cell) => column.target.write(&mut shipment, cell, column.unit.as_deref())?,
        }
    }
    Ok(Value::Object(shipment).to_string())
}
