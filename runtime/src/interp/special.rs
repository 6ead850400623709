//! What instructions ask of objects beyond the protocols.

use crate::native::{Outcome, Raised};
use crate::object::class::{ClassRef, Special};
use crate::object::layout::Generator;
use crate::object::{Gc, Rooted, map_of};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::types as id;

impl Vm {
    /// `super.name` for the value of the name `super`, the class cell's content and the receiver.
    pub fn get_super(&mut self, super_value: Value, class: Value, object: Value, name: Value) -> Outcome {
        let real = self.builtin_class(id::SUPER).value();
        let proxy = if super_value.is(real) {
            if class.is(Value::UNSET) {
                return Err(self.runtime_error("super(): empty __class__ cell"));
            }
            self.call(super_value, &[class, object])?
        } else {
            self.call(super_value, &[])?
        };
        self.get_attr(proxy, name)
    }

    /// The same for the real `super`, without the cache.
    pub(super) fn find_super_function(&mut self, class: Value, object: Value, name: Value) -> Option<Value> {
        let class = self.as_class(class)?;
        let of = match self.as_class(object) {
            Some(_) => return None,
            None => self.class_of(object),
        };
        let mro = self.tuple_items(of.mro.get());
        let at = mro.iter().position(|c| c.is(class.value()))?;
        for &next in &mro[at + 1..] {
            // SAFETY: an MRO holds classes only.
            let next: ClassRef = unsafe { Gc::from_value_unchecked(next) };
            if let Some(found) = self.class_own(next, name) {
                let plain = found.is_ptr() && matches!(map_of(found), id::FUNCTION | id::NATIVE_METHOD | id::WRAPPER);
                return plain.then_some(found);
            }
        }
        None
    }

    /// Special method number `n` of `SPECIALS`, bound; what `with` says if it is missing.
    pub fn get_special(&mut self, object: Value, n: usize) -> Outcome {
        const ALL: [Special; 4] = [Special::Enter, Special::Exit, Special::AEnter, Special::AExit];
        let class = self.class_of(object);
        if let Some(method) = self.special(class, ALL[n]) {
            return self.bind(method, object, class);
        }
        let (kind, pair) = if n < 2 {
            ("", [Special::Enter, Special::Exit])
        } else {
            ("asynchronous ", [Special::AEnter, Special::AExit])
        };
        let name = self.full_type_name(object);
        let missing = ALL[n].name();
        let other = if n < 2 { [Special::AEnter, Special::AExit] } else { [Special::Enter, Special::Exit] };
        let (with, others) = if n < 2 { ("async with", "asynchronous ") } else { ("with", "") };
        let _ = pair;
        let hint = if self.special(class, other[0]).is_some() && self.special(class, other[1]).is_some() {
            let _ = others;
            format!(" but it supports the {}context manager protocol. Did you mean to use '{with}'?", others)
        } else {
            String::new()
        };
        Err(self.type_error(format!(
            "'{name}' object does not support the {kind}context manager protocol (missed {missing} method){hint}"
        )))
    }

    /// The name of an object's class as `%T` shows it: with its module unless that is builtins.
    pub fn full_type_name(&mut self, object: Value) -> String {
        let class = self.class_of(object);
        let qualname = self.str_lossy(class.qualname.get());
        let key = self.names.__module__;
        match self.lookup(class, key) {
            Some(module) if self.is_str(module) => {
                let module = self.str_lossy(module);
                if module == "builtins" { qualname } else { format!("{module}.{qualname}") }
            }
            _ => qualname,
        }
    }

    /// A set of these.
    pub fn new_set_of(&mut self, items: &[Value]) -> Outcome {
        let set = self.new_set()?;
        for &item in items {
            self.set_add(set, item)?;
        }
        Ok(set)
    }

    /// The strings joined.
    pub fn join_strings(&mut self, items: &[Value]) -> Outcome {
        let n = items.iter().map(|s| self.str_bytes(*s).len()).sum();
        let mut out = Vec::with_capacity(n);
        for &s in items {
            out.extend_from_slice(self.str_bytes(s));
        }
        match std::str::from_utf8(&out) {
            Ok(text) => self.new_str(text),
            Err(_) => {
                self.new_str_wtf8(&rustpython_wtf8::Wtf8Buf::from_bytes(out.clone()).map_or(out, |b| b.into_bytes()))
            }
        }
    }

    /// Extends a list by an iterable, for a display or `*args`.
    pub fn display_extend(&mut self, list: Value, iterable: Value) -> Outcome<()> {
        let items = self.iterable_items(iterable, "Value after * must be an iterable, not ")?;
        for i in 0..items.len() {
            self.list_append(list, items[i])?;
        }
        Ok(())
    }

