//! A price without the `per kg` that all other rows of its column have: a flat amount of the size of their rates.

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::currency::Money;
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{
    Amount, At, Bands, Block, BlockId, Body, Component, End, Expression, Interval, LineKind, Per, PriceStep, Row,
    RowOutcome,
};
use tarifa_engine::shipment::Shipment;

use crate::region::Undecided;
use crate::witness::{Finding, Question, Verdict};

use super::context::Context;
use super::report;

/// What a row charges, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Form<'a> {
    /// So much for each step of the measure, and perhaps a fee.
    Rate { rate: Exact, step: Exact, unit: &'a Per },
    /// An amount, and perhaps a fee.
    Flat(Exact),
    /// No price.
    Nothing,
    /// A price of another form.
    Other,
}

/// A row that has lost its rate.
struct Lost<'a> {
    /// Its position.
    row: usize,
    /// What says that one belongs there.
    beside: Beside<'a>,
    /// How many rows do, in words.
    says: &'static str,
}

/// A row with the rate that another lacks.
#[derive(Clone, Copy)]
struct Beside<'a> {
    at: At,
    step: Exact,
    unit: &'a Per,
}

/// Looks at every row of bands; of a card, each column is one statement of bands.
pub(super) fn check(context: &mut Context<'_>, diagnostics: &mut Diagnostics) -> Result<(), Undecided> {
    let blocks: Vec<(BlockId, &Block)> = context.blocks().collect();
    for (id, block) in &blocks {
        diagnostics.extend(added_amounts(context, (*id, block))?);
        let Body::Bands(bands) = &block.body else { continue };
        let in_row = |row| beside_in_row(context, &blocks, (*id, block), row);
        let Some(lost) = odd_row(bands, in_row).or_else(|| fallen_row(bands, in_row)) else { continue };
        let found = finding(context, (*id, block), bands, &lost)?;
        if let (Some(found), Some(row)) = (found, bands.rows.get(lost.row)) {
            context.lost_rates.insert(row.at);
            diagnostics.push(found);
        }
    }
    Ok(())
}

fn form<'a>(bands: &Bands, row: &'a Row) -> Form<'a> {
    let price = match &row.outcome {
        RowOutcome::Price(price) => price,
        RowOutcome::Refuse(_) | RowOutcome::Refer(_) => return Form::Nothing,
        RowOutcome::Repeat => return Form::Other,
    };
    let mut amounts = price.steps.iter().filter_map(|step| match step {
        PriceStep::Add(Component { amount, .. }) => Some(amount),
        PriceStep::Minimum(_) | PriceStep::Maximum(_) => None,
    });
    let first = amounts.next();
    if !amounts.all(|fee| matches!(fee, Amount::Flat(_))) {
        return Form::Other;
    }
    match first {
        Some(Amount::Flat(amount)) => Form::Flat(*amount),
        Some(Amount::Units(units)) if units.above == Exact::ZERO && units.of == bands.measure => {
            Form::Rate { rate: units.rate, step: units.step, unit: &units.unit }
        }
        Some(Amount::Units(_) | Amount::Share { .. } | Amount::Formula(_)) | None => Form::Other,
    }
}

/// The only row without a rate, where its amount looks like the rate of the row beside it: taken as one, the price
/// goes on over the bound between them. `in_row` is a rate that all other columns of the card have in a row.
fn odd_row<'a>(bands: &'a Bands, in_row: impl Fn(usize) -> Option<Beside<'a>>) -> Option<Lost<'a>> {
    let forms: Vec<Form<'_>> = bands.rows.iter().map(|row| form(bands, row)).collect();
    let mut flat = forms.iter().enumerate().filter(|(_, form)| matches!(form, Form::Flat(_)));
    let (index, Form::Flat(amount)) = flat.next()? else { return None };
    if flat.next().is_some() || forms.contains(&Form::Other) {
        return None;
    }
    let rates: Vec<Beside<'_>> = (0..forms.len()).filter_map(|row| rate_of(bands, &forms, row)).collect();
    let first = rates.first()?;
    if rates.iter().any(|other| other.step != first.step) {
        return None;
    }
    let before = index.checked_sub(1);
    let beside = [(index.checked_add(1), Some(index)), (before, before)];
    let (rate, bound) = beside.into_iter().find_map(|(row, bounding)| {
        let Form::Rate { rate, .. } = forms.get(row?)? else { return None };
        Some((*rate, bands.rows.get(bounding?)?.upper?.0))
    })?;
    let is_near = within(*amount, rate, 77, 130)?;
    // Where the bound is but one step, an amount and a rate of one size come to the same; not so where the row goes far
    // beyond, and all other columns have a rate in it.
    let steps = first.step.checked_mul(Exact::from_integer(3)).ok()?;
    let goes_far = |bound: Exact| Some(bound.checked_mul(Exact::from_integer(2)).ok()? >= steps);
    let is_in_row = in_row(index).is_some();
    let end = bands.rows.get(index)?.upper;
    let is_far = goes_far(bound)? || (is_in_row && end.is_none_or(|(end, _)| goes_far(end).unwrap_or(true)));
    let is_odd = rates.len() >= 2 || is_in_row;
    (is_near && is_far && is_odd).then_some(Lost { row: index, beside: *first, says: "all beside it have" })
}

