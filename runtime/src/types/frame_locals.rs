//! The variables of a frame: `f_locals`, `locals()`, and `FrameLocalsProxy`, a function's variables as a mapping that
//! writes through (PEP 667).
//!
//! A variable is a named place of the frame, wherever that lies now; one in a cell is read and written in the cell.
//! The variables of comprehensions that stand in the function are places of their own, set only while the
//! comprehension runs: then they hide others of the same name. Names that are no variables go to a dict of the frame
//! object. The copy that is made of a compiled frame has cells in common with it, but no places: as long as the function
//! runs, writing to one is an error, for the compiled function would not see it.

use super::frame::{COPY, code, function, generator, running};
use crate::heap::Payload;
use crate::interp::code::slot;
use crate::interp::dispatch::Base;
use crate::interp::frame::generator_base;
use crate::native::{Args, Native, NativeKind, Outcome, Raised, native};
use crate::object::class::class_flags;
use crate::object::layout::{Array, Cell, Frame};
use crate::object::{Gc, map_of};
use crate::protocol::compare::Comparison;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::blob::{PlaceKind, flags};
use pyspec_abi::effects::Effect;
use pyspec_abi::header::Scan;
use pyspec_abi::types as id;

const PY: Effect = Effect::PYTHON;
const NAME: &str = "FrameLocalsProxy";

