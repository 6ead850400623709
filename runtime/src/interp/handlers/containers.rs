//! Items, displays, unpacking, formatting.

use super::{next, ok, publish};
use crate::interp::begin::{begin_above, exact_function};
use crate::interp::code::slot;
use crate::interp::dispatch::operand::{a, b, c as field_c, ext, get, set};
use crate::interp::dispatch::{Base, Ctx, Next, Pc, Table, go};
use crate::interp::frame::Action;
use crate::native::{Args, NativeFn, Outcome};
use crate::object::class::Special;
use crate::object::layout::{List, Native, Tuple};
use crate::object::{Gc, map_of};
use pyspec_abi::Value;
use pyspec_abi::header::GC_OLD;
use pyspec_abi::ops::Op;
use pyspec_abi::types as id;

pub unsafe fn GETITEM<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let (o, i) = (get(base, b::<W>(pc)), get(base, field_c::<W>(pc)));
    if o.is_ptr() && i.is_int() {
        let map = map_of(o);
        if map == id::LIST {
            let list: Gc<List> = Gc::from_value_unchecked(o);
            if i.bits() < list.len.get().bits() {
                set(base, a::<W>(pc), *slot(list.items.get(), i.bits() >> 1));
                next!(c pc base t W GETITEM)
            }
        } else if map == id::TUPLE {
            let tuple: Gc<Tuple> = Gc::from_value_unchecked(o);
            if i.bits() < tuple.len.get().bits() {
                set(base, a::<W>(pc), *slot(o, 1 + (i.bits() >> 1)));
                next!(c pc base t W GETITEM)
            }
        }
    }
    getitem_slow::<W>(c, pc, base, t)
}

#[inline(never)]
unsafe fn getitem_slow<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let (o, i) = (get(base, b::<W>(pc)), get(base, field_c::<W>(pc)));
    let known = |map| matches!(map, id::DICT | id::LIST | id::STR | id::TUPLE) || map == (*c).machine_array;
    let builtin = o.is_ptr() && known(map_of(o));
    let found = if builtin || !o.is_ptr() { None } else { class_special(c, o, Special::GetItem) };
    let v = match found {
        Some(f) if map_of(f) == id::FUNCTION => {
            if let Some(data) = exact_function(f, 2) {
                let called = begin_above(c, (pc, base), (f, data), [o, i], Action::Result);
                if !called.base.is_null() {
                    return go(c, called.x as Pc, called.base, t);
                }
            }
            ok!(c pc base t, (*c).get_item(o, i))
        }
        Some(f) if let Some(function) = native_function(f, 2) => ok!(c pc base t, get_natively(c, function, o, i)),
        _ => ok!(c pc base t, (*c).get_item(o, i)),
    };
    set(base, a::<W>(pc), v);
    next!(c pc base t W GETITEM)
}

/// A special method of an object's class that is an object.
#[inline(always)]
unsafe fn class_special(c: Ctx, o: Value, special: Special) -> Option<Value> {
    let class = (*c).class_of(o);
    (*c).special(class, special).filter(|f| f.is_ptr())
}

/// The function of a builtin type's method that takes `n` arguments as they are.
#[inline(always)]
unsafe fn native_function(f: Value, n: usize) -> Option<NativeFn> {
    if !matches!(map_of(f), id::NATIVE_METHOD | id::WRAPPER) {
        return None;
    }
    let row = &*Gc::<Native>::from_value_unchecked(f).row.get();
    super::calls::takes(row, n).then_some(row.function)
}

/// A function of its own, as every call that is given something by address: a handler that made it could not end in a
/// sibling call. The arguments are on the native stack, which is scanned, until it returns.
#[inline(never)]
unsafe fn get_natively(c: Ctx, function: NativeFn, o: Value, i: Value) -> Outcome {
    let args = [o, i];
    function(&mut *c, Args::new(args.as_ptr(), 2))
}

/// The same with a value to store.
#[inline(never)]
unsafe fn set_natively(c: Ctx, function: NativeFn, o: Value, i: Value, v: Value) -> Outcome {
    let args = [o, i, v];
    function(&mut *c, Args::new(args.as_ptr(), 3))
}