/// A row whose amount is less than what the row before it ends with, and goes on from there where it is taken for a rate:
/// the rate of the row beside it, or one that all other columns of the card have. Lighter rows may have amounts.
fn fallen_row<'a>(bands: &'a Bands, in_row: impl Fn(usize) -> Option<Beside<'a>>) -> Option<Lost<'a>> {
    let forms: Vec<Form<'_>> = bands.rows.iter().map(|row| form(bands, row)).collect();
    (1..forms.len()).find_map(|row| {
        let Form::Flat(amount) = *forms.get(row)? else { return None };
        let before = row.checked_sub(1)?;
        let bound = bands.rows.get(before)?.upper?.0;
        let ends = match forms.get(before)? {
            Form::Flat(amount) => *amount,
            Form::Rate { rate, step, .. } => rate.checked_mul(bound.checked_div(*step).ok()?).ok()?,
            Form::Nothing | Form::Other => return None,
        };
        let near = [row.checked_add(1), Some(before)].into_iter().flatten().find(|beside| match forms.get(*beside) {
            Some(Form::Rate { rate, .. }) => within(amount, *rate, 77, 130) == Some(true),
            Some(Form::Flat(_) | Form::Nothing | Form::Other) | None => false,
        });
        let beside = near.and_then(|beside| rate_of(bands, &forms, beside)).or_else(|| in_row(row))?;
        let goes_on = amount.checked_mul(bound.checked_div(beside.step).ok()?).ok()?;
        let is_lost = amount < ends && within(goes_on, ends, 77, 250)?;
        is_lost.then_some(Lost { row, beside, says: "what stands beside it has" })
    })
}

