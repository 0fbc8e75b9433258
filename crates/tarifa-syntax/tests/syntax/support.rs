//! Helpers of this crate's tests: parsing one text, and trees that people can read.
use std::fmt::{Debug, Write as _};

use tarifa_diagnostics::{Diagnostics, Source, SourceId};
use tarifa_syntax::tree::{File, Statement, StatementKind};

/// Parses `text` as the only file.
pub(crate) fn parse(text: &str) -> (File, Diagnostics) {
    tarifa_syntax::parse_source(SourceId(0), &Source::new("test.tarifa", text))
}

/// The findings of `text`, one per line: code, place, message, ways out.
pub(crate) fn findings(text: &str) -> String {
    let source = Source::new("test.tarifa", text);
    let (_, findings) = tarifa_syntax::parse_source(SourceId(0), &source);
    let mut shown = String::new();
    for finding in &findings {
        let span = finding.primary.as_ref().map(|label| label.span).unwrap_or_default();
        let (line, column) = (source.line(span.start), source.column(span.start));
        writeln!(shown, "{} {line}:{column}: {}", finding.code, finding.message).unwrap();
        for help in &finding.helps {
            writeln!(shown, "  = {help}").unwrap();
        }
    }
    shown
}

/// The tree of `text`, which must have no findings.
#[track_caller]
pub(crate) fn tree(text: &str) -> String {
    let (file, _) = parse(text);
    assert_eq!(findings(text), "", "in\n{text}");
    outline(&file.statements)
}

/// `value` without places, absent parts and the names of wrappers.
pub(crate) fn outline(value: &impl Debug) -> String {
    let text = format!("{value:?}");
    let mut shown = String::new();
    Reader { rest: &text }.value().print(0, &mut shown);
    shown
}

/// A value as `Debug` shows it.
enum Shown {
    Leaf(String),
    Branch { head: String, open: char, children: Vec<(Option<String>, Shown)> },
}

impl Shown {
    /// The value without what says nothing.
    fn simplified(head: String, open: char, mut children: Vec<(Option<String>, Shown)>) -> Self {
        if head == "Some" && children.iter().all(|(_, child)| child.head() == Some("Span")) {
            return Self::Leaf("written".to_owned());
        }
        children.retain(|(key, child)| !child.is_nothing(key.as_deref()));
        if head == "Quantity" && open == '{' {
            let words = children.iter().map(|(_, child)| child.flat().replace('"', ""));
            return Self::Leaf(words.collect::<Vec<_>>().join(" "));
        }
        if head == "Unit" {
            let words = children.iter().map(|(_, child)| child.flat().replace('"', ""));
            return Self::Leaf(words.collect::<Vec<_>>().join(" per "));
        }
        let wraps = matches!(
            head.as_str(),
            "Some"
                | "Name"
                | "StringLiteral"
                | "When"
                | "Quantity"
                | "Expr"
                | "PriceExpr"
                | "NameList"
                | "Statement"
                | "Place"
                | "Cell"
                | "Rate"
                | "PriceTerm"
                | "Summand"
                | "CardHead"
                | "HeaderLine"
                | "ServiceLine"
                | "FactType"
                | "RowBound"
                | "Moment"
        );
        if children.len() == 1 && (wraps || (open == '(' && head.is_empty())) {
            return children.remove(0).1;
        }
        Self::Branch { head, open, children }
    }

    fn head(&self) -> Option<&str> {
        match self {
            Self::Leaf(_) => None,
            Self::Branch { head, .. } => Some(head),
        }
    }

    /// Whether the value is a place, absent, or what is so unless something else is written.
    fn is_nothing(&self, key: Option<&str>) -> bool {
        match self {
            Self::Leaf(text) => match key {
                Some("sign") => text == "Plus",
                Some("polarity") => text == "Positive",
                Some("soundness") => text == "Sound",
                Some("progression") => text == "Whole",
                Some("span") => true,
                Some(_) => text == "None",
                None => false,
            },
            Self::Branch { head, children, .. } => match head.as_str() {
                "Span" => true,
                "" | "Some" | "Scope" | "LineHead" => children.is_empty() && key.is_some(),
                _ => false,
            },
        }
    }

    fn flat(&self) -> String {
        match self {
            Self::Leaf(text) => text.clone(),
            Self::Branch { head, open, children } => {
                let parts: Vec<String> = children
                    .iter()
                    .map(|(key, child)| match key {
                        Some(key) => format!("{key}: {}", child.flat()),
                        None => child.flat(),
                    })
                    .collect();
                let close = match open {
                    '{' => '}',
                    '[' => ']',
                    _ => ')',
                };
                format!("{head}{open}{}{close}", parts.join(", "))
            }
        }
    }

    fn print(&self, depth: usize, out: &mut String) {
        let indent = "  ".repeat(depth);
        let flat = self.flat();
        match self {
            Self::Branch { head, open, children } if flat.len() + indent.len() > 100 => {
                let close = match open {
                    '{' => '}',
                    '[' => ']',
                    _ => ')',
                };
                writeln!(out, "{head}{open}").unwrap();
                for (key, child) in children {
                    write!(out, "{indent}  ").unwrap();
                    if let Some(key) = key {
                        write!(out, "{key}: ").unwrap();
                    }
                    child.print(depth + 1, out);
                }
                writeln!(out, "{indent}{close}").unwrap();
            }
            Self::Leaf(_) | Self::Branch { .. } => writeln!(out, "{flat}").unwrap(),
        }
    }
}

/// Reads what `Debug` wrote.
struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    fn blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Reads up to a character that ends a word.
    fn word(&mut self) -> String {
        self.blanks();
        if self.rest.starts_with('"') {
            let mut escaped = false;
            let end = self.rest.char_indices().skip(1).find(|(_, character)| {
                let closes = *character == '"' && !escaped;
                escaped = *character == '\\' && !escaped;
                closes
            });
            let (word, rest) = self.rest.split_at(end.unwrap().0 + 1);
            self.rest = rest;
            return word.to_owned();
        }
        let end = self.rest.find([' ', ',', ':', '{', '}', '(', ')', '[', ']']).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word.to_owned()
    }

    fn value(&mut self) -> Shown {
        let head = self.word();
        self.blanks();
        let Some(open) = self.rest.chars().next().filter(|open| matches!(open, '{' | '(' | '[')) else {
            return Shown::Leaf(head);
        };
        self.rest = &self.rest[1..];
        let mut children = Vec::new();
        loop {
            self.blanks();
            if let Some(rest) = self.rest.strip_prefix(['}', ')', ']']) {
                self.rest = rest;
                return Shown::simplified(head, open, children);
            }
            if let Some(rest) = self.rest.strip_prefix(',') {
                self.rest = rest;
                continue;
            }
            let before = self.rest;
            let key = self.word();
            let key = match self.rest.strip_prefix(": ") {
                Some(rest) => {
                    self.rest = rest;
                    Some(key)
                }
                None => {
                    self.rest = before;
                    None
                }
            };
            children.push((key, self.value()));
        }
    }
}

/// The name of a zone.
pub(crate) fn zone_name(statement: &Statement) -> Option<&str> {
    if let StatementKind::Zone(zone) = &statement.kind { Some(&zone.name.text) } else { None }
}
