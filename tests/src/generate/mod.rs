//! Random rule sets that compile, and random shipments for them.
//!
//! A generated rule set has no gap and no overlap by construction: a
//! service's zones are disjoint, its bands reach to its limits or go on with
//! `otherwise`, and a second statement for one lane is written with
//! `overrides`, `except` or other dates. Every construct that is used is
//! counted, so that the suite can see that none is left out.

mod condition;
mod dice;
mod price;
mod shipment;

use std::collections::BTreeMap;
use std::fmt::Write;

pub use dice::Dice;
pub use shipment::{LEFT_OUT, complete_shipment, completions, without};

/// A generated rule set.
#[derive(Clone, Debug)]
pub struct RuleSet {
    /// The text.
    pub text: String,
    /// How often each construct is used.
    pub constructs: BTreeMap<&'static str, usize>,
    /// The names of the services.
    pub services: Vec<String>,
}

/// The rule set of a seed.
pub fn rule_set(seed: u64) -> RuleSet {
    let mut writer = Writer::new(seed);
    writer.header();
    writer.facts_and_places();
    writer.exchange();
    let count = writer.dice.between(1, 3);
    for index in 0..count {
        writer.service(index);
    }
    writer.charges();
    writer.choice();
    RuleSet { text: writer.text, constructs: writer.constructs, services: writer.services }
}

/// The zones: disjoint, and with every way of naming places; with a part of each for a card's column.
const ZONES: &[(&str, &str, &str)] = &[
    ("west", "DE, FR, GB except GB(HS1..HS9, KW*)", "DE"),
    ("islands", "ES(35*, 07*), PT(9000..9999), GB(HS1..HS9, KW*)", "PT(9000..9999)"),
    ("south", "ES, PT, IT except ES(35*, 07*), PT(9000..9999)", "IT"),
    ("mainland", "US except US-AK, US-HI", "US-NY"),
    ("outer", "US-AK, US-HI, AU", "AU"),
    ("rest", "all except west, islands, south, US, AU", "JP"),
];

/// Every construct that the generator writes.
pub const CONSTRUCTS: &[&str] = &[
    "a..b",
    "and",
    "any item",
    "any of",
    "at least",
    "bands",
    "bill when, otherwise",
    "billed weight",
    "by another measure",
    "by weight",
    "card",
    "category",
    "charge in another currency",
    "charge to a zone",
    "date fact",
    "declared value",
    "define",
    "discount",
    "distinct hs",
    "every item",
    "except",
    "exchange",
    "exchange by period",
    "exclusive group",
    "first and additional weight",
    "flat price",
    "for a category",
    "group in a formula",
    "half even",
    "has",
    "in a list",
    "inverse rate",
    "is",
    "is given",
    "is not",
    "lesser of",
    "like",
    "maximum",
    "mean of",
    "minimum",
    "minimum of a card",
    "minimum weight",
    "money fact",
    "not",
    "number fact",
    "one of",
    "only when",
    "or",
    "or next band if cheaper",
    "others",
    "otherwise",
    "outward code",
    "over",
    "over A up to B",
    "overrides",
    "paid by",
    "parcels priced each",
    "parcels weighed each, priced together",
    "parcels weighed together",
    "part as",
    "per consignment",
    "per kg",
    "per parcel",
    "per pound",
    "per started",
    "percent of freight",
    "place fact",
    "place fact in",
    "place in zone",
    "postcode prefix",
    "postcode range",
    "prefer",
    "progressive",
    "progressive percent",
    "rank",
    "recurring charge",
    "refer",
    "refuse",
    "repeat",
    "rounded by weight",
    "rounding down",
    "rounding none",
    "rounding up",
    "scoped limit",
    "several bounds",
    "side limit",
    "sides rounded",
    "single price",
    "size standards with or",
    "subdivision",
    "sum in a condition",
    "sum of sides",
    "tax on value and freight",
    "text fact",
    "text is",
    "then from the previous bound",
    "total over items",
    "total_quantity",
    "transit",
    "under",
    "under in a row",
    "up to",
    "valid",
    "valid in another zone",
    "valid in the header",
    "valid on another date",
    "value in another currency",
    "volume",
    "volumetric",
    "volumetric by condition",
    "volumetric rounded",
    "yes/no",
    "zone",
    "zone except",
];

