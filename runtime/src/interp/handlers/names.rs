//! Moves, constants, cells, names.

use super::{next, ok, publish};
use crate::interp::code::{frame_code, frame_name, function_of, slot};
use crate::interp::dispatch::operand::{a, b, c as field_c, ext, ext64, get, set, word};
use crate::interp::dispatch::{Base, Ctx, Next, Pc, Table, go};
use crate::object::Gc;
use crate::object::layout::Cell;
use pyspec_abi::Value;
use pyspec_abi::header::GC_OLD;
use pyspec_abi::ops::Op;

pub unsafe fn MOVE<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    set(base, a::<W>(pc), get(base, b::<W>(pc)));
    next!(c pc base t W MOVE)
}

pub unsafe fn LOADV<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    set(base, a::<W>(pc), Value::from_bits_unchecked(ext64::<W>(pc, 0) as usize));
    next!(c pc base t W LOADV)
}

pub unsafe fn LOADK<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let bits = *slot(frame_code(base).consts.get(), ext::<W>(pc, 0) as usize).cast::<usize>();
    if bits == 0 {
        return loadk_slow::<W>(c, pc, base, t);
    }
    set(base, a::<W>(pc), Value::from_bits_unchecked(bits));
    next!(c pc base t W LOADK)
}

#[cold]
#[inline(never)]
unsafe fn loadk_slow<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let v = ok!(c pc base t, (*c).constant(frame_code(base), ext::<W>(pc, 0) as usize));
    set(base, a::<W>(pc), v);
    next!(c pc base t W LOADK)
}

pub unsafe fn CLEAR<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    set(base, a::<W>(pc), Value::UNSET);
    next!(c pc base t W CLEAR)
}

pub unsafe fn CHECK<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    if get(base, a::<W>(pc)).is(Value::UNSET) {
        return unbound::<W>(c, pc, base, t);
    }
    next!(c pc base t W CHECK)
}

#[cold]
#[inline(never)]
unsafe fn unbound<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    (*c).unbound_local(frame_name(base, ext::<W>(pc, 0)));
    crate::interp::unwind::raise(c, pc, base, t)
}

pub unsafe fn NEWCELL<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let v = ok!(c pc base t, (*c).new_cell(get(base, b::<W>(pc))));
    set(base, a::<W>(pc), v);
    next!(c pc base t W NEWCELL)
}

#[inline(always)]
unsafe fn cell(v: Value) -> Gc<Cell> {
    Gc::from_value_unchecked(v)
}

pub unsafe fn LOADCELL<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let v = cell(get(base, b::<W>(pc))).value.get();
    if v.is(Value::UNSET) {
        return unset_cell::<W>(c, pc, base, t);
    }
    set(base, a::<W>(pc), v);
    next!(c pc base t W LOADCELL)
}

#[cold]
#[inline(never)]
unsafe fn unset_cell<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let name = frame_name(base, ext::<W>(pc, 0));
    if field_c::<W>(pc) != 0 {
        (*c).unbound_free(name);
    } else {
        (*c).unbound_local(name);
    }
    crate::interp::unwind::raise(c, pc, base, t)
}

pub unsafe fn STORECELL<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let (cell, v) = (cell(get(base, a::<W>(pc))), get(base, b::<W>(pc)));
    cell.value.set(&mut (*c).heap, cell.value(), v);
    next!(c pc base t W STORECELL)
}

pub unsafe fn DELCELL<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let cell = cell(get(base, a::<W>(pc)));
    if cell.value.get().is(Value::UNSET) {
        publish(c, pc, base);
        let name = frame_name(base, ext::<W>(pc, 0));
        if b::<W>(pc) != 0 {
            (*c).unbound_free(name);
        } else {
            (*c).unbound_local(name);
        }
        return crate::interp::unwind::raise(c, pc, base, t);
    }
    cell.value.set_plain(Value::UNSET);
    next!(c pc base t W DELCELL)
}

pub unsafe fn GETFREE<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    set(base, a::<W>(pc), *slot(function_of(base).closure.get(), 1 + b::<W>(pc)));
    next!(c pc base t W GETFREE)
}

pub unsafe fn LOADGLOBAL<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let cell = ext64::<W>(pc, 1) as *const Value;
    if !cell.is_null() {
        let v = *cell.add(1);
        if !v.is(Value::UNSET) {
            set(base, a::<W>(pc), v);
            next!(c pc base t W LOADGLOBAL)
        }
    }
    loadglobal_slow::<W>(c, pc, base, t)
}

#[inline(never)]
unsafe fn loadglobal_slow<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let cache = word::<W>(pc, 1);
    let v = ok!(c pc base t, (*c).load_global(base, ext::<W>(pc, 0), cache));
    set(base, a::<W>(pc), v);
    next!(c pc base t W LOADGLOBAL)
}

pub unsafe fn STOREGLOBAL<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    if store_cell::<W>(pc, get(base, a::<W>(pc))) {
        next!(c pc base t W STOREGLOBAL)
    }
    storeglobal_slow::<W>(c, pc, base, t)
}

