//! The numbers of a path: found, or proved impossible with the steps that exclude each other.

use tarifa_engine::date::Moment;
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{End, Expression, Interval, Program};

use crate::region::Variable;

use super::super::numbers::{Numbers, Slot, Validity};
use super::super::search::{Constraint, Solution, solve};
use super::super::{dates, everyday};
use super::wanted::Wanted;
use super::{Parcel, Sides};

/// How many boxes a search may look at.
const BOXES: usize = 3_000;

/// What the numbers came to.
pub(super) enum Numbered {
    Found { moment: Moment, values: Vec<(Slot, Exact)> },
    Impossible(Vec<Variable>),
    Unknown,
}

/// Solves for the numbers, on one day of each set of rates.
pub(super) fn numbers(
    program: &Program,
    parcel: &Parcel<'_>,
    wanted: &Wanted,
    further: &[(Expression, Interval)],
    moments: &[Moment],
) -> Numbered {
    let all: Vec<&(Variable, Expression, Interval)> = wanted.amounts.iter().collect();
    let mut tried: Vec<(Vec<Constraint>, Solution)> = Vec::new();
    let mut is_proof = true;
    for moment in moments {
        let (mut numbers, constraints) = set_up(program, parcel, &all, further, *moment);
        // The rates of another day change nothing where no amount is converted.
        if tried.iter().any(|(known, _)| *known == constraints) {
            continue;
        }
        let solution = solve(&numbers.problem(&constraints), BOXES);
        is_proof &= numbers.validity == Validity::Everywhere;
        match &solution {
            Solution::Found(values) => {
                let values = numbers.slots.into_iter().zip(values.iter().copied()).collect();
                return Numbered::Found { moment: *moment, values };
            }
            Solution::Impossible => {}
            Solution::Unknown => is_proof = false,
        }
        tried.push((constraints, solution));
    }
    if !is_proof {
        return Numbered::Unknown;
    }
    let mut core = smallest_core(program, parcel, all, further, moments);
    if tried.len() > 1 {
        core.extend(&wanted.date_variables);
    }
    Numbered::Impossible(core)
}

/// Leaves out the bounds that the contradiction does not need, so that it is never met again in another guise.
fn smallest_core(
    program: &Program,
    parcel: &Parcel<'_>,
    mut core: Vec<&(Variable, Expression, Interval)>,
    further: &[(Expression, Interval)],
    moments: &[Moment],
) -> Vec<Variable> {
    let mut index = 0;
    while index < core.len() && core.len() > 1 {
        let mut without = core.clone();
        without.remove(index);
        let still = moments.iter().all(|moment| {
            let (mut numbers, constraints) = set_up(program, parcel, &without, further, *moment);
            solve(&numbers.problem(&constraints), BOXES / 10) == Solution::Impossible
        });
        if still {
            core = without;
        } else {
            index = index.saturating_add(1);
        }
    }
    core.into_iter().map(|(variable, _, _)| *variable).collect()
}

fn set_up<'a>(
    program: &'a Program,
    parcel: &'a Parcel<'_>,
    amounts: &[&(Variable, Expression, Interval)],
    further: &[(Expression, Interval)],
    moment: Moment,
) -> (Numbers<'a>, Vec<Constraint>) {
    let day = dates::day_in(program, moment, 0).unwrap_or_else(|| moment.written_day().days());
    let mut numbers = Numbers::new(program, parcel, day);
    if parcel.sides == Sides::Read {
        numbers.add_sides();
    }
    let path = amounts.iter().map(|(_, amount, interval)| (amount, interval));
    let further = further.iter().map(|(amount, interval)| (amount, interval));
    let constraints = path
        .chain(further)
        .map(|(amount, interval)| Constraint { term: numbers.term(amount), target: *interval })
        .collect();
    (numbers, constraints)
}

/// The lower end of a measure over all parcels of a kind, as far as its steps alone tell.
pub(crate) fn least_value(program: &Program, parcel: &Parcel<'_>, measure: &Expression) -> Option<(Exact, End)> {
    let mut numbers = Numbers::new(program, parcel, everyday::day(program));
    let term = numbers.term(measure);
    let starts: Vec<Interval> = numbers.starts.iter().map(|start| start.range).collect();
    term.range(&starts).lower
}
