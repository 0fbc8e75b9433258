//! Documents and restrictions.

use super::{Builder, Node, Parts};
use crate::grammar::Rule;
use crate::tree::{
    Because, Choice, Clauses, Document, DocumentAge, DocumentAgeKind, DocumentKind, LimitExtent, LimitExtentKind,
    LimitPart, NameList, Period, Requirement, Restriction, RestrictionKind, Separation, StringLiteral, Together,
};

impl Builder<'_> {
    /// `document cpnp "CPNP notification"`.
    pub(super) fn document(&mut self, node: Node<'_>) -> Option<Document> {
        let mut parts = Parts::of(node);
        let kind = match parts.accept(Rule::document_kind)?.as_str().trim_end() {
            "document" => DocumentKind::Document,
            "label" => DocumentKind::Label,
            "packaging" => DocumentKind::Packaging,
            "licence" => DocumentKind::Licence,
            "status" => DocumentKind::Status,
            _ => return None,
        };
        let name = self.name(&parts.accept(Rule::name)?);
        let title = self.title(&mut parts);
        Some(Document { kind, name, title })
    }

    /// `forbid`, `require`, `limit`, `separate`, `warn`.
    pub(super) fn restriction(&mut self, node: Node<'_>) -> Option<Restriction> {
        let rule = node.as_rule();
        let mut parts = Parts::of(node);
        let mut clauses = Clauses::default();
        if rule == Rule::require {
            return self.require(parts, clauses);
        }
        let name = Some(self.name(&parts.accept(Rule::name)?));
        let title = self.title(&mut parts);
        while !matches!(parts.peek(), None | Some(Rule::limit_part | Rule::names)) {
            self.restriction_clause(&mut clauses, parts.next()?)?;
        }
        let kind = match rule {
            Rule::forbid => RestrictionKind::Forbid,
            Rule::warn => RestrictionKind::Warn,
            Rule::restriction_limit => {
                let mut limits = Vec::new();
                while let Some(part) = parts.accept(Rule::limit_part) {
                    limits.push(self.limit_part(part)?);
                }
                RestrictionKind::Limit { parts: limits }
            }
            Rule::separate => {
                let these = self.listed_names(parts.accept(Rule::names)?);
                let those = self.listed_names(parts.accept(Rule::names)?);
                let together = parts.accept(Rule::together)?;
                let (apart, apart_span) = (Self::together(&together)?, self.span(&together));
                RestrictionKind::Separate(Separation { these, those, apart, apart_span })
            }
            _ => return None,
        };
        for part in parts {
            self.restriction_clause(&mut clauses, part)?;
        }
        Some(Restriction { kind, name, title, clauses })
    }

    /// `require cpnp, msds as eu_cosmetics not older than 1 year for cosmetics to eu`, behind its first word.
    fn require(&mut self, mut parts: Parts<'_>, mut clauses: Clauses) -> Option<Restriction> {
        let documents = parts.accept(Rule::documents)?;
        let span = self.span(&documents);
        let is_choice = Parts::of(documents.clone()).any(|part| part.as_rule() == Rule::or_word);
        let choice = if is_choice { Choice::One } else { Choice::All };
        let documents = self.names(Parts::of(documents));
        let (mut name, mut title, mut age) = (None, None, None);
        for part in parts {
            if part.as_rule() == Rule::rule_name {
                let mut named = Parts::of(part);
                name = Some(self.name(&named.accept(Rule::name)?));
                title = self.title(&mut named);
            } else if part.as_rule() == Rule::document_age {
                let found = self.document_age(part)?;
                let span = found.span;
                self.put_once(&mut age, found, span, "not older than");
            } else {
                self.restriction_clause(&mut clauses, part)?;
            }
        }
        let kind = RestrictionKind::Require(Requirement { documents, choice, age, span });
        Some(Restriction { kind, name, title, clauses })
    }

    /// Adds one clause to `clauses`.
    fn restriction_clause(&mut self, clauses: &mut Clauses, node: Node<'_>) -> Option<()> {
        match node.as_rule() {
            Rule::authority => clauses.authority.extend(self.strings(node)),
            Rule::see => clauses.see.extend(self.strings(node)),
            Rule::because => {
                let span = self.span(&node);
                let mut parts = Parts::of(node);
                let language = parts.accept(Rule::language).map(|language| self.name(&language));
                let text = self.string(&parts.accept(Rule::string)?);
                clauses.because.push(Because { language, text, span });
            }
            _ => self.scope_clause(&mut clauses.scope, node)?,
        }
        Some(())
    }

    /// The texts of a list.
    fn strings(&mut self, node: Node<'_>) -> Vec<StringLiteral> {
        Parts::of(node).filter(|part| part.as_rule() == Rule::string).map(|text| self.string(&text)).collect()
    }

    /// `lithium, gas_21`.
    pub(super) fn listed_names(&mut self, node: Node<'_>) -> NameList {
        let span = self.span(&node);
        NameList { names: self.names(Parts::of(node)), span }
    }

    /// `not older than 5 years`, `issued in the same year`.
    fn document_age(&mut self, node: Node<'_>) -> Option<DocumentAge> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let kind = match parts.next()?.as_rule() {
            Rule::not_older_than => DocumentAgeKind::NotOlderThan(self.quantity(parts.accept(Rule::quantity)?)?),
            Rule::issued_in_the_same_year => DocumentAgeKind::IssuedInTheSameYear,
            _ => return None,
        };
        Some(DocumentAge { kind, span })
    }

    /// `total net_volume up to 200 ml per parcel`.
    fn limit_part(&mut self, node: Node<'_>) -> Option<LimitPart> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let measure = self.formula(parts.accept(Rule::formula)?)?;
        let bounds = self.bounds(parts.accept(Rule::bounds)?)?;
        let extent = match parts.accept(Rule::limit_extent) {
            Some(extent) => Some(self.limit_extent(extent)?),
            None => None,
        };
        Some(LimitPart { measure, bounds, extent, span })
    }

    /// `each`, `per parcel`, `per consignee per month`.
    fn limit_extent(&mut self, node: Node<'_>) -> Option<LimitExtent> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let word = parts.next()?;
        let kind = match word.as_rule() {
            Rule::each => LimitExtentKind::Each,
            Rule::together => LimitExtentKind::Per(Self::together(&word)?),
            Rule::per_consignee => {
                LimitExtentKind::PerConsignee(Self::calendar_period(&parts.accept(Rule::calendar_period)?)?)
            }
            _ => return None,
        };
        Some(LimitExtent { kind, span })
    }

    /// `parcel`, `order`, `consignment`.
    fn together(node: &Node<'_>) -> Option<Together> {
        match node.as_str().trim_end() {
            "parcel" => Some(Together::Parcel),
            "order" => Some(Together::Order),
            "consignment" => Some(Together::Consignment),
            _ => None,
        }
    }

    /// `day`, `week`, `month`, `quarter`, `year`.
    pub(super) fn calendar_period(node: &Node<'_>) -> Option<Period> {
        match node.as_str().trim_end() {
            "day" => Some(Period::Day),
            "week" => Some(Period::Week),
            "month" => Some(Period::Month),
            "quarter" => Some(Period::Quarter),
            "year" => Some(Period::Year),
            _ => None,
        }
    }
}
