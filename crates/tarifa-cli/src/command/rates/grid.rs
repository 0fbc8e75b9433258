//! The grid on a screen: a column for each money line.

use tarifa::answer::{AnswerLineKind, ServiceOption};
use tarifa::program::Program;
use tarifa::shipment::Shipment;
use tarifa_diagnostics::render::safe;

use super::{Rates, Row, RowKind, zone};
use crate::screen::answer::{self, painted_verdict, remark};
use crate::screen::style::{FAINT, STRONG, paint};
use crate::screen::{Column, Table, width};

/// The heading and the rows.
pub(super) fn render(rows: &[Row], asked: &Rates, shipment: &Shipment, program: &Program) -> String {
    let names = line_names(rows);
    let mut columns = vec![("weight".to_owned(), Column::Figures), (String::new(), Column::Words)];
    columns.extend(names.iter().map(|name| (safe(name).into_owned(), Column::Figures)));
    columns.push(("total".into(), Column::Figures));
    columns.push(("what applies".into(), Column::Text));
    columns.push(("where".into(), Column::Words));
    let mut table = Table::new(columns);
    for row in rows {
        let mut cells = vec![row.weight.clone(), mark(row.kind)];
        cells.extend(names.iter().map(|name| amount(&row.answer, name)));
        cells.push(row.answer.total.map(|total| paint(STRONG, total.amount_text())).unwrap_or_default());
        let (what, whence) = what_applies(&row.answer);
        cells.extend([what, whence]);
        table.row(cells);
    }
    format!("{}\n\n{}", heading(asked, shipment, program), table.render(2, width()))
}

/// `standard from CN to DE on 2026-03-02, a parcel of 15 x 10 x 1 cm, in CNY`.
fn heading(asked: &Rates, shipment: &Shipment, program: &Program) -> String {
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
    words.push_str(&format!(", in {}", program.currency));
    words
}

/// The names of the lines that some row has, in the order of computing.
fn line_names(rows: &[Row]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let priced = rows.iter().filter(|row| row.answer.total.is_some());
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
fn amount(option: &ServiceOption, name: &str) -> String {
    if option.total.is_none() {
        return String::new();
    }
    let Some(line) = option.lines.iter().find(|line| line.name == name) else { return String::new() };
    let sign = if line.kind == AnswerLineKind::Discount { "-" } else { "" };
    format!("{sign}{}", line.amount.amount_text())
}

/// The formula of the freight with its place; the verdict and the reason where there is no price.
fn what_applies(option: &ServiceOption) -> (String, String) {
    match option.lines.first().filter(|_| option.total.is_some()) {
        Some(line) => (safe(&line.formula).into_owned(), answer::place(line.place.as_ref())),
        None => {
            let whence = option.reasons.first().map(|reason| answer::place(reason.place.as_ref())).unwrap_or_default();
            (format!("{}: {}", painted_verdict(option.verdict), remark(option, None)), whence)
        }
    }
}
