//! `complex`, with mixed-mode arithmetic: a real operand has no imaginary part, not a zero one.

use crate::native::{Args, Native, NativeKind, Outcome, TypeTable, getter, native};
use crate::object::class::Special;
use crate::object::layout::Complex;
use crate::object::{Gc, map_of};
use crate::types::float::{parse as float_parse, text};
use crate::types::int::rows::spec_type_error;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_abi::header::Scan;
use pyspec_abi::types as id;

/// Real and imaginary part.
pub type Parts = (f64, f64);

/// The type.
pub static TABLE: TypeTable = TypeTable {
    map: id::COMPLEX,
    name: "complex",
    module: "builtins",
    doc: "Create a complex number from a string or numbers.\n\nIf a string is given, parse it as a complex number.\nIf a single number is given, convert it to a complex number.\nIf the 'real' or 'imag' arguments are given, create a complex number\nwith the specified real and imaginary components.",
    rows: ROWS,
};

const E: Effect = Effect::ALLOC.or(Effect::RAISE);

const ROWS: &[Native] = &[
    native("__new__", "(cls, real=0, imag=0)", Effect::PYTHON, new),
    native("__repr__", "(self, /)", E, repr),
    native("__hash__", "(self, /)", E, hash),
    native("__bool__", "(self, /)", Effect::PURE, truth),
    native("__complex__", "(self, /)", E, same),
    native("__pos__", "(self, /)", E, same),
    native("__neg__", "(self, /)", E, neg),
    native("__abs__", "(self, /)", E, abs),
    native("__add__", "(self, value, /)", E, add),
    native("__radd__", "(self, value, /)", E, radd),
    native("__sub__", "(self, value, /)", E, sub),
    native("__rsub__", "(self, value, /)", E, rsub),
    native("__mul__", "(self, value, /)", E, mul),
    native("__rmul__", "(self, value, /)", E, rmul),
    native("__truediv__", "(self, value, /)", E, div),
    native("__rtruediv__", "(self, value, /)", E, rdiv),
    native("__pow__", "(self, value, mod=None, /)", E, pow),
    native("__rpow__", "(self, value, mod=None, /)", E, rpow),
    native("__eq__", "(self, value, /)", Effect::PURE, eq),
    native("__ne__", "(self, value, /)", Effect::PURE, ne),
    native("__lt__", "(self, value, /)", Effect::PURE, unordered),
    native("__le__", "(self, value, /)", Effect::PURE, unordered),
    native("__gt__", "(self, value, /)", Effect::PURE, unordered),
    native("__ge__", "(self, value, /)", Effect::PURE, unordered),
    native("__format__", "(self, format_spec, /)", E, format),
    native("__getnewargs__", "(self, /)", E, getnewargs),
    native("conjugate", "(self, /)", E, conjugate),
    native("from_number", "(cls, number, /)", Effect::PYTHON, from_number).kind(NativeKind::ClassMethod),
    getter("real", real),
    getter("imag", imag),
];

impl Vm {
    /// A `complex`.
    pub fn make_complex(&mut self, (re, im): Parts) -> Outcome {
        let complex: Gc<Complex> = self.alloc(id::COMPLEX, Scan::Leaf, Complex::SLOTS)?;
        complex.re.set(re);
        complex.im.set(im);
        Ok(complex.value())
    }

    /// The parts of a `complex` or an instance of a subclass.
    pub fn complex_of(&self, value: Value) -> Option<Parts> {
        let exact = self.exact(value);
        if !exact.is_ptr() || map_of(exact) != id::COMPLEX {
            return None;
        }
        // SAFETY: the map says so.
        let complex: Gc<Complex> = unsafe { Gc::from_value_unchecked(exact) };
        Some((complex.re.get(), complex.im.get()))
    }
}

/// An operand.
#[derive(Clone, Copy)]
pub enum Operand {
    Real(f64),
    Complex(Parts),
}

impl Operand {
    fn parts(self) -> Parts {
        match self {
            Operand::Real(re) => (re, 0.0),
            Operand::Complex(parts) => parts,
        }
    }
}

/// A number as an operand; `None`: NotImplemented.
pub fn operand(vm: &mut Vm, value: Value) -> Outcome<Option<Operand>> {
    if let Some(parts) = vm.complex_of(value) {
        return Ok(Some(Operand::Complex(parts)));
    }
    Ok(crate::types::float::rows::operand(vm, value)?.map(Operand::Real))
}

