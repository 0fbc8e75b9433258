//! Running the examples of cases: where each stands at the moments that are asked for.

use tarifa_compiler::model::{CaseExample, CaseExpectation, CaseLook, CaseMoneyWay};
use tarifa_engine::case_answer::{AttemptVerdict, CaseAnswer, CaseAttempt, CaseStanding, CaseStatus, Deadline};
use tarifa_engine::currency::Money;
use tarifa_engine::date::Moment;
use tarifa_engine::exact::Exact;

use super::{Mismatch, Outcome, is_or_holds};
use crate::Tariff;

/// Runs `example` against `tariff`.
pub fn run_case(tariff: &Tariff, example: &CaseExample) -> Outcome {
    let mut outcome = Outcome {
        title: example.title.clone(),
        span: example.span,
        mismatches: Vec::new(),
        answer: None,
        cases: Vec::new(),
    };
    for look in &example.looks {
        match tariff.case(&example.case, look.at) {
            Ok(answer) => judge_look(look, answer, &mut outcome),
            Err(error) => {
                let expected: Vec<String> = look.expectations.iter().map(|(it, _)| in_words(it)).collect();
                let expected = expected.join(", ");
                outcome.mismatches.push(Mismatch { span: look.span, expected, found: error.to_string() });
            }
        }
    }
    outcome
}

/// What did not come out at one moment, with the answer behind it.
fn judge_look(look: &CaseLook, answer: CaseAnswer, outcome: &mut Outcome) {
    let before = outcome.mismatches.len();
    for (expectation, span) in &look.expectations {
        let judged = match answer.cases.first() {
            Some(standing) => judge(expectation, standing),
            None => Err("no process applies to the order".to_owned()),
        };
        if let Err(found) = judged {
            outcome.mismatches.push(Mismatch { span: *span, expected: in_words(expectation), found });
        }
    }
    if outcome.mismatches.len() > before {
        outcome.cases.push(answer);
    }
}

/// Whether `expectation` is met; otherwise what was found instead.
fn judge(expectation: &CaseExpectation, standing: &CaseStanding) -> Result<(), String> {
    let position = || position(standing);
    let stands = |status, name: &String| standing.status == status && standing.name.as_ref() == Some(name);
    let (met, found) = match expectation {
        CaseExpectation::Stage(name) => (stands(CaseStatus::Stage, name), position()),
        CaseExpectation::Outcome(name) => (stands(CaseStatus::Outcome, name), position()),
        CaseExpectation::NotOpened => (standing.status == CaseStatus::NotOpen, position()),
        CaseExpectation::Money { party, way, amount } => return money(party, *way, *amount, standing),
        CaseExpectation::Must { party, obligation, by } => {
            let duty = standing.must.iter().find(|duty| duty.who == *party && duty.what == *obligation);
            let met = duty.is_some_and(|duty| by.is_none_or(|by| ends(duty.by.as_ref(), by)));
            (met, listed(standing.must.iter().map(|duty| duty.text.as_str()), "nothing to do"))
        }
        CaseExpectation::May { party, act, until } => {
            let mut rights = standing.may.iter().filter(|right| right.who.contains(party) && right.what == *act);
            let met = rights.any(|right| until.is_none_or(|until| ends(right.until.as_ref(), until)));
            (met, listed(standing.may.iter().map(|right| right.text.as_str()), "nobody may do anything"))
        }
        CaseExpectation::NothingToDo => {
            (standing.must.is_empty(), listed(standing.must.iter().map(|duty| duty.text.as_str()), "nothing to do"))
        }
        CaseExpectation::NextDue(moment) => {
            let next = standing.next_due.as_ref();
            (ends(next, *moment), next.map_or_else(|| "nothing is due".to_owned(), |next| format!("next due {next}")))
        }
        CaseExpectation::TooEarly => verdict(AttemptVerdict::TooEarly, standing),
        CaseExpectation::TooLate => verdict(AttemptVerdict::TooLate, standing),
        CaseExpectation::Barred => verdict(AttemptVerdict::Barred, standing),
        CaseExpectation::NotCounted => verdict(AttemptVerdict::NotCounted, standing),
        CaseExpectation::Opens(moment) => {
            let opens = last_attempt(standing).and_then(|attempt| attempt.opens.as_deref());
            (opens.is_some_and(|opens| is_at(opens, *moment)), attempted(standing))
        }
        CaseExpectation::Ended(moment) => {
            let ended = last_attempt(standing).and_then(|attempt| attempt.ended.as_ref());
            (ends(ended, *moment), attempted(standing))
        }
        CaseExpectation::Needs(names) => {
            let is_asked = |name: &String| standing.needs.iter().any(|need| is_asked(name, &need.fact));
            let found = listed(standing.needs.iter().map(|need| need.fact.as_str()), "nothing");
            (names.iter().all(is_asked), format!("needs {found}"))
        }
    };
    if met { Ok(()) } else { Err(found) }
}

