//! Calling anything: from a window of the running frame, or from a native.
//!
//! A call in the making has its callee and arguments on the value stack, `nb[-3]` and `nb[0..n]`, with
//! room for a frame's header before and for whatever above. A function's frame begins right there;
//! natives and classes answer at once or begin the frame of what they call.

use super::code::{CodeData, code_of};
use super::dispatch::{Base, Pc, run};
use super::frame::{Action, SPECIAL, extra_word, link_word};
use crate::native::{Args, NativeFn, Outcome};
use crate::object::class::Special;
use crate::object::layout::{Function, Method, Native};
use crate::object::{Gc, map_of};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::types as id;

/// A frame to go on in (`x` its pc), or, with a null base, the result's bits, 0 for raised.
/// Two words, so that it travels in registers.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Called {
    pub base: Base,
    pub x: usize,
}

impl Called {
    /// Done at once.
    pub fn done(outcome: Outcome) -> Called {
        Called { base: std::ptr::null_mut(), x: outcome.map_or(0, Value::bits) }
    }
}

/// Where a call's result goes.
#[derive(Clone, Copy)]
pub struct Return {
    /// The caller's instruction and frame.
    pub pc: Pc,
    pub base: Base,
    pub action: Action,
    /// The instruction says all of it (see `frame`), provided that the frame begins in its window.
    pub plain: bool,
}

/// Callables in front of what runs in the end: methods of methods, objects with `__call__`.
const DEEPEST_CALLEE: usize = 1000;

impl Vm {
    /// Runs a native. The arguments stay where they are; what they point to stays too.
    ///
    /// # Safety
    /// `args` has `n` values that the collector sees.
    #[inline(never)]
    pub unsafe fn run_native(&mut self, function: NativeFn, args: *const Value, n: usize) -> Outcome {
        // SAFETY: the caller's promise.
        function(self, unsafe { Args::new(args, n) })
    }

    /// A call from a window of the running frame, which may be on the heap.
    ///
    /// # Safety
    /// The callee is at `nb[-3]`, the arguments are at `nb`, in the frame at `base`, which is published.
    #[inline(always)]
    pub unsafe fn call_window(&mut self, base: Base, nb: Base, n: usize, names: Value, ret: Return) -> Called {
        // SAFETY: the caller's promise; above `top` is room.
        unsafe {
            if self.on_stack(base) {
                return self.call_at(nb, n, names, ret);
            }
            let to = self.top_above(base).add(8);
            *to.sub(3) = *nb.sub(3);
            std::ptr::copy_nonoverlapping(nb, to, n);
            self.call_at(to, n, names, Return { plain: false, ..ret })
        }
    }

    /// [`Vm::call_window`] for the instruction at `pc`. Words only: what a handler passes by address keeps it from
    /// ending in a sibling call.
    ///
    /// # Safety
    /// As there.
    #[inline(never)]
    pub unsafe fn call_from(&mut self, base: Base, nb: Base, n: usize, names: Value, pc: Pc, plain: bool) -> Called {
        // SAFETY: the caller's promise.
        unsafe { self.call_window(base, nb, n, names, Return { pc, base, action: Action::Result, plain }) }
    }

    /// [`Vm::call_with_star`] in the same way.
    ///
    /// # Safety
    /// As there.
    #[inline(never)]
    pub unsafe fn call_star_from(&mut self, base: Base, f: Value, tuple: Value, dict: Value, pc: Pc) -> Called {
        let ret = Return { pc, base, action: Action::Result, plain: false };
        // SAFETY: the caller's promise.
        unsafe { self.call_with_star(base, f, tuple, dict, ret) }
    }

    /// A call whose arguments are on the value stack. See the file's header.
    ///
    /// # Safety
    /// As the header says; the frame of `ret` is published.
    pub unsafe fn call_at(&mut self, nb: Base, n: usize, names: Value, ret: Return) -> Called {
        // SAFETY: `nb` is below the limit by the slack at least, or the check fails.
        unsafe {
            if nb.add(n) > self.thread.stack_limit.add(4096) {
                return Called::done(Err(self.too_deep()));
            }
            // What an earlier call left in the header would keep it alive.
            for i in [1, 2, 4] {
                *nb.sub(i) = Value::UNSET;
            }
            self.interp.scratch.push((nb.sub(4), n + 5));
            let called = if self.poll != 0
                && let Err(raised) = self.safepoint()
            {
                Called::done(Err(raised))
            } else {
                self.call_scratch(nb, n, names, ret)
            };
            self.interp.scratch.pop();
            called
        }
    }

