//! Making classes: `type.__new__` and the `class` statement.
//!
//! ```text
//! class statement ─ bases (__mro_entries__) ─ metaclass ─ __prepare__ ─ body ─ metaclass(name, bases, namespace)
//! type.__new__ ─ most derived metaclass ─ best base (layout) ─ __slots__ ─ MRO ─ attributes ─ __set_name__ ─ __init_subclass__
//! ```

use crate::native::{Args, Native, Outcome, getter, setter};
use crate::object::Rooted;
use crate::object::class::{ClassRef, Special, class_flags as flag};
use crate::object::construct::{NewClass, WITH_ITEMS, base_layout};
use crate::object::gc::Gc;
use crate::object::layout::Cell;
use crate::object::map_of;
use crate::object::mro::linearise;
use crate::object::rooted::ToRooted;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::types as id;

/// Most inline attribute slots that a first guess gives.
const MAX_GUESS: usize = 48;

/// The rows of `__dict__` and `__weakref__` of classes whose instances get them.
static DICT_ROWS: [Native; 3] = [
    getter("__dict__", super::object::get_dict),
    setter("__dict__", super::object::set_dict),
    getter("__weakref__", super::object::get_weakref),
];

/// `type.__new__(cls, name, bases, dict, **kwargs)`.
pub fn new(vm: &mut Vm, args: Args) -> Outcome {
    let meta = super::type_::expect_class(vm, args[0])?;
    let items = vm.tuple_items(args[1]).rooted();
    let &[name, bases, namespace] = items.as_slice() else {
        if items.len() == 1 && meta == vm.builtin_class(id::TYPE) {
            return Ok(vm.class_of(items[0]).value());
        }
        if meta == vm.builtin_class(id::TYPE) {
            return Err(vm.type_error("type() takes 1 or 3 arguments"));
        }
        return Err(vm.type_error(
            "type.__new__() takes exactly 3 arguments (".to_string() + &items.len().to_string() + " given)",
        ));
    };
    let expected = [(name, flag::STR, "str"), (bases, flag::TUPLE, "tuple"), (namespace, flag::DICT, "dict")];
    for (i, (value, wanted, what)) in expected.into_iter().enumerate() {
        if !vm.map_has_value(value, wanted) {
            let found = vm.type_name(value);
            return Err(vm.type_error(format!("type.__new__() argument {} must be {what}, not {found}", i + 1)));
        }
    }
    for base in vm.tuple_items(bases).rooted() {
        if vm.as_class(base).is_none() {
            let hook = vm.class_of(base);
            if vm.special(hook, Special::MroEntries).is_some() {
                return Err(vm.type_error("type() doesn't support MRO entry resolution; use types.new_class()"));
            }
        }
    }
    let winner = most_derived(vm, meta, bases)?;
    if winner != meta {
        let type_new = vm.special(vm.builtin_class(id::TYPE), Special::New);
        if vm.special(winner, Special::New) != type_new {
            let new = vm.special(winner, Special::New).expect("every class has one");
            let new = vm.bind(new, Value::UNSET, winner)?;
            let all = vm.new_tuple(&[winner.value(), name, bases, namespace])?;
            return vm.call_star(new, all, args[2]);
        }
    }
    make(vm, winner, name, bases, namespace, args[2])
}

/// The classes in a tuple.
pub fn classes_of(vm: &Vm, tuple: Value) -> Vec<ClassRef> {
    vm.tuple_items(tuple).iter().filter_map(|c| vm.as_class(*c)).collect()
}

/// The metaclass that all bases' metaclasses allow.
pub fn most_derived(vm: &mut Vm, meta: ClassRef, bases: Value) -> Outcome<ClassRef> {
    let mut winner = meta;
    for base in vm.tuple_items(bases).rooted() {
        let of_base = vm.class_of(base);
        if vm.is_subtype(winner, of_base) {
            continue;
        }
        if vm.is_subtype(of_base, winner) {
            winner = of_base;
            continue;
        }
        return Err(vm.type_error(
            "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases",
        ));
    }
    Ok(winner)
}

/// The class that added the last fields to what instances of `class` begin with.
fn solid_base(class: ClassRef) -> ClassRef {
    let info = class.info();
    match info.base {
        Some(base) if base.info().base_slots == info.base_slots && base.info().base_map == info.base_map => {
            solid_base(base)
        }
        _ => class,
    }
}

