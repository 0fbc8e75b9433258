//! Tree to model: names resolved, amounts typed, the make-up of every statement judged.
//!
//! Statements are taken in a canonical order (by kind, name and text), so that
//! every list of the model, and with it every index, is the same however files
//! and statements are ordered. What is broken is reported once and left out; a
//! thing that names something broken is left out in silence.
//! Whether rules overlap or leave gaps is the checker's business.

mod bands;
mod card;
mod categories;
mod charges;
mod choice;
mod compare;
mod condition;
mod currency;
mod cycles;
mod dates;
mod declare;
mod define;
mod example;
mod exchange;
mod expression;
mod extent;
mod facts;
mod header;
mod invariant;
mod literal;
mod meaning;
mod names;
mod places;
mod postcodes;
mod price;
mod prices;
mod printed;
mod processes;
mod restrictions;
mod scope;
mod services;
mod statements;
mod symbols;
#[cfg(test)]
mod tests;
mod typed;
mod units_nearby;
mod weighing;

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use tarifa_diagnostics::{Diagnostic, Diagnostics, Sources, Span};
use tarifa_engine::currency::Currency;
use tarifa_engine::date::ZoneName;
use tarifa_engine::program::{At, Bits, Categories, Document, Fact};
use tarifa_syntax::tree::Tree;

use super::{Doubt, Model, NamedPlaces, RestrictionException};
use declare::DeclaredLines;
use define::Defines;
use names::Wanted;
use places::Zones;
use processes::Cases;
use restrictions::{RestrictionNames, TotalsSoFar};
use statements::Statements;
use symbols::Symbols;

/// What the tree says, as far as it makes sense, and everything that does not.
pub fn from_tree(tree: &Tree, sources: &Sources) -> (Model, Diagnostics) {
    let statements = Statements::of(tree, sources);
    let mut resolver = Resolver::new(sources, &statements);
    let header = resolver.header(tree, &statements.tariffs);
    resolver.declare(&statements);
    resolver.facts(&statements.facts);
    resolver.categories(&statements.categories);
    resolver.zones(&statements.zones);
    resolver.documents(&statements.documents);
    resolver.defines(&statements.defines);
    let services = resolver.services(&statements.services);
    let prices = resolver.prices(&statements, &services);
    let exchange = resolver.exchange(&statements.exchanges);
    let restrictions = resolver.restrictions(&statements.restrictions);
    resolver.processes(&statements);
    let preferences = resolver.preferences(&statements.prefers);
    let ranking = resolver.ranking(&statements.ranks);
    let (examples, case_examples) = resolver.examples(&statements);
    let invariants = resolver.invariants(&statements.invariants);
    resolver.tell_unknown_names();
    let definitions = resolver.symbols.definitions(&resolver.documents);
    let Resolver {
        mut diagnostics,
        facts,
        assumed,
        exceptions,
        categories,
        documents,
        cases,
        place_sets,
        time_zones,
        payers,
        origins,
        mut damaged,
        doubts,
        ..
    } = resolver;
    damaged.sort_unstable();
    damaged.dedup();
    diagnostics.sort();
    let model = Model {
        name: header.name,
        title: header.title,
        currency: header.currency,
        zones: time_zones,
        valid: header.valid,
        rounding: header.rounding,
        payers,
        facts,
        assumed,
        place_sets,
        categories,
        services,
        documents,
        restrictions,
        exceptions,
        exchange,
        lines: prices.lines,
        blocks: prices.blocks,
        groups: prices.groups,
        calendars: cases.calendars,
        processes: cases.processes,
        compensations: cases.compensations,
        preferences,
        ranking,
        origins,
        definitions,
        examples,
        case_examples,
        invariants,
        damaged,
        doubts,
    };
    (model, diagnostics)
}

