//! Abstract objects: what a value may be.

use crate::template::{ClassId, FuncId, ModuleId, Symbol};

/// Number of an abstract object.
pub type ObjId = u32;

/// Kinds of unknown, by cause: the first objects.
pub const UNSUPPORTED: ObjId = 0;
pub const IMPORT: ObjId = 1;
pub const ATTRIBUTE: ObjId = 2;
/// What callers pass who were not seen: where a call was seen, its types are still the likely ones.
pub const PARAMETER: ObjId = 3;
pub const SATURATED: ObjId = 4;
pub const ROW: ObjId = 5;
pub const DYNAMIC: ObjId = 6;
pub const OPERATOR: ObjId = 7;
/// What reports call the causes.
pub const CAUSES: [&str; 8] =
    ["unsupported", "import", "attribute", "parameter", "saturated", "native", "dynamic", "operator"];

pub const NONE: ObjId = 8;
pub const INT: ObjId = 9;
pub const BOOL: ObjId = 10;
pub const FLOAT: ObjId = 11;
pub const COMPLEX: ObjId = 12;
pub const STR: ObjId = 13;
pub const BYTES: ObjId = 14;
pub const ELLIPSIS: ObjId = 15;
pub const NOT_IMPLEMENTED: ObjId = 16;
/// Classes of the fixed instances, from [`NONE`] on.
pub const FIXED: [&str; 10] =
    ["NoneType", "int", "bool", "float", "complex", "str", "bytes", "ellipsis", "NotImplementedType", "int(big)"];
/// An int beyond 63 bits, as far as that can be told: a large constant, and what shifts and masks make.
pub const BIG_INT: ObjId = 17;
/// The class `object` itself.
pub const OBJECT_CLASS: ObjId = 18;

/// The end of a text of which only the start is known.
pub const AND_MORE: char = '*';

/// Whether it is an unknown.
pub fn is_unknown(o: ObjId) -> bool {
    o < NONE
}

/// What an abstract object stands for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Object {
    /// Nothing is known, for this cause.
    Unknown(u32),
    /// Any instance of the class.
    Instance(ClassId),
    /// An instance told apart by where it was made: containers, properties, partials.
    Site(ClassId, u32),
    Class(ClassId),
    Function(FuncId),
    /// A callable bound to a receiver.
    Bound(ObjId, ObjId),
    Module(ModuleId),
    /// A callable of the facts.
    Row(u32),
    /// The same, bound.
    BoundRow(u32, ObjId),
    /// `super` from a class on, for a receiver.
    Super(ClassId, ObjId),
    /// A string that looks like a name; with [`AND_MORE`] at its end, one that begins so.
    Text(Symbol),
    /// The `__dict__` of an object.
    Namespace(ObjId),
    /// A builtin that changes the flow itself.
    Special(Special),
    /// `property.setter` and its like, of a property.
    Accessor(Accessor, ObjId),
}

const _: () = assert!(size_of::<Object>() == 12);

/// Builtins that no row can describe.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Special {
    GetAttr,
    SetAttr,
    Vars,
    Field,
}

/// Decorators that a property has.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Accessor {
    Getter,
    Setter,
    Deleter,
}
