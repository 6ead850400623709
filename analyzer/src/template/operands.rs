//! Which places an instruction reads and writes, windows by their lengths.

use pyspec_abi::ops::{Kind, Op, WINDOW_HEADER};
use pyspec_front::hir::{Insn, Place};

/// Calls `read` with every place that the instruction reads.
pub fn uses(insn: &Insn, mut read: impl FnMut(Place)) {
    let fields = insn.fields();
    for (i, kind) in insn.op.row().fields.iter().enumerate() {
        match kind {
            Kind::Use | Kind::Mut => read(fields[i]),
            Kind::Win => window(insn, fields[i], &mut read),
            _ => {}
        }
    }
    if insn.op == Op::FORNEXT {
        for k in 1..4 {
            read(insn.b + k);
        }
    }
}

/// Calls `write` with every place that the instruction writes.
pub fn definitions(insn: &Insn, mut write: impl FnMut(Place)) {
    let fields = insn.fields();
    for (i, kind) in insn.op.row().fields.iter().enumerate() {
        match kind {
            Kind::Def => write(fields[i]),
            Kind::Mut if insn.op == Op::DELEGATE => write(fields[i]),
            Kind::DefWin => (0..defined(insn)).for_each(|k| write(fields[i] + k)),
            _ => {}
        }
    }
}

/// Length of the window that the instruction writes.
fn defined(insn: &Insn) -> Place {
    match insn.op {
        Op::FORPREP => 4,
        Op::UNPACK => insn.b,
        Op::UNPACKEX => (insn.x & 0xffff) as Place + 1 + (insn.x >> 16 & 0xffff) as Place,
        _ => 1,
    }
}

fn window(insn: &Insn, first: Place, read: &mut impl FnMut(Place)) {
    let header = WINDOW_HEADER as Place;
    let mut range = |from: Place, n: Place| (from..from + n).for_each(&mut *read);
    match insn.op {
        Op::CALL | Op::CALLKW => {
            range(first + 1, 1);
            range(first + header, insn.c);
        }
        Op::CALLSTAR => {
            range(first + 1, 1);
            range(first + header, 2);
        }
        Op::CALLM | Op::CALLMKW | Op::CALLFOUND | Op::CALLFOUNDKW => range(first + header, insn.c),
        Op::CALLSUPER => {
            range(first + 1, 2);
            range(first + header, insn.c);
        }
        Op::GETSUPER | Op::SLICE => range(first, 3),
        Op::GETSLICE | Op::SETSLICE | Op::FORMATSPEC => range(first, 2),
        Op::DICT => range(first, 2 * insn.c),
        Op::MAKEFUNCTION => range(first, 4),
        _ => range(first, insn.c),
    }
}
