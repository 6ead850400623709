//! The handlers, one function per instruction, named as its row in `pyspec_abi::ops`.
//!
//! A handler's fast part makes no call, so that it needs no stack frame; what calls is a function of its
//! own, `#[inline(never)]`, that it ends in. Before anything that may collect or raise, [`publish`]
//! tells the context where the frame is.
#![allow(non_snake_case, reason = "handlers are named as their instructions")]
#![allow(
    unsafe_op_in_unsafe_fn,
    reason = "every line of a handler touches the frame; the contract is `dispatch::Handler`'s"
)]
#![allow(clippy::missing_safety_doc, reason = "the contract of all handlers is `dispatch::go`'s")]

mod arithmetic;
mod attributes;
mod calls;
mod containers;
mod control;
mod exceptions;
pub mod fused;
mod gathering;
mod generators;
mod iteration;
mod methods;
mod names;

pub use arithmetic::*;
pub use attributes::*;
pub use calls::*;
pub use containers::*;
pub use control::*;
pub use exceptions::*;
pub use generators::*;
pub use iteration::*;
pub use methods::*;
pub use names::*;

use super::dispatch::{Base, Ctx, Pc};

/// Goes on after the instruction.
macro_rules! next {
    ($c:ident $pc:ident $base:ident $t:ident $W:ident $op:ident) => {
        return go($c, $pc.add(if $W { 2 } else { 1 } + const { Op::$op.trailing_words() }), $base, $t)
    };
}
/// The value of an outcome; raised: to the handler of this frame or beyond.
macro_rules! ok {
    ($c:ident $pc:ident $base:ident $t:ident, $e:expr) => {
        match $e {
            Ok(v) => v,
            Err(_) => return crate::interp::unwind::raise($c, $pc, $base, $t),
        }
    };
}
pub(super) use {next, ok};

/// Says where the frame is: before whatever may collect, raise or look at frames.
#[inline(always)]
pub unsafe fn publish(c: Ctx, pc: Pc, base: Base) {
    (*c).thread.base = base;
    (*c).thread.pc = pc;
}
