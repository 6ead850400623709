//! Attributes.
//!
//! Cache of GETATTR: map, byte offset, the map and offset before; of an attribute of a class itself: 0, the class's version, address of
//! the value. Of SETATTR: map, byte offset, map before and after for a
//! store that adds the attribute at that offset. What GETATTR finds elsewhere is in the cache of all sites
//! (`attribute_cache`). A class that comes to intercept a name of its instances
//! flushes them all, see `Vm::flush_attribute_caches`.

use super::{next, ok, publish};
use crate::interp::begin::{begin_above, exact_function};
use crate::interp::code::{frame_name, slot};
use crate::interp::dispatch::operand::{a, b, c as field_c, ext, ext64, get, set, word};
use crate::interp::dispatch::{Base, Ctx, Next, Pc, Table, go};
use crate::interp::frame::Action;
use crate::object::class::ClassRef;
use crate::object::layout::Class;
use crate::object::{Gc, map_of};
use crate::protocol::attribute::{LoadKind, StoreKind, StorePlan};
use pyspec_abi::Value;
use pyspec_abi::header::GC_OLD;
use pyspec_abi::ops::Op;
use pyspec_abi::types as id;

pub unsafe fn GETATTR<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let o = get(base, b::<W>(pc));
    if o.is_ptr() && *(o.bits() as *const u32) == ext::<W>(pc, 1) {
        let v = *((o.bits() + ext::<W>(pc, 2) as usize) as *const Value);
        if !v.is(Value::UNSET) {
            set(base, a::<W>(pc), v);
            next!(c pc base t W GETATTR)
        }
    }
    getattr_medium::<W>(c, pc, base, t)
}

/// Sites that see several maps, and what classes have: by the cache of all sites.
#[inline(never)]
unsafe fn getattr_medium<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let o = get(base, b::<W>(pc));
    if !o.is_ptr() {
        return getattr_slow::<W>(c, pc, base, t);
    }
    let map = map_of(o);
    if map == ext::<W>(pc, 3) && ext::<W>(pc, 1) != 0 {
        let v = *((o.bits() + ext::<W>(pc, 4) as usize) as *const Value);
        if !v.is(Value::UNSET) {
            set(base, a::<W>(pc), v);
            next!(c pc base t W GETATTR)
        }
    }
    if map == id::TYPE {
        let version = Gc::<Class>::from_value_unchecked(o).info().version;
        if ext::<W>(pc, 2) == version && ext::<W>(pc, 1) == 0 {
            set(base, a::<W>(pc), *(ext64::<W>(pc, 3) as *const Value));
            next!(c pc base t W GETATTR)
        }
    }
    let name = frame_name(base, ext::<W>(pc, 0));
    let Some(entry) = (*c).interp.attributes.find(map, name) else {
        if let Some(v) = quick_attribute(c, o, map, name) {
            if map == id::TYPE {
                cache_class_attribute(c, word::<W>(pc, 1), Gc::from_value_unchecked(o), name, v);
            }
            set(base, a::<W>(pc), v);
            next!(c pc base t W GETATTR)
        }
        return getattr_slow::<W>(c, pc, base, t);
    };
    let v = match entry.kind {
        LoadKind::Inline(offset) | LoadKind::Slot(offset) => {
            cache_offset(word::<W>(pc, 1), map, offset);
            *((o.bits() + offset as usize) as *const Value)
        }
        LoadKind::Overflow { array, index } => {
            let array = *((o.bits() + array as usize) as *const Value);
            *slot(array, index as usize)
        }
        LoadKind::ClassValue(v) => v,
        LoadKind::Method(f) if map_of(f) == id::FUNCTION => {
            publish(c, pc, base);
            ok!(c pc base t, (*c).new_method(f, o))
        }
        LoadKind::Property(getter) => return property::<W>(c, pc, base, getter, t),
        _ => Value::UNSET,
    };
    if v.is(Value::UNSET) {
        return getattr_slow::<W>(c, pc, base, t);
    }
    set(base, a::<W>(pc), v);
    next!(c pc base t W GETATTR)
}

/// Remembers at which offset objects on a map have the attribute, and keeps what was remembered before.
#[inline(always)]
unsafe fn cache_offset(cache: *mut u32, map: u32, offset: u16) {
    let before = if *cache == 0 { [0, 0] } else { [*cache, *cache.add(1)] };
    cache.cast::<[u32; 4]>().write([map, offset as u32, before[0], before[1]]);
}

/// Remembers where a class has an attribute that is given as it is, if that place does not move. Another version of the
/// class is needed for a descriptor to come there.
#[inline(never)]
unsafe fn cache_class_attribute(c: Ctx, cache: *mut u32, class: ClassRef, name: Value, v: Value) {
    let Some(found) = (*c).find_on_class(class, name) else { return };
    if found.value().is(v) && !(*c).is_young(found.class.dict.get()) {
        *cache = 0;
        *cache.add(1) = class.info().version;
        cache.add(2).cast::<u64>().write_unaligned(found.address() as u64);
    }
}

