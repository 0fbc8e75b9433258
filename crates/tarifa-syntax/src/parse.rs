//! The pipeline of this crate: sources in, trees and findings out.

use std::ops::Range;

use pest::Parser;
use tarifa_diagnostics::{Code, Diagnostic, Diagnostics, Source, SourceId, Sources, Span};

use crate::build::Builder;
use crate::explain;
use crate::grammar::{Grammar, Rule};
use crate::layout::{BlockKind, Chunk, ChunkKind, Layout, is_reserved, statements};
use crate::lexer::{Token, TokenKind};
use crate::near::nearest;
use crate::recover::recover;
use crate::tree::{Broken, File, Name, Soundness, Statement, StatementKind, Tree};
use crate::words::Words;
use crate::{characters, limits};

/// Parses every file of a rule set.
///
/// It goes on behind errors: the tree holds what could be read, and the
/// findings say what could not.
pub fn parse(sources: &Sources) -> (Tree, Diagnostics) {
    let mut tree = Tree::default();
    let mut findings = Diagnostics::default();
    for (id, source) in sources.iter() {
        let (file, found) = parse_source(id, source);
        tree.files.push(file);
        findings.extend(found);
    }
    (tree, findings)
}

/// Parses one file.
pub fn parse_source(id: SourceId, source: &Source) -> (File, Diagnostics) {
    let mut reader = Reader::new(id, source);
    if source.text.len() > limits::SOURCE_BYTES {
        let limit = limits::SOURCE_BYTES / (1024 * 1024);
        let finding = Diagnostic::new(Code::SOURCE_TOO_LARGE, Span::new(id, 0, 0), "this file is too large");
        reader.report(finding.note(format!("a file may have {limit} MiB")).help("split it into several files"));
        let whole = Span::new(id, 0, u32::try_from(source.text.len()).unwrap_or(u32::MAX));
        reader.file.broken.push(Broken { name: None, span: whole });
        return reader.finish(Vec::new());
    }
    let layout = Layout::new(id, &source.text);
    for finding in characters::check(id, &source.text, &layout.tokens) {
        reader.report(finding);
    }
    for chunk in &layout.chunks {
        if reader.is_full() {
            break;
        }
        reader.chunk(&layout, chunk);
    }
    reader.finish(layout.comments)
}

/// A statement that could be read, perhaps without some lines of its block; none where it is broken.
type Outcome = Option<(StatementKind, Soundness)>;

/// Reads the statements of one file.
struct Reader<'s> {
    id: SourceId,
    source: &'s Source,
    words: Words,
    file: File,
    findings: Vec<Diagnostic>,
    /// What the cut before came to; none before the first.
    before: Option<Before>,
}

/// What the cut before came to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// A statement that was read.
    Read,
    /// One that was read, but for what was reported.
    Damaged,
    /// One that was reported.
    Reported,
}

impl<'s> Reader<'s> {
    fn new(id: SourceId, source: &'s Source) -> Self {
        let file = File { source: id, ..File::default() };
        Self { id, source, words: Words::default(), file, findings: Vec::new(), before: None }
    }

