//! Merging into dicts: `update`, `|=`, `{**m}`, keyword arguments.

use crate::native::{Outcome, Raised};
use crate::object::class::Special;
use crate::object::layout::Dict;
use crate::object::{Gc, map_of};
use crate::vm::Vm;
use pyspec_abi::{Value, types as id};

impl Vm {
    /// `dict.update(other)`: a mapping, or an iterable of pairs.
    pub fn dict_update(&mut self, dict: Value, other: Value) -> Outcome<()> {
        if self.iterates_as_dict(other) {
            return self.dict_merge_table(dict, other);
        }
        let name = self.names.keys;
        let keys = self.get_attr_or_unset(other, name)?;
        if keys.is(Value::UNSET) {
            return self.dict_update_pairs(dict, other);
        }
        self.dict_merge_mapping(dict, other, keys)
    }

    /// Updates from a mapping only; `None` if `other` has no `keys`.
    pub fn dict_update_mapping(&mut self, dict: Value, other: Value) -> Outcome<Option<()>> {
        if self.iterates_as_dict(other) {
            return self.dict_merge_table(dict, other).map(Some);
        }
        let name = self.names.keys;
        let keys = self.get_attr_or_unset(other, name)?;
        if keys.is(Value::UNSET) {
            return Ok(None);
        }
        self.dict_merge_mapping(dict, other, keys).map(Some)
    }

    /// Whether it is a dict whose class does not iterate in a way of its own: such a one is read as a dict, whatever
    /// its `__getitem__` says.
    pub(crate) fn iterates_as_dict(&mut self, other: Value) -> bool {
        if !self.is_dict(other) {
            return false;
        }
        if matches!(map_of(other), id::DICT | id::INSTANCE_DICT) {
            return true;
        }
        let (class, dict) = (self.class_of(other), self.builtin_class(id::DICT));
        let (own, builtin) = (self.special(class, Special::Iter), self.special(dict, Special::Iter));
        own == builtin
    }

    /// Updates from something with a table.
    fn dict_merge_table(&mut self, dict: Value, other: Value) -> Outcome<()> {
        // One that forwards has no table, and changes when anybody stores into its object.
        let source = if super::instance::forwards(other) {
            if dict.is(other) {
                return Ok(());
            }
            self.copy_forwarded(other)?
        } else {
            self.dict_table(other)?
        };
        if dict.is(source.value()) {
            return Ok(());
        }
        let target = Gc::<Dict>::from_value(self, dict);
        if let Some(target) = target
            && target.count() == 0
        {
            self.dict_reserve(target, source.count())?;
        }
        let version = source.version.get();
        let mut at = source.next_live(0);
        while let Some(i) = at {
            let (key, hash, value) = (source.key_at(i), source.hash_at(i), source.value_at(i));
            match target {
                Some(target) => match self.dict_find(target, key, hash)? {
                    Some(j) => self.dict_put(target, j, value),
                    None => self.dict_insert(target, key, hash, value)?,
                },
                None => self.dict_set(dict, key, value)?,
            }
            if source.version.get() != version {
                return Err(self.runtime_error("dict mutated during update"));
            }
            at = source.next_live(i + 1);
        }
        Ok(())
    }

    /// Updates from `other[key] for key in keys()`.
    fn dict_merge_mapping(&mut self, dict: Value, other: Value, keys: Value) -> Outcome<()> {
        let keys = self.call(keys, &[])?;
        let iterator = self.iter(keys)?;
        loop {
            let key = self.next(iterator)?;
            if key.is(Value::UNSET) {
                return Ok(());
            }
            let value = self.get_item(other, key)?;
            self.dict_set(dict, key, value)?;
        }
    }

    /// Updates from an iterable of pairs.
    fn dict_update_pairs(&mut self, dict: Value, pairs: Value) -> Outcome<()> {
        let iterator = self.iter(pairs)?;
        for number in 0.. {
            let pair = self.next(iterator)?;
            if pair.is(Value::UNSET) {
                break;
            }
            let (key, value) = self.pair_of(pair, number)?;
            self.dict_set(dict, key, value)?;
        }
        Ok(())
    }

    /// The two items of an element of `update`'s argument.
    fn pair_of(&mut self, pair: Value, number: usize) -> Outcome<(Value, Value)> {
        if let Some(tuple) = self.as_tuple(pair)
            && let [key, value] = tuple.items()
        {
            return Ok((*key, *value));
        }
        let class = self.class_of(pair);
        if self.special(class, Special::Iter).is_none() && !self.is_old_sequence(pair) {
            return Err(self.no_pair(number));
        }
        let items = self.collect_items(pair)?;
        if let [key, value] = items[..] {
            return Ok((key, value));
        }
        let message = format!("dictionary update sequence element #{number} has length {}; 2 is required", items.len());
        Err(self.value_error(message))
    }

    #[cold]
    fn no_pair(&mut self, number: usize) -> Raised {
        let raised = self.type_error("object is not iterable");
        let exception = self.take_pending();
        let note = self.new_str(&format!("Cannot convert dictionary update sequence element #{number} to a sequence"));
        if let Ok(note) = note
            && self.call_method(exception, "add_note", &[note]).is_err()
        {
            self.take_pending();
        }
        self.set_pending(exception);
        raised
    }
}
