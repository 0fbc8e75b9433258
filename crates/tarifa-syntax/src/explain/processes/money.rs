//! Slips in amounts of money of cases and compensations.

use super::super::expected;
use super::{Explainer, Failure, Spot};

/// What to write for the lesser or the greater of several amounts.
const CHOICE: &str = "write `lesser of (a, b)`, or `greater of (a, b)`";

impl Explainer<'_> {
    /// What to do about a failure in an amount, or where one is expected.
    pub(super) fn help_with_money(&self, failure: Failure, spot: &Spot<'_>) -> Option<String> {
        if spot.expects("`to`") && self.has_before(failure, "pays") {
            return Some("write to whom: `seller pays 5.00 USD to platform`".to_owned());
        }
        if spot.expects_only("`and`") && spot.found == "," {
            return Some("write the amounts in parentheses: `lesser of (a, b)`".to_owned());
        }
        if spot.found == ")" && spot.expects("`,`") && spot.expects("`maximum`") {
            return Some("write two amounts or more: `lesser of (a, b)`".to_owned());
        }
        if spot.expects(expected::AN_AMOUNT) {
            return matches!(spot.found, "all" | "everything" | "full")
                .then(|| "write `paid` for all that was paid".to_owned());
        }
        if !spot.expects("`maximum`") {
            return None;
        }
        help_behind_amount(spot).or_else(|| self.help_with_measure(failure, spot))
    }

    /// What to do where a measure stands behind a unit without `of`.
    fn help_with_measure(&self, failure: Failure, spot: &Spot<'_>) -> Option<String> {
        let unit = failure.token.checked_sub(1)?;
        let is_unit = (1..=3).any(|back| unit.checked_sub(back).is_some_and(|at| self.text(at) == "per"));
        (is_unit && spot.is_word() && self.has_before(failure, "per"))
            .then(|| format!("write `of` before what is measured: `per {} of {}`", spot.before, spot.found))
    }
}

/// What to do about what stands behind an amount.
fn help_behind_amount(spot: &Spot<'_>) -> Option<String> {
    let help = match (spot.before, spot.found) {
        ("%", found) if spot.is_word() && found != "when" => {
            return Some(format!("a percentage is taken `of` something: `50% of {found}`"));
        }
        ("the", _) | ("what" | "whatever", "is" | "remains" | "was") => "write `the rest`",
        ("half", "of") => "write `50% of paid`",
        ("third", "of") | ("quarter", "of") => "write a percentage: `25% of paid`",
        ("rest", "of") => "write `the rest` alone: it is what the other lines leave of what was paid",
        ("price" | "value" | "cost", "of") => "write `price of received items`",
        ("full" | "whole" | "complete" | "entire", _) => "write `paid` for all that was paid",
        ("back", _) => "delete `back`",
        ("times", _) => "write `x`: `3 x freight`",
        ("min" | "max" | "least" | "minimum" | "maximum" | "lower" | "lowest", "(") => CHOICE,
        (_, "up" | "max" | "capped" | "cap" | "limited" | "but" | "not") => "write `maximum`: `amount maximum paid`",
        (_, "min" | "at") if spot.next == "least" || spot.found == "min" => {
            "write `minimum`: `amount minimum 1.00 USD`"
        }
        (_, "at") => "write the currency before the rate: `declared_value in CNY at rate of order_date`",
        (_, "on" | "rate") => "write `at rate of` and the date: `declared_value in CNY at rate of order_date`",
        (_, "," | "and") => "write each on a line of its own",
        (_, "back") => "delete `back`",
        (_, "as" | "plus" | "minus") => return None,
        _ => return None,
    };
    Some(help.to_owned())
}
