//! Facts: their types and what holds where the host tells nothing.

use rustc_hash::FxHashMap;
use tarifa_diagnostics::{Code, Diagnostic};
use tarifa_engine::date::Moment;
use tarifa_engine::program::{Bits, Fact, FactId, FactKind, FactPer, FactValue};
use tarifa_syntax::tree::{self, DefaultWord, Expr, ExprKind, FactSubject, FactTypeKind, Name, YesNo};

use super::Resolver;
use super::expression::{Place, Stage};
use super::statements::Stated;
use super::typed::Kind;

/// How many values a `one of` or `any of` fact can have.
const MOST_WORDS: usize = 4096;

impl<'t> Resolver<'t> {
    /// The facts that the policy declares, in the order of their names.
    pub(super) fn facts(&mut self, facts: &[Stated<'t, tree::Fact>]) {
        for Stated { it: fact, .. } in facts {
            if self.symbols.values.place(&fact.name.text) != Some(fact.name.span) {
                continue;
            }
            let id = FactId(u16::try_from(self.facts.len()).unwrap_or(u16::MAX));
            let kind = self.fact_kind(&fact.fact_type, id);
            let at = self.at(fact.name.span);
            self.facts.push(Fact {
                name: fact.name.text.to_string(),
                title: fact.title.as_ref().map_or_else(|| fact.name.text.to_string(), |title| title.text.to_string()),
                per: match fact.subject {
                    FactSubject::Shipment => FactPer::Shipment,
                    FactSubject::Item => FactPer::Item,
                },
                kind,
                default: None,
                at,
            });
            // The default is judged with the fact known, since its words are the fact's own.
            let default = fact.default.as_ref().and_then(|default| self.default_value(default, id));
            if let Some(fact) = self.facts.get_mut(usize::from(id.0)) {
                fact.default = default;
            }
        }
    }

    fn fact_kind(&mut self, fact_type: &'t tree::FactType, id: FactId) -> FactKind {
        match &fact_type.kind {
            FactTypeKind::YesNo => FactKind::YesNo,
            FactTypeKind::Number(unit) => {
                let unit = unit.as_ref();
                if let Some(unit) = unit {
                    self.number_unit(unit);
                }
                FactKind::Number { unit: unit.map(|unit| unit.name.text.to_string()) }
            }
            FactTypeKind::Money => FactKind::Money,
            FactTypeKind::Weight => FactKind::Weight,
            FactTypeKind::Length => FactKind::Length,
            FactTypeKind::Volume => FactKind::Volume,
            FactTypeKind::Date => FactKind::Date,
            FactTypeKind::Text => FactKind::Text,
            FactTypeKind::Place => FactKind::Place,
            FactTypeKind::OneOf(words) => FactKind::OneOf(self.words(words, id)),
            FactTypeKind::AnyOf(words) => FactKind::AnyOf(self.words(words, id)),
        }
    }

    /// Reports a number in a unit that makes it another type.
    fn number_unit(&mut self, unit: &tree::Unit) {
        if super::literal::looks_like_currency(&unit.name.text) {
            let message = format!("a number in `{}` is money", unit.name.text);
            let help = "write `money`; a rule says which currency it takes it in";
            self.report(Diagnostic::new(Code::TYPE_MISMATCH, unit.span(), message).help(help));
            return;
        }
        let Ok(known) = unit.name.text.parse::<tarifa_engine::unit::Unit>() else { return };
        let kind = Kind::of_dimension(known.dimension());
        if let Kind::Weight | Kind::Length | Kind::Volume = kind {
            let word = known.dimension().word();
            let message = format!("a number in `{}` is {kind}", unit.name.text);
            let help = format!("write `{word}`; every unit of {word} can then be used");
            self.report(Diagnostic::new(Code::TYPE_MISMATCH, unit.span(), message).help(help));
        }
    }

    /// The words of a fact, each once.
    fn words(&mut self, written: &'t [Name], id: FactId) -> Vec<String> {
        let mut words: Vec<String> = Vec::with_capacity(written.len());
        let mut known = FxHashMap::default();
        for name in written {
            if let Some(earlier) = known.insert(&name.text, name.span) {
                self.duplicate(&name.text, "the value", (earlier, name.span));
                continue;
            }
            words.push(name.text.to_string());
            self.symbols.words.insert(&name.text, id);
        }
        if let Some(name) = written.get(MOST_WORDS) {
            self.beyond_limit::<()>(name.span, "values of one fact", MOST_WORDS);
        }
        words
    }

    /// The value of `default no`.
    fn default_value(&mut self, default: &tree::Default, id: FactId) -> Option<FactValue> {
        match default.word {
            DefaultWord::Default => {}
            DefaultWord::Assume => self.assumed.insert(u32::from(id.0)),
        }
        let kind = self.facts.get(usize::from(id.0))?.kind.clone();
        let value = &default.value;
        match kind {
            FactKind::YesNo => {
                let ExprKind::YesNo(answer) = value.kind else { return self.bad_default(value, "`yes` or `no`") };
                Some(FactValue::YesNo(answer == YesNo::Yes))
            }
            FactKind::Number { unit } => self.default_amount(value, &Kind::Number(unit)),
            FactKind::Weight => self.default_amount(value, &Kind::Weight),
            FactKind::Length => self.default_amount(value, &Kind::Length),
            FactKind::Volume => self.default_amount(value, &Kind::Volume),
            FactKind::Money => {
                let amount = self.amount(value, Place::of(Stage::Weighing))?;
                match (amount.kind, amount.expression) {
                    (Kind::Money(currency), tarifa_engine::program::Expression::Constant(number)) => {
                        Some(FactValue::Money(number, currency))
                    }
                    _ => self.bad_default(value, "an amount such as `10.00 EUR`"),
                }
            }
            FactKind::Date => {
                let ExprKind::Moment(moment) = &value.kind else {
                    return self.bad_default(value, "a date such as `2026-03-01`");
                };
                self.day(moment).map(|day| FactValue::Date(Moment::Day(day)))
            }
            FactKind::Text => {
                let ExprKind::Text(text) = &value.kind else {
                    return self.bad_default(value, "text in quotation marks");
                };
                Some(FactValue::Text(text.text.to_string()))
            }
            FactKind::Place => self.refuse(
                Diagnostic::new(Code::BAD_DEFAULT, default.span, "a place has no default")
                    .help("remove it; where the place matters and is not told, it is asked for"),
            ),
            FactKind::OneOf(_) => self.word(id, value).map(FactValue::OneOf),
            FactKind::AnyOf(_) => {
                self.word(id, value).map(|word| FactValue::AnyOf(Bits::from_members([u32::from(word)])))
            }
        }
    }

    fn default_amount(&mut self, value: &Expr, kind: &Kind) -> Option<FactValue> {
        let amount = self.amount(value, Place::of(Stage::Weighing))?;
        self.constant_of(amount, kind, value.span, "the fact").map(FactValue::Number)
    }

    fn bad_default<T>(&mut self, value: &Expr, expected: &str) -> Option<T> {
        let message = format!("{} cannot be the default of this fact", self.quoted(value.span));
        let is_nothing = matches!(&*self.written(value.span), "nil" | "none" | "null" | "unknown" | "nothing");
        let help = if is_nothing {
            "leave the default out: a fact that is not told is asked for where it matters".to_owned()
        } else {
            format!("write {expected}")
        };
        self.refuse(Diagnostic::new(Code::BAD_DEFAULT, value.span, message).help(help))
    }
}