pub unsafe fn SETITEM<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let (o, i) = (get(base, a::<W>(pc)), get(base, b::<W>(pc)));
    if o.is_ptr() && i.is_int() && map_of(o) == id::LIST {
        let list: Gc<List> = Gc::from_value_unchecked(o);
        if i.bits() < list.len.get().bits() {
            let items = list.items.get();
            let v = get(base, field_c::<W>(pc));
            if *(items.bits() as *const u64) & GC_OLD == 0 || !v.is_ptr() {
                *slot(items, i.bits() >> 1) = v;
                next!(c pc base t W SETITEM)
            }
        }
    }
    setitem_slow::<W>(c, pc, base, t)
}

#[inline(never)]
unsafe fn setitem_slow<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let (o, i, v) = (get(base, a::<W>(pc)), get(base, b::<W>(pc)), get(base, field_c::<W>(pc)));
    let known = |map| matches!(map, id::DICT | id::LIST) || map == (*c).machine_array;
    let builtin = o.is_ptr() && known(map_of(o));
    let found = if builtin || !o.is_ptr() { None } else { class_special(c, o, Special::SetItem) };
    match found {
        Some(f) if map_of(f) == id::FUNCTION => {
            if let Some(data) = exact_function(f, 3) {
                let called = begin_above(c, (pc, base), (f, data), [o, i, v], Action::Discard);
                if !called.base.is_null() {
                    return go(c, called.x as Pc, called.base, t);
                }
            }
            ok!(c pc base t, (*c).set_item(o, i, v));
        }
        Some(f) if let Some(function) = native_function(f, 3) => {
            ok!(c pc base t, set_natively(c, function, o, i, v));
        }
        _ => ok!(c pc base t, (*c).set_item(o, i, v)),
    }
    next!(c pc base t W SETITEM)
}

pub unsafe fn DELITEM<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    ok!(c pc base t, (*c).del_item(get(base, a::<W>(pc)), get(base, b::<W>(pc))));
    next!(c pc base t W DELITEM)
}

pub unsafe fn GETSLICE<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let w = base.add(field_c::<W>(pc));
    let o = get(base, b::<W>(pc));
    let v = match (*c).quick_slice(o, *w, *w.add(1)) {
        Some(outcome) => ok!(c pc base t, outcome),
        None => {
            let slice = ok!(c pc base t, (*c).new_slice(*w, *w.add(1), Value::NONE));
            ok!(c pc base t, (*c).get_item(o, slice))
        }
    };
    set(base, a::<W>(pc), v);
    next!(c pc base t W GETSLICE)
}

pub unsafe fn SETSLICE<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let w = base.add(b::<W>(pc));
    let parts = [*w, *w.add(1), Value::NONE];
    ok!(c pc base t, (*c).set_slice_parts(get(base, a::<W>(pc)), parts, get(base, field_c::<W>(pc))));
    next!(c pc base t W SETSLICE)
}

pub unsafe fn SLICE<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let w = base.add(b::<W>(pc));
    let v = ok!(c pc base t, (*c).new_slice(*w, *w.add(1), *w.add(2)));
    set(base, a::<W>(pc), v);
    next!(c pc base t W SLICE)
}

/// The places of a window. They stay in the frame, so a collection sees them.
#[inline(always)]
unsafe fn window<const W: bool>(pc: Pc, base: Base) -> &'static [Value] {
    std::slice::from_raw_parts(base.add(b::<W>(pc)), field_c::<W>(pc))
}

macro_rules! display {
    ($($name:ident |$vm:ident, $items:ident| $make:expr;)*) => { $(
        pub unsafe fn $name<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
            publish(c, pc, base);
            let $items = window::<W>(pc, base);
            let $vm = &mut *c;
            let v = ok!(c pc base t, $make);
            set(base, a::<W>(pc), v);
            next!(c pc base t W $name)
        }
    )* };
}
display! {
    LIST |vm, items| vm.new_list(items);
    TUPLE |vm, items| vm.new_tuple(items);
    SET |vm, items| vm.new_set_of(items);
    STRING |vm, items| vm.join_strings(items);
}

pub unsafe fn DICT<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let dict = ok!(c pc base t, (*c).new_dict());
    let w = base.add(b::<W>(pc));
    for i in 0..field_c::<W>(pc) {
        ok!(c pc base t, (*c).dict_set(dict, *w.add(2 * i), *w.add(2 * i + 1)));
    }
    set(base, a::<W>(pc), dict);
    next!(c pc base t W DICT)
}

