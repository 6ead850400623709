//! The type of every place at the start of every block: a forward fixpoint.
//!
//! Handlers are not followed: compiled code leaves with the exception, so a block that only
//! an exception reaches stays `Never` and is not built.

use super::live;
use crate::facts::Source;
use crate::program::FunctionId;
use crate::types::{Item, Ty};
use pyspec_abi::Value;
use pyspec_abi::ops::Op;
use pyspec_front::hir::{Function, Insn};

/// Types at block starts, `None` where control does not come.
pub struct Flow {
    pub entry: Vec<Option<Vec<Ty>>>,
    /// Normal predecessors of each block that control reaches.
    pub preds: Vec<Vec<u32>>,
}

/// Runs the fixpoint. `start`: types of the places at the function's (or a loop's) entry block.
pub fn flow(source: &Source, id: FunctionId, entry_block: usize, start: Vec<Ty>) -> Flow {
    let f = source.function(id);
    let starts = live::starts(f);
    let mut entry: Vec<Option<Vec<Ty>>> = vec![None; f.blocks.len()];
    entry[entry_block] = Some(start);
    let mut work = vec![entry_block];
    while let Some(b) = work.pop() {
        let mut types = entry[b].clone().expect("only reached blocks are queued");
        for (i, insn) in f.blocks[b].insns.iter().enumerate() {
            let n = (starts[b] + i) as u32;
            if insn.op.is_terminator() {
                for (k, s) in insn.successors().enumerate() {
                    let mut out = types.clone();
                    leave(source, id, n, insn, k == 0, &mut out);
                    if merge(&mut entry[s.0 as usize], &out) {
                        work.push(s.0 as usize);
                    }
                }
            } else {
                transfer(source, id, n, insn, &mut types);
            }
        }
    }
    let mut preds = vec![vec![]; f.blocks.len()];
    for (b, block) in f.blocks.iter().enumerate().filter(|(b, _)| entry[*b].is_some()) {
        for s in block.insns.last().into_iter().flat_map(Insn::successors) {
            preds[s.0 as usize].push(b as u32);
        }
    }
    Flow { entry, preds }
}

fn merge(into: &mut Option<Vec<Ty>>, from: &[Ty]) -> bool {
    match into {
        None => {
            *into = Some(from.to_vec());
            true
        }
        Some(types) => {
            let mut changed = false;
            for (a, &b) in types.iter_mut().zip(from) {
                let m = a.meet(b);
                changed |= m != *a;
                *a = m;
            }
            changed
        }
    }
}

/// Types on one edge of a terminator.
fn leave(source: &Source, id: FunctionId, n: u32, insn: &Insn, jumps: bool, types: &mut [Ty]) {
    if insn.op == Op::FORNEXT && jumps {
        types[insn.a as usize] = match types[insn.b as usize] {
            Ty::RangeState => Ty::Int,
            Ty::ListState(item) | Ty::TupleState(item) => next_item(source, id, n, item),
            state if state.is_pairs() => pair(state),
            _ => source.facts.result(id, n),
        };
    }
}

/// What a `for` over a list or tuple takes next: what the container is predicted to hold, or else what the place is.
pub fn next_item(source: &Source, id: FunctionId, n: u32, item: Item) -> Ty {
    match item.ty() {
        Ty::Any | Ty::List(Item::Unknown) => source.facts.result(id, n),
        ty => ty,
    }
}

/// What a loop over `enumerate` or `zip` takes next.
pub fn pair(state: Ty) -> Ty {
    let items = match state {
        Ty::EnumerateState(item) => [Ty::Int, item.ty()],
        Ty::ZipState(a, b) => [a.ty(), b.ty()],
        state => unreachable!("{state:?} is no state of pairs"),
    };
    Ty::Tuple(item_of(items.into_iter()))
}

/// Type of an immediate's bits.
pub fn immediate(bits: u64) -> Ty {
    let v = Value::from_bits(bits as usize);
    match v {
        Value::NONE => Ty::None,
        Value::UNSET => Ty::Unset,
        v if v.is_int() => Ty::Int,
        v if v.is_bool() => Ty::Bool,
        v if v.to_flonum().is_some() => Ty::Float,
        _ => Ty::Any,
    }
}

/// Result of a binary operator on these types, as the builder makes it.
pub fn binary(op: Op, a: Ty, b: Ty) -> Option<Ty> {
    use Op::*;
    let number = |t| matches!(t, Ty::Int | Ty::Float);
    match (op, a, b) {
        (ADD | SUB | MUL | IADD | ISUB | IMUL, Ty::Int, Ty::Int) => Some(Ty::Int),
        (FLOORDIV | MOD | IFLOORDIV | IMOD, Ty::Int, Ty::Int) => Some(Ty::Int),
        (AND | OR | XOR | IAND | IOR | IXOR, Ty::Int, Ty::Int) => Some(Ty::Int),
        (AND | OR | XOR | IAND | IOR | IXOR, Ty::Bool, Ty::Bool) => Some(Ty::Bool),
        (LSHIFT | RSHIFT | ILSHIFT | IRSHIFT, Ty::Int, Ty::Int) => Some(Ty::Int),
        (DIV | IDIV, a, b) if number(a) && number(b) => Some(Ty::Float),
        (ADD | SUB | MUL | IADD | ISUB | IMUL, a, b) if number(a) && number(b) => Some(Ty::Float),
        (POW | IPOW, Ty::Float, Ty::Float | Ty::Int) => Some(Ty::Float),
        (MOD | IMOD | FLOORDIV | IFLOORDIV, a, b) if number(a) && number(b) => Some(Ty::Float),
        _ => None,
    }
}

