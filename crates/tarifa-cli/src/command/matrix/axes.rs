//! What is asked about: services, categories and destinations, and which of them are rows and columns.

use std::collections::BTreeMap;

use tarifa::Tariff;
use tarifa::program::{CountryClasses, Program};
use tarifa::shipment::{PlaceInput, Shipment};

use super::super::rates::zone;
use super::Matrix;
use crate::shipments::{Defaults, Targets};
use crate::trouble::Trouble;

/// The most cells that are asked.
const MOST_CELLS: usize = 1_000_000;

/// What is asked about.
#[derive(Debug)]
pub(super) struct Axes {
    /// The services, with where each collects if that is one country.
    pub(super) services: Vec<(String, Option<PlaceInput>)>,
    /// The categories, each after its parent, with the position of that parent.
    pub(super) categories: Vec<(String, Option<usize>)>,
    /// The destinations.
    pub(super) destinations: Vec<Destination>,
    /// Destinations that no rule tells apart; positions.
    pub(super) alike: Vec<Vec<usize>>,
    /// What the rows are.
    pub(super) rows: Axis,
}

/// One of the three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Axis {
    /// Categories.
    Categories,
    /// Services.
    Services,
    /// Destinations.
    Destinations,
}

/// A place to ship to.
#[derive(Clone, Debug)]
pub(super) struct Destination {
    /// `DE`, `US-AK`, `FR(20000)`.
    pub(super) label: String,
    /// The same, as a shipment says it.
    pub(super) place: PlaceInput,
}

impl Axes {
    /// Those of the arguments.
    pub(super) fn new(tariff: &Tariff, asked: &Matrix) -> Result<Self, Trouble> {
        let rows = match (&asked.category, &asked.via, &asked.to) {
            (None, None, None) | (Some(_), Some(_), Some(_)) => return Err(Trouble::MatrixAxes),
            (None, _, _) => Axis::Categories,
            (Some(_), None, _) => Axis::Services,
            (Some(_), Some(_), None) => Axis::Destinations,
        };
        let program = tariff.program();
        let services = services(tariff, asked.via.as_deref())?;
        let categories = categories(program, asked.category.as_deref())?;
        let destinations = destinations(tariff, asked.to.as_deref())?;
        let alike = alike(program, &destinations);
        let axes = Self { services, categories, destinations, alike, rows };
        match axes.cells() {
            0 => Err(Trouble::MatrixEmpty),
            count if count > MOST_CELLS => Err(Trouble::MatrixTooLarge { count, limit: MOST_CELLS }),
            _ => Ok(axes),
        }
    }

    /// That the one category stands for itself alone, where others are below it.
    pub(super) fn below(&self, program: &Program) -> Option<String> {
        let [(only, _)] = self.categories.as_slice() else { return None };
        let nodes = &program.categories.nodes;
        let position = nodes.iter().position(|node| node.name == *only || node.ids.contains(only))?;
        let is_below = |parent: Option<u32>| parent.and_then(|parent| usize::try_from(parent).ok()) == Some(position);
        let below: Vec<_> = nodes.iter().filter(|node| is_below(node.parent)).map(|node| node.name.as_str()).collect();
        (!below.is_empty())
            .then(|| format!("`{only}` stands for goods of which no more is told; below it: {}", below.join(", ")))
    }

    /// How many cells there are.
    pub(super) fn cells(&self) -> usize {
        self.services.len().saturating_mul(self.categories.len()).saturating_mul(self.destinations.len())
    }
}

fn services(tariff: &Tariff, only: Option<&str>) -> Result<Vec<(String, Option<PlaceInput>)>, Trouble> {
    let program = tariff.program();
    let known = || program.services.iter().map(|service| service.name.clone()).collect();
    if let Some(name) = only.filter(|name| !program.services.iter().any(|service| service.name == *name)) {
        return Err(Trouble::UnknownService { name: name.to_owned(), known: known() });
    }
    let asked = program.services.iter().filter(|service| only.is_none_or(|only| service.name == only));
    let with_origin = asked.map(|service| {
        let origin = zone::only_country(program, service.from).map(whole_country);
        (service.name.clone(), origin)
    });
    Ok(with_origin.collect())
}

fn categories(program: &Program, only: Option<&str>) -> Result<Vec<(String, Option<usize>)>, Trouble> {
    let nodes = &program.categories.nodes;
    let Some(only) = only else {
        let parent = |parent: u32| usize::try_from(parent).unwrap_or(usize::MAX);
        return Ok(nodes.iter().map(|node| (node.name.clone(), node.parent.map(parent))).collect());
    };
    let is_called = |name: &String| name == only;
    if nodes.iter().any(|node| is_called(&node.name) || node.ids.iter().any(is_called)) {
        return Ok(vec![(only.to_owned(), None)]);
    }
    let near = nodes.iter().min_by_key(|node| strsim::osa_distance(&node.name, only)).map(|node| node.name.clone());
    Err(Trouble::UnknownCategory { name: only.to_owned(), near })
}

/// The place or the countries of the zone that is asked for; every country where none is.
fn destinations(tariff: &Tariff, asked: Option<&str>) -> Result<Vec<Destination>, Trouble> {
    let program = tariff.program();
    let labels = match asked {
        None => program.places.countries.iter().map(|country| country.code.clone()).collect(),
        Some(name) => match zone::members(program, name) {
            Some(members) => members,
            None if zone::is_zone_name(name) => return Err(zone::unknown(program, name)),
            None => vec![name.to_owned()],
        },
    };
    labels.into_iter().map(|label| Ok(Destination { place: place(tariff, &label)?, label })).collect()
}

/// The place that is written so.
fn place(tariff: &Tariff, label: &str) -> Result<PlaceInput, Trouble> {
    if label.len() == 2 && tariff.program().places.countries.iter().any(|country| country.code == label) {
        return Ok(whole_country(label.to_owned()));
    }
    let set = [format!("destination={label}")];
    let given = Defaults::new(tariff, &Targets::of(tariff), &set, None, None)?;
    let Shipment { destination, .. } = given.shipment();
    Ok(destination.clone().unwrap_or_else(|| whole_country(label.to_owned())))
}

fn whole_country(country: String) -> PlaceInput {
    PlaceInput { country, subdivision: None, postcode: None }
}

/// Which destinations are in the same places of every rule, so that their answers are the same.
fn alike(program: &Program, destinations: &[Destination]) -> Vec<Vec<usize>> {
    let countries: BTreeMap<&str, &CountryClasses> =
        program.places.countries.iter().map(|country| (country.code.as_str(), country)).collect();
    let mut groups: BTreeMap<(Vec<bool>, &str), Vec<usize>> = BTreeMap::new();
    for (position, destination) in destinations.iter().enumerate() {
        let undivided = countries.get(destination.label.as_str()).filter(|country| country.class_count() == 1);
        let key = match undivided {
            Some(country) => (program.places.sets.iter().map(|set| set.contains(country.first)).collect(), ""),
            None => (Vec::new(), destination.label.as_str()),
        };
        groups.entry(key).or_default().push(position);
    }
    let mut alike: Vec<_> = groups.into_values().collect();
    alike.sort();
    alike
}
