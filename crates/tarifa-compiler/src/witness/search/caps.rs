//! Boxes whose sides sum to no more than a bound: what their volume can be at most.

use tarifa_engine::exact::Exact;

use super::super::term::{Term, Unknown};
use super::Constraint;

/// What a bound on a sum of three unknowns says of their product: the unknowns, and the most that it can be.
///
/// Of boxes whose sides sum to S the cube is the largest, of S³/27; with
/// weights a, b, c before the sides, S³/(27·a·b·c). Halving alone would come
/// close to that corner for ever.
pub(super) fn largest_box(constraint: &Constraint) -> Option<(Vec<Unknown>, Exact)> {
    let (most, _) = constraint.target.upper?;
    let Term::Sum(parts) = &constraint.term else { return None };
    let mut sides: Vec<(Unknown, Exact)> = Vec::new();
    collect_sides(parts, Exact::ONE, &mut sides)?;
    let [(a, of_a), (b, of_b), (c, of_c)] = *sides.as_slice() else { return None };
    let third = most.checked_div(Exact::from_integer(3)).ok()?;
    let cube = third.checked_mul(third).ok()?.checked_mul(third).ok()?;
    let weights = of_a.checked_mul(of_b).ok()?.checked_mul(of_c).ok()?;
    let largest = cube.checked_div(weights).ok().filter(|_| weights.is_positive())?;
    let mut unknowns = vec![a, b, c];
    unknowns.sort_unstable();
    Some((unknowns, largest))
}

/// Adds the unknowns of a sum with the weights before them; none where it is more than that.
fn collect_sides(parts: &[Term], weight: Exact, sides: &mut Vec<(Unknown, Exact)>) -> Option<()> {
    for part in parts {
        match part {
            Term::Unknown(unknown) => match sides.iter_mut().find(|(known, _)| known == unknown) {
                Some((_, known)) => *known = known.checked_add(weight).ok()?,
                None => sides.push((*unknown, weight)),
            },
            Term::Scaled(inner, factor) => {
                collect_sides(std::slice::from_ref(inner), weight.checked_mul(*factor).ok()?, sides)?;
            }
            Term::Sum(inner) => collect_sides(inner, weight, sides)?,
            Term::Constant(_)
            | Term::Difference(..)
            | Term::Product(_)
            | Term::Least(_)
            | Term::Greatest(_)
            | Term::Rounded(..)
            | Term::RoundedByRows(..) => return None,
        }
    }
    Some(())
}
