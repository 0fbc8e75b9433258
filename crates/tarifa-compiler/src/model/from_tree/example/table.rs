//! Tables of examples: each row one shipment with what is expected of it.

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::program::FactPer;
use tarifa_engine::shipment::Item;
use tarifa_syntax::tree;
use tarifa_syntax::tree::{
    ExampleCell, ExampleCellKind, ExampleHead, ExampleTable, ExpectedLine, Expr, ExprKind, LineKind, Name, Presence,
};

use super::super::Resolver;
use super::super::names::Wanted;
use super::super::symbols::Value;
use super::super::typed::Kind;
use super::Draft;
use crate::model::{Example, Expectation};

/// What a column gives or expects.
#[derive(Clone, Debug)]
enum Column {
    Via,
    From,
    To,
    On,
    Weight,
    Size,
    Worth,
    Fact(Name),
    /// What the only line of goods tells.
    ItemFact(Name),
    /// What is at hand.
    Provided,
    Total,
    BilledWeight,
    Recommended,
    /// An answer such as `refused`.
    Verdict,
    Line(String),
    /// What is owed by the compensation of this name.
    Compensation(String),
    /// What is lacking.
    Requires,
    /// Which rules warn.
    Warns,
}

impl<'t> Resolver<'t> {
    /// One example for each row.
    pub(super) fn table(&mut self, title: &str, table: &'t ExampleTable, shared: &Draft, found: &mut Vec<Example>) {
        let columns: Vec<_> = table.heads.iter().map(|head| self.example_column(head)).collect();
        let Some(columns) = columns.into_iter().collect::<Option<Vec<Column>>>() else { return };
        for (row, number) in table.rows.iter().zip(1_usize..) {
            let mut draft = shared.clone();
            let cells: Vec<_> =
                columns.iter().zip(&row.cells).map(|(column, cell)| self.cell(column, cell, &mut draft)).collect();
            if cells.into_iter().collect::<Option<()>>().is_none() {
                continue;
            }
            if draft.expectations.is_empty() {
                self.expects_nothing(row.span);
            }
            found.push(Example {
                title: format!("{title}, row {number}"),
                span: row.span,
                shipment: draft.shipment,
                expectations: draft.expectations,
            });
        }
    }

    fn example_column(&mut self, head: &'t ExampleHead) -> Option<Column> {
        let words: Vec<&str> = head.words.iter().map(|word| &*word.text).collect();
        let line = |kind, name: &Name| ExpectedLine::Priced { kind, name: Some(name.clone()) };
        Some(match (words.as_slice(), head.words.as_slice()) {
            (["via" | "service"], _) => Column::Via,
            (["from" | "origin"], _) => Column::From,
            (["to" | "destination"], _) => Column::To,
            (["on" | "ship_date"], _) => Column::On,
            (["weight"], _) => Column::Weight,
            (["size" | "sides"], _) => Column::Size,
            (["worth" | "declared_value"], _) => Column::Worth,
            (["total"], _) => Column::Total,
            (["billed_weight"], _) => Column::BilledWeight,
            (["recommended"], _) => Column::Recommended,
            (["provided"], _) => Column::Provided,
            (["requires"], _) => Column::Requires,
            (["warns"], _) => Column::Warns,
            (["expect" | "answer"], _) => Column::Verdict,
            (["freight"], _) => Column::Line("freight".to_owned()),
            (["charge", _], [_, name]) => Column::Line(self.expected_line(&line(LineKind::Charge, name), head.span)?),
            (["discount", _], [_, name]) => {
                Column::Line(self.expected_line(&line(LineKind::Discount, name), head.span)?)
            }
            (["tax", _], [_, name]) => Column::Line(self.expected_line(&line(LineKind::Tax, name), head.span)?),
            (["compensation", _], [_, name]) => Column::Compensation(self.known_compensation(name)?),
            (["line", _], [_, name]) => Column::Line(self.expected_line(&ExpectedLine::Part(name.clone()), head.span)?),
            (["quantity" | "category" | "hs" | "unit_value"], [name]) => Column::ItemFact(name.clone()),
            (_, [name]) if self.is_told_of_items(name) => Column::ItemFact(name.clone()),
            (_, [name])
                if matches!(self.symbols.values.peek(&name.text), Some(Value::Fact(_)))
                    || self.so_far.find(&name.text).is_some() =>
            {
                Column::Fact(name.clone())
            }
            (_, [name]) => return self.unknown_name(name, Wanted::ExampleColumn),
            (_, _) => {
                let message = format!("{} is nothing that an example gives or expects", self.quoted(head.span));
                let help = "head columns with `weight`, `to`, a fact, `total`, `billed weight`, `charge fuel` or `compensation lost`";
                return self.refuse(Diagnostic::new(Code::NOT_HERE, head.span, message).help(help));
            }
        })
    }

