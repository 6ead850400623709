//! The two targets and what differs between them: width, registers, calling conventions.
//!
//! Registers are named by their number in the instruction encoding (`rax` 0, `rcx` 1, `rdx` 2, `rbx` 3, `rsp` 4,
//! `rbp` 5, `rsi` 6, `rdi` 7, `r8`–`r15`), which is also what [`crate::Location::Gpr`] holds.

use regalloc2 as ra;

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

    pub(crate) fn is_64(self) -> bool {
        self.width == Width::W64
    }
}

/// The registers of a target, for the allocator and the conventions.
pub(crate) struct Registers {
    pub env: ra::MachineEnv,
    pub int_args: Vec<ra::PReg>,
    pub float_args: Vec<ra::PReg>,
    /// Two int results, also dividend and remainder.
    pub results: [ra::PReg; 2],
    pub float_result: ra::PReg,
    /// Holds the count of a shift.
    pub count: ra::PReg,
    /// Free at calls: clobbered, and never an argument.
    pub scratch: ra::PReg,
    /// What a call destroys: everything that is ever allocated.
    pub clobbers: ra::PRegSet,
    /// What C wants preserved, in the order in which it is pushed.
    pub callee_saved: Vec<u8>,
}

/// The context register on x86-64.
pub(crate) const CONTEXT: u8 = 15;
/// The stack pointer.
pub(crate) const STACK: u8 = 4;

impl Registers {
    pub fn of(target: Target) -> Registers {
        let int = |number: u8| ra::PReg::new(number as usize, ra::RegClass::Int);
        let float = |number: u8| ra::PReg::new(number as usize, ra::RegClass::Float);
        let (scratchy, kept, int_args, floats, callee_saved): (&[u8], &[u8], &[u8], u8, &[u8]) = if target.is_64() {
            (&[0, 1, 2, 6, 7, 8, 9, 10, 11], &[3, 5, 12, 13, 14], &[7, 6, 2, 1, 8, 9], 16, &[3, 5, 12, 13, 14])
        } else {
            (&[0, 1, 2], &[3, 5, 6, 7], &[], 8, &[3, 5, 6, 7])
        };
        let set = |numbers: &[u8]| numbers.iter().fold(ra::PRegSet::empty(), |set, &n| set.with(int(n)));
        let float_set = (0..floats).fold(ra::PRegSet::empty(), |set, n| set.with(float(n)));
        let empty = ra::PRegSet::empty();
        let mut clobbers = set(scratchy);
        clobbers.union_from(set(kept));
        clobbers.union_from(float_set);
        Registers {
            env: ra::MachineEnv {
                preferred_regs_by_class: [set(scratchy), float_set, empty],
                non_preferred_regs_by_class: [set(kept), empty, empty],
                scratch_by_class: [None; 3],
                fixed_stack_slots: Vec::new(),
            },
            int_args: int_args.iter().map(|&n| int(n)).collect(),
            float_args: if target.is_64() { (0..8).map(float).collect() } else { Vec::new() },
            results: [int(0), int(2)],
            float_result: float(0),
            count: int(1),
            scratch: int(if target.is_64() { 11 } else { 1 }),
            clobbers,
            callee_saved: callee_saved.to_vec(),
        }
    }
}
