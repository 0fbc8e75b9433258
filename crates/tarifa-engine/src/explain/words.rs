//! Amounts and names in words.

use crate::answer::SourcePlace;
use crate::currency::{Currency, Money};
use crate::exact::Exact;
use crate::program::{At, Builtin, DateField, Expression, FactKind, FactRef, Measure, PlaceField, Program};
use crate::unit::{Dimension, Quantity, Unit, glance};

/// The most digits of a fraction without an end that are shown.
const DIGITS: usize = 6;
/// A number of at most this many characters was written so.
const SHORT: usize = 6;

/// What a number counts, so that it can be shown with its unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Grams.
    Weight,
    /// Centimetres.
    Length,
    /// Cubic centimetres.
    Volume,
    /// Major units of a currency.
    Money(Currency),
    /// A number with the policy's own unit, or none.
    Number(Option<String>),
}

/// A weight, in the unit in which it was probably thought.
pub(super) fn weight(grams: Exact) -> String {
    Quantity::readable(grams, Dimension::Weight).at_a_glance()
}

/// A length, in the unit in which it was probably thought.
pub(super) fn length(centimetres: Exact) -> String {
    Quantity::readable(centimetres, Dimension::Length).at_a_glance()
}

/// Whether a length was thought in inches: it is no whole number of millimetres.
pub(super) fn is_in_inches(centimetres: Exact) -> bool {
    let millimetres = centimetres.checked_div(Unit::Millimetre.factor());
    millimetres.is_ok_and(|millimetres| millimetres.to_integer().is_none())
}

/// A volume, in the unit in which it was probably thought.
pub(super) fn volume(cubic_centimetres: Exact) -> String {
    Quantity::readable(cubic_centimetres, Dimension::Volume).at_a_glance()
}

/// A volumetric divisor, in cubic centimetres per gram, as it was probably written.
pub(super) fn divisor(per_gram: Exact) -> String {
    let metric = per_gram.checked_mul(Exact::from_integer(1000)).unwrap_or(per_gram);
    let is_short = |value: &Exact| value.to_decimal_string().is_some_and(|text| text.len() <= SHORT);
    let imperial = || {
        let per_pound = per_gram.checked_mul(Unit::Pound.factor()).ok()?;
        per_pound.checked_div(Unit::CubicInch.factor()).ok().filter(is_short)
    };
    let density = || Exact::from_integer(1_000_000).checked_div(metric).ok().filter(is_short);
    if is_short(&metric) {
        format!("{} cm3 per kg", glance(metric))
    } else if let Some(divisor) = imperial() {
        format!("{} inch3 per lb", glance(divisor))
    } else if let Some(kilograms) = density() {
        // A density is multiplied by: the same step, written the other way.
        format!("(1 m3 per {} kg)", glance(kilograms))
    } else {
        format!("{} cm3 per kg", glance(metric))
    }
}

/// A number of base units, in `unit`.
pub(super) fn quantity(base: Exact, unit: Unit) -> String {
    match Quantity::from_base(base, unit) {
        Ok(quantity) => quantity.at_a_glance(),
        Err(_) => format!("{} {}", glance(base), unit.dimension().base().word()),
    }
}

/// An amount of money without its currency.
pub(super) fn amount(value: Exact, currency: Currency) -> String {
    Money::new(value, currency).amount_text()
}

/// A number without a unit.
pub(super) fn number(value: Exact) -> String {
    value.to_display(DIGITS)
}

impl Kind {
    /// `value` with its unit.
    pub(super) fn show(&self, value: Exact) -> String {
        match self {
            Self::Weight => weight(value),
            Self::Length => length(value),
            Self::Volume => volume(value),
            Self::Money(currency) => Money::new(value, *currency).to_string(),
            Self::Number(None) => number(value),
            Self::Number(Some(unit)) => format!("{} {unit}", number(value)),
        }
    }

    /// `value` in the unit that its bound is written in, such as `total net_volume up to 200 ml`.
    pub(super) fn show_beside(&self, value: Exact, bound: &str) -> String {
        let dimension = match self {
            Self::Weight => Dimension::Weight,
            Self::Length => Dimension::Length,
            Self::Volume => Dimension::Volume,
            Self::Money(_) | Self::Number(_) => return self.show(value),
        };
        let is_of_word = |c: char| c.is_alphanumeric() || c == '_';
        let words = bound.split(|c| !is_of_word(c)).map(|word| word.trim_start_matches(|c: char| c.is_ascii_digit()));
        let mut units = words.filter_map(|word| word.parse::<Unit>().ok()).filter(|unit| unit.dimension() == dimension);
        let written = units.next().and_then(|unit| Quantity::from_base(value, unit).ok());
        written.map_or_else(|| self.show(value), Quantity::at_a_glance)
    }

