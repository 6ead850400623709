//! What instructions of compiled code found last: their cells in the data image are filled here.
//!
//! See `pyspec_abi::sites` for the words. Machine code compares and goes the remembered way; these helpers
//! answer in the other cases and remember. Everything is forgotten when a class comes to intercept names, and at
//! each major collection, which may recycle maps and free functions.

use super::exits::Returned;
use crate::interp::code::CodeData;
use crate::interp::dispatch::{Base, Pc, operand};
use crate::native::Outcome;
use crate::object::class::{ClassRef, class_flags};
use crate::object::layout::{Code, Function, Native};
use crate::object::map::MapKind;
use crate::object::{Gc, map_of};
use crate::protocol::attribute::{LoadKind, LoadPlan, StoreKind};
use crate::vm::Vm;
use pyspec_abi::helpers::status;
use pyspec_abi::ops::{Kind, Op};
use pyspec_abi::sites::{
    CACHE_WORDS, CALL_WAY, LOAD_WAY, NEXT_WAY, SITE_DATA, SITE_NAME, SITE_PC, STORE_WAY, VALUE_WAY, WAYS,
};
use pyspec_abi::types as id;
use pyspec_abi::{Value, layouts, sites};

/// The part of a way's first word that is a map.
const MAP: u64 = 0xffff_ffff;

/// A site's cell.
#[derive(Clone, Copy)]
pub(crate) struct Site(*mut u64);

impl Site {
    /// The cell at an address that compiled code passes.
    pub(crate) fn at(address: u64) -> Site {
        Site(address as *mut u64)
    }

    fn word(self, i: usize) -> u64 {
        debug_assert!(i < sites::SITE_WORDS);
        // SAFETY: cells have this many words and live as long as the code.
        unsafe { *self.0.add(i) }
    }

    fn set(self, i: usize, word: u64) {
        debug_assert!(i < sites::SITE_WORDS);
        // SAFETY: as above; the lock is held.
        unsafe { *self.0.add(i) = word };
    }

    /// The instruction.
    pub(crate) fn pc(self) -> Pc {
        self.word(SITE_PC) as Pc
    }

    /// Its function's code.
    pub(crate) fn code(self) -> &'static mut CodeData {
        // SAFETY: set when the code object came to be, before any of it runs; code data is never freed.
        unsafe { &mut *(self.word(SITE_DATA) as *mut CodeData) }
    }

    /// The name that it looks up.
    pub(crate) fn name(self) -> Value {
        Value::from_bits(self.word(SITE_NAME) as usize)
    }

    /// First word of the way to fill: the one whose first word begins with `key` already, else the next. Machine code
    /// takes the first way that fits, so that a second one with the same key would never be seen.
    fn way_for(self, words: usize, key: u64, mask: u64) -> usize {
        if let Some(at) = (0..WAYS).map(|i| i * words).find(|&at| self.word(at) & mask == key & mask) {
            return at;
        }
        let way = self.word(NEXT_WAY);
        self.set(NEXT_WAY, (way + 1) % WAYS as u64);
        way as usize * words
    }

    fn forget(self) {
        (0..CACHE_WORDS).for_each(|i| self.set(i, 0));
    }
}

/// Fills what does not change in the cells of a function that came to be.
pub(super) fn fill(cells: impl Iterator<Item = (u32, *mut u64)>, data: &CodeData) {
    for (offset, cell) in cells {
        let site = Site(cell);
        // SAFETY: an instruction of the function, not patched yet.
        let pc = unsafe { data.entry.add(offset as usize) };
        site.set(SITE_PC, pc as u64);
        site.set(SITE_DATA, std::ptr::from_ref(data) as u64);
        site.set(SITE_NAME, name_of(data, pc).map_or(0, |v| v.bits() as u64));
    }
}

