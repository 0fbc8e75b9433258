//! Overrides, closed: who overrides an overrider overrides what that overrode.

use std::collections::BTreeSet;

use tarifa_engine::program::{Block, BlockId};

/// Makes every block's `overridden_by` transitive. The model has refused cycles; a block never comes to override itself.
pub(super) fn close(blocks: &mut [Block]) {
    let written: Vec<Vec<BlockId>> = blocks.iter().map(|block| block.overridden_by.clone()).collect();
    for (index, block) in blocks.iter_mut().enumerate() {
        if block.overridden_by.is_empty() {
            continue;
        }
        let mut closed = BTreeSet::new();
        let mut open = block.overridden_by.clone();
        while let Some(over) = open.pop() {
            if over.0 as usize != index && closed.insert(over) {
                open.extend(written.get(over.0 as usize).into_iter().flatten().copied());
            }
        }
        block.overridden_by = closed.into_iter().collect();
    }
}
