//! A case as people read it: where it stands, how it came there, what is to be done, the money.

mod history;
mod to_do;

use tarifa::case_answer::{CaseAnswer, CaseCertainty, CaseStanding, CaseStatus};
use tarifa_diagnostics::render::safe;

use super::answer::{HASH, heading, part, place};
use super::style::{FAINT, GOOD, OPEN, STRONG, paint};
use super::{Column, Table};

/// How much of a case is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// All of it.
    Whole,
    /// What is to be done.
    Next,
}

/// The answer to a case: one part for each process.
pub(crate) fn case(answer: &CaseAnswer, extent: Extent, width: usize) -> String {
    let hash: String = answer.hash.chars().take(HASH).collect();
    let mut text = match extent {
        Extent::Whole => paint(FAINT, format!("{}  {hash}", safe(&answer.tariff))) + "\n",
        Extent::Next => String::new(),
    };
    for warning in &answer.warnings {
        text.push_str(&format!("{} {}\n", paint(OPEN, "warning:"), safe(warning)));
    }
    if answer.cases.is_empty() {
        text.push_str("no process of the rule set applies to the order\n");
    }
    for standing in &answer.cases {
        let head = heading(&standing.process, &standing.title);
        let id = answer.id.as_ref().map(|id| format!("  {}", paint(STRONG, safe(id)))).unwrap_or_default();
        let asked = paint(FAINT, format!("at {}, {}", safe(&answer.now), safe(&standing.zone)));
        part(&mut text, &format!("{head}{id}  {asked}\n"));
        part(&mut text, &format!("  {}\n", position(standing)));
        if extent == Extent::Whole {
            part(&mut text, &history::happened(standing).render(2, width));
            part(&mut text, &history::attempts(standing).render(2, width));
        }
        part(&mut text, &to_do::table(standing).render(2, width));
        if extent == Extent::Whole {
            part(&mut text, &money(standing).render(2, width));
        }
        part(&mut text, &needs(standing).render(2, width));
    }
    text
}

/// `in negotiation since 2026-03-12 14:30; opened 2026-03-12 14:30 for damaged`.
fn position(standing: &CaseStanding) -> String {
    let name = match (&standing.name, &standing.name_title) {
        (Some(name), Some(title)) if name != title && !title.is_empty() => format!("{} ({})", safe(name), safe(title)),
        (Some(name), Some(_) | None) => safe(name).into_owned(),
        (None, _) => String::new(),
    };
    let mut text = match standing.status {
        CaseStatus::NotOpen => paint(STRONG, "not open"),
        CaseStatus::Stage => format!("in {}", paint(STRONG, name)),
        CaseStatus::Outcome => format!("ended with {}", paint(GOOD, name)),
    };
    if let Some(since) = &standing.since {
        text.push_str(&format!(" since {}", safe(since)));
    }
    if let Some(opened) = &standing.opened {
        text.push_str(&format!("; opened {}", safe(opened)));
        if let Some(reason) = &standing.reason {
            text.push_str(&format!(" for {}", safe(reason)));
        }
    }
    match standing.certainty {
        CaseCertainty::Certain => text,
        CaseCertainty::Undecided => format!("{}: so far {text}", paint(OPEN, "cannot be decided yet")),
    }
}

/// Who got, kept and paid what, and what is left.
fn money(standing: &CaseStanding) -> Table {
    let mut table = Table::new([
        ("money", Column::Text),
        ("amount", Column::Figures),
        ("on", Column::Words),
        ("where", Column::Words),
    ]);
    for line in &standing.money {
        let amount = line.amount.to_string();
        // The amount stands in a column of its own.
        let words = line.text.replacen(&format!(" {amount}"), "", 1);
        let on = line.on.as_deref().unwrap_or_default();
        table.row([safe(&words).into_owned(), amount, safe(on).into_owned(), place(line.place.as_ref())]);
    }
    if let Some(left) = standing.undisposed.filter(|left| !left.amount.is_zero()) {
        table.row(["not disposed of yet".to_owned(), left.to_string()]);
    }
    table
}

/// What must be known first.
fn needs(standing: &CaseStanding) -> Table {
    let mut table = Table::new([("needs", Column::Words), ("what it is", Column::Text)]);
    for need in &standing.needs {
        table.row([paint(OPEN, safe(&need.fact)), safe(&need.title).into_owned()]);
    }
    table
}
