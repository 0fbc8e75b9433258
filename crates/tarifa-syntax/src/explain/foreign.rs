//! Signs and words of other languages, and what to write instead.

/// The sign of another language that `text` begins with, and what to write instead.
pub(super) fn sign(text: &str) -> Option<(&'static str, &'static str)> {
    let signs = SIGNS.iter().filter(|(sign, _)| text.starts_with(sign));
    signs.max_by_key(|(sign, _)| sign.len()).copied()
}

/// What to write instead of `word`, where it is a word of another language.
pub(super) fn word(word: &str) -> Option<&'static str> {
    WORDS.iter().find(|(foreign, _)| *foreign == word).map(|(_, help)| *help)
}

/// The code of a currency that people call so.
pub(super) fn currency(word: &str) -> Option<&'static str> {
    Some(match word.to_lowercase().as_str() {
        "euro" | "euros" => "EUR",
        "dollar" | "dollars" | "us_dollar" => "USD",
        "yuan" | "renminbi" | "rmb" => "CNY",
        "pound" | "pounds" | "sterling" => "GBP",
        "yen" => "JPY",
        _ => return None,
    })
}

/// Signs of other languages, the longer before the shorter, with what to write instead.
const SIGNS: &[(&str, &str)] = &[
    ("<=", "write `up to`, which includes the bound"),
    ("=<", "write `up to`, which includes the bound"),
    ("≤", "write `up to`, which includes the bound"),
    ("<", "write `under`, which excludes the bound"),
    (">=", "write `at least`, which includes the bound"),
    ("=>", "write `at least`, which includes the bound"),
    ("≥", "write `at least`, which includes the bound"),
    (">", "write `over`, which excludes the bound"),
    ("==", "write `is` in a condition, `=` before a price"),
    ("!=", "write `is not`"),
    ("≠", "write `is not`"),
    ("!", "write `not`"),
    ("&&", "write `and`"),
    ("&", "write `and`"),
    ("||", "write `or`"),
    ("*", "write `x` for multiplication"),
    ("/", "there is no division; write a share as `12.5% of …`, and a rate as `5.00 per kg`"),
    ("÷", "there is no division; write a share as `12.5% of …`, and a rate as `5.00 per kg`"),
    ("–", "write `..` between the ends of a range, `-` with blanks for minus"),
    ("—", "write `..` between the ends of a range, `-` with blanks for minus"),
    ("…", "write `..`"),
    ("“", "write straight quotation marks: `\"…\"`"),
    ("”", "write straight quotation marks: `\"…\"`"),
    ("„", "write straight quotation marks: `\"…\"`"),
    ("«", "write straight quotation marks: `\"…\"`"),
    ("「", "write straight quotation marks: `\"…\"`"),
    ("‘", "write straight quotation marks: `\"…\"`"),
    ("’", "write straight quotation marks: `\"…\"`"),
    ("'", "write straight quotation marks: `\"…\"`"),
    ("$", "write the currency behind the number, by its code: `5.00 USD`"),
    ("€", "write the currency behind the number, by its code: `5.00 EUR`"),
    ("£", "write the currency behind the number, by its code: `5.00 GBP`"),
    ("¥", "write the currency behind the number, by its code: `5.00 CNY` or `5.00 JPY`"),
    ("￥", "write the currency behind the number, by its code: `5.00 CNY` or `5.00 JPY`"),
    ("[", "write `(` and `)`"),
    ("]", "write `(` and `)`"),
    ("//", "a comment begins with `#`"),
    ("±", "write a range: `a..b`"),
    ("~", "write `..` between the ends of a range"),
    ("～", "write `..` between the ends of a range"),
    ("。", "a statement ends with its line"),
];

/// Words of other languages, with what to write instead.
const WORDS: &[(&str, &str)] = &[
    ("between", "write `over 1 kg up to 2 kg`, or `1 kg..2 kg` where both ends are included"),
    ("if", "write `when`"),
    ("where", "write `when`"),
    ("unless", "write `except when`"),
    ("without", "write `except`"),
    ("else", "write `otherwise`"),
    ("less", "write `under`, which excludes the bound, or `up to`, which includes it"),
    ("below", "write `under`, which excludes the bound, or `up to`, which includes it"),
    ("until", "write `up to`, which includes the bound"),
    ("max", "write `up to` for a limit, `maximum` for a price"),
    ("maximum", "write `up to`"),
    ("more", "write `over`, which excludes the bound, or `at least`, which includes it"),
    ("greater", "write `over`, which excludes the bound, or `at least`, which includes it"),
    ("above", "write `over`, which excludes the bound, or `at least`, which includes it"),
    ("min", "write `at least` for a limit, `minimum` for a price"),
    ("minimum", "write `at least`"),
    ("equals", "write `is`"),
    ("plus", "write `+`"),
    ("minus", "write `-`"),
    ("times", "write `x`"),
    ("each", "write `per item` or `per parcel`"),
];
