//! From a module's HIR to templates.
//!
//! Blocks are taken in reverse postorder (loops test at the bottom, so a head may stand after its
//! body). A block's environment is the merge of those that flow into it;
//! where they disagree on a live slot a new variable gathers them. A loop's head gets
//! new variables for every live slot that the loop assigns, and each backward edge copies into
//! them. A handler merges the environment at the entry of each block it guards and every
//! definition in it.

use super::enter::{Scopes, enter, owner_of, scopes_of};
use super::environment::Environment;
use super::instruction::{Known, Mapping, Sequence};
use super::liveness::Liveness;
use super::order::{Order, order};
use super::variables::{Part, VariableMap};
use super::*;
use pyspec_abi::blob::{PlaceKind, flags};
use pyspec_abi::ops::Op;
use pyspec_front::hir::{Function, Insn, Module, Place};

/// Enters a module's functions and classes into the program and makes their templates.
/// With `keep`, the maps from places to variables are returned too.
pub fn build_module(program: &mut Program, module: ModuleId, hir: &Module, keep: bool) -> Vec<VariableMap> {
    let first = program.functions.len() as FuncId;
    let scopes = enter(program, module, hir);
    program.modules[module as usize].body = first;
    program.modules[module as usize].functions = (first, hir.functions.len() as u32);
    let mut maps = vec![];
    for index in 0..hir.functions.len() {
        let (template, map) = Builder::new(program, hir, first, index, &scopes, keep).run();
        program.functions[first as usize + index].template = Arc::new(template);
        maps.extend(map);
    }
    maps
}

/// The places' variables of one function, made again.
pub fn map_variables(program: &mut Program, hir: &Module, module: ModuleId, index: u32) -> VariableMap {
    let first = program.modules[module as usize].functions.0;
    let scopes = scopes_of(program, first, hir);
    let (_, map) = Builder::new(program, hir, first, index as usize, &scopes, true).run();
    map.unwrap_or_default()
}

/// Renames one function.
pub(super) struct Builder<'a> {
    pub program: &'a mut Program,
    pub hir: &'a Module,
    pub f: &'a Function,
    pub first: FuncId,
    pub id: FuncId,
    pub scopes: &'a Scopes,
    pub out: Template,
    pub env: Environment,
    /// What is known of each variable.
    pub known: Vec<Known>,
    pub sequences: Vec<Sequence>,
    pub mappings: Vec<Mapping>,
    pub constants: FxHashMap<u64, Var>,
    pub line: u32,
    /// The block that is being translated.
    pub at: usize,
    /// Symbols of the function's names.
    symbols: Vec<Symbol>,
    /// Slot of each own cell's content, by place.
    cells: FxHashMap<Place, u32>,
    /// Slot of each name of a class or module body.
    names: FxHashMap<Symbol, u32>,
    slots: usize,
    /// (slot, variable) definitions since the block's start, for its handler.
    defined: Vec<(u32, Var)>,
    live: Liveness,
    order: Order,
    incoming: Vec<Vec<Environment>>,
    handler_definitions: Vec<Vec<(u32, Var)>>,
    /// (slot, variable) of each loop head.
    heads: Vec<Vec<(u32, Var)>>,
    map: Option<VariableMap>,
}

