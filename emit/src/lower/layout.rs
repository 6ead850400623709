//! Which blocks there are, in which order they are allocated, and in which order they are laid out.

use crate::mir::order::reverse_postorder;
use crate::mir::*;

/// A block of the layout: one of the function's, or the middle of a critical edge.
pub(super) enum Item {
    Block(Block),
    Split { from: Block, edge: usize, cold: bool },
}

/// Blocks and split edges in the order in which registers are allocated: the fast allocator wants definitions before
/// uses, and the checker some predecessor before each block.
pub(super) struct Layout {
    pub items: Vec<Item>,
    block_position: Vec<Option<usize>>,
    pub split_position: std::collections::HashMap<(Block, usize), usize>,
}

impl Layout {
    pub(super) fn of(func: &MFunction) -> Layout {
        let (order, preds) = reverse_postorder(func);
        let mut items = Vec::new();
        for index in order {
            let data = &func.blocks[index];
            let from = Block(index as u32);
            items.push(Item::Block(from));
            let edges = data.terminator.as_ref().expect("verified").edges();
            for (number, edge) in edges.iter().enumerate().filter(|_| edges.len() > 1) {
                if preds[edge.block.index()].len() > 1 {
                    let cold = data.cold || func.blocks[edge.block.index()].cold;
                    items.push(Item::Split { from, edge: number, cold });
                }
            }
        }
        let mut block_position = vec![None; func.blocks.len()];
        let mut split_position = std::collections::HashMap::new();
        for (position, item) in items.iter().enumerate() {
            match *item {
                Item::Block(block) => block_position[block.index()] = Some(position),
                Item::Split { from, edge, .. } => drop(split_position.insert((from, edge), position)),
            }
        }
        Layout { items, block_position, split_position }
    }

    /// The items in the order in which they are laid out: as the function has its blocks, cold ones last, the middle of
    /// an edge after its source.
    pub(super) fn emission_order(&self, func: &MFunction) -> Vec<usize> {
        let key = |&position: &usize| match self.items[position] {
            Item::Block(Block(0)) => (false, 0, 0),
            Item::Block(block) => (func.blocks[block.index()].cold, block.0, 0),
            Item::Split { from, edge, cold } => (cold, from.0, edge + 1),
        };
        let mut order: Vec<usize> = (0..self.items.len()).collect();
        order.sort_by_key(key);
        order
    }

    pub(super) fn position_of_block(&self, block: Block) -> usize {
        self.block_position[block.index()].expect("successors of reachable blocks are reachable")
    }
}
