//! Gates: when, with what evidence, on what condition and how often an act counts.

use tarifa_diagnostics::{Code, Diagnostic};
use tarifa_engine::date::Date;
use tarifa_engine::program::{self, Anchor, Clock, ClockUnit, Edge, EvidenceId, Gate, Whichever};
use tarifa_syntax::tree;

use super::super::Resolver;
use super::clocks::ClockPlace;
use super::vocabulary::Vocabulary;

impl<'t> Resolver<'t> {
    /// What must hold for an act to count.
    pub(super) fn gate(&mut self, written: &tree::Gate, place: ClockPlace, words: &mut Vocabulary<'t>) -> Option<Gate> {
        let [not_before, within, until] =
            [&written.not_before, &written.within, &written.until].map(|edge| match edge {
                None => Some(None),
                Some(edge) => self.edge(edge, place, words).map(Some),
            });
        let evidence: Vec<_> = written.evidence.iter().map(|evidence| self.alternatives(evidence, words)).collect();
        let when = match &written.when {
            None => Some(None),
            Some(when) => self.guard(&when.condition, words).map(Some),
        };
        let times = match &written.times {
            None => Some(None),
            Some(times) => self.times(times).map(Some),
        };
        let gate = Gate {
            not_before: not_before?,
            within: within?,
            until: until?,
            evidence: evidence.into_iter().collect::<Option<_>>()?,
            when: when?,
            condition: written.when.as_ref().map(|when| self.written(when.span)),
            times: times?,
        };
        self.begins_plainly(written)?;
        self.opens_at_all(written, &gate)?;
        Some(gate)
    }

    /// Reports a `not before` with words that move an end.
    fn begins_plainly(&mut self, written: &tree::Gate) -> Option<()> {
        let Some(edge) = &written.not_before else { return Some(()) };
        edge.clocks().iter().try_for_each(|clock| self.begins_with_plain(clock))
    }

    fn begins_with_plain(&mut self, clock: &tree::Clock) -> Option<()> {
        let (words, help) = if let Some(until) = &clock.held_until {
            let help = format!("ask for it instead: `when {} has happened`", until.name.text);
            ("held until", help)
        } else if let Some(calendar) = &clock.rolling {
            let help = format!("leave it out, or count `business days of {}`", calendar.text);
            ("rolling to", help)
        } else if clock.paused_while.is_some() {
            ("paused while", "leave it out, or let the obligation's own clock stand".to_owned())
        } else {
            return Some(());
        };
        let message = format!("`{words}` moves the end of a clock, and `not before` says when something begins");
        self.refuse(Diagnostic::new(Code::END_OF_A_BEGINNING, clock.span, message).help(help))
    }

    /// `with photo or video`.
    fn alternatives(&mut self, evidence: &tree::Evidence, words: &mut Vocabulary<'t>) -> Option<Vec<EvidenceId>> {
        let found: Vec<_> = evidence.any_of.iter().map(|name| self.evidence_named(name, words)).collect();
        found.into_iter().collect()
    }

    /// `up to 2 times`.
    fn times(&mut self, times: &tree::Times) -> Option<u32> {
        match times.count.parse::<u32>() {
            Ok(count) if count > 0 => Some(count),
            Ok(_) | Err(_) => {
                let message = format!("`{}` is no number of times", times.count);
                let help = "write a whole number above zero, as in `up to 2 times`";
                self.refuse(Diagnostic::new(Code::BAD_NUMBER, times.span, message).help(help))
            }
        }
    }

    /// Reports a gate that surely ends before it opens.
    fn opens_at_all(&mut self, written: &tree::Gate, gate: &Gate) -> Option<()> {
        let (Some(opens), Some(opening)) = (&written.not_before, &gate.not_before) else { return Some(()) };
        for (ends, ending) in [(&written.within, &gate.within), (&written.until, &gate.until)] {
            let (Some(ends), Some(ending)) = (ends, ending) else { continue };
            if !is_closed(opening, ending) {
                if let (tree::Edge::One(opens), tree::Edge::One(ends)) = (opens, ends)
                    && let (Some(opening), Some(ending)) = (opening.alone(), ending.alone())
                {
                    self.opens_in_every_month((opens, opening), (ends, ending));
                }
                continue;
            }
            let message = format!(
                "this is never open: it ends {} and opens no sooner than {}",
                self.quoted(ends.span()),
                self.quoted(opens.span())
            );
            let diagnostic = Diagnostic::new(Code::NEVER_OPEN, ends.span(), message)
                .related(opens.span(), "when it opens")
                .help("exchange the two, or correct one of them");
            return self.refuse(diagnostic);
        }
        Some(())
    }
}

