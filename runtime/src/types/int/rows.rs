//! The rows of `int`.

use super::{Int, arith, bytes};
use crate::native::{Args, Native, NativeKind, Outcome, TypeTable, getter, native};
use crate::object::class::Special;
use crate::protocol::compare::Comparison;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_abi::types as id;

/// The type.
pub static TABLE: TypeTable = TypeTable {
    map: id::INT,
    name: "int",
    module: "builtins",
    doc: "int([x]) -> integer\nint(x, base=10) -> integer\n\nConvert a number or string to an integer, or return 0 if no arguments\nare given.  If x is a number, return x.__int__().  For floating-point\nnumbers, this truncates towards zero.\n\n>>> int('0b100', base=0)\n4",
    rows: ROWS,
};

const E: Effect = Effect::ALLOC.or(Effect::RAISE);

const ROWS: &[Native] = &[
    native("__new__", "(cls, x=0, /, base=10)", Effect::PYTHON, new),
    native("__repr__", "(self, /)", E, repr),
    native("__hash__", "(self, /)", E, hash),
    native("__bool__", "(self, /)", Effect::PURE, truth),
    native("__int__", "(self, /)", E, int),
    native("__index__", "(self, /)", E, int),
    native("__trunc__", "(self, /)", E, int),
    native("__floor__", "(self, /)", E, int),
    native("__ceil__", "(self, /)", E, int),
    native("conjugate", "(self, /)", E, int),
    native("__float__", "(self, /)", E, float),
    native("__neg__", "(self, /)", E, neg),
    native("__pos__", "(self, /)", E, int),
    native("__abs__", "(self, /)", E, abs),
    native("__invert__", "(self, /)", E, invert),
    native("__add__", "(self, value, /)", E, add),
    native("__radd__", "(self, value, /)", E, radd),
    native("__sub__", "(self, value, /)", E, sub),
    native("__rsub__", "(self, value, /)", E, rsub),
    native("__mul__", "(self, value, /)", E, mul),
    native("__rmul__", "(self, value, /)", E, rmul),
    native("__truediv__", "(self, value, /)", E, true_div),
    native("__rtruediv__", "(self, value, /)", E, rtrue_div),
    native("__floordiv__", "(self, value, /)", E, floor_div),
    native("__rfloordiv__", "(self, value, /)", E, rfloor_div),
    native("__mod__", "(self, value, /)", E, modulo),
    native("__rmod__", "(self, value, /)", E, rmodulo),
    native("__divmod__", "(self, value, /)", E, divmod),
    native("__rdivmod__", "(self, value, /)", E, rdivmod),
    native("__pow__", "(self, value, mod=None, /)", E, pow),
    native("__rpow__", "(self, value, mod=None, /)", E, rpow),
    native("__lshift__", "(self, value, /)", E, lshift),
    native("__rlshift__", "(self, value, /)", E, rlshift),
    native("__rshift__", "(self, value, /)", E, rshift),
    native("__rrshift__", "(self, value, /)", E, rrshift),
    native("__and__", "(self, value, /)", E, and),
    native("__rand__", "(self, value, /)", E, rand),
    native("__or__", "(self, value, /)", E, or),
    native("__ror__", "(self, value, /)", E, ror),
    native("__xor__", "(self, value, /)", E, xor),
    native("__rxor__", "(self, value, /)", E, rxor),
    native("__eq__", "(self, value, /)", Effect::PURE, eq),
    native("__ne__", "(self, value, /)", Effect::PURE, ne),
    native("__lt__", "(self, value, /)", Effect::PURE, lt),
    native("__le__", "(self, value, /)", Effect::PURE, le),
    native("__gt__", "(self, value, /)", Effect::PURE, gt),
    native("__ge__", "(self, value, /)", Effect::PURE, ge),
    native("__round__", "(self, ndigits=None, /)", Effect::PYTHON, round),
    native("__format__", "(self, format_spec, /)", E, format),
    native("__getnewargs__", "(self, /)", E, getnewargs),
    native("__sizeof__", "(self, /)", E, sizeof),
    native("bit_length", "(self, /)", Effect::PURE, bit_length)
        .doc("How many binary digits the absolute value has.\n\n>>> (37).bit_length()\n6"),
    native("bit_count", "(self, /)", Effect::PURE, bit_count)
        .doc("How many of the binary digits of the absolute value are ones.\n\n>>> (13).bit_count()\n3"),
    native("to_bytes", "(self, /, length=1, byteorder='big', *, signed=False)", Effect::PYTHON, bytes::to_bytes),
    native("from_bytes", "(cls, /, bytes, byteorder='big', *, signed=False)", Effect::PYTHON, bytes::from_bytes)
        .kind(NativeKind::ClassMethod),
    native("as_integer_ratio", "(self, /)", E, as_integer_ratio)
        .doc("The number itself and 1.\n\n>>> (10).as_integer_ratio()\n(10, 1)"),
    native("is_integer", "(self, /)", Effect::PURE, is_integer),
    getter("real", int),
    getter("numerator", int),
    getter("imag", zero),
    getter("denominator", one),
];

