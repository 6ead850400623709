//! `super`.

use crate::native::{Args, NativeKind, Outcome, TypeTable, getter, native};
use crate::object::class::ClassRef;
use crate::object::gc::Gc;
use crate::object::layout::Super;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_abi::types as id;

/// `super`.
pub static TABLE: TypeTable = TypeTable {
    map: id::SUPER,
    name: "super",
    module: "builtins",
    doc: "super() -> same as super(__class__, <first argument>)\nsuper(type) -> unbound super object\nsuper(type, obj) -> bound super object; requires isinstance(obj, type)\nsuper(type, type2) -> bound super object; requires issubclass(type2, type)\nTypical use to call a cooperative superclass method:\nclass C(B):\n    def meth(self, arg):\n        super().meth(arg)\nThis works for class methods too:\nclass C(B):\n    @classmethod\n    def cmeth(cls, arg):\n        super().cmeth(arg)\n",
    rows: &[
        native("__new__", "(cls, /, *args, **kwargs)", Effect::PYTHON, new).kind(NativeKind::StaticMethod),
        native("__init__", "(self, type=None, object=None, /)", Effect::PYTHON, init),
        native("__getattribute__", "(self, name, /)", Effect::PYTHON, get_attribute),
        native("__get__", "(self, instance, owner=None, /)", Effect::PYTHON, get),
        native("__repr__", "(self, /)", Effect::PYTHON, repr),
        getter("__thisclass__", |_, args| Ok(shown(of(args).class.get()))),
        getter("__self__", |_, args| Ok(shown(of(args).object.get()))),
        getter("__self_class__", |_, args| Ok(shown(of(args).object_class.get()))),
    ],
};

fn shown(v: Value) -> Value {
    if v.is(Value::UNSET) { Value::NONE } else { v }
}

fn of(args: Args) -> Gc<Super> {
    // SAFETY: the call checked the receiver.
    unsafe { Gc::from_value_unchecked(args[0]) }
}

fn new(vm: &mut Vm, args: Args) -> Outcome {
    let class = super::type_::expect_class(vm, args[0])?;
    vm.new_instance(class)
}

fn init(vm: &mut Vm, args: Args) -> Outcome {
    let this = args[0];
    let (class, object) = match args.given(1) {
        Some(class) => (class, args.or(2, Value::NONE)),
        None => crate::interp::super_arguments(vm)?,
    };
    let Some(start) = vm.as_class(class) else {
        let found = vm.type_name(class);
        return Err(vm.type_error(format!("super() argument 1 must be a type, not {found}")));
    };
    let of = of(args);
    of.class.set(&mut vm.heap, this, class);
    if object.is(Value::NONE) && !args.get(1).is(Value::UNSET) {
        of.object.set_plain(Value::UNSET);
        of.object_class.set_plain(Value::UNSET);
        return Ok(Value::NONE);
    }
    let object_class = check(vm, start, object)?;
    of.object.set(&mut vm.heap, this, object);
    of.object_class.set(&mut vm.heap, this, object_class.value());
    Ok(Value::NONE)
}

/// The class whose MRO a `super(start, object)` walks.
fn check(vm: &mut Vm, start: ClassRef, object: Value) -> Outcome<ClassRef> {
    if let Some(class) = vm.as_class(object)
        && vm.is_subtype(class, start)
    {
        return Ok(class);
    }
    let own = vm.class_of(object);
    if vm.is_subtype(own, start) {
        return Ok(own);
    }
    let said = vm.get_attr_or_unset(object, vm.names.__class__)?;
    if let Some(said) = vm.as_class(said)
        && vm.is_subtype(said, start)
    {
        return Ok(said);
    }
    let kind = if vm.as_class(object).is_some() { "type" } else { "instance of" };
    let name = match vm.as_class(object) {
        Some(class) => vm.str_lossy(class.name.get()),
        None => vm.type_name(object),
    };
    let start = vm.str_lossy(start.name.get());
    Err(vm
        .type_error(format!("super(type, obj): obj ({kind} {name}) is not an instance or subtype of type ({start}).")))
}

