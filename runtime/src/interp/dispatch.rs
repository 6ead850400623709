//! How instructions follow each other.
//!
//! A handler is `fn(ctx, pc, base, table) -> Next`, everything in argument registers. In builds
//! without debug assertions it ends in a sibling call of the next handler; with them it returns
//! (pc, base) to a loop. Both come from [`go`]. Each handler has a narrow and a wide form, by a const
//! generic: the table's first half holds the narrow ones, [`WIDE`] goes through the second half.

use crate::native::{Outcome, Raised};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::ops::{self, Op};

/// The context.
pub type Ctx = *mut Vm;
/// An instruction.
pub type Pc = *const u32;
/// Place 0 of the running frame.
pub type Base = *mut Value;
/// 512 handlers: narrow, then wide.
pub type Table = *const Handler;
/// A handler.
#[repr(transparent)]
#[derive(Clone, Copy)]
pub struct Handler(pub unsafe fn(Ctx, Pc, Base, Table) -> Next);

/// What a handler returns: with sibling calls, the loop's result.
#[cfg(not(debug_assertions))]
#[repr(transparent)]
#[derive(Clone, Copy)]
pub struct Next(usize);

/// What a handler returns: where to go on; pc null: the loop ends with `base` as its result.
#[cfg(debug_assertions)]
#[derive(Clone, Copy)]
pub struct Next {
    pc: Pc,
    base: Base,
}

impl Next {
    /// What the loop was left with.
    #[cfg(not(debug_assertions))]
    pub fn word(self) -> usize {
        self.0
    }

    /// What the loop was left with.
    #[cfg(debug_assertions)]
    pub fn word(self) -> usize {
        self.base as usize
    }

    /// Where to go on, `None` if the loop is left.
    #[cfg(debug_assertions)]
    pub fn place(self) -> Option<(Pc, Base)> {
        (!self.pc.is_null()).then_some((self.pc, self.base))
    }
}

/// Goes on at `pc`.
///
/// # Safety
/// `pc` is an instruction of the function whose frame is at `base`.
#[cfg(not(debug_assertions))]
#[inline(always)]
pub unsafe fn go(c: Ctx, pc: Pc, base: Base, table: Table) -> Next {
    // SAFETY: the table has an entry for every byte.
    unsafe { ((*table.add(*pc.cast::<u8>() as usize)).0)(c, pc, base, table) }
}

/// Goes on at `pc`.
///
/// # Safety
/// `pc` is an instruction of the function whose frame is at `base`.
#[cfg(debug_assertions)]
#[inline(always)]
pub unsafe fn go(_c: Ctx, pc: Pc, base: Base, _table: Table) -> Next {
    Next { pc, base }
}

/// Leaves the loop with a word: a value, or 0 for raised.
#[cfg(not(debug_assertions))]
#[inline(always)]
pub fn leave(word: usize) -> Next {
    Next(word)
}

/// Leaves the loop with a word: a value, or 0 for raised.
#[cfg(debug_assertions)]
#[inline(always)]
pub fn leave(word: usize) -> Next {
    Next { pc: std::ptr::null(), base: word as Base }
}

/// Runs from `pc` until a frame with a native caller ends.
///
/// # Safety
/// As for [`go`]; some frame below has a native caller.
#[inline(never)]
pub unsafe fn run(c: Ctx, pc: Pc, base: Base) -> Outcome {
    #[cfg(not(debug_assertions))]
    // SAFETY: the caller's promise.
    let word = unsafe { go(c, pc, base, (*c).table()) }.0;
    #[cfg(debug_assertions)]
    let word = {
        let mut at = Next { pc, base };
        while !at.pc.is_null() {
            // SAFETY: the caller's promise.
            let table = unsafe { (*c).table() };
            // SAFETY: the caller's promise, kept up by every handler.
            at = unsafe { ((*table.add(*at.pc.cast::<u8>() as usize)).0)(c, at.pc, at.base, table) };
        }
        at.base as usize
    };
    match word {
        0 => Err(Raised),
        // SAFETY: not zero.
        bits => Ok(unsafe { Value::from_bits_unchecked(bits) }),
    }
}

/// A table of handlers.
#[repr(align(64))]
pub struct Handlers(pub [Handler; 512]);

