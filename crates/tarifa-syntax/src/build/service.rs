//! Services and the steps of the billed weight.

use tarifa_diagnostics::{Code, Diagnostic};

use super::{Builder, Node, Parts};
use crate::grammar::Rule;
use crate::tree::{
    BilledWeight, ParcelMode, Quantity, RoundedRow, Scope, Service, ServiceLine, ServiceLineKind, Step, StepKind, Unit,
};

impl Builder<'_> {
    /// `service standard "…" like other { … }`.
    pub(super) fn service(&mut self, node: Node<'_>) -> Option<Service> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let name = self.name(&parts.accept(Rule::name)?);
        let title = self.title(&mut parts);
        let like = parts.accept(Rule::name).map(|like| self.name(&like));
        let lines = match parts.accept(Rule::service_block) {
            Some(block) => self.entries(Parts::of(block), Self::service_line),
            None => Vec::new(),
        };
        if like.is_none() {
            self.require_entries(&lines, span, "line");
        }
        Some(Service { name, title, like, lines })
    }

    /// A line of a service.
    fn service_line(&mut self, node: Node<'_>) -> Option<ServiceLine> {
        let span = self.span(&node);
        let rule = node.as_rule();
        if rule == Rule::valid {
            let kind = ServiceLineKind::Valid(self.validity(node)?);
            return Some(ServiceLine { kind, scope: Scope::default(), span });
        }
        let mut parts = Parts::of(node);
        let kind = match rule {
            Rule::from => ServiceLineKind::From(self.place_set(parts.next()?)?),
            Rule::to => ServiceLineKind::To(self.place_set(parts.next()?)?),
            Rule::currency_line => ServiceLineKind::Currency(self.name(&parts.next()?)),
            Rule::only_when => ServiceLineKind::OnlyWhen(self.condition(parts.next()?)?),
            Rule::transit => {
                let first = self.quantity(parts.accept(Rule::quantity)?)?;
                match parts.accept(Rule::dots) {
                    None => ServiceLineKind::Transit { from: None, to: first },
                    Some(_) => {
                        let to = self.quantity(parts.accept(Rule::quantity)?)?;
                        ServiceLineKind::Transit { from: Some(first), to }
                    }
                }
            }
            Rule::parcels => ServiceLineKind::Parcels(match parts.next()?.as_rule() {
                Rule::weighed_each_priced_together => ParcelMode::WeighedEachPricedTogether,
                Rule::weighed_together => ParcelMode::WeighedTogether,
                _ => ParcelMode::PricedEach,
            }),
            Rule::limit => {
                let measure = self.formula(parts.accept(Rule::formula)?)?;
                let bounds = Box::new(self.bounds(parts.accept(Rule::bounds)?)?);
                ServiceLineKind::Limit { measure, bounds }
            }
            Rule::billed_block => {
                parts.accept(Rule::billed_weight)?;
                let steps = self.entries(parts, Self::step);
                self.require_entries(&steps, span, "step");
                return Some(ServiceLine {
                    kind: ServiceLineKind::BilledWeight(BilledWeight { steps, span }),
                    scope: Scope::default(),
                    span,
                });
            }
            _ => return None,
        };
        let scope = match rule {
            Rule::only_when | Rule::transit | Rule::limit => self.scope(parts)?,
            _ => Scope::default(),
        };
        Some(ServiceLine { kind, scope, span })
    }

    /// A step of the billed weight.
    fn step(&mut self, node: Node<'_>) -> Option<Step> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let body = parts.next()?;
        let mut scope = Scope::default();
        let kind = match body.as_rule() {
            Rule::sides => StepKind::Sides(self.rounding_parts(Parts::of(Parts::of(body).next()?))?),
            Rule::volumetric => self.volumetric(body)?,
            Rule::bill => {
                let mut body = Parts::of(body);
                let weight = self.formula(body.accept(Rule::formula)?)?;
                while body.peek().is_some_and(Self::is_scope_clause) {
                    self.scope_clause(&mut scope, body.next()?)?;
                }
                let otherwise = match body.accept(Rule::otherwise).and(body.accept(Rule::formula)) {
                    Some(other) => Some(self.formula(other)?),
                    None => None,
                };
                StepKind::Bill { weight, otherwise }
            }
            Rule::step_clamp => {
                let mut body = Parts::of(body);
                let word = body.next()?.as_rule();
                let amount = self.quantity(body.accept(Rule::quantity)?)?;
                if word == Rule::minimum { StepKind::Minimum(amount) } else { StepKind::Maximum(amount) }
            }
            Rule::rounded => self.rounded(body)?,
            _ => return None,
        };
        let mut otherwise = None;
        for part in parts {
            if part.as_rule() == Rule::otherwise {
                let span = self.span(&part);
                self.put_once(&mut otherwise, span, span, "otherwise");
            } else {
                self.scope_clause(&mut scope, part)?;
            }
        }
        if let Some(word) = otherwise
            && scope.when.is_some()
        {
            let message = "`otherwise` and `when` exclude each other";
            let finding = Diagnostic::new(Code::WRITTEN_TWICE, word, message);
            self.report(finding.help("`otherwise` already means: where no other step of this kind applies"));
            return None;
        }
        Some(Step { kind, scope, otherwise, span })
    }

    /// `volumetric 6000 cm3 per kg rounded up in steps of 10 g`.
    fn volumetric(&mut self, node: Node<'_>) -> Option<StepKind> {
        let mut parts = Parts::of(node);
        let number = parts.accept(Rule::number)?;
        let start = self.span(&number);
        let name = self.name(&parts.accept(Rule::unit)?);
        let per = self.name(&parts.accept(Rule::unit)?);
        let span = start.to(per.span);
        let unit = Some(Unit { name, per: Some(Box::new(per)) });
        let divisor = Quantity { number: self.words.share(number.as_str().trim_end()), unit, span };
        let rounding = match parts.accept(Rule::rounding) {
            Some(rounding) => Some(self.rounding_parts(Parts::of(rounding))?),
            None => None,
        };
        Some(StepKind::Volumetric { divisor, rounding })
    }

    /// `rounded up in steps of 1 g`, `rounded by weight { … }`.
    fn rounded(&mut self, node: Node<'_>) -> Option<StepKind> {
        let mut parts = Parts::of(node);
        if let Some(rounding) = parts.accept(Rule::rounding) {
            return Some(StepKind::Rounded(self.rounding_parts(Parts::of(rounding))?));
        }
        let measure = self.formula(parts.accept(Rule::formula)?)?;
        let block = parts.accept(Rule::rounded_rows)?;
        let span = self.span(&block);
        let rows = self.entries(Parts::of(block), Self::rounded_row);
        self.require_entries(&rows, span, "row");
        Some(StepKind::RoundedBy { measure, rows })
    }

    /// `up to 10 kg: half up in steps of 0.1 kg`.
    fn rounded_row(&mut self, node: Node<'_>) -> Option<RoundedRow> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let bound = self.row_bound(parts.accept(Rule::row_bound)?)?;
        let rounding = self.rounding_parts(Parts::of(parts.accept(Rule::rounding)?))?;
        Some(RoundedRow { bound, rounding, span })
    }
}
