//! What must be at hand before it can be shipped.

use smallvec::SmallVec;

use crate::program::{DocumentId, Join, Requirement, Restriction, RestrictionId};

use super::super::condition::Truth;
use super::super::run::{Evaluation, Stop};
use super::super::{Lack, Trace, Unmet};
use super::{MAX_TOLD, Scoped};

/// What of a requirement is at hand.
struct AtHand {
    /// Whether it is met.
    truth: Truth,
    /// What is surely lacking.
    lacking: SmallVec<[(DocumentId, Lack); 2]>,
}

impl<'p, T: Trace> Evaluation<'p, '_, '_, T> {
    /// Notes what is lacking, where the rule applies to what is at hand.
    pub(super) fn require(
        &mut self,
        restriction: RestrictionId,
        rule: &'p Restriction,
        requirement: &'p Requirement,
        scoped: Scoped,
    ) -> Result<(), Stop> {
        let mark = self.missed.len();
        let at_hand = self.at_hand(requirement);
        if at_hand.truth == Truth::Yes {
            self.missed.truncate(mark);
            return Ok(());
        }
        match self.reaches(restriction, rule, scoped)? {
            Truth::No => self.missed.truncate(mark),
            Truth::Unknown => {}
            Truth::Yes if at_hand.lacking.is_empty() => {}
            Truth::Yes => {
                let item = self.item.map(|(position, _)| position);
                if self.quote.requirements.len() < MAX_TOLD {
                    self.quote.requirements.push(Unmet { restriction, item, documents: at_hand.lacking });
                }
            }
        }
        Ok(())
    }

    /// Whether what is at hand for the shipment surely meets a requirement; nothing is noted.
    pub(super) fn is_met(&mut self, requirement: &Requirement) -> bool {
        let mark = self.missed.len();
        let met = self.at_hand(requirement).truth == Truth::Yes;
        self.missed.truncate(mark);
        met
    }

    fn at_hand(&mut self, requirement: &Requirement) -> AtHand {
        let validity = requirement.validity;
        let mut lacking = SmallVec::new();
        let mut truth = match requirement.join {
            Join::All => Truth::Yes,
            Join::Any => Truth::No,
        };
        for document in &requirement.documents {
            let own = self.provided(*document, validity);
            if own == Truth::No {
                lacking.push((*document, self.lack(*document, validity)));
            }
            truth = match requirement.join {
                Join::All => truth.and(own),
                Join::Any => truth.not().and(own.not()).not(),
            };
        }
        // Where one is enough, nothing is lacking while one may count.
        if requirement.join == Join::Any && truth != Truth::No {
            lacking.clear();
        }
        AtHand { truth, lacking }
    }
}
