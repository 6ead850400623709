//! The rows of `float`.

use super::{arith, hex, parse, text};
use crate::native::{Args, Native, NativeKind, Outcome, TypeTable, getter, native};
use crate::object::class::Special;
use crate::protocol::compare::Comparison;
use crate::types::int::parse::{ascii_buffer, ascii_number};
use crate::types::int::rows::spec_type_error;
use crate::vm::Vm;
use dashu_int::IBig;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_abi::types as id;

/// The type.
pub static TABLE: TypeTable = TypeTable {
    map: id::FLOAT,
    name: "float",
    module: "builtins",
    doc: "Convert a string or number to a floating-point number, if possible.",
    rows: ROWS,
};

const E: Effect = Effect::ALLOC.or(Effect::RAISE);

const ROWS: &[Native] = &[
    native("__new__", "(cls, x=0, /)", Effect::PYTHON, new),
    native("__repr__", "(self, /)", E, repr),
    native("__hash__", "(self, /)", E, hash),
    native("__bool__", "(self, /)", Effect::PURE, truth),
    native("__int__", "(self, /)", E, trunc),
    native("__trunc__", "(self, /)", E, trunc),
    native("__floor__", "(self, /)", E, floor),
    native("__ceil__", "(self, /)", E, ceil),
    native("__float__", "(self, /)", E, float),
    native("conjugate", "(self, /)", E, float),
    native("__pos__", "(self, /)", E, float),
    native("__neg__", "(self, /)", E, neg),
    native("__abs__", "(self, /)", E, abs),
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
    native("__eq__", "(self, value, /)", Effect::PURE, eq),
    native("__ne__", "(self, value, /)", Effect::PURE, ne),
    native("__lt__", "(self, value, /)", Effect::PURE, lt),
    native("__le__", "(self, value, /)", Effect::PURE, le),
    native("__gt__", "(self, value, /)", Effect::PURE, gt),
    native("__ge__", "(self, value, /)", Effect::PURE, ge),
    native("__round__", "(self, ndigits=None, /)", Effect::PYTHON, round),
    native("__format__", "(self, format_spec, /)", E, format),
    native("__getnewargs__", "(self, /)", E, getnewargs),
    native("hex", "(self, /)", E, hex_text)
        .doc("The number in hexadecimal digits, exactly.\n\n>>> (0.5).hex()\n'0x1.0000000000000p-1'"),
    native("fromhex", "(cls, string, /)", Effect::PYTHON, fromhex)
        .kind(NativeKind::ClassMethod)
        .doc("The number that hexadecimal digits mean.\n\n>>> float.fromhex('0x1.8p1')\n3.0"),
    native("from_number", "(cls, number, /)", Effect::PYTHON, from_number).kind(NativeKind::ClassMethod),
    native("is_integer", "(self, /)", Effect::PURE, is_integer),
    native("as_integer_ratio", "(self, /)", E, as_integer_ratio)
        .doc("Two integers whose quotient is the number, in lowest terms.\n\n>>> (0.75).as_integer_ratio()\n(3, 4)"),
    native("__getformat__", "(cls, typestr, /)", E, getformat).kind(NativeKind::ClassMethod),
    getter("real", float),
    getter("imag", zero),
];

/// The receiver.
fn this(vm: &Vm, args: Args) -> f64 {
    vm.float_of(args[0]).expect("a float")
}

/// Another operand: a float or an int; `None`: NotImplemented.
pub fn operand(vm: &mut Vm, value: Value) -> Outcome<Option<f64>> {
    if let Some(f) = vm.float_of(value) {
        return Ok(Some(f));
    }
    if vm.is_int(value) { Ok(Some(crate::types::int::int_to_f64(vm, value)?)) } else { Ok(None) }
}

fn new(vm: &mut Vm, args: Args) -> Outcome {
    let class = vm.class_argument(args[0], id::FLOAT)?;
    let float = match args.given(1) {
        None => Value::FLOAT_ZERO,
        Some(x) => to_float(vm, x)?,
    };
    vm.of_class(class, id::FLOAT, float)
}

/// `float(x)`.
pub fn to_float(vm: &mut Vm, x: Value) -> Outcome {
    if vm.exact_float(x).is_some() {
        return Ok(x);
    }
    let bytes = match vm.text(x) {
        Some(text) => Some(ascii_number(text.bytes)),
        None if vm.is_number(x) => None,
        None => vm.buffer_bytes(x).map(|bytes| ascii_buffer(&bytes)),
    };
    let Some(bytes) = bytes else {
        let f = number(vm, x, "float() argument must be a string or a real number, not '", "'")?;
        return vm.make_float(f);
    };
    match parse::parse(&bytes) {
        Some(f) => vm.make_float(f),
        None => {
            let shown = vm.repr_text(x)?;
            Err(vm.value_error(format!("could not convert string to float: {shown}")))
        }
    }
}

