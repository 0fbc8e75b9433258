//! What hosts leave out of shipments, and everything that it could have been.

use std::collections::BTreeMap;

use tarifa_engine::date::Date;
use tarifa_engine::exact::Exact;
use tarifa_engine::shipment::{Given, Item, PlaceInput, Shipment};

use super::shipment::{place, quantity};

/// What can be left out of a shipment so that [`without`] knows everything it could have been.
pub const LEFT_OUT: &[&str] = &[
    "seller_tier",
    "insured",
    "marks",
    "channel",
    "score",
    "hub",
    "destination.postcode",
    "destination.subdivision",
    "battery",
    "watt_hours",
    "net_volume",
    "category",
    "hs",
    "quantity",
    "provided.un38_3.issued",
    "provided.adr.issued",
    "period_so_far",
];

/// How exactly is asked for what is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Where it could change the answer, and nowhere else.
    Exactly,
    /// Where it could change the answer; of amounts that are added up, also where two thresholds lie so that no value
    /// of this one alone meets them.
    AtLeast,
}

/// A shipment without something, and what it could have been.
#[derive(Clone, Debug)]
pub struct LeftOut {
    /// What the host tells.
    pub less: Shipment,
    /// What it does not, by key and by item from 1.
    pub holes: Vec<(String, Option<usize>)>,
    /// How exactly is asked for it.
    pub asked: Asked,
    /// The whole shipment for every value of each hole that the generated rules can tell apart.
    pub completions: BTreeMap<Vec<usize>, Shipment>,
}

/// The shipment without one thing that it tells, of the items or the shipment.
pub fn without(shipment: &Shipment, what: &str) -> LeftOut {
    let values = of_items(what);
    if !values.is_empty() {
        return without_of_items(shipment, what, &values);
    }
    let mut less = shipment.clone();
    match (what, &mut less.destination) {
        ("destination.postcode", Some(destination)) => destination.postcode = None,
        ("destination.subdivision", Some(destination)) => destination.subdivision = None,
        ("provided.un38_3.issued", _) => undated(&mut less, "un38_3"),
        ("provided.adr.issued", _) => undated(&mut less, "adr"),
        _ => {
            less.facts.remove(what);
        }
    }
    let completions = completions(shipment, &less, what).into_iter().enumerate();
    let completions = completions.map(|(number, whole)| (vec![number], whole)).collect();
    LeftOut { less, holes: vec![(what.to_owned(), None)], asked: asked(what), completions }
}

fn asked(what: &str) -> Asked {
    match what {
        "watt_hours" | "net_volume" | "quantity" | "period_so_far" => Asked::AtLeast,
        _ => Asked::Exactly,
    }
}

/// Takes the day of issue from the first such document of the shipment.
fn undated(shipment: &mut Shipment, document: &str) {
    if let Some(own) = shipment.provided.iter_mut().find(|own| own.document == document) {
        own.issued = None;
    }
}

/// One shipment for every value of what was left out that the generated rules can tell apart.
fn completions(shipment: &Shipment, less: &Shipment, what: &str) -> Vec<Shipment> {
    let with = |given: Given| {
        let mut whole = less.clone();
        whole.facts.insert(what.to_owned(), given);
        whole
    };
    let words = |words: &[&str]| Given::Words(words.iter().map(|word| (*word).to_owned()).collect());
    let country = less.destination.as_ref().map_or("", |destination| destination.country.as_str());
    let postcodes: &[&str] = match country {
        "GB" => &["SW1A 1AA", "HS2 9AA", "KW17 2AA"],
        "ES" => &["35001", "07001", "28001"],
        "PT" => &["9500-321", "1000-001"],
        _ => &[],
    };
    let subdivisions: &[&str] = if country == "US" { &["US-AK", "US-HI", "US-NY", "US-CA"] } else { &[] };
    let to = |change: &dyn Fn(&mut PlaceInput)| {
        let mut whole = less.clone();
        whole.destination.as_mut().map(change);
        whole
    };
    let so_far = |given: Option<&Given>| -> Vec<Given> {
        match given {
            Some(Given::Number(_)) => (0_i64..=10).map(|pieces| Given::Number(pieces.into())).collect(),
            Some(Given::Money(money)) => {
                let amounts = ["0", "1", "50", "200", "700", "1500", "1000000"];
                let amounts = amounts.map(|amount| format!("{amount} {}", money.currency));
                amounts.iter().map(|amount| Given::Money(amount.parse().expect("money"))).collect()
            }
            Some(Given::Quantity(_)) => {
                (0..=20).map(|step| Given::Quantity(quantity(&format!("{} ml", step * 20)))).collect()
            }
            Some(_) | None => Vec::new(),
        }
    };
    match what {
        // These have a default, which is as good as a gift.
        "seller_tier" | "insured" => vec![less.clone()],
        "marks" => {
            [&[][..], &["fragile"], &["cold"], &["wood"], &["fragile", "wood"]].map(|set| with(words(set))).into()
        }
        "channel" => ["web", "shop"].map(|word| with(Given::Text(word.to_owned()))).into(),
        "score" => [5_i64, 6].map(|score| with(Given::Number(score.into()))).into(),
        "hub" => ["DE", "JP"].map(|country| with(Given::Place(place((country, None, None))))).into(),
        "period_so_far" if shipment.facts.contains_key(what) => {
            so_far(shipment.facts.get(what)).into_iter().map(with).collect()
        }
        "provided.un38_3.issued" => days_of_issue(less, "un38_3"),
        "provided.adr.issued" => days_of_issue(less, "adr"),
        "destination.postcode" if !postcodes.is_empty() => {
            postcodes.iter().map(|code| to(&|place| place.postcode = Some((*code).to_owned()))).collect()
        }
        "destination.subdivision" if !subdivisions.is_empty() => {
            subdivisions.iter().map(|code| to(&|place| place.subdivision = Some((*code).to_owned()))).collect()
        }
        _ => vec![less.clone()],
    }
}

