//! What every check works with: the rule set as regions, service by service.

use std::collections::BTreeSet;

use tarifa_diagnostics::{SourceId, Span};
use tarifa_engine::date::{Date, DateRange};
use tarifa_engine::evaluate::Runtime;
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{
    At, Bits, Block, BlockId, Body, BoundedRows, Condition, DateField, End, Expression, Interval, LimitTest, LineId,
    Measure, Node, PlaceField, Program, RowOutcome, Scope, Service, ServiceId, WeightStep, WeightStepKind,
};

use crate::model::Model;
use crate::region::{Diagram, Region, Space, SpaceBuilder, Subject, Undecided};
use crate::witness::{Asker, ItemSpace, Parcel, Sides, System};

use super::refusals::{OfItems, Refusals};

/// How many nodes the regions of one rule set may have.
const NODES: usize = 3_000_000;
/// How many nodes the conditions on items may have.
const ITEM_NODES: usize = 200_000;

/// The rule set under check.
#[derive(Debug)]
pub(super) struct Context<'a> {
    /// With the author's places.
    pub(super) model: &'a Model,
    /// As the engine reads it.
    pub(super) program: &'a Program,
    /// To look for shipments.
    pub(super) asker: Asker<'a>,
    /// What each restriction refuses by its services, as far as that is known.
    refused: Vec<(Bits, Region)>,
    /// The services by which restrictions refuse more.
    refused_further: Bits,
    /// By service.
    pub(super) services: Vec<Carried<'a>>,
    /// What restrictions never let anything be shipped by; reported already.
    pub(super) never_used: NeverUsed,
    /// The rows and cells that have lost their rate; what then falls at their bounds needs no finding of its own.
    pub(super) lost_rates: BTreeSet<At>,
    /// Where two statements of freight price one shipment differently.
    pub(super) freight_conflicts: Vec<(Span, [BlockId; 2])>,
    /// The holes in the dates of lines: where each is told, and its days.
    pub(super) holes: Vec<(LineId, Span, String)>,
}

/// Services and statements of which restrictions forbid everything.
#[derive(Clone, Debug, Default)]
pub(super) struct NeverUsed {
    /// The services.
    pub(super) services: Vec<ServiceId>,
    /// The statements.
    pub(super) blocks: BTreeSet<BlockId>,
}

/// What one service carries.
#[derive(Clone, Debug)]
pub(super) struct Carried<'a> {
    /// The service.
    pub(super) id: ServiceId,
    /// Its rules.
    pub(super) service: &'a Service,
    /// Every shipment within its places, dates and limits that asks for it.
    pub(super) region: Region,
    /// The same, whichever service is asked for.
    pub(super) gates: Region,
    /// What of it restrictions refuse, as far as that is known.
    pub(super) refused: Region,
    /// Whether restrictions refuse more than that.
    pub(super) refusals: Known,
    /// Whether its rules read the sides.
    pub(super) sides: Sides,
    /// The units in which its rules are written.
    pub(super) system: System,
    /// What of it is not refused, in parts: in each, the same steps of the billed weight apply.
    pub(super) cases: Vec<(Region, Parcel<'a>)>,
}

/// What passes the gates of a service.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gates {
    /// Whichever service is asked for.
    pub(super) gates: Region,
    /// Where it is asked for.
    pub(super) region: Region,
}

/// Whether all of something is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// All of it.
    Wholly,
    /// There can be more.
    Partly,
}

impl<'a> Context<'a> {
    /// Gathers the variables of the whole rule set and finds what each service carries.
    pub(super) fn new(model: &'a Model, program: &'a Program, runtime: &'a Runtime) -> Result<Self, Undecided> {
        let (space, refusals) = gather(model, program);
        if space.subjects().count() > MOST_VARIABLES {
            return Err(Undecided::Size);
        }
        let items = ItemSpace::new(program, &space, ITEM_NODES);
        let asker = Asker { program, runtime, space, diagram: Diagram::new(NODES), items };
        let Refusals { known, open } = refusals;
        let mut context = Self {
            model,
            program,
            asker,
            refused: Vec::new(),
            refused_further: open,
            services: Vec::new(),
            never_used: NeverUsed::default(),
            lost_rates: BTreeSet::new(),
            freight_conflicts: Vec::new(),
            holes: Vec::new(),
        };
        for (services, condition) in known {
            let region = context.region(&condition)?;
            context.refused.push((services, region));
        }
        for (index, service) in program.services.iter().enumerate() {
            let id = ServiceId(u16::try_from(index).unwrap_or(u16::MAX));
            let carried = context.carried(id, service)?;
            context.services.push(carried);
        }
        Ok(context)
    }

