//! One quoting task by hand-written fixed-point Rust, and the same as policy text.
//!
//! 24 tables (4 services x 6 zones) of 5 bands, volumetric weight, fuel, remote postcodes, a peak
//! season and a minimum; one requested service, input interned, answer lines as ids.

use tarifa_engine::evaluate::{Quote, Runtime};
use tarifa_engine::exact::Exact;
use tarifa_engine::prepare::{Place, Prepared};
use tarifa_engine::program::ServiceId;
use tarifa_engine::shipment::{PlaceInput, Shipment};

use super::Dice;

const SERVICES: usize = 4;
const ZONES: [&str; 6] = ["DE", "FR", "ES", "IT", "PL", "SE"];
/// Days from 1970-01-01 of the peak season, 2026-11-01 to 2026-12-31.
const PEAK: (i32, i32) = (20_758, 20_818);
/// Upper bounds and steps in grams.
const BANDS: [(i64, i64); 5] = [(100, 1), (500, 10), (2_000, 50), (10_000, 100), (i64::MAX, 500)];

/// The figures of a table: cents for the first 100 g, and per started 10 g, 50 g, 100 g and 500 g of the bands behind.
fn figures(service: usize, zone: usize) -> [i64; 5] {
    let (service, zone) = (i64::try_from(service).expect("small"), i64::try_from(zone).expect("small"));
    let base = 1_000 + service * 170 + zone * 90;
    [base, 60 + service * 3, 220 + zone * 7, 390 + service * 11, 1_500 + zone * 25]
}

/// The policy's text.
pub fn policy() -> String {
    let money = |cents: i64| format!("{}.{:02}", cents / 100, cents % 100);
    let mut text = String::from(
        "tariff bench {\n currency CNY\n time zone \"Asia/Shanghai\"\n rounding half up in steps of 0.01\n paid by seller\n}\n\
         zone far = ES(35*, 38*, 07*), FR(20*)\n",
    );
    for service in 0..SERVICES {
        text.push_str(&format!(
            "service s{service} {{\n from CN\n to {}\n weight up to 30 kg\n billed weight {{\n  volumetric 8000 cm3 per kg\n  \
             bill the greater of weight and volumetric\n  rounded up in steps of 1 g\n }}\n length + width + height up to 150 cm\n}}\n",
            ZONES.join(", ")
        ));
        for (zone, country) in ZONES.iter().enumerate() {
            let [first, a, b, c, d] = figures(service, zone).map(money);
            text.push_str(&format!(
                "freight s{service}_{zone} via s{service} to {country} {{\n minimum 11.00\n up to 100 g: {first}\n \
                 up to 500 g: {first} for the first 100 g, then {a} per started 10 g\n \
                 up to 2 kg: {first} for the first 100 g, then {b} per started 50 g\n \
                 up to 10 kg: {first} for the first 100 g, then {c} per started 100 g\n \
                 otherwise: {first} for the first 100 g, then {d} per started 500 g\n}}\n"
            ));
        }
    }
    text.push_str(
        "charge remote to far = 3.50 per started kg minimum 25.00\n\
         charge peak valid 2026-11-01..2026-12-31 = 2.00\n\
         charge fuel = 18.5% of (freight + remote)\n",
    );
    text
}

/// What the hand-written code knows beforehand.
#[derive(Clone, Debug)]
pub struct Tables {
    figures: [[[i64; 5]; 6]; SERVICES],
    /// By class of places: the zone, and whether it is remote.
    zones: Vec<Option<(u8, Remote)>>,
}

/// Whether a place is remote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Remote {
    Yes,
    No,
}

/// A shipment as the hand-written code takes it: interned, as the engine's is.
#[derive(Clone, Copy, Debug)]
pub struct ByHand {
    service: usize,
    /// The class of the destination, by country and postcode.
    destination: u32,
    day: i32,
    grams: i64,
    millimetres: [i64; 3],
}

/// The answer of the hand-written code: ids and cents.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lines {
    lines: [(u8, i64); 4],
    count: usize,
    total: i64,
}

impl Lines {
    #[inline]
    fn push(&mut self, id: u8, cents: i64) {
        self.lines[self.count] = (id, cents);
        self.count += 1;
        self.total += cents;
    }
}