impl<'a> Builder<'a> {
    fn new(
        program: &'a mut Program,
        hir: &'a Module,
        first: FuncId,
        index: usize,
        scopes: &'a Scopes,
        keep: bool,
    ) -> Builder<'a> {
        let f = &hir.functions[index];
        let mut slots = f.places as usize;
        let mut cells = FxHashMap::default();
        for (place, named) in f.named.iter().enumerate() {
            if named.kind == PlaceKind::Cell {
                cells.insert(place as Place, slots as u32);
                slots += 1;
            }
        }
        let symbols: Vec<Symbol> = f.names.iter().map(|n| program.symbols.get(n)).collect();
        let mut names = FxHashMap::default();
        if f.flags & (flags::CLASS | flags::MODULE) != 0 {
            for insn in f.blocks.iter().flat_map(|b| &b.insns) {
                if matches!(insn.op, Op::STORENAME | Op::STOREGLOBAL | Op::DELNAME) {
                    let name = symbols[insn.x as usize];
                    names.entry(name).or_insert_with(|| {
                        slots += 1;
                        slots as u32 - 1
                    });
                }
            }
        }
        let blocks = f.blocks.len();
        Builder {
            program,
            hir,
            f,
            first,
            id: first + index as u32,
            scopes,
            out: Template::default(),
            env: Environment::new(slots),
            known: vec![],
            sequences: vec![],
            mappings: vec![],
            constants: FxHashMap::default(),
            line: f.first_line,
            at: 0,
            symbols,
            cells,
            names,
            slots,
            defined: vec![],
            live: Liveness::of(f),
            order: order(f),
            incoming: vec![vec![]; blocks],
            handler_definitions: vec![vec![]; blocks],
            heads: vec![vec![]; blocks],
            map: keep.then(|| VariableMap {
                places: f.places,
                parts: vec![Part::default(); f.blocks.iter().map(|b| b.insns.len()).sum()],
                rows: vec![],
                entries: vec![NO_VAR; blocks * f.places as usize],
            }),
        }
    }

    fn run(mut self) -> (Template, Option<VariableMap>) {
        let params = self.f.params.places() as Var;
        for _ in 0..FIRST_PARAM + params.max(1) {
            self.var();
        }
        let mut entry = Environment::new(self.slots);
        let has_namespace = self.f.flags & (flags::CLASS | flags::MODULE) != 0;
        for p in 0..params.max(u32::from(has_namespace)) {
            entry.slots[p as usize] = FIRST_PARAM + p;
        }
        if !self.incoming.is_empty() {
            self.incoming[0].push(entry);
        }
        let nothing = FlowBlock { events: [0, 0], successors: [NO_BLOCK; 2], handler: NO_BLOCK, end: End::Raise };
        self.out.blocks = vec![nothing; self.f.blocks.len()];
        let mut numbers = vec![0];
        for block in &self.f.blocks {
            numbers.push(numbers.last().copied().unwrap_or(0) + block.insns.len());
        }
        for b in std::mem::take(&mut self.order.blocks) {
            self.block(b as usize, numbers[b as usize]);
        }
        self.out.variables = self.known.len() as u32;
        (self.out, self.map)
    }

    /// Translates block `b`, whose first instruction is number `n` of the function.
    fn block(&mut self, b: usize, n: usize) {
        let f = self.f;
        let block = &f.blocks[b];
        let envs = std::mem::take(&mut self.incoming[b]);
        if envs.is_empty() {
            return;
        }
        self.env = self.merge(b, envs);
        if self.order.ends[b] != 0 {
            self.open_loop(b);
        }
        if let Some(map) = &mut self.map {
            let places = f.places as usize;
            map.entries[b * places..(b + 1) * places].copy_from_slice(&self.env.slots[..places]);
        }
        self.defined.clear();
        if let Some((handler, place)) = block.handler {
            let env = self.env.clone();
            self.flow_to_handler(b, handler.0 as usize, place, env);
        }
        let first = self.out.events.len() as u32;
        let mut end = End::Go;
        for (i, insn) in block.insns.iter().enumerate() {
            self.record(n + i, insn, |s| end = s.instruction(b, insn).unwrap_or(end));
        }
        if let Some((handler, _)) = block.handler {
            let mut defined = std::mem::take(&mut self.defined);
            self.handler_definitions[handler.0 as usize].append(&mut defined);
        }
        let mut successors = [NO_BLOCK; 2];
        if let Some(last) = block.insns.last() {
            for (i, s) in last.successors().enumerate() {
                successors[i] = s.0;
            }
        }
        let handler = block.handler.map_or(NO_BLOCK, |h| h.0.0);
        self.out.blocks[b] = FlowBlock { events: [first, self.out.events.len() as u32], successors, handler, end };
    }

    /// Translates instruction `n` and notes its variables, if they are kept.
    fn record(&mut self, n: usize, insn: &Insn, translate: impl FnOnce(&mut Self)) {
        let constraints = self.out.constraints.len() as u32;
        let mut rows = vec![];
        if self.map.is_some() {
            super::uses(insn, |p| rows.push((p, self.env.slots.get(p as usize).copied().unwrap_or(NO_VAR))));
        }
        translate(self);
        if let Some(map) = &mut self.map {
            let env = &self.env;
            super::definitions(insn, |p| rows.push((p, env.slots.get(p as usize).copied().unwrap_or(NO_VAR))));
            let first = map.rows.len() as u32;
            map.rows.append(&mut rows);
            map.parts[n] = Part {
                rows: [first, map.rows.len() as u32],
                constraints: [constraints, self.out.constraints.len() as u32],
            };
        }
    }

    /// Whether a slot is read after the entry of block `b`.
    pub fn is_live(&self, b: usize, slot: usize) -> bool {
        slot >= self.f.places as usize || self.live.at(b, slot as Place)
    }

    fn merge(&mut self, b: usize, mut envs: Vec<Environment>) -> Environment {
        let extra = std::mem::take(&mut self.handler_definitions[b]);
        if envs.len() == 1 && extra.is_empty() {
            return envs.remove(0);
        }
        let mut out = Environment::new(self.slots);
        let mut sources: Vec<Var> = vec![];
        for slot in 0..self.slots {
            if !self.is_live(b, slot) {
                continue;
            }
            sources.clear();
            sources.extend(envs.iter().map(|e| e.slots[slot]).filter(|&v| v != NO_VAR));
            if !extra.is_empty() {
                sources.extend(extra.iter().filter(|d| d.0 as usize == slot).map(|d| d.1));
            }
            sources.sort_unstable();
            sources.dedup();
            out.slots[slot] = match sources[..] {
                [] => NO_VAR,
                [only] => only,
                _ => self.gather(&sources),
            };
        }
        out
    }

    fn gather(&mut self, sources: &[Var]) -> Var {
        let to = self.var();
        for &from in sources {
            self.copy(from, to);
        }
        to
    }

    /// A new variable for every live slot that the blocks of the loop assign.
    fn open_loop(&mut self, b: usize) {
        self.env.forget_paths();
        let f = self.f;
        let mut assigned = vec![];
        let span = self.order.ranks[b]..self.order.ends[b];
        for (i, block) in f.blocks.iter().enumerate() {
            if !span.contains(&self.order.ranks[i]) {
                continue;
            }
            for insn in &block.insns {
                super::definitions(insn, |p| assigned.push(u32::from(p)));
                match insn.op {
                    Op::STORENAME | Op::STOREGLOBAL | Op::DELNAME => assigned.extend(self.name_slot(insn)),
                    Op::NEWCELL | Op::STORECELL => assigned.extend(self.cells.get(&insn.a).copied()),
                    _ => {}
                }
            }
            assigned.extend(block.handler.map(|h| u32::from(h.1)));
        }
        assigned.sort_unstable();
        assigned.dedup();
        for slot in assigned {
            if (slot as usize) < self.slots && self.is_live(b, slot as usize) {
                let to = self.var();
                let from = self.env.slots[slot as usize];
                if from != NO_VAR {
                    self.copy(from, to);
                }
                self.env.slots[slot as usize] = to;
                self.heads[b].push((slot, to));
            }
        }
    }

    /// Control goes from block `from` to block `to` with `env`.
    pub fn flow(&mut self, from: usize, to: usize, env: Environment) {
        if self.order.ranks[to] > self.order.ranks[from] {
            self.incoming[to].push(env);
            return;
        }
        for (slot, head) in self.heads[to].clone() {
            let v = env.slots[slot as usize];
            if v != head && v != NO_VAR {
                self.copy(v, head);
            }
        }
    }

    fn flow_to_handler(&mut self, from: usize, handler: usize, place: Place, mut env: Environment) {
        env.forget_paths();
        env.slots[place as usize] = self.var();
        self.flow(from, handler, env);
    }

    /// A new variable.
    pub fn var(&mut self) -> Var {
        self.known.push(Known::Nothing);
        self.known.len() as Var - 1
    }

    /// Adds a constraint.
    pub fn push(&mut self, constraint: Constraint) {
        self.out.constraints.push(constraint);
        self.out.lines.push(self.line);
    }

    /// `to` may hold what `from` holds, on some path the same object.
    pub fn copy(&mut self, from: Var, to: Var) {
        self.push(Constraint::Copy { from, to });
        self.out.aliases.push((to, from));
    }

    /// The variable in a place; an unset place gives an empty one.
    pub fn get(&mut self, place: Place) -> Var {
        match self.env.slots[place as usize] {
            NO_VAR => self.var(),
            v => v,
        }
    }

    /// Writes a slot.
    pub fn set(&mut self, slot: usize, v: Var) {
        self.env.slots[slot] = v;
        self.defined.push((slot as u32, v));
    }

    /// Writes a place with a new variable.
    pub fn define(&mut self, place: Place) -> Var {
        let v = self.var();
        self.set(place as usize, v);
        v
    }

    /// Slot of the content of an own cell that no inner function writes.
    pub fn cell_slot(&mut self, place: Place) -> Option<u32> {
        let slot = self.cells.get(&place).copied()?;
        let name = self.program.symbols.get(&self.f.named[place as usize].name);
        (!self.scopes.shared_cells.contains(&(self.id, name))).then_some(slot)
    }

    /// The owner and name of the cell in a place.
    pub fn cell(&mut self, place: Place) -> Option<(FuncId, Symbol)> {
        let named = self.f.named.get(place as usize)?;
        let name = self.program.symbols.get(&named.name);
        let owner = match named.kind {
            PlaceKind::Free => {
                owner_of(self.program, self.first, self.hir, (self.id - self.first) as usize, &named.name)
            }
            _ => self.id,
        };
        Some((owner, name))
    }

    /// The name operand of an instruction.
    pub fn name(&self, insn: &Insn) -> Symbol {
        self.symbols[insn.x as usize]
    }

    /// Slot of the name operand in a class or module body.
    pub fn name_slot(&self, insn: &Insn) -> Option<u32> {
        let name = self.name(insn);
        let slot = self.names.get(&name).copied()?;
        let is_module = self.f.flags & flags::MODULE != 0;
        (!(is_module && self.scopes.shared_globals.contains(&name))).then_some(slot)
    }
}
