//! `tarifa quote`: what shipments cost, and why.

mod batch;
mod changes;

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use tarifa::Tariff;
use tarifa::answer::{Answer, Verdict};

use crate::arguments::{Format, RulesArgument};
use crate::exit::Exit;
use crate::rules;
use crate::screen::answer::{self as screen, Depth, View};
use crate::screen::{Console, width};
use crate::shipments::{self, Defaults, Entry, Extent, Form, Mapping, Problem, Reading, Targets};
use crate::trouble::Trouble;
use batch::Batch;
use changes::Changes;

/// Price shipments and explain every line
///
/// INPUT is a shipment as a JSON object, several as a JSON array or as JSON lines, or a CSV table. The form is told by
/// the name or the first character, unless --input says it. `tarifa facts RULES` shows the keys that a rule set takes.
///
/// In a CSV table each row is a shipment with at most one kind of goods, and each head is a key: `weight`,
/// `destination.postcode`, `item.category`. Where figures have no unit, the head or the mapping names it: `weight in
/// kg`. Other heads are mapped: --map 'weight=Weight (kg) in kg'. An empty cell says nothing; words of an any-of fact
/// have `|` between them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tarifa quote rules/aliexpress shipment.json
  tarifa quote rules/aliexpress shipment.json --service standard --why
  tarifa quote rules/aliexpress orders.jsonl --at 2026-03-02 --format json
  tarifa quote rules/aliexpress orders.csv --set origin=CN \\
    --map 'weight=Weight (kg) in kg' --map destination=Country --map 'declared_value=Goods in USD'

Exit code 1 says that a shipment cannot be decided before more facts are given, 2 that one cannot be taken at all.")]
pub(crate) struct Quote {
    #[command(flatten)]
    rules: RulesArgument,
    /// The file with the shipments, or `-` for the standard input
    #[arg(value_name = "INPUT")]
    input: PathBuf,
    /// The form of the input: `json`, `jsonl` or `csv`
    #[arg(long = "input", value_name = "FORM", hide_possible_values = true)]
    form: Option<Form>,
    /// Take KEY from a column of the table; may be given several times
    #[arg(long, value_name = "KEY=COLUMN[ in UNIT]")]
    map: Vec<String>,
    /// Give what the input leaves out; may be given several times
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// The ship date, where the input has none: 2026-03-02 or '2026-03-02 14:30'
    #[arg(long, value_name = "DATE")]
    at: Option<String>,
    /// Answer for this service only
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// Show for each unavailable service the limits that failed, with value and bound, and what would have to change
    #[arg(long)]
    why: bool,
    /// Give the reasons of restrictions in this language, where the rules write it: `zh`
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// For whom the answers are written: `human` or `json`
    #[arg(long, value_name = "FORMAT", default_value = "human", hide_possible_values = true)]
    format: Format,
}

impl Quote {
    /// Answers each shipment of the input.
    pub(crate) fn run(&self, console: &mut Console) -> Result<Exit, Trouble> {
        if self.rules.path.as_os_str() == "-" && self.input.as_os_str() == "-" {
            return Err(Trouble::StdinTwice);
        }
        let tariff = rules::only(&self.rules.path)?.load(console)?;
        let targets = Targets::of(&tariff);
        let defaults = Defaults::new(&tariff, &targets, &self.set, self.at.as_deref(), self.service.as_deref())?;
        let mapping = Mapping::parse(&self.map)?;
        let reading = Reading { form: self.form, mapping: &mapping, targets: &targets };
        let shipments = shipments::open(&self.input, &reading)?;
        for note in &shipments.notes {
            console.summary(note);
        }
        let quote = |entry: &Entry| self.quote(&tariff, &defaults, entry);
        match shipments.extent {
            Extent::One => self.run_one(shipments, quote, console),
            Extent::List => Batch::new(self.format, self.view()).run(shipments, quote, console),
        }
    }

    fn run_one(
        &self,
        shipments: shipments::Shipments,
        quote: impl Fn(&Entry) -> Result<Found, Vec<Problem>>,
        console: &mut Console,
    ) -> Result<Exit, Trouble> {
        let mut exit = Exit::Fine;
        for entry in shipments {
            let found = quote(&entry?).map_err(|problems| Trouble::Shipment { problems })?;
            match self.format {
                Format::Human => console.result(&found.on_screen(self.view()))?,
                Format::Json => console.document(&found)?,
            }
            exit = exit.max(outcome(&found.answer));
        }
        Ok(exit)
    }

    /// The answer to a shipment, or why it cannot be taken.
    fn quote(&self, tariff: &Tariff, defaults: &Defaults, entry: &Entry) -> Result<Found, Vec<Problem>> {
        let json = entry.json.as_ref().map_err(|message| vec![Problem::of_form(message)])?;
        let mut shipment = tariff.shipment_from_json(json).map_err(Problem::of_input)?;
        defaults.fill(&mut shipment);
        let answer = tariff.quote(&shipment).map_err(Problem::of_quote)?;
        let changes = self.why.then(|| changes::nearest(tariff, &shipment, &answer));
        Ok(Found { answer, changes })
    }

    fn view(&self) -> View<'_> {
        let depth = if self.why { Depth::Why } else { Depth::Reasons };
        View { depth, width: width(), language: self.language.as_deref() }
    }
}

/// An answer, and what would have to change where somebody asked.
#[derive(Serialize)]
struct Found {
    #[serde(flatten)]
    answer: Answer,
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<Changes>,
}

impl Found {
    /// The answer as people read it.
    fn on_screen(&self, view: View<'_>) -> String {
        let in_words = |(service, told): (&String, &Vec<changes::Told>)| {
            (service.clone(), told.iter().map(|told| told.text.clone()).collect())
        };
        screen::answer(&self.answer, &self.changes.iter().flatten().map(in_words).collect(), view)
    }
}

/// Whether the answer decides: it does unless what is missing could change which service to take.
fn outcome(answer: &Answer) -> Exit {
    let undecided = match &answer.recommended {
        Some(recommended) => recommended.verdict == Verdict::Needs,
        None => answer.options.iter().any(|option| option.verdict == Verdict::Needs),
    };
    if undecided { Exit::Findings } else { Exit::Fine }
}
