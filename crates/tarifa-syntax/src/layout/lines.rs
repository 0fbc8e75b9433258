//! Which breaks end something, and where statements begin and end.

use super::brackets::Pairing;
use super::words::{continues_outside_blocks, is_later, near_continuation, statement};
use super::{BlockKind, Bracket, Chunk, ChunkKind, begins_statement_at, continues, is_at_margin, statements};
use crate::lexer::{Token, TokenKind};
use crate::near::nearest;

/// What the lines of a source come to.
pub(super) struct Lines {
    /// For each token, whether it is a break that ends something.
    pub(super) ending: Vec<bool>,
    /// The cuts of the text.
    pub(super) chunks: Vec<Chunk>,
}

/// A bracket that is open.
#[derive(Clone, Copy)]
struct Frame {
    /// Whether breaks end something inside.
    inside: Inside,
    /// What its entries are.
    kind: BlockKind,
    /// The first token of the entry that is being read.
    entry: Option<usize>,
}

/// What an open bracket is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Parentheses,
    Braces,
}

/// Decides every break of `tokens` and cuts them into statements.
pub(super) fn resolve(source: &str, tokens: &[Token], pairing: &Pairing) -> Lines {
    let mut reader = Reader {
        source,
        tokens,
        frames: Vec::new(),
        line: None,
        last: None,
        chunk: None,
        lines: Lines { ending: vec![false; tokens.len()], chunks: Vec::new() },
    };
    let mut too_deep = pairing.too_deep.iter().copied().peekable();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if token.kind == TokenKind::Break {
            let breaks = tokens.iter().skip(at).take_while(|token| token.kind == TokenKind::Break).count();
            let next = at.saturating_add(breaks);
            if reader.ends_here(next) {
                for slot in reader.lines.ending.iter_mut().skip(at).take(breaks) {
                    *slot = true;
                }
                reader.end_entry();
            }
            at = next;
            continue;
        }
        reader.read(at, *token, pairing.brackets.get(at).copied().unwrap_or(Bracket::None));
        if too_deep.next_if_eq(&at).is_some()
            && let Some(chunk) = &mut reader.chunk
        {
            chunk.too_deep.get_or_insert(at);
        }
        at = at.saturating_add(1);
    }
    reader.finish_chunk();
    reader.lines
}

/// The state of reading the lines of a source.
struct Reader<'s> {
    source: &'s str,
    tokens: &'s [Token],
    frames: Vec<Frame>,
    /// The first token of the line outside brackets that is being read.
    line: Option<usize>,
    /// The last two tokens that were read, the last first.
    last: Option<(Token, Option<Token>)>,
    /// The cut that is being read.
    chunk: Option<Chunk>,
    lines: Lines,
}

