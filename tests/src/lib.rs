//! The suite's helpers: the oracle and the generators.