fn new(vm: &mut Vm, args: Args) -> Outcome {
    let class = vm.class_argument(args[0], id::INT)?;
    let int = match (args.given(1), args.given(2)) {
        (None, None) => Value::small_int(0),
        (None, Some(_)) => return Err(vm.type_error("int() missing string argument")),
        (Some(x), None) => to_int(vm, x)?,
        (Some(x), Some(base)) => parse_with_base(vm, x, base)?,
    };
    vm.of_class(class, id::INT, int)
}

/// `int(x)`.
pub fn to_int(vm: &mut Vm, x: Value) -> Outcome {
    if vm.is_exact_int(x) {
        return Ok(x);
    }
    if let Some(text) = vm.text(x) {
        return vm.parse_int(text.bytes, 10, x);
    }
    for special in [Special::Int, Special::Index] {
        if let Some(result) = vm.call_special(x, special, &[]) {
            let result = result?;
            if !vm.is_int(result) {
                let (name, of) = (special.name(), vm.type_name(result));
                return Err(vm.type_error(format!("{name} returned non-int (type {of})")));
            }
            return vm.converted_int(result, special.name());
        }
    }
    match vm.buffer_bytes(x) {
        Some(bytes) => vm.parse_int(&bytes, 10, x),
        None => {
            let name = vm.type_name(x);
            Err(vm.type_error(format!(
                "int() argument must be a string, a bytes-like object or a real number, not '{name}'"
            )))
        }
    }
}

fn parse_with_base(vm: &mut Vm, x: Value, base: Value) -> Outcome {
    let base = vm.index_clamped(base)?;
    if base != 0 && !(2..=36).contains(&base) {
        return Err(vm.value_error("int() base must be >= 2 and <= 36, or 0"));
    }
    if let Some(text) = vm.text(x) {
        return vm.parse_int(text.bytes, base as u32, x);
    }
    match vm.bytes_like(x) {
        Some(bytes) => {
            let bytes = bytes.to_vec();
            vm.parse_int(&bytes, base as u32, x)
        }
        None => Err(vm.type_error("int() can't convert non-string with explicit base")),
    }
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    vm.int_repr(args[0])
}

fn hash(vm: &mut Vm, args: Args) -> Outcome {
    let hash = super::hash::hash_int(vm, args[0]);
    vm.new_int(hash)
}

fn truth(vm: &mut Vm, args: Args) -> Outcome {
    Ok(Value::bool(vm.int_sign(args[0]) != 0))
}

fn int(vm: &mut Vm, args: Args) -> Outcome {
    arith::int_pos(vm, args[0])
}

fn float(vm: &mut Vm, args: Args) -> Outcome {
    let f = arith::int_to_f64(vm, args[0])?;
    vm.new_float(f)
}

fn neg(vm: &mut Vm, args: Args) -> Outcome {
    arith::int_neg(vm, args[0])
}

fn abs(vm: &mut Vm, args: Args) -> Outcome {
    arith::int_abs(vm, args[0])
}

fn invert(vm: &mut Vm, args: Args) -> Outcome {
    arith::int_invert(vm, args[0])
}

macro_rules! operators {
    ($($name:ident $reflected:ident $function:ident;)*) => {
        $(fn $name(vm: &mut Vm, args: Args) -> Outcome {
            if vm.is_int(args[1]) { arith::$function(vm, args[0], args[1]) } else { Ok(Value::NOT_IMPLEMENTED) }
        }
        fn $reflected(vm: &mut Vm, args: Args) -> Outcome {
            if vm.is_int(args[1]) { arith::$function(vm, args[1], args[0]) } else { Ok(Value::NOT_IMPLEMENTED) }
        })*
    };
}

operators! {
    add radd int_add;
    sub rsub int_sub;
    mul rmul int_mul;
    true_div rtrue_div int_true_div;
    floor_div rfloor_div int_floor_div;
    modulo rmodulo int_mod;
    divmod rdivmod int_divmod;
    lshift rlshift int_lshift;
    rshift rrshift int_rshift;
    and rand int_and;
    or ror int_or;
    xor rxor int_xor;
}

