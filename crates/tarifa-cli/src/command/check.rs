//! `tarifa check`: everything that is wrong with rule sets.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;
use tarifa::Tariff;
use tarifa_diagnostics::render::{Colour, Finding, finding, human};
use tarifa_diagnostics::{Diagnostic, Severity};

use crate::arguments::Format;
use crate::exit::Exit;
use crate::rules::{self, Rules};
use crate::screen::style::{BAD, GOOD, OPEN, paint};
use crate::screen::{Console, counted};
use crate::trouble::Trouble;

/// Check rule sets and show what is wrong with them
///
/// Everything that can be proved about a rule set is proved: that each shipment a service carries has a price, that
/// no two rules price it differently, that no row is out of reach. A finding shows a shipment that proves it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tarifa check                          the rule sets under this folder
  tarifa check rules/aliexpress         one rule set
  tarifa check rules --fail-on warning  as a gate in CI
  tarifa check rules --format json      for tools")]
pub(crate) struct Check {
    /// Rule sets, folders of rule sets, or `-` for policy text from the standard input
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// The least severity that makes the check fail: `error` or `warning`
    #[arg(long, value_name = "SEVERITY", default_value = "error", hide_possible_values = true)]
    fail_on: FailOn,
    /// For whom the findings are written: `human` or `json`
    #[arg(long, value_name = "FORMAT", default_value = "human", hide_possible_values = true)]
    format: Format,
}

/// The least severity that makes a check fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Any finding.
    Warning,
    /// What stops the rule set from compiling.
    Error,
}

/// The result as a document.
#[derive(Debug, Default, Serialize)]
struct Report {
    /// The rule sets that were checked.
    rule_sets: Vec<String>,
    /// How many errors were found.
    errors: usize,
    /// How many warnings were found.
    warnings: usize,
    /// Everything that was found.
    findings: Vec<Finding>,
}

impl Check {
    /// Checks each rule set and shows its findings.
    pub(crate) fn run(&self, console: &mut Console) -> Result<Exit, Trouble> {
        let mut report = Report::default();
        for rules in rules::find(&self.paths)? {
            report.rule_sets.push(rules.name());
            match &rules {
                Rules::Artefact(artefact) => {
                    // It was checked before it was compiled; what is left to check is that it is whole.
                    Tariff::load(&artefact.bytes)
                        .map_err(|source| Trouble::Artefact { path: artefact.path.clone(), source })?;
                }
                Rules::Text(rule_set) => {
                    let shown = rule_set.shown();
                    for found in &tarifa::compile(&rule_set.sources).diagnostics {
                        report.count(found);
                        report.findings.push(finding(found, &shown));
                        if self.format == Format::Human {
                            console.result(&human(found, &shown, Colour::Ansi))?;
                            console.result("\n")?;
                        }
                    }
                }
            }
        }
        match self.format {
            Format::Human => report.summarise(console),
            Format::Json => console.document(&report)?,
        }
        let failing = match self.fail_on {
            FailOn::Error => report.errors,
            FailOn::Warning => report.findings.len(),
        };
        Ok(if failing == 0 { Exit::Fine } else { Exit::Findings })
    }
}

impl Report {
    fn count(&mut self, found: &Diagnostic) {
        let counter = match found.severity() {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
        };
        *counter = counter.saturating_add(1);
    }

    /// Says how much was checked and found, and where to read on.
    fn summarise(&self, console: &mut Console) {
        let sets = counted(self.rule_sets.len(), "rule set");
        let mut found = Vec::new();
        if self.errors > 0 {
            found.push(paint(BAD, counted(self.errors, "error")));
        }
        if self.warnings > 0 {
            found.push(paint(OPEN, counted(self.warnings, "warning")));
        }
        if found.is_empty() {
            console.summary(&format!("checked {sets}: {}", paint(GOOD, "nothing found")));
            return;
        }
        console.summary(&format!("checked {sets}: {}", found.join(" and ")));
        let codes: BTreeSet<_> = self.findings.iter().map(|finding| finding.code).collect();
        if let Some(code) = codes.first() {
            console.summary(&format!("`tarifa explain {code}` says more{}", others(codes.len())));
        }
    }
}

/// That other codes were found too.
fn others(codes: usize) -> String {
    match codes.saturating_sub(1) {
        0 => String::new(),
        more => format!(", and so for {}", counted(more, "other code")),
    }
}
