//! Which statement a shipment without a freight is nearest to: one that prices it on other days, to other places, or
//! under another condition.

use std::collections::BTreeSet;

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::date::Date;
use tarifa_engine::evaluate::Fault;
use tarifa_engine::program::{Block, Condition, Scope};
use tarifa_engine::shipment::Shipment;

use crate::check::context::{Carried, Context};
use crate::check::{holes, report};
use crate::region::{Region, Undecided};
use crate::witness::{Finding, Question};

use super::{confirm, is_freight};

/// A shipment without a freight, and what is said of the statement that it is nearest to.
pub(super) struct Near {
    pub(super) shipment: Shipment,
    pub(super) kind: Kind,
}

/// What leaves the shipment out.
pub(super) enum Kind {
    /// The days between two versions, before the first or after the last.
    Days(Hole),
    /// One clause of one statement.
    Clause { statement: Span, note: String },
}

/// Days without a price.
pub(super) struct Hole {
    name: String,
    /// The version that ends before them.
    before: Option<(Date, Span)>,
    /// The version that begins after them.
    after: Option<(Date, Span)>,
}

impl Hole {
    /// What is the same for every service without a price on these days.
    pub(super) fn key(&self) -> String {
        format!("{} {}", self.name, self.days())
    }

    fn days(&self) -> String {
        let first = self.before.and_then(|(end, _)| end.next());
        let last = self.after.and_then(|(start, _)| start.previous());
        match (first, last) {
            (Some(first), Some(last)) if first == last => format!("on {first}"),
            (Some(first), Some(last)) => format!("from {first} to {last}"),
            (Some(first), None) => format!("from {first} on"),
            (None, Some(last)) => format!("until {last}"),
            (None, None) => "on this day".to_owned(),
        }
    }

    /// The finding, with its place and without its shipment.
    pub(super) fn told(&self, context: &Context<'_>, carried: &Carried<'_>) -> Diagnostic {
        let name = &carried.service.name;
        let message = format!("`{}` has no price {}, and `{name}` carries shipments then", self.name, self.days());
        let told = |span| Diagnostic::new(Code::PRICE_GAP, span, message.clone());
        let told = match (self.before, self.after) {
            (Some((_, before)), Some((_, after))) => {
                told(after).label("it begins again here").related(before, "it ends here")
            }
            (Some((_, before)), None) => told(before).label("it ends here"),
            (None, Some((_, after))) => told(after).label("it begins here"),
            (None, None) => told(context.span(carried.service.at)),
        };
        let service = context.span(carried.service.at);
        let help = match (self.before, self.after) {
            (Some(_), Some(_)) => {
                "close the hole between the two `valid`, or write the tariff's own `valid` without these days"
            }
            (_, _) => {
                "let it be `valid` as long as the tariff is, or let the tariff's own `valid` begin and end with it"
            }
        };
        told.related(service, "carried by this service").help(help)
    }
}

/// The statement that a shipment of the gap is nearest to, with such a shipment; none where none or several are.
pub(super) fn nearest(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    priced: Region,
) -> Result<Option<Near>, Undecided> {
    let blocks: Vec<&Block> = context
        .blocks()
        .map(|(_, block)| block)
        .filter(|block| block.scope.services.contains(carried.id.0.into()) && is_freight(context, block))
        .collect();
    for block in &blocks {
        let (Some(_), series) = holes::split(&block.scope) else { continue };
        let when = holes::without_dates(&block.scope.when);
        let Some(shipment) = within(context, carried, priced, &Scope { when, ..block.scope.clone() })? else {
            continue;
        };
        let versions = blocks.iter().filter_map(|other| {
            let (dates, own) = holes::split(&other.scope);
            Some((dates.filter(|_| own == series)?, *other))
        });
        if let Some(hole) = hole(context, versions, block, &shipment) {
            return Ok(Some(Near { shipment, kind: Kind::Days(hole) }));
        }
    }
    let to = |block: &Block| Scope { to: None, ..block.scope.clone() };
    if let Some((shipment, block)) = only_one(context, carried, priced, &blocks, to)? {
        let country = shipment.destination.as_ref().map(|place| place.country.clone()).unwrap_or_default();
        let name = report::block_name(context.program, block);
        let note =
            format!("`{name}` prices such a shipment to other places, and this one in {country} is not among them");
        return Ok(Some(Near { shipment, kind: Kind::Clause { statement: context.span(block.at), note } }));
    }
    let any = |block: &Block| Scope { when: Condition::Always, ..block.scope.clone() };
    let found = only_one(context, carried, priced, &blocks, any)?;
    Ok(found.map(|(shipment, block)| {
        let name = report::block_name(context.program, block);
        let note = format!("`{name}` prices what goes there, and its `when` leaves this shipment out");
        Near { shipment, kind: Kind::Clause { statement: context.span(block.at), note } }
    }))
}

/// A shipment of the gap that one statement alone would price with a wider scope.
fn only_one<'b>(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    priced: Region,
    blocks: &[&'b Block],
    wider: impl Fn(&Block) -> Scope,
) -> Result<Option<(Shipment, &'b Block)>, Undecided> {
    let mut found: Option<(Shipment, &Block)> = None;
    let mut statements = BTreeSet::new();
    for block in blocks {
        let statement = report::statement(context, block);
        if statements.contains(&statement) {
            continue;
        }
        let Some(shipment) = within(context, carried, priced, &wider(block))? else { continue };
        statements.insert(statement);
        if statements.len() > 1 {
            return Ok(None);
        }
        found = Some((shipment, block));
    }
    Ok(found)
}

/// A shipment of the gap within a scope.
fn within(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    priced: Region,
    scope: &Scope,
) -> Result<Option<Shipment>, Undecided> {
    let scope = context.scope(scope)?;
    let gap = context.minus(scope, priced)?;
    for (case, parcel) in &carried.cases {
        let region = context.and(gap, *case)?;
        let question = Question { region, parcel, further: &[] };
        let is_it = |fault: &Fault| *fault == Fault::NoFreight(carried.id);
        if let Finding::Found(shipment, ()) = context.asker.ask(&question, |_, answer| confirm(answer, is_it)) {
            return Ok(Some(*shipment));
        }
    }
    Ok(None)
}

/// The days around the shipment's on which no version of the statement is valid.
fn hole<'b>(
    context: &Context<'_>,
    versions: impl Iterator<Item = ((i32, i32), &'b Block)>,
    own: &Block,
    shipment: &Shipment,
) -> Option<Hole> {
    let day = shipment.ship_date?.written_day().days();
    let mut before: Option<(i32, Span)> = None;
    let mut after: Option<(i32, Span)> = None;
    for ((from, to), block) in versions {
        let span = context.span(block.at);
        if to < day && before.is_none_or(|(end, _)| end < to) {
            before = Some((to, span));
        }
        if from > day && after.is_none_or(|(start, _)| start > from) {
            after = Some((from, span));
        }
    }
    let date = |(days, span)| Some((Date::from_days(days)?, span));
    Some(Hole {
        name: report::block_name(context.program, own),
        before: before.and_then(date),
        after: after.and_then(date),
    })
}
