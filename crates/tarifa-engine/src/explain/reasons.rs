//! Why a service is not available, with the value and the bound.

use crate::answer::{Cited, Reason, ReasonKind};
use crate::evaluate::Reason as Found;
use crate::prepare::Prepared;
use crate::program::{BlockId, Body, Condition, LimitTest, Program, RowOutcome, Service};

use super::restrictions;
use super::words::{self, Kind};

/// The reason in words.
pub(super) fn reason(program: &Program, service: &Service, shipment: &Prepared, found: &Found) -> Reason {
    match *found {
        Found::TariffDates => {
            let text = format!("{} is valid {}, and the ship date lies outside", program.name, program.valid);
            plain(ReasonKind::Dates, text, &program.name)
        }
        Found::ServiceDates => Reason {
            place: words::source_place(program, service.at),
            ..plain(ReasonKind::Dates, format!("{} is not in use on the ship date", service.name), &service.name)
        },
        Found::Origin => Reason {
            place: words::source_place(program, service.at),
            ..plain(
                ReasonKind::Origin,
                format!("{} collects only from {}", service.name, places_called(program, service.from.0)),
                &service.name,
            )
        },
        Found::Destination => Reason {
            place: words::source_place(program, service.at),
            ..plain(
                ReasonKind::Destination,
                format!("{} delivers only to {}", service.name, places_called(program, service.to.0)),
                &service.name,
            )
        },
        Found::Limit { limit, parcel, value } => {
            let Some(limit) = service.limits.get(usize::from(limit)) else {
                return plain(ReasonKind::Limit, String::new(), &service.name);
            };
            let value = value.map(|value| match &limit.test {
                LimitTest::Amount { amount, .. } => Kind::of(amount, program).show_beside(value, &limit.text),
                LimitTest::Condition(Condition::Amount(test)) => {
                    Kind::of(&test.amount, program).show_beside(value, &limit.text)
                }
                LimitTest::Condition(_) => words::number(value),
            });
            let of_parcel = match shipment.parcels.len() {
                0 | 1 => String::new(),
                _ => format!(" of parcel {}", parcel.saturating_add(1)),
            };
            let here = value.as_ref().map_or_else(String::new, |value| format!(", here{of_parcel} it is {value}"));
            Reason {
                bound: Some(limit.text.clone()),
                parcel: (shipment.parcels.len() > 1).then(|| usize::from(parcel).saturating_add(1)),
                place: words::source_place(program, limit.at),
                value: value.clone(),
                ..plain(ReasonKind::Limit, format!("{} carries {}{here}", service.name, limit.text), &service.name)
            }
        }
        Found::Forbidden { restriction, item } => restrictions::forbidden(program, shipment, restriction, item),
        Found::OverLimit { restriction, part, item, parcel, value } => {
            let exceeded = restrictions::Exceeded { restriction, part, item, parcel, value };
            restrictions::over_limit(program, shipment, &exceeded)
        }
        Found::NotSeparate { restriction, first, second, parcel } => {
            restrictions::not_separate(program, shipment, restriction, (first, second), parcel)
        }
        Found::Refused { block, row } => of_row(program, block, row, ReasonKind::Refused),
        Found::Refer { block, row } => of_row(program, block, row, ReasonKind::Refer),
    }
}

/// A reason that says nothing but its words.
pub(super) fn plain(kind: ReasonKind, text: String, rule: &str) -> Reason {
    Reason {
        kind,
        text,
        rule: rule.to_owned(),
        item: None,
        other_item: None,
        parcel: None,
        cited: Cited::default(),
        value: None,
        bound: None,
        place: None,
    }
}

/// The most countries that are listed behind the names of zones.
const MOST_LISTED: usize = 8;

/// A set of places as the author wrote it; where that names zones, with the countries that they come to.
fn places_called(program: &Program, set: u32) -> String {
    let places = &program.places;
    let name = places.names.get(set as usize).map_or("its places", String::as_str);
    let names_zones = name.split(", ").any(|part| part.starts_with(char::is_lowercase));
    let Some(classes) = places.sets.get(set as usize).filter(|_| names_zones) else { return name.to_owned() };
    let within = places.countries.iter().filter_map(|country| {
        let all = country.first..country.first.saturating_add(country.class_count());
        let inside = all.clone().filter(|class| classes.contains(*class)).count();
        match inside {
            0 => None,
            _ if inside == all.count() => Some(country.code.clone()),
            _ => Some(format!("part of {}", country.code)),
        }
    });
    let countries: Vec<_> = within.collect();
    match countries.len() {
        0 => name.to_owned(),
        1..=MOST_LISTED => format!("{name} (that is {})", countries.join(", ")),
        many => format!("{name} ({many} countries)"),
    }
}

/// What the row of a price statement says instead of a price.
fn of_row(program: &Program, block: BlockId, row: u32, kind: ReasonKind) -> Reason {
    let Some(block) = program.blocks.get(block.0 as usize) else { return plain(kind, String::new(), "") };
    let row = row as usize;
    let (outcome, at) = match &block.body {
        Body::Single(outcome) => (Some(outcome), block.at),
        Body::Bands(bands) => bands.rows.get(row).map_or((None, block.at), |row| (Some(&row.outcome), row.at)),
        Body::Progressive(progressive) => {
            progressive.rows.get(row).map_or((None, block.at), |row| (Some(&row.outcome), row.at))
        }
        Body::Rows(rows) => rows.rows.get(row).map_or((None, block.at), |row| (Some(&row.outcome), row.at)),
    };
    let said = match outcome {
        Some(RowOutcome::Refuse(text) | RowOutcome::Refer(text)) => text.clone(),
        Some(RowOutcome::Price(_) | RowOutcome::Repeat) | None => None,
    };
    let text = said.unwrap_or_else(|| match kind {
        ReasonKind::Refer => format!("{} asks to be referred", block.name),
        ReasonKind::Refused
        | ReasonKind::Dates
        | ReasonKind::Origin
        | ReasonKind::Destination
        | ReasonKind::Limit
        | ReasonKind::Forbidden
        | ReasonKind::OverLimit
        | ReasonKind::NotSeparate => format!("{} has no price here", block.name),
    });
    Reason { place: words::source_place(program, at), ..plain(kind, text, &block.name) }
}
