//! Random stages: obligations with their answers and silences, permissions, timers, money on entry.

use super::Writer;
use super::clock::Place;

/// Who acts.
const PARTIES: &[&str] = &["buyer", "seller", "platform"];

impl Writer {
    pub(super) fn stage(&mut self, stage: u64) {
        self.line(format!("  stage s{stage} {{"));
        let again = self.maybe(3, "again");
        let kept = self.main_obligation(stage);
        if self.maybe(3, "two obligations") {
            self.second_obligation(stage);
        }
        self.permissions(stage, again);
        self.timers(stage, kept);
        if !again {
            self.money_on_entry();
        }
        self.line("  }");
    }

    /// A later stage or an outcome.
    fn target(&mut self, stage: u64) -> String {
        if stage + 1 < self.stages && self.dice.once_in(3) {
            self.uses("-> stage");
            return format!("s{}", self.dice.between(stage + 1, self.stages - 1));
        }
        self.uses("-> outcome");
        self.outcome(false)
    }

    /// An outcome; of an act that brings an amount, mostly one that takes it.
    pub(super) fn outcome(&mut self, brings_amount: bool) -> String {
        if brings_amount && !self.dice.once_in(3) {
            self.uses("outcome with arguments");
            self.outcomes.insert("part");
            return "part(amount)".to_owned();
        }
        let name = *self.dice.pick(&["full", "closed", "asked_for", "shared", "part"]);
        self.outcomes.insert(name);
        if name == "part" {
            self.uses("outcome with arguments");
            let currency = self.currency;
            let given = match self.dice.between(0, 3) {
                0 => "50% of paid".to_owned(),
                1 => format!("5.55 {currency}"),
                2 => "asked_amount + 1.00 EUR".to_owned(),
                _ => "lesser of (asked_amount, paid_goods)".to_owned(),
            };
            return format!("part({given})");
        }
        name.to_owned()
    }

    /// What somebody must do; one act of it always leads to the next stage. Whether some act keeps waiting.
    fn main_obligation(&mut self, stage: u64) -> bool {
        let party = *self.dice.pick(PARTIES);
        let clock = self.edge(Place::Stage, 9);
        let next = if stage + 1 < self.stages { format!("s{}", stage + 1) } else { self.outcome(false) };
        if self.maybe(4, "obligation in a line") {
            let late = self.target(stage);
            self.line(format!("    {party} must go{stage} within {clock} -> {next}, if late -> {late}"));
            return false;
        }
        self.uses("obligation in a block");
        self.line(format!("    {party} must do{stage} within {clock} {{"));
        self.line(format!("      go{stage} -> {next}"));
        let guarded = self.maybe(2, "guarded answers");
        if guarded {
            let guard = self.guard();
            let (first, second) = (self.target(stage), self.target(stage));
            self.line(format!("      yes{stage} when {guard} -> {first}"));
            self.uses("otherwise");
            self.line(format!("      yes{stage} otherwise -> {second}"));
        }
        let kept = self.maybe(3, "keep waiting");
        if kept {
            let with = if self.maybe(2, "answer with") { " with photo" } else { "" };
            self.line(format!("      refuse{with}, counter(amount) -> keep waiting"));
        }
        if self.maybe(3, "act with an amount") {
            let guard = if self.maybe(2, "amount compared") { " when amount up to 50% of paid" } else { "" };
            let target = self.outcome(true);
            self.line(format!("      settle(amount){guard} -> {target}"));
        }
        if self.maybe(3, "received") {
            self.outcomes.insert("back");
            self.line("      confirm(received) -> back");
        }
        match self.dice.between(0, 3) {
            0 if guarded => {
                self.uses("if late as");
                self.line(format!("      if late as yes{stage}"));
            }
            0 | 1 => {
                self.uses("if late when");
                let guard = self.guard();
                let (first, second) = (self.target(stage), self.target(stage));
                self.line(format!("      if late -> {first} when {guard}"));
                self.line(format!("      if late -> {second} otherwise"));
            }
            _ => {
                self.uses("if late");
                let target = self.target(stage);
                self.line(format!("      if late -> {target}"));
            }
        }
        self.line("    }");
        kept
    }

    fn second_obligation(&mut self, stage: u64) {
        let party = *self.dice.pick(PARTIES);
        if self.maybe(4, "no deadline") {
            self.line(format!("    {party} must see{stage} no deadline -> keep waiting"));
            return;
        }
        let clock = self.edge(Place::Stage, 9);
        let late = self.target(stage);
        let done = if self.dice.once_in(2) { "keep waiting".to_owned() } else { self.target(stage) };
        self.line(format!("    {party} must see{stage} within {clock} -> {done}, if late -> {late}"));
    }

    fn permissions(&mut self, stage: u64, again: bool) {
        if again {
            self.uses("up to times");
            let times = self.dice.between(1, 2);
            let times = if times == 1 { "1 time".to_owned() } else { format!("{times} times") };
            self.line(format!("    buyer may change_request(asked, asked_amount) up to {times} -> again"));
        }
        if self.maybe(2, "permission within") {
            let parties = if self.dice.once_in(2) { "buyer, seller" } else { "buyer" };
            let mut gate = format!("within {}", self.edge(Place::Stage, 5));
            if self.maybe(4, "permission with") {
                gate.push_str(" with photo or video");
            }
            self.line(format!("    {parties} may add_evidence {gate}"));
        }
        if self.maybe(3, "extend") {
            // Versions repeat names, and the last one written is this version's.
            let is_block = self.text.rfind(&format!("must do{stage} ")) > self.text.rfind(&format!("must go{stage} "));
            let name = if is_block { "do" } else { "go" };
            let (length, _) = self.duration(8);
            self.line(format!("    seller may delay up to 1 time -> extend {name}{stage} by {length}"));
        }
        if self.maybe(3, "permission leads on") {
            let mut gate = String::new();
            if self.maybe(3, "permission not before") {
                gate.push_str(" not before 1 day");
            }
            if self.maybe(3, "permission until") {
                gate.push_str(" until 6 days after open");
            }
            if self.maybe(3, "permission when") {
                gate.push_str(&format!(" when {}", self.guard()));
            }
            let target = self.target(stage);
            self.line(format!("    buyer may withdraw{stage}{gate} -> {target}"));
        }
    }

    fn timers(&mut self, stage: u64, needed: bool) {
        if needed || self.maybe(4, "timer") {
            let target = self.target(stage);
            let clock = if needed { "25 days pass".to_owned() } else { self.passing(12) };
            self.line(format!("    when {clock} -> {target}"));
        }
        if self.maybe(5, "timer and condition") {
            let (clock, guard) = (self.passing(6), self.guard());
            let target = self.target(stage);
            self.line(format!("    when {clock} and {guard} -> {target}"));
        }
        if self.maybe(4, "event condition") {
            let target = self.target(stage);
            self.line(format!("    when chargeback has happened -> {target}"));
        }
        if self.maybe(8, "event and condition") {
            let target = self.target(stage);
            self.line(format!("    when report has happened and asked is refund_only -> {target}"));
        }
    }
}
