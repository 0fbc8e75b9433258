//! Price statements: scope, currency, payer and body of each, and what overrides what.

use rustc_hash::FxHashMap;
use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::currency::Currency;
use tarifa_engine::program::{
    Bits, Block, BlockId, Body, Condition, FactKind, Group, Line, LineId, PayerId, PlaceField, Scope, Service,
};
use tarifa_syntax::tree::{self, LineHead, Name, PriceBody, PriceLine, Progression};

use super::Resolver;
use super::condition::all;
use super::declare::line_kind;
use super::expression::{Place, Stage};
use super::price::{Before, PriceContext, Repeating, Slicing};
use super::statements::Statements;
use super::symbols::Value;
use super::typed::{Kind, Typed};

/// How many pairs of a block and one that overrides it there can be.
const MOST_OVERRIDES: usize = 1_000_000;

/// Everything that is charged.
pub(super) struct Prices {
    pub(super) lines: Vec<Line>,
    pub(super) blocks: Vec<Block>,
    pub(super) groups: Vec<Group>,
}

/// A block with what it is put in order by, and what it overrides.
pub(super) struct DraftBlock<'t> {
    pub(super) block: Block,
    /// The statement: all columns of one card have the same.
    pub(super) statement: Span,
    pub(super) overrides: &'t [Name],
}

/// What a statement says before its body, worked out.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub(super) scope: Scope,
    pub(super) payer: PayerId,
    pub(super) line: LineId,
}

/// What a group of charges says for all its members.
#[derive(Clone, Debug)]
pub(super) struct GroupFrame {
    pub(super) scope: Scope,
    pub(super) currency: Option<Currency>,
    pub(super) payer: Option<PayerId>,
}

impl<'t> Resolver<'t> {
    /// The lines, the blocks that price them, and the groups.
    pub(super) fn prices(&mut self, statements: &Statements<'t>, services: &[Service]) -> Prices {
        let mut drafts = Vec::new();
        for price in &statements.prices {
            self.price_line(price.it, price.span, None, services, &mut drafts);
        }
        let groups = self.groups(&statements.groups, services, &mut drafts);
        let names: Vec<_> = self.lines.iter().map(|line| line.name).collect();
        let name = |line: LineId| names.get(usize::from(line.0)).copied().unwrap_or_default();
        // Columns of one card and statements of one name keep the canonical order in which they were worked out.
        drafts.sort_by(|a, b| (name(a.block.line), &a.block.name).cmp(&(name(b.block.line), &b.block.name)));
        self.overrides(&mut drafts);
        let blocks: Vec<Block> = drafts.into_iter().map(|draft| draft.block).collect();
        let lines = self.lines.iter().map(|line| Line {
            name: line.name.to_owned(),
            kind: line.kind,
            group: line.group,
            first_block: BlockId(0),
            block_count: 0,
        });
        let lines: Vec<Line> = lines.collect();
        self.line_cycles(&lines, &groups, &blocks);
        Prices { lines, blocks, groups }
    }

    /// A `freight`, `charge`, `discount`, `tax` or member of a group.
    pub(super) fn price_line(
        &mut self,
        price: &'t PriceLine,
        statement: Span,
        group: Option<&GroupFrame>,
        services: &[Service],
        drafts: &mut Vec<DraftBlock<'t>>,
    ) {
        let scope = self.scope(&price.head.scope, Place::of(Stage::Pricing));
        let measure = match &price.head.measure {
            None => Some(None),
            Some(measure) => self.by_measure(measure).map(Some),
        };
        let line = self.line_of(price);
        let payer = match &price.head.payer {
            Some(payer) => self.payer(payer),
            None => group.and_then(|group| group.payer).unwrap_or_default(),
        };
        let mut services_in_scope = scope.as_ref().map_or_else(|| self.every_service(), |scope| scope.services.clone());
        if let Some(group) = group {
            // A member is for no service that its group leaves out.
            let both = group.scope.services.iter().filter(|service| services_in_scope.contains(*service));
            services_in_scope = Bits::from_members(both.collect::<Vec<_>>());
        }
        // Of a scope that is broken, the services are not known, and so their currency may not be.
        let mut currencies = services.iter().map(|service| service.currency);
        let first = currencies.next();
        let is_open = scope.is_none() && currencies.any(|other| Some(other) != first) && price.head.currency.is_none();
        let currency = match group.and_then(|group| group.currency).filter(|_| price.head.currency.is_none()) {
            Some(currency) => Some(currency),
            None if is_open => None,
            None => {
                let measure = measure.as_ref().and_then(Option::as_ref);
                self.block_currency(&price.head, &price.body, measure, &services_in_scope, services)
            }
        };
        let Some(measure) = measure else { return };
        let Some(currency) = currency else {
            self.judge_without_currency(price, measure, services);
            self.damaged.push(statement);
            return;
        };
        let context = PriceContext {
            currency,
            measure,
            slicing: Slicing::Whole,
            before: Before::Nothing,
            repeat: Repeating::Impossible,
        };
        // The body is judged even where the scope is broken, since its mistakes are its own.
        let scope_is_sound = scope.is_some();
        let scope = scope.unwrap_or_else(|| self.anywhere());
        let scope = group.map_or(scope.clone(), |group| within(group, scope));
        let Some(line) = line else { return };
        let frame = Frame { scope, payer, line };
        let blocks = self.body(price, &frame, context, services);
        let Some(blocks) = blocks.filter(|_| scope_is_sound) else {
            self.damaged.push(statement);
            return;
        };
        drafts.extend(blocks.into_iter().map(|block| DraftBlock {
            block,
            statement,
            overrides: &price.head.overrides,
        }));
    }