/// `a + b`.
fn sum(a: Operand, b: Operand) -> Parts {
    use Operand::{Complex, Real};
    match (a, b) {
        (Complex(a), Complex(b)) => (a.0 + b.0, a.1 + b.1),
        (Complex(a), Real(b)) | (Real(b), Complex(a)) => (a.0 + b, a.1),
        (Real(a), Real(b)) => (a + b, 0.0),
    }
}

/// `a - b`.
fn difference(a: Operand, b: Operand) -> Parts {
    use Operand::{Complex, Real};
    match (a, b) {
        (Complex(a), Complex(b)) => (a.0 - b.0, a.1 - b.1),
        (Complex(a), Real(b)) => (a.0 - b, a.1),
        (Real(a), Complex(b)) => (a - b.0, -b.1),
        (Real(a), Real(b)) => (a - b, 0.0),
    }
}

/// `a * b`.
fn product(a: Operand, b: Operand) -> Parts {
    use Operand::{Complex, Real};
    match (a, b) {
        (Complex(a), Complex(b)) => multiply(a, b),
        (Complex(a), Real(b)) | (Real(b), Complex(a)) => (a.0 * b, a.1 * b),
        (Real(a), Real(b)) => (a * b, 0.0),
    }
}

/// A product; infinities survive, as C's Annex G wants it.
fn multiply(z: Parts, w: Parts) -> Parts {
    let ((mut a, mut b), (mut c, mut d)) = (z, w);
    let (ac, bd, ad, bc) = (a * c, b * d, a * d, b * c);
    let result = (ac - bd, ad + bc);
    if !(result.0.is_nan() && result.1.is_nan()) {
        return result;
    }
    let unit = |x: f64| if x.is_infinite() { 1.0f64 } else { 0.0 }.copysign(x);
    let zero = |x: f64| if x.is_nan() { 0.0f64.copysign(x) } else { x };
    let mut again = false;
    if a.is_infinite() || b.is_infinite() {
        (a, b, c, d) = (unit(a), unit(b), zero(c), zero(d));
        again = true;
    }
    if c.is_infinite() || d.is_infinite() {
        (c, d, a, b) = (unit(c), unit(d), zero(a), zero(b));
        again = true;
    }
    if !again && [ac, bd, ad, bc].iter().any(|x| x.is_infinite()) {
        (a, b, c, d) = (zero(a), zero(b), zero(c), zero(d));
        again = true;
    }
    if again { (f64::INFINITY * (a * c - b * d), f64::INFINITY * (a * d + b * c)) } else { result }
}

/// `a / b`, `None` for a division by zero.
fn quotient(a: Operand, b: Operand) -> Option<Parts> {
    use Operand::{Complex, Real};
    match (a, b) {
        (_, Real(0.0)) | (_, Complex((0.0, 0.0))) => None,
        (Complex(a), Real(b)) => Some((a.0 / b, a.1 / b)),
        (Real(a), Real(b)) => Some((a / b, 0.0)),
        (Real(a), Complex((c, d))) => Some(real_by_complex(a, c, d)),
        (Complex(a), Complex(b)) => Some(divide(a, b)),
    }
}

fn real_by_complex(a: f64, c: f64, d: f64) -> Parts {
    if c.abs() >= d.abs() {
        let ratio = d / c;
        let denominator = c + d * ratio;
        (a / denominator, (-a * ratio) / denominator)
    } else if d.abs() >= c.abs() {
        let ratio = c / d;
        let denominator = c * ratio + d;
        (a * ratio / denominator, -a / denominator)
    } else {
        (f64::NAN, f64::NAN)
    }
}

/// Smith's division.
fn divide(a: Parts, b: Parts) -> Parts {
    let result = if b.0.abs() >= b.1.abs() {
        let ratio = b.1 / b.0;
        let denominator = b.0 + b.1 * ratio;
        ((a.0 + a.1 * ratio) / denominator, (a.1 - a.0 * ratio) / denominator)
    } else if b.1.abs() >= b.0.abs() {
        let ratio = b.0 / b.1;
        let denominator = b.0 * ratio + b.1;
        ((a.0 * ratio + a.1) / denominator, (a.1 * ratio - a.0) / denominator)
    } else {
        (f64::NAN, f64::NAN)
    };
    recover_quotient(a, b, result)
}

