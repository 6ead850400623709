//! What the runtime knows of a class beside its Python-visible fields.

use super::gc::Gc;
use super::layout::Class;
use pyspec_abi::Value;
use rustc_hash::FxHashMap;

/// A class's malloc'd part, owned by its class object, which never moves.
pub struct ClassData {
    /// See [`class_flags`].
    pub flags: u32,
    /// Changes with everything that can change a lookup on the class; never 0.
    pub version: u32,
    /// Map of a new instance: the terminator of the map tree. 0 for builtins without attributes.
    pub terminator: u32,
    /// Map id of the builtin whose fields its instances begin with (OBJECT: none).
    pub base_map: u32,
    /// Slots of those fields.
    pub base_slots: u16,
    /// Inline attribute slots of a new instance, beyond `base_slots`.
    pub inline_slots: u16,
    /// How its instances are scanned.
    pub scan: pyspec_abi::header::Scan,
    /// The special methods found along the MRO, indexed by [`Special`]; UNSET: none. Filled when first
    /// asked for, forgotten when `version` changes. Holds old objects only, which the MRO keeps alive.
    pub specials: Box<[Option<Value>; Special::COUNT]>,
    /// The `__init__` written in Python with which alone instances are constructed, UNSET: not known. Kept as
    /// `specials` are.
    pub plain_init: Value,
    /// The native table it was made from.
    pub table: Option<&'static crate::native::TypeTable>,
    /// Which slots of an instance hold values, for `Scan::Map`.
    pub bitmap: u64,
    /// Where each attribute of its own is: number of the (name, value) pair in the array `Class::dict`.
    pub attributes: FxHashMap<Value, u32>,
    /// Pairs in use, deleted ones included.
    pub pairs: u32,
    /// The classes that have it among their bases.
    pub subclasses: Vec<ClassRef>,
    /// The base whose fields its instances begin with.
    pub base: Option<ClassRef>,
    /// Slots that `__slots__` of this class added, and its names.
    pub slot_names: Vec<Value>,
    /// The widest instance seen, for the next terminator.
    pub widest: u16,
    /// Order of definition, for reports.
    pub plan: Option<Box<pyspec_abi::shape::ShapePlan>>,
    /// For reports: instances made.
    pub instances: u64,
}

/// Facts about a class, inherited along its MRO.
pub mod class_flags {
    /// Made by a class statement or `type()`.
    pub const HEAP: u32 = 1;
    /// Instances have a `__dict__`.
    pub const HAS_DICT: u32 = 2;
    /// Instances can be weakly referenced.
    pub const HAS_WEAKREF: u32 = 4;
    /// May be subclassed.
    pub const BASE_TYPE: u32 = 8;
    /// `__getattribute__` is not object's.
    pub const GETATTRIBUTE: u32 = 16;
    /// There is a `__getattr__`.
    pub const GETATTR: u32 = 32;
    /// `__setattr__` or `__delattr__` is not object's.
    pub const SETATTR: u32 = 64;
    /// There is a `__del__`.
    pub const FINALIZER: u32 = 128;
    /// Attributes of the class itself cannot be set.
    pub const IMMUTABLE: u32 = 256;
    /// Has abstract methods: cannot be instantiated.
    pub const ABSTRACT: u32 = 512;
    /// Instances are a [`super::layout::Wrapped`] builtin.
    pub const WRAPPED: u32 = 1 << 10;
    /// Matched as a sequence, as a mapping by `match`.
    pub const SEQUENCE: u32 = 1 << 11;
    pub const MAPPING: u32 = 1 << 12;
    /// Attributes are in the object's own dict field (functions, modules, static and class methods).
    pub const DICT_FIELD: u32 = 1 << 13;
    /// Instances begin with a Rust payload.
    pub const PAYLOAD: u32 = 1 << 14;
    /// `__set__` or `__delete__` is there: a data descriptor. Known for builtins only.
    pub const DATA_DESCRIPTOR: u32 = 1 << 15;
    /// What a subclass inherits without being asked.
    pub const INHERITED: u32 = !(HEAP | IMMUTABLE | ABSTRACT | BASE_TYPE);
    // Subclass of a builtin, for quick tests.
    pub const INT: u32 = 1 << 16;
    pub const FLOAT: u32 = 1 << 17;
    pub const COMPLEX: u32 = 1 << 18;
    pub const STR: u32 = 1 << 19;
    pub const BYTES: u32 = 1 << 20;
    pub const BYTEARRAY: u32 = 1 << 21;
    pub const LIST: u32 = 1 << 22;
    pub const TUPLE: u32 = 1 << 23;
    pub const DICT: u32 = 1 << 24;
    pub const SET: u32 = 1 << 25;
    pub const FROZENSET: u32 = 1 << 26;
    pub const TYPE: u32 = 1 << 27;
    pub const EXCEPTION: u32 = 1 << 28;
    pub const MODULE: u32 = 1 << 29;
    pub const PROPERTY: u32 = 1 << 30;
}

