//! Overlaps: two statements that fill one line of one shipment. If they price
//! it differently it is an error, if alike a warning.

mod pairs;
mod rows;
mod unconditional;

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::answer;
use tarifa_engine::currency::Money;
use tarifa_engine::evaluate::{Fault, Quote, Rule, Runtime};
use tarifa_engine::program::{Bits, Block, BlockId, Expression, Interval, LineKind, PlaceSetId, Program, ServiceId};
use tarifa_engine::shipment::Shipment;

use crate::region::{Region, Undecided};
use crate::witness::{self, Finding, Parcel, Question, Verdict};

use super::context::{Carried, Context};
use super::pieces::{self, Kind};
use super::report;

/// How many pairs of rows are tried for a difference.
const CELLS: usize = 48;

/// Looks for statements that overlap, service by service.
pub(super) fn check(context: &mut Context<'_>, diagnostics: &mut Diagnostics) -> Result<(), Undecided> {
    let mut settled = std::collections::BTreeSet::new();
    let mut told = std::collections::BTreeSet::new();
    let mut by_places = std::collections::BTreeMap::new();
    let mut found = Vec::new();
    for carried in context.services.clone() {
        for pair in pairs::of_service(context, carried.id) {
            if settled.contains(&pair) {
                continue;
            }
            if let Some(diagnostic) = overlap(context, &carried, pair)? {
                settled.insert(pair);
                if !told.insert((statements(context, pair), diagnostic.code.id())) {
                    continue;
                }
                note_freight(context, pair, &diagnostic);
                // Zones that share a place make the same conflict in every table that has a part for each.
                let shown: &mut Vec<Diagnostic> = match places(context, pair) {
                    Some(places) => by_places.entry((places, diagnostic.code.id())).or_default(),
                    None => {
                        found.push((pair, diagnostic));
                        continue;
                    }
                };
                shown.push(diagnostic);
            }
        }
    }
    diagnostics.extend(unconditional::told_once(context, found));
    let related = "and so it is here, with the same places";
    diagnostics.extend(by_places.into_values().filter_map(|found| report::in_one(found, related, "tables")));
    Ok(())
}

/// Keeps the place of a conflict between two statements of freight; the columns of a card are one.
fn note_freight(context: &mut Context<'_>, (first, second): (BlockId, BlockId), found: &Diagnostic) {
    let (Some(a), Some(b)) = (context.block(first), context.block(second)) else { return };
    let is_conflict = found.code == Code::PRICE_CONFLICT && is_freight(context.program, a);
    if is_conflict && report::statement(context, a) != report::statement(context, b) {
        context.freight_conflicts.extend(found.primary.as_ref().map(|label| (label.span, [first, second])));
    }
}

/// The places of two statements that are for two sets of places, in the order of their numbers.
fn places(context: &Context<'_>, (first, second): (BlockId, BlockId)) -> Option<(PlaceSetId, PlaceSetId)> {
    let (a, b) = (context.block(first)?.scope.to?, context.block(second)?.scope.to?);
    (a != b).then(|| (a.min(b), a.max(b)))
}

/// What a finding on two blocks is about: two statements, of however many columns, or two columns of one.
fn statements(context: &Context<'_>, (first, second): (BlockId, BlockId)) -> Vec<report::Statement> {
    let mut statements: Vec<_> =
        [first, second].into_iter().filter_map(|id| Some(report::statement(context, context.block(id)?))).collect();
    statements.sort_unstable();
    if let [one, other] = statements.as_mut_slice()
        && one == other
    {
        (one.column, other.column) = (Some(first), Some(second));
    }
    statements
}

/// What two statements do to one shipment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meeting {
    Differ,
    Agree,
    /// Another statement refuses or refers the shipment, so that neither of them was looked at.
    Unpriced,
}

fn overlap(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    (first, second): (BlockId, BlockId),
) -> Result<Option<Diagnostic>, Undecided> {
    let (Some(a), Some(b)) = (context.block(first), context.block(second)) else { return Ok(None) };
    let both = {
        let (in_a, in_b) = (context.decided(carried.id, a)?, context.decided(carried.id, b)?);
        context.and(in_a, in_b)?
    };
    let mut open = None;
    for (region, parcel) in &carried.cases {
        let both = context.and(both, *region)?;
        if both.is_empty() {
            continue;
        }
        match meet(context, parcel, both, (first, second), &[]) {
            Finding::Found(shipment, Meeting::Differ) => return Ok(Some(conflict(context, a, b, &shipment))),
            Finding::Found(shipment, Meeting::Agree) => {
                return Ok(Some(look_closer(context, parcel, (both, &[]), (first, second), &shipment)));
            }
            Finding::Found(shipment, Meeting::Unpriced) if is_freight(context.program, a) => {
                return Ok(Some(look_closer(context, parcel, (both, &[]), (first, second), &shipment)));
            }
            Finding::Found(_, Meeting::Unpriced) => {
                match where_priced(context, carried, parcel, both, (first, second))? {
                    Priced::Told(told) => return Ok(Some(*told)),
                    Priced::Nowhere => {}
                    Priced::Open(why) => open = Some(why),
                }
            }
            Finding::Undecided(why) => open = Some(why),
            Finding::Nothing | Finding::Hidden => {}
        }
    }
    Ok(open.map(|why| undecided(context, a, b, why)))
}

