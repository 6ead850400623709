//! Folds constants and identities that hold in Python, and cancels boxing.
//!
//! ```text
//! v3 = box v2
//! v4 = unbox_float v3 else x0      ; is v2
//! v6 = int_mod v5, 8 else x1       ; int_bit and v5, 7: the remainder has the divisor's sign
//! ```
//! Floats are folded as the machine would compute them; `x + 0.0` stays, since `-0.0 + 0.0` is `0.0`.

mod arith;
mod boxing;
mod pack;

use super::edit::{Replace, definitions};
use crate::ssa::cfg::reverse_postorder;
use crate::ssa::{Func, Inst, Kind, Term, Val};
use crate::types::Rep;

/// What becomes of an instruction.
enum Folded {
    /// Its result is another value's.
    Is(Val),
    /// It is another instruction.
    Becomes(Kind),
    /// The same, with a constant int as second operand that has to be made.
    WithInt(i64, fn(&Kind, Val) -> Kind),
    /// A check that holds.
    Holds,
}

/// The pass.
pub fn fold(func: &mut Func) {
    let mut fold = Fold { kinds: definitions(func), reps: func.values.iter().map(|v| v.rep).collect() };
    let mut replace = Replace::of(func);
    for b in reverse_postorder(func) {
        let insts = std::mem::take(&mut func.blocks[b.index()].insts);
        let mut kept = Vec::with_capacity(insts.len());
        for mut inst in insts {
            inst.kind.each_use_mut(|v| *v = replace.find(*v));
            while let Some(folded) = fold.instruction(&inst.kind) {
                match folded {
                    Folded::Is(w) => {
                        replace.set(inst.result.expect("a value"), w);
                        inst.result = None;
                        break;
                    }
                    Folded::Holds => {
                        inst.result = None;
                        break;
                    }
                    Folded::Becomes(kind) => inst.kind = kind,
                    Folded::WithInt(n, make) => {
                        let v = func.value(Rep::Int);
                        fold.push(Kind::Int(n), Rep::Int);
                        kept.push(Inst { result: Some(v), kind: Kind::Int(n) });
                        inst.kind = make(&inst.kind, v);
                    }
                }
                if let Some(v) = inst.result {
                    fold.kinds[v.index()] = Some(inst.kind.clone());
                }
            }
            // What was folded away has lost its result, though its row gives one; a check that holds has none.
            if inst.result.is_some() || (inst.kind.result().is_none() && fold.stays(&inst.kind)) {
                kept.push(inst);
            }
        }
        func.blocks[b.index()].insts = kept;
        let mut term = std::mem::take(&mut func.blocks[b.index()].term);
        term.each_use_mut(|v| *v = replace.find(*v));
        func.blocks[b.index()].term = fold.terminator(term);
    }
    replace.apply(func);
}

struct Fold {
    kinds: Vec<Option<Kind>>,
    reps: Vec<Rep>,
}

impl Fold {
    fn push(&mut self, kind: Kind, rep: Rep) {
        self.kinds.push(Some(kind));
        self.reps.push(rep);
    }

    fn kind(&self, v: Val) -> Option<&Kind> {
        self.kinds.get(v.index())?.as_ref()
    }

    fn int(&self, v: Val) -> Option<i64> {
        if let Some(Kind::Int(i)) = self.kind(v) { Some(*i) } else { None }
    }

    fn float(&self, v: Val) -> Option<f64> {
        if let Some(Kind::Float(bits)) = self.kind(v) { Some(f64::from_bits(*bits)) } else { None }
    }

    fn bool(&self, v: Val) -> Option<bool> {
        if let Some(Kind::Bool(b)) = self.kind(v) { Some(*b) } else { None }
    }

    fn instruction(&self, kind: &Kind) -> Option<Folded> {
        self.int_arithmetic(kind)
            .or_else(|| self.float_arithmetic(kind))
            .or_else(|| self.test(kind))
            .or_else(|| self.boxing(kind))
            .or_else(|| self.unpacking(kind))
    }

    /// Whether an instruction without result is no check that holds.
    fn stays(&self, kind: &Kind) -> bool {
        !matches!(self.instruction(kind), Some(Folded::Holds))
    }

    /// A branch on what is known, or on a negation.
    fn terminator(&self, term: Term) -> Term {
        let Term::Branch { test, yes, no } = term else { return term };
        match self.kind(test) {
            Some(Kind::Bool(true)) => Term::Jump(yes),
            Some(Kind::Bool(false)) => Term::Jump(no),
            Some(&Kind::BoolNot { a }) => self.terminator(Term::Branch { test: a, yes: no, no: yes }),
            _ => Term::Branch { test, yes, no },
        }
    }
}
