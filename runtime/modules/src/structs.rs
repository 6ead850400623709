//! `_struct`: values to bytes and back by a format.

use crate::util::{add_type, class_of, hidden_type, itself, make, state, this};
use dashu_int::IBig;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{ModuleTable, Native, NativeKind, Outcome, Raised, TypeTable, getter, native};
use pyspec_runtime::object::Rooted;
use pyspec_runtime::types::float::half::{half_from, half_to};

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "_struct",
    doc: "Functions to convert between Python values and C structs.\nPython bytes objects are used to hold the data representing the C struct\nand also as format strings (explained below) to describe the layout of data\nin the C struct.",
    functions: FUNCTIONS,
    init: Some(init),
};

const PY: Effect = Effect::PYTHON;

static FUNCTIONS: &[Native] = &[
    native("calcsize", "(format, /)", PY, |vm, a| {
        let format = parse(vm, a[0])?;
        vm.new_int(format.size as i64)
    }),
    native("pack", "(format, /, *values)", PY, |vm, a| {
        let format = parse(vm, a[0])?;
        pack(vm, &format, a[1])
    }),
    native("pack_into", "(format, buffer, offset, /, *values)", PY, |vm, a| {
        let format = parse(vm, a[0])?;
        pack_into(vm, &format, a[1], a[2], a[3])
    }),
    native("unpack", "(format, buffer, /)", PY, |vm, a| {
        let format = parse(vm, a[0])?;
        unpack(vm, &format, a[1])
    }),
    native("unpack_from", "(format, /, buffer, offset=0)", PY, |vm, a| {
        let format = parse(vm, a[0])?;
        unpack_from(vm, &format, a[1], a.given(2))
    }),
    native("iter_unpack", "(format, buffer, /)", PY, |vm, a| {
        let format = parse(vm, a[0])?;
        iter_unpack(vm, format, a[1])
    }),
    native("_clearcache", "()", Effect::PURE, |_, _| Ok(Value::NONE)),
];

static STRUCT: TypeTable = TypeTable {
    map: 0,
    name: "Struct",
    module: "_struct",
    doc: "Struct(fmt) --> compiled struct object",
    rows: &[
        native("__new__", "(cls, /, format)", PY, |vm, a| {
            let format = parse(vm, a[1])?;
            make(vm, a[0], Struct { format })
        })
        .kind(NativeKind::StaticMethod),
        native("pack", "(self, /, *values)", PY, |vm, a| {
            let format = format_of(vm, a[0])?;
            pack(vm, &format, a[1])
        }),
        native("pack_into", "(self, buffer, offset, /, *values)", PY, |vm, a| {
            let format = format_of(vm, a[0])?;
            pack_into(vm, &format, a[1], a[2], a[3])
        }),
        native("unpack", "(self, buffer, /)", PY, |vm, a| {
            let format = format_of(vm, a[0])?;
            unpack(vm, &format, a[1])
        }),
        native("unpack_from", "(self, /, buffer, offset=0)", PY, |vm, a| {
            let format = format_of(vm, a[0])?;
            unpack_from(vm, &format, a[1], a.given(2))
        }),
        native("iter_unpack", "(self, buffer, /)", PY, |vm, a| {
            let format = format_of(vm, a[0])?;
            iter_unpack(vm, format, a[1])
        }),
        native("__repr__", "(self, /)", PY, |vm, a| {
            let text = format_of(vm, a[0])?.text;
            let (name, text) = (vm.type_name(a[0]), vm.new_str(&text)?);
            let text = vm.repr_text(text)?;
            vm.new_str(&format!("{name}({text})"))
        }),
        getter("format", |vm, a| {
            let text = format_of(vm, a[0])?.text;
            vm.new_str(&text)
        }),
        getter("size", |vm, a| {
            let size = format_of(vm, a[0])?.size;
            vm.new_int(size as i64)
        }),
    ],
};

static UNPACKER: TypeTable = TypeTable {
    map: 0,
    name: "unpack_iterator",
    module: "_struct",
    doc: "",
    rows: &[
        native("__iter__", "(self, /)", Effect::PURE, itself),
        native("__next__", "(self, /)", PY, |vm, a| {
            let u = this::<Unpacker>(vm, a[0])?;
            if u.at >= u.data.len() {
                return Ok(Value::UNSET);
            }
            let at = u.at;
            u.at += u.format.size;
            read(vm, &u.format, &u.data[at..])
        }),
        native("__length_hint__", "(self, /)", PY, |vm, a| {
            let u = this::<Unpacker>(vm, a[0])?;
            let n = (u.data.len() - u.at) / u.format.size;
            vm.new_int(n as i64)
        }),
    ],
};