/// What is found where the freight has a price.
enum Priced {
    /// This.
    Told(Box<Diagnostic>),
    /// Both never apply to a shipment that has a price.
    Nowhere,
    /// It was not found out.
    Open(Undecided),
}

/// Asks again in each stretch of freight rows that has a price.
fn where_priced(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    parcel: &Parcel<'_>,
    both: Region,
    (first, second): (BlockId, BlockId),
) -> Result<Priced, Undecided> {
    let (Some(a), Some(b)) = (context.block(first), context.block(second)) else { return Ok(Priced::Nowhere) };
    let program = context.program;
    let freight = pieces::of_service(context, carried, |block| is_freight(program, block))?;
    let mut open = None;
    for piece in freight.iter().filter(|piece| piece.kind == Kind::Price).take(CELLS) {
        let region = context.and(both, piece.region)?;
        match meet(context, parcel, region, (first, second), &piece.cell) {
            Finding::Found(shipment, Meeting::Differ) => {
                return Ok(Priced::Told(Box::new(conflict(context, a, b, &shipment))));
            }
            Finding::Found(shipment, Meeting::Agree) => {
                let told = look_closer(context, parcel, (region, &piece.cell), (first, second), &shipment);
                return Ok(Priced::Told(Box::new(told)));
            }
            Finding::Found(_, Meeting::Unpriced) => open = Some(Undecided::Search),
            Finding::Undecided(why) => open = Some(why),
            Finding::Nothing | Finding::Hidden => {}
        }
    }
    Ok(open.map_or(Priced::Nowhere, Priced::Open))
}

fn is_freight(program: &Program, block: &Block) -> bool {
    let line = program.lines.get(usize::from(block.line.0));
    line.is_some_and(|line| line.kind == LineKind::Freight)
}

/// Where two statements meet and agree on one shipment: looks for rows that differ.
fn look_closer(
    context: &mut Context<'_>,
    parcel: &Parcel<'_>,
    (both, within): (Region, &[(Expression, Interval)]),
    (first, second): (BlockId, BlockId),
    agreed: &Shipment,
) -> Diagnostic {
    let (Some(a), Some(b)) = (context.block(first), context.block(second)) else {
        return report::undecided_rule_set(Undecided::Search);
    };
    let cells = rows::differing(a, b);
    let is_same = cells.is_empty();
    let mut agrees_in_all = true;
    for cell in cells.iter().take(CELLS) {
        let cell: Vec<_> = within.iter().chain(cell).cloned().collect();
        match meet(context, parcel, both, (first, second), &cell) {
            Finding::Found(shipment, Meeting::Differ) => return conflict(context, a, b, &shipment),
            Finding::Found(_, Meeting::Agree | Meeting::Unpriced) | Finding::Undecided(_) => agrees_in_all = false,
            Finding::Nothing | Finding::Hidden => {}
        }
    }
    if is_same || (agrees_in_all && cells.len() <= CELLS) {
        alike(context, a, b, agreed)
    } else {
        undecided(context, a, b, Undecided::Search)
    }
}

fn meet(
    context: &mut Context<'_>,
    parcel: &Parcel<'_>,
    region: Region,
    pair: (BlockId, BlockId),
    further: &[(Expression, Interval)],
) -> Finding<Meeting> {
    let question = Question { region, parcel, further };
    context.asker.ask(&question, |_, answer| confirm(answer, pair))
}

fn confirm(answer: &Result<Quote, Fault>, (a, b): (BlockId, BlockId)) -> Verdict<Meeting> {
    match answer {
        Err(Fault::Conflict { first: Rule::Block(x), second: Rule::Block(y) })
            if (*x, *y) == (a, b) || (*x, *y) == (b, a) =>
        {
            Verdict::Confirmed(Meeting::Differ)
        }
        Err(_) => Verdict::Hidden,
        Ok(quote) => match quote.verdict {
            answer::Verdict::Refused | answer::Verdict::Refer => Verdict::Confirmed(Meeting::Unpriced),
            answer::Verdict::NotServed
            | answer::Verdict::Needs
            | answer::Verdict::Conditional
            | answer::Verdict::Available => Verdict::Confirmed(Meeting::Agree),
        },
    }
}