    fn cell(&mut self, column: &Column, cell: &'t ExampleCell, draft: &mut Draft) -> Option<()> {
        let expects = matches!(
            column,
            Column::Total
                | Column::BilledWeight
                | Column::Recommended
                | Column::Verdict
                | Column::Line(_)
                | Column::Compensation(_)
                | Column::Requires
                | Column::Warns
        );
        match (&cell.kind, column) {
            (ExampleCellKind::Blank, _) => Some(()),
            (ExampleCellKind::Verdict { verdict, names }, _) if expects => {
                let found = self.expected_verdict(*verdict, names)?;
                draft.expectations.extend(found.into_iter().map(|expectation| (expectation, cell.span)));
                Some(())
            }
            (ExampleCellKind::Dash, Column::Line(name)) => {
                draft.expectations.push((Expectation::LineAbsent(name.clone()), cell.span));
                Some(())
            }
            (ExampleCellKind::Dash, Column::Compensation(name)) => {
                draft.expectations.push((Expectation::NoCompensation(name.clone()), cell.span));
                Some(())
            }
            (ExampleCellKind::Dash, Column::Requires) => self.expected_requirements(&[], cell.span, draft),
            (ExampleCellKind::Dash, Column::Warns) => self.expected_warning(Presence::Absent, &[], cell.span, draft),
            (ExampleCellKind::Provided(documents), Column::Provided) => {
                let all: Vec<_> = documents.iter().map(|it| self.shipment_provided(it, &mut draft.shipment)).collect();
                all.into_iter().collect()
            }
            (ExampleCellKind::Names(names), _) => self.cell_names(column, names, cell.span, draft),
            (ExampleCellKind::Value(value), _) => self.cell_value(column, value, draft),
            (ExampleCellKind::Provided(_), _) => {
                self.misfit(cell.span, "write a value that fits the head of the column")
            }
            (ExampleCellKind::Dash | ExampleCellKind::Verdict { .. }, _) => {
                let help = "leave it blank where nothing is given or looked at; `-` is for a line that is not there";
                self.misfit(cell.span, help)
            }
        }
    }

    /// `cpnp, un38_3`.
    fn cell_names(&mut self, column: &Column, names: &[Name], span: Span, draft: &mut Draft) -> Option<()> {
        match column {
            Column::Provided => {
                let provided =
                    |name: &Name| tree::Provided { name: name.clone(), issued: None, valid_to: None, span: name.span };
                let all: Vec<_> =
                    names.iter().map(|name| self.shipment_provided(&provided(name), &mut draft.shipment)).collect();
                all.into_iter().collect()
            }
            Column::Requires => self.expected_requirements(names, span, draft),
            Column::Warns => self.expected_warning(Presence::Present, names, span, draft),
            Column::Via
            | Column::From
            | Column::To
            | Column::On
            | Column::Weight
            | Column::Size
            | Column::Worth
            | Column::Fact(_)
            | Column::ItemFact(_)
            | Column::Total
            | Column::BilledWeight
            | Column::Recommended
            | Column::Verdict
            | Column::Line(_)
            | Column::Compensation(_) => self.misfit(span, "write a value that fits the head of the column"),
        }
    }

    fn cell_value(&mut self, column: &Column, value: &'t Expr, draft: &mut Draft) -> Option<()> {
        if let (Column::Provided | Column::Requires | Column::Warns, ExprKind::Name(name)) = (column, &value.kind) {
            return self.cell_names(column, std::slice::from_ref(name), value.span, draft);
        }
        let expected = match (column, &value.kind) {
            (Column::Total, ExprKind::Quantity(amount)) => Expectation::Total(self.total_money(amount)?),
            (Column::BilledWeight, ExprKind::Quantity(weight)) => {
                Expectation::BilledWeight(self.example_weight(weight)?)
            }
            (Column::Recommended, ExprKind::Name(name)) => Expectation::Recommended(self.example_service(name)?),
            (Column::Line(line), ExprKind::Quantity(amount)) => {
                Expectation::Line(line.clone(), self.line_money(amount)?)
            }
            (Column::Compensation(name), ExprKind::Quantity(amount)) => {
                Expectation::Compensation(name.clone(), Some(self.line_money(amount)?))
            }
            (_, _) => return self.cell_given(column, value, draft),
        };
        draft.expectations.push((expected, value.span));
        Some(())
    }

