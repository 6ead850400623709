//! Generators of which a builtin takes all that they yield: `sum(x * x for x in xs)`, `set`, `list`, `any`, …
//!
//! Their compiled body is entered once. It gives each item to the [`Taker`], and comes back when the generator has
//! returned, or with an item that only Python code could deal with (`__hash__`, `__add__`): then the generator is
//! suspended, as the language has it, and goes on item by item.

use super::enter::{begin, end};
use super::exits::Returned;
use crate::builtin_functions::collections::Total;
use crate::interp::code::frame_code;
use crate::interp::dispatch::{Base, Ctx, Pc, operand};
use crate::interp::frame::{Action, generator_base};
use crate::interp::generator::CREATED;
use crate::interp::handlers::{activate, quick_truth};
use crate::native::Outcome;
use crate::object::layout::{Generator, List, Set};
use crate::object::{Gc, map_of};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::ops::Op;
use pyspec_abi::types as id;

/// Who takes the items, and what it has so far. It is on the native stack, where the collector finds what it refers to.
pub enum Taker {
    List(Gc<List>),
    Set(Gc<Set>),
    Any,
    All,
    Sum(Total),
}

impl Taker {
    /// Takes an item if that needs no Python code and leaves nothing decided.
    #[inline]
    pub(super) fn take(&mut self, vm: &mut Vm, item: Value) -> bool {
        let taken = match self {
            Taker::List(list) => vm.list_push(*list, item).map(|()| true),
            Taker::Set(set) => match vm.quick_hash(item) {
                Some(hash) => vm.set_insert_quick(*set, item, hash).map(|known| known.is_some()),
                None => Ok(false),
            },
            Taker::Any => Ok(quick_truth(item) == Some(false)),
            Taker::All => Ok(quick_truth(item) == Some(true)),
            Taker::Sum(total) => Ok(total.add_quickly(item)),
        };
        // For want of memory the way item by item fails, too, and says so.
        taken.unwrap_or_else(|_| {
            vm.take_pending();
            false
        })
    }
}

impl Vm {
    /// The next item of a generator that `taker` has not taken, UNSET when it has returned. Items before it are taken if
    /// the generator begins now and its code is compiled for that.
    pub fn next_not_taken(&mut self, g: Gc<Generator>, taker: &mut Taker) -> Outcome {
        match self.take_from_start(g, taker) {
            Some(outcome) => {
                let v = outcome?;
                Ok(if self.interp.returned { Value::UNSET } else { v })
            }
            None => self.generator_next(g),
        }
    }

    fn take_from_start(&mut self, g: Gc<Generator>, taker: &mut Taker) -> Option<Outcome> {
        // Whoever watches the program sees each instruction.
        let watched = !self.interp.watches.by_thread.is_empty();
        if watched || !g.state.get().is(CREATED) || self.thread.depth >= self.interp.recursion_limit {
            return None;
        }
        let made = (g.pc.get().bits() & !3) as Pc;
        let frame = generator_base(g);
        // SAFETY: a generator's frame, which waits behind the instruction that made it.
        let (entry, after) = unsafe { (frame_code(frame).info().whole_entry, operand::after_any(made)) };
        // SAFETY: as above.
        if entry == 0 || unsafe { *made.cast::<u8>() } != Op::MAKEGEN as u8 {
            return None;
        }
        let (base, pc) = (self.thread.base, self.thread.pc);
        let top = self.free_above(base);
        self.heap.barrier(g.value());
        g.top.init(Value::from_bits(top as usize | 1));
        // SAFETY: the generator is suspended, and everything above `top` is free.
        let outcome = unsafe {
            activate(self, pc, base, g, Action::GenNative);
            (self.thread.base, self.thread.pc) = (frame, after);
            let returned = call_whole(self, entry, frame, top, taker);
            self.body_returned(g, returned, after, top)
        };
        (self.thread.base, self.thread.pc) = (base, pc);
        std::hint::black_box(g.value());
        Some(outcome)
    }
}

/// Calls the version of a body that gives its items to a taker.
unsafe fn call_whole(c: Ctx, entry: usize, base: Base, top: Base, taker: &mut Taker) -> Returned {
    // SAFETY: an installed entry has this signature.
    unsafe {
        let entry: extern "sysv64" fn(Ctx, Base, *mut Taker) -> Returned = std::mem::transmute(entry);
        let vm = &mut *c;
        let outer = vm.thread.top;
        vm.thread.top = top;
        let barrier = begin(vm, base, top);
        let returned = entry(c, base, taker);
        end(vm, barrier);
        vm.thread.top = outer;
        returned
    }
}

/// A value as a generator, if it is one.
pub(crate) fn as_generator(v: Value) -> Option<Gc<Generator>> {
    // SAFETY: the map says so.
    (v.is_ptr() && map_of(v) == id::GENERATOR).then(|| unsafe { Gc::from_value_unchecked(v) })
}
