//! Descriptors of builtin attributes: `member_descriptor` of `__slots__`, `getset_descriptor`.

use crate::native::{Args, Native, Outcome, Raised, TypeTable, getter, native};
use crate::object::class::ClassRef;
use crate::object::gc::Gc;
use crate::object::instance::field_at;
use crate::object::layout::{GetSet, Member};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_abi::header::Scan;
use pyspec_abi::types as id;

const ROWS: &[Native] = &[
    native("__get__", "(self, instance, owner=None, /)", Effect::PYTHON, get),
    native("__set__", "(self, instance, value, /)", Effect::PYTHON, set),
    native("__delete__", "(self, instance, /)", Effect::PYTHON, delete),
    native("__repr__", "(self, /)", Effect::PYTHON, repr),
    native("__reduce__", "(self, /)", Effect::PYTHON, reduce),
    getter("__name__", name),
    getter("__qualname__", qualname),
    getter("__objclass__", class),
    getter("__doc__", doc),
];

/// `member_descriptor`.
pub static MEMBER_TABLE: TypeTable =
    TypeTable { map: id::MEMBER, name: "member_descriptor", module: "builtins", doc: "", rows: ROWS };

/// `getset_descriptor`.
pub static GETSET_TABLE: TypeTable =
    TypeTable { map: id::GETSET, name: "getset_descriptor", module: "builtins", doc: "", rows: ROWS };

impl Vm {
    /// An attribute that natives compute.
    pub fn new_getset(
        &mut self,
        getter: Option<&'static Native>,
        setter: Option<&'static Native>,
        name: Value,
        class: ClassRef,
    ) -> Outcome {
        let pointer = |row: Option<&'static Native>| row.map_or(std::ptr::null(), |r| r as *const Native);
        let getset: Gc<GetSet> = self.alloc_old(id::GETSET, Scan::Map, GetSet::SLOTS)?;
        getset.getter.set(pointer(getter));
        getset.setter.set(pointer(setter));
        getset.name.init(name);
        getset.class.init(class.value());
        Ok(getset.value())
    }

    /// The descriptor of a slot.
    pub fn new_member(&mut self, name: Value, class: ClassRef, offset: u16) -> Outcome {
        let member: Gc<Member> = self.alloc_old(id::MEMBER, Scan::Values, Member::SLOTS)?;
        member.name.init(name);
        member.class.init(class.value());
        member.offset.init(Value::small_int(offset as isize));
        Ok(member.value())
    }
}

/// (name, class) of either kind.
fn parts(vm: &Vm, descriptor: Value) -> (Value, ClassRef) {
    let (name, class) = match vm.cast::<Member>(descriptor) {
        Some(m) => (m.name.get(), m.class.get()),
        None => {
            let g = vm.cast::<GetSet>(descriptor).expect("a builtin descriptor");
            (g.name.get(), g.class.get())
        }
    };
    (name, vm.as_class(class).expect("descriptors know their class"))
}

fn check(vm: &mut Vm, descriptor: Value, object: Value) -> Result<(), Raised> {
    let (name, class) = parts(vm, descriptor);
    if vm.is_subtype(vm.class_of(object), class) {
        return Ok(());
    }
    let (name, class, found) = (vm.str_lossy(name), vm.str_lossy(class.name.get()), vm.type_name(object));
    Err(vm.type_error(format!("descriptor '{name}' for '{class}' objects doesn't apply to a '{found}' object")))
}

/// The slot of an object.
pub fn read_member(vm: &mut Vm, member: Gc<Member>, object: Value) -> Outcome {
    check(vm, member.value(), object)?;
    let value = field_at(object, member.offset.int() as u16).get();
    if value.is(Value::UNSET) { Err(vm.no_attribute(object, member.name.get())) } else { Ok(value) }
}

