//! One machine word that is any Python object.
//!
//! ```text
//! …1      a 63-bit int
//! …10     a float stored in place: rol(bits + 2^60, 3), which covers the common exponents
//! …100    an immediate: None, False, True, UNSET, …
//! …000    a pointer to an object, never null
//! ```
//! Floats outside the covered exponents are boxed, except the two zeros, which
//! are immediates. The encoding of floats is the self-tagging of Melançon, Serrano
//! and Feeley. On 32-bit targets ints have 31 bits and all floats are boxed.

use std::num::NonZeroUsize;

/// A tagged word. Never zero, so that `Result<Value, Raised>` is one register.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Value(NonZeroUsize);

const _: () = assert!(size_of::<Option<Value>>() == size_of::<usize>());

/// Low bits of an immediate.
pub const TAG_IMMEDIATE: usize = 0b100;
/// Mask that tells pointers (zero) from everything else.
pub const TAG_MASK: usize = 0b111;
/// What is added to a float's bits before they are rotated by [`FLOAT_ROTATE`].
pub const FLOAT_BIAS: u64 = 1 << 60;
/// How far a biased float is rotated left.
pub const FLOAT_ROTATE: u32 = 3;

/// The greatest int that is stored in place.
pub const INT_MAX: isize = isize::MAX >> 1;
/// The least int that is stored in place.
pub const INT_MIN: isize = isize::MIN >> 1;

