//! The dict of a module: its values are in cells, which compiled and interpreted code remember.
//!
//! A cell is old, so its address is good for a cache as long as the dict lives or the collector clears
//! the cache. Deleting a name unsets its cell and takes it out of the dict; a later store makes a new
//! one. So a remembered cell that holds UNSET says: look again. A store may go through a
//! remembered cell only if it is not UNSET. That a name is *not* there is known as long as the
//! dict's `version` stays.

use super::table::{CELLS, init_dict};
use crate::native::Outcome;
use crate::object::Gc;
use crate::object::layout::{Cell, Dict};
use crate::vm::Vm;
use pyspec_abi::header::Scan;
use pyspec_abi::{Value, types as id};

impl Vm {
    /// An empty dict for a module: old, with cells.
    pub fn new_globals(&mut self) -> Outcome {
        let dict = self.alloc_old::<Dict>(id::DICT, Scan::Values, Dict::SLOTS)?;
        init_dict(dict, Value::UNSET);
        dict.flags.set_plain(Value::small_int(CELLS));
        Ok(dict.value())
    }

    /// The cell of a name in a dict made by `new_globals`; `None`: the dict has no cells, or not this name.
    pub fn globals_cell(&mut self, dict: Value, name: Value) -> Outcome<Option<Gc<Cell>>> {
        let Some(globals) = Gc::<Dict>::from_value(self, dict).filter(|d| d.has_cells()) else { return Ok(None) };
        let hash = self.hash(name)?;
        let found = self.dict_find(globals, name, hash)?;
        Ok(found.map(|i| globals.cell_at(i)))
    }

    /// Stores a global and gives its cell, `None` if the dict has no cells.
    pub fn globals_store(&mut self, dict: Value, name: Value, value: Value) -> Outcome<Option<Gc<Cell>>> {
        self.dict_set(dict, name, value)?;
        self.globals_cell(dict, name)
    }

    /// Gives a plain dict cells, so that it can serve as a module's.
    pub fn make_globals(&mut self, dict: Value) -> Outcome<()> {
        let Some(globals) = Gc::<Dict>::from_value(self, dict).filter(|d| !d.has_cells()) else { return Ok(()) };
        let copy = self.dict_copy(globals)?;
        self.dict_clear(globals);
        globals.flags.set_plain(Value::small_int(CELLS));
        let mut at = copy.next_live(0);
        while let Some(i) = at {
            self.dict_insert(globals, copy.key_at(i), copy.hash_at(i), copy.value_at(i))?;
            at = copy.next_live(i + 1);
        }
        Ok(())
    }
}
