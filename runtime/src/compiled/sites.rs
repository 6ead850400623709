//! What instructions of compiled code found last: their cells in the data image are filled here.
//!
//! See `pyspec_abi::sites` for the words. Machine code compares and goes the remembered way; these helpers
//! answer in the other cases and remember. Everything is forgotten when a class comes to intercept names, and at
//! each major collection, which may recycle maps and free functions.

use super::FunctionKey;
use crate::interp::code::CodeData;
use crate::interp::dispatch::{Base, Pc, operand};
use crate::native::Outcome;
use crate::object::layout::{Code, Function, Native};
use crate::object::{Gc, map_of};
use crate::protocol::attribute::{LoadKind, StoreKind};
use crate::vm::Vm;
use pyspec_abi::ops::{Kind, Op};
use pyspec_abi::sites::{CACHE_WORDS, CALL_WAY, LOAD_WAY, NEXT_WAY, SITE_DATA, SITE_NAME, SITE_PC, STORE_WAY, WAYS};
use pyspec_abi::types as id;
use pyspec_abi::{Value, sites};

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

    /// First word of the way to fill next.
    fn next_way(self, words: usize) -> usize {
        let way = self.word(NEXT_WAY);
        self.set(NEXT_WAY, (way + 1) % WAYS as u64);
        way as usize * words
    }

    fn forget(self) {
        (0..CACHE_WORDS).for_each(|i| self.set(i, 0));
    }
}

/// Fills what does not change in the cells of a function that came to be.
pub(super) fn fill(cells: &[(u32, *mut u64)], data: &CodeData) {
    for &(offset, cell) in cells {
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
        program.site_cells.values().flatten().for_each(|&(_, cell)| Site(cell).forget());
    }

    /// `object.name`, and how to load it again.
    pub(super) fn site_load(&mut self, site: Site, object: Value) -> Outcome {
        let name = site.name();
        if let Some(plan) = self.load_plan(object, name)
            && let LoadKind::Inline(offset) | LoadKind::Slot(offset) = plan.kind
        {
            let at = site.next_way(LOAD_WAY);
            site.set(at, plan.map as u64 | (offset as u64) << 32);
        }
        self.get_attr(object, name)
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
            let at = site.next_way(STORE_WAY);
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
                    id::NATIVE => {
                        let native: Gc<Native> = Gc::from_value_unchecked(f);
                        let row = &*native.row.get();
                        if native.receiver.get().is(Value::UNSET) && takes(row, n) {
                            let v = self.run_native(row.function, nb, n)?;
                            return self.not_exhausted(v);
                        }
                    }
                    id::FUNCTION => {
                        let f: Gc<Function> = Gc::from_value_unchecked(f);
                        let code: Gc<Code> = Gc::from_value_unchecked(f.code.get());
                        if let Some(entry) = native_entry(code.info(), n) {
                            let at = site.next_way(CALL_WAY);
                            site.set(at, code.value().bits() as u64);
                            site.set(at + 2, entry as u64);
                        }
                    }
                    _ => {}
                }
            }
            let v = self.call_in_window(nb, n)?;
            self.not_exhausted(v)
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

    fn remember_method(&mut self, site: Site, object: Value, function: Value, n: usize) {
        if !object.is_ptr() || map_of(function) != id::FUNCTION || self.heap.is_young(function) {
            return;
        }
        // SAFETY: checked; a function's code is a code object.
        let entry = unsafe {
            let f: Gc<Function> = Gc::from_value_unchecked(function);
            let code: Gc<Code> = Gc::from_value_unchecked(f.code.get());
            native_entry(code.info(), n)
        };
        let Some(entry) = entry else { return };
        let class = self.class_of(object);
        let at = site.next_way(CALL_WAY);
        site.set(at, map_of(object) as u64 | (class.info().version as u64) << 32);
        site.set(at + 1, &raw const class.info().version as u64);
        site.set(at + 2, entry as u64);
        site.set(at + 3, function.bits() as u64);
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

/// Whether a native takes n arguments as they are.
fn takes(row: &crate::native::Native, n: usize) -> bool {
    !row.params.varargs && !row.params.varkeywords && n >= row.required as usize && n <= row.params.positional as usize
}

/// The entry with tagged arguments, if a call with n arguments can go there.
fn native_entry(code: &CodeData, n: usize) -> Option<usize> {
    (code.tagged_entry != 0 && code.plain == n as u32).then_some(code.tagged_entry)
}

/// The cells of a function's sites: offsets of the instructions, addresses.
pub type SiteCells = rustc_hash::FxHashMap<FunctionKey, Vec<(u32, *mut u64)>>;
