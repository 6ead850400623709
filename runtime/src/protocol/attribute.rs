//! Attributes of objects, classes and modules.
//!
//! ```text
//! get_attr ─ hooks of the class (__getattribute__, __getattr__)
//!    └ find_attr_plain ─ by what the object is: class, module, super object, anything else
//!         └ data descriptor, instance, other class attribute
//! ```
//! "Not there" is UNSET on the way: the exception is made only where somebody will see it.

use crate::native::{Args, Outcome, Raised};
use crate::object::class::{ClassRef, Special, class_flags as flag};
use crate::object::instance::{Storage, field_at};
use crate::object::layout::*;
use crate::object::map::{Location, MapKind};
use crate::object::rooted::ToRooted;
use crate::object::{Gc, map_of};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::types as id;

/// How to load an attribute again from objects on the same map.
#[derive(Clone, Copy)]
pub enum LoadKind {
    /// At this byte offset. Holds as long as the map (see [`Vm::load_plan`]).
    Inline(u16),
    /// The same for `__slots__`: UNSET there means that the attribute is missing.
    Slot(u16),
    /// In the overflow array at byte offset `array`, number `index`.
    Overflow { array: u16, index: u16 },
    /// This value of the class, as it is. Needs the version.
    ClassValue(Value),
    /// This function, to be bound to the object. Needs the version.
    Method(Value),
    /// What this function returns when called with the object (a property's getter). Needs the version.
    Property(Value),
    /// What this native returns for the object. Needs the version.
    Getter(&'static crate::native::Native),
}

/// What to guard and what to do then.
#[derive(Clone, Copy)]
pub struct LoadPlan {
    pub map: u32,
    /// The class's version.
    pub version: u32,
    pub kind: LoadKind,
}

/// How to store an attribute again into objects on the same map.
#[derive(Clone, Copy, Debug)]
pub enum StoreKind {
    /// At this byte offset.
    Inline(u16),
    /// In the overflow array.
    Overflow { array: u16, index: u16 },
    /// At this byte offset, and the object moves to the map `next`.
    Add { next: u32, offset: u16 },
}

/// What to guard and what to do then.
#[derive(Clone, Copy, Debug)]
pub struct StorePlan {
    pub map: u32,
    pub version: u32,
    pub kind: StoreKind,
}

impl Vm {
    /// `object.name`, `name` interned.
    pub fn get_attr(&mut self, object: Value, name: Value) -> Outcome {
        let value = self.find_attr(object, name)?;
        if value.is(Value::UNSET) { Err(self.no_attribute(object, name)) } else { Ok(value) }
    }

    /// `getattr(object, name, UNSET)`: AttributeError is swallowed.
    pub fn get_attr_or_unset(&mut self, object: Value, name: Value) -> Outcome {
        match self.find_attr(object, name) {
            Err(_) if self.pending_is(self.exceptions.AttributeError) => {
                self.take_pending();
                Ok(Value::UNSET)
            }
            other => other,
        }
    }

    /// `object.name` by Rust text.
    pub fn get_attr_text(&mut self, object: Value, name: &str) -> Outcome {
        let name = self.intern(name);
        self.get_attr(object, name)
    }

    /// Whether the exception on its way is an instance of `class`.
    pub fn pending_is(&self, class: ClassRef) -> bool {
        !self.thread.pending.is(Value::UNSET) && self.is_subtype(self.class_of(self.thread.pending), class)
    }

    /// `object.name`, UNSET if it has none; AttributeErrors that Python code raised come through.
    pub fn find_attr(&mut self, object: Value, name: Value) -> Outcome {
        let class = self.class_of(object);
        if !class.has(flag::GETATTRIBUTE | flag::GETATTR) {
            return self.find_attr_plain(object, class, name);
        }
        let found = if class.has(flag::GETATTRIBUTE) {
            let hook = self.special(class, Special::GetAttribute).expect("the flag says so");
            self.call_unbound(hook, object, &[name])
        } else {
            self.find_attr_plain(object, class, name)
        };
        if !class.has(flag::GETATTR) {
            return found;
        }
        match found {
            Err(_) if self.pending_is(self.exceptions.AttributeError) => {
                self.take_pending();
            }
            Ok(v) if v.is(Value::UNSET) => {}
            other => return other,
        }
        let hook = self.special(class, Special::GetAttr).expect("the flag says so");
        self.call_unbound(hook, object, &[name])
    }