impl Reader<'_> {
    /// Reads the token `at`, which is no break.
    fn read(&mut self, at: usize, token: Token, bracket: Bracket) {
        if !self.frames.is_empty()
            && is_at_margin(self.source, self.tokens, at)
            && begins_statement_at(self.source, self.tokens, at)
        {
            self.frames.clear();
            self.line = None;
        }
        if self.frames.is_empty() && self.line.is_none() && token.kind != TokenKind::Mark(b';') {
            self.line = Some(at);
            self.begin_line(at, token);
        }
        if let Some(chunk) = &mut self.chunk {
            chunk.after = at.saturating_add(1);
        }
        match token.kind {
            TokenKind::Mark(b'(') if bracket == Bracket::Matched => {
                self.begin_entry(at);
                self.frames.push(Frame { inside: Inside::Parentheses, kind: BlockKind::Other, entry: None });
            }
            TokenKind::Mark(b')') if bracket == Bracket::Matched => {
                self.frames.pop();
            }
            TokenKind::Mark(b'{') => {
                self.begin_entry(at);
                let kind = self.inner_kind();
                self.frames.push(Frame { inside: Inside::Braces, kind, entry: None });
            }
            TokenKind::Mark(b'}') if bracket == Bracket::Matched => {
                self.frames.pop();
            }
            TokenKind::Mark(b';') => self.end_entry(),
            TokenKind::Mark(b',') if self.frames.last().is_some_and(|frame| frame.kind.ends_with_comma()) => {
                self.end_entry();
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
            | TokenKind::Unknown => self.begin_entry(at),
        }
        if let Some(chunk) = &mut self.chunk {
            chunk.depth = chunk.depth.max(self.frames.len());
        }
        self.last = Some((token, self.last.map(|(last, _)| last)));
    }

    /// Notes that an entry begins at `at`, where none is being read.
    fn begin_entry(&mut self, at: usize) {
        if let Some(frame) = self.frames.last_mut() {
            frame.entry.get_or_insert(at);
        }
    }

    /// Ends the entry or the line that is being read.
    fn end_entry(&mut self) {
        match self.frames.last_mut() {
            Some(frame) if frame.inside == Inside::Braces => frame.entry = None,
            Some(_) => {}
            None => self.line = None,
        }
    }

    /// The kind of the block that opens now.
    fn inner_kind(&self) -> BlockKind {
        let word = |at: usize| self.tokens.get(at).map_or("", |token| token.text(self.source));
        match self.frames.last() {
            Some(frame) => frame.kind.inner(frame.entry.map_or("", word)),
            None => match self.chunk.as_ref().map(|chunk| chunk.kind) {
                Some(ChunkKind::Statement(kind)) => kind,
                Some(ChunkKind::Later | ChunkKind::Stray | ChunkKind::Torn) | None => BlockKind::Other,
            },
        }
    }

    /// Whether breaks before the token `next` end something.
    fn ends_here(&self, next: usize) -> bool {
        let Some((last, before)) = self.last else { return true };
        if is_at_margin(self.source, self.tokens, next) && begins_statement_at(self.source, self.tokens, next) {
            return true;
        }
        let frame = self.frames.last();
        if frame.is_some_and(|frame| frame.inside == Inside::Parentheses) {
            return false;
        }
        let first = frame.map_or(self.line, |frame| frame.entry);
        let Some(first) = first.and_then(|at| self.tokens.get(at)) else { return true };
        let at = next;
        let Some(next) = self.tokens.get(next) else { return true };
        if first.kind == TokenKind::Mark(b'|') {
            return true;
        }
        let word = next.text(self.source);
        if frame.is_some_and(|frame| frame.kind.begins_item(word, self.word_behind(at))) {
            return true;
        }
        if goes_on(self.source, last, before) {
            return false;
        }
        let joins = next.kind == TokenKind::Word
            && (continues(word) || self.frames.is_empty() && continues_outside_blocks(word));
        !joins || frame.is_some_and(|frame| frame.kind.begins_entry(word))
    }

    /// The word directly behind the token `at`, or nothing.
    fn word_behind(&self, at: usize) -> &str {
        let behind = at.checked_add(1).and_then(|behind| self.tokens.get(behind));
        behind.filter(|token| token.kind == TokenKind::Word).map_or("", |token| token.text(self.source))
    }

    /// Begins a line outside brackets with the token `at`, and with it a cut where one begins there.
    fn begin_line(&mut self, at: usize, token: Token) {
        let word = token.text(self.source);
        let margin = is_at_margin(self.source, self.tokens, at);
        let lost = matches!(self.chunk.as_ref().map(|chunk| chunk.kind), Some(ChunkKind::Stray | ChunkKind::Torn));
        let kind = if begins_statement_at(self.source, self.tokens, at) && (margin || !lost) {
            match statement(word) {
                Some(kind) => ChunkKind::Statement(kind),
                None if is_later(word) => ChunkKind::Later,
                None => ChunkKind::Stray,
            }
        } else {
            let is_word = token.kind == TokenKind::Word && !word.starts_with(char::is_uppercase);
            let is_sign =
                token.kind == TokenKind::Unknown || matches!(token.kind, TokenKind::Mark(b'}' | b')' | b'/' | b'*'));
            let goes_on = continues(word) || near_continuation(word).is_some() || word == "unless";
            let apart = margin && (is_word && !goes_on || is_sign);
            if lost && !(apart && nearest(word, statements()).is_some()) {
                return;
            }
            if apart { ChunkKind::Stray } else { ChunkKind::Torn }
        };
        self.finish_chunk();
        self.chunk = Some(Chunk { kind, first: at, after: at, depth: 0, too_deep: None });
    }

    /// Ends the cut that is being read.
    fn finish_chunk(&mut self) {
        self.lines.chunks.extend(self.chunk.take());
    }
}

/// Whether a break after `last` is ignored, because `last` asks for more.
fn goes_on(source: &str, last: Token, before: Option<Token>) -> bool {
    match last.kind {
        TokenKind::Mark(b',' | b'=' | b':' | b'{' | b'(' | b'+' | b'x') | TokenKind::Arrow => true,
        // After these a minus is a refused price, not an operator.
        TokenKind::Mark(b'-') => {
            !matches!(before.map(|token| token.kind), Some(TokenKind::Mark(b':' | b'|' | b',' | b'=' | b'(')) | None)
        }
        TokenKind::Word => matches!(last.text(source), "x" | "and" | "or"),
        TokenKind::Number
        | TokenKind::Text
        | TokenKind::UnclosedText
        | TokenKind::Mark(_)
        | TokenKind::Dots
        | TokenKind::Break
        | TokenKind::Comment
        | TokenKind::Unknown => false,
    }
}