    unsafe fn call_scratch(&mut self, nb: Base, mut n: usize, names: Value, ret: Return) -> Called {
        // SAFETY: `call_at`'s caller.
        unsafe {
            // A `__call__` may be an object with a `__call__`, and so on.
            for _ in 0..DEEPEST_CALLEE {
                let f = *nb.sub(3);
                if !f.is_ptr() {
                    return Called::done(self.not_callable(f));
                }
                match map_of(f) {
                    id::FUNCTION => return self.begin_function(nb, n, names, ret),
                    id::METHOD => {
                        let method: Gc<Method> = Gc::from_value_unchecked(f);
                        *nb.sub(3) = method.function.get();
                        self.insert_first(nb, n, method.receiver.get());
                        n += 1;
                    }
                    id::NATIVE | id::NATIVE_METHOD | id::WRAPPER => {
                        return Called::done(self.call_native_at(Gc::from_value_unchecked(f), nb, n, names));
                    }
                    map if self.is_class_map(map) => match self.begin_class(nb, n, names, ret) {
                        Ok(called) => return called,
                        // A metaclass's `__call__` is the callee now, the class its first argument.
                        Err(more) => n += more,
                    },
                    _ => match self.begin_special(nb, n, f) {
                        Ok(more) => n += more,
                        Err(raised) => return Called::done(Err(raised)),
                    },
                }
            }
            Called::done(Err(self.too_deep()))
        }
    }

    /// Makes `first` argument 0.
    pub(super) unsafe fn insert_first(&mut self, nb: Base, n: usize, first: Value) {
        // SAFETY: there is room above.
        unsafe {
            std::ptr::copy(nb, nb.add(1), n);
            *nb = first;
        }
        if let Some(last) = self.interp.scratch.last_mut() {
            last.1 += 1;
        }
    }

    /// Makes `object`'s `__call__` the callee; how many arguments came in front.
    unsafe fn begin_special(&mut self, nb: Base, n: usize, object: Value) -> Outcome<usize> {
        let class = self.class_of(object);
        let Some(call) = self.special(class, Special::Call) else {
            self.not_callable(object)?;
            unreachable!("raised")
        };
        // SAFETY: as for `call_at`.
        unsafe {
            if call.is_ptr() && matches!(map_of(call), id::FUNCTION | id::NATIVE_METHOD | id::WRAPPER) {
                *nb.sub(3) = call;
                self.insert_first(nb, n, object);
                return Ok(1);
            }
            let bound = self.bind(call, object, class)?;
            *nb.sub(3) = bound;
        }
        Ok(0)
    }

    #[cold]
    fn not_callable(&mut self, object: Value) -> Outcome {
        let name = self.type_name(object);
        Err(self.type_error(format!("'{name}' object is not callable")))
    }

    /// Begins a Python function's frame.
    ///
    /// # Safety
    /// As for `call_at`; the callee is a function.
    pub(super) unsafe fn begin_function(&mut self, nb: Base, n: usize, names: Value, ret: Return) -> Called {
        // SAFETY: as for `call_at`.
        unsafe {
            let f: Gc<Function> = Gc::from_value_unchecked(*nb.sub(3));
            let code = code_of(f);
            let data: *mut CodeData = code.data.get();
            if nb > self.thread.stack_limit || self.thread.depth >= self.interp.recursion_limit {
                return Called::done(Err(self.too_deep()));
            }
            if ((*data).plain != n as u32 || !names.is(Value::UNSET))
                && let Err(raised) = self.bind_arguments(nb, n, names)
            {
                return Called::done(Err(raised));
            }
            self.thread.depth += 1;
            *nb.sub(4) = link_word(ret.pc, if ret.plain { 0 } else { SPECIAL });
            *nb.sub(2) = extra_word(ret.action, ret.base);
            *nb.sub(1) = Value::NONE;
            let first = nb.add((*data).params_places as usize);
            for i in 0..(*data).unset as usize {
                *first.add(i) = Value::UNSET;
            }
            Called { base: nb, x: (*data).entry as usize }
        }
    }

