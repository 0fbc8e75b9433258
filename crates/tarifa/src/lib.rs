//! The one crate of Tarifa that promises to stay as it is.
//!
#![doc = include_str!("../README.md")]

mod error;
pub mod examples;
pub mod lanes;
mod tariff;

pub use error::{CompileError, LoadError};
pub use tarifa_diagnostics as diagnostics;
pub use tarifa_diagnostics::{Diagnostic, Diagnostics, Source, Sources};
pub use tarifa_engine::explain::{CaseError, QuoteError};
pub use tarifa_engine::prepare::{InputError, InputErrors};
pub use tarifa_engine::{
    answer, case, case_answer, change, currency, date, evaluate, exact, json, place_code, program, shipment, unit,
};
pub use tariff::{Compilation, Tariff, compile};
