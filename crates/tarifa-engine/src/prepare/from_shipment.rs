//! Shipment to prepared: every violation is found, each with its path.

use smallvec::{SmallVec, smallvec};

use crate::currency::Money;
use crate::date::Moment;
use crate::evaluate::Index;
use crate::exact::Exact;
use crate::place_code::{Country, Postcode, Subdivision, class_of};
use crate::program::{CountryClasses, DateField, FactId, FactPer, Program, ServiceId};
use crate::shipment::{GivenRate, PlaceInput, Shipment};

use super::error::{InputErrors, InputProblem, InputWarning, nearest};
use super::{Days, InputError, MAX_ITEMS_TIMES_PARCELS, MAX_RATES, MAX_TEXT, Place, Prepared, PreparedItem, Presence};

/// Checks a shipment and names everything in it by index.
///
/// # Errors
///
/// [`InputErrors`]: everything that is wrong with it.
pub fn prepare(program: &Program, index: &Index, shipment: &Shipment) -> Result<Prepared, InputErrors> {
    let mut preparation = Preparation::new(program, index);
    let prepared = preparation.shipment(shipment);
    if preparation.errors.is_empty() {
        Ok(Prepared { warnings: preparation.warnings, ..prepared })
    } else {
        Err(InputErrors(preparation.errors))
    }
}

/// What is found on the way.
pub(super) struct Preparation<'p> {
    pub(super) program: &'p Program,
    pub(super) index: &'p Index,
    errors: Vec<InputError>,
    pub(super) warnings: Vec<InputWarning>,
}

/// The most services that a finding lists.
const KNOWN: usize = 20;

impl<'p> Preparation<'p> {
    pub(super) const fn new(program: &'p Program, index: &'p Index) -> Self {
        Self { program, index, errors: Vec::new(), warnings: Vec::new() }
    }

    /// Everything that was found wrong.
    pub(super) fn into_errors(self) -> Vec<InputError> {
        self.errors
    }

    fn shipment(&mut self, shipment: &Shipment) -> Prepared {
        let place = |this: &mut Self, path: &str, place: &Option<PlaceInput>| match place {
            Some(place) => this.place(path, place),
            None => Place::Unknown,
        };
        let origin = place(self, "origin", &shipment.origin);
        let destination = place(self, "destination", &shipment.destination);
        let items = self.goods(shipment);
        let parcels = self.parcels(shipment, items.as_deref());
        self.items_times_parcels(items.as_deref().map_or(0, <[_]>::len), parcels.len());
        let given = self.given("", FactPer::Shipment, &shipment.facts);
        let mut facts = vec![None; self.program.facts.len()];
        for (fact, value) in given.values {
            if let Some(slot) = facts.get_mut(usize::from(fact.0)) {
                *slot = value;
            }
        }
        let mut days = self.days_of(FactPer::Shipment, &given.dates);
        self.put_days(&mut days, DateField::ShipDate, shipment.ship_date);
        Prepared {
            origin,
            destination,
            service: shipment.service.as_deref().and_then(|name| self.service(name)),
            declared_value: self.declared_value(shipment.declared_value, items.as_deref()),
            ship_date: shipment.ship_date,
            parcels_given: if shipment.parcels.is_some() { Presence::Given } else { Presence::Absent },
            rates: self.rates(&shipment.rates),
            measures: self.index.measures(&parcels),
            parcels,
            days,
            items,
            order_items: self.items("order_items", shipment.order_items.as_deref().unwrap_or_default()),
            provided: self.provided("provided", &shipment.provided),
            facts,
            given: given.given,
            warnings: Vec::new(),
        }
    }

    pub(super) fn report(&mut self, path: &str, problem: InputProblem) {
        self.errors.push(InputError { path: path.to_owned(), problem });
    }

    fn service(&mut self, name: &str) -> Option<ServiceId> {
        let services = &self.program.services;
        let position = services.iter().position(|service| service.name == name);
        if position.is_none() {
            let near = nearest(name, services.iter().map(|service| service.name.as_str()));
            let mut known: Vec<&str> = services.iter().take(KNOWN).map(|service| service.name.as_str()).collect();
            if services.len() > KNOWN {
                known.push("…");
            }
            let (name, known) = (crate::decimal::excerpt(name), known.join(", "));
            self.report("service", InputProblem::UnknownService { name, near, known });
        }
        position.and_then(|position| u16::try_from(position).ok()).map(ServiceId)
    }

    /// A place, in the classes of its country.
    pub(super) fn place(&mut self, path: &str, place: &PlaceInput) -> Place {
        let country = match place.country.parse::<Country>() {
            Ok(country) => country,
            Err(error) => {
                self.report(&format!("{path}.country"), error.into());
                return Place::Unknown;
            }
        };
        let countries = &self.program.places.countries;
        let code = country.code();
        let found = countries.iter().position(|classes| classes.code == code);
        let Some((number, classes)) = found.and_then(|found| Some((u16::try_from(found).ok()?, countries.get(found)?)))
        else {
            let unknown = crate::place_code::CountryError { text: place.country.clone(), near: None };
            self.report(&format!("{path}.country"), unknown.into());
            return Place::Unknown;
        };
        let subdivision = self.subdivision(path, country, classes, place.subdivision.as_deref());
        let postcode = self.postcode(path, country, classes, place.postcode.as_deref());
        Place::in_country(classes, number, subdivision, postcode)
    }

