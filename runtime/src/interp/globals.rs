//! Names in dicts: globals, builtins, namespaces of classes and of `exec`.

use super::code::{frame_name, function_of};
use super::dispatch::Base;
use crate::native::{Outcome, Raised};
use crate::object::layout::{Code, Dict, Function};
use crate::object::{Gc, map_of};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::ops::Op;
use pyspec_abi::types as id;

impl Vm {
    /// Global or builtin name `index` of the frame's code. `cache`, if not null, gets the cell's address.
    ///
    /// # Safety
    /// `base` is a frame and `cache` two words of its instruction, or null.
    pub unsafe fn load_global(&mut self, base: Base, index: u32, cache: *mut u32) -> Outcome {
        // SAFETY: the caller's promise.
        unsafe { self.load_global_of(function_of(base), frame_name(base, index), cache) }
    }

    /// The same for a function and a name.
    ///
    /// # Safety
    /// `cache` is two words of an instruction of the function's code, or null.
    pub unsafe fn load_global_of(&mut self, function: Gc<Function>, name: Value, cache: *mut u32) -> Outcome {
        let globals = function.globals.get();
        if !cache.is_null()
            && let Some(cell) = self.global_cell(globals, function.builtins.get(), name)
        {
            // SAFETY: the caller's promise; the cell is old and stays while the dict does.
            unsafe { cache.cast::<u64>().write_unaligned(cell.bits() as u64) };
        }
        let v = self.namespace_get(globals, name)?;
        if !v.is(Value::UNSET) {
            return Ok(v);
        }
        let builtins = function.builtins.get();
        let v = self.namespace_get(builtins, name)?;
        if v.is(Value::UNSET) { self.late_global(globals, name) } else { Ok(v) }
    }

    /// A global that is filled in when it is first asked for, else NameError.
    #[cold]
    fn late_global(&mut self, globals: Value, name: Value) -> Outcome {
        if self.importlib_may_know(Value::UNSET, name)? {
            let v = self.namespace_get(globals, name)?;
            if !v.is(Value::UNSET) {
                return Ok(v);
            }
        }
        Err(self.undefined(name))
    }

    /// The builtins dict that code with these globals sees.
    pub fn builtins_of(&mut self, globals: Value) -> Outcome {
        let key = self.names.__builtins__;
        let found = self.dict_get(globals, key)?;
        self.expose_dict(found)?;
        if found.is_ptr() && self.is_dict_map(map_of(found)) {
            return Ok(found);
        }
        if found.is_ptr() && self.is_module_map(map_of(found)) {
            return self.get_attr_text(found, "__dict__");
        }
        Ok(if found.is(Value::UNSET) { self.builtins } else { found })
    }

    /// An item of a namespace, UNSET if it has none.
    pub fn namespace_get(&mut self, namespace: Value, name: Value) -> Outcome {
        if namespace.is_ptr() && map_of(namespace) == id::DICT {
            return self.dict_get(namespace, name);
        }
        match self.get_item(namespace, name) {
            Ok(v) => Ok(v),
            Err(Raised) => {
                let class = self.exceptions.KeyError;
                self.swallow(class)?;
                Ok(Value::UNSET)
            }
        }
    }

    /// Stores into a namespace.
    pub fn namespace_set(&mut self, namespace: Value, name: Value, value: Value) -> Outcome<()> {
        if namespace.is_ptr() && map_of(namespace) == id::DICT {
            return self.dict_set(namespace, name, value);
        }
        self.set_item(namespace, name, value)
    }

    /// Deletes a name from a namespace, NameError if it is not there.
    pub fn delete_name(&mut self, namespace: Value, name: Value) -> Outcome<()> {
        if namespace.is_ptr() && map_of(namespace) == id::DICT {
            let old = self.dict_remove(namespace, name)?;
            return if old.is(Value::UNSET) { Err(self.undefined(name)) } else { Ok(()) };
        }
        if self.del_item(namespace, name).is_err() {
            let class = self.exceptions.KeyError;
            self.swallow(class)?;
            return Err(self.undefined(name));
        }
        Ok(())
    }

