//! Equality, order, hashes, identity, truth.
//!
//! Numbers in place, strs and the exact sequences are compared here; all else through the classes'
//! special methods, the reflected one first where the right class is a proper subclass.

use crate::native::{Outcome, Raised};
use crate::object::class::{ClassRef, Special, class_flags};
use crate::object::layout::{Complex, Float, List, Set, Str, Tuple};
use crate::object::{Gc, map_of};
use crate::vm::Vm;
use dashu_int::IBig;
use pyspec_abi::{Value, types as id};
use std::cmp::Ordering;

/// A rich comparison.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Comparison {
    Lt,
    Le,
    Eq,
    Ne,
    Gt,
    Ge,
}

impl Comparison {
    /// The special method.
    pub const fn special(self) -> Special {
        match self {
            Comparison::Lt => Special::Lt,
            Comparison::Le => Special::Le,
            Comparison::Eq => Special::Eq,
            Comparison::Ne => Special::Ne,
            Comparison::Gt => Special::Gt,
            Comparison::Ge => Special::Ge,
        }
    }

    /// The one with the operands swapped.
    pub const fn reflected(self) -> Comparison {
        match self {
            Comparison::Lt => Comparison::Gt,
            Comparison::Le => Comparison::Ge,
            Comparison::Gt => Comparison::Lt,
            Comparison::Ge => Comparison::Le,
            same => same,
        }
    }

    /// As it is written.
    pub const fn symbol(self) -> &'static str {
        match self {
            Comparison::Lt => "<",
            Comparison::Le => "<=",
            Comparison::Eq => "==",
            Comparison::Ne => "!=",
            Comparison::Gt => ">",
            Comparison::Ge => ">=",
        }
    }

    /// What it says of an order; `None`: unordered (NaN).
    #[inline(always)]
    pub fn holds(self, order: Option<Ordering>) -> bool {
        match (self, order) {
            (Comparison::Ne, None) => true,
            (_, None) => false,
            (Comparison::Lt, Some(o)) => o.is_lt(),
            (Comparison::Le, Some(o)) => o.is_le(),
            (Comparison::Eq, Some(o)) => o.is_eq(),
            (Comparison::Ne, Some(o)) => o.is_ne(),
            (Comparison::Gt, Some(o)) => o.is_gt(),
            (Comparison::Ge, Some(o)) => o.is_ge(),
        }
    }
}

/// Order of an int and a float, exactly.
pub fn compare_int_float(i: i64, f: f64) -> Option<Ordering> {
    if f.is_nan() {
        return None;
    }
    // Beyond these bounds the float is beyond every i64; within, its integral part is one.
    if f >= 9_223_372_036_854_775_808.0 {
        return Some(Ordering::Less);
    }
    if f < -9_223_372_036_854_775_808.0 {
        return Some(Ordering::Greater);
    }
    let whole = f.trunc();
    Some(i.cmp(&(whole as i64)).then(0.0.partial_cmp(&(f - whole)).expect("neither is NaN")))
}

#[inline(always)]
fn is_exact_str(v: Value) -> bool {
    v.is_ptr() && matches!(map_of(v), id::STR | id::STR_SHARED)
}

impl Vm {
    /// Order of two values, where that needs no class: `None` if it does.
    #[inline]
    pub fn quick_compare(&self, op: Comparison, a: Value, b: Value) -> Option<bool> {
        if a.is_int() && b.is_int() {
            return Some(op.holds(Some(a.as_int().cmp(&b.as_int()))));
        }
        if a.is_ptr() && b.is_ptr() {
            if !is_exact_str(a) || !is_exact_str(b) {
                return None;
            }
            if a.is(b) {
                return Some(op.holds(Some(Ordering::Equal)));
            }
            let (x, y) = (self.str_bytes(a), self.str_bytes(b));
            return Some(match op {
                Comparison::Eq => x == y,
                Comparison::Ne => x != y,
                _ => op.holds(Some(x.cmp(y))),
            });
        }
        let order = match (a.to_flonum(), b.to_flonum()) {
            (Some(x), Some(y)) => x.partial_cmp(&y),
            (Some(x), None) if b.is_int() => compare_int_float(b.as_int() as i64, x).map(Ordering::reverse),
            (None, Some(y)) if a.is_int() => compare_int_float(a.as_int() as i64, y),
            _ => return None,
        };
        Some(op.holds(order))
    }

