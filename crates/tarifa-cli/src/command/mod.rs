//! One module for each subcommand: its arguments, its job, its screen.

pub(crate) mod explain;
