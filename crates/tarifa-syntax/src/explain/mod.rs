//! What an author is told about text that is no statement.
//!
//! A message names what was expected in the language's words, what was found,
//! and, where the slip is a known one, what to write instead. It never shows a
//! rule of the grammar.

mod carriers;
mod cells;
mod copied;
mod expected;
mod foreign;
mod phrases;
mod printed;
mod processes;
mod restrictions;
mod slips;
mod words;

pub use cells::unpriced;
use pest::error::{Error, ErrorVariant, InputLocation};
use tarifa_diagnostics::{Code, Diagnostic, Source, SourceId, Span};

use crate::grammar::Rule;
use crate::layout::{Bracket, Layout, is_later, near_continuation, statements};
use crate::lexer::{Token, TokenKind};
use crate::near::nearest;

/// The tokens of what was read: a statement or an entry.
#[derive(Clone, Copy)]
pub(crate) struct Region {
    /// The first.
    pub(crate) first: usize,
    /// The one behind the last.
    pub(crate) after: usize,
}

/// Turns what pest says into a finding.
pub(crate) struct Explainer<'s> {
    /// The file.
    pub(crate) id: SourceId,
    /// Its text.
    pub(crate) source: &'s str,
    /// Its layout.
    pub(crate) layout: &'s Layout,
}

/// The place where reading failed.
#[derive(Clone, Copy)]
struct Failure {
    /// The byte in the source.
    at: usize,
    /// The token that holds it or is next behind it.
    token: usize,
    /// What was read.
    region: Region,
}

