//! Random conditions.

use super::Writer;

impl Writer {
    /// A condition with `and`, `or` and `not` down to `depth`.
    pub(super) fn condition(&mut self, depth: u32) -> String {
        if depth > 0 {
            match self.dice.between(0, 5) {
                0 => {
                    self.uses("and");
                    return format!("{} and {}", self.operand(depth - 1), self.operand(depth - 1));
                }
                1 => {
                    self.uses("or");
                    return format!("{} or {}", self.operand(depth - 1), self.operand(depth - 1));
                }
                2 => {
                    self.uses("not");
                    return format!("not {}", self.operand(depth - 1));
                }
                _ => {}
            }
        }
        self.test()
    }

    fn operand(&mut self, depth: u32) -> String {
        format!("({})", self.condition(depth))
    }

    fn test(&mut self) -> String {
        let kilograms = self.dice.between(1, 8);
        let side = self.dice.between(20, 110);
        let own = self.currency;
        let value = self.dice.between(1, 900);
        let foreign = *self.dice.pick(&["USD", "EUR", "CNY"]);
        let tests: [(&'static str, String); 25] = [
            ("over", format!("weight over {kilograms} kg")),
            ("up to", format!("weight up to {kilograms} kg")),
            ("at least", format!("length at least {side} cm")),
            ("under", format!("girth under {side} cm")),
            ("a..b", format!("weight in 1 kg..{} kg", kilograms + 1)),
            ("over A up to B", format!("longest_side over {side} cm up to {} cm", side + 20)),
            ("sum in a condition", format!("length + width + height over {} cm", side * 2)),
            ("volume", "volume over 20000 cm3".to_owned()),
            ("declared value", format!("declared_value in {own} over {value} {own}")),
            ("value in another currency", format!("declared_value in {foreign} up to {value} {foreign}")),
            ("is", "seller_tier is gold".to_owned()),
            ("is not", "seller_tier is not bronze".to_owned()),
            ("in a list", "seller_tier in (silver, gold)".to_owned()),
            ("yes/no", "insured".to_owned()),
            ("has", "marks has fragile".to_owned()),
            ("text is", "channel is \"web\"".to_owned()),
            ("place in zone", "destination in islands".to_owned()),
            ("place fact in", "hub in (DE, FR)".to_owned()),
            ("any item", "any item (battery is loose)".to_owned()),
            ("every item", "every item (watt_hours up to 100 Wh)".to_owned()),
            ("total over items", "total net_volume over 500 ml".to_owned()),
            ("total_quantity", "total_quantity over 3".to_owned()),
            ("is given", "channel is given".to_owned()),
            ("define", "bulky".to_owned()),
            ("number fact", "score over 5".to_owned()),
        ];
        let (construct, test) = self.dice.pick(&tests).clone();
        self.uses(construct);
        if construct == "a..b" {
            return format!("weight at least 1 kg up to {} kg", kilograms + 1);
        }
        test
    }
}
