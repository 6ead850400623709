//! The walk along constructor paths.
//!
//! Data flow over the control-flow graphs: the state of a block is the set of paths that
//! reach it. Calls that hand the object on (`self.m()`, `super().__init__()`,
//! `Base.__init__(self)`, `fill(self)`) are walked in place. A loop's state grows until nothing
//! new comes, so its stores are optional; a path that raises vanishes. Exceptions that a handler
//! swallows are taken to be rare: a handler is walked only if it stores or returns itself, or if
//! nothing goes on without it.

use super::layout::{Path, join};
use crate::solve::Solver;
use crate::solve::objects::{ObjId, Object, is_unknown};
use crate::template::{Args, ClassId, Constraint, End, Event, FIRST_PARAM, FuncId, NO_BLOCK, Symbol, Template, Var};
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// Calls nest this deep.
const DEEPEST: usize = 12;
/// Blocks walked per class.
const BUDGET: u32 = 20_000;

/// Walks the constructor of one abstract object.
pub struct Walker<'a, 's> {
    solver: &'a Solver<'s>,
    object: ObjId,
    class: ClassId,
    stack: Vec<(FuncId, Var)>,
    budget: u32,
}

impl<'a, 's> Walker<'a, 's> {
    pub fn new(solver: &'a Solver<'s>, object: ObjId) -> Walker<'a, 's> {
        Walker { solver, object, class: solver.class_of(object), stack: vec![], budget: BUDGET }
    }

    /// The paths of `__new__` and `__init__`; none if there is no constructor.
    pub fn constructor(&mut self) -> Vec<Path> {
        let words = self.solver.words;
        let mut paths = vec![Path::default()];
        if let Some(&f) = self.functions(words.new, None, self.class).first() {
            let made = self.made_in(f);
            paths = self.enter(f, made, paths);
        }
        if let Some(&f) = self.functions(words.init, None, self.class).first() {
            paths = self.enter_at(f, FIRST_PARAM, paths);
        } else if !self.solver.fields_of(self.class).is_empty() {
            for (name, _) in self.solver.fields_of(self.class) {
                paths.iter_mut().for_each(|p| p.store(name, true));
            }
            if let Some(&f) = self.functions(words.post_init, None, self.class).first() {
                paths = self.enter_at(f, FIRST_PARAM, paths);
            }
        }
        paths
    }

    /// Functions that a class has under a name.
    fn functions(&self, name: Symbol, after: Option<ClassId>, c: ClassId) -> Vec<FuncId> {
        let s = self.solver;
        let Some((k, None)) = s.find(c, name, after) else { return vec![] };
        let node = s.find_object(Object::Class(k)).and_then(|o| s.attrs.get(&(o, name)));
        let items = node.map_or(&[][..], |&n| s.items(n));
        let function = |&o: &ObjId| match s.objects[o as usize] {
            Object::Function(f) => Some(f),
            _ => None,
        };
        items.iter().filter_map(function).collect()
    }

    /// Variables of `__new__` that hold the new object.
    fn made_in(&self, f: FuncId) -> Vec<Var> {
        let template = &self.solver.program.functions[f as usize].template;
        let calls = template.constraints.iter().filter_map(|c| match *c {
            Constraint::Call { to, .. } | Constraint::CallMethod { to, .. } => Some(to),
            _ => None,
        });
        calls.filter(|&v| self.objects_of(f, v).contains(&self.object)).collect()
    }

    /// Objects of a variable, in the instances for this receiver if there are any.
    fn objects_of(&self, f: FuncId, v: Var) -> Vec<ObjId> {
        let s = self.solver;
        let all = s.function_instances.get(&f).map_or(&[][..], |i| &i[..]);
        let is_own = |&&i: &&u32| s.instances[i as usize].context == self.object + 1;
        let own: Vec<u32> = all.iter().filter(is_own).copied().collect();
        let mut out = vec![];
        for &i in if own.is_empty() { all } else { &own } {
            for &o in s.items(s.instances[i as usize].base + v) {
                if !out.contains(&o) {
                    out.push(o);
                }
            }
        }
        out
    }

    fn enter_at(&mut self, f: FuncId, v: Var, paths: Vec<Path>) -> Vec<Path> {
        self.enter(f, vec![v], paths)
    }

    /// Walks a function in which the object is in these variables.
    fn enter(&mut self, f: FuncId, vars: Vec<Var>, paths: Vec<Path>) -> Vec<Path> {
        let Some(&first) = vars.first() else { return paths };
        if self.stack.len() >= DEEPEST || self.stack.contains(&(f, first)) || self.budget == 0 {
            return paths;
        }
        let template = Arc::clone(&self.solver.program.functions[f as usize].template);
        if template.events.is_empty() {
            return paths;
        }
        self.stack.push((f, first));
        let aliases = aliases(&template, vars);
        let handlers = walked_handlers(&template, &aliases);
        let mut exits = self.flow(f, &template, &aliases, &handlers, &paths);
        if exits.is_empty() && !handlers.all {
            // Every way out leads through a handler.
            let all = Handlers { all: true, some: FxHashSet::default() };
            exits = self.flow(f, &template, &aliases, &all, &paths);
        }
        self.stack.pop();
        if exits.is_empty() { paths } else { exits }
    }

