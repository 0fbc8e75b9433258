//! Many restrictions by hand-written Rust: which of them refuse one kind of goods, and which ask for a document.
//!
//! 6,000 categories, 240 destinations, 20 services; one requested service, one kind of goods, input interned, the answer
//! as ids.

use std::collections::BTreeMap;

use tarifa_engine::evaluate::{Quote, Runtime};
use tarifa_engine::prepare::Prepared;
use tarifa_engine::program::ServiceId;
use tarifa_engine::shipment::{Given, Item, PlaceInput, Shipment};

use super::Dice;
use crate::large::{Battery, DESTINATIONS, GOODS, LargeKind, LargeRule, destinations, goods_name};

/// A rule as hand-written code keeps it.
#[derive(Clone, Debug)]
struct ByHandRule {
    id: u32,
    to: [u64; DESTINATIONS.div_ceil(64)],
    via: u32,
    battery: Battery,
    kind: LargeKind,
}

/// The rules by the goods that they speak of.
#[derive(Clone, Debug)]
pub struct Tables(Vec<Vec<ByHandRule>>);

/// A shipment as the hand-written code takes it: interned, as the engine's is.
#[derive(Clone, Copy, Debug)]
pub struct ByHand {
    service: usize,
    destination: usize,
    goods: usize,
    pieces: u32,
    battery: Battery,
}

/// The rules that refuse, and those that ask for a document; so many of each.
#[derive(Clone, Copy, Debug, Default)]
pub struct Found {
    refused: [u32; 8],
    asked: [u32; 8],
    counts: (usize, usize),
}

impl Tables {
    fn new(rules: &[LargeRule]) -> Self {
        let mut tables: Vec<Vec<ByHandRule>> = (0..GOODS).map(|_| Vec::new()).collect();
        for (id, rule) in (0..).zip(rules) {
            for goods in rule.goods.clone() {
                let mut to = [0; DESTINATIONS.div_ceil(64)];
                rule.to.iter().for_each(|country| to[country / 64] |= 1 << (country % 64));
                let via = rule.via.iter().fold(0, |set, service| set | 1 << service);
                tables[goods].push(ByHandRule { id, to, via, battery: rule.battery, kind: rule.kind });
            }
        }
        Self(tables)
    }
}

/// A verdict by hand-written Rust.
#[inline(never)]
pub fn verdict(tables: &Tables, shipment: &ByHand) -> Found {
    let mut found = Found::default();
    for rule in &tables.0[shipment.goods] {
        if rule.via >> shipment.service & 1 == 0
            || rule.to[shipment.destination / 64] >> (shipment.destination % 64) & 1 == 0
            || rule.battery == Battery::Loose && shipment.battery != Battery::Loose
        {
            continue;
        }
        let refuses = match rule.kind {
            LargeKind::Forbid => true,
            LargeKind::Require(_) => {
                found.asked[found.counts.1] = rule.id;
                found.counts.1 += 1;
                false
            }
            LargeKind::Limit(pieces) => shipment.pieces > pieces,
        };
        if refuses {
            found.refused[found.counts.0] = rule.id;
            found.counts.0 += 1;
        }
    }
    found
}

/// The task: one rule set, and shipments as both sides take them.
#[derive(Clone, Debug)]
pub struct Task {
    /// The engine.
    pub runtime: Runtime,
    /// What the hand-written code knows beforehand.
    pub tables: Tables,
    /// The shipments.
    pub shipments: Vec<(ByHand, ServiceId, Prepared)>,
}

impl Task {
    /// So many shipments of goods that rules speak of, to and by what they name and what they do not.
    ///
    /// # Panics
    ///
    /// Where the two sides do not agree.
    pub fn new(runtime: Runtime, rules: &[LargeRule], count: usize) -> Self {
        let mut task = Self { tables: Tables::new(rules), shipments: Vec::new(), runtime };
        let (mut dice, codes) = (Dice::default(), destinations());
        for _ in 0..count {
            task.ship(rules, &codes, &mut dice);
        }
        task.agree();
        task
    }

