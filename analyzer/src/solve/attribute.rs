//! Attributes: of instances, classes, `super`; descriptors.

use super::Solver;
use super::class::Lookup;
use super::escape::UNSEEN;
use super::graph::{NIL, NodeId};
use super::objects::{self, Accessor, ObjId, Object};
use super::trigger::Trigger;
use crate::template::{ClassId, Index, Symbol};

impl Solver<'_> {
    /// What `o.name` may be flows to `to`.
    pub(super) fn get_attr(&mut self, o: ObjId, name: Symbol, to: NodeId) {
        match self.objects[o as usize] {
            Object::Unknown(_) => self.add(to, o),
            Object::Module(module) => self.module_attr(module, name, to),
            Object::Class(c) => self.get_class_attr(o, c, name, to),
            Object::Function(_) => match self.classes[self.known.function as usize].rows.get(&name).copied() {
                Some(row) => self.row_value(row, Some(o), to),
                None => {
                    let n = self.attr_node(o, name);
                    self.edge(n, to);
                }
            },
            Object::Bound(function, receiver) => {
                if name == self.words.self_ {
                    self.add(to, receiver);
                } else if name == self.words.func {
                    self.add(to, function);
                } else {
                    self.get_attr(function, name, to);
                }
            }
            Object::Super(after, receiver) => self.get_super_attr(o, after, receiver, name, to),
            Object::Row(_) | Object::BoundRow(..) | Object::Special(_) | Object::Accessor(..) => {
                if name == self.words.name {
                    self.add(to, objects::STR);
                }
            }
            Object::Instance(_) | Object::Site(..) | Object::Text(_) | Object::Namespace(_) => {
                self.get_instance_attr(o, name, to);
            }
        }
    }

    fn get_class_attr(&mut self, o: ObjId, c: ClassId, name: Symbol, to: NodeId) {
        if name == self.words.name {
            return self.add(to, objects::STR);
        }
        if name == self.words.dict {
            let namespace = self.object(Object::Namespace(o));
            return self.add(to, namespace);
        }
        let own = self.attrs.get(&(o, name)).copied();
        match self.find(c, name, None) {
            Some((k, None)) => {
                let n = self.class_attr(k, name);
                let private = self.program.symbols.name(name).starts_with("__");
                let trigger = if self.classes[k as usize].is_enum && !private {
                    Trigger::BindMember { class: o, to }
                } else {
                    Trigger::Bind { receiver: o, name, to }
                };
                self.trigger(n, trigger);
            }
            Some((_, Some(row))) if !self.rows[row as usize].is_value => self.row_value(row, None, to),
            _ => self.get_metaclass_attr(o, c, name, to),
        }
        if let Some(own) = own {
            self.edge(own, to);
        }
    }

    fn get_metaclass_attr(&mut self, o: ObjId, c: ClassId, name: Symbol, to: NodeId) {
        if let Some(m) = self.classes[c as usize].metaclass
            && let Some(n) = self.find_user(m, name)
        {
            self.trigger(n, Trigger::Bind { receiver: o, name, to });
        }
        if let Some(&row) = self.classes[self.known.type_ as usize].rows.get(&name) {
            self.row_value(row, Some(o), to);
        }
        self.not_found(c, o, name, to);
    }

    fn get_super_attr(&mut self, o: ObjId, after: ClassId, receiver: ObjId, name: Symbol, to: NodeId) {
        let c = self.super_search(receiver);
        match self.find(c, name, Some(after)) {
            Some((k, None)) => {
                let n = self.class_attr(k, name);
                self.trigger(n, Trigger::Bind { receiver, name, to });
            }
            Some((_, Some(row))) => self.row_value(row, Some(receiver), to),
            None if !self.is_complete(c) => {
                self.classes[c as usize].waiting.push(Lookup::Attribute { object: o, name, to });
            }
            None if self.has_unknown_base(c) => self.add(to, objects::ATTRIBUTE),
            None => {}
        }
    }

    /// The class whose search `super` goes along.
    pub(super) fn super_search(&self, receiver: ObjId) -> ClassId {
        match self.objects[receiver as usize] {
            Object::Class(c) => c,
            _ => self.class_of(receiver),
        }
    }

    fn get_instance_attr(&mut self, o: ObjId, name: Symbol, to: NodeId) {
        let c = self.class_of(o);
        if name == self.words.class {
            let class = self.object(Object::Class(c));
            return self.add(to, class);
        }
        if name == self.words.dict {
            let namespace = self.object(Object::Namespace(o));
            return self.add(to, namespace);
        }
        if self.get_special_attr(o, c, name, to) {
            return;
        }
        if let Some(i) = self.tuple_field(c, name) {
            return self.get_sequence_item(o, true, Index::Position(i), to);
        }
        if self.has_attributes(o, c) {
            let n = self.attr_node(o, name);
            self.edge(n, to);
        }
        match self.find(c, name, None) {
            Some((k, None)) => {
                let n = self.class_attr(k, name);
                self.trigger(n, Trigger::Bind { receiver: o, name, to });
            }
            Some((_, Some(row))) => self.row_value(row, Some(o), to),
            None => {
                if let Some(n) = self.find_user(c, self.words.getattr) {
                    let text = self.object(Object::Text(name));
                    let args = vec![self.constant(text)];
                    let site = self.explicit_site(args, to);
                    self.trigger(n, Trigger::Method { site, receiver: o });
                }
                self.not_found(c, o, name, to);
            }
        }
    }

    /// Nothing of that name yet: a base, or a store to a class, may bring it.
    fn not_found(&mut self, c: ClassId, o: ObjId, name: Symbol, to: NodeId) {
        if !self.is_complete(c) {
            self.classes[c as usize].waiting.push(Lookup::Attribute { object: o, name, to });
        }
        if self.has_unknown_base(c) {
            self.add(to, objects::ATTRIBUTE);
        }
        if !self.classes[c as usize].is_user {
            return;
        }
        for k in self.late_names.get(&name).cloned().unwrap_or_default() {
            if self.is_subclass(c, k) {
                let n = self.class_attr(k, name);
                self.trigger(n, Trigger::Bind { receiver: o, name, to });
            }
        }
        self.waiting.entry(name).or_default().push((c, o, to));
    }

    /// Whether instances carry attributes of their own.
    fn has_attributes(&self, o: ObjId, c: ClassId) -> bool {
        let known = &self.known;
        let told_apart = matches!(self.objects[o as usize], Object::Site(..));
        self.classes[c as usize].is_user
            || told_apart && (c == known.property || c == known.partial || c == known.field)
            || self.is_exception(c)
    }

    /// `property.setter`, and what every member of an enumeration has.
    fn get_special_attr(&mut self, o: ObjId, c: ClassId, name: Symbol, to: NodeId) -> bool {
        let words = self.words;
        if let Some(accessor) = self.accessor(c, name) {
            let object = self.object(Object::Accessor(accessor, o));
            self.add(to, object);
            return true;
        }
        if self.classes[c as usize].is_enum && (name == words.value || name == words.raw_value) {
            let n = self.attr_node(o, words.raw_value);
            self.edge(n, to);
            return true;
        }
        if self.classes[c as usize].is_enum && name == words.member_name {
            self.add(to, objects::STR);
            return true;
        }
        false
    }

    /// Which of a property's decorators a name is.
    pub(super) fn accessor(&self, c: ClassId, name: Symbol) -> Option<Accessor> {
        if c != self.known.property {
            return None;
        }
        match name {
            n if n == self.words.getter => Some(Accessor::Getter),
            n if n == self.words.setter => Some(Accessor::Setter),
            n if n == self.words.deleter => Some(Accessor::Deleter),
            _ => None,
        }
    }

    /// A value found on the class of `receiver` (or on `receiver`, a class): what reading it gives.
    pub(super) fn bind(&mut self, value: ObjId, receiver: ObjId, name: Symbol, to: NodeId) {
        let on_class = matches!(self.objects[receiver as usize], Object::Class(_));
        let known = self.known;
        match self.objects[value as usize] {
            Object::Function(_) if !on_class => {
                let bound = self.object(Object::Bound(value, receiver));
                self.add(to, bound);
            }
            Object::Site(c, _) if c == known.property && !on_class => {
                let site = self.explicit_site(vec![], to);
                let getter = self.attr_node(value, self.words.fget);
                self.trigger(getter, Trigger::Method { site, receiver });
            }
            Object::Site(c, _) if c == known.cached && !on_class => {
                // The first read stores the value in the instance.
                let own = self.attr_node(receiver, name);
                let site = self.explicit_site(vec![], own);
                let getter = self.attr_node(value, self.words.fget);
                self.trigger(getter, Trigger::Method { site, receiver });
                self.edge(own, to);
            }
            Object::Site(c, _) if c == known.staticmethod => {
                let function = self.attr_node(value, self.words.wrapped);
                self.edge(function, to);
            }
            Object::Site(c, _) if c == known.classmethod => {
                let class = if on_class { receiver } else { self.class_object(receiver) };
                let function = self.attr_node(value, self.words.wrapped);
                self.trigger(function, Trigger::ClassMethod { receiver: class, to });
            }
            Object::Instance(c) if self.classes[c as usize].is_user => match self.find_user(c, self.words.get) {
                Some(n) => {
                    let class = self.class_object(receiver);
                    let args = if on_class { [objects::NONE, receiver] } else { [receiver, class] };
                    let args = args.iter().map(|&o| self.constant(o)).collect();
                    let site = self.explicit_site(args, to);
                    self.trigger(n, Trigger::Method { site, receiver: value });
                }
                None => self.add(to, value),
            },
            _ => self.add(to, value),
        }
    }

    /// A value found on an enumeration: a member, unless it is code.
    pub(super) fn bind_member(&mut self, value: ObjId, class: ObjId, to: NodeId) {
        let known = self.known;
        match self.objects[value as usize] {
            Object::Function(_) => self.add(to, value),
            Object::Site(k, _) if [known.classmethod, known.staticmethod, known.property].contains(&k) => {
                self.bind(value, class, self.words.name, to);
            }
            _ => {
                if let Object::Class(c) = self.objects[class as usize] {
                    let member = self.object(Object::Instance(c));
                    self.add(to, member);
                }
            }
        }
    }

    /// `o.name = from`.
    pub(super) fn set_attr(&mut self, o: ObjId, name: Symbol, from: NodeId) {
        match self.objects[o as usize] {
            Object::Unknown(_) => {
                self.unknown_stores.entry(name).or_default().push(from);
                self.edge(from, UNSEEN);
            }
            Object::Module(module) => {
                self.program.modules[module as usize].globals.entry(name).or_default().elsewhere = true;
                let n = self.global(module, name);
                self.edge(from, n);
            }
            Object::Class(c) => self.set_class_attr(o, c, name, from),
            Object::Instance(c) | Object::Site(c, _) => self.set_instance_attr(o, c, name, from),
            Object::Function(_) => {
                let n = self.attr_node(o, name);
                self.edge(from, n);
            }
            _ => {}
        }
    }

    fn set_class_attr(&mut self, o: ObjId, c: ClassId, name: Symbol, from: NodeId) {
        let n = self.attr_node(o, name);
        self.edge(from, n);
        if self.classes[c as usize].names.insert(name) {
            self.late_names.entry(name).or_default().push(c);
            for (k, receiver, to) in self.waiting.get(&name).cloned().unwrap_or_default() {
                if self.is_subclass(k, c) {
                    self.trigger(n, Trigger::Bind { receiver, name, to });
                }
            }
        }
    }

    fn set_instance_attr(&mut self, o: ObjId, c: ClassId, name: Symbol, from: NodeId) {
        if name == self.words.class {
            return;
        }
        if let Some((k, None)) = self.find(c, name, None) {
            let is_slot = self.program.classes[k as usize].slots.as_ref().is_some_and(|s| s.contains(&name));
            if !is_slot {
                let n = self.class_attr(k, name);
                self.trigger(n, Trigger::DescriptorSet { receiver: o, name, from });
                // A default on the class that has not arrived yet does not stop the store.
                if !self.items(n).is_empty() {
                    return;
                }
            }
        }
        let n = self.attr_node(o, name);
        self.edge(from, n);
    }

    /// The class has `value` where an instance's attribute is stored.
    pub(super) fn set_found(&mut self, value: ObjId, receiver: ObjId, name: Symbol, from: NodeId) {
        match self.objects[value as usize] {
            Object::Site(c, _) if c == self.known.property => {
                let site = self.explicit_site(vec![from], NIL);
                let setter = self.attr_node(value, self.words.fset);
                self.trigger(setter, Trigger::Method { site, receiver });
            }
            Object::Instance(c) if matches!(self.find(c, self.words.set, None), Some((_, None))) => {
                let Some(n) = self.find_user(c, self.words.set) else { return };
                let args = vec![self.constant(receiver), from];
                let site = self.explicit_site(args, NIL);
                self.trigger(n, Trigger::Method { site, receiver: value });
            }
            _ => {
                let n = self.attr_node(receiver, name);
                self.edge(from, n);
            }
        }
    }

    /// A special method of `with`, looked up on the type.
    pub(super) fn special_attr(&mut self, o: ObjId, number: u32, to: NodeId) {
        if objects::is_unknown(o) {
            return self.add(to, o);
        }
        let name = self.program.symbols.get(pyspec_abi::ops::SPECIALS[number as usize]);
        let c = self.class_of(o);
        if self.find(c, name, None).is_none() && !self.classes[c as usize].is_user {
            // A builtin without a row: `with` gives it back.
            let site = self.rows.iter().position(|r| r.name == "with_traceback").expect("the facts have it");
            let bound = self.object(Object::BoundRow(site as u32, o));
            return self.add(to, bound);
        }
        self.get_attr(o, name, to);
    }
}
