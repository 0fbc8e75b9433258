//! Random money: what is paid on entering a stage, and outcomes that dispose of everything.

use super::Writer;

impl Writer {
    pub(super) fn money_on_entry(&mut self) {
        if self.maybe(6, "money on entering") {
            let when = if self.maybe(2, "money when") { format!(" when {}", self.guard()) } else { String::new() };
            let line = *self.dice.pick(&["seller keeps 10% of paid_freight", "platform gets 0.35 USD"]);
            self.line(format!("    {line}{when}"));
        }
        if self.maybe(6, "return freight") {
            self.returned = true;
            let payers = if self.maybe(2, "return freight by guard") {
                format!("seller when {}, otherwise by buyer", self.guard())
            } else {
                "buyer".to_owned()
            };
            self.line(format!("    return freight via return_line paid by {payers}"));
        }
    }

    pub(super) fn write_outcomes(&mut self) {
        for name in self.outcomes.clone() {
            match name {
                "full" => self.line("  outcome full { buyer gets paid }"),
                "closed" => {
                    self.uses("keeps");
                    self.line("  outcome closed { seller keeps paid }");
                }
                "asked_for" => {
                    self.uses("maximum");
                    self.line("  outcome asked_for \"As asked\" { buyer gets asked_amount maximum paid; seller keeps the rest }");
                }
                "part" => self.line("  outcome part(amount) { buyer gets amount maximum paid; seller keeps the rest }"),
                "back" => {
                    self.uses("price of received items");
                    self.line("  outcome back { buyer gets price of received items; seller keeps the rest }");
                }
                _ => self.shared(),
            }
        }
    }

    fn shared(&mut self) {
        self.uses("the rest");
        let mut lines = Vec::new();
        for _ in 0..self.dice.between(1, 3) {
            let party = *self.dice.pick(&["buyer", "platform", "seller"]);
            let amount = self.share();
            let when = if self.maybe(4, "money when") { format!(" when {}", self.guard()) } else { String::new() };
            lines.push(format!("{party} gets {amount}{when}"));
        }
        if self.maybe(3, "pays") {
            let amount = self.share();
            lines.push(format!("seller pays {amount} to buyer"));
        }
        if self.maybe(5, "compensation") {
            lines.push("platform pays owed to buyer".to_owned());
        }
        lines.push("seller keeps the rest".to_owned());
        self.line(format!("  outcome shared {{ {} }}", lines.join("; ")));
    }

    fn share(&mut self) -> String {
        // Few processes have a way back, and few amounts are asked for.
        if self.returned && self.dice.once_in(2) {
            self.uses("return freight in an amount");
            return "paid - return freight".to_owned();
        }
        let (construct, amount) = match self.dice.between(0, 12) {
            0 => ("share", "33.3% of paid"),
            1 => ("paid_goods", "paid_goods"),
            2 => ("paid_freight", "paid_freight"),
            3 => ("fixed", "2.345 USD"),
            4 => ("fixed", "7 CNY"),
            5 => ("sum", "asked_amount + 10% of paid_goods"),
            6 => ("less", "paid - asked_amount"),
            7 => ("lesser of", "lesser of (asked_amount, 30% of paid)"),
            8 => ("greater of", "greater of (paid_freight, 1.00 EUR)"),
            9 => ("minimum", "asked_amount minimum 3.00 USD maximum paid"),
            10 => ("lesser of", "lesser of (paid, asked_amount, paid_goods)"),
            11 => ("nothing", "nothing"),
            _ => ("money fact", "asked_amount"),
        };
        self.uses(construct);
        amount.to_owned()
    }
}
