//! Shipments that show a finding, as the engine answers them.

use tarifa_engine::evaluate::Quote;
use tarifa_engine::program::{Condition, RestrictionId, ServiceId, Subject};
use tarifa_engine::shipment::Shipment;

use crate::check::context::Context;
use crate::check::refusals::{of_some_item, scope};
use crate::region::{Diagram, SpaceBuilder, Undecided};
use crate::witness::{self, Asker, Finding, ItemSpace, Parcel, Question, Sides, Verdict};

use super::conditions::gates;
use super::words;

/// How many nodes the regions of one question may have.
const NODES: usize = 200_000;

/// What became of the look for a shipment.
#[derive(Debug)]
pub(super) enum Shown {
    /// It is there, as an example that can be pasted.
    Example(String),
    /// No shipment is as it must be.
    Nothing,
    /// It was not found out.
    Open,
}

/// Looks for a shipment of `service` that passes `condition`, read of a shipment or of one item, and that the engine
/// answers as it must.
pub(super) fn shipment(
    context: &Context<'_>,
    service: ServiceId,
    (condition, subject): (&Condition, Subject),
    confirm: impl Fn(&Quote) -> bool,
) -> Result<Option<Shipment>, Undecided> {
    let program = context.program;
    let alternatives = match subject {
        Subject::Shipment => vec![condition.clone()],
        Subject::Item => of_some_item(program, condition).ok_or(Undecided::Search)?,
    };
    let Some(carrier) = program.services.get(usize::from(service.0)) else { return Ok(None) };
    let gates = gates(program, carrier);
    let mut builder = SpaceBuilder::new(program);
    builder.add(&Condition::Service(tarifa_engine::program::Bits::default()));
    gates.iter().chain(&alternatives).for_each(|part| builder.add(part));
    let space = builder.finish();
    let items = ItemSpace::new(program, &space, NODES);
    let mut asker = Asker { program, runtime: context.asker.runtime, space, diagram: Diagram::new(NODES), items };
    let mut carried = Vec::with_capacity(gates.len());
    for gate in &gates {
        carried.push(asker.space.region(&mut asker.diagram, program, gate)?);
    }
    let carried = asker.diagram.intersection(carried)?;
    let Some(carried_by) = context.services.get(usize::from(service.0)) else { return Ok(None) };
    let sides = carried_by.cases.first().map_or(Sides::Read, |(_, parcel)| parcel.sides);
    let parcel = Parcel { service, steps: Vec::new(), sides, system: carried_by.system };
    let mut open = None;
    for alternative in &alternatives {
        let region = asker.space.region(&mut asker.diagram, program, alternative)?;
        let region = asker.diagram.and(region, carried)?;
        let found = asker.ask(&Question { region, parcel: &parcel, further: &[] }, |_, got| match got {
            Ok(quote) if confirm(quote) => Verdict::Confirmed(()),
            Ok(_) => Verdict::Otherwise,
            Err(_) => Verdict::Hidden,
        });
        match found {
            Finding::Found(shipment, ()) => return Ok(Some(*shipment)),
            Finding::Nothing => {}
            Finding::Hidden => open = Some(Undecided::Search),
            Finding::Undecided(why) => open = Some(why),
        }
    }
    match open {
        Some(why) => Err(why),
        None => Ok(None),
    }
}

/// The same, written as an example called `title` that one of some rules refuses.
pub(super) fn refused(
    context: &Context<'_>,
    title: &str,
    services: &[ServiceId],
    (condition, subject): (&Condition, Subject),
    ids: &[RestrictionId],
) -> Shown {
    let mut is_open = false;
    for id in ids {
        let Some(by) = context.program.restrictions.get(id.0 as usize) else { continue };
        // What several rules refuse together, each refuses in a part of its own. Goods that are in one category by name
        // and in another one by their code are in no such part, but refused all the same.
        let both = Condition::All(vec![condition.clone(), scope(&by.scope)]);
        for wanted in [&both, condition] {
            for service in services.iter().filter(|service| by.scope.services.contains(u32::from(service.0))) {
                match shipment(context, *service, (wanted, subject), |quote| words::refuses(quote, &[*id])) {
                    Ok(Some(shipment)) => {
                        return Shown::Example(witness::example(context.program, title, &shipment, "refused"));
                    }
                    Ok(None) => {}
                    Err(Undecided::Search | Undecided::Size) => is_open = true,
                }
            }
            if is_open {
                break;
            }
        }
    }
    if is_open { Shown::Open } else { Shown::Nothing }
}

/// The same for a shipment of two such items.
pub(super) fn refused_twice(
    context: &Context<'_>,
    title: &str,
    services: &[ServiceId],
    condition: &Condition,
    id: RestrictionId,
) -> Shown {
    let mut is_open = false;
    for service in services {
        let single = match shipment(context, *service, (condition, Subject::Item), |_| true) {
            Ok(Some(single)) => single,
            Ok(None) => continue,
            Err(Undecided::Search | Undecided::Size) => {
                is_open = true;
                continue;
            }
        };
        let mut double = single.clone();
        if let Some(items) = &mut double.items {
            items.extend(single.items.into_iter().flatten());
        }
        match witness::quote(context.program, context.asker.runtime, *service, double) {
            Some((double, Ok(quote))) if words::refuses(&quote, &[id]) => {
                return Shown::Example(witness::example(context.program, title, &double, "refused"));
            }
            Some(_) | None => is_open = true,
        }
    }
    if is_open { Shown::Open } else { Shown::Nothing }
}
