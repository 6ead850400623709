//! The rare operations of `INTRINSIC`.

use super::code::function_of;
use super::dispatch::Base;
use crate::native::{Outcome, Raised};
use crate::object::class::class_flags;
use crate::object::{Rooted, map_of};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::intrinsics::Intrinsic;
use pyspec_abi::types as id;

impl Vm {
    /// Intrinsic `number` of these places of the frame at `base`.
    ///
    /// # Safety
    /// `base` is the running frame.
    pub unsafe fn intrinsic(&mut self, base: Base, number: u32, args: &[Value]) -> Outcome {
        // SAFETY: the caller's promise.
        let globals = unsafe { function_of(base).globals.get() };
        let Some(which) = Intrinsic::from_number(number) else {
            return Err(self.system_error("unknown intrinsic"));
        };
        match which {
            Intrinsic::Import => self.import_statement(base, globals, args),
            Intrinsic::ImportFrom | Intrinsic::ImportDotted => self.import_from(args[0], args[1]),
            Intrinsic::ImportStar => {
                let namespace = if args[1].is(Value::NONE) { globals } else { args[1] };
                self.import_star(args[0], namespace)
            }
            Intrinsic::BuildClass => self.build_class_statement(args),
            Intrinsic::RaiseActive => {
                let handling = self.thread.handling;
                if handling.is(Value::NONE) || handling.is(Value::UNSET) {
                    return Err(self.runtime_error("No active exception to reraise"));
                }
                // The RERAISE that follows leaves the traceback as it is.
                Ok(handling)
            }
            Intrinsic::AssertionError => Ok(self.exceptions.AssertionError.value()),
            Intrinsic::NotImplementedError => Ok(self.exceptions.NotImplementedError.value()),
            Intrinsic::MatchSequence => Ok(Value::bool(self.matches_kind(args[0], class_flags::SEQUENCE)?)),
            Intrinsic::MatchMapping => Ok(Value::bool(self.matches_kind(args[0], class_flags::MAPPING)?)),
            Intrinsic::MatchLength => {
                let n = self.len(args[0])?;
                self.new_int(n as i64)
            }
            Intrinsic::MatchKeys => self.match_keys(args[0], args[1]),
            Intrinsic::MatchRest => self.match_rest(args[0], args[1]),
            Intrinsic::MatchClass => self.match_class(args),
            Intrinsic::CheckGroupMatch => self.check_group_match(args[0], args[1]),
            Intrinsic::PrepareReraiseStar => self.prepare_reraise_star(args[0], args[1]),
            Intrinsic::SetupAnnotations => {
                let namespace = if args[0].is(Value::NONE) { globals } else { args[0] };
                let key = self.names.__annotations__;
                if self.namespace_get(namespace, key)?.is(Value::UNSET) {
                    let dict = self.new_dict()?;
                    self.namespace_set(namespace, key, dict)?;
                }
                Ok(Value::NONE)
            }
            Intrinsic::PrintExpr => {
                let sys = self.sys;
                let name = self.names.displayhook;
                let hook = self.get_attr_or_unset(sys, name)?;
                if hook.is(Value::UNSET) {
                    return Err(self.runtime_error("lost sys.displayhook"));
                }
                self.call(hook, &[args[0]])
            }
            Intrinsic::AsyncGenWrap => Ok(args[0]),
            Intrinsic::Locals => {
                // SAFETY: `base` is the running frame.
                let frame = unsafe { self.frame_object(base)? };
                self.frame_locals_snapshot(frame)
            }
            Intrinsic::ExcStar => Ok(args[0]),
            Intrinsic::CloseLoop => {
                self.close_loop(args[0], args[1]);
                Ok(Value::NONE)
            }
            Intrinsic::ExcInfo => {
                let class = self.class_of(args[0]).value();
                let traceback = self.as_exception(args[0]).map_or(Value::NONE, |e| e.traceback.get());
                self.new_tuple(&[class, args[0], if traceback.is(Value::UNSET) { Value::NONE } else { traceback }])
            }
            Intrinsic::LoadBuildClassCell => Ok(args[0]),
            Intrinsic::StopIterationToRuntime => {
                // SAFETY: the caller's promise.
                let flags = unsafe { super::code::frame_code(base).info().flags };
                Ok(self.stop_iteration_inside(flags, args[0]).unwrap_or(args[0]))
            }
            Intrinsic::SetFunctionTypeParams => {
                let name = self.names.__type_params__;
                self.set_attr(args[0], name, args[1])?;
                Ok(args[0])
            }
            Intrinsic::TypeVar
            | Intrinsic::TypeVarConstraints
            | Intrinsic::TypeVarTuple
            | Intrinsic::ParamSpec
            | Intrinsic::SetTypeDefault
            | Intrinsic::SubscriptGeneric
            | Intrinsic::TypeAlias
            | Intrinsic::BuildTemplate
            | Intrinsic::Interpolation => self.module_intrinsic(which, args),
        }
    }

