//! Money lines that wait for each other, and statements that override each other.

use std::collections::{BTreeMap, BTreeSet};

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::program::{Block, Expression, Group, Line, LineId, Node};

use super::Resolver;
use super::prices::DraftBlock;

/// What waits for what, with a place that says so.
type Graph = BTreeMap<usize, BTreeMap<usize, Span>>;

impl Resolver<'_> {
    /// Reports lines that are worked out from each other.
    pub(super) fn line_cycles(&mut self, lines: &[Line], groups: &[Group], blocks: &[Block]) {
        // A group is known only after its last member, so all of them wait as one.
        let unit = |line: LineId| match lines.get(usize::from(line.0)).and_then(|line| line.group) {
            Some(group) => lines.len().saturating_add(usize::from(group.0)),
            None => usize::from(line.0),
        };
        let mut graph = Graph::new();
        for block in blocks {
            let from = unit(block.line);
            let span = self.origins.get(block.at.0 as usize).copied().unwrap_or_default();
            let reads = graph.entry(from).or_default();
            block.visit(&mut |node| match node {
                Node::Expression(Expression::Line(line)) => {
                    reads.entry(unit(*line)).or_insert(span);
                }
                Node::Expression(Expression::Group(group)) => {
                    reads.entry(lines.len().saturating_add(usize::from(group.0))).or_insert(span);
                }
                Node::Expression(_) | Node::Condition(_) => {}
            });
            for part in block.body.parts() {
                let part = unit(part.line);
                if part != from {
                    graph.entry(part).or_default().entry(from).or_insert(span);
                }
            }
        }
        let name = |unit: usize| match lines.get(unit) {
            Some(line) => line.name.clone(),
            None => groups.get(unit.saturating_sub(lines.len())).map_or_else(String::new, |group| group.name.clone()),
        };
        for cycle in cycles(&graph) {
            let names: Vec<_> = cycle.iter().map(|(unit, _)| format!("`{}`", name(*unit))).collect();
            let message = match names.as_slice() {
                [only] => format!("{only} is worked out from itself"),
                _ => format!("{} are worked out from each other", names.join(", ")),
            };
            self.report_cycle(
                Code::CYCLIC_LINES,
                message,
                &cycle,
                "name in one of them only what does not depend on it",
            );
        }
    }

    /// Reports statements that override each other.
    pub(super) fn override_cycles(&mut self, drafts: &[DraftBlock<'_>]) {
        let mut numbers: BTreeMap<Span, usize> = BTreeMap::new();
        for draft in drafts {
            let next = numbers.len();
            numbers.entry(draft.statement).or_insert(next);
        }
        let mut graph = Graph::new();
        for draft in drafts {
            let Some(from) = numbers.get(&draft.statement) else { continue };
            for by in &draft.block.overridden_by {
                let Some(other) = drafts.get(by.0 as usize) else { continue };
                let place = other.overrides.first().map_or(other.statement, |name| name.span);
                if let Some(to) = numbers.get(&other.statement) {
                    graph.entry(*from).or_default().insert(*to, place);
                }
            }
        }
        for cycle in cycles(&graph) {
            let message = "these statements override each other".to_owned();
            self.report_cycle(Code::CYCLIC_DEFINITION, message, &cycle, "remove one `overrides`");
        }
    }

    fn report_cycle(&mut self, code: Code, message: String, cycle: &[(usize, Span)], help: &str) {
        let Some((_, first)) = cycle.first() else { return };
        let mut diagnostic = Diagnostic::new(code, *first, message).help(help);
        for (_, span) in cycle.iter().skip(1).take(8) {
            diagnostic = diagnostic.related(*span, "and this");
        }
        self.report(diagnostic);
    }
}

/// One cycle for each knot of the graph, each node with the place of its step to the next.
fn cycles(graph: &Graph) -> Vec<Vec<(usize, Span)>> {
    let mut found = Vec::new();
    let mut finished = BTreeSet::new();
    for start in graph.keys() {
        let mut path: Vec<(usize, Vec<usize>)> = Vec::new();
        let mut on_path = BTreeMap::new();
        if finished.contains(start) {
            continue;
        }
        enter(graph, *start, &mut path, &mut on_path);
        while let Some((node, open)) = path.last_mut() {
            let node = *node;
            let Some(next) = open.pop() else {
                finished.insert(node);
                on_path.remove(&node);
                path.pop();
                continue;
            };
            if let Some(since) = on_path.get(&next) {
                let steps: Vec<_> = path.iter().skip(*since).map(|(node, _)| *node).collect();
                let spans = steps.iter().zip(steps.iter().skip(1).chain(steps.first()));
                let spans = spans.filter_map(|(a, b)| graph.get(a)?.get(b).copied());
                found.push(steps.iter().copied().zip(spans).collect());
                // What is on the path is reported; only the rest is looked at further.
                finished.extend(path.iter().map(|(node, _)| *node));
                break;
            }
            if !finished.contains(&next) {
                enter(graph, next, &mut path, &mut on_path);
            }
        }
    }
    found
}

fn enter(graph: &Graph, node: usize, path: &mut Vec<(usize, Vec<usize>)>, on_path: &mut BTreeMap<usize, usize>) {
    on_path.insert(node, path.len());
    let next = graph.get(&node).into_iter().flatten().map(|(to, _)| *to).rev().collect();
    path.push((node, next));
}
