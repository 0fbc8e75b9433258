//! Who may ship what where: what restrictions say of a plain item of a category, for a service and a country.
//!
//! The engine is asked, with a program in which nothing depends on prices, sizes and amounts: freight is free, a
//! service's bounds on sizes and values are left out, and every `limit` is told where it applies. Whatever nobody told
//! stays unknown, and what then cannot be decided is asked for.

use tarifa_engine::answer::Verdict;
use tarifa_engine::evaluate::{Certainty, Reason, Rule, Runtime};
use tarifa_engine::explain::{self, QuoteError};
use tarifa_engine::program::{
    At, Bits, Block, BlockId, Body, Condition, DocumentId, Join, LimitTest, Line, LineId, LineKind, Node, PayerId,
    Price, Program, RankBy, RestrictionId, RestrictionRule, RowOutcome, Scope, Service,
};
use tarifa_engine::shipment::{Item, PlaceInput, Shipment};

/// Answers who may ship what where.
#[derive(Clone, Debug)]
pub struct Lanes {
    runtime: Runtime,
    rules: Vec<RuleKind>,
}

/// What a restriction is, which the program that is asked no longer tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RuleKind {
    Limit,
    Other,
}

/// A lane that is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane<'a> {
    /// The service's name.
    pub service: &'a str,
    /// The category's name, or the host's own id for it.
    pub category: &'a str,
    /// Where it leaves from; unknown where it is not told.
    pub from: Option<PlaceInput>,
    /// Where it goes.
    pub to: PlaceInput,
}

/// What restrictions say of a lane.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LaneVerdict {
    /// The verdict.
    pub kind: LaneKind,
    /// What must be provided: of each, the documents of which one is enough.
    pub provide: Vec<Vec<DocumentId>>,
    /// The keys of the facts that must be told first.
    pub needs: Vec<String>,
    /// The rules that have a say.
    pub rules: Vec<(LaneSays, RestrictionId)>,
}

/// The kinds of verdict, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LaneKind {
    /// It may be shipped.
    Allowed,
    /// It may be shipped with something provided.
    Conditional,
    /// Facts must be told first.
    Needs,
    /// A rule refuses it.
    Refused,
    /// The service does not go there, or carries no such goods.
    NotServed,
}

/// What a rule says of a lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LaneSays {
    /// It refuses.
    Refuses,
    /// It asks for something to be provided.
    Requires,
    /// It asks for facts.
    Asks,
    /// It limits how much.
    Limits,
    /// It limits how much, if a fact is so.
    MayLimit,
    /// It warns.
    Warns,
    /// It warns, if a fact is so.
    MayWarn,
}

impl Lanes {
    /// The lanes of `program`.
    pub(crate) fn new(program: &Program) -> Self {
        let kind = |rule: &RestrictionRule| match rule {
            RestrictionRule::Limit(_) => RuleKind::Limit,
            RestrictionRule::Forbid
            | RestrictionRule::Require(_)
            | RestrictionRule::Separate(_)
            | RestrictionRule::Warn => RuleKind::Other,
        };
        let rules = program.restrictions.iter().map(|restriction| kind(&restriction.rule)).collect();
        Self { runtime: Runtime::new(of_goods_alone(program.clone())), rules }
    }

    /// What restrictions say of a lane; `known` is what is told of every shipment, its first item of every item.
    ///
    /// # Errors
    ///
    /// Where what is asked is not well made, such as a service or a category that there is not.
    pub fn verdict(&self, known: &Shipment, lane: &Lane<'_>) -> Result<LaneVerdict, QuoteError> {
        let item = known.items.iter().flatten().next().cloned().unwrap_or_default();
        let shipment = Shipment {
            items: Some(vec![Item { category: Some(lane.category.to_owned()), ..item }]),
            service: Some(lane.service.to_owned()),
            origin: lane.from.clone().or_else(|| known.origin.clone()),
            destination: Some(lane.to.clone()),
            ..known.clone()
        };
        let prepared = self.runtime.prepare(&shipment)?;
        let mut verdict =
            LaneVerdict { kind: LaneKind::NotServed, provide: Vec::new(), needs: Vec::new(), rules: Vec::new() };
        let Some(service) = prepared.service else { return Ok(verdict) };
        let quote = self.runtime.quote(service, &prepared)?;
        let rules = &mut verdict.rules;
        match quote.verdict {
            // That a service does not go somewhere needs no rule.
            Verdict::NotServed => return Ok(verdict),
            Verdict::Refused => {
                verdict.kind = LaneKind::Refused;
                rules.extend(quote.reasons.iter().filter_map(refusing));
            }
            Verdict::Needs => {
                verdict.kind = LaneKind::Needs;
                let answer = explain::answer(&self.runtime, "", &shipment)?;
                let needs = answer.options.iter().flat_map(|option| &option.needs);
                verdict.needs = needs.map(|need| need.fact.clone()).collect();
                rules.extend(quote.needs.iter().flat_map(|need| &need.asked_by).filter_map(asking));
            }
            Verdict::Refer | Verdict::Conditional | Verdict::Available => {
                verdict.kind = if quote.requirements.is_empty() { LaneKind::Allowed } else { LaneKind::Conditional };
                for unmet in &quote.requirements {
                    verdict
                        .provide
                        .extend(self.documents(unmet.restriction, unmet.documents.iter().map(|(id, _)| *id)));
                    rules.push((LaneSays::Requires, unmet.restriction));
                }
                rules.extend(
                    quote
                        .warnings
                        .iter()
                        .map(|warned| (self.warns(warned.restriction, warned.certainty), warned.restriction)),
                );
            }
        }
        verdict.needs.sort();
        verdict.needs.dedup();
        verdict.provide.sort();
        verdict.provide.dedup();
        verdict.rules.sort();
        verdict.rules.dedup();
        Ok(verdict)
    }

