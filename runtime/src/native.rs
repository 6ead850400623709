//! The interface of native functions: builtin types and modules are tables of rows.
//!
//! A row gives name, signature in Python's notation, effect, a summary for inference
//! and the function. Argument binding, `inspect.signature`, documentation, the analyzer's
//! facts and the compilers' direct calls all read the same row. Arguments arrive bound: one
//! place per parameter in the order of [`pyspec_abi::params`], an omitted one UNSET,
//! `*args` a tuple, `**kwargs` a dict, the receiver first.
//!
//! Rules for the functions:
//! - An argument or any value in a Rust local is a root (the native stack is scanned
//!   conservatively). A value that lives only in malloc'd memory is not: use [`crate::object::Rooted`].
//! - No Rust reference into the heap (slice of a list, bytes of a string) is kept across a call that takes `&mut Vm`.

use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_abi::params::ParamSpec;

/// An exception is pending in the context. Has no size: `Result<Value, Raised>` is one word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Raised;

/// What everything that may raise returns.
pub type Outcome<T = Value> = Result<T, Raised>;

const _: () = assert!(size_of::<Outcome>() == size_of::<usize>());

/// A native function.
pub type NativeFn = fn(&mut Vm, Args) -> Outcome;

/// Bound arguments, in the caller's window: they stay roots while the native runs.
#[derive(Clone, Copy)]
pub struct Args {
    base: *const Value,
    len: usize,
}

impl Args {
    /// Arguments at `base`.
    ///
    /// # Safety
    /// `len` values at `base` must stay valid, and be scanned by the collector, while the native runs.
    #[inline(always)]
    pub const unsafe fn new(base: *const Value, len: usize) -> Args {
        Args { base, len }
    }

    /// How many places there are.
    #[inline(always)]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Where they are.
    pub fn address(&self) -> usize {
        self.base as usize
    }

    /// Whether there are none.
    #[inline(always)]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Argument `i`, UNSET if it was omitted or there are fewer.
    #[inline(always)]
    pub fn get(&self, i: usize) -> Value {
        if i < self.len {
            // SAFETY: the constructor's promise.
            unsafe { *self.base.add(i) }
        } else {
            Value::UNSET
        }
    }

    /// Argument `i`, None if it was omitted.
    #[inline(always)]
    pub fn given(&self, i: usize) -> Option<Value> {
        let v = self.get(i);
        if v.is(Value::UNSET) { None } else { Some(v) }
    }

    /// Argument `i`, `default` if it was omitted.
    #[inline(always)]
    pub fn or(&self, i: usize, default: Value) -> Value {
        self.given(i).unwrap_or(default)
    }

    /// A copy of the arguments from `i` on (values on the native stack or in a short vector are the
    /// caller's to keep rooted: the originals stay in the window).
    pub fn iter(&self) -> impl Iterator<Item = Value> + use<> {
        let this = *self;
        (0..this.len).map(move |i| this.get(i))
    }
}

impl std::ops::Index<usize> for Args {
    type Output = Value;
    #[inline(always)]
    fn index(&self, i: usize) -> &Value {
        assert!(i < self.len, "native argument {i} of {}", self.len);
        // SAFETY: the constructor's promise.
        unsafe { &*self.base.add(i) }
    }
}

/// A row.
pub struct Native {
    /// Name in the type or module.
    pub name: &'static str,
    /// As `inspect.signature` shows it, for instance `(self, x, /, key=None)`.
    pub signature: &'static str,
    /// Counted from the signature.
    pub params: ParamSpec,
    /// How many positional parameters have no default.
    pub required: u16,
    /// Holds when the arguments are exact builtins; else it is `python`.
    pub effect: Effect,
    /// What `help` says; empty: nothing.
    pub doc: &'static str,
    /// Facts for inference, in the notation of the analyzer's builtins; empty: unknown result.
    pub summary: &'static str,
    pub kind: NativeKind,
    pub function: NativeFn,
    /// The same for calls without keywords, given the arguments as they stand in the call: for functions that take
    /// any number of them, which would else be put in a tuple first.
    pub positional: Option<NativeFn>,
    pub in_place: InPlace,
}

/// What the interpreter does itself at a call of a native with one argument, in the caller's frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum InPlace {
    /// Nothing.
    No,
    /// `len`: begins a `__len__` written in Python.
    Len,
    /// Takes all that a generator yields (see `interp::handlers::gathering`).
    Any,
    All,
    Sum,
}

/// What a row becomes in its type's namespace.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NativeKind {
    /// A method, or a function of a module.
    Function,
    /// A class method: the receiver is the class.
    ClassMethod,
    /// No receiver.
    StaticMethod,
    /// `__get__` of an attribute; a `Setter` row of the same name makes it writable.
    Getter,
    /// `__set__` (object, value) of the attribute of the same name; value UNSET deletes.
    Setter,
}

