//! Blocks and edges: successors, predecessors, orders, and edits of edges.

use super::{BlockId, Edge, Func, Term};

impl Term {
    /// The edges, in order.
    pub fn edges(&self) -> impl Iterator<Item = &Edge> {
        let (a, b) = match self {
            Term::Jump(e) => (Some(e), None),
            Term::Branch { yes, no, .. } => (Some(yes), Some(no)),
            _ => (None, None),
        };
        a.into_iter().chain(b)
    }

    /// The edges, to change them.
    pub fn edges_mut(&mut self) -> impl Iterator<Item = &mut Edge> {
        let (a, b) = match self {
            Term::Jump(e) => (Some(e), None),
            Term::Branch { yes, no, .. } => (Some(yes), Some(no)),
            _ => (None, None),
        };
        a.into_iter().chain(b)
    }

    /// Calls `f` with every value that the end of a block names.
    pub fn each_use(&self, mut f: impl FnMut(super::Val)) {
        if let Term::Branch { test: v, .. } | Term::Return(v) | Term::Yield(v) = self {
            f(*v);
        }
        self.edges().flat_map(|e| &e.args).for_each(|v| f(*v));
    }

    /// Calls `f` with every value that the end of a block names, to replace it.
    pub fn each_use_mut(&mut self, mut f: impl FnMut(&mut super::Val)) {
        if let Term::Branch { test: v, .. } | Term::Return(v) | Term::Yield(v) = self {
            f(v);
        }
        self.edges_mut().flat_map(|e| &mut e.args).for_each(f);
    }
}

/// Where a block's end goes.
pub fn successors(term: &Term) -> impl Iterator<Item = BlockId> + '_ {
    term.edges().map(|e| e.block)
}

/// Blocks that control reaches, in reverse postorder.
pub fn reverse_postorder(func: &Func) -> Vec<BlockId> {
    let mut seen = vec![false; func.blocks.len()];
    let mut post = vec![];
    let mut stack = vec![(BlockId(0), 0usize)];
    seen[0] = true;
    while let Some((b, k)) = stack.pop() {
        match successors(&func.blocks[b.index()].term).nth(k) {
            Some(s) => {
                stack.push((b, k + 1));
                if !std::mem::replace(&mut seen[s.index()], true) {
                    stack.push((s, 0));
                }
            }
            None => post.push(b),
        }
    }
    post.reverse();
    post
}

/// Predecessors of each block among those that control reaches; one entry for each edge.
pub fn predecessors(func: &Func) -> Vec<Vec<BlockId>> {
    let mut preds = vec![vec![]; func.blocks.len()];
    for b in reverse_postorder(func) {
        successors(&func.blocks[b.index()].term).for_each(|s| preds[s.index()].push(b));
    }
    preds
}
