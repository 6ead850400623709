//! `_RawIOBase`, `_BufferedIOBase`, `_TextIOBase`: methods in terms of others, and those that are missing.

use super::{DEFAULT_BUFFER_SIZE, unsupported};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Outcome, TypeTable, getter, native};

const PY: Effect = Effect::PYTHON;

/// `_RawIOBase`.
pub static RAW_BASE: TypeTable = TypeTable {
    map: 0,
    name: "_RawIOBase",
    module: "_io",
    doc: "Base class for raw binary I/O.",
    rows: &[
        native("read", "(self, size=-1, /)", PY, raw_read),
        native("readall", "(self, /)", PY, |vm, a| raw_read_all(vm, a[0])),
    ],
};

/// `_BufferedIOBase`.
pub static BUFFERED_BASE: TypeTable = TypeTable {
    map: 0,
    name: "_BufferedIOBase",
    module: "_io",
    doc: "Base class for buffered IO objects.",
    rows: &[
        native("detach", "(self, /)", PY, |vm, _| Err(unsupported(vm, "detach"))),
        native("read", "(self, size=-1, /)", PY, |vm, _| Err(unsupported(vm, "read"))),
        native("read1", "(self, size=-1, /)", PY, |vm, _| Err(unsupported(vm, "read1"))),
        native("write", "(self, b, /)", PY, |vm, _| Err(unsupported(vm, "write"))),
        native("readinto", "(self, buffer, /)", PY, |vm, a| buffered_read_into(vm, a, "read")),
        native("readinto1", "(self, buffer, /)", PY, |vm, a| buffered_read_into(vm, a, "read1")),
    ],
};

/// `_TextIOBase`.
pub static TEXT_BASE: TypeTable = TypeTable {
    map: 0,
    name: "_TextIOBase",
    module: "_io",
    doc: "Base class for text I/O.",
    rows: &[
        native("detach", "(self, /)", PY, |vm, _| Err(unsupported(vm, "detach"))),
        native("read", "(self, size=-1, /)", PY, |vm, _| Err(unsupported(vm, "read"))),
        native("readline", "(self, size=-1, /)", PY, |vm, _| Err(unsupported(vm, "readline"))),
        native("write", "(self, s, /)", PY, |vm, _| Err(unsupported(vm, "write"))),
        getter("encoding", |_, _| Ok(Value::NONE)),
        getter("newlines", |_, _| Ok(Value::NONE)),
        getter("errors", |_, _| Ok(Value::NONE)),
    ],
};

fn raw_read(vm: &mut Vm, args: Args) -> Outcome {
    let size = args.given(1).map_or(Ok(-1), |v| vm.index_i64(v))?;
    if size < 0 {
        return vm.call_method(args[0], "readall", &[]);
    }
    let room = vm.new_bytearray(&vec![0; size as usize])?;
    let count = vm.call_method(args[0], "readinto", &[room])?;
    if count.is(Value::NONE) {
        return Ok(count);
    }
    let count = vm.index_i64(count)?;
    let bytes = vm.bytes_like(room).unwrap_or_default();
    if count < 0 || count as usize > bytes.len() {
        let n = bytes.len();
        return Err(vm.value_error(format!("readinto returned {count} outside buffer size {n}")));
    }
    vm.new_bytes(&bytes[..count as usize])
}

/// `RawIOBase.readall`: reads until nothing comes.
pub fn raw_read_all(vm: &mut Vm, raw: Value) -> Outcome {
    let mut all: Vec<u8> = vec![];
    let mut any = false;
    loop {
        let part = vm.call_method(raw, "read", &[Value::small_int(DEFAULT_BUFFER_SIZE as isize)])?;
        if part.is(Value::NONE) {
            if !any {
                return Ok(part);
            }
            break;
        }
        match vm.is_bytes(part).then(|| vm.bytes_like(part)).flatten() {
            Some([]) => break,
            Some(bytes) => all.extend_from_slice(bytes),
            None => return Err(vm.type_error("read() should return bytes")),
        }
        any = true;
    }
    vm.new_bytes(&all)
}

/// How many bytes an argument of `readinto` takes.
pub fn room_in(vm: &mut Vm, target: Value, function: &str) -> Outcome<usize> {
    match vm.memory(target) {
        Some(memory) if !memory.readonly => Ok(memory.len),
        _ => {
            let name = vm.type_name(target);
            Err(vm.type_error(format!("{function}() argument must be read-write bytes-like object, not {name}")))
        }
    }
}

/// Writes to the start of an object's memory, as much as it has room for.
pub fn put_into(vm: &mut Vm, target: Value, bytes: &[u8]) {
    if let Some(memory) = vm.memory(target)
        && !memory.readonly
    {
        let n = bytes.len().min(memory.len);
        // SAFETY: the memory was looked at just now, and `bytes` lies outside the heap.
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), memory.data, n) };
    }
}

fn buffered_read_into(vm: &mut Vm, args: Args, method: &str) -> Outcome {
    let function = if method == "read" { "readinto" } else { "readinto1" };
    let room = room_in(vm, args[1], function)?;
    let data = vm.call_method(args[0], method, &[Value::small_int(room as isize)])?;
    let Some(bytes) = vm.is_bytes(data).then(|| vm.bytes_like(data)).flatten() else {
        return Err(vm.type_error("read() should return bytes"));
    };
    let bytes = bytes.to_vec();
    if bytes.len() > room {
        let n = bytes.len();
        return Err(vm.value_error(format!("read() returned too much data: {room} bytes requested, {n} returned")));
    }
    put_into(vm, args[1], &bytes);
    Ok(Value::small_int(bytes.len() as isize))
}
