//! What could change an answer: a quote that missed facts asks for them.

use smallvec::SmallVec;

use crate::prepare::Prepared;
use crate::program::{Program, ServiceId};

use super::run::Evaluation;
use super::{Fault, Index, Missing, Need, Quote, Rule, Trace};

/// What a service says, and what it must know first.
pub(super) fn quote<T: Trace>(
    program: &Program,
    index: &Index,
    id: ServiceId,
    shipment: &Prepared,
    trace: &mut T,
) -> Result<Quote, Fault> {
    let Some(service) = program.services.get(usize::from(id.0)) else { return Err(Fault::NoFreight(id)) };
    let mut evaluation = Evaluation::new(program, index, shipment, service, id, trace);
    evaluation.run()?;
    let Evaluation { mut quote, missed, .. } = evaluation;
    quote.needs = needs(missed);
    Ok(quote)
}

/// What was missed, each once with everybody who asks.
fn needs(mut missed: Vec<(Missing, Rule)>) -> Vec<Need> {
    missed.sort_unstable();
    missed.dedup();
    let mut needs: Vec<Need> = Vec::new();
    for (missing, rule) in missed {
        match needs.last_mut() {
            Some(need) if need.missing == missing => need.asked_by.push(rule),
            Some(_) | None => needs.push(Need { missing, asked_by: SmallVec::from_elem(rule, 1) }),
        }
    }
    needs
}
