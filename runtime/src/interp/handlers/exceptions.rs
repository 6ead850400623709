//! Returning, raising, handling.

use super::{next, ok, publish};
use crate::interp::dispatch::operand::{Insn, a, b, c as field_c, get, set};
use crate::interp::dispatch::{Base, Ctx, Next, Pc, Table, go, leave};
use crate::interp::frame::{Action, OBSERVED, SPECIAL, extra, extra_base, link};
use crate::interp::unwind;
use pyspec_abi::Value;
use pyspec_abi::ops::{Op, WINDOW_HEADER};

pub unsafe fn RETURN<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let v = get(base, a::<W>(pc));
    let link = link(base);
    if link & 3 == 0 {
        return plain_return(c, link as Pc, base, v, t);
    }
    return_slow::<W>(c, pc, base, t)
}

/// Gives `v` to the narrow CALL, CALLM or CALLFOUND at `at`, whose window the frame is in.
#[inline(always)]
unsafe fn plain_return(c: Ctx, at: Pc, base: Base, v: Value, t: Table) -> Next {
    (*c).thread.depth -= 1;
    let outer = base.sub(b::<false>(at) + WINDOW_HEADER);
    set(outer, a::<false>(at), v);
    const _: () = assert!(Op::CALLM.trailing_words() == Op::CALLFOUND.trailing_words());
    let words = if *at.cast::<u8>() == Op::CALL as u8 {
        1 + const { Op::CALL.trailing_words() }
    } else {
        1 + const { Op::CALLM.trailing_words() }
    };
    go(c, at.add(words), outer, t)
}

#[inline(never)]
unsafe fn return_slow<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    return_value(c, base, get(base, a::<W>(pc)), t)
}

/// Ends the frame at `base` with `v`.
pub(crate) unsafe fn return_value(c: Ctx, base: Base, v: Value, t: Table) -> Next {
    let word = link(base);
    if !(*c).on_stack(base) {
        return super::generators::generator_returned(c, base, v, t);
    }
    if word & OBSERVED != 0 {
        let pc = (*c).thread.pc;
        (*c).detach_frame(base, pc);
    }
    let at = (word & !3) as Pc;
    if word & SPECIAL == 0 {
        return plain_return(c, at, base, v, t);
    }
    (*c).thread.depth -= 1;
    let extra = extra(base);
    let outer = extra_base(extra);
    if extra >> 48 == Action::Native as usize {
        publish(c, at, outer);
        return leave(v.bits());
    }
    let insn = Insn::at(at, outer);
    match Action::of(extra) {
        Action::Construct => {
            if !v.is(Value::NONE) {
                return init_returned(c, at, outer, v, t);
            }
            set(outer, insn.a(), *base.sub(5));
        }
        Action::Discard => {}
        Action::LoopItem => {
            set(outer, a::<false>(at), v);
            return go(c, at.offset(*at.add(1) as i32 as isize), outer, t);
        }
        Action::LoopIterator => {
            publish(c, at, outer);
            let iterator = ok!(c at outer t, (*c).checked_iterator(v));
            super::iteration::begin_loop(outer.add(insn.a()), iterator);
        }
        action @ (Action::Truth | Action::Untruth | Action::Length | Action::Iterator) => {
            publish(c, at, outer);
            set(outer, insn.a(), ok!(c at outer t, special_result(c, action, v)));
        }
        action @ (Action::Operator | Action::InPlace) if v.is(Value::NOT_IMPLEMENTED) => {
            publish(c, at, outer);
            let v = ok!(c at outer t, crate::interp::operators::go_on(&mut *c, at, outer, action));
            set(outer, insn.a(), v);
        }
        _ => set(outer, insn.a(), v),
    }
    go(c, insn.after(), outer, t)
}

/// What an instruction makes of the result of a special method that it began.
pub(crate) unsafe fn special_result(c: Ctx, action: Action, v: Value) -> crate::native::Outcome {
    match action {
        Action::Truth => (*c).truth(v).map(Value::bool),
        Action::Untruth => (*c).truth(v).map(|truth| Value::bool(!truth)),
        Action::Length => (*c).checked_length(v).and_then(|n| (*c).new_int(n as i64)),
        Action::Iterator => (*c).checked_iterator(v),
        _ => Ok(v),
    }
}

#[cold]
#[inline(never)]
unsafe fn init_returned(c: Ctx, at: Pc, outer: Base, v: Value, t: Table) -> Next {
    publish(c, at, outer);
    let name = (*c).type_name(v);
    (*c).type_error(format!("__init__() should return None, not '{name}'"));
    unwind::raise(c, at, outer, t)
}

pub unsafe fn RAISE<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    (*c).raise_object(get(base, a::<W>(pc)), Value::UNSET);
    unwind::raise(c, pc, base, t)
}

pub unsafe fn RAISEFROM<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    (*c).raise_object(get(base, a::<W>(pc)), get(base, b::<W>(pc)));
    unwind::raise(c, pc, base, t)
}

pub unsafe fn RERAISE<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    (*c).thread.pending = get(base, a::<W>(pc));
    unwind::reraise(c, pc, base, t)
}

pub unsafe fn ENTERHANDLER<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let v = get(base, b::<W>(pc));
    set(base, a::<W>(pc), (*c).thread.handling);
    (*c).thread.handling = v;
    next!(c pc base t W ENTERHANDLER)
}

pub unsafe fn LEAVEHANDLER<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    (*c).thread.handling = get(base, a::<W>(pc));
    next!(c pc base t W LEAVEHANDLER)
}

pub unsafe fn MATCHEXC<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let v = ok!(c pc base t, (*c).exception_matches(get(base, b::<W>(pc)), get(base, field_c::<W>(pc))));
    set(base, a::<W>(pc), Value::bool(v));
    next!(c pc base t W MATCHEXC)
}
