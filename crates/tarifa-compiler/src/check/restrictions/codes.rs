//! Codes beside categories: what a category claims by a prefix that rules ask for, too, or a part of it.
//!
//! A region asks for the category that an item is named by and for its code apart. Where rules read codes, an item is
//! in a category by either, so that a rule on `850760` is seen to lie within the category that claims `8507`.

use std::borrow::Cow;
use std::collections::BTreeSet;

use tarifa_engine::program::{Bits, Condition, Node, Program};

use crate::model::Model;

use super::conditions::gates;

/// The prefixes by which goods are in categories, as far as rules ask for these codes themselves.
#[derive(Debug, Default)]
pub(super) struct Codes {
    /// Category and prefix, by category.
    claimed: Vec<(u32, String)>,
}

impl Codes {
    /// The claims that meet a prefix of a rule: one of the two begins with the other.
    pub(super) fn of(model: &Model, program: &Program) -> Self {
        let mut asked: BTreeSet<String> = BTreeSet::new();
        let mut gather = |condition: &Condition| {
            condition.visit(&mut |node| {
                if let Node::Condition(Condition::Hs(prefixes)) = node {
                    asked.extend(prefixes.iter().cloned());
                }
            });
        };
        program.services.iter().flat_map(|service| gates(program, service)).for_each(|gate| gather(&gate));
        program.restrictions.iter().for_each(|it| gather(&it.scope.when));
        for exception in &model.exceptions {
            gather(&exception.from.when);
            gather(&exception.without);
        }
        let meets = |claim: &str| {
            // What begins with the claim stands together in the order of texts; what the claim begins with is one of its heads.
            let below = asked.range(claim.to_owned()..).next().is_some_and(|asked| asked.starts_with(claim));
            let heads = (0..claim.len()).filter_map(|length| claim.get(..length));
            below || heads.into_iter().any(|head| asked.contains(head))
        };
        let nodes = (0_u32..).zip(&program.categories.nodes);
        let claims = nodes.flat_map(|(number, node)| node.hs.iter().map(move |prefix| (number, prefix)));
        let claimed = if asked.is_empty() {
            Vec::new()
        } else {
            claims.filter(|(_, prefix)| meets(prefix)).map(|(number, prefix)| (number, prefix.clone())).collect()
        };
        Self { claimed }
    }

    /// The codes that put goods into one of these categories.
    pub(super) fn prefixes_of(&self, categories: &Bits) -> Vec<String> {
        self.claimed
            .iter()
            .filter(|(category, _)| categories.contains(*category))
            .map(|(_, prefix)| prefix.clone())
            .collect()
    }

    /// A condition in which goods are in a category by name or by code.
    pub(super) fn read<'c>(&self, condition: &'c Condition) -> Cow<'c, Condition> {
        if self.claimed.is_empty() { Cow::Borrowed(condition) } else { Cow::Owned(self.by_either(condition)) }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "every other form asks for no category of the item at hand")]
    fn by_either(&self, condition: &Condition) -> Condition {
        let all = |parts: &[Condition]| parts.iter().map(|part| self.by_either(part)).collect();
        match condition {
            Condition::Category(categories) => {
                let codes = self.prefixes_of(categories);
                if codes.is_empty() {
                    return condition.clone();
                }
                Condition::Any(vec![condition.clone(), Condition::Hs(codes)])
            }
            Condition::All(parts) => Condition::All(all(parts)),
            Condition::Any(parts) => Condition::Any(all(parts)),
            Condition::Not(inner) => Condition::Not(Box::new(self.by_either(inner))),
            other => other.clone(),
        }
    }
}
