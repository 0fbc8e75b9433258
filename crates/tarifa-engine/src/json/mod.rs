//! A shipment as a JSON document.
//!
//! Quantities are texts with their unit (`"1.2 kg"`) or objects
//! (`{"value": "1.2", "unit": "kg"}`), money is `"80.00 USD"` or
//! `{"amount": "80.00", "currency": "USD"}`. A bare number is an error, since
//! what a JSON reader makes of `0.1` is not what was written. Unknown keys and
//! keys written twice are errors. What is wrong is told all at once, each with
//! its path.

mod facts;
mod read;
mod schema;
mod value;

pub use facts::{AskedFact, asked_facts};
pub use schema::{answer_schema, case_answer_schema, case_schema, shipment_schema};

use crate::case::Case;
use crate::evaluate::Runtime;
use crate::prepare::InputErrors;
use crate::shipment::Shipment;

/// The most bytes of a document.
pub const MAX_DOCUMENT: usize = 16 * 1024 * 1024;

/// Reads a shipment for the program of `runtime`, whose facts tell which keys there may be and of what kind.
///
/// # Errors
///
/// Everything that is wrong with the document, each with its path and a way out.
pub fn shipment(runtime: &Runtime, document: &str) -> Result<Shipment, InputErrors> {
    read::shipment(runtime, document)
}

/// Reads a case for the program of `runtime`: its order is a shipment, and its events speak of the program's processes.
///
/// # Errors
///
/// Everything that is wrong with the document, each with its path and a way out.
pub fn case(runtime: &Runtime, document: &str) -> Result<Case, InputErrors> {
    read::case::case(runtime, document)
}
