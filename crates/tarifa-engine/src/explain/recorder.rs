//! Listening to an evaluation and keeping what the explanation shows.

use std::collections::BTreeMap;

use crate::currency::{Currency, Money};
use crate::evaluate::{Event, RateUse, Trace};
use crate::exact::Exact;
use crate::program::{BlockId, LineId, Program, ServiceId};

use super::formula::{self, Values};
use super::{weights, words};

/// What was told of one line of one parcel.
#[derive(Clone, Debug)]
pub(super) struct LineTold {
    pub(super) block: BlockId,
    pub(super) line: LineId,
    pub(super) parcel: u16,
    pub(super) formula: String,
    pub(super) original: Money,
    pub(super) converted: Exact,
}

/// A step of a billed weight, in words, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct StepTold {
    pub(super) parcel: Option<u16>,
    pub(super) step: u16,
    pub(super) text: String,
}

/// Keeps what an evaluation tells.
pub(super) struct Recorder<'p> {
    program: &'p Program,
    service: ServiceId,
    parcel: Option<u16>,
    values: Values,
    at: Option<Statement>,
    counted: Option<Exact>,
    pub(super) lines: Vec<LineTold>,
    pub(super) steps: Vec<StepTold>,
    pub(super) rates: Vec<(RateUse, Exact)>,
}

/// The statement that is being reckoned.
struct Statement {
    block: BlockId,
    currency: Currency,
    own: Terms,
    parts: BTreeMap<LineId, Terms>,
    /// What stands before the next term: a slice, or how often a band repeats.
    prefix: String,
    /// A remark on the whole: the next band.
    remark: String,
}

/// The terms of an amount, joined as they come.
#[derive(Default)]
struct Terms(String);

impl Terms {
    fn add(&mut self, term: &str) {
        if !self.0.is_empty() {
            self.0.push_str(" + ");
        }
        self.0.push_str(term);
    }
}

impl<'p> Recorder<'p> {
    pub(super) fn new(program: &'p Program, service: ServiceId) -> Self {
        Self {
            program,
            service,
            parcel: None,
            values: Values::default(),
            at: None,
            counted: None,
            lines: Vec::new(),
            steps: Vec::new(),
            rates: Vec::new(),
        }
    }

    fn currency_of(&self, block: BlockId) -> Currency {
        self.program.blocks.get(block.0 as usize).map_or(self.program.currency, |block| block.currency)
    }

    fn line(&mut self, line: LineId, original: Money, converted: Exact) {
        let Some(at) = &mut self.at else { return };
        let own = self.program.blocks.get(at.block.0 as usize).is_some_and(|block| block.line == line);
        let terms = if own { std::mem::take(&mut at.own) } else { at.parts.remove(&line).unwrap_or_default() };
        let remark = if own { std::mem::take(&mut at.remark) } else { String::new() };
        self.lines.push(LineTold {
            block: at.block,
            line,
            parcel: self.parcel.unwrap_or(0),
            formula: format!("{}{remark}", terms.0),
            original,
            converted,
        });
    }
}

impl Trace for Recorder<'_> {
    const LISTENS: bool = true;

    fn event(&mut self, event: Event<'_>) {
        let program = self.program;
        match event {
            Event::Parcel(parcel) => self.parcel = parcel,
            Event::WeightStep { step, effect } => {
                let text = weights::step_in_words(program, self.service, step, &effect, &self.values);
                self.steps.push(StepTold { parcel: self.parcel, step, text });
            }
            Event::BilledWeight { .. } | Event::Undecided(_) | Event::Row { .. } => {}
            Event::Block(block) => {
                self.at = Some(Statement {
                    block,
                    currency: self.currency_of(block),
                    own: Terms::default(),
                    parts: BTreeMap::new(),
                    prefix: String::new(),
                    remark: String::new(),
                });
            }
            Event::NextBand { measure, priced_as, own, next } => {
                if let Some(at) = &mut self.at {
                    let kind = banded_kind(program, at.block);
                    at.remark = format!(
                        ", as {} instead of {}: the next band costs {}, this one {}",
                        kind.show(priced_as),
                        kind.show(measure),
                        words::amount(next, at.currency),
                        words::amount(own, at.currency),
                    );
                    at.own = Terms::default();
                    at.parts.clear();
                }
            }
            Event::Repeated { times, top } => {
                if let Some(at) = &mut self.at {
                    let kind = banded_kind(program, at.block);
                    at.prefix = format!("{} times {}: ", words::number(times), kind.show(top));
                }
            }
            Event::Slice { slice, .. } => {
                if let Some(at) = &mut self.at {
                    at.prefix = format!("{}: ", banded_kind(program, at.block).show(slice));
                }
            }
            Event::Operand { node, value } => {
                self.values.insert(std::ptr::from_ref(node), value);
            }
            Event::Units { count, .. } => self.counted = Some(count),
            Event::Component { component, part, amount, times } => {
                let counted = self.counted.take();
                if let Some(at) = &mut self.at {
                    let text = formula::component(component, counted, at.currency, &self.values, program);
                    let times = if times == 1 { String::new() } else { format!("{times} x ") };
                    let shows_amount =
                        matches!(component.amount, crate::program::Amount::Units(_) | crate::program::Amount::Flat(_));
                    let result =
                        if shows_amount { String::new() } else { format!(" = {}", words::amount(amount, at.currency)) };
                    let term = format!("{}{times}{text}{result}", std::mem::take(&mut at.prefix));
                    match part {
                        Some(line) => at.parts.entry(line).or_default().add(&term),
                        None => at.own.add(&term),
                    }
                }
            }
            Event::Clamped { before, after } => {
                if let Some(at) = &mut self.at {
                    let word = if after > before { "minimum" } else { "maximum" };
                    let terms = std::mem::take(&mut at.own.0);
                    let (before, after) = (words::amount(before, at.currency), words::amount(after, at.currency));
                    at.own.0 = format!("{terms} = {before}, {word} {after}");
                }
            }
            Event::Line { line, original, currency, converted, rounded: _ } => {
                self.line(line, Money::new(original, currency), converted);
            }
            Event::Rate { rate, factor } => {
                if !self.rates.iter().any(|(known, _)| *known == rate) {
                    self.rates.push((rate, factor));
                }
            }
            Event::GroupMember { .. } | Event::NotCharged { .. } => {}
        }
    }
}

/// What the statement's bands count.
fn banded_kind(program: &Program, block: BlockId) -> words::Kind {
    use crate::program::Body;
    match program.blocks.get(block.0 as usize).map(|block| &block.body) {
        Some(Body::Bands(bands)) => words::Kind::of(&bands.measure, program),
        Some(Body::Progressive(progressive)) => words::Kind::of(&progressive.measure, program),
        Some(Body::Single(_) | Body::Rows(_)) | None => words::Kind::Number(None),
    }
}
