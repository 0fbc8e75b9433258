//! The oracle: slow, obvious, and independent of the engine's evaluation.
//!
//! It evaluates the model (not the program that lowering makes of it) with
//! fractions of unbounded size, one rule at a time, looking everything up
//! anew. It answers shipments of which everything is known that a rule reads;
//! what is unknown is told apart by asking it about every completion.

mod amount;
pub mod case;
mod condition;
mod price;
mod rate;
mod restriction;
mod weight;

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;
use tarifa_compiler::model::Model;
use tarifa_engine::answer::Verdict;
use tarifa_engine::exact::Exact;
use tarifa_engine::exact::RoundingMode;
use tarifa_engine::program::{LimitTest, LineKind, ParcelMode, Service};
use tarifa_engine::shipment::{Item, Parcel, Shipment};

use restriction::Consignment;
pub use restriction::{OracleLack, OracleReason, OracleUnmet, OracleWarned, Said};

/// A number of any size.
pub type Fraction = BigRational;

/// Something that a rule reads and nobody gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing(pub String);

/// What the oracle says of one service.
#[derive(Clone, Debug, PartialEq)]
pub struct OracleOption {
    /// The service.
    pub service: String,
    /// The verdict.
    pub verdict: Verdict,
    /// The amounts by line name and parcel (0 where the consignment is priced once); lines of no amount are left out.
    pub lines: BTreeMap<(String, usize), Fraction>,
    /// The total.
    pub total: Option<Fraction>,
    /// What each payer pays.
    pub payers: BTreeMap<String, Fraction>,
    /// The billed weights, in grams; one for each parcel that is weighed.
    pub billed_weights: Vec<Fraction>,
    /// What restrictions say; nothing where the service does not carry it.
    pub said: Said,
}

/// What the oracle says of every service, or the one asked for.
pub fn quote(model: &Model, shipment: &Shipment) -> Result<Vec<OracleOption>, Missing> {
    let shipment = &with_items_of_parcels(shipment);
    let asked = |service: &&Service| shipment.service.as_ref().is_none_or(|name| *name == service.name);
    model.services.iter().filter(asked).map(|service| option(model, shipment, service)).collect()
}

/// The days that each service says a shipment takes of which everything is known.
pub fn transit(model: &Model, shipment: &Shipment) -> Result<Vec<Option<(u16, u16)>>, Missing> {
    let shipment = &with_items_of_parcels(shipment);
    let asked = |service: &&Service| shipment.service.as_ref().is_none_or(|name| *name == service.name);
    model.services.iter().filter(asked).map(|service| days(model, shipment, service)).collect()
}

/// For each service every pair of items that does not keep apart, of which an answer tells one for each parcel.
pub fn pairs(model: &Model, shipment: &Shipment) -> Result<Vec<Vec<OracleReason>>, Missing> {
    let shipment = &with_items_of_parcels(shipment);
    let asked = |service: &&Service| shipment.service.as_ref().is_none_or(|name| *name == service.name);
    let of_service = |service: &Service| consignment(model, shipment, service).pairs(&goods(shipment));
    model.services.iter().filter(asked).map(of_service).collect()
}

fn days(model: &Model, shipment: &Shipment, service: &Service) -> Result<Option<(u16, u16)>, Missing> {
    let view = consignment(model, shipment, service);
    for line in &service.transit {
        if view.holds(&line.when)? {
            return Ok(Some((line.from, line.to)));
        }
    }
    Ok(None)
}

/// The shipment with what is in its parcels as its own items.
fn with_items_of_parcels(shipment: &Shipment) -> Shipment {
    let mut whole = shipment.clone();
    let contents = shipment.parcels.iter().flatten().filter_map(|parcel| parcel.items.as_ref());
    for items in contents {
        whole.items.get_or_insert_default().extend(items.iter().cloned());
    }
    whole
}

/// What a rule is evaluated on: the shipment, and the service and parcel at hand.
#[derive(Clone)]
pub(crate) struct View<'a> {
    pub(crate) model: &'a Model,
    pub(crate) shipment: &'a Shipment,
    pub(crate) service: &'a Service,
    /// The parcel at hand, or all of them added.
    pub(crate) parcel: Piece,
    pub(crate) parcel_count: usize,
    pub(crate) item: Option<&'a Item>,
    /// The items that a limit adds up, where they are not all.
    pub(crate) group: Option<Vec<&'a Item>>,
    pub(crate) billed: Option<Fraction>,
    pub(crate) volumetric: Option<Fraction>,
    /// A measure that stands for another value while a band is priced at its bound.
    pub(crate) stand_in: Option<(tarifa_engine::program::Expression, Fraction)>,
    /// The part of the measure inside a progressive row.
    pub(crate) slice: Option<Fraction>,
    /// Whether amounts `per consignment` are charged here.
    pub(crate) first_parcel: bool,
}

/// What is weighed and measured at once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Piece {
    pub(crate) weight: Option<Fraction>,
    /// The sides; of several parcels the longest of each.
    pub(crate) sides: Option<[Fraction; 3]>,
    /// The sides of each parcel in it.
    pub(crate) each: Vec<[Fraction; 3]>,
    pub(crate) volume: Option<Fraction>,
}