    fn iterable_items(&mut self, iterable: Value, message: &str) -> Outcome<Rooted> {
        match self.collect_items(iterable) {
            Ok(items) => Ok(items),
            Err(Raised) => {
                let class = self.class_of(iterable);
                let iterates = self.special(class, Special::Iter).is_some_and(|v| !v.is(Value::NONE))
                    || self.special(class, Special::GetItem).is_some();
                if !iterates {
                    self.take_pending();
                    let name = self.type_name(iterable);
                    return Err(self.type_error(format!("{message}{name}")));
                }
                Err(Raised)
            }
        }
    }

    /// The tuple of `f(*iterable)`.
    pub fn star_tuple(&mut self, callee: Value, iterable: Value) -> Outcome {
        let items = match self.collect_items(iterable) {
            Ok(items) => items,
            Err(Raised) => {
                let class = self.class_of(iterable);
                let iterates = self.special(class, Special::Iter).is_some_and(|v| !v.is(Value::NONE))
                    || self.special(class, Special::GetItem).is_some();
                if iterates {
                    return Err(Raised);
                }
                self.take_pending();
                let (function, name) = (self.callee_name(callee), self.type_name(iterable));
                return Err(self.type_error(format!("{function} argument after * must be an iterable, not {name}")));
            }
        };
        self.new_tuple(&items)
    }

    /// Updates a set from an iterable.
    pub fn display_set_extend(&mut self, set: Value, iterable: Value) -> Outcome<()> {
        let items = self.collect_items(iterable)?;
        for i in 0..items.len() {
            self.set_add(set, items[i])?;
        }
        Ok(())
    }

    /// `{**mapping}`.
    pub fn display_dict_update(&mut self, dict: Value, mapping: Value) -> Outcome<()> {
        let pairs = match self.mapping_pairs(mapping)? {
            Some(pairs) => pairs,
            None => {
                let name = self.type_name(mapping);
                return Err(self.type_error(format!("'{name}' object is not a mapping")));
            }
        };
        for pair in pairs.chunks_exact(2) {
            self.dict_set(dict, pair[0], pair[1])?;
        }
        Ok(())
    }

    /// Keys and values of a mapping, one after the other; `None` if it is none.
    fn mapping_pairs(&mut self, mapping: Value) -> Outcome<Option<Rooted>> {
        let mut pairs = Rooted::new();
        if self.iterates_as_dict(mapping) {
            let mut at = 0;
            while let Some((key, value, next)) = self.dict_entry(mapping, at) {
                pairs.push(key);
                pairs.push(value);
                at = next;
            }
            return Ok(Some(pairs));
        }
        let name = self.names.keys;
        let method = self.get_attr_or_unset(mapping, name)?;
        if method.is(Value::UNSET) {
            return Ok(None);
        }
        let keys = self.call(method, &[])?;
        let keys = self.collect_items(keys)?;
        for i in 0..keys.len() {
            let value = self.get_item(mapping, keys[i])?;
            pairs.push(keys[i]);
            pairs.push(value);
        }
        Ok(Some(pairs))
    }

    /// `f(**mapping)`: into the dict of keywords so far.
    pub fn merge_keywords(&mut self, dict: Value, mapping: Value, callee: Value) -> Outcome<()> {
        let Some(pairs) = self.mapping_pairs(mapping)? else {
            let (function, name) = (self.callee_name(callee), self.type_name(mapping));
            return Err(self.type_error(format!("{function} argument after ** must be a mapping, not {name}")));
        };
        for pair in pairs.chunks_exact(2) {
            if !self.is_str(pair[0]) {
                return Err(self.type_error("keywords must be strings"));
            }
            if !self.dict_get(dict, pair[0])?.is(Value::UNSET) {
                let (function, key) = (self.callee_name(callee), self.str_lossy(pair[0]));
                return Err(self.type_error(format!("{function} got multiple values for keyword argument '{key}'")));
            }
            self.dict_set(dict, pair[0], pair[1])?;
        }
        Ok(())
    }

    /// A callee as messages name it: `__main__.f()`.
    pub fn callee_name(&mut self, callee: Value) -> String {
        let qualname = self.names.__qualname__;
        let Ok(v) = self.get_attr_or_unset(callee, qualname) else {
            self.take_pending();
            return String::new();
        };
        if v.is(Value::UNSET) {
            return self.str_text(callee).unwrap_or_default();
        }
        let name = self.str_lossy(v);
        let key = self.names.__module__;
        match self.get_attr_or_unset(callee, key) {
            Ok(m) if self.is_str(m) => {
                let module = self.str_lossy(m);
                if module == "builtins" { format!("{name}()") } else { format!("{module}.{name}()") }
            }
            _ => format!("{name}()"),
        }
    }

