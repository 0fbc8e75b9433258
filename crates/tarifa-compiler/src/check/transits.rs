//! Transit times: two that hold for one shipment, and one that never holds.

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::evaluate::{Certainty, Runtime};
use tarifa_engine::program::{ServiceId, Transit};
use tarifa_engine::shipment::Shipment;

use crate::region::{Region, Undecided};
use crate::witness::{Finding, Question, Verdict};

use super::context::{Carried, Context};
use super::idle::any_shipment;
use super::report;

/// Looks at the `transit` lines of every service.
pub(super) fn check(context: &mut Context<'_>, diagnostics: &mut Diagnostics) -> Result<(), Undecided> {
    for carried in context.services.clone() {
        // A service that takes over the lines of another has nothing of its own to mend.
        let own = context.services.iter().find(|other| other.service.transit == carried.service.transit);
        if own.is_some_and(|own| own.id != carried.id) {
            continue;
        }
        let lines = &carried.service.transit;
        for (position, line) in lines.iter().enumerate() {
            never(context, &carried, line, diagnostics)?;
            for (earlier_position, earlier) in lines.iter().enumerate().take(position) {
                if (earlier.from, earlier.to) != (line.from, line.to) {
                    let two = [(earlier_position, earlier), (position, line)];
                    twice(context, &carried, two, diagnostics)?;
                }
            }
        }
    }
    Ok(())
}

/// A line that says nothing of what the service carries.
fn never(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    line: &Transit,
    diagnostics: &mut Diagnostics,
) -> Result<(), Undecided> {
    let region = context.region(&line.when)?;
    // Where nothing at all is carried, that is what is said.
    if any_shipment(context, carried, region, &[])? == Finding::Nothing
        && any_shipment(context, carried, Region::FULL, &[])? != Finding::Nothing
    {
        let name = &carried.service.name;
        diagnostics.push(
            Diagnostic::new(Code::IDLE_TRANSIT, context.span(line.at), "this transit time never holds")
                .note(format!("no shipment that `{name}` carries is within its places, dates and conditions"))
                .help("compare its scope with what the service carries, or leave it out"),
        );
    }
    Ok(())
}

/// Two lines that hold for one shipment and say two times.
fn twice(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    [(a, first), (b, second)]: [(usize, &Transit); 2],
    diagnostics: &mut Diagnostics,
) -> Result<(), Undecided> {
    let both = {
        let (first, second) = (context.region(&first.when)?, context.region(&second.when)?);
        context.and(first, second)?
    };
    let mut open = None;
    for (case, parcel) in &carried.cases {
        let region = context.and(both, *case)?;
        let question = Question { region, parcel, further: &[] };
        let runtime = context.asker.runtime;
        let found = context.asker.ask(&question, |shipment, _| match hold(runtime, carried.id, shipment, [a, b]) {
            true => Verdict::Confirmed(()),
            false => Verdict::Otherwise,
        });
        match found {
            Finding::Found(shipment, ()) => {
                diagnostics.push(
                    Diagnostic::new(
                        Code::TRANSIT_CONFLICT,
                        context.span(second.at),
                        "one shipment has two transit times",
                    )
                    .label("this line")
                    .related(context.span(first.at), "and this one hold both")
                    .help(
                        "narrow one of them with `except`; what no line with a scope holds takes the line without one",
                    )
                    .witness(report::example(context, "one line says the transit time", &shipment)),
                );
                return Ok(());
            }
            Finding::Undecided(why) => open = Some(why),
            Finding::Nothing | Finding::Hidden => {}
        }
    }
    if let Some(why) = open {
        diagnostics.push(
            report::undecided(context.span(second.at), "one shipment has two transit times", why)
                .related(context.span(first.at), "the other line"),
        );
    }
    Ok(())
}

/// Whether both lines surely hold for the shipment, as the engine sees it.
fn hold(runtime: &Runtime, service: ServiceId, shipment: &Shipment, lines: [usize; 2]) -> bool {
    let Ok(prepared) = runtime.prepare(shipment) else { return false };
    let Ok(found) = runtime.transit(service, &prepared) else { return false };
    lines.iter().all(|line| found.contains(&(*line, Certainty::Surely)))
}
