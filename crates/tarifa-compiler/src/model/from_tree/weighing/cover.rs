//! Whether exactly one line of a kind applies, as far as the text alone tells;
//! what it does not tell is the checker's business.

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{AmountTest, Condition, End, Expression, Interval};

use super::super::Resolver;
use super::{Exclusive, Line};

impl Resolver<'_> {
    /// Reports lines of one kind that both apply, or a place where none does.
    pub(super) fn judge_lines(&mut self, lines: &[Line], block: Span) {
        let of_kind = |kind| lines.iter().filter(|line| line.kind == kind).collect::<Vec<_>>();
        let (volumetric, bill) = (of_kind(Exclusive::Volumetric), of_kind(Exclusive::Bill));
        if let Some(line) = volumetric.first()
            && bill.is_empty()
        {
            let message = "a volumetric weight is worked out, and nothing says when it is billed";
            let help = "add a line such as `bill the greater of weight and volumetric`";
            self.report(
                Diagnostic::new(Code::WEIGHT_LINES, line.span, message).related(block, "in this block").help(help),
            );
        }
        for (lines, word) in [(&volumetric, "volumetric"), (&bill, "bill")] {
            self.judge_kind(lines, word);
        }
    }

    fn judge_kind(&mut self, lines: &[&Line], word: &str) {
        for (index, line) in lines.iter().enumerate() {
            let earlier = lines.iter().take(index).find(|earlier| both_apply(&earlier.when, &line.when));
            if let Some(earlier) = earlier {
                let message = format!("two `{word}` lines apply at once");
                let diagnostic = Diagnostic::new(Code::WEIGHT_LINES, line.span, message)
                    .related(earlier.span, "this one applies there too")
                    .help("give them scopes that never meet, or end the last with `otherwise`");
                self.report(diagnostic);
                return;
            }
        }
        if let Some(last) = lines.last()
            && leaves_a_hole(lines)
        {
            let message = format!("no `{word}` line applies to some shipments");
            let help = format!("add a `{word}` line that ends with `otherwise`");
            self.report(Diagnostic::new(Code::WEIGHT_LINES, last.span, message).label("the last one").help(help));
        }
    }
}

/// Whether two conditions surely meet: one always holds, they are the same, or their intervals overlap.
fn both_apply(left: &Condition, right: &Condition) -> bool {
    if *left == Condition::Always || *right == Condition::Always || left == right {
        return true;
    }
    match (interval(left), interval(right)) {
        (Some((what, left)), Some((other, right))) if what == other => overlap(left, right),
        (_, _) => false,
    }
}

/// Whether the lines surely leave something out: intervals of one thing that do not cover all of it.
fn leaves_a_hole(lines: &[&Line]) -> bool {
    let found: Option<Vec<_>> = lines.iter().map(|line| interval(&line.when)).collect();
    let Some(mut intervals) = found else { return false };
    let Some((what, _)) = intervals.first().copied() else { return false };
    if intervals.iter().any(|(other, _)| *other != what) {
        return false;
    }
    intervals.sort_by_key(|(_, interval)| interval.lower.map(|(bound, end)| (bound, end == End::Excluded)));
    let mut reached: Option<Option<(Exact, End)>> = None;
    for (_, interval) in intervals {
        let meets = match (reached, interval.lower) {
            (None, lower) => lower.is_none_or(|(bound, end)| at_the_start(what, bound, end)),
            (Some(None), _) => true,
            (Some(Some(_)), None) => true,
            (Some(Some((upper, upper_end))), Some((lower, lower_end))) => {
                lower < upper || (lower == upper && (upper_end == End::Included || lower_end == End::Included))
            }
        };
        if !meets {
            return true;
        }
        reached = Some(interval.upper);
    }
    reached.flatten().is_some()
}

/// Whether a lower bound leaves nothing out, since amounts are above nought and dates have no start.
fn at_the_start(what: What<'_>, bound: Exact, end: End) -> bool {
    match what {
        What::Amount(_) => bound.is_negative() || (bound.is_zero() && end == End::Included),
        What::Date(_) => false,
    }
}

/// What a condition is an interval of.
#[derive(Clone, Copy, Debug, PartialEq)]
enum What<'a> {
    Amount(&'a Expression),
    Date((tarifa_engine::program::DateField, u8)),
}

/// The interval that a condition is, where it is one.
fn interval(condition: &Condition) -> Option<(What<'_>, Interval)> {
    match condition {
        Condition::Amount(AmountTest { amount, interval }) => Some((What::Amount(amount), *interval)),
        Condition::Date { field, zone, from, to } => {
            // A range of whole days is half open in time, so that the next day's range meets it.
            let lower = (*from > i32::MIN).then(|| (Exact::from_integer(i64::from(*from)), End::Included));
            let upper =
                (*to < i32::MAX).then(|| (Exact::from_integer(i64::from(*to).saturating_add(1)), End::Excluded));
            Some((What::Date((*field, *zone)), Interval { lower, upper }))
        }
        Condition::Not(inner) => {
            let (what, inside) = interval(inner)?;
            let flip = |(bound, end)| {
                let end = match end {
                    End::Included => End::Excluded,
                    End::Excluded => End::Included,
                };
                (bound, end)
            };
            match (inside.lower, inside.upper) {
                (Some(lower), None) => Some((what, Interval { lower: None, upper: Some(flip(lower)) })),
                (None, Some(upper)) => Some((what, Interval { lower: Some(flip(upper)), upper: None })),
                (Some(_), Some(_)) | (None, None) => None,
            }
        }
        Condition::Always
        | Condition::Never
        | Condition::All(_)
        | Condition::Any(_)
        | Condition::Compare { .. }
        | Condition::Place(..)
        | Condition::Yes(_)
        | Condition::OneOf(..)
        | Condition::Has(..)
        | Condition::Text(..)
        | Condition::Given(_)
        | Condition::Provided(_)
        | Condition::Service(_)
        | Condition::Category(_)
        | Condition::Hs(_)
        | Condition::AnyItem(_)
        | Condition::EveryItem(_) => None,
    }
}

fn overlap(left: Interval, right: Interval) -> bool {
    let before = |upper: Option<(Exact, End)>, lower: Option<(Exact, End)>| match (upper, lower) {
        (Some((upper, upper_end)), Some((lower, lower_end))) => {
            upper < lower || (upper == lower && (upper_end == End::Excluded || lower_end == End::Excluded))
        }
        (None, _) | (_, None) => false,
    };
    !before(left.upper, right.lower) && !before(right.upper, left.lower)
}
