//! Iteration.
//!
//! State of a `for`, four places: ranges of machine ints `RANGE_STATE, next, how many more, step`; an exact
//! list or tuple and the index; a generator that nothing else refers to, `LOOP_OWNS` and where the `FORPREP` is; else the
//! iterator and three unset places.

use super::generators::{resume_in_place, sent_place};
use super::{next, ok, publish};
use crate::interp::begin::{ELSEWHERE, begin_above};
use crate::interp::call::Called;
use crate::interp::code::{frame_code, slot};
use crate::interp::dispatch::operand::{a, b, c as field_c, ext, get, set};
use crate::interp::dispatch::{Base, Ctx, Next, Pc, TABLE, Table, go};
use crate::interp::frame::{Action, GENERATOR_WORDS};
use crate::interp::generator::{FINISHED, SUSPENDED};
use crate::object::class::Special;
use crate::object::layout::{Generator, Iterator, List, Range, RangeIterator, Tuple};
use crate::object::{Gc, map_of};
use pyspec_abi::Value;
use pyspec_abi::ops::Op;
use pyspec_abi::types as id;

pub unsafe fn FORPREP<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let v = get(base, b::<W>(pc));
    let state = base.add(a::<W>(pc));
    let map = if v.is_ptr() { map_of(v) } else { 0 };
    let words = match map {
        id::LIST | id::TUPLE => [v, Value::small_int(0), Value::UNSET, Value::UNSET],
        id::RANGE if let Some(words) = range_state(Gc::from_value_unchecked(v)) => words,
        id::GENERATOR => {
            let at = crate::interp::prompt::owner(pc, base, b::<W>(pc), Gc::from_value_unchecked(v));
            [v, if at.is(Value::UNSET) { at } else { Value::LOOP_OWNS }, at, Value::UNSET]
        }
        _ => {
            let called = begin_iter(c, pc, base, t, v, Action::LoopIterator);
            if !called.base.is_null() {
                return go(c, called.x as Pc, called.base, t);
            }
            [ok!(c pc base t, (*c).iter(v)), Value::UNSET, Value::UNSET, Value::UNSET]
        }
    };
    for (i, word) in words.into_iter().enumerate() {
        *state.add(i) = word;
    }
    next!(c pc base t W FORPREP)
}

/// The state of a loop over an iterator.
#[inline(always)]
pub(super) unsafe fn begin_loop(state: Base, iterator: Value) {
    *state = iterator;
    for i in 1..4 {
        *state.add(i) = Value::UNSET;
    }
}

/// Begins an `__iter__` written in Python. Compiled code runs what an instruction begins by itself, and knows no loop.
#[inline(always)]
unsafe fn begin_iter(c: Ctx, pc: Pc, base: Base, t: Table, v: Value, action: Action) -> Called {
    if !std::ptr::eq(t, TABLE.0.as_ptr()) {
        return ELSEWHERE;
    }
    match (*c).python_special(v, Special::Iter, 1) {
        Some(callee) => begin_above(c, (pc, base), callee, [v], action),
        None => ELSEWHERE,
    }
}

/// The state for a range of ints in place.
fn range_state(r: Gc<Range>) -> Option<[Value; 4]> {
    let (start, stop, step) = (r.start.get(), r.stop.get(), r.step.get());
    if !(start.is_int() && stop.is_int() && step.is_int()) {
        return None;
    }
    let (from, to, by) = (start.as_int(), stop.as_int(), step.as_int());
    let n = if by > 0 && from < to {
        (to - from - 1) / by + 1
    } else if by < 0 && from > to {
        (from - to - 1) / (-by) + 1
    } else {
        0
    };
    Some([Value::RANGE_STATE, start, Value::try_int(n as i64)?, step])
}

