//! Equality, order and hash of exact numbers: by value, whatever the denominators.

use std::{
    cmp::Ordering,
    hash::{Hash, Hasher},
};

use super::{Exact, arithmetic::times};

impl PartialEq for Exact {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Exact {}

impl PartialOrd for Exact {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        if self.den == other.den {
            return self.num.cmp(&other.num);
        }
        match (times(self.num, other.den), times(other.num, self.den)) {
            (Some(left), Some(right)) => left.cmp(&right),
            (Some(_) | None, Some(_) | None) => slow_compare(*self, *other),
        }
    }
}

impl Hash for Exact {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { num, den } = self.reduced();
        num.hash(state);
        den.hash(state);
    }
}

/// Compares without a product: whole parts first, then the inverses of what is left over, as in
/// two continued fractions.
#[cold]
#[inline(never)]
fn slow_compare(left: Exact, right: Exact) -> Ordering {
    let (mut left_num, mut left_den) = (left.num, left.den);
    let (mut right_num, mut right_den) = (right.num, right.den);
    let mut turned = false;
    loop {
        let whole = floor(left_num, left_den).cmp(&floor(right_num, right_den));
        let (left_rest, right_rest) = (left_num.checked_rem_euclid(left_den), right_num.checked_rem_euclid(right_den));
        // A rest of zero cannot be inverted: then the order of the rests is the answer.
        let order = whole.then(match (left_rest.unwrap_or(0), right_rest.unwrap_or(0)) {
            (0, 0) => return oriented(whole, turned),
            (0, _) => Ordering::Less,
            (_, 0) => Ordering::Greater,
            (left_rest, right_rest) => {
                (left_num, left_den) = (left_den, left_rest);
                (right_num, right_den) = (right_den, right_rest);
                Ordering::Equal
            }
        });
        if order != Ordering::Equal {
            return oriented(order, turned);
        }
        // Inverses stand in the opposite order.
        turned = !turned;
    }
}

#[inline]
fn floor(num: i128, den: i128) -> i128 {
    // A positive denominator neither divides by zero nor overflows.
    num.checked_div_euclid(den).unwrap_or(0)
}

fn oriented(order: Ordering, turned: bool) -> Ordering {
    if turned { order.reverse() } else { order }
}
