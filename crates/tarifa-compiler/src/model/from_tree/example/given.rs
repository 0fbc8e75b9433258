//! Facts that an example gives.

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::program::{ExchangeRate, FactId, FactKind, FactPer};
use tarifa_engine::shipment::{Given, GivenRate, Item, Shipment};
use tarifa_syntax::tree::{self, Expr, ExprKind, Name, PlaceKind, YesNo};

use super::super::Resolver;
use super::super::expression::{Place, Stage};
use super::super::names::Wanted;
use super::super::symbols::Value;
use super::super::typed::Kind;

impl<'t> Resolver<'t> {
    /// `with seller_tier bronze`.
    pub(super) fn with(&mut self, told: &'t [tree::Told], shipment: &mut Shipment) -> Option<()> {
        let all: Vec<_> = told.iter().map(|told| self.told(told, shipment)).collect();
        all.into_iter().collect()
    }

    /// One thing that is told of the shipment.
    fn told(&mut self, told: &'t tree::Told, shipment: &mut Shipment) -> Option<()> {
        match told {
            tree::Told::Fact(given) => self.shipment_fact(&given.name, &given.values, shipment),
            tree::Told::Provided(provided) => self.shipment_provided(provided, shipment),
            tree::Told::SoFar(so_far) => self.so_far(so_far, shipment),
            tree::Told::Rate(rate) => self.host_rate(rate, shipment),
        }
    }

    /// `with 1 USD = 7.1240 CNY`: a rate that the host gives.
    fn host_rate(&mut self, written: &tree::ExchangeRate, shipment: &mut Shipment) -> Option<()> {
        let ExchangeRate { from, to, rate } = self.rate_pair(written)?;
        let is_known = |known: &GivenRate| (known.from, known.to) == (from, to) || (known.to, known.from) == (from, to);
        if shipment.rates.iter().any(is_known) {
            let message = format!("the rate between {from} and {to} is told twice");
            return self.refuse(Diagnostic::new(Code::BAD_RATE, written.span, message).help("keep one of them"));
        }
        shipment.rates.push(GivenRate { from, to, rate });
        Some(())
    }

    /// A fact of the shipment.
    pub(in super::super) fn shipment_fact(
        &mut self,
        name: &Name,
        values: &[Expr],
        shipment: &mut Shipment,
    ) -> Option<()> {
        let id = self.example_fact(name)?;
        if self.facts.get(usize::from(id.0))?.per == FactPer::Item {
            let message = format!("`{}` is told of each item", name.text);
            let help = format!("write it behind the item: `1 phone ({} …)`", name.text);
            return self.refuse(Diagnostic::new(Code::ITEM_FACT_ALONE, name.span, message).help(help));
        }
        let value = self.given_value(id, name, values)?;
        shipment.facts.insert(name.text.to_string(), value);
        Some(())
    }

    /// A fact of an item, one of the built-in ones among them.
    pub(super) fn item_fact(&mut self, name: &Name, values: &[Expr], span: Span, item: &mut Item) -> Option<()> {
        let only = match values {
            [only] => Some(only),
            _ => None,
        };
        match (&*name.text, only.map(|value| &value.kind)) {
            ("weight", Some(ExprKind::Quantity(weight))) => {
                item.weight = Some(self.measured(weight, &Kind::Weight, "the weight")?);
            }
            ("unit_value", Some(ExprKind::Quantity(value))) => item.unit_value = Some(self.money(value)?),
            ("hs", Some(ExprKind::Text(code))) => item.hs = Some(code.text.to_string()),
            ("weight" | "unit_value" | "hs", _) => {
                let message = format!("{} is no value of `{}`", self.quoted(span), name.text);
                let help = "write `(weight 0.5 kg, unit_value 10.00 EUR, hs \"8517.13\")`";
                return self.refuse(Diagnostic::new(Code::UNKNOWN_VALUE, span, message).help(help));
            }
            (_, _) => {
                let id = self.example_fact(name)?;
                if self.facts.get(usize::from(id.0))?.per == FactPer::Shipment {
                    let message = format!("`{}` is told once, of the whole shipment", name.text);
                    let help = format!("write it in a line of its own: `with {}`", self.written(span));
                    return self.refuse(Diagnostic::new(Code::NOT_HERE, name.span, message).help(help));
                }
                let value = self.given_value(id, name, values)?;
                item.facts.insert(name.text.to_string(), value);
            }
        }
        Some(())
    }

