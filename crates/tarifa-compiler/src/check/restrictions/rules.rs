//! Restrictions as regions over a shipment and the item at hand, and an index of those that can matter where.
//!
//! A region says whether a rule reaches an item, services, places and categories among its variables. Before any
//! region is compared, rules are looked up by what they share: the service, the places and the category of one point.

mod covering;

use rustc_hash::FxHashMap;
use tarifa_engine::program::{
    Bits, Condition, Expression, Measure, Node, PlaceField, PlaceSetId, Program, Restriction, RestrictionId, Scope,
    Service, ServiceId, Subject as About,
};

use crate::model::Model;
use crate::region::{Allowed, Diagram, Domain, Region, Space, Subject, Undecided, place_set};

use super::codes::Codes;
use super::conditions::{
    asked_for, gates, gates_of_parcels, gather, positive_categories, reads_parcels_together, takes_goods_out, topmost,
};
use super::parcel::Answer;
use super::possible::Possible;

/// How many nodes the regions of all restrictions together may have.
const NODES: usize = 6_000_000;

/// A rule taken apart.
#[derive(Debug)]
pub(super) struct Rule<'a> {
    /// Its number.
    pub(super) id: RestrictionId,
    /// As the program has it.
    pub(super) it: &'a Restriction,
    /// The categories that it asks for; none where it asks for none.
    category: Option<&'a Bits>,
    /// The codes, as the space tells them apart, that put goods into these categories.
    codes: Bits,
    from: Option<&'a Bits>,
    to: Option<&'a Bits>,
    /// Its scope, its services among it.
    pub(super) region: Region,
    /// What of its scope it surely refuses.
    pub(super) refused: Region,
    /// How well its region tells goods.
    goods: Goods,
}

/// What of a rule is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// All that its scope holds.
    Scope,
    /// What of it the rule surely refuses.
    Refusal,
}

/// Whether a region can be taken at its word about goods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Goods {
    Told,
    /// It takes out goods that an item of the others can be by its code, too.
    Doubtful,
}

/// In how many parcels something travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parcels {
    /// In as many as may be: conditions read what they weigh and measure together.
    Any,
    /// In one: what is said of a parcel is compared with what services say of each.
    One,
}

/// What services carry.
#[derive(Clone, Debug, PartialEq)]
struct Carried {
    /// By service: what it collects, carries and delivers at all.
    each: Vec<Region>,
    /// What any of them does.
    all: Region,
}

/// All restrictions of a rule set.
#[derive(Debug)]
pub(super) struct Rules<'a> {
    /// The rule set.
    pub(super) program: &'a Program,
    /// By number.
    pub(super) rules: Vec<Rule<'a>>,
    /// What services carry, in as many parcels as may be.
    carried: Carried,
    /// The same in one parcel.
    in_one: Carried,
    /// The goods that the policy knows, once they were asked for.
    pub(super) known_goods: Option<Region>,
    /// The regions.
    pub(super) diagram: Diagram,
    pub(super) space: Space,
    /// What shipments and their items can be at all.
    pub(super) possible: Possible,
    /// How goods are in categories by their codes.
    codes: Codes,
    /// What was found out about single parcels.
    pub(super) parcels: FxHashMap<(ServiceId, String), Answer>,
    /// The rules that ask for a category, by the topmost categories that they name.
    by_category: FxHashMap<u32, Vec<usize>>,
    /// The same rules, by the codes that put goods into their categories.
    by_code: FxHashMap<u32, Vec<usize>>,
    /// The rules that ask for none.
    uncategorised: Vec<usize>,
}

