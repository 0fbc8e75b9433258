//! Clocks, and what else must hold for an act to count.

use tarifa_diagnostics::{Code, Diagnostic};

use super::{Builder, Node, Parts};
use crate::grammar::Rule;
use crate::tree::{Anchor, Clock, Duration, DurationUnit, Edge, Evidence, Gate, Text, Times, When, Which, Whichever};

impl Builder<'_> {
    /// `the later of 14 days after delivered and 30 days after shipped`, or one clock.
    pub(super) fn edge(&mut self, node: Node<'_>) -> Option<Edge> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let whichever = if parts.accept(Rule::the_later).is_some() {
            Some(Whichever::Later)
        } else {
            parts.accept(Rule::the_earlier).map(|_| Whichever::Earlier)
        };
        let clocks: Vec<_> = parts.filter(|part| part.as_rule() == Rule::clock).map(|part| self.clock(part)).collect();
        let clocks: Vec<Clock> = clocks.into_iter().collect::<Option<_>>()?;
        match whichever {
            Some(whichever) => Some(Edge::Of { whichever, clocks, span }),
            None => clocks.into_iter().next().map(Edge::One),
        }
    }

    /// `7 business days of cn after last delivered`; also the clock of `when 7 days pass after open`, whose last part
    /// may be a condition.
    pub(super) fn clock(&mut self, node: Node<'_>) -> Option<Clock> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let length = self.duration(parts.accept(Rule::duration)?)?;
        let mut clock = Clock { length, after: None, rolling: None, held_until: None, paused_while: None, span };
        for part in parts {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::anchor => clock.after = Some(self.anchor(part)?),
                Rule::rolling => {
                    let calendar = self.name(&Parts::of(part).find(|part| part.as_rule() == Rule::name)?);
                    self.put_once(&mut clock.rolling, calendar, span, "rolling to");
                }
                Rule::held_until => {
                    let anchor = self.anchor(Parts::of(part).accept(Rule::anchor)?)?;
                    self.put_once(&mut clock.held_until, anchor, span, "held until");
                }
                Rule::paused_while => {
                    let party = self.name(&Parts::of(part).accept(Rule::name)?);
                    self.put_once(&mut clock.paused_while, party, span, "paused while");
                }
                _ => return None,
            }
        }
        Some(clock)
    }

    /// `5 days`, `7 business days of cn`.
    pub(super) fn duration(&mut self, node: Node<'_>) -> Option<Duration> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let count = self.whole_number(&parts.accept(Rule::number)?, "a clock", "24 hours")?;
        let unit = match parts.find(|part| part.as_rule() != Rule::of_word)? {
            unit if unit.as_rule() == Rule::name => DurationUnit::BusinessDays { calendar: self.name(&unit) },
            unit => match unit.as_str().trim_end().trim_end_matches('s') {
                "minute" => DurationUnit::Minutes,
                "hour" => DurationUnit::Hours,
                "day" => DurationUnit::Days,
                "week" => DurationUnit::Weeks,
                "month" => DurationUnit::Months,
                "year" => DurationUnit::Years,
                _ => return None,
            },
        };
        Some(Duration { count, unit, span })
    }

    /// `last delivered`, `14 days after last delivered`.
    fn anchor(&mut self, node: Node<'_>) -> Option<Anchor> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let mut lengths = Vec::new();
        while let Some(length) = parts.accept(Rule::duration) {
            lengths.push(self.duration(length)?);
        }
        let which = match parts.accept(Rule::which) {
            None => None,
            Some(which) => Some(match which.as_str().trim_end() {
                "first" => Which::First,
                "last" => Which::Last,
                "each" => Which::Each,
                _ => return None,
            }),
        };
        Some(Anchor { lengths, which, name: self.name(&parts.accept(Rule::name)?), span })
    }

    /// Adds one part to `gate`.
    pub(super) fn gate_part(&mut self, gate: &mut Gate, node: Node<'_>) -> Option<()> {
        let span = self.span(&node);
        gate.span = Some(gate.span.map_or(span, |before| before.to(span)));
        let rule = node.as_rule();
        let mut parts = Parts::of(node);
        match rule {
            Rule::not_before => {
                let clock = self.edge(parts.accept(Rule::edge)?)?;
                self.put_once(&mut gate.not_before, clock, span, "not before");
            }
            Rule::within => {
                let clock = self.edge(parts.accept(Rule::edge)?)?;
                self.put_once(&mut gate.within, clock, span, "within");
            }
            Rule::until => {
                let clock = self.edge(parts.accept(Rule::edge)?)?;
                self.put_once(&mut gate.until, clock, span, "until");
            }
            Rule::evidence => {
                let is_all = parts.clone().any(|part| part.as_rule() == Rule::and_word);
                let names = self.names(parts);
                if is_all {
                    gate.evidence.extend(names.into_iter().map(|name| Evidence { any_of: vec![name], span }));
                } else {
                    gate.evidence.push(Evidence { any_of: names, span });
                }
            }
            Rule::when => {
                let condition = self.condition(parts.next()?)?;
                self.put_once(&mut gate.when, When { condition, span }, span, "when");
            }
            Rule::up_to_times => {
                let number = parts.find(|part| part.as_rule() == Rule::number)?;
                let count = self.whole_number(&number, "a number of times", "up to 2 times")?;
                self.put_once(&mut gate.times, Times { count, span }, span, "up to");
            }
            _ => return None,
        }
        Some(())
    }

    /// Digits without a decimal point; `what` has none, as in `example`.
    pub(super) fn whole_number(&mut self, node: &Node<'_>, what: &str, example: &str) -> Option<Text> {
        let text = node.as_str().trim_end();
        if text.contains('.') {
            let message = format!("{what} has no decimal point");
            let finding = Diagnostic::new(Code::SYNTAX_ERROR, self.span(node), message);
            self.report(finding.help(format!("write a whole number, as in `{example}`")));
            return None;
        }
        Some(self.words.share(text))
    }
}
