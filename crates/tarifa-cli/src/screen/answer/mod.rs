//! An answer as people read it: what is on offer, then how each figure came about.

mod option;
mod overview;
mod restriction;
#[cfg(test)]
mod tests;
mod why;

use std::collections::BTreeMap;

use tarifa::answer::{Answer, SourcePlace, Verdict};
use tarifa_diagnostics::render::safe;

pub(crate) use overview::{best, remark};
pub(crate) use restriction::{document, kind};

use super::style::{BAD, FAINT, GOOD, OPEN, STRONG, paint};

/// How much is said of the services that are not available.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    /// Their reasons.
    Reasons,
    /// Each reason with the value that failed, the bound that it failed and where that is written.
    Why,
}

/// For a service that does not take a shipment, what would have to change, in words.
pub(crate) type Changes = BTreeMap<String, Vec<String>>;

/// How an answer is shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'a> {
    /// How much is said of the services that are not available.
    pub(crate) depth: Depth,
    /// The most columns of a line, where words allow.
    pub(crate) width: usize,
    /// The language of the reasons that restrictions give, where the policy writes it; else its own.
    pub(crate) language: Option<&'a str>,
}

/// How much of the tariff's hash is shown: enough to tell two versions apart.
pub(super) const HASH: usize = 12;

/// The whole answer, with what would have to change.
pub(crate) fn answer(answer: &Answer, changes: &Changes, view: View<'_>) -> String {
    let hash: String = answer.hash.chars().take(HASH).collect();
    let mut text = paint(FAINT, format!("{}  {hash}", safe(&answer.tariff))) + "\n";
    for warning in &answer.warnings {
        text.push_str(&format!("{} {}\n", paint(OPEN, "warning:"), safe(warning)));
    }
    let options = overview::in_order(answer);
    if options.len() > 1 {
        part(&mut text, &overview::table(answer, &options, view.language).render(2, view.width));
    }
    for option in options {
        if option.total.is_some() {
            part(&mut text, &option::priced(option, view));
        } else {
            part(&mut text, &why::unavailable(option, changes.get(&option.service).map_or(&[], Vec::as_slice), view));
        }
    }
    part(&mut text, &overview::recommendation(answer));
    text
}

/// Adds a part, an empty line before it.
pub(super) fn part(text: &mut String, part: &str) {
    if !text.is_empty() && !part.is_empty() {
        text.push('\n');
    }
    text.push_str(part);
}

/// The verdict in a word or two.
pub(crate) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NotServed => "not served",
        Verdict::Refused => "refused",
        Verdict::Needs => "needs facts",
        Verdict::Refer => "refer",
        Verdict::Conditional => "conditional",
        Verdict::Available => "available",
    }
}

/// The verdict in its colour.
pub(crate) fn painted_verdict(of: Verdict) -> String {
    let style = match of {
        Verdict::Available => GOOD,
        Verdict::Conditional | Verdict::Needs | Verdict::Refer => OPEN,
        Verdict::Refused | Verdict::NotServed => BAD,
    };
    paint(style, verdict(of))
}

/// `4..7 days`, or nothing where none is written.
pub(crate) fn transit(days: Option<(u16, u16)>) -> String {
    match days {
        Some((1, 1)) => "1 day".into(),
        Some((from, to)) if from == to => format!("{to} days"),
        Some((from, to)) => format!("{from}..{to} days"),
        None => String::new(),
    }
}

/// `freight.tarifa:12`, faint; nothing where the place is not known.
pub(crate) fn place(place: Option<&SourcePlace>) -> String {
    place.map_or_else(String::new, |place| paint(FAINT, safe(&format!("{}:{}", place.file, place.line))))
}

/// A name and its title.
pub(super) fn heading(service: &str, title: &str) -> String {
    match safe(title) {
        title if title == service || title.is_empty() => paint(STRONG, safe(service)),
        title => format!("{}  {title}", paint(STRONG, safe(service))),
    }
}
