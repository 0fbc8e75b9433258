//! What must be known first, under the keys that a host uses.

use crate::answer;
use crate::evaluate::{Missing, Need, Rule};
use crate::prepare::{Prepared, Presence};
use crate::program::{FactRef, Program};

use super::restrictions::ordinal;
use super::words;

/// The question in a host's terms.
pub(super) fn need(program: &Program, shipment: &Prepared, need: &Need) -> answer::Need {
    let (fact, item, title) = key(program, shipment, need.missing);
    let mut asked_by: Vec<String> = need.asked_by.iter().map(|rule| rule_name(program, *rule)).collect();
    asked_by.dedup();
    answer::Need { fact, item, title, asked_by }
}

/// The key, the item where an item lacks it, and what staff call it.
fn key(program: &Program, shipment: &Prepared, missing: Missing) -> (String, Option<usize>, String) {
    let of_parcel = |key: &str, parcel: u16| match shipment.parcels_given {
        Presence::Absent => key.to_owned(),
        Presence::Given => format!("parcels[{parcel}].{key}"),
    };
    match missing {
        Missing::Country(field) => {
            let key = words::place_field(field, program);
            (key.clone(), None, format!("the country of the {key}"))
        }
        Missing::Subdivision(field) => {
            let key = words::place_field(field, program);
            (format!("{key}.subdivision"), None, format!("the subdivision of the {key}"))
        }
        Missing::Postcode(field) => {
            let key = words::place_field(field, program);
            (format!("{key}.postcode"), None, format!("the postcode of the {key}"))
        }
        Missing::Weight(parcel) => (of_parcel("weight", parcel), None, "the weight".to_owned()),
        Missing::Sides(parcel) => (of_parcel("length", parcel), None, "the three sides".to_owned()),
        Missing::DeclaredValue => ("declared_value".to_owned(), None, "the declared value".to_owned()),
        Missing::Date(field) => {
            let key = words::date_field(field, program);
            (key.clone(), None, format!("the {key}"))
        }
        Missing::Time(field) => {
            let key = words::date_field(field, program).replace("_date", "_time");
            (key, None, "the time of day, since the zones of the rules disagree on the day".to_owned())
        }
        Missing::Items => ("items".to_owned(), None, "the goods".to_owned()),
        Missing::Item(item, fact) => {
            let (own, key) = (shipment.items.as_ref().map_or(0, Vec::len), words::fact(fact, program));
            match (item as usize).checked_sub(own) {
                // Items of the rest of the order are counted on from those of the consignment.
                Some(rest) => (format!("order_items[{rest}].{key}"), None, title(program, fact)),
                None => (key, Some(ordinal(item)), title(program, fact)),
            }
        }
        Missing::Contents => ("parcels[].items".to_owned(), None, "which of the items are in which parcel".to_owned()),
        Missing::Fact(id) => {
            let fact = FactRef::Declared(id);
            (words::fact(fact, program), None, title(program, fact))
        }
        Missing::Issued(document, item) => {
            let document = program.documents.get(usize::from(document.0));
            let (name, title) = document.map_or(("", ""), |document| (&document.name, &document.title));
            let item = item.map(ordinal);
            (format!("provided.{name}.issued"), item, format!("the day on which the {title} was issued"))
        }
        Missing::Rate(from, to) => (format!("rate {from}/{to}"), None, format!("how much 1 {from} is in {to}")),
    }
}

fn title(program: &Program, fact: FactRef) -> String {
    match fact {
        FactRef::Declared(id) => {
            program.facts.get(usize::from(id.0)).map_or_else(String::new, |fact| fact.title.clone())
        }
        FactRef::Builtin(builtin) => format!("the {}", words::builtin_key(builtin).replace('_', " ")),
    }
}

/// The name of a rule, as people find it in the policy.
fn rule_name(program: &Program, rule: Rule) -> String {
    let service = |id: crate::program::ServiceId| {
        program.services.get(usize::from(id.0)).map_or_else(String::new, |service| service.name.clone())
    };
    match rule {
        Rule::Tariff => program.name.clone(),
        Rule::Service(id) | Rule::Limit(id, _) => service(id),
        Rule::WeightStep(id, _) => format!("billed weight of {}", service(id)),
        Rule::Block(id) => program.blocks.get(id.0 as usize).map_or_else(String::new, |block| block.name.clone()),
        Rule::Restriction(id) => {
            program.restrictions.get(id.0 as usize).map_or_else(String::new, |restriction| restriction.name.clone())
        }
        Rule::Preference(_) => "prefer".to_owned(),
    }
}