    /// Calls a native object with arguments on the value stack.
    unsafe fn call_native_at(&mut self, native: Gc<Native>, nb: Base, mut n: usize, names: Value) -> Outcome {
        // SAFETY: as for `call_at`; rows live forever.
        unsafe {
            let row = &*native.row.get();
            let receiver = native.receiver.get();
            if !receiver.is(Value::UNSET) && !self.is_str(native.owner.get()) {
                self.insert_first(nb, n, receiver);
                n += 1;
            } else if map_of(native.value()) != id::NATIVE && row.name != "__new__" {
                self.check_receiver(native, row.name, if n == 0 { None } else { Some(*nb) })?;
            }
            let simple = names.is(Value::UNSET) && !row.params.varargs && !row.params.varkeywords;
            if simple && n >= row.required as usize && n <= row.params.positional as usize {
                return self.run_native(row.function, nb, n);
            }
            if names.is(Value::UNSET)
                && let Some(function) = row.positional
            {
                return self.run_native(function, nb, n);
            }
            let places = self.bind_native_arguments(native, nb, n, names)?;
            // There may be more places than arguments: the collector must see them all.
            if let Some(last) = self.interp.scratch.last_mut() {
                last.1 = last.1.max(places + 5);
            }
            self.run_native(row.function, nb, places)
        }
    }

    /// TypeError unless an unbound method's first argument is an instance of its class.
    #[inline]
    fn check_receiver(&mut self, native: Gc<Native>, name: &str, receiver: Option<Value>) -> Outcome<()> {
        let Some(owner) = self.as_class(native.owner.get()) else { return Ok(()) };
        // SAFETY: rows are static.
        let of_class = unsafe { (*native.row.get()).kind } == crate::native::NativeKind::ClassMethod;
        let class = match receiver {
            Some(r) if of_class => self.as_class(r),
            other => other.map(|r| self.class_of(r)),
        };
        if class.is_some_and(|c| c == owner || self.is_subtype(c, owner)) {
            return Ok(());
        }
        Err(self.wrong_receiver(native, name, owner, receiver))
    }

    #[cold]
    fn wrong_receiver(
        &mut self,
        native: Gc<Native>,
        name: &str,
        owner: crate::object::class::ClassRef,
        receiver: Option<Value>,
    ) -> crate::native::Raised {
        let of = self.class_name(owner);
        let slot = map_of(native.value()) == id::WRAPPER;
        let Some(receiver) = receiver else {
            return self.type_error(if slot {
                format!("descriptor '{name}' of '{of}' object needs an argument")
            } else {
                format!("unbound method {of}.{name}() needs an argument")
            });
        };
        let given = self.type_name(receiver);
        self.type_error(if slot {
            format!("descriptor '{name}' requires a '{of}' object but received a '{given}'")
        } else {
            format!("descriptor '{name}' for '{of}' objects doesn't apply to a '{given}' object")
        })
    }

    /// A call with a tuple of arguments and a dict of keywords (or UNSET).
    ///
    /// # Safety
    /// The frame at `base` is published.
    #[inline(always)]
    pub unsafe fn call_with_star(&mut self, base: Base, f: Value, tuple: Value, dict: Value, ret: Return) -> Called {
        // SAFETY: above `top` is room, as `call_at` checks before anything else runs.
        unsafe {
            let nb = self.top_above(base).add(8);
            let mut n = self.tuple_items(tuple).len();
            if nb.add(n) > self.thread.stack_limit {
                return Called::done(Err(self.too_deep()));
            }
            *nb.sub(3) = f;
            std::ptr::copy_nonoverlapping(self.tuple_items(tuple).as_ptr(), nb, n);
            let mut names = Value::UNSET;
            if !dict.is(Value::UNSET) && self.dict_len(dict) > 0 {
                self.interp.scratch.push((nb.sub(3), n + 3));
                let keys = self.spread_keywords(nb.add(n), dict);
                self.interp.scratch.pop();
                match keys {
                    Ok(tuple) => names = tuple,
                    Err(raised) => return Called::done(Err(raised)),
                }
                n += self.tuple_items(names).len();
            }
            self.call_at(nb, n, names, ret)
        }
    }

