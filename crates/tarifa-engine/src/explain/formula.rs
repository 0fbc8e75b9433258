//! Formulas with their numbers.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use crate::exact::Exact;
use crate::program::{Amount, Component, Count, Expression, Per, Program, Units};

use super::words::{self, Kind};

/// The value that each node of a formula had, by the node's address.
pub(super) type Values = HashMap<*const Expression, Exact, FxBuildHasher>;

/// A component of a price with its numbers: `7 x 0.75 per started 10 g over 50 g`.
pub(super) fn component(
    component: &Component,
    counted: Option<Exact>,
    currency: crate::currency::Currency,
    values: &Values,
    program: &Program,
) -> String {
    match &component.amount {
        Amount::Flat(amount) => words::amount(*amount, currency),
        Amount::Units(rate) => units(rate, counted, currency),
        Amount::Share { share, of } => {
            let percent = share.checked_mul(Exact::from_integer(100)).unwrap_or(*share);
            format!("{}% of {}", words::number(percent), operand(of, values, program))
        }
        Amount::Formula(formula) => expression(formula, values, program),
    }
}

fn units(rate: &Units, counted: Option<Exact>, currency: crate::currency::Currency) -> String {
    let per = per(rate);
    let above = if rate.above.is_zero() { String::new() } else { format!(" over {}", in_unit(rate.above, &rate.unit)) };
    let price = words::amount(rate.rate, currency);
    match counted {
        Some(count) => format!("{} x {price} {per}{above}", words::number(count)),
        None => format!("{price} {per}{above}"),
    }
}

/// `per started 10 g`.
fn per(rate: &Units) -> String {
    let started = match rate.count {
        Count::Proportional => "per",
        Count::Started => "per started",
    };
    let step = in_unit(rate.step, &rate.unit);
    let step = step.strip_prefix("1 ").unwrap_or(&step);
    format!("{started} {step}")
}

fn in_unit(base: Exact, unit: &Per) -> String {
    match unit {
        Per::Unit(unit) => words::quantity(base, *unit),
        Per::Item => format!("{} {}", words::number(base), if base == Exact::ONE { "item" } else { "items" }),
        Per::Parcel => format!("{} {}", words::number(base), if base == Exact::ONE { "parcel" } else { "parcels" }),
        Per::Money(currency) => Kind::Money(*currency).show(base),
        Per::Number(label) => Kind::Number(label.clone()).show(base),
    }
}

/// A formula whose operands stand with their values.
pub(super) fn expression(formula: &Expression, values: &Values, program: &Program) -> String {
    let value = || {
        let value = values.get(&std::ptr::from_ref(formula)).copied();
        value.map_or_else(String::new, |value| format!(" {}", Kind::of(formula, program).show(value)))
    };
    let list = |parts: &[Expression]| {
        parts.iter().map(|part| expression(part, values, program)).collect::<Vec<_>>().join(", ")
    };
    match formula {
        Expression::Constant(number) => words::number(*number),
        Expression::Measure(measure) => format!("{}{}", words::measure(*measure), value()),
        Expression::Fact(fact) => format!("{}{}", words::fact(*fact, program), value()),
        Expression::Money { fact, currency } => {
            format!("{} in {currency}{}", words::fact(*fact, program), value())
        }
        Expression::Line(line) => {
            let name = program.lines.get(usize::from(line.0)).map_or("", |line| line.name.as_str());
            format!("{name}{}", value())
        }
        Expression::Group(group) => {
            let name = program.groups.get(usize::from(group.0)).map_or("", |group| group.name.as_str());
            format!("{name}{}", value())
        }
        Expression::Slice => value().trim_start().to_owned(),
        Expression::Sum(parts) => {
            parts.iter().map(|part| expression(part, values, program)).collect::<Vec<_>>().join(" + ")
        }
        Expression::Difference(left, right) => {
            format!("{} - {}", expression(left, values, program), operand(right, values, program))
        }
        Expression::Product(parts) => {
            parts.iter().map(|part| operand(part, values, program)).collect::<Vec<_>>().join(" x ")
        }
        Expression::Least(parts) => format!("the lesser of ({})", list(parts)),
        Expression::Greatest(parts) => format!("the greater of ({})", list(parts)),
        Expression::Mean(parts) => format!("the mean of ({})", list(parts)),
        Expression::Convert { amount, to, .. } => {
            format!("{} in {to}{}", operand(amount, values, program), value())
        }
        Expression::Choose { arms, otherwise } => {
            let chosen = arms.iter().map(|(_, value)| value).find(|arm| values.contains_key(&std::ptr::from_ref(*arm)));
            expression(chosen.unwrap_or(otherwise), values, program)
        }
        Expression::TotalOfItems(inner) => format!("total {}{}", expression(inner, values, program), value()),
        Expression::DistinctHs(digits) => {
            let digits = if *digits == 0 { String::new() } else { digits.to_string() };
            format!("count of distinct hs{digits}{}", value())
        }
    }
}

/// A formula as part of another: in parentheses where it needs them.
fn operand(formula: &Expression, values: &Values, program: &Program) -> String {
    let text = expression(formula, values, program);
    match formula {
        Expression::Sum(_) | Expression::Difference(..) => format!("({text})"),
        Expression::Constant(_)
        | Expression::Measure(_)
        | Expression::Fact(_)
        | Expression::Money { .. }
        | Expression::Line(_)
        | Expression::Group(_)
        | Expression::Slice
        | Expression::Product(_)
        | Expression::Least(_)
        | Expression::Greatest(_)
        | Expression::Mean(_)
        | Expression::Convert { .. }
        | Expression::Choose { .. }
        | Expression::TotalOfItems(_)
        | Expression::DistinctHs(_) => text,
    }
}