    /// Calls a function found on the class with the object as receiver.
    pub fn call_unbound(&mut self, function: Value, object: Value, args: &[Value]) -> Outcome {
        let map = if function.is_ptr() { map_of(function) } else { 0 };
        if matches!(map, id::FUNCTION | id::NATIVE_METHOD | id::WRAPPER) {
            let mut all = crate::object::Rooted::from_slice(&[object]);
            all.extend_from_slice(args);
            return self.call(function, &all);
        }
        let class = self.class_of(object);
        let bound = self.bind(function, object, class)?;
        self.call(bound, args)
    }

    /// The lookup without hooks.
    fn find_attr_plain(&mut self, object: Value, class: ClassRef, name: Value) -> Outcome {
        match class.info().base_map {
            id::TYPE => self.find_class_attr(object, class, name),
            id::MODULE => self.find_module_attr(object, class, name),
            id::SUPER => crate::types::super_::find(self, object, name),
            _ => self.find_generic(object, class, name),
        }
    }

    /// What `object.__getattribute__` does, unless overridden.
    pub fn generic_get_attr(&mut self, object: Value, name: Value) -> Outcome {
        let class = self.class_of(object);
        let value = self.find_generic(object, class, name)?;
        if value.is(Value::UNSET) { Err(self.no_attribute(object, name)) } else { Ok(value) }
    }

    /// `type.__getattribute__`, `module.__getattribute__`.
    pub fn plain_get_attr(&mut self, object: Value, name: Value) -> Outcome {
        let class = self.class_of(object);
        let value = self.find_attr_plain(object, class, name)?;
        if value.is(Value::UNSET) { Err(self.no_attribute(object, name)) } else { Ok(value) }
    }

    fn find_generic(&mut self, object: Value, class: ClassRef, name: Value) -> Outcome {
        let found = self.lookup(class, name);
        if let Some(descriptor) = found
            && self.goes_first(descriptor)
        {
            return self.bind(descriptor, object, class);
        }
        if let Some(value) = self.instance_get(object, name) {
            return Ok(value);
        }
        match found {
            Some(descriptor) => self.bind(descriptor, object, class),
            None => Ok(Value::UNSET),
        }
    }

    fn find_class_attr(&mut self, object: Value, meta: ClassRef, name: Value) -> Outcome {
        let class = self.as_class(object).expect("instances of metaclasses are classes");
        let on_meta = self.lookup(meta, name);
        if let Some(descriptor) = on_meta
            && self.goes_first(descriptor)
        {
            return self.bind(descriptor, object, meta);
        }
        if let Some(value) = self.lookup(class, name) {
            return self.bind(value, Value::UNSET, class);
        }
        match on_meta {
            Some(descriptor) => self.bind(descriptor, object, meta),
            None => Ok(Value::UNSET),
        }
    }

    fn find_module_attr(&mut self, object: Value, class: ClassRef, name: Value) -> Outcome {
        let value = self.find_generic(object, class, name)?;
        if !value.is(Value::UNSET) {
            return Ok(value);
        }
        let hook_name = self.names.specials[Special::GetAttr as usize];
        match self.instance_get(object, hook_name) {
            Some(hook) => self.call(hook, &[name]),
            None if self.importlib_may_know(object, name)? => self.find_generic(object, class, name),
            None => Ok(Value::UNSET),
        }
    }

    /// Whether a class attribute is read before what the instance has: a data descriptor that can be read.
    fn goes_first(&mut self, value: Value) -> bool {
        if !self.is_data_descriptor(value) {
            return false;
        }
        if matches!(map_of(value), id::MEMBER | id::GETSET | id::PROPERTY) {
            return true;
        }
        let class = self.class_of(value);
        self.special(class, Special::Get).is_some()
    }

