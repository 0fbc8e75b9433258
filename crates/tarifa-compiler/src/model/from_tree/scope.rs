//! The one scope grammar: services, places, and everything else as a condition.

use tarifa_engine::program::{Bits, Condition, PlaceField, Scope, ServiceId};
use tarifa_syntax::tree::{self, Name};

use super::Resolver;
use super::condition::{all, not};
use super::expression::{Place, Subject};
use super::names::Wanted;

impl Resolver<'_> {
    /// Where a statement applies.
    pub(super) fn scope(&mut self, scope: &tree::Scope, place: Place) -> Option<Scope> {
        let services = match &scope.via {
            None => Some(self.every_service()),
            Some(list) => self.service_set(&list.names.iter().collect::<Vec<_>>()),
        };
        let from = scope.from.as_ref().map(|set| self.place_set(set));
        let to = scope.to.as_ref().map(|set| self.place_set(set));
        let when = self.rest_of_scope(scope, place);
        let (from, to) = (from.map_or(Some(None), |it| it.map(Some)), to.map_or(Some(None), |it| it.map(Some)));
        Some(Scope { services: services?, from: from?, to: to?, when: when? })
    }

    /// A whole scope as one condition.
    pub(super) fn scope_condition(&mut self, scope: &tree::Scope, place: Place) -> Option<Condition> {
        let mut parts = Vec::new();
        if let Some(list) = &scope.via {
            let services = self.service_set(&list.names.iter().collect::<Vec<_>>());
            parts.push(services.map(Condition::Service));
        }
        for (set, field) in [(&scope.from, PlaceField::Origin), (&scope.to, PlaceField::Destination)] {
            if let Some(set) = set {
                parts.push(self.place_set(set).map(|set| Condition::Place(field, set)));
            }
        }
        parts.push(self.rest_of_scope(scope, place));
        parts.into_iter().collect::<Option<Vec<_>>>().map(all)
    }

    /// `for`, `valid`, `when` and `except` as one condition.
    fn rest_of_scope(&mut self, scope: &tree::Scope, place: Place) -> Option<Condition> {
        let mut parts = Vec::new();
        if let Some(list) = &scope.categories {
            let set = self.category_set(&list.names.iter().collect::<Vec<_>>());
            parts.push(set.map(|set| match place.subject {
                // A restriction speaks of one item.
                Subject::Item | Subject::Restricted => Condition::Category(set),
                Subject::Shipment | Subject::Define | Subject::Group => {
                    Condition::AnyItem(Box::new(Condition::Category(set)))
                }
            }));
        }
        if let Some(validity) = &scope.valid {
            parts.push(self.validity(validity, place));
        }
        if let Some(when) = &scope.when {
            parts.push(self.condition(&when.condition, place));
        }
        for exception in &scope.except {
            parts.push(self.scope_condition(&exception.scope, place).map(not));
        }
        parts.into_iter().collect::<Option<Vec<_>>>().map(all)
    }

    /// Every service of the rule set.
    pub(super) fn every_service(&self) -> Bits {
        Bits::from_members(0..u32::try_from(self.service_count).unwrap_or(u32::MAX))
    }

    /// The services with these names.
    pub(super) fn service_set(&mut self, names: &[&Name]) -> Option<Bits> {
        let found: Vec<_> = names.iter().map(|name| self.service(name)).collect();
        let found = found.into_iter().collect::<Option<Vec<_>>>()?;
        Some(Bits::from_members(found.into_iter().map(|service| u32::from(service.0))))
    }

    /// The service with that name.
    pub(super) fn service(&mut self, name: &Name) -> Option<ServiceId> {
        match self.symbols.services.find(&name.text) {
            Some(service) => Some(service),
            None => self.unknown_name(name, Wanted::Service),
        }
    }

    /// The categories with these names and all below them.
    pub(super) fn category_set(&mut self, names: &[&Name]) -> Option<Bits> {
        let mut members = Vec::new();
        let mut complete = Some(());
        for name in names {
            match self.symbols.categories.find(&name.text) {
                Some(node) => members.push(node),
                None => complete = self.unknown_name(name, Wanted::Category),
            }
        }
        complete?;
        let mut set = Bits::default();
        for member in members {
            set.insert(member);
            // INVARIANT: all nodes below one stand right behind it, the first other has a parent before it.
            let after = self.categories.nodes.iter().zip(0_u32..).skip(member as usize).skip(1);
            let below = after.take_while(|(node, _)| node.parent.is_some_and(|parent| parent >= member));
            below.for_each(|(_, index)| set.insert(index));
        }
        Some(set)
    }
}
