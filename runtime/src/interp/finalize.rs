//! Finalizers and callbacks of weak references, run at safepoints.

use super::generator::{CREATED, SUSPENDED};
use crate::native::{Outcome, Raised};
use crate::object::class::{ClassRef, Special};
use crate::object::layout::Generator;
use crate::object::{Gc, map_of};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::types as id;

impl Vm {
    /// Runs what the collector has queued. Exceptions are reported, not raised.
    pub fn run_finalizers(&mut self) {
        if !self.heap.has_pending() || self.interp.finalizing {
            return;
        }
        self.interp.finalizing = true;
        let pending = std::mem::replace(&mut self.thread.pending, Value::UNSET);
        while let Some(weak) = self.heap.take_cleared_weak() {
            self.call_weak_callback(weak);
        }
        while let Some(object) = self.heap.take_finalizable() {
            self.finalize(object);
        }
        self.thread.pending = pending;
        self.interp.finalizing = false;
    }

    fn call_weak_callback(&mut self, weak: Value) {
        let Some(reference) = self.cast::<crate::object::layout::WeakRef>(weak) else { return };
        let callback = reference.callback.get();
        reference.callback.set_plain(Value::NONE);
        if callback.is_ptr() && self.call(callback, &[weak]).is_err() {
            self.unraisable(callback, "Exception ignored while calling weakref callback");
        }
    }

    fn finalize(&mut self, object: Value) {
        match map_of(object) {
            // SAFETY: the map says so.
            id::GENERATOR | id::COROUTINE => self.finalize_generator(unsafe { Gc::from_value_unchecked(object) }),
            // SAFETY: as above.
            id::ASYNC_GENERATOR => self.finalize_async_generator(unsafe { Gc::from_value_unchecked(object) }),
            _ => {
                let class = self.class_of(object);
                let Some(method) = self.special(class, Special::Del) else { return };
                if self.call_unbound(method, object, &[]).is_err() {
                    self.unraisable(method, "Exception ignored while calling deallocator");
                }
            }
        }
    }

    /// The end of a generator or coroutine that nobody refers to: one that was never awaited is worth a warning.
    pub(crate) fn finalize_generator(&mut self, g: Gc<Generator>) {
        let state = g.state.get();
        if map_of(g.value()) == id::COROUTINE && state.is(CREATED) {
            self.warn_never_awaited(g);
            return;
        }
        if state.is(SUSPENDED) && self.close_generator(g).is_err() {
            self.unraisable(g.value(), "Exception ignored while closing generator");
        }
    }

    fn warn_never_awaited(&mut self, g: Gc<Generator>) {
        if self.try_warn_never_awaited(g).is_err() {
            self.unraisable(g.value(), "Exception ignored while finalizing coroutine");
        }
    }

    /// The library knows where the coroutine was made; should it be broken, a plain warning says what it can.
    fn try_warn_never_awaited(&mut self, g: Gc<Generator>) -> Outcome<()> {
        let warnings = self.import_module("warnings")?;
        let warn = self.get_attr_text_or_unset(warnings, "_warn_unawaited_coroutine")?;
        if warn.is(Value::UNSET) {
            let name = self.str_lossy(g.qualname.get());
            let class = self.exceptions.RuntimeWarning;
            return self.warn(class, &format!("coroutine '{name}' was never awaited"));
        }
        self.call(warn, &[g.value()]).map(|_| ())
    }

    /// Reports the pending exception, which cannot be raised, through `sys.unraisablehook`.
    pub fn unraisable(&mut self, object: Value, message: &str) {
        let exception = self.take_pending();
        let shown = self.repr_text(object).unwrap_or_else(|_| {
            self.take_pending();
            "<object repr() failed>".into()
        });
        let message = format!("{message} {shown}");
        match self.call_unraisable_hook(exception, &message) {
            Ok(true) => {}
            Ok(false) => self.print_unraisable(exception, &message),
            Err(Raised) => {
                let error = self.take_pending();
                self.print_unraisable(error, "Exception ignored in sys.unraisablehook");
            }
        }
    }

    fn print_unraisable(&mut self, exception: Value, message: &str) {
        let text = self.traceback_text(exception);
        self.write_stderr(&format!("{message}:\n{text}"));
    }

    /// Calls a hook of the program's; whether there is one.
    fn call_unraisable_hook(&mut self, exception: Value, message: &str) -> Outcome<bool> {
        if !self.sys.is_ptr() {
            return Ok(false);
        }
        let (sys, key) = (self.sys, self.intern("unraisablehook"));
        let hook = self.get_attr_or_unset(sys, key)?;
        if !hook.is_ptr() || map_of(hook) == id::NATIVE {
            return Ok(false);
        }
        let class = self.hook_argument_class()?;
        let kind = self.class_of(exception).value();
        let traceback = self.as_exception(exception).map_or(Value::NONE, |e| e.traceback.get());
        let message = self.new_str(message)?;
        let argument = self.new_struct(class, &[kind, exception, traceback, message, Value::NONE])?;
        self.call(hook, &[argument])?;
        Ok(true)
    }

    fn hook_argument_class(&mut self) -> Outcome<ClassRef> {
        const STATE: &str = "sys.UnraisableHookArgs";
        if let Some(class) = self.module_state.get(STATE).and_then(|c| c.downcast_ref()) {
            return Ok(*class);
        }
        let fields = &["exc_type", "exc_value", "exc_traceback", "err_msg", "object"];
        let class = self.new_struct_type(
            "sys",
            "UnraisableHookArgs",
            "Type used to pass arguments to sys.unraisablehook.",
            fields,
            5,
        )?;
        self.module_state.insert(STATE, Box::new(class));
        Ok(class)
    }
}
