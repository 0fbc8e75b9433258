//! What one part of a limit says of another one: that it is as tight, or that nothing meets both.

use tarifa_engine::exact::Exact;
use tarifa_engine::program::{
    AmountTest, Builtin, Condition, End, Expression, Fact, FactKind, FactRef, Interval, LimitPart, Measure, Program,
    Within,
};

use super::refused::{Kind, kind};

/// Whether whatever passes the part `tight` passes `loose`, too, where the rule of `tight` speaks of all that the rule
/// of `loose` speaks of.
pub(super) fn implies(program: &Program, tight: &LimitPart, loose: &LimitPart) -> bool {
    match (&tight.test, &loose.test) {
        (
            Condition::Amount(AmountTest { amount: tight_amount, interval: tight_interval }),
            Condition::Amount(AmountTest { amount: loose_amount, interval: loose_interval }),
        ) => {
            let is_same = tight_amount == loose_amount;
            let upper_only = loose_interval.lower.is_none() && is_upper_within(tight_interval, loose_interval);
            let both =
                is_upper_within(tight_interval, loose_interval) && is_lower_within(tight_interval, loose_interval);
            let reaches = reach(tight.within) >= reach(loose.within);
            // More items can only be more: nothing is said of a sum's lower bound.
            if adds_up(loose_amount) {
                return (is_same || is_part_of_sum(program, loose_amount, tight_amount)) && upper_only && reaches;
            }
            match kind(loose_amount) {
                Kind::Whole if is_same => both && of_consignment(tight) && of_consignment(loose),
                Kind::Whole => {
                    let is_part = is_part_of_sum(program, loose_amount, tight_amount);
                    is_part && upper_only && of_consignment(tight) && of_consignment(loose)
                }
                Kind::AddedUp | Kind::Largest | Kind::Unknown => {
                    is_same && tight.within == loose.within && both
                        // No parcel holds more than all of them, and none is larger than the largest.
                        || is_same && upper_only && reaches && is_measure(loose_amount)
                }
            }
        }
        (tight_test, loose_test) => tight_test == loose_test && tight.within == loose.within,
    }
}

/// Whether a part is about the consignment as it travels, whole or in parcels.
fn of_consignment(part: &LimitPart) -> bool {
    match part.within {
        Within::Parcel | Within::Consignment => true,
        Within::Each | Within::Order => false,
    }
}

/// Whether an amount is a measure of parcels that conditions add up, or of which they take the largest.
fn is_measure(amount: &Expression) -> bool {
    matches!(kind(amount), Kind::AddedUp | Kind::Largest)
}

/// Whether an amount is a part of a sum of which no other part is below nothing, such as a total so far.
fn is_part_of_sum(program: &Program, part: &Expression, sum: &Expression) -> bool {
    let Expression::Sum(parts) = sum else { return false };
    let mut others = parts.iter().filter(|other| *other != part);
    parts.contains(part) && others.all(|other| is_so_far(program, other))
}

/// Whether an amount is a total so far, which is not below nothing.
fn is_so_far(program: &Program, amount: &Expression) -> bool {
    let fact = match amount {
        Expression::Fact(fact) | Expression::Money { fact, .. } => *fact,
        Expression::Constant(_)
        | Expression::Measure(_)
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
        | Expression::DistinctHs(_) => return false,
    };
    let FactRef::Declared(id) = fact else { return false };
    // No rule reads such a key but the one whose total it is.
    program.facts.get(usize::from(id.0)).is_some_and(|fact| fact.name.contains("_so_far"))
}

/// Whether nothing passes both parts of one scope.
pub(super) fn exclude(program: &Program, lower: &LimitPart, upper: &LimitPart) -> bool {
    match (&lower.test, &upper.test) {
        (
            Condition::Amount(AmountTest { amount: lower_amount, interval: lower_interval }),
            Condition::Amount(AmountTest { amount: upper_amount, interval: upper_interval }),
        ) => {
            let is_whole = matches!(kind(lower_amount), Kind::Whole) && of_consignment(lower) && of_consignment(upper);
            let joins = if adds_up(lower_amount) || is_measure(lower_amount) {
                reach(upper.within) >= reach(lower.within)
            } else {
                is_whole || lower.within == upper.within
            };
            let both = Interval { lower: lower_interval.lower, upper: upper_interval.upper };
            let meet = lower_amount == upper_amount || is_part_of_sum(program, lower_amount, upper_amount);
            meet && joins && both.is_empty()
        }
        (_, _) => false,
    }
}

/// Whether the fewest pieces, of the least of each, come to more than a sum may.
pub(super) fn are_too_many(pieces: &LimitPart, each: &LimitPart, total: &LimitPart) -> bool {
    let test = |part: &LimitPart| if let Condition::Amount(test) = &part.test { Some(test.clone()) } else { None };
    let (Some(count), Some(one), Some(sum)) = (test(pieces), test(each), test(total)) else { return false };
    let counts = count.amount == Expression::TotalOfItems(Box::new(Expression::Constant(Exact::ONE)));
    let sums = each.within == Within::Each && sum.amount == Expression::TotalOfItems(Box::new(one.amount));
    let (Some((fewest, _)), Some((least, least_end)), Some(most)) =
        (count.interval.lower, one.interval.lower, sum.interval.upper)
    else {
        return false;
    };
    let lower = fewest.checked_mul(least).ok().map(|lower| (lower, least_end));
    counts
        && sums
        && pieces.within != Within::Each
        && reach(total.within) >= reach(pieces.within)
        && least > Exact::ZERO
        && lower.is_some_and(|lower| Interval { lower: Some(lower), upper: Some(most) }.is_empty())
}

