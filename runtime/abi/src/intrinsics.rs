//! Rare operations of the language, called by number through `INTRINSIC`.

use crate::effects::Effect;

/// One intrinsic.
pub struct Row {
    /// Name as dumps print it.
    pub name: &'static str,
    /// Number of places it takes, -1 where the instruction says.
    pub arity: i8,
    /// What it may do.
    pub effect: Effect,
    /// One line.
    pub doc: &'static str,
}

macro_rules! intrinsics {
    ($($name:ident $text:literal $arity:literal $effect:ident $doc:literal;)*) => {
        /// An intrinsic.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u32)]
        pub enum Intrinsic { $(#[doc = $doc] $name),* }
        /// The rows, indexed by `Intrinsic as usize`.
        pub const ROWS: &[Row] = &[$(Row { name: $text, arity: $arity, effect: Effect::$effect, doc: $doc }),*];
        /// Every intrinsic, in order.
        pub const ALL: &[Intrinsic] = &[$(Intrinsic::$name),*];
    };
}

intrinsics! {
    Import "import" 3 PYTHON "__import__(name, fromlist or None, level) with the frame's globals";
    ImportFrom "import-from" 2 PYTHON "attribute of a module for `from m import name`, with sys.modules as second chance";
    ImportStar "import-star" 2 PYTHON "from module import * into namespace (None: the globals)";
    ImportDotted "import-dotted" 2 PYTHON "`import a.b.c as x`: attribute b of a, as ImportFrom";
    BuildClass "build-class" 4 PYTHON "class from (body function, name, bases tuple, keywords dict or unset)";
    RaiseActive "raise-active" 0 PYTHON "bare raise: the exception being handled, RuntimeError if none";
    AssertionError "assertion-error" 0 PURE "the class AssertionError, whatever the builtins say";
    NotImplementedError "not-implemented-error" 0 PURE "the class NotImplementedError";
    BuildTemplate "build-template" 1 ALLOC "t-string Template from a tuple of str and Interpolation";
    Interpolation "interpolation" 4 ALLOC "Interpolation(value, expression, conversion or None, format spec)";
    MatchSequence "match-sequence" 1 PYTHON "whether a subject is a sequence for match";
    MatchMapping "match-mapping" 1 PYTHON "whether a subject is a mapping for match";
    MatchLength "match-length" 1 PYTHON "len(subject)";
    MatchKeys "match-keys" 2 PYTHON "tuple of values of the subject for a tuple of keys, None if one is missing";
    MatchRest "match-rest" 2 PYTHON "dict of the subject without a tuple of keys";
    MatchClass "match-class" 4 PYTHON "tuple of attributes for (subject, class, positional count, keyword names), None if it does not match";
    CheckGroupMatch "check-group-match" 2 PYTHON "except*: (exception, types) to a tuple (matching group or None, rest or None)";
    PrepareReraiseStar "prepare-reraise-star" 2 PYTHON "except*: exception to raise from (original, list of raised and unhandled) or None";
    SetupAnnotations "setup-annotations" 1 PYTHON "an `__annotations__` dict in the namespace (None: the globals) if there is none";
    TypeVar "typevar" 2 ALLOC "TypeVar(name, function for the bound or constraints or unset)";
    TypeVarConstraints "typevar-constraints" 2 ALLOC "TypeVar with constraints(name, function)";
    TypeVarTuple "typevartuple" 1 ALLOC "TypeVarTuple(name)";
    ParamSpec "paramspec" 1 ALLOC "ParamSpec(name)";
    SetTypeDefault "set-type-default" 2 ALLOC "type parameter with (parameter, function for its default)";
    SubscriptGeneric "subscript-generic" 1 PYTHON "Generic[params] of a tuple of type parameters";
    TypeAlias "type-alias" 3 ALLOC "TypeAliasType(name, params tuple or None, function for the value)";
    SetFunctionTypeParams "set-function-type-params" 2 WRITE_SLOT "function with its __type_params__ set";
    PrintExpr "print-expr" 1 PYTHON "sys.displayhook(value) of interactive mode";
    AsyncGenWrap "async-gen-wrap" 1 ALLOC "a value yielded by an async generator";
    Locals "locals" 0 ALLOC "dict of the frame's locals";
    ExcStar "exc-star" 1 ALLOC "wraps a naked exception in an ExceptionGroup for except*";
    LoadBuildClassCell "class-cell" 1 ALLOC "stores the class body's cell as __classcell__ (unused cell: None)";
    StopIterationToRuntime "stop-iteration-to-runtime" 1 ALLOC "generator bodies: StopIteration out of a generator becomes RuntimeError";
    CloseLoop "close-loop" 3 PYTHON "closes the generator of a `for` that is left, by the first three places of its state, if nothing else refers to it";
    ExcInfo "exc-info" 1 ALLOC "tuple (type, exception, traceback) of an exception, for `__exit__`";
}

impl Intrinsic {
    /// Its row.
    pub const fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }

    /// The intrinsic of a number in an instruction.
    pub fn from_number(n: u32) -> Option<Intrinsic> {
        ALL.get(n as usize).copied()
    }
}