/// Writes the slot of an object; UNSET deletes.
pub fn write_member(vm: &mut Vm, member: Gc<Member>, object: Value, value: Value) -> Outcome<()> {
    check(vm, member.value(), object)?;
    let field = field_at(object, member.offset.int() as u16);
    if value.is(Value::UNSET) && field.get().is(Value::UNSET) {
        let name = vm.str_lossy(member.name.get());
        return Err(vm.attribute_error(&name));
    }
    field.set(&mut vm.heap, object, value);
    Ok(())
}

/// What the getter gives.
pub fn read_getset(vm: &mut Vm, getset: Gc<GetSet>, object: Value) -> Outcome {
    check(vm, getset.value(), object)?;
    let row = getset.getter.get();
    if row.is_null() {
        return Err(unavailable(vm, getset, object, "readable"));
    }
    // SAFETY: rows are static.
    let value = vm.call_native(unsafe { &*row }, &[object])?;
    // A getter says UNSET for an attribute that is not there now.
    if value.is(Value::UNSET) { Err(vm.no_attribute(object, getset.name.get())) } else { Ok(value) }
}

/// Calls the setter; UNSET deletes.
pub fn write_getset(vm: &mut Vm, getset: Gc<GetSet>, object: Value, value: Value) -> Outcome<()> {
    check(vm, getset.value(), object)?;
    let row = getset.setter.get();
    if row.is_null() {
        return Err(unavailable(vm, getset, object, "writable"));
    }
    // SAFETY: rows are static.
    vm.call_native(unsafe { &*row }, &[object, value]).map(|_| ())
}

fn unavailable(vm: &mut Vm, getset: Gc<GetSet>, object: Value, what: &str) -> Raised {
    let (name, class) = parts(vm, getset.value());
    let (shown, class) = (vm.str_lossy(name), vm.str_lossy(class.name.get()));
    vm.raise_attribute(&format!("attribute '{shown}' of '{class}' objects is not {what}"), object, name)
}

fn get(vm: &mut Vm, args: Args) -> Outcome {
    let object = args[1];
    if object.is(Value::NONE) {
        return Ok(args[0]);
    }
    let owner = vm.class_of(object);
    vm.bind_builtin(args[0], object, owner)
}

fn write(vm: &mut Vm, descriptor: Value, object: Value, value: Value) -> Outcome {
    match vm.cast::<Member>(descriptor) {
        Some(member) => write_member(vm, member, object, value)?,
        None => {
            let getset = vm.cast::<GetSet>(descriptor).expect("a builtin descriptor");
            write_getset(vm, getset, object, value)?;
        }
    }
    Ok(Value::NONE)
}

fn set(vm: &mut Vm, args: Args) -> Outcome {
    write(vm, args[0], args[1], args[2])
}

fn delete(vm: &mut Vm, args: Args) -> Outcome {
    write(vm, args[0], args[1], Value::UNSET)
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    let (name, class) = parts(vm, args[0]);
    let kind = if vm.cast::<Member>(args[0]).is_some() { "member" } else { "attribute" };
    let text = format!("<{kind} '{}' of '{}' objects>", vm.str_lossy(name), vm.str_lossy(class.name.get()));
    vm.new_str(&text)
}

fn reduce(vm: &mut Vm, args: Args) -> Outcome {
    let (name, class) = parts(vm, args[0]);
    let getattr = vm.builtin_named("getattr")?;
    let items = vm.new_tuple(&[class.value(), name])?;
    vm.new_tuple(&[getattr, items])
}

fn name(vm: &mut Vm, args: Args) -> Outcome {
    Ok(parts(vm, args[0]).0)
}

fn qualname(vm: &mut Vm, args: Args) -> Outcome {
    let (name, class) = parts(vm, args[0]);
    let text = format!("{}.{}", vm.str_lossy(class.qualname.get()), vm.str_lossy(name));
    vm.new_str(&text)
}

fn class(vm: &mut Vm, args: Args) -> Outcome {
    Ok(parts(vm, args[0]).1.value())
}

fn doc(_vm: &mut Vm, _args: Args) -> Outcome {
    Ok(Value::NONE)
}
