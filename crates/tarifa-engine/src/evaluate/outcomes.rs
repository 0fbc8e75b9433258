//! What completions say, and the one answer that all of them give.

use rustc_hash::FxHashMap;

use crate::answer::Verdict;
use crate::exact::Exact;
use crate::prepare::Prepared;
use crate::program::{DocumentId, LineId, PayerId};

use super::run::Undecided;
use super::{Fault, Lack, Missing, Quote, Reason};

/// What one completion says, as far as an answer shows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Outcome {
    /// Not carried, for whatever reason.
    NotServed,
    /// Refused, by whatever row.
    Refused,
    /// Somebody must be asked, whatever row says so.
    Referred { requirements: Vec<Lacking> },
    /// Anything else.
    Other {
        verdict: Verdict,
        lines: Vec<(LineId, u16, PayerId, Exact)>,
        weights: Vec<Exact>,
        undecided: Vec<Undecided>,
        requirements: Vec<Lacking>,
        missed: Vec<Missing>,
    },
    /// The program does not decide.
    Fault,
}

/// For what one of these must be provided, whichever rule requires it.
pub(super) type Lacking = (Option<u32>, Vec<(DocumentId, Lack)>);

/// The outcomes of all completions, the first fact's value changing quickest.
#[derive(Default)]
pub(super) struct Table {
    pub(super) outcomes: Vec<u32>,
    kinds: Vec<Outcome>,
    numbers: FxHashMap<Outcome, u32>,
    /// For each kind the first completion that gave it.
    examples: Vec<(Result<Quote, Fault>, Prepared)>,
    /// The reasons that every completion gave.
    common: Option<Vec<Reason>>,
}

impl Table {
    /// Takes in what one completion says.
    pub(super) fn add(&mut self, result: Result<Quote, Fault>, outcome: Outcome, completed: Prepared) {
        let reasons = result.as_ref().map(|quote| quote.reasons.clone()).unwrap_or_default();
        match &mut self.common {
            Some(common) => common.retain(|reason| reasons.contains(reason)),
            common @ None => *common = Some(reasons),
        }
        let next = u32::try_from(self.kinds.len()).unwrap_or(u32::MAX);
        let kind = *self.numbers.entry(outcome).or_insert_with_key(|outcome| {
            self.kinds.push(outcome.clone());
            self.examples.push((result, completed));
            next
        });
        self.outcomes.push(kind);
    }

    /// What some completion cannot do without, since no value stands for it.
    pub(super) fn missed(&self) -> impl Iterator<Item = Missing> {
        self.kinds.iter().flat_map(Outcome::missed).copied()
    }

    /// The one answer that all completions give, if there is one.
    ///
    /// That a shipment is not carried is certain, too, where some completions say so and all others refuse it.
    pub(super) fn decided(&self) -> Option<Result<(Quote, Option<Prepared>), Fault>> {
        let turned_away = |kind: &Outcome| matches!(kind, Outcome::NotServed | Outcome::Refused);
        let worst = if self.kinds.iter().all(turned_away) {
            self.kinds.iter().position(|kind| *kind == Outcome::Refused).or(Some(0))
        } else {
            (self.kinds.len() == 1 && self.missed().next().is_none()).then_some(0)
        };
        let (result, completed) = self.examples.get(worst?)?;
        let common = self.common.as_deref().unwrap_or_default();
        Some(result.clone().map(|mut quote| {
            // A reason that only some completions give is left out, unless none is given by all.
            if !common.is_empty() {
                quote.reasons = common.to_vec();
            }
            (quote, Some(completed.clone()))
        }))
    }
}

impl Outcome {
    /// What is still missing, whatever the completion.
    fn missed(&self) -> &[Missing] {
        match self {
            Self::Other { missed, .. } => missed,
            Self::NotServed | Self::Refused | Self::Referred { .. } | Self::Fault => &[],
        }
    }
}
