//! `type`: attributes of classes, calling them, and what `isinstance` asks. How a class is made
//! stands in [`super::new_class`].

use crate::native::{Args, NativeKind, Outcome, Raised, TypeTable, getter, native, setter};
use crate::object::class::{ClassRef, Special, class_flags as flag};
use crate::object::gc::Gc;
use crate::object::layout::MappingProxy;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_abi::header::Scan;
use pyspec_abi::types as id;

/// `type`.
pub static TABLE: TypeTable = TypeTable {
    map: id::TYPE,
    name: "type",
    module: "builtins",
    doc: "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
    rows: &[
        native("__new__", "(cls, /, *args, **kwargs)", Effect::PYTHON, super::new_class::new)
            .kind(NativeKind::StaticMethod),
        native("__init__", "(self, /, *args, **kwargs)", Effect::PYTHON, init),
        native("__call__", "(self, /, *args, **kwargs)", Effect::PYTHON, call),
        native("__getattribute__", "(self, name, /)", Effect::PYTHON, get_attribute),
        native("__setattr__", "(self, name, value, /)", Effect::PYTHON, set_attribute),
        native("__delattr__", "(self, name, /)", Effect::PYTHON, delete_attribute),
        native("__repr__", "(self, /)", Effect::PYTHON, repr),
        native("__prepare__", "(cls, /, *args, **kwargs)", Effect::ALLOC, |vm, _| vm.new_dict())
            .kind(NativeKind::ClassMethod),
        native("__instancecheck__", "(self, instance, /)", Effect::PYTHON, instance_check),
        native("__subclasscheck__", "(self, subclass, /)", Effect::PYTHON, subclass_check),
        native("__subclasses__", "(self, /)", Effect::ALLOC, subclasses),
        native("__dir__", "(self, /)", Effect::PYTHON, dir),
        native("__sizeof__", "(self, /)", Effect::ALLOC, |_, _| Ok(Value::small_int(1064))),
        native("__or__", "(self, value, /)", Effect::PYTHON, or),
        native("__ror__", "(self, value, /)", Effect::PYTHON, ror),
        native("mro", "(self, /)", Effect::PYTHON, mro),
        getter("__name__", get_name),
        setter("__name__", set_name),
        getter("__qualname__", |vm, args| Ok(of(vm, args)?.qualname.get())),
        setter("__qualname__", set_qualname),
        getter("__module__", get_module),
        setter("__module__", set_module),
        getter("__bases__", |vm, args| Ok(of(vm, args)?.bases.get())),
        setter("__bases__", set_bases),
        getter("__base__", get_base),
        getter("__mro__", |vm, args| Ok(of(vm, args)?.mro.get())),
        getter("__dict__", get_dict),
        getter("__doc__", get_doc),
        setter("__doc__", set_doc),
        getter("__abstractmethods__", get_abstract),
        setter("__abstractmethods__", set_abstract),
        getter("__annotations__", get_annotations),
        setter("__annotations__", set_annotations),
        getter("__annotate__", get_annotate),
        setter("__annotate__", set_annotate),
        getter("__type_params__", get_type_params),
        setter("__type_params__", set_type_params),
        getter("__text_signature__", get_signature),
        getter("__flags__", get_flags),
        getter("__basicsize__", get_basic_size),
        getter("__itemsize__", |_, _| Ok(Value::small_int(0))),
        getter("__dictoffset__", get_dict_offset),
        getter("__weakrefoffset__", get_weakref_offset),
    ],
};

fn of(vm: &mut Vm, args: Args) -> Outcome<ClassRef> {
    expect_class(vm, args[0])
}

/// A class argument.
pub fn expect_class(vm: &mut Vm, value: Value) -> Outcome<ClassRef> {
    match vm.as_class(value) {
        Some(class) => Ok(class),
        None => {
            let found = vm.type_name(value);
            Err(vm.type_error(format!("X is not a type object ({found})")))
        }
    }
}

/// The nearest class in the MRO that is implemented here.
pub fn builtin_base(vm: &Vm, class: ClassRef) -> ClassRef {
    let mut at = class;
    while at.has(flag::HEAP) {
        match at.info().base {
            Some(base) => at = base,
            None => return vm.builtin_class(id::OBJECT),
        }
    }
    at
}

/// Names of the slots that a class and its bases add.
pub fn all_slots(vm: &Vm, class: ClassRef) -> Vec<Value> {
    let mut all = vec![];
    for c in vm.mro_of(class).into_iter().rev() {
        all.extend(c.info().slot_names.iter().copied());
    }
    all
}

