//! Questions: is there a shipment in this region that the engine treats so?
//!
//! Path after path is tried. A path without a shipment teaches which of its
//! steps exclude each other, and all paths with those steps are dropped at
//! once. A shipment counts only when the engine has confirmed it.

use tarifa_engine::evaluate::{Fault, Missing, Quote, Runtime};
use tarifa_engine::program::{DateField, Expression, FactId, Interval, PlaceField, Program, ServiceId};
use tarifa_engine::shipment::Shipment;

use crate::region::{Diagram, Path, Region, Space, Undecided, Variable};

use super::everyday;
use super::facts;
use super::items::{self, ItemSpace};
use super::places;
use super::shipment::{self, Parcel, Realised};

/// What the engine's answer to a shipment means for a question.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Verdict<T> {
    /// It is what was looked for.
    Confirmed(T),
    /// It is not.
    Otherwise,
    /// Another fault of the rule set hides it.
    Hidden,
    /// It is not, and no other shipment of the region need be tried.
    Stop,
}

/// What became of a question.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Finding<T> {
    /// A shipment, run through the engine.
    Found(Box<Shipment>, T),
    /// There is none.
    Nothing,
    /// There are shipments, but another fault of the rule set hides it, or the question was stopped.
    Hidden,
    /// It was not found out.
    Undecided(Undecided),
}

/// How many paths of one region are tried.
const PATHS: usize = 400;
/// The most paths that are tried where a question is asked about every row.
const FEW_PATHS: usize = 8;
/// How many facts the engine may ask for beyond the path.
const ASKED: usize = 24;

/// A region, its parcel, and amounts that must lie somewhere.
#[derive(Clone, Debug)]
pub(crate) struct Question<'q, 'a> {
    /// Where to look.
    pub(crate) region: Region,
    /// For whom.
    pub(crate) parcel: &'q Parcel<'a>,
    /// Further bounds, which need not be variables of the space.
    pub(crate) further: &'q [(Expression, Interval)],
}

/// All that a question is asked against.
#[derive(Debug)]
pub(crate) struct Asker<'a> {
    /// The rule set.
    pub(crate) program: &'a Program,
    /// The engine, with the rule set as it is.
    pub(crate) runtime: &'a Runtime,
    /// The variables.
    pub(crate) space: Space,
    /// The regions.
    pub(crate) diagram: Diagram,
    /// The variables of items.
    pub(crate) items: ItemSpace,
}

impl Asker<'_> {
    /// Looks for a shipment of which the engine's answer is confirmed.
    pub(crate) fn ask<T>(
        &mut self,
        question: &Question<'_, '_>,
        confirm: impl FnMut(&Shipment, &Result<Quote, Fault>) -> Verdict<T>,
    ) -> Finding<T> {
        self.ask_on(PATHS, question, confirm)
    }

    /// Looks for such a shipment on the first few paths alone: for warnings that are asked about every row.
    pub(crate) fn ask_briefly<T>(
        &mut self,
        question: &Question<'_, '_>,
        confirm: impl FnMut(&Shipment, &Result<Quote, Fault>) -> Verdict<T>,
    ) -> Finding<T> {
        self.ask_on(FEW_PATHS, question, confirm)
    }

    fn ask_on<T>(
        &mut self,
        paths: usize,
        question: &Question<'_, '_>,
        mut confirm: impl FnMut(&Shipment, &Result<Quote, Fault>) -> Verdict<T>,
    ) -> Finding<T> {
        let service = question.parcel.service;
        self.search(paths, question, |asker, shipment, lacking| {
            lacking.is_empty().then(|| match quote(asker.program, asker.runtime, service, shipment) {
                Some((shipment, answer)) => (confirm(&shipment, &answer), Some(shipment)),
                None => (Verdict::Otherwise, None),
            })
        })
    }

    /// Looks for any shipment, whatever the engine makes of it, also one that leaves facts out of which it does not ask.
    pub(crate) fn any(&mut self, question: &Question<'_, '_>) -> Finding<()> {
        self.search(PATHS, question, |asker, shipment, lacking| {
            if lacking.is_empty() {
                return Some((Verdict::Confirmed(()), Some(shipment)));
            }
            let answered = told(asker.program, asker.runtime, question.parcel.service, shipment, lacking);
            Some(match answered {
                Some((shipment, Ok(_))) => (Verdict::Confirmed(()), Some(shipment)),
                Some((_, Err(_))) | None => (Verdict::Otherwise, None),
            })
        })
    }

    /// Tries path after path until `settle` confirms a shipment; it has nothing to say where none is on the path.
    fn search<T>(
        &mut self,
        paths: usize,
        question: &Question<'_, '_>,
        mut settle: impl FnMut(&Self, Shipment, &[FactId]) -> Option<(Verdict<T>, Option<Shipment>)>,
    ) -> Finding<T> {
        let mut rest = question.region;
        let (mut hidden, mut open) = (false, None);
        for _ in 0..paths {
            let Some(path) = self.space.first_path(&self.diagram, rest) else {
                return match open {
                    Some(undecided) => Finding::Undecided(undecided),
                    None if hidden => Finding::Hidden,
                    None => Finding::Nothing,
                };
            };
            let done = match self.realise(question, &path) {
                Realised::Shipment(found, lacking) => {
                    match settle(self, *found, &lacking) {
                        Some((Verdict::Confirmed(told), Some(shipment))) => {
                            return Finding::Found(Box::new(shipment), told);
                        }
                        Some((Verdict::Stop, _)) => return Finding::Hidden,
                        Some((Verdict::Hidden, _)) => hidden = true,
                        Some((Verdict::Confirmed(_) | Verdict::Otherwise, _)) => open = Some(Undecided::Search),
                        None => {}
                    }
                    path
                }
                Realised::Impossible(core) => restricted(&path, &core),
                Realised::Unknown => {
                    open = Some(Undecided::Search);
                    path
                }
            };
            let cube = self.space.cube(&mut self.diagram, &done);
            match cube.and_then(|cube| self.diagram.minus(rest, cube)) {
                Ok(less) => rest = less,
                Err(undecided) => return Finding::Undecided(undecided),
            }
        }
        if hidden { Finding::Hidden } else { Finding::Undecided(Undecided::Search) }
    }

    fn realise(&mut self, question: &Question<'_, '_>, path: &Path) -> Realised {
        shipment::realise(self.program, &self.space, &mut self.items, question.parcel, path, question.further)
    }
}

