//! From rules to a tariff that answers, for the commands that need one.

use tarifa::Tariff;
use tarifa_diagnostics::render::{Colour, human};
use tarifa_diagnostics::{Diagnostics, Severity};

use super::{RuleSet, Rules};
use crate::screen::style::{OPEN, paint};
use crate::screen::{Console, counted};
use crate::trouble::Trouble;

impl Rules {
    /// The tariff that these rules are.
    ///
    /// Warnings are counted on the standard error, errors are shown there.
    ///
    /// # Errors
    ///
    /// Rules that do not compile, an artefact that cannot be loaded.
    pub(crate) fn load(&self, console: &mut Console) -> Result<Tariff, Trouble> {
        match self {
            Self::Artefact(artefact) => Tariff::load(&artefact.bytes)
                .map_err(|source| Trouble::Artefact { path: artefact.path.clone(), source }),
            Self::Text(rule_set) => {
                let compilation = tarifa::compile(&rule_set.sources);
                match compilation.tariff {
                    Some(tariff) => {
                        mention_warnings(&compilation.diagnostics, &self.name(), console);
                        Ok(tariff)
                    }
                    None => {
                        show_errors(&compilation.diagnostics, rule_set, console);
                        Err(Trouble::DoesNotCompile { name: self.name() })
                    }
                }
            }
        }
    }
}

/// Says how many warnings there are, and who shows them.
fn mention_warnings(diagnostics: &Diagnostics, name: &str, console: &mut Console) {
    let count = diagnostics.iter().filter(|found| found.severity() == Severity::Warning).count();
    if count > 0 {
        let warning = paint(OPEN, "warning:");
        console.summary(&format!(
            "{warning} {} in the rules; `tarifa check {name}` shows them",
            counted(count, "warning")
        ));
    }
}

/// Shows what stands in the way.
pub(crate) fn show_errors(diagnostics: &Diagnostics, rule_set: &RuleSet, console: &mut Console) {
    let shown = rule_set.shown();
    for found in diagnostics.iter().filter(|found| found.severity() == Severity::Error) {
        console.aside(&human(found, &shown, Colour::Ansi));
        console.aside("\n");
    }
}
