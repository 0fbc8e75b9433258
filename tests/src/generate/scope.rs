//! Random scopes of restrictions: every clause, about items or about the shipment.

use super::Writer;

/// What a rule is to speak of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    /// One item at a time.
    Items,
    /// Items, by their facts alone, since the rule names its categories itself.
    ItemsWithoutFor,
    /// The shipment.
    Shipment,
}

impl Writer {
    /// The clauses of a scope, with a blank before them.
    pub(super) fn restriction_scope(&mut self, about: About) -> String {
        let mut scope = String::new();
        if self.maybe(6, "restriction via") {
            scope.push_str(" via s0");
        }
        if self.maybe(8, "restriction from") {
            scope.push_str(" from CN");
        }
        if self.maybe(2, "restriction to") {
            let places =
                ["west", "islands, south", "all except west", "US-AK, DE, ES(35*)", "mainland, FR", "rest, GB(KW*)"];
            scope.push_str(" to ");
            scope.push_str(self.dice.pick::<&str>(&places));
        }
        if about == About::Items {
            self.uses("restriction for");
            let goods = ["phone", "power_bank", "electronics", "cream, perfume", "beauty", "books, phone"];
            scope.push_str(" for ");
            scope.push_str(self.dice.pick::<&str>(&goods));
        }
        if self.maybe(5, "restriction valid") {
            let periods = ["..2026-06-30", "2026-04-01..2026-12-31", "2026-06-01.."];
            scope.push_str(" valid ");
            scope.push_str(self.dice.pick::<&str>(&periods));
            if self.maybe(3, "restriction valid on") {
                scope.push_str(" on order_date in \"America/Chicago\"");
            }
        }
        let often = if about == About::Shipment { 1 } else { 2 };
        if self.maybe(often, "restriction when") {
            let condition = self.restriction_condition(about);
            scope.push_str(" when ");
            scope.push_str(&condition);
        }
        if self.maybe(3, "restriction except") {
            let exception = self.exception(about);
            scope.push_str(&exception);
            if self.maybe(4, "restriction except twice") {
                scope.push_str(" except to JP");
            }
        }
        scope
    }

    fn exception(&mut self, about: About) -> String {
        let of_items = ["for cream", "(to GB when battery is none)", "when quantity is 1", "(for phone via s0)"];
        let by_facts = ["when battery is in_device", "(to GB when battery is none)", "when quantity is 1", "via s1"];
        let of_shipment = ["to IT, DE", "when insured", "(to GB when weight up to 2 kg)", "from GB"];
        let clause = match about {
            // Half of what a rule about items makes an exception of is not of an item.
            _ if self.dice.once_in(2) => *self.dice.pick(&of_shipment),
            About::Items => *self.dice.pick(&of_items),
            About::ItemsWithoutFor => *self.dice.pick(&by_facts),
            About::Shipment => *self.dice.pick(&of_shipment),
        };
        let clause = if clause == "via s1" && self.services.len() < 2 { "via s0" } else { clause };
        format!(" except {clause}")
    }

    fn restriction_condition(&mut self, about: About) -> String {
        if about == About::Shipment {
            return self.condition(1);
        }
        let first = self.item_test();
        match self.dice.between(0, 4) {
            0 => format!("{first} and {}", self.item_test()),
            1 => format!("{first} or ({})", self.condition(1)),
            2 => format!("not ({first} and {})", self.item_test()),
            _ => first,
        }
    }

    /// A test of the item at hand.
    fn item_test(&mut self) -> String {
        let tests: [(&'static str, &'static str); 13] = [
            ("item is", "battery is loose"),
            ("item is not", "battery is not none"),
            ("item bound", "watt_hours over 100 Wh"),
            ("item bound at least", "watt_hours at least 2.7 Wh"),
            ("item bound of volume", "net_volume over 100 ml up to 200 ml"),
            ("item quantity", "quantity over 1"),
            ("item bound under", "net_volume under 31 ml"),
            ("item value", "unit_value in EUR over 150 EUR"),
            ("item category", "category in (phone, beauty)"),
            ("item hs", "hs in (\"8517\", \"3304.99\")"),
            ("item provided", "provided has msds"),
            ("item and all items", "battery is loose and total net_volume over 200 ml"),
            ("item and any item", "watt_hours over 2.7 Wh and any item (battery is in_device)"),
        ];
        let (construct, test) = *self.dice.pick(&tests);
        self.uses(construct);
        if construct == "item provided" {
            // What is at hand is of the item only where the rule speaks of one.
            return format!("(battery is loose and not {test})");
        }
        test.to_owned()
    }
}
