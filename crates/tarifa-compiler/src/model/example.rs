//! Examples and invariants: what the author expects of the rule set.

use tarifa_diagnostics::Span;
use tarifa_engine::answer::Verdict;
use tarifa_engine::currency::Money;
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{Condition, Expression, Interval, Measure, ServiceId};
use tarifa_engine::shipment::Shipment;

/// A shipment and what is expected of it; one for each row of an `examples` table.
#[derive(Clone, Debug)]
pub struct Example {
    /// The title; a table's rows add their number.
    pub title: String,
    /// The example, or the row.
    pub span: Span,
    /// The shipment.
    pub shipment: Shipment,
    /// What is expected; at least one.
    pub expectations: Vec<(Expectation, Span)>,
}

/// One expectation of the service asked for (of the recommended one where none is).
#[derive(Clone, Debug, PartialEq)]
pub enum Expectation {
    /// `total 88.60 CNY`.
    Total(Money),
    /// `freight 12.25`, `charge fuel 3.10 CNY`: the sum of the lines of that name.
    Line(String, Money),
    /// `charge fuel`: the line is there.
    LinePresent(String),
    /// `no charge fuel`: it is not.
    LineAbsent(String),
    /// `billed weight 1.2 kg`, in grams.
    BilledWeight(Exact),
    /// `seller pays 88.60`.
    PayerTotal(String, Money),
    /// `service standard`: the recommendation.
    Recommended(String),
    /// `available`, `conditional`, `refused`, `not served`, `refer`, `needs`.
    Verdict(Verdict),
    /// `needs battery`: this fact is asked for.
    NeedsFact(String),
    /// `refused by name`, `refer by name`: this rule is among the reasons.
    By(Verdict, String),
    /// `requires cpnp, un38_3`: exactly these documents are lacking, by name.
    Requires(Vec<String>),
    /// `warns charge_state`: this rule warns.
    Warns(String),
    /// `no warning charge_state`: this rule does not; none where no rule does.
    NoWarning(Option<String>),
    /// `compensation lost_ems 560.00 CNY`: it is owed, and so much where an amount is written.
    Compensation(String, Option<Money>),
    /// `no compensation lost_ems`: nothing is owed by it.
    NoCompensation(String),
}

/// A claim about every shipment.
#[derive(Clone, Debug)]
pub struct Invariant {
    /// The title, or the claim as written.
    pub title: String,
    /// Where it stands.
    pub span: Span,
    /// What is claimed.
    pub claim: InvariantClaim,
    /// The services for which it is claimed; all where none is named.
    pub services: Vec<ServiceId>,
    /// The shipments for which it is claimed.
    pub when: Condition,
}

/// What an invariant claims.
#[derive(Clone, Debug, PartialEq)]
pub enum InvariantClaim {
    /// `freight rises with weight`: the amount never moves the other way as the measure rises, all else equal.
    Moves {
        /// A line, or the total where none is named.
        line: Option<String>,
        /// Which way it may move.
        trend: Trend,
        /// What rises.
        with: Measure,
    },
    /// `never available when …`.
    Never(Verdict),
    /// `always refused when …`.
    Always(Verdict),
    /// `total at least 8.00`: the amount lies within the bounds whenever there is a price.
    Within {
        /// The amount, in the tariff's currency; none for the total.
        amount: Option<Expression>,
        /// The bounds.
        interval: Interval,
    },
}

/// Which way an amount may move as a measure rises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// Up, or not at all.
    Rises,
    /// Down, or not at all.
    Falls,
}
