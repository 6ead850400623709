//! Jumps and polls.

use super::arithmetic::quick_truth;
use super::{next, ok, publish};
use crate::interp::dispatch::operand::{a, b, ext, get, target};
use crate::interp::dispatch::{Base, Ctx, Next, Pc, Table, go};
use pyspec_abi::Value;
use pyspec_abi::ops::Op;

/// Jumps; a backward jump, also one to itself, polls first.
#[inline(always)]
pub(super) unsafe fn jump<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    if (ext::<W>(pc, 0) as i32) <= 0 && (*c).poll != 0 {
        return jump_poll::<W>(c, pc, base, t);
    }
    go(c, target::<W>(pc, 0), base, t)
}

#[cold]
#[inline(never)]
unsafe fn jump_poll<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    ok!(c pc base t, (*c).safepoint());
    go(c, target::<W>(pc, 0), base, t)
}

pub unsafe fn JUMP<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    jump::<W>(c, pc, base, t)
}

pub unsafe fn JTRUE<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    match quick_truth(get(base, a::<W>(pc))) {
        Some(true) => jump::<W>(c, pc, base, t),
        Some(false) => next!(c pc base t W JTRUE),
        None => branch_slow::<W, true>(c, pc, base, t),
    }
}

pub unsafe fn JFALSE<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    match quick_truth(get(base, a::<W>(pc))) {
        Some(false) => jump::<W>(c, pc, base, t),
        Some(true) => next!(c pc base t W JFALSE),
        None => branch_slow::<W, false>(c, pc, base, t),
    }
}

#[inline(never)]
unsafe fn branch_slow<const W: bool, const WHEN: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    let truth = ok!(c pc base t, (*c).truth(get(base, a::<W>(pc))));
    if truth == WHEN {
        return jump::<W>(c, pc, base, t);
    }
    next!(c pc base t W JTRUE)
}

pub unsafe fn JUNSET<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    if get(base, a::<W>(pc)).is(Value::UNSET) {
        return jump::<W>(c, pc, base, t);
    }
    next!(c pc base t W JUNSET)
}

pub unsafe fn JINT<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    if get(base, a::<W>(pc)).is(Value::small_int(b::<W>(pc) as isize)) {
        return jump::<W>(c, pc, base, t);
    }
    next!(c pc base t W JINT)
}

pub unsafe fn POLL<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    if (*c).poll != 0 {
        return poll_slow::<W>(c, pc, base, t);
    }
    next!(c pc base t W POLL)
}

#[cold]
#[inline(never)]
unsafe fn poll_slow<const W: bool>(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    publish(c, pc, base);
    ok!(c pc base t, (*c).safepoint());
    next!(c pc base t W POLL)
}
