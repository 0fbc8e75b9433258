//! The command end to end: what it prints, on which stream, with which exit code.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::arithmetic_side_effects,
    reason = "a test fails by panicking"
)]

mod book;
mod case;
mod check;
mod compile;
mod draw;
mod due;
mod examples;
mod explain;
mod facts;
mod help;
mod matrix;
mod quote;
mod rates;
mod run;
