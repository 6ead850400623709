//! `weakref.ref` (`ReferenceType`). The collector clears the referent; the callback is called at a safepoint.

use crate::native::{Args, NativeKind, Outcome, TypeTable, getter, native};
use crate::object::class::{ClassRef, class_flags as flag};
use crate::object::gc::Gc;
use crate::object::layout::WeakRef;
use crate::object::map_of;
use crate::protocol::compare::Comparison;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_abi::types as id;

/// `weakref.ReferenceType`.
pub static TABLE: TypeTable = TypeTable {
    map: id::WEAKREF,
    name: "ReferenceType",
    module: "weakref",
    doc: "",
    rows: &[
        native("__new__", "(cls, object, callback=None, /, *args)", Effect::PYTHON, new).kind(NativeKind::StaticMethod),
        native("__init__", "(self, object, callback=None, /, *args)", Effect::PURE, |_, _| Ok(Value::NONE)),
        native("__call__", "(self, /)", Effect::PURE, call),
        native("__hash__", "(self, /)", Effect::PYTHON, hash),
        native("__eq__", "(self, value, /)", Effect::PYTHON, eq),
        native("__ne__", "(self, value, /)", Effect::PYTHON, ne),
        native("__repr__", "(self, /)", Effect::PYTHON, repr),
        native("__class_getitem__", "(cls, item, /)", Effect::PYTHON, |vm, args| {
            vm.new_generic_alias(args[0], args[1])
        })
        .kind(NativeKind::ClassMethod),
        getter("__callback__", callback),
    ],
};

fn of(args: Args) -> Gc<WeakRef> {
    // SAFETY: the call checked the receiver.
    unsafe { Gc::from_value_unchecked(args[0]) }
}

impl Vm {
    /// A weak reference of a class (`ref` or a subclass), one per referent where there is no callback.
    pub fn new_weakref(&mut self, class: ClassRef, referent: Value, callback: Value) -> Outcome {
        self.check_weakly_referable(referent)?;
        let plain = class == self.builtin_class(id::WEAKREF);
        if plain
            && callback.is(Value::NONE)
            && let Some(known) = self.plain_weakrefs(referent)
        {
            return Ok(known);
        }
        let object = self.new_instance(class)?;
        // SAFETY: the class is a reference type.
        let weak: Gc<WeakRef> = unsafe { Gc::from_value_unchecked(object) };
        weak.referent.init(referent);
        weak.callback.init(callback);
        weak.hash.init(Value::UNSET);
        self.heap.register_weak(object);
        let key = self.weak_key(referent);
        self.weakrefs.entry(key).or_default().push(object);
        Ok(object)
    }

    /// Objects that weak references may point to.
    pub fn check_weakly_referable(&mut self, referent: Value) -> Outcome<()> {
        let class = self.class_of(referent);
        if referent.is_ptr() && class.has(flag::HAS_WEAKREF) {
            return Ok(());
        }
        let name = self.str_lossy(class.name.get());
        Err(self.type_error(format!("cannot create weak reference to '{name}' object")))
    }

    fn weak_key(&mut self, referent: Value) -> usize {
        self.heap.hash_of(referent)
    }

    /// The live weak references to an object.
    pub fn weakrefs_of(&mut self, referent: Value) -> crate::object::Rooted {
        let key = self.weak_key(referent);
        let Some(all) = self.weakrefs.get(&key) else { return crate::object::Rooted::new() };
        let live = |v: &&Value| {
            // SAFETY: the table holds reference objects only.
            let weak: Gc<WeakRef> = unsafe { Gc::from_value_unchecked(**v) };
            weak.referent.get().is(referent)
        };
        all.iter().filter(live).copied().collect()
    }

    fn plain_weakrefs(&mut self, referent: Value) -> Option<Value> {
        let all = self.weakrefs_of(referent);
        all.into_iter().find(|v| {
            // SAFETY: as above.
            let weak: Gc<WeakRef> = unsafe { Gc::from_value_unchecked(*v) };
            map_of(*v) == id::WEAKREF && weak.callback.get().is(Value::NONE)
        })
    }
}

/// Getter of `__weakref__`.
pub fn first_reference(vm: &mut Vm, object: Value) -> Outcome {
    Ok(vm.weakrefs_of(object).first().copied().unwrap_or(Value::NONE))
}

fn new(vm: &mut Vm, args: Args) -> Outcome {
    let class = super::type_::expect_class(vm, args[0])?;
    vm.new_weakref(class, args[1], args.or(2, Value::NONE))
}

fn referent(args: Args) -> Value {
    of(args).referent.get()
}

fn call(_vm: &mut Vm, args: Args) -> Outcome {
    Ok(referent(args))
}

fn callback(_vm: &mut Vm, args: Args) -> Outcome {
    let weak = of(args);
    Ok(if weak.referent.get().is(Value::NONE) { Value::NONE } else { weak.callback.get() })
}

fn hash(vm: &mut Vm, args: Args) -> Outcome {
    let weak = of(args);
    let known = weak.hash.get();
    if !known.is(Value::UNSET) {
        return Ok(known);
    }
    let target = weak.referent.get();
    if target.is(Value::NONE) {
        return Err(vm.type_error("weak object has gone away"));
    }
    let hash = vm.hash(target)?;
    let hash = vm.new_int(hash)?;
    weak.hash.set(&mut vm.heap, args[0], hash);
    Ok(hash)
}

fn compare(vm: &mut Vm, args: Args, op: Comparison) -> Outcome {
    let Some(other) = vm.cast::<WeakRef>(args[1]) else { return Ok(Value::NOT_IMPLEMENTED) };
    let (a, b) = (referent(args), other.referent.get());
    if a.is(Value::NONE) || b.is(Value::NONE) {
        let same = args[0].is(args[1]);
        return Ok(Value::bool(same == (op == Comparison::Eq)));
    }
    vm.compare(op, a, b)
}

fn eq(vm: &mut Vm, args: Args) -> Outcome {
    compare(vm, args, Comparison::Eq)
}

fn ne(vm: &mut Vm, args: Args) -> Outcome {
    compare(vm, args, Comparison::Ne)
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    let address = vm.id_text(args[0]);
    let target = referent(args);
    if target.is(Value::NONE) {
        return vm.new_str(&format!("<weakref at {address}; dead>"));
    }
    let (name, of) = (vm.type_name(target), vm.id_text(target));
    let own = vm.get_attr_or_unset(target, vm.names.__name__)?;
    let own = if own.is(Value::UNSET) || !vm.is_str(own) { String::new() } else { format!(" ({})", vm.str_lossy(own)) };
    vm.new_str(&format!("<weakref at {address}; to '{name}' at {of}{own}>"))
}
