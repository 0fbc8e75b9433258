//! Text to tree: the grammar, the tree, and recovery from slips.
//!
//! This crate knows no names, types or units. It keeps comments, reports
//! several independent errors per file, each at its own place, and leaves a
//! statement that it cannot read out whole.

pub mod tree;