impl<'a> Rules<'a> {
    /// Makes regions of every restriction.
    ///
    /// # Errors
    ///
    /// [`Undecided::Size`] where their conditions combine in too many ways.
    pub(super) fn new(model: &Model, program: &'a Program) -> Result<Self, Undecided> {
        let codes = Codes::of(model, program);
        let space = gather(model, program, &codes);
        let diagram = Diagram::new(NODES);
        let mut rules = Self {
            program,
            rules: Vec::with_capacity(program.restrictions.len()),
            carried: Carried { each: Vec::new(), all: Region::EMPTY },
            in_one: Carried { each: Vec::new(), all: Region::EMPTY },
            known_goods: None,
            diagram,
            space,
            possible: Possible::FULL,
            codes,
            parcels: FxHashMap::default(),
            by_category: FxHashMap::default(),
            by_code: FxHashMap::default(),
            uncategorised: Vec::new(),
        };
        rules.possible = rules.possible()?;
        rules.in_one = rules.carried(gates)?;
        let adds_up = reads_parcels_together(model, program);
        rules.carried = if adds_up { rules.carried(gates_of_parcels)? } else { rules.in_one.clone() };
        let mut tops: FxHashMap<&'a Bits, Vec<u32>> = FxHashMap::default();
        for (number, it) in (0_u32..).zip(&program.restrictions) {
            let region = rules.reached(&it.scope, it.subject)?;
            let refused = rules.refused(it, region)?;
            let set = |id: Option<_>| id.and_then(|id: PlaceSetId| program.places.sets.get(id.0 as usize));
            let (from, to, category) = (set(it.scope.from), set(it.scope.to), asked_for(&it.scope.when));
            let index = rules.rules.len();
            let takes_out = takes_goods_out(&it.scope.when, category);
            let goods = if takes_out && rules.has_codes(&it.scope.when) { Goods::Doubtful } else { Goods::Told };
            let codes = category.map(|category| rules.codes_of(category)).unwrap_or_default();
            codes.iter().for_each(|code| rules.by_code.entry(code).or_default().push(index));
            match category {
                None => rules.uncategorised.push(index),
                Some(category) => {
                    for top in tops.entry(category).or_insert_with(|| topmost(program, category)) {
                        rules.by_category.entry(*top).or_default().push(index);
                    }
                }
            }
            let id = RestrictionId(number);
            rules.rules.push(Rule { id, it, category, codes, from, to, region, refused, goods });
        }
        Ok(rules)
    }

    /// The region of a condition of the rule set, read of a shipment and of the item at hand.
    pub(super) fn condition(&mut self, condition: &Condition) -> Result<Region, Undecided> {
        self.space.region(&mut self.diagram, self.program, &self.codes.read(condition))
    }

    /// What a rule of that subject reaches: one of items has an item at hand.
    pub(super) fn reached(&mut self, scope: &Scope, subject: About) -> Result<Region, Undecided> {
        let region = self.scope(scope)?;
        match subject {
            About::Item => self.diagram.and(region, self.possible.items),
            About::Shipment => Ok(region),
        }
    }

    /// The shipments and items to which a scope applies, by its services.
    pub(super) fn scope(&mut self, scope: &Scope) -> Result<Region, Undecided> {
        let mut region = self.condition(&scope.when)?;
        for (field, set) in [(PlaceField::Destination, scope.to), (PlaceField::Origin, scope.from)] {
            if let Some(set) = set {
                let places = place_set(self.program, set);
                let place = self.space.indices(&mut self.diagram, &Subject::Place(field), &places)?;
                region = self.diagram.and(place, region)?;
            }
        }
        let services = self.space.indices(&mut self.diagram, &Subject::Service, &scope.services)?;
        self.diagram.and(services, region)
    }

    /// Whether a region of `condition` can be taken at its word: where items have several keys, one can be in two
    /// categories that regions hold to exclude each other.
    pub(super) fn tells_goods_apart(&self, condition: &Condition) -> bool {
        positive_categories(condition) < 2 || !self.has_codes(condition)
    }

    /// Whether an item that is named as one of these goods can be another one of them by its code.
    pub(super) fn has_codes(&self, condition: &Condition) -> bool {
        let mut found = false;
        condition.visit(&mut |node| {
            if let Node::Condition(Condition::Category(categories)) = node {
                found |= categories
                    .iter()
                    .filter_map(|category| self.program.categories.nodes.get(category as usize))
                    .any(|node| !node.hs.is_empty());
            }
        });
        found
    }

    /// The items of a set of categories.
    pub(super) fn of_categories(&mut self, categories: &Bits) -> Result<Region, Undecided> {
        let region = self.condition(&Condition::Category(categories.clone()))?;
        self.diagram.and(region, self.possible.items)
    }

    /// The codes that put goods into a set of categories, as the space tells them apart.
    fn codes_of(&self, categories: &Bits) -> Bits {
        let prefixes = self.codes.prefixes_of(categories);
        let codes = self.space.variable(&Subject::Hs).and_then(|variable| self.space.domain(variable));
        let Some(Domain::Texts(codes)) = codes.filter(|_| !prefixes.is_empty()) else { return Bits::default() };
        let claimed = |code: &String| prefixes.iter().any(|prefix| code.starts_with(prefix.as_str()));
        Bits::from_members((0_u32..).zip(codes).filter(|(_, code)| claimed(code)).map(|(cell, _)| cell))
    }

