//! Kinds of amounts, and amounts with their kind and place.

use std::fmt;

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::currency::Currency;
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{Expression, FactRef};
use tarifa_engine::unit::{Dimension, Unit};

use super::Resolver;

/// What an amount is an amount of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A number, with the unit of the policy's own that a fact counts in.
    Number(Option<String>),
    Weight,
    Length,
    Volume,
    /// In minutes.
    Duration,
    /// As a share: 18.5% is 0.185.
    Percent,
    Money(Currency),
    /// Money in whatever currency the host tells; `in CUR` makes an amount of it.
    AnyMoney(FactRef),
}

/// A formula with its kind and place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Typed {
    pub(super) expression: Expression,
    pub(super) kind: Kind,
    pub(super) span: Span,
}

impl Kind {
    /// The kind of what units of `dimension` measure.
    pub(super) fn of_dimension(dimension: Dimension) -> Self {
        match dimension {
            Dimension::Weight => Self::Weight,
            Dimension::Length => Self::Length,
            Dimension::Volume => Self::Volume,
            Dimension::Energy => Self::Number(Some(Unit::WattHour.word().to_owned())),
            Dimension::Duration => Self::Duration,
        }
    }

    /// What an author would write for an amount of this kind.
    pub(super) fn sample(&self) -> String {
        match self {
            Self::Number(None) => "3".to_owned(),
            Self::Number(Some(unit)) => format!("3 {unit}"),
            Self::Weight => "2 kg".to_owned(),
            Self::Length => "60 cm".to_owned(),
            Self::Volume => "500 cm3".to_owned(),
            Self::Duration => "3 days".to_owned(),
            Self::Percent => "5%".to_owned(),
            Self::Money(currency) => format!("10.00 {currency}"),
            Self::AnyMoney(_) => "10.00 EUR".to_owned(),
        }
    }
}

/// The kind in the author's words, with its article.
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(None) => f.write_str("a plain number"),
            Self::Number(Some(unit)) => write!(f, "a number in {unit}"),
            Self::Weight => f.write_str("a weight"),
            Self::Length => f.write_str("a length"),
            Self::Volume => f.write_str("a volume"),
            Self::Duration => f.write_str("a duration"),
            Self::Percent => f.write_str("a percentage"),
            Self::Money(currency) => write!(f, "money in {currency}"),
            Self::AnyMoney(_) => f.write_str("money in any currency"),
        }
    }
}

impl Resolver<'_> {
    /// `value` as an amount of the kind of what it meets at `other`; a mismatch is reported at both.
    ///
    /// A constant fits a fact that counts in a unit: `2 weeks` meets a number in days as 14, `24%` a number in % as 24.
    pub(super) fn fit(&mut self, value: Typed, wanted: &Kind, other: (Span, &str)) -> Option<Typed> {
        if value.kind == *wanted {
            return Some(value);
        }
        if let (Expression::Constant(number), Kind::Number(Some(label))) = (&value.expression, wanted) {
            let unit = label.parse::<Unit>().ok().filter(|unit| Kind::of_dimension(unit.dimension()) == value.kind);
            let in_label = match (unit, &value.kind) {
                (Some(unit), _) => Some(number.checked_div(unit.factor())),
                (None, Kind::Percent) if label == "%" => Some(number.checked_mul(Exact::from_integer(100))),
                (None, _) => None,
            };
            if let Some(number) = in_label {
                let number = self.exact(number, value.span)?;
                return Some(Typed {
                    expression: Expression::Constant(number),
                    kind: wanted.clone(),
                    span: value.span,
                });
            }
        }
        let diagnostic = self.mismatch(&value, wanted, other);
        self.refuse(diagnostic)
    }

    /// A constant of the kind of what it meets.
    pub(super) fn constant_of(&mut self, value: Typed, wanted: &Kind, other: Span, what: &str) -> Option<Exact> {
        let value = self.fit(value, wanted, (other, what))?;
        if let Expression::Constant(number) = value.expression {
            return Some(number);
        }
        let message =
            format!("{} is worked out from the shipment, and a written amount is needed here", self.quoted(value.span));
        let help = format!("write an amount such as `{}`", wanted.sample());
        self.refuse(Diagnostic::new(Code::NOT_HERE, value.span, message).help(help))
    }

    /// The finding that `value` cannot meet an amount of kind `wanted`, which stands at `other`.
    fn mismatch(&self, value: &Typed, wanted: &Kind, (other, what): (Span, &str)) -> Diagnostic {
        let written = self.quoted(value.span);
        let is_written = matches!(value.expression, Expression::Constant(_));
        let has = |code, message: String| {
            let diagnostic = Diagnostic::new(code, value.span, message).label(value.kind.to_string());
            // What is needed can be a matter of the place alone; then there is nothing else to point at.
            if other == value.span { diagnostic } else { diagnostic.related(other, wanted.to_string()) }
        };
        match (&value.kind, wanted) {
            (Kind::Number(None), _) if is_written => {
                has(Code::MISSING_UNIT, format!("{written} has no unit, and {what} is {wanted}"))
                    .help(format!("write the unit, as in `{}`", self.with_unit(value.span, wanted)))
            }
            (Kind::Money(left), Kind::Money(right)) => {
                let way_out = if is_written {
                    format!("write the amount in {right}, or take the other in {left}")
                } else {
                    format!("convert it: `{} in {right}`", self.written(value.span))
                };
                has(Code::CURRENCY_MISMATCH, format!("{written} is money in {left}, and {what} is money in {right}"))
                    .help(way_out)
            }
            (Kind::Money(currency), Kind::AnyMoney(_)) => {
                let message = format!(
                    "{} has no currency of its own, so it cannot be compared with {written}",
                    self.quoted(other)
                );
                Diagnostic::new(Code::CURRENCY_NEEDED, other, message)
                    .label(wanted.to_string())
                    .related(value.span, value.kind.to_string())
                    .help(format!("say which currency it is taken in: `{} in {currency}`", self.written(other)))
            }
            (Kind::AnyMoney(_), _) => {
                let currency = if let Kind::Money(currency) = wanted { currency.to_string() } else { "EUR".to_owned() };
                has(Code::CURRENCY_NEEDED, format!("{written} has no currency of its own"))
                    .help(format!("say which currency it is taken in: `{} in {currency}`", self.written(value.span)))
            }
            (
                Kind::Number(_)
                | Kind::Weight
                | Kind::Length
                | Kind::Volume
                | Kind::Duration
                | Kind::Percent
                | Kind::Money(_),
                _,
            ) => {
                let diagnostic =
                    has(Code::TYPE_MISMATCH, format!("{written} is {}, and {what} is {wanted}", value.kind));
                if is_written && (&value.kind, wanted) == (&Kind::Length, &Kind::Volume) {
                    // `1 ft` for `1 ft3`.
                    diagnostic.help(format!("did you mean `{}3`?", self.written(value.span)))
                } else if is_written {
                    diagnostic.help(format!("write {wanted}, such as `{}`", wanted.sample()))
                } else {
                    diagnostic
                }
            }
        }
    }

    /// The author's text in backticks, cut short.
    pub(super) fn quoted(&self, span: Span) -> String {
        let text = self.written(span);
        if text.chars().count() <= 60 {
            return format!("`{text}`");
        }
        let start: String = text.chars().take(57).collect();
        format!("`{start}…`")
    }
}
