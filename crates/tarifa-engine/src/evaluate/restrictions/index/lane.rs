//! The rules of a lane: those that its service and both its places meet.

/// What is the same for every item of a shipment: where it goes, and by what.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Lane<'i> {
    /// The rules that its service and its origin meet.
    pub(super) start: &'i [u64],
    pub(super) destination: &'i [u64],
    pub(super) column: u32,
}

impl Lane<'_> {
    /// Of the rules of a word, those of the lane.
    #[inline]
    pub(super) fn masked(&self, word: u32, mask: u64) -> Members {
        let position = word as usize;
        let of = |row: &[u64]| row.get(position).copied().unwrap_or(0);
        Members { word, mask: mask & of(self.start) & of(self.destination) }
    }

    /// Hands on every rule of some words that is of the lane, as long as nothing is wrong.
    #[inline(always)]
    pub(super) fn each<E>(&self, words: &[(u32, u64)], mut read: impl FnMut(u32) -> Result<(), E>) -> Result<(), E> {
        words.iter().try_for_each(|(word, mask)| self.masked(*word, *mask).try_for_each(&mut read))
    }
}

/// The members of one word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Members {
    pub(super) word: u32,
    pub(super) mask: u64,
}

impl Iterator for Members {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        if self.mask == 0 {
            return None;
        }
        let bit = self.mask.trailing_zeros();
        self.mask &= self.mask.wrapping_sub(1);
        Some(self.word.wrapping_shl(6) | bit)
    }
}
