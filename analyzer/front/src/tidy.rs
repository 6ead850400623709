//! After a function is lowered: drops unreachable blocks, threads jumps, joins blocks,
//! removes the `CHECK`s of locals that are certainly bound, and lets calls look their methods up
//! themselves where nothing can happen in between.
//!
//! Checks are a forward dataflow over sets of bound locals. A handler is entered with what
//! was bound at the start of each block it covers, less what the block unbinds: an
//! instruction that raises has written nothing.

use crate::build::renumber;
use crate::encode::Flow;
use crate::hir::{Block, BlockId, Function, Insn};
use crate::operands::defs;
use pyspec_abi::blob::PlaceKind;
use pyspec_abi::ops::Op;

/// Tidies a function in place.
pub fn tidy(f: &mut Function) {
    thread_jumps(f);
    drop_unreachable(f);
    join(f);
    drop_checks(f);
    find_at_calls(f);
    // Only the paths into a `finally` body set places that nothing may read afterwards.
    if f.blocks.iter().any(|b| b.insns.iter().any(|i| i.op == Op::JINT)) {
        drop_dead_clears(f);
    }
}

/// Joins each look-up of a method with its call, if what the arguments do in between can neither see nor change it.
fn find_at_calls(f: &mut Function) {
    for block in &mut f.blocks {
        let mut i = 0;
        while i < block.insns.len() {
            match call_that_finds(&block.insns[i..]) {
                Some((n, op)) => {
                    block.insns[i + n].op = op;
                    block.insns.remove(i);
                }
                None => i += 1,
            }
        }
    }
}

/// Where the call of what the first instruction looks up is, and its instruction that does both.
fn call_that_finds(insns: &[Insn]) -> Option<(usize, Op)> {
    let quiet = |i: &Insn| matches!(i.op, Op::MOVE | Op::LOADV | Op::LOADK | Op::LIST | Op::TUPLE | Op::CLEAR);
    let find = insns.first().filter(|i| matches!(i.op, Op::FINDMETHOD | Op::FINDSUPER))?;
    let n = 1 + insns[1..].iter().position(|i| !quiet(i))?;
    let op = match (find.op, insns[n].op) {
        (Op::FINDMETHOD, Op::CALLFOUND) => Op::CALLM,
        (Op::FINDMETHOD, Op::CALLFOUNDKW) => Op::CALLMKW,
        (Op::FINDSUPER, Op::CALLFOUND) => Op::CALLSUPER,
        _ => return None,
    };
    // A loop over what the call returns is told what was called: it may own a generator.
    let is_looped_over = insns.get(n + 1).is_some_and(|i| i.op == Op::FORPREP && i.b == insns[n].a);
    (insns[n].b + 1 == find.a && !is_looped_over).then_some((n, op))
}

/// Removes `CLEAR`s of temporaries that nothing reads.
fn drop_dead_clears(f: &mut Function) {
    let flow = Flow::new(f);
    let entries = flow.solve();
    let named = f.named.len();
    let mut dead = vec![];
    for block in &f.blocks {
        let mut rows = vec![];
        flow.walk(block, &entries, |row| {
            let unread = row.insn.op == Op::CLEAR && row.insn.a as usize >= named;
            rows.push(unread && !flow.places(row.after).any(|p| p == row.insn.a));
        });
        dead.extend(rows.into_iter().rev());
    }
    let mut dead = dead.into_iter();
    for b in &mut f.blocks {
        b.insns.retain(|_| !dead.next().expect("a row for every instruction"));
    }
}

fn thread_jumps(f: &mut Function) {
    // A block that only jumps is skipped, unless it jumps backward: the jump there is a poll.
    let target: Vec<u32> = (0..f.blocks.len() as u32).map(|b| final_target(f, b)).collect();
    for b in &mut f.blocks {
        renumber(b, &target);
    }
}

fn final_target(f: &Function, start: u32) -> u32 {
    let mut b = start;
    while let [Insn { op: Op::JUMP, x, .. }] = f.blocks[b as usize].insns[..]
        && x as u32 > b
    {
        b = x as u32;
    }
    b
}

fn reachable(f: &Function) -> Vec<bool> {
    let mut seen = vec![false; f.blocks.len()];
    let mut work = vec![BlockId(0)];
    seen[0] = true;
    while let Some(b) = work.pop() {
        let block = &f.blocks[b.0 as usize];
        let raises = || block.insns.iter().any(|i| i.op.may_raise() || i.op.is_terminator());
        let handler = block.handler.filter(|_| raises()).map(|h| h.0);
        let next = block.insns.last().into_iter().flat_map(|i| i.successors());
        for s in next.chain(handler) {
            if !std::mem::replace(&mut seen[s.0 as usize], true) {
                work.push(s);
            }
        }
    }
    seen
}

