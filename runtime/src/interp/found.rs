//! What a call by name finds, before it is bound to anything.

use super::dispatch::Base;
use crate::native::Outcome;
use crate::object::class::class_flags;
use crate::object::layout::{ClassMethod, StaticMethod};
use crate::object::{Gc, map_of};
use crate::protocol::attribute::LoadKind;
use crate::vm::Vm;
use pyspec_abi::types as id;
use pyspec_abi::{Value, found};

impl Vm {
    /// A function found on the class that a call with the receiver in front may use in place of the bound
    /// method: nothing in the instance goes before it.
    pub fn method_on_class(&mut self, object: Value, name: Value) -> Option<Value> {
        let class = self.class_of(object);
        if class.has(class_flags::GETATTRIBUTE) || matches!(class.info().base_map, id::TYPE | id::MODULE | id::SUPER) {
            return None;
        }
        let found = self.lookup(class, name)?;
        if !found.is_ptr() || !matches!(map_of(found), id::FUNCTION | id::NATIVE_METHOD | id::WRAPPER) {
            return None;
        }
        if self.instance_get(object, name).is_some() { None } else { Some(found) }
    }

    /// What FINDMETHOD leaves for the receiver at a place, which it may replace: see `pyspec_abi::found`.
    ///
    /// # Safety
    /// The place is of a published frame, or another that the collector sees.
    pub unsafe fn find_method(&mut self, place: *mut Value, name: Value) -> Outcome {
        // SAFETY: the caller's promise.
        unsafe {
            let object = *place;
            if object.is_ptr()
                && let Some(LoadKind::Method(f)) = self.interp.attributes.find(map_of(object), name).map(|e| e.kind)
            {
                return Ok(f);
            }
            if let Some(f) = self.method_on_class(object, name) {
                self.learn_attribute(object, name);
                return Ok(f);
            }
            *place = match self.found_on_class(object, name) {
                Some(ClassFound::Method(f)) => return Ok(f),
                Some(ClassFound::Plain(f)) => f,
                None => self.get_attr(object, name)?,
            };
            Ok(Value::UNSET)
        }
    }

    /// Puts what a call's window holds of its callee (see `pyspec_abi::found`) right: `nb[-3]` is the function, or, where
    /// the receiver's place goes to waste, `nb[-2]` is. Whether the receiver is its first argument.
    ///
    /// # Safety
    /// As for [`Vm::find_method`]; the arguments are at `nb`.
    pub unsafe fn settle_found(&mut self, nb: Base, name: Value) -> Outcome<bool> {
        // SAFETY: the caller's promise.
        unsafe {
            if (*nb.sub(3)).is(found::LATER) {
                *nb.sub(3) = self.find_method(nb, name)?;
            }
            let (f, bound) = match *nb.sub(3) {
                Value::UNSET => (*nb, false),
                f => self.found_function(f).unwrap_or((f, true)),
            };
            *nb.sub(if bound { 3 } else { 2 }) = f;
            Ok(bound)
        }
    }

    /// What a class or a module has of its own, if it can be called without being bound to an object.
    pub(super) fn found_on_class(&mut self, object: Value, name: Value) -> Option<ClassFound> {
        if !object.is_ptr() {
            return None;
        }
        match map_of(object) {
            id::MODULE => self.quick_module_attribute(object, name).map(ClassFound::Plain),
            id::TYPE => {
                // SAFETY: looked at.
                let class = unsafe { Gc::from_value_unchecked(object) };
                let found = self.raw_class_attribute(class, name).filter(|f| f.is_ptr())?;
                match map_of(found) {
                    id::FUNCTION | id::NATIVE | id::METHOD | id::TYPE => Some(ClassFound::Plain(found)),
                    // SAFETY: looked at.
                    id::STATICMETHOD => unsafe {
                        Some(ClassFound::Plain(Gc::<StaticMethod>::from_value_unchecked(found).function.get()))
                    },
                    id::CLASSMETHOD => {
                        // SAFETY: looked at.
                        let f = unsafe { Gc::<ClassMethod>::from_value_unchecked(found).function.get() };
                        (f.is_ptr() && map_of(f) == id::FUNCTION).then_some(ClassFound::Method(f))
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

/// What a class or module has for one of its own names.
pub(super) enum ClassFound {
    /// A function that takes the class.
    Method(Value),
    Plain(Value),
}
