//! `dump --stage=types` and `--stage=shapes`: what filetests compare.

use super::text;
use crate::analysis::Analysis;
use crate::template::{FIRST_PARAM, FuncId, NO_VAR, RESULT};
use pyspec_abi::blob::flags;
use std::fmt::Write;

/// Types of arguments, results, and what each line's calls go to, per function of the program.
pub fn types(analysis: &Analysis, only: Option<&str>) -> String {
    let mut out = String::new();
    let program = &analysis.solver.program;
    for (f, info) in program.functions.iter().enumerate() {
        let f = f as FuncId;
        if !analysis.is_own(info.module) || only.is_some_and(|name| name != info.qualname) {
            continue;
        }
        if info.flags & flags::MODULE != 0 {
            let mut names: Vec<&str> =
                program.modules[info.module as usize].globals.keys().map(|&s| program.symbols.name(s)).collect();
            names.sort_unstable();
            let _ = writeln!(out, "module {}", program.modules[info.module as usize].name);
            for name in names {
                if let Some(fact) = analysis.global(info.module, name) {
                    let once = if fact.bound_once { "" } else { " (rebound)" };
                    let _ = writeln!(out, "  {name}: {}{once}", analysis.show(&fact.summary));
                }
            }
            continue;
        }
        if info.flags & flags::CLASS != 0 {
            continue;
        }
        let reached = if analysis.is_reached(f) { "" } else { "  never called" };
        let _ = writeln!(out, "def {}{reached}", info.qualname);
        for (i, &name) in info.params.iter().enumerate() {
            let summary = analysis.argument_type(f, i as u32);
            let _ = writeln!(out, "  {}: {}", program.symbols.name(name), analysis.show(&summary));
        }
        for (v, stars) in [(info.varargs, "*"), (info.varkeywords, "**")] {
            if v != NO_VAR {
                let summary = analysis.argument_type(f, v - FIRST_PARAM);
                let _ = writeln!(out, "  {stars}: {}", analysis.show(&summary));
            }
        }
        let _ = RESULT;
        let _ = writeln!(out, "  -> {}", analysis.show(&analysis.return_type(f)));
    }
    out
}

/// Classes of the program with maps and layouts.
pub fn shapes(analysis: &Analysis, only: Option<&str>) -> String {
    let mut out = String::new();
    let program = &analysis.solver.program;
    for shape in &analysis.shapes {
        let info = &program.classes[shape.class as usize];
        if analysis.is_own(info.module) && only.is_none_or(|name| name == info.qualname) {
            text::class(analysis, shape, &mut out);
        }
    }
    out
}