    /// `a == b` as a truth value, identity first.
    #[inline]
    pub fn equal(&mut self, a: Value, b: Value) -> Outcome<bool> {
        if a.is(b) {
            return Ok(true);
        }
        match self.quick_compare(Comparison::Eq, a, b) {
            Some(equal) => Ok(equal),
            None if self.is_same(a, b) => Ok(true),
            None => self.compare_truth(Comparison::Eq, a, b),
        }
    }

    /// Rich comparison with its result as an object.
    #[inline]
    pub fn compare(&mut self, op: Comparison, a: Value, b: Value) -> Outcome {
        match self.quick_compare(op, a, b) {
            Some(holds) => Ok(Value::bool(holds)),
            None => self.compare_objects(op, a, b),
        }
    }

    /// [`Vm::compare`] for what `quick_compare` cannot tell.
    pub fn compare_objects(&mut self, op: Comparison, a: Value, b: Value) -> Outcome {
        if let Some(outcome) = self.compare_sets(op, a, b) {
            return outcome.map(Value::bool);
        }
        self.check_native_stack()?;
        if a.is_ptr() && b.is_ptr() && map_of(a) == map_of(b) {
            // SAFETY: the maps say so.
            unsafe {
                match map_of(a) {
                    id::TUPLE => {
                        return self.compare_items::<Gc<Tuple>>(
                            op,
                            Gc::from_value_unchecked(a),
                            Gc::from_value_unchecked(b),
                        );
                    }
                    id::LIST => {
                        return self.compare_items::<Gc<List>>(
                            op,
                            Gc::from_value_unchecked(a),
                            Gc::from_value_unchecked(b),
                        );
                    }
                    _ => {}
                }
            }
        }
        let (left, right) = (self.class_of(a), self.class_of(b));
        if matches!(op, Comparison::Eq | Comparison::Ne)
            && self.compares_by_identity(left)
            && self.compares_by_identity(right)
        {
            return Ok(Value::bool(self.is_same(a, b) == (op == Comparison::Eq)));
        }
        let reflected = op.reflected();
        let mut tried = false;
        if left != right
            && self.is_subtype(right, left)
            && let Some(method) = self.special(right, reflected.special())
        {
            tried = true;
            let result = self.call_found(method, b, &[a])?;
            if !result.is(Value::NOT_IMPLEMENTED) {
                return Ok(result);
            }
        }
        if let Some(method) = self.special(left, op.special()) {
            let result = self.call_found(method, a, &[b])?;
            if !result.is(Value::NOT_IMPLEMENTED) {
                return Ok(result);
            }
        }
        if tried { self.compare_default(op, a, b) } else { self.compare_after_left(op, a, b) }
    }

    /// Whether nothing but `object` says when instances of a class are equal.
    fn compares_by_identity(&mut self, class: ClassRef) -> bool {
        let object = self.builtin_class(id::OBJECT);
        self.special(class, Special::Eq) == self.special(object, Special::Eq)
            && self.special(class, Special::Ne) == self.special(object, Special::Ne)
    }

    /// The rest of a comparison after the left operand's method: the reflected one, the default.
    pub fn compare_after_left(&mut self, op: Comparison, a: Value, b: Value) -> Outcome {
        let right = self.class_of(b);
        if let Some(method) = self.special(right, op.reflected().special()) {
            let result = self.call_found(method, b, &[a])?;
            if !result.is(Value::NOT_IMPLEMENTED) {
                return Ok(result);
            }
        }
        self.compare_default(op, a, b)
    }

    fn compare_default(&mut self, op: Comparison, a: Value, b: Value) -> Outcome {
        match op {
            Comparison::Eq => Ok(Value::bool(self.is_same(a, b))),
            Comparison::Ne => Ok(Value::bool(!self.is_same(a, b))),
            _ => Err(self.not_ordered(op, a, b)),
        }
    }

