//! Peels the first iteration off innermost loops whose checks do not change from one to the next.
//!
//! ```text
//! b1(v2):                          b5(v12): guard_map v0 …, branch … then b6() else b3()
//!   guard_map v0 … else x1         b6(): jump b1(v14)
//!   …                       →      b1(v2): guard_map v0 …      ; dominated by the one in b5
//!   branch … then b2() else b3()
//! ```
//! The copy comes before the loop and has exits of its own, each with the state of its place: so a guard that leaves
//! the loop needs no other resume point. `gvn` and `memory` then find that the loop's own guards hold. A parameter
//! that is an int before the first iteration and a float after each is a float in what is left of the loop.

mod repair;

use crate::ssa::dominators::Dominators;
use crate::ssa::loops::{Loop, is_innermost, loops};
use crate::ssa::{BlockId, ExitId, Func, Kind, Term, Val};
use crate::types::Rep;
use std::collections::{HashMap, HashSet};

/// Instructions that a loop may have to be copied, and a function to have it done.
const LARGEST_LOOP: usize = 400;
const LARGEST_FUNCTION: usize = 6000;

/// The pass.
pub fn peel(func: &mut Func) {
    let doms = Dominators::of(func);
    let all = loops(func, &doms);
    let chosen: Vec<Loop> =
        all.iter().filter(|l| is_innermost(l, &all) && is_worth_it(func, &doms, l)).cloned().collect();
    for l in &chosen {
        if func.blocks.iter().map(|b| b.insts.len()).sum::<usize>() < LARGEST_FUNCTION {
            copy_before(func, l);
        }
    }
}

/// Whether the loop has, on each way round, a check or load whose operands come from outside, or a tagged parameter.
fn is_worth_it(func: &Func, doms: &Dominators, l: &Loop) -> bool {
    let size: usize = l.blocks.iter().map(|b| func.blocks[b.index()].insts.len()).sum();
    if size > LARGEST_LOOP || l.entering.is_empty() || virtuals_leave(func, l) {
        return false;
    }
    let mut inside = vec![false; func.values.len()];
    let mut calls = false;
    for &b in &l.blocks {
        let block = &func.blocks[b.index()];
        block.params.iter().for_each(|p| inside[p.index()] = true);
        block.insts.iter().filter_map(|i| i.result).for_each(|v| inside[v.index()] = true);
        calls |= block.insts.iter().any(|i| i.kind.runs_python());
    }
    let always = |b: &BlockId| l.latches.iter().all(|&latch| doms.dominates(*b, latch));
    let gains = |kind: &Kind| {
        let mut fixed = true;
        kind.each_use(|v| fixed &= !inside[v.index()]);
        let lasts = matches!(
            kind,
            Kind::UnboxInt { .. } | Kind::UnboxFloat { .. } | Kind::UnboxNumber { .. } | Kind::UnboxBool { .. }
        );
        let of_heap = matches!(kind, Kind::GuardMap { .. } | Kind::GuardAlive { .. }) || kind.is_load();
        fixed && (lasts || matches!(kind, Kind::CheckIndex { .. } | Kind::GuardBool { .. }) || (of_heap && !calls))
    };
    let turns_tagged = func.blocks[l.header.index()].params.iter().any(|&p| func.rep(p) == Rep::Tagged);
    turns_tagged
        || l.blocks.iter().filter(|b| always(b)).any(|b| func.blocks[b.index()].insts.iter().any(|i| gains(&i.kind)))
}

/// Whether what is made nowhere is named behind the loop: two of it could not be merged there.
fn virtuals_leave(func: &Func, l: &Loop) -> bool {
    let insts = |b: &BlockId| &func.blocks[b.index()].insts;
    let inside: HashSet<Val> = l
        .blocks
        .iter()
        .flat_map(insts)
        .filter(|i| matches!(i.kind, Kind::Virtual { .. }))
        .filter_map(|i| i.result)
        .collect();
    if inside.is_empty() {
        return false;
    }
    let mut leaves = false;
    let exit_names = |x: ExitId| {
        let places = func.exits[x.index()].frames.iter().flat_map(|f| &f.places);
        places.into_iter().any(|(_, v)| inside.contains(v))
    };
    for (b, block) in func.blocks.iter().enumerate() {
        if l.blocks.contains(&BlockId(b as u32)) {
            continue;
        }
        for inst in &block.insts {
            inst.kind.each_use(|v| leaves |= inside.contains(&v));
            inst.kind.each_exit(|x| leaves |= exit_names(x));
        }
        if let Term::Exit(x) = block.term {
            leaves |= exit_names(x);
        }
    }
    leaves
}

/// Copies the loop's blocks; entries go to the copy, whose ways back go to the loop.
fn copy_before(func: &mut Func, l: &Loop) {
    let mut copy = Copy { values: HashMap::new(), blocks: HashMap::new() };
    for &b in &l.blocks {
        let new = func.block();
        copy.blocks.insert(b, new);
        for v in func.blocks[b.index()].params.clone() {
            copy.value(func, v);
        }
        let results: Vec<Val> = func.blocks[b.index()].insts.iter().filter_map(|i| i.result).collect();
        results.into_iter().for_each(|v| copy.value(func, v));
    }
    for &b in &l.blocks {
        let mut block = func.blocks[b.index()].clone();
        block.params.iter_mut().for_each(|p| *p = copy.values[p]);
        for inst in &mut block.insts {
            inst.result = inst.result.map(|v| copy.values[&v]);
            inst.kind.each_use_mut(|v| *v = copy.renamed(*v));
            inst.kind.each_exit_mut(|x| *x = copy.exit(func, *x));
        }
        block.term.each_use_mut(|v| *v = copy.renamed(*v));
        if let Term::Exit(x) = &mut block.term {
            *x = copy.exit(func, *x);
        }
        for edge in block.term.edges_mut().filter(|e| e.block != l.header) {
            edge.block = copy.blocks.get(&edge.block).copied().unwrap_or(edge.block);
        }
        let new = copy.blocks[&b];
        func.blocks[new.index()] = block;
    }
    let first = copy.blocks[&l.header];
    for &b in &l.entering {
        func.blocks[b.index()].term.edges_mut().filter(|e| e.block == l.header).for_each(|e| e.block = first);
    }
    repair::repair(func, &l.blocks, &copy.values);
}

struct Copy {
    values: HashMap<Val, Val>,
    blocks: HashMap<BlockId, BlockId>,
}

impl Copy {
    fn value(&mut self, func: &mut Func, v: Val) {
        let new = func.value(func.rep(v));
        self.values.insert(v, new);
    }

    fn renamed(&self, v: Val) -> Val {
        self.values.get(&v).copied().unwrap_or(v)
    }

    fn exit(&self, func: &mut Func, x: ExitId) -> ExitId {
        let mut exit = func.exits[x.index()].clone();
        exit.frames.iter_mut().flat_map(|f| &mut f.places).for_each(|(_, v)| *v = self.renamed(*v));
        func.exits.push(exit);
        ExitId(func.exits.len() as u32 - 1)
    }
}
