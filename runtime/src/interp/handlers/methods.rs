//! Calls by name: of methods, through `super`, of what classes and modules have.
//!
//! Cache of CALLM: the receiver's map, version of its class, address of that version, the function found on the class,
//! its code's data, or its native row with bit 0 set. FINDMETHOD has the first four. Cache of CALLFOUND: as CALL's for a
//! function. What FINDMETHOD and FINDSUPER leave in a window is told in `pyspec_abi::found`.

use super::calls::{deliver, enter, finish, is_unbound, plain_function, takes};
use super::{next, ok, publish};
use crate::interp::begin::{begin, begin_instance, exact_function, has_room};
use crate::interp::code::{CodeData, frame_code, frame_name, slot};
use crate::interp::dispatch::operand::{a, b, c as field_c, ext, ext64, get, set, word};
use crate::interp::dispatch::{Base, Ctx, Next, Pc, Table, go};
use crate::interp::found::ClassFound;
use crate::object::class::class_flags;
use crate::object::layout::{Class, Code, Function, Method, Native};
use crate::object::{Gc, map_of};
use crate::protocol::attribute::LoadKind;
use pyspec_abi::ops::{Op, WINDOW_HEADER};
use pyspec_abi::types as id;
use pyspec_abi::{Value, found};

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
    let (o, n) = (*nb, field_c::<W>(pc));
    publish(c, pc, base);
    if !o.is_ptr() {
        return callm_slow::<W>(c, pc, base, t);
    }
    let map = map_of(o);
    if !W && map == ext::<W>(pc, 1) && *(ext64::<W>(pc, 3) as *const u32) == ext::<W>(pc, 2) {
        let data = ext64::<W>(pc, 7);
        if data & 1 != 0 {
            let row = &*((data & !1) as *const crate::native::Native);
            let v = ok!(c pc base t, (*c).run_native(row.function, nb, n));
            return deliver::<W>(c, pc, base, t, v, Op::CALLM);
        }
    }
    let name = frame_name(base, ext::<W>(pc, 0));
    let kind = match (*c).interp.attributes.find(map, name) {
        Some(entry) => entry.kind,
        None if map == id::TYPE || map == id::MODULE => return callm_static::<W>(c, pc, base, t),
        None => return callm_slow::<W>(c, pc, base, t),
    };
    match kind {
        LoadKind::Method(f) if map_of(f) == id::FUNCTION => {
            if !W {
                let on_stack = (*c).on_stack(base);
                if ext::<W>(pc, 1) == 0 || (*c).interp.attributes.refills() {
                    cache_method(c, pc, o, f, n, on_stack);
                }
                if let Some(data) = exact_function(f, n)
                    && on_stack
                    && has_room(c, nb)
                {
                    *nb.sub(3) = f;
                    return enter(c, pc, nb, data, t);
                }
            }
            let called = begin(c, pc, base, nb, n, Gc::from_value_unchecked(f), !W);
            if !called.base.is_null() {
                return go(c, called.x as Pc, called.base, t);
            }
        }
        LoadKind::Method(f) => {
            let native: Gc<Native> = Gc::from_value_unchecked(f);
            let row = &*native.row.get();
            if takes(row, n) {
                if !W && (ext::<W>(pc, 1) == 0 || (*c).interp.attributes.refills()) {
                    cache_method(c, pc, o, f, n, true);
                }
                let v = ok!(c pc base t, (*c).run_native(row.function, nb, n));
                return deliver::<W>(c, pc, base, t, v, Op::CALLM);
            }
        }
        _ => {}
    }
    callm_slow::<W>(c, pc, base, t)
}

/// A function that a class or a module has: without the receiver, or with the class in front.
#[inline(never)]
unsafe fn callm_static<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let nb = base.add(b::<W>(pc) + WINDOW_HEADER);
    let name = frame_name(base, ext::<W>(pc, 0));
    match (*c).found_on_class(*nb, name) {
        Some(ClassFound::Method(f)) => {
            let called = begin(c, pc, base, nb, field_c::<W>(pc), Gc::from_value_unchecked(f), false);
            if !called.base.is_null() {
                return go(c, called.x as Pc, called.base, t);
            }
            callm_slow::<W>(c, pc, base, t)
        }
        Some(ClassFound::Plain(f)) => {
            *nb.sub(2) = f;
            call_attribute::<W>(c, pc, base, t)
        }
        None => callm_slow::<W>(c, pc, base, t),
    }
}