    /// What a service carries at all.
    pub(super) fn carried_by(&self, service: ServiceId) -> Region {
        self.carried.each.get(usize::from(service.0)).copied().unwrap_or(Region::EMPTY)
    }

    /// What any service carries.
    pub(super) fn all_carried(&self, parcels: Parcels) -> Region {
        match parcels {
            Parcels::Any => self.carried.all,
            Parcels::One => self.in_one.all,
        }
    }

    /// Whether several parcels can be what one cannot, as far as rules ask.
    pub(super) fn several_are_more(&self) -> bool {
        self.carried != self.in_one
    }

    /// What of `region` the first service that carries some of it carries.
    pub(super) fn first_carried(
        &mut self,
        parcels: Parcels,
        services: &Bits,
        region: Region,
    ) -> Result<Option<(ServiceId, Region)>, Undecided> {
        let carried = match parcels {
            Parcels::Any => &self.carried,
            Parcels::One => &self.in_one,
        };
        for (number, carried) in (0_u16..).zip(&carried.each) {
            if !services.contains(u32::from(number)) {
                continue;
            }
            let part = self.diagram.and(*carried, region)?;
            if !part.is_empty() {
                return Ok(Some((ServiceId(number), part)));
            }
        }
        Ok(None)
    }

    /// The scope of the rule with that index.
    pub(super) fn region_of(&self, index: usize) -> Region {
        self.rules.get(index).map_or(Region::EMPTY, |rule| rule.region)
    }

    /// The services on which a region has shipments.
    pub(super) fn services_of(&mut self, region: Region) -> Result<Vec<ServiceId>, Undecided> {
        let mut found = Vec::new();
        for (number, carried) in (0_u16..).zip(&self.carried.each) {
            if !self.diagram.and(*carried, region)?.is_empty() {
                found.push(ServiceId(number));
            }
        }
        Ok(found)
    }

    /// What services carry: their places, dates and limits, within the tariff's dates.
    fn carried(&mut self, gates: fn(&Program, &Service) -> Vec<Condition>) -> Result<Carried, Undecided> {
        let program = self.program;
        let mut each = Vec::with_capacity(program.services.len());
        for (number, service) in (0_u32..).zip(&program.services) {
            let mut region = self.possible.shipments;
            for gate in gates(program, service).iter().rev() {
                let gate = self.condition(gate)?;
                region = self.diagram.and(gate, region)?;
            }
            let only = self.space.indices(&mut self.diagram, &Subject::Service, &Bits::from_members([number]))?;
            each.push(self.diagram.and(only, region)?);
        }
        let all = self.diagram.union(each.clone())?;
        Ok(Carried { each, all })
    }

    /// Whether a region is kept apart by amounts that depend on each other, so that it may be empty all the same: the
    /// sides of one parcel, what is reckoned of them, or two amounts that read its weight.
    pub(super) fn is_doubtful(&self, region: Region) -> bool {
        let Some(path) = self.space.first_path(&self.diagram, region) else { return false };
        let (mut sizes, mut weights) = (0_usize, 0_usize);
        for (variable, runs) in &path.0 {
            let Some(Subject::Amount(amount)) = self.space.subject(*variable) else { continue };
            if !matches!(self.space.allowed(*variable, runs), Some(Allowed::Within(_))) {
                continue;
            }
            let (mut size, mut weight) = (false, false);
            amount.visit(&mut |node| {
                if let Node::Expression(Expression::Measure(measure)) = node {
                    match measure {
                        Measure::Weight => weight = true,
                        Measure::TotalQuantity | Measure::ParcelCount => {}
                        Measure::Length
                        | Measure::Width
                        | Measure::Height
                        | Measure::Girth
                        | Measure::Volume
                        | Measure::BilledWeight
                        | Measure::VolumetricWeight => size = true,
                    }
                }
            });
            sizes = sizes.saturating_add(usize::from(size));
            weights = weights.saturating_add(usize::from(weight));
        }
        sizes > 1 || weights > 1
    }
}

impl<'a> Rule<'a> {
    /// The categories that it asks for as a whole.
    pub(super) fn category(&self) -> Option<&'a Bits> {
        self.category
    }
}