/// Whether a value is a union of types.
pub fn is_union(vm: &mut Vm, value: Value) -> bool {
    super::alias::is_union(vm, value)
}

/// Can't instantiate abstract class …
pub fn abstract_error(vm: &mut Vm, class: ClassRef) -> Outcome<Raised> {
    let name = vm.str_lossy(class.name.get());
    let key = vm.names.__abstractmethods__;
    let methods = vm.class_own(class, key).unwrap_or(Value::NONE);
    let items = vm.collect_items(methods)?;
    let mut names: Vec<String> = items.iter().map(|n| vm.str_lossy(*n)).collect();
    names.sort();
    let plural = if names.len() == 1 { "" } else { "s" };
    let names: Vec<String> = names.iter().map(|n| format!("'{n}'")).collect();
    Ok(vm.type_error(format!(
        "Can't instantiate abstract class {name} without an implementation for abstract method{plural} {}",
        names.join(", ")
    )))
}

/// Adds the names of a class's attributes and its bases' to a dict.
pub fn all_names(vm: &mut Vm, class: ClassRef, names: Value) -> Outcome<()> {
    for c in vm.mro_of(class).into_iter().rev() {
        for (name, _) in vm.class_items(c) {
            vm.dict_set(names, name, Value::NONE)?;
        }
    }
    Ok(())
}

impl Vm {
    /// `module.qualname` of a class, without `builtins`.
    pub fn full_class_name(&mut self, class: ClassRef) -> Outcome<String> {
        let name = self.str_lossy(class.qualname.get());
        let module = module_of(self, class);
        if module.is(Value::UNSET) || !self.is_str(module) {
            return Ok(name);
        }
        let module = self.str_lossy(module);
        Ok(if module == "builtins" { name } else { format!("{module}.{name}") })
    }

    /// `class(*args, **keywords)` as `type.__call__` does it.
    pub fn instantiate(&mut self, class: ClassRef, args: Value, keywords: Value) -> Outcome {
        let items = self.tuple_items(args);
        if class == self.builtin_class(id::TYPE)
            && items.len() == 1
            && (keywords.is(Value::UNSET) || self.dict_len(keywords) == 0)
        {
            return Ok(self.class_of(items[0]).value());
        }
        let Some(new) = self.special(class, Special::New) else {
            let name = self.str_lossy(class.name.get());
            return Err(self.type_error(format!("cannot create '{name}' instances")));
        };
        let new = self.bind(new, Value::UNSET, class)?;
        let mut all = crate::object::Rooted::from_slice(&[class.value()]);
        all.extend_from_slice(items);
        let with_class = self.new_tuple(&all)?;
        let object = self.call_star(new, with_class, keywords)?;
        let made = self.class_of(object);
        if !self.is_subtype(made, class) {
            return Ok(object);
        }
        let Some(init) = self.special(made, Special::Init) else { return Ok(object) };
        all[0] = object;
        let result = match init.is_ptr().then(|| crate::object::map_of(init)) {
            Some(id::FUNCTION | id::NATIVE_METHOD | id::WRAPPER) => {
                let all = self.new_tuple(&all)?;
                self.call_star(init, all, keywords)?
            }
            _ => {
                let init = self.bind(init, object, made)?;
                self.call_star(init, args, keywords)?
            }
        };
        self.check_init(result)?;
        Ok(object)
    }

    /// `__init__` must return None.
    pub fn check_init(&mut self, result: Value) -> Outcome<()> {
        if result.is(Value::NONE) {
            return Ok(());
        }
        let found = self.type_name(result);
        Err(self.type_error(format!("__init__() should return None, not '{found}'")))
    }
}

fn call(vm: &mut Vm, args: Args) -> Outcome {
    let class = of(vm, args)?;
    vm.instantiate(class, args[1], args[2])
}

fn init(vm: &mut Vm, args: Args) -> Outcome {
    let n = vm.tuple_items(args[1]).len();
    if n != 1 && n != 3 {
        return Err(vm.type_error("type.__init__() takes 1 or 3 arguments"));
    }
    if n == 1 && !args[2].is(Value::UNSET) && vm.dict_len(args[2]) > 0 {
        return Err(vm.type_error("type.__init__() takes no keyword arguments"));
    }
    Ok(Value::NONE)
}

fn get_attribute(vm: &mut Vm, args: Args) -> Outcome {
    let name = vm.attribute_name(args[1])?;
    vm.plain_get_attr(args[0], name)
}

fn set_attribute(vm: &mut Vm, args: Args) -> Outcome {
    let name = vm.attribute_name(args[1])?;
    vm.plain_set_attr(args[0], name, args[2]).map(|()| Value::NONE)
}

