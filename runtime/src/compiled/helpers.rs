//! The helpers that machine code calls: C functions over the protocols. See `pyspec_abi::helpers` for what each does.
//!
//! A panic in one aborts with a report: `extern "sysv64"` functions do not unwind, so none crosses compiled frames.

use super::sites::Site;
use super::step::step as step_instruction;
use crate::interp::dispatch::Base;
use crate::interp::handlers::{binary_of, make_function_at};
use crate::native::Outcome;
use crate::object::Gc;
use crate::object::layout::List;
use crate::protocol::compare::Comparison;
use crate::types::sequence::Unpacked;
use crate::vm::Vm;
use pyspec_abi::helpers::Helper;
use pyspec_abi::ops::{Op, WINDOW_HEADER};
use pyspec_abi::{Header, Value};

const COMPARISONS: [Comparison; 6] =
    [Comparison::Lt, Comparison::Le, Comparison::Eq, Comparison::Ne, Comparison::Gt, Comparison::Ge];

fn value(outcome: Outcome) -> u64 {
    outcome.map_or(0, |v| v.bits() as u64)
}

/// 0 raised, 1 false, 2 true.
fn truth_status(outcome: Outcome<bool>) -> u64 {
    outcome.map_or(0, |b| 1 + b as u64)
}

/// 0 raised, 1 fine.
fn done(outcome: Outcome<()>) -> u64 {
    outcome.is_ok() as u64
}

extern "sysv64" fn step(vm: &mut Vm, base: u64, site: u64) -> u64 {
    let site = Site::at(site);
    fill_header(vm, base, site);
    // SAFETY: compiled code has written what the instruction reads.
    unsafe {
        // Comprehensions make a function each time, which begins no frame.
        if *site.pc().cast::<u8>() == Op::MAKEFUNCTION as u8 {
            return make_function_at::<false>(vm, site.pc(), base as Base).is_ok() as u64;
        }
        step_instruction(vm, site.pc(), base as Base).is_ok() as u64
    }
}

/// The function word of a compiled frame's window: handlers find the code through it. A function with free
/// variables has written it itself, since several share one code.
fn fill_header(vm: &mut Vm, base: u64, site: Site) {
    let code = site.code();
    let base = base as Base;
    // SAFETY: the header words are reserved; a frame entered from the interpreter has them already.
    unsafe {
        if vm.thread.compiled.active.last().map(|a| a.base) != Some(base) {
            *base.sub(4) = crate::interp::frame::link_word(vm.thread.pc, crate::interp::frame::SPECIAL);
            if !code.has_free {
                *base.sub(3) = code.function_object;
            }
            *base.sub(2) = crate::interp::frame::extra_word(crate::interp::frame::Action::Native, vm.thread.base);
            *base.sub(1) = Value::NONE;
        }
    }
}

