//! The tasks of the other benches once through, for a tool that counts instructions: see `instructions.sh`.

use std::hint::black_box;

use tarifa_engine::evaluate::Quote;
use tarifa_engine::program::ServiceId;
use tarifa_tests::by_hand::{quoting, restricting, runtime};
use tarifa_tests::dispute;
use tarifa_tests::large::large;

/// The same number of shipments, and of times that a case is asked, as the script divides by.
const SHIPMENTS: usize = 1_024;

fn main() {
    let mut quote = Quote::new(ServiceId(0));
    let task = std::env::args().nth(1).unwrap_or_default();
    match task.parse::<usize>() {
        Ok(count) => {
            let rule_set = large(count);
            let task = restricting::Task::new(runtime(&rule_set.text), &rule_set.rules, SHIPMENTS);
            task.by_hand(|found| _ = black_box(found));
            task.by_engine(&mut quote, |quote| _ = black_box(quote));
            task.by_engine_alone(&mut quote, |quote| _ = black_box(quote));
        }
        Err(_) if task == "case" => {
            let task = dispute::Task::new();
            (0..SHIPMENTS).for_each(|_| _ = black_box(task.read()));
            (0..SHIPMENTS).for_each(|_| _ = black_box(task.check()));
            (0..SHIPMENTS).for_each(|_| _ = black_box(task.standing()));
        }
        Err(_) => {
            let task = quoting::Task::new(runtime(&quoting::policy()), SHIPMENTS);
            task.by_hand(|lines| _ = black_box(lines));
            task.by_engine(&mut quote, |quote| _ = black_box(quote));
        }
    }
}
