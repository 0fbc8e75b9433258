//! What a name in a formula or condition means at its place.

use std::fmt;

use tarifa_diagnostics::{Code, Diagnostic};
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{
    Builtin, Condition, DateField, Expression, FactId, FactKind, FactPer, FactRef, Measure, PlaceField,
};
use tarifa_syntax::tree::Name;

use super::Resolver;
use super::expression::{Place, Stage, Subject};
use super::names::Wanted;
use super::symbols::Value;
use super::typed::{Kind, Typed};

/// A name's meaning.
#[derive(Clone, Debug)]
pub(super) enum Meaning {
    Amount(Typed),
    /// A yes/no fact, or a define that is a condition.
    Condition(Condition),
    Date(DateField),
    Place(PlaceField),
    Text(FactId),
    OneOf(FactId),
    AnyOf(FactId),
    Category,
    Hs,
    Service,
}

/// What the name is, in the author's words.
impl fmt::Display for Meaning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Amount(value) => value.kind.fmt(f),
            Self::Condition(_) => f.write_str("a yes or no"),
            Self::Date(_) => f.write_str("a date"),
            Self::Place(_) => f.write_str("a place"),
            Self::Text(_) => f.write_str("text"),
            Self::OneOf(_) => f.write_str("one of several words"),
            Self::AnyOf(_) => f.write_str("a set of words"),
            Self::Category => f.write_str("a category"),
            Self::Hs => f.write_str("a Harmonised System code"),
            Self::Service => f.write_str("a service"),
        }
    }
}

/// The names that every rule set knows, and that no statement can give another meaning.
pub(super) const BUILT_IN: [&str; 25] = [
    "all",
    "billed_weight",
    "category",
    "declared_value",
    "destination",
    "freight",
    "girth",
    "height",
    "hs",
    "items",
    "length",
    "longest_side",
    "origin",
    "others",
    "parcels",
    "provided",
    "quantity",
    "service",
    "ship_date",
    "total",
    "total_quantity",
    "unit_value",
    "volume",
    "volumetric_weight",
    "weight",
];

/// Names that are built in beside [`BUILT_IN`], and too rarely meant to be suggested.
pub(super) const ALSO_BUILT_IN: [&str; 2] = ["volumetric", "width"];

/// Whether `text` is a name that every rule set knows.
pub(super) fn is_built_in(text: &str) -> bool {
    BUILT_IN.contains(&text) || ALSO_BUILT_IN.contains(&text)
}

/// A measure of the shipment by its name.
pub(super) fn measure(text: &str) -> Option<(Measure, Kind)> {
    Some(match text {
        "weight" => (Measure::Weight, Kind::Weight),
        "billed_weight" => (Measure::BilledWeight, Kind::Weight),
        "volumetric_weight" | "volumetric" => (Measure::VolumetricWeight, Kind::Weight),
        "length" | "longest_side" => (Measure::Length, Kind::Length),
        "width" => (Measure::Width, Kind::Length),
        "height" => (Measure::Height, Kind::Length),
        "girth" => (Measure::Girth, Kind::Length),
        "volume" => (Measure::Volume, Kind::Volume),
        "total_quantity" => (Measure::TotalQuantity, Kind::Number(None)),
        _ => return None,
    })
}

/// The pieces of the items that a limit speaks of.
pub(super) fn pieces() -> Expression {
    Expression::TotalOfItems(Box::new(Expression::Constant(Exact::ONE)))
}

