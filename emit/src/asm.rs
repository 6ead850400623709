//! Bytes of x86 instructions, for both widths.
//!
//! One method per shape of encoding (opcode with register and register-or-memory, with immediate, branches), no table
//! of instructions: callers name opcodes. That is a twentieth of what a general encoder costs; the tests decode what
//! comes out.

/// A register or memory, as ModRM and SIB name it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Rm {
    Reg(u8),
    /// `[base + index << shift + disp]`
    Mem {
        base: Option<u8>,
        index: Option<(u8, u8)>,
        disp: i32,
    },
    /// Relative to the next instruction; its four bytes are filled in later (x86-64).
    Rip,
}

impl Rm {
    pub fn at(base: u8, disp: i32) -> Rm {
        Rm::Mem { base: Some(base), index: None, disp }
    }
}

/// Operand size of an instruction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Width {
    B8,
    B16,
    B32,
    /// 64 bits on x86-64, 32 on x86-32.
    Word,
}

/// Mandatory prefix of an SSE instruction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Prefix {
    None,
    P66,
    F2,
    F3,
}

pub(crate) struct Asm {
    pub bytes: Vec<u8>,
    is_64: bool,
}

impl Asm {
    pub fn new(is_64: bool) -> Asm {
        Asm { bytes: Vec::new(), is_64 }
    }

    pub fn position(&self) -> u32 {
        self.bytes.len() as u32
    }

    pub fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    pub fn imm32(&mut self, value: i32) {
        self.raw(&value.to_le_bytes());
    }

    /// `opcode` on words, doublewords or words of 16 bits; `reg` is a register or an opcode extension.
    pub fn op(&mut self, width: Width, opcode: &[u8], reg: u8, rm: Rm) {
        if width == Width::B16 {
            self.raw(&[0x66]);
        }
        // Without a REX prefix, numbers 4 to 7 of byte registers mean `ah` to `bh`.
        self.encode(width == Width::Word, opcode, reg, rm, false);
    }

    /// `opcode` on bytes: registers 4 to 7 are `spl` to `dil`. `reg` is an opcode extension if `extension`.
    pub fn op8(&mut self, opcode: &[u8], reg: u8, extension: bool, rm: Rm) {
        let needs_rex = |number: u8| (4..8).contains(&number);
        let force = (!extension && needs_rex(reg)) || matches!(rm, Rm::Reg(number) if needs_rex(number));
        assert!(self.is_64 || !force, "a byte register that x86-32 cannot name");
        self.encode(false, opcode, reg, rm, force);
    }

    /// `opcode` from a byte or 16-bit source into a whole register.
    pub fn widen(&mut self, wide: bool, byte_source: bool, opcode: &[u8], reg: u8, rm: Rm) {
        let force = byte_source && matches!(rm, Rm::Reg(number) if (4..8).contains(&number));
        assert!(self.is_64 || !force, "a byte register that x86-32 cannot name");
        self.encode(wide, opcode, reg, rm, force);
    }

    /// An SSE instruction; `wide` where an int operand is a word of 64 bits.
    pub fn sse(&mut self, prefix: Prefix, wide: bool, opcode: &[u8], reg: u8, rm: Rm) {
        match prefix {
            Prefix::None => {}
            Prefix::P66 => self.raw(&[0x66]),
            Prefix::F2 => self.raw(&[0xf2]),
            Prefix::F3 => self.raw(&[0xf3]),
        }
        self.encode(wide, opcode, reg, rm, false);
    }

    fn encode(&mut self, wide: bool, opcode: &[u8], reg: u8, rm: Rm, force_rex: bool) {
        if self.is_64 {
            let (x, b) = match rm {
                Rm::Reg(number) => (0, number >> 3),
                Rm::Mem { base, index, .. } => (index.map_or(0, |(i, _)| i >> 3), base.map_or(0, |b| b >> 3)),
                Rm::Rip => (0, 0),
            };
            let rex = 0x40 | (wide as u8) << 3 | (reg >> 3) << 2 | x << 1 | b;
            if rex != 0x40 || force_rex {
                self.bytes.push(rex);
            }
        }
        self.raw(opcode);
        self.modrm(reg & 7, rm);
    }

