//! Why a command could not do its job.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// What stopped the command; every one ends it with exit code 2.
#[derive(Debug, Error)]
pub(crate) enum Trouble {
    /// A path that is not there or cannot be read.
    #[error("cannot read `{}`: {source}", path.display())]
    Read {
        /// The path as it was given.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file that is not text.
    #[error("`{}` is not UTF-8 text (line {line}); save it as UTF-8", path.display())]
    NotText {
        /// The path as it was given.
        path: PathBuf,
        /// The first line with other bytes.
        line: usize,
    },
    /// More bytes than are read.
    #[error("`{}` is larger than {} MB, the most that is read", path.display(), limit / (1024 * 1024))]
    TooLarge {
        /// The path as it was given.
        path: PathBuf,
        /// The most bytes that are read.
        limit: u64,
    },
    /// More files than are read.
    #[error("`{}` holds more than {limit} policy files, the most that are read", path.display())]
    TooMany {
        /// The folder.
        path: PathBuf,
        /// The most files that are read.
        limit: usize,
    },
    /// A folder that cannot be listed, or a circle of links.
    #[error("cannot list a folder: {0}")]
    Walk(#[from] ignore::Error),
    /// No policy text anywhere below the paths.
    #[error("no rules found in {}", quoted(paths))]
    NoRules {
        /// The paths as they were given.
        paths: Vec<PathBuf>,
    },
    /// Policy files outside every rule set.
    #[error("{} to no rule set: no folder above holds a file with a `tariff` header", belong(files))]
    Stray {
        /// The files.
        files: Vec<PathBuf>,
    },
    /// Several rule sets where the command takes one.
    #[error("`{}` holds {count} rule sets; name one of them: {names}", path.display())]
    SeveralRuleSets {
        /// The path as it was given.
        path: PathBuf,
        /// How many there are.
        count: usize,
        /// Their folders.
        names: String,
    },
    /// Both the rules and the input from the standard input.
    #[error("only one of RULES and INPUT can be `-`")]
    StdinTwice,
    /// The results could not be written.
    #[error("cannot write the results: {0}")]
    Write(#[from] io::Error),
    /// A code that is not in the table.
    #[error("there is no code `{code}`")]
    UnknownCode {
        /// The code as it was given.
        code: String,
        /// The codes nearest to it.
        near: Vec<&'static str>,
    },
}

impl Trouble {
    /// What to do about it, where there is something to say.
    pub(crate) fn help(&self) -> Option<String> {
        match self {
            Self::NoRules { .. } => Some(
                "a rule set is a folder with `*.tarifa` files, one of which holds a header such as `tariff name \"Title\" { … }`".into(),
            ),
            Self::Stray { .. } => Some("move them into the folder of their rule set, or give the folder above it".into()),
            Self::UnknownCode { near, .. } if near.is_empty() => Some("`tarifa explain --list` shows every code".into()),
            Self::UnknownCode { near, .. } => Some(format!("did you mean {}? `tarifa explain --list` shows every code", near.join(" or "))),
            Self::Read { .. }
            | Self::NotText { .. }
            | Self::TooLarge { .. }
            | Self::TooMany { .. }
            | Self::Walk(_)
            | Self::SeveralRuleSets { .. }
            | Self::StdinTwice
            | Self::Write(_) => None,
        }
    }

    /// Whether the reader of our output went away, of which nobody needs to be told.
    pub(crate) fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Write(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}

fn quoted(paths: &[PathBuf]) -> String {
    let names: Vec<_> = paths.iter().map(|path| format!("`{}`", path.display())).collect();
    names.join(", ")
}

fn belong(files: &[PathBuf]) -> String {
    const SHOWN: usize = 5;
    let verb = if files.len() == 1 { "belongs" } else { "belong" };
    let names = quoted(files.get(..SHOWN).unwrap_or(files));
    match files.len().saturating_sub(SHOWN) {
        0 => format!("{names} {verb}"),
        more => format!("{names} and {more} more {verb}"),
    }
}
