//! `tarifa rates`: the price grid of a service to a place, as a carrier prints it.

mod bounds;
mod grid;
pub(crate) mod zone;

use std::collections::BTreeSet;

use clap::Args;
use serde::Serialize;
use tarifa::Tariff;
use tarifa::answer::{ServiceOption, Verdict};
use tarifa::exact::Exact;
use tarifa::program::{End, Program, Service};
use tarifa::shipment::Shipment;
use tarifa::unit::{Quantity, QuantityError, Unit};

use crate::arguments::{Format, RulesArgument};
use crate::exit::Exit;
use crate::rules;
use crate::screen::{Console, weight};
use crate::shipments::{Defaults, Problem, Targets};
use crate::trouble::Trouble;
use bounds::{Bound, Bounds};

/// Print the price grid of a service to a place, as a carrier prints it
///
/// The grid has a row at every weight where the price changes in kind, and one just over it, each with its lines, the
/// total and what applies. Every figure is an answer of the engine, to a parcel with the values of --set; without
/// sides it is as small as the service takes, and without items it holds none.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tarifa rates rules/aliexpress --via standard --to DE --at 2026-03-02
  tarifa rates rules/aliexpress --via economy --from CN --to 'ES(07001)' --at 2026-03-02
  tarifa rates rules/aliexpress --via standard --to DE --at 2026-03-02 \\
    --weight '700 g' --set seller_tier=gold --set 'declared_value=80 USD'")]
pub(crate) struct Rates {
    #[command(flatten)]
    rules: RulesArgument,
    /// The service
    #[arg(long, value_name = "SERVICE")]
    via: String,
    /// The destination: DE, US-AK, 'DE(10115)', or a zone of the rule set, for which one of its places stands
    #[arg(long, value_name = "PLACE")]
    to: String,
    /// The origin, where the prices depend on it
    #[arg(long, value_name = "PLACE")]
    from: Option<String>,
    /// The ship date, where the prices depend on it: 2026-03-02 or '2026-03-02 14:30'
    #[arg(long, value_name = "DATE")]
    at: Option<String>,
    /// Add a row at this weight; may be given several times
    #[arg(long, value_name = "WEIGHT", allow_hyphen_values = true)]
    weight: Vec<String>,
    /// Give what else the prices depend on; may be given several times
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// For whom the grid is written: `human` or `json`
    #[arg(long, value_name = "FORMAT", default_value = "human", hide_possible_values = true)]
    format: Format,
}

/// A row of the grid.
#[derive(Debug, Serialize)]
struct Row {
    /// The weight.
    weight: String,
    /// Why there is a row.
    kind: RowKind,
    /// What the service says.
    answer: ServiceOption,
}

/// Why a grid has a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
enum RowKind {
    /// The last weight of a price.
    UpTo,
    /// The first weight of a price.
    From,
    /// A little above a last weight.
    JustOver,
    /// A little below a first weight.
    JustUnder,
    /// It was asked for.
    Asked,
}

impl Rates {
    /// Prints the grid.
    pub(crate) fn run(&self, console: &mut Console) -> Result<Exit, Trouble> {
        let tariff = rules::only(&self.rules.path)?.load(console)?;
        let asker = self.asker(&tariff)?;
        let rows = self.rows(&tariff, &asker)?;
        match self.format {
            Format::Human => console.result(&grid::render(&rows, self, &asker.shipment, tariff.program()))?,
            Format::Json => console.document(&rows)?,
        }
        if let Some(hint) = hint(&rows) {
            console.summary(&hint);
        }
        let undecided = rows.iter().any(|row| row.answer.verdict == Verdict::Needs);
        Ok(if undecided { Exit::Findings } else { Exit::Fine })
    }