    /// Finds the mistakes of a body whose currency is not known, other than those that only follow from that.
    fn judge_without_currency(&mut self, price: &'t PriceLine, measure: Option<Typed>, services: &[Service]) {
        let (Some(currency), Some(line)) = (self.currency, self.line_of(price)) else { return };
        let context = PriceContext {
            currency,
            measure,
            slicing: Slicing::Whole,
            before: Before::Nothing,
            repeat: Repeating::Impossible,
        };
        let before = std::mem::take(&mut self.diagnostics);
        let frame = Frame { scope: self.anywhere(), payer: PayerId::default(), line };
        self.body(price, &frame, context, services);
        let found = std::mem::replace(&mut self.diagnostics, before);
        let follows = [Code::CURRENCY_MISMATCH, Code::CURRENCY_NEEDED, Code::UNKNOWN_CURRENCY];
        self.diagnostics.extend(found.into_iter().filter(|finding| !follows.contains(&finding.code)));
    }

    /// The blocks of a body: one, or one for each column of a card.
    fn body(
        &mut self,
        price: &'t PriceLine,
        frame: &Frame,
        context: PriceContext,
        services: &[Service],
    ) -> Option<Vec<Block>> {
        let body = match &price.body {
            PriceBody::Price(single) => {
                self.no_bands_words(&price.head);
                Body::Single(self.outcome(single, &context)?)
            }
            PriceBody::Bands(bands) => self.bands(&price.head, bands, &context)?,
            PriceBody::Card(card) => return self.card(price, card, frame, &context, services),
        };
        let at = self.at(price.span);
        Some(vec![Block {
            line: frame.line,
            name: price.name.text.to_string(),
            scope: frame.scope.clone(),
            overridden_by: Vec::new(),
            currency: context.currency,
            payer: frame.payer,
            body,
            at,
        }])
    }

    /// Reports words that only bands have, in a statement of one price.
    fn no_bands_words(&mut self, head: &LineHead) {
        let progressive = match head.progression {
            Progression::Whole => None,
            Progression::Progressive(span) => Some((span, "progressive")),
        };
        for (span, word) in progressive.into_iter().chain(head.next_band.map(|span| (span, "or next band if cheaper")))
        {
            let message = format!("`{word}` is about bands, and this is one price");
            self.report(Diagnostic::new(Code::NOT_HERE, span, message).help("write bands in `{ … }`, or remove it"));
        }
    }

    /// What `by` measures.
    pub(super) fn by_measure(&mut self, expr: &tree::Expr) -> Option<Typed> {
        if let tree::ExprKind::Name(name) = &expr.kind
            && let Some(Value::Fact(id)) = self.symbols.values.peek(&name.text)
            && let Some(FactKind::OneOf(words)) = self.facts.get(usize::from(id.0)).map(|fact| &fact.kind)
        {
            let word = words.first().map_or("…", String::as_str);
            let help =
                format!("write a statement for each word, as in `freight {word} when {} is {word} = …`", name.text);
            let message = format!("rows are bounded by an amount, and `{}` is one of several words", name.text);
            return self.refuse(Diagnostic::new(Code::NOT_AN_AMOUNT, expr.span, message).help(help));
        }
        let measure = self.amount(expr, Place::of(Stage::Pricing))?;
        if let Kind::AnyMoney(_) = measure.kind {
            let message = format!("{} has no currency of its own", self.quoted(expr.span));
            let help = format!("say which currency the bands are in: `by {} in EUR`", self.written(expr.span));
            return self.refuse(Diagnostic::new(Code::CURRENCY_NEEDED, expr.span, message).help(help));
        }
        Some(measure)
    }