    /// The same without any restriction, for what the price alone costs.
    #[must_use]
    pub fn without_restrictions(&self) -> Self {
        let mut program = self.runtime.program().clone();
        program.restrictions.clear();
        Self { runtime: Runtime::new(program), ..self.clone() }
    }

    fn ship(&mut self, rules: &[LargeRule], codes: &[String], dice: &mut Dice) {
        let rule = &rules[dice.below(rules.len())];
        let goods = rule.goods.start + dice.below(rule.goods.len());
        let destination =
            if dice.below(2) == 0 { rule.to[dice.below(rule.to.len())] } else { dice.below(DESTINATIONS) };
        let service = rule.via[dice.below(rule.via.len())];
        let battery = if dice.below(2) == 0 { Battery::Loose } else { Battery::Any };
        let pieces = u32::try_from(1 + dice.below(9)).expect("small");
        let word = if battery == Battery::Loose { "loose" } else { "none" };
        let item = Item {
            category: Some(goods_name(goods)),
            quantity: Some(u64::from(pieces)),
            facts: BTreeMap::from([("battery".to_owned(), Given::Text(word.to_owned()))]),
            ..Item::default()
        };
        let place = |country: &str| Some(PlaceInput { country: country.to_owned(), subdivision: None, postcode: None });
        let shipment = Shipment {
            origin: place("CN"),
            destination: place(&codes[destination]),
            weight: Some("1.2 kg".parse().expect("a weight")),
            ship_date: Some("2026-03-02".parse().expect("a date")),
            items: Some(vec![item]),
            ..Shipment::default()
        };
        let name = format!("s{service}");
        let services = &self.runtime.program().services;
        let id = services.iter().position(|service| service.name == name).expect("a service");
        let by_hand = ByHand { service, destination, goods, pieces, battery };
        let prepared = self.runtime.prepare(&shipment).expect("a shipment");
        self.shipments.push((by_hand, ServiceId(u16::try_from(id).expect("small")), prepared));
    }

    /// Both must say the same before their speed is worth anything; requirements are told where nothing refuses.
    fn agree(&self) {
        let mut met = [0; 3];
        for (by_hand, service, prepared) in &self.shipments {
            let quote = self.runtime.quote(*service, prepared).expect("a quote");
            let (refused, asked) = verdict(&self.tables, by_hand).counts;
            let found = (quote.reasons.len(), quote.requirements.len());
            assert_eq!(found, (refused, if refused == 0 { asked } else { 0 }), "{by_hand:?}");
            let alone = self.runtime.verdict(*service, prepared).expect("a verdict");
            assert_eq!((alone.reasons, alone.requirements), (quote.reasons, quote.requirements), "{by_hand:?}");
            met[match (refused, asked) {
                (0, 0) => 2,
                (0, _) => 1,
                _ => 0,
            }] += 1;
        }
        assert!(met.iter().all(|count| *count > 20), "every verdict occurs: {met:?}");
    }

    /// Looks at every shipment by hand.
    #[inline(never)]
    pub fn by_hand(&self, mut see: impl FnMut(Found)) {
        for (by_hand, _, _) in &self.shipments {
            see(verdict(&self.tables, std::hint::black_box(by_hand)));
        }
    }

    /// Quotes every shipment by the engine, restrictions and price, into one answer.
    ///
    /// # Panics
    ///
    /// Never: the answers have been looked at.
    #[inline(never)]
    pub fn by_engine(&self, quote: &mut Quote, mut see: impl FnMut(&Quote)) {
        for (_, service, prepared) in &self.shipments {
            self.runtime.quote_into(*service, std::hint::black_box(prepared), quote).expect("a quote");
            see(quote);
        }
    }

    /// Asks the engine for the verdicts alone, into one answer.
    ///
    /// # Panics
    ///
    /// Never: the answers have been looked at.
    #[inline(never)]
    pub fn by_engine_alone(&self, quote: &mut Quote, mut see: impl FnMut(&Quote)) {
        for (_, service, prepared) in &self.shipments {
            self.runtime.verdict_into(*service, std::hint::black_box(prepared), quote).expect("a verdict");
            see(quote);
        }
    }
}
