//! The order of postcodes, and ranges in it.

use serde::{Deserialize, Serialize};

use super::Postcode;

/// The most characters that a postcode has.
pub(super) const MAX_CHARACTERS: usize = 10;
/// Bits of a character in a key.
const CHARACTER_BITS: u32 = 6;

/// An unbroken range of a country's postcodes, both ends included.
///
/// A postcode's key is its canonical text, ten characters of six bits, the first the highest: no
/// character is 0, digits are 1 to 10, letters 11 to 36. So a prefix is the range from itself to
/// itself followed by the highest bits. The canonical text of most countries is the postcode
/// without blanks and hyphens; of British postcodes it is area (two characters), district (two
/// digits), district letter (one) and inward code, so that their districts stand in the order of
/// their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PostcodeInterval {
    /// The lowest key.
    pub first: u64,
    /// The highest key.
    pub last: u64,
}

impl PostcodeInterval {
    /// Every code that begins with a canonical text.
    pub(super) fn starting_with(canonical: &str) -> Self {
        let first = key(canonical);
        let free = bits_after(canonical.len());
        let below = 1_u64.checked_shl(free).map_or(u64::MAX, |end| end.wrapping_sub(1));
        Self { first, last: first | below }
    }

    /// One code and no longer one.
    pub(super) fn exactly(canonical: &str) -> Self {
        let only = key(canonical);
        Self { first: only, last: only }
    }

    /// Whether every code of the other is in this range.
    #[inline]
    #[must_use]
    pub const fn holds(self, other: Self) -> bool {
        self.first <= other.first && other.last <= self.last
    }

    /// Whether some code is in both.
    #[inline]
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

/// The key of a canonical text.
pub(super) fn key(canonical: &str) -> u64 {
    canonical.bytes().take(MAX_CHARACTERS).enumerate().fold(0, |key, (at, byte)| {
        let place = bits_after(at.saturating_add(1));
        key | character_code(byte).checked_shl(place).unwrap_or(0)
    })
}

/// How many bits of a key are behind so many characters.
fn bits_after(characters: usize) -> u32 {
    let used = u32::try_from(characters).unwrap_or(u32::MAX).saturating_mul(CHARACTER_BITS);
    u64::BITS.saturating_sub(used)
}

/// The six bits of a character; `_` stands for none.
pub(super) fn character_code(byte: u8) -> u64 {
    u64::from(match byte {
        b'0'..=b'9' => byte.wrapping_sub(b'0').wrapping_add(1),
        b'A'..=b'Z' => byte.wrapping_sub(b'A').wrapping_add(11),
        _ => 0,
    })
}

/// The characters' six bits of a key.
pub(super) fn character_codes(key: u64) -> [u8; MAX_CHARACTERS] {
    std::array::from_fn(|at| {
        let shifted = key.checked_shr(bits_after(at.saturating_add(1))).unwrap_or(0);
        u8::try_from(shifted & 0x3f).unwrap_or(0)
    })
}

/// Cuts ranges into the fewest disjoint ones, ascending, of which each given one is a union.
///
/// ```
/// use tarifa_engine::place_code::{Country, PostcodePattern, partition};
///
/// let spain: Country = "ES".parse()?;
/// let patterns = [PostcodePattern::parse(spain, "35*")?, PostcodePattern::parse(spain, "35001..35100")?];
/// let cuts = partition(patterns.iter().map(|pattern| pattern.interval()));
/// assert_eq!(cuts.len(), 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn partition(intervals: impl IntoIterator<Item = PostcodeInterval>) -> Vec<PostcodeInterval> {
    // Where a range opens or has just closed, and by how much the count of open ones changes.
    let mut turns: Vec<(u64, i64)> = Vec::new();
    for interval in intervals {
        turns.push((interval.first, 1));
        turns.extend(interval.last.checked_add(1).map(|after| (after, -1)));
    }
    turns.sort_unstable();
    let mut cuts = Vec::new();
    let (mut open, mut since) = (0_i64, 0_u64);
    for (at, change) in turns {
        if open > 0 && since < at {
            cuts.push(PostcodeInterval { first: since, last: at.wrapping_sub(1) });
        }
        open = open.saturating_add(change);
        since = at;
    }
    if open > 0 {
        cuts.push(PostcodeInterval { first: since, last: u64::MAX });
    }
    cuts
}

/// The class of a postcode among the cuts of its country, disjoint and ascending: 0 outside all of
/// them, else the cut's position from 1.
///
/// Nothing where the postcode is only the beginning of one, and could be of more than one class.
#[inline]
#[must_use]
pub fn class_of(cuts: &[PostcodeInterval], postcode: &Postcode) -> Option<usize> {
    let span = postcode.span();
    let at = cuts.partition_point(|cut| cut.last < span.first);
    match cuts.get(at) {
        Some(cut) if cut.holds(span) => at.checked_add(1),
        Some(cut) if cut.overlaps(span) => None,
        Some(_) | None => Some(0),
    }
}
