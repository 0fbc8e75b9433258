//! Which service to take: what the policy prefers, then its ranking.

use std::cmp::Ordering;

use crate::answer::{Recommendation, ServiceOption, Verdict};
use crate::evaluate::{Runtime, Truth};
use crate::exact::Exact;
use crate::explain::words;
use crate::prepare::Prepared;
use crate::program::{Preference, Program, RankBy, ServiceId};

/// The ranking of a policy that writes none.
const DEFAULT_RANKING: &[RankBy] = &[RankBy::Total, RankBy::Transit];

/// The recommended service among `options`; none where nothing can be shipped and no answer could change that.
///
/// Ties go to the shorter transit, by its upper end, and then to the name.
pub(crate) fn recommend(runtime: &Runtime, shipment: &Prepared, options: &[ServiceOption]) -> Option<Recommendation> {
    let program = runtime.program();
    let ranking = if program.ranking.is_empty() { DEFAULT_RANKING } else { &program.ranking };
    let (preferred, doubtful) = preferred(runtime, shipment);
    let is_preferred = |option: &ServiceOption| preferred.is_some_and(|rule| holds(program, rule, &option.service));
    let priced = || options.iter().filter(|option| option.total.is_some());
    let undecided = || options.iter().filter(|option| option.verdict == Verdict::Needs);

    let best_of = |candidates: &mut dyn Iterator<Item = &ServiceOption>| {
        candidates.min_by(|a, b| compare(program, ranking, a, b)).map(|best| best.service.clone())
    };
    let favourite = best_of(&mut priced().filter(|option| is_preferred(option)));
    let by_preference = favourite.is_some();
    let best = favourite.or_else(|| best_of(&mut priced()));
    let best = best.and_then(|name| options.iter().find(|option| option.service == name));

    let rivals: Vec<&str> = undecided()
        .filter(|rival| match best {
            // A preferred service gives way only to one that is preferred too.
            Some(best) => (!by_preference || is_preferred(rival)) && could_win(runtime, shipment, ranking, rival, best),
            None => true,
        })
        .map(|rival| rival.service.as_str())
        .collect();
    let preference = preferred.filter(|_| by_preference);
    let place = preference.and_then(|rule| words::source_place(program, rule.at));
    match best {
        None if rivals.is_empty() => None,
        _ if doubtful && options.len() > 1 => Some(Recommendation {
            verdict: Verdict::Needs,
            service: None,
            reason: "a preference cannot be decided".to_owned(),
            place: None,
        }),
        _ if !rivals.is_empty() => Some(Recommendation {
            verdict: Verdict::Needs,
            service: None,
            reason: match rivals.as_slice() {
                [rival] => format!("{rival} is undecided and could win"),
                rivals => format!("{} are undecided and could win", rivals.join(", ")),
            },
            place: None,
        }),
        Some(best) => Some(Recommendation {
            verdict: best.verdict,
            service: Some(best.service.clone()),
            reason: reason(program, ranking, options, best, by_preference),
            place,
        }),
        None => None,
    }
}

/// The preference that holds, and whether one cannot be decided.
fn preferred<'p>(runtime: &'p Runtime, shipment: &Prepared) -> (Option<&'p Preference>, bool) {
    let mut doubtful = false;
    for preference in &runtime.program().preferences {
        let Some(service) = preference.services.iter().next().and_then(|id| u16::try_from(id).ok()) else { continue };
        match runtime.holds(&preference.when, ServiceId(service), shipment) {
            Ok(Truth::Yes) => return (Some(preference), false),
            Ok(Truth::No) => {}
            Ok(Truth::Unknown) | Err(_) => doubtful = true,
        }
    }
    (None, doubtful)
}

fn holds(program: &Program, preference: &Preference, service: &str) -> bool {
    let position = program.services.iter().position(|own| own.name == service);
    position.and_then(|index| u32::try_from(index).ok()).is_some_and(|index| preference.services.contains(index))
}

