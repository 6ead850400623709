//! Which temporaries are live at each instruction, by a backward dataflow over the blocks.
//!
//! At an instruction the set is what it reads and what is live after it, without what it
//! writes: what it writes holds nothing yet when it allocates or raises. In a block with a
//! handler, what the handler needs is live throughout, except the place of the exception.

use crate::hir::{Block, Function, Insn};
use crate::operands::{defs, uses};
use pyspec_abi::ops::Op;

/// A set of temporaries, bit i for place `named + i`.
pub type Set = Vec<u32>;

/// The live temporaries at every instruction, in the order of their numbers.
pub fn live(f: &Function) -> Vec<Set> {
    let flow = Flow::new(f);
    let entries = flow.solve();
    let mut out = vec![];
    for block in &f.blocks {
        let start = out.len();
        let mut rows = vec![];
        flow.walk(block, &entries, |row| rows.push(row.at.clone()));
        out.resize(start + rows.len(), vec![]);
        for (i, row) in rows.into_iter().rev().enumerate() {
            out[start + i] = row;
        }
    }
    out
}

/// What is known at one instruction.
pub struct LiveRow<'r> {
    pub insn: &'r Insn,
    /// Live while it runs.
    pub at: &'r Set,
    /// Live after it, or in its handler.
    pub after: &'r Set,
}

/// The dataflow over one function.
pub struct Flow<'f> {
    f: &'f Function,
    named: usize,
    width: usize,
}

impl<'f> Flow<'f> {
    pub fn new(f: &'f Function) -> Flow<'f> {
        Flow { f, named: f.named.len(), width: (f.places as usize - f.named.len()).div_ceil(32) }
    }

    /// The places in a set.
    pub fn places<'s>(&self, set: &'s Set) -> impl Iterator<Item = u16> + use<'s> {
        let named = self.named;
        let bits = (0..set.len() * 32).filter(|&bit| set[bit / 32] & 1 << (bit % 32) != 0);
        bits.map(move |bit| (named + bit) as u16)
    }

    /// What is live at the start of each block.
    pub fn solve(&self) -> Vec<Set> {
        let n = self.f.blocks.len();
        let mut entries = vec![vec![0; self.width]; n];
        let mut changed = true;
        while changed {
            changed = false;
            for b in (0..n).rev() {
                let entry = self.walk(&self.f.blocks[b], &entries, |_| {});
                if entry != entries[b] {
                    entries[b] = entry;
                    changed = true;
                }
            }
        }
        entries
    }

    /// Goes backward through a block, showing the set at each instruction.
    pub fn walk(&self, block: &Block, entries: &[Set], mut show: impl FnMut(LiveRow)) -> Set {
        let mut set = vec![0; self.width];
        let mut raised = vec![0; self.width];
        if let Some((h, place)) = block.handler {
            raised.clone_from(&entries[h.0 as usize]);
            self.remove(&mut raised, place..place + 1);
        }
        let mut after = vec![0; self.width];
        let last = block.insns.last().expect("a block ends in a terminator");
        for s in last.successors() {
            union(&mut set, &entries[s.0 as usize]);
        }
        for i in block.insns.iter().rev() {
            if i.op.may_raise() || i.op.row().effect.runs_python() {
                union(&mut set, &raised);
            }
            after.clone_from(&set);
            self.step(i, &mut set);
            // What the handler needs is not what the instruction writes: it writes only if it succeeds.
            if i.op.may_raise() || i.op.row().effect.runs_python() {
                union(&mut set, &raised);
            }
            show(LiveRow { insn: i, at: &set, after: &after });
        }
        set
    }

    fn step(&self, i: &Insn, set: &mut Set) {
        // An exhausted FORNEXT writes no item, but then nothing reads it as a temporary.
        for d in defs(i) {
            self.remove(set, d);
        }
        for u in uses(i) {
            self.insert(set, u);
        }
        if i.op == Op::DELEGATE {
            self.insert(set, i.a..i.a + 1);
        }
    }

    fn insert(&self, set: &mut Set, places: std::ops::Range<u16>) {
        for p in places {
            if let Some(bit) = (p as usize).checked_sub(self.named) {
                set[bit / 32] |= 1 << (bit % 32);
            }
        }
    }

    fn remove(&self, set: &mut Set, places: std::ops::Range<u16>) {
        for p in places {
            if let Some(bit) = (p as usize).checked_sub(self.named) {
                set[bit / 32] &= !(1 << (bit % 32));
            }
        }
    }
}

fn union(a: &mut Set, b: &Set) {
    for (x, y) in a.iter_mut().zip(b) {
        *x |= y;
    }
}
