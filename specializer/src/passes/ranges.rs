//! Which ints a value can be, and what that makes unnecessary.
//!
//! ```text
//! v2 = int_bit and, v1, 7            ; 0 to 7
//! v3 = int_bin add, v2, v2 else x0   ; 0 to 14: cannot overflow, the exit goes
//! v5 = check_index v2, v4 else x1    ; not negative: guard_index v2, v4, and v5 is v2
//! ```
//! An interval for each int, a fixpoint over parameters: those that still grow after a few rounds are taken to have no
//! bound on that side. What counts in a loop over a range or sequence never leaves 64 bits, since the builder
//! says so by giving its sum no exit; any other sum without exit may wrap, and then says nothing.

use super::edit::{Replace, incoming};
use crate::ssa::cfg::reverse_postorder;
use crate::ssa::{BitOp, Func, Inst, IntOp, Kind, Val};

/// Rounds before a bound that moves is given up.
const PATIENCE: usize = 3;
/// No container is longer.
const LONGEST: i64 = 1 << 48;

/// Least and greatest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Interval(i64, i64);

const ANY: Interval = Interval(i64::MIN, i64::MAX);
/// Ints in place.
const IN_PLACE: Interval = Interval(-(1 << 62), (1 << 62) - 1);

/// The pass.
pub fn ranges(func: &mut Func) {
    let ranges = Ranges::of(func);
    let mut replace = Replace::of(func);
    for block in &mut func.blocks {
        for inst in &mut block.insts {
            ranges.simplify(inst, &mut replace);
        }
    }
    replace.apply(func);
}

struct Ranges {
    known: Vec<Option<Interval>>,
    /// Sums that count in a loop: an operand is the parameter that they become.
    counts: Vec<bool>,
}

impl Ranges {
    fn of(func: &Func) -> Ranges {
        let args = incoming(func);
        let mut ranges = Ranges { known: vec![None; func.values.len()], counts: vec![false; func.values.len()] };
        ranges.find_counts(func, &args);
        let order = reverse_postorder(func);
        func.params.iter().for_each(|p| ranges.known[p.index()] = Some(ANY));
        let (mut changed, mut round) = (true, 0);
        while changed {
            changed = false;
            for &b in &order {
                let block = &func.blocks[b.index()];
                for &p in &block.params {
                    let new = ranges.parameter(p, &args[p.index()], round);
                    changed |= new != ranges.known[p.index()];
                    ranges.known[p.index()] = new;
                }
                for inst in &block.insts {
                    if let Some(v) = inst.result {
                        ranges.known[v.index()] = ranges.result(v, &inst.kind);
                    }
                }
            }
            round += 1;
        }
        ranges
    }

    fn find_counts(&mut self, func: &Func, args: &[Vec<Val>]) {
        for inst in func.blocks.iter().flat_map(|b| &b.insts) {
            if let (Some(v), Kind::IntBin { a, overflow: None, .. }) = (inst.result, &inst.kind) {
                self.counts[v.index()] = args[a.index()].contains(&v);
            }
        }
    }

    fn parameter(&self, p: Val, args: &[Val], round: usize) -> Option<Interval> {
        let before = self.known[p.index()];
        let arriving = args.iter().filter_map(|a| self.known[a.index()]);
        let Interval(low, high) = arriving.reduce(|x, y| Interval(x.0.min(y.0), x.1.max(y.1)))?;
        match before {
            Some(b) if round >= PATIENCE => {
                let low = if low < b.0 { i64::MIN } else { b.0 };
                let high = if high > b.1 { i64::MAX } else { b.1 };
                Some(Interval(low, high))
            }
            _ => Some(Interval(low, high)),
        }
    }

    fn of_value(&self, v: Val) -> Interval {
        self.known[v.index()].unwrap_or(ANY)
    }

