//! Operators and comparisons: ints with overflow and floats in place, all else through the protocols.

use super::{next, ok, publish};
use crate::interp::begin::begin_above;
use crate::interp::dispatch::operand::{a, b, c as field_c, get, set};
use crate::interp::dispatch::{Base, Ctx, Next, Pc, Table, go};
use crate::interp::frame::Action;
use crate::object::class::Special;
use crate::protocol::compare::Comparison;
use crate::protocol::operate::{Binary, mixed_binary};
use pyspec_abi::Value;
use pyspec_abi::ops::Op;
use pyspec_abi::value::{FLOAT_BIAS, FLOAT_ROTATE};

#[inline(always)]
pub fn both_int(x: Value, y: Value) -> bool {
    x.bits() & y.bits() & 1 != 0
}

#[inline(always)]
pub fn both_float(x: Value, y: Value) -> bool {
    cfg!(target_pointer_width = "64") && ((x.bits() ^ 2) | (y.bits() ^ 2)) & 3 == 0
}

/// The float in place; bits without the tag if it does not fit.
#[inline(always)]
pub fn encode(f: f64) -> usize {
    f.to_bits().wrapping_add(FLOAT_BIAS).rotate_left(FLOAT_ROTATE) as usize
}

/// The bits of a float in place of this value, if it fits.
#[inline(always)]
fn flonum(f: f64) -> Option<usize> {
    let bits = encode(f);
    if bits & 3 == 2 { Some(bits) } else { None }
}

/// The bits of `x + y` for two ints or two floats in place whose result is one.
#[inline(always)]
pub fn quick_add(x: Value, y: Value) -> Option<usize> {
    if both_int(x, y) {
        return some((x.bits() as isize).overflowing_add((y.bits() as isize).wrapping_sub(1)));
    }
    if both_float(x, y) { flonum(x.as_flonum() + y.as_flonum()) } else { None }
}

/// The same for `x - y`.
#[inline(always)]
pub fn quick_subtract(x: Value, y: Value) -> Option<usize> {
    if both_int(x, y) {
        return some((x.bits() as isize).overflowing_sub((y.bits() as isize).wrapping_sub(1)));
    }
    if both_float(x, y) { flonum(x.as_flonum() - y.as_flonum()) } else { None }
}

/// The same for `x * y`.
#[inline(always)]
pub fn quick_multiply(x: Value, y: Value) -> Option<usize> {
    if both_int(x, y) {
        let (r, overflows) = (x.bits() as isize - 1).overflowing_mul(y.as_int());
        return if overflows { None } else { Some((r + 1) as usize) };
    }
    if both_float(x, y) { flonum(x.as_flonum() * y.as_flonum()) } else { None }
}

/// The result of a bitwise operator, if both are ints.
#[inline(always)]
pub fn quick_bits(x: Value, y: Value, bits: usize) -> Option<usize> {
    if both_int(x, y) { Some(bits) } else { None }
}

/// Ints and floats by the given short ways, then the slow function.
macro_rules! binary {
    ($name:ident $inplace:ident $op:ident |$x:ident, $y:ident| $int:expr, |$f:ident, $g:ident| $float:expr) => {
        pub unsafe fn $name<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
            let ($x, $y) = (get(base, b::<W>(pc)), get(base, field_c::<W>(pc)));
            if both_int($x, $y) {
                let r: Option<usize> = $int;
                if let Some(bits) = r {
                    set(base, a::<W>(pc), Value::from_bits_unchecked(bits));
                    next!(c pc base t W $name)
                }
            } else if both_float($x, $y) {
                let ($f, $g) = ($x.as_flonum(), $y.as_flonum());
                let r: Option<f64> = $float;
                if let Some(f) = r {
                    let bits = encode(f);
                    if bits & 3 == 2 {
                        set(base, a::<W>(pc), Value::from_bits_unchecked(bits));
                        next!(c pc base t W $name)
                    }
                }
            }
            binary_slow::<W, { Binary::$op as u8 }>(c, pc, base, t)
        }
        pub unsafe fn $inplace<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
            let ($x, $y) = (get(base, b::<W>(pc)), get(base, field_c::<W>(pc)));
            if both_int($x, $y) {
                let r: Option<usize> = $int;
                if let Some(bits) = r {
                    set(base, a::<W>(pc), Value::from_bits_unchecked(bits));
                    next!(c pc base t W $inplace)
                }
            } else if both_float($x, $y) {
                let ($f, $g) = ($x.as_flonum(), $y.as_flonum());
                let r: Option<f64> = $float;
                if let Some(f) = r {
                    let bits = encode(f);
                    if bits & 3 == 2 {
                        set(base, a::<W>(pc), Value::from_bits_unchecked(bits));
                        next!(c pc base t W $inplace)
                    }
                }
            }
            inplace_slow::<W, { Binary::$op as u8 }>(c, pc, base, t)
        }
    };
}