    /// A tuple of a list's items.
    pub fn tuple_of_list(&mut self, list: Value) -> Outcome {
        let items = self.collect_items(list)?;
        self.new_tuple(&items)
    }

    /// `format(convert(value), spec)` of an f-string; `spec` UNSET: none.
    pub fn format_field(&mut self, value: Value, convert: usize, spec: Value) -> Outcome {
        let value = match convert {
            1 => self.to_str(value)?,
            2 => self.repr(value)?,
            3 => {
                let text = self.repr(value)?;
                self.ascii_of(text)?
            }
            _ => value,
        };
        let plain = spec.is(Value::UNSET) || self.str_bytes(spec).is_empty();
        if plain && value.is_ptr() && matches!(map_of(value), id::STR | id::STR_SHARED) {
            return Ok(value);
        }
        let mut out = Vec::new();
        let wanted = if spec.is(Value::UNSET) { &[] } else { self.str_bytes(spec) };
        if self.quick_format(&mut out, value, wanted) {
            return self.new_text(&out, true, out.len());
        }
        let spec = if spec.is(Value::UNSET) { self.new_str("")? } else { spec };
        let class = self.class_of(value);
        let Some(method) = self.special(class, Special::Format) else { return self.to_str(value) };
        let text = self.call_unbound(method, value, &[spec])?;
        if !self.is_str(text) {
            let name = self.type_name(text);
            return Err(self.type_error(format!("__format__ must return a str, not {name}")));
        }
        Ok(text)
    }

    /// A string with everything beyond ASCII escaped.
    fn ascii_of(&mut self, text: Value) -> Outcome {
        let bytes = self.str_bytes(text);
        if bytes.is_ascii() {
            return Ok(text);
        }
        let mut out = String::new();
        let Some(wtf8) = rustpython_wtf8::Wtf8::from_bytes(bytes) else { return Ok(text) };
        for c in wtf8.code_points() {
            match c.to_u32() {
                c @ 0..0x80 => out.push(c as u8 as char),
                c @ 0x80..0x100 => out.push_str(&format!("\\x{c:02x}")),
                c @ 0x100..0x10000 => out.push_str(&format!("\\u{c:04x}")),
                c => out.push_str(&format!("\\U{c:08x}")),
            }
        }
        self.new_str(&out)
    }

    /// The `n` items that are unpacked.
    pub fn unpack(&mut self, v: Value, n: usize) -> Outcome<Rooted> {
        let mut items = Rooted::new();
        let exact = v.is_ptr() && matches!(map_of(v), id::LIST | id::LIST_INT | id::LIST_FLOAT | id::TUPLE | id::DICT);
        if exact {
            items = self.collect_items(v)?;
            if items.len() == n {
                return Ok(items);
            }
            let got = items.len();
            return Err(if got < n { self.too_few(n, got, "") } else { self.too_many_values(n, Some(got)) });
        }
        let it = self.unpack_iter(v)?;
        for i in 0..n {
            let item = self.next(it)?;
            if item.is(Value::UNSET) {
                return Err(self.too_few(n, i, ""));
            }
            items.push(item);
        }
        if !self.next(it)?.is(Value::UNSET) {
            return Err(self.too_many_values(n, None));
        }
        Ok(items)
    }

    fn unpack_iter(&mut self, v: Value) -> Outcome {
        self.iter(v).map_err(|Raised| {
            let class = self.class_of(v);
            if self.special(class, Special::Iter).is_none() && self.special(class, Special::GetItem).is_none() {
                self.take_pending();
                let name = self.type_name(v);
                return self.type_error(format!("cannot unpack non-iterable {name} object"));
            }
            Raised
        })
    }

    #[cold]
    fn too_few(&mut self, n: usize, got: usize, at_least: &str) -> Raised {
        self.value_error(format!("not enough values to unpack (expected {at_least}{n}, got {got})"))
    }

    #[cold]
    fn too_many_values(&mut self, n: usize, got: Option<usize>) -> Raised {
        match got {
            Some(got) => self.value_error(format!("too many values to unpack (expected {n}, got {got})")),
            None => self.value_error(format!("too many values to unpack (expected {n})")),
        }
    }

    /// `a, *b, c = v`: the first `before`, the list of the middle, the last `after`.
    pub fn unpack_starred(&mut self, v: Value, before: usize, after: usize) -> Outcome<Rooted> {
        let it = self.unpack_iter(v)?;
        let all = self.collect_items(it)?;
        if all.len() < before + after {
            return Err(self.too_few(before + after, all.len(), "at least "));
        }
        let middle = self.new_list(&all[before..all.len() - after])?;
        let mut items = Rooted::from_slice(&all[..before]);
        items.push(middle);
        items.extend_from_slice(&all[all.len() - after..]);
        Ok(items)
    }

