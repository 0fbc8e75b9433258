//! From a path to a shipment that keeps every step of it at once.

use tarifa_engine::currency::Money;
use tarifa_engine::date::{Date, Moment};
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{DateField, End, Expression, Interval, PlaceField, Program, ServiceId, WeightStep};
use tarifa_engine::shipment::{Given, GivenRate, Shipment};
use tarifa_engine::unit::{Quantity, Unit};

use crate::region::{Allowed, Path, Space, Subject, Variable};

use super::dates::{self, DayLimits};
use super::facts::{Facts, with_unit};
use super::items::{ItemSpace, ItemWishes, Items};
use super::numbers::{Numbers, Slot, Validity};
use super::places;
use super::search::{Constraint, Solution, solve};

/// Whose shipment is looked for.
#[derive(Clone, Debug)]
pub(crate) struct Parcel<'a> {
    /// The service that is asked.
    pub(crate) service: ServiceId,
    /// The steps of its billed weight that apply.
    pub(crate) steps: Vec<&'a WeightStep>,
    /// Whether its rules read the sides at all.
    pub(crate) sides: Sides,
}

/// Whether the rules of a service read the sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sides {
    /// They do.
    Read,
    /// They do not.
    Unread,
}

/// What became of a path.
#[derive(Clone, Debug)]
pub(super) enum Realised {
    /// A shipment that should be on it.
    Shipment(Box<Shipment>),
    /// No shipment is; the steps of these variables exclude each other.
    Impossible(Vec<Variable>),
    /// It was not found out.
    Unknown,
}

/// How many boxes a search may look at.
const BOXES: usize = 3_000;

/// The day of shipping where none is asked for, counted from 1970-01-01: the tariff's first, or new year 2026.
fn everyday(program: &Program) -> i32 {
    program.valid.from.or(program.valid.to).map_or(20_454, Date::days)
}

/// A weight for a shipment of which nothing asks for one.
pub(super) fn everyday_weight() -> Quantity {
    grams(Exact::from_integer(1000))
}

/// Sides for a shipment of which nothing asks for any.
pub(super) fn everyday_sides() -> [Quantity; 3] {
    [20, 15, 10].map(|side| Quantity { value: Exact::from_integer(side), unit: Unit::Centimetre })
}

/// A value for a shipment of which nothing asks for one.
pub(super) fn everyday_value(program: &Program) -> Money {
    Money { amount: Exact::from_integer(10), currency: program.currency }
}

/// The day of shipping where nothing asks for one.
pub(super) fn everyday_moment(program: &Program) -> Option<Moment> {
    Date::from_days(everyday(program)).map(Moment::Day)
}

/// A path in the words of a shipment.
#[derive(Debug, Default)]
struct Wanted {
    origin: Option<(Variable, tarifa_engine::program::Bits)>,
    destination: Option<(Variable, tarifa_engine::program::Bits)>,
    ship_date: DayLimits,
    other_dates: Vec<(tarifa_engine::program::FactId, DayLimits)>,
    date_variables: Vec<Variable>,
    amounts: Vec<(Variable, Expression, Interval)>,
    items: ItemWishes,
    item_variables: Vec<Variable>,
    facts: Facts,
}

