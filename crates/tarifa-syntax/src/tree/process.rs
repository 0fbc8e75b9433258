//! Returns, disputes and complaints: processes of stages.

use tarifa_diagnostics::Span;

use super::{
    Gate, Name, NameList, Obligation, PaymentLine, Permission, ReturnFreight, Scope, Soundness, StringLiteral, Target,
    Timer,
};

/// `returns dispute "Dispute" valid 2024-01-01.. on open except for gift_card { … }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returns {
    /// Its name.
    pub name: Name,
    /// The words for people behind the name.
    pub title: Option<StringLiteral>,
    /// To which orders it applies; `valid … on …` says which cases a version takes.
    pub scope: Scope,
    /// Its lines, as written; whether one is missing or written twice is not looked at.
    pub lines: Vec<ReturnsLine>,
}

/// A line of a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnsLine {
    /// What is written.
    pub kind: ReturnsLineKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of lines of a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReturnsLineKind {
    /// `time zone "America/Los_Angeles"`.
    TimeZone(StringLiteral),
    /// `parties buyer, seller, platform`.
    Parties(NameList),
    /// `reasons not_received, damaged`.
    Reasons(NameList),
    /// `evidence photo, video`.
    Evidence(NameList),
    /// `events shipped, delivered`.
    Events(NameList),
    /// `open by buyer (reason, asked) { … } -> negotiation`.
    Open(Opening),
    /// `stage negotiation { … }`.
    Stage(Stage),
    /// `outcome closed { seller keeps paid }`.
    Outcome(Outcome),
}

/// How a case begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Who may open it.
    pub parties: NameList,
    /// What the act of opening brings along.
    pub arguments: Vec<Name>,
    /// When it may be opened; empty only where damaged.
    pub windows: Vec<Window>,
    /// Whether all windows could be read.
    pub soundness: Soundness,
    /// Where it leads.
    pub target: Target,
}

/// `not_as_described, damaged: within 15 days after last delivered, with photo or video`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// The reasons before the colon; empty where there is none.
    pub reasons: Vec<Name>,
    /// When, and on what conditions.
    pub gate: Gate,
    /// `otherwise`, where it stands: the window where the conditions of the windows before it do not hold.
    pub otherwise: Option<Span>,
    /// Where it stands.
    pub span: Span,
}

/// `stage partial_offer(amount) "…" { … }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// Its name.
    pub name: Name,
    /// What it is entered with.
    pub parameters: Vec<Name>,
    /// The words for people behind the name.
    pub title: Option<StringLiteral>,
    /// Its lines, as written.
    pub lines: Vec<StageLine>,
    /// Whether all lines could be read, to the innermost; what only follows from one that could not is no error.
    pub soundness: Soundness,
}

/// A line of a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageLine {
    /// What is written.
    pub kind: StageLineKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of lines of a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StageLineKind {
    /// `seller must answer within 5 days { … }`.
    Must(Box<Obligation>),
    /// `buyer may withdraw -> closed`.
    May(Box<Permission>),
    /// `when 7 days pass after open -> platform_review`.
    Timer(Box<Timer>),
    /// `buyer gets paid`, on entering.
    Payment(Box<PaymentLine>),
    /// `return freight via return_line paid by seller`, on entering.
    ReturnFreight(Box<ReturnFreight>),
}

/// `outcome partial(amount) { buyer gets amount maximum paid; seller keeps the rest }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Its name.
    pub name: Name,
    /// What it is reached with.
    pub parameters: Vec<Name>,
    /// The words for people behind the name.
    pub title: Option<StringLiteral>,
    /// Who gets and pays what, in the order written; empty only where damaged.
    pub payments: Vec<PaymentLine>,
    /// Whether all lines could be read.
    pub soundness: Soundness,
}