/// Infinities and zeros that Smith's division loses.
fn recover_quotient(a: Parts, b: Parts, result: Parts) -> Parts {
    if !(result.0.is_nan() && result.1.is_nan()) {
        return result;
    }
    let unit = |x: f64| if x.is_infinite() { 1.0f64 } else { 0.0 }.copysign(x);
    let infinite = |z: Parts| z.0.is_infinite() || z.1.is_infinite();
    let finite = |z: Parts| z.0.is_finite() && z.1.is_finite();
    if infinite(a) && finite(b) {
        let (x, y) = (unit(a.0), unit(a.1));
        return (f64::INFINITY * (x * b.0 + y * b.1), f64::INFINITY * (y * b.0 - x * b.1));
    }
    if infinite(b) && finite(a) {
        let (x, y) = (unit(b.0), unit(b.1));
        return (0.0 * (a.0 * x + a.1 * y), 0.0 * (a.1 * x - a.0 * y));
    }
    result
}

/// Why a power failed.
enum PowerError {
    ZeroToNegative,
    Overflow,
}

fn raise_to(a: Parts, b: Parts) -> Result<Parts, PowerError> {
    let result = if b.1 == 0.0 && b.0 == b.0.floor() && b.0.abs() <= 100.0 {
        whole_power(a, b.0 as i32)?
    } else {
        general_power(a, b)?
    };
    let finite_in = [a.0, a.1, b.0, b.1].iter().all(|x| x.is_finite());
    if finite_in && (result.0.is_infinite() || result.1.is_infinite()) { Err(PowerError::Overflow) } else { Ok(result) }
}

fn whole_power(a: Parts, n: i32) -> Result<Parts, PowerError> {
    let (mut result, mut square, mut rest) = ((1.0, 0.0), a, n.unsigned_abs());
    while rest > 0 {
        if rest & 1 != 0 {
            result = multiply(result, square);
        }
        square = multiply(square, square);
        rest >>= 1;
    }
    if n >= 0 {
        return Ok(result);
    }
    if a == (0.0, 0.0) { Err(PowerError::ZeroToNegative) } else { Ok(divide((1.0, 0.0), result)) }
}

fn general_power(a: Parts, b: Parts) -> Result<Parts, PowerError> {
    if b == (0.0, 0.0) {
        return Ok((1.0, 0.0));
    }
    if a == (0.0, 0.0) {
        return if b.1 != 0.0 || b.0 < 0.0 { Err(PowerError::ZeroToNegative) } else { Ok((0.0, 0.0)) };
    }
    let size = a.0.hypot(a.1);
    let angle = a.1.atan2(a.0);
    let mut length = size.powf(b.0);
    let mut phase = angle * b.0;
    if b.1 != 0.0 {
        length *= (-angle * b.1).exp();
        phase += b.1 * size.ln();
    }
    Ok((length * phase.cos(), length * phase.sin()))
}

/// `a ** b`.
pub fn power(vm: &mut Vm, a: Parts, b: Parts) -> Outcome {
    match raise_to(a, b) {
        Ok(result) => vm.make_complex(result),
        Err(PowerError::ZeroToNegative) => Err(vm.zero_division_error("zero to a negative or complex power")),
        Err(PowerError::Overflow) => Err(vm.overflow_error("complex exponentiation")),
    }
}

/// `repr`.
pub fn repr_text((re, im): Parts) -> String {
    let imaginary = text::repr_with(im, false);
    if re == 0.0 && re.is_sign_positive() {
        return format!("{imaginary}j");
    }
    let sign = if imaginary.starts_with('-') { "" } else { "+" };
    format!("({}{sign}{imaginary}j)", text::repr_with(re, false))
}

