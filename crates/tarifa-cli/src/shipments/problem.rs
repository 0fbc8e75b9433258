//! Why a shipment cannot be taken, for people and for programs.

use serde::Serialize;
use tarifa::{CaseError, InputErrors, QuoteError};
use tarifa_diagnostics::render::safe;

use crate::screen::style::{BAD, paint};

/// One thing that is wrong with a shipment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Problem {
    /// The code, which `tarifa explain` knows; none where the row itself is broken.
    code: Option<&'static str>,
    /// The path of the key; none where it is about no key.
    path: Option<String>,
    /// What is wrong, and what to do.
    message: String,
}

impl Problem {
    /// A problem of the input's form.
    pub(crate) fn of_form(message: impl Into<String>) -> Self {
        Self { code: None, path: None, message: message.into() }
    }

    /// The problems that the engine found with a document.
    pub(crate) fn of_input(errors: InputErrors) -> Vec<Self> {
        let problem = |error: tarifa::InputError| Self {
            code: Some(error.problem.code()),
            message: error.problem.to_string(),
            path: Some(error.path).filter(|path| !path.is_empty()),
        };
        errors.0.into_iter().map(problem).collect()
    }

    /// The problems that kept the engine from an answer.
    pub(crate) fn of_quote(error: QuoteError) -> Vec<Self> {
        match error {
            QuoteError::Input(errors) => Self::of_input(errors),
            QuoteError::Fault(fault) => vec![Self::of_form(fault.to_string())],
        }
    }

    /// The problems that kept the engine from telling where a case stands.
    pub(crate) fn of_case(error: CaseError) -> Vec<Self> {
        match error {
            CaseError::Input(errors) => Self::of_input(errors),
            fault @ CaseError::Fault { .. } => vec![Self::of_form(fault.to_string())],
        }
    }

    /// `E0705: weight: expected …`.
    pub(crate) fn in_words(&self) -> String {
        let code = self.code.map(|code| format!("{code}: ")).unwrap_or_default();
        let path = self.path.as_ref().map(|path| format!("{path}: ")).unwrap_or_default();
        safe(&format!("{code}{path}{}", self.message)).into_owned()
    }

    /// `error[E0705]: weight: expected …`.
    pub(crate) fn line(&self) -> String {
        let code = self.code.map(|code| format!("[{code}]")).unwrap_or_default();
        let path = self.path.as_ref().map(|path| format!("`{path}`: ")).unwrap_or_default();
        format!("{}: {}", paint(BAD, format!("error{code}")), safe(&format!("{path}{}", self.message)))
    }
}