    #[cold]
    fn not_ordered(&mut self, op: Comparison, a: Value, b: Value) -> Raised {
        let (left, right, symbol) = (self.type_name(a), self.type_name(b), op.symbol());
        self.type_error(format!("'{symbol}' not supported between instances of '{left}' and '{right}'"))
    }

    /// Rich comparison as a truth value.
    #[inline]
    pub fn compare_truth(&mut self, op: Comparison, a: Value, b: Value) -> Outcome<bool> {
        match self.quick_compare(op, a, b) {
            Some(holds) => Ok(holds),
            None => {
                let result = self.compare_objects(op, a, b)?;
                self.truth(result)
            }
        }
    }

    /// `hash(v)`, where it is at hand.
    #[inline]
    pub fn quick_hash(&self, v: Value) -> Option<i64> {
        if v.is_int() {
            return Some(hash_int(v.as_int() as i64));
        }
        if is_exact_str(v) {
            // SAFETY: both forms of str begin alike.
            let hash = unsafe { Gc::<Str>::from_value_unchecked(v) }.hash.get();
            return if hash == 0 { None } else { Some(hash as i64) };
        }
        match v {
            Value::TRUE => Some(1),
            Value::FALSE => Some(0),
            Value::NONE => Some(0xfca8_6420),
            Value::ELLIPSIS => Some(0x0e11_1951),
            Value::NOT_IMPLEMENTED => Some(0x0e11_1952),
            _ => v.to_flonum().map(hash_float),
        }
    }

    /// `hash(v)`.
    #[inline]
    pub fn hash(&mut self, v: Value) -> Outcome<i64> {
        match self.quick_hash(v) {
            Some(hash) => Ok(hash),
            None => self.hash_object(v),
        }
    }

    fn hash_object(&mut self, v: Value) -> Outcome<i64> {
        if v.is_ptr() {
            // SAFETY: the maps say so.
            unsafe {
                match map_of(v) {
                    id::TUPLE => {
                        self.check_native_stack()?;
                        return self.tuple_hash(Gc::<Tuple>::from_value_unchecked(v).items());
                    }
                    id::FLOAT => return Ok(hash_float(Gc::<Float>::from_value_unchecked(v).value.get())),
                    _ => {}
                }
            }
        }
        let class = self.class_of(v);
        let Some(method) = self.special(class, Special::Hash).filter(|m| !m.is(Value::NONE)) else {
            let name = self.type_name(v);
            return Err(self.type_error(format!("unhashable type: '{name}'")));
        };
        let result = self.call_found(method, v, &[])?;
        if result.is_int() {
            let hash = result.as_int() as i64;
            return Ok(if hash == -1 { -2 } else { hash });
        }
        match self.big_value(result) {
            Some(big) => Ok(match i64::try_from(&big) {
                Ok(-1) => -2,
                Ok(hash) => hash,
                Err(_) => hash_big(&big),
            }),
            None => Err(self.type_error("__hash__ method should return an integer")),
        }
    }

    /// The identity of the language's `is`: ints, floats and complex by type and bits.
    #[inline]
    pub fn is_same(&self, a: Value, b: Value) -> bool {
        a.is(b) || (a.is_ptr() && b.is_ptr() && map_of(a) == map_of(b) && self.same_boxes(a, b))
    }

    fn same_boxes(&self, a: Value, b: Value) -> bool {
        // SAFETY: the map, which both have, says what they are.
        unsafe {
            match map_of(a) {
                id::FLOAT => {
                    let bits = |v| Gc::<Float>::from_value_unchecked(v).value.get().to_bits();
                    bits(a) == bits(b)
                }
                id::COMPLEX => {
                    let bits = |v| {
                        let z = Gc::<Complex>::from_value_unchecked(v);
                        (z.re.get().to_bits(), z.im.get().to_bits())
                    };
                    bits(a) == bits(b)
                }
                id::BIG_INT => self.big_value(a) == self.big_value(b),
                _ => false,
            }
        }
    }

