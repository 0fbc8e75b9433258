//! The command end to end: what it prints, on which stream, with which exit code.
#![expect(clippy::expect_used, clippy::arithmetic_side_effects, reason = "a test fails by panicking")]

mod explain;
mod run;