    /// The documents of a requirement: each by itself, or together where one is enough.
    fn documents(&self, id: RestrictionId, documents: impl Iterator<Item = DocumentId>) -> Vec<Vec<DocumentId>> {
        let rule = self.runtime.program().restrictions.get(id.0 as usize).map(|restriction| &restriction.rule);
        match rule {
            Some(RestrictionRule::Require(requirement)) if requirement.join == Join::Any => vec![documents.collect()],
            _ => documents.map(|document| vec![document]).collect(),
        }
    }

    fn warns(&self, id: RestrictionId, certainty: Certainty) -> LaneSays {
        match (self.rules.get(id.0 as usize), certainty) {
            (Some(RuleKind::Limit), Certainty::Surely) => LaneSays::Limits,
            (Some(RuleKind::Limit), Certainty::Possibly) => LaneSays::MayLimit,
            (Some(RuleKind::Other) | None, Certainty::Surely) => LaneSays::Warns,
            (Some(RuleKind::Other) | None, Certainty::Possibly) => LaneSays::MayWarn,
        }
    }
}

/// The restriction that refuses.
fn refusing(reason: &Reason) -> Option<(LaneSays, RestrictionId)> {
    match reason {
        Reason::Forbidden { restriction, .. }
        | Reason::OverLimit { restriction, .. }
        | Reason::NotSeparate { restriction, .. } => Some((LaneSays::Refuses, *restriction)),
        Reason::TariffDates
        | Reason::ServiceDates
        | Reason::Origin
        | Reason::Destination
        | Reason::Limit { .. }
        | Reason::Refused { .. }
        | Reason::Refer { .. } => None,
    }
}

/// The restriction that asks.
fn asking(rule: &Rule) -> Option<(LaneSays, RestrictionId)> {
    match rule {
        Rule::Restriction(id) => Some((LaneSays::Asks, *id)),
        Rule::Tariff
        | Rule::Service(_)
        | Rule::Limit(..)
        | Rule::WeightStep(..)
        | Rule::Block(_)
        | Rule::Preference(_) => None,
    }
}

/// The program with free freight, without bounds on sizes and values, and with limits that are told where they apply.
fn of_goods_alone(mut program: Program) -> Program {
    let services = (0..).take(program.services.len());
    let scope = Scope { services: Bits::from_members(services), from: None, to: None, when: Condition::Always };
    let free = RowOutcome::Price(Price { steps: Vec::new(), parts: Vec::new() });
    program.blocks = vec![Block {
        line: LineId(0),
        name: "freight".to_owned(),
        scope,
        overridden_by: Vec::new(),
        currency: program.currency,
        payer: PayerId(0),
        body: Body::Single(free),
        at: At::default(),
    }];
    program.lines = vec![Line {
        name: "freight".to_owned(),
        kind: LineKind::Freight,
        group: None,
        first_block: BlockId(0),
        block_count: 1,
    }];
    program.groups.clear();
    program.preferences.clear();
    program.ranking = vec![RankBy::Total];
    for service in &mut program.services {
        of_goods(service);
    }
    for restriction in &mut program.restrictions {
        if let RestrictionRule::Limit(_) = restriction.rule {
            restriction.rule = RestrictionRule::Warn;
        }
    }
    program
}

/// Leaves out what a service says of sizes and values alone.
fn of_goods(service: &mut Service) {
    service.billed_weight.steps.clear();
    service.limits.retain(|limit| match &limit.test {
        LimitTest::Amount { .. } => false,
        LimitTest::Condition(condition) => {
            let mut tells_goods = false;
            condition.visit(&mut |node| {
                if let Node::Condition(Condition::AnyItem(_) | Condition::EveryItem(_) | Condition::Provided(_)) = node
                {
                    tells_goods = true;
                }
            });
            tells_goods
        }
    });
}
