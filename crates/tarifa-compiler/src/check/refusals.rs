//! What restrictions refuse, as conditions of whole shipments: the checks of prices leave it out, since what is
//! refused needs no price.
//!
//! A rule of items becomes `any item (…)` beside what it says of the shipment. What cannot be said so (sums over
//! the items that a limit speaks of, conditions that mix an item with the shipment in one comparison) is left in,
//! and the services that it concerns are noted.

use tarifa_engine::program::{
    Bits, Builtin, Condition, DateField, Expression, Fact, FactPer, FactRef, LimitPart, Measure, Node, PlaceField,
    Program, Restriction, RestrictionRule, Scope, Separation, Subject, Within,
};

/// What restrictions refuse.
#[derive(Clone, Debug, Default)]
pub(super) struct Refusals {
    /// The services of each rule, and what it refuses by them.
    pub(super) known: Vec<(Bits, Condition)>,
    /// The services of rules that refuse more than is known.
    pub(super) open: Bits,
}

/// How many conditions of items are taken in; beyond them a rule set asks too much of regions.
const MOST_ITEM_RULES: usize = 100;
/// How many alternatives one rule is split into.
const MOST_ALTERNATIVES: usize = 64;

/// Whether what rules refuse for an item matters to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OfItems {
    /// It does.
    Wanted,
    /// No shipment with items is looked at.
    LeftOut,
}

impl Refusals {
    /// What the restrictions of a program refuse.
    pub(super) fn of(program: &Program, of_items: OfItems) -> Self {
        let mut refusals = Self::default();
        let mut of_items_known = 0_usize;
        for restriction in &program.restrictions {
            let refused = match restriction.subject {
                Subject::Shipment => of_shipment(program, restriction),
                Subject::Item if of_items == OfItems::Wanted && of_items_known < MOST_ITEM_RULES => {
                    of_items_known = of_items_known.saturating_add(1);
                    of_item(program, restriction)
                }
                Subject::Item => {
                    refuses(&restriction.rule).then_some(Refused { conditions: Vec::new(), rest: Rest::Open })
                }
            };
            let Some(Refused { conditions, rest }) = refused else { continue };
            let services = &restriction.scope.services;
            if rest == Rest::Open {
                services.iter().for_each(|service| refusals.open.insert(service));
            }
            refusals.known.extend(conditions.into_iter().map(|condition| (services.clone(), condition)));
        }
        refusals
    }
}

/// What one rule refuses.
struct Refused {
    conditions: Vec<Condition>,
    rest: Rest,
}

/// Whether a rule refuses more than its conditions say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rest {
    Nothing,
    Open,
}

/// Whether a rule refuses anything.
fn refuses(rule: &RestrictionRule) -> bool {
    match rule {
        RestrictionRule::Forbid | RestrictionRule::Limit(_) | RestrictionRule::Separate(_) => true,
        RestrictionRule::Require(_) | RestrictionRule::Warn => false,
    }
}

/// What a rule of the whole shipment refuses.
fn of_shipment(program: &Program, restriction: &Restriction) -> Option<Refused> {
    let scope = scope(&restriction.scope);
    match &restriction.rule {
        RestrictionRule::Forbid => Some(Refused { conditions: vec![scope], rest: Rest::Nothing }),
        RestrictionRule::Limit(parts) => {
            let fails = |part: &LimitPart| Condition::All(vec![scope.clone(), not(&part.test)]);
            Some(Refused { conditions: parts.iter().map(fails).collect(), rest: Rest::Nothing })
        }
        RestrictionRule::Separate(separation) => Some(separated(program, &restriction.scope, separation)),
        RestrictionRule::Require(_) | RestrictionRule::Warn => None,
    }
}

/// What a rule of an item refuses.
fn of_item(program: &Program, restriction: &Restriction) -> Option<Refused> {
    let scope = scope(&restriction.scope);
    match &restriction.rule {
        RestrictionRule::Forbid => Some(some_item(program, &scope, Vec::new())),
        RestrictionRule::Limit(parts) => {
            let mut refused = Refused { conditions: Vec::new(), rest: Rest::Nothing };
            for part in parts {
                let of_part = match part.within {
                    Within::Each => {
                        some_item(program, &Condition::All(vec![scope.clone(), not(&part.test)]), Vec::new())
                    }
                    Within::Parcel | Within::Order | Within::Consignment if !adds_up(&part.test) => {
                        some_item(program, &scope, vec![not(&part.test)])
                    }
                    Within::Parcel | Within::Order | Within::Consignment => {
                        Refused { conditions: Vec::new(), rest: Rest::Open }
                    }
                };
                refused.conditions.extend(of_part.conditions);
                if of_part.rest == Rest::Open {
                    refused.rest = Rest::Open;
                }
            }
            Some(refused)
        }
        RestrictionRule::Separate(separation) => Some(separated(program, &restriction.scope, separation)),
        RestrictionRule::Require(_) | RestrictionRule::Warn => None,
    }
}

