//! Model → draft program: the author's order gives way to the machine's.
//!
//! Lowering cannot fail: what could go wrong was refused by the model. A
//! [`Draft`] may still hold gaps and conflicts between statements; the checks
//! look for them in it, and only what they pass becomes a program.

mod order;
mod origins;
mod overrides;
mod places;

use std::collections::BTreeMap;

use tarifa_diagnostics::Sources;
use tarifa_engine::program::{Block, BlockId, Expression, Line, LineId, NodeMut, Program, RankBy};

use crate::model::Model;

/// A program that nothing has checked yet.
#[derive(Clone, Debug)]
pub struct Draft {
    program: Program,
}

impl Draft {
    /// The program, for the checks and their witnesses.
    pub(crate) fn program(&self) -> &Program {
        &self.program
    }

    /// The program, once the checks have passed it.
    pub(crate) fn into_program(self) -> Program {
        self.program
    }
}

/// Lowers `model`, whose spans point into `sources`.
pub fn lower(model: &Model, sources: &Sources) -> Draft {
    let order = order::computing_order(&model.lines, &model.groups, &model.blocks);
    let renumbering = Renumbering::new(&order, &model.blocks);
    let mut blocks = renumbering.blocks(&model.blocks);
    overrides::close(&mut blocks);
    let mut program = Program {
        name: model.name.clone(),
        title: model.title.clone(),
        currency: model.currency,
        zones: model.zones.clone(),
        valid: model.valid,
        rounding: model.rounding,
        payers: model.payers.clone(),
        facts: model.facts.clone(),
        places: places::partition(&model.place_sets),
        categories: model.categories.clone(),
        services: model.services.clone(),
        documents: model.documents.clone(),
        restrictions: model.restrictions.clone(),
        exchange: model.exchange.clone(),
        lines: lines(&order, &model.lines, &blocks),
        blocks,
        groups: model.groups.clone(),
        calendars: model.calendars.clone(),
        processes: model.processes.clone(),
        compensations: model.compensations.clone(),
        preferences: model.preferences.clone(),
        ranking: model.ranking.clone(),
        origins: Vec::new(),
        files: Vec::new(),
    };
    for compensation in &mut program.compensations {
        compensation.amount.visit_mut(&mut |node| renumbering.node(node));
        compensation.scope.when.visit_mut(&mut |node| renumbering.node(node));
    }
    for group in &mut program.groups {
        group.members.iter_mut().for_each(|member| renumbering.line(member));
    }
    for key in &mut program.ranking {
        match key {
            RankBy::Line(line) => renumbering.line(line),
            RankBy::Total | RankBy::Transit => {}
        }
    }
    origins::number(&mut program, &model.origins, sources);
    Draft { program }
}

/// The lines in the order of computing, each with its range of `blocks`.
fn lines(order: &[LineId], written: &[Line], blocks: &[Block]) -> Vec<Line> {
    let mut lines: Vec<Line> = order.iter().filter_map(|old| written.get(usize::from(old.0)).cloned()).collect();
    for (index, line) in lines.iter_mut().enumerate() {
        let first = blocks.partition_point(|block| usize::from(block.line.0) < index);
        let after = blocks.partition_point(|block| usize::from(block.line.0) <= index);
        line.first_block = BlockId(u32::try_from(first).unwrap_or(u32::MAX));
        line.block_count = u32::try_from(after.saturating_sub(first)).unwrap_or(u32::MAX);
    }
    lines
}

/// New numbers of lines and blocks.
struct Renumbering {
    lines: BTreeMap<LineId, LineId>,
    /// The old index of each new block.
    block_order: Vec<usize>,
    /// The new number of each old block.
    block_numbers: Vec<BlockId>,
}

impl Renumbering {
    fn new(order: &[LineId], blocks: &[Block]) -> Self {
        let new_line = |index: usize| LineId(u16::try_from(index).unwrap_or(u16::MAX));
        let lines: BTreeMap<_, _> = order.iter().enumerate().map(|(index, old)| (*old, new_line(index))).collect();
        let mut block_order: Vec<usize> = (0..blocks.len()).collect();
        block_order.sort_by_key(|index| blocks.get(*index).and_then(|block| lines.get(&block.line)));
        let mut block_numbers = vec![BlockId(u32::MAX); blocks.len()];
        for (new, old) in block_order.iter().enumerate() {
            if let Some(number) = block_numbers.get_mut(*old) {
                *number = BlockId(u32::try_from(new).unwrap_or(u32::MAX));
            }
        }
        Self { lines, block_order, block_numbers }
    }

    fn line(&self, line: &mut LineId) {
        if let Some(new) = self.lines.get(line) {
            *line = *new;
        }
    }

    /// A formula that reads a line.
    fn node(&self, node: NodeMut<'_>) {
        match node {
            NodeMut::Expression(Expression::Line(line)) => self.line(line),
            NodeMut::Expression(_) | NodeMut::Condition(_) => {}
        }
    }

    fn blocks(&self, written: &[Block]) -> Vec<Block> {
        let mut blocks: Vec<Block> = self.block_order.iter().filter_map(|old| written.get(*old).cloned()).collect();
        for block in &mut blocks {
            self.line(&mut block.line);
            block.body.parts_mut().for_each(|part| self.line(&mut part.line));
            block.visit_mut(&mut |node| self.node(node));
            for over in &mut block.overridden_by {
                *over = self.block_numbers.get(over.0 as usize).copied().unwrap_or(*over);
            }
        }
        blocks
    }
}
