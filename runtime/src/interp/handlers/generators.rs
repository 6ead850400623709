//! Generators: frames on the heap, run in place.

use super::gathering::{is_gathering, yield_gathered};
use super::{next, ok, publish};
use crate::interp::code::frame_code;
use crate::interp::dispatch::operand::{a, a_any, after_any, b, c as field_c, get, is_wide, op_any, set};
use crate::interp::dispatch::{Base, Ctx, Next, Pc, Table, go, leave};
use crate::interp::frame::{Action, SPECIAL, extra, extra_base, extra_word, generator_of, link, link_word};
use crate::interp::generator::{RUNNING, SUSPENDED};
use crate::object::layout::Generator;
use crate::object::{Gc, map_of};
use pyspec_abi::Value;
use pyspec_abi::header::GC_OLD;
use pyspec_abi::ops::Op;
use pyspec_abi::types as id;

/// Makes a suspended generator the running frame; the caller goes on in it.
#[inline(always)]
pub(super) unsafe fn resume_in_place(c: Ctx, pc: Pc, base: Base, g: Gc<Generator>, action: Action) {
    let stack = (*c).thread.stack as usize;
    let top = if (base as usize).wrapping_sub(stack) < ((*c).thread.stack_limit as usize).wrapping_sub(stack) {
        base.add(frame_code(base).info().places as usize) as usize
    } else {
        generator_of(base).top.get().bits() & !7
    };
    g.top.init(Value::from_bits_unchecked(top | 1));
    activate(c, pc, base, g, action);
}

/// The part of resuming that does not depend on the stack.
#[inline(always)]
pub unsafe fn activate(c: Ctx, pc: Pc, base: Base, g: Gc<Generator>, action: Action) {
    (*c).thread.depth += 1;
    g.link.init(link_word(pc, SPECIAL));
    g.frame_extra.init(extra_word(action, base));
    g.state.init(RUNNING);
    let handling = (*c).thread.handling;
    g.outer.init(handling);
    let own = g.handling.get();
    if !own.is(Value::UNSET) {
        (*c).thread.handling = own;
    }
}

/// Hands what was sent to the instruction that a generator waits at; where to go on.
pub unsafe fn sent_place(g: Gc<Generator>, sent: Value) -> Pc {
    sent_at((g.pc.get().bits() & !3) as Pc, crate::interp::frame::generator_base(g), sent)
}

/// The same for the instruction at `at` of the generator's frame at `base`.
#[inline(always)]
pub(super) unsafe fn sent_at(at: Pc, base: Base, sent: Value) -> Pc {
    if *at.cast::<u8>() == Op::YIELD as u8 {
        set(base, a::<false>(at), sent);
        return at.add(1 + const { Op::YIELD.trailing_words() });
    }
    match op_any(at) {
        Op::MAKEGEN => after_any(at),
        Op::DELEGATE => {
            set(base, a_any(at), sent);
            at
        }
        _ => {
            set(base, a_any(at), sent);
            after_any(at)
        }
    }
}

/// Suspends the running generator at `pc`.
#[inline(always)]
pub(crate) unsafe fn suspend(c: Ctx, pc: Pc, g: Gc<Generator>) {
    (*c).thread.depth -= 1;
    g.pc.init(Value::from_bits_unchecked(pc as usize | 1));
    g.state.init(SUSPENDED);
    let (own, outer) = ((*c).thread.handling, g.outer.get());
    g.handling.init(if own.is(outer) { Value::UNSET } else { own });
    (*c).thread.handling = outer;
    g.outer.init(Value::UNSET);
}

pub unsafe fn MAKEGEN<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let g = ok!(c pc base t, (*c).make_generator(pc, base));
    crate::interp::prompt::note_maker(g, link(base), extra(base));
    super::exceptions::return_value(c, base, g.value(), t)
}

pub unsafe fn YIELD<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let g = generator_of(base);
    let extra = extra(base);
    if extra >> 48 == Action::ForNext as usize && *(g.value().bits() as *const u64) & GC_OLD == 0 {
        let v = get(base, b::<W>(pc));
        let at = (link(base) & !3) as Pc;
        suspend(c, pc, g);
        let outer = extra_base(extra);
        set(outer, a::<false>(at), v);
        return go(c, at.offset(*at.add(1) as i32 as isize), outer, t);
    }
    yield_slow::<W>(c, pc, base, t)
}

#[inline(never)]
unsafe fn yield_slow<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    if is_gathering(extra(base)) {
        return yield_gathered(c, pc, base, get(base, b::<W>(pc)), t);
    }
    (*c).interp.wrapped = field_c::<W>(pc) != 0;
    yield_value(c, pc, base, get(base, b::<W>(pc)), t)
}

/// The generator at `base` yields `v`, waiting at `pc`; so do those that delegate to it.
pub(super) unsafe fn yield_value(c: Ctx, mut pc: Pc, mut base: Base, v: Value, t: Table) -> Next {
    loop {
        let g = generator_of(base);
        let extra = extra(base);
        if is_gathering(extra) {
            return yield_gathered(c, pc, base, v, t);
        }
        let at = (link(base) & !3) as Pc;
        (*c).heap.barrier(g.value());
        suspend(c, pc, g);
        let outer = extra_base(extra);
        if extra >> 48 == Action::Delegate as usize {
            (pc, base) = (at, outer);
            continue;
        }
        match Action::of(extra) {
            Action::ForNext => {
                set(outer, a::<false>(at), v);
                return go(c, at.offset(*at.add(1) as i32 as isize), outer, t);
            }
            _ => {
                (*c).interp.returned = false;
                publish(c, at, outer);
                return leave(v.bits());
            }
        }
    }
}

