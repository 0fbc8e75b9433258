//! A weight that the engine holds in grams, in a unit that people read.

use tarifa::exact::Exact;
use tarifa::unit::{Dimension, Quantity};

/// `500 g`, `1.2 kg`, `8 oz`: in pounds or ounces where it was thought in those, since grams then have many digits.
pub(crate) fn weight(grams: Exact) -> String {
    Quantity::readable(grams, Dimension::Weight).at_a_glance()
}
