//! What follows the blocks: stubs of exits, constants, tables; and the distances that were left open.

use super::{Emitter, Label};
use crate::asm::{Rm, Width};
use crate::compile::{ExitSite, ExitStyle, RelocKind};
use crate::mir::*;

impl Emitter<'_> {
    pub(super) fn emit_stubs(&mut self, style: ExitStyle) {
        for (number, stub) in std::mem::take(&mut self.stubs).into_iter().enumerate() {
            let stub_offset = self.asm.position();
            let thunk = match style {
                ExitStyle::Call { thunk } => thunk,
                ExitStyle::Cell { thunk, cells } => {
                    self.emit_cell_jump(cells, 8 * number as i64);
                    thunk
                }
            };
            let call_offset = self.asm.position();
            self.asm.raw(&[0xe8]);
            self.asm.imm32(0);
            self.relocate_here(RelocKind::Rel32, thunk, -4);
            self.code.exits.push(ExitSite {
                client: stub.client,
                jumps: stub.jumps,
                stub_offset,
                call_offset,
                return_offset: self.asm.position(),
                locations: stub.locations,
            });
        }
        if !self.code.exits.is_empty() {
            self.code.epilogue = Some(self.asm.position());
            self.emit_unwind();
            self.asm.raw(&[0xc3]);
        }
    }

    pub(super) fn emit_cell_jump(&mut self, cells: Symbol, offset: i64) {
        if self.target.is_64() {
            self.asm.op(Width::B32, &[0xff], 4, Rm::Rip);
            self.relocate_here(RelocKind::Rel32, cells, offset - 4);
        } else {
            self.asm.op(Width::B32, &[0xff], 4, Rm::Mem { base: None, index: None, disp: 0 });
            self.relocate_here(RelocKind::Abs32, cells, offset);
        }
    }

    pub(super) fn emit_constants(&mut self) {
        let constants = std::mem::take(&mut self.constants);
        if !constants.is_empty() {
            let padding = self.asm.position().next_multiple_of(8) - self.asm.position();
            self.asm.raw(&vec![0xcc; padding as usize]);
        }
        let start = self.asm.position();
        constants.iter().for_each(|bits| self.asm.raw(&bits.to_le_bytes()));
        for (at, label) in self.fixups.clone() {
            if let Label::Constant(number) = label {
                self.set_relative(at, start + 8 * number as u32);
            }
        }
        for (number, table) in self.lowered.tables.iter().enumerate() {
            let padding = self.asm.position().next_multiple_of(4) - self.asm.position();
            self.asm.raw(&vec![0xcc; padding as usize]);
            let start = self.asm.position();
            for &succ in table {
                let offset = self.block_offsets[self.final_target(succ)].expect("every target was laid out");
                self.asm.imm32(offset as i32 - start as i32);
            }
            for (at, label) in self.fixups.clone() {
                if matches!(label, Label::Table(which) if which == number) {
                    self.set_relative(at, start);
                }
            }
        }
    }

    pub(super) fn set_relative(&mut self, at: u32, target: u32) {
        let distance = target as i32 - (at as i32 + 4);
        self.asm.bytes[at as usize..at as usize + 4].copy_from_slice(&distance.to_le_bytes());
    }

    pub(super) fn apply_fixups(&mut self) {
        for (at, label) in std::mem::take(&mut self.fixups) {
            let target = match label {
                Label::Block(block) => self.block_offsets[block].expect("every target was laid out"),
                Label::Stub(stub) => self.code.exits[stub].stub_offset,
                Label::Constant(_) | Label::Table(_) => continue,
            };
            self.set_relative(at, target);
        }
    }
}