/// Calls what is in the second word of a window's header, an attribute that takes no receiver, with the arguments behind
/// the receiver's place: the frame is one word further up.
#[inline(never)]
unsafe fn call_attribute<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let nb = base.add(b::<W>(pc) + WINDOW_HEADER);
    let (f, first, n) = (*nb.sub(2), nb.add(1), field_c::<W>(pc) - 1);
    match if f.is_ptr() { map_of(f) } else { 0 } {
        id::FUNCTION => {
            let called = begin(c, pc, base, first, n, Gc::from_value_unchecked(f), false);
            if !called.base.is_null() {
                return go(c, called.x as Pc, called.base, t);
            }
        }
        id::NATIVE => {
            let native: Gc<Native> = Gc::from_value_unchecked(f);
            let row = &*native.row.get();
            if is_unbound(c, native) {
                if let Some(function) = plain_function(row, n) {
                    let v = ok!(c pc base t, (*c).run_native(function, first, n));
                    return deliver::<W>(c, pc, base, t, v, Op::CALLM);
                }
            } else if takes(row, n + 1) {
                // The receiver's place is free for the native's own.
                *nb = native.receiver.get();
                let v = ok!(c pc base t, (*c).run_native(row.function, nb, n + 1));
                return deliver::<W>(c, pc, base, t, v, Op::CALLM);
            }
        }
        id::METHOD => {
            let method: Gc<Method> = Gc::from_value_unchecked(f);
            let function = method.function.get();
            if function.is_ptr() && map_of(function) == id::FUNCTION {
                *nb = method.receiver.get();
                let called = begin(c, pc, base, nb, n + 1, Gc::from_value_unchecked(function), false);
                if !called.base.is_null() {
                    return go(c, called.x as Pc, called.base, t);
                }
            }
        }
        id::TYPE if Gc::<Class>::from_value_unchecked(f).has(class_flags::HEAP) => {
            let called = begin_instance(c, pc, base, first, n, Gc::from_value_unchecked(f));
            if !called.base.is_null() {
                return go(c, called.x as Pc, called.base, t);
            }
            if called.x == 0 {
                return crate::interp::unwind::raise(c, pc, base, t);
            }
        }
        _ => {}
    }
    let r = (*c).call_from(base, first, n, Value::UNSET, pc, false);
    finish::<W>(c, pc, base, t, r, Op::CALLM)
}

#[inline(never)]
unsafe fn callm_slow<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let nb = base.add(b::<W>(pc) + WINDOW_HEADER);
    let n = field_c::<W>(pc);
    let name = frame_name(base, ext::<W>(pc, 0));
    let on_stack = (*c).on_stack(base);
    let r = match (*c).method_on_class(*nb, name) {
        Some(f) => {
            (*c).learn_attribute(*nb, name);
            *nb.sub(3) = f;
            (*c).call_from(base, nb, n, Value::UNSET, pc, !W && on_stack)
        }
        None => {
            *nb.sub(2) = ok!(c pc base t, (*c).get_attr(*nb, name));
            return call_attribute::<W>(c, pc, base, t);
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
            if !takes(row, n) {
                return;
            }
            f.row.get() as u64 | 1
        }
        _ => return,
    };
    cache_class::<false>(c, pc, o);
    word::<false>(pc, 5).cast::<u64>().write_unaligned(f.bits() as u64);
    word::<false>(pc, 7).cast::<u64>().write_unaligned(target);
}

/// Writes the first words of a cache: the map of an object, the version of its class, where that is.
#[inline(always)]
unsafe fn cache_class<const W: bool>(c: Ctx, pc: Pc, o: Value) {
    let class = (*c).class_of(o);
    *word::<W>(pc, 1) = map_of(o);
    *word::<W>(pc, 2) = class.info().version;
    word::<W>(pc, 3).cast::<u64>().write_unaligned(&raw const class.info().version as u64);
}

pub unsafe fn CALLMKW<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let mut nb = base.add(b::<W>(pc) + WINDOW_HEADER);
    let mut n = field_c::<W>(pc);
    let names = ok!(c pc base t, (*c).constant(frame_code(base), ext::<W>(pc, 1) as usize));
    let name = frame_name(base, ext::<W>(pc, 0));
    *nb.sub(3) = found::LATER;
    if !ok!(c pc base t, (*c).settle_found(nb, name)) {
        nb = nb.add(1);
        n -= 1;
    }
    let r = (*c).call_from(base, nb, n, names, pc, false);
    finish::<W>(c, pc, base, t, r, Op::CALLMKW)
}

/// Looks a method up; hits where the class has the function.
pub unsafe fn FINDMETHOD<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let o = get(base, b::<W>(pc));
    if o.is_ptr() && map_of(o) == ext::<W>(pc, 1) && *(ext64::<W>(pc, 3) as *const u32) == ext::<W>(pc, 2) {
        set(base, a::<W>(pc), Value::from_bits_unchecked(ext64::<W>(pc, 5) as usize));
        next!(c pc base t W FINDMETHOD)
    }
    find_medium::<W>(c, pc, base, t)
}

#[inline(never)]
unsafe fn find_medium<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let o = get(base, b::<W>(pc));
    let name = frame_name(base, ext::<W>(pc, 0));
    let known = if o.is_ptr() { (*c).interp.attributes.find(map_of(o), name).map(|entry| entry.kind) } else { None };
    let function = match known {
        Some(LoadKind::Method(f)) => {
            if (ext::<W>(pc, 1) == 0 || (*c).interp.attributes.refills()) && !(*c).heap.is_young(f) {
                cache_class::<W>(c, pc, o);
                word::<W>(pc, 5).cast::<u64>().write_unaligned(f.bits() as u64);
            }
            f
        }
        _ => {
            let object = base.add(b::<W>(pc));
            ok!(c pc base t, (*c).find_method(object, name))
        }
    };
    set(base, a::<W>(pc), function);
    next!(c pc base t W FINDMETHOD)
}

