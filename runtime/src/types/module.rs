//! `module`, and `cell`.
//!
//! A module's attributes are its dict's. The dicts of modules map names to values for programs; that
//! the interpreter keeps cells in them is the dict's affair.

use crate::native::{Args, NativeKind, Outcome, TypeTable, getter, native, setter};
use crate::object::class::class_flags as flag;
use crate::object::gc::Gc;
use crate::object::layout::{Cell, Module};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_abi::types as id;

/// `module`.
pub static TABLE: TypeTable = TypeTable {
    map: id::MODULE,
    name: "module",
    module: "builtins",
    doc: "Create a module object.\n\nThe name must be a string; the optional docstring can have any type.",
    rows: &[
        native("__new__", "(cls, /, *args, **kwargs)", Effect::PYTHON, new).kind(NativeKind::StaticMethod),
        native("__init__", "(self, name, doc=None)", Effect::PYTHON, init),
        native("__getattribute__", "(self, name, /)", Effect::PYTHON, get_attribute),
        native("__repr__", "(self, /)", Effect::PYTHON, repr),
        native("__dir__", "(self, /)", Effect::PYTHON, dir),
        getter("__dict__", super::object::get_dict),
        getter("__annotations__", get_annotations),
        setter("__annotations__", set_annotations),
        getter("__annotate__", get_annotate),
        setter("__annotate__", set_annotate),
    ],
};

/// `cell`.
pub static CELL_TABLE: TypeTable = TypeTable {
    map: id::CELL,
    name: "cell",
    module: "builtins",
    doc: "Create a new cell object.\n\n  contents\n    the contents of the cell. If not specified, the cell will be empty,\n    and \n further attempts to access its cell_contents attribute will\n    raise a ValueError.",
    rows: &[
        native("__new__", "(cls, contents=None, /)", Effect::ALLOC, new_cell).kind(NativeKind::StaticMethod),
        native("__repr__", "(self, /)", Effect::PYTHON, cell_repr),
        native("__eq__", "(self, value, /)", Effect::PYTHON, cell_eq),
        getter("cell_contents", contents),
        setter("cell_contents", set_contents),
    ],
};

/// A module with a fresh dict.
pub fn make(vm: &mut Vm, name: &str) -> Outcome {
    let class = vm.builtin_class(id::MODULE);
    let module = vm.new_instance(class)?;
    let name = vm.intern(name);
    fill(vm, module, name, Value::NONE)?;
    Ok(module)
}

/// A module that gets its spec and its loader when something asks for them.
pub fn make_undescribed(vm: &mut Vm, name: &str) -> Outcome {
    let class = vm.builtin_class(id::MODULE);
    let module = vm.new_instance(class)?;
    let name = vm.intern(name);
    let dict = vm.instance_dict(module)?;
    let parts = vm.cast::<Module>(module).expect("a module was made");
    parts.name.set(&mut vm.heap, module, name);
    let (key, doc) = (vm.names.__name__, vm.names.__doc__);
    vm.dict_set(dict, key, name)?;
    vm.dict_set(dict, doc, Value::NONE)?;
    Ok(module)
}

fn fill(vm: &mut Vm, module: Value, name: Value, doc: Value) -> Outcome<()> {
    let dict = vm.instance_dict(module)?;
    let parts = vm.cast::<Module>(module).expect("a module was made");
    parts.name.set(&mut vm.heap, module, name);
    let names = [vm.names.__name__, vm.names.__doc__, vm.names.__package__, vm.names.__loader__, vm.names.__spec__];
    for (key, value) in names.into_iter().zip([name, doc, Value::NONE, Value::NONE, Value::NONE]) {
        vm.dict_set(dict, key, value)?;
    }
    Ok(())
}

/// Makes the builtins module and the dict of modules.
pub fn start(vm: &mut Vm) -> Outcome<()> {
    if !crate::protocol::iterate::DICTS_WORK {
        return Ok(());
    }
    vm.modules = vm.new_dict()?;
    let builtins = vm.new_module("builtins")?;
    vm.builtins = vm.instance_dict(builtins)?;
    let modules = vm.modules;
    vm.dict_set_text(modules, "builtins", builtins)?;
    crate::builtin_functions::add_functions(vm, builtins)?;
    let dict = vm.builtins;
    for class in vm.builtin_classes.clone().into_iter().flatten() {
        let name = vm.str_lossy(class.name.get());
        if PUBLIC.contains(&name.as_str()) {
            vm.dict_set_text(dict, &name, class.value())?;
        }
    }
    for (name, class) in vm.exception_classes.clone() {
        vm.dict_set_text(dict, name, class.value())?;
    }
    let os_error = vm.exceptions.OSError.value();
    let constants = [
        ("None", Value::NONE),
        ("True", Value::TRUE),
        ("False", Value::FALSE),
        ("Ellipsis", Value::ELLIPSIS),
        ("NotImplemented", Value::NOT_IMPLEMENTED),
        ("EnvironmentError", os_error),
        ("IOError", os_error),
        ("__debug__", Value::bool(vm.options.optimize == 0)),
    ];
    for (name, value) in constants {
        vm.dict_set_text(dict, name, value)?;
    }
    Ok(())
}

