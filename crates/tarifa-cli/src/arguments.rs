//! The command line: what can be asked, and how it is explained.

use std::path::PathBuf;

use anstream::ColorChoice;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::command::{case, check, compile, draw, due, explain, facts, matrix, quote, rates, test};
use crate::exit::Exit;
use crate::screen::Console;
use crate::trouble::Trouble;

/// Shipping tariffs as text: check them, quote with them, explain every cent.
#[derive(Debug, Parser)]
#[command(
    name = "tarifa",
    version,
    propagate_version = true,
    disable_help_subcommand = true,
    after_help = "\
Exit codes:
  0  fine
  1  findings: diagnostics, failing examples, shipments that cannot be decided
  2  the job could not be done

Results go to the standard output, summaries to the standard error.
RULES is a folder with `*.tarifa` files, or a file made by `tarifa compile`."
)]
pub(crate) struct Arguments {
    /// Use colours: `auto` (on a terminal, unless NO_COLOR is set), `always` or `never`
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true,
        display_order = 900
    )]
    color: When,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

impl Arguments {
    /// Whether to use colours.
    pub(crate) fn colour(&self) -> ColorChoice {
        match self.color {
            When::Auto => ColorChoice::Auto,
            When::Always => ColorChoice::Always,
            When::Never => ColorChoice::Never,
        }
    }
}

/// When colours are used.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum When {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Also in files and pipes.
    Always,
    /// Not at all.
    Never,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Check(check::Check),
    Quote(quote::Quote),
    Rates(rates::Rates),
    Matrix(matrix::Matrix),
    Facts(facts::Facts),
    Explain(explain::Explain),
    Compile(compile::Compile),
    Test(test::Test),
    Case(case::Case),
    Draw(draw::Draw),
    Due(due::DueSoon),
}

impl Command {
    /// Runs the one that was asked for.
    pub(crate) fn run(&self, console: &mut Console) -> Result<Exit, Trouble> {
        match self {
            Self::Check(command) => command.run(console),
            Self::Quote(command) => command.run(console),
            Self::Rates(command) => command.run(console),
            Self::Matrix(command) => command.run(console),
            Self::Facts(command) => command.run(console),
            Self::Explain(command) => command.run(console),
            Self::Compile(command) => command.run(console),
            Self::Test(command) => command.run(console),
            Self::Case(command) => command.run(console),
            Self::Draw(command) => command.run(console),
            Self::Due(command) => command.run(console),
        }
    }
}

/// The rule set that a command works on.
#[derive(Debug, Args)]
pub(crate) struct RulesArgument {
    /// A folder with policy text, a file in it, a compiled rule set, or `-`
    #[arg(value_name = "RULES")]
    pub(crate) path: PathBuf,
}

/// For whom the results are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Human,
    /// For programs.
    Json,
}