    /// `id(v)`: the address of what has one, else a number that is no address.
    pub fn id(&mut self, v: Value) -> Outcome {
        if !v.is_ptr() {
            return self.new_big(&IBig::from(v.bits() as u64));
        }
        let bits = match map_of(v) {
            // SAFETY: the maps say so.
            id::FLOAT => Some(unsafe { Gc::<Float>::from_value_unchecked(v) }.value.get().to_bits()),
            id::COMPLEX => {
                // SAFETY: as above.
                let z = unsafe { Gc::<Complex>::from_value_unchecked(v) };
                Some(z.re.get().to_bits().wrapping_mul(31) ^ z.im.get().to_bits() ^ 1 << 62)
            }
            id::BIG_INT => self.big_value(v).map(|big| hash_big(&big) as u64 ^ 3 << 61),
            _ => None,
        };
        match bits {
            Some(bits) => self.new_big(&((IBig::from(1) << 64) + IBig::from(bits))),
            None => {
                self.heap.pin(v);
                self.new_int(v.addr() as i64)
            }
        }
    }

    /// `bool(v)`.
    #[inline]
    pub fn truth(&mut self, v: Value) -> Outcome<bool> {
        match v {
            Value::TRUE => Ok(true),
            Value::FALSE | Value::NONE => Ok(false),
            v if v.is_int() => Ok(v.as_int() != 0),
            v if v.is_ptr() => self.object_truth(v),
            v => Ok(v.to_flonum().is_none_or(|f| f != 0.0)),
        }
    }

    fn object_truth(&mut self, v: Value) -> Outcome<bool> {
        // SAFETY: the maps say so.
        unsafe {
            match map_of(v) {
                id::STR => return Ok(!self.str_bytes(v).is_empty()),
                id::LIST => return Ok(Gc::<List>::from_value_unchecked(v).count() > 0),
                id::TUPLE => return Ok(Gc::<Tuple>::from_value_unchecked(v).count() > 0),
                id::DICT => return Ok(self.dict_len(v) > 0),
                id::SET | id::FROZENSET => return Ok(Gc::<Set>::from_value_unchecked(v).count() > 0),
                // NaN is true, as is every float that is boxed: the zeros are in place.
                id::FLOAT | id::BIG_INT | id::FUNCTION | id::TYPE => return Ok(true),
                _ => {}
            }
        }
        let class = self.class_of(v);
        if let Some(method) = self.special(class, Special::Bool) {
            let result = self.call_found(method, v, &[])?;
            return match result {
                Value::TRUE => Ok(true),
                Value::FALSE => Ok(false),
                other => {
                    let name = self.type_name(other);
                    Err(self.type_error(format!("__bool__ should return bool, returned {name}")))
                }
            };
        }
        match self.special(class, Special::Len) {
            Some(method) => Ok(self.length_by(method, v)? != 0),
            None => Ok(true),
        }
    }

    /// A special method found on an object's class, called with the object as its receiver.
    pub fn call_found(&mut self, method: Value, receiver: Value, args: &[Value]) -> Outcome {
        if method.is_ptr() && args.len() < 4 {
            let mut window = [Value::UNSET; 4];
            window[0] = receiver;
            for (place, &arg) in window[1..].iter_mut().zip(args) {
                *place = arg;
            }
            let given = &window[..=args.len()];
            match map_of(method) {
                id::WRAPPER | id::NATIVE_METHOD => return self.call_native_method(method, given),
                id::FUNCTION => return self.call(method, given),
                _ => {}
            }
        }
        let class = self.class_of(method);
        match self.special(class, Special::Get) {
            None => self.call(method, args),
            Some(get) => {
                let owner = self.class_of(receiver).value();
                let bound = self.call_found(get, method, &[receiver, owner])?;
                self.call(bound, args)
            }
        }
    }

    /// Calls a method of a builtin type: without binding where its row allows.
    #[inline]
    fn call_native_method(&mut self, method: Value, args: &[Value]) -> Outcome {
        // SAFETY: the map says that it is a native, and rows live forever.
        let row = unsafe { &*Gc::<crate::object::layout::Native>::from_value_unchecked(method).row.get() };
        let n = args.len();
        if row.params.is_plain() && n >= row.required as usize && n <= row.params.positional as usize {
            // SAFETY: the arguments are on the native stack, which is scanned, until the call returns.
            return (row.function)(self, unsafe { crate::native::Args::new(args.as_ptr(), n) });
        }
        self.call(method, args)
    }

