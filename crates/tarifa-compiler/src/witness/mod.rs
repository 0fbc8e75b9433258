//! Witnesses: from a path of a region to a shipment on it, or the proof that there is none.

mod dates;
mod facts;
mod items;
mod numbers;
mod places;
mod range;
mod rates;
mod round_number;
mod search;
mod shipment;
mod term;
