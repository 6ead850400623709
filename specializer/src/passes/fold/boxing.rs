//! Boxing and unboxing that cancel, words that are known.

use super::{Fold, Folded};
use crate::ssa::{Kind, Val};
use crate::types::Rep;
use pyspec_abi::Value;

use Folded::{Becomes, Holds, Is};

impl Fold {
    pub(super) fn boxing(&self, kind: &Kind) -> Option<Folded> {
        match *kind {
            Kind::UnboxInt { a, .. } => self.unbox(a, Rep::Int),
            Kind::UnboxFloat { a, .. } => self.unbox(a, Rep::Float),
            Kind::UnboxBool { a, .. } => self.unbox(a, Rep::Bool),
            Kind::UnboxNumber { a, .. } => match *self.kind(a)? {
                Kind::Box { a } if self.reps[a.index()] == Rep::Int => Some(Becomes(Kind::IntToFloat { a })),
                Kind::Tagged(bits) if Value::from_bits(bits as usize).is_int() => {
                    let number = Value::from_bits(bits as usize).as_int() as f64;
                    Some(Becomes(Kind::Float(number.to_bits())))
                }
                _ => self.unbox(a, Rep::Float),
            },
            Kind::Box { a } => self.boxed(a),
            Kind::GuardNotWord { a, word, .. } => match self.kind(a)? {
                Kind::Box { .. } if word == Value::UNSET.bits() as u64 => Some(Holds),
                Kind::New { .. } | Kind::Instance { .. } => Some(Holds),
                Kind::Tagged(bits) if *bits != word => Some(Holds),
                _ => None,
            },
            Kind::CheckImplemented { result, .. } => match self.kind(result)? {
                Kind::Box { .. } | Kind::New { .. } | Kind::Instance { .. } | Kind::Pack { .. } => Some(Holds),
                Kind::Tagged(bits) if *bits != Value::NOT_IMPLEMENTED.bits() as u64 => Some(Holds),
                _ => None,
            },
            Kind::GuardWord { a, word, .. } => match self.kind(a)? {
                Kind::Tagged(bits) if *bits == word => Some(Holds),
                _ => None,
            },
            Kind::Is { a, b } => match (self.kind(a)?, self.kind(b)?) {
                (Kind::Tagged(x), Kind::Tagged(y)) => Some(Becomes(Kind::Bool(x == y))),
                _ => None,
            },
            _ => None,
        }
    }

    fn unbox(&self, a: Val, rep: Rep) -> Option<Folded> {
        match *self.kind(a)? {
            Kind::Box { a } if self.reps[a.index()] == rep => Some(Is(a)),
            Kind::Tagged(bits) => {
                let v = Value::from_bits(bits as usize);
                match rep {
                    Rep::Int if v.is_int() => Some(Becomes(Kind::Int(v.as_int() as i64))),
                    Rep::Float => Some(Becomes(Kind::Float(v.to_flonum()?.to_bits()))),
                    Rep::Bool if v.is_bool() => Some(Becomes(Kind::Bool(v.is(Value::TRUE)))),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// What was unboxed is the word that it was: identity of ints and floats is by value.
    fn boxed(&self, a: Val) -> Option<Folded> {
        let word = match *self.kind(a)? {
            Kind::UnboxInt { a, .. } | Kind::UnboxFloat { a, .. } | Kind::UnboxBool { a, .. } => return Some(Is(a)),
            Kind::Int(i) => Value::try_int(i)?,
            Kind::Float(bits) => Value::try_float(f64::from_bits(bits))?,
            Kind::Bool(b) => Value::bool(b),
            _ => return None,
        };
        Some(Becomes(Kind::Tagged(word.bits() as u64)))
    }
}
