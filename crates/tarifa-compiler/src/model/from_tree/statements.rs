//! The statements of all files by kind, each list in its canonical order.

use tarifa_diagnostics::{Sources, Span};
use tarifa_syntax::tree::{
    Calendar, Category, Charges, Compensation, Define, Document, Example, Examples, Exchange, Fact, Invariant, Name,
    Prefer, PriceLine, Rank, Restriction, Returns, Service, Soundness, Statement, StatementKind, Tariff, Tree, Zone,
};

/// A statement's content with where it stands and whether all of it could be read.
pub(super) struct Stated<'t, T> {
    pub(super) it: &'t T,
    pub(super) span: Span,
    pub(super) soundness: Soundness,
}

impl<T> Clone for Stated<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Stated<'_, T> {}

/// Each kind of statement.
#[derive(Default)]
pub(super) struct Statements<'t> {
    pub(super) tariffs: Vec<Stated<'t, Tariff>>,
    pub(super) facts: Vec<Stated<'t, Fact>>,
    pub(super) defines: Vec<Stated<'t, Define>>,
    pub(super) zones: Vec<Stated<'t, Zone>>,
    pub(super) categories: Vec<Stated<'t, Category>>,
    pub(super) services: Vec<Stated<'t, Service>>,
    pub(super) prices: Vec<Stated<'t, PriceLine>>,
    pub(super) groups: Vec<Stated<'t, Charges>>,
    pub(super) exchanges: Vec<Stated<'t, Exchange>>,
    pub(super) documents: Vec<Stated<'t, Document>>,
    pub(super) restrictions: Vec<Stated<'t, Restriction>>,
    pub(super) calendars: Vec<Stated<'t, Calendar>>,
    pub(super) processes: Vec<Stated<'t, Returns>>,
    pub(super) compensations: Vec<Stated<'t, Compensation>>,
    pub(super) prefers: Vec<Stated<'t, Prefer>>,
    pub(super) ranks: Vec<Stated<'t, Rank>>,
    /// In the order of writing, since they are only read out.
    pub(super) examples: Vec<Stated<'t, Example>>,
    /// In the order of writing.
    pub(super) example_tables: Vec<Stated<'t, Examples>>,
    /// In the order of writing.
    pub(super) invariants: Vec<Stated<'t, Invariant>>,
    /// Where statements stand of which nothing or not all could be read.
    pub(super) broken: Vec<Span>,
    /// The names of statements that could not be read.
    pub(super) broken_names: Vec<&'t Name>,
}

impl<'t> Statements<'t> {
    /// The statements of `tree`.
    pub(super) fn of(tree: &'t Tree, sources: &Sources) -> Self {
        let mut found = Self::default();
        for statement in tree.statements() {
            found.add(statement);
        }
        for broken in tree.broken() {
            found.broken.push(broken.span);
            found.broken_names.extend(&broken.name);
        }
        let order = Order { sources };
        order.sort(&mut found.facts, |it| &it.name.text);
        order.sort(&mut found.defines, |it| &it.name.text);
        order.sort(&mut found.zones, |it| &it.name.text);
        order.sort(&mut found.categories, |it| &it.root.name.text);
        order.sort(&mut found.services, |it| &it.name.text);
        order.sort(&mut found.prices, |it| &it.name.text);
        order.sort(&mut found.groups, |it| &it.name.text);
        order.sort(&mut found.exchanges, |_| "");
        order.sort(&mut found.documents, |it| &it.name.text);
        order.sort(&mut found.restrictions, |it| it.name.as_ref().map_or("", |name| &name.text));
        order.sort(&mut found.calendars, |it| &it.name.text);
        order.sort(&mut found.processes, |it| &it.name.text);
        order.sort(&mut found.compensations, |it| &it.name.text);
        order.sort(&mut found.prefers, |it| &it.service.text);
        found
    }

    fn add(&mut self, statement: &'t Statement) {
        let (span, soundness) = (statement.span, statement.soundness);
        if soundness == Soundness::Damaged {
            self.broken.push(span);
        }
        match &statement.kind {
            StatementKind::Tariff(it) => self.tariffs.push(Stated { it, span, soundness }),
            StatementKind::Fact(it) => self.facts.push(Stated { it, span, soundness }),
            StatementKind::Define(it) => self.defines.push(Stated { it, span, soundness }),
            StatementKind::Zone(it) => self.zones.push(Stated { it, span, soundness }),
            StatementKind::Category(it) => self.categories.push(Stated { it, span, soundness }),
            StatementKind::Service(it) => self.services.push(Stated { it, span, soundness }),
            StatementKind::Price(it) => self.prices.push(Stated { it, span, soundness }),
            StatementKind::Charges(it) => self.groups.push(Stated { it, span, soundness }),
            StatementKind::Exchange(it) => self.exchanges.push(Stated { it, span, soundness }),
            StatementKind::Document(it) => self.documents.push(Stated { it, span, soundness }),
            StatementKind::Restriction(it) => self.restrictions.push(Stated { it, span, soundness }),
            StatementKind::Calendar(it) => self.calendars.push(Stated { it, span, soundness }),
            StatementKind::Returns(it) => self.processes.push(Stated { it, span, soundness }),
            StatementKind::Compensation(it) => self.compensations.push(Stated { it, span, soundness }),
            StatementKind::Prefer(it) => self.prefers.push(Stated { it, span, soundness }),
            StatementKind::Rank(it) => self.ranks.push(Stated { it, span, soundness }),
            StatementKind::Example(it) => self.examples.push(Stated { it, span, soundness }),
            StatementKind::Examples(it) => self.example_tables.push(Stated { it, span, soundness }),
            StatementKind::Invariant(it) => self.invariants.push(Stated { it, span, soundness }),
        }
    }
}

/// The order of statements: by name, then by text, so that neither files nor lines play a part.
struct Order<'s> {
    sources: &'s Sources,
}

impl Order<'_> {
    fn sort<T>(&self, list: &mut [Stated<'_, T>], name: impl Fn(&T) -> &str) {
        list.sort_by(|a, b| {
            let words = |it: &Stated<'_, T>| self.sources.slice(it.span).split_whitespace();
            name(a.it).cmp(name(b.it)).then_with(|| words(a).cmp(words(b))).then_with(|| a.span.cmp(&b.span))
        });
    }
}