    /// Where `at` was written.
    pub(super) fn span(&self, at: At) -> Span {
        // Lowering has numbered the places anew.
        let origin = self.program.origins.get(at.0 as usize).copied().unwrap_or_default();
        Span::new(SourceId(origin.file), origin.start, origin.end)
    }

    /// The block with that id.
    pub(super) fn block(&self, id: BlockId) -> Option<&'a Block> {
        self.program.blocks.get(id.0 as usize)
    }

    /// Every block with its id.
    pub(super) fn blocks(&self) -> impl Iterator<Item = (BlockId, &'a Block)> + use<'a> {
        (0_u32..).map(BlockId).zip(&self.program.blocks)
    }

    /// The region of a condition of the rule set.
    pub(super) fn region(&mut self, condition: &Condition) -> Result<Region, Undecided> {
        self.asker.space.region(&mut self.asker.diagram, self.program, condition)
    }

    /// The shipments in both.
    pub(super) fn and(&mut self, left: Region, right: Region) -> Result<Region, Undecided> {
        self.asker.diagram.and(left, right)
    }

    /// The shipments of the first that are not in the second.
    pub(super) fn minus(&mut self, left: Region, right: Region) -> Result<Region, Undecided> {
        self.asker.diagram.minus(left, right)
    }

    /// The shipments to which a scope applies, whatever the service.
    pub(super) fn scope(&mut self, scope: &Scope) -> Result<Region, Undecided> {
        let mut region = self.region(&scope.when)?;
        for (field, set) in [(PlaceField::Origin, scope.from), (PlaceField::Destination, scope.to)] {
            if let Some(set) = set {
                let place = self.region(&Condition::Place(field, set))?;
                region = self.and(place, region)?;
            }
        }
        Ok(region)
    }

    /// The shipments of `service` that the block decides: its scope, without those of the blocks that override it.
    pub(super) fn decided(&mut self, service: ServiceId, block: &Block) -> Result<Region, Undecided> {
        let mut region = self.scope(&block.scope)?;
        for other in &block.overridden_by {
            let Some(other) = self.block(*other) else { continue };
            if other.scope.services.contains(service.0.into()) {
                let other = self.scope(&other.scope)?;
                region = self.minus(region, other)?;
            }
        }
        Ok(region)
    }

    /// The shipments for which some row of the body says something.
    pub(super) fn covered(&mut self, body: &Body) -> Result<Region, Undecided> {
        match body {
            Body::Single(_) => Ok(Region::FULL),
            Body::Bands(bands) => self.below(&bands.measure, bands.rows.last().and_then(|row| row.upper)),
            Body::Progressive(bands) => self.below(&bands.measure, bands.rows.last().and_then(|row| row.upper)),
            Body::Rows(rows) => {
                let mut parts = Vec::with_capacity(rows.rows.len());
                for row in &rows.rows {
                    let mut region = Region::FULL;
                    for (measure, upper) in rows.measures.iter().zip(&row.uppers) {
                        let below = self.below(measure, *upper)?;
                        region = self.and(region, below)?;
                    }
                    parts.push(region);
                }
                self.asker.diagram.union(parts)
            }
        }
    }

    fn below(&mut self, measure: &Expression, upper: Option<(Exact, End)>) -> Result<Region, Undecided> {
        match upper {
            None => Ok(Region::FULL),
            Some(_) => {
                let interval = Interval { lower: None, upper };
                self.asker.space.amount(&mut self.asker.diagram, measure, interval)
            }
        }
    }

    /// What `service` carries.
    fn carried(&mut self, id: ServiceId, service: &'a Service) -> Result<Carried<'a>, Undecided> {
        let Gates { gates, region } = self.gates(id, service, &[])?;
        let refused = self.refused(id, region)?;
        let is_open = self.refused_further.contains(u32::from(id.0));
        let refusals = if is_open { Known::Partly } else { Known::Wholly };
        let (sides, system) = (reads_sides(self.program, id, service), System::of_service(self.program, id, service));
        let mut carried = Carried { id, service, region, gates, refused, refusals, sides, system, cases: Vec::new() };
        let passed = self.minus(region, refused)?;
        carried.cases = self.cases(&carried, passed)?;
        Ok(carried)
    }

    /// What a service would carry without some of its limits.
    pub(super) fn without(&mut self, carried: &Carried<'a>, limits: &[usize]) -> Result<Carried<'a>, Undecided> {
        let Gates { gates, region } = self.gates(carried.id, carried.service, limits)?;
        let refused = self.refused(carried.id, region)?;
        let mut carried = Carried { region, gates, refused, cases: Vec::new(), ..carried.clone() };
        let passed = self.minus(region, refused)?;
        carried.cases = self.cases(&carried, passed)?;
        Ok(carried)
    }

    /// What passes the places, dates and limits of a service but some of the limits.
    pub(super) fn gates(&mut self, id: ServiceId, service: &Service, without: &[usize]) -> Result<Gates, Undecided> {
        let only = Bits::from_members([u32::from(id.0)]);
        let only = self.asker.space.indices(&mut self.asker.diagram, &Subject::Service, &only)?;
        let mut region = Region::FULL;
        let gates = [
            Condition::Place(PlaceField::Origin, service.from),
            Condition::Place(PlaceField::Destination, service.to),
            service.when.clone(),
            in_dates(self.program.valid),
        ];
        for gate in &gates {
            let gate = self.region(gate)?;
            region = self.and(region, gate)?;
        }
        let limits = service.limits.iter().enumerate().filter(|(index, _)| !without.contains(index));
        for (_, limit) in limits {
            let scope = self.region(&limit.scope)?;
            let test = match &limit.test {
                LimitTest::Condition(condition) => self.region(condition)?,
                LimitTest::Amount { amount, interval } => {
                    self.asker.space.amount(&mut self.asker.diagram, amount, *interval)?
                }
            };
            let fails = self.minus(scope, test)?;
            region = self.minus(region, fails)?;
        }
        Ok(Gates { gates: region, region: self.and(only, region)? })
    }

    /// What of `region` restrictions refuse for a service, as far as that is known.
    fn refused(&mut self, id: ServiceId, region: Region) -> Result<Region, Undecided> {
        let mut refused = Vec::new();
        let of_service = self.refused.iter().filter(|(services, _)| services.contains(u32::from(id.0)));
        for rule in of_service.map(|(_, region)| *region).collect::<Vec<_>>() {
            refused.push(self.and(rule, region)?);
        }
        self.asker.diagram.union(refused)
    }

    /// Splits `region` until each part knows which steps of the billed weight apply.
    pub(super) fn cases(
        &mut self,
        carried: &Carried<'a>,
        region: Region,
    ) -> Result<Vec<(Region, Parcel<'a>)>, Undecided> {
        let (sides, system) = (carried.sides, carried.system);
        let mut cases: Vec<(Region, Vec<&'a WeightStep>)> = vec![(region, Vec::new())];
        for step in &carried.service.billed_weight.steps {
            let when = self.region(&step.when)?;
            let mut next = Vec::new();
            for (region, steps) in cases {
                let (inside, outside) = (self.and(region, when)?, self.minus(region, when)?);
                if !inside.is_empty() {
                    let with = steps.iter().copied().chain([step]).collect();
                    next.push((inside, with));
                }
                if !outside.is_empty() {
                    next.push((outside, steps));
                }
            }
            if next.len() > MOST_CASES {
                return Err(Undecided::Size);
            }
            cases = next;
        }
        let parcel = |(region, steps)| (region, Parcel { service: carried.id, steps, sides, system });
        Ok(cases.into_iter().filter(|(region, _)| !region.is_empty()).map(parcel).collect())
    }
}

/// How many combinations of weight steps one service may have.
const MOST_CASES: usize = 256;
/// How many variables a rule set may have: operations on regions go as deep as there are variables.
const MOST_VARIABLES: usize = 1_500;

/// A condition that the day of shipping, in the tariff's zone, lies in `dates`.
pub(super) fn in_dates(dates: DateRange) -> Condition {
    if dates.is_always() {
        return Condition::Always;
    }
    let from = dates.from.map_or(i32::MIN, Date::days);
    let to = dates.to.map_or(i32::MAX, Date::days);
    Condition::Date { field: DateField::ShipDate, zone: 0, from, to }
}

/// So much and more.
pub(super) const fn at_least(least: Exact) -> Interval {
    Interval { lower: Some((least, End::Included)), upper: None }
}

/// Shows every condition and bound of the rule set to one builder.
fn gather(model: &Model, program: &Program) -> (Space, Refusals) {
    let mut builder = SpaceBuilder::new(program);
    builder.add_subject(Subject::Service);
    builder.add_subject(Subject::Place(PlaceField::Origin));
    builder.add_subject(Subject::Place(PlaceField::Destination));
    builder.add(&in_dates(program.valid));
    for period in &program.exchange {
        builder.add(&in_dates(period.valid));
    }
    for service in &program.services {
        builder.add(&service.when);
        for limit in &service.limits {
            builder.add(&limit.scope);
            match &limit.test {
                LimitTest::Condition(condition) => builder.add(condition),
                LimitTest::Amount { amount, interval } => builder.add_amount(amount, interval),
            }
        }
        service.transit.iter().for_each(|transit| builder.add(&transit.when));
        for step in &service.billed_weight.steps {
            builder.add(&step.when);
            if let WeightStepKind::Minimum(least) = step.kind {
                builder.add_amount(&Expression::Measure(Measure::Weight), &at_least(least));
            }
        }
    }
    for block in &program.blocks {
        builder.add(&block.scope.when);
        gather_bounds(&mut builder, &block.body);
    }
    program.preferences.iter().for_each(|preference| builder.add(&preference.when));
    model.invariants.iter().for_each(|invariant| builder.add(&invariant.when));
    // Without a word on items, no shipment of a region has any, and no rule of items applies.
    let of_items =
        if builder.asks_of_items() || !model.invariants.is_empty() { OfItems::Wanted } else { OfItems::LeftOut };
    let refusals = Refusals::of(program, of_items);
    refusals.known.iter().for_each(|(_, condition)| builder.add(condition));
    (builder.finish(), refusals)
}

/// The outer bounds of a body; bands of one block are disjoint by construction and need none of their own.
fn gather_bounds(builder: &mut SpaceBuilder<'_>, body: &Body) {
    match body {
        Body::Single(_) => {}
        Body::Bands(bands) => {
            let upper = bands.rows.last().and_then(|row| row.upper);
            builder.add_amount(&bands.measure, &Interval { lower: None, upper });
        }
        Body::Progressive(bands) => {
            let upper = bands.rows.last().and_then(|row| row.upper);
            builder.add_amount(&bands.measure, &Interval { lower: None, upper });
        }
        Body::Rows(BoundedRows { measures, rows }) => {
            for row in rows {
                for (measure, upper) in measures.iter().zip(&row.uppers) {
                    builder.add_amount(measure, &Interval { lower: None, upper: *upper });
                }
            }
        }
    }
}

/// Whether anything that a quote of the service reads is a side.
fn reads_sides(program: &Program, id: ServiceId, service: &Service) -> Sides {
    let mut reads =
        service.billed_weight.steps.iter().any(|step| matches!(step.kind, WeightStepKind::Volumetric { .. }));
    let mut look = |node: Node<'_>| {
        reads |= match node {
            Node::Expression(Expression::Measure(measure)) => match measure {
                Measure::Length | Measure::Width | Measure::Height | Measure::Girth | Measure::Volume => true,
                Measure::Weight
                | Measure::BilledWeight
                | Measure::VolumetricWeight
                | Measure::TotalQuantity
                | Measure::ParcelCount => false,
            },
            Node::Expression(_) | Node::Condition(_) => false,
        };
    };
    service.visit(&mut look);
    for block in program.blocks.iter().filter(|block| block.scope.services.contains(id.0.into())) {
        block.visit(&mut look);
    }
    for restriction in program.restrictions.iter().filter(|it| it.scope.services.contains(id.0.into())) {
        restriction.visit(&mut look);
    }
    if reads { Sides::Read } else { Sides::Unread }
}

/// Whether a row gives a price.
pub(super) fn is_price(outcome: &RowOutcome) -> bool {
    match outcome {
        RowOutcome::Price(_) | RowOutcome::Repeat => true,
        RowOutcome::Refuse(_) | RowOutcome::Refer(_) => false,
    }
}
