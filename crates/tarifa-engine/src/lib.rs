//! Values, the compiled program, its evaluation and the answer: what a host embeds at run time.
//!
//! No parser and no I/O; see `ARCHITECTURE.md`.

pub mod answer;
pub mod artefact;
pub mod calendar;
pub mod case;
pub mod case_answer;
pub mod change;
mod choose;
pub mod clock;
pub mod currency;
pub mod date;
pub mod decimal;
pub mod evaluate;
pub mod exact;
pub mod explain;
#[cfg(test)]
mod fixture;
pub mod json;
pub mod place_code;
pub mod prepare;
pub mod program;
pub mod rounding;
pub mod shipment;
pub mod unit;
