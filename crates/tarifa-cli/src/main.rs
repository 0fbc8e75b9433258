//! The `tarifa` command.

fn main() {}