static ROWS: &[Native] = &[
    native("__new__", "(cls, frame, /)", PY, new).kind(NativeKind::StaticMethod),
    native("__getitem__", "(self, key, /)", PY, get_item),
    native("__setitem__", "(self, key, value, /)", PY, |vm, args| {
        vm.set_frame_local(frame_of(vm, args), args[1], args[2]).map(|()| Value::NONE)
    }),
    native("__delitem__", "(self, key, /)", PY, |vm, args| remove(vm, args).map(|_| Value::NONE)),
    native("__contains__", "(self, key, /)", PY, |vm, args| {
        let found = vm.frame_local(frame_of(vm, args), args[1])?;
        Ok(Value::bool(!found.is(Value::UNSET)))
    }),
    native("__len__", "(self, /)", PY, |vm, args| {
        let all = snapshot(vm, args)?;
        Ok(Value::small_int(vm.dict_len(all) as isize))
    }),
    native("__iter__", "(self, /)", PY, |vm, args| {
        let keys = listed(vm, args, "keys")?;
        vm.iter(keys)
    }),
    native("__reversed__", "(self, /)", PY, |vm, args| {
        let keys = listed(vm, args, "keys")?;
        vm.call_method(keys, "reverse", &[])?;
        Ok(keys)
    }),
    native("__eq__", "(self, value, /)", PY, |vm, args| equal(vm, args, Comparison::Eq)),
    native("__ne__", "(self, value, /)", PY, |vm, args| equal(vm, args, Comparison::Ne)),
    native("__or__", "(self, value, /)", PY, |vm, args| united(vm, args[0], args[1])),
    native("__ror__", "(self, value, /)", PY, |vm, args| united(vm, args[1], args[0])),
    native("__ior__", "(self, value, /)", PY, |vm, args| {
        if !vm.is_locals_mapping(args[1]) {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        update_from(vm, args, args[1])?;
        Ok(args[0])
    }),
    native("__repr__", "(self, /)", PY, repr),
    native("get", "(self, key, default=None, /)", PY, |vm, args| {
        let found = vm.frame_local(frame_of(vm, args), args[1])?;
        Ok(if found.is(Value::UNSET) { args.or(2, Value::NONE) } else { found })
    }),
    native("setdefault", "(self, key, default=None, /)", PY, |vm, args| {
        let found = vm.frame_local(frame_of(vm, args), args[1])?;
        if !found.is(Value::UNSET) {
            return Ok(found);
        }
        let default = args.or(2, Value::NONE);
        vm.set_frame_local(frame_of(vm, args), args[1], default)?;
        Ok(default)
    }),
    native("pop", "(self, key, default=<unrepresentable>, /)", PY, pop),
    native("update", "(self, mapping, /)", PY, |vm, args| {
        if !vm.is_locals_mapping(args[1]) {
            return Err(vm.type_error("update() argument must be dict or another FrameLocalsProxy"));
        }
        update_from(vm, args, args[1])
    }),
    native("copy", "(self, /)", PY, snapshot),
    native("keys", "(self, /)", PY, |vm, args| listed(vm, args, "keys")),
    native("values", "(self, /)", PY, |vm, args| listed(vm, args, "values")),
    native("items", "(self, /)", PY, |vm, args| listed(vm, args, "items")),
];

/// The frame is in the slot behind it.
struct Proxy;
impl Payload for Proxy {
    fn holds_values(&self) -> bool {
        false
    }
}

fn frame_of(vm: &Vm, args: Args) -> Gc<Frame> {
    // SAFETY: slot 0 of a proxy is its frame.
    unsafe { Gc::from_value_unchecked(vm.payload_slot(args[0], 0)) }
}

fn new(vm: &mut Vm, args: Args) -> Outcome {
    match vm.cast::<Frame>(args[1]) {
        Some(frame) => vm.new_locals_proxy(frame),
        None => {
            let given = vm.type_name(args[1]);
            Err(vm.type_error(format!("expect frame, not {given}")))
        }
    }
}

fn get_item(vm: &mut Vm, args: Args) -> Outcome {
    let found = vm.frame_local(frame_of(vm, args), args[1])?;
    if !found.is(Value::UNSET) {
        return Ok(found);
    }
    let shown = vm.repr_text(args[1])?;
    let class = vm.exceptions.KeyError;
    Err(vm.raise_text(class, &format!("local variable {shown} is not defined")))
}

/// Takes out what is no variable: its value, UNSET if there is none.
fn take(vm: &mut Vm, args: Args) -> Outcome {
    let frame = frame_of(vm, args);
    if vm.place_of_local(frame, args[1], false)?.is_some() {
        return Err(vm.value_error("cannot remove local variables from FrameLocalsProxy"));
    }
    let extra = frame.extra.get();
    if extra.is_ptr() { vm.dict_remove(extra, args[1]) } else { Ok(Value::UNSET) }
}

fn remove(vm: &mut Vm, args: Args) -> Outcome {
    let taken = take(vm, args)?;
    if taken.is(Value::UNSET) { Err(vm.key_error(args[1])) } else { Ok(taken) }
}

fn pop(vm: &mut Vm, args: Args) -> Outcome {
    let taken = take(vm, args)?;
    match args.given(2) {
        Some(default) if taken.is(Value::UNSET) => Ok(default),
        None if taken.is(Value::UNSET) => Err(vm.key_error(args[1])),
        _ => Ok(taken),
    }
}

fn snapshot(vm: &mut Vm, args: Args) -> Outcome {
    vm.frame_variables(frame_of(vm, args))
}

/// A list of what the method of a dict gives.
fn listed(vm: &mut Vm, args: Args, method: &str) -> Outcome {
    let all = snapshot(vm, args)?;
    let view = vm.call_method(all, method, &[])?;
    let items = vm.collect_items(view)?;
    vm.new_list(&items)
}

fn equal(vm: &mut Vm, args: Args, op: Comparison) -> Outcome {
    if vm.is_locals_proxy(args[1]) {
        let same = vm.payload_slot(args[0], 0).is(vm.payload_slot(args[1], 0));
        return Ok(Value::bool(same == (op == Comparison::Eq)));
    }
    if !vm.is_dict(args[1]) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let all = snapshot(vm, args)?;
    vm.compare(op, all, args[1])
}

/// A dict of both, the second's before the first's.
fn united(vm: &mut Vm, a: Value, b: Value) -> Outcome {
    if !vm.is_locals_mapping(a) || !vm.is_locals_mapping(b) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let dict = vm.new_dict()?;
    vm.dict_update(dict, a)?;
    vm.dict_update(dict, b)?;
    Ok(dict)
}

fn update_from(vm: &mut Vm, args: Args, other: Value) -> Outcome {
    let all = vm.new_dict()?;
    vm.dict_update(all, other)?;
    let mut at = 0;
    while let Some((key, value, next)) = vm.dict_entry(all, at) {
        vm.set_frame_local(frame_of(vm, args), key, value)?;
        at = next;
    }
    Ok(Value::NONE)
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    let inner = vm.guarded_repr(args[0], |vm| {
        let all = snapshot(vm, args)?;
        vm.dict_repr(all)
    })?;
    match inner {
        Some(text) => Ok(text),
        None => vm.new_str("{...}"),
    }
}

impl Vm {
    fn new_locals_proxy(&mut self, frame: Gc<Frame>) -> Outcome {
        let class = self.wrapper_class(NAME, ROWS)?;
        class.info().flags |= class_flags::MAPPING;
        let proxy = self.new_payload(class, Box::new(Proxy), 1)?;
        self.set_payload_slot(proxy, 0, frame.value());
        Ok(proxy)
    }

    fn is_locals_proxy(&self, v: Value) -> bool {
        self.payload::<Proxy>(v).is_some()
    }

    fn is_locals_mapping(&self, v: Value) -> bool {
        self.is_dict(v) || self.is_locals_proxy(v)
    }

    /// `frame.f_locals`: the namespace, or of a function a mapping that writes through.
    pub fn frame_locals(&mut self, frame: Value) -> Outcome {
        // SAFETY: callers pass a frame object.
        let object: Gc<Frame> = unsafe { Gc::from_value_unchecked(frame) };
        match self.frame_namespace(object) {
            Some(namespace) if !self.has_comprehension(object) => Ok(namespace),
            _ => self.new_locals_proxy(object),
        }
    }

    /// `locals()`: a new dict for functions, the namespace for modules and classes; of a comprehension in those its
    /// own variables alone.
    pub fn frame_locals_snapshot(&mut self, frame: Value) -> Outcome {
        // SAFETY: callers pass a frame object.
        let object: Gc<Frame> = unsafe { Gc::from_value_unchecked(frame) };
        match self.frame_namespace(object) {
            Some(namespace) if !self.has_comprehension(object) => Ok(namespace),
            _ => self.frame_variables(object),
        }
    }

    /// The namespace of a module's or class's frame.
    fn frame_namespace(&self, frame: Gc<Frame>) -> Option<Value> {
        let data = code(frame).info();
        if data.flags & (flags::MODULE | flags::CLASS) == 0 {
            return None;
        }
        let places = self.frame_places(frame);
        // SAFETY: place 0 of such code is the namespace.
        let namespace = if places.is_null() { Value::NONE } else { unsafe { *places } };
        Some(if namespace.is(Value::NONE) || namespace.is(Value::UNSET) {
            function(frame).globals.get()
        } else {
            namespace
        })
    }

    /// Whether a comprehension in a module's or class's own code runs.
    fn has_comprehension(&self, frame: Gc<Frame>) -> bool {
        let record = code(frame).info().function();
        (1..record.named_len()).any(|i| record.place(i).1 == PlaceKind::Hidden && self.place_value(frame, i).is_some())
    }

    /// A new dict of a function's variables and of what else was written to its frame.
    fn frame_variables(&mut self, frame: Gc<Frame>) -> Outcome {
        let dict = self.new_dict()?;
        let record = code(frame).info().function();
        let namespace = code(frame).info().flags & (flags::MODULE | flags::CLASS) != 0;
        for i in 0..record.named_len() {
            let (name, kind) = record.place(i);
            if is_secret(name) || (namespace && kind != PlaceKind::Hidden) {
                continue;
            }
            if let Some(value) = self.place_value(frame, i) {
                let name = self.intern(name);
                self.dict_set(dict, name, value)?;
            }
        }
        let extra = frame.extra.get();
        if extra.is_ptr() {
            self.dict_update(dict, extra)?;
        }
        Ok(dict)
    }

    /// A variable's value, or what was written to the frame under another name; UNSET if there is none.
    fn frame_local(&mut self, frame: Gc<Frame>, key: Value) -> Outcome {
        if let Some(i) = self.place_of_local(frame, key, true)? {
            return Ok(self.place_value(frame, i).unwrap_or(Value::UNSET));
        }
        let extra = frame.extra.get();
        if extra.is_ptr() { self.dict_get(extra, key) } else { Ok(Value::UNSET) }
    }

    fn set_frame_local(&mut self, frame: Gc<Frame>, key: Value, value: Value) -> Outcome<()> {
        if let Some(i) = self.place_of_local(frame, key, false)? {
            return self.write_place(frame, i, value);
        }
        if !frame.extra.get().is_ptr() {
            let dict = self.new_dict()?;
            frame.extra.set(&mut self.heap, frame.value(), dict);
        }
        self.dict_set(frame.extra.get(), key, value)
    }

    /// The place of a variable; `bound`: only one that has a value. Of several, the innermost comprehension's.
    fn place_of_local(&mut self, frame: Gc<Frame>, key: Value, bound: bool) -> Outcome<Option<usize>> {
        let record = code(frame).info().function();
        let exact = key.is_ptr() && matches!(map_of(key), id::STR | id::STR_SHARED);
        let hash = if exact { 0 } else { self.hash(key)? };
        for i in (0..record.named_len()).rev() {
            let (name, kind) = record.place(i);
            let wanted = bound || kind == PlaceKind::Hidden;
            if is_secret(name) || (wanted && self.place_value(frame, i).is_none()) {
                continue;
            }
            let same = if exact {
                self.str_bytes(key) == name.as_bytes()
            } else {
                let name = self.intern(name);
                self.hash(name)? == hash && self.equal(name, key)?
            };
            if same {
                return Ok(Some(i));
            }
        }
        Ok(None)
    }

    /// What a variable holds.
    fn place_value(&self, frame: Gc<Frame>, i: usize) -> Option<Value> {
        let places = self.frame_places(frame);
        if places.is_null() {
            return None;
        }
        // SAFETY: a named place.
        let held = unsafe { *places.add(i) };
        let value = match code(frame).info().function().place(i).1 {
            PlaceKind::Local => held,
            // Before its function has begun, the place of a variable in a cell holds the argument.
            _ => as_cell(held).map_or(held, |cell| cell.value.get()),
        };
        (!value.is(Value::UNSET)).then_some(value)
    }

    fn write_place(&mut self, frame: Gc<Frame>, i: usize, value: Value) -> Outcome<()> {
        let places = self.frame_places(frame);
        if places.is_null() {
            return Ok(());
        }
        // SAFETY: a named place.
        let place = unsafe { places.add(i) };
        // SAFETY: as above.
        let cell = as_cell(unsafe { *place });
        if let (Some(cell), true) = (cell, code(frame).info().function().place(i).1 != PlaceKind::Local) {
            cell.value.set(&mut self.heap, cell.value(), value);
            return Ok(());
        }
        if frame.flags.int() & COPY != 0 && self.may_still_run(frame) {
            return Err(self.compiled_local(frame, i));
        }
        match generator(frame) {
            Some(g) => self.heap.barrier(g.value()),
            None if running(frame).is_none() => self.heap.barrier(frame.places.get()),
            None => {}
        }
        // SAFETY: a named place of this frame; its owner, if that is in the heap, has been logged.
        unsafe { *place = value };
        Ok(())
    }

    #[cold]
    fn compiled_local(&mut self, frame: Gc<Frame>, i: usize) -> Raised {
        let (name, _) = code(frame).info().function().place(i);
        self.runtime_error(format!("cannot assign to local variable '{name}' of a compiled function from outside"))
    }

    /// Where a frame's places are now.
    fn frame_places(&self, frame: Gc<Frame>) -> *mut Value {
        if let Some(g) = generator(frame) {
            return generator_base(g);
        }
        match running(frame) {
            Some(base) => base,
            None if frame.places.get().is_ptr() => {
                // SAFETY: an array.
                unsafe { slot(frame.places.get(), 0) }
            }
            None => std::ptr::null_mut(),
        }
    }

    /// Copies the `n` places at `base`, which are about to go, into the frame's object.
    ///
    /// # Safety
    /// They are places of a frame that the collector scans.
    pub(crate) unsafe fn keep_places(&mut self, frame: Gc<Frame>, base: Base, n: usize) {
        let Ok(array) = self.alloc::<Array>(id::ARRAY, Scan::Array, n.max(1)) else { return };
        for i in 0..n {
            // SAFETY: the caller's promise; the array has as many slots.
            unsafe { *slot(array.value(), i) = *base.add(i) };
        }
        frame.places.set(&mut self.heap, frame.value(), array.value());
    }
}

/// Names that the compiler gives, which programs do not see; what a generator expression goes through they do.
fn is_secret(name: &str) -> bool {
    name.starts_with('.') && name != ".0"
}

fn as_cell(v: Value) -> Option<Gc<Cell>> {
    // SAFETY: the map says so.
    (v.is_ptr() && map_of(v) == id::CELL).then(|| unsafe { Gc::from_value_unchecked(v) })
}

/// What a cell holds; UNSET for what is no cell.
pub(super) fn cell_content(v: Value) -> Value {
    as_cell(v).map_or(Value::UNSET, |cell| cell.value.get())
}

pub(super) fn cell_or_value(v: Value) -> Value {
    as_cell(v).map_or(v, |cell| cell.value.get())
}