unsafe fn bad(_c: Ctx, pc: Pc, _base: Base, _table: Table) -> Next {
    // SAFETY: `pc` is an instruction.
    panic!("no instruction {:#x}", unsafe { *pc });
}

/// The prefix of a wide instruction.
unsafe fn wide(c: Ctx, pc: Pc, base: Base, table: Table) -> Next {
    // SAFETY: the second byte is an instruction, and the table's second half has an entry for every byte.
    unsafe { ((*table.add(256 + *pc.cast::<u8>().add(1) as usize)).0)(c, pc, base, table) }
}

macro_rules! table {
    ($($name:ident),*) => {
        /// The handlers of ordinary execution.
        pub static TABLE: Handlers = {
            let mut t: [Handler; 512] = [Handler(bad); 512];
            $(
                t[Op::$name as usize] = Handler(super::handlers::$name::<false>);
                t[256 + Op::$name as usize] = Handler(super::handlers::$name::<true>);
            )*
            t[ops::WIDE as usize] = Handler(wide);
            t[crate::compiled::ENTER as usize] = Handler(crate::compiled::enter_handler);
            fuse(&mut t);
            Handlers(t)
        };
    };
}
macro_rules! fused_table {
    ($($name:ident),*) => {
        const fn fuse(t: &mut [Handler; 512]) {
            $(t[ops::Fused::$name.byte() as usize] = Handler(super::handlers::fused::$name);)*
        }
    };
}
pyspec_abi::for_each_op!(table);
pyspec_abi::for_each_fused!(fused_table);

/// Operands of the instruction at `pc`.
///
/// # Safety (all)
/// `pc` is an instruction with that operand, wide exactly if `W`.
pub mod operand {
    #![allow(clippy::missing_safety_doc, reason = "the module's header says it for all")]
    use super::*;

    #[inline(always)]
    unsafe fn field<const W: bool>(pc: Pc, i: usize) -> usize {
        // SAFETY: the caller's promise.
        unsafe { if W { *pc.cast::<u16>().add(1 + i) as usize } else { *pc.cast::<u8>().add(1 + i) as usize } }
    }
    /// Field a.
    #[inline(always)]
    pub unsafe fn a<const W: bool>(pc: Pc) -> usize {
        // SAFETY: the caller's promise.
        unsafe { field::<W>(pc, 0) }
    }
    /// Field b.
    #[inline(always)]
    pub unsafe fn b<const W: bool>(pc: Pc) -> usize {
        // SAFETY: the caller's promise.
        unsafe { field::<W>(pc, 1) }
    }
    /// Field c.
    #[inline(always)]
    pub unsafe fn c<const W: bool>(pc: Pc) -> usize {
        // SAFETY: the caller's promise.
        unsafe { field::<W>(pc, 2) }
    }
    /// Word `i` after the instruction's own: extensions, then cache.
    #[inline(always)]
    pub unsafe fn ext<const W: bool>(pc: Pc, i: usize) -> u32 {
        // SAFETY: the caller's promise.
        unsafe { *pc.add(if W { 2 } else { 1 } + i) }
    }
    /// Words `i` and `i + 1` as one.
    #[inline(always)]
    pub unsafe fn ext64<const W: bool>(pc: Pc, i: usize) -> u64 {
        // SAFETY: the caller's promise.
        unsafe { pc.add(if W { 2 } else { 1 } + i).cast::<u64>().read_unaligned() }
    }
    /// Address of word `i` after the instruction's own, to write a cache.
    #[inline(always)]
    pub unsafe fn word<const W: bool>(pc: Pc, i: usize) -> *mut u32 {
        // SAFETY: the caller's promise; units are writable.
        unsafe { pc.add(if W { 2 } else { 1 } + i).cast_mut() }
    }
    /// The value in a place.
    #[inline(always)]
    pub unsafe fn get(base: Base, i: usize) -> Value {
        // SAFETY: the caller's promise.
        unsafe { *base.add(i) }
    }
    /// Writes a place.
    #[inline(always)]
    pub unsafe fn set(base: Base, i: usize, v: Value) {
        // SAFETY: the caller's promise.
        unsafe { *base.add(i) = v }
    }
    /// Where the instruction after an `op` at `pc` is.
    #[inline(always)]
    pub unsafe fn after<const W: bool>(pc: Pc, op: Op) -> Pc {
        // SAFETY: the caller's promise.
        unsafe { pc.add(if W { 2 } else { 1 } + op.trailing_words()) }
    }
    /// Target of a jump whose offset is word `i`.
    #[inline(always)]
    pub unsafe fn target<const W: bool>(pc: Pc, i: usize) -> Pc {
        // SAFETY: the caller's promise.
        unsafe { pc.offset(ext::<W>(pc, i) as i32 as isize) }
    }
    /// Field a of an instruction of unknown width.
    pub unsafe fn a_any(pc: Pc) -> usize {
        // SAFETY: the caller's promise.
        unsafe { if is_wide(pc) { a::<true>(pc) } else { a::<false>(pc) } }
    }
    /// Field b of an instruction of unknown width.
    pub unsafe fn b_any(pc: Pc) -> usize {
        // SAFETY: the caller's promise.
        unsafe { if is_wide(pc) { b::<true>(pc) } else { b::<false>(pc) } }
    }
    /// Whether the instruction has the wide prefix.
    #[inline(always)]
    pub unsafe fn is_wide(pc: Pc) -> bool {
        // SAFETY: the caller's promise.
        unsafe { *pc.cast::<u8>() == ops::WIDE }
    }
    /// The instruction's opcode, whatever its width.
    pub unsafe fn op_any(pc: Pc) -> Op {
        // SAFETY: the caller's promise.
        let byte = unsafe { if is_wide(pc) { *pc.cast::<u8>().add(1) } else { *pc.cast::<u8>() } };
        Op::from_byte(byte).expect("an instruction")
    }
    /// The instruction after one of unknown width.
    pub unsafe fn after_any(pc: Pc) -> Pc {
        // SAFETY: the caller's promise.
        unsafe { pc.add(if is_wide(pc) { 2 } else { 1 } + op_any(pc).trailing_words()) }
    }
    /// Word `i` after an instruction of unknown width.
    pub unsafe fn ext_any(pc: Pc, i: usize) -> u32 {
        // SAFETY: the caller's promise.
        unsafe { if is_wide(pc) { ext::<true>(pc, i) } else { ext::<false>(pc, i) } }
    }

