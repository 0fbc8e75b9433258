//! Exchange rates that contradict each other: one that is the wrong way round, or has lost or won a digit.

use std::collections::BTreeMap;

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::currency::Currency;
use tarifa_engine::exact::{Exact, RoundingMode};

use super::super::Resolver;
use super::Written;

/// How many times a rate of one period may be that of another: currencies fall, but not so far between two rates of a tariff.
const APART: i64 = 5;

/// Between how many hundredths of a rate the one that two others make lies.
const ACROSS: (i64, i64) = (80, 125);

/// What to do about it.
const HELP: &str = "look for a rate that is the wrong way round or has a digit too many or too few";

/// The rates of one statement, by their currencies, either way.
type Pairs<'w> = BTreeMap<Currency, BTreeMap<Currency, &'w Written>>;

impl Resolver<'_> {
    /// Warns of rates of one pair that are far apart, and of three rates of one statement that do not go together.
    pub(super) fn doubt_rates(&mut self, written: &[Written]) {
        let mut periods: BTreeMap<(Currency, Currency), Vec<&Written>> = BTreeMap::new();
        let mut statements: BTreeMap<Span, Pairs<'_>> = BTreeMap::new();
        for rate in written {
            let (from, to) = (rate.rate.from, rate.rate.to);
            periods.entry((from.min(to), from.max(to))).or_default().push(rate);
            let pairs = statements.entry(rate.statement).or_default();
            pairs.entry(from).or_default().insert(to, rate);
            pairs.entry(to).or_default().insert(from, rate);
        }
        let mut odd: Vec<Span> = Vec::new();
        for rates in periods.into_values() {
            odd.extend(self.far_apart(rates));
        }
        for pairs in statements.values() {
            self.across(pairs, &odd);
        }
    }

    /// Reports the rates of one pair that are far from the usual one; gives their places.
    fn far_apart(&mut self, mut rates: Vec<&Written>) -> Vec<Span> {
        rates.sort_by_key(|rate| rate.span);
        let mut by_rate: Vec<_> = rates.iter().filter_map(|rate| Some((one_way(rate)?, *rate))).collect();
        // Of two, the later one is told; of more, those that are far from the one in the middle.
        let usual = if by_rate.len() > 2 {
            by_rate.sort_by_key(|(rate, written)| (*rate, written.span));
            by_rate.get(by_rate.len() / 2)
        } else {
            by_rate.first()
        };
        let Some((usual_rate, usual)) = usual.copied() else { return Vec::new() };
        let far: Vec<_> = rates
            .into_iter()
            .filter_map(|rate| {
                let own = one_way(rate)?;
                let times = own.max(usual_rate).checked_div(own.min(usual_rate)).ok()?;
                (times > Exact::from_integer(APART)).then_some((rate, times))
            })
            .collect();
        if let Some((first, times)) = far.first() {
            let (from, to) = (first.rate.from, first.rate.to);
            let times = shown(*times, Exact::ONE);
            let message = format!("{} does not go with the rates of other days", self.quoted(first.span));
            let diagnostic = Diagnostic::new(Code::ODD_RATE, first.span, message)
                .related(usual.span, "beside this rate")
                .note(format!("one rate from {from} to {to} is {times} times the other"))
                .help(HELP);
            self.report(match far.len() {
                1 => diagnostic,
                count => diagnostic.note(format!("so it is with {count} rates of the pair")),
            });
        }
        far.into_iter().map(|(rate, _)| rate.span).collect()
    }

    /// Reports three rates of a statement that do not go together, once; a rate that is told already is passed by.
    fn across(&mut self, pairs: &Pairs<'_>, odd: &[Span]) {
        for (from, theirs) in pairs {
            for (third, first) in theirs {
                let beyond = pairs.get(third).into_iter().flatten().filter(|(to, _)| *to > from);
                for (to, second) in beyond {
                    let Some(direct) = theirs.get(to).filter(|_| to > third && third > from) else { continue };
                    if [first, second, direct].iter().any(|rate| odd.contains(&rate.span)) {
                        continue;
                    }
                    if let Some(reason) = contradiction((*from, first), *third, (*to, second), direct) {
                        let mut three = [*first, *second, *direct];
                        three.sort_by_key(|rate| rate.span);
                        let [one, other, last] = three;
                        let message = format!("{} does not go with the rates beside it", self.quoted(one.span));
                        let diagnostic = Diagnostic::new(Code::ODD_RATE, one.span, message)
                            .related(other.span, "beside this rate")
                            .related(last.span, "and this one")
                            .note(reason);
                        return self.report(diagnostic.help(HELP));
                    }
                }
            }
        }
    }
}

/// What is wrong with a rate and the two that lead over a third currency; none where they go together.
fn contradiction(
    (from, first): (Currency, &Written),
    third: Currency,
    (to, second): (Currency, &Written),
    direct: &Written,
) -> Option<String> {
    let over = between(first, from, third)?.checked_mul(between(second, third, to)?).ok()?;
    let own = between(direct, from, to)?;
    let share = over.checked_mul(Exact::from_integer(100)).and_then(|over| over.checked_div(own)).ok()?;
    let is_near = share >= Exact::from_integer(ACROSS.0) && share <= Exact::from_integer(ACROSS.1);
    let step = Exact::new(1, 10_000).ok()?;
    (!is_near).then(|| {
        let (over, own) = (shown(over, step), shown(own, step));
        format!("over {third}, 1 {from} is about {over} {to}, and directly {own} {to}")
    })
}

/// How much of the later currency by name one of the earlier is.
fn one_way(written: &Written) -> Option<Exact> {
    let (from, to) = (written.rate.from, written.rate.to);
    between(written, from.min(to), from.max(to))
}

/// How much of `to` one of `from` is; none where the rate is of another pair.
fn between(written: &Written, from: Currency, to: Currency) -> Option<Exact> {
    let rate = &written.rate;
    match (rate.from == from && rate.to == to, rate.from == to && rate.to == from) {
        (true, _) => Some(rate.rate),
        (false, true) => Exact::ONE.checked_div(rate.rate).ok(),
        (false, false) => None,
    }
}

/// A number to the nearest step, where it is not less than that.
fn shown(number: Exact, step: Exact) -> String {
    match number.round_to(step, RoundingMode::HalfUp) {
        Ok(rounded) if !rounded.is_zero() => rounded.to_string(),
        Ok(_) | Err(_) => number.to_display(6),
    }
}
