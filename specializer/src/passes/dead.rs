//! Removes instructions whose result nothing uses and that do nothing else.
//!
//! ```text
//! v3 = int 0          ; v3 is not used
//! ```
//! A value is used by instructions, terminators and exits; only exits that something names count. An
//! `unbox` keeps its guard: it is removed only together with its use, since the guard is what makes a type true.

use crate::ssa::{Func, Kind, Term, Val};

/// The pass.
pub fn dead(func: &mut Func) {
    let used = used_values(func);
    for block in &mut func.blocks {
        block.insts.retain(|i| i.result.is_none_or(|v| used[v.index()]) || !is_removable(&i.kind));
    }
}

fn used_values(func: &Func) -> Vec<bool> {
    let mut used = vec![false; func.values.len()];
    let mut exits = vec![false; func.exits.len()];
    // Uses by removable instructions count only if those are used: go backwards until nothing changes.
    loop {
        let mut changed = false;
        let mut mark = |v: Val, used: &mut Vec<bool>| {
            changed |= !used[v.index()];
            used[v.index()] = true;
        };
        for block in func.blocks.iter().rev() {
            match &block.term {
                Term::Jump(e) => e.args.iter().for_each(|&v| mark(v, &mut used)),
                Term::Branch { test, yes, no } => {
                    mark(*test, &mut used);
                    yes.args.iter().chain(&no.args).for_each(|&v| mark(v, &mut used));
                }
                Term::Return(v) => mark(*v, &mut used),
                Term::Exit(x) => exits[x.index()] = true,
                Term::Open => {}
            }
            for inst in block.insts.iter().rev() {
                if inst.result.is_some_and(|v| !used[v.index()]) && is_removable(&inst.kind) {
                    continue;
                }
                inst.kind.each_use(|v| mark(v, &mut used));
                inst.kind.each_exit(|x| exits[x.index()] = true);
            }
        }
        for (exit, _) in func.exits.iter().zip(&exits).filter(|(_, named)| **named) {
            exit.frames.iter().flat_map(|f| &f.places).for_each(|&(_, v)| mark(v, &mut used));
        }
        if !changed {
            return used;
        }
    }
}

/// Whether an unused one may go: no effect, and no exit that makes something true.
fn is_removable(kind: &Kind) -> bool {
    use Kind::*;
    matches!(
        kind,
        Int(_)
            | Float(_)
            | Bool(_)
            | Tagged(_)
            | IntBit { .. }
            | IntNot { .. }
            | RangeCount { .. }
            | IntCmp { .. }
            | IntToFloat { .. }
            | BoolToInt { .. }
            | FloatBin { .. }
            | FloatNeg { .. }
            | FloatAbs { .. }
            | FloatSqrt { .. }
            | FloatCmp { .. }
            | BoolNot { .. }
            | Is { .. }
            | Box { .. }
            | Load { .. }
            | LoadLen { .. }
            | LoadItem { .. }
            | LoadTupleItem { .. }
            | Site { .. }
            | LoadPlace { .. }
            | FrameFunction
            | PlaceAddr { .. }
            | IntBin { overflow: None, .. }
            | IntNeg { overflow: None, .. }
    )
}
