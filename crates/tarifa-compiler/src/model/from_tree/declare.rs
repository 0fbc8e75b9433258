//! What each name is, before anything is worked out: one name, one meaning.

use std::collections::BTreeMap;

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::program::{FactId, GroupId, LineId, LineKind, ServiceId};
use tarifa_engine::unit::Unit;
use tarifa_syntax::tree::{self, FactTypeKind, Name, PriceBody, PriceExpr, PriceForm, PriceLine};

use super::Resolver;
use super::meaning::is_built_in;
use super::names::Wanted;
use super::statements::Statements;
use super::symbols::Value;

/// A money line before it has a number.
#[derive(Clone, Copy, Debug)]
pub(super) struct DeclaredLine<'t> {
    pub(super) name: &'t str,
    pub(super) kind: LineKind,
    pub(super) group: Option<GroupId>,
    pub(super) span: Span,
}

/// The money lines by kind and name: their order in the model.
pub(super) type DeclaredLines<'t> = Vec<DeclaredLine<'t>>;

impl<'t> Resolver<'t> {
    /// Gives every name its meaning.
    pub(super) fn declare(&mut self, statements: &Statements<'t>) {
        self.symbols.broken.extend(statements.broken_names.iter().map(|name| &*name.text));
        let (mut facts, mut defines, mut zones) = (0_u16, 0_usize, 0_usize);
        for fact in &statements.facts {
            if self.declare_value(&fact.it.name, Value::Fact(FactId(facts)), "the fact") {
                match facts.checked_add(1) {
                    Some(next) => facts = next,
                    None => self.beyond_limit(fact.span, "facts", usize::from(u16::MAX)).unwrap_or_default(),
                }
            }
            if let FactTypeKind::Number(Some(unit)) = &fact.it.fact_type.kind
                && unit.name.text.parse::<Unit>().is_err()
            {
                self.own_units.insert(&unit.name.text);
            }
        }
        for define in &statements.defines {
            if self.declare_value(&define.it.name, Value::Define(defines), "the define") {
                defines = defines.saturating_add(1);
            }
        }
        for zone in &statements.zones {
            let name = &zone.it.name;
            if is_built_in(&name.text) {
                self.reserved(name);
            } else if let Err(earlier) = self.symbols.zones.define(&name.text, zones, name.span) {
                self.symbols.twice.insert(&name.text);
                self.repeated_name(name, Wanted::Zone, earlier);
            } else {
                zones = zones.saturating_add(1);
            }
        }
        for service in &statements.services {
            let name = &service.it.name;
            let id = ServiceId(u16::try_from(self.service_count).unwrap_or(u16::MAX));
            if let Err(earlier) = self.symbols.services.define(&name.text, id, name.span) {
                self.symbols.twice.insert(&name.text);
                self.repeated_name(name, Wanted::Service, earlier);
            } else {
                self.service_count = self.service_count.saturating_add(1);
            }
            if self.service_count == usize::from(u16::MAX) {
                self.beyond_limit::<()>(name.span, "services", usize::from(u16::MAX));
            }
        }
        let members = statements.groups.iter().flat_map(|group| &group.it.members);
        for price in statements.prices.iter().map(|price| price.it).chain(members) {
            let count = self.statement_counts.entry(&price.name.text).or_default();
            *count = count.saturating_add(1);
        }
        self.declare_lines(statements);
    }

    /// Gives a value's name its meaning; whether it got it.
    fn declare_value(&mut self, name: &'t Name, value: Value, what: &str) -> bool {
        if is_built_in(&name.text) {
            self.reserved(name);
            return false;
        }
        if let Err(earlier) = self.symbols.values.define(&name.text, value, name.span) {
            self.symbols.twice.insert(&name.text);
            self.duplicate(&name.text, what, (earlier, name.span));
            return false;
        }
        true
    }

    /// Reports a name that the language has already given away.
    pub(super) fn reserved(&mut self, name: &Name) {
        let message = format!("`{}` is a name that every rule set already has", name.text);
        self.report(Diagnostic::new(Code::RESERVED_NAME, name.span, message).help("choose another name"));
    }

