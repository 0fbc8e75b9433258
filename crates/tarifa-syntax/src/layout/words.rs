//! The words that the layout has to know: what begins a statement, what goes on with one, what begins an entry.

use super::BlockKind;
use crate::near::nearest_within;

/// The words that begin a statement, with the kind of its block.
///
/// The later kinds stand here too, so that each of them is one statement with one error until it joins the grammar.
const STATEMENTS: &[(&str, BlockKind)] = &[
    ("tariff", BlockKind::Tariff),
    ("fact", BlockKind::Other),
    ("define", BlockKind::Other),
    ("zone", BlockKind::Other),
    ("category", BlockKind::Category),
    ("service", BlockKind::Service),
    ("freight", BlockKind::Prices),
    ("charge", BlockKind::Prices),
    ("charges", BlockKind::Charges),
    ("discount", BlockKind::Prices),
    ("tax", BlockKind::Prices),
    ("exchange", BlockKind::Exchange),
    ("document", BlockKind::Other),
    ("label", BlockKind::Other),
    ("packaging", BlockKind::Other),
    ("licence", BlockKind::Other),
    ("status", BlockKind::Other),
    ("forbid", BlockKind::Other),
    ("require", BlockKind::Other),
    ("limit", BlockKind::Other),
    ("separate", BlockKind::Other),
    ("warn", BlockKind::Other),
    ("calendar", BlockKind::Calendar),
    ("returns", BlockKind::Returns),
    ("compensation", BlockKind::Other),
    ("prefer", BlockKind::Other),
    ("rank", BlockKind::Other),
    ("example", BlockKind::Example),
    ("examples", BlockKind::Examples),
    ("invariant", BlockKind::Other),
];

/// The words that begin a statement of a later version.
const LATER: &[&str] = &["zones", "categories"];

/// The kind of block of the statement that `word` begins; none where it begins none.
pub(crate) fn statement(word: &str) -> Option<BlockKind> {
    STATEMENTS.iter().find(|(keyword, _)| *keyword == word).map(|(_, kind)| *kind)
}

/// Whether `word` begins a statement, of this version or of a later one.
pub(crate) fn begins_statement(word: &str) -> bool {
    statement(word).is_some() || LATER.contains(&word)
}

/// Whether `word` begins a statement of a later version.
pub(crate) fn is_later(word: &str) -> bool {
    LATER.contains(&word)
}

/// Every word that begins a statement.
pub(crate) fn statements() -> impl Iterator<Item = &'static str> {
    STATEMENTS.iter().map(|(keyword, _)| *keyword)
}

/// Whether a line that begins with `word` goes on with the line before it, outside blocks.
pub(crate) fn continues(word: &str) -> bool {
    matches!(
        word,
        "via"
            | "from"
            | "to"
            | "for"
            | "valid"
            | "when"
            | "except"
            | "because"
            | "see"
            | "overrides"
            | "otherwise"
            | "and"
            | "or"
            | "then"
            | "by"
            | "in"
    )
}

/// The word going on with a line that `word` was likely meant to be.
pub(crate) fn near_continuation(word: &str) -> Option<&'static str> {
    const LONG: [&str; 6] = ["valid", "when", "except", "because", "overrides", "otherwise"];
    if begins_statement(word) { None } else { nearest_within(1, word, LONG) }
}

/// Whether a line that begins with `word` goes on with the line before it, but only where no block is open.
pub(crate) fn continues_outside_blocks(word: &str) -> bool {
    matches!(word, "not" | "issued" | "each" | "per" | "as")
}

/// Whether `word` is one of the function words, which are never names.
pub(crate) fn is_reserved(word: &str) -> bool {
    matches!(
        word,
        "via"
            | "from"
            | "to"
            | "for"
            | "valid"
            | "when"
            | "except"
            | "overrides"
            | "by"
            | "in"
            | "on"
            | "at"
            | "up"
            | "over"
            | "under"
            | "and"
            | "or"
            | "not"
            | "is"
            | "per"
            | "of"
            | "x"
            | "then"
            | "otherwise"
            | "because"
            | "default"
            | "all"
            | "anything"
    )
}

impl BlockKind {
    /// Whether `word`, which could go on with the line before it, begins an entry in such a block.
    pub(crate) fn begins_entry(self, word: &str) -> bool {
        match self {
            Self::Tariff => word == "valid",
            Self::Service => matches!(word, "from" | "to" | "valid"),
            Self::Prices => matches!(word, "via" | "from" | "to" | "for" | "valid" | "when" | "otherwise"),
            Self::Rounded => word == "otherwise",
            Self::Stage => word == "when",
            Self::Category
            | Self::Steps
            | Self::Charges
            | Self::Exchange
            | Self::Example
            | Self::Examples
            | Self::Items
            | Self::Calendar
            | Self::Returns
            | Self::Windows
            | Self::Answers
            | Self::Outcome
            | Self::Case
            | Self::Other => false,
        }
    }

    /// Whether a line of such a block that begins with `word`, and `behind` behind it, begins an entry even where the
    /// line before asks for more: a stage whose line before lost its end is not swallowed.
    pub(crate) fn begins_item(self, word: &str, behind: &str) -> bool {
        self == Self::Returns
            && match word {
                "stage" | "outcome" | "parties" | "reasons" | "evidence" | "events" => !behind.is_empty(),
                "open" => behind == "by",
                "time" => behind == "zone",
                _ => false,
            }
    }

    /// The kind of the block in an entry of this block that begins with `word`.
    pub(crate) fn inner(self, word: &str) -> Self {
        match (self, word) {
            (Self::Category, _) => Self::Category,
            (Self::Service, "billed") => Self::Steps,
            (Self::Steps, "rounded") => Self::Rounded,
            (Self::Charges, _) => Self::Prices,
            (Self::Example | Self::Examples, "ship" | "parcel" | "order") => Self::Items,
            (Self::Example | Self::Examples, "case") => Self::Case,
            (Self::Returns, "open") => Self::Windows,
            (Self::Returns, "stage") => Self::Stage,
            (Self::Returns, "outcome") => Self::Outcome,
            (Self::Stage, _) => Self::Answers,
            _ => Self::Other,
        }
    }

    /// Whether a comma ends an entry of such a block.
    pub(crate) fn ends_with_comma(self) -> bool {
        matches!(self, Self::Category | Self::Items)
    }
}
