//! Witnesses: from a path of a region to a shipment on it, or the proof that there is none.

mod ask;
mod dates;
mod everyday;
mod facts;
mod items;
mod measured;
mod numbers;
mod places;
mod print;
pub(crate) mod range;
mod rates;
mod round_number;
mod search;
mod shipment;
mod system;
mod term;

pub(crate) use ask::{Asker, Finding, Question, Verdict, quote};
pub(crate) use items::ItemSpace;
pub(crate) use measured::{measured, rates_in};
pub(crate) use print::{example, fact, shipped};
pub(crate) use range::intersection;
pub(crate) use rates::on_day as rate_on_day;
pub(crate) use shipment::{Parcel, Sides, least_value};
pub(crate) use system::System;