/// Bytes of the number that `text` begins with, as `float` reads numbers.
fn number_prefix(text: &[u8]) -> usize {
    let sign = usize::from(matches!(text.first(), Some(b'+' | b'-')));
    let rest = &text[sign..];
    for name in [&b"infinity"[..], b"inf", b"nan"] {
        if rest.len() >= name.len() && rest[..name.len()].eq_ignore_ascii_case(name) {
            return sign + name.len();
        }
    }
    let run =
        |from: usize| rest[from.min(rest.len())..].iter().take_while(|b| b.is_ascii_digit() || **b == b'_').count();
    let mut at = run(0);
    if rest.get(at) == Some(&b'.') {
        at += 1 + run(at + 1);
    }
    if at > 0 && matches!(rest.get(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(rest.get(at + 1), Some(b'+' | b'-')));
        let digits = run(at + 1 + sign);
        if digits > 0 {
            at += 1 + sign + digits;
        }
    }
    if at == 0 { 0 } else { sign + at }
}

/// Parses what `int`'s `ascii_number` gives.
pub fn parse(text: &[u8]) -> Option<Parts> {
    let mut text = text;
    if let [b'(', inner @ .., b')'] = text {
        text = inner.trim_ascii();
    }
    let is_j = |b: Option<&u8>| matches!(b, Some(b'j' | b'J'));
    let first = number_prefix(text);
    if first == 0 {
        // A bare `j` with a sign or without.
        return match text {
            [b'j' | b'J'] | [b'+', b'j' | b'J'] => Some((0.0, 1.0)),
            [b'-', b'j' | b'J'] => Some((0.0, -1.0)),
            _ => None,
        };
    }
    let value = float_parse::parse(&text[..first])?;
    let rest = &text[first..];
    if rest.is_empty() {
        return Some((value, 0.0));
    }
    if is_j(rest.first()) {
        return if rest.len() == 1 { Some((0.0, value)) } else { None };
    }
    if !matches!(rest[0], b'+' | b'-') || !is_j(rest.last()) {
        return None;
    }
    let digits = &rest[..rest.len() - 1];
    let imaginary = match digits {
        [b'+'] => 1.0,
        [b'-'] => -1.0,
        _ if number_prefix(digits) == digits.len() => float_parse::parse(digits)?,
        _ => return None,
    };
    Some((value, imaginary))
}

/// The receiver.
fn this(vm: &Vm, args: Args) -> Parts {
    vm.complex_of(args[0]).expect("a complex")
}

fn new(vm: &mut Vm, args: Args) -> Outcome {
    let class = vm.class_argument(args[0], id::COMPLEX)?;
    let parts = match (args.given(1), args.given(2)) {
        (None, None) => (0.0, 0.0),
        (Some(x), None) => to_complex(vm, x)?,
        (re, im) => {
            let re = part(vm, re, "real")?;
            let im = part(vm, im, "imag")?;
            // A real argument has no imaginary part, so that signs of zeros survive.
            (im.1.map_or(re.0, |i| re.0 - i), re.1.map_or(im.0, |i| i + im.0))
        }
    };
    let complex = vm.make_complex(parts)?;
    vm.of_class(class, id::COMPLEX, complex)
}

/// `complex(x)`.
fn to_complex(vm: &mut Vm, x: Value) -> Outcome<Parts> {
    if let Some(text) = vm.text(x) {
        return match parse(&crate::types::int::parse::ascii_number(text.bytes)) {
            Some(parts) => Ok(parts),
            None => Err(vm.value_error("complex() arg is a malformed string")),
        };
    }
    number(vm, x, "complex() argument must be a string or a number, not ")
}

/// A number's parts, by `__complex__`, `__float__` or `__index__`.
pub fn number(vm: &mut Vm, x: Value, message: &str) -> Outcome<Parts> {
    let exact = vm.exact(x);
    if let Some(parts) = vm.complex_of(x).filter(|_| exact.is(x)) {
        return Ok(parts);
    }
    if let Some(result) = vm.call_special(x, Special::Complex, &[]) {
        let result = result?;
        return match vm.complex_of(result) {
            Some(parts) => Ok(parts),
            None => {
                let (of, name) = (vm.type_name(x), vm.type_name(result));
                Err(vm.type_error(format!("{of}.__complex__() must return a complex, not {name}")))
            }
        };
    }
    Ok((crate::types::float::rows::number(vm, x, message, "")?, 0.0))
}

