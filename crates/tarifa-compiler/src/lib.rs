//! From a tree to a checked, compiled tariff: names, types, lowering, proofs.
//!
//! Pure and in memory; files are read by the command line. See
//! `ARCHITECTURE.md`, and `pipeline.rs` for all stages on one screen.

mod allow;
pub mod check;
pub mod lower;
pub mod model;
mod pipeline;
mod region;
mod witness;

pub use pipeline::{Compilation, compile};
