//! A service that has no price: what stands in the way, and what must be known.

use tarifa::answer::{Reason, ServiceOption};
use tarifa_diagnostics::render::safe;

use super::super::style::{CODE, paint};
use super::super::{Column, Table};
use super::{Depth, heading, painted_verdict, place};

/// The blanks before what belongs to a service.
const INDENT: usize = 2;

/// The verdict and everything behind it.
pub(super) fn unavailable(option: &ServiceOption, depth: Depth, width: usize) -> String {
    let mut text = format!("{}  {}\n", heading(&option.service, &option.title), painted_verdict(option.verdict));
    if !option.reasons.is_empty() {
        text.push_str(&reasons(option, depth).render(INDENT, width));
    }
    if !option.needs.is_empty() {
        text.push_str(&needs(option).render(INDENT, width));
    }
    text
}

/// The reasons; one by one with the value, the bound and the place where that is asked for.
fn reasons(option: &ServiceOption, depth: Depth) -> Table {
    match depth {
        Depth::Reasons => {
            let mut table = Table::new([("", Column::Text), ("", Column::Words)]);
            for reason in &option.reasons {
                table.row([format!("- {}", safe(&reason.text)), place(reason.place.as_ref())]);
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
                    safe(reason.bound.as_deref().unwrap_or(&reason.text)).into_owned(),
                    safe(reason.value.as_deref().unwrap_or("")).into_owned(),
                    rule(reason, &option.service),
                    place(reason.place.as_ref()),
                ]);
            }
            table
        }
    }
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
