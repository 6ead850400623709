//! Operators on tagged words of which nothing is known: ints and floats in place are done here, all else by helpers.

use super::*;
use pyspec_abi::Value;
use pyspec_abi::types as id;
use pyspec_emit::mir::Scale;

impl Lower<'_> {
    /// Goes to `ints` if both words are ints in place, to `floats` if both are floats in place, else to `other`.
    fn by_tags(&mut self, a: VReg, b: VReg, ints: Block, floats: Block, other: Block) {
        let both = self.b.alu(AluOp::And, a, b);
        let no_ints = self.b.block();
        self.b.branch(Test::any_bit(both, 1), ints, no_ints);
        self.b.switch_to(no_ints);
        let either = self.b.alu(AluOp::Or, a, b);
        let tag = self.b.alu(AluOp::And, either, 3);
        let maybe = self.b.block();
        self.b.branch(Test::int(IntCc::Eq, tag, 2), maybe, other);
        self.b.switch_to(maybe);
        self.b.branch(Test::any_bit(both, 2), floats, other);
    }

    fn float_in_place(&mut self, a: VReg) -> VReg {
        let rotated = self.b.shift(ShiftOp::Ror, a, pyspec_abi::value::FLOAT_ROTATE as i32);
        let bias = self.b.imm((pyspec_abi::value::FLOAT_BIAS as i64).wrapping_neg());
        let bits = self.b.alu(AluOp::Add, rotated, bias);
        self.b.bits_to_float(bits)
    }

    pub(super) fn any_binary(&mut self, op: u8, inplace: bool, a: Val, b: Val, exit: ExitId) -> VReg {
        let (a, b, exit) = (self.reg(a), self.reg(b), self.exit(exit));
        let join = self.b.block();
        let result = self.b.block_param(join, Class::Int);
        let other = self.b.cold_block();
        // Addition, subtraction, multiplication, division, in the order of the instruction table.
        let float = [FloatOp::Add, FloatOp::Sub, FloatOp::Mul, FloatOp::Div].get(op as usize).copied();
        match float {
            Some(float) => {
                let (ints, floats) = (if op < 2 { self.b.block() } else { other }, self.b.block());
                self.by_tags(a, b, ints, floats, other);
                if op < 2 {
                    self.b.switch_to(ints);
                    self.sum_of_ints(op == 1, a, b, other, join);
                }
                self.b.switch_to(floats);
                // A float in place is not zero, so it divides.
                let (x, y) = (self.float_in_place(a), self.float_in_place(b));
                let value = self.b.float_op(float, x, y);
                let boxed = self.box_float(value);
                self.b.jump(join, &[boxed]);
            }
            None => self.b.jump(other, &[]),
        }
        self.b.switch_to(other);
        let number = self.b.imm(op as i64);
        let helper = if inplace { Helper::Inplace } else { Helper::Binary };
        let value = self.python_helper(helper, &[number, a, b], exit).expect("a value");
        self.b.guard(Test::int(IntCc::Eq, value, 0), exit);
        self.b.jump(join, &[value]);
        self.b.switch_to(join);
        result
    }

    /// Sum or difference of tagged ints; one that does not fit goes to `other`.
    fn sum_of_ints(&mut self, minus: bool, a: VReg, b: VReg, other: Block, join: Block) {
        let (value, signs) = if minus {
            let difference = self.b.alu(AluOp::Sub, a, b);
            let value = self.b.alu(AluOp::Or, difference, 1);
            let (x, y) = (self.b.alu(AluOp::Xor, a, b), self.b.alu(AluOp::Xor, a, value));
            (value, self.b.alu(AluOp::And, x, y))
        } else {
            let bare = self.b.alu(AluOp::Sub, a, 1);
            let value = self.b.alu(AluOp::Add, bare, b);
            let (x, y) = (self.b.alu(AluOp::Xor, a, value), self.b.alu(AluOp::Xor, b, value));
            (value, self.b.alu(AluOp::And, x, y))
        };
        self.b.branch(Test::int(IntCc::Lt, signs, 0), other, Edge::new(join, [value]));
    }

    pub(super) fn any_compare(&mut self, cc: Cc, a: Val, b: Val, exit: ExitId, odd: ExitId) -> VReg {
        let (a, b, exit) = (self.reg(a), self.reg(b), self.exit(exit));
        let (join, ints, floats, other) = (self.b.block(), self.b.block(), self.b.block(), self.b.cold_block());
        let result = self.b.block_param(join, Class::Int);
        self.by_tags(a, b, ints, floats, other);
        self.b.switch_to(ints);
        let value = self.b.set(Test::int(int_cc(cc), a, b));
        self.b.jump(join, &[value]);
        self.b.switch_to(floats);
        let (x, y) = (self.float_in_place(a), self.float_in_place(b));
        let value = self.b.set(Test::float(float_cc(cc), x, y));
        self.b.jump(join, &[value]);
        self.b.switch_to(other);
        let number = self.b.imm(cc as i64);
        let value = self.python_helper(Helper::Compare, &[number, a, b], exit).expect("a value");
        self.b.guard(Test::int(IntCc::Eq, value, 0), exit);
        let odd = self.exit_with(odd, Some(value));
        let offset = self.b.alu(AluOp::Sub, value, Value::FALSE.bits() as i32);
        let bits = self.b.alu(AluOp::And, offset, !8);
        self.b.guard(Test::int(IntCc::Ne, bits, 0), odd);
        let value = self.b.shift(ShiftOp::Shr, offset, 3);
        self.b.jump(join, &[value]);
        self.b.switch_to(join);
        result
    }

    /// An item of an exact list by an int that is in range and not negative.
    pub(super) fn any_item(&mut self, object: Val, key: Val, exit: ExitId) -> VReg {
        let is_int = self.func.rep(key) == Rep::Int;
        let (object, index, exit) = (self.reg(object), self.reg(key), self.exit(exit));
        let (join, other) = (self.b.block(), self.b.cold_block());
        let result = self.b.block_param(join, Class::Int);
        let next = |l: &mut Self, test: Test| {
            let block = l.b.block();
            l.b.branch(test, other, block);
            l.b.switch_to(block);
        };
        next(self, Test::any_bit(object, 7));
        let (lists, no_list) = (self.b.block(), self.b.block());
        let map = self.b.load(MemType::U32, Addr::base(object, 0));
        self.b.branch(Test::sized(IntCc::Eq, Size::S32, map, id::LIST as i32), lists, no_list);
        self.b.switch_to(no_list);
        self.float_of_array(object, (index, is_int), map, other, join);
        self.b.switch_to(lists);
        let index_value = if is_int {
            index
        } else {
            next(self, Test::no_bit(index, 1));
            self.b.shift(ShiftOp::Sar, index, 1)
        };
        let tagged_len = self.b.load(MemType::Word, Addr::base(object, layouts::LIST_LEN as i32));
        let len = self.b.shift(ShiftOp::Sar, tagged_len, 1);
        next(self, Test::int(IntCc::AboveEq, index_value, len));
        let items = self.b.load(MemType::Word, Addr::base(object, layouts::LIST_ITEMS as i32));
        let at = Addr::indexed(items, index_value, Scale::Eight, layouts::ARRAY_FIRST as i32);
        let value = self.b.load(MemType::Word, at);
        self.b.jump(join, &[value]);
        self.b.switch_to(other);
        let key = if is_int { self.box_int(index) } else { index };
        let value = self.python_helper(Helper::GetItem, &[object, key], exit).expect("a value");
        self.b.guard(Test::int(IntCc::Eq, value, 0), exit);
        self.b.jump(join, &[value]);
        self.b.switch_to(join);
        result
    }

    /// Goes to `join` with an item of an exact `array.array` of floats, else to `other`.
    fn float_of_array(&mut self, object: VReg, (index, is_int): (VReg, bool), map: VReg, other: Block, join: Block) {
        let unless = |l: &mut Self, test: Test| {
            let block = l.b.block();
            l.b.branch(test, other, block);
            l.b.switch_to(block);
        };
        unless(self, Test::sized(IntCc::Ne, Size::S32, map, Addr::context(self.context.machine_array)));
        let owner = self.b.load(MemType::Word, Addr::base(object, layouts::PAYLOAD as i32));
        let state = self.b.load(MemType::Word, Addr::base(owner, 0));
        let kind = Addr::base(state, layouts::MACHINE_KIND as i32);
        unless(self, Test::sized(IntCc::Ne, Size::S32, kind, layouts::machine_items::F64 as i32));
        let index = if is_int {
            index
        } else {
            unless(self, Test::no_bit(index, 1));
            self.b.shift(ShiftOp::Sar, index, 1)
        };
        unless(self, Test::int(IntCc::AboveEq, index, Addr::base(state, layouts::MACHINE_COUNT as i32)));
        let items = self.b.load(MemType::Word, Addr::base(state, layouts::MACHINE_ITEMS as i32));
        let value = self.b.load(MemType::F64, Addr::indexed(items, index, Scale::Eight, 0));
        let boxed = self.box_float(value);
        self.b.jump(join, &[boxed]);
    }

    /// The words are the same, or both are boxes of one number.
    pub(super) fn same(&mut self, a: Val, b: Val) -> VReg {
        let (a, b) = (self.reg(a), self.reg(b));
        let (join, differ, pointers, numbers) = (self.b.block(), self.b.block(), self.b.block(), self.b.cold_block());
        let result = self.b.block_param(join, Class::Int);
        let (yes, no) = (self.b.imm(1), self.b.imm(0));
        self.b.branch(Test::int(IntCc::Eq, a, b), Edge::new(join, [yes]), differ);
        self.b.switch_to(differ);
        let either = self.b.alu(AluOp::Or, a, b);
        self.b.branch(Test::any_bit(either, 7), Edge::new(join, [no]), pointers);
        self.b.switch_to(pointers);
        let map = self.b.load(MemType::U32, Addr::base(a, 0));
        let object = Test::sized(IntCc::Above, Size::S32, map, id::LAST as i32);
        self.b.branch(object, Edge::new(join, [no]), numbers);
        self.b.switch_to(numbers);
        let status = self.helper(Helper::SameNumber, &[a, b]).expect("a status");
        let value = self.b.alu(AluOp::Sub, status, 1);
        self.b.jump(join, &[value]);
        self.b.switch_to(join);
        result
    }

    pub(super) fn map_of(&mut self, a: Val) -> VReg {
        let a = self.reg(a);
        let (join, pointer) = (self.b.block(), self.b.block());
        let result = self.b.block_param(join, Class::Int);
        let none = self.b.imm(0);
        self.b.branch(Test::any_bit(a, 7), Edge::new(join, [none]), pointer);
        self.b.switch_to(pointer);
        let map = self.b.load(MemType::U32, Addr::base(a, 0));
        self.b.jump(join, &[map]);
        self.b.switch_to(join);
        result
    }

    /// The truth of a value: that of bools, None, ints in place and lists here.
    pub(super) fn truth(&mut self, a: VReg, exit: Exit) -> VReg {
        let (join, bools, no_bool, other) = (self.b.block(), self.b.block(), self.b.block(), self.b.cold_block());
        let result = self.b.block_param(join, Class::Int);
        let offset = self.b.alu(AluOp::Sub, a, Value::FALSE.bits() as i32);
        let bits = self.b.alu(AluOp::And, offset, !8);
        self.b.branch(Test::int(IntCc::Eq, bits, 0), bools, no_bool);
        self.b.switch_to(bools);
        let value = self.b.shift(ShiftOp::Shr, offset, 3);
        self.b.jump(join, &[value]);
        self.b.switch_to(no_bool);
        let (no, no_none, ints, pointers, lists) =
            (self.b.imm(0), self.b.block(), self.b.block(), self.b.block(), self.b.block());
        self.b.branch(Test::int(IntCc::Eq, a, Value::NONE.bits() as i32), Edge::new(join, [no]), no_none);
        self.b.switch_to(no_none);
        self.b.branch(Test::any_bit(a, 1), ints, pointers);
        self.b.switch_to(ints);
        let zero = Value::small_int(0).bits() as i32;
        let value = self.b.set(Test::int(IntCc::Ne, a, zero));
        self.b.jump(join, &[value]);
        self.b.switch_to(pointers);
        self.unless_pointer(a, other);
        self.b.branch(Test::sized(IntCc::Eq, Size::S32, Addr::base(a, 0), id::LIST as i32), lists, other);
        self.b.switch_to(lists);
        let value = self.b.set(Test::int(IntCc::Ne, Addr::base(a, layouts::LIST_LEN as i32), zero));
        self.b.jump(join, &[value]);
        self.b.switch_to(other);
        let status = self.python_helper(Helper::Truth, &[a], exit).expect("a status");
        self.b.guard(Test::int(IntCc::Eq, status, 0), exit);
        let value = self.b.alu(AluOp::Sub, status, 1);
        self.b.jump(join, &[value]);
        self.b.switch_to(join);
        result
    }
}
