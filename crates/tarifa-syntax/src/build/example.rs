//! Examples and invariants.

use tarifa_diagnostics::{Code, Diagnostic, Span};

use super::{Builder, Node, Parts};
use crate::grammar::Rule;
use crate::tree::{
    Claim, Example, ExampleCell, ExampleCellKind, ExampleHead, ExampleItem, ExampleLine, ExampleLineKind, ExampleRow,
    ExampleTable, Examples, Expectation, ExpectationKind, ExpectedLine, Given, Invariant, LineKind, Name, OrderItems,
    Parcel, Presence, Provided, Quantity, Ship, Slope, SoFar, Soundness, Told, Verdict,
};

impl Builder<'_> {
    /// `example "…" { … }`.
    pub(super) fn example(&mut self, node: Node<'_>) -> Option<Example> {
        let mut parts = Parts::of(node);
        let title = self.string(&parts.accept(Rule::string)?);
        let block = parts.accept(Rule::example_block)?;
        let span = self.span(&block);
        let lines = self.entries(Parts::of(block), Self::example_line);
        self.require_entries(&lines, span, "line");
        Some(Example { title, lines })
    }

    /// `examples "…" { … | weight | total | … }`.
    pub(super) fn examples(&mut self, node: Node<'_>) -> Option<Examples> {
        let mut parts = Parts::of(node);
        let title = self.string(&parts.accept(Rule::string)?);
        let block = parts.accept(Rule::examples_block)?;
        let span = self.span(&block);
        let (tables, lines): (Vec<_>, Vec<_>) =
            Parts::of(block).partition(|part| part.as_rule() == Rule::example_table);
        let lines = self.entries(lines, Self::example_line);
        let tables = self.entries(tables, Self::example_table);
        self.require_entries(&tables, span, "table of examples");
        Some(Examples { title, lines, table: tables.into_iter().next() })
    }

    /// A line of an example.
    fn example_line(&mut self, node: Node<'_>) -> Option<ExampleLine> {
        let span = self.span(&node);
        let rule = node.as_rule();
        let parts = Parts::of(node.clone());
        let kind = match rule {
            Rule::ship => ExampleLineKind::Ship(Box::new(self.ship(node)?)),
            Rule::parcel => {
                let mut ship = self.ship(node)?;
                if let Some(worth) = ship.worth.take() {
                    let message = "a parcel has no worth of its own";
                    let finding = Diagnostic::new(Code::SYNTAX_ERROR, worth.span, message);
                    self.report(finding.help("write `worth` on the `ship` line, for the whole consignment"));
                    return None;
                }
                ExampleLineKind::Parcel(Box::new(ship.parcel))
            }
            Rule::order_items => {
                let items = Parts::of(node).accept(Rule::items)?;
                let items = self.entries(Parts::of(items), Self::example_item);
                ExampleLineKind::OrderItems(OrderItems { items, span })
            }
            Rule::case => ExampleLineKind::Case(Box::new(self.case(node)?)),
            Rule::standing => ExampleLineKind::At(Box::new(self.standing(node)?)),
            Rule::with => {
                let told: Option<Vec<_>> = parts.map(|part| self.told(part)).collect();
                ExampleLineKind::With(told?)
            }
            Rule::expect => {
                let expected: Option<Vec<_>> = parts.map(|part| self.expectation(part)).collect();
                ExampleLineKind::Expect(expected?)
            }
            _ => return None,
        };
        Some(ExampleLine { kind, span })
    }

    /// `ship via standard from CN to DE on 2026-03-02, 1.2 kg { 1 phone }`.
    fn ship(&mut self, node: Node<'_>) -> Option<Ship> {
        let span = self.span(&node);
        let parcel = Parcel { weight: None, sides: None, items: None, span };
        let mut ship = Ship { via: None, from: None, to: None, on: None, parcel, worth: None };
        for part in Parts::of(node) {
            let span = self.span(&part);
            let rule = part.as_rule();
            if rule == Rule::items {
                ship.parcel.items = Some(self.entries(Parts::of(part), Self::example_item));
                continue;
            }
            let mut inner = Parts::of(part).filter(|part| !matches!(part.as_rule(), Rule::on_word | Rule::times));
            let first = inner.next()?;
            match rule {
                Rule::ship_via => {
                    let name = self.name(&first);
                    self.put_once(&mut ship.via, name, span, "via");
                }
                Rule::ship_from => {
                    let place = self.place_code(first)?;
                    self.put_once(&mut ship.from, place, span, "from");
                }
                Rule::ship_to => {
                    let place = self.place_code(first)?;
                    self.put_once(&mut ship.to, place, span, "to");
                }
                Rule::ship_on => {
                    let moment = self.moment(first)?;
                    self.put_once(&mut ship.on, moment, span, "on");
                }
                Rule::worth => {
                    let worth = self.quantity(first)?;
                    self.put_once(&mut ship.worth, worth, span, "worth");
                }
                Rule::dimensions_or_weight => {
                    let first = self.quantity(first)?;
                    match (inner.next(), inner.next()) {
                        (Some(second), Some(third)) => {
                            let sides = [first, self.quantity(second)?, self.quantity(third)?];
                            self.put_once(&mut ship.parcel.sides, sides, span, "length x width x height");
                        }
                        _ => self.put_once(&mut ship.parcel.weight, first, span, "weight"),
                    }
                }
                _ => return None,
            }
        }
        Some(ship)
    }

    /// `2 power_bank (battery loose)`.
    fn example_item(&mut self, node: Node<'_>) -> Option<ExampleItem> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let number = parts.accept(Rule::number)?;
        if number.as_str().contains('.') {
            let message = "a number of items has no decimal point";
            let finding = Diagnostic::new(Code::SYNTAX_ERROR, self.span(&number), message);
            self.report(finding.help("write whole pieces, as in `2 phone`; the weight of one is `(weight 0.5 kg)`"));
            return None;
        }
        let quantity = self.words.share(number.as_str().trim_end());
        let category = self.name(&parts.accept(Rule::name)?);
        let (mut facts, mut provided) = (Vec::new(), Vec::new());
        for part in parts.accept(Rule::item_facts).into_iter().flat_map(Parts::of) {
            if part.as_rule() == Rule::provided {
                provided.push(self.provided(part)?);
            } else {
                facts.push(self.given(part)?);
            }
        }
        Some(ExampleItem { quantity, category, facts, provided, span })
    }

    /// What a `with` tells.
    fn told(&mut self, node: Node<'_>) -> Option<Told> {
        match node.as_rule() {
            Rule::provided => self.provided(node).map(Told::Provided),
            Rule::so_far => self.so_far(node).map(Told::SoFar),
            Rule::exchange_rate => self.exchange_rate(node).map(Told::Rate),
            _ => self.given(node).map(Told::Fact),
        }
    }

    /// `provided un38_3 (issued 2025-03-01, valid to 2026-12-31)`, or the same in a cell, without its first word.
    fn provided(&mut self, node: Node<'_>) -> Option<Provided> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let name = self.name(&parts.accept(Rule::name)?);
        let mut provided = Provided { name, issued: None, valid_to: None, span };
        for day in parts.accept(Rule::provided_days).into_iter().flat_map(Parts::of) {
            let (rule, span) = (day.as_rule(), self.span(&day));
            let moment = self.moment(Parts::of(day).accept(Rule::moment)?)?;
            if rule == Rule::issued {
                self.put_once(&mut provided.issued, moment, span, "issued");
            } else {
                self.put_once(&mut provided.valid_to, moment, span, "valid to");
            }
        }
        Some(provided)
    }

    /// `so far duty_free per month 300 USD`.
    fn so_far(&mut self, node: Node<'_>) -> Option<SoFar> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let rule = self.name(&parts.accept(Rule::name)?);
        let period = match parts.accept(Rule::calendar_period) {
            Some(period) => Some(Self::calendar_period(&period)?),
            None => None,
        };
        let amount = self.quantity(parts.accept(Rule::quantity)?)?;
        Some(SoFar { rule, period, amount, span })
    }

    /// `watt_hours 15 Wh`, `materials (wood, seed)`.
    pub(super) fn given(&mut self, node: Node<'_>) -> Option<Given> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let name = self.name(&parts.accept(Rule::name)?);
        let mut values = Vec::with_capacity(1);
        match parts.peek() {
            None | Some(Rule::no_values) => {}
            Some(Rule::group) => {
                for value in Parts::of(parts.next()?) {
                    values.push(self.condition(value)?);
                }
            }
            Some(_) => values.push(self.factor(&mut parts)?.expr),
        }
        Some(Given { name, values, span })
    }

    /// One thing that is expected.
    fn expectation(&mut self, node: Node<'_>) -> Option<Expectation> {
        let span = self.span(&node);
        let node = Parts::of(node).next()?;
        let kind = match node.as_rule() {
            Rule::expect_total => {
                let mut parts = Parts::of(node);
                let amount = self.quantity(parts.accept(Rule::quantity)?)?;
                let payer = parts.accept(Rule::payer).and_then(|payer| Parts::of(payer).next());
                ExpectationKind::Total { amount, payer: payer.map(|payer| self.name(&payer)) }
            }
            Rule::expect_billed => {
                let weight = Parts::of(node).find(|part| part.as_rule() == Rule::quantity)?;
                ExpectationKind::BilledWeight(self.quantity(weight)?)
            }
            Rule::expect_compensation => self.expected_compensation(node)?,
            Rule::expect_line => self.expected_line(node)?,
            Rule::requires => ExpectationKind::Requires(self.names(Parts::of(node))),
            Rule::warns => ExpectationKind::Warning { presence: Presence::Present, rules: self.names(Parts::of(node)) },
            Rule::no_warning => {
                ExpectationKind::Warning { presence: Presence::Absent, rules: self.names(Parts::of(node)) }
            }
            Rule::recommended => ExpectationKind::Recommended(self.name(&Parts::of(node).next()?)),
            Rule::verdict => {
                let (verdict, names) = self.verdict(node)?;
                ExpectationKind::Verdict { verdict, names }
            }
            _ => return None,
        };
        Some(Expectation { kind, span })
    }

    /// `no charge fuel`, `charge fuel 3.20 CNY`, `line registration 16.50`.
    fn expected_line(&mut self, node: Node<'_>) -> Option<ExpectationKind> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let presence = parts.accept(Rule::absent).map_or(Presence::Present, |_| Presence::Absent);
        let kind = parts.accept(Rule::line_kind).map(|kind| kind.as_str().trim_end().to_owned());
        let name: Option<Name> = parts.accept(Rule::name).map(|name| self.name(&name));
        let line = match (kind.as_deref(), name) {
            (None, name) => ExpectedLine::Part(name?),
            (Some("freight"), name) => ExpectedLine::Priced { kind: LineKind::Freight, name },
            (Some("charge"), name) => ExpectedLine::Priced { kind: LineKind::Charge, name },
            (Some("discount"), name) => ExpectedLine::Priced { kind: LineKind::Discount, name },
            (Some("tax"), name) => ExpectedLine::Priced { kind: LineKind::Tax, name },
            (Some(_), _) => return None,
        };
        let amount: Option<Quantity> = match parts.accept(Rule::quantity) {
            Some(amount) => Some(self.quantity(amount)?),
            None => None,
        };
        self.refuse_absent_amount(presence, amount.as_ref(), span, "`no charge fuel`, or `charge fuel 3.20 CNY`")?;
        Some(ExpectationKind::Line { line, presence, amount })
    }

    /// `compensation lost_ems 560.00 CNY`, `no compensation lost_ems`.
    fn expected_compensation(&mut self, node: Node<'_>) -> Option<ExpectationKind> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let presence = parts.accept(Rule::absent).map_or(Presence::Present, |_| Presence::Absent);
        let name = self.name(&parts.accept(Rule::name)?);
        let amount = match parts.accept(Rule::quantity) {
            Some(amount) => Some(self.quantity(amount)?),
            None => None,
        };
        let forms = "`no compensation lost`, or `compensation lost 560.00 CNY`";
        self.refuse_absent_amount(presence, amount.as_ref(), span, forms)?;
        Some(ExpectationKind::Compensation { presence, name, amount })
    }

    /// Reports an amount of what is not there; `forms` says what to write.
    fn refuse_absent_amount(
        &mut self,
        presence: Presence,
        amount: Option<&Quantity>,
        span: Span,
        forms: &str,
    ) -> Option<()> {
        if presence == Presence::Present || amount.is_none() {
            return Some(());
        }
        let message = "a line that is not there has no amount";
        let finding = Diagnostic::new(Code::SYNTAX_ERROR, span, message);
        self.report(finding.help(format!("write {forms}")));
        None
    }

    /// An answer, with the rules or facts behind it.
    fn verdict(&mut self, node: Node<'_>) -> Option<(Verdict, Vec<Name>)> {
        let mut parts = Parts::of(node);
        let verdict = match parts.next()?.as_rule() {
            Rule::available => Verdict::Available,
            Rule::conditional => Verdict::Conditional,
            Rule::not_served => Verdict::NotServed,
            Rule::refused => Verdict::Refused,
            Rule::refer_word => Verdict::Refer,
            Rule::needs => Verdict::Needs,
            _ => return None,
        };
        Some((verdict, self.names(parts)))
    }

    /// The table of `examples`.
    fn example_table(&mut self, node: Node<'_>) -> Option<ExampleTable> {
        let mut parts = Parts::of(node);
        let mut heads = Vec::new();
        let first = parts.accept(Rule::example_heads)?;
        let first_row = self.span(&first);
        for head in Parts::of(first) {
            let span = self.span(&head);
            let words = Parts::of(head).map(|word| match word.as_rule() {
                Rule::billed_weight => self.billed_weight_name(&word),
                _ => self.name(&word),
            });
            heads.push(ExampleHead { words: words.collect(), span });
        }
        self.check_heads(first_row, heads.len(), &parts)?;
        let mut rows = Vec::new();
        for row in parts {
            match self.example_row(row, heads.len()) {
                Some(row) => rows.push(row),
                None => self.soundness = Soundness::Damaged,
            }
        }
        Some(ExampleTable { heads, rows })
    }

    /// A row of the table with as many cells as there are heads.
    fn example_row(&mut self, node: Node<'_>, heads: usize) -> Option<ExampleRow> {
        let span = self.span(&node);
        let mut cells = Vec::with_capacity(heads);
        for cell in Parts::of(node) {
            let span = self.span(&cell);
            let kind = match Parts::of(cell).next() {
                None => ExampleCellKind::Blank,
                Some(part) if part.as_rule() == Rule::dash => ExampleCellKind::Dash,
                Some(part) if part.as_rule() == Rule::verdict => {
                    let (verdict, names) = self.verdict(part)?;
                    ExampleCellKind::Verdict { verdict, names }
                }
                Some(part) if part.as_rule() == Rule::cell_names => ExampleCellKind::Names(self.names(Parts::of(part))),
                Some(part) if part.as_rule() == Rule::cell_provided => {
                    let provided: Option<Vec<_>> = Parts::of(part).map(|part| self.provided(part)).collect();
                    ExampleCellKind::Provided(provided?)
                }
                Some(part) => ExampleCellKind::Value(self.condition(part)?),
            };
            cells.push(ExampleCell { kind, span });
        }
        self.check_width(span, cells.len(), heads)?;
        Some(ExampleRow { cells, span })
    }

    /// `invariant "…": freight rises with weight via standard`.
    pub(super) fn invariant(&mut self, node: Node<'_>) -> Option<Invariant> {
        let mut parts = Parts::of(node);
        let title = self.title(&mut parts);
        let mut claim = Parts::of(parts.accept(Rule::claim)?);
        let first = claim.next()?;
        let claim = match first.as_rule() {
            Rule::never => Claim::Never(self.verdict(claim.next()?)?.0),
            Rule::always => Claim::Always(self.verdict(claim.next()?)?.0),
            _ => {
                let what = self.condition(first)?;
                match claim.accept(Rule::slope) {
                    None => Claim::Holds(what),
                    Some(words) => {
                        let slope = if words.as_str().starts_with("rises") { Slope::Rises } else { Slope::Falls };
                        Claim::Moves { what, slope, with: self.formula(claim.accept(Rule::formula)?)? }
                    }
                }
            }
        };
        Some(Invariant { title, claim, scope: self.scope(parts)? })
    }
}
