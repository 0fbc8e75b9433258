//! What is over before a stage is entered: acts that had to be done before the clocks that lead there have ended.

use tarifa_engine::case::Position;
use tarifa_engine::program::{Anchor, Gate, Length, LengthUnit, Process, Program, Stage, StageId, Which, measured};

use super::ending::Ending;
use super::graph::{By, Way, beginning, stages, ways};

/// Why a gate of a stage has closed for good on every way into it.
pub(super) fn over_on_entry(program: &Program, process: &Process, id: StageId, gate: &Gate) -> Option<String> {
    let here = Position::Stage(id);
    if beginning(process) == Some(here) {
        return None;
    }
    let ends = gate.bounds().map(|clock| (clock, measured(&program.calendars, clock)));
    let over = ends.filter(|(_, end)| end.most.is_some() || end.business.is_some()).find_map(|(clock, end)| {
        let mut entry = None;
        for (from, stage) in stages(process) {
            for way in ways(from, stage).iter().filter(|way| way.to == Some(here) && from != id) {
                let led = led_by(stage, way)?;
                led.after(|led| is_over(&end, &measured(&program.calendars, led)).then_some(()))?;
                entry = Some(led);
            }
        }
        entry.map(|entry| (clock, entry))
    });
    over.map(|(clock, entry)| format!("`{}` is over when `{}` leads here", clock.text, entry.text()))
}

/// The end with which a way is taken.
fn led_by<'a>(stage: &'a Stage, way: &Way<'a>) -> Option<Ending<'a>> {
    match way.by {
        By::Silence => {
            stage.obligations.iter().find(|obligation| obligation.at == way.at)?.within.as_ref().map(Ending::of)
        }
        By::Time(clock, _) => Some(Ending::of_clock(clock)),
        By::Act { .. } | By::Event(_) => None,
    }
}

/// Whether a clock has always ended with the end of another, which leads into a stage.
fn is_over(end: &Length<'_>, led: &Length<'_>) -> bool {
    // A stage is never entered before the opening; two entries are of two stages.
    let counts_together = match (end.from, led.from) {
        (Anchor::Entry, _) => false,
        (Anchor::Open, Anchor::Entry) => true,
        // The latest of several may be another one later.
        (Anchor::Event(_, Which::Last | Which::Each) | Anchor::Act(_, Which::Last | Which::Each), _) => false,
        (end, led) => end == led,
    };
    if !counts_together {
        return false;
    }
    if let (Some((calendar, end)), Some((other, led))) = (end.business, led.business)
        && calendar == other
    {
        return end <= led;
    }
    if let (Some(end), Some(led)) = (end.minutes, led.minutes) {
        return end < led;
    }
    let is_of_days = end.unit == LengthUnit::Days && led.unit == LengthUnit::Days;
    // Hours can be a day short of the days that they count, where clocks change.
    end.most.is_some_and(|most| if is_of_days { most <= led.least } else { most.saturating_add(1) < led.least })
}
