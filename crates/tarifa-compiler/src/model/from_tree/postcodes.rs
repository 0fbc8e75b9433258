//! Postcode patterns in the parentheses behind a country.

use tarifa_diagnostics::{Code, Diagnostic};
use tarifa_engine::place_code::{Country, PostcodePattern};
use tarifa_syntax::tree::{Name, Postcodes};

use super::Resolver;

impl Resolver<'_> {
    /// The patterns of `ES(35*, 38*)`.
    pub(super) fn postcodes(&mut self, country: &Name, written: &[Postcodes]) -> Option<Vec<PostcodePattern>> {
        let country: Country = country.text.parse().ok()?;
        let patterns: Vec<_> = written.iter().map(|postcodes| self.pattern(country, postcodes)).collect();
        patterns.into_iter().collect()
    }

    fn pattern(&mut self, country: Country, postcodes: &Postcodes) -> Option<PostcodePattern> {
        let (text, span) = match postcodes {
            Postcodes::Whole { code, span } => (code.to_string(), *span),
            Postcodes::Prefix { prefix, span } => (format!("{prefix}*"), *span),
            Postcodes::Range { from, to, span } => (format!("{from}..{to}"), *span),
        };
        match PostcodePattern::parse(country, &text) {
            Ok(pattern) => Some(pattern),
            Err(error) => self.refuse(Diagnostic::new(Code::BAD_POSTCODE, span, error.to_string())),
        }
    }
}
