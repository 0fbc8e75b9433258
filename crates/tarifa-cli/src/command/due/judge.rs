//! One case: what falls due in it, where that leads, and what it costs.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _, civil};
use serde::Serialize;
use tarifa::Tariff;
use tarifa::answer::SourcePlace;
use tarifa::case::Case;
use tarifa::case_answer::{CaseCertainty, CaseStanding, Deadline, Included};
use tarifa::date::Moment;

use super::within::Within;
use crate::shipments::{Entry, Problem};

/// What is asked of every case.
pub(super) struct Asked<'a> {
    /// The moment.
    pub(super) now: Moment,
    /// As it was written.
    pub(super) now_text: &'a str,
    /// How far to look ahead.
    pub(super) within: Within,
}

/// What came out of a case.
pub(super) enum Judged {
    /// It was judged.
    Told {
        /// What falls due.
        due: Vec<Due>,
        /// What must be known before it can be decided; empty where it is.
        needs: Vec<String>,
    },
    /// It cannot be taken.
    Wrong(Vec<Problem>),
}

/// Something that falls due.
#[derive(Debug, Serialize)]
pub(super) struct Due {
    /// Where the case is in the input: `line 3`.
    pub(super) case: String,
    /// The same as a number, by which what is due at one instant is put in order.
    #[serde(skip)]
    pub(super) number: usize,
    /// The process.
    process: String,
    /// Where the case stands.
    stage: Option<String>,
    /// Who must act; none where it happens by itself.
    pub(super) who: Option<String>,
    /// What must be done, or what happens.
    pub(super) what: String,
    /// By when.
    pub(super) by: Deadline,
    /// When, in seconds from 1970-01-01.
    #[serde(skip)]
    pub(super) second: i64,
    /// Where the case goes otherwise.
    pub(super) otherwise: Option<String>,
    /// The money that moves then, where that can be told.
    pub(super) money: Vec<String>,
    /// The rule.
    pub(super) place: Option<SourcePlace>,
}

impl Due {
    /// The same, of the case of that number.
    pub(super) fn numbered(self, number: usize) -> Self {
        Self { number, ..self }
    }
}

/// A case that cannot be decided before more is known.
#[derive(Debug, Serialize)]
pub(super) struct Open {
    /// Where it is in the input.
    pub(super) case: String,
    /// What must be known.
    pub(super) needs: Vec<String>,
}

/// A case that cannot be taken.
#[derive(Debug, Serialize)]
pub(super) struct Wrong {
    /// Where it is in the input.
    pub(super) case: String,
    /// Why not.
    pub(super) errors: Vec<Problem>,
}

/// Judges a case.
pub(super) fn judge(tariff: &Tariff, entry: &Entry, asked: &Asked<'_>) -> Judged {
    match told(tariff, entry, asked) {
        Ok((due, needs)) => Judged::Told { due, needs },
        Err(problems) => Judged::Wrong(problems),
    }
}

fn told(tariff: &Tariff, entry: &Entry, asked: &Asked<'_>) -> Result<(Vec<Due>, Vec<String>), Vec<Problem>> {
    let json = entry.json.as_ref().map_err(|message| vec![Problem::of_form(message)])?;
    let case = tariff.case_from_json(json).map_err(Problem::of_input)?;
    let answer = tariff.case(&case, asked.now).map_err(Problem::of_case)?;
    let (mut found, mut needs) = (Vec::new(), Vec::new());
    if answer.cases.is_empty() {
        needs.push("a process that applies to the order".to_owned());
    }
    for standing in &answer.cases {
        if standing.certainty == CaseCertainty::Undecided {
            needs.extend(standing.needs.iter().map(|need| need.fact.clone()));
        }
        let no_zone = || vec![Problem::of_form(format!("the zone `{}` has no clock here", standing.zone))];
        let until = now_in(asked, &standing.zone).and_then(|now| now.checked_add(asked.within.0).ok());
        let until = until.ok_or_else(no_zone)?;
        let of_case = |who, what: &str, by: &Deadline, otherwise: Option<&String>, place: &Option<SourcePlace>| {
            let at: Timestamp = by.instant.parse().ok().filter(|at| *at <= until)?;
            Some(Due {
                case: entry.label.clone(),
                number: 0,
                process: standing.process.clone(),
                stage: standing.name.clone(),
                who,
                what: what.to_owned(),
                by: by.clone(),
                second: at.as_second(),
                otherwise: otherwise.cloned(),
                money: otherwise.map(|name| money(tariff, &case, standing, by, at, name)).unwrap_or_default(),
                place: place.clone(),
            })
        };
        found.extend(standing.must.iter().filter_map(|duty| {
            of_case(Some(duty.who.clone()), &duty.what, duty.by.as_ref()?, duty.otherwise.as_ref(), &duty.place)
        }));
        found.extend(standing.waiting.iter().filter_map(|waiting| {
            let what = waiting.text.split_once(", when ").map_or(waiting.text.as_str(), |(_, why)| why);
            of_case(None, what, waiting.when.as_ref()?, waiting.to.as_ref(), &waiting.place)
        }));
    }
    Ok((found, needs))
}

/// The money that moves when the deadline passes and nobody acts: the case is asked again right after it.
fn money(
    tariff: &Tariff,
    case: &Case,
    standing: &CaseStanding,
    by: &Deadline,
    at: Timestamp,
    otherwise: &str,
) -> Vec<String> {
    let after = match by.instant_included {
        Included::No => Some(at),
        Included::Yes => at.checked_add(SignedDuration::from_secs(1)).ok(),
    };
    let after = after.and_then(|after| after.to_string().parse::<Moment>().ok());
    let later = after.and_then(|after| tariff.case(case, after).ok());
    let later = later.and_then(|later| later.cases.into_iter().find(|later| later.process == standing.process));
    // Where something else comes first, this deadline leads nowhere, and nothing is told of it.
    let Some(later) = later.filter(|later| later.name.as_deref() == Some(otherwise)) else { return Vec::new() };
    later.money.into_iter().skip(standing.money.len()).map(|line| line.text).collect()
}

/// The instant that is asked for, in a zone: of a day, its end.
fn now_in(asked: &Asked<'_>, zone: &str) -> Option<Timestamp> {
    let zone = || TimeZone::get(zone).ok();
    match asked.now {
        Moment::Instant(_) => asked.now_text.trim().replacen(' ', "T", 1).parse().ok(),
        Moment::Day(day) => {
            let day: civil::Date = day.to_string().parse().ok()?;
            let next = day.checked_add(1.day()).ok()?;
            Some(next.to_zoned(zone()?).ok()?.timestamp())
        }
        Moment::Local(_) => {
            let local: civil::DateTime = asked.now_text.trim().replacen(' ', "T", 1).parse().ok()?;
            // Of the hour that is shown twice the later is meant, as everywhere.
            Some(zone()?.to_ambiguous_timestamp(local).later().ok()?)
        }
    }
}
