//! The rows of `bytearray`.

use super::array_bytes;
use super::methods as m;
use super::rows::{E, P, byte_rows, iter};
use crate::native::{Args, Native, Outcome, TypeTable, native};
use crate::object::Gc;
use crate::object::layout::{ByteArray, Slice};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_abi::types as id;

/// The type.
pub static TABLE: TypeTable = TypeTable {
    map: id::BYTEARRAY,
    name: "bytearray",
    module: "builtins",
    doc: "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\nbytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\nbytearray(int) -> bytes array of size given by the parameter initialized with null bytes\nbytearray() -> empty bytes array\n\nConstruct a mutable bytearray object from:\n  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n  - a bytes or a buffer object\n  - any object implementing the buffer API.\n  - an integer",
    rows: ROWS,
};

const ROWS: &[Native] = byte_rows! {
    native("__new__", "(cls, /, *args, **kwargs)", P, new),
    native("__init__", "(self, source=b'', encoding='utf-8', errors='strict')", P, init),
    native("__repr__", "(self, /)", E, repr),
    native("__str__", "(self, /)", E, repr),
    native("__setitem__", "(self, key, value, /)", P, set_item),
    native("__delitem__", "(self, key, /)", P, del_item),
    native("__iadd__", "(self, value, /)", P, iadd),
    native("__imul__", "(self, value, /)", P, imul),
    native("__release_buffer__", "(self, buffer, /)", E, release_buffer),
    native("__alloc__", "(self, /)", E, alloc),
    native("__reduce__", "(self, /)", P, reduce),
    native("__reduce_ex__", "(self, proto=0, /)", P, reduce_ex),
    native("append", "(self, item, /)", P, append),
    native("extend", "(self, iterable_of_ints, /)", P, extend),
    native("insert", "(self, index, item, /)", P, insert),
    native("pop", "(self, index=-1, /)", P, pop),
    native("remove", "(self, value, /)", P, remove),
    native("reverse", "(self, /)", E, reverse),
    native("clear", "(self, /)", E, clear),
    native("copy", "(self, /)", E, copy),
    native("resize", "(self, size, /)", P, resize),
};

/// The receiver.
fn this(vm: &Vm, args: Args) -> Gc<ByteArray> {
    Gc::from_value(vm, args[0]).expect("a bytearray")
}

fn new(vm: &mut Vm, args: Args) -> Outcome {
    let class = vm.class_argument(args[0], id::BYTEARRAY)?;
    Ok(vm.empty_bytearray(class)?.value())
}

fn init(vm: &mut Vm, args: Args) -> Outcome {
    let bytes = vm.bytes_argument(args.given(1), args.given(2), args.given(3), "byte")?;
    vm.bytearray_set(this(vm, args), &bytes)?;
    Ok(Value::NONE)
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    let class = vm.class_of(args[0]);
    let mut out = vm.class_name(class).into_bytes();
    out.extend(b"(b");
    // Unlike in the `repr` of bytes, apostrophes are escaped even between double quotes.
    let shown = crate::types::str::repr::bytes(array_bytes(this(vm, args)));
    let escaped = shown.first() == Some(&b'"');
    for byte in shown {
        if escaped && byte == b'\'' {
            out.push(b'\\');
        }
        out.push(byte);
    }
    out.push(b')');
    vm.new_str_wtf8(&out)
}

fn set_item(vm: &mut Vm, args: Args) -> Outcome {
    let array = this(vm, args);
    if let Some(slice) = Gc::<Slice>::from_value(vm, args[1]) {
        let new = vm.bytes_from_items(
            args[2],
            "byte",
            "can assign only bytes, buffers, or iterables of ints in range(0, 256), not '",
            "'",
        )?;
        assign_slice(vm, array, slice, &new)?;
        return Ok(Value::NONE);
    }
    let i = m::index(vm, args)?;
    let byte = vm.byte_value(args[2], "byte")?;
    match array_bytes(array).get_mut(i) {
        Some(place) => *place = byte,
        None => return Err(vm.index_error("bytearray index out of range")),
    }
    Ok(Value::NONE)
}

fn assign_slice(vm: &mut Vm, array: Gc<ByteArray>, slice: Gc<Slice>, new: &[u8]) -> Outcome<()> {
    let bounds = vm.slice_unpack(slice)?.adjust(array.len.int() as usize);
    if bounds.step == 1 {
        let start = bounds.start.max(0) as usize;
        return vm.bytearray_splice(array, start, start + bounds.count, new);
    }
    if new.is_empty() {
        return delete_slice(vm, array, slice);
    }
    if new.len() != bounds.count {
        let (n, count) = (new.len(), bounds.count);
        return Err(vm.value_error(format!("attempt to assign bytes of size {n} to extended slice of size {count}")));
    }
    let bytes = array_bytes(array);
    new.iter().enumerate().for_each(|(i, b)| bytes[bounds.at(i)] = *b);
    Ok(())
}

fn delete_slice(vm: &mut Vm, array: Gc<ByteArray>, slice: Gc<Slice>) -> Outcome<()> {
    let bounds = vm.slice_unpack(slice)?.adjust(array.len.int() as usize);
    if bounds.step == 1 {
        let start = bounds.start.max(0) as usize;
        return vm.bytearray_splice(array, start, start + bounds.count, &[]);
    }
    let gone: Vec<usize> = (0..bounds.count).map(|i| bounds.at(i)).collect();
    let rest: Vec<u8> =
        array_bytes(array).iter().enumerate().filter(|(i, _)| !gone.contains(i)).map(|(_, b)| *b).collect();
    vm.bytearray_set(array, &rest)
}