/// An argument of the form with two: a real number, or (deprecated) a complex.
fn part(vm: &mut Vm, x: Option<Value>, name: &str) -> Outcome<(f64, Option<f64>)> {
    let Some(x) = x else { return Ok((0.0, None)) };
    if let Some(parts) = vm.complex_of(x) {
        let class = vm.exceptions.DeprecationWarning;
        let of = vm.type_name(x);
        vm.warn(class, &format!("complex() argument '{name}' must be a real number, not {of}"))?;
        return Ok((parts.0, Some(parts.1)));
    }
    let message = format!("complex() argument '{name}' must be a real number, not ");
    Ok((crate::types::float::rows::number(vm, x, &message, "")?, None))
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    let text = repr_text(this(vm, args));
    vm.new_str(&text)
}

/// `hash(z)`.
pub fn hash_parts((re, im): Parts) -> i64 {
    use crate::types::int::hash::hash_f64;
    match hash_f64(re).wrapping_add(hash_f64(im).wrapping_mul(1000003)) {
        -1 => -2,
        hash => hash,
    }
}

fn hash(vm: &mut Vm, args: Args) -> Outcome {
    let parts = this(vm, args);
    let hash = if parts.0.is_nan() || parts.1.is_nan() { vm.identity_hash(args[0]) } else { hash_parts(parts) };
    vm.new_int(hash)
}

fn truth(vm: &mut Vm, args: Args) -> Outcome {
    Ok(Value::bool(this(vm, args) != (0.0, 0.0)))
}

fn same(vm: &mut Vm, args: Args) -> Outcome {
    Ok(vm.exact(args[0]))
}

fn neg(vm: &mut Vm, args: Args) -> Outcome {
    let (re, im) = this(vm, args);
    vm.make_complex((-re, -im))
}

fn abs(vm: &mut Vm, args: Args) -> Outcome {
    let (re, im) = this(vm, args);
    complex_abs(vm, (re, im))
}

/// `abs(z)`.
pub fn complex_abs(vm: &mut Vm, (re, im): Parts) -> Outcome {
    let size = re.hypot(im);
    if size.is_infinite() && re.is_finite() && im.is_finite() {
        return Err(vm.overflow_error("absolute value too large"));
    }
    vm.make_float(size)
}

macro_rules! operators {
    ($($name:ident $reflected:ident |$vm:ident, $a:ident, $b:ident| $body:expr;)*) => {
        $(fn $name($vm: &mut Vm, args: Args) -> Outcome {
            let $a = Operand::Complex(this($vm, args));
            let Some($b) = operand($vm, args[1])? else { return Ok(Value::NOT_IMPLEMENTED) };
            $body
        }
        fn $reflected($vm: &mut Vm, args: Args) -> Outcome {
            let $b = Operand::Complex(this($vm, args));
            let Some($a) = operand($vm, args[1])? else { return Ok(Value::NOT_IMPLEMENTED) };
            $body
        })*
    };
}

operators! {
    add radd |vm, a, b| vm.make_complex(sum(a, b));
    sub rsub |vm, a, b| vm.make_complex(difference(a, b));
    mul rmul |vm, a, b| vm.make_complex(product(a, b));
    div rdiv |vm, a, b| complex_div(vm, a, b);
}

fn complex_div(vm: &mut Vm, a: Operand, b: Operand) -> Outcome {
    match quotient(a, b) {
        Some(parts) => vm.make_complex(parts),
        None => Err(vm.zero_division_error("division by zero")),
    }
}

/// An operator of two numbers at least one of which is a complex; `None`: it has no such operator.
pub fn complex_binary(vm: &mut Vm, op: crate::protocol::operate::Binary, a: Operand, b: Operand) -> Option<Outcome> {
    use crate::protocol::operate::Binary;
    Some(match op {
        Binary::Add => vm.make_complex(sum(a, b)),
        Binary::Sub => vm.make_complex(difference(a, b)),
        Binary::Mul => vm.make_complex(product(a, b)),
        Binary::Div => complex_div(vm, a, b),
        Binary::Pow => power(vm, a.parts(), b.parts()),
        _ => return None,
    })
}

/// No complex has a modulus.
fn check_modulus(vm: &mut Vm, args: Args) -> Outcome<()> {
    if args.or(2, Value::NONE).is(Value::NONE) { Ok(()) } else { Err(vm.value_error("complex modulo")) }
}

