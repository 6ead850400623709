//! What code that was not seen may call.
//!
//! A function that is handed to an unknown callable, stored in an unknown object, registered with a
//! module that cannot be read, or returned by such a function to its caller *escapes*: it counts as called,
//! with arguments of which nothing is known ([`objects::PARAMETER`]), so that the few calls that were seen prove nothing.
//!
//! ```text
//! runner.bench_func("render", render, scene)     runner is unknown: render(?) runs, what it
//!                                                returns escapes; scene's methods may be called
//! ```
//! Everything that escapes flows to one node, [`UNSEEN`], that keeps no set: its objects are taken
//! one by one, each once. What escapes with an object: items of containers, arguments of partials, results of
//! functions. Of an instance, the public methods that no seen call reaches are called when all that was seen
//! has been followed ([`Solver::call_methods_of_escaped`]). Attributes of an instance that escaped could be written by
//! code that was not seen as well; this is hardly ever so, and is only a doubt in the report.

use super::Solver;
use super::graph::{NIL, NodeId};
use super::objects::{self, ObjId, Object};
use crate::template::{Args, ClassId, FuncId, NO_VAR};
use std::sync::Arc;

/// The node of all that escapes.
pub(super) const UNSEEN: NodeId = 0;

impl Solver<'_> {
    /// The call that stands for all by code that was not seen: any number of arguments, whose result escapes.
    pub(super) fn make_unseen_site(&mut self) {
        let unknown = self.constant(objects::PARAMETER);
        let args = Args { starred: vec![unknown], double_starred: vec![unknown], ..Args::default() };
        self.unseen_site = self.push_site(0, args, UNSEEN);
    }

    /// Whether code that was not seen has hold of an object.
    pub fn has_escaped(&self, o: ObjId) -> bool {
        self.escaped.contains(&o)
    }

    /// An object arrives at [`UNSEEN`].
    pub(super) fn escapes(&mut self, o: ObjId) {
        let matters = match self.objects[o as usize] {
            Object::Function(_) | Object::Bound(..) | Object::BoundRow(..) | Object::Class(_) | Object::Site(..) => {
                true
            }
            Object::Instance(c) => self.classes[c as usize].is_user,
            _ => false,
        };
        if matters && self.escaped.insert(o) {
            self.to_escape.push_back(o);
        }
    }

    /// An object is dropped since the set is full: if it is code, somebody may call it whom nobody sees.
    pub(super) fn cut(&mut self, o: ObjId) {
        if matches!(self.objects[o as usize], Object::Function(_) | Object::Bound(..)) {
            self.escapes(o);
        }
    }

    /// The next node with something new; when there is none, what escaped is called.
    pub(super) fn next_node(&mut self) -> Option<NodeId> {
        loop {
            if let Some(n) = self.queue.pop_front() {
                return Some(n);
            }
            let o = self.to_escape.pop_front()?;
            self.call_unseen_code(o);
        }
    }

    /// Whatever code that was not seen can do with an object.
    fn call_unseen_code(&mut self, o: ObjId) {
        let site = self.unseen_site;
        match self.objects[o as usize] {
            Object::Function(f) => self.call_escaped(f),
            Object::Class(c)
                if self.classes[c as usize].is_user && !self.classes[c as usize].is_enum && !self.is_exception(c) =>
            {
                self.construct(site, c);
            }
            Object::Site(c, _) if c == self.known.partial => self.call(site, o),
            Object::Site(..) => {
                let words = self.words;
                for part in [words.element, words.values, words.result, words.wrapped] {
                    if let Some(&n) = self.attrs.get(&(o, part)) {
                        self.edge(n, UNSEEN);
                    }
                }
            }
            Object::Bound(..) | Object::BoundRow(..) => self.call(site, o),
            _ => {}
        }
    }

    /// A function is called; one of a class body has an instance for its `self`.
    fn call_escaped(&mut self, f: FuncId) {
        let receiver = self.receiver_of(f);
        self.invoke(self.unseen_site, f, receiver);
    }

    /// What the first argument of a class's function is likely to be.
    pub(super) fn receiver_of(&mut self, f: FuncId) -> Option<ObjId> {
        let info = &self.program.functions[f as usize];
        let class = info.parent.and_then(|p| self.program.functions[p as usize].body_of)?;
        let first = info.params.first().map(|&p| self.program.symbols.name(p))?;
        match first {
            "self" => Some(self.object(Object::Instance(class))),
            "cls" => Some(self.object(Object::Class(class))),
            _ => None,
        }
    }

    /// The arguments of a call escape, since the callee is unknown.
    pub(super) fn escape_arguments(&mut self, site: u32) {
        let s = &mut self.sites[site as usize];
        if std::mem::replace(&mut s.has_escaped, true) {
            return;
        }
        let base = s.base;
        let args = Arc::clone(&s.args);
        let plain = args.positional.iter().chain(&args.starred).chain(&args.double_starred);
        for &v in plain.chain(args.keywords.iter().map(|k| &k.1)) {
            if v != NO_VAR {
                self.edge(base + v, UNSEEN);
            }
        }
    }

    /// Calls the public methods that no call reaches of classes whose instances code that was not seen has hold of.
    pub(super) fn call_methods_of_escaped(&mut self) {
        let mut done = 0;
        loop {
            let classes: Vec<ClassId> =
                (0..self.classes.len() as ClassId).filter(|&c| self.is_in_unseen_hands(c)).collect();
            if classes.len() == done {
                return;
            }
            done = classes.len();
            for c in classes {
                self.call_methods(c);
            }
            self.run();
        }
    }

    fn is_in_unseen_hands(&self, c: ClassId) -> bool {
        let class = &self.classes[c as usize];
        class.is_user
            && class.is_instantiated
            && (self.has_unknown_base(c) || self.find_object(Object::Instance(c)).is_some_and(|o| self.has_escaped(o)))
    }

    fn call_methods(&mut self, c: ClassId) {
        let receiver = self.object(Object::Instance(c));
        for m in self.classes[c as usize].mro.clone() {
            if !self.classes[m as usize].is_user {
                continue;
            }
            for name in self.program.classes[m as usize].names.clone() {
                let text = self.program.symbols.name(name);
                let is_private = text.starts_with('_') && !text.ends_with("__");
                let n = self.class_attr(m, name);
                for o in self.nodes[n as usize].items.clone() {
                    if !is_private {
                        self.call_unreached(o, receiver);
                    }
                }
            }
        }
    }

    /// Calls a value of a class body, the functions of a property too, if it is code that nothing reaches.
    fn call_unreached(&mut self, value: ObjId, receiver: ObjId) {
        let known = self.known;
        match self.objects[value as usize] {
            Object::Function(f) if !self.function_instances.contains_key(&f) => {
                self.invoke(self.unseen_site, f, Some(receiver));
            }
            Object::Site(c, _) if c == known.property || c == known.cached => {
                for part in [self.words.fget, self.words.fset] {
                    let Some(&n) = self.attrs.get(&(value, part)) else { continue };
                    for o in self.nodes[n as usize].items.clone() {
                        self.call_unreached(o, receiver);
                    }
                }
            }
            _ => {}
        }
    }
}

const _: () = assert!(UNSEEN != NIL);
