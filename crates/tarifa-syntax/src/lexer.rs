//! Tokens and trivia, for the layout, the messages and, later, the formatter.
//!
//! The lexer never fails: what it does not know is a token of kind [`TokenKind::Unknown`].

/// A piece of the text: together, tokens and the blanks between them are the whole text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// What it is.
    pub(crate) kind: TokenKind,
    /// Its first byte.
    pub(crate) start: u32,
    /// The byte after its last.
    pub(crate) end: u32,
}

impl Token {
    /// The token's text in `source`.
    pub(crate) fn text(self, source: &str) -> &str {
        source.get(self.start as usize..self.end as usize).unwrap_or("")
    }
}

/// The kinds of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// Letters, digits and `_`, beginning with a letter or `_`.
    Word,
    /// Digits, points inside, and letters that stand directly behind (`5kg`, `2nd`).
    Number,
    /// `"…"`, closed on its line.
    Text,
    /// `"…`, not closed on its line.
    UnclosedText,
    /// A punctuation mark, as its ASCII form; full-width forms included.
    Mark(u8),
    /// `..`.
    Dots,
    /// `->`, or `→`.
    Arrow,
    /// The break at the end of a line.
    Break,
    /// `# …` to the end of the line.
    Comment,
    /// A character the language does not have.
    Unknown,
}

/// Reads tokens one by one; blanks are passed over.
pub(crate) struct Lexer<'s> {
    source: &'s str,
    at: usize,
}

impl<'s> Lexer<'s> {
    /// A lexer of `source` from the byte `at`, which begins a token or a blank.
    pub(crate) fn new(source: &'s str, at: usize) -> Self {
        Self { source, at }
    }

    /// The rest of the text.
    fn rest(&self) -> &'s str {
        self.source.get(self.at..).unwrap_or("")
    }

    /// The length of the longest beginning of `text` whose characters all satisfy `holds`.
    fn run(text: &str, holds: impl Fn(char) -> bool) -> usize {
        text.find(|character: char| !holds(character)).unwrap_or(text.len())
    }

    /// The kind and the length of the token at the front of `rest`, which begins with `first`.
    fn front(rest: &str, first: char) -> (TokenKind, usize) {
        let behind = rest.get(first.len_utf8()..).unwrap_or("");
        if is_word_start(first) {
            return (TokenKind::Word, Self::run(rest, is_word));
        }
        if first.is_ascii_digit() {
            return (TokenKind::Number, number_length(rest));
        }
        match first {
            '\n' => (TokenKind::Break, 1),
            '#' => (TokenKind::Comment, Self::run(rest, |character| character != '\n')),
            '"' => text_length(rest),
            '.' if behind.starts_with('.') => (TokenKind::Dots, 2),
            '-' if behind.starts_with('>') => (TokenKind::Arrow, 2),
            '→' => (TokenKind::Arrow, first.len_utf8()),
            _ => match mark(first) {
                Some(mark) => (TokenKind::Mark(mark), first.len_utf8()),
                None => (TokenKind::Unknown, first.len_utf8()),
            },
        }
    }
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let blanks = Self::run(self.rest(), is_blank);
        self.at = self.at.saturating_add(blanks);
        let rest = self.rest();
        let (kind, length) = Self::front(rest, rest.chars().next()?);
        let start = self.at;
        self.at = self.at.saturating_add(length);
        Some(Token { kind, start: u32::try_from(start).ok()?, end: u32::try_from(self.at).ok()? })
    }
}

/// Blanks: also the carriage return, the byte order mark and the wide blanks of East Asian keyboards.
pub(crate) fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\u{a0}' | '\u{3000}' | '\u{feff}') || is_bidirectional(character)
}

/// The characters that change the direction of text and so what a reader sees.
pub(crate) fn is_bidirectional(character: char) -> bool {
    matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a word can begin so.
fn is_word_start(character: char) -> bool {
    character == '_' || character.is_alphabetic()
}

/// Whether a word can go on so. A combining mark goes on with the letter before it.
fn is_word(character: char) -> bool {
    character == '_' || character.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&character)
}

/// The length of a number: digits with a point between digits, and letters glued to it.
fn number_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let digits_from = |from: usize| bytes.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
    let mut length = digits_from(0);
    if bytes.get(length) == Some(&b'.') {
        let fraction = digits_from(length.saturating_add(1));
        if fraction > 0 {
            length = length.saturating_add(fraction).saturating_add(1);
        }
    }
    length.saturating_add(Lexer::run(rest.get(length..).unwrap_or(""), is_word))
}

/// The kind and the length of a text in quotation marks.
fn text_length(rest: &str) -> (TokenKind, usize) {
    let mut escaped = false;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            b'\n' => return (TokenKind::UnclosedText, at),
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return (TokenKind::Text, at.saturating_add(1)),
            _ => {}
        }
    }
    (TokenKind::UnclosedText, rest.len())
}

/// The ASCII form of a punctuation mark of the language, full-width forms included.
pub(crate) fn mark(character: char) -> Option<u8> {
    let ascii = match character {
        '，' | '、' => ',',
        '：' => ':',
        '；' => ';',
        '（' => '(',
        '）' => ')',
        '｛' => '{',
        '｝' => '}',
        '＝' => '=',
        '｜' => '|',
        '％' => '%',
        '＋' => '+',
        '－' => '-',
        '＊' => '*',
        '×' => 'x',
        other => other,
    };
    match ascii {
        ',' | ':' | ';' | '(' | ')' | '{' | '}' | '=' | '|' | '%' | '+' | '-' | '*' | '/' | 'x' => {
            u8::try_from(ascii).ok()
        }
        _ => None,
    }
}
