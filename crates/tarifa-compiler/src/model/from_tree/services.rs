//! Services: where they go, what they carry, how they weigh, and what `like` takes over.

mod draft;

use rustc_hash::FxHashMap;
use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{BilledWeight, Condition, Interval, Service};
use tarifa_engine::unit::Unit;
use tarifa_syntax::tree::{self, ServiceLineKind};

use super::Resolver;
use super::expression::{Place, Stage};
use super::statements::Stated;
use super::typed::Kind;
use crate::model::PlaceSet;
use draft::{Draft, DraftLimit, DraftTransit};

/// How many services can stand behind one through `like`.
const DEEPEST: usize = 64;

impl<'t> Resolver<'t> {
    /// The services, in the order of their names.
    pub(super) fn services(&mut self, services: &[Stated<'t, tree::Service>]) -> Vec<Service> {
        let (stated, again): (Vec<_>, Vec<_>) = services
            .iter()
            .copied()
            .partition(|it| self.symbols.services.place(&it.it.name.text) == Some(it.it.name.span));
        for again in again {
            self.draft(again.it);
        }
        let drafts: Vec<_> = stated.iter().map(|service| self.draft(service.it)).collect();
        let mut built = Vec::with_capacity(drafts.len());
        for (index, service) in stated.iter().enumerate() {
            let draft = self.with_like(index, &stated, &drafts);
            built.push(self.service_of(service.it, draft));
        }
        built
    }

    /// The service with all that it does not write filled in.
    fn service_of(&mut self, service: &'t tree::Service, draft: Draft) -> Service {
        self.judge_limits(&draft.limits);
        let everywhere = self.intern("all".to_owned(), PlaceSet::All);
        Service {
            name: service.name.text.to_string(),
            title: service.title.as_ref().map_or_else(|| service.name.text.to_string(), |title| title.text.to_string()),
            from: draft.from.unwrap_or(everywhere),
            to: draft.to.unwrap_or(everywhere),
            currency: draft.currency.or(self.currency).unwrap_or(tarifa_engine::currency::Currency::EUR),
            when: draft.when.unwrap_or(Condition::Always),
            limits: draft.limits.into_iter().map(|limit| limit.limit).collect(),
            transit: draft::transits(draft.transit),
            billed_weight: draft.billed_weight.unwrap_or(BilledWeight { steps: Vec::new() }),
            parcels: draft.parcels.unwrap_or_default(),
            at: self.at(service.name.span),
        }
    }

    /// What a service writes and what the services behind `like` write beyond it.
    fn with_like(&mut self, index: usize, stated: &[Stated<'t, tree::Service>], drafts: &[Draft]) -> Draft {
        let mut whole = drafts.get(index).cloned().unwrap_or_default();
        let (mut at, mut passed) = (index, Vec::new());
        while let Some(like) = stated.get(at).and_then(|service| service.it.like.as_ref()) {
            passed.push(at);
            let Some(next) = self.symbols.services.find(&like.text).map(|service| usize::from(service.0)) else {
                // Reported once, by the service that writes it.
                if at == index {
                    self.unknown_name::<()>(like, super::names::Wanted::Service);
                }
                break;
            };
            if next == index {
                // Of a name that is given twice, the other one may be meant.
                let is_twice = self.symbols.twice.contains(&*like.text);
                if passed.iter().all(|other| *other >= index) && !is_twice {
                    let message =
                        format!("`{}` is like itself", stated.get(index).map_or("", |service| &service.it.name.text));
                    let help = "write the lines of one of these services out";
                    self.report(Diagnostic::new(Code::CYCLIC_DEFINITION, like.span, message).help(help));
                }
                break;
            }
            if passed.contains(&next) {
                break;
            }
            if passed.len() > DEEPEST {
                self.beyond_limit::<()>(like.span, "services behind one another by `like`", DEEPEST);
            }
            if passed.len() > DEEPEST {
                break;
            }
            if let Some(other) = drafts.get(next) {
                whole.take_over(other);
            }
            at = next;
        }
        whole
    }

    /// The lines that a service writes.
    fn draft(&mut self, service: &'t tree::Service) -> Draft {
        let mut draft = Draft::default();
        let mut once: Vec<(&'static str, Span)> = Vec::new();
        for line in &service.lines {
            if let Some(word) = said_once(line) {
                if let Some((_, earlier)) = once.iter().find(|(known, _)| *known == word) {
                    self.line_twice(*earlier, line.span, "this service");
                }
                once.push((word, line.span));
            }
            self.draft_line(line, &mut draft);
        }
        draft
    }

    fn draft_line(&mut self, line: &'t tree::ServiceLine, draft: &mut Draft) {
        let place = Place::of(Stage::Carrying);
        match &line.kind {
            ServiceLineKind::From(set) => draft.from = self.place_set(set),
            ServiceLineKind::To(set) => draft.to = self.place_set(set),
            ServiceLineKind::Valid(validity) => draft.when = self.validity(validity, place),
            ServiceLineKind::Currency(code) => draft.currency = self.currency_of(code),
            ServiceLineKind::Limit { measure, bounds } => {
                draft.limits.extend(self.limit(line, measure, bounds));
            }
            ServiceLineKind::OnlyWhen(condition) => draft.limits.extend(self.only_when(line, condition)),
            ServiceLineKind::Transit { from, to } => {
                let scope = line.scope.span.map(|_| self.transit_scope(&line.scope));
                let days = self.transit(from.as_ref(), to, line.span);
                if let (Some(days), None | Some(Some(_))) = (days, &scope) {
                    draft.transit.push(DraftTransit { scope: scope.flatten(), days, at: self.at(line.span) });
                }
            }
            ServiceLineKind::BilledWeight(block) => draft.billed_weight = self.billed_weight(block),
            ServiceLineKind::Parcels(mode) => {
                draft.parcels = Some(match mode {
                    tree::ParcelMode::PricedEach => tarifa_engine::program::ParcelMode::PricedEach,
                    tree::ParcelMode::WeighedEachPricedTogether => tarifa_engine::program::ParcelMode::WeighedEach,
                    tree::ParcelMode::WeighedTogether => tarifa_engine::program::ParcelMode::WeighedTogether,
                });
            }
        }
    }

    fn transit(&mut self, from: Option<&tree::Quantity>, to: &tree::Quantity, span: Span) -> Option<(u16, u16)> {
        let longest = self.whole_days(to);
        let shortest = from.map(|from| {
            let unit = from.unit.clone().or_else(|| to.unit.clone());
            self.whole_days(&tree::Quantity { unit, ..from.clone() })
        });
        let longest = longest?;
        let shortest = shortest.unwrap_or(Some(longest))?;
        if shortest > longest {
            let message = format!("{} takes longer at least than at most", self.quoted(span));
            return self.refuse(Diagnostic::new(Code::EMPTY_RANGE, span, message).help("exchange the numbers"));
        }
        Some((shortest, longest))
    }

    /// Where a transit time holds.
    fn transit_scope(&mut self, scope: &tree::Scope) -> Option<Condition> {
        if let Some(via) = &scope.via {
            let message = "a transit time stands in its service, so it has no `via`";
            self.report(Diagnostic::new(Code::NOT_HERE, via.span, message).help("write the line in the other service"));
        }
        self.scope_condition(scope, Place::of(Stage::Choosing))
    }

    /// A duration in whole days.
    fn whole_days(&mut self, quantity: &tree::Quantity) -> Option<u16> {
        let duration = self.quantity(quantity)?;
        let minutes = self.constant_of(duration, &Kind::Duration, quantity.span, "the transit time")?;
        let days = self.exact(minutes.checked_div(Unit::Day.factor()), quantity.span)?;
        match days.to_integer().and_then(|days| u16::try_from(days).ok()) {
            Some(days) => Some(days),
            None => {
                let message = format!("{} is not a whole number of days", self.quoted(quantity.span));
                self.refuse(
                    Diagnostic::new(Code::BAD_NUMBER, quantity.span, message).help("write `transit 12..20 days`"),
                )
            }
        }
    }

    /// Reports a limit with a scope that lets through what the general one stops.
    fn judge_limits(&mut self, limits: &[DraftLimit]) {
        let mut generals: FxHashMap<String, Vec<(Span, Interval)>> = FxHashMap::default();
        for general in limits.iter().filter(|limit| limit.limit.scope == Condition::Always) {
            if let Some((measure, interval)) = general.bounds() {
                generals.entry(format!("{measure:?}")).or_default().push((general.span, interval));
            }
        }
        for scoped in limits.iter().filter(|limit| limit.limit.scope != Condition::Always) {
            let Some((measure, inner)) = scoped.bounds() else { continue };
            for (general, outer) in generals.get(&format!("{measure:?}")).into_iter().flatten() {
                let is_looser = |inner: Option<(Exact, _)>,
                                 outer: Option<(Exact, _)>,
                                 beyond: fn(&Exact, &Exact) -> bool| {
                    matches!((inner, outer), (Some((inner, _)), Some((outer, _))) if beyond(&inner, &outer))
                };
                if is_looser(inner.upper, outer.upper, Exact::gt) || is_looser(inner.lower, outer.lower, Exact::lt) {
                    let message = "this limit lets through what the general limit stops, so it changes nothing";
                    let diagnostic = Diagnostic::new(Code::LOOSER_LIMIT, scoped.span, message)
                        .related(*general, "the general limit, which holds everywhere")
                        .help("all limits on one measure hold together: give the general one a scope, or make this one tighter");
                    self.report(diagnostic);
                    break;
                }
            }
        }
    }
}

/// The word of a line that a service says at most once; a transit time with a scope is one of several.
fn said_once(line: &tree::ServiceLine) -> Option<&'static str> {
    Some(match &line.kind {
        ServiceLineKind::From(_) => "from",
        ServiceLineKind::To(_) => "to",
        ServiceLineKind::Valid(_) => "valid",
        ServiceLineKind::Currency(_) => "currency",
        ServiceLineKind::Transit { .. } if line.scope.span.is_some() => return None,
        ServiceLineKind::Transit { .. } => "transit",
        ServiceLineKind::BilledWeight(_) => "billed weight",
        ServiceLineKind::Parcels(_) => "parcels",
        ServiceLineKind::Limit { .. } | ServiceLineKind::OnlyWhen(_) => return None,
    })
}
