//! What the sequence types share: indices, slices, order of items, repetition, the guard of `repr`.

use crate::native::{Outcome, Raised};
use crate::object::Gc;
use crate::object::class::Special;
use crate::object::layout::{List, Slice, Tuple};
use crate::protocol::compare::Comparison;
use crate::vm::Vm;
use pyspec_abi::Value;
use std::cell::RefCell;

/// Which items of a sequence a slice means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bounds {
    pub start: isize,
    pub step: isize,
    pub count: usize,
}

impl Bounds {
    /// Index of the `i`th item.
    #[inline(always)]
    pub fn at(&self, i: usize) -> usize {
        (self.start + self.step * i as isize) as usize
    }

    /// The same items from the lowest index up.
    pub fn ascending(self) -> Bounds {
        if self.step > 0 || self.count == 0 {
            return Bounds { step: self.step.abs(), ..self };
        }
        Bounds { start: self.start + self.step * (self.count as isize - 1), step: -self.step, count: self.count }
    }
}

/// The start, stop and step of a slice as machine ints, before they meet a length.
#[derive(Clone, Copy, Debug)]
pub struct Unpacked {
    pub start: i64,
    pub stop: i64,
    pub step: i64,
}

impl Unpacked {
    /// What it means for `len` items.
    pub fn adjust(self, len: usize) -> Bounds {
        let len = len as i64;
        let back = self.step < 0;
        let clip = |i: i64| {
            let low = if back { -1 } else { 0 };
            let high = if back { len - 1 } else { len };
            if i < 0 { (i.saturating_add(len)).max(low) } else { i.min(high) }
        };
        let (start, stop) = (clip(self.start), clip(self.stop));
        let count = match back {
            // Most steps are one; a division takes as long as the slice of a few items.
            true if stop < start && self.step == -1 => start - stop,
            true if stop < start => (start - stop - 1) / -self.step + 1,
            false if start < stop && self.step == 1 => stop - start,
            false if start < stop => (stop - start - 1) / self.step + 1,
            _ => 0,
        };
        Bounds { start: start as isize, step: self.step as isize, count: count as usize }
    }
}

/// Index `i` counted from the end if negative, if it is one of `len` items.
#[inline(always)]
pub fn wrap_index(i: i64, len: usize) -> Option<usize> {
    let i = if i < 0 { i + len as i64 } else { i };
    if i >= 0 && (i as usize) < len { Some(i as usize) } else { None }
}

/// A bound of a slice of `len` items: an int in place, or None for `default`. `None`: something else.
#[inline(always)]
pub fn clamped(v: Value, default: usize, len: usize) -> Option<usize> {
    match v {
        Value::NONE => Some(default),
        v if v.is_int() && v.as_int() < 0 => Some(len.saturating_sub(v.as_int().unsigned_abs())),
        v if v.is_int() => Some(len.min(v.as_int() as usize)),
        _ => None,
    }
}

/// A sequence whose items may change while it is compared.
pub trait Items: Copy {
    fn count(self) -> usize;
    fn at(self, i: usize) -> Value;
}

impl Items for Gc<List> {
    #[inline(always)]
    fn count(self) -> usize {
        self.len.int() as usize
    }
    #[inline(always)]
    fn at(self, i: usize) -> Value {
        self.slots()[i]
    }
}

impl Items for Gc<Tuple> {
    #[inline(always)]
    fn count(self) -> usize {
        self.len.int() as usize
    }
    #[inline(always)]
    fn at(self, i: usize) -> Value {
        self.items()[i]
    }
}

/// Containers within containers that `repr` writes: each is looked for among those around it.
const MOST_NESTED: usize = 10_000;

impl Vm {
    /// Whether it is an int or has `__index__`.
    pub fn has_index(&mut self, v: Value) -> bool {
        if v.is_int() || v.is_bool() {
            return true;
        }
        let class = self.class_of(v);
        self.special(class, Special::Index).is_some_and(|f| !f.is(Value::NONE))
    }

    /// An index argument of a slice: None is `default`.
    pub fn slice_index(&mut self, v: Value, default: i64) -> Outcome<i64> {
        if v.is_int() {
            return Ok(v.as_int() as i64);
        }
        if v.is(Value::NONE) {
            return Ok(default);
        }
        if !self.has_index(v) {
            return Err(self.type_error("slice indices must be integers or None or have an __index__ method"));
        }
        self.index_clamped(v)
    }

    /// The `start` and `stop` arguments of `index`: None is not allowed, UNSET is `default`.
    pub fn bound_argument(&mut self, v: Value, default: i64, len: usize) -> Outcome<usize> {
        if v.is(Value::UNSET) {
            return Ok(default.clamp(0, len as i64) as usize);
        }
        if !self.has_index(v) {
            return Err(self.type_error("slice indices must be integers or have an __index__ method"));
        }
        let i = self.index_clamped(v)?;
        let i = if i < 0 { i.saturating_add(len as i64).max(0) } else { i };
        Ok((i as u64).min(len as u64) as usize)
    }

    /// A slice's parts as machine ints. May run Python: ask for the length after it.
    pub fn slice_unpack(&mut self, slice: Gc<Slice>) -> Outcome<Unpacked> {
        let step = self.slice_index(slice.step.get(), 1)?;
        if step == 0 {
            return Err(self.value_error("slice step cannot be zero"));
        }
        let step = step.max(-i64::MAX);
        let (first, last) = if step < 0 { (i64::MAX, i64::MIN) } else { (0, i64::MAX) };
        let start = self.slice_index(slice.start.get(), first)?;
        let stop = self.slice_index(slice.stop.get(), last)?;
        Ok(Unpacked { start, stop, step })
    }