/// Runs a shipment through the engine; what it asks for beyond the path is told, since that is free.
pub(crate) fn quote(
    program: &Program,
    runtime: &Runtime,
    service: ServiceId,
    shipment: Shipment,
) -> Option<(Shipment, Result<Quote, Fault>)> {
    told(program, runtime, service, shipment, &[])
}

/// The same without telling some facts; none where the answer depends on one of them.
fn told(
    program: &Program,
    runtime: &Runtime,
    service: ServiceId,
    mut shipment: Shipment,
    withheld: &[FactId],
) -> Option<(Shipment, Result<Quote, Fault>)> {
    for _ in 0..ASKED {
        let prepared = runtime.prepare(&shipment).ok()?;
        let answer = runtime.quote(service, &prepared);
        let needs = answer.as_ref().map(|quote| quote.needs.as_slice()).unwrap_or_default();
        if needs.is_empty() {
            return Some((shipment, answer));
        }
        let may_tell = |missing: &Missing| !withheld.iter().any(|fact| is_of(*missing, *fact));
        let missing = needs.iter().map(|need| need.missing).find(may_tell)?;
        tell(program, &mut shipment, missing)?;
    }
    None
}

/// Whether what is missing is that fact of the shipment.
fn is_of(missing: Missing, fact: FactId) -> bool {
    match missing {
        Missing::Fact(other)
        | Missing::Country(PlaceField::Declared(other))
        | Missing::Subdivision(PlaceField::Declared(other))
        | Missing::Postcode(PlaceField::Declared(other))
        | Missing::Date(DateField::Declared(other))
        | Missing::Time(DateField::Declared(other)) => other == fact,
        Missing::Country(PlaceField::Origin | PlaceField::Destination)
        | Missing::Subdivision(PlaceField::Origin | PlaceField::Destination)
        | Missing::Postcode(PlaceField::Origin | PlaceField::Destination)
        | Missing::Date(DateField::ShipDate)
        | Missing::Time(DateField::ShipDate)
        | Missing::Weight(_)
        | Missing::Sides(_)
        | Missing::DeclaredValue
        | Missing::Items
        | Missing::Item(..)
        | Missing::Contents
        | Missing::Issued(..)
        | Missing::Rate(..) => false,
    }
}

/// The steps of `path` that are about `variables` alone.
fn restricted(path: &Path, variables: &[Variable]) -> Path {
    Path(path.0.iter().filter(|(variable, _)| variables.contains(variable)).cloned().collect())
}

/// Tells what the engine asks for; none where it cannot be told.
fn tell(program: &Program, shipment: &mut Shipment, missing: Missing) -> Option<()> {
    match missing {
        Missing::Country(PlaceField::Origin)
        | Missing::Subdivision(PlaceField::Origin)
        | Missing::Postcode(PlaceField::Origin) => {
            shipment.origin = Some(places::place(program, None)?);
        }
        Missing::Country(PlaceField::Destination)
        | Missing::Subdivision(PlaceField::Destination)
        | Missing::Postcode(PlaceField::Destination) => {
            shipment.destination = Some(places::place(program, None)?);
        }
        Missing::Country(PlaceField::Declared(fact))
        | Missing::Subdivision(PlaceField::Declared(fact))
        | Missing::Postcode(PlaceField::Declared(fact))
        | Missing::Fact(fact)
        | Missing::Date(DateField::Declared(fact)) => {
            let fact = program.facts.get(usize::from(fact.0))?;
            let value = facts::sample(program, fact, &std::collections::BTreeMap::new())?;
            shipment.facts.insert(fact.name.clone(), value);
        }
        Missing::Weight(_) => shipment.weight = Some(everyday::weight()),
        Missing::Sides(_) => shipment.sides = Some(everyday::sides()),
        Missing::DeclaredValue => shipment.declared_value = Some(everyday::value(program)),
        Missing::Date(DateField::ShipDate) => {
            shipment.ship_date = Some(everyday::moment(program)?);
        }
        Missing::Time(DateField::ShipDate) => {
            let day = shipment.ship_date?.written_day();
            shipment.ship_date = Some(format!("{day} 12:00").parse().ok()?);
        }
        Missing::Time(DateField::Declared(_)) => return None,
        Missing::Items => shipment.items = Some(Vec::new()),
        Missing::Item(index, fact) => {
            let item = shipment.items.as_mut()?.get_mut(index as usize)?;
            items::add_fact(program, item, fact)?;
        }
        // A document that a witness has at hand has the day of its issue, too.
        Missing::Issued(..) | Missing::Contents => return None,
        Missing::Rate(from, to) => shipment.rates.push(everyday::host_rate(from, to)),
    }
    Some(())
}
