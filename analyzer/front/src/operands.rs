//! Which places an instruction reads and writes, from its row and the lengths of its windows.

use crate::hir::{Insn, Place};
use pyspec_abi::ops::{Kind, Op, WINDOW_HEADER};
use std::ops::Range;

/// Places that an instruction reads, as ranges.
pub fn uses(i: &Insn) -> impl Iterator<Item = Range<Place>> {
    let row = i.op.row();
    let fields = i.fields();
    let insn = *i;
    row.fields.iter().enumerate().filter_map(move |(n, kind)| match kind {
        Kind::Use => Some(fields[n]..fields[n] + 1),
        Kind::Mut if insn.op == Op::FORNEXT => Some(fields[n]..fields[n] + 4),
        Kind::Mut => Some(fields[n]..fields[n] + 1),
        Kind::Win => Some(window(&insn, fields[n])),
        _ => None,
    })
}

/// Places that an instruction writes, as ranges; `FORNEXT` writes its state and its item.
pub fn defs(i: &Insn) -> impl Iterator<Item = Range<Place>> {
    let row = i.op.row();
    let fields = i.fields();
    let insn = *i;
    row.fields.iter().enumerate().filter_map(move |(n, kind)| match kind {
        Kind::Def | Kind::Mut => Some(fields[n]..fields[n] + 1),
        Kind::DefWin => Some(fields[n]..fields[n] + defined(&insn)),
        _ => None,
    })
}

/// The places of a window that are read.
fn window(i: &Insn, w: Place) -> Range<Place> {
    let header = WINDOW_HEADER as Place;
    match i.op {
        Op::GETSUPER | Op::SLICE => w..w + 3,
        Op::GETSLICE | Op::SETSLICE | Op::FORMATSPEC => w..w + 2,
        Op::LIST | Op::TUPLE | Op::SET | Op::STRING | Op::INTRINSIC => w..w + i.c,
        Op::DICT => w..w + 2 * i.c,
        Op::CALL | Op::CALLKW => w + 1..w + header + i.c,
        Op::CALLM | Op::CALLMKW => w + header..w + header + i.c,
        Op::CALLSUPER => w + 1..w + header + i.c,
        Op::CALLSTAR => w + 1..w + header + 2,
        Op::MAKEFUNCTION => w..w + 4,
        _ => unreachable!("{:?} reads no window", i.op),
    }
}

fn defined(i: &Insn) -> Place {
    match i.op {
        Op::FORPREP => 4,
        Op::UNPACK => i.b,
        Op::UNPACKEX => ((i.x & 0xffff) + (i.x >> 16 & 0xffff)) as Place + 1,
        _ => unreachable!("{:?} writes no window", i.op),
    }
}

/// Whether something may be allocated, raised or run at the instruction; jumps back poll.
pub fn is_safepoint(i: &Insn, backward: bool) -> bool {
    i.op.row().effect != pyspec_abi::effects::Effect::PURE || i.op.may_raise() || backward
}