/// One run of equal items.
#[derive(Clone, Copy)]
struct Item {
    code: u8,
    count: usize,
    offset: usize,
    size: usize,
}

/// A parsed format.
#[derive(Clone)]
pub struct Format {
    text: String,
    items: Vec<Item>,
    /// Values that it takes.
    values: usize,
    size: usize,
    little: bool,
    native: bool,
}

impl crate::util::Visit for Format {
    const VALUES: bool = false;
}
state! {
    /// A compiled format.
    struct Struct { format: Format }
}
state! {
    /// Iterator over records.
    struct Unpacker { format: Format, data: Vec<u8>, at: usize }
}

fn init(vm: &mut Vm, module: Value) -> Outcome<()> {
    add_type(vm, module, &STRUCT)?;
    hidden_type(vm, &UNPACKER)?;
    let class = crate::util::new_exception(vm, vm.exceptions.Exception, "struct", "error")?;
    vm.set_module_attr(module, "error", class)?;
    vm.module_state.insert("_struct", Box::new(class));
    Ok(())
}

/// `struct.error` with this text.
fn error(vm: &mut Vm, text: impl AsRef<str>) -> Raised {
    let class = *vm.module_state["_struct"].downcast_ref::<Value>().expect("the class");
    match vm.as_class(class) {
        Some(class) => vm.raise_text(class, text.as_ref()),
        None => vm.value_error(text),
    }
}

fn format_of(vm: &mut Vm, v: Value) -> Outcome<Format> {
    Ok(this::<Struct>(vm, v)?.format.clone())
}

fn item_size(code: u8, native: bool) -> Option<usize> {
    Some(match code {
        b'x' | b'c' | b'b' | b'B' | b'?' | b's' | b'p' => 1,
        b'h' | b'H' | b'e' => 2,
        b'i' | b'I' | b'f' => 4,
        b'l' | b'L' => {
            if native {
                8
            } else {
                4
            }
        }
        b'q' | b'Q' | b'd' | b'F' => 8,
        b'D' => 16,
        b'n' | b'N' | b'P' if native => 8,
        _ => return None,
    })
}

fn parse(vm: &mut Vm, v: Value) -> Outcome<Format> {
    let text = match (vm.text(v), vm.bytes_like(v)) {
        (Some(text), _) => text.bytes.to_vec(),
        (None, Some(bytes)) => bytes.to_vec(),
        _ => {
            let name = vm.type_name(v);
            return Err(vm.type_error(format!("Struct() argument 1 must be a str or bytes object, not {name}")));
        }
    };
    let (native, little, mut i) = match text.first() {
        Some(b'<') => (false, true, 1),
        Some(b'>' | b'!') => (false, false, 1),
        Some(b'=') => (false, cfg!(target_endian = "little"), 1),
        Some(b'@') => (true, cfg!(target_endian = "little"), 1),
        _ => (true, cfg!(target_endian = "little"), 0),
    };
    let mut f =
        Format { text: String::from_utf8_lossy(&text).into(), items: vec![], values: 0, size: 0, little, native };
    while let Some(&c) = text.get(i) {
        i += 1;
        if c.is_ascii_whitespace() {
            continue;
        }
        let (mut code, mut count) = (c, 1usize);
        if c.is_ascii_digit() {
            count = (c - b'0') as usize;
            while let Some(&d) = text.get(i).filter(|d| d.is_ascii_digit()) {
                match count
                    .checked_mul(10)
                    .and_then(|n| n.checked_add((d - b'0') as usize))
                    .filter(|n| *n < isize::MAX as usize)
                {
                    Some(n) => count = n,
                    None => return Err(error(vm, "total struct size too long")),
                }
                i += 1;
            }
            match text.get(i) {
                Some(&c) => code = c,
                None => return Err(error(vm, "repeat count given without format specifier")),
            }
            i += 1;
        }
        let Some(size) = item_size(code, native) else { return Err(error(vm, "bad char in struct format")) };
        if native {
            let align = match code {
                b'F' => 4,
                b'D' => 8,
                _ => size,
            };
            f.size = f.size.next_multiple_of(align);
        }
        let Some(end) =
            size.checked_mul(count).and_then(|n| n.checked_add(f.size)).filter(|n| *n < isize::MAX as usize)
        else {
            return Err(error(vm, "total struct size too long"));
        };
        f.values += match code {
            b'x' => 0,
            b's' | b'p' => 1,
            _ => count,
        };
        f.items.push(Item { code, count, offset: f.size, size });
        f.size = end;
    }
    Ok(f)
}

fn pack(vm: &mut Vm, format: &Format, values: Value) -> Outcome {
    let mut out = vec![0; format.size];
    write(vm, format, values, &mut out, "pack")?;
    vm.new_bytes(&out)
}

