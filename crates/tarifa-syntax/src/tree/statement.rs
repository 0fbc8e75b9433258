//! The outermost level: files and their statements.

use tarifa_diagnostics::{SourceId, Span};

use super::{
    Calendar, Category, Charges, Compensation, Define, Document, Example, Examples, Exchange, Expr, Fact, Invariant,
    Name, PriceLine, Restriction, Returns, Scope, Service, Tariff, Text, Zone,
};

/// A parsed rule set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// Its files, in the order of the sources.
    pub files: Vec<File>,
}

impl Tree {
    /// Each statement of each file.
    pub fn statements(&self) -> impl Iterator<Item = &Statement> {
        self.files.iter().flat_map(|file| &file.statements)
    }

    /// Each statement that could not be read.
    pub fn broken(&self) -> impl Iterator<Item = &Broken> {
        self.files.iter().flat_map(|file| &file.broken)
    }
}

/// A parsed file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct File {
    /// Which file.
    pub source: SourceId,
    /// The statements that could be read, in the order written.
    pub statements: Vec<Statement>,
    /// Those that could not; an error is reported for each.
    pub broken: Vec<Broken>,
    /// Its comments, in the order written.
    pub comments: Vec<Comment>,
}

/// `# …` to the end of the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The text behind the `#`.
    pub text: Text,
    /// Where it stands, the `#` included.
    pub span: Span,
}

/// A statement that could not be read and is left out.
///
/// A use of its name is not an unknown name: only one error is reported for one slip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The name it would define, where one could be made out.
    pub name: Option<Name>,
    /// Where it stands.
    pub span: Span,
}

/// A statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// What is written.
    pub kind: StatementKind,
    /// Whether all of its block could be read.
    pub soundness: Soundness,
    /// Where it stands.
    pub span: Span,
}

/// Whether all lines of a statement's block could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Soundness {
    /// They could.
    Sound,
    /// A broken line was left out and reported; what only follows from its absence is not an error of its own.
    Damaged,
}

/// The kinds of statements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatementKind {
    /// `tariff`.
    Tariff(Tariff),
    /// `fact`.
    Fact(Fact),
    /// `define`.
    Define(Define),
    /// `zone`.
    Zone(Zone),
    /// `category`.
    Category(Category),
    /// `service`.
    Service(Service),
    /// `freight`, `charge`, `discount`, `tax`.
    Price(Box<PriceLine>),
    /// `charges`.
    Charges(Charges),
    /// `exchange`.
    Exchange(Exchange),
    /// `document`, `label`, `packaging`, `licence`, `status`.
    Document(Document),
    /// `forbid`, `require`, `limit`, `separate`, `warn`.
    Restriction(Box<Restriction>),
    /// `calendar`.
    Calendar(Calendar),
    /// `returns`.
    Returns(Box<Returns>),
    /// `compensation`.
    Compensation(Box<Compensation>),
    /// `prefer`.
    Prefer(Prefer),
    /// `rank`.
    Rank(Rank),
    /// `example`.
    Example(Example),
    /// `examples`.
    Examples(Examples),
    /// `invariant`.
    Invariant(Invariant),
}

/// `prefer standard when …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prefer {
    /// The service.
    pub service: Name,
    /// For which shipments.
    pub scope: Scope,
}

/// `rank by total, then transit`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rank {
    /// What decides, the weightiest first; never empty.
    pub keys: Vec<Expr>,
}
