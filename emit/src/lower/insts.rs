//! Instructions, one by one.

use super::Lowering;
use super::form::{Cond, Kind, Src};
use crate::compile::CompileError;
use crate::mir::*;
use regalloc2 as ra;

impl Lowering<'_> {
    pub(super) fn lower_inst(&mut self, inst: &Inst) -> Result<(), CompileError> {
        match *inst {
            Inst::Imm { dst, value } => {
                if self.facts[dst.index()].uses > 0 {
                    let dst = self.def(dst);
                    self.push(Kind::Imm { dst, value });
                }
            }
            Inst::FloatImm { dst, bits } => {
                if self.facts[dst.index()].uses > 0 {
                    let dst = self.def(dst);
                    self.push(Kind::FloatImm { dst, bits });
                }
            }
            Inst::SymbolAddr { dst, symbol, addend } => {
                let dst = self.def(dst);
                self.push(Kind::SymbolAddr { dst, symbol, addend });
            }
            Inst::Move { .. } => {}
            Inst::Alu { op, dst, a, b, overflow } => self.lower_alu(op, dst, a, b, overflow),
            Inst::AluMem { op, size, addr, src } => {
                let mem = self.mem(addr);
                let src = match src {
                    Operand::Reg(reg) if size == Size::S8 => Src::Op(self.use_byte(reg, 0)),
                    Operand::Reg(reg) => Src::Op(self.use_reg(reg)),
                    Operand::Imm(value) => Src::Imm(value),
                    Operand::Mem(_) => unreachable!("verified: the source is no memory"),
                };
                self.push(Kind::AluMem { op, size, mem, src });
            }
            Inst::Shift { op, dst, a, count } => {
                let a = self.use_reg(a);
                let by = match count {
                    Operand::Reg(reg) => {
                        self.use_fixed(reg, self.registers.count);
                        None
                    }
                    Operand::Imm(count) => Some((count as u32 % self.target.word_bits()) as u8),
                    Operand::Mem(_) => unreachable!("verified: the count is no memory"),
                };
                let dst = self.def_reusing(dst, a);
                self.push(Kind::Shift { op, dst, by });
            }
            Inst::Div { floor, quot, rem, a, b } => {
                self.use_fixed(a, self.registers.results[0]);
                let b = self.use_late(b, ra::OperandConstraint::Any);
                self.def_fixed(quot, self.registers.results[0]);
                self.def_fixed(rem, self.registers.results[1]);
                let temp = if floor { self.def_temp(Class::Int) } else { 0 };
                self.push(Kind::Div { floor, b, temp });
            }
            Inst::Unary { op, dst, a, overflow } => self.lower_unary(op, dst, a, overflow),
            Inst::Lea { dst, addr } => {
                let mem = self.mem(addr);
                let dst = self.def(dst);
                self.push(Kind::Lea { dst, mem });
            }
            Inst::Load { ty, dst, addr } => {
                let mem = self.mem(addr);
                let dst = self.def(dst);
                self.push(Kind::Load { ty, dst, mem });
            }
            Inst::Store { ty, src, addr } => {
                let mem = self.mem(addr);
                let src = match ty {
                    MemType::U8 | MemType::I8 => self.use_byte(src, 0),
                    _ => self.use_reg(src),
                };
                let temp = if ty == MemType::F32 { self.def_temp_early(Class::Float) } else { 0 };
                self.push(Kind::Store { ty, src, mem, temp });
            }
            Inst::StoreImm { size, value, addr } => {
                let mem = self.mem(addr);
                self.push(Kind::StoreImm { size, value, mem });
            }
            Inst::Set { dst, test } => {
                let test = self.test(test);
                let dst = self.def_byte(Some(dst), 0);
                let temp = if matches!(test.cond, Cond::One(_)) { 0 } else { self.def_byte(None, 1) };
                self.push(Kind::Set { dst, temp, test });
            }
            Inst::Select { dst, test, yes, no } => {
                let float = self.func.class(dst) == Class::Float;
                // "Equal and ordered" is two tests that must both hold; its complement is two of which one suffices,
                // which is what two conditional moves in a row do.
                let (test, yes, no) = match test {
                    Test::Float { cc: FloatCc::Eq, .. } => (test.inverse(), no, yes),
                    _ => (test, yes, no),
                };
                let no = self.use_reg(no);
                let yes = self.use_any(yes);
                let test = self.test(test);
                let dst = self.def_reusing(dst, no);
                self.push(Kind::Select { dst, yes, test, float });
            }
            Inst::Guard { test, exit } => {
                let test = self.test(test);
                self.push_exiting(Kind::Guard { test }, Some(exit));
            }
            Inst::Float { op, dst, a, b } => self.lower_float(op, dst, a, b),
            Inst::FloatUnary { op, dst, a } => {
                let a = match op {
                    // The result register holds the mask before the operand is read.
                    FloatUnaryOp::Neg | FloatUnaryOp::Abs => self.use_late(a, ra::OperandConstraint::Reg),
                    _ => self.use_any(a),
                };
                let dst = self.def(dst);
                self.push(Kind::FloatUnary { op, dst, a });
            }
            Inst::IntToFloat { dst, a } => {
                let a = self.use_any(a);
                let dst = self.def(dst);
                self.push(Kind::IntToFloat { dst, a });
            }
            Inst::FloatToInt { dst, a } => {
                let a = self.use_any(a);
                let dst = self.def(dst);
                self.push(Kind::FloatToInt { dst, a });
            }
            Inst::BitsToFloat { dst, a } => {
                self.only_64("the bits of a float in one register")?;
                let a = self.use_any(a);
                let dst = self.def(dst);
                self.push(Kind::BitsToFloat { dst, a });
            }
            Inst::FloatToBits { dst, a } => {
                self.only_64("the bits of a float in one register")?;
                let a = self.use_any(a);
                let dst = self.def(dst);
                self.push(Kind::FloatToBits { dst, a });
            }
            Inst::Call(ref call) => self.lower_call(call),
            Inst::Context { dst } => {
                if self.target.is_64() {
                    let dst = self.def(dst);
                    self.push(Kind::CopyContext { dst });
                }
            }
            Inst::SetContext { src } => {
                self.only_64("a context register")?;
                self.out.sets_context = true;
                let src = self.use_reg(src);
                self.push(Kind::SetContext { src });
            }
            Inst::StackPointer { dst } => {
                let dst = self.def(dst);
                self.push(Kind::StackPointer { dst });
            }
        }
        Ok(())
    }

    pub(super) fn only_64(&self, what: &str) -> Result<(), CompileError> {
        if self.target.is_64() { Ok(()) } else { Err(CompileError::Unsupported(what.into())) }
    }

    fn lower_alu(&mut self, op: AluOp, dst: VReg, a: VReg, b: Operand, overflow: Option<Exit>) {
        let sum = match (op, b) {
            (AluOp::Add, Operand::Reg(_) | Operand::Imm(_)) => Some(b),
            (AluOp::Sub, Operand::Imm(value)) if value != i32::MIN => Some(Operand::Imm(-value)),
            _ => None,
        };
        if let (Some(b), None) = (sum, overflow) {
            let a = self.use_reg(a);
            let b = match b {
                Operand::Reg(reg) => Src::Op(self.use_reg(reg)),
                Operand::Imm(value) => Src::Imm(value),
                Operand::Mem(_) => unreachable!("not a sum in three operands"),
            };
            let dst = self.def(dst);
            return self.push(Kind::AddThree { dst, a, b });
        }
        if let (AluOp::Mul, Operand::Imm(value)) = (op, b) {
            let a = self.use_any(a);
            let dst = self.def(dst);
            return self.push_exiting(Kind::MulImm { dst, a, value }, overflow);
        }
        let (a, b) = match b {
            Operand::Reg(b) if op != AluOp::Sub && self.is_second_cheaper(a, b, overflow) => (b, Operand::Reg(a)),
            _ => (a, b),
        };
        let a = self.use_reg(a);
        let b = match b {
            Operand::Reg(reg) => Src::Op(self.use_any(reg)),
            Operand::Imm(value) => Src::Imm(value),
            Operand::Mem(addr) => Src::Mem(self.mem(addr)),
        };
        let dst = self.def_reusing(dst, a);
        self.push_exiting(Kind::Alu { op, dst, b }, overflow);
    }

    /// Whether overwriting `b` spares a copy that overwriting `a` needs.
    fn is_second_cheaper(&self, a: VReg, b: VReg, exit: Option<Exit>) -> bool {
        let cost = |reg: VReg| {
            let reg = self.resolve(reg);
            let exits = exit.map_or(&[][..], |exit| &self.func.exits[exit.index()].values);
            let is_kept = exits.iter().any(|&value| self.resolve(value) == reg);
            let facts = self.facts[reg.index()];
            (is_kept as u32) * 2 + (facts.uses + facts.exit_uses > 1) as u32
        };
        cost(b) < cost(a)
    }

    fn lower_unary(&mut self, op: UnaryOp, dst: VReg, a: VReg, overflow: Option<Exit>) {
        match op {
            UnaryOp::Neg | UnaryOp::Not => {
                let a = self.use_reg(a);
                let dst = self.def_reusing(dst, a);
                self.push_exiting(Kind::UnaryInPlace { op, dst }, overflow);
            }
            _ => {
                let a = match op {
                    UnaryOp::Zext8 | UnaryOp::Sext8 => self.use_byte(a, 0),
                    _ => self.use_any(a),
                };
                let dst = self.def(dst);
                self.push(Kind::Unary { op, dst, a });
            }
        }
    }

    fn lower_float(&mut self, op: FloatOp, dst: VReg, a: VReg, b: Operand) {
        let commutes = matches!(op, FloatOp::Add | FloatOp::Mul);
        let (a, b) = match b {
            Operand::Reg(b) if commutes && self.is_second_cheaper(a, b, None) => (b, Operand::Reg(a)),
            _ => (a, b),
        };
        let a = self.use_reg(a);
        let b = match b {
            Operand::Reg(reg) => Src::Op(self.use_any(reg)),
            Operand::Mem(addr) => Src::Mem(self.mem(addr)),
            Operand::Imm(_) => unreachable!("verified: no float immediates"),
        };
        let dst = self.def_reusing(dst, a);
        self.push(Kind::Float { op, dst, b });
    }
}
