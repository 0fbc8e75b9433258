//! Goods that cannot be told apart: HS prefixes that two categories claim and that rules treat differently, and kinds of goods that
//! are kept apart from themselves.

use std::collections::BTreeMap;

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::program::{Bits, Condition, Node, Program, Restriction, RestrictionRule};

use crate::check::context::Context;

use super::conditions::topmost;
use super::rules::Rules;
use super::shown::{self, Shown};
use super::words::{self, name};

/// Looks for prefixes that two categories claim of which neither is above the other.
pub(super) fn prefixes(context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let program = context.program;
    let nodes = &program.categories.nodes;
    let mut by_prefix: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (number, node) in (0_u32..).zip(nodes) {
        for prefix in &node.hs {
            by_prefix.entry(prefix).or_default().push(number);
        }
    }
    for (prefix, claimants) in &by_prefix {
        let same = claimants.iter().enumerate().flat_map(|(index, first)| {
            claimants.iter().skip(index.saturating_add(1)).map(move |second| (*prefix, *first, *second))
        });
        // Codes that begin with a longer prefix begin with the shorter one, too: the longer one does not win.
        let heads = (2..prefix.len()).rev().filter_map(|length| prefix.get(..length));
        let wider = heads.filter_map(|head| by_prefix.get_key_value(head));
        let within = wider.flat_map(|(head, others)| {
            claimants.iter().flat_map(move |first| others.iter().map(move |second| (*head, *first, *second)))
        });
        for (head, first, second) in same.chain(within).filter(|(_, one, other)| !is_above(program, *one, *other)) {
            let Some(rule) = program.restrictions.iter().find(|rule| tells_apart(rule, first, second)) else {
                continue;
            };
            let (Some(one), Some(other)) = (nodes.get(first as usize), nodes.get(second as usize)) else { continue };
            let (message, help) = if head == *prefix {
                (
                    format!(
                        "the prefix `{prefix}` means both `{}` and `{}`, which rules treat differently",
                        one.name, other.name
                    ),
                    "write longer prefixes, or leave the prefix with one of them",
                )
            } else {
                (
                    format!(
                        "the prefix `{prefix}` means `{}`, and by `{head}` also `{}`, which rules treat differently",
                        one.name, other.name
                    ),
                    "write longer prefixes in place of the shorter one, or put the one category below the other",
                )
            };
            let (at, earlier) = if context.span(one.at) < context.span(other.at) { (other, one) } else { (one, other) };
            diagnostics.push(
                Diagnostic::new(Code::HS_TWICE, context.span(at.at), message)
                    .label("claims it, too")
                    .related(context.span(earlier.at), "claims it")
                    .related(context.span(rule.at), format!("`{}` speaks of one of them alone", name(rule)))
                    .note("goods that are told by their code alone are taken for both")
                    .help(help),
            );
            break;
        }
    }
}

/// Whether the one category is the other's ancestor.
fn is_above(program: &Program, one: u32, other: u32) -> bool {
    let is_over = |above: u32, below: u32| {
        let mut node = Some(below);
        while let Some(at) = node {
            if at == above {
                return true;
            }
            node = program.categories.nodes.get(at as usize).and_then(|node| node.parent);
        }
        false
    };
    is_over(one, other) || is_over(other, one)
}

/// Whether a rule speaks of one of two categories and not of the other.
fn tells_apart(rule: &Restriction, one: u32, other: u32) -> bool {
    let differs = |categories: &Bits| categories.contains(one) != categories.contains(other);
    let mut found = match &rule.rule {
        RestrictionRule::Separate(separation) => differs(&separation.first) || differs(&separation.second),
        RestrictionRule::Forbid | RestrictionRule::Require(_) | RestrictionRule::Limit(_) | RestrictionRule::Warn => {
            false
        }
    };
    rule.scope.when.visit(&mut |node| {
        if let Node::Condition(Condition::Category(categories)) = node {
            found |= differs(categories);
        }
    });
    found
}

/// Looks for goods that a `separate` keeps apart from themselves.
pub(super) fn separations(context: &Context<'_>, rules: &mut Rules<'_>, diagnostics: &mut Diagnostics) {
    let program = context.program;
    for index in 0..rules.rules.len() {
        let Some((it, id)) = rules.rules.get(index).map(|rule| (rule.it, rule.id)) else { continue };
        let RestrictionRule::Separate(separation) = &it.rule else { continue };
        let both = Bits::from_members(separation.first.iter().filter(|node| separation.second.contains(*node)));
        let Some(node) = topmost(program, &both).first().and_then(|top| program.categories.nodes.get(*top as usize))
        else {
            continue;
        };
        let message = format!("`{}` keeps `{}` apart from itself", name(it), node.name);
        let diagnostic = Diagnostic::new(Code::SEPARATE_FROM_ITSELF, context.span(it.at), message)
            .label("names it on both sides of `from`")
            .note("two items of it can never travel together, not even two of one kind")
            .help("leave it out on one side, or write `limit` where only so many may travel together");
        // Two items of it: one of the rule's own side, and another one.
        let one = words::reached(it, Some(Condition::Category(both.clone()))).0;
        let services = rules.services_of(rules.region_of(index)).unwrap_or_default();
        let title = format!("{} keeps it apart from itself", it.name);
        let shown = shown::refused_twice(context, &title, &services, &one, id);
        diagnostics.push(match shown {
            Shown::Example(example) => diagnostic.witness(example),
            Shown::Nothing => diagnostic,
            Shown::Open => words::unshown(diagnostic),
        });
    }
}
