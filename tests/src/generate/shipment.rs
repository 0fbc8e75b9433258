//! Random shipments, near the bounds that rule sets like.

use std::collections::BTreeMap;

use tarifa_engine::date::Date;
use tarifa_engine::shipment::{Given, Parcel, PlaceInput, Shipment};
use tarifa_engine::unit::Quantity;

use super::{Dice, goods};

/// Where shipments go: every kind of place that the generated zones tell apart.
const DESTINATIONS: &[(&str, Option<&str>, Option<&str>)] = &[
    ("DE", None, Some("10115")),
    ("FR", None, Some("75001")),
    ("GB", None, Some("SW1A 1AA")),
    ("GB", None, Some("HS2 9AA")),
    ("GB", None, Some("KW17 2AA")),
    ("ES", None, Some("35001")),
    ("ES", None, Some("28001")),
    ("PT", None, Some("9500-321")),
    ("PT", None, Some("1000-001")),
    ("IT", None, Some("00118")),
    ("US", Some("US-AK"), Some("99501")),
    ("US", Some("US-NY"), Some("10001")),
    ("AU", None, Some("2000")),
    ("JP", None, Some("100-0001")),
    ("CN", None, Some("100000")),
];

/// A shipment of which everything is known.
pub fn complete_shipment(dice: &mut Dice) -> Shipment {
    let ship_date = date(dice, true);
    let utc = "UTC".parse().expect("a zone");
    let day = ship_date.days_in(&utc, &utc).first;
    let parcels = dice.once_in(3).then(|| parcels(dice, day));
    let alone = parcels.is_none();
    // Items are told with the parcels that they are in, and of one parcel also beside it.
    let beside = parcels.as_ref().is_none_or(|parcels| parcels.iter().all(|parcel| parcel.items.is_none()));
    Shipment {
        origin: Some(place(if dice.once_in(12) { ("FR", None, None) } else { ("CN", None, None) })),
        destination: Some(place(*dice.pick(DESTINATIONS))),
        service: None,
        weight: alone.then(|| weight(dice)),
        sides: alone.then(|| sides(dice)),
        declared_value: Some(money(dice)),
        ship_date: Some(ship_date),
        items: beside.then(|| goods::items(dice, 3, day)),
        parcels,
        order_items: dice.once_in(4).then(|| goods::items(dice, 2, day)),
        provided: goods::provided(dice, day),
        facts: facts(dice),
        rates: Vec::new(),
    }
}

/// One to three parcels, each with what is in it; of one, that may be left to the shipment.
fn parcels(dice: &mut Dice, day: Date) -> Vec<Parcel> {
    let count = dice.between(1, 3);
    let told = count > 1 || dice.once_in(2);
    let mut parcel = || Parcel {
        weight: Some(weight(dice)),
        sides: Some(sides(dice)),
        items: told.then(|| goods::items(dice, 2, day)),
    };
    (0..count).map(|_| parcel()).collect()
}

fn facts(dice: &mut Dice) -> BTreeMap<String, Given> {
    let mut facts = BTreeMap::new();
    let mut give = |name: &str, given: Given| facts.insert(name.to_owned(), given);
    give("seller_tier", Given::Text((*dice.pick(&["bronze", "silver", "gold"])).to_owned()));
    give("insured", Given::YesNo(dice.once_in(2)));
    let sets: [&[&str]; 4] = [&[], &["fragile"], &["cold", "wood"], &["fragile", "wood"]];
    let marks = *dice.pick(&sets);
    give("marks", Given::Words(marks.iter().map(|mark| (*mark).to_owned()).collect()));
    give("cod_amount", Given::Money(money(dice)));
    give("order_date", Given::Date(date(dice, true)));
    give("channel", Given::Text((*dice.pick(&["web", "app"])).to_owned()));
    give("hub", Given::Place(place(*dice.pick(&[("DE", None, None), ("FR", None, None), ("JP", None, None)]))));
    give("score", Given::Number(i64::try_from(dice.between(3, 8)).expect("small").into()));
    facts
}

pub(super) fn place((country, subdivision, postcode): (&str, Option<&str>, Option<&str>)) -> PlaceInput {
    PlaceInput {
        country: country.to_owned(),
        subdivision: subdivision.map(str::to_owned),
        postcode: postcode.map(str::to_owned),
    }
}

/// Weights at, just over and between the bounds, and some in pounds and ounces.
fn weight(dice: &mut Dice) -> Quantity {
    let text = match dice.between(0, 5) {
        0 => (*dice.pick(&["50 g", "51 g", "300 g", "301 g", "500 g", "501 g", "1 kg", "1.001 kg", "2 kg"])).to_owned(),
        1 => format!("{} g", dice.between(1, 2_500)),
        2 => format!("{}.{} kg", dice.between(0, 31), dice.between(1, 999)),
        3 => format!("{} lb", dice.between(1, 20)),
        4 => format!("{}.5 oz", dice.between(1, 40)),
        _ => format!("{} g", dice.between(1, 99)),
    };
    quantity(&text)
}

fn sides(dice: &mut Dice) -> [Quantity; 3] {
    let mut side = |most| {
        let text = match dice.between(0, 9) {
            0 => format!("{} inch", dice.between(1, most / 3)),
            1 => format!("{}.5 cm", dice.between(1, most)),
            _ => format!("{} cm", dice.between(1, most)),
        };
        quantity(&text)
    };
    [side(130), side(70), side(40)]
}

pub(super) fn money(dice: &mut Dice) -> tarifa_engine::currency::Money {
    let currency = *dice.pick(&["USD", "EUR", "CNY"]);
    let amount = match dice.between(0, 3) {
        0 => (*dice.pick(&["100", "150", "150.01", "1000", "1000.01"])).to_owned(),
        _ => dice.amount(0, 1_200),
    };
    format!("{amount} {currency}").parse().expect("money")
}

/// A day or a moment near the ends of the generated periods.
fn date(dice: &mut Dice, with_time: bool) -> tarifa_engine::date::Moment {
    let day = match dice.between(0, 3) {
        0 => (*dice.pick(&["2026-03-31", "2026-04-01", "2026-05-31", "2026-06-01", "2026-06-30", "2026-07-01"]))
            .to_owned(),
        1 => (*dice.pick(&["2025-12-31", "2026-01-01", "2026-12-31", "2027-01-01"])).to_owned(),
        _ => format!("2026-{:02}-{:02}", dice.between(1, 12), dice.between(1, 28)),
    };
    let text = if with_time { format!("{day} {:02}:30", dice.between(0, 23)) } else { day };
    text.parse().expect("a date")
}

pub(super) fn quantity(text: &str) -> Quantity {
    text.parse().expect("a quantity")
}
