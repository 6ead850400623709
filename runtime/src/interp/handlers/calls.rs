//! Calls.
//!
//! Cache of CALL: the callee's code object, its data. It hits for functions whose plain parameters are as
//! many as the arguments; the window becomes the callee's frame. Or a native that takes the arguments as they are,
//! and its function.

use super::gathering::{gather, gathering, gathers};
use super::{next, ok, publish};
use crate::interp::begin::{ELSEWHERE, begin, begin_above, begin_instance, exact_function, has_room, start};
use crate::interp::call::Called;
use crate::interp::code::{CodeData, frame_code, function_of, slot};
use crate::interp::dispatch::operand::{a, b, c as field_c, ext, ext64, set, word};
use crate::interp::dispatch::{Base, Ctx, Next, Pc, Table, go};
use crate::interp::frame::{Action, link_word};
use crate::native::{InPlace, NativeFn, Outcome};
use crate::object::class::{ClassRef, Special, class_flags};
use crate::object::layout::{Code, Function, Method, Native};
use crate::object::{Gc, map_of};
use pyspec_abi::Value;
use pyspec_abi::ops::{Op, WINDOW_HEADER};
use pyspec_abi::types as id;

/// Goes on in a frame in the window whose arguments are at `nb`, all parameters there.
#[inline(always)]
pub(super) unsafe fn enter(c: Ctx, pc: Pc, nb: Base, data: *const CodeData, t: Table) -> Next {
    let called = start(c, nb, data, link_word(pc, 0));
    go(c, called.x as Pc, called.base, t)
}

const _: () = assert!(std::mem::offset_of!(Function, code) == 8);

pub unsafe fn CALL<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    if !W {
        let nb = base.add(b::<W>(pc) + WINDOW_HEADER);
        let f = *nb.sub(3);
        let is_function = f.is_ptr() && map_of(f) == id::FUNCTION;
        if is_function && *slot(f, 0).cast::<u64>() == ext64::<W>(pc, 0) && has_room(c, nb) {
            return enter(c, pc, nb, ext64::<W>(pc, 2) as *const CodeData, t);
        }
    }
    call_medium::<W>(c, pc, base, t)
}

/// Functions with defaults or called from a generator, bound methods, classes with an `__init__` in Python,
/// natives that take their arguments as they are; then anything.
#[inline(never)]
unsafe fn call_medium<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let nb = base.add(b::<W>(pc) + WINDOW_HEADER);
    let f = *nb.sub(3);
    let n = field_c::<W>(pc);
    publish(c, pc, base);
    if !f.is_ptr() {
        return call_slow::<W>(c, pc, base, t);
    }
    if !W && f.bits() as u64 == ext64::<W>(pc, 0) {
        let function: NativeFn = std::mem::transmute(ext64::<W>(pc, 2) as usize);
        let v = ok!(c pc base t, (*c).run_native(function, nb, n));
        return deliver::<W>(c, pc, base, t, v, Op::CALL);
    }
    let called = match map_of(f) {
        id::NATIVE => {
            let native: Gc<Native> = Gc::from_value_unchecked(f);
            let row = &*native.row.get();
            if !W && n == 1 && row.in_place != InPlace::No {
                return call_in_place(c, pc, base, t, row);
            }
            if is_unbound(c, native) {
                if let Some(function) = plain_function(row, n) {
                    if !W && !(*c).is_young(f) {
                        word::<W>(pc, 0).cast::<u64>().write_unaligned(f.bits() as u64);
                        word::<W>(pc, 2).cast::<u64>().write_unaligned(function as usize as u64);
                    }
                    let v = ok!(c pc base t, (*c).run_native(function, nb, n));
                    return deliver::<W>(c, pc, base, t, v, Op::CALL);
                }
            } else if takes(row, n + 1) && (*c).on_stack(base) {
                let v = ok!(c pc base t, run_bound(c, native, nb, n));
                return deliver::<W>(c, pc, base, t, v, Op::CALL);
            }
            ELSEWHERE
        }
        id::FUNCTION => {
            let function: Gc<Function> = Gc::from_value_unchecked(f);
            let code: Gc<Code> = Gc::from_value_unchecked(function.code.get());
            if !W && code.info().plain == n as u32 && (*c).on_stack(base) {
                word::<W>(pc, 0).cast::<u64>().write_unaligned(code.value().bits() as u64);
                word::<W>(pc, 2).cast::<u64>().write_unaligned(code.data.get() as u64);
            }
            begin(c, pc, base, nb, n, function, !W)
        }
        id::METHOD => {
            let method: Gc<Method> = Gc::from_value_unchecked(f);
            let function = method.function.get();
            // On the heap there is no room for another argument behind the window.
            if function.is_ptr() && map_of(function) == id::FUNCTION && (*c).on_stack(base) {
                if has_room(c, nb) && exact_function(function, n + 1).is_some() {
                    std::ptr::copy(nb, nb.add(1), n);
                    *nb = method.receiver.get();
                    begin(c, pc, base, nb, n + 1, Gc::from_value_unchecked(function), !W)
                } else {
                    ELSEWHERE
                }
            } else {
                ELSEWHERE
            }
        }
        id::TYPE => {
            let class: ClassRef = Gc::from_value_unchecked(f);
            if !W && n == 1 && gathers(*nb, t) {
                let action = match class.info().base_map {
                    id::LIST => Action::GatherList,
                    id::TUPLE => Action::GatherTuple,
                    id::SET | id::FROZENSET => Action::GatherSet,
                    _ => Action::Result,
                };
                if action != Action::Result && (*c).builtin_class(class.info().base_map) == class {
                    let called = gather(c, pc, base, action);
                    if !called.base.is_null() {
                        return go(c, called.x as Pc, called.base, t);
                    }
                }
            }
            if !class.has(class_flags::HEAP) {
                let called = construct(c, class, nb, n);
                if called.x > 1 {
                    return deliver::<W>(c, pc, base, t, Value::from_bits_unchecked(called.x), Op::CALL);
                }
                called
            } else {
                begin_instance(c, pc, base, nb, n, class)
            }
        }
        _ => ELSEWHERE,
    };
    if !called.base.is_null() {
        return go(c, called.x as Pc, called.base, t);
    }
    if called.x == 0 {
        return crate::interp::unwind::raise(c, pc, base, t);
    }
    call_slow::<W>(c, pc, base, t)
}

