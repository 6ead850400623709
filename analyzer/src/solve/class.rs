//! Classes: bases as they arrive, the order of their search, enumerations.

use super::Solver;
use super::graph::{NIL, NodeId};
use super::objects::{self, ObjId, Object};
use super::trigger::Trigger;
use crate::template::{Args, ClassId, NO_VAR, Symbol};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// What the solver knows of a class.
#[derive(Default, Debug)]
pub struct Class {
    pub bases: Vec<Option<ClassId>>,
    pub mro: Vec<ClassId>,
    pub subclasses: Vec<ClassId>,
    /// Rows of the facts, by name.
    pub rows: FxHashMap<Symbol, u32>,
    pub names: FxHashSet<Symbol>,
    /// Made by a class statement, not by the facts.
    pub is_user: bool,
    pub has_unknown_base: bool,
    pub is_made: bool,
    pub is_enum: bool,
    /// A tuple whose items have names.
    pub is_named_tuple: bool,
    pub metaclass: Option<ClassId>,
    pub is_instantiated: bool,
    /// The instances were given attributes by names that are not known.
    pub is_dynamic: bool,
    /// Lookups to repeat when bases arrive.
    pub waiting: Vec<Lookup>,
}

/// A lookup that found nothing yet.
#[derive(Clone, Copy, Debug)]
pub enum Lookup {
    Attribute { object: ObjId, name: Symbol, to: NodeId },
    Initialize { site: u32, object: ObjId, has_new: bool },
}

