//! Loads, stores with barriers, allocation, globals.

use super::*;
use pyspec_abi::Header;
use pyspec_abi::Value;
use pyspec_abi::header::Scan;
use pyspec_emit::mir::Scale;

/// Byte of the header that holds the collector's flags; its lowest bit is OLD.
const GC_BYTE: i32 = 4;
const OLD: i32 = 1;

impl Lower<'_> {
    pub(super) fn load(&mut self, kind: &Kind) -> VReg {
        let address = match kind {
            Kind::Load { object, offset } => Addr::base(self.reg(*object), *offset as i32),
            Kind::LoadLen { object, offset } => {
                let tagged = self.b.load(MemType::Word, Addr::base(self.reg(*object), *offset as i32));
                return self.b.shift(ShiftOp::Sar, tagged, 1);
            }
            Kind::LoadItem { array, index } => {
                Addr::indexed(self.reg(*array), self.reg(*index), Scale::Eight, layouts::ARRAY_FIRST as i32)
            }
            Kind::LoadTupleItem { tuple, index } => {
                Addr::indexed(self.reg(*tuple), self.reg(*index), Scale::Eight, layouts::TUPLE_FIRST as i32)
            }
            Kind::Object { function, index, exit } => {
                let cell = self.symbol(SymbolTarget::Constant { function: *function, index: *index });
                let value = self.b.load(MemType::Word, Addr::base(cell, 0));
                let exit = self.exit(*exit);
                self.b.guard(Test::int(IntCc::Eq, value, 0), exit);
                return value;
            }
            kind => unreachable!("{kind:?} is no load"),
        };
        self.b.load(MemType::Word, address)
    }

    pub(super) fn store(&mut self, object: Val, offset: u32, value: Val, barrier: bool) {
        let (object, value) = (self.reg(object), self.reg(value));
        if barrier {
            let old = Test::Bits { any: true, size: Size::S8, a: Addr::base(object, GC_BYTE).into(), mask: OLD.into() };
            self.when(old, |l| {
                l.helper(Helper::Barrier, &[object]);
            });
        }
        self.b.store(MemType::Word, value, Addr::base(object, offset as i32));
    }

    pub(super) fn store_item(&mut self, array: Val, index: Val, value: Val, barrier: bool) {
        let (array, index, value) = (self.reg(array), self.reg(index), self.reg(value));
        let slot = Addr::indexed(array, index, Scale::Eight, layouts::ARRAY_FIRST as i32);
        self.b.store(MemType::Word, value, slot);
        if barrier {
            let old = Test::Bits { any: true, size: Size::S8, a: Addr::base(array, GC_BYTE).into(), mask: OLD.into() };
            self.when(old, |l| {
                let address = l.b.lea(slot);
                l.helper(Helper::BarrierItem, &[array, address]);
            });
        }
    }

    /// Appends to an exact list whose array is young and has room.
    pub(super) fn list_append(&mut self, list: VReg, value: VReg, exit: ExitId) -> Option<VReg> {
        let exit = self.exit(exit);
        let (cold, join) = (self.b.cold_block(), self.b.block());
        let items = self.b.load(MemType::Word, Addr::base(list, layouts::LIST_ITEMS as i32));
        self.unless_pointer(items, cold);
        let header = self.b.load(MemType::Word, Addr::base(items, 0));
        let room = self.b.shift(ShiftOp::Shr, header, pyspec_abi::header::SIZE_SHIFT as i32);
        let tagged = self.b.load(MemType::Word, Addr::base(list, layouts::LIST_LEN as i32));
        let len = self.b.shift(ShiftOp::Sar, tagged, 1);
        let (has_room, young) = (self.b.block(), self.b.block());
        self.b.branch(Test::int(IntCc::AboveEq, len, room), cold, has_room);
        self.b.switch_to(has_room);
        let old = Test::Bits { any: true, size: Size::S8, a: Addr::base(items, GC_BYTE).into(), mask: OLD.into() };
        self.b.branch(old, cold, young);
        self.b.switch_to(young);
        let slot = Addr::indexed(items, len, Scale::Eight, layouts::ARRAY_FIRST as i32);
        self.b.store(MemType::Word, value, slot);
        let longer = self.b.alu(AluOp::Add, tagged, 2);
        self.b.store(MemType::Word, longer, Addr::base(list, layouts::LIST_LEN as i32));
        self.b.jump(join, &[]);
        self.b.switch_to(cold);
        let done = self.helper(Helper::ListAppend, &[list, value]).expect("a status");
        self.b.guard(Test::int(IntCc::Eq, done, 0), exit);
        self.b.jump(join, &[]);
        self.b.switch_to(join);
        // It has no other result than that it is done.
        Some(self.b.imm(0))
    }

    /// A young object, its slots zero; leaves if memory is out.
    pub(super) fn new_object(&mut self, map: u32, slots: u32, exit: ExitId) -> VReg {
        let exit = self.exit(exit);
        self.bump(map, slots, |l, header| {
            let object = l.helper(Helper::AllocSlow, &[header]).expect("a word");
            l.b.guard(Test::int(IntCc::Eq, object, 0), exit);
            object
        })
    }

    /// An instance with items in its first slots. Nothing can collect between its making and the stores, so that they need
    /// no barrier.
    pub(super) fn instance(&mut self, map: u32, slots: u32, items: &[Val]) -> VReg {
        let items: Vec<VReg> = items.iter().map(|&item| self.box_value(item)).collect();
        let object = self.bump(map, slots, |l, header| l.helper(Helper::AllocInstance, &[header]).expect("an object"));
        for (k, item) in items.into_iter().enumerate() {
            self.b.store(MemType::Word, item, Addr::base(object, layouts::slot_offset(k) as i32));
        }
        object
    }

    /// Bumps the nursery's cursor; the header is written at once, so that a collection can walk past the object. `slow`
    /// takes the header when there is no room.
    fn bump(&mut self, map: u32, slots: u32, slow: impl FnOnce(&mut Self, VReg) -> VReg) -> VReg {
        let header = Header::new(map, Scan::Values, slots as usize).0;
        let header = self.b.imm(header as i64);
        let start = self.b.load(MemType::Word, Addr::context(ContextLayout::CURSOR));
        let end = self.b.lea(Addr::base(start, 8 + 8 * slots as i32));
        self.split(
            Test::int(IntCc::Above, end, Addr::context(ContextLayout::LIMIT)),
            Class::Int,
            |l| {
                l.b.store(MemType::Word, end, Addr::context(ContextLayout::CURSOR));
                l.b.store(MemType::Word, header, Addr::base(start, 0));
                start
            },
            |l| slow(l, header),
        )
    }

    /// Through the cell that the instruction's cache holds; an empty cache or cell is the helper's affair.
    pub(super) fn global(&mut self, function: FunctionId, n: u32, exit: ExitId) -> VReg {
        let exit = self.exit(exit);
        let cache = SymbolTarget::UnitWord { module: function.module, word: self.words.cache(function, n) };
        let cache = self.symbol(cache);
        let cell = self.b.load(MemType::Word, Addr::base(cache, 0));
        let (full, slow, join) = (self.b.block(), self.b.cold_block(), self.b.block());
        let result = self.b.block_param(join, Class::Int);
        self.b.branch(Test::int(IntCc::Eq, cell, 0), slow, full);
        self.b.switch_to(full);
        let value = self.b.load(MemType::Word, Addr::base(cell, layouts::CELL_VALUE as i32));
        let unset = Value::UNSET.bits() as i32;
        self.b.branch(Test::int(IntCc::Eq, value, unset), slow, Edge::new(join, [value]));
        self.b.switch_to(slow);
        let site = self.site(function, n);
        let value = self.python_helper(Helper::LoadGlobal, &[site], exit).expect("a value");
        self.b.guard(Test::int(IntCc::Eq, value, 0), exit);
        self.b.jump(join, &[value]);
        self.b.switch_to(join);
        result
    }
}
