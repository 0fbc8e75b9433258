//! `tarifa rates`: the price grid of a service to a place, as a carrier prints it.

mod bounds;
mod csv;
mod grid;
mod kinks;
mod values;
pub(crate) mod zone;

use std::collections::BTreeSet;

use clap::{Args, ValueEnum};
use serde::Serialize;
use tarifa::Tariff;
use tarifa::answer::{Need, ServiceOption, Verdict};
use tarifa::currency::{Currency, Money};
use tarifa::exact::Exact;
use tarifa::program::{End, Program, Service};
use tarifa::shipment::Shipment;
use tarifa::unit::{Quantity, QuantityError, Unit};

use crate::arguments::RulesArgument;
use crate::exit::Exit;
use crate::rules;
use crate::screen::{Console, weight};
use crate::shipments::{Defaults, Problem, Targets};
use crate::trouble::Trouble;
use bounds::{Bound, Bounds};
use values::Values;

/// Print the price grid of a service to a place, as a carrier prints it
///
/// The grid has a row at every weight where the price changes in kind, and one just over it, each with its lines, the
/// total and what applies. Every figure is an answer of the engine, to a parcel with the values of --set; without
/// sides it is as small as the service takes, and without items it holds none.
///
/// Where the declared value matters and --set gives none, the parcel is worth 10.00 in the tariff's currency, and a second
/// table has a row at every value where the price changes in kind, and one just over it, for the weights of --weight or
/// for one that the service takes.
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
    /// The form: `human`, `json`, or `csv` for spreadsheets
    #[arg(long, value_name = "FORMAT", default_value = "human", hide_possible_values = true)]
    format: RatesFormat,
}

/// The forms of a grid.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum RatesFormat {
    /// For people, on a terminal.
    Human,
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
}

/// A row of the grid.
#[derive(Debug, Serialize)]
struct Row {
    /// The weight.
    weight: String,
    /// The declared value, in a row that is about values.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    /// Why there is a row.
    kind: RowKind,
    /// What the service says.
    answer: ServiceOption,
    /// The lines of which it differs from the row beside it, in a row that is about values.
    #[serde(skip)]
    changed: Vec<String>,
}

impl Row {
    /// A row about a weight.
    fn of_weight(weight: String, kind: RowKind, answer: ServiceOption) -> Self {
        Self { weight, value: None, kind, answer, changed: Vec::new() }
    }

