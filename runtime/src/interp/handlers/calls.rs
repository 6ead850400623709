//! Calls.
//!
//! Cache of CALL: the callee's code object, its data. It hits for functions whose plain parameters are as
//! many as the arguments; the window becomes the callee's frame. Cache of CALLM: the receiver's map, version
//! of its class, address of that version, the function found on the class, its code's data, or its native row
//! with bit 0 set.

use super::{next, ok, publish};
use crate::interp::call::{Called, Return};
use crate::interp::code::{CodeData, frame_code, frame_name, function_of, slot};
use crate::interp::dispatch::operand::{a, b, c as field_c, ext, ext64, set, word};
use crate::interp::dispatch::{Base, Ctx, Next, Pc, Table, go};
use crate::interp::frame::{Action, link_word};
use crate::object::layout::{Code, Function, Native};
use crate::object::{Gc, map_of};
use pyspec_abi::Value;
use pyspec_abi::ops::{Op, WINDOW_HEADER};
use pyspec_abi::types as id;

/// Begins a frame in the window whose arguments are at `nb`, all parameters there.
#[inline(always)]
unsafe fn enter(c: Ctx, pc: Pc, nb: Base, data: *const CodeData, t: Table) -> Next {
    (*c).thread.depth += 1;
    *nb.sub(4) = link_word(pc, 0);
    *nb.sub(1) = Value::NONE;
    let mut p = nb.add((*data).params_places as usize);
    for _ in 0..(*data).unset {
        // Volatile: few places at most, and a vector loop needs registers saved.
        p.write_volatile(Value::UNSET);
        p = p.add(1);
    }
    go(c, (*data).entry, nb, t)
}

#[inline(always)]
unsafe fn has_room(c: Ctx, nb: Base) -> bool {
    nb <= (*c).thread.stack_limit && (*c).thread.depth < (*c).interp.recursion_limit
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

/// Natives that take their arguments as they are; then anything.
#[inline(never)]
unsafe fn call_medium<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let nb = base.add(b::<W>(pc) + WINDOW_HEADER);
    let f = *nb.sub(3);
    let n = field_c::<W>(pc);
    publish(c, pc, base);
    if f.is_ptr() && map_of(f) == id::NATIVE {
        let native: Gc<Native> = Gc::from_value_unchecked(f);
        let row = &*native.row.get();
        if native.receiver.get().is(Value::UNSET)
            && !row.params.varargs
            && !row.params.varkeywords
            && n >= row.required as usize
            && n <= row.params.positional as usize
        {
            let v = ok!(c pc base t, (*c).run_native(row.function, nb, n));
            if v.is(Value::UNSET) {
                return exhausted(c, pc, base, t);
            }
            set(base, a::<W>(pc), v);
            next!(c pc base t W CALL)
        }
    }
    call_slow::<W>(c, pc, base, t)
}

#[inline(never)]
unsafe fn call_slow<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let nb = base.add(b::<W>(pc) + WINDOW_HEADER);
    let f = *nb.sub(3);
    let n = field_c::<W>(pc);
    let on_stack = (*c).on_stack(base);
    if !W && on_stack && f.is_ptr() && map_of(f) == id::FUNCTION {
        let f: Gc<Function> = Gc::from_value_unchecked(f);
        let code: Gc<Code> = Gc::from_value_unchecked(f.code.get());
        if code.info().plain == n as u32 {
            word::<W>(pc, 0).cast::<u64>().write_unaligned(code.value().bits() as u64);
            word::<W>(pc, 2).cast::<u64>().write_unaligned(code.data.get() as u64);
        }
    }
    let ret = Return { pc, base, action: Action::Result, plain: !W && on_stack };
    let r = (*c).call_window(base, nb, n, Value::UNSET, ret);
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
unsafe fn finish<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table, r: Called, op: Op) -> Next {
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
    let ret = Return { pc, base, action: Action::Result, plain: false };
    let r = (*c).call_window(base, nb, field_c::<W>(pc), names, ret);
    finish::<W>(c, pc, base, t, r, Op::CALLKW)
}

pub unsafe fn CALLSTAR<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let w = base.add(b::<W>(pc));
    if !((*w.add(4)).is_ptr() && map_of(*w.add(4)) == id::TUPLE) {
        *w.add(4) = ok!(c pc base t, (*c).star_tuple(*w.add(1), *w.add(4)));
    }
    let (f, tuple, dict) = (*w.add(1), *w.add(4), *w.add(5));
    let ret = Return { pc, base, action: Action::Result, plain: false };
    let r = (*c).call_with_star(base, f, tuple, dict, ret);
    finish::<W>(c, pc, base, t, r, Op::CALLSTAR)
}

pub unsafe fn CALLM<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let nb = base.add(b::<W>(pc) + WINDOW_HEADER);
    let o = *nb;
    if !W && o.is_ptr() && map_of(o) == ext::<W>(pc, 1) && *(ext64::<W>(pc, 3) as *const u32) == ext::<W>(pc, 2) {
        let data = ext64::<W>(pc, 7);
        if data & 1 == 0 && has_room(c, nb) {
            *nb.sub(3) = Value::from_bits_unchecked(ext64::<W>(pc, 5) as usize);
            return enter(c, pc, nb, data as *const CodeData, t);
        }
    }
    callm_medium::<W>(c, pc, base, t)
}

