//! Random rule sets that compile, and random shipments for them.
//!
//! A generated rule set has no gap and no overlap by construction: a
//! service's zones are disjoint, its bands reach to its limits or go on with
//! `otherwise`, and a second statement for one lane is written with
//! `overrides`, `except` or other dates. Restrictions are in nobody's way, so
//! they are written as the dice fall. Every construct that is used is counted,
//! so that the suite can see that none is left out.

mod condition;
mod constructs;
mod dice;
mod goods;
mod header;
mod left_out;
mod price;
mod process;
mod restriction;
mod scope;
mod service;
mod shipment;

use std::collections::BTreeMap;
use std::fmt::Write;

pub use constructs::CONSTRUCTS;
pub use dice::Dice;
pub use left_out::{Asked, LEFT_OUT, LeftOut, without};
pub use process::{CaseDice, PROCESS_CONSTRUCTS, Possible, ProcessRules, process_rules};
use service::Carries;
pub use shipment::complete_shipment;
use tarifa_engine::shipment::{Given, Shipment};

/// A generated rule set.
#[derive(Clone, Debug)]
pub struct RuleSet {
    /// The text.
    pub text: String,
    /// How often each construct is used.
    pub constructs: BTreeMap<&'static str, usize>,
    /// The names of the services.
    pub services: Vec<String>,
    /// The totals so far that it asks for, by key.
    so_far: Vec<(String, SoFar)>,
}

/// What a total so far is of.
#[derive(Clone, Copy, Debug)]
enum SoFar {
    /// Pieces.
    Pieces,
    /// Money.
    Money,
    /// A volume.
    Volume,
}

impl RuleSet {
    /// A shipment of which everything is known that the rule set can ask for.
    pub fn shipment(&self, dice: &mut Dice) -> Shipment {
        let mut shipment = complete_shipment(dice);
        for (key, kind) in &self.so_far {
            let given = match kind {
                SoFar::Pieces => Given::Number(i64::try_from(dice.between(0, 8)).expect("small").into()),
                SoFar::Money => Given::Money(shipment::money(dice)),
                SoFar::Volume => Given::Quantity(shipment::quantity(&format!("{} ml", dice.between(0, 12) * 25))),
            };
            shipment.facts.insert(key.clone(), given);
        }
        shipment
    }
}

/// The rule set of a seed.
pub fn rule_set(seed: u64) -> RuleSet {
    let mut writer = Writer::new(seed);
    writer.header();
    let restricted = !writer.dice.once_in(3);
    writer.facts_and_places(if restricted { "assume" } else { "default" });
    writer.documents();
    writer.exchange();
    let count = writer.dice.between(1, 3);
    for index in 0..count {
        writer.service(index);
    }
    writer.charges();
    if restricted {
        writer.uses("assume");
        writer.restrictions();
    }
    writer.choice();
    let Writer { text, constructs, services, so_far, .. } = writer;
    RuleSet { text, constructs, services, so_far }
}

/// A rule set being written.
struct Writer {
    dice: Dice,
    text: String,
    constructs: BTreeMap<&'static str, usize>,
    services: Vec<String>,
    so_far: Vec<(String, SoFar)>,
    currency: &'static str,
    /// What the first service carries, for those that are like it.
    first: Option<Carries>,
}

impl Writer {
    fn new(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let currency = *dice.pick(&["CNY", "USD", "EUR", "JPY"]);
        Self {
            dice,
            text: String::new(),
            constructs: BTreeMap::new(),
            services: Vec::new(),
            so_far: Vec::new(),
            currency,
            first: None,
        }
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
