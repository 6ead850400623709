//! Hashes of numbers: the value modulo the prime 2^61 - 1, the same for equal numbers of any type.

use super::Int;
use crate::vm::Vm;
use dashu_base::Sign;
use pyspec_abi::Value;

/// The modulus.
pub const MODULUS: u64 = (1 << 61) - 1;

/// -1 is no hash.
fn finish(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}

/// `hash(i)`.
#[inline]
pub fn hash_i64(i: i64) -> i64 {
    let rest = (i.unsigned_abs() % MODULUS) as i64;
    finish(if i < 0 { -rest } else { rest })
}

/// `hash` of an int, a bool or an instance of a subclass.
pub fn hash_int(vm: &Vm, value: Value) -> i64 {
    match vm.int_of(value).expect("an int") {
        Int::Small(i) => hash_i64(i),
        Int::Big(b) => {
            let (sign, words) = b.as_sign_words();
            let rest =
                words.iter().rev().fold(0u128, |rest, w| ((rest << 64) + u128::from(*w)) % u128::from(MODULUS)) as i64;
            finish(if sign == Sign::Negative { -rest } else { rest })
        }
    }
}

/// `hash(f)` of a float that is no NaN (their hash is that of the object).
pub fn hash_f64(f: f64) -> i64 {
    if f.is_infinite() {
        return if f > 0.0 { 314159 } else { -314159 };
    }
    if f == 0.0 {
        return 0;
    }
    let bits = f.to_bits();
    let raw = (bits >> 52 & 0x7ff) as i64;
    let fraction = bits & ((1 << 52) - 1);
    let (mantissa, exponent) = if raw == 0 { (fraction, -1074) } else { (fraction | 1 << 52, raw - 1075) };
    // 2^61 is 1: multiplying by a power of two rotates 61 bits.
    let turn = exponent.rem_euclid(61) as u32;
    let rest = mantissa % MODULUS;
    let turned = if turn == 0 { rest } else { (rest << turn & MODULUS) | rest >> (61 - turn) };
    finish(if f < 0.0 { -(turned as i64) } else { turned as i64 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_agree_with_cpython() {
        for (f, hash) in
            [(1.0, 1), (-1.0, -2), (0.5, 1152921504606846976), (1.5, 1152921504606846977), (1e300, 1224995262755759164)]
        {
            assert_eq!(hash_f64(f), hash, "{f}");
        }
        for (i, hash) in [(-1, -2), (0, 0), (i64::MAX, 3), (i64::MIN, -4), (1 << 61, 1)] {
            assert_eq!(hash_i64(i), hash, "{i}");
        }
    }
}
