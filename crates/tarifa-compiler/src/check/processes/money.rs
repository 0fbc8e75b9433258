//! Money: each outcome disposes of what was paid exactly once, and nothing is moved twice in a circle.

use std::collections::{BTreeSet, VecDeque};

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::case::{CaseFault, CaseNeed, Position};
use tarifa_engine::case_answer::CaseMoneyWay;
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{Guard, Outcome, OutcomeId, Payment, PaymentLine, PaymentWay, Stage, StageId};

use super::Look;
use super::bounds;
use super::combine::combinations;
use super::explore::Told;
use super::graph::{beginning, next_of, reached_from, stages};
use super::reach;

/// Looks for money that is lost, given twice, or more than there is.
pub(super) fn check(look: &Look<'_, '_>, diagnostics: &mut Diagnostics) {
    let Some(start) = beginning(look.process) else { return };
    let reached = reached_from(look.process, start);
    for (id, outcome) in (0_u16..).map(OutcomeId).zip(&look.process.outcomes) {
        // What no case reaches is told as that.
        if reached.contains(&Position::Outcome(id)) {
            settled(look, id, outcome, diagnostics);
            bounds::check(look, Position::Outcome(id), &outcome.payments, diagnostics);
        }
        untold(look, id, outcome, diagnostics);
    }
    for (id, stage) in stages(look.process) {
        if reached.contains(&Position::Stage(id)) {
            bounds::check(look, Position::Stage(id), &stage.payments, diagnostics);
        }
        way_back(look, id, stage, diagnostics);
        let Some(line) = stage.payments.first() else { continue };
        let position = Position::Stage(id);
        // `again` begins the clocks anew and pays nothing.
        let entered_anew = next_of(look.process, position)
            .into_iter()
            .filter(|next| *next != position || leads_to_itself(look, id))
            .any(|next| reached_from(look.process, next).contains(&position));
        if entered_anew {
            let message = format!(
                "money moves each time that the stage `{}` is entered, and it can be entered again",
                stage.name
            );
            let diagnostic = Diagnostic::new(Code::MONEY_AGAIN, look.span(line.at), message)
                .help("move the line to a stage or an outcome that is reached once");
            let circle = circle(look, id);
            let trace = super::explore::round(look.runtime, look.process, &look.explored, &circle, 1);
            diagnostics.push(match trace {
                Some(told) => look.witnessed(diagnostic, &told),
                None => look.shown(diagnostic, position),
            });
        }
    }
}

/// The shortest way from a stage back into it, without its end.
fn circle(look: &Look<'_, '_>, id: StageId) -> Vec<Position> {
    let start = Position::Stage(id);
    let mut seen: BTreeSet<Position> = BTreeSet::new();
    let mut open = VecDeque::from([vec![start]]);
    while let Some(way) = open.pop_front() {
        let Some(last) = way.last().copied() else { continue };
        for next in next_of(look.process, last) {
            if next == start && (last != start || leads_to_itself(look, id)) {
                return way;
            }
            if next != start && seen.insert(next) {
                open.push_back(way.iter().copied().chain(std::iter::once(next)).collect());
            }
        }
    }
    vec![start]
}

/// Whether a line of a stage leads into it anew, by its name.
fn leads_to_itself(look: &Look<'_, '_>, id: StageId) -> bool {
    use tarifa_engine::program::{Late, Target};
    let Some(stage) = look.process.stages.get(usize::from(id.0)) else { return false };
    let itself = |target: &Target| match target {
        Target::Stage(to, _) => *to == id,
        Target::Outcome(..) | Target::KeepWaiting | Target::Again | Target::Extend { .. } => false,
    };
    stage.obligations.iter().any(|obligation| {
        obligation.answers.iter().any(|answer| itself(&answer.target))
            || match &obligation.late {
                Some(Late::To(lines)) => lines.iter().any(|(_, target)| itself(target)),
                Some(Late::As(_)) | None => false,
            }
    }) || stage.permissions.iter().any(|permission| itself(&permission.target))
        || stage.timers.iter().any(|timer| itself(&timer.target))
}

