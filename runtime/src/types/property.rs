//! `property`.

use crate::native::{Args, NativeKind, Outcome, Raised, TypeTable, getter, native, setter};
use crate::object::gc::Gc;
use crate::object::layout::Property;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_abi::types as id;

/// `property`.
pub static TABLE: TypeTable = TypeTable {
    map: id::PROPERTY,
    name: "property",
    module: "builtins",
    doc: "Property attribute.\n\n  fget\n    function to be used for getting an attribute value\n  fset\n    function to be used for setting an attribute value\n  fdel\n    function to be used for del'ing an attribute\n  doc\n    docstring\n\nTypical use is to define a managed attribute x:\n\nclass C(object):\n    def getx(self): return self._x\n    def setx(self, value): self._x = value\n    def delx(self): del self._x\n    x = property(getx, setx, delx, \"I'm the 'x' property.\")\n\nDecorators make defining new properties or modifying existing ones easy:\n\nclass C(object):\n    @property\n    def x(self):\n        \"I am the 'x' property.\"\n        return self._x\n    @x.setter\n    def x(self, value):\n        self._x = value\n    @x.deleter\n    def x(self):\n        del self._x",
    rows: &[
        native("__new__", "(cls, /, *args, **kwargs)", Effect::PYTHON, new).kind(NativeKind::StaticMethod),
        native("__init__", "(self, fget=None, fset=None, fdel=None, doc=None)", Effect::PYTHON, init),
        native("__get__", "(self, instance, owner=None, /)", Effect::PYTHON, get_row),
        native("__set__", "(self, instance, value, /)", Effect::PYTHON, set_row),
        native("__delete__", "(self, instance, /)", Effect::PYTHON, delete_row),
        native("__set_name__", "(self, owner, name, /)", Effect::PYTHON, set_name),
        native("getter", "(self, fget, /)", Effect::PYTHON, with_getter),
        native("setter", "(self, fset, /)", Effect::PYTHON, with_setter),
        native("deleter", "(self, fdel, /)", Effect::PYTHON, with_deleter),
        getter("fget", |vm, args| Ok(of(vm, args)?.getter.get())),
        setter("fget", read_only),
        setter("fset", read_only),
        setter("fdel", read_only),
        getter("fset", |vm, args| Ok(of(vm, args)?.setter.get())),
        getter("fdel", |vm, args| Ok(of(vm, args)?.deleter.get())),
        getter("__doc__", |vm, args| Ok(of(vm, args)?.doc.get())),
        setter("__doc__", set_doc),
        getter("__name__", get_name),
        setter("__name__", set_name_field),
        getter("__isabstractmethod__", is_abstract),
    ],
};

fn of(vm: &mut Vm, args: Args) -> Outcome<Gc<Property>> {
    match vm.cast(args[0]) {
        Some(property) => Ok(property),
        None => Err(vm.type_error("descriptor requires a 'property' object")),
    }
}

fn new(vm: &mut Vm, args: Args) -> Outcome {
    let class = super::type_::expect_class(vm, args[0])?;
    let object = vm.new_instance(class)?;
    let property = vm.cast::<Property>(object).expect("a property was made");
    [&property.getter, &property.setter, &property.deleter, &property.doc]
        .iter()
        .for_each(|f| f.set_plain(Value::NONE));
    property.name.set_plain(Value::UNSET);
    Ok(object)
}

fn init(vm: &mut Vm, args: Args) -> Outcome {
    let property = of(vm, args)?;
    let this = args[0];
    let [fget, fset, fdel, mut doc] = [1, 2, 3, 4].map(|i| args.or(i, Value::NONE));
    property.getter.set(&mut vm.heap, this, fget);
    property.setter.set(&mut vm.heap, this, fset);
    property.deleter.set(&mut vm.heap, this, fdel);
    property.name.set_plain(Value::UNSET);
    let mut inherited = false;
    if doc.is(Value::NONE) && !fget.is(Value::NONE) {
        inherited = true;
        let found = vm.get_attr_or_unset(fget, vm.names.__doc__)?;
        doc = if found.is(Value::UNSET) { Value::NONE } else { found };
    }
    property.doc.set(&mut vm.heap, this, doc);
    if crate::object::map_of(this) != id::PROPERTY {
        // A subclass shows its own `__doc__`, so the text goes into the instance, if there is room for it.
        let name = vm.names.__doc__;
        let kept = vm.set_attr(this, name, doc);
        if kept.is_err() {
            if inherited && !doc.is(Value::NONE) || !vm.pending_is(vm.exceptions.AttributeError) {
                return kept.map(|()| Value::NONE);
            }
            vm.take_pending();
        }
    }
    Ok(Value::NONE)
}

/// `property.__get__` with an object.
pub fn get(vm: &mut Vm, property: Gc<Property>, object: Value) -> Outcome {
    let function = property.getter.get();
    if function.is(Value::NONE) {
        return Err(missing(vm, property, object, "getter"));
    }
    vm.call(function, &[object])
}

