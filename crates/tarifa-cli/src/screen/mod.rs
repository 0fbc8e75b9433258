//! What people see: streams, colour, tables, pages.

mod console;
mod markdown;
pub(crate) mod style;
mod table;

use terminal_size::{Width, terminal_size_of};

pub(crate) use console::Console;
pub(crate) use markdown::page;
pub(crate) use table::{Align, Table};

/// The columns of a screen that is no terminal, and the most that text is spread over on a wide one.
const WIDTH: usize = 100;

/// The columns to write for.
pub(crate) fn width() -> usize {
    let terminal = terminal_size_of(std::io::stdout()).map(|(Width(width), _)| usize::from(width));
    terminal.map_or(WIDTH, |width| width.min(WIDTH))
}

/// `count` and its noun: `1 error`, `2 errors`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