#[inline(always)]
fn some(r: (isize, bool)) -> Option<usize> {
    if r.1 { None } else { Some(r.0 as usize) }
}

/// `x // y` and `x % y` of ints with y > 0.
#[inline(always)]
fn floor_div(x: Value, y: Value) -> Option<usize> {
    let (p, q) = (x.as_int(), y.as_int());
    if ((p | q) as u64) >> 32 == 0 {
        return if q == 0 { None } else { Some(((p as u32 / q as u32) as usize) << 1 | 1) };
    }
    if q <= 0 { None } else { Some((p.div_euclid(q) << 1 | 1) as usize) }
}

#[inline(always)]
fn modulo(x: Value, y: Value) -> Option<usize> {
    let (p, q) = (x.as_int(), y.as_int());
    if ((p | q) as u64) >> 32 == 0 {
        return if q == 0 { None } else { Some(((p as u32 % q as u32) as usize) << 1 | 1) };
    }
    if q <= 0 { None } else { Some((p.rem_euclid(q) << 1 | 1) as usize) }
}

#[inline(always)]
fn shift_left(x: Value, y: Value) -> Option<usize> {
    let (p, q) = (x.as_int(), y.as_int());
    if q as usize >= 62 {
        return None;
    }
    let r = p << q;
    if r >> q == p && (r << 1) >> 1 == r { Some((r << 1 | 1) as usize) } else { None }
}

#[inline(always)]
fn shift_right(x: Value, y: Value) -> Option<usize> {
    let (p, q) = (x.as_int(), y.as_int());
    if q < 0 { None } else { Some((p >> q.min(63) << 1 | 1) as usize) }
}

binary!(ADD IADD Add |x, y| some((x.bits() as isize).overflowing_add((y.bits() as isize).wrapping_sub(1))), |f, g| Some(f + g));
binary!(SUB ISUB Sub |x, y| some((x.bits() as isize).overflowing_sub((y.bits() as isize).wrapping_sub(1))), |f, g| Some(f - g));
binary!(MUL IMUL Mul |x, y| {
    let (r, o) = (x.bits() as isize - 1).overflowing_mul(y.as_int());
    if o { None } else { Some((r + 1) as usize) }
}, |f, g| Some(f * g));
binary!(DIV IDIV Div |_x, _y| None, |f, g| Some(f / g));
binary!(FLOORDIV IFLOORDIV FloorDiv |x, y| floor_div(x, y), |_f, _g| None);
binary!(MOD IMOD Mod |x, y| modulo(x, y), |_f, _g| None);
binary!(POW IPOW Pow |_x, _y| None, |_f, _g| None);
binary!(MATMUL IMATMUL MatMul |_x, _y| None, |_f, _g| None);
binary!(LSHIFT ILSHIFT LShift |x, y| shift_left(x, y), |_f, _g| None);
binary!(RSHIFT IRSHIFT RShift |x, y| shift_right(x, y), |_f, _g| None);
binary!(AND IAND And |x, y| Some(x.bits() & y.bits()), |_f, _g| None);
binary!(OR IOR Or |x, y| Some(x.bits() | y.bits()), |_f, _g| None);
binary!(XOR IXOR Xor |x, y| Some((x.bits() ^ y.bits()) | 1), |_f, _g| None);

/// The operator with this number.
pub fn binary_of(n: u8) -> Binary {
    const ALL: [Binary; 14] = [
        Binary::Add,
        Binary::Sub,
        Binary::Mul,
        Binary::Div,
        Binary::FloorDiv,
        Binary::Mod,
        Binary::Pow,
        Binary::MatMul,
        Binary::LShift,
        Binary::RShift,
        Binary::And,
        Binary::Or,
        Binary::Xor,
        Binary::DivMod,
    ];
    ALL[n as usize]
}

