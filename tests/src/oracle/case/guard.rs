//! Conditions of a case.

use tarifa_engine::case::WhatHappened;
use tarifa_engine::program::{Guard, MoneyOrder};

use super::super::views;
use super::{State, World};

impl World<'_> {
    /// Whether a condition holds, as far as the case has come; none always does.
    pub(super) fn allows(&self, state: &State<'_>, guard: Option<&Guard>) -> bool {
        guard.is_none_or(|guard| self.holds(state, guard))
    }

    fn holds(&self, state: &State<'_>, guard: &Guard) -> bool {
        match guard {
            Guard::Holds(condition) => {
                let service = state.order.service.as_deref();
                let service = self.model.services.iter().find(|own| service == Some(own.name.as_str()));
                let view = views(self.model, &state.order, service.expect("the order's service")).remove(0);
                view.holds(condition).unwrap_or_else(|missing| panic!("a case of which {missing:?} is not told"))
            }
            Guard::Reason(reasons) => reasons.contains(&state.reason.expect("the reason is told")),
            Guard::Happened(event) => {
                let name = &self.process.events[usize::from(event.0)];
                let mut passed = self.events.iter().take(state.passed).map(|happened| &happened.event.what);
                passed.any(|what| matches!(what, WhatHappened::Event { event, .. } if event == name))
            }
            Guard::Shown(evidence) => state.shown.contains(evidence),
            Guard::Money { left, order, right } => {
                let (left, right) = (self.payment(state, left), self.payment(state, right));
                let (left, right) = (left.expect("money that is told"), right.expect("money that is told"));
                match order {
                    MoneyOrder::Under => left < right,
                    MoneyOrder::UpTo => left <= right,
                    MoneyOrder::Over => left > right,
                    MoneyOrder::AtLeast => left >= right,
                }
            }
            Guard::Not(inner) => !self.holds(state, inner),
            Guard::All(parts) => parts.iter().all(|part| self.holds(state, part)),
            Guard::Any(parts) => parts.iter().any(|part| self.holds(state, part)),
        }
    }
}
