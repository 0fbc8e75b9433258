//! Random goods, and what is at hand for them.

use std::collections::BTreeMap;

use tarifa_engine::date::Date;
use tarifa_engine::exact::Exact;
use tarifa_engine::shipment::{Given, Item, Provided};

use super::Dice;
use super::shipment::quantity;

/// Some items, with the documents that are at hand for them on a day near `day`.
pub(super) fn items(dice: &mut Dice, most: u64, day: Date) -> Vec<Item> {
    (0..dice.between(0, most)).map(|_| item(dice, day)).collect()
}

fn item(dice: &mut Dice, day: Date) -> Item {
    let category = *dice.pick(&["phone", "power_bank", "cream", "perfume", "5090301", "books"]);
    let mut facts = BTreeMap::new();
    let battery = *dice.pick(&["none", "in_device", "loose"]);
    facts.insert("battery".to_owned(), Given::Text(battery.to_owned()));
    // In hundredths.
    let hours = match dice.between(0, 2) {
        0 => *dice.pick(&[269, 270, 271, 10_000, 10_001, 15_000]),
        _ => dice.between(1, 200) * 100,
    };
    let hours = Exact::new(hours.into(), 100).expect("a small number");
    facts.insert("watt_hours".to_owned(), Given::Labelled(hours, "Wh".to_owned()));
    let volume = match dice.between(0, 1) {
        0 => *dice.pick(&[30, 31, 50, 100, 101, 120, 200, 201, 250]),
        _ => dice.between(1, 40) * 10,
    };
    facts.insert("net_volume".to_owned(), Given::Quantity(quantity(&format!("{volume} ml"))));
    let weight = *dice.pick(&["20 g", "499 g", "1 kg", "1.5 kg", "1.999 kg", "2 kg", "4 lb"]);
    let value = match dice.between(0, 2) {
        0 => (*dice.pick(&["149.99 EUR", "150 EUR", "150.01 EUR", "225 EUR", "500 EUR"])).to_owned(),
        _ => format!("{} {}", dice.amount(0, 300), dice.pick(&["EUR", "USD", "CNY"])),
    };
    Item {
        category: Some(category.to_owned()),
        quantity: Some(dice.between(1, 3)),
        weight: Some(quantity(weight)),
        unit_value: Some(value.parse().expect("money")),
        hs: Some((*dice.pick(&["8517.13", "8517.62.00", "3304.99", "3303.00.00"])).to_owned()),
        facts,
        provided: if dice.once_in(3) { provided(dice, day) } else { Vec::new() },
    }
}

/// Documents at hand, whose ages and last days lie near their ends on `day`.
pub(super) fn provided(dice: &mut Dice, day: Date) -> Vec<Provided> {
    let mut found = Vec::new();
    for document in ["msds", "un38_3", "lithium_mark", "un_box", "adr", "known_consignor"] {
        if !dice.once_in(3) {
            continue;
        }
        // No generated rule asks for the age of these.
        let ageless = matches!(document, "msds" | "lithium_mark" | "un_box");
        let issued = issued(dice, day).filter(|_| !ageless || dice.once_in(2));
        let last = *dice.pick(&[-1, 0, 1, 40]);
        let last = day.plus_days(last).filter(|_| dice.once_in(3));
        // What ends before it begins is a mistake of the host's.
        let valid_to = last.map(|last| issued.map_or(last, |issued| last.max(issued)));
        found.push(Provided { document: document.to_owned(), issued, valid_to });
        if dice.once_in(6) {
            found.push(Provided { document: document.to_owned(), issued: Some(day), valid_to: None });
        }
    }
    found
}

/// A day of issue at the end of an age that the generated rules know, or beside it.
fn issued(dice: &mut Dice, day: Date) -> Option<Date> {
    let beside = i32::try_from(dice.between(0, 2)).expect("small") - 1;
    let end = match dice.between(0, 6) {
        0 => day.plus_days(-30),
        1 => day.plus_days(-28),
        2 => day.plus_months(-2),
        3 => day.plus_months(-12),
        4 => Date::from_year_month_day(day.year(), 1, 1),
        _ => Some(day),
    };
    end?.plus_days(beside)
}