/// Whether a native is called without a receiver: what modules have knows its module, which is not passed.
#[inline(always)]
pub(super) unsafe fn is_unbound(c: Ctx, native: Gc<Native>) -> bool {
    native.receiver.get().is(Value::UNSET) || (*c).is_str(native.owner.get())
}

/// Calls a bound native with its receiver in front: in the last word of the window's header, which no frame begins at.
/// The window is on the stack, as are all scratch words.
#[inline(never)]
unsafe fn run_bound(c: Ctx, native: Gc<Native>, nb: Base, n: usize) -> crate::native::Outcome {
    let function = (*native.row.get()).function;
    let first = nb.sub(1);
    *first = native.receiver.get();
    (*c).interp.scratch.push((first, 1));
    let outcome = (*c).run_native(function, first, n + 1);
    (*c).interp.scratch.pop();
    outcome
}

/// Whether a native can be called with `n` arguments as they are.
#[inline(always)]
pub(super) fn takes(row: &crate::native::Native, n: usize) -> bool {
    !row.params.varargs && !row.params.varkeywords && n >= row.required as usize && n <= row.params.positional as usize
}

/// An instance of a builtin class in `x`; 0: raised, or ELSEWHERE, which the int 0 looks like and is then made again.
#[inline(never)]
unsafe fn construct(c: Ctx, class: ClassRef, nb: Base, n: usize) -> Called {
    let vm = &mut *c;
    if vm.builtin_classes.get(class.info().base_map as usize).copied().flatten() != Some(class) {
        return ELSEWHERE;
    }
    match vm.construct_quickly(class, nb, n) {
        Some(outcome) => Called::done(outcome),
        None => ELSEWHERE,
    }
}

/// A narrow CALL of a native with one argument that the interpreter may do itself.
#[inline(never)]
unsafe fn call_in_place(c: Ctx, pc: Pc, base: Base, t: Table, row: &crate::native::Native) -> Next {
    let nb = base.add(b::<false>(pc) + WINDOW_HEADER);
    if row.in_place == InPlace::Len {
        if let Some(n) = (*c).quick_len(*nb) {
            return deliver::<false>(c, pc, base, t, Value::small_int(n as isize), Op::CALL);
        }
        if let Some(callee) = (*c).python_special(*nb, Special::Len, 1) {
            let called = begin_above(c, (pc, base), callee, [*nb], Action::Length);
            if !called.base.is_null() {
                return go(c, called.x as Pc, called.base, t);
            }
        }
    } else if gathers(*nb, t)
        && let Some(action) = gathering(row)
    {
        let called = gather(c, pc, base, action);
        if !called.base.is_null() {
            return go(c, called.x as Pc, called.base, t);
        }
    }
    let v = ok!(c pc base t, (*c).run_native(row.function, nb, 1));
    deliver::<false>(c, pc, base, t, v, Op::CALL)
}

