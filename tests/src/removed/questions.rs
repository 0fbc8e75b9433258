//! Whether a question could change the answer: its fact is told in several ways, all else being one.
//!
//! What else is missing is told, too, by values that go by a number and the key alone. So two shipments with one number
//! differ in the fact at hand and in nothing else, whichever further questions come up on the way.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use tarifa::Tariff;
use tarifa::answer::{Need, ServiceOption, Verdict};
use tarifa_engine::program::{Condition, CountryClasses, FactPer, Node, Restriction};
use tarifa_engine::shipment::{GivenRate, Item, PlaceInput, Shipment};
use tarifa_engine::unit::Unit;

use super::values::{Values, kind_of};
use super::{items, items_of};
use crate::generate::Dice;

/// How many ways to tell everything else are tried, and values beside each.
const WAYS: u64 = 2_000;
const VALUES: u64 = 8;
/// How many questions can come up one after another.
const ROUNDS: usize = 12;

/// A tariff, and what its facts can be.
#[derive(Debug)]
pub struct Questions<'t> {
    tariff: &'t Tariff,
    values: Values,
    categories: Vec<String>,
}

/// What the restrictions speak of that ask for a fact.
struct AskedAbout {
    goods: Vec<String>,
    places: Vec<PlaceInput>,
}

/// What of an answer counts: that one of two reasons turns a shipment away is no difference.
pub fn counted(option: &ServiceOption) -> String {
    let lines: Vec<String> = option.lines.iter().map(|line| format!("{} {}", line.name, line.amount)).collect();
    let requirements: BTreeSet<String> = option
        .requirements
        .iter()
        .flat_map(|own| own.documents.iter().map(move |document| format!("{:?} {:?}", own.item, document)))
        .collect();
    let weights: Vec<_> = option.billed_weights.iter().map(|weight| weight.grams).collect();
    let priced = matches!(option.verdict, Verdict::Available | Verdict::Conditional);
    format!("{:?} {lines:?} {requirements:?} {:?}", option.verdict, priced.then_some(weights))
}

