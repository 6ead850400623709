//! The context: everything a running program has, in one struct that natives get as `&mut Vm`.
//!
//! There is one per process, and no other mutable statics. What belongs to a thread is in
//! [`ThreadState`], swapped in when a thread takes the lock.

use crate::heap::Heap;
use crate::native::{ModuleTable, Raised};
use crate::object::class::ClassRef;
use crate::object::map::MapTable;
use pyspec_abi::Value;
use pyspec_abi::builtins::Builtin;

/// The running thread's part of the context.
#[repr(C)]
pub struct ThreadState {
    /// Interpreter stack: frames may not begin beyond this.
    pub stack_limit: *mut Value,
    /// First word of the interpreter stack that no frame uses, published by whatever leaves the interpreter's loop.
    pub top: *mut Value,
    /// Base and pc of the innermost interpreter frame, published at safepoints; null: none.
    pub base: *mut Value,
    pub pc: *const u32,
    /// The exception that is on its way, UNSET: none.
    pub pending: Value,
    /// While an exception crosses compiled frames: the object of the innermost one below, and the exception.
    pub copied: [Value; 2],
    /// The exception being handled (`sys.exception()`), None: none.
    pub handling: Value,
    /// Python calls deep, for RecursionError.
    pub depth: u32,
    /// First word of the interpreter stack.
    pub stack: *mut Value,
    /// The native stack may not grow below this address.
    pub native_limit: usize,
    /// Compiled code that runs.
    pub compiled: crate::compiled::Running,
    /// Stack pointer of the compiled frame that called into the runtime last, see `compiled::walk`.
    pub anchor: usize,
    /// `contextvars` context, UNSET: none yet.
    pub context: Value,
    /// `threading.get_ident()`.
    pub ident: u64,
}

/// Everything a running program has.
#[repr(C)]
pub struct Vm {
    /// At offset 0: allocation reads `cursor` and `limit` there.
    pub heap: Heap,
    /// Map of `array.array`, 0 while the module is not there.
    pub machine_array: u32,
    /// Classes of `builtins` that compiled code knows, by their numbers. They never move.
    pub known_classes: [Value; Builtin::CLASSES],
    /// Non-zero: some safepoint work waits (collection, signal, another thread, finalizers).
    pub poll: u32,
    pub thread: ThreadState,
    pub maps: MapTable,
    /// Class of each builtin map id.
    pub builtin_classes: Vec<Option<ClassRef>>,
    /// Dict of the builtins module, of `sys.modules`; the sys module.
    pub builtins: Value,
    pub modules: Value,
    pub sys: Value,
    /// Interned strings that the runtime itself names.
    pub names: crate::names::Names,
    /// Table of interned strings.
    pub interned: crate::types::str::Interner,
    /// Classes of the exceptions and others that the runtime raises, by Rust name.
    pub exceptions: crate::types::exception::Exceptions,
    /// Raised when there is no room for another exception.
    pub memory_error: Value,
    /// The builtin exception classes by name.
    pub exception_classes: Vec<(&'static str, ClassRef)>,
    /// Every class there is.
    pub classes: Vec<ClassRef>,
    /// Number of the newest class version.
    pub class_versions: u32,
    /// Where lookups on classes were answered.
    pub lookups: crate::object::lookup::LookupCache,
    /// Predicted shapes, for classes made from now on.
    pub plans: Vec<pyspec_abi::shape::ShapePlan>,
    /// `types.GenericAlias`, `typing.Union`.
    pub alias_class: Option<ClassRef>,
    pub union_class: Option<ClassRef>,
    /// Weak references by the hash of their referent.
    pub weakrefs: rustc_hash::FxHashMap<usize, Vec<Value>>,
    /// The `__dict__`s of objects that keep their attributes in slots.
    pub(crate) instance_dicts: crate::types::dict::instance::InstanceDicts,
    /// Native modules that can be imported.
    pub native_modules: &'static [&'static ModuleTable],
    /// Frozen library modules.
    pub library: Option<&'static dyn Library>,
    /// What is known of imports.
    pub importing: crate::builtin_functions::import::Importing,
    /// Interpreter state shared by threads: method cache, list of code objects that ran.
    pub interp: crate::interp::Shared,
    /// Machine code and what is known about it.
    pub compiled: crate::compiled::Compiled,
    /// Writes a line of `print` to a stream without a call for each part of it.
    pub text_sink: Option<TextSink>,
    /// State of native modules by module name.
    pub module_state: rustc_hash::FxHashMap<&'static str, Box<dyn std::any::Any>>,
    /// Secret of `hash(str)`: PYTHONHASHSEED.
    pub hash_seed: [u64; 2],
    /// What the command line gave.
    pub options: Options,
}

/// Writes valid UTF-8 to a stream; `None`, and nothing was written, if it is no stream that it knows.
pub type TextSink = fn(&mut Vm, Value, &[u8]) -> Option<crate::native::Outcome<()>>;

/// The embedded library: handed over by whoever starts the runtime.
pub trait Library: Sync {
    /// Whether the module is a package, if it is there at all.
    fn has(&self, name: &str) -> Option<bool>;
    /// The unit of a module, by its full name, and whether it is a package. Asked for once.
    fn find(&self, name: &str) -> Option<(&'static mut [u32], bool)>;
    /// Whether the module is one of the executable's own, which come before files.
    fn is_program(&self, name: &str) -> bool {
        let _ = name;
        false
    }
    /// Source text of a module, for tracebacks and `inspect`.
    fn source(&self, name: &str) -> Option<String>;
    /// Full names of all modules.
    fn names(&self) -> Vec<&'static str>;
}

/// What the command line gave.
#[derive(Clone, Debug, Default)]
pub struct Options {
    pub argv: Vec<String>,
    pub optimize: u8,
    pub inspect: bool,
    pub unbuffered: bool,
    pub no_site: bool,
    pub isolated: bool,
    pub ignore_environment: bool,
    pub safe_path: bool,
    pub dont_write_bytecode: bool,
    pub verbose: u8,
    pub quiet: bool,
    pub warnings: Vec<String>,
    pub x_options: Vec<String>,
    pub dev_mode: bool,
    pub utf8_mode: bool,
    pub executable: String,
}

impl Vm {
    /// The exception that is on its way, taken off.
    pub fn take_pending(&mut self) -> Value {
        std::mem::replace(&mut self.thread.pending, Value::UNSET)
    }