/// Stores into the cell that the instruction remembers, if it may.
#[inline(always)]
unsafe fn store_cell<const W: bool>(pc: Pc, v: Value) -> bool {
    let cell = ext64::<W>(pc, 1) as *mut Value;
    if cell.is_null() || (*cell.add(1)).is(Value::UNSET) || v.is_ptr() && *cell.cast::<u64>() & GC_OLD != 0 {
        return false;
    }
    *cell.add(1) = v;
    true
}

/// The same for a cell that is to be logged first.
#[inline(always)]
unsafe fn store_cell_logged<const W: bool>(c: Ctx, pc: Pc, v: Value) -> bool {
    let cell = ext64::<W>(pc, 1) as *mut Value;
    if cell.is_null() || (*cell.add(1)).is(Value::UNSET) {
        return false;
    }
    (*c).heap.barrier(Value::from_bits_unchecked(cell as usize));
    *cell.add(1) = v;
    true
}

#[inline(never)]
unsafe fn storeglobal_slow<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    if store_cell_logged::<W>(c, pc, get(base, a::<W>(pc))) {
        next!(c pc base t W STOREGLOBAL)
    }
    publish(c, pc, base);
    ok!(c pc base t, (*c).store_global(base, ext::<W>(pc, 0), get(base, a::<W>(pc)), word::<W>(pc, 1)));
    next!(c pc base t W STOREGLOBAL)
}

pub unsafe fn DELGLOBAL<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let globals = function_of(base).globals.get();
    ok!(c pc base t, (*c).delete_name(globals, frame_name(base, ext::<W>(pc, 0))));
    next!(c pc base t W DELGLOBAL)
}

pub unsafe fn LOADNAME<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let namespace = get(base, b::<W>(pc));
    if namespace.is(Value::NONE) {
        let cell = ext64::<W>(pc, 1) as *const Value;
        if !cell.is_null() && !(*cell.add(1)).is(Value::UNSET) {
            set(base, a::<W>(pc), *cell.add(1));
            next!(c pc base t W LOADNAME)
        }
    }
    loadname_slow::<W>(c, pc, base, t)
}

#[inline(never)]
unsafe fn loadname_slow<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let namespace = get(base, b::<W>(pc));
    let index = ext::<W>(pc, 0);
    let mut v = Value::UNSET;
    let mut cache = word::<W>(pc, 1);
    if !namespace.is(Value::NONE) {
        v = ok!(c pc base t, (*c).namespace_get(namespace, frame_name(base, index)));
        cache = std::ptr::null_mut();
    }
    if v.is(Value::UNSET) {
        v = ok!(c pc base t, (*c).load_global(base, index, cache));
    }
    set(base, a::<W>(pc), v);
    next!(c pc base t W LOADNAME)
}

pub unsafe fn STORENAME<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    if get(base, b::<W>(pc)).is(Value::NONE) && store_cell::<W>(pc, get(base, a::<W>(pc))) {
        next!(c pc base t W STORENAME)
    }
    storename_slow::<W>(c, pc, base, t)
}

#[inline(never)]
unsafe fn storename_slow<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let (v, namespace) = (get(base, a::<W>(pc)), get(base, b::<W>(pc)));
    if namespace.is(Value::NONE) && store_cell_logged::<W>(c, pc, v) {
        next!(c pc base t W STORENAME)
    }
    publish(c, pc, base);
    if namespace.is(Value::NONE) {
        ok!(c pc base t, (*c).store_global(base, ext::<W>(pc, 0), v, word::<W>(pc, 1)));
    } else {
        ok!(c pc base t, (*c).namespace_set(namespace, frame_name(base, ext::<W>(pc, 0)), v));
    }
    next!(c pc base t W STORENAME)
}

pub unsafe fn DELNAME<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let mut namespace = get(base, a::<W>(pc));
    if namespace.is(Value::NONE) {
        namespace = function_of(base).globals.get();
    }
    ok!(c pc base t, (*c).delete_name(namespace, frame_name(base, ext::<W>(pc, 0))));
    next!(c pc base t W DELNAME)
}

pub unsafe fn LOADCLASSCELL<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let name = frame_name(base, ext::<W>(pc, 0));
    let mut v = ok!(c pc base t, (*c).namespace_get(get(base, b::<W>(pc)), name));
    if v.is(Value::UNSET) {
        v = cell(get(base, field_c::<W>(pc))).value.get();
        if v.is(Value::UNSET) {
            (*c).unbound_free(name);
            return crate::interp::unwind::raise(c, pc, base, t);
        }
    }
    set(base, a::<W>(pc), v);
    next!(c pc base t W LOADCLASSCELL)
}

pub unsafe fn LOADCLASSGLOBAL<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let index = ext::<W>(pc, 0);
    let mut v = ok!(c pc base t, (*c).namespace_get(get(base, b::<W>(pc)), frame_name(base, index)));
    if v.is(Value::UNSET) {
        v = ok!(c pc base t, (*c).load_global(base, index, std::ptr::null_mut()));
    }
    set(base, a::<W>(pc), v);
    next!(c pc base t W LOADCLASSGLOBAL)
}
