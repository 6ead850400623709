//! Lists, tuples, dicts, ranges, slices: made, read and written.

use super::*;

/// The values of a window, kept apart while the container is made.
pub(super) unsafe fn window_values(address: u64, n: u64) -> crate::object::Rooted {
    // SAFETY: compiled code has written n values at the address.
    crate::object::Rooted::from_slice(unsafe { std::slice::from_raw_parts(address as *const Value, n as usize) })
}

pub(super) extern "sysv64" fn new_list(vm: &mut Vm, address: u64, n: u64) -> u64 {
    // SAFETY: as `window_values` says.
    let items = unsafe { window_values(address, n) };
    value(vm.new_list(&items))
}

pub(super) extern "sysv64" fn new_tuple(vm: &mut Vm, address: u64, n: u64) -> u64 {
    if n <= 4 {
        // On the native stack the collector finds the few there mostly are, without a place that must be made.
        let mut few = [Value::UNSET; 4];
        // SAFETY: as `window_values` says.
        unsafe { std::ptr::copy_nonoverlapping(address as *const Value, few.as_mut_ptr(), n as usize) };
        return value(vm.new_tuple(std::hint::black_box(&few[..n as usize])));
    }
    // SAFETY: as `window_values` says.
    let items = unsafe { window_values(address, n) };
    value(vm.new_tuple(&items))
}

pub(super) extern "sysv64" fn new_dict(vm: &mut Vm, address: u64, n: u64) -> u64 {
    // SAFETY: as `window_values` says, of pairs.
    let items = unsafe { window_values(address, 2 * n) };
    let made = vm.new_dict().and_then(|dict| {
        items.chunks(2).try_for_each(|pair| vm.dict_set(dict, pair[0], pair[1]))?;
        Ok(dict)
    });
    value(made)
}

pub(super) extern "sysv64" fn dict_set(vm: &mut Vm, dict: Value, key: Value, stored: Value) -> u64 {
    done(vm.dict_set(dict, key, stored))
}

pub(super) extern "sysv64" fn unpack(vm: &mut Vm, address: u64, n: u64, source: Value) -> u64 {
    use pyspec_abi::types as id;
    let (to, n) = (address as Base, n as usize);
    if source.is_ptr() && crate::object::map_of(source) == id::TUPLE && vm.tuple_items(source).len() == n {
        // SAFETY: compiled code has room for n values there.
        unsafe { std::ptr::copy_nonoverlapping(vm.tuple_items(source).as_ptr(), to, n) };
        return 1;
    }
    let items = vm.unpack(source, n);
    done(items.map(|items| {
        // SAFETY: as above.
        items.iter().enumerate().for_each(|(i, v)| unsafe { *to.add(i) = *v });
    }))
}

pub(super) extern "sysv64" fn get_item(vm: &mut Vm, object: Value, key: Value) -> u64 {
    value(vm.get_item(object, key))
}

pub(super) extern "sysv64" fn set_item(vm: &mut Vm, object: Value, key: Value, stored: Value) -> u64 {
    done(vm.set_item(object, key, stored))
}

pub(super) extern "sysv64" fn get_slice(vm: &mut Vm, object: Value, from: Value, to: Value) -> u64 {
    value(vm.get_slice_parts(object, [from, to, Value::NONE]))
}

pub(super) extern "sysv64" fn get_stride(vm: &mut Vm, object: Value, from: Value, to: Value, step: Value) -> u64 {
    value(vm.get_slice_parts(object, [from, to, step]))
}

pub(super) extern "sysv64" fn set_slice(vm: &mut Vm, object: Value, from: Value, to: Value, items: Value) -> u64 {
    done(vm.set_slice_parts(object, [from, to, Value::NONE], items))
}

pub(super) extern "sysv64" fn list_slice(vm: &mut Vm, list: Value, start: i64, stop: i64, step: i64) -> u64 {
    // SAFETY: compiled code has looked at the map.
    let list: Gc<List> = unsafe { Gc::from_value_unchecked(list) };
    value(vm.list_get_slice(list, Unpacked { start, stop, step }))
}

pub(super) extern "sysv64" fn set_list_slice(vm: &mut Vm, list: Value, start: i64, stop: i64, items: Value) -> u64 {
    // SAFETY: as above.
    let list: Gc<List> = unsafe { Gc::from_value_unchecked(list) };
    done(vm.list_set_slice(list, Unpacked { start, stop, step: 1 }, items))
}

#[allow(clippy::too_many_arguments, reason = "two slices")]
pub(super) extern "sysv64" fn copy_list_slice(
    vm: &mut Vm,
    list: Value,
    start: i64,
    stop: i64,
    from: Value,
    first: i64,
    last: i64,
    step: i64,
) -> u64 {
    // SAFETY: as above.
    let (list, from): (Gc<List>, Gc<List>) =
        unsafe { (Gc::from_value_unchecked(list), Gc::from_value_unchecked(from)) };
    let to = Unpacked { start, stop, step: 1 };
    done(vm.list_copy_slice(list, to, from, Unpacked { start: first, stop: last, step }))
}

pub(super) extern "sysv64" fn new_range(vm: &mut Vm, start: Value, stop: Value, step: Value) -> u64 {
    value(vm.new_range(start, stop, step))
}

pub(super) extern "sysv64" fn length(vm: &mut Vm, v: Value) -> u64 {
    value(vm.len(v).and_then(|n| vm.new_int(n as i64)))
}

pub(super) extern "sysv64" fn new_slice(vm: &mut Vm, from: Value, to: Value, step: Value) -> u64 {
    value(vm.new_slice(from, to, step))
}

pub(super) extern "sysv64" fn list_append(vm: &mut Vm, list: Value, item: Value) -> u64 {
    done(vm.list_append(list, item))
}

pub(super) extern "sysv64" fn list_pop(vm: &mut Vm, list: Value) -> u64 {
    // SAFETY: compiled code has looked at the map.
    let list: Gc<List> = unsafe { Gc::from_value_unchecked(list) };
    value(vm.list_pop(list))
}

pub(super) extern "sysv64" fn new_cell(vm: &mut Vm, v: Value) -> u64 {
    value(vm.new_cell(v))
}
