//! Which rules together reach all of a region, found point by point.

use tarifa_engine::program::{Bits, PlaceField};

use crate::region::{Path, Region, Subject, Undecided};

use super::{Goods, Parcels, Reach, Rule, Rules};

/// One service, one pair of places and one category.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Point {
    service: u32,
    origin: u32,
    destination: u32,
    category: u32,
    code: u32,
}

impl<'a> Rules<'a> {
    /// A point of a region, and what of the region lies in it; none where it is empty.
    fn point(&mut self, region: Region) -> Result<Option<(Point, Region)>, Undecided> {
        let Some(path) = self.space.first_path(&self.diagram, region) else { return Ok(None) };
        let beyond = u32::try_from(self.program.categories.nodes.len()).unwrap_or(u32::MAX);
        let mut point = Point { service: 0, origin: 0, destination: 0, category: beyond, code: u32::MAX };
        let mut steps = Path::default();
        for (variable, runs) in &path.0 {
            let first = runs.first().map_or(0, |(first, _)| *first);
            let slot = match self.space.subject(*variable) {
                Some(Subject::Service) => &mut point.service,
                Some(Subject::Place(PlaceField::Origin)) => &mut point.origin,
                Some(Subject::Place(PlaceField::Destination)) => &mut point.destination,
                Some(Subject::Category) => &mut point.category,
                Some(Subject::Hs) => &mut point.code,
                Some(_) | None => continue,
            };
            *slot = first;
            steps.0.push((*variable, vec![(first, first.saturating_add(1))]));
        }
        let cube = self.space.cube(&mut self.diagram, &steps)?;
        Ok(Some((point, self.diagram.and(cube, region)?)))
    }

    /// The rules that can say something at a point.
    fn at(&self, point: Point) -> Vec<usize> {
        let mut found: Vec<usize> = self.uncategorised.clone();
        found.extend(self.by_code.get(&point.code).into_iter().flatten());
        let mut node = Some(point.category);
        while let Some(category) = node {
            found.extend(self.by_category.get(&category).into_iter().flatten());
            node = self.program.categories.nodes.get(category as usize).and_then(|node| node.parent);
        }
        found.retain(|index| self.rules.get(*index).is_some_and(|rule| rule.holds(point)));
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The rules among those `wanted` that together reach all of `region`, each of them needed where it was taken;
    /// none where some of it is left. A single rule that reaches all of it is preferred.
    pub(in crate::check::restrictions) fn covering(
        &mut self,
        region: Region,
        reach: Reach,
        wanted: &dyn Fn(usize, &Rule<'a>) -> bool,
    ) -> Result<Option<Vec<usize>>, Undecided> {
        let reached = |rule: &Rule<'a>| match reach {
            Reach::Scope => rule.region,
            Reach::Refusal => rule.refused,
        };
        let mut rest = region;
        let mut used = Vec::new();
        while let Some((point, inside)) = self.point(rest)? {
            let candidates = self.at(point);
            let is_sure = |rule: &Rule<'a>| rule.goods == Goods::Told;
            let wanted =
                |index: &usize| self.rules.get(*index).is_some_and(|rule| is_sure(rule) && wanted(*index, rule));
            let candidates: Vec<usize> = candidates.into_iter().filter(wanted).collect();
            let reach = |rules: &Self, index: usize| rules.rules.get(index).map_or(Region::EMPTY, &reached);
            let mut left = inside;
            for index in &candidates {
                let scope = reach(self, *index);
                left = self.diagram.minus(left, scope)?;
                if used.is_empty() && self.diagram.minus(rest, scope)?.is_empty() {
                    return Ok(Some(vec![*index]));
                }
            }
            if !left.is_empty() || candidates.is_empty() {
                return Ok(None);
            }
            for index in candidates {
                let scope = reach(self, index);
                let less = self.diagram.minus(rest, scope)?;
                if less != rest {
                    used.push(index);
                    rest = less;
                }
            }
        }
        Ok(Some(used))
    }

    /// The same of all that `region` holds of what these services carry; none where they carry nothing of it.
    pub(in crate::check::restrictions) fn covering_carried(
        &mut self,
        (parcels, services): (Parcels, &Bits),
        region: Region,
        reach: Reach,
        wanted: &dyn Fn(usize, &Rule<'a>) -> bool,
    ) -> Result<Option<Vec<usize>>, Undecided> {
        // One service tells most rules apart already.
        let Some((_, part)) = self.first_carried(parcels, services, region)? else { return Ok(None) };
        if self.covering(part, reach, wanted)?.is_none() {
            return Ok(None);
        }
        let all = self.diagram.and(self.all_carried(parcels), region)?;
        self.covering(all, reach, wanted)
    }
}

impl Rule<'_> {
    /// Whether the rule's services, places and categories hold a point.
    fn holds(&self, point: Point) -> bool {
        self.it.scope.services.contains(point.service)
            && self.to.is_none_or(|to| to.contains(point.destination))
            && self.from.is_none_or(|from| from.contains(point.origin))
            && self.category.is_none_or(|category| category.contains(point.category) || self.codes.contains(point.code))
    }
}
