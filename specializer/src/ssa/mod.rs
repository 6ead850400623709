//! The SSA that functions are compiled through: block parameters instead of phis, unboxed ints, floats
//! and bools, guards that name the exit they leave by.
//!
//! ```text
//! func total(v0: base)
//! b0(v0):
//!   v1: tagged = load_place 0
//!   v2: int = unbox_int v1 else x0
//!   jump b1(v2)
//! ```
//! Terms:
//! - *rep*: how a value is held: tagged word, int (64 bits), float, bool. An operation's row fixes the
//!   reps of operands and result; `box` and `unbox_*` convert.
//! - *exit*: a resume point and what each place of each frame holds then. An exit's values are uses.
//! - *raising exit*: taken with an exception pending; the interpreter goes on at the resume point by
//!   looking for a handler.

pub mod text;

use crate::program::FunctionId;
use crate::types::{PlanId, Rep};
use pyspec_abi::helpers::Helper;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);
        impl $name {
            /// As an index into its table.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!($prefix, "{}"), self.0)
            }
        }
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, f)
            }
        }
    )*};
}

ids! {
    /// A value.
    Val "v";
    /// A block.
    BlockId "b";
    /// An exit.
    ExitId "x";
}

/// Int arithmetic that may overflow.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum IntOp {
    Add,
    Sub,
    Mul,
}

/// Int arithmetic on bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum BitOp {
    And,
    Or,
    Xor,
}

/// Float arithmetic.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FloatOp {
    Add,
    Sub,
    Mul,
    /// The divisor was guarded not to be zero.
    Div,
}

/// A comparison, as Python writes it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Cc {
    Lt,
    Le,
    Eq,
    Ne,
    Gt,
    Ge,
}

