//! The rules of a lane: those that its service and both its places meet.

use std::slice;

/// What is the same for every item of a shipment: where it goes, and by what.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Lane<'i> {
    pub(super) service: &'i [u64],
    pub(super) origin: &'i [u64],
    pub(super) destination: &'i [u64],
    pub(super) column: u32,
}

impl Lane<'_> {
    /// Of the rules of a word, those of the lane.
    #[inline]
    pub(super) fn masked(self, word: u32, mask: u64) -> Members {
        let position = word as usize;
        let of = |row: &[u64]| row.get(position).copied().unwrap_or(0);
        Members { word, mask: mask & of(self.service) & of(self.destination) & of(self.origin) }
    }
}

/// The rules of some words, on a lane.
pub(in super::super) struct Rules<'i> {
    lane: &'i Lane<'i>,
    words: slice::Iter<'i, (u32, u64)>,
    members: Members,
}

impl<'i> Rules<'i> {
    #[inline]
    pub(super) fn new(words: &'i [(u32, u64)], lane: &'i Lane<'i>) -> Self {
        Self { lane, words: words.iter(), members: Members { word: 0, mask: 0 } }
    }
}

impl Iterator for Rules<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        loop {
            if let Some(member) = self.members.next() {
                return Some(member);
            }
            let (word, mask) = self.words.next()?;
            self.members = self.lane.masked(*word, *mask);
        }
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
