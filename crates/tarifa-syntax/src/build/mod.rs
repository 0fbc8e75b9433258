//! From pest's pairs to the tree, one file per subject.
//!
//! A function returns `None` where it has reported why, or where a pair has a
//! shape that the grammar does not produce; the caller leaves the part out and
//! the statement is damaged or broken, never guessed.

mod calendar;
mod case;
mod clock;
mod definition;
mod example;
mod expression;
mod obligation;
mod parts;
mod payment;
mod place;
mod price;
mod process;
mod reckoning;
mod restriction;
mod scope;
mod service;
mod word;

use std::ops::Range;

use tarifa_diagnostics::{Code, Diagnostic, SourceId, Span};

use crate::grammar::Rule;
use crate::tree::{Soundness, StatementKind};
use crate::words::Words;

use parts::{Node, Parts};

/// What a statement speaks of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Subject {
    /// A shipment.
    Shipment,
    /// A case, in which events happen and evidence is shown.
    Case,
}

/// Builds the tree of one statement.
pub(crate) struct Builder<'w> {
    source: SourceId,
    /// Where the parsed text begins in the source.
    base: usize,
    words: &'w mut Words,
    /// What is spoken of.
    subject: Subject,
    /// The bytes of the source that were broken and are left out of the text, ascending.
    left_out: &'w [Range<usize>],
    /// What was found wrong beyond the grammar.
    pub(crate) findings: Vec<Diagnostic>,
    /// Whether a part of a block was left out.
    pub(crate) soundness: Soundness,
}

impl<'w> Builder<'w> {
    /// A builder for a statement that begins at the byte `base` of `source`, and has lost the bytes `left_out`.
    pub(crate) fn new(source: SourceId, base: usize, left_out: &'w [Range<usize>], words: &'w mut Words) -> Self {
        let soundness = if left_out.is_empty() { Soundness::Sound } else { Soundness::Damaged };
        Self { source, base, words, subject: Subject::Shipment, left_out, findings: Vec::new(), soundness }
    }

    /// The statement that `node` is.
    pub(crate) fn statement(&mut self, node: Node<'_>) -> Option<StatementKind> {
        if matches!(node.as_rule(), Rule::returns | Rule::compensation) {
            self.subject = Subject::Case;
        }
        let kind = match node.as_rule() {
            Rule::tariff => StatementKind::Tariff(self.tariff(node)?),
            Rule::fact => StatementKind::Fact(self.fact(node)?),
            Rule::define => StatementKind::Define(self.define(node)?),
            Rule::zone => StatementKind::Zone(self.zone(node)?),
            Rule::category => StatementKind::Category(self.category(node)?),
            Rule::service => StatementKind::Service(self.service(node)?),
            Rule::freight | Rule::charge | Rule::discount | Rule::tax => {
                StatementKind::Price(Box::new(self.price_line(node)?))
            }
            Rule::charges => StatementKind::Charges(self.charges(node)?),
            Rule::exchange => StatementKind::Exchange(self.exchange(node)?),
            Rule::document => StatementKind::Document(self.document(node)?),
            Rule::forbid | Rule::require | Rule::restriction_limit | Rule::separate | Rule::warn => {
                StatementKind::Restriction(Box::new(self.restriction(node)?))
            }
            Rule::calendar => StatementKind::Calendar(self.calendar(node)?),
            Rule::returns => StatementKind::Returns(Box::new(self.returns(node)?)),
            Rule::compensation => StatementKind::Compensation(Box::new(self.compensation(node)?)),
            Rule::prefer => StatementKind::Prefer(self.prefer(node)?),
            Rule::rank => StatementKind::Rank(self.rank(node)?),
            Rule::example => StatementKind::Example(self.example(node)?),
            Rule::examples => StatementKind::Examples(self.examples(node)?),
            Rule::invariant => StatementKind::Invariant(self.invariant(node)?),
            _ => return None,
        };
        Some(kind)
    }

    /// The place of `node`, without the blanks at its end.
    pub(crate) fn span(&self, node: &Node<'_>) -> Span {
        let start = self.base.saturating_add(node.as_span().start());
        let end = start.saturating_add(node.as_str().trim_end().len());
        Span::new(self.source, u32::try_from(start).unwrap_or(u32::MAX), u32::try_from(end).unwrap_or(u32::MAX))
    }

    /// Reports a finding.
    fn report(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// The entries of a block that can be built; where one cannot, the statement is damaged.
    fn entries<'i, T>(
        &mut self,
        nodes: impl IntoIterator<Item = Node<'i>>,
        mut build: impl FnMut(&mut Self, Node<'i>) -> Option<T>,
    ) -> Vec<T> {
        let mut entries = Vec::new();
        for node in nodes {
            match build(self, node) {
                Some(entry) => entries.push(entry),
                None => self.soundness = Soundness::Damaged,
            }
        }
        entries.shrink_to_fit();
        entries
    }

    /// What `build` makes of a block inside a block, and whether that block, at `span`, was read whole.
    fn part_of_block<T>(&mut self, span: Span, build: impl FnOnce(&mut Self) -> T) -> (T, Soundness) {
        let before = std::mem::replace(&mut self.soundness, Soundness::Sound);
        let inside = |lost: &Range<usize>| span.start as usize <= lost.start && lost.end <= span.end as usize;
        if self.left_out.iter().any(inside) {
            self.soundness = Soundness::Damaged;
        }
        let part = build(self);
        let soundness = self.soundness;
        if before == Soundness::Damaged {
            self.soundness = Soundness::Damaged;
        }
        (part, soundness)
    }

    /// Reports a block that holds nothing, unless what it held was reported.
    fn require_entries<T>(&mut self, entries: &[T], block: Span, what: &str) {
        if entries.is_empty() && self.soundness == Soundness::Sound {
            let finding = Diagnostic::new(Code::EMPTY_BLOCK, block, format!("this block holds no {what}"));
            self.report(finding.help(format!("write at least one {what}, or remove the statement")));
            self.soundness = Soundness::Damaged;
        }
    }

    /// Puts `value` into `slot`, or reports that the clause is there already.
    fn put_once<T>(&mut self, slot: &mut Option<T>, value: T, span: Span, word: &str) {
        if slot.is_some() {
            self.written_twice(span, word);
        } else {
            *slot = Some(value);
        }
    }

    /// Reports a clause that is there already.
    fn written_twice(&mut self, span: Span, word: &str) {
        let finding = Diagnostic::new(Code::WRITTEN_TWICE, span, format!("`{word}` is written twice"));
        self.report(finding.help(match word {
            "via" | "from" | "to" | "for" => format!("write one `{word}`, with commas between its parts"),
            "when" => "write one `when`, with `and` or `or` between its conditions".to_owned(),
            "not before" | "within" | "until" => format!(
                "write one `{word}`, of the clock that counts: `{word} the later of 14 days after delivered and 30 days \
                 after shipped`, or `the earlier of`"
            ),
            "not older than" => "write one condition on the age".to_owned(),
            _ => format!("write one `{word}`"),
        }));
        self.soundness = Soundness::Damaged;
    }
}