/// The generator at `base`, whose compiled body has said where it waits, yields `v`.
pub(crate) unsafe fn yielded(c: Ctx, base: Base, v: Value, t: Table) -> Next {
    let at = (generator_of(base).pc.get().bits() & !3) as Pc;
    (*c).interp.wrapped = if is_wide(at) { field_c::<true>(at) != 0 } else { field_c::<false>(at) != 0 };
    yield_value(c, at, base, v, t)
}

pub unsafe fn DELEGATE<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let (sent, it) = (get(base, a::<W>(pc)), get(base, b::<W>(pc)));
    if !W
        && it.is_ptr()
        && map_of(it) == id::GENERATOR
        && Gc::<Generator>::from_value_unchecked(it).state.get().is(SUSPENDED)
    {
        return delegate_down(c, pc, base, t);
    }
    let map = if it.is_ptr() { map_of(it) } else { 0 };
    if map == id::GENERATOR || map == id::COROUTINE {
        let g: Gc<Generator> = Gc::from_value_unchecked(it);
        if g.state.get().is(crate::interp::generator::FINISHED) && map == id::GENERATOR {
            set(base, a::<W>(pc), Value::NONE);
            next!(c pc base t W DELEGATE)
        }
        ok!(c pc base t, (*c).check_resumable(g, sent));
        if (*c).thread.depth >= (*c).interp.recursion_limit {
            (*c).too_deep();
            return crate::interp::unwind::raise(c, pc, base, t);
        }
        resume_in_place(c, pc, base, g, Action::Delegate);
        let at = sent_place(g, sent);
        return go(c, at, crate::interp::frame::generator_base(g), t);
    }
    (*c).interp.returned = false;
    let v = ok!(c pc base t, (*c).send_to(it, sent));
    if (*c).interp.returned {
        set(base, a::<W>(pc), v);
        next!(c pc base t W DELEGATE)
    }
    (*c).interp.wrapped = false;
    yield_value(c, pc, base, v, t)
}

/// Goes down a chain of generators that delegate, each suspended, to the one that goes on.
///
/// What a generator delegates to is in a place that only its instruction names. So that each step waits for one load
/// alone, it is in the generator's `extra` as well; the place says whether that still holds.
#[inline(never)]
unsafe fn delegate_down(c: Ctx, mut pc: Pc, mut base: Base, t: Table) -> Next {
    let sent = get(base, a::<false>(pc));
    // The delegating instruction is narrow, and its generator suspended.
    let mut g: Gc<Generator> = Gc::from_value_unchecked(get(base, b::<false>(pc)));
    if !(*c).on_stack(base) && map_of(generator_of(base).value()) == id::GENERATOR {
        // An active generator is scanned whole, and logged when it is suspended.
        generator_of(base).extra.init(g.value());
    }
    loop {
        if (*c).thread.depth >= (*c).interp.recursion_limit {
            publish(c, pc, base);
            (*c).too_deep();
            return crate::interp::unwind::raise(c, pc, base, t);
        }
        resume_in_place(c, pc, base, g, Action::Delegate);
        let at = (g.pc.get().bits() & !3) as Pc;
        base = crate::interp::frame::generator_base(g);
        let op = *at.cast::<u8>();
        if op == Op::YIELD as u8 {
            set(base, a::<false>(at), sent);
            return go(c, at.add(1 + const { Op::YIELD.trailing_words() }), base, t);
        }
        if op != Op::DELEGATE as u8 {
            return go(c, sent_place(g, sent), base, t);
        }
        set(base, a::<false>(at), sent);
        pc = at;
        let inner = g.extra.get();
        let suspended = inner.is_ptr()
            && inner.is(get(base, b::<false>(pc)))
            && map_of(inner) == id::GENERATOR
            && Gc::<Generator>::from_value_unchecked(inner).state.get().is(SUSPENDED);
        if !suspended {
            return go(c, pc, base, t);
        }
        g = Gc::from_value_unchecked(inner);
    }
}

/// A generator's frame at `base` returned `v`: its resumer goes on.
pub(super) unsafe fn generator_returned(c: Ctx, base: Base, v: Value, t: Table) -> Next {
    let g = generator_of(base);
    let extra = extra(base);
    let at = (link(base) & !3) as Pc;
    (*c).finish_generator(g);
    let outer = extra_base(extra);
    match Action::of(extra) {
        _ if is_gathering(extra) => super::gathering::gather_returned(c, at, outer, t, Action::of(extra)),
        Action::ForNext => go(c, at.add(2), outer, t),
        Action::Delegate => {
            if !(*c).on_stack(outer) && map_of(generator_of(outer).value()) == id::GENERATOR {
                generator_of(outer).extra.init(Value::UNSET);
            }
            set(outer, a_any(at), v);
            go(c, after_any(at), outer, t)
        }
        _ => {
            (*c).interp.returned = true;
            publish(c, at, outer);
            leave(v.bits())
        }
    }
}
