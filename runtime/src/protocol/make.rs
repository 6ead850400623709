//! Making builtin objects from Rust values.

use crate::heap::Payload;
use crate::native::{Native, Outcome};
use crate::object::class::{ClassRef, class_flags};
use crate::object::layout::{self, Cell, Method};
use crate::object::lookup::array_slot;
use crate::object::{Gc, map_of};
use crate::vm::Vm;
use dashu_int::IBig;
use pyspec_abi::Value;
use pyspec_abi::header::Scan;
use pyspec_abi::types as id;

impl Vm {
    /// A `str` of this text.
    pub fn new_str(&mut self, text: &str) -> Outcome {
        self.new_str_wtf8(text.as_bytes())
    }

    /// A `str` of WTF-8 bytes (surrogates allowed, never a high one followed by a low one).
    pub fn new_str_wtf8(&mut self, bytes: &[u8]) -> Outcome {
        let text = crate::types::str::Text::of(bytes);
        self.new_text(bytes, text.ascii, text.chars)
    }

    /// The interned `str`: old, never moves, equal names are the same object.
    pub fn intern(&mut self, text: &str) -> Value {
        self.intern_bytes(text.as_bytes())
    }

    /// The interned twin of an exact `str`.
    pub fn intern_value(&mut self, string: Value) -> Value {
        if self.is_interned(string) {
            return string;
        }
        self.intern_bytes(self.str_bytes(string))
    }

    /// The bytes of a `str` or an instance of a subclass, flattened; borrowed from the heap: keep it across nothing that takes `&mut Vm`.
    pub fn str_bytes<'a>(&self, string: Value) -> &'a [u8] {
        self.str_text_of(string).bytes
    }

    /// The text of a `str`, surrogates as U+FFFD.
    pub fn str_lossy(&self, string: Value) -> String {
        crate::types::str::wtf8::lossy(self.str_bytes(string))
    }

    /// `bytes`.
    pub fn new_bytes(&mut self, bytes: &[u8]) -> Outcome {
        self.make_bytes(bytes)
    }

    /// The bytes of a `bytes`, a `bytearray` or an instance of a subclass, `None` for others.
    pub fn bytes_like<'a>(&self, value: Value) -> Option<&'a [u8]> {
        self.bytes_of(value)
    }

    /// An `int`, boxed where it must be.
    pub fn new_int(&mut self, i: i64) -> Outcome {
        self.make_int(i)
    }

    /// An `int` of any size.
    pub fn new_big(&mut self, i: &IBig) -> Outcome {
        self.make_big(i)
    }

    /// A `float`, boxed where it must be.
    pub fn new_float(&mut self, f: f64) -> Outcome {
        self.make_float(f)
    }

    /// `complex`.
    pub fn new_complex(&mut self, re: f64, im: f64) -> Outcome {
        self.make_complex((re, im))
    }

    /// A list of these.
    pub fn new_list(&mut self, items: &[Value]) -> Outcome {
        Ok(self.list_of(items)?.value())
    }

    /// A tuple of these.
    pub fn new_tuple(&mut self, items: &[Value]) -> Outcome {
        Ok(self.tuple_of(items)?.value())
    }

    /// An empty dict.
    pub fn new_dict(&mut self) -> Outcome {
        Ok(self.dict_with_capacity(0)?.value())
    }

    /// An empty set.
    pub fn new_set(&mut self) -> Outcome {
        Ok(self.empty_set(pyspec_abi::types::SET)?.value())
    }

    /// A frozenset of these.
    pub fn new_frozenset(&mut self, items: &[Value]) -> Outcome {
        let set = self.empty_set(pyspec_abi::types::FROZENSET)?;
        for item in items {
            self.set_insert(set, *item)?;
        }
        Ok(set.value())
    }

    /// `slice`.
    pub fn new_slice(&mut self, start: Value, stop: Value, step: Value) -> Outcome {
        use crate::object::layout::Slice;
        let slice = self.alloc::<Slice>(pyspec_abi::types::SLICE, pyspec_abi::header::Scan::Values, Slice::SLOTS)?;
        slice.start.init(start);
        slice.stop.init(stop);
        slice.step.init(step);
        Ok(slice.value())
    }

