//! `tarifa matrix`: who may ship what where.

mod axes;
mod csv;
mod grid;
mod html;
mod layout;
mod legend;
mod table;

use std::fs;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use tarifa::lanes::LaneKind;

use crate::arguments::RulesArgument;
use crate::exit::Exit;
use crate::rules;
use crate::screen::{Console, counted, width};
use crate::shipments::{Defaults, Targets};
use crate::trouble::Trouble;
use axes::Axes;
use grid::Grid;
use legend::Legend;

/// Show who may ship what where
///
/// One or two of --category, --to and --via are fixed, the others are rows and columns. Each cell is the engine's
/// answer on one item of the category of which nothing else is known: `yes`, `if` with what must be provided first,
/// `no` with the rule that refuses, `needs` with the facts that would tell, or `-` where the service does not go or
/// carries no such goods. Prices, and a service's bounds on sizes and values, are left aside; limits are named.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tarifa matrix rules/aliexpress --via standard --at 2026-03-02
  tarifa matrix rules/aliexpress --category power_bank --to eu --at 2026-03-02
  tarifa matrix rules/aliexpress --to US --format html -o us.html")]
pub(crate) struct Matrix {
    #[command(flatten)]
    rules: RulesArgument,
    /// What is shipped: a category of the rule set
    #[arg(long, value_name = "CATEGORY")]
    category: Option<String>,
    /// Where it goes: DE, US-AK, 'DE(10115)', or a zone of the rule set
    #[arg(long, value_name = "PLACE")]
    to: Option<String>,
    /// The service
    #[arg(long, value_name = "SERVICE")]
    via: Option<String>,
    /// Where it leaves from, if the services collect in several countries
    #[arg(long, value_name = "PLACE")]
    from: Option<String>,
    /// The ship date: 2026-03-02 or '2026-03-02 14:30'
    #[arg(long, value_name = "DATE")]
    at: Option<String>,
    /// Give what is known of every item or shipment; may be given several times
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// The form: `table`, `csv` with a row for each cell, or `html`, a page of its own
    #[arg(long, value_name = "FORMAT", default_value = "table", hide_possible_values = true)]
    format: MatrixFormat,
    /// The file to write, or `-` for the standard output
    #[arg(short, long, value_name = "FILE", default_value = "-", hide_default_value = true)]
    output: PathBuf,
}

/// The forms of a matrix.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum MatrixFormat {
    /// For people, on a terminal.
    Table,
    /// For spreadsheets.
    Csv,
    /// For people, in a browser.
    Html,
}

impl Matrix {
    /// Asks every cell and shows them.
    pub(crate) fn run(&self, console: &mut Console) -> Result<Exit, Trouble> {
        let rules = rules::only(&self.rules.path)?;
        let tariff = rules.load(console)?;
        let axes = Axes::new(&tariff, self)?;
        let targets = Targets::of(&tariff);
        let mut set = self.set.clone();
        set.extend(self.from.as_ref().map(|from| format!("origin={from}")));
        let known = Defaults::new(&tariff, &targets, &set, self.at.as_deref(), None)?.shipment().clone();
        let grid = Grid::ask(&tariff, &axes, &known)?;
        let legend = Legend::new(tariff.program(), &rules, &grid);
        let caption = self.caption(&tariff.program().title);
        let shown = match self.format {
            MatrixFormat::Table => table::render(&caption, &axes, &grid, &legend, width()),
            MatrixFormat::Csv => csv::render(&axes, &grid, &legend)?,
            MatrixFormat::Html => html::render(&caption, &axes, &grid, &legend),
        };
        if self.output.as_os_str() == "-" {
            console.result(&shown)?;
        } else {
            // A file has no colours.
            fs::write(&self.output, anstream::adapter::strip_str(&shown).to_string())
                .map_err(|source| Trouble::WriteFile { path: self.output.clone(), source })?;
        }
        console.summary(&summary(&axes, &grid));
        if let Some(hint) = hint(&targets, &grid) {
            console.summary(&hint);
        }
        if let Some(below) = axes.below(tariff.program()) {
            console.summary(&below);
        }
        Ok(Exit::Fine)
    }

    /// What the matrix is of.
    fn caption(&self, title: &str) -> String {
        let mut words = title.to_owned();
        let said =
            [("of", &self.category), ("via", &self.via), ("from", &self.from), ("to", &self.to), ("on", &self.at)];
        for (word, value) in said {
            if let Some(value) = value {
                words.push_str(&format!(", {word} {value}"));
            }
        }
        if !self.set.is_empty() {
            words.push_str(&format!(", with {}", self.set.join(", ")));
        }
        words
    }
}

/// What to give so that most of the undecided cells are decided.
fn hint(targets: &Targets, grid: &Grid) -> Option<String> {
    let option = |fact: String| match fact.as_str() {
        "origin" => "--from PLACE".to_owned(),
        "ship_date" => "--at DATE".to_owned(),
        _ => {
            let of_item = format!("item.{fact}");
            let key = if targets.find(&of_item).is_some() { of_item } else { fact };
            format!("--set {key}=…")
        }
    };
    let options: Vec<_> = grid.mostly_needed().into_iter().map(option).collect();
    (!options.is_empty()).then(|| format!("most of what is undecided hangs on {}", options.join(", ")))
}

/// How many cells say what.
fn summary(axes: &Axes, grid: &Grid) -> String {
    let kinds = [
        (LaneKind::Allowed, "allowed"),
        (LaneKind::Conditional, "conditional"),
        (LaneKind::Needs, "in need of facts"),
        (LaneKind::Refused, "refused"),
        (LaneKind::NotServed, "not served"),
    ];
    let counted_kinds = kinds.map(|(kind, words)| (grid.count(kind), words));
    let parts: Vec<_> =
        counted_kinds.iter().filter(|(count, _)| *count > 0).map(|(count, words)| format!("{count} {words}")).collect();
    format!("{}: {}", counted(axes.cells(), "cell"), parts.join(", "))
}
