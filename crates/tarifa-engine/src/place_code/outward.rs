//! British postcodes: outward code (area, district, district letter) and inward code.
//!
//! `SW1A 1AA` is area SW, district 1, letter A, inward code 1AA. Its canonical text has a fixed
//! place for each: `SW`, `01`, `A`, `1AA`, with `_` for what is absent (`M1 1AA` is `M_01_1AA`).
//! Forms: Royal Mail, "Programmer's guide to the Postcode Address File", and BS 7666.

/// The areas of the Postcode Address File, those of the Crown dependencies and of the forces.
const AREAS: &str = " AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH \
    DL DN DT DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE \
    LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP \
    SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV XX YO ZE ";

/// Every area, in the order of its letters.
pub(super) fn areas() -> impl Iterator<Item = &'static str> {
    AREAS.split_ascii_whitespace()
}

/// Whether the Postcode Address File has an area of these letters.
pub(super) fn is_area(letters: &str) -> bool {
    areas().any(|area| area == letters)
}

/// The area letters of a canonical text.
pub(super) fn area_of(canonical: &str) -> &str {
    canonical.get(..2).unwrap_or(canonical).trim_end_matches('_')
}

/// The beginning of an inward code in a canonical text.
pub(super) fn inward_of(canonical: &str) -> &str {
    canonical.get(5..).unwrap_or_default()
}

/// The text in capitals with one blank for each run of blanks and hyphens.
pub(super) fn spaced(text: &str) -> String {
    text.replace('-', " ").split_whitespace().collect::<Vec<_>>().join(" ").to_ascii_uppercase()
}

/// The canonical text of a full postcode, or of an outward code that has no blank.
pub(super) fn code(text: &str) -> Option<String> {
    let spaced = spaced(text);
    let compact = spaced.replace(' ', "");
    let full = compact.len().checked_sub(3).and_then(|at| compact.split_at_checked(at));
    let full = full.and_then(|(outward, inward)| joined(outward, inward));
    full.or_else(|| if spaced.contains(' ') { None } else { outward(&compact) })
}

/// The canonical text of an area, or of an outward code, perhaps with the beginning of an inward
/// code, as in `SW1A 1*`. Without a blank between them the outward code is the longest that there
/// can be: `PA67*` is district 67, never district 6.
pub(super) fn beginning(spaced: &str) -> Option<String> {
    if let Some((outward, inward)) = spaced.split_once(' ') {
        return joined(outward, &inward.replace(' ', ""));
    }
    let splits = (1..=spaced.len()).rev().filter_map(|at| spaced.split_at_checked(at));
    area(spaced).or_else(|| splits.filter_map(|(outward, inward)| joined(outward, inward)).next())
}

/// The text as it is printed, `SW1A 1AA`, from the canonical one of an outward or full code.
pub(super) fn printed(canonical: &str) -> String {
    let (outward, inward) = canonical.split_at_checked(5).unwrap_or((canonical, ""));
    let (area, district) = outward.split_at_checked(2).unwrap_or((outward, ""));
    let district = district.strip_prefix('0').unwrap_or(district);
    let printed = format!("{area}{district} {inward}").replace('_', "");
    printed.trim_end().to_owned()
}

/// The canonical text of an outward code and the beginning of an inward one.
fn joined(outward_text: &str, inward: &str) -> Option<String> {
    let canonical = outward(outward_text)?;
    let is_beginning = inward.len() <= 3
        && inward.bytes().enumerate().all(
            |(at, byte)| {
                if at == 0 { byte.is_ascii_digit() } else { byte.is_ascii_uppercase() }
            },
        );
    if !is_beginning {
        return None;
    }
    // Without an inward code the district's letters all belong to it: SW1 is SW1A too.
    if inward.is_empty() { Some(canonical) } else { Some(format!("{canonical:_<5}{inward}")) }
}

/// The canonical text of an outward code: `IV28` is `IV28`, `E1W` is `E_01W`.
fn outward(text: &str) -> Option<String> {
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let (area_letters, rest) = text.split_at_checked(letters)?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (district, letter) = rest.split_at_checked(digits)?;
    let is_district = match district.len() {
        1 => letter.is_empty() || (letter.len() == 1 && letter.bytes().all(|byte| byte.is_ascii_uppercase())),
        2 => letter.is_empty() && !district.starts_with('0'),
        _ => false,
    };
    let area = area(area_letters)?;
    is_district.then(|| format!("{area}{district:0>2}{letter}"))
}

/// The canonical text of area letters alone, as in `KW*`.
fn area(text: &str) -> Option<String> {
    let is_form = matches!(text.len(), 1 | 2) && text.bytes().all(|byte| byte.is_ascii_uppercase());
    is_form.then(|| format!("{text:_<2}"))
}
