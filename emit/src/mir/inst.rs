//! Instructions.

use super::{Addr, AluOp, Exit, FloatOp, FloatUnaryOp, MemType, Operand, ShiftOp, Size, Symbol, Test, UnaryOp, VReg};

/// What is called.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum CallTarget {
    /// `call rel32`, relocated.
    Symbol(Symbol),
    /// A fixed address, through a register.
    Address(u64),
    /// The value of a register.
    Reg(VReg),
    /// The word at an address (a table of helpers in the context, a function record).
    Mem(Addr),
}

/// A call. Arguments and results are assigned to registers in order by their class, as [`Convention`] says; at most two
/// int results and one float result.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub struct Call {
    /// What is called.
    pub target: CallTarget,
    /// Values passed. On x86-32 all are on the stack, floats in eight bytes.
    pub args: Vec<VReg>,
    /// Values that come back: `rax`, `rdx` and `xmm0` by class.
    pub results: Vec<VReg>,
    /// Where values are while the call runs; no code is made for it.
    pub record: Option<Exit>,
}

/// An instruction. Guards and overflow checks do not end a block.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub enum Inst {
    /// `dst = value` (truncated to a word).
    Imm {
        /// Result.
        dst: VReg,
        /// Value.
        value: i64,
    },
    /// A float constant, by its bits.
    FloatImm {
        /// Result.
        dst: VReg,
        /// Bits of the f64.
        bits: u64,
    },
    /// Address of a symbol.
    SymbolAddr {
        /// Result.
        dst: VReg,
        /// What is named.
        symbol: Symbol,
        /// Added to it.
        addend: i32,
    },
    /// `dst = src`, either class.
    Move {
        /// Result.
        dst: VReg,
        /// Source.
        src: VReg,
    },
    /// `dst = a op b`, leaving by an exit when the signed result does not fit.
    Alu {
        /// Operation.
        op: AluOp,
        /// Result.
        dst: VReg,
        /// Left side.
        a: VReg,
        /// Right side.
        b: Operand,
        /// Taken on signed overflow (not for and, or, xor).
        overflow: Option<Exit>,
    },
    /// `word [addr] op= src` at a size; not for `Mul`.
    AluMem {
        /// Operation.
        op: AluOp,
        /// How much memory.
        size: Size,
        /// Where.
        addr: Addr,
        /// A register or an immediate.
        src: Operand,
    },
    /// `dst = a op count`; the count is a register or an immediate.
    Shift {
        /// Operation.
        op: ShiftOp,
        /// Result.
        dst: VReg,
        /// Shifted value.
        a: VReg,
        /// How far.
        count: Operand,
    },
    /// Quotient and remainder of signed division. The divisor is not 0, and the quotient fits.
    Div {
        /// Rounds down, the remainder with the divisor's sign (as Python does); else towards zero.
        floor: bool,
        /// Quotient.
        quot: VReg,
        /// Remainder.
        rem: VReg,
        /// Dividend.
        a: VReg,
        /// Divisor.
        b: VReg,
    },
    /// `dst = op a`.
    Unary {
        /// Operation.
        op: UnaryOp,
        /// Result.
        dst: VReg,
        /// Operand.
        a: VReg,
        /// Taken when `neg` overflows.
        overflow: Option<Exit>,
    },
    /// `dst =` the address itself.
    Lea {
        /// Result.
        dst: VReg,
        /// Address.
        addr: Addr,
    },
    /// `dst = [addr]`.
    Load {
        /// How much.
        ty: MemType,
        /// Result.
        dst: VReg,
        /// Where.
        addr: Addr,
    },
    /// `[addr] = src`.
    Store {
        /// How much.
        ty: MemType,
        /// Value.
        src: VReg,
        /// Where.
        addr: Addr,
    },
    /// `[addr] = value`, an immediate sign-extended to the size.
    StoreImm {
        /// How much.
        size: Size,
        /// Value.
        value: i32,
        /// Where.
        addr: Addr,
    },
    /// `dst =` 1 if the test holds, else 0.
    Set {
        /// Result.
        dst: VReg,
        /// Condition.
        test: Test,
    },
    /// `dst = test ? yes : no`, either class.
    Select {
        /// Result.
        dst: VReg,
        /// Condition.
        test: Test,
        /// Value if it holds.
        yes: VReg,
        /// Value if not.
        no: VReg,
    },
    /// Leaves by an exit if the test holds.
    Guard {
        /// Condition for leaving.
        test: Test,
        /// Where to.
        exit: Exit,
    },
    /// `dst = a op b`.
    Float {
        /// Operation.
        op: FloatOp,
        /// Result.
        dst: VReg,
        /// Left side.
        a: VReg,
        /// A register or memory.
        b: Operand,
    },
    /// `dst = op a`.
    FloatUnary {
        /// Operation.
        op: FloatUnaryOp,
        /// Result.
        dst: VReg,
        /// Operand.
        a: VReg,
    },
    /// A word as a float, rounded to nearest.
    IntToFloat {
        /// Result.
        dst: VReg,
        /// An int.
        a: VReg,
    },
    /// A float towards zero as a word; the least int when it does not fit or is a NaN.
    FloatToInt {
        /// Result.
        dst: VReg,
        /// A float.
        a: VReg,
    },
    /// A word's bits as a float (x86-64 only).
    BitsToFloat {
        /// Result.
        dst: VReg,
        /// An int.
        a: VReg,
    },
    /// A float's bits as a word (x86-64 only).
    FloatToBits {
        /// Result.
        dst: VReg,
        /// A float.
        a: VReg,
    },
    /// A call.
    Call(Box<Call>),
    /// The context's address as a value.
    Context {
        /// Result.
        dst: VReg,
    },
    /// Makes a value the context. x86-64 only, in functions of C's convention that enter compiled code.
    SetContext {
        /// Address of the thread's record.
        src: VReg,
    },
    /// The stack pointer as it stands in the body of the function.
    StackPointer {
        /// Result.
        dst: VReg,
    },
}
