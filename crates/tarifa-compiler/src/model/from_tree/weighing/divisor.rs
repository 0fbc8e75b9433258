//! The divisor of a volumetric weight, and a warning of one that no carrier bills by.

use tarifa_diagnostics::{Code, Diagnostic};
use tarifa_engine::exact::Exact;
use tarifa_engine::unit::{Dimension, Unit};
use tarifa_syntax::tree;

use super::super::Resolver;

/// Between how many cubic centimetres for a gram every divisor lies that carriers bill by: at sea a cubic metre is a tonne,
/// and 20 g for each litre are less than any of them asks for. Parcels are billed by 4 to 8.
const USUAL: (i64, i64) = (1, 20);

impl Resolver<'_> {
    /// `6000 cm3 per kg` or `167 kg per m3`, in cubic centimetres per gram.
    pub(super) fn divisor(&mut self, quantity: &tree::Quantity) -> Option<Exact> {
        let number = self.number(quantity)?;
        let unit = quantity.unit.as_ref();
        let units = unit.and_then(|unit| Some((&unit.name, unit.per.as_deref()?)));
        let Some((above, below)) = units else {
            let message = format!("{} is not a volume per weight", self.quoted(quantity.span));
            return self.refuse(
                Diagnostic::new(Code::TYPE_MISMATCH, quantity.span, message)
                    .help("write `6000 cm3 per kg` or `167 kg per m3`"),
            );
        };
        let (above, below) = (self.unit(above), self.unit(below));
        let (above, below) = (above??, below??);
        let ratio = number.checked_mul(above.factor()).and_then(|number| number.checked_div(below.factor()));
        let ratio = self.exact(ratio, quantity.span)?;
        if !ratio.is_positive() {
            let message = "a volumetric divisor must be more than zero";
            return self.refuse(
                Diagnostic::new(Code::BAD_STEP, quantity.span, message).help("write it as in `6000 cm3 per kg`"),
            );
        }
        match (above.dimension(), below.dimension()) {
            (Dimension::Volume, Dimension::Weight) => {
                self.doubt_divisor(ratio, quantity, (above, below));
                Some(ratio)
            }
            (Dimension::Weight, Dimension::Volume) => {
                let divisor = self.exact(Exact::ONE.checked_div(ratio), quantity.span)?;
                self.doubt_divisor(divisor, quantity, (above, below));
                Some(divisor)
            }
            _ => {
                let message =
                    format!("{} is neither a volume per weight nor a weight per volume", self.quoted(quantity.span));
                let help = match (above.dimension(), below.dimension()) {
                    (Dimension::Length, Dimension::Weight) => format!(
                        "a volume is measured in `{}`: write `{} {0} per {}`",
                        if matches!(above, Unit::Inch | Unit::Foot) { "inch3" } else { "cm3" },
                        quantity.number,
                        below.word()
                    ),
                    _ => "write `6000 cm3 per kg` or `167 kg per m3`".to_owned(),
                };
                self.refuse(Diagnostic::new(Code::TYPE_MISMATCH, quantity.span, message).help(help))
            }
        }
    }

    /// Warns of a divisor that no carrier bills by: a digit lost, or another unit.
    fn doubt_divisor(&mut self, divisor: Exact, quantity: &tree::Quantity, (above, below): (Unit, Unit)) {
        let (least, most) = (Exact::from_integer(USUAL.0), Exact::from_integer(USUAL.1));
        if (least..=most).contains(&divisor) {
            return;
        }
        let message = format!("{} is no divisor that carriers bill by", self.quoted(quantity.span));
        let side = if divisor < least { "far more" } else { "far less" };
        let mut diagnostic = Diagnostic::new(Code::ODD_DIVISOR, quantity.span, message)
            .label(format!("a parcel is billed for {side} than it weighs"));
        if let Some(meant) = meant(divisor, quantity, (above, below)) {
            diagnostic = diagnostic.help(format!("did you mean `{meant}`?"));
        }
        self.report(diagnostic.note("parcels are billed by 4000 to 8000 cm3 per kg, or 110 to 220 inch3 per lb"));
    }
}

/// The divisor that was probably meant: with other digits behind the same first ones, or with the other system's units.
fn meant(divisor: Exact, quantity: &tree::Quantity, (above, below): (Unit, Unit)) -> Option<String> {
    let number = tarifa_engine::decimal::from_str_exact(&quantity.number).ok()?;
    let is_usual = |divisor: &Exact| (Exact::from_integer(4)..=Exact::from_integer(8)).contains(divisor);
    for (volume, weight) in [(Unit::CubicInch, Unit::Pound), (Unit::CubicCentimetre, Unit::Kilogram)] {
        let taken = number.checked_mul(volume.factor()).and_then(|taken| taken.checked_div(weight.factor())).ok()?;
        if is_usual(&taken) && (volume, weight) != (above, below) {
            return Some(format!("{} {} per {}", quantity.number, volume.word(), weight.word()));
        }
    }
    let is_divided = above.dimension() == Dimension::Volume;
    for shift in [10, 100, 1000].map(Exact::from_integer) {
        for (taken, written) in [
            (
                divisor.checked_mul(shift),
                if is_divided { number.checked_mul(shift) } else { number.checked_div(shift) },
            ),
            (
                divisor.checked_div(shift),
                if is_divided { number.checked_div(shift) } else { number.checked_mul(shift) },
            ),
        ] {
            if let (Ok(taken), Ok(written)) = (taken, written)
                && is_usual(&taken)
            {
                return Some(format!("{written} {} per {}", above.word(), below.word()));
            }
        }
    }
    None
}
