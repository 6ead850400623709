//! The buffer protocol: memory of an object seen by another.
//!
//! A [`Memory`] is a borrowed look: the collector may move a young owner at the next allocation, so it is
//! taken anew for each access. Native modules tell how to look into their objects by registering a function.

use crate::heap::Collection;
use crate::native::Outcome;
use crate::object::class::Special;
use crate::object::layout::{ByteArray, WeakRef};
use crate::object::{Gc, map_of};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::types as id;

/// What an object shows of itself.
#[derive(Clone, Debug)]
pub struct Memory {
    pub data: *mut u8,
    /// Bytes.
    pub len: usize,
    pub readonly: bool,
    /// Format of an item, as `struct` writes it.
    pub format: String,
    pub item_size: usize,
}

impl Memory {
    /// Plain bytes.
    pub fn bytes(data: *mut u8, len: usize, readonly: bool) -> Memory {
        Memory { data, len, readonly, format: "B".into(), item_size: 1 }
    }
}

/// How a module looks into its objects: `None` if the object is none of its.
pub type BufferSource = fn(&Vm, Value) -> Option<Memory>;
/// Told of a weak reference to each new view of an object, so that the object can refuse to resize.
pub type ExportNote = fn(&mut Vm, Value, Value);

/// The registered modules.
#[derive(Default)]
struct Sources(Vec<(BufferSource, Option<ExportNote>)>);

const STATE: &str = "buffer sources";

impl Vm {
    /// Registers the objects of a native module.
    pub fn register_buffer(&mut self, source: BufferSource, exports: Option<ExportNote>) {
        let state = self.module_state.entry(STATE).or_insert_with(|| Box::new(Sources::default()));
        state.downcast_mut::<Sources>().expect("its own state").0.push((source, exports));
    }

    fn buffer_sources(&self) -> &[(BufferSource, Option<ExportNote>)] {
        self.module_state.get(STATE).and_then(|s| s.downcast_ref::<Sources>()).map_or(&[], |s| &s.0)
    }

    /// The memory of a builtin's or module's object, `None` if it has no buffer.
    pub fn memory(&self, value: Value) -> Option<Memory> {
        let exact = self.exact(value);
        if !exact.is_ptr() {
            return None;
        }
        match map_of(exact) {
            id::BYTES => {
                let bytes = self.bytes_of(exact)?;
                return Some(Memory::bytes(bytes.as_ptr().cast_mut(), bytes.len(), true));
            }
            id::MEMORYVIEW => return self.view_memory(exact),
            _ => {}
        }
        if let Some(array) = Gc::<ByteArray>::from_value(self, exact) {
            let bytes = crate::types::bytes::array_bytes(array);
            return Some(Memory::bytes(bytes.as_mut_ptr(), bytes.len(), false));
        }
        self.buffer_sources().iter().find_map(|(source, _)| source(self, exact))
    }

    /// Notes that `view` looks into `owner`.
    pub fn note_export(&mut self, owner: Value, view: Value) -> Outcome<()> {
        match Gc::<ByteArray>::from_value(self, owner) {
            Some(array) => self.bytearray_export(array, view),
            None => self.note_module_export(owner, view),
        }
    }

    fn note_module_export(&mut self, owner: Value, view: Value) -> Outcome<()> {
        let found = self.buffer_sources().iter().find(|(source, _)| source(self, owner).is_some());
        if let Some(&(_, Some(note))) = found {
            let class = self.builtin_class(id::WEAKREF);
            let weak = self.new_weakref(class, view, Value::NONE)?;
            note(self, owner, weak);
        }
        Ok(())
    }

    /// Whether one of the views that these weak references refer to still shows its owner's memory. A view that only
    /// a word of the native stack leads to is one that nobody has any more: it is released.
    pub fn is_viewed(&mut self, views: &[Value]) -> bool {
        if !views.iter().any(|&weak| self.open_view(weak).is_some()) {
            return false;
        }
        // Whatever is left after this stays where it is.
        self.heap.collect(Collection::Minor);
        let open: Vec<Value> = views.iter().filter_map(|&weak| self.open_view(weak)).collect();
        let reached = self.heap.collect_probing(&open);
        for &weak in views {
            let Some(view) = self.open_view(weak) else { continue };
            if open.iter().zip(&reached).any(|(&v, &reached)| v.is(view) && !reached) {
                self.release_view(view);
            }
        }
        views.iter().any(|&weak| self.open_view(weak).is_some())
    }

    /// The view that a weak reference refers to, if there still is one that was not released.
    fn open_view(&self, weak: Value) -> Option<Value> {
        let view = Gc::<WeakRef>::from_value(self, weak)?.referent.get();
        crate::types::bytes::is_open(self, view).then_some(view)
    }

    /// Copied bytes of anything with a buffer, `None` for others. A view that is not contiguous is gathered.
    pub fn buffer_bytes(&mut self, value: Value) -> Option<Vec<u8>> {
        if let Some(bytes) = self.bytes_of(value) {
            return Some(bytes.to_vec());
        }
        if value.is_ptr() && map_of(value) == id::MEMORYVIEW {
            return self.view_bytes(value);
        }
        if let Some(memory) = self.memory(value) {
            // SAFETY: the memory was looked at just now.
            return Some(unsafe { std::slice::from_raw_parts(memory.data, memory.len) }.to_vec());
        }
        if !value.is_ptr() || !self.has_special(value, Special::Buffer) {
            return None;
        }
        self.python_buffer(value).ok()
    }

    /// Bytes by a `__buffer__` written in Python.
    fn python_buffer(&mut self, value: Value) -> Outcome<Vec<u8>> {
        let flags = Value::small_int(0);
        match self.call_special(value, Special::Buffer, &[flags]) {
            Some(view) => {
                let view = view?;
                match self.view_bytes(view) {
                    Some(bytes) => Ok(bytes),
                    None => Err(self.type_error("__buffer__ returned non-memoryview object")),
                }
            }
            None => Ok(vec![]),
        }
    }
}