    /// Intrinsics that a native module implements: function `_intrinsic_NAME` of `_typing` or `_template`.
    fn module_intrinsic(&mut self, which: Intrinsic, args: &[Value]) -> Outcome {
        let module = match which {
            Intrinsic::BuildTemplate | Intrinsic::Interpolation => "_template",
            _ => "_typing",
        };
        let module = self.import_module(module)?;
        let name = format!("_intrinsic_{}", which.row().name.replace('-', "_"));
        let function = self.get_attr_text(module, &name)?;
        // Python code sees what is left out as None.
        let given: Vec<Value> = args.iter().map(|v| if v.is(Value::UNSET) { Value::NONE } else { *v }).collect();
        self.call(function, &given)
    }

    fn import_statement(&mut self, base: Base, globals: Value, args: &[Value]) -> Outcome {
        let name = self.names.__import__;
        // SAFETY: `base` is the running frame.
        let builtins = unsafe { function_of(base).builtins.get() };
        let import = self.namespace_get(builtins, name)?;
        if import.is(Value::UNSET) {
            return Err(self.import_error("__import__ not found"));
        }
        self.call(import, &[args[0], globals, Value::NONE, args[1], args[2]])
    }

    /// Imports a module by its full name.
    pub fn import_module(&mut self, name: &str) -> Outcome {
        let modules = self.modules;
        if modules.is_ptr() {
            let loaded = self.dict_get_text(modules, name)?;
            if !loaded.is(Value::UNSET) && !loaded.is(Value::NONE) {
                return Ok(loaded);
            }
        }
        let key = self.names.__import__;
        let builtins = self.builtins;
        let import = self.namespace_get(builtins, key)?;
        if import.is(Value::UNSET) {
            return Err(self.import_error("__import__ not found"));
        }
        let (name, empty) = (self.intern(name), self.new_tuple(&[])?);
        let one = self.intern("*");
        let list = if self.str_bytes(name).contains(&b'.') { self.new_tuple(&[one])? } else { empty };
        self.call(import, &[name, Value::NONE, Value::NONE, list, Value::small_int(0)])
    }

    fn import_from(&mut self, module: Value, name: Value) -> Outcome {
        let v = self.get_attr_or_unset(module, name)?;
        if !v.is(Value::UNSET) {
            return Ok(v);
        }
        let key = self.names.__name__;
        let own = self.get_attr_or_unset(module, key)?;
        let wanted = self.str_lossy(name);
        let mut shown = "<unknown module name>".to_string();
        if self.is_str(own) {
            shown = self.str_lossy(own);
            let modules = self.modules;
            let full = format!("{shown}.{wanted}");
            let found = self.dict_get_text(modules, &full)?;
            if !found.is(Value::UNSET) {
                return Ok(found);
            }
        }
        self.cannot_import(module, name, &shown, &wanted)
    }

    fn cannot_import(&mut self, module: Value, name: Value, shown: &str, wanted: &str) -> Outcome {
        let key = self.names.__file__;
        let file = self.get_attr_or_unset(module, key)?;
        let place = if self.is_str(file) { self.str_lossy(file) } else { "unknown location".into() };
        let partial = self.is_partial(module)?;
        let message = match self.shadowed(module, shown, partial) {
            Some(advice) => format!("cannot import name '{wanted}' from '{shown}' ({advice})"),
            None if partial => format!(
                "cannot import name '{wanted}' from partially initialized module '{shown}' (most likely due to a circular import) ({place})"
            ),
            None => format!("cannot import name '{wanted}' from '{shown}' ({place})"),
        };
        let class = self.exceptions.ImportError;
        let text = self.new_str(&message)?;
        let e = self.call(class.value(), &[text])?;
        let module_name = self.new_str(shown)?;
        self.set_attr_text(e, "name", module_name)?;
        self.set_attr_text(e, "name_from", name)?;
        if self.is_str(file) {
            self.set_attr_text(e, "path", file)?;
        }
        Err(self.set_pending(e))
    }

