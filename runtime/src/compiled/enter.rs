//! From the interpreter into compiled code and back.

use super::Activation;
use super::body::call_body;
use super::exits::Returned;
use crate::interp::code::frame_code;
use crate::interp::dispatch::{Base, Ctx, Next, Pc, Table, go};
use crate::interp::frame::generator_of;
use crate::interp::handlers::{publish, return_value, yielded};
use crate::interp::unwind;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::helpers::status;

/// The handler of a patched instruction.
///
/// # Safety
/// As for every handler.
pub unsafe fn enter_handler(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    // SAFETY: the contract of handlers; entries are compiled for exactly this frame.
    unsafe {
        if !(*c).on_stack(base) {
            return enter_generator(c, pc, base, t);
        }
        let code = frame_code(base).info();
        let offset = code.offset(pc);
        let patch = code.patches.iter().find(|p| p.offset == offset).expect("a patched instruction");
        let entry = patch.entry;
        publish(c, pc, base);
        let returned = call(c, entry, base);
        match returned.status {
            status::RESUME => {
                let (pc, base) = (*c).thread.compiled.resume.take().expect("an exit says where to go on");
                resume(c, pc, base, t)
            }
            status::RAISED => {
                let (at, base) = (*c).thread.compiled.resume.take().unwrap_or((pc, base));
                unwind::raise(c, at, base, t)
            }
            _ => return_value(c, base, Value::from_bits(returned.value as usize), t),
        }
    }
}

/// Goes on in the compiled body of the generator whose frame is at `base`.
unsafe fn enter_generator(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    // SAFETY: as above.
    unsafe {
        publish(c, pc, base);
        let top = (*c).free_above(base);
        let returned = call_body(c, frame_code(base).info(), base, pc, top);
        match returned.status {
            status::VALUE => yielded(c, base, Value::from_bits(returned.value as usize), t),
            status::ENDED => return_value(c, base, Value::from_bits(returned.value as usize), t),
            status::DELEGATE => {
                let at = generator_of(base).pc.get().bits() & !3;
                go(c, at as Pc, base, t)
            }
            status::RESUME => {
                let (pc, base) = (*c).thread.compiled.resume.take().expect("an exit says where to go on");
                resume(c, pc, base, t)
            }
            _ => {
                let (at, base) = (*c).thread.compiled.resume.take().unwrap_or((pc, base));
                unwind::raise(c, at, base, t)
            }
        }
    }
}

unsafe fn call(c: Ctx, entry: usize, base: Base) -> Returned {
    // SAFETY: an installed entry has this signature.
    unsafe {
        let entry: extern "sysv64" fn(Ctx, Base) -> Returned = std::mem::transmute(entry);
        let vm = &mut *c;
        let top = vm.thread.top;
        let barrier = begin(vm, base, base);
        let returned = entry(c, base);
        end(vm, barrier);
        vm.thread.top = top;
        returned
    }
}

/// Compiled code begins in a frame of the interpreter; the barrier until now.
pub(super) fn begin(vm: &mut Vm, base: Base, window: Base) -> usize {
    let running = &mut vm.thread.compiled;
    running.active.push(Activation { base, window, outer_anchor: vm.thread.anchor });
    vm.compiled.entered += 1;
    std::mem::replace(&mut running.barrier, base as usize)
}

pub(super) fn end(vm: &mut Vm, barrier: usize) {
    let ended = vm.thread.compiled.active.pop().expect("compiled code has begun");
    vm.thread.anchor = ended.outer_anchor;
    vm.thread.compiled.barrier = barrier;
}

/// Goes on at an instruction that may be patched: what was there is executed, so that it gets further.
unsafe fn resume(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    // SAFETY: the contract of handlers.
    unsafe {
        let code = frame_code(base).info();
        let offset = code.offset(pc);
        match code.patches.iter().find(|p| p.offset == offset) {
            Some(patch) => ((*t.add(patch.original as usize)).0)(c, pc, base, t),
            None => go(c, pc, base, t),
        }
    }
}