/// Two items that may not meet; an item of both kinds would have to be two.
fn separated(program: &Program, written: &Scope, separation: &Separation) -> Refused {
    if separation.first.intersects(&separation.second) {
        return Refused { conditions: Vec::new(), rest: Rest::Open };
    }
    let first = Condition::All(vec![scope(written), Condition::Category(separation.first.clone())]);
    let second = Condition::AnyItem(Box::new(Condition::Category(separation.second.clone())));
    some_item(program, &first, vec![second])
}

/// The alternatives in which a rule of an item reaches some item of a shipment; none where they cannot be told apart.
pub(super) fn of_some_item(program: &Program, condition: &Condition) -> Option<Vec<Condition>> {
    let Refused { conditions, rest } = some_item(program, condition, Vec::new());
    (rest == Rest::Nothing).then_some(conditions)
}

/// That some item passes `condition`, beside what is said of the shipment.
fn some_item(program: &Program, condition: &Condition, beside: Vec<Condition>) -> Refused {
    let Some(alternatives) = split(program, condition) else {
        return Refused { conditions: Vec::new(), rest: Rest::Open };
    };
    let conditions = alternatives.into_iter().map(|alternative| {
        let item = match alternative.item.as_slice() {
            [] => Condition::Always,
            [only] => only.clone(),
            _ => Condition::All(alternative.item),
        };
        let mut parts = alternative.shipment;
        parts.extend(beside.iter().cloned());
        parts.push(Condition::AnyItem(Box::new(item)));
        Condition::All(parts)
    });
    Refused { conditions: conditions.collect(), rest: Rest::Nothing }
}

/// A scope as one condition, the services left out.
pub(super) fn scope(scope: &Scope) -> Condition {
    let places = [(PlaceField::Origin, scope.from), (PlaceField::Destination, scope.to)];
    let places = places.into_iter().filter_map(|(field, set)| set.map(|set| Condition::Place(field, set)));
    Condition::All(places.chain([scope.when.clone()]).collect())
}

/// The opposite of a condition.
pub(super) fn not(condition: &Condition) -> Condition {
    Condition::Not(Box::new(condition.clone()))
}

/// Conditions that hold together, those of an item apart.
#[derive(Clone, Default)]
struct Alternative {
    shipment: Vec<Condition>,
    item: Vec<Condition>,
}