fn conflict(context: &Context<'_>, a: &Block, b: &Block, shipment: &Shipment) -> Diagnostic {
    let [(first, first_name), (second, second_name)] = in_order(context, a, b);
    let is_one_card = report::statement(context, first) == report::statement(context, second);
    let message = if is_one_card {
        format!("two columns of `{first_name}` price one shipment differently")
    } else if first_name == second_name {
        format!("two statements `{first_name}` price one shipment differently")
    } else {
        format!("`{first_name}` and `{second_name}` price one shipment differently")
    };
    let mut diagnostic = Diagnostic::new(Code::PRICE_CONFLICT, context.span(second.at), message);
    let mut shown = shipment.clone();
    if let Some(amount) = alone(context, first, second, &mut shown)
        && let Some(other) = alone(context, second, first, &mut shown)
    {
        diagnostic = diagnostic.note(format!("of the shipment below the first makes {amount}, the second {other}"));
    }
    let diagnostic = if is_one_card {
        diagnostic
            .label("this column")
            .related(context.span(first.at), "and this one hold the same places")
            .help("take the common places out of one of the columns, as in `eu except DE`, or out of its zone")
    } else {
        let help = if first.name == second.name {
            "narrow one of them: let its days end before the other's begin, or write `except` in its scope".to_owned()
        } else {
            format!(
                "say which one decides: write `overrides {}` after one of them, or `except` in the scope of the other",
                first.name
            )
        };
        diagnostic.label("this statement").related(context.span(first.at), "and this one apply both").help(help)
    };
    let title =
        if first_name == second_name { format!("{first_name} once") } else { format!("{first_name} or {second_name}") };
    diagnostic.witness(report::example(context, &title, &shown))
}

/// The most statements of a rule set of which a copy is made to tell two prices apart.
const COPIED: usize = 2_000;

/// What a statement charges for a shipment where the other one is taken out; what other rules then ask for is told, as long
/// as the two meet all the same.
fn alone(context: &Context<'_>, block: &Block, other: &Block, shipment: &mut Shipment) -> Option<String> {
    if context.program.blocks.len() > COPIED {
        return None;
    }
    let mut program = context.program.clone();
    let service = program.services.iter().position(|service| Some(&service.name) == shipment.service.as_ref())?;
    let service = ServiceId(u16::try_from(service).ok()?);
    let other = program.blocks.iter_mut().find(|found| found.at == other.at && found.scope == other.scope)?;
    other.scope.services = Bits::default();
    let runtime = Runtime::new(program);
    let (told, quote) = witness::quote(context.program, &runtime, service, shipment.clone())?;
    let quote = quote.ok()?;
    let line = quote.lines.iter().find(|line| line.line == block.line)?;
    let prepared = context.asker.runtime.prepare(&told).ok()?;
    let meets = matches!(context.asker.runtime.quote(service, &prepared), Err(Fault::Conflict { .. }));
    if !meets {
        return None;
    }
    *shipment = told;
    Some(Money { amount: line.amount, currency: context.program.currency }.to_string())
}

fn alike(context: &Context<'_>, a: &Block, b: &Block, shipment: &Shipment) -> Diagnostic {
    let [(first, first_name), (second, second_name)] = in_order(context, a, b);
    let message = format!("`{first_name}` and `{second_name}` price the same shipments, and alike");
    Diagnostic::new(Code::PRICED_TWICE, context.span(second.at), message)
        .label("this statement says again")
        .related(context.span(first.at), "what this one says")
        .help("leave one of them out, or narrow it to what the other does not price")
        .witness(report::example(context, &format!("{first_name} and {second_name}"), shipment))
}

fn undecided(context: &Context<'_>, a: &Block, b: &Block, why: Undecided) -> Diagnostic {
    let [(first, first_name), (second, second_name)] = in_order(context, a, b);
    let question = format!("`{first_name}` and `{second_name}` price one shipment differently");
    report::undecided(context.span(second.at), &question, why).related(context.span(first.at), "the other statement")
}

/// Two statements in the order of their places, with their names.
fn in_order<'b>(context: &Context<'_>, a: &'b Block, b: &'b Block) -> [(&'b Block, String); 2] {
    let (first, second) = if context.span(b.at) < context.span(a.at) { (b, a) } else { (a, b) };
    [first, second].map(|block| (block, report::block_name(context.program, block)))
}
