//! What a consignee was sent before in a period, which only the host can know: a fact for each limit that asks,
//! declared here under a key of the rule's own.

use std::collections::{BTreeMap, BTreeSet};

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::program::{Expression, Fact, FactId, FactKind, FactPer, FactRef};
use tarifa_syntax::tree::{self, LimitExtentKind, Period, RestrictionKind};

use super::super::Resolver;
use super::super::statements::Stated;
use super::super::typed::{Kind, Typed};

/// The totals so far that limits ask for.
#[derive(Debug, Default)]
pub(in super::super) struct TotalsSoFar {
    /// The periods of each rule that has any.
    periods: BTreeMap<String, BTreeSet<Period>>,
    /// What is told, by rule and period.
    totals: BTreeMap<(String, Period), Total>,
    /// The facts, by key.
    keys: BTreeMap<String, FactId>,
}

/// A total so far.
#[derive(Clone, Debug)]
struct Total {
    fact: FactId,
    kind: Kind,
    /// What is added up, as written.
    measure: String,
    span: Span,
}

impl TotalsSoFar {
    /// The fact with that key.
    pub(in super::super) fn find(&self, key: &str) -> Option<FactId> {
        self.keys.get(key).copied()
    }

    /// The periods of a rule.
    pub(super) fn periods_of(&self, rule: &str) -> Vec<Period> {
        self.periods.get(rule).into_iter().flatten().copied().collect()
    }

    /// The fact of a rule's period.
    pub(super) fn of(&self, rule: &str, period: Period) -> Option<FactId> {
        self.totals.get(&(rule.to_owned(), period)).map(|total| total.fact)
    }
}

impl<'t> Resolver<'t> {
    /// Looks which rules have parts for which periods, since a rule of one period has the shorter key.
    pub(super) fn plan_totals_so_far(&mut self, restrictions: &[Stated<'t, tree::Restriction>]) {
        for Stated { it, .. } in restrictions {
            let (RestrictionKind::Limit { parts }, Some(name)) = (&it.kind, &it.name) else { continue };
            for extent in parts.iter().filter_map(|part| part.extent) {
                if let LimitExtentKind::PerConsignee(period) = extent.kind {
                    self.so_far.periods.entry(name.text.to_string()).or_default().insert(period);
                }
            }
        }
    }

    /// A measure with what the consignee was sent before in the period.
    pub(super) fn with_total_so_far(
        &mut self,
        rule: &str,
        period: Period,
        part: &tree::LimitPart,
        measure: Typed,
    ) -> Option<Typed> {
        let fact = self.total_so_far(rule, period, part, &measure)?;
        let fact = FactRef::Declared(fact);
        let so_far = match measure.kind {
            Kind::Money(currency) => Expression::Money { fact, currency },
            Kind::Number(_)
            | Kind::Weight
            | Kind::Length
            | Kind::Volume
            | Kind::Duration
            | Kind::Percent
            | Kind::AnyMoney(_) => Expression::Fact(fact),
        };
        Some(Typed { expression: Expression::Sum(vec![so_far, measure.expression]), ..measure })
    }

    /// The fact that tells a total so far; parts that add up the same in the same period share it.
    fn total_so_far(&mut self, rule: &str, period: Period, part: &tree::LimitPart, measure: &Typed) -> Option<FactId> {
        let words = self.written(part.measure.span);
        if let Some(known) = self.so_far.totals.get(&(rule.to_owned(), period)).cloned() {
            if known.kind == measure.kind && known.measure == words {
                return Some(known.fact);
            }
            let message =
                format!("`{rule}` adds up both `{}` and `{words}` per {}", known.measure, period_word(period));
            let diagnostic = Diagnostic::new(Code::TOTAL_SO_FAR, part.span, message)
                .related(known.span, "the other one")
                .help("give one of them a rule of its own, so that the host can tell each total under its own key");
            return self.refuse(diagnostic);
        }
        let kind = self.kind_of_total(measure)?;
        let key = self.key_of_total(rule, period);
        if let Some(declared) = self.symbols.values.place(&key) {
            let message = format!("the total so far of `{rule}` is told under the key `{key}`, which is taken");
            let diagnostic = Diagnostic::new(Code::TOTAL_SO_FAR, part.span, message)
                .related(declared, "declared here")
                .help("give one of them another name");
            return self.refuse(diagnostic);
        }
        let Ok(index) = u16::try_from(self.facts.len()) else {
            return self.beyond_limit(part.span, "facts", usize::from(u16::MAX));
        };
        let (fact, at) = (FactId(index), self.at(part.span));
        let title = format!("total so far of {rule} this {}, for the consignee", period_word(period));
        self.facts.push(Fact { name: key.clone(), title, per: FactPer::Shipment, kind, default: None, at });
        self.so_far.keys.insert(key, fact);
        let total = Total { fact, kind: measure.kind.clone(), measure: words, span: part.span };
        self.so_far.totals.insert((rule.to_owned(), period), total);
        Some(fact)
    }

    /// The key under which the host tells a total so far.
    fn key_of_total(&self, rule: &str, period: Period) -> String {
        match self.so_far.periods.get(rule) {
            Some(periods) if periods.len() > 1 => format!("{rule}_so_far_per_{}", period_word(period)),
            Some(_) | None => format!("{rule}_so_far"),
        }
    }

    fn kind_of_total(&mut self, measure: &Typed) -> Option<FactKind> {
        let written = self.quoted(measure.span);
        let refuse = |this: &mut Self, code, message: String, help: &str| {
            this.refuse(Diagnostic::new(code, measure.span, message).help(help))
        };
        match &measure.kind {
            Kind::Number(unit) => Some(FactKind::Number { unit: unit.clone() }),
            Kind::Weight => Some(FactKind::Weight),
            Kind::Length => Some(FactKind::Length),
            Kind::Volume => Some(FactKind::Volume),
            Kind::Money(_) => Some(FactKind::Money),
            Kind::AnyMoney(_) => {
                let message = format!("{written} has no currency of its own");
                let help = format!("say which currency it is taken in: `{} in EUR`", self.written(measure.span));
                refuse(self, Code::CURRENCY_NEEDED, message, &help)
            }
            Kind::Duration | Kind::Percent => {
                let message = format!("{written} is {}, of which there is no total", measure.kind);
                refuse(self, Code::LIMIT_MEASURE, message, "limit a number, a weight, a volume or money")
            }
        }
    }
}

/// The language's word for a period.
pub(super) fn period_word(period: Period) -> &'static str {
    match period {
        Period::Day => "day",
        Period::Week => "week",
        Period::Month => "month",
        Period::Quarter => "quarter",
        Period::Year => "year",
    }
}
