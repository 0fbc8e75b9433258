//! The clauses of a scope.

use tarifa_diagnostics::{Code, Diagnostic};

use super::{Builder, Node, Parts};
use crate::grammar::Rule;
use crate::tree::{Exception, NameList, Scope, Validity, When};

impl Builder<'_> {
    /// The scope that the rest of `parts` writes.
    pub(super) fn scope(&mut self, parts: Parts<'_>) -> Option<Scope> {
        let mut scope = Scope::default();
        for part in parts {
            self.scope_clause(&mut scope, part)?;
        }
        Some(scope)
    }

    /// Whether `rule` is a clause of a scope.
    pub(super) fn is_scope_clause(rule: Rule) -> bool {
        matches!(rule, Rule::via | Rule::from | Rule::to | Rule::for_names | Rule::valid | Rule::when | Rule::exception)
    }

    /// Adds one clause to `scope`.
    pub(super) fn scope_clause(&mut self, scope: &mut Scope, node: Node<'_>) -> Option<()> {
        let span = self.span(&node);
        if node.as_rule() != Rule::exception && !scope.except.is_empty() {
            let finding = Diagnostic::new(Code::SYNTAX_ERROR, span, "a clause stands behind `except`, which is last");
            let finding = finding.help("clauses of an exception stand in parentheses: `except (via road to GB)`");
            self.report(finding.help("what the rule itself speaks of stands before `except`"));
            return None;
        }
        scope.span = Some(scope.span.map_or(span, |before| before.to(span)));
        match node.as_rule() {
            Rule::via => {
                let names = self.name_list(node)?;
                self.put_once(&mut scope.via, names, span, "via");
            }
            Rule::for_names => {
                if scope.categories.is_some() || scope.all_categories.is_some() {
                    self.written_twice(span, "for");
                } else if Parts::of(node.clone()).peek() == Some(Rule::all) {
                    scope.all_categories = Some(span);
                } else {
                    scope.categories = Some(self.name_list(node)?);
                }
            }
            Rule::from => {
                let places = self.place_set(Parts::of(node).next()?)?;
                self.put_once(&mut scope.from, places, span, "from");
            }
            Rule::to => {
                let places = self.place_set(Parts::of(node).next()?)?;
                self.put_once(&mut scope.to, places, span, "to");
            }
            Rule::valid => {
                let valid = self.validity(node)?;
                self.put_once(&mut scope.valid, valid, span, "valid");
            }
            Rule::when => {
                let condition = self.condition(Parts::of(node).next()?)?;
                self.put_once(&mut scope.when, When { condition, span }, span, "when");
            }
            Rule::exception => {
                let clauses = self.scope(Parts::of(node))?;
                scope.except.push(Exception { scope: clauses, span });
            }
            _ => return None,
        }
        Some(())
    }

    /// The names behind `via` or `for`.
    pub(super) fn name_list(&mut self, node: Node<'_>) -> Option<NameList> {
        let list = Parts::of(node).next()?;
        let span = self.span(&list);
        Some(NameList { names: self.names(Parts::of(list)), span })
    }

    /// `valid 2026-01-01..2026-06-30 on order_date in "America/Chicago"`.
    pub(super) fn validity(&mut self, node: Node<'_>) -> Option<Validity> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let mut period = Parts::of(parts.accept(Rule::period)?);
        let from = match period.accept(Rule::moment) {
            Some(moment) => Some(self.moment(moment)?),
            None => None,
        };
        let until = match (period.accept(Rule::dots), period.accept(Rule::moment)) {
            (None, _) => from.clone(),
            (Some(_), Some(moment)) => Some(self.moment(moment)?),
            (Some(_), None) => None,
        };
        let mut on = None;
        if parts.accept(Rule::on_word).is_some() {
            on = parts.accept(Rule::name).map(|name| self.name(&name));
        }
        let zone = parts.accept(Rule::string).map(|zone| self.string(&zone));
        Some(Validity { from, until, on, zone, span })
    }
}
