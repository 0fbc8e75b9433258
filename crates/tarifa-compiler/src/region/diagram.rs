//! Hash-consed decision diagrams over variables whose domains are cut into numbered cells.
//!
//! A node asks for the cell of one variable and goes on by runs of
//! neighbouring cells, so that a domain of a hundred thousand cells costs no
//! more than the runs that differ. Equal regions are the same number: whether
//! two regions are equal, or one is empty, is a comparison. What a cell means
//! is known in [`super::space`] alone.

use indexmap::IndexSet;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::Undecided;

/// A variable, as its position in the order of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Variable(pub(crate) u32);

/// A set of shipments, as a node of the [`Diagram`] that made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Region(u32);

impl Region {
    /// No shipment.
    pub(crate) const EMPTY: Self = Self(0);
    /// Every shipment.
    pub(crate) const FULL: Self = Self(1);

    /// Whether no shipment is in it.
    pub(crate) fn is_empty(self) -> bool {
        self == Self::EMPTY
    }
}

/// The cells from the end of the run before up to `end`, which is excluded, and where they lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Edge {
    end: u32,
    to: Region,
}

/// A question for one variable. INVARIANT: ends ascend, neighbours lead to different places, there are two edges or more.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Node {
    variable: Variable,
    edges: Box<[Edge]>,
}

/// How two regions are combined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Operation {
    And,
    Or,
    Minus,
}

/// The cells of one variable, as runs `first..end` in ascending order.
pub(crate) type Runs = Vec<(u32, u32)>;

/// One way through a diagram: for each variable that is asked, the cells that stay on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Path(pub(crate) Vec<(Variable, Runs)>);

/// All regions of one question, with what was already worked out.
#[derive(Debug)]
pub(crate) struct Diagram {
    nodes: IndexSet<Node, FxBuildHasher>,
    results: FxHashMap<(Operation, Region, Region), Region>,
    node_budget: usize,
}

impl Diagram {
    /// An empty diagram that gives up above `node_budget` nodes.
    pub(crate) fn new(node_budget: usize) -> Self {
        Self { nodes: IndexSet::default(), results: FxHashMap::default(), node_budget }
    }

    /// The shipments whose `variable`, of `cells` cells, lies in one of `runs` (ascending and disjoint).
    ///
    /// # Errors
    ///
    /// [`Undecided::Size`] where the diagram would outgrow its budget; so for every operation.
    pub(crate) fn within(&mut self, variable: Variable, cells: u32, runs: &[(u32, u32)]) -> Result<Region, Undecided> {
        let mut edges = Vec::with_capacity(runs.len().saturating_mul(2).saturating_add(1));
        let mut reached = 0;
        for &(first, end) in runs {
            if first > reached {
                edges.push(Edge { end: first, to: Region::EMPTY });
            }
            edges.push(Edge { end, to: Region::FULL });
            reached = end;
        }
        if reached < cells {
            edges.push(Edge { end: cells, to: Region::EMPTY });
        }
        self.node(variable, edges)
    }

    /// How many nodes there are.
    pub(crate) fn size(&self) -> usize {
        self.nodes.len()
    }

    /// The shipments in both.
    pub(crate) fn and(&mut self, left: Region, right: Region) -> Result<Region, Undecided> {
        self.combine(Operation::And, left, right)
    }

    /// The shipments in either.
    #[cfg(test)]
    pub(crate) fn or(&mut self, left: Region, right: Region) -> Result<Region, Undecided> {
        self.combine(Operation::Or, left, right)
    }

    /// The shipments of `left` that are not in `right`.
    pub(crate) fn minus(&mut self, left: Region, right: Region) -> Result<Region, Undecided> {
        self.combine(Operation::Minus, left, right)
    }

    /// The shipments that are not in it.
    pub(crate) fn not(&mut self, region: Region) -> Result<Region, Undecided> {
        self.minus(Region::FULL, region)
    }

    /// The shipments in any of `regions`.
    pub(crate) fn union(&mut self, regions: Vec<Region>) -> Result<Region, Undecided> {
        self.balanced(Operation::Or, regions, Region::EMPTY)
    }

    /// The shipments in all of `regions`.
    pub(crate) fn intersection(&mut self, regions: Vec<Region>) -> Result<Region, Undecided> {
        self.balanced(Operation::And, regions, Region::FULL)
    }

    /// Combines many in a balanced tree, so that the parts in between stay small.
    fn balanced(
        &mut self,
        operation: Operation,
        mut regions: Vec<Region>,
        of_none: Region,
    ) -> Result<Region, Undecided> {
        regions.sort_unstable();
        regions.dedup();
        while regions.len() > 1 {
            let mut halved = Vec::with_capacity(regions.len().div_ceil(2));
            for pair in regions.chunks(2) {
                halved.push(match *pair {
                    [left, right] => self.combine(operation, left, right)?,
                    [single] => single,
                    _ => of_none,
                });
            }
            regions = halved;
        }
        Ok(regions.first().copied().unwrap_or(of_none))
    }

    /// The shipments that stay on every step of `path`.
    pub(crate) fn cube(&mut self, path: &Path, cells_of: impl Fn(Variable) -> u32) -> Result<Region, Undecided> {
        let mut region = Region::FULL;
        for (variable, runs) in path.0.iter().rev() {
            let step = self.within(*variable, cells_of(*variable), runs)?;
            region = self.and(step, region)?;
        }
        Ok(region)
    }

