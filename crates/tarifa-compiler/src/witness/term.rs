//! Amounts as terms over the unknowns of a search.

use tarifa_engine::exact::Exact;
use tarifa_engine::program::Interval;
use tarifa_engine::rounding::Rounding;

use super::range;

/// An unknown number of the shipment, as an index into the search's box.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Unknown(pub(super) usize);

/// An amount in terms of the unknowns.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Term {
    /// A constant.
    Constant(Exact),
    /// An unknown itself.
    Unknown(Unknown),
    /// A sum.
    Sum(Vec<Term>),
    /// The first minus the second.
    Difference(Box<Term>, Box<Term>),
    /// A product.
    Product(Vec<Term>),
    /// The term times a constant.
    Scaled(Box<Term>, Exact),
    /// The least.
    Least(Vec<Term>),
    /// The greatest.
    Greatest(Vec<Term>),
    /// Rounded.
    Rounded(Box<Term>, Rounding),
    /// Rounded by the first row that holds it.
    RoundedByRows(Box<Term>, Vec<(Interval, Option<Rounding>)>),
}

/// Says that a constraint holds nowhere in the box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Contradiction;

impl Term {
    /// The values that the term can take while the unknowns stay in `region`; exact for single numbers.
    pub(super) fn range(&self, region: &[Interval]) -> Interval {
        match self {
            Self::Constant(value) => range::point(*value),
            Self::Unknown(unknown) => region.get(unknown.0).copied().unwrap_or(range::EVERYTHING),
            Self::Sum(terms) => {
                terms.iter().fold(range::point(Exact::ZERO), |sum, t| range::add(&sum, &t.range(region)))
            }
            Self::Difference(left, right) => range::subtract(&left.range(region), &right.range(region)),
            Self::Product(factors) => {
                factors.iter().fold(range::point(Exact::ONE), |product, f| range::multiply(&product, &f.range(region)))
            }
            Self::Scaled(term, factor) => range::scale(&term.range(region), *factor),
            Self::Least(terms) => fold(terms, region, range::least),
            Self::Greatest(terms) => fold(terms, region, range::greatest),
            Self::Rounded(term, rounding) => range::round(&term.range(region), *rounding),
            Self::RoundedByRows(term, rows) => by_rows(&term.range(region), rows),
        }
    }

    /// Narrows `region` to where the term can lie in `target`; keeps every solution.
    pub(super) fn narrow(&self, target: &Interval, region: &mut [Interval]) -> Result<(), Contradiction> {
        let own = self.range(region);
        let target = range::intersection(&own, target).ok_or(Contradiction)?;
        if target == own && !matches!(self, Self::Unknown(_)) {
            return Ok(());
        }
        match self {
            Self::Constant(_) => Ok(()),
            Self::Unknown(unknown) => {
                if let Some(slot) = region.get_mut(unknown.0) {
                    *slot = target;
                }
                Ok(())
            }
            Self::Sum(terms) => {
                each_against_others(terms, region, range::point(Exact::ZERO), range::add, |others, _| {
                    range::subtract(&target, others)
                })
            }
            Self::Difference(left, right) => {
                left.narrow(&range::add(&target, &right.range(region)), region)?;
                right.narrow(&range::subtract(&left.range(region), &target), region)
            }
            Self::Product(factors) => {
                each_against_others(factors, region, range::point(Exact::ONE), range::multiply, |others, own| {
                    if range::is_not_negative(own) { range::divide(&target, others) } else { range::EVERYTHING }
                })
            }
            Self::Scaled(term, factor) => match Exact::ONE.checked_div(*factor) {
                Ok(inverse) => term.narrow(&range::scale(&target, inverse), region),
                Err(_) => Ok(()),
            },
            Self::Least(terms) => narrow_extreme(terms, &target, region, Extreme::Least),
            Self::Greatest(terms) => narrow_extreme(terms, &target, region, Extreme::Greatest),
            Self::Rounded(term, rounding) => {
                if range::is_not_negative(&term.range(region)) {
                    term.narrow(&range::unround(&target, *rounding), region)?;
                }
                Ok(())
            }
            // Which row applies is known once the box is narrow enough.
            Self::RoundedByRows(term, rows) => match only_row(&term.range(region), rows) {
                Some(Some(rounding)) => Self::Rounded(term.clone(), rounding).narrow(&target, region),
                Some(None) => term.narrow(&target, region),
                None => Ok(()),
            },
        }
    }

