//! `array`.

mod file;
mod iterator;
mod machine;
mod storage;
mod subscript;

use iterator::ITERATOR;
use storage::Array;

use crate::util::{add_type, class_arg, class_of, hidden_type, this};
use dashu_int::IBig;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, NativeKind, Outcome, TypeTable, getter, native};
use pyspec_runtime::object::Rooted;
use pyspec_runtime::object::class::class_flags;
use pyspec_runtime::protocol::buffer::Memory;
use pyspec_runtime::protocol::compare::Comparison;

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "array",
    doc: "This module defines an object type which can efficiently represent\nan array of basic values: characters, integers, floating-point\nnumbers.",
    functions: &[native(
        "_array_reconstructor",
        "(arraytype, typecode, mformat_code, items, /)",
        PY,
        machine::reconstruct,
    )
    .doc("Internal. Used for pickling support.")],
    init: Some(init),
};

const PY: Effect = Effect::PYTHON;

static TABLE: TypeTable = TypeTable {
    map: 0,
    name: "array",
    module: "array",
    doc: "array(typecode [, initializer]) -> array\n\nReturn a new array whose items are restricted by typecode, and\ninitialized from the optional initializer value, which must be a list,\nstring or iterable over elements of the appropriate type.",
    rows: &[
        native("__new__", "(cls, /, *args, **kwargs)", PY, new).kind(NativeKind::StaticMethod),
        native("append", "(self, v, /)", PY, |vm, a| {
            let n = of(vm, a[0])?.count();
            insert_at(vm, a[0], n, a[1])
        }),
        native("insert", "(self, i, v, /)", PY, |vm, a| {
            let i = vm.index_clamped(a[1])?;
            let n = of(vm, a[0])?.count() as i64;
            let i = if i < 0 { (i + n).max(0) } else { i.min(n) };
            insert_at(vm, a[0], i as usize, a[2])
        }),
        native("buffer_info", "(self, /)", PY, |vm, a| {
            let (at, n) = (of(vm, a[0])?.data.as_ptr() as usize, of(vm, a[0])?.count());
            let (at, n) = (vm.new_int(at as i64)?, vm.new_int(n as i64)?);
            vm.new_tuple(&[at, n])
        }),
        native("byteswap", "(self, /)", PY, |vm, a| {
            let s = of(vm, a[0])?;
            let size = s.size();
            s.data.chunks_mut(size).for_each(|c| c.reverse());
            Ok(Value::NONE)
        }),
        native("clear", "(self, /)", PY, |vm, a| {
            resizable(vm, a[0])?.replace(&[]);
            Ok(Value::NONE)
        }),
        native("count", "(self, v, /)", PY, |vm, a| {
            let (mut n, mut i) = (0, 0);
            while let Some(item) = item(vm, a[0], i)? {
                if vm.equal(item, a[1])? {
                    n += 1;
                }
                i += 1;
            }
            Ok(Value::small_int(n))
        }),
        native("extend", "(self, bb, /)", PY, |vm, a| {
            extend(vm, a[0], a[1])?;
            Ok(Value::NONE)
        }),
        native("fromlist", "(self, list, /)", PY, |vm, a| {
            if !vm.is_kind(a[1], class_flags::LIST) {
                return Err(vm.type_error("arg must be list"));
            }
            append_all(vm, a[0], a[1])?;
            Ok(Value::NONE)
        }),
        native("frombytes", "(self, buffer, /)", PY, |vm, a| {
            let bytes = vm.buffer(a[1])?;
            from_bytes(vm, a[0], &bytes)
        }),
        native("fromunicode", "(self, ustr, /)", PY, |vm, a| {
            if !of(vm, a[0])?.is_text() {
                return Err(vm.value_error("fromunicode() may only be called on unicode type arrays ('u' or 'w')"));
            }
            append_all(vm, a[0], a[1])?;
            Ok(Value::NONE)
        }),
        native("index", "(self, v, start=0, stop=sys.maxsize, /)", PY, index),
        native("pop", "(self, i=-1, /)", PY, |vm, a| {
            let n = of(vm, a[0])?.count() as i64;
            if n == 0 {
                return Err(vm.index_error("pop from empty array"));
            }
            let i = a.given(1).map_or(Ok(-1), |v| vm.index_i64(v))?;
            let i = if i < 0 { i + n } else { i };
            if i < 0 || i >= n {
                return Err(vm.index_error("pop index out of range"));
            }
            let value = item(vm, a[0], i as usize)?.unwrap_or(Value::NONE);
            let s = resizable(vm, a[0])?;
            let size = s.size();
            s.splice(i as usize * size..(i as usize + 1) * size, &[]);
            Ok(value)
        }),
        native("remove", "(self, v, /)", PY, |vm, a| match find(vm, a[0], a[1], 0, usize::MAX)? {
            Some(i) => {
                let s = resizable(vm, a[0])?;
                let size = s.size();
                s.splice(i * size..(i + 1) * size, &[]);
                Ok(Value::NONE)
            }
            None => Err(vm.value_error("array.remove(x): x not in array")),
        }),
        native("reverse", "(self, /)", PY, |vm, a| {
            let s = of(vm, a[0])?;
            let size = s.size();
            let turned: Vec<u8> = s.data.rchunks(size).flatten().copied().collect();
            s.data.copy_from_slice(&turned);
            Ok(Value::NONE)
        }),
        native("fromfile", "(self, f, n, /)", PY, file::read),
        native("tofile", "(self, f, /)", PY, file::write),
        native("tobytes", "(self, /)", PY, |vm, a| {
            let bytes = of(vm, a[0])?.data.to_vec();
            vm.new_bytes(&bytes)
        }),
        native("tolist", "(self, /)", PY, |vm, a| {
            let items = items(vm, a[0])?;
            vm.new_list(&items)
        }),
        native("tounicode", "(self, /)", PY, |vm, a| {
            if !of(vm, a[0])?.is_text() {
                return Err(vm.value_error("tounicode() may only be called on unicode type arrays ('u' or 'w')"));
            }
            text(vm, a[0])
        }),
        getter("typecode", |vm, a| {
            let code = of(vm, a[0])?.code;
            vm.new_str(&(code as char).to_string())
        }),
        getter("itemsize", |vm, a| Ok(Value::small_int(of(vm, a[0])?.size() as isize))),
        native("__len__", "(self, /)", PY, |vm, a| Ok(Value::small_int(of(vm, a[0])?.count() as isize))),
        native("__getitem__", "(self, key, /)", PY, subscript::get_item),
        native("__setitem__", "(self, key, value, /)", PY, subscript::set_item),
        native("__delitem__", "(self, key, /)", PY, subscript::del_item),
        native("__contains__", "(self, key, /)", PY, |vm, a| {
            Ok(Value::bool(find(vm, a[0], a[1], 0, usize::MAX)?.is_some()))
        }),
        native("__iter__", "(self, /)", PY, iterator::iter),
        native("__repr__", "(self, /)", PY, repr),
        native("__eq__", "(self, value, /)", PY, |vm, a| compare(vm, a, Comparison::Eq)),
        native("__ne__", "(self, value, /)", PY, |vm, a| compare(vm, a, Comparison::Ne)),
        native("__lt__", "(self, value, /)", PY, |vm, a| compare(vm, a, Comparison::Lt)),
        native("__le__", "(self, value, /)", PY, |vm, a| compare(vm, a, Comparison::Le)),
        native("__gt__", "(self, value, /)", PY, |vm, a| compare(vm, a, Comparison::Gt)),
        native("__ge__", "(self, value, /)", PY, |vm, a| compare(vm, a, Comparison::Ge)),
        native("__add__", "(self, value, /)", PY, |vm, a| {
            let Some(other) = vm.payload::<Array>(a[1]) else {
                let name = vm.type_name(a[1]);
                return Err(vm.type_error(format!("can only append array (not \"{name}\") to array")));
            };
            let s = of(vm, a[0])?;
            if s.code != other.code {
                return Err(vm.type_error("bad argument type for built-in operation"));
            }
            let data = [&s.data[..], &other.data[..]].concat();
            plain(vm, s.code, data)
        }),
        native("__iadd__", "(self, value, /)", PY, |vm, a| {
            if vm.payload::<Array>(a[1]).is_none() {
                let name = vm.type_name(a[1]);
                return Err(vm.type_error(format!("can only extend with array (not \"{name}\")")));
            }
            extend(vm, a[0], a[1])?;
            Ok(a[0])
        }),
        native("__mul__", "(self, value, /)", PY, mul),
        native("__rmul__", "(self, value, /)", PY, mul),
        native("__imul__", "(self, value, /)", PY, |vm, a| {
            let n = vm.index_count(a[1])?.max(0) as usize;
            let s = resizable(vm, a[0])?;
            let Some(repeated) = repeat(&s.data, n) else { return Err(vm.raise_out_of_memory()) };
            s.replace(&repeated);
            Ok(a[0])
        }),
        native("__copy__", "(self, /)", PY, copy),
        native("__deepcopy__", "(self, memo, /)", PY, copy),
        native("__reduce_ex__", "(self, protocol, /)", PY, machine::reduce),
        native("__class_getitem__", "(cls, object, /)", PY, |vm, a| vm.new_generic_alias(a[0], a[1]))
            .kind(NativeKind::ClassMethod),
    ],
};

