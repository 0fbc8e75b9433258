//! All services at a glance, and which to take.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use tarifa::answer::{Answer, ServiceOption, Verdict};
use tarifa_diagnostics::render::safe;

use super::super::style::{GOOD, OPEN, STRONG, paint};
use super::super::{Column, Table};
use super::{painted_verdict, place, restriction, transit};

/// The options as a reader wants them: the recommended one, then by verdict, the best first, then the cheaper, then the
/// one that fewer reasons stand against, then by name.
pub(super) fn in_order(answer: &Answer) -> Vec<&ServiceOption> {
    let recommended = answer.recommended.as_ref().and_then(|recommended| recommended.service.as_deref());
    let mut options: Vec<_> = answer.options.iter().collect();
    options.sort_by_key(|option| {
        let total = option.total.map(|total| total.amount);
        let against = option.reasons.len();
        (Some(option.service.as_str()) != recommended, Reverse(option.verdict), total, against, &option.service)
    });
    options
}

/// The option that comes first: the recommended one, else the best.
pub(crate) fn best(answer: &Answer) -> Option<&ServiceOption> {
    in_order(answer).into_iter().next()
}

/// A row for each option.
pub(super) fn table(answer: &Answer, options: &[&ServiceOption], language: Option<&str>) -> Table {
    let recommended = answer.recommended.as_ref().and_then(|recommended| recommended.service.as_deref());
    let mut table = Table::new([
        ("service", Column::Words),
        ("answer", Column::Words),
        ("total", Column::Figures),
        ("transit", Column::Words),
        ("", Column::Text),
    ]);
    for option in options {
        let total = option.total.map(|total| total.to_string()).unwrap_or_default();
        let is_recommended = Some(option.service.as_str()) == recommended;
        table.row([
            safe(&option.service).into_owned(),
            painted_verdict(option.verdict),
            paint(STRONG, total),
            if option.total.is_some() { transit(option.transit_days) } else { String::new() },
            match (is_recommended, remark(option, language)) {
                (false, remark) => remark,
                (true, remark) if remark.is_empty() => paint(GOOD, "recommended"),
                (true, remark) => format!("{}: {remark}", paint(GOOD, "recommended")),
            },
        ]);
    }
    table
}

/// The first thing that stands in the way, and how many more do; or what must be known or provided.
pub(crate) fn remark(option: &ServiceOption, language: Option<&str>) -> String {
    let needs: BTreeSet<_> = option.needs.iter().map(|need| need.fact.as_str()).collect();
    if option.verdict == Verdict::Needs && !needs.is_empty() {
        let needs: Vec<_> = needs.into_iter().collect();
        return safe(&needs.join(", ")).into_owned();
    }
    if option.verdict == Verdict::Conditional && !option.requirements.is_empty() {
        return restriction::to_provide(&option.requirements);
    }
    let first = option.reasons.first();
    let first = first.map(|reason| restriction::in_language(&reason.text, &reason.cited, language)).unwrap_or_default();
    match option.reasons.len().saturating_sub(1) {
        0 => first,
        more => format!("{first}, and {more} more"),
    }
}

/// Which service to take, and why; or what must be known first.
pub(super) fn recommendation(answer: &Answer) -> String {
    let Some(recommended) = &answer.recommended else {
        return String::new();
    };
    let reason = safe(&recommended.reason);
    let place = match place(recommended.place.as_ref()) {
        place if place.is_empty() => place,
        place => format!("  {place}"),
    };
    match &recommended.service {
        Some(service) => format!("{} {}: {reason}{place}\n", paint(GOOD, "recommended:"), paint(STRONG, safe(service))),
        None => format!("{} {reason}{place}\n", paint(OPEN, "no recommendation yet:")),
    }
}
