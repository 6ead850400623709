//! Half-precision numbers: `e` of `struct` and of views.

/// Bits of the nearest half-precision number; `None`: too large.
pub fn half_from(x: f64) -> Option<u16> {
    let sign = if x.is_sign_negative() { 0x8000 } else { 0 };
    if x.is_nan() {
        return Some(sign | 0x7e00);
    }
    let a = x.abs();
    if a.is_infinite() {
        return Some(sign | 0x7c00);
    }
    // The exponent of the last place, at least that of the subnormals.
    let exponent = if a == 0.0 { -14 } else { (((a.to_bits() >> 52) & 0x7ff) as i32 - 1023).max(-14) };
    let places = (a * 2f64.powi(10 - exponent)).round_ties_even() as u32;
    let bits = places + (((exponent + 14) as u32) << 10);
    if bits >= 0x7c00 { None } else { Some(sign | bits as u16) }
}

/// The number that the bits mean.
pub fn half_to(bits: u16) -> f64 {
    let sign = if bits & 0x8000 != 0 { -1.0 } else { 1.0 };
    let (exponent, fraction) = ((bits >> 10) & 31, (bits & 1023) as f64);
    sign * match exponent {
        0 => fraction * 2f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        e => (1024.0 + fraction) * 2f64.powi(e as i32 - 25),
    }
}