fn best_base(vm: &mut Vm, bases: &[ClassRef]) -> Outcome<ClassRef> {
    let mut best = bases[0];
    for &base in bases {
        if !base.has(flag::BASE_TYPE) {
            let name = vm.str_lossy(base.name.get());
            return Err(vm.type_error(format!("type '{name}' is not an acceptable base type")));
        }
        let (candidate, winner) = (solid_base(base), solid_base(best));
        if vm.is_subtype(winner, candidate) {
            continue;
        }
        if !vm.is_subtype(candidate, winner) {
            return Err(vm.type_error("multiple bases have instance lay-out conflict"));
        }
        best = base;
    }
    Ok(best)
}

/// The MRO behind a class with these bases.
pub fn linear_order(vm: &mut Vm, bases: &[ClassRef]) -> Outcome<Vec<ClassRef>> {
    for (i, base) in bases.iter().enumerate() {
        if bases[..i].contains(base) {
            let name = vm.str_lossy(base.name.get());
            return Err(vm.type_error(format!("duplicate base class {name}")));
        }
    }
    if let Some(order) = linearise(bases, |c| vm.mro_of(c)) {
        return Ok(order);
    }
    let names: Vec<String> = bases.iter().map(|b| vm.str_lossy(b.name.get())).collect();
    Err(vm
        .type_error(format!("Cannot create a consistent method resolution order (MRO) for bases {}", names.join(", "))))
}

/// What `__slots__` asks for.
struct Slots {
    /// Mangled names of the slots.
    names: Vec<Value>,
    dict: bool,
    weakref: bool,
}

fn read_slots(
    vm: &mut Vm,
    name: Value,
    base: ClassRef,
    others_dict: bool,
    others_weak: bool,
    namespace: Value,
) -> Outcome<Slots> {
    let key = vm.names.__slots__;
    let given = vm.dict_get(namespace, key)?;
    let (has_dict, has_weakref) = (base.has(flag::HAS_DICT), base.has(flag::HAS_WEAKREF));
    if given.is(Value::UNSET) {
        return Ok(Slots { names: vec![], dict: true, weakref: true });
    }
    let items = if vm.is_str(given) { Rooted::from_slice(&[given]) } else { vm.collect_items(given)? };
    let mut slots = Slots { names: vec![], dict: others_dict, weakref: others_weak };
    // Those whose objects have a size each have their items where the slots would be.
    let with_items = matches!(base.info().base_map, id::INT | id::TUPLE | id::BYTES | id::TYPE);
    for item in items.iter().copied() {
        if !vm.is_str(item) {
            let found = vm.type_name(item);
            return Err(vm.type_error(format!("__slots__ items must be strings, not '{found}'")));
        }
        let text = vm.str_lossy(item);
        match text.as_str() {
            "__dict__" if has_dict || (slots.dict && !others_dict) => {
                return Err(vm.type_error("__dict__ slot disallowed: we already got one"));
            }
            "__dict__" => slots.dict = true,
            "__weakref__" if has_weakref || (slots.weakref && !others_weak) => {
                return Err(vm.type_error("__weakref__ slot disallowed: we already got one"));
            }
            "__weakref__" => slots.weakref = true,
            _ => {
                if !is_identifier(&text) {
                    return Err(vm.type_error("__slots__ must be identifiers"));
                }
                if with_items {
                    let base = vm.str_lossy(base.name.get());
                    return Err(vm.type_error(format!("nonempty __slots__ not supported for subtype of '{base}'")));
                }
                let mangled = mangle(&vm.str_lossy(name), &text);
                let slot = vm.intern(&mangled);
                if !vm.dict_get(namespace, slot)?.is(Value::UNSET)
                    && !matches!(text.as_str(), "__qualname__" | "__classcell__" | "__classdictcell__")
                {
                    return Err(vm.value_error(format!("'{mangled}' in __slots__ conflicts with class variable")));
                }
                slots.names.push(slot);
            }
        }
    }
    Ok(slots)
}

fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    let first = chars.next().is_some_and(|c| c == '_' || c.is_alphabetic());
    first && chars.all(|c| c == '_' || c.is_alphanumeric())
}

/// Private names belong to the class.
fn mangle(class: &str, name: &str) -> String {
    let class = class.trim_start_matches('_');
    if class.is_empty() || !name.starts_with("__") || name.ends_with("__") || name.contains('.') {
        return name.into();
    }
    format!("_{class}{name}")
}