fn name_of(data: &CodeData, pc: Pc) -> Option<Value> {
    // SAFETY: as in `fill`; the names of a code object are an array of old strings.
    unsafe {
        let op: Op = operand::op_any(pc);
        if op.row().exts.first() != Some(&Kind::Name) {
            return None;
        }
        let object: Gc<Code> = Gc::from_value_unchecked(data.object);
        Some(*crate::interp::code::slot(object.names.get(), operand::ext_any(pc, 0) as usize))
    }
}

impl Vm {
    /// Forgets what all sites know.
    pub fn forget_sites(&mut self) {
        let Some(program) = &self.compiled.program else { return };
        program.site_cells.all().for_each(|cell| Site(cell).forget());
    }

    /// `object.name`, and how to load it again.
    pub(super) fn site_load(&mut self, site: Site, object: Value) -> Outcome {
        let name = site.name();
        match self.load_plan(object, name) {
            Some(LoadPlan { map, kind: LoadKind::Inline(offset) | LoadKind::Slot(offset), .. }) => {
                let at = site.way_for(LOAD_WAY, map as u64, MAP);
                site.set(at, map as u64 | (offset as u64) << 32);
            }
            Some(LoadPlan { map, kind: LoadKind::ClassValue(_), .. }) if self.map_says_all(map) => {
                let class = self.class_of(object);
                self.remember_value(site, map as u64, class, name);
            }
            Some(_) => {}
            None => self.remember_outside(site, object, name),
        }
        self.get_attr(object, name)
    }

    /// Remembers an attribute of a class, asked for its own sake, or of a module.
    fn remember_outside(&mut self, site: Site, object: Value, name: Value) {
        if !object.is_ptr() {
            return;
        }
        let of = self.class_of(object);
        if of == self.builtin_class(id::TYPE) && self.lookup(of, name).is_none() {
            let class = self.as_class(object).expect("an instance of type");
            self.remember_value(site, object.bits() as u64, class, name);
        } else if of == self.builtin_class(id::MODULE)
            && self.lookup(of, name).is_none()
            && let Some(cell) = self.module_cell(object, name)
        {
            site.set(VALUE_WAY, object.bits() as u64);
            site.set(VALUE_WAY + 1, 0);
            // A module has no version: this word is compared with itself.
            site.set(VALUE_WAY + 2, site.0 as u64 + 8 * (VALUE_WAY as u64 + 1));
            site.set(VALUE_WAY + 3, (cell.bits() + layouts::CELL_VALUE) as u64);
        }
    }

    /// Remembers where a class has the value of an attribute that is not bound to anything.
    fn remember_value(&mut self, site: Site, key: u64, class: ClassRef, name: Value) {
        let Some(found) = self.find_on_class(class, name) else { return };
        let value = found.value();
        let is_function = value.is_ptr() && map_of(value) == id::FUNCTION && key > MAP;
        self.age(found.class.dict.get());
        if self.heap.is_young(found.class.dict.get()) || !(is_function || self.is_plain_class_value(value)) {
            return;
        }
        site.set(VALUE_WAY, key);
        site.set(VALUE_WAY + 1, class.info().version as u64);
        site.set(VALUE_WAY + 2, &raw const class.info().version as u64);
        site.set(VALUE_WAY + 3, found.address() as u64);
    }

    /// `object.name = value`, and how to store it again.
    pub(super) fn site_store(&mut self, site: Site, object: Value, value: Value) -> Outcome<()> {
        let name = site.name();
        let known = match self.store_plan(object, name) {
            Some(plan) => match plan.kind {
                StoreKind::Inline(offset) => Some((plan.map, plan.map, offset)),
                StoreKind::Add { next, offset } => Some((plan.map, next, offset)),
                StoreKind::Overflow { .. } => None,
            },
            None => None,
        };
        if let Some((map, next, offset)) = known {
            let at = site.way_for(STORE_WAY, map as u64, MAP);
            site.set(at, map as u64 | (next as u64) << 32);
            site.set(at + 1, offset as u64);
        }
        self.set_attr(object, name, value)
    }

