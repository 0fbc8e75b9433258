//! `tarifa due`: of many cases, who is about to miss what.

mod judge;
mod within;

use std::io::IsTerminal as _;
use std::path::PathBuf;

use clap::Args;
use rayon::prelude::*;
use tarifa_diagnostics::render::safe;

use super::case::moment;
use crate::arguments::{Format, RulesArgument};
use crate::exit::Exit;
use crate::rules;
use crate::screen::style::{BAD, OPEN, STRONG, paint};
use crate::screen::{Column, Console, Table, counted, place, width};
use crate::shipments::{self, Entry};
use crate::trouble::Trouble;
use judge::{Asked, Due, Judged, judge};
use within::Within;

/// So many cases are read before they are judged side by side.
const TOGETHER: usize = 4_096;

/// The table is laid out after this many rows.
const ROWS: usize = 500;

/// Tell of many cases who is about to miss what, and what it would cost
///
/// CASES holds a case as a JSON object on each line. What falls due within the time after `--at` is listed, the
/// soonest first: who must do what, where the case goes otherwise, and what that costs where it can be told.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tarifa due rules/shop cases.jsonl --at '2026-03-13 09:00' --within 48h
  tarifa due rules/shop - --at 2026-03-13 --within 7d --format json

Exit code 1 says that a case cannot be decided before more is known, 2 that one cannot be taken at all.")]
pub(crate) struct DueSoon {
    #[command(flatten)]
    rules: RulesArgument,
    /// The file with the cases, or `-` for the standard input
    #[arg(value_name = "CASES")]
    input: PathBuf,
    /// The moment that is asked for: a day, which is over then, '2026-03-13 09:00' in the process's zone, or an instant
    /// with its offset
    #[arg(long, value_name = "TIME")]
    at: String,
    /// How far to look ahead: 90min, 48h, 7d of 24 hours, 2w
    #[arg(long, value_name = "TIME", default_value = "48h")]
    within: String,
    /// For whom the list is written: `human` or `json`, a line for each
    #[arg(long, value_name = "FORMAT", default_value = "human", hide_possible_values = true)]
    format: Format,
}

impl DueSoon {
    /// Judges every case and lists what is due.
    pub(crate) fn run(&self, console: &mut Console) -> Result<Exit, Trouble> {
        if self.rules.path.as_os_str() == "-" && self.input.as_os_str() == "-" {
            return Err(Trouble::StdinTwice);
        }
        let within = Within::parse(&self.within).ok_or_else(|| Trouble::Value {
            message: format!("`--within {}` is no length of time: write 90min, 48h, 7d or 2w", self.within),
        })?;
        let asked = Asked { now: moment(&self.at)?, now_text: &self.at, within };
        let rules = rules::only(&self.rules.path)?;
        let tariff = rules.load(console)?;
        if tariff.program().processes.is_empty() {
            return Err(Trouble::NoProcesses { name: rules.name() });
        }
        let shows_progress = std::io::stderr().is_terminal();
        let mut lines = shipments::documents(&self.input)?;
        let mut found = Found::default();
        loop {
            let entries: Vec<Entry> = lines.by_ref().take(TOGETHER).collect::<Result<_, _>>()?;
            if entries.is_empty() {
                break;
            }
            let judged: Vec<Judged> = entries.par_iter().map(|entry| judge(&tariff, entry, &asked)).collect();
            found.take(entries, judged);
            if shows_progress {
                console.aside(&format!("\r{}", counted(found.cases, "case")));
            }
        }
        if shows_progress {
            console.aside("\r");
        }
        if found.cases == 0 {
            return Err(Trouble::NoCases);
        }
        found.due.sort_by_key(|due| (due.second, due.number));
        match self.format {
            Format::Json => found.as_lines(console)?,
            Format::Human => found.as_tables(console)?,
        }
        console.summary(&found.in_words(&self.within));
        Ok(found.exit())
    }
}

/// What came out of all cases.
#[derive(Default)]
struct Found {
    cases: usize,
    due: Vec<Due>,
    open: Vec<judge::Open>,
    wrong: Vec<judge::Wrong>,
}

impl Found {
    fn take(&mut self, entries: Vec<Entry>, judged: Vec<Judged>) {
        for (entry, judged) in entries.into_iter().zip(judged) {
            self.cases = self.cases.saturating_add(1);
            match judged {
                Judged::Told { due, needs } => {
                    let number = self.cases;
                    self.due.extend(due.into_iter().map(|due| due.numbered(number)));
                    if !needs.is_empty() {
                        self.open.push(judge::Open { case: entry.label, needs });
                    }
                }
                Judged::Wrong(errors) => self.wrong.push(judge::Wrong { case: entry.label, errors }),
            }
        }
    }

    fn exit(&self) -> Exit {
        match (self.wrong.is_empty(), self.open.is_empty()) {
            (false, _) => Exit::CouldNot,
            (true, false) => Exit::Findings,
            (true, true) => Exit::Fine,
        }
    }

    fn as_lines(&self, console: &mut Console) -> Result<(), Trouble> {
        for due in &self.due {
            console.document_line(due)?;
        }
        for open in &self.open {
            console.document_line(open)?;
        }
        for wrong in &self.wrong {
            console.document_line(wrong)?;
        }
        Ok(())
    }

    fn as_tables(&self, console: &mut Console) -> Result<(), Trouble> {
        for due in self.due.chunks(ROWS) {
            let mut table = Table::new([
                ("due", Column::Words),
                ("case", Column::Words),
                ("who", Column::Words),
                ("what", Column::Words),
                ("otherwise", Column::Words),
                ("which costs", Column::Text),
                ("where", Column::Words),
            ]);
            for due in due {
                table.row([
                    safe(&due.by.to_string()).into_owned(),
                    due.case.clone(),
                    paint(STRONG, safe(due.who.as_deref().unwrap_or("by itself"))),
                    safe(&due.what).into_owned(),
                    safe(due.otherwise.as_deref().unwrap_or_default()).into_owned(),
                    safe(&due.money.join(", ")).into_owned(),
                    place(due.place.as_ref()),
                ]);
            }
            console.result(&table.render(0, width()))?;
        }
        for open in &self.open {
            let needs = open.needs.join(", ");
            console.result(&format!("{}: {} {}\n", open.case, paint(OPEN, "needs"), safe(&needs)))?;
        }
        for wrong in &self.wrong {
            for error in &wrong.errors {
                console.summary(&format!("{}: {}", wrong.case, paint(BAD, error.in_words())));
            }
        }
        Ok(())
    }

    fn in_words(&self, within: &str) -> String {
        let mut text = format!("{}: {} due within {}", counted(self.cases, "case"), self.due.len(), safe(within));
        for (count, words) in [(self.open.len(), "cannot be decided yet"), (self.wrong.len(), "cannot be taken")] {
            if count > 0 {
                text.push_str(&format!(", {count} {words}"));
            }
        }
        text
    }
}
