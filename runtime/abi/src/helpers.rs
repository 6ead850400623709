//! What compiled code calls in the runtime.
//!
//! A helper is an `extern "sysv64"` function whose first argument is the context. Words are passed and
//! returned as `u64`, floats in vector registers. A helper that may raise returns 0 for raised
//! (a value is never 0); `status` results are 0 raised, 1 fine (or false), 2 true.
//!
//! The runtime has a table of their addresses in this order; an executable's code calls them by address,
//! code memory and objects through the table.

use crate::effects::Effect;

/// Class of an argument or result.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    /// A tagged value; as a result 0 if it raised.
    Value,
    /// A raw word: an unboxed int, an address, a number.
    Word,
    /// An unboxed float.
    Float,
    /// See the module's text.
    Status,
    /// Nothing.
    Nothing,
}

/// One helper.
pub struct Row {
    pub name: &'static str,
    pub args: &'static [Class],
    pub result: Class,
    pub effect: Effect,
    pub doc: &'static str,
}

macro_rules! helpers {
    ($($name:ident $text:literal [$($arg:ident)*] $result:ident ($($effect:tt)*) $doc:literal;)*) => {
        /// A helper.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        #[repr(u32)]
        pub enum Helper { $(#[doc = $doc] $name),* }
        /// The rows, indexed by `Helper as usize`.
        pub const ROWS: &[Row] = &[$(Row { name: $text, args: &[$(Class::$arg),*], result: Class::$result, effect: $($effect)*, doc: $doc }),*];
        /// All helpers, in order.
        pub const ALL: &[Helper] = &[$(Helper::$name),*];
        /// Calls `$m! { Name name, … }` with every helper, for the runtime's table.
        #[macro_export]
        macro_rules! for_each_helper { ($m:ident) => { $m! { $($name $text),* } } }
    };
}

const PY: Effect = Effect::PYTHON;
const ALLOC: Effect = Effect::ALLOC;
const PURE: Effect = Effect::PURE;

helpers! {
    // Any instruction at all.
    Step "step" [Word Word] Status (PY) "executes the one instruction at pc (second) on the window at base (first), calls it makes included; not for terminators and yields";
    ForStep "for_step" [Word Word] Value (PY) "next item of the FORNEXT at pc (second) on the window at base (first), unset when exhausted";
    ForPrep "for_prep" [Word Value] Status (PY) "writes the state of iterating over a value to four places at an address";
    ForPrepOf "for_prep_of" [Word Value Word Value Value] Status (PY) "the same at a FORPREP (third: its site) for what a call of the fourth (unset: the fifth, see `found`) has just returned: a generator that it made is the loop's alone";
    // Boxing and arithmetic.
    BoxInt "box_int" [Word] Value (ALLOC) "an int of 64 bits";
    BoxFloat "box_float" [Float] Value (ALLOC) "a float of any exponent";
    Binary "binary" [Word Value Value] Value (PY) "binary operator by number (order of the instruction table), on any values";
    Inplace "inplace" [Word Value Value] Value (PY) "the same in place";
    Compare "compare" [Word Value Value] Value (PY) "comparison by number: < <= == != > >=";
    CompareTruth "compare_truth" [Word Value Value] Status (PY) "the same as a truth value: 1 false, 2 true";
    Truth "truth" [Value] Status (PY) "truth of any value: 1 false, 2 true";
    SameNumber "same_number" [Value Value] Status (PURE) "whether two different pointers are the same number: 1 false, 2 true";
    NotImplemented "not_implemented" [Word Value Value] Value (PY) "raises TypeError for a binary operator (by number) that nothing implements";
    Negative "negative" [Value] Value (PY) "-v";
    Contains "contains" [Value Value] Status (PY) "first in second: 1 false, 2 true";
    FloatPow "float_pow" [Float Float] Float (PURE) "a ** b where the result is a float: a > 0, or b whole";
    FloatMod "float_mod" [Float Float] Float (PURE) "a % b, b not zero";
    FloatFloorDiv "float_floor_div" [Float Float] Float (PURE) "a // b, b not zero";
    // Attributes, items, globals. `site` is the address of the interpreter's instruction, whose inline cache they use and fill.
    GetAttr "get_attr" [Word Value] Value (PY) "attribute of the GETATTR at site";
    SetAttr "set_attr" [Word Value Value] Status (PY) "store of the SETATTR at site: object, value";
    LoadGlobal "load_global" [Word] Value (PY) "global of the LOADGLOBAL at site";
    GetItem "get_item" [Value Value] Value (PY) "a[b]";
    SetItem "set_item" [Value Value Value] Status (PY) "a[b] = c";
    // Calls: the arguments lie in a window as for the interpreter.
    Call "call" [Word Word Word] Value (PY) "calls the function in the window (first: address of its link word), or what a CALLFOUND has there, with n arguments; third: site";
    FindMethod "find_method" [Word Word] Value (PY) "what the FINDMETHOD at site (second) finds for the receiver at an address, which it may replace";
    CallMethod "call_method" [Word Word Word] Value (PY) "the CALLM at site (third): receiver and arguments in the window, n";
    CallSuper "call_super" [Word Word Word] Value (PY) "the CALLSUPER at site (third): the value of `super`, class, receiver and arguments in the window, n";
    // Allocation and the collector.
    AllocSlow "alloc_slow" [Word] Word (ALLOC) "object with this header at the end of the nursery's room; 0: MemoryError";
    AllocInstance "alloc_instance" [Word] Value (ALLOC) "the same where nothing can be raised: beyond the limit of memory if need be";
    Barrier "barrier" [Value] Nothing (PURE) "logs an old object that is about to be written";
    BarrierItem "barrier_item" [Value Word] Nothing (PURE) "the same for a slot (second: its address) of an array object, which may be large";
    Poll "poll" [] Status (PY) "the work that `poll` announces";
    NewList "new_list" [Word Word] Value (ALLOC) "list of n (second) values at an address";
    NewTuple "new_tuple" [Word Word] Value (ALLOC) "tuple of n (second) values at an address";
    ListAppend "list_append" [Value Value] Status (ALLOC) "appends to an exact list";
    ListPop "list_pop" [Value] Value (ALLOC) "a.pop() of an exact list";
    NewDict "new_dict" [Word Word] Value (PY) "dict of n (second) pairs of values at an address";
    DictSet "dict_set" [Value Value Value] Status (PY) "a[b] = c of an exact dict";
    Unpack "unpack" [Word Word Value] Status (PY) "writes the n (second) items of a value to an address";
    GetSlice "get_slice" [Value Value Value] Value (PY) "a[b:c], None where omitted";
    GetStride "get_stride" [Value Value Value Value] Value (PY) "a[b:c:d], None where omitted";
    SetSlice "set_slice" [Value Value Value Value] Status (PY) "a[b:c] = d, None where omitted";
    ListSlice "list_slice" [Value Word Word Word] Value (ALLOC) "a[b:c:d] of an exact list, by ints";
    SetListSlice "set_list_slice" [Value Word Word Value] Status (ALLOC) "a[b:c] = d of exact lists, by ints";
    CopyListSlice "copy_list_slice" [Value Word Word Value Word Word Word] Status (ALLOC) "a[b:c] = d[e:f:g] of exact lists, by ints";
    NewRange "new_range" [Value Value Value] Value (ALLOC) "range of three ints in place";
    Length "length" [Value] Value (PY) "len(a)";
    IsInstance "is_instance" [Value Value] Status (PY) "isinstance(a, b): 1 false, 2 true";
    NewSlice "new_slice" [Value Value Value] Value (ALLOC) "slice of three parts";
    NewCell "new_cell" [Value] Value (ALLOC) "a cell";
    Iter "iter" [Value] Value (PY) "an iterator over a value";
    DelegateTo "delegate_to" [Word Value] Value (PY) "what the AWAITABLE at site (first) gives for a value";
    Iterable "iterable" [Value] Value (PY) "what a generator expression over a value is given";
    MakeGenerator "make_generator" [Word Word Value] Value (ALLOC) "a generator of a function (third; unset: the last one from the code) with the arguments in the window (first), which begins behind the MAKEGEN at site (second)";
    Take "take" [Word Value] Word (ALLOC) "gives an item of a generator to whoever takes it whole (first): 0 if that goes on, 1 if the generator is to yield it";
    // Compiled code's own.
    StackOverflow "stack_overflow" [] Status (PY) "raises RecursionError: the native or the value stack is at its end";
}

impl Helper {
    /// Its row.
    pub const fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }
}

/// Byte offsets in the context (`r15`) that compiled code reads and writes. The runtime knows them; whoever
/// places code asks it and hands them to the specializer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ContextLayout {
    /// 32 bits: non-zero asks for [`Helper::Poll`].
    pub poll: i32,
    /// 32 bits each: Python calls deep, and how many may be.
    pub depth: i32,
    pub depth_limit: i32,
    /// First word of the value stack that no compiled frame uses; frames may not begin beyond the limit.
    pub top: i32,
    pub stack_limit: i32,
    /// The native stack may not grow below this.
    pub native_limit: i32,
    /// Where compiled code puts its stack pointer before it calls what may look at frames: the return address of the
    /// call, below it, says which record describes the frame.
    pub anchor: i32,
    /// 32 bits: map of `array.array`, 0 while there is none.
    pub machine_array: i32,
    /// The classes of [`crate::builtins::Builtin`], by their numbers.
    pub known_classes: i32,
}

