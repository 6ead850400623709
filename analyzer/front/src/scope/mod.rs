//! The symbol table: which scope a name belongs to, and whether it needs a cell.
//!
//! Terms:
//! - *scope*: a block with names of its own: module, class, function, lambda, generator
//!   expression, comprehension, and the hidden functions of annotations and type parameters.
//! - *inlined*: a list, set or dict comprehension whose code stands in its host. Its
//!   variables live in the host's frame, yet by names of their own.
//! - *free*: a name whose cell comes through the closure.
//!
//! [`build`] walks the tree once, [`resolve`] then decides each name's [`Res`] from the
//! outermost scope inward and collects free names from the innermost outward.

mod build;
mod resolve;

pub use build::{annotated, build, has_defaults};

use crate::parse::ast;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::rc::Rc;

/// Index of a scope.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ScopeId(pub u32);

/// What a scope is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ScopeKind {
    Module,
    Class,
    Function,
    Lambda,
    GeneratorExpression,
    Comprehension,
    /// `__annotate__` of a function, class or module.
    Annotations,
    /// Holds the type parameters of a class, function or alias.
    TypeParams,
    /// Bound, constraints or default of a type parameter.
    TypeVariable,
    /// Value of a `type` statement.
    TypeAlias,
}

/// Which of a node's scopes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Slot {
    Body,
    Annotations,
    TypeParams,
    Bound,
    Default,
}

/// What a program does with a name in a scope: bits of [`Symbol::flags`].
pub mod flag {
    pub const GLOBAL: u32 = 1;
    pub const LOCAL: u32 = 2;
    pub const PARAM: u32 = 4;
    pub const NONLOCAL: u32 = 8;
    pub const USE: u32 = 16;
    pub const IMPORT: u32 = 32;
    pub const ANNOTATED: u32 = 64;
    pub const TYPE_PARAM: u32 = 128;
    pub const ITERATION: u32 = 256;
    /// Bound by `:=` somewhere, so that a read may be followed by a rebinding in the same expression.
    pub const WALRUS: u32 = 512;
    /// Any binding.
    pub const BOUND: u32 = LOCAL | PARAM | IMPORT | TYPE_PARAM;
}

/// Where a name lives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Res {
    /// Bound in this scope, seen by nobody else.
    Local,
    /// Bound in this scope and used by an inner function.
    Cell,
    /// Bound in an enclosing function.
    Free,
    /// Declared `global`.
    GlobalExplicit,
    /// Not bound in any enclosing function.
    GlobalImplicit,
}

/// A name in a scope.
#[derive(Clone, Copy, Debug)]
pub struct Symbol {
    pub flags: u32,
    pub res: Res,
}

/// A scope.
pub struct Scope<'a> {
    pub kind: ScopeKind,
    pub name: String,
    pub parent: Option<ScopeId>,
    pub children: Vec<ScopeId>,
    /// Names in the order in which they first appear.
    pub order: Vec<Rc<str>>,
    pub symbols: FxHashMap<Rc<str>, Symbol>,
    /// Parameters in place order.
    pub params: Vec<Rc<str>>,
    /// Names that come through the closure, sorted.
    pub free: Vec<Rc<str>>,
    /// Class whose name mangles private names.
    pub private: Option<Rc<str>>,
    pub generator: bool,
    pub is_async: bool,
    /// Contains `await`, `async for` or an async comprehension.
    pub awaits: bool,
    pub inlined: bool,
    /// Inside a function, at whatever depth.
    pub nested: bool,
    /// An annotation scope that sees the names of the class it is in.
    pub sees_class: bool,
    /// A class whose methods use `__class__` or `super`.
    pub class_cell: bool,
    /// A class whose annotation scopes look into its namespace.
    pub class_dict: bool,
    /// Annotated names of a module or class, in order, with whether they stand in a conditional block.
    pub annotations: Vec<(&'a ast::StmtAnnAssign, bool)>,
    /// Whether annotations are to be recorded as they are executed.
    pub conditional_annotations: bool,
}

/// The scopes of a file.
pub struct Table<'a> {
    pub scopes: Vec<Scope<'a>>,
    by_node: FxHashMap<(usize, Slot), ScopeId>,
}

impl<'a> Table<'a> {
    /// The scope of a node.
    pub fn of<T>(&self, node: &T, slot: Slot) -> ScopeId {
        self.find(node, slot).expect("every scope was entered when the table was built")
    }

    /// The scope of a node, if it has one.
    pub fn find<T>(&self, node: &T, slot: Slot) -> Option<ScopeId> {
        self.by_node.get(&(node as *const T as usize, slot)).copied()
    }

    /// The scope of a module's or class's annotations.
    pub fn find_annotations(&self, block: ScopeId) -> Option<ScopeId> {
        self.by_node.get(&(block.0 as usize, Slot::Annotations)).copied()
    }

    /// The scope with this number.
    pub fn scope(&self, id: ScopeId) -> &Scope<'a> {
        &self.scopes[id.0 as usize]
    }

    /// The function, class or module whose frame holds a scope's variables.
    pub fn host(&self, mut id: ScopeId) -> ScopeId {
        while self.scope(id).inlined {
            id = self.scope(id).parent.expect("an inlined scope has a host");
        }
        id
    }
}

impl Scope<'_> {
    /// Whether its names are places of a frame.
    pub fn is_function_like(&self) -> bool {
        !matches!(self.kind, ScopeKind::Module | ScopeKind::Class)
    }

    /// The symbol of a name.
    pub fn get(&self, name: &str) -> Option<Symbol> {
        self.symbols.get(name).copied()
    }

    /// Whether `:=` binds the name here.
    pub fn has_walrus(&self, name: &str) -> bool {
        self.get(name).is_some_and(|s| s.flags & flag::WALRUS != 0)
    }
}

/// A private name as the class it is in spells it.
pub fn mangle<'n>(private: Option<&str>, name: &'n str) -> Cow<'n, str> {
    let Some(class) = private else { return name.into() };
    if !name.starts_with("__") || name.ends_with("__") || name.contains('.') {
        return name.into();
    }
    let class = class.trim_start_matches('_');
    if class.is_empty() { name.into() } else { format!("_{class}{name}").into() }
}

type Names = FxHashSet<Rc<str>>;
