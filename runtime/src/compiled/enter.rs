//! From the interpreter into compiled code and back.

use super::exits::Returned;
use crate::interp::code::frame_code;
use crate::interp::dispatch::{Base, Ctx, Next, Pc, Table, go};
use crate::interp::handlers::{publish, return_value};
use crate::interp::unwind;
use pyspec_abi::Value;
use pyspec_abi::helpers::status;

/// The handler of a patched instruction.
///
/// # Safety
/// As for every handler.
pub unsafe fn enter_handler(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    // SAFETY: the contract of handlers; entries are compiled for exactly this frame.
    unsafe {
        let code = frame_code(base).info();
        let offset = code.offset(pc);
        let patch = code.patches.iter().find(|p| p.offset == offset).expect("a patched instruction");
        let (entry, original) = (patch.entry, patch.original);
        // A generator's frame is on the heap, and a stack that is looked at is the interpreter's.
        if !(*c).on_stack(base) {
            return ((*t.add(original as usize)).0)(c, pc, base, t);
        }
        publish(c, pc, base);
        let returned = call(c, entry, base);
        match returned.status {
            status::RESUME => {
                let (pc, base) = (*c).compiled.resume.take().expect("an exit says where to go on");
                resume(c, pc, base, t)
            }
            status::RAISED => {
                let (at, base) = (*c).compiled.resume.take().unwrap_or((pc, base));
                unwind::raise(c, at, base, t)
            }
            _ => return_value(c, base, Value::from_bits(returned.value as usize), t),
        }
    }
}

unsafe fn call(c: Ctx, entry: usize, base: Base) -> Returned {
    // SAFETY: an installed entry has this signature.
    unsafe {
        let entry: extern "sysv64" fn(Ctx, Base) -> Returned = std::mem::transmute(entry);
        let vm = &mut *c;
        let (top, barrier) = (vm.thread.top, vm.compiled.barrier);
        vm.compiled.active.push(base);
        vm.compiled.barrier = base as usize;
        vm.compiled.entered += 1;
        let returned = entry(c, base);
        vm.compiled.active.pop();
        vm.compiled.barrier = barrier;
        vm.thread.top = top;
        returned
    }
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
