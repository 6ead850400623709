//! Flags, guards, branches and jumps.

use super::{CMP, Emitter, Label, Places, Stub, width};
use crate::asm::{Prefix, Rm, Width};
use crate::compile::Location;
use crate::hoist::written_by;
use crate::lower::{Cc, Cond, ExitUse, ExitValue, Flags, Kind, LTest, Src};
use crate::mir::*;
use regalloc2 as ra;

impl Emitter<'_> {
    /// The block that a jump to `block` ends at, past those that are nothing but a jump.
    pub(super) fn final_target(&self, block: ra::Block) -> usize {
        let mut block = block.index();
        // Blocks of nothing but jumps may form a loop.
        for _ in 0..16 {
            if !self.is_empty(block) {
                break;
            }
            block = self.lowered.blocks[block].succs[0].index();
        }
        block
    }

    /// Whether nothing is left of a block but its jump.
    pub(super) fn is_empty(&self, block: usize) -> bool {
        if self.is_hoisted[block] {
            return true;
        }
        let insts = self.lowered.block_insts(block);
        insts.len() == 1
            && matches!(self.lowered.insts[insts.start].kind, Kind::Jump)
            && self.output.block_insts_and_edits(self.lowered, ra::Block::new(block)).count() == 1
    }

    pub(super) fn jump_to(&mut self, block: usize) {
        self.branch_bytes(&[0xeb], &[0xe9], block);
    }

    pub(super) fn jump_if(&mut self, cc: Cc, block: usize) {
        self.branch_bytes(&[0x70 | cc as u8], &[0x0f, 0x80 | cc as u8], block);
    }

    pub(super) fn branch_bytes(&mut self, short: &[u8], long: &[u8], block: usize) {
        if let Some(target) = self.block_offsets[block] {
            let distance = target as i64 - (self.asm.position() as i64 + 2);
            if let Ok(distance) = i8::try_from(distance) {
                self.asm.raw(short);
                return self.asm.raw(&[distance as u8]);
            }
        }
        self.asm.raw(long);
        self.asm.imm32(0);
        self.fix_here(Label::Block(block));
    }

    /// Jumps over a little code that is written next; ends with [`Emitter::land`].
    pub(super) fn skip_if(&mut self, cc: Cc) -> u32 {
        self.asm.raw(&[0x70 | cc as u8, 0]);
        self.asm.position()
    }

    pub(super) fn land(&mut self, from: u32) {
        let distance = i8::try_from(self.asm.position() - from).expect("a few instructions are skipped");
        self.asm.bytes[from as usize - 1] = distance as u8;
    }

    pub(super) fn emit_flags(&mut self, places: Places, flags: Flags) {
        match flags {
            Flags::Ucomi { a, b } => {
                let b = self.rm(places, b);
                self.asm.sse(Prefix::P66, false, &[0x0f, 0x2e], places.reg(a), b);
            }
            Flags::Cmp { size, a, b: Src::Imm(value) } => {
                let a = self.src_rm(places, a);
                match a {
                    // `test` is shorter and sets the same flags.
                    Rm::Reg(reg) if value == 0 && size != Size::S8 => self.asm.op(width(size), &[0x85], reg, a),
                    _ => self.asm.alu_imm(width(size), CMP, a, value),
                }
            }
            Flags::Test { size, a, b: Src::Imm(value) } => {
                let a = self.src_rm(places, a);
                self.emit_test_imm(size, a, value);
            }
            Flags::Cmp { size, a, b } => self.emit_compare(places, size, a, b, CMP << 3, true),
            Flags::Test { size, a, b } => self.emit_compare(places, size, a, b, 0x84, false),
        }
    }

    /// `opcode` is the form "byte, register on the right"; `+ 2` exchanges the sides where there is such a form.
    pub(super) fn emit_compare(&mut self, places: Places, size: Size, a: Src, b: Src, opcode: u8, has_reverse: bool) {
        let left_is_rm = match (a, b) {
            (Src::Op(a), Src::Op(b)) => places.is_reg(b) && !(has_reverse && places.is_reg(a)),
            (Src::Mem(_), _) => true,
            (_, Src::Mem(_)) => false,
            _ => unreachable!("two sides, at most one of them memory"),
        };
        let (reg, rm, opcode) =
            if left_is_rm { (b, a, opcode) } else { (a, b, opcode + if has_reverse { 2 } else { 0 }) };
        let Src::Op(reg) = reg else { unreachable!("one side is a register") };
        let (reg, rm) = (places.reg(reg), self.src_rm(places, rm));
        match size {
            Size::S8 => self.asm.op8(&[opcode], reg, false, rm),
            _ => self.asm.op(width(size), &[opcode + 1], reg, rm),
        }
    }

    /// `test` with an immediate, on as few bits as show the same.
    pub(super) fn emit_test_imm(&mut self, size: Size, a: Rm, value: i32) {
        let has_byte = match a {
            Rm::Reg(reg) => self.target.is_64() || reg < 4,
            _ => true,
        };
        if size == Size::S8 || (has_byte && (0..128).contains(&value)) {
            self.asm.op8(&[0xf6], 0, true, a);
            return self.asm.raw(&[value as u8]);
        }
        // A mask without its top bit selects from the low half alone.
        let width = if size == Size::Word && value >= 0 { Width::B32 } else { width(size) };
        self.asm.op(width, &[0xf7], 0, a);
        match width {
            Width::B16 => self.asm.raw(&(value as i16).to_le_bytes()),
            _ => self.asm.imm32(value),
        }
    }

    /// Makes the stub of an exit and returns its number.
    pub(super) fn new_stub(&mut self, places: Places, exit: &ExitUse) -> usize {
        let locations = self.locations(places, exit);
        self.stubs.push(Stub { client: exit.client, jumps: Vec::new(), locations });
        self.stubs.len() - 1
    }

    pub(super) fn locations(&self, places: Places, exit: &ExitUse) -> Vec<Location> {
        let location = |value: &ExitValue| match *value {
            ExitValue::Constant(constant) => constant,
            ExitValue::Op(op) => {
                let place = places.0[op as usize];
                match place.as_reg() {
                    Some(reg) if reg.class() == ra::RegClass::Float => Location::Xmm(reg.hw_enc() as u8),
                    Some(reg) => Location::Gpr(reg.hw_enc() as u8),
                    None => Location::Stack(self.frame.spill(place.as_stack().expect("on the stack"))),
                }
            }
        };
        exit.values.iter().map(location).collect()
    }

    pub(super) fn exit_if(&mut self, cc: Cc, stub: usize) {
        self.asm.raw(&[0x0f, 0x80 | cc as u8]);
        self.asm.imm32(0);
        self.fix_here(Label::Stub(stub));
        self.stubs[stub].jumps.push(self.asm.position() - 4);
    }

    pub(super) fn exit_on(&mut self, cond: Cond, stub: usize) {
        match cond {
            Cond::One(cc) => self.exit_if(cc, stub),
            Cond::NeUnordered => {
                self.exit_if(Cc::Ne, stub);
                self.exit_if(Cc::Parity, stub);
            }
            Cond::EqOrdered => {
                let skip = self.skip_if(Cc::Parity);
                self.exit_if(Cc::Eq, stub);
                self.land(skip);
            }
        }
    }

    /// Leaves on overflow if the instruction has an exit.
    pub(super) fn exit_on_overflow(&mut self, places: Places, exit: &Option<ExitUse>) {
        if let Some(exit) = exit {
            let stub = self.new_stub(places, exit);
            self.exit_if(Cc::Overflow, stub);
        }
    }

    /// The comparison of a branch, with the moves that were hoisted to it: before it, so that the processor takes
    /// comparison and jump as one, unless they write what is compared.
    pub(super) fn emit_branch_flags(&mut self, places: Places, test: LTest, is_needed: bool, moves: Option<usize>) {
        let is_compared = |reg: ra::PReg| places.0.iter().any(|place| place.as_reg() == Some(reg));
        let is_after = moves
            .is_some_and(|moves| written_by(self.lowered, self.output, moves).into_iter().flatten().any(is_compared));
        if let Some(moves) = moves.filter(|_| !is_after) {
            self.emit_moves_of(moves);
        }
        if is_needed {
            self.emit_flags(places, test.flags);
        }
        if let Some(moves) = moves.filter(|_| is_after) {
            self.emit_moves_of(moves);
        }
    }

    pub(super) fn emit_branch(&mut self, cond: Cond, yes: usize, no: usize, next: Option<usize>) {
        if yes == no {
            if next != Some(yes) {
                self.jump_to(yes);
            }
            return;
        }
        // Falling through to `yes` wants the inverse.
        let (cond, yes, no) = if next == Some(yes) { (cond.inverse(), no, yes) } else { (cond, yes, no) };
        match cond {
            Cond::One(cc) => self.jump_if(cc, yes),
            Cond::NeUnordered => {
                self.jump_if(Cc::Ne, yes);
                self.jump_if(Cc::Parity, yes);
            }
            Cond::EqOrdered => {
                self.jump_if(Cc::Ne, no);
                self.jump_if(Cc::NoParity, yes);
            }
        }
        if next != Some(no) {
            self.jump_to(no);
        }
    }
}
