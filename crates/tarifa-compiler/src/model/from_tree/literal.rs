//! Numbers, quantities, units and currencies as written.

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::currency::{Currency, CurrencyError};
use tarifa_engine::decimal;
use tarifa_engine::exact::{ArithmeticError, Exact, RoundingMode};
use tarifa_engine::program::Expression;
use tarifa_engine::rounding::Rounding;
use tarifa_engine::unit::Unit;
use tarifa_syntax::tree;

use super::Resolver;
use super::names::nearest;
use super::printed;
use super::typed::{Kind, Typed};

impl Resolver<'_> {
    /// The digits of a quantity as a number.
    pub(super) fn number(&mut self, quantity: &tree::Quantity) -> Option<Exact> {
        match decimal::from_str_exact(&quantity.number) {
            Ok(number) => Some(number),
            Err(error) => self.refuse(Diagnostic::new(Code::BAD_NUMBER, quantity.span, error.to_string())),
        }
    }

    /// The result of a computation on written numbers.
    pub(super) fn exact(&mut self, result: Result<Exact, ArithmeticError>, span: Span) -> Option<Exact> {
        match result {
            Ok(number) => Some(number),
            Err(error) => self.refuse(Diagnostic::new(Code::BAD_NUMBER, span, error.to_string())),
        }
    }

    /// A quantity with its kind, in base units: `1.5 kg` is 1500, a weight.
    pub(super) fn quantity(&mut self, quantity: &tree::Quantity) -> Option<Typed> {
        let number = self.number(quantity)?;
        let constant =
            |number, kind| Some(Typed { expression: Expression::Constant(number), kind, span: quantity.span });
        let Some(unit) = &quantity.unit else { return constant(number, Kind::Number(None)) };
        if unit.per.is_some() {
            let message = format!("`{}` is a ratio, and an amount is needed here", self.written(quantity.span));
            return self.refuse(
                Diagnostic::new(Code::TYPE_MISMATCH, quantity.span, message)
                    .help("only a volumetric step takes such a unit: `volumetric 6000 cm3 per kg`"),
            );
        }
        if &*unit.name.text == "%" {
            let share = self.exact(number.checked_div(Exact::from_integer(100)), quantity.span)?;
            return constant(share, Kind::Percent);
        }
        if looks_like_currency(&unit.name.text) {
            let currency = self.currency_of(&unit.name)?;
            return constant(number, Kind::Money(currency));
        }
        if COUNTED.contains(&&*unit.name.text) && !self.is_own_unit(&unit.name.text) {
            return constant(number, Kind::Number(None));
        }
        let Some(unit) = self.unit(&unit.name)? else {
            return constant(number, Kind::Number(Some(unit.name.text.to_string())));
        };
        let base = self.exact(number.checked_mul(unit.factor()), quantity.span)?;
        constant(base, Kind::of_dimension(unit.dimension()))
    }

    /// The unit of measure that a word names; the inner none for a unit of the policy's own.
    pub(super) fn unit(&mut self, name: &tree::Name) -> Option<Option<Unit>> {
        if let Ok(unit) = name.text.parse::<Unit>() {
            return Some(Some(unit));
        }
        if self.is_own_unit(&name.text) {
            return Some(None);
        }
        let message = format!("there is no unit called `{}`", name.text);
        let mut diagnostic = Diagnostic::new(Code::UNKNOWN_UNIT, name.span, message);
        let words = Unit::ALL.iter().map(|unit| unit.word());
        if let Some(near) = Unit::near(&name.text) {
            diagnostic = diagnostic.help(format!("did you mean `{}`?", near.word()));
        } else if let Some(help) = printed::unit(&name.text) {
            diagnostic = diagnostic.help(help);
        } else if super::meaning::measure(&name.text).is_some() {
            diagnostic = diagnostic.help(format!("so many times something is written with `x`: `2 x {}`", name.text));
        } else if let Some(near) = nearest(&name.text, words) {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
        } else {
            diagnostic =
                diagnostic.help("a unit of your own is introduced by a fact: `fact batteries: number in pieces`");
        }
        self.refuse(diagnostic)
    }

    /// The currency that a code names.
    pub(super) fn currency_of(&mut self, name: &tree::Name) -> Option<Currency> {
        match name.text.parse() {
            Ok(currency) => Some(currency),
            Err(CurrencyError::Unknown { near, .. }) => {
                let message = format!("`{}` is no currency of ISO 4217", name.text);
                let mut diagnostic = Diagnostic::new(Code::UNKNOWN_CURRENCY, name.span, message);
                // No currency is as long as `KG` or called `LBS`.
                let near =
                    Unit::near(&name.text).map(|unit| unit.word().to_owned()).or(near.map(|near| near.to_string()));
                let near = near.or_else(|| {
                    let own = self.currency.map(|currency| currency.to_string());
                    let usual = ["USD", "EUR", "GBP", "CNY", "JPY"].into_iter();
                    nearest(&name.text, own.as_deref().into_iter().chain(usual))
                });
                if let Some(near) = near {
                    diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
                }
                self.refuse(diagnostic)
            }
            Err(error @ CurrencyError::NotForPayment { .. }) => {
                self.refuse(Diagnostic::new(Code::UNKNOWN_CURRENCY, name.span, error.to_string()))
            }
        }
    }

    /// A written rounding, whose step has the kind `wanted`.
    pub(super) fn rounding(&mut self, rounding: &tree::Rounding, wanted: &Kind) -> Option<Rounding> {
        let step = self.quantity(&rounding.step)?;
        let step = self.constant_of(step, wanted, rounding.span, "what is rounded")?;
        let mode = match rounding.direction {
            tree::Direction::Up => RoundingMode::Up,
            tree::Direction::Down => RoundingMode::Down,
            tree::Direction::HalfUp => RoundingMode::HalfUp,
            tree::Direction::HalfEven => RoundingMode::HalfEven,
            tree::Direction::HalfDown => RoundingMode::HalfDown,
        };
        match Rounding::new(mode, step) {
            Ok(rounding) => Some(rounding),
            Err(_) => self.refuse(
                Diagnostic::new(Code::BAD_STEP, rounding.step.span, "a rounding step must be more than zero")
                    .help("write the step as in `rounded up in steps of 10 g`"),
            ),
        }
    }

    /// Whether some fact counts in a unit of that name.
    fn is_own_unit(&self, text: &str) -> bool {
        self.own_units.contains(text)
    }
}

/// What is counted rather than measured: `10 items` is the number 10.
const COUNTED: [&str; 4] = ["item", "items", "parcel", "parcels"];

/// Whether a unit is written like a currency: two letters or more, all capital. Units of measure never are.
pub(super) fn looks_like_currency(text: &str) -> bool {
    text.len() >= 2 && text.chars().all(|c| c.is_ascii_uppercase())
}