    /// Whether stores go to a class attribute instead of the instance.
    pub fn is_data_descriptor(&mut self, value: Value) -> bool {
        if !value.is_ptr() {
            return false;
        }
        match map_of(value) {
            id::FUNCTION
            | id::NATIVE_METHOD
            | id::WRAPPER
            | id::NATIVE
            | id::STATICMETHOD
            | id::CLASSMETHOD
            | id::STR => false,
            id::MEMBER | id::GETSET | id::PROPERTY => true,
            _ => {
                let class = self.class_of(value);
                self.special(class, Special::Set).is_some() || self.special(class, Special::Delete).is_some()
            }
        }
    }

    /// `value.__get__(object, owner)` for what was found on a class; `object` UNSET: through the class itself.
    pub fn bind(&mut self, value: Value, object: Value, owner: ClassRef) -> Outcome {
        if !value.is_ptr() {
            return Ok(value);
        }
        let through_class = object.is(Value::UNSET);
        match map_of(value) {
            id::FUNCTION if through_class => Ok(value),
            id::FUNCTION => self.new_method(value, object),
            id::NATIVE_METHOD | id::WRAPPER if through_class => Ok(value),
            id::NATIVE_METHOD | id::WRAPPER => self.bind_native(value, object),
            id::STATICMETHOD | id::CLASSMETHOD | id::PROPERTY | id::MEMBER | id::GETSET => {
                self.bind_builtin(value, object, owner)
            }
            id::NATIVE | id::METHOD | id::STR => Ok(value),
            _ => self.bind_other(value, object, owner),
        }
    }

    fn bind_other(&mut self, value: Value, object: Value, owner: ClassRef) -> Outcome {
        let class = self.class_of(value);
        let Some(get) = self.special(class, Special::Get) else { return Ok(value) };
        let object = if object.is(Value::UNSET) { Value::NONE } else { object };
        self.call_unbound(get, value, &[object, owner.value()])
    }

    /// A bound native method of an unbound one.
    pub fn bind_native(&mut self, value: Value, object: Value) -> Outcome {
        // SAFETY: the map said so.
        let native: Gc<Native> = unsafe { Gc::from_value_unchecked(value) };
        // SAFETY: native tables are static.
        let row = unsafe { &*native.row.get() };
        self.new_native(row, object, native.owner.get())
    }

    /// Binding of the builtin descriptors.
    pub fn bind_builtin(&mut self, value: Value, object: Value, owner: ClassRef) -> Outcome {
        if let Some(method) = self.cast::<StaticMethod>(value) {
            return Ok(method.function.get());
        }
        if let Some(method) = self.cast::<ClassMethod>(value) {
            let function = method.function.get();
            return match function.is_ptr() && matches!(map_of(function), id::NATIVE_METHOD | id::WRAPPER) {
                true => self.bind_native(function, owner.value()),
                false => self.new_method(function, owner.value()),
            };
        }
        if object.is(Value::UNSET) {
            return Ok(value);
        }
        if let Some(property) = self.cast::<Property>(value) {
            return crate::types::property::get(self, property, object);
        }
        if let Some(member) = self.cast::<Member>(value) {
            return crate::types::descriptor::read_member(self, member, object);
        }
        let getset = self.cast::<GetSet>(value).expect("a builtin descriptor");
        crate::types::descriptor::read_getset(self, getset, object)
    }

    /// Calls a native function with these arguments, which are bound already.
    pub fn call_native(&mut self, row: &crate::native::Native, args: &[Value]) -> Outcome {
        // SAFETY: the slice outlives the call; the native stack or its owner keeps the values.
        (row.function)(self, unsafe { Args::new(args.as_ptr(), args.len()) })
    }

