//! Where everything of a picture stands: columns by the distance from the opening, in whole pixels.
//!
//! A case goes from left to right. What leads on leaves its box at the right, beside its own words, so that no two
//! labels ever meet; what leads back, or very far, ends in a small sign with the name of where it leads, so that large
//! processes stay readable. What crosses a column passes it in a lane of its own, which all that lead to one place share.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use textwrap::wrap;
use unicode_width::UnicodeWidthStr;

use super::{Chart, Edge, NodeKind};

/// The height of a line of text.
pub(super) const LINE: usize = 16;
/// The room around text in a box.
pub(super) const PADDING: usize = 10;
/// The height of a title.
pub(super) const TITLE: usize = 22;
/// The room around everything.
pub(super) const MARGIN: usize = 24;
/// How high the first box stands, below the picture's title.
pub(super) const TOP: usize = 108;
/// The width of a letter of a text.
const LETTER: usize = 7;
/// The width of a letter of a title.
const TITLE_LETTER: usize = 8;
/// The most letters of a line.
const COLUMNS: usize = 32;
/// Between two boxes of a column.
const GAP: usize = 26;
/// Between two columns, where the lines bend.
const BEND: usize = 56;
/// The height of a lane.
const LANE: usize = 14;
/// The most columns that a line crosses; one that leads farther ends in a sign.
const FARTHEST: usize = 5;
/// How often the columns are put in order anew.
const SWEEPS: usize = 4;

/// A picture with every place known.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) width: usize,
    pub(super) height: usize,
    /// The boxes, by the number of their node.
    pub(super) boxes: Vec<Placed>,
    /// What leaves the boxes, by the number of its edge.
    pub(super) exits: Vec<Exit>,
    /// The parts of lines between and across columns.
    pub(super) links: Vec<Link>,
}

/// A box.
#[derive(Clone, Debug, Default)]
pub(super) struct Placed {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) title: Vec<String>,
    pub(super) lines: Vec<String>,
}

/// What leaves a box: its words above a short line.
#[derive(Clone, Debug, Default)]
pub(super) struct Exit {
    pub(super) x: usize,
    pub(super) y: usize,
    /// Where the short line ends.
    pub(super) to_x: usize,
    pub(super) label: Vec<String>,
    /// Whether the line goes on to the box, or ends in a sign with its name.
    pub(super) end: Ending,
}

/// How a line that left its box ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Ending {
    /// At its box.
    #[default]
    Line,
    /// With a sign that names its box.
    Sign,
}

/// A bend from one column to the next, and the lane through that column where the line goes on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub(super) from: (usize, usize),
    pub(super) to: (usize, usize),
    /// How far the lane goes on; none where a box is reached.
    pub(super) lane_to: Option<usize>,
    /// The edge that it belongs to; of a lane the first that uses it.
    pub(super) edge: usize,
}

/// What stands in a column: a box, or a lane towards one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    Box(usize),
    Lane(usize),
}

/// The height that the words of an exit take with their line.
const fn row(lines: usize) -> usize {
    lines.saturating_mul(LINE).saturating_add(8)
}

/// Finds a place for everything.
pub(super) fn layout(chart: &Chart) -> Layout {
    let columns = columns(chart);
    let mut layout = measured(chart, &columns);
    let slots = ordered(chart, &columns, &layout);
    place(chart, &columns, &slots, &mut layout);
    layout
}

/// The column of each node: the longest way from the opening that never goes back; the outcomes stand in the last.
fn columns(chart: &Chart) -> Vec<usize> {
    let count = chart.nodes.len();
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); count];
    for edge in &chart.edges {
        if let Some(list) = next.get_mut(edge.from)
            && !list.contains(&edge.to)
        {
            list.push(edge.to);
        }
    }
    // Nodes in the order of leaving them, backwards, is an order in which only what leads back leads back.
    let mut left = Vec::new();
    let mut seen = vec![false; count];
    for start in 0..count {
        let mut path = vec![(start, 0_usize)];
        if std::mem::replace(seen.get_mut(start).unwrap_or(&mut true), true) {
            continue;
        }
        while let Some((node, tried)) = path.last_mut() {
            match next.get(*node).and_then(|list| list.get(*tried)) {
                Some(&to) => {
                    *tried = tried.saturating_add(1);
                    if !std::mem::replace(seen.get_mut(to).unwrap_or(&mut true), true) {
                        path.push((to, 0));
                    }
                }
                None => {
                    left.push(*node);
                    path.pop();
                }
            }
        }
    }
    let mut rank = vec![0_usize; count];
    for (position, node) in left.iter().rev().enumerate() {
        if let Some(rank) = rank.get_mut(*node) {
            *rank = position;
        }
    }
    let mut columns = vec![0_usize; count];
    for node in left.iter().rev() {
        let own = column_of(&columns, *node);
        for to in next.get(*node).into_iter().flatten() {
            let is_forward = rank.get(*to) > rank.get(*node);
            if let Some(column) = columns.get_mut(*to).filter(|_| is_forward) {
                *column = (*column).max(own.saturating_add(1));
            }
        }
    }
    let stages = chart.nodes.iter().zip(&columns).filter(|(node, _)| node.kind != NodeKind::Outcome);
    let last = stages.map(|(_, column)| *column).max().unwrap_or(0).saturating_add(1);
    for (node, column) in chart.nodes.iter().zip(&mut columns) {
        match node.kind {
            NodeKind::Outcome => *column = last,
            // What nothing leads to stands beside what the opening leads to.
            NodeKind::Stage => *column = (*column).max(1),
            NodeKind::Start => {}
        }
    }
    columns
}