/// A rule set being written.
struct Writer {
    dice: Dice,
    text: String,
    constructs: BTreeMap<&'static str, usize>,
    services: Vec<String>,
    currency: &'static str,
    /// What the first service carries, for those that are like it.
    first: Option<Carries>,
}

/// What the freight of a service must price.
#[derive(Clone)]
struct Carries {
    zones: Vec<&'static str>,
    /// In kilograms.
    most: u64,
    /// Whether billed weights can be more than that.
    open_ended: bool,
}

impl Writer {
    fn new(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let currency = *dice.pick(&["CNY", "USD", "EUR", "JPY"]);
        Self { dice, text: String::new(), constructs: BTreeMap::new(), services: Vec::new(), currency, first: None }
    }

    fn line(&mut self, line: impl AsRef<str>) {
        self.text.push_str(line.as_ref());
        self.text.push('\n');
    }

    /// Notes that a construct is used.
    fn uses(&mut self, construct: &'static str) {
        *self.constructs.entry(construct).or_insert(0) += 1;
    }

    /// Whether to write something that is left out otherwise; notes it where it is written.
    fn maybe(&mut self, times: u64, construct: &'static str) -> bool {
        let chosen = self.dice.once_in(times);
        if chosen {
            self.uses(construct);
        }
        chosen
    }

