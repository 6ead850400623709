//! `getattr`, `setattr`, `vars`, `dataclasses.field`: builtins that no row describes.

use super::Solver;
use super::graph::NodeId;
use super::objects::{self, ObjId, Object, Special};
use super::trigger::Trigger;
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
            match self.objects[name as usize] {
                Object::Text(name) => self.set_attr(x, name, from),
                _ => {
                    if let Object::Instance(c) = self.objects[x as usize] {
                        self.classes[c as usize].is_dynamic = true;
                        self.give_up(objects::DYNAMIC, "setattr with a name that is not known");
                    }
                }
            }
        }
    }

    pub(super) fn dynamic_get(&mut self, xs: NodeId, names: NodeId, to: NodeId, role: u8, o: ObjId) {
        for (x, name) in self.pairs(xs, names, role, o) {
            match self.objects[name as usize] {
                Object::Text(name) => self.get_attr(x, name, to),
                _ => self.add(to, objects::DYNAMIC),
            }
        }
    }
}
