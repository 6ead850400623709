//! `BytesIO`: a file of bytes in memory.

use super::base::limit;
use super::file::offset;
use super::generic::{put_into, room_in};
use super::state::{Io, Kind, bytes_of};
use crate::util::{class_of, itself, some, state};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_abi::types as id;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Outcome, TypeTable, getter, native};
use pyspec_runtime::object::Rooted;
use pyspec_runtime::protocol::buffer::Memory;

const PY: Effect = Effect::PYTHON;

/// Bytes in memory.
#[derive(Default)]
pub struct Bytes {
    pub data: Vec<u8>,
    /// May be beyond the end.
    pub at: usize,
    pub closed: bool,
    /// Weak references to what `getbuffer` gave out: while one is in use, the size is fixed.
    pub views: Vec<Value>,
}

/// `BytesIO`.
pub static TABLE: TypeTable = TypeTable {
    map: 0,
    name: "BytesIO",
    module: "_io",
    doc: "Buffered I/O implementation using an in-memory bytes buffer.",
    rows: &[
        native("__init__", "(self, /, initial_bytes=b'')", PY, init),
        native("readable", "(self, /)", PY, yes),
        native("seekable", "(self, /)", PY, yes),
        native("writable", "(self, /)", PY, yes),
        native("isatty", "(self, /)", PY, |vm, a| {
            open(vm, a[0])?;
            Ok(Value::FALSE)
        }),
        native("flush", "(self, /)", PY, |vm, a| {
            open(vm, a[0])?;
            Ok(Value::NONE)
        }),
        native("getvalue", "(self, /)", PY, |vm, a| {
            let state = open(vm, a[0])?;
            vm.new_bytes(&state.data)
        }),
        native("getbuffer", "(self, /)", PY, get_buffer),
        native("tell", "(self, /)", PY, |vm, a| {
            let at = open(vm, a[0])?.at;
            vm.new_int(at as i64)
        }),
        native("read", "(self, size=-1, /)", PY, read),
        native("read1", "(self, size=-1, /)", PY, read),
        native("readinto", "(self, buffer, /)", PY, |vm, a| {
            let room = room_in(vm, a[1], "readinto")?;
            let bytes = open(vm, a[0])?.take(room).to_vec();
            put_into(vm, a[1], &bytes);
            Ok(Value::small_int(bytes.len() as isize))
        }),
        native("readline", "(self, size=-1, /)", PY, |vm, a| {
            open(vm, a[0])?;
            let limit = limit(vm, a.given(1))?;
            let line = open(vm, a[0])?.take_line(limit);
            vm.new_bytes(line)
        }),
        native("readlines", "(self, size=None, /)", PY, read_lines),
        native("__iter__", "(self, /)", PY, |vm, a| {
            open(vm, a[0])?;
            itself(vm, a)
        }),
        native("__next__", "(self, /)", PY, |vm, a| {
            let line = open(vm, a[0])?.take_line(-1);
            if line.is_empty() { Ok(Value::UNSET) } else { vm.new_bytes(line) }
        }),
        native("write", "(self, b, /)", PY, write),
        native("seek", "(self, pos, whence=0, /)", PY, seek),
        native("truncate", "(self, size=None, /)", PY, truncate),
        native("close", "(self, /)", PY, |vm, a| {
            fixed(vm, a[0])?;
            let state = bytes_of(vm, a[0])?;
            state.closed = true;
            state.data = vec![];
            Ok(Value::NONE)
        }),
        getter("closed", |vm, a| Ok(Value::bool(bytes_of(vm, a[0])?.closed))),
        native("__getstate__", "(self, /)", PY, get_state),
        native("__setstate__", "(self, state, /)", PY, set_state),
    ],
};

/// What a view from `getbuffer` looks into.
pub static VIEWED: TypeTable = TypeTable { map: 0, name: "_BytesIOBuffer", module: "_io", doc: "", rows: &[] };

state! {
    /// The `BytesIO` whose memory it shows.
    struct Viewed { source: Value }
}

