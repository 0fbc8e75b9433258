//! Lines that never decide since those before them hold in every case: an `otherwise` behind conditions that leave
//! nothing.

use tarifa_engine::program::{Gate, Guard, Late, Process, Program, Stage};

use super::combine::combinations;
use super::dead::{Dead, Place, Shown, act_name};
use super::graph::end_of;

/// Why such a line never decides.
pub(super) const NOTE: &str = "the lines before it hold in every case";

/// Whether the windows before one, for the same reasons, leave it no case.
pub(super) fn by_windows(program: &Program, process: &Process, number: usize) -> bool {
    let windows = &process.opening.windows;
    let (Some(own), Some(earlier)) = (windows.get(number), windows.get(..number)) else { return false };
    let is_before = |reasons: &[_]| own.reasons.iter().all(|reason| reasons.contains(reason));
    let earlier = earlier.iter().filter(|window| is_before(&window.reasons) && window.at != own.at);
    hold_always(program, process, earlier.filter_map(|window| window.gate.when.as_ref()))
}

/// Takes the lines out of a stage that never decide, and takes them down.
pub(super) fn take_out(place: Place<'_>, own: &mut Stage, dead: &mut Vec<Dead>) {
    let Place { program, process, id, .. } = place;
    let found = |at, to, message: String| Dead { at, to, message, note: NOTE.to_owned(), shown: Shown::Nowhere };
    for obligation in &mut own.obligations {
        let answers = obligation.answers.clone();
        let mut position = 0_usize..;
        obligation.answers.retain(|answer| {
            let before = answers.iter().take(position.next().unwrap_or(0));
            let same = before.filter(|other| other.act == answer.act).filter_map(|other| plain(&other.gate));
            let is_covered = answer.gate.when.is_none() && hold_always(program, process, same);
            if is_covered {
                let message = format!("this line of `{}` never decides", act_name(process, answer.act.0));
                dead.push(found(answer.at, end_of(&answer.target, id), message));
            }
            !is_covered
        });
        if let Some(Late::To(lines)) = &mut obligation.late
            && let Some((last, earlier)) = lines.split_last()
            && last.0.is_none()
            && hold_always(program, process, earlier.iter().filter_map(|(when, _)| when.as_ref()))
        {
            let message = format!("the last line of what happens where `{}` is late never decides", obligation.name);
            dead.push(found(obligation.at, end_of(&last.1, id), message));
            lines.pop();
        }
    }
    let permissions = own.permissions.clone();
    let mut position = 0_usize..;
    own.permissions.retain(|permission| {
        let before = permissions.iter().take(position.next().unwrap_or(0)).filter(|other| {
            other.act == permission.act && permission.parties.iter().all(|party| other.parties.contains(party))
        });
        let is_covered = permission.gate.when.is_none()
            && hold_always(program, process, before.filter_map(|other| plain(&other.gate)));
        if is_covered {
            let message = format!("this line of `{}` never decides", act_name(process, permission.act.0));
            dead.push(found(permission.at, end_of(&permission.target, id), message));
        }
        !is_covered
    });
    if let Some(freight) = &own.return_freight
        && let Some((last, earlier)) = freight.payers.split_last()
        && last.0.is_none()
        && hold_always(program, process, earlier.iter().filter_map(|(when, _)| when.as_ref()))
    {
        dead.push(found(freight.at, None, "the last payer of the way back never pays".to_owned()));
    }
}

/// The condition of a gate that asks for nothing else: what lacks evidence, or its time, is left to the next line.
fn plain(gate: &Gate) -> Option<&Guard> {
    let Gate { not_before: None, within: None, until: None, evidence, when, condition: _, times: None } = gate else {
        return None;
    };
    when.as_ref().filter(|_| evidence.is_empty())
}

/// Whether some of the conditions holds in every case.
fn hold_always<'g>(program: &Program, process: &Process, guards: impl Iterator<Item = &'g Guard>) -> bool {
    let guards: Vec<&Guard> = guards.collect();
    let found = if guards.is_empty() { None } else { combinations(program, process, &guards) };
    found.is_some_and(|found| found.iter().all(|combination| combination.holds.contains(&true)))
}
