//! `tarifa compile`: a rule set as one file.

use std::fs;
use std::path::PathBuf;

use clap::Args;

use crate::arguments::RulesArgument;
use crate::exit::Exit;
use crate::rules::{self, Rules};
use crate::screen::Console;
use crate::trouble::Trouble;

/// Compile a rule set into one file that hosts load without the compiler
///
/// The same policy always gives the same file. Every other command takes it in place of the rule set.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tarifa compile rules/aliexpress -o aliexpress.tariff
  tarifa quote aliexpress.tariff shipment.json")]
pub(crate) struct Compile {
    #[command(flatten)]
    rules: RulesArgument,
    /// The file to write, or `-` for the standard output
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

impl Compile {
    /// Compiles and writes.
    pub(crate) fn run(&self, console: &mut Console) -> Result<Exit, Trouble> {
        let rules = rules::only(&self.rules.path)?;
        let Rules::Text(rule_set) = &rules else {
            return Err(Trouble::AlreadyCompiled { path: self.rules.path.clone() });
        };
        let compilation = tarifa::compile(&rule_set.sources);
        let Some(tariff) = compilation.tariff else {
            rules::show_errors(&compilation.diagnostics, rule_set, console);
            console.summary(&format!("{} does not compile; nothing was written", rules.name()));
            return Ok(Exit::Findings);
        };
        let artefact = tariff.to_artefact();
        if self.output.as_os_str() == "-" {
            console.result_bytes(&artefact)?;
        } else {
            fs::write(&self.output, &artefact)
                .map_err(|source| Trouble::WriteFile { path: self.output.clone(), source })?;
        }
        console.summary(&format!(
            "compiled {} to {}: {} bytes, hash {}",
            rules.name(),
            self.output.display(),
            artefact.len(),
            tariff.hash()
        ));
        Ok(Exit::Fine)
    }
}
