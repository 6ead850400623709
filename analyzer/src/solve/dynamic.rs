//! `getattr`, `setattr`, `vars`, `dataclasses.field`: builtins that no row describes.

use super::Solver;
use super::graph::NodeId;
use super::objects::{self, ObjId, Object, Special};
use super::trigger::Trigger;
use crate::template::Symbol;
use smallvec::SmallVec;
use std::sync::Arc;

impl Solver<'_> {
    pub(super) fn call_special(&mut self, site: u32, special: Special) {
        let to = self.sites[site as usize].to;
        let args: [Option<NodeId>; 3] = std::array::from_fn(|i| self.positional(site, i));
        match (special, args) {
            (Special::GetAttr, [Some(objects), Some(names), default]) => {
                if let Some(default) = default {
                    self.edge(default, to);
                }
                self.trigger(objects, Trigger::DynamicGet { objects, names, to, role: 0 });
                self.trigger(names, Trigger::DynamicGet { objects, names, to, role: 1 });
            }
            (Special::SetAttr, [Some(objects), Some(names), Some(from)]) => {
                self.trigger(objects, Trigger::DynamicSet { objects, names, from, role: 0 });
                self.trigger(names, Trigger::DynamicSet { objects, names, from, role: 1 });
            }
            (Special::Vars, [Some(objects), ..]) => self.trigger(objects, Trigger::NamespaceOf(to)),
            (Special::Field, _) => {
                let o = self.site_object(self.known.field);
                let base = self.sites[site as usize].base;
                let args = Arc::clone(&self.sites[site as usize].args);
                for &(name, v) in &args.keywords {
                    let n = self.attr_node(o, name);
                    self.edge(base + v, n);
                }
                self.add(to, o);
            }
            _ => self.add(to, objects::ROW),
        }
    }

    fn pairs(&self, objects: NodeId, names: NodeId, role: u8, o: ObjId) -> Vec<(ObjId, ObjId)> {
        let one: SmallVec<[ObjId; 4]> = SmallVec::from_slice(&[o]);
        let xs = if role == 0 { one.clone() } else { self.nodes[objects as usize].items.clone() };
        let ns = if role == 1 { one } else { self.nodes[names as usize].items.clone() };
        xs.iter().flat_map(|&x| ns.iter().map(move |&n| (x, n))).collect()
    }

    pub(super) fn dynamic_set(&mut self, xs: NodeId, names: NodeId, from: NodeId, role: u8, o: ObjId) {
        for (x, name) in self.pairs(xs, names, role, o) {
            match self.text_of(name) {
                Some(name) => self.set_attr(x, name, from),
                None => self.set_some_attr(x, from),
            }
        }
    }

    /// An attribute is stored whose name is not known.
    pub(super) fn set_some_attr(&mut self, o: ObjId, from: NodeId) {
        if let Object::Instance(c) = self.objects[o as usize] {
            self.classes[c as usize].is_dynamic = true;
            let n = self.attr_node(o, self.words.dynamic);
            self.edge(from, n);
            self.give_up(objects::DYNAMIC, "setattr with a name that is not known");
        }
    }

    pub(super) fn dynamic_get(&mut self, xs: NodeId, names: NodeId, to: NodeId, role: u8, o: ObjId) {
        for (x, name) in self.pairs(xs, names, role, o) {
            if let Some(name) = self.text_of(name) {
                self.get_attr(x, name, to);
                continue;
            }
            let names = self.names_that_begin(x, name);
            if names.is_empty() {
                // Any attribute: a method may be called that no other call reaches.
                self.escapes(x);
                self.add(to, objects::DYNAMIC);
            }
            for name in names {
                self.get_attr(x, name, to);
            }
        }
    }

    /// The text of a string that is known whole.
    pub fn text_of(&self, o: ObjId) -> Option<Symbol> {
        match self.objects[o as usize] {
            Object::Text(name) => (!self.program.symbols.name(name).ends_with(objects::AND_MORE)).then_some(name),
            _ => None,
        }
    }

    /// Names of an object's class (of a module's globals) that begin as a string does of which only the start is
    /// known: `getattr(self, "visit_" + kind)` reads one of these.
    fn names_that_begin(&self, o: ObjId, text: ObjId) -> Vec<Symbol> {
        let symbols = &self.program.symbols;
        let Object::Text(start) = self.objects[text as usize] else { return vec![] };
        let Some(start) = symbols.name(start).strip_suffix(objects::AND_MORE) else { return vec![] };
        let mut names: Vec<Symbol> = match self.objects[o as usize] {
            Object::Module(m) => self.program.modules[m as usize].globals.keys().copied().collect(),
            _ => {
                let mro = &self.classes[self.class_of(o) as usize].mro;
                mro.iter().flat_map(|&m| self.program.classes[m as usize].names.iter().copied()).collect()
            }
        };
        names.retain(|&n| symbols.name(n).starts_with(start));
        names.sort_unstable();
        names.dedup();
        names
    }
}
