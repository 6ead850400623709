//! `list[start:stop:step]`: getting, setting, deleting.

use crate::native::Outcome;
use crate::object::Gc;
use crate::object::layout::{Array, List, Range};
use crate::object::map_of;
use crate::types::sequence::{Bounds, Unpacked};
use crate::vm::Vm;
use pyspec_abi::{Value, types as id};

impl Unpacked {
    /// From parts that are ints in place or None.
    fn of_parts(parts: [Value; 3]) -> Option<Unpacked> {
        let part = |v: Value, omitted: i64| match v {
            Value::NONE => Some(omitted),
            v if v.is_int() => Some(v.as_int() as i64),
            _ => None,
        };
        let step = part(parts[2], 1).filter(|step| *step != 0)?;
        let (first, last) = if step < 0 { (i64::MAX, i64::MIN) } else { (0, i64::MAX) };
        Some(Unpacked { start: part(parts[0], first)?, stop: part(parts[1], last)?, step })
    }
}

impl Vm {
    /// `v[start:stop:step]`, None where omitted: of an exact list without a slice object.
    pub fn get_slice_parts(&mut self, v: Value, parts: [Value; 3]) -> Outcome {
        if let (Some(list), Some(slice)) = (exact_list(v), Unpacked::of_parts(parts)) {
            return self.list_get_slice(list, slice);
        }
        if parts[2].is(Value::NONE)
            && let Some(outcome) = self.quick_slice(v, parts[0], parts[1])
        {
            return outcome;
        }
        if let Some(range) = exact_range(v)
            && let Some(outcome) = self.range_slice_parts(range, parts)
        {
            return outcome;
        }
        let slice = self.new_slice(parts[0], parts[1], parts[2])?;
        self.get_item(v, slice)
    }

    /// `v[start:stop:step] = items`, likewise.
    pub fn set_slice_parts(&mut self, v: Value, parts: [Value; 3], items: Value) -> Outcome<()> {
        if let (Some(list), Some(slice)) = (exact_list(v), Unpacked::of_parts(parts)) {
            return self.list_set_slice(list, slice, items);
        }
        let slice = self.new_slice(parts[0], parts[1], parts[2])?;
        self.set_item(v, slice, items)
    }

    /// `list[slice]`.
    pub fn list_get_slice(&mut self, list: Gc<List>, slice: Unpacked) -> Outcome {
        let bounds = slice.adjust(list.count());
        let start = bounds.start as usize;
        if bounds.step == 1 {
            return self.list_slice(list, start.min(list.count()), start.min(list.count()) + bounds.count);
        }
        let result = self.list_with_capacity(bounds.count)?;
        if let Some(array) = result.array() {
            let items = list.slots();
            if bounds.step == -1 {
                let from = &items[bounds.start as usize + 1 - bounds.count..=bounds.start as usize];
                from.iter().rev().enumerate().for_each(|(i, item)| array.init(i, *item));
            } else {
                (0..bounds.count).for_each(|i| array.init(i, items[bounds.at(i)]));
            }
            self.heap.barrier_range(array.value(), 0, bounds.count);
            result.set_count(bounds.count);
        }
        Ok(result.value())
    }

    /// `list[slice] = iterable`.
    pub fn list_set_slice(&mut self, list: Gc<List>, slice: Unpacked, iterable: Value) -> Outcome<()> {
        if slice.step == 1
            && let Some(items) = self.list_or_tuple_items(iterable)
            && !iterable.is(list.value())
        {
            let bounds = slice.adjust(list.count());
            let start = (bounds.start as usize).min(list.count());
            return self.list_replace(list, start, start + bounds.count, items);
        }
        let class = self.class_of(iterable);
        let special = crate::object::class::Special::Iter;
        let sequence = self.special(class, special).is_some() || self.is_old_sequence(iterable);
        if !sequence {
            return Err(self.type_error("must assign iterable to extended slice"));
        }
        let items = self.collect_items(iterable)?;
        // Only now: collecting may have changed the list.
        let bounds = slice.adjust(list.count());
        if slice.step == 1 {
            let start = (bounds.start as usize).min(list.count());
            return self.list_replace(list, start, start + bounds.count, &items);
        }
        if items.len() != bounds.count {
            let message = format!(
                "attempt to assign sequence of size {} to extended slice of size {}",
                items.len(),
                bounds.count
            );
            return Err(self.value_error(message));
        }
        for (i, item) in items.iter().enumerate() {
            self.list_put(list, bounds.at(i), *item);
        }
        Ok(())
    }

