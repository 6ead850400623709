//! `function`: attributes of functions written in Python.

use crate::native::{Args, NativeKind, Outcome, TypeTable, getter, native, setter};
use crate::object::class::class_flags as flag;
use crate::object::gc::{Field, Gc};
use crate::object::layout::{Code, Function};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_abi::header::Scan;
use pyspec_abi::types as id;

/// `function`.
pub static TABLE: TypeTable = TypeTable {
    map: id::FUNCTION,
    name: "function",
    module: "builtins",
    doc: "Create a function object.\n\n  code\n    a code object\n  globals\n    the globals dictionary\n  name\n    a string that overrides the name from the code object\n  argdefs\n    a tuple that specifies the default argument values\n  closure\n    a tuple that supplies the bindings for free variables\n  kwdefaults\n    a dictionary that specifies the default keyword argument values",
    rows: &[
        native(
            "__new__",
            "(cls, code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)",
            Effect::PYTHON,
            new,
        )
        .kind(NativeKind::StaticMethod),
        native("__call__", "(self, /, *args, **kwargs)", Effect::PYTHON, call),
        native("__get__", "(self, instance, owner=None, /)", Effect::ALLOC, get),
        native("__repr__", "(self, /)", Effect::PYTHON, repr),
        getter("__code__", |_, args| Ok(of(args).code.get())),
        setter("__code__", set_code),
        getter("__closure__", |_, args| Ok(shown(&of(args).closure))),
        getter("__globals__", |_, args| Ok(of(args).globals.get())),
        getter("__builtins__", |_, args| Ok(of(args).builtins.get())),
        getter("__defaults__", |_, args| Ok(shown(&of(args).defaults))),
        setter("__defaults__", set_defaults),
        getter("__kwdefaults__", |_, args| Ok(shown(&of(args).kwdefaults))),
        setter("__kwdefaults__", set_kwdefaults),
        getter("__name__", |_, args| Ok(of(args).name.get())),
        setter("__name__", set_name),
        getter("__qualname__", |_, args| Ok(of(args).qualname.get())),
        setter("__qualname__", set_qualname),
        getter("__module__", |_, args| Ok(shown(&of(args).module))),
        setter("__module__", |vm, args| put(vm, args, |f| &f.module)),
        getter("__doc__", |_, args| Ok(shown(&of(args).doc))),
        setter("__doc__", |vm, args| put(vm, args, |f| &f.doc)),
        getter("__dict__", super::object::get_dict),
        setter("__dict__", super::object::set_dict),
        getter("__annotations__", get_annotations),
        setter("__annotations__", set_annotations),
        getter("__annotate__", |_, args| Ok(shown(&of(args).annotate))),
        setter("__annotate__", set_annotate),
        getter("__type_params__", get_type_params),
        setter("__type_params__", set_type_params),
    ],
};

fn of(args: Args) -> Gc<Function> {
    // SAFETY: the call checked the receiver.
    unsafe { Gc::from_value_unchecked(args[0]) }
}

fn shown(field: &Field) -> Value {
    let value = field.get();
    if value.is(Value::UNSET) { Value::NONE } else { value }
}

/// Writes a field; deleting makes it None.
fn put(vm: &mut Vm, args: Args, field: fn(&Function) -> &Field) -> Outcome {
    let value = args.or(1, Value::NONE);
    field(&of(args)).set(&mut vm.heap, args[0], value);
    Ok(Value::NONE)
}

impl Vm {
    /// A function of a code object, its other fields from the code and the globals.
    pub fn new_function(&mut self, code: Gc<Code>, globals: Value) -> Outcome<Gc<Function>> {
        // What the instructions remember belongs to one dict of globals.
        let code = self.code_for(code, globals)?;
        let builtins = self.builtins_of(globals)?;
        let module = {
            let key = self.names.__name__;
            self.dict_get(globals, key)?
        };
        let doc = crate::interp::docstring(self, code)?;
        let function: Gc<Function> = self.alloc(id::FUNCTION, Scan::Values, Function::SLOTS)?;
        function.code.init(code.value());
        function.globals.init(globals);
        function.builtins.init(builtins);
        function.name.init(code.name.get());
        function.qualname.init(code.qualname.get());
        function.module.init(module);
        function.doc.init(doc);
        let rest = [&function.closure, &function.defaults, &function.kwdefaults, &function.dict];
        rest.iter().for_each(|f| f.init(Value::UNSET));
        let rest = [&function.annotations, &function.annotate, &function.type_params];
        rest.iter().for_each(|f| f.init(Value::UNSET));
        Ok(function)
    }
}