    /// Whether both have a price, and the same lines by the same reckoning.
    fn costs_as(&self, other: &Self) -> bool {
        self.answer.total.is_some()
            && self.answer.total == other.answer.total
            && self.answer.lines == other.answer.lines
    }
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
        let mut rows = self.rows(&tariff, &asker)?;
        rows.extend(self.value_rows(&tariff, &asker, &rows)?);
        match self.format {
            RatesFormat::Human => console.result(&grid::render(&rows, self, &asker))?,
            RatesFormat::Json => console.document(&rows)?,
            RatesFormat::Csv => console.result(&csv::render(&rows)?)?,
        }
        let open: Vec<&Row> = rows.iter().filter(|row| is_open(row)).collect();
        if let Some(hint) = hint(&open, &self.to) {
            console.summary(&hint);
        }
        Ok(if !open.is_empty() { Exit::Findings } else { Exit::Fine })
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
        let mut asker = Asker { tariff, shipment, supposed: None };
        let of_value = |need: &Need| need.fact == "declared_value";
        if asker.ask(Exact::from_integer(1000))?.needs.iter().any(of_value) {
            asker.supposed = Some(Money { amount: Exact::from_integer(10), currency: tariff.program().currency });
        }
        Ok(asker)
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
        let mut add =
            |weighed: Exact, kind, answer| rows.push((weighed, Row::of_weight(weight(weighed), kind, answer)));
        // What is priced alike begins just over the bound before, and at the least weight at first.
        let mut begin = grain(any_weight.unwrap_or(Exact::ONE));
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
            if begin < last {
                for [(last, at_last), (over, at_over)] in kinks::between(asker, (begin, last))? {
                    add(last, RowKind::UpTo, at_last);
                    add(over, RowKind::JustOver, at_over);
                }
            }
            begin = over;
            let (at_last, at_over) = (asker.ask(last)?, asker.ask(over)?);
            if matters(&bound, &at_last, &at_over) || (bound.is_clamp && asker.is_clamped(bounding, &at_last)?) {
                add(last, kind, at_last);
                add(over, kind_over, at_over);
            }
        }
        for text in &self.weight {
            let asked: Quantity =
                text.parse().map_err(|error: QuantityError| Trouble::Value { message: error.to_string() })?;
            let grams = asked.in_base()?;
            rows.push((grams, Row::of_weight(text.clone(), RowKind::Asked, asker.ask(grams)?)));
        }
        if rows.is_empty() {
            // The price, or that there is none, is the same at every weight.
            let grams = any_weight.unwrap_or(Exact::from_integer(1000));
            rows.push((grams, Row::of_weight(weight(grams), RowKind::Asked, asker.ask(grams)?)));
        }
        rows.sort_by_key(|(weight, row)| (*weight, row.kind));
        rows.dedup_by_key(|(weight, _)| *weight);
        let mut shown: Vec<Row> = Vec::new();
        let mut rows = rows.into_iter().map(|(_, row)| row).peekable();
        while let Some(row) = rows.next() {
            // A bound of the scales' alone, at which nothing that is charged changes.
            let is_idle = row.kind == RowKind::JustUnder
                && shown.last().zip(rows.peek()).is_some_and(|(last, next)| row.costs_as(last) && row.costs_as(next));
            if !is_idle {
                shown.push(row);
            }
        }
        Ok(shown)
    }

    /// The rows about declared values, by weight and value; none where the value is given or does not matter.
    fn value_rows(&self, tariff: &Tariff, asker: &Asker<'_>, grid: &[Row]) -> Result<Vec<Row>, Trouble> {
        let (index, service) = service_called(tariff.program(), &self.via)?;
        let values = Values::of(tariff.program(), index, service);
        if asker.shipment.declared_value.is_some() || values.at.is_empty() {
            return Ok(Vec::new());
        }
        let mut rows: Vec<((Exact, Currency, Exact), Row)> = Vec::new();
        for (text, grams) in self.weights_for_values(asker, grid, &values)? {
            for ((currency, bounding), bound) in &values.at {
                let coin = values::coin(*currency);
                let (last, over, kinds) = match bound.end {
                    Some(End::Excluded) => {
                        (bounding.checked_sub(coin)?, *bounding, (RowKind::JustUnder, RowKind::From))
                    }
                    Some(End::Included) | None => {
                        (*bounding, bounding.checked_add(coin)?, (RowKind::UpTo, RowKind::JustOver))
                    }
                };
                let money = |amount| Money { amount, currency: *currency };
                let (at_last, at_over) = (asker.ask_worth(grams, money(last))?, asker.ask_worth(grams, money(over))?);
                if !matters(bound, &at_last, &at_over) {
                    continue;
                }
                let changed = [changes(bound, &at_last, &at_over), changes(bound, &at_over, &at_last)];
                let answers = [(last, kinds.0, at_last), (over, kinds.1, at_over)];
                for ((amount, kind, answer), changed) in answers.into_iter().zip(changed) {
                    let value = Some(money(amount).to_string());
                    let row = Row { weight: text.clone(), value, kind, answer, changed };
                    rows.push(((grams, *currency, amount), row));
                }
            }
        }
        rows.sort_by_key(|(key, row)| (*key, row.kind));
        rows.dedup_by_key(|(key, _)| *key);
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    }

    /// The weights at which values are asked: those of `--weight`, or the first that the service takes.
    fn weights_for_values(
        &self,
        asker: &Asker<'_>,
        grid: &[Row],
        values: &Values,
    ) -> Result<Vec<(String, Exact)>, Trouble> {
        let grams = |text: &str| -> Result<Exact, Trouble> {
            let asked: Quantity =
                text.parse().map_err(|error: QuantityError| Trouble::Value { message: error.to_string() })?;
            Ok(asked.in_base()?)
        };
        if !self.weight.is_empty() {
            return self.weight.iter().map(|text| Ok((text.clone(), grams(text)?))).collect();
        }
        let usual = weight(Exact::from_integer(1000));
        let of_grid = grid.iter().map(|row| row.weight.clone());
        for text in std::iter::once(usual.clone()).chain(of_grid) {
            let grams = grams(&text)?;
            for (currency, amount) in values.at.keys() {
                let verdict = asker.ask_worth(grams, Money { amount: *amount, currency: *currency })?.verdict;
                if verdict != Verdict::NotServed && verdict != Verdict::Refused {
                    return Ok(vec![(text, grams)]);
                }
            }
        }
        let grams = grams(&usual)?;
        Ok(vec![(usual, grams)])
    }
}

