//! Tables without frames: columns two blanks apart, figures to the right.
//!
//! Written here because cells carry colour, which the table libraries either
//! count as text or bring a terminal library for, and because only running text is
//! wrapped, never a figure or a name.

use unicode_width::UnicodeWidthStr;

use super::style::{FAINT, paint};

/// The blanks between two columns.
const GAP: usize = 2;

/// A wrapped column is never made narrower than this.
const NARROWEST: usize = 24;

/// How the cells of a column stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    /// Words, to the left.
    Words,
    /// Figures, to the right.
    Figures,
    /// Running text, broken into lines where the table would be too wide.
    Text,
}

/// Rows of cells under heads.
#[derive(Debug)]
pub(crate) struct Table {
    columns: Vec<(String, Column)>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table of these columns; where every head is empty, none are shown.
    pub(crate) fn new(columns: impl IntoIterator<Item = (impl Into<String>, Column)>) -> Self {
        Self { columns: columns.into_iter().map(|(head, column)| (head.into(), column)).collect(), rows: Vec::new() }
    }

    /// Adds a row; missing cells are empty.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = impl Into<String>>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// The lines of the table, set in by `indent` blanks; its text is wrapped so that none exceeds `width`.
    pub(crate) fn render(&self, indent: usize, width: usize) -> String {
        let widths = self.widths(width.saturating_sub(indent));
        let mut text = String::new();
        if self.rows.is_empty() {
            return text;
        }
        if self.columns.iter().any(|(head, _)| !head.is_empty()) {
            let head = |head: &String| if head.is_empty() { String::new() } else { paint(FAINT, head) };
            let heads: Vec<_> = self.columns.iter().map(|(words, _)| head(words)).collect();
            self.row_lines(&mut text, indent, &widths, &heads);
        }
        for row in &self.rows {
            self.row_lines(&mut text, indent, &widths, row);
        }
        text
    }

    /// What each column takes, nothing where it is empty: its widest cell, less what is over `room` from the columns of running text.
    fn widths(&self, room: usize) -> Vec<usize> {
        let mut widths = vec![0; self.columns.len()];
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(shown_width(cell));
            }
        }
        for (width, (head, _)) in widths.iter_mut().zip(&self.columns).filter(|(width, _)| **width > 0) {
            *width = (*width).max(head.width());
        }
        let gaps = widths.iter().filter(|width| **width > 0).count().saturating_sub(1).saturating_mul(GAP);
        let mut over: usize = widths.iter().fold(gaps, |sum, width| sum.saturating_add(*width)).saturating_sub(room);
        // The widest gives way first, so that what is short stays on one line.
        while over > 0 {
            let texts = widths.iter_mut().zip(&self.columns).filter(|(_, (_, column))| *column == Column::Text);
            let widest = texts.map(|(width, _)| width).max().filter(|width| **width > NARROWEST);
            let Some(widest) = widest else { break };
            *widest = widest.saturating_sub(1);
            over = over.saturating_sub(1);
        }
        widths
    }

    /// Adds one row, which has as many lines as its longest text.
    fn row_lines(&self, text: &mut String, indent: usize, widths: &[usize], row: &[String]) {
        let cells = row.iter().map(String::as_str).chain(std::iter::repeat(""));
        let mut lines: Vec<_> = (cells.zip(widths).zip(&self.columns))
            .map(|((cell, width), (_, column))| match column {
                _ if *width == 0 => Vec::new().into_iter(),
                Column::Text => {
                    let hang = " ".repeat(hang(cell));
                    textwrap::wrap(cell, textwrap::Options::new(*width).subsequent_indent(&hang)).into_iter()
                }
                Column::Words | Column::Figures => vec![cell.into()].into_iter(),
            })
            .collect();
        let count = lines.iter().map(ExactSizeIterator::len).max().unwrap_or(0);
        for _ in 0..count.max(1) {
            let mut line = String::new();
            for ((rest, width), (_, column)) in lines.iter_mut().zip(widths).zip(&self.columns) {
                let cell = rest.next().unwrap_or_default();
                if *width == 0 {
                    continue;
                }
                let fill = " ".repeat(width.saturating_sub(shown_width(&cell)));
                line.push_str(&" ".repeat(if line.is_empty() { indent } else { GAP }));
                match column {
                    Column::Words | Column::Text => line.extend([&cell, fill.as_str()]),
                    Column::Figures => line.extend([fill.as_str(), &cell]),
                }
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
}

/// How far the further lines of a text are set in: as far as its first, behind its dash.
fn hang(cell: &str) -> usize {
    let text = cell.trim_start_matches(' ');
    let dash = if text.starts_with("- ") { 2 } else { 0 };
    cell.len().saturating_sub(text.len()).saturating_add(dash)
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
        let mut table = Table::new([("line", Column::Words), ("amount", Column::Figures)]);
        table.row(["freight", "11.50"]);
        table.row(["挂号费", "25.00"]);
        table.row([paint(GOOD, "x"), "1234567.00".into()]);
        check(&table, "  line         amount\n  freight       11.50\n  挂号费        25.00\n  x        1234567.00\n");
    }

    #[test]
    fn running_text_wraps_in_its_own_column() {
        let mut table = Table::new([("", Column::Words), ("", Column::Text), ("", Column::Words)]);
        table.row(["why", "the first of several limits that do not hold", "a:1"]);
        table.row(["short"]);
        check(&table, "  why    the first of several        a:1\n         limits that do not hold\n  short\n");
    }

    #[test]
    fn further_lines_hang_under_the_first() {
        let mut table = Table::new([("", Column::Text), ("", Column::Words)]);
        table.row(["- the first of several limits that hold", "a:1"]);
        table.row(["  by an authority with a name that is long"]);
        check(
            &table,
            "  - the first of several limits      a:1\n    that hold\n    by an authority with a name\n    that is long\n",
        );
    }

    #[test]
    fn a_column_without_a_cell_is_not_shown() {
        let mut table = Table::new([("a", Column::Words), ("empty", Column::Figures), ("c", Column::Words)]);
        table.row(["1", "", "2"]);
        check(&table, "  a  c\n  1  2\n");
    }

    #[test]
    fn a_table_without_a_row_is_nothing() {
        check(&Table::new([("a", Column::Words), ("what applies", Column::Text)]), "");
    }

    #[test]
    fn an_empty_row_is_an_empty_line() {
        let mut table = Table::new([("", Column::Words), ("", Column::Text)]);
        table.row([""; 0]);
        check(&table, "\n");
    }
}