/// A quote by hand-written fixed-point Rust.
#[inline(never)]
pub fn quote(tables: &Tables, shipment: &ByHand) -> Option<Lines> {
    let (zone, remote) = (*tables.zones.get(shipment.destination as usize)?)?;
    let [length, width, height] = shipment.millimetres;
    if shipment.grams > 30_000 || length + width + height > 1_500 {
        return None;
    }
    // 8000 cm3 per kg are 8000 mm3 per gram.
    let volumetric = (length * width * height + 7_999) / 8_000;
    let billed = shipment.grams.max(volumetric);
    let table = &tables.figures[shipment.service][usize::from(zone)];
    let band = BANDS.partition_point(|(upper, _)| *upper < billed);
    let steps = (billed - 100).max(0) + BANDS[band].1 - 1;
    let rate = if band == 0 { 0 } else { table[band] };
    let freight = (table[0] + steps / BANDS[band].1 * rate).max(1_100);
    let mut lines = Lines::default();
    lines.push(0, freight);
    if (PEAK.0..=PEAK.1).contains(&shipment.day) {
        lines.push(1, 200);
    }
    let mut of_remote = 0;
    if remote == Remote::Yes {
        of_remote = ((billed + 999) / 1_000 * 350).max(2_500);
        lines.push(2, of_remote);
    }
    // 18.5% in cents, half up.
    lines.push(3, ((freight + of_remote) * 185 + 500) / 1_000);
    Some(lines)
}

/// The task: one policy, and shipments of every service, zone, season and size as both sides take them.
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
    /// So many shipments, in an order that no branch predictor learns; both sides agree on each.
    ///
    /// # Panics
    ///
    /// Where they do not.
    pub fn new(runtime: Runtime, count: usize) -> Self {
        let classes = runtime.program().places.class_count() as usize;
        let zones = vec![None; classes];
        let figures = std::array::from_fn(|service| std::array::from_fn(|zone| figures(service, zone)));
        let mut task = Self { tables: Tables { figures, zones }, shipments: Vec::new(), runtime };
        let mut dice = Dice::default();
        for _ in 0..count {
            task.ship(&mut dice);
        }
        task.agree();
        task
    }

    fn ship(&mut self, dice: &mut Dice) {
        let (service, zone) = (dice.below(SERVICES), dice.below(6));
        let remote = if (zone == 1 || zone == 2) && dice.below(3) == 0 { Remote::Yes } else { Remote::No };
        let postcode = match (ZONES[zone], remote) {
            ("ES", Remote::Yes) => Some("35001"),
            ("ES", Remote::No) => Some("28001"),
            ("FR", Remote::Yes) => Some("20000"),
            ("FR", Remote::No) => Some("75001"),
            _ => None,
        };
        let (day, date) = if dice.below(2) == 0 { (20_777, "2026-11-20") } else { (20_514, "2026-03-02") };
        let size = [300, 1_500, 8_000, 12_000][dice.below(4)];
        let grams = 1 + dice.below(size);
        let millimetres = [10 * (1 + dice.below(60)), 10 * (1 + dice.below(40)), 10 * (1 + dice.below(30))];
        let place = |country: &str, postcode: Option<&str>| {
            Some(PlaceInput { country: country.to_owned(), subdivision: None, postcode: postcode.map(str::to_owned) })
        };
        let shipment = Shipment {
            origin: place("CN", None),
            destination: place(ZONES[zone], postcode),
            weight: Some(format!("{grams} g").parse().expect("a weight")),
            sides: Some(millimetres.map(|side| format!("{side} mm").parse().expect("a side"))),
            ship_date: Some(date.parse().expect("a date")),
            ..Shipment::default()
        };
        let prepared = self.runtime.prepare(&shipment).expect("a shipment");
        let Place::Class(destination) = prepared.destination else { panic!("the place is known") };
        self.tables.zones[destination as usize] = Some((u8::try_from(zone).expect("small"), remote));
        let name = format!("s{service}");
        let services = &self.runtime.program().services;
        let id = services.iter().position(|service| service.name == name).expect("a service");
        let whole = |number: usize| i64::try_from(number).expect("small");
        let millimetres = millimetres.map(whole);
        let by_hand = ByHand { service, destination, day, grams: whole(grams), millimetres };
        self.shipments.push((by_hand, ServiceId(u16::try_from(id).expect("small")), prepared));
    }

    /// Both must say the same before their speed is worth anything.
    fn agree(&self) {
        for (by_hand, service, prepared) in &self.shipments {
            let found = self.runtime.quote(*service, prepared).expect("a quote");
            let expected = quote(&self.tables, by_hand).expect("a quote");
            let cents = |cents: i64| Exact::new(i128::from(cents), 100).expect("it fits");
            let found_lines: Vec<Exact> = found.lines.iter().map(|line| line.amount).collect();
            let expected_lines: Vec<Exact> =
                expected.lines.iter().take(expected.count).map(|(_, amount)| cents(*amount)).collect();
            assert_eq!(found_lines, expected_lines, "{by_hand:?}");
            assert_eq!(found.total, Some(cents(expected.total)), "{by_hand:?}");
        }
    }

    /// Quotes every shipment by hand.
    #[inline(never)]
    pub fn by_hand(&self, mut see: impl FnMut(Option<Lines>)) {
        for (by_hand, _, _) in &self.shipments {
            see(quote(&self.tables, std::hint::black_box(by_hand)));
        }
    }

    /// Quotes every shipment by the engine, into one answer.
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
}
