//! The second tier: what nobody constructs and nobody calls, and stores through unknown receivers.

use super::Solver;
use super::graph::NIL;
use super::objects::{self, ObjId, Object};
use crate::template::{ClassId, FIRST_PARAM, FuncId, Symbol};
use rustc_hash::FxHashMap;

/// Most classes that a store by name is given to.
const MOST_OWNERS: usize = 4;

impl Solver<'_> {
    /// What code that was not seen does with objects of the program, and stores through unknown receivers.
    pub fn follow_unseen(&mut self) {
        self.call_methods_of_escaped();
        self.store_by_name();
        self.store_dynamic();
        self.call_methods_of_escaped();
    }

    /// What is stored under names that are not known goes to the attributes that are read and that nobody stores.
    fn store_dynamic(&mut self) {
        for i in 0..self.attr_order.len() {
            let (o, name) = self.attr_order[i];
            let Object::Instance(c) = self.objects[o as usize] else { continue };
            let is_attribute = name < super::KEY && !self.program.symbols.name(name).starts_with('<');
            if self.classes[c as usize].is_dynamic && is_attribute && self.find(c, name, None).is_none() {
                let n = self.attrs[&(o, name)];
                if self.items(n).is_empty() {
                    let stored = self.attr_node(o, self.words.dynamic);
                    self.edge(stored, n);
                }
            }
        }
        self.run();
    }

    /// Stores through unknown receivers go to the few objects that have the attribute by that name.
    fn store_by_name(&mut self) {
        let mut owners: FxHashMap<Symbol, Vec<ObjId>> = FxHashMap::default();
        for &(o, name) in &self.attr_order {
            let Object::Instance(c) = self.objects[o as usize] else { continue };
            if self.classes[c as usize].is_user
                && self.unknown_stores.contains_key(&name)
                && !self.items(self.attrs[&(o, name)]).is_empty()
            {
                owners.entry(name).or_default().push(o);
            }
        }
        let mut stores: Vec<_> = std::mem::take(&mut self.unknown_stores).into_iter().collect();
        stores.sort();
        for (name, sources) in stores {
            let Some(owners) = owners.get(&name).filter(|o| o.len() <= MOST_OWNERS) else { continue };
            for &o in owners {
                self.by_name.insert((o, name));
                for &from in &sources {
                    self.set_attr(o, name, from);
                }
            }
        }
        self.run();
    }

    /// Constructs what nobody constructed and calls what nobody called, with unknown arguments.
    /// Stops when `allowed` says so.
    pub fn reach_the_rest(&mut self, allowed: &dyn Fn(&Solver, u32) -> bool) {
        for c in 0..self.classes.len() as ClassId {
            let class = &self.classes[c as usize];
            let module = self.program.classes[c as usize].module;
            if class.is_user && class.is_made && !class.is_instantiated && !class.is_enum && allowed(self, module) {
                self.construct_unseen(c);
            }
        }
        let mut f = 0;
        while (f as usize) < self.program.functions.len() {
            let info = &self.program.functions[f as usize];
            let module = info.module;
            if !self.function_instances.contains_key(&f) && info.body_of.is_none() && allowed(self, module) {
                self.call_unseen(f);
            }
            f += 1;
        }
    }

    fn construct_unseen(&mut self, c: ClassId) {
        let unknown = self.constant(objects::PARAMETER);
        let init = self.find_user(c, self.words.init);
        let function = init.and_then(|n| {
            self.items(n).iter().find_map(|&o| match self.objects[o as usize] {
                Object::Function(f) => Some(f),
                _ => None,
            })
        });
        let count = function.map_or(0, |f| self.program.functions[f as usize].positional.saturating_sub(1));
        let site = self.explicit_site(vec![unknown; count as usize], NIL);
        self.construct_plain(site, c);
        // Nobody constructs it: the walk and the report keep saying so.
        self.classes[c as usize].is_instantiated = false;
        self.run();
    }

    fn call_unseen(&mut self, f: FuncId) {
        let info = &self.program.functions[f as usize];
        let parent = info.parent.map(|p| &self.program.functions[p as usize]);
        let (class, params) = (parent.and_then(|p| p.body_of), info.params.len() as u32);
        let i = self.instance(f, 0);
        let base = self.instances[i as usize].base;
        for k in 0..params {
            let o = match class {
                Some(c) if k == 0 => self.object(Object::Instance(c)),
                _ => objects::PARAMETER,
            };
            self.add(base + FIRST_PARAM + k, o);
        }
        self.run();
    }
}
