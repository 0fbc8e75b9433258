//! Clocks: how long, in what days, from when.

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::program::{Anchor, Clock, ClockUnit, DateField, Edge, EventId, FactKind, Which, Whichever};
use tarifa_syntax::tree::{self, Duration, DurationUnit};

use super::super::Resolver;
use super::super::symbols::Value;
use super::gates::{is_as_long, is_over_before};
use super::vocabulary::Vocabulary;

/// The most that a clock can count.
const LONGEST: u32 = 1_000_000;

/// Where a clock stands, which says what it counts from where nothing is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ClockPlace {
    /// In a window: the case is not open.
    Window,
    /// In a stage.
    Stage,
}

impl<'t> Resolver<'t> {
    /// `the later of 14 days after delivered and 30 days after shipped`, or one clock.
    pub(super) fn edge(&mut self, written: &tree::Edge, place: ClockPlace, words: &mut Vocabulary<'t>) -> Option<Edge> {
        match written {
            tree::Edge::One(clock) => self.clock(clock, place, words).map(Edge::One),
            tree::Edge::Of { whichever, clocks, .. } => {
                let found: Vec<_> = clocks.iter().map(|clock| self.clock(clock, place, words)).collect();
                let found: Vec<Clock> = found.into_iter().collect::<Option<_>>()?;
                let whichever = match whichever {
                    tree::Whichever::Later => Whichever::Later,
                    tree::Whichever::Earlier => Whichever::Earlier,
                };
                self.each_counts(whichever, clocks, &found);
                Some(Edge::Of(whichever, found))
            }
        }
    }

    /// Warns of clocks of which another one beside them always counts.
    fn each_counts(&mut self, whichever: Whichever, written: &[tree::Clock], clocks: &[Clock]) {
        let (word, what) = match whichever {
            Whichever::Later => ("later", "this one always ends later"),
            Whichever::Earlier => ("earlier", "this one always ends sooner"),
        };
        for (index, (clock, place)) in clocks.iter().zip(written).enumerate() {
            let is_idle = |(number, other): &(usize, &Clock)| match whichever {
                Whichever::Later => is_over_before(other, clock) || *number < index && is_as_long(other, clock),
                Whichever::Earlier => is_over_before(clock, other) || *number < index && is_as_long(other, clock),
            };
            let Some((number, _)) = clocks.iter().enumerate().find(is_idle) else { continue };
            let message = format!("{} is never the {word} one", self.quoted(place.span));
            let mut diagnostic = Diagnostic::new(Code::CLOCK_NEVER_COUNTS, place.span, message);
            if let (Some(other), Some(span)) = (clocks.get(number), written.get(number).map(|other| other.span)) {
                let what = if is_as_long(other, clock) { "it ends with this one" } else { what };
                diagnostic = diagnostic.related(span, what);
            }
            self.report(diagnostic.help("remove it, or correct from when one of them counts"));
        }
    }

    /// `7 business days of cn after last delivered rolling to business days of cn`.
    pub(super) fn clock(
        &mut self,
        written: &tree::Clock,
        place: ClockPlace,
        words: &mut Vocabulary<'t>,
    ) -> Option<Clock> {
        let length = self.length(&written.length, words);
        let from = match (&written.after, place) {
            (Some(anchor), _) => self.anchor(anchor, place, words),
            (None, ClockPlace::Stage) => Some(Anchor::Entry),
            (None, ClockPlace::Window) => {
                let message =
                    format!("{} does not say from when it counts, and nothing is open yet", self.quoted(written.span));
                let help = format!("write the event: `{} after delivered`", self.written(written.span));
                self.refuse(Diagnostic::new(Code::NOTHING_TO_COUNT_FROM, written.span, message).help(help))
            }
        };
        let rolling = match &written.rolling {
            None => Some(None),
            Some(calendar) => self.calendar_named(calendar, words).map(Some),
        };
        let held_until = match &written.held_until {
            None => Some(None),
            Some(anchor) => self.anchor(anchor, place, words).map(Some),
        };
        let paused_while = match &written.paused_while {
            None => Some(None),
            Some(party) => self.party(party, words).map(Some),
        };
        let (count, unit) = length?;
        Some(Clock {
            count,
            unit,
            from: from?,
            rolling: rolling?,
            held_until: held_until?,
            paused_while: paused_while?,
            text: self.written(written.span),
            at: self.at(written.span),
        })
    }

