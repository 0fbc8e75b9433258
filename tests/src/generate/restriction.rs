//! Random restrictions of every kind, and what they can ask for.

use super::scope::About;
use super::{SoFar, Writer};

/// What can be asked for, in each of the five words.
const DOCUMENTS: &[&str] = &[
    "document msds \"Safety data sheet\"",
    "document un38_3 \"UN 38.3 test report\"",
    "label lithium_mark",
    "packaging un_box",
    "licence adr \"ADR licence\"",
    "status known_consignor",
];

/// What a limit can say, by what it holds for, and whether it reads an item by itself.
const PARTS: &[(&str, &str)] = &[
    ("each", "net_volume up to 100 ml each"),
    ("each", "watt_hours up to 100 Wh each"),
    ("each", "weight under 2 kg each"),
    ("each", "unit_value in EUR up to 150 EUR each"),
    ("per parcel, quantity", "quantity up to 2 per parcel"),
    ("per parcel, total", "total net_volume up to 200 ml per parcel"),
    ("per parcel, total", "total weight up to 3 kg per parcel"),
    ("per parcel, total", "total watt_hours 0..300 Wh per parcel"),
    ("per parcel, measure", "weight up to 5 kg per parcel"),
    ("per parcel, measure", "longest_side under 100 cm per parcel"),
    ("per parcel, formula", "total net_volume up to 10% of volume per parcel"),
    ("per parcel, value", "declared_value in USD up to 1000 USD per parcel"),
    ("per order", "quantity up to 4 per order"),
    ("per order", "total net_volume up to 500 ml per order"),
    ("per order", "total unit_value in EUR up to 500 EUR per order"),
    ("per consignment", "quantity up to 3 per consignment"),
    ("per consignment", "total unit_value up to 450 EUR per consignment"),
    ("per consignment, measure", "weight under 20 kg per consignment"),
    ("per consignment, measure", "total_quantity up to 6 per consignment"),
];

impl Writer {
    pub(super) fn documents(&mut self) {
        for document in DOCUMENTS {
            self.line(document);
        }
        self.uses("document");
    }

    /// Several restrictions, each of a kind of its own choice.
    pub(super) fn restrictions(&mut self) {
        for number in 0..self.dice.between(1, 5) {
            match self.dice.between(0, 6) {
                0 | 1 => self.forbid(number),
                2 | 3 => self.require(number),
                4 => self.limit(number),
                5 => self.separate(number),
                _ => self.warn(number),
            }
        }
        if self.maybe(4, "per consignee") {
            self.limit_of_a_period();
        }
    }

    /// Mostly of items.
    fn about(&mut self) -> About {
        if self.dice.once_in(4) { About::Shipment } else { About::Items }
    }

    fn reasons(&mut self) -> &'static str {
        if self.maybe(3, "by, because, see") {
            " by \"IATA\" because \"so it is\" because zh \"原因\" see \"PI 965\", \"49 CFR\""
        } else {
            ""
        }
    }

    fn forbid(&mut self, number: u64) {
        self.uses("forbid");
        let about = self.about();
        // Two statements of one name, now and then.
        let name = if self.maybe(4, "restrictions of one name") { "kept_out".to_owned() } else { format!("f{number}") };
        let (reasons, scope) = (self.reasons(), self.restriction_scope(about));
        self.line(format!("forbid {name} \"Kept out\"{reasons}{scope}"));
    }

    fn require(&mut self, number: u64) {
        self.uses("require");
        let about = self.about();
        let asked = match self.dice.between(0, 8) {
            0 => "msds".to_owned(),
            1 => {
                self.uses("require all");
                format!("msds, un38_3 as q{number} \"Papers\"")
            }
            2 => {
                self.uses("require one of several");
                "lithium_mark or un_box or msds".to_owned()
            }
            3 => {
                self.uses("not older than days");
                format!("un38_3 as q{number} not older than 30 days")
            }
            4 => {
                self.uses("not older than weeks");
                format!("un38_3 as q{number} not older than 4 weeks")
            }
            5 => {
                self.uses("not older than months");
                format!("known_consignor, un38_3 as q{number} not older than 2 months")
            }
            6 => {
                self.uses("not older than years");
                format!("un38_3 or adr as q{number} not older than 1 year")
            }
            7 => {
                self.uses("issued in the same year");
                format!("adr as q{number} issued in the same year")
            }
            _ => "known_consignor".to_owned(),
        };
        let (reasons, scope) = (self.reasons(), self.restriction_scope(about));
        self.line(format!("require {asked}{reasons}{scope}"));
    }

    fn limit(&mut self, number: u64) {
        self.uses("limit");
        let about = self.about();
        let count = self.dice.between(1, 3);
        let mut parts = Vec::new();
        for _ in 0..count {
            let (construct, part) = *self.dice.pick(PARTS);
            self.uses(construct);
            parts.push(part);
        }
        let (reasons, scope) = (self.reasons(), self.restriction_scope(about));
        self.line(format!("limit l{number} \"Limited\"{scope}{reasons}: {}", parts.join(", ")));
    }

    /// A limit of which the host tells the total so far.
    fn limit_of_a_period(&mut self) {
        let about = self.about();
        let (parts, totals): (&str, &[(&str, SoFar)]) = match self.dice.between(0, 3) {
            0 => ("quantity up to 5 per consignee per month", &[("period_so_far", SoFar::Pieces)]),
            1 => (
                "quantity up to 3 per consignee per day, quantity up to 9 per consignee per year",
                &[("period_so_far_per_day", SoFar::Pieces), ("period_so_far_per_year", SoFar::Pieces)],
            ),
            2 => ("declared_value in USD up to 1500 USD per consignee per quarter", &[("period_so_far", SoFar::Money)]),
            _ => ("total net_volume under 400 ml per consignee per week", &[("period_so_far", SoFar::Volume)]),
        };
        self.so_far.extend(totals.iter().map(|(key, kind)| ((*key).to_owned(), *kind)));
        let scope = self.restriction_scope(about);
        self.line(format!("limit period{scope}: {parts}"));
    }

    fn separate(&mut self, number: u64) {
        self.uses("separate");
        let kinds = ["electronics from cream, perfume", "power_bank from beauty", "cream, phone from beauty, phone"];
        let extents = [("separate per parcel", "parcel"), ("separate per order", "order"), ("separate", "consignment")];
        let kinds = *self.dice.pick(&kinds);
        let (construct, extent) = *self.dice.pick(&extents);
        self.uses(construct);
        let about = if self.dice.once_in(2) { About::Shipment } else { About::ItemsWithoutFor };
        let (reasons, scope) = (self.reasons(), self.restriction_scope(about));
        self.line(format!("separate s{number}_apart{scope}{reasons}: {kinds} per {extent}"));
    }

    fn warn(&mut self, number: u64) {
        self.uses("warn");
        let about = self.about();
        let scope = self.restriction_scope(about);
        self.line(format!("warn w{number} because \"mind this\"{scope}"));
    }
}
