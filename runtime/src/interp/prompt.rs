//! Generators that end promptly, as reference counts have them end: those that only a `for` loop knows.
//!
//! ```text
//! for x in numbers():     CALL t, numbers    the generator notes by which instruction it was made
//!     if x: break         FORPREP s, t       follows that very instruction, and t is a temporary: the loop owns it
//! print(x)                CloseLoop s        where the loop is left by `break` or `return`
//! ```
//! What has come straight from the call that made it, into a temporary that only the loop reads, is known to nobody
//! else, except by way of its frame: if that was looked at, the generator is left to the collector. A loop that an
//! exception leaves is found by the places that are live where it arose: an owner's state has a mark of its own, and
//! says where its FORPREP is. A handler protects that too exactly if it stands outside the loop. Compiled code passes what
//! it has called to its `for_prep_of`.

use super::code::{CodeData, frame_code};
use super::dispatch::{Base, Pc, operand};
use super::frame::{Action, SPECIAL};
use super::generator::{CREATED, FINISHED, RUNNING};
use crate::object::layout::Generator;
use crate::object::{Gc, map_of};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::types as id;

/// Notes the instruction whose call made a generator, by the link and extra word of the frame that became it: a plain
/// call, or one that a generator made.
pub fn note_maker(g: Gc<Generator>, link: usize, extra: usize) {
    if link & SPECIAL == 0 || extra >> 48 == Action::Result as usize {
        // Until the generator is resumed, nobody else uses the field.
        g.outer.set_plain(Value::from_bits(link & !3 | 1));
    }
}

/// Where the FORPREP at `pc` is, if its loop owns the generator in `place`, else UNSET.
///
/// # Safety
/// `pc` is a FORPREP of the frame at `base`.
pub unsafe fn owner(pc: Pc, base: Base, place: usize, g: Gc<Generator>) -> Value {
    let maker = g.outer.get();
    if !g.state.get().is(CREATED) || !maker.is_int() {
        return Value::UNSET;
    }
    // SAFETY: the caller's promise; the maker's call is an instruction of code that lives as long as the process.
    unsafe {
        let code = frame_code(base).info();
        let call = (maker.bits() & !1) as Pc;
        if place < code.named as usize || operand::after_any(call) != pc {
            return Value::UNSET;
        }
        Value::small_int(code.offset(pc) as isize)
    }
}

/// Whether a value is a generator of the function `callee`, which has just returned it to compiled code: a generator
/// function makes a new one whenever it is called.
pub fn made_by(value: Value, callee: Value) -> bool {
    if !value.is_ptr() || map_of(value) != id::GENERATOR {
        return false;
    }
    // SAFETY: the map says so.
    let g: Gc<Generator> = unsafe { Gc::from_value_unchecked(value) };
    g.state.get().is(CREATED) && g.function.get().is(callee)
}

impl Vm {
    /// Closes the generator of a loop that is left, by the first two places of its state. What it raises is reported.
    pub(crate) fn close_loop(&mut self, iterator: Value, mark: Value) {
        if !mark.is(Value::LOOP_OWNS) || !iterator.is_ptr() || map_of(iterator) != id::GENERATOR {
            return;
        }
        // SAFETY: the map says so.
        let g: Gc<Generator> = unsafe { Gc::from_value_unchecked(iterator) };
        let state = g.state.get();
        if state.is(FINISHED) || state.is(RUNNING) || !g.frame_object.get().is(Value::UNSET) {
            return;
        }
        let pending = std::mem::replace(&mut self.thread.pending, Value::UNSET);
        if self.close_generator(g).is_err() {
            self.unraisable(iterator, "Exception ignored while closing generator");
        }
        self.thread.pending = pending;
        std::hint::black_box(pending);
    }

    /// Closes the generators of the loops that an exception at `at` of the frame at `base` leaves on its way to a
    /// handler, or out of the frame.
    ///
    /// # Safety
    /// `base` is a frame that stands at `at`.
    pub(crate) unsafe fn close_loops(&mut self, base: Base, at: u32, handler: Option<u32>) {
        // SAFETY: the caller's promise; live places hold values.
        unsafe {
            let code = frame_code(base).info();
            let Some(live) = code.function().live(at) else { return };
            let named = code.named as usize;
            // The innermost loop's places are the last.
            for (w, &word) in live.iter().enumerate().rev() {
                let mut word = word;
                while word != 0 {
                    let bit = 31 - word.leading_zeros();
                    word &= !(1 << bit);
                    let mark = base.add(named + 32 * w + bit as usize);
                    if (*mark).is(Value::LOOP_OWNS) {
                        self.close_left(code, mark, handler);
                    }
                }
            }
        }
    }

    /// Closes the generator of the loop with this mark if the handler is not inside the loop.
    unsafe fn close_left(&mut self, code: &CodeData, mark: *mut Value, handler: Option<u32>) {
        // SAFETY: the mark is the second place of a loop's state.
        unsafe {
            let begun = (*mark.add(1)).as_int() as u32;
            let protects = |h| code.exceptions.iter().any(|r| r.handler == h && r.start <= begun && begun < r.end);
            if handler.is_none_or(protects) {
                let iterator = *mark.sub(1);
                *mark = Value::NONE;
                self.close_loop(iterator, Value::LOOP_OWNS);
            }
        }
    }
}