    /// `5 days`, `7 business days of cn`.
    pub(super) fn length(&mut self, written: &Duration, words: &Vocabulary<'t>) -> Option<(u32, ClockUnit)> {
        let unit = match &written.unit {
            DurationUnit::Minutes => Some(ClockUnit::Minutes),
            DurationUnit::Hours => Some(ClockUnit::Hours),
            DurationUnit::Days => Some(ClockUnit::Days),
            DurationUnit::Weeks => Some(ClockUnit::Weeks),
            DurationUnit::Months => Some(ClockUnit::Months),
            DurationUnit::Years => Some(ClockUnit::Years),
            DurationUnit::BusinessDays { calendar } => {
                self.calendar_named(calendar, words).map(ClockUnit::BusinessDays)
            }
        };
        let count = match written.count.parse::<u32>() {
            Ok(count) if count <= LONGEST => Some(count),
            Ok(_) | Err(_) => {
                let message =
                    format!("`{}` is not a whole number up to {LONGEST}, so no clock can count it", written.count);
                self.refuse(Diagnostic::new(Code::BAD_NUMBER, written.span, message))
            }
        };
        Some((count?, unit?))
    }

    /// From when a clock counts: `last delivered`, `14 days after last delivered`.
    fn anchor(&mut self, written: &tree::Anchor, place: ClockPlace, words: &mut Vocabulary<'t>) -> Option<Anchor> {
        let lengths: Vec<_> =
            written.lengths.iter().map(|length| Some((self.length(length, words)?, length.span))).collect();
        let root = self.anchor_root(written, place, words);
        let lengths: Vec<_> = lengths.into_iter().collect::<Option<_>>()?;
        let mut anchor = root?;
        // The outermost stands first, so that the last one counts from the root.
        for ((count, unit), span) in lengths.into_iter().rev() {
            let text = self.written(span.to(written.span));
            let at = self.at(span);
            let clock =
                Clock { count, unit, from: anchor, rolling: None, held_until: None, paused_while: None, text, at };
            anchor = Anchor::Clock(Box::new(clock));
        }
        Some(anchor)
    }

    fn anchor_root(&mut self, written: &tree::Anchor, place: ClockPlace, words: &mut Vocabulary<'t>) -> Option<Anchor> {
        let which = match written.which {
            None | Some(tree::Which::First) => Which::First,
            Some(tree::Which::Last) => Which::Last,
            Some(tree::Which::Each) => Which::Each,
        };
        let name = &written.name;
        if let Some(event) = words.events.find(&name.text) {
            return Some(Anchor::Event(EventId(event), which));
        }
        if let "open" | "entry" = &*name.text {
            if place == ClockPlace::Window {
                let message = format!("nothing can be counted after `{}` before the case is open", name.text);
                let help = "count from an event, as in `within 15 days after last delivered`";
                return self.refuse(Diagnostic::new(Code::NOTHING_TO_COUNT_FROM, name.span, message).help(help));
            }
            self.once(written)?;
            return Some(if &*name.text == "open" { Anchor::Open } else { Anchor::Entry });
        }
        if let Some(act) = words.act(&name.text) {
            if let Some(known) = words.acts.get_mut(usize::from(act.0)) {
                known.anchors = true;
            }
            return Some(Anchor::Act(act, which));
        }
        if let Some(field) = self.date_of_order(&name.text) {
            self.once(written)?;
            return Some(Anchor::Date(field));
        }
        words.events.miss();
        let known: Vec<&str> =
            words.events.names().chain(words.acts.iter().map(|act| act.name)).chain(["open", "entry"]).collect();
        self.unknown_word(name, "an event, an act or a date", known, words)
    }

    /// A date that the host tells of the order.
    pub(super) fn date_of_order(&mut self, text: &str) -> Option<DateField> {
        if text == "ship_date" {
            return Some(DateField::ShipDate);
        }
        let Some(Value::Fact(id)) = self.symbols.values.peek(text) else { return None };
        let is_date = self.facts.get(usize::from(id.0)).is_some_and(|fact| fact.kind == FactKind::Date);
        if is_date {
            self.symbols.values.find(text);
        }
        is_date.then_some(DateField::Declared(id))
    }

    /// Reports `first`, `last` or `each` of something that there is one of.
    fn once(&mut self, written: &tree::Anchor) -> Option<()> {
        if written.which.is_none() {
            return Some(());
        }
        let message = format!("there is one `{}`, so it is neither first nor last", written.name.text);
        let span: Span = written.span;
        self.refuse(Diagnostic::new(Code::NOT_HERE, span, message).help(format!("write `after {}`", written.name.text)))
    }
}