fn write(vm: &mut Vm, format: &Format, values: Value, out: &mut [u8], what: &str) -> Outcome<()> {
    let values = vm.tuple_items(values);
    if values.len() != format.values {
        let (wanted, got) = (format.values, values.len());
        return Err(error(vm, format!("{what} expected {wanted} items for packing (got {got})")));
    }
    let mut next = values.iter().copied();
    for item in &format.items {
        match item.code {
            b'x' => {}
            b's' | b'p' => {
                let v = next.next().expect("counted");
                let Some(bytes) = vm.bytes_like(v) else {
                    return Err(error(vm, format!("argument for '{}' must be a bytes object", item.code as char)));
                };
                if item.code == b's' {
                    let n = bytes.len().min(item.count);
                    out[item.offset..item.offset + n].copy_from_slice(&bytes[..n]);
                } else if item.count > 0 {
                    let n = bytes.len().min(item.count - 1);
                    out[item.offset + 1..item.offset + 1 + n].copy_from_slice(&bytes[..n]);
                    out[item.offset] = n.min(255) as u8;
                }
            }
            _ => {
                for k in 0..item.count {
                    let v = next.next().expect("counted");
                    let at = item.offset + k * item.size;
                    write_one(vm, format, item, v, &mut out[at..at + item.size])?;
                }
            }
        }
    }
    Ok(())
}

fn write_one(vm: &mut Vm, format: &Format, item: &Item, v: Value, out: &mut [u8]) -> Outcome<()> {
    let mut bytes = [0u8; 16];
    match item.code {
        b'c' => match vm.bytes_like(v) {
            Some([one]) => bytes[0] = *one,
            _ => return Err(error(vm, "char format requires a bytes object of length 1")),
        },
        b'?' => bytes[0] = vm.truth(v)? as u8,
        b'e' | b'f' | b'd' => {
            let x = float(vm, v)?;
            match item.code {
                b'd' => bytes[..8].copy_from_slice(&x.to_le_bytes()),
                b'f' => {
                    let y = x as f32;
                    if y.is_infinite() && x.is_finite() && !format.native {
                        return Err(vm.overflow_error("float too large to pack with f format"));
                    }
                    bytes[..4].copy_from_slice(&y.to_le_bytes());
                }
                _ => match half_from(x) {
                    Some(bits) => bytes[..2].copy_from_slice(&bits.to_le_bytes()),
                    None => return Err(vm.overflow_error("float too large to pack with e format")),
                },
            }
        }
        code => {
            let signed = matches!(code, b'b' | b'h' | b'i' | b'l' | b'q' | b'n');
            let n = integer(vm, v)?;
            let bits = 8 * item.size as u32;
            let (low, high) =
                if signed { (-(1i128 << (bits - 1)), (1i128 << (bits - 1)) - 1) } else { (0, (1i128 << bits) - 1) };
            match i128::try_from(&n).ok().filter(|n| (low..=high).contains(n)) {
                Some(n) => bytes.copy_from_slice(&n.to_le_bytes()),
                None => return Err(out_of_range(vm, code, low, high)),
            }
        }
    }
    if !format.little {
        bytes[..item.size].reverse();
    }
    out.copy_from_slice(&bytes[..item.size]);
    Ok(())
}

fn out_of_range(vm: &mut Vm, code: u8, low: i128, high: i128) -> Raised {
    let text = match code {
        b'P' => "int too large to convert".to_string(),
        _ => format!("'{}' format requires {low} <= number <= {high}", code as char),
    };
    error(vm, text)
}

fn integer(vm: &mut Vm, v: Value) -> Outcome<IBig> {
    if !vm.has_index(v) {
        return Err(error(vm, "required argument is not an integer"));
    }
    let v = vm.index(v)?;
    Ok(vm.big_value(v).expect("__index__ gives an int"))
}

fn float(vm: &mut Vm, v: Value) -> Outcome<f64> {
    match vm.to_f64(v) {
        Err(_) if vm.class_of(vm.thread.pending) == vm.exceptions.TypeError => {
            vm.take_pending();
            Err(error(vm, "required argument is not a float"))
        }
        x => x,
    }
}

/// The values in a record.
fn read(vm: &mut Vm, format: &Format, data: &[u8]) -> Outcome {
    let mut out = Rooted::new();
    for item in &format.items {
        let v = match item.code {
            b'x' => continue,
            b's' => vm.new_bytes(&data[item.offset..item.offset + item.count])?,
            b'p' => {
                let n = if item.count == 0 { 0 } else { (data[item.offset] as usize).min(item.count - 1) };
                vm.new_bytes(&data[item.offset + 1..item.offset + 1 + n])?
            }
            _ => {
                for k in 0..item.count {
                    let at = item.offset + k * item.size;
                    let v = read_one(vm, format, item, &data[at..at + item.size])?;
                    out.push(v);
                }
                continue;
            }
        };
        out.push(v);
    }
    vm.new_tuple(&out)
}

