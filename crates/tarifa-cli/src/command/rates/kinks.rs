//! The weights between the bounds at which the price changes in kind: where a minimum or a maximum of a price begins or
//! ends, where the next band becomes cheaper.
//!
//! They are nowhere written, so they are looked for: where the two ends of a stretch are priced in different ways, it is
//! halved until the weight is found at which the first way ends.

use tarifa::answer::{ServiceOption, Verdict};
use tarifa::exact::Exact;

use super::{Asker, applied, grain};
use crate::trouble::Trouble;

/// The most changes between two bounds that are looked for.
const MOST: usize = 8;

/// How a weight is priced: the verdict, the row of each line, and the words of its reckoning without the numbers.
#[derive(PartialEq)]
struct Way {
    verdict: Verdict,
    rows: Vec<(String, String, u32)>,
    words: Vec<Vec<String>>,
}

impl Way {
    fn of(option: &ServiceOption) -> Self {
        let is_number = |word: &str| word.contains(|letter: char| letter.is_ascii_digit()) || word == "=";
        let words =
            |formula: &str| formula.split_whitespace().filter(|word| !is_number(word)).map(str::to_owned).collect();
        let words = option.lines.iter().map(|line| words(&line.formula)).collect();
        Self { verdict: option.verdict, rows: applied(option), words }
    }
}

/// The last weight of each way of pricing from `low` to `high` but the last, with the answers there and just over it.
pub(super) fn between(
    asker: &Asker<'_>,
    (mut low, high): (Exact, Exact),
) -> Result<Vec<[(Exact, ServiceOption); 2]>, Trouble> {
    let mut found = Vec::new();
    let step = grain(high);
    let end = Way::of(&asker.ask(high)?);
    while found.len() < MOST {
        let begin = Way::of(&asker.ask(low)?);
        if begin == end {
            break;
        }
        let Some(last) = last_alike(asker, &begin, (low, high), step)? else { break };
        let over = last.checked_add(step)?;
        found.push([(last, asker.ask(last)?), (over, asker.ask(over)?)]);
        low = over;
    }
    Ok(found)
}

/// The last weight from `low` on, in whole steps, that is priced so, where `high` is not.
fn last_alike(
    asker: &Asker<'_>,
    way: &Way,
    (low, high): (Exact, Exact),
    step: Exact,
) -> Result<Option<Exact>, Trouble> {
    let steps = high.checked_sub(low)?.checked_div(step)?.ceil();
    let Ok(mut unlike) = u32::try_from(steps) else { return Ok(None) };
    let at = |steps: u32| low.checked_add(step.checked_mul(Exact::from_integer(i64::from(steps)))?);
    let mut alike = 0_u32;
    while unlike.saturating_sub(alike) > 1 {
        let middle = alike.midpoint(unlike);
        if Way::of(&asker.ask(at(middle)?)?) == *way {
            alike = middle;
        } else {
            unlike = middle;
        }
    }
    Ok(Some(at(alike)?))
}
