//! Exclusive groups of charges.

use rustc_hash::FxHashSet;
use tarifa_diagnostics::{Code, Diagnostic};
use tarifa_engine::program::{ExclusiveGroup, Group, LineId, Service};
use tarifa_syntax::tree::{self, Progression, Take};

use super::Resolver;
use super::expression::{Place, Stage};
use super::prices::{DraftBlock, GroupFrame};
use super::statements::Stated;
use super::symbols::Value;

impl<'t> Resolver<'t> {
    /// The groups, by name; their members' blocks are added to `drafts`.
    pub(super) fn groups(
        &mut self,
        groups: &[Stated<'t, tree::Charges>],
        services: &[Service],
        drafts: &mut Vec<DraftBlock<'t>>,
    ) -> Vec<Group> {
        groups.iter().map(|group| self.group(group, services, drafts)).collect()
    }

    fn group(
        &mut self,
        stated: &Stated<'t, tree::Charges>,
        services: &[Service],
        drafts: &mut Vec<DraftBlock<'t>>,
    ) -> Group {
        let group = stated.it;
        self.no_body_words(group);
        let scope = self.scope(&group.head.scope, Place::of(Stage::Pricing));
        let scope = scope.unwrap_or_else(|| self.anywhere());
        let frame = GroupFrame {
            scope,
            currency: group.head.currency.as_ref().and_then(|code| self.currency_of(code)),
            payer: group.head.payer.as_ref().map(|payer| self.payer(payer)),
        };
        for member in &group.members {
            self.price_line(member, stated.span, Some(&frame), services, drafts);
        }
        let mut members: Vec<LineId> = Vec::new();
        let mut known = FxHashSet::default();
        for member in &group.members {
            if let Some(Value::Line(line)) = self.symbols.values.peek(&member.name.text)
                && known.insert(line)
            {
                members.push(line);
            }
        }
        Group {
            name: group.name.text.to_string(),
            rule: match group.take {
                Take::Highest => ExclusiveGroup::Highest,
                Take::First => ExclusiveGroup::First,
            },
            members,
            at: self.at(group.name.span),
        }
    }

    /// Reports words of the group's head that belong to a price.
    fn no_body_words(&mut self, group: &tree::Charges) {
        let head = &group.head;
        let progressive = match head.progression {
            Progression::Whole => None,
            Progression::Progressive(span) => Some(span),
        };
        let stray = head.measure.as_ref().map(|measure| measure.span).or(progressive).or(head.next_band);
        let stray = stray.or_else(|| head.overrides.first().map(|name| name.span));
        if let Some(span) = stray {
            let message = "this belongs to one price, and a group has several";
            self.report(
                Diagnostic::new(Code::NOT_HERE, span, message).help("write it on the members that it is meant for"),
            );
        }
    }
}