    /// Calls what is in a window, and how to get there again if it is compiled.
    ///
    /// # Safety
    /// Callee and arguments are at `nb[-3]` and `nb`, below the published top.
    pub(super) unsafe fn site_call(&mut self, site: Site, nb: Base, n: usize) -> Outcome {
        // SAFETY: the caller's promise.
        unsafe {
            let f = *nb.sub(3);
            if f.is_ptr() {
                match map_of(f) {
                    id::NATIVE_METHOD | id::WRAPPER => {
                        let native: Gc<Native> = Gc::from_value_unchecked(f);
                        let row = &*native.row.get();
                        if takes(row, n) {
                            if let Some((entry, target)) = self.native_target(native, n) {
                                let at = site.way_for(CALL_WAY, f.bits() as u64, u64::MAX);
                                site.set(at, f.bits() as u64);
                                site.set(at + 2, entry);
                                site.set(at + 3, target);
                            }
                            let v = self.run_native(row.function, nb, n)?;
                            return self.not_exhausted(v);
                        }
                    }
                    id::NATIVE => {
                        let native: Gc<Native> = Gc::from_value_unchecked(f);
                        let row = native.row.get();
                        if let Some((entry, target)) = self.bound_target(row, n) {
                            let at = site.way_for(CALL_WAY, row as u64, u64::MAX);
                            site.set(at, row as u64);
                            site.set(at + 2, entry);
                            site.set(at + 3, target);
                        }
                        if let Some(outcome) = self.run_bound(native, nb, n) {
                            let v = outcome?;
                            return self.not_exhausted(v);
                        }
                    }
                    id::FUNCTION => {
                        let f: Gc<Function> = Gc::from_value_unchecked(f);
                        let code: Gc<Code> = Gc::from_value_unchecked(f.code.get());
                        if let Some(entry) = native_entry(code.info(), n) {
                            let at = site.way_for(CALL_WAY, code.value().bits() as u64, u64::MAX);
                            site.set(at, code.value().bits() as u64);
                            site.set(at + 2, entry as u64);
                            // The callee itself is behind the arguments.
                            site.set(at + 3, 0);
                        }
                    }
                    id::TYPE => {
                        let made = self.construct_in_window(Gc::from_value_unchecked(f), nb, n);
                        if let Some(outcome) = made {
                            return outcome;
                        }
                    }
                    _ => {}
                }
            } else if operand::op_any(site.pc()) == Op::CALLFOUND {
                return self.site_found(site, nb, n);
            }
            let v = self.call_in_window(nb, n)?;
            self.not_exhausted(v)
        }
    }

    /// Calls what a CALLFOUND found that is no function: see `pyspec_abi::found`.
    ///
    /// # Safety
    /// As for [`Vm::site_call`].
    unsafe fn site_found(&mut self, site: Site, mut nb: Base, mut n: usize) -> Outcome {
        // SAFETY: the caller's promise.
        unsafe {
            if !self.settle_found(nb, site.name())? {
                nb = nb.add(1);
                n -= 1;
            }
            let v = self.call_in_window(nb, n)?;
            self.not_exhausted(v)
        }
    }

    /// What the FINDMETHOD at a site finds for the receiver at `place`, which it may replace, and how to find it again.
    ///
    /// # Safety
    /// The place is of a window below the published top.
    pub(super) unsafe fn site_find(&mut self, site: Site, place: Base) -> Outcome {
        // SAFETY: the caller's promise.
        unsafe {
            let object = *place;
            let found = self.find_method(place, site.name())?;
            let known = object.is_ptr() && (*place).is(object) && found.is_ptr() && !self.heap.is_young(found);
            if known && map_of(object) != id::TYPE && self.map_says_all(map_of(object)) {
                let class = self.class_of(object);
                let at = site.way_for(CALL_WAY, map_of(object) as u64, MAP);
                site.set(at, map_of(object) as u64 | (class.info().version as u64) << 32);
                site.set(at + 1, &raw const class.info().version as u64);
                site.set(at + 3, found.bits() as u64);
            }
            Ok(found)
        }
    }