    fn header(&mut self) {
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

    fn facts_and_places(&mut self) {
        self.line("fact seller_tier \"Seller tier\": one of bronze, silver, gold, default bronze");
        self.line("fact insured: yes/no, default no");
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
        for construct in ["zone", "subdivision", "postcode prefix", "postcode range", "outward code", "zone except"] {
            self.uses(construct);
        }
        self.uses("category");
    }

    fn exchange(&mut self) {
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

    fn service(&mut self, index: u64) {
        let name = format!("s{index}");
        if let Some(first) = self.first.clone()
            && self.maybe(4, "like")
        {
            self.line(format!("service {name} \"Like\" like s0 {{ transit 2..4 days }}"));
            self.lanes(&name, &first);
            self.services.push(name);
            return;
        }
        let start = usize::try_from(self.dice.between(0, 3)).expect("small");
        let zones: Vec<&'static str> = ZONES[start..].iter().take(3).map(|(name, ..)| *name).collect();
        let most = *self.dice.pick(&[2_u64, 10, 30]);
        let volumetric = self.maybe(2, "volumetric");
        self.line(format!("service {name} \"Service {index}\" {{"));
        self.line("  from CN, GB");
        self.line(format!("  to {}", zones.join(", ")));
        self.line(format!("  weight up to {most} kg"));
        self.limits(most, zones[0]);
        if self.maybe(2, "transit") {
            let least = self.dice.between(1, 9);
            let latest = least + self.dice.between(0, 9);
            self.line(format!("  transit {least}..{latest} days"));
        }
        if volumetric || self.maybe(3, "billed weight") {
            self.billed_weight(volumetric);
        }
        // Parcels that are weighed alone and priced together can weigh more than any of them may.
        let mut open_ended = volumetric;
        match self.dice.between(0, 3) {
            0 => {
                self.uses("parcels weighed together");
                self.line("  parcels weighed together");
            }
            1 => {
                self.uses("parcels weighed each, priced together");
                self.line("  parcels weighed each, priced together");
                open_ended = true;
            }
            2 => {
                self.uses("parcels priced each");
                self.line("  parcels priced each");
            }
            _ => {}
        }
        self.line("}");
        let carries = Carries { zones, most, open_ended };
        self.lanes(&name, &carries);
        self.services.push(name);
        self.first.get_or_insert(carries);
    }

    fn lanes(&mut self, service: &str, carries: &Carries) {
        for zone in &carries.zones {
            self.freight(service, zone, carries.most, carries.open_ended);
        }
    }

    fn limits(&mut self, most: u64, zone: &str) {
        if self.maybe(3, "scoped limit") {
            self.line(format!("  weight up to {} g to {zone}", most * 500));
        }
        if self.maybe(2, "side limit") {
            self.line("  longest_side up to 120 cm");
        }
        if self.maybe(3, "sum of sides") {
            self.line("  length + width + height up to 200 cm");
        }
        if self.maybe(4, "only when") {
            self.line(format!(
                "  only when declared_value in {} up to 5000 {} or insured",
                self.currency, self.currency
            ));
        }
        if self.maybe(4, "size standards with or") {
            self.line("  only when longest_side up to 150 cm and girth up to 200 cm or length up to 100 cm");
        }
    }

    fn billed_weight(&mut self, volumetric: bool) {
        self.line("  billed weight {");
        if volumetric {
            if self.maybe(3, "sides rounded") {
                self.line("    sides rounded up in steps of 1 cm");
            }
            match self.dice.between(0, 2) {
                0 => self.line("    volumetric 6000 cm3 per kg"),
                1 => {
                    self.uses("volumetric by condition");
                    self.line("    volumetric 8000 cm3 per kg when length + width + height up to 90 cm");
                    self.line("    volumetric 6000 cm3 per kg otherwise");
                }
                _ => {
                    self.uses("volumetric rounded");
                    self.line("    volumetric 167 kg per m3 rounded up in steps of 10 g");
                }
            }
            match self.dice.between(0, 2) {
                0 => self.line("    bill the greater of weight and volumetric"),
                1 => {
                    self.uses("bill when, otherwise");
                    self.line(
                        "    bill the greater of weight and volumetric when longest_side over 40 cm, otherwise weight",
                    );
                }
                _ => {
                    self.uses("mean of");
                    self.line("    bill the mean of weight and volumetric");
                }
            }
        }
        if self.maybe(3, "minimum weight") {
            self.line("    minimum 50 g");
        }
        match self.dice.between(0, 2) {
            0 => self.line("    rounded up in steps of 10 g"),
            1 => {
                self.uses("rounded by weight");
                self.line("    rounded by weight { up to 1 kg: up in steps of 100 g; up to 10 kg: half up in steps of 0.5 kg; otherwise: up in steps of 1 kg }");
            }
            // A block without a step is a mistake.
            _ if !volumetric => self.line("    rounded up in steps of 1 g"),
            _ => {}
        }
        self.line("  }");
    }

    /// All freight of one lane: no gap, no overlap.
    fn freight(&mut self, service: &str, zone: &str, most: u64, open_ended: bool) {
        let name = format!("{service}_{zone}");
        let lane = format!("via {service} to {zone}");
        let part = ZONES.iter().find(|(own, ..)| *own == zone).map_or("DE", |(.., part)| *part);
        if self.maybe(4, "valid") {
            let first = self.body(part, most, open_ended);
            self.line(format!("freight {name}_early {lane} valid ..2026-05-31{first}"));
            let second = self.body(part, most, open_ended);
            self.line(format!("freight {name}_late {lane} valid 2026-06-01..{second}"));
        } else if self.maybe(4, "overrides") {
            let general = self.body(part, most, open_ended);
            self.line(format!("freight {name} {lane}{general}"));
            let condition = self.condition(1);
            let special = self.body(part, most, open_ended);
            self.line(format!("freight {name}_special {lane} when {condition} overrides {name}{special}"));
        } else if self.maybe(5, "except") {
            let general = self.body(part, most, open_ended);
            self.line(format!("freight {name} {lane} except when insured{general}"));
            let special = self.body(part, most, open_ended);
            self.line(format!("freight {name}_insured {lane} when insured{special}"));
        } else {
            let body = self.body(part, most, open_ended);
            self.line(format!("freight {name} {lane}{body}"));
        }
    }

    fn choice(&mut self) {
        if self.maybe(3, "prefer") {
            let condition = self.condition(1);
            let mut line = String::new();
            write!(line, "prefer s0 when {condition}").expect("a text");
            self.line(line);
        }
        if self.maybe(3, "rank") {
            let ranking = *self.dice.pick(&["rank by total, then transit", "rank by transit, then total"]);
            self.line(ranking);
        }
    }
}
