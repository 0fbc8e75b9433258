//! One module for each subcommand: its arguments, its job, its screen.

pub(crate) mod case;
pub(crate) mod check;
pub(crate) mod compile;
pub(crate) mod draw;
pub(crate) mod due;
pub(crate) mod explain;
pub(crate) mod facts;
pub(crate) mod matrix;
pub(crate) mod quote;
pub(crate) mod rates;
pub(crate) mod test;
