//! What can go wrong on the way to a tariff.

use tarifa_diagnostics::Diagnostics;

/// A rule set that does not compile.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CompileError {
    /// Something is wrong with the policy; each finding says where and what to do.
    #[error("the rule set does not compile: {}", summary(.diagnostics))]
    Policy {
        /// Everything found, errors and warnings.
        diagnostics: Diagnostics,
    },
}

/// An artefact that cannot be loaded.
pub use tarifa_engine::artefact::ArtefactError as LoadError;

/// The first error, and how many more there are.
fn summary(diagnostics: &Diagnostics) -> String {
    let is_error = |d: &&tarifa_diagnostics::Diagnostic| d.severity() == tarifa_diagnostics::Severity::Error;
    let count = diagnostics.iter().filter(is_error).count();
    let first = diagnostics.iter().find(is_error).map_or_else(String::new, |d| format!("{} ({})", d.message, d.code));
    match count {
        0 | 1 => first,
        _ => format!("{first}, and {} more", count.saturating_sub(1)),
    }
}
