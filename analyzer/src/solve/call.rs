//! Calls: of functions, methods, classes, rows; the context is the receiver.

use super::graph::{NIL, NodeId};
use super::objects::{self, Accessor, ObjId, Object};
use super::trigger::Trigger;
use super::{Site, Solver};
use crate::template::{Args, FuncId, NO_VAR, Symbol, Test};
use std::sync::Arc;

impl Solver<'_> {
    /// A call with these nodes as arguments.
    pub(super) fn explicit_site(&mut self, positional: Vec<NodeId>, to: NodeId) -> u32 {
        self.push_site(0, Args { positional, ..Args::default() }, to)
    }

    pub(super) fn push_site(&mut self, base: NodeId, args: Args, to: NodeId) -> u32 {
        self.sites.push(Site::new(base, Arc::new(args), to, None));
        self.sites.len() as u32 - 1
    }

    /// The node of a positional argument; after a star, of any.
    pub(super) fn positional(&mut self, site: u32, i: usize) -> Option<NodeId> {
        let s = &self.sites[site as usize];
        match s.args.positional.get(i) {
            Some(&NO_VAR) => None,
            Some(&v) => Some(s.base + v),
            None => {
                let v = s.base + *s.args.starred.first()?;
                let t = self.node();
                self.trigger(v, Trigger::Iterate(t));
                Some(t)
            }
        }
    }

    /// The object is called.
    pub(super) fn call(&mut self, site: u32, o: ObjId) {
        let to = self.sites[site as usize].to;
        match self.objects[o as usize] {
            Object::Unknown(_) => self.call_unknown(site, o),
            Object::Function(f) => self.call_function(site, f, o),
            Object::Bound(f, receiver) => match self.objects[f as usize] {
                Object::Function(f) => self.invoke(site, f, Some(receiver)),
                _ => self.call_with_first(site, f, receiver),
            },
            Object::Class(c) => self.construct(site, c),
            Object::Special(special) => self.call_special(site, special),
            Object::Accessor(accessor, property) => {
                let name = if accessor == Accessor::Setter { self.words.fset } else { self.words.fget };
                if let Some(function) = self.positional(site, 0)
                    && accessor != Accessor::Deleter
                {
                    let n = self.attr_node(property, name);
                    self.edge(function, n);
                }
                self.add(to, property);
            }
            Object::Row(row) => self.call_row(site, row, None),
            Object::BoundRow(row, receiver) => self.call_row(site, row, Some(receiver)),
            Object::Site(c, _) if c == self.known.partial => self.call_partial(site, o),
            Object::Instance(c) | Object::Site(c, _) => match self.find_user(c, self.words.call) {
                Some(n) => self.trigger(n, Trigger::Method { site, receiver: o }),
                None if self.has_unknown_base(c) => self.add(to, objects::ATTRIBUTE),
                None => {}
            },
            _ => {}
        }
    }

    fn call_unknown(&mut self, site: u32, o: ObjId) {
        let to = self.sites[site as usize].to;
        self.add(to, o);
        self.escape_arguments(site);
        let s = &self.sites[site as usize];
        // An unknown decorator is taken to give back what it was given.
        if let [v] = s.args.positional[..]
            && v != NO_VAR
            && s.args.keywords.is_empty()
            && to != NIL
        {
            let n = s.base + v;
            self.trigger(n, Trigger::OnlyCode(to));
        }
    }

    /// `Base.__init__(self, …)`: the first argument chooses the context, as a receiver would.
    fn call_function(&mut self, site: u32, f: FuncId, o: ObjId) {
        let info = &self.program.functions[f as usize];
        let Site { base, to, .. } = self.sites[site as usize];
        let args = Arc::clone(&self.sites[site as usize].args);
        let is_method = info.class.is_some()
            && info.positional > 0
            && self.program.symbols.name(info.params[0]) == "self"
            && args.positional.first().is_some_and(|&v| v != NO_VAR);
        if !is_method {
            return self.invoke(site, f, None);
        }
        let mut rest = (*args).clone();
        let receiver = base + rest.positional.remove(0);
        let inner = self.push_site(base, rest, to);
        self.sites[inner as usize].origin = self.sites[site as usize].origin;
        self.trigger(receiver, Trigger::Unbound { site: inner, function: o });
    }

    /// A bound callable that is no function: the receiver comes first.
    fn call_with_first(&mut self, site: u32, f: ObjId, receiver: ObjId) {
        let Site { base, to, .. } = self.sites[site as usize];
        let args = Arc::clone(&self.sites[site as usize].args);
        let mut args = absolute(&args, base);
        args.positional.insert(0, self.constant(receiver));
        let inner = self.push_site(0, args, to);
        self.call(inner, f);
    }

    /// `partial(f, …)(…)`: the arguments that were kept come first.
    fn call_partial(&mut self, site: u32, o: ObjId) {
        let Site { base, to, .. } = self.sites[site as usize];
        let own = Arc::clone(&self.sites[site as usize].args);
        let mut args = absolute(&own, base);
        let kept: Vec<NodeId> =
            self.words.positions.into_iter().map_while(|p| self.attrs.get(&(o, p)).copied()).collect();
        args.positional.splice(0..0, kept);
        for name in self.keys_of(o).to_vec() {
            let n = self.attr_node(o, name | super::KEY);
            args.keywords.push((name, n));
        }
        let inner = self.push_site(0, args, to);
        let function = self.attr_node(o, self.words.wrapped);
        self.trigger(function, Trigger::Call(inner));
    }

    /// `o.name(…)`, without making a bound method.
    pub(super) fn call_method(&mut self, site: u32, o: ObjId, name: Symbol) {
        match self.objects[o as usize] {
            Object::Instance(_) | Object::Site(..) | Object::Text(_) | Object::Namespace(_) => {
                let c = self.class_of(o);
                if name == self.words.update && matches!(self.objects[o as usize], Object::Namespace(_)) {
                    return self.update(site, o);
                }
                match self.find(c, name, None) {
                    _ if self.accessor(c, name).is_some() => self.call_attr(site, o, name),
                    Some((k, None)) => {
                        let n = self.class_attr(k, name);
                        self.trigger(n, Trigger::Method { site, receiver: o });
                        if let Some(&own) = self.attrs.get(&(o, name)) {
                            self.trigger(own, Trigger::Call(site));
                        }
                    }
                    Some((_, Some(row))) if !self.rows[row as usize].is_value => self.call_row(site, row, Some(o)),
                    _ => self.call_attr(site, o, name),
                }
            }
            Object::Super(after, receiver) => self.call_super(site, o, after, receiver, name),
            Object::Class(c) if name == self.words.new && !matches!(self.find(c, name, None), Some((_, None))) => {
                self.object_new(site)
            }
            _ => self.call_attr(site, o, name),
        }
    }

    fn call_super(&mut self, site: u32, o: ObjId, after: u32, receiver: ObjId, name: Symbol) {
        let c = self.super_search(receiver);
        match self.find(c, name, Some(after)) {
            Some((k, None)) => {
                let n = self.class_attr(k, name);
                self.trigger(n, Trigger::Method { site, receiver });
            }
            _ if name == self.words.new => self.object_new(site),
            _ if name == self.words.call && matches!(self.objects[receiver as usize], Object::Class(_)) => {
                // `super().__call__(…)` of a metaclass makes the instance.
                if let Object::Class(k) = self.objects[receiver as usize] {
                    self.construct_plain(site, k);
                }
            }
            Some((_, Some(row))) => self.call_row(site, row, Some(receiver)),
            None => self.call_attr(site, o, name),
        }
    }

    fn call_attr(&mut self, site: u32, o: ObjId, name: Symbol) {
        let t = self.node();
        self.get_attr(o, name, t);
        self.trigger(t, Trigger::Call(site));
    }

    /// `cls.__new__(cls)`, `object.__new__(cls)`, `super().__new__(cls)`.
    fn object_new(&mut self, site: u32) {
        let to = self.sites[site as usize].to;
        if let Some(class) = self.positional(site, 0) {
            let t = self.node();
            self.trigger(class, Trigger::Filter(Test::Callable, t));
            self.trigger(t, Trigger::NewInstance(to));
        }
    }

    /// A value found on a class is called with the receiver.
    pub(super) fn call_found(&mut self, site: u32, o: ObjId, receiver: ObjId) {
        match self.objects[o as usize] {
            Object::Function(f) => self.invoke(site, f, Some(receiver)),
            Object::Unknown(_) => self.call_unknown(site, o),
            _ => {
                let t = self.node();
                self.bind(o, receiver, self.words.call, t);
                self.trigger(t, Trigger::Call(site));
            }
        }
    }

    /// A special method that a builtin runs, for its calls only.
    pub(super) fn special_method(&mut self, o: ObjId, name: Symbol) {
        let c = self.class_of(o);
        if self.classes[c as usize].is_user
            && let Some(n) = self.find_user(c, name)
        {
            let site = self.explicit_site(vec![], NIL);
            self.trigger(n, Trigger::Method { site, receiver: o });
        }
    }

    /// Calls a function of the program.
    pub(super) fn invoke(&mut self, site: u32, f: FuncId, receiver: Option<ObjId>) {
        let context = match receiver {
            Some(r) if matches!(self.objects[r as usize], Object::Instance(_) | Object::Class(_)) => r + 1,
            _ => 0,
        };
        let i = self.instance(f, context);
        self.connect(site, i, receiver);
    }

    /// `d.update(x, key=…)`.
    pub(super) fn update(&mut self, site: u32, o: ObjId) {
        let base = self.sites[site as usize].base;
        let args = Arc::clone(&self.sites[site as usize].args);
        for &(name, v) in &args.keywords {
            self.put(o, crate::template::Index::Key(name), NIL, base + v);
        }
        for &v in args.positional.iter().chain(&args.double_starred) {
            if v != NO_VAR {
                self.trigger(base + v, Trigger::UpdateInto(o));
            }
        }
    }
}

/// The same arguments as nodes.
pub(super) fn absolute(args: &Args, base: NodeId) -> Args {
    let node = |&v: &u32| if v == NO_VAR { NO_VAR } else { base + v };
    Args {
        positional: args.positional.iter().map(node).collect(),
        starred: args.starred.iter().map(node).collect(),
        keywords: args.keywords.iter().map(|(n, v)| (*n, node(v))).collect(),
        double_starred: args.double_starred.iter().map(node).collect(),
    }
}
