//! What rules surely refuse, as far as the item at hand and the shipment say it: the ways in which limits and bans leave
//! nothing between them are then questions about sets.
//!
//! A limit refuses more than is said here: of a sum it is only known that each thing that is added is no more than the
//! sum. What is said is certain, whatever else travels along and in however many parcels.

use tarifa_engine::exact::Exact;
use tarifa_engine::program::{
    AmountTest, Builtin, Condition, End, Expression, FactRef, Interval, LimitPart, Measure, Program, Restriction,
    RestrictionRule, Within,
};

use crate::region::{Region, Undecided};

use super::implied::least;
use super::rules::Rules;

/// What every item that a limit speaks of, and its shipment, must pass for `part` to hold.
pub(super) fn needed(program: &Program, part: &LimitPart) -> Vec<Condition> {
    if part.within == Within::Each {
        return vec![part.test.clone()];
    }
    let Condition::Amount(AmountTest { amount, interval }) = &part.test else { return Vec::new() };
    let mut found = Vec::new();
    if let Some(upper) = interval.upper {
        found.extend(summands(program, amount).into_iter().map(|summand| up_to(summand, upper)));
    }
    found.extend(of_shipment(part.within, amount, *interval));
    found
}

/// What each item adds to a sum at the least; nothing where what is added can be less than nothing.
fn summands(program: &Program, amount: &Expression) -> Vec<Expression> {
    let item = |fact| Expression::Fact(FactRef::Builtin(fact));
    match amount {
        Expression::TotalOfItems(each) => match &**each {
            Expression::Constant(one) if *one == Exact::ONE => vec![item(Builtin::ItemQuantity)],
            each if least(program, each).is_some_and(|(least, _)| least >= Exact::ZERO) => vec![each.clone()],
            Expression::Constant(_)
            | Expression::Measure(_)
            | Expression::Fact(_)
            | Expression::Money { .. }
            | Expression::Line(_)
            | Expression::Group(_)
            | Expression::Slice
            | Expression::Sum(_)
            | Expression::Difference(..)
            | Expression::Product(_)
            | Expression::Least(_)
            | Expression::Greatest(_)
            | Expression::Mean(_)
            | Expression::Convert { .. }
            | Expression::Choose { .. }
            | Expression::TotalOfItems(_)
            | Expression::DistinctHs(_) => Vec::new(),
        },
        // A total so far, beside a sum, is not below nothing.
        Expression::Sum(parts) => parts.iter().flat_map(|part| summands(program, part)).collect(),
        // What is in a parcel weighs no more than the parcel, and is no more than all that travels.
        Expression::Measure(Measure::Weight) => vec![item(Builtin::ItemWeight)],
        Expression::Measure(Measure::TotalQuantity) => vec![item(Builtin::ItemQuantity)],
        Expression::Constant(_)
        | Expression::Measure(
            Measure::BilledWeight
            | Measure::VolumetricWeight
            | Measure::Length
            | Measure::Width
            | Measure::Height
            | Measure::Girth
            | Measure::Volume
            | Measure::ParcelCount,
        )
        | Expression::Fact(_)
        | Expression::Money { .. }
        | Expression::Line(_)
        | Expression::Group(_)
        | Expression::Slice
        | Expression::Difference(..)
        | Expression::Product(_)
        | Expression::Least(_)
        | Expression::Greatest(_)
        | Expression::Mean(_)
        | Expression::Convert { .. }
        | Expression::Choose { .. }
        | Expression::DistinctHs(_) => Vec::new(),
    }
}

/// What a part says of the measures that conditions read, which are those of all parcels together, and of what services
/// carry, which is said of each parcel: several light parcels are heavy together.
fn of_shipment(within: Within, amount: &Expression, interval: Interval) -> Option<Condition> {
    let test = |interval| Condition::Amount(AmountTest { amount: amount.clone(), interval });
    let lower = || interval.lower.map(|lower| test(Interval { lower: Some(lower), upper: None }));
    let upper = || interval.upper.map(|upper| test(Interval { lower: None, upper: Some(upper) }));
    match (kind(amount), within) {
        (Kind::Whole, _) => Some(test(interval)),
        // All that is in some parcels is no less than one of them holds, and no parcel is larger than the largest.
        (Kind::AddedUp | Kind::Largest, Within::Parcel) => lower(),
        (Kind::AddedUp, Within::Consignment) => upper(),
        (Kind::Largest, Within::Consignment) => Some(test(interval)),
        (Kind::AddedUp | Kind::Largest, Within::Each | Within::Order) | (Kind::Unknown, _) => None,
    }
}

/// How a measure of a consignment comes from those of its parcels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It is not of a parcel.
    Whole,
    AddedUp,
    Largest,
    /// This is not looked into.
    Unknown,
}

pub(super) fn kind(amount: &Expression) -> Kind {
    match amount {
        Expression::Measure(measure) => match measure {
            Measure::Weight | Measure::Volume => Kind::AddedUp,
            Measure::Length | Measure::Width | Measure::Height | Measure::Girth => Kind::Largest,
            Measure::TotalQuantity | Measure::ParcelCount => Kind::Whole,
            Measure::BilledWeight | Measure::VolumetricWeight => Kind::Unknown,
        },
        Expression::Money { fact: FactRef::Builtin(Builtin::DeclaredValue), .. } => Kind::Whole,
        Expression::Convert { amount, .. } => kind(amount),
        Expression::Constant(_)
        | Expression::Fact(_)
        | Expression::Money { .. }
        | Expression::Line(_)
        | Expression::Group(_)
        | Expression::Slice
        | Expression::Sum(_)
        | Expression::Difference(..)
        | Expression::Product(_)
        | Expression::Least(_)
        | Expression::Greatest(_)
        | Expression::Mean(_)
        | Expression::Choose { .. }
        | Expression::TotalOfItems(_)
        | Expression::DistinctHs(_) => Kind::Unknown,
    }
}

fn up_to(amount: Expression, upper: (Exact, End)) -> Condition {
    Condition::Amount(AmountTest { amount, interval: Interval { lower: None, upper: Some(upper) } })
}

impl Rules<'_> {
    /// The shipments and items that `part` may let pass.
    pub(super) fn passing(&mut self, part: &LimitPart) -> Result<Region, Undecided> {
        let mut region = Region::FULL;
        for condition in needed(self.program, part) {
            let passes = self.condition(&condition)?;
            region = self.diagram.and(region, passes)?;
        }
        Ok(region)
    }

    /// What a rule within `scope` surely refuses of it.
    pub(super) fn refused(&mut self, it: &Restriction, scope: Region) -> Result<Region, Undecided> {
        match &it.rule {
            RestrictionRule::Forbid => Ok(scope),
            RestrictionRule::Limit(parts) => {
                let mut passes = Region::FULL;
                for part in parts {
                    let part = self.passing(part)?;
                    passes = self.diagram.and(passes, part)?;
                }
                self.diagram.minus(scope, passes)
            }
            // What keeps apart refuses no item by itself.
            RestrictionRule::Require(_) | RestrictionRule::Separate(_) | RestrictionRule::Warn => Ok(Region::EMPTY),
        }
    }
}