#[inline(never)]
unsafe fn callm_medium<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let nb = base.add(b::<W>(pc) + WINDOW_HEADER);
    let o = *nb;
    publish(c, pc, base);
    if !W && o.is_ptr() && map_of(o) == ext::<W>(pc, 1) && *(ext64::<W>(pc, 3) as *const u32) == ext::<W>(pc, 2) {
        let data = ext64::<W>(pc, 7);
        if data & 1 != 0 {
            let row = &*((data & !1) as *const crate::native::Native);
            let v = ok!(c pc base t, (*c).run_native(row.function, nb, field_c::<W>(pc)));
            if v.is(Value::UNSET) {
                return exhausted(c, pc, base, t);
            }
            set(base, a::<W>(pc), v);
            next!(c pc base t W CALLM)
        }
    }
    callm_slow::<W>(c, pc, base, t)
}

#[inline(never)]
unsafe fn callm_slow<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let nb = base.add(b::<W>(pc) + WINDOW_HEADER);
    let n = field_c::<W>(pc);
    let name = frame_name(base, ext::<W>(pc, 0));
    let on_stack = (*c).on_stack(base);
    let ret = Return { pc, base, action: Action::Result, plain: !W && on_stack };
    let r = match (*c).method_on_class(*nb, name) {
        Some(f) => {
            if !W {
                cache_method(c, pc, *nb, f, n, on_stack);
            }
            *nb.sub(3) = f;
            (*c).call_window(base, nb, n, Value::UNSET, ret)
        }
        None => {
            let f = ok!(c pc base t, (*c).get_attr(*nb, name));
            // The receiver's place becomes part of the header: the frame is one word further up.
            *nb.sub(2) = f;
            (*c).call_window(base, nb.add(1), n - 1, Value::UNSET, Return { plain: false, ..ret })
        }
    };
    finish::<W>(c, pc, base, t, r, Op::CALLM)
}

/// Remembers what a narrow CALLM found, if it can be called as it is.
unsafe fn cache_method(c: Ctx, pc: Pc, o: Value, f: Value, n: usize, on_stack: bool) {
    if !o.is_ptr() || (*c).heap.is_young(f) {
        return;
    }
    let target = match map_of(f) {
        id::FUNCTION => {
            let f: Gc<Function> = Gc::from_value_unchecked(f);
            let code: Gc<Code> = Gc::from_value_unchecked(f.code.get());
            if code.info().plain != n as u32 || !on_stack {
                return;
            }
            code.data.get() as u64
        }
        id::NATIVE_METHOD | id::WRAPPER => {
            let f: Gc<Native> = Gc::from_value_unchecked(f);
            let row = &*f.row.get();
            let fits = n >= row.required as usize && n <= row.params.positional as usize;
            if !fits || row.params.varargs || row.params.varkeywords {
                return;
            }
            f.row.get() as u64 | 1
        }
        _ => return,
    };
    let class = (*c).class_of(o);
    *word::<false>(pc, 1) = map_of(o);
    *word::<false>(pc, 2) = class.info().version;
    word::<false>(pc, 3).cast::<u64>().write_unaligned(&raw const class.info().version as u64);
    word::<false>(pc, 5).cast::<u64>().write_unaligned(f.bits() as u64);
    word::<false>(pc, 7).cast::<u64>().write_unaligned(target);
}

pub unsafe fn CALLMKW<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let mut nb = base.add(b::<W>(pc) + WINDOW_HEADER);
    let mut n = field_c::<W>(pc);
    let names = ok!(c pc base t, (*c).constant(frame_code(base), ext::<W>(pc, 1) as usize));
    let name = frame_name(base, ext::<W>(pc, 0));
    match (*c).method_on_class(*nb, name) {
        Some(f) => *nb.sub(3) = f,
        None => {
            let f = ok!(c pc base t, (*c).get_attr(*nb, name));
            nb = nb.add(1);
            n -= 1;
            *nb.sub(3) = f;
        }
    }
    let ret = Return { pc, base, action: Action::Result, plain: false };
    let r = (*c).call_window(base, nb, n, names, ret);
    finish::<W>(c, pc, base, t, r, Op::CALLMKW)
}

pub unsafe fn CALLSUPER<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let mut nb = base.add(b::<W>(pc) + WINDOW_HEADER);
    let mut n = field_c::<W>(pc);
    let name = frame_name(base, ext::<W>(pc, 0));
    let (super_value, class, object) = (*nb.sub(3), *nb.sub(2), *nb);
    match (*c).super_function(super_value, class, object, name) {
        Some(f) => *nb.sub(3) = f,
        None => {
            let f = ok!(c pc base t, (*c).get_super(super_value, class, object, name));
            nb = nb.add(1);
            n -= 1;
            *nb.sub(3) = f;
        }
    }
    let ret = Return { pc, base, action: Action::Result, plain: false };
    let r = (*c).call_window(base, nb, n, Value::UNSET, ret);
    finish::<W>(c, pc, base, t, r, Op::CALLSUPER)
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
    let w = base.add(b::<W>(pc));
    let code = *slot(frame_code(base).siblings.get(), ext::<W>(pc, 0) as usize);
    let globals = function_of(base).globals.get();
    let f = ok!(c pc base t, (*c).make_function(code, globals));
    f.defaults.init(*w);
    f.kwdefaults.init(*w.add(1));
    f.annotate.init(*w.add(2));
    f.closure.init(*w.add(3));
    set(base, a::<W>(pc), f.value());
    next!(c pc base t W MAKEFUNCTION)
}