/// Reports an outcome that leaves something of what was paid, or gives it away twice.
fn settled(look: &Look<'_, '_>, id: OutcomeId, outcome: &Outcome, diagnostics: &mut Diagnostics) {
    let lines: Vec<&PaymentLine> = outcome.payments.iter().filter(|line| line.way == PaymentWay::Held).collect();
    let guards: Vec<&Guard> = lines.iter().filter_map(|line| line.when.as_ref()).collect();
    let Some(found) = combinations(look.program, look.process, &guards) else { return };
    let mut is_left = None;
    let mut is_twice = None;
    for combination in &found {
        let mut holds = combination.holds.iter();
        let held = lines.iter().filter(|line| line.when.is_none() || holds.next().copied().unwrap_or(false));
        let held: Vec<&PaymentLine> = held.copied().collect();
        match cover(&held) {
            Cover::Exact => {}
            Cover::Less => is_left = is_left.or(Some(combination)),
            Cover::More => is_twice = is_twice.or(Some(combination)),
        }
    }
    let span = look.span(outcome.at);
    if let Some(combination) = is_left {
        let message = format!("the outcome `{}` does not dispose of everything that was paid", outcome.name);
        let mut diagnostic = Diagnostic::new(Code::NOT_SETTLED, span, message);
        if !combination.words.is_empty() {
            diagnostic = diagnostic.note(format!("something is left where {}", combination.words));
        }
        diagnostic = diagnostic.help("say who keeps what is left: `seller keeps the rest`");
        let fault = look.explored.faults.iter().find(|failed| is_not_settled(&failed.fault, id));
        diagnostics.push(match fault {
            Some(failed) => look.failed(diagnostic, failed),
            None => look.shown(diagnostic, Position::Outcome(id)),
        });
    } else if let Some(combination) = is_twice {
        let message = format!("the outcome `{}` gives more away than was paid", outcome.name);
        let mut diagnostic = Diagnostic::new(Code::NOT_SETTLED, span, message);
        if !combination.words.is_empty() {
            diagnostic = diagnostic.note(format!("so it is where {}", combination.words));
        }
        let help = "write how much one party gets, and that the other keeps the rest";
        diagnostics.push(look.shown(diagnostic.help(help), Position::Outcome(id)));
    }
}

/// How much of what was paid lines dispose of.
enum Cover {
    Less,
    Exact,
    More,
}

fn cover(lines: &[&PaymentLine]) -> Cover {
    let mut sum = Some((Exact::ZERO, Exact::ZERO));
    let mut takes_rest = false;
    for line in lines {
        takes_rest |= takes_all_the_rest(&line.amount);
        let parts = parts_of(&line.amount);
        sum = sum.zip(parts).and_then(|((goods, freight), (more_goods, more_freight))| {
            Some((goods.checked_add(more_goods).ok()?, freight.checked_add(more_freight).ok()?))
        });
    }
    let one = Exact::from_integer(1);
    match sum {
        Some((goods, freight)) if goods > one || freight > one => Cover::More,
        Some((goods, freight)) if goods == one && freight == one => Cover::Exact,
        // What is not known takes at least nothing.
        Some(_) | None if takes_rest || gives_all(lines) => Cover::Exact,
        Some(_) | None => Cover::Less,
    }
}

/// Whether a line disposes of all that was paid, whatever the others say.
fn gives_all(lines: &[&PaymentLine]) -> bool {
    lines.iter().any(|line| is_all(&line.amount))
}

