//! Allocation of typed objects.

use super::gc::{Gc, Object};
use crate::native::Outcome;
use crate::vm::Vm;
use pyspec_abi::header::Scan;

impl Vm {
    /// A young object of `slots` zeroed slots on `map`. Write its fields with `Field::init` before
    /// the next allocation. Raises MemoryError at the collector's limit.
    #[inline(always)]
    pub fn alloc<T: Object>(&mut self, _map: u32, _scan: Scan, _slots: usize) -> Outcome<Gc<T>> {
        todo!()
    }

    /// The same, old from the start: never moves. For classes, code, cells of globals, interned strings.
    pub fn alloc_old<T: Object>(&mut self, _map: u32, _scan: Scan, _slots: usize) -> Outcome<Gc<T>> {
        todo!()
    }
}