    /// The key of an item of a sequence as a machine int; `kind` names the sequence in the error.
    #[inline]
    pub fn item_index(&mut self, key: Value, kind: &str) -> Outcome<i64> {
        if key.is_int() { Ok(key.as_int() as i64) } else { self.item_index_slow(key, kind) }
    }

    #[cold]
    fn item_index_slow(&mut self, key: Value, kind: &str) -> Outcome<i64> {
        if !self.has_index(key) {
            let name = self.type_name(key);
            return Err(self.type_error(format!("{kind} indices must be integers or slices, not {name}")));
        }
        let exact = self.index(key)?;
        if exact.is_int() {
            return Ok(exact.as_int() as i64);
        }
        match self.int_value(exact) {
            Some(i) => Ok(i),
            None => {
                let name = self.type_name(key);
                Err(self.index_error(format!("cannot fit '{name}' into an index-sized integer")))
            }
        }
    }

    /// How often `sequence * n` repeats; `None`: `n` is no int, so the operator is not implemented.
    pub fn repeat_count(&mut self, n: Value) -> Outcome<Option<usize>> {
        if n.is_int() {
            return Ok(Some(n.as_int().max(0) as usize));
        }
        if !self.has_index(n) {
            return Ok(None);
        }
        let exact = self.index(n)?;
        match self.int_value(exact) {
            Some(i) => Ok(Some(i.max(0) as usize)),
            None => {
                let name = self.type_name(n);
                Err(self.overflow_error(format!("cannot fit '{name}' into an index-sized integer")))
            }
        }
    }

    /// Raises what `sequence * n` does for an `n` that is no int.
    #[cold]
    pub fn repeat_error(&mut self, n: Value) -> Raised {
        let name = self.type_name(n);
        self.type_error(format!("can't multiply sequence by non-int of type '{name}'"))
    }

    /// Lexicographic comparison.
    pub fn compare_items<T: Items>(&mut self, op: Comparison, a: T, b: T) -> Outcome {
        use Comparison::*;
        if a.count() != b.count() && matches!(op, Eq | Ne) {
            return Ok(Value::bool(op == Ne));
        }
        self.check_native_stack()?;
        let mut i = 0;
        while i < a.count() && i < b.count() {
            let (x, y) = (a.at(i), b.at(i));
            if !x.is(y) && !self.equal(x, y)? {
                return match op {
                    Eq => Ok(Value::FALSE),
                    Ne => Ok(Value::TRUE),
                    _ => self.compare(op, x, y),
                };
            }
            i += 1;
        }
        let (m, n) = (a.count(), b.count());
        Ok(Value::bool(match op {
            Lt => m < n,
            Le => m <= n,
            Eq => m == n,
            Ne => m != n,
            Gt => m > n,
            Ge => m >= n,
        }))
    }

    /// Runs `write`, unless `object` is already being written further out on this thread: then `None`.
    pub fn guarded_repr<T>(&mut self, object: Value, write: impl FnOnce(&mut Vm) -> Outcome<T>) -> Outcome<Option<T>> {
        thread_local! {
            /// Addresses of the containers whose `repr` is running; they are arguments, so they do not move.
            static ACTIVE: RefCell<Vec<usize>> = const { RefCell::new(vec![]) };
        }
        if ACTIVE.with_borrow(|active| active.contains(&object.bits())) {
            return Ok(None);
        }
        if ACTIVE.with_borrow(|active| active.len() >= MOST_NESTED) {
            return Err(self.recursion_error("maximum recursion depth exceeded while getting the repr of an object"));
        }
        self.check_native_stack()?;
        ACTIVE.with_borrow_mut(|active| active.push(object.bits()));
        let result = write(self);
        ACTIVE.with_borrow_mut(|active| active.pop());
        result.map(Some)
    }

    /// `open` + the items' representations with commas between + `close`; `cycle` if it is inside itself.
    pub fn repr_items<T: Items>(&mut self, object: Value, items: T, open: &str, close: &str, cycle: &str) -> Outcome {
        let text = self.guarded_repr(object, |vm| {
            let mut out = open.as_bytes().to_vec();
            let mut i = 0;
            while i < items.count() {
                if i > 0 {
                    out.extend_from_slice(b", ");
                }
                vm.append_repr(&mut out, items.at(i))?;
                i += 1;
            }
            out.extend_from_slice(close.as_bytes());
            Ok(out)
        })?;
        match text {
            Some(bytes) => self.new_str_wtf8(&bytes),
            None => self.new_str(cycle),
        }
    }

    /// Appends the bytes of `repr(v)`.
    pub fn append_repr(&mut self, out: &mut Vec<u8>, v: Value) -> Outcome<()> {
        let text = self.repr(v)?;
        out.extend_from_slice(self.str_bytes(text));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_meet_lengths() {
        let bounds = |start, stop, step, len| {
            let b = Unpacked { start, stop, step }.adjust(len);
            (b.start, b.step, b.count)
        };
        assert_eq!(bounds(0, i64::MAX, 1, 5), (0, 1, 5));
        assert_eq!(bounds(-2, i64::MAX, 1, 5), (3, 1, 2));
        assert_eq!(bounds(i64::MAX, i64::MIN, -1, 5), (4, -1, 5));
        assert_eq!(bounds(4, 1, -2, 5), (4, -2, 2));
        assert_eq!(bounds(3, 1, 1, 5).2, 0);
        assert_eq!(bounds(-100, 100, 3, 5), (0, 3, 2));
        assert_eq!(
            Unpacked { start: 4, stop: 0, step: -2 }.adjust(5).ascending(),
            Bounds { start: 2, step: 2, count: 2 }
        );
    }
}
