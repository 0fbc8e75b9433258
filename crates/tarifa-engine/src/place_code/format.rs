//! The forms of postcodes by country.
//!
//! From the Universal Postal Union's postal addressing systems and the retired postal code data of
//! Unicode CLDR, and compared with the latter country by country; it is older than the present codes of Ireland, Korea,
//! Kazakhstan, Serbia, Mauritius and Nicaragua. A form is written with `N` for a digit, `A` for a letter, `X` for either; a blank
//! or hyphen ends the part that is a code in its own right, such as the district of `1012 JS`.
//! A country that is not listed takes any code of 2 to 10 letters and digits with at least one
//! digit.

use super::Country;

/// The forms of a country's postcodes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Format {
    /// Two letters.
    country: &'static str,
    /// One or more forms.
    masks: &'static [&'static str],
    /// A real postcode.
    pub(super) example: &'static str,
}

/// What is known of a country's postcodes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Scheme {
    /// Outward and inward code, as in Great Britain.
    Outward,
    /// One or more forms.
    Masks(Format),
    /// Anything.
    Free,
}

impl Scheme {
    pub(super) fn of(country: Country) -> Self {
        if matches!(country.code(), "GB" | "GG" | "JE" | "IM") {
            return Self::Outward;
        }
        match FORMATS.binary_search_by(|format| format.country.cmp(country.code())) {
            Ok(at) => FORMATS.get(at).copied().map_or(Self::Free, Self::Masks),
            Err(_) => Self::Free,
        }
    }

    /// A real postcode of the country.
    pub(super) fn example(self, country: Country) -> Option<&'static str> {
        match (self, country.code()) {
            (Self::Outward, "GG") => Some("GY1 1AA"),
            (Self::Outward, "JE") => Some("JE2 3AB"),
            (Self::Outward, "IM") => Some("IM1 1AA"),
            (Self::Outward, _) => Some("SW1A 1AA"),
            (Self::Masks(format), _) => Some(format.example),
            (Self::Free, _) => None,
        }
    }
}

impl Format {
    /// Whether a hyphen behind so many characters is written in no form, though one elsewhere is.
    pub(super) fn misplaces_hyphen(self, behind: usize) -> bool {
        let mut hyphens = self.masks.iter().filter_map(|mask| mask.find('-')).peekable();
        hyphens.peek().is_some() && hyphens.all(|at| at != behind)
    }

    /// The forms, without what separates their parts.
    pub(super) fn masks(self) -> impl Iterator<Item = String> {
        self.masks.iter().map(|mask| mask.replace([' ', '-'], ""))
    }

    /// Whether a code is whole: a form in full, or the part of one that is a code in its own right.
    pub(super) fn is_whole(self, code: &str) -> bool {
        self.masks.iter().any(|mask| {
            let part = mask.split([' ', '-']).next().unwrap_or(mask);
            fits(code, part) || fits(code, &mask.replace([' ', '-'], ""))
        })
    }

    /// Whether a code is how some form begins.
    pub(super) fn is_beginning(self, code: &str) -> bool {
        self.masks().any(|mask| mask.get(..code.len()).is_some_and(|head| fits(code, head)))
    }

    /// Whether every form is of digits only, so that letters in front can only be the country's.
    pub(super) fn is_numeric(self) -> bool {
        self.masks().all(|mask| mask.bytes().all(|class| class == b'N'))
    }

    /// A code with its blank or hyphen.
    pub(super) fn separated(self, code: &str) -> String {
        let is_it = |mask: &&&str| fits(code, &mask.replace([' ', '-'], ""));
        let split = self.masks.iter().find(is_it).and_then(|mask| {
            let at = mask.find([' ', '-'])?;
            Some((code.split_at_checked(at)?, mask.get(at..)?.chars().next()?))
        });
        split.map_or_else(|| code.to_owned(), |((head, tail), mark)| format!("{head}{mark}{tail}"))
    }
}

fn fits(code: &str, mask: &str) -> bool {
    code.len() == mask.len() && code.bytes().zip(mask.bytes()).all(|(byte, class)| is_of(byte, class))
}

fn is_of(byte: u8, class: u8) -> bool {
    match class {
        b'N' => byte.is_ascii_digit(),
        b'A' => byte.is_ascii_uppercase(),
        b'X' => byte.is_ascii_digit() || byte.is_ascii_uppercase(),
        other => byte == other,
    }
}