impl Solver<'_> {
    /// The class of an object.
    pub fn class_of(&self, o: ObjId) -> ClassId {
        let known = &self.known;
        match self.objects[o as usize] {
            Object::Instance(c) | Object::Site(c, _) => c,
            Object::Class(c) => self.classes[c as usize].metaclass.unwrap_or(known.type_),
            Object::Function(_) => known.function,
            Object::Bound(..) | Object::BoundRow(..) | Object::Accessor(..) => known.method,
            Object::Row(_) | Object::Special(_) => known.builtin,
            Object::Module(_) => known.module,
            Object::Super(..) => known.super_,
            Object::Text(_) => known.str_,
            Object::Namespace(_) => known.dict,
            Object::Unknown(_) => known.object,
        }
    }

    /// The object of an object's class.
    pub(super) fn class_object(&mut self, o: ObjId) -> ObjId {
        let o = if o == objects::BIG_INT { objects::INT } else { o };
        let c = self.class_of(o);
        self.object(Object::Class(c))
    }

    /// Whether `c` is `of` or inherits from it.
    pub fn is_subclass(&self, c: ClassId, of: ClassId) -> bool {
        self.classes[c as usize].mro.contains(&of)
    }

    /// The builtin that a class's instances are, other than `object`.
    pub(super) fn container_of(&self, c: ClassId) -> Option<ClassId> {
        let is_base = |m: &ClassId| !self.classes[*m as usize].is_user && *m != self.known.object;
        self.classes[c as usize].mro.iter().copied().find(is_base)
    }

    pub(super) fn is_exception(&self, c: ClassId) -> bool {
        self.is_subclass(c, self.known.exception)
    }

    /// Whether every base has arrived, as far as ever.
    pub(super) fn is_complete(&self, c: ClassId) -> bool {
        self.classes[c as usize].mro.iter().all(|&m| {
            let class = &self.classes[m as usize];
            class.has_unknown_base || !class.bases.contains(&None)
        })
    }

    pub(super) fn has_unknown_base(&self, c: ClassId) -> bool {
        self.classes[c as usize].mro.iter().any(|&m| self.classes[m as usize].has_unknown_base)
    }

    /// Where `name` is found along the class's search, after class `after` if that is given: the class,
    /// and the row if it is one of the facts.
    pub fn find(&self, c: ClassId, name: Symbol, after: Option<ClassId>) -> Option<(ClassId, Option<u32>)> {
        let mut skip = after.is_some();
        for &m in &self.classes[c as usize].mro {
            if skip {
                skip = Some(m) != after;
                continue;
            }
            let class = &self.classes[m as usize];
            if class.names.contains(&name) {
                return Some((m, None));
            }
            if let Some(&row) = class.rows.get(&name) {
                return Some((m, Some(row)));
            }
        }
        None
    }

    /// The node of `name` if a class statement along the search binds it.
    pub(super) fn find_user(&mut self, c: ClassId, name: Symbol) -> Option<NodeId> {
        match self.find(c, name, None) {
            Some((k, None)) => Some(self.class_attr(k, name)),
            _ => None,
        }
    }

    /// The node of a class's own attribute.
    pub(super) fn class_attr(&mut self, c: ClassId, name: Symbol) -> NodeId {
        let class = self.object(Object::Class(c));
        self.attr_node(class, name)
    }

    /// A class statement runs.
    pub(super) fn make_class(&mut self, base: NodeId, to: NodeId, c: ClassId, args: &Arc<Args>) {
        let class = self.object(Object::Class(c));
        if !self.classes[c as usize].is_made {
            let made = &mut self.classes[c as usize];
            made.is_made = true;
            made.bases = vec![None; args.positional.len()];
            made.has_unknown_base = !args.starred.is_empty();
            made.mro = vec![c, self.known.object];
            let info = &self.program.classes[c as usize];
            let (names, body) = (info.names.clone(), info.body);
            for name in names {
                let n = self.attr_node(class, name);
                self.trigger(n, Trigger::SetName { class: c, name });
            }
            let cell = self.cell(body, self.words.class);
            self.add(cell, class);
            let i = self.instance(body, 0);
            let namespace = self.instances[i as usize].base + crate::template::FIRST_PARAM;
            self.add(namespace, class);
        }
        self.add(to, class);
        for (i, &v) in args.positional.iter().enumerate() {
            if v != NO_VAR {
                self.trigger(base + v, Trigger::Base { class: c, position: i as u32 });
            }
        }
        for &(name, v) in &args.keywords {
            if name == self.words.metaclass {
                self.trigger(base + v, Trigger::Base { class: c, position: NIL });
            }
        }
    }

    /// A base (or the metaclass, at position NIL) arrives.
    pub(super) fn set_base(&mut self, c: ClassId, position: u32, o: ObjId) {
        match self.objects[o as usize] {
            Object::Class(b) if position == NIL => {
                self.classes[c as usize].metaclass = Some(b);
                return;
            }
            Object::Class(b) => {
                if b == c || self.is_subclass(b, c) {
                    return;
                }
                let known = self.classes[c as usize].mro.contains(&b);
                let class = &mut self.classes[c as usize];
                match class.bases.get(position as usize) {
                    Some(None) => class.bases[position as usize] = Some(b),
                    _ if !class.bases.contains(&Some(b)) && !known => class.bases.push(Some(b)),
                    _ => {}
                }
                self.classes[b as usize].subclasses.push(c);
            }
            _ => {
                if objects::is_unknown(o) && position != NIL {
                    self.classes[c as usize].has_unknown_base = true;
                    self.give_up_on_base(c, o);
                }
                return;
            }
        }
        self.reorder(c);
    }

    /// The search of a class and all below it has changed: repeats the lookups that waited.
    fn reorder(&mut self, c: ClassId) {
        let mut below = vec![c];
        let mut k = 0;
        while k < below.len() {
            let c = below[k];
            k += 1;
            self.linearize(c);
            for s in self.classes[c as usize].subclasses.clone() {
                if !below.contains(&s) {
                    below.push(s);
                }
            }
        }
        for c in below {
            self.inherit(c);
            for lookup in std::mem::take(&mut self.classes[c as usize].waiting) {
                match lookup {
                    Lookup::Attribute { object, name, to } => self.get_attr(object, name, to),
                    Lookup::Initialize { site, object, has_new } => self.initialize(site, c, object, has_new),
                }
            }
        }
    }

    fn inherit(&mut self, c: ClassId) {
        let mro = self.classes[c as usize].mro.clone();
        let enums = ["Enum", "IntEnum", "Flag", "IntFlag", "StrEnum", "ReprEnum"];
        let is_enum = mro.iter().any(|&m| enums.contains(&self.program.classes[m as usize].qualname.as_str()));
        let has_fields = mro.iter().any(|&m| !self.program.classes[m as usize].fields.is_empty());
        let is_named_tuple = has_fields && mro.contains(&self.known.tuple);
        let metaclass = mro.iter().find_map(|&m| self.classes[m as usize].metaclass);
        let class = &mut self.classes[c as usize];
        class.metaclass = class.metaclass.or(metaclass);
        class.is_named_tuple = is_named_tuple;
        if is_enum && !class.is_enum {
            class.is_enum = true;
            for name in self.program.classes[c as usize].names.clone() {
                if !self.program.symbols.name(name).starts_with("__") {
                    let n = self.class_attr(c, name);
                    self.trigger(n, Trigger::EnumMember { class: c });
                }
            }
        }
    }

    /// The C3 order, and `object` at the end whatever the bases are.
    pub(super) fn linearize(&mut self, c: ClassId) {
        let mut mro = self.merged(c, 0);
        let object = self.known.object;
        mro.retain(|m| *m != object);
        mro.push(object);
        self.classes[c as usize].mro = mro;
    }

    fn merged(&self, c: ClassId, depth: u32) -> Vec<ClassId> {
        let mut out = vec![c];
        if depth > 40 {
            return out;
        }
        let bases: Vec<ClassId> = self.classes[c as usize].bases.iter().filter_map(|b| *b).collect();
        let mut lists: Vec<Vec<ClassId>> = bases.iter().map(|&b| self.merged(b, depth + 1)).collect();
        lists.push(bases);
        loop {
            lists.retain(|l| !l.is_empty());
            let Some(first) = lists.first() else { return out };
            let is_head = |h: ClassId| !lists.iter().any(|l| l[1..].contains(&h));
            let pick = lists.iter().map(|l| l[0]).find(|&h| is_head(h)).unwrap_or(first[0]);
            out.push(pick);
            for l in &mut lists {
                l.retain(|x| *x != pick);
            }
        }
    }

    /// `__set_name__` of a value of the class body.
    pub(super) fn set_name(&mut self, class: ClassId, name: Symbol, o: ObjId) {
        let Object::Instance(k) = self.objects[o as usize] else { return };
        if !self.classes[k as usize].is_user {
            return;
        }
        if let Some(n) = self.find_user(k, self.words.set_name) {
            let owner = self.object(Object::Class(class));
            let text = self.object(Object::Text(name));
            let args = vec![self.constant(owner), self.constant(text)];
            let site = self.explicit_site(args, NIL);
            self.trigger(n, Trigger::Method { site, receiver: o });
        }
    }

    /// A value of an enumeration's body becomes a member.
    pub(super) fn enum_member(&mut self, class: ClassId, o: ObjId) {
        if matches!(self.objects[o as usize], Object::Function(_)) {
            return;
        }
        let member = self.object(Object::Instance(class));
        self.classes[class as usize].is_instantiated = true;
        let value = self.attr_node(member, self.words.raw_value);
        let named = |s: &Self, c: ClassId, name: &str| s.program.classes[c as usize].qualname == name;
        let is_auto = matches!(self.objects[o as usize], Object::Instance(k) if named(self, k, "auto"));
        let is_text = self.classes[class as usize].mro.iter().any(|&m| named(self, m, "StrEnum"));
        let auto = if is_text { objects::STR } else { objects::INT };
        self.add(value, if is_auto { auto } else { o });
        let owner = self.object(Object::Class(class));
        for (name, o) in
            [(self.words.raw_name, objects::STR), (self.words.objclass, owner), (self.words.sort_order, objects::INT)]
        {
            let n = self.attr_node(member, name);
            self.add(n, o);
        }
    }

    /// `type(name, bases, namespace)`.
    pub(super) fn dynamic_class(&mut self, site: u32) {
        let to = self.sites[site as usize].to;
        let (Some(names), Some(bases)) = (self.positional(site, 0), self.positional(site, 1)) else { return };
        let name = self.items(names).iter().find_map(|&o| match self.objects[o as usize] {
            Object::Text(name) => Some(name),
            _ => None,
        });
        let name = name.unwrap_or(self.words.class);
        let origin = self.sites[site as usize].origin;
        let module = origin.map_or(self.main, |(f, _)| self.program.functions[f as usize].module);
        let c = self.new_class(name, module, true);
        self.classes[c as usize].is_made = true;
        self.classes[c as usize].bases = vec![None];
        let class = self.object(Object::Class(c));
        self.add(to, class);
        let t = self.node();
        self.trigger(bases, Trigger::Iterate(t));
        self.trigger(t, Trigger::Base { class: c, position: 0 });
    }
}
