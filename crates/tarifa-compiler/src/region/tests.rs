//! Regions agree with trying every value.

use proptest::prelude::*;
use tarifa_engine::currency::Currency;
use tarifa_engine::date::DateRange;
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{
    AmountTest, At, Bits, Condition, DateField, End, Expression, Fact, FactId, FactKind, FactPer, Interval, Measure,
    Program,
};

use super::{Allowed, Diagram, Path, Region, Space, SpaceBuilder, Subject, Variable};

/// A tariff of a one-of fact and a yes/no fact.
fn program() -> Program {
    let fact = |name: &str, kind| Fact {
        name: name.into(),
        title: name.into(),
        per: FactPer::Shipment,
        kind,
        default: None,
        at: At::default(),
    };
    let words = ["bronze", "silver", "gold"].map(String::from).to_vec();
    Program {
        name: "test".into(),
        title: "test".into(),
        currency: "CNY".parse::<Currency>().unwrap(),
        zones: Vec::new(),
        valid: DateRange::default(),
        rounding: None,
        payers: Vec::new(),
        facts: vec![fact("tier", FactKind::OneOf(words)), fact("insured", FactKind::YesNo)],
        places: Default::default(),
        categories: Default::default(),
        documents: Vec::new(),
        restrictions: Vec::new(),
        services: Vec::new(),
        exchange: Vec::new(),
        lines: Vec::new(),
        blocks: Vec::new(),
        groups: Vec::new(),
        calendars: Vec::new(),
        processes: Vec::new(),
        compensations: Vec::new(),
        preferences: Vec::new(),
        ranking: Vec::new(),
        origins: Vec::new(),
        files: Vec::new(),
    }
}

/// A shipment of a world small enough to try all of it: half units of weight and height, days, a word, a yes or no.
#[derive(Clone, Copy, Debug)]
struct Point {
    weight: i64,
    height: i64,
    day: i64,
    word: u32,
    insured: bool,
}

const MOST: i64 = 4;

fn points() -> impl Iterator<Item = Point> {
    // One beyond each end, so that every cell has a point.
    let numbers = || -1..=MOST.saturating_mul(2).saturating_add(1);
    let whole = pairs(numbers().collect(), numbers().collect());
    whole.flat_map(move |(weight, height)| {
        (-1..=MOST.saturating_add(1)).flat_map(move |day| {
            (0..3).flat_map(move |word| [false, true].map(move |insured| Point { weight, height, day, word, insured }))
        })
    })
}

fn pairs(left: Vec<i64>, right: Vec<i64>) -> impl Iterator<Item = (i64, i64)> {
    left.into_iter().flat_map(move |l| right.clone().into_iter().map(move |r| (l, r)))
}

fn half(units: i64) -> Exact {
    Exact::new(i128::from(units), 2).unwrap()
}

#[expect(clippy::wildcard_enum_match_arm, reason = "what is not generated is not evaluated")]
fn holds(condition: &Condition, at: Point) -> bool {
    match condition {
        Condition::Always => true,
        Condition::Never => false,
        Condition::All(parts) => parts.iter().all(|part| holds(part, at)),
        Condition::Any(parts) => parts.iter().any(|part| holds(part, at)),
        Condition::Not(part) => !holds(part, at),
        Condition::Amount(test) => match &test.amount {
            Expression::Measure(Measure::Weight) => test.interval.contains(half(at.weight)),
            Expression::Measure(Measure::Height) => test.interval.contains(half(at.height)),
            other => panic!("{other:?} is not generated"),
        },
        Condition::Date { from, to, .. } => i64::from(*from) <= at.day && at.day <= i64::from(*to),
        Condition::OneOf(_, words) => words.contains(at.word),
        Condition::Yes(_) => at.insured,
        other => panic!("{other:?} is not generated"),
    }
}

fn any_interval() -> impl Strategy<Value = Interval> {
    let end = || prop_oneof![Just(End::Included), Just(End::Excluded)];
    let bound =
        move || proptest::option::of((0..=MOST, end()).prop_map(|(value, end)| (Exact::from_integer(value), end)));
    (bound(), bound()).prop_map(|(lower, upper)| Interval { lower, upper })
}

fn any_condition() -> impl Strategy<Value = Condition> {
    let measure = prop_oneof![Just(Measure::Weight), Just(Measure::Height)];
    let amount = (measure, any_interval()).prop_map(|(measure, interval)| {
        Condition::Amount(AmountTest { amount: Expression::Measure(measure), interval })
    });
    let day = |open| prop_oneof![4 => 0..=4_i32, 1 => Just(open)];
    let date = (day(i32::MIN), day(i32::MAX)).prop_map(|(from, to)| Condition::Date {
        field: DateField::ShipDate,
        zone: 0,
        from,
        to,
    });
    let word = proptest::collection::vec(0_u32..3, 0..3)
        .prop_map(|words| Condition::OneOf(FactId(0), Bits::from_members(words)));
    let leaf = prop_oneof![
        1 => Just(Condition::Always), 1 => Just(Condition::Never), 6 => amount, 3 => date, 3 => word,
        2 => Just(Condition::Yes(FactId(1))),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Condition::All),
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Condition::Any),
            inner.prop_map(|part| Condition::Not(Box::new(part))),
        ]
    })
}

fn space_of(conditions: &[&Condition]) -> Space {
    let program = program();
    let mut builder = SpaceBuilder::new(&program);
    conditions.iter().for_each(|condition| builder.add(condition));
    builder.finish()
}