    /// Raises RecursionError when natives have nested too deeply.
    #[inline]
    pub fn check_native_stack(&mut self) -> Outcome<()> {
        let here = 0u8;
        if (&raw const here as usize) < self.thread.native_limit {
            return Err(self.recursion_error("maximum recursion depth exceeded"));
        }
        Ok(())
    }

    /// What a native raises whose receiver is of another type.
    #[cold]
    pub fn receiver_error(&mut self, wanted: &str, given: Value) -> Raised {
        let name = self.type_name(given);
        self.type_error(format!("descriptor requires a '{wanted}' object but received a '{name}'"))
    }

    /// Whether `v` is an instance of a class with one of these flags.
    pub fn is_kind(&self, v: Value, flags: u32) -> bool {
        debug_assert!(flags & class_flags::HEAP == 0);
        self.has_flag(v, flags)
    }
}

/// The Mersenne prime modulo which numbers are hashed.
const MODULUS: u64 = (1 << 61) - 1;

/// Hash of an int.
#[inline(always)]
pub fn hash_int(i: i64) -> i64 {
    let magnitude = i.unsigned_abs() % MODULUS;
    let hash = if i < 0 { -(magnitude as i64) } else { magnitude as i64 };
    if hash == -1 { -2 } else { hash }
}

/// Hash of an int of any size.
pub fn hash_big(i: &IBig) -> i64 {
    let (sign, magnitude) = (i.clone()).into_parts();
    let rest = (&magnitude % MODULUS) as i64;
    let hash = if sign == dashu_base::Sign::Negative { -rest } else { rest };
    if hash == -1 { -2 } else { hash }
}

/// Hash of a float: that of the int or fraction with the same value.
pub fn hash_float(f: f64) -> i64 {
    if f.fract() == 0.0 && f.abs() < 9e18 {
        return hash_int(f as i64);
    }
    if f.is_infinite() {
        return if f > 0.0 { 314_159 } else { -314_159 };
    }
    if f.is_nan() {
        // Identity of floats is by bits, so a NaN's hash is too.
        return (f.to_bits() >> 3) as i64;
    }
    let bits = f.to_bits();
    let (exponent, fraction) = ((bits >> 52 & 0x7ff) as i64, bits & ((1 << 52) - 1));
    // |f| = mantissa * 2^power, and 2^61 is 1 modulo the prime: a rotation by the power.
    let (mantissa, power) = if exponent == 0 { (fraction, -1074) } else { (fraction | 1 << 52, exponent - 1075) };
    let shift = power.rem_euclid(61) as u32;
    let rotated = ((mantissa << shift) & MODULUS) | (mantissa >> (61 - shift));
    let rest = (rotated % MODULUS) as i64;
    let hash = if f < 0.0 { -rest } else { rest };
    if hash == -1 { -2 } else { hash }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_hash_as_in_cpython() {
        assert_eq!([hash_int(-1), hash_int(5), hash_int((1 << 61) - 1), hash_int(1 << 61)], [-2, 5, 0, 1]);
        assert_eq!(hash_int(i64::MIN), -4);
        // From CPython 3.13.
        assert_eq!(hash_float(0.5), 1_152_921_504_606_846_976);
        assert_eq!(hash_float(0.1), 230_584_300_921_369_408);
        assert_eq!(hash_float(-1.5), -1_152_921_504_606_846_977);
        assert_eq!(hash_float(1e300), 1_224_995_262_755_759_164);
        assert_eq!(hash_float(5e-324), 16_777_216);
        assert_eq!(hash_float(3.0), 3);
    }

    #[test]
    fn ints_and_floats_compare_exactly() {
        use Ordering::*;
        let big = (1 << 53) + 1;
        assert_eq!(compare_int_float(big, 9_007_199_254_740_992.0), Some(Greater));
        assert_eq!(compare_int_float(1, 1.5), Some(Less));
        assert_eq!(compare_int_float(-1, -1.5), Some(Greater));
        assert_eq!(compare_int_float(i64::MAX, 9_223_372_036_854_775_808.0), Some(Less));
        assert_eq!(compare_int_float(0, f64::NAN), None);
        assert_eq!(compare_int_float(2, 2.0), Some(Equal));
    }
}