/// Whether an amount is surely all that was paid, or more.
pub(super) fn is_all(payment: &Payment) -> bool {
    let covers = |(goods, freight): (Exact, Exact)| goods >= Exact::ONE && freight >= Exact::ONE;
    match payment {
        // What is not known of the others is not less than nothing.
        Payment::Sum(parts) => {
            let known = parts.iter().filter_map(parts_of).try_fold((Exact::ZERO, Exact::ZERO), |sum, part| {
                Some((sum.0.checked_add(part.0).ok()?, sum.1.checked_add(part.1).ok()?))
            });
            known.is_some_and(covers) || parts.iter().any(is_all)
        }
        Payment::Greatest(parts) => parts.iter().any(is_all),
        Payment::Least(parts) => parts.iter().all(is_all),
        Payment::Paid
        | Payment::PaidGoods
        | Payment::PaidFreight
        | Payment::Rest
        | Payment::ReceivedItems
        | Payment::ReturnFreight
        | Payment::Compensation(_)
        | Payment::Fixed(_)
        | Payment::Amount(_)
        | Payment::Fact(_)
        | Payment::Share(..)
        | Payment::Less(..) => parts_of(payment).is_some_and(covers),
    }
}

/// Which parts of the goods' money and of the freight's an amount is; `the rest` is none of them.
pub(super) fn parts_of(payment: &Payment) -> Option<(Exact, Exact)> {
    let one = Exact::from_integer(1);
    match payment {
        Payment::Paid => Some((one, one)),
        Payment::PaidGoods => Some((one, Exact::ZERO)),
        Payment::PaidFreight => Some((Exact::ZERO, one)),
        Payment::Rest => Some((Exact::ZERO, Exact::ZERO)),
        Payment::Share(share, of) => {
            let (goods, freight) = parts_of(of)?;
            Some((goods.checked_mul(*share).ok()?, freight.checked_mul(*share).ok()?))
        }
        Payment::Sum(parts) => parts.iter().try_fold((Exact::ZERO, Exact::ZERO), |(goods, freight), part| {
            let (more_goods, more_freight) = parts_of(part)?;
            Some((goods.checked_add(more_goods).ok()?, freight.checked_add(more_freight).ok()?))
        }),
        Payment::Less(left, right) if takes_rest(right) || takes_rest(left) => None,
        Payment::Less(left, right) => {
            let ((goods, freight), (less_goods, less_freight)) = (parts_of(left)?, parts_of(right)?);
            Some((goods.checked_sub(less_goods).ok()?, freight.checked_sub(less_freight).ok()?))
        }
        Payment::Fixed(money) if money.amount.is_zero() => Some((Exact::ZERO, Exact::ZERO)),
        Payment::ReceivedItems
        | Payment::ReturnFreight
        | Payment::Compensation(_)
        | Payment::Fixed(_)
        | Payment::Amount(_)
        | Payment::Fact(_)
        | Payment::Least(_)
        | Payment::Greatest(_) => None,
    }
}

/// Whether an amount is at least all that the other lines leave.
fn takes_all_the_rest(payment: &Payment) -> bool {
    match payment {
        Payment::Rest => true,
        Payment::Sum(parts) | Payment::Greatest(parts) => parts.iter().any(takes_all_the_rest),
        Payment::Paid
        | Payment::PaidGoods
        | Payment::PaidFreight
        | Payment::ReceivedItems
        | Payment::ReturnFreight
        | Payment::Compensation(_)
        | Payment::Fixed(_)
        | Payment::Amount(_)
        | Payment::Fact(_)
        | Payment::Share(..)
        | Payment::Less(..)
        | Payment::Least(_) => false,
    }
}

fn takes_rest(payment: &Payment) -> bool {
    match payment {
        Payment::Rest => true,
        Payment::Share(_, of) => takes_rest(of),
        Payment::Sum(parts) | Payment::Greatest(parts) | Payment::Least(parts) => parts.iter().any(takes_rest),
        Payment::Less(left, right) => takes_rest(left) || takes_rest(right),
        Payment::Paid
        | Payment::PaidGoods
        | Payment::PaidFreight
        | Payment::ReceivedItems
        | Payment::ReturnFreight
        | Payment::Compensation(_)
        | Payment::Fixed(_)
        | Payment::Amount(_)
        | Payment::Fact(_) => false,
    }
}

