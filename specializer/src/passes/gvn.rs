//! Global value numbering: an instruction that a dominating one has done already is that one.
//!
//! ```text
//! v3 = unbox_float v1 else x0
//! branch v2 then b1() else b2()
//! b1():
//!   v4 = unbox_float v1 else x7      ; is v3
//!   guard_bool v2, true else x8      ; holds here
//! ```
//! Only what depends on operands alone: arithmetic, comparisons, unboxing, checks of words. Facts about the heap,
//! which calls may break, are `memory`'s. A tested bool is known where only one way of the test leads.

use super::edit::{Replace, branch_into};
use crate::ssa::cfg::predecessors;
use crate::ssa::dominators::Dominators;
use crate::ssa::{BlockId, Cc, ExitId, Func, Inst, IntOp, Kind, Term, Val};
use std::collections::HashMap;

/// The pass.
pub fn gvn(func: &mut Func) {
    let doms = Dominators::of(func);
    let preds = predecessors(func);
    let mut pass = Gvn { replace: Replace::of(func), known: HashMap::new(), tests: HashMap::new(), undo: vec![] };
    let mut stack = vec![Step::Enter(BlockId(0))];
    while let Some(step) = stack.pop() {
        match step {
            Step::Enter(b) => {
                stack.push(Step::Leave(pass.undo.len()));
                stack.extend(doms.children(b).iter().rev().map(|&c| Step::Enter(c)));
                if let Some((test, holds)) = branch_into(func, &preds, b) {
                    pass.learn_test(test, holds);
                }
                pass.block(func, b);
            }
            Step::Leave(mark) => pass.forget(mark),
        }
    }
    pass.replace.apply_to_exits(func);
}

enum Step {
    Enter(BlockId),
    Leave(usize),
}

enum Undo {
    Kind(Kind),
    Test(Val, Option<bool>),
}

struct Gvn {
    replace: Replace,
    /// What is computed or checked here, exits left out; the value if there is one.
    known: HashMap<Kind, Option<Val>>,
    /// Bools of which the value is known.
    tests: HashMap<Val, bool>,
    undo: Vec<Undo>,
}

impl Gvn {
    fn forget(&mut self, mark: usize) {
        for undo in self.undo.drain(mark..).rev() {
            match undo {
                Undo::Kind(kind) => drop(self.known.remove(&kind)),
                Undo::Test(v, Some(before)) => drop(self.tests.insert(v, before)),
                Undo::Test(v, None) => drop(self.tests.remove(&v)),
            }
        }
    }

    fn learn_test(&mut self, v: Val, holds: bool) {
        let v = self.replace.find(v);
        let before = self.tests.insert(v, holds);
        self.undo.push(Undo::Test(v, before));
    }

    fn block(&mut self, func: &mut Func, b: BlockId) {
        let mut insts = std::mem::take(&mut func.blocks[b.index()].insts);
        insts.retain_mut(|inst| self.keeps(inst));
        let block = &mut func.blocks[b.index()];
        block.insts = insts;
        block.term.each_use_mut(|v| *v = self.replace.find(*v));
        if let Term::Branch { test, yes, no } = &block.term
            && let Some(&holds) = self.tests.get(test)
        {
            block.term = Term::Jump(if holds { yes.clone() } else { no.clone() });
        }
    }

    /// Whether an instruction stays.
    fn keeps(&mut self, inst: &mut Inst) -> bool {
        inst.kind.each_use_mut(|v| *v = self.replace.find(*v));
        if let Kind::GuardBool { a, expect, .. } = inst.kind {
            if self.tests.get(&a) == Some(&expect) {
                return false;
            }
            self.learn_test(a, expect);
            return true;
        }
        if !inst.kind.is_pure() && !inst.kind.is_lasting_check() {
            return true;
        }
        let key = key(&inst.kind);
        // What is the same with an overflow that leaves is the same where none can be.
        let found = self.known.get(&key).or_else(|| self.known.get(&checked(&key)?)).copied();
        match (found, inst.result) {
            (Some(Some(w)), Some(v)) => {
                self.replace.set(v, w);
                false
            }
            (Some(_), _) => false,
            (None, result) => {
                self.known.insert(key.clone(), result);
                self.undo.push(Undo::Kind(key));
                true
            }
        }
    }
}

/// An instruction without its exits, operands of what commutes in order.
fn key(kind: &Kind) -> Kind {
    let mut key = kind.clone();
    key.each_exit_mut(|x| *x = ExitId(u32::MAX));
    match &mut key {
        Kind::IntBin { op: IntOp::Add | IntOp::Mul, a, b, .. }
        | Kind::IntBit { a, b, .. }
        | Kind::Is { a, b }
        | Kind::IntCmp { cc: Cc::Eq | Cc::Ne, a, b }
            if *a > *b =>
        {
            std::mem::swap(a, b)
        }
        _ => {}
    }
    key
}

/// The same arithmetic with an overflow that leaves.
fn checked(key: &Kind) -> Option<Kind> {
    let exit = Some(ExitId(u32::MAX));
    match *key {
        Kind::IntBin { op, a, b, overflow: None } => Some(Kind::IntBin { op, a, b, overflow: exit }),
        Kind::IntNeg { a, overflow: None } => Some(Kind::IntNeg { a, overflow: exit }),
        _ => None,
    }
}
