//! Calling a class: `__new__`, `__init__`, metaclasses, fields of dataclasses.

use super::call::absolute;
use super::class::Lookup;
use super::graph::{NIL, NodeId};
use super::objects::{self, ObjId, Object};
use super::trigger::Trigger;
use super::{Site, Solver};
use crate::template::{ClassId, NO_VAR, Symbol};
use std::sync::Arc;

impl Solver<'_> {
    /// A class is called.
    pub(super) fn construct(&mut self, site: u32, c: ClassId) {
        let known = self.known;
        let to = self.sites[site as usize].to;
        if c == known.type_ {
            return match self.sites[site as usize].args.positional.len() {
                1 => {
                    if let Some(n) = self.positional(site, 0) {
                        self.trigger(n, Trigger::TypeOf(to));
                    }
                }
                3 => self.dynamic_class(site),
                _ => {}
            };
        }
        if c == known.super_ {
            if let (Some(classes), Some(receivers)) = (self.positional(site, 0), self.positional(site, 1)) {
                self.trigger(receivers, Trigger::SuperOf { classes, to });
            }
            return;
        }
        if c == known.property || c == known.cached {
            return self.construct_property(site, c);
        }
        if c == known.staticmethod || c == known.classmethod {
            let o = self.site_object(c);
            if let Some(function) = self.positional(site, 0) {
                let n = self.attr_node(o, self.words.wrapped);
                self.edge(function, n);
            }
            return self.add(to, o);
        }
        if c == known.partial {
            return self.construct_partial(site);
        }
        if c == known.method {
            if let (Some(f), Some(s)) = (self.positional(site, 0), self.positional(site, 1)) {
                self.trigger(f, Trigger::MakeBound { other: s, to, role: 0 });
                self.trigger(s, Trigger::MakeBound { other: f, to, role: 1 });
            }
            return;
        }
        if let Some(m) = self.classes[c as usize].metaclass
            && !self.classes[c as usize].is_enum
            && let Some(n) = self.find_user(m, self.words.call)
        {
            let class = self.object(Object::Class(c));
            return self.trigger(n, Trigger::Method { site, receiver: class });
        }
        self.construct_plain(site, c);
    }

    fn construct_property(&mut self, site: u32, c: ClassId) {
        let o = self.site_object(c);
        for (i, name) in [self.words.fget, self.words.fset].into_iter().enumerate() {
            if let Some(function) = self.positional(site, i) {
                let n = self.attr_node(o, name);
                self.edge(function, n);
            }
        }
        let Site { base, to, .. } = self.sites[site as usize];
        let args = Arc::clone(&self.sites[site as usize].args);
        for &(name, v) in &args.keywords {
            let n = self.attr_node(o, name);
            self.edge(base + v, n);
        }
        self.add(to, o);
    }

    fn construct_partial(&mut self, site: u32) {
        let o = self.site_object(self.known.partial);
        let Site { base, to, .. } = self.sites[site as usize];
        let own = Arc::clone(&self.sites[site as usize].args);
        let args = absolute(&own, base);
        if let [function, kept @ ..] = &args.positional[..]
            && *function != NO_VAR
        {
            let n = self.attr_node(o, self.words.wrapped);
            self.edge(*function, n);
            for (&from, name) in kept.iter().zip(self.words.positions) {
                let n = self.attr_node(o, name);
                self.edge(from, n);
            }
        }
        for &(name, from) in &args.keywords {
            let n = self.attr_node(o, name | super::KEY);
            self.edge(from, n);
            self.keys.entry(o).or_default().names.push(name);
        }
        self.add(to, o);
    }

    /// The call of a class without metaclass.
    pub(super) fn construct_plain(&mut self, site: u32, c: ClassId) {
        let to = self.sites[site as usize].to;
        let o = self.object(Object::Instance(c));
        if self.classes[c as usize].is_enum {
            return self.add(to, o);
        }
        if !self.classes[c as usize].is_user {
            return match self.find(c, self.words.new, None) {
                Some((_, Some(row))) => self.call_row(site, row, None),
                _ => self.add(to, o),
            };
        }
        self.classes[c as usize].is_instantiated = true;
        let new = self.find_user(c, self.words.new);
        match new {
            Some(n) => {
                let class = self.object(Object::Class(c));
                self.trigger(n, Trigger::Method { site, receiver: class });
            }
            None => self.add(to, o),
        }
        let Site { base, origin, .. } = self.sites[site as usize];
        let args = Arc::clone(&self.sites[site as usize].args);
        self.sites.push(Site::new(base, args, NIL, origin));
        let quiet = self.sites.len() as u32 - 1;
        self.initialize(quiet, c, o, new.is_some());
    }

    /// What a new instance holds: by `__init__`, or by the fields or items of its class. Again when bases arrive.
    pub(super) fn initialize(&mut self, site: u32, c: ClassId, o: ObjId, has_new: bool) {
        if let Some(n) = self.find_user(c, self.words.init) {
            return self.trigger(n, Trigger::Method { site, receiver: o });
        }
        if !self.is_complete(c) {
            self.classes[c as usize].waiting.push(Lookup::Initialize { site, object: o, has_new });
        }
        let mro = self.classes[c as usize].mro.clone();
        if mro.iter().any(|&m| self.program.classes[m as usize].is_dataclass) {
            self.construct_dataclass(site, c, o);
        } else if self.classes[c as usize].is_named_tuple {
            self.construct_named_tuple(site, c, o);
        } else if self.is_complete(c)
            && !has_new
            && let Some(base) = self.container_of(c)
            && let Some(n) = self.positional(site, 0)
        {
            if self.is_subclass(base, self.known.dict) {
                self.update(site, o);
            } else if !self.is_exception(c) {
                self.trigger(n, Trigger::SpreadInto(o));
            }
        }
    }

    /// Fields of a dataclass and those it inherits from, in order.
    pub fn fields_of(&self, c: ClassId) -> Vec<(Symbol, bool)> {
        let mut fields: Vec<(Symbol, bool)> = vec![];
        for &m in self.classes[c as usize].mro.iter().rev() {
            let info = &self.program.classes[m as usize];
            if !info.is_dataclass {
                continue;
            }
            for f in &info.fields {
                match fields.iter_mut().find(|x| x.0 == f.0) {
                    Some(known) => *known = *f,
                    None => fields.push(*f),
                }
            }
        }
        fields
    }

    fn construct_dataclass(&mut self, site: u32, c: ClassId, o: ObjId) {
        let base = self.sites[site as usize].base;
        let args = Arc::clone(&self.sites[site as usize].args);
        for (i, (name, _)) in self.fields_of(c).into_iter().enumerate() {
            let field = self.attr_node(o, name);
            let given = args.positional.get(i).copied().filter(|&v| v != NO_VAR);
            let given = given.or_else(|| args.keywords.iter().find(|k| k.0 == name).map(|k| k.1));
            if let Some(v) = given {
                self.edge(base + v, field);
            } else if let Some(n) = self.find_user(c, name) {
                self.trigger(n, Trigger::DataclassDefault(field));
            }
            for &v in &args.starred {
                self.trigger(base + v, Trigger::Iterate(field));
            }
        }
        if let Some(n) = self.find_user(c, self.words.post_init) {
            let site = self.explicit_site(vec![], NIL);
            self.trigger(n, Trigger::Method { site, receiver: o });
        }
    }

    /// A dataclass default: `field(default_factory=list)` or the plain value.
    pub(super) fn dataclass_default(&mut self, o: ObjId, to: NodeId) {
        if let Object::Site(c, _) = self.objects[o as usize]
            && c == self.known.field
        {
            let default = self.attr_node(o, self.words.default);
            self.edge(default, to);
            let factory = self.attr_node(o, self.words.factory);
            let site = self.explicit_site(vec![], to);
            return self.trigger(factory, Trigger::Call(site));
        }
        self.add(to, o);
    }

    /// Fields of a class statement with `NamedTuple` for a base: the tuple's items.
    fn tuple_fields(&self, c: ClassId) -> Vec<Symbol> {
        let mro = self.classes[c as usize].mro.iter().rev();
        mro.flat_map(|&m| self.program.classes[m as usize].fields.iter().map(|f| f.0)).collect()
    }

    /// Which item of a named tuple a name stands for.
    pub(super) fn tuple_field(&self, c: ClassId, name: Symbol) -> Option<u32> {
        let is_named_tuple = self.classes[c as usize].is_named_tuple;
        let at = is_named_tuple.then(|| self.tuple_fields(c).iter().position(|&f| f == name))?;
        at.map(|i| i as u32).filter(|&i| (i as usize) < self.words.positions.len())
    }

    fn construct_named_tuple(&mut self, site: u32, c: ClassId, o: ObjId) {
        let base = self.sites[site as usize].base;
        let args = Arc::clone(&self.sites[site as usize].args);
        for (i, name) in self.tuple_fields(c).into_iter().enumerate().take(self.words.positions.len()) {
            let item = self.attr_node(o, self.words.positions[i]);
            let elements = self.attr_node(o, self.words.element);
            self.edge(item, elements);
            for &v in &args.starred {
                self.trigger(base + v, Trigger::Iterate(item));
            }
            let given = args.positional.get(i).copied().filter(|&v| v != NO_VAR);
            let given = given.or_else(|| args.keywords.iter().find(|k| k.0 == name).map(|k| k.1));
            if let Some(v) = given {
                self.edge(base + v, item);
            } else if let Some(default) = self.find_user(c, name) {
                self.edge(default, item);
            }
        }
    }

    /// What `except class as e` binds.
    pub(super) fn caught(&mut self, o: ObjId, again: Trigger, to: NodeId) {
        match self.objects[o as usize] {
            Object::Class(c) => {
                // Any subclass may arrive.
                let mut below = vec![c];
                while let Some(k) = below.pop() {
                    let instance = self.object(Object::Instance(k));
                    self.add(to, instance);
                    below.extend(self.classes[k as usize].subclasses.iter().rev());
                }
            }
            Object::Site(c, _) if c == self.known.tuple => {
                let t = self.node();
                self.iterate(o, t);
                self.trigger(t, again);
            }
            _ if objects::is_unknown(o) => self.add(to, o),
            _ => {}
        }
    }
}
