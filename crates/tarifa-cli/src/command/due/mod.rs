//! `tarifa due`: of many cases, who is about to miss what.

mod judge;
mod progress;
mod read;
mod soonest;
mod within;

use std::path::PathBuf;

use clap::Args;
use rayon::prelude::*;
use tarifa::Tariff;
use tarifa_diagnostics::render::safe;

use super::case::moment;
use crate::arguments::{Format, RulesArgument};
use crate::exit::Exit;
use crate::rules;
use crate::screen::style::{BAD, OPEN, STRONG, paint};
use crate::screen::{Column, Console, Table, counted, place, width};
use crate::trouble::Trouble;
use judge::{Asked, Due, Judged, Open, Wrong, judge};
use progress::Progress;
use read::{Batch, Lines};
use soonest::{Kept, Kind, Soonest};
use within::Within;

/// So much is listed for people where nothing else is asked for: who needs more reads it by program.
const SHOWN: usize = 500;
/// So much is kept at once, so that memory stays bounded however many cases there are.
const MOST: usize = 2_000_000;
/// The table is laid out after this many rows.
const ROWS: usize = 500;
/// Where more falls due, it is also told how much of each kind.
const OVERVIEW: usize = 20;
/// So many cases that cannot be taken, or not be decided, are told of to people; the rest are counted.
const TROUBLED: usize = 100;

/// Tell of many cases who is about to miss what, and what it would cost
///
/// CASES holds a case as a JSON object on each line. What falls due within the time after `--at` is listed, the
/// soonest first: who must do what, where the case goes otherwise, and what that costs where it can be told.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tarifa due rules/shop cases.jsonl --at '2026-03-13 09:00' --within 48h
  tarifa due rules/shop - --at 2026-03-13 --within 7d --format json

Of the cases that cannot be taken or decided yet, people are told the first 100; JSON has a line for each.

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
    /// How many to list at most, the soonest; all are counted [default: 500, and 2,000,000 with `--format json`]
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=2_000_000))]
    most: Option<u32>,
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
        let asked = Asked { now: moment(&self.at)?, seconds: within.seconds };
        let rules = rules::only(&self.rules.path)?;
        let tariff = rules.load(console)?;
        if tariff.program().processes.is_empty() {
            return Err(Trouble::NoProcesses { name: rules.name() });
        }
        let mut found = Found::new(self.format, self.most());
        let mut lines = Lines::open(&self.input)?;
        let mut progress = Progress::new(&self.input);
        let mut batch = lines.batch()?;
        while !batch.is_empty() {
            let (judged, next) = rayon::join(|| judge_all(&tariff, &batch, &asked), || lines.batch());
            if judged.iter().any(|judged| judged.told.is_err()) {
                progress.clear(console);
            }
            for judged in judged {
                found.take(console, judged)?;
            }
            progress.tell(console, found.cases, found.soonest.count, batch.bytes);
            batch = next?;
        }
        progress.clear(console);
        if found.cases == 0 {
            return Err(Trouble::NoCases);
        }
        found.finish(console, &tariff, &self.within)
    }

    fn most(&self) -> usize {
        let own = self.most.and_then(|most| usize::try_from(most).ok());
        own.unwrap_or(match self.format {
            Format::Human => SHOWN,
            Format::Json => MOST,
        })
    }
}

/// Judges the cases of a batch side by side, in their order.
fn judge_all(tariff: &Tariff, batch: &Batch, asked: &Asked) -> Vec<Judged> {
    let judged = |position: usize| batch.line(position).map(|(number, line)| judge(tariff, number, &line, asked));
    (0..batch.len()).into_par_iter().with_min_len(32).filter_map(judged).collect()
}

/// What came out of all cases so far.
struct Found {
    format: Format,
    cases: usize,
    soonest: Soonest,
    /// The first of the cases that cannot be decided yet, for people.
    open: Vec<Open>,
    open_count: usize,
    wrong_count: usize,
}

impl Found {
    fn new(format: Format, most: usize) -> Self {
        Self { format, cases: 0, soonest: Soonest::new(most), open: Vec::new(), open_count: 0, wrong_count: 0 }
    }

    /// Takes a case: what is wrong with it is told at once, what falls due when all are known.
    fn take(&mut self, console: &mut Console, judged: Judged) -> Result<(), Trouble> {
        self.cases = self.cases.saturating_add(1);
        let case = format!("line {}", judged.line);
        match judged.told {
            Ok((due, needs)) => {
                self.soonest.take(judged.line, judged.id.as_deref(), due);
                if needs.is_empty() {
                    return Ok(());
                }
                self.open_count = self.open_count.saturating_add(1);
                let open = Open { case, id: judged.id, needs };
                match self.format {
                    Format::Json => console.document_line(&open)?,
                    Format::Human if self.open.len() < TROUBLED => self.open.push(open),
                    Format::Human => {}
                }
            }
            Err(errors) => {
                self.wrong_count = self.wrong_count.saturating_add(1);
                let wrong = Wrong { case, id: judged.id, errors };
                match self.format {
                    Format::Json => console.document_line(&wrong)?,
                    Format::Human if self.wrong_count <= TROUBLED => {
                        for error in &wrong.errors {
                            let case = labelled(&wrong.case, wrong.id.as_deref());
                            console.summary(&format!("{case}: {}", paint(BAD, error.in_words())));
                        }
                    }
                    Format::Human => {}
                }
            }
        }
        Ok(())
    }