fn del_item(vm: &mut Vm, args: Args) -> Outcome {
    let array = this(vm, args);
    if let Some(slice) = Gc::<Slice>::from_value(vm, args[1]) {
        delete_slice(vm, array, slice)?;
    } else {
        let i = m::index(vm, args)?;
        vm.bytearray_splice(array, i, i + 1, &[])?;
    }
    Ok(Value::NONE)
}

fn iadd(vm: &mut Vm, args: Args) -> Outcome {
    let Some(other) = vm.buffer_bytes(args[1]) else {
        let (name, of) = (vm.type_name(args[1]), vm.type_name(args[0]));
        return Err(vm.type_error(format!("can't concat {name} to {of}")));
    };
    let array = this(vm, args);
    let len = array.len.int() as usize;
    vm.bytearray_splice(array, len, len, &other)?;
    Ok(args[0])
}

fn imul(vm: &mut Vm, args: Args) -> Outcome {
    let array = this(vm, args);
    let repeated = m::repeated(vm, array_bytes(array), args[1])?;
    vm.bytearray_set(array, &repeated)?;
    Ok(args[0])
}

fn release_buffer(_vm: &mut Vm, _args: Args) -> Outcome {
    Ok(Value::NONE)
}

fn alloc(vm: &mut Vm, args: Args) -> Outcome {
    let store = this(vm, args).store.get();
    let capacity = if store.is_ptr() { super::Store(store).capacity() } else { 0 };
    vm.new_int(capacity as i64)
}

fn reduce(vm: &mut Vm, args: Args) -> Outcome {
    reduced(vm, args, 2)
}

fn reduce_ex(vm: &mut Vm, args: Args) -> Outcome {
    let protocol = args.given(1).map_or(Ok(0), |v| vm.index_i64(v))?;
    reduced(vm, args, protocol)
}

/// Protocols before 3 have no bytes: Latin-1 text stands for them.
fn reduced(vm: &mut Vm, args: Args, protocol: i64) -> Outcome {
    let bytes = array_bytes(this(vm, args)).to_vec();
    let items = if protocol >= 2 {
        let bytes = vm.make_bytes(&bytes)?;
        vm.new_tuple(&[bytes])?
    } else {
        let text: String = bytes.iter().map(|b| *b as char).collect();
        let (text, encoding) = (vm.new_str(&text)?, vm.new_str("latin-1")?);
        vm.new_tuple(&[text, encoding])?
    };
    let class = vm.class_of(args[0]).value();
    let state = crate::types::object::state_of(vm, args[0], false)?;
    vm.new_tuple(&[class, items, state])
}

fn append(vm: &mut Vm, args: Args) -> Outcome {
    let byte = vm.byte_value(args[1], "byte")?;
    let array = this(vm, args);
    let len = array.len.int() as usize;
    vm.bytearray_splice(array, len, len, &[byte])?;
    Ok(Value::NONE)
}

fn extend(vm: &mut Vm, args: Args) -> Outcome {
    if vm.is_str(args[1]) {
        return Err(vm.type_error("expected iterable of integers; got: 'str'"));
    }
    let more = vm.bytes_from_items(args[1], "byte", "can't extend bytearray with ", "")?;
    let array = this(vm, args);
    let len = array.len.int() as usize;
    vm.bytearray_splice(array, len, len, &more)?;
    Ok(Value::NONE)
}

fn insert(vm: &mut Vm, args: Args) -> Outcome {
    let i = vm.index_i64(args[1])?;
    let byte = vm.byte_value(args[2], "byte")?;
    let array = this(vm, args);
    let len = array.len.int() as i64;
    let at = if i < 0 { (i + len).max(0) } else { i.min(len) } as usize;
    vm.bytearray_splice(array, at, at, &[byte])?;
    Ok(Value::NONE)
}

fn pop(vm: &mut Vm, args: Args) -> Outcome {
    let i = match args.given(1) {
        Some(v) => vm.index_i64(v)?,
        None => -1,
    };
    let array = this(vm, args);
    let len = array.len.int() as usize;
    if len == 0 {
        return Err(vm.index_error("pop from empty bytearray"));
    }
    let Some(at) = crate::types::sequence::wrap_index(i, len) else {
        return Err(vm.index_error("pop index out of range"));
    };
    let byte = array_bytes(array)[at];
    vm.bytearray_splice(array, at, at + 1, &[])?;
    Ok(Value::small_int(byte as isize))
}

fn remove(vm: &mut Vm, args: Args) -> Outcome {
    let byte = vm.byte_value(args[1], "byte")?;
    let array = this(vm, args);
    let Some(at) = array_bytes(array).iter().position(|b| *b == byte) else {
        return Err(vm.value_error("value not found in bytearray"));
    };
    vm.bytearray_splice(array, at, at + 1, &[])?;
    Ok(Value::NONE)
}

fn reverse(vm: &mut Vm, args: Args) -> Outcome {
    array_bytes(this(vm, args)).reverse();
    Ok(Value::NONE)
}

fn clear(vm: &mut Vm, args: Args) -> Outcome {
    vm.bytearray_resize(this(vm, args), 0)?;
    Ok(Value::NONE)
}

fn copy(vm: &mut Vm, args: Args) -> Outcome {
    let bytes = array_bytes(this(vm, args)).to_vec();
    vm.new_bytearray(&bytes)
}

fn resize(vm: &mut Vm, args: Args) -> Outcome {
    let size = vm.index_count(args[1])?;
    let Ok(size) = usize::try_from(size) else {
        return Err(vm.value_error(format!("bytearray.resize(): new size must be >= 0, got {size}")));
    };
    let array = this(vm, args);
    let old = array.len.int() as usize;
    vm.bytearray_resize(array, size)?;
    if size > old {
        array_bytes(array)[old..].fill(0);
    }
    Ok(Value::NONE)
}