/// Looks for a shipment on `path` whose further `amounts` lie where they must.
pub(super) fn realise(
    program: &Program,
    space: &Space,
    items: &mut ItemSpace,
    parcel: &Parcel<'_>,
    path: &Path,
    further: &[(Expression, Interval)],
) -> Realised {
    let Some(wanted) = read(space, path) else { return Realised::Unknown };
    let mut shipment = Shipment {
        service: program.services.get(parcel.service.0 as usize).map(|service| service.name.clone()),
        ..Shipment::default()
    };
    for (place, wish) in [(&mut shipment.origin, &wanted.origin), (&mut shipment.destination, &wanted.destination)] {
        *place = places::place(program, wish.as_ref().map(|(_, classes)| classes));
        if let (None, Some((variable, _))) = (&place, wish) {
            return Realised::Impossible(vec![*variable]);
        }
    }
    let moments = dates::moments(program, &wanted.ship_date, &wanted_days(program));
    if moments.is_empty() {
        return Realised::Impossible(wanted.date_variables);
    }
    let mut facts = wanted.facts.clone();
    match numbers(program, parcel, &wanted, further, &moments) {
        Numbered::Found { moment, values } => {
            shipment.ship_date = Some(moment);
            let pieces = fill(&mut shipment, &mut facts, &values);
            match items.realise(program, &wanted.items, pieces.items) {
                Items::Found(found) => shipment.items = with_pieces(found, &pieces, &wanted, program),
                Items::Impossible => return Realised::Impossible(wanted.item_variables),
                Items::Unknown => return Realised::Unknown,
            }
        }
        Numbered::Impossible(core) => return Realised::Impossible(core),
        Numbered::Unknown => return Realised::Unknown,
    }
    let Some(given) = facts.given(program) else {
        return Realised::Impossible(path.0.iter().map(|(variable, _)| *variable).collect());
    };
    shipment.facts = given;
    shipment.provided = facts.provided(program, shipment.ship_date.map(|moment| moment.written_day()));
    for (fact, limits) in &wanted.other_dates {
        let (Some(fact), Some(moment)) = (
            program.facts.get(fact.0 as usize),
            dates::moments(program, limits, &wanted_days(program)).first().copied(),
        ) else {
            return Realised::Impossible(wanted.date_variables);
        };
        shipment.facts.insert(fact.name.clone(), Given::Date(moment));
    }
    Realised::Shipment(Box::new(shipment))
}

/// Days that are worth trying: the everyday one, and one in each period of rates.
fn wanted_days(program: &Program) -> Vec<i32> {
    let periods = program.exchange.iter();
    let ends = periods.flat_map(|period| {
        let after = period.valid.to.and_then(Date::next);
        [period.valid.from, period.valid.to, after].into_iter().flatten().map(Date::days)
    });
    let mut days = vec![everyday(program)];
    days.extend(ends);
    days
}

/// Sorts the steps of a path by what they are about.
fn read(space: &Space, path: &Path) -> Option<Wanted> {
    let mut wanted = Wanted::default();
    for (variable, runs) in &path.0 {
        let (subject, allowed) = (space.subject(*variable)?, space.allowed(*variable, runs)?);
        wanted.facts.take(subject, &allowed);
        match (subject, allowed) {
            (Subject::Place(PlaceField::Origin), Allowed::Indices(classes)) => {
                wanted.origin = Some((*variable, classes));
            }
            (Subject::Place(PlaceField::Destination), Allowed::Indices(classes)) => {
                wanted.destination = Some((*variable, classes));
            }
            (Subject::Date(DateField::ShipDate, zone), Allowed::Within(interval)) => {
                wanted.ship_date.push((*zone, interval));
                wanted.date_variables.push(*variable);
            }
            (Subject::Date(DateField::Declared(fact), zone), Allowed::Within(interval)) => {
                wanted.date_variables.push(*variable);
                match wanted.other_dates.iter_mut().find(|(known, _)| known == fact) {
                    Some((_, limits)) => limits.push((*zone, interval)),
                    None => wanted.other_dates.push((*fact, vec![(*zone, interval)])),
                }
            }
            (Subject::Amount(amount), Allowed::Within(interval)) => {
                wanted.amounts.push((*variable, amount.clone(), interval));
            }
            (Subject::AnyItem(condition), Allowed::YesNo(answer)) => {
                let list = if answer { &mut wanted.items.some } else { &mut wanted.items.none };
                list.push(condition.clone());
                wanted.item_variables.push(*variable);
            }
            (_, _) => {}
        }
    }
    Some(wanted)
}

/// What the numbers came to.
enum Numbered {
    Found { moment: Moment, values: Vec<(Slot, Exact)> },
    Impossible(Vec<Variable>),
    Unknown,
}