fn power(vm: &mut Vm, base: Value, exponent: Value, modulus: Value) -> Outcome {
    if !vm.is_int(base) || !vm.is_int(exponent) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    if modulus.is(Value::NONE) {
        return arith::int_pow(vm, base, exponent);
    }
    if vm.is_int(modulus) { arith::int_pow_mod(vm, base, exponent, modulus) } else { Ok(Value::NOT_IMPLEMENTED) }
}

fn pow(vm: &mut Vm, args: Args) -> Outcome {
    power(vm, args[0], args[1], args.or(2, Value::NONE))
}

fn rpow(vm: &mut Vm, args: Args) -> Outcome {
    power(vm, args[1], args[0], args.or(2, Value::NONE))
}

macro_rules! comparisons {
    ($($name:ident $op:ident;)*) => {
        $(fn $name(vm: &mut Vm, args: Args) -> Outcome {
            if !vm.is_int(args[0]) || !vm.is_int(args[1]) {
                return Ok(Value::NOT_IMPLEMENTED);
            }
            Ok(Value::bool(Comparison::$op.holds(Some(arith::int_cmp(vm, args[0], args[1])))))
        })*
    };
}

comparisons! {
    eq Eq;
    ne Ne;
    lt Lt;
    le Le;
    gt Gt;
    ge Ge;
}

fn round(vm: &mut Vm, args: Args) -> Outcome {
    match args.or(1, Value::NONE) {
        Value::NONE => arith::int_pos(vm, args[0]),
        digits => {
            let digits = vm.index(digits)?;
            round_to(vm, args[0], digits)
        }
    }
}

/// Rounds half to even at a negative number of digits.
fn round_to(vm: &mut Vm, value: Value, digits: Value) -> Outcome {
    if vm.int_sign(digits) >= 0 {
        return arith::int_pos(vm, value);
    }
    let Some(places) = vm.int_value(digits).filter(|d| *d > -(1 << 32)) else { return Ok(Value::small_int(0)) };
    let i = vm.int_of(value).expect("an int").into_big();
    let places = places.unsigned_abs() as usize;
    // Fewer digits than half the unit: 0, without making the unit.
    if i.as_sign_words().1.len() * 20 + 1 < places {
        return Ok(Value::small_int(0));
    }
    let unit = dashu_int::IBig::from(10).pow(places);
    let (q, r) = arith::big_floor_div_rem(&i, &unit);
    let twice: dashu_int::IBig = &r + &r;
    let odd = !(&q & dashu_int::IBig::ONE).is_zero();
    let up = twice > unit || twice == unit && odd;
    let result = if up { (q + dashu_int::IBig::ONE) * unit } else { q * unit };
    vm.make_big(&result)
}

fn format(vm: &mut Vm, args: Args) -> Outcome {
    let Some(spec) = vm.text(args[1]) else { return Err(spec_type_error(vm, args[1])) };
    vm.format_int(args[0], spec.bytes)
}

/// `__format__` got something else than a `str`.
pub fn spec_type_error(vm: &mut Vm, spec: Value) -> crate::native::Raised {
    let name = vm.type_name(spec);
    vm.type_error(format!("__format__() argument must be str, not {name}"))
}

fn getnewargs(vm: &mut Vm, args: Args) -> Outcome {
    let int = arith::int_pos(vm, args[0])?;
    vm.new_tuple(&[int])
}

fn sizeof(vm: &mut Vm, args: Args) -> Outcome {
    // As CPython counts: 24 bytes, then 4 for each 30 bits.
    let digits = arith::int_bit_length(vm, args[0]).div_ceil(30).max(1);
    vm.new_int(24 + 4 * digits as i64)
}

fn bit_length(vm: &mut Vm, args: Args) -> Outcome {
    let bits = arith::int_bit_length(vm, args[0]);
    vm.new_int(bits as i64)
}

fn bit_count(vm: &mut Vm, args: Args) -> Outcome {
    let ones = match vm.int_of(args[0]).unwrap_or(Int::Small(0)) {
        Int::Small(i) => i.unsigned_abs().count_ones() as i64,
        Int::Big(b) => b.as_sign_words().1.iter().map(|w| w.count_ones() as i64).sum(),
    };
    vm.new_int(ones)
}

fn as_integer_ratio(vm: &mut Vm, args: Args) -> Outcome {
    let int = arith::int_pos(vm, args[0])?;
    vm.new_tuple(&[int, Value::small_int(1)])
}

fn is_integer(_vm: &mut Vm, _args: Args) -> Outcome {
    Ok(Value::TRUE)
}

fn zero(_vm: &mut Vm, _args: Args) -> Outcome {
    Ok(Value::small_int(0))
}

fn one(_vm: &mut Vm, _args: Args) -> Outcome {
    Ok(Value::small_int(1))
}
