//! Raising exceptions from natives: `return Err(vm.type_error("…"))`.

use crate::native::Raised;
use crate::object::class::ClassRef;
use crate::vm::Vm;
use pyspec_abi::Value;

macro_rules! raisers {
    ($($(#[$doc:meta])* $name:ident $class:ident;)*) => {
        impl Vm {
            $($(#[$doc])* #[cold] pub fn $name(&mut self, message: impl AsRef<str>) -> Raised {
                let class = self.exceptions.$class;
                self.raise_text(class, message.as_ref())
            })*
        }
        /// Classes of the exceptions that the runtime raises.
        #[allow(non_snake_case, reason = "fields are class names")]
        pub struct Exceptions { $(pub $class: ClassRef,)* pub StopIteration: ClassRef, pub StopAsyncIteration: ClassRef,
            pub KeyError: ClassRef, pub BaseException: ClassRef, pub Exception: ClassRef, pub UnicodeDecodeError: ClassRef, pub UnicodeEncodeError: ClassRef,
            pub SyntaxError: ClassRef, pub GeneratorExit: ClassRef, pub KeyboardInterrupt: ClassRef, pub SystemExit: ClassRef,
            pub BaseExceptionGroup: ClassRef, pub ExceptionGroup: ClassRef, pub Warning: ClassRef, pub DeprecationWarning: ClassRef,
            pub SyntaxWarning: ClassRef, pub RuntimeWarning: ClassRef, pub ResourceWarning: ClassRef, pub ImportWarning: ClassRef, pub IndentationError: ClassRef, pub TabError: ClassRef }
        impl Exceptions {
            /// All classes, each by its name.
            pub fn collect(mut find: impl FnMut(&'static str) -> ClassRef) -> Exceptions {
                Exceptions { $($class: find(stringify!($class)),)*
                    StopIteration: find("StopIteration"), StopAsyncIteration: find("StopAsyncIteration"), KeyError: find("KeyError"),
                    BaseException: find("BaseException"), Exception: find("Exception"), UnicodeDecodeError: find("UnicodeDecodeError"),
                    UnicodeEncodeError: find("UnicodeEncodeError"), SyntaxError: find("SyntaxError"), GeneratorExit: find("GeneratorExit"),
                    KeyboardInterrupt: find("KeyboardInterrupt"), SystemExit: find("SystemExit"), BaseExceptionGroup: find("BaseExceptionGroup"),
                    ExceptionGroup: find("ExceptionGroup"), Warning: find("Warning"), DeprecationWarning: find("DeprecationWarning"),
                    SyntaxWarning: find("SyntaxWarning"), RuntimeWarning: find("RuntimeWarning"), ResourceWarning: find("ResourceWarning"), ImportWarning: find("ImportWarning"),
                    IndentationError: find("IndentationError"), TabError: find("TabError") }
            }
        }
    };
}

raisers! {
    type_error TypeError;
    value_error ValueError;
    index_error IndexError;
    attribute_error AttributeError;
    name_error NameError;
    unbound_local_error UnboundLocalError;
    overflow_error OverflowError;
    zero_division_error ZeroDivisionError;
    runtime_error RuntimeError;
    recursion_error RecursionError;
    not_implemented_error NotImplementedError;
    assertion_error AssertionError;
    system_error SystemError;
    memory_error MemoryError;
    import_error ImportError;
    module_not_found_error ModuleNotFoundError;
    buffer_error BufferError;
    lookup_error LookupError;
    eof_error EOFError;
    os_error OSError;
    unicode_error UnicodeError;
    reference_error ReferenceError;
    arithmetic_error ArithmeticError;
}

impl Vm {
    /// Raises `class(message)`.
    #[cold]
    pub fn raise_text(&mut self, class: ClassRef, message: &str) -> Raised {
        match self.new_str(message) {
            Ok(text) => self.raise_with(class, &[text]),
            Err(raised) => raised,
        }
    }

    /// Raises `class(*args)`; `class` is one that the runtime itself raises, so its constructor is native.
    #[cold]
    pub fn raise_with(&mut self, class: ClassRef, args: &[Value]) -> Raised {
        match self.new_exception(class, args) {
            Ok(exception) => {
                self.chain_context(exception);
                self.set_pending(exception)
            }
            Err(raised) => raised,
        }
    }

    /// MemoryError, without making anything.
    #[cold]
    pub fn raise_out_of_memory(&mut self) -> Raised {
        let exception = self.memory_error;
        self.set_pending(exception)
    }

    /// `KeyError(key)`.
    #[cold]
    pub fn key_error(&mut self, key: Value) -> Raised {
        let class = self.exceptions.KeyError;
        self.raise_with(class, &[key])
    }

    /// `StopIteration(value)`.
    #[cold]
    pub fn stop_iteration(&mut self, value: Value) -> Raised {
        let class = self.exceptions.StopIteration;
        if value.is(Value::NONE) { self.raise_with(class, &[]) } else { self.raise_with(class, &[value]) }
    }
}
