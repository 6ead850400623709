//! `bytes`, `bytearray` and `memoryview`.
//!
//! The methods that `bytes` and `bytearray` share are in [`methods`]; each gives what its receiver is.

pub mod array;
pub mod construct;
pub mod methods;
pub mod rows;
pub mod view;

pub use array::TABLE as BYTEARRAY;
pub use rows::TABLE as BYTES;
pub use view::TABLE as MEMORYVIEW;
pub(crate) use view::is_open;

use crate::native::Outcome;
use crate::object::layout::{ByteArray, ByteStore, Bytes, WeakRef};
use crate::object::{Gc, Rooted, map_of};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::header::Scan;
use pyspec_abi::types as id;

/// Bytes of a `bytes` object in front of its data.
const BYTES_HEAD: usize = 24;

/// The store behind a `bytearray`: its capacity, then the bytes.
#[derive(Clone, Copy)]
struct Store(Value);

impl Store {
    fn capacity(self) -> usize {
        // SAFETY: the first word of such a store is its capacity.
        unsafe { *((self.0.bits() + 8) as *const u64) as usize }
    }

    fn data(self) -> *mut u8 {
        (self.0.bits() + 16) as *mut u8
    }
}

impl Vm {
    /// `bytes`.
    pub fn make_bytes(&mut self, bytes: &[u8]) -> Outcome {
        let object: Gc<Bytes> = self.alloc(id::BYTES, Scan::Leaf, 2 + bytes.len().div_ceil(8))?;
        object.len.set(bytes.len() as u64);
        object.hash.set(0);
        // SAFETY: the object was made with room for them behind its fields.
        unsafe {
            std::ptr::copy_nonoverlapping(bytes.as_ptr(), (object.value().bits() + BYTES_HEAD) as *mut u8, bytes.len());
        }
        Ok(object.value())
    }

    /// The bytes of a `bytes`, a `bytearray` or an instance of a subclass.
    #[inline]
    pub fn bytes_of<'a>(&self, value: Value) -> Option<&'a [u8]> {
        let exact = self.exact(value);
        if !exact.is_ptr() {
            return None;
        }
        if map_of(exact) == id::BYTES {
            // SAFETY: the map says what it is; the bytes follow its fields.
            unsafe {
                let object: Gc<Bytes> = Gc::from_value_unchecked(exact);
                let data = (exact.bits() + BYTES_HEAD) as *const u8;
                return Some(std::slice::from_raw_parts(data, object.len.get() as usize));
            }
        }
        Gc::<ByteArray>::from_value(self, exact).map(|array| &*array_bytes(array))
    }

    /// Whether it is a `bytes` or an instance of a subclass.
    pub fn is_bytes(&self, value: Value) -> bool {
        let exact = self.exact(value);
        exact.is_ptr() && map_of(exact) == id::BYTES
    }

    /// A `bytearray` of these bytes.
    pub fn new_bytearray(&mut self, bytes: &[u8]) -> Outcome {
        let class = self.builtin_class(id::BYTEARRAY);
        let array = self.empty_bytearray(class)?;
        self.bytearray_set(array, bytes)?;
        Ok(array.value())
    }

    /// An empty instance of `bytearray` or a subclass.
    fn empty_bytearray(&mut self, class: crate::object::class::ClassRef) -> Outcome<Gc<ByteArray>> {
        let array: Gc<ByteArray> = self.alloc_instance(class, id::BYTEARRAY)?;
        let zero = Value::small_int(0);
        array.len.set_plain(zero);
        array.exports.set_plain(zero);
        array.start.set_plain(zero);
        array.store.set_plain(Value::UNSET);
        Ok(array)
    }

    /// Notes that `view` looks into `array`.
    pub(crate) fn bytearray_export(&mut self, array: Gc<ByteArray>, view: Value) -> Outcome<()> {
        let weak: Gc<WeakRef> = self.alloc(id::WEAKREF, Scan::Map, WeakRef::SLOTS)?;
        weak.referent.init(view);
        weak.callback.init(Value::NONE);
        // The chain of views goes through the slot that these references need for nothing else.
        weak.hash.init(array.exports.get());
        self.heap.register_weak(weak.value());
        array.exports.set(&mut self.heap, array.value(), weak.value());
        Ok(())
    }

