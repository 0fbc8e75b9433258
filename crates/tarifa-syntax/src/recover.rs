//! Reading a broken statement again, entry by entry.
//!
//! Blocks are read from the inside out, each entry alone and with its own
//! blocks emptied, so that every byte is parsed once. A broken entry is
//! reported and blanked; then the statement is read again without it.

use std::ops::Range;

use pest::Parser;
use tarifa_diagnostics::{Diagnostic, SourceId};

use crate::explain::{Explainer, Region};
use crate::grammar::{Grammar, Rule};
use crate::layout::{BlockKind, Bracket, Chunk, Layout};
use crate::lexer::TokenKind;
use crate::limits::ERRORS;

/// What could be made of a broken statement.
pub(crate) struct Recovered {
    /// Why it is broken.
    pub(crate) findings: Vec<Diagnostic>,
    /// Its text without the broken entries; none where its head is broken.
    pub(crate) text: Option<String>,
    /// The bytes of the source that were left out of it, ascending.
    pub(crate) left_out: Vec<Range<usize>>,
}

impl Recovered {
    /// A statement of which nothing can be used.
    fn lost(findings: Vec<Diagnostic>) -> Self {
        Self { findings, text: None, left_out: Vec::new() }
    }
}

/// An entry of a block, by its tokens.
#[derive(Clone, Copy)]
struct Entry {
    first: usize,
    after: usize,
}

/// A block, by its tokens.
struct Block {
    kind: BlockKind,
    open: usize,
    close: usize,
    entries: Vec<Entry>,
}

/// Reads the broken statement `chunk`, whose block is of the kind `kind`.
pub(crate) fn recover(id: SourceId, source: &str, layout: &Layout, chunk: &Chunk, kind: BlockKind) -> Recovered {
    let explainer = Explainer { id, source, layout };
    let whole = Region { first: chunk.first, after: chunk.after };
    // A text that swallowed a brace is the cause of the brace's lack.
    if let Some(finding) =
        explainer.unclosed_brace(whole).map(|brace| explainer.swallowed_brace(whole).unwrap_or(brace))
    {
        return Recovered::lost(vec![finding]);
    }
    if let Some(finding) = explainer.group_as_charge(whole) {
        return Recovered::lost(vec![finding]);
    }
    let Some(mut text) = Shell::new(layout, chunk) else { return Recovered::lost(Vec::new()) };
    let mut repaired = text.clone();
    let mut findings = Vec::new();
    let mut left_out = Vec::new();
    if explainer.reads_file(whole) {
        // The entries of such a block are of a kind of their own.
        let error = Grammar::parse(Rule::statement, text.as_str()).err();
        findings.extend(error.map(|error| explainer.syntax_error(&error, text.start, whole)));
        return Recovered::lost(findings);
    }
    for block in blocks(layout, source, chunk, kind) {
        let mut seen = Table::None;
        let mut was_unbarred = false;
        for entry in &block.entries {
            let rule = entry_rule(layout, block.kind, *entry, &mut seen);
            let region = Region { first: entry.first, after: entry.after };
            let Some(slice) = text.slice(layout, *entry) else { continue };
            if let Some(error) = rule.and_then(|rule| Grammar::parse(rule, slice).err()) {
                let start = text.start_of(layout, *entry);
                if let Some(finding) = explainer.row_of_word(region).filter(|_| block.kind == BlockKind::Prices) {
                    // All rows are of that kind, and so is what they are said to be bounded by: that is one slip.
                    findings.push(finding);
                    return Recovered::lost(findings);
                }
                let is_table = matches!(block.kind, BlockKind::Prices | BlockKind::Examples);
                let unbarred = is_table.then(|| explainer.row_without_bars(region)).flatten();
                let is_unbarred = unbarred.is_some();
                match unbarred {
                    // All rows were pasted in one go: that is one slip.
                    Some(_) if was_unbarred => {}
                    Some(finding) => findings.push(finding),
                    None => findings.push(explainer.syntax_error(&error, start, region)),
                }
                was_unbarred |= is_unbarred;
                if is_table && matches!(seen, Table::None) && (is_unbarred || explainer.holds_bar(region)) {
                    // It was the first row, and without it no other can be read.
                    return Recovered::lost(findings);
                }
                if explainer.lost_block(&error, start, region) {
                    // The lines behind it are those of the lost block, and its `}` closed this one.
                    return Recovered::lost(findings);
                }
                repaired.blank(layout, entry.first, entry.after);
                left_out.extend(text.source_range(layout, *entry));
                if findings.len() >= ERRORS {
                    break;
                }
            }
        }
        if findings.len() >= ERRORS {
            return Recovered::lost(findings);
        }
        text.blank(layout, block.open.saturating_add(1), block.close);
    }
    if let Err(error) = Grammar::parse(Rule::statement, text.as_str()) {
        let finding = explainer.syntax_error(&error, text.start, whole);
        // A brace in the midst of an entry breaks the entry and what is left of its line: that is one slip.
        if !findings.iter().any(|other| explainer.on_one_line(other, &finding)) {
            findings.push(finding);
        }
        return Recovered::lost(findings);
    }
    if findings.is_empty()
        && let Err(error) = Grammar::parse(Rule::statement, repaired.as_str())
    {
        findings.push(explainer.syntax_error(&error, repaired.start, whole));
    }
    left_out.sort_by_key(|lost| lost.start);
    Recovered { findings, text: Some(repaired.text), left_out }
}