    /// Makes `exception` (an instance) the one that is on its way.
    pub fn set_pending(&mut self, exception: Value) -> Raised {
        self.thread.pending = exception;
        Raised
    }

    /// Class of an object: never fails.
    #[inline]
    pub fn class_of(&self, value: Value) -> ClassRef {
        use pyspec_abi::types as id;
        let map = if value.is_ptr() {
            crate::object::map_of(value)
        } else if value.is_int() {
            id::INT
        } else {
            match value {
                Value::NONE => id::NONE,
                Value::TRUE | Value::FALSE => id::BOOL,
                Value::ELLIPSIS => id::ELLIPSIS,
                Value::NOT_IMPLEMENTED => id::NOT_IMPLEMENTED,
                v if v.to_flonum().is_some() => id::FLOAT,
                _ => id::OBJECT,
            }
        };
        self.class_of_map(map)
    }

    /// Class of the objects on a map.
    #[inline]
    pub fn class_of_map(&self, map: u32) -> ClassRef {
        self.maps.get(map).class.expect("every object's map has a class")
    }

    /// Class of a builtin map.
    #[inline]
    pub fn builtin_class(&self, map: u32) -> ClassRef {
        self.builtin_classes[map as usize].expect("builtin classes are made at start-up")
    }

    /// Whether a value is an instance of a class with one of `flags`.
    #[inline]
    pub fn map_has_value(&self, value: Value, flags: u32) -> bool {
        self.class_of(value).has(flags)
    }

    /// Whether objects on `map` are instances of a class with one of `flags` (see `class_flags`).
    #[inline]
    pub fn map_has(&self, map: u32, flags: u32) -> bool {
        self.maps.get(map).class.is_some_and(|c| c.has(flags))
    }
}

/// Tests that `object::layout` names.
impl Vm {
    pub(crate) fn is_list_map(&self, map: u32) -> bool {
        self.map_has(map, crate::object::class::class_flags::LIST)
    }
    pub(crate) fn is_bytearray_map(&self, map: u32) -> bool {
        self.map_has(map, crate::object::class::class_flags::BYTEARRAY)
    }
    pub(crate) fn is_dict_map(&self, map: u32) -> bool {
        map != pyspec_abi::types::INSTANCE_DICT && self.map_has(map, crate::object::class::class_flags::DICT)
    }
    pub(crate) fn is_property_map(&self, map: u32) -> bool {
        self.map_has(map, crate::object::class::class_flags::PROPERTY)
    }
    pub(crate) fn is_module_map(&self, map: u32) -> bool {
        self.map_has(map, crate::object::class::class_flags::MODULE)
    }
    pub(crate) fn is_class_map(&self, map: u32) -> bool {
        self.map_has(map, crate::object::class::class_flags::TYPE)
    }
    pub(crate) fn is_exception_map(&self, map: u32) -> bool {
        self.map_has(map, crate::object::class::class_flags::EXCEPTION)
    }
    pub(crate) fn is_wrapped_map(&self, map: u32) -> bool {
        self.map_has(map, crate::object::class::class_flags::WRAPPED)
    }
    pub(crate) fn is_set_map(&self, map: u32) -> bool {
        self.map_has(map, crate::object::class::class_flags::SET | crate::object::class::class_flags::FROZENSET)
    }
    pub(crate) fn is_staticmethod_map(&self, map: u32) -> bool {
        self.maps.get(map).class.is_some_and(|c| c.info().base_map == pyspec_abi::types::STATICMETHOD)
    }
    pub(crate) fn is_classmethod_map(&self, map: u32) -> bool {
        self.maps.get(map).class.is_some_and(|c| c.info().base_map == pyspec_abi::types::CLASSMETHOD)
    }
    pub(crate) fn is_super_map(&self, map: u32) -> bool {
        self.maps.get(map).class.is_some_and(|c| c.info().base_map == pyspec_abi::types::SUPER)
    }
    pub(crate) fn is_enumerate_map(&self, map: u32) -> bool {
        self.is_based_on(map, pyspec_abi::types::ENUMERATE)
    }
    pub(crate) fn is_zip_map(&self, map: u32) -> bool {
        self.is_based_on(map, pyspec_abi::types::ZIP)
    }
    pub(crate) fn is_mapped_map(&self, map: u32) -> bool {
        self.is_based_on(map, pyspec_abi::types::MAP)
    }
    pub(crate) fn is_filter_map(&self, map: u32) -> bool {
        self.is_based_on(map, pyspec_abi::types::FILTER)
    }
    pub(crate) fn is_reversed_map(&self, map: u32) -> bool {
        self.is_based_on(map, pyspec_abi::types::REVERSED)
    }
    fn is_based_on(&self, map: u32, base: u32) -> bool {
        self.maps.get(map).class.is_some_and(|c| c.info().base_map == base)
    }
    pub(crate) fn is_weakref_map(&self, map: u32) -> bool {
        self.maps.get(map).class.is_some_and(|c| c.info().base_map == pyspec_abi::types::WEAKREF)
    }
}