/// Builtin types that the builtins module shows.
const PUBLIC: &[&str] = &[
    "int",
    "float",
    "complex",
    "bool",
    "str",
    "bytes",
    "bytearray",
    "memoryview",
    "list",
    "tuple",
    "dict",
    "set",
    "frozenset",
    "range",
    "slice",
    "type",
    "object",
    "super",
    "property",
    "staticmethod",
    "classmethod",
    "enumerate",
    "zip",
    "map",
    "filter",
    "reversed",
];

fn new(vm: &mut Vm, args: Args) -> Outcome {
    let class = super::type_::expect_class(vm, args[0])?;
    let module = vm.new_instance(class)?;
    vm.instance_dict(module)?;
    Ok(module)
}

fn init(vm: &mut Vm, args: Args) -> Outcome {
    if !vm.is_str(args[1]) {
        let found = vm.type_name(args[1]);
        return Err(vm.type_error(format!("module() argument 'name' must be str, not {found}")));
    }
    fill(vm, args[0], args[1], args.or(2, Value::NONE)).map(|()| Value::NONE)
}

fn get_attribute(vm: &mut Vm, args: Args) -> Outcome {
    let name = vm.attribute_name(args[1])?;
    vm.plain_get_attr(args[0], name)
}

/// Text of the AttributeError.
pub fn missing_attribute(vm: &mut Vm, module: Gc<Module>, name: &str) -> String {
    let key = vm.names.__name__;
    let shown = match vm.instance_get(module.value(), key) {
        Some(text) if vm.is_str(text) => vm.str_lossy(text),
        _ => return format!("module has no attribute '{name}'"),
    };
    let spec_name = vm.names.__spec__;
    let spec = vm.instance_get(module.value(), spec_name).unwrap_or(Value::NONE);
    let partial = vm.is_initializing(module.value()) || !spec.is(Value::NONE) && is_initializing(vm, spec);
    match vm.shadowed(module.value(), &shown, partial) {
        Some(advice) => format!("module '{shown}' has no attribute '{name}' ({advice})"),
        None if partial => {
            let place = vm.file_of_module(module.value()).map_or(String::new(), |file| format!(" from '{file}'"));
            let why = "most likely due to a circular import";
            format!("partially initialized module '{shown}'{place} has no attribute '{name}' ({why})")
        }
        None => format!("module '{shown}' has no attribute '{name}'"),
    }
}

impl Vm {
    /// What to tell a program whose own file has the name of a module that it may have wanted instead.
    pub fn shadowed(&mut self, module: Value, name: &str, partial: bool) -> Option<String> {
        let file = self.file_of_module(module)?;
        let folder = file.rsplit_once('/')?.0;
        if self.importing.first_folder.as_deref() != Some(folder) {
            return None;
        }
        if self.library.is_some_and(|library| library.has(name).is_some())
            || self.native_modules.iter().any(|table| table.name == name)
        {
            return Some(format!(
                "consider renaming '{file}' since it has the same name as the standard library module named '{name}' and prevents importing that standard library module"
            ));
        }
        let advice = "if it has the same name as a library you intended to import";
        partial.then(|| format!("consider renaming '{file}' {advice}"))
    }

    /// A module's `__file__`, if it is a text.
    fn file_of_module(&mut self, module: Value) -> Option<String> {
        let file = self.instance_get(module, self.names.__file__)?;
        self.is_str(file).then(|| self.str_lossy(file))
    }
}

fn is_initializing(vm: &mut Vm, spec: Value) -> bool {
    let name = vm.intern("_initializing");
    let value = vm.get_attr_or_unset(spec, name);
    match value {
        Ok(v) if !v.is(Value::UNSET) => vm.truth(v).unwrap_or(false),
        _ => {
            vm.take_pending();
            false
        }
    }
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    let module = args[0];
    let (spec, loader, name, file) = (vm.names.__spec__, vm.names.__loader__, vm.names.__name__, vm.names.__file__);
    let get = |vm: &mut Vm, key: Value| vm.instance_get(module, key).unwrap_or(Value::NONE);
    // A native module's origin is in its spec alone.
    if vm.instance_get(module, spec).is_none() && vm.instance_get(module, file).is_none() {
        vm.importlib_may_know(module, spec)?;
    }
    let spec = get(vm, spec);
    if vm.importing.bootstrap.is_ptr() {
        return vm.call_method(vm.importing.bootstrap, "_module_repr", &[module]);
    }
    let name = get(vm, name);
    let name = if name.is(Value::NONE) { "'?'".into() } else { vm.repr_text(name)? };
    let file = get(vm, file);
    if !file.is(Value::NONE) {
        let file = vm.repr_text(file)?;
        return vm.new_str(&format!("<module {name} from {file}>"));
    }
    if !spec.is(Value::NONE) {
        let origin = vm.intern("origin");
        let origin = vm.get_attr_or_unset(spec, origin)?;
        if !origin.is(Value::UNSET) && !origin.is(Value::NONE) {
            let origin = vm.str_text(origin)?;
            return vm.new_str(&format!("<module {name} ({origin})>"));
        }
        return vm.new_str(&format!("<module {name}>"));
    }
    let loader = get(vm, loader);
    if loader.is(Value::NONE) {
        return vm.new_str(&format!("<module {name}>"));
    }
    let loader = vm.repr_text(loader)?;
    vm.new_str(&format!("<module {name} ({loader})>"))
}