fn make(vm: &mut Vm, meta: ClassRef, name: Value, bases: Value, namespace: Value, keywords: Value) -> Outcome {
    let mut bases = classes_of_checked(vm, bases)?;
    if bases.is_empty() {
        bases.push(vm.builtin_class(id::OBJECT));
    }
    let base = best_base(vm, &bases)?;
    let any = |f: u32| bases.iter().any(|b| b.has(f));
    let slots = read_slots(vm, name, base, any(flag::HAS_DICT), any(flag::HAS_WEAKREF), namespace)?;
    let order = linear_order(vm, &bases)?;
    let class = allocate(vm, meta, name, &bases, base, &order, &slots, namespace)?;
    fill(vm, class, base, &slots, namespace)?;
    custom_order(vm, meta, class)?;
    vm.class_changed(class);
    if !vm.plans.is_empty() {
        vm.adopt_plan(class);
    }
    set_names(vm, class, namespace)?;
    init_subclass(vm, class, keywords)?;
    Ok(class.value())
}

fn classes_of_checked(vm: &mut Vm, bases: Value) -> Outcome<Vec<ClassRef>> {
    let mut all = vec![];
    for base in vm.tuple_items(bases).rooted() {
        match vm.as_class(base) {
            Some(class) => all.push(class),
            None => return Err(vm.type_error("bases must be types")),
        }
    }
    Ok(all)
}

#[allow(clippy::too_many_arguments, reason = "the parts of a class")]
fn allocate(
    vm: &mut Vm,
    meta: ClassRef,
    name: Value,
    bases: &[ClassRef],
    base: ClassRef,
    order: &[ClassRef],
    slots: &Slots,
    namespace: Value,
) -> Outcome<ClassRef> {
    let info = base.info();
    let inherited = bases.iter().fold(0, |all, b| all | b.info().flags & flag::INHERITED);
    let mut flags = inherited | flag::HEAP | flag::BASE_TYPE;
    if slots.dict {
        flags |= flag::HAS_DICT;
    }
    if slots.weakref {
        flags |= flag::HAS_WEAKREF;
    }
    if WITH_ITEMS.contains(&info.base_map) {
        flags |= flag::WRAPPED;
    }
    // A sequence or mapping by its bases only.
    let attributes = flags & flag::HAS_DICT != 0 && flags & flag::DICT_FIELD == 0;
    let inline = if attributes { guess_width(vm, base, namespace)? } else { 0 };
    let qualname_key = vm.names.__qualname__;
    let qualname = vm.dict_get(namespace, qualname_key)?;
    if !qualname.is(Value::UNSET) && !vm.is_str(qualname) {
        let found = vm.type_name(qualname);
        return Err(vm.type_error(format!("type __qualname__ must be a str, not {found}")));
    }
    let layout = base_layout(info.base_map);
    let class = vm.construct_class(&NewClass {
        metaclass: Some(meta),
        name,
        qualname: if qualname.is(Value::UNSET) { name } else { qualname },
        bases,
        mro: order,
        flags,
        base_map: info.base_map,
        base_slots: info.base_slots + slots.names.len() as u16,
        scan: layout.scan,
        bitmap: info.bitmap,
        inline_slots: inline,
        table: None,
        base: Some(base),
    })?;
    if !vm.adopt_planned_maps(class, &slots.names, namespace)? {
        vm.make_terminator(class);
    }
    Ok(class)
}

/// How many attributes an instance will have: what the methods store through `self`, and the base's.
fn guess_width(vm: &mut Vm, base: ClassRef, namespace: Value) -> Outcome<u16> {
    let key = vm.names.__static_attributes__;
    let own = vm.dict_get(namespace, key)?;
    let own = if vm.map_has_value(own, flag::TUPLE) { vm.tuple_items(own).len() } else { 2 };
    let inherited = base.info().inline_slots.max(base.info().widest) as usize;
    Ok((own + inherited).clamp(1, MAX_GUESS) as u16)
}