/// The lines of which `option` and `other` differ, or of which a row ends or starts at the bound.
fn changes(bound: &Bound, option: &ServiceOption, other: &ServiceOption) -> Vec<String> {
    let is_priced = |option: &&ServiceOption| option.total.is_some();
    let (own, theirs) = (changed_lines(bound, option, other), changed_lines(bound, other, option));
    own.into_iter()
        .chain(Some(theirs).filter(|_| is_priced(&option) && is_priced(&other)).into_iter().flatten())
        .collect()
}

/// The lines of `option` that end or start at the bound, or that `other` does not have from the same statement.
fn changed_lines(bound: &Bound, option: &ServiceOption, other: &ServiceOption) -> Vec<String> {
    let theirs: BTreeSet<_> = applied(other).into_iter().collect();
    let own = option.lines.iter().filter(|line| {
        line.place.as_ref().is_some_and(|place| {
            let row = (line.rule.clone(), place.file.clone(), place.line);
            bound.rows.contains(&row) || (other.total.is_some() && !theirs.contains(&row))
        })
    });
    own.map(|line| line.name.clone()).collect()
}

/// Whether a row waits for something.
fn is_open(row: &Row) -> bool {
    row.answer.verdict == Verdict::Needs
}

/// What must be given before every row has its price.
fn hint(open: &[&Row], to: &str) -> Option<String> {
    let needs = open.iter().flat_map(|row| &row.answer.needs);
    let facts: BTreeSet<_> = needs.map(|need| need.fact.as_str()).collect();
    let country =
        to.get(..2).filter(|country| country.chars().all(|letter| letter.is_ascii_uppercase())).unwrap_or("DE");
    let options = facts.iter().map(|fact| match *fact {
        "origin" => "--from PLACE".to_owned(),
        "origin.postcode" => "--from with a postcode, as in --from 'CN(510000)'".to_owned(),
        "ship_date" => "--at DATE, as in --at 2026-03-02".to_owned(),
        "ship_time" => "--at with the time, as in --at '2026-03-02 14:30'".to_owned(),
        "destination" | "destination.postcode" => format!("--to with a postcode, as in --to '{country}(POSTCODE)'"),
        "destination.subdivision" => format!("--to with a subdivision, as in --to {country}-XX"),
        fact => match fact.strip_prefix("rate ") {
            Some(pair) => format!("--set rates.{pair}=…"),
            None => format!("--set {fact}=…"),
        },
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
    /// What the parcel is worth in the rows about weights, where the price depends on it and nobody says.
    supposed: Option<Money>,
}

impl Asker<'_> {
    /// What the service says of a parcel of so many grams.
    fn ask(&self, weight: Exact) -> Result<ServiceOption, Trouble> {
        let declared_value = self.shipment.declared_value.or(self.supposed);
        self.ask_shipment(weight, Shipment { declared_value, ..self.shipment.clone() })
    }

    /// Whether half as much or twice as much is billed like this weight.
    fn is_clamped(&self, weight: Exact, here: &ServiceOption) -> Result<bool, Trouble> {
        let two = Exact::from_integer(2);
        let billed = |option: &ServiceOption| option.billed_weights.first().map(|billed| billed.grams);
        let [half, twice] = [self.ask(weight.checked_div(two)?)?, self.ask(weight.checked_mul(two)?)?];
        Ok(billed(here).is_some() && [half, twice].iter().any(|other| billed(other) == billed(here)))
    }

    /// What it says where the parcel is worth so much.
    fn ask_worth(&self, weight: Exact, value: Money) -> Result<ServiceOption, Trouble> {
        self.ask_shipment(weight, Shipment { declared_value: Some(value), ..self.shipment.clone() })
    }

    fn ask_shipment(&self, weight: Exact, mut shipment: Shipment) -> Result<ServiceOption, Trouble> {
        shipment.weight = Some(Quantity { value: weight, unit: Unit::Gram });
        let answer =
            self.tariff.quote(&shipment).map_err(|error| Trouble::Shipment { problems: Problem::of_quote(error) })?;
        answer.options.into_iter().next().ok_or(Trouble::NoShipments)
    }
}

/// Whether the price changes in kind here: a row that ends here applied, or other rules apply above.
fn matters(bound: &Bound, last: &ServiceOption, over: &ServiceOption) -> bool {
    let below = applied(last);
    let above = applied(over);
    last.verdict != over.verdict || below != above || below.iter().chain(&above).any(|row| bound.rows.contains(row))
}

/// The statement and the row of each line, by name, file and line.
fn applied(option: &ServiceOption) -> Vec<(String, String, u32)> {
    let place =
        |line: &tarifa::answer::AnswerLine| line.place.clone().map(|place| (line.rule.clone(), place.file, place.line));
    option.lines.iter().filter_map(place).collect()
}
