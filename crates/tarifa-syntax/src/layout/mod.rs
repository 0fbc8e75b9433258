//! The layout: which breaks end something, which brackets belong together, where statements begin.
//!
//! It turns the source into a text of the same length in which comments and
//! breaks that end nothing are blanks and full-width marks are ASCII, so that
//! the grammar sees no trivia and every place stays the same. It cuts that
//! text into statements, each of which is parsed alone.

mod brackets;
mod lines;
mod words;

use tarifa_diagnostics::SourceId;
use tarifa_diagnostics::Span;

use crate::lexer::{Lexer, Token, TokenKind};
use crate::tree::Comment;

pub(crate) use words::{begins_statement, continues, is_later, is_reserved, near_continuation, statements};

/// What kind of entries a block holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BlockKind {
    /// Lines of the header.
    Tariff,
    /// Categories.
    Category,
    /// Lines of a service.
    Service,
    /// Steps of the billed weight.
    Steps,
    /// Rows of `rounded by`.
    Rounded,
    /// Bands, a card, clamps.
    Prices,
    /// Members of `charges`.
    Charges,
    /// Exchange rates.
    Exchange,
    /// Lines of an example.
    Example,
    /// Lines and the table of `examples`.
    Examples,
    /// Items of a shipment.
    Items,
    /// Lines of a calendar.
    Calendar,
    /// Lines of a process.
    Returns,
    /// Windows of an opening.
    Windows,
    /// Lines of a stage.
    Stage,
    /// Answers of an obligation.
    Answers,
    /// Money of an outcome.
    Outcome,
    /// Events of a case.
    Case,
    /// What has no block, or one of a later version.
    Other,
}

/// What a cut of the text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChunkKind {
    /// It begins with a statement's keyword.
    Statement(BlockKind),
    /// It begins with the keyword of a later version.
    Later,
    /// It begins no statement, and stands by itself.
    Stray,
    /// It begins no statement, and looks like a part of the one before it.
    Torn,
}

/// A statement's cut of the text, or one that begins none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chunk {
    /// What it is.
    pub(crate) kind: ChunkKind,
    /// Its tokens, the last of them significant.
    pub(crate) first: usize,
    /// The token after its last.
    pub(crate) after: usize,
    /// How deeply its brackets are nested.
    pub(crate) depth: usize,
    /// The token at which brackets are nested too deeply.
    pub(crate) too_deep: Option<usize>,
}

/// How a bracket belongs to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bracket {
    /// The token is no bracket.
    None,
    /// It has its partner.
    Matched,
    /// It has none.
    Unmatched,
}

/// A source, laid out.
#[derive(Debug)]
pub(crate) struct Layout {
    /// The text for the grammar, as long as the source.
    pub(crate) text: String,
    /// All tokens except comments.
    pub(crate) tokens: Vec<Token>,
    /// For each token, whether it is a bracket with a partner.
    pub(crate) brackets: Vec<Bracket>,
    /// The statements and what lies between them.
    pub(crate) chunks: Vec<Chunk>,
    /// The comments.
    pub(crate) comments: Vec<Comment>,
}

impl Layout {
    /// Lays `source` out.
    pub(crate) fn new(id: SourceId, source: &str) -> Self {
        // Tariffs have a token every four or five bytes.
        let mut tokens = Vec::with_capacity(source.len() / 4);
        let mut comments = Vec::new();
        for token in Lexer::new(source, 0) {
            if token.kind == TokenKind::Comment {
                let text = token.text(source).trim_start_matches('#').trim_end();
                comments.push(Comment { text: text.into(), span: Span::new(id, token.start, token.end) });
            } else {
                tokens.push(token);
            }
        }
        let pairing = brackets::pair(source, &tokens);
        let lines = lines::resolve(source, &tokens, &pairing);
        let text = blank_out(source, &tokens, &pairing.brackets, &lines.ending);
        Self { text, tokens, brackets: pairing.brackets, chunks: lines.chunks, comments }
    }

    /// The tokens of `chunk`.
    pub(crate) fn tokens(&self, chunk: &Chunk) -> &[Token] {
        self.tokens.get(chunk.first..chunk.after).unwrap_or_default()
    }

    /// Whether the break `token` ends something.
    pub(crate) fn ends(&self, token: Token) -> bool {
        self.text.as_bytes().get(token.start as usize) == Some(&b'\n')
    }
}

/// The text for the grammar: what is no token becomes blanks, and so do breaks that are not `ending`.
///
/// What must never be read becomes `?`, which no rule takes: unknown characters,
/// and commas inside numbers where no list of postcodes can stand.
fn blank_out(source: &str, tokens: &[Token], brackets: &[Bracket], ending: &[bool]) -> String {
    let mut text = String::with_capacity(source.len());
    let mut parentheses: usize = 0;
    for (at, token) in tokens.iter().enumerate() {
        fill(&mut text, ' ', token.start);
        match token.kind {
            TokenKind::Break if ending.get(at) != Some(&true) => text.push(' '),
            TokenKind::Mark(b'x') => text.push_str(token.text(source)),
            TokenKind::Mark(b',') if parentheses == 0 && is_inside_number(source, tokens, at) => text.push('?'),
            TokenKind::Mark(mark) => {
                if brackets.get(at) == Some(&Bracket::Matched) {
                    match mark {
                        b'(' => parentheses = parentheses.saturating_add(1),
                        b')' => parentheses = parentheses.saturating_sub(1),
                        _ => {}
                    }
                }
                text.push(char::from(mark));
            }
            TokenKind::Arrow => text.push_str("->"),
            TokenKind::Unknown => fill(&mut text, '?', token.end),
            TokenKind::Word
            | TokenKind::Number
            | TokenKind::Text
            | TokenKind::UnclosedText
            | TokenKind::Dots
            | TokenKind::Break
            | TokenKind::Comment => text.push_str(token.text(source)),
        }
        fill(&mut text, ' ', token.end);
    }
    fill(&mut text, ' ', u32::try_from(source.len()).unwrap_or(u32::MAX));
    text
}

/// Lengthens `text` to `length` bytes with `filler`, which is ASCII.
fn fill(text: &mut String, filler: char, length: u32) {
    while text.len() < length as usize {
        text.push(filler);
    }
}

/// Whether the comma at `at` stands directly between the digits of two numbers.
fn is_inside_number(source: &str, tokens: &[Token], at: usize) -> bool {
    let (Some(comma), Some(left), Some(right)) =
        (tokens.get(at), at.checked_sub(1).and_then(|at| tokens.get(at)), tokens.get(at.saturating_add(1)))
    else {
        return false;
    };
    left.kind == TokenKind::Number
        && right.kind == TokenKind::Number
        && left.end == comma.start
        && comma.end == right.start
        && left.text(source).ends_with(|character: char| character.is_ascii_digit())
}

/// Whether the token at `at` is the first of its line and stands in column 0.
fn is_at_margin(source: &str, tokens: &[Token], at: usize) -> bool {
    let Some(token) = tokens.get(at) else { return false };
    let before = source.get(..token.start as usize).unwrap_or("");
    before.is_empty() || before.ends_with('\n') || before == "\u{feff}"
}

/// Whether the token at `at` begins a statement: a keyword that neither `=` nor `:` follows.
fn begins_statement_at(source: &str, tokens: &[Token], at: usize) -> bool {
    let Some(token) = tokens.get(at) else { return false };
    let followed = tokens.get(at.saturating_add(1)).map(|next| next.kind);
    token.kind == TokenKind::Word
        && begins_statement(token.text(source))
        && !matches!(followed, Some(TokenKind::Mark(b'=' | b':')))
}
