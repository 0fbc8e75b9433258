//! Pauses that never come: clocks that stand while a party is to act, where that party has nothing to do.

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::case::Position;
use tarifa_engine::program::{Anchor, Clock, Obligation, PartyId, Stage, StageId, length};

use super::Look;
use super::calendars::{of_gate, of_stage};
use super::dead::goes_on;
use super::graph::{name_of, reached_from, stages};
use super::waits;

/// Looks for pauses that never come.
pub(super) fn check(look: &Look<'_, '_>, diagnostics: &mut Diagnostics) {
    // Before a case is opened nobody must do anything.
    for clock in look.process.opening.windows.iter().flat_map(|window| of_gate(&window.gate)) {
        pauses(look, None, clock, diagnostics);
    }
    for (id, stage) in stages(look.process) {
        for clock in of_stage(stage) {
            pauses(look, Some(id), clock, diagnostics);
        }
        for must in &stage.obligations {
            own(look, id, stage, must, diagnostics);
        }
    }
}

/// Reports a deadline that stands as long as what it is for is to be done.
fn own(look: &Look<'_, '_>, id: StageId, stage: &Stage, must: &Obligation, diagnostics: &mut Diagnostics) {
    let Some(clock) = waits::standing_clock(must) else { return };
    // Where nothing else ends the stage, the wait itself is reported.
    if !waits::is_left(id, stage) {
        return;
    }
    let name = look.process.parties.get(usize::from(must.party.0)).map_or("", String::as_str);
    let message = format!("`{}` is never late: its clock stands while `{name}` is to act", must.name);
    let diagnostic = Diagnostic::new(Code::DEAD_LINE, look.span(clock.at), message)
        .help("name the party that it waits for, or remove the pause");
    diagnostics.push(match goes_on(look, Position::Stage(id)) {
        Some(told) => look.witnessed(diagnostic, &told),
        None => diagnostic,
    });
}

/// Looks at a clock of a stage, or of the opening, and at those that it counts from.
fn pauses(look: &Look<'_, '_>, stage: Option<StageId>, clock: &Clock, diagnostics: &mut Diagnostics) {
    if let Some(party) = clock.paused_while {
        never(look, stage, clock, party, diagnostics);
    }
    for anchor in [Some(&clock.from), clock.held_until.as_ref()].into_iter().flatten() {
        if let Anchor::Clock(inner) = anchor {
            pauses(look, stage, inner, diagnostics);
        }
    }
}

fn never(look: &Look<'_, '_>, stage: Option<StageId>, clock: &Clock, party: PartyId, diagnostics: &mut Diagnostics) {
    let process = look.process;
    let duty =
        |stage: &Stage| stage.obligations.iter().find(|must| must.party == party).map(|must: &Obligation| must.at);
    let runs_in = |other: StageId| match (stage, length(clock).from) {
        (None, _) => false,
        (Some(own), Anchor::Entry) => other == own,
        // It may have begun in any stage on the way.
        (Some(own), Anchor::Open | Anchor::Event(..) | Anchor::Act(..) | Anchor::Date(_) | Anchor::Clock(_)) => {
            reached_from(process, Position::Stage(other)).contains(&Position::Stage(own))
        }
    };
    if stages(process).any(|(other, stage)| runs_in(other) && duty(stage).is_some()) {
        return;
    }
    let name = process.parties.get(usize::from(party.0)).map_or("", String::as_str);
    let place = match stage {
        Some(own) => format!("in `{}`", name_of(process, Position::Stage(own))),
        None => "before a case is opened".to_owned(),
    };
    let message = format!("this clock never stands: `{name}` must do nothing {place}");
    let mut diagnostic = Diagnostic::new(Code::DEAD_LINE, look.span(clock.at), message);
    let elsewhere = process.stages.iter().find_map(|stage| Some((stage, duty(stage)?)));
    if let Some((elsewhere, at)) = elsewhere {
        let words = format!("it must act in `{}` only, where this clock does not run", elsewhere.name);
        diagnostic = diagnostic.related(look.span(at), words);
    }
    let help = "name a party that must do something while the clock runs, say from when it runs, or remove the pause";
    let diagnostic = diagnostic.help(help);
    let case = stage.and_then(|own| goes_on(look, Position::Stage(own)));
    diagnostics.push(match case {
        Some(told) => look.witnessed(diagnostic, &told),
        None => diagnostic,
    });
}
