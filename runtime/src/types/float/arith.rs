//! Arithmetic of floats where Python's rules differ from the machine's.

use crate::native::{Outcome, Raised};
use crate::types::int::big_of_f64;
use crate::vm::Vm;
use pyspec_abi::Value;

#[cold]
fn zero_division(vm: &mut Vm) -> Raised {
    vm.zero_division_error("division by zero")
}

/// `a / b`.
#[inline]
pub fn float_div(vm: &mut Vm, a: f64, b: f64) -> Outcome {
    if b == 0.0 {
        return Err(zero_division(vm));
    }
    vm.make_float(a / b)
}

/// Quotient rounded down and remainder with the divisor's sign; `b` is not 0.
pub fn floor_div_rem(a: f64, b: f64) -> (f64, f64) {
    let mut rest = a % b;
    // (a - rest) is all but a multiple of b.
    let mut quotient = (a - rest) / b;
    if rest != 0.0 {
        if (b < 0.0) != (rest < 0.0) {
            rest += b;
            quotient -= 1.0;
        }
    } else {
        rest = 0.0f64.copysign(b);
    }
    let floor = if quotient == 0.0 {
        0.0f64.copysign(a / b)
    } else {
        let floor = quotient.floor();
        if quotient - floor > 0.5 { floor + 1.0 } else { floor }
    };
    (floor, rest)
}

/// `a // b`.
pub fn float_floor_div(vm: &mut Vm, a: f64, b: f64) -> Outcome {
    if b == 0.0 {
        return Err(zero_division(vm));
    }
    vm.make_float(floor_div_rem(a, b).0)
}

/// `a % b`.
pub fn float_mod(vm: &mut Vm, a: f64, b: f64) -> Outcome {
    if b == 0.0 {
        return Err(zero_division(vm));
    }
    let mut rest = a % b;
    if rest == 0.0 {
        rest = 0.0f64.copysign(b);
    } else if (b < 0.0) != (rest < 0.0) {
        rest += b;
    }
    vm.make_float(rest)
}

/// `divmod(a, b)`.
pub fn float_divmod(vm: &mut Vm, a: f64, b: f64) -> Outcome {
    if b == 0.0 {
        return Err(zero_division(vm));
    }
    let (q, r) = floor_div_rem(a, b);
    let q = vm.make_float(q)?;
    let r = vm.make_float(r)?;
    vm.new_tuple(&[q, r])
}

/// `a ** b`: complex for a negative base with a fraction as exponent.
pub fn float_pow(vm: &mut Vm, a: f64, b: f64) -> Outcome {
    if a == 0.0 && b < 0.0 && b.is_finite() {
        return Err(vm.zero_division_error("zero to a negative power"));
    }
    if a < 0.0 && a.is_finite() && b.is_finite() && b != b.floor() {
        return crate::types::complex::power(vm, (a, 0.0), (b, 0.0));
    }
    let power = a.powf(b);
    if power.is_infinite() && a.is_finite() && b.is_finite() {
        return Err(out_of_range(vm));
    }
    vm.make_float(power)
}

/// OverflowError with the C library's number and text for a result beyond the floats.
#[cold]
pub fn out_of_range(vm: &mut Vm) -> Raised {
    let class = vm.exceptions.OverflowError;
    let number = Value::small_int(libc::ERANGE as isize);
    match vm.new_str("Numerical result out of range") {
        Ok(text) => vm.raise_with(class, &[number, text]),
        Err(raised) => raised,
    }
}

/// Nearest whole number, ties to even.
pub fn round_half_even(f: f64) -> f64 {
    f.round_ties_even()
}

/// `round(f, digits)`, correctly rounded; `None` beyond the floats.
pub fn round_digits(f: f64, digits: i64) -> Option<f64> {
    if !f.is_finite() || f == 0.0 {
        return Some(f);
    }
    // Beyond these there is nothing to round, nothing left.
    if digits > 323 {
        return Some(f);
    }
    if digits < -308 {
        return Some(0.0f64.copysign(f));
    }
    let rounded: f64 = if digits >= 0 {
        format!("{f:.*}", digits as usize).parse().expect("digits")
    } else {
        return round_before_point(f, digits.unsigned_abs() as usize);
    };
    if rounded.is_finite() { Some(rounded) } else { None }
}

/// Rounds at 10^places, half to even, exactly.
fn round_before_point(f: f64, places: usize) -> Option<f64> {
    use dashu_int::IBig;
    let whole = big_of_f64(f.abs());
    let fraction = f.abs().fract() != 0.0;
    let unit = IBig::from(10).pow(places);
    let (q, r) = crate::types::int::big_floor_div_rem(&whole, &unit);
    let twice: IBig = &r + &r;
    let odd = !(&q & IBig::ONE).is_zero();
    let up = twice > unit || twice == unit && (odd || fraction);
    let rounded = if up { (q + IBig::ONE) * unit } else { q * unit };
    Some(crate::types::int::big_to_f64(&rounded)?.copysign(f))
}

/// An integral float as an int object; raises for infinities and NaN.
pub fn float_to_int(vm: &mut Vm, f: f64) -> Outcome {
    if f.is_nan() {
        return Err(vm.value_error("cannot convert float NaN to integer"));
    }
    if f.is_infinite() {
        return Err(vm.overflow_error("cannot convert float infinity to integer"));
    }
    if f.abs() < 4e18 {
        return vm.make_int(f as i64);
    }
    vm.make_big(&big_of_f64(f))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_quotients_and_remainders() {
        let rows = [
            (-7.5, 2.0, -4.0, 0.5),
            (7.5, -2.0, -4.0, -0.5),
            (0.0, -1.0, -0.0, -0.0),
            (-5.0, f64::INFINITY, -1.0, f64::INFINITY),
        ];
        for (a, b, q, r) in rows {
            let (x, y) = floor_div_rem(a, b);
            assert_eq!((x.to_bits(), y.to_bits()), (f64::to_bits(q), f64::to_bits(r)), "{a} {b}");
        }
    }

    #[test]
    fn rounding_is_exact() {
        let rows = [
            (2.675, 2, 2.67),
            (2.5, 0, 2.0),
            (1e308, -308, 1e308),
            (25.0, -1, 20.0),
            (35.0, -1, 40.0),
            (5.5e300, -300, 5e300),
            (0.1, 5, 0.1),
        ];
        for (f, digits, rounded) in rows {
            assert_eq!(round_digits(f, digits), Some(rounded), "{f} {digits}");
        }
        assert_eq!(round_digits(1.7e308, -308), None);
    }
}
