//! A slice of a list that is only stored into a slice of a list is not made.
//!
//! ```text
//! v7 = help list_slice, [v1, v2, v3, v4] else x1      ; v1[v2:v3:v4]
//! v8 = help set_list_slice, [v5, v6, v9, v7] else x2  ; v5[v6:v9] = v7, the only use
//! becomes
//! v7 = virtual list, [v1, v2, v3, v4]                 ; for whoever leaves in between
//! v8 = help copy_list_slice, [v5, v6, v9, v1, v2, v3, v4] else x2
//! ```
//! Between the two nothing may write lists. Whoever leaves by x2 does so because memory is out: the handler needs no
//! temporary.

use crate::ssa::{ExitId, Func, Inst, Kind, Val};
use pyspec_abi::helpers::Helper;
use pyspec_abi::types as id;

/// The pass.
pub fn slices(func: &mut Func) {
    for b in 0..func.blocks.len() {
        let mut at = 0;
        while at < func.blocks[b].insts.len() {
            match stored(func, b, at) {
                Some(to) => fuse(func, b, at, to),
                None => at += 1,
            }
        }
    }
}

/// Where the slice that an instruction makes is stored, if that is its only use.
fn stored(func: &Func, b: usize, at: usize) -> Option<usize> {
    let insts = &func.blocks[b].insts;
    let Inst { result: Some(made), kind: Kind::Help { helper: Helper::ListSlice, .. } } = &insts[at] else {
        return None;
    };
    let behind = insts[at + 1..].iter().take_while(|i| i.kind.is_pure() || i.kind.is_lasting_check()).count();
    let to = at + 1 + behind;
    let Kind::Help { helper: Helper::SetListSlice, args, exit: Some(exit) } = &insts.get(to)?.kind else {
        return None;
    };
    let mut may = vec![*exit];
    insts[at + 1..to].iter().for_each(|i| i.kind.each_exit(|x| may.push(x)));
    (args[3] == *made && !args[..3].contains(made) && is_unused_elsewhere(func, *made, (b, to), &may)).then_some(to)
}

/// Whether nothing but the instruction at `at` and exits that may refer to a value does.
fn is_unused_elsewhere(func: &Func, v: Val, at: (usize, usize), may: &[ExitId]) -> bool {
    let mut used = false;
    let mut look = |w: Val| used |= w == v;
    for (b, block) in func.blocks.iter().enumerate() {
        let others = block.insts.iter().enumerate().filter(|(i, _)| (b, *i) != at);
        others.for_each(|(_, inst)| inst.kind.each_use(&mut look));
        block.term.each_use(&mut look);
    }
    let exits = func.exits.iter().enumerate().filter(|(x, _)| !may.contains(&ExitId(*x as u32)));
    exits.flat_map(|(_, x)| &x.frames).flat_map(|f| &f.places).for_each(|(_, w)| look(*w));
    !used
}

fn fuse(func: &mut Func, b: usize, at: usize, to: usize) {
    let insts = &mut func.blocks[b].insts;
    let made = insts[at].result.expect("a slice");
    let Kind::Help { args: from, .. } = insts[at].kind.clone() else { unreachable!("it makes a slice") };
    insts[at].kind = Kind::Virtual { map: id::LIST, items: from.clone() };
    let Kind::Help { helper, args, exit: Some(exit) } = &mut insts[to].kind else { unreachable!("it stores a slice") };
    *helper = Helper::CopyListSlice;
    args.pop();
    args.extend(from);
    let places = func.exits[exit.0 as usize].frames.iter_mut();
    places.for_each(|f| f.places.retain(|(_, v)| *v != made));
}