    fn flow(
        &mut self,
        f: FuncId,
        template: &Template,
        aliases: &FxHashSet<Var>,
        handlers: &Handlers,
        paths: &[Path],
    ) -> Vec<Path> {
        let count = template.blocks.len();
        let mut states: Vec<Vec<Path>> = vec![vec![]; count];
        let mut dirty = vec![false; count];
        let mut exits = vec![];
        join(&mut states[0], paths);
        dirty[0] = true;
        while let Some(b) = dirty.iter().position(|d| *d) {
            dirty[b] = false;
            if self.budget == 0 {
                break;
            }
            self.budget -= 1;
            let block = template.blocks[b];
            let mut state = states[b].clone();
            let handler = block.handler as usize;
            let guarded = block.handler != NO_BLOCK && handlers.is_walked(block.handler);
            for e in block.events[0]..block.events[1] {
                if guarded {
                    dirty[handler] |= join(&mut states[handler], &state);
                }
                state = self.event(f, template, aliases, template.events[e as usize], state);
            }
            if guarded {
                dirty[handler] |= join(&mut states[handler], &state);
            }
            match block.end {
                End::Raise => {}
                End::Return(_) => {
                    join(&mut exits, &state);
                }
                End::Go => {
                    for s in block.successors {
                        if s != NO_BLOCK {
                            dirty[s as usize] |= join(&mut states[s as usize], &state);
                        }
                    }
                }
            }
        }
        exits
    }

    fn event(
        &mut self,
        f: FuncId,
        template: &Template,
        aliases: &FxHashSet<Var>,
        event: Event,
        mut paths: Vec<Path>,
    ) -> Vec<Path> {
        match event {
            Event::Store { object, name } => {
                if aliases.contains(&object) && !self.is_class_level(name) {
                    paths.iter_mut().for_each(|p| p.store(name, true));
                }
                paths
            }
            Event::Delete { object, name } => {
                if aliases.contains(&object) {
                    paths.iter_mut().for_each(|p| p.delete(name));
                }
                paths
            }
            Event::Call(c) => self.call(f, template, aliases, c, paths),
        }
    }

    /// Whether a store of this name goes to a data descriptor of the class.
    fn is_class_level(&self, name: Symbol) -> bool {
        let s = self.solver;
        let node = s.attrs.get(&(self.object, name));
        let Some((k, None)) = s.find(self.class, name, None) else { return false };
        let is_slot = s.program.classes[k as usize].slots.as_ref().is_some_and(|x| x.contains(&name));
        // Nothing arrived at the instance's own attribute: a property or descriptor took it.
        !is_slot && node.is_none_or(|&n| s.items(n).is_empty())
    }

    fn call(
        &mut self,
        f: FuncId,
        template: &Template,
        aliases: &FxHashSet<Var>,
        at: u32,
        mut paths: Vec<Path>,
    ) -> Vec<Path> {
        let (callee, name, args) = match template.constraints[at as usize] {
            Constraint::CallMethod { object, name, args, .. } => (object, Some(name), &template.args[args as usize]),
            Constraint::Call { callee, args, .. } => (callee, None, &template.args[args as usize]),
            _ => return paths,
        };
        if let Some(name) = name
            && aliases.contains(&callee)
        {
            if let Some(&g) = self.functions(name, None, self.class).first() {
                paths = self.enter_at(g, FIRST_PARAM, paths);
            }
            return paths;
        }
        let given = args.positional.iter().position(|v| aliases.contains(v)).map(|i| i as Var);
        let mut targets: Vec<(FuncId, Var)> = vec![];
        for o in self.objects_of(f, callee) {
            self.target(o, name, given, args, f, &mut targets, &mut paths);
        }
        targets.dedup();
        match targets[..] {
            [] => paths,
            [(g, v)] => self.enter_at(g, v, paths),
            _ => {
                let mut out = vec![];
                for &(g, v) in targets.iter().take(4) {
                    let after = self.enter_at(g, v, paths.clone());
                    join(&mut out, &after);
                }
                out
            }
        }
    }

