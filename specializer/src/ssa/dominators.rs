//! The dominator tree, after Cooper, Harvey and Kennedy: "A Simple, Fast Dominance Algorithm".

use super::cfg::{predecessors, reverse_postorder};
use super::{BlockId, Func};

/// Who dominates whom, among the blocks that control reaches.
pub struct Dominators {
    /// Blocks in reverse postorder.
    pub order: Vec<BlockId>,
    /// Immediate dominator of each block; the entry's is itself, `None`: not reached.
    idom: Vec<Option<BlockId>>,
    children: Vec<Vec<BlockId>>,
    /// Interval of each block in a walk of the tree.
    span: Vec<(u32, u32)>,
}

impl Dominators {
    /// Computes the tree.
    pub fn of(func: &Func) -> Dominators {
        let order = reverse_postorder(func);
        let preds = predecessors(func);
        let mut rank = vec![usize::MAX; func.blocks.len()];
        order.iter().enumerate().for_each(|(i, b)| rank[b.index()] = i);
        let mut idom: Vec<Option<BlockId>> = vec![None; func.blocks.len()];
        idom[0] = Some(BlockId(0));
        let mut changed = true;
        while changed {
            changed = false;
            for &b in &order[1..] {
                let known = preds[b.index()].iter().copied().filter(|p| idom[p.index()].is_some());
                let new = known.reduce(|x, y| intersect(x, y, &idom, &rank));
                changed |= idom[b.index()] != new;
                idom[b.index()] = new;
            }
        }
        let mut children = vec![vec![]; func.blocks.len()];
        for &b in &order[1..] {
            children[idom[b.index()].expect("reached").index()].push(b);
        }
        let mut this = Dominators { order, idom, children, span: vec![(0, 0); func.blocks.len()] };
        this.number();
        this
    }

    fn number(&mut self) {
        let mut clock = 0;
        let mut stack = vec![(BlockId(0), false)];
        while let Some((b, done)) = stack.pop() {
            clock += 1;
            if done {
                self.span[b.index()].1 = clock;
                continue;
            }
            self.span[b.index()].0 = clock;
            stack.push((b, true));
            stack.extend(self.children[b.index()].iter().rev().map(|&c| (c, false)));
        }
    }

    /// Whether control reaches a block.
    pub fn is_reached(&self, b: BlockId) -> bool {
        self.idom[b.index()].is_some()
    }

    /// Whether `a` dominates `b`; every block dominates itself.
    pub fn dominates(&self, a: BlockId, b: BlockId) -> bool {
        let (a, b) = (self.span[a.index()], self.span[b.index()]);
        a.0 <= b.0 && b.1 <= a.1
    }

    /// The closest block that dominates `b`; `None` for the entry.
    pub fn parent(&self, b: BlockId) -> Option<BlockId> {
        self.idom[b.index()].filter(|&p| p != b)
    }

    /// The blocks whose closest dominator is `b`.
    pub fn children(&self, b: BlockId) -> &[BlockId] {
        &self.children[b.index()]
    }
}

fn intersect(mut a: BlockId, mut b: BlockId, idom: &[Option<BlockId>], rank: &[usize]) -> BlockId {
    let up = |x: BlockId| idom[x.index()].expect("above a block that is known");
    while a != b {
        while rank[a.index()] > rank[b.index()] {
            a = up(a);
        }
        while rank[b.index()] > rank[a.index()] {
            b = up(b);
        }
    }
    a
}