    fn cell_given(&mut self, column: &Column, value: &'t Expr, draft: &mut Draft) -> Option<()> {
        let shipment = &mut draft.shipment;
        match (column, &value.kind) {
            (Column::Via, ExprKind::Name(name)) => shipment.service = Some(self.example_service(name)?),
            (Column::From, _) => shipment.origin = Some(self.cell_place(value)?),
            (Column::To, _) => shipment.destination = Some(self.cell_place(value)?),
            (Column::On, ExprKind::Moment(moment)) => shipment.ship_date = Some(self.moment(moment)?),
            (Column::Weight, ExprKind::Quantity(weight)) => {
                shipment.weight = Some(self.measured(weight, &Kind::Weight, "the weight")?);
            }
            (Column::Size, ExprKind::Product(factors)) => {
                let Some([ExprKind::Quantity(a), ExprKind::Quantity(b), ExprKind::Quantity(c)]) = kinds(factors) else {
                    return self.misfit(value.span, "write three sides: `20 x 15 x 10 cm`");
                };
                shipment.sides = Some(self.sides(&[a.clone(), b.clone(), c.clone()])?);
            }
            (Column::Worth, ExprKind::Quantity(worth)) => shipment.declared_value = Some(self.money(worth)?),
            (Column::Fact(name), _) => self.shipment_fact(name, std::slice::from_ref(value), shipment)?,
            (Column::ItemFact(name), _) => {
                let in_parcels = shipment.parcels.iter_mut().flatten().filter_map(|parcel| parcel.items.as_mut());
                let mut items = shipment.items.iter_mut().chain(in_parcels).flatten();
                let (Some(item), None) = (items.next(), items.next()) else { return self.not_one_line(name) };
                self.cell_of_item(name, value, item)?;
            }
            (_, _) => return self.misfit(value.span, "write a value that fits the head of the column"),
        }
        Some(())
    }

    /// What a cell tells of the goods; what a number of pieces or a category is stands before the parentheses elsewhere.
    fn cell_of_item(&mut self, name: &Name, value: &Expr, item: &mut Item) -> Option<()> {
        match (&*name.text, &value.kind) {
            ("quantity", ExprKind::Quantity(pieces)) if pieces.unit.is_none() => {
                item.quantity = Some(self.number_of_pieces(&pieces.number, value.span)?);
            }
            ("category", ExprKind::Name(category)) => item.category = self.example_category(category)?,
            ("quantity" | "category", _) => {
                return self.misfit(value.span, "write a whole number of pieces, or the name of a category");
            }
            (_, _) => self.item_fact(name, std::slice::from_ref(value), value.span, item)?,
        }
        Some(())
    }

    /// Whether a fact is told of each item.
    fn is_told_of_items(&self, name: &Name) -> bool {
        let Some(Value::Fact(fact)) = self.symbols.values.peek(&name.text) else { return false };
        self.facts.get(usize::from(fact.0)).is_some_and(|fact| fact.per == FactPer::Item)
    }

    fn not_one_line<T>(&mut self, name: &Name) -> Option<T> {
        let message = format!("`{}` is told of each item, and this table has not one line of goods", name.text);
        let help = format!("ship one line, `{{ 1 phone }}`, or write it behind each item: `1 phone ({} …)`", name.text);
        self.refuse(Diagnostic::new(Code::ITEM_FACT_ALONE, name.span, message).help(help))
    }

    fn cell_place(&mut self, value: &Expr) -> Option<tarifa_engine::shipment::PlaceInput> {
        let Some(kind) = super::super::places::place_kind(&value.kind) else {
            return self.misfit(value.span, "write a country, with a postcode where it matters: `DE(10115)`");
        };
        self.example_place(&tree::Place { kind, span: value.span })
    }

    fn misfit<T>(&mut self, span: Span, help: &str) -> Option<T> {
        let message = format!("{} does not fit the head of its column", self.quoted(span));
        self.refuse(Diagnostic::new(Code::UNKNOWN_VALUE, span, message).help(help))
    }
}

/// The three factors of a product.
fn kinds(factors: &[Expr]) -> Option<[&ExprKind; 3]> {
    let kinds: Vec<_> = factors.iter().map(|factor| &factor.kind).collect();
    kinds.try_into().ok()
}