impl Explainer<'_> {
    /// Explains why `region`, whose text begins at the byte `base`, follows no rule.
    pub(crate) fn syntax_error(&self, error: &Error<Rule>, base: usize, region: Region) -> Diagnostic {
        let (failure, expected) = self.failure(error, base, region);
        if let Some(finding) = self.unpaired_parenthesis(failure) {
            return finding;
        }
        self.known_slip(failure, &expected).unwrap_or_else(|| self.general(failure, &expected))
    }

    /// Whether all that `region` lacks is the `{` of its block.
    pub(crate) fn lost_block(&self, error: &Error<Rule>, base: usize, region: Region) -> bool {
        let (failure, expected) = self.failure(error, base, region);
        let opens = matches!(self.text(region.first), "billed" | "rounded" | "stage" | "outcome" | "open" | "case");
        let is_cut = opens && self.kind(region.after) == Some(TokenKind::Mark(b';'));
        (opens || self.loses_answers(failure)) && (self.is_at_end(failure) || is_cut) && expected.contains(&"`{`")
    }

    /// Where `region` fails, and what is expected there.
    fn failure(&self, error: &Error<Rule>, base: usize, region: Region) -> (Failure, Vec<&'static str>) {
        let (InputLocation::Pos(position) | InputLocation::Span((position, _))) = error.location;
        let at = base.saturating_add(position);
        let token = self.layout.tokens.partition_point(|token| token.end as usize <= at);
        let expected = match &error.variant {
            ErrorVariant::ParsingError { positives, .. } => expected::words(positives),
            ErrorVariant::CustomError { .. } => Vec::new(),
        };
        (Failure { at, token: token.min(region.after), region }, expected)
    }

    /// A `{` of `region` that is never closed.
    pub(crate) fn unclosed_brace(&self, region: Region) -> Option<Diagnostic> {
        let at = (region.first..region.after).rev().find(|at| {
            self.layout.brackets.get(*at) == Some(&Bracket::Unmatched) && self.kind(*at) == Some(TokenKind::Mark(b'{'))
        })?;
        let end = self.layout.tokens.get(region.after.checked_sub(1)?)?.end;
        let message = "this `{` is never closed";
        if let Some((inner, outer)) = self.unclosed_by_margin(region, at) {
            let finding = Diagnostic::new(Code::UNPAIRED_BRACKET, self.span(inner)?, message);
            let finding = finding.related(self.span(outer)?, "this `}` stands under a line further out");
            return Some(finding.help("write a `}` on a line of its own behind the last line of the block"));
        }
        let finding = Diagnostic::new(Code::UNPAIRED_BRACKET, self.span(at)?, message);
        let finding = finding.related(Span::new(self.id, end, end), "a `}` is expected before the next statement");
        Some(finding.help("write a `}` on a line of its own behind the last line of the block"))
    }

    /// The `{` within the block of `outermost` that lacks its `}`, and the `}` that closes another block in its place, as
    /// the margins tell: a `}` that begins its line stands under the line that opened its block.
    fn unclosed_by_margin(&self, region: Region, outermost: usize) -> Option<(usize, usize)> {
        let mut open: Vec<usize> = Vec::new();
        for at in region.first..region.after {
            match self.kind(at)? {
                TokenKind::Mark(b'{') => open.push(at),
                TokenKind::Mark(b'}') => {
                    let inner = open.pop()?;
                    let (own, opening) = (self.margin(at), self.margin(inner));
                    let begins_line = self.begins_line(at);
                    if begins_line && opening > own && inner != outermost {
                        return Some((inner, at));
                    }
                }
                TokenKind::Mark(_)
                | TokenKind::Word
                | TokenKind::Number
                | TokenKind::Text
                | TokenKind::UnclosedText
                | TokenKind::Dots
                | TokenKind::Arrow
                | TokenKind::Break
                | TokenKind::Comment
                | TokenKind::Unknown => {}
            }
        }
        None
    }

    /// The line up to a token.
    fn line_before(&self, at: usize) -> &str {
        let start = self.layout.tokens.get(at).map_or(0, |token| token.start as usize);
        let before = self.source.get(..start).unwrap_or("");
        before.rsplit('\n').next().unwrap_or(before)
    }

    /// How far the line of a token is set in.
    fn margin(&self, at: usize) -> usize {
        self.line_before(at).chars().take_while(|letter| letter.is_whitespace()).count()
    }

    /// Whether a token is the first of its line.
    fn begins_line(&self, at: usize) -> bool {
        self.line_before(at).chars().all(char::is_whitespace)
    }

    /// A group of charges that begins with the word for one charge.
    pub(crate) fn group_as_charge(&self, region: Region) -> Option<Diagnostic> {
        let mut head = (region.first..region.after).take_while(|at| self.kind(*at) != Some(TokenKind::Mark(b'{')));
        let is_group = self.text(region.first) == "charge" && head.any(|at| self.text(at) == "take");
        let finding =
            Diagnostic::new(Code::SYNTAX_ERROR, self.span(region.first)?, "one `charge` takes nothing from others");
        is_group.then(|| finding.help("did you mean `charges`, of which one is taken?"))
    }

    /// Whether `region` holds a bar, as rows of tables do.
    pub(crate) fn holds_bar(&self, region: Region) -> bool {
        (region.first..region.after).any(|at| self.kind(at) == Some(TokenKind::Mark(b'|')))
    }

    /// Whether two findings point at the same line.
    pub(crate) fn on_one_line(&self, one: &Diagnostic, other: &Diagnostic) -> bool {
        let start = |finding: &Diagnostic| finding.primary.as_ref().map_or(0, |label| label.span.start as usize);
        let (first, last) = (start(one).min(start(other)), start(one).max(start(other)));
        !self.source.get(first..last).unwrap_or("").contains('\n')
    }

    /// Whether `region` is a statement whose body is a file.
    pub(crate) fn reads_file(&self, region: Region) -> bool {
        let head = (region.first..region.after).take_while(|at| self.kind(*at) != Some(TokenKind::Mark(b'{')));
        head.map(|at| (self.text(at), at.checked_add(1).and_then(|next| self.kind(next))))
            .any(|(word, next)| word == "read" && next == Some(TokenKind::Text))
    }

    /// A text of `region` that is never closed and holds a brace.
    pub(crate) fn swallowed_brace(&self, region: Region) -> Option<Diagnostic> {
        let at = (region.first..region.after)
            .find(|at| self.kind(*at) == Some(TokenKind::UnclosedText) && self.text(*at).contains('}'))?;
        self.unclosed_text(Failure { at: 0, token: at, region })
    }

    /// A parenthesis or a brace without its partner, where that is what the failure comes from.
    fn unpaired_parenthesis(&self, failure: Failure) -> Option<Diagnostic> {
        let at = (failure.region.first..failure.region.after).find(|at| {
            self.layout.brackets.get(*at) == Some(&Bracket::Unmatched)
                && self.layout.tokens.get(*at).is_some_and(|token| token.start as usize <= failure.at)
        })?;
        let text = self.text(at);
        let finding = |message: &str| Some(Diagnostic::new(Code::UNPAIRED_BRACKET, self.span(at)?, message));
        match self.kind(at)? {
            TokenKind::Mark(b'(') => Some(
                finding("this `(` is never closed")?.help("write the `)` behind what belongs into the parentheses"),
            ),
            TokenKind::Mark(b')') => {
                Some(finding("this `)` closes nothing")?.help("delete it, or write the `(` that it closes"))
            }
            TokenKind::Mark(b'}') => {
                Some(finding("this `}` closes nothing")?.help("delete it, or write the `{` that it closes"))
            }
            TokenKind::Mark(_)
            | TokenKind::Word
            | TokenKind::Number
            | TokenKind::Text
            | TokenKind::UnclosedText
            | TokenKind::Dots
            | TokenKind::Arrow
            | TokenKind::Break
            | TokenKind::Comment
            | TokenKind::Unknown => finding(&format!("`{text}` closes nothing")),
        }
    }

    /// The message that fits every failure.
    fn general(&self, failure: Failure, expected: &[&'static str]) -> Diagnostic {
        let found = self.found(failure);
        let message = match expected::sentence(expected) {
            Some(expected) => format!("expected {expected}, found {found}"),
            None => format!("{found} is not expected here"),
        };
        Diagnostic::new(Code::SYNTAX_ERROR, self.place(failure), message)
    }

    /// Where the failure is pointed at: a token, or the end of what is read.
    fn place(&self, failure: Failure) -> Span {
        if !self.is_at_end(failure)
            && let Some(span) = self.span(failure.token)
        {
            return span;
        }
        let last = self.token_before(failure.token).and_then(|last| self.layout.tokens.get(last));
        let end = last.map_or(0, |token| token.end);
        Span::new(self.id, end, end)
    }

    /// What stands at the failure, for people.
    fn found(&self, failure: Failure) -> String {
        if self.is_at_end(failure) {
            let breaks =
                self.token_before(failure.token).and_then(|before| before.checked_add(1)) != Some(failure.token);
            return match self.kind(failure.token) {
                Some(_) if breaks => "the end of the line".to_owned(),
                Some(TokenKind::Mark(mark)) => format!("`{}`", char::from(mark)),
                Some(_) => "the end of the line".to_owned(),
                None => "the end of the file".to_owned(),
            };
        }
        format!("`{}`", shortened(self.text(failure.token)))
    }

    /// Whether nothing is left to read at the failure, or a line has ended.
    fn is_at_end(&self, failure: Failure) -> bool {
        failure.token >= failure.region.after || self.kind(failure.token) == Some(TokenKind::Break)
    }

    /// The token before the token `at`, breaks passed over.
    fn token_before(&self, at: usize) -> Option<usize> {
        (0..at).rev().find(|before| self.kind(*before) != Some(TokenKind::Break))
    }

    /// The kind of a token.
    fn kind(&self, at: usize) -> Option<TokenKind> {
        self.layout.tokens.get(at).map(|token| token.kind)
    }

    /// The text of a token.
    fn text(&self, at: usize) -> &str {
        self.layout.tokens.get(at).map_or("", |token| token.text(self.source))
    }

    /// The place of a token.
    fn span(&self, at: usize) -> Option<Span> {
        self.layout.tokens.get(at).map(|token| Span::new(self.id, token.start, token.end))
    }
}

