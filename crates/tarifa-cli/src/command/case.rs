//! `tarifa case`: where a case of returns, disputes or claims stands, and why.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use tarifa::case_answer::{
    CaseAnswer, CaseCertainty, CaseDuty, CaseQuestion, CaseRight, CaseStanding, CaseStatus, CaseWaiting, Deadline,
};
use tarifa::date::{DateError, Moment};

use crate::arguments::{Format, RulesArgument};
use crate::exit::Exit;
use crate::rules;
use crate::screen::case::{Extent, case};
use crate::screen::{Console, width};
use crate::shipments::{self, Problem};
use crate::trouble::Trouble;

/// Tell where a case stands: what happened and why, and who must do what by when
///
/// CASE is a JSON object: the order, what was paid, and the dated events in any order. A case that names no process is
/// answered by each that applies to its order. The same events give the same standing for ever: only `--at` moves on.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tarifa case rules/shop dispute-1043.json --at '2026-03-13 09:00'
  tarifa case rules/shop dispute-1043.json --at 2026-03-13 --next
  tarifa case rules/shop - --at 2026-03-13T09:00:00-07:00 --format json

Exit code 1 says that the case cannot be decided before more is known, or that no process applies to its order; 2 that
the case cannot be taken at all.")]
pub(crate) struct Case {
    #[command(flatten)]
    rules: RulesArgument,
    /// The file with the case, or `-` for the standard input
    #[arg(value_name = "CASE")]
    input: PathBuf,
    /// The moment that is asked for: a day, which is over then, '2026-03-13 09:00' in the process's zone, or an instant
    /// with its offset
    #[arg(long, value_name = "TIME")]
    at: String,
    /// Show only what is to be done, by whom and by when
    #[arg(long)]
    next: bool,
    /// For whom the answer is written: `human` or `json`
    #[arg(long, value_name = "FORMAT", default_value = "human", hide_possible_values = true)]
    format: Format,
}

/// What is to be done in a case, for programs.
#[derive(Serialize)]
struct Next<'a> {
    /// The process.
    process: &'a str,
    /// Whether the case is open, or has ended.
    status: CaseStatus,
    /// The stage or outcome.
    name: Option<&'a str>,
    /// What somebody must do.
    must: &'a [CaseDuty],
    /// What somebody may do.
    may: &'a [CaseRight],
    /// What happens by itself.
    waiting: &'a [CaseWaiting],
    /// The next deadline or timer.
    next_due: Option<&'a Deadline>,
    /// What must be known first.
    needs: &'a [CaseQuestion],
}

impl Case {
    /// Answers the case.
    pub(crate) fn run(&self, console: &mut Console) -> Result<Exit, Trouble> {
        if self.rules.path.as_os_str() == "-" && self.input.as_os_str() == "-" {
            return Err(Trouble::StdinTwice);
        }
        let now = moment(&self.at)?;
        let rules = rules::only(&self.rules.path)?;
        let tariff = rules.load(console)?;
        if tariff.program().processes.is_empty() {
            return Err(Trouble::NoProcesses { name: rules.name() });
        }
        let document = shipments::document(&self.input)?;
        let invalid = |problems| Trouble::Case { problems };
        let found = tariff.case_from_json(&document).map_err(Problem::of_input).map_err(invalid)?;
        let answer = tariff.case(&found, now).map_err(Problem::of_case).map_err(invalid)?;
        match (self.format, self.next) {
            (Format::Json, true) => console.document(&answer.cases.iter().map(Next::of).collect::<Vec<_>>())?,
            (Format::Json, false) => console.document(&answer)?,
            (Format::Human, true) => console.result(&case(&answer, Extent::Next, width()))?,
            (Format::Human, false) => console.result(&case(&answer, Extent::Whole, width()))?,
        }
        Ok(outcome(&answer))
    }
}

/// The moment that `--at` tells.
pub(super) fn moment(text: &str) -> Result<Moment, Trouble> {
    text.trim().parse().map_err(|error| {
        let why = match error {
            DateError::NotADate { .. } => String::new(),
            // These say themselves what to write.
            DateError::MissingZeros { .. } | DateError::NotATime { .. } => {
                return Trouble::Value { message: format!("`--at {text}` is no moment: {error}") };
            }
            DateError::NoSuchDay { .. } | DateError::Backwards { .. } => format!(" ({error})"),
        };
        let forms = "a day such as 2026-03-13, a time of the process's zone such as '2026-03-13 09:00', or an instant \
                     such as 2026-03-13T09:00:00-07:00";
        Trouble::Value { message: format!("`--at {text}` is no moment{why}: write {forms}") }
    })
}

/// Whether every standing is told: that no process answers, or something must be known first, is a finding.
fn outcome(answer: &CaseAnswer) -> Exit {
    let is_open = |case: &CaseStanding| case.certainty == CaseCertainty::Undecided || !case.needs.is_empty();
    if answer.cases.is_empty() || answer.cases.iter().any(is_open) { Exit::Findings } else { Exit::Fine }
}

impl<'a> Next<'a> {
    fn of(case: &'a CaseStanding) -> Self {
        Self {
            process: &case.process,
            status: case.status,
            name: case.name.as_deref(),
            must: &case.must,
            may: &case.may,
            waiting: &case.waiting,
            next_due: case.next_due.as_ref(),
            needs: &case.needs,
        }
    }
}
