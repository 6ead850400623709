//! What `raise`, `except` and `except*` do with objects.

use crate::native::{Outcome, Raised};
use crate::object::Rooted;
use crate::object::class::{ClassRef, class_flags};
use crate::object::rooted::ToRooted;
use crate::vm::Vm;
use pyspec_abi::Value;

impl Vm {
    /// Makes the exception of `raise object` (or `raise object from cause`) pending.
    pub fn raise_object(&mut self, object: Value, cause: Value) -> Raised {
        let exception = match self.exception_of(object) {
            Ok(e) => e,
            Err(raised) => return raised,
        };
        if !cause.is(Value::UNSET) {
            let cause = if cause.is(Value::NONE) {
                Value::NONE
            } else if self.as_exception(cause).is_some() {
                cause
            } else if let Some(class) = self.exception_class(cause) {
                match self.call(class.value(), &[]) {
                    Ok(v) => v,
                    Err(raised) => return raised,
                }
            } else {
                return self.type_error("exception causes must derive from BaseException");
            };
            if let Some(e) = self.as_exception(exception) {
                e.cause.set(&mut self.heap, exception, cause);
                e.flags.set_plain(Value::small_int(e.flags.int() | 1));
            }
        }
        self.chain_context(exception);
        self.set_pending(exception)
    }

    fn exception_class(&self, v: Value) -> Option<ClassRef> {
        self.as_class(v).filter(|c| c.has(class_flags::EXCEPTION))
    }

    fn exception_of(&mut self, object: Value) -> Outcome {
        if self.as_exception(object).is_some() {
            return Ok(object);
        }
        let Some(class) = self.exception_class(object) else {
            return Err(self.type_error("exceptions must derive from BaseException"));
        };
        let made = self.call(class.value(), &[])?;
        if self.as_exception(made).is_none() {
            let (class, made) = (self.str_lossy(class.name.get()), self.type_name(made));
            return Err(self.type_error(format!(
                "calling <class '{class}'> should have returned an instance of BaseException, not <class '{made}'>"
            )));
        }
        Ok(made)
    }

    /// Whether an `except` clause for `class` (a class or tuple of classes) takes the exception.
    pub fn exception_matches(&mut self, exception: Value, class: Value) -> Outcome<bool> {
        if let Some(one) = self.exception_class(class) {
            return Ok(self.is_subtype(self.class_of(exception), one));
        }
        let wrong = "catching classes that do not inherit from BaseException is not allowed";
        if !self.is_tuple(class) {
            return Err(self.type_error(wrong));
        }
        let mut matches = false;
        for &one in self.tuple_items(class) {
            let Some(one) = self.exception_class(one) else { return Err(self.type_error(wrong)) };
            matches |= self.is_subtype(self.class_of(exception), one);
        }
        Ok(matches)
    }

    /// Whether it is a tuple or an instance of a subclass.
    pub fn is_tuple(&self, v: Value) -> bool {
        v.is_ptr() && self.map_has(crate::object::map_of(v), class_flags::TUPLE)
    }

    /// `except*`: (matching part or None, rest or None) of an exception for these classes.
    pub fn check_group_match(&mut self, exception: Value, classes: Value) -> Outcome {
        if exception.is(Value::NONE) {
            return self.new_tuple(&[Value::NONE, Value::NONE]);
        }
        let group = self.exceptions.BaseExceptionGroup;
        let list = if self.is_tuple(classes) { self.tuple_items(classes).rooted() } else { [classes].rooted() };
        for &class in list.iter() {
            let Some(class) = self.exception_class(class) else {
                return Err(self.type_error("catching classes that do not inherit from BaseException is not allowed"));
            };
            if self.is_subtype(class, group) {
                return Err(self.type_error("catching ExceptionGroup with except* is not allowed. Use except instead."));
            }
        }
        if self.exception_matches(exception, classes)? {
            let whole =
                if self.is_subtype(self.class_of(exception), group) { exception } else { self.wrap_naked(exception)? };
            return self.new_tuple(&[whole, Value::NONE]);
        }
        if self.is_subtype(self.class_of(exception), group) {
            let pair = self.call_method(exception, "split", &[classes])?;
            if !self.is_tuple(pair) || self.tuple_items(pair).len() < 2 {
                let name = self.type_name(exception);
                let got = self.type_name(pair);
                return Err(self.type_error(format!("{name}.split must return a tuple, not {got}")));
            }
            let (matched, rest) = (self.tuple_items(pair)[0], self.tuple_items(pair)[1]);
            return self.new_tuple(&[matched, rest]);
        }
        self.new_tuple(&[Value::NONE, exception])
    }

