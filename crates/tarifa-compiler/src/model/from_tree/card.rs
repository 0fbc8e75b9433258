//! Printed cards: columns of bounds, columns of places, one block for each column of places.

mod doubts;
mod exchanged;

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{
    Block, Body, BoundedRow, BoundedRows, Condition, Expression, Measure, PlaceField, PlaceSetId, PriceStep, Scope,
    Service,
};
use tarifa_syntax::tree::{Card, CardHead, CardHeadKind, Cell, CellKind, PriceLine, Progression, RowBound};

use super::Resolver;
use super::bands::{Upper, WrittenRow, clamp, mixed_units};
use super::extent::Extents;
use super::meaning::measure;
use super::names::Wanted;
use super::price::{Before, PriceContext, Repeating};
use super::prices::Frame;
use super::typed::Typed;
use crate::model::PlaceSet;

/// What a column is for.
enum Column {
    /// A measure that the rows bound.
    Bound(Typed),
    /// Places, with prices for each row.
    Places(PlaceSetId),
    /// All places that no other column names.
    Others,
}

impl<'t> Resolver<'t> {
    /// The blocks of a card.
    pub(super) fn card(
        &mut self,
        price: &'t PriceLine,
        card: &'t Card,
        frame: &Frame,
        context: &PriceContext,
        services: &[Service],
    ) -> Option<Vec<Block>> {
        let columns: Vec<_> = card.heads.iter().map(|head| self.column(head)).collect();
        let clamps = self.clamps(&card.clamps, context.currency);
        let columns: Vec<Column> = columns.into_iter().collect::<Option<_>>()?;
        self.judge_heads(price, card, &columns, frame, services)?;
        self.doubt_places(price, card, &columns, frame);
        self.exchanged_cells(card, &columns)?;
        let bounds = self.bound_columns(card, &columns);
        if let Some(bounds) = &bounds {
            self.doubt_bounds(card, &columns, bounds, frame, services);
        }
        let mut blocks = Vec::new();
        let mut complete = Some(());
        let mut outside = Vec::new();
        for ((head, column), index) in card.heads.iter().zip(&columns).zip(0_usize..) {
            let Some(scope) = self.column_scope(head, column, (&columns, &mut outside), frame) else {
                continue;
            };
            let cells: Vec<_> = card.rows.iter().filter_map(|row| row.cells.get(index)).collect();
            let prices: Vec<_> = cells.into_iter().map(|cell| self.price_cell(cell)).collect();
            let prices: Option<Vec<WrittenRow<'_>>> = prices.into_iter().collect();
            let (Some(prices), Some(bounds), Some(clamps)) = (prices, &bounds, &clamps) else {
                // The prices are judged all the same; where each stands among its neighbours is not known.
                let unplaced =
                    PriceContext { before: Before::Bound(Exact::ZERO), repeat: Repeating::Possible, ..context.clone() };
                for row in &card.rows {
                    if let Some(Cell { kind: CellKind::Price(price), span, .. }) = row.cells.get(index)
                        && self.unpriced(*span).is_none()
                    {
                        self.outcome(price, &unplaced);
                    }
                }
                complete = None;
                continue;
            };
            let Some(body) = self.column_body(price, bounds, &prices, clamps, context) else {
                complete = None;
                continue;
            };
            let at = self.at(head.span);
            blocks.push(Block {
                line: frame.line,
                name: price.name.text.to_string(),
                scope,
                overridden_by: Vec::new(),
                currency: context.currency,
                payer: frame.payer,
                body,
                at,
            });
        }
        self.columns_outside(outside);
        complete.map(|()| blocks)
    }

    /// Reports the columns that the statement's `to` leaves out, once: it is the `to` that leaves them out.
    fn columns_outside(&mut self, outside: Vec<(Span, String)>) {
        let mut outside = outside.into_iter();
        let Some((head, country)) = outside.next() else { return };
        let message = format!("this column holds {country}, and the statement is not for {country}");
        let diagnostic = Diagnostic::new(Code::COLUMN_OUTSIDE, head, message)
            .help("add it to the statement's `to`, or remove the column");
        let told =
            outside.fold(diagnostic, |told, (head, country)| told.related(head, format!("and this one {country}")));
        self.report(told);
    }

