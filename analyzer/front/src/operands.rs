//! Which places an instruction reads and writes, from its row and the lengths of its windows.

use crate::hir::{Insn, Place};
use pyspec_abi::ops::{Kind, Op, WINDOW_HEADER};
use std::ops::Range;

/// Places that an instruction reads, as ranges, some of them empty.
pub fn uses(i: &Insn) -> impl Iterator<Item = Range<Place>> {
    let row = i.op.row();
    let fields = i.fields();
    let insn = *i;
    row.fields.iter().enumerate().flat_map(move |(n, kind)| match kind {
        Kind::Use => [fields[n]..fields[n] + 1, 0..0],
        Kind::Mut if insn.op == Op::FORNEXT => [fields[n]..fields[n] + 4, 0..0],
        Kind::Mut => [fields[n]..fields[n] + 1, 0..0],
        Kind::Win => window(&insn, fields[n]),
        _ => [0..0, 0..0],
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
fn window(i: &Insn, w: Place) -> [Range<Place>; 2] {
    let arguments = w + WINDOW_HEADER as Place;
    let call = |header, n| [w + 1..w + header, arguments..arguments + n];
    let plain = match i.op {
        Op::GETSUPER | Op::SLICE => w..w + 3,
        Op::GETSLICE | Op::SETSLICE | Op::FORMATSPEC => w..w + 2,
        Op::LIST | Op::TUPLE | Op::SET | Op::STRING | Op::INTRINSIC => w..w + i.c,
        Op::DICT => w..w + 2 * i.c,
        Op::CALL | Op::CALLKW | Op::CALLFOUND | Op::CALLFOUNDKW => return call(2, i.c),
        Op::CALLM | Op::CALLMKW => return call(1, i.c),
        Op::CALLSUPER => return call(3, i.c),
        Op::CALLSTAR => return call(2, 2),
        Op::MAKEFUNCTION => w..w + 4,
        _ => unreachable!("{:?} reads no window", i.op),
    };
    [plain, 0..0]
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
