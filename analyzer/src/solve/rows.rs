//! Rows of the facts: their results and effects for one call.

use super::Solver;
use super::graph::{NIL, NodeId};
use super::objects::{self, ObjId, Object};
use super::trigger::Trigger;
use crate::builtins::{Effect, Expr};
use crate::template::{ClassId, Index};
use std::sync::Arc;

impl Solver<'_> {
    /// What naming a row gives: its value, or a callable.
    pub(super) fn row_value(&mut self, row: u32, receiver: Option<ObjId>, to: NodeId) {
        let data = Arc::clone(&self.rows[row as usize]);
        if data.is_value {
            let site = self.explicit_site(vec![], NIL);
            let n = self.eval(&data.result, site, receiver);
            return self.edge(n, to);
        }
        let o = self.object(match receiver {
            Some(r) => Object::BoundRow(row, r),
            None => Object::Row(row),
        });
        self.add(to, o);
    }

    /// A row is called.
    pub(super) fn call_row(&mut self, site: u32, row: u32, receiver: Option<ObjId>) {
        let data = Arc::clone(&self.rows[row as usize]);
        let to = self.sites[site as usize].to;
        if data.result == Expr::Unknown
            && let Some((function, constraint)) = self.sites[site as usize].origin
        {
            self.give_up_at(function, constraint, objects::ROW, &data.name);
        }
        let result = self.eval(&data.result, site, receiver);
        self.edge(result, to);
        for effect in &data.effects {
            self.effect(effect, site, receiver, result);
        }
    }

    fn effect(&mut self, effect: &Effect, site: u32, receiver: Option<ObjId>, result: NodeId) {
        match effect {
            Effect::Elements(expr) => {
                let from = self.eval(expr, site, receiver);
                let Some(o) = receiver else { return };
                if self.is_subclass(self.class_of(o), self.known.dict) {
                    let keys = self.attr_node(o, self.words.element);
                    self.edge(from, keys);
                } else {
                    self.put(o, Index::Any, NIL, from);
                }
            }
            Effect::Values(expr) => {
                let from = self.eval(expr, site, receiver);
                if let Some(o) = receiver {
                    self.put(o, Index::Any, NIL, from);
                }
            }
            Effect::Update => {
                // `d.update(…)`, or the keywords of `dict(…)`.
                let target = receiver.or_else(|| self.items(result).first().copied());
                let Some(o) = target else { return };
                if receiver.is_some() {
                    return self.update(site, o);
                }
                let base = self.sites[site as usize].base;
                let args = Arc::clone(&self.sites[site as usize].args);
                for &(name, v) in &args.keywords {
                    self.put(o, Index::Key(name), NIL, base + v);
                }
                for &v in &args.double_starred {
                    self.trigger(base + v, Trigger::UpdateInto(o));
                }
            }
            Effect::Method(name) => {
                let name = self.program.symbols.get(name);
                if let Some(n) = self.positional(site, 0) {
                    self.trigger(n, Trigger::SpecialMethod { name });
                }
            }
            Effect::Escape(expr) => {
                let from = self.eval(expr, site, receiver);
                self.edge(from, super::escape::UNSEEN);
            }
            Effect::Evaluate(expr) => {
                self.eval(expr, site, receiver);
            }
        }
    }

    fn named_class(&self, name: &str) -> ClassId {
        *self.class_names.get(name).unwrap_or_else(|| panic!("the facts name a class {name} that they lack"))
    }

    /// A node with what an expression gives for this call.
    fn eval(&mut self, expr: &Expr, site: u32, receiver: Option<ObjId>) -> NodeId {
        match expr {
            Expr::Unknown => self.constant(objects::ROW),
            Expr::Instance(name) => {
                let o = self.object(Object::Instance(self.named_class(name)));
                self.constant(o)
            }
            Expr::Class(name) => {
                let o = self.object(Object::Class(self.named_class(name)));
                self.constant(o)
            }
            Expr::Receiver => match receiver {
                Some(o) => self.constant(o),
                None => self.positional(site, 0).unwrap_or_else(|| self.node()),
            },
            Expr::Argument(i) => self.positional(site, *i as usize).unwrap_or_else(|| self.node()),
            Expr::Element(inner) => self.eval_elements(inner, site, receiver),
            Expr::Value(inner) => self.eval_values(inner, site, receiver),
            Expr::Next(inner) => {
                let n = self.eval(inner, site, receiver);
                let to = self.node();
                self.trigger(n, Trigger::Next(to));
                to
            }
            Expr::WithArguments(inner, n) => {
                let given = self.sites[site as usize].args.positional.len();
                if given == *n as usize { self.eval(inner, site, receiver) } else { self.node() }
            }
            Expr::Fresh(name, parts, alike) => self.eval_fresh(name, parts, *alike, site, receiver),
            Expr::Call(i, args) => self.eval_call(*i, args, site, receiver),
            Expr::KeywordCall(name, args) => {
                let name = self.program.symbols.get(name);
                let s = &self.sites[site as usize];
                let Some(&(_, v)) = s.args.keywords.iter().find(|k| k.0 == name) else { return self.node() };
                let callee = s.base + v;
                let args = args.iter().map(|a| self.eval(a, site, receiver)).collect();
                let to = self.node();
                let inner = self.explicit_site(args, to);
                self.trigger(callee, Trigger::Call(inner));
                to
            }
            Expr::Either(alternatives) => {
                let to = self.node();
                for a in alternatives {
                    let n = self.eval(a, site, receiver);
                    self.edge(n, to);
                }
                to
            }
            Expr::Typecode => self.eval_typecode(site),
            Expr::Same => {
                let to = self.node();
                match self.positional(site, 0) {
                    Some(n) => self.trigger(n, Trigger::Decorated(to)),
                    None => self.add(to, self.decorator),
                }
                to
            }
            Expr::Decorator => self.constant(self.decorator),
        }
    }

    /// What an array holds by the type code that is the first argument; a number if that is not known.
    fn eval_typecode(&mut self, site: u32) -> NodeId {
        let code = self.positional(site, 0).and_then(|n| match self.items(n)[..] {
            [o] => self.text_of(o),
            _ => None,
        });
        let names: &[&str] = match code.map(|symbol| self.program.symbols.name(symbol)) {
            Some("f" | "d") => &["float"],
            Some("u" | "w") => &["str"],
            Some(_) => &["int"],
            None => &["int", "float"],
        };
        let to = self.node();
        for name in names {
            let o = self.object(Object::Instance(self.named_class(name)));
            self.add(to, o);
        }
        to
    }

    fn eval_elements(&mut self, inner: &Expr, site: u32, receiver: Option<ObjId>) -> NodeId {
        let n = self.eval(inner, site, receiver);
        let to = self.node();
        if *inner != Expr::Receiver || receiver.is_none() {
            self.trigger(n, Trigger::Iterate(to));
            return to;
        }
        // The receiver's own elements, whatever its `__iter__` says.
        for o in self.nodes[n as usize].items.clone() {
            if matches!(self.objects[o as usize], Object::Site(..) | Object::Instance(_)) {
                let elements = self.attr_node(o, self.words.element);
                self.edge(elements, to);
            }
        }
        to
    }

    fn eval_values(&mut self, inner: &Expr, site: u32, receiver: Option<ObjId>) -> NodeId {
        let n = self.eval(inner, site, receiver);
        let to = self.node();
        let (Expr::Receiver, Some(o)) = (inner, receiver) else {
            self.trigger(n, Trigger::Item { index: Index::Any, to });
            return to;
        };
        if let Object::Namespace(_) = self.objects[o as usize] {
            self.get_item(o, Index::Any, NIL, to);
            return to;
        }
        let is_dict = self.is_subclass(self.class_of(o), self.known.dict);
        // `d.get("name")`
        let key = self.positional(site, 0).and_then(|k| match self.items(k)[..] {
            [o] => self.text_of(o),
            _ => None,
        });
        match key {
            Some(name) if is_dict => {
                let own = self.attr_node(o, name | super::KEY);
                self.edge(own, to);
                let any = self.attr_node(o, self.words.any_value);
                self.edge(any, to);
            }
            _ => {
                let all = self.attr_node(o, if is_dict { self.words.values } else { self.words.element });
                self.edge(all, to);
            }
        }
        to
    }

    fn eval_fresh(&mut self, name: &str, parts: &[Expr], alike: bool, site: u32, receiver: Option<ObjId>) -> NodeId {
        let c = self.named_class(name);
        let o = self.site_object(c);
        let is_dict = self.is_subclass(c, self.known.dict);
        let mut parts = parts;
        if is_dict
            && let [Expr::Element(source), values, ..] = parts
            && **source != Expr::Receiver
        {
            // `dict(x)`: a mapping or pairs.
            let source = self.eval(source, site, receiver);
            self.trigger(source, Trigger::UpdateInto(o));
            if let Expr::Either(alternatives) = values {
                for a in &alternatives[1..] {
                    let from = self.eval(a, site, receiver);
                    self.put(o, Index::Any, NIL, from);
                }
            }
            parts = &[];
        }
        for (i, part) in parts.iter().enumerate() {
            let from = self.eval(part, site, receiver);
            if is_dict && i == 0 {
                let keys = self.attr_node(o, self.words.element);
                self.edge(from, keys);
            } else {
                let exact = c == self.known.tuple && !alike;
                self.put(o, if exact { Index::Position(i as u32) } else { Index::Any }, NIL, from);
            }
        }
        self.constant(o)
    }

    fn eval_call(&mut self, i: u32, args: &[Expr], site: u32, receiver: Option<ObjId>) -> NodeId {
        let Some(callee) = self.positional(site, i as usize) else { return self.node() };
        let given = self.sites[site as usize].args.positional.len();
        // `map(f, xs)` calls with as many arguments as it has iterables.
        let count = if args.len() > 1 { given.saturating_sub(1).max(1) } else { args.len() };
        let nodes = args.iter().take(count).map(|a| self.eval(a, site, receiver)).collect();
        let to = self.node();
        let inner = self.explicit_site(nodes, to);
        self.trigger(callee, Trigger::Call(inner));
        to
    }
}

impl Solver<'_> {
    /// The name of a callable of the facts.
    pub fn callable_name(&self, o: ObjId) -> String {
        match self.objects[o as usize] {
            Object::Row(row) => self.rows[row as usize].name.clone(),
            Object::BoundRow(row, receiver) => {
                format!("{}.{}", self.class_name(self.class_of(receiver)), self.rows[row as usize].name)
            }
            Object::Special(special) => format!("{special:?}").to_lowercase(),
            _ => self.type_name(o),
        }
    }
}
