//! Interned strings that the runtime itself names.

use pyspec_abi::Value;

macro_rules! names {
    ($($field:ident)*) => {
        /// Each field is the interned string of its own name (of the dunder name, where it begins with `__`).
        pub struct Names { $(pub $field: Value,)* /** Of the special methods, by `Special`. */ pub specials: Vec<Value> }
        impl Names {
            /// All unset, until the interner is there.
            pub fn unset() -> Names {
                Names { $($field: Value::UNSET,)* specials: vec![] }
            }
            /// Interns them all.
            pub fn intern(mut make: impl FnMut(&str) -> Value) -> Names {
                let specials = crate::object::class::Special::ALL.iter().map(|s| make(s.name())).collect();
                Names { $($field: make(stringify!($field)),)* specials }
            }
            /// Every one, to visit.
            pub fn all(&mut self) -> impl Iterator<Item = &mut Value> {
                [$(&mut self.$field),*].into_iter().chain(self.specials.iter_mut())
            }
        }
    };
}

names! {
    __name__ __qualname__ __module__ __doc__ __dict__ __class__ __bases__ __mro__ __slots__ __weakref__ __classcell__ __annotations__ __annotate__
    __annotate_func__ __type_params__ __builtins__ __file__ __path__ __package__ __spec__ __loader__ __cached__ __all__ __import__ __build_class__
    __main__ __abstractmethods__ __isabstractmethod__ __objclass__ __text_signature__ __wrapped__ __func__ __self__ __code__ __defaults__ __kwdefaults__
    __closure__ __globals__ __firstlineno__ __static_attributes__ __classdict__ __match_args__ __cause__ __context__ __suppress_context__
    __traceback__ __notes__ __orig_bases__ __origin__ __args__ __parameters__ __debug__ builtins sys modules args value name path msg filename
    lineno offset text end_lineno end_offset errno strerror filename2 metaclass keys items get send throw close encoding object start end reason code
    print_file_and_line obj stdout stderr stdin write flush excepthook displayhook copy update append extend add pop mro
}
