//! Import statements.

use super::build::Builder;
use super::instruction::Known;
use super::*;
use crate::solve::objects;
use pyspec_abi::intrinsics::Intrinsic;
use pyspec_front::hir::Insn;

impl Builder<'_> {
    pub(super) fn import(&mut self, intrinsic: Intrinsic, insn: &Insn) {
        match intrinsic {
            Intrinsic::Import => {
                let name = self.get(insn.b);
                let text = self.text_of(name).unwrap_or_default();
                let from_list = self.get(insn.b + 1);
                let level = match self.env.slots[insn.b as usize + 2] {
                    NO_VAR => 0,
                    v => match self.known[v as usize] {
                        Known::Immediate { int: Some(i), .. } => i,
                        _ => 0,
                    },
                };
                let none = matches!(self.known[from_list as usize], Known::Immediate { object: objects::NONE, .. });
                let absolute = self.absolute(&text, level);
                let name = self.program.symbols.get(&absolute);
                let to = self.define(insn.a);
                self.known[to as usize] = Known::Module(name);
                self.push(Constraint::Import { to, name, top: none });
            }
            Intrinsic::ImportStar => {
                let module = self.get(insn.b);
                if let Known::Module(module) = self.known[module as usize] {
                    self.push(Constraint::ImportStar { module });
                }
                self.define(insn.a);
            }
            _ => {
                let (module, name) = (self.get(insn.b), self.get(insn.b + 1));
                let name = self.symbol_of(name).unwrap_or_default();
                let to = self.define(insn.a);
                match self.known[module as usize] {
                    Known::Module(module) if intrinsic == Intrinsic::ImportFrom => {
                        self.push(Constraint::ImportFrom { to, module, name });
                        self.known[to as usize] = Known::Attribute(name);
                    }
                    _ => self.push(Constraint::GetAttr { to, object: module, name }),
                }
            }
        }
    }

    /// The name of a module that is imported relative to this one.
    fn absolute(&self, name: &str, level: u8) -> String {
        if level == 0 {
            return name.into();
        }
        let module = self.program.functions[self.id as usize].module;
        let info = &self.program.modules[module as usize];
        let in_package = info.is_package || !info.package.is_empty();
        let start = if info.package.is_empty() { &info.name } else { &info.package };
        let mut parts: Vec<&str> = start.split('.').collect();
        let drop = if in_package { level - 1 } else { level };
        parts.truncate(parts.len().saturating_sub(drop as usize));
        if !name.is_empty() {
            parts.push(name);
        }
        parts.join(".")
    }
}
