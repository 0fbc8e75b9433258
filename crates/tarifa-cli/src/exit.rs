//! What the shell is told at the end; the form of the output never changes it.

use std::process::ExitCode;

/// How a command ended, from the best to the worst.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// 0: the job is done and there is nothing to report.
    #[default]
    Fine,
    /// 1: the job is done and there are findings.
    Findings,
    /// 2: the job could not be done.
    CouldNot,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Fine => 0,
            Exit::Findings => 1,
            Exit::CouldNot => 2,
        })
    }
}