fn init(vm: &mut Vm, module: Value) -> Outcome<()> {
    let class = add_type(vm, module, &TABLE)?;
    class.info().flags |= class_flags::SEQUENCE;
    vm.set_module_attr(module, "ArrayType", class.value())?;
    hidden_type(vm, &ITERATOR)?;
    let abstracts = vm.import_module("_collections_abc")?;
    let sequence = vm.get_attr_text(abstracts, "MutableSequence")?;
    vm.call_method(sequence, "register", &[class.value()])?;
    let codes = vm.new_str(CODES)?;
    vm.set_module_attr(module, "typecodes", codes)?;
    vm.register_buffer(memory, Some(note_view));
    vm.register_machine_array(class.info().terminator);
    Ok(())
}

const CODES: &str = "bBuwhHiIlLqQfd";

fn memory(vm: &Vm, v: Value) -> Option<Memory> {
    let s = vm.payload::<Array>(v)?;
    let (size, format) = (s.size(), (s.code as char).to_string());
    Some(Memory { data: s.data.as_mut_ptr(), len: s.data.len(), readonly: false, format, item_size: size })
}

fn note_view(vm: &mut Vm, array: Value, weak: Value) {
    if let Some(s) = vm.payload::<Array>(array) {
        s.views.push(weak);
    }
}