/// A statement's text, parts of which get blanked.
#[derive(Clone)]
struct Shell {
    /// Where the statement begins in the source.
    start: usize,
    text: String,
}

impl Shell {
    fn new(layout: &Layout, chunk: &Chunk) -> Option<Self> {
        let tokens = layout.tokens(chunk);
        let start = tokens.first()?.start as usize;
        let text = layout.text.get(start..tokens.last()?.end as usize)?.to_owned();
        Some(Self { start, text })
    }

    fn as_str(&self) -> &str {
        &self.text
    }

    /// The bytes of the text that the tokens from `first` to `after` cover.
    fn range(&self, layout: &Layout, first: usize, after: usize) -> Option<Range<usize>> {
        let start = layout.tokens.get(first)?.start as usize;
        let end = layout.tokens.get(after.checked_sub(1)?)?.end as usize;
        (first < after).then(|| start.saturating_sub(self.start)..end.saturating_sub(self.start))
    }

    /// The text of an entry.
    fn slice(&self, layout: &Layout, entry: Entry) -> Option<&str> {
        self.text.get(self.range(layout, entry.first, entry.after)?)
    }

    /// The bytes of the source that an entry covers.
    fn source_range(&self, layout: &Layout, entry: Entry) -> Option<Range<usize>> {
        let range = self.range(layout, entry.first, entry.after)?;
        Some(range.start.saturating_add(self.start)..range.end.saturating_add(self.start))
    }

    /// Where an entry begins in the source.
    fn start_of(&self, layout: &Layout, entry: Entry) -> usize {
        layout.tokens.get(entry.first).map_or(self.start, |token| token.start as usize)
    }

    /// Replaces tokens by blanks.
    fn blank(&mut self, layout: &Layout, first: usize, after: usize) {
        if let Some(range) = self.range(layout, first, after) {
            let blanks = " ".repeat(range.len());
            if self.text.is_char_boundary(range.start) && self.text.is_char_boundary(range.end) {
                self.text.replace_range(range, &blanks);
            }
        }
    }
}

/// A bracket that is open.
enum Frame {
    Parentheses,
    Braces { block: Block, entry: Option<usize> },
}