/// The work in hand: what is known so far, and what was found.
struct Resolver<'t> {
    sources: &'t Sources,
    diagnostics: Diagnostics,
    /// The findings on each name that nothing defines.
    unknown: BTreeMap<String, Vec<(Wanted, Diagnostic)>>,
    /// The findings on zones and services that are defined twice.
    repeated: Vec<(Wanted, Diagnostic)>,
    /// The findings on codes of countries in small letters, each with the code.
    small_codes: Vec<(String, Diagnostic)>,
    /// What is shown only where the checks find nothing worse of it.
    doubts: Vec<Doubt>,
    symbols: Symbols<'t>,
    /// The units of the policy's own, which facts count in.
    own_units: FxHashSet<&'t str>,
    /// The tariff's currency; none where the header does not say it, which is reported there.
    currency: Option<Currency>,
    facts: Vec<Fact>,
    /// The facts whose default is written `assume`.
    assumed: Bits,
    categories: Categories,
    zone_sets: Zones<'t>,
    defines: Defines<'t>,
    service_count: usize,
    /// Every money line, in the order of the model.
    lines: DeclaredLines<'t>,
    /// How many price statements have each name.
    statement_counts: FxHashMap<&'t str, usize>,
    /// What `require` can ask for.
    documents: Vec<Document>,
    restriction_names: RestrictionNames,
    /// What `except` takes out of restrictions.
    exceptions: Vec<RestrictionException>,
    so_far: TotalsSoFar,
    cases: Cases<'t>,
    place_sets: Vec<NamedPlaces>,
    /// The first is the tariff's own.
    time_zones: Vec<ZoneName>,
    /// The first pays what does not say.
    payers: Vec<String>,
    origins: Vec<Span>,
    damaged: Vec<Span>,
}

impl<'t> Resolver<'t> {
    fn new(sources: &'t Sources, statements: &Statements<'t>) -> Self {
        Self {
            sources,
            diagnostics: Diagnostics::default(),
            unknown: BTreeMap::new(),
            repeated: Vec::new(),
            small_codes: Vec::new(),
            doubts: Vec::new(),
            symbols: Symbols::default(),
            own_units: FxHashSet::default(),
            currency: None,
            facts: Vec::new(),
            assumed: Bits::default(),
            categories: Categories::default(),
            zone_sets: Zones::default(),
            defines: Defines::default(),
            service_count: 0,
            lines: Vec::new(),
            statement_counts: FxHashMap::default(),
            documents: Vec::new(),
            restriction_names: RestrictionNames::default(),
            exceptions: Vec::new(),
            so_far: TotalsSoFar::default(),
            cases: Cases::default(),
            place_sets: Vec::new(),
            time_zones: Vec::new(),
            payers: Vec::new(),
            origins: Vec::new(),
            damaged: statements.broken.clone(),
        }
    }

    /// Reports a finding.
    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reports a finding of something that is left out for it.
    fn refuse<T>(&mut self, diagnostic: Diagnostic) -> Option<T> {
        self.diagnostics.push(diagnostic);
        None
    }

    /// The index of a place in the text.
    fn at(&mut self, span: Span) -> At {
        let at = At(u32::try_from(self.origins.len()).unwrap_or(u32::MAX));
        self.origins.push(span);
        at
    }

    /// Whether a part of the statement at `span` could not be read.
    fn is_damaged(&self, span: Span) -> bool {
        let holds = |whole: &Span| whole.source == span.source && whole.start <= span.start && span.end <= whole.end;
        self.damaged.iter().any(holds)
    }

    /// The author's text at `span`, its white space made single blanks.
    fn written(&self, span: Span) -> String {
        let lines = self.sources.slice(span).lines().map(without_comment);
        lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
    }
}

/// A line up to its comment; a `#` in quotation marks begins none.
fn without_comment(line: &str) -> &str {
    let mut before = 0_usize;
    for part in line.split_inclusive('"').collect::<Vec<_>>().chunks(2) {
        let [outside, quoted @ ..] = part else { break };
        if let Some(at) = outside.find('#') {
            return line.get(..before.saturating_add(at)).unwrap_or(line);
        }
        before = before.saturating_add(outside.len()).saturating_add(quoted.iter().map(|part| part.len()).sum());
    }
    line
}