/// Whether a part lets nothing pass, whatever is shipped.
pub(super) fn leaves_nothing(program: &Program, part: &LimitPart) -> bool {
    let Condition::Amount(AmountTest { amount, interval }) = &part.test else { return false };
    if interval.is_empty() {
        return true;
    }
    least(program, amount).is_some_and(|lower| Interval { lower: Some(lower), upper: interval.upper }.is_empty())
}

/// The least that an amount can be: what is weighed or measured is more than nothing, and of pieces there is one.
pub(super) fn least(program: &Program, amount: &Expression) -> Option<(Exact, End)> {
    let (one, over_nought) = ((Exact::ONE, End::Included), (Exact::ZERO, End::Excluded));
    let nought = (Exact::ZERO, End::Included);
    match amount {
        Expression::Constant(value) => Some((*value, End::Included)),
        // Of items that the rule speaks of there is one at least, of at least one piece.
        Expression::TotalOfItems(each) => least(program, each),
        Expression::Measure(measure) => match measure {
            Measure::Weight
            | Measure::BilledWeight
            | Measure::VolumetricWeight
            | Measure::Length
            | Measure::Width
            | Measure::Height
            | Measure::Girth
            | Measure::Volume => Some(over_nought),
            Measure::TotalQuantity | Measure::ParcelCount => Some(one),
        },
        Expression::Fact(FactRef::Builtin(fact)) => match fact {
            Builtin::ItemQuantity => Some(one),
            Builtin::Weight | Builtin::Length | Builtin::Width | Builtin::Height | Builtin::ItemWeight => {
                Some(over_nought)
            }
            Builtin::Origin
            | Builtin::Destination
            | Builtin::DeclaredValue
            | Builtin::ShipDate
            | Builtin::Items
            | Builtin::Parcels
            | Builtin::ItemCategory
            | Builtin::ItemUnitValue
            | Builtin::ItemHs => None,
        },
        Expression::Fact(FactRef::Declared(id)) => {
            match program.facts.get(usize::from(id.0)).map(|fact: &Fact| &fact.kind) {
                // What the host tells of its own may be nothing: no dry ice, no blade.
                Some(FactKind::Weight | FactKind::Length | FactKind::Volume) => Some(nought),
                Some(
                    FactKind::YesNo
                    | FactKind::Number { .. }
                    | FactKind::Money
                    | FactKind::Date
                    | FactKind::Text
                    | FactKind::Place
                    | FactKind::OneOf(_)
                    | FactKind::AnyOf(_),
                )
                | None => None,
            }
        }
        Expression::Money { .. } => Some(nought),
        Expression::Sum(parts) => {
            // A total so far is not below nothing.
            let parts = parts.iter().map(|part| least(program, part).unwrap_or(nought));
            parts.reduce(|(low, low_end), (next, next_end)| {
                let end =
                    if low_end == End::Excluded || next_end == End::Excluded { End::Excluded } else { End::Included };
                (low.checked_add(next).unwrap_or(low), end)
            })
        }
        Expression::Line(_)
        | Expression::Group(_)
        | Expression::Slice
        | Expression::Difference(..)
        | Expression::Product(_)
        | Expression::Least(_)
        | Expression::Greatest(_)
        | Expression::Mean(_)
        | Expression::Convert { .. }
        | Expression::Choose { .. }
        | Expression::DistinctHs(_) => None,
    }
}

/// Whether a part is about a sum over the items that its rule speaks of, so that a wider rule sums more.
pub(super) fn is_sum(part: &LimitPart) -> bool {
    matches!(&part.test, Condition::Amount(AmountTest { amount, .. }) if adds_up(amount))
}

/// Whether an amount is a sum over the items that a rule speaks of.
fn adds_up(amount: &Expression) -> bool {
    match amount {
        Expression::TotalOfItems(_) => true,
        Expression::Sum(parts) => parts.iter().any(adds_up),
        Expression::Constant(_)
        | Expression::Measure(_)
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
        | Expression::DistinctHs(_) => false,
    }
}

/// How much a part looks at: what a consignment holds, each of its parcels holds no more of.
pub(super) fn reach(within: Within) -> u8 {
    match within {
        Within::Each => 0,
        Within::Parcel => 1,
        Within::Consignment => 2,
        Within::Order => 3,
    }
}

fn is_upper_within(tight: &Interval, loose: &Interval) -> bool {
    match (tight.upper, loose.upper) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some((tight, tight_end)), Some((loose, loose_end))) => {
            tight < loose || tight == loose && (tight_end == End::Excluded || loose_end == End::Included)
        }
    }
}

fn is_lower_within(tight: &Interval, loose: &Interval) -> bool {
    match (tight.lower, loose.lower) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some((tight, tight_end)), Some((loose, loose_end))) => {
            tight > loose || tight == loose && (tight_end == End::Excluded || loose_end == End::Included)
        }
    }
}
