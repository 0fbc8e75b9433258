//! From a standing to an answer that people can read.

mod awaited;
mod due;
mod history;
mod names;
mod open;

use crate::case::{
    Case, CaseFault, CaseNeed, CaseOfProcess, Certainty, MoneyLine, MoneyWay, Position, PreparedCase, Standing,
};
use crate::case_answer::{CaseAnswer, CaseCertainty, CaseMoney, CaseMoneyWay, CaseStanding, CaseStatus};
use crate::currency::{Currency, Money};
use crate::date::Moment;
use crate::evaluate::{Need, Runtime};
use crate::explain::{needs, words};
use crate::prepare::{InputErrors, Prepared};
use crate::program::Program;

pub use due::{due, dues};
use names::Names;

/// Why there is no answer to a case at all.
#[derive(Clone, Debug, thiserror::Error)]
pub enum CaseError {
    /// Something is wrong with the case itself.
    #[error(transparent)]
    Input(#[from] InputErrors),
    /// The process contradicts itself, or a number does not fit.
    #[error("`{process}`: {fault}")]
    Fault {
        /// The process.
        process: String,
        /// What is wrong.
        fault: CaseFault,
    },
}

/// Where `case` stands at `now`: in the process that it names, or in each that applies to its order.
///
/// # Errors
///
/// [`CaseError::Input`] with everything that is wrong with the case, or [`CaseError::Fault`].
pub fn case(runtime: &Runtime, hash: &str, case: &Case, now: Moment) -> Result<CaseAnswer, CaseError> {
    let prepared = runtime.prepare_case(case)?;
    let mut cases = Vec::new();
    let mut warnings: Vec<String> = Vec::new();
    for versions in &prepared {
        let standing = runtime.case(versions, now).map_err(|fault| faulty(runtime, versions, fault))?;
        if let Some(own) = versions.versions.iter().find(|case| case.process == standing.process) {
            cases.extend(self::standing(runtime, own, &standing));
            warnings.extend(own.order.warnings.iter().map(ToString::to_string));
        }
    }
    warnings.dedup();
    let program = runtime.program();
    let now = now.to_string();
    let id = case.id.clone();
    Ok(CaseAnswer { tariff: program.name.clone(), hash: hash.to_owned(), id, now, cases, warnings })
}

/// What a compensation asks for, under the key of a shipment.
#[must_use]
pub fn asked_of_order(program: &Program, order: &Prepared, need: CaseNeed) -> String {
    match need {
        CaseNeed::Order(missing) => {
            needs::need(program, order, &Need { missing, asked_by: smallvec::SmallVec::new() }).fact
        }
        CaseNeed::Service => "service".to_owned(),
        CaseNeed::Time(_)
        | CaseNeed::Reason
        | CaseNeed::Paid
        | CaseNeed::PaidGoods
        | CaseNeed::PaidFreight
        | CaseNeed::Amount(_)
        | CaseNeed::Received
        | CaseNeed::Calendar(..)
        | CaseNeed::ReturnFreight(_)
        | CaseNeed::Compensation(_) => "a case".to_owned(),
    }
}

/// What keeps a case from an answer, with its process.
fn faulty(runtime: &Runtime, case: &CaseOfProcess, fault: CaseFault) -> CaseError {
    let process = case.versions.first().and_then(|case| name(runtime, case));
    CaseError::Fault { process: process.unwrap_or_default(), fault }
}

fn name(runtime: &Runtime, case: &PreparedCase) -> Option<String> {
    runtime.program().processes.get(usize::from(case.process.0)).map(|process| process.name.clone())
}

/// A standing in words.
#[must_use]
pub fn standing(runtime: &Runtime, case: &PreparedCase, standing: &Standing) -> Option<CaseStanding> {
    let names = Names::new(runtime, standing.process, Some(case))?;
    let (process, zone) = (names.process, names.zone);
    let status = match standing.position {
        Position::NotOpen => CaseStatus::NotOpen,
        Position::Stage(_) => CaseStatus::Stage,
        Position::Outcome(_) => CaseStatus::Outcome,
    };
    let certainty = match standing.certainty {
        Certainty::Certain => CaseCertainty::Certain,
        Certainty::Undecided => CaseCertainty::Undecided,
    };
    Some(CaseStanding {
        process: process.name.clone(),
        title: process.title.clone(),
        zone: zone.name().to_string(),
        status,
        name: names.position(standing.position),
        name_title: names.position_title(standing.position),
        certainty,
        opened: standing.opened.map(|when| names.when(when)),
        since: standing.entered.map(|when| names.when(when)),
        reason: standing.reason.map(|reason| names.reason(reason)),
        history: standing.history.iter().map(|step| history::step(&names, step)).collect(),
        attempts: standing.attempts.iter().filter_map(|attempt| history::attempt(&names, attempt)).collect(),
        must: standing.duties.iter().filter_map(|duty| open::duty(&names, standing, duty)).collect(),
        may: standing.rights.iter().filter_map(|right| open::right(&names, standing, right)).collect(),
        waiting: standing.waiting.iter().filter_map(|timer| open::waiting(&names, standing, timer)).collect(),
        next_due: standing.next_due.map(|end| names.deadline(end)),
        money: standing.money.iter().map(|line| payment(&names, standing.currency, line)).collect(),
        undisposed: standing.undisposed.map(|left| Money::new(left, standing.currency)),
        needs: standing.needs.iter().map(|need| names.question(*need)).collect(),
    })
}

fn payment(names: &Names<'_>, currency: Currency, line: &MoneyLine) -> CaseMoney {
    let who = names.party(line.party);
    let amount = Money::new(line.amount, currency);
    let (way, to, text) = match line.way {
        MoneyWay::Held => (CaseMoneyWay::Gets, None, format!("{who} gets {amount}")),
        MoneyWay::Own(to) => {
            let to = names.party(to);
            let text = format!("{who} pays {amount} to {to}");
            (CaseMoneyWay::Pays, Some(to), text)
        }
        MoneyWay::ReturnFreight(service) => {
            let service = names.service(service);
            let text = format!("{who} pays {amount} for the way back via {service}");
            (CaseMoneyWay::PaysReturnFreight, None, text)
        }
    };
    let on = names.position(line.position);
    CaseMoney { who, way, amount, to, on, text, place: words::source_place(names.program, line.at) }
}