fn read_one(vm: &mut Vm, format: &Format, item: &Item, data: &[u8]) -> Outcome {
    let mut bytes = [0u8; 16];
    bytes[..item.size].copy_from_slice(data);
    if !format.little {
        bytes[..item.size].reverse();
    }
    let low = u64::from_le_bytes(bytes[..8].try_into().expect("eight bytes"));
    match item.code {
        b'c' => vm.new_bytes(&bytes[..1]),
        b'?' => Ok(Value::bool(bytes[0] != 0)),
        b'e' => vm.new_float(half_to(low as u16)),
        b'f' => vm.new_float(f32::from_bits(low as u32) as f64),
        b'd' => vm.new_float(f64::from_bits(low)),
        b'b' | b'h' | b'i' | b'l' | b'q' | b'n' => {
            let shift = 64 - 8 * item.size as u32;
            vm.new_int(((low << shift) as i64) >> shift)
        }
        _ => vm.new_big(&IBig::from(low)),
    }
}

fn bytes_of(vm: &mut Vm, v: Value) -> Outcome<Vec<u8>> {
    vm.buffer(v)
}

fn unpack(vm: &mut Vm, format: &Format, buffer: Value) -> Outcome {
    let data = bytes_of(vm, buffer)?;
    if data.len() != format.size {
        let size = format.size;
        return Err(error(vm, format!("unpack requires a buffer of {size} bytes")));
    }
    read(vm, format, &data)
}

/// Where a record begins in a buffer of `len` bytes.
fn place(vm: &mut Vm, format: &Format, offset: i64, len: usize, unpacking: bool) -> Outcome<usize> {
    let (size, length) = (format.size as i64, len as i64);
    let (name, doing) = if unpacking { ("unpack_from", "unpacking") } else { ("pack_into", "packing") };
    let mut at = offset;
    if offset < 0 {
        if offset + size > 0 {
            let what = if unpacking { "not enough data to unpack" } else { "no space to pack" };
            return Err(error(vm, format!("{what} {size} bytes at offset {offset}")));
        }
        if offset + length < 0 {
            return Err(error(vm, format!("offset {offset} out of range for {length}-byte buffer")));
        }
        at += length;
    }
    if length - at < size {
        return Err(error(
            vm,
            format!(
                "{name} requires a buffer of at least {} bytes for {doing} {size} bytes at offset {at} (actual buffer size is {length})",
                size + at
            ),
        ));
    }
    Ok(at as usize)
}

fn unpack_from(vm: &mut Vm, format: &Format, buffer: Value, offset: Option<Value>) -> Outcome {
    let offset = offset.map_or(Ok(0), |v| vm.index_i64(v))?;
    let data = bytes_of(vm, buffer)?;
    let at = place(vm, format, offset, data.len(), true)?;
    read(vm, format, &data[at..])
}

fn pack_into(vm: &mut Vm, format: &Format, buffer: Value, offset: Value, values: Value) -> Outcome {
    let memory = vm.memory(buffer).filter(|m| !m.readonly);
    let Some(memory) = memory else {
        let name = vm.type_name(buffer);
        return Err(vm.type_error(format!("pack_into() argument must be read-write bytes-like object, not {name}")));
    };
    let len = memory.len;
    let offset = vm.index_i64(offset)?;
    let at = place(vm, format, offset, len, false)?;
    let mut out = vec![0; format.size];
    write(vm, format, values, &mut out, "pack_into")?;
    let Some(memory) = vm.memory(buffer).filter(|m| m.len >= at + out.len()) else {
        return Err(error(vm, "buffer changed size while packing"));
    };
    // SAFETY: in range, and nothing ran since the look.
    unsafe { std::ptr::copy_nonoverlapping(out.as_ptr(), memory.data.add(at), out.len()) };
    Ok(Value::NONE)
}

fn iter_unpack(vm: &mut Vm, format: Format, buffer: Value) -> Outcome {
    let size = format.size;
    if size == 0 {
        return Err(error(vm, "cannot iteratively unpack with a struct of length 0"));
    }
    let data = bytes_of(vm, buffer)?;
    if data.len() % size != 0 {
        return Err(error(vm, format!("iterative unpacking requires a buffer of a multiple of {size} bytes")));
    }
    let class = class_of(vm, &UNPACKER);
    vm.new_payload(class, Box::new(Unpacker { format, data, at: 0 }), 0)
}
