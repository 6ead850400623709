//! The helpers that machine code calls: C functions over the protocols. See `pyspec_abi::helpers` for what each does.
//!
//! A panic in one aborts with a report: `extern "sysv64"` functions do not unwind, so none crosses compiled frames.

mod containers;
mod loops;
mod numbers;

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
use containers::*;
use loops::*;
use numbers::*;
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

extern "sysv64" fn is_instance(vm: &mut Vm, object: Value, class: Value) -> u64 {
    truth_status(vm.is_instance(object, class))
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
