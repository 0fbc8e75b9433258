//! What restrictions say: whose rule it is and why, what must be provided first, what the policy warns of.

use tarifa::answer::{Certainty, Cited, Lack, Needed, RequiredDocument, Requirement, ServiceOption, Warning};
use tarifa::program::DocumentKind;
use tarifa_diagnostics::render::safe;

use super::super::style::{OPEN, paint};
use super::super::{Column, Table};
use super::place;

/// The text of an answer, which ends with the policy's own reason, with the reason in `language` where there is one.
pub(super) fn in_language(text: &str, cited: &Cited, language: Option<&str>) -> String {
    let own = cited.because.iter().find(|because| because.language.is_none()).or_else(|| cited.because.first());
    let without = own.and_then(|own| text.strip_suffix(&own.text)).and_then(|text| text.strip_suffix(": "));
    let text = match (without, because(cited, language)) {
        (Some(without), Some(because)) => format!("{without}: {because}"),
        (Some(_), None) | (None, _) => text.to_owned(),
    };
    safe(&text).into_owned()
}

/// The reason in `language` where the policy writes it, else in the policy's own.
pub(super) fn because<'a>(cited: &'a Cited, language: Option<&str>) -> Option<&'a str> {
    let asked = cited.because.iter().find(|because| language.is_some() && because.language.as_deref() == language);
    let own = cited.because.iter().find(|because| because.language.is_none());
    asked.or(own).or_else(|| cited.because.first()).map(|because| because.text.as_str())
}

/// `by IATA; see PI 965`: whose rule it is and where to read more; nothing where the policy does not say.
pub(super) fn source(cited: &Cited) -> String {
    let mut parts = Vec::new();
    if !cited.authorities.is_empty() {
        parts.push(format!("by {}", cited.authorities.join(", ")));
    }
    if !cited.see.is_empty() {
        parts.push(format!("see {}", cited.see.join(", ")));
    }
    safe(&parts.join("; ")).into_owned()
}

/// The reason and its source in one line.
pub(super) fn because_and_source(cited: &Cited, language: Option<&str>) -> String {
    let because = because(cited, language).map(|because| safe(because).into_owned());
    let parts: Vec<_> = because.into_iter().chain([source(cited)]).filter(|part| !part.is_empty()).collect();
    parts.join("; ")
}

/// A check list of what must be provided before it can be shipped.
pub(super) fn check_list(option: &ServiceOption, language: Option<&str>) -> Table {
    let mut table = Table::new([
        ("provide first", Column::Words),
        ("", Column::Text),
        ("for", Column::Words),
        ("at hand", Column::Words),
        ("rule", Column::Words),
        ("where", Column::Words),
    ]);
    for requirement in &option.requirements {
        for (index, document) in requirement.documents.iter().enumerate() {
            table.row(line(requirement, document, index));
        }
        let why = because_and_source(&requirement.cited, language);
        if !why.is_empty() {
            table.row([String::new(), why]);
        }
    }
    table
}

/// The line of a document; the rule stands beside the first.
fn line(requirement: &Requirement, document: &RequiredDocument, index: usize) -> [String; 6] {
    let mark = match (requirement.needed, index) {
        (Needed::Any, 1..) => " or",
        (Needed::All | Needed::Any, _) => "[ ]",
    };
    let title = safe(&self::document(&document.title, &document.document)).into_owned();
    let [whose, rule, at] = match index {
        0 => [
            requirement.item.map_or_else(|| "the shipment".to_owned(), |item| format!("item {item}")),
            safe(&requirement.rule).into_owned(),
            place(requirement.place.as_ref()),
        ],
        _ => [String::new(), String::new(), String::new()],
    };
    [format!("{mark} {}", kind(document.kind)), title, whose, at_hand(document.why).to_owned(), rule, at]
}

/// `CPNP notification (cpnp)`: what staff call it, and the key under which it is provided.
pub(crate) fn document(title: &str, name: &str) -> String {
    if title == name { name.to_owned() } else { format!("{title} ({name})") }
}

/// What a requirement is made of.
pub(crate) const fn kind(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Document => "document",
        DocumentKind::Label => "label",
        DocumentKind::Packaging => "packaging",
        DocumentKind::Licence => "licence",
        DocumentKind::Status => "status",
    }
}

/// What is there, and why it does not count.
const fn at_hand(why: Lack) -> &'static str {
    match why {
        Lack::Absent => "nothing",
        Lack::NotYetIssued => "issued later",
        Lack::TooOld => "too old",
        Lack::Expired => "expired",
    }
}

/// What to provide, in the width of a remark: `provide CPNP notification, MSDS or UN 38.3 report`.
pub(super) fn to_provide(requirements: &[Requirement]) -> String {
    let mut asked: Vec<String> = Vec::new();
    for requirement in requirements {
        let titles: Vec<_> = requirement.documents.iter().map(|document| document.title.as_str()).collect();
        let joined = match requirement.needed {
            Needed::All => titles.join(", "),
            Needed::Any => titles.join(" or "),
        };
        if !asked.contains(&joined) {
            asked.push(joined);
        }
    }
    safe(&format!("provide {}", asked.join(", "))).into_owned()
}

/// What the policy warns of.
pub(super) fn warnings(warnings: &[Warning], language: Option<&str>) -> Table {
    let mut table = Table::new([("", Column::Words), ("", Column::Text), ("", Column::Words)]);
    for warning in warnings {
        let certainty = match warning.certainty {
            Certainty::Surely => "",
            Certainty::Possibly => " (a missing fact would tell)",
        };
        let text = in_language(&warning.text, &warning.cited, language);
        table.row([paint(OPEN, "warning:"), format!("{text}{certainty}"), place(warning.place.as_ref())]);
        let source = source(&warning.cited);
        if !source.is_empty() {
            table.row([String::new(), source]);
        }
    }
    table
}