    /// `aiter(v)`.
    pub fn aiter(&mut self, v: Value) -> Outcome {
        let class = self.class_of(v);
        let name = self.type_name(v);
        let Some(method) = self.special(class, Special::AIter) else {
            return Err(self.type_error(format!("'async for' requires an object with __aiter__ method, got {name}")));
        };
        let it = self.call_unbound(method, v, &[])?;
        let class = self.class_of(it);
        if self.special(class, Special::ANext).is_none() {
            let name = self.type_name(it);
            return Err(self.type_error(format!(
                "'async for' received an object from __aiter__ that does not implement __anext__: {name}"
            )));
        }
        Ok(it)
    }

    /// The iterator that `await anext(v)` delegates to.
    pub fn anext(&mut self, v: Value) -> Outcome {
        let class = self.class_of(v);
        let Some(method) = self.special(class, Special::ANext) else {
            let name = self.type_name(v);
            return Err(self.type_error(format!("'async for' requires an iterator with __anext__ method, got {name}")));
        };
        self.call_unbound(method, v, &[])
    }

    /// What an AWAITABLE instruction of the frame at `base` delegates to: `how` is its field c.
    pub(crate) fn delegated_to(&mut self, v: Value, how: usize, flags: u32) -> Outcome {
        match how {
            3 => self.yielded_from(v, flags),
            4 => self.awaitable(v, how).map_err(|_| self.invalid_next(v)),
            _ => self.awaitable(v, how),
        }
    }

    /// The iterator that `yield from v` delegates to: a coroutine only in a generator that is one, too.
    fn yielded_from(&mut self, v: Value, flags: u32) -> Outcome {
        if !v.is_ptr() || map_of(v) != id::COROUTINE {
            return self.iter(v);
        }
        if flags & pyspec_abi::blob::flags::ITERABLE_COROUTINE == 0 {
            let text = "cannot 'yield from' a coroutine object in a non-coroutine generator";
            return Err(self.type_error(text));
        }
        Ok(v)
    }

    /// What `async for` says of an `__anext__` whose result cannot be awaited; the reason is the cause.
    fn invalid_next(&mut self, v: Value) -> Raised {
        let reason = self.take_pending();
        let name = self.type_name(v);
        let raised = self.type_error(format!("'async for' received an invalid object from __anext__: {name}"));
        let error = self.thread.pending;
        if let Some(e) = self.as_exception(error) {
            e.cause.set(&mut self.heap, error, reason);
            e.context.set(&mut self.heap, error, reason);
        }
        raised
    }

    /// The iterator that `await v` delegates to. `how`: 1 `__aenter__`, 2 `__aexit__`, else plain.
    pub fn awaitable(&mut self, v: Value, how: usize) -> Outcome {
        if v.is_ptr() {
            match map_of(v) {
                id::COROUTINE => {
                    // SAFETY: the map says so.
                    let g: Gc<Generator> = unsafe { Gc::from_value_unchecked(v) };
                    if self.delegate_of(g).is_some() {
                        return Err(self.runtime_error("coroutine is being awaited already"));
                    }
                    return Ok(v);
                }
                id::GENERATOR if is_coroutine_generator(v) => return Ok(v),
                _ => {}
            }
        }
        let class = self.class_of(v);
        let Some(method) = self.special(class, Special::Await) else {
            let name = self.type_name(v);
            let from = match how {
                1 => "__aenter__",
                2 => "__aexit__",
                _ => return Err(self.type_error(format!("'{name}' object can't be awaited"))),
            };
            return Err(self.type_error(format!(
                "'async with' received an object from {from} that does not implement __await__: {name}"
            )));
        };
        let it = self.call_unbound(method, v, &[])?;
        if it.is_ptr() && (map_of(it) == id::COROUTINE || is_coroutine_generator(it)) {
            return Err(self.type_error("__await__() returned a coroutine"));
        }
        let class = self.class_of(it);
        if self.special(class, Special::Next).is_none() {
            let name = self.type_name(it);
            return Err(self.type_error(format!("__await__() returned non-iterator of type '{name}'")));
        }
        Ok(it)
    }
}

/// Whether it is a generator that `types.coroutine` marked.
fn is_coroutine_generator(v: Value) -> bool {
    if map_of(v) != id::GENERATOR {
        return false;
    }
    // SAFETY: the map says so, and a generator's function is a function.
    let function = unsafe {
        let g: Gc<Generator> = Gc::from_value_unchecked(v);
        Gc::from_value_unchecked(g.function.get())
    };
    super::code::code_of(function).info().flags & pyspec_abi::blob::flags::ITERABLE_COROUTINE != 0
}
