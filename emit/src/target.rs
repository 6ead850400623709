//! The two targets and what differs between them: width, registers, calling conventions.
//!
//! Registers are named by their number in the instruction encoding (`rax` 0, `rcx` 1, `rdx` 2, `rbx` 3, `rsp` 4,
//! `rbp` 5, `rsi` 6, `rdi` 7, `r8`–`r15`), which is also what [`crate::Location::Gpr`] holds.

/// Word size of the machine.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Width {
    /// x86-32, with SSE2 for floats.
    W32,
    /// x86-64.
    W64,
}

/// What code is generated for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Target {
    /// Word size.
    pub width: Width,
}

impl Target {
    /// Linux on x86-64. SSE4.1 is taken for granted (`floor`, `ceil`, `trunc` use it).
    pub const X86_64: Target = Target { width: Width::W64 };
    /// Linux on x86-32, SSE4.1 for `floor`, `ceil`, `trunc`.
    pub const X86: Target = Target { width: Width::W32 };

    /// Bytes in a machine word.
    pub fn word_bytes(self) -> u32 {
        match self.width {
            Width::W32 => 4,
            Width::W64 => 8,
        }
    }

    /// Bits in a machine word.
    pub fn word_bits(self) -> u32 {
        self.word_bytes() * 8
    }

    #[allow(dead_code)] // used once the encoder is in place
    pub(crate) fn is_64(self) -> bool {
        self.width == Width::W64
    }
}