/// Reports an outcome whose money depends on what a case was never told.
fn untold(look: &Look<'_, '_>, id: OutcomeId, outcome: &Outcome, diagnostics: &mut Diagnostics) {
    let position = Position::Outcome(id);
    let missing = |told: &Told| {
        told.needs.iter().find_map(|need| match need {
            CaseNeed::Received => Some("how many pieces came back".to_owned()),
            CaseNeed::Amount(amount) => {
                look.process.amounts.get(usize::from(amount.0)).map(|name| format!("the amount `{name}`"))
            }
            CaseNeed::Time(_)
            | CaseNeed::Reason
            | CaseNeed::Service
            | CaseNeed::Paid
            | CaseNeed::PaidGoods
            | CaseNeed::PaidFreight
            | CaseNeed::Calendar(..)
            | CaseNeed::ReturnFreight(_)
            | CaseNeed::Compensation(_)
            | CaseNeed::Order(_) => None,
        })
    };
    let cases = look.explored.all().filter(|told| told.position == position);
    let Some((told, what)) = cases.filter_map(|told| Some((told, missing(told)?))).next() else { return };
    let message = format!("a case can end with `{}` and nobody has told {what}", outcome.name);
    let diagnostic = Diagnostic::new(Code::NOT_TOLD, look.span(outcome.at), message)
        .note("who gets what can then never be said")
        .help("lead that way to another outcome, or let an act on it bring along what is missing");
    diagnostics.push(look.witnessed(diagnostic, told));
}

/// Reports return freight that a case comes to after other return freight, or once more.
fn way_back(look: &Look<'_, '_>, id: StageId, stage: &Stage, diagnostics: &mut Diagnostics) {
    let Some(freight) = &stage.return_freight else { return };
    let here = Position::Stage(id);
    if !reach::ends(look, here) {
        return;
    }
    let behind = next_of(look.process, here).into_iter().filter(|next| *next != here || leads_to_itself(look, id));
    let behind: BTreeSet<Position> = behind.flat_map(|next| reached_from(look.process, next)).collect();
    let others = stages(look.process)
        .filter(|(other, stage)| stage.return_freight.is_some() && behind.contains(&Position::Stage(*other)));
    for (other, second) in others {
        let message = if other == id {
            format!(
                "the way back is paid for each time that the stage `{}` is entered, and it can be entered again",
                stage.name
            )
        } else {
            format!("the way back is paid for in `{}`, and again in `{}`", stage.name, second.name)
        };
        let mut diagnostic = Diagnostic::new(Code::FREIGHT_TWICE, look.span(freight.at), message);
        if let Some(again) = second.return_freight.as_ref().filter(|_| other != id) {
            diagnostic = diagnostic.related(look.span(again.at), "paid for again");
        }
        let diagnostic = diagnostic.help("leave the line where the goods travel, or say that they travel twice");
        let paid_twice = look.explored.all().find(|told| {
            let paid = told.standing.money.iter().filter(|line| line.way == CaseMoneyWay::PaysReturnFreight);
            paid.count() > 1
        });
        diagnostics.push(match paid_twice {
            Some(told) => look.witnessed(diagnostic, told),
            None => look.shown(diagnostic, Position::Stage(other)),
        });
    }
}

fn is_not_settled(fault: &CaseFault, id: OutcomeId) -> bool {
    match fault {
        CaseFault::NotSettled { outcome, .. } => *outcome == id,
        CaseFault::Order(_)
        | CaseFault::NoWay { .. }
        | CaseFault::TwoEnds { .. }
        | CaseFault::TooManySteps { .. }
        | CaseFault::Arithmetic { .. }
        | CaseFault::NoProcess => false,
    }
}