/// How far a service gets.
pub(crate) enum Outcome<T> {
    Priced(T),
    Refer,
    Refuse,
}

fn option(model: &Model, shipment: &Shipment, service: &Service) -> Result<OracleOption, Missing> {
    let mut answer = OracleOption {
        service: service.name.clone(),
        verdict: Verdict::NotServed,
        lines: BTreeMap::new(),
        total: None,
        payers: BTreeMap::new(),
        billed_weights: Vec::new(),
        said: Said::default(),
    };
    let views = views(model, shipment, service);
    for view in &views {
        if !view.is_served()? {
            return Ok(answer);
        }
    }
    answer.said = consignment(model, shipment, service).restrictions(&goods(shipment))?;
    if !answer.said.reasons.is_empty() {
        answer.verdict = Verdict::Refused;
        answer.said.unmet.clear();
        return Ok(answer);
    }
    let mut priced = Vec::new();
    for mut view in views {
        view.weigh()?;
        answer.billed_weights.extend(view.billed.clone());
        priced.push(view);
    }
    if service.parcels == ParcelMode::WeighedEach && priced.len() > 1 {
        priced = vec![added(&priced)];
    }
    let several = priced.len() > 1;
    let mut verdict = if answer.said.unmet.is_empty() { Verdict::Available } else { Verdict::Conditional };
    for (index, view) in priced.iter().enumerate() {
        let parcel = if several { index + 1 } else { 0 };
        match view.lines()? {
            Outcome::Priced(lines) => {
                for (line, (amount, payer)) in lines {
                    let line = &model.lines[usize::from(line.0)];
                    let signed = if line.kind == LineKind::Discount { -amount.clone() } else { amount.clone() };
                    *answer.payers.entry(payer).or_insert_with(Fraction::zero) += signed;
                    *answer.lines.entry((line.name.clone(), parcel)).or_insert_with(Fraction::zero) += amount;
                }
            }
            Outcome::Refer => verdict = verdict.min(Verdict::Refer),
            Outcome::Refuse => verdict = verdict.min(Verdict::Refused),
        }
    }
    answer.verdict = verdict;
    if verdict == Verdict::Refused {
        answer.said.unmet.clear();
    }
    if matches!(verdict, Verdict::Available | Verdict::Conditional) {
        answer.total = Some(answer.payers.values().fold(Fraction::zero(), |sum, amount| sum + amount));
    } else {
        answer.lines.clear();
        answer.payers.clear();
    }
    Ok(answer)
}

fn parcels(shipment: &Shipment) -> Vec<Piece> {
    match &shipment.parcels {
        Some(parcels) => parcels.iter().map(parcel_piece).collect(),
        None => vec![whole_piece(shipment)],
    }
}

/// The view of the whole consignment.
fn consignment<'a>(model: &'a Model, shipment: &'a Shipment, service: &'a Service) -> View<'a> {
    let parcels = parcels(shipment);
    let mut view = views(model, shipment, service).remove(0);
    view.parcel = if parcels.len() > 1 { together(&parcels) } else { parcels[0].clone() };
    view
}

/// What is in the consignment, as restrictions see it.
fn goods(shipment: &Shipment) -> Consignment<'_> {
    let all = shipment.items.as_deref().unwrap_or_default();
    let mut parcel_of: Vec<Option<usize>> = Vec::new();
    for (number, parcel) in shipment.parcels.iter().flatten().enumerate() {
        parcel_of.extend(parcel.items.iter().flatten().map(|_| Some(number)));
    }
    parcel_of.resize(all.len(), None);
    let rest = shipment.order_items.as_deref().unwrap_or_default();
    Consignment { items: all.iter().zip(parcel_of).collect(), parcels: parcels(shipment), rest }
}

/// One view for each time that the service weighs and prices.
fn views<'a>(model: &'a Model, shipment: &'a Shipment, service: &'a Service) -> Vec<View<'a>> {
    let pieces: Vec<Piece> = match &shipment.parcels {
        Some(parcels) => parcels.iter().map(parcel_piece).collect(),
        None => vec![whole_piece(shipment)],
    };
    let parcel_count = pieces.len();
    let pieces = match service.parcels {
        ParcelMode::WeighedTogether if parcel_count > 1 => vec![together(&pieces)],
        ParcelMode::WeighedTogether | ParcelMode::PricedEach | ParcelMode::WeighedEach => pieces,
    };
    let view = |(index, parcel)| View {
        model,
        shipment,
        service,
        parcel,
        parcel_count,
        item: None,
        group: None,
        billed: None,
        volumetric: None,
        stand_in: None,
        slice: None,
        first_parcel: index == 0,
    };
    pieces.into_iter().enumerate().map(view).collect()
}

