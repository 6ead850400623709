//! Inclusion constraints over abstract objects, the call graph made on the way.
//!
//! A function is instantiated per context (its receiver's object): the variables of its template
//! become a contiguous range of nodes, its constraints edges and triggers. Objects flow along
//! edges; a trigger adds what follows from an object's arrival. Nothing is taken back, so
//! the order of arrival decides only insertion order, and it is fixed.

mod attribute;
mod call;
mod class;
mod construct;
mod container;
mod dynamic;
mod escape;
mod graph;
mod import;
mod instance;
pub mod objects;
mod operator;
mod rows;
mod start;
mod tier;
mod trigger;

pub use class::Class;
pub use graph::{NIL, Node, NodeId};
pub use instance::Instance;
pub use start::{Known, Words};

use crate::builtins::{Group, Row};
use crate::modules::{Resolver, System};
use crate::template::{Args, ClassId, FuncId, ModuleId, Program, Symbol, VariableMap};
use graph::Link;
use objects::{ObjId, Object};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::VecDeque;
use std::sync::Arc;
use trigger::Trigger;

/// A call, with where its result goes.
pub struct Site {
    /// Node of the first variable; explicit arguments are nodes themselves.
    pub base: NodeId,
    pub args: Arc<Args>,
    pub to: NodeId,
    /// The constraint that calls, where there is one.
    pub origin: Option<(FuncId, u32)>,
    /// Code that was not seen is called here: the arguments go there.
    has_escaped: bool,
}

impl Site {
    fn new(base: NodeId, args: Arc<Args>, to: NodeId, origin: Option<(FuncId, u32)>) -> Site {
        Site { base, args, to, origin, has_escaped: false }
    }
}

const _: () = assert!(size_of::<Site>() == 32);

/// Keys of a dict, and the dicts that get its keys too.
#[derive(Default)]
struct Keys {
    names: Vec<Symbol>,
    copies: Vec<ObjId>,
}

/// Marks keys of dicts among the names of attribute nodes.
const KEY: Symbol = 1 << 30;

/// Where analysis gave up, with the cause.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct GivenUp {
    pub module: ModuleId,
    pub line: u32,
    pub cause: ObjId,
    pub what: String,
}

/// A file that could not be analysed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Broken {
    pub path: String,
    pub line: u32,
    pub message: String,
}

/// The solver's state.
pub struct Solver<'a> {
    pub program: Program,
    resolver: Resolver<'a>,
    /// Keep the maps from places to variables.
    keep: bool,
    pub maps: FxHashMap<FuncId, VariableMap>,
    pub nodes: Vec<Node>,
    edges: Vec<Link<NodeId>>,
    triggers: Vec<Link<Trigger>>,
    queue: VecDeque<NodeId>,
    pub objects: Vec<Object>,
    object_numbers: FxHashMap<Object, ObjId>,
    /// Attributes, elements and keys of objects.
    pub attrs: FxHashMap<(ObjId, Symbol), NodeId>,
    /// The same in the order of their making.
    pub attr_order: Vec<(ObjId, Symbol)>,
    pub classes: Vec<Class>,
    pub instances: Vec<Instance>,
    instance_numbers: FxHashMap<(FuncId, u32), u32>,
    pub function_instances: FxHashMap<FuncId, Vec<u32>>,
    pub sites: Vec<Site>,
    connected: FxHashSet<(u32, u32, bool)>,
    cells: FxHashMap<(FuncId, Symbol), NodeId>,
    pub globals: FxHashMap<(ModuleId, Symbol), NodeId>,
    pub module_numbers: FxHashMap<String, ModuleId>,
    module_rows: FxHashMap<ModuleId, FxHashMap<Symbol, u32>>,
    native_groups: FxHashMap<String, Group>,
    rows: Vec<Arc<Row>>,
    class_names: FxHashMap<String, ClassId>,
    constants: FxHashMap<ObjId, NodeId>,
    keys: FxHashMap<ObjId, Keys>,
    /// Lookups that a later store to a class may answer.
    waiting: FxHashMap<Symbol, Vec<(ClassId, ObjId, NodeId)>>,
    late_names: FxHashMap<Symbol, Vec<ClassId>>,
    unknown_stores: FxHashMap<Symbol, Vec<NodeId>>,
    /// Attributes that were given to an object by their name only.
    pub by_name: FxHashSet<(ObjId, Symbol)>,
    concatenations: FxHashMap<(NodeId, ObjId), ObjId>,
    /// What code that was not seen has hold of, see [`escape`].
    escaped: FxHashSet<ObjId>,
    to_escape: VecDeque<ObjId>,
    /// A callable that gives back its argument.
    decorator: ObjId,
    /// A call by code that was not seen.
    unseen_site: u32,
    /// How many instances of functions there were when all that was seen had been followed.
    pub first_instances: u32,
    site_count: u32,
    /// The constraint at work, for reasons.
    here: (FuncId, u32),
    pub given_up: FxHashSet<GivenUp>,
    pub broken: Vec<Broken>,
    pub words: Words,
    pub known: Known,
    pub main: ModuleId,
    /// Modules that may be run as well as imported.
    pub scripts: FxHashSet<String>,
    pub lines: u64,
    /// CPU seconds in parsing and lowering.
    pub front_seconds: f64,
    pub template_seconds: f64,
}

