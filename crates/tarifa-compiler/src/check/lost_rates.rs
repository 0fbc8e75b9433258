//! A price without the `per kg` that all other rows of its column have: a flat amount of the size of their rates.

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::currency::Money;
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{
    Amount, Bands, Block, BlockId, Body, Component, End, Interval, Per, PriceStep, Row, RowOutcome,
};

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

/// Looks at every row of bands; of a card, each column is one statement of bands.
pub(super) fn check(context: &mut Context<'_>, diagnostics: &mut Diagnostics) -> Result<(), Undecided> {
    let blocks: Vec<(BlockId, &Block)> = context.blocks().collect();
    for (id, block) in &blocks {
        let Body::Bands(bands) = &block.body else { continue };
        let Some(lost) = odd_row(bands) else { continue };
        let others = bands.rows.iter().filter(|row| matches!(form(bands, row), Form::Rate { .. })).count();
        if others < 2 && !is_odd_beside_others(context, &blocks, (*id, block), lost) {
            continue;
        }
        let found = finding(context, (*id, block), bands, lost)?;
        if let (Some(found), Some(row)) = (found, bands.rows.get(lost)) {
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
/// goes on over the bound between them.
fn odd_row(bands: &Bands) -> Option<usize> {
    let forms: Vec<Form<'_>> = bands.rows.iter().map(|row| form(bands, row)).collect();
    let mut flat = forms.iter().enumerate().filter(|(_, form)| matches!(form, Form::Flat(_)));
    let (index, Form::Flat(amount)) = flat.next()? else { return None };
    if flat.next().is_some() || forms.contains(&Form::Other) {
        return None;
    }
    let mut steps = forms.iter().filter_map(|form| match form {
        Form::Rate { step, .. } => Some(*step),
        Form::Flat(_) | Form::Nothing | Form::Other => None,
    });
    let step = steps.next()?;
    if steps.any(|other| other != step) {
        return None;
    }
    let before = index.checked_sub(1);
    let beside = [(index.checked_add(1), Some(index)), (before, before)];
    let (rate, bound) = beside.into_iter().find_map(|(row, bounding)| {
        let Form::Rate { rate, .. } = forms.get(row?)? else { return None };
        Some((*rate, bands.rows.get(bounding?)?.upper?.0))
    })?;
    let is_near = within(*amount, rate, 77, 130)?;
    // Where the bound is but one step, an amount and a rate of one size come to the same.
    let is_far = bound.checked_mul(Exact::from_integer(2)).ok()? >= step.checked_mul(Exact::from_integer(3)).ok()?;
    (is_near && is_far).then_some(index)
}

/// Whether an amount is between so many hundredths of another.
fn within(amount: Exact, other: Exact, least: i64, most: i64) -> Option<bool> {
    let hundred = amount.checked_mul(Exact::from_integer(100)).ok()?;
    let bound = |share: i64| other.checked_mul(Exact::from_integer(share)).ok();
    Some(bound(least)? <= hundred && hundred <= bound(most)?)
}

/// Whether all other columns of the card have a rate in this row.
fn is_odd_beside_others(
    context: &Context<'_>,
    blocks: &[(BlockId, &Block)],
    (id, block): (BlockId, &Block),
    row: usize,
) -> bool {
    let statement = report::statement(context, block);
    let others = blocks.iter().filter(|(other, _)| *other != id);
    let beside: Vec<bool> = others
        .filter(|(_, other)| report::statement(context, other) == statement)
        .filter_map(|(_, other)| match &other.body {
            Body::Bands(bands) => match form(bands, bands.rows.get(row)?) {
                Form::Rate { .. } => Some(true),
                Form::Nothing => None,
                Form::Flat(_) | Form::Other => Some(false),
            },
            Body::Single(_) | Body::Progressive(_) | Body::Rows(_) => None,
        })
        .collect();
    !beside.is_empty() && beside.iter().all(|is_rate| *is_rate)
}

/// The finding, with a shipment that the row prices; none where no shipment reaches the row.
fn finding(
    context: &mut Context<'_>,
    (id, block): (BlockId, &Block),
    bands: &Bands,
    lost: usize,
) -> Result<Option<Diagnostic>, Undecided> {
    let forms = bands.rows.iter().map(|row| (row, form(bands, row)));
    let mut rates = forms.filter_map(|(row, form)| match form {
        Form::Rate { step, unit, .. } => Some((row, step, unit)),
        Form::Flat(_) | Form::Nothing | Form::Other => None,
    });
    let (Some(row), Some((beside, step, unit))) = (bands.rows.get(lost), rates.next()) else { return Ok(None) };
    let name = report::block_name(context.program, block);
    let per = per_text(step, unit);
    let diagnostic = Diagnostic::new(
        Code::LOST_RATE,
        context.span(row.at),
        format!("this price of `{name}` has no `per {per}`, and all beside it have"),
    )
    .label("one amount for the whole row")
    .related(context.span(beside.at), format!("`per {per}`"))
    .help(format!("write `per {per}` behind the amount, unless the carrier asks for it once"));
    let above = lost.checked_sub(1).and_then(|before| bands.rows.get(before)).and_then(|before| before.upper);
    let lower = above.map(|(bound, end)| match end {
        End::Included => (bound, End::Excluded),
        End::Excluded => (bound, End::Included),
    });
    let further = [(bands.measure.clone(), Interval { lower, upper: row.upper })];
    for carried in context.services.clone() {
        if !block.scope.services.contains(carried.id.0.into()) {
            continue;
        }
        let decided = context.decided(carried.id, block)?;
        for (case, parcel) in &carried.cases {
            let region = context.and(decided, *case)?;
            let question = Question { region, parcel, further: &further };
            let found = context.asker.ask(&question, |_, answer| {
                let lines = answer.as_ref().map(|quote| quote.lines.as_slice()).unwrap_or_default();
                match lines.iter().find(|line| line.block == id && line.row as usize == lost) {
                    Some(line) => Verdict::Confirmed(line.amount),
                    None => Verdict::Otherwise,
                }
            });
            if let Finding::Found(shipment, amount) = found {
                let money = Money { amount, currency: context.program.currency };
                let weight = shipment.weight.map_or_else(String::new, |weight| format!("{weight} "));
                return Ok(Some(
                    diagnostic
                        .note(format!("{weight}costs {money}, as everything in this row"))
                        .witness(report::example(context, &format!("{name} in this row"), &shipment)),
                ));
            }
        }
    }
    Ok(None)
}

/// `kg`, `started 500 g`: without the word for begun steps, which is the author's choice.
fn per_text(step: Exact, unit: &Per) -> String {
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
