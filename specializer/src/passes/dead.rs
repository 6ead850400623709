//! Removes instructions whose result nothing uses and that do nothing else, and block parameters that nothing uses.
//!
//! ```text
//! v3 = int 0          ; v3 is not used
//! ```
//! A value is used by instructions, terminators and exits; only exits that something names count, and an argument
//! only if its parameter is used. An `unbox` keeps its guard: the guard is what makes a type true, and where it
//! is not, the interpreter may have to raise.

use super::edit::retain_params;
use crate::ssa::{ExitId, Func, Kind, Term, Val};

/// The pass.
pub fn dead(func: &mut Func) {
    let used = Used::of(func).values;
    for block in &mut func.blocks {
        block.insts.retain(|i| i.result.is_none_or(|v| used[v.index()]) || !is_removable(&i.kind));
    }
    retain_params(func, |p| used[p.index()]);
}

struct Used {
    values: Vec<bool>,
    exits: Vec<bool>,
    changed: bool,
}

impl Used {
    /// Goes backwards until nothing changes: uses by what is removable count only if that is used.
    fn of(func: &Func) -> Used {
        let mut used =
            Used { values: vec![false; func.values.len()], exits: vec![false; func.exits.len()], changed: true };
        let order = crate::ssa::cfg::reverse_postorder(func);
        while std::mem::replace(&mut used.changed, false) {
            for b in order.iter().rev() {
                used.block(func, b.index());
            }
        }
        used
    }

    fn block(&mut self, func: &Func, b: usize) {
        let block = &func.blocks[b];
        match &block.term {
            Term::Branch { test: v, .. } | Term::Return(v) | Term::Yield(v) => self.value(*v),
            Term::Exit(x) => self.exit(func, *x),
            Term::Jump(_) | Term::Delegate | Term::Open => {}
        }
        for edge in block.term.edges() {
            let params = &func.blocks[edge.block.index()].params;
            for (p, &a) in params.iter().zip(&edge.args) {
                if self.values[p.index()] {
                    self.value(a);
                }
            }
        }
        for inst in block.insts.iter().rev() {
            if inst.result.is_none_or(|v| self.values[v.index()]) || !is_removable(&inst.kind) {
                inst.kind.each_use(|v| self.value(v));
                inst.kind.each_exit(|x| self.exit(func, x));
            }
        }
    }

    fn value(&mut self, v: Val) {
        self.changed |= !self.values[v.index()];
        self.values[v.index()] = true;
    }

    fn exit(&mut self, func: &Func, x: ExitId) {
        if !std::mem::replace(&mut self.exits[x.index()], true) {
            self.changed = true;
            let frames = func.exits[x.index()].frames.iter();
            frames.flat_map(|f| &f.places).for_each(|&(_, v)| self.value(v));
        }
    }
}

/// Whether an unused one may go: no effect, and no exit that makes something true. That ints overflow is not seen.
fn is_removable(kind: &Kind) -> bool {
    use Kind::*;
    kind.is_pure()
        || kind.is_load()
        || matches!(kind, IntBin { .. } | IntNeg { .. } | Pack { .. } | Instance { .. } | Virtual { .. })
}
