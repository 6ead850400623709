//! Functions of numbers.

use crate::native::{Args, Native, Outcome, native};
use crate::object::class::Special;
use crate::protocol::operate::Binary;
use crate::vm::Vm;
use dashu_int::IBig;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;

const PY: Effect = Effect::PYTHON;

/// The rows.
pub static ROWS: &[Native] = &[
    native("abs", "(number, /)", PY, abs),
    native("bin", "(number, /)", PY, bin)
        .summary("str")
        .doc("The digits of an integer in base 2, after `0b`.\n\n>>> bin(10)\n'0b1010'"),
    native("chr", "(i, /)", PY, chr).summary("str"),
    native("divmod", "(x, y, /)", PY, divmod),
    native("hex", "(number, /)", PY, hex)
        .summary("str")
        .doc("The digits of an integer in base 16, after `0x`.\n\n>>> hex(255)\n'0xff'"),
    native("oct", "(number, /)", PY, oct)
        .summary("str")
        .doc("The digits of an integer in base 8, after `0o`.\n\n>>> oct(64)\n'0o100'"),
    native("ord", "(character, /)", Effect::RAISE, ord).summary("int"),
    native("pow", "(base, exp, mod=None)", PY, pow),
    native("round", "(number, ndigits=None)", PY, round),
];

fn abs(vm: &mut Vm, args: Args) -> Outcome {
    vm.absolute(args[0])
}

/// The int of `__index__`, written in a radix with its prefix.
fn in_radix(vm: &mut Vm, v: Value, radix: u8, prefix: &str) -> Outcome {
    let exact = vm.index(v)?;
    let i = vm.big_value(exact).unwrap_or(IBig::ZERO);
    let (sign, magnitude) = i.into_parts();
    let minus = if sign == dashu_base::Sign::Negative { "-" } else { "" };
    vm.new_str(&format!("{minus}{prefix}{}", magnitude.in_radix(radix)))
}

fn bin(vm: &mut Vm, args: Args) -> Outcome {
    in_radix(vm, args[0], 2, "0b")
}

fn oct(vm: &mut Vm, args: Args) -> Outcome {
    in_radix(vm, args[0], 8, "0o")
}

fn hex(vm: &mut Vm, args: Args) -> Outcome {
    in_radix(vm, args[0], 16, "0x")
}

fn chr(vm: &mut Vm, args: Args) -> Outcome {
    let exact = vm.index(args[0])?;
    let code = vm.int_value(exact).filter(|i| (0..0x11_0000).contains(i));
    let Some(code) = code else { return Err(vm.value_error("chr() arg not in range(0x110000)")) };
    if let Some(c) = char::from_u32(code as u32) {
        return vm.new_str(c.encode_utf8(&mut [0; 4]));
    }
    // A surrogate, as WTF-8 writes it.
    let code = code as u32;
    let bytes = [0xe0 | (code >> 12) as u8, 0x80 | (code >> 6 & 0x3f) as u8, 0x80 | (code & 0x3f) as u8];
    vm.new_str_wtf8(&bytes)
}

/// The first code point of WTF-8 bytes and its length.
fn first_code(bytes: &[u8]) -> (u32, usize) {
    let low = |i: usize| u32::from(bytes[i] & 0x3f);
    match bytes[0] {
        b @ 0..0x80 => (u32::from(b), 1),
        b @ 0x80..0xe0 => (u32::from(b & 0x1f) << 6 | low(1), 2),
        b @ 0xe0..0xf0 => (u32::from(b & 0x0f) << 12 | low(1) << 6 | low(2), 3),
        b => (u32::from(b & 7) << 18 | low(1) << 12 | low(2) << 6 | low(3), 4),
    }
}

fn ord(vm: &mut Vm, args: Args) -> Outcome {
    let n = if vm.is_str(args[0]) {
        let bytes = vm.str_bytes(args[0]);
        if !bytes.is_empty() {
            let (code, len) = first_code(bytes);
            if len == bytes.len() {
                return Ok(Value::small_int(code as isize));
            }
        }
        bytes.iter().filter(|byte| (**byte as i8) >= -0x40).count()
    } else if let Some(bytes) = vm.bytes_like(args[0]) {
        if let [byte] = bytes {
            return Ok(Value::small_int(isize::from(*byte)));
        }
        bytes.len()
    } else {
        let name = vm.type_name(args[0]);
        return Err(vm.type_error(format!("ord() expected string of length 1, but {name} found")));
    };
    Err(vm.type_error(format!("ord() expected a character, but string of length {n} found")))
}

fn divmod(vm: &mut Vm, args: Args) -> Outcome {
    vm.binary(Binary::DivMod, args[0], args[1])
}

fn pow(vm: &mut Vm, args: Args) -> Outcome {
    let modulus = args.or(2, Value::NONE);
    if modulus.is(Value::NONE) { vm.binary(Binary::Pow, args[0], args[1]) } else { vm.power(args[0], args[1], modulus) }
}

fn round(vm: &mut Vm, args: Args) -> Outcome {
    let class = vm.class_of(args[0]);
    let Some(method) = vm.special(class, Special::Round) else {
        let name = vm.type_name(args[0]);
        return Err(vm.type_error(format!("type {name} doesn't define __round__ method")));
    };
    match args.given(1) {
        Some(digits) if !digits.is(Value::NONE) => vm.call_found(method, args[0], &[digits]),
        _ => vm.call_found(method, args[0], &[]),
    }
}