fn delete_attribute(vm: &mut Vm, args: Args) -> Outcome {
    let name = vm.attribute_name(args[1])?;
    vm.plain_set_attr(args[0], name, Value::UNSET).map(|()| Value::NONE)
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    let class = of(vm, args)?;
    let name = vm.full_class_name(class)?;
    vm.new_str(&format!("<class '{name}'>"))
}

fn instance_check(vm: &mut Vm, args: Args) -> Outcome {
    vm.plain_is_instance(args[1], args[0]).map(Value::bool)
}

fn subclass_check(vm: &mut Vm, args: Args) -> Outcome {
    vm.plain_is_subclass(args[1], args[0]).map(Value::bool)
}

fn subclasses(vm: &mut Vm, args: Args) -> Outcome {
    let class = of(vm, args)?;
    let all: Vec<Value> = class.info().subclasses.iter().map(|c| c.value()).collect();
    vm.new_list(&all)
}

fn dir(vm: &mut Vm, args: Args) -> Outcome {
    let class = of(vm, args)?;
    let names = vm.new_dict()?;
    all_names(vm, class, names)?;
    let keys = vm.dict_pairs(names).firsts();
    vm.new_list(&keys)
}

fn or(vm: &mut Vm, args: Args) -> Outcome {
    super::alias::union(vm, args[0], args[1])
}

fn ror(vm: &mut Vm, args: Args) -> Outcome {
    super::alias::union(vm, args[1], args[0])
}

fn mro(vm: &mut Vm, args: Args) -> Outcome {
    let class = of(vm, args)?;
    let bases = super::new_class::classes_of(vm, class.bases.get());
    let order = super::new_class::linear_order(vm, &bases)?;
    let mut all = vec![class.value()];
    all.extend(order.iter().map(|c| c.value()));
    vm.new_list(&all)
}

fn check_mutable(vm: &mut Vm, class: ClassRef, name: &str) -> Outcome<()> {
    if class.has(flag::HEAP) {
        return Ok(());
    }
    let class = vm.str_lossy(class.name.get());
    Err(vm.type_error(format!("cannot set '{name}' attribute of immutable type '{class}'")))
}

fn check_given(vm: &mut Vm, class: ClassRef, name: &str, value: Value) -> Outcome<()> {
    if !value.is(Value::UNSET) {
        return Ok(());
    }
    let class = vm.str_lossy(class.name.get());
    Err(vm.type_error(format!("cannot delete '{name}' attribute of type '{class}'")))
}

fn get_name(vm: &mut Vm, args: Args) -> Outcome {
    Ok(of(vm, args)?.name.get())
}

fn set_name(vm: &mut Vm, args: Args) -> Outcome {
    let class = of(vm, args)?;
    check_mutable(vm, class, "__name__")?;
    check_given(vm, class, "__name__", args[1])?;
    if !vm.is_str(args[1]) {
        let (name, found) = (vm.str_lossy(class.name.get()), vm.type_name(args[1]));
        return Err(vm.type_error(format!("can only assign string to {name}.__name__, not '{found}'")));
    }
    class.name.set(&mut vm.heap, args[0], args[1]);
    Ok(Value::NONE)
}

fn set_qualname(vm: &mut Vm, args: Args) -> Outcome {
    let class = of(vm, args)?;
    check_mutable(vm, class, "__qualname__")?;
    check_given(vm, class, "__qualname__", args[1])?;
    if !vm.is_str(args[1]) {
        let (name, found) = (vm.str_lossy(class.name.get()), vm.type_name(args[1]));
        return Err(vm.type_error(format!("can only assign string to {name}.__qualname__, not '{found}'")));
    }
    class.qualname.set(&mut vm.heap, args[0], args[1]);
    Ok(Value::NONE)
}

fn module_of(vm: &mut Vm, class: ClassRef) -> Value {
    let name = vm.names.__module__;
    match vm.class_own(class, name) {
        Some(module) => module,
        None if class.has(flag::HEAP) => Value::UNSET,
        None => vm.names.builtins,
    }
}

fn get_module(vm: &mut Vm, args: Args) -> Outcome {
    let class = of(vm, args)?;
    Ok(module_of(vm, class))
}

fn set_module(vm: &mut Vm, args: Args) -> Outcome {
    let name = vm.names.__module__;
    set_own(vm, args, name, "__module__")
}

