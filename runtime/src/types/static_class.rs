//! `staticmethod` and `classmethod`.

use crate::native::{Args, Native, NativeKind, Outcome, TypeTable, getter, native, setter};
use crate::object::gc::Gc;
use crate::object::layout::{ClassMethod, StaticMethod};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_abi::header::Scan;
use pyspec_abi::types as id;

/// `staticmethod`.
pub static STATIC_TABLE: TypeTable = TypeTable {
    map: id::STATICMETHOD,
    name: "staticmethod",
    module: "builtins",
    doc: "Convert a function to be a static method.\n\nA static method does not receive an implicit first argument.",
    rows: &[
        NEW,
        INIT,
        GET,
        FUNC,
        WRAPPED,
        ABSTRACT,
        ANNOTATIONS,
        SET_ANNOTATIONS,
        ANNOTATE,
        SET_ANNOTATE,
        DICT,
        REPR_STATIC,
        native("__call__", "(self, /, *args, **kwargs)", Effect::PYTHON, call),
    ],
};

/// `classmethod`.
pub static CLASS_TABLE: TypeTable = TypeTable {
    map: id::CLASSMETHOD,
    name: "classmethod",
    module: "builtins",
    doc: "Convert a function to be a class method.\n\nA class method receives the class as implicit first argument.",
    rows: &[
        NEW,
        INIT,
        GET,
        FUNC,
        WRAPPED,
        ABSTRACT,
        ANNOTATIONS,
        SET_ANNOTATIONS,
        ANNOTATE,
        SET_ANNOTATE,
        DICT,
        REPR_CLASS,
    ],
};

const NEW: Native = native("__new__", "(cls, /, *args, **kwargs)", Effect::PYTHON, new).kind(NativeKind::StaticMethod);
const INIT: Native = native("__init__", "(self, function, /)", Effect::PYTHON, init);
const GET: Native = native("__get__", "(self, instance, owner=None, /)", Effect::PYTHON, get);
const FUNC: Native = getter("__func__", func);
const WRAPPED: Native = getter("__wrapped__", func);
const ABSTRACT: Native = getter("__isabstractmethod__", is_abstract);
const ANNOTATIONS: Native = getter("__annotations__", |vm, args| of_wrapped(vm, args, "__annotations__"));
const SET_ANNOTATIONS: Native = setter("__annotations__", |vm, args| keep(vm, args, "__annotations__"));
const ANNOTATE: Native = getter("__annotate__", |vm, args| of_wrapped(vm, args, "__annotate__"));
const SET_ANNOTATE: Native = setter("__annotate__", |vm, args| keep(vm, args, "__annotate__"));
const DICT: Native = getter("__dict__", super::object::get_dict);
const REPR_STATIC: Native = native("__repr__", "(self, /)", Effect::PYTHON, repr_static);
const REPR_CLASS: Native = native("__repr__", "(self, /)", Effect::PYTHON, repr_class);

impl Vm {
    /// `staticmethod(function)`.
    pub fn new_static_method(&mut self, function: Value) -> Outcome {
        let method: Gc<StaticMethod> = self.alloc(id::STATICMETHOD, Scan::Values, StaticMethod::SLOTS)?;
        method.function.init(function);
        method.dict.init(Value::UNSET);
        Ok(method.value())
    }

    /// `classmethod(function)`.
    pub fn new_class_method(&mut self, function: Value) -> Outcome {
        let method: Gc<ClassMethod> = self.alloc(id::CLASSMETHOD, Scan::Values, ClassMethod::SLOTS)?;
        method.function.init(function);
        method.dict.init(Value::UNSET);
        Ok(method.value())
    }
}

fn new(vm: &mut Vm, args: Args) -> Outcome {
    let class = super::type_::expect_class(vm, args[0])?;
    let object = vm.new_instance(class)?;
    // Both kinds lie alike.
    // SAFETY: an instance of one of the two was made.
    let method: Gc<StaticMethod> = unsafe { Gc::from_value_unchecked(object) };
    method.function.set_plain(Value::NONE);
    method.dict.set_plain(Value::UNSET);
    Ok(object)
}

fn of(args: Args) -> Gc<StaticMethod> {
    // SAFETY: the call checked the receiver, and both kinds lie alike.
    unsafe { Gc::from_value_unchecked(args[0]) }
}

fn init(vm: &mut Vm, args: Args) -> Outcome {
    let (this, function) = (args[0], args[1]);
    of(args).function.set(&mut vm.heap, this, function);
    let names = [vm.names.__module__, vm.names.__name__, vm.names.__qualname__, vm.names.__doc__];
    for name in names {
        let value = vm.get_attr_or_unset(function, name)?;
        if !value.is(Value::UNSET) {
            vm.instance_set(this, name, value)?;
        }
    }
    Ok(Value::NONE)
}

fn get(vm: &mut Vm, args: Args) -> Outcome {
    let owner = match args.given(2).and_then(|o| vm.as_class(o)) {
        Some(class) => class,
        None => vm.class_of(args[1]),
    };
    vm.bind_builtin(args[0], args[1], owner)
}

fn func(_vm: &mut Vm, args: Args) -> Outcome {
    Ok(of(args).function.get())
}

/// What the function has under a name, from then on the descriptor's own.
fn of_wrapped(vm: &mut Vm, args: Args, name: &str) -> Outcome {
    let (dict, key) = (vm.instance_dict(args[0])?, vm.intern(name));
    let own = vm.dict_get(dict, key)?;
    if !own.is(Value::UNSET) {
        return Ok(own);
    }
    let value = vm.get_attr(of(args).function.get(), key)?;
    vm.dict_set(dict, key, value)?;
    Ok(value)
}

fn keep(vm: &mut Vm, args: Args, name: &str) -> Outcome {
    let (dict, key) = (vm.instance_dict(args[0])?, vm.intern(name));
    if !args[1].is(Value::UNSET) {
        vm.dict_set(dict, key, args[1])?;
    } else if vm.dict_remove(dict, key)?.is(Value::UNSET) {
        return Err(vm.no_attribute(args[0], key));
    }
    Ok(Value::NONE)
}

fn is_abstract(vm: &mut Vm, args: Args) -> Outcome {
    let flag = vm.get_attr_or_unset(of(args).function.get(), vm.names.__isabstractmethod__)?;
    let yes = !flag.is(Value::UNSET) && vm.truth(flag)?;
    Ok(Value::bool(yes))
}

fn repr_static(vm: &mut Vm, args: Args) -> Outcome {
    let text = vm.repr_text(of(args).function.get())?;
    vm.new_str(&format!("<staticmethod({text})>"))
}

fn repr_class(vm: &mut Vm, args: Args) -> Outcome {
    let text = vm.repr_text(of(args).function.get())?;
    vm.new_str(&format!("<classmethod({text})>"))
}

fn call(vm: &mut Vm, args: Args) -> Outcome {
    let function = of(args).function.get();
    vm.call_star(function, args[1], args[2])
}
