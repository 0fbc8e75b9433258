//! Checks of processes: that each stage and each end is reached, that no case hangs or goes in circles,
//! that what was paid is disposed of, and that clocks can be told.
//!
//! What the graph of stages tells is decided there, for every possible case; a trace that shows it is
//! looked for beside it, by running cases through the engine, and shown only where the engine confirms it.

mod bounds;
mod calendars;
mod certain;
mod combine;
mod covered;
mod cycles;
mod dead;
mod ending;
mod entered;
mod evidence;
mod expiries;
mod explore;
mod graph;
mod guards;
mod items;
mod little;
mod money;
mod openings;
mod orders;
mod pauses;
mod reach;
mod reading;
#[cfg(test)]
mod tests;
mod trace;
mod values;
mod waits;

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use tarifa_engine::case::Position;
use tarifa_engine::evaluate::Runtime;
use tarifa_engine::program::{At, Process, Program};
use tarifa_engine::shipment::Shipment;

use crate::region::Undecided;

use super::context::Context;
use certain::Known;
use dead::Dead;
use explore::{Explored, Failed, Told};

/// One process under check.
struct Look<'c, 'a> {
    context: &'c Context<'a>,
    program: &'a Program,
    /// As it is written.
    written: &'c Process,
    /// Without the lines that no case takes.
    process: &'c Process,
    /// Those lines.
    dead: &'c [Dead],
    /// What is known in each stage.
    known: &'c [Known],
    /// The orders that are tried beside an empty one.
    orders: Vec<Shipment>,
    runtime: &'a Runtime,
    explored: Explored,
}

impl Look<'_, '_> {
    /// Where `at` was written.
    fn span(&self, at: At) -> Span {
        self.context.span(at)
    }

    /// Adds the case that comes to `position`, where one was found.
    fn shown(&self, diagnostic: Diagnostic, position: Position) -> Diagnostic {
        match self.explored.reached(position) {
            Some(told) => self.witnessed(diagnostic, told),
            None => diagnostic,
        }
    }

    /// A case that comes to `position` and stands there much later still.
    fn lasting(&self, position: Position) -> Option<Told> {
        let mut reached = self.explored.all().filter(|told| told.position == position);
        reached.find_map(|told| explore::lasting(self.runtime, self.process, told))
    }

    /// Adds a case that has no answer, and why.
    fn failed(&self, diagnostic: Diagnostic, failed: &Failed) -> Diagnostic {
        let note =
            format!("asked where this case stands at {}, nothing can be answered: {}", failed.asked, failed.fault);
        self.witnessed(diagnostic.note(note), &failed.before)
    }

    /// Adds a case.
    fn witnessed(&self, diagnostic: Diagnostic, told: &Told) -> Diagnostic {
        match trace::example(self.program, self.process, told) {
            Some(example) => diagnostic.witness(example),
            None => diagnostic,
        }
    }
}

/// Tells of what no case comes to at a case that hangs or goes round: one line that leads to the wrong place makes both.
fn with_lost(look: &Look<'_, '_>, hanging: Diagnostics) -> (Vec<Diagnostic>, reach::Told) {
    let mut hanging: Vec<Diagnostic> = hanging.into_iter().collect();
    let is_hanging = |code: Code| [Code::ENDLESS_WAIT, Code::ENDLESS_CIRCLE].contains(&code);
    let Some(first) = hanging.iter_mut().find(|finding| is_hanging(finding.code)) else {
        return (hanging, reach::Told::Nothing);
    };
    let lost = reach::lost(look);
    let names: Vec<String> = lost.iter().map(|place| format!("`{}`", graph::name_of(look.process, *place))).collect();
    if !names.is_empty() {
        first.notes.push(format!("no case comes to {}, which may be where it should lead", names.join(", ")));
    }
    (hanging, reach::Told::Lost)
}

/// Checks every process.
pub(super) fn check(context: &mut Context<'_>, diagnostics: &mut Diagnostics) -> Result<(), Undecided> {
    let (program, runtime) = (context.program, context.asker.runtime);
    for process in &program.processes {
        let orders = orders::orders(context, process);
        let explored = explore::explore(runtime, process, &orders);
        let (alive, dead) = dead::without(program, process);
        let known = certain::known(&alive);
        let look = Look {
            context,
            program,
            written: process,
            process: &alive,
            dead: &dead,
            known: &known,
            orders,
            runtime,
            explored,
        };
        let mut hanging = Diagnostics::default();
        waits::check(&look, &mut hanging);
        cycles::check(&look, &mut hanging);
        let (hanging, told) = with_lost(&look, hanging);
        reach::check(&look, told, diagnostics);
        diagnostics.extend(hanging);
        for check in [guards::check, evidence::check, money::check, calendars::check, expiries::check, pauses::check] {
            check(&look, diagnostics);
        }
        dead::report(&look, process, &reach::unreached(&alive), diagnostics);
    }
    calendars::unused(context, diagnostics);
    Ok(())
}
