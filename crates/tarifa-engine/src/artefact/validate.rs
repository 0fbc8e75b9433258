//! What the compiler guarantees and the evaluator relies on, tested on a program from outside.
//!
//! The evaluator never panics on any program; here it is made sure that a program means something:
//! every index points at something of the right kind, bands ascend, steps are more than zero, and
//! lines are computed after what they are computed from.
//!
//! It is long because it names every variant of the program once: what is added there must be judged here.

mod processes;

use crate::program::{
    Amount, Bands, Bits, Block, Body, BoundedRows, Component, Condition, CountryClasses, DateField, DocumentId,
    Expression, FactId, FactKind, FactRef, LimitPart, LineId, Node, PlaceField, PlaceSetId, Price, PriceStep, Program,
    Restriction, RestrictionRule, Row, RowOutcome, Service, WeightStepKind, Within,
};
use crate::rounding::Rounding;

/// The most place classes of a program: more would take memory without a policy to match.
const MAX_CLASSES: u64 = 4_000_000;

type Verdict = Result<(), String>;

/// Says what is wrong with a program, if anything is.
pub(super) fn validate(program: &Program) -> Verdict {
    let check = Check { program };
    check.header()?;
    check.places()?;
    check.categories()?;
    program.facts.iter().try_for_each(|fact| check.fact(fact))?;
    program.services.iter().try_for_each(|service| check.service(service))?;
    check.lines()?;
    (0_u32..).zip(&program.blocks).try_for_each(|(number, block)| check.block(number, block))?;
    check.rest()
}

struct Check<'p> {
    program: &'p Program,
}

fn ensure(holds: bool, what: &str) -> Verdict {
    if holds { Ok(()) } else { Err(what.to_owned()) }
}