/// Builds rows; `const`, so that tables are data of the binary.
pub const fn native(name: &'static str, signature: &'static str, effect: Effect, function: NativeFn) -> Native {
    let (params, required) = parse_signature(signature.as_bytes());
    Native {
        name,
        signature,
        params,
        required,
        effect,
        doc: "",
        summary: "",
        kind: NativeKind::Function,
        function,
        positional: None,
        in_place: InPlace::No,
    }
}

impl Native {
    /// The row with facts for inference.
    pub const fn summary(mut self, summary: &'static str) -> Native {
        self.summary = summary;
        self
    }

    /// The row with what `help` says.
    pub const fn doc(mut self, doc: &'static str) -> Native {
        self.doc = doc;
        self
    }

    /// The row with a function for calls without keywords.
    pub const fn positional(mut self, function: NativeFn) -> Native {
        self.positional = Some(function);
        self
    }

    /// The row with what the interpreter does itself.
    pub const fn in_place(mut self, what: InPlace) -> Native {
        self.in_place = what;
        self
    }

    /// The row as another kind.
    pub const fn kind(mut self, kind: NativeKind) -> Native {
        self.kind = kind;
        self
    }
}

/// A read-only attribute computed by `function`.
pub const fn getter(name: &'static str, function: NativeFn) -> Native {
    native(name, "(self, /)", Effect::READ_SLOT, function).kind(NativeKind::Getter)
}

/// The writer of the attribute of the same name.
pub const fn setter(name: &'static str, function: NativeFn) -> Native {
    native(name, "(self, value, /)", Effect::WRITE_SLOT, function).kind(NativeKind::Setter)
}

/// A builtin type: its rows and what it is made of.
pub struct TypeTable {
    /// Map id in [`pyspec_abi::types`], 0: given at start-up.
    pub map: u32,
    pub name: &'static str,
    /// `builtins` or the module it says it comes from.
    pub module: &'static str,
    pub doc: &'static str,
    pub rows: &'static [Native],
}

/// A native module.
pub struct ModuleTable {
    pub name: &'static str,
    pub doc: &'static str,
    pub functions: &'static [Native],
    /// Adds types and constants when the module is first imported.
    pub init: Option<fn(&mut Vm, module: Value) -> Outcome<()>>,
}

/// Counts a signature's parameters: (spec, required positional).
pub const fn parse_signature(s: &[u8]) -> (ParamSpec, u16) {
    let mut spec = ParamSpec { positional_only: 0, positional: 0, keyword_only: 0, varargs: false, varkeywords: false };
    let (mut required, mut i) = (0, 1);
    let mut after_star = false;
    while i < s.len() && s[i] != b')' {
        // One parameter: up to the comma at depth 0.
        let start = i;
        let (mut depth, mut default, mut quote) = (0, false, 0u8);
        while i < s.len() && (depth > 0 || quote != 0 || (s[i] != b',' && s[i] != b')')) {
            let c = s[i];
            if quote != 0 {
                if c == quote {
                    quote = 0;
                }
            } else if c == b'\'' || c == b'"' {
                quote = c;
            } else if c == b'(' || c == b'[' || c == b'{' {
                depth += 1;
            } else if c == b')' || c == b']' || c == b'}' {
                depth -= 1;
            } else if c == b'=' {
                default = true;
            }
            i += 1;
        }
        let first = s[start];
        let second = if start + 1 < s.len() { s[start + 1] } else { 0 };
        if first == b'/' {
            spec.positional_only = spec.positional;
        } else if first == b'*' && second == b'*' {
            spec.varkeywords = true;
        } else if first == b'*' {
            spec.varargs = i - start > 1;
            after_star = true;
        } else if after_star {
            spec.keyword_only += 1;
        } else {
            spec.positional += 1;
            if !default {
                required = spec.positional;
            }
        }
        while i < s.len() && (s[i] == b',' || s[i] == b' ') {
            i += 1;
        }
    }
    (spec, required)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_counted() {
        let (p, required) = parse_signature(b"(self, x, /, key=None, sep=', ', *args, flag=(1, 2), **kw)");
        assert_eq!((p.positional_only, p.positional, p.keyword_only, required), (2, 4, 1, 2));
        assert!(p.varargs && p.varkeywords);
        let (p, required) = parse_signature(b"(a, *, b)");
        assert_eq!((p.positional, p.keyword_only, p.varargs, required), (1, 1, false, 1));
        assert_eq!(parse_signature(b"()"), (ParamSpec::default(), 0));
    }
}