    /// Calls a method of what is at `nb`, with the arguments behind it.
    ///
    /// # Safety
    /// As for [`Vm::site_call`].
    pub(super) unsafe fn site_method(&mut self, site: Site, nb: Base, n: usize) -> Outcome {
        let name = site.name();
        // SAFETY: the caller's promise.
        unsafe {
            let object = *nb;
            let value = match self.method_on_class(object, name) {
                Some(function) => {
                    *nb.sub(3) = function;
                    if matches!(map_of(function), id::NATIVE_METHOD | id::WRAPPER) {
                        let native: Gc<Native> = Gc::from_value_unchecked(function);
                        let row = &*native.row.get();
                        if takes(row, n) {
                            if object.is_ptr()
                                && self.map_says_all(map_of(object))
                                && let Some((entry, target)) = self.native_target(native, n)
                            {
                                let class = self.class_of(object);
                                let at = site.way_for(CALL_WAY, map_of(object) as u64, MAP);
                                site.set(at, map_of(object) as u64 | (class.info().version as u64) << 32);
                                site.set(at + 1, &raw const class.info().version as u64);
                                site.set(at + 2, entry);
                                site.set(at + 3, target);
                            }
                            let v = self.run_native(row.function, nb, n)?;
                            return self.not_exhausted(v);
                        }
                    }
                    self.remember_method(site, object, function, n);
                    self.call_in_window(nb, n)?
                }
                None => {
                    let function = self.get_attr(object, name)?;
                    *nb.sub(2) = function;
                    self.call_in_window(nb.add(1), n - 1)?
                }
            };
            self.not_exhausted(value)
        }
    }

    /// Calls a method through `super`: its value is at `nb[-3]`, the class at `nb[-2]`, the receiver at `nb`.
    ///
    /// # Safety
    /// As for [`Vm::site_call`].
    pub(super) unsafe fn site_super(&mut self, site: Site, nb: Base, n: usize) -> Outcome {
        let name = site.name();
        // SAFETY: the caller's promise.
        unsafe {
            let (proxy, class, object) = (*nb.sub(3), *nb.sub(2), *nb);
            let value = match self.super_function(proxy, class, object, name) {
                Some(function) => {
                    *nb.sub(3) = function;
                    if let Some(at) = self.remember_method(site, object, function, n) {
                        site.set(at + 4, class.bits() as u64);
                        site.set(at + 5, proxy.bits() as u64);
                    }
                    self.call_in_window(nb, n)?
                }
                None => {
                    let function = self.get_super(proxy, class, object, name)?;
                    *nb.sub(2) = function;
                    self.call_in_window(nb.add(1), n - 1)?
                }
            };
            self.not_exhausted(value)
        }
    }

    /// The way that now leads to the method.
    fn remember_method(&mut self, site: Site, object: Value, function: Value, n: usize) -> Option<usize> {
        if !object.is_ptr() || map_of(function) != id::FUNCTION || !self.map_says_all(map_of(object)) {
            return None;
        }
        // SAFETY: checked; a function's code is a code object.
        let entry = unsafe {
            let f: Gc<Function> = Gc::from_value_unchecked(function);
            let code: Gc<Code> = Gc::from_value_unchecked(f.code.get());
            // The function itself matters to its closure only; a young one may move.
            let may = !code.info().has_free || !self.heap.is_young(function);
            native_entry(code.info(), n).filter(|_| may)
        };
        let entry = entry?;
        let class = self.class_of(object);
        let at = site.way_for(CALL_WAY, map_of(object) as u64, MAP);
        site.set(at, map_of(object) as u64 | (class.info().version as u64) << 32);
        site.set(at + 1, &raw const class.info().version as u64);
        site.set(at + 2, entry as u64);
        // A young function is not read: its code has no free variables.
        let keep = if self.heap.is_young(function) { Value::NONE } else { function };
        site.set(at + 3, keep.bits() as u64);
        Some(at)
    }

