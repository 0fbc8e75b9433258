//! A length of time, as the command line tells it.

/// How far to look ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Within {
    /// In seconds.
    pub(super) seconds: i64,
}

impl Within {
    /// `90min`, `48h`, `7d`, `2w`; a day has 24 hours.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let end = text.find(|letter: char| !letter.is_ascii_digit())?;
        let (count, unit) = text.split_at_checked(end)?;
        let seconds: i64 = match unit.trim() {
            "min" | "minute" | "minutes" => 60,
            "h" | "hour" | "hours" => 3_600,
            "d" | "day" | "days" => 86_400,
            "w" | "week" | "weeks" => 604_800,
            _ => return None,
        };
        let seconds = count.parse::<i64>().ok()?.checked_mul(seconds)?;
        Some(Self { seconds })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, seconds: Option<i64>) {
        assert_eq!(Within::parse(text).map(|within| within.seconds), seconds, "{text}");
    }

    #[test]
    fn lengths() {
        check("48h", Some(172_800));
        check("90min", Some(5_400));
        check(" 7 days ", Some(604_800));
        check("2w", Some(1_209_600));
        for wrong in ["", "h", "48", "-1h", "1.5h", "48 months", "99999999999999999999h", "9999999999999999w"] {
            check(wrong, None);
        }
    }
}