    /// AttributeError for a missing attribute.
    #[cold]
    pub fn no_attribute(&mut self, object: Value, name: Value) -> Raised {
        let shown = self.str_lossy(name);
        let message = if let Some(class) = self.as_class(object) {
            format!("type object '{}' has no attribute '{shown}'", self.str_lossy(class.name.get()))
        } else if let Some(module) = self.cast::<Module>(object) {
            crate::types::module::missing_attribute(self, module, &shown)
        } else {
            format!("'{}' object has no attribute '{shown}'", self.type_name(object))
        };
        self.raise_attribute(&message, object, name)
    }

    /// AttributeError with its `name` and `obj`.
    #[cold]
    pub fn raise_attribute(&mut self, message: &str, object: Value, name: Value) -> Raised {
        let raised = self.attribute_error(message);
        let exception = self.thread.pending;
        if self.as_exception(exception).is_some() {
            let _ = self
                .set_exception_field(exception, 0, name)
                .and_then(|()| self.set_exception_field(exception, 1, object));
        }
        raised
    }

    /// `object.name = value`.
    pub fn set_attr(&mut self, object: Value, name: Value, value: Value) -> Outcome<()> {
        let class = self.class_of(object);
        if class.has(flag::SETATTR) {
            let hook = self.special(class, Special::SetAttr).expect("object has one");
            return self.call_unbound(hook, object, &[name, value]).map(|_| ());
        }
        self.plain_set_attr(object, name, value)
    }

    /// `object.name = value` by Rust text.
    pub fn set_attr_text(&mut self, object: Value, name: &str, value: Value) -> Outcome<()> {
        let name = self.intern(name);
        self.set_attr(object, name, value)
    }

    /// `del object.name`.
    pub fn del_attr(&mut self, object: Value, name: Value) -> Outcome<()> {
        let class = self.class_of(object);
        if class.has(flag::SETATTR) {
            let hook = self.special(class, Special::DelAttr).expect("object has one");
            return self.call_unbound(hook, object, &[name]).map(|_| ());
        }
        self.plain_set_attr(object, name, Value::UNSET)
    }

    /// What `__setattr__` of the builtin base does (value UNSET: deletes).
    pub fn plain_set_attr(&mut self, object: Value, name: Value, value: Value) -> Outcome<()> {
        if let Some(class) = self.as_class(object) {
            return self.set_class_attr(class, name, value);
        }
        self.generic_set_attr(object, name, value)
    }

    fn set_class_attr(&mut self, class: ClassRef, name: Value, value: Value) -> Outcome<()> {
        if class.has(flag::IMMUTABLE) {
            let (name, class) = (self.str_lossy(name), self.str_lossy(class.name.get()));
            return Err(self.type_error(format!("cannot set '{name}' attribute of immutable type '{class}'")));
        }
        self.generic_set_attr(class.value(), name, value)
    }

    /// What `object.__setattr__` does (value UNSET: deletes).
    pub fn generic_set_attr(&mut self, object: Value, name: Value, value: Value) -> Outcome<()> {
        let class = self.class_of(object);
        let found = self.lookup(class, name);
        if let Some(descriptor) = found
            && descriptor.is_ptr()
            && let Some(done) = self.set_through(descriptor, object, name, value)
        {
            return done;
        }
        if self.storage_of(object) == Storage::None {
            return Err(self.cannot_set(object, name, found.is_some()));
        }
        if !value.is(Value::UNSET) {
            return self.instance_set(object, name, value);
        }
        if self.instance_delete(object, name)? { Ok(()) } else { Err(self.no_attribute(object, name)) }
    }

    #[cold]
    fn cannot_set(&mut self, object: Value, name: Value, on_class: bool) -> Raised {
        let (class, shown) = (self.type_name(object), self.str_lossy(name));
        let message = if on_class {
            format!("'{class}' object attribute '{shown}' is read-only")
        } else {
            format!("'{class}' object has no attribute '{shown}' and no __dict__ for setting new attributes")
        };
        self.raise_attribute(&message, object, name)
    }

