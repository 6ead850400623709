//! Allocation of typed objects.

use super::gc::{Gc, Object};
use crate::native::Outcome;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::header::Scan;

impl Vm {
    /// A young object of `slots` zeroed slots on `map`. Write its fields with `Field::init` before
    /// the next allocation. Raises MemoryError at the collector's limit.
    #[inline(always)]
    pub fn alloc<T: Object>(&mut self, map: u32, scan: Scan, slots: usize) -> Outcome<Gc<T>> {
        match self.heap.alloc(map, scan, slots) {
            Ok(object) => Ok(typed(object)),
            Err(_) => Err(self.raise_out_of_memory()),
        }
    }

    /// Runs `f` while what `values` hold neither moves nor dies: for calls that allocate before they copy the
    /// slice, which may lie in a vector that no root reports.
    #[inline(always)]
    pub fn lending<R>(&mut self, values: &[Value], f: impl FnOnce(&mut Vm) -> R) -> R {
        self.heap.lend(values);
        let result = f(self);
        self.heap.unlend();
        result
    }

    /// The same, old from the start: never moves. For classes, code, cells of globals, interned strings.
    pub fn alloc_old<T: Object>(&mut self, map: u32, scan: Scan, slots: usize) -> Outcome<Gc<T>> {
        match self.heap.alloc_old(map, scan, slots) {
            Ok(object) => Ok(typed(object)),
            Err(_) => Err(self.raise_out_of_memory()),
        }
    }
}

#[inline(always)]
fn typed<T: Object>(object: Value) -> Gc<T> {
    // SAFETY: the heap gave a new object; what it is to be is the caller's choice.
    unsafe { Gc::from_value_unchecked(object) }
}
