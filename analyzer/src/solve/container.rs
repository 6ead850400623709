//! Containers: elements and values as attributes, tuples by position, dicts by constant key too.
//!
//! Of a dict `<element>` are the keys, `<values>` all values, `<any>` those under keys that are
//! not known; of a tuple `<0>`… the items and `<any>` those at unknown places.

use super::escape::UNSEEN;
use super::graph::{NIL, NodeId};
use super::objects::{self, ObjId, Object};
use super::trigger::Trigger;
use super::{KEY, Solver};
use crate::template::{Index, Symbol};

impl Solver<'_> {
    /// Whatever `from` holds (under the keys in `key`) is put into a container.
    pub(super) fn put(&mut self, o: ObjId, index: Index, key: NodeId, from: NodeId) {
        let c = match self.objects[o as usize] {
            Object::Namespace(owner) => {
                if let Index::Key(name) = index {
                    self.set_attr(owner, name, from);
                } else if key != NIL {
                    self.trigger(key, Trigger::KeyText { object: owner, from });
                } else {
                    self.set_some_attr(owner, from);
                }
                return;
            }
            Object::Unknown(_) => return self.edge(from, UNSEEN),
            Object::Instance(c) | Object::Site(c, _) => c,
            _ => return,
        };
        let is_dict = self.is_subclass(c, self.known.dict);
        let all = self.attr_node(o, if is_dict { self.words.values } else { self.words.element });
        self.edge(from, all);
        if is_dict && key != NIL {
            let keys = self.attr_node(o, self.words.element);
            self.edge(key, keys);
        }
        match index {
            Index::Position(i) if c == self.known.tuple && i < 16 => {
                let n = self.attr_node(o, self.words.positions[i as usize]);
                self.edge(from, n);
            }
            Index::Key(name) if is_dict => self.put_key(o, name, from),
            _ if is_dict || c == self.known.tuple => {
                let n = self.attr_node(o, self.words.any_value);
                self.edge(from, n);
            }
            _ => {}
        }
    }

    fn put_key(&mut self, o: ObjId, name: Symbol, from: NodeId) {
        let n = self.attr_node(o, name | KEY);
        self.edge(from, n);
        let keys = self.keys.entry(o).or_default();
        if !keys.names.contains(&name) {
            keys.names.push(name);
            for to in keys.copies.clone() {
                self.copy_key(o, to, name);
            }
        }
    }

    fn copy_key(&mut self, from: ObjId, to: ObjId, name: Symbol) {
        let n = self.attr_node(from, name | KEY);
        self.put(to, Index::Key(name), NIL, n);
    }

    /// Every key that `from` has or gets goes to `to` as well.
    fn copy_keys(&mut self, from: ObjId, to: ObjId) {
        let keys = self.keys.entry(from).or_default();
        if !keys.copies.contains(&to) {
            keys.copies.push(to);
        }
        for name in keys.names.clone() {
            self.copy_key(from, to, name);
        }
    }

    /// `[*x]`, `{**x}`, `d.update(x)`, keyword dictionaries passed on.
    pub(super) fn spread(&mut self, to: ObjId, from: ObjId) {
        if objects::is_unknown(from) {
            let n = self.constant(from);
            return self.put(to, Index::Any, NIL, n);
        }
        let to_class = self.class_of(to);
        let is_dict = self.is_subclass(to_class, self.known.dict);
        let is_view = matches!(self.objects[from as usize], Object::Namespace(_));
        if is_dict && !is_view && self.is_subclass(self.class_of(from), self.known.dict) {
            self.copy_keys(from, to);
            let any = self.attr_node(from, self.words.any_value);
            let keys = self.attr_node(from, self.words.element);
            return self.put(to, Index::Any, keys, any);
        }
        let t = self.node();
        self.iterate(from, t);
        if !is_dict {
            return self.put(to, Index::Any, NIL, t);
        }
        let (key, value) = (self.node(), self.node());
        self.trigger(t, Trigger::Item { index: Index::Position(0), to: key });
        self.trigger(t, Trigger::Item { index: Index::Position(1), to: value });
        self.put(to, Index::Any, key, value);
    }

    /// `to.update(from)`.
    pub(super) fn update_from(&mut self, to: ObjId, from: ObjId) {
        match self.objects[to as usize] {
            Object::Namespace(_) => self.copy_keys(from, to),
            _ => self.spread(to, from),
        }
    }

    /// What iterating over `o` gives.
    pub(super) fn iterate(&mut self, o: ObjId, to: NodeId) {
        let c = match self.objects[o as usize] {
            Object::Unknown(_) => return self.add(to, o),
            Object::Text(_) => return self.add(to, objects::STR),
            Object::Class(c) => return self.iterate_class(o, c, to),
            Object::Instance(c) | Object::Site(c, _) => c,
            _ => return,
        };
        let known = self.known;
        if o == objects::STR || c == known.file {
            return self.add(to, objects::STR);
        }
        if o == objects::BYTES || c == known.range || c == known.count {
            return self.add(to, objects::INT);
        }
        if let Some(n) = self.find_user(c, self.words.iter) {
            // One node per object: an `__iter__` that gives back its own object would never end.
            let (items, is_new) = self.derived_node(o, self.words.iterated);
            if is_new {
                let result = self.node();
                let site = self.explicit_site(vec![], result);
                self.trigger(n, Trigger::Method { site, receiver: o });
                self.trigger(result, Trigger::Next(items));
            }
            return self.edge(items, to);
        }
        if self.container_of(c).is_some() && o > objects::BIG_INT {
            let elements = self.attr_node(o, self.words.element);
            self.edge(elements, to);
        } else if let Some(n) = self.find_user(c, self.words.getitem) {
            let args = vec![self.constant(objects::INT)];
            let site = self.explicit_site(args, to);
            self.trigger(n, Trigger::Method { site, receiver: o });
        } else if self.has_unknown_base(c) {
            self.add(to, objects::ATTRIBUTE);
        }
    }

    /// A node of an object, and whether it is new.
    fn derived_node(&mut self, o: ObjId, name: Symbol) -> (NodeId, bool) {
        let is_new = !self.attrs.contains_key(&(o, name));
        (self.attr_node(o, name), is_new)
    }

    fn iterate_class(&mut self, o: ObjId, c: u32, to: NodeId) {
        if self.classes[c as usize].is_enum {
            let member = self.object(Object::Instance(c));
            return self.add(to, member);
        }
        if let Some(m) = self.classes[c as usize].metaclass
            && let Some(n) = self.find_user(m, self.words.iter)
        {
            let result = self.node();
            let site = self.explicit_site(vec![], result);
            self.trigger(n, Trigger::Method { site, receiver: o });
            self.trigger(result, Trigger::Next(to));
        }
    }

    /// What `next(o)` gives; an iterable that is no iterator stands for its own iterator.
    pub(super) fn next(&mut self, o: ObjId, to: NodeId) {
        let c = self.class_of(o);
        match self.find_user(c, self.words.next) {
            Some(n) => {
                let site = self.explicit_site(vec![], to);
                self.trigger(n, Trigger::Method { site, receiver: o });
            }
            None => self.iterate(o, to),
        }
    }

    /// `o[index]`; `key` holds the subscript.
    pub(super) fn get_item(&mut self, o: ObjId, index: Index, key: NodeId, to: NodeId) {
        let c = match self.objects[o as usize] {
            Object::Unknown(_) => return self.add(to, o),
            Object::Text(_) => return self.add(to, objects::STR),
            Object::Class(c) => return self.get_class_item(o, c, to),
            Object::Namespace(owner) => return self.get_namespace_item(owner, index, key, to),
            Object::Instance(c) | Object::Site(c, _) => c,
            _ => return,
        };
        if o == objects::STR {
            return self.add(to, objects::STR);
        }
        if o == objects::BYTES || c == self.known.range {
            return self.add(to, objects::INT);
        }
        match self.find(c, self.words.getitem, None) {
            Some((k, None)) => {
                let key = self.key_node(index, key);
                let n = self.class_attr(k, self.words.getitem);
                let site = self.explicit_site(vec![key], to);
                return self.trigger(n, Trigger::Method { site, receiver: o });
            }
            Some((_, Some(row))) => {
                let site = self.explicit_site(vec![], to);
                return self.call_row(site, row, Some(o));
            }
            None => {}
        }
        if self.container_of(c).is_none() {
            if self.has_unknown_base(c) {
                self.add(to, objects::ATTRIBUTE);
            }
        } else if self.is_subclass(c, self.known.dict) {
            self.get_dict_item(o, index, key, to);
        } else {
            let is_tuple = c == self.known.tuple || self.classes[c as usize].is_named_tuple;
            self.get_sequence_item(o, is_tuple, index, to);
        }
    }

    /// A node that holds the subscript.
    fn key_node(&mut self, index: Index, key: NodeId) -> NodeId {
        match index {
            Index::Key(name) => {
                let text = self.object(Object::Text(name));
                self.constant(text)
            }
            _ if key != NIL => key,
            _ => self.constant(objects::INT),
        }
    }

    fn get_class_item(&mut self, o: ObjId, c: u32, to: NodeId) {
        // `Color["RED"]` is a member, `list[int]` the class itself.
        let result = if self.classes[c as usize].is_enum { self.object(Object::Instance(c)) } else { o };
        self.add(to, result);
    }

    fn get_namespace_item(&mut self, owner: ObjId, index: Index, key: NodeId, to: NodeId) {
        match index {
            Index::Key(name) => self.get_attr(owner, name, to),
            _ if key != NIL => {
                let owner = self.constant(owner);
                self.trigger(key, Trigger::DynamicGet { objects: owner, names: key, to, role: 1 });
            }
            _ => self.add(to, objects::DYNAMIC),
        }
    }

    fn get_dict_item(&mut self, o: ObjId, index: Index, key: NodeId, to: NodeId) {
        if let Index::Key(name) = index {
            let n = self.attr_node(o, name | KEY);
            self.edge(n, to);
            let any = self.attr_node(o, self.words.any_value);
            self.edge(any, to);
        } else {
            let values = self.attr_node(o, self.words.values);
            self.edge(values, to);
        }
        let c = self.class_of(o);
        if let Some(n) = self.find_user(c, self.words.missing) {
            let key = self.key_node(index, key);
            let site = self.explicit_site(vec![key], to);
            self.trigger(n, Trigger::Method { site, receiver: o });
        }
    }

    pub(super) fn get_sequence_item(&mut self, o: ObjId, is_tuple: bool, index: Index, to: NodeId) {
        match index {
            Index::Position(i) if is_tuple => {
                if i < 16 {
                    let n = self.attr_node(o, self.words.positions[i as usize]);
                    self.edge(n, to);
                }
                let any = self.attr_node(o, self.words.any_value);
                self.edge(any, to);
            }
            _ => {
                let elements = self.attr_node(o, self.words.element);
                self.edge(elements, to);
            }
        }
    }

    /// `o[a:b]`.
    pub(super) fn get_slice(&mut self, o: ObjId, to: NodeId) {
        let c = self.class_of(o);
        if let Some(n) = self.find_user(c, self.words.getitem) {
            let slice = self.object(Object::Instance(self.known.slice));
            let args = vec![self.constant(slice)];
            let site = self.explicit_site(args, to);
            return self.trigger(n, Trigger::Method { site, receiver: o });
        }
        match self.objects[o as usize] {
            Object::Text(_) => self.add(to, objects::STR),
            Object::Site(c, _) if c == self.known.tuple => {
                // Positions shift: the slice is a tuple of any of the items.
                let key = (to, o);
                let fresh = match self.concatenations.get(&key) {
                    Some(&fresh) => fresh,
                    None => {
                        let fresh = self.site_object(c);
                        self.concatenations.insert(key, fresh);
                        let elements = self.attr_node(o, self.words.element);
                        self.put(fresh, Index::Any, NIL, elements);
                        fresh
                    }
                };
                self.add(to, fresh);
            }
            _ => self.add(to, o),
        }
    }

    /// `o[index] = from`.
    pub(super) fn set_item(&mut self, o: ObjId, index: Index, key: NodeId, from: NodeId) {
        match self.objects[o as usize] {
            Object::Namespace(_) | Object::Unknown(_) => self.put(o, index, key, from),
            Object::Instance(c) | Object::Site(c, _) => match self.find_user(c, self.words.setitem) {
                Some(n) => {
                    let key = self.key_node(index, key);
                    let site = self.explicit_site(vec![key, from], NIL);
                    self.trigger(n, Trigger::Method { site, receiver: o });
                }
                None => self.put(o, index, key, from),
            },
            _ => {}
        }
    }

    /// Item `position` of unpacking `o`; a starred target takes a list.
    pub(super) fn unpack(&mut self, o: ObjId, position: u32, starred: bool, to: NodeId) {
        if starred {
            let list = self.site_object(self.known.list);
            let elements = self.attr_node(list, self.words.element);
            self.iterate(o, elements);
            return self.add(to, list);
        }
        let is_tuple = match self.objects[o as usize] {
            Object::Site(c, _) => c == self.known.tuple,
            Object::Instance(c) => self.classes[c as usize].is_named_tuple,
            _ => false,
        };
        if is_tuple && position < 16 {
            self.get_item(o, Index::Position(position), NIL, to);
        } else {
            self.iterate(o, to);
        }
    }

    /// What awaiting (or delegating to) `o` gives in the end.
    pub(super) fn await_object(&mut self, o: ObjId, to: NodeId) {
        match self.objects[o as usize] {
            Object::Unknown(_) => self.add(to, o),
            Object::Site(..) => {
                let result = self.attr_node(o, self.words.result);
                self.edge(result, to);
            }
            Object::Instance(c) if self.classes[c as usize].is_user => {
                let name = self.program.symbols.get("__await__");
                if let Some(n) = self.find_user(c, name) {
                    let (value, is_new) = self.derived_node(o, self.words.result);
                    if is_new {
                        let result = self.node();
                        let site = self.explicit_site(vec![], result);
                        self.trigger(n, Trigger::Method { site, receiver: o });
                        self.trigger(result, Trigger::Await(value));
                    }
                    self.edge(value, to);
                }
            }
            _ => {}
        }
    }
}