pub unsafe fn FORNEXT<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    if (*c).poll == 0 {
        let state = base.add(b::<W>(pc));
        let it = *state;
        if it.is(Value::RANGE_STATE) {
            let more = *state.add(2);
            if more.is(Value::small_int(0)) {
                next!(c pc base t W FORNEXT)
            }
            let v = *state.add(1);
            *state.add(2) = Value::from_bits_unchecked(more.bits() - 2);
            *state.add(1) = Value::from_bits_unchecked(v.bits().wrapping_add((*state.add(3)).bits()).wrapping_sub(1));
            set(base, a::<W>(pc), v);
            return go(c, pc.offset(ext::<W>(pc, 0) as i32 as isize), base, t);
        }
        if it.is_ptr() {
            let map = map_of(it);
            if map == id::LIST {
                let list: Gc<List> = Gc::from_value_unchecked(it);
                let i = (*state.add(1)).bits();
                if i as isize >= list.len.get().bits() as isize {
                    // Exhausted for good: a list that grows later stays so.
                    *state.add(1) = Value::small_int(pyspec_abi::value::INT_MAX);
                    next!(c pc base t W FORNEXT)
                }
                *state.add(1) = Value::from_bits_unchecked(i + 2);
                set(base, a::<W>(pc), *slot(list.items.get(), i >> 1));
                return go(c, pc.offset(ext::<W>(pc, 0) as i32 as isize), base, t);
            }
            if map == id::TUPLE {
                let i = (*state.add(1)).bits();
                let tuple: Gc<Tuple> = Gc::from_value_unchecked(it);
                if i as isize >= tuple.len.get().bits() as isize {
                    next!(c pc base t W FORNEXT)
                }
                *state.add(1) = Value::from_bits_unchecked(i + 2);
                set(base, a::<W>(pc), *slot(it, 1 + (i >> 1)));
                return go(c, pc.offset(ext::<W>(pc, 0) as i32 as isize), base, t);
            }
            if !W && map == id::GENERATOR {
                let g: Gc<Generator> = Gc::from_value_unchecked(it);
                let at = (g.pc.get().bits() & !3) as Pc;
                let op = *at.cast::<u8>();
                if g.state.get().is(SUSPENDED)
                    && (op == Op::YIELD as u8 || op == Op::DELEGATE as u8)
                    && (*c).thread.depth < (*c).interp.recursion_limit
                {
                    resume_in_place(c, pc, base, g, Action::ForNext);
                    let inner = (it.bits() as Base).add(GENERATOR_WORDS);
                    *inner.add(a::<false>(at)) = Value::NONE;
                    // It goes on after a yield, and with what it delegates to.
                    return go(c, if op == Op::YIELD as u8 { at.add(1) } else { at }, inner, t);
                }
            }
            // What a generator expression iterates over.
            if map == id::RANGE_ITERATOR {
                let range: Gc<RangeIterator> = Gc::from_value_unchecked(it);
                let (current, stop, step) = (range.current.get(), range.stop.get(), range.step.get());
                if stop.is_int() && current.is_int() && step.is(Value::small_int(1)) {
                    if current.bits() as isize >= stop.bits() as isize {
                        next!(c pc base t W FORNEXT)
                    }
                    range.current.set_plain(Value::from_bits_unchecked(current.bits() + 2));
                    set(base, a::<W>(pc), current);
                    return go(c, pc.offset(ext::<W>(pc, 0) as i32 as isize), base, t);
                }
            }
            if map == id::LIST_ITERATOR {
                let iterator: Gc<Iterator> = Gc::from_value_unchecked(it);
                let target = iterator.target.get();
                if target.is_ptr() {
                    let list: Gc<List> = Gc::from_value_unchecked(target);
                    let i = iterator.index.get().bits();
                    if i < list.len.get().bits() {
                        iterator.index.set_plain(Value::from_bits_unchecked(i + 2));
                        set(base, a::<W>(pc), *slot(list.items.get(), i >> 1));
                        return go(c, pc.offset(ext::<W>(pc, 0) as i32 as isize), base, t);
                    }
                }
            }
        }
    }
    fornext_slow::<W>(c, pc, base, t)
}

