//! Which brackets belong together, and where nesting is too deep.

use super::{Bracket, begins_statement_at, is_at_margin};
use crate::lexer::{Token, TokenKind};
use crate::limits::NESTING;

/// The brackets of a source.
pub(super) struct Pairing {
    /// For each token, whether it is a bracket with a partner.
    pub(super) brackets: Vec<Bracket>,
    /// The tokens at which the limit of nesting is first exceeded.
    pub(super) too_deep: Vec<usize>,
}

/// Pairs the brackets of `tokens`.
///
/// A keyword in column 0 begins a statement even where brackets are open: they
/// were never closed. A `}` closes the nearest `{` and leaves the `(` between
/// them without a partner.
pub(super) fn pair(source: &str, tokens: &[Token]) -> Pairing {
    let mut brackets = vec![Bracket::None; tokens.len()];
    let mut too_deep = Vec::new();
    let mut open: Vec<(usize, u8)> = Vec::new();
    let mut braces: usize = 0;
    let mut mark = |at: usize, bracket: Bracket| {
        if let Some(slot) = brackets.get_mut(at) {
            *slot = bracket;
        }
    };
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Mark(bracket @ (b'(' | b'{')) => {
                // Without a partner until it is found.
                mark(at, Bracket::Unmatched);
                open.push((at, bracket));
                braces = braces.saturating_add(usize::from(bracket == b'{'));
                if open.len() == NESTING.saturating_add(1) {
                    too_deep.push(at);
                }
            }
            TokenKind::Mark(b')') => match open.last() {
                Some(&(partner, b'(')) => {
                    open.pop();
                    mark(partner, Bracket::Matched);
                    mark(at, Bracket::Matched);
                }
                Some(_) | None => mark(at, Bracket::Unmatched),
            },
            TokenKind::Mark(b'}') => {
                mark(at, Bracket::Unmatched);
                while braces > 0
                    && let Some((partner, bracket)) = open.pop()
                {
                    if bracket == b'{' {
                        mark(partner, Bracket::Matched);
                        mark(at, Bracket::Matched);
                        braces = braces.saturating_sub(1);
                        break;
                    }
                }
            }
            TokenKind::Word
                if !open.is_empty() && is_at_margin(source, tokens, at) && begins_statement_at(source, tokens, at) =>
            {
                open.clear();
                braces = 0;
            }
            TokenKind::Word
            | TokenKind::Number
            | TokenKind::Text
            | TokenKind::UnclosedText
            | TokenKind::Mark(_)
            | TokenKind::Dots
            | TokenKind::Arrow
            | TokenKind::Break
            | TokenKind::Comment
            | TokenKind::Unknown => {}
        }
    }
    Pairing { brackets, too_deep }
}