/// At most 40 characters of `text`.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or("")),
        None => text.to_owned(),
    }
}

/// The place of `tokens`; none where there is none.
pub(crate) fn span_of(id: SourceId, tokens: &[Token]) -> Option<Span> {
    Some(Span::new(id, tokens.first()?.start, tokens.last()?.end))
}

/// The place of the first of `tokens`.
fn first_of(id: SourceId, tokens: &[Token]) -> Span {
    tokens.first().map_or_else(Span::default, |token| Span::new(id, token.start, token.end))
}

/// A line that begins no statement.
pub(crate) fn unknown_statement(id: SourceId, source: &Source, tokens: &[Token]) -> Diagnostic {
    let word = tokens.first().map_or("", |token| token.text(&source.text));
    let finding = |message: String| Diagnostic::new(Code::UNKNOWN_STATEMENT, first_of(id, tokens), message);
    if is_later(word) {
        return finding(format!("`{word}` begins no statement of this version of the language"));
    }
    if matches!(word, "}" | ")") {
        let message = format!("this `{word}` closes nothing");
        let finding = Diagnostic::new(Code::UNPAIRED_BRACKET, first_of(id, tokens), message);
        return finding.help("delete it, or write the bracket that it closes");
    }
    let rest = tokens.first().and_then(|token| source.text.get(token.start as usize..)).unwrap_or("");
    if let Some((sign, help)) = foreign::sign(rest) {
        let message = format!("`{sign}` is not a sign of the language");
        return Diagnostic::new(Code::UNKNOWN_CHARACTER, first_of(id, tokens), message).help(help);
    }
    let finding = finding(format!("`{}` begins no statement", shortened(word)));
    if statements().any(|keyword| keyword == word) {
        // It was taken for a name, because of the sign behind it.
        return finding.help(format!("a name stands behind `{word}`, before the sign"));
    }
    let meant = meant_statement(word).or_else(|| restrictions::meant_statement(word));
    if let Some(help) = meant.or_else(|| processes::meant_statement(word)) {
        return finding.help(help);
    }
    match nearest(word, statements()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => {
            let all: Vec<String> = statements().map(|keyword| format!("`{keyword}`")).collect();
            finding.help(format!("a statement begins with {}", all.join(", ")))
        }
    }
}

