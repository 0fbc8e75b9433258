//! All stages on one screen: text → tree → model → draft → checked.

use tarifa_diagnostics::{Diagnostics, Sources};

use crate::allow::{self, Coverage};
use crate::check::{self, Checked};
use crate::lower;
use crate::model::{self, Model};

/// What compiling a rule set gives.
#[derive(Clone, Debug)]
pub struct Compilation {
    /// The rule set, where nothing is wrong with it.
    pub checked: Option<Checked>,
    /// What the policy says, as far as it could be understood.
    pub model: Model,
    /// Everything found, in the order of places.
    pub diagnostics: Diagnostics,
}

/// Compiles the files of one rule set.
///
/// Each stage goes on as far as it can, so that one run reports as much as
/// possible; but what the checker says of a rule set that is not well made
/// would be about another rule set, so errors before it stop there.
pub fn compile(sources: &Sources) -> Compilation {
    let (tree, mut diagnostics) = tarifa_syntax::parse(sources);
    let (model, found) = model::from_tree(&tree, sources);
    diagnostics.extend(found);
    let mut checked = None;
    let mut coverage = Coverage::Partial;
    if !diagnostics.has_errors() {
        let draft = lower::lower(&model, sources);
        let (passed, found) = check::check(&model, draft);
        diagnostics.extend(found);
        checked = passed.filter(|_| !diagnostics.has_errors());
        coverage = Coverage::Whole;
    }
    let mut diagnostics = allow::apply(&tree, sources, coverage, diagnostics);
    checked = checked.filter(|_| !diagnostics.has_errors());
    diagnostics.sort();
    Compilation { checked, model, diagnostics }
}
