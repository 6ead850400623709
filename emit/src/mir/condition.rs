//! Conditions: comparisons of words, bits and floats, and their opposites.

use super::{Operand, Size, VReg};

/// Condition between two ints.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum IntCc {
    /// `a == b`
    Eq,
    /// `a != b`
    Ne,
    /// Signed `a < b`
    Lt,
    /// Signed `a <= b`
    Le,
    /// Signed `a > b`
    Gt,
    /// Signed `a >= b`
    Ge,
    /// Unsigned `a < b`
    Below,
    /// Unsigned `a <= b`
    BelowEq,
    /// Unsigned `a > b`
    Above,
    /// Unsigned `a >= b`
    AboveEq,
}

/// Condition between two floats. The first six are what Python's operators compute (with a NaN only `Ne` holds); the
/// rest are their complements.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum FloatCc {
    /// `a == b`, ordered.
    Eq,
    /// `a != b` or unordered.
    Ne,
    /// `a < b`, ordered.
    Lt,
    /// `a <= b`, ordered.
    Le,
    /// `a > b`, ordered.
    Gt,
    /// `a >= b`, ordered.
    Ge,
    /// `a >= b` or unordered.
    NotLt,
    /// `a > b` or unordered.
    NotLe,
    /// `a <= b` or unordered.
    NotGt,
    /// `a < b` or unordered.
    NotGe,
    /// Neither is a NaN.
    Ordered,
    /// One is a NaN.
    Unordered,
}

/// A condition, for guards, branches, `set` and `select` alike.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Test {
    /// Compares `a` with `b`. At most one of them is memory, and `a` is no immediate.
    Int {
        /// What must hold.
        cc: IntCc,
        /// How many bits are compared.
        size: Size,
        /// Left side.
        a: Operand,
        /// Right side.
        b: Operand,
    },
    /// `a & mask` is zero, or is not. At most one is memory, and `a` is no immediate.
    Bits {
        /// Whether some bit must be set (else: none).
        any: bool,
        /// How many bits are looked at.
        size: Size,
        /// Left side.
        a: Operand,
        /// Right side.
        mask: Operand,
    },
    /// Compares two floats.
    Float {
        /// What must hold.
        cc: FloatCc,
        /// Left side.
        a: VReg,
        /// Right side.
        b: VReg,
    },
}

impl Test {
    /// Compares words.
    pub fn int(cc: IntCc, a: impl Into<Operand>, b: impl Into<Operand>) -> Test {
        Test::Int { cc, size: Size::Word, a: a.into(), b: b.into() }
    }

    /// Compares at a size.
    pub fn sized(cc: IntCc, size: Size, a: impl Into<Operand>, b: impl Into<Operand>) -> Test {
        Test::Int { cc, size, a: a.into(), b: b.into() }
    }

    /// Some bit of `mask` is set in the word `a`.
    pub fn any_bit(a: impl Into<Operand>, mask: impl Into<Operand>) -> Test {
        Test::Bits { any: true, size: Size::Word, a: a.into(), mask: mask.into() }
    }

    /// No bit of `mask` is set in the word `a`.
    pub fn no_bit(a: impl Into<Operand>, mask: impl Into<Operand>) -> Test {
        Test::Bits { any: false, size: Size::Word, a: a.into(), mask: mask.into() }
    }

    /// Compares floats.
    pub fn float(cc: FloatCc, a: VReg, b: VReg) -> Test {
        Test::Float { cc, a, b }
    }

    /// The condition that holds exactly where this one does not.
    pub fn inverse(self) -> Test {
        match self {
            Test::Int { cc, size, a, b } => Test::Int { cc: cc.inverse(), size, a, b },
            Test::Bits { any, size, a, mask } => Test::Bits { any: !any, size, a, mask },
            Test::Float { cc, a, b } => Test::Float { cc: cc.inverse(), a, b },
        }
    }
}

impl IntCc {
    /// The complement.
    pub fn inverse(self) -> IntCc {
        use IntCc::*;
        match self {
            Eq => Ne,
            Ne => Eq,
            Lt => Ge,
            Ge => Lt,
            Le => Gt,
            Gt => Le,
            Below => AboveEq,
            AboveEq => Below,
            BelowEq => Above,
            Above => BelowEq,
        }
    }

    /// The condition with its sides exchanged.
    pub fn swapped(self) -> IntCc {
        use IntCc::*;
        match self {
            Eq => Eq,
            Ne => Ne,
            Lt => Gt,
            Gt => Lt,
            Le => Ge,
            Ge => Le,
            Below => Above,
            Above => Below,
            BelowEq => AboveEq,
            AboveEq => BelowEq,
        }
    }
}

impl FloatCc {
    /// The complement, NaNs included.
    pub fn inverse(self) -> FloatCc {
        use FloatCc::*;
        match self {
            Eq => Ne,
            Ne => Eq,
            Lt => NotLt,
            Le => NotLe,
            Gt => NotGt,
            Ge => NotGe,
            NotLt => Lt,
            NotLe => Le,
            NotGt => Gt,
            NotGe => Ge,
            Ordered => Unordered,
            Unordered => Ordered,
        }
    }
}
