//! A template for one context: nodes, edges, triggers.

use super::graph::{NIL, NodeId};
use super::objects::{self, ObjId, Object};
use super::trigger::Trigger;
use super::{Site, Solver};
use crate::template::{Constraint, Container, FIRST_PARAM, FuncId, ModuleId, NO_VAR, RESULT, Var, YIELDED};
use pyspec_abi::blob::flags;
use std::sync::Arc;

/// A function in a context.
#[derive(Clone, Copy, Debug)]
pub struct Instance {
    pub function: FuncId,
    /// Node of its first variable.
    pub base: NodeId,
    /// The receiver's object plus one; 0 for none.
    pub context: u32,
    /// What calling it gives, where that is a generator or coroutine.
    pub(super) generator: ObjId,
}

impl Solver<'_> {
    /// The instance of a function for a context.
    pub fn instance(&mut self, function: FuncId, context: u32) -> u32 {
        if let Some(&i) = self.instance_numbers.get(&(function, context)) {
            return i;
        }
        let i = self.instances.len() as u32;
        self.instance_numbers.insert((function, context), i);
        self.function_instances.entry(function).or_default().push(i);
        let base = self.nodes.len() as NodeId;
        let info = &self.program.functions[function as usize];
        let template = Arc::clone(&info.template);
        let (module, has_flags) = (info.module, info.flags);
        let extra = [(info.varargs, self.known.tuple), (info.varkeywords, self.known.dict)];
        for _ in 0..template.variables {
            self.node();
        }
        self.instances.push(Instance { function, base, context, generator: NIL });
        for (v, class) in extra {
            if v != NO_VAR {
                let o = self.site_object(class);
                self.add(base + v, o);
            }
        }
        self.make_generator(i, base, has_flags);
        for k in 0..template.constraints.len() {
            self.instantiate(i, base, module, k as u32, template.constraints[k], &template.args);
        }
        i
    }

    fn make_generator(&mut self, i: u32, base: NodeId, has: u32) {
        let class = if has & (flags::GENERATOR | flags::ASYNC_GENERATOR) != 0 {
            self.known.generator
        } else if has & flags::COROUTINE != 0 {
            self.known.coroutine
        } else {
            return;
        };
        let o = self.site_object(class);
        self.instances[i as usize].generator = o;
        let elements = self.attr_node(o, self.words.element);
        self.edge(base + YIELDED, elements);
        let result = self.attr_node(o, self.words.result);
        self.edge(base + RESULT, result);
    }

    fn new_site(&mut self, i: u32, k: u32, base: NodeId, args: &Arc<crate::template::Args>, to: Var) -> u32 {
        let origin = Some((self.instances[i as usize].function, k));
        self.sites.push(Site::new(base, Arc::clone(args), base + to, origin));
        self.sites.len() as u32 - 1
    }

    fn instantiate(
        &mut self,
        i: u32,
        base: NodeId,
        module: ModuleId,
        k: u32,
        constraint: Constraint,
        args: &[Arc<crate::template::Args>],
    ) {
        self.here = (self.instances[i as usize].function, k);
        let own = |role| Trigger::Constraint { instance: i, constraint: k, role };
        match constraint {
            // What was never assigned has no types to copy.
            Constraint::Copy { from, to } if from == NO_VAR || to == NO_VAR => {}
            Constraint::Copy { from, to } => self.edge(base + from, base + to),
            Constraint::Filter { from, to, test } => self.trigger(base + from, Trigger::Filter(test, base + to)),
            Constraint::IsInstance { from, class, .. } => {
                self.trigger(base + from, own(0));
                self.trigger(base + class, own(1));
            }
            Constraint::Object { to, object } => self.add(base + to, object),
            Constraint::Text { to, name } => {
                let o = self.object(Object::Text(name));
                self.add(base + to, o);
            }
            Constraint::Global { to, name } => self.load_global(module, name, base + to),
            Constraint::SetGlobal { name, from } => {
                let n = self.global(module, name);
                self.edge(base + from, n);
            }
            Constraint::Cell { to, owner, name } => {
                let n = self.cell(owner, name);
                self.edge(n, base + to);
            }
            Constraint::SetCell { owner, name, from } => {
                let n = self.cell(owner, name);
                self.edge(base + from, n);
            }
            Constraint::GetAttr { object: o, .. }
            | Constraint::SetAttr { object: o, .. }
            | Constraint::GetItem { object: o, .. }
            | Constraint::GetSlice { object: o, .. }
            | Constraint::SetItem { object: o, .. }
            | Constraint::Put { object: o, .. }
            | Constraint::Spread { object: o, .. }
            | Constraint::Unpack { from: o, .. }
            | Constraint::Unary { from: o, .. }
            | Constraint::Special { from: o, .. }
            | Constraint::Caught { class: o, .. }
            | Constraint::Super { from: o, .. } => self.trigger(base + o, own(0)),
            Constraint::Call { to, callee, args: a } => {
                let site = self.new_site(i, k, base, &args[a as usize], to);
                self.trigger(base + callee, Trigger::Call(site));
            }
            Constraint::CallMethod { to, object, name, args: a } => {
                let site = self.new_site(i, k, base, &args[a as usize], to);
                self.trigger(base + object, Trigger::CallMethod { site, name });
            }
            Constraint::Function { to, function } => {
                let o = self.object(Object::Function(function));
                self.add(base + to, o);
            }
            Constraint::Default { function, param, from } => {
                let n = self.default_of(function, param);
                self.edge(base + from, n);
            }
            Constraint::Class { to, class, args: a } => self.make_class(base, base + to, class, &args[a as usize]),
            Constraint::New { to, kind } => {
                let class = match kind {
                    Container::List => self.known.list,
                    Container::Tuple => self.known.tuple,
                    Container::Dict => self.known.dict,
                    Container::Set => self.known.set,
                    Container::Slice => self.known.slice,
                };
                let o = self.site_object(class);
                self.add(base + to, o);
            }
            Constraint::Iterate { to, from } => self.trigger(base + from, Trigger::Iterate(base + to)),
            Constraint::Next { to, from } => self.trigger(base + from, Trigger::Next(base + to)),
            Constraint::Binary { left, right, .. } => {
                self.trigger(base + left, own(0));
                self.trigger(base + right, own(1));
            }
            Constraint::Compare { to, left, .. } => {
                self.add(base + to, objects::BOOL);
                self.trigger(base + left, own(0));
            }
            Constraint::Import { to, name, top } => self.import_statement(name, top, base + to),
            Constraint::ImportFrom { to, module, name } => self.import_from(module, name, base + to),
            Constraint::ImportStar { module: from } => self.import_star(module, from),
            Constraint::Await { to, from } => self.trigger(base + from, Trigger::Await(base + to)),
            Constraint::Delegate { to, from } => {
                self.trigger(base + from, Trigger::Iterate(base + YIELDED));
                self.trigger(base + from, Trigger::Await(base + to));
            }
        }
    }

    /// The node of a parameter's default.
    pub(super) fn default_of(&mut self, function: FuncId, param: u32) -> NodeId {
        self.cell(function, super::KEY | param)
    }

    /// Binds a call's arguments to an instance's parameters.
    pub(super) fn connect(&mut self, site: u32, i: u32, receiver: Option<ObjId>) {
        let Instance { function, base: callee, generator, .. } = self.instances[i as usize];
        let info = &self.program.functions[function as usize];
        let (positional, varargs, varkeywords) = (info.positional, info.varargs, info.varkeywords);
        if let Some(r) = receiver {
            if positional > 0 {
                self.add(callee + FIRST_PARAM, r);
            } else if varargs != NO_VAR {
                let n = self.constant(r);
                let rest = self.items(callee + varargs)[0];
                self.put(rest, crate::template::Index::Position(0), NIL, n);
            }
        }
        if !self.connected.insert((site, i, receiver.is_some())) {
            return;
        }
        let Site { base, to, .. } = self.sites[site as usize];
        let args = Arc::clone(&self.sites[site as usize].args);
        if generator == NIL {
            self.edge(callee + RESULT, to);
        } else {
            self.add(to, generator);
        }
        let shift = u32::from(receiver.is_some());
        let mut filled: u64 = u64::from(shift);
        for (k, &v) in args.positional.iter().enumerate() {
            let at = k as u32 + shift;
            let from = if v == NO_VAR { NIL } else { base + v };
            if at < positional {
                self.edge(from, callee + FIRST_PARAM + at);
                filled |= 1 << at.min(63);
            } else if varargs != NO_VAR && from != NIL {
                let rest = self.items(callee + varargs)[0];
                self.put(rest, crate::template::Index::Position(at - positional), NIL, from);
            }
        }
        for &(name, v) in &args.keywords {
            let info = &self.program.functions[function as usize];
            if let Some(at) = info.params.iter().position(|&p| p == name) {
                self.edge(base + v, callee + FIRST_PARAM + at as u32);
                filled |= 1 << at.min(63);
            } else if varkeywords != NO_VAR {
                let rest = self.items(callee + varkeywords)[0];
                self.put(rest, crate::template::Index::Key(name), NIL, base + v);
            }
        }
        let first = args.positional.len() as u32 + shift;
        for &v in &args.starred {
            self.trigger(base + v, Trigger::Starred { instance: i, first });
        }
        for &v in &args.double_starred {
            self.trigger(base + v, Trigger::DoubleStarred { instance: i, site });
        }
        for at in 0..self.program.functions[function as usize].params.len() {
            let has_default = self.program.functions[function as usize].has_default[at];
            if has_default && filled >> at.min(63) & 1 == 0 {
                let n = self.default_of(function, at as u32);
                self.edge(n, callee + FIRST_PARAM + at as u32);
            }
        }
    }

    /// `*args` in a call: items of a tuple by position, others to every parameter left.
    pub(super) fn connect_starred(&mut self, i: u32, first: u32, o: ObjId) {
        let Instance { function, base, .. } = self.instances[i as usize];
        let info = &self.program.functions[function as usize];
        let (positional, varargs) = (info.positional, info.varargs);
        let rest = if varargs == NO_VAR { NIL } else { self.items(base + varargs)[0] };
        let is_tuple = matches!(self.objects[o as usize], Object::Site(c, _) if c == self.known.tuple);
        if !is_tuple {
            let t = self.node();
            self.iterate(o, t);
            for at in first..positional {
                self.edge(t, base + FIRST_PARAM + at);
            }
            if rest != NIL {
                self.put(rest, crate::template::Index::Any, NIL, t);
            }
            return;
        }
        for (k, name) in self.words.positions.into_iter().enumerate() {
            let at = first + k as u32;
            if at < positional {
                let n = self.attr_node(o, name);
                self.edge(n, base + FIRST_PARAM + at);
            } else if rest != NIL && self.attrs.contains_key(&(o, name)) {
                let n = self.attr_node(o, name);
                self.put(rest, crate::template::Index::Position(at - positional), NIL, n);
            }
        }
        let any = self.attr_node(o, self.words.any_value);
        for at in first..positional {
            self.edge(any, base + FIRST_PARAM + at);
        }
        if rest != NIL {
            self.put(rest, crate::template::Index::Any, NIL, any);
            let elements = self.attr_node(o, self.words.element);
            let to = self.attr_node(rest, self.words.element);
            self.edge(elements, to);
        }
    }

    /// `**kw` in a call: keys by name, and all of them to the callee's own `**kw`.
    pub(super) fn connect_double_starred(&mut self, i: u32, site: u32, o: ObjId) {
        let Instance { function, base, .. } = self.instances[i as usize];
        let args = Arc::clone(&self.sites[site as usize].args);
        let info = &self.program.functions[function as usize];
        let (params, varkeywords) = (info.params.clone(), info.varkeywords);
        let given = args.positional.len();
        if objects::is_unknown(o) {
            for at in given + 1..params.len() {
                self.add(base + FIRST_PARAM + at as u32, o);
            }
            return;
        }
        if !matches!(self.objects[o as usize], Object::Site(..) | Object::Instance(_)) {
            return;
        }
        let any = self.attr_node(o, self.words.any_value);
        for (at, &name) in params.iter().enumerate() {
            if at >= given && !args.keywords.iter().any(|k| k.0 == name) {
                let n = self.attr_node(o, name | super::KEY);
                self.edge(n, base + FIRST_PARAM + at as u32);
                if at > given {
                    self.edge(any, base + FIRST_PARAM + at as u32);
                }
            }
        }
        if varkeywords != NO_VAR {
            let rest = self.items(base + varkeywords)[0];
            self.spread(rest, o);
        }
    }
}