fn of(vm: &mut Vm, v: Value) -> Outcome<&'static mut Array> {
    this(vm, v)
}

/// An array about to be resized, which views of it forbid.
fn resizable(vm: &mut Vm, v: Value) -> Outcome<&'static mut Array> {
    if !of(vm, v)?.views.is_empty() {
        let views = Rooted::from_slice(&of(vm, v)?.views);
        if vm.is_viewed(&views) {
            return Err(vm.buffer_error("cannot resize an array that is exporting buffers"));
        }
        of(vm, v)?.views.clear();
    }
    of(vm, v)
}

fn plain(vm: &mut Vm, code: u8, data: Vec<u8>) -> Outcome {
    let class = class_of(vm, &TABLE);
    vm.new_payload(class, Box::new(Array::new(code, data)), 0)
}

fn new(vm: &mut Vm, args: Args) -> Outcome {
    let given = Rooted::from_slice(vm.tuple_items(args[1]));
    if given.is_empty() || given.len() > 2 {
        let (bound, n) = if given.is_empty() { ("at least 1", 0) } else { ("at most 2", given.len()) };
        return Err(vm.type_error(format!("array expected {bound} argument{}, got {n}", if n == 0 { "" } else { "s" })));
    }
    let code = match vm.text(given[0]) {
        Some(t) if t.chars == 1 => t.at(0),
        Some(_) => {
            let n = vm.str_len(given[0]);
            return Err(
                vm.type_error(format!("array() argument 1 must be a unicode character, not a string of length {n}"))
            );
        }
        None => {
            let name = vm.type_name(given[0]);
            return Err(vm.type_error(format!("array() argument 1 must be a unicode character, not {name}")));
        }
    };
    let known = char::from_u32(code).filter(|c| CODES.contains(*c));
    let Some(code) = known else {
        return Err(vm.value_error("bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)"));
    };
    if code == 'u' {
        let category = vm.exceptions.DeprecationWarning;
        vm.warn(category, "The 'u' type code is deprecated and will be removed in Python 3.16")?;
    }
    let class = class_arg(vm, args[0])?;
    let array = vm.new_payload(class, Box::new(Array::new(code as u8, vec![])), 0)?;
    if let Some(&source) = given.get(1) {
        let is_text = of(vm, array)?.is_text();
        if vm.is_str(source) && !is_text {
            return Err(vm.type_error(format!("cannot use a str to initialize an array with typecode '{code}'")));
        }
        if !is_text && vm.payload::<Array>(source).is_some_and(|s| s.is_text()) {
            let text = format!("cannot use a unicode array to initialize an array with typecode '{code}'");
            return Err(vm.type_error(text));
        }
        match vm.bytes_like(source) {
            Some(bytes) => {
                let bytes = bytes.to_vec();
                from_bytes(vm, array, &bytes)?;
            }
            None => append_all(vm, array, source)?,
        }
    }
    Ok(array)
}

fn from_bytes(vm: &mut Vm, array: Value, bytes: &[u8]) -> Outcome {
    let s = resizable(vm, array)?;
    if !bytes.len().is_multiple_of(s.size()) {
        return Err(vm.value_error("bytes length not a multiple of item size"));
    }
    s.extend(bytes);
    Ok(Value::NONE)
}