impl View<'_> {
    /// Whether dates, places and limits let the service carry the piece.
    fn is_served(&self) -> Result<bool, Missing> {
        let day_fits = match &self.shipment.ship_date {
            Some(moment) => self.date_lies(moment, 0, self.model.valid)?,
            None if self.model.valid.is_always() => true,
            None => return Err(Missing("ship_date".into())),
        };
        if !day_fits || !self.holds(&self.service.when)? {
            return Ok(false);
        }
        if !self.place_in(self.shipment.origin.as_ref(), "origin", self.service.from)?
            || !self.place_in(self.shipment.destination.as_ref(), "destination", self.service.to)?
        {
            return Ok(false);
        }
        // Of parcels that are weighed together, each must fit by its own sides.
        let each = self.parcel.each.iter().map(|sides| Some(sides.clone()));
        let pieces: Vec<Option<[Fraction; 3]>> =
            if self.parcel.each.len() > 1 { each.collect() } else { vec![self.parcel.sides.clone()] };
        for sides in pieces {
            let one = Self { parcel: Piece { sides, ..self.parcel.clone() }, ..self.clone() };
            for limit in &self.service.limits {
                if one.holds(&limit.scope)? && !one.keeps(&limit.test)? {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    fn keeps(&self, test: &LimitTest) -> Result<bool, Missing> {
        match test {
            LimitTest::Amount { amount, interval } => Ok(condition::lies(&self.amount(amount)?, interval)),
            LimitTest::Condition(condition) => self.holds(condition),
        }
    }
}

fn parcel_piece(parcel: &Parcel) -> Piece {
    piece(parcel.weight.map(base), parcel.sides.map(|sides| sides.map(base)))
}

fn whole_piece(shipment: &Shipment) -> Piece {
    let of_items = || {
        let mut sum = Fraction::zero();
        for item in shipment.items.as_ref().filter(|items| !items.is_empty())? {
            sum += base(item.weight?) * whole(item.quantity.unwrap_or(1));
        }
        Some(sum)
    };
    piece(shipment.weight.map(base).or_else(of_items), shipment.sides.map(|sides| sides.map(base)))
}

fn piece(weight: Option<Fraction>, sides: Option<[Fraction; 3]>) -> Piece {
    let sides = sides.map(|mut sides| {
        sides.sort_by(|a, b| b.cmp(a));
        sides
    });
    let volume = sides.as_ref().map(|[length, width, height]| length * width * height);
    Piece { weight, each: sides.iter().cloned().collect(), sides, volume }
}

/// The pieces as one: weights and volumes added, of each side the longest.
fn together(pieces: &[Piece]) -> Piece {
    let weight = pieces.iter().map(|piece| piece.weight.clone()).sum::<Option<Fraction>>();
    let volume = pieces.iter().map(|piece| piece.volume.clone()).sum::<Option<Fraction>>();
    let longest = |index: usize| pieces.iter().map(|piece| Some(piece.sides.as_ref()?[index].clone())).max().flatten();
    let all_measured = pieces.iter().all(|piece| piece.sides.is_some());
    let sides = if all_measured { (|| Some([longest(0)?, longest(1)?, longest(2)?]))() } else { None };
    let each = pieces.iter().flat_map(|piece| piece.each.clone()).collect();
    Piece { weight, sides, each, volume }
}

/// The weighed pieces as one, with their billed weights added.
fn added<'a>(views: &[View<'a>]) -> View<'a> {
    let mut sum = views[0].clone();
    sum.parcel = together(&views.iter().map(|view| view.parcel.clone()).collect::<Vec<_>>());
    sum.billed = views.iter().map(|view| view.billed.clone()).sum();
    sum.volumetric = views.iter().map(|view| view.volumetric.clone()).sum();
    sum
}

/// The number in the engine's form, as a fraction.
pub(crate) fn fraction(value: Exact) -> Fraction {
    Fraction::new(BigInt::from(value.numerator()), BigInt::from(value.denominator()))
}

pub(crate) fn base(quantity: tarifa_engine::unit::Quantity) -> Fraction {
    fraction(quantity.value) * fraction(quantity.unit.factor())
}

pub(crate) fn whole(number: u64) -> Fraction {
    Fraction::from_integer(BigInt::from(number))
}

/// `value` rounded to a multiple of `step`.
pub(crate) fn round(value: &Fraction, step: &Fraction, mode: RoundingMode) -> Fraction {
    let steps = value / step;
    let size = if steps < Fraction::zero() { -steps.clone() } else { steps.clone() };
    let half = Fraction::new(BigInt::from(1), BigInt::from(2));
    let rest = &size - size.floor();
    let rounded = match mode {
        RoundingMode::Up => size.ceil(),
        RoundingMode::Down => size.floor(),
        RoundingMode::HalfUp => (size + half).floor(),
        RoundingMode::HalfEven if rest == half => {
            let floor = size.floor();
            if (floor.to_integer() % 2_u8).is_zero() { floor } else { size.ceil() }
        }
        RoundingMode::HalfEven => (size + half).floor(),
        RoundingMode::HalfDown => (size - half).ceil(),
    };
    let rounded = rounded * step;
    if steps < Fraction::zero() { -rounded } else { rounded }
}
