#![doc = include_str!("../README.md")]

mod error;
pub mod examples;
mod tariff;

pub use error::{CompileError, LoadError};
pub use tarifa_diagnostics as diagnostics;
pub use tarifa_diagnostics::{Diagnostic, Diagnostics, Source, Sources};
pub use tarifa_engine::answer;
pub use tarifa_engine::shipment;
pub use tariff::{Compilation, Tariff, compile};