    /// Reports a finding.
    fn report(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// Whether enough has been reported.
    fn is_full(&self) -> bool {
        self.findings.len() >= limits::ERRORS
    }

    /// The file and its findings.
    fn finish(mut self, comments: Vec<crate::tree::Comment>) -> (File, Diagnostics) {
        if self.is_full() {
            self.findings.truncate(limits::ERRORS);
            let note = "this file has more findings; they show once these are put right";
            let last = self.findings.pop().map(|last| last.note(note));
            self.findings.extend(last);
        }
        self.file.comments = comments;
        let mut findings = Diagnostics::default();
        findings.extend(self.findings);
        (self.file, findings)
    }

    /// Reads one cut of the text.
    fn chunk(&mut self, layout: &Layout, chunk: &Chunk) {
        let span = explain::span_of(self.id, layout.tokens(chunk));
        let Some(span) = span else { return };
        let closes = self.closes(layout, chunk);
        let outcome = match chunk.kind {
            // The block of a statement whose `{` was not read ends here.
            ChunkKind::Stray if closes && matches!(self.before, Some(Before::Reported | Before::Damaged)) => return,
            ChunkKind::Torn => return self.torn(layout, chunk, span),
            ChunkKind::Stray | ChunkKind::Later => {
                self.report(explain::unknown_statement(self.id, self.source, layout.tokens(chunk)));
                None
            }
            ChunkKind::Statement(kind) => on_enough_stack(chunk.depth, || self.statement(layout, chunk, kind, span)),
        };
        let is_whole = matches!(outcome, Some((_, Soundness::Sound)));
        match outcome {
            Some((kind, soundness)) => {
                self.file.statements.push(Statement { kind, soundness, span });
                self.before = Some(match soundness {
                    Soundness::Sound => Before::Read,
                    Soundness::Damaged => Before::Damaged,
                });
            }
            None => {
                let name = self.broken_name(layout, chunk);
                // Of `surcharge remote …`, which begins no statement, the second word may be the name.
                let second = self.name_of(layout, chunk).filter(|_| chunk.kind == ChunkKind::Stray);
                let second = second.filter(|second| name.as_ref().is_none_or(|name| name.text != second.text));
                self.file.broken.push(Broken { name, span });
                self.file.broken.extend(second.map(|name| Broken { name: Some(name), span }));
                let mut further = self.names_of_words(layout, chunk);
                further.extend(self.numbered_name(layout, chunk));
                self.file.broken.extend(further.into_iter().map(|name| Broken { name: Some(name), span }));
                self.before = Some(Before::Reported);
            }
        }
        if !is_whole {
            self.inner_names(layout, chunk, span);
        }
    }

    /// Notes the names that the entries of a damaged block may define: those of categories and of exclusive charges.
    fn inner_names(&mut self, layout: &Layout, chunk: &Chunk, span: Span) {
        let tokens = layout.tokens(chunk);
        let is_text = |token: &Token, text: &str| token.text(&self.source.text) == text;
        // A group that is written as one charge.
        let is_group = || tokens.iter().take_while(|token| !is_text(token, "{")).any(|token| is_text(token, "take"));
        let holds_names = match chunk.kind {
            ChunkKind::Statement(BlockKind::Category | BlockKind::Charges) => true,
            ChunkKind::Statement(BlockKind::Prices) => is_group(),
            ChunkKind::Statement(_) | ChunkKind::Stray | ChunkKind::Torn | ChunkKind::Later => false,
        };
        if !holds_names {
            return;
        }
        for (before, token) in tokens.iter().zip(tokens.iter().skip(1)) {
            let begins = matches!(before.kind, TokenKind::Break | TokenKind::Mark(b'{' | b',' | b';'));
            let text = token.text(&self.source.text);
            if begins && token.kind == TokenKind::Word && !is_reserved(text) {
                let name = Name { text: self.words.share(text), span: Span::new(self.id, token.start, token.end) };
                self.file.broken.push(Broken { name: Some(name), span });
            }
        }
    }

    /// Whether `chunk` begins with a closing bracket.
    fn closes(&self, layout: &Layout, chunk: &Chunk) -> bool {
        layout.tokens(chunk).first().is_some_and(|token| matches!(token.kind, TokenKind::Mark(b'}' | b')')))
    }

    /// A part that belongs to no statement damages the one before it: a list that lost its end must not be used.
    fn torn(&mut self, layout: &Layout, chunk: &Chunk, span: Span) {
        match self.before {
            Some(Before::Reported) => {}
            None => self.report(explain::unknown_statement(self.id, self.source, layout.tokens(chunk))),
            Some(before @ (Before::Read | Before::Damaged)) => {
                let Some(whole) = self.file.statements.pop() else { return };
                // What was reported is likely the brace or the quotation mark that tore the statement.
                if before == Before::Read {
                    self.report(explain::torn(self.id, self.source, layout.tokens(chunk), whole.span));
                }
                let name = defined_name(&whole.kind).cloned();
                self.file.broken.push(Broken { name, span: whole.span.to(span) });
                // The line may be a statement that has lost its keyword.
                let name = self.broken_name(layout, chunk);
                self.file.broken.extend(name.map(|name| Broken { name: Some(name), span }));
            }
        }
        self.before = Some(Before::Reported);
    }

    /// Reads a statement.
    fn statement(&mut self, layout: &Layout, chunk: &Chunk, kind: BlockKind, span: Span) -> Outcome {
        if let Some(at) = chunk.too_deep {
            self.report(explain::too_deep(self.id, layout, at));
            return None;
        }
        let (start, end) = (span.start as usize, span.end as usize);
        if end.saturating_sub(start) > limits::STATEMENT_BYTES {
            let limit = limits::STATEMENT_BYTES / (1024 * 1024);
            let place = Span::new(self.id, span.start, span.start);
            let finding = Diagnostic::new(Code::STATEMENT_TOO_LARGE, place, "this statement is too large");
            self.report(
                finding.note(format!("a statement may have {limit} MiB")).help("split it into several statements"),
            );
            return None;
        }
        let text = layout.text.get(start..end).unwrap_or("");
        if let Ok(mut pairs) = Grammar::parse(Rule::statement, text) {
            return self.build(pairs.find(|pair| pair.as_rule() != Rule::sep), start, &[], span);
        }
        let recovered = recover(self.id, &self.source.text, layout, chunk, kind);
        self.findings.extend(recovered.findings);
        match recovered.text.as_deref().map(|text| Grammar::parse(Rule::statement, text)) {
            Some(Ok(mut pairs)) => {
                self.build(pairs.find(|pair| pair.as_rule() != Rule::sep), start, &recovered.left_out, span)
            }
            Some(Err(_)) | None => None,
        }
    }

    /// Builds the tree of a statement.
    fn build(
        &mut self,
        pair: Option<pest::iterators::Pair<'_, Rule>>,
        base: usize,
        left_out: &[Range<usize>],
        span: Span,
    ) -> Outcome {
        let mut builder = Builder::new(self.id, base, left_out, &mut self.words);
        let kind = pair.and_then(|pair| builder.statement(pair));
        let (mut found, soundness) = (builder.findings, builder.soundness);
        if kind.is_none() && found.is_empty() {
            found.push(Diagnostic::new(Code::SYNTAX_ERROR, span, "this statement cannot be read"));
        }
        self.findings.extend(found);
        kind.map(|kind| (kind, soundness))
    }

    /// The name that a broken statement would define: its second word, or its first where the keyword is lost. That of a
    /// `require` stands behind `as`.
    fn broken_name(&mut self, layout: &Layout, chunk: &Chunk) -> Option<Name> {
        let first = self.word_of(layout, chunk, 0)?;
        if &*first.text == "require" {
            let words = layout.tokens(chunk).iter().filter(|token| token.kind != TokenKind::Break);
            let before = words.take_while(|token| token.text(&self.source.text) != "as").count();
            return self.word_of(layout, chunk, before.saturating_add(1));
        }
        let is_name = !is_reserved(&first.text) && first.text.starts_with(|first: char| !first.is_uppercase());
        match chunk.kind {
            ChunkKind::Stray | ChunkKind::Torn if nearest(&first.text, statements()).is_none() => {
                is_name.then_some(first)
            }
            ChunkKind::Stray | ChunkKind::Torn | ChunkKind::Later | ChunkKind::Statement(_) => {
                self.name_of(layout, chunk)
            }
        }
    }

    /// The name that `zone 3` or `zone west 3` would have: `zone_3`, `west_3`.
    fn numbered_name(&mut self, layout: &Layout, chunk: &Chunk) -> Option<Name> {
        let [keyword, rest @ ..] = layout.tokens(chunk) else { return None };
        let word = rest.first().filter(|token| token.kind == TokenKind::Word).unwrap_or(keyword);
        let number = rest.iter().take(2).find(|token| token.kind == TokenKind::Number)?;
        let text = format!("{}_{}", word.text(&self.source.text), number.text(&self.source.text));
        Some(Name { text: self.words.share(&text), span: Span::new(self.id, word.start, number.end) })
    }

    /// The names that `service big parcel` may have elsewhere, beside its first: `parcel`, `big_parcel`.
    fn names_of_words(&mut self, layout: &Layout, chunk: &Chunk) -> Vec<Name> {
        let (Some(first), Some(second)) = (self.word_of(layout, chunk, 1), self.word_of(layout, chunk, 2)) else {
            return Vec::new();
        };
        // Behind a name stands a title, a sign or a word of the language; else the second word is a misspelt one.
        let behind = layout.tokens(chunk).iter().filter(|token| token.kind != TokenKind::Break).nth(3);
        let is_cut = behind.is_none_or(|it| it.kind != TokenKind::Word || is_reserved(it.text(&self.source.text)));
        let is_name = second.text.starts_with(char::is_lowercase) && !is_reserved(&second.text);
        if !is_name || !is_cut {
            return Vec::new();
        }
        let joined = format!("{}_{}", first.text, second.text);
        let span = first.span.to(second.span);
        vec![Name { text: self.words.share(&joined), span }, second]
    }

    /// The word at a position of `chunk`.
    fn word_of(&mut self, layout: &Layout, chunk: &Chunk, position: usize) -> Option<Name> {
        let name = layout.tokens(chunk).iter().filter(|token| token.kind != TokenKind::Break).nth(position)?;
        let text = name.text(&self.source.text);
        (name.kind == TokenKind::Word)
            .then(|| Name { text: self.words.share(text), span: Span::new(self.id, name.start, name.end) })
    }

    /// The second word of `chunk`, as it would be a name: in lower case, its hyphens `_`. So others may call it already.
    fn name_of(&mut self, layout: &Layout, chunk: &Chunk) -> Option<Name> {
        let mut tokens = layout.tokens(chunk).iter().filter(|token| token.kind != TokenKind::Break).skip(1);
        let first = tokens.next().filter(|token| token.kind == TokenKind::Word)?;
        let mut end = first.end;
        for token in tokens {
            let is_part = matches!(token.kind, TokenKind::Word | TokenKind::Number | TokenKind::Mark(b'-'));
            if !is_part || token.start != end {
                break;
            }
            end = token.end;
        }
        let text = self.source.text.get(first.start as usize..end as usize)?.to_lowercase().replace(['-', '－'], "_");
        Some(Name { text: self.words.share(&text), span: Span::new(self.id, first.start, end) })
    }
}

/// Runs `read` with the stack that a statement with brackets of this depth takes, on however small a thread.
fn on_enough_stack<T>(depth: usize, read: impl FnOnce() -> T) -> T {
    // An unoptimised build takes some 15 KiB per bracket.
    const ENOUGH: usize = 4 * 1024 * 1024;
    const ORDINARY: usize = 8;
    if depth > ORDINARY { stacker::maybe_grow(ENOUGH, 2 * ENOUGH, read) } else { read() }
}

/// The name that a statement defines.
fn defined_name(kind: &StatementKind) -> Option<&Name> {
    match kind {
        StatementKind::Tariff(tariff) => Some(&tariff.name),
        StatementKind::Fact(fact) => Some(&fact.name),
        StatementKind::Define(define) => Some(&define.name),
        StatementKind::Zone(zone) => Some(&zone.name),
        StatementKind::Category(category) => Some(&category.root.name),
        StatementKind::Service(service) => Some(&service.name),
        StatementKind::Price(line) => Some(&line.name),
        StatementKind::Charges(charges) => Some(&charges.name),
        StatementKind::Document(document) => Some(&document.name),
        StatementKind::Restriction(restriction) => restriction.name.as_ref(),
        StatementKind::Calendar(calendar) => Some(&calendar.name),
        StatementKind::Returns(process) => Some(&process.name),
        StatementKind::Compensation(compensation) => Some(&compensation.name),
        StatementKind::Exchange(_)
        | StatementKind::Prefer(_)
        | StatementKind::Rank(_)
        | StatementKind::Example(_)
        | StatementKind::Examples(_)
        | StatementKind::Invariant(_) => None,
    }
}
