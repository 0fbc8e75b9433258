//! The order of computing: each line after every line that its formulas read.

use std::collections::{BTreeMap, BTreeSet};

use tarifa_engine::program::{Block, Expression, Group, Line, LineId, LineKind, Node, PricePart};

/// The lines in the order of computing.
///
/// Members of a group stand together, since the group's amount is known only
/// after the last. Among lines that could come next, freight comes first, then
/// charges, discounts and taxes, each by name: the order of writing plays no
/// part. The model has refused cycles; what would still wait for itself is put
/// last, by name.
pub(super) fn computing_order(lines: &[Line], groups: &[Group], blocks: &[Block]) -> Vec<LineId> {
    let units = Units::new(lines, groups);
    let mut waits_for = units.dependencies(blocks);
    let mut ready_in_order = Vec::with_capacity(lines.len());
    let mut waiting: BTreeSet<UnitKey> = units.keys.values().cloned().collect();
    while !waiting.is_empty() {
        let next = waiting.iter().find(|key| waits_for.get(&key.unit).is_none_or(BTreeSet::is_empty));
        let Some(next) = next.or_else(|| waiting.first()).cloned() else { break };
        waiting.remove(&next);
        for others in waits_for.values_mut() {
            others.remove(&next.unit);
        }
        ready_in_order.extend(units.members.get(&next.unit).into_iter().flatten().copied());
    }
    ready_in_order
}

/// A unit of ordering: a line, or all lines of a group, by its first line.
type Unit = LineId;

/// What decides among units that could come next.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct UnitKey {
    rank: u8,
    name: String,
    unit: Unit,
}

/// The lines in units.
struct Units {
    of_line: BTreeMap<LineId, Unit>,
    of_group: Vec<Unit>,
    members: BTreeMap<Unit, Vec<LineId>>,
    keys: BTreeMap<Unit, UnitKey>,
}

impl Units {
    fn new(lines: &[Line], groups: &[Group]) -> Self {
        let mut units =
            Self { of_line: BTreeMap::new(), of_group: Vec::new(), members: BTreeMap::new(), keys: BTreeMap::new() };
        for group in groups {
            let unit = group.members.first().copied().unwrap_or(LineId(u16::MAX));
            units.of_group.push(unit);
            units.add(unit, &group.members, LineKind::Charge, &group.name);
        }
        for (index, line) in lines.iter().enumerate() {
            let id = LineId(u16::try_from(index).unwrap_or(u16::MAX));
            if !units.of_line.contains_key(&id) {
                units.add(id, &[id], line.kind, &line.name);
            }
        }
        units
    }

    fn add(&mut self, unit: Unit, members: &[LineId], kind: LineKind, name: &str) {
        let rank = match (kind, name) {
            (LineKind::Freight, "freight") => 0,
            (LineKind::Freight, _) => 1,
            (LineKind::Charge, _) => 2,
            (LineKind::Discount, _) => 3,
            (LineKind::Tax, _) => 4,
        };
        self.of_line.extend(members.iter().map(|member| (*member, unit)));
        self.members.insert(unit, members.to_vec());
        self.keys.insert(unit, UnitKey { rank, name: name.to_owned(), unit });
    }

    /// For each unit, those that must come before it.
    fn dependencies(&self, blocks: &[Block]) -> BTreeMap<Unit, BTreeSet<Unit>> {
        let mut waits_for: BTreeMap<Unit, BTreeSet<Unit>> = BTreeMap::new();
        for block in blocks {
            let Some(&unit) = self.of_line.get(&block.line) else { continue };
            let mut read: BTreeSet<Unit> = BTreeSet::new();
            block.visit(&mut |node| {
                read.extend(lines_read(&node).and_then(|line| self.of_line.get(&line)));
                read.extend(groups_read(&node).and_then(|group| self.of_group.get(group)));
            });
            read.remove(&unit);
            waits_for.entry(unit).or_default().extend(read);
            for PricePart { line, .. } in block.body.parts() {
                if let Some(&part) = self.of_line.get(line)
                    && part != unit
                {
                    waits_for.entry(part).or_default().insert(unit);
                }
            }
        }
        waits_for
    }
}

fn lines_read(node: &Node<'_>) -> Option<LineId> {
    match node {
        Node::Expression(Expression::Line(line)) => Some(*line),
        Node::Expression(_) | Node::Condition(_) => None,
    }
}

fn groups_read(node: &Node<'_>) -> Option<usize> {
    match node {
        Node::Expression(Expression::Group(group)) => Some(usize::from(group.0)),
        Node::Expression(_) | Node::Condition(_) => None,
    }
}