fn set_own(vm: &mut Vm, args: Args, name: Value, text: &str) -> Outcome {
    let class = of(vm, args)?;
    check_mutable(vm, class, text)?;
    check_given(vm, class, text, args[1])?;
    vm.class_put(class, name, args[1])?;
    vm.class_changed(class);
    Ok(Value::NONE)
}

fn set_bases(vm: &mut Vm, args: Args) -> Outcome {
    let class = of(vm, args)?;
    check_mutable(vm, class, "__bases__")?;
    check_given(vm, class, "__bases__", args[1])?;
    super::new_class::set_bases(vm, class, args[1])?;
    Ok(Value::NONE)
}

fn get_base(vm: &mut Vm, args: Args) -> Outcome {
    let class = of(vm, args)?;
    Ok(class.info().base.map_or(Value::NONE, |b| b.value()))
}

fn get_dict(vm: &mut Vm, args: Args) -> Outcome {
    let proxy: Gc<MappingProxy> = vm.alloc(id::MAPPINGPROXY, Scan::Values, MappingProxy::SLOTS)?;
    proxy.mapping.init(args[0]);
    Ok(proxy.value())
}

fn get_doc(vm: &mut Vm, args: Args) -> Outcome {
    let class = of(vm, args)?;
    if let Some(table) = class.info().table.filter(|t| !t.doc.is_empty()) {
        return vm.new_str(table.doc);
    }
    let name = vm.names.__doc__;
    match vm.class_own(class, name) {
        Some(doc) => vm.bind(doc, Value::UNSET, class),
        None => Ok(Value::NONE),
    }
}

fn set_doc(vm: &mut Vm, args: Args) -> Outcome {
    let name = vm.names.__doc__;
    set_own(vm, args, name, "__doc__")
}

fn get_abstract(vm: &mut Vm, args: Args) -> Outcome {
    let class = of(vm, args)?;
    let name = vm.names.__abstractmethods__;
    let own = if class == vm.builtin_class(id::TYPE) { None } else { vm.class_own(class, name) };
    match own {
        Some(names) => Ok(names),
        None => Err(vm.raise_attribute("__abstractmethods__", args[0], name)),
    }
}

fn set_abstract(vm: &mut Vm, args: Args) -> Outcome {
    let class = of(vm, args)?;
    let name = vm.names.__abstractmethods__;
    let is_abstract = if args[1].is(Value::UNSET) {
        if !vm.class_remove(class, name) {
            return Err(vm.raise_attribute("__abstractmethods__", args[0], name));
        }
        false
    } else {
        vm.class_put(class, name, args[1])?;
        vm.truth(args[1])?
    };
    vm.class_changed(class);
    let info = class.info();
    info.flags = info.flags & !flag::ABSTRACT | if is_abstract { flag::ABSTRACT } else { 0 };
    Ok(Value::NONE)
}

/// The annotations are computed once, from the function that the compiler made of them.
fn get_annotations(vm: &mut Vm, args: Args) -> Outcome {
    let class = of(vm, args)?;
    let (own, cache) = (vm.names.__annotations__, vm.intern("__annotations_cache__"));
    if !class.has(flag::HEAP) {
        return Err(vm.no_attribute(args[0], own));
    }
    for name in [own, cache] {
        if let Some(known) = vm.class_own(class, name) {
            return vm.bind(known, Value::UNSET, class);
        }
    }
    let annotate = get_annotate(vm, args)?;
    let value = if annotate.is(Value::NONE) { vm.new_dict()? } else { vm.call(annotate, &[Value::small_int(1)])? };
    if !vm.map_has_value(value, flag::DICT) {
        let found = vm.type_name(value);
        return Err(vm.type_error(format!("__annotate__ returned non-dict of type '{found}'")));
    }
    vm.class_put(class, cache, value)?;
    vm.class_changed(class);
    Ok(value)
}

fn set_annotations(vm: &mut Vm, args: Args) -> Outcome {
    let class = of(vm, args)?;
    check_mutable(vm, class, "__annotations__")?;
    let (own, cache) = (vm.names.__annotations__, vm.intern("__annotations_cache__"));
    let had_cache = vm.class_remove(class, cache);
    if args[1].is(Value::UNSET) {
        if !vm.class_remove(class, own) && !had_cache {
            return Err(vm.raise_attribute("__annotations__", args[0], own));
        }
    } else {
        vm.class_put(class, own, args[1])?;
    }
    let annotate = vm.names.__annotate__;
    let annotate_func = vm.names.__annotate_func__;
    vm.class_remove(class, annotate);
    vm.class_remove(class, annotate_func);
    vm.class_changed(class);
    Ok(Value::NONE)
}

