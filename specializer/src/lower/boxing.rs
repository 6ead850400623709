//! Between tagged words and unboxed values.

use super::*;
use pyspec_abi::Value;
use pyspec_abi::types as id;
use pyspec_abi::value::{FLOAT_BIAS, FLOAT_ROTATE};

impl Lower<'_> {
    /// In place; those of one word in a cold block.
    pub(super) fn unbox_int(&mut self, a: Val, exit: ExitId) -> VReg {
        let (a, exit) = (self.reg(a), self.exit(exit));
        self.split(
            Test::no_bit(a, 1),
            Class::Int,
            |l| l.b.shift(ShiftOp::Sar, a, 1),
            |l| {
                l.b.guard(Test::any_bit(a, 7), exit);
                l.b.guard(Test::sized(IntCc::Ne, Size::S32, Addr::base(a, 0), id::BIG_INT as i32), exit);
                let words = l.b.load(MemType::Word, Addr::base(a, layouts::BIG_INT_LEN as i32));
                let magnitude = l.b.load(MemType::Word, Addr::base(a, layouts::BIG_INT_WORD as i32));
                l.b.guard(Test::int(IntCc::Lt, magnitude, 0), exit);
                // One word: 1 or -1, the sign.
                let next = l.b.alu(AluOp::Add, words, 1);
                let other = l.b.alu(AluOp::And, next, !2);
                l.b.guard(Test::int(IntCc::Ne, other, 0), exit);
                l.b.alu(AluOp::Mul, magnitude, words)
            },
        )
    }

    pub(super) fn unbox_small(&mut self, a: Val, exit: ExitId) -> VReg {
        let (a, exit) = (self.reg(a), self.exit(exit));
        self.b.guard(Test::no_bit(a, 1), exit);
        self.b.shift(ShiftOp::Sar, a, 1)
    }

    /// In place for the common exponents; zeros and boxed floats in a cold block.
    pub(super) fn unbox_float(&mut self, a: Val, exit: ExitId) -> VReg {
        let (a, exit) = (self.reg(a), self.exit(exit));
        let tag = self.b.alu(AluOp::And, a, 3);
        self.split(Test::int(IntCc::Ne, tag, 2), Class::Float, |l| l.flonum(a), |l| l.unbox_rare_float(a, exit))
    }

    /// A float, or an int that becomes one.
    pub(super) fn unbox_number(&mut self, a: Val, exit: ExitId) -> VReg {
        let (a, exit) = (self.reg(a), self.exit(exit));
        let tag = self.b.alu(AluOp::And, a, 3);
        self.split(
            Test::int(IntCc::Ne, tag, 2),
            Class::Float,
            |l| l.flonum(a),
            |l| {
                let (int, other, join) = (l.b.cold_block(), l.b.cold_block(), l.b.cold_block());
                let result = l.b.block_param(join, Class::Float);
                l.b.branch(Test::any_bit(a, 1), int, other);
                l.b.switch_to(int);
                let number = l.b.shift(ShiftOp::Sar, a, 1);
                let value = l.b.int_to_float(number);
                l.b.jump(join, &[value]);
                l.b.switch_to(other);
                let value = l.unbox_rare_float(a, exit);
                l.b.jump(join, &[value]);
                l.b.switch_to(join);
                result
            },
        )
    }

    fn flonum(&mut self, a: VReg) -> VReg {
        let rotated = self.b.shift(ShiftOp::Ror, a, FLOAT_ROTATE as i32);
        let bias = self.b.imm((FLOAT_BIAS as i64).wrapping_neg());
        let bits = self.b.alu(AluOp::Add, rotated, bias);
        self.b.bits_to_float(bits)
    }

    fn unbox_rare_float(&mut self, a: VReg, exit: Exit) -> VReg {
        let zero = Value::FLOAT_ZERO.bits() as i32;
        let step = (Value::FLOAT_NEGATIVE_ZERO.bits() - Value::FLOAT_ZERO.bits()) as i32;
        let (is_zero, not_zero, join) = (self.b.cold_block(), self.b.cold_block(), self.b.cold_block());
        let result = self.b.block_param(join, Class::Float);
        let offset = self.b.alu(AluOp::Sub, a, zero);
        // The two zeros are neighbours among the immediates: the sign comes from which.
        let sign = self.b.alu(AluOp::And, offset, !step);
        self.b.branch(Test::int(IntCc::Eq, sign, 0), is_zero, not_zero);
        self.b.switch_to(is_zero);
        let bits = self.b.shift(ShiftOp::Shl, offset, 60);
        let value = self.b.bits_to_float(bits);
        self.b.jump(join, &[value]);
        self.b.switch_to(not_zero);
        self.b.guard(Test::any_bit(a, 7), exit);
        self.b.guard(Test::sized(IntCc::Ne, Size::S32, Addr::base(a, 0), id::FLOAT as i32), exit);
        let value = self.b.load(MemType::F64, Addr::base(a, pyspec_abi::layouts::FLOAT_BITS as i32));
        self.b.jump(join, &[value]);
        self.b.switch_to(join);
        result
    }

    /// `False` and `True` are neighbours among the immediates, 8 apart.
    pub(super) fn unbox_bool(&mut self, a: Val, exit: ExitId) -> VReg {
        let (a, exit) = (self.reg(a), self.exit(exit));
        let offset = self.b.alu(AluOp::Sub, a, Value::FALSE.bits() as i32);
        let other = self.b.alu(AluOp::And, offset, !8);
        self.b.guard(Test::int(IntCc::Ne, other, 0), exit);
        self.b.shift(ShiftOp::Shr, offset, 3)
    }

    pub(super) fn box_value(&mut self, a: Val) -> VReg {
        let reg = self.reg(a);
        match self.func.rep(a) {
            Rep::Tagged => reg,
            Rep::Int => self.box_int(reg),
            Rep::Float => self.box_float(reg),
            Rep::Bool => self.b.lea(Addr {
                base: pyspec_emit::mir::Base::Absolute,
                index: Some((reg, pyspec_emit::mir::Scale::Eight)),
                disp: Value::FALSE.bits() as i32,
            }),
        }
    }

    pub(super) fn box_int(&mut self, a: VReg) -> VReg {
        let bias = self.b.imm(1 << 62);
        let biased = self.b.alu(AluOp::Add, a, bias);
        self.split(
            Test::int(IntCc::Lt, biased, 0),
            Class::Int,
            |l| l.b.lea(Addr::indexed(a, a, pyspec_emit::mir::Scale::One, 1)),
            |l| l.helper(Helper::BoxInt, &[a]).expect("a value"),
        )
    }

    pub(super) fn box_float(&mut self, a: VReg) -> VReg {
        let bits = self.b.float_to_bits(a);
        let bias = self.b.imm(FLOAT_BIAS as i64);
        let biased = self.b.alu(AluOp::Add, bits, bias);
        let word = self.b.shift(ShiftOp::Rol, biased, FLOAT_ROTATE as i32);
        let tag = self.b.alu(AluOp::And, word, 3);
        self.split(
            Test::int(IntCc::Ne, tag, 2),
            Class::Int,
            |_| word,
            |l| l.helper(Helper::BoxFloat, &[a]).expect("a value"),
        )
    }
}
