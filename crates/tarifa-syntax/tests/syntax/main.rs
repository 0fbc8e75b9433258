//! The syntax as a specification: what parses to what, and what is said about what does not parse.
#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::string_slice,
    clippy::indexing_slicing,
    reason = "a test may panic, also in its helpers"
)]

mod cell_slips;
mod limits;
mod lines;
mod phrases;
mod process_samples;
mod process_slips;
mod properties;
mod recovery;
mod restriction_slips;
mod samples;
mod slips;
mod support;
