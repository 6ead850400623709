//! Attributes, items and slices.

use super::build::Builder;
use super::instruction::Known;
use super::*;
use pyspec_abi::ops::Op;
use pyspec_front::hir::Insn;

impl Builder<'_> {
    pub(super) fn attribute(&mut self, insn: &Insn) {
        match insn.op {
            Op::GETATTR => {
                let (object, name) = (self.get(insn.b), self.name(insn));
                if let Some(v) = self.env.path(object, name) {
                    return self.set(insn.a as usize, v);
                }
                let to = self.define(insn.a);
                self.push(Constraint::GetAttr { to, object, name });
                self.known[to as usize] = Known::Attribute(name);
                self.env.loaded(object, name, to);
            }
            Op::SETATTR => {
                let (object, from, name) = (self.get(insn.a), self.get(insn.b), self.name(insn));
                self.push(Constraint::SetAttr { object, name, from });
                self.env.stored(object, name, from);
                self.out.events.push(Event::Store { object, name });
            }
            Op::DELATTR => {
                let (object, name) = (self.get(insn.a), self.name(insn));
                self.env.forget_paths();
                self.out.events.push(Event::Delete { object, name });
            }
            Op::GETSUPER => {
                let (receiver, name) = (self.get(insn.b + 2), self.name(insn));
                let object = self.super_object(receiver);
                let to = self.define(insn.a);
                self.push(Constraint::GetAttr { to, object, name });
            }
            _ => {
                let from = self.get(insn.b);
                let to = self.define(insn.a);
                self.push(Constraint::Special { to, from, number: u32::from(insn.c) });
            }
        }
    }

    pub(super) fn super_object(&mut self, from: Var) -> Var {
        let to = self.var();
        if let Some(class) = self.program.functions[self.id as usize].class {
            self.push(Constraint::Super { to, class, from });
        }
        to
    }

    pub(super) fn item(&mut self, insn: &Insn) {
        match insn.op {
            Op::GETITEM => {
                let (object, key) = (self.get(insn.b), self.get(insn.c));
                let index = self.index_of(key);
                let to = self.define(insn.a);
                self.push(Constraint::GetItem { to, object, index, key });
            }
            Op::GETSLICE => {
                let object = self.get(insn.b);
                let to = self.define(insn.a);
                self.push(Constraint::GetSlice { to, object });
            }
            Op::SETITEM => {
                let (object, key, from) = (self.get(insn.a), self.get(insn.b), self.get(insn.c));
                if let Known::Global(name) = self.known[object as usize]
                    && self.program.symbols.name(name) == "__annotations__"
                {
                    self.text_annotation(key, from);
                }
                let index = self.index_of(key);
                self.push(Constraint::SetItem { object, index, key, from });
            }
            Op::SETSLICE => {
                let (object, from) = (self.get(insn.a), self.get(insn.c));
                self.push(Constraint::Spread { object, from });
            }
            Op::SLICE => {
                let to = self.define(insn.a);
                self.push(Constraint::New { to, kind: Container::Slice });
            }
            _ => {}
        }
    }
}
