//! What the command line gives where the input says nothing.

use serde_json::{Map, Value};
use tarifa::Tariff;
use tarifa::shipment::Shipment;

use super::{Problem, Targets};
use crate::trouble::Trouble;

/// Values for what shipments leave out, and the service that is asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Defaults {
    shipment: Shipment,
    service: Option<String>,
}

impl Defaults {
    /// Those of `--set`, `--at` and `--service`.
    pub(crate) fn new(
        tariff: &Tariff,
        targets: &Targets,
        set: &[String],
        at: Option<&str>,
        service: Option<&str>,
    ) -> Result<Self, Trouble> {
        let mut document = Map::new();
        let at = at.map(|at| format!("ship_date={at}"));
        for word in set.iter().chain(&at) {
            let (key, value) = word.split_once('=').ok_or_else(|| Trouble::Assignment { text: word.clone() })?;
            targets
                .get(key.trim())?
                .write(&mut document, value.trim(), None)
                .map_err(|message| Trouble::Value { message })?;
        }
        let shipment = tariff
            .shipment_from_json(&Value::Object(document).to_string())
            .map_err(|errors| Trouble::Shipment { problems: Problem::of_input(errors) })?;
        Ok(Self { shipment, service: service.map(str::to_owned) })
    }

    /// What is given, as a shipment.
    pub(crate) const fn shipment(&self) -> &Shipment {
        &self.shipment
    }

    /// Gives `shipment` what it leaves out, and the service that is asked for.
    pub(crate) fn fill(&self, shipment: &mut Shipment) {
        let given = &self.shipment;
        or(&mut shipment.origin, &given.origin);
        or(&mut shipment.destination, &given.destination);
        or(&mut shipment.service, &given.service);
        or(&mut shipment.weight, &given.weight);
        or(&mut shipment.sides, &given.sides);
        or(&mut shipment.declared_value, &given.declared_value);
        or(&mut shipment.ship_date, &given.ship_date);
        or(&mut shipment.items, &given.items);
        or(&mut shipment.parcels, &given.parcels);
        if shipment.provided.is_empty() {
            shipment.provided.clone_from(&given.provided);
        }
        for rate in &given.rates {
            if !shipment.rates.iter().any(|own| (own.from, own.to) == (rate.from, rate.to)) {
                shipment.rates.push(*rate);
            }
        }
        for (name, value) in &given.facts {
            shipment.facts.entry(name.clone()).or_insert_with(|| value.clone());
        }
        if self.service.is_some() {
            shipment.service.clone_from(&self.service);
        }
    }
}

fn or<T: Clone>(value: &mut Option<T>, given: &Option<T>) {
    if value.is_none() {
        value.clone_from(given);
    }
}
