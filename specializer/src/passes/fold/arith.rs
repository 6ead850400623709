//! Arithmetic and tests on constants, identities.

use super::{Fold, Folded};
use crate::ssa::{BitOp, Cc, FloatOp, IntOp, Kind, Val};

use Folded::{Becomes, Holds, Is};

impl Fold {
    pub(super) fn int_arithmetic(&self, kind: &Kind) -> Option<Folded> {
        match *kind {
            Kind::IntBin { op, a, b, .. } => self.int_bin(op, a, b),
            Kind::IntBit { op, a, b } => self.int_bit(op, a, b),
            Kind::IntFloorDiv { a, b, .. } => self.floor_div(a, self.int(b)?),
            Kind::IntMod { b, .. } => self.modulo(self.int(b)?),
            Kind::IntNeg { a, .. } => self.int(a)?.checked_neg().map(|n| Becomes(Kind::Int(n))),
            Kind::IntNot { a } => Some(Becomes(Kind::Int(!self.int(a)?))),
            Kind::IntShl { a, b, .. } => {
                let (a, b) = (self.int(a)?, self.int(b).filter(|b| (0..63).contains(b))?);
                let shifted = a << b;
                (shifted >> b == a).then_some(Becomes(Kind::Int(shifted)))
            }
            Kind::IntShr { a, b, .. } => match (self.int(a), self.int(b)?) {
                (_, 0) => Some(Is(a)),
                (Some(a), b @ 0..64) => Some(Becomes(Kind::Int(a >> b))),
                _ => None,
            },
            Kind::BoolToInt { a } => Some(Becomes(Kind::Int(self.bool(a)? as i64))),
            _ => None,
        }
    }

    fn int_bin(&self, op: IntOp, a: Val, b: Val) -> Option<Folded> {
        let (x, y) = (self.int(a), self.int(b));
        if let (Some(x), Some(y)) = (x, y) {
            let n = match op {
                IntOp::Add => x.checked_add(y),
                IntOp::Sub => x.checked_sub(y),
                IntOp::Mul => x.checked_mul(y),
            };
            return n.map(|n| Becomes(Kind::Int(n)));
        }
        match (op, x, y) {
            (IntOp::Add | IntOp::Sub, _, Some(0)) | (IntOp::Mul, _, Some(1)) => Some(Is(a)),
            (IntOp::Add, Some(0), _) | (IntOp::Mul, Some(1), _) => Some(Is(b)),
            (IntOp::Mul, Some(0), _) | (IntOp::Mul, _, Some(0)) => Some(Becomes(Kind::Int(0))),
            _ => None,
        }
    }

    fn int_bit(&self, op: BitOp, a: Val, b: Val) -> Option<Folded> {
        if let (Some(x), Some(y)) = (self.int(a), self.int(b)) {
            return Some(Becomes(Kind::Int(match op {
                BitOp::And => x & y,
                BitOp::Or => x | y,
                BitOp::Xor => x ^ y,
            })));
        }
        match op {
            BitOp::And | BitOp::Or if a == b => Some(Is(a)),
            BitOp::Or | BitOp::Xor if self.int(b) == Some(0) => Some(Is(a)),
            BitOp::And if self.int(b) == Some(0) => Some(Becomes(Kind::Int(0))),
            _ => None,
        }
    }

    /// By a power of two: a shift, which rounds down as Python does.
    fn floor_div(&self, a: Val, d: i64) -> Option<Folded> {
        if let Some(x) = self.int(a).filter(|_| d != 0) {
            let n = x.checked_div_euclid(d).map(|q| if d < 0 && x.rem_euclid(d) != 0 { q - 1 } else { q });
            return n.map(|n| Becomes(Kind::Int(n)));
        }
        match d {
            1 => Some(Is(a)),
            d if d > 1 && d.count_ones() == 1 => {
                Some(Folded::WithInt(d.trailing_zeros() as i64, |kind, by| match *kind {
                    Kind::IntFloorDiv { a, exit, .. } => Kind::IntShr { a, b: by, exit },
                    _ => unreachable!("it divides"),
                }))
            }
            _ => None,
        }
    }

    /// By a power of two: the low bits.
    fn modulo(&self, d: i64) -> Option<Folded> {
        if d <= 0 || d.count_ones() != 1 {
            return None;
        }
        Some(Folded::WithInt(d - 1, |kind, mask| match *kind {
            Kind::IntMod { a, .. } => Kind::IntBit { op: BitOp::And, a, b: mask },
            _ => unreachable!("it divides"),
        }))
    }

    pub(super) fn float_arithmetic(&self, kind: &Kind) -> Option<Folded> {
        let float = |x: f64| Some(Becomes(Kind::Float(x.to_bits())));
        match *kind {
            Kind::FloatBin { op, a, b } => match (op, self.float(a), self.float(b)) {
                (FloatOp::Mul, _, Some(1.0)) => Some(Is(a)),
                (FloatOp::Mul, Some(1.0), _) => Some(Is(b)),
                (FloatOp::Div, _, Some(1.0)) => Some(Is(a)),
                (FloatOp::Add, Some(x), Some(y)) => float(x + y),
                (FloatOp::Sub, Some(x), Some(y)) => float(x - y),
                (FloatOp::Mul, Some(x), Some(y)) => float(x * y),
                (FloatOp::Div, Some(x), Some(y)) if y != 0.0 => float(x / y),
                _ => None,
            },
            Kind::FloatNeg { a } => float(-self.float(a)?),
            Kind::IntToFloat { a } => float(self.int(a)? as f64),
            _ => None,
        }
    }

    pub(super) fn test(&self, kind: &Kind) -> Option<Folded> {
        let known = |b: bool| Some(Becomes(Kind::Bool(b)));
        match *kind {
            Kind::IntCmp { cc, a, b } if a == b => known(matches!(cc, Cc::Le | Cc::Eq | Cc::Ge)),
            Kind::IntCmp { cc, a, b } => match (self.int(a), self.int(b)) {
                (Some(x), Some(y)) => known(holds(cc, x, y)),
                (None, Some(0)) => self.truth_of_bool(cc, a),
                _ => None,
            },
            Kind::FloatCmp { cc, a, b } => known(holds(cc, self.float(a)?, self.float(b)?)),
            Kind::BoolNot { a } => match self.kind(a)? {
                Kind::Bool(b) => known(!b),
                Kind::BoolNot { a } => Some(Is(*a)),
                _ => None,
            },
            Kind::GuardBool { a, expect, exit } => match *self.kind(a)? {
                Kind::Bool(b) => (b == expect).then_some(Holds),
                Kind::BoolNot { a } => Some(Becomes(Kind::GuardBool { a, expect: !expect, exit })),
                _ => None,
            },
            _ => None,
        }
    }

    /// `int(b) != 0` is b.
    fn truth_of_bool(&self, cc: Cc, a: Val) -> Option<Folded> {
        match (cc, self.kind(a)?) {
            (Cc::Ne, Kind::BoolToInt { a }) => Some(Is(*a)),
            (Cc::Eq, Kind::BoolToInt { a }) => Some(Becomes(Kind::BoolNot { a: *a })),
            _ => None,
        }
    }
}

fn holds<T: PartialOrd>(cc: Cc, a: T, b: T) -> bool {
    match cc {
        Cc::Lt => a < b,
        Cc::Le => a <= b,
        Cc::Eq => a == b,
        Cc::Ne => a != b,
        Cc::Gt => a > b,
        Cc::Ge => a >= b,
    }
}