pub unsafe fn FINDSUPER<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let name = frame_name(base, ext::<W>(pc, 0));
    let (proxy, class, object) = (get(base, a::<W>(pc)), get(base, b::<W>(pc)), get(base, field_c::<W>(pc)));
    let found = match (*c).super_function(proxy, class, object, name) {
        Some(f) => f,
        None => {
            let f = ok!(c pc base t, (*c).get_super(proxy, class, object, name));
            set(base, field_c::<W>(pc), f);
            Value::UNSET
        }
    };
    set(base, a::<W>(pc), found);
    next!(c pc base t W FINDSUPER)
}

/// Calls a function as CALL does: what was found and is one takes the receiver.
pub unsafe fn CALLFOUND<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    if !W {
        let nb = base.add(b::<W>(pc) + WINDOW_HEADER);
        let f = *nb.sub(3);
        let is_function = f.is_ptr() && map_of(f) == id::FUNCTION;
        if is_function && *slot(f, 0).cast::<u64>() == ext64::<W>(pc, 1) && has_room(c, nb) {
            return enter(c, pc, nb, ext64::<W>(pc, 3) as *const CodeData, t);
        }
    }
    callfound_medium::<W>(c, pc, base, t)
}

#[inline(never)]
unsafe fn callfound_medium<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let nb = base.add(b::<W>(pc) + WINDOW_HEADER);
    let n = field_c::<W>(pc);
    publish(c, pc, base);
    let mut f = *nb.sub(3);
    if !f.is_ptr() {
        if f.is(Value::UNSET) {
            *nb.sub(2) = *nb;
            return call_attribute::<W>(c, pc, base, t);
        }
        let Some((function, bound)) = (*c).found_function(f) else { return callm_slow::<W>(c, pc, base, t) };
        if !bound {
            *nb.sub(2) = function;
            return call_attribute::<W>(c, pc, base, t);
        }
        f = function;
        *nb.sub(3) = f;
    }
    match map_of(f) {
        id::FUNCTION => {
            let function: Gc<Function> = Gc::from_value_unchecked(f);
            let code: Gc<Code> = Gc::from_value_unchecked(function.code.get());
            if !W && code.info().plain == n as u32 && (*c).on_stack(base) {
                word::<W>(pc, 1).cast::<u64>().write_unaligned(code.value().bits() as u64);
                word::<W>(pc, 3).cast::<u64>().write_unaligned(code.data.get() as u64);
            }
            let called = begin(c, pc, base, nb, n, function, !W);
            if !called.base.is_null() {
                return go(c, called.x as Pc, called.base, t);
            }
        }
        _ => {
            let native: Gc<Native> = Gc::from_value_unchecked(f);
            let row = &*native.row.get();
            if takes(row, n) {
                let v = ok!(c pc base t, (*c).run_native(row.function, nb, n));
                return deliver::<W>(c, pc, base, t, v, Op::CALLFOUND);
            }
        }
    }
    let on_stack = (*c).on_stack(base);
    let r = (*c).call_from(base, nb, n, Value::UNSET, pc, !W && on_stack);
    finish::<W>(c, pc, base, t, r, Op::CALLFOUND)
}

pub unsafe fn CALLFOUNDKW<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let mut nb = base.add(b::<W>(pc) + WINDOW_HEADER);
    let mut n = field_c::<W>(pc);
    let names = ok!(c pc base t, (*c).constant(frame_code(base), ext::<W>(pc, 1) as usize));
    let name = frame_name(base, ext::<W>(pc, 0));
    if !ok!(c pc base t, (*c).settle_found(nb, name)) {
        nb = nb.add(1);
        n -= 1;
    }
    let r = (*c).call_from(base, nb, n, names, pc, false);
    finish::<W>(c, pc, base, t, r, Op::CALLFOUNDKW)
}

pub unsafe fn CALLSUPER<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let mut nb = base.add(b::<W>(pc) + WINDOW_HEADER);
    let mut n = field_c::<W>(pc);
    let name = frame_name(base, ext::<W>(pc, 0));
    let (super_value, class, object) = (*nb.sub(3), *nb.sub(2), *nb);
    match (*c).super_function(super_value, class, object, name) {
        Some(f) => {
            *nb.sub(3) = f;
            if map_of(f) == id::FUNCTION {
                let called = begin(c, pc, base, nb, n, Gc::from_value_unchecked(f), false);
                if !called.base.is_null() {
                    return go(c, called.x as Pc, called.base, t);
                }
            }
        }
        None => {
            let f = ok!(c pc base t, (*c).get_super(super_value, class, object, name));
            nb = nb.add(1);
            n -= 1;
            *nb.sub(3) = f;
        }
    }
    let r = (*c).call_from(base, nb, n, Value::UNSET, pc, false);
    finish::<W>(c, pc, base, t, r, Op::CALLSUPER)
}
