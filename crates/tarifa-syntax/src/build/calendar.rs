//! Calendars.

use tarifa_diagnostics::{Code, Diagnostic};

use super::{Builder, Node, Parts};
use crate::grammar::Rule;
use crate::near::nearest;
use crate::tree::{Calendar, CalendarLine, CalendarLineKind, Days, Moment, Name, NamedDays};

/// The days of the week.
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

impl Builder<'_> {
    /// `calendar cn covers 2026-01-01..2026-12-31 { … }`.
    pub(super) fn calendar(&mut self, node: Node<'_>) -> Option<Calendar> {
        let mut parts = Parts::of(node);
        let name = self.name(&parts.accept(Rule::name)?);
        let title = self.title(&mut parts);
        let covers = self.days(parts.accept(Rule::covers)?)?;
        let block = parts.accept(Rule::calendar_block)?;
        let span = self.span(&block);
        let lines = self.entries(Parts::of(block), Self::calendar_line);
        self.require_entries(&lines, span, "line");
        Some(Calendar { name, title, covers, lines })
    }

    /// A line of a calendar.
    fn calendar_line(&mut self, node: Node<'_>) -> Option<CalendarLine> {
        let span = self.span(&node);
        let rule = node.as_rule();
        let kind = match rule {
            Rule::weekend => {
                let days = self.name_list(node)?;
                for day in &days.names {
                    self.check_weekday(day)?;
                }
                CalendarLineKind::Weekend(days)
            }
            Rule::holidays | Rule::workdays => {
                let days: Option<Vec<_>> = Parts::of(node).map(|days| self.named_days(days)).collect();
                if rule == Rule::holidays {
                    CalendarLineKind::Holidays(days?)
                } else {
                    CalendarLineKind::Workdays(days?)
                }
            }
            _ => return None,
        };
        Some(CalendarLine { kind, span })
    }

    /// Reports a name that is no day of the week.
    fn check_weekday(&mut self, name: &Name) -> Option<()> {
        let is_start = |day: &&&str| name.text.len() >= 3 && day.starts_with(name.text.as_ref());
        if WEEKDAYS.contains(&name.text.as_ref()) {
            return Some(());
        }
        let message = format!("`{}` is no day of the week", name.text);
        let finding = Diagnostic::new(Code::SYNTAX_ERROR, name.span, message);
        let meant = WEEKDAYS.iter().find(is_start).copied().or_else(|| nearest(&name.text, WEEKDAYS.iter().copied()));
        self.report(match meant {
            Some(day) => finding.help(format!("write `{day}`")),
            None => finding.help("write them whole, in small letters: `weekend saturday, sunday`"),
        });
        None
    }

    /// `2026-10-01..2026-10-07 "National Day"`.
    fn named_days(&mut self, node: Node<'_>) -> Option<NamedDays> {
        let mut parts = Parts::of(node);
        let days = self.days(parts.accept(Rule::days)?)?;
        Some(NamedDays { days, title: self.title(&mut parts) })
    }

    /// One day, or all from one to another; what a calendar covers, too.
    fn days(&mut self, node: Node<'_>) -> Option<Days> {
        let span = self.span(&node);
        let mut dates = Parts::of(node).filter(|part| part.as_rule() == Rule::date);
        let from = self.day(&dates.next()?);
        let until = dates.next().map_or_else(|| from.clone(), |last| self.day(&last));
        Some(Days { from, until, span })
    }

    /// A day without a time.
    fn day(&mut self, node: &Node<'_>) -> Moment {
        Moment { date: self.words.share(node.as_str().trim_end()), time: None, span: self.span(node) }
    }
}