    /// What `expression` counts.
    pub(super) fn of(expression: &Expression, program: &Program) -> Self {
        match expression {
            Expression::Measure(measure) => Self::of_measure(*measure),
            Expression::Fact(fact) => Self::of_fact(*fact, program),
            Expression::Money { currency, .. } => Self::Money(*currency),
            Expression::Convert { to, .. } => Self::Money(*to),
            Expression::Line(_) | Expression::Group(_) => Self::Money(program.currency),
            Expression::Difference(left, _) => Self::of(left, program),
            Expression::TotalOfItems(inner) => Self::of(inner, program),
            Expression::Choose { otherwise, .. } => Self::of(otherwise, program),
            Expression::Sum(parts)
            | Expression::Least(parts)
            | Expression::Greatest(parts)
            | Expression::Mean(parts)
            | Expression::Product(parts) => {
                let kinds = parts.iter().map(|part| Self::of(part, program));
                kinds.into_iter().find(|kind| *kind != Self::Number(None)).unwrap_or(Self::Number(None))
            }
            Expression::Constant(_) | Expression::Slice | Expression::DistinctHs(_) => Self::Number(None),
        }
    }

    fn of_measure(measure: Measure) -> Self {
        match measure {
            Measure::Weight | Measure::BilledWeight | Measure::VolumetricWeight => Self::Weight,
            Measure::Length | Measure::Width | Measure::Height | Measure::Girth => Self::Length,
            Measure::Volume => Self::Volume,
            Measure::TotalQuantity | Measure::ParcelCount => Self::Number(None),
        }
    }

    fn of_fact(fact: FactRef, program: &Program) -> Self {
        match fact {
            FactRef::Declared(id) => match program.facts.get(usize::from(id.0)).map(|fact| &fact.kind) {
                Some(FactKind::Weight) => Self::Weight,
                Some(FactKind::Length) => Self::Length,
                Some(FactKind::Volume) => Self::Volume,
                Some(FactKind::Number { unit }) => Self::Number(unit.clone()),
                Some(
                    FactKind::YesNo
                    | FactKind::Money
                    | FactKind::Date
                    | FactKind::Text
                    | FactKind::Place
                    | FactKind::OneOf(_)
                    | FactKind::AnyOf(_),
                )
                | None => Self::Number(None),
            },
            FactRef::Builtin(Builtin::Weight | Builtin::ItemWeight) => Self::Weight,
            FactRef::Builtin(Builtin::Length | Builtin::Width | Builtin::Height) => Self::Length,
            FactRef::Builtin(
                Builtin::Origin
                | Builtin::Destination
                | Builtin::DeclaredValue
                | Builtin::ShipDate
                | Builtin::Items
                | Builtin::Parcels
                | Builtin::ItemCategory
                | Builtin::ItemQuantity
                | Builtin::ItemUnitValue
                | Builtin::ItemHs,
            ) => Self::Number(None),
        }
    }
}

/// The measure as the language writes it.
pub(super) fn measure(measure: Measure) -> &'static str {
    match measure {
        Measure::Weight => "weight",
        Measure::BilledWeight => "billed_weight",
        Measure::VolumetricWeight => "volumetric_weight",
        Measure::Length => "length",
        Measure::Width => "width",
        Measure::Height => "height",
        Measure::Girth => "girth",
        Measure::Volume => "volume",
        Measure::TotalQuantity => "total_quantity",
        Measure::ParcelCount => "count of parcels",
    }
}

/// The key of a fact.
pub(super) fn fact(fact: FactRef, program: &Program) -> String {
    match fact {
        FactRef::Declared(id) => {
            program.facts.get(usize::from(id.0)).map_or_else(String::new, |fact| fact.name.clone())
        }
        FactRef::Builtin(builtin) => builtin_key(builtin).to_owned(),
    }
}

/// The key of a built-in fact.
pub(super) fn builtin_key(builtin: Builtin) -> &'static str {
    match builtin {
        Builtin::Origin => "origin",
        Builtin::Destination => "destination",
        Builtin::Weight | Builtin::ItemWeight => "weight",
        Builtin::Length => "length",
        Builtin::Width => "width",
        Builtin::Height => "height",
        Builtin::DeclaredValue => "declared_value",
        Builtin::ShipDate => "ship_date",
        Builtin::Items => "items",
        Builtin::Parcels => "parcels",
        Builtin::ItemCategory => "category",
        Builtin::ItemQuantity => "quantity",
        Builtin::ItemUnitValue => "unit_value",
        Builtin::ItemHs => "hs",
    }
}

/// The key of a place.
pub(super) fn place_field(field: PlaceField, program: &Program) -> String {
    match field {
        PlaceField::Origin => "origin".to_owned(),
        PlaceField::Destination => "destination".to_owned(),
        PlaceField::Declared(id) => fact(FactRef::Declared(id), program),
    }
}

/// The key of a date.
pub(super) fn date_field(field: DateField, program: &Program) -> String {
    match field {
        DateField::ShipDate => "ship_date".to_owned(),
        DateField::Declared(id) => fact(FactRef::Declared(id), program),
    }
}

/// Where `at` stands, for people.
pub(crate) fn source_place(program: &Program, at: At) -> Option<SourcePlace> {
    let origin = program.origins.get(at.0 as usize)?;
    let file = program.files.get(origin.file as usize)?;
    Some(SourcePlace { file: file.clone(), line: origin.line })
}
