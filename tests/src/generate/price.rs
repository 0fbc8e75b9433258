//! Random prices: freight bodies, charges, discounts, taxes.

use super::Writer;

impl Writer {
    /// A freight body to a zone with this part, for weights up to `most` kilograms, or any where it is open-ended.
    pub(super) fn body(&mut self, part: &str, most: u64, open_ended: bool) -> String {
        match self.dice.between(0, 9) {
            0 if !open_ended => {
                self.uses("single price");
                let price = self.price();
                format!(" = {price}")
            }
            1 => {
                self.uses("card");
                self.card(part, most, open_ended)
            }
            2 if !open_ended => {
                self.uses("several bounds");
                self.boxes(most)
            }
            3 => {
                self.uses("progressive");
                let last = self.last_row(most, open_ended, "1.10 per kg");
                format!(" progressive {{\n  up to 500 g: 9.00 per kg\n  up to 1 kg: 7.50 per started 100 g\n{last}}}")
            }
            4 => {
                self.uses("or next band if cheaper");
                let own = self.dice.amount(10, 20);
                let next = self.dice.amount(4, 9);
                let last = self.last_row(most, open_ended, &format!("{next} per kg"));
                if self.maybe(2, "or next band if cheaper in a row") {
                    return format!(
                        " {{\n  under 300 g: 9.00\n  under 1 kg: {own} per kg or next band if cheaper\n{last}}}"
                    );
                }
                format!(" or next band if cheaper {{\n  under 1 kg: {own} per kg\n{last}}}")
            }
            5 => {
                self.uses("repeat");
                format!(" {{\n  up to 500 g: {}\n  up to 1 kg: {}\n  otherwise: repeat\n}}", self.price(), self.price())
            }
            6 => {
                self.uses("by weight");
                let last = self.last_row(most, open_ended, "3.00 per kg");
                format!(" by weight {{\n  up to 500 g: 4.00\n{last}}}")
            }
            _ => {
                self.uses("bands");
                self.bands(most, open_ended)
            }
        }
    }

    fn bands(&mut self, most: u64, open_ended: bool) -> String {
        let first = self.price();
        let second = self.price();
        let then = self.dice.amount(0, 4);
        self.uses("then from the previous bound");
        let last = self.last_row(most, open_ended, &format!("67.00, then {then} per started 100 g"));
        let word = if self.maybe(3, "under in a row") { "under" } else { "up to" };
        format!(" {{\n  {word} 300 g: {first}\n  {word} 1 kg: {second}\n{last}}}")
    }

    /// The row that reaches as far as the service does.
    fn last_row(&mut self, most: u64, open_ended: bool, price: &str) -> String {
        if !open_ended && self.dice.once_in(2) {
            return format!("  up to {most} kg: {price}\n");
        }
        match self.dice.between(0, 3) {
            0 => {
                self.uses("refer");
                format!("  up to {most} kg: {price}\n  otherwise: refer \"ask\"\n")
            }
            1 => {
                self.uses("refuse");
                format!("  up to {most} kg: {price}\n  otherwise: refuse \"too heavy\"\n")
            }
            _ => {
                self.uses("otherwise");
                format!("  otherwise: {price}\n")
            }
        }
    }

    fn card(&mut self, part: &str, most: u64, open_ended: bool) -> String {
        let clamp = if self.maybe(2, "minimum of a card") { "  minimum 9.90\n" } else { "" };
        let (first, second, third) = (self.price(), self.price(), self.price());
        let last = if open_ended { "otherwise".to_owned() } else { format!("up to {most} kg") };
        self.uses("others");
        format!(
            " {{\n{clamp}  | billed weight | {part} | others |\n  |---|---|---|\n  | up to 500 g | {first} | {second} |\n  | under 1 kg | - | 4.40 |\n  | {last} | {third} | refer \"ask\" |\n}}"
        )
    }

    fn boxes(&mut self, most: u64) -> String {
        format!(
            " {{\n  | weight | length | price |\n  | up to 1 kg | up to 40 cm | {} |\n  | up to {most} kg | up to 80 cm | {} |\n  | otherwise | otherwise | {} |\n}}",
            self.dice.amount(1, 9),
            self.dice.amount(5, 20),
            self.dice.amount(10, 40),
        )
    }

