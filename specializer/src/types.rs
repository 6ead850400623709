//! What the specializer knows of a value: a small lattice of types.
//!
//! ```text
//!                      Any
//!   Int Float Bool None Unset Str List Tuple Instance(c) Function(f) Class(c) Range …
//!                      Never
//! ```
//! `Int`, `Float`, `Bool`, `None` and `Unset` are proved: a guard made the value, or it is a constant. `Str`, `List`,
//! `Tuple`, `Dict`, `Array`, `Instance`, `Function` and `Class` are predictions of a tagged word, guarded at
//! each use, so they may meet None and unset and stay what they are. `Any` is no prediction. An int and a
//! float meet in `Number`: a place that holds now this, now that is a tagged word.

use crate::program::FunctionId;

/// Index of a class in the plans that predictions speak of.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct PlanId(pub u32);

/// The type of a value.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Ty {
    /// No value reaches here.
    Never,
    /// An int of 64 bits.
    Int,
    /// A float.
    Float,
    Bool,
    None,
    /// Unbound or omitted.
    Unset,
    Str,
    /// An exact list; what its items are predicted to be.
    List(Item),
    /// An exact tuple.
    Tuple(Item),
    Dict,
    /// An exact `array.array`.
    Array,
    /// A slice object.
    Slice,
    /// An instance of a planned class itself.
    Instance(PlanId),
    /// A function of the program.
    Function(FunctionId),
    /// A planned class itself.
    Class(PlanId),
    /// The first place of a loop's state over a range of machine ints, over a list, over a tuple.
    RangeState,
    ListState(Item),
    TupleState(Item),
    /// The same over `enumerate` of a list, over `zip` of two lists: what the lists hold.
    EnumerateState(Item),
    ZipState(Item, Item),
    /// A number, None or unset, as a tagged word: now an int, now a float.
    Number,
    /// Anything, as a tagged word.
    Any,
}

/// Predicted type of a container's items: one level deep, guarded at each load.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Item {
    Unknown,
    Int,
    Float,
    Bool,
    Str,
    List,
    ListOfInt,
    ListOfFloat,
    Instance(PlanId),
}

impl Item {
    /// The type that a loaded item is guarded to be.
    pub fn ty(self) -> Ty {
        match self {
            Item::Unknown => Ty::Any,
            Item::Int => Ty::Int,
            Item::Float => Ty::Float,
            Item::Bool => Ty::Bool,
            Item::Str => Ty::Str,
            Item::List => Ty::List(Item::Unknown),
            Item::ListOfInt => Ty::List(Item::Int),
            Item::ListOfFloat => Ty::List(Item::Float),
            Item::Instance(c) => Ty::Instance(c),
        }
    }
}

/// How a value is held.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Rep {
    /// A tagged word.
    Tagged,
    /// 64 bits, signed.
    Int,
    Float,
    /// 0 or 1.
    Bool,
}

impl Ty {
    /// The least type that includes both.
    pub fn meet(self, other: Ty) -> Ty {
        match (self, other) {
            (a, b) if a == b => a,
            (Ty::Never, t) | (t, Ty::Never) => t,
            (t, Ty::None | Ty::Unset) | (Ty::None | Ty::Unset, t) if t.is_predicted() => t,
            (Ty::List(_), Ty::List(_)) => Ty::List(Item::Unknown),
            (Ty::Tuple(_), Ty::Tuple(_)) => Ty::Tuple(Item::Unknown),
            (a, b) if a.is_number() && b.is_number() => Ty::Number,
            _ => Ty::Any,
        }
    }

    /// Whether it is a number, None or unset for certain.
    fn is_number(self) -> bool {
        matches!(self, Ty::Int | Ty::Float | Ty::Bool | Ty::None | Ty::Unset | Ty::Number)
    }

    /// How a value of this type is held in a place.
    pub fn rep(self) -> Rep {
        match self {
            Ty::Int => Rep::Int,
            Ty::Float => Rep::Float,
            Ty::Bool => Rep::Bool,
            _ => Rep::Tagged,
        }
    }

    /// Whether it says what a tagged word probably is.
    pub fn is_predicted(self) -> bool {
        use Ty::*;
        matches!(self, Str | List(_) | Tuple(_) | Dict | Array | Instance(_) | Function(_) | Class(_))
    }

    /// Whether the value is certainly bound.
    pub fn is_set(self) -> bool {
        matches!(
            self,
            Ty::Int | Ty::Float | Ty::Bool | Ty::None | Ty::RangeState | Ty::ListState(_) | Ty::TupleState(_)
        ) || self.is_pairs()
    }

    /// Whether it is the state of a loop over pairs.
    pub fn is_pairs(self) -> bool {
        matches!(self, Ty::EnumerateState(_) | Ty::ZipState(..))
    }

    /// Whether a value of it is never a pointer to a young object, so that stores need no barrier.
    pub fn is_plain(self) -> bool {
        matches!(self, Ty::Bool | Ty::None | Ty::Unset)
    }
}