macro_rules! specials {
    ($($name:ident $text:literal)*) => {
        /// A special method that the runtime looks up on types.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub enum Special { $($name),* }
        impl Special {
            /// All of them, in order.
            pub const ALL: &[Special] = &[$(Special::$name),*];
            /// How many there are.
            pub const COUNT: usize = Special::ALL.len();
            /// The attribute's name.
            pub const fn name(self) -> &'static str {
                const NAMES: &[&str] = &[$($text),*];
                NAMES[self as usize]
            }
        }
    };
}

specials! {
    New "__new__" Init "__init__" Del "__del__" Call "__call__" Repr "__repr__" Str "__str__" Format "__format__" Hash "__hash__"
    Bool "__bool__" Len "__len__" LengthHint "__length_hint__" Iter "__iter__" Next "__next__" Reversed "__reversed__" Contains "__contains__"
    GetItem "__getitem__" SetItem "__setitem__" DelItem "__delitem__" Missing "__missing__" ClassGetItem "__class_getitem__"
    GetAttribute "__getattribute__" GetAttr "__getattr__" SetAttr "__setattr__" DelAttr "__delattr__" Get "__get__" Set "__set__" Delete "__delete__"
    SetName "__set_name__" InitSubclass "__init_subclass__" InstanceCheck "__instancecheck__" SubclassCheck "__subclasscheck__"
    Lt "__lt__" Le "__le__" Eq "__eq__" Ne "__ne__" Gt "__gt__" Ge "__ge__"
    Add "__add__" Sub "__sub__" Mul "__mul__" TrueDiv "__truediv__" FloorDiv "__floordiv__" Mod "__mod__" Pow "__pow__" MatMul "__matmul__"
    LShift "__lshift__" RShift "__rshift__" And "__and__" Or "__or__" Xor "__xor__" DivMod "__divmod__"
    RAdd "__radd__" RSub "__rsub__" RMul "__rmul__" RTrueDiv "__rtruediv__" RFloorDiv "__rfloordiv__" RMod "__rmod__" RPow "__rpow__" RMatMul "__rmatmul__"
    RLShift "__rlshift__" RRShift "__rrshift__" RAnd "__rand__" ROr "__ror__" RXor "__rxor__" RDivMod "__rdivmod__"
    IAdd "__iadd__" ISub "__isub__" IMul "__imul__" ITrueDiv "__itruediv__" IFloorDiv "__ifloordiv__" IMod "__imod__" IPow "__ipow__" IMatMul "__imatmul__"
    ILShift "__ilshift__" IRShift "__irshift__" IAnd "__iand__" IOr "__ior__" IXor "__ixor__"
    Neg "__neg__" Pos "__pos__" Abs "__abs__" Invert "__invert__" Int "__int__" Float "__float__" Complex "__complex__" Index "__index__"
    Round "__round__" Trunc "__trunc__" Floor "__floor__" Ceil "__ceil__" Bytes "__bytes__"
    Enter "__enter__" Exit "__exit__" AEnter "__aenter__" AExit "__aexit__" Await "__await__" AIter "__aiter__" ANext "__anext__"
    Buffer "__buffer__" FsPath "__fspath__" Dir "__dir__" Prepare "__prepare__" MroEntries "__mro_entries__" Reduce "__reduce__" ReduceEx "__reduce_ex__"
}

impl Class {
    /// The malloc'd part.
    #[inline(always)]
    #[allow(
        clippy::mut_from_ref,
        reason = "the runtime lock is held, and callers keep it across nothing that runs Python"
    )]
    pub fn info(&self) -> &mut ClassData {
        // SAFETY: set when the class is made and freed with it. The runtime lock is held by whoever has
        // a class, and no caller keeps this reference across a call that may run Python.
        unsafe { &mut *self.data.get() }
    }

    /// Whether any of `flags` holds.
    #[inline(always)]
    pub fn has(&self, flags: u32) -> bool {
        self.info().flags & flags != 0
    }
}

/// A class, checked.
pub type ClassRef = Gc<Class>;
