//! Exceptions on their way: traceback entries, handlers, frames that end.

use super::code::frame_code;
use super::dispatch::operand::Insn;
use super::dispatch::{Base, Ctx, Next, Pc, Table, go, leave};
use super::frame::{Action, OBSERVED, SPECIAL, caller, extra, generator_of, link};
use crate::object::layout::Traceback;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::blob::flags;
use pyspec_abi::header::Scan;
use pyspec_abi::ops::Op;
use pyspec_abi::types as id;

/// The pending exception was raised by the instruction at `pc`, or came to it from a call.
///
/// # Safety
/// `pc` and `base` are the running frame's.
#[cold]
#[inline(never)]
pub unsafe fn raise(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    // SAFETY: the caller's promise.
    unsafe {
        if (*c).takes_table() {
            // No exception: the native at work had the frame go on with other handlers.
            let insn = Insn::at(pc, base);
            *base.add(insn.a()) = Value::NONE;
            return go(c, insn.after(), base, (*c).table());
        }
        land(c, (*c).unwind(pc, base, true), t)
    }
}

/// The same for an exception whose traceback already has this frame.
///
/// # Safety
/// As for [`raise`].
#[cold]
#[inline(never)]
pub unsafe fn reraise(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    // SAFETY: the caller's promise.
    unsafe { land(c, (*c).unwind(pc, base, false), t) }
}

#[inline(always)]
unsafe fn land(c: Ctx, landing: Landing, t: Table) -> Next {
    // SAFETY: a landing is an instruction of the frame.
    unsafe { if landing.pc.is_null() { leave(0) } else { go(c, landing.pc, landing.base, t) } }
}

/// Where an exception is handled; pc null: beyond the loop.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Landing {
    pub pc: Pc,
    pub base: Base,
}

impl Vm {
    /// Takes the pending exception to its handler.
    ///
    /// # Safety
    /// `pc` and `base` are the running frame's.
    pub unsafe fn unwind(&mut self, mut pc: Pc, mut base: Base, mut trace: bool) -> Landing {
        // SAFETY: the chain of frames.
        unsafe {
            let mut exception = self.thread.pending;
            debug_assert!(!exception.is(Value::UNSET), "raised, but nothing is pending");
            let fresh = self.as_exception(exception).is_some_and(|e| !e.traceback.get().is_ptr());
            if trace && fresh {
                self.chain_context(exception);
            }
            loop {
                if base as usize == self.thread.compiled.barrier && self.thread.compiled.barrier != 0 {
                    // A compiled frame: it leaves by its raising exit.
                    return Landing { pc: std::ptr::null(), base: std::ptr::null_mut() };
                }
                self.thread.base = base;
                self.thread.pc = pc;
                let code = frame_code(base).info();
                if trace && code.flags & flags::PRELUDE == 0 {
                    self.thread.pending = Value::UNSET;
                    self.add_traceback(exception, pc, base);
                    self.thread.pending = exception;
                }
                if !self.interp.watches.by_thread.is_empty() {
                    exception = self.watched_raise(exception, trace, base);
                }
                trace = true;
                let at = code.offset(pc);
                let row = code.exceptions.iter().find(|r| r.start <= at && at < r.end);
                self.close_loops(base, at, row.map(|r| r.handler));
                if let Some(row) = row {
                    *base.add(row.place as usize) = exception;
                    self.thread.pending = Value::UNSET;
                    self.thread.copied = [Value::UNSET; 2];
                    return Landing { pc: code.entry.add(row.handler as usize), base };
                }
                if !self.interp.watches.by_thread.is_empty() && self.watch_unwound(base).is_err() {
                    exception = self.thread.pending;
                }
                let (outer, outer_pc) = caller(base);
                let word = link(base);
                let native =
                    word & SPECIAL != 0 && matches!(Action::of(extra(base)), Action::Native | Action::GenNative);
                if !self.on_stack(base)
                    && let Some(other) = self.stop_iteration_inside(code.flags, exception)
                {
                    exception = other;
                    self.add_traceback(exception, pc, base);
                    self.thread.pending = exception;
                }
                if self.on_stack(base) {
                    if word & OBSERVED != 0 {
                        self.detach_frame(base, pc);
                    }
                    self.thread.depth -= 1;
                } else {
                    self.finish_generator(generator_of(base));
                }
                if word & SPECIAL != 0
                    && extra(base) >> 48 == Action::LoopItem as usize
                    && self.is_subtype(self.class_of(exception), self.exceptions.StopIteration)
                {
                    // The loop ends: it goes on after its FORNEXT, which is narrow.
                    self.thread.pending = Value::UNSET;
                    return Landing { pc: outer_pc.add(1 + const { Op::FORNEXT.trailing_words() }), base: outer };
                }
                if native {
                    self.thread.base = outer;
                    self.thread.pc = outer_pc;
                    return Landing { pc: std::ptr::null(), base: std::ptr::null_mut() };
                }
                (pc, base) = (outer_pc, outer);
            }
        }
    }

    /// Tells what watches of the exception at `base`; gives it, or what was raised in its place.
    #[cold]
    unsafe fn watched_raise(&mut self, exception: Value, first: bool, base: Base) -> Value {
        self.thread.pending = Value::UNSET;
        // SAFETY: the running frame, published.
        let told = if first { unsafe { self.watch_raised(exception, base) } } else { Ok(()) };
        if told.is_ok() {
            self.thread.pending = exception;
        }
        self.thread.pending
    }

    /// Adds the frame to the exception's traceback; for want of memory, does not.
    unsafe fn add_traceback(&mut self, exception: Value, pc: Pc, base: Base) {
        // SAFETY: `base` is a frame.
        unsafe {
            let Ok(frame) = self.frame_object(base) else { return };
            let data = frame_code(base).info();
            let offset = data.offset(pc);
            let line = data.function().position(offset).line;
            let Some(e) = self.as_exception(exception) else { return };
            let Ok(entry) = self.alloc::<Traceback>(id::TRACEBACK, Scan::Values, Traceback::SLOTS) else {
                self.thread.pending = Value::UNSET;
                return;
            };
            let next = e.traceback.get();
            entry.frame.init(frame);
            entry.next.init(if next.is(Value::UNSET) { Value::NONE } else { next });
            entry.lasti.init(Value::small_int(offset as isize));
            entry.line.init(Value::small_int(line as isize));
            e.traceback.set(&mut self.heap, exception, entry.value());
        }
    }
}