fn column_of(columns: &[usize], node: usize) -> usize {
    columns.get(node).copied().unwrap_or(0)
}

/// Every box and label with its lines and its size.
fn measured(chart: &Chart, columns: &[usize]) -> Layout {
    let lines = |text: &str| -> Vec<String> { wrap(text, COLUMNS).into_iter().map(Cow::into_owned).collect() };
    let widest = |lines: &[String], letter: usize| {
        lines.iter().map(|line| line.width().saturating_mul(letter)).max().unwrap_or(0)
    };
    let exit = |edge: &Edge| {
        let (from, to) = (column_of(columns, edge.from), column_of(columns, edge.to));
        let mut label = lines(&edge.label);
        let end = match to.checked_sub(from) {
            Some(1..=FARTHEST) => Ending::Line,
            Some(_) | None => Ending::Sign,
        };
        match (end, chart.nodes.get(edge.to)) {
            (Ending::Sign, Some(_)) if edge.to == edge.from => label.push("\u{21bb} once more".to_owned()),
            (Ending::Sign, Some(node)) => label.push(format!("\u{21aa} {}", node.name)),
            (Ending::Line, _) | (Ending::Sign, None) => {}
        }
        Exit { label, end, ..Exit::default() }
    };
    let exits: Vec<Exit> = chart.edges.iter().map(exit).collect();
    let boxes = chart.nodes.iter().enumerate().map(|(number, node)| {
        let title = lines(if node.title.is_empty() { &node.name } else { &node.title });
        let texts: Vec<String> = node.lines.iter().flat_map(|line| lines(line)).collect();
        let width = widest(&title, TITLE_LETTER).max(widest(&texts, LETTER)).max(20);
        let own = title.len().saturating_mul(TITLE).saturating_add(texts.len().saturating_mul(LINE));
        let out = chart.edges.iter().zip(&exits).filter(|(edge, _)| edge.from == number);
        let rows: usize = out.map(|(_, exit)| row(exit.label.len())).sum();
        Placed {
            width: width.saturating_add(PADDING.saturating_mul(2)),
            height: own.saturating_add(PADDING.saturating_mul(2)).max(rows.saturating_add(PADDING)),
            title,
            lines: texts,
            ..Placed::default()
        }
    });
    Layout { width: 0, height: 0, boxes: boxes.collect(), exits, links: Vec::new() }
}

/// What stands in each column from top to bottom: near what leads to it.
fn ordered(chart: &Chart, columns: &[usize], layout: &Layout) -> Vec<Vec<Slot>> {
    let last = columns.iter().copied().max().unwrap_or(0);
    let mut slots: Vec<Vec<Slot>> = vec![Vec::new(); last.saturating_add(1)];
    for (node, column) in columns.iter().enumerate() {
        slots.get_mut(*column).into_iter().for_each(|slots| slots.push(Slot::Box(node)));
    }
    let lines = chart.edges.iter().zip(&layout.exits).filter(|(_, exit)| exit.end == Ending::Line);
    for (edge, _) in lines {
        let between = column_of(columns, edge.from).saturating_add(1)..column_of(columns, edge.to);
        for crossed in slots.get_mut(between).into_iter().flatten() {
            if !crossed.contains(&Slot::Lane(edge.to)) {
                crossed.push(Slot::Lane(edge.to));
            }
        }
    }
    let mut leading: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for edge in chart.edges.iter().filter(|edge| column_of(columns, edge.from) < column_of(columns, edge.to)) {
        let count = leading.entry((edge.from, edge.to)).or_default();
        *count = count.saturating_add(1);
    }
    for _ in 0..SWEEPS {
        for column in 1..slots.len() {
            let before = slots.get(column.saturating_sub(1)).cloned().unwrap_or_default();
            let Some(own) = slots.get_mut(column) else { continue };
            let mut weighed: Vec<(usize, Slot)> =
                own.iter().map(|slot| (middle(&leading, &before, *slot), *slot)).collect();
            weighed.sort_by_key(|(middle, _)| *middle);
            *own = weighed.into_iter().map(|(_, slot)| slot).collect();
        }
    }
    slots
}

