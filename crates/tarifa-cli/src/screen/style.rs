//! The few styles of every screen, always written; the console takes them out where there is no colour.

use anstyle::{AnsiColor, Effects, Style};

/// Headings, totals: what the eye looks for.
pub(crate) const STRONG: Style = Style::new().effects(Effects::BOLD);

/// Places, units, what is there to be looked up.
pub(crate) const FAINT: Style = Style::new().effects(Effects::DIMMED);

/// What went well, what is available.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().effects(Effects::BOLD);

/// What is refused or wrong.
pub(crate) const BAD: Style = AnsiColor::Red.on_default().effects(Effects::BOLD);

/// What needs attention.
pub(crate) const OPEN: Style = AnsiColor::Yellow.on_default().effects(Effects::BOLD);

/// Names and code in running text.
pub(crate) const CODE: Style = AnsiColor::Cyan.on_default();

/// `text` in `style`.
pub(crate) fn paint(style: Style, text: impl std::fmt::Display) -> String {
    format!("{style}{text}{style:#}")
}
