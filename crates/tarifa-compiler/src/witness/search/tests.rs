//! What numbers come out, and what is proved impossible.

use super::super::everyday::shapes;
use super::super::system::System;
use super::*;
use tarifa_engine::rounding::Rounding;

fn number(text: &str) -> Exact {
    tarifa_engine::decimal::from_str_exact(text).unwrap()
}

/// `>0`, `>=2`, `<=90`, `..`, joined by blanks.
fn interval(text: &str) -> Interval {
    let mut interval = range::EVERYTHING;
    for part in text.split_whitespace() {
        if let Some(value) = part.strip_prefix(">=") {
            interval.lower = Some((number(value), End::Included));
        } else if let Some(value) = part.strip_prefix("<=") {
            interval.upper = Some((number(value), End::Included));
        } else if let Some(value) = part.strip_prefix('>') {
            interval.lower = Some((number(value), End::Excluded));
        } else if let Some(value) = part.strip_prefix('<') {
            interval.upper = Some((number(value), End::Excluded));
        }
    }
    interval
}

fn unknown(index: usize) -> Term {
    Term::Unknown(Unknown(index))
}

fn up(term: Term, step: &str) -> Term {
    Term::Rounded(Box::new(term), Rounding::new(RoundingMode::Up, number(step)).unwrap())
}

fn sides() -> Vec<Term> {
    vec![unknown(1), unknown(2), unknown(3)]
}

/// The greater of weight and volume over 8, rounded up to 500 g.
fn billed() -> Term {
    let volumetric = Term::Scaled(Box::new(Term::Product(sides())), number("0.125"));
    up(Term::Greatest(vec![unknown(0), volumetric]), "500")
}

/// Weight and three sides, in order, against bounds; what comes out, or `impossible`.
#[track_caller]
fn check(bounds: &[(Term, &str)], expected: &str) {
    let mut constraints: Vec<_> =
        bounds.iter().map(|(term, target)| Constraint { term: term.clone(), target: interval(target) }).collect();
    for (longer, shorter) in [(1, 2), (2, 3)] {
        let term = Term::Difference(Box::new(unknown(longer)), Box::new(unknown(shorter)));
        constraints.push(Constraint { term, target: interval(">=0") });
    }
    let start = |preferred: &str, turn| Start {
        range: interval(">0"),
        plausible: interval(">=1 <=300"),
        preferred: number(preferred),
        grain: Grain::Any,
        turn,
    };
    let sides = ["20", "15", "10"].map(|side| start(side, Turn::Early));
    let starts: Vec<_> = std::iter::once(start("1000", Turn::Last)).chain(sides).collect();
    let starts = starts.into_iter().map(|start| match start.turn {
        Turn::Early => start,
        Turn::Last => Start { plausible: interval(">=1"), ..start },
    });
    let shapes = shapes(System::Metric, [Unknown(1), Unknown(2), Unknown(3)]);
    let problem = Problem { constraints, starts: starts.collect(), shapes };
    let solution = match solve(&problem, 5_000) {
        Solution::Found(values) => values.iter().map(Exact::to_string).collect::<Vec<_>>().join(" "),
        Solution::Impossible => "impossible".into(),
        Solution::Unknown => "unknown".into(),
    };
    assert_eq!(solution, expected);
}

#[test]
fn a_free_parcel_is_an_everyday_one() {
    check(&[], "1000 20 15 10");
}

#[test]
fn just_over_a_bound_is_a_round_number() {
    check(&[(unknown(0), ">2000 <=5000")], "3000 20 15 10");
    check(&[(unknown(0), ">2000 <=2001")], "2001 20 15 10");
    check(&[(unknown(0), ">2000 <2001")], "2000.5 20 15 10");
}

#[test]
fn the_billed_weight_can_pass_a_weight_limit_by_volume() {
    check(&[(unknown(0), "<=1000"), (billed(), ">1000"), (unknown(1), "<=60")], "1000 30 20 15");
    check(&[(billed(), ">1000"), (unknown(1), "<=60")], "2000 20 15 10");
}

#[test]
fn size_limits_bound_the_billed_weight() {
    let limits = |billed_weight| {
        vec![(unknown(0), "<=30000"), (unknown(1), "<=60"), (Term::Sum(sides()), "<=90"), (billed(), billed_weight)]
    };
    check(&limits(">30000"), "impossible");
    // Weight light, volume alone: at most 30 x 30 x 30 cm, which is 3375 g.
    let mut light = limits(">3500");
    light.push((unknown(0), "<=100"));
    check(&light, "impossible");
}

#[test]
fn the_largest_box_of_a_sum_is_found() {
    let light = [(unknown(0), "<=100"), (Term::Sum(sides()), "<=90"), (billed(), ">3000")];
    check(&light, "100 40 25 25");
}

#[test]
fn between_two_steps_of_rounding_there_is_nothing() {
    check(&[(billed(), ">500 <1000")], "impossible");
    check(&[(billed(), ">500 <=1000"), (unknown(1), "<=10")], "1000 10 8 2");
}

#[test]
fn the_longest_side_of_a_sum_is_at_least_its_third() {
    check(&[(Term::Sum(sides()), ">=90"), (unknown(1), "<30")], "impossible");
}

#[test]
fn what_is_billed_is_never_below_the_weight() {
    let less = Term::Difference(Box::new(billed()), Box::new(unknown(0)));
    check(&[(less, "<0"), (unknown(0), "<=30000"), (unknown(1), "<=60")], "impossible");
}