fn new(vm: &mut Vm, args: Args) -> Outcome {
    let Some(code) = vm.cast::<Code>(args[1]) else {
        let found = vm.type_name(args[1]);
        return Err(vm.type_error(format!("function() argument 'code' must be code, not {found}")));
    };
    if !vm.map_has_value(args[2], flag::DICT) {
        let found = vm.type_name(args[2]);
        return Err(vm.type_error(format!("function() argument 'globals' must be dict, not {found}")));
    }
    let free = crate::interp::free_count(code);
    let closure = args.or(5, Value::NONE);
    check_closure(vm, code, free, closure)?;
    let function = vm.new_function(code, args[2])?;
    let this = function.value();
    let name = args.or(3, Value::NONE);
    if !name.is(Value::NONE) {
        function.name.set(&mut vm.heap, this, name);
    }
    let optional = [(4, &function.defaults), (5, &function.closure), (6, &function.kwdefaults)];
    for (i, field) in optional {
        let value = args.or(i, Value::NONE);
        if !value.is(Value::NONE) {
            field.set(&mut vm.heap, this, value);
        }
    }
    Ok(this)
}

fn check_closure(vm: &mut Vm, code: Gc<Code>, free: usize, closure: Value) -> Outcome<()> {
    let given = if vm.map_has_value(closure, flag::TUPLE) { vm.tuple_items(closure).len() } else { 0 };
    if free == 0 && given == 0 {
        return Ok(());
    }
    if free != 0 && closure.is(Value::NONE) {
        return Err(vm.type_error("arg 5 (closure) must be tuple"));
    }
    if given != free {
        let name = vm.str_lossy(code.name.get());
        return Err(vm.value_error(format!("{name} requires closure of length {free}, not {given}")));
    }
    Ok(())
}

fn call(vm: &mut Vm, args: Args) -> Outcome {
    vm.call_star(args[0], args[1], args[2])
}

fn get(vm: &mut Vm, args: Args) -> Outcome {
    if args[1].is(Value::NONE) && !args.or(2, Value::NONE).is(Value::NONE) {
        return Ok(args[0]);
    }
    vm.new_method(args[0], args[1])
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    let name = vm.str_lossy(of(args).qualname.get());
    let address = vm.id_text(args[0]);
    vm.new_str(&format!("<function {name} at {address}>"))
}

fn set_code(vm: &mut Vm, args: Args) -> Outcome {
    let Some(code) = vm.cast::<Code>(args[1]) else {
        return Err(vm.type_error("__code__ must be set to a code object"));
    };
    let function = of(args);
    let given = match function.closure.get() {
        Value::UNSET => 0,
        closure => vm.tuple_items(closure).len(),
    };
    let free = crate::interp::free_count(code);
    if given != free {
        let name = vm.str_lossy(function.name.get());
        return Err(vm.value_error(format!("{name}() requires a code object with {given} free vars, not {free}")));
    }
    use pyspec_abi::blob::flags;
    let kind = flags::GENERATOR | flags::COROUTINE | flags::ASYNC_GENERATOR;
    if code.info().flags & kind != crate::interp::code::code_of(function).info().flags & kind {
        let category = vm.exceptions.DeprecationWarning;
        let text =
            "Assigning a code object of non-matching type is deprecated (e.g., from a generator to a plain function)";
        vm.warn(category, text)?;
    }
    let code = vm.code_for(code, function.globals.get())?;
    function.code.set(&mut vm.heap, args[0], code.value());
    vm.function_changed(args[0]);
    Ok(Value::NONE)
}

