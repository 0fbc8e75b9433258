//! Characters that make the text look like another: reordering marks and look-alike letters.

use std::collections::HashSet;

use tarifa_diagnostics::{Code, Diagnostic, SourceId, Span};

use crate::lexer::{Token, TokenKind, is_bidirectional};

/// The scripts whose letters look alike.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    FullWidth,
}

impl Script {
    /// The script's name, for people.
    fn name(self) -> &'static str {
        match self {
            Self::Latin => "Latin",
            Self::Greek => "Greek",
            Self::Cyrillic => "Cyrillic",
            Self::FullWidth => "full-width",
        }
    }
}

/// Reports reordering marks anywhere, comments and texts included, and words that mix look-alike scripts.
pub(crate) fn check(id: SourceId, source: &str, tokens: &[Token]) -> Vec<Diagnostic> {
    if source.is_ascii() {
        return Vec::new();
    }
    let mut findings = bidirectional(id, source);
    let mut seen = HashSet::new();
    let words = tokens.iter().filter(|token| token.kind == TokenKind::Word);
    for word in words.filter(|word| !word.text(source).is_ascii()) {
        // A name is looked at where it is first written.
        if seen.insert(word.text(source)) {
            findings.extend(look_alike(word.text(source), Span::new(id, word.start, word.end)));
        }
    }
    findings
}

/// The reordering marks of `source`, one finding per line.
fn bidirectional(id: SourceId, source: &str) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut start: usize = 0;
    for line in source.split_inclusive('\n') {
        if let Some((at, character)) = line.char_indices().find(|(_, character)| is_bidirectional(*character)) {
            let first = start.saturating_add(at);
            let after = first.saturating_add(character.len_utf8());
            let span =
                Span::new(id, u32::try_from(first).unwrap_or(u32::MAX), u32::try_from(after).unwrap_or(u32::MAX));
            let message = format!("an invisible character (U+{:04X}) reorders this line", u32::from(character));
            let finding = Diagnostic::new(Code::BIDIRECTIONAL, span, message);
            let note = "readers see the line in another order than the one it is read in";
            findings.push(finding.note(note).help("delete the character"));
        }
        start = start.saturating_add(line.len());
    }
    findings
}

/// A word that mixes letters of scripts that look alike.
fn look_alike(word: &str, span: Span) -> Option<Diagnostic> {
    let mut first: Option<Script> = None;
    for character in word.chars() {
        let Some(script) = script(character) else { continue };
        let before = *first.get_or_insert(script);
        if before != script {
            let message = format!("`{word}` mixes {} and {} letters that look alike", before.name(), script.name());
            let finding = Diagnostic::new(Code::LOOK_ALIKE, span, message);
            let point = format!("`{character}` is U+{:04X}, a {} letter", u32::from(character), script.name());
            return Some(finding.label(point).help("type the whole word with one keyboard layout"));
        }
    }
    None
}

/// The script of a letter, where its letters can be taken for another's.
fn script(character: char) -> Option<Script> {
    match character {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' => Some(Script::Latin),
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Some(Script::Greek),
        '\u{400}'..='\u{52f}' => Some(Script::Cyrillic),
        '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => Some(Script::FullWidth),
        _ => None,
    }
}
