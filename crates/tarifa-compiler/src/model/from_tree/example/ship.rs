//! The shipment of an example.

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::date::Moment;
use tarifa_engine::place_code::{Country, Postcode};
use tarifa_engine::shipment::{Item, Parcel, PlaceInput, Shipment};
use tarifa_engine::unit::{Quantity, Unit};
use tarifa_syntax::tree::{self, PlaceKind, Postcodes, Ship};

use super::super::Resolver;
use super::super::names::Wanted;
use super::super::typed::Kind;
use crate::model::PlaceRegion;

impl<'t> Resolver<'t> {
    /// `ship via standard from CN to DE(10115) on 2026-03-02, 1.2 kg { 1 phone }`.
    pub(super) fn ship(&mut self, ship: &'t Ship, shipment: &mut Shipment) -> Option<()> {
        let mut complete = Some(());
        if let Some(name) = &ship.via {
            shipment.service = self.example_service(name);
            complete = complete.and(shipment.service.as_ref().map(|_| ()));
        }
        for (written, target) in [(&ship.from, &mut shipment.origin), (&ship.to, &mut shipment.destination)] {
            if let Some(place) = written {
                *target = self.example_place(place);
                complete = complete.and(target.as_ref().map(|_| ()));
            }
        }
        if let Some(moment) = &ship.on {
            shipment.ship_date = self.moment(moment);
            complete = complete.and(shipment.ship_date.map(|_| ()));
        }
        if let Some(worth) = &ship.worth {
            shipment.declared_value = self.money(worth);
            complete = complete.and(shipment.declared_value.map(|_| ()));
        }
        let parcel = &ship.parcel;
        if let Some(weight) = &parcel.weight {
            shipment.weight = self.measured(weight, &Kind::Weight, "the weight");
            complete = complete.and(shipment.weight.map(|_| ()));
        }
        if let Some(sides) = &parcel.sides {
            shipment.sides = self.sides(sides);
            complete = complete.and(shipment.sides.map(|_| ()));
        }
        complete.and(self.items(parcel.items.as_deref(), shipment))
    }

    /// `parcel 1.2 kg, 20 x 15 x 10 cm`.
    pub(super) fn parcel(&mut self, written: &'t tree::Parcel, shipment: &mut Shipment) -> Option<()> {
        let mut complete = Some(());
        let mut parcel = Parcel::default();
        if let Some(weight) = &written.weight {
            parcel.weight = self.measured(weight, &Kind::Weight, "the weight");
            complete = complete.and(parcel.weight.map(|_| ()));
        }
        if let Some(sides) = &written.sides {
            parcel.sides = self.sides(sides);
            complete = complete.and(parcel.sides.map(|_| ()));
        }
        if let Some(items) = &written.items {
            parcel.items = self.item_list(items);
            complete = complete.and(parcel.items.as_ref().map(|_| ()));
        }
        shipment.parcels.get_or_insert_default().push(parcel);
        complete
    }

    /// The items in braces; without braces they are not told, and empty braces say that there are none.
    fn items(&mut self, written: Option<&'t [tree::ExampleItem]>, shipment: &mut Shipment) -> Option<()> {
        let Some(written) = written else { return Some(()) };
        let items = self.item_list(written)?;
        shipment.items.get_or_insert_default().extend(items);
        Some(())
    }

    /// Items with their facts.
    pub(in super::super) fn item_list(&mut self, written: &'t [tree::ExampleItem]) -> Option<Vec<Item>> {
        let items: Vec<_> = written.iter().map(|written| self.item(written)).collect();
        items.into_iter().collect()
    }

    fn item(&mut self, written: &'t tree::ExampleItem) -> Option<Item> {
        let quantity = self.number_of_pieces(&written.quantity, written.span);
        let category = self.example_category(&written.category);
        let named = category.is_some();
        let category = category.flatten();
        let mut item = Item { quantity, category, ..Item::default() };
        let facts: Vec<_> = written
            .facts
            .iter()
            .map(|given| self.item_fact(&given.name, &given.values, given.span, &mut item))
            .collect();
        facts.into_iter().collect::<Option<()>>()?;
        let provided: Vec<_> = written.provided.iter().map(|it| self.item_provided(it, &mut item)).collect();
        provided.into_iter().collect::<Option<()>>()?;
        (item.quantity.is_some() && named).then_some(item)
    }