    /// What a head says that its column is for.
    fn column(&mut self, head: &'t CardHead) -> Option<Column> {
        match &head.kind {
            CardHeadKind::Name(name) if &*name.text == "others" => Some(Column::Others),
            // A card of one lane has nothing to tell its only column of prices from.
            CardHeadKind::Name(name) if &*name.text == "price" && self.symbols.zones.peek("price").is_none() => {
                Some(Column::Others)
            }
            CardHeadKind::Name(name)
                if measure(&name.text).is_none() && self.symbols.zones.peek(&name.text).is_some() =>
            {
                let places = vec![tarifa_syntax::tree::Place {
                    kind: tarifa_syntax::tree::PlaceKind::Zone(name.clone()),
                    span: name.span,
                }];
                let set = tarifa_syntax::tree::PlaceSet { places, except: Vec::new(), span: name.span };
                self.place_set(&set).map(Column::Places)
            }
            CardHeadKind::Name(name)
                if measure(&name.text).is_none() && self.symbols.values.peek(&name.text).is_none() =>
            {
                self.unknown_name(name, Wanted::Column)
            }
            CardHeadKind::Name(name) => {
                let kind = tarifa_syntax::tree::ExprKind::Name(name.clone());
                self.by_measure(&tarifa_syntax::tree::Expr { kind, span: name.span }).map(Column::Bound)
            }
            CardHeadKind::Measure(expr) => self.by_measure(expr).map(Column::Bound),
            CardHeadKind::Places(set) => self.place_set(set).map(Column::Places),
        }
    }

    /// Reports heads that make no card.
    fn judge_heads(
        &mut self,
        price: &PriceLine,
        card: &Card,
        columns: &[Column],
        frame: &Frame,
        services: &[Service],
    ) -> Option<()> {
        let measures: Vec<_> = columns
            .iter()
            .filter_map(|column| match column {
                Column::Bound(measure) => Some(measure),
                Column::Places(_) | Column::Others => None,
            })
            .collect();
        if measures.len() == columns.len() {
            let message = "this card has no column of prices";
            let help = "head a column with a zone, a country, `others`, or `price` where there is only one";
            return self.refuse(Diagnostic::new(Code::BAD_CARD, card.span, message).help(help));
        }
        if measures.is_empty() && card.rows.len() != 1 {
            let message = "this card has no column of bounds";
            let help = "head the first column with what its rows bound, such as `billed weight`";
            return self.refuse(Diagnostic::new(Code::BAD_CARD, card.span, message).help(help));
        }
        let mut others = card.heads.iter().zip(columns).filter(|(_, column)| matches!(column, Column::Others));
        if let (Some((first, _)), Some((second, _))) = (others.next(), others.next()) {
            let diagnostic = Diagnostic::new(Code::BAD_CARD, second.span, "a card has one column `others`");
            return self.refuse(diagnostic.related(first.span, "the other one"));
        }
        let heads: Vec<String> = card.heads.iter().map(|head| self.written(head.span)).collect();
        let twice = (1..heads.len()).find(|at| heads.iter().take(*at).any(|earlier| Some(earlier) == heads.get(*at)));
        if let Some((at, written)) = twice.and_then(|at| Some((at, heads.get(at)?)))
            && let (Some(again), Some(first)) =
                (card.heads.get(at), card.heads.iter().zip(&heads).find(|(_, head)| *head == written))
        {
            let message = format!("two columns are headed `{written}`");
            return self.refuse(
                Diagnostic::new(Code::BAD_CARD, again.span, message)
                    .related(first.0.span, "the first")
                    .help("head one of them with the places that it prices, or leave it out"),
            );
        }
        if let (Some(by), Some(first)) = (&price.head.measure, measures.first())
            && measures.len() == 1
            && self.written(by.span) != self.written(first.span)
        {
            let message = format!(
                "the statement goes by {}, and the card's rows bound {}",
                self.quoted(by.span),
                self.quoted(first.span)
            );
            let diagnostic =
                Diagnostic::new(Code::BAD_CARD, first.span, message).related(by.span, "what the statement says");
            return self.refuse(diagnostic.help("remove `by …`: a card's first head names the measure"));
        }
        if let ([only], None) = (measures.as_slice(), &price.head.measure)
            && only.expression == Expression::Measure(Measure::Weight)
        {
            let weighed = services
                .iter()
                .zip(0_u32..)
                .find(|(service, id)| frame.scope.services.contains(*id) && !service.billed_weight.steps.is_empty());
            if let Some((service, _)) = weighed {
                let message = format!("the card goes by `weight`, and `{}` bills another weight", service.name);
                let place = self.origins.get(service.at.0 as usize).copied().unwrap_or_default();
                let diagnostic = Diagnostic::new(Code::WRONG_WEIGHT, only.span, message)
                    .related(place, "its `billed weight` block says which")
                    .help("head the column `billed weight`, or write `by weight` before the `{` where the actual weight is meant");
                return self.refuse(diagnostic);
            }
        }
        Some(())
    }

