//! A module's functions and classes in the program, before their templates: parents, owners, what is shared.

use super::order::order;
use super::*;
use pyspec_abi::blob::{PlaceKind, flags};
use pyspec_abi::ops::Op;
use pyspec_front::hir::{Function, Module};
use rustc_hash::FxHashSet;

/// What functions share with those around them.
pub(super) struct Scopes {
    /// Cells written by an inner function: their owner reads them from the cell.
    pub shared_cells: FxHashSet<(FuncId, Symbol)>,
    /// Globals written by functions.
    pub shared_globals: FxHashSet<Symbol>,
}

/// Adds the functions and classes, with parents and owners.
pub(super) fn enter(program: &mut Program, module: ModuleId, hir: &Module) -> Scopes {
    let first = program.functions.len() as FuncId;
    for (index, f) in hir.functions.iter().enumerate() {
        let info = function_info(program, module, index as u32, f);
        program.functions.push(info);
    }
    for (index, f) in hir.functions.iter().enumerate() {
        for insn in f.blocks.iter().flat_map(|b| &b.insns) {
            if insn.op == Op::MAKEFUNCTION && insn.x as usize > index {
                program.functions[first as usize + insn.x as usize].parent = Some(first + index as u32);
            }
        }
    }
    for (index, f) in hir.functions.iter().enumerate() {
        let id = first + index as u32;
        let parent = program.functions[id as usize].parent;
        let around = parent.and_then(|p| {
            let p = &program.functions[p as usize];
            p.body_of.or(p.class)
        });
        program.functions[id as usize].class = around;
        if f.flags & flags::CLASS != 0 {
            let name = program.symbols.get(&f.name);
            let info = ClassInfo {
                name,
                qualname: f.qualname.clone(),
                module,
                line: f.first_line,
                body: id,
                names: bound_names(program, f),
                ..ClassInfo::default()
            };
            program.functions[id as usize].body_of = Some(program.classes.len() as ClassId);
            program.classes.push(info);
        }
    }
    count_globals(program, module, hir);
    scopes_of(program, first, hir)
}

fn function_info(program: &mut Program, module: ModuleId, index: u32, f: &Function) -> FunctionInfo {
    let p = f.params;
    let params = (p.positional + p.keyword_only) as usize;
    let place = |at: Option<usize>| at.map_or(NO_VAR, |at| FIRST_PARAM + at as Var);
    FunctionInfo {
        name: program.symbols.get(&f.name),
        qualname: f.qualname.clone(),
        module,
        index,
        line: f.first_line,
        params: f.named.iter().take(params).map(|n| program.symbols.get(&n.name)).collect(),
        has_default: vec![false; params],
        positional: u32::from(p.positional),
        varargs: place(p.varargs_place()),
        varkeywords: place(p.varkeywords_place()),
        flags: f.flags,
        ..FunctionInfo::default()
    }
}

fn bound_names(program: &mut Program, f: &Function) -> Vec<Symbol> {
    let mut names = vec![];
    for insn in f.blocks.iter().flat_map(|b| &b.insns) {
        if insn.op == Op::STORENAME {
            let name = program.symbols.get(&f.names[insn.x as usize]);
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

fn count_globals(program: &mut Program, module: ModuleId, hir: &Module) {
    for (index, f) in hir.functions.iter().enumerate() {
        // What a function binds counts as bound elsewhere; loops matter in the body only.
        let order = (index == 0).then(|| order(f));
        for (b, block) in f.blocks.iter().enumerate() {
            for insn in &block.insns {
                let binds = match insn.op {
                    Op::STORENAME | Op::DELNAME => index == 0,
                    Op::STOREGLOBAL | Op::DELGLOBAL => true,
                    _ => false,
                };
                if binds {
                    let name = program.symbols.get(&f.names[insn.x as usize]);
                    let global = program.modules[module as usize].globals.entry(name).or_default();
                    global.stores += if order.as_ref().is_some_and(|o| o.is_repeated(b)) { 2 } else { 1 };
                    global.elsewhere |= index != 0 || matches!(insn.op, Op::DELNAME | Op::DELGLOBAL);
                }
            }
        }
    }
}

pub(super) fn scopes_of(program: &mut Program, first: FuncId, hir: &Module) -> Scopes {
    let mut scopes = Scopes { shared_cells: FxHashSet::default(), shared_globals: FxHashSet::default() };
    for (index, f) in hir.functions.iter().enumerate() {
        for insn in f.blocks.iter().flat_map(|b| &b.insns) {
            match insn.op {
                Op::STORECELL | Op::DELCELL => {
                    let named = f.named.get(insn.a as usize);
                    if let Some(place) = named.filter(|n| n.kind == PlaceKind::Free) {
                        let name = program.symbols.get(&place.name);
                        let owner = owner_of(program, first, hir, index, &place.name);
                        scopes.shared_cells.insert((owner, name));
                    }
                }
                Op::STOREGLOBAL | Op::DELGLOBAL if index != 0 => {
                    scopes.shared_globals.insert(program.symbols.get(&f.names[insn.x as usize]));
                }
                _ => {}
            }
        }
    }
    scopes
}

/// The function whose cell the free variable `name` of function `index` is.
pub(super) fn owner_of(program: &Program, first: FuncId, hir: &Module, index: usize, name: &str) -> FuncId {
    let mut at = index;
    while let Some(parent) = program.functions[first as usize + at].parent {
        at = (parent - first) as usize;
        let f = &hir.functions[at];
        if f.named.iter().any(|n| n.name == name && n.kind == PlaceKind::Cell) {
            break;
        }
    }
    first + at as u32
}