impl<'t> Questions<'t> {
    /// Of a tariff, with the shipments of its examples.
    pub fn new<'s>(tariff: &'t Tariff, examples: impl Iterator<Item = &'s Shipment>) -> Self {
        let categories = tariff.program().categories.nodes.iter().map(|node| node.name.clone()).collect();
        Self { tariff, values: Values::of(tariff, examples), categories }
    }

    /// What `service` says of `shipment`; nothing where the shipment is not well made.
    pub fn option(&self, shipment: &Shipment, service: &str) -> Option<ServiceOption> {
        let asked = Shipment { service: Some(service.to_owned()), ..shipment.clone() };
        self.tariff.quote(&asked).ok()?.options.into_iter().find(|option| option.service == service)
    }

    /// Two answers that differ by the fact that is asked for alone, if there are.
    ///
    /// What else is missing is told as `example` tells it, or otherwise: most facts decide beside the goods and places
    /// that an example is about, and beside few others.
    ///
    /// Goods may also be of a category that the rule set does not have, which nobody can tell it: so a category that
    /// every shipment is turned away for is asked for all the same.
    pub fn difference(
        &self,
        shipment: &Shipment,
        service: &str,
        need: &Need,
        example: &Shipment,
    ) -> Option<(String, String)> {
        let asked_about = AskedAbout { goods: self.goods_of(need), places: self.places_of(need) };
        (0..WAYS).find_map(|way| {
            let mut first: Option<String> = None;
            (0..VALUES).find_map(|value| {
                let mut whole = shipment.clone();
                self.tell(&mut whole, need, &mut dice(way, value, need))?;
                let whole = self.completed(&whole, service, way, (example, &asked_about))?;
                let option = self.option(&whole, service).filter(|option| option.verdict != Verdict::Needs)?;
                let answer = counted(&option);
                let outside = || need.fact == "category" && turns_away(&option);
                match &first {
                    _ if outside() => Some((answer, "goods of another category".to_owned())),
                    Some(first) if *first != answer => Some((first.clone(), answer)),
                    Some(_) => None,
                    None => {
                        first = Some(answer);
                        None
                    }
                }
            })
        })
    }

    /// The shipment with everything told, by values that go by a number.
    ///
    /// Half of what an example tells is told so, and half of the goods and destinations are of those that whoever asks
    /// speaks of.
    fn completed(
        &self,
        shipment: &Shipment,
        service: &str,
        way: u64,
        (example, asked_about): (&Shipment, &AskedAbout),
    ) -> Option<Shipment> {
        let mut whole = shipment.clone();
        let tell = |whole: &mut Shipment, fact: &str, item: Option<usize>| {
            let need = Need { fact: fact.to_owned(), item, title: String::new(), asked_by: Vec::new() };
            let mut dice = dice(way, VALUES, &need);
            if (way == 0 || dice.once_in(2)) && tell_as(whole, fact, item, example).is_some() {
                return;
            }
            let AskedAbout { goods, places } = asked_about;
            match (item, fact) {
                (Some(number), "category") if !goods.is_empty() && !dice.once_in(2) => {
                    items_of(whole)[number - 1].category = Some(dice.pick(goods).clone());
                    return;
                }
                (None, "destination") if !places.is_empty() && !dice.once_in(2) => {
                    whole.destination = Some(dice.pick(places).clone());
                    return;
                }
                (_, _) => {}
            }
            // What this cannot tell is asked for below, if it matters.
            let _untold = self.tell(whole, &need, &mut dice);
        };
        for fact in self.untold(shipment) {
            tell(&mut whole, &fact, None);
        }
        for number in 0..items(&whole).len() {
            for fact in self.untold_of_item(items(&whole)[number]) {
                tell(&mut whole, &fact, Some(number + 1));
            }
        }
        // The days of issue, rates and places within a country are told as they come up.
        for _ in 0..ROUNDS {
            let option = self.option(&whole, service)?;
            if option.needs.is_empty() {
                return Some(whole);
            }
            for need in &option.needs {
                self.tell(&mut whole, need, &mut dice(way, VALUES, need))?;
            }
        }
        None
    }

    /// The restrictions that ask.
    fn askers(&self, need: &Need) -> impl Iterator<Item = &'t Restriction> {
        self.tariff.program().restrictions.iter().filter(|restriction| need.asked_by.contains(&restriction.name))
    }

    /// The categories of which the restrictions that ask speak.
    fn goods_of(&self, need: &Need) -> Vec<String> {
        let mut found = BTreeSet::new();
        for restriction in self.askers(need) {
            restriction.visit(&mut |node| {
                if let Node::Condition(Condition::Category(set)) = node {
                    let is_in = |index: usize| u32::try_from(index).is_ok_and(|index| set.contains(index));
                    found.extend(
                        self.categories.iter().enumerate().filter(|(index, _)| is_in(*index)).map(|(_, name)| name),
                    );
                }
            });
        }
        found.into_iter().cloned().collect()
    }

    /// The countries to which the restrictions that ask apply; none where one of them applies everywhere.
    fn places_of(&self, need: &Need) -> Vec<PlaceInput> {
        let places = &self.tariff.program().places;
        let country = |code: &String| PlaceInput { country: code.clone(), subdivision: None, postcode: None };
        let sets = self.askers(need).map(|restriction| restriction.scope.to.map(|id| &places.sets[id.0 as usize]));
        let Some(sets) = sets.collect::<Option<Vec<_>>>() else { return Vec::new() };
        let is_in = |classes: &&CountryClasses| sets.iter().any(|set| set.contains(classes.first));
        places.countries.iter().filter(is_in).map(|classes| country(&classes.code)).collect()
    }

    /// What the shipment does not tell of itself.
    fn untold(&self, shipment: &Shipment) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let mut note = |is_told: bool, key: &str| found.extend((!is_told).then(|| key.to_owned()));
        let parcels = shipment.parcels.as_deref().unwrap_or_default();
        let in_parcels = parcels.iter().any(|parcel| parcel.items.is_some());
        let weighed = |shipment: &Shipment| items(shipment).iter().all(|item| item.weight.is_some());
        note(shipment.origin.is_some(), "origin");
        note(shipment.destination.is_some(), "destination");
        note(shipment.ship_date.is_some(), "ship_date");
        note(shipment.items.is_some() || in_parcels, "items");
        note(shipment.declared_value.is_some(), "declared_value");
        if parcels.is_empty() {
            note(shipment.weight.is_some() || shipment.items.is_some() && weighed(shipment), "weight");
            note(shipment.sides.is_some(), "length");
        } else if shipment.items.is_some() {
            note(false, "parcels[].items");
        }
        for (number, parcel) in parcels.iter().enumerate() {
            note(parcel.weight.is_some(), &format!("parcels[{number}].weight"));
            note(parcel.sides.is_some(), &format!("parcels[{number}].length"));
        }
        let program = self.tariff.program();
        for fact in program.facts.iter().filter(|fact| fact.per == FactPer::Shipment && fact.default.is_none()) {
            note(shipment.facts.contains_key(&fact.name), &fact.name);
        }
        found
    }

    fn untold_of_item(&self, item: &Item) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let mut note = |is_told: bool, key: &str| found.extend((!is_told).then(|| key.to_owned()));
        note(item.category.is_some() || item.hs.is_some() || self.categories.is_empty(), "category");
        note(item.quantity.is_some(), "quantity");
        let program = self.tariff.program();
        for fact in program.facts.iter().filter(|fact| fact.per == FactPer::Item && fact.default.is_none()) {
            note(item.facts.contains_key(&fact.name), &fact.name);
        }
        found
    }

    /// Tells something that was asked for; nothing where this does not know how.
    fn tell(&self, shipment: &mut Shipment, need: &Need, dice: &mut Dice) -> Option<()> {
        let program = self.tariff.program();
        let values = &self.values;
        let ship_day = shipment.ship_date.map(tarifa_engine::date::Moment::written_day);
        if let Some(item) = need.item {
            let document = need.fact.strip_prefix("provided.").and_then(|rest| rest.strip_suffix(".issued"));
            let mut all = items_of(shipment);
            let item = all.get_mut(item - 1)?;
            match need.fact.as_str() {
                "category" => item.category = Some(dice.pick(&self.categories).clone()),
                "quantity" => item.quantity = Some(values.pieces(dice)),
                "weight" => item.weight = Some(values.quantity(dice, Unit::Gram)),
                "unit_value" => item.unit_value = Some(values.declared_value(dice)),
                "hs" => item.hs = Some(values.code(dice)),
                name => match document {
                    Some(document) => {
                        let own = item.provided.iter_mut().find(|own| own.document == document)?;
                        own.issued = Some(values.date(dice, ship_day));
                    }
                    None => {
                        let kind = kind_of(program, name, FactPer::Item)?;
                        item.facts.insert(name.to_owned(), values.given(dice, name, kind));
                    }
                },
            }
            return Some(());
        }
        match need.fact.as_str() {
            "origin" => shipment.origin = Some(values.origin(dice)),
            "destination" => shipment.destination = Some(values.destination(dice)),
            "destination.postcode" | "destination.subdivision" => {
                let country = shipment.destination.as_ref()?.country.clone();
                let place = values.place_in(dice, &country);
                let destination = shipment.destination.as_mut()?;
                match need.fact.as_str() {
                    "destination.postcode" => destination.postcode = Some(place.postcode?),
                    _ => destination.subdivision = Some(place.subdivision?),
                }
            }
            "weight" => shipment.weight = Some(values.quantity(dice, Unit::Gram)),
            "length" => shipment.sides = Some([(); 3].map(|()| values.quantity(dice, Unit::Centimetre))),
            "declared_value" => shipment.declared_value = Some(values.declared_value(dice)),
            "ship_date" => shipment.ship_date = Some(values.moment(dice)),
            "items" => shipment.items = Some(values.goods(dice)),
            "parcels[].items" => {
                let all: Vec<_> = items(shipment).into_iter().cloned().collect();
                shipment.items = None;
                let parcels = shipment.parcels.as_mut()?;
                parcels.iter_mut().for_each(|parcel| parcel.items = Some(Vec::new()));
                for item in all {
                    let parcel = usize::try_from(dice.between(0, parcels.len() as u64 - 1)).expect("few parcels");
                    parcels[parcel].items.get_or_insert_default().push(item);
                }
            }
            name => {
                if let Some(pair) = name.strip_prefix("rate ") {
                    let (from, to) = pair.split_once('/')?;
                    let rate = dice.between(1, 40).try_into().ok().map(tarifa_engine::exact::Exact::from_integer)?;
                    shipment.rates.push(GivenRate { from: from.parse().ok()?, to: to.parse().ok()?, rate });
                } else if let Some(of_parcel) = name.strip_prefix("parcels[") {
                    let (number, key) = of_parcel.split_once("].")?;
                    let parcel = shipment.parcels.as_mut()?.get_mut(number.parse::<usize>().ok()?)?;
                    match key {
                        "weight" => parcel.weight = Some(values.quantity(dice, Unit::Gram)),
                        _ => parcel.sides = Some([(); 3].map(|()| values.quantity(dice, Unit::Centimetre))),
                    }
                } else if let Some(document) =
                    name.strip_prefix("provided.").and_then(|rest| rest.strip_suffix(".issued"))
                {
                    let own = shipment.provided.iter_mut().find(|own| own.document == document)?;
                    own.issued = Some(values.date(dice, ship_day));
                } else {
                    let kind = kind_of(program, name, FactPer::Shipment)?;
                    shipment.facts.insert(name.to_owned(), values.given(dice, name, kind));
                }
            }
        }
        Some(())
    }
}