/// The middle of what leads to `slot` from the column before, in thousandths of a place.
fn middle(leading: &BTreeMap<(usize, usize), usize>, before: &[Slot], slot: Slot) -> usize {
    let to = match slot {
        Slot::Box(node) | Slot::Lane(node) => node,
    };
    let (mut sum, mut count) = (0_usize, 0_usize);
    for (place, slot) in before.iter().enumerate() {
        let leads = match slot {
            Slot::Lane(target) => usize::from(*target == to),
            Slot::Box(node) => leading.get(&(*node, to)).copied().unwrap_or(0),
        };
        sum = sum.saturating_add(place.saturating_mul(leads).saturating_mul(1_000));
        count = count.saturating_add(leads);
    }
    sum.checked_div(count).unwrap_or(usize::MAX)
}

/// Gives every slot its place, and draws the lines between them.
fn place(chart: &Chart, columns: &[usize], slots: &[Vec<Slot>], layout: &mut Layout) {
    let heights: Vec<usize> = slots.iter().map(|column| height(column, layout)).collect();
    let tallest = heights.iter().copied().max().unwrap_or(0);
    // Where lanes begin, by column and target; and the left and right of each column.
    let mut lanes: Vec<Vec<(usize, usize)>> = vec![Vec::new(); slots.len()];
    let mut sides: Vec<(usize, usize)> = Vec::new();
    let mut x = MARGIN;
    for ((column, height), lanes) in slots.iter().zip(&heights).zip(&mut lanes) {
        let nodes: Vec<usize> = column
            .iter()
            .filter_map(|slot| match slot {
                Slot::Box(node) => Some(*node),
                Slot::Lane(_) => None,
            })
            .collect();
        let width = nodes.iter().filter_map(|node| layout.boxes.get(*node)).map(|own| own.width).max().unwrap_or(0);
        let box_right = x.saturating_add(width);
        let mut right = box_right;
        let mut y = TOP.saturating_add(tallest.saturating_sub(*height) / 2);
        for slot in column {
            match slot {
                Slot::Lane(target) => {
                    lanes.push((*target, y.saturating_add(LANE / 2)));
                    y = y.saturating_add(LANE);
                }
                Slot::Box(node) => {
                    let Some(own) = layout.boxes.get_mut(*node) else { continue };
                    (own.x, own.y, own.width) = (x, y, width);
                    let mut exit_y = y.saturating_add(PADDING / 2);
                    y = y.saturating_add(own.height);
                    let exits = chart.edges.iter().zip(&mut layout.exits).filter(|(edge, _)| edge.from == *node);
                    for (_, exit) in exits {
                        exit_y = exit_y.saturating_add(row(exit.label.len()));
                        (exit.x, exit.y) = (box_right, exit_y.saturating_sub(4));
                        let label = exit.label.iter().map(|line| line.width()).max().unwrap_or(0);
                        right = right.max(box_right.saturating_add(label.saturating_mul(LETTER)).saturating_add(16));
                    }
                }
            }
            y = y.saturating_add(GAP);
        }
        sides.push((x, right));
        x = right.saturating_add(BEND);
    }
    for (exit, edge) in layout.exits.iter_mut().zip(&chart.edges) {
        let right = sides.get(column_of(columns, edge.from)).map_or(exit.x, |(_, right)| *right);
        exit.to_x = match exit.end {
            Ending::Line => right,
            Ending::Sign => exit.x.saturating_add(14),
        };
    }
    layout.width = x.saturating_sub(BEND).saturating_add(MARGIN);
    layout.height = TOP.saturating_add(tallest).saturating_add(MARGIN);
    layout.links = links(chart, columns, &lanes, &sides, layout);
}

/// The height of a column with its gaps.
fn height(column: &[Slot], layout: &Layout) -> usize {
    let slots = column.iter().map(|slot| match slot {
        Slot::Lane(_) => LANE,
        Slot::Box(node) => layout.boxes.get(*node).map_or(0, |own| own.height),
    });
    slots.sum::<usize>().saturating_add(column.len().saturating_sub(1).saturating_mul(GAP))
}

/// The bends and lanes, each drawn once.
fn links(
    chart: &Chart,
    columns: &[usize],
    lanes: &[Vec<(usize, usize)>],
    sides: &[(usize, usize)],
    layout: &Layout,
) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    let mut drawn = BTreeSet::new();
    for (number, (edge, exit)) in chart.edges.iter().zip(&layout.exits).enumerate() {
        if exit.end == Ending::Sign {
            continue;
        }
        let (mut from, end) = ((exit.to_x, exit.y), column_of(columns, edge.to));
        for column in column_of(columns, edge.from).saturating_add(1)..=end {
            let Some((left, right)) = sides.get(column).copied() else { break };
            let lane = lanes.get(column).into_iter().flatten().find(|(target, _)| *target == edge.to);
            let (to, lane_to) = match (lane, layout.boxes.get(edge.to)) {
                (Some((_, y)), _) if column < end => ((left, *y), Some(right)),
                (_, Some(own)) => ((own.x, own.y.saturating_add(own.height / 2)), None),
                (_, None) => break,
            };
            if drawn.insert((from, to)) {
                links.push(Link { from, to, lane_to, edge: number });
            }
            from = (right, to.1);
        }
    }
    links
}
