//! Fused instructions: what their parts do, one after the other, with one dispatch.
//!
//! Every part writes its result, and where a part is not done at once its own handler goes on from there: so
//! nothing but the handler table knows of the fusion.

use super::arithmetic::{both_float, both_int, quick_add, quick_bits, quick_multiply, quick_subtract};
use super::control::jump;
use crate::interp::code::slot;
use crate::interp::dispatch::operand::{a, b, c as field_c, ext, ext64, get, set};
use crate::interp::dispatch::{Base, Ctx, Next, Pc, Table, go};
use crate::object::layout::{List, Tuple};
use crate::object::{Gc, map_of};
use pyspec_abi::Value;
use pyspec_abi::ops::Op;
use pyspec_abi::types as id;

/// Words of a narrow instruction.
const fn words(op: Op) -> usize {
    1 + op.trailing_words()
}

/// The immediate value of a LOADV.
#[inline(always)]
unsafe fn immediate(pc: Pc) -> Value {
    Value::from_bits_unchecked(ext64::<false>(pc, 0) as usize)
}

/// Writes what a test says and branches by the instruction at `pc`.
#[inline(always)]
unsafe fn branch<const WHEN: bool>(c: Ctx, pc: Pc, base: Base, t: Table, holds: bool) -> Next {
    set(base, a::<false>(pc), Value::bool(holds));
    if holds == WHEN {
        return jump::<false>(c, pc, base, t);
    }
    go(c, pc.add(words(Op::JTRUE)), base, t)
}

macro_rules! compare {
    ($($plain:ident $immediate:ident $op:ident $when:literal $test:tt;)*) => { $(
        pub unsafe fn $plain(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
            let (x, y) = (get(base, b::<false>(pc)), get(base, field_c::<false>(pc)));
            let holds = if both_int(x, y) {
                (x.bits() as isize) $test (y.bits() as isize)
            } else if both_float(x, y) {
                x.as_flonum() $test y.as_flonum()
            } else {
                return super::$op::<false>(c, pc, base, t);
            };
            branch::<$when>(c, pc.add(words(Op::$op)), base, t, holds)
        }
        pub unsafe fn $immediate(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
            let y = immediate(pc);
            set(base, a::<false>(pc), y);
            let pc = pc.add(words(Op::LOADV));
            let x = get(base, b::<false>(pc));
            let holds = if both_int(x, y) {
                (x.bits() as isize) $test (y.bits() as isize)
            } else if both_float(x, y) {
                x.as_flonum() $test y.as_flonum()
            } else {
                return super::$op::<false>(c, pc, base, t);
            };
            branch::<$when>(c, pc.add(words(Op::$op)), base, t, holds)
        }
    )* };
}
compare! {
    LT_JTRUE LOADV_LT_JTRUE LT true <;
    LT_JFALSE LOADV_LT_JFALSE LT false <;
    LE_JTRUE LOADV_LE_JTRUE LE true <=;
    LE_JFALSE LOADV_LE_JFALSE LE false <=;
    EQ_JTRUE LOADV_EQ_JTRUE EQ true ==;
    EQ_JFALSE LOADV_EQ_JFALSE EQ false ==;
    NE_JTRUE LOADV_NE_JTRUE NE true !=;
    NE_JFALSE LOADV_NE_JFALSE NE false !=;
    GT_JTRUE LOADV_GT_JTRUE GT true >;
    GT_JFALSE LOADV_GT_JFALSE GT false >;
    GE_JTRUE LOADV_GE_JTRUE GE true >=;
    GE_JFALSE LOADV_GE_JFALSE GE false >=;
}

macro_rules! identity {
    ($($plain:ident $immediate:ident $op:ident $when:literal $same:literal;)*) => { $(
        pub unsafe fn $plain(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
            let (x, y) = (get(base, b::<false>(pc)), get(base, field_c::<false>(pc)));
            if !x.is(y) && x.is_ptr() && y.is_ptr() {
                // Two boxes of one number are the same object.
                return super::$op::<false>(c, pc, base, t);
            }
            branch::<$when>(c, pc.add(words(Op::$op)), base, t, x.is(y) == $same)
        }
        pub unsafe fn $immediate(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
            let y = immediate(pc);
            set(base, a::<false>(pc), y);
            let pc = pc.add(words(Op::LOADV));
            let x = get(base, b::<false>(pc));
            branch::<$when>(c, pc.add(words(Op::$op)), base, t, x.is(y) == $same)
        }
    )* };
}
identity! {
    IS_JTRUE LOADV_IS_JTRUE IS true true;
    IS_JFALSE LOADV_IS_JFALSE IS false true;
    ISNOT_JTRUE LOADV_ISNOT_JTRUE ISNOT true false;
    ISNOT_JFALSE LOADV_ISNOT_JFALSE ISNOT false false;
}

/// An operator whose right operand is the immediate: ints and floats at once, all else by its own handler.
macro_rules! immediate {
    ($($name:ident $op:ident |$x:ident, $y:ident| $quick:expr;)*) => { $(
        pub unsafe fn $name(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
            let $y = immediate(pc);
            set(base, a::<false>(pc), $y);
            let pc = pc.add(words(Op::LOADV));
            let $x = get(base, b::<false>(pc));
            let quick: Option<usize> = $quick;
            match quick {
                Some(bits) => {
                    set(base, a::<false>(pc), Value::from_bits_unchecked(bits));
                    go(c, pc.add(words(Op::$op)), base, t)
                }
                None => super::$op::<false>(c, pc, base, t),
            }
        }
    )* };
}
immediate! {
    LOADV_ADD ADD |x, y| quick_add(x, y);
    LOADV_IADD IADD |x, y| quick_add(x, y);
    LOADV_SUB SUB |x, y| quick_subtract(x, y);
    LOADV_ISUB ISUB |x, y| quick_subtract(x, y);
    LOADV_MUL MUL |x, y| quick_multiply(x, y);
    LOADV_IMUL IMUL |x, y| quick_multiply(x, y);
    LOADV_AND AND |x, y| quick_bits(x, y, x.bits() & y.bits());
    LOADV_IAND IAND |x, y| quick_bits(x, y, x.bits() & y.bits());
    LOADV_OR OR |x, y| quick_bits(x, y, x.bits() | y.bits());
    LOADV_IOR IOR |x, y| quick_bits(x, y, x.bits() | y.bits());
    LOADV_XOR XOR |x, y| quick_bits(x, y, (x.bits() ^ y.bits()) | 1);
    LOADV_IXOR IXOR |x, y| quick_bits(x, y, (x.bits() ^ y.bits()) | 1);
}