/// The bytes of a value as an item.
fn encode(vm: &mut Vm, array: Value, v: Value) -> Outcome<([u8; 8], usize)> {
    let s = of(vm, array)?;
    let size = s.size();
    let mut bytes = [0; 8];
    match s.code {
        b'f' => bytes[..4].copy_from_slice(&(number(vm, v)? as f32).to_ne_bytes()),
        b'd' => bytes.copy_from_slice(&number(vm, v)?.to_ne_bytes()),
        b'u' | b'w' => match vm.text(v) {
            Some(t) if t.chars == 1 => bytes[..4].copy_from_slice(&t.at(0).to_ne_bytes()),
            Some(t) => {
                let n = t.chars;
                return Err(
                    vm.type_error(format!("array item must be a unicode character, not a string of length {n}"))
                );
            }
            None => {
                let name = vm.type_name(v);
                return Err(vm.type_error(format!("array item must be a unicode character, not {name}")));
            }
        },
        code => {
            let (low, high) = s.limits();
            let v = vm.index(v)?;
            let n = vm.big_value(v).expect("__index__ gives an int");
            let n = i128::try_from(&n).unwrap_or(if n < IBig::ZERO { i128::MIN } else { i128::MAX });
            if n < low || n > high {
                return Err(vm.overflow_error(range_text(code, n < low)));
            }
            bytes.copy_from_slice(&(n as i64).to_le_bytes());
            if cfg!(target_endian = "big") {
                bytes[..size].reverse();
            }
        }
    }
    Ok((bytes, size))
}

fn range_text(code: u8, below: bool) -> &'static str {
    match (code, below) {
        (b'b', true) => "signed char is less than minimum",
        (b'b', false) => "signed char is greater than maximum",
        (b'B', true) => "unsigned byte integer is less than minimum",
        (b'B', false) => "unsigned byte integer is greater than maximum",
        (b'h', true) => "signed short integer is less than minimum",
        (b'h', false) => "signed short integer is greater than maximum",
        (b'H', true) => "unsigned short is less than minimum",
        (b'H', false) => "unsigned short is greater than maximum",
        (b'i', true) => "signed integer is less than minimum",
        (b'i', false) => "signed integer is greater than maximum",
        (b'I', false) => "unsigned int is greater than maximum",
        (b'L' | b'Q' | b'I', true) => "can't convert negative value to unsigned int",
        _ => "Python int too large to convert to C long",
    }
}

fn number(vm: &mut Vm, v: Value) -> Outcome<f64> {
    vm.to_f64(v)
}

fn insert_at(vm: &mut Vm, array: Value, i: usize, v: Value) -> Outcome {
    let (bytes, size) = encode(vm, array, v)?;
    let s = resizable(vm, array)?;
    let at = (i * size).min(s.data.len());
    s.splice(at..at, &bytes[..size]);
    Ok(Value::NONE)
}

fn append_all(vm: &mut Vm, array: Value, iterable: Value) -> Outcome<()> {
    vm.for_each(iterable, |vm, v| {
        let (bytes, size) = encode(vm, array, v)?;
        resizable(vm, array)?.extend(&bytes[..size]);
        Ok(true)
    })
}

fn extend(vm: &mut Vm, array: Value, source: Value) -> Outcome<()> {
    let Some(other) = vm.payload::<Array>(source) else { return append_all(vm, array, source) };
    let (code, data) = (other.code, other.data.to_vec());
    let s = resizable(vm, array)?;
    if s.code != code {
        return Err(vm.type_error("can only extend with array of same kind"));
    }
    s.extend(&data);
    Ok(())
}

/// Item `i`, `None` behind the last.
fn item(vm: &mut Vm, array: Value, i: usize) -> Outcome<Option<Value>> {
    let s = of(vm, array)?;
    let size = s.size();
    let Some(raw) = s.data.get(i * size..(i + 1) * size) else { return Ok(None) };
    let mut bytes = [0u8; 8];
    bytes[..size].copy_from_slice(raw);
    if cfg!(target_endian = "big") {
        bytes[..size].reverse();
    }
    let word = u64::from_le_bytes(bytes);
    Ok(Some(match s.code {
        b'f' => vm.new_float(f32::from_bits(word as u32) as f64)?,
        b'd' => vm.new_float(f64::from_bits(word))?,
        b'u' | b'w' => vm.new_char(word as u32)?,
        b'b' | b'h' | b'i' | b'l' | b'q' => {
            let shift = 64 - 8 * size as u32;
            vm.new_int(((word << shift) as i64) >> shift)?
        }
        _ => vm.new_big(&IBig::from(word))?,
    }))
}