/// The function of a native that can be called with `n` arguments as they are, without keywords.
#[inline(always)]
pub(super) fn plain_function(row: &crate::native::Native, n: usize) -> Option<NativeFn> {
    if takes(row, n) { Some(row.function) } else { row.positional }
}

/// Puts what a native returned where the instruction wants it.
#[inline(always)]
pub(super) unsafe fn deliver<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table, v: Value, op: Op) -> Next {
    if v.is(Value::UNSET) {
        return exhausted(c, pc, base, t);
    }
    set(base, a::<W>(pc), v);
    go(c, pc.add(if W { 2 } else { 1 } + op.trailing_words()), base, t)
}

#[inline(never)]
unsafe fn call_slow<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let nb = base.add(b::<W>(pc) + WINDOW_HEADER);
    let n = field_c::<W>(pc);
    let on_stack = (*c).on_stack(base);
    let r = (*c).call_from(base, nb, n, Value::UNSET, pc, !W && on_stack);
    finish::<W>(c, pc, base, t, r, Op::CALL)
}

/// A native `__next__` that was called by name has nothing more.
#[cold]
#[inline(never)]
unsafe fn exhausted(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    (*c).stop_iteration(Value::NONE);
    crate::interp::unwind::raise(c, pc, base, t)
}

/// Goes on in the callee, or after the call.
#[inline(always)]
pub(super) unsafe fn finish<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table, r: Called, op: Op) -> Next {
    if !r.base.is_null() {
        return go(c, r.x as Pc, r.base, t);
    }
    if r.x == 0 {
        return crate::interp::unwind::raise(c, pc, base, t);
    }
    if r.x == Value::UNSET.bits() {
        return exhausted(c, pc, base, t);
    }
    set(base, a::<W>(pc), Value::from_bits_unchecked(r.x));
    go(c, pc.add(if W { 2 } else { 1 } + op.trailing_words()), base, t)
}

pub unsafe fn CALLKW<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let nb = base.add(b::<W>(pc) + WINDOW_HEADER);
    let names = ok!(c pc base t, (*c).constant(frame_code(base), ext::<W>(pc, 0) as usize));
    let r = (*c).call_from(base, nb, field_c::<W>(pc), names, pc, false);
    finish::<W>(c, pc, base, t, r, Op::CALLKW)
}

pub unsafe fn CALLSTAR<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let w = base.add(b::<W>(pc));
    if !((*w.add(4)).is_ptr() && map_of(*w.add(4)) == id::TUPLE) {
        *w.add(4) = ok!(c pc base t, (*c).star_tuple(*w.add(1), *w.add(4)));
    }
    let (f, tuple, dict) = (*w.add(1), *w.add(4), *w.add(5));
    let r = (*c).call_star_from(base, f, tuple, dict, pc);
    finish::<W>(c, pc, base, t, r, Op::CALLSTAR)
}

pub unsafe fn INTRINSIC<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let args = std::slice::from_raw_parts(base.add(b::<W>(pc)), field_c::<W>(pc));
    let v = ok!(c pc base t, (*c).intrinsic(base, ext::<W>(pc, 0), args));
    set(base, a::<W>(pc), v);
    next!(c pc base t W INTRINSIC)
}

pub unsafe fn MAKEFUNCTION<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    ok!(c pc base t, make_function_at::<W>(c, pc, base));
    next!(c pc base t W MAKEFUNCTION)
}

/// What the MAKEFUNCTION at `pc` does.
///
/// # Safety
/// As for handlers.
#[inline(always)]
pub(crate) unsafe fn make_function_at<const W: bool>(c: Ctx, pc: Pc, base: Base) -> Outcome<()> {
    let w = base.add(b::<W>(pc));
    let code = *slot(frame_code(base).siblings.get(), ext::<W>(pc, 0) as usize);
    let globals = function_of(base).globals.get();
    let f = (*c).make_function(code, globals)?;
    f.defaults.init(*w);
    f.kwdefaults.init(*w.add(1));
    f.annotate.init(*w.add(2));
    f.closure.init(*w.add(3));
    set(base, a::<W>(pc), f.value());
    Ok(())
}