#[inline(never)]
unsafe fn binary_slow<const W: bool, const OP: u8>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let (x, y) = (get(base, b::<W>(pc)), get(base, field_c::<W>(pc)));
    if let Some(outcome) = builtin_binary::<OP>(c, x, y) {
        let v = ok!(c pc base t, outcome);
        set(base, a::<W>(pc), v);
        next!(c pc base t W ADD)
    }
    if let Some(callee) = (*c).binary_callee(binary_of(OP), x, y) {
        let called = begin_above(c, (pc, base), callee, [x, y], Action::Operator);
        if !called.base.is_null() {
            return go(c, called.x as Pc, called.base, t);
        }
    }
    let v = ok!(c pc base t, (*c).binary(binary_of(OP), x, y));
    set(base, a::<W>(pc), v);
    next!(c pc base t W ADD)
}

/// An int with a float, two sets: what builtin operands come here for most.
#[inline(always)]
unsafe fn builtin_binary<const OP: u8>(c: Ctx, x: Value, y: Value) -> Option<crate::native::Outcome> {
    let op = binary_of(OP);
    if !x.is_ptr() && !y.is_ptr() {
        return match op {
            Binary::Add | Binary::Sub | Binary::Mul | Binary::Div => mixed_binary(&mut *c, op, x, y),
            _ => None,
        };
    }
    match op {
        Binary::Sub | Binary::And | Binary::Or | Binary::Xor => (*c).combine_sets(op, x, y),
        _ => None,
    }
}

#[inline(never)]
unsafe fn inplace_slow<const W: bool, const OP: u8>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let (x, y) = (get(base, b::<W>(pc)), get(base, field_c::<W>(pc)));
    if !x.is_ptr()
        && let Some(outcome) = builtin_binary::<OP>(c, x, y)
    {
        let v = ok!(c pc base t, outcome);
        set(base, a::<W>(pc), v);
        next!(c pc base t W IADD)
    }
    if let Some((callee, action)) = (*c).inplace_callee(binary_of(OP), x, y) {
        let called = begin_above(c, (pc, base), callee, [x, y], action);
        if !called.base.is_null() {
            return go(c, called.x as Pc, called.base, t);
        }
    }
    let v = ok!(c pc base t, (*c).inplace(binary_of(OP), x, y));
    set(base, a::<W>(pc), v);
    next!(c pc base t W IADD)
}

macro_rules! unary {
    ($name:ident $method:ident $x:ident $int:expr) => {
        pub unsafe fn $name<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
            let $x = get(base, b::<W>(pc));
            if $x.is_int() {
                let r: Option<Value> = $int;
                if let Some(v) = r {
                    set(base, a::<W>(pc), v);
                    next!(c pc base t W $name)
                }
            }
            unsafe fn slow<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
                publish(c, pc, base);
                let v = ok!(c pc base t, (*c).$method(get(base, b::<W>(pc))));
                set(base, a::<W>(pc), v);
                next!(c pc base t W $name)
            }
            slow::<W>(c, pc, base, t)
        }
    };
}
unary!(NEG negative x if x.as_int() == pyspec_abi::value::INT_MIN { None } else { Some(Value::small_int(-x.as_int())) });
unary!(POS positive x Some(x));
unary!(INVERT invert x Some(Value::small_int(!x.as_int())));

/// The truth of a value, if it can be told at once.
#[inline(always)]
pub fn quick_truth(v: Value) -> Option<bool> {
    if v.is(Value::TRUE) {
        return Some(true);
    }
    if v.is(Value::FALSE) || v.is(Value::NONE) {
        return Some(false);
    }
    if v.is_int() { Some(v.as_int() != 0) } else { None }
}

pub unsafe fn NOT<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    if let Some(b1) = quick_truth(get(base, b::<W>(pc))) {
        set(base, a::<W>(pc), Value::bool(!b1));
        next!(c pc base t W NOT)
    }
    truth_slow::<W, true>(c, pc, base, t)
}

pub unsafe fn TRUTH<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    if let Some(b1) = quick_truth(get(base, b::<W>(pc))) {
        set(base, a::<W>(pc), Value::bool(b1));
        next!(c pc base t W TRUTH)
    }
    truth_slow::<W, false>(c, pc, base, t)
}

