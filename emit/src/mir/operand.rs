//! What instructions work on: addresses, operands, and how much of memory.

use super::{Class, Slot, VReg};

/// Scale of an index register.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Scale {
    /// Times 1.
    One,
    /// Times 2.
    Two,
    /// Times 4.
    Four,
    /// Times 8.
    Eight,
}

impl Scale {
    /// The scale for elements of this many bytes.
    pub fn of(bytes: u32) -> Option<Scale> {
        Some(match bytes {
            1 => Scale::One,
            2 => Scale::Two,
            4 => Scale::Four,
            8 => Scale::Eight,
            _ => return None,
        })
    }

    /// Bytes per step.
    pub fn bytes(self) -> u32 {
        1 << self as u32
    }
}

/// What an address starts from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Base {
    /// A value.
    Reg(VReg),
    /// The thread's context.
    Context,
    /// A slot of the frame.
    Slot(Slot),
    /// Nothing: the displacement is the address (below 2 GiB).
    Absolute,
}

/// `[base + index * scale + disp]`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Addr {
    /// Where it starts.
    pub base: Base,
    /// A scaled index.
    pub index: Option<(VReg, Scale)>,
    /// Constant part.
    pub disp: i32,
}

impl Addr {
    /// `[base + disp]`.
    pub fn base(base: VReg, disp: i32) -> Addr {
        Addr { base: Base::Reg(base), index: None, disp }
    }

    /// `[base + index * scale + disp]`.
    pub fn indexed(base: VReg, index: VReg, scale: Scale, disp: i32) -> Addr {
        Addr { base: Base::Reg(base), index: Some((index, scale)), disp }
    }

    /// `[context + disp]`.
    pub fn context(disp: i32) -> Addr {
        Addr { base: Base::Context, index: None, disp }
    }

    /// `[slot + disp]`.
    pub fn slot(slot: Slot, disp: i32) -> Addr {
        Addr { base: Base::Slot(slot), index: None, disp }
    }

    /// `[disp]`.
    pub fn absolute(address: i32) -> Addr {
        Addr { base: Base::Absolute, index: None, disp: address }
    }
}

/// An int operand: most instructions take a register, an immediate or memory as their second.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Operand {
    /// A value.
    Reg(VReg),
    /// An immediate, sign-extended to the operation's size.
    Imm(i32),
    /// Memory, of the operation's size.
    Mem(Addr),
}

impl From<VReg> for Operand {
    fn from(reg: VReg) -> Operand {
        Operand::Reg(reg)
    }
}

impl From<i32> for Operand {
    fn from(value: i32) -> Operand {
        Operand::Imm(value)
    }
}

impl From<Addr> for Operand {
    fn from(addr: Addr) -> Operand {
        Operand::Mem(addr)
    }
}

/// How much memory a load or store touches and what becomes of the other bits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum MemType {
    /// A byte, zero-extended.
    U8,
    /// A byte, sign-extended.
    I8,
    /// Two bytes, zero-extended.
    U16,
    /// Two bytes, sign-extended.
    I16,
    /// Four bytes, zero-extended.
    U32,
    /// Four bytes, sign-extended.
    I32,
    /// A machine word.
    Word,
    /// Eight bytes into a float register.
    F64,
    /// A single-precision float, widened when loaded and rounded when stored.
    F32,
}

impl MemType {
    /// Class of the register that holds it.
    pub fn class(self) -> Class {
        match self {
            MemType::F64 | MemType::F32 => Class::Float,
            _ => Class::Int,
        }
    }
}

/// Size of a comparison or of an operation on memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Size {
    /// 8 bits.
    S8,
    /// 16 bits.
    S16,
    /// 32 bits.
    S32,
    /// A machine word.
    Word,
}
