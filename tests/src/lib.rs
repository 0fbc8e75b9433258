//! The suite's helpers: the oracle, and the blocks of the book that are run.

#![expect(
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::wildcard_enum_match_arm,
    reason = "this crate is tests alone, where a broken assumption must stop the run"
)]

pub mod by_hand;
pub mod cases;
pub mod dispute;
pub mod generate;
pub mod large;
pub mod markdown;
pub mod oracle;
pub mod removed;
pub mod shipped;
pub mod told;

/// The code on the page for hosts, which the tests of documentation compile and run.
#[cfg(doctest)]
#[doc = include_str!("../../docs/embedding.md")]
struct Embedding;
