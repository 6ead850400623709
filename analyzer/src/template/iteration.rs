//! Loops, generators, coroutines.

use super::build::Builder;
use super::instruction::Known;
use super::*;
use crate::solve::objects;
use pyspec_abi::blob::flags;
use pyspec_abi::ops::Op;
use pyspec_front::hir::Insn;

impl Builder<'_> {
    pub(super) fn iteration(&mut self, insn: &Insn) {
        let coroutine = self.f.flags & (flags::COROUTINE | flags::ASYNC_GENERATOR) != 0;
        match insn.op {
            Op::FORPREP => {
                let from = self.get(insn.b);
                let to = self.var();
                self.push(Constraint::Iterate { to, from });
                self.set(insn.a as usize, to);
                (1..4).for_each(|k| self.set(insn.a as usize + k, NO_VAR));
            }
            Op::ITER | Op::ITERABLE | Op::AITER | Op::AWAITABLE => {
                let v = self.get(insn.b);
                self.set(insn.a as usize, v);
            }
            Op::NEXT => {
                let from = self.get(insn.b);
                let to = self.define(insn.a);
                self.push(Constraint::Next { to, from });
            }
            Op::ANEXT => {
                let from = self.get(insn.b);
                let to = self.define(insn.a);
                self.push(Constraint::Iterate { to, from });
                self.known[to as usize] = Known::Ready;
            }
            Op::YIELD => {
                let from = self.get(insn.b);
                self.push(Constraint::Copy { from, to: YIELDED });
                let sent = self.object(objects::NONE);
                self.set(insn.a as usize, sent);
                self.env.forget_paths();
            }
            Op::DELEGATE => {
                let from = self.get(insn.b);
                if matches!(self.known[from as usize], Known::Ready) {
                    return self.set(insn.a as usize, from);
                }
                let to = self.define(insn.a);
                let constraint =
                    if coroutine { Constraint::Await { to, from } } else { Constraint::Delegate { to, from } };
                self.push(constraint);
                self.env.forget_paths();
            }
            _ => {}
        }
    }
}
