//! Many shipments: a row of a table or a line of JSON for each.

use std::collections::BTreeSet;

use serde::Serialize;
use tarifa::answer::{ServiceOption, Verdict};
use tarifa_diagnostics::render::safe;

use super::{Found, outcome};
use crate::arguments::Format;
use crate::exit::Exit;
use crate::screen::answer::{Depth, View, best, painted_verdict, remark, transit};
use crate::screen::style::{BAD, STRONG, paint};
use crate::screen::{Column, Console, Table, counted};
use crate::shipments::{Entry, Problem, Shipments};
use crate::trouble::Trouble;

/// The table is laid out and shown after this many rows, so that a long input is answered while it is read.
const ROWS: usize = 500;

/// The answers to a list of shipments, one by one.
pub(super) struct Batch<'a> {
    format: Format,
    view: View<'a>,
    table: Table,
    waiting: usize,
    tally: Tally,
}

/// How many shipments came out how.
#[derive(Default)]
struct Tally {
    all: usize,
    priced: usize,
    undecided: usize,
    invalid: usize,
}

/// A line of the JSON output.
#[derive(Serialize)]
struct Line<'a> {
    /// Where the shipment is in the input: `line 3`, `row 2`.
    shipment: &'a str,
    /// The answer; `null` where the shipment cannot be taken.
    answer: Option<&'a Found>,
    /// Why it cannot be taken; empty where it was.
    errors: &'a [Problem],
}

impl<'a> Batch<'a> {
    /// Nothing answered yet.
    pub(super) fn new(format: Format, view: View<'a>) -> Self {
        Self { format, view, table: heads(), waiting: 0, tally: Tally::default() }
    }

    /// Answers each of `shipments`; one that cannot be taken costs only itself.
    pub(super) fn run(
        mut self,
        shipments: Shipments,
        quote: impl Fn(&Entry) -> Result<Found, Vec<Problem>>,
        console: &mut Console,
    ) -> Result<Exit, Trouble> {
        let mut exit = Exit::Fine;
        for entry in shipments {
            let entry = entry?;
            let answer = quote(&entry);
            exit = exit.max(self.tally.count(&answer));
            self.show(&entry, &answer, console)?;
        }
        self.flush(console)?;
        if self.tally.all == 0 {
            return Err(Trouble::NoShipments);
        }
        console.summary(&self.tally.in_words());
        Ok(exit)
    }

    fn show(
        &mut self,
        entry: &Entry,
        found: &Result<Found, Vec<Problem>>,
        console: &mut Console,
    ) -> Result<(), Trouble> {
        match (self.format, self.view.depth) {
            (Format::Json, _) => console.document_line(&Line {
                shipment: &entry.label,
                answer: found.as_ref().ok(),
                errors: found.as_ref().err().map_or(&[], Vec::as_slice),
            }),
            (Format::Human, Depth::Reasons) => {
                self.table.row(row(entry, found, self.view.language));
                self.waiting = self.waiting.saturating_add(1);
                if self.waiting >= ROWS { self.flush(console) } else { Ok(()) }
            }
            (Format::Human, Depth::Why) => {
                console.result(&format!("{}\n\n", paint(STRONG, &entry.label)))?;
                match found {
                    Ok(found) => console.result(&found.on_screen(self.view))?,
                    Err(problems) => {
                        for problem in problems {
                            console.result(&format!("{}\n", problem.line()))?;
                        }
                    }
                }
                console.result("\n")
            }
        }
    }

    fn flush(&mut self, console: &mut Console) -> Result<(), Trouble> {
        let table = std::mem::replace(&mut self.table, heads());
        if std::mem::take(&mut self.waiting) == 0 { Ok(()) } else { console.result(&table.render(0, self.view.width)) }
    }
}

fn heads() -> Table {
    Table::new([
        ("shipment", Column::Words),
        ("service", Column::Words),
        ("answer", Column::Words),
        ("total", Column::Figures),
        ("transit", Column::Words),
        ("", Column::Text),
    ])
}

/// The service to take, or the one that comes nearest and what stands in its way.
fn row(entry: &Entry, found: &Result<Found, Vec<Problem>>, language: Option<&str>) -> Vec<String> {
    let label = entry.label.clone();
    match found {
        Err(problems) => {
            let nothing = String::new;
            let why: Vec<_> = problems.iter().map(Problem::in_words).collect();
            vec![label, nothing(), paint(BAD, "invalid"), nothing(), nothing(), why.join("; ")]
        }
        Ok(Found { answer, .. }) if outcome(answer) != Exit::Fine => {
            let facts: BTreeSet<_> =
                answer.options.iter().flat_map(|option| &option.needs).map(|need| &need.fact).collect();
            let facts: Vec<_> = facts.into_iter().map(String::as_str).collect();
            let nothing = String::new;
            vec![
                label,
                nothing(),
                painted_verdict(Verdict::Needs),
                nothing(),
                nothing(),
                safe(&facts.join(", ")).into_owned(),
            ]
        }
        Ok(Found { answer, .. }) => match best(answer) {
            Some(option) => {
                let mut row = vec![label];
                row.extend(of_option(option, language));
                row
            }
            None => vec![label],
        },
    }
}

fn of_option(option: &ServiceOption, language: Option<&str>) -> [String; 5] {
    [
        safe(&option.service).into_owned(),
        painted_verdict(option.verdict),
        option.total.map(|total| total.to_string()).unwrap_or_default(),
        if option.total.is_some() { transit(option.transit_days) } else { String::new() },
        remark(option, language),
    ]
}

impl Tally {
    fn count(&mut self, found: &Result<Found, Vec<Problem>>) -> Exit {
        let add = |counter: &mut usize| *counter = counter.saturating_add(1);
        add(&mut self.all);
        let Ok(Found { answer, .. }) = found else {
            add(&mut self.invalid);
            return Exit::CouldNot;
        };
        let exit = outcome(answer);
        if exit == Exit::Findings {
            add(&mut self.undecided);
        } else if answer.options.iter().any(|option| option.total.is_some()) {
            add(&mut self.priced);
        }
        exit
    }

    fn in_words(&self) -> String {
        let decided = self.priced.saturating_add(self.undecided).saturating_add(self.invalid);
        let parts = [
            (self.priced, "with a price"),
            (self.all.saturating_sub(decided), "without one"),
            (self.undecided, "in need of facts"),
            (self.invalid, "invalid"),
        ];
        let parts: Vec<_> =
            parts.iter().filter(|(count, _)| *count > 0).map(|(count, words)| format!("{count} {words}")).collect();
        format!("{}: {}", counted(self.all, "shipment"), parts.join(", "))
    }
}
