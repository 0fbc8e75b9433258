//! A number of base units, in the unit in which it was probably thought.
//!
//! The program holds grams and centimetres, whatever its author wrote. A
//! weight that has few digits in pounds and many in kilograms was written in
//! pounds.

use crate::exact::Exact;

use super::{Dimension, Quantity, Unit};

/// A number of at most this many characters is read at a glance.
const SHORT: usize = 6;
/// The most digits behind the point that are shown of a number that has more.
const SHOWN_DIGITS: usize = 6;

impl Quantity {
    /// `base` in grams, centimetres or the like, in the unit that makes it short; metric where none does.
    ///
    /// ```
    /// use tarifa_engine::exact::Exact;
    /// use tarifa_engine::unit::{Dimension, Quantity, Unit};
    ///
    /// let weight = |text: &str| -> Result<String, Box<dyn std::error::Error>> {
    ///     let base = text.parse::<Quantity>()?.in_base()?;
    ///     Ok(Quantity::readable(base, Dimension::Weight).at_a_glance())
    /// };
    /// assert_eq!(weight("1200 g")?, "1.2 kg");
    /// assert_eq!(weight("4 lb")?, "4 lb");
    /// let quotient = Exact::from_integer(9000).checked_mul(Unit::CubicInch.factor())?;
    /// let divisor = Exact::from_integer(139).checked_mul(Unit::CubicInch.factor())?;
    /// let pounds = quotient.checked_div(divisor)?.checked_mul(Unit::Pound.factor())?;
    /// assert_eq!(Quantity::readable(pounds, Dimension::Weight).at_a_glance(), "64.748201… lb");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn readable(base: Exact, dimension: Dimension) -> Self {
        let (metric, other_units): (Unit, &[Unit]) = match dimension {
            Dimension::Weight if base < Exact::from_integer(1000) => (Unit::Gram, &[Unit::Pound, Unit::Ounce]),
            Dimension::Weight => (Unit::Kilogram, &[Unit::Pound, Unit::Ounce]),
            Dimension::Length => (Unit::Centimetre, &[Unit::Inch]),
            Dimension::Volume => (Unit::CubicCentimetre, &[Unit::CubicInch]),
            Dimension::Energy | Dimension::Duration => (dimension.base(), &[]),
        };
        let written = |unit| {
            let quantity = Self::from_base(base, unit).ok()?;
            Some((quantity.characters()?, quantity))
        };
        // Millimetres are as fine as people measure; a finer length was written in inches.
        let short_metric = if dimension == Dimension::Length { SHORT.saturating_sub(2) } else { SHORT };
        let whole_volume =
            |characters: usize, quantity: &Self| characters <= short_metric || quantity.value.to_integer().is_some();
        let short = written(metric).filter(|(characters, quantity)| whole_volume(*characters, quantity));
        let other = || other_units.iter().filter_map(|unit| written(*unit)).min_by_key(|(characters, _)| *characters);
        let best = short.or_else(|| other().filter(|(characters, _)| *characters <= SHORT));
        let plainest = || {
            if let Some((_, finite)) = written(metric) {
                return Some(finite);
            }
            // A quotient without an end, such as 9000 inch3 / 139 inch3 per lb, is a plain fraction in its own unit.
            let units = std::iter::once(metric).chain(other_units.first().copied());
            let quantities = units.filter_map(|unit| Self::from_base(base, unit).ok());
            quantities.min_by_key(|quantity| quantity.value.reduced().denominator())
        };
        let best = best.map(|(_, quantity)| quantity).or_else(plainest);
        best.unwrap_or(Self { value: base, unit: dimension.base() })
    }

    /// The number with its unit; of a number with many digits the first, and `…`.
    #[must_use]
    pub fn at_a_glance(self) -> String {
        format!("{} {}", glance(self.value), self.unit.word_after(self.value))
    }

    /// How many characters its number takes; none where it has no end.
    fn characters(self) -> Option<usize> {
        Some(self.value.to_decimal_string()?.len())
    }
}

/// The number, or its first digits and `…`.
#[must_use]
pub fn glance(value: Exact) -> String {
    let text = value.to_display(SHOWN_DIGITS);
    match text.split_once(" (") {
        Some((digits, _)) => digits.to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, expected: &str) {
        let quantity: Quantity = written.parse().unwrap();
        let readable = Quantity::readable(quantity.in_base().unwrap(), quantity.dimension());
        assert_eq!(readable.at_a_glance(), expected, "for `{written}`");
    }

    #[test]
    fn weights_are_shown_as_they_were_thought() {
        check("500 g", "500 g");
        check("1200 g", "1.2 kg");
        check("30.001 kg", "30.001 kg");
        check("8 oz", "8 oz");
        check("3 oz", "3 oz");
        check("150 lb", "150 lb");
        check("0.5 g", "0.5 g");
        check("123.4567891 g", "123.456789… g");
    }

    #[test]
    fn sides_and_volumes_are_shown_as_they_were_thought() {
        check("20 cm", "20 cm");
        check("20.5 cm", "20.5 cm");
        check("8 inch", "8 inch");
        check("120 inch", "120 inch");
        check("3000 cm3", "3000 cm3");
        check("1000000 cm3", "1000000 cm3");
        check("192 inch3", "192 inch3");
    }
}
