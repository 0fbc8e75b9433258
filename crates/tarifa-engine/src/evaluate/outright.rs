//! What a service says to one parcel of which everything that matters is known, told without looking further.
//!
//! It says what the general walk ([`super::run`]) says, or nothing; then that walk decides. What is told to a listener is
//! always the general walk's.

use crate::answer::Verdict;
use crate::exact::Exact;
use crate::prepare::Prepared;
use crate::program::Program;

use super::compact::{Registers, lane};
use super::known::Known;
use super::run::add_up;
use super::{Asked, Index, Quote, restrictions};

/// What the service says; nothing where more must be looked at, and then the answer is to be begun anew.
#[inline(always)]
pub(super) fn quote(
    program: &Program,
    index: &Index,
    shipment: &Prepared,
    asked: Asked,
    quote: &mut Quote,
) -> Option<()> {
    let mut known = Known::new(program, index, shipment, quote.service);
    let mut registers = Registers::new();
    lane::carry(&mut known, &mut registers, quote)?;
    let total = match asked {
        Asked::Quote => Some(lane::price(&known, &mut registers, quote)?),
        Asked::Verdict => None,
    };
    if !index.restrictions().is_empty() {
        restrictions::outright(&mut known, quote)?;
        if quote.verdict == Verdict::Refused {
            quote.lines.clear();
            return Some(());
        }
    }
    match total {
        Some(total) => conclude(program, index.compact().exact(total)?, quote),
        None => Some(()),
    }
}

/// Notes the sums.
#[inline]
fn conclude(program: &Program, total: Exact, quote: &mut Quote) -> Option<()> {
    let payer = quote.lines.first()?.payer;
    if program.payers.len() > 1 && !quote.lines.iter().all(|line| line.payer == payer) {
        return add_up(program, quote).ok();
    }
    quote.payers.push((payer, total));
    quote.total = Some(total);
    Some(())
}
