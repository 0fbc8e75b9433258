//! Tables without frames: columns two blanks apart, figures to the right.
//!
//! Written here because cells carry colour, which the table libraries either
//! count as text or bring a terminal library for, and because the last column
//! is wrapped rather than the widest.

use unicode_width::UnicodeWidthStr;

use super::style::{FAINT, paint};

/// The blanks between two columns.
const GAP: usize = 2;

/// A last column narrower than this is not wrapped, since nothing is gained.
const NARROWEST: usize = 20;

/// On which side of a column its cells stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    /// Words.
    Left,
    /// Figures.
    Right,
}

/// Rows of text under heads.
#[derive(Debug)]
pub(crate) struct Table {
    columns: Vec<(String, Align)>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table of these columns; where every head is empty, none are shown.
    pub(crate) fn new(columns: impl IntoIterator<Item = (impl Into<String>, Align)>) -> Self {
        Self { columns: columns.into_iter().map(|(head, align)| (head.into(), align)).collect(), rows: Vec::new() }
    }

    /// Adds a row; missing cells are empty.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = impl Into<String>>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// The lines of the table, set in by `indent` blanks, the last column wrapped so that none exceeds `width`.
    pub(crate) fn render(&self, indent: usize, width: usize) -> String {
        let widths = self.widths();
        let before =
            widths.iter().rev().skip(1).fold(indent, |sum, width| sum.saturating_add(*width).saturating_add(GAP));
        let room = width.saturating_sub(before).max(NARROWEST);

        let mut text = String::new();
        if self.columns.iter().any(|(head, _)| !head.is_empty()) {
            let heads: Vec<_> = self.columns.iter().map(|(head, _)| paint(FAINT, head)).collect();
            self.line(&mut text, indent, &widths, &heads);
        }
        for row in &self.rows {
            let (last, others) = match row.split_last() {
                Some((last, others)) if row.len() == self.columns.len() => (last.as_str(), others),
                _ => ("", row.as_slice()),
            };
            let mut parts = textwrap::wrap(last, room).into_iter();
            let mut cells = others.to_vec();
            cells.resize(self.columns.len().saturating_sub(1), String::new());
            cells.push(parts.next().unwrap_or_default().into_owned());
            self.line(&mut text, indent, &widths, &cells);
            for part in parts {
                text.push_str(&" ".repeat(before));
                text.push_str(&part);
                text.push('\n');
            }
        }
        text
    }

    /// The columns that each column takes.
    fn widths(&self) -> Vec<usize> {
        let heads = self.columns.iter().map(|(head, _)| head.width());
        let mut widths: Vec<_> = heads.collect();
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(shown_width(cell));
            }
        }
        widths
    }

    /// Adds one line, without blanks at its end.
    fn line(&self, text: &mut String, indent: usize, widths: &[usize], cells: &[String]) {
        let mut line = " ".repeat(indent);
        for (index, ((cell, width), (_, align))) in cells.iter().zip(widths).zip(&self.columns).enumerate() {
            if index > 0 {
                line.push_str(&" ".repeat(GAP));
            }
            let fill = " ".repeat(width.saturating_sub(shown_width(cell)));
            match align {
                Align::Left => line.extend([cell.as_str(), &fill]),
                Align::Right => line.extend([fill.as_str(), cell]),
            }
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
}

/// The columns that `cell` takes on a terminal; its colours take none.
fn shown_width(cell: &str) -> usize {
    anstream::adapter::strip_str(cell).map(UnicodeWidthStr::width).sum()
}

#[cfg(test)]
mod tests {
    use super::super::style::GOOD;
    use super::*;

    #[track_caller]
    fn check(table: &Table, expected: &str) {
        let shown = table.render(2, 40);
        assert_eq!(anstream::adapter::strip_str(&shown).to_string(), expected);
    }

    #[test]
    fn figures_stand_to_the_right_and_wide_characters_count_twice() {
        let mut table = Table::new([("line", Align::Left), ("amount", Align::Right)]);
        table.row(["freight", "11.50"]);
        table.row(["挂号费", "25.00"]);
        table.row([paint(GOOD, "x"), "1234567.00".into()]);
        check(&table, "  line         amount\n  freight       11.50\n  挂号费        25.00\n  x        1234567.00\n");
    }

    #[test]
    fn the_last_column_wraps_under_itself() {
        let mut table = Table::new([("", Align::Left), ("", Align::Left)]);
        table.row(["why", "the first of several limits that do not hold"]);
        table.row(["short"]);
        check(&table, "  why    the first of several limits\n         that do not hold\n  short\n");
    }
}