/// Tells what an example tells; nothing where it tells nothing of the kind.
fn tell_as(shipment: &mut Shipment, fact: &str, item: Option<usize>, example: &Shipment) -> Option<()> {
    if let Some(number) = item {
        let told = (*items(example).get(number - 1)?).clone();
        let mut all = items_of(shipment);
        let item = all.get_mut(number - 1)?;
        match fact {
            "category" => (item.category, item.hs) = (told.category, told.hs),
            "quantity" => item.quantity = Some(told.quantity?),
            name => {
                item.facts.insert(name.to_owned(), told.facts.get(name)?.clone());
            }
        }
        return Some(());
    }
    match fact {
        "origin" => shipment.origin = Some(example.origin.clone()?),
        "destination" => shipment.destination = Some(example.destination.clone()?),
        "ship_date" => shipment.ship_date = Some(example.ship_date?),
        "declared_value" => shipment.declared_value = Some(example.declared_value?),
        "weight" => shipment.weight = Some(example.weight?),
        "length" => shipment.sides = Some(example.sides?),
        "items" => shipment.items = Some(example.items.clone()?),
        name => {
            shipment.facts.insert(name.to_owned(), example.facts.get(name)?.clone());
        }
    }
    Some(())
}

/// Whether a service turns the shipment away.
pub fn turns_away(option: &ServiceOption) -> bool {
    matches!(option.verdict, Verdict::NotServed | Verdict::Refused)
}

/// The choices for a key: the same wherever the key comes up.
fn dice(way: u64, value: u64, need: &Need) -> Dice {
    let mut hasher = DefaultHasher::new();
    (way, value, &need.fact, need.item).hash(&mut hasher);
    Dice::new(hasher.finish())
}
