//! What amounts are reckoned from: the measures of the parcel, and behind them the lines that are charged so far.

use crate::program::LineId;

use super::parts::{Measures, SLOTS, Slot};

/// How many registers a quote has.
const REGISTERS: usize = 32;

/// A measure, or a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::evaluate) struct Register(usize);

/// Registers that are added up, a bit for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum(u32);

/// The numbers of one quote, in parts.
#[derive(Clone, Copy, Debug)]
pub(in crate::evaluate) struct Registers {
    /// The measures, below nought where one is missing; then the lines, nought where one is not charged.
    numbers: [i64; REGISTERS],
    /// The lines that are charged.
    charged: Sum,
}

impl Register {
    pub(super) const fn of_measure(slot: Slot) -> Self {
        Self(slot as usize)
    }

    #[inline]
    fn of_line(line: LineId) -> Self {
        Self(usize::from(line.0).saturating_add(SLOTS))
    }

    /// The line that it is, or else the measures have it.
    pub(in crate::evaluate) fn line(self) -> Option<LineId> {
        self.0.checked_sub(SLOTS).and_then(|line| u16::try_from(line).ok()).map(LineId)
    }

    #[inline]
    const fn bit(self) -> u32 {
        1_u32.wrapping_shl(self.0 as u32)
    }
}

impl Sum {
    /// Nothing.
    pub(super) const NOUGHT: Self = Self(0);

    /// A measure alone.
    pub(super) const fn of_measure(slot: Slot) -> Self {
        Self(Register::of_measure(slot).bit())
    }

    /// This and a line; nothing where it is there already or has no register.
    pub(super) fn and_line(self, line: LineId) -> Option<Self> {
        let register = Register::of_line(line);
        let is_new = register.0 < REGISTERS && self.0 & register.bit() == 0;
        is_new.then(|| Self(self.0 | register.bit()))
    }

    /// The sum of what is read; nothing where something is missing.
    #[inline]
    pub(super) fn of(self, read: impl Fn(Register) -> Option<i64>) -> Option<i64> {
        let Self(mut rest) = self;
        let mut sum = 0_i64;
        while rest != 0 {
            let number = read(Register(rest.trailing_zeros() as usize))?;
            // A line below nought is for the general form, which knows what a part of it is.
            sum = sum.checked_add((number >= 0).then_some(number)?)?;
            rest &= rest.wrapping_sub(1);
        }
        Some(sum)
    }
}

impl Measures {
    /// The measure in a register that has one, below nought where it is missing.
    #[inline]
    pub(in crate::evaluate) fn read(&self, register: Register) -> Option<i64> {
        self.all().get(register.0).copied()
    }
}

impl Registers {
    /// Those of a parcel of which nothing is measured and for which nothing is charged yet.
    #[inline]
    pub(in crate::evaluate) const fn new() -> Self {
        Self { numbers: [0; REGISTERS], charged: Sum::NOUGHT }
    }

    /// Enters what the parcel measures.
    #[inline]
    pub(super) fn measured(&mut self, measures: &Measures, billed: i64) {
        for (number, measure) in self.numbers.iter_mut().zip(measures.all()) {
            *number = measure;
        }
        if let Some(number) = self.numbers.get_mut(Slot::Billed as usize) {
            *number = billed;
        }
    }

    /// A measure, where it is at hand.
    #[inline]
    pub(super) fn measure(&self, slot: Slot) -> Option<i64> {
        self.get(Register::of_measure(slot)).filter(|parts| *parts >= 0)
    }

    #[inline]
    pub(super) fn get(&self, register: Register) -> Option<i64> {
        self.numbers.get(register.0).copied()
    }

    /// Enters a line; nothing where it has no register or is charged already.
    #[inline]
    pub(super) fn charge(&mut self, line: LineId, amount: i64) -> Option<()> {
        let register = Register::of_line(line);
        *self.numbers.get_mut(register.0)? = amount;
        let Sum(charged) = &mut self.charged;
        let is_new = *charged & register.bit() == 0;
        *charged |= register.bit();
        is_new.then_some(())
    }

    /// Whether one of these lines is charged.
    #[inline]
    pub(super) const fn has_any(&self, lines: Sum) -> bool {
        self.charged.0 & lines.0 != 0
    }
}
