//! What of the module `builtins` compiled code knows by name, to do it without a call.

use crate::types as id;
use Builtin::*;

/// A function or class.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Builtin {
    Abs,
    IsInstance,
    Len,
    Max,
    Min,
    /// The classes.
    Range,
    Float,
    Tuple,
    List,
    Dict,
}

impl Builtin {
    /// All of them.
    pub const ALL: &[Builtin] = &[Abs, IsInstance, Len, Max, Min, Range, Float, Tuple, List, Dict];

    /// How many of them are classes.
    pub const CLASSES: usize = 5;

    /// Its name in the module.
    pub const fn name(self) -> &'static str {
        match self {
            Builtin::Abs => "abs",
            Builtin::IsInstance => "isinstance",
            Builtin::Len => "len",
            Builtin::Max => "max",
            Builtin::Min => "min",
            Builtin::Range => "range",
            Builtin::Float => "float",
            Builtin::Tuple => "tuple",
            Builtin::List => "list",
            Builtin::Dict => "dict",
        }
    }

    /// Of a class: its number among them, and the map of its instances.
    pub const fn class(self) -> Option<(usize, u32)> {
        match self {
            Builtin::Range => Some((0, id::RANGE)),
            Builtin::Float => Some((1, id::FLOAT)),
            Builtin::Tuple => Some((2, id::TUPLE)),
            Builtin::List => Some((3, id::LIST)),
            Builtin::Dict => Some((4, id::DICT)),
            _ => None,
        }
    }

    /// What has this name.
    pub fn named(name: &str) -> Option<Builtin> {
        Builtin::ALL.iter().copied().find(|b| b.name() == name)
    }
}