    /// A way to a shipment of the region; none where it is empty.
    ///
    /// Of several ways it takes the one of the first cells. `whole` says
    /// whether runs of `variable` that lead to the same place may be taken
    /// together; of the others one run is taken.
    pub(crate) fn first_path(&self, region: Region, whole: impl Fn(Variable) -> bool) -> Option<Path> {
        let mut steps = Vec::new();
        let mut at = region;
        while let Some(node) = self.get(at) {
            let (_, _, to) = runs(node).find(|(_, _, to)| !to.is_empty())?;
            let same = runs(node).filter(|(_, _, other)| *other == to).map(|(first, end, _)| (first, end));
            let taken = if whole(node.variable) { same.collect() } else { same.take(1).collect() };
            steps.push((node.variable, taken));
            at = to;
        }
        (at == Region::FULL).then_some(Path(steps))
    }

    /// Whether the shipment whose variables lie in the cells that `cell_of` tells is in the region.
    #[cfg(test)]
    pub(crate) fn contains(&self, region: Region, cell_of: impl Fn(Variable) -> u32) -> bool {
        let mut at = region;
        while let Some(node) = self.get(at) {
            at = follow(node, cell_of(node.variable));
        }
        at == Region::FULL
    }

    fn get(&self, region: Region) -> Option<&Node> {
        self.nodes.get_index((region.0 as usize).checked_sub(2)?)
    }

    /// The node with these edges, or what they all lead to.
    fn node(&mut self, variable: Variable, mut edges: Vec<Edge>) -> Result<Region, Undecided> {
        // Of neighbours that lead to the same place only the last, which has their common end, stays.
        let mut kept: Vec<Edge> = Vec::with_capacity(edges.len());
        for edge in edges.drain(..) {
            match kept.last_mut() {
                Some(last) if last.to == edge.to => last.end = edge.end,
                Some(_) | None => kept.push(edge),
            }
        }
        if let [single] = kept.as_slice() {
            return Ok(single.to);
        }
        if kept.is_empty() {
            return Ok(Region::EMPTY);
        }
        let (index, _) = self.nodes.insert_full(Node { variable, edges: kept.into_boxed_slice() });
        if index >= self.node_budget {
            return Err(Undecided::Size);
        }
        u32::try_from(index.saturating_add(2)).map(Region).map_err(|_| Undecided::Size)
    }

    fn combine(&mut self, operation: Operation, left: Region, right: Region) -> Result<Region, Undecided> {
        if let Some(known) = shortcut(operation, left, right) {
            return Ok(known);
        }
        // `and` and `or` do not care which comes first.
        let (left, right) = match operation {
            Operation::And | Operation::Or if right < left => (right, left),
            Operation::And | Operation::Or | Operation::Minus => (left, right),
        };
        if let Some(known) = self.results.get(&(operation, left, right)) {
            return Ok(*known);
        }
        let (variable, pieces) = self.split(left, right);
        let mut edges = Vec::with_capacity(pieces.len());
        for (end, left, right) in pieces {
            edges.push(Edge { end, to: self.combine(operation, left, right)? });
        }
        let result = self.node(variable, edges)?;
        self.results.insert((operation, left, right), result);
        Ok(result)
    }

    /// The first variable that either asks, and for each run of cells on which neither changes where both go.
    fn split(&self, left: Region, right: Region) -> (Variable, Vec<(u32, Region, Region)>) {
        match (self.get(left), self.get(right)) {
            (Some(l), Some(r)) if l.variable == r.variable => (l.variable, zip(&l.edges, &r.edges)),
            (Some(l), Some(r)) if l.variable < r.variable => {
                (l.variable, l.edges.iter().map(|edge| (edge.end, edge.to, right)).collect())
            }
            (Some(l), None) => (l.variable, l.edges.iter().map(|edge| (edge.end, edge.to, right)).collect()),
            (Some(_) | None, Some(r)) => (r.variable, r.edges.iter().map(|edge| (edge.end, left, edge.to)).collect()),
            // Two terminals have a shortcut; there is nothing to split.
            (None, None) => (Variable(0), Vec::new()),
        }
    }
}

/// The result where it needs no look at the nodes.
fn shortcut(operation: Operation, left: Region, right: Region) -> Option<Region> {
    let (empty, full) = (Region::EMPTY, Region::FULL);
    match operation {
        Operation::And if left == empty || right == empty => Some(empty),
        Operation::And if left == full || left == right => Some(right),
        Operation::And if right == full => Some(left),
        Operation::Or if left == full || right == full => Some(full),
        Operation::Or if left == empty || left == right => Some(right),
        Operation::Or if right == empty => Some(left),
        Operation::Minus if left == empty || right == full || left == right => Some(empty),
        Operation::Minus if right == empty => Some(left),
        Operation::And | Operation::Or | Operation::Minus => None,
    }
}

/// Lays two lists of runs over the same cells on top of each other.
fn zip(left: &[Edge], right: &[Edge]) -> Vec<(u32, Region, Region)> {
    let mut pieces = Vec::with_capacity(left.len().max(right.len()));
    let (mut lefts, mut rights) = (left.iter().peekable(), right.iter().peekable());
    while let (Some(&&l), Some(&&r)) = (lefts.peek(), rights.peek()) {
        let end = l.end.min(r.end);
        pieces.push((end, l.to, r.to));
        if l.end == end {
            lefts.next();
        }
        if r.end == end {
            rights.next();
        }
    }
    pieces
}

/// The runs of a node: first cell, end, and where they lead.
fn runs(node: &Node) -> impl Iterator<Item = (u32, u32, Region)> + '_ {
    let firsts = std::iter::once(0).chain(node.edges.iter().map(|edge| edge.end));
    firsts.zip(&node.edges).map(|(first, edge)| (first, edge.end, edge.to))
}

#[cfg(test)]
fn follow(node: &Node, cell: u32) -> Region {
    runs(node).find(|(first, end, _)| (*first..*end).contains(&cell)).map_or(Region::EMPTY, |(_, _, to)| to)
}
