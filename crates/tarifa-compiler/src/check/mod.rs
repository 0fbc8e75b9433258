//! Checks of a rule set as a whole, on regions: what no statement alone is
//! wrong about, shown with a shipment that the engine has confirmed.
//!
//! Checks compare the scopes of price blocks, never band by band, since bands
//! of one block are disjoint by construction. What they cannot decide they
//! say, under a code of its own. What they pass becomes a [`Checked`].

mod consignment;
mod context;
mod defaults;
mod discounts;
mod drops;
mod exchange;
mod gap;
mod groups;
mod holes;
mod idle;
mod invariants;
mod known;
mod leaps;
mod least;
mod limits;
mod lost_rates;
mod lost_started;
mod negative;
mod one_point;
mod overlap;
mod pieces;
mod preferences;
mod processes;
mod ranges;
mod reckon;
mod refusals;
mod report;
mod restrictions;
#[cfg(test)]
mod tests;
mod transits;
mod uncharged;
mod weights;

use tarifa_diagnostics::{Code, Diagnostics, Label};
use tarifa_engine::evaluate::Runtime;
use tarifa_engine::program::Program;

use crate::lower::Draft;
use crate::model::{Doubt, Model};
use crate::region::Undecided;

use context::Context;

/// A rule set that every check has passed; the only way to a [`Program`] for hosts.
#[derive(Clone, Debug)]
pub struct Checked {
    program: Program,
}

impl Checked {
    /// The compiled tariff.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// The compiled tariff, for a host.
    pub fn into_program(self) -> Program {
        self.program
    }
}

/// One check.
type Check = fn(&mut Context<'_>, &mut Diagnostics) -> Result<(), Undecided>;

/// Checks a draft that was lowered from `model`; nothing where an error was found.
pub fn check(model: &Model, draft: Draft) -> (Option<Checked>, Diagnostics) {
    let runtime = Runtime::new(draft.program().clone());
    let mut diagnostics = Diagnostics::default();
    match Context::new(model, draft.program(), &runtime) {
        Ok(mut context) => {
            let checks: [Check; 23] = [
                weights::check,
                defaults::check,
                restrictions::check,
                overlap::check,
                gap::check,
                negative::check,
                exchange::twice,
                exchange::check,
                holes::check,
                lost_rates::check,
                lost_started::check,
                leaps::check,
                drops::check,
                uncharged::check,
                idle::check,
                weights::idle::check,
                groups::check,
                limits::check,
                one_point::check,
                preferences::check,
                transits::check,
                processes::check,
                invariants::check,
            ];
            for check in checks {
                if let Err(undecided) = check(&mut context, &mut diagnostics) {
                    diagnostics.push(report::undecided_rule_set(undecided));
                }
            }
        }
        Err(undecided) => diagnostics.push(report::undecided_rule_set(undecided)),
    }
    model.doubts.iter().for_each(|doubt| tell(doubt, &mut diagnostics));
    if diagnostics.iter().any(|found| found.code == Code::RATE_GAP) {
        // What has no rate has no price, so that nothing about it can be decided.
        let told: Vec<_> = std::mem::take(&mut diagnostics).into_iter().collect();
        diagnostics.extend(told.into_iter().filter(|found| found.code != Code::UNDECIDED));
    }
    diagnostics.sort();
    let checked = (!diagnostics.has_errors()).then(|| Checked { program: draft.into_program() });
    (checked, diagnostics)
}

/// Tells a slip in a card, with the gap that it brings about, if it does.
fn tell(doubt: &Doubt, diagnostics: &mut Diagnostics) {
    let gaps = || diagnostics.iter().filter(|found| found.code == Code::PRICE_GAP);
    match doubt {
        Doubt::Place(finding) if gaps().next().is_none() => diagnostics.push(finding.clone()),
        Doubt::Place(_) => {}
        Doubt::Exchange { finding, card } => {
            let places = gaps().filter_map(|gap| gap.primary.as_ref()).map(|label| label.span);
            let gap = { places }.find(|place| place.source == card.source && card.to(*place) == *card);
            let Some(mut told) = gap.and_then(|place| report::take_out(diagnostics, Code::PRICE_GAP, place)) else {
                return diagnostics.push(finding.clone());
            };
            told.related
                .extend(finding.primary.iter().map(|label| Label { span: label.span, text: finding.message.clone() }));
            told.helps.clone_from(&finding.helps);
            diagnostics.push(told);
        }
    }
}