#[inline(never)]
unsafe fn truth_slow<const W: bool, const NOT: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let v = ok!(c pc base t, (*c).truth(get(base, b::<W>(pc))));
    set(base, a::<W>(pc), Value::bool(v != NOT));
    next!(c pc base t W NOT)
}

macro_rules! compare {
    ($name:ident $op:ident $test:tt) => {
        pub unsafe fn $name<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
            let (x, y) = (get(base, b::<W>(pc)), get(base, field_c::<W>(pc)));
            if both_int(x, y) {
                set(base, a::<W>(pc), Value::bool((x.bits() as isize) $test (y.bits() as isize)));
                next!(c pc base t W $name)
            }
            if both_float(x, y) {
                set(base, a::<W>(pc), Value::bool(x.as_flonum() $test y.as_flonum()));
                next!(c pc base t W $name)
            }
            compare_slow::<W, { Comparison::$op as u8 }>(c, pc, base, t)
        }
    };
}
compare!(LT Lt <);
compare!(LE Le <=);
compare!(EQ Eq ==);
compare!(NE Ne !=);
compare!(GT Gt >);
compare!(GE Ge >=);

/// The comparison with this number.
pub fn comparison_of(n: u8) -> Comparison {
    const ALL: [Comparison; 6] =
        [Comparison::Lt, Comparison::Le, Comparison::Eq, Comparison::Ne, Comparison::Gt, Comparison::Ge];
    ALL[n as usize]
}

#[inline(never)]
unsafe fn compare_slow<const W: bool, const OP: u8>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let (x, y) = (get(base, b::<W>(pc)), get(base, field_c::<W>(pc)));
    if let Some(outcome) = (*c).compare_sets(comparison_of(OP), x, y) {
        let holds = ok!(c pc base t, outcome);
        set(base, a::<W>(pc), Value::bool(holds));
        next!(c pc base t W LT)
    }
    if let Some(holds) = (*c).quick_compare(comparison_of(OP), x, y) {
        set(base, a::<W>(pc), Value::bool(holds));
        next!(c pc base t W LT)
    }
    if let Some(callee) = (*c).compare_callee(comparison_of(OP), x, y) {
        let called = begin_above(c, (pc, base), callee, [x, y], Action::Operator);
        if !called.base.is_null() {
            return go(c, called.x as Pc, called.base, t);
        }
    }
    let v = ok!(c pc base t, (*c).compare_objects(comparison_of(OP), x, y));
    set(base, a::<W>(pc), v);
    next!(c pc base t W LT)
}

pub unsafe fn IS<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let (x, y) = (get(base, b::<W>(pc)), get(base, field_c::<W>(pc)));
    let same = x.is(y) || x.is_ptr() && y.is_ptr() && same_slow(c, x, y);
    set(base, a::<W>(pc), Value::bool(same));
    next!(c pc base t W IS)
}

pub unsafe fn ISNOT<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let (x, y) = (get(base, b::<W>(pc)), get(base, field_c::<W>(pc)));
    let same = x.is(y) || x.is_ptr() && y.is_ptr() && same_slow(c, x, y);
    set(base, a::<W>(pc), Value::bool(!same));
    next!(c pc base t W ISNOT)
}

#[inline(never)]
unsafe fn same_slow(c: Ctx, x: Value, y: Value) -> bool {
    (*c).is_same(x, y)
}

pub unsafe fn IN<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let (item, v) = (get(base, b::<W>(pc)), get(base, field_c::<W>(pc)));
    if let Some(callee) = (*c).python_special(v, Special::Contains, 2) {
        let called = begin_above(c, (pc, base), callee, [v, item], Action::Truth);
        if !called.base.is_null() {
            return go(c, called.x as Pc, called.base, t);
        }
    }
    let v = ok!(c pc base t, (*c).contains(v, item));
    set(base, a::<W>(pc), Value::bool(v));
    next!(c pc base t W IN)
}

pub unsafe fn NOTIN<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let (item, v) = (get(base, b::<W>(pc)), get(base, field_c::<W>(pc)));
    if let Some(callee) = (*c).python_special(v, Special::Contains, 2) {
        let called = begin_above(c, (pc, base), callee, [v, item], Action::Untruth);
        if !called.base.is_null() {
            return go(c, called.x as Pc, called.base, t);
        }
    }
    let v = ok!(c pc base t, (*c).contains(v, item));
    set(base, a::<W>(pc), Value::bool(!v));
    next!(c pc base t W NOTIN)
}
