//! Whether a service is written in kilograms and centimetres or in pounds and inches: its witnesses are shown in the same.

use tarifa_engine::exact::Exact;
use tarifa_engine::program::{
    Body, Condition, Expression, Interval, LimitTest, Measure, Node, Program, Service, ServiceId,
};
use tarifa_engine::unit::{Dimension, Quantity, Unit};

/// The units of an author.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum System {
    /// Grams, kilograms, centimetres.
    Metric,
    /// Ounces, pounds, inches.
    Imperial,
}

impl System {
    /// The units in which most bounds of a service and of its prices are plain numbers.
    pub(crate) fn of_service(program: &Program, id: ServiceId, service: &Service) -> Self {
        let mut votes = Votes::default();
        let mut look = |node: Node<'_>| {
            if let Node::Condition(Condition::Amount(test)) = node {
                votes.interval(&test.amount, &test.interval);
            }
        };
        service.visit(&mut look);
        for limit in &service.limits {
            if let LimitTest::Amount { amount, interval } = &limit.test {
                votes.interval(amount, interval);
            }
        }
        for block in program.blocks.iter().filter(|block| block.scope.services.contains(id.0.into())) {
            votes.body(&block.body);
        }
        if votes.imperial > votes.metric { Self::Imperial } else { Self::Metric }
    }
}

/// How many bounds are plain in which units.
#[derive(Default)]
struct Votes {
    metric: usize,
    imperial: usize,
}

impl Votes {
    fn body(&mut self, body: &Body) {
        match body {
            Body::Single(_) => {}
            Body::Bands(bands) => bands.rows.iter().for_each(|row| self.upper(&bands.measure, row.upper)),
            Body::Progressive(bands) => bands.rows.iter().for_each(|row| self.upper(&bands.measure, row.upper)),
            Body::Rows(rows) => {
                for row in &rows.rows {
                    rows.measures.iter().zip(&row.uppers).for_each(|(measure, upper)| self.upper(measure, *upper));
                }
            }
        }
    }

    fn interval(&mut self, amount: &Expression, interval: &Interval) {
        [interval.lower, interval.upper].into_iter().for_each(|end| self.upper(amount, end));
    }

    fn upper<E>(&mut self, amount: &Expression, end: Option<(Exact, E)>) {
        let (Some(dimension), Some((value, _))) = (dimension(amount), end) else { return };
        let (metric, imperial): (&[Unit], &[Unit]) = match dimension {
            Dimension::Weight => (&[Unit::Gram, Unit::Kilogram], &[Unit::Ounce, Unit::Pound]),
            Dimension::Length => (&[Unit::Centimetre, Unit::Metre], &[Unit::Inch, Unit::Foot]),
            Dimension::Volume | Dimension::Energy | Dimension::Duration => return,
        };
        let characters = |unit: &Unit| Some(Quantity::from_base(value, *unit).ok()?.value.to_decimal_string()?.len());
        let shortest = |units: &[Unit]| units.iter().filter_map(characters).min().unwrap_or(usize::MAX);
        match shortest(metric).cmp(&shortest(imperial)) {
            std::cmp::Ordering::Less => self.metric = self.metric.saturating_add(1),
            std::cmp::Ordering::Greater => self.imperial = self.imperial.saturating_add(1),
            std::cmp::Ordering::Equal => {}
        }
    }
}

/// What an amount measures, where that is a weight or a length.
fn dimension(amount: &Expression) -> Option<Dimension> {
    if let Expression::Sum(terms) = amount {
        return terms.first().and_then(dimension);
    }
    let Expression::Measure(measure) = amount else { return None };
    match measure {
        Measure::Weight | Measure::BilledWeight | Measure::VolumetricWeight => Some(Dimension::Weight),
        Measure::Length | Measure::Width | Measure::Height | Measure::Girth => Some(Dimension::Length),
        Measure::Volume | Measure::TotalQuantity | Measure::ParcelCount => None,
    }
}