/// What an instruction does. `Option<ExitId>` is the exit of arithmetic that a pass may prove safe.
#[derive(Clone, PartialEq, Debug)]
pub enum Kind {
    // Constants.
    Int(i64),
    Float(u64),
    Bool(bool),
    /// The bits of an immediate, an int in place or a flonum.
    Tagged(u64),
    /// A constant of a function that is an object: leaves while the runtime has not made it.
    Object {
        function: FunctionId,
        index: u32,
        exit: ExitId,
    },
    // Ints, floats, bools.
    IntBin {
        op: IntOp,
        a: Val,
        b: Val,
        overflow: Option<ExitId>,
    },
    IntBit {
        op: BitOp,
        a: Val,
        b: Val,
    },
    IntNeg {
        a: Val,
        overflow: Option<ExitId>,
    },
    IntNot {
        a: Val,
    },
    /// Floored quotient; leaves for b = 0 and the one overflow.
    IntFloorDiv {
        a: Val,
        b: Val,
        exit: ExitId,
    },
    /// Remainder with the sign of b; leaves for b = 0.
    IntMod {
        a: Val,
        b: Val,
        exit: ExitId,
    },
    /// `a << b`; leaves unless 0 <= b < 63 and nothing is lost.
    IntShl {
        a: Val,
        b: Val,
        exit: ExitId,
    },
    /// `a >> b`; leaves unless 0 <= b < 64.
    IntShr {
        a: Val,
        b: Val,
        exit: ExitId,
    },
    IntCmp {
        cc: Cc,
        a: Val,
        b: Val,
    },
    /// How many items a range has.
    RangeCount {
        start: Val,
        stop: Val,
        step: Val,
    },
    IntToFloat {
        a: Val,
    },
    BoolToInt {
        a: Val,
    },
    FloatBin {
        op: FloatOp,
        a: Val,
        b: Val,
    },
    FloatNeg {
        a: Val,
    },
    FloatAbs {
        a: Val,
    },
    FloatSqrt {
        a: Val,
    },
    FloatCmp {
        cc: Cc,
        a: Val,
        b: Val,
    },
    BoolNot {
        a: Val,
    },
    /// Same word: None, bools, objects.
    Is {
        a: Val,
        b: Val,
    },
    // Between representations.
    /// Tagged to int; leaves unless it is an int in place.
    UnboxInt {
        a: Val,
        exit: ExitId,
    },
    /// Tagged to float; leaves unless it is a float (boxed ones too).
    UnboxFloat {
        a: Val,
        exit: ExitId,
    },
    UnboxBool {
        a: Val,
        exit: ExitId,
    },
    /// Any representation to tagged.
    Box {
        a: Val,
    },
    // Guards.
    /// Leaves unless `a` points to an object whose map is in `first..=last`.
    GuardMap {
        a: Val,
        first: u32,
        last: u32,
        exit: ExitId,
    },
    /// Leaves unless the word is this one.
    GuardWord {
        a: Val,
        word: u64,
        exit: ExitId,
    },
    /// Leaves if the word is this one.
    GuardNotWord {
        a: Val,
        word: u64,
        exit: ExitId,
    },
    /// Leaves unless the bool is `expect`.
    GuardBool {
        a: Val,
        expect: bool,
        exit: ExitId,
    },
    /// Leaves if an assumption cell is set.
    GuardAlive {
        cell: u32,
        exit: ExitId,
    },
    /// Leaves unless `a` is a function object with the code of this function.
    GuardFunction {
        a: Val,
        function: FunctionId,
        exit: ExitId,
    },
    /// Leaves unless `a` is the class that adopted the plan.
    GuardClass {
        a: Val,
        plan: PlanId,
        exit: ExitId,
    },
    // Memory.
    /// Word at a byte offset of an object, as a tagged value; zero reads as unset.
    Load {
        object: Val,
        offset: u32,
    },
    /// Stores a tagged value; `barrier`: the object may be old and the value young.
    Store {
        object: Val,
        offset: u32,
        value: Val,
        barrier: bool,
    },
    /// Writes the map id into the object's header.
    SetMap {
        object: Val,
        map: u32,
    },
    /// The tagged int at an offset, as an int.
    LoadLen {
        object: Val,
        offset: u32,
    },
    /// Item of an array object by an index that is in range.
    LoadItem {
        array: Val,
        index: Val,
    },
    StoreItem {
        array: Val,
        index: Val,
        value: Val,
        barrier: bool,
    },
    /// Item of a tuple by an index in range.
    LoadTupleItem {
        tuple: Val,
        index: Val,
    },
    /// `index`, plus `len` if negative; leaves unless 0 <= it < len.
    CheckIndex {
        index: Val,
        len: Val,
        exit: ExitId,
    },
    /// A new object on a map, slots zero. Collects at most; leaves if memory is out.
    New {
        map: u32,
        slots: u32,
        exit: ExitId,
    },
    /// A global's value through the instruction's cache; leaves if unset or not cached and not found.
    Global {
        function: FunctionId,
        n: u32,
        exit: ExitId,
    },
    // Calls.
    /// A helper with tagged and unboxed arguments as its row says; a raising one leaves by `exit`.
    Help {
        helper: Helper,
        args: Vec<Val>,
        exit: Option<ExitId>,
    },
    /// Address of an instruction of a unit, for helpers that use its cache.
    Site {
        function: FunctionId,
        n: u32,
    },
    /// The function object of the frame.
    FrameFunction,
    /// Writes the function object of the frame.
    StoreFrameFunction {
        value: Val,
    },
    /// The attribute that instruction n of a function names, of an object on one of the maps that the instruction's
    /// site remembers at an offset; all else through the helper.
    CachedGet {
        function: FunctionId,
        n: u32,
        object: Val,
        exit: ExitId,
    },
    /// A store to it.
    CachedSet {
        function: FunctionId,
        n: u32,
        object: Val,
        value: Val,
        exit: ExitId,
    },
    /// A call of what its instruction's site remembers; all else through the window.
    CachedCall(Box<CachedCall>),
    /// A compiled function's fast entry, its result in `result`'s representation. `raised` leaves with the
    /// exception pending; a value that does not fit an unboxed `result` leaves by `boxed`, whose exit has [`Exit::awaits`].
    CallFast {
        function: FunctionId,
        args: Vec<Val>,
        result: Rep,
        raised: ExitId,
        boxed: Option<ExitId>,
    },
    /// Writes a tagged value into the frame's window.
    StorePlace {
        place: u16,
        value: Val,
    },
    /// Reads the window.
    LoadPlace {
        place: u16,
    },
    /// Address of a place of the window.
    PlaceAddr {
        place: u16,
    },
    /// Safepoint of a loop: the slow work may run Python.
    Poll {
        exit: ExitId,
    },
}

/// See [`Kind::CachedCall`].
#[derive(Clone, PartialEq, Debug)]
pub struct CachedCall {
    pub function: FunctionId,
    pub n: u32,
    /// The callee; `None`: the attribute, which the instruction names, of the first argument.
    pub callee: Option<Val>,
    /// Tagged.
    pub args: Vec<Val>,
    /// First place of the call's window.
    pub window: u16,
    pub exit: ExitId,
}

/// An instruction.
#[derive(Clone, PartialEq, Debug)]
pub struct Inst {
    /// What it defines.
    pub result: Option<Val>,
    pub kind: Kind,
}

/// An edge.
#[derive(Clone, PartialEq, Debug)]
pub struct Edge {
    pub block: BlockId,
    pub args: Vec<Val>,
}

/// The end of a block.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum Term {
    #[default]
    Open,
    Jump(Edge),
    /// By a bool.
    Branch {
        test: Val,
        yes: Edge,
        no: Edge,
    },
    /// A tagged value, or one in the function's declared representation.
    Return(Val),
    Exit(ExitId),
}

