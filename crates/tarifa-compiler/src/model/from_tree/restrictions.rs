//! Restrictions: what is forbidden, required, limited, kept apart and warned of.
//!
//! A rule reads its items one at a time: `for`, item facts and `except` are of the one item at hand.
//! Several statements can share a name where they say the same kind of thing; the answer then names all
//! that decide.

mod documents;
mod limit;
mod reads;
mod so_far;
mod told;

use std::collections::BTreeMap;

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::program::Subject as About;
use tarifa_engine::program::{
    At, Because, Expression, Measure, Node, Restriction, RestrictionRule, Scope, Separation, Within,
};
use tarifa_syntax::tree::{self, Clauses, Name, RestrictionKind, Soundness, Together};

use crate::model::RestrictionException;

use super::Resolver;
use super::expression::{Place, Stage, Subject};
use super::statements::Stated;
pub(super) use documents::document_word;
pub(super) use so_far::TotalsSoFar;

/// What restrictions are called: the kind of rule behind each name, in the language's word, and where it stands first.
pub(super) type RestrictionNames = BTreeMap<String, (&'static str, Span)>;

impl<'t> Resolver<'t> {
    /// What the rule set forbids, requires, limits, keeps apart and warns of, by name.
    pub(super) fn restrictions(&mut self, restrictions: &[Stated<'t, tree::Restriction>]) -> Vec<Restriction> {
        self.plan_totals_so_far(restrictions);
        let mut found = Vec::with_capacity(restrictions.len());
        for stated in restrictions {
            match self.restriction(stated) {
                Some(restriction) => found.push(restriction),
                None => self.damaged.push(stated.span),
            }
        }
        found.sort_by(|a, b| a.name.cmp(&b.name));
        found
    }

    fn restriction(&mut self, stated: &Stated<'t, tree::Restriction>) -> Option<Restriction> {
        let it = stated.it;
        let name = restriction_name(it);
        let is_known = self.name_restriction(&name, it, stated.span);
        let scope = self.restriction_scope(&it.clauses.scope);
        let about_items = scope.as_ref().is_some_and(|scope| self.condition_reads_item(&scope.when));
        let rule = match &it.kind {
            RestrictionKind::Forbid => Some(RestrictionRule::Forbid),
            RestrictionKind::Require(requirement) => self.requirement(requirement).map(RestrictionRule::Require),
            RestrictionKind::Limit { parts } => {
                let about = if about_items { About::Item } else { About::Shipment };
                self.limit_parts(&name, parts, about).map(RestrictionRule::Limit)
            }
            RestrictionKind::Separate(separation) => {
                self.separation(separation, &it.clauses).map(RestrictionRule::Separate)
            }
            RestrictionKind::Warn => self.says_why(stated).map(|()| RestrictionRule::Warn),
        };
        let because = self.reasons(&it.clauses);
        let (rule, scope, because) = (rule?, scope?, because?);
        is_known?;
        self.has_its_goods(stated, about_items)?;
        let about = if about_items || has_part_for_each(&rule) { About::Item } else { About::Shipment };
        let at = self.at(stated.span);
        self.exceptions_of(at, &it.clauses.scope);
        let texts = |list: &[tree::StringLiteral]| list.iter().map(|text| text.text.to_string()).collect();
        Some(Restriction {
            title: it.title.as_ref().map_or_else(|| name.clone(), |title| title.text.to_string()),
            name,
            rule,
            scope,
            subject: about,
            authorities: texts(&it.clauses.authority),
            because,
            see: texts(&it.clauses.see),
            at,
        })
    }

    /// Reports a rule that is called by goods and speaks of all goods.
    fn has_its_goods(&mut self, stated: &Stated<'t, tree::Restriction>, about_items: bool) -> Option<()> {
        let (it, kind) = (stated.it, kind_word(&stated.it.kind));
        let names_goods = it.clauses.scope.categories.is_some() || matches!(it.kind, RestrictionKind::Separate(_));
        let is_of_all = !names_goods && !about_items;
        let Some(name) = it.name.as_ref().filter(|_| is_of_all && stated.soundness == Soundness::Sound) else {
            return Some(());
        };
        let Some(category) = self.symbols.categories.place(&name.text) else { return Some(()) };
        let message = format!("`{0}` is only the name of this rule, and the rule speaks of all goods", name.text);
        let diagnostic = Diagnostic::new(Code::GOODS_AS_NAME, name.span, message)
            .related(category, "these goods are called so, too")
            .help(format!("write `{kind} {0} for {0}`, or give a rule for all goods another name", name.text));
        self.refuse(diagnostic)
    }

    /// Takes down what `except` takes out of a rule whose scope makes sense.
    fn exceptions_of(&mut self, restriction: At, scope: &tree::Scope) {
        if scope.except.is_empty() {
            return;
        }
        let place = Place { subject: Subject::Restricted, ..Place::of(Stage::Carrying) };
        let whole = tree::Scope { except: Vec::new(), ..scope.clone() };
        let Some(from) = self.scope(&whole, place) else { return };
        for exception in &scope.except {
            if let Some(without) = self.scope_condition(&exception.scope, place) {
                let (from, span) = (from.clone(), exception.span);
                self.exceptions.push(RestrictionException { restriction, from, without, span });
            }
        }
    }

    /// Takes down a rule's name; one name for two kinds of rules is reported.
    fn name_restriction(&mut self, name: &str, it: &tree::Restriction, statement: Span) -> Option<()> {
        let kind = kind_word(&it.kind);
        let span = it.name.as_ref().map_or(statement, |name| name.span);
        let (known, earlier) = *self.restriction_names.entry(name.to_owned()).or_insert((kind, span));
        if known == kind {
            return Some(());
        }
        let (first, second) = (earlier.min(span), earlier.max(span));
        let message = format!("`{name}` is the name of a `{known}` and of a `{kind}`");
        let diagnostic = Diagnostic::new(Code::RESTRICTION_NAME, second, message)
            .related(first, "the other one")
            .help("give one of them another name; only rules of one kind can share one");
        self.refuse(diagnostic)
    }

    /// Where a rule applies; its condition is read of one item where it reads an item's facts.
    fn restriction_scope(&mut self, scope: &tree::Scope) -> Option<Scope> {
        let place = Place { subject: Subject::Restricted, ..Place::of(Stage::Carrying) };
        let found = self.scope(scope, place)?;
        self.weighed_before_priced(scope.span.unwrap_or_default(), |visitor| found.when.visit(visitor))?;
        Some(found)
    }

    /// Reports a weight that only pricing works out.
    pub(super) fn weighed_before_priced(&mut self, span: Span, visit: impl Fn(&mut dyn FnMut(Node<'_>))) -> Option<()> {
        let mut found = None;
        visit(&mut |node| match node {
            Node::Expression(Expression::Measure(Measure::BilledWeight)) => found = Some("billed_weight"),
            Node::Expression(Expression::Measure(Measure::VolumetricWeight)) => found = Some("volumetric_weight"),
            Node::Expression(_) | Node::Condition(_) => {}
        });
        let Some(weight) = found else { return Some(()) };
        let message = format!("`{weight}` is worked out for the price, and this goes by what is shipped");
        self.refuse(Diagnostic::new(Code::NOT_YET_KNOWN, span, message).help("write `weight` or `volume`"))
    }

    /// `lithium from flammable_3, gas_21 per parcel`.
    fn separation(&mut self, separation: &tree::Separation, clauses: &Clauses) -> Option<Separation> {
        let first = self.category_set(&separation.these.names.iter().collect::<Vec<_>>());
        let second = self.category_set(&separation.those.names.iter().collect::<Vec<_>>());
        if let Some(list) = &clauses.scope.categories {
            let message = "`separate` names its categories behind the colon, so it has no `for`";
            let help = "write the categories on both sides of `from`";
            return self.refuse(Diagnostic::new(Code::NOT_HERE, list.span, message).help(help));
        }
        Some(Separation { first: first?, second: second?, within: together(separation.apart) })
    }

    /// Reports a warning that says nothing.
    fn says_why(&mut self, stated: &Stated<'t, tree::Restriction>) -> Option<()> {
        if !stated.it.clauses.because.is_empty() || stated.soundness == Soundness::Damaged {
            return Some(());
        }
        let span = stated.it.name.as_ref().map_or(stated.span, |name| name.span);
        let message = "this warning has no words to show";
        let help = "write what people should read: `because \"state of charge up to 30% recommended\"`";
        self.refuse(Diagnostic::new(Code::WARNING_WITHOUT_WORDS, span, message).help(help))
    }

    /// The reasons, one for each language.
    fn reasons(&mut self, clauses: &Clauses) -> Option<Vec<Because>> {
        let mut known: BTreeMap<&str, Span> = BTreeMap::new();
        let mut reasons = Vec::with_capacity(clauses.because.len());
        let mut complete = Some(());
        for because in &clauses.because {
            let language: Option<&Name> = because.language.as_ref();
            if let Some(earlier) = known.insert(language.map_or("", |name| &name.text), because.span) {
                let message = match language {
                    Some(language) => format!("there is a reason in `{}` already", language.text),
                    None => "there is a reason already".to_owned(),
                };
                let help = "join the two texts, or say the language of one, as in `because zh \"…\"`";
                let diagnostic = Diagnostic::new(Code::LINE_TWICE, because.span, message);
                complete = self.refuse(diagnostic.related(earlier, "the other one").help(help));
            }
            reasons.push(Because {
                language: language.map(|name| name.text.to_string()),
                text: because.text.text.to_string(),
            });
        }
        complete.map(|()| reasons)
    }
}

/// The name of a rule: what is written, or what a `require` asks for.
fn restriction_name(it: &tree::Restriction) -> String {
    if let Some(name) = &it.name {
        return name.text.to_string();
    }
    match &it.kind {
        RestrictionKind::Require(requirement) => documents::name_of(requirement),
        RestrictionKind::Forbid
        | RestrictionKind::Limit { .. }
        | RestrictionKind::Separate(_)
        | RestrictionKind::Warn => String::new(),
    }
}

/// The keyword of a kind of rule.
fn kind_word(kind: &RestrictionKind) -> &'static str {
    match kind {
        RestrictionKind::Forbid => "forbid",
        RestrictionKind::Require(_) => "require",
        RestrictionKind::Limit { .. } => "limit",
        RestrictionKind::Separate(_) => "separate",
        RestrictionKind::Warn => "warn",
    }
}

/// For what `per parcel`, `per order` or `per consignment` is said.
fn together(together: Together) -> Within {
    match together {
        Together::Parcel => Within::Parcel,
        Together::Order => Within::Order,
        Together::Consignment => Within::Consignment,
    }
}

/// Whether a rule limits something of each item.
fn has_part_for_each(rule: &RestrictionRule) -> bool {
    match rule {
        RestrictionRule::Limit(parts) => parts.iter().any(|part| part.within == Within::Each),
        RestrictionRule::Forbid
        | RestrictionRule::Require(_)
        | RestrictionRule::Separate(_)
        | RestrictionRule::Warn => false,
    }
}