    fn modrm(&mut self, reg: u8, rm: Rm) {
        let byte = |mode: u8, low: u8| mode << 6 | reg << 3 | low;
        match rm {
            Rm::Reg(number) => self.bytes.push(byte(3, number & 7)),
            Rm::Rip => {
                assert!(self.is_64, "x86-32 has no addresses relative to the code");
                self.bytes.push(byte(0, 5));
                self.imm32(0);
            }
            Rm::Mem { base: None, index: None, disp } if !self.is_64 => {
                self.bytes.push(byte(0, 5));
                self.imm32(disp);
            }
            Rm::Mem { base: None, index, disp } => {
                let (index, shift) = index.map_or((4, 0), |(index, shift)| (index & 7, shift));
                self.raw(&[byte(0, 4), shift << 6 | index << 3 | 5]);
                self.imm32(disp);
            }
            Rm::Mem { base: Some(base), index, disp } => {
                // A base of `rbp` or `r13` without displacement would mean something else.
                let mode = match disp {
                    0 if base & 7 != 5 => 0,
                    -128..=127 => 1,
                    _ => 2,
                };
                match index {
                    Some((index, shift)) => {
                        debug_assert!(index != 4, "the stack pointer is no index");
                        self.raw(&[byte(mode, 4), shift << 6 | (index & 7) << 3 | base & 7]);
                    }
                    None if base & 7 == 4 => self.raw(&[byte(mode, 4), 0x24]),
                    None => self.bytes.push(byte(mode, base & 7)),
                }
                match mode {
                    0 => {}
                    1 => self.bytes.push(disp as u8),
                    _ => self.imm32(disp),
                }
            }
        }
    }

    /// An opcode that holds its register (`push`, `pop`, `mov reg, imm`).
    pub fn op_reg(&mut self, wide: bool, opcode: u8, reg: u8) {
        if self.is_64 {
            let rex = 0x40 | (wide as u8) << 3 | reg >> 3;
            if rex != 0x40 {
                self.bytes.push(rex);
            }
        }
        self.bytes.push(opcode | reg & 7);
    }

    /// One of the eight arithmetic instructions with an immediate; `extension` is its number.
    pub fn alu_imm(&mut self, width: Width, extension: u8, rm: Rm, value: i32) {
        match width {
            Width::B8 => {
                self.op8(&[0x80], extension, true, rm);
                self.bytes.push(value as u8);
            }
            _ if value as i8 as i32 == value => {
                self.op(width, &[0x83], extension, rm);
                self.bytes.push(value as u8);
            }
            Width::B16 => {
                self.op(width, &[0x81], extension, rm);
                self.raw(&(value as i16).to_le_bytes());
            }
            _ => {
                self.op(width, &[0x81], extension, rm);
                self.imm32(value);
            }
        }
    }

    /// `mov reg, value`, the shortest way. Keeps the flags.
    pub fn load_imm(&mut self, reg: u8, value: i64) {
        if !self.is_64 || u32::try_from(value).is_ok() {
            self.op_reg(false, 0xb8, reg);
            self.imm32(value as i32);
        } else if value as i32 as i64 == value {
            self.op(Width::Word, &[0xc7], 0, Rm::Reg(reg));
            self.imm32(value as i32);
        } else {
            self.op_reg(true, 0xb8, reg);
            self.raw(&value.to_le_bytes());
        }
    }