    /// A price of any form that needs nothing but the billed weight or the items.
    fn price(&mut self) -> String {
        let (a, b) = (self.dice.amount(1, 60), self.dice.amount(0, 9));
        match self.dice.between(0, 8) {
            0 => {
                self.uses("first and additional weight");
                format!("{a} for the first 50 g, then {b} per started 10 g")
            }
            1 => {
                self.uses("per kg");
                format!("{a} per kg")
            }
            2 => {
                self.uses("part as");
                format!("{a} per kg + {b} as registration")
            }
            3 => {
                self.uses("per started");
                format!("{a} per started 500 g + {b}")
            }
            4 => {
                self.uses("minimum");
                format!("{b} per started 100 g minimum {a}")
            }
            5 => {
                self.uses("maximum");
                format!("{a} per kg maximum {a}")
            }
            6 => {
                self.uses("per pound");
                format!("{b} per lb + {a}")
            }
            7 => {
                self.uses("per parcel");
                format!("{a} per parcel")
            }
            _ => {
                self.uses("flat price");
                a
            }
        }
    }

    /// Charges, an exclusive group, a discount and taxes.
    pub(super) fn charges(&mut self) {
        let own = self.currency;
        if self.maybe(2, "percent of freight") {
            let percent = self.dice.amount(1, 20);
            let condition = self.condition(2);
            self.line(format!("charge fuel when {condition} = {percent}% of freight"));
        }
        if self.maybe(2, "recurring charge") {
            self.line("charge peak valid ..2026-03-31 = 2.00 per item");
            self.line("charge peak valid 2026-04-01..2026-11-30 = 3.00 per item");
            self.line("charge peak valid 2026-12-01.. = 4.50 per item");
        }
        if self.maybe(2, "charge to a zone") {
            self.line("charge remote to islands, outer = 3.50 per started kg minimum 12.00");
        }
        if self.maybe(3, "valid on another date") {
            let zone = if self.maybe(2, "valid in another zone") { " in \"America/Chicago\"" } else { "" };
            self.line(format!("charge early valid ..2026-06-30 on order_date{zone} = 1.25"));
        }
        if self.maybe(3, "for a category") {
            self.line("charge care for electronics = 0.75 per item");
        }
        if self.maybe(3, "exclusive group") {
            let rule = *self.dice.pick(&["highest", "first"]);
            self.line(format!("charges handling take the {rule} {{"));
            self.line("  oversize when longest_side over 70 cm = 5.00");
            self.line("  heavy when weight over 5 kg = 0.90 per kg");
            self.line("  odd when bulky = 4.75");
            self.line("}");
            if self.maybe(2, "group in a formula") {
                self.line("charge handling_admin = 10% of (handling + freight)");
            }
        }
        if self.maybe(3, "by another measure") {
            self.line(format!("charge insurance by declared_value in {own} {{"));
            self.line(format!("  up to 100 {own}: 1.00"));
            self.line(format!("  up to 1000 {own}: 0.50 per started 100 {own}"));
            self.line("  otherwise: 1%");
            self.line("}");
        }
        if self.maybe(3, "progressive percent") {
            self.line(format!("charge clearance by declared_value in {own} progressive {{"));
            self.line(format!("  up to 100 {own}: 2%"));
            self.line("  otherwise: 1%");
            self.line("}");
        }
        if self.maybe(3, "charge in another currency") {
            let foreign = *self.dice.pick(&["USD", "EUR", "CNY"]);
            let amount = self.dice.amount(1, 5);
            self.line(format!("charge abroad = {amount} {foreign}"));
        }
        if self.maybe(3, "per consignment") {
            self.line("charge documents = 1.50 per consignment");
        }
        if self.maybe(3, "discount") {
            let payer = if self.maybe(2, "paid by") { " paid by platform" } else { "" };
            self.line(format!("discount gold when seller_tier is gold = 5% of freight{payer}"));
        }
        if self.maybe(3, "distinct hs") {
            self.line("tax duty to west, islands = 3.00 EUR x count of distinct hs6");
        }
        if self.maybe(3, "tax on value and freight") {
            self.line(format!(
                "tax vat to DE when declared_value in EUR up to 150 EUR = 19% of (declared_value in {own} + freight)"
            ));
        }
        if self.maybe(4, "lesser of") {
            self.line(format!("charge capped = the lesser of (2% of declared_value in {own}, 30.00 {own})"));
        }
    }
}
