//! The hooks of `sys.set_asyncgen_hooks`: an event loop learns which async generators have begun and which nobody refers
//! to any more, so that it can close them.
//!
//! A generator keeps the finalizer that was set when it began. What its `extra` holds:
//!
//! | | |
//! | --- | --- |
//! | UNSET | it has not begun |
//! | a bool | it has no finalizer; whether somebody awaits its next item |
//! | an array | the finalizer, and [`AWAITED`] and [`CLOSED`] |

use crate::interp::code::slot;
use crate::interp::generator::FINISHED;
use crate::native::Outcome;
use crate::object::Gc;
use crate::object::layout::{Array, Generator};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::header::Scan;
use pyspec_abi::types as id;

/// Somebody awaits its next item.
const AWAITED: isize = 1;
/// `aclose()` was begun.
const CLOSED: isize = 2;

/// A slot of the array, if there is one.
fn slot_of(g: Gc<Generator>, i: usize) -> Option<*mut Value> {
    let held = g.extra.get();
    // SAFETY: what is no bool is an array of two.
    held.is_ptr().then(|| unsafe { slot(held, i) })
}

fn flags(g: Gc<Generator>) -> isize {
    // SAFETY: the array's second slot is an int.
    slot_of(g, 1).map_or(0, |flags| unsafe { (*flags).as_int() })
}

fn set_flag(g: Gc<Generator>, flag: isize, on: bool) {
    let flags = flags(g) & !flag | if on { flag } else { 0 };
    if let Some(place) = slot_of(g, 1) {
        // SAFETY: ints need no barrier.
        unsafe { *place = Value::small_int(flags) };
    }
}

/// `ag_running`: whether somebody awaits its next item.
pub fn is_awaited(g: Gc<Generator>) -> bool {
    g.extra.get().is(Value::TRUE) || flags(g) & AWAITED != 0
}

/// Somebody awaits its next item now, or no longer does.
pub fn set_awaited(g: Gc<Generator>, on: bool) {
    if slot_of(g, 1).is_some() {
        set_flag(g, AWAITED, on);
    } else {
        g.extra.set_plain(Value::bool(on));
    }
}

/// `aclose()` begins: the finalizer has nothing left to do.
pub fn note_closed(g: Gc<Generator>) {
    set_flag(g, CLOSED, true);
}

/// An item is asked for: the first time the generator gets its finalizer, and the other hook is called.
pub fn begin(vm: &mut Vm, g: Gc<Generator>) -> Outcome<()> {
    if !g.extra.get().is(Value::UNSET) {
        return Ok(());
    }
    g.extra.set_plain(Value::FALSE);
    if is_hook(vm.interp.asyncgen_finalizer) {
        let array = vm.alloc::<Array>(id::ARRAY, Scan::Array, 2)?;
        // SAFETY: the new array has two slots, and nothing is allocated until they are filled.
        unsafe {
            *slot(array.value(), 0) = vm.interp.asyncgen_finalizer;
            *slot(array.value(), 1) = Value::small_int(0);
        }
        g.extra.set(&mut vm.heap, g.value(), array.value());
    }
    let first = vm.interp.asyncgen_firstiter;
    if is_hook(first) {
        vm.call(first, &[g.value()])?;
    }
    Ok(())
}

fn is_hook(v: Value) -> bool {
    !v.is(Value::UNSET) && !v.is(Value::NONE)
}

impl Vm {
    /// The end of an async generator that nobody refers to: its finalizer sees to it, or it is closed here and now.
    pub(crate) fn finalize_async_generator(&mut self, g: Gc<Generator>) {
        let finalizer = slot_of(g, 0).filter(|_| flags(g) & CLOSED == 0);
        match finalizer {
            // SAFETY: a slot of the generator's array.
            Some(finalizer) if !g.state.get().is(FINISHED) => unsafe {
                if self.call(*finalizer, &[g.value()]).is_err() {
                    self.unraisable(g.value(), "Exception ignored while finalizing generator");
                }
            },
            _ => self.finalize_generator(g),
        }
    }
}
