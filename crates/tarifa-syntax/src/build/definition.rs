//! The header, facts, defines, zones, categories, `prefer` and `rank`.

use super::{Builder, Node, Parts};
use crate::grammar::Rule;
use crate::tree::{
    Category, CategoryNode, Default, DefaultWord, Define, Direction, Fact, FactSubject, FactType, FactTypeKind,
    HeaderLine, HeaderLineKind, HeaderRounding, Prefer, Rank, Rounding, StringLiteral, Tariff, Unit, Zone,
};

impl Builder<'_> {
    /// The words for people behind a name.
    pub(super) fn title(&mut self, parts: &mut Parts<'_>) -> Option<StringLiteral> {
        parts.accept(Rule::string).map(|title| self.string(&title))
    }

    /// `tariff aliexpress "…" { … }`.
    pub(super) fn tariff(&mut self, node: Node<'_>) -> Option<Tariff> {
        let mut parts = Parts::of(node);
        let name = self.name(&parts.accept(Rule::name)?);
        let title = self.title(&mut parts);
        let lines = self.entries(parts, Self::header_line);
        Some(Tariff { name, title, lines })
    }

    /// A line of the header.
    fn header_line(&mut self, node: Node<'_>) -> Option<HeaderLine> {
        let span = self.span(&node);
        let kind = match node.as_rule() {
            Rule::currency_line => HeaderLineKind::Currency(self.name(&Parts::of(node).next()?)),
            Rule::time_zone => HeaderLineKind::TimeZone(self.string(&Parts::of(node).next()?)),
            Rule::valid => HeaderLineKind::Valid(self.validity(node)?),
            Rule::paid_by_line => HeaderLineKind::PaidBy(self.name(&Parts::of(node).next()?)),
            Rule::rounding_line => {
                let mut parts = Parts::of(node);
                HeaderLineKind::Rounding(match parts.accept(Rule::none) {
                    Some(_) => HeaderRounding::None,
                    None => HeaderRounding::To(self.rounding_parts(parts)?),
                })
            }
            _ => return None,
        };
        Some(HeaderLine { kind, span })
    }

    /// `half up in steps of 0.1 kg`, from its parts.
    pub(super) fn rounding_parts(&mut self, mut parts: Parts<'_>) -> Option<Rounding> {
        let word = parts.accept(Rule::direction)?;
        let words: Vec<&str> = word.as_str().split_whitespace().collect();
        let direction = match words.as_slice() {
            ["up"] => Direction::Up,
            ["down"] => Direction::Down,
            ["half", "up"] => Direction::HalfUp,
            ["half", "down"] => Direction::HalfDown,
            ["half", "even"] => Direction::HalfEven,
            _ => return None,
        };
        let start = self.span(&word);
        let step = self.quantity(parts.accept(Rule::quantity)?)?;
        let span = start.to(step.span);
        Some(Rounding { direction, step, span })
    }

    /// `fact battery "…" per item: one of …, default …`.
    pub(super) fn fact(&mut self, node: Node<'_>) -> Option<Fact> {
        let mut parts = Parts::of(node);
        let name = self.name(&parts.accept(Rule::name)?);
        let title = self.title(&mut parts);
        let subject = parts.accept(Rule::per_item).map_or(FactSubject::Shipment, |_| FactSubject::Item);
        let title = title.or_else(|| self.title(&mut parts));
        let fact_type = self.fact_type(parts.accept(Rule::fact_type)?)?;
        let default = match parts.accept(Rule::fact_default) {
            Some(default) => Some(self.fact_default(default)?),
            None => None,
        };
        Some(Fact { name, title, subject, fact_type, default })
    }

    /// The type of a fact.
    fn fact_type(&mut self, node: Node<'_>) -> Option<FactType> {
        let span = self.span(&node);
        let part = Parts::of(node).next()?;
        let kind = match part.as_rule() {
            Rule::number_type => {
                let unit = Parts::of(part).next().map(|unit| Unit { name: self.name(&unit), per: None });
                FactTypeKind::Number(unit)
            }
            Rule::one_of => FactTypeKind::OneOf(self.names(Parts::of(part))),
            Rule::any_of => FactTypeKind::AnyOf(self.names(Parts::of(part))),
            Rule::plain_type => match part.as_str().trim_end() {
                "yes/no" => FactTypeKind::YesNo,
                "money" => FactTypeKind::Money,
                "weight" => FactTypeKind::Weight,
                "length" => FactTypeKind::Length,
                "volume" => FactTypeKind::Volume,
                "date" => FactTypeKind::Date,
                "text" => FactTypeKind::Text,
                "place" => FactTypeKind::Place,
                _ => return None,
            },
            _ => return None,
        };
        Some(FactType { kind, span })
    }

    /// `default no`, `assume no`.
    fn fact_default(&mut self, node: Node<'_>) -> Option<Default> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let word =
            if parts.next()?.as_rule() == Rule::assume_word { DefaultWord::Assume } else { DefaultWord::Default };
        let value = self.factor(&mut Parts::of(parts.accept(Rule::fact_value)?))?.expr;
        Some(Default { word, value, span })
    }

    /// `define bulky = …`.
    pub(super) fn define(&mut self, node: Node<'_>) -> Option<Define> {
        let mut parts = Parts::of(node);
        let name = self.name(&parts.accept(Rule::name)?);
        let value = self.condition(parts.accept(Rule::condition)?)?;
        Some(Define { name, value })
    }

    /// `zone eu = …`.
    pub(super) fn zone(&mut self, node: Node<'_>) -> Option<Zone> {
        let mut parts = Parts::of(node);
        let name = self.name(&parts.accept(Rule::name)?);
        let title = self.title(&mut parts);
        let places = self.place_set(parts.accept(Rule::place_set)?)?;
        Some(Zone { name, title, places })
    }

    /// `category electronics { … }`.
    pub(super) fn category(&mut self, node: Node<'_>) -> Option<Category> {
        let root = self.category_node(Parts::of(node).accept(Rule::category_node)?)?;
        Some(Category { root })
    }

    /// A category with those below it.
    fn category_node(&mut self, node: Node<'_>) -> Option<CategoryNode> {
        let mut parts = Parts::of(node);
        let name = parts.accept(Rule::name)?;
        let mut span = self.span(&name);
        let name = self.name(&name);
        let title = self.title(&mut parts);
        let (mut ids, mut hs, mut children) = (Vec::new(), Vec::new(), Vec::new());
        for part in parts {
            match part.as_rule() {
                Rule::category_block => {
                    children = self.entries(Parts::of(part), Self::category_node);
                    continue;
                }
                Rule::ids => ids.extend(Parts::of(part).map(|id| self.string(&id))),
                Rule::hs => hs.extend(Parts::of(part).map(|prefix| self.string(&prefix))),
                _ => return None,
            }
        }
        for text in title.iter().chain(&ids).chain(&hs) {
            span = span.to(text.span);
        }
        Some(CategoryNode { name, title, ids, hs, children, span })
    }

    /// `prefer standard when …`.
    pub(super) fn prefer(&mut self, node: Node<'_>) -> Option<Prefer> {
        let mut parts = Parts::of(node);
        let service = self.name(&parts.accept(Rule::name)?);
        Some(Prefer { service, scope: self.scope(parts)? })
    }

    /// `rank by total, then transit`.
    pub(super) fn rank(&mut self, node: Node<'_>) -> Option<Rank> {
        let keys: Option<Vec<_>> = Parts::of(node).map(|key| self.formula(key)).collect();
        Some(Rank { keys: keys? })
    }
}
