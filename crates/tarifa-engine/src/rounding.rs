//! What a header or a step says about rounding: `half up in steps of 0.01`, or nothing at all.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::exact::{ArithmeticError, Exact, RoundingMode};

/// A written rounding, or the written absence of one.
///
/// ```
/// use tarifa_engine::{exact::{Exact, RoundingMode}, rounding::Rounding};
///
/// let swiss = Rounding::steps(RoundingMode::HalfUp, Exact::new(5, 100)?)?;
/// assert_eq!(swiss.apply(Exact::new(1013, 100)?)?.to_string(), "10.15");
/// assert_eq!(swiss.to_string(), "half up in steps of 0.05");
/// assert_eq!(Rounding::None.apply(Exact::new(1, 3)?)?, Exact::new(1, 3)?);
/// # Ok::<(), tarifa_engine::exact::ArithmeticError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// Exact fractions stay as they are. Written `none`.
    None,
    /// To whole multiples of a step.
    Steps {
        /// Which way between two steps.
        mode: RoundingMode,
        /// The step, more than zero, in the unit or currency of what is rounded.
        step: Exact,
    },
}

impl Rounding {
    /// Rounding to multiples of `step`.
    ///
    /// # Errors
    ///
    /// [`ArithmeticError::StepNotPositive`].
    pub fn steps(mode: RoundingMode, step: Exact) -> Result<Self, ArithmeticError> {
        if step.is_positive() { Ok(Self::Steps { mode, step }) } else { Err(ArithmeticError::StepNotPositive) }
    }

    /// The value after this rounding.
    ///
    /// # Errors
    ///
    /// [`ArithmeticError::Overflow`] where it does not fit.
    #[inline]
    pub fn apply(self, value: Exact) -> Result<Exact, ArithmeticError> {
        match self {
            Self::None => Ok(value),
            Self::Steps { mode, step } => value.round_to(step, mode),
        }
    }
}

impl fmt::Display for Rounding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => formatter.write_str("none"),
            Self::Steps { mode, step } => write!(formatter, "{mode} in steps of {step}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_more_than_zero_even_from_data() {
        let nought = Rounding::steps(RoundingMode::Up, Exact::ZERO);
        assert_eq!(nought, Err(ArithmeticError::StepNotPositive));
        let damaged = r#"{"steps": {"mode": "half_up", "step": "-1"}}"#;
        let damaged: Rounding = serde_json::from_str(damaged).unwrap();
        assert_eq!(damaged.apply(Exact::ONE), Err(ArithmeticError::StepNotPositive));
    }

    #[track_caller]
    fn check(rounding: Rounding, json: &str, words: &str) {
        assert_eq!(serde_json::to_string(&rounding).unwrap(), json);
        assert_eq!(serde_json::from_str::<Rounding>(json).unwrap(), rounding);
        assert_eq!(rounding.to_string(), words);
    }

    #[test]
    fn it_is_written_as_the_author_writes_it() {
        check(Rounding::None, "\"none\"", "none");
        let step = Exact::new(1, 100).unwrap();
        check(
            Rounding::Steps { mode: RoundingMode::HalfEven, step },
            r#"{"steps":{"mode":"half_even","step":"0.01"}}"#,
            "half even in steps of 0.01",
        );
    }
}