    fn result(&self, v: Val, kind: &Kind) -> Option<Interval> {
        let of = |v: &Val| self.known[v.index()];
        Some(match kind {
            Kind::Int(i) => Interval(*i, *i),
            Kind::UnboxSmall { .. } => IN_PLACE,
            Kind::LoadLen { .. } => Interval(0, LONGEST),
            Kind::RangeCount { .. } => Interval(0, i64::MAX),
            Kind::BoolToInt { .. } => Interval(0, 1),
            Kind::CheckIndex { len, .. } => Interval(0, (of(len)?.1.max(1)) - 1),
            Kind::IntBin { op, a, b, overflow } => {
                let exact = sum(*op, of(a)?, of(b)?);
                let fits = exact.0 >= i64::MIN as i128 && exact.1 <= i64::MAX as i128;
                if !fits && overflow.is_none() && !self.counts[v.index()] { ANY } else { clamp(exact) }
            }
            Kind::IntNot { a } => Interval(!of(a)?.1, !of(a)?.0),
            Kind::IntBit { op, a, b } => bits(*op, of(a)?, of(b)?),
            Kind::IntShr { a, b, .. } => match (of(a)?, of(b)?) {
                (x, by) if by.0 == by.1 && (0..64).contains(&by.0) => Interval(x.0 >> by.0, x.1 >> by.0),
                (x, _) => Interval(x.0.min(0), x.1.max(0)),
            },
            Kind::IntMod { b, .. } if of(b)?.0 > 0 => Interval(0, of(b)?.1 - 1),
            Kind::IntFloorDiv { a, b, .. } if of(b)?.0 > 0 => Interval(of(a)?.0.min(0), of(a)?.1.max(0)),
            _ => ANY,
        })
    }

    fn simplify(&self, inst: &mut Inst, replace: &mut Replace) {
        match &mut inst.kind {
            Kind::IntBin { op, a, b, overflow } if overflow.is_some() => {
                let exact = sum(*op, self.of_value(*a), self.of_value(*b));
                if exact.0 >= i64::MIN as i128 && exact.1 <= i64::MAX as i128 {
                    *overflow = None;
                }
            }
            Kind::CheckIndex { index, len, exit } if self.of_value(*index).0 >= 0 => {
                let (index, len, exit) = (*index, *len, *exit);
                replace.set(inst.result.take().expect("an index"), index);
                inst.kind = Kind::GuardIndex { index, len, exit };
            }
            _ => {}
        }
    }
}

/// Bounds of a sum, difference or product, without overflow.
fn sum(op: IntOp, a: Interval, b: Interval) -> (i128, i128) {
    let [a0, a1, b0, b1] = [a.0, a.1, b.0, b.1].map(i128::from);
    match op {
        IntOp::Add => (a0 + b0, a1 + b1),
        IntOp::Sub => (a0 - b1, a1 - b0),
        IntOp::Mul => {
            let all = [a0 * b0, a0 * b1, a1 * b0, a1 * b1];
            (all.into_iter().min().expect("four"), all.into_iter().max().expect("four"))
        }
    }
}

fn clamp((low, high): (i128, i128)) -> Interval {
    let fit = |x: i128| x.clamp(i64::MIN as i128, i64::MAX as i128) as i64;
    Interval(fit(low), fit(high))
}

fn bits(op: BitOp, a: Interval, b: Interval) -> Interval {
    match op {
        BitOp::And if a.0 >= 0 && b.0 >= 0 => Interval(0, a.1.min(b.1)),
        BitOp::And if a.0 >= 0 => Interval(0, a.1),
        BitOp::And if b.0 >= 0 => Interval(0, b.1),
        BitOp::Or | BitOp::Xor if a.0 >= 0 && b.0 >= 0 => {
            let wide = 64 - a.1.max(b.1).leading_zeros();
            Interval(0, if wide >= 63 { i64::MAX } else { (1 << wide) - 1 })
        }
        _ => ANY,
    }
}
