//! The program as the solver sees it: one template per function.
//!
//! A template is a bag of [`Constraint`]s over variables that are SSA-renamed places, so that
//! locals are flow-sensitive, and beside it what the bag forgets: the control-flow graph
//! with the [`Event`]s of each block, in order, for the walk along constructor paths.
//!
//! ```text
//! def f(self, x):          v2 = self, v3 = x
//!     if x is None:        v4 = filter None v3   on the edge to the branch
//!         x = 0            v5 = int
//!     self.x = x           v6 = v4' or v5; store v2.x = v6
//! ```
//! Attributes, globals and cells are flow-insensitive nodes of the solver. A local that only its
//! own function writes stays flow-sensitive even if it lives in a cell; a class body's and a
//! module body's names are treated as such locals too, and stored as well.

mod access;
mod build;
mod calls;
mod constants;
mod containers;
mod definitions;
mod enter;
mod environment;
mod imports;
mod instruction;
mod intrinsics;
mod iteration;
mod liveness;
mod names;
mod narrow;
mod operands;
mod operators;
mod order;
mod symbols;
mod values;
mod variables;

pub use build::{build_module, map_variables};
pub use operands::{definitions, uses};
pub use symbols::{Symbol, Symbols};
pub use variables::VariableMap;

use rustc_hash::FxHashMap;
use std::sync::Arc;

/// A variable of a template.
pub type Var = u32;
/// No variable: an unset place, an omitted operand.
pub const NO_VAR: Var = u32::MAX;
/// What the function returns.
pub const RESULT: Var = 0;
/// What a generator yields.
pub const YIELDED: Var = 1;
/// The first parameter; the others follow in place order.
pub const FIRST_PARAM: Var = 2;

/// Index of a function in the program.
pub type FuncId = u32;
/// Index of a class in the program.
pub type ClassId = u32;
/// Index of a module in the program.
pub type ModuleId = u32;

/// A subscript, as far as it is known.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Index {
    Any,
    Position(u32),
    Key(Symbol),
}

/// What a branch says about a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Test {
    IsNone,
    NotNone,
    Truthy,
    Falsy,
    Callable,
}

/// Containers that displays make.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Container {
    List,
    Tuple,
    Dict,
    Set,
    Slice,
}

/// Binary operators, in the order of their instructions.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[repr(u8)]
pub enum Binary {
    Add,
    Sub,
    Mul,
    Div,
    FloorDiv,
    Mod,
    Pow,
    MatMul,
    LShift,
    RShift,
    And,
    Or,
    Xor,
}

/// One constraint. Operands are read, `to` is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Constraint {
    Copy {
        from: Var,
        to: Var,
    },
    Filter {
        from: Var,
        to: Var,
        test: Test,
    },
    IsInstance {
        from: Var,
        class: Var,
        to: Var,
        negated: bool,
    },
    /// One of the solver's fixed objects.
    Object {
        to: Var,
        object: u32,
    },
    Text {
        to: Var,
        name: Symbol,
    },
    Global {
        to: Var,
        name: Symbol,
    },
    SetGlobal {
        name: Symbol,
        from: Var,
    },
    Cell {
        to: Var,
        owner: FuncId,
        name: Symbol,
    },
    SetCell {
        owner: FuncId,
        name: Symbol,
        from: Var,
    },
    GetAttr {
        to: Var,
        object: Var,
        name: Symbol,
    },
    SetAttr {
        object: Var,
        name: Symbol,
        from: Var,
    },
    GetItem {
        to: Var,
        object: Var,
        index: Index,
        key: Var,
    },
    GetSlice {
        to: Var,
        object: Var,
    },
    SetItem {
        object: Var,
        index: Index,
        key: Var,
        from: Var,
    },
    Call {
        to: Var,
        callee: Var,
        args: u32,
    },
    CallMethod {
        to: Var,
        object: Var,
        name: Symbol,
        args: u32,
    },
    Function {
        to: Var,
        function: FuncId,
    },
    Default {
        function: FuncId,
        param: u32,
        from: Var,
    },
    Class {
        to: Var,
        class: ClassId,
        args: u32,
    },
    New {
        to: Var,
        kind: Container,
    },
    Put {
        object: Var,
        index: Index,
        from: Var,
    },
    Spread {
        object: Var,
        from: Var,
    },
    Iterate {
        to: Var,
        from: Var,
    },
    Next {
        to: Var,
        from: Var,
    },
    Unpack {
        to: Var,
        from: Var,
        position: u32,
        starred: bool,
    },
    Binary {
        to: Var,
        left: Var,
        right: Var,
        op: Binary,
        in_place: bool,
    },
    Compare {
        to: Var,
        left: Var,
        right: Var,
        method: Symbol,
    },
    Unary {
        to: Var,
        from: Var,
        method: Symbol,
    },
    Import {
        to: Var,
        name: Symbol,
        top: bool,
    },
    ImportFrom {
        to: Var,
        module: Symbol,
        name: Symbol,
    },
    ImportStar {
        module: Symbol,
    },
    Special {
        to: Var,
        from: Var,
        number: u32,
    },
    Caught {
        to: Var,
        class: Var,
    },
    Super {
        to: Var,
        class: ClassId,
        from: Var,
    },
    Await {
        to: Var,
        from: Var,
    },
    Delegate {
        to: Var,
        from: Var,
    },
}

