//! `tarifa draw`: a process as a picture.

use std::fs;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use tarifa::date::{Date, Moment};
use tarifa::program::{self, Process, Program};
use tarifa_diagnostics::render::safe;

use crate::arguments::RulesArgument;
use crate::exit::Exit;
use crate::rules;
use crate::screen::draw::{Chart, mermaid, svg};
use crate::screen::{Column, Console, Table, width};
use crate::trouble::Trouble;

use super::case::moment;

/// Draw a process: its stages with their clocks, its outcomes, and what leads where
///
/// The picture is an SVG file that stands alone, or the text of a Mermaid state diagram, which many pages and editors
/// draw. The same process always gives the same file.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tarifa draw rules/shop dispute -o dispute.svg
  tarifa draw rules/shop dispute --format mermaid
  tarifa draw rules/shop dispute --longest")]
pub(crate) struct Draw {
    #[command(flatten)]
    rules: RulesArgument,
    /// The process
    #[arg(value_name = "PROCESS")]
    process: String,
    /// The form of the picture: `svg` or `mermaid`
    #[arg(long, value_name = "FORMAT", default_value = "svg", hide_possible_values = true)]
    format: Picture,
    /// Of several versions, draw that of this day; else the latest
    #[arg(long, value_name = "DAY")]
    at: Option<String>,
    /// Instead of a picture, tell the longest that a case can take, stage by stage
    #[arg(long, conflicts_with_all = ["format", "output"])]
    longest: bool,
    /// The file to write; else the standard output
    #[arg(short, long, value_name = "FILE", default_value = "-", hide_default_value = true)]
    output: PathBuf,
}

/// The forms of a picture.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Picture {
    /// A file that stands alone.
    Svg,
    /// The text of a state diagram.
    Mermaid,
}

impl Draw {
    /// Draws.
    pub(crate) fn run(&self, console: &mut Console) -> Result<Exit, Trouble> {
        let day = self.at.as_deref().map(moment).transpose()?.map(Moment::written_day);
        let rules = rules::only(&self.rules.path)?;
        let tariff = rules.load(console)?;
        let program = tariff.program();
        if program.processes.is_empty() {
            return Err(Trouble::NoProcesses { name: rules.name() });
        }
        let versions: Vec<&Process> = program.processes.iter().filter(|own| own.name == self.process).collect();
        if versions.is_empty() {
            return Err(unknown(program, &self.process));
        }
        let is_of_day =
            |process: &&Process| day.is_none_or(|day| (process.valid.from..=process.valid.to).contains(&day.days()));
        let latest = versions.iter().copied().filter(is_of_day).max_by_key(|process| process.valid.from);
        let Some(process) = latest else { return Err(Trouble::NoVersion { name: self.process.clone() }) };
        if versions.len() > 1 && day.is_none() {
            let from = Date::from_days(process.valid.from).map(|day| format!(", valid from {day}"));
            console.summary(&format!(
                "drew the latest of {} versions{}; --at DAY draws another",
                versions.len(),
                from.unwrap_or_default()
            ));
        }
        if self.longest {
            console.result(&longest_case(program, process))?;
            return Ok(Exit::Fine);
        }
        let chart = Chart::of(program, process);
        let picture = match self.format {
            Picture::Svg => svg(&chart),
            Picture::Mermaid => mermaid(&chart),
        };
        if self.output.as_os_str() == "-" {
            console.result_bytes(picture.as_bytes())?;
        } else {
            fs::write(&self.output, picture)
                .map_err(|source| Trouble::WriteFile { path: self.output.clone(), source })?;
        }
        Ok(Exit::Fine)
    }
}

/// The longest way of a case, or why there is none.
fn longest_case(program: &Program, process: &Process) -> String {
    let found = match program::longest(program, process) {
        Ok(found) => found,
        Err(why) => {
            return format!("a case of {} can take any time: {}\n", safe(&process.name), safe(&why.to_string()));
        }
    };
    let mut table = Table::new([
        ("stage", Column::Words),
        ("from day", Column::Figures),
        ("to day", Column::Figures),
        ("ends when", Column::Text),
    ]);
    for stay in &found.stays {
        let stage = process.stages.get(usize::from(stay.stage.0)).map_or("", |stage| stage.name.as_str());
        let by = safe(&stay.by).into_owned();
        table.row([safe(stage).into_owned(), stay.from.to_string(), stay.to.to_string(), by]);
    }
    let outcome = process.outcomes.get(usize::from(found.outcome.0)).map_or("", |outcome| outcome.name.as_str());
    let last = found.days.to_string();
    table.row([safe(outcome).into_owned(), last.clone(), String::new(), String::new()]);
    let days = if found.days == 1 { "day" } else { "days" };
    let name = safe(&process.name);
    format!("a case of {name} takes {last} {days} at most from its opening\n\n{}", table.render(2, width()))
}

fn unknown(program: &Program, name: &str) -> Trouble {
    let mut known: Vec<String> = program.processes.iter().map(|process| process.name.clone()).collect();
    known.dedup();
    Trouble::UnknownProcess { name: name.to_owned(), known }
}