    /// `list[to] = from[slice]`, `to` with step 1. Where as many items come as go, nothing is made.
    pub fn list_copy_slice(&mut self, list: Gc<List>, to: Unpacked, from: Gc<List>, slice: Unpacked) -> Outcome<()> {
        let (old, new) = (to.adjust(list.count()), slice.adjust(from.count()));
        let (start, count) = ((old.start as usize).min(list.count()), new.count);
        if old.count == count
            && let Some(array) = list.array()
        {
            if list != from {
                return self.copy_items(array, start, from, new);
            }
            let lowest = new.ascending();
            if new.step == -1 && lowest.start as usize == start {
                (0..count / 2).for_each(|i| array.swap(start + i, start + count - 1 - i));
                self.heap.barrier_range(array.value(), start, count);
                return Ok(());
            }
        }
        let items = self.list_get_slice(from, slice)?;
        self.list_set_slice(list, to, items)
    }

    fn copy_items(&mut self, array: Gc<Array>, start: usize, from: Gc<List>, bounds: Bounds) -> Outcome<()> {
        let items = from.slots();
        (0..bounds.count).for_each(|i| array.init(start + i, items[bounds.at(i)]));
        self.heap.barrier_range(array.value(), start, bounds.count);
        Ok(())
    }

    /// The items of an exact list or tuple, which the caller keeps alive and does not change.
    fn list_or_tuple_items<'a>(&self, v: Value) -> Option<&'a [Value]> {
        if !v.is_ptr() {
            return None;
        }
        // SAFETY: the maps say so; arrays do not move while a list that is on the stack refers to them.
        unsafe {
            match map_of(v) {
                id::TUPLE => Some(self.tuple_items(v)),
                id::LIST => {
                    let list = Gc::<List>::from_value_unchecked(v);
                    Some(
                        list.array()
                            .map_or(&[], |array| std::slice::from_raw_parts(array.items(0).as_ptr(), list.count())),
                    )
                }
                _ => None,
            }
        }
    }

    /// Replaces the items `from..to`.
    fn list_replace(&mut self, list: Gc<List>, from: usize, to: usize, items: &[Value]) -> Outcome<()> {
        let (n, removed, added) = (list.count(), to - from, items.len());
        if added > removed {
            let array = self.list_reserve(list, n + added - removed)?;
            self.array_shift(array, to, from + added, n - to);
            self.array_write(array, from, items);
            list.len.set_plain(Value::small_int((n + added - removed) as isize));
            return Ok(());
        }
        if let Some(array) = list.array() {
            self.array_write(array, from, items);
            if added < removed {
                self.list_remove_range(list, from + added, to);
            }
        }
        Ok(())
    }

    /// `del list[slice]`.
    pub fn list_del_slice(&mut self, list: Gc<List>, slice: Unpacked) {
        let bounds = slice.adjust(list.count()).ascending();
        if bounds.count == 0 {
            return;
        }
        let start = bounds.start as usize;
        if bounds.step == 1 {
            return self.list_remove_range(list, start, start + bounds.count);
        }
        self.list_del_stepped(list, bounds);
    }

    fn list_del_stepped(&mut self, list: Gc<List>, bounds: Bounds) {
        let Some(array) = list.array() else { return };
        let (n, step) = (list.count(), bounds.step as usize);
        for i in 0..bounds.count {
            let from = bounds.at(i) + 1;
            let to = if i + 1 < bounds.count { from + step - 1 } else { n };
            self.array_shift(array, from, from - 1 - i, to - from);
        }
        self.list_truncate(list, n - bounds.count);
    }
}

fn exact_list(v: Value) -> Option<Gc<List>> {
    // SAFETY: the map says so.
    (v.is_ptr() && map_of(v) == id::LIST).then(|| unsafe { Gc::from_value_unchecked(v) })
}

fn exact_range(v: Value) -> Option<Gc<Range>> {
    // SAFETY: the map says so.
    (v.is_ptr() && map_of(v) == id::RANGE).then(|| unsafe { Gc::from_value_unchecked(v) })
}
