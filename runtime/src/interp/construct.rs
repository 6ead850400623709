//! Calling a class.

use super::call::{Called, Return};
use super::dispatch::Base;
use super::frame::Action;
use crate::native::Outcome;
use crate::object::class::{ClassRef, Special, class_flags};
use crate::object::{Gc, map_of};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::types as id;

impl Vm {
    /// Calls the class at `nb[-3]`. `Err(n)`: something else is the callee now, with n arguments more.
    ///
    /// # Safety
    /// As for `call_at`.
    pub(super) unsafe fn begin_class(
        &mut self,
        nb: Base,
        n: usize,
        names: Value,
        ret: Return,
    ) -> Result<Called, usize> {
        // SAFETY: the caller's promise.
        unsafe {
            let value = *nb.sub(3);
            let class: ClassRef = Gc::from_value_unchecked(value);
            let type_class = self.builtin_class(id::TYPE);
            let metaclass = self.class_of(value);
            if metaclass != type_class {
                let own = self.special(metaclass, Special::Call);
                if own != self.special(type_class, Special::Call)
                    && let Some(call) = own
                {
                    if call.is_ptr() && matches!(map_of(call), id::FUNCTION | id::NATIVE_METHOD | id::WRAPPER) {
                        *nb.sub(3) = call;
                        self.insert_first(nb, n, value);
                        return Err(1);
                    }
                    return match self.bind(call, value, metaclass) {
                        Ok(bound) => {
                            *nb.sub(3) = bound;
                            Err(0)
                        }
                        Err(raised) => Ok(Called::done(Err(raised))),
                    };
                }
            }
            if class == type_class && n == 1 && names.is(Value::UNSET) {
                return Ok(Called::done(Ok(self.class_of(*nb).value())));
            }
            Ok(self.begin_instance(class, nb, n, names, ret))
        }
    }

    /// `type.__call__`: `__new__`, then `__init__`.
    ///
    /// # Safety
    /// As for `call_at`.
    pub(super) unsafe fn begin_instance(
        &mut self,
        class: ClassRef,
        nb: Base,
        n: usize,
        names: Value,
        ret: Return,
    ) -> Called {
        let object_class = self.builtin_class(id::OBJECT);
        if names.is(Value::UNSET)
            && !class.has(class_flags::HEAP)
            && self.builtin_classes.get(class.info().base_map as usize).copied().flatten() == Some(class)
            // SAFETY: the arguments are at `nb`.
            && let Some(outcome) = unsafe { self.construct_builtin(class, nb, n) }
        {
            return Called::done(outcome);
        }
        let new = self.special(class, Special::New);
        let plain_new = new == self.special(object_class, Special::New) && !class.has(class_flags::ABSTRACT);
        let init = self.special(class, Special::Init);
        let plain_init = init == self.special(object_class, Special::Init);
        // SAFETY: the caller's promise.
        unsafe {
            let object = if plain_new {
                if plain_init && n > 0 {
                    let name = self.str_lossy(class.name.get());
                    return Called::done(Err(self.type_error(format!("{name}() takes no arguments"))));
                }
                self.new_instance(class)
            } else {
                let new = new.unwrap_or(Value::NONE);
                self.call_new(new, class, nb, n, names)
            };
            let Ok(object) = object else { return Called::done(object) };
            if plain_init {
                return Called::done(Ok(object));
            }
            if !plain_new && !self.is_subtype(self.class_of(object), class) {
                return Called::done(Ok(object));
            }
            let class = self.class_of(object);
            let Some(init) = self.special(class, Special::Init) else { return Called::done(Ok(object)) };
            self.begin_init(object, init, nb, n, names, ret)
        }
    }

    /// An instance of a builtin class that is made of its arguments at once; `None`: another way.
    ///
    /// # Safety
    /// The arguments are at `nb`, where the collector sees them.
    pub(crate) unsafe fn construct_quickly(&mut self, class: ClassRef, nb: Base, n: usize) -> Option<Outcome> {
        // SAFETY: the caller's promise.
        let arg = |i: usize| unsafe { *nb.add(i) };
        Some(match (class.info().base_map, n) {
            (id::LIST, 0) => self.list_with_capacity(0).map(Gc::value),
            (id::LIST, 1) => self.list_from(arg(0)),
            (id::SET, 0) => self.empty_set(id::SET).map(Gc::value),
            (id::SET, 1) => self.set_from_iterable(arg(0)),
            (id::DICT, 0) => self.new_dict(),
            (id::RANGE, 1) if arg(0).is_int() => self.new_range(Value::small_int(0), arg(0), Value::small_int(1)),
            (id::RANGE, 2) if arg(0).is_int() && arg(1).is_int() => self.new_range(arg(0), arg(1), Value::small_int(1)),
            (id::INT, 1) => match arg(0).to_flonum() {
                _ if arg(0).is_int() => Ok(arg(0)),
                // Below this bound every float's integral part is an int in place.
                Some(f) if f.abs() < (1u64 << 61) as f64 => Ok(Value::small_int(f as isize)),
                _ => return None,
            },
            (id::FLOAT, 1) => match arg(0).to_flonum() {
                Some(_) => Ok(arg(0)),
                None if arg(0).is_int() && arg(0).as_int().unsigned_abs() < 1 << 53 => {
                    self.new_float(arg(0).as_int() as f64)
                }
                None => return None,
            },
            _ => return None,
        })
    }

