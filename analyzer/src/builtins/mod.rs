//! Facts about builtins, as rows: what a call gives back, what it puts into its receiver.
//!
//! Analysis knows no builtin by name beyond a handful that change the flow itself
//! (`super`, `property`, `getattr`, …); everything else is a row. `build` makes the rows
//! from the runtime's tables of natives; [`DefaultFacts`] reads the checked-in file.

mod parse;

pub use parse::{parse, parse_expr};

/// What a row's call or value is, in terms of the call's receiver and arguments.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Expr {
    /// Nothing is known.
    Unknown,
    /// An instance of the named class.
    Instance(String),
    /// The named class itself.
    Class(String),
    /// The object whose method it is.
    Receiver,
    /// A positional argument.
    Argument(u32),
    /// What iteration gives.
    Element(Box<Expr>),
    /// What subscripts give.
    Value(Box<Expr>),
    /// What `next()` gives.
    Next(Box<Expr>),
    /// Only in calls with this many positional arguments.
    WithArguments(Box<Expr>, u32),
    /// A fresh container, its parts by position or (the flag) all alike.
    Fresh(String, Vec<Expr>, bool),
    /// The result of calling an argument.
    Call(u32, Vec<Expr>),
    /// The result of calling a keyword argument.
    KeywordCall(String, Vec<Expr>),
    /// Any of them.
    Either(Vec<Expr>),
    /// The argument, as a decorator or a decorator's factory gives it back.
    Same,
    /// A decorator that gives back what it is given.
    Decorator,
    /// Items of an array whose type code is the first argument.
    Typecode,
}

/// What a call does beside its result.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect {
    /// The receiver's elements (a dict's keys) gain these.
    Elements(Expr),
    /// The receiver's values gain these.
    Values(Expr),
    /// The receiver (or the fresh result) is updated from the arguments.
    Update,
    /// This special method of the first argument runs.
    Method(String),
    /// It is called with arguments that are not known, now or later.
    Escape(Expr),
    /// This is evaluated for the calls in it.
    Evaluate(Expr),
}

/// One name of a class or module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    pub name: String,
    /// A value, not a callable.
    pub is_value: bool,
    pub result: Expr,
    pub effects: Vec<Effect>,
}

/// A class or a module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    pub name: String,
    pub is_module: bool,
    /// A module that is never read as source.
    pub is_whole: bool,
    pub base: Option<String>,
    pub rows: Vec<Row>,
}

/// Where facts come from.
pub trait BuiltinFacts {
    /// All groups; a base comes before what inherits from it, `object` first.
    fn groups(&self) -> Vec<Group>;
}

/// The facts that are checked in beside this module.
pub struct DefaultFacts;

impl BuiltinFacts for DefaultFacts {
    fn groups(&self) -> Vec<Group> {
        parse(include_str!("facts.txt")).expect("the checked-in facts are well formed")
    }
}