/// A condition as alternatives in which the item stands apart; none where it does not come apart.
#[expect(clippy::wildcard_enum_match_arm, reason = "what is no combination does not come apart")]
fn split(program: &Program, condition: &Condition) -> Option<Vec<Alternative>> {
    let (mut of_item, mut of_shipment) = (false, false);
    condition.visit(&mut |node| match speaks_of(program, &node) {
        Some(Subject::Item) => of_item = true,
        Some(Subject::Shipment) => of_shipment = true,
        None => {}
    });
    let whole = |alternative| Some(vec![alternative]);
    if is_of_items(program, condition) {
        return whole(Alternative { shipment: vec![condition.clone()], item: Vec::new() });
    }
    match (of_item, of_shipment) {
        (false, _) => return whole(Alternative { shipment: vec![condition.clone()], item: Vec::new() }),
        (true, false) => return whole(Alternative { shipment: Vec::new(), item: vec![condition.clone()] }),
        (true, true) => {}
    }
    match condition {
        Condition::All(parts) => every(program, parts.iter().cloned()),
        Condition::Any(parts) => some(program, parts.iter().cloned()),
        Condition::Not(inner) => match &**inner {
            Condition::All(parts) => some(program, parts.iter().map(not)),
            Condition::Any(parts) => every(program, parts.iter().map(not)),
            Condition::Not(inner) => split(program, inner),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a condition is one of all items: it says nothing of the one at hand.
#[expect(clippy::wildcard_enum_match_arm, reason = "every other form may speak of the item at hand")]
fn is_of_items(program: &Program, condition: &Condition) -> bool {
    match condition {
        Condition::AnyItem(_) | Condition::EveryItem(_) => true,
        Condition::Not(inner) => is_of_items(program, inner),
        Condition::Amount(test) => !reads_item(program, &test.amount),
        _ => false,
    }
}

/// Whether an amount reads the item at hand: outside of sums, which are over all items.
fn reads_item(program: &Program, amount: &Expression) -> bool {
    match amount {
        Expression::TotalOfItems(_) => false,
        Expression::Sum(parts)
        | Expression::Product(parts)
        | Expression::Least(parts)
        | Expression::Greatest(parts)
        | Expression::Mean(parts) => parts.iter().any(|part| reads_item(program, part)),
        Expression::Difference(left, right) => reads_item(program, left) || reads_item(program, right),
        Expression::Constant(_)
        | Expression::Measure(_)
        | Expression::Fact(_)
        | Expression::Money { .. }
        | Expression::Line(_)
        | Expression::Group(_)
        | Expression::Slice
        | Expression::Convert { .. }
        | Expression::Choose { .. }
        | Expression::DistinctHs(_) => {
            let mut found = false;
            amount.visit(&mut |node| found |= speaks_of(program, &node) == Some(Subject::Item));
            found
        }
    }
}

fn every(program: &Program, parts: impl Iterator<Item = Condition>) -> Option<Vec<Alternative>> {
    let mut all = vec![Alternative::default()];
    for part in parts {
        let part = split(program, &part)?;
        let both = |left: &Alternative, right: &Alternative| Alternative {
            shipment: left.shipment.iter().chain(&right.shipment).cloned().collect(),
            item: left.item.iter().chain(&right.item).cloned().collect(),
        };
        if all.len().saturating_mul(part.len()) > MOST_ALTERNATIVES {
            return None;
        }
        all = all.iter().flat_map(|left| part.iter().map(move |right| both(left, right))).collect();
    }
    Some(all)
}

fn some(program: &Program, parts: impl Iterator<Item = Condition>) -> Option<Vec<Alternative>> {
    let mut all = Vec::new();
    for part in parts {
        all.extend(split(program, &part)?);
    }
    (all.len() <= MOST_ALTERNATIVES).then_some(all)
}

/// What a node by itself speaks of; what is of neither is of both alike.
///
/// What is inside `any item`, `every item` and sums over items counts as well: a condition of one item that has any
/// of them in it has to come apart, as regions know them only outside of each other.
fn speaks_of(program: &Program, node: &Node<'_>) -> Option<Subject> {
    let fact = |fact: FactRef| Some(if is_of_item(program, fact) { Subject::Item } else { Subject::Shipment });
    match node {
        Node::Condition(condition) => match condition {
            Condition::Always
            | Condition::Never
            | Condition::All(_)
            | Condition::Any(_)
            | Condition::Not(_)
            | Condition::Amount(_)
            | Condition::Compare { .. } => None,
            Condition::Category(_) | Condition::Hs(_) => Some(Subject::Item),
            Condition::Place(PlaceField::Declared(id), _)
            | Condition::Date { field: DateField::Declared(id), .. }
            | Condition::Yes(id)
            | Condition::OneOf(id, _)
            | Condition::Has(id, _)
            | Condition::Text(id, _) => fact(FactRef::Declared(*id)),
            Condition::Given(of) => fact(*of),
            Condition::Place(PlaceField::Origin | PlaceField::Destination, _)
            | Condition::Date { field: DateField::ShipDate, .. }
            | Condition::Provided(_)
            | Condition::Service(_)
            | Condition::AnyItem(_)
            | Condition::EveryItem(_) => Some(Subject::Shipment),
        },
        Node::Expression(expression) => match expression {
            Expression::Fact(of) | Expression::Money { fact: of, .. } => fact(*of),
            Expression::Measure(_)
            | Expression::Line(_)
            | Expression::Group(_)
            | Expression::DistinctHs(_)
            | Expression::TotalOfItems(_) => Some(Subject::Shipment),
            Expression::Constant(_)
            | Expression::Slice
            | Expression::Sum(_)
            | Expression::Difference(..)
            | Expression::Product(_)
            | Expression::Least(_)
            | Expression::Greatest(_)
            | Expression::Mean(_)
            | Expression::Convert { .. }
            | Expression::Choose { .. } => None,
        },
    }
}

/// Whether a fact is told of each item.
pub(super) fn is_of_item(program: &Program, fact: FactRef) -> bool {
    match fact {
        FactRef::Declared(id) => {
            program.facts.get(usize::from(id.0)).is_some_and(|fact: &Fact| fact.per == FactPer::Item)
        }
        FactRef::Builtin(fact) => match fact {
            Builtin::ItemCategory
            | Builtin::ItemQuantity
            | Builtin::ItemWeight
            | Builtin::ItemUnitValue
            | Builtin::ItemHs => true,
            Builtin::Origin
            | Builtin::Destination
            | Builtin::Weight
            | Builtin::Length
            | Builtin::Width
            | Builtin::Height
            | Builtin::DeclaredValue
            | Builtin::ShipDate
            | Builtin::Items
            | Builtin::Parcels => false,
        },
    }
}

/// Whether a test adds up items.
fn adds_up(test: &Condition) -> bool {
    let mut found = false;
    test.visit(&mut |node| {
        found |=
            matches!(node, Node::Expression(Expression::TotalOfItems(_) | Expression::Measure(Measure::TotalQuantity)));
    });
    found
}