    /// Weak references to the views of an array.
    fn views_of(&self, array: Gc<ByteArray>) -> Rooted {
        let mut views = Rooted::new();
        let mut at = array.exports.get();
        while let Some(weak) = Gc::<WeakRef>::from_value(self, at) {
            views.push(at);
            at = weak.hash.get();
        }
        views
    }

    /// BufferError if memoryviews forbid resizing.
    fn check_resizable(&mut self, array: Gc<ByteArray>) -> Outcome<()> {
        if !array.exports.get().is_ptr() {
            return Ok(());
        }
        let views = self.views_of(array);
        if !self.is_viewed(&views) {
            array.exports.set_plain(Value::small_int(0));
            return Ok(());
        }
        Err(self.buffer_error("Existing exports of data: object cannot be re-sized"))
    }

    /// Makes a bytearray `len` long; new bytes are not cleared. Keeps the first ones.
    fn bytearray_resize(&mut self, array: Gc<ByteArray>, len: usize) -> Outcome<()> {
        let old = array.len.int() as usize;
        if len == old {
            return Ok(());
        }
        self.check_resizable(array)?;
        let start = array.start.int() as usize;
        let store = array.store.get();
        let room = if store.is_ptr() { Store(store).capacity() - start } else { 0 };
        // Memory is given back when less than half is used.
        if len > room || room > 64 && len < room / 2 {
            let capacity = if len > room { (len + len / 8 + 8).next_multiple_of(8) } else { len.next_multiple_of(8) };
            let fresh: Gc<ByteStore> = self.alloc(id::BYTES_STORE, Scan::Leaf, 1 + capacity / 8)?;
            let fresh = Store(fresh.value());
            let bytes = array_bytes(array);
            // SAFETY: a new store of that capacity.
            unsafe {
                *((fresh.0.bits() + 8) as *mut u64) = capacity as u64;
                std::ptr::copy_nonoverlapping(bytes.as_ptr(), fresh.data(), bytes.len().min(len));
            }
            array.store.set(&mut self.heap, array.value(), fresh.0);
            array.start.set_plain(Value::small_int(0));
        }
        array.len.set_plain(Value::small_int(len as isize));
        Ok(())
    }

    /// Replaces the contents; `bytes` lie outside the array.
    pub(crate) fn bytearray_set(&mut self, array: Gc<ByteArray>, bytes: &[u8]) -> Outcome<()> {
        self.bytearray_resize(array, bytes.len())?;
        array_bytes(array).copy_from_slice(bytes);
        Ok(())
    }

    /// Replaces bytes `from..to` by `new`, which lies outside the array.
    pub(crate) fn bytearray_splice(&mut self, array: Gc<ByteArray>, from: usize, to: usize, new: &[u8]) -> Outcome<()> {
        let len = array.len.int() as usize;
        let (gone, tail) = (to - from, len - to);
        if gone == new.len() {
            array_bytes(array)[from..to].copy_from_slice(new);
            return Ok(());
        }
        self.check_resizable(array)?;
        if from == 0 && new.is_empty() {
            // Cut from the front without moving the rest.
            array.start.set_plain(Value::small_int(array.start.int() + gone as isize));
            array.len.set_plain(Value::small_int(tail as isize));
            return Ok(());
        }
        if new.len() > gone {
            self.bytearray_resize(array, len + new.len() - gone)?;
            let bytes = array_bytes(array);
            bytes.copy_within(to..to + tail, from + new.len());
            bytes[from..from + new.len()].copy_from_slice(new);
        } else {
            let bytes = array_bytes(array);
            bytes.copy_within(to..to + tail, from + new.len());
            bytes[from..from + new.len()].copy_from_slice(new);
            self.bytearray_resize(array, len - gone + new.len())?;
        }
        Ok(())
    }
}

/// The bytes of a bytearray, to read and write until anything resizes it.
#[allow(clippy::mut_from_ref, reason = "the heap's memory is shared by nature; no caller keeps two of these")]
pub fn array_bytes<'a>(array: Gc<ByteArray>) -> &'a mut [u8] {
    let len = array.len.int() as usize;
    let store = array.store.get();
    if len == 0 || !store.is_ptr() {
        return &mut [];
    }
    let start = array.start.int() as usize;
    // SAFETY: `start + len` bytes of the store are in use.
    unsafe { std::slice::from_raw_parts_mut(Store(store).data().add(start), len) }
}
