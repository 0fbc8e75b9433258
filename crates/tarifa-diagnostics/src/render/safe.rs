//! Text of unknown origin, made safe to show on a terminal.
//!
//! File names, the author's words and the host's inputs may hold escape
//! sequences, which a terminal obeys, and direction marks, which reorder what
//! a reader sees. Neither reaches the output as it is.

use std::borrow::Cow;

/// Whether a terminal would act on `c` rather than show it.
fn acts(c: char) -> bool {
    match c {
        '\n' => false,
        // Marks, embeddings, overrides and isolates of direction; separators of lines and paragraphs.
        '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        _ => c.is_control(),
    }
}

/// `text` with each control character and direction mark written out, as `\u{202e}`; line breaks stay, a tab is a blank.
pub fn safe(text: &str) -> Cow<'_, str> {
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => shown.push(' '),
            c if acts(c) => shown.extend(c.escape_unicode()),
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// A JSON document with each such character written as JSON writes it, `\\u202e`, so that it means the same.
///
/// Outside of strings JSON has none of them but line breaks and tabs, which stay.
pub fn safe_json(document: &str) -> Cow<'_, str> {
    let escaped = |c: char| acts(c) && !c.is_ascii();
    if !document.contains(escaped) {
        return Cow::Borrowed(document);
    }
    let mut shown = String::with_capacity(document.len());
    for c in document.chars() {
        match c {
            c if escaped(c) => shown.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// Like [`safe`], for names, which have one line.
pub(super) fn safe_line(text: &str) -> Cow<'_, str> {
    match safe(text) {
        shown if shown.contains('\n') => Cow::Owned(shown.replace('\n', "\\n")),
        shown => shown,
    }
}

/// `source` with each such character replaced by one of the same number of bytes, so that every place stays where it was.
pub(super) fn same_bytes(source: &str) -> Cow<'_, str> {
    if !source.contains(|c| acts(c) && c != '\t') {
        return Cow::Borrowed(source);
    }
    // `\r` before a break is half of the break.
    let mut shown = String::with_capacity(source.len());
    let mut rest = source.chars().peekable();
    while let Some(c) = rest.next() {
        let half_of_break = c == '\r' && rest.peek() == Some(&'\n');
        match c.len_utf8() {
            _ if c == '\t' || half_of_break || !acts(c) => shown.push(c),
            1 => shown.push('?'),
            2 => shown.push('\u{00bf}'),
            _ => shown.push(char::REPLACEMENT_CHARACTER),
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(safe(text), expected);
        assert_eq!(same_bytes(text).len(), text.len(), "places must not move");
        assert!(!same_bytes(text).contains(|c| acts(c) && !matches!(c, '\t' | '\r')));
    }

    #[test]
    fn text_is_safe_to_show() {
        check("zone 西欧 = é", "zone 西欧 = é");
        check("a\u{202e}b", "a\\u{202e}b");
        check("\u{1b}[31mred", "\\u{1b}[31mred");
        check("c1 \u{9b}31m", "c1 \\u{9b}31m");
        check("mark \u{061c}\u{200f}", "mark \\u{61c}\\u{200f}");
        check("one\n\ttwo", "one\n two");
        check("line\u{2028}break", "line\\u{2028}break");
    }

    #[test]
    fn json_means_the_same() {
        let words = "a\u{202e}\u{9b}\u{1b} é 西\n";
        let document = serde_json::to_string(words).unwrap();
        let shown = safe_json(&document);
        assert_eq!(shown, r#""a\u202e\u009b\u001b é 西\n""#);
        assert_eq!(serde_json::from_str::<String>(&shown).unwrap(), words);
    }

    #[test]
    fn a_name_has_one_line() {
        assert_eq!(safe_line("a\nb\u{7}"), "a\\nb\\u{7}");
    }
}