/// The memory that views from `getbuffer` see.
pub fn memory(vm: &Vm, object: Value) -> Option<Memory> {
    let source = vm.payload::<Viewed>(object)?.source;
    match &mut vm.payload::<Io>(source)?.kind {
        Kind::Bytes(bytes) => Some(Memory::bytes(bytes.data.as_mut_ptr(), bytes.data.len(), false)),
        _ => None,
    }
}

impl Bytes {
    /// What is left, at most `n`, and moves behind it.
    fn take(&mut self, n: usize) -> &[u8] {
        let start = self.at.min(self.data.len());
        let end = start + n.min(self.data.len() - start);
        self.at = self.at.max(end);
        &self.data[start..end]
    }

    fn take_line(&mut self, limit: i64) -> &[u8] {
        let left = self.data.get(self.at..).unwrap_or_default();
        let most = if limit < 0 { left.len() } else { left.len().min(limit as usize) };
        let n = memchr::memchr(b'\n', &left[..most]).map_or(most, |i| i + 1);
        self.take(n)
    }

    fn put(&mut self, bytes: &[u8]) {
        if self.at > self.data.len() {
            self.data.resize(self.at, 0);
        }
        let over = bytes.len().min(self.data.len() - self.at);
        self.data[self.at..self.at + over].copy_from_slice(&bytes[..over]);
        self.data.extend_from_slice(&bytes[over..]);
        self.at += bytes.len();
    }
}

fn open(vm: &mut Vm, object: Value) -> Outcome<&'static mut Bytes> {
    let state = bytes_of(vm, object)?;
    if state.closed { Err(vm.value_error("I/O operation on closed file.")) } else { Ok(state) }
}

fn yes(vm: &mut Vm, args: Args) -> Outcome {
    open(vm, args[0])?;
    Ok(Value::TRUE)
}

fn init(vm: &mut Vm, args: Args) -> Outcome {
    fixed(vm, args[0])?;
    let data = match some(args.given(1)) {
        Some(v) => vm.buffer(v)?,
        None => vec![],
    };
    *bytes_of(vm, args[0])? = Bytes { data, ..Bytes::default() };
    Ok(Value::NONE)
}

/// Whether it is a `BytesIO` itself, whose end nobody can see; a class derived from it may have its own `close`.
pub fn needs_no_close(vm: &mut Vm, object: Value) -> bool {
    vm.class_of(object) == class_of(vm, &TABLE)
}

/// Fails while a view shows the memory. A view that nobody has any more is found by a collection.
fn fixed(vm: &mut Vm, object: Value) -> Outcome<()> {
    let views = Rooted::from_slice(&bytes_of(vm, object)?.views);
    if vm.is_viewed(&views) {
        return Err(vm.buffer_error("Existing exports of data: object cannot be re-sized"));
    }
    bytes_of(vm, object)?.views.clear();
    Ok(())
}

fn get_buffer(vm: &mut Vm, args: Args) -> Outcome {
    open(vm, args[0])?;
    let class = class_of(vm, &VIEWED);
    let viewed = vm.new_payload(class, Box::new(Viewed { source: args[0] }), 0)?;
    let view = vm.new_memoryview(viewed)?;
    let class = vm.builtin_class(id::WEAKREF);
    let weak = vm.new_weakref(class, view, Value::NONE)?;
    bytes_of(vm, args[0])?.views.push(weak);
    Ok(view)
}

fn read(vm: &mut Vm, args: Args) -> Outcome {
    open(vm, args[0])?;
    let n = limit(vm, args.given(1))?;
    let state = open(vm, args[0])?;
    let bytes = state.take(if n < 0 { usize::MAX } else { n as usize });
    vm.new_bytes(bytes)
}

fn read_lines(vm: &mut Vm, args: Args) -> Outcome {
    open(vm, args[0])?;
    let hint = limit(vm, args.given(1))?;
    let list = vm.new_list(&[])?;
    let mut size = 0;
    loop {
        let line = open(vm, args[0])?.take_line(-1);
        if line.is_empty() {
            return Ok(list);
        }
        size += line.len() as i64;
        let line = vm.new_bytes(line)?;
        vm.list_append(list, line)?;
        if hint > 0 && size >= hint {
            return Ok(list);
        }
    }
}