    /// Where a call of `o` (of its attribute `name`) takes the object, as (function, parameter).
    #[allow(clippy::too_many_arguments, reason = "the parts of one call")]
    fn target(
        &self,
        o: ObjId,
        name: Option<Symbol>,
        given: Option<Var>,
        args: &Args,
        f: FuncId,
        targets: &mut Vec<(FuncId, Var)>,
        paths: &mut [Path],
    ) {
        let s = self.solver;
        let mut at = |functions: Vec<FuncId>, v: Var| targets.extend(functions.into_iter().map(|g| (g, v)));
        match (s.objects[o as usize], name, given) {
            (Object::Super(after, receiver), Some(name), _) if receiver == self.object => {
                at(self.functions(name, Some(after), self.class), FIRST_PARAM);
            }
            (Object::Class(k), Some(name), Some(i)) => at(self.functions(name, None, k), FIRST_PARAM + i),
            (Object::Instance(k), Some(name), Some(i)) if s.classes[k as usize].is_user => {
                at(self.functions(name, None, k), FIRST_PARAM + 1 + i);
            }
            (Object::Module(m), Some(name), Some(i)) => {
                let items = s.globals.get(&(m, name)).map_or(&[][..], |&n| s.items(n));
                let function = |&o: &ObjId| match s.objects[o as usize] {
                    Object::Function(f) => Some(f),
                    _ => None,
                };
                at(items.iter().filter_map(function).collect(), FIRST_PARAM + i);
            }
            (Object::Function(g), None, Some(i)) => at(vec![g], FIRST_PARAM + i),
            (Object::Bound(g, receiver), None, _) => {
                if let Object::Function(g) = s.objects[g as usize] {
                    if receiver == self.object {
                        at(vec![g], FIRST_PARAM);
                    } else if let Some(i) = given {
                        at(vec![g], FIRST_PARAM + 1 + i);
                    }
                }
            }
            // A class that is given the object hands it to its own constructor.
            (Object::Class(k), None, Some(i)) => at(self.functions(s.words.init, None, k), FIRST_PARAM + 1 + i),
            (Object::Special(crate::solve::objects::Special::SetAttr), None, Some(0)) if args.positional.len() == 3 => {
                for o in self.objects_of(f, args.positional[1]) {
                    if let Some(name) = s.text_of(o) {
                        paths.iter_mut().for_each(|p| p.store(name, true));
                    }
                }
            }
            (Object::Namespace(owner), _, _) if owner == self.object => {
                let mut names: Vec<Symbol> = args.keywords.iter().map(|k| k.0).collect();
                for &v in args.positional.iter().chain(&args.double_starred) {
                    for o in self.objects_of(f, v) {
                        names.extend(s.keys_of(o));
                    }
                }
                for name in names {
                    paths.iter_mut().for_each(|p| p.store(name, false));
                }
            }
            _ => debug_assert!(!is_unknown(self.object), "constructors are of classes"),
        }
    }
}

/// Variables that may hold what is in `vars`.
fn aliases(template: &Template, vars: Vec<Var>) -> FxHashSet<Var> {
    let mut out: FxHashSet<Var> = vars.into_iter().collect();
    loop {
        let before = out.len();
        for &(to, from) in &template.aliases {
            if out.contains(&from) {
                out.insert(to);
            }
        }
        if out.len() == before {
            return out;
        }
    }
}

/// Which handlers the walk enters.
struct Handlers {
    all: bool,
    some: FxHashSet<u32>,
}

impl Handlers {
    fn is_walked(&self, block: u32) -> bool {
        self.all || self.some.contains(&block)
    }
}

/// Handlers that store to the object or return, before they join what runs anyway.
fn walked_handlers(template: &Template, aliases: &FxHashSet<Var>) -> Handlers {
    let mut entries: Vec<u32> = template.blocks.iter().map(|b| b.handler).filter(|&h| h != NO_BLOCK).collect();
    entries.sort_unstable();
    entries.dedup();
    let mut some = FxHashSet::default();
    if entries.is_empty() {
        return Handlers { all: false, some };
    }
    let normal = reachable(template, 0, &FxHashSet::default());
    for h in entries {
        let own = reachable(template, h, &normal);
        let acts = |&b: &u32| {
            let block = template.blocks[b as usize];
            let events = &template.events[block.events[0] as usize..block.events[1] as usize];
            let stores = |e: &Event| matches!(*e, Event::Store { object, .. } if aliases.contains(&object));
            matches!(block.end, End::Return(_)) || events.iter().any(stores)
        };
        if own.iter().any(acts) {
            some.insert(h);
        }
    }
    Handlers { all: false, some }
}

/// Blocks reachable from `start` without exceptions and outside `stop`.
fn reachable(template: &Template, start: u32, stop: &FxHashSet<u32>) -> FxHashSet<u32> {
    let mut out = FxHashSet::default();
    let mut todo = vec![start];
    while let Some(b) = todo.pop() {
        if b == NO_BLOCK || stop.contains(&b) || !out.insert(b) {
            continue;
        }
        let block = template.blocks[b as usize];
        if block.end == End::Go {
            todo.extend(block.successors);
        }
    }
    out
}