impl Solver<'_> {
    /// The world it reads from.
    pub fn system(&self) -> &dyn System {
        self.resolver.system()
    }

    /// Every call that reaches a function: the constraint that calls, where there is one, and the function.
    pub fn call_edges(&self) -> impl Iterator<Item = (Option<(FuncId, u32)>, FuncId)> + '_ {
        self.connected
            .iter()
            .map(|&(site, instance, _)| (self.sites[site as usize].origin, self.instances[instance as usize].function))
    }

    /// The number of an object.
    pub fn object(&mut self, object: Object) -> ObjId {
        if let Some(&o) = self.object_numbers.get(&object) {
            return o;
        }
        let o = self.objects.len() as ObjId;
        self.objects.push(object);
        self.object_numbers.insert(object, o);
        o
    }

    /// The number of an object that was seen before.
    pub fn find_object(&self, object: Object) -> Option<ObjId> {
        self.object_numbers.get(&object).copied()
    }

    /// A new object of the class, told apart from all others.
    fn site_object(&mut self, c: ClassId) -> ObjId {
        self.site_count += 1;
        self.object(Object::Site(c, self.site_count))
    }

    /// The node of an object's attribute.
    pub fn attr_node(&mut self, o: ObjId, name: Symbol) -> NodeId {
        if let Some(&n) = self.attrs.get(&(o, name)) {
            return n;
        }
        let n = self.node();
        self.attrs.insert((o, name), n);
        self.attr_order.push((o, name));
        n
    }

    fn global(&mut self, module: ModuleId, name: Symbol) -> NodeId {
        if let Some(&n) = self.globals.get(&(module, name)) {
            return n;
        }
        let n = self.node();
        self.globals.insert((module, name), n);
        n
    }

    fn cell(&mut self, owner: FuncId, name: Symbol) -> NodeId {
        if let Some(&n) = self.cells.get(&(owner, name)) {
            return n;
        }
        let n = self.node();
        self.cells.insert((owner, name), n);
        n
    }

    /// Names a dict was seen to have as keys.
    pub fn keys_of(&self, o: ObjId) -> &[Symbol] {
        self.keys.get(&o).map_or(&[], |k| &k.names)
    }

    /// Notes that the constraint at work gave up.
    fn give_up(&mut self, cause: ObjId, what: &str) {
        let (function, constraint) = self.here;
        self.give_up_at(function, constraint, cause, what);
    }

    fn give_up_at(&mut self, function: FuncId, constraint: u32, cause: ObjId, what: &str) {
        let Some(info) = self.program.functions.get(function as usize) else { return };
        let line = info.template.lines.get(constraint as usize).copied().unwrap_or(info.line);
        self.given_up.insert(GivenUp { module: info.module, line, cause, what: what.into() });
    }

    fn give_up_on_base(&mut self, c: ClassId, cause: ObjId) {
        let info = &self.program.classes[c as usize];
        let what = format!("a base of {}", info.qualname);
        self.given_up.insert(GivenUp { module: info.module, line: info.line, cause, what });
    }

    /// A type as reports and scores name it.
    pub fn type_name(&self, o: ObjId) -> String {
        match self.objects[o as usize] {
            Object::Unknown(cause) => format!("?{}", objects::CAUSES[cause as usize]),
            Object::Class(c) => match self.classes[c as usize].metaclass {
                Some(m) => self.class_name(m),
                None => "type".into(),
            },
            _ => self.class_name(self.class_of(o)),
        }
    }

    /// A class's name, with its module unless that is `builtins`.
    pub fn class_name(&self, c: ClassId) -> String {
        let info = &self.program.classes[c as usize];
        if info.module == 0 {
            info.qualname.clone()
        } else {
            format!("{}.{}", self.program.modules[info.module as usize].name, info.qualname)
        }
    }
}
