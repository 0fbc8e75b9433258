//! What falls due, in words.

use super::history::timer_text;
use super::names::Names;
use super::{CaseError, faulty, open, payment};
use crate::case::{Case, CaseOfProcess, DueOfCase, DueThing, FallsDue, Leads};
use crate::case_answer::CaseDue;
use crate::date::Moment;
use crate::evaluate::Runtime;
use crate::explain::words;

/// What falls due in `case` from `now` until so many seconds later, and what must be known before it can be decided.
///
/// # Errors
///
/// [`CaseError::Input`] with everything that is wrong with the case, or [`CaseError::Fault`].
pub fn dues(
    runtime: &Runtime,
    case: &Case,
    now: Moment,
    seconds: i64,
) -> Result<(Vec<FallsDue>, Vec<String>), CaseError> {
    let prepared = runtime.prepare_case(case)?;
    let (mut due, mut needs) = (Vec::new(), Vec::new());
    if prepared.is_empty() {
        needs.push("a process that applies to the order".to_owned());
    }
    for versions in &prepared {
        let found = runtime.due(versions, now, seconds).map_err(|fault| faulty(runtime, versions, fault))?;
        needs.extend(needs_of(runtime, versions, &found));
        due.extend(found.due);
    }
    Ok((due, needs))
}

/// Something that falls due, in words.
#[must_use]
pub fn due(runtime: &Runtime, due: &FallsDue) -> Option<CaseDue> {
    let names = Names::new(runtime, due.process, None)?;
    let stage = open::stage(&names, due.position)?;
    let (who, what, otherwise) = match due.what {
        DueThing::Duty(number) => {
            let obligation = stage.obligations.get(usize::from(number))?;
            let otherwise = due.leads.map(|leads| open::otherwise(&names, leads, due.position));
            (Some(names.party(obligation.party)), obligation.name.clone(), otherwise)
        }
        DueThing::Timer(number) => {
            let timer = stage.timers.get(usize::from(number))?;
            let otherwise = due.leads.and_then(|leads: Leads| names.leads(leads, due.position));
            (None, timer_text(&names, timer, false), otherwise)
        }
    };
    Some(CaseDue {
        process: names.process.name.clone(),
        stage: names.position(due.position),
        who,
        what,
        by: names.deadline(due.by),
        otherwise,
        money: due.money.iter().map(|line| payment(&names, due.currency, line).text).collect(),
        place: words::source_place(names.program, due.at),
    })
}

/// What must be known before a case can be decided, under the keys of its document; nothing where it is decided.
fn needs_of(runtime: &Runtime, case: &CaseOfProcess, found: &DueOfCase) -> Vec<String> {
    let Some((version, needs)) = &found.undecided else { return Vec::new() };
    let prepared = case.versions.iter().find(|version_of| version_of.process == *version);
    let Some(names) = prepared.and_then(|prepared| Names::new(runtime, *version, Some(prepared))) else {
        return Vec::new();
    };
    needs.iter().map(|need| names.question(*need).fact).collect()
}
