//! Rows out of order: which one is out of its place, and what its author may have meant.

use std::cmp::Reverse;

use tarifa_diagnostics::{Code, Diagnostic};
use tarifa_engine::exact::Exact;
use tarifa_engine::program::End;
use tarifa_engine::unit::Unit;
use tarifa_syntax::tree::{Quantity, RowBound};

use super::super::Resolver;
use super::{Upper, is_metric};

/// A bound and how it ends: what is below it reaches less far.
type Reach = (Exact, End);

impl Resolver<'_> {
    /// Reports the rows that do not ascend; `usual` is the unit of most bounds, where they are of two systems.
    pub(super) fn rows_ascend(&mut self, bounds: &[&RowBound], uppers: &[Upper], usual: Option<&str>) -> Option<()> {
        let mut complete = Some(());
        for (pair, upper) in bounds.windows(2).zip(uppers) {
            if let ([written, next], None) = (pair, upper) {
                let diagnostic = Diagnostic::new(Code::BOUNDS_ORDER, next.span, "`otherwise` is the last row")
                    .label("nothing reaches this row")
                    .related(written.span, "this row takes everything")
                    .help("move `otherwise` to the end");
                self.report(diagnostic);
                complete = None;
            }
        }
        let rows: Vec<(&RowBound, Reach)> =
            bounds.iter().zip(uppers).filter_map(|(bound, upper)| Some((*bound, (*upper)?))).collect();
        let found: Vec<usize> = falls(&rows).collect();
        match found.as_slice() {
            [] => return complete,
            [at] => match (row_twice(&rows, *at), out_of_place(&rows, *at)) {
                (Some(pair), _) => self.rows_alike(pair),
                (None, Some(culprit)) => self.row_out_of_place(&rows, culprit),
                (None, None) => self.rows_exchanged(&rows, *at, usual),
            },
            several => several.iter().for_each(|at| self.rows_exchanged(&rows, *at, usual)),
        }
        None
    }

    /// Reports two rows that reach equally far.
    fn rows_alike(&mut self, [first, again]: [&RowBound; 2]) {
        let message = format!("two rows reach {}", self.quoted(again.span));
        let diagnostic = Diagnostic::new(Code::BOUNDS_ORDER, again.span, message)
            .label("nothing reaches this row")
            .related(first.span, "the row before reaches as far");
        self.report(diagnostic.help("leave one of them out, or correct its bound"));
    }

    /// Reports the one row that is out of its place.
    fn row_out_of_place(&mut self, rows: &[(&RowBound, Reach)], Misplaced { at, beside, meant }: Misplaced) {
        let (Some((bound, _)), Some((other, _))) = (rows.get(at), rows.get(beside)) else { return };
        let (written, other_written) = (self.quoted(bound.span), self.quoted(other.span));
        let diagnostic = if beside < at {
            let message = format!("{written} does not come after {other_written}");
            Diagnostic::new(Code::BOUNDS_ORDER, bound.span, message)
                .label("nothing reaches this row")
                .related(other.span, "the row before reaches as far")
        } else {
            let message = format!("{written} does not come before {other_written}");
            Diagnostic::new(Code::BOUNDS_ORDER, bound.span, message)
                .label("this row reaches farther than the next")
                .related(other.span, "nothing reaches this row")
        };
        self.report(match meant {
            Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
            None => diagnostic.help("put the row in its place, or correct its bound"),
        });
    }

    /// Reports two rows of which either may be the one out of its place.
    fn rows_exchanged(&mut self, rows: &[(&RowBound, Reach)], at: usize, usual: Option<&str>) {
        let (Some((written, _)), Some((next, _))) = (rows.get(at), rows.get(at.saturating_add(1))) else { return };
        let message = format!("{} does not come after {}", self.quoted(next.span), self.quoted(written.span));
        let diagnostic = Diagnostic::new(Code::BOUNDS_ORDER, next.span, message)
            .label("nothing reaches this row")
            .related(written.span, "the row before reaches as far");
        // A bound in another unit than the others is out of order because of it.
        self.report(match usual {
            Some(usual) => diagnostic.help(format!("are all bounds meant in `{usual}`?")),
            None => diagnostic.help("put the rows in the order of their bounds"),
        });
    }
}

/// A row that is out of its place.
struct Misplaced {
    at: usize,
    /// The row beside it that shows it.
    beside: usize,
    /// The bound that would fit there.
    meant: Option<String>,
}

