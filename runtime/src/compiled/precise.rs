//! What a collection that the program asks for need not see of compiled frames.
//!
//! Any other collection takes every word of a native stack, and of the windows of compiled frames, for what may be a
//! pointer: code may be anywhere then. One that the program asks for comes from a native that was called, so that each
//! compiled frame stands at a call whose record says which words of it hold nothing. Its window holds nothing either if
//! it stands at a call of the program, whose own window is scratch; whatever else runs there may need all of it.

use super::exits::Machine;
use super::walk::{Looked, Walk};
use crate::interp::code::CodeData;
use crate::interp::dispatch::{Base, operand};
use crate::vm::Vm;
use pyspec_abi::exits::ExitRecord;
use pyspec_abi::ops::{Op, WINDOW_HEADER};
use std::ops::Range;

/// Parts of the compiled frames of a thread that is in a native.
#[derive(Default)]
struct Parts {
    /// Addresses of words of the native stack that hold nothing, ascending.
    dead: Vec<usize>,
    /// Words of windows that may hold something.
    windows: Vec<Range<Base>>,
}

impl Vm {
    /// Collects everything, and takes no stale word of a compiled frame for a reference: the running native must have
    /// been called by the program.
    pub fn collect_precisely(&mut self) {
        let parts = self.compiled_parts();
        self.compiled.windows = Some(parts.windows);
        self.heap.collect_sparing(parts.dead);
        self.compiled.windows = None;
    }

    /// Whether a frame's places are to be left out because compiled code, which was entered from it, has its values.
    pub(crate) fn is_out_of_date(&self, base: Base) -> bool {
        self.compiled.windows.is_some() && self.is_entered(base)
    }

    fn compiled_parts(&self) -> Parts {
        let mut parts = Parts::default();
        let mut walk = Walk::new(self);
        while let Some(met) = walk.next(self) {
            // The innermost function of a native frame stands for all that is inlined.
            let Looked::Compiled(frame) = met else { continue };
            let Some((sp, record, kind)) = self.compiled.native_frame(frame) else { continue };
            parts.dead.extend(record.dead.iter().map(|&word| sp + 8 * word as usize));
            parts.windows.extend(self.window_at(sp, &record, kind.is_body()));
        }
        parts.dead.sort_unstable();
        parts
    }

    /// Words that the frames of a record take at most, headers included.
    fn places_of(&self, record: &ExitRecord) -> usize {
        // SAFETY: code data is never freed.
        let places = |code: *mut CodeData| unsafe { (*code).places as usize };
        record.frames.iter().map(|f| places(self.code_of_exit(f)) + WINDOW_HEADER + 1).sum()
    }

    /// The part of a frame's window that the call it waits at needs.
    fn window_at(&self, sp: usize, record: &ExitRecord, is_body: bool) -> Option<Range<Base>> {
        // SAFETY: the frame waits at the call whose record this is; code data is never freed.
        unsafe {
            let innermost = record.frames.last()?;
            let pc = (*self.code_of_exit(innermost)).entry.add(innermost.pc as usize);
            // Calls with keywords are left to `step`.
            if matches!(operand::op_any(pc), Op::CALL | Op::CALLM | Op::CALLFOUND | Op::CALLSUPER) {
                return None;
            }
            let mut base = Machine::of_stack(sp).word(&record.base) as Base;
            if is_body {
                // The frame is on the heap, what it calls on the stack.
                let of = self.thread.compiled.active.iter().rev().find(|a| a.base == base);
                base = of.expect("a body was entered from the interpreter").window;
            }
            Some(base..base.add(self.places_of(record)))
        }
    }
}
