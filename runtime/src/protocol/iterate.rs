//! Iteration and items.

use crate::native::Outcome;
use crate::object::Rooted;
use crate::vm::Vm;
use pyspec_abi::Value;

impl Vm {
    /// `iter(v)`.
    pub fn iter(&mut self, _v: Value) -> Outcome {
        todo!()
    }

    /// Next item, UNSET when exhausted.
    pub fn next(&mut self, _iterator: Value) -> Outcome {
        todo!()
    }

    /// All items of an iterable, in a rooted vector.
    pub fn collect_items(&mut self, _iterable: Value) -> Outcome<Rooted> {
        todo!()
    }

    /// `len(v)`.
    pub fn len(&mut self, _v: Value) -> Outcome<usize> {
        todo!()
    }

    /// `v[key]`.
    pub fn get_item(&mut self, _v: Value, _key: Value) -> Outcome {
        todo!()
    }

    /// `v[key] = value`.
    pub fn set_item(&mut self, _v: Value, _key: Value, _value: Value) -> Outcome<()> {
        todo!()
    }

    /// `del v[key]`.
    pub fn del_item(&mut self, _v: Value, _key: Value) -> Outcome<()> {
        todo!()
    }

    /// `item in v`.
    pub fn contains(&mut self, _v: Value, _item: Value) -> Outcome<bool> {
        todo!()
    }

    /// Item of an exact dict (or subclass, without `__missing__`), UNSET if it has none.
    pub fn dict_get(&mut self, _dict: Value, _key: Value) -> Outcome {
        todo!()
    }

    /// Item of a dict by Rust text.
    pub fn dict_get_text(&mut self, _dict: Value, _key: &str) -> Outcome {
        todo!()
    }

    /// Stores into a dict (or subclass, directly).
    pub fn dict_set(&mut self, _dict: Value, _key: Value, _value: Value) -> Outcome<()> {
        todo!()
    }

    /// Stores into a dict by Rust text.
    pub fn dict_set_text(&mut self, _dict: Value, _key: &str, _value: Value) -> Outcome<()> {
        todo!()
    }

    /// Removes from a dict; the value removed or UNSET.
    pub fn dict_remove(&mut self, _dict: Value, _key: Value) -> Outcome {
        todo!()
    }

    /// (key, value) of entry `position` or later and the position after it; for loops over a dict that tolerate changes.
    pub fn dict_entry(&self, _dict: Value, _position: usize) -> Option<(Value, Value, usize)> {
        todo!()
    }

    /// Number of items of a dict.
    pub fn dict_len(&self, _dict: Value) -> usize {
        todo!()
    }

    /// Length of an exact list or subclass.
    pub fn list_len(&self, _list: Value) -> usize {
        todo!()
    }

    /// Item of a list, by index in range.
    pub fn list_get(&mut self, _list: Value, _i: usize) -> Value {
        todo!()
    }

    /// Appends to a list.
    pub fn list_append(&mut self, _list: Value, _item: Value) -> Outcome<()> {
        todo!()
    }

    /// Adds to a set; whether it was new.
    pub fn set_add(&mut self, _set: Value, _item: Value) -> Outcome<bool> {
        todo!()
    }

    /// Items of a tuple or an instance of a subclass.
    pub fn tuple_items<'a>(&self, _tuple: Value) -> &'a [Value] {
        todo!()
    }
}