    /// Who answers for a weight.
    fn asker<'a>(&self, tariff: &'a Tariff) -> Result<Asker<'a>, Trouble> {
        let targets = Targets::of(tariff);
        let mut set = self.set.clone();
        set.push(format!("destination={}", self.place(tariff)?));
        let (_, service) = service_called(tariff.program(), &self.via)?;
        let only = zone::only_country(tariff.program(), service.from);
        set.extend(self.from.as_ref().or(only.as_ref()).map(|from| format!("origin={from}")));
        let given = Defaults::new(tariff, &targets, &set, self.at.as_deref(), Some(&self.via))?;
        let mut shipment = Shipment::default();
        given.fill(&mut shipment);
        shipment.sides.get_or_insert(bounds::least_sides(service));
        shipment.items.get_or_insert_default();
        Ok(Asker { tariff, shipment })
    }

    /// The destination, or the place that stands for it where it is a zone.
    fn place(&self, tariff: &Tariff) -> Result<String, Trouble> {
        if let Some(place) = zone::representative(tariff.program(), &self.to) {
            return Ok(place);
        }
        if zone::is_zone_name(&self.to) {
            return Err(zone::unknown(tariff.program(), &self.to));
        }
        Ok(self.to.clone())
    }

    /// The rows, in the order of weights.
    fn rows(&self, tariff: &Tariff, asker: &Asker<'_>) -> Result<Vec<Row>, Trouble> {
        let (index, service) = service_called(tariff.program(), &self.via)?;
        let bounds = Bounds::of(tariff.program(), index, service);
        let any_weight = bounds.at.keys().next().copied();
        let mut rows: Vec<(Exact, Row)> = Vec::new();
        for (bounding, bound) in bounds.at {
            let grain = grain(bounding);
            let (last, over) = match bound.end {
                Some(End::Excluded) => (bounding.checked_sub(grain)?, bounding),
                Some(End::Included) | None => (bounding, bounding.checked_add(grain)?),
            };
            let (kind, kind_over) = match bound.end {
                Some(End::Excluded) => (RowKind::JustUnder, RowKind::From),
                Some(End::Included) | None => (RowKind::UpTo, RowKind::JustOver),
            };
            if !last.is_positive() {
                continue;
            }
            let (at_last, at_over) = (asker.ask(last)?, asker.ask(over)?);
            if matters(&bound, &at_last, &at_over) {
                rows.push((last, Row { weight: weight(last), kind, answer: at_last }));
                rows.push((over, Row { weight: weight(over), kind: kind_over, answer: at_over }));
            }
        }
        for text in &self.weight {
            let asked: Quantity =
                text.parse().map_err(|error: QuantityError| Trouble::Value { message: error.to_string() })?;
            let grams = asked.in_base()?;
            rows.push((grams, Row { weight: text.clone(), kind: RowKind::Asked, answer: asker.ask(grams)? }));
        }
        if rows.is_empty() {
            // The price, or that there is none, is the same at every weight.
            let grams = any_weight.unwrap_or(Exact::from_integer(1000));
            rows.push((grams, Row { weight: weight(grams), kind: RowKind::Asked, answer: asker.ask(grams)? }));
        }
        rows.sort_by_key(|(weight, row)| (*weight, row.kind));
        rows.dedup_by_key(|(weight, _)| *weight);
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    }
}

/// What must be given before every row has its price.
fn hint(rows: &[Row]) -> Option<String> {
    let undecided = rows.iter().filter(|row| row.answer.verdict == Verdict::Needs);
    let facts: BTreeSet<_> = undecided.flat_map(|row| &row.answer.needs).map(|need| need.fact.as_str()).collect();
    let options = facts.iter().map(|fact| match *fact {
        "origin" => "--from".to_owned(),
        "ship_date" => "--at".to_owned(),
        fact => format!("--set {fact}=…"),
    });
    let options: Vec<_> = options.collect();
    (!options.is_empty()).then(|| format!("the prices depend on more: give {}", options.join(", ")))
}

/// The service that is called `name`, with its number.
fn service_called<'a>(program: &'a Program, name: &str) -> Result<(u32, &'a Service), Trouble> {
    let found = (0_u32..).zip(&program.services).find(|(_, service)| service.name == name);
    found.ok_or_else(|| Trouble::UnknownService {
        name: name.to_owned(),
        known: program.services.iter().map(|service| service.name.clone()).collect(),
    })
}

/// The distance to "just over" a bound: 1 g, or a hundredth of a pound or an ounce where the bound was thought in those.
fn grain(bound: Exact) -> Exact {
    let unit = if bound < Unit::Pound.factor() { Unit::Ounce } else { Unit::Pound };
    let hundredth = Exact::new(1, 100).and_then(|part| part.checked_mul(unit.factor()));
    match bound.checked_mul(Exact::from_integer(1000)).map(Exact::to_integer) {
        Ok(Some(_)) => Exact::ONE,
        Ok(None) | Err(_) => hundredth.unwrap_or(Exact::ONE),
    }
}

/// A tariff and everything of the shipment but its weight.
struct Asker<'a> {
    tariff: &'a Tariff,
    shipment: Shipment,
}

impl Asker<'_> {
    /// What the service says of a parcel of so many grams.
    fn ask(&self, weight: Exact) -> Result<ServiceOption, Trouble> {
        let mut shipment = self.shipment.clone();
        shipment.weight = Some(Quantity { value: weight, unit: Unit::Gram });
        let answer =
            self.tariff.quote(&shipment).map_err(|error| Trouble::Shipment { problems: Problem::of_quote(error) })?;
        answer.options.into_iter().next().ok_or(Trouble::NoShipments)
    }
}

/// Whether the price changes in kind here: a row that ends here applied, or other rules apply above.
fn matters(bound: &Bound, last: &ServiceOption, over: &ServiceOption) -> bool {
    let applied = |option: &ServiceOption| -> Vec<(String, String, u32)> {
        let place = |line: &tarifa::answer::AnswerLine| {
            line.place.clone().map(|place| (line.rule.clone(), place.file, place.line))
        };
        option.lines.iter().filter_map(place).collect()
    };
    let below = applied(last);
    let above = applied(over);
    last.verdict != over.verdict || below != above || below.iter().chain(&above).any(|row| bound.rows.contains(row))
}
