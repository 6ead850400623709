//! Classes that adopt the maps which analysis predicted for them.
//!
//! A class adopts a plan when its statement stands where the plan says and its instances are plain objects. Until
//! [`Vm::seal_plan`], what the statement itself puts into the class breaks nothing.

use crate::native::Outcome;
use crate::object::class::{ClassRef, class_flags as flag};
use crate::object::map::{Map, MapKind};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::types as id;

/// What analysis predicted of a class, with the ids of its maps.
pub struct InstalledPlan {
    pub module: &'static str,
    pub qualname: &'static str,
    /// Line of the class statement.
    pub line: u32,
    /// Names of the attributes, in order.
    pub attributes: Vec<&'static str>,
    /// Whether they are `__slots__`.
    pub slotted: bool,
    /// Terminator; attribute k is added by map `map_base + k + 1`.
    pub map_base: u32,
    /// Cell that takes the class object.
    pub class_cell: *mut u64,
    /// Cell that is set when the class changes.
    pub dead_cell: *mut u32,
    /// The class that adopted it, UNSET: none yet. Classes never move.
    pub class: std::cell::Cell<Value>,
    /// Whether its statement is done.
    pub sealed: std::cell::Cell<bool>,
}

impl Vm {
    /// Gives a class that is being made its planned maps; false if none are planned for it. `slots`: what its `__slots__`
    /// names, not the bases'.
    pub fn adopt_planned_maps(&mut self, class: ClassRef, slots: &[Value], namespace: Value) -> Outcome<bool> {
        let Some(program) = &self.compiled.program else { return Ok(false) };
        if program.plans.is_empty() || class.info().base_map != id::OBJECT {
            return Ok(false);
        }
        let slotted = class.info().inline_slots == 0;
        if !slotted && class.info().base_slots != 0 {
            return Ok(false);
        }
        let (module_key, line_key) = (self.names.__module__, self.names.__firstlineno__);
        let (module, line) = (self.dict_get(namespace, module_key)?, self.dict_get(namespace, line_key)?);
        if !self.is_str(module) || !line.is_int() {
            return Ok(false);
        }
        let (module, qualname) = (self.str_lossy(module), self.str_lossy(class.qualname.get()));
        let program = self.compiled.program.as_ref().expect("checked above");
        let found = program.plans.iter().position(|plan| {
            let fits = plan.line as isize == line.as_int() && plan.qualname == qualname && plan.module == module;
            fits && plan.slotted == slotted
        });
        let Some(i) = found else { return Ok(false) };
        let plan = &program.plans[i];
        if !plan.class.get().is(Value::UNSET) {
            // A second class from the same statement gets maps of its own.
            return Ok(false);
        }
        let (first, names) = (plan.map_base, plan.attributes.clone());
        let names: Vec<Value> = names.iter().map(|n| self.intern(n)).collect();
        let info = class.info();
        if slotted {
            if !slot_names(class).chain(slots.iter().copied()).eq(names.iter().copied()) {
                return Ok(false);
            }
            let only = Map::terminator(Some(class), MapKind::Fixed, info.base_slots, 0, info.bitmap);
            self.maps.adopt(first, only, &[]);
        } else {
            info.inline_slots = names.len().max(1) as u16;
            let terminator = Map::terminator(Some(class), MapKind::Attributes, 0, info.inline_slots, info.bitmap);
            self.maps.adopt(first, terminator, &names);
        }
        info.terminator = first;
        let plan = &self.compiled.program.as_ref().expect("checked above").plans[i];
        plan.class.set(class.value());
        Ok(true)
    }

    /// The class statement is done: from now on a change breaks what code assumes.
    pub fn seal_plan(&mut self, class: ClassRef) {
        let Some(program) = &self.compiled.program else { return };
        for plan in program.plans.iter().filter(|p| p.class.get().is(class.value())) {
            let hooks = flag::GETATTRIBUTE | flag::SETATTR | flag::FINALIZER;
            plan.sealed.set(true);
            // SAFETY: cells live as long as the code.
            unsafe {
                if class.has(hooks) {
                    *plan.dead_cell = 1;
                } else {
                    *plan.class_cell = class.value().bits() as u64;
                }
            }
        }
    }

    /// A function's code or defaults are replaced: calls that go to what it was leave.
    pub fn break_all_plans(&mut self) {
        let Some(program) = &self.compiled.program else { return };
        let cells = program.plans.iter().map(|p| p.dead_cell).chain(program.functions_cell);
        // SAFETY: cells live as long as the code.
        cells.for_each(|cell| unsafe { *cell = 1 });
    }

    /// A class changed: code that assumes otherwise leaves.
    pub fn break_plan(&mut self, class: ClassRef) {
        let Some(program) = &self.compiled.program else { return };
        for plan in program.plans.iter().filter(|p| p.sealed.get() && p.class.get().is(class.value())) {
            // SAFETY: cells live as long as the code.
            unsafe { *plan.dead_cell = 1 };
        }
    }
}

/// What the `__slots__` of a class's bases name, in the order in which they lie in instances.
fn slot_names(class: ClassRef) -> impl Iterator<Item = Value> {
    let mut bases = vec![];
    let mut above = class.info().base;
    while let Some(base) = above {
        bases.push(base);
        above = base.info().base;
    }
    bases.into_iter().rev().flat_map(|b| b.info().slot_names.clone())
}
