//! Loops and generators: the state of a loop, the next item, what is taken whole.

use super::*;

pub(super) extern "sysv64" fn for_step(vm: &mut Vm, base: u64, site: u64) -> u64 {
    let site = Site::at(site);
    // SAFETY: a FORNEXT whose state compiled code has put into the window.
    unsafe {
        let (pc, base) = (site.pc(), base as Base);
        let state = base.add(crate::interp::dispatch::operand::b_any(pc));
        // An iterator, perhaps a generator, whose frame goes back to whoever resumes it: not to this window.
        if !(*state).is(Value::RANGE_STATE) && !(*state.add(1)).is_int() {
            if (*state).is_ptr() && crate::object::map_of(*state) == pyspec_abi::types::GENERATOR {
                return value(vm.generator_next(Gc::from_value_unchecked(*state)));
            }
            return value(vm.next(*state));
        }
        if let Some(item) = next_of_sequence(state) {
            return item.bits() as u64;
        }
        fill_header(vm, base as u64, site);
        let place = crate::interp::dispatch::operand::a_any(pc);
        *base.add(place) = Value::UNSET;
        match step_instruction(vm, pc, base) {
            Err(_) => 0,
            // Exhausted: control goes to the next instruction.
            Ok(at) if at == crate::interp::dispatch::operand::after_any(pc) => Value::UNSET.bits() as u64,
            Ok(_) => (*base.add(place)).bits() as u64,
        }
    }
}

/// The next item of a list or tuple by the state of its loop, UNSET when exhausted.
pub(super) unsafe fn next_of_sequence(state: Base) -> Option<Value> {
    use pyspec_abi::types as id;
    // SAFETY: the caller's state is that of a loop over a list or tuple, or a range.
    unsafe {
        let (object, index) = (*state, *state.add(1));
        if object.is(Value::RANGE_STATE) {
            let left = (*state.add(2)).as_int();
            if left == 0 {
                return Some(Value::UNSET);
            }
            *state.add(2) = Value::small_int(left - 1);
            // The last step may lead beyond the ints in place, as in the interpreter; nobody looks at it.
            let next = index.bits().wrapping_add((*state.add(3)).bits()).wrapping_sub(1);
            *state.add(1) = Value::from_bits_unchecked(next);
            return Some(index);
        }
        if !object.is_ptr() {
            return None;
        }
        let i = index.as_int() as usize;
        let (len, at) = match crate::object::map_of(object) {
            id::LIST => {
                let list: Gc<crate::object::layout::List> = Gc::from_value_unchecked(object);
                (list.len.get().as_int() as usize, crate::interp::code::slot(list.items.get(), i))
            }
            id::TUPLE => {
                let tuple: Gc<crate::object::layout::Tuple> = Gc::from_value_unchecked(object);
                (tuple.len.get().as_int() as usize, crate::interp::code::slot(object, 1 + i))
            }
            _ => return None,
        };
        if i >= len {
            *state.add(1) = Value::small_int(pyspec_abi::value::INT_MAX);
            return Some(Value::UNSET);
        }
        *state.add(1) = Value::small_int(i as isize + 1);
        Some(*at)
    }
}

/// The state of a loop over a range of ints in place.
pub(super) fn range_state(range: Value) -> Option<[Value; 4]> {
    // SAFETY: the caller has looked at the map.
    let range: Gc<crate::object::layout::Range> = unsafe { Gc::from_value_unchecked(range) };
    let parts = [range.start.get(), range.stop.get(), range.step.get()];
    if parts.iter().any(|v| !v.is_int()) {
        return None;
    }
    let [from, to, by] = parts.map(|v| v.as_int() as i128);
    let count = if by > 0 && from < to { (to - from - 1) / by + 1 } else { 0 };
    let count = if by < 0 && from > to { (from - to - 1) / -by + 1 } else { count };
    Some([Value::RANGE_STATE, parts[0], Value::try_int(i64::try_from(count).ok()?)?, parts[2]])
}

pub(super) extern "sysv64" fn for_prep_of(
    vm: &mut Vm,
    address: u64,
    iterable: Value,
    site: u64,
    callee: Value,
    attribute: Value,
) -> u64 {
    if for_prep(vm, address, iterable) == 0 {
        return 0;
    }
    let callee = match callee {
        Value::UNSET => attribute,
        callee => vm.found_function(callee).map_or(callee, |(f, _)| f),
    };
    if crate::interp::prompt::made_by(iterable, callee) {
        let site = Site::at(site);
        let at = Value::small_int(site.code().offset(site.pc()) as isize);
        let state = address as Base;
        // SAFETY: as in `for_prep`.
        unsafe { (*state.add(1), *state.add(2)) = (Value::LOOP_OWNS, at) };
    }
    1
}

pub(super) extern "sysv64" fn for_prep(vm: &mut Vm, address: u64, iterable: Value) -> u64 {
    use pyspec_abi::types as id;
    let map = if iterable.is_ptr() { crate::object::map_of(iterable) } else { 0 };
    let unset = Value::UNSET;
    let range = if map == id::RANGE { range_state(iterable) } else { None };
    let words = match map {
        id::LIST | id::TUPLE => [iterable, Value::small_int(0), unset, unset],
        id::GENERATOR => [iterable, unset, unset, unset],
        _ => match range {
            Some(words) => words,
            None => match vm.iter(iterable) {
                Ok(iterator) => [iterator, unset, unset, unset],
                Err(_) => return 0,
            },
        },
    };
    let state = address as Base;
    for (i, word) in words.into_iter().enumerate() {
        // SAFETY: compiled code has room for a loop's state there.
        unsafe { *state.add(i) = word };
    }
    1
}

pub(super) extern "sysv64" fn iter(vm: &mut Vm, v: Value) -> u64 {
    value(vm.iter(v))
}

pub(super) extern "sysv64" fn iterable(vm: &mut Vm, v: Value) -> u64 {
    value(vm.iterable(v))
}

pub(super) extern "sysv64" fn delegate_to(vm: &mut Vm, site: u64, v: Value) -> u64 {
    let site = Site::at(site);
    // SAFETY: an AWAITABLE of a generator's code; what is patched over an instruction leaves its fields, and wide ones
    // alone.
    let how = unsafe {
        use crate::interp::dispatch::operand::{c, is_wide};
        if is_wide(site.pc()) { c::<true>(site.pc()) } else { c::<false>(site.pc()) }
    };
    value(vm.delegated_to(v, how, site.code().flags))
}

pub(super) extern "sysv64" fn make_generator(vm: &mut Vm, base: u64, site: u64, function: Value) -> u64 {
    let site = Site::at(site);
    fill_header(vm, base, site);
    let code = site.code();
    let base = base as Base;
    // SAFETY: the arguments are in the window; whatever else has a name is unset yet.
    unsafe {
        if function.is_ptr() {
            *base.sub(3) = function;
        }
        (code.params_places as usize..code.named as usize).for_each(|i| *base.add(i) = Value::UNSET);
        let made = vm.make_generator(site.pc(), base);
        if let Ok(g) = made
            && vm.thread.compiled.active.last().map(|a| a.base) == Some(base)
        {
            let (link, extra) = (crate::interp::frame::link(base), crate::interp::frame::extra(base));
            crate::interp::prompt::note_maker(g, link, extra);
        }
        value(made.map(Gc::value))
    }
}

pub(super) extern "sysv64" fn take(vm: &mut Vm, taker: u64, item: Value) -> u64 {
    // SAFETY: who entered the body has its taker on the stack until it comes back.
    let taker = unsafe { &mut *(taker as *mut super::super::Taker) };
    !taker.take(vm, item) as u64
}
