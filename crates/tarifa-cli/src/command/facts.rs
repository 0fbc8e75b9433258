//! `tarifa facts`: what a rule set asks of a shipment.

use clap::{Args, ValueEnum};
use tarifa::program::Program;
use tarifa_diagnostics::render::safe;

use crate::arguments::RulesArgument;
use crate::exit::Exit;
use crate::rules;
use crate::screen::answer::kind;
use crate::screen::style::{CODE, paint};
use crate::screen::{Column, Console, Table, width};
use crate::trouble::Trouble;

/// List what a rule set asks of a shipment
///
/// A key without a default is asked for where it could change the answer, and only there. The JSON Schemas describe
/// the shipments that this rule set takes, and every answer, for hosts that check or generate them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tarifa facts rules/aliexpress
  tarifa facts rules/aliexpress --format json-schema > shipment.schema.json")]
pub(crate) struct Facts {
    #[command(flatten)]
    rules: RulesArgument,
    /// The form of the list: `table`, `json-schema`, or `answer-schema` for that of answers; `case-schema` and
    /// `case-answer-schema` for cases
    #[arg(long, value_name = "FORMAT", default_value = "table", hide_possible_values = true)]
    format: FactsFormat,
}

/// The forms of the list.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum FactsFormat {
    /// For people.
    Table,
    /// The schema of shipments.
    JsonSchema,
    /// The schema of answers.
    AnswerSchema,
    /// The schema of cases.
    CaseSchema,
    /// The schema of answers to cases.
    CaseAnswerSchema,
}

/// The key of what is at hand, whose values have a table of their own.
const PROVIDED: &str = "provided, items[].provided";

/// What can be provided.
fn documents(program: &Program) -> Table {
    let mut table =
        Table::new([("can be provided", Column::Words), ("what it is", Column::Text), ("kind", Column::Words)]);
    for document in &program.documents {
        table.row([
            paint(CODE, safe(&document.name)),
            safe(&document.title).into_owned(),
            kind(document.kind).to_owned(),
        ]);
    }
    table
}

impl Facts {
    /// Shows the keys.
    pub(crate) fn run(&self, console: &mut Console) -> Result<Exit, Trouble> {
        let tariff = rules::only(&self.rules.path)?.load(console)?;
        match self.format {
            FactsFormat::JsonSchema => console.document(&tariff.shipment_schema())?,
            FactsFormat::AnswerSchema => console.result(tarifa::json::answer_schema())?,
            FactsFormat::CaseSchema => console.document(&tariff.case_schema())?,
            FactsFormat::CaseAnswerSchema => console.result(tarifa::json::case_answer_schema())?,
            FactsFormat::Table => {
                let mut table = Table::new([
                    ("key", Column::Words),
                    ("what it is", Column::Text),
                    ("value", Column::Text),
                    ("default", Column::Words),
                ]);
                for fact in tariff.facts() {
                    let is_provided = fact.key == PROVIDED;
                    let mut value = safe(&fact.kind).into_owned();
                    if !fact.allowed.is_empty() && !is_provided {
                        value = format!("{value}: {}", safe(&fact.allowed.join(", ")));
                    }
                    table.row([
                        paint(CODE, safe(&fact.key)),
                        safe(&fact.title).into_owned(),
                        value,
                        safe(fact.default.as_deref().unwrap_or("")).into_owned(),
                    ]);
                }
                console.result(&table.render(0, width()))?;
                let documents = documents(tariff.program()).render(0, width());
                if !documents.is_empty() {
                    console.result(&format!("\n{documents}"))?;
                }
            }
        }
        Ok(Exit::Fine)
    }
}
