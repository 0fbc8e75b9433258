//! Text to tree: the grammar, the tree, and recovery from slips.
//!
//! This crate knows no names, types or units. It keeps comments, reports
//! several independent errors per file, each at its own place, and leaves a
//! statement that it cannot read out whole.
//!
//! The way of a file: `lexer` → `layout` (brackets, breaks, statements) →
//! `grammar` for each statement alone → `build`, the tree. Where the grammar
//! does not fit, `recover` reads the entries of the block one by one and
//! `explain` says what was expected.

#[expect(clippy::wildcard_enum_match_arm, reason = "the rules are pest's, some two hundred; each place takes a few")]
mod build;
mod characters;
mod explain;
mod grammar;
mod layout;
mod lexer;
pub mod limits;
mod near;
mod parse;
mod recover;
pub mod tree;
mod words;

pub use explain::unpriced;
pub use parse::{parse, parse_source};