    /// Lists what falls due, and says how all came out.
    fn finish(self, console: &mut Console, tariff: &Tariff, within: &str) -> Result<Exit, Trouble> {
        let summary = self.in_words(within);
        let exit = match (self.wrong_count, self.open_count) {
            (0, 0) => Exit::Fine,
            (0, _) => Exit::Findings,
            (_, _) => Exit::CouldNot,
        };
        let count = self.soonest.count;
        let (kept, kinds) = self.soonest.sorted();
        match self.format {
            Format::Json => {
                for kept in kept {
                    if let Some(due) = tariff.due_in_words(&kept.due) {
                        let case = format!("line {}", kept.line);
                        console.document_line(&Due { case, id: kept.id.as_deref(), due })?;
                    }
                }
            }
            Format::Human => {
                list(console, tariff, &kept)?;
                if count > OVERVIEW {
                    console.result("\n")?;
                    console.result(&overview(tariff, &kinds).render(0, width()))?;
                }
                for open in &self.open {
                    let (case, needs) = (labelled(&open.case, open.id.as_deref()), open.needs.join(", "));
                    console.result(&format!("{case}: {} {}\n", paint(OPEN, "needs"), safe(&needs)))?;
                }
            }
        }
        console.summary(&summary);
        Ok(exit)
    }

    fn in_words(&self, within: &str) -> String {
        let (count, cases) = (self.soonest.count, counted(self.cases, "case"));
        let mut text = match count {
            0 => format!("{cases}: nothing is due within {}", safe(within)),
            _ => format!("{cases}: {count} due within {}", safe(within)),
        };
        let shown = self.soonest.shown();
        if shown < count {
            text.push_str(&format!(", the soonest {shown} listed (`--most` lists more)"));
        }
        let troubled = match self.format {
            Format::Human => TROUBLED,
            Format::Json => usize::MAX,
        };
        for (count, words) in [(self.open_count, "cannot be decided yet"), (self.wrong_count, "cannot be taken")] {
            if count > 0 {
                text.push_str(&format!(", {count} {words}"));
            }
            if count > troubled {
                text.push_str(&format!(" (the first {troubled} told; `--format json` tells all)"));
            }
        }
        text
    }
}

/// `line 4`, with the id of the case where it has one.
fn labelled(case: &str, id: Option<&str>) -> String {
    id.map_or_else(|| case.to_owned(), |id| format!("{case} {}", safe(id)))
}

/// What falls due, a row for each.
fn list(console: &mut Console, tariff: &Tariff, kept: &[Kept]) -> Result<(), Trouble> {
    for kept in kept.chunks(ROWS) {
        let mut table = Table::new([
            ("due", Column::Words),
            ("case", Column::Words),
            ("who", Column::Words),
            ("what", Column::Words),
            ("otherwise", Column::Words),
            ("which costs", Column::Text),
            ("where", Column::Words),
        ]);
        for kept in kept {
            let Some(due) = tariff.due_in_words(&kept.due) else { continue };
            table.row([
                safe(&due.by.to_string()).into_owned(),
                labelled(&format!("line {}", kept.line), kept.id.as_deref()),
                paint(STRONG, safe(due.who.as_deref().unwrap_or("by itself"))),
                safe(&due.what).into_owned(),
                safe(due.otherwise.as_deref().unwrap_or_default()).into_owned(),
                safe(&due.money.join(", ")).into_owned(),
                place(due.place.as_ref()),
            ]);
        }
        console.result(&table.render(0, width()))?;
    }
    Ok(())
}

/// How much falls due of each kind, and what all of it costs.
fn overview(tariff: &Tariff, kinds: &[Kind]) -> Table {
    let mut table = Table::new([
        ("cases", Column::Figures),
        ("process", Column::Words),
        ("stage", Column::Words),
        ("who", Column::Words),
        ("what", Column::Words),
        ("otherwise", Column::Words),
        ("which costs all together", Column::Text),
    ]);
    for kind in kinds {
        let Some(due) = tariff.due_in_words(&kind.shown()) else { continue };
        table.row([
            kind.count.to_string(),
            safe(&due.process).into_owned(),
            safe(due.stage.as_deref().unwrap_or_default()).into_owned(),
            paint(STRONG, safe(due.who.as_deref().unwrap_or("by itself"))),
            safe(&due.what).into_owned(),
            safe(due.otherwise.as_deref().unwrap_or_default()).into_owned(),
            safe(&due.money.join(", ")).into_owned(),
        ]);
    }
    table
}
