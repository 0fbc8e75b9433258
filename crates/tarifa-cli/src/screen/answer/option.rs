//! A priced service: the weight, the lines, the totals.

use tarifa::answer::{AnswerLine, AnswerLineKind, BilledWeightAnswer, ServiceOption};
use tarifa::currency::Money;
use tarifa_diagnostics::render::safe;

use super::super::style::{FAINT, STRONG, paint};
use super::super::{Column, Table, weight};
use super::{View, heading, painted_verdict, place, restriction, transit};

/// The blanks before what belongs to a service.
const INDENT: usize = 2;

/// Everything about a service that has a price.
pub(super) fn priced(option: &ServiceOption, view: View<'_>) -> String {
    let width = view.width;
    let days = transit(option.transit_days);
    let comma = if days.is_empty() { "" } else { ", " };
    let mut text =
        format!("{}  {}{comma}{days}\n\n", heading(&option.service, &option.title), painted_verdict(option.verdict));
    for table in
        [restriction::check_list(option, view.language), restriction::warnings(&option.warnings, view.language)]
    {
        let table = table.render(INDENT, width);
        if !table.is_empty() {
            text.push_str(&table);
            text.push('\n');
        }
    }
    for billed in &option.billed_weights {
        text.push_str(&billed_weight(billed, width));
    }
    if !option.billed_weights.is_empty() {
        text.push('\n');
    }
    text.push_str(&lines(option).render(INDENT, width));
    if !option.rates.is_empty() {
        let mut rates = Table::new([("rate", Column::Text), ("where", Column::Words)]);
        for rate in &option.rates {
            let place = rate.place.as_ref();
            let given = paint(FAINT, "given with the shipment");
            let place = if place.is_some() { super::place(place) } else { given };
            rates.row([safe(&rate.text).into_owned(), place]);
        }
        text.push('\n');
        text.push_str(&rates.render(INDENT, width));
    }
    text
}

/// The billed weight, and under it each step to it.
fn billed_weight(billed: &BilledWeightAnswer, width: usize) -> String {
    let parcel = billed.parcel.map(|number| format!("parcel {number}: ")).unwrap_or_default();
    let mut text = format!("{}{parcel}billed weight {}", " ".repeat(INDENT), paint(STRONG, safe(&billed.text)));
    if let Some(priced_as) = billed.priced_as {
        text.push_str(&format!(", priced as {}", paint(STRONG, weight(priced_as))));
    }
    text.push('\n');
    let mut steps = Table::new([("", Column::Text), ("", Column::Words)]);
    for step in &billed.steps {
        steps.row([safe(&step.text).into_owned(), place(step.place.as_ref())]);
    }
    text.push_str(&steps.render(INDENT.saturating_mul(2), width));
    text
}

/// The money lines with how each came about, their sum, and who pays what where there are several.
fn lines(option: &ServiceOption) -> Table {
    let several_payers = option.payers.len() > 1;
    let payer = |name: &str| if several_payers { safe(name).into_owned() } else { String::new() };
    let mut table = Table::new([
        ("line", Column::Words),
        ("amount", Column::Figures),
        (if several_payers { "paid by" } else { "" }, Column::Words),
        ("how", Column::Text),
        ("rule", Column::Words),
        ("where", Column::Words),
    ]);
    for line in &option.lines {
        table.row([
            name(line),
            amount(line),
            payer(&line.payer),
            how(line),
            safe(&line.rule).into_owned(),
            place(line.place.as_ref()),
        ]);
    }
    let Some(total) = option.total else {
        return table;
    };
    let total = total.to_string();
    table.row([String::new(), "─".repeat(total.len())]);
    let only = match option.payers.as_slice() {
        [only] => format!("paid by {}", safe(&only.payer)),
        _ => String::new(),
    };
    table.row([paint(STRONG, "total"), paint(STRONG, total), String::new(), only]);
    if several_payers {
        for each in &option.payers {
            table.row([String::new(), each.amount.to_string(), payer(&each.payer)]);
        }
    }
    table
}

/// The line's name, with its parcel where there are several.
fn name(line: &AnswerLine) -> String {
    let name = safe(&line.name);
    match line.parcel {
        Some(number) => format!("{name} (parcel {number})"),
        None => name.into_owned(),
    }
}

/// The amount as it enters the total: a discount is taken off.
fn amount(line: &AnswerLine) -> String {
    match line.kind {
        AnswerLineKind::Discount => format!("-{}", line.amount),
        AnswerLineKind::Freight | AnswerLineKind::Charge | AnswerLineKind::Tax => line.amount.to_string(),
    }
}

/// The formula with its numbers, what it gives, and what rounding made of that.
fn how(line: &AnswerLine) -> String {
    let mut how = safe(&line.formula).into_owned();
    if let Some(original) = line.original {
        equals(&mut how, original);
        how.push_str(&format!(" {}", original.currency));
    }
    if let Some(unrounded) = line.unrounded {
        equals(&mut how, unrounded);
        how.push_str(&format!(", rounded to {}", line.amount.amount_text()));
    }
    how
}

/// Adds what the formula gives, unless it says so itself at its end.
fn equals(how: &mut String, money: Money) {
    let result = format!(" = {}", money.amount_text());
    if !how.ends_with(&result) {
        how.push_str(&result);
    }
}