fn set_defaults(vm: &mut Vm, args: Args) -> Outcome {
    optional(vm, args, |f| &f.defaults, flag::TUPLE, "__defaults__ must be set to a tuple object")
}

fn set_kwdefaults(vm: &mut Vm, args: Args) -> Outcome {
    optional(vm, args, |f| &f.kwdefaults, flag::DICT, "__kwdefaults__ must be set to a dict object")
}

fn optional(vm: &mut Vm, args: Args, field: fn(&Function) -> &Field, kind: u32, message: &str) -> Outcome {
    let value = args.or(1, Value::NONE);
    if value.is(Value::NONE) {
        field(&of(args)).set_plain(Value::UNSET);
    } else if vm.map_has_value(value, kind) {
        field(&of(args)).set(&mut vm.heap, args[0], value);
    } else {
        return Err(vm.type_error(message));
    }
    vm.function_changed(args[0]);
    Ok(Value::NONE)
}

impl Vm {
    /// What calls to a function may have remembered of it is not true any more.
    pub fn function_changed(&mut self, _function: Value) {
        crate::interp::forget_attributes(self);
        self.break_all_plans();
    }
}

fn set_name(vm: &mut Vm, args: Args) -> Outcome {
    text(vm, args, |f| &f.name, "__name__")
}

fn set_qualname(vm: &mut Vm, args: Args) -> Outcome {
    text(vm, args, |f| &f.qualname, "__qualname__")
}

fn text(vm: &mut Vm, args: Args, field: fn(&Function) -> &Field, name: &str) -> Outcome {
    if args[1].is(Value::UNSET) || !vm.is_str(args[1]) {
        return Err(vm.type_error(format!("{name} must be set to a string object")));
    }
    field(&of(args)).set(&mut vm.heap, args[0], args[1]);
    Ok(Value::NONE)
}

/// The annotations are computed once, from the function that the compiler made of them.
fn get_annotations(vm: &mut Vm, args: Args) -> Outcome {
    let function = of(args);
    let known = function.annotations.get();
    if !known.is(Value::UNSET) {
        return Ok(known);
    }
    let annotate = shown(&function.annotate);
    let value = if annotate.is(Value::NONE) { vm.new_dict()? } else { vm.call(annotate, &[Value::small_int(1)])? };
    if !vm.map_has_value(value, flag::DICT) {
        let found = vm.type_name(value);
        return Err(vm.type_error(format!("__annotate__ returned non-dict of type '{found}'")));
    }
    function.annotations.set(&mut vm.heap, args[0], value);
    Ok(value)
}

fn set_annotations(vm: &mut Vm, args: Args) -> Outcome {
    optional(vm, args, |f| &f.annotations, flag::DICT, "__annotations__ must be set to a dict object")?;
    of(args).annotate.set_plain(Value::NONE);
    Ok(Value::NONE)
}

fn set_annotate(vm: &mut Vm, args: Args) -> Outcome {
    if args[1].is(Value::UNSET) {
        return Err(vm.type_error("__annotate__ cannot be deleted"));
    }
    if !args[1].is(Value::NONE) && !vm.is_callable(args[1]) {
        return Err(vm.type_error("__annotate__ must be callable or None"));
    }
    of(args).annotate.set(&mut vm.heap, args[0], args[1]);
    if !args[1].is(Value::NONE) {
        of(args).annotations.set_plain(Value::UNSET);
    }
    Ok(Value::NONE)
}

fn get_type_params(vm: &mut Vm, args: Args) -> Outcome {
    match of(args).type_params.get() {
        Value::UNSET => vm.new_tuple(&[]),
        params => Ok(params),
    }
}

fn set_type_params(vm: &mut Vm, args: Args) -> Outcome {
    if args[1].is(Value::UNSET) || !vm.map_has_value(args[1], flag::TUPLE) {
        return Err(vm.type_error("__type_params__ must be set to a tuple"));
    }
    put(vm, args, |f| &f.type_params)
}