pub unsafe fn LISTAPPEND<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    ok!(c pc base t, (*c).list_append(get(base, a::<W>(pc)), get(base, b::<W>(pc))));
    next!(c pc base t W LISTAPPEND)
}

pub unsafe fn LISTEXTEND<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    ok!(c pc base t, (*c).display_extend(get(base, a::<W>(pc)), get(base, b::<W>(pc))));
    next!(c pc base t W LISTEXTEND)
}

pub unsafe fn SETADD<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    ok!(c pc base t, (*c).set_add(get(base, a::<W>(pc)), get(base, b::<W>(pc))));
    next!(c pc base t W SETADD)
}

pub unsafe fn SETUPDATE<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    ok!(c pc base t, (*c).display_set_extend(get(base, a::<W>(pc)), get(base, b::<W>(pc))));
    next!(c pc base t W SETUPDATE)
}

pub unsafe fn DICTSET<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    ok!(c pc base t, (*c).dict_set(get(base, a::<W>(pc)), get(base, b::<W>(pc)), get(base, field_c::<W>(pc))));
    next!(c pc base t W DICTSET)
}

pub unsafe fn DICTUPDATE<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    ok!(c pc base t, (*c).display_dict_update(get(base, a::<W>(pc)), get(base, b::<W>(pc))));
    next!(c pc base t W DICTUPDATE)
}

pub unsafe fn DICTMERGE<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let (dict, mapping, callee) = (get(base, a::<W>(pc)), get(base, b::<W>(pc)), get(base, field_c::<W>(pc)));
    ok!(c pc base t, (*c).merge_keywords(dict, mapping, callee));
    next!(c pc base t W DICTMERGE)
}

pub unsafe fn TOTUPLE<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let v = ok!(c pc base t, (*c).tuple_of_list(get(base, b::<W>(pc))));
    set(base, a::<W>(pc), v);
    next!(c pc base t W TOTUPLE)
}

pub unsafe fn FORMAT<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let v = ok!(c pc base t, (*c).format_field(get(base, b::<W>(pc)), field_c::<W>(pc), Value::UNSET));
    set(base, a::<W>(pc), v);
    next!(c pc base t W FORMAT)
}

pub unsafe fn FORMATSPEC<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let w = base.add(b::<W>(pc));
    let v = ok!(c pc base t, (*c).format_field(*w, field_c::<W>(pc), *w.add(1)));
    set(base, a::<W>(pc), v);
    next!(c pc base t W FORMATSPEC)
}

pub unsafe fn UNPACK<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let v = get(base, field_c::<W>(pc));
    let (to, n) = (base.add(a::<W>(pc)), b::<W>(pc));
    if v.is_ptr() {
        let map = map_of(v);
        if map == id::TUPLE {
            let tuple: Gc<Tuple> = Gc::from_value_unchecked(v);
            if tuple.len.get().is(Value::small_int(n as isize)) {
                for i in 0..n {
                    *to.add(i) = *slot(v, 1 + i);
                }
                next!(c pc base t W UNPACK)
            }
        } else if map == id::LIST {
            let list: Gc<List> = Gc::from_value_unchecked(v);
            if list.len.get().is(Value::small_int(n as isize)) {
                let items = list.items.get();
                for i in 0..n {
                    *to.add(i) = *slot(items, i);
                }
                next!(c pc base t W UNPACK)
            }
        }
    }
    unpack_slow::<W>(c, pc, base, t)
}

#[inline(never)]
unsafe fn unpack_slow<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let items = ok!(c pc base t, (*c).unpack(get(base, field_c::<W>(pc)), b::<W>(pc)));
    store_all(base.add(a::<W>(pc)), items);
    next!(c pc base t W UNPACK)
}

/// A function of its own, so that its caller keeps no destructor.
#[inline(never)]
unsafe fn store_all(to: Base, items: crate::object::Rooted) {
    for (i, v) in items.iter().enumerate() {
        *to.add(i) = *v;
    }
}

pub unsafe fn UNPACKEX<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let counts = ext::<W>(pc, 0) as usize;
    let v = get(base, b::<W>(pc));
    let items = ok!(c pc base t, (*c).unpack_starred(v, counts & 0xffff, counts >> 16));
    store_all(base.add(a::<W>(pc)), items);
    next!(c pc base t W UNPACKEX)
}
