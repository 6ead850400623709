//! Typed pointers to heap objects and the fields of objects.

use crate::heap::Heap;
use pyspec_abi::{Header, Value};
use std::cell::Cell;
use std::marker::PhantomData;

/// A struct that lies in the heap behind its header.
///
/// # Safety
/// The type is `#[repr(C)]`, its first field is a [`ObjectHeader`], and an object is seen as this
/// type exactly if `matches` says so.
pub unsafe trait Object: 'static {
    /// Whether an object on this map is one, subclasses of builtins included.
    fn matches(vm: &crate::vm::Vm, map: u32) -> bool;
}

/// The first field of every object struct.
#[repr(transparent)]
pub struct ObjectHeader(Cell<u64>);

impl ObjectHeader {
    /// The header now.
    #[inline(always)]
    pub fn get(&self) -> Header {
        Header(self.0.get())
    }

    /// Replaces it.
    #[inline(always)]
    pub fn set(&self, header: Header) {
        self.0.set(header.0);
    }
}

/// A slot of an object that holds a value. Zero (fresh memory) reads as UNSET.
#[repr(transparent)]
pub struct Field(Cell<usize>);

impl Field {
    /// The value, UNSET if it was never written.
    #[inline(always)]
    pub fn get(&self) -> Value {
        let bits = self.0.get();
        if bits == 0 { Value::UNSET } else { Value::from_bits(bits) }
    }

    /// Writes a field of an object that was allocated just now, with no allocation since.
    #[inline(always)]
    pub fn init(&self, value: Value) {
        self.0.set(value.bits());
    }

    /// Writes a field of `owner`, through the write barrier.
    #[inline(always)]
    pub fn set(&self, heap: &mut Heap, owner: Value, value: Value) {
        heap.barrier(owner);
        self.0.set(value.bits());
    }

    /// Writes a value that is no pointer (an int in place, an immediate): needs no barrier.
    #[inline(always)]
    pub fn set_plain(&self, value: Value) {
        debug_assert!(!value.is_ptr());
        self.0.set(value.bits());
    }

    /// The int in place.
    #[inline(always)]
    pub fn int(&self) -> isize {
        Value::from_bits(self.0.get() | 1).as_int()
    }

    /// Its address.
    #[inline(always)]
    pub fn as_ptr(&self) -> *mut Value {
        self.0.as_ptr().cast()
    }
}

/// A slot that holds a raw word the collector does not look at.
#[repr(transparent)]
pub struct Raw<T: Copy>(Cell<T>);

impl<T: Copy> Raw<T> {
    #[inline(always)]
    pub fn get(&self) -> T {
        self.0.get()
    }

    #[inline(always)]
    pub fn set(&self, value: T) {
        self.0.set(value);
    }
}

/// A pointer to an object known to be a `T`.
#[repr(transparent)]
pub struct Gc<T: Object>(Value, PhantomData<*const T>);

impl<T: Object> Clone for Gc<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Object> Copy for Gc<T> {}
impl<T: Object> PartialEq for Gc<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T: Object> Eq for Gc<T> {}

impl<T: Object> Gc<T> {
    /// The object as a `T`, if it is one.
    #[inline(always)]
    pub fn from_value(vm: &crate::vm::Vm, value: Value) -> Option<Gc<T>> {
        if value.is_ptr() && T::matches(vm, map_of(value)) { Some(Gc(value, PhantomData)) } else { None }
    }

    /// The object as a `T`; checked in debug builds only.
    ///
    /// # Safety
    /// `value` must point to a `T`.
    #[inline(always)]
    pub unsafe fn from_value_unchecked(value: Value) -> Gc<T> {
        debug_assert!(value.is_ptr());
        Gc(value, PhantomData)
    }

    /// The tagged word.
    #[inline(always)]
    pub fn value(self) -> Value {
        self.0
    }
}

impl<T: Object> std::ops::Deref for Gc<T> {
    type Target = T;
    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: a `Gc<T>` points to a live `T`: it was checked when made, and the collector treats the
        // word as a root. The fields are cells, so a shared reference may see them change.
        unsafe { &*(self.0.bits() as *const T) }
    }
}

impl<T: Object> From<Gc<T>> for Value {
    fn from(gc: Gc<T>) -> Value {
        gc.0
    }
}

/// The header of the object that `value` points to. Meaningless unless `value.is_ptr()`.
#[inline(always)]
pub fn header_of(value: Value) -> Header {
    debug_assert!(value.is_ptr());
    // SAFETY: a pointer value points to a live object, which begins with its header.
    Header(unsafe { *(value.bits() as *const u64) })
}

/// The map id of the object that `value` points to. Meaningless unless `value.is_ptr()`.
#[inline(always)]
pub fn map_of(value: Value) -> u32 {
    header_of(value).map()
}