fn drop_unreachable(f: &mut Function) {
    let seen = reachable(f);
    keep(f, &seen);
}

fn keep(f: &mut Function, seen: &[bool]) {
    let mut number = vec![u32::MAX; f.blocks.len()];
    let mut n = 0;
    for (i, &s) in seen.iter().enumerate() {
        if s {
            number[i] = n;
            n += 1;
        }
    }
    let mut i = 0;
    f.blocks.retain(|_| {
        i += 1;
        seen[i - 1]
    });
    for b in &mut f.blocks {
        if let Some((h, _)) = &mut b.handler {
            h.0 = number[h.0 as usize];
        }
        if b.handler.is_some_and(|h| h.0.0 == u32::MAX) {
            b.handler = None;
        }
        renumber(b, &number);
    }
}

/// Appends to a block the one that only it jumps to.
fn join(f: &mut Function) {
    let mut preds = vec![0u32; f.blocks.len()];
    preds[0] = 1;
    for b in &f.blocks {
        for s in b.insns.last().into_iter().flat_map(|i| i.successors()) {
            preds[s.0 as usize] += 1;
        }
        if let Some((h, _)) = b.handler {
            preds[h.0 as usize] += 2;
        }
    }
    let mut gone = vec![true; f.blocks.len()];
    for i in 0..f.blocks.len() {
        if !gone[i] {
            continue;
        }
        while let Some(&Insn { op: Op::JUMP, x, .. }) = f.blocks[i].insns.last() {
            let next = x as usize;
            if next == i || preds[next] != 1 || f.blocks[next].handler != f.blocks[i].handler || next < i {
                break;
            }
            let Block { insns, .. } = std::mem::take(&mut f.blocks[next]);
            f.blocks[i].insns.pop();
            f.blocks[i].insns.extend(insns);
            gone[next] = false;
        }
    }
    keep(f, &gone);
}

fn drop_checks(f: &mut Function) {
    let locals: Vec<bool> = f.named.iter().map(|p| matches!(p.kind, PlaceKind::Local | PlaceKind::Hidden)).collect();
    let n = locals.len();
    if !f.blocks.iter().any(|b| b.insns.iter().any(|i| i.op == Op::CHECK)) {
        return;
    }
    let mut at: Vec<Option<Vec<bool>>> = vec![None; f.blocks.len()];
    at[0] = Some((0..n).map(|p| p < f.params.places()).collect());
    let mut work = vec![0];
    while let Some(b) = work.pop() {
        let mut state = at[b].clone().expect("only blocks with a state are queued");
        let mut raised = state.clone();
        let mut before = state.clone();
        for i in &f.blocks[b].insns {
            if i.op == Op::FORNEXT {
                before = state.clone();
            }
            step(i, &mut state);
            for (r, s) in raised.iter_mut().zip(&state) {
                *r &= s;
            }
        }
        let last = f.blocks[b].insns.last().expect("a block ends in a terminator");
        let exhausted = (last.op == Op::FORNEXT).then_some(BlockId(last.y));
        let next = last.successors().map(|s| (s, if Some(s) == exhausted { &before } else { &state }));
        for (s, state) in next.chain(f.blocks[b].handler.map(|h| (h.0, &raised))) {
            if meet(&mut at[s.0 as usize], state) {
                work.push(s.0 as usize);
            }
        }
    }
    for (b, block) in f.blocks.iter_mut().enumerate() {
        let Some(mut state) = at[b].take() else { continue };
        block.insns.retain(|i| {
            let redundant = i.op == Op::CHECK && state[i.a as usize];
            step(i, &mut state);
            !redundant
        });
    }
}

fn step(i: &Insn, state: &mut [bool]) {
    match i.op {
        Op::CLEAR => set(state, i.a, false),
        Op::CHECK => set(state, i.a, true),
        _ => {
            for p in defs(i).flatten() {
                set(state, p, true);
            }
        }
    }
}

fn set(state: &mut [bool], p: u16, bound: bool) {
    if let Some(s) = state.get_mut(p as usize) {
        *s = bound;
    }
}

/// Intersects; whether that changed anything.
fn meet(at: &mut Option<Vec<bool>>, state: &[bool]) -> bool {
    let Some(old) = at else {
        *at = Some(state.to_vec());
        return true;
    };
    let mut changed = false;
    for (o, s) in old.iter_mut().zip(state) {
        if *o && !s {
            *o = false;
            changed = true;
        }
    }
    changed
}