#[inline(never)]
unsafe fn fornext_slow<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    if (*c).poll != 0 {
        ok!(c pc base t, (*c).safepoint());
    }
    let state = base.add(b::<W>(pc));
    let it = *state;
    let mut v = Value::UNSET;
    if it.is(Value::RANGE_STATE) {
        let more = (*state.add(2)).as_int();
        if more > 0 {
            v = *state.add(1);
            *state.add(2) = Value::small_int(more - 1);
            *state.add(1) = Value::from_bits_unchecked(v.bits().wrapping_add((*state.add(3)).bits()).wrapping_sub(1));
        }
    } else if (*state.add(1)).is_int() {
        let i = (*state.add(1)).as_int();
        let n = if map_of(it) == id::TUPLE { (*c).tuple_items(it).len() } else { (*c).list_len(it) };
        if (i as usize) < n {
            v = if map_of(it) == id::TUPLE { (*c).tuple_items(it)[i as usize] } else { (*c).list_get(it, i as usize) };
            *state.add(1) = Value::small_int(i + 1);
        } else {
            *state.add(1) = Value::small_int(pyspec_abi::value::INT_MAX);
        }
    } else if !W && map_of(it) == id::GENERATOR {
        let g: Gc<Generator> = Gc::from_value_unchecked(it);
        if !g.state.get().is(FINISHED) {
            ok!(c pc base t, (*c).check_resumable(g, Value::NONE));
            if (*c).thread.depth >= (*c).interp.recursion_limit {
                (*c).too_deep();
                return crate::interp::unwind::raise(c, pc, base, t);
            }
            resume_in_place(c, pc, base, g, Action::ForNext);
            let at = sent_place(g, Value::NONE);
            return go(c, at, (it.bits() as Base).add(GENERATOR_WORDS), t);
        }
    } else if map_of(it) == id::SET_ITERATOR {
        v = ok!(c pc base t, (*c).set_next(Gc::from_value_unchecked(it)));
    } else if let Some(outcome) = (*c).builtin_next(it) {
        v = ok!(c pc base t, outcome);
    } else {
        if !W
            && std::ptr::eq(t, TABLE.0.as_ptr())
            && let Some(callee) = (*c).python_special(it, Special::Next, 1)
        {
            let called = begin_above(c, (pc, base), callee, [it], Action::LoopItem);
            if !called.base.is_null() {
                return go(c, called.x as Pc, called.base, t);
            }
        }
        v = ok!(c pc base t, (*c).next(it));
    }
    if v.is(Value::UNSET) {
        next!(c pc base t W FORNEXT)
    }
    set(base, a::<W>(pc), v);
    go(c, pc.offset(ext::<W>(pc, 0) as i32 as isize), base, t)
}

pub unsafe fn ITER<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let v = get(base, b::<W>(pc));
    let called = begin_iter(c, pc, base, t, v, Action::Iterator);
    if !called.base.is_null() {
        return go(c, called.x as Pc, called.base, t);
    }
    let v = ok!(c pc base t, (*c).iter(v));
    set(base, a::<W>(pc), v);
    next!(c pc base t W ITER)
}

pub unsafe fn ITERABLE<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let v = ok!(c pc base t, (*c).iterable(get(base, b::<W>(pc))));
    set(base, a::<W>(pc), v);
    next!(c pc base t W ITERABLE)
}

pub unsafe fn NEXT<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let v = ok!(c pc base t, (*c).next(get(base, b::<W>(pc))));
    set(base, a::<W>(pc), v);
    next!(c pc base t W NEXT)
}

pub unsafe fn AITER<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let v = ok!(c pc base t, (*c).aiter(get(base, b::<W>(pc))));
    set(base, a::<W>(pc), v);
    next!(c pc base t W AITER)
}

pub unsafe fn ANEXT<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let v = ok!(c pc base t, (*c).anext(get(base, b::<W>(pc))));
    set(base, a::<W>(pc), v);
    next!(c pc base t W ANEXT)
}

pub unsafe fn AWAITABLE<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let flags = frame_code(base).info().flags;
    let v = ok!(c pc base t, (*c).delegated_to(get(base, b::<W>(pc)), field_c::<W>(pc), flags));
    set(base, a::<W>(pc), v);
    next!(c pc base t W AWAITABLE)
}

pub unsafe fn ENDASYNCFOR<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let exception = get(base, a::<W>(pc));
    let class = (*c).class_of(exception);
    if (*c).is_subtype(class, (*c).exceptions.StopAsyncIteration) {
        next!(c pc base t W ENDASYNCFOR)
    }
    publish(c, pc, base);
    (*c).thread.pending = exception;
    crate::interp::unwind::reraise(c, pc, base, t)
}