fn items(vm: &mut Vm, array: Value) -> Outcome<Rooted> {
    let mut items = Rooted::new();
    while let Some(v) = item(vm, array, items.len())? {
        items.push(v);
    }
    Ok(items)
}

fn text(vm: &mut Vm, array: Value) -> Outcome {
    let data = &of(vm, array)?.data;
    let bad =
        data.chunks(4).map(|c| u32::from_ne_bytes(c.try_into().expect("items of four bytes"))).find(|&c| c > 0x10ffff);
    if let Some(c) = bad {
        return Err(vm.value_error(format!("character U+{c:x} is not in range [U+0000; U+10ffff]")));
    }
    let items = items(vm, array)?;
    let empty = vm.new_str("")?;
    vm.str_join(empty, &items)
}

fn find(vm: &mut Vm, array: Value, v: Value, from: usize, to: usize) -> Outcome<Option<usize>> {
    let mut i = from;
    while i < to {
        let Some(item) = item(vm, array, i)? else { break };
        if vm.equal(item, v)? {
            return Ok(Some(i));
        }
        i += 1;
    }
    Ok(None)
}

fn index(vm: &mut Vm, args: Args) -> Outcome {
    let n = of(vm, args[0])?.count();
    let from = vm.bound_argument(args.get(2), 0, n)?;
    let to = vm.bound_argument(args.get(3), n as i64, n)?;
    match find(vm, args[0], args[1], from, to)? {
        Some(i) => Ok(Value::small_int(i as isize)),
        None => Err(vm.value_error("array.index(x): x not in array")),
    }
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    let s = of(vm, args[0])?;
    let (code, empty, is_text) = (s.code as char, s.data.is_empty(), s.is_text());
    let name = vm.type_name(args[0]);
    if empty {
        return vm.new_str(&format!("{name}('{code}')"));
    }
    let inner = if is_text {
        text(vm, args[0])?
    } else {
        let items = items(vm, args[0])?;
        vm.new_list(&items)?
    };
    let inner = vm.repr(inner)?;
    let mut out = format!("{name}('{code}', ").into_bytes();
    out.extend_from_slice(vm.str_bytes(inner));
    out.push(b')');
    vm.new_str_wtf8(&out)
}

fn compare(vm: &mut Vm, args: Args, op: Comparison) -> Outcome {
    if vm.payload::<Array>(args[0]).is_none() || vm.payload::<Array>(args[1]).is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    // Items are new objects each time, so that no NaN is the same as another.
    let mut i = 0;
    loop {
        let (a, b) = match (item(vm, args[0], i)?, item(vm, args[1], i)?) {
            (Some(a), Some(b)) => (a, b),
            (a, b) => {
                let (longer, shorter) = (a.is_some(), b.is_some());
                return Ok(Value::bool(match op {
                    Comparison::Eq => longer == shorter,
                    Comparison::Ne => longer != shorter,
                    Comparison::Lt => !longer && shorter,
                    Comparison::Le => !longer,
                    Comparison::Gt => longer && !shorter,
                    Comparison::Ge => !shorter,
                }));
            }
        };
        let same = vm.compare(Comparison::Eq, a, b)?;
        if !vm.truth(same)? {
            return match op {
                Comparison::Eq => Ok(Value::FALSE),
                Comparison::Ne => Ok(Value::TRUE),
                _ => vm.compare(op, a, b),
            };
        }
        i += 1;
    }
}

fn mul(vm: &mut Vm, args: Args) -> Outcome {
    if !vm.has_index(args[1]) {
        return Err(vm.repeat_error(args[1]));
    }
    let n = vm.index_count(args[1])?.max(0) as usize;
    let s = of(vm, args[0])?;
    let code = s.code;
    match repeat(&s.data, n) {
        Some(data) => plain(vm, code, data),
        None => Err(vm.raise_out_of_memory()),
    }
}

/// The bytes `n` times, if there is room for them.
fn repeat(data: &[u8], n: usize) -> Option<Vec<u8>> {
    let size = data.len().checked_mul(n)?;
    let mut repeated = Vec::new();
    repeated.try_reserve_exact(size).ok()?;
    (0..n).for_each(|_| repeated.extend_from_slice(data));
    Some(repeated)
}

fn copy(vm: &mut Vm, args: Args) -> Outcome {
    let s = of(vm, args[0])?;
    let (code, data) = (s.code, s.data.to_vec());
    plain(vm, code, data)
}
