//! Constant expressions, folded as CPython folds them: literals, tuples of constants,
//! arithmetic with limits on the size of the result.

use crate::literal;
use crate::parse::Ranged;
use crate::parse::ast::{Expr, Number, Operator, UnaryOp};
use crate::source::Source;
use dashu_int::IBig;
use pyspec_abi::blob::Const;
use rustc_hash::FxHashSet;
use std::cell::RefCell;

/// Folds expressions of one file; remembers which are no constants, so that a long sum is
/// not looked through once for each of its terms.
pub struct Folder<'a> {
    pub source: &'a Source,
    pub optimize: u8,
    variable: RefCell<FxHashSet<usize>>,
}

impl<'a> Folder<'a> {
    pub fn new(source: &'a Source, optimize: u8) -> Folder<'a> {
        Folder { source, optimize, variable: RefCell::default() }
    }

    /// The constant an expression is.
    pub fn constant(&self, e: &Expr) -> Option<Const> {
        match e {
            Expr::Tuple(_) | Expr::UnaryOp(_) | Expr::BinOp(_) => {
                let key = e as *const Expr as usize;
                if self.variable.borrow().contains(&key) {
                    return None;
                }
                let folded = crate::with_stack(|| self.compound(e));
                if folded.is_none() {
                    self.variable.borrow_mut().insert(key);
                }
                folded
            }
            _ => self.literal(e),
        }
    }

    fn literal(&self, e: &Expr) -> Option<Const> {
        Some(match e {
            Expr::NoneLiteral(_) => Const::None,
            Expr::EllipsisLiteral(_) => Const::Ellipsis,
            Expr::BooleanLiteral(b) => Const::Bool(b.value),
            Expr::NumberLiteral(n) => match &n.value {
                Number::Int(i) => literal::integer(self.source, i, n.range()),
                Number::Float(f) => Const::Float(f.to_bits()),
                Number::Complex { real, imag } => Const::Complex(real.to_bits(), imag.to_bits()),
            },
            Expr::StringLiteral(s) => {
                Const::Str(s.value.iter().flat_map(|p| literal::string(self.source, p)).collect())
            }
            Expr::BytesLiteral(b) => Const::Bytes(b.value.bytes().collect()),
            Expr::Name(n) if n.id == "__debug__" => Const::Bool(self.optimize == 0),
            _ => return None,
        })
    }

    fn compound(&self, e: &Expr) -> Option<Const> {
        match e {
            Expr::Tuple(t) => {
                let items: Option<Vec<_>> = t.elts.iter().map(|e| self.constant(e)).collect();
                Some(Const::Tuple(items?))
            }
            Expr::UnaryOp(u) => unary(u.op, self.constant(&u.operand)?),
            Expr::BinOp(b) => {
                let left = self.constant(&b.left)?;
                binary(b.op, left, self.constant(&b.right)?)
            }
            _ => None,
        }
    }
}

/// The truth of a constant.
pub fn truth(c: &Const) -> Option<bool> {
    Some(match c {
        Const::None => false,
        Const::Ellipsis | Const::BigInt(_) | Const::Slice(_) => true,
        Const::Bool(b) => *b,
        Const::Int(i) => *i != 0,
        Const::Float(f) => f64::from_bits(*f) != 0.0,
        Const::Complex(re, im) => f64::from_bits(*re) != 0.0 || f64::from_bits(*im) != 0.0,
        Const::Str(s) | Const::Bytes(s) => !s.is_empty(),
        Const::Tuple(t) | Const::FrozenSet(t) => !t.is_empty(),
    })
}

/// An integer in the form that the blob keeps.
pub fn int(i: IBig) -> Const {
    match i64::try_from(&i) {
        Ok(i) => Const::Int(i),
        Err(_) => Const::BigInt(i.to_string()),
    }
}

fn big(c: &Const) -> Option<IBig> {
    match c {
        Const::Int(i) => Some(IBig::from(*i)),
        Const::Bool(b) => Some(IBig::from(*b as i64)),
        Const::BigInt(s) => IBig::from_str_radix(s, 10).ok(),
        _ => None,
    }
}

fn float(c: &Const) -> Option<f64> {
    match c {
        Const::Float(f) => Some(f64::from_bits(*f)),
        Const::Int(i) if i.unsigned_abs() <= 1 << 53 => Some(*i as f64),
        Const::Bool(b) => Some(*b as u8 as f64),
        _ => None,
    }
}

fn unary(op: UnaryOp, c: Const) -> Option<Const> {
    match (op, &c) {
        (UnaryOp::Not, _) => Some(Const::Bool(!truth(&c)?)),
        (UnaryOp::USub, Const::Float(f)) => Some(Const::Float((-f64::from_bits(*f)).to_bits())),
        (UnaryOp::USub, Const::Complex(re, im)) => {
            Some(Const::Complex((-f64::from_bits(*re)).to_bits(), (-f64::from_bits(*im)).to_bits()))
        }
        (UnaryOp::UAdd, Const::Float(_) | Const::Complex(..)) => Some(c),
        (UnaryOp::USub, _) => big(&c).map(|i| int(-i)),
        (UnaryOp::UAdd, _) => big(&c).map(int),
        // `~True` warns when it runs, so it is left to run.
        (UnaryOp::Invert, Const::Bool(_)) => None,
        (UnaryOp::Invert, _) => big(&c).map(|i| int(-i - IBig::ONE)),
    }
}

/// Results beyond these sizes are computed when the program runs.
const MAX_INT_BITS: usize = 128;
const MAX_ITEMS: usize = 256;
const MAX_TEXT: usize = 4096;

fn binary(op: Operator, a: Const, b: Const) -> Option<Const> {
    if let (Const::Bool(a), Const::Bool(b)) = (&a, &b) {
        // These three stay bools.
        match op {
            Operator::BitAnd => return Some(Const::Bool(a & b)),
            Operator::BitOr => return Some(Const::Bool(a | b)),
            Operator::BitXor => return Some(Const::Bool(a ^ b)),
            _ => {}
        }
    }
    if let (Some(a), Some(b)) = (big(&a), big(&b)) {
        return integers(op, a, b);
    }
    if let (Some(x), Some(y)) = (float(&a), float(&b)) {
        return floats(op, x, y);
    }
    if matches!(op, Operator::Add | Operator::Sub) && (complex(&a) || complex(&b)) {
        return complexes(op, &a, &b);
    }
    match (op, a, b) {
        (Operator::Add, Const::Str(mut a), Const::Str(b)) if a.len() + b.len() <= MAX_TEXT => {
            // Two halves of a surrogate pair would have to be joined; leave that to the runtime.
            if a.last().is_some_and(|_| has_surrogate(&a)) {
                return None;
            }
            a.extend(b);
            Some(Const::Str(a))
        }
        (Operator::Add, Const::Bytes(mut a), Const::Bytes(b)) => {
            a.extend(b);
            Some(Const::Bytes(a))
        }
        (Operator::Add, Const::Tuple(mut a), Const::Tuple(b)) => {
            a.extend(b);
            Some(Const::Tuple(a))
        }
        (Operator::Mult, c, n) => repeat(c, n),
        _ => None,
    }
}

fn has_surrogate(s: &[u8]) -> bool {
    s.windows(2).any(|w| w[0] == 0xed && w[1] >= 0xa0)
}

fn repeat(c: Const, n: Const) -> Option<Const> {
    let (c, n) = if matches!(c, Const::Int(_) | Const::Bool(_)) { (n, c) } else { (c, n) };
    let n = match n {
        Const::Int(n) => n.max(0) as usize,
        Const::Bool(b) => b as usize,
        _ => return None,
    };
    match c {
        Const::Str(s) if s.len().checked_mul(n)? <= MAX_TEXT && !has_surrogate(&s) => Some(Const::Str(s.repeat(n))),
        Const::Bytes(s) if s.len().checked_mul(n)? <= MAX_TEXT => Some(Const::Bytes(s.repeat(n))),
        Const::Tuple(t) if t.len().checked_mul(n)? <= MAX_ITEMS => {
            Some(Const::Tuple(t.iter().cycle().take(t.len() * n).cloned().collect()))
        }
        _ => None,
    }
}

fn integers(op: Operator, a: IBig, b: IBig) -> Option<Const> {
    use dashu_int::ops::{BitTest, DivEuclid, RemEuclid};
    let zero = b == IBig::ZERO;
    let bits = |i: &IBig| i.bit_len();
    let floor_div = |a: &IBig, b: &IBig| -> (IBig, IBig) {
        // Euclidean and floor division differ for negative divisors only.
        let (q, r) = (a.clone().div_euclid(b.clone()), IBig::from(a.clone().rem_euclid(b.clone())));
        if *b < IBig::ZERO && r != IBig::ZERO { (q - IBig::ONE, r + b) } else { (q, r) }
    };
    Some(match op {
        Operator::Add => int(a + b),
        Operator::Sub => int(a - b),
        Operator::Mult if bits(&a) + bits(&b) <= MAX_INT_BITS => int(a * b),
        Operator::FloorDiv if !zero => int(floor_div(&a, &b).0),
        Operator::Mod if !zero => int(floor_div(&a, &b).1),
        Operator::Pow => {
            let n = usize::try_from(&b).ok()?;
            if bits(&a).checked_mul(n)? > MAX_INT_BITS {
                return None;
            }
            int(a.pow(n))
        }
        Operator::LShift => {
            let n = usize::try_from(&b).ok()?;
            if bits(&a) + n > MAX_INT_BITS {
                return None;
            }
            int(a << n)
        }
        Operator::RShift => int(a >> usize::try_from(&b).ok()?),
        Operator::BitAnd => int(a & b),
        Operator::BitOr => int(a | b),
        Operator::BitXor => int(a ^ b),
        Operator::Div if !zero => {
            let (a, b) = (float(&int(a))?, float(&int(b))?);
            Const::Float((a / b).to_bits())
        }
        _ => return None,
    })
}

fn floats(op: Operator, x: f64, y: f64) -> Option<Const> {
    let r = match op {
        Operator::Add => x + y,
        Operator::Sub => x - y,
        Operator::Mult => x * y,
        Operator::Div if y != 0.0 => x / y,
        Operator::Pow if x > 0.0 => x.powf(y),
        _ => return None,
    };
    r.is_finite().then(|| Const::Float(r.to_bits()))
}

fn complex(c: &Const) -> bool {
    matches!(c, Const::Complex(..))
}

/// `1 - 2j`, the usual spelling of a complex constant.
fn complexes(op: Operator, a: &Const, b: &Const) -> Option<Const> {
    // A real operand has no imaginary part at all, which shows in the sign of a zero.
    let parts = |c: &Const| match c {
        Const::Complex(re, im) => Some((f64::from_bits(*re), Some(f64::from_bits(*im)))),
        c => Some((float(c)?, None)),
    };
    let ((ar, ai), (br, bi)) = (parts(a)?, parts(b)?);
    let minus = op == Operator::Sub;
    let re = if minus { ar - br } else { ar + br };
    let im = match (ai, bi) {
        (Some(a), Some(b)) => {
            if minus {
                a - b
            } else {
                a + b
            }
        }
        (Some(a), None) => a,
        (None, Some(b)) => {
            if minus {
                -b
            } else {
                b
            }
        }
        (None, None) => return None,
    };
    Some(Const::Complex(re.to_bits(), im.to_bits()))
}
