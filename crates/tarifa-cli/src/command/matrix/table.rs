//! The matrix on a terminal: parts that are no wider than it, and the rules below.

use tarifa::lanes::LaneKind;
use tarifa_diagnostics::render::safe;

use super::axes::{Axes, Axis};
use super::grid::Grid;
use super::layout::{ColumnHead, Layout, RowOfCells, heads};
use super::legend::{Legend, kind};
use crate::screen::style::{BAD, FAINT, GOOD, OPEN, STRONG, paint};
use crate::screen::{Column, Table};

/// The widest that a column is planned; longer words are wrapped.
const PLANNED: usize = 24;

/// The most destinations that a head names.
const NAMED: usize = 4;

/// The most categories, services or destinations that the largest row names; others are all named elsewhere.
const NAMED_IN_ROW: usize = 6;

/// The whole screen.
pub(super) fn render(caption: &str, axes: &Axes, grid: &Grid, legend: &Legend<'_>, width: usize) -> String {
    let layout = Layout::new(axes, grid);
    let elsewhere = layout.elsewhere();
    let mut text = format!("{}\n", paint(STRONG, safe(caption)));
    let mut first = 0_usize;
    while let Some(columns) = layout.columns.get(first..).filter(|columns| !columns.is_empty()) {
        let count = fitting(columns, &layout, first, (grid, legend), width.saturating_sub(PLANNED));
        let part = first..first.saturating_add(count);
        let shown = layout.columns.get(part.clone()).unwrap_or_default();
        let heads = shown.iter().map(|head| (column_head(head, elsewhere), Column::Text));
        let mut table = Table::new(std::iter::once((row_word(axes.rows).to_owned(), Column::Text)).chain(heads));
        for (head, cells) in named(axes, layout.part(part.clone())) {
            table.row(std::iter::once(head).chain(cells.iter().map(|cell| cell_words(*cell, grid, legend))));
        }
        text.push_str(&format!("\n{}", table.render(0, width)));
        first = part.end;
    }
    for part in [notes(&layout).render(0, width), rules(legend).render(0, width)] {
        if !part.is_empty() {
            text.push_str(&format!("\n{part}"));
        }
    }
    text
}

/// The rows with their heads; a largest one of many stands last, for all that no other names.
fn named(axes: &Axes, mut rows: Vec<RowOfCells>) -> Vec<(String, Vec<usize>)> {
    let largest = (0..rows.len()).max_by_key(|row| rows.get(*row).map_or(0, |row| row.members.len()));
    let rest = largest
        .filter(|_| rows.len() > 1)
        .filter(|row| rows.get(*row).is_some_and(|row| heads(axes, &row.members).len() > NAMED_IN_ROW));
    let rest = rest.map(|rest| rows.remove(rest));
    let named = rows.into_iter().map(|row| (safe(&heads(axes, &row.members).join(", ")).into_owned(), row.cells));
    named.chain(rest.map(|row| ("all others".to_owned(), row.cells))).collect()
}

const fn row_word(axis: Axis) -> &'static str {
    match axis {
        Axis::Categories => "category",
        Axis::Services => "service",
        Axis::Destinations => "destination",
    }
}

/// How many of `columns` stand beside each other; at least one.
fn fitting(
    columns: &[ColumnHead],
    layout: &Layout,
    first: usize,
    (grid, legend): (&Grid, &Legend<'_>),
    room: usize,
) -> usize {
    let mut used = 0_usize;
    let mut count = 0_usize;
    for (position, head) in (first..).zip(columns) {
        let cell = |row: &RowOfCells| {
            row.cells.get(position).and_then(|number| grid.verdict(*number)).map_or(0, |verdict| {
                let (word, more) = legend.words(verdict);
                word.chars().count().saturating_add(more.chars().count()).saturating_add(1)
            })
        };
        let widest = layout
            .rows
            .iter()
            .map(cell)
            .chain([column_head(head, layout.elsewhere()).chars().count()])
            .max()
            .unwrap_or(0);
        used = used.saturating_add(widest.min(PLANNED)).saturating_add(2);
        if used > room && count > 0 {
            break;
        }
        count = count.saturating_add(1);
    }
    count.max(1)
}

/// `standard to DE, FR`; of many destinations the first, and how many more.
fn column_head(head: &ColumnHead, elsewhere: Option<&ColumnHead>) -> String {
    if elsewhere == Some(head) {
        return "elsewhere".to_owned();
    }
    let services = head.services.join(", ");
    let named: Vec<_> = head.destinations.iter().take(NAMED).map(String::as_str).collect();
    let destinations = match head.destinations.len().saturating_sub(NAMED) {
        0 => named.join(", "),
        more => format!("{} +{more}", named.join(", ")),
    };
    let parts: Vec<_> = [services, destinations].into_iter().filter(|part| !part.is_empty()).collect();
    match parts.is_empty() {
        true => "answer".to_owned(),
        false => safe(&parts.join(" to ")).into_owned(),
    }
}

/// The words of a cell, the first in its colour.
fn cell_words(number: usize, grid: &Grid, legend: &Legend<'_>) -> String {
    let Some(verdict) = grid.verdict(number) else { return String::new() };
    let (word, more) = legend.words(verdict);
    let style = match verdict.kind {
        LaneKind::Allowed => GOOD,
        LaneKind::Conditional | LaneKind::Needs => OPEN,
        LaneKind::Refused => BAD,
        LaneKind::NotServed => FAINT,
    };
    match (more.is_empty(), verdict.kind) {
        (true, _) => paint(style, word),
        (false, LaneKind::Allowed) => format!("{}, {}", paint(style, word), safe(&more)),
        (false, _) => format!("{} {}", paint(style, word), safe(&more)),
    }
}

/// What heads leave out: long lists of destinations, and where nothing goes.
fn notes(layout: &Layout) -> Table {
    let mut table = Table::new([("where", Column::Words), ("", Column::Text)]);
    let elsewhere = layout.elsewhere();
    let is_named = |head: &&ColumnHead| head.destinations.len() <= NAMED || elsewhere == Some(*head);
    for head in layout.columns.iter().filter(|head| !is_named(head)) {
        table.row([column_head(head, elsewhere), safe(&head.destinations.join(", ")).into_owned()]);
    }
    for head in &layout.not_served {
        let services = head.services.join(", ");
        let what = if services.is_empty() { "not served".to_owned() } else { format!("not served by {services}") };
        let places = match elsewhere == Some(head) {
            true => "elsewhere".to_owned(),
            false => head.destinations.join(", "),
        };
        table.row([safe(&what), safe(&places)]);
    }
    table
}

/// The rules that cells name.
fn rules(legend: &Legend<'_>) -> Table {
    let mut table =
        Table::new([("rule", Column::Words), ("", Column::Words), ("because", Column::Text), ("where", Column::Words)]);
    for rule in legend.rules.values() {
        let own = rule.rule.because.iter().find(|because| because.language.is_none()).or(rule.rule.because.first());
        let because = own.map(|because| because.text.clone());
        let by = Some(rule.rule.authorities.join(", ")).filter(|by| !by.is_empty()).map(|by| format!("by {by}"));
        let see = Some(rule.rule.see.join(", ")).filter(|see| !see.is_empty()).map(|see| format!("see {see}"));
        let words: Vec<_> = [because, by, see].into_iter().flatten().collect();
        table.row([
            safe(&rule.rule.name).into_owned(),
            kind(&rule.rule.rule).to_owned(),
            safe(&words.join("; ")).into_owned(),
            paint(FAINT, safe(&rule.place)),
        ]);
    }
    table
}
