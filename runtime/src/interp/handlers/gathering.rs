//! Generators that a builtin takes all items of: `tuple(x for x in …)`, `set`, `any`, `all`, `sum`.
//!
//! Their CALL resumes the generator in place. What it yields goes into the place of the argument, and the generator
//! goes on at once; where that would run other Python code (`__hash__`, `__bool__`, `__add__`), the generator is
//! suspended first, so that the code finds it as the language says.

use super::generators::{resume_in_place, sent_at, sent_place, suspend};
use super::{ok, publish};
use crate::builtin_functions::collections;
use crate::interp::begin::ELSEWHERE;
use crate::interp::call::Called;
use crate::interp::dispatch::operand::{a, b, get, set};
use crate::interp::dispatch::{Base, Ctx, Next, Pc, TABLE, Table, go};
use crate::interp::frame::{Action, extra, extra_base, generator_base, generator_of, link};
use crate::interp::generator::{CREATED, SUSPENDED};
use crate::native::{InPlace, Native, Outcome};
use crate::object::layout::{Generator, List, Set};
use crate::object::{Gc, map_of};
use pyspec_abi::Value;
use pyspec_abi::header::GC_OLD;
use pyspec_abi::ops::{Op, WINDOW_HEADER};
use pyspec_abi::types as id;

/// What a native does with all that a generator yields.
#[inline(always)]
pub(super) fn gathering(row: &Native) -> Option<Action> {
    match row.in_place {
        InPlace::Any => Some(Action::GatherAny),
        InPlace::All => Some(Action::GatherAll),
        InPlace::Sum => Some(Action::GatherSum),
        _ => None,
    }
}

/// Whether an argument can be gathered from: a generator, and not on behalf of compiled code, which runs the frames
/// that an instruction begins by itself.
#[inline(always)]
pub(super) fn gathers(argument: Value, t: Table) -> bool {
    argument.is_ptr() && map_of(argument) == id::GENERATOR && std::ptr::eq(t, TABLE.0.as_ptr())
}

/// Resumes the generator that is the only argument of the narrow CALL at `pc`: where to go on. ELSEWHERE: it cannot be
/// resumed, or there is no memory, which the long way words.
///
/// # Safety
/// The frame is published.
#[inline(never)]
pub(super) unsafe fn gather(c: Ctx, pc: Pc, base: Base, action: Action) -> Called {
    let place = gathered(pc, base);
    let state = Gc::<Generator>::from_value_unchecked(*place).state.get();
    if !(state.is(CREATED) || state.is(SUSPENDED)) || (*c).thread.depth >= (*c).interp.recursion_limit {
        return ELSEWHERE;
    }
    let so_far = match action {
        Action::GatherList | Action::GatherTuple => (*c).list_with_capacity(8).map(Gc::value),
        Action::GatherSet => empty_set(c, base, pc),
        Action::GatherAny => Ok(Value::FALSE),
        Action::GatherAll => Ok(Value::TRUE),
        _ => Ok(Value::small_int(0)),
    };
    let Ok(so_far) = so_far else {
        (*c).take_pending();
        return ELSEWHERE;
    };
    // Only now: making the list may have moved it.
    let g: Gc<Generator> = Gc::from_value_unchecked(*place);
    *place = so_far;
    (*c).heap.barrier(g.value());
    resume_in_place(c, pc, base, g, action);
    Called { base: generator_base(g), x: sent_place(g, Value::NONE) as usize }
}

/// An empty set of the type that is called.
unsafe fn empty_set(c: Ctx, base: Base, pc: Pc) -> Outcome {
    let class = get(base, b::<false>(pc) + WINDOW_HEADER - 3);
    let frozen = class.is((*c).builtin_class(id::FROZENSET).value());
    (*c).empty_set(if frozen { id::FROZENSET } else { id::SET }).map(Gc::value)
}

/// The place of what was gathered so far.
#[inline(always)]
unsafe fn gathered(at: Pc, outer: Base) -> *mut Value {
    outer.add(b::<false>(at) + WINDOW_HEADER)
}

/// Whether the generator's frame at `base` was resumed to be gathered from.
#[inline(always)]
pub(super) fn is_gathering(extra: usize) -> bool {
    extra >> 52 == Action::GatherList as usize >> 4
}

/// The generator at `base` yields `v`, its own or from what it delegates to, to a CALL that gathers.
#[inline(never)]
pub(super) unsafe fn yield_gathered(c: Ctx, pc: Pc, base: Base, v: Value, t: Table) -> Next {
    let place = gathered((link(base) & !3) as Pc, extra_base(extra(base)));
    let more = match Action::of(extra(base)) {
        Action::GatherList | Action::GatherTuple => push(c, *place, v),
        Action::GatherSet => insert(c, pc, base, *place, v),
        action @ (Action::GatherAny | Action::GatherAll) => match super::quick_truth(v) {
            Some(truth) if truth == (action == Action::GatherAny) => return decided(c, pc, base, t),
            known => known.is_some(),
        },
        _ => add(place, v),
    };
    if !more {
        return gather_slow(c, pc, base, v, t);
    }
    go(c, sent_at(pc, base, Value::NONE), base, t)
}

