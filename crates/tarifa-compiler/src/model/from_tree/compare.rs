//! Comparisons: amounts and dates with bounds, equality, and what is given.

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{AmountTest, Builtin, Condition, DateField, End, Expression, FactRef, Interval};
use tarifa_syntax::tree::{Bound, BoundWord, Bounds, Expr, ExprKind};

use super::Resolver;
use super::condition::all;
use super::expression::Place;
use super::meaning::Meaning;
use super::symbols::Value;
use super::typed::{Kind, Typed};

/// An amount with the bounds between which it must lie.
pub(super) enum Bounded {
    /// Written bounds.
    Interval(Interval),
    /// Bounds that depend on the shipment.
    Condition(Condition),
}

impl Resolver<'_> {
    /// `x over A up to B`.
    pub(super) fn compare(&mut self, value: &Expr, bounds: &Bounds, place: Place) -> Option<Condition> {
        match self.meaning(value, place)? {
            Meaning::Amount(amount) => {
                let amount = Typed { span: value.span, ..amount };
                match self.bounded(&amount, bounds, place)? {
                    Bounded::Interval(interval) => {
                        Some(Condition::Amount(AmountTest { amount: amount.expression, interval }))
                    }
                    Bounded::Condition(condition) => Some(condition),
                }
            }
            Meaning::Date(field) => self.date_bounds(field, bounds, value.span),
            other @ (Meaning::Condition(_)
            | Meaning::Place(_)
            | Meaning::Text(_)
            | Meaning::OneOf(_)
            | Meaning::AnyOf(_)
            | Meaning::Category
            | Meaning::Hs
            | Meaning::Service) => {
                let message = format!("{} is {other}, so it has no bounds", self.quoted(value.span));
                self.refuse(
                    Diagnostic::new(Code::WRONG_TEST, value.span, message).help("test it with `is`, `in` or `has`"),
                )
            }
        }
    }

    /// Where `amount` must lie.
    pub(super) fn bounded(&mut self, amount: &Typed, bounds: &Bounds, place: Place) -> Option<Bounded> {
        let told = self.diagnostics.len();
        let lower = bounds.lower.as_ref().map(|bound| self.bound(amount, bound, bounds.upper.as_ref(), place));
        // Two bounds with one wrong unit are one slip.
        if lower == Some(None) && self.diagnostics.len() > told && have_one_unit(bounds) {
            return None;
        }
        let upper = bounds.upper.as_ref().map(|bound| self.bound(amount, bound, None, place));
        let (lower, upper) =
            (lower.map_or(Some(None), |it| it.map(Some))?, upper.map_or(Some(None), |it| it.map(Some))?);
        if let Kind::AnyMoney(_) = amount.kind {
            let message = format!("{} has no currency of its own", self.quoted(amount.span));
            let help = format!("say which currency it is taken in: `{} in EUR`", self.written(amount.span));
            return self.refuse(Diagnostic::new(Code::CURRENCY_NEEDED, amount.span, message).help(help));
        }
        let constant = |bound: &Option<(Typed, End)>| match bound {
            None => Some(None),
            Some((Typed { expression: Expression::Constant(number), .. }, end)) => Some(Some((*number, *end))),
            Some(_) => None,
        };
        if let (Some(lower), Some(upper)) = (constant(&lower), constant(&upper)) {
            let interval = Interval { lower, upper };
            self.not_empty(interval, bounds.span)?;
            return Some(Bounded::Interval(interval));
        }
        let test = |bound: Option<(Typed, End)>, side: fn((Exact, End)) -> Interval| {
            bound.map(|(bound, end)| Condition::Compare {
                left: amount.expression.clone(),
                difference: side((Exact::ZERO, end)),
                right: bound.expression,
            })
        };
        let tests = [
            test(lower, |end| Interval { lower: Some(end), upper: None }),
            test(upper, |end| Interval { lower: None, upper: Some(end) }),
        ];
        Some(Bounded::Condition(all(tests.into_iter().flatten())))
    }

    /// One bound of `amount`; the first of `12..20 days` takes its unit from `partner`.
    fn bound(&mut self, amount: &Typed, bound: &Bound, partner: Option<&Bound>, place: Place) -> Option<(Typed, End)> {
        let end = match bound.word {
            BoundWord::UpTo | BoundWord::AtLeast | BoundWord::Range => End::Included,
            BoundWord::Under | BoundWord::Over => End::Excluded,
        };
        let mut value = match (&bound.value.kind, partner.map(|partner| &partner.value.kind)) {
            (ExprKind::Quantity(low), Some(ExprKind::Quantity(high)))
                if bound.word == BoundWord::Range && low.unit.is_none() && high.unit.is_some() =>
            {
                let mut low = low.clone();
                low.unit.clone_from(&high.unit);
                self.quantity(&low)?
            }
            // Where a range lacks its unit altogether, it is reported once, at its end.
            (ExprKind::Quantity(low), Some(ExprKind::Quantity(_)))
                if bound.word == BoundWord::Range
                    && low.unit.is_none()
                    && amount.kind != Kind::Number(None)
                    && place.bare.is_none() =>
            {
                return None;
            }
            _ => self.amount(&bound.value, place)?,
        };
        if let (Kind::Money(_), Kind::Number(None), Expression::Constant(_), Some(currency)) =
            (&amount.kind, &value.kind, &value.expression, place.bare)
        {
            value.kind = Kind::Money(currency);
        }
        let described = self.quoted(amount.span);
        Some((self.fit(value, &amount.kind, (amount.span, &described))?, end))
    }

    /// Reports bounds that nothing can lie between.
    pub(super) fn not_empty(&mut self, interval: Interval, span: Span) -> Option<()> {
        if interval.is_empty() {
            let message = format!("nothing can be {}: the lower bound is not below the upper one", self.written(span));
            return self.refuse(Diagnostic::new(Code::EMPTY_RANGE, span, message).help("exchange the bounds"));
        }
        Some(())
    }

    /// `x is 5 kg`.
    pub(super) fn equals(&mut self, amount: &Typed, other: &Expr, place: Place) -> Option<Condition> {
        let bound = |word| Bound { word, value: other.clone(), span: other.span };
        let bounds = Bounds { lower: Some(bound(BoundWord::AtLeast)), upper: None, span: other.span };
        match self.bounded(amount, &bounds, place)? {
            Bounded::Interval(Interval { lower, .. }) => {
                let interval = Interval { lower, upper: lower };
                Some(Condition::Amount(AmountTest { amount: amount.expression.clone(), interval }))
            }
            Bounded::Condition(Condition::Compare { left, right, .. }) => {
                let nought = Some((Exact::ZERO, End::Included));
                Some(Condition::Compare { left, difference: Interval { lower: nought, upper: nought }, right })
            }
            Bounded::Condition(other) => Some(other),
        }
    }

    /// `order_date at least 2026-01-01`.
    fn date_bounds(&mut self, field: DateField, bounds: &Bounds, value: Span) -> Option<Condition> {
        let mut day = |bound: &Option<Bound>| match bound {
            None => Some(None),
            Some(bound) => self.day_of(&bound.value, value).map(|day| Some((day, bound.word))),
        };
        let (lower, upper) = (day(&bounds.lower), day(&bounds.upper));
        let from = lower?.map_or(i32::MIN, |(day, word)| match word {
            BoundWord::Over => day.saturating_add(1),
            BoundWord::AtLeast | BoundWord::Range | BoundWord::UpTo | BoundWord::Under => day,
        });
        let to = upper?.map_or(i32::MAX, |(day, word)| match word {
            BoundWord::Under => day.saturating_sub(1),
            BoundWord::AtLeast | BoundWord::Range | BoundWord::UpTo | BoundWord::Over => day,
        });
        if from > to {
            let message = format!("no day is {}", self.written(bounds.span));
            return self.refuse(Diagnostic::new(Code::EMPTY_RANGE, bounds.span, message).help("exchange the bounds"));
        }
        Some(Condition::Date { field, zone: 0, from, to })
    }

    /// `order_date is 2026-01-01`.
    pub(super) fn is_day(&mut self, field: DateField, member: &Expr, value: Span) -> Option<Condition> {
        let day = self.day_of(member, value)?;
        Some(Condition::Date { field, zone: 0, from: day, to: day })
    }

    fn day_of(&mut self, expr: &Expr, value: Span) -> Option<i32> {
        if let ExprKind::Moment(moment) = &expr.kind {
            return self.day(moment).map(tarifa_engine::date::Date::days);
        }
        let message = format!("{} is compared with a date, and is none", self.quoted(expr.span));
        let diagnostic = Diagnostic::new(Code::TYPE_MISMATCH, expr.span, message);
        self.refuse(diagnostic.related(value, "a date").help("write a day as in `2026-03-01`"))
    }

    /// `x is given`.
    pub(super) fn is_given(&mut self, value: &Expr, place: Place) -> Option<Condition> {
        let ExprKind::Name(name) = &value.kind else {
            return self.nothing_to_give(value.span);
        };
        let built_in = match &*name.text {
            "origin" => Some(Builtin::Origin),
            "destination" => Some(Builtin::Destination),
            "weight" if place.subject == super::expression::Subject::Item => Some(Builtin::ItemWeight),
            "weight" => Some(Builtin::Weight),
            "length" | "longest_side" => Some(Builtin::Length),
            "width" => Some(Builtin::Width),
            "height" => Some(Builtin::Height),
            "declared_value" => Some(Builtin::DeclaredValue),
            "ship_date" => Some(Builtin::ShipDate),
            "items" => Some(Builtin::Items),
            "parcels" => Some(Builtin::Parcels),
            "category" => Some(Builtin::ItemCategory),
            "quantity" => Some(Builtin::ItemQuantity),
            "unit_value" => Some(Builtin::ItemUnitValue),
            "hs" => Some(Builtin::ItemHs),
            _ => None,
        };
        if let Some(fact) = built_in {
            if matches!(fact, Builtin::ItemCategory | Builtin::ItemQuantity | Builtin::ItemUnitValue | Builtin::ItemHs)
            {
                self.item_only(name, place)?;
            }
            return Some(Condition::Given(FactRef::Builtin(fact)));
        }
        if let Some(Value::Fact(id)) = self.symbols.values.peek(&name.text) {
            self.name(name, place)?;
            return Some(Condition::Given(FactRef::Declared(id)));
        }
        self.name(name, place)?;
        self.nothing_to_give(value.span)
    }

    fn nothing_to_give<T>(&mut self, span: Span) -> Option<T> {
        let message = format!("{} is worked out, not told by the host, so it is never `given`", self.quoted(span));
        self.refuse(
            Diagnostic::new(Code::WRONG_TEST, span, message)
                .help("ask whether a fact is given that it is worked out from"),
        )
    }
}

/// Whether both bounds are written in one unit, or both without one.
fn have_one_unit(bounds: &Bounds) -> bool {
    let unit = |bound: &Option<Bound>| match bound.as_ref().map(|bound| &bound.value.kind) {
        Some(ExprKind::Quantity(quantity)) => Some(quantity.unit.as_ref().map(|unit| unit.name.text.clone())),
        Some(_) | None => None,
    };
    unit(&bounds.lower).is_some_and(|lower| Some(lower) == unit(&bounds.upper))
}
