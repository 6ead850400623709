//! Arithmetic, on words and on floats, and results of conditions.

use super::{Emitter, Places, alu_number};
use crate::asm::{Prefix, Rm, Width};
use crate::lower::{Cc, Cond, LTest, Op, Src};
use crate::mir::*;

impl Emitter<'_> {
    pub(super) fn emit_alu(&mut self, places: Places, op: AluOp, dst: u8, b: Src) {
        match (op, b) {
            (AluOp::And, Src::Imm(value)) if value >= 0 => {
                // The upper half comes out zero either way.
                self.asm.alu_imm(Width::B32, alu_number(op), Rm::Reg(dst), value);
            }
            (_, Src::Imm(value)) => self.asm.alu_imm(Width::Word, alu_number(op), Rm::Reg(dst), value),
            (AluOp::Mul, _) => {
                let b = self.src_rm(places, b);
                self.asm.op(Width::Word, &[0x0f, 0xaf], dst, b);
            }
            _ => {
                let b = self.src_rm(places, b);
                self.asm.op(Width::Word, &[alu_number(op) << 3 | 3], dst, b);
            }
        }
    }

    pub(super) fn emit_add_three(&mut self, places: Places, dst: Op, a: Op, b: Src) {
        let (dst, a) = (places.reg(dst), places.reg(a));
        match b {
            Src::Imm(value) if dst == a => self.asm.alu_imm(Width::Word, 0, Rm::Reg(dst), value),
            Src::Imm(value) => self.asm.op(Width::Word, &[0x8d], dst, Rm::at(a, value)),
            Src::Op(b) => {
                let b = places.reg(b);
                if dst == a || dst == b {
                    let other = if dst == a { b } else { a };
                    return self.asm.op(Width::Word, &[0x03], dst, Rm::Reg(other));
                }
                self.asm.op(Width::Word, &[0x8d], dst, Rm::Mem { base: Some(a), index: Some((b, 0)), disp: 0 });
            }
            Src::Mem(_) => unreachable!("sums with memory have two operands"),
        }
    }

    /// `rax / b`: quotient in `rax`, remainder in `rdx`.
    pub(super) fn emit_div(&mut self, places: Places, floor: bool, b: Op, temp: Op) {
        let b = self.rm(places, b);
        if self.target.is_64() {
            self.asm.raw(&[0x48]);
        }
        self.asm.raw(&[0x99]);
        self.asm.op(Width::Word, &[0xf7], 7, b);
        if !floor {
            return;
        }
        // Where the remainder is not zero and its sign is not the divisor's, the quotient is one too high.
        let (rax, rdx, temp) = (Rm::Reg(0), 2, places.reg(temp));
        self.asm.op(Width::Word, &[0x85], rdx, Rm::Reg(rdx));
        let exact = self.skip_if(Cc::Eq);
        self.asm.op(Width::Word, &[0x8b], temp, Rm::Reg(rdx));
        self.asm.op(Width::Word, &[0x33], temp, b);
        self.asm.op(Width::Word, &[0x85], temp, Rm::Reg(temp));
        let same_sign = self.skip_if(Cc::Ge);
        self.asm.alu_imm(Width::Word, 5, rax, 1);
        self.asm.op(Width::Word, &[0x03], rdx, b);
        self.land(exact);
        self.land(same_sign);
    }

    pub(super) fn emit_unary(&mut self, op: UnaryOp, dst: u8, a: Rm) {
        match op {
            UnaryOp::Zext8 => self.asm.widen(false, true, &[0x0f, 0xb6], dst, a),
            UnaryOp::Zext16 => self.asm.widen(false, false, &[0x0f, 0xb7], dst, a),
            UnaryOp::Zext32 => self.asm.op(Width::B32, &[0x8b], dst, a),
            UnaryOp::Sext8 => self.asm.widen(true, true, &[0x0f, 0xbe], dst, a),
            UnaryOp::Sext16 => self.asm.widen(true, false, &[0x0f, 0xbf], dst, a),
            UnaryOp::Sext32 if self.target.is_64() => self.asm.op(Width::Word, &[0x63], dst, a),
            UnaryOp::Sext32 => self.asm.op(Width::Word, &[0x8b], dst, a),
            UnaryOp::TopBit => self.asm.op(Width::Word, &[0x0f, 0xbd], dst, a),
            UnaryOp::LowBit => self.asm.op(Width::Word, &[0x0f, 0xbc], dst, a),
            UnaryOp::Neg | UnaryOp::Not => unreachable!("done in place"),
        }
    }

    pub(super) fn set_byte(&mut self, cc: Cc, dst: u8) {
        self.asm.op8(&[0x0f, 0x90 | cc as u8], 0, true, Rm::Reg(dst));
    }

    pub(super) fn emit_set(&mut self, places: Places, dst: Op, temp: Op, test: LTest) {
        self.emit_flags(places, test.flags);
        let dst = places.reg(dst);
        let two = match test.cond {
            Cond::One(cc) => {
                self.set_byte(cc, dst);
                None
            }
            Cond::EqOrdered => Some((Cc::Eq, Cc::NoParity, AluOp::And)),
            Cond::NeUnordered => Some((Cc::Ne, Cc::Parity, AluOp::Or)),
        };
        if let Some((first, second, op)) = two {
            let temp = places.reg(temp);
            self.set_byte(first, dst);
            self.set_byte(second, temp);
            self.asm.op8(&[alu_number(op) << 3], temp, false, Rm::Reg(dst));
        }
        self.asm.widen(false, true, &[0x0f, 0xb6], dst, Rm::Reg(dst));
    }

    pub(super) fn emit_select(&mut self, places: Places, dst: Op, yes: Op, test: LTest, float: bool) {
        self.emit_flags(places, test.flags);
        let (dst, yes) = (places.reg(dst), self.rm(places, yes));
        let conditions: &[Cc] = match test.cond {
            Cond::One(cc) => &[cc],
            Cond::NeUnordered => &[Cc::Ne, Cc::Parity],
            Cond::EqOrdered => unreachable!("lowered to its complement"),
        };
        for &cc in conditions {
            if !float {
                self.asm.op(Width::Word, &[0x0f, 0x40 | cc as u8], dst, yes);
                continue;
            }
            let skip = self.skip_if(cc.inverse());
            match yes {
                Rm::Reg(_) => self.asm.sse(Prefix::None, false, &[0x0f, 0x28], dst, yes),
                _ => self.asm.sse(Prefix::F2, false, &[0x0f, 0x10], dst, yes),
            }
            self.land(skip);
        }
    }

    pub(super) fn emit_float_unary(&mut self, op: FloatUnaryOp, dst: u8, a: Rm) {
        let mode = match op {
            FloatUnaryOp::Sqrt => return self.asm.sse(Prefix::F2, false, &[0x0f, 0x51], dst, a),
            FloatUnaryOp::Neg | FloatUnaryOp::Abs => {
                // All ones, shifted to the sign bit alone or to everything but it.
                self.asm.sse(Prefix::P66, false, &[0x0f, 0x76], dst, Rm::Reg(dst));
                let (shift, count, opcode) = if op == FloatUnaryOp::Neg { (6, 63, 0x57) } else { (2, 1, 0x54) };
                self.asm.sse(Prefix::P66, false, &[0x0f, 0x73], shift, Rm::Reg(dst));
                self.asm.raw(&[count]);
                return self.asm.sse(Prefix::P66, false, &[0x0f, opcode], dst, a);
            }
            FloatUnaryOp::Nearest => 0,
            FloatUnaryOp::Floor => 1,
            FloatUnaryOp::Ceil => 2,
            FloatUnaryOp::Trunc => 3,
        };
        self.asm.sse(Prefix::P66, false, &[0x0f, 0x3a, 0x0b], dst, a);
        self.asm.raw(&[8 | mode]);
    }
}