impl Resolver<'_> {
    /// What `name` means at `place`.
    pub(super) fn name(&mut self, name: &Name, place: Place) -> Option<Meaning> {
        let fact = |fact| Expression::Fact(FactRef::Builtin(fact));
        let amount = |expression, kind| Some(Meaning::Amount(Typed { expression, kind, span: name.span }));
        if let Some((measure, kind)) = measure(&name.text) {
            if measure == Measure::TotalQuantity && place.subject == Subject::Group {
                return amount(pieces(), kind);
            }
            if measure == Measure::Weight && place.subject == Subject::Item {
                return amount(fact(Builtin::ItemWeight), Kind::Weight);
            }
            if measure == Measure::BilledWeight {
                self.billed_weight_is_known(name, place)?;
            }
            return amount(Expression::Measure(measure), kind);
        }
        match &*name.text {
            "declared_value" => {
                let declared = FactRef::Builtin(Builtin::DeclaredValue);
                amount(Expression::Fact(declared), Kind::AnyMoney(declared))
            }
            "ship_date" => Some(Meaning::Date(DateField::ShipDate)),
            "origin" => Some(Meaning::Place(PlaceField::Origin)),
            "destination" => Some(Meaning::Place(PlaceField::Destination)),
            "service" => Some(Meaning::Service),
            "category" => self.item_only(name, place).map(|()| Meaning::Category),
            "hs" => self.item_only(name, place).map(|()| Meaning::Hs),
            "quantity" => {
                if place.subject == Subject::Group {
                    return amount(pieces(), Kind::Number(None));
                }
                self.item_only(name, place)?;
                amount(fact(Builtin::ItemQuantity), Kind::Number(None))
            }
            "unit_value" => {
                self.item_only(name, place)?;
                let value = FactRef::Builtin(Builtin::ItemUnitValue);
                amount(Expression::Fact(value), Kind::AnyMoney(value))
            }
            "total" => self.total_of_lines(name),
            "items" | "parcels" | "provided" | "all" | "others" => self.no_amount_by_itself(name),
            _ => self.declared_name(name, place),
        }
    }

    fn declared_name(&mut self, name: &Name, place: Place) -> Option<Meaning> {
        let Some(value) = self.symbols.values.find(&name.text) else {
            if let Some(fact) =
                self.symbols.words.get(&*name.text).filter(|_| !self.symbols.broken.contains(&*name.text))
            {
                let fact = self.facts.get(usize::from(fact.0)).map_or("", |fact| &fact.name).to_owned();
                let message = format!("`{}` is a value of the fact `{fact}`, and says nothing by itself", name.text);
                let help = format!("write `{fact} is {}`", name.text);
                return self.refuse(Diagnostic::new(Code::WRONG_KIND_OF_NAME, name.span, message).help(help));
            }
            return self.unknown_name(name, Wanted::Value);
        };
        let amount = |expression, kind| Some(Meaning::Amount(Typed { expression, kind, span: name.span }));
        match value {
            Value::Fact(id) => self.declared_fact(name, id, place),
            Value::Define(index) => self.use_define(index, name, place),
            Value::Line(line) => {
                self.lines_are_known(name, place)?;
                amount(Expression::Line(line), Kind::Money(self.currency?))
            }
            Value::Group(group) => {
                self.lines_are_known(name, place)?;
                amount(Expression::Group(group), Kind::Money(self.currency?))
            }
        }
    }

    fn declared_fact(&mut self, name: &Name, id: FactId, place: Place) -> Option<Meaning> {
        let fact = self.facts.get(usize::from(id.0))?;
        let (per, kind) = (fact.per, fact.kind.clone());
        if per == FactPer::Item {
            self.item_only(name, place)?;
        }
        let read = FactRef::Declared(id);
        let amount = |kind| Some(Meaning::Amount(Typed { expression: Expression::Fact(read), kind, span: name.span }));
        match kind {
            FactKind::YesNo => Some(Meaning::Condition(Condition::Yes(id))),
            FactKind::Number { unit } => amount(Kind::Number(unit)),
            FactKind::Money => amount(Kind::AnyMoney(read)),
            FactKind::Weight => amount(Kind::Weight),
            FactKind::Length => amount(Kind::Length),
            FactKind::Volume => amount(Kind::Volume),
            FactKind::Date => Some(Meaning::Date(DateField::Declared(id))),
            FactKind::Text => Some(Meaning::Text(id)),
            FactKind::Place => Some(Meaning::Place(PlaceField::Declared(id))),
            FactKind::OneOf(_) => Some(Meaning::OneOf(id)),
            FactKind::AnyOf(_) => Some(Meaning::AnyOf(id)),
        }
    }

    /// Reports an item fact that stands where no item is spoken of.
    pub(super) fn item_only(&mut self, name: &Name, place: Place) -> Option<()> {
        match place.subject {
            Subject::Item | Subject::Restricted => Some(()),
            Subject::Define => {
                self.defines.reading.items = true;
                Some(())
            }
            Subject::Shipment => {
                let message = format!("`{}` is told of each item, and this speaks of the whole shipment", name.text);
                let help = "say which items are meant: `any item (…)`, `every item (…)` or, of an amount, `total …`";
                self.refuse(Diagnostic::new(Code::ITEM_FACT_ALONE, name.span, message).help(help))
            }
            Subject::Group => {
                let message = format!("`{}` is told of each item, and this limits several together", name.text);
                let help = format!(
                    "write `total {}` for the sum over the items, or `each` to limit every piece by itself",
                    name.text
                );
                self.refuse(Diagnostic::new(Code::LIMIT_MEASURE, name.span, message).help(help))
            }
        }
    }

    /// Reports a billed weight that is read on the way to it.
    pub(super) fn billed_weight_is_known(&mut self, name: &Name, place: Place) -> Option<()> {
        self.defines.reading.billed_weight |= place.subject == Subject::Define;
        let help = match place.stage {
            _ if place.subject == Subject::Define => return Some(()),
            Stage::Carrying | Stage::Pricing | Stage::Claiming => return Some(()),
            Stage::Weighing => "these lines work the billed weight out: write `weight` or `volumetric_weight`",
            Stage::Choosing => "each service has its own billed weight: write `weight`",
        };
        let message = format!("`{}` reads the billed weight, which is not known here", name.text);
        self.refuse(Diagnostic::new(Code::NOT_YET_KNOWN, name.span, message).help(help))
    }

    /// Reports a money line that is read before there are any.
    pub(super) fn lines_are_known(&mut self, name: &Name, place: Place) -> Option<()> {
        self.defines.reading.lines |= place.subject == Subject::Define;
        match place.stage {
            _ if place.subject == Subject::Define => Some(()),
            Stage::Pricing | Stage::Claiming => Some(()),
            Stage::Weighing | Stage::Carrying | Stage::Choosing => {
                let message =
                    format!("`{}` reads a money line, and nothing is priced yet where this is asked", name.text);
                self.refuse(Diagnostic::new(Code::NOT_YET_KNOWN, name.span, message))
            }
        }
    }

    /// The total, which only a claim about the whole price can read.
    fn total_of_lines<T>(&mut self, name: &Name) -> Option<T> {
        let message = "`total` is the sum of all lines, and no line can be worked out from itself";
        let help = "name every line that is meant, discounts too: `(freight + fuel)`";
        self.refuse(Diagnostic::new(Code::NOT_YET_KNOWN, name.span, message).help(help))
    }

    fn no_amount_by_itself<T>(&mut self, name: &Name) -> Option<T> {
        let message = format!("`{}` says nothing by itself here", name.text);
        let help = match &*name.text {
            "items" => "write `total_quantity`, `any item (…)` or `every item (…)`",
            "parcels" => "write `count of parcels`",
            "provided" => "write what is provided: `provided has cpnp`",
            _ => "write the fact that is meant",
        };
        self.refuse(Diagnostic::new(Code::NOT_HERE, name.span, message).help(help))
    }
}
