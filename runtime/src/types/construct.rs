//! What the `__new__` of the containers share.

use crate::native::Outcome;
use crate::object::class::{ClassRef, class_flags};
use crate::object::layout::{Class, Wrapped};
use crate::object::{Gc, Object};
use crate::vm::Vm;
use pyspec_abi::Value;

impl Vm {
    /// The class argument of `__new__` of the builtin with map `base`, checked.
    pub fn class_argument(&mut self, class: Value, base: u32) -> Outcome<ClassRef> {
        let builtin = self.builtin_class(base);
        if class.is(builtin.value()) {
            return Ok(builtin);
        }
        let name = self.class_name(builtin);
        let Some(given) = Gc::<Class>::from_value(self, class) else {
            let other = self.type_name(class);
            return Err(self.type_error(format!("{name}.__new__(X): X is not a type object ({other})")));
        };
        if !self.is_subtype(given, builtin) {
            let other = self.class_name(given);
            return Err(self.type_error(format!("{name}.__new__({other}): {other} is not a subtype of {name}")));
        }
        Ok(given)
    }

    /// A class's `__name__`.
    pub fn class_name(&self, class: ClassRef) -> String {
        self.str_lossy(class.name.get())
    }

    /// A new instance of `class`, whose first fields are those of the builtin with map `base`: the caller writes
    /// them before the next allocation.
    pub fn alloc_instance<T: Object>(&mut self, class: ClassRef, base: u32) -> Outcome<Gc<T>> {
        let fields = size_of::<T>() / 8 - 1;
        if class == self.builtin_class(base) {
            return self.alloc::<T>(base, pyspec_abi::header::Scan::Values, fields);
        }
        self.alloc_of_class::<T>(class, fields)
    }

    /// An instance of a heap class.
    fn alloc_of_class<T: Object>(&mut self, class: ClassRef, fields: usize) -> Outcome<Gc<T>> {
        let object = self.new_instance(class)?;
        let _ = fields;
        // SAFETY: the class's base is the builtin, so its instances begin with the builtin's fields.
        Ok(unsafe { Gc::from_value_unchecked(object) })
    }

    /// Wraps an exact builtin value as an instance of a subclass.
    pub fn wrap(&mut self, class: ClassRef, value: Value) -> Outcome {
        let object = self.new_instance(class)?;
        // SAFETY: the class has the flag WRAPPED, since its base has items inside.
        let wrapped = unsafe { Gc::<Wrapped>::from_value_unchecked(object) };
        wrapped.value.set(&mut self.heap, object, value);
        Ok(object)
    }

    /// Whether `v` is an instance of a builtin by its class flag (exact ones or of subclasses).
    #[inline]
    pub fn has_flag(&self, v: Value, flag: u32) -> bool {
        v.is_ptr() && self.map_has(crate::object::map_of(v), flag)
    }

    /// Whether it is a `dict` (subclasses and instance dicts included).
    #[inline]
    pub fn is_dict(&self, v: Value) -> bool {
        self.has_flag(v, class_flags::DICT)
    }
}