/// One row of the table.
const fn row(country: &'static str, masks: &'static [&'static str], example: &'static str) -> Format {
    Format { country, masks, example }
}

/// By country, ascending.
#[rustfmt::skip]
static FORMATS: &[Format] = &[
    row("AD", &["NNN"], "500"),
    row("AF", &["NNNN"], "1001"),
    row("AL", &["NNNN"], "1001"),
    row("AM", &["NNNN"], "0010"),
    row("AR", &["NNNN", "ANNNN", "ANNNNAAA"], "1002"),
    row("AS", &["NNNNN", "NNNNN-NNNN"], "96799"),
    row("AT", &["NNNN"], "1010"),
    row("AU", &["NNNN"], "2000"),
    row("AX", &["NNNNN"], "22100"),
    row("AZ", &["NNNN"], "1000"),
    row("BA", &["NNNNN"], "71000"),
    row("BD", &["NNNN"], "1000"),
    row("BE", &["NNNN"], "1000"),
    row("BG", &["NNNN"], "1000"),
    row("BL", &["NNNNN"], "97133"),
    row("BN", &["AANNNN"], "BS8811"),
    row("BR", &["NNNNN-NNN"], "01001000"),
    row("BT", &["NNNNN"], "11001"),
    row("BY", &["NNNNNN"], "220030"),
    row("CA", &["ANA NAN"], "K1A0B1"),
    row("CC", &["NNNN"], "6799"),
    row("CH", &["NNNN"], "3011"),
    row("CL", &["NNNNNNN"], "8320000"),
    row("CN", &["NNNNNN"], "100000"),
    row("CO", &["NNNNNN"], "110111"),
    row("CR", &["NNNNN"], "10101"),
    row("CU", &["NNNNN"], "10100"),
    row("CV", &["NNNN"], "7600"),
    row("CX", &["NNNN"], "6798"),
    row("CY", &["NNNN"], "1010"),
    row("CZ", &["NNNNN"], "11000"),
    row("DE", &["NNNNN"], "10115"),
    row("DK", &["NNNN"], "1050"),
    row("DO", &["NNNNN"], "10101"),
    row("DZ", &["NNNNN"], "16000"),
    row("EC", &["NNNNNN"], "170150"),
    row("EE", &["NNNNN"], "10111"),
    row("EG", &["NNNNN", "NNNNNNN"], "11511"),
    row("ES", &["NNNNN"], "28001"),
    row("ET", &["NNNN"], "1000"),
    row("FI", &["NNNNN"], "00100"),
    row("FM", &["NNNNN", "NNNNN-NNNN"], "96941"),
    row("FO", &["NNN"], "100"),
    row("FR", &["NNNNN"], "75001"),
    row("GE", &["NNNN"], "0105"),
    row("GF", &["NNNNN"], "97300"),
    row("GL", &["NNNN"], "3900"),
    row("GP", &["NNNNN"], "97100"),
    row("GR", &["NNNNN"], "10431"),
    row("GT", &["NNNNN"], "01001"),
    row("GU", &["NNNNN", "NNNNN-NNNN"], "96910"),
    row("HN", &["NNNNN"], "11101"),
    row("HR", &["NNNNN"], "10000"),
    row("HT", &["NNNN"], "6110"),
    row("HU", &["NNNN"], "1051"),
    row("ID", &["NNNNN"], "10110"),
    row("IE", &["ANX XXXX"], "D02AF30"),
    row("IL", &["NNNNN", "NNNNNNN"], "9100001"),
    row("IN", &["NNNNNN"], "110001"),
    row("IQ", &["NNNNN"], "10001"),
    row("IS", &["NNN"], "101"),
    row("IT", &["NNNNN"], "00118"),
    row("JO", &["NNNNN"], "11110"),
    row("JP", &["NNNNNNN"], "1000001"),
    row("KE", &["NNNNN"], "00100"),
    row("KG", &["NNNNNN"], "720001"),
    row("KH", &["NNNNN", "NNNNNN"], "12000"),
    row("KR", &["NNNNN"], "04524"),
    row("KW", &["NNNNN"], "13001"),
    row("KZ", &["NNNNNN", "ANNXXXX"], "010000"),
    row("LA", &["NNNNN"], "01000"),
    row("LI", &["NNNN"], "9490"),
    row("LK", &["NNNNN"], "00100"),
    row("LS", &["NNN"], "100"),
    row("LT", &["NNNNN"], "01100"),
    row("LU", &["NNNN"], "1111"),
    row("LV", &["NNNN"], "1010"),
    row("MA", &["NNNNN"], "10000"),
    row("MC", &["NNNNN"], "98000"),
    row("MD", &["NNNN"], "2012"),
    row("ME", &["NNNNN"], "81000"),
    row("MF", &["NNNNN"], "97150"),
    row("MG", &["NNN"], "101"),
    row("MH", &["NNNNN", "NNNNN-NNNN"], "96960"),
    row("MK", &["NNNN"], "1000"),
    row("MM", &["NNNNN"], "11181"),
    row("MN", &["NNNNN", "NNNNNN"], "14200"),
    row("MP", &["NNNNN", "NNNNN-NNNN"], "96950"),
    row("MQ", &["NNNNN"], "97200"),
    row("MT", &["AAA NNNN"], "VLT1117"),
    row("MU", &["NNNNN"], "11302"),
    row("MV", &["NNNNN"], "20026"),
    row("MX", &["NNNNN"], "06000"),
    row("MY", &["NNNNN"], "50000"),
    row("MZ", &["NNNN"], "1100"),
    row("NC", &["NNNNN"], "98800"),
    row("NE", &["NNNN"], "8001"),
    row("NF", &["NNNN"], "2899"),
    row("NG", &["NNNNNN"], "900211"),
    row("NI", &["NNNNN"], "11001"),
    row("NL", &["NNNN AA"], "1012JS"),
    row("NO", &["NNNN"], "0150"),
    row("NP", &["NNNNN"], "44600"),
    row("NZ", &["NNNN"], "6011"),
    row("OM", &["NNN"], "100"),
    row("PE", &["NNNNN"], "15001"),
    row("PF", &["NNNNN"], "98713"),
    row("PG", &["NNN"], "111"),
    row("PH", &["NNNN"], "1000"),
    row("PK", &["NNNNN"], "44000"),
    row("PL", &["NNNNN"], "00001"),
    row("PM", &["NNNNN"], "97500"),
    row("PR", &["NNNNN", "NNNNN-NNNN"], "00901"),
    row("PT", &["NNNN-NNN"], "1100148"),
    row("PW", &["NNNNN", "NNNNN-NNNN"], "96940"),
    row("PY", &["NNNN", "NNNNNN"], "1001"),
    row("RE", &["NNNNN"], "97400"),
    row("RO", &["NNNNNN"], "010001"),
    row("RS", &["NNNNN", "NNNNNN"], "11000"),
    row("RU", &["NNNNNN"], "101000"),
    row("SA", &["NNNNN", "NNNNN-NNNN"], "11564"),
    row("SE", &["NNNNN"], "11120"),
    row("SG", &["NNNNNN"], "018956"),
    row("SI", &["NNNN"], "1000"),
    row("SJ", &["NNNN"], "9170"),
    row("SK", &["NNNNN"], "81101"),
    row("SM", &["NNNNN"], "47890"),
    row("SN", &["NNNNN"], "10000"),
    row("SV", &["NNNN"], "1101"),
    row("TH", &["NNNNN"], "10100"),
    row("TJ", &["NNNNNN"], "734000"),
    row("TM", &["NNNNNN"], "744000"),
    row("TN", &["NNNN"], "1000"),
    row("TR", &["NNNNN"], "06050"),
    row("TW", &["NNN", "NNNNN", "NNNNNN"], "100"),
    row("TZ", &["NNNNN"], "11101"),
    row("UA", &["NNNNN"], "01001"),
    row("US", &["NNNNN", "NNNNN-NNNN"], "10001"),
    row("UY", &["NNNNN"], "11000"),
    row("UZ", &["NNNNNN"], "100000"),
    row("VA", &["NNNNN"], "00120"),
    row("VE", &["NNNN"], "1010"),
    row("VI", &["NNNNN", "NNNNN-NNNN"], "00802"),
    row("VN", &["NNNNN", "NNNNNN"], "10000"),
    row("WF", &["NNNNN"], "98600"),
    row("XK", &["NNNNN"], "10000"),
    row("YT", &["NNNNN"], "97600"),
    row("ZA", &["NNNN"], "0001"),
    row("ZM", &["NNNNN"], "10101"),
];