/// A number as a float by `__float__` or `__index__`; else a TypeError with the type's name between the texts.
pub fn number(vm: &mut Vm, x: Value, before: &str, after: &str) -> Outcome<f64> {
    if let Some(f) = vm.exact_float(x) {
        return Ok(f);
    }
    if vm.is_exact_int(x) || x.is_bool() {
        return crate::types::int::int_to_f64(vm, x);
    }
    if let Some(result) = vm.call_special(x, Special::Float, &[]) {
        let result = result?;
        return match vm.float_of(result) {
            Some(f) => {
                if vm.exact_float(result).is_none() {
                    let method = format!("{}.__float__", vm.type_name(x));
                    vm.warn_subclass(result, &method, "float")?;
                }
                Ok(f)
            }
            None => {
                let (of, name) = (vm.type_name(x), vm.type_name(result));
                Err(vm.type_error(format!("{of}.__float__ returned non-float (type {name})")))
            }
        };
    }
    if vm.is_int(x) || vm.has_special(x, Special::Index) {
        let int = vm.index(x)?;
        return crate::types::int::int_to_f64(vm, int);
    }
    let name = vm.type_name(x);
    Err(vm.type_error(format!("{before}{name}{after}")))
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    let text = text::repr(this(vm, args));
    vm.new_str(&text)
}

fn hash(vm: &mut Vm, args: Args) -> Outcome {
    let f = this(vm, args);
    let hash = if f.is_nan() { vm.identity_hash(args[0]) } else { crate::types::int::hash::hash_f64(f) };
    vm.new_int(hash)
}

fn truth(vm: &mut Vm, args: Args) -> Outcome {
    Ok(Value::bool(this(vm, args) != 0.0))
}

fn trunc(vm: &mut Vm, args: Args) -> Outcome {
    let f = this(vm, args).trunc();
    arith::float_to_int(vm, f)
}

fn floor(vm: &mut Vm, args: Args) -> Outcome {
    let f = this(vm, args).floor();
    arith::float_to_int(vm, f)
}

fn ceil(vm: &mut Vm, args: Args) -> Outcome {
    let f = this(vm, args).ceil();
    arith::float_to_int(vm, f)
}

fn float(vm: &mut Vm, args: Args) -> Outcome {
    Ok(vm.exact(args[0]))
}

fn neg(vm: &mut Vm, args: Args) -> Outcome {
    let f = this(vm, args);
    vm.make_float(-f)
}

fn abs(vm: &mut Vm, args: Args) -> Outcome {
    let f = this(vm, args);
    vm.make_float(f.abs())
}

macro_rules! operators {
    ($($name:ident $reflected:ident |$vm:ident, $a:ident, $b:ident| $body:expr;)*) => {
        $(fn $name($vm: &mut Vm, args: Args) -> Outcome {
            let $a = this($vm, args);
            let Some($b) = operand($vm, args[1])? else { return Ok(Value::NOT_IMPLEMENTED) };
            $body
        }
        fn $reflected($vm: &mut Vm, args: Args) -> Outcome {
            let $b = this($vm, args);
            let Some($a) = operand($vm, args[1])? else { return Ok(Value::NOT_IMPLEMENTED) };
            $body
        })*
    };
}

operators! {
    add radd |vm, a, b| vm.make_float(a + b);
    sub rsub |vm, a, b| vm.make_float(a - b);
    mul rmul |vm, a, b| vm.make_float(a * b);
    true_div rtrue_div |vm, a, b| arith::float_div(vm, a, b);
    floor_div rfloor_div |vm, a, b| arith::float_floor_div(vm, a, b);
    modulo rmodulo |vm, a, b| arith::float_mod(vm, a, b);
    divmod rdivmod |vm, a, b| arith::float_divmod(vm, a, b);
}

/// No float has a modulus.
fn check_modulus(vm: &mut Vm, args: Args) -> Outcome<()> {
    if args.or(2, Value::NONE).is(Value::NONE) {
        return Ok(());
    }
    Err(vm.type_error("pow() 3rd argument not allowed unless all arguments are integers"))
}

fn pow(vm: &mut Vm, args: Args) -> Outcome {
    check_modulus(vm, args)?;
    let a = this(vm, args);
    let Some(b) = operand(vm, args[1])? else { return Ok(Value::NOT_IMPLEMENTED) };
    arith::float_pow(vm, a, b)
}

