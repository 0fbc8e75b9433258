//! Who must or may do what, and what happens by itself, in words.

use super::awaited;
use super::history::timer_text;
use super::names::Names;
use crate::case::{Duty, Leads, Position, Right, RightCondition, RightSource, Standing, Waiting, When};
use crate::case_answer::{CaseDuty, CaseRight, CaseWaiting, Deadline, NoDeadline, RightState};
use crate::explain::words;
use crate::program::{Edge, Stage};

pub(super) fn stage<'a>(names: &Names<'a>, position: Position) -> Option<&'a Stage> {
    match position {
        Position::Stage(stage) => names.process.stages.get(usize::from(stage.0)),
        Position::NotOpen | Position::Outcome(_) => None,
    }
}

/// The deadline, or why there is none.
fn deadline(names: &Names<'_>, when: When) -> Result<Deadline, NoDeadline> {
    match when {
        When::Known(due) if due.doubt.is_none() => Ok(names.deadline(due.first)),
        When::Known(_) => Err(NoDeadline::Needs),
        When::Waits => Err(NoDeadline::Waits),
        When::Paused => Err(NoDeadline::Paused),
        When::Never => Err(NoDeadline::None),
    }
}

/// `seller must answer by 2026-03-17 23:59 America/Los_Angeles, otherwise refund_as_asked`.
pub(super) fn duty(names: &Names<'_>, standing: &Standing, duty: &Duty) -> Option<CaseDuty> {
    let obligation = stage(names, standing.position)?.obligations.get(usize::from(duty.obligation))?;
    let who = names.party(duty.party);
    let mut by_doing: Vec<String> = obligation.answers.iter().map(|answer| names.act(answer.act)).collect();
    by_doing.dedup();
    let found = deadline(names, duty.by);
    let waits_for = match found {
        Err(NoDeadline::Waits) => awaited::of_clocks(names, obligation.within.iter().flat_map(Edge::clocks)),
        Ok(_) | Err(NoDeadline::None | NoDeadline::Paused | NoDeadline::Needs) => Vec::new(),
    };
    let until = match &found {
        Ok(by) => format!(" by {by}"),
        Err(NoDeadline::None) => ", without a deadline".to_owned(),
        Err(NoDeadline::Waits) => format!(", its deadline not begun: {}", awaited::not_yet(&waits_for)),
        Err(NoDeadline::Paused) => ", its deadline paused".to_owned(),
        Err(NoDeadline::Needs) => ", its deadline not known".to_owned(),
    };
    let otherwise = duty.late.map(|late| otherwise(names, late, standing.position));
    let or = otherwise.as_ref().map(|otherwise| format!(", otherwise {otherwise}")).unwrap_or_default();
    Some(CaseDuty {
        text: format!("{who} must {}{until}{or}", obligation.name),
        who,
        what: obligation.name.clone(),
        by_doing,
        without: found.as_ref().err().copied(),
        waits_for,
        by: found.ok(),
        otherwise,
        place: words::source_place(names.program, duty.at),
    })
}

/// Where it leads, in a word.
pub(super) fn otherwise(names: &Names<'_>, leads: Leads, position: Position) -> String {
    match leads {
        Leads::Stays => "keep waiting".to_owned(),
        Leads::Extends => "more time".to_owned(),
        Leads::Again => "again".to_owned(),
        Leads::Stage(_) | Leads::Outcome(_) => names.leads(leads, position).unwrap_or_default(),
    }
}

/// `buyer may add_evidence until 2026-03-20 23:59 America/Los_Angeles`.
pub(super) fn right(names: &Names<'_>, standing: &Standing, right: &Right) -> Option<CaseRight> {
    let (parties, gate, reasons) = match right.source {
        RightSource::Window(number) => {
            let window = names.process.opening.windows.get(usize::from(number))?;
            let reasons: Vec<String> = window.reasons.iter().map(|reason| names.reason(*reason)).collect();
            (&names.process.opening.parties, &window.gate, reasons)
        }
        RightSource::Permission(number) => {
            let permission = stage(names, standing.position)?.permissions.get(usize::from(number))?;
            (&permission.parties, &permission.gate, Vec::new())
        }
    };
    let who: Vec<String> = parties.iter().map(|party| names.party(*party)).collect();
    let what = names.act(right.act);
    let opens = right.opens.map(|at| names.opens(at));
    let state = match (&opens, right.waits) {
        (_, true) => RightState::Waits,
        (Some(_), false) => RightState::Later,
        (None, false) => RightState::Now,
    };
    let waits_for = match state {
        RightState::Waits => awaited::of_clocks(names, gate.beginnings()),
        RightState::Now | RightState::Later => Vec::new(),
    };
    let condition = match right.condition {
        RightCondition::Holds => None,
        RightCondition::Undecided => gate.condition.clone(),
    };
    let until = deadline(names, right.until).ok();
    let because = if reasons.is_empty() { String::new() } else { format!(" for {}", reasons.join(", ")) };
    let from = match (state, &opens) {
        (RightState::Waits, _) => format!(", not yet: {}", awaited::not_yet(&waits_for)),
        (RightState::Now | RightState::Later, Some(opens)) => format!(" from {opens}"),
        (RightState::Now | RightState::Later, None) => String::new(),
    };
    let to = until.as_ref().map(|until| format!(" until {until}")).unwrap_or_default();
    let times = match right.left {
        None => String::new(),
        Some(1) => ", once".to_owned(),
        Some(left) => format!(", up to {left} times"),
    };
    let on_condition = condition.as_ref().map(|condition| format!(", {condition}")).unwrap_or_default();
    Some(CaseRight {
        text: format!("{} may {what}{because}{from}{to}{times}{on_condition}", who.join(", ")),
        who,
        what,
        reasons,
        state,
        waits_for,
        condition,
        opens,
        until,
        times_left: right.left,
        place: words::source_place(names.program, right.at),
    })
}

/// `platform_review at 2026-03-19 23:59 America/Los_Angeles: 7 days after open`.
pub(super) fn waiting(names: &Names<'_>, standing: &Standing, waiting: &Waiting) -> Option<CaseWaiting> {
    let timer = stage(names, standing.position)?.timers.get(usize::from(waiting.timer))?;
    let when = deadline(names, waiting.when).ok();
    let to = names.leads(waiting.leads, standing.position);
    let where_to = otherwise(names, waiting.leads, standing.position);
    let at = when.as_ref().map(|when| format!(" after {when}")).unwrap_or_default();
    let text = format!("{where_to}{at}, when {}", timer_text(names, timer, false));
    Some(CaseWaiting { when, to, text, place: words::source_place(names.program, waiting.at) })
}
