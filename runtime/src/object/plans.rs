//! Predicted shapes at run time: classes that begin with the layout a plan says, and what came to be.

use super::class::ClassRef;
use super::map::{Map, MapKind};
use crate::heap::{Collection, Count, Counts};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::shape::ShapePlan;

/// What became of one class.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClassStatistics {
    pub module: String,
    pub qualname: String,
    /// Line of the class statement, 0 if there is none.
    pub line: u32,
    /// Attribute slots of a new instance, and the most attributes that one got.
    pub inline_slots: u16,
    pub widest: u16,
    /// Names in `__slots__`, the bases' first.
    pub slots: Vec<String>,
    /// By map, in the order in which the maps came to be.
    pub shapes: Vec<ShapeStatistics>,
}

/// Instances of one map.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShapeStatistics {
    /// Names of the attributes, in order.
    pub attributes: Vec<String>,
    /// The attributes are in a dict, and not named here.
    pub is_devolved: bool,
    /// Instances that had this map when a collector first saw them, or at the end.
    pub born: Count,
    /// Instances that were alive at the end.
    pub live: Count,
}

impl Vm {
    /// Gives a new class, without instances so far, the layout of the plan for its site, if there is one.
    pub fn adopt_plan(&mut self, class: ClassRef) {
        let module = self.names.__module__;
        let Some(module) = self.class_own(class, module).filter(|m| self.is_str(*m)) else { return };
        let (module, qualname) = (self.str_lossy(module), self.str_lossy(class.qualname.get()));
        let line = self.names.__firstlineno__;
        let line = self.class_own(class, line).and_then(|l| self.int_value(l)).unwrap_or(0);
        let fits =
            |p: &&ShapePlan| p.module == module && p.qualname == qualname && (line == 0 || p.line as i64 == line);
        let Some(plan) = self.plans.iter().find(fits).cloned() else { return };
        self.follow_plan(class, plan);
    }

    fn follow_plan(&mut self, class: ClassRef, plan: ShapePlan) {
        let info = class.info();
        if self.maps.get(info.terminator).kind != MapKind::Attributes
            || info.instances > 0
            || plan.attributes.is_empty()
        {
            return;
        }
        info.inline_slots = plan.attributes.len().min(255) as u16;
        info.widest = info.inline_slots;
        info.terminator = self.terminator_with(class, info.base_slots, info.inline_slots);
        let mut map = class.info().terminator;
        for attribute in plan.attributes.iter().filter(|a| !a.optional) {
            let name = self.intern(&attribute.name);
            match self.maps.transition(map, name) {
                Some(next) => map = next,
                None => break,
            }
        }
        class.info().plan = Some(Box::new(plan));
    }

    /// What became of the classes that programs made, in the order in which they were made: what came to be
    /// since [`Heap::count_births`](crate::heap::Heap::count_births), and what lives. Collects.
    pub fn class_statistics(&mut self) -> Vec<ClassStatistics> {
        self.heap.collect(Collection::Major);
        let (born, live) = (self.heap.births(), self.heap.old_objects());
        let heap_classes = self.classes.iter().filter(|c| c.has(super::class::class_flags::HEAP));
        heap_classes.map(|class| self.statistics_of(*class, &born, &live)).collect()
    }

    fn statistics_of(&self, class: ClassRef, born: &Counts, live: &Counts) -> ClassStatistics {
        let info = class.info();
        let module = self.class_own(class, self.names.__module__).filter(|m| self.is_str(*m));
        let line = self.class_own(class, self.names.__firstlineno__).filter(|l| l.is_int());
        let count = |counts: &Counts, id| counts.get(&id).copied().unwrap_or_default();
        let seen = |id: &u32| born.contains_key(id) || live.contains_key(id);
        let of_class = self.maps.iter().filter(|(id, m)| m.class == Some(class) && seen(id));
        let shape = |(id, map): (u32, &Map)| ShapeStatistics {
            attributes: self.maps.attributes(id).iter().map(|(name, _)| self.str_lossy(*name)).collect(),
            is_devolved: map.kind == MapKind::Devolved,
            born: count(born, id),
            live: count(live, id),
        };
        ClassStatistics {
            module: module.map_or(String::new(), |m| self.str_lossy(m)),
            qualname: self.str_lossy(class.qualname.get()),
            line: line.map_or(0, |l| l.as_int() as u32),
            inline_slots: info.inline_slots,
            widest: info.widest,
            slots: self
                .mro_of(class)
                .iter()
                .rev()
                .flat_map(|c| &c.info().slot_names)
                .map(|n| self.str_lossy(*n))
                .collect(),
            shapes: of_class.map(shape).collect(),
        }
    }

    /// Bytes of the overflow array, or of the dict, that an instance's attributes are in.
    pub(super) fn storage_of_attributes(&self, object: Value) -> usize {
        let Some(map) = self.maps.find_map(super::map_of(object)) else { return 0 };
        let is_dict = map.kind == MapKind::Devolved;
        if !is_dict && !map.overflows() {
            return 0;
        }
        let storage = super::instance::field_at(object, map.last_offset()).get();
        let bytes = |v: Value| if v.is_ptr() { 8 + 8 * self.heap.slots_of(v) } else { 0 };
        let of_dict = self.as_dict(storage).map_or(0, |dict| bytes(dict.entries.get()) + bytes(dict.index.get()));
        bytes(storage) + of_dict
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vm::Options;
    use pyspec_abi::shape::{Confidence, PlannedAttribute, Representation};

    fn attribute(name: &str) -> PlannedAttribute {
        PlannedAttribute { name: name.into(), representation: Representation::Value, optional: false, types: vec![] }
    }

    #[test]
    fn instances_take_the_planned_size_and_overflow_beyond_it() {
        let mut vm = Vm::new(Options::default(), &[], None);
        vm.plans = vec![ShapePlan {
            slotted: false,
            module: "m".into(),
            qualname: "P".into(),
            line: 1,
            attributes: vec![attribute("x"), attribute("y")],
            confidence: Confidence::Proved,
        }];
        let namespace = vm.new_dict().expect("memory");
        let module = vm.intern("m");
        vm.dict_set_text(namespace, "__module__", module).expect("memory");
        let class = vm.new_heap_class("P", &[], namespace).expect("a class");
        let class = vm.as_class(class).expect("a class");
        assert_eq!(class.info().inline_slots, 2);
        vm.heap.count_births();
        let object = vm.new_instance(class).expect("memory");
        for (i, name) in ["y", "x", "z", "w"].into_iter().enumerate() {
            vm.set_attr_text(object, name, Value::small_int(i as isize)).expect("a store");
        }
        let found: Vec<(String, isize)> =
            vm.instance_items(object).into_iter().map(|(n, v)| (vm.str_lossy(n), v.as_int())).collect();
        let expected = [("y", 0), ("x", 1), ("z", 2), ("w", 3)].map(|(n, i)| (n.to_string(), i));
        assert_eq!(found, expected);
        let statistics = vm.class_statistics().pop().expect("one class");
        assert_eq!(statistics.widest, 4);
        let [shape] = &statistics.shapes[..] else { panic!("one shape: {statistics:?}") };
        assert_eq!(shape.attributes, ["y", "x", "z", "w"]);
        // Two slots, and an overflow array for three at least.
        assert_eq!(shape.born.objects, 1);
        assert!(shape.born.bytes >= 24 + 32, "{shape:?}");
    }
}
