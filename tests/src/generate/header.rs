//! What stands before services and prices: the header, facts, places, goods, documents, exchange rates.

use super::Writer;

/// The zones: disjoint, and with every way of naming places; with a part of each for a card's column.
pub(super) const ZONES: &[(&str, &str, &str)] = &[
    ("west", "DE, FR, GB except GB(HS1..HS9, KW*)", "DE"),
    ("islands", "ES(35*, 07*), PT(9000..9999), GB(HS1..HS9, KW*)", "PT(9000..9999)"),
    ("south", "ES, PT, IT except ES(35*, 07*), PT(9000..9999)", "IT"),
    ("mainland", "US except US-AK, US-HI", "US-NY"),
    ("outer", "US-AK, US-HI, AU", "AU"),
    ("rest", "all except west, islands, south, US, AU", "JP"),
];

impl Writer {
    pub(super) fn header(&mut self) {
        let currency = self.currency;
        let zone = *self.dice.pick(&["Asia/Shanghai", "Europe/Berlin", "America/Chicago", "UTC"]);
        let rounding = match self.dice.between(0, 7) {
            0 => {
                self.uses("rounding none");
                "none".to_owned()
            }
            1 => {
                self.uses("half even");
                "half even in steps of 0.01".to_owned()
            }
            2 => {
                self.uses("rounding up");
                "up in steps of 0.05".to_owned()
            }
            3 => {
                self.uses("rounding down");
                "down in steps of 0.1".to_owned()
            }
            4 => "half up in steps of 1".to_owned(),
            5 => {
                self.uses("half down");
                "half down in steps of 0.05".to_owned()
            }
            _ => "half up in steps of 0.01".to_owned(),
        };
        self.line("tariff generated \"Generated\" {");
        self.line(format!("  currency {currency}"));
        self.line(format!("  time zone \"{zone}\""));
        self.line(format!("  rounding {rounding}"));
        if self.maybe(3, "valid in the header") {
            self.line("  valid 2026-01-01..2026-12-31");
        }
        self.line("  paid by seller");
        self.line("}");
    }

    /// `default` is the word before the values that stand in; restrictions take `assume` alone.
    pub(super) fn facts_and_places(&mut self, default: &str) {
        self.line(format!("fact seller_tier \"Seller tier\": one of bronze, silver, gold, {default} bronze"));
        self.line(format!("fact insured: yes/no, {default} no"));
        self.line("fact marks: any of fragile, cold, wood");
        self.line("fact cod_amount: money");
        self.line("fact order_date: date");
        self.line("fact channel: text");
        self.line("fact hub: place");
        self.line("fact score: number");
        self.line("fact battery per item: one of none, in_device, loose");
        self.line("fact watt_hours per item: number in Wh");
        self.line("fact net_volume per item: volume");
        self.line("define bulky = longest_side over 60 cm or weight over 8 kg");
        for fact in ["one of", "yes/no", "any of", "money fact", "date fact", "text fact", "place fact", "number fact"]
        {
            self.uses(fact);
        }
        for (name, places, _) in ZONES {
            self.line(format!("zone {name} = {places}"));
        }
        self.line("category electronics \"Electronics\" {");
        self.line("  phone \"Phones\" ids \"5090301\" hs \"8517.13\"");
        self.line("  power_bank");
        self.line("}");
        self.line("category beauty { cream, perfume }");
        self.line("category books");
        for construct in ["zone", "subdivision", "postcode prefix", "postcode range", "outward code", "zone except"] {
            self.uses(construct);
        }
        self.uses("category");
    }

    pub(super) fn exchange(&mut self) {
        let own = self.currency;
        let others: Vec<&str> = ["USD", "EUR", "CNY"].into_iter().filter(|other| *other != own).collect();
        let periods: &[&str] = if self.maybe(2, "exchange by period") {
            &["valid ..2026-03-31", "valid 2026-04-01..2026-06-30", "valid 2026-07-01.."]
        } else {
            &[""]
        };
        for period in periods {
            self.line(format!("exchange {period} {{"));
            for other in &others {
                if self.dice.once_in(3) {
                    self.uses("inverse rate");
                    let rate = self.dice.amount(1, 9);
                    self.line(format!("  1 {own} = {rate} {other}"));
                } else {
                    self.uses("exchange");
                    let rate = format!("{}{:02}", self.dice.amount(0, 9), self.dice.between(1, 99));
                    self.line(format!("  1 {other} = {rate} {own}"));
                }
            }
            self.line("}");
        }
    }
}