    fn subdivision(
        &mut self,
        path: &str,
        country: Country,
        classes: &CountryClasses,
        code: Option<&str>,
    ) -> Option<u32> {
        let undivided = classes.subdivisions.is_empty().then_some(0);
        let Some(code) = code else { return undivided };
        let problem = match code.parse::<Subdivision>() {
            Ok(subdivision) if subdivision.country() == country => {
                let position = classes.subdivisions.iter().position(|known| known == code);
                let class = position.and_then(|position| u32::try_from(position).ok());
                return Some(class.map_or(0, |class| class.saturating_add(1)));
            }
            Ok(_) => InputProblem::ForeignSubdivision { subdivision: code.to_owned(), country: country.to_string() },
            Err(error) => error.into(),
        };
        self.report(&format!("{path}.subdivision"), problem);
        undivided
    }

    fn postcode(
        &mut self,
        path: &str,
        country: Country,
        classes: &CountryClasses,
        postcode: Option<&str>,
    ) -> Option<u32> {
        let undivided = classes.postcodes.is_empty().then_some(0);
        let Some(postcode) = postcode else { return undivided };
        match Postcode::parse(country, postcode) {
            Ok(postcode) => class_of(&classes.postcodes, &postcode).and_then(|class| u32::try_from(class).ok()),
            Err(error) => {
                self.report(&format!("{path}.postcode"), error.into());
                undivided
            }
        }
    }

    /// The days of the dates of the shipment or of an item, in every zone.
    pub(super) fn days_of<const N: usize>(
        &self,
        per: FactPer,
        dates: &[(FactId, Option<Moment>)],
    ) -> SmallVec<[Option<Days>; N]> {
        let count = match per {
            FactPer::Shipment => self.index.shipment_days(),
            FactPer::Item => self.index.item_days(),
        };
        let mut days = smallvec![None; count];
        for (fact, moment) in dates {
            self.put_days(&mut days, DateField::Declared(*fact), *moment);
        }
        days
    }

    fn put_days(&self, days: &mut [Option<Days>], field: DateField, moment: Option<Moment>) {
        let Some(own) = self.program.zones.first() else { return };
        for (number, zone) in (0_u8..=u8::MAX).zip(&self.program.zones) {
            if let Some(slot) = days.get_mut(self.index.date_slot(field, number)) {
                *slot = moment.map(|moment| {
                    let span = moment.days_in(own, zone);
                    Days { first: span.first.days(), last: span.last.days() }
                });
            }
        }
    }

    /// The shipment's own value, or the sum of the items' where all have one in one currency.
    fn declared_value(&mut self, own: Option<Money>, items: Option<&[PreparedItem]>) -> Option<Money> {
        let own = own.filter(|value| self.is_value("declared_value", "a declared value", value));
        let Some(sum) = items.and_then(|items| self.value_of_items(items)) else { return own };
        match own {
            Some(own) if own.currency == sum.currency && own.amount != sum.amount => {
                let (items, currency) = (sum.amount, sum.currency);
                self.warnings.push(InputWarning::ValueDiffers { given: own.to_string(), items, currency });
            }
            Some(_) | None => {}
        }
        own.or(Some(sum))
    }

    fn value_of_items(&mut self, items: &[PreparedItem]) -> Option<Money> {
        let currency = items.first()?.unit_value?.currency;
        let mut sum = Exact::ZERO;
        for item in items {
            let (value, quantity) = (item.unit_value?, item.quantity?);
            if value.currency != currency {
                return None;
            }
            let part = value.amount.checked_mul(quantity).and_then(|value| sum.checked_add(value));
            let Ok(part) = part else {
                self.report("items", InputProblem::OutOfRange);
                return None;
            };
            sum = part;
        }
        Some(Money::new(sum.reduced(), currency))
    }

    /// Whether an amount of money is not negative; reports it where it is.
    pub(super) fn is_value(&mut self, path: &str, what: &'static str, value: &Money) -> bool {
        if value.amount.is_negative() {
            self.report(path, InputProblem::Negative { what, value: value.to_string() });
        }
        !value.amount.is_negative()
    }

    /// Whether a text is not too long; reports it where it is.
    pub(super) fn is_text(&mut self, path: &str, text: &str) -> bool {
        let fits = text.len() <= MAX_TEXT;
        if !fits {
            let instead = "shorten the text";
            let what = "bytes of text";
            self.report(path, InputProblem::TooMany { what, found: text.len(), most: MAX_TEXT, instead });
        }
        fits
    }

    fn rates(&mut self, rates: &[GivenRate]) -> Vec<GivenRate> {
        if rates.len() > MAX_RATES {
            let instead = "give only the rates that the rule set can ask for";
            self.report(
                "rates",
                InputProblem::TooMany { what: "exchange rates", found: rates.len(), most: MAX_RATES, instead },
            );
            return Vec::new();
        }
        for (position, rate) in rates.iter().enumerate() {
            let path = format!("rates[{position}]");
            if !rate.rate.is_positive() {
                let problem = InputProblem::NotPositive { what: "an exchange rate", value: rate.rate.to_string() };
                self.report(&path, problem);
            }
            let same = |other: &&GivenRate| (other.from, other.to) == (rate.from, rate.to);
            if rates.iter().take(position).any(|other| same(&other)) {
                self.report(&path, InputProblem::RateTwice { from: rate.from, to: rate.to });
            }
        }
        rates.to_vec()
    }

    fn items_times_parcels(&mut self, items: usize, parcels: usize) {
        let product = items.saturating_mul(parcels);
        if product > MAX_ITEMS_TIMES_PARCELS {
            let instead = "quote the consignment in parts";
            self.report(
                "parcels",
                InputProblem::TooMany {
                    what: "items times parcels",
                    found: product,
                    most: MAX_ITEMS_TIMES_PARCELS,
                    instead,
                },
            );
        }
    }
}