/// Solves for the numbers, on one day of each set of rates.
fn numbers(
    program: &Program,
    parcel: &Parcel<'_>,
    wanted: &Wanted,
    further: &[(Expression, Interval)],
    moments: &[Moment],
) -> Numbered {
    let all: Vec<&(Variable, Expression, Interval)> = wanted.amounts.iter().collect();
    let mut tried: Vec<(Vec<Constraint>, Solution)> = Vec::new();
    let mut is_proof = true;
    for moment in moments {
        let (mut numbers, constraints) = set_up(program, parcel, &all, further, *moment);
        // The rates of another day change nothing where no amount is converted.
        if tried.iter().any(|(known, _)| *known == constraints) {
            continue;
        }
        let natural = numbers.natural();
        let with_natural: Vec<Constraint> = constraints.iter().cloned().chain(natural).collect();
        let solution = solve(&with_natural, &numbers.starts, BOXES);
        is_proof &= numbers.validity == Validity::Everywhere;
        match &solution {
            Solution::Found(values) => {
                let values = numbers.slots.into_iter().zip(values.iter().copied()).collect();
                return Numbered::Found { moment: *moment, values };
            }
            Solution::Impossible => {}
            Solution::Unknown => is_proof = false,
        }
        tried.push((constraints, solution));
    }
    if !is_proof {
        return Numbered::Unknown;
    }
    let mut core = smallest_core(program, parcel, all, further, moments);
    if tried.len() > 1 {
        core.extend(&wanted.date_variables);
    }
    Numbered::Impossible(core)
}

/// Leaves out the bounds that the contradiction does not need, so that it is never met again in another guise.
fn smallest_core(
    program: &Program,
    parcel: &Parcel<'_>,
    mut core: Vec<&(Variable, Expression, Interval)>,
    further: &[(Expression, Interval)],
    moments: &[Moment],
) -> Vec<Variable> {
    let mut index = 0;
    while index < core.len() && core.len() > 1 {
        let mut without = core.clone();
        without.remove(index);
        let still = moments.iter().all(|moment| {
            let (mut numbers, mut constraints) = set_up(program, parcel, &without, further, *moment);
            constraints.extend(numbers.natural());
            solve(&constraints, &numbers.starts, BOXES / 10) == Solution::Impossible
        });
        if still {
            core = without;
        } else {
            index = index.saturating_add(1);
        }
    }
    core.into_iter().map(|(variable, _, _)| *variable).collect()
}

fn set_up<'a>(
    program: &'a Program,
    parcel: &'a Parcel<'_>,
    amounts: &[&(Variable, Expression, Interval)],
    further: &[(Expression, Interval)],
    moment: Moment,
) -> (Numbers<'a>, Vec<Constraint>) {
    let day = dates::day_in(program, moment, 0).unwrap_or_else(|| moment.written_day().days());
    let mut numbers = Numbers::new(program, &parcel.steps, day);
    if parcel.sides == Sides::Read {
        numbers.add_sides();
    }
    let path = amounts.iter().map(|(_, amount, interval)| (amount, interval));
    let further = further.iter().map(|(amount, interval)| (amount, interval));
    let constraints = path
        .chain(further)
        .map(|(amount, interval)| Constraint { term: numbers.term(amount), target: *interval })
        .collect();
    (numbers, constraints)
}

/// The lower end of a measure over all parcels of a kind, as far as its steps alone tell.
pub(crate) fn least_value(program: &Program, parcel: &Parcel<'_>, measure: &Expression) -> Option<(Exact, End)> {
    let mut numbers = Numbers::new(program, &parcel.steps, everyday(program));
    let term = numbers.term(measure);
    let starts: Vec<Interval> = numbers.starts.iter().map(|start| start.range).collect();
    term.range(&starts).lower
}

/// What the numbers say of the items.
#[derive(Debug, Default)]
struct Pieces {
    /// The fewest items.
    items: usize,
    /// The pieces of all items.
    quantity: Option<u64>,
    /// How many different codes.
    distinct: Option<usize>,
    /// Sums over items.
    totals: Vec<(Expression, Exact)>,
}