impl Check<'_> {
    fn header(&self) -> Verdict {
        let program = self.program;
        ensure(!program.zones.is_empty() && program.zones.len() <= 256, "no time zone, or more than 256")?;
        ensure(!program.payers.is_empty(), "nobody pays")?;
        ensure(program.services.len() < usize::from(u16::MAX), "too many services")?;
        ensure(program.facts.len() < usize::from(u16::MAX), "too many facts")?;
        ensure(program.lines.len() < usize::from(u16::MAX), "too many lines")?;
        ensure(program.documents.len() < usize::from(u16::MAX), "too many documents")?;
        ensure(program.groups.len() < usize::from(u16::MAX), "too many groups")?;
        ensure(program.exchange.len() < usize::from(u16::MAX), "too many periods of rates")?;
        program.rounding.iter().try_for_each(|rounding| self.rounding(*rounding))
    }

    fn places(&self) -> Verdict {
        let places = &self.program.places;
        ensure(places.sets.len() == places.names.len(), "a set of places without a name")?;
        let mut next = 0_u64;
        for country in &places.countries {
            let CountryClasses { first, subdivisions, postcodes, .. } = country;
            ensure(u64::from(*first) == next, "the classes of places leave a hole or overlap")?;
            let count = |length: usize| u64::try_from(length).unwrap_or(u64::MAX).saturating_add(1);
            next = next.saturating_add(count(subdivisions.len()).saturating_mul(count(postcodes.len())));
            ensure(next <= MAX_CLASSES, "too many classes of places")?;
            let ascending = postcodes.is_sorted_by(|left, right| left.last < right.first);
            let forward = postcodes.iter().all(|cut| cut.first <= cut.last);
            ensure(ascending && forward, "the postcodes of a country are out of order")?;
        }
        ensure(places.countries.len() < usize::from(u16::MAX), "too many countries")?;
        let classes = places.class_count();
        ensure(places.sets.iter().all(|set| within(set, classes)), "a set of places names an unknown class")
    }

    fn categories(&self) -> Verdict {
        let nodes = &self.program.categories.nodes;
        let parents = (0_u32..).zip(nodes).all(|(number, node)| node.parent.is_none_or(|parent| parent < number));
        ensure(parents, "a category stands before its parent")
    }

    fn fact(&self, fact: &crate::program::Fact) -> Verdict {
        use crate::program::FactValue as Value;
        let Some(default) = &fact.default else { return Ok(()) };
        let fits = match (&fact.kind, default) {
            (FactKind::YesNo, Value::YesNo(_))
            | (FactKind::Number { .. } | FactKind::Weight | FactKind::Length | FactKind::Volume, Value::Number(_))
            | (FactKind::Money, Value::Money(..))
            | (FactKind::Date, Value::Date(_))
            | (FactKind::Text, Value::Text(_)) => true,
            (FactKind::Place, Value::Place(classes)) => {
                classes.iter().all(|class| *class < self.program.places.class_count())
            }
            (FactKind::OneOf(words), Value::OneOf(word)) => usize::from(*word) < words.len(),
            (FactKind::AnyOf(words), Value::AnyOf(chosen)) => within(chosen, length(words)),
            (
                FactKind::YesNo
                | FactKind::Number { .. }
                | FactKind::Money
                | FactKind::Weight
                | FactKind::Length
                | FactKind::Volume
                | FactKind::Date
                | FactKind::Text
                | FactKind::Place
                | FactKind::OneOf(_)
                | FactKind::AnyOf(_),
                _,
            ) => false,
        };
        ensure(fits, "the default of a fact is not of its kind")
    }

    fn service(&self, service: &Service) -> Verdict {
        self.set(service.from)?;
        self.set(service.to)?;
        ensure(service.limits.len() < usize::from(u16::MAX), "too many limits")?;
        ensure(service.billed_weight.steps.len() < usize::from(u16::MAX), "too many steps of a weight")?;
        for step in &service.billed_weight.steps {
            match &step.kind {
                WeightStepKind::Sides(rounding) | WeightStepKind::Rounded(rounding) => self.rounding(*rounding)?,
                WeightStepKind::Volumetric { divisor, rounding } => {
                    ensure(divisor.is_positive(), "a volumetric divisor is not more than zero")?;
                    rounding.iter().try_for_each(|rounding| self.rounding(*rounding))?;
                }
                WeightStepKind::RoundedByWeight(rows) => {
                    rows.iter().filter_map(|(_, rounding)| *rounding).try_for_each(|one| self.rounding(one))?;
                }
                WeightStepKind::Bill(_) | WeightStepKind::Minimum(_) | WeightStepKind::Maximum(_) => {}
            }
        }
        let no_line = LineId(0);
        self.nodes(no_line, |visitor| service.visit(visitor))
    }

    fn lines(&self) -> Verdict {
        let program = self.program;
        let mut next = 0_u32;
        for line in &program.lines {
            ensure(line.group.is_none_or(|group| usize::from(group.0) < program.groups.len()), "a line of no group")?;
            if line.block_count > 0 {
                ensure(line.first_block.0 == next, "the statements of a line do not stand together")?;
                next = next.saturating_add(line.block_count);
            }
        }
        ensure(u64::from(next) == u64::from(length(&program.blocks)), "a statement of no line")?;
        for (number, line) in (0_u16..).zip(&program.lines) {
            let (first, count) = (line.first_block.0 as usize, line.block_count as usize);
            let blocks = program.blocks.get(first..first.saturating_add(count)).unwrap_or_default();
            ensure(blocks.iter().all(|block| block.line == LineId(number)), "a statement of another line")?;
        }
        for group in &program.groups {
            group.members.iter().try_for_each(|member| self.line(*member))?;
        }
        Ok(())
    }

    fn block(&self, number: u32, block: &Block) -> Verdict {
        let program = self.program;
        ensure(usize::from(block.payer.0) < program.payers.len(), "a line that nobody pays")?;
        ensure(within(&block.scope.services, length(&program.services)), "a statement of an unknown service")?;
        [block.scope.from, block.scope.to].into_iter().flatten().try_for_each(|set| self.set(set))?;
        let known = |id: &crate::program::BlockId| id.0 != number && (id.0 as usize) < program.blocks.len();
        ensure(block.overridden_by.iter().all(known), "a statement is overridden by an unknown one")?;
        match &block.body {
            Body::Single(outcome) => self.outcome(block.line, outcome)?,
            Body::Bands(Bands { rows, .. }) => self.rows(block.line, rows, Repeating::Allowed)?,
            Body::Progressive(progressive) => {
                self.rows(block.line, &progressive.rows, Repeating::Refused)?;
                progressive.clamps.iter().try_for_each(|step| self.step(step))?;
            }
            Body::Rows(BoundedRows { measures, rows }) => {
                for row in rows {
                    ensure(row.uppers.len() == measures.len(), "a row without a bound for each column")?;
                    ensure(!matches!(row.outcome, RowOutcome::Repeat), "a row repeats where no band does")?;
                    self.outcome(block.line, &row.outcome)?;
                }
            }
        }
        self.nodes(block.line, |visitor| block.visit(visitor))
    }

    fn rows(&self, line: LineId, rows: &[Row], repeating: Repeating) -> Verdict {
        use crate::program::End;
        let key = |row: &Row| row.upper.map(|(bound, end)| (bound, end == End::Included));
        let open = rows.iter().rev().skip(1).all(|row| row.upper.is_some());
        let ascending = rows.iter().filter_map(key).is_sorted_by(|left, right| left < right);
        ensure(open && ascending, "the bounds of a statement do not ascend")?;
        for (position, row) in rows.iter().enumerate() {
            if matches!(row.outcome, RowOutcome::Repeat) {
                let before = position.checked_sub(1).and_then(|before| rows.get(before));
                let top = before.and_then(|row| row.upper).is_some_and(|(bound, _)| bound.is_positive());
                ensure(repeating == Repeating::Allowed && top, "a row repeats nothing")?;
            }
            self.outcome(line, &row.outcome)?;
        }
        Ok(())
    }

    fn outcome(&self, line: LineId, outcome: &RowOutcome) -> Verdict {
        match outcome {
            RowOutcome::Price(Price { steps, parts }) => {
                steps.iter().try_for_each(|step| self.step(step))?;
                for part in parts {
                    self.line(part.line)?;
                    ensure(part.line != line, "a part of a line is the line itself")?;
                    self.component(&part.component)?;
                }
                Ok(())
            }
            RowOutcome::Refuse(_) | RowOutcome::Refer(_) | RowOutcome::Repeat => Ok(()),
        }
    }

    fn step(&self, step: &PriceStep) -> Verdict {
        match step {
            PriceStep::Add(component) => self.component(component),
            PriceStep::Minimum(_) | PriceStep::Maximum(_) => Ok(()),
        }
    }

    fn component(&self, component: &Component) -> Verdict {
        match &component.amount {
            Amount::Units(units) => ensure(units.step.is_positive(), "a rate for steps of nothing"),
            Amount::Flat(_) | Amount::Share { .. } | Amount::Formula(_) => Ok(()),
        }
    }

    fn rest(&self) -> Verdict {
        let program = self.program;
        for period in &program.exchange {
            ensure(period.rates.len() < usize::from(u16::MAX), "too many rates in a period")?;
            ensure(period.rates.iter().all(|rate| rate.rate.is_positive()), "a rate that is not more than zero")?;
        }
        for preference in &program.preferences {
            ensure(within(&preference.services, length(&program.services)), "a preference for an unknown service")?;
            self.nodes(LineId(u16::MAX), |visitor| preference.when.visit(visitor))?;
        }
        for rank in &program.ranking {
            if let crate::program::RankBy::Line(line) = rank {
                self.line(*line)?;
            }
        }
        for restriction in &program.restrictions {
            self.restriction(restriction)?;
        }
        self.processes()?;
        let files = length(&program.files);
        ensure(program.origins.iter().all(|origin| origin.file < files), "a place in an unknown file")
    }

    fn restriction(&self, restriction: &Restriction) -> Verdict {
        let program = self.program;
        let scope = &restriction.scope;
        ensure(within(&scope.services, length(&program.services)), "a restriction of an unknown service")?;
        [scope.from, scope.to].into_iter().flatten().try_for_each(|set| self.set(set))?;
        match &restriction.rule {
            RestrictionRule::Require(requirement) => {
                ensure(!requirement.documents.is_empty(), "a requirement of nothing")?;
                requirement.documents.iter().try_for_each(|document| self.document(*document))?;
            }
            RestrictionRule::Separate(separation) => {
                let nodes = length(&program.categories.nodes);
                let known = within(&separation.first, nodes) && within(&separation.second, nodes);
                ensure(known, "a separation of an unknown category")?;
                ensure(separation.within != Within::Each, "a separation within one item")?;
            }
            RestrictionRule::Limit(parts) => {
                let is_test = |part: &LimitPart| matches!(part.test, Condition::Amount(_) | Condition::Compare { .. });
                ensure(!parts.is_empty() && parts.iter().all(is_test), "a limit that tests nothing")?;
            }
            RestrictionRule::Forbid | RestrictionRule::Warn => {}
        }
        self.nodes(LineId(0), |visitor| restriction.visit(visitor))
    }

    fn document(&self, document: DocumentId) -> Verdict {
        ensure(usize::from(document.0) < self.program.documents.len(), "an unknown document")
    }

    /// Tests every formula and condition that `visit` shows; lines may be read up to `line`.
    fn nodes(&self, line: LineId, visit: impl FnOnce(&mut dyn FnMut(Node<'_>))) -> Verdict {
        let mut found = Ok(());
        visit(&mut |node| {
            if found.is_ok() {
                found = match node {
                    Node::Expression(expression) => self.expression(line, expression),
                    Node::Condition(condition) => self.condition(condition),
                };
            }
        });
        found
    }

    fn expression(&self, line: LineId, expression: &Expression) -> Verdict {
        match expression {
            Expression::Line(read) => {
                self.line(*read)?;
                ensure(*read < line, "a line is computed before what it is computed from")
            }
            Expression::Group(group) => {
                let group = self.program.groups.get(usize::from(group.0)).ok_or("an unknown group")?;
                ensure(group.members.iter().all(|member| *member < line), "a line is computed before its group")
            }
            Expression::Fact(fact) => self.number_fact(*fact),
            Expression::Money { fact, .. } => self.money_fact(*fact),
            Expression::Mean(parts) => ensure(!parts.is_empty(), "the mean of nothing"),
            Expression::TotalOfItems(amount) => self.item_nesting(|visitor| amount.visit(visitor)),
            Expression::Constant(_)
            | Expression::Measure(_)
            | Expression::Slice
            | Expression::Sum(_)
            | Expression::Difference(..)
            | Expression::Product(_)
            | Expression::Least(_)
            | Expression::Greatest(_)
            | Expression::Convert { .. }
            | Expression::Choose { .. }
            | Expression::DistinctHs(_) => Ok(()),
        }
    }

    fn condition(&self, condition: &Condition) -> Verdict {
        match condition {
            Condition::Place(field, set) => {
                self.set(*set)?;
                match field {
                    PlaceField::Origin | PlaceField::Destination => Ok(()),
                    PlaceField::Declared(fact) => self.kind(*fact, |kind| matches!(kind, FactKind::Place)),
                }
            }
            Condition::Date { field, zone, .. } => {
                ensure(usize::from(*zone) < self.program.zones.len(), "an unknown time zone")?;
                match field {
                    DateField::ShipDate => Ok(()),
                    DateField::Declared(fact) => self.kind(*fact, |kind| matches!(kind, FactKind::Date)),
                }
            }
            Condition::Yes(fact) => self.kind(*fact, |kind| matches!(kind, FactKind::YesNo)),
            Condition::OneOf(fact, chosen) => self.kind(*fact, |kind| match kind {
                FactKind::OneOf(words) => within(chosen, length(words)),
                FactKind::YesNo
                | FactKind::Number { .. }
                | FactKind::Money
                | FactKind::Weight
                | FactKind::Length
                | FactKind::Volume
                | FactKind::Date
                | FactKind::Text
                | FactKind::Place
                | FactKind::AnyOf(_) => false,
            }),
            Condition::Has(fact, word) => self.kind(*fact, |kind| match kind {
                FactKind::AnyOf(words) => usize::from(*word) < words.len(),
                FactKind::YesNo
                | FactKind::Number { .. }
                | FactKind::Money
                | FactKind::Weight
                | FactKind::Length
                | FactKind::Volume
                | FactKind::Date
                | FactKind::Text
                | FactKind::Place
                | FactKind::OneOf(_) => false,
            }),
            Condition::Text(fact, _) => self.kind(*fact, |kind| matches!(kind, FactKind::Text)),
            Condition::Given(FactRef::Declared(fact)) => self.kind(*fact, |_| true),
            Condition::Provided(document) => self.document(*document),
            Condition::Service(services) => {
                ensure(within(services, length(&self.program.services)), "an unknown service")
            }
            Condition::Category(nodes) => {
                ensure(within(nodes, length(&self.program.categories.nodes)), "an unknown category")
            }
            Condition::AnyItem(inner) | Condition::EveryItem(inner) => {
                self.item_nesting(|visitor| inner.visit(visitor))
            }
            Condition::Always
            | Condition::Never
            | Condition::All(_)
            | Condition::Any(_)
            | Condition::Not(_)
            | Condition::Amount(_)
            | Condition::Compare { .. }
            | Condition::Given(FactRef::Builtin(_))
            | Condition::Hs(_) => Ok(()),
        }
    }

    /// Looking at all items for all items for all items would take their number's cube.
    fn item_nesting(&self, visit: impl FnOnce(&mut dyn FnMut(Node<'_>))) -> Verdict {
        let mut found = Ok(());
        visit(&mut |node| {
            if over_items(&node) && has_inner_items(node) {
                found = ensure(false, "conditions on items stand inside each other");
            }
        });
        found
    }

    fn number_fact(&self, fact: FactRef) -> Verdict {
        match fact {
            FactRef::Declared(fact) => self.kind(fact, |kind| {
                matches!(kind, FactKind::Number { .. } | FactKind::Weight | FactKind::Length | FactKind::Volume)
            }),
            FactRef::Builtin(builtin) => {
                use crate::program::Builtin;
                let number = matches!(
                    builtin,
                    Builtin::Weight
                        | Builtin::Length
                        | Builtin::Width
                        | Builtin::Height
                        | Builtin::ItemQuantity
                        | Builtin::ItemWeight
                );
                ensure(number, "a formula of a fact that is no number")
            }
        }
    }

    fn money_fact(&self, fact: FactRef) -> Verdict {
        match fact {
            FactRef::Declared(fact) => self.kind(fact, |kind| matches!(kind, FactKind::Money)),
            FactRef::Builtin(builtin) => {
                use crate::program::Builtin;
                let money = matches!(builtin, Builtin::DeclaredValue | Builtin::ItemUnitValue);
                ensure(money, "a formula of a fact that is no money")
            }
        }
    }

    fn kind(&self, fact: FactId, fits: impl FnOnce(&FactKind) -> bool) -> Verdict {
        let fact = self.program.facts.get(usize::from(fact.0)).ok_or("an unknown fact")?;
        ensure(fits(&fact.kind), "a condition on a fact of another kind")
    }

    fn line(&self, line: LineId) -> Verdict {
        ensure(usize::from(line.0) < self.program.lines.len(), "an unknown line")
    }

    fn set(&self, set: PlaceSetId) -> Verdict {
        ensure((set.0 as usize) < self.program.places.sets.len(), "an unknown set of places")
    }

    fn rounding(&self, rounding: Rounding) -> Verdict {
        ensure(rounding.step.is_positive(), "a rounding to steps of nothing")
    }
}

/// Whether a node looks at every item.
fn over_items(node: &Node<'_>) -> bool {
    match node {
        Node::Condition(condition) => matches!(condition, Condition::AnyItem(_) | Condition::EveryItem(_)),
        Node::Expression(expression) => matches!(expression, Expression::TotalOfItems(_)),
    }
}

/// Whether another node inside this one looks at every item.
fn has_inner_items(node: Node<'_>) -> bool {
    let mut count = 0_usize;
    let mut visitor = |inner: Node<'_>| count = count.saturating_add(usize::from(over_items(&inner)));
    match node {
        Node::Condition(condition) => condition.visit(&mut visitor),
        Node::Expression(expression) => expression.visit(&mut visitor),
    }
    // The visit shows the node itself too.
    count > 1
}

/// Whether the rows of a body may end in `repeat`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Repeating {
    Allowed,
    Refused,
}

/// Whether every member of a set is below a count.
fn within(set: &Bits, count: u32) -> bool {
    set.iter().all(|member| member < count)
}

fn length<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}
