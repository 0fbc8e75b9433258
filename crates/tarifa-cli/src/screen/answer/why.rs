//! A service that has no price: what stands in the way, and what must be known.

use tarifa::answer::{Reason, ServiceOption};
use tarifa_diagnostics::render::safe;

use super::super::style::{CODE, paint};
use super::super::{Column, Table};
use super::{Depth, View, heading, painted_verdict, place, restriction};

/// The blanks before what belongs to a service.
const INDENT: usize = 2;

/// The verdict and everything behind it.
pub(super) fn unavailable(option: &ServiceOption, changes: &[String], view: View<'_>) -> String {
    let mut text = format!("{}  {}\n", heading(&option.service, &option.title), painted_verdict(option.verdict));
    if !option.reasons.is_empty() {
        text.push_str(&reasons(option, view).render(INDENT, view.width));
    }
    let more = [
        restriction::check_list(option, view.language),
        needs(option),
        restriction::warnings(&option.warnings, view.language),
    ];
    for table in more {
        text.push_str(&table.render(INDENT, view.width));
    }
    text + &nearest(changes).render(INDENT, view.width)
}

/// What would have to change, the smallest change first.
fn nearest(changes: &[String]) -> Table {
    let head = match changes {
        [_] => "to make it shippable",
        _ => "to make it shippable, one of",
    };
    let mut table = Table::new([(head, Column::Text)]);
    for change in changes {
        table.row([format!("- {change}")]);
    }
    table
}

/// The reasons; one by one with the value, the bound and the place where that is asked for.
fn reasons(option: &ServiceOption, view: View<'_>) -> Table {
    match view.depth {
        Depth::Reasons => {
            let mut table = Table::new([("", Column::Text), ("", Column::Words)]);
            for reason in &option.reasons {
                let text = restriction::in_language(&reason.text, &reason.cited, view.language);
                table.row([format!("- {text}"), place(reason.place.as_ref())]);
                let source = restriction::source(&reason.cited);
                if !source.is_empty() {
                    table.row([format!("  {source}")]);
                }
            }
            table
        }
        Depth::Why => {
            let mut table = Table::new([
                ("failed", Column::Text),
                ("value", Column::Figures),
                ("rule", Column::Words),
                ("where", Column::Words),
            ]);
            for reason in &option.reasons {
                table.row([
                    failed(reason, view.language),
                    safe(reason.value.as_deref().unwrap_or("")).into_owned(),
                    rule(reason, &option.service),
                    place(reason.place.as_ref()),
                ]);
                // The words of a reason without a bound end with why there is such a rule.
                let more = match reason.bound {
                    Some(_) => restriction::because_and_source(&reason.cited, view.language),
                    None => restriction::source(&reason.cited),
                };
                if !more.is_empty() {
                    table.row([format!("  {more}")]);
                }
            }
            table
        }
    }
}

/// The bound that failed, and of what; where there is none, the reason in words.
fn failed(reason: &Reason, language: Option<&str>) -> String {
    let Some(bound) = &reason.bound else {
        return restriction::in_language(&reason.text, &reason.cited, language);
    };
    let of_item = reason.item.map(|item| format!(", item {item}")).unwrap_or_default();
    let of_parcel = reason.parcel.map(|parcel| format!(", parcel {parcel}")).unwrap_or_default();
    safe(&format!("{bound}{of_item}{of_parcel}")).into_owned()
}

/// The statement that says so, where that is not the service itself.
fn rule(reason: &Reason, service: &str) -> String {
    if reason.rule == service { String::new() } else { safe(&reason.rule).into_owned() }
}

/// The facts to give, each with what it is called and who asks.
fn needs(option: &ServiceOption) -> Table {
    let mut table = Table::new([("give", Column::Words), ("which is", Column::Text), ("asked for by", Column::Text)]);
    for need in &option.needs {
        let of = need.item.map(|number| format!(" of item {number}")).unwrap_or_default();
        table.row([
            format!("{}{of}", paint(CODE, safe(&need.fact))),
            safe(&need.title).into_owned(),
            safe(&distinct(&need.asked_by).join(", ")).into_owned(),
        ]);
    }
    table
}

/// The names, each once, in their order.
fn distinct(names: &[String]) -> Vec<&str> {
    let mut distinct: Vec<&str> = Vec::new();
    for name in names {
        if !distinct.contains(&name.as_str()) {
            distinct.push(name);
        }
    }
    distinct
}