/// Writes the numbers into the shipment.
fn fill(shipment: &mut Shipment, facts: &mut Facts, values: &[(Slot, Exact)]) -> Pieces {
    let mut pieces = Pieces::default();
    let mut sides = [None; 3];
    for (slot, value) in values {
        let value = *value;
        let count = || value.to_integer().and_then(|count| u64::try_from(count).ok());
        match slot {
            Slot::Weight => shipment.weight = Some(grams(value)),
            Slot::Side(index) => {
                if let Some(side) = sides.get_mut(*index) {
                    *side = Some(Quantity { value, unit: Unit::Centimetre });
                }
            }
            Slot::DeclaredValue(currency) => {
                shipment.declared_value = Some(Money { amount: value, currency: *currency });
            }
            Slot::Number(fact) => facts.number(*fact, value),
            Slot::Money(fact, currency) => facts.money(*fact, Money { amount: value, currency: *currency }),
            Slot::Quantity => pieces.quantity = count(),
            Slot::DistinctHs(_) => pieces.distinct = count().and_then(|count| usize::try_from(count).ok()),
            Slot::TotalOfItems(amount) => pieces.totals.push((amount.clone(), value)),
            Slot::Opaque(_) => {}
        }
    }
    if let [Some(length), Some(width), Some(height)] = sides {
        shipment.sides = Some([length, width, height]);
    }
    let wants_one = pieces.quantity.is_some_and(|quantity| quantity > 0) || !pieces.totals.is_empty();
    pieces.items = pieces.distinct.unwrap_or(0).max(usize::from(wants_one));
    pieces
}

/// The items with their pieces, codes and sums; none where nothing is said of items.
fn with_pieces(
    mut items: Vec<tarifa_engine::shipment::Item>,
    pieces: &Pieces,
    wanted: &Wanted,
    program: &Program,
) -> Option<Vec<tarifa_engine::shipment::Item>> {
    let nothing_said = wanted.item_variables.is_empty() && pieces.quantity.is_none() && pieces.distinct.is_none();
    if nothing_said && pieces.totals.is_empty() && items.is_empty() {
        return None;
    }
    let others = u64::try_from(items.len().saturating_sub(1)).unwrap_or(0);
    if let (Some(quantity), Some(first)) = (pieces.quantity, items.first_mut()) {
        first.quantity = Some(quantity.saturating_sub(others).max(1));
    }
    if let Some(distinct) = pieces.distinct {
        for (index, item) in items.iter_mut().enumerate() {
            let code = index.min(distinct.saturating_sub(1)).saturating_add(100_001);
            item.hs.get_or_insert_with(|| code.to_string());
        }
    }
    for (amount, total) in &pieces.totals {
        let Expression::TotalOfItems(each) = amount else { continue };
        let Some(first) = items.first_mut() else { continue };
        let quantity = first.quantity.and_then(|quantity| i64::try_from(quantity).ok()).unwrap_or(1);
        let Ok(value) = total.checked_div(Exact::from_integer(quantity)) else { continue };
        set_item_amount(program, first, each, value);
    }
    Some(items)
}

/// Gives an item the amount that makes the sum right, where the amount is a fact of its own.
#[expect(clippy::wildcard_enum_match_arm, reason = "every form that is not looked into is answered alike")]
fn set_item_amount(program: &Program, item: &mut tarifa_engine::shipment::Item, amount: &Expression, value: Exact) {
    use tarifa_engine::program::{Builtin, FactRef};
    match amount {
        Expression::Fact(FactRef::Declared(id)) => {
            if let Some(fact) = program.facts.get(id.0 as usize) {
                item.facts.insert(fact.name.clone(), with_unit(fact, value));
            }
        }
        Expression::Fact(FactRef::Builtin(Builtin::ItemWeight)) => item.weight = Some(grams(value)),
        Expression::Money { fact: FactRef::Builtin(Builtin::ItemUnitValue), currency } => {
            item.unit_value = Some(Money { amount: value, currency: *currency });
        }
        Expression::Money { fact: FactRef::Declared(id), currency } => {
            if let Some(fact) = program.facts.get(id.0 as usize) {
                item.facts.insert(fact.name.clone(), Given::Money(Money { amount: value, currency: *currency }));
            }
        }
        // The engine will say that the sum is not as it should be.
        _ => {}
    }
}

/// A weight in the unit in which people say it.
fn grams(value: Exact) -> Quantity {
    let kilogram = Exact::from_integer(1000);
    match value.checked_div(kilogram) {
        Ok(kilograms) if value >= kilogram && kilograms.to_decimal_string().is_some() => {
            Quantity { value: kilograms, unit: Unit::Kilogram }
        }
        Ok(_) | Err(_) => Quantity { value, unit: Unit::Gram },
    }
}

/// A rate of the host's for what the policy does not fix.
pub(super) fn host_rate(from: tarifa_engine::currency::Currency, to: tarifa_engine::currency::Currency) -> GivenRate {
    GivenRate { from, to, rate: Exact::ONE }
}
