//! One case: what falls due in it, where that leads, and what it costs.

use serde::{Deserialize, Serialize};
use tarifa::Tariff;
use tarifa::case::FallsDue;
use tarifa::case_answer::CaseDue;
use tarifa::date::Moment;

use super::read::Line;
use crate::shipments::{MOST_LINE_BYTES, Problem};

/// What is asked of every case.
pub(super) struct Asked {
    /// The moment.
    pub(super) now: Moment,
    /// How many seconds to look ahead.
    pub(super) seconds: i64,
}

/// What came out of a case.
pub(super) struct Judged {
    /// Where it is in the input.
    pub(super) line: usize,
    /// What the host calls it.
    pub(super) id: Option<String>,
    /// What falls due, and what must be known before it can be decided; or why the case cannot be taken.
    pub(super) told: Result<(Vec<FallsDue>, Vec<String>), Vec<Problem>>,
}

/// Something that falls due, for programs.
#[derive(Debug, Serialize)]
pub(super) struct Due<'a> {
    /// Where the case is in the input: `line 3`.
    pub(super) case: String,
    /// What the host calls it.
    pub(super) id: Option<&'a str>,
    /// What falls due, in words.
    #[serde(flatten)]
    pub(super) due: CaseDue,
}

/// A case that cannot be decided before more is known.
#[derive(Debug, Serialize)]
pub(super) struct Open {
    /// Where it is in the input.
    pub(super) case: String,
    /// What the host calls it.
    pub(super) id: Option<String>,
    /// What must be known.
    pub(super) needs: Vec<String>,
}

/// A case that cannot be taken.
#[derive(Debug, Serialize)]
pub(super) struct Wrong {
    /// Where it is in the input.
    pub(super) case: String,
    /// What the host calls it.
    pub(super) id: Option<String>,
    /// Why not.
    pub(super) errors: Vec<Problem>,
}

/// The id of a case that cannot be taken as a whole.
#[derive(Default, Deserialize)]
struct Named {
    id: Option<String>,
}

/// Judges a case.
pub(super) fn judge(tariff: &Tariff, number: usize, line: &Line<'_>, asked: &Asked) -> Judged {
    let wrong = |problems| Judged { line: number, id: None, told: Err(problems) };
    let bytes = match line {
        Line::Bytes(bytes) => bytes,
        Line::TooLong => {
            let message = format!("the line has more than {MOST_LINE_BYTES} bytes: no case is as long");
            return wrong(vec![Problem::of_form(message)]);
        }
    };
    let Ok(document) = std::str::from_utf8(bytes) else {
        return wrong(vec![Problem::of_form("the line is no text: write the file in UTF-8")]);
    };
    match tariff.case_from_json(document.trim()) {
        Ok(mut case) => {
            let told = tariff.due(&case, asked.now, asked.seconds).map_err(Problem::of_case);
            Judged { line: number, id: case.id.take(), told }
        }
        Err(errors) => {
            let named: Named = serde_json::from_str(document.trim()).unwrap_or_default();
            Judged { line: number, id: named.id, told: Err(Problem::of_input(errors)) }
        }
    }
}