fn dir(vm: &mut Vm, args: Args) -> Outcome {
    let hook = vm.intern("__dir__");
    if let Some(hook) = vm.instance_get(args[0], hook) {
        return vm.call(hook, &[]);
    }
    let dict = vm.get_attr(args[0], vm.names.__dict__)?;
    if !vm.map_has_value(dict, flag::DICT) {
        return Err(vm.type_error("<module>.__dict__ is not a dictionary"));
    }
    let keys = vm.dict_pairs(dict).firsts();
    vm.new_list(&keys)
}

fn get_annotations(vm: &mut Vm, args: Args) -> Outcome {
    let name = vm.names.__annotations__;
    if let Some(known) = vm.instance_get(args[0], name) {
        return Ok(known);
    }
    let annotate = vm.names.__annotate__;
    let annotate = vm.instance_get(args[0], annotate).unwrap_or(Value::NONE);
    let value = if annotate.is(Value::NONE) { vm.new_dict()? } else { vm.call(annotate, &[Value::small_int(1)])? };
    vm.instance_set(args[0], name, value)?;
    Ok(value)
}

fn set_annotations(vm: &mut Vm, args: Args) -> Outcome {
    let name = vm.names.__annotations__;
    if args[1].is(Value::UNSET) {
        if !vm.instance_delete(args[0], name)? {
            return Err(vm.raise_attribute("__annotations__", args[0], name));
        }
        return Ok(Value::NONE);
    }
    vm.instance_set(args[0], name, args[1])?;
    Ok(Value::NONE)
}

fn get_annotate(vm: &mut Vm, args: Args) -> Outcome {
    let name = vm.names.__annotate__;
    Ok(vm.instance_get(args[0], name).unwrap_or(Value::NONE))
}

fn set_annotate(vm: &mut Vm, args: Args) -> Outcome {
    let (name, annotations) = (vm.names.__annotate__, vm.names.__annotations__);
    if args[1].is(Value::UNSET) {
        return Err(vm.type_error("cannot delete __annotate__ attribute"));
    }
    vm.instance_set(args[0], name, args[1])?;
    if !args[1].is(Value::NONE) {
        vm.instance_delete(args[0], annotations)?;
    }
    Ok(Value::NONE)
}

fn cell_of(args: Args) -> Gc<Cell> {
    // SAFETY: the call checked the receiver.
    unsafe { Gc::from_value_unchecked(args[0]) }
}

fn new_cell(vm: &mut Vm, args: Args) -> Outcome {
    vm.new_cell(args.get(1))
}

fn contents(vm: &mut Vm, args: Args) -> Outcome {
    let value = cell_of(args).value.get();
    if value.is(Value::UNSET) { Err(vm.value_error("cell is empty")) } else { Ok(value) }
}

fn set_contents(vm: &mut Vm, args: Args) -> Outcome {
    cell_of(args).value.set(&mut vm.heap, args[0], args[1]);
    Ok(Value::NONE)
}

fn cell_eq(vm: &mut Vm, args: Args) -> Outcome {
    let Some(other) = vm.cast::<Cell>(args[1]) else { return Ok(Value::NOT_IMPLEMENTED) };
    let (a, b) = (cell_of(args).value.get(), other.value.get());
    if a.is(Value::UNSET) || b.is(Value::UNSET) {
        return Ok(Value::bool(a.is(b)));
    }
    vm.compare(crate::protocol::compare::Comparison::Eq, a, b)
}

fn cell_repr(vm: &mut Vm, args: Args) -> Outcome {
    let address = vm.id_text(args[0]);
    let value = cell_of(args).value.get();
    if value.is(Value::UNSET) {
        return vm.new_str(&format!("<cell at {address}: empty>"));
    }
    let (name, of) = (vm.type_name(value), vm.id_text(value));
    vm.new_str(&format!("<cell at {address}: {name} object at {of}>"))
}
