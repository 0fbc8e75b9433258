//! A program as bytes: what a host loads without the compiler.
//!
//! An artefact is `TARIFA` and two control bytes, the version of the form (4 bytes, little end
//! first), the content hash (32 bytes), the SHA-256 of the payload (32), the payload's length (8)
//! and the payload: the program in postcard's compact form. The content hash leaves out where
//! things were written, so that equal hashes mean equal answers; the payload's own hash covers
//! every byte. Neither is a signature: what is loaded is checked as if a stranger had made it.

#[cfg(test)]
mod tests;
mod validate;

use sha2::{Digest, Sha256};

use crate::program::{At, FORMAT, Program};

/// The most bytes of an artefact.
pub const MAX_ARTEFACT: usize = 64 * 1024 * 1024;

/// What every artefact begins with. The control bytes are lost wherever it is taken for text.
const MAGIC: [u8; 8] = *b"TARIFA\x1a\n";
/// Everything before the payload.
const HEADER: usize = 8 + 4 + 32 + 32 + 8;

/// Says why bytes are not an artefact that can be loaded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ArtefactError {
    /// Something else altogether.
    #[error("this is not a compiled tariff: make one with `tarifa compile`")]
    NotAnArtefact,
    /// Made by another version of Tarifa.
    #[error("the compiled tariff has form {found}, and this version reads form {FORMAT}: compile it again")]
    UnknownVersion {
        /// The version of its form.
        found: u32,
    },
    /// The end is missing.
    #[error("the compiled tariff is cut short: {found} of {expected} bytes are there; copy it again")]
    Truncated {
        /// How many bytes there are.
        found: usize,
        /// How many there should be.
        expected: u64,
    },
    /// The bytes are not those that were written.
    #[error("the compiled tariff is damaged: copy it again, or compile it again")]
    Damaged,
    /// It is whole, and says something that no compiler writes.
    #[error("the compiled tariff is not well formed: {what}; compile it again")]
    Malformed {
        /// What is wrong with it.
        what: String,
    },
    /// It is larger than anything that is loaded.
    #[error("the compiled tariff has {found} bytes, and at most {MAX_ARTEFACT} are loaded: divide the rule set")]
    TooLarge {
        /// How many bytes there are.
        found: usize,
    },
}

impl ArtefactError {
    /// The stable code, which `tarifa explain` knows.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotAnArtefact => "E0811",
            Self::UnknownVersion { .. } => "E0812",
            Self::Truncated { .. } | Self::Damaged | Self::Malformed { .. } => "E0813",
            Self::TooLarge { .. } => "E0801",
        }
    }
}

/// The content hash of a program: 64 hexadecimal digits, the same wherever its text stands.
#[must_use]
pub fn content_hash(program: &Program) -> String {
    digest_of_content(program).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The program as bytes.
#[must_use]
pub fn to_artefact(program: &Program) -> Vec<u8> {
    let payload = payload(program);
    let mut bytes = Vec::with_capacity(HEADER.saturating_add(payload.len()));
    bytes.extend_from_slice(&MAGIC);
    bytes.extend_from_slice(&FORMAT.to_le_bytes());
    bytes.extend_from_slice(&digest_of_content(program));
    bytes.extend_from_slice(&Sha256::digest(&payload));
    bytes.extend_from_slice(&u64::try_from(payload.len()).unwrap_or(u64::MAX).to_le_bytes());
    bytes.extend_from_slice(&payload);
    bytes
}

/// The program that the bytes hold.
///
/// # Errors
///
/// [`ArtefactError`], which tells a version that is not known, a missing end and damage apart.
pub fn from_artefact(bytes: &[u8]) -> Result<Program, ArtefactError> {
    if bytes.len() > MAX_ARTEFACT {
        return Err(ArtefactError::TooLarge { found: bytes.len() });
    }
    let mut rest = bytes;
    match rest.split_at_checked(MAGIC.len()) {
        Some((magic, after)) if magic == MAGIC => rest = after,
        Some(_) => return Err(ArtefactError::NotAnArtefact),
        // Not even the magic is whole: a beginning of it is a truncated artefact, anything else none.
        None if !bytes.is_empty() && MAGIC.starts_with(bytes) => return Err(cut_short(bytes, HEADER)),
        None => return Err(ArtefactError::NotAnArtefact),
    }
    let found = u32::from_le_bytes(take(bytes, &mut rest)?);
    if found != FORMAT {
        return Err(ArtefactError::UnknownVersion { found });
    }
    let content: [u8; 32] = take(bytes, &mut rest)?;
    let checksum: [u8; 32] = take(bytes, &mut rest)?;
    let length = u64::from_le_bytes(take(bytes, &mut rest)?);
    let there = u64::try_from(rest.len()).unwrap_or(u64::MAX);
    if there < length {
        let expected = length.saturating_add(u64::try_from(HEADER).unwrap_or(u64::MAX));
        return Err(ArtefactError::Truncated { found: bytes.len(), expected });
    }
    if there > length || checksum != *Sha256::digest(rest) {
        return Err(ArtefactError::Damaged);
    }
    let malformed = |what: String| ArtefactError::Malformed { what };
    let (program, left): (Program, &[u8]) =
        postcard::take_from_bytes(rest).map_err(|error| malformed(error.to_string()))?;
    if !left.is_empty() {
        return Err(malformed("bytes are left over".to_owned()));
    }
    validate::validate(&program).map_err(malformed)?;
    if content != digest_of_content(&program) {
        return Err(ArtefactError::Damaged);
    }
    Ok(program)
}

/// Takes a field of the header.
fn take<const N: usize>(whole: &[u8], rest: &mut &[u8]) -> Result<[u8; N], ArtefactError> {
    let (field, after) = rest.split_first_chunk().ok_or_else(|| cut_short(whole, HEADER))?;
    *rest = after;
    Ok(*field)
}

fn cut_short(bytes: &[u8], expected: usize) -> ArtefactError {
    ArtefactError::Truncated { found: bytes.len(), expected: u64::try_from(expected).unwrap_or(u64::MAX) }
}

fn digest_of_content(program: &Program) -> [u8; 32] {
    let mut content = program.clone();
    content.origins.clear();
    content.files.clear();
    content.visit_places(&mut |at| *at = At::default());
    Sha256::digest(payload(&content)).into()
}

/// The program in postcard's form, which fails only for lists of unknown length: a program has none.
fn payload(program: &Program) -> Vec<u8> {
    postcard::to_stdvec(program).unwrap_or_default()
}