impl Resolver<'_> {
    /// Warns of a gate that ends before it opens where the months that it counts are long, or short.
    fn opens_in_every_month(
        &mut self,
        (opens, opening): (&tree::Clock, &Clock),
        (ends, ending): (&tree::Clock, &Clock),
    ) {
        let counts_months = |clock: &Clock| matches!(clock.unit, ClockUnit::Months | ClockUnit::Years);
        let counts_days = |clock: &Clock| matches!(clock.unit, ClockUnit::Days | ClockUnit::Weeks);
        let are_mixed =
            (counts_months(opening) && counts_days(ending)) || (counts_days(opening) && counts_months(ending));
        if !are_mixed || !is_plain(opening) || !is_plain(ending) || !is_same_anchor(&opening.from, &ending.from) {
            return;
        }
        let Some((from, opens_on, ends_on)) = closed_from(opening, ending) else { return };
        let message = format!(
            "this is not open in every month: it ends {} and opens no sooner than {}",
            self.quoted(ends.span),
            self.quoted(opens.span)
        );
        let note = format!("counted from {from}, it opens on {opens_on} and has ended with {ends_on}");
        let diagnostic = Diagnostic::new(Code::OPEN_IN_SOME_MONTHS, ends.span, message)
            .related(opens.span, "when it opens")
            .note(note)
            .help("count both in days, or both in months");
        self.report(diagnostic);
    }
}

/// A day from which something ends before it opens, with the days on which it opens and ends.
fn closed_from(opens: &Clock, ends: &Clock) -> Option<(Date, Date, Date)> {
    let after = |clock: &Clock, day: Date| -> Option<Date> {
        let count = i32::try_from(clock.count).ok()?;
        match clock.unit {
            ClockUnit::Days => day.plus_days(count),
            ClockUnit::Weeks => day.plus_days(count.checked_mul(7)?),
            ClockUnit::Months => day.plus_months(count),
            ClockUnit::Years => day.plus_months(count.checked_mul(12)?),
            ClockUnit::Minutes | ClockUnit::Hours | ClockUnit::BusinessDays(_) => None,
        }
    };
    let first = Date::from_year_month_day(2026, 1, 1)?;
    // Four years have every month, and a leap year.
    let days = (0..1_461).filter_map(|days| first.plus_days(days));
    days.filter_map(|day| Some((day, after(opens, day)?, after(ends, day)?))).find(|(_, opens, ends)| opens > ends)
}

/// Whether nothing moves the end of a clock.
fn is_plain(clock: &Clock) -> bool {
    clock.held_until.is_none() && clock.rolling.is_none() && clock.paused_while.is_none()
}

/// Whether something that opens with one of several clocks has surely ended by then, with one of several others: it opens
/// after each of which the later counts, and has ended with each of which the earlier does.
fn is_closed(opens: &Edge, ends: &Edge) -> bool {
    let some_end = |opens: &Clock| match ends {
        Edge::One(end) => is_over_before(opens, end),
        Edge::Of(Whichever::Earlier, ends) => ends.iter().any(|end| is_over_before(opens, end)),
        Edge::Of(Whichever::Later, _) => false,
    };
    match (opens, ends) {
        // It is open until the last of them.
        (_, Edge::Of(Whichever::Later, ends)) => ends.iter().all(|end| is_closed(opens, &Edge::One(end.clone()))),
        (Edge::One(opens), _) => some_end(opens),
        (Edge::Of(Whichever::Later, opens), _) => opens.iter().any(some_end),
        (Edge::Of(Whichever::Earlier, opens), _) => opens.iter().all(some_end),
    }
}

/// Whether `ends` is surely over when `opens` has run; only clocks from one anchor tell.
pub(super) fn is_over_before(opens: &Clock, ends: &Clock) -> bool {
    if !is_plain(opens) || !is_plain(ends) || !is_same_anchor(&opens.from, &ends.from) {
        return false;
    }
    let (opening, ending) = (scaled(opens), scaled(ends));
    if opening.0 == ending.0 {
        return opening.1 > ending.1;
    }
    // In other units, what is longer at its shortest than the other at its longest.
    let (opening, ending) = (program::length(opens), program::length(ends));
    ending.most.is_some_and(|most| opening.least > most)
}

/// How long a clock is, in a scale.
fn scaled(clock: &Clock) -> (Scale, u64) {
    let count = u64::from(clock.count);
    match clock.unit {
        ClockUnit::Minutes => (Scale::Minutes, count),
        ClockUnit::Hours => (Scale::Minutes, count.saturating_mul(60)),
        ClockUnit::Days => (Scale::Days, count),
        ClockUnit::Weeks => (Scale::Days, count.saturating_mul(7)),
        ClockUnit::Months => (Scale::Months, count),
        ClockUnit::Years => (Scale::Months, count.saturating_mul(12)),
        ClockUnit::BusinessDays(calendar) => (Scale::Business(calendar.0), count),
    }
}

/// Whether two clocks surely end together.
pub(super) fn is_as_long(one: &Clock, other: &Clock) -> bool {
    is_plain(one) && is_plain(other) && is_same_anchor(&one.from, &other.from) && scaled(one) == scaled(other)
}

/// Lengths that can be compared without a date.
#[derive(PartialEq, Eq)]
enum Scale {
    Minutes,
    Days,
    Months,
    Business(u16),
}

/// Whether both count from the same moment, wherever it is written.
fn is_same_anchor(left: &Anchor, right: &Anchor) -> bool {
    match (left, right) {
        (Anchor::Clock(left), Anchor::Clock(right)) => {
            left.count == right.count && left.unit == right.unit && is_same_anchor(&left.from, &right.from)
        }
        (left, right) => left == right,
    }
}
