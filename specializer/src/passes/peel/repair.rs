//! Makes SSA of values that have two definitions, after Braun and others: "Simple and Efficient Construction of Static
//! Single Assignment Form".
//!
//! A use outside the loop takes what the last definition on the way gave; where ways meet, a parameter is made. Those that
//! always hold one value are `params`'s to remove.

use crate::ssa::cfg::predecessors;
use crate::ssa::{BlockId, ExitId, Func, Val};
use std::collections::{HashMap, HashSet};

/// `copies`: the second definition of each value that the blocks `inside` define.
pub(super) fn repair(func: &mut Func, inside: &[BlockId], copies: &HashMap<Val, Val>) {
    let preds = predecessors(func);
    let mut defined = HashMap::new();
    for (i, block) in func.blocks.iter().enumerate() {
        let results = block.insts.iter().filter_map(|i| i.result);
        defined.extend(block.params.iter().copied().chain(results).map(|v| (v, BlockId(i as u32))));
    }
    let inside: HashSet<BlockId> = inside.iter().copied().collect();
    let copied: HashSet<BlockId> = copies.values().map(|v| defined[v]).collect();
    let mut repair = Repair { preds, defined, copies, at_start: HashMap::new() };
    for b in 0..func.blocks.len() as u32 {
        let b = BlockId(b);
        if !inside.contains(&b) && !copied.contains(&b) {
            repair.block(func, b);
        }
    }
}

struct Repair<'a> {
    preds: Vec<Vec<BlockId>>,
    /// Block of each definition.
    defined: HashMap<Val, BlockId>,
    copies: &'a HashMap<Val, Val>,
    /// What a value is at a block's start.
    at_start: HashMap<(Val, BlockId), Val>,
}

impl Repair<'_> {
    fn block(&mut self, func: &mut Func, b: BlockId) {
        let mut insts = std::mem::take(&mut func.blocks[b.index()].insts);
        for inst in &mut insts {
            inst.kind.each_use_mut(|v| *v = self.used(func, *v, b));
            inst.kind.each_exit_mut(|x| *x = self.exit(func, *x, b));
        }
        func.blocks[b.index()].insts = insts;
        // Arguments that are added meanwhile belong to parameters that are being made: they are right already.
        let mut uses = vec![];
        func.blocks[b.index()].term.each_use(|v| uses.push(v));
        let new: HashMap<Val, Val> = uses.into_iter().map(|v| (v, self.used(func, v, b))).collect();
        func.blocks[b.index()].term.each_use_mut(|v| *v = new.get(v).copied().unwrap_or(*v));
        if let crate::ssa::Term::Exit(x) = func.blocks[b.index()].term {
            let x = self.exit(func, x, b);
            func.blocks[b.index()].term = crate::ssa::Term::Exit(x);
        }
    }

    fn used(&mut self, func: &mut Func, v: Val, b: BlockId) -> Val {
        if self.copies.contains_key(&v) { self.start(func, v, b) } else { v }
    }

    /// An exit of its own, if it names what has two definitions.
    fn exit(&mut self, func: &mut Func, x: ExitId, b: BlockId) -> ExitId {
        let mut exit = func.exits[x.index()].clone();
        let places = exit.frames.iter_mut().flat_map(|f| &mut f.places);
        let mut changed = false;
        for (_, v) in places {
            let new = self.used(func, *v, b);
            changed |= new != *v;
            *v = new;
        }
        if !changed {
            return x;
        }
        func.exits.push(exit);
        ExitId(func.exits.len() as u32 - 1)
    }

    fn end(&mut self, func: &mut Func, v: Val, b: BlockId) -> Val {
        let copy = self.copies[&v];
        if self.defined[&v] == b {
            v
        } else if self.defined[&copy] == b {
            copy
        } else {
            self.start(func, v, b)
        }
    }

    fn start(&mut self, func: &mut Func, v: Val, b: BlockId) -> Val {
        if let Some(&known) = self.at_start.get(&(v, b)) {
            return known;
        }
        let preds = self.preds[b.index()].clone();
        if let [p] = preds[..] {
            let known = self.end(func, v, p);
            self.at_start.insert((v, b), known);
            return known;
        }
        assert!(!preds.is_empty(), "{v} is used where no definition leads");
        let param = func.value(func.rep(v));
        self.at_start.insert((v, b), param);
        func.blocks[b.index()].params.push(param);
        let mut preds = preds;
        preds.sort();
        preds.dedup();
        for p in preds {
            let arg = self.end(func, v, p);
            func.blocks[p.index()].term.edges_mut().filter(|e| e.block == b).for_each(|e| e.args.push(arg));
        }
        param
    }
}
