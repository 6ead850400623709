//! Arithmetic of exact ints (bools count as ints).

use super::Int;
use crate::native::{Outcome, Raised};
use crate::vm::Vm;
use dashu_base::{BitTest, DivRem, Sign};
use dashu_int::{IBig, UBig};
use pyspec_abi::Value;
use std::cmp::Ordering;

/// Both operands as ints.
#[inline]
fn pair(vm: &Vm, a: Value, b: Value) -> (Int, Int) {
    (vm.int_of(a).expect("an int"), vm.int_of(b).expect("an int"))
}

/// Both as big ints.
fn bigs(vm: &Vm, a: Value, b: Value) -> (IBig, IBig) {
    let (a, b) = pair(vm, a, b);
    (a.into_big(), b.into_big())
}

macro_rules! ring {
    ($($(#[$doc:meta])* $name:ident $checked:ident $op:tt;)*) => {
        $($(#[$doc])*
        #[inline]
        pub fn $name(vm: &mut Vm, a: Value, b: Value) -> Outcome {
            if a.is_int() && b.is_int() {
                if let Some(sum) = (a.as_int() as i64).$checked(b.as_int() as i64) {
                    return vm.make_int(sum);
                }
            }
            let (a, b) = pair(vm, a, b);
            if let (Int::Small(a), Int::Small(b)) = (&a, &b) {
                return vm.make_i128(i128::from(*a) $op i128::from(*b));
            }
            let result = a.into_big() $op b.into_big();
            vm.make_big(&result)
        })*
    };
}

ring! {
    /// `a + b`.
    int_add checked_add +;
    /// `a - b`.
    int_sub checked_sub -;
    /// `a * b`.
    int_mul checked_mul *;
}

#[cold]
fn zero_division(vm: &mut Vm) -> Raised {
    vm.zero_division_error("division by zero")
}

/// Quotient rounded down and remainder with the divisor's sign; `b` is not 0.
pub fn big_floor_div_rem(a: &IBig, b: &IBig) -> (IBig, IBig) {
    let (q, r) = a.div_rem(b);
    if !r.is_zero() && r.sign() != b.sign() { (q - IBig::ONE, r + b) } else { (q, r) }
}

/// The same of machine ints. The least int by -1 does not fit, hence the wider quotient.
#[inline]
pub fn floor_div_rem(a: i64, b: i64) -> (i128, i64) {
    if b == -1 {
        return (-i128::from(a), 0);
    }
    let (q, r) = (a / b, a % b);
    if r != 0 && (r < 0) != (b < 0) { (i128::from(q) - 1, r + b) } else { (i128::from(q), r) }
}

/// `divmod(a, b)` as two values.
pub fn int_div_rem(vm: &mut Vm, a: Value, b: Value) -> Outcome<(Value, Value)> {
    let (x, y) = pair(vm, a, b);
    if let (Int::Small(x), Int::Small(y)) = (&x, &y) {
        if *y == 0 {
            return Err(zero_division(vm));
        }
        let (q, r) = floor_div_rem(*x, *y);
        let q = vm.make_i128(q)?;
        return Ok((q, vm.make_int(r)?));
    }
    let (x, y) = (x.into_big(), y.into_big());
    if y.is_zero() {
        return Err(zero_division(vm));
    }
    let (q, r) = big_floor_div_rem(&x, &y);
    let q = vm.make_big(&q)?;
    Ok((q, vm.make_big(&r)?))
}

/// `a // b`.
#[inline]
pub fn int_floor_div(vm: &mut Vm, a: Value, b: Value) -> Outcome {
    if a.is_int() && b.is_int() && b.as_int() != 0 {
        let (q, _) = floor_div_rem(a.as_int() as i64, b.as_int() as i64);
        return vm.make_int(q as i64);
    }
    Ok(int_div_rem(vm, a, b)?.0)
}

/// `a % b`.
#[inline]
pub fn int_mod(vm: &mut Vm, a: Value, b: Value) -> Outcome {
    if a.is_int() && b.is_int() && b.as_int() != 0 {
        let (_, r) = floor_div_rem(a.as_int() as i64, b.as_int() as i64);
        return vm.make_int(r);
    }
    Ok(int_div_rem(vm, a, b)?.1)
}

/// `divmod(a, b)`.
pub fn int_divmod(vm: &mut Vm, a: Value, b: Value) -> Outcome {
    let (q, r) = int_div_rem(vm, a, b)?;
    vm.new_tuple(&[q, r])
}

/// `a / b`, correctly rounded.
pub fn int_true_div(vm: &mut Vm, a: Value, b: Value) -> Outcome {
    let (x, y) = pair(vm, a, b);
    const EXACT: u64 = 1 << 53;
    if let (Int::Small(x), Int::Small(y)) = (&x, &y) {
        if *y == 0 {
            return Err(zero_division(vm));
        }
        if x.unsigned_abs() <= EXACT && y.unsigned_abs() <= EXACT {
            return vm.new_float(*x as f64 / *y as f64);
        }
    }
    let (x, y) = (x.into_big(), y.into_big());
    if y.is_zero() {
        return Err(zero_division(vm));
    }
    match big_true_div(&x, &y) {
        Some(f) => vm.new_float(f),
        None => Err(vm.overflow_error("integer division result too large for a float")),
    }
}

/// `a / b` correctly rounded, `None` beyond the floats; `b` is not 0.
pub fn big_true_div(a: &IBig, b: &IBig) -> Option<f64> {
    let negative = (a.sign() == Sign::Negative) != (b.sign() == Sign::Negative);
    let (a, b) = (a.clone().into_parts().1, b.clone().into_parts().1);
    if a.is_zero() {
        return Some(if negative { -0.0 } else { 0.0 });
    }
    // A quotient of 66 bits or more, its lowest bit sticky, rounds once.
    let mut shift = b.bit_len() as isize - a.bit_len() as isize + 66;
    // No more bits than the result can have above its least exponent, plus the sticky ones.
    shift = shift.min(1074 + 66);
    let (a, b) = if shift >= 0 { (a << shift as usize, b) } else { (a, b << (-shift) as usize) };
    let (mut q, r) = a.div_rem(&b);
    if !r.is_zero() {
        q |= UBig::ONE;
    }
    let f = scaled(&q, -shift)?;
    Some(if negative { -f } else { f })
}

/// `m * 2^exponent` rounded half to even once, `None` beyond the floats.
pub fn scaled(m: &UBig, exponent: isize) -> Option<f64> {
    let bits = m.bit_len() as isize;
    if bits == 0 {
        return Some(0.0);
    }
    // Exponent of the result's last place.
    let last = (bits + exponent - 53).max(-1074);
    let cut = last - exponent;
    let mantissa = if cut <= 0 { m.clone() << (-cut) as usize } else { round_half_even(m, cut as usize) };
    let mantissa = u64::try_from(mantissa).expect("53 bits, rounded");
    let f = mantissa as f64;
    let result = if last >= -1022 {
        f * exp2(last.min(1023)) * exp2((last - 1023).max(0))
    } else {
        f * exp2(-1000) * exp2(last + 1000)
    };
    if result.is_finite() { Some(result) } else { None }
}

/// A power of two with an exponent of the normal floats.
fn exp2(exponent: isize) -> f64 {
    f64::from_bits(((exponent + 1023) as u64) << 52)
}

/// `m / 2^cut`, rounded half to even.
fn round_half_even(m: &UBig, cut: usize) -> UBig {
    let q: UBig = m >> cut;
    let half = m.bit(cut - 1);
    let below = cut > 1 && m.trailing_zeros().is_some_and(|z| z < cut - 1);
    if half && (below || q.bit(0)) { q + UBig::ONE } else { q }
}

/// An int as a float, rounded half to even; `None` beyond the floats.
pub fn big_to_f64(i: &IBig) -> Option<f64> {
    let (sign, magnitude) = i.clone().into_parts();
    let f = scaled(&magnitude, 0)?;
    Some(if sign == Sign::Negative { -f } else { f })
}

/// An int as a float; OverflowError beyond the floats.
pub fn int_to_f64(vm: &mut Vm, a: Value) -> Outcome<f64> {
    match vm.int_of(a).expect("an int") {
        Int::Small(i) => Ok(i as f64),
        Int::Big(b) => match big_to_f64(&b) {
            Some(f) => Ok(f),
            None => Err(vm.overflow_error("int too large to convert to float")),
        },
    }
}

/// `a ** b`; a negative exponent gives a float.
pub fn int_pow(vm: &mut Vm, a: Value, b: Value) -> Outcome {
    let (x, y) = pair(vm, a, b);
    match y {
        Int::Small(y) if y >= 0 => {
            if let Int::Small(x) = x
                && let Some(power) = u32::try_from(y).ok().and_then(|y| x.checked_pow(y))
            {
                return vm.make_int(power);
            }
            let x = x.into_big();
            if x.is_zero() || x.is_one() || x == IBig::NEG_ONE {
                return vm.make_big(&if x == IBig::NEG_ONE && y & 1 == 0 { IBig::ONE } else { x });
            }
            if (x.as_sign_words().1.len() as u64).saturating_mul(y as u64) > 1 << 32 {
                return Err(vm.memory_error(""));
            }
            let power = x.pow(y as usize);
            vm.make_big(&power)
        }
        Int::Big(ref big) if big.sign() == Sign::Positive => match x {
            Int::Small(0) => Ok(Value::small_int(0)),
            Int::Small(1) => Ok(Value::small_int(1)),
            Int::Small(-1) => Ok(Value::small_int(if big.bit(0) { -1 } else { 1 })),
            _ => Err(vm.memory_error("")),
        },
        _ => {
            let (x, y) = (int_to_f64(vm, a)?, int_to_f64(vm, b)?);
            crate::types::float::float_pow(vm, x, y)
        }
    }
}

/// `pow(a, b, m)`.
pub fn int_pow_mod(vm: &mut Vm, a: Value, b: Value, m: Value) -> Outcome {
    let (mut a, b) = bigs(vm, a, b);
    let m = vm.int_of(m).expect("an int").into_big();
    if m.is_zero() {
        return Err(vm.value_error("pow() 3rd argument cannot be 0"));
    }
    let (m_sign, modulus) = m.clone().into_parts();
    if modulus.is_one() {
        return Ok(Value::small_int(0));
    }
    let (b_sign, exponent) = b.into_parts();
    if b_sign == Sign::Negative {
        match inverse(&a, &modulus) {
            Some(inverse) => a = inverse,
            None => return Err(vm.value_error("base is not invertible for the given modulus")),
        }
    }
    let ring = dashu_int::fast_div::ConstDivisor::new(modulus);
    let power = ring.reduce(a).pow(&exponent).residue();
    let power = IBig::from(power);
    let result = if m_sign == Sign::Negative && !power.is_zero() { power + m } else { power };
    vm.make_big(&result)
}

/// Inverse of `a` modulo `m`, if there is one.
fn inverse(a: &IBig, m: &UBig) -> Option<IBig> {
    let m = IBig::from(m.clone());
    let (mut r0, mut r1) = (m.clone(), big_floor_div_rem(a, &m).1);
    let (mut t0, mut t1) = (IBig::ZERO, IBig::ONE);
    while !r1.is_zero() {
        let (q, r) = (&r0).div_rem(&r1);
        let t = t0 - q * &t1;
        (r0, r1) = (r1, r);
        (t0, t1) = (t1, t);
    }
    if r0.is_one() { Some(big_floor_div_rem(&t0, &m).1) } else { None }
}

/// `a << b`.
pub fn int_lshift(vm: &mut Vm, a: Value, b: Value) -> Outcome {
    if a.is_int() && b.is_int() && (0..63).contains(&b.as_int()) {
        let (x, shift) = (a.as_int() as i64, b.as_int() as u32);
        if x << shift >> shift == x {
            return vm.make_int(x << shift);
        }
    }
    let (x, y) = pair(vm, a, b);
    match (x, y) {
        (_, Int::Small(..0)) => Err(vm.value_error("negative shift count")),
        (_, Int::Big(y)) if y.sign() == Sign::Negative => Err(vm.value_error("negative shift count")),
        (Int::Small(0), _) => Ok(Value::small_int(0)),
        (x, Int::Small(y)) if y < 1 << 40 => {
            let result = x.into_big() << y as usize;
            vm.make_big(&result)
        }
        _ => Err(vm.overflow_error("too many digits in integer")),
    }
}

/// `a >> b`.
pub fn int_rshift(vm: &mut Vm, a: Value, b: Value) -> Outcome {
    if a.is_int() && b.is_int() && b.as_int() >= 0 {
        return Ok(Value::small_int(a.as_int() >> b.as_int().min(63)));
    }
    let (x, y) = pair(vm, a, b);
    let negative = match &x {
        Int::Small(i) => *i < 0,
        Int::Big(b) => b.sign() == Sign::Negative,
    };
    match y {
        Int::Small(..0) => Err(vm.value_error("negative shift count")),
        Int::Big(y) if y.sign() == Sign::Negative => Err(vm.value_error("negative shift count")),
        Int::Small(y) => {
            let result = big_shift_right(&x.into_big(), y as usize);
            vm.make_big(&result)
        }
        Int::Big(_) => Ok(Value::small_int(if negative { -1 } else { 0 })),
    }
}

/// `i >> n`, rounded down.
pub fn big_shift_right(i: &IBig, n: usize) -> IBig {
    if i.sign() == Sign::Negative {
        // -((-i - 1) >> n) - 1
        let below: IBig = -(i + IBig::ONE);
        -((below.into_parts().1 >> n) + UBig::ONE)
    } else {
        IBig::from(i.clone().into_parts().1 >> n)
    }
}

macro_rules! bitwise {
    ($($(#[$doc:meta])* $name:ident $op:tt;)*) => {
        $($(#[$doc])*
        #[inline]
        pub fn $name(vm: &mut Vm, a: Value, b: Value) -> Outcome {
            if a.is_int() && b.is_int() {
                return Ok(Value::small_int(a.as_int() $op b.as_int()));
            }
            if a.is_bool() && b.is_bool() {
                return Ok(Value::bool(a.is(Value::TRUE) $op b.is(Value::TRUE)));
            }
            let (a, b) = pair(vm, a, b);
            if let (Int::Small(a), Int::Small(b)) = (&a, &b) {
                return vm.make_int(*a $op *b);
            }
            let result = a.into_big() $op b.into_big();
            vm.make_big(&result)
        })*
    };
}

bitwise! {
    /// `a & b`.
    int_and &;
    /// `a | b`.
    int_or |;
    /// `a ^ b`.
    int_xor ^;
}

/// `-a`.
#[inline]
pub fn int_neg(vm: &mut Vm, a: Value) -> Outcome {
    match vm.int_of(a).expect("an int") {
        Int::Small(i) => vm.make_i128(-i128::from(i)),
        Int::Big(b) => vm.make_big(&-b),
    }
}

/// `+a`: of a bool or an instance of a subclass, the exact int.
#[inline]
pub fn int_pos(vm: &mut Vm, a: Value) -> Outcome {
    match vm.exact(a) {
        Value::TRUE => Ok(Value::small_int(1)),
        Value::FALSE => Ok(Value::small_int(0)),
        exact => Ok(exact),
    }
}

/// `~a`.
#[inline]
pub fn int_invert(vm: &mut Vm, a: Value) -> Outcome {
    match vm.int_of(a).expect("an int") {
        Int::Small(i) => vm.make_int(!i),
        Int::Big(b) => vm.make_big(&!b),
    }
}

/// `abs(a)`.
#[inline]
pub fn int_abs(vm: &mut Vm, a: Value) -> Outcome {
    if vm.int_sign(a) < 0 { int_neg(vm, a) } else { int_pos(vm, a) }
}

/// Order of two ints.
#[inline]
pub fn int_cmp(vm: &Vm, a: Value, b: Value) -> Ordering {
    if a.is_int() && b.is_int() {
        return a.as_int().cmp(&b.as_int());
    }
    match pair(vm, a, b) {
        (Int::Small(a), Int::Small(b)) => a.cmp(&b),
        (a, b) => a.into_big().cmp(&b.into_big()),
    }
}

/// Order of an int and a float, exactly; `None` if the float is a NaN.
pub fn int_cmp_float(vm: &Vm, a: Value, f: f64) -> Option<Ordering> {
    if f.is_nan() {
        return None;
    }
    let a = vm.int_of(a).expect("an int");
    if f.is_infinite() {
        return Some(if f > 0.0 { Ordering::Less } else { Ordering::Greater });
    }
    if let Int::Small(i) = a
        && i.unsigned_abs() <= 1 << 53
    {
        return (i as f64).partial_cmp(&f);
    }
    // The whole part decides, then whether the float goes on behind the point.
    let whole = f.trunc();
    let order = a.into_big().cmp(&big_of_f64(whole));
    Some(order.then_with(|| 0.0f64.partial_cmp(&(f - whole)).expect("no NaN")))
}

/// A finite float's whole part as an int, truncated.
pub fn big_of_f64(f: f64) -> IBig {
    if f.abs() < 9.2e18 {
        return IBig::from(f as i64);
    }
    let bits = f.to_bits();
    let exponent = ((bits >> 52) & 0x7ff) as usize - 1075;
    let magnitude = UBig::from((bits & ((1 << 52) - 1)) | 1 << 52) << exponent;
    IBig::from_parts(if f < 0.0 { Sign::Negative } else { Sign::Positive }, magnitude)
}

/// Bits of the magnitude.
pub fn int_bit_length(vm: &Vm, a: Value) -> usize {
    match vm.int_of(a).expect("an int") {
        Int::Small(i) => 64 - i.unsigned_abs().leading_zeros() as usize,
        Int::Big(b) => b.into_parts().1.bit_len(),
    }
}
