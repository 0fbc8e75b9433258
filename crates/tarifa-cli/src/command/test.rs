//! `tarifa test`: the examples of rule sets, run.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use tarifa::answer::Answer;
use tarifa::case_answer::CaseAnswer;
use tarifa::examples::Outcome;
use tarifa_diagnostics::render::{Place, place, safe};
use tarifa_diagnostics::{Sources, Span};

use crate::arguments::Format;
use crate::exit::Exit;
use crate::rules::{self, Rules};
use crate::screen::answer::{Changes, Depth, View, answer};
use crate::screen::style::{BAD, FAINT, GOOD, STRONG, paint};
use crate::screen::{Column, Console, Table, counted, width};
use crate::trouble::Trouble;

/// Run the examples of rule sets
///
/// An `example` is a shipment with what is expected of its answer. One that fails is shown with what was expected,
/// what was found and the whole answer.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tarifa test                               the rule sets under this folder
  tarifa test rules/aliexpress
  tarifa test rules --filter \"to Germany\"   those whose title holds these words")]
pub(crate) struct Test {
    /// Rule sets, folders of rule sets, or `-` for policy text from the standard input
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// Run only the examples whose title holds these words
    #[arg(long, value_name = "WORDS")]
    filter: Option<String>,
    /// For whom the results are written: `human` or `json`
    #[arg(long, value_name = "FORMAT", default_value = "human", hide_possible_values = true)]
    format: Format,
}

/// The results as a document.
#[derive(Debug, Default, Serialize)]
struct Report {
    /// How many examples came out as expected.
    passed: usize,
    /// How many did not.
    failed: usize,
    /// Each example that was run.
    examples: Vec<ExampleReport>,
}

/// One example that was run.
#[derive(Debug, Serialize)]
struct ExampleReport {
    rule_set: String,
    title: String,
    place: Option<Place>,
    passed: bool,
    mismatches: Vec<MismatchReport>,
    /// The whole answer; `null` for an example that passed.
    answer: Option<Answer>,
    /// Of a case, the answers at the moments at which something did not come out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cases: Vec<CaseAnswer>,
}

/// An expectation that was not met.
#[derive(Debug, Serialize)]
struct MismatchReport {
    expected: String,
    found: String,
    place: Option<Place>,
}

impl Test {
    /// Runs the examples of each rule set.
    pub(crate) fn run(&self, console: &mut Console) -> Result<Exit, Trouble> {
        let mut report = Report::default();
        for rules in rules::find(&self.paths)? {
            self.run_rule_set(&rules, &mut report, console)?;
        }
        let run = report.passed.saturating_add(report.failed);
        if run == 0 {
            return Err(Trouble::NoExamples { filter: self.filter.clone() });
        }
        if self.format == Format::Json {
            console.document(&report)?;
        }
        let passed = paint(GOOD, format!("{} passed", report.passed));
        let failed = if report.failed == 0 { String::new() } else { paint(BAD, format!(", {} failed", report.failed)) };
        console.summary(&format!("{}: {passed}{failed}", counted(run, "example")));
        Ok(if report.failed == 0 { Exit::Fine } else { Exit::Findings })
    }

    fn run_rule_set(&self, rules: &Rules, report: &mut Report, console: &mut Console) -> Result<(), Trouble> {
        let Rules::Text(rule_set) = rules else {
            return Err(Trouble::NoExamplesInside { name: rules.name() });
        };
        let compilation = tarifa::compile(&rule_set.sources);
        let Some(mut outcomes) = compilation.run_examples() else {
            rules::show_errors(&compilation.diagnostics, rule_set, console);
            return Err(Trouble::DoesNotCompile { name: rules.name() });
        };
        outcomes.retain(|outcome| self.filter.as_ref().is_none_or(|words| outcome.title.contains(words.as_str())));
        let failed = outcomes.iter().filter(|outcome| !outcome.passed()).count();
        report.failed = report.failed.saturating_add(failed);
        report.passed = report.passed.saturating_add(outcomes.len().saturating_sub(failed));
        let shown = rule_set.shown();
        match self.format {
            Format::Json => {
                let name = rules.name();
                report.examples.extend(outcomes.iter().map(|outcome| example_report(&name, outcome, &shown)));
            }
            Format::Human => {
                for outcome in outcomes.iter().filter(|outcome| !outcome.passed()) {
                    console.result(&failure(outcome, &shown))?;
                }
                // Of a rule set from which the filter chose nothing, there is nothing to say.
                if self.filter.is_none() || !outcomes.is_empty() {
                    console.result(&rule_set_line(&rules.name(), outcomes.len(), failed))?;
                }
            }
        }
        Ok(())
    }
}