    /// The bounds of each row, by column.
    fn bound_columns(&mut self, card: &'t Card, columns: &[Column]) -> Option<Bounds> {
        let mut bounds = Bounds { measures: Vec::new(), uppers: Vec::new() };
        let mut complete = Some(());
        let is_only = columns.iter().filter(|column| matches!(column, Column::Bound(_))).count() == 1;
        for (column, index) in columns.iter().zip(0_usize..) {
            let Column::Bound(measure) = column else { continue };
            let cells: Vec<_> = card.rows.iter().filter_map(|row| row.cells.get(index)).collect();
            let written: Vec<_> = cells.into_iter().map(|cell| self.bound_cell(cell)).collect();
            let Some(written) = written.into_iter().collect::<Option<Vec<&RowBound>>>() else {
                complete = None;
                continue;
            };
            let described = self.quoted(measure.span);
            let uppers = if is_only {
                self.row_bounds(&written, &measure.kind, (measure.span, &described))
            } else {
                mixed_units(&written).into_iter().for_each(|(_, mixed)| self.report(mixed));
                let found: Vec<_> = written
                    .iter()
                    .map(|bound| self.row_bound(bound, &measure.kind, (measure.span, &described)))
                    .collect();
                found.into_iter().collect()
            };
            match uppers {
                Some(uppers) => {
                    bounds.measures.push(measure.clone());
                    bounds.uppers.push(uppers);
                }
                None => complete = None,
            }
        }
        complete.map(|()| bounds)
    }

