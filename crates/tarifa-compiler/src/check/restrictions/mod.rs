//! Restrictions as a whole: rules that never apply or that others make idle, what is asked for and forbidden at once,
//! limits that leave nothing, goods and services that never ship.
//!
//! A rule is a region over a shipment and one item (see [`rules`]), so that one rule lies inside others where the
//! difference is empty: that is a proof, and needs no shipment. Wherever a shipment can be shown, the engine has
//! confirmed it.

mod codes;
mod conditions;
mod contents;
mod covered;
mod goods;
mod idle;
mod implied;
mod keys;
mod limits;
mod parcel;
mod possible;
mod refused;
mod rules;
mod shown;
mod slips;
mod words;

use tarifa_diagnostics::Diagnostics;

use crate::region::Undecided;

use super::context::Context;

use rules::Rules;

/// Looks at the restrictions of the rule set.
pub(super) fn check(context: &mut Context<'_>, diagnostics: &mut Diagnostics) -> Result<(), Undecided> {
    if context.program.restrictions.is_empty() {
        return Ok(());
    }
    keys::prefixes(context, diagnostics);
    contents::check(context, diagnostics);
    let mut rules = Rules::new(context.model, context.program)?;
    let lifted = idle::exceptions(context, &mut rules, diagnostics)?;
    let mut idle = idle::rules(context, &mut rules, &lifted, diagnostics);
    keys::separations(context, &mut rules, diagnostics);
    let empty = limits::check(context, &mut rules, &idle, diagnostics);
    idle.extend(&empty);
    let slips = covered::check(context, &mut rules, &idle, diagnostics);
    let closed = goods::check(context, &mut rules, &empty, diagnostics)?;
    slips::tell(context, &rules, slips, &closed, diagnostics);
    Ok(())
}
