//! Postcode patterns in the parentheses behind a country.

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::place_code::{Country, PatternError, PostcodePattern};
use tarifa_syntax::tree::{Name, Postcodes};

use super::Resolver;

/// How many further beginnings of a list a finding shows.
const FURTHER: usize = 5;

impl Resolver<'_> {
    /// The patterns of `ES(35*, 38*)`.
    pub(super) fn postcodes(&mut self, country: &Name, written: &[Postcodes]) -> Option<Vec<PostcodePattern>> {
        let country: Country = country.text.parse().ok()?;
        let mut patterns = Vec::with_capacity(written.len());
        let mut beginnings: Vec<(String, Span)> = Vec::new();
        let mut others = Vec::new();
        for (text, span) in written.iter().map(text_of) {
            match PostcodePattern::parse(country, &text) {
                Ok(pattern) => patterns.push(pattern),
                Err(PatternError::MissingStar { text, .. }) => beginnings.push((text, span)),
                Err(error) => {
                    let diagnostic = Diagnostic::new(Code::BAD_POSTCODE, span, error.to_string());
                    others.push(match error {
                        PatternError::Backwards { from, to } => {
                            diagnostic.help(format!("exchange the ends: `{to}..{from}`"))
                        }
                        PatternError::Postcode(_)
                        | PatternError::MissingStar { .. }
                        | PatternError::Hyphen { .. }
                        | PatternError::StarInside { .. }
                        | PatternError::UnknownArea { .. }
                        | PatternError::UnlikeEnds { .. }
                        | PatternError::TwoAreas { .. } => diagnostic,
                    });
                }
            }
        }
        let is_complete = beginnings.is_empty() && others.is_empty();
        self.report_beginnings(country, &beginnings);
        others.into_iter().for_each(|other| self.report(other));
        is_complete.then_some(patterns)
    }

    /// Reports the beginnings of one list that have no `*`: to add it to each is one mending.
    fn report_beginnings(&mut self, country: Country, beginnings: &[(String, Span)]) {
        let Some(((text, span), further)) = beginnings.split_first() else { return };
        let error = PatternError::MissingStar { text: text.clone(), country };
        let mut diagnostic = Diagnostic::new(Code::BAD_POSTCODE, *span, error.to_string());
        for (_, span) in further.iter().take(FURTHER) {
            diagnostic = diagnostic.related(*span, "and so is this");
        }
        let more = further.len().saturating_sub(FURTHER);
        if more > 0 {
            diagnostic = diagnostic.note(format!("and {more} more of the list"));
        }
        self.report(diagnostic);
    }
}

/// What is written of a code, a beginning or a range, and where.
fn text_of(postcodes: &Postcodes) -> (String, Span) {
    match postcodes {
        Postcodes::Whole { code, span } => (code.to_string(), *span),
        Postcodes::Prefix { prefix, span } => (format!("{prefix}*"), *span),
        Postcodes::Range { from, to, span } => (format!("{from}..{to}"), *span),
    }
}