    /// The same term, with products of three unknowns that are known never to pass a cap held below it.
    pub(super) fn capped(&self, caps: &[(Vec<Unknown>, Exact)]) -> Self {
        let all = |terms: &[Self]| terms.iter().map(|term| term.capped(caps)).collect::<Vec<_>>();
        let one = |term: &Self| Box::new(term.capped(caps));
        match self {
            Self::Constant(_) | Self::Unknown(_) => self.clone(),
            Self::Sum(terms) => Self::Sum(all(terms)),
            Self::Difference(left, right) => Self::Difference(one(left), one(right)),
            Self::Scaled(term, factor) => Self::Scaled(one(term), *factor),
            Self::Least(terms) => Self::Least(all(terms)),
            Self::Greatest(terms) => Self::Greatest(all(terms)),
            Self::Rounded(term, rounding) => Self::Rounded(one(term), *rounding),
            Self::RoundedByRows(term, rows) => Self::RoundedByRows(one(term), rows.clone()),
            Self::Product(factors) => {
                let mut read = Vec::new();
                self.unknowns(&mut read);
                read.sort_unstable();
                let is_plain = factors.len() == 3 && factors.iter().all(|factor| matches!(factor, Self::Unknown(_)));
                let caps = caps.iter().filter(|(unknowns, _)| is_plain && *unknowns == read);
                let mut parts: Vec<Self> = caps.map(|(_, most)| Self::Constant(*most)).collect();
                if parts.is_empty() {
                    return self.clone();
                }
                parts.push(self.clone());
                Self::Least(parts)
            }
        }
    }

    /// The unknowns that it reads.
    pub(super) fn unknowns(&self, found: &mut Vec<Unknown>) {
        match self {
            Self::Constant(_) => {}
            Self::Unknown(unknown) => {
                if !found.contains(unknown) {
                    found.push(*unknown);
                }
            }
            Self::Sum(terms) | Self::Product(terms) | Self::Least(terms) | Self::Greatest(terms) => {
                terms.iter().for_each(|term| term.unknowns(found));
            }
            Self::Difference(left, right) => {
                left.unknowns(found);
                right.unknowns(found);
            }
            Self::Scaled(term, _) | Self::Rounded(term, _) | Self::RoundedByRows(term, _) => term.unknowns(found),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extreme {
    Least,
    Greatest,
}

fn fold(terms: &[Term], region: &[Interval], combine: impl Fn(&Interval, &Interval) -> Interval) -> Interval {
    let ranges = terms.iter().map(|term| term.range(region));
    ranges.reduce(|left, right| combine(&left, &right)).unwrap_or(range::EVERYTHING)
}

/// Narrows each part to what `solve` makes of the others combined and of its own range.
fn each_against_others(
    parts: &[Term],
    region: &mut [Interval],
    neutral: Interval,
    combine: impl Fn(&Interval, &Interval) -> Interval,
    solve: impl Fn(&Interval, &Interval) -> Interval,
) -> Result<(), Contradiction> {
    for (index, part) in parts.iter().enumerate() {
        let others = parts.iter().enumerate().filter(|(other, _)| *other != index);
        let others = others.fold(neutral, |all, (_, other)| combine(&all, &other.range(region)));
        let own = part.range(region);
        part.narrow(&solve(&others, &own), region)?;
    }
    Ok(())
}

/// Narrows the parts of a least or greatest: all lie beyond its near end, and one that alone can reach the far end does.
fn narrow_extreme(
    terms: &[Term],
    target: &Interval,
    region: &mut [Interval],
    extreme: Extreme,
) -> Result<(), Contradiction> {
    let (all, reached) = match extreme {
        Extreme::Least => {
            (Interval { lower: target.lower, upper: None }, Interval { lower: None, upper: target.upper })
        }
        Extreme::Greatest => {
            (Interval { lower: None, upper: target.upper }, Interval { lower: target.lower, upper: None })
        }
    };
    for term in terms {
        term.narrow(&all, region)?;
    }
    let mut can_reach = terms.iter().filter(|term| range::intersection(&term.range(region), &reached).is_some());
    match (can_reach.next(), can_reach.next()) {
        (None, _) => Err(Contradiction),
        (Some(only), None) => only.narrow(&reached, region),
        (Some(_), Some(_)) => Ok(()),
    }
}

/// The values after rounding by rows: the hull of what each row can make of its part.
fn by_rows(values: &Interval, rows: &[(Interval, Option<Rounding>)]) -> Interval {
    let mut rest = Some(*values);
    let mut result: Option<Interval> = None;
    let mut include = |part: Interval| result = Some(result.map_or(part, |all| range::hull(&all, &part)));
    for (row, rounding) in rows {
        let Some(values) = rest else { break };
        if let Some(part) = range::intersection(&values, row) {
            include(rounding.map_or(part, |rounding| range::round(&part, rounding)));
            rest = beyond(&values, row);
        }
    }
    if let Some(rest) = rest {
        include(rest);
    }
    result.unwrap_or(*values)
}

/// What of `values` lies above `row`.
fn beyond(values: &Interval, row: &Interval) -> Option<Interval> {
    use tarifa_engine::program::End;
    let (upper, end) = row.upper?;
    let end = match end {
        End::Included => End::Excluded,
        End::Excluded => End::Included,
    };
    range::intersection(values, &Interval { lower: Some((upper, end)), upper: None })
}

/// The rounding of the one row that holds all of `values`; the row may have none.
fn only_row(values: &Interval, rows: &[(Interval, Option<Rounding>)]) -> Option<Option<Rounding>> {
    let touched = rows.iter().find(|(row, _)| range::intersection(row, values).is_some());
    touched.filter(|(row, _)| range::holds_all(row, values)).map(|(_, rounding)| *rounding)
}