/// The blocks of a statement, each behind those inside it.
fn blocks(layout: &Layout, source: &str, chunk: &Chunk, kind: BlockKind) -> Vec<Block> {
    let mut done = Vec::new();
    let mut frames: Vec<Frame> = Vec::new();
    for at in chunk.first..chunk.after {
        let Some(token) = layout.tokens.get(at) else { break };
        let matched = layout.brackets.get(at) == Some(&Bracket::Matched);
        let ends = match token.kind {
            TokenKind::Break => layout.ends(*token),
            TokenKind::Mark(b';') => true,
            TokenKind::Mark(b',') => {
                matches!(frames.last(), Some(Frame::Braces { block, .. }) if block.kind.ends_with_comma())
            }
            TokenKind::Mark(b'}') => matched,
            TokenKind::Word
            | TokenKind::Number
            | TokenKind::Text
            | TokenKind::UnclosedText
            | TokenKind::Mark(_)
            | TokenKind::Dots
            | TokenKind::Arrow
            | TokenKind::Comment
            | TokenKind::Unknown => false,
        };
        if let Some(Frame::Braces { block, entry }) = frames.last_mut() {
            if ends {
                block.entries.extend(entry.take().map(|first| Entry { first, after: at }));
            } else if token.kind != TokenKind::Break {
                entry.get_or_insert(at);
            }
        }
        match token.kind {
            TokenKind::Mark(b'(') if matched => frames.push(Frame::Parentheses),
            TokenKind::Mark(b')') if matched => {
                frames.pop();
            }
            TokenKind::Mark(b'{') if matched => {
                let kind = match frames.last() {
                    Some(Frame::Braces { block, entry }) => {
                        let word = entry.and_then(|first| layout.tokens.get(first));
                        block.kind.inner(word.map_or("", |word| word.text(source)))
                    }
                    Some(Frame::Parentheses) => BlockKind::Other,
                    None => kind,
                };
                let block = Block { kind, open: at, close: at, entries: Vec::new() };
                frames.push(Frame::Braces { block, entry: None });
            }
            TokenKind::Mark(b'}') if matched => {
                if let Some(Frame::Braces { mut block, .. }) = frames.pop() {
                    block.close = at;
                    done.push(block);
                }
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
    done
}

/// Whether a block's table has had its heads.
enum Table {
    None,
    Headed,
}

/// The rule that an entry of a block must follow; none where the block is of no known kind.
fn entry_rule(layout: &Layout, kind: BlockKind, entry: Entry, table: &mut Table) -> Option<Rule> {
    let is_row = layout.tokens.get(entry.first).is_some_and(|token| token.kind == TokenKind::Mark(b'|'));
    let headed = matches!(table, Table::Headed);
    if is_row {
        *table = Table::Headed;
    }
    Some(match kind {
        BlockKind::Tariff => Rule::tariff_entry,
        BlockKind::Category => Rule::category_entry,
        BlockKind::Service => Rule::service_entry,
        BlockKind::Steps => Rule::step_entry,
        BlockKind::Rounded => Rule::rounded_entry,
        BlockKind::Prices if is_row && !headed => Rule::heads_entry,
        BlockKind::Prices if is_row => Rule::card_entry,
        BlockKind::Prices => Rule::band_entry,
        BlockKind::Charges => Rule::member_entry,
        BlockKind::Exchange => Rule::exchange_entry,
        BlockKind::Examples if is_row && !headed => Rule::table_heads_entry,
        BlockKind::Examples if is_row => Rule::table_entry,
        BlockKind::Example | BlockKind::Examples => Rule::example_entry,
        BlockKind::Items => Rule::item_entry,
        BlockKind::Calendar => Rule::calendar_entry,
        BlockKind::Returns => Rule::returns_entry,
        BlockKind::Windows => Rule::window_entry,
        BlockKind::Stage => Rule::stage_entry,
        BlockKind::Answers => Rule::answer_entry,
        BlockKind::Outcome => Rule::outcome_entry,
        BlockKind::Case => Rule::case_entry,
        BlockKind::Other => return None,
    })
}
