//! What people see: streams, colour, tables, pages.

pub(crate) mod answer;
pub(crate) mod case;
mod console;
pub(crate) mod draw;
mod markdown;
pub(crate) mod style;
mod table;
mod weight;

use terminal_size::{Width, terminal_size_of};

pub(crate) use answer::place;
pub(crate) use console::Console;
pub(crate) use markdown::page;
pub(crate) use table::{Column, Table};
pub(crate) use weight::weight;

/// The columns of a screen that is no terminal.
const WIDTH: usize = 100;

/// The most columns that text is spread over on a wide terminal.
const WIDEST: usize = 140;

/// The columns to write for.
pub(crate) fn width() -> usize {
    let terminal = terminal_size_of(std::io::stdout()).map(|(Width(width), _)| usize::from(width));
    terminal.map_or(WIDTH, |width| width.min(WIDEST))
}

/// `count` and its noun: `1 error`, `2 errors`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
