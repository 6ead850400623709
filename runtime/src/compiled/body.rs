//! Compiled bodies of generators: from the interpreter, and from natives and compiled code without a loop of the
//! interpreter around them.
//!
//! A body is called with the generator's frame and the word offset of the instruction at which it goes on. It comes
//! back when the generator yields, returns, is to delegate, or when an exit was taken.

use super::ENTER;
use super::Taker;
use super::enter::{begin, end};
use super::exits::Returned;
use crate::interp::code::{CodeData, frame_code};
use crate::interp::dispatch::operand::{a, set};
use crate::interp::dispatch::{Base, Ctx, Pc, run};
use crate::interp::frame::{Action, generator_base};
use crate::interp::generator::{CREATED, SUSPENDED};
use crate::interp::handlers::{activate, suspend};
use crate::native::{Outcome, Raised};
use crate::object::class::{ClassRef, class_flags};
use crate::object::layout::{Generator, List};
use crate::object::{Gc, map_of};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::helpers::status;
use pyspec_abi::ops::Op;
use pyspec_abi::types as id;

/// Calls the body of the generator whose frame is at `base`; its window is at `top`, the first free word of the stack.
///
/// # Safety
/// The frame is published; the code at `pc` is patched.
pub(super) unsafe fn call_body(c: Ctx, code: &CodeData, base: Base, pc: Pc, top: Base) -> Returned {
    // SAFETY: all patches of a generator's code are of its body, which has this signature.
    unsafe {
        let entry: extern "sysv64" fn(Ctx, Base, u64) -> Returned = std::mem::transmute(code.patches[0].entry);
        let vm = &mut *c;
        let outer = vm.thread.top;
        vm.thread.top = top;
        let barrier = begin(vm, base, top);
        let returned = entry(c, base, code.offset(pc) as u64);
        end(vm, barrier);
        vm.thread.top = outer;
        returned
    }
}

/// Where a generator that is suspended at its start or at a yield goes on, if that is in its body.
#[inline(always)]
fn entered_at(g: Gc<Generator>, sent: Value) -> Option<Pc> {
    let at = (g.pc.get().bits() & !3) as Pc;
    let state = g.state.get();
    // SAFETY: the generator waits at an instruction of its code, which another one follows.
    unsafe {
        let op = *at.cast::<u8>();
        let waits = (state.is(SUSPENDED) && op == Op::YIELD as u8)
            || (state.is(CREATED) && sent.is(Value::NONE) && op == Op::MAKEGEN as u8);
        let after = at.add(1);
        (waits && *after.cast::<u8>() == ENTER).then_some(after)
    }
}

impl Vm {
    /// Sends to a generator or coroutine that goes on in its compiled body: as [`Vm::resume`] does. `None`: it does not,
    /// and nothing is done.
    #[inline]
    pub fn send_to_body(&mut self, g: Gc<Generator>, sent: Value) -> Option<Outcome> {
        // Whoever watches the program sees each instruction.
        let watched = !self.interp.watches.by_thread.is_empty();
        if watched || map_of(g.value()) == id::ASYNC_GENERATOR || self.thread.depth >= self.interp.recursion_limit {
            return None;
        }
        let after = entered_at(g, sent)?;
        let (base, pc) = (self.thread.base, self.thread.pc);
        let top = self.free_above(base);
        let frame = generator_base(g);
        g.top.init(Value::from_bits(top as usize | 1));
        // SAFETY: the generator is suspended, and everything above `top` is free.
        unsafe {
            activate(self, pc, base, g, Action::GenNative);
            if *after.sub(1).cast::<u8>() == Op::YIELD as u8 {
                set(frame, a::<false>(after.sub(1)), sent);
            }
            (self.thread.base, self.thread.pc) = (frame, after);
            let returned = call_body(self, frame_code(frame).info(), frame, after, top);
            let outcome = self.body_returned(g, returned, after, top);
            (self.thread.base, self.thread.pc) = (base, pc);
            std::hint::black_box(g.value());
            Some(outcome)
        }
    }