/// `property.__set__`, or with UNSET `__delete__`.
pub fn set(vm: &mut Vm, property: Gc<Property>, object: Value, value: Value) -> Outcome<()> {
    let deletes = value.is(Value::UNSET);
    let function = if deletes { property.deleter.get() } else { property.setter.get() };
    if function.is(Value::NONE) {
        return Err(missing(vm, property, object, if deletes { "deleter" } else { "setter" }));
    }
    if deletes { vm.call(function, &[object]) } else { vm.call(function, &[object, value]) }.map(|_| ())
}

fn missing(vm: &mut Vm, property: Gc<Property>, object: Value, what: &str) -> Raised {
    let class = vm.class_of(object);
    let owner = vm.str_lossy(class.qualname.get());
    let name = property.name.get();
    let message = if name.is(Value::UNSET) || name.is(Value::NONE) {
        format!("property of '{owner}' object has no {what}")
    } else {
        let name = vm.repr_text(name).unwrap_or_default();
        format!("property {name} of '{owner}' object has no {what}")
    };
    vm.attribute_error(message)
}

fn get_row(vm: &mut Vm, args: Args) -> Outcome {
    let property = of(vm, args)?;
    if args[1].is(Value::NONE) { Ok(args[0]) } else { get(vm, property, args[1]) }
}

fn set_row(vm: &mut Vm, args: Args) -> Outcome {
    let property = of(vm, args)?;
    set(vm, property, args[1], args[2]).map(|()| Value::NONE)
}

fn delete_row(vm: &mut Vm, args: Args) -> Outcome {
    let property = of(vm, args)?;
    set(vm, property, args[1], Value::UNSET).map(|()| Value::NONE)
}

fn set_name(vm: &mut Vm, args: Args) -> Outcome {
    of(vm, args)?.name.set(&mut vm.heap, args[0], args[2]);
    Ok(Value::NONE)
}

/// Of `fget` and its like: they are read, never written.
fn read_only(vm: &mut Vm, _args: Args) -> Outcome {
    Err(vm.attribute_error("readonly attribute"))
}

/// A copy with some functions replaced.
fn copy(vm: &mut Vm, args: Args, which: usize) -> Outcome {
    let property = of(vm, args)?;
    let mut parts = [property.getter.get(), property.setter.get(), property.deleter.get()];
    parts[which] = args[1];
    let class = vm.class_of(args[0]).value();
    let [fget, fset, fdel] = parts;
    // A doc that came from the getter comes from the new one again.
    let inherited = match property.getter.get() {
        Value::NONE => Value::NONE,
        old => vm.get_attr_or_unset(old, vm.names.__doc__)?,
    };
    // An instance of a subclass shows what it was given last.
    let shown = vm.get_attr_or_unset(args[0], vm.names.__doc__)?;
    let own = if shown.is(Value::UNSET) { property.doc.get() } else { shown };
    let doc = if own.is(inherited) { Value::NONE } else { own };
    let made = vm.call(class, &[fget, fset, fdel, doc])?;
    if let Some(new) = vm.cast::<Property>(made) {
        new.name.set(&mut vm.heap, made, property.name.get());
    }
    Ok(made)
}

fn with_getter(vm: &mut Vm, args: Args) -> Outcome {
    copy(vm, args, 0)
}

fn with_setter(vm: &mut Vm, args: Args) -> Outcome {
    copy(vm, args, 1)
}

fn with_deleter(vm: &mut Vm, args: Args) -> Outcome {
    copy(vm, args, 2)
}

fn set_doc(vm: &mut Vm, args: Args) -> Outcome {
    let doc = if args[1].is(Value::UNSET) { Value::NONE } else { args[1] };
    of(vm, args)?.doc.set(&mut vm.heap, args[0], doc);
    Ok(Value::NONE)
}

fn get_name(vm: &mut Vm, args: Args) -> Outcome {
    let property = of(vm, args)?;
    let name = property.name.get();
    if !name.is(Value::UNSET) {
        return Ok(name);
    }
    match property.getter.get() {
        Value::NONE => Ok(Value::UNSET),
        function => vm.get_attr_or_unset(function, vm.names.__name__),
    }
}

fn set_name_field(vm: &mut Vm, args: Args) -> Outcome {
    of(vm, args)?.name.set(&mut vm.heap, args[0], args[1]);
    Ok(Value::NONE)
}

fn is_abstract(vm: &mut Vm, args: Args) -> Outcome {
    let property = of(vm, args)?;
    for function in [property.getter.get(), property.setter.get(), property.deleter.get()] {
        if function.is(Value::NONE) {
            continue;
        }
        let flag = vm.get_attr_or_unset(function, vm.names.__isabstractmethod__)?;
        if !flag.is(Value::UNSET) && vm.truth(flag)? {
            return Ok(Value::TRUE);
        }
    }
    Ok(Value::FALSE)
}
