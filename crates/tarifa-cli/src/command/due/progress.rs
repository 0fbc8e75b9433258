//! How far the work has come, for who waits at a terminal.

use std::io::IsTerminal as _;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::screen::{Console, counted};

/// So often the line is written anew; what ends before needs none.
const EVERY: Duration = Duration::from_millis(400);
/// As long as the line can become.
const WIDTH: usize = 72;

/// A line on the terminal, written over and over.
pub(super) struct Progress {
    started: Instant,
    written: Option<Instant>,
    is_terminal: bool,
    /// How many bytes the input has, where that is known.
    size: Option<u64>,
}

impl Progress {
    /// Nothing is shown where nobody sits at a terminal.
    pub(super) fn new(input: &Path) -> Self {
        let size = std::fs::metadata(input).ok().filter(std::fs::Metadata::is_file).map(|file| file.len());
        Self { started: Instant::now(), written: None, is_terminal: std::io::stderr().is_terminal(), size }
    }

    /// Tells how far it is, from time to time.
    pub(super) fn tell(&mut self, console: &mut Console, cases: usize, due: usize, bytes: u64) {
        let last = self.written.unwrap_or(self.started);
        if !self.is_terminal || last.elapsed() < EVERY {
            return;
        }
        self.written = Some(Instant::now());
        let seconds = u128::from(self.started.elapsed().as_secs()).max(1);
        let share = self.size.and_then(|size| u128::from(bytes).saturating_mul(100).checked_div(u128::from(size)));
        let share = share.map(|share| format!("{share} %: ")).unwrap_or_default();
        let speed = u128::try_from(cases).unwrap_or(u128::MAX).checked_div(seconds).unwrap_or_default();
        let text = format!("{share}{}, {due} due, {speed} a second", counted(cases, "case"));
        console.aside(&format!("\r{text:<WIDTH$}"));
    }

    /// Takes the line away before something else is written.
    pub(super) fn clear(&mut self, console: &mut Console) {
        if self.written.is_some() {
            console.aside(&format!("\r{:<WIDTH$}\r", ""));
        }
    }
}
