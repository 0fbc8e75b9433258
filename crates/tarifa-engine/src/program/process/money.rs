//! The money of a process: who gets and pays what, and what a carrier owes.

use serde::{Deserialize, Serialize};

use super::{AmountId, CompensationId, Guard, PartyId};
use crate::currency::{Currency, Money};
use crate::exact::Exact;
use crate::program::nesting::deeper;
use crate::program::{Amount, At, DateField, FactId, Scope, ServiceId};

/// `buyer gets amount maximum paid`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PaymentLine {
    /// Who.
    pub party: PartyId,
    /// From where or to whom.
    pub way: PaymentWay,
    /// How much.
    pub amount: Payment,
    /// Where it holds; otherwise the line says nothing.
    pub when: Option<Guard>,
    /// Where it was written.
    pub at: At,
}

/// From where money comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PaymentWay {
    /// `gets`, `keeps`: out of what was paid for the order.
    Held,
    /// `pays`: out of the party's own pocket, to the other.
    Own(PartyId),
}

/// An amount of money of a case, in the currency of what was paid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Payment {
    /// All that was paid and has not gone back before.
    Paid,
    /// What was paid for the goods.
    PaidGoods,
    /// What was paid for the freight.
    PaidFreight,
    /// `the rest`: what the other lines leave of what was paid.
    Rest,
    /// `price of received items`: the goods that came back, at the price that was paid for them.
    ReceivedItems,
    /// The return freight of the case.
    ReturnFreight,
    /// What a carrier owes by a compensation, converted at the rates of its own day.
    Compensation(CompensationId),
    /// A fixed amount; in another currency it is converted at the case's rates.
    Fixed(Money),
    /// An amount that an act brought along, or that the stage or outcome was entered with.
    Amount(AmountId),
    /// A money fact of the order.
    Fact(FactId),
    /// `30% of paid`.
    Share(Exact, #[serde(deserialize_with = "deeper")] Box<Payment>),
    /// `a + b`.
    Sum(#[serde(deserialize_with = "deeper")] Vec<Payment>),
    /// `a - b`; never below zero.
    Less(#[serde(deserialize_with = "deeper")] Box<Payment>, #[serde(deserialize_with = "deeper")] Box<Payment>),
    /// `the lesser of`; also `a maximum b`.
    Least(#[serde(deserialize_with = "deeper")] Vec<Payment>),
    /// `the greater of`; also `a minimum b`.
    Greatest(#[serde(deserialize_with = "deeper")] Vec<Payment>),
}

/// `return freight via return_line paid by seller when …, otherwise by buyer`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReturnFreight {
    /// The service that carries it back: from the order's destination to its origin.
    pub service: ServiceId,
    /// Who pays: the first whose guard holds.
    pub payers: Vec<(Option<Guard>, PartyId)>,
    /// Where it was written.
    pub at: At,
}

/// What a carrier owes: `compensation lost_ems via ems valid … on lost when reason is lost = …`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Compensation {
    /// The name in the policy.
    pub name: String,
    /// What staff call it.
    pub title: String,
    /// Where it applies.
    pub scope: Scope,
    /// How much; `freight` in it is what the shipment's own service charges.
    pub amount: Reckoning,
    /// The currency of the amounts.
    pub currency: Currency,
    /// The day whose exchange rates it is converted at.
    pub rate_day: DateField,
    /// Where it was written.
    pub at: At,
}

/// An amount that a shipment is reckoned to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reckoning {
    /// An amount as in a price: fixed, per unit, a share, a formula.
    Amount(Amount),
    /// `a + b`.
    Sum(#[serde(deserialize_with = "deeper")] Vec<Reckoning>),
    /// `the lesser of`; also `a maximum b`.
    Least(#[serde(deserialize_with = "deeper")] Vec<Reckoning>),
    /// `the greater of`; also `a minimum b`.
    Greatest(#[serde(deserialize_with = "deeper")] Vec<Reckoning>),
    /// `80% of …`, `3 x …`.
    Times(Exact, #[serde(deserialize_with = "deeper")] Box<Reckoning>),
    /// `(19.00 XDR per kg of weight) in GBP`: at the rates of the compensation's day.
    Converted {
        /// The amount, reckoned in its own currency.
        #[serde(deserialize_with = "deeper")]
        amount: Box<Reckoning>,
        /// That currency.
        from: Currency,
        /// The currency that it is wanted in.
        to: Currency,
    },
}
