//! The lines of the input, so many at a time that memory stays bounded however long it is.

use std::io::{BufRead, Read as _};
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::shipments::{self, MOST_LINE_BYTES};
use crate::trouble::Trouble;

/// So many lines are judged side by side, while the next are read.
const TOGETHER: usize = 4_096;
/// So many bytes of them, unless one line alone has more.
const BYTES: usize = 4 * 1024 * 1024;

/// The input, read on line by line.
pub(super) struct Lines {
    path: PathBuf,
    input: Box<dyn BufRead + Send>,
    /// How many lines have been read.
    count: usize,
    /// How many bytes.
    bytes: u64,
}

/// Some lines of the input; empty ones are left out.
#[derive(Default)]
pub(super) struct Batch {
    text: Vec<u8>,
    lines: Vec<(usize, Extent)>,
    /// How many bytes of the input lie before its end.
    pub(super) bytes: u64,
}

/// Where a line stands in the text of its batch.
enum Extent {
    Within(Range<usize>),
    TooLong,
}

/// A line.
pub(super) enum Line<'a> {
    /// Its bytes.
    Bytes(&'a [u8]),
    /// It is longer than any case.
    TooLong,
}

impl Lines {
    /// The lines of the file at `path`, or of the standard input for `-`.
    pub(super) fn open(path: &Path) -> Result<Self, Trouble> {
        Ok(Self { path: path.to_owned(), input: shipments::source(path)?, count: 0, bytes: 0 })
    }

    /// The next lines; an empty batch at the end.
    pub(super) fn batch(&mut self) -> Result<Batch, Trouble> {
        let mut batch = Batch::default();
        while batch.lines.len() < TOGETHER && batch.text.len() < BYTES {
            let from = batch.text.len();
            let read =
                self.line(&mut batch.text).map_err(|source| Trouble::Read { path: self.path.clone(), source })?;
            let Some(extent) = read else { break };
            self.count = self.count.saturating_add(1);
            match extent {
                Extent::TooLong => {
                    batch.text.truncate(from);
                    batch.lines.push((self.count, Extent::TooLong));
                }
                Extent::Within(range) => {
                    let line = batch.text.get(range.clone()).unwrap_or_default();
                    let mark = if self.count == 1 && line.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
                    if line.iter().skip(mark).all(u8::is_ascii_whitespace) {
                        batch.text.truncate(from);
                    } else {
                        batch.lines.push((self.count, Extent::Within(range.start.saturating_add(mark)..range.end)));
                    }
                }
            }
        }
        batch.bytes = self.bytes;
        Ok(batch)
    }

    /// Appends the next line to `text`; none at the end.
    fn line(&mut self, text: &mut Vec<u8>) -> std::io::Result<Option<Extent>> {
        let from = text.len();
        let count = self.input.by_ref().take(MOST_LINE_BYTES.saturating_add(1)).read_until(b'\n', text)?;
        self.bytes = self.bytes.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
        if count == 0 {
            return Ok(None);
        }
        if u64::try_from(count).unwrap_or(u64::MAX) <= MOST_LINE_BYTES || text.ends_with(b"\n") {
            return Ok(Some(Extent::Within(from..text.len())));
        }
        // The rest of it is passed over, so that the lines behind it are read.
        let skipped = self.input.skip_until(b'\n')?;
        self.bytes = self.bytes.saturating_add(u64::try_from(skipped).unwrap_or(u64::MAX));
        Ok(Some(Extent::TooLong))
    }
}

impl Batch {
    /// Whether nothing is left of the input.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// How many lines there are.
    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// A line, with its number in the input.
    pub(super) fn line(&self, position: usize) -> Option<(usize, Line<'_>)> {
        let (number, extent) = self.lines.get(position)?;
        let line = match extent {
            Extent::Within(range) => Line::Bytes(self.text.get(range.clone()).unwrap_or_default()),
            Extent::TooLong => Line::TooLong,
        };
        Some((*number, line))
    }
}
