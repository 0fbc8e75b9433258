//! Transit times that meet and that never hold.

use super::check;

/// A service with these `transit` lines.
fn service(lines: &str) -> String {
    format!(
        "service standard {{\n from CN\n to DE, FR\n weight up to 30 kg\n{lines}\n}}\nfreight f via standard = 5.00"
    )
}

#[test]
fn lines_that_never_meet() {
    check(&service("transit 2..5 days"), &[]);
    check(&service("transit 2..5 days\ntransit 7 days to FR"), &[]);
    check(&service("transit 7 days to FR\ntransit 6 days to DE when weight over 10 kg"), &[]);
    check(&service("transit 7 days to FR\ntransit 9 days when weight over 10 kg except to FR"), &[]);
    // Two lines that say the same may meet.
    check(&service("transit 7 days to FR\ntransit 7 days when weight over 10 kg"), &[]);
}

#[test]
fn two_times_for_one_shipment() {
    check(
        &service("transit 7 days to FR\ntransit 9 days when weight over 10 kg"),
        &["E0518 at `transit 9 days when weight over 10 kg`: \
           ship via standard from CN to FR on 2026-01-01, 11 kg; expect available"],
    );
}

#[test]
fn a_time_that_never_holds() {
    check(&service("transit 2 days\ntransit 7 days to US"), &["W0519 at `transit 7 days to US`: no shipment"]);
    check(
        &service("transit 2 days\ntransit 7 days when weight over 30 kg"),
        &["W0519 at `transit 7 days when weight over 30 kg`: no shipment"],
    );
    // All that is left for the line without a scope is nothing.
    check(
        &service("transit 2 days\ntransit 7 days to DE\ntransit 6 days to FR"),
        &["W0519 at `transit 2 days`: no shipment"],
    );
}

/// A service that takes the lines over has nothing of its own to mend.
#[test]
fn of_one_slip_one_finding() {
    let like = "service plus like standard\nfreight g via plus = 6.00\n";
    check(
        &format!("{like}{}", service("transit 2 days\ntransit 7 days to US")),
        &["W0519 at `transit 7 days to US`: no shipment"],
    );
}
