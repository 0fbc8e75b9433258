//! A weight that the engine holds in grams, in a unit that people read.

use tarifa::exact::Exact;
use tarifa::unit::{Quantity, Unit};

/// A number of at most this many characters is read at a glance.
const SHORT: usize = 6;

/// `500 g`, `1.2 kg`, `8 oz`: in pounds or ounces where it was thought in those, since grams then have many digits.
pub(crate) fn weight(grams: Exact) -> String {
    let metric = if grams < Exact::from_integer(1000) { Unit::Gram } else { Unit::Kilogram };
    let quantity = Quantity { value: grams, unit: Unit::Gram };
    let written = |unit| quantity.in_unit(unit).ok().map(|quantity| (length(quantity), quantity));
    let avoirdupois = || [Unit::Pound, Unit::Ounce].into_iter().filter_map(written).min_by_key(|(length, _)| *length);
    let is_short = |(length, _): &(usize, Quantity)| *length <= SHORT;
    let best = written(metric).filter(is_short).or_else(|| avoirdupois().filter(is_short)).or_else(|| written(metric));
    best.map_or(quantity, |(_, quantity)| quantity).to_string()
}

/// How many characters its number takes.
fn length(quantity: Quantity) -> usize {
    quantity.value.to_decimal_string().map_or(usize::MAX, |text| text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, expected: &str) {
        let quantity: Quantity = written.parse().unwrap();
        assert_eq!(weight(quantity.in_base().unwrap()), expected);
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
        check("123.4567891 g", "123.4567891 g");
    }
}