    /// Bytes that do nothing, up to a multiple of `align`.
    pub fn align(&mut self, align: u32) {
        const NOPS: [&[u8]; 9] = [
            &[0x90],
            &[0x66, 0x90],
            &[0x0f, 0x1f, 0x00],
            &[0x0f, 0x1f, 0x40, 0x00],
            &[0x0f, 0x1f, 0x44, 0x00, 0x00],
            &[0x66, 0x0f, 0x1f, 0x44, 0x00, 0x00],
            &[0x0f, 0x1f, 0x80, 0x00, 0x00, 0x00, 0x00],
            &[0x0f, 0x1f, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00],
            &[0x66, 0x0f, 0x1f, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00],
        ];
        while !self.position().is_multiple_of(align) {
            let missing = (align - self.position() % align).min(9) as usize;
            self.raw(NOPS[missing - 1]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use iced_x86::{Decoder, DecoderOptions, Instruction, OpKind, Register};

    fn decode(bytes: &[u8], bits: u32) -> Instruction {
        let mut decoder = Decoder::new(bits, bytes, DecoderOptions::NONE);
        let inst = decoder.decode();
        assert_eq!(inst.len(), bytes.len(), "{bytes:02x?} is one instruction");
        inst
    }

    fn register(bits: u32, number: u8) -> Register {
        let first = if bits == 64 { Register::RAX } else { Register::EAX };
        first + number as u32
    }

    /// Every base, index, scale and size of displacement names what it should, on both widths.
    #[test]
    fn addresses_decode_to_themselves() {
        for bits in [32, 64] {
            let count = if bits == 64 { 16 } else { 8 };
            let bases = (0..count).map(Some).chain([None]);
            for base in bases {
                let indices = (0..count).filter(|&index| index != 4).map(Some).chain([None]);
                for index in indices {
                    for (shift, disp) in [(0, 0), (1, 1), (2, -128), (3, 127), (0, 128), (3, -129), (2, 0x1234_5678)] {
                        let mut asm = Asm::new(bits == 64);
                        let index = index.map(|index| (index, shift));
                        asm.op(Width::Word, &[0x8b], 3, Rm::Mem { base, index, disp });
                        let inst = decode(&asm.bytes, bits);
                        let name = |number: Option<u8>| number.map_or(Register::None, |number| register(bits, number));
                        assert_eq!(inst.op0_register(), register(bits, 3));
                        assert_eq!(inst.op1_kind(), OpKind::Memory);
                        assert_eq!(inst.memory_base(), name(base), "{inst}");
                        assert_eq!(inst.memory_index(), name(index.map(|(number, _)| number)), "{inst}");
                        if index.is_some() {
                            assert_eq!(inst.memory_index_scale(), 1 << shift);
                        }
                        assert_eq!(inst.memory_displacement64() as i32, disp, "{inst}");
                    }
                }
            }
        }
    }

    #[test]
    fn byte_registers_decode_to_themselves() {
        for number in 0..16u8 {
            let mut asm = Asm::new(true);
            asm.op8(&[0x88], number, false, Rm::at(0, 0));
            let name = [Register::AL, Register::CL, Register::DL, Register::BL];
            let expected = match number {
                0..4 => name[number as usize],
                _ => Register::SPL + (number as u32 - 4),
            };
            assert_eq!(decode(&asm.bytes, 64).op1_register(), expected);
        }
    }

    #[test]
    fn immediates_decode_to_themselves() {
        for value in [0, 1, -1, 127, 128, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, -0x8000_0000, 1 << 32, i64::MIN] {
            for reg in [0, 7, 8, 15] {
                let mut asm = Asm::new(true);
                asm.load_imm(reg, value);
                let inst = decode(&asm.bytes, 64);
                assert_eq!(inst.immediate(1) as i64, value);
                assert_eq!(inst.op0_register().full_register(), register(64, reg));
            }
        }
    }

    #[test]
    fn padding_is_instructions() {
        for start in 1..64u32 {
            let mut asm = Asm::new(true);
            asm.raw(&vec![0x90; start as usize]);
            asm.align(32);
            assert_eq!(asm.position() % 32, 0);
            let padding = Decoder::new(64, &asm.bytes, DecoderOptions::NONE);
            assert!(padding.into_iter().all(|inst| inst.mnemonic() == iced_x86::Mnemonic::Nop));
        }
    }
}