macro_rules! immediates {
    ($($(#[$doc:meta])* $name:ident = $n:expr, $text:literal;)*) => {
        impl Value {
            $($(#[$doc])* pub const $name: Value = Value::immediate($n);)*
        }
        /// Every immediate with the name that dumps use.
        pub const IMMEDIATES: &[(Value, &str)] = &[$((Value::$name, $text)),*];
    };
}

immediates! {
    /// `None`.
    NONE = 0, "None";
    /// `False`.
    FALSE = 1, "False";
    /// `True`.
    TRUE = 2, "True";
    /// No value: an unbound local, an omitted argument, an exhausted iterator. Programs never see it.
    UNSET = 3, "unset";
    /// `Ellipsis`.
    ELLIPSIS = 4, "Ellipsis";
    /// `NotImplemented`.
    NOT_IMPLEMENTED = 5, "NotImplemented";
    /// `0.0`.
    FLOAT_ZERO = 6, "0.0";
    /// `-0.0`.
    FLOAT_NEGATIVE_ZERO = 7, "-0.0";
    /// First of the four places of a `for` over a range of machine ints (see `FORPREP`).
    RANGE_STATE = 8, "range-state";
    /// A deleted entry of a dict or set. Programs never see it.
    DELETED = 9, "deleted";
    /// Second of the four places of a `for` over a generator that nothing else refers to (see `CloseLoop`).
    LOOP_OWNS = 10, "loop-owns";
}

impl Value {
    const fn immediate(n: usize) -> Value {
        Value::from_bits((n << 3) | TAG_IMMEDIATE)
    }

    /// The value with these bits.
    ///
    /// # Panics
    /// If `bits` is zero.
    #[inline(always)]
    pub const fn from_bits(bits: usize) -> Value {
        match NonZeroUsize::new(bits) {
            Some(bits) => Value(bits),
            None => panic!("a value is never zero"),
        }
    }

    /// The value with these bits, unchecked twin of [`Value::from_bits`].
    ///
    /// # Safety
    /// `bits` must not be zero.
    #[inline(always)]
    pub const unsafe fn from_bits_unchecked(bits: usize) -> Value {
        // SAFETY: the caller promises that `bits` is not zero.
        Value(unsafe { NonZeroUsize::new_unchecked(bits) })
    }

    /// The word itself.
    #[inline(always)]
    pub const fn bits(self) -> usize {
        self.0.get()
    }

    /// An int that is known to fit in place (debug builds check).
    #[inline(always)]
    pub const fn small_int(i: isize) -> Value {
        debug_assert!(i >= INT_MIN && i <= INT_MAX);
        // SAFETY: the low bit is set.
        unsafe { Value::from_bits_unchecked(((i << 1) | 1) as usize) }
    }

    /// The int in place, if `i` fits.
    #[inline(always)]
    pub const fn try_int(i: i64) -> Option<Value> {
        if i >= INT_MIN as i64 && i <= INT_MAX as i64 { Some(Value::small_int(i as isize)) } else { None }
    }

    /// `True` or `False`.
    #[inline(always)]
    pub const fn bool(b: bool) -> Value {
        if b { Value::TRUE } else { Value::FALSE }
    }

    /// The float in place, if its exponent is covered.
    #[inline(always)]
    pub fn try_float(f: f64) -> Option<Value> {
        #[cfg(target_pointer_width = "64")]
        {
            let bits = f.to_bits().wrapping_add(FLOAT_BIAS).rotate_left(FLOAT_ROTATE);
            if bits & 3 == 2 {
                // SAFETY: bit 1 is set.
                return Some(unsafe { Value::from_bits_unchecked(bits as usize) });
            }
        }
        match f.to_bits() {
            0 => Some(Value::FLOAT_ZERO),
            0x8000_0000_0000_0000 => Some(Value::FLOAT_NEGATIVE_ZERO),
            _ => None,
        }
    }

    /// Whether this is an int stored in place. `bool`s are not.
    #[inline(always)]
    pub const fn is_int(self) -> bool {
        self.bits() & 1 != 0
    }

    /// Whether this is a float stored in place, the zeros excepted.
    #[inline(always)]
    pub const fn is_flonum(self) -> bool {
        self.bits() & 3 == 2
    }

    /// Whether this points to an object.
    #[inline(always)]
    pub const fn is_ptr(self) -> bool {
        self.bits() & TAG_MASK == 0
    }

    /// Whether this is one of [`IMMEDIATES`].
    #[inline(always)]
    pub const fn is_immediate(self) -> bool {
        self.bits() & TAG_MASK == TAG_IMMEDIATE
    }

    /// Whether this is `True` or `False`.
    #[inline(always)]
    pub const fn is_bool(self) -> bool {
        self.bits() == Value::TRUE.bits() || self.bits() == Value::FALSE.bits()
    }

    /// Whether this is the given object.
    #[inline(always)]
    pub const fn is(self, other: Value) -> bool {
        self.bits() == other.bits()
    }

    /// The int stored in place. Meaningless unless [`Value::is_int`].
    #[inline(always)]
    pub const fn as_int(self) -> isize {
        self.bits() as isize >> 1
    }

    /// The float stored in place or the zero. Meaningless unless [`Value::to_flonum`] is `Some`.
    #[inline(always)]
    pub fn as_flonum(self) -> f64 {
        f64::from_bits((self.bits() as u64).rotate_right(FLOAT_ROTATE).wrapping_sub(FLOAT_BIAS))
    }

    /// The float, if it is stored in place or is a zero.
    #[inline(always)]
    pub fn to_flonum(self) -> Option<f64> {
        if cfg!(target_pointer_width = "64") && self.is_flonum() {
            return Some(self.as_flonum());
        }
        match self {
            Value::FLOAT_ZERO => Some(0.0),
            Value::FLOAT_NEGATIVE_ZERO => Some(-0.0),
            _ => None,
        }
    }

    /// Address of the object. Meaningless unless [`Value::is_ptr`].
    #[inline(always)]
    pub const fn addr(self) -> usize {
        self.bits()
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.is_int() {
            return write!(f, "{}", self.as_int());
        }
        if let Some(x) = self.to_flonum() {
            return write!(f, "{x:?}");
        }
        match IMMEDIATES.iter().find(|(v, _)| v == self) {
            Some((_, name)) => f.write_str(name),
            None => write!(f, "object({:#x})", self.bits()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ints_round_trip_at_both_ends() {
        for i in [0, 1, -1, INT_MAX, INT_MIN] {
            let v = Value::small_int(i);
            assert!(v.is_int() && !v.is_ptr() && !v.is_immediate());
            assert_eq!(v.as_int(), i);
        }
        assert_eq!(Value::try_int(INT_MAX as i64 + 1), None);
    }

    #[test]
    #[cfg(target_pointer_width = "64")]
    fn floats_round_trip_or_are_refused() {
        for f in [1.0, -1.5, 0.1, 1e70, -1e-70, 0.0, -0.0, std::f64::consts::PI] {
            let v = Value::try_float(f).expect("a common exponent");
            assert!(!v.is_int() && !v.is_ptr());
            assert_eq!(v.to_flonum().expect("a float").to_bits(), f.to_bits());
        }
        for f in [1e300, 5e-324, f64::INFINITY, f64::NAN] {
            assert_eq!(Value::try_float(f), None);
        }
    }
}