/// Appends to a list that has room.
#[inline(always)]
unsafe fn push(c: Ctx, list: Value, v: Value) -> bool {
    let list: Gc<List> = Gc::from_value_unchecked(list);
    let n = list.count();
    match list.array() {
        Some(array) if n < (*c).array_slots(array) && (array.header.get().0 & GC_OLD == 0 || !v.is_ptr()) => {
            array.init(n, v);
            list.len.set_plain(Value::small_int(n as isize + 1));
            true
        }
        _ => false,
    }
}

/// Adds to a set what hashes and compares without Python code.
#[inline(always)]
unsafe fn insert(c: Ctx, pc: Pc, base: Base, set: Value, v: Value) -> bool {
    let Some(hash) = (*c).quick_hash(v) else { return false };
    publish(c, pc, base);
    let set: Gc<Set> = Gc::from_value_unchecked(set);
    match (*c).set_insert_quick(set, v, hash) {
        Ok(known) => known.is_some(),
        Err(_) => {
            (*c).take_pending();
            false
        }
    }
}

/// Adds ints and bools.
#[inline(always)]
unsafe fn add(place: *mut Value, v: Value) -> bool {
    let v = match v {
        Value::TRUE => Value::small_int(1),
        Value::FALSE => Value::small_int(0),
        v => v,
    };
    let so_far = *place;
    if !v.is_int() {
        return false;
    }
    match super::quick_add(so_far, v) {
        Some(bits) => {
            *place = Value::from_bits_unchecked(bits);
            true
        }
        None => false,
    }
}

/// Suspends the generator at `base`; the frame and instruction of the CALL are published.
unsafe fn step_out(c: Ctx, pc: Pc, base: Base) -> (Pc, Base) {
    let g = generator_of(base);
    let (at, outer) = ((link(base) & !3) as Pc, extra_base(extra(base)));
    (*c).heap.barrier(g.value());
    suspend(c, pc, g);
    publish(c, at, outer);
    (at, outer)
}

/// `any` or `all` knows.
#[inline(never)]
unsafe fn decided(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let verdict = Value::bool(Action::of(extra(base)) == Action::GatherAny);
    let (at, outer) = step_out(c, pc, base);
    finish(c, at, outer, t, verdict)
}

#[inline(always)]
unsafe fn finish(c: Ctx, at: Pc, outer: Base, t: Table, v: Value) -> Next {
    set(outer, a::<false>(at), v);
    go(c, at.add(1 + const { Op::CALL.trailing_words() }), outer, t)
}

/// With the generator suspended, does what may run Python; then it goes on.
#[inline(never)]
unsafe fn gather_slow(c: Ctx, pc: Pc, base: Base, v: Value, t: Table) -> Next {
    let action = Action::of(extra(base));
    let g = generator_of(base);
    let (at, outer) = step_out(c, pc, base);
    let place = gathered(at, outer);
    // Nothing but the native stack holds the generator now: it stays where it is.
    match action {
        Action::GatherList | Action::GatherTuple => ok!(c at outer t, (*c).list_append(*place, v)),
        Action::GatherSet => {
            ok!(c at outer t, (*c).set_add(*place, v));
        }
        Action::GatherAny | Action::GatherAll => {
            if ok!(c at outer t, (*c).truth(v)) == (action == Action::GatherAny) {
                return finish(c, at, outer, t, Value::bool(action == Action::GatherAny));
            }
        }
        _ => {
            let sum = ok!(c at outer t, collections::sum_rest(&mut *c, *place, v, g.value()));
            return finish(c, at, outer, t, sum);
        }
    }
    if !g.state.get().is(SUSPENDED) {
        // The code that ran has used it itself.
        return gather_rest(c, at, outer, t, action, g);
    }
    (*c).heap.barrier(g.value());
    resume_in_place(c, at, outer, g, action);
    go(c, sent_at(pc, base, Value::NONE), base, t)
}

/// The rest of what a generator yields that somebody else has run to its end or runs.
#[cold]
unsafe fn gather_rest(c: Ctx, at: Pc, outer: Base, t: Table, action: Action, g: Gc<Generator>) -> Next {
    ok!(c at outer t, (*c).check_resumable(g, Value::NONE));
    let v = ok!(c at outer t, result(c, action, *gathered(at, outer)));
    finish(c, at, outer, t, v)
}

/// What the CALL gives for what was gathered.
unsafe fn result(c: Ctx, action: Action, so_far: Value) -> Outcome {
    match action {
        Action::GatherTuple => {
            let list: Gc<List> = Gc::from_value_unchecked(so_far);
            (*c).new_tuple(list.slots())
        }
        _ => Ok(so_far),
    }
}

/// The generator has returned: the CALL at `at` of the frame at `outer` is done.
#[inline(never)]
pub(super) unsafe fn gather_returned(c: Ctx, at: Pc, outer: Base, t: Table, action: Action) -> Next {
    publish(c, at, outer);
    let v = ok!(c at outer t, result(c, action, *gathered(at, outer)));
    finish(c, at, outer, t, v)
}