    /// The line that a statement prices.
    fn line_of(&mut self, price: &PriceLine) -> Option<LineId> {
        let name = match price.kind {
            tree::LineKind::Freight => "freight",
            tree::LineKind::Charge | tree::LineKind::Discount | tree::LineKind::Tax => &price.name.text,
        };
        let kind = line_kind(price.kind);
        let Some(Value::Line(line)) = self.symbols.values.peek(name) else { return None };
        // A name of two kinds is reported where the lines are declared.
        (self.lines.get(usize::from(line.0))?.kind == kind).then_some(line)
    }

    /// The scope of a statement that says nothing.
    pub(super) fn anywhere(&self) -> Scope {
        Scope { services: self.every_service(), from: None, to: None, when: Condition::Always }
    }

    /// Records, in each block that is overridden, by which.
    fn overrides(&mut self, drafts: &mut [DraftBlock<'t>]) {
        let mut found: Vec<(usize, BlockId)> = Vec::new();
        let mut by_name: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (draft, index) in drafts.iter().zip(0_usize..) {
            by_name.entry(draft.block.name.clone()).or_default().push(index);
        }
        for (draft, id) in drafts.iter().zip(0_u32..) {
            for name in draft.overrides {
                let called = by_name.get(&*name.text).map(Vec::as_slice).unwrap_or_default();
                let overridden = called.iter().filter(|index| {
                    // A name that recurs can override the others of its name.
                    drafts.get(**index).is_some_and(|other| {
                        let does_the_same = other.block.name == draft.block.name
                            && other.overrides.iter().any(|it| it.text == name.text);
                        other.statement != draft.statement && !does_the_same
                    })
                });
                let before = found.len();
                found.extend(overridden.map(|index| (*index, BlockId(id))));
                if found.len() == before {
                    self.no_such_block(name, draft);
                }
                if found.len() > MOST_OVERRIDES {
                    self.beyond_limit::<()>(name.span, "pairs of statements that override each other", MOST_OVERRIDES);
                    return;
                }
            }
        }
        for (index, by) in found {
            if let Some(draft) = drafts.get_mut(index) {
                draft.block.overridden_by.push(by);
            }
        }
        self.override_cycles(drafts);
    }

    /// Reports an `overrides` that nothing answers to; in silence where the statement is there and broken.
    fn no_such_block(&mut self, name: &Name, draft: &DraftBlock<'t>) {
        let statements = self.statement_counts.get(&*name.text).copied().unwrap_or(0);
        if draft.block.name == *name.text && statements == 1 {
            let diagnostic =
                Diagnostic::new(Code::CYCLIC_DEFINITION, name.span, format!("`{}` overrides itself", name.text));
            self.report(diagnostic.help("name the statement that this one decides instead of"));
            return;
        }
        if statements > 0 || self.symbols.broken.contains(&*name.text) {
            return;
        }
        let message = format!("there is no price statement called `{}` to override", name.text);
        let mut diagnostic = Diagnostic::new(Code::UNKNOWN_NAME, name.span, message);
        if let Some(near) = super::names::nearest(&name.text, self.statement_counts.keys().copied()) {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
        }
        self.report(diagnostic);
    }
}

/// A member's scope inside its group's.
fn within(group: &GroupFrame, member: Scope) -> Scope {
    let both = |outer: Option<_>, inner: Option<_>, field| match (outer, inner) {
        (Some(outer), Some(inner)) => (Some(inner), Condition::Place(field, outer)),
        (outer, inner) => (inner.or(outer), Condition::Always),
    };
    let (from, from_group) = both(group.scope.from, member.from, PlaceField::Origin);
    let (to, to_group) = both(group.scope.to, member.to, PlaceField::Destination);
    Scope {
        services: Bits::from_members(group.scope.services.iter().filter(|service| member.services.contains(*service))),
        from,
        to,
        when: all([group.scope.when.clone(), from_group, to_group, member.when]),
    }
}
