//! Rows of tables as price lists print them: cells that say that nothing is carried, lost bars, columns parted by tabs.

use tarifa_diagnostics::{Code, Diagnostic};

use super::{Explainer, Failure, Region, shortened};
use crate::layout::is_reserved;
use crate::lexer::TokenKind;
use crate::near::nearest;

/// What to write instead of the words of a price list for a price that there is not; none for other words.
///
/// `text` is what stands in a cell or behind the bound of a row.
pub fn unpriced(text: &str) -> Option<&'static str> {
    const NOTHING: [&str; 15] = [
        "n/a",
        "na",
        "n.a.",
        "n.a",
        "x",
        "none",
        "no",
        "nil",
        "no service",
        "not available",
        "not served",
        "unavailable",
        "/",
        "*",
        "✗",
    ];
    const ASKED: [&str; 11] =
        ["tbd", "tba", "poa", "call", "call us", "on request", "request", "quote", "ask", "on application", "?"];
    let text = text.trim().to_lowercase();
    let is_dashes = !text.is_empty() && text.chars().all(|sign| matches!(sign, '-' | '–' | '—' | '−' | '―' | ' '));
    if is_dashes || NOTHING.contains(&&*text) {
        return Some("write `-` where nothing is carried");
    }
    ASKED.contains(&&*text).then_some("write `refer \"on request\"` where somebody must be asked")
}

impl Explainer<'_> {
    /// The finding for a cell without a price, in a row of a card or of bands.
    pub(super) fn unpriced_cell(&self, failure: Failure) -> Option<Diagnostic> {
        if !matches!(self.text(failure.region.first), "|" | "up" | "under" | "otherwise") {
            return None;
        }
        let (first, last) = self.cell(failure)?;
        let span = self.span(first)?.to(self.span(last)?);
        let text = self.source.get(span.start as usize..span.end as usize)?;
        let help = unpriced(text)?;
        let message = format!("`{}` is no price", shortened(text));
        Some(Diagnostic::new(Code::SYNTAX_ERROR, span, message).help(help))
    }

    /// A row of bands that begins with a word instead of a bound: `small: 9.85`.
    pub(crate) fn row_of_word(&self, region: Region) -> Option<Diagnostic> {
        let word = self.text(region.first);
        let behind = region.first.checked_add(1)?;
        let is_word = self.kind(region.first) == Some(TokenKind::Word) && !is_reserved(word);
        let is_price = self.kind(behind.checked_add(1)?) == Some(TokenKind::Number);
        let is_known = matches!(word, "up" | "under" | "otherwise" | "minimum" | "maximum" | "over" | "above");
        let is_near = nearest(word, ["under", "otherwise", "minimum", "maximum"]).is_some();
        if !is_word || is_known || is_near || self.text(behind) != ":" || !is_price {
            return None;
        }
        let price = self.rest_of_line(behind.checked_add(1)?);
        let price = shortened(price.split([';', '}', '#']).next().unwrap_or(price).trim());
        let message = format!("a row begins with its bound, and `{word}` is none");
        let help = format!("where prices go by a word, write one statement for each: `… when … is {word} = {price}`");
        Some(Diagnostic::new(Code::SYNTAX_ERROR, self.span(region.first)?, message).help(help))
    }

    /// The first and the last token of the cell that holds the failure.
    fn cell(&self, failure: Failure) -> Option<(usize, usize)> {
        let is_bar = |at: &usize| matches!(self.kind(*at), Some(TokenKind::Mark(b'|' | b':')));
        let inside = failure.token.min(failure.region.after);
        // A failure at the bar behind the cell is one of the cell.
        let before = (failure.region.first..inside).rev().find(is_bar)?;
        let first = before.checked_add(1)?;
        let cell = (first..failure.region.after).take_while(|at| !is_bar(at));
        Some((first, cell.last()?))
    }

    /// What to write where a row lacks a bar: `| up to 8 oz 2.00 |`.
    pub(super) fn lost_bar(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        let is_row = self.kind(failure.region.first) == Some(TokenKind::Mark(b'|'));
        if !is_row || self.is_at_end(failure) || !expected.contains(&"`|`") {
            return None;
        }
        let (first, _) = self.cell(failure)?;
        let last = self.token_before(failure.token).filter(|last| *last >= first)?;
        let begins = match self.kind(failure.token)? {
            TokenKind::Number => true,
            TokenKind::Word => !is_reserved(self.text(failure.token)),
            TokenKind::Mark(_)
            | TokenKind::Text
            | TokenKind::UnclosedText
            | TokenKind::Dots
            | TokenKind::Arrow
            | TokenKind::Break
            | TokenKind::Comment
            | TokenKind::Unknown => false,
        };
        // `48.00 first 500 g` is one cell.
        if matches!(self.text(last), "first" | "additional" | "each") {
            return None;
        }
        let is_head = expected.contains(&"`except`");
        let is_price = self.kind(failure.token) == Some(TokenKind::Number);
        if !begins || self.touches(last, failure.token) || !(is_price || is_head || expected == ["`|`"]) {
            return None;
        }
        let before = self.span(first)?.to(self.span(last)?);
        let before = shortened(self.source.get(before.start as usize..before.end as usize)?);
        let behind = shortened(self.text(failure.token));
        let list = if is_head { ", or a `,` where one column is for both" } else { "" };
        Some(format!("write a `|` between `{before}` and `{behind}`{list}"))
    }

    /// A row whose cells are parted by tabs or wide gaps, as they come from a spreadsheet or a printed page.
    pub(crate) fn row_without_bars(&self, region: Region) -> Option<Diagnostic> {
        let last = region.after.checked_sub(1)?;
        let span = self.span(region.first)?.to(self.span(last)?);
        let text = self.source.get(span.start as usize..span.end as usize)?;
        let is_plain = !text.contains(['|', ':', '{', '\n', '"', '#', '(']);
        let cells = cells(text);
        // Of two cells, the second may be a price that lacks its `:`.
        let is_bound = matches!(self.text(region.first), "up" | "under" | "otherwise" | "minimum" | "maximum");
        let least = if is_bound { 3 } else { 2 };
        if !is_plain || cells.len() < least || cells.iter().skip(1).any(|cell| cell.split_whitespace().count() > 4) {
            return None;
        }
        let message = "the cells of a table stand between bars";
        let row = cells.iter().fold("|".to_owned(), |row, cell| format!("{row} {cell} |"));
        let row: String =
            if row.chars().count() > ROW { format!("{} …", row.chars().take(ROW).collect::<String>()) } else { row };
        let finding = Diagnostic::new(Code::SYNTAX_ERROR, span, message);
        Some(finding.help(format!("write `{row}`, and so for each row")))
    }
}

/// How much of a row is shown.
const ROW: usize = 100;

/// The parts of `text` between tabs or two and more blanks.
fn cells(text: &str) -> Vec<&str> {
    text.split('\t').flat_map(|part| part.split("  ")).map(str::trim).filter(|cell| !cell.is_empty()).collect()
}