    /// Whether the body of a module runs still.
    fn is_partial(&mut self, module: Value) -> Outcome<bool> {
        if self.is_initializing(module) {
            return Ok(true);
        }
        let key = self.names.__spec__;
        let spec = self.get_attr_or_unset(module, key)?;
        if spec.is(Value::UNSET) || spec.is(Value::NONE) {
            return Ok(false);
        }
        let flag = self.get_attr_text_or_unset(spec, "_initializing")?;
        Ok(!flag.is(Value::UNSET) && self.truth(flag)?)
    }

    fn import_star(&mut self, module: Value, namespace: Value) -> Outcome {
        let all = self.names.__all__;
        let list = self.get_attr_or_unset(module, all)?;
        let explicit = !list.is(Value::UNSET);
        let names = if explicit {
            self.collect_items(list)?
        } else {
            let key = self.names.__dict__;
            let dict = self.get_attr_or_unset(module, key)?;
            if dict.is(Value::UNSET) {
                return Err(self.import_error("from-import-* object has no __dict__ and no __all__"));
            }
            let keys = self.call_method(dict, "keys", &[])?;
            self.collect_items(keys)?
        };
        for i in 0..names.len() {
            let name = names[i];
            if !self.is_str(name) {
                let (what, kind) = if explicit { ("Item in", "__all__") } else { ("Key in", "__dict__") };
                let module_name = self.get_attr_text(module, "__name__")?;
                let (shown, got) = (self.str_lossy(module_name), self.type_name(name));
                return Err(self.type_error(format!("{what} {shown}.{kind} must be str, not {got}")));
            }
            if !explicit && self.str_bytes(name).first() == Some(&b'_') {
                continue;
            }
            let name = self.intern_value(name);
            let v = self.get_attr(module, name)?;
            self.namespace_set(namespace, name, v)?;
        }
        Ok(Value::NONE)
    }

    /// `__build_class__` of the builtins, called with (body, name, *bases, **keywords).
    fn build_class_statement(&mut self, args: &[Value]) -> Outcome {
        let key = self.names.__build_class__;
        let builtins = self.builtins;
        let build = self.namespace_get(builtins, key)?;
        if !build.is_ptr() || map_of(build) == id::NATIVE {
            return self.build_class(args[0], args[1], args[2], args[3]);
        }
        let mut all = Rooted::new();
        all.push(args[0]);
        all.push(args[1]);
        all.extend_from_slice(self.tuple_items(args[2]));
        let tuple = self.new_tuple(&all)?;
        self.call_star(build, tuple, args[3])
    }

    fn matches_kind(&mut self, v: Value, flag: u32) -> Outcome<bool> {
        let class = self.class_of(v);
        if class.has(flag) {
            return Ok(true);
        }
        let builtin = v.is_ptr() && class.has(class_flags::HEAP);
        if !builtin {
            return Ok(false);
        }
        // A class registered with the abstract classes after it was made.
        let module = self.modules;
        let abc = self.dict_get_text(module, "collections.abc")?;
        if abc.is(Value::UNSET) {
            return Ok(false);
        }
        let name = if flag == class_flags::SEQUENCE { "Sequence" } else { "Mapping" };
        let of = self.get_attr_text(abc, name)?;
        self.is_instance(v, of)
    }

    fn match_keys(&mut self, subject: Value, keys: Value) -> Outcome {
        let mut values = Rooted::new();
        let seen = self.new_set()?;
        let get = if self.tuple_items(keys).is_empty() { Value::NONE } else { self.get_attr_text(subject, "get")? };
        let marker = self.new_cell(Value::NONE)?;
        for i in 0..self.tuple_items(keys).len() {
            let key = self.tuple_items(keys)[i];
            if !self.set_add(seen, key)? {
                let shown = self.repr_text(key)?;
                return Err(self.value_error(format!("mapping pattern checks duplicate key ({shown})")));
            }
            let v = self.call(get, &[key, marker])?;
            if v.is(marker) {
                return Ok(Value::NONE);
            }
            values.push(v);
        }
        self.new_tuple(&values)
    }

    fn match_rest(&mut self, subject: Value, keys: Value) -> Outcome {
        let rest = self.new_dict()?;
        self.display_dict_update(rest, subject)?;
        for i in 0..self.tuple_items(keys).len() {
            let key = self.tuple_items(keys)[i];
            self.dict_remove(rest, key)?;
        }
        Ok(rest)
    }