    /// An instance of a builtin class whose constructor can be called with the arguments where they are;
    /// `None`: the long way.
    unsafe fn construct_builtin(&mut self, class: ClassRef, nb: Base, n: usize) -> Option<Outcome> {
        // SAFETY: the arguments are at `nb`; the caller has told the collector of them.
        unsafe {
            if let Some(outcome) = self.construct_quickly(class, nb, n) {
                return Some(outcome);
            }
            let object_class = self.builtin_class(id::OBJECT);
            let init = self.special(class, Special::Init);
            if init != self.special(object_class, Special::Init) {
                return None;
            }
            let new = self.special(class, Special::New)?;
            let new: Gc<crate::object::layout::Native> = self.cast(self.unwrap_static(new))?;
            let row = &*new.row.get();
            let fits = n + 1 >= row.required as usize && n < row.params.positional as usize;
            if row.params.varargs || row.params.varkeywords || !fits {
                return None;
            }
            self.insert_first(nb, n, class.value());
            Some(self.run_native(row.function, nb, n + 1))
        }
    }

    fn list_from(&mut self, iterable: Value) -> Outcome {
        let list = self.list_with_capacity(0)?;
        self.list_extend(list, iterable)?;
        Ok(list.value())
    }

    fn set_from_iterable(&mut self, iterable: Value) -> Outcome {
        let set = self.empty_set(id::SET)?;
        self.set_update(set, iterable)?;
        Ok(set.value())
    }

    unsafe fn call_new(&mut self, new: Value, class: ClassRef, nb: Base, n: usize, names: Value) -> Outcome {
        // SAFETY: the arguments are at `nb`.
        unsafe {
            // A static method in the class's dict, wrapped or not.
            let new = self.unwrap_static(new);
            self.call_behind(new, class.value(), nb, n, names)
        }
    }

    /// Calls `f` with `first` and the `n` arguments at `nb`, which stay as they are, from the stack behind them.
    unsafe fn call_behind(&mut self, f: Value, first: Value, nb: Base, n: usize, names: Value) -> Outcome {
        // SAFETY: the arguments are at `nb`; above is room, as `call_at` checks.
        unsafe {
            let (base, pc) = (self.thread.base, self.thread.pc);
            let to = self.free_above(base).max(nb.add(n)).add(8);
            if to.add(n) > self.thread.stack_limit || super::frame::native_sp() < self.thread.native_limit {
                return Err(self.too_deep());
            }
            *to.sub(3) = f;
            *to = first;
            std::ptr::copy_nonoverlapping(nb, to.add(1), n);
            let ret = Return { pc, base, action: Action::Native, plain: false };
            let called = self.call_at(to, n + 1, names, ret);
            self.finish_nested(called, base, pc)
        }
    }

    /// Begins `__init__`, in a frame two words further up: the object is at its base[-5] and base[0].
    unsafe fn begin_init(
        &mut self,
        object: Value,
        init: Value,
        nb: Base,
        n: usize,
        names: Value,
        ret: Return,
    ) -> Called {
        // SAFETY: as for `call_at`.
        unsafe {
            if !(init.is_ptr() && map_of(init) == id::FUNCTION) {
                if init.is_ptr() && matches!(map_of(init), id::NATIVE_METHOD | id::WRAPPER) {
                    let keep = std::hint::black_box(object);
                    let result = self.call_behind(init, object, nb, n, names);
                    return Called::done(result.and_then(|v| self.init_result(v, keep)));
                }
                let mut args = crate::object::Rooted::new();
                let class = self.class_of(object);
                let callee = match self.bind(init, object, class) {
                    Ok(bound) => bound,
                    Err(raised) => return Called::done(Err(raised)),
                };
                args.extend_from_slice(std::slice::from_raw_parts(nb, n));
                return Called::done(self.call_nested(callee, &args, names).and_then(|v| self.init_result(v, object)));
            }
            let to = nb.add(1);
            std::ptr::copy(nb, to.add(1), n);
            *to = object;
            *to.sub(5) = object;
            *to.sub(3) = init;
            if let Some(last) = self.interp.scratch.last_mut() {
                last.1 += 2;
            }
            if ret.action == Action::Result {
                let ret = Return { action: Action::Construct, plain: false, ..ret };
                return self.begin_function(to, n + 1, names, ret);
            }
            // A native caller: the loop ends with None, so the object is put in its place here.
            let ret = Return { action: Action::Native, plain: false, ..ret };
            let called = self.begin_function(to, n + 1, names, ret);
            let outcome = self.finish_nested(called, ret.base, ret.pc).and_then(|v| self.init_result(v, object));
            Called::done(outcome)
        }
    }

    fn init_result(&mut self, result: Value, object: Value) -> Outcome {
        if result.is(Value::NONE) {
            return Ok(object);
        }
        let name = self.type_name(result);
        Err(self.type_error(format!("__init__() should return None, not '{name}'")))
    }

    /// The function in a static method.
    pub(super) fn unwrap_static(&self, v: Value) -> Value {
        match self.cast::<crate::object::layout::StaticMethod>(v) {
            Some(s) => s.function.get(),
            None => v,
        }
    }
}