fn rpow(vm: &mut Vm, args: Args) -> Outcome {
    check_modulus(vm, args)?;
    let b = this(vm, args);
    let Some(a) = operand(vm, args[1])? else { return Ok(Value::NOT_IMPLEMENTED) };
    arith::float_pow(vm, a, b)
}

macro_rules! comparisons {
    ($($name:ident $op:ident;)*) => {
        $(fn $name(vm: &mut Vm, args: Args) -> Outcome {
            let a = this(vm, args);
            let order = if let Some(b) = vm.float_of(args[1]) {
                a.partial_cmp(&b)
            } else if vm.is_int(args[1]) {
                crate::types::int::int_cmp_float(vm, args[1], a).map(std::cmp::Ordering::reverse)
            } else {
                return Ok(Value::NOT_IMPLEMENTED);
            };
            Ok(Value::bool(Comparison::$op.holds(order)))
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
    let f = this(vm, args);
    let digits = args.or(1, Value::NONE);
    if digits.is(Value::NONE) {
        return arith::float_to_int(vm, arith::round_half_even(f));
    }
    let digits = vm.index_clamped(digits)?;
    match arith::round_digits(f, digits) {
        Some(rounded) => vm.make_float(rounded),
        None => Err(vm.overflow_error("rounded value too large to represent")),
    }
}

fn format(vm: &mut Vm, args: Args) -> Outcome {
    let Some(spec) = vm.text(args[1]) else { return Err(spec_type_error(vm, args[1])) };
    let f = this(vm, args);
    vm.format_float(f, spec.bytes, args[0])
}

fn getnewargs(vm: &mut Vm, args: Args) -> Outcome {
    let float = vm.exact(args[0]);
    vm.new_tuple(&[float])
}

fn hex_text(vm: &mut Vm, args: Args) -> Outcome {
    let text = hex::to_hex(this(vm, args));
    vm.new_str(&text)
}

/// The result of an alternative constructor: of a subclass by calling it.
fn alternative(vm: &mut Vm, class: Value, float: Value) -> Outcome {
    if class.is(vm.builtin_class(id::FLOAT).value()) { Ok(float) } else { vm.call(class, &[float]) }
}

fn fromhex(vm: &mut Vm, args: Args) -> Outcome {
    if !vm.is_str(args[1]) {
        return Err(vm.type_error("bad argument type for built-in operation"));
    }
    let text = vm.str_lossy(args[1]);
    match hex::from_hex(&text) {
        Ok(f) => {
            let float = vm.make_float(f)?;
            alternative(vm, args[0], float)
        }
        Err(hex::HexError::Invalid) => Err(vm.value_error("invalid hexadecimal floating-point string")),
        Err(hex::HexError::TooLarge) => Err(vm.overflow_error("hexadecimal value too large to represent as a float")),
    }
}

fn from_number(vm: &mut Vm, args: Args) -> Outcome {
    let f = vm.to_f64(args[1])?;
    let float = vm.make_float(f)?;
    alternative(vm, args[0], float)
}

fn is_integer(vm: &mut Vm, args: Args) -> Outcome {
    let f = this(vm, args);
    Ok(Value::bool(f.is_finite() && f == f.floor()))
}

fn as_integer_ratio(vm: &mut Vm, args: Args) -> Outcome {
    let f = this(vm, args);
    if f.is_nan() {
        return Err(vm.value_error("cannot convert NaN to integer ratio"));
    }
    if f.is_infinite() {
        return Err(vm.overflow_error("cannot convert Infinity to integer ratio"));
    }
    let (mut numerator, mut shift) = (f, 0usize);
    // A power of two is exact: at most 1074 doublings make any float whole.
    while numerator != numerator.floor() {
        numerator *= 2.0;
        shift += 1;
    }
    let numerator = vm.make_big(&crate::types::int::big_of_f64(numerator))?;
    let denominator = vm.make_big(&(IBig::ONE << shift))?;
    vm.new_tuple(&[numerator, denominator])
}

fn getformat(vm: &mut Vm, args: Args) -> Outcome {
    match vm.text(args[1]).map(|t| t.bytes) {
        Some(b"double" | b"float") => vm.new_str("IEEE, little-endian"),
        Some(_) => Err(vm.value_error("__getformat__() argument 1 must be 'double' or 'float'")),
        None => {
            let name = vm.type_name(args[1]);
            Err(vm.type_error(format!("__getformat__() argument must be str, not {name}")))
        }
    }
}

fn zero(_vm: &mut Vm, _args: Args) -> Outcome {
    Ok(Value::FLOAT_ZERO)
}