/// Puts the namespace into the class.
fn fill(vm: &mut Vm, class: ClassRef, base: ClassRef, slots: &Slots, namespace: Value) -> Outcome<()> {
    let cell_name = vm.names.__classcell__;
    let qualname = vm.names.__qualname__;
    let dict_cell = vm.intern("__classdictcell__");
    for (key, value) in vm.dict_pairs(namespace) {
        if key.is_ptr() && vm.is_str(key) {
            let key = vm.intern_value(key);
            if key.is(qualname) {
                continue;
            }
            if key.is(cell_name) {
                set_cell(vm, value, class.value())?;
                continue;
            }
            if key.is(dict_cell) {
                set_cell(vm, value, namespace)?;
                continue;
            }
            let value = implicit_kind(vm, key, value)?;
            vm.class_put(class, key, value)?;
        }
    }
    defaults(vm, class)?;
    let first = 8 * (1 + base.info().base_slots);
    for (i, name) in slots.names.iter().enumerate() {
        let member = vm.new_member(*name, class, first + 8 * i as u16)?;
        vm.class_put(class, *name, member)?;
    }
    class.info().slot_names = slots.names.clone();
    if slots.dict && !base.has(flag::HAS_DICT) {
        let name = vm.names.__dict__;
        let row = vm.new_getset(Some(&DICT_ROWS[0]), Some(&DICT_ROWS[1]), name, class)?;
        vm.class_put(class, name, row)?;
    }
    if slots.weakref && !base.has(flag::HAS_WEAKREF) {
        let name = vm.names.__weakref__;
        let row = vm.new_getset(Some(&DICT_ROWS[2]), None, name, class)?;
        vm.class_put(class, name, row)?;
    }
    Ok(())
}

fn set_cell(vm: &mut Vm, cell: Value, value: Value) -> Outcome<()> {
    match vm.cast::<Cell>(cell) {
        Some(cell) => {
            cell.value.set(&mut vm.heap, cell.value(), value);
            Ok(())
        }
        None => {
            let found = vm.type_name(cell);
            Err(vm.type_error(format!("type __classcell__ must be a nonlocal cell, not <class '{found}'>")))
        }
    }
}

/// Some functions are static or class methods without saying so.
fn implicit_kind(vm: &mut Vm, name: Value, value: Value) -> Outcome {
    if !value.is_ptr() || map_of(value) != id::FUNCTION {
        return Ok(value);
    }
    let specials = &vm.names.specials;
    if name.is(specials[Special::New as usize]) {
        return vm.new_static_method(value);
    }
    if name.is(specials[Special::InitSubclass as usize]) || name.is(specials[Special::ClassGetItem as usize]) {
        return vm.new_class_method(value);
    }
    Ok(value)
}

fn defaults(vm: &mut Vm, class: ClassRef) -> Outcome<()> {
    let (module, doc) = (vm.names.__module__, vm.names.__doc__);
    if vm.class_own(class, module).is_none() {
        let globals = crate::interp::running_globals(vm);
        if !globals.is(Value::UNSET) {
            let key = vm.names.__name__;
            let name = vm.dict_get(globals, key)?;
            if !name.is(Value::UNSET) {
                vm.class_put(class, module, name)?;
            }
        }
    }
    if vm.class_own(class, doc).is_none() {
        vm.class_put(class, doc, Value::NONE)?;
    }
    let (eq, hash) = (vm.names.specials[Special::Eq as usize], vm.names.specials[Special::Hash as usize]);
    if vm.class_own(class, eq).is_some() && vm.class_own(class, hash).is_none() {
        vm.class_put(class, hash, Value::NONE)?;
    }
    Ok(())
}

/// A metaclass may have its own `mro`.
fn custom_order(vm: &mut Vm, meta: ClassRef, class: ClassRef) -> Outcome<()> {
    let name = vm.names.mro;
    let own = vm.lookup_where(meta, name).is_none_or(|(c, _)| c == vm.builtin_class(id::TYPE));
    if own {
        return Ok(());
    }
    let order = vm.call_method(class.value(), "mro", &[])?;
    let items = vm.collect_items(order)?;
    for item in items.iter() {
        if vm.as_class(*item).is_none() {
            let found = vm.type_name(*item);
            return Err(vm.type_error(format!("mro() returned a non-class ('{found}')")));
        }
    }
    let tuple = vm.new_tuple(&items)?;
    class.mro.set(&mut vm.heap, class.value(), tuple);
    Ok(())
}

