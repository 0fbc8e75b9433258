//! Documents, labels, packaging, licences and statuses, and what asks for them.

use tarifa_diagnostics::{Code, Diagnostic};
use tarifa_engine::program::{Age, AgeUnit, Document, DocumentId, DocumentKind, Join, Requirement, Validity};
use tarifa_syntax::tree::{self, Choice, DocumentAge, DocumentAgeKind, Name, Quantity};

use super::super::Resolver;
use super::super::names::{Wanted, nearest};
use super::super::statements::Stated;

impl<'t> Resolver<'t> {
    /// What a `require` can ask for, by name.
    pub(in super::super) fn documents(&mut self, documents: &[Stated<'t, tree::Document>]) {
        for Stated { it: document, .. } in documents {
            let name = &document.name;
            let Ok(index) = u16::try_from(self.documents.len()) else {
                self.beyond_limit::<()>(name.span, "documents", usize::from(u16::MAX));
                return;
            };
            if let Err(earlier) = self.symbols.documents.define(&name.text, DocumentId(index), name.span) {
                self.duplicate(&name.text, "the document", (earlier, name.span));
                continue;
            }
            let at = self.at(name.span);
            self.documents.push(Document {
                name: name.text.to_string(),
                title: document.title.as_ref().map_or_else(|| name.text.to_string(), |title| title.text.to_string()),
                kind: document_kind(document.kind),
                at,
            });
        }
    }

    /// The document of that name.
    pub(in super::super) fn document(&mut self, name: &Name) -> Option<DocumentId> {
        match self.symbols.documents.find(&name.text) {
            Some(document) => Some(document),
            None => self.unknown_name(name, Wanted::Document),
        }
    }

    /// What a `require` asks for.
    pub(super) fn requirement(&mut self, requirement: &tree::Requirement) -> Option<Requirement> {
        let mut documents = Vec::with_capacity(requirement.documents.len());
        let mut complete = Some(());
        for (name, position) in requirement.documents.iter().zip(0_usize..) {
            let before = requirement.documents.iter().take(position);
            if let Some(earlier) = before.into_iter().find(|other| other.text == name.text) {
                self.line_twice(earlier.span, name.span, "this rule");
                complete = None;
                continue;
            }
            match self.document(name) {
                Some(document) => documents.push(document),
                None => complete = None,
            }
        }
        let validity = match &requirement.age {
            None => Some(None),
            Some(age) => self.document_age(age).map(Some),
        };
        complete?;
        let join = match requirement.choice {
            Choice::All => Join::All,
            Choice::One => Join::Any,
        };
        Some(Requirement { documents, join, validity: validity? })
    }

    fn document_age(&mut self, age: &DocumentAge) -> Option<Validity> {
        match &age.kind {
            DocumentAgeKind::NotOlderThan(quantity) => self.age(quantity).map(Validity::NotOlderThan),
            DocumentAgeKind::IssuedInTheSameYear => Some(Validity::SameYear),
        }
    }

    /// An age in whole days, weeks, months or years.
    fn age(&mut self, quantity: &Quantity) -> Option<Age> {
        let word = quantity.unit.as_ref().map_or("", |unit| &unit.name.text);
        let unit = match word {
            "days" | "day" => AgeUnit::Days,
            "weeks" | "week" => AgeUnit::Weeks,
            "months" | "month" => AgeUnit::Months,
            "years" | "year" => AgeUnit::Years,
            _ => {
                let message = format!("{} is no age that the calendar counts", self.quoted(quantity.span));
                let mut diagnostic = Diagnostic::new(Code::BAD_AGE, quantity.span, message)
                    .help("write whole days, weeks, months or years: `not older than 5 years`");
                if let Some(near) = nearest(word, ["days", "weeks", "months", "years"]) {
                    diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
                }
                return self.refuse(diagnostic);
            }
        };
        match quantity.number.parse::<u32>() {
            Ok(count) if (1..=MOST_OF_A_UNIT).contains(&count) => Some(Age { count, unit }),
            Ok(_) | Err(_) => {
                let message = format!("{} is no number of whole {word}", self.quoted(quantity.span));
                let help = format!("write a whole number from 1 to {MOST_OF_A_UNIT}");
                self.refuse(Diagnostic::new(Code::BAD_AGE, quantity.span, message).help(help))
            }
        }
    }
}

/// How many days, weeks, months or years an age can have.
const MOST_OF_A_UNIT: u32 = 100_000;

/// The name of a `require` that has none: what it asks for.
pub(super) fn name_of(requirement: &tree::Requirement) -> String {
    let names: Vec<&str> = requirement.documents.iter().map(|name| &*name.text).collect();
    match requirement.choice {
        Choice::All => names.join(", "),
        Choice::One => names.join(" or "),
    }
}

fn document_kind(kind: tree::DocumentKind) -> DocumentKind {
    match kind {
        tree::DocumentKind::Document => DocumentKind::Document,
        tree::DocumentKind::Label => DocumentKind::Label,
        tree::DocumentKind::Packaging => DocumentKind::Packaging,
        tree::DocumentKind::Licence => DocumentKind::Licence,
        tree::DocumentKind::Status => DocumentKind::Status,
    }
}

/// The language's word for a kind of document.
pub(in super::super) fn document_word(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Document => "document",
        DocumentKind::Label => "label",
        DocumentKind::Packaging => "packaging",
        DocumentKind::Licence => "licence",
        DocumentKind::Status => "status",
    }
}
