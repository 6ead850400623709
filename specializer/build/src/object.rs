//! `--emit obj`: the compiled functions as a relocatable object, for disassemblers, profilers and other linkers.
//!
//! ```text
//! .text          module.qualname, module.qualname.fast, …   every way into every function
//! .data          unit.module                                the module's unit, with its inline caches
//!                cell.PURPOSE.…                             the cells that code reads
//! .rodata        exits.NAME                                 rows and records of the exits and calls of one way in
//! undefined      pyspec_HELPER, pyspec_exit                 the runtime's
//! ```
//! What an executable has beside this is found by its image's tables: which instruction enters where, and plans.

use crate::image::{ModuleUnit, exit_table};
use pyspec_abi::helpers::ROWS;
use pyspec_emit::mir::Symbol;
use pyspec_emit::object_file::{DataKind, ObjectFile};
use pyspec_emit::{CompiledCode, RelocKind, Relocation, Target};
use pyspec_specializer::build::Entry;
use pyspec_specializer::program::{FunctionId, Program, SymbolTarget};
use std::collections::{HashMap, HashSet};

/// The object's bytes. `units` are the program's modules in its order.
pub fn object(program: &Program, units: &[ModuleUnit]) -> Vec<u8> {
    let mut out = ObjectFile::new(Target::X86_64);
    let name_of = |symbol: Symbol| name(program, &program.symbols[symbol.index()]);
    for (name, unit) in program.modules.iter().zip(units) {
        let bytes: Vec<u8> = unit.words.iter().flat_map(|w| w.to_le_bytes()).collect();
        out.add_data(&format!("unit.{name}"), DataKind::Writable, &bytes, &[], &name_of);
    }
    let names = function_names(program);
    for f in &program.functions {
        for entry in &f.entries {
            let name = entry.symbol(&names[&f.id]);
            out.add_function(&name, &within_units(program, &entry.code), &name_of);
            let mut exits = vec![];
            exit_table(entry, &mut exits);
            out.add_data(&format!("exits.{name}"), DataKind::ReadOnly, &exits, &[], &name_of);
        }
    }
    for target in &program.symbols {
        let bytes = vec![0; 8 * target.cell_words()];
        match target {
            SymbolTarget::Fast(f) => {
                let fast = Symbol(program.symbols.len() as u32);
                let at = [Relocation { offset: 0, kind: RelocKind::Abs64, symbol: fast, addend: 0 }];
                out.add_data(&name(program, target), DataKind::Writable, &bytes, &at, &|_| {
                    fast_name(program, &names, *f)
                });
            }
            _ if bytes.is_empty() => {}
            _ => out.add_data(&name(program, target), DataKind::Writable, &bytes, &[], &name_of),
        }
    }
    out.finish()
}

/// Code whose words of units are named by their unit and an offset.
fn within_units(program: &Program, code: &CompiledCode) -> CompiledCode {
    let mut code = code.clone();
    for r in &mut code.relocations {
        if let SymbolTarget::UnitWord { word, .. } = program.symbols[r.symbol.index()] {
            r.addend += 4 * i64::from(word);
        }
    }
    code
}

/// A module may define a name twice: the later functions get their number behind it.
fn function_names(program: &Program) -> HashMap<FunctionId, String> {
    let mut seen = HashSet::new();
    let mut names = HashMap::new();
    for f in &program.functions {
        let is_new = seen.insert(&f.name);
        names.insert(f.id, if is_new { f.name.clone() } else { format!("{}.{}", f.name, f.id.function) });
    }
    names
}

fn fast_name(program: &Program, names: &HashMap<FunctionId, String>, id: FunctionId) -> String {
    let function = program.functions.iter().find(|f| f.id == id).expect("what has a fast entry is compiled");
    let entry = function.entries.iter().find(|e| e.kind == Entry::Fast && !e.generic).expect("a fast entry");
    entry.symbol(&names[&id])
}

fn name(program: &Program, target: &SymbolTarget) -> String {
    let function = |id: &FunctionId| format!("{}.{}", program.modules[id.module as usize], id.function);
    match target {
        SymbolTarget::Helper(helper) => format!("pyspec_{}", ROWS[*helper as usize].name),
        SymbolTarget::NativeRow(b) => format!("pyspec_native_{}", b.name()),
        SymbolTarget::ExitThunk => "pyspec_exit".into(),
        SymbolTarget::UnitWord { module, .. } => format!("unit.{}", program.modules[*module as usize]),
        SymbolTarget::Site { function: f, pc } => format!("cell.site.{}.{pc}", function(f)),
        SymbolTarget::Fast(f) => format!("cell.fast.{}", function(f)),
        SymbolTarget::CodeObject(f) => format!("cell.code.{}", function(f)),
        SymbolTarget::Dead(n) => format!("cell.dead.{n}"),
        SymbolTarget::ClassObject(n) => format!("cell.class.{n}"),
        SymbolTarget::Forced(n) => format!("cell.forced.{n}"),
        SymbolTarget::Constant { function: f, index } => format!("cell.constant.{}.{index}", function(f)),
    }
}