fn set_names(vm: &mut Vm, class: ClassRef, namespace: Value) -> Outcome<()> {
    for (name, value) in vm.dict_pairs(namespace) {
        let of = vm.class_of(value);
        let Some(hook) = vm.special(of, Special::SetName) else { continue };
        if let Err(raised) = vm.call_unbound(hook, value, &[class.value(), name]) {
            let (of, name, class) = (vm.type_name(value), vm.repr_text(name)?, vm.str_lossy(class.name.get()));
            let note = vm.new_str(&format!("Error calling __set_name__ on '{of}' instance {name} in '{class}'"))?;
            let pending = vm.take_pending();
            vm.call_method(pending, "add_note", &[note])?;
            vm.set_pending(pending);
            return Err(raised);
        }
    }
    Ok(())
}

fn init_subclass(vm: &mut Vm, class: ClassRef, keywords: Value) -> Outcome<()> {
    let name = vm.names.specials[Special::InitSubclass as usize];
    let hook = vm.super_attr(class.value(), class.value(), name)?;
    if hook.is(Value::UNSET) {
        return Ok(());
    }
    let none = vm.new_tuple(&[])?;
    vm.call_star(hook, none, keywords)?;
    Ok(())
}

/// `class.__bases__ = bases`.
pub fn set_bases(vm: &mut Vm, class: ClassRef, tuple: Value) -> Outcome<()> {
    if !vm.map_has_value(tuple, flag::TUPLE) {
        let (name, found) = (vm.str_lossy(class.name.get()), vm.type_name(tuple));
        return Err(vm.type_error(format!("can only assign tuple to {name}.__bases__, not {found}")));
    }
    let bases = classes_of_checked(vm, tuple)?;
    if bases.is_empty() {
        let name = vm.str_lossy(class.name.get());
        return Err(vm.type_error(format!("can only assign non-empty tuple to {name}.__bases__, not ()")));
    }
    for base in &bases {
        if vm.is_subtype(*base, class) {
            return Err(vm.type_error("a __bases__ item causes an inheritance cycle"));
        }
    }
    let base = best_base(vm, &bases)?;
    let old = class.info().base.expect("object's bases cannot be set");
    if solid_base(base) != solid_base(old) {
        let (new, old) = (vm.str_lossy(base.name.get()), vm.str_lossy(old.name.get()));
        return Err(vm.type_error(format!("__bases__ assignment: '{new}' object layout differs from '{old}'")));
    }
    linear_order(vm, &bases)?;
    for old in classes_of(vm, class.bases.get()) {
        old.info().subclasses.retain(|c| *c != class);
    }
    for base in &bases {
        base.info().subclasses.push(class);
    }
    class.bases.set(&mut vm.heap, class.value(), tuple);
    class.info().base = Some(base);
    reorder(vm, class)?;
    vm.class_changed(class);
    crate::interp::forget_attributes(vm);
    Ok(())
}

/// Computes the MRO of a class and its subclasses again.
fn reorder(vm: &mut Vm, class: ClassRef) -> Outcome<()> {
    let bases = classes_of(vm, class.bases.get());
    let order = linear_order(vm, &bases)?;
    let mut all = vec![class.value()];
    all.extend(order.iter().map(|c| c.value()));
    let tuple = vm.new_tuple(&all)?;
    class.mro.set(&mut vm.heap, class.value(), tuple);
    let meta = vm.class_of(class.value());
    custom_order(vm, meta, class)?;
    for sub in class.info().subclasses.clone() {
        reorder(vm, sub)?;
    }
    Ok(())
}

impl Vm {
    /// The `class` statement: `__build_class__(function, name, *bases, **keywords)`.
    pub fn build_class(&mut self, function: Value, name: Value, bases: Value, keywords: Value) -> Outcome {
        let original = bases;
        let bases = self.resolve_bases(bases)?;
        let keywords = self.own_keywords(keywords)?;
        let (meta, is_class) = self.metaclass_for(bases, keywords)?;
        let namespace = self.prepare_namespace(meta, name, bases, keywords)?;
        if !is_mapping(self, namespace) {
            let meta_name = match self.as_class(meta) {
                Some(class) if is_class => self.str_lossy(class.name.get()),
                _ => "<metaclass>".into(),
            };
            let found = self.type_name(namespace);
            return Err(self.type_error(format!("{meta_name}.__prepare__() must return a mapping, not {found}")));
        }
        let cell = crate::interp::run_class_body(self, function, namespace)?;
        if !bases.is(original) {
            let key = self.names.__orig_bases__;
            self.set_item(namespace, key, original)?;
        }
        let args = self.new_tuple(&[name, bases, namespace])?;
        let class = self.call_star(meta, args, keywords)?;
        self.check_class_cell(class, cell, name)?;
        if let Some(class) = self.as_class(class) {
            self.seal_plan(class);
        }
        Ok(class)
    }

