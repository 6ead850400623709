//! Calling.

use crate::native::Outcome;
use crate::object::class::Special;
use crate::object::{Rooted, map_of};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::types as id;

impl Vm {
    /// `function(*args)`.
    pub fn call(&mut self, function: Value, args: &[Value]) -> Outcome {
        self.call_nested(function, args, Value::UNSET)
    }

    /// With keywords: the last `names.len()` (interned strs) of `args` are by name.
    pub fn call_keywords(&mut self, function: Value, args: &[Value], names: &[Value]) -> Outcome {
        if names.is_empty() {
            return self.call(function, args);
        }
        let names = self.new_tuple(names)?;
        self.call_nested(function, args, names)
    }

    /// `function(*tuple, **dict)`; `dict` may be UNSET.
    pub fn call_star(&mut self, function: Value, tuple: Value, dict: Value) -> Outcome {
        let mut args = Rooted::from_slice(self.tuple_items(tuple));
        let mut names = Rooted::new();
        let mut at = 0;
        while !dict.is(Value::UNSET)
            && let Some((key, value, next)) = self.dict_entry(dict, at)
        {
            if !self.is_str(key) {
                return Err(self.type_error("keywords must be strings"));
            }
            let key = self.intern_value(key);
            names.push(key);
            args.push(value);
            at = next;
        }
        self.call_keywords(function, &args, &names)
    }

    /// `object.name(*args)` without a bound method in between.
    pub fn call_method(&mut self, object: Value, name: &str, args: &[Value]) -> Outcome {
        let name = self.intern(name);
        if let Some(function) = self.method_on_class(object, name) {
            return self.call_first(function, object, args);
        }
        let function = self.get_attr(object, name)?;
        self.call(function, args)
    }

    /// `function(first, *args)`.
    pub fn call_first(&mut self, function: Value, first: Value, args: &[Value]) -> Outcome {
        let mut few = [first; 6];
        if args.len() < few.len() {
            few[1..=args.len()].copy_from_slice(args);
            return self.call(function, &few[..=args.len()]);
        }
        let mut all = Rooted::from_slice(&[first]);
        all.extend_from_slice(args);
        self.call(function, &all)
    }

    /// Calls a special method of the object's class; `None`: it has none.
    pub fn call_special(&mut self, object: Value, special: Special, args: &[Value]) -> Option<Outcome> {
        let class = self.class_of(object);
        let method = self.special(class, special)?;
        if method.is_ptr() && matches!(map_of(method), id::FUNCTION | id::NATIVE_METHOD | id::WRAPPER) {
            return Some(self.call_found(method, object, args));
        }
        Some(self.bind(method, object, class).and_then(|bound| self.call(bound, args)))
    }

    /// Whether it can be called.
    pub fn is_callable(&mut self, object: Value) -> bool {
        let class = self.class_of(object);
        self.special(class, Special::Call).is_some()
            || object.is_ptr()
                && matches!(map_of(object), id::FUNCTION | id::NATIVE | id::METHOD | id::NATIVE_METHOD | id::WRAPPER)
            || self.as_class(object).is_some()
    }

    /// Lets other threads run while `f` blocks; `pins` stay where they are.
    pub fn blocking<T>(&mut self, pins: &[Value], f: impl FnOnce() -> T) -> T {
        let result = self.without_lock(f);
        std::hint::black_box(pins);
        result
    }

    /// Safepoint: signals, finalizers, other threads. Long-running natives call it now and then.
    pub fn safepoint(&mut self) -> Outcome<()> {
        self.poll = 0;
        self.run_finalizers();
        if self.interp.threads.count > 0 {
            self.switch_threads();
        }
        match self.interp.on_signal {
            Some(handle) => {
                let ident = self.thread_ident();
                if ident == self.interp.threads.main { handle(self) } else { Ok(()) }
            }
            _ => Ok(()),
        }
    }
}
