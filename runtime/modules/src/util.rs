//! What native modules share: Rust state in objects, making types, receivers.

use pyspec_abi::Value;
use pyspec_runtime::Vm;
use pyspec_runtime::heap::Payload;
use pyspec_runtime::native::{Args, Outcome, TypeTable};
use pyspec_runtime::object::class::ClassRef;

/// What the collector finds in a field of a state.
pub trait Visit {
    /// Whether there can be any.
    const VALUES: bool = true;
    /// Reports every value in it.
    fn visit(&mut self, _f: &mut dyn FnMut(&mut Value)) {}
}

impl Visit for Value {
    fn visit(&mut self, f: &mut dyn FnMut(&mut Value)) {
        f(self);
    }
}

impl<T: Visit> Visit for Vec<T> {
    const VALUES: bool = T::VALUES;
    fn visit(&mut self, f: &mut dyn FnMut(&mut Value)) {
        if T::VALUES {
            self.iter_mut().for_each(|v| v.visit(f));
        }
    }
}

impl<T: Visit> Visit for std::collections::VecDeque<T> {
    fn visit(&mut self, f: &mut dyn FnMut(&mut Value)) {
        if T::VALUES {
            self.iter_mut().for_each(|v| v.visit(f));
        }
    }
}

impl<T: Visit> Visit for Option<T> {
    fn visit(&mut self, f: &mut dyn FnMut(&mut Value)) {
        if T::VALUES {
            self.iter_mut().for_each(|v| v.visit(f));
        }
    }
}

impl<A: Visit, B: Visit> Visit for (A, B) {
    fn visit(&mut self, f: &mut dyn FnMut(&mut Value)) {
        self.0.visit(f);
        self.1.visit(f);
    }
}

macro_rules! plain {
    ($($ty:ty)*) => { $(impl Visit for $ty { const VALUES: bool = false; })* };
}
plain! { i64 u64 i32 u32 u8 u16 usize isize bool f64 char String }

/// A struct that is the state of objects: every field is traced.
macro_rules! state {
    ($(#[$doc:meta])* struct $name:ident { $($field:ident: $ty:ty),* $(,)? }) => {
        $(#[$doc])*
        pub struct $name { $(pub $field: $ty),* }
        impl pyspec_runtime::heap::Payload for $name {
            fn holds_values(&self) -> bool {
                false $(|| <$ty as crate::util::Visit>::VALUES)*
            }
            fn trace(&mut self, visit: &mut dyn FnMut(&mut pyspec_abi::Value)) {
                $(crate::util::Visit::visit(&mut self.$field, visit);)*
            }
        }
    };
}
pub(crate) use state;

/// The class argument of `__new__`.
pub fn class_arg(vm: &mut Vm, v: Value) -> Outcome<ClassRef> {
    match vm.as_class(v) {
        Some(class) => Ok(class),
        None => {
            let name = vm.type_name(v);
            Err(vm.type_error(format!("X is not a type object ({name})")))
        }
    }
}

/// The state of a receiver. The object stays alive in its caller's window; no two of these are used at once.
pub fn this<T: Payload>(vm: &mut Vm, v: Value) -> Outcome<&'static mut T> {
    match vm.payload::<T>(v) {
        Some(state) => Ok(state),
        None => {
            let name = vm.type_name(v);
            Err(vm.type_error(format!("descriptor requires another object, not '{name}'")))
        }
    }
}

/// An instance of the class argument with this state.
pub fn make<T: Payload>(vm: &mut Vm, class: Value, state: T) -> Outcome {
    let class = class_arg(vm, class)?;
    vm.new_payload(class, Box::new(state), 0)
}

/// `__iter__` of iterators.
pub fn itself(_vm: &mut Vm, args: Args) -> Outcome {
    Ok(args[0])
}

/// A type of a module, put into it and kept for [`class_of`].
pub fn add_type(vm: &mut Vm, module: Value, table: &'static TypeTable) -> Outcome<ClassRef> {
    let class = vm.new_type(table, &[])?;
    vm.set_module_attr(module, table.name, class.value())?;
    remember(vm, table, class);
    Ok(class)
}

/// A type of a module over others, put into it and kept for [`class_of`].
pub fn add_subtype(vm: &mut Vm, module: Value, table: &'static TypeTable, bases: &[ClassRef]) -> Outcome<ClassRef> {
    let class = vm.new_type(table, bases)?;
    vm.set_module_attr(module, table.name, class.value())?;
    remember(vm, table, class);
    Ok(class)
}

/// A type that the module has no name for.
pub fn hidden_type(vm: &mut Vm, table: &'static TypeTable) -> Outcome<ClassRef> {
    let class = vm.new_type(table, &[])?;
    remember(vm, table, class);
    Ok(class)
}

type Classes = std::collections::HashMap<*const TypeTable, ClassRef>;

fn remember(vm: &mut Vm, table: &'static TypeTable, class: ClassRef) {
    let classes = vm.module_state.entry("native classes").or_insert_with(|| Box::new(Classes::new()));
    classes.downcast_mut::<Classes>().expect("the table of classes").insert(table, class);
}

/// The class made from a table (classes never die nor move).
pub fn class_of(vm: &Vm, table: &'static TypeTable) -> ClassRef {
    let classes = vm.module_state["native classes"].downcast_ref::<Classes>().expect("the table of classes");
    classes[&(table as *const TypeTable)]
}

/// None as `None`.
pub fn some(v: Option<Value>) -> Option<Value> {
    v.filter(|v| !v.is(Value::NONE))
}

/// Gives instances of a class of the runtime's a dict, as program classes' have.
pub fn give_dict(vm: &mut Vm, class: ClassRef) {
    let info = class.info();
    info.flags |= pyspec_runtime::object::class::class_flags::HAS_DICT;
    info.inline_slots = 4;
    vm.make_terminator(class);
}

/// A class derived from an exception that says it comes from `module`. Kept alive by the runtime's list of classes.
pub fn new_exception(vm: &mut Vm, base: ClassRef, module: &str, name: &str) -> Outcome {
    let kind = vm.builtin_class(pyspec_abi::types::TYPE).value();
    let bases = vm.new_tuple(&[base.value()])?;
    let (dict, name, module) = (vm.new_dict()?, vm.new_str(name)?, vm.new_str(module)?);
    vm.dict_set_text(dict, "__module__", module)?;
    vm.call(kind, &[name, bases, dict])
}