/// A block.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Block {
    pub params: Vec<Val>,
    pub insts: Vec<Inst>,
    pub term: Term,
    /// Rarely reached.
    pub cold: bool,
}

/// A frame as an exit rebuilds it.
#[derive(Clone, PartialEq, Debug)]
pub struct ExitFrame {
    pub function: FunctionId,
    /// Resume point N.
    pub at: u32,
    /// (place, value); others are unset.
    pub places: Vec<(u16, Val)>,
}

/// Why an exit is there, for reports.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u16)]
pub enum Reason {
    Type,
    Map,
    Overflow,
    Index,
    Zero,
    Global,
    Callee,
    Dead,
    Unset,
    Raised,
    Boxed,
    Poll,
    Memory,
    Cold,
    Forced,
}

/// Names of the reasons, by number.
pub const REASONS: &[&str] = &[
    "type",
    "map",
    "overflow",
    "index",
    "zero",
    "global",
    "callee",
    "assumption",
    "unset",
    "raised",
    "boxed",
    "poll",
    "memory",
    "cold",
    "forced",
];

/// Where compiled code leaves.
#[derive(Clone, PartialEq, Debug)]
pub struct Exit {
    /// Outermost first; all but the last wait at a call.
    pub frames: Vec<ExitFrame>,
    pub reason: Reason,
    /// The innermost frame's place that takes the value which the exit arrives with ([`Reason::Boxed`]).
    pub awaits: Option<u16>,
}

/// How a value came to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ValData {
    pub rep: Rep,
}

/// A function.
#[derive(Clone, PartialEq, Debug)]
pub struct Func {
    pub id: FunctionId,
    pub name: String,
    /// Representations of the arguments of a fast entry; empty for entries from a window.
    pub params: Vec<Val>,
    /// Declared representation of the result (tagged for entries from a window).
    pub result: Rep,
    pub values: Vec<ValData>,
    pub blocks: Vec<Block>,
    pub exits: Vec<Exit>,
    /// Places of the window that inlined frames may need, the function's own included.
    pub places: u32,
}

impl Func {
    /// A new value.
    pub fn value(&mut self, rep: Rep) -> Val {
        self.values.push(ValData { rep });
        Val(self.values.len() as u32 - 1)
    }

    /// A new block.
    pub fn block(&mut self) -> BlockId {
        self.blocks.push(Block::default());
        BlockId(self.blocks.len() as u32 - 1)
    }

    /// Representation of a value.
    pub fn rep(&self, v: Val) -> Rep {
        self.values[v.index()].rep
    }
}

impl Kind {
    /// Representation of its result, `None` if it has none.
    pub fn result(&self) -> Option<Rep> {
        use Kind::*;
        Some(match self {
            Int(_)
            | IntBin { .. }
            | IntBit { .. }
            | IntNeg { .. }
            | IntNot { .. }
            | IntFloorDiv { .. }
            | IntMod { .. } => Rep::Int,
            IntShl { .. } | IntShr { .. } | BoolToInt { .. } | UnboxInt { .. } | LoadLen { .. } | CheckIndex { .. } => {
                Rep::Int
            }
            Site { .. } | PlaceAddr { .. } | RangeCount { .. } => Rep::Int,
            Float(_) | IntToFloat { .. } | FloatBin { .. } | FloatNeg { .. } | FloatAbs { .. } | FloatSqrt { .. } => {
                Rep::Float
            }
            UnboxFloat { .. } => Rep::Float,
            Bool(_) | IntCmp { .. } | FloatCmp { .. } | BoolNot { .. } | Is { .. } | UnboxBool { .. } => Rep::Bool,
            Tagged(_)
            | Object { .. }
            | Box { .. }
            | Load { .. }
            | LoadItem { .. }
            | LoadTupleItem { .. }
            | New { .. } => Rep::Tagged,
            Global { .. } | LoadPlace { .. } | FrameFunction | CachedGet { .. } | CachedCall(_) => Rep::Tagged,
            CallFast { result, .. } => *result,
            Help { helper, .. } => return helper_result(*helper),
            GuardMap { .. } | GuardWord { .. } | GuardNotWord { .. } | GuardBool { .. } | GuardAlive { .. } => {
                return None;
            }
            GuardFunction { .. } | GuardClass { .. } | Store { .. } | SetMap { .. } | StoreItem { .. } => return None,
            StorePlace { .. } | Poll { .. } | StoreFrameFunction { .. } | CachedSet { .. } => return None,
        })
    }
}

/// Representation of a helper's result: a status is a bool (its raised case has left).
pub fn helper_result(helper: Helper) -> Option<Rep> {
    use pyspec_abi::helpers::Class;
    match helper.row().result {
        Class::Value => Some(Rep::Tagged),
        Class::Word => Some(Rep::Int),
        Class::Float => Some(Rep::Float),
        Class::Status => Some(Rep::Bool),
        Class::Nothing => None,
    }
}