impl ContextLayout {
    /// The collector's allocation cursor and its limit come first in every context.
    pub const CURSOR: i32 = 0;
    /// See [`ContextLayout::CURSOR`].
    pub const LIMIT: i32 = 8;
    /// Offsets that stand in where no runtime is at hand: dumps and tests.
    pub const SAMPLE: ContextLayout = ContextLayout {
        poll: 16,
        depth: 20,
        depth_limit: 24,
        top: 32,
        stack_limit: 40,
        native_limit: 48,
        anchor: 64,
        machine_array: 56,
        known_classes: 72,
    };
}

/// Second result (`rdx`) of a compiled function: what the first is.
pub mod status {
    /// The result, in the representation that the entry declares.
    pub const VALUE: u64 = 0;
    /// An exception is pending.
    pub const RAISED: u64 = 1;
    /// A tagged value although the entry declares an unboxed one: it does not fit, or the frame went on in the interpreter.
    pub const BOXED: u64 = 2;
    /// The window is filled; go on in the interpreter, at the pc and base that the runtime has noted.
    pub const RESUME: u64 = 3;
    /// A generator has returned; from one that has yielded comes [`VALUE`].
    pub const ENDED: u64 = 4;
    /// A generator is suspended at a DELEGATE that the interpreter is to execute.
    pub const DELEGATE: u64 = 5;
}
