//! Random openings: who may open, with which arguments, in which windows.

use super::Writer;
use super::clock::Place;

impl Writer {
    pub(super) fn opening(&mut self) {
        let parties = if self.maybe(4, "opened by several") { "buyer, seller" } else { "buyer" };
        let arguments = if self.has_reasons { "reason, asked, asked_amount" } else { "asked, asked_amount" };
        self.line(format!("  open by {parties} ({arguments}) {{"));
        let windows: &[&str] = match (self.has_reasons, self.dice.once_in(2)) {
            (false, _) => &[""],
            (true, false) => &["damaged: ", "not_received, changed_mind: "],
            (true, true) => &["damaged, changed_mind: ", "not_received: "],
        };
        for reasons in windows {
            if self.has_reasons && self.maybe(5, "several windows for a reason") {
                let guard = self.guard();
                self.window(reasons, &format!("when {guard}"));
                self.window(reasons, "otherwise");
            } else {
                let guard = if self.maybe(4, "window when") { format!("when {}", self.guard()) } else { String::new() };
                self.window(reasons, &guard);
            }
        }
        self.line("  } -> s0");
    }

    fn window(&mut self, reasons: &str, when: &str) {
        let mut parts = Vec::new();
        if self.maybe(5, "not before") {
            // What opens it must come before what ends it.
            let days = self.dice.between(1, 5);
            let unit = *self.dice.pick(&["days", "business days of cn", "hours"]);
            let days = if unit == "hours" { days * 11 } else { days + 1 };
            let opens = format!("{days} {unit} after shipped");
            if self.maybe(3, "not before the earlier of") {
                parts.push(format!("not before the earlier of {opens} and 2 days after first delivered"));
            } else if self.maybe(2, "not before the later of") {
                parts.push(format!("not before the later of {opens} and 1 day after report"));
            } else {
                parts.push(format!("not before {opens}"));
            }
        }
        if !self.dice.once_in(3) {
            self.uses("window within");
            parts.push(format!("within {}", self.edge(Place::Window, 30)));
        }
        if parts.is_empty() || self.dice.once_in(4) {
            self.uses("until");
            parts.push(format!("until {}", self.edge(Place::Window, 30)));
        }
        if self.maybe(3, "with") {
            parts.push((*self.dice.pick(&["with photo", "with photo or video"])).to_owned());
        }
        if self.maybe(6, "several with") {
            parts.push("with video".to_owned());
        }
        if !when.is_empty() {
            parts.push(when.to_owned());
        }
        self.line(format!("    {reasons}{}", parts.join(", ")));
    }
}