    /// Drops the pending exception if it is a `class`, else lets it be raised on.
    pub fn swallow(&mut self, class: crate::object::class::ClassRef) -> Outcome<()> {
        let pending = self.thread.pending;
        if self.is_subtype(self.class_of(pending), class) {
            self.thread.pending = Value::UNSET;
            return Ok(());
        }
        Err(Raised)
    }

    /// NameError for a name, which the exception keeps.
    #[cold]
    pub fn undefined(&mut self, name: Value) -> Raised {
        let text = self.str_lossy(name);
        let raised = self.name_error(format!("name '{text}' is not defined"));
        self.name_on_pending(name);
        raised
    }

    /// UnboundLocalError for a local.
    #[cold]
    pub fn unbound_local(&mut self, name: Value) -> Raised {
        let text = self.str_lossy(name);
        let message = format!("cannot access local variable '{text}' where it is not associated with a value");
        let raised = self.unbound_local_error(message);
        self.name_on_pending(name);
        raised
    }

    /// NameError for a free variable.
    #[cold]
    pub fn unbound_free(&mut self, name: Value) -> Raised {
        let text = self.str_lossy(name);
        let message =
            format!("cannot access free variable '{text}' where it is not associated with a value in enclosing scope");
        let raised = self.name_error(message);
        self.name_on_pending(name);
        raised
    }

    fn name_on_pending(&mut self, name: Value) {
        let pending = self.take_pending();
        let key = self.names.name;
        if self.set_attr(pending, key, name).is_ok() {
            self.thread.pending = pending;
        }
    }

    /// The cell that a code site with these globals may read `name` from: the global's, or the builtin's
    /// as long as there is no such global, which [`Vm::global_added`] watches.
    fn global_cell(&mut self, globals: Value, builtins: Value, name: Value) -> Option<Value> {
        let has_cells = |vm: &Vm, dict: Value| vm.cast::<Dict>(dict).is_some_and(|d| d.has_cells());
        // A dict of another class may have a say about names that are missing.
        if !has_cells(self, globals) || map_of(globals) != id::DICT || map_of(builtins) != id::DICT {
            return None;
        }
        if let Some(cell) = self.globals_cell(globals, name).ok()? {
            return Some(cell.value());
        }
        if !has_cells(self, builtins) {
            self.make_globals(builtins).ok()?;
        }
        self.globals_cell(builtins, name).ok()?.map(|c| c.value())
    }

    /// A name was added to a dict of globals: code that took it for a builtin looks again.
    pub fn global_added(&mut self, globals: Value, name: Value) {
        let builtins = self.builtins;
        if !builtins.is_ptr() || builtins.is(globals) || !self.is_str(name) {
            return;
        }
        match self.dict_get(builtins, name) {
            Ok(v) if v.is(Value::UNSET) => {}
            _ => self.forget_globals(globals),
        }
    }

    /// Clears the caches of global names in the code of these globals.
    fn forget_globals(&mut self, globals: Value) {
        for &data in &self.interp.codes {
            // SAFETY: code data lives as long as its code, whose instructions are in writable memory.
            unsafe {
                let code: Gc<Code> = Gc::from_value_unchecked((*data).object);
                if !code.globals.get().is(globals) {
                    continue;
                }
                let words = std::slice::from_raw_parts_mut((*data).entry.cast_mut(), (*data).code_len as usize);
                super::code::clear_some_caches(words, &(*data).patches, |op| {
                    matches!(op, Op::LOADGLOBAL | Op::LOADNAME)
                });
            }
        }
    }

    /// Stores global `index` of the frame's code. `cache` gets the cell's address.
    ///
    /// # Safety
    /// `base` is a frame and `cache` two words of its instruction.
    pub unsafe fn store_global(&mut self, base: Base, index: u32, value: Value, cache: *mut u32) -> Outcome<()> {
        // SAFETY: the caller's promise.
        let (globals, name) = unsafe { (function_of(base).globals.get(), frame_name(base, index)) };
        if let Some(cell) = self.globals_store(globals, name, value)? {
            // SAFETY: the caller's promise; the cell is old and stays while the dict does.
            unsafe { cache.cast::<u64>().write_unaligned(cell.value().bits() as u64) };
        }
        Ok(())
    }
}
