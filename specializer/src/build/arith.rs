//! Operators and comparisons on ints, floats and bools; all others through helpers.

use super::{Builder, Known, flow};
use crate::ssa::{BitOp, Cc, Edge, FloatOp, IntOp, Kind, Reason, Term, Val};
use crate::types::{PlanId, Rep, Ty};
use pyspec_abi::Value;
use pyspec_abi::helpers::Helper;
use pyspec_abi::ops::Op;
use pyspec_front::hir::Insn;

impl Builder<'_> {
    /// Builds an operator; false if the instruction is none.
    pub(super) fn arithmetic(&mut self, op: Op, insn: &Insn) -> bool {
        use Op::*;
        match op {
            LT | LE | EQ | NE | GT | GE => self.comparison(op, insn),
            IS | ISNOT => self.identity(op == IS, insn),
            NOT => {
                let test = self.truth(self.get(insn.b));
                let val = self.def(Kind::BoolNot { a: test });
                self.set(insn.a, Known { val, ty: Ty::Bool });
            }
            TRUTH => {
                let val = self.truth(self.get(insn.b));
                self.set(insn.a, Known { val, ty: Ty::Bool });
            }
            NEG => self.negative(insn),
            INVERT if self.get(insn.b).ty == Ty::Int => {
                let val = self.def(Kind::IntNot { a: self.get(insn.b).val });
                self.set(insn.a, Known { val, ty: Ty::Int });
            }
            IN | NOTIN => {
                let args = vec![self.tagged(self.get(insn.b)), self.tagged(self.get(insn.c))];
                let mut val = self.help(Helper::Contains, args);
                if op == NOTIN {
                    val = self.def(Kind::BoolNot { a: val });
                }
                self.set(insn.a, Known { val, ty: Ty::Bool });
            }
            _ if (ADD as u8..=IXOR as u8).contains(&(op as u8)) => self.binary(op, insn),
            _ => return false,
        }
        true
    }

    fn binary(&mut self, op: Op, insn: &Insn) {
        let (a, b) = (self.get(insn.b), self.get(insn.c));
        let Some(ty) = flow::binary(op, a.ty, b.ty) else {
            if !self.number_binary(op, insn) {
                self.generic_binary(op, insn);
            }
            return;
        };
        let val = match ty {
            Ty::Int => self.int_binary(op, a.val, b.val),
            Ty::Bool => self.bool_binary(op, a.val, b.val),
            _ => self.float_binary(op, a, b),
        };
        self.set(insn.a, Known { val, ty });
    }

    /// A float and something that is now an int, now a float, as a sum that starts with 0 is: the result is a float.
    fn number_binary(&mut self, op: Op, insn: &Insn) -> bool {
        use Op::*;
        let (mut a, mut b) = (self.get(insn.b), self.get(insn.c));
        let simple = matches!(op, ADD | SUB | MUL | DIV | IADD | ISUB | IMUL | IDIV);
        if !simple || self.predicted() != Ty::Float {
            return false;
        }
        match (a.ty, b.ty) {
            (Ty::Any | Ty::Number, Ty::Float) => a = self.number(a.val),
            (Ty::Float, Ty::Any | Ty::Number) => b = self.number(b.val),
            _ => return false,
        }
        let val = self.float_binary(op, a, b);
        self.set(insn.a, Known { val, ty: Ty::Float });
        true
    }

    fn number(&mut self, a: Val) -> Known {
        let exit = self.exit(Reason::Type);
        Known { val: self.def(Kind::UnboxNumber { a, exit }), ty: Ty::Float }
    }

    fn int_binary(&mut self, op: Op, a: Val, b: Val) -> Val {
        use Op::*;
        let int = |op| {
            move |b_: &mut Self| {
                let overflow = Some(b_.exit(Reason::Overflow));
                Kind::IntBin { op, a, b, overflow }
            }
        };
        let kind = match op {
            ADD | IADD => int(IntOp::Add)(self),
            SUB | ISUB => int(IntOp::Sub)(self),
            MUL | IMUL => int(IntOp::Mul)(self),
            FLOORDIV | IFLOORDIV => Kind::IntFloorDiv { a, b, exit: self.exit(Reason::Zero) },
            MOD | IMOD => Kind::IntMod { a, b, exit: self.exit(Reason::Zero) },
            LSHIFT | ILSHIFT => Kind::IntShl { a, b, exit: self.exit(Reason::Overflow) },
            RSHIFT | IRSHIFT => Kind::IntShr { a, b, exit: self.exit(Reason::Overflow) },
            AND | IAND => Kind::IntBit { op: BitOp::And, a, b },
            OR | IOR => Kind::IntBit { op: BitOp::Or, a, b },
            XOR | IXOR => Kind::IntBit { op: BitOp::Xor, a, b },
            op => unreachable!("{op:?} gives no int"),
        };
        self.def(kind)
    }

    /// `&`, `|`, `^` of bools, as ints of one bit.
    fn bool_binary(&mut self, op: Op, a: Val, b: Val) -> Val {
        let (a, b) = (self.def(Kind::BoolToInt { a }), self.def(Kind::BoolToInt { a: b }));
        let bits = self.int_binary(op, a, b);
        let zero = self.def(Kind::Int(0));
        self.def(Kind::IntCmp { cc: Cc::Ne, a: bits, b: zero })
    }

    fn float_binary(&mut self, op: Op, a: Known, b: Known) -> Val {
        use Op::*;
        if matches!((op, a.ty, b.ty), (DIV | IDIV, Ty::Int, Ty::Int)) {
            return self.int_division(a.val, b.val);
        }
        let (x, y) = (self.in_rep(a, Rep::Float), self.in_rep(b, Rep::Float));
        if matches!(op, DIV | IDIV | FLOORDIV | IFLOORDIV | MOD | IMOD) {
            self.guard_not_zero(y);
        }
        match op {
            ADD | IADD => self.def(Kind::FloatBin { op: FloatOp::Add, a: x, b: y }),
            SUB | ISUB => self.def(Kind::FloatBin { op: FloatOp::Sub, a: x, b: y }),
            MUL | IMUL => self.def(Kind::FloatBin { op: FloatOp::Mul, a: x, b: y }),
            DIV | IDIV => self.def(Kind::FloatBin { op: FloatOp::Div, a: x, b: y }),
            FLOORDIV | IFLOORDIV => self.pure_help(Helper::FloatFloorDiv, vec![x, y]),
            MOD | IMOD => self.pure_help(Helper::FloatMod, vec![x, y]),
            POW | IPOW => self.float_power(x, b, y),
            op => unreachable!("{op:?} gives no float"),
        }
    }

    /// True division of ints rounds once, so both must be exact as floats: below 2^53 in size.
    fn int_division(&mut self, a: Val, b: Val) -> Val {
        for v in [a, b] {
            let bound = self.def(Kind::Int(1 << 53));
            let shifted = self.def(Kind::IntBin { op: IntOp::Add, a: v, b: bound, overflow: None });
            let limit = self.def(Kind::Int(1 << 54));
            let zero = self.def(Kind::Int(0));
            for (cc, c) in [(Cc::Ge, zero), (Cc::Le, limit)] {
                let test = self.def(Kind::IntCmp { cc, a: shifted, b: c });
                let exit = self.exit(Reason::Overflow);
                self.emit(Kind::GuardBool { a: test, expect: true, exit });
            }
        }
        let (x, y) = (self.def(Kind::IntToFloat { a }), self.def(Kind::IntToFloat { a: b }));
        self.guard_not_zero(y);
        self.def(Kind::FloatBin { op: FloatOp::Div, a: x, b: y })
    }

    fn guard_not_zero(&mut self, y: Val) {
        let zero = self.def(Kind::Float(0));
        let test = self.def(Kind::FloatCmp { cc: Cc::Eq, a: y, b: zero });
        let exit = self.exit(Reason::Zero);
        self.emit(Kind::GuardBool { a: test, expect: false, exit });
    }

    /// A power that is certainly a float: any base to an int that is not negative, a base that is not zero to an int, a
    /// positive base to a float; others are the interpreter's (complex results, zero division).
    fn float_power(&mut self, x: Val, exponent: Known, y: Val) -> Val {
        let is_int = exponent.ty == Ty::Int;
        if !(is_int && matches!(self.kind_of(exponent.val), Some(Kind::Int(0..)))) {
            let zero = self.def(Kind::Float(0));
            let cc = if is_int { Cc::Ne } else { Cc::Gt };
            let test = self.def(Kind::FloatCmp { cc, a: x, b: zero });
            let exit = self.exit(Reason::Zero);
            self.emit(Kind::GuardBool { a: test, expect: true, exit });
        }
        let power = self.pure_help(Helper::FloatPow, vec![x, y]);
        // A power that is too large raises, unlike a product.
        let (size, most) = (self.def(Kind::FloatAbs { a: power }), self.def(Kind::Float(f64::MAX.to_bits())));
        let fits = self.def(Kind::FloatCmp { cc: Cc::Le, a: size, b: most });
        let exit = self.exit(Reason::Overflow);
        self.emit(Kind::GuardBool { a: fits, expect: true, exit });
        power
    }

    /// What made a value, if that is near.
    /// How the block being built made a value.
    pub(super) fn kind_of(&self, v: Val) -> Option<&Kind> {
        let block = &self.func.blocks[self.block.index()];
        block.insts.iter().rev().find(|i| i.result == Some(v)).map(|i| &i.kind)
    }

    fn generic_binary(&mut self, op: Op, insn: &Insn) {
        let add = Op::ADD as u8;
        let (inplace, number) = match op as u8 {
            n if n >= Op::IADD as u8 => (true, n - Op::IADD as u8),
            n => (false, n - add),
        };
        if !inplace && self.operator_method(number, insn) {
            return;
        }
        let (a, b) = (self.tagged(self.get(insn.b)), self.tagged(self.get(insn.c)));
        let exit = self.exit(Reason::Raised);
        let val = self.def(Kind::AnyBin { op: number, inplace, a, b, exit });
        self.python_ran();
        let known = self.expect_after(insn.a, val, self.predicted());
        self.set(insn.a, known);
    }

    fn negative(&mut self, insn: &Insn) {
        let a = self.get(insn.b);
        match a.ty {
            Ty::Int => {
                let overflow = Some(self.exit(Reason::Overflow));
                let val = self.def(Kind::IntNeg { a: a.val, overflow });
                self.set(insn.a, Known { val, ty: Ty::Int });
            }
            Ty::Float => {
                let val = self.def(Kind::FloatNeg { a: a.val });
                self.set(insn.a, Known { val, ty: Ty::Float });
            }
            _ => {
                let args = vec![self.tagged(a)];
                self.help_into(Helper::Negative, args, insn.a);
            }
        }
    }

    fn comparison(&mut self, op: Op, insn: &Insn) {
        let (a, b) = (self.get(insn.b), self.get(insn.c));
        let cc = [Cc::Lt, Cc::Le, Cc::Eq, Cc::Ne, Cc::Gt, Cc::Ge][op as usize - Op::LT as usize];
        let val = match (a.ty, b.ty) {
            (Ty::Int, Ty::Int) => self.def(Kind::IntCmp { cc, a: a.val, b: b.val }),
            (Ty::Bool, Ty::Bool) => {
                let (a, b) = (self.def(Kind::BoolToInt { a: a.val }), self.def(Kind::BoolToInt { a: b.val }));
                self.def(Kind::IntCmp { cc, a, b })
            }
            (Ty::Float, Ty::Float) => self.def(Kind::FloatCmp { cc, a: a.val, b: b.val }),
            (Ty::Int, Ty::Float) | (Ty::Float, Ty::Int) => self.mixed_comparison(cc, a, b),
            _ => return self.generic_comparison(cc, insn),
        };
        self.set(insn.a, Known { val, ty: Ty::Bool });
    }

    /// An int beside a float: exact only while the int is exact as a float.
    fn mixed_comparison(&mut self, cc: Cc, a: Known, b: Known) -> Val {
        let int = if a.ty == Ty::Int { a.val } else { b.val };
        for (bound, least) in [(1i64 << 53, false), (-(1i64 << 53), true)] {
            let limit = self.def(Kind::Int(bound));
            let test = self.def(Kind::IntCmp { cc: if least { Cc::Ge } else { Cc::Le }, a: int, b: limit });
            let exit = self.exit(Reason::Overflow);
            self.emit(Kind::GuardBool { a: test, expect: true, exit });
        }
        let (x, y) = (self.in_rep(a, Rep::Float), self.in_rep(b, Rep::Float));
        self.def(Kind::FloatCmp { cc, a: x, b: y })
    }

    fn generic_comparison(&mut self, cc: Cc, insn: &Insn) {
        let (a, b) = (self.tagged(self.get(insn.b)), self.tagged(self.get(insn.c)));
        let exit = self.exit(Reason::Raised);
        let odd = self.exit_at(self.n + 1, Reason::Boxed, Some((insn.a, None)));
        let val = self.def(Kind::AnyCmp { cc, a, b, exit, odd });
        self.python_ran();
        self.set(insn.a, Known { val, ty: Ty::Bool });
    }

    fn identity(&mut self, same: bool, insn: &Insn) {
        let (a, b) = (self.get(insn.b), self.get(insn.c));
        // Exact ints and floats are the same by value, wherever they are boxed: only None, bools and unboxed
        // values of different types are decided by the word.
        let by_word = |k: Known| matches!(k.ty, Ty::None | Ty::Bool);
        let (x, y) = (self.tagged(a), self.tagged(b));
        let words = by_word(a) || by_word(b);
        let mut val = self.def(if words { Kind::Is { a: x, b: y } } else { Kind::Same { a: x, b: y } });
        if !same {
            val = self.def(Kind::BoolNot { a: val });
        }
        self.set(insn.a, Known { val, ty: Ty::Bool });
    }

    /// The truth of a value, as a bool.
    pub(super) fn truth(&mut self, known: Known) -> Val {
        match known.ty {
            Ty::Bool => known.val,
            Ty::Int => {
                let zero = self.def(Kind::Int(0));
                self.def(Kind::IntCmp { cc: Cc::Ne, a: known.val, b: zero })
            }
            Ty::Float => {
                let zero = self.def(Kind::Float(0));
                self.def(Kind::FloatCmp { cc: Cc::Ne, a: known.val, b: zero })
            }
            Ty::None => self.def(Kind::Bool(false)),
            Ty::Instance(plan) if self.source.facts.always_true(plan) => self.truth_of_instance(known.val, plan),
            _ => self.help(Helper::Truth, vec![known.val]),
        }
    }

    /// Of what is an instance or None.
    fn truth_of_instance(&mut self, a: Val, plan: PlanId) -> Val {
        let none = self.def(Kind::Tagged(Value::NONE.bits() as u64));
        let test = self.def(Kind::Is { a, b: none });
        let (some, join) = (self.func.block(), self.func.block());
        let result = self.func.value(Rep::Bool);
        self.func.blocks[join.index()].params.push(result);
        let no = self.def(Kind::Bool(false));
        let yes = Edge { block: join, args: vec![no] };
        self.end(Term::Branch { test, yes, no: Edge { block: some, args: vec![] } });
        let (maps, alive) = (self.maps.clone(), self.alive.clone());
        self.block = some;
        self.guard_alive(self.source.facts.class(plan).dead);
        self.guard_instance(a, plan);
        let val = self.def(Kind::Bool(true));
        self.end(Term::Jump(Edge { block: join, args: vec![val] }));
        (self.block, self.maps, self.alive) = (join, maps, alive);
        result
    }

    /// A helper without effects.
    pub(super) fn pure_help(&mut self, helper: Helper, args: Vec<Val>) -> Val {
        self.def(Kind::Help { helper, args, exit: None })
    }

    /// A helper that may raise; what it returns.
    pub(super) fn help(&mut self, helper: Helper, args: Vec<Val>) -> Val {
        let exit = Some(self.exit(Reason::Raised));
        let val = self.def(Kind::Help { helper, args, exit });
        if helper.row().effect.runs_python() {
            self.python_ran();
        }
        val
    }

    /// A helper that may raise, its tagged result guarded to be what is predicted and put into a place.
    pub(super) fn help_into(&mut self, helper: Helper, args: Vec<Val>, place: u16) {
        let val = self.help(helper, args);
        let known = self.expect_after(place, val, self.predicted());
        self.set(place, known);
    }

    /// A tagged result guarded to be `ty`; where it is not, the interpreter goes on behind the instruction.
    pub(super) fn expect_after(&mut self, place: u16, val: Val, ty: Ty) -> Known {
        let exit = match ty {
            Ty::Int | Ty::Float | Ty::Bool | Ty::None => self.exit_after(Reason::Type, place, val),
            Ty::Any => return Known { val, ty },
            ty => return Known { val, ty },
        };
        let kind = match ty {
            Ty::Int => Kind::UnboxInt { a: val, exit },
            Ty::Float => Kind::UnboxFloat { a: val, exit },
            Ty::Bool => Kind::UnboxBool { a: val, exit },
            _ => {
                self.emit(Kind::GuardWord { a: val, word: Value::NONE.bits() as u64, exit });
                return Known { val, ty };
            }
        };
        Known { val: self.def(kind), ty }
    }
}
