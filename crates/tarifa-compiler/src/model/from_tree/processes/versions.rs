//! Versions of one process: which cases each of them takes.

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::date::Date;
use tarifa_engine::program::{EventId, Version, VersionDay};
use tarifa_syntax::tree::{Name, Returns};

use super::super::Resolver;
use super::vocabulary::Vocabulary;

impl<'t> Resolver<'t> {
    /// `valid 2024-01-01.. on open`.
    pub(super) fn version(&mut self, it: &Returns, words: &mut Vocabulary<'t>) -> Option<Version> {
        let Some(validity) = &it.scope.valid else {
            return Some(Version { from: i32::MIN, to: i32::MAX, on: VersionDay::Open });
        };
        if let Some(zone) = &validity.zone {
            let message = "the days of a process are read in its own zone";
            let help = "write `time zone` in the block, and remove this one";
            return self.refuse(Diagnostic::new(Code::NOT_HERE, zone.span, message).help(help));
        }
        let on = match &validity.on {
            None => Some(VersionDay::Open),
            Some(name) => self.version_day(name, words),
        };
        let range = self.days(validity);
        let (on, range) = (on?, range?);
        Some(Version { from: range.from.map_or(i32::MIN, Date::days), to: range.to.map_or(i32::MAX, Date::days), on })
    }

    fn version_day(&mut self, name: &Name, words: &mut Vocabulary<'t>) -> Option<VersionDay> {
        if &*name.text == "open" {
            return Some(VersionDay::Open);
        }
        if let Some(event) = words.events.find(&name.text) {
            return Some(VersionDay::Event(EventId(event)));
        }
        if let Some(field) = self.date_of_order(&name.text) {
            return Some(VersionDay::Date(field));
        }
        let known: Vec<&str> = words.events.names().chain(["open", "ship_date"]).collect();
        self.unknown_word(name, "a day", known, words)
    }

    /// Reports processes of one name that could both take a case; `places` are their names.
    pub(super) fn versions(&mut self, places: &[Span]) {
        let mut found = Vec::new();
        let processes: Vec<_> = self.cases.processes.iter().zip(places).collect();
        for (index, (first, place)) in processes.iter().enumerate() {
            // They stand by name, so that those of one name are neighbours.
            let others = processes.iter().skip(index.saturating_add(1));
            for (second, other) in others.take_while(|(second, _)| second.name == first.name) {
                let apart = first.valid.to < second.valid.from || second.valid.to < first.valid.from;
                if first.valid.on == second.valid.on && apart {
                    continue;
                }
                let (earlier, later) = (**place.min(other), **place.max(other));
                let message = format!("two versions of `{}` can take the same case", first.name);
                let help = if first.valid.on == second.valid.on {
                    "end the dates of one before those of the other, or give one another name"
                } else {
                    "let both go by the same day behind `on`, or give one another name"
                };
                let diagnostic = Diagnostic::new(Code::VERSIONS_MEET, later, message);
                found.push(diagnostic.related(earlier, "the other one").help(help));
            }
        }
        found.into_iter().for_each(|diagnostic| self.report(diagnostic));
    }
}
