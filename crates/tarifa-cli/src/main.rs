//! The `tarifa` command: all reading of files, all printing.
//!
//! What a tariff means is settled in the crates below; here arguments become
//! calls, and results become screens, documents and exit codes.

mod arguments;
mod command;
mod exit;
mod missing;
mod rules;
mod screen;
mod shipments;
mod system;
mod trouble;

use std::process::ExitCode;

use anstream::ColorChoice;
use clap::Parser;

use crate::arguments::Arguments;
use crate::screen::Console;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => match missing::missing(&error, std::env::args_os().skip(1)) {
            Some(trouble) => return Console::new(ColorChoice::Auto).give_up(&trouble).into(),
            None => error.exit(),
        },
    };
    let mut console = Console::new(arguments.colour());
    match arguments.command.run(&mut console) {
        Ok(exit) => exit.into(),
        Err(trouble) => console.give_up(&trouble).into(),
    }
}