fn get_annotate(vm: &mut Vm, args: Args) -> Outcome {
    let class = of(vm, args)?;
    let (name, func) = (vm.names.__annotate__, vm.names.__annotate_func__);
    if !class.has(flag::HEAP) {
        return Err(vm.no_attribute(args[0], name));
    }
    let found = vm.class_own(class, func).or_else(|| vm.class_own(class, name));
    match found {
        Some(annotate) => vm.bind(annotate, Value::UNSET, class),
        None => Ok(Value::NONE),
    }
}

fn set_annotate(vm: &mut Vm, args: Args) -> Outcome {
    let class = of(vm, args)?;
    check_mutable(vm, class, "__annotate__")?;
    if args[1].is(Value::UNSET) {
        return Err(vm.type_error("cannot delete __annotate__ attribute"));
    }
    let name = vm.names.__annotate_func__;
    vm.class_put(class, name, args[1])?;
    if !args[1].is(Value::NONE) {
        let cache = vm.intern("__annotations_cache__");
        vm.class_remove(class, cache);
    }
    vm.class_changed(class);
    Ok(Value::NONE)
}

fn get_type_params(vm: &mut Vm, args: Args) -> Outcome {
    let class = of(vm, args)?;
    let name = vm.names.__type_params__;
    match vm.class_own(class, name).filter(|_| class.has(flag::HEAP)) {
        Some(params) => Ok(params),
        None => vm.new_tuple(&[]),
    }
}

fn set_type_params(vm: &mut Vm, args: Args) -> Outcome {
    let name = vm.names.__type_params__;
    set_own(vm, args, name, "__type_params__")
}

fn get_signature(vm: &mut Vm, args: Args) -> Outcome {
    let class = of(vm, args)?;
    if class.has(flag::HEAP) {
        return Ok(Value::NONE);
    }
    if class == vm.builtin_class(id::OBJECT) {
        return vm.new_str("()");
    }
    let row = class.info().table.and_then(|t| t.rows.iter().find(|r| r.name == "__init__" || r.name == "__new__"));
    // One that takes anything, or ignores what is left, says nothing.
    let first = |s: &'static str| s.split(", ").skip(1).find(|p| *p != "/");
    let open = |s: &'static str| s.ends_with("*args)") || first(s) == Some("*args");
    match row.filter(|r| !open(r.signature)) {
        Some(row) => vm.new_str(&format!("({}", without_receiver(row.signature))),
        None => Ok(Value::NONE),
    }
}

/// What follows the first parameter of a signature, and the slash that belongs to it alone.
fn without_receiver(signature: &str) -> &str {
    match signature.split_once(", ") {
        Some((_, rest)) => rest.strip_prefix("/, ").or(rest.strip_prefix("/)").map(|_| ")")).unwrap_or(rest),
        None => ")",
    }
}

/// The bits that programs look at, as CPython numbers them.
fn get_flags(vm: &mut Vm, args: Args) -> Outcome {
    let class = of(vm, args)?;
    let bits = [
        (flag::HEAP, 9),
        (flag::BASE_TYPE, 10),
        (flag::IMMUTABLE, 8),
        (flag::ABSTRACT, 20),
        (flag::SEQUENCE, 5),
        (flag::MAPPING, 6),
        (flag::INT, 24),
        (flag::LIST, 25),
        (flag::TUPLE, 26),
        (flag::BYTES, 27),
        (flag::STR, 28),
        (flag::DICT, 29),
        (flag::EXCEPTION, 30),
        (flag::TYPE, 31),
    ];
    // Ready, part of the collector, method descriptor bits are not told apart.
    let mut all = 1 << 12 | 1 << 14;
    for (own, bit) in bits {
        if class.has(own) {
            all |= 1 << bit;
        }
    }
    vm.new_int(all)
}

fn get_basic_size(vm: &mut Vm, args: Args) -> Outcome {
    let class = of(vm, args)?;
    let info = class.info();
    vm.new_int(8 * (2 + info.base_slots as i64))
}

fn get_dict_offset(vm: &mut Vm, args: Args) -> Outcome {
    let class = of(vm, args)?;
    let info = class.info();
    Ok(Value::small_int(if class.has(flag::HAS_DICT) { 8 * (1 + info.base_slots as isize) } else { 0 }))
}

fn get_weakref_offset(vm: &mut Vm, args: Args) -> Outcome {
    let class = of(vm, args)?;
    let info = class.info();
    Ok(Value::small_int(if class.has(flag::HAS_WEAKREF) { 8 * (2 + info.base_slots as isize) } else { 0 }))
}
