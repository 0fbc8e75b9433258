//! The rules behind the cells, with their text and where it stands; and the words of a cell.

use std::collections::{BTreeMap, BTreeSet};

use tarifa::lanes::{LaneKind, LaneSays, LaneVerdict};
use tarifa::program::{Program, Restriction, RestrictionId, RestrictionRule};

use super::grid::Grid;
use crate::rules::Rules;

/// The rules that some cell names.
#[derive(Debug)]
pub(super) struct Legend<'a> {
    /// By number, which is the order of their names.
    pub(super) rules: BTreeMap<RestrictionId, LegendRule<'a>>,
    program: &'a Program,
}

/// A rule that some cell names.
#[derive(Debug)]
pub(super) struct LegendRule<'a> {
    /// The rule.
    pub(super) rule: &'a Restriction,
    /// `restrictions.tarifa:12`.
    pub(super) place: String,
    /// The statement as it is written; empty where only the compiled rules are at hand.
    pub(super) text: String,
}

impl<'a> Legend<'a> {
    /// The rules of every cell.
    pub(super) fn new(program: &'a Program, rules: &Rules, grid: &Grid) -> Self {
        let named: BTreeSet<_> = grid.verdicts().flat_map(|verdict| &verdict.rules).map(|(_, id)| *id).collect();
        let rule = |id: RestrictionId| {
            let rule = program.restrictions.get(id.0 as usize)?;
            let origin = program.origins.get(rule.at.0 as usize);
            let file = origin.and_then(|origin| program.files.get(origin.file as usize));
            let place = match (file, origin) {
                (Some(file), Some(origin)) => format!("{file}:{}", origin.line),
                _ => String::new(),
            };
            let text = match (rules, file, origin) {
                (Rules::Text(rule_set), Some(file), Some(origin)) => {
                    let source = rule_set.sources.iter().find(|(_, source)| source.name == *file);
                    let range = origin.start as usize..origin.end as usize;
                    source.and_then(|(_, source)| source.text.get(range)).unwrap_or_default().to_owned()
                }
                _ => String::new(),
            };
            Some((id, LegendRule { rule, place, text }))
        };
        Self { rules: named.into_iter().filter_map(rule).collect(), program }
    }

    /// The rule of that number.
    pub(super) fn get(&self, id: RestrictionId) -> Option<&LegendRule<'a>> {
        self.rules.get(&id)
    }

    /// What must be provided: `cpnp`, `un38_3 or msds`.
    pub(super) fn provide(&self, verdict: &LaneVerdict) -> Vec<String> {
        let name = |id: &tarifa::program::DocumentId| {
            self.program.documents.get(usize::from(id.0)).map_or("", |document| document.name.as_str())
        };
        verdict.provide.iter().map(|one_of| one_of.iter().map(name).collect::<Vec<_>>().join(" or ")).collect()
    }

    /// The names of the rules that say so, in their order.
    pub(super) fn names(&self, verdict: &LaneVerdict, says: LaneSays) -> Vec<&'a str> {
        let said = verdict.rules.iter().filter(|(said, _)| *said == says);
        said.filter_map(|(_, id)| self.get(*id)).map(|rule| rule.rule.name.as_str()).collect()
    }

    /// The words of a cell: the answer, and what it hangs on.
    pub(super) fn words(&self, verdict: &LaneVerdict) -> (&'static str, String) {
        let first = match verdict.kind {
            LaneKind::Allowed => ("yes", String::new()),
            LaneKind::Conditional => ("if", self.provide(verdict).join(", ")),
            LaneKind::Needs => ("needs", verdict.needs.join(", ")),
            LaneKind::Refused => ("no:", self.names(verdict, LaneSays::Refuses).join(", ")),
            LaneKind::NotServed => ("-", String::new()),
        };
        let more = [("limit", LaneSays::Limits), ("perhaps limit", LaneSays::MayLimit), ("warns", LaneSays::Warns)];
        let mut parts: Vec<String> = Some(first.1).filter(|words| !words.is_empty()).into_iter().collect();
        for (word, says) in more {
            let names = self.names(verdict, says);
            if !names.is_empty() {
                parts.push(format!("{word} {}", names.join(", ")));
            }
        }
        (first.0, parts.join("; "))
    }
}

/// What a rule is.
pub(super) const fn kind(rule: &RestrictionRule) -> &'static str {
    match rule {
        RestrictionRule::Forbid => "forbid",
        RestrictionRule::Require(_) => "require",
        RestrictionRule::Limit(_) => "limit",
        RestrictionRule::Separate(_) => "separate",
        RestrictionRule::Warn => "warn",
    }
}

/// The answer in a word, for tables of figures and for readers of pages.
pub(super) const fn answer(kind: LaneKind) -> &'static str {
    match kind {
        LaneKind::Allowed => "allowed",
        LaneKind::Conditional => "conditional",
        LaneKind::Needs => "needs facts",
        LaneKind::Refused => "refused",
        LaneKind::NotServed => "not served",
    }
}
