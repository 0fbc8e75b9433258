//! The two streams: results on the one, everything about them on the other.

use std::io::{self, Stderr, Stdout, Write as _};

use anstream::{AutoStream, ColorChoice};
use serde::Serialize;
use tarifa_diagnostics::render::{safe, safe_json};

use super::style::{BAD, STRONG, paint};
use crate::exit::Exit;
use crate::trouble::Trouble;

/// Results go to `out`, progress and summaries to `note`; both drop colours where the reader has none.
pub(crate) struct Console {
    out: AutoStream<Stdout>,
    note: AutoStream<Stderr>,
}

impl Console {
    /// The streams of the process.
    pub(crate) fn new(colour: ColorChoice) -> Self {
        Self { out: AutoStream::new(io::stdout(), colour), note: AutoStream::new(io::stderr(), colour) }
    }

    /// Writes a result as it is.
    pub(crate) fn result(&mut self, text: &str) -> Result<(), Trouble> {
        Ok(self.out.write_all(text.as_bytes())?)
    }

    /// Writes a result as a JSON document.
    pub(crate) fn document(&mut self, value: &impl Serialize) -> Result<(), Trouble> {
        let document = serde_json::to_string_pretty(value)?;
        self.result(&safe_json(&document))?;
        self.result("\n")
    }

    /// Writes a result as a JSON document on a line of its own.
    pub(crate) fn document_line(&mut self, value: &impl Serialize) -> Result<(), Trouble> {
        let document = serde_json::to_string(value)?;
        self.result(&safe_json(&document))?;
        self.result("\n")
    }

    /// Writes the bytes of a result that is not text.
    pub(crate) fn result_bytes(&mut self, bytes: &[u8]) -> Result<(), Trouble> {
        let mut out = self.out.as_inner().lock();
        out.write_all(bytes)?;
        Ok(out.flush()?)
    }

    /// Writes a line about the results; that it is not read changes nothing.
    pub(crate) fn summary(&mut self, line: &str) {
        self.aside(&format!("{line}\n"));
    }

    /// Writes text about the results, such as findings that stand in the way of them.
    pub(crate) fn aside(&mut self, text: &str) {
        // With nobody to read the summary there is nobody to tell.
        let _unread = self.note.write_all(text.as_bytes());
    }

    /// Says why the job could not be done.
    pub(crate) fn give_up(&mut self, trouble: &Trouble) -> Exit {
        if let Trouble::Shipment { problems } | Trouble::Case { problems } = trouble {
            for problem in problems {
                self.summary(&problem.line());
            }
        } else if !trouble.is_closed_pipe() {
            self.summary(&format!("{}: {}", paint(BAD, "error"), safe(&trouble.to_string())));
            if let Some(help) = trouble.help() {
                self.summary(&format!("  {} {}", paint(STRONG, "help:"), safe(&help)));
            }
        }
        Exit::CouldNot
    }
}
