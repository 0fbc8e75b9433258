//! From a file or the standard input to shipments, one at a time.
//!
//! Here forms of files end: whatever the form, a shipment leaves as a JSON
//! object in the words of the contract, which the engine alone reads.

mod csv;
mod defaults;
mod json;
mod mapping;
mod problem;
mod target;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _};
use std::path::Path;

use clap::ValueEnum;
use serde::de::IgnoredAny;

use crate::rules::{MOST_BYTES, text};
use crate::trouble::Trouble;

pub(crate) use defaults::Defaults;
pub(crate) use mapping::Mapping;
pub(crate) use problem::Problem;
pub(crate) use target::Targets;

/// The most bytes of one line of a file of many shipments.
pub(crate) const MOST_LINE_BYTES: u64 = 4 * 1024 * 1024;

/// The form of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// A JSON object, or an array of them
    Json,
    /// A JSON object on each line
    Jsonl,
    /// A table: a row of heads, then a shipment in each row
    Csv,
}

/// A shipment of the input, or what is in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Where it is: `line 3`, `row 2`; empty where the input is one shipment.
    pub(crate) label: String,
    /// The JSON object, or why there is none.
    pub(crate) json: Result<String, String>,
}

/// The shipments of an input.
pub(crate) struct Shipments {
    /// Whether the input is one shipment or a list, which may hold one.
    pub(crate) extent: Extent,
    /// What the reader should know about how the input was read.
    pub(crate) notes: Vec<String>,
    entries: Box<dyn Iterator<Item = Result<Entry, Trouble>>>,
}

/// Whether an input is a shipment or a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// One shipment.
    One,
    /// A list of them.
    List,
}

impl Iterator for Shipments {
    type Item = Result<Entry, Trouble>;

    fn next(&mut self) -> Option<Self::Item> {
        self.entries.next()
    }
}

/// How the input is to be read, as far as it was said.
pub(crate) struct Reading<'a> {
    /// The form; told by the name or the first character where it was not said.
    pub(crate) form: Option<Form>,
    /// The columns of a table.
    pub(crate) mapping: &'a Mapping,
    /// What a column can be.
    pub(crate) targets: &'a Targets,
}

/// The shipments in the file at `path`, or on the standard input for `-`.
///
/// # Errors
///
/// A file that cannot be read, or a table whose columns are not those of the mapping.
pub(crate) fn open(path: &Path, reading: &Reading<'_>) -> Result<Shipments, Trouble> {
    let trouble = |source| Trouble::Read { path: path.to_owned(), source };
    let mut input: Box<dyn BufRead> = source(path)?;
    let form = match reading.form.or_else(|| form_of_name(path)) {
        Some(form) => form,
        None => form_of_content(&mut input).map_err(trouble)?,
    };
    match form {
        Form::Json => json::whole(&whole(path, input)?),
        Form::Jsonl => Ok(json::lines(path.to_owned(), input)),
        Form::Csv => csv::rows(whole(path, input)?, reading),
    }
}

/// The text of the file at `path`, or of the standard input for `-`, which is one document.
///
/// # Errors
///
/// A file that cannot be read, is too large or is no text.
pub(crate) fn document(path: &Path) -> Result<String, Trouble> {
    let text = whole(path, source(path)?)?;
    Ok(text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned))
}

/// The bytes of the file at `path`, or of the standard input for `-`.
///
/// # Errors
///
/// A file that cannot be read.
pub(crate) fn source(path: &Path) -> Result<Box<dyn BufRead + Send>, Trouble> {
    if path == Path::new("-") {
        return Ok(Box::new(BufReader::new(io::stdin())));
    }
    let file = File::open(path).map_err(|source| Trouble::Read { path: path.to_owned(), source })?;
    Ok(Box::new(BufReader::new(file)))
}

/// All of the input, which must be read as a whole.
fn whole(path: &Path, input: Box<dyn BufRead>) -> Result<String, Trouble> {
    let mut bytes = Vec::new();
    let read = input.take(MOST_BYTES.saturating_add(1)).read_to_end(&mut bytes);
    let count = read.map_err(|source| Trouble::Read { path: path.to_owned(), source })?;
    if u64::try_from(count).unwrap_or(u64::MAX) > MOST_BYTES {
        return Err(Trouble::TooLarge { path: path.to_owned(), limit: MOST_BYTES });
    }
    text(path, bytes)
}

/// The form that the file's name tells.
fn form_of_name(path: &Path) -> Option<Form> {
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "json" => Some(Form::Json),
        "jsonl" | "ndjson" => Some(Form::Jsonl),
        "csv" | "tsv" => Some(Form::Csv),
        _ => None,
    }
}

/// The form that the first bytes tell: JSON opens with a brace or bracket; of JSON lines the first closes it, and there
/// are more.
fn form_of_content(input: &mut Box<dyn BufRead>) -> io::Result<Form> {
    let mut rest: Box<dyn BufRead> = Box::new(io::empty());
    std::mem::swap(&mut rest, input);
    let mut start = Vec::new();
    let line = read_until_text(&mut rest, &mut start)?;
    let line = line.trim_start_matches('\u{feff}').trim();
    let form = match line.chars().next() {
        Some('{') if serde_json::from_str::<IgnoredAny>(line).is_ok() => {
            if read_until_text(&mut rest, &mut start)?.is_empty() { Form::Json } else { Form::Jsonl }
        }
        Some('{' | '[') | None => Form::Json,
        Some(_) => Form::Csv,
    };
    *input = Box::new(io::Cursor::new(start).chain(rest));
    Ok(form)
}

/// Reads on to the end of the next line that is not empty, and gives that; nothing at the end.
fn read_until_text(input: &mut Box<dyn BufRead>, start: &mut Vec<u8>) -> io::Result<String> {
    loop {
        let from = start.len();
        // What is longer than any shipment is not one, and the rest of it is not needed to see that.
        let count = input.by_ref().take(MOST_LINE_BYTES).read_until(b'\n', start)?;
        let line = start.get(from..).unwrap_or_default();
        let is_long = u64::try_from(start.len()).unwrap_or(u64::MAX) > MOST_LINE_BYTES;
        if count == 0 || is_long || !line.iter().all(u8::is_ascii_whitespace) {
            return Ok(String::from_utf8_lossy(line).into_owned());
        }
    }
}

/// The next line of `input` without its break; none at the end.
fn next_line(path: &Path, input: &mut dyn BufRead) -> Option<Result<String, Trouble>> {
    let mut line = Vec::new();
    let read = input.take(MOST_LINE_BYTES.saturating_add(1)).read_until(b'\n', &mut line);
    match read {
        Ok(0) => None,
        Ok(count) if u64::try_from(count).unwrap_or(u64::MAX) > MOST_LINE_BYTES => {
            Some(Err(Trouble::TooLarge { path: path.to_owned(), limit: MOST_LINE_BYTES }))
        }
        Ok(_) => Some(text(path, line)),
        Err(source) => Some(Err(Trouble::Read { path: path.to_owned(), source })),
    }
}
