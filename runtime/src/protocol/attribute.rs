//! Attributes of objects, classes and modules.

use crate::native::Outcome;
use crate::object::class::{ClassRef, Special};
use crate::vm::Vm;
use pyspec_abi::Value;

impl Vm {
    /// `object.name`, `name` interned.
    pub fn get_attr(&mut self, _object: Value, _name: Value) -> Outcome {
        todo!()
    }

    /// `getattr(object, name, UNSET)`: AttributeError is swallowed.
    pub fn get_attr_or_unset(&mut self, _object: Value, _name: Value) -> Outcome {
        todo!()
    }

    /// `object.name` by Rust text.
    pub fn get_attr_text(&mut self, _object: Value, _name: &str) -> Outcome {
        todo!()
    }

    /// `object.name = value`.
    pub fn set_attr(&mut self, _object: Value, _name: Value, _value: Value) -> Outcome<()> {
        todo!()
    }

    /// `object.name = value` by Rust text.
    pub fn set_attr_text(&mut self, _object: Value, _name: &str, _value: Value) -> Outcome<()> {
        todo!()
    }

    /// `del object.name`.
    pub fn del_attr(&mut self, _object: Value, _name: Value) -> Outcome<()> {
        todo!()
    }

    /// What `object.__getattribute__` does, unless overridden.
    pub fn generic_get_attr(&mut self, _object: Value, _name: Value) -> Outcome {
        todo!()
    }

    /// What `object.__setattr__` does (value UNSET: deletes).
    pub fn generic_set_attr(&mut self, _object: Value, _name: Value, _value: Value) -> Outcome<()> {
        todo!()
    }

    /// Raw lookup of an interned name along a class's MRO, without binding.
    pub fn lookup(&mut self, _class: ClassRef, _name: Value) -> Option<Value> {
        todo!()
    }

    /// A special method as found on the class, unbound; cached in the class.
    pub fn special(&mut self, _class: ClassRef, _special: Special) -> Option<Value> {
        todo!()
    }

    /// The `__dict__` of an instance as an object, UNSET if it has none.
    pub fn instance_dict(&mut self, _object: Value) -> Outcome {
        todo!()
    }

    /// Value of attribute `name` in the instance itself (maps or its dict), no class, no descriptors.
    pub fn instance_get(&mut self, _object: Value, _name: Value) -> Option<Value> {
        todo!()
    }

    /// Stores into the instance itself.
    pub fn instance_set(&mut self, _object: Value, _name: Value, _value: Value) -> Outcome<()> {
        todo!()
    }

    /// (name, value) of the attributes in the instance itself, in order.
    pub fn instance_items(&mut self, _object: Value) -> Vec<(Value, Value)> {
        todo!()
    }

    /// A new instance of a class without items inside, attributes unset (`object.__new__`).
    pub fn new_instance(&mut self, _class: ClassRef) -> Outcome {
        todo!()
    }

    /// `isinstance(object, class_or_tuple)`, hooks included.
    pub fn is_instance(&mut self, _object: Value, _class: Value) -> Outcome<bool> {
        todo!()
    }

    /// `issubclass`, hooks included.
    pub fn is_subclass(&mut self, _class: Value, _of: Value) -> Outcome<bool> {
        todo!()
    }

    /// Whether `class` has `of` in its MRO.
    pub fn is_subtype(&self, _class: ClassRef, _of: ClassRef) -> bool {
        todo!()
    }

    /// Name of an object's class, for messages.
    pub fn type_name(&self, _object: Value) -> String {
        todo!()
    }

    /// Attribute of a module's dict by Rust text.
    pub fn set_module_attr(&mut self, _module: Value, _name: &str, _value: Value) -> Outcome<()> {
        todo!()
    }
}