fn pow(vm: &mut Vm, args: Args) -> Outcome {
    let a = this(vm, args);
    let Some(b) = operand(vm, args[1])? else { return Ok(Value::NOT_IMPLEMENTED) };
    check_modulus(vm, args)?;
    power(vm, a, b.parts())
}

fn rpow(vm: &mut Vm, args: Args) -> Outcome {
    let b = this(vm, args);
    let Some(a) = operand(vm, args[1])? else { return Ok(Value::NOT_IMPLEMENTED) };
    check_modulus(vm, args)?;
    power(vm, a.parts(), b)
}

/// Equality with any number; `None`: NotImplemented.
fn equals(vm: &Vm, (re, im): Parts, other: Value) -> Option<bool> {
    if let Some(b) = vm.complex_of(other) {
        return Some(re == b.0 && im == b.1);
    }
    if let Some(f) = vm.float_of(other) {
        return Some(im == 0.0 && re == f);
    }
    if !vm.is_int(other) {
        return None;
    }
    Some(im == 0.0 && crate::types::int::int_cmp_float(vm, other, re) == Some(std::cmp::Ordering::Equal))
}

fn eq(vm: &mut Vm, args: Args) -> Outcome {
    let parts = this(vm, args);
    Ok(equals(vm, parts, args[1]).map_or(Value::NOT_IMPLEMENTED, Value::bool))
}

fn ne(vm: &mut Vm, args: Args) -> Outcome {
    let parts = this(vm, args);
    Ok(equals(vm, parts, args[1]).map_or(Value::NOT_IMPLEMENTED, |e| Value::bool(!e)))
}

fn unordered(_vm: &mut Vm, _args: Args) -> Outcome {
    Ok(Value::NOT_IMPLEMENTED)
}

fn format(vm: &mut Vm, args: Args) -> Outcome {
    let Some(spec) = vm.text(args[1]) else { return Err(spec_type_error(vm, args[1])) };
    let parts = this(vm, args);
    vm.format_complex(parts, spec.bytes, args[0])
}

fn getnewargs(vm: &mut Vm, args: Args) -> Outcome {
    let (re, im) = this(vm, args);
    let re = vm.make_float(re)?;
    let im = vm.make_float(im)?;
    vm.new_tuple(&[re, im])
}

fn conjugate(vm: &mut Vm, args: Args) -> Outcome {
    let (re, im) = this(vm, args);
    vm.make_complex((re, -im))
}

fn from_number(vm: &mut Vm, args: Args) -> Outcome {
    let parts = number(vm, args[1], "must be real number, not ")?;
    let complex = vm.make_complex(parts)?;
    if args[0].is(vm.builtin_class(id::COMPLEX).value()) { Ok(complex) } else { vm.call(args[0], &[complex]) }
}

fn real(vm: &mut Vm, args: Args) -> Outcome {
    let (re, _) = this(vm, args);
    vm.make_float(re)
}

fn imag(vm: &mut Vm, args: Args) -> Outcome {
    let (_, im) = this(vm, args);
    vm.make_float(im)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts() {
        let rows = [
            ((1.0, 2.0), "(1+2j)"),
            ((-0.0, -0.0), "(-0-0j)"),
            ((0.0, -0.0), "-0j"),
            ((f64::NAN, f64::INFINITY), "(nan+infj)"),
            ((0.0, 1e20), "1e+20j"),
        ];
        for (parts, text) in rows {
            assert_eq!(repr_text(parts), text);
        }
        let rows = [
            ("1+2j", (1.0, 2.0)),
            ("-j", (0.0, -1.0)),
            ("( 1e5j )", (0.0, 1e5)),
            ("1.5-1e-3J", (1.5, -0.001)),
            ("1_0", (10.0, 0.0)),
        ];
        for (text, parts) in rows {
            assert_eq!(parse(text.as_bytes()), Some(parts), "{text}");
        }
        for text in ["1+2", "a", "1 + 2j", "", "1j2", "1+2j3j", "(1+2j"] {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn powers() {
        assert_eq!(raise_to((1.0, 2.0), (-3.0, 0.0)).ok(), Some((-0.08800000000000001, 0.016)));
        assert_eq!(raise_to((1.0, 2.0), (2.0, 0.0)).ok(), Some((-3.0, 4.0)));
        assert_eq!(divide((1.0, 2.0), (3.0, -1.0)), (0.1, 0.7000000000000001));
    }
}
