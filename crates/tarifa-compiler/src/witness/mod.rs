//! Witnesses: from a path of a region to a shipment on it, or the proof that there is none.

mod range;
mod round_number;
mod search;
mod term;
