//! Names: of class and module bodies, globals, cells.

use super::build::Builder;
use super::instruction::Known;
use super::*;
use pyspec_abi::blob::flags;
use pyspec_abi::ops::Op;
use pyspec_front::hir::Insn;

impl Builder<'_> {
    pub(super) fn name_instruction(&mut self, insn: &Insn) {
        match insn.op {
            Op::NEWCELL => {
                let content = self.env.slots[insn.b as usize];
                if let Some((owner, name)) = self.cell(insn.a)
                    && content != NO_VAR
                {
                    self.push(Constraint::SetCell { owner, name, from: content });
                }
                if let Some(slot) = self.cell_slot(insn.a) {
                    self.set(slot as usize, content);
                }
                self.define(insn.a);
            }
            Op::LOADCELL => {
                let content = self.cell_slot(insn.b).map_or(NO_VAR, |s| self.env.slots[s as usize]);
                if content != NO_VAR {
                    return self.set(insn.a as usize, content);
                }
                let to = self.define(insn.a);
                if let Some((owner, name)) = self.cell(insn.b) {
                    self.push(Constraint::Cell { to, owner, name });
                }
            }
            Op::STORECELL => {
                let from = self.get(insn.b);
                if let Some((owner, name)) = self.cell(insn.a) {
                    self.push(Constraint::SetCell { owner, name, from });
                }
                if let Some(slot) = self.cell_slot(insn.a) {
                    self.set(slot as usize, from);
                }
            }
            Op::GETFREE => {
                self.define(insn.a);
            }
            Op::LOADGLOBAL | Op::LOADNAME | Op::LOADCLASSGLOBAL => self.load_name(insn),
            Op::LOADCLASSCELL => {
                let to = self.define(insn.a);
                if let Some((owner, name)) = self.cell(insn.c) {
                    self.push(Constraint::Cell { to, owner, name });
                }
            }
            Op::STOREGLOBAL | Op::STORENAME => self.store_name(insn),
            Op::DELNAME => {
                if let Some(slot) = self.name_slot(insn) {
                    self.set(slot as usize, NO_VAR);
                }
            }
            _ => {}
        }
    }

    fn load_name(&mut self, insn: &Insn) {
        let name = self.name(insn);
        if let Some(slot) = self.name_slot(insn) {
            let v = self.env.slots[slot as usize];
            if v != NO_VAR {
                return self.set(insn.a as usize, v);
            }
        }
        let to = self.define(insn.a);
        self.known[to as usize] = Known::Global(name);
        self.push(Constraint::Global { to, name });
    }

    fn store_name(&mut self, insn: &Insn) {
        let name = self.name(insn);
        let from = self.get(insn.a);
        let in_class = self.f.flags & flags::CLASS != 0 && insn.op == Op::STORENAME;
        if in_class {
            self.push(Constraint::SetAttr { object: FIRST_PARAM, name, from });
            self.class_name(name, from);
        } else {
            self.push(Constraint::SetGlobal { name, from });
            if self.f.flags & flags::MODULE != 0 && self.program.symbols.name(name) == "__all__" {
                let names = self.strings_of(from);
                let module = self.program.functions[self.id as usize].module;
                self.program.modules[module as usize].all = names;
            }
        }
        if let Some(slot) = self.name_slot(insn) {
            self.set(slot as usize, from);
        }
    }
}