impl Kind {
    /// Whether Python code, or another thread, may run.
    pub fn runs_python(&self) -> bool {
        match self {
            Kind::Help { helper, .. } => helper.row().effect.runs_python(),
            Kind::CallFast { .. } | Kind::Poll { .. } | Kind::Global { .. } => true,
            Kind::CachedGet { .. } | Kind::CachedSet { .. } | Kind::CachedCall(_) => true,
            _ => false,
        }
    }

    /// Calls `f` with every operand.
    pub fn each_use(&self, mut f: impl FnMut(Val)) {
        self.clone().each_use_mut(|v| f(*v));
    }

    /// Calls `f` with every operand, to replace it.
    pub fn each_use_mut(&mut self, mut f: impl FnMut(&mut Val)) {
        use Kind::*;
        match self {
            Int(_)
            | Float(_)
            | Bool(_)
            | Tagged(_)
            | Object { .. }
            | Site { .. }
            | LoadPlace { .. }
            | FrameFunction
            | PlaceAddr { .. } => {}
            GuardAlive { .. } | New { .. } | Global { .. } | Poll { .. } => {}
            IntBin { a, b, .. }
            | IntBit { a, b, .. }
            | IntFloorDiv { a, b, .. }
            | IntMod { a, b, .. }
            | IntShl { a, b, .. } => {
                f(a);
                f(b);
            }
            IntShr { a, b, .. } | IntCmp { a, b, .. } | FloatBin { a, b, .. } | FloatCmp { a, b, .. } | Is { a, b } => {
                f(a);
                f(b);
            }
            RangeCount { start, stop, step } => [start, stop, step].into_iter().for_each(f),
            IntNeg { a, .. } | IntNot { a } | IntToFloat { a } | BoolToInt { a } | FloatNeg { a } | FloatAbs { a } => {
                f(a)
            }
            FloatSqrt { a }
            | BoolNot { a }
            | UnboxInt { a, .. }
            | UnboxFloat { a, .. }
            | UnboxBool { a, .. }
            | Box { a } => f(a),
            GuardMap { a, .. } | GuardWord { a, .. } | GuardNotWord { a, .. } | GuardBool { a, .. } => f(a),
            GuardFunction { a, .. } | GuardClass { a, .. } => f(a),
            Load { object, .. } | LoadLen { object, .. } | SetMap { object, .. } => f(object),
            Store { object, value, .. } => {
                f(object);
                f(value);
            }
            LoadItem { array, index } => {
                f(array);
                f(index);
            }
            StoreItem { array, index, value, .. } => {
                f(array);
                f(index);
                f(value);
            }
            LoadTupleItem { tuple, index } => {
                f(tuple);
                f(index);
            }
            CheckIndex { index, len, .. } => {
                f(index);
                f(len);
            }
            Help { args, .. } | CallFast { args, .. } => args.iter_mut().for_each(f),
            StorePlace { value, .. } | StoreFrameFunction { value } => f(value),
            CachedGet { object, .. } => f(object),
            CachedSet { object, value, .. } => {
                f(object);
                f(value);
            }
            CachedCall(call) => {
                call.callee.iter_mut().for_each(&mut f);
                call.args.iter_mut().for_each(f);
            }
        }
    }

    /// Calls `f` with every exit.
    pub fn each_exit(&self, mut f: impl FnMut(ExitId)) {
        use Kind::*;
        match self {
            IntBin { overflow, .. } | IntNeg { overflow, .. } => overflow.iter().for_each(|x| f(*x)),
            Object { exit, .. }
            | IntFloorDiv { exit, .. }
            | IntMod { exit, .. }
            | IntShl { exit, .. }
            | IntShr { exit, .. } => f(*exit),
            UnboxInt { exit, .. } | UnboxFloat { exit, .. } | UnboxBool { exit, .. } | GuardMap { exit, .. } => {
                f(*exit)
            }
            GuardWord { exit, .. } | GuardNotWord { exit, .. } | GuardBool { exit, .. } | GuardAlive { exit, .. } => {
                f(*exit)
            }
            GuardFunction { exit, .. } | GuardClass { exit, .. } | CheckIndex { exit, .. } | New { exit, .. } => {
                f(*exit)
            }
            Global { exit, .. } | Poll { exit } | CachedGet { exit, .. } | CachedSet { exit, .. } => f(*exit),
            CachedCall(call) => f(call.exit),
            Help { exit, .. } => exit.iter().for_each(|x| f(*x)),
            CallFast { raised, boxed, .. } => {
                f(*raised);
                boxed.iter().for_each(|x| f(*x));
            }
            _ => {}
        }
    }
}
