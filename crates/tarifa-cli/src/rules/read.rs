//! Reading, with limits: no file on the command line takes unbounded memory.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::trouble::Trouble;

/// The most that is read of one file, be it policy text, an artefact or a shipment.
pub(crate) const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// The bytes of the file at `path`, or of the standard input for `-`.
pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>, Trouble> {
    let trouble = |source| Trouble::Read { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    // A limit of one more byte tells a file of just the limit from a larger one.
    let most = MOST_BYTES.saturating_add(1);
    let read = if path == Path::new("-") {
        io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        File::open(path).map_err(trouble)?.take(most).read_to_end(&mut bytes)
    };
    let count = read.map_err(trouble)?;
    if u64::try_from(count).unwrap_or(u64::MAX) > MOST_BYTES {
        return Err(Trouble::TooLarge { path: path.to_owned(), limit: MOST_BYTES });
    }
    Ok(bytes)
}

/// The text of the file at `path`, or of the standard input for `-`.
pub(crate) fn read_text(path: &Path) -> Result<String, Trouble> {
    text(path, read_bytes(path)?)
}

/// The text that `bytes`, read from `path`, are.
pub(crate) fn text(path: &Path, bytes: Vec<u8>) -> Result<String, Trouble> {
    String::from_utf8(bytes).map_err(|error| {
        let good = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        let line = good.iter().filter(|byte| **byte == b'\n').count().saturating_add(1);
        Trouble::NotText { path: PathBuf::from(path), line }
    })
}
