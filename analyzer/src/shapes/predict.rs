//! The predicted shape of every class: layout, types, confidence.

use super::growth::{Ranks, growth, store_ranks};
use super::layout::{Path, merge_all};
use super::walk::Walker;
use crate::solve::Solver;
use crate::solve::objects::{self, ObjId, Object};
use crate::template::{ClassId, FuncId, Symbol};
use pyspec_abi::shape::{Confidence, Representation};

/// One attribute of a layout.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Slot {
    pub name: Symbol,
    pub optional: bool,
    /// Names of the types that it may hold, sorted; `None` if nothing is known.
    pub types: Option<Vec<String>>,
    /// Other types are possible.
    pub open: bool,
    /// They are, but only as arguments of calls that were not seen.
    pub open_to_callers: bool,
    /// Function and line of the first store in source order.
    pub stored_at: Option<(FuncId, u32)>,
    /// The attribute is here by its name only.
    pub by_name: bool,
    pub confidence: Confidence,
}

/// What is predicted of a class's instances.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shape {
    pub class: ClassId,
    pub slots: Vec<Slot>,
    /// The constructor's paths, before growth.
    pub paths: Vec<Path>,
    /// Whether the program was seen to make instances.
    pub is_instantiated: bool,
    pub has_slots: bool,
    pub confidence: Confidence,
    /// Why it is not proved.
    pub doubts: Vec<&'static str>,
}

impl Slot {
    /// How the slot could hold its values, None and absence apart. Calls that were not seen are taken to pass
    /// what those pass that were: if not, speed is lost and nothing else.
    pub fn representation(&self) -> Representation {
        let is_settled = !self.open || self.open_to_callers;
        let Some(types) = self.types.as_ref().filter(|_| is_settled) else { return Representation::Value };
        match &types[..] {
            [t] if t == "int" => Representation::Int,
            [t] if t == "float" => Representation::Float,
            [t] if t == "bool" => Representation::Bool,
            _ => Representation::Value,
        }
    }
}

impl Shape {
    /// Bytes of an instance: header and slots.
    pub fn bytes(&self) -> u64 {
        crate::report::bytes::ours(self.slots.len() as u64)
    }
}

/// Predicts all classes of the program that were made. `first_tier` holds, per node, how many
/// objects it had before the second tier.
pub fn predict(solver: &Solver, first_tier: &[u32]) -> Vec<Shape> {
    let ranks = store_ranks(solver);
    let growth = growth(solver, &ranks);
    let mut out = vec![];
    for c in 0..solver.classes.len() as ClassId {
        let class = &solver.classes[c as usize];
        if !class.is_user || !class.is_made {
            continue;
        }
        let names = solver.find_object(Object::Instance(c)).map(|o| (o, growth.get(&o).map_or(&[][..], |g| g)));
        out.push(match names {
            Some((o, grown)) => shape(solver, c, o, grown, first_tier, &ranks),
            None => empty(solver, c),
        });
    }
    out
}

fn empty(solver: &Solver, class: ClassId) -> Shape {
    Shape {
        class,
        slots: vec![],
        paths: vec![Path::default()],
        is_instantiated: false,
        has_slots: has_slots(solver, class),
        confidence: Confidence::Unknown,
        doubts: vec!["no instance was seen"],
    }
}

/// Whether instances have no `__dict__`.
fn has_slots(solver: &Solver, c: ClassId) -> bool {
    let mro = &solver.classes[c as usize].mro;
    mro.iter()
        .filter(|&&m| solver.classes[m as usize].is_user)
        .all(|&m| solver.program.classes[m as usize].slots.is_some())
}