    fn bound_cell(&mut self, cell: &'t Cell) -> Option<&'t RowBound> {
        match &cell.kind {
            CellKind::Bound(bound) => Some(bound),
            CellKind::Blank => self.blank(cell, "write a bound such as `up to 2 kg`, or `otherwise`"),
            CellKind::Price(_) => {
                let message = format!("{} is a price, and this column holds bounds", self.quoted(cell.span));
                let help = format!("write `up to {0}`, `under {0}` or `otherwise`", self.written(cell.span));
                self.refuse(Diagnostic::new(Code::BAD_CARD, cell.span, message).help(help))
            }
        }
    }

    fn price_cell(&mut self, cell: &'t Cell) -> Option<WrittenRow<'t>> {
        match &cell.kind {
            CellKind::Price(price) => {
                if let Some(help) = self.unpriced(cell.span) {
                    let message = format!("{} is no price", self.quoted(cell.span));
                    return self.refuse(Diagnostic::new(Code::BAD_CARD, cell.span, message).help(help));
                }
                Some(WrittenRow { price, next_band: cell.next_band, span: cell.span })
            }
            CellKind::Blank => self.blank(cell, "write `-` where nothing is carried"),
            CellKind::Bound(_) => {
                let message = format!("{} is a bound, and this column holds prices", self.quoted(cell.span));
                self.refuse(
                    Diagnostic::new(Code::BAD_CARD, cell.span, message).help("write a price, `-`, `refuse` or `refer`"),
                )
            }
        }
    }

    /// What to write instead of words for a price that there is not, such as `NA`; none where they mean something here.
    fn unpriced(&self, cell: Span) -> Option<&'static str> {
        let text = self.written(cell);
        // `-` is the price that there is not.
        let is_name = text.chars().all(char::is_alphanumeric) && self.symbols.values.peek(&text).is_none();
        if is_name { tarifa_syntax::unpriced(&text) } else { None }
    }

    fn blank<T>(&mut self, cell: &Cell, help: &str) -> Option<T> {
        let diagnostic =
            Diagnostic::new(Code::BLANK_CELL, cell.span, "this cell is blank, and nothing is ever free by accident");
        self.refuse(diagnostic.help(help))
    }

    /// Where a column of prices applies; none for a column of bounds.
    fn column_scope(
        &mut self,
        head: &CardHead,
        column: &Column,
        (columns, outside): (&[Column], &mut Vec<(Span, String)>),
        frame: &Frame,
    ) -> Option<Scope> {
        let mut scope = frame.scope.clone();
        match column {
            Column::Bound(_) => return None,
            Column::Places(places) => {
                if let Some(outer) = frame.scope.to {
                    let found = self.column_within(*places, outer, &mut scope);
                    outside.extend(found.map(|country| (head.span, country)));
                }
                scope.to = Some(*places);
            }
            Column::Others => scope.to = Some(self.others(columns, frame)),
        }
        Some(scope)
    }

    /// A country of a column that the statement's `to` leaves out; where only postcodes tell, the scope keeps to it.
    fn column_within(&mut self, places: PlaceSetId, outer: PlaceSetId, scope: &mut Scope) -> Option<String> {
        let set = |id: PlaceSetId| self.place_sets.get(id.0 as usize).map(|named| &named.set);
        let (Some(inner), Some(around)) = (set(places), set(outer)) else { return None };
        let (inner, around) = (Extents::of(inner), Extents::of(around));
        if let Some(country) = inner.outside(&around) {
            return Some(country.to_string());
        }
        if !inner.surely_within(&around) {
            scope.when = super::condition::all([scope.when.clone(), Condition::Place(PlaceField::Destination, outer)]);
        }
        None
    }

    /// The places that no column names.
    fn others(&mut self, columns: &[Column], frame: &Frame) -> PlaceSetId {
        let mut named = Vec::new();
        let mut name = Vec::new();
        for column in columns {
            if let Column::Places(places) = column
                && let Some(set) = self.place_sets.get(places.0 as usize)
            {
                named.push(set.set.clone());
                name.push(set.name.clone());
            }
        }
        let whole = frame.scope.to.and_then(|to| self.place_sets.get(to.0 as usize));
        let (whole_name, whole) =
            whole.map_or(("all".to_owned(), PlaceSet::All), |to| (to.name.clone(), to.set.clone()));
        if named.is_empty() {
            return self.intern(whole_name, whole);
        }
        let set = PlaceSet::Difference(Box::new(whole), Box::new(PlaceSet::Union(named)));
        self.intern(format!("{whole_name} except {}", name.join(", ")), set)
    }

    fn column_body(
        &mut self,
        price: &PriceLine,
        bounds: &Bounds,
        written: &[WrittenRow<'_>],
        clamps: &[PriceStep],
        context: &PriceContext,
    ) -> Option<Body> {
        match (bounds.measures.as_slice(), bounds.uppers.as_slice()) {
            ([], _) => {
                let [only] = written else { return None };
                let mut outcome = self.outcome(only.price, context)?;
                clamp(&mut outcome, clamps);
                Some(Body::Single(outcome))
            }
            ([measure], [uppers]) => self.banded(&price.head, measure.clone(), uppers, written, clamps, context),
            (_, _) => self.bounded_rows(price, bounds, written, clamps, context),
        }
    }

    /// Rows with several bounds each.
    fn bounded_rows(
        &mut self,
        price: &PriceLine,
        bounds: &Bounds,
        written: &[WrittenRow<'_>],
        clamps: &[PriceStep],
        context: &PriceContext,
    ) -> Option<Body> {
        let progressive = match price.head.progression {
            Progression::Whole => None,
            Progression::Progressive(span) => Some(span),
        };
        let next_band = price.head.next_band.or_else(|| written.iter().find_map(|cell| cell.next_band));
        if let Some(span) = progressive.or(next_band) {
            let message = "this is about bands of one measure, and these rows have several bounds";
            return self.refuse(Diagnostic::new(Code::NOT_HERE, span, message).help("remove it"));
        }
        let weight = bounds.measures.iter().find(|measure| measure.kind == super::typed::Kind::Weight);
        let context = PriceContext { before: Before::SeveralBounds, measure: weight.cloned(), ..context.clone() };
        let mut rows = Vec::new();
        let mut complete = Some(());
        for (row, index) in written.iter().zip(0_usize..) {
            let Some(mut outcome) = self.outcome(row.price, &context) else {
                complete = None;
                continue;
            };
            clamp(&mut outcome, clamps);
            let uppers: Vec<Upper> = bounds.uppers.iter().map(|column| column.get(index).copied().flatten()).collect();
            let at = self.at(row.span);
            rows.push(BoundedRow { uppers, outcome, at });
        }
        let measures = bounds.measures.iter().map(|measure| measure.expression.clone()).collect();
        complete.map(|()| Body::Rows(BoundedRows { measures, rows }))
    }
}

/// The columns of bounds.
struct Bounds {
    measures: Vec<Typed>,
    /// For each column, the bound of each row.
    uppers: Vec<Vec<Upper>>,
}
