//! Items of `array.array` without a call: the module's state begins with where they are.

use crate::heap::Heap;
use crate::native::Outcome;
use crate::object::map_of;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::layouts::machine_items::{F64, I32, I64, U8};
use pyspec_abi::layouts::{MACHINE_COUNT, MACHINE_ITEMS, MACHINE_KIND};
use std::mem::offset_of;

/// What the state of an array begins with; whoever changes the items keeps it true.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct MachineItems {
    pub first: *mut u8,
    pub count: usize,
    /// One of `pyspec_abi::layouts::machine_items`.
    pub kind: u32,
}

const _: () = assert!(offset_of!(MachineItems, first) == MACHINE_ITEMS);
const _: () = assert!(offset_of!(MachineItems, count) == MACHINE_COUNT);
const _: () = assert!(offset_of!(MachineItems, kind) == MACHINE_KIND);

impl Vm {
    /// Says that exact instances on this map have state that begins with [`MachineItems`].
    pub fn register_machine_array(&mut self, map: u32) {
        self.machine_array = map;
    }

    /// The items of an exact array and the one that an int in place names, if it is one of them.
    #[inline]
    fn machine_place(&self, v: Value, key: Value) -> Option<(MachineItems, usize)> {
        if !v.is_ptr() || !key.is_int() || map_of(v) != self.machine_array {
            return None;
        }
        // SAFETY: the map says so.
        let items = unsafe { *Heap::payload_address(v).cast::<MachineItems>() };
        let i = key.as_int();
        let i = if i < 0 { i + items.count as isize } else { i };
        (0..items.count as isize).contains(&i).then_some((items, i as usize))
    }

    /// `v[key]` of an exact array with simple items and an index in range.
    #[inline]
    pub fn machine_item(&mut self, v: Value, key: Value) -> Option<Outcome> {
        let (items, i) = self.machine_place(v, key)?;
        // SAFETY: the index is in range.
        unsafe {
            match items.kind {
                F64 => Some(self.new_float(*items.first.cast::<f64>().add(i))),
                I64 => Some(self.new_int(*items.first.cast::<i64>().add(i))),
                I32 => Some(Ok(Value::small_int(*items.first.cast::<i32>().add(i) as isize))),
                U8 => Some(Ok(Value::small_int(*items.first.add(i) as isize))),
                _ => None,
            }
        }
    }

    /// `v[key] = value` likewise, of a float or an int that fits; whether it was done.
    #[inline]
    pub fn set_machine_item(&mut self, v: Value, key: Value, value: Value) -> bool {
        let Some((items, i)) = self.machine_place(v, key) else { return false };
        let int = value.is_int().then(|| value.as_int() as i64);
        // SAFETY: as above.
        unsafe {
            match (items.kind, int) {
                (F64, _) => match self.exact_float(value).or(int.map(|n| n as f64)) {
                    Some(x) => *items.first.cast::<f64>().add(i) = x,
                    None => return false,
                },
                (I64, Some(n)) => *items.first.cast::<i64>().add(i) = n,
                (I32, Some(n)) if i32::try_from(n).is_ok() => *items.first.cast::<i32>().add(i) = n as i32,
                (U8, Some(n)) if u8::try_from(n).is_ok() => *items.first.add(i) = n as u8,
                _ => return false,
            }
        }
        true
    }
}