fn shape(solver: &Solver, c: ClassId, o: ObjId, grown: &[Symbol], first_tier: &[u32], ranks: &Ranks) -> Shape {
    let mut paths = Walker::new(solver, o).constructor();
    if paths.is_empty() {
        paths.push(Path::default());
    }
    paths.iter_mut().for_each(|path| path.0.retain(|&(name, _)| !is_of_every_object(solver, name)));
    let mut layout = merge_all(&paths);
    for &name in grown.iter().filter(|&&name| !is_of_every_object(solver, name)) {
        layout.store(name, false);
    }
    drop_class_level(solver, c, o, &mut layout);
    // Slots have fixed places, a class's own in the order of their names.
    let declared = declared_slots(solver, c);
    let rank = |name: Symbol| declared.iter().position(|d| *d == name).unwrap_or(usize::MAX);
    layout.0.sort_by_key(|x| rank(x.0));
    let slots: Vec<Slot> = layout
        .0
        .iter()
        .map(|&(name, sure)| {
            let stored_at = ranks.get(&(o, name)).map(|&rank| store_line(solver, rank));
            Slot { stored_at, ..slot(solver, o, name, !sure, first_tier) }
        })
        .collect();
    let class = &solver.classes[c as usize];
    let mut doubts = vec![];
    if !class.is_instantiated {
        doubts.push("no instance was seen");
    }
    if class.is_dynamic {
        doubts.push("attributes are set by names that are not known");
    }
    if class.mro.iter().any(|&m| solver.classes[m as usize].has_unknown_base) {
        doubts.push("a base is not known");
    }
    if slots.iter().any(|s| s.open || s.types.is_none()) {
        doubts.push("some values are not known");
    }
    if slots.iter().any(|s| s.by_name) {
        doubts.push("some attributes are known by name only");
    }
    if solver.has_escaped(o) {
        doubts.push("instances are handed to code that was not seen");
    }
    let confidence = match doubts[..] {
        [] => Confidence::Proved,
        _ if !class.is_instantiated => Confidence::Unknown,
        _ => Confidence::Likely,
    };
    let is_instantiated = class.is_instantiated;
    Shape { class: c, slots, paths, is_instantiated, has_slots: has_slots(solver, c), confidence, doubts }
}

/// Whether a store to this name goes through a descriptor that all classes have, and is no attribute.
fn is_of_every_object(solver: &Solver, name: Symbol) -> bool {
    matches!(solver.program.symbols.name(name), "__class__" | "__dict__" | "__weakref__")
}

/// Reads through the instance made nodes for names that only the class has.
fn drop_class_level(solver: &Solver, c: ClassId, o: ObjId, layout: &mut Path) {
    layout.0.retain(|&(name, sure)| {
        sure || solver.attrs.get(&(o, name)).is_some_and(|&n| !solver.items(n).is_empty())
            || solver.find(c, name, None).is_none()
    });
}

fn store_line(solver: &Solver, rank: u64) -> (FuncId, u32) {
    let f = (rank >> 32) as FuncId;
    let lines = &solver.program.functions[f as usize].template.lines;
    (f, lines.get(rank as u32 as usize).copied().unwrap_or_default())
}

fn declared_slots(solver: &Solver, c: ClassId) -> Vec<Symbol> {
    let mut out = vec![];
    for &m in solver.classes[c as usize].mro.iter().rev() {
        if let Some(slots) = &solver.program.classes[m as usize].slots {
            let mut own = slots.clone();
            own.sort_by(|a, b| solver.program.symbols.name(*a).cmp(solver.program.symbols.name(*b)));
            out.extend(own);
        }
    }
    out
}

fn slot(solver: &Solver, o: ObjId, name: Symbol, optional: bool, first_tier: &[u32]) -> Slot {
    let node = solver.attrs.get(&(o, name)).copied();
    let all = node.map_or(&[][..], |n| solver.items(n));
    let first = node.and_then(|n| first_tier.get(n as usize)).map_or(0, |&n| n as usize);
    // What flows from the entry speaks first; the rest only where that is silent.
    let items = if all[..first].iter().any(|&x| !objects::is_unknown(x)) { &all[..first] } else { all };
    let mut types: Vec<String> =
        items.iter().filter(|&&x| !objects::is_unknown(x)).map(|&x| solver.type_name(x)).collect();
    types.sort();
    types.dedup();
    let open = items.iter().any(|&x| objects::is_unknown(x));
    let open_to_callers = open && items.iter().all(|&x| !objects::is_unknown(x) || x == objects::PARAMETER);
    let by_name = solver.by_name.contains(&(o, name));
    let confidence = match (types.is_empty(), open || by_name || first == 0 || solver.has_escaped(o)) {
        (true, _) => Confidence::Unknown,
        (_, true) => Confidence::Likely,
        _ => Confidence::Proved,
    };
    let types = (!types.is_empty()).then_some(types);
    Slot { name, optional, types, open, open_to_callers, stored_at: None, by_name, confidence }
}