    /// What comes of a generator whose body has come back, entered at `entered`.
    ///
    /// # Safety
    /// The generator is the running frame, its window at `top`.
    #[inline(always)]
    pub(super) unsafe fn body_returned(
        &mut self,
        g: Gc<Generator>,
        returned: Returned,
        entered: Pc,
        top: Base,
    ) -> Outcome {
        // SAFETY: the caller's promise.
        unsafe {
            match returned.status {
                status::VALUE => {
                    self.heap.barrier(g.value());
                    suspend(self, (g.pc.get().bits() & !3) as Pc, g);
                    self.interp.returned = false;
                    Ok(Value::from_bits(returned.value as usize))
                }
                status::ENDED => {
                    self.finish_generator(g);
                    self.interp.returned = true;
                    Ok(Value::from_bits(returned.value as usize))
                }
                status => self.leave_body(g, status, entered, top),
            }
        }
    }

    /// Goes on in the interpreter with a generator that has left its body, until it yields or returns.
    #[inline(never)]
    unsafe fn leave_body(&mut self, g: Gc<Generator>, status: u64, entered: Pc, top: Base) -> Outcome {
        let scratch = self.interp.scratch.len();
        self.interp.scratch.push((top, 0));
        let frame = generator_base(g);
        // SAFETY: the frame is complete, and has a native caller.
        let outcome = unsafe {
            match status {
                status::DELEGATE => run(self, (g.pc.get().bits() & !3) as Pc, frame),
                status::RESUME => {
                    let (at, base) = self.thread.compiled.resume.take().expect("an exit says where to go on");
                    run(self, at, base)
                }
                _ => {
                    let (at, base) = self.thread.compiled.resume.take().unwrap_or((entered, frame));
                    let landing = self.unwind(at, base, true);
                    if landing.pc.is_null() { Err(Raised) } else { run(self, landing.pc, landing.base) }
                }
            }
        };
        self.interp.scratch.truncate(scratch);
        outcome
    }

    /// An instance of a builtin class, made of its arguments at once; `None`: another way.
    ///
    /// # Safety
    /// The arguments are at `nb`, where the collector sees them.
    pub(super) unsafe fn construct_in_window(&mut self, class: ClassRef, nb: Base, n: usize) -> Option<Outcome> {
        let map = class.info().base_map;
        if class.has(class_flags::HEAP) || self.builtin_classes.get(map as usize).copied().flatten() != Some(class) {
            return None;
        }
        // SAFETY: the caller's promise; the map says what the argument is.
        unsafe {
            if n == 1 && (*nb).is_ptr() && map_of(*nb) == id::GENERATOR {
                return self.take_whole(map, Gc::from_value_unchecked(*nb));
            }
            self.construct_quickly(class, nb, n)
        }
    }

    /// `list(g)`, `tuple(g)`, `set(g)`, `frozenset(g)` of a generator. `None`: the class is another one.
    fn take_whole(&mut self, class: u32, g: Gc<Generator>) -> Option<Outcome> {
        match class {
            id::LIST => Some(self.list_whole(g).map(Gc::value)),
            id::TUPLE => Some(self.list_whole(g).and_then(|list| self.new_tuple(list.slots()))),
            id::SET | id::FROZENSET => Some(self.set_whole(class, g)),
            _ => None,
        }
    }

    /// The list of what a generator yields.
    pub(crate) fn list_whole(&mut self, g: Gc<Generator>) -> Outcome<Gc<List>> {
        let list = self.list_with_capacity(8)?;
        let mut item = self.next_not_taken(g, &mut Taker::List(list))?;
        while !item.is(Value::UNSET) {
            self.list_push(list, item)?;
            item = self.generator_next(g)?;
        }
        Ok(list)
    }

    fn set_whole(&mut self, class: u32, g: Gc<Generator>) -> Outcome {
        let set = self.empty_set(class)?;
        let mut item = self.next_not_taken(g, &mut Taker::Set(set))?;
        while !item.is(Value::UNSET) {
            let known = match self.quick_hash(item) {
                Some(hash) => self.set_insert_quick(set, item, hash)?,
                None => None,
            };
            if known.is_none() {
                self.set_insert(set, item)?;
            }
            item = self.generator_next(g)?;
        }
        Ok(set.value())
    }
}