    /// Whether an object's map says which attributes of its own it has: no dict does.
    fn map_says_all(&self, map: u32) -> bool {
        let record = self.maps.get(map);
        match record.kind {
            MapKind::Attributes => true,
            MapKind::Devolved => false,
            MapKind::Fixed => record.class.is_some_and(|c| !c.has(class_flags::DICT_FIELD)),
        }
    }

    /// What a native returns that was called by name: a `__next__` with nothing more raises.
    fn not_exhausted(&mut self, value: Value) -> Outcome {
        if value.is(Value::UNSET) {
            self.stop_iteration(Value::NONE);
            return Err(crate::native::Raised);
        }
        Ok(value)
    }
}

/// What stands behind the arguments of a native that machine code calls.
#[repr(C)]
struct NativeTarget {
    vm: *mut Vm,
    row: *const crate::native::Native,
}

const _: () = assert!(std::mem::offset_of!(Native, row) == layouts::NATIVE_ROW);

/// Natives by row and number of arguments: made once each, as they are never freed.
#[derive(Default)]
pub(super) struct NativeTargets(std::collections::HashMap<usize, *mut NativeTarget>);

impl Vm {
    /// Entry for natives of a row that are called as values, with n arguments in registers, and what stands behind them
    /// before the native itself.
    fn bound_target(&mut self, row: *const crate::native::Native, n: usize) -> Option<(u64, u64)> {
        let entry = match n {
            0 => bound0 as *const () as u64,
            1 => bound1 as *const () as u64,
            2 => bound2 as *const () as u64,
            3 => bound3 as *const () as u64,
            _ => return None,
        };
        Some((entry, self.target_of(row) as u64))
    }

    fn target_of(&mut self, row: *const crate::native::Native) -> *const NativeTarget {
        let vm: *mut Vm = self;
        let make = || Box::into_raw(Box::new(NativeTarget { vm, row }));
        *self.compiled.natives.0.entry(row as usize).or_insert_with(make)
    }

    /// Calls a native with its receiver, if it has one, and the arguments at `nb`; `None`: they are not what it takes as
    /// they are.
    ///
    /// # Safety
    /// The word before the arguments is free.
    #[inline(always)]
    unsafe fn run_bound(&mut self, native: Gc<Native>, nb: Base, n: usize) -> Option<Outcome> {
        // SAFETY: the caller's promise; rows live forever.
        unsafe {
            let row = &*native.row.get();
            let receiver = native.receiver.get();
            // What a module's function is bound to, the module, is no argument.
            if receiver.is(Value::UNSET) || self.is_str(native.owner.get()) {
                return self.run_row(row, nb, n);
            }
            *nb.sub(1) = receiver;
            self.run_row(row, nb.sub(1), n + 1)
        }
    }

    #[inline(always)]
    unsafe fn run_row(&mut self, row: &crate::native::Native, nb: Base, n: usize) -> Option<Outcome> {
        // SAFETY: the caller's promise.
        unsafe {
            match row.positional {
                _ if takes(row, n) => Some(self.run_native(row.function, nb, n)),
                Some(function) => Some(self.run_native(function, nb, n)),
                None => None,
            }
        }
    }

    /// Entry for a native with n arguments in registers, and what stands behind them.
    fn native_target(&mut self, native: Gc<Native>, n: usize) -> Option<(u64, u64)> {
        let entry = match n {
            0 => native0 as *const () as u64,
            1 => native1 as *const () as u64,
            2 => native2 as *const () as u64,
            3 => native3 as *const () as u64,
            _ => return None,
        };
        if self.heap.is_young(native.value()) {
            return None;
        }
        Some((entry, self.target_of(native.row.get()) as u64))
    }
}

/// Overwrites arguments on the native stack that nobody reads again: whoever is called next from the same place may
/// have a hole in its frame here, and the collector would take a stale argument for a reference.
#[inline(always)]
fn wipe(args: &mut [Value]) {
    for arg in args {
        // SAFETY: a place of ours; volatile, since nobody reads it.
        unsafe { std::ptr::write_volatile(arg, Value::UNSET) };
    }
}

