//! What happened, and what was tried, in words.

use super::awaited;
use super::names::Names;
use crate::case::{Attempt, Bar, Cause, Happening, Leads, Position, Step, Uncounted, Verdict};
use crate::case_answer::{AttemptVerdict, CaseAttempt, CaseStep, StepCause};
use crate::explain::words;
use crate::program::{Guard, Late, Process, StageId, Timer};

/// A step of the history.
pub(super) fn step(names: &Names<'_>, step: &Step) -> CaseStep {
    let (cause, who, what, text) = match step.cause {
        Cause::Told(event) => (StepCause::Event, None, names.happening(event), names.happening(event)),
        Cause::Act(event) => match names.told(event).map(|event| &event.what) {
            Some(Happening::Act(act)) => {
                let (who, what) = (names.party(act.by), names.act(act.act));
                let text = format!("{who} did {what}");
                (StepCause::Act, Some(who), what, text)
            }
            Some(Happening::Event { .. } | Happening::Foreign(_)) | None => {
                (StepCause::Act, None, String::new(), String::new())
            }
        },
        Cause::Late { stage, obligation, .. } => late(names, stage, obligation),
        Cause::Timer { stage, timer, end } => {
            let timer = stage_of(names.process, stage).and_then(|stage| stage.timers.get(usize::from(timer)));
            let text = timer.map_or_else(String::new, |timer| timer_text(names, timer, end.is_some()));
            (StepCause::Timer, None, "timer".to_owned(), text)
        }
    };
    let more = match step.leads {
        Leads::Again => ", once more from the beginning",
        Leads::Extends => ", with more time",
        Leads::Stays | Leads::Stage(_) | Leads::Outcome(_) => "",
    };
    CaseStep {
        when: names.when(step.when),
        cause,
        what,
        who,
        from: names.position(step.from),
        to: names.leads(step.leads, step.from),
        text: format!("{text}{more}"),
        place: step.at.and_then(|at| words::source_place(names.program, at)),
    }
}

fn stage_of(process: &Process, stage: StageId) -> Option<&crate::program::Stage> {
    process.stages.get(usize::from(stage.0))
}

/// `seller did not answer within 5 days: as accept`.
fn late(names: &Names<'_>, stage: StageId, number: u16) -> (StepCause, Option<String>, String, String) {
    let obligation = stage_of(names.process, stage).and_then(|stage| stage.obligations.get(usize::from(number)));
    let Some(obligation) = obligation else { return (StepCause::Late, None, String::new(), String::new()) };
    let who = names.party(obligation.party);
    let within = obligation.within.as_ref().map_or_else(String::new, |edge| format!(" within {}", edge.text()));
    let taken = match &obligation.late {
        Some(Late::As(act)) => format!(": taken as {}", names.act(*act)),
        Some(Late::To(_)) | None => String::new(),
    };
    let text = format!("{who} did not {}{within}{taken}", obligation.name);
    (StepCause::Late, Some(who), obligation.name.clone(), text)
}

/// `7 days after open have passed`, or `chargeback has happened`.
pub(super) fn timer_text(names: &Names<'_>, timer: &Timer, ended: bool) -> String {
    let passed = timer.after.as_ref().map(|clock| {
        // The text of the policy may hold its own verb: `7 days pass after open`.
        let words: Vec<&str> = clock.text.split(' ').filter(|word| !matches!(*word, "pass" | "passes")).collect();
        let verb = if clock.count == 1 { "has" } else { "have" };
        format!("{} {verb} passed", words.join(" "))
    });
    match (passed, &timer.when) {
        (Some(passed), None) => passed,
        (Some(passed), Some(_)) if ended => passed,
        (Some(passed), Some(guard)) => format!("{passed} and {}", guard_text(names, guard)),
        (None, Some(guard)) => guard_text(names, guard),
        (None, None) => String::new(),
    }
}

