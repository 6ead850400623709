//! Arrays as `pickle` keeps them: the items' bytes and a number that says what machine wrote them.

use super::storage::Array;
use super::{CODES, TABLE, of};
use crate::util::class_of;
use dashu_int::IBig;
use pyspec_abi::Value;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Outcome};
use pyspec_runtime::object::Rooted;

/// How an item is written.
#[derive(Clone, Copy)]
enum Format {
    Int { size: usize, signed: bool, big: bool },
    Float { size: usize, big: bool },
    Text(&'static str),
}

impl Format {
    fn of(number: i64) -> Option<Format> {
        let big = number % 2 == 1;
        Some(match number {
            0 | 1 => Format::Int { size: 1, signed: number == 1, big: false },
            // Sizes 2, 4, 8, each unsigned and signed, each little and big endian.
            2..=13 => Format::Int { size: 2 << ((number - 2) / 4), signed: (number - 2) % 4 > 1, big },
            14..=17 => Format::Float { size: if number < 16 { 4 } else { 8 }, big },
            18 => Format::Text("utf-16-le"),
            19 => Format::Text("utf-16-be"),
            20 => Format::Text("utf-32-le"),
            21 => Format::Text("utf-32-be"),
            _ => return None,
        })
    }

    /// Of an int: the type code whose items are as wide here, whatever they were where they were written.
    fn narrowest(self) -> Option<&'static str> {
        let Format::Int { size, signed, .. } = self else { return None };
        Some(match (size, signed) {
            (1, true) => "b",
            (1, false) => "B",
            (2, true) => "h",
            (2, false) => "H",
            (4, true) => "i",
            (4, false) => "I",
            (_, true) => "l",
            (_, false) => "L",
        })
    }

    fn size(self) -> usize {
        match self {
            Format::Int { size, .. } | Format::Float { size, .. } => size,
            Format::Text(name) => {
                if name.contains("16") {
                    2
                } else {
                    4
                }
            }
        }
    }
}

/// The number of an array's own format.
fn number(array: &Array) -> isize {
    let big = isize::from(cfg!(target_endian = "big"));
    match array.code {
        b'B' => 0,
        b'b' => 1,
        b'f' => 14 + big,
        b'd' => 16 + big,
        b'u' | b'w' => 20 + big,
        code => {
            let step = array.size().trailing_zeros() as isize - 1;
            2 + 4 * step + 2 * isize::from(code.is_ascii_lowercase()) + big
        }
    }
}

/// `__reduce_ex__`: the items themselves for old protocols, else their bytes.
pub fn reduce(vm: &mut Vm, args: Args) -> Outcome {
    let protocol = vm.index_i64(args[1])?;
    let key = vm.intern("__dict__");
    let state = vm.get_attr_or_unset(args[0], key)?;
    let state = if state.is(Value::UNSET) { Value::NONE } else { state };
    let class = vm.class_of(args[0]).value();
    let code = of(vm, args[0])?.code;
    let code = vm.new_str(&(code as char).to_string())?;
    if protocol < 3 {
        let list = vm.call_method(args[0], "tolist", &[])?;
        let given = vm.new_tuple(&[code, list])?;
        return vm.new_tuple(&[class, given, state]);
    }
    let module = vm.import_module("array")?;
    let function = vm.get_attr_text(module, "_array_reconstructor")?;
    let format = Value::small_int(number(of(vm, args[0])?));
    let bytes = vm.call_method(args[0], "tobytes", &[])?;
    let given = vm.new_tuple(&[class, code, format, bytes])?;
    vm.new_tuple(&[function, given, state])
}

/// `_array_reconstructor(arraytype, typecode, mformat_code, items)`.
pub fn reconstruct(vm: &mut Vm, args: Args) -> Outcome {
    let Some(class) = vm.as_class(args[0]) else {
        let given = vm.type_name(args[0]);
        return Err(vm.type_error(format!("first argument must be a type object, not {given}")));
    };
    let base = class_of(vm, &TABLE);
    if !vm.is_subtype(class, base) {
        let name = vm.class_name(class);
        return Err(vm.type_error(format!("{name} is not a subtype of array.array")));
    }
    let code = match vm.text(args[1]) {
        Some(t) if t.chars == 1 => t.at(0),
        _ => {
            let given = vm.type_name(args[1]);
            let text = format!("_array_reconstructor() argument 2 must be a unicode character, not {given}");
            return Err(vm.type_error(text));
        }
    };
    if !char::from_u32(code).is_some_and(|c| CODES.contains(c)) {
        return Err(vm.value_error("second argument must be a valid type code"));
    }
    let number = vm.index_i64(args[2])?;
    let Some(format) = Format::of(number) else {
        return Err(vm.value_error("third argument must be a valid machine format code."));
    };
    if !vm.is_kind(args[3], pyspec_runtime::object::class::class_flags::BYTES) {
        let given = vm.type_name(args[3]);
        return Err(vm.type_error(format!("fourth argument should be bytes, not {given}")));
    }
    let bytes = vm.bytes_like(args[3]).unwrap_or_default().to_vec();
    if !matches!(format, Format::Text(_)) && !bytes.len().is_multiple_of(format.size()) {
        return Err(vm.value_error("bytes length not a multiple of item size"));
    }
    let items = decode(vm, format, args[3], &bytes)?;
    let code = match format.narrowest() {
        Some(code) => vm.new_str(code)?,
        None => args[1],
    };
    vm.call(args[0], &[code, items])
}

/// The items, as a list or a str.
fn decode(vm: &mut Vm, format: Format, object: Value, bytes: &[u8]) -> Outcome {
    if let Format::Text(encoding) = format {
        let encoding = vm.new_str(encoding)?;
        return vm.call_method(object, "decode", &[encoding]);
    }
    let mut items = Rooted::new();
    for raw in bytes.chunks(format.size()) {
        let item = match format {
            Format::Float { size: 4, big } => vm.new_float(f64::from(f32::from_bits(unsigned(raw, big) as u32)))?,
            Format::Float { big, .. } => vm.new_float(f64::from_bits(unsigned(raw, big)))?,
            Format::Int { size, signed: true, big } => {
                let unused = 64 - 8 * size as u32;
                vm.new_int((unsigned(raw, big) << unused) as i64 >> unused)?
            }
            Format::Int { big, .. } => vm.new_big(&IBig::from(unsigned(raw, big)))?,
            Format::Text(_) => unreachable!("text is decoded whole"),
        };
        items.push(item);
    }
    vm.new_list(&items)
}

fn unsigned(raw: &[u8], big: bool) -> u64 {
    let join = |n: u64, byte: &u8| n << 8 | u64::from(*byte);
    if big { raw.iter().fold(0, join) } else { raw.iter().rev().fold(0, join) }
}
