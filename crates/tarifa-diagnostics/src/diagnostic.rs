//! One message to an author: what is wrong, where, and what to do.

use crate::{Code, Severity, Span};

/// A place with a word about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What stands there; empty for the place alone.
    pub text: String,
}

/// A finding about a rule set or an input.
///
/// Messages are lower case, without a full stop, with the author's text in
/// backticks and in the language's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which finding this is; its page explains it.
    pub code: Code,
    /// What is wrong, in one line.
    pub message: String,
    /// Where. None only where no text is at fault (an empty folder).
    pub primary: Option<Label>,
    /// Other places that take part, such as the second of two statements.
    pub related: Vec<Label>,
    /// Why it is so, and the figures behind it.
    pub notes: Vec<String>,
    /// What to write instead.
    pub helps: Vec<String>,
    /// A shipment that shows it, as an `example` that can be pasted into the rule set.
    pub witness: Option<String>,
}

impl Diagnostic {
    /// A finding at `span`.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self { primary: Some(Label { span, text: String::new() }), ..Self::nowhere(code, message) }
    }

    /// A finding about no text in particular.
    pub fn nowhere(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            primary: None,
            related: Vec::new(),
            notes: Vec::new(),
            helps: Vec::new(),
            witness: None,
        }
    }

    /// Says what stands at the first place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        if let Some(primary) = &mut self.primary {
            primary.text = text.into();
        }
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn related(mut self, span: Span, text: impl Into<String>) -> Self {
        self.related.push(Label { span, text: text.into() });
        self
    }

    /// Adds a reason.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Adds a way out.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.helps.push(text.into());
        self
    }

    /// Adds the shipment that shows it.
    #[must_use]
    pub fn witness(mut self, example: impl Into<String>) -> Self {
        self.witness = Some(example.into());
        self
    }

    /// How grave it is: that of its code.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// The findings of a stage, in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds those of another stage.
    pub fn extend(&mut self, others: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(others);
    }

    /// Whether a finding stops the rule set from compiling.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.severity() == Severity::Error)
    }

    /// Puts them in the order of their places, and drops exact repeats.
    pub fn sort(&mut self) {
        self.0.sort_by_key(|d| (d.primary.as_ref().map(|label| label.span), d.code.id(), d.message.clone()));
        self.0.dedup();
    }

    /// Each finding.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
