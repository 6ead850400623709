//! Growing and shrinking lists.
//!
//! Slots at and beyond the length are empty, so that nothing is kept alive by them. The capacity
//! grows by an eighth, as CPython's does; large arrays grow in place.

use crate::native::Outcome;
use crate::object::Gc;
use crate::object::layout::{Array, List, Tuple};
use crate::vm::Vm;
use pyspec_abi::header::Scan;
use pyspec_abi::{Value, types as id};

impl List {
    /// Number of items.
    #[inline(always)]
    pub fn count(&self) -> usize {
        self.len.int() as usize
    }

    /// The array, if there is one.
    #[inline(always)]
    pub fn array(&self) -> Option<Gc<Array>> {
        let items = self.items.get();
        // SAFETY: what is not UNSET here is an array.
        if items.is_ptr() { Some(unsafe { Gc::from_value_unchecked(items) }) } else { None }
    }

    /// The items. Keep it across nothing that takes `&mut Vm`.
    #[inline(always)]
    pub fn slots(&self) -> &[Value] {
        match self.array() {
            // SAFETY: the array is the list's; the slice ends before anything can change it.
            Some(array) => unsafe { std::slice::from_raw_parts(array.items(self.count()).as_ptr(), self.count()) },
            None => &[],
        }
    }

    /// Sets the length.
    #[inline(always)]
    pub(super) fn set_count(&self, n: usize) {
        self.len.set_plain(Value::small_int(n as isize));
    }
}

impl Vm {
    /// An empty list with room for `capacity` items.
    pub fn list_with_capacity(&mut self, capacity: usize) -> Outcome<Gc<List>> {
        let array = if capacity == 0 { Value::UNSET } else { self.alloc_array(capacity)?.value() };
        let list = self.alloc::<List>(id::LIST, Scan::Values, List::SLOTS)?;
        list.len.init(Value::small_int(0));
        list.items.init(array);
        Ok(list)
    }

    /// A list of these.
    pub fn list_of(&mut self, items: &[Value]) -> Outcome<Gc<List>> {
        let list = self.lending(items, |vm| vm.list_with_capacity(items.len()))?;
        if let Some(array) = list.array() {
            self.array_write(array, 0, items);
            list.set_count(items.len());
        }
        Ok(list)
    }

    /// Slots of a list's array.
    #[inline(always)]
    pub fn list_capacity(&self, list: Gc<List>) -> usize {
        list.array().map_or(0, |array| self.array_slots(array))
    }

    /// Makes room for `n` items in all.
    pub fn list_reserve(&mut self, list: Gc<List>, n: usize) -> Outcome<Gc<Array>> {
        match list.array() {
            Some(array) if n <= self.array_slots(array) => Ok(array),
            Some(array) => {
                let slots = (n + (n >> 3) + 6) & !3;
                let array = self.array_grow(array, list.count(), slots)?;
                list.items.set(&mut self.heap, list.value(), array.value());
                Ok(array)
            }
            None => {
                let array = self.alloc_array(n.max(4))?;
                list.items.set(&mut self.heap, list.value(), array.value());
                Ok(array)
            }
        }
    }

    /// Appends.
    #[inline]
    pub fn list_push(&mut self, list: Gc<List>, item: Value) -> Outcome<()> {
        let n = list.count();
        let array = match list.array() {
            Some(array) if n < self.array_slots(array) => array,
            _ => self.list_reserve(list, n + 1)?,
        };
        self.array_set(array, n, item);
        list.set_count(n + 1);
        Ok(())
    }

    /// Appends several, which stay rooted by the caller and are not in the list's own array.
    pub fn list_push_all(&mut self, list: Gc<List>, items: &[Value]) -> Outcome<()> {
        if items.is_empty() {
            return Ok(());
        }
        let n = list.count();
        let array = self.list_reserve(list, n + items.len())?;
        self.array_write(array, n, items);
        list.set_count(n + items.len());
        Ok(())
    }

    /// Writes an item in range.
    #[inline(always)]
    pub fn list_put(&mut self, list: Gc<List>, i: usize, item: Value) {
        debug_assert!(i < list.count());
        if let Some(array) = list.array() {
            self.array_set(array, i, item);
        }
    }

    /// Inserts before `i`.
    pub fn list_insert(&mut self, list: Gc<List>, i: usize, item: Value) -> Outcome<()> {
        let n = list.count();
        let array = self.list_reserve(list, n + 1)?;
        self.array_shift(array, i, i + 1, n - i);
        self.array_set(array, i, item);
        list.set_count(n + 1);
        Ok(())
    }

    /// Removes the item at `i` and returns it.
    pub fn list_take(&mut self, list: Gc<List>, i: usize) -> Value {
        let item = list.slots()[i];
        self.list_remove_range(list, i, i + 1);
        item
    }

    /// Removes the last item and returns it.
    pub fn list_pop(&mut self, list: Gc<List>) -> Outcome {
        match list.count().checked_sub(1) {
            Some(last) => Ok(self.list_take(list, last)),
            None => Err(self.index_error("pop from empty list")),
        }
    }

    /// Removes the items `from..to`.
    pub fn list_remove_range(&mut self, list: Gc<List>, from: usize, to: usize) {
        let n = list.count();
        let Some(array) = list.array() else { return };
        if to < n {
            self.array_shift(array, to, from, n - to);
        }
        self.list_truncate(list, n - (to - from));
    }

