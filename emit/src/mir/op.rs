//! Operations that instructions name: arithmetic on words and floats.

/// Two-operand int arithmetic.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum AluOp {
    /// Sum.
    Add,
    /// Difference.
    Sub,
    /// Signed product.
    Mul,
    /// Bitwise and. Never overflows.
    And,
    /// Bitwise or. Never overflows.
    Or,
    /// Bitwise exclusive or. Never overflows.
    Xor,
}

/// Shifts and rotations of a word. The count is taken modulo the word's bits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum ShiftOp {
    /// Left.
    Shl,
    /// Right, zeros come in.
    Shr,
    /// Right, the sign comes in.
    Sar,
    /// Rotate left.
    Rol,
    /// Rotate right.
    Ror,
}

/// One-operand int arithmetic.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum UnaryOp {
    /// Two's complement; overflows for the least int.
    Neg,
    /// One's complement.
    Not,
    /// Zero-extend the low 8 bits.
    Zext8,
    /// Zero-extend the low 16 bits.
    Zext16,
    /// Zero-extend the low 32 bits.
    Zext32,
    /// Sign-extend the low 8 bits.
    Sext8,
    /// Sign-extend the low 16 bits.
    Sext16,
    /// Sign-extend the low 32 bits.
    Sext32,
    /// Number of the highest set bit; undefined for 0.
    TopBit,
    /// Number of the lowest set bit; undefined for 0.
    LowBit,
}

/// Two-operand float arithmetic.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum FloatOp {
    /// Sum.
    Add,
    /// Difference.
    Sub,
    /// Product.
    Mul,
    /// Quotient.
    Div,
}

/// One-operand float arithmetic.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum FloatUnaryOp {
    /// Square root.
    Sqrt,
    /// Flips the sign bit.
    Neg,
    /// Clears the sign bit.
    Abs,
    /// Rounds down.
    Floor,
    /// Rounds up.
    Ceil,
    /// Rounds towards zero.
    Trunc,
    /// Rounds to nearest, ties to even.
    Nearest,
}