    /// Sets through a data descriptor; `None`: it is none.
    fn set_through(&mut self, descriptor: Value, object: Value, name: Value, value: Value) -> Option<Outcome<()>> {
        let deletes = value.is(Value::UNSET);
        match map_of(descriptor) {
            id::FUNCTION
            | id::NATIVE_METHOD
            | id::WRAPPER
            | id::NATIVE
            | id::STATICMETHOD
            | id::CLASSMETHOD
            | id::STR => {
                return None;
            }
            id::PROPERTY => {
                let property = self.cast::<Property>(descriptor).expect("the map says so");
                return Some(crate::types::property::set(self, property, object, value));
            }
            id::MEMBER => {
                let member = self.cast::<Member>(descriptor).expect("the map says so");
                return Some(crate::types::descriptor::write_member(self, member, object, value));
            }
            id::GETSET => {
                let getset = self.cast::<GetSet>(descriptor).expect("the map says so");
                return Some(crate::types::descriptor::write_getset(self, getset, object, value));
            }
            _ => {}
        }
        let class = self.class_of(descriptor);
        let (set, delete) = (self.special(class, Special::Set), self.special(class, Special::Delete));
        if set.is_none() && delete.is_none() {
            return None;
        }
        let result = match if deletes { delete } else { set } {
            Some(hook) if deletes => self.call_unbound(hook, descriptor, &[object]),
            Some(hook) => self.call_unbound(hook, descriptor, &[object, value]),
            None => {
                let word = if deletes { "__delete__" } else { "__set__" };
                Err(self.raise_attribute(word, object, name))
            }
        };
        Some(result.map(|_| ()))
    }