    fn wrap_naked(&mut self, exception: Value) -> Outcome {
        let class = self.exceptions.ExceptionGroup;
        let (message, list) = (self.new_str("")?, self.new_tuple(&[exception])?);
        let group = self.call(class.value(), &[message, list])?;
        if let (Some(g), Some(e)) = (self.as_exception(group), self.as_exception(exception)) {
            g.traceback.set(&mut self.heap, group, e.traceback.get());
        }
        Ok(group)
    }

    /// `except*`: what to raise at the end, of the original and the list of what was raised and not handled.
    pub fn prepare_reraise_star(&mut self, original: Value, list: Value) -> Outcome {
        let group = self.exceptions.BaseExceptionGroup;
        let (mut raised, mut reraised) = (Rooted::new(), Rooted::new());
        let is_group = self.is_subtype(self.class_of(original), group);
        for i in 0..self.list_len(list) {
            let e = self.list_get(list, i);
            if e.is(Value::NONE) {
                continue;
            }
            if !is_group && e.is(original) {
                return Ok(original);
            }
            if self.same_metadata(e, original) { reraised.push(e) } else { raised.push(e) }
        }
        if !is_group {
            return match raised.as_slice() {
                [] => Ok(Value::NONE),
                [one] => Ok(*one),
                _ => self.group_of(&raised),
            };
        }
        let kept = if reraised.is_empty() { Value::NONE } else { self.project(original, &reraised)? };
        if raised.is_empty() {
            return Ok(kept);
        }
        if !kept.is(Value::NONE) {
            raised.push(kept);
        }
        if raised.len() == 1 && kept.is(Value::NONE) {
            return Ok(raised[0]);
        }
        self.group_of(&raised)
    }

    fn group_of(&mut self, list: &[Value]) -> Outcome {
        let class = self.exceptions.BaseExceptionGroup;
        let (message, list) = (self.new_str("")?, self.new_list(list)?);
        self.call(class.value(), &[message, list])
    }

    fn same_metadata(&self, a: Value, b: Value) -> bool {
        let (Some(a), Some(b)) = (self.as_exception(a), self.as_exception(b)) else { return false };
        a.traceback.get().is(b.traceback.get())
            && a.cause.get().is(b.cause.get())
            && a.context.get().is(b.context.get())
            && a.notes.get().is(b.notes.get())
    }

    /// The part of a group whose leaves are in the parts.
    fn project(&mut self, original: Value, parts: &[Value]) -> Outcome {
        let mut leaves = Rooted::new();
        for &part in parts {
            self.leaves(part, &mut leaves)?;
        }
        self.keep_leaves(original, &leaves)
    }

    fn leaves(&mut self, e: Value, out: &mut Rooted) -> Outcome<()> {
        let group = self.exceptions.BaseExceptionGroup;
        if !self.is_subtype(self.class_of(e), group) {
            out.push(e);
            return Ok(());
        }
        let inner = self.get_attr_text(e, "exceptions")?;
        for &one in self.tuple_items(inner) {
            self.leaves(one, out)?;
        }
        Ok(())
    }

    fn keep_leaves(&mut self, e: Value, leaves: &[Value]) -> Outcome {
        let group = self.exceptions.BaseExceptionGroup;
        if !self.is_subtype(self.class_of(e), group) {
            return Ok(if leaves.iter().any(|l| l.is(e)) { e } else { Value::NONE });
        }
        let inner = self.get_attr_text(e, "exceptions")?;
        let mut kept = Rooted::new();
        for &one in self.tuple_items(inner) {
            let k = self.keep_leaves(one, leaves)?;
            if !k.is(Value::NONE) {
                kept.push(k);
            }
        }
        if kept.is_empty() {
            return Ok(Value::NONE);
        }
        if kept.len() == self.tuple_items(inner).len()
            && kept.iter().zip(self.tuple_items(inner)).all(|(a, b)| a.is(*b))
        {
            return Ok(e);
        }
        let list = self.new_list(&kept)?;
        let made = self.call_method(e, "derive", &[list])?;
        if let (Some(to), Some(from)) = (self.as_exception(made), self.as_exception(e)) {
            to.traceback.set(&mut self.heap, made, from.traceback.get());
            to.cause.set(&mut self.heap, made, from.cause.get());
            to.context.set(&mut self.heap, made, from.context.get());
            to.notes.set(&mut self.heap, made, from.notes.get());
        }
        Ok(made)
    }
}