/// The rows that do not reach farther than the one before, each as the place of that one.
fn falls(rows: &[(&RowBound, Reach)]) -> impl Iterator<Item = usize> {
    let pairs = rows.windows(2).enumerate();
    pairs.filter(|(_, pair)| matches!(pair, [(_, one), (_, next)] if !ascends(*one, *next))).map(|(at, _)| at)
}

/// `under 5 kg` ends before `up to 5 kg`.
fn ascends((one, one_end): Reach, (next, next_end): Reach) -> bool {
    next > one || (next == one && (one_end, next_end) == (End::Excluded, End::Included))
}

/// The two rows at a fall, where they reach equally far.
fn row_twice<'b>(rows: &[(&'b RowBound, Reach)], fall: usize) -> Option<[&'b RowBound; 2]> {
    let (first, reach) = rows.get(fall)?;
    let (again, same) = rows.get(fall.checked_add(1)?)?;
    (reach == same).then_some([*first, *again])
}

/// Of the two rows at a fall, the one without which all others ascend; of two such, the one that fits its place in another
/// unit of the table's.
fn out_of_place(rows: &[(&RowBound, Reach)], fall: usize) -> Option<Misplaced> {
    let next = fall.checked_add(1)?;
    let reach = |at: Option<usize>| at.and_then(|at| rows.get(at)).map(|(_, reach)| *reach);
    let beside = |at: usize| (reach(at.checked_sub(1)), reach(at.checked_add(1)));
    let is_culprit = |at: usize| match beside(at) {
        (Some(before), Some(after)) => ascends(before, after),
        (None, _) | (_, None) => true,
    };
    let fits = |at: usize, meant: Reach| {
        let (before, after) = beside(at);
        before.is_none_or(|before| ascends(before, meant)) && after.is_none_or(|after| ascends(meant, after))
    };
    let units: Vec<Unit> = rows.iter().filter_map(|(bound, _)| unit_of(bound)).map(|(_, unit)| unit).collect();
    let uses = |unit: Unit| units.iter().filter(|own| **own == unit).count();
    // Of the units that would fit, the one that most rows are in, and then the one that is nearest to what is written.
    let meant = |at: usize, least: usize| {
        let (bound, reach) = rows.get(at)?;
        let mut others = in_another_unit(bound, *reach);
        let is_near =
            |unit: Unit| uses(unit) > 0 || unit_of(bound).is_some_and(|(_, own)| is_metric(own) == is_metric(unit));
        others.retain(|other| uses(other.unit) >= least && is_near(other.unit) && fits(at, other.reach));
        others.sort_by_key(|other| {
            (
                Reverse(uses(other.unit)),
                if at == fall { Reverse(other.reach.0) } else { Reverse(other.reach.0.negated()) },
            )
        });
        others.into_iter().next().map(|other| other.written)
    };
    let misplaced =
        |at: usize, meant: Option<String>| Misplaced { at, beside: if at == fall { next } else { fall }, meant };
    match (is_culprit(fall), is_culprit(next)) {
        (true, true) => {
            let rarity = |at: usize| rows.get(at).and_then(|(bound, _)| unit_of(bound)).map(|(_, unit)| uses(unit));
            let tried = if rarity(next) < rarity(fall) { [next, fall] } else { [fall, next] };
            tried.into_iter().find_map(|at| Some(misplaced(at, Some(meant(at, 1)?))))
        }
        (true, false) => Some(misplaced(fall, meant(fall, 0))),
        (false, true) => Some(misplaced(next, meant(next, 0))),
        (false, false) => None,
    }
}

/// A bound's number and unit.
fn unit_of(bound: &RowBound) -> Option<(&Quantity, Unit)> {
    let (_, quantity) = bound.bound()?;
    let unit = quantity.unit.as_ref().filter(|unit| unit.per.is_none())?.name.text.parse().ok()?;
    Some((quantity, unit))
}

/// A bound's number in another unit.
struct Other {
    unit: Unit,
    reach: Reach,
    /// As its author would write it.
    written: String,
}

/// A bound's number in the other units of its measure.
fn in_another_unit(bound: &RowBound, (value, end): Reach) -> Vec<Other> {
    let Some((quantity, own)) = unit_of(bound) else { return Vec::new() };
    let other = |unit: Unit| {
        let value = value.checked_div(own.factor()).and_then(|number| number.checked_mul(unit.factor())).ok()?;
        Some(Other { unit, reach: (value, end), written: format!("{} {}", quantity.number, unit.word()) })
    };
    own.dimension().units().filter(|unit| *unit != own).filter_map(other).collect()
}