/// The cell of `variable` in which `at` lies.
fn cell(space: &Space, variable: Variable, at: Point) -> u32 {
    (0..space.cells(variable))
        .find(|cell| is_allowed(space, &Path(vec![(variable, vec![(*cell, cell.saturating_add(1))])]), at))
        .expect("cells cover the domain")
}

/// Whether `at` stays on `path`.
fn is_allowed(space: &Space, path: &Path, at: Point) -> bool {
    path.0.iter().all(|(variable, runs)| {
        let allowed = space.allowed(*variable, runs).unwrap();
        match (space.subject(*variable).unwrap(), allowed) {
            (Subject::Amount(Expression::Measure(Measure::Weight)), Allowed::Within(i)) => i.contains(half(at.weight)),
            (Subject::Amount(Expression::Measure(Measure::Height)), Allowed::Within(i)) => i.contains(half(at.height)),
            (Subject::Date(..), Allowed::Within(interval)) => interval.contains(Exact::from_integer(at.day)),
            (Subject::OneOf(_), Allowed::Indices(words)) => words.contains(at.word),
            (Subject::Yes(_), Allowed::YesNo(answer)) => answer == at.insured,
            other => panic!("{other:?} does not fit"),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_region_holds_what_its_condition_holds(condition in any_condition()) {
        let space = space_of(&[&condition]);
        let mut diagram = Diagram::new(100_000);
        let region = space.region(&mut diagram, &program(), &condition).unwrap();
        let mut held = 0_u32;
        for at in points() {
            let expected = holds(&condition, at);
            held = held.saturating_add(u32::from(expected));
            prop_assert_eq!(diagram.contains(region, |variable| cell(&space, variable, at)), expected, "{:?}", at);
        }
        prop_assert_eq!(region.is_empty(), held == 0);
    }

    #[test]
    fn combined_regions_hold_what_the_combined_conditions_hold(left in any_condition(), right in any_condition()) {
        let space = space_of(&[&left, &right]);
        let mut diagram = Diagram::new(100_000);
        let program = program();
        let l = space.region(&mut diagram, &program, &left).unwrap();
        let r = space.region(&mut diagram, &program, &right).unwrap();
        let and = diagram.and(l, r).unwrap();
        let or = diagram.or(l, r).unwrap();
        let minus = diagram.minus(l, r).unwrap();
        let not = diagram.not(l).unwrap();
        for at in points() {
            let contains = |region| diagram.contains(region, |variable| cell(&space, variable, at));
            let (in_left, in_right) = (holds(&left, at), holds(&right, at));
            prop_assert_eq!(contains(and), in_left && in_right);
            prop_assert_eq!(contains(or), in_left || in_right);
            prop_assert_eq!(contains(minus), in_left && !in_right);
            prop_assert_eq!(contains(not), !in_left);
        }
        // Equal sets are equal numbers, however they were made.
        let not_right = diagram.not(r).unwrap();
        prop_assert_eq!(diagram.and(l, not_right).unwrap(), minus);
        prop_assert_eq!(diagram.union(vec![r, l]).unwrap(), or);
    }

    #[test]
    fn taking_path_after_path_away_covers_the_region_and_nothing_else(condition in any_condition()) {
        let space = space_of(&[&condition]);
        let mut diagram = Diagram::new(100_000);
        let mut rest = space.region(&mut diagram, &program(), &condition).unwrap();
        let mut paths = Vec::new();
        while let Some(path) = space.first_path(&diagram, rest) {
            let cube = space.cube(&mut diagram, &path).unwrap();
            rest = diagram.minus(rest, cube).unwrap();
            paths.push(path);
        }
        prop_assert_eq!(rest, Region::EMPTY);
        for at in points() {
            prop_assert_eq!(paths.iter().any(|path| is_allowed(&space, path, at)), holds(&condition, at));
        }
    }
}

#[test]
fn a_diagram_gives_up_above_its_budget() {
    let weights: Vec<_> = (0..10)
        .map(|kilograms| {
            let upper = Some((Exact::from_integer(kilograms), End::Included));
            let amount = Expression::Measure(Measure::Weight);
            Condition::Amount(AmountTest { amount, interval: Interval { lower: None, upper } })
        })
        .collect();
    let all = Condition::Any(weights);
    let space = space_of(&[&all]);
    let result = space.region(&mut Diagram::new(5), &program(), &all);
    assert_eq!(result, Err(super::Undecided::Size));
}

#[test]
fn a_condition_that_was_not_gathered_is_undecided_and_no_proof() {
    let space = space_of(&[]);
    let result = space.region(&mut Diagram::new(5), &program(), &Condition::Yes(FactId(1)));
    assert_eq!(result, Err(super::Undecided::Search));
}

#[test]
fn as_many_variables_as_a_rule_set_may_have_fit_the_stack() {
    let facts: Vec<_> = (0..1_500).map(|fact| Condition::Yes(FactId(fact))).collect();
    let all = Condition::All(facts);
    let space = space_of(&[&all]);
    let mut diagram = Diagram::new(3_000_000);
    let region = space.region(&mut diagram, &program(), &all).unwrap();
    let outside = diagram.not(region).unwrap();
    assert_eq!(diagram.or(region, outside).unwrap(), Region::FULL);
    assert_eq!(space.first_path(&diagram, region).unwrap().0.len(), 1_500);
}
