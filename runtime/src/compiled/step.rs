//! One instruction of the interpreter on behalf of compiled code.
//!
//! The instruction's handler runs with a table whose every entry stops, so that it comes back after one
//! instruction. If it has begun a frame, that frame is run to its end, and its result is put where the
//! instruction wants it.

use crate::interp::dispatch::{Base, Ctx, Handler, Handlers, Next, Pc, TABLE, Table, leave, operand, run};
use crate::interp::frame::{Action, SPECIAL, caller, extra, extra_word, link, link_word};
use crate::interp::handlers::special_result;
use crate::native::{Outcome, Raised};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::ops::WIDE;

static STOP: Handlers = Handlers([Handler(stop); 512]);

unsafe fn stop(c: Ctx, pc: Pc, base: Base, _t: Table) -> Next {
    // SAFETY: the contract of handlers.
    unsafe { (*c).thread.compiled.stopped = Some((pc, base)) };
    leave(1)
}

/// Executes the instruction at `pc` of the code that is compiled, on the window at `base`.
///
/// # Safety
/// The window has what the instruction reads; its header words are reserved.
pub unsafe fn step(vm: &mut Vm, pc: Pc, base: Base) -> Outcome<Pc> {
    // SAFETY: the caller's promise; the table has an entry for every byte.
    unsafe {
        let (outer, outer_pc, barrier) = (vm.thread.base, vm.thread.pc, vm.thread.compiled.barrier);
        vm.thread.compiled.barrier = base as usize;
        vm.thread.compiled.stopped = None;
        vm.thread.compiled.stepping.push(base);
        let word = handler_word(vm, pc, base);
        let stopped = vm.thread.compiled.stopped.take();
        let outcome = match stopped {
            Some((at, frame)) if frame == base => Ok(at),
            Some((at, frame)) => finish_begun(vm, pc, base, at, frame),
            None => {
                debug_assert_eq!(word, 0, "an instruction that neither stops nor raises");
                Err(Raised)
            }
        };
        vm.thread.compiled.stepping.pop();
        vm.thread.base = outer;
        vm.thread.pc = outer_pc;
        vm.thread.compiled.barrier = barrier;
        outcome
    }
}

#[cfg(not(debug_assertions))]
unsafe fn handler_word(vm: &mut Vm, pc: Pc, base: Base) -> usize {
    // SAFETY: as for `step`.
    unsafe { (handler_at(pc, base).0)(vm, pc, base, STOP.0.as_ptr()).word() }
}

#[cfg(debug_assertions)]
unsafe fn handler_word(vm: &mut Vm, pc: Pc, base: Base) -> usize {
    // SAFETY: as for `step`. Without sibling calls a handler comes back by itself.
    unsafe {
        let next = (handler_at(pc, base).0)(vm, pc, base, STOP.0.as_ptr());
        match next.place() {
            Some(at) => {
                vm.thread.compiled.stopped = Some(at);
                1
            }
            None => next.word(),
        }
    }
}

/// The handler of an instruction alone, whatever is patched over it and fused with it.
unsafe fn handler_at(pc: Pc, base: Base) -> Handler {
    // SAFETY: as for `step`.
    unsafe {
        let bytes = pc.cast::<u8>();
        let mut first = *bytes;
        if first == super::ENTER {
            first = super::original(pc, base);
        }
        let generic = |byte| pyspec_abi::ops::Op::from_byte(byte).expect("an instruction") as usize;
        let i = if first == WIDE { 256 + generic(*bytes.add(1)) } else { generic(first) };
        TABLE.0[i]
    }
}

/// The instruction began a frame: runs it and does what its return action says.
unsafe fn finish_begun(vm: &mut Vm, pc: Pc, base: Base, at: Pc, frame: Base) -> Outcome<Pc> {
    // SAFETY: `frame` is complete, and its caller is `base`.
    unsafe {
        debug_assert_eq!(caller(frame).0, base);
        let action = if link(frame) & SPECIAL != 0 { Action::of(extra(frame)) } else { Action::Result };
        let object = if action == Action::Construct { *frame.sub(5) } else { Value::UNSET };
        *frame.sub(2) = extra_word(Action::Native, base);
        *frame.sub(4) = link_word(pc, SPECIAL | (link(frame) & 1));
        let keep = crate::object::Rooted::from_slice(&[object]);
        let value = run(vm, at, frame)?;
        let insn = operand::Insn::at(pc, base);
        match action {
            Action::Construct => {
                if !value.is(Value::NONE) {
                    let name = vm.type_name(value);
                    return Err(vm.type_error(format!("__init__() should return None, not '{name}'")));
                }
                *base.add(insn.a()) = keep[0];
            }
            Action::Discard => {}
            Action::Truth | Action::Untruth | Action::Length => {
                vm.thread.base = base;
                vm.thread.pc = pc;
                *base.add(insn.a()) = special_result(vm, action, value)?;
            }
            Action::Operator | Action::InPlace if value.is(Value::NOT_IMPLEMENTED) => {
                vm.thread.base = base;
                vm.thread.pc = pc;
                *base.add(insn.a()) = crate::interp::operators::go_on(vm, pc, base, action)?;
            }
            _ => *base.add(insn.a()) = value,
        }
        Ok(insn.after())
    }
}