    fn check_class_cell(&mut self, class: Value, cell: Value, name: Value) -> Outcome<()> {
        let Some(cell) = self.cast::<Cell>(cell) else { return Ok(()) };
        let inside = cell.value.get();
        if self.as_class(class).is_none() || inside.is(class) {
            return Ok(());
        }
        let (name, class) = (self.str_lossy(name), self.repr_text(class)?);
        if inside.is(Value::UNSET) {
            return Err(self.runtime_error(format!(
                "__class__ not set defining '{name}' as {class}. Was __classcell__ propagated to type.__new__?"
            )));
        }
        let inside = self.repr_text(inside)?;
        Err(self.type_error(format!("__class__ set to {inside} defining '{name}' as {class}")))
    }

    /// Replaces bases that are no classes by what their `__mro_entries__` gives.
    pub fn resolve_bases(&mut self, bases: Value) -> Outcome {
        let items = self.tuple_items(bases).rooted();
        if items.iter().all(|b| self.as_class(*b).is_some()) {
            return Ok(bases);
        }
        let mut all = Rooted::new();
        let mut changed = false;
        for base in items {
            let hook = if self.as_class(base).is_some() {
                Value::UNSET
            } else {
                self.get_attr_text_or_unset(base, "__mro_entries__")?
            };
            if hook.is(Value::UNSET) {
                all.push(base);
                continue;
            }
            changed = true;
            let entries = self.call(hook, &[bases])?;
            if !self.map_has_value(entries, flag::TUPLE) {
                return Err(self.type_error("__mro_entries__ must return a tuple"));
            }
            all.extend_from_slice(self.tuple_items(entries));
        }
        if changed { self.new_tuple(&all) } else { Ok(bases) }
    }

    /// `getattr(object, name, UNSET)` by Rust text.
    pub fn get_attr_text_or_unset(&mut self, object: Value, name: &str) -> Outcome {
        let name = self.intern(name);
        self.get_attr_or_unset(object, name)
    }

    fn own_keywords(&mut self, keywords: Value) -> Outcome {
        let copy = self.new_dict()?;
        if !keywords.is(Value::UNSET) {
            for (key, value) in self.dict_pairs(keywords) {
                self.dict_set(copy, key, value)?;
            }
        }
        Ok(copy)
    }

    /// (metaclass, whether it is a class); takes it out of the keywords.
    fn metaclass_for(&mut self, bases: Value, keywords: Value) -> Outcome<(Value, bool)> {
        let key = self.names.metaclass;
        let given = self.dict_remove(keywords, key)?;
        let meta = if !given.is(Value::UNSET) {
            given
        } else {
            match self.tuple_items(bases).first() {
                Some(first) => self.class_of(*first).value(),
                None => self.builtin_class(id::TYPE).value(),
            }
        };
        match self.as_class(meta) {
            Some(class) => Ok((most_derived(self, class, bases)?.value(), true)),
            None => Ok((meta, false)),
        }
    }

    fn prepare_namespace(&mut self, meta: Value, name: Value, bases: Value, keywords: Value) -> Outcome {
        if meta.is(self.builtin_class(id::TYPE).value()) {
            return self.new_dict();
        }
        let hook = self.get_attr_text_or_unset(meta, "__prepare__")?;
        if hook.is(Value::UNSET) {
            return self.new_dict();
        }
        let args = self.new_tuple(&[name, bases])?;
        self.call_star(hook, args, keywords)
    }

    /// Makes a class of the runtime's own, as a `class` statement would.
    pub fn new_heap_class(&mut self, name: &str, bases: &[Value], namespace: Value) -> Outcome {
        let name = self.intern(name);
        let bases = self.new_tuple(bases)?;
        let meta = most_derived(self, self.builtin_class(id::TYPE), bases)?;
        make(self, meta, name, bases, namespace, Value::UNSET)
    }

    /// Checked cast that keeps the type parameter in one place.
    pub fn expect_cell(&self, value: Value) -> Option<Gc<Cell>> {
        self.cast(value)
    }
}

fn is_mapping(vm: &mut Vm, value: Value) -> bool {
    let class = vm.class_of(value);
    vm.special(class, Special::GetItem).is_some()
}
