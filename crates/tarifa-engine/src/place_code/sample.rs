//! A postcode to show for a range of them.

use super::{
    Country, Postcode, PostcodeInterval, class_of,
    format::Scheme,
    interval::{character_code, character_codes},
    outward,
};

/// A form in canonical characters, and what to put where nothing is asked.
struct Shape {
    /// `N`, `A`, `X` as in the table of forms, `_` for no character.
    mask: String,
    /// As long as the mask.
    usual: String,
}

/// A postcode in a range of `country`'s, of the form that its postcodes have and as plausible as
/// can be known: a real one where it lies in the range, else zeros and a final 1 after what the
/// range fixes (`35*` gives `35001`), else the lowest of the range.
///
/// Nothing where no code of that form lies in the range.
#[must_use]
pub fn sample(country: Country, interval: PostcodeInterval) -> Option<Postcode> {
    let inside = |postcode: &Postcode| interval.holds(postcode.span());
    let shapes = shapes(country);
    let usual = shapes.iter().filter_map(|shape| shape.usual_from(interval.first));
    let lowest = shapes.iter().filter_map(|shape| shape.lowest_from(interval.first));
    let printed = usual.chain(lowest).map(|canonical| Postcode::from_canonical(country, canonical));
    real(country).into_iter().chain(printed).find(inside)
}

/// A postcode of `country` that is in none of `cuts`, disjoint and ascending.
#[must_use]
pub fn sample_outside(country: Country, cuts: &[PostcodeInterval]) -> Option<Postcode> {
    let districts: Vec<Postcode> = match Scheme::of(country) {
        Scheme::Outward => {
            let first_district = |area| Postcode::parse(country, &format!("{area}1 1AA")).ok();
            outward::areas().filter_map(first_district).collect()
        }
        Scheme::Masks(_) | Scheme::Free => Vec::new(),
    };
    let ends = cuts.iter().map(|cut| cut.first.checked_sub(1)).chain([Some(u64::MAX)]);
    let starts = std::iter::once(Some(0)).chain(cuts.iter().map(|cut| cut.last.checked_add(1)));
    let gaps = starts.zip(ends).filter_map(|(first, last)| {
        let gap = PostcodeInterval { first: first?, last: last? };
        (gap.first <= gap.last).then_some(gap)
    });
    let gaps: Vec<PostcodeInterval> = gaps.collect();
    // What follows a real postcode is more plausible than the lowest of all.
    let real = real(country);
    let after_real = real.as_ref().and_then(|real| real.span().last.checked_add(1)).unwrap_or(0);
    let behind = |gap: &PostcodeInterval| PostcodeInterval { first: gap.first.max(after_real), last: gap.last };
    let behind_real = gaps.iter().map(behind).filter(|gap| gap.first <= gap.last);
    let in_gaps = behind_real.chain(gaps.iter().copied()).filter_map(|gap| sample(country, gap));
    let outside = |postcode: &Postcode| class_of(cuts, postcode) == Some(0);
    real.clone().into_iter().chain(districts).chain(in_gaps).find(outside)
}

/// The real postcode that the table of forms has.
fn real(country: Country) -> Option<Postcode> {
    Postcode::parse(country, Scheme::of(country).example(country)?).ok()
}

/// The forms of a country; where they are not known, digits, five first.
fn shapes(country: Country) -> Vec<Shape> {
    let shape = |mask: &str, usual: &str| Shape { mask: mask.to_owned(), usual: usual.to_owned() };
    match Scheme::of(country) {
        Scheme::Outward => vec![
            shape("AANN_NAA", "AA01_1AA"),
            shape("A_NN_NAA", "A_01_1AA"),
            shape("AANNANAA", "AA01A1AA"),
            shape("A_NNANAA", "A_01A1AA"),
        ],
        Scheme::Masks(format) => format.masks().map(Shape::with_final_one).collect(),
        Scheme::Free => (5..=10).chain(2..=4).flat_map(free_shapes).collect(),
    }
}

/// Digits, or letters and digits, of a length.
fn free_shapes(length: usize) -> [Shape; 2] {
    ["N", "X"].map(|class| Shape::with_final_one(class.repeat(length)))
}

impl Shape {
    /// Zeros with a final 1, and `A` for letters.
    fn with_final_one(mask: String) -> Self {
        let final_digit = mask.rfind(['N', 'X']);
        let usual_at = |(at, class): (usize, char)| match class {
            'A' => 'A',
            _ if Some(at) == final_digit => '1',
            _ => '0',
        };
        let usual = mask.char_indices().map(usual_at).collect();
        Self { mask, usual }
    }

    /// The characters that a key fixes, and the usual ones after them.
    fn usual_from(&self, first: u64) -> Option<String> {
        let codes = character_codes(first);
        let fixed = codes.iter().rposition(|code| *code != 0).map_or(Some(0), |last| last.checked_add(1))?;
        let head = codes.get(..fixed)?.iter().copied();
        let classes = self.mask.bytes();
        if head.clone().zip(classes).any(|(code, class)| !bounds(class).contains(&code)) {
            return None;
        }
        let head: String = head.map(character).collect::<Option<_>>()?;
        Some(format!("{head}{}", self.usual.get(fixed..)?))
    }

    /// The lowest code of this form that is not below a key.
    fn lowest_from(&self, first: u64) -> Option<String> {
        let wanted = character_codes(first);
        let bounds: Vec<_> = self.mask.bytes().map(bounds).collect();
        let mut chosen: Vec<u8> = Vec::new();
        let mut must_rise = true;
        for (limits, want) in bounds.iter().zip(wanted) {
            if want < *limits.start() {
                must_rise = false;
                break;
            }
            if want > *limits.end() {
                break;
            }
            chosen.push(want);
        }
        if chosen.len() == bounds.len() {
            must_rise = interval_key(&chosen) < first;
        }
        while must_rise {
            let last = chosen.pop()?;
            if last < *bounds.get(chosen.len())?.end() {
                chosen.push(last.checked_add(1)?);
                must_rise = false;
            }
        }
        let rest = bounds.get(chosen.len()..)?.iter().map(|limits| *limits.start());
        chosen.iter().copied().chain(rest).map(character).collect()
    }
}

/// The key of characters given as six bits each.
fn interval_key(codes: &[u8]) -> u64 {
    let text: String = codes.iter().copied().filter_map(character).collect();
    PostcodeInterval::exactly(&text).first
}

/// The lowest and highest six bits of a class of characters.
fn bounds(class: u8) -> std::ops::RangeInclusive<u8> {
    let code = |byte| u8::try_from(character_code(byte)).unwrap_or(0);
    match class {
        b'N' => code(b'0')..=code(b'9'),
        b'A' => code(b'A')..=code(b'Z'),
        b'X' => code(b'0')..=code(b'Z'),
        _ => 0..=0,
    }
}

/// The character of six bits; `_` for none.
fn character(code: u8) -> Option<char> {
    b"_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".get(usize::from(code)).copied().map(char::from)
}