/// What the function's reachable returns give, and how many there are.
pub fn returned(source: &Source, id: FunctionId, flow: &Flow) -> (Ty, usize) {
    let f = source.function(id);
    let starts = live::starts(f);
    let (mut result, mut count) = (Ty::Never, 0);
    for (b, block) in f.blocks.iter().enumerate() {
        let (Some(types), Some(last)) = (&flow.entry[b], block.insns.last()) else { continue };
        if last.op == Op::RETURN {
            let mut types = types.clone();
            for (i, insn) in block.insns.iter().enumerate().filter(|(_, i)| !i.op.is_terminator()) {
                transfer(source, id, (starts[b] + i) as u32, insn, &mut types);
            }
            result = result.meet(types[last.a as usize]);
            count += 1;
        }
    }
    (result, count)
}

/// Types after an instruction that is no terminator.
pub fn transfer(source: &Source, id: FunctionId, n: u32, insn: &Insn, types: &mut [Ty]) {
    use Op::*;
    let f = source.function(id);
    let t = |p: u16| types[p as usize];
    let predicted = || source.facts.result(id, n);
    let result = match insn.op {
        MOVE => t(insn.b),
        LOADV => immediate(insn.x),
        LOADK => constant(f, insn.x as usize),
        CLEAR => Ty::Unset,
        NOT | IS | ISNOT | IN | NOTIN | TRUTH | MATCHEXC => Ty::Bool,
        LT | LE | EQ | NE | GT | GE => Ty::Bool,
        NEG | POS => match t(insn.b) {
            t @ (Ty::Int | Ty::Float) => t,
            _ => predicted(),
        },
        INVERT if t(insn.b) == Ty::Int => Ty::Int,
        UNPACK | UNPACKEX => {
            for p in live::defs(insn) {
                types[p as usize] = source.facts.result_at(id, n, p);
            }
            return;
        }
        // What a call finds is guarded where it is called.
        FINDMETHOD | FINDSUPER => Ty::Any,
        LIST => Ty::List(item_of((insn.b..insn.b + insn.c).map(t))),
        TUPLE => Ty::Tuple(item_of((insn.b..insn.b + insn.c).map(t))),
        DICT => Ty::Dict,
        STRING | FORMAT | FORMATSPEC => Ty::Str,
        GETITEM => item_result(t(insn.b), t(insn.c), predicted()),
        SLICE => Ty::Slice,
        // Analysis takes an iterator for what it goes through.
        ITER | AITER | AWAITABLE => Ty::Any,
        YIELD | DELEGATE => predicted(),
        FORPREP => {
            let state = for_state(f, n, t(insn.b), &predicted());
            types[insn.a as usize] = state;
            for p in insn.a + 1..insn.a + 4 {
                types[p as usize] = if state == Ty::RangeState { Ty::Int } else { Ty::Any };
            }
            if matches!(state, Ty::ListState(_) | Ty::TupleState(_)) {
                types[insn.a as usize + 1] = Ty::Int;
            }
            return;
        }
        op => {
            binary(op, t(insn.b), if op.row().fields.len() > 2 { t(insn.c) } else { Ty::Any }).unwrap_or_else(predicted)
        }
    };
    for p in live::defs(insn) {
        types[p as usize] = result;
    }
}

/// What an item is. Analysis does not tell an index from a slice.
pub fn item_result(container: Ty, key: Ty, predicted: Ty) -> Ty {
    match (container, key, predicted) {
        (Ty::List(item) | Ty::Tuple(item), Ty::Int, Ty::Any) => item.ty(),
        (Ty::List(_) | Ty::Tuple(_) | Ty::Str, Ty::Slice, _) => container,
        (_, Ty::Slice, Ty::Int | Ty::Float | Ty::Bool | Ty::None) => Ty::Any,
        (_, _, predicted) => predicted,
    }
}

/// What the state of a `for` is predicted to be.
fn for_state(_f: &Function, _n: u32, iterable: Ty, predicted: &Ty) -> Ty {
    match (iterable, predicted) {
        (_, Ty::RangeState) => Ty::RangeState,
        (_, state) if state.is_pairs() => *state,
        (Ty::List(item), _) => Ty::ListState(item),
        (Ty::Tuple(item), _) => Ty::TupleState(item),
        _ => Ty::Any,
    }
}

fn constant(f: &Function, i: usize) -> Ty {
    use pyspec_abi::blob::Const;
    match &f.consts[i] {
        Const::Str(_) => Ty::Str,
        Const::Tuple(items) => Ty::Tuple(item_of(items.iter().map(|c| match c {
            Const::Int(_) => Ty::Int,
            Const::Float(_) => Ty::Float,
            _ => Ty::Any,
        }))),
        Const::Float(_) => Ty::Float,
        _ => Ty::Any,
    }
}

/// What the items of a display have in common.
pub fn item_of(types: impl Iterator<Item = Ty>) -> Item {
    match types.reduce(Ty::meet) {
        Some(Ty::Int) => Item::Int,
        Some(Ty::Float) => Item::Float,
        Some(Ty::Bool) => Item::Bool,
        Some(Ty::Str) => Item::Str,
        Some(Ty::List(Item::Int)) => Item::ListOfInt,
        Some(Ty::List(Item::Float)) => Item::ListOfFloat,
        Some(Ty::List(_)) => Item::List,
        Some(Ty::Instance(c)) => Item::Instance(c),
        _ => Item::Unknown,
    }
}
