//! The grid on a screen: a column for each money line.

use tarifa::answer::{AnswerLineKind, ServiceOption};
use tarifa_diagnostics::render::safe;

use super::{Asker, Rates, Row, RowKind, zone};
use crate::screen::answer::{self, painted_verdict, remark};
use crate::screen::style::{FAINT, STRONG, paint};
use crate::screen::{Column, Table, width};

/// The heading and the rows.
pub(super) fn render(rows: &[Row], asked: &Rates, asker: &Asker<'_>) -> String {
    let mut shown = heading(asked, asker);
    let (of_values, of_weights): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| row.value.is_some());
    if !of_weights.is_empty() {
        shown.push_str(&format!("\n\n{}", table(&of_weights, About::Weights)));
    }
    if !of_values.is_empty() {
        let gap = if of_weights.is_empty() { "\n" } else { "" };
        shown.push_str(&format!("{gap}\nby declared value\n\n{}", table(&of_values, About::Values)));
    }
    shown
}

/// What the rows of a table are about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum About {
    Weights,
    Values,
}

fn table(rows: &[&Row], about: About) -> String {
    let names = line_names(rows.iter().copied());
    let mut columns = vec![("weight".to_owned(), Column::Figures)];
    if about == About::Values {
        columns.push(("value".to_owned(), Column::Figures));
    }
    columns.push((String::new(), Column::Words));
    columns.extend(names.iter().map(|name| (safe(name).into_owned(), Column::Figures)));
    columns.push(("total".into(), Column::Figures));
    columns.push(("what applies".into(), Column::Text));
    columns.push(("where".into(), Column::Words));
    let mut table = Table::new(columns);
    for row in rows {
        let mut cells = vec![row.weight.clone()];
        cells.extend(row.value.clone());
        cells.push(mark(row.kind));
        cells.extend(names.iter().map(|name| amount(&row.answer, name)));
        cells.push(row.answer.total.map(|total| paint(STRONG, total.amount_text())).unwrap_or_default());
        let (what, whence) = what_applies(row);
        cells.extend([what, whence]);
        table.row(cells);
    }
    table.render(2, width())
}

/// `standard from CN to DE on 2026-03-02, a parcel of 15 x 10 x 1 cm, in CNY`.
fn heading(asked: &Rates, asker: &Asker<'_>) -> String {
    let (shipment, program) = (&asker.shipment, asker.tariff.program());
    let mut words = paint(STRONG, safe(&asked.via));
    if let Some(from) = &asked.from {
        words.push_str(&format!(" from {}", safe(from)));
    }
    words.push_str(&format!(" to {}", safe(&asked.to)));
    if let Some(place) = zone::representative(program, &asked.to) {
        words.push_str(&format!(" (for which {place} stands)"));
    }
    if let Some(at) = &asked.at {
        words.push_str(&format!(" on {}", safe(at)));
    }
    if let Some([length, width, height]) = shipment.sides {
        words.push_str(&format!(", a parcel of {} x {} x {height}", length.value, width.value));
    }
    if shipment.items.as_ref().is_some_and(Vec::is_empty) {
        words.push_str(", without items");
    }
    if let Some(value) = asker.supposed {
        words.push_str(&format!(", worth {value}"));
    }
    words.push_str(&format!(", in {}", program.currency));
    words
}

/// The names of the lines that some row has, in the order of computing.
pub(super) fn line_names<'a>(rows: impl Iterator<Item = &'a Row>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let priced = rows.filter(|row| row.answer.total.is_some());
    for line in priced.flat_map(|row| &row.answer.lines) {
        if !names.contains(&line.name) {
            names.push(line.name.clone());
        }
    }
    names
}

fn mark(kind: RowKind) -> String {
    match kind {
        RowKind::JustOver => paint(FAINT, "just over"),
        RowKind::JustUnder => paint(FAINT, "just under"),
        RowKind::UpTo | RowKind::From | RowKind::Asked => String::new(),
    }
}

/// The amount of the line that is called `name`; none while the price as a whole is open.
pub(super) fn amount(option: &ServiceOption, name: &str) -> String {
    if option.total.is_none() {
        return String::new();
    }
    let Some(line) = option.lines.iter().find(|line| line.name == name) else { return String::new() };
    let sign = if line.kind == AnswerLineKind::Discount { "-" } else { "" };
    format!("{sign}{}", line.amount.amount_text())
}

/// The formula of the freight with its place, or those of the lines that change at a value; the verdict and the reason
/// where there is no price.
pub(super) fn what_applies(row: &Row) -> (String, String) {
    let option = &row.answer;
    if row.value.is_some() && option.total.is_some() {
        let changed = option.lines.iter().filter(|line| row.changed.contains(&line.name));
        let first = changed.clone().find_map(|line| line.place.as_ref());
        let said = changed.map(|line| format!("{}: {}", safe(&line.name), safe(&line.formula)));
        let absent = row.changed.iter().filter(|name| option.lines.iter().all(|line| line.name != **name));
        let words: Vec<_> = said.chain(absent.map(|name| format!("no {}", safe(name)))).collect();
        return (words.join("; "), answer::place(first));
    }
    match option.lines.first().filter(|_| option.total.is_some()) {
        Some(line) => (safe(&line.formula).into_owned(), answer::place(line.place.as_ref())),
        None => {
            let whence = option.reasons.first().map(|reason| answer::place(reason.place.as_ref())).unwrap_or_default();
            (format!("{}: {}", painted_verdict(option.verdict), remark(option, None)), whence)
        }
    }
}