unsafe fn call_native(target: *const NativeTarget, args: &mut [Value]) -> Returned {
    // SAFETY: targets are never freed, and the context outlives what runs in it; the arguments are on the native
    // stack, where the collector finds them.
    let outcome = unsafe {
        let vm = &mut *(*target).vm;
        let v = vm.run_native((*(*target).row).function, args.as_ptr(), args.len());
        wipe(args);
        v.and_then(|v| vm.not_exhausted(v))
    };
    match outcome {
        Ok(v) => Returned { value: v.bits() as u64, status: status::VALUE },
        Err(_) => Returned { value: 0, status: status::RAISED },
    }
}

unsafe extern "sysv64" fn native0(target: *const NativeTarget) -> Returned {
    // SAFETY: machine code passes what the site says.
    unsafe { call_native(target, &mut []) }
}

unsafe extern "sysv64" fn native1(a: Value, target: *const NativeTarget) -> Returned {
    // SAFETY: as above.
    unsafe { call_native(target, &mut [a]) }
}

unsafe extern "sysv64" fn native2(a: Value, b: Value, target: *const NativeTarget) -> Returned {
    // SAFETY: as above.
    unsafe { call_native(target, &mut [a, b]) }
}

unsafe extern "sysv64" fn native3(a: Value, b: Value, c: Value, target: *const NativeTarget) -> Returned {
    // SAFETY: as above.
    unsafe { call_native(target, &mut [a, b, c]) }
}

/// Calls a native as a value: `words` are a free one, then the arguments.
unsafe fn call_bound(target: *const NativeTarget, words: &mut [Value], f: Value) -> Returned {
    // SAFETY: as for `call_native`; machine code has looked at the map of what it calls.
    let outcome = unsafe {
        let vm = &mut *(*target).vm;
        let (nb, n) = (words.as_mut_ptr().add(1), words.len() - 1);
        let outcome = match vm.run_bound(Gc::from_value_unchecked(f), nb, n) {
            Some(outcome) => outcome,
            None => vm.call(f, &words[1..]),
        };
        wipe(words);
        outcome.and_then(|v| vm.not_exhausted(v))
    };
    match outcome {
        Ok(v) => Returned { value: v.bits() as u64, status: status::VALUE },
        Err(_) => Returned { value: 0, status: status::RAISED },
    }
}

unsafe extern "sysv64" fn bound0(target: *const NativeTarget, f: Value) -> Returned {
    // SAFETY: machine code passes what the site says, and what it calls.
    unsafe { call_bound(target, &mut [Value::UNSET], f) }
}

unsafe extern "sysv64" fn bound1(a: Value, target: *const NativeTarget, f: Value) -> Returned {
    // SAFETY: as above.
    unsafe { call_bound(target, &mut [Value::UNSET, a], f) }
}

unsafe extern "sysv64" fn bound2(a: Value, b: Value, target: *const NativeTarget, f: Value) -> Returned {
    // SAFETY: as above.
    unsafe { call_bound(target, &mut [Value::UNSET, a, b], f) }
}

unsafe extern "sysv64" fn bound3(a: Value, b: Value, c: Value, target: *const NativeTarget, f: Value) -> Returned {
    // SAFETY: as above.
    unsafe { call_bound(target, &mut [Value::UNSET, a, b, c], f) }
}

/// Whether a native takes n arguments as they are.
fn takes(row: &crate::native::Native, n: usize) -> bool {
    !row.params.varargs && !row.params.varkeywords && n >= row.required as usize && n <= row.params.positional as usize
}

/// The entry with tagged arguments, if a call with n arguments can go there.
fn native_entry(code: &CodeData, n: usize) -> Option<usize> {
    (code.tagged_entry != 0 && code.plain == n as u32).then_some(code.tagged_entry)
}