    /// `isinstance(object, class_or_tuple)`, hooks included.
    pub fn is_instance(&mut self, object: Value, class: Value) -> Outcome<bool> {
        let own = self.class_of(object);
        if own.value().is(class) {
            return Ok(true);
        }
        // What an object of a builtin class says its class is, is true.
        if class.is_ptr() && map_of(class) == id::TYPE && !own.has(flag::HEAP) && !own.has(flag::GETATTRIBUTE) {
            // SAFETY: the map says so.
            return Ok(self.is_subtype(own, unsafe { Gc::from_value_unchecked(class) }));
        }
        if let Some(class) = self.as_class(class)
            && self.class_of(class.value()) == self.builtin_class(id::TYPE)
        {
            return self.plain_is_instance(object, class.value());
        }
        if self.map_has_value(class, flag::TUPLE) {
            for i in 0..self.tuple_items(class).len() {
                if self.is_instance(object, self.tuple_items(class)[i])? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        if class.is_ptr() && crate::types::type_::is_union(self, class) {
            let args = self.get_attr(class, self.names.__args__)?;
            return self.is_instance(object, args);
        }
        let meta = self.class_of(class);
        if let Some(hook) = self.special(meta, Special::InstanceCheck) {
            let answer = self.call_unbound(hook, class, &[object])?;
            return self.truth(answer);
        }
        self.plain_is_instance(object, class)
    }

    /// `type.__instancecheck__`: without hooks.
    pub fn plain_is_instance(&mut self, object: Value, class: Value) -> Outcome<bool> {
        let own = self.class_of(object);
        if let Some(class) = self.as_class(class) {
            if self.is_subtype(own, class) {
                return Ok(true);
            }
            let object_class = self.builtin_class(id::OBJECT);
            let name = self.names.__class__;
            if !own.has(flag::GETATTRIBUTE)
                && (!own.has(flag::HEAP) || self.find_on_class(own, name).is_some_and(|f| f.class == object_class))
            {
                return Ok(false);
            }
            // What the object says its class is, for proxies and mocks.
            let said = self.get_attr_or_unset(object, self.names.__class__)?;
            return Ok(self.as_class(said).is_some_and(|said| said != own && self.is_subtype(said, class)));
        }
        let bases = self.abstract_bases(class)?;
        if bases.is(Value::UNSET) {
            return Err(self.type_error("isinstance() arg 2 must be a type, a tuple of types, or a union"));
        }
        let said = self.get_attr_or_unset(object, self.names.__class__)?;
        if said.is(Value::UNSET) { Ok(false) } else { self.abstract_is_subclass(said, class) }
    }

    /// `__bases__` of something that behaves like a class, UNSET if it does not.
    fn abstract_bases(&mut self, class: Value) -> Outcome {
        let bases = self.get_attr_or_unset(class, self.names.__bases__)?;
        Ok(if !bases.is(Value::UNSET) && self.map_has_value(bases, flag::TUPLE) { bases } else { Value::UNSET })
    }

    fn abstract_is_subclass(&mut self, class: Value, of: Value) -> Outcome<bool> {
        if class.is(of) {
            return Ok(true);
        }
        let bases = self.abstract_bases(class)?;
        if bases.is(Value::UNSET) {
            return Ok(false);
        }
        if self.thread.depth >= self.interp.recursion_limit {
            return Err(self.recursion_error("maximum recursion depth exceeded in __subclasscheck__"));
        }
        self.check_native_stack()?;
        self.thread.depth += 1;
        let mut found = Ok(false);
        for base in self.tuple_items(bases).rooted() {
            found = self.abstract_is_subclass(base, of);
            if found != Ok(false) {
                break;
            }
        }
        self.thread.depth -= 1;
        found
    }

    /// `issubclass`, hooks included.
    pub fn is_subclass(&mut self, class: Value, of: Value) -> Outcome<bool> {
        if self.map_has_value(of, flag::TUPLE) {
            for one in self.tuple_items(of).rooted() {
                if self.is_subclass(class, one)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        if of.is_ptr() && crate::types::type_::is_union(self, of) {
            let args = self.get_attr(of, self.names.__args__)?;
            return self.is_subclass(class, args);
        }
        let meta = self.class_of(of);
        if meta != self.builtin_class(id::TYPE)
            && let Some(hook) = self.special(meta, Special::SubclassCheck)
        {
            let answer = self.call_unbound(hook, of, &[class])?;
            return self.truth(answer);
        }
        self.plain_is_subclass(class, of)
    }

    /// `type.__subclasscheck__`: without hooks.
    pub fn plain_is_subclass(&mut self, class: Value, of: Value) -> Outcome<bool> {
        if let (Some(class), Some(of)) = (self.as_class(class), self.as_class(of)) {
            return Ok(self.is_subtype(class, of));
        }
        if self.as_class(class).is_none() && self.abstract_bases(class)?.is(Value::UNSET) {
            return Err(self.type_error("issubclass() arg 1 must be a class"));
        }
        if self.as_class(of).is_none() && self.abstract_bases(of)?.is(Value::UNSET) {
            return Err(self.type_error("issubclass() arg 2 must be a class, a tuple of classes, or a union"));
        }
        self.abstract_is_subclass(class, of)
    }

    /// Whether `class` has `of` in its MRO.
    pub fn is_subtype(&self, class: ClassRef, of: ClassRef) -> bool {
        class == of || self.tuple_items(class.mro.get()).iter().any(|c| c.is(of.value()))
    }

    /// Name of an object's class, for messages.
    pub fn type_name(&self, object: Value) -> String {
        self.str_lossy(self.class_of(object).name.get())
    }

    /// Attribute of a module's dict by Rust text.
    pub fn set_module_attr(&mut self, module: Value, name: &str, value: Value) -> Outcome<()> {
        let name = self.intern(name);
        self.instance_set(module, name, value)
    }

    /// How `object.name` can be loaded from now on from objects on its map; `None`: only the long way.
    ///
    /// Values in a plan are old objects, which the class keeps alive while it has the version. Plans of
    /// the kinds `Inline`, `Slot` and `Overflow` need no version: when a class changes so that
    /// something else would be found, [`crate::interp::forget_attributes`] is called.
    pub fn load_plan(&mut self, object: Value, name: Value) -> Option<LoadPlan> {
        if !object.is_ptr() {
            return None;
        }
        let map = map_of(object);
        let class = self.maps.get(map).class?;
        if class.has(flag::GETATTRIBUTE) || matches!(class.info().base_map, id::TYPE | id::MODULE | id::SUPER) {
            return None;
        }
        let version = class.info().version;
        let found = self.lookup(class, name);
        let data = found.is_some_and(|f| self.goes_first(f));
        let kind = if data { self.descriptor_load(found?)? } else { self.instance_load(map, class, name, found)? };
        Some(LoadPlan { map, version, kind })
    }

    fn descriptor_load(&mut self, descriptor: Value) -> Option<LoadKind> {
        match map_of(descriptor) {
            id::MEMBER => {
                let member = self.cast::<Member>(descriptor)?;
                Some(LoadKind::Slot(member.offset.get().as_int() as u16))
            }
            id::PROPERTY => {
                let getter = self.cast::<Property>(descriptor)?.getter.get();
                let plain = getter.is_ptr() && map_of(getter) == id::FUNCTION && !self.is_young(getter);
                plain.then_some(LoadKind::Property(getter))
            }
            id::GETSET => {
                let row = self.cast::<GetSet>(descriptor)?.getter.get();
                // SAFETY: rows are static; null where there is no getter.
                (!row.is_null()).then(|| LoadKind::Getter(unsafe { &*row }))
            }
            _ => None,
        }
    }

    fn instance_load(&mut self, map: u32, class: ClassRef, name: Value, found: Option<Value>) -> Option<LoadKind> {
        match self.maps.get(map).kind {
            MapKind::Devolved => return None,
            MapKind::Attributes => {
                if let Some(location) = self.maps.find(map, name) {
                    let array = self.maps.get(map).last_offset();
                    return Some(match location {
                        Location::Inline(offset) => LoadKind::Inline(offset),
                        Location::Overflow(index) => LoadKind::Overflow { array, index },
                    });
                }
            }
            // Functions and their like may have the name in their dict.
            MapKind::Fixed if class.has(flag::DICT_FIELD) => return None,
            MapKind::Fixed => {}
        }
        let value = found.filter(|v| !self.is_young(*v))?;
        if !value.is_ptr() {
            return Some(LoadKind::ClassValue(value));
        }
        match map_of(value) {
            id::FUNCTION | id::NATIVE_METHOD | id::WRAPPER => Some(LoadKind::Method(value)),
            id::STATICMETHOD => {
                let function = self.cast::<StaticMethod>(value)?.function.get();
                (!self.is_young(function)).then_some(LoadKind::ClassValue(function))
            }
            id::CLASSMETHOD => None,
            _ => {
                let of = self.class_of(value);
                self.special(of, Special::Get).is_none().then_some(LoadKind::ClassValue(value))
            }
        }
    }

    /// How `object.name = …` can be done from now on for objects on its map; call before the store.
    pub fn store_plan(&mut self, object: Value, name: Value) -> Option<StorePlan> {
        if !object.is_ptr() {
            return None;
        }
        let map = map_of(object);
        let class = self.maps.get(map).class?;
        if class.has(flag::SETATTR) || matches!(class.info().base_map, id::TYPE | id::MODULE) {
            return None;
        }
        let version = class.info().version;
        let found = self.lookup(class, name);
        if let Some(descriptor) = found
            && self.is_data_descriptor(descriptor)
        {
            let member = self.cast::<Member>(descriptor)?;
            return Some(StorePlan { map, version, kind: StoreKind::Inline(member.offset.get().as_int() as u16) });
        }
        if self.maps.get(map).kind != MapKind::Attributes {
            return None;
        }
        let array = self.maps.get(map).last_offset();
        let kind = match self.maps.find(map, name) {
            Some(Location::Inline(offset)) => StoreKind::Inline(offset),
            Some(Location::Overflow(index)) => StoreKind::Overflow { array, index },
            None => {
                let next = self.maps.transition(map, name)?;
                match self.maps.get(next).location {
                    Location::Inline(offset) => StoreKind::Add { next, offset },
                    Location::Overflow(_) => return None,
                }
            }
        };
        Some(StorePlan { map, version, kind })
    }

    /// The slot at a byte offset, UNSET if it was never written.
    #[inline(always)]
    pub fn slot_at(&self, object: Value, offset: u16) -> Value {
        field_at(object, offset).get()
    }
}
