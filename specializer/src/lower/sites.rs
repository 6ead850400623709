//! Attributes and calls through what an instruction's site remembers, see `pyspec_abi::sites`.
//!
//! ```text
//!     object a pointer? no ─────────────────────┐
//!     its map that of way 0? 1? 2? 3? no ───────┤
//!     load at the way's offset; unset? ─────────┤
//!     go on                                   helper, which remembers
//! ```

use super::*;
use crate::ssa::CachedCall;
use pyspec_abi::Value;
use pyspec_abi::sites::{CALL_WAY, LOAD_WAY, STORE_WAY, VALUE_WAY, WAYS};
use pyspec_abi::types as id;

/// Arguments that a native can be given in registers.
const MOST_TO_NATIVES: usize = 3;
/// Byte of the header that holds the collector's flags; its lowest bit is OLD.
const GC_BYTE: i32 = 4;
const OLD: i32 = 1;

impl Lower<'_> {
    /// Address of an instruction's site.
    pub(super) fn site(&mut self, function: FunctionId, n: u32) -> VReg {
        let pc = self.words.pc(function, n);
        self.symbol(SymbolTarget::Site { function, pc })
    }

    /// Goes to the block that it gives with the address of the way whose first word begins with `key`, else to `miss`.
    fn find_way(&mut self, site: VReg, key: VReg, size: Size, words: usize, miss: Block) -> VReg {
        let found = self.b.block();
        let way = self.b.block_param(found, Class::Int);
        for i in 0..WAYS {
            let at = 8 * (i * words) as i32;
            let next = if i + 1 == WAYS { miss } else { self.b.block() };
            let address = if at == 0 { site } else { self.b.lea(Addr::base(site, at)) };
            let same = Test::sized(IntCc::Eq, size, key, Addr::base(address, 0));
            self.b.branch(same, Edge::new(found, [address]), next);
            self.b.switch_to(next);
        }
        self.b.switch_to(found);
        way
    }

    /// Leaves to `miss` unless `v` is a pointer.
    pub(super) fn unless_pointer(&mut self, v: VReg, miss: Block) {
        let pointer = self.b.block();
        self.b.branch(Test::any_bit(v, 7), miss, pointer);
        self.b.switch_to(pointer);
    }

    pub(super) fn cached_get(&mut self, function: FunctionId, n: u32, object: Val, exit: ExitId) -> VReg {
        let (object, exit) = (self.reg(object), self.exit(exit));
        let (miss, join) = (self.b.cold_block(), self.b.block());
        let result = self.b.block_param(join, Class::Int);
        let site = self.site(function, n);
        self.unless_pointer(object, miss);
        let map = self.b.load(MemType::U32, Addr::base(object, 0));
        let outside = self.b.block();
        let way = self.find_way(site, map, Size::S32, LOAD_WAY, outside);
        let offset = self.b.load(MemType::U32, Addr::base(way, 4));
        let value = self.b.load(MemType::Word, Addr::indexed(object, offset, pyspec_emit::mir::Scale::One, 0));
        self.b.branch(Test::int(IntCc::Eq, value, Value::UNSET.bits() as i32), miss, Edge::new(join, [value]));
        self.b.switch_to(outside);
        self.value_outside(site, object, map, miss, join);
        self.b.switch_to(miss);
        let value = self.python_helper(Helper::GetAttr, &[site, object], exit).expect("a value");
        self.b.guard(Test::int(IntCc::Eq, value, 0), exit);
        self.b.jump(join, &[value]);
        self.b.switch_to(join);
        result
    }

    /// A value of a class or module that the site remembers, or `miss`.
    fn value_outside(&mut self, site: VReg, object: VReg, map: VReg, miss: Block, join: Block) {
        let at = |word: usize| 8 * (VALUE_WAY + word) as i32;
        let (found, of_map) = (self.b.block(), self.b.block());
        self.b.branch(Test::int(IntCc::Eq, object, Addr::base(site, at(0))), found, of_map);
        self.b.switch_to(of_map);
        self.b.branch(Test::int(IntCc::Eq, map, Addr::base(site, at(0))), found, miss);
        self.b.switch_to(found);
        let version = self.b.load(MemType::U32, Addr::base(site, at(1)));
        let now = self.b.load(MemType::Word, Addr::base(site, at(2)));
        let same = self.b.block();
        self.b.branch(Test::sized(IntCc::Ne, Size::S32, version, Addr::base(now, 0)), miss, same);
        self.b.switch_to(same);
        let place = self.b.load(MemType::Word, Addr::base(site, at(3)));
        let value = self.b.load(MemType::Word, Addr::base(place, 0));
        self.b.branch(Test::int(IntCc::Eq, value, Value::UNSET.bits() as i32), miss, Edge::new(join, [value]));
    }

    pub(super) fn cached_set(&mut self, function: FunctionId, n: u32, object: Val, value: Val, exit: ExitId) {
        let (object, value, exit) = (self.reg(object), self.reg(value), self.exit(exit));
        let (miss, join) = (self.b.cold_block(), self.b.block());
        let site = self.site(function, n);
        self.unless_pointer(object, miss);
        let map = self.b.load(MemType::U32, Addr::base(object, 0));
        let way = self.find_way(site, map, Size::S32, STORE_WAY, miss);
        let old = Test::Bits { any: true, size: Size::S8, a: Addr::base(object, GC_BYTE).into(), mask: OLD.into() };
        self.when(old, |l| {
            l.helper(Helper::Barrier, &[object]);
        });
        let offset = self.b.load(MemType::Word, Addr::base(way, 8));
        let next = self.b.load(MemType::U32, Addr::base(way, 4));
        self.b.store(MemType::Word, value, Addr::indexed(object, offset, pyspec_emit::mir::Scale::One, 0));
        self.b.store(MemType::U32, next, Addr::base(object, 0));
        self.b.jump(join, &[]);
        self.b.switch_to(miss);
        let done = self.python_helper(Helper::SetAttr, &[site, object, value], exit).expect("a status");
        self.b.guard(Test::int(IntCc::Eq, done, 0), exit);
        self.b.jump(join, &[]);
        self.b.switch_to(join);
    }

    /// The function that the way of the receiver's map remembers, or what the helper finds.
    pub(super) fn cached_find(
        &mut self,
        function: FunctionId,
        n: u32,
        object: Val,
        address: Val,
        exit: ExitId,
    ) -> VReg {
        let (object, address, exit) = (self.reg(object), self.reg(address), self.exit(exit));
        let (miss, join) = (self.b.cold_block(), self.b.block());
        let result = self.b.block_param(join, Class::Int);
        let site = self.site(function, n);
        let way = self.way_of_method(site, object, miss);
        let found = self.b.load(MemType::Word, Addr::base(way, 24));
        self.b.jump(join, &[found]);
        self.b.switch_to(miss);
        let value = self.python_helper(Helper::FindMethod, &[address, site], exit).expect("a value");
        self.b.guard(Test::int(IntCc::Eq, value, 0), exit);
        self.b.jump(join, &[value]);
        self.b.switch_to(join);
        result
    }

    /// The callee's entry with the arguments in registers, or the helper with all of it in the window.
    pub(super) fn cached_call(&mut self, call: &CachedCall) -> VReg {
        let exit = self.exit(call.exit);
        let args: Vec<VReg> = call.args.iter().map(|&a| self.reg(a)).collect();
        let callee = call.callee.map(|c| self.reg(c));
        let (miss, join) = (self.b.cold_block(), self.b.block());
        let result = self.b.block_param(join, Class::Int);
        let site = self.site(call.function, call.n);
        let (way, function) = match callee {
            Some(f) => {
                let way = self.way_of_callee(site, f, miss);
                let behind = self.b.load(MemType::Word, Addr::base(way, 24));
                (way, self.b.select(Test::int(IntCc::Eq, behind, 0), f, behind))
            }
            None => {
                let way = self.way_of_method(site, args[0], miss);
                if let (Some(proxy), Some(class)) = (call.proxy, call.class) {
                    self.unless_behind(way, proxy, class, miss);
                }
                (way, self.b.load(MemType::Word, Addr::base(way, 24)))
            }
        };
        let mut all = args.clone();
        all.push(function);
        // A native that is called as a value is told which it is: it may be bound. No native gets more in registers.
        all.extend(callee.filter(|_| args.len() <= MOST_TO_NATIVES));
        let target = CallTarget::Mem(Addr::base(way, 16));
        // It may be a native.
        self.publish();
        let results = self.call_python(target, &all, &[Class::Int, Class::Int], exit);
        self.b.guard(Test::int(IntCc::Eq, results[1], status::RAISED as i32), exit);
        self.b.jump(join, &[results[0]]);
        self.b.switch_to(miss);
        let window = call.window as i32;
        if let Some(f) = callee {
            self.b.store(MemType::Word, f, Addr::base(self.base, 8 * (window + 1)));
        }
        if let (Some(proxy), Some(class)) = (call.proxy, call.class) {
            let (proxy, class) = (self.reg(proxy), self.reg(class));
            self.b.store(MemType::Word, proxy, Addr::base(self.base, 8 * (window + 1)));
            self.b.store(MemType::Word, class, Addr::base(self.base, 8 * (window + 2)));
        }
        for (i, &a) in args.iter().enumerate() {
            self.b.store(MemType::Word, a, Addr::base(self.base, 8 * (window + WINDOW_HEADER as i32 + i as i32)));
        }
        let address = self.b.lea(Addr::base(self.base, 8 * window));
        let count = self.b.imm(args.len() as i64);
        let helper = match (callee, call.proxy) {
            (Some(_), _) => Helper::Call,
            (None, Some(_)) => Helper::CallSuper,
            (None, None) => Helper::CallMethod,
        };
        let value = self.python_helper(helper, &[address, count, site], exit).expect("a value");
        self.b.guard(Test::int(IntCc::Eq, value, 0), exit);
        self.b.jump(join, &[value]);
        self.b.switch_to(join);
        result
    }

    /// Leaves to `miss` unless the way is through this `super` behind this class.
    fn unless_behind(&mut self, way: VReg, proxy: Val, class: Val, miss: Block) {
        for (value, at) in [(class, 32), (proxy, 40)] {
            let value = self.reg(value);
            let same = self.b.block();
            self.b.branch(Test::int(IntCc::Ne, value, Addr::base(way, at)), miss, same);
            self.b.switch_to(same);
        }
    }

    fn way_of_callee(&mut self, site: VReg, f: VReg, miss: Block) -> VReg {
        self.unless_pointer(f, miss);
        let (function, other, native, keyed) = (self.b.block(), self.b.block(), self.b.block(), self.b.block());
        let key = self.b.block_param(keyed, Class::Int);
        let map = self.b.load(MemType::U32, Addr::base(f, 0));
        self.b.branch(Test::sized(IntCc::Ne, Size::S32, map, id::FUNCTION as i32), other, function);
        self.b.switch_to(other);
        self.b.branch(Test::sized(IntCc::Ne, Size::S32, map, id::NATIVE as i32), Edge::new(keyed, [f]), native);
        self.b.switch_to(native);
        let row = self.b.load(MemType::Word, Addr::base(f, layouts::NATIVE_ROW as i32));
        self.b.jump(keyed, &[row]);
        self.b.switch_to(function);
        let code = self.b.load(MemType::Word, Addr::base(f, layouts::FUNCTION_CODE as i32));
        self.b.jump(keyed, &[code]);
        self.b.switch_to(keyed);
        self.find_way(site, key, Size::Word, CALL_WAY, miss)
    }

    /// By the receiver's map, as long as its class has the version of then.
    fn way_of_method(&mut self, site: VReg, receiver: VReg, miss: Block) -> VReg {
        self.unless_pointer(receiver, miss);
        let map = self.b.load(MemType::U32, Addr::base(receiver, 0));
        let way = self.find_way(site, map, Size::S32, CALL_WAY, miss);
        let version = self.b.load(MemType::U32, Addr::base(way, 4));
        let now = self.b.load(MemType::Word, Addr::base(way, 8));
        let same = self.b.block();
        self.b.branch(Test::sized(IntCc::Ne, Size::S32, version, Addr::base(now, 0)), miss, same);
        self.b.switch_to(same);
        way
    }
}