    /// The money lines: all that statements name, and all parts of prices that stand alone.
    fn declare_lines(&mut self, statements: &Statements<'t>) {
        let mut found = FoundLines { lines: BTreeMap::new(), clashes: Vec::new() };
        found.lines.insert(
            "freight",
            DeclaredLine { name: "freight", kind: LineKind::Freight, group: None, span: Span::default() },
        );
        for price in &statements.prices {
            found.add_statement(price.it, None);
        }
        for (group, index) in statements.groups.iter().zip(0..=u16::MAX) {
            for member in &group.it.members {
                found.add_statement(member, Some(GroupId(index)));
            }
        }
        for (name, places) in found.clashes {
            self.duplicate(name, "the money line", places);
        }
        let mut lines: DeclaredLines<'t> = found.lines.into_values().collect();
        // The first that is too many, as the author reads.
        lines.sort_by_key(|line| line.span);
        if let Some(line) = lines.get(usize::from(u16::MAX)) {
            self.beyond_limit::<()>(line.span, "money lines", usize::from(u16::MAX));
        }
        lines.sort_by_key(|line| (line_rank(line.kind), line.name));
        for (line, index) in lines.iter().zip(0..=u16::MAX) {
            self.define_line(line.name, Value::Line(LineId(index)), line.span);
        }
        for (group, index) in statements.groups.iter().zip(0..=u16::MAX) {
            self.declare_value(&group.it.name, Value::Group(GroupId(index)), "the group");
        }
        self.lines = lines;
    }

    fn define_line(&mut self, name: &'t str, value: Value, span: Span) {
        if name != "freight" && is_built_in(name) {
            let message = format!("`{name}` is a name that every rule set already has");
            self.report(Diagnostic::new(Code::RESERVED_NAME, span, message).help("choose another name"));
        } else if let Err(earlier) = self.symbols.values.define(name, value, span) {
            self.duplicate(name, "the money line", (earlier, span));
        }
    }
}

/// The lines found so far, and those that cannot be one.
struct FoundLines<'t> {
    lines: BTreeMap<&'t str, DeclaredLine<'t>>,
    clashes: Vec<(&'t str, (Span, Span))>,
}

impl<'t> FoundLines<'t> {
    fn add_statement(&mut self, price: &'t PriceLine, group: Option<GroupId>) {
        let kind = line_kind(price.kind);
        if kind != LineKind::Freight {
            self.add(DeclaredLine { name: &price.name.text, kind, group, span: price.name.span });
        }
        for part in parts(&price.body) {
            self.add(DeclaredLine { name: &part.text, kind, group: None, span: part.span });
        }
    }

    fn add(&mut self, line: DeclaredLine<'t>) {
        let known = self.lines.entry(line.name).or_insert(line);
        if known.kind != line.kind || known.group != line.group {
            self.clashes.push((line.name, (known.span, line.span)));
        }
    }
}

/// The kind of line that a statement prices.
pub(super) fn line_kind(kind: tree::LineKind) -> LineKind {
    match kind {
        tree::LineKind::Freight => LineKind::Freight,
        tree::LineKind::Charge => LineKind::Charge,
        tree::LineKind::Discount => LineKind::Discount,
        tree::LineKind::Tax => LineKind::Tax,
    }
}

fn line_rank(kind: LineKind) -> u8 {
    match kind {
        LineKind::Freight => 0,
        LineKind::Charge => 1,
        LineKind::Discount => 2,
        LineKind::Tax => 3,
    }
}

/// The names behind `as` in a body.
fn parts(body: &PriceBody) -> impl Iterator<Item = &Name> {
    let prices: Box<dyn Iterator<Item = &PriceExpr>> = match body {
        PriceBody::Price(price) => Box::new(std::iter::once(price)),
        PriceBody::Bands(bands) => Box::new(bands.rows.iter().map(|row| &row.price)),
        PriceBody::Card(card) => {
            Box::new(card.rows.iter().flat_map(|row| &row.cells).filter_map(|cell| match &cell.kind {
                tree::CellKind::Price(price) => Some(price),
                tree::CellKind::Blank | tree::CellKind::Bound(_) => None,
            }))
        }
    };
    prices.flat_map(|price| match &price.form {
        PriceForm::Terms { terms, .. } => terms.iter().filter_map(|term| term.part.as_ref()).collect::<Vec<_>>(),
        PriceForm::Refuse { .. } | PriceForm::Refer { .. } | PriceForm::Repeat | PriceForm::Dash => Vec::new(),
    })
}
