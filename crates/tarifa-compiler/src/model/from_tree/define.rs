//! Named expressions, each worked out once and taken over where it is named.

use tarifa_diagnostics::{Code, Diagnostic};
use tarifa_syntax::tree::{self, ExprKind, Name};

use super::Resolver;
use super::expression::{Place, Stage, Subject};
use super::meaning::Meaning;
use super::statements::Stated;
use super::typed::Kind;

/// How deep defines can stand in one another.
const DEEPEST: usize = 32;

/// How many operations all uses of defines can add up to.
const MOST_OPERATIONS: usize = 500_000;

/// The defines, and what the one being worked out reads.
#[derive(Debug, Default)]
pub(super) struct Defines<'t> {
    states: Vec<State<'t>>,
    pub(super) reading: Reading,
    operations: usize,
    /// How many defines are being worked out inside one another.
    level: usize,
}

#[derive(Clone, Debug)]
enum State<'t> {
    Waiting(&'t tree::Define),
    Working,
    Done(Option<Box<Defined>>),
}

#[derive(Clone, Debug)]
struct Defined {
    meaning: Meaning,
    reading: Reading,
    operations: usize,
}

/// What an expression reads that is not known everywhere.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reading {
    pub(super) items: bool,
    pub(super) lines: bool,
    pub(super) billed_weight: bool,
    /// How deep defines stand in it.
    depth: usize,
}

impl<'t> Resolver<'t> {
    /// Works out every define, so that mistakes in unused ones are found too.
    pub(super) fn defines(&mut self, defines: &[Stated<'t, tree::Define>]) {
        for Stated { it: define, .. } in defines {
            if self.symbols.values.place(&define.name.text) == Some(define.name.span) {
                self.defines.states.push(State::Waiting(define));
            }
        }
        for index in 0..self.defines.states.len() {
            self.define(index, None);
        }
    }

    /// What a define stands for, at a place that names it.
    pub(super) fn use_define(&mut self, index: usize, name: &Name, place: Place) -> Option<Meaning> {
        let defined = self.define(index, Some(name))?;
        if defined.reading.items {
            self.item_only(name, place)?;
        }
        if defined.reading.lines {
            self.lines_are_known(name, place)?;
        }
        if defined.reading.billed_weight {
            self.billed_weight_is_known(name, place)?;
        }
        if place.subject == Subject::Define {
            self.defines.reading.depth = self.defines.reading.depth.max(defined.reading.depth.saturating_add(1));
        }
        self.defines.operations = self.defines.operations.saturating_add(defined.operations);
        if self.defines.operations > MOST_OPERATIONS {
            return self.beyond_limit(name.span, "operations in all uses of defines", MOST_OPERATIONS);
        }
        Some(defined.meaning)
    }

    /// The kind of amount that a define stands for, where it is one.
    pub(super) fn define_kind(&mut self, index: usize) -> Option<Kind> {
        match self.define(index, None)?.meaning {
            Meaning::Amount(value) => Some(value.kind),
            Meaning::Condition(_)
            | Meaning::Date(_)
            | Meaning::Place(_)
            | Meaning::Text(_)
            | Meaning::OneOf(_)
            | Meaning::AnyOf(_)
            | Meaning::Category
            | Meaning::Hs
            | Meaning::Service => None,
        }
    }

    fn define(&mut self, index: usize, used: Option<&Name>) -> Option<Box<Defined>> {
        let state = self.defines.states.get_mut(index)?;
        match std::mem::replace(state, State::Working) {
            State::Done(defined) => {
                *state = State::Done(defined.clone());
                defined
            }
            State::Working => {
                // Of a name that is given twice, the other one may be meant.
                let name = used.filter(|name| !self.symbols.twice.contains(&*name.text))?;
                let message = format!("`{}` is defined by itself", name.text);
                let diagnostic = Diagnostic::new(Code::CYCLIC_DEFINITION, name.span, message);
                self.refuse(diagnostic.help("write out what it stands for"))
            }
            State::Waiting(define) => {
                self.defines.level = self.defines.level.saturating_add(1);
                let defined = if self.defines.level > DEEPEST {
                    self.beyond_limit(define.name.span, "levels of defines within defines", DEEPEST)
                } else {
                    self.work_out(define)
                };
                self.defines.level = self.defines.level.saturating_sub(1);
                if let Some(state) = self.defines.states.get_mut(index) {
                    *state = State::Done(defined.clone());
                }
                defined
            }
        }
    }

    fn work_out(&mut self, define: &'t tree::Define) -> Option<Box<Defined>> {
        let outer = std::mem::take(&mut self.defines.reading);
        let place = Place { subject: Subject::Define, stage: Stage::Pricing, bare: None };
        let meaning = if is_condition(&define.value.kind) {
            self.condition(&define.value, place).map(Meaning::Condition)
        } else {
            self.meaning(&define.value, place)
        };
        let reading = std::mem::replace(&mut self.defines.reading, outer);
        let meaning = meaning?;
        if reading.depth > DEEPEST {
            return self.beyond_limit(define.name.span, "levels of defines within defines", DEEPEST);
        }
        let mut operations = 0_usize;
        let mut count = |_: tarifa_engine::program::Node<'_>| operations = operations.saturating_add(1);
        match &meaning {
            Meaning::Amount(value) => value.expression.visit(&mut count),
            Meaning::Condition(condition) => condition.visit(&mut count),
            Meaning::Date(_)
            | Meaning::Place(_)
            | Meaning::Text(_)
            | Meaning::OneOf(_)
            | Meaning::AnyOf(_)
            | Meaning::Category
            | Meaning::Hs
            | Meaning::Service => {}
        }
        Some(Box::new(Defined { meaning, reading, operations }))
    }
}

/// Whether what is written is a yes or no.
fn is_condition(kind: &ExprKind) -> bool {
    match kind {
        ExprKind::YesNo(_)
        | ExprKind::Compare { .. }
        | ExprKind::Is { .. }
        | ExprKind::Given { .. }
        | ExprKind::In { .. }
        | ExprKind::Has { .. }
        | ExprKind::Items { .. }
        | ExprKind::Occurred { .. }
        | ExprKind::Not(_)
        | ExprKind::And(_)
        | ExprKind::Or(_) => true,
        ExprKind::Quantity(_)
        | ExprKind::Text(_)
        | ExprKind::Moment(_)
        | ExprKind::Name(_)
        | ExprKind::Code(_)
        | ExprKind::Place(_)
        | ExprKind::Sum(_)
        | ExprKind::Product(_)
        | ExprKind::PercentOf { .. }
        | ExprKind::Total(_)
        | ExprKind::Count { .. }
        | ExprKind::Pick { .. }
        | ExprKind::InCurrency { .. } => false,
    }
}
