//! Where a thing of the program was written, so that every answer can say so.

use serde::{Deserialize, Serialize};

/// A place in the policy, as an index into the program's `origins`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct At(pub u32);

/// A range of bytes in a policy file, and its first line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Origin {
    /// The file, as an index into the program's `files`.
    pub file: u32,
    /// The line, from 1.
    pub line: u32,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}
