//! What Tarifa tells people: places in text, the one table of codes, an
//! explanation page for each code, and the renderers.
//!
//! A [`Diagnostic`] is data until the edge: the stages build it, one renderer
//! turns it into text. Nothing here reads a file or prints.

mod code;
mod diagnostic;
pub mod render;
mod span;

pub use code::{Code, Severity};
pub use diagnostic::{Diagnostic, Diagnostics, Label};
pub use span::{Source, SourceId, Sources, Span};