/// An attribute of a class or a module that is what it is.
#[inline(always)]
unsafe fn quick_attribute(c: Ctx, o: Value, map: u32, name: Value) -> Option<Value> {
    if map == id::MODULE {
        return (*c).quick_module_attribute(o, name);
    }
    if map == id::TYPE {
        return (*c).quick_class_attribute(Gc::from_value_unchecked(o), name);
    }
    None
}

/// Calls the getter of a property.
#[inline(never)]
unsafe fn property<const W: bool>(c: Ctx, pc: Pc, base: Base, getter: Value, t: Table) -> Next {
    publish(c, pc, base);
    if let Some(data) = exact_function(getter, 1) {
        let called = begin_above(c, (pc, base), (getter, data), [get(base, b::<W>(pc))], Action::Result);
        if !called.base.is_null() {
            return go(c, called.x as Pc, called.base, t);
        }
    }
    getattr_slow::<W>(c, pc, base, t)
}

#[inline(never)]
unsafe fn getattr_slow<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let o = get(base, b::<W>(pc));
    let name = frame_name(base, ext::<W>(pc, 0));
    if let Some(entry) = (*c).learn_attribute(o, name)
        && let LoadKind::Inline(offset) | LoadKind::Slot(offset) = entry.kind
    {
        cache_offset(word::<W>(pc, 1), map_of(o), offset);
    }
    let v = ok!(c pc base t, (*c).get_attr(o, name));
    set(base, a::<W>(pc), v);
    next!(c pc base t W GETATTR)
}

pub unsafe fn SETATTR<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let o = get(base, a::<W>(pc));
    if o.is_ptr() {
        let header = o.bits() as *mut u64;
        let h = *header;
        if h & GC_OLD == 0 {
            let place = (o.bits() + ext::<W>(pc, 2) as usize) as *mut Value;
            if h as u32 == ext::<W>(pc, 1) {
                *place = get(base, b::<W>(pc));
                next!(c pc base t W SETATTR)
            }
            if h as u32 == ext::<W>(pc, 3) {
                *place = get(base, b::<W>(pc));
                *header.cast::<u32>() = ext::<W>(pc, 4);
                next!(c pc base t W SETATTR)
            }
        }
    }
    setattr_medium::<W>(c, pc, base, t)
}

#[inline(never)]
unsafe fn setattr_medium<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let o = get(base, a::<W>(pc));
    if o.is_ptr() && *(o.bits() as *const u32) == ext::<W>(pc, 1) {
        (*c).heap.barrier(o);
        *((o.bits() + ext::<W>(pc, 2) as usize) as *mut Value) = get(base, b::<W>(pc));
        next!(c pc base t W SETATTR)
    }
    if o.is_ptr() {
        let (map, name) = (map_of(o), frame_name(base, ext::<W>(pc, 0)));
        let cached = match (*c).interp.attributes.find_store(map, name) {
            Some(StoreKind::Inline(offset)) => [map, offset as u32, 0, 0],
            Some(StoreKind::Add { next, offset }) => [0, offset as u32, map, next],
            _ => return setattr_slow::<W>(c, pc, base, t),
        };
        word::<W>(pc, 1).cast::<[u32; 4]>().write(cached);
        (*c).heap.barrier(o);
        *((o.bits() + cached[1] as usize) as *mut Value) = get(base, b::<W>(pc));
        if cached[3] != 0 {
            *(o.bits() as *mut u32) = cached[3];
        }
        next!(c pc base t W SETATTR)
    }
    setattr_slow::<W>(c, pc, base, t)
}

#[inline(never)]
unsafe fn setattr_slow<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let (o, v) = (get(base, a::<W>(pc)), get(base, b::<W>(pc)));
    let name = frame_name(base, ext::<W>(pc, 0));
    let cached = match (*c).learn_store(o, name) {
        Some(StorePlan { map, kind: StoreKind::Inline(offset), .. }) => [map, offset as u32, 0, 0],
        Some(StorePlan { map, kind: StoreKind::Add { next, offset }, .. }) => [0, offset as u32, map, next],
        _ => [0; 4],
    };
    word::<W>(pc, 1).cast::<[u32; 4]>().write(cached);
    ok!(c pc base t, (*c).set_attr(o, name, v));
    next!(c pc base t W SETATTR)
}

pub unsafe fn DELATTR<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    ok!(c pc base t, (*c).del_attr(get(base, a::<W>(pc)), frame_name(base, ext::<W>(pc, 0))));
    next!(c pc base t W DELATTR)
}

pub unsafe fn GETSUPER<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let w = base.add(b::<W>(pc));
    let name = frame_name(base, ext::<W>(pc, 0));
    let v = ok!(c pc base t, (*c).get_super(*w, *w.add(1), *w.add(2), name));
    set(base, a::<W>(pc), v);
    next!(c pc base t W GETSUPER)
}

pub unsafe fn GETSPECIAL<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let v = ok!(c pc base t, (*c).get_special(get(base, b::<W>(pc)), field_c::<W>(pc)));
    set(base, a::<W>(pc), v);
    next!(c pc base t W GETSPECIAL)
}