/// The immediate, then the operator's own handler.
macro_rules! then {
    ($($name:ident $op:ident;)*) => { $(
        pub unsafe fn $name(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
            set(base, a::<false>(pc), immediate(pc));
            super::$op::<false>(c, pc.add(words(Op::LOADV)), base, t)
        }
    )* };
}
then! {
    LOADV_FLOORDIV FLOORDIV;
    LOADV_IFLOORDIV IFLOORDIV;
    LOADV_MOD MOD;
    LOADV_IMOD IMOD;
    LOADV_LSHIFT LSHIFT;
    LOADV_ILSHIFT ILSHIFT;
    LOADV_RSHIFT RSHIFT;
    LOADV_IRSHIFT IRSHIFT;
    LOADV_CALL CALL;
    LOADV_SETATTR SETATTR;
    LOADV_RETURN RETURN;
}

/// The item of an exact list or tuple at an int in range.
#[inline(always)]
unsafe fn quick_item(o: Value, i: Value) -> Option<Value> {
    if !o.is_ptr() || !i.is_int() {
        return None;
    }
    let map = map_of(o);
    if map == id::LIST {
        let list: Gc<List> = Gc::from_value_unchecked(o);
        if i.bits() < list.len.get().bits() {
            return Some(*slot(list.items.get(), i.bits() >> 1));
        }
    } else if map == id::TUPLE {
        let tuple: Gc<Tuple> = Gc::from_value_unchecked(o);
        if i.bits() < tuple.len.get().bits() {
            return Some(*slot(o, 1 + (i.bits() >> 1)));
        }
    }
    None
}

pub unsafe fn LOADV_GETITEM(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    let i = immediate(pc);
    set(base, a::<false>(pc), i);
    let pc = pc.add(words(Op::LOADV));
    match quick_item(get(base, b::<false>(pc)), i) {
        Some(v) => {
            set(base, a::<false>(pc), v);
            go(c, pc.add(words(Op::GETITEM)), base, t)
        }
        None => super::GETITEM::<false>(c, pc, base, t),
    }
}

pub unsafe fn GETITEM_GETITEM(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    match quick_item(get(base, b::<false>(pc)), get(base, field_c::<false>(pc))) {
        Some(v) => {
            set(base, a::<false>(pc), v);
            super::GETITEM::<false>(c, pc.add(words(Op::GETITEM)), base, t)
        }
        None => super::GETITEM::<false>(c, pc, base, t),
    }
}

/// The attribute at the cached offset, if the object is on the cached map.
#[inline(always)]
unsafe fn quick_attribute(pc: Pc, base: Base) -> Value {
    let o = get(base, b::<false>(pc));
    if o.is_ptr() && *(o.bits() as *const u32) == ext::<false>(pc, 1) {
        *((o.bits() + ext::<false>(pc, 2) as usize) as *const Value)
    } else {
        Value::UNSET
    }
}

macro_rules! attribute_then {
    ($($name:ident $second:ident;)*) => { $(
        pub unsafe fn $name(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
            let v = quick_attribute(pc, base);
            if v.is(Value::UNSET) {
                return super::GETATTR::<false>(c, pc, base, t);
            }
            set(base, a::<false>(pc), v);
            super::$second::<false>(c, pc.add(words(Op::GETATTR)), base, t)
        }
    )* };
}
attribute_then! {
    GETATTR_GETATTR GETATTR;
    GETATTR_CALLM CALLM;
    GETATTR_FINDMETHOD FINDMETHOD;
    GETATTR_RETURN RETURN;
}

macro_rules! move_then {
    ($($name:ident $second:ident;)*) => { $(
        pub unsafe fn $name(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
            set(base, a::<false>(pc), get(base, b::<false>(pc)));
            super::$second::<false>(c, pc.add(words(Op::MOVE)), base, t)
        }
    )* };
}
move_then! {
    MOVE_MOVE MOVE;
    MOVE_CALL CALL;
    MOVE_CALLM CALLM;
    MOVE_FINDMETHOD FINDMETHOD;
    MOVE_GETATTR GETATTR;
    MOVE_LOADGLOBAL LOADGLOBAL;
    MOVE_LOADV LOADV;
    MOVE_RETURN RETURN;
}

macro_rules! global_then {
    ($($name:ident $second:ident;)*) => { $(
        pub unsafe fn $name(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
            let cell = ext64::<false>(pc, 1) as *const Value;
            if cell.is_null() || (*cell.add(1)).is(Value::UNSET) {
                return super::LOADGLOBAL::<false>(c, pc, base, t);
            }
            set(base, a::<false>(pc), *cell.add(1));
            super::$second::<false>(c, pc.add(words(Op::LOADGLOBAL)), base, t)
        }
    )* };
}
global_then! {
    LOADGLOBAL_MOVE MOVE;
    LOADGLOBAL_LOADGLOBAL LOADGLOBAL;
    LOADGLOBAL_CALL CALL;
}