/// The shipment with a document of every age that counts, down to none: what was issued later is not at hand.
fn days_of_issue(less: &Shipment, document: &str) -> Vec<Shipment> {
    let Some(position) = less.provided.iter().position(|own| own.document == document && own.issued.is_none()) else {
        return vec![less.clone()];
    };
    let utc = "UTC".parse().expect("a zone");
    let shipped = less.ship_date.expect("a ship date").days_in(&utc, &utc).first;
    let last = less.provided[position].valid_to.map_or(shipped, |last| last.min(shipped));
    // Zones can make it the day before.
    let day = |age: i32| last.plus_days(-age).expect("a day");
    let ages = [1, 8, 20, 26, 33, 50, 80, 200, 300, 400, 800];
    let days: Vec<Date> = ages.into_iter().map(day).collect();
    let with = |issued| {
        let mut whole = less.clone();
        whole.provided[position].issued = Some(issued);
        whole
    };
    days.into_iter().map(with).collect()
}

/// The values of what an item tells; nothing for what the shipment does.
fn of_items(what: &str) -> Vec<Given> {
    let text = |words: &[&str]| words.iter().map(|word| Given::Text((*word).to_owned())).collect();
    let volume = |milliliters: u64| Given::Quantity(quantity(&format!("{milliliters} ml")));
    let hours = |hundredths: i64| Given::Labelled(Exact::new(hundredths.into(), 100).expect("small"), "Wh".to_owned());
    match what {
        "battery" => text(&["none", "in_device", "loose"]),
        "category" => text(&["phone", "power_bank", "cream", "perfume", "books"]),
        // Each begins with what is still told.
        "hs" => text(&["8517.13", "8517.62.00", "8517.99"]),
        "watt_hours" => [1, 270, 5_000, 10_000, 10_001, 20_000, 40_000].map(hours).into(),
        "net_volume" => [1, 30, 50, 99, 101, 150, 199, 201, 300, 2_000, 1_000_000].map(volume).into(),
        "quantity" => [1_i64, 2, 3, 4, 5, 6, 7, 1_000_000].map(|count| Given::Number(count.into())).into(),
        _ => Vec::new(),
    }
}

/// The shipment's items, wherever they are told.
fn items(shipment: &mut Shipment) -> Vec<&mut Item> {
    let of_parcels = shipment.parcels.iter_mut().flatten().filter_map(|parcel| parcel.items.as_mut());
    shipment.items.iter_mut().chain(of_parcels).flatten().collect()
}

/// The shipment without something that its first items tell: of few values that of two, of many that of one.
fn without_of_items(shipment: &Shipment, what: &str, values: &[Given]) -> LeftOut {
    let mut told = shipment.clone();
    if what == "category" {
        // A code that no category lists tells nothing of it.
        items(&mut told).into_iter().for_each(|item| item.hs = Some("9999.99".to_owned()));
    }
    let most = if values.len() > 5 { 1 } else { 2 };
    let mut less = told.clone();
    let mut holes = Vec::new();
    for (item, number) in items(&mut less).into_iter().take(most).zip(1..) {
        tell(item, what, None);
        holes.push((what.to_owned(), Some(number)));
    }
    let mut completions = BTreeMap::from([(Vec::new(), less.clone())]);
    for position in 0..holes.len() {
        let mut next = BTreeMap::new();
        for (choices, whole) in completions {
            for (number, value) in values.iter().enumerate() {
                let mut whole: Shipment = whole.clone();
                tell(items(&mut whole).remove(position), what, Some(value.clone()));
                let choices: Vec<usize> = choices.iter().copied().chain([number]).collect();
                next.insert(choices, whole);
            }
        }
        completions = next;
    }
    LeftOut { less, holes, asked: asked(what), completions }
}

/// Tells something of an item, or nothing of it.
fn tell(item: &mut Item, what: &str, value: Option<Given>) {
    match (what, value) {
        ("category", Some(Given::Text(category))) => item.category = Some(category),
        ("category", _) => item.category = None,
        // Of a code its first digits stay.
        ("hs", Some(Given::Text(code))) => item.hs = Some(code),
        ("hs", _) => item.hs = Some("8517".to_owned()),
        ("quantity", Some(Given::Number(count))) => {
            item.quantity = count.to_integer().and_then(|count| u64::try_from(count).ok());
        }
        ("quantity", _) => item.quantity = None,
        (_, Some(value)) => {
            item.facts.insert(what.to_owned(), value);
        }
        (_, None) => {
            item.facts.remove(what);
        }
    }
}
