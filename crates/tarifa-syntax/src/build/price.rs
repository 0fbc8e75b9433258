//! Price lines, bands, cards, exclusive charges, exchange rates.

use tarifa_diagnostics::{Code, Diagnostic, Span};

use super::expression::Share;
use super::{Builder, Node, Parts};
use crate::grammar::Rule;
use crate::tree::{
    Bands, Card, CardHead, CardHeadKind, CardRow, Cell, CellKind, Charges, Clamp, ClampWord, Counting, Exchange,
    ExchangeRate, LineHead, LineKind, Per, PlaceKind, PriceBody, PriceExpr, PriceForm, PriceLine, PriceTerm,
    Progression, Quantity, Rate, Row, RowBound, RowBoundWord, Sign, Soundness, Take, Unit,
};

impl Builder<'_> {
    /// `freight`, `charge`, `discount`, `tax`, or a member of `charges`.
    pub(super) fn price_line(&mut self, node: Node<'_>) -> Option<PriceLine> {
        let mut span = self.span(&node);
        let kind = match node.as_rule() {
            Rule::freight => LineKind::Freight,
            Rule::charge | Rule::member => LineKind::Charge,
            Rule::discount => LineKind::Discount,
            Rule::tax => LineKind::Tax,
            _ => return None,
        };
        let mut parts = Parts::of(node);
        let name = self.name(&parts.accept(Rule::name)?);
        let title = self.title(&mut parts);
        let mut head = LineHead::default();
        self.line_head(&mut head, parts.accept(Rule::head)?)?;
        let body = parts.next()?;
        let body = match body.as_rule() {
            Rule::price => PriceBody::Price(self.price(body)?),
            Rule::price_block => {
                let block = self.span(&body);
                span.end = block.start;
                self.price_block(body)?
            }
            _ => return None,
        };
        if let Some(payer) = parts.accept(Rule::payer) {
            self.payer(&mut head, payer)?;
        }
        Some(PriceLine { kind, name, title, head, body, span })
    }

    /// The clauses between a name and a body.
    fn line_head(&mut self, head: &mut LineHead, node: Node<'_>) -> Option<()> {
        for part in Parts::of(node) {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::in_currency => {
                    let currency = self.name(&Parts::of(part).next()?);
                    self.put_once(&mut head.currency, currency, span, "in");
                }
                Rule::measure => {
                    let measure = self.formula(Parts::of(part).accept(Rule::formula)?)?;
                    self.put_once(&mut head.measure, measure, span, "by");
                }
                Rule::progression => head.progression = Progression::Progressive(span),
                Rule::next_band => head.next_band = Some(span),
                Rule::overrides => {
                    let names = Parts::of(part).accept(Rule::names)?;
                    head.overrides.extend(self.names(Parts::of(names)));
                }
                Rule::payer => self.payer(head, part)?,
                _ => self.scope_clause(&mut head.scope, part)?,
            }
        }
        Some(())
    }

    /// `paid by platform`.
    fn payer(&mut self, head: &mut LineHead, node: Node<'_>) -> Option<()> {
        let span = self.span(&node);
        let payer = self.name(&Parts::of(node).accept(Rule::name)?);
        self.put_once(&mut head.payer, payer, span, "paid by");
        Some(())
    }

    /// Bands or a card.
    fn price_block(&mut self, node: Node<'_>) -> Option<PriceBody> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let mut clamps = Vec::new();
        while let Some(clamp) = parts.accept(Rule::clamp) {
            clamps.push(self.clamp(clamp)?);
        }
        if let Some(card) = parts.accept(Rule::card) {
            return self.card(card, clamps, span);
        }
        let mut rows = Vec::new();
        for line in parts.accept(Rule::bands).into_iter().flat_map(Parts::of) {
            if line.as_rule() == Rule::clamp {
                clamps.push(self.clamp(line)?);
            } else {
                match self.row(line) {
                    Some(row) => rows.push(row),
                    None => self.soundness = Soundness::Damaged,
                }
            }
        }
        rows.shrink_to_fit();
        self.require_entries(&rows, span, "price row");
        Some(PriceBody::Bands(Bands { clamps, rows, span }))
    }

    /// `up to 1 kg: price`.
    fn row(&mut self, node: Node<'_>) -> Option<Row> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let bound = self.row_bound(parts.accept(Rule::row_bound)?)?;
        let price = self.price(parts.accept(Rule::price)?)?;
        let next_band = parts.accept(Rule::next_band).map(|words| self.span(&words));
        Some(Row { bound, price, next_band, span })
    }

    /// `up to 1 kg`, `under 1 kg`, `otherwise`.
    pub(super) fn row_bound(&mut self, node: Node<'_>) -> Option<RowBound> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let word = match parts.next()?.as_rule() {
            Rule::up_to => RowBoundWord::UpTo(self.quantity(parts.accept(Rule::quantity)?)?),
            Rule::under => RowBoundWord::Under(self.quantity(parts.accept(Rule::quantity)?)?),
            _ => RowBoundWord::Otherwise,
        };
        Some(RowBound { word, span })
    }

    /// A printed card.
    fn card(&mut self, node: Node<'_>, mut clamps: Vec<Clamp>, span: Span) -> Option<PriceBody> {
        let mut parts = Parts::of(node);
        let mut heads = Vec::new();
        let first = parts.accept(Rule::card_heads)?;
        let first_row = self.span(&first);
        for head in Parts::of(first) {
            heads.push(self.card_head(head)?);
        }
        self.check_heads(first_row, heads.len(), &parts)?;
        let mut rows = Vec::new();
        for line in parts {
            if line.as_rule() == Rule::clamp {
                clamps.push(self.clamp(line)?);
                continue;
            }
            match self.card_row(line, heads.len()) {
                Some(row) => rows.push(row),
                None => self.soundness = Soundness::Damaged,
            }
        }
        rows.shrink_to_fit();
        self.require_entries(&rows, span, "row below the heads");
        Some(PriceBody::Card(Card { clamps, heads, rows, span }))
    }

    /// The head of a column.
    fn card_head(&mut self, node: Node<'_>) -> Option<CardHead> {
        let span = self.span(&node);
        let part = Parts::of(node).next()?;
        let kind = match part.as_rule() {
            Rule::billed_weight => CardHeadKind::Name(self.billed_weight_name(&part)),
            Rule::formula => CardHeadKind::Measure(self.formula(part)?),
            _ => {
                let places = self.place_set(part)?;
                match (places.places.as_slice(), places.except.is_empty()) {
                    ([crate::tree::Place { kind: PlaceKind::Zone(name), .. }], true) => {
                        CardHeadKind::Name(name.clone())
                    }
                    _ => CardHeadKind::Places(places),
                }
            }
        };
        Some(CardHead { kind, span })
    }

    /// A row of a card with as many cells as there are heads.
    fn card_row(&mut self, node: Node<'_>, heads: usize) -> Option<CardRow> {
        let span = self.span(&node);
        let mut cells = Vec::with_capacity(heads);
        for cell in Parts::of(node) {
            let span = self.span(&cell);
            let mut inside = Parts::of(cell);
            let kind = match inside.next() {
                None => CellKind::Blank,
                Some(part) if part.as_rule() == Rule::row_bound => CellKind::Bound(self.row_bound(part)?),
                Some(part) => CellKind::Price(self.price(part)?),
            };
            let next_band = inside.accept(Rule::next_band).map(|words| self.span(&words));
            cells.push(Cell { kind, next_band, span });
        }
        self.check_width(span, cells.len(), heads)?;
        Some(CardRow { cells, span })
    }

    /// Reports a first row that has lost or gained a bar: all others agree on another number of cells.
    pub(super) fn check_heads(&mut self, span: Span, heads: usize, rows: &Parts<'_>) -> Option<()> {
        let rows = rows.clone().filter(|row| matches!(row.as_rule(), Rule::card_row | Rule::example_row));
        let mut widths = rows.map(|row| Parts::of(row).count());
        let width = widths.next().filter(|width| *width != heads);
        let (Some(width), Some(second)) = (width, widths.next()) else { return Some(()) };
        if second != width || widths.any(|other| other != width) {
            return Some(());
        }
        let message = format!("the first row heads {heads} columns, but every row has {width} cells");
        let finding = Diagnostic::new(Code::ROW_WIDTH, span, message);
        self.report(finding.help("a bar stands between the heads of every two columns, and behind the last"));
        None
    }

    /// Reports a row that has more or fewer cells than there are heads.
    pub(super) fn check_width(&mut self, row: Span, cells: usize, heads: usize) -> Option<()> {
        if cells == heads {
            return Some(());
        }
        let message = format!("this row has {cells} cells, but the first row heads {heads} columns");
        let finding = Diagnostic::new(Code::ROW_WIDTH, row, message);
        self.report(finding.help("write one cell for each column; `-` is a refused one, and a bar ends each cell"));
        None
    }

    /// What something costs.
    pub(super) fn price(&mut self, node: Node<'_>) -> Option<PriceExpr> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let form = match parts.peek()? {
            Rule::refuse => PriceForm::Refuse { reason: self.title(&mut Parts::of(parts.next()?)) },
            Rule::refer => {
                let reason = Parts::of(parts.next()?).find(|part| part.as_rule() == Rule::string);
                PriceForm::Refer { reason: reason.map(|reason| self.string(&reason)) }
            }
            Rule::repeat => PriceForm::Repeat,
            Rule::dash => PriceForm::Dash,
            _ => self.price_terms(parts)?,
        };
        Some(PriceExpr { form, span })
    }

    /// The terms of a price, with the clamps behind them.
    fn price_terms(&mut self, mut parts: Parts<'_>) -> Option<PriceForm> {
        let mut terms = Vec::with_capacity(1);
        let mut sign = Sign::Plus;
        loop {
            let (term, share) = self.price_term(sign, parts.accept(Rule::price_term)?)?;
            terms.push(term);
            sign = match parts.peek() {
                Some(Rule::plus) => Sign::Plus,
                Some(Rule::minus) => Sign::Minus,
                _ => break,
            };
            parts.next();
            if let Share::Bare(span) = share {
                self.report_share(span, &mut parts);
                return None;
            }
        }
        let mut clamps = Vec::new();
        for clamp in parts {
            clamps.push(self.clamp(clamp)?);
        }
        Some(PriceForm::Terms { terms, clamps })
    }

    /// `11.50 for the first 50 g, then 0.75 per started 10 g as carriage`.
    fn price_term(&mut self, sign: Sign, node: Node<'_>) -> Option<(PriceTerm, Share)> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let (rate, mut share) = self.rate(parts.accept(Rule::rate)?)?;
        let mut term = PriceTerm { sign, rate, first: None, then: None, part: None, span };
        for part in parts {
            let rule = part.as_rule();
            let inner = Parts::of(part).next()?;
            match rule {
                Rule::first => term.first = Some(self.quantity(inner)?),
                Rule::then => {
                    let (rate, behind) = self.rate(inner)?;
                    term.then = Some(rate);
                    share = behind;
                }
                Rule::part => {
                    term.part = Some(self.name(&inner));
                    share = Share::None;
                }
                _ => return None,
            }
        }
        Some((term, share))
    }

    /// An amount, perhaps per something.
    fn rate(&mut self, node: Node<'_>) -> Option<(Rate, Share)> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let mut product = Parts::of(parts.accept(Rule::product)?);
        let amount = self.term(&mut product)?;
        let mut per = Vec::with_capacity(1);
        for part in parts {
            per.push(self.per(part)?);
        }
        Some((Rate { amount: amount.expr, per, span }, amount.share))
    }

    /// `per started 10 g`.
    pub(super) fn per(&mut self, node: Node<'_>) -> Option<Per> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let counting = parts.accept(Rule::started).map_or(Counting::Proportional, |_| Counting::Started);
        let number = parts.accept(Rule::number);
        let name = self.name(&parts.accept(Rule::unit)?);
        let (text, start) = match &number {
            Some(number) => (number.as_str().trim_end(), self.span(number)),
            None => ("1", name.span),
        };
        let size = Quantity {
            number: self.words.share(text),
            span: start.to(name.span),
            unit: Some(Unit { name, per: None }),
        };
        Some(Per { counting, size, span })
    }

    /// `minimum 9.90`.
    fn clamp(&mut self, node: Node<'_>) -> Option<Clamp> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let word = if parts.next()?.as_rule() == Rule::minimum { ClampWord::Minimum } else { ClampWord::Maximum };
        let amount = self.term(&mut Parts::of(parts.accept(Rule::product)?))?.expr;
        Some(Clamp { word, amount, span })
    }

    /// `charges handling take the highest { … }`.
    pub(super) fn charges(&mut self, node: Node<'_>) -> Option<Charges> {
        let mut parts = Parts::of(node);
        let name = self.name(&parts.accept(Rule::name)?);
        let title = self.title(&mut parts);
        let mut head = LineHead::default();
        self.line_head(&mut head, parts.accept(Rule::head)?)?;
        let words = parts.accept(Rule::take)?;
        let take = if words.as_str().trim_end().ends_with("highest") { Take::Highest } else { Take::First };
        let take_span = self.span(&words);
        self.line_head(&mut head, parts.accept(Rule::head)?)?;
        let block = parts.accept(Rule::charges_block)?;
        let span = self.span(&block);
        let members = self.entries(Parts::of(block), Self::price_line);
        self.require_entries(&members, span, "charge");
        Some(Charges { name, title, take, take_span, head, members })
    }

    /// `exchange valid … { … }`.
    pub(super) fn exchange(&mut self, node: Node<'_>) -> Option<Exchange> {
        let mut parts = Parts::of(node);
        let valid = match parts.accept(Rule::valid) {
            Some(valid) => Some(self.validity(valid)?),
            None => None,
        };
        let block = parts.accept(Rule::exchange_block)?;
        let span = self.span(&block);
        let rates = self.entries(Parts::of(block), Self::exchange_rate);
        self.require_entries(&rates, span, "rate");
        Some(Exchange { valid, rates })
    }

    /// `1 USD = 7.1240 CNY`.
    pub(super) fn exchange_rate(&mut self, node: Node<'_>) -> Option<ExchangeRate> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let left = self.quantity(parts.accept(Rule::money)?)?;
        let right = self.quantity(parts.accept(Rule::money)?)?;
        Some(ExchangeRate { left, right, span })
    }
}