/// The better of two priced services first.
fn compare(program: &Program, ranking: &[RankBy], a: &ServiceOption, b: &ServiceOption) -> Ordering {
    let by_ranking = ranking.iter().map(|key| match key {
        RankBy::Transit => transit(a).cmp(&transit(b)),
        RankBy::Total | RankBy::Line(_) => amount(program, *key, a).cmp(&amount(program, *key, b)),
    });
    let by_ranking = by_ranking.fold(Ordering::Equal, Ordering::then);
    by_ranking.then_with(|| transit(a).cmp(&transit(b))).then_with(|| a.service.cmp(&b.service))
}

/// Whether a service whose price is not known could stand before `best`.
fn could_win(
    runtime: &Runtime,
    shipment: &Prepared,
    ranking: &[RankBy],
    rival: &ServiceOption,
    best: &ServiceOption,
) -> bool {
    for key in ranking {
        match key {
            RankBy::Transit => match shortest(runtime, shipment, rival).cmp(&transit(best)) {
                Ordering::Less => return true,
                Ordering::Greater => return false,
                Ordering::Equal => {}
            },
            // What is not known could be anything.
            RankBy::Total | RankBy::Line(_) => return true,
        }
    }
    rival.service < best.service
}

/// The most days; a service that does not say stands last.
fn transit(option: &ServiceOption) -> u16 {
    option.transit_days.map_or(u16::MAX, |(_, most)| most)
}

/// The most days of an undecided service, if the facts that are missing turn out so that it takes the shortest time.
fn shortest(runtime: &Runtime, shipment: &Prepared, option: &ServiceOption) -> u16 {
    let program = runtime.program();
    let position = program.services.iter().position(|own| own.name == option.service);
    let id = position.and_then(|index| u16::try_from(index).ok()).map(ServiceId);
    let (Some(service), Some(id)) = (position.and_then(|index| program.services.get(index)), id) else {
        return u16::MAX;
    };
    let lines = runtime.transit(id, shipment).unwrap_or_default();
    let days = lines.iter().filter_map(|(position, _)| service.transit.get(*position)).map(|line| line.to);
    days.min().unwrap_or(u16::MAX)
}

/// The amount that `key` compares.
fn amount(program: &Program, key: RankBy, option: &ServiceOption) -> Option<Exact> {
    match key {
        RankBy::Total => option.total.map(|total| total.amount),
        RankBy::Transit => None,
        RankBy::Line(line) => {
            let name = &program.lines.get(usize::from(line.0))?.name;
            let mut sum = Exact::ZERO;
            for line in option.lines.iter().filter(|line| line.name == *name) {
                sum = sum.checked_add(line.amount.amount).ok()?;
            }
            Some(sum)
        }
    }
}

fn reason(
    program: &Program,
    ranking: &[RankBy],
    options: &[ServiceOption],
    best: &ServiceOption,
    by_preference: bool,
) -> String {
    if by_preference {
        return "preferred by the policy".to_owned();
    }
    let others = options.iter().filter(|option| option.total.is_some() && option.service != best.service);
    if others.clone().next().is_none() {
        return "the only service that takes it".to_owned();
    }
    let decides = |key: &&RankBy| {
        others.clone().any(|other| match key {
            RankBy::Transit => transit(other) != transit(best),
            RankBy::Total | RankBy::Line(_) => amount(program, **key, other) != amount(program, **key, best),
        })
    };
    match ranking.iter().find(decides) {
        Some(RankBy::Total) => "the lowest total".to_owned(),
        Some(RankBy::Transit) => "the shortest transit".to_owned(),
        Some(RankBy::Line(line)) => {
            let name = program.lines.get(usize::from(line.0)).map_or("line", |line| line.name.as_str());
            format!("the lowest {name}")
        }
        None => "the first by name among equals".to_owned(),
    }
}
