//! The `tarifa` command: all reading of files, all printing.
//!
//! What a tariff means is settled in the crates below; here arguments become
//! calls, and results become screens, documents and exit codes.

mod arguments;
mod command;
mod exit;
mod rules;
mod screen;
mod shipments;
mod trouble;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::Arguments;
use crate::screen::Console;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut console = Console::new(arguments.colour());
    match arguments.command.run(&mut console) {
        Ok(exit) => exit.into(),
        Err(trouble) => console.give_up(&trouble).into(),
    }
}