impl Vm {
    /// Attribute `name` as `super(class, object).name` gives it, without making the super object; UNSET: not found.
    pub fn super_attr(&mut self, class: Value, object: Value, name: Value) -> Outcome {
        let Some(start) = self.as_class(class) else {
            let found = self.type_name(class);
            return Err(self.type_error(format!("super() argument 1 must be a type, not {found}")));
        };
        let object_class = check(self, start, object)?;
        self.find_after(start, object, object_class, name)
    }

    /// A method through super for a call: (function, whether the object is to be passed as first argument).
    pub fn super_method(&mut self, class: Value, object: Value, name: Value) -> Outcome<(Value, bool)> {
        let Some(start) = self.as_class(class) else {
            let found = self.type_name(class);
            return Err(self.type_error(format!("super() argument 1 must be a type, not {found}")));
        };
        let object_class = check(self, start, object)?;
        if let Some(raw) = self.raw_after(start, object_class, name) {
            let plain = raw.is_ptr()
                && matches!(crate::object::map_of(raw), id::FUNCTION | id::NATIVE_METHOD | id::WRAPPER)
                && !object.is(object_class.value());
            if plain {
                return Ok((raw, true));
            }
        }
        let value = self.find_after(start, object, object_class, name)?;
        if value.is(Value::UNSET) { Err(self.no_super_attribute(name)) } else { Ok((value, false)) }
    }

    /// The AttributeError of super objects.
    #[cold]
    pub fn no_super_attribute(&mut self, name: Value) -> crate::native::Raised {
        let shown = self.str_lossy(name);
        self.attribute_error(format!("'super' object has no attribute '{shown}'"))
    }

    fn raw_after(&mut self, start: ClassRef, object_class: ClassRef, name: Value) -> Option<Value> {
        let mro = self.mro_of(object_class);
        let mut rest = mro.into_iter().skip_while(|c| *c != start).skip(1);
        rest.find_map(|c| self.class_own(c, name))
    }

    fn find_after(&mut self, start: ClassRef, object: Value, object_class: ClassRef, name: Value) -> Outcome {
        if name.is(self.names.__class__) {
            return Ok(Value::UNSET);
        }
        match self.raw_after(start, object_class, name) {
            Some(raw) => {
                let through_class = object.is(object_class.value());
                self.bind(raw, if through_class { Value::UNSET } else { object }, object_class)
            }
            None => Ok(Value::UNSET),
        }
    }
}

/// The lookup of `super().name`, UNSET: not found.
pub fn find(vm: &mut Vm, this: Value, name: Value) -> Outcome {
    let parts: Gc<Super> = vm.cast(this).expect("the class says so");
    let object = parts.object.get();
    if !object.is(Value::UNSET)
        && let (Some(start), Some(object_class)) =
            (vm.as_class(parts.class.get()), vm.as_class(parts.object_class.get()))
    {
        let value = vm.find_after(start, object, object_class, name)?;
        if !value.is(Value::UNSET) {
            return Ok(value);
        }
    }
    match vm.generic_get_attr(this, name) {
        Err(_) if vm.pending_is(vm.exceptions.AttributeError) => {
            vm.take_pending();
            Ok(Value::UNSET)
        }
        other => other,
    }
}

fn get_attribute(vm: &mut Vm, args: Args) -> Outcome {
    let name = vm.attribute_name(args[1])?;
    let value = find(vm, args[0], name)?;
    if value.is(Value::UNSET) { Err(vm.no_super_attribute(name)) } else { Ok(value) }
}

fn get(vm: &mut Vm, args: Args) -> Outcome {
    let this = of(args);
    if args[1].is(Value::NONE) || !this.object.get().is(Value::UNSET) {
        return Ok(args[0]);
    }
    let class = vm.class_of(args[0]).value();
    vm.call(class, &[this.class.get(), args[1]])
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    let this = of(args);
    let name = |vm: &Vm, v: Value| vm.as_class(v).map_or("NULL".into(), |c| vm.str_lossy(c.name.get()));
    let class = name(vm, this.class.get());
    let text = match this.object_class.get() {
        Value::UNSET => format!("<super: <class '{class}'>, NULL>"),
        object_class => format!("<super: <class '{class}'>, <{} object>>", name(vm, object_class)),
    };
    vm.new_str(&text)
}