    /// Shortens to `n` items, and gives back an array that is far too long.
    pub fn list_truncate(&mut self, list: Gc<List>, n: usize) {
        let Some(array) = list.array() else { return };
        array.clear(n, list.count() - n);
        list.set_count(n);
        let slots = self.array_slots(array);
        if n == 0 && slots > 16 {
            list.items.set_plain(Value::UNSET);
        } else if slots > 64 && n < slots / 4 {
            // Running out of memory for a shorter array is no reason to fail: the long one stays.
            match self.alloc_array(n + (n >> 3) + 4) {
                Ok(shorter) => {
                    self.array_write(shorter, 0, array.items(n));
                    list.items.set(&mut self.heap, list.value(), shorter.value());
                }
                Err(_) => drop(self.take_pending()),
            }
        }
    }

    /// Empties it.
    pub fn list_clear(&mut self, list: Gc<List>) {
        list.set_count(0);
        list.items.set_plain(Value::UNSET);
    }

    /// A new list of the items `from..to`.
    pub fn list_slice(&mut self, list: Gc<List>, from: usize, to: usize) -> Outcome {
        let n = to - from;
        let copy = self.list_with_capacity(n)?;
        if let (Some(array), Some(source)) = (copy.array(), list.array()) {
            self.array_write(array, 0, &source.items(to)[from..]);
            copy.set_count(n);
        }
        Ok(copy.value())
    }

    /// `a + b`.
    pub fn list_concat(&mut self, a: Gc<List>, b: Gc<List>) -> Outcome {
        let sum = self.list_with_capacity(a.count() + b.count())?;
        self.list_push_all(sum, a.slots())?;
        self.list_push_all(sum, b.slots())?;
        Ok(sum.value())
    }

    /// `list * times`.
    pub fn list_repeat(&mut self, list: Gc<List>, times: usize) -> Outcome {
        let n = list.count();
        let Some(total) = n.checked_mul(times).filter(|total| *total < isize::MAX as usize / 8) else {
            return Err(self.memory_error(""));
        };
        let product = self.list_with_capacity(total)?;
        if let (Some(array), Some(source)) = (product.array(), list.array()) {
            self.fill_repeated(array, source, n, total);
            product.set_count(total);
        }
        Ok(product.value())
    }

    /// `list *= times`.
    pub fn list_repeat_in_place(&mut self, list: Gc<List>, times: usize) -> Outcome<()> {
        let n = list.count();
        if times == 0 {
            self.list_clear(list);
            return Ok(());
        }
        let Some(total) = n.checked_mul(times).filter(|total| *total < isize::MAX as usize / 8) else {
            return Err(self.memory_error(""));
        };
        if n > 0 {
            let array = self.list_reserve(list, total)?;
            self.fill_repeated(array, array, n, total);
            list.set_count(total);
        }
        Ok(())
    }

    /// Fills `total` slots with the first `n` of `source` over and over, doubling what is there.
    fn fill_repeated(&mut self, array: Gc<Array>, source: Gc<Array>, n: usize, total: usize) {
        if n == 1 {
            let item = source.get(0);
            (0..total).for_each(|i| array.init(i, item));
            self.heap.barrier_range(array.value(), 0, total);
            return;
        }
        if total > 0 && array != source {
            self.array_write(array, 0, source.items(n));
        }
        let mut filled = n.min(total);
        while filled < total {
            let more = filled.min(total - filled);
            self.array_shift(array, 0, filled, more);
            filled += more;
        }
    }

    /// `list.extend(iterable)`.
    pub fn list_extend(&mut self, list: Gc<List>, iterable: Value) -> Outcome<()> {
        if iterable.is_ptr() {
            match crate::object::map_of(iterable) {
                id::TUPLE => {
                    // SAFETY: the map says so.
                    let tuple = unsafe { Gc::<Tuple>::from_value_unchecked(iterable) };
                    return self.list_push_all(list, tuple.items());
                }
                id::LIST => {
                    // SAFETY: the map says so.
                    let other = unsafe { Gc::<List>::from_value_unchecked(iterable) };
                    return self.list_extend_list(list, other);
                }
                _ => {}
            }
        }
        let iterator = self.iter(iterable)?;
        let hint = self.length_hint(iterable, 0)?;
        if hint > 0 && hint < 1 << 20 {
            let wanted = list.count() + hint;
            if wanted > self.list_capacity(list) {
                self.list_reserve_exact(list, wanted)?;
            }
        }
        loop {
            let item = self.next(iterator)?;
            if item.is(Value::UNSET) {
                return Ok(());
            }
            self.list_push(list, item)?;
        }
    }

    /// Room for exactly `n` items, as a hint asks for.
    fn list_reserve_exact(&mut self, list: Gc<List>, n: usize) -> Outcome<()> {
        let array = self.alloc_array(n)?;
        self.array_write(array, 0, list.slots());
        list.items.set(&mut self.heap, list.value(), array.value());
        Ok(())
    }

    /// Extends by a list, which may be the same.
    fn list_extend_list(&mut self, list: Gc<List>, other: Gc<List>) -> Outcome<()> {
        let (n, more) = (list.count(), other.count());
        if more == 0 {
            return Ok(());
        }
        let array = self.list_reserve(list, n + more)?;
        // Only now: reserving replaces the array, which may be the other's too.
        let source = other.array().expect("it has items");
        self.array_write(array, n, source.items(more));
        list.set_count(n + more);
        Ok(())
    }
}
