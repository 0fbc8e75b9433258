//! Members of a group that are never charged: whenever they apply, another one that takes as much applies too.

use std::collections::BTreeMap;

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{At, Block, Condition, ExclusiveGroup, Group};

use crate::region::{Region, Undecided};

use super::context::Context;
use super::{report, uncharged};

/// Looks at every member of every group.
pub(super) fn check(context: &mut Context<'_>, diagnostics: &mut Diagnostics) -> Result<(), Undecided> {
    // A statement that did not survive may be the one that a member is charged beside.
    if !context.model.damaged.is_empty() {
        return Ok(());
    }
    let mut found: BTreeMap<At, Vec<Diagnostic>> = BTreeMap::new();
    for group in &context.program.groups {
        let members = members(context, group);
        for own in &members {
            let stronger = members.iter().filter(|other| goes_before(group.rule, other, own));
            let stronger: Vec<&Block> = stronger.map(|other| other.block).collect();
            if let Some(taking) = what_takes(context, own.block, &stronger)? {
                found.entry(taking.at).or_default().push(never_charged(context, own.block, taking));
            }
        }
    }
    diagnostics.extend(found.into_values().filter_map(|found| report::in_one(found, "nor is this one", "members")));
    Ok(())
}

/// A statement of a group, with the least and the most that it takes, where that is known.
struct Member<'a> {
    block: &'a Block,
    /// The place of its line in the group.
    place: usize,
    takes: Option<(Exact, Exact)>,
}

fn members<'a>(context: &Context<'a>, group: &Group) -> Vec<Member<'a>> {
    let of_line = |(place, line)| {
        let blocks = context.blocks().map(|(_, block)| block).filter(move |block| block.line == line);
        blocks.map(move |block| Member { block, place, takes: uncharged::extremes(&block.body) })
    };
    group.members.iter().copied().enumerate().flat_map(of_line).collect()
}

/// Whether `other` takes as much wherever both apply, or is simply the first.
fn goes_before(rule: ExclusiveGroup, other: &Member<'_>, own: &Member<'_>) -> bool {
    let (Some((least, _)), true) = (other.takes, other.place != own.place) else { return false };
    match rule {
        ExclusiveGroup::First => other.place < own.place,
        ExclusiveGroup::Highest => own.takes.is_some_and(|(_, most)| {
            // Of two that take the same, the one with a condition adds nothing to the one without.
            let is_wider = other.block.scope.when == Condition::Always && own.block.scope.when != Condition::Always;
            let is_as_much = least == most && (other.place < own.place || is_wider);
            other.block.currency == own.block.currency && (least > most || is_as_much)
        }),
    }
}

/// What is charged instead of a block wherever it applies: one statement alone, or one of several.
fn what_takes<'a>(
    context: &mut Context<'_>,
    own: &Block,
    stronger: &[&'a Block],
) -> Result<Option<&'a Block>, Undecided> {
    let together = always_beside(context, own, stronger)?;
    if together.is_none() {
        return Ok(None);
    }
    for one in stronger {
        if let Some(alone) = always_beside(context, own, std::slice::from_ref(one))? {
            return Ok(Some(alone));
        }
    }
    Ok(together)
}

/// One of the statements beside which a block always applies; none where it applies without them somewhere, or nowhere.
fn always_beside<'a>(
    context: &mut Context<'_>,
    own: &Block,
    stronger: &[&'a Block],
) -> Result<Option<&'a Block>, Undecided> {
    let mut taking = None;
    for carried in context.services.clone() {
        if !own.scope.services.contains(carried.id.0.into()) {
            continue;
        }
        let decided = context.decided(carried.id, own)?;
        let mut left = context.and(decided, carried.region)?;
        for other in stronger.iter().filter(|other| other.scope.services.contains(carried.id.0.into())) {
            let taken = context.decided(carried.id, other)?;
            let less = context.minus(left, taken)?;
            if less != left {
                taking = taking.or(Some(*other));
            }
            left = less;
        }
        if left != Region::EMPTY {
            return Ok(None);
        }
    }
    Ok(taking)
}

fn never_charged(context: &Context<'_>, own: &Block, taking: &Block) -> Diagnostic {
    let [name, other] = [own, taking].map(|block| report::block_name(context.program, block));
    let message = format!("`{name}` changes nothing: whenever it applies, `{other}` goes before it");
    Diagnostic::new(Code::UNREACHABLE_ROW, context.span(own.at), message)
        .related(context.span(taking.at), "this one is charged instead")
        .help("look for a slip in the amounts, in this condition, or for one that the other has lost")
}