fn write(vm: &mut Vm, args: Args) -> Outcome {
    open(vm, args[0])?;
    let bytes = vm.buffer(args[1])?;
    open(vm, args[0])?;
    fixed(vm, args[0])?;
    if !bytes.is_empty() {
        let state = open(vm, args[0])?;
        let before = state.data.capacity();
        state.put(&bytes);
        let grown = state.data.capacity() - before;
        vm.heap.note_external(grown as isize);
    }
    Ok(Value::small_int(bytes.len() as isize))
}

fn seek(vm: &mut Vm, args: Args) -> Outcome {
    open(vm, args[0])?;
    let to = offset(vm, args[1])?;
    let whence = args.given(2).map_or(Ok(0), |v| vm.index_i64(v))?;
    let state = open(vm, args[0])?;
    let from = match whence {
        0 if to < 0 => return Err(vm.value_error(format!("negative seek value {to}"))),
        0 => 0,
        1 => state.at as i64,
        2 => state.data.len() as i64,
        _ => return Err(vm.value_error(format!("invalid whence ({whence}, should be 0, 1 or 2)"))),
    };
    let Some(at) = from.checked_add(to) else { return Err(vm.overflow_error("new position too large")) };
    state.at = at.max(0) as usize;
    vm.new_int(at.max(0))
}

fn truncate(vm: &mut Vm, args: Args) -> Outcome {
    open(vm, args[0])?;
    let size = match some(args.given(1)) {
        Some(v) => offset(vm, v)?,
        None => open(vm, args[0])?.at as i64,
    };
    if size < 0 {
        return Err(vm.value_error(format!("negative size value {size}")));
    }
    fixed(vm, args[0])?;
    open(vm, args[0])?.data.truncate(size as usize);
    vm.new_int(size)
}

/// A copy of an object's dict, None if it is empty.
pub fn own_attributes(vm: &mut Vm, object: Value) -> Outcome {
    let dict = vm.instance_dict(object)?;
    if vm.dict_len(dict) == 0 { Ok(Value::NONE) } else { vm.call_method(dict, "copy", &[]) }
}

/// Takes over what [`own_attributes`] gave.
pub fn set_attributes(vm: &mut Vm, object: Value, attributes: Value, which: &str) -> Outcome<()> {
    if attributes.is(Value::NONE) {
        return Ok(());
    }
    if !vm.is_dict(attributes) {
        let name = vm.type_name(attributes);
        return Err(vm.type_error(format!("{which} item of state should be a dict, got a {name}")));
    }
    let dict = vm.instance_dict(object)?;
    vm.call_method(dict, "update", &[attributes])?;
    Ok(())
}

fn get_state(vm: &mut Vm, args: Args) -> Outcome {
    open(vm, args[0])?;
    let value = vm.call_method(args[0], "getvalue", &[])?;
    let at = open(vm, args[0])?.at;
    let at = vm.new_int(at as i64)?;
    let attributes = own_attributes(vm, args[0])?;
    vm.new_tuple(&[value, at, attributes])
}

fn set_state(vm: &mut Vm, args: Args) -> Outcome {
    open(vm, args[0])?;
    let [value, at, attributes] = match vm.as_tuple(args[1]).is_some().then(|| vm.tuple_items(args[1])) {
        Some(&[value, at, attributes, ..]) => [value, at, attributes],
        _ => {
            let (own, given) = (vm.type_name(args[0]), vm.type_name(args[1]));
            return Err(vm.type_error(format!("{own}.__setstate__ argument should be 3-tuple, got {given}")));
        }
    };
    fixed(vm, args[0])?;
    let data = vm.buffer(value)?;
    if !vm.has_index(at) {
        let name = vm.type_name(at);
        return Err(vm.type_error(format!("second item of state must be an integer, got {name}")));
    }
    let at = vm.index_i64(at)?;
    if at < 0 {
        return Err(vm.value_error("position value cannot be negative"));
    }
    let state = bytes_of(vm, args[0])?;
    (state.data, state.at) = (data, at as usize);
    set_attributes(vm, args[0], attributes, "third")?;
    Ok(Value::NONE)
}
