//! The unit that a bare number lacks, as the author writes others around it.

use tarifa_diagnostics::Span;
use tarifa_engine::unit::Unit;

use super::Resolver;
use super::typed::Kind;

/// How many bytes on each side of a number are looked through.
const NEARBY: usize = 1024;

impl Resolver<'_> {
    /// The number at `span` with a unit that makes it an amount of `wanted`: the author's own, where one stands nearby.
    pub(super) fn with_unit(&self, span: Span, wanted: &Kind) -> String {
        let number = self.written(span);
        let fits = |unit: Unit| Kind::of_dimension(unit.dimension()) == *wanted;
        let by_system = || {
            let imperial = [Unit::Pound, Unit::Inch, Unit::CubicInch];
            let is_imperial = self.unit_nearby(span, |unit| imperial.contains(&unit) || unit == Unit::Ounce).is_some();
            imperial.into_iter().find(|unit| is_imperial && fits(*unit))
        };
        if let Some(unit) = self.unit_nearby(span, fits).or_else(by_system) {
            return format!("{number} {unit}");
        }
        let sample = wanted.sample();
        match sample.split_once(' ') {
            Some((_, unit)) => format!("{number} {unit}"),
            None if *wanted == Kind::Percent => format!("{number}%"),
            None => sample,
        }
    }

    /// The nearest written unit that fits, before `span` rather than behind it.
    fn unit_nearby(&self, span: Span, fits: impl Fn(Unit) -> bool) -> Option<Unit> {
        let text = &self.sources.get(span.source)?.text;
        let (start, end) = (span.start as usize, span.end as usize);
        let before = units(text, start.saturating_sub(NEARBY)..start).filter(|(_, unit)| fits(*unit)).last();
        let behind = units(text, end..end.saturating_add(NEARBY).min(text.len())).find(|(_, unit)| fits(*unit));
        let distance = |at: usize| if at < start { start.saturating_sub(at) } else { at.saturating_sub(end) };
        before.into_iter().chain(behind).min_by_key(|(at, _)| distance(*at)).map(|(_, unit)| unit)
    }
}

/// The units behind numbers or behind `per` in a part of `text`, each with its place; comments count for nothing.
fn units(text: &str, part: std::ops::Range<usize>) -> impl Iterator<Item = (usize, Unit)> {
    let mut start = part.start;
    while !text.is_char_boundary(start) {
        start = start.saturating_add(1);
    }
    let mut end = part.end;
    while !text.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    let mut at = start;
    let lines = text.get(start..end).unwrap_or("").split_inclusive('\n');
    lines.flat_map(move |line| {
        let first = at;
        at = at.saturating_add(line.len());
        units_of_line(super::without_comment(line), first)
    })
}

/// The units of one line that begins at `first`.
fn units_of_line(line: &str, first: usize) -> Vec<(usize, Unit)> {
    let mut found = Vec::new();
    let mut at = first;
    let mut counts = false;
    for word in line.split_inclusive(|sign: char| !sign.is_alphanumeric() && sign != '.') {
        let name = word.trim_end_matches(|sign: char| !sign.is_alphanumeric());
        let letters = name.trim_start_matches(|sign: char| sign.is_ascii_digit() || sign == '.');
        let is_glued = letters.len() < name.len();
        if let Some(unit) = letters.parse::<Unit>().ok().filter(|_| counts || is_glued) {
            found.push((at, unit));
        }
        counts = (is_glued && letters.is_empty()) || name == "per" || (name.is_empty() && counts);
        at = at.saturating_add(word.len());
    }
    found
}
