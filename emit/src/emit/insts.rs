//! Instructions, one by one: moves, memory, constants, calls.

use super::{CMP, Emitter, Label, Places, alu_number, width};
use crate::asm::{Prefix, Rm, Width};
use crate::compile::{CallSite, RelocKind};
use crate::lower::{Cc, ExitUse, Kind, LTarget, Mem, MemBase, Op, Src};
use crate::mir::*;
use crate::target::{CONTEXT, STACK};
use regalloc2 as ra;

impl Emitter<'_> {
    pub(super) fn emit_inst(&mut self, inst: ra::Inst, block: usize, next: Option<usize>) {
        let lowered = self.lowered;
        let places = Places(self.output.inst_allocs(inst));
        let number = inst.index() as u32;
        let inst = &lowered.insts[inst.index()];
        let succ = |emitter: &Self, number: usize| emitter.final_target(lowered.blocks[block].succs[number]);
        match inst.kind {
            Kind::Args => {}
            Kind::Imm { dst, value: 0 } => {
                let dst = places.reg(dst);
                self.asm.op(Width::B32, &[0x33], dst, Rm::Reg(dst));
            }
            Kind::Imm { dst, value } => self.asm.load_imm(places.reg(dst), value),
            Kind::FloatImm { dst, bits } => self.emit_float_imm(places.reg(dst), bits),
            Kind::SymbolAddr { dst, symbol, addend } => self.emit_symbol_addr(places.reg(dst), symbol, addend),
            Kind::Alu { op, dst, b } => {
                self.emit_alu(places, op, places.reg(dst), b);
                self.exit_on_overflow(places, &inst.exit);
            }
            Kind::AddThree { dst, a, b } => self.emit_add_three(places, dst, a, b),
            Kind::MulImm { dst, a, value } => {
                let (dst, a) = (places.reg(dst), self.rm(places, a));
                if let Ok(value) = i8::try_from(value) {
                    self.asm.op(Width::Word, &[0x6b], dst, a);
                    self.asm.raw(&[value as u8]);
                } else {
                    self.asm.op(Width::Word, &[0x69], dst, a);
                    self.asm.imm32(value);
                }
                self.exit_on_overflow(places, &inst.exit);
            }
            Kind::AluMem { op, size, mem, src } => {
                let mem = self.mem(places, mem);
                match (src, size) {
                    (Src::Imm(value), _) => self.asm.alu_imm(width(size), alu_number(op), mem, value),
                    (Src::Op(src), Size::S8) => self.asm.op8(&[alu_number(op) << 3], places.reg(src), false, mem),
                    (Src::Op(src), _) => self.asm.op(width(size), &[alu_number(op) << 3 | 1], places.reg(src), mem),
                    (Src::Mem(_), _) => unreachable!("verified: the source is no memory"),
                }
            }
            Kind::Shift { op, dst, by } => {
                let extension = match op {
                    ShiftOp::Rol => 0,
                    ShiftOp::Ror => 1,
                    ShiftOp::Shl => 4,
                    ShiftOp::Shr => 5,
                    ShiftOp::Sar => 7,
                };
                let dst = Rm::Reg(places.reg(dst));
                match by {
                    Some(count) => {
                        self.asm.op(Width::Word, &[0xc1], extension, dst);
                        self.asm.raw(&[count]);
                    }
                    None => self.asm.op(Width::Word, &[0xd3], extension, dst),
                }
            }
            Kind::Div { floor, b, temp } => self.emit_div(places, floor, b, temp),
            Kind::UnaryInPlace { op, dst } => {
                let extension = if op == UnaryOp::Neg { 3 } else { 2 };
                self.asm.op(Width::Word, &[0xf7], extension, Rm::Reg(places.reg(dst)));
                self.exit_on_overflow(places, &inst.exit);
            }
            Kind::Unary { op, dst, a } => self.emit_unary(op, places.reg(dst), self.rm(places, a)),
            Kind::Lea { dst, mem } => {
                let mem = self.mem(places, mem);
                self.asm.op(Width::Word, &[0x8d], places.reg(dst), mem);
            }
            Kind::Load { ty, dst, mem } => {
                let mem = self.mem(places, mem);
                self.emit_load(ty, places.reg(dst), mem);
            }
            Kind::Store { ty, src, mem, temp } => {
                let mem = self.mem(places, mem);
                let src = places.reg(src);
                match ty {
                    MemType::U8 | MemType::I8 => self.asm.op8(&[0x88], src, false, mem),
                    MemType::U16 | MemType::I16 => self.asm.op(Width::B16, &[0x89], src, mem),
                    MemType::U32 | MemType::I32 => self.asm.op(Width::B32, &[0x89], src, mem),
                    MemType::Word => self.asm.op(Width::Word, &[0x89], src, mem),
                    MemType::F64 => self.asm.sse(Prefix::F2, false, &[0x0f, 0x11], src, mem),
                    MemType::F32 => {
                        let temp = places.reg(temp);
                        self.asm.sse(Prefix::F2, false, &[0x0f, 0x5a], temp, Rm::Reg(src));
                        self.asm.sse(Prefix::F3, false, &[0x0f, 0x11], temp, mem);
                    }
                }
            }
            Kind::StoreImm { size, value, mem } => {
                let mem = self.mem(places, mem);
                match size {
                    Size::S8 => {
                        self.asm.op8(&[0xc6], 0, true, mem);
                        self.asm.raw(&[value as u8]);
                    }
                    Size::S16 => {
                        self.asm.op(Width::B16, &[0xc7], 0, mem);
                        self.asm.raw(&(value as i16).to_le_bytes());
                    }
                    Size::S32 | Size::Word => {
                        self.asm.op(width(size), &[0xc7], 0, mem);
                        self.asm.imm32(value);
                    }
                }
            }
            Kind::Set { dst, temp, test } => self.emit_set(places, dst, temp, test),
            Kind::Select { dst, yes, test, float } => self.emit_select(places, dst, yes, test, float),
            Kind::Guard { test } => {
                let exit = inst.exit.as_ref().expect("a guard has an exit");
                self.emit_flags(places, test.flags);
                let stub = self.new_stub(places, exit);
                self.exit_on(test.cond, stub);
            }
            Kind::Float { op, dst, b } => {
                let opcode = match op {
                    FloatOp::Add => 0x58,
                    FloatOp::Mul => 0x59,
                    FloatOp::Sub => 0x5c,
                    FloatOp::Div => 0x5e,
                };
                let b = self.src_rm(places, b);
                self.asm.sse(Prefix::F2, false, &[0x0f, opcode], places.reg(dst), b);
            }
            Kind::FloatUnary { op, dst, a } => self.emit_float_unary(op, places.reg(dst), self.rm(places, a)),
            Kind::IntToFloat { dst, a } => {
                let (dst, a) = (places.reg(dst), self.rm(places, a));
                // The conversion writes half of its register; clearing it first breaks the wait for the other half.
                self.asm.sse(Prefix::None, false, &[0x0f, 0x57], dst, Rm::Reg(dst));
                self.asm.sse(Prefix::F2, true, &[0x0f, 0x2a], dst, a);
            }
            Kind::FloatToInt { dst, a } => {
                let a = self.rm(places, a);
                self.asm.sse(Prefix::F2, true, &[0x0f, 0x2c], places.reg(dst), a);
            }
            Kind::BitsToFloat { dst, a } => {
                let a = self.rm(places, a);
                self.asm.sse(Prefix::P66, true, &[0x0f, 0x6e], places.reg(dst), a);
            }
            Kind::FloatToBits { dst, a } => match self.rm(places, a) {
                Rm::Reg(a) => self.asm.sse(Prefix::P66, true, &[0x0f, 0x7e], a, Rm::Reg(places.reg(dst))),
                slot => self.asm.op(Width::Word, &[0x8b], places.reg(dst), slot),
            },
            Kind::Call { target } => self.emit_call(number, places, target, &inst.exit),
            Kind::SetContext { src } => self.asm.op(Width::Word, &[0x8b], CONTEXT, Rm::Reg(places.reg(src))),
            Kind::CopyContext { dst } => self.asm.op(Width::Word, &[0x8b], places.reg(dst), Rm::Reg(CONTEXT)),
            Kind::StackPointer { dst } => self.asm.op(Width::Word, &[0x8b], places.reg(dst), Rm::Reg(STACK)),
            Kind::SwitchAddr { index, dst, temp, table } => self.emit_switch_addr(places, index, dst, temp, table),
            Kind::Jump => {
                let target = succ(self, 0);
                if next != Some(target) {
                    self.jump_to(target);
                }
            }
            Kind::Branch { test } => {
                let (yes, no) = (succ(self, 0), succ(self, 1));
                self.emit_branch_flags(places, test, yes != no, self.hoisted[block]);
                self.emit_branch(test.cond, yes, no, next);
            }
            Kind::SwitchJump { addr } => self.asm.op(Width::B32, &[0xff], 4, Rm::Reg(places.reg(addr))),
            Kind::SwitchChain { index } => {
                let last = lowered.blocks[block].succs.len() - 1;
                for number in 0..last {
                    let target = succ(self, number);
                    self.asm.alu_imm(Width::Word, CMP, Rm::Reg(places.reg(index)), number as i32);
                    self.jump_if(Cc::Eq, target);
                }
                let target = succ(self, last);
                if next != Some(target) {
                    self.jump_to(target);
                }
            }
            Kind::Return => {
                self.emit_unwind();
                self.asm.raw(&[0xc3]);
            }
            Kind::TailCall { target } => self.emit_tail_call(places, target),
            Kind::Leave => {
                let exit = inst.exit.as_ref().expect("leaving is by an exit");
                let stub = self.new_stub(places, exit);
                self.asm.raw(&[0xe9]);
                self.asm.imm32(0);
                self.fix_here(Label::Stub(stub));
                self.stubs[stub].jumps.push(self.asm.position() - 4);
            }
            Kind::Trap => self.asm.raw(&[0x0f, 0x0b]),
        }
    }

    pub(super) fn slot_rm(&self, place: ra::Allocation) -> Rm {
        Rm::at(STACK, self.frame.spill(place.as_stack().expect("not a register, so on the stack")))
    }

    pub(super) fn rm(&self, places: Places, op: Op) -> Rm {
        match places.0[op as usize].as_reg() {
            Some(reg) => Rm::Reg(reg.hw_enc() as u8),
            None => self.slot_rm(places.0[op as usize]),
        }
    }

    pub(super) fn mem(&self, places: Places, mem: Mem) -> Rm {
        let (base, start) = match mem.base {
            MemBase::Reg(op) => (Some(places.reg(op)), 0),
            MemBase::Context => (Some(CONTEXT), 0),
            MemBase::Slot(slot) => (Some(STACK), self.frame.slots[slot.index()]),
            MemBase::Absolute => (None, 0),
            MemBase::Incoming(offset) => (Some(STACK), self.frame.size() + self.frame.word + offset as i32),
            MemBase::Outgoing(offset) => (Some(STACK), offset as i32),
        };
        let index = mem.index.map(|(op, scale)| (places.reg(op), scale as u8));
        Rm::Mem { base, index, disp: mem.disp.wrapping_add(start) }
    }

    pub(super) fn src_rm(&self, places: Places, src: Src) -> Rm {
        match src {
            Src::Op(op) => self.rm(places, op),
            Src::Mem(mem) => self.mem(places, mem),
            Src::Imm(_) => unreachable!("immediates are encoded by their instruction"),
        }
    }

    pub(super) fn emit_move(&mut self, from: ra::Allocation, to: ra::Allocation) {
        let class = from.as_reg().or(to.as_reg()).expect("the allocator moves through registers").class();
        match (class, from.as_reg(), to.as_reg()) {
            (ra::RegClass::Int, from_reg, Some(to)) => {
                let rm = from_reg.map_or_else(|| self.slot_rm(from), |reg| Rm::Reg(reg.hw_enc() as u8));
                self.asm.op(Width::Word, &[0x8b], to.hw_enc() as u8, rm);
            }
            (ra::RegClass::Int, Some(reg), None) => {
                let rm = self.slot_rm(to);
                self.asm.op(Width::Word, &[0x89], reg.hw_enc() as u8, rm);
            }
            (_, Some(from), Some(to)) => {
                self.asm.sse(Prefix::None, false, &[0x0f, 0x28], to.hw_enc() as u8, Rm::Reg(from.hw_enc() as u8));
            }
            (_, None, Some(to)) => {
                let rm = self.slot_rm(from);
                self.asm.sse(Prefix::F2, false, &[0x0f, 0x10], to.hw_enc() as u8, rm);
            }
            (_, Some(from), None) => {
                let rm = self.slot_rm(to);
                self.asm.sse(Prefix::F2, false, &[0x0f, 0x11], from.hw_enc() as u8, rm);
            }
            (_, None, None) => unreachable!("the allocator moves through registers"),
        }
    }

    pub(super) fn emit_float_imm(&mut self, dst: u8, bits: u64) {
        if bits == 0 {
            return self.asm.sse(Prefix::None, false, &[0x0f, 0x57], dst, Rm::Reg(dst));
        }
        if self.target.is_64() {
            let known = self.constants.iter().position(|&constant| constant == bits);
            let number = known.unwrap_or_else(|| {
                self.constants.push(bits);
                self.constants.len() - 1
            });
            self.asm.sse(Prefix::F2, false, &[0x0f, 0x10], dst, Rm::Rip);
            return self.fix_here(Label::Constant(number));
        }
        // Code cannot address itself here, so the constant goes through the stack.
        for half in [(bits >> 32) as i32, bits as i32] {
            self.asm.raw(&[0x68]);
            self.asm.imm32(half);
        }
        self.asm.sse(Prefix::F2, false, &[0x0f, 0x10], dst, Rm::at(STACK, 0));
        self.asm.alu_imm(Width::Word, 0, Rm::Reg(STACK), 8);
    }

    pub(super) fn emit_symbol_addr(&mut self, dst: u8, symbol: Symbol, addend: i32) {
        if self.target.is_64() {
            self.asm.op(Width::Word, &[0x8d], dst, Rm::Rip);
            self.relocate_here(RelocKind::Rel32, symbol, addend as i64 - 4);
        } else {
            self.asm.op_reg(false, 0xb8, dst);
            self.asm.imm32(0);
            self.relocate_here(RelocKind::Abs32, symbol, addend as i64);
        }
    }

    pub(super) fn emit_load(&mut self, ty: MemType, dst: u8, mem: Rm) {
        match ty {
            MemType::U8 => self.asm.widen(false, true, &[0x0f, 0xb6], dst, mem),
            MemType::I8 => self.asm.widen(true, true, &[0x0f, 0xbe], dst, mem),
            MemType::U16 => self.asm.widen(false, false, &[0x0f, 0xb7], dst, mem),
            MemType::I16 => self.asm.widen(true, false, &[0x0f, 0xbf], dst, mem),
            MemType::U32 => self.asm.op(Width::B32, &[0x8b], dst, mem),
            MemType::I32 => self.emit_unary(UnaryOp::Sext32, dst, mem),
            MemType::Word => self.asm.op(Width::Word, &[0x8b], dst, mem),
            MemType::F64 => self.asm.sse(Prefix::F2, false, &[0x0f, 0x10], dst, mem),
            MemType::F32 => self.asm.sse(Prefix::F3, false, &[0x0f, 0x5a], dst, mem),
        }
    }

    pub(super) fn emit_call(&mut self, number: u32, places: Places, target: LTarget, record: &Option<ExitUse>) {
        match target {
            LTarget::Symbol(symbol) => {
                self.asm.raw(&[0xe8]);
                self.asm.imm32(0);
                self.relocate_here(RelocKind::Rel32, symbol, -4);
            }
            LTarget::Address(address) => {
                let scratch = self.scratch();
                self.asm.load_imm(scratch, address as i64);
                self.asm.op(Width::B32, &[0xff], 2, Rm::Reg(scratch));
            }
            LTarget::Op(op) => self.asm.op(Width::B32, &[0xff], 2, Rm::Reg(places.reg(op))),
            LTarget::Mem(mem) => {
                let mem = self.mem(places, mem);
                self.asm.op(Width::B32, &[0xff], 2, mem);
            }
        }
        if let Some(record) = record {
            let locations = self.locations(places, record);
            let return_offset = self.asm.position();
            let slots = self.dead.remove(&number).unwrap_or_default();
            let word = |slot| self.frame.spill(ra::SpillSlot::new(slot as usize)) as u32 / self.frame.word as u32;
            let dead = slots.into_iter().map(word).collect();
            self.code.calls.push(CallSite { client: record.client, return_offset, locations, dead });
        }
    }

    pub(super) fn scratch(&self) -> u8 {
        if self.target.is_64() { 11 } else { 1 }
    }

    pub(super) fn emit_tail_call(&mut self, places: Places, target: LTarget) {
        self.emit_unwind();
        match target {
            LTarget::Symbol(symbol) => {
                self.asm.raw(&[0xe9]);
                self.asm.imm32(0);
                self.relocate_here(RelocKind::Rel32, symbol, -4);
            }
            LTarget::Address(address) => {
                let scratch = self.scratch();
                self.asm.load_imm(scratch, address as i64);
                self.asm.op(Width::B32, &[0xff], 4, Rm::Reg(scratch));
            }
            LTarget::Op(op) => self.asm.op(Width::B32, &[0xff], 4, Rm::Reg(places.reg(op))),
            LTarget::Mem(_) => unreachable!("loaded before the frame goes"),
        }
    }

    pub(super) fn emit_switch_addr(&mut self, places: Places, index: Op, dst: Op, temp: Op, table: usize) {
        let (index, dst, temp) = (places.reg(index), places.reg(dst), places.reg(temp));
        // The default is the table's last entry, for every number that is not below its own.
        let default = self.lowered.tables[table].len() as i64 - 1;
        self.asm.load_imm(temp, default);
        self.asm.op(Width::Word, &[0x3b], index, Rm::Reg(temp));
        self.asm.op(Width::Word, &[0x0f, 0x40 | Cc::Below as u8], temp, Rm::Reg(index));
        self.asm.op(Width::Word, &[0x8d], dst, Rm::Rip);
        self.fix_here(Label::Table(table));
        self.asm.op(Width::Word, &[0x63], temp, Rm::Mem { base: Some(dst), index: Some((temp, 2)), disp: 0 });
        self.asm.op(Width::Word, &[0x03], dst, Rm::Reg(temp));
    }
}