    /// A cell.
    pub fn new_cell(&mut self, value: Value) -> Outcome {
        let cell: Gc<Cell> = self.alloc(id::CELL, Scan::Values, Cell::SLOTS)?;
        cell.value.init(value);
        Ok(cell.value())
    }

    /// A bound method.
    pub fn new_method(&mut self, function: Value, receiver: Value) -> Outcome {
        let method: Gc<Method> = self.alloc(id::METHOD, Scan::Values, Method::SLOTS)?;
        method.function.init(function);
        method.receiver.init(receiver);
        Ok(method.value())
    }

    /// A native function object; `receiver` UNSET: unbound. Native tables are static: the row lives forever.
    pub fn new_native(&mut self, row: &'static Native, receiver: Value, owner: Value) -> Outcome {
        let native: Gc<layout::Native> = self.alloc(id::NATIVE, Scan::Map, layout::Native::SLOTS)?;
        native.row.set(row);
        native.receiver.init(receiver);
        native.owner.init(owner);
        Ok(native.value())
    }

    /// A module with a fresh dict that has `__name__`, `__doc__`, `__package__`, `__loader__`, `__spec__`.
    pub fn new_module(&mut self, name: &str) -> Outcome {
        crate::types::module::make(self, name)
    }

    /// An object of a native module's class whose state is Rust's; `slots` values follow the payload.
    pub fn new_payload(&mut self, class: ClassRef, payload: Box<dyn Payload>, slots: usize) -> Outcome {
        let map = class.info().terminator;
        let inline = self.maps.get(map).inline_slots as usize;
        // The payload, and the fields that `__slots__` of subclasses name.
        let fields = (class.info().base_slots as usize).max(1);
        class.info().instances += 1;
        match self.heap.alloc_payload(map, fields + inline + slots, payload) {
            Ok(object) => {
                (1..fields).for_each(|i| self.write_slot(object, i, Value::UNSET));
                self.register_finalizer(class, object);
                Ok(object)
            }
            Err(_) => Err(self.raise_out_of_memory()),
        }
    }

    /// The Rust state of an object made by `new_payload`, if it is a `T`.
    pub fn payload<'a, T: Payload + 'static>(&self, object: Value) -> Option<&'a mut T> {
        if !object.is_ptr() || !self.map_has(map_of(object), class_flags::PAYLOAD) {
            return None;
        }
        // SAFETY: natives keep no reference to a payload across a call that takes the context.
        unsafe { self.heap.payload(object) }
    }

    /// Slot `i` behind the payload.
    pub fn payload_slot(&self, object: Value, i: usize) -> Value {
        let i = self.slots_before(object) + i;
        // SAFETY: payload objects have their values behind payload and attributes; zero is unset.
        unsafe { (*array_slot(object, i).cast::<Option<Value>>()).unwrap_or(Value::UNSET) }
    }

    /// Writes slot `i` behind the payload.
    pub fn set_payload_slot(&mut self, object: Value, i: usize, value: Value) {
        let i = self.slots_before(object) + i;
        self.write_slot(object, i, value)
    }

    /// Slots of a payload object that belong to its class: payload, fields, attributes.
    fn slots_before(&self, object: Value) -> usize {
        let inline = self.maps.get(map_of(object)).inline_slots as usize;
        (self.class_of(object).info().base_slots as usize).max(1) + inline
    }

    /// An instance of a named-tuple-like native type (`os.stat_result`, `sys.version_info`): made by `new_struct_type`.
    pub fn new_struct(&mut self, class: ClassRef, items: &[Value]) -> Outcome {
        crate::types::structseq::make(self, class, items)
    }

    /// A type like `time.struct_time`: a tuple whose first `visible` items have names, further fields by attribute only.
    pub fn new_struct_type(
        &mut self,
        module: &'static str,
        name: &'static str,
        doc: &'static str,
        fields: &'static [&'static str],
        visible: usize,
    ) -> Outcome<ClassRef> {
        crate::types::structseq::make_type(self, module, name, doc, fields, visible)
    }
}
