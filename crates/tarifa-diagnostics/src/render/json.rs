//! A finding for tools: one stable shape, the same for every code.

use serde::Serialize;

use crate::{Diagnostic, Label, Severity, Sources, Span};

/// A finding as data.
///
/// Every key is always there; what does not apply is `null` or an empty list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The code, such as `E0201`.
    pub code: &'static str,
    /// `error` or `warning`.
    pub severity: &'static str,
    /// What is wrong, in one line.
    pub message: String,
    /// Where; `null` where no text is at fault.
    pub place: Option<Place>,
    /// What stands at the place; empty where the place says it.
    pub label: String,
    /// Other places that take part.
    pub related: Vec<Remark>,
    /// Reasons.
    pub notes: Vec<String>,
    /// Ways out.
    pub helps: Vec<String>,
    /// A shipment that shows it, as an `example` of the language.
    pub witness: Option<String>,
}

/// A range of text.
///
/// Lines and columns count from 1, columns in characters; the end is the
/// column after the last character.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The path of the file as the author knows it.
    pub file: String,
    /// The first line.
    pub line: u32,
    /// The column of the first character.
    pub column: u32,
    /// The last line.
    pub end_line: u32,
    /// The column after the last character.
    pub end_column: u32,
}

/// Another place, with a word about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// Where.
    pub place: Place,
    /// What stands there.
    pub message: String,
}

/// The finding as data.
pub fn finding(diagnostic: &Diagnostic, sources: &Sources) -> Finding {
    let remark = |label: &Label| Some(Remark { place: place(label.span, sources)?, message: label.text.clone() });
    Finding {
        code: diagnostic.code.id(),
        severity: match diagnostic.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        message: diagnostic.message.clone(),
        place: diagnostic.primary.as_ref().and_then(|label| place(label.span, sources)),
        label: diagnostic.primary.as_ref().map(|label| label.text.clone()).unwrap_or_default(),
        related: diagnostic.related.iter().filter_map(remark).collect(),
        notes: diagnostic.notes.clone(),
        helps: diagnostic.helps.clone(),
        witness: diagnostic.witness.clone(),
    }
}

/// The place in lines and columns; none where the file is not of these sources.
pub fn place(span: Span, sources: &Sources) -> Option<Place> {
    let source = sources.get(span.source)?;
    Some(Place {
        file: source.name.clone(),
        line: source.line(span.start),
        column: source.column(span.start),
        end_line: source.line(span.end),
        end_column: source.column(span.end),
    })
}