/// How many of a rule set's examples passed.
fn rule_set_line(name: &str, count: usize, failed: usize) -> String {
    let passed = count.saturating_sub(failed);
    match (count, failed) {
        (0, _) => format!("{name}: {}\n", paint(FAINT, "no examples")),
        (_, 0) => format!("{name}: {}\n", paint(GOOD, format!("{passed} passed"))),
        _ => format!("{name}: {passed} passed, {}\n", paint(BAD, format!("{failed} failed"))),
    }
}

/// What was expected, what was found, and the whole answer behind it.
fn failure(outcome: &Outcome, sources: &Sources) -> String {
    let place = at(outcome.span, sources);
    let mut text = format!("{} {}  {}\n\n", paint(BAD, "failed:"), paint(STRONG, safe(&outcome.title)), place);
    let mut table = Table::new([("", Column::Words), ("", Column::Text), ("", Column::Words)]);
    // What several expectations found alike, such as a refusal, is said once, below the last of them.
    for alike in outcome.mismatches.chunk_by(|one, next| one.found == next.found) {
        for mismatch in alike {
            table.row(["expected".into(), paint(GOOD, safe(&mismatch.expected)), at(mismatch.span, sources)]);
        }
        if let Some(mismatch) = alike.first() {
            table.row(["found".into(), paint(BAD, safe(&mismatch.found)), String::new()]);
        }
    }
    text.push_str(&table.render(2, width()));
    text.push('\n');
    if let Some(found) = &outcome.answer {
        let view = View { depth: Depth::Why, width: width().saturating_sub(4), language: None };
        for line in answer(found, &Changes::new(), view).lines() {
            text.push_str(format!("    {line}").trim_end());
            text.push('\n');
        }
        text.push('\n');
    }
    for case in &outcome.cases {
        text.push_str(&timeline(case));
    }
    text
}

/// What happened in a case up to the moment at which something did not come out.
fn timeline(case: &CaseAnswer) -> String {
    let mut text = String::new();
    for standing in &case.cases {
        text.push_str(&format!("    {} at {}\n", paint(STRONG, safe(&standing.title)), safe(&case.now)));
        let steps = standing.history.iter().map(ToString::to_string);
        let attempts = standing.attempts.iter().map(|it| format!("{}: {} {}: {}", it.when, it.who, it.what, it.text));
        let money = standing.money.iter().map(|it| it.text.clone());
        let duties = standing.must.iter().map(|it| it.text.clone());
        let needs = standing.needs.iter().map(|it| format!("needs {}", it.title));
        for line in steps.chain(attempts).chain(money).chain(duties).chain(needs) {
            text.push_str(&format!("      {}\n", safe(&line)));
        }
        text.push('\n');
    }
    text
}

/// `examples.tarifa:12`, faint.
fn at(span: Span, sources: &Sources) -> String {
    place(span, sources).map_or_else(String::new, |place| paint(FAINT, safe(&format!("{}:{}", place.file, place.line))))
}

fn example_report(rule_set: &str, outcome: &Outcome, sources: &Sources) -> ExampleReport {
    ExampleReport {
        rule_set: rule_set.to_owned(),
        title: outcome.title.clone(),
        place: place(outcome.span, sources),
        passed: outcome.passed(),
        answer: outcome.answer.clone().filter(|_| !outcome.passed()),
        cases: outcome.cases.clone(),
        mismatches: outcome
            .mismatches
            .iter()
            .map(|mismatch| MismatchReport {
                expected: mismatch.expected.clone(),
                found: mismatch.found.clone(),
                place: place(mismatch.span, sources),
            })
            .collect(),
    }
}