    /// A number of pieces.
    pub(super) fn number_of_pieces(&mut self, written: &str, span: Span) -> Option<u64> {
        match written.parse::<u64>() {
            Ok(quantity) if quantity > 0 => Some(quantity),
            Ok(_) | Err(_) => self.refuse(
                Diagnostic::new(Code::BAD_NUMBER, span, format!("`{written}` is no number of pieces"))
                    .help("write a whole number above zero, as in `2 phone`"),
            ),
        }
    }

    /// The category of goods in an example: `item` and `items` are goods of none, unless a category is called so.
    pub(super) fn example_category(&mut self, name: &tree::Name) -> Option<Option<String>> {
        match self.symbols.categories.peek(&name.text) {
            Some(_) => Some(Some(name.text.to_string())),
            None if matches!(&*name.text, "item" | "items") => Some(None),
            None => self.unknown_name(name, Wanted::Category),
        }
    }

    /// A place as a host would tell it: a code, with at most one whole postcode.
    pub(super) fn example_place(&mut self, place: &tree::Place) -> Option<PlaceInput> {
        let (code, postcode) = match &place.kind {
            PlaceKind::Code(code) => (code, None),
            PlaceKind::Postcodes { country, postcodes } => match postcodes.as_slice() {
                [Postcodes::Whole { code, span }] => (country, Some((code, *span))),
                _ => return self.not_one_place(place.span),
            },
            PlaceKind::All | PlaceKind::Zone(_) => return self.not_one_place(place.span),
        };
        let (country, subdivision) = match self.region(code)? {
            PlaceRegion::Country(country) => (country, None),
            PlaceRegion::Subdivision { country, subdivision } => (country, Some(subdivision)),
            PlaceRegion::Postcodes { .. } => return None,
        };
        let mut place = PlaceInput { country, subdivision, postcode: None };
        if let Some((written, span)) = postcode {
            let parsed = place.country.parse::<Country>().ok().map(|country| Postcode::parse(country, written));
            if let Some(Err(error)) = parsed {
                return self.refuse(Diagnostic::new(Code::BAD_POSTCODE, span, error.to_string()));
            }
            place.postcode = Some(written.to_string());
        }
        Some(place)
    }

    fn not_one_place<T>(&mut self, span: Span) -> Option<T> {
        let message = format!("{} is not one place, and a shipment goes to one", self.quoted(span));
        let help = "write a country, with a postcode where it matters: `DE(10115)`";
        self.refuse(Diagnostic::new(Code::NOT_HERE, span, message).help(help))
    }

    /// A day, or a minute of a day.
    pub(in super::super) fn moment(&mut self, moment: &tree::Moment) -> Option<Moment> {
        let text = match &moment.time {
            Some(time) => format!("{} {time}", moment.date),
            None => moment.date.to_string(),
        };
        match text.parse::<Moment>() {
            Ok(moment) => Some(moment),
            Err(error) => self.refuse(Diagnostic::new(Code::BAD_DATE, moment.span, error.to_string())),
        }
    }

    /// A quantity in the author's unit.
    pub(super) fn measured(&mut self, written: &tree::Quantity, kind: &Kind, what: &str) -> Option<Quantity> {
        let value = self.quantity(written)?;
        self.constant_of(value, kind, written.span, what)?;
        let number = self.number(written)?;
        let unit = written.unit.as_ref().and_then(|unit| unit.name.text.parse::<Unit>().ok())?;
        Some(Quantity::new(number, unit))
    }

    /// Three sides; one without a unit has that of the last.
    pub(super) fn sides(&mut self, written: &[tree::Quantity; 3]) -> Option<[Quantity; 3]> {
        let [first, second, last] = written;
        // A side without a unit has that of the last, and with it its mistake.
        let height = self.measured(last, &Kind::Length, "a side")?;
        let [length, width] = [first, second].map(|side| {
            let unit = side.unit.clone().or_else(|| last.unit.clone());
            self.measured(&tree::Quantity { unit, ..side.clone() }, &Kind::Length, "a side")
        });
        Some([length?, width?, height])
    }
}
