//! Why a command could not do its job.

mod help;

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::shipments::Problem;
use crate::system;

/// What stopped the command; every one ends it with exit code 2.
#[derive(Debug, Error)]
pub(crate) enum Trouble {
    /// Arguments that a command needs.
    #[error("`tarifa {command}` lacks {}", list(arguments))]
    Missing {
        /// The command.
        command: String,
        /// What it lacks, as its help names it.
        arguments: Vec<String>,
        /// A whole command to go by.
        example: Option<String>,
        /// The input that stands where the rules do.
        input: Option<PathBuf>,
    },
    /// A file of shipments or cases where rules are needed.
    #[error("`{}` holds no rules", path.display())]
    NotRules {
        /// The path as it was given.
        path: PathBuf,
    },
    /// A path that is not there or cannot be read.
    #[error("cannot read `{}`: {}", path.display(), system::says(source))]
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
    #[error("only one of RULES and the input can be `-`")]
    StdinTwice,
    /// The results could not be written.
    #[error("cannot write the results: {}", system::says(_0))]
    Write(#[from] io::Error),
    /// Rules whose errors were shown.
    #[error("the rules in `{name}` do not compile")]
    DoesNotCompile {
        /// Their name.
        name: String,
    },
    /// An artefact that cannot be loaded.
    #[error("cannot load `{}`: {source}", path.display())]
    Artefact {
        /// The file as it was given.
        path: PathBuf,
        /// What is wrong with it.
        source: tarifa::LoadError,
    },
    /// An artefact where policy text is needed.
    #[error("`{}` is compiled already", path.display())]
    AlreadyCompiled {
        /// The file as it was given.
        path: PathBuf,
    },
    /// A file that cannot be written.
    #[error("cannot write `{}`: {}", path.display(), system::says(source))]
    WriteFile {
        /// The path as it was given.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Not one example was run.
    #[error("no examples were run{}", filter.as_ref().map(|words| format!(": no title holds `{words}`")).unwrap_or_default())]
    NoExamples {
        /// The words that a title had to hold.
        filter: Option<String>,
    },
    /// Examples asked of an artefact.
    #[error("`{name}` is compiled and holds no examples; give the rule set")]
    NoExamplesInside {
        /// The artefact's name.
        name: String,
    },
    /// A service that the rule set does not have.
    #[error("the rule set has no service `{name}`")]
    UnknownService {
        /// The name as it was given.
        name: String,
        /// The services that it has.
        known: Vec<String>,
    },
    /// A category that the rule set does not have.
    #[error("the rule set has no category `{name}`")]
    UnknownCategory {
        /// The name as it was given.
        name: String,
        /// The category nearest to it.
        near: Option<String>,
    },
    /// A matrix with no axis fixed, or with none free.
    #[error("a matrix fixes one or two of --category, --to and --via")]
    MatrixAxes,
    /// A matrix without a cell.
    #[error("the matrix has no cell: the rule set has no category or no service")]
    MatrixEmpty,
    /// A matrix of too many cells.
    #[error("the matrix has {count} cells, and {limit} are the most that are asked")]
    MatrixTooLarge {
        /// How many it has.
        count: usize,
        /// The most.
        limit: usize,
    },
    /// A destination that is neither the code of a place nor a zone of the rule set.
    #[error("no rule uses a zone `{text}`")]
    UnknownPlace {
        /// The words as they were given.
        text: String,
        /// The zones that there are.
        zones: Vec<String>,
    },
    /// A figure that is too large to reckon with.
    #[error("a figure is out of range: {0}")]
    Arithmetic(#[from] tarifa::exact::ArithmeticError),
    /// A shipment that cannot be taken.
    #[error("the shipment cannot be taken")]
    Shipment {
        /// Everything that is wrong with it.
        problems: Vec<Problem>,
    },
    /// A case that cannot be taken.
    #[error("the case cannot be taken")]
    Case {
        /// Everything that is wrong with it.
        problems: Vec<Problem>,
    },
    /// A case asked of rules without a process.
    #[error("the rules in `{name}` have no process")]
    NoProcesses {
        /// Their name.
        name: String,
    },
    /// A process that the rule set does not have.
    #[error("the rule set has no process `{name}`")]
    UnknownProcess {
        /// The name as it was given.
        name: String,
        /// The processes that it has.
        known: Vec<String>,
    },
    /// A day on which no version of a process holds.
    #[error("no version of `{name}` holds on that day")]
    NoVersion {
        /// The process.
        name: String,
    },
    /// An input of many cases without one.
    #[error("the input holds no case")]
    NoCases,
    /// An input of many shipments without one.
    #[error("the input holds no shipment")]
    NoShipments,
    /// Input that is not JSON at all.
    #[error("the input is not JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A table that cannot be read.
    #[error("the table cannot be read: {0}")]
    Table(#[from] csv::Error),
    /// A quotation mark of a table without its partner.
    #[error("the `\"` in line {line} of the table is never closed")]
    UnclosedQuote {
        /// The line, from 1.
        line: usize,
    },
    /// A `--map` or `--set` without a key.
    #[error("`{text}` is not written as KEY=COLUMN or KEY=VALUE")]
    Assignment {
        /// The words as they were given.
        text: String,
    },
    /// A key that the rule set does not take.
    #[error("the rule set takes no key `{key}`")]
    UnknownKey {
        /// The key as it was given.
        key: String,
        /// The key nearest to it.
        near: Option<String>,
    },
    /// A key that is given twice.
    #[error("`{key}` is given twice")]
    KeyTwice {
        /// The key.
        key: String,
    },
    /// A value that a key cannot have.
    #[error("{message}")]
    Value {
        /// What is wrong with it.
        message: String,
    },
    /// A column that the table does not have.
    #[error("the table has no column `{column}`")]
    NoColumn {
        /// The column as it was given.
        column: String,
        /// The heads of the table.
        heads: Vec<String>,
    },
    /// A table of which no column is a key.
    #[error("no column of the table is a key of the rule set")]
    NoColumns {
        /// The heads of the table.
        heads: Vec<String>,
    },
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
    /// Whether the reader of our output went away, of which nobody needs to be told.
    pub(crate) fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Write(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}

/// Whether a file is named like shipments or cases, and not like rules.
pub(crate) fn is_input(path: &Path) -> bool {
    let kind = path.extension().and_then(|kind| kind.to_str()).unwrap_or_default().to_lowercase();
    matches!(kind.as_str(), "json" | "jsonl" | "ndjson" | "csv" | "tsv" | "txt")
}

fn quoted(paths: &[PathBuf]) -> String {
    let names: Vec<_> = paths.iter().map(|path| format!("`{}`", path.display())).collect();
    names.join(", ")
}

fn list(names: &[String]) -> String {
    let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
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
