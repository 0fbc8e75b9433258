//! The parser that pest makes from `tarifa.pest`.

use pest_derive::Parser;

/// The parser; its rules are those of `grammar/tarifa.pest`.
#[derive(Parser)]
#[grammar = "tarifa.pest"]
pub(crate) struct Grammar;
