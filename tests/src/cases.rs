//! Many cases of the disputes in `docs/command/disputes`, for what many cases cost: each made of the digits of its number,
//! so that the same command gives the same file for ever.

use std::fmt::Write;

/// The rule set that they are cases of, as a folder of this repository.
pub const RULES: &str = "docs/command/disputes";
/// The moment at which they are asked for: some are open, some have ended, some begin later.
pub const AT: &str = "2026-03-16 09:00";

/// The digits of a number, mixed so that neighbours differ.
struct Digits(u64);

impl Digits {
    fn new(number: u64) -> Self {
        Self(number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    /// The next digit, below `count`.
    fn below(&mut self, count: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0 >> 33) % count
    }
}

/// A case as a JSON object on one line, without its break.
#[must_use]
pub fn case(number: u64) -> String {
    let mut digits = Digits::new(number);
    let (goods, pieces) = (500 + digits.below(20_000), 1 + digits.below(4));
    let mut text = format!(
        r#"{{"id":"D-{number:07}","process":"dispute","order":{{"declared_value":"{}.{:02} USD","items":[{{"quantity":{pieces}}}]}},"#,
        goods / 100,
        goods % 100,
    );
    let (low, freight) = (goods % 100, digits.below(1_000));
    let _infallible = write!(
        text,
        r#""paid":{{"goods":"{}.{low:02} USD","freight":"{}.{:02} USD"}},"events":["#,
        goods / 100,
        freight / 100,
        freight % 100,
    );
    let day = 1 + digits.below(16);
    let mut events = vec![at(0, 8, r#""event":"shipped""#), at(day, 0, r#""event":"delivered""#)];
    let asked = if digits.below(3) == 0 { "return_and_refund" } else { "refund_only" };
    let open = format!(r#""by":"buyer","act":"open","reason":"damaged","asked":"{asked}","evidence":["photo"]"#);
    events.push(at(day + 1, 9 + digits.below(8), &open));
    for request in 0..digits.below(3) {
        let change = format!(r#""by":"buyer","act":"change_request","asked":"{asked}""#);
        events.push(at(day + 1, 18 + request, &change));
    }
    match digits.below(4) {
        0 => {}
        1 => events.push(at(day + 2, 11, r#""by":"seller","act":"refuse","evidence":["photo"]"#)),
        2 => {
            events.push(at(day + 2, 11, r#""by":"seller","act":"refuse","evidence":["photo"]"#));
            for hour in 0..digits.below(5) {
                events.push(at(day + 3, 9 + hour, r#""by":"buyer","act":"add_evidence","evidence":["video"]"#));
            }
        }
        _ => {
            events.push(at(day + 2, 11, r#""by":"seller","act":"accept""#));
            events.push(at(day + 3, 15, r#""by":"buyer","act":"ship_back""#));
        }
    }
    text.push_str(&events.join(","));
    text.push_str("]}");
    text
}

/// Something that happened: on the last day of February and so many days later, with the hour where it is not 0.
fn at(day: u64, hour: u64, what: &str) -> String {
    let date = if day == 0 { "2026-02-28".to_owned() } else { format!("2026-03-{day:02}") };
    if hour == 0 { format!(r#"{{"at":"{date}",{what}}}"#) } else { format!(r#"{{"at":"{date} {hour:02}:30",{what}}}"#) }
}
