//! What a host tells of a case: in its own words, before it is checked against a tariff.

use std::collections::BTreeMap;

use crate::currency::Money;
use crate::date::Moment;
use crate::shipment::{Given, Shipment};

/// A case of an order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Case {
    /// What the host calls it, so that it finds it again; no answer depends on it.
    pub id: Option<String>,
    /// The process; each that applies to the order where none is named.
    pub process: Option<String>,
    /// The order.
    pub order: Shipment,
    /// What was paid for it.
    pub paid: PaidInput,
    /// What went back before, in other cases of the order.
    pub refunded_before: Option<Money>,
    /// Why the case is opened, where the act of opening does not say.
    pub reason: Option<String>,
    /// What happened, in any order.
    pub events: Vec<CaseEvent>,
}

/// What was paid for an order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PaidInput {
    /// All together; the sum of the parts where it is not given.
    pub total: Option<Money>,
    /// For the goods.
    pub goods: Option<Money>,
    /// For the freight.
    pub freight: Option<Money>,
}

/// Something that happened, or will.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseEvent {
    /// When: a day, a local time of the process's zone, or an instant.
    pub at: Moment,
    /// What.
    pub what: WhatHappened,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum WhatHappened {
    /// Something outside the process.
    Event {
        /// Its name: `delivered`.
        event: String,
        /// The parcel that it is about, from 1; the whole order where none is said.
        parcel: Option<u64>,
    },
    /// Something that a party did.
    Act {
        /// Who.
        by: String,
        /// What: `open`, `accept`.
        act: String,
        /// Why a case is opened.
        reason: Option<String>,
        /// What was shown: `photo`.
        evidence: Vec<String>,
        /// How many pieces of each item have come back, in the order of the items.
        received: Option<Vec<u64>>,
        /// Facts of the order, and amounts of money, by name.
        arguments: BTreeMap<String, Given>,
    },
}
