//! Edits that passes share: values replaced by others, parameters taken out.

use crate::ssa::{BlockId, Func, Kind, Val};

/// Values that stand for others: what replaces a value dominates it.
pub(super) struct Replace {
    to: Vec<Val>,
    any: bool,
}

impl Replace {
    pub(super) fn of(func: &Func) -> Replace {
        Replace { to: (0..func.values.len() as u32).map(Val).collect(), any: false }
    }

    /// `v` is `w` from now on.
    pub(super) fn set(&mut self, v: Val, w: Val) {
        let w = self.find(w);
        debug_assert_ne!(v, w, "a value cannot replace itself");
        self.to[v.index()] = w;
        self.any = true;
    }

    /// What stands for a value.
    pub(super) fn find(&self, mut v: Val) -> Val {
        while let Some(&w) = self.to.get(v.index()) {
            if w == v {
                break;
            }
            v = w;
        }
        v
    }

    /// Whether anything is replaced.
    pub(super) fn is_any(&self) -> bool {
        self.any
    }

    /// Replaces everywhere.
    pub(super) fn apply(&self, func: &mut Func) {
        if !self.any {
            return;
        }
        for block in &mut func.blocks {
            block.insts.iter_mut().for_each(|i| i.kind.each_use_mut(|v| *v = self.find(*v)));
            block.term.each_use_mut(|v| *v = self.find(*v));
        }
        self.apply_to_exits(func);
    }

    /// Replaces in exits.
    pub(super) fn apply_to_exits(&self, func: &mut Func) {
        let places = func.exits.iter_mut().flat_map(|x| &mut x.frames).flat_map(|f| &mut f.places);
        places.for_each(|(_, v)| *v = self.find(*v));
    }
}

/// Keeps the parameters for which `keep` holds, and the arguments for them.
pub(super) fn retain_params(func: &mut Func, keep: impl Fn(Val) -> bool) {
    let kept: Vec<Vec<bool>> = func.blocks.iter().map(|b| b.params.iter().map(|&p| keep(p)).collect()).collect();
    for block in &mut func.blocks {
        block.params.retain(|&p| keep(p));
        for edge in block.term.edges_mut() {
            let mut flags = kept[edge.block.index()].iter();
            edge.args.retain(|_| *flags.next().expect("an argument for each parameter"));
        }
    }
}

/// What defines each value, where that is an instruction: its kind.
pub(super) fn definitions(func: &Func) -> Vec<Option<Kind>> {
    let mut kinds = vec![None; func.values.len()];
    for inst in func.blocks.iter().flat_map(|b| &b.insts) {
        if let Some(v) = inst.result {
            kinds[v.index()] = Some(inst.kind.clone());
        }
    }
    kinds
}

/// Arguments that arrive at each parameter, over the edges of blocks that control reaches.
pub(super) fn incoming(func: &Func) -> Vec<Vec<Val>> {
    let mut args = vec![vec![]; func.values.len()];
    for b in crate::ssa::cfg::reverse_postorder(func) {
        for edge in func.blocks[b.index()].term.edges() {
            let params = &func.blocks[edge.block.index()].params;
            params.iter().zip(&edge.args).for_each(|(p, a)| args[p.index()].push(*a));
        }
    }
    args
}

/// The only predecessor of a block and whether it comes by the `yes` edge of a branch to two blocks.
pub(super) fn branch_into(func: &Func, preds: &[Vec<BlockId>], b: BlockId) -> Option<(Val, bool)> {
    let [p] = preds[b.index()][..] else { return None };
    match &func.blocks[p.index()].term {
        crate::ssa::Term::Branch { test, yes, no } if yes.block != no.block => Some((*test, yes.block == b)),
        _ => None,
    }
}
