//! The rules of HIR. Every breach is reported.
//!
//! 1. Every block ends in a terminator and holds no other.
//! 2. Jumps, handlers, places, names, constants and functions exist.
//! 3. The place of a handler's exception is a temporary.
//! 4. No temporary is read that some path has not written.
//! 5. Nothing that is live after a call, or in its handler, lies in the call's window or above it:
//!    the callee's frame overlays it.
//! 6. `MAKEGEN` is the first instruction of generators and coroutines and stands nowhere else.
//! 7. `CHECK` and `CLEAR` are not used on cells; named places are never windows, except as
//!    the targets of `UNPACK` and `UNPACKEX`.

use crate::encode::{Flow, LiveRow};
use crate::hir::{Function, Insn, Module};
use crate::operands::{defs, uses};
use pyspec_abi::blob::{PlaceKind, flags};
use pyspec_abi::ops::{Kind, Op};

/// Every breach of the rules, as `function: block: what`.
pub fn verify(m: &Module) -> Vec<String> {
    let mut v = Verifier { m, breaches: vec![] };
    for f in &m.functions {
        v.function(f);
    }
    v.breaches
}

struct Verifier<'m> {
    m: &'m Module,
    breaches: Vec<String>,
}

impl Verifier<'_> {
    fn breach(&mut self, f: &Function, block: usize, what: impl std::fmt::Display) {
        self.breaches.push(format!("{}: b{block}: {what}", f.qualname));
    }

    fn function(&mut self, f: &Function) {
        let before = self.breaches.len();
        if f.blocks.is_empty() {
            self.breach(f, 0, "no blocks");
        }
        for (b, block) in f.blocks.iter().enumerate() {
            let terminators = block.insns.iter().filter(|i| i.op.is_terminator()).count();
            if terminators != 1 || !block.insns.last().is_some_and(|i| i.op.is_terminator()) {
                self.breach(f, b, "must end in its only terminator");
            }
            if let Some((h, p)) = block.handler {
                if h.0 as usize >= f.blocks.len() {
                    self.breach(f, b, format!("no handler b{}", h.0));
                }
                if (p as usize) < f.named.len() || p as u32 >= f.places {
                    self.breach(f, b, format!("place {p} of the exception is no temporary"));
                }
            }
            for i in &block.insns {
                self.insn(f, b, i);
            }
        }
        if self.breaches.len() == before {
            self.generator(f);
            self.liveness(f);
        }
    }

    fn insn(&mut self, f: &Function, b: usize, i: &Insn) {
        let named = f.named.len() as u32;
        for r in uses(i).chain(defs(i)) {
            if r.end as u32 > f.places {
                self.breach(f, b, format!("{:?} reaches place {} of {}", i.op, r.end, f.places));
            }
        }
        for (kind, &p) in i.op.row().fields.iter().zip(&i.fields()) {
            let targets = matches!(i.op, Op::UNPACK | Op::UNPACKEX);
            let reads_temps = matches!(i.op, Op::INTRINSIC) && i.c <= 1;
            if matches!(kind, Kind::Win | Kind::DefWin) && (p as u32) < named && !targets && !reads_temps {
                self.breach(f, b, format!("{:?} has a window at a named place", i.op));
            }
        }
        for (kind, v) in i.op.row().exts.iter().zip([i.x, i.y as u64]) {
            let limit = match kind {
                Kind::Name => f.names.len(),
                Kind::Const => f.consts.len(),
                Kind::Code => self.m.functions.len(),
                Kind::Jump | Kind::Next => f.blocks.len(),
                _ => continue,
            };
            if v as usize >= limit {
                self.breach(f, b, format!("{:?} names {kind:?} {v} of {limit}", i.op));
            }
        }
        let cell = f.named.get(i.a as usize).is_some_and(|n| matches!(n.kind, PlaceKind::Cell | PlaceKind::Free));
        if i.op == Op::CHECK && (cell || i.a as u32 >= named) {
            self.breach(f, b, "CHECK of what is no local");
        }
    }

    fn generator(&mut self, f: &Function) {
        let is = f.flags & (flags::GENERATOR | flags::COROUTINE | flags::ASYNC_GENERATOR) != 0;
        for (n, b, i) in f.numbered() {
            if (i.op == Op::MAKEGEN) != (is && n == 0) {
                self.breach(f, b.0 as usize, format!("instruction {n} and MAKEGEN"));
            }
        }
    }

    fn liveness(&mut self, f: &Function) {
        let flow = Flow::new(f);
        let entries = flow.solve();
        for p in flow.places(&entries[0]) {
            self.breach(f, 0, format!("place {p} may be read before it is written"));
        }
        for (b, block) in f.blocks.iter().enumerate() {
            let mut bad = vec![];
            flow.walk(block, &entries, |row: LiveRow| {
                if !is_call(row.insn.op) {
                    return;
                }
                // Operands aside, what is live here is live in the callee too.
                let w = row.insn.b;
                let after = flow.places(row.after).filter(|&p| p >= w && p != row.insn.a);
                bad.extend(after.map(|p| format!("{:?} at {w} overlays place {p}", row.insn.op)));
            });
            bad.into_iter().for_each(|what| self.breach(f, b, what));
        }
    }
}

/// Whether a callee's frame may be laid over its window.
fn is_call(op: Op) -> bool {
    use Op::*;
    matches!(op, CALL | CALLKW | CALLSTAR | CALLM | CALLMKW | CALLFOUND | CALLFOUNDKW | CALLSUPER)
}