/// Where a case stands, and what is missing to tell.
fn position(standing: &CaseStanding) -> String {
    let name = standing.name.as_deref().unwrap_or_default();
    let place = match standing.status {
        CaseStatus::NotOpen => "not opened".to_owned(),
        CaseStatus::Stage => format!("stage {name}"),
        CaseStatus::Outcome => format!("outcome {name}"),
    };
    let attempt = last_attempt(standing).filter(|_| standing.status == CaseStatus::NotOpen);
    let attempt = attempt.map(|attempt| format!(", {} {}: {}", attempt.who, attempt.what, attempt.text));
    let needs = listed(standing.needs.iter().map(|need| need.title.as_str()), "");
    let needs = if needs.is_empty() { needs } else { format!(", needs {needs}") };
    format!("{place}{}{needs}", attempt.unwrap_or_default())
}

/// What a party gets or pays so far.
fn money(party: &str, way: CaseMoneyWay, expected: Money, standing: &CaseStanding) -> Result<(), String> {
    use tarifa_engine::case_answer::CaseMoneyWay as Found;
    let (counts, word): (fn(Found) -> bool, &str) = match way {
        CaseMoneyWay::Gets => (|way| way == Found::Gets, "gets"),
        CaseMoneyWay::Keeps => (|way| way == Found::Gets, "keeps"),
        CaseMoneyWay::Pays => (|way| matches!(way, Found::Pays | Found::PaysReturnFreight), "pays"),
    };
    let mut sum = Exact::ZERO;
    let mut currency = None;
    for line in standing.money.iter().filter(|line| line.who == party && counts(line.way)) {
        currency = Some(line.amount.currency);
        sum = sum.checked_add(line.amount.amount).map_err(|error| error.to_string())?;
    }
    let found = Money { amount: sum, currency: currency.unwrap_or(expected.currency) };
    if found == expected && standing.needs.is_empty() {
        return Ok(());
    }
    let found = if currency.is_none() { format!("{party} {word} nothing") } else { format!("{party} {word} {found}") };
    Err(format!("{found}; {}", position(standing)))
}

fn last_attempt(standing: &CaseStanding) -> Option<&CaseAttempt> {
    standing.attempts.last()
}

fn attempted(standing: &CaseStanding) -> String {
    match last_attempt(standing) {
        Some(attempt) => format!("{} {} on {}: {}", attempt.who, attempt.what, attempt.when, attempt.text),
        None => format!("everything counted; {}", position(standing)),
    }
}

fn verdict(expected: AttemptVerdict, standing: &CaseStanding) -> (bool, String) {
    (last_attempt(standing).is_some_and(|attempt| attempt.verdict == expected), attempted(standing))
}

/// Whether a deadline is that day or minute.
fn ends(deadline: Option<&Deadline>, moment: Moment) -> bool {
    deadline.is_some_and(|deadline| is_at(&deadline.last_minute, moment))
}

/// Whether a minute of the zone's clock is that minute, or one of that day.
fn is_at(minute: &str, moment: Moment) -> bool {
    let written = moment.to_string().replace('T', " ");
    minute.starts_with(written.get(..16).unwrap_or(&written))
}

/// Whether what a case asks for is what `name` means.
fn is_asked(name: &str, asked: &str) -> bool {
    let asked = asked.strip_prefix("order.").unwrap_or(asked);
    match name {
        "time" => asked.starts_with("time of "),
        "paid_goods" => asked == "paid.goods",
        "paid_freight" => asked == "paid.freight",
        "return_freight" => asked == "return freight",
        _ => is_or_holds(name, asked) || asked.rsplit('.').next() == Some(name),
    }
}

fn listed<'a>(texts: impl Iterator<Item = &'a str>, none: &str) -> String {
    let texts: Vec<&str> = texts.collect();
    if texts.is_empty() { none.to_owned() } else { texts.join("; ") }
}

/// The expectation as the language writes it.
fn in_words(expectation: &CaseExpectation) -> String {
    let day = |moment: &Moment| moment.to_string().replace('T', " ");
    let optional = |word: &str, moment: &Option<Moment>| match moment {
        None => String::new(),
        Some(moment) => format!(" {word} {}", day(moment)),
    };
    match expectation {
        CaseExpectation::Stage(name) => format!("stage {name}"),
        CaseExpectation::Outcome(name) => format!("outcome {name}"),
        CaseExpectation::NotOpened => "not opened".to_owned(),
        CaseExpectation::Money { party, way, amount } => {
            let way = match way {
                CaseMoneyWay::Gets => "gets",
                CaseMoneyWay::Keeps => "keeps",
                CaseMoneyWay::Pays => "pays",
            };
            format!("{party} {way} {amount}")
        }
        CaseExpectation::Must { party, obligation, by } => {
            format!("{party} must {obligation}{}", optional("by", by))
        }
        CaseExpectation::May { party, act, until } => format!("{party} may {act}{}", optional("until", until)),
        CaseExpectation::NothingToDo => "nothing to do".to_owned(),
        CaseExpectation::NextDue(moment) => format!("next due {}", day(moment)),
        CaseExpectation::TooEarly => "too early".to_owned(),
        CaseExpectation::Opens(moment) => format!("opens {}", day(moment)),
        CaseExpectation::TooLate => "too late".to_owned(),
        CaseExpectation::Ended(moment) => format!("ended {}", day(moment)),
        CaseExpectation::Barred => "barred".to_owned(),
        CaseExpectation::NotCounted => "not counted".to_owned(),
        CaseExpectation::Needs(names) => format!("needs {}", names.join(" and ")),
    }
}
