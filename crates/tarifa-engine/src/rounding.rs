//! What a header or a step says about rounding: `half up in steps of 0.01`.
//!
//! Where a policy writes `rounding none`, there is no [`Rounding`] at all.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::exact::{ArithmeticError, Exact, RoundingMode};

/// A written rounding to whole multiples of a step.
///
/// ```
/// use tarifa_engine::{exact::{Exact, RoundingMode}, rounding::Rounding};
///
/// let swiss = Rounding::new(RoundingMode::HalfUp, Exact::new(5, 100)?)?;
/// assert_eq!(swiss.apply(Exact::new(1013, 100)?)?.to_string(), "10.15");
/// assert_eq!(swiss.to_string(), "half up in steps of 0.05");
/// # Ok::<(), tarifa_engine::exact::ArithmeticError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Rounding {
    /// Which way between two steps.
    pub mode: RoundingMode,
    /// The step, more than zero, in the unit or currency of what is rounded.
    pub step: Exact,
}

impl Rounding {
    /// Rounding to multiples of `step`.
    ///
    /// # Errors
    ///
    /// [`ArithmeticError::StepNotPositive`].
    pub fn new(mode: RoundingMode, step: Exact) -> Result<Self, ArithmeticError> {
        if step.is_positive() { Ok(Self { mode, step }) } else { Err(ArithmeticError::StepNotPositive) }
    }

    /// The value after this rounding.
    ///
    /// # Errors
    ///
    /// [`ArithmeticError::Overflow`] where it does not fit, and
    /// [`ArithmeticError::StepNotPositive`] for a step that [`Rounding::new`] would not take.
    #[inline]
    pub fn apply(self, value: Exact) -> Result<Exact, ArithmeticError> {
        value.round_to(self.step, self.mode)
    }
}

impl fmt::Display for Rounding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} in steps of {}", self.mode, self.step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_more_than_zero_even_from_data() {
        let nought = Rounding::new(RoundingMode::Up, Exact::ZERO);
        assert_eq!(nought, Err(ArithmeticError::StepNotPositive));
        let damaged: Rounding = serde_json::from_str(r#"{"mode": "half_up", "step": "-1"}"#).unwrap();
        assert_eq!(damaged.apply(Exact::ONE), Err(ArithmeticError::StepNotPositive));
    }

    #[test]
    fn it_is_written_as_the_author_writes_it() {
        let rounding = Rounding::new(RoundingMode::HalfEven, Exact::new(1, 100).unwrap()).unwrap();
        assert_eq!(rounding.to_string(), "half even in steps of 0.01");
        let json = serde_json::to_string(&rounding).unwrap();
        assert_eq!(json, r#"{"mode":"half_even","step":"0.01"}"#);
        assert_eq!(serde_json::from_str::<Rounding>(&json).unwrap(), rounding);
    }
}