/// The rate of a row; none where it has none.
fn rate_of<'a>(bands: &'a Bands, forms: &[Form<'a>], row: usize) -> Option<Beside<'a>> {
    match forms.get(row)? {
        Form::Rate { step, unit, .. } => Some(Beside { at: bands.rows.get(row)?.at, step: *step, unit }),
        Form::Flat(_) | Form::Nothing | Form::Other => None,
    }
}

/// Whether an amount is between so many hundredths of another.
fn within(amount: Exact, other: Exact, least: i64, most: i64) -> Option<bool> {
    let hundred = amount.checked_mul(Exact::from_integer(100)).ok()?;
    let bound = |share: i64| other.checked_mul(Exact::from_integer(share)).ok();
    Some(bound(least)? <= hundred && hundred <= bound(most)?)
}

/// The rate that all other columns of the card have in this row; none where one has none, or where there are no others.
fn beside_in_row<'a>(
    context: &Context<'_>,
    blocks: &[(BlockId, &'a Block)],
    (id, block): (BlockId, &Block),
    row: usize,
) -> Option<Beside<'a>> {
    let statement = report::statement(context, block);
    let others = blocks.iter().filter(|(other, _)| *other != id);
    let mut first = None;
    for (_, other) in others.filter(|(_, other)| report::statement(context, other) == statement) {
        let Body::Bands(bands) = &other.body else { continue };
        match bands.rows.get(row).map(|written| (written.at, form(bands, written))) {
            Some((at, Form::Rate { step, unit, .. })) => {
                first.get_or_insert(Beside { at, step, unit });
            }
            Some((_, Form::Nothing)) | None => {}
            Some((_, Form::Flat(_) | Form::Other)) => return None,
        }
    }
    first
}

/// The finding, with a shipment that the row prices; none where no shipment reaches the row.
fn finding(
    context: &mut Context<'_>,
    (id, block): (BlockId, &Block),
    bands: &Bands,
    lost: &Lost<'_>,
) -> Result<Option<Diagnostic>, Undecided> {
    let Some(row) = bands.rows.get(lost.row) else { return Ok(None) };
    let name = report::block_name(context.program, block);
    let per = per_text(lost.beside.step, lost.beside.unit);
    let diagnostic = Diagnostic::new(
        Code::LOST_RATE,
        context.span(row.at),
        format!("this price of `{name}` has no `per {per}`, and {}", lost.says),
    )
    .label("one amount for the whole row")
    .related(context.span(lost.beside.at), format!("`per {per}`"))
    .help(format!("write `per {per}` behind the amount, unless the carrier asks for it once"));
    let Some((shipment, amount)) = priced_in_row(context, (id, block), Some(bands), lost.row)? else { return Ok(None) };
    let money = Money { amount, currency: context.program.currency };
    let weight = shipment.weight.map_or_else(String::new, |weight| format!("{weight} "));
    Ok(Some(diagnostic.note(format!("{weight}costs {money}, as everything in this row")).witness(report::example(
        context,
        &format!("{name} in this row"),
        &shipment,
    ))))
}

/// A shipment that a row prices, with what the row comes to; none where no shipment reaches it.
pub(super) fn priced_in_row(
    context: &mut Context<'_>,
    (id, block): (BlockId, &Block),
    bands: Option<&Bands>,
    row: usize,
) -> Result<Option<(Shipment, Exact)>, Undecided> {
    let further = bands.and_then(|bands| {
        let above = row.checked_sub(1).and_then(|before| bands.rows.get(before)).and_then(|before| before.upper);
        let lower = above.map(|(bound, end)| match end {
            End::Included => (bound, End::Excluded),
            End::Excluded => (bound, End::Included),
        });
        Some((bands.measure.clone(), Interval { lower, upper: bands.rows.get(row)?.upper }))
    });
    priced_within(context, (id, block), further.as_slice(), row)
}

/// A shipment of certain amounts that a row prices, with what the row comes to; none where there is none.
pub(super) fn priced_within(
    context: &mut Context<'_>,
    (id, block): (BlockId, &Block),
    further: &[(Expression, Interval)],
    row: usize,
) -> Result<Option<(Shipment, Exact)>, Undecided> {
    for carried in context.services.clone() {
        if !block.scope.services.contains(carried.id.0.into()) {
            continue;
        }
        let decided = context.decided(carried.id, block)?;
        for (case, parcel) in &carried.cases {
            let region = context.and(decided, *case)?;
            let question = Question { region, parcel, further };
            let found = context.asker.ask(&question, |_, answer| {
                let lines = answer.as_ref().map(|quote| quote.lines.as_slice()).unwrap_or_default();
                match lines.iter().find(|line| line.block == id && line.row as usize == row) {
                    Some(line) => Verdict::Confirmed(line.amount),
                    None => Verdict::Otherwise,
                }
            });
            if let Finding::Found(shipment, amount) = found {
                return Ok(Some((*shipment, amount)));
            }
        }
    }
    Ok(None)
}

/// A single price of freight that is nothing but amounts added up: what a tariff would print as one amount, unless the
/// first is a rate.
fn added_amounts(context: &mut Context<'_>, (id, block): (BlockId, &Block)) -> Result<Option<Diagnostic>, Undecided> {
    let line = context.program.lines.get(usize::from(block.line.0));
    let Body::Single(RowOutcome::Price(price)) = &block.body else { return Ok(None) };
    let is_flat = |step: &PriceStep| matches!(step, PriceStep::Add(Component { amount: Amount::Flat(amount), charged: None }) if amount.is_positive());
    let is_sum = price.steps.len() > 1 && price.steps.iter().all(is_flat) && price.parts.is_empty();
    if !is_sum || line.is_none_or(|line| line.kind != LineKind::Freight) {
        return Ok(None);
    }
    let Some((shipment, amount)) = priced_in_row(context, (id, block), None, 0)? else { return Ok(None) };
    let name = report::block_name(context.program, block);
    let money = Money { amount, currency: context.program.currency };
    let message = format!("this price of `{name}` adds amounts up, and none of them is a rate");
    Ok(Some(
        Diagnostic::new(Code::LOST_RATE, context.span(block.at), message)
            .note(format!("whatever is shipped costs {money}"))
            .help("is `per kg` missing behind the first? If not, write the sum")
            .witness(report::example(context, &format!("{name} costs one amount"), &shipment)),
    ))
}

/// `kg`, `started 500 g`: without the word for begun steps, which is the author's choice.
pub(super) fn per_text(step: Exact, unit: &Per) -> String {
    match unit {
        Per::Unit(unit) => {
            let count = step.checked_div(unit.factor()).ok().filter(|count| *count != Exact::ONE);
            count.map_or_else(|| unit.word().to_owned(), |count| format!("{count} {}", unit.word()))
        }
        Per::Item => "item".to_owned(),
        Per::Parcel => "parcel".to_owned(),
        Per::Money(currency) => format!("{step} {currency}"),
        Per::Number(word) => word.clone().unwrap_or_else(|| step.to_string()),
    }
}