    /// The declared fact of that name. An example does not count as a use of it.
    fn example_fact(&mut self, name: &Name) -> Option<FactId> {
        match self.symbols.values.peek(&name.text) {
            Some(Value::Fact(id)) => Some(id),
            Some(Value::Define(_) | Value::Line(_) | Value::Group(_)) => {
                let message = format!("`{}` is worked out, not told", name.text);
                self.refuse(
                    Diagnostic::new(Code::WRONG_KIND_OF_NAME, name.span, message)
                        .help("give the facts that it is worked out from"),
                )
            }
            None => match self.so_far.find(&name.text) {
                Some(id) => Some(id),
                None => self.unknown_name(name, Wanted::Fact),
            },
        }
    }

    /// The value of a fact.
    pub(in super::super) fn given_value(&mut self, id: FactId, name: &Name, values: &[Expr]) -> Option<Given> {
        let fact = self.facts.get(usize::from(id.0))?;
        let kind = fact.kind.clone();
        if let FactKind::AnyOf(words) = &kind {
            let words = words.clone();
            let found: Vec<_> = values.iter().map(|value| self.word(id, value)).collect();
            let found = found.into_iter().collect::<Option<Vec<_>>>()?;
            let chosen = found.into_iter().filter_map(|word| words.get(usize::from(word)).cloned());
            return Some(Given::Words(chosen.collect()));
        }
        let value = match (values, &kind) {
            ([], FactKind::YesNo) => return Some(Given::YesNo(true)),
            ([only], _) => only,
            (_, _) => {
                let message = format!("`{}` has one value", name.text);
                return self.refuse(
                    Diagnostic::new(Code::UNKNOWN_VALUE, name.span, message).help(format!("write `{} …`", name.text)),
                );
            }
        };
        match (&kind, &value.kind) {
            (FactKind::YesNo, ExprKind::YesNo(answer)) => Some(Given::YesNo(*answer == YesNo::Yes)),
            (FactKind::Number { unit }, ExprKind::Quantity(_)) => {
                let amount = self.amount(value, Place::of(Stage::Weighing))?;
                let number = self.constant_of(amount, &Kind::Number(unit.clone()), name.span, "the fact")?;
                Some(match unit {
                    Some(unit) => Given::Labelled(number, unit.clone()),
                    None => Given::Number(number),
                })
            }
            (FactKind::Money, ExprKind::Quantity(quantity)) => self.money(quantity).map(Given::Money),
            (FactKind::Weight, ExprKind::Quantity(quantity)) => {
                self.measured(quantity, &Kind::Weight, "the fact").map(Given::Quantity)
            }
            (FactKind::Length, ExprKind::Quantity(quantity)) => {
                self.measured(quantity, &Kind::Length, "the fact").map(Given::Quantity)
            }
            (FactKind::Volume, ExprKind::Quantity(quantity)) => {
                self.measured(quantity, &Kind::Volume, "the fact").map(Given::Quantity)
            }
            (FactKind::Date, ExprKind::Moment(moment)) => self.moment(moment).map(Given::Date),
            (FactKind::Text, ExprKind::Text(text)) => Some(Given::Text(text.text.to_string())),
            (FactKind::OneOf(words), _) => {
                let index = self.word(id, value)?;
                words.get(usize::from(index)).cloned().map(Given::Text)
            }
            (FactKind::Place, kind) => {
                let place = if let ExprKind::Code(code) = kind {
                    PlaceKind::Code(code.clone())
                } else if let ExprKind::Place(place) = kind {
                    place.kind.clone()
                } else {
                    return self.no_value(value, name);
                };
                self.example_place(&tree::Place { kind: place, span: value.span }).map(Given::Place)
            }
            (
                FactKind::YesNo
                | FactKind::Number { .. }
                | FactKind::Money
                | FactKind::Weight
                | FactKind::Length
                | FactKind::Volume
                | FactKind::Date
                | FactKind::Text
                | FactKind::AnyOf(_),
                _,
            ) => self.no_value(value, name),
        }
    }

    fn no_value<T>(&mut self, value: &Expr, name: &Name) -> Option<T> {
        let message = format!("{} is no value of `{}`", self.quoted(value.span), name.text);
        let mut diagnostic = Diagnostic::new(Code::UNKNOWN_VALUE, value.span, message);
        if let Some(declared) = self.symbols.values.place(&name.text) {
            diagnostic = diagnostic.related(declared, "declared here");
        }
        self.refuse(diagnostic)
    }
}