    /// `case C(a, b, k=c)`: (subject, class, positional count, keyword names).
    fn match_class(&mut self, args: &[Value]) -> Outcome {
        let (subject, class, positional, keywords) = (args[0], args[1], args[2].as_int() as usize, args[3]);
        let Some(checked) = self.as_class(class) else {
            return Err(self.type_error("called match pattern must be a class"));
        };
        if !self.is_instance(subject, class)? {
            return Ok(Value::NONE);
        }
        let mut values = Rooted::new();
        let mut seen: Vec<String> = vec![];
        if positional > 0 {
            let key = self.names.__match_args__;
            let names = self.get_attr_or_unset(class, key)?;
            if names.is(Value::UNSET) {
                const SELF: u32 = class_flags::INT
                    | class_flags::FLOAT
                    | class_flags::STR
                    | class_flags::BYTES
                    | class_flags::BYTEARRAY
                    | class_flags::LIST
                    | class_flags::TUPLE
                    | class_flags::DICT
                    | class_flags::SET
                    | class_flags::FROZENSET;
                let itself = checked.has(SELF);
                let most = if itself { 1 } else { 0 };
                if positional > most {
                    return Err(self.too_many_patterns(class, most, positional));
                }
                values.push(subject);
            } else {
                if !self.is_tuple(names) || !(names.is_ptr() && map_of(names) == id::TUPLE) {
                    let (name, got) = (self.str_lossy(checked.name.get()), self.type_name(names));
                    return Err(self.type_error(format!("{name}.__match_args__ must be a tuple (got {got})")));
                }
                let most = self.tuple_items(names).len();
                if positional > most {
                    return Err(self.too_many_patterns(class, most, positional));
                }
                for i in 0..positional {
                    let name = self.tuple_items(names)[i];
                    if !self.is_str(name) {
                        let got = self.type_name(name);
                        return Err(self.type_error(format!("__match_args__ elements must be strings (got {got})")));
                    }
                    if !self.match_attribute(subject, class, name, &mut seen, &mut values)? {
                        return Ok(Value::NONE);
                    }
                }
            }
        }
        for i in 0..self.tuple_items(keywords).len() {
            let name = self.tuple_items(keywords)[i];
            if !self.match_attribute(subject, class, name, &mut seen, &mut values)? {
                return Ok(Value::NONE);
            }
        }
        self.new_tuple(&values)
    }

    fn match_attribute(
        &mut self,
        subject: Value,
        class: Value,
        name: Value,
        seen: &mut Vec<String>,
        values: &mut Rooted,
    ) -> Outcome<bool> {
        let text = self.str_lossy(name);
        if seen.contains(&text) {
            let of = self.as_class(class).map_or(String::new(), |c| self.str_lossy(c.name.get()));
            return Err(self.type_error(format!("{of}() got multiple sub-patterns for attribute '{text}'")));
        }
        seen.push(text);
        let name = self.intern_value(name);
        let v = self.get_attr_or_unset(subject, name)?;
        if v.is(Value::UNSET) {
            return Ok(false);
        }
        values.push(v);
        Ok(true)
    }

    #[cold]
    fn too_many_patterns(&mut self, class: Value, most: usize, given: usize) -> Raised {
        let name = self.as_class(class).map_or(String::new(), |c| self.str_lossy(c.name.get()));
        let s = if most == 1 { "" } else { "s" };
        self.type_error(format!("{name}() accepts {most} positional sub-pattern{s} ({given} given)"))
    }

    /// What a generator's body raises for an exception that must not leave it, if this is one.
    pub(super) fn stop_iteration_inside(&mut self, flags: u32, exception: Value) -> Option<Value> {
        use pyspec_abi::blob::flags as f;
        let class = self.class_of(exception);
        let stop = self.is_subtype(class, self.exceptions.StopIteration);
        let async_stop = flags & f::ASYNC_GENERATOR != 0 && self.is_subtype(class, self.exceptions.StopAsyncIteration);
        if !stop && !async_stop {
            return None;
        }
        let kind = if flags & f::ASYNC_GENERATOR != 0 {
            "async generator"
        } else if flags & f::COROUTINE != 0 {
            "coroutine"
        } else {
            "generator"
        };
        let name = if async_stop { "StopAsyncIteration" } else { "StopIteration" };
        let class = self.exceptions.RuntimeError;
        let text = self.new_str(&format!("{kind} raised {name}")).ok()?;
        let e = self.new_exception(class, &[text]).ok()?;
        if let Some(made) = self.as_exception(e) {
            made.cause.set(&mut self.heap, e, exception);
            made.context.set(&mut self.heap, e, exception);
            made.flags.set_plain(Value::small_int(made.flags.int() | 1));
        }
        Some(e)
    }
}
