//! Walking over the items of a set.

use crate::object::Gc;
use crate::object::layout::{Array, Set};
use crate::vm::Vm;
use pyspec_abi::Value;

/// The items of a set as they are when it is made, in order. Looks at `AHEAD` places of the table at a time, 64 at most:
/// whether a place is empty is as good as random, so that a branch for each is mispredicted again and again.
pub struct Items<const AHEAD: usize = 64> {
    table: Option<Gc<Array>>,
    size: usize,
    /// First of the next places.
    next: usize,
    /// The taken places among the last ones.
    taken: u64,
    left: usize,
}

/// Gives (item, hash). The set may lose items meanwhile, which are left out.
impl<const AHEAD: usize> Iterator for Items<AHEAD> {
    type Item = (Value, i64);

    #[inline(always)]
    fn next(&mut self) -> Option<(Value, i64)> {
        let table = self.table?;
        loop {
            while self.taken == 0 {
                if self.left == 0 || self.next >= self.size {
                    return None;
                }
                self.taken = taken_places(table, self.next, self.size.min(self.next + AHEAD));
                self.next += AHEAD;
            }
            let at = self.next - AHEAD + self.taken.trailing_zeros() as usize;
            self.taken &= self.taken - 1;
            let key = table.get(2 * at);
            if !key.is(Value::UNSET) && !key.is(Value::DELETED) {
                self.left -= 1;
                return Some((key, table.get(2 * at + 1).as_int() as i64));
            }
        }
    }
}

/// Bit i: place `from + i` is not empty.
#[inline]
fn taken_places(table: Gc<Array>, from: usize, to: usize) -> u64 {
    let keys = table.items(0).as_ptr().cast::<usize>();
    let mut taken = 0u64;
    for at in from..to {
        // SAFETY: a table has two slots for each of its places; an empty one is 0.
        let key = unsafe { *keys.add(2 * at) };
        taken |= u64::from(key != 0) << (at - from);
    }
    taken
}

/// (item, hash) at `position` or later in a table, and the position after it.
#[inline(always)]
fn entry_in(table: Gc<Array>, size: usize, position: usize) -> Option<(Value, i64, usize)> {
    let mut at = position;
    while at < size {
        let key = table.get(2 * at);
        if !key.is(Value::UNSET) && !key.is(Value::DELETED) {
            return Some((key, table.get(2 * at + 1).as_int() as i64, at + 1));
        }
        at += 1;
    }
    None
}

impl Vm {
    /// (item, hash) at `position` or later and the position after it.
    #[inline]
    pub fn set_entry(&self, set: Gc<Set>, position: usize) -> Option<(Value, i64, usize)> {
        let table = set.array()?;
        let size = self.array_slots(table) / 2;
        entry_in(table, size, position)
    }

    /// The items of a set.
    #[inline]
    pub fn set_items<const AHEAD: usize>(&self, set: Gc<Set>) -> Items<AHEAD> {
        let table = set.array();
        Items { table, size: table.map_or(0, |t| self.array_slots(t) / 2), next: 0, taken: 0, left: set.count() }
    }
}