/// A guard in words, where it is of few.
fn guard_text(names: &Names<'_>, guard: &Guard) -> String {
    match guard {
        Guard::Happened(event) => format!("{} has happened", names.event(*event)),
        Guard::Not(inner) => match inner.as_ref() {
            Guard::Happened(event) => format!("{} has not happened", names.event(*event)),
            Guard::Holds(_)
            | Guard::Reason(_)
            | Guard::Shown(_)
            | Guard::Money { .. }
            | Guard::Not(_)
            | Guard::All(_)
            | Guard::Any(_) => "its condition holds".to_owned(),
        },
        Guard::All(parts) => {
            let parts: Vec<String> = parts.iter().map(|part| guard_text(names, part)).collect();
            parts.join(" and ")
        }
        Guard::Reason(reasons) => {
            let reasons: Vec<String> = reasons.iter().map(|reason| names.reason(*reason)).collect();
            format!("the reason is {}", reasons.join(" or "))
        }
        Guard::Holds(_) | Guard::Shown(_) | Guard::Money { .. } | Guard::Any(_) => "its condition holds".to_owned(),
    }
}

/// Something that was tried and did not count.
pub(super) fn attempt(names: &Names<'_>, attempt: &Attempt) -> Option<CaseAttempt> {
    let event = names.told(attempt.event)?;
    let (who, what) = match &event.what {
        Happening::Act(act) => (names.party(act.by), names.act(act.act)),
        Happening::Foreign(foreign) => (foreign.by.clone()?, foreign.what.clone()),
        Happening::Event { .. } => return None,
    };
    let own = names;
    let names = &own.of_version(attempt.process)?;
    let mut told = CaseAttempt {
        when: names.when(event.when),
        who,
        what,
        verdict: AttemptVerdict::NotCounted,
        opens: None,
        ended: None,
        text: String::new(),
        place: attempt.at.and_then(|at| words::source_place(names.program, at)),
    };
    match attempt.verdict {
        Verdict::TooEarly { opens } => {
            told.verdict = AttemptVerdict::TooEarly;
            told.opens = opens.map(|at| names.opens(at));
            told.text = match &told.opens {
                Some(opens) => format!("too early (opens {opens})"),
                None => format!("too early ({})", awaited::not_yet(&awaited::of_attempt(own, names, attempt))),
            };
        }
        Verdict::TooLate { ended } => {
            told.verdict = AttemptVerdict::TooLate;
            told.ended = ended.map(|ended| names.deadline(ended));
            told.text = match &told.ended {
                Some(ended) => format!("too late (ended {ended})"),
                None => "too late (the time of what it counts from is not known)".to_owned(),
            };
        }
        Verdict::Barred(bar) => {
            told.verdict = AttemptVerdict::Barred;
            told.text = format!("barred ({})", barred(names, bar, &told));
        }
        Verdict::NotCounted(why) => told.text = format!("not counted ({})", uncounted(names, why, attempt.position)),
    }
    Some(told)
}

fn barred(names: &Names<'_>, bar: Bar, told: &CaseAttempt) -> String {
    match bar {
        Bar::WrongParty => format!("{} may not {}", told.who, told.what),
        Bar::UsedUp(most) => format!("{} is possible up to {most} times", told.what),
        Bar::Evidence(wanted) => {
            let kinds: Vec<String> = wanted.kinds().map(|kind| names.evidence(kind)).collect();
            format!("{} needs {}", told.what, kinds.join(" or "))
        }
        Bar::Guard => "its condition does not hold".to_owned(),
        Bar::Reason => format!("{} is not opened for this reason", names.process.name),
    }
}

fn uncounted(names: &Names<'_>, why: Uncounted, position: Position) -> String {
    let position = names.position(position).unwrap_or_default();
    match why {
        Uncounted::NotOpen => "the case is not open".to_owned(),
        Uncounted::AlreadyOpen => "the case is open already".to_owned(),
        Uncounted::NotHere => format!("{position} has no such act"),
        Uncounted::Done => "it has been done already".to_owned(),
        Uncounted::Ended => format!("the case has ended with {position}"),
        Uncounted::OtherVersion => "the rules of another time apply to that day".to_owned(),
        Uncounted::SomeVersions => "only some versions of these rules know it".to_owned(),
    }
}
