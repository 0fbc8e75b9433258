//! What holds of every case: the order of the list does not matter, the past does not change, and
//! what lies ahead is not known.

use crate::program::Edge;
use std::sync::LazyLock;

use proptest::prelude::*;

use super::dispute::*;
use crate::case::{Case, CaseEvent, Certainty, Standing, Step};
use crate::date::Date;
use crate::evaluate::Runtime;
use crate::program::Process;

/// The dispute with clocks of days and of hours, made once.
static MIXED: LazyLock<Runtime> = LazyLock::new(|| runtime(mixed));

/// A day, a time of it, and one of [`WORDS`].
type Happens = (i32, Option<(u8, u8)>, usize);

/// What can happen, some of it with its time.
fn happenings() -> impl Strategy<Value = Vec<Happens>> {
    let time = prop_oneof![Just(None), (0_u8..24, prop_oneof![Just(0_u8), Just(30)]).prop_map(Some)];
    prop::collection::vec((0_i32..45, time, 0_usize..WORDS.len()), 0..12)
}

const WORDS: [&str; 14] = [
    "delivered",
    "shipped",
    "protection_ends",
    "chargeback",
    "buyer open (reason damaged, asked refund_only, asked_amount 30.00 USD) with photo",
    "buyer open (reason damaged, asked return_and_refund) with photo",
    "seller accept",
    "seller counter (amount 10.00 USD)",
    "seller delay",
    "buyer withdraw",
    "buyer change_request (asked refund_only, asked_amount 20.00 USD)",
    "buyer add_evidence with photo",
    "platform refund (amount 12.00 USD)",
    "buyer ship_back",
];

fn written(happenings: &[Happens]) -> Case {
    let lines = happenings.iter().map(|(day, time, word)| {
        let date = Date::from_days(crate::fixture::day("2026-02-20") + day).unwrap();
        let time = time.map(|(hour, minute)| format!(" {hour:02}:{minute:02}")).unwrap_or_default();
        format!("{date}{time} {}", WORDS[*word])
    });
    case(&lines.collect::<Vec<_>>().join("\n"))
}

/// Clocks of days and of hours.
fn mixed(process: &mut Process) {
    process.stages[1].obligations[0].within = within(50, HOURS).map(Edge::One);
    process.stages[2].obligations[0].within = within(36, HOURS).map(Edge::One);
}

fn standing(runtime: &Runtime, case: &Case, now: &str) -> Standing {
    let prepared = runtime.prepare_case(case).unwrap();
    runtime.case(&prepared[0], now.parse().unwrap()).unwrap()
}

fn now(hours: i64) -> String {
    let start: jiff::Timestamp = "2026-02-19T00:00:00Z".parse().unwrap();
    (start + jiff::SignedDuration::from_hours(hours)).to_string()
}

/// A step without the index of its event, which depends on what else the list has.
fn without_index(runtime: &Runtime, case: &Case, steps: &[Step]) -> Vec<String> {
    let prepared = runtime.prepare_case(case).unwrap();
    let own = &prepared[0].versions[0];
    let shown = |step: &Step| match step.cause {
        crate::case::Cause::Told(event) | crate::case::Cause::Act(event) => {
            format!("{:?} {:?} {:?} {:?}", step.when, own.events[usize::from(event)].what, step.from, step.to)
        }
        cause @ (crate::case::Cause::Late { .. } | crate::case::Cause::Timer { .. }) => {
            format!("{:?} {cause:?} {:?} {:?}", step.when, step.from, step.to)
        }
    };
    steps.iter().map(shown).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_order_of_the_list_does_not_matter(list in happenings(), seed in any::<u64>(), hours in 0_i64..1_400) {
        let runtime = &*MIXED;
        let case = written(&list);
        let mut shuffled = case.clone();
        let mut state = seed;
        for last in (1..shuffled.events.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            shuffled.events.swap(last, usize::try_from(state >> 33).unwrap() % (last + 1));
        }
        prop_assert_eq!(standing(runtime, &case, &now(hours)), standing(runtime, &shuffled, &now(hours)));
    }

    #[test]
    fn acts_to_come_are_not_known(list in happenings(), hours in 0_i64..1_400) {
        let runtime = &*MIXED;
        let case = written(&list);
        let now = now(hours);
        let zone = crate::clock::ZoneDays::new("America/Los_Angeles".parse().unwrap());
        let until = now.parse::<crate::date::Moment>().unwrap().end_in(&zone);
        let has_begun = |event: &CaseEvent| event.at.stamp_in(&zone).first.at <= until;
        let mut prefix = case.clone();
        prefix.events.retain(|event| matches!(event.what, crate::case::WhatHappened::Event { .. }) || has_begun(event));
        let (whole, prefix_standing) = (standing(runtime, &case, &now), standing(runtime, &prefix, &now));
        prop_assert_eq!(whole.position, prefix_standing.position);
        prop_assert_eq!(whole.certainty, prefix_standing.certainty);
        prop_assert_eq!(&whole.duties, &prefix_standing.duties);
        prop_assert_eq!(&whole.money, &prefix_standing.money);
        let (left, right) = (without_index(runtime, &case, &whole.history), without_index(runtime, &prefix, &prefix_standing.history));
        prop_assert_eq!(left, right);
    }

    #[test]
    fn time_that_passes_never_changes_the_past(list in happenings(), hours in 0_i64..1_400, more in 1_i64..600) {
        let runtime = &*MIXED;
        let case = written(&list);
        let (before, after) = (standing(runtime, &case, &now(hours)), standing(runtime, &case, &now(hours + more)));
        // What is certain at a moment is not taken back: later it may be asked for, and is never another.
        let known = before.history.len().min(after.history.len());
        prop_assert_eq!(&after.history[..known], &before.history[..known]);
        if after.certainty == Certainty::Certain {
            prop_assert!(after.history.len() >= known);
            prop_assert!(after.history.starts_with(&before.history), "{:#?}\n{:#?}", before.history, after.history);
            prop_assert!(after.attempts.starts_with(&before.attempts));
            prop_assert!(after.money.starts_with(&before.money));
        }
    }

    #[test]
    fn history_never_goes_back(list in happenings(), hours in 0_i64..1_400) {
        let standing = standing(&MIXED, &written(&list), &now(hours));
        prop_assert!(standing.history.windows(2).all(|pair| pair[0].when.first.at <= pair[1].when.first.at
            || pair[0].when.first.day == pair[1].when.first.day), "{:#?}", standing.history);
        let paid = standing.undisposed.unwrap();
        prop_assert!(!paid.is_negative());
    }
}
