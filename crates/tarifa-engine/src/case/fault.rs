//! What stops a case that a checked program would have decided.

use crate::evaluate::Fault;
use crate::exact::{ArithmeticError, Exact};
use crate::program::{At, OutcomeId};

/// What a checked program never answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CaseFault {
    /// A price or a condition has no answer.
    #[error(transparent)]
    Order(#[from] Fault),
    /// No guard of the lines holds.
    #[error("none of the lines holds that say where the case goes")]
    NoWay {
        /// The rule.
        at: At,
    },
    /// Two clocks end at one instant, and lead to different places.
    #[error("two clocks end at the same instant and lead to different places")]
    TwoEnds {
        /// The one.
        first: At,
        /// The other.
        second: At,
    },
    /// Something that was paid is left.
    #[error("what was paid is not disposed of to the last cent")]
    NotSettled {
        /// The outcome.
        outcome: OutcomeId,
        /// What is left.
        left: Exact,
    },
    /// The case goes in circles.
    #[error("the case takes more than {most} steps")]
    TooManySteps {
        /// How many are allowed.
        most: u32,
    },
    /// A number does not fit.
    #[error("{error}")]
    Arithmetic {
        /// What was wrong.
        error: ArithmeticError,
    },
    /// The process is not one of the program's.
    #[error("the process is not one of the program's")]
    NoProcess,
}

impl From<ArithmeticError> for CaseFault {
    fn from(error: ArithmeticError) -> Self {
        Self::Arithmetic { error }
    }
}