extern "sysv64" fn for_step(vm: &mut Vm, base: u64, site: u64) -> u64 {
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
unsafe fn next_of_sequence(state: Base) -> Option<Value> {
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
fn range_state(range: Value) -> Option<[Value; 4]> {
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

extern "sysv64" fn for_prep_of(
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

extern "sysv64" fn for_prep(vm: &mut Vm, address: u64, iterable: Value) -> u64 {
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

extern "sysv64" fn box_int(vm: &mut Vm, i: u64) -> u64 {
    value(vm.new_int(i as i64))
}

extern "sysv64" fn box_float(vm: &mut Vm, f: f64) -> u64 {
    value(vm.new_float(f))
}

extern "sysv64" fn binary(vm: &mut Vm, op: u64, a: Value, b: Value) -> u64 {
    value(vm.binary(binary_of(op as u8), a, b))
}

extern "sysv64" fn inplace(vm: &mut Vm, op: u64, a: Value, b: Value) -> u64 {
    value(vm.inplace(binary_of(op as u8), a, b))
}

extern "sysv64" fn compare(vm: &mut Vm, op: u64, a: Value, b: Value) -> u64 {
    value(vm.compare(COMPARISONS[op as usize], a, b))
}

extern "sysv64" fn compare_truth(vm: &mut Vm, op: u64, a: Value, b: Value) -> u64 {
    truth_status(vm.compare_truth(COMPARISONS[op as usize], a, b))
}

extern "sysv64" fn truth(vm: &mut Vm, v: Value) -> u64 {
    truth_status(vm.truth(v))
}

extern "sysv64" fn same_number(vm: &mut Vm, a: Value, b: Value) -> u64 {
    1 + vm.is_same(a, b) as u64
}

extern "sysv64" fn not_implemented(vm: &mut Vm, op: u64, a: Value, b: Value) -> u64 {
    value(Err(vm.no_operator(binary_of(op as u8), a, b)))
}

extern "sysv64" fn negative(vm: &mut Vm, v: Value) -> u64 {
    value(vm.negative(v))
}

extern "sysv64" fn contains(vm: &mut Vm, item: Value, container: Value) -> u64 {
    truth_status(vm.contains(container, item))
}

extern "sysv64" fn float_pow(_vm: &mut Vm, a: f64, b: f64) -> f64 {
    a.powf(b)
}

extern "sysv64" fn float_mod(_vm: &mut Vm, a: f64, b: f64) -> f64 {
    float_divmod(a, b).1
}

extern "sysv64" fn float_floor_div(_vm: &mut Vm, a: f64, b: f64) -> f64 {
    float_divmod(a, b).0
}

/// Floored quotient and remainder with the divisor's sign, as the language defines them.
fn float_divmod(a: f64, b: f64) -> (f64, f64) {
    let mut rem = a % b;
    let mut quot = (a - rem) / b;
    if rem != 0.0 {
        if (b < 0.0) != (rem < 0.0) {
            rem += b;
            quot -= 1.0;
        }
    } else {
        rem = 0f64.copysign(b);
    }
    if quot == 0.0 {
        return (0f64.copysign(a / b), rem);
    }
    let floor = quot.floor();
    (if quot - floor > 0.5 { floor + 1.0 } else { floor }, rem)
}

extern "sysv64" fn get_attr(vm: &mut Vm, site: u64, object: Value) -> u64 {
    value(vm.site_load(Site::at(site), object))
}

extern "sysv64" fn set_attr(vm: &mut Vm, site: u64, object: Value, stored: Value) -> u64 {
    done(vm.site_store(Site::at(site), object, stored))
}

extern "sysv64" fn load_global(vm: &mut Vm, site: u64) -> u64 {
    let site = Site::at(site);
    let (code, pc) = (site.code(), site.pc());
    // SAFETY: a LOADGLOBAL of this code, whose cache follows the name; a function was made from code that runs.
    unsafe {
        let wide = crate::interp::dispatch::operand::is_wide(pc);
        let cache = pc.add(if wide { 3 } else { 2 }).cast_mut();
        value(vm.load_global_of(Gc::from_value_unchecked(code.function_object), site.name(), cache))
    }
}

extern "sysv64" fn get_item(vm: &mut Vm, object: Value, key: Value) -> u64 {
    value(vm.get_item(object, key))
}

extern "sysv64" fn set_item(vm: &mut Vm, object: Value, key: Value, stored: Value) -> u64 {
    done(vm.set_item(object, key, stored))
}

/// Calls `run` with the first argument's address and the number of arguments of a call whose window compiled code has
/// filled: to the collector it is scratch meanwhile, since the frame says nothing of it.
fn in_window(vm: &mut Vm, window: u64, n: u64, run: impl FnOnce(&mut Vm, Base, usize) -> Outcome) -> u64 {
    let (first, n) = (window as Base, n as usize);
    let depth = vm.interp.scratch.len();
    // SAFETY: the window is below the stack's top; words of its header that this call does not use are stale.
    let nb = unsafe {
        (*first, *first.add(3)) = (Value::UNSET, Value::UNSET);
        first.add(WINDOW_HEADER)
    };
    vm.interp.scratch.push((first, WINDOW_HEADER + n));
    let outcome = run(vm, nb, n);
    vm.interp.scratch.truncate(depth);
    value(outcome)
}

extern "sysv64" fn call(vm: &mut Vm, window: u64, n: u64, site: u64) -> u64 {
    // SAFETY: compiled code has put callee and arguments into the window, which is below the stack's top.
    in_window(vm, window, n, |vm, nb, n| unsafe {
        *nb.sub(2) = Value::UNSET;
        vm.site_call(Site::at(site), nb, n)
    })
}

extern "sysv64" fn find_method(vm: &mut Vm, place: u64, site: u64) -> u64 {
    // SAFETY: as for `call`.
    value(unsafe { vm.site_find(Site::at(site), place as Base) })
}

extern "sysv64" fn call_method(vm: &mut Vm, window: u64, n: u64, site: u64) -> u64 {
    // SAFETY: as for `call`.
    in_window(vm, window, n, |vm, nb, n| unsafe {
        (*nb.sub(3), *nb.sub(2)) = (Value::UNSET, Value::UNSET);
        vm.site_method(Site::at(site), nb, n)
    })
}

extern "sysv64" fn call_super(vm: &mut Vm, window: u64, n: u64, site: u64) -> u64 {
    // SAFETY: as for `call`.
    in_window(vm, window, n, |vm, nb, n| unsafe { vm.site_super(Site::at(site), nb, n) })
}

extern "sysv64" fn alloc_slow(vm: &mut Vm, header: u64) -> u64 {
    let header = Header(header);
    match vm.heap.alloc(header.map(), header.scan(), header.slots()) {
        Ok(object) => object.bits() as u64,
        Err(_) => 0,
    }
}

extern "sysv64" fn alloc_instance(vm: &mut Vm, header: u64) -> u64 {
    let header = Header(header);
    vm.alloc_surely(header.map(), header.scan(), header.slots()).bits() as u64
}

extern "sysv64" fn barrier(vm: &mut Vm, object: Value) {
    vm.heap.barrier(object);
}

extern "sysv64" fn barrier_item(vm: &mut Vm, array: Value, slot: u64) {
    vm.heap.barrier_array(array, slot as *const Value);
}

extern "sysv64" fn poll(vm: &mut Vm) -> u64 {
    done(vm.safepoint())
}

/// The values of a window, kept apart while the container is made.
unsafe fn window_values(address: u64, n: u64) -> crate::object::Rooted {
    // SAFETY: compiled code has written n values at the address.
    crate::object::Rooted::from_slice(unsafe { std::slice::from_raw_parts(address as *const Value, n as usize) })
}

extern "sysv64" fn new_list(vm: &mut Vm, address: u64, n: u64) -> u64 {
    // SAFETY: as `window_values` says.
    let items = unsafe { window_values(address, n) };
    value(vm.new_list(&items))
}

extern "sysv64" fn new_tuple(vm: &mut Vm, address: u64, n: u64) -> u64 {
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

extern "sysv64" fn new_dict(vm: &mut Vm, address: u64, n: u64) -> u64 {
    // SAFETY: as `window_values` says, of pairs.
    let items = unsafe { window_values(address, 2 * n) };
    let made = vm.new_dict().and_then(|dict| {
        items.chunks(2).try_for_each(|pair| vm.dict_set(dict, pair[0], pair[1]))?;
        Ok(dict)
    });
    value(made)
}

extern "sysv64" fn dict_set(vm: &mut Vm, dict: Value, key: Value, stored: Value) -> u64 {
    done(vm.dict_set(dict, key, stored))
}

extern "sysv64" fn unpack(vm: &mut Vm, address: u64, n: u64, source: Value) -> u64 {
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

extern "sysv64" fn get_slice(vm: &mut Vm, object: Value, from: Value, to: Value) -> u64 {
    value(vm.get_slice_parts(object, [from, to, Value::NONE]))
}

extern "sysv64" fn get_stride(vm: &mut Vm, object: Value, from: Value, to: Value, step: Value) -> u64 {
    value(vm.get_slice_parts(object, [from, to, step]))
}

extern "sysv64" fn set_slice(vm: &mut Vm, object: Value, from: Value, to: Value, items: Value) -> u64 {
    done(vm.set_slice_parts(object, [from, to, Value::NONE], items))
}

extern "sysv64" fn list_slice(vm: &mut Vm, list: Value, start: i64, stop: i64, step: i64) -> u64 {
    // SAFETY: compiled code has looked at the map.
    let list: Gc<List> = unsafe { Gc::from_value_unchecked(list) };
    value(vm.list_get_slice(list, Unpacked { start, stop, step }))
}

extern "sysv64" fn set_list_slice(vm: &mut Vm, list: Value, start: i64, stop: i64, items: Value) -> u64 {
    // SAFETY: as above.
    let list: Gc<List> = unsafe { Gc::from_value_unchecked(list) };
    done(vm.list_set_slice(list, Unpacked { start, stop, step: 1 }, items))
}

#[allow(clippy::too_many_arguments, reason = "two slices")]
extern "sysv64" fn copy_list_slice(
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

extern "sysv64" fn new_range(vm: &mut Vm, start: Value, stop: Value, step: Value) -> u64 {
    value(vm.new_range(start, stop, step))
}

extern "sysv64" fn length(vm: &mut Vm, v: Value) -> u64 {
    value(vm.len(v).and_then(|n| vm.new_int(n as i64)))
}

extern "sysv64" fn is_instance(vm: &mut Vm, object: Value, class: Value) -> u64 {
    truth_status(vm.is_instance(object, class))
}

extern "sysv64" fn new_slice(vm: &mut Vm, from: Value, to: Value, step: Value) -> u64 {
    value(vm.new_slice(from, to, step))
}

extern "sysv64" fn list_append(vm: &mut Vm, list: Value, item: Value) -> u64 {
    done(vm.list_append(list, item))
}

extern "sysv64" fn list_pop(vm: &mut Vm, list: Value) -> u64 {
    // SAFETY: compiled code has looked at the map.
    let list: Gc<List> = unsafe { Gc::from_value_unchecked(list) };
    value(vm.list_pop(list))
}

extern "sysv64" fn new_cell(vm: &mut Vm, v: Value) -> u64 {
    value(vm.new_cell(v))
}

extern "sysv64" fn iter(vm: &mut Vm, v: Value) -> u64 {
    value(vm.iter(v))
}

extern "sysv64" fn delegate_to(vm: &mut Vm, site: u64, v: Value) -> u64 {
    let site = Site::at(site);
    // SAFETY: an AWAITABLE of a generator's code; what is patched over an instruction leaves its fields, and wide ones
    // alone.
    let how = unsafe {
        use crate::interp::dispatch::operand::{c, is_wide};
        if is_wide(site.pc()) { c::<true>(site.pc()) } else { c::<false>(site.pc()) }
    };
    value(vm.delegated_to(v, how, site.code().flags))
}

extern "sysv64" fn iterable(vm: &mut Vm, v: Value) -> u64 {
    value(vm.iterable(v))
}

extern "sysv64" fn make_generator(vm: &mut Vm, base: u64, site: u64, function: Value) -> u64 {
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

extern "sysv64" fn take(vm: &mut Vm, taker: u64, item: Value) -> u64 {
    // SAFETY: who entered the body has its taker on the stack until it comes back.
    let taker = unsafe { &mut *(taker as *mut super::Taker) };
    !taker.take(vm, item) as u64
}

extern "sysv64" fn stack_overflow(vm: &mut Vm) -> u64 {
    vm.too_deep();
    0
}

/// Address of a helper.
pub fn address(helper: Helper) -> usize {
    macro_rules! addresses {
        ($($name:ident $text:literal),*) => {
            match helper { $(Helper::$name => by_name!($name)),* }
        };
    }
    macro_rules! by_name {
        (Step) => {
            step as *const () as usize
        };
        (ForStep) => {
            for_step as *const () as usize
        };
        (BoxInt) => {
            box_int as *const () as usize
        };
        (BoxFloat) => {
            box_float as *const () as usize
        };
        (Binary) => {
            binary as *const () as usize
        };
        (Inplace) => {
            inplace as *const () as usize
        };
        (Compare) => {
            compare as *const () as usize
        };
        (CompareTruth) => {
            compare_truth as *const () as usize
        };
        (Truth) => {
            truth as *const () as usize
        };
        (Negative) => {
            negative as *const () as usize
        };
        (Contains) => {
            contains as *const () as usize
        };
        (FloatPow) => {
            float_pow as *const () as usize
        };
        (FloatMod) => {
            float_mod as *const () as usize
        };
        (FloatFloorDiv) => {
            float_floor_div as *const () as usize
        };
        (GetAttr) => {
            get_attr as *const () as usize
        };
        (SetAttr) => {
            set_attr as *const () as usize
        };
        (LoadGlobal) => {
            load_global as *const () as usize
        };
        (GetItem) => {
            get_item as *const () as usize
        };
        (SetItem) => {
            set_item as *const () as usize
        };
        (Call) => {
            call as *const () as usize
        };
        (FindMethod) => {
            find_method as *const () as usize
        };
        (CallMethod) => {
            call_method as *const () as usize
        };
        (CallSuper) => {
            call_super as *const () as usize
        };
        (SameNumber) => {
            same_number as *const () as usize
        };
        (NotImplemented) => {
            not_implemented as *const () as usize
        };
        (NewDict) => {
            new_dict as *const () as usize
        };
        (DictSet) => {
            dict_set as *const () as usize
        };
        (Unpack) => {
            unpack as *const () as usize
        };
        (GetSlice) => {
            get_slice as *const () as usize
        };
        (GetStride) => {
            get_stride as *const () as usize
        };
        (SetSlice) => {
            set_slice as *const () as usize
        };
        (ListSlice) => {
            list_slice as *const () as usize
        };
        (SetListSlice) => {
            set_list_slice as *const () as usize
        };
        (CopyListSlice) => {
            copy_list_slice as *const () as usize
        };
        (NewRange) => {
            new_range as *const () as usize
        };
        (Length) => {
            length as *const () as usize
        };
        (IsInstance) => {
            is_instance as *const () as usize
        };
        (NewSlice) => {
            new_slice as *const () as usize
        };
        (ForPrepOf) => {
            for_prep_of as *const () as usize
        };
        (ForPrep) => {
            for_prep as *const () as usize
        };
        (AllocSlow) => {
            alloc_slow as *const () as usize
        };
        (AllocInstance) => {
            alloc_instance as *const () as usize
        };
        (Barrier) => {
            barrier as *const () as usize
        };
        (BarrierItem) => {
            barrier_item as *const () as usize
        };
        (Poll) => {
            poll as *const () as usize
        };
        (NewList) => {
            new_list as *const () as usize
        };
        (NewTuple) => {
            new_tuple as *const () as usize
        };
        (ListAppend) => {
            list_append as *const () as usize
        };
        (ListPop) => {
            list_pop as *const () as usize
        };
        (NewCell) => {
            new_cell as *const () as usize
        };
        (Iter) => {
            iter as *const () as usize
        };
        (DelegateTo) => {
            delegate_to as *const () as usize
        };
        (Iterable) => {
            iterable as *const () as usize
        };
        (MakeGenerator) => {
            make_generator as *const () as usize
        };
        (Take) => {
            take as *const () as usize
        };
        (StackOverflow) => {
            stack_overflow as *const () as usize
        };
    }
    pyspec_abi::for_each_helper!(addresses)
}
