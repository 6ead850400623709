//! Items of `array.array`, which its state says where to find.

use super::*;
use pyspec_abi::layouts::machine_items::{F64, I32, I64, U8};
use pyspec_abi::layouts::{MACHINE_COUNT, MACHINE_ITEMS, MACHINE_KIND, PAYLOAD};
use pyspec_emit::mir::Scale;

impl Lower<'_> {
    /// Two words lead from the object to its state.
    pub(super) fn array_state(&mut self, array: Val, float: bool, exit: ExitId) -> VReg {
        let (array, exit) = (self.reg(array), self.exit(exit));
        self.b.guard(Test::any_bit(array, 7), exit);
        let map = self.b.load(MemType::U32, Addr::base(array, 0));
        let wanted = Addr::context(self.context.machine_array);
        self.b.guard(Test::sized(IntCc::Ne, Size::S32, map, wanted), exit);
        let owner = self.b.load(MemType::Word, Addr::base(array, PAYLOAD as i32));
        let state = self.b.load(MemType::Word, Addr::base(owner, 0));
        let kind = self.b.load(MemType::U32, Addr::base(state, MACHINE_KIND as i32));
        let test = if float {
            Test::sized(IntCc::Ne, Size::S32, kind, F64 as i32)
        } else {
            let offset = self.b.alu(AluOp::Sub, kind, I64 as i32);
            Test::sized(IntCc::Above, Size::S32, offset, (U8 - I64) as i32)
        };
        self.b.guard(test, exit);
        state
    }

    pub(super) fn array_len(&mut self, state: Val) -> VReg {
        let state = self.reg(state);
        self.b.load(MemType::Word, Addr::base(state, MACHINE_COUNT as i32))
    }

    fn items(&mut self, state: Val) -> VReg {
        let state = self.reg(state);
        self.b.load(MemType::Word, Addr::base(state, MACHINE_ITEMS as i32))
    }

    pub(super) fn array_float(&mut self, state: Val, index: Val) -> VReg {
        let (items, index) = (self.items(state), self.reg(index));
        self.b.load(MemType::F64, Addr::indexed(items, index, Scale::Eight, 0))
    }

    pub(super) fn set_array_float(&mut self, state: Val, index: Val, value: Val) {
        let (items, index, value) = (self.items(state), self.reg(index), self.reg(value));
        self.b.store(MemType::F64, value, Addr::indexed(items, index, Scale::Eight, 0));
    }

    /// Goes to a block for each kind of ints; the current one is the last, of bytes.
    fn by_kind(&mut self, state: Val) -> (Block, Block) {
        let state = self.reg(state);
        let (words, not_words, halves, bytes) = (self.b.block(), self.b.block(), self.b.block(), self.b.block());
        let kind = |l: &mut Self| l.b.load(MemType::U32, Addr::base(state, MACHINE_KIND as i32));
        let first = kind(self);
        self.b.branch(Test::sized(IntCc::Eq, Size::S32, first, I64 as i32), words, not_words);
        self.b.switch_to(not_words);
        let second = kind(self);
        self.b.branch(Test::sized(IntCc::Eq, Size::S32, second, I32 as i32), halves, bytes);
        self.b.switch_to(bytes);
        (words, halves)
    }

    pub(super) fn array_int(&mut self, state: Val, index: Val) -> VReg {
        let (items, index) = (self.items(state), self.reg(index));
        let join = self.b.block();
        let result = self.b.block_param(join, Class::Int);
        let (words, halves) = self.by_kind(state);
        let load = |l: &mut Self, ty, scale| {
            let value = l.b.load(ty, Addr::indexed(items, index, scale, 0));
            l.b.jump(join, &[value]);
        };
        load(self, MemType::U8, Scale::One);
        self.b.switch_to(words);
        load(self, MemType::Word, Scale::Eight);
        self.b.switch_to(halves);
        load(self, MemType::I32, Scale::Four);
        self.b.switch_to(join);
        result
    }

    pub(super) fn set_array_int(&mut self, state: Val, index: Val, value: Val, exit: ExitId) {
        let (items, index, value, exit) = (self.items(state), self.reg(index), self.reg(value), self.exit(exit));
        let join = self.b.block();
        let (words, halves) = self.by_kind(state);
        let store = |l: &mut Self, ty, scale| {
            l.b.store(ty, value, Addr::indexed(items, index, scale, 0));
            l.b.jump(join, &[]);
        };
        self.b.guard(Test::int(IntCc::Above, value, 255), exit);
        store(self, MemType::U8, Scale::One);
        self.b.switch_to(words);
        store(self, MemType::Word, Scale::Eight);
        self.b.switch_to(halves);
        let high = self.b.shift(ShiftOp::Shl, value, 32);
        let back = self.b.shift(ShiftOp::Sar, high, 32);
        self.b.guard(Test::int(IntCc::Ne, back, value), exit);
        store(self, MemType::I32, Scale::Four);
        self.b.switch_to(join);
    }
}