const _: () = assert!(size_of::<Constraint>() <= 24);

/// Arguments of a call.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Args {
    pub positional: Vec<Var>,
    pub starred: Vec<Var>,
    pub keywords: Vec<(Symbol, Var)>,
    pub double_starred: Vec<Var>,
}

/// What the walk along constructor paths looks at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Event {
    Store {
        object: Var,
        name: Symbol,
    },
    Delete {
        object: Var,
        name: Symbol,
    },
    /// The constraint that calls.
    Call(u32),
}

/// How a block ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    Go,
    Return(Var),
    Raise,
}

/// A block of the walk's graph.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FlowBlock {
    /// Its part of the template's events.
    pub events: [u32; 2],
    pub successors: [u32; 2],
    pub handler: u32,
    pub end: End,
}

/// No block.
pub const NO_BLOCK: u32 = u32::MAX;

/// A function as constraints.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Template {
    pub variables: u32,
    pub constraints: Vec<Constraint>,
    /// Line of each constraint that calls, stores or can give up.
    pub lines: Vec<u32>,
    pub args: Vec<Arc<Args>>,
    pub events: Vec<Event>,
    pub blocks: Vec<FlowBlock>,
    /// (narrowed or merged, from): both hold the same object on some path.
    pub aliases: Vec<(Var, Var)>,
}

/// What else is known of a function.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FunctionInfo {
    pub name: Symbol,
    pub qualname: String,
    pub module: ModuleId,
    /// Its number in the module.
    pub index: u32,
    /// The function it is written in.
    pub parent: Option<FuncId>,
    /// The nearest class whose body it is written in.
    pub class: Option<ClassId>,
    /// The class whose body it is.
    pub body_of: Option<ClassId>,
    pub line: u32,
    pub params: Vec<Symbol>,
    pub has_default: Vec<bool>,
    pub positional: u32,
    pub varargs: Var,
    pub varkeywords: Var,
    /// See [`pyspec_abi::blob::flags`].
    pub flags: u32,
    pub template: Arc<Template>,
}

/// A class statement, or a class of the facts.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ClassInfo {
    pub name: Symbol,
    pub qualname: String,
    pub module: ModuleId,
    /// Line of the statement, the first decorator's if it has one.
    pub line: u32,
    /// Line of the word `class`.
    pub statement_line: u32,
    pub body: FuncId,
    /// Names that the body binds, in order.
    pub names: Vec<Symbol>,
    /// Annotated names: fields of a dataclass; whether each has a default.
    pub fields: Vec<(Symbol, bool)>,
    pub slots: Option<Vec<Symbol>>,
    pub is_dataclass: bool,
}

/// A module.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ModuleInfo {
    pub name: String,
    pub path: String,
    pub is_package: bool,
    /// The package of a `__main__` that is run as a module; its relative imports start there.
    pub package: String,
    pub body: FuncId,
    /// First function and their number.
    pub functions: (FuncId, u32),
    pub globals: FxHashMap<Symbol, GlobalUse>,
    pub all: Option<Vec<Symbol>>,
    pub lines: u32,
    /// Whether it is run and not imported; not known of the modules of a library.
    pub is_main: Option<bool>,
    /// No source was read: attributes come from the facts or are unknown.
    pub is_native: bool,
}

/// How often a module's global is bound.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct GlobalUse {
    /// Stores in the module body; more than one where a loop may repeat it.
    pub stores: u32,
    /// Stored or deleted by a function, from outside, or through the namespace.
    pub elsewhere: bool,
}

/// The whole program.
#[derive(Default)]
pub struct Program {
    pub symbols: Symbols,
    pub functions: Vec<FunctionInfo>,
    pub classes: Vec<ClassInfo>,
    pub modules: Vec<ModuleInfo>,
}