    /// An instruction of a frame's code, whatever is patched over its first byte.
    #[derive(Clone, Copy)]
    pub struct Insn {
        pc: Pc,
        wide: bool,
        pub op: Op,
    }

    impl Insn {
        /// The instruction at `pc` of the frame at `base`.
        #[inline(always)]
        pub unsafe fn at(pc: Pc, base: *const Value) -> Insn {
            // SAFETY: the caller's promise.
            unsafe {
                let bytes = pc.cast::<u8>();
                let mut first = *bytes;
                if first == crate::compiled::ENTER {
                    first = crate::compiled::original(pc, base);
                }
                let wide = first == ops::WIDE;
                let op = Op::from_byte(if wide { *bytes.add(1) } else { first }).expect("an instruction");
                Insn { pc, wide, op }
            }
        }
        #[inline(always)]
        unsafe fn field(self, i: usize) -> usize {
            // SAFETY: the maker's promise.
            unsafe { if self.wide { field::<true>(self.pc, i) } else { field::<false>(self.pc, i) } }
        }
        /// Whether it has the wide prefix.
        #[inline(always)]
        pub fn wide(self) -> bool {
            self.wide
        }
        /// Field a.
        #[inline(always)]
        pub unsafe fn a(self) -> usize {
            // SAFETY: the maker's promise.
            unsafe { self.field(0) }
        }
        /// Field b.
        #[inline(always)]
        pub unsafe fn b(self) -> usize {
            // SAFETY: the maker's promise.
            unsafe { self.field(1) }
        }
        /// Field c.
        #[inline(always)]
        pub unsafe fn c(self) -> usize {
            // SAFETY: the maker's promise.
            unsafe { self.field(2) }
        }
        /// The instruction after it.
        #[inline(always)]
        pub unsafe fn after(self) -> Pc {
            // SAFETY: the maker's promise.
            unsafe { self.pc.add(if self.wide { 2 } else { 1 } + self.op.trailing_words()) }
        }
    }
}