/// The statement that an author of prices meant who began one with `word`.
fn meant_statement(word: &str) -> Option<&'static str> {
    Some(match word {
        "surcharge" | "surcharges" | "fee" | "fees" | "supplement" | "extra" | "addon" => "write `charge` and a name",
        "rate" | "rates" | "price" | "prices" | "shipping" | "postage" | "carriage" => "write `freight` and a name",
        "vat" | "gst" | "duty" | "duties" | "customs" | "levy" => "write `tax` and a name",
        "rebate" | "coupon" | "voucher" | "reduction" => "write `discount` and a name",
        "country" | "countries" | "region" | "regions" | "area" | "place" => "write `zone`, a name, `=` and places",
        "product" | "products" | "goods" => "write `category` and a name",
        "currency" | "rounding" => "it stands inside `tariff NAME { … }`",
        "alias" | "let" | "const" | "set" => "write `define`, a name, `=` and a formula or a condition",
        _ => return None,
    })
}

/// A part that belongs to the statement before it, which is therefore not used.
pub(crate) fn torn(id: SourceId, source: &Source, tokens: &[Token], whole: Span) -> Diagnostic {
    let word = tokens.first().map_or("", |token| token.text(&source.text));
    let message = format!("`{}` begins no statement, and the one before it has ended", shortened(word));
    let finding = Diagnostic::new(Code::UNKNOWN_STATEMENT, first_of(id, tokens), message);
    let end = Span::new(id, whole.end, whole.end);
    let finding = finding.related(end, "the statement ends with this line; it is left out whole");
    if word == "}" {
        return finding.help("delete the `}`, or write the `{` that it closes");
    }
    if word == "{" {
        return finding.help("write the `{` at the end of the line before");
    }
    if let Some(near) = near_continuation(word) {
        return finding.help(format!("did you mean `{near}`?"));
    }
    let before = source.text.get(whole.start as usize..).and_then(|text| text.split_whitespace().next());
    if let Some(help) = restrictions::meant_clause(word)
        && before.is_some_and(restrictions::is_restriction)
    {
        return finding.help(help);
    }
    finding.help("a list goes on behind a `,`, a block stands between `{` and `}`")
}

/// Brackets that are nested too deeply.
pub(crate) fn too_deep(id: SourceId, layout: &Layout, at: usize) -> Diagnostic {
    let span = layout.tokens.get(at).map(|token| Span::new(id, token.start, token.end)).unwrap_or_default();
    let message = format!("brackets are nested more than {} deep", crate::limits::NESTING);
    Diagnostic::new(Code::NESTING_TOO_DEEP, span, message).help("name a part with `define` and use the name")
}