    /// Writes a dict's values to `to`, gives its keys as a tuple of interned strings.
    unsafe fn spread_keywords(&mut self, to: Base, dict: Value) -> Outcome {
        let mut keys = crate::object::Rooted::new();
        let mut values = crate::object::Rooted::new();
        let mut at = 0;
        while let Some((key, value, next)) = self.dict_entry(dict, at) {
            if !self.is_str(key) {
                return Err(self.type_error("keywords must be strings"));
            }
            let key = self.intern_value(key);
            keys.push(key);
            values.push(value);
            at = next;
        }
        let names = self.new_tuple(&keys)?;
        for (i, v) in values.iter().enumerate() {
            // SAFETY: there is room above.
            unsafe { *to.add(i) = *v };
        }
        Ok(names)
    }

    /// Calls from a native: `fill` puts callee and arguments at the place that it is given.
    pub(crate) fn call_nested(&mut self, f: Value, args: &[Value], names: Value) -> Outcome {
        self.ensure_stack();
        let (base, pc) = (self.thread.base, self.thread.pc);
        // SAFETY: above `top`, and above what other calls in the making use, is room.
        unsafe {
            let nb = self.free_above(base).add(8);
            if nb.add(args.len()) > self.thread.stack_limit || super::frame::native_sp() < self.thread.native_limit {
                return Err(self.too_deep());
            }
            *nb.sub(3) = f;
            std::ptr::copy_nonoverlapping(args.as_ptr(), nb, args.len());
            let ret = Return { pc, base, action: Action::Native, plain: false };
            let called = self.call_at(nb, args.len(), names, ret);
            self.finish_nested(called, base, pc)
        }
    }

    /// Calls what lies in a window, from compiled code: callee at `nb[-3]`, arguments at `nb`.
    ///
    /// # Safety
    /// The window is on the value stack, below the top that compiled code has published.
    pub(crate) unsafe fn call_in_window(&mut self, nb: Base, n: usize) -> Outcome {
        let (base, pc) = (self.thread.base, self.thread.pc);
        if super::frame::native_sp() < self.thread.native_limit {
            return Err(self.too_deep());
        }
        let ret = Return { pc, base, action: Action::Native, plain: false };
        // SAFETY: the caller's promise.
        unsafe {
            let called = self.call_at(nb, n, Value::UNSET, ret);
            self.finish_nested(called, base, pc)
        }
    }

    /// Runs what a nested call began.
    pub(crate) unsafe fn finish_nested(&mut self, called: Called, base: Base, pc: Pc) -> Outcome {
        if called.base.is_null() {
            if called.x == 0 {
                return Err(crate::native::Raised);
            }
            return Ok(Value::from_bits(called.x));
        }
        let scratch = self.interp.scratch.len();
        // SAFETY: a frame with a native caller was begun.
        let outcome = unsafe { run(self, called.x as Pc, called.base) };
        self.interp.scratch.truncate(scratch);
        self.thread.base = base;
        self.thread.pc = pc;
        outcome
    }

    /// First word that neither the innermost frame nor a call in the making uses.
    pub(crate) fn free_above(&self, base: Base) -> Base {
        let top = self.top_above(base).max(self.thread.top);
        match self.interp.scratch.last() {
            Some(&(start, n)) => top.max(start.wrapping_add(n)),
            None => top,
        }
    }
}

impl Vm {
    /// Calls the body of a module or class, whose only place at entry is its namespace.
    pub(crate) fn call_nested_body(&mut self, f: Value, namespace: Value) -> Outcome {
        self.ensure_stack();
        let (base, pc) = (self.thread.base, self.thread.pc);
        if super::frame::native_sp() < self.thread.native_limit {
            return Err(self.too_deep());
        }
        // SAFETY: as in `call_nested`; a body's only parameter is its namespace.
        unsafe {
            let nb = self.free_above(base).add(8);
            *nb.sub(3) = f;
            let ret = Return { pc, base, action: Action::Native, plain: false };
            *nb = namespace;
            let called = self.begin_function(nb, 1, Value::UNSET, ret);
            self.finish_nested(called, base, pc)
        }
    }
}
