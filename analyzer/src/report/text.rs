//! The report as text.
//!
//! ```text
//! class P  main.py:3  proved
//!   map 0 {}
//!   map 1 {x: int}          from 0 +x  main.py:5
//!   map 2 {x: int, y: int}  from 1 +y  main.py:6  final
//!   layout: header 0..8  x i64 8..16  y i64 16..24  size 24
//!   bytes: 24 here, 96 in CPython 3.13 (48 with __slots__)
//! ```

use super::{bytes, json};
use crate::analysis::Analysis;
use crate::shapes::{Path, Shape, Slot};
use crate::solve::objects::CAUSES;
use std::fmt::Write;

/// Most lines about what was given up.
const MOST_GIVEN_UP: usize = 40;

/// The whole report. `library` says whether classes of libraries are in it.
pub fn report(analysis: &Analysis, library: bool, timings: bool) -> String {
    let mut out = String::new();
    let program = &analysis.solver.program;
    let wanted = |s: &&Shape| library || analysis.is_own(program.classes[s.class as usize].module);
    let shapes: Vec<&Shape> = analysis.shapes.iter().filter(wanted).collect();
    for shape in &shapes {
        class(analysis, shape, &mut out);
    }
    totals(analysis, &shapes, &mut out);
    given_up(analysis, library, &mut out);
    if timings {
        let t = analysis.timings;
        let _ = writeln!(
            out,
            "timings: {} lines, front {:.3} s, templates {:.3} s, solve {:.3} s, shapes {:.3} s",
            t.lines, t.front, t.templates, t.solve, t.shapes
        );
    }
    out
}

/// One class: maps, layout, bytes.
pub fn class(analysis: &Analysis, shape: &Shape, out: &mut String) {
    let program = &analysis.solver.program;
    let info = &program.classes[shape.class as usize];
    let file = &program.modules[info.module as usize].path;
    let _ = writeln!(
        out,
        "class {}  {file}:{}  {}",
        analysis.solver.class_name(shape.class),
        info.line,
        json::confidence(shape.confidence)
    );
    for doubt in &shape.doubts {
        let _ = writeln!(out, "  because {doubt}");
    }
    if shape.slots.is_empty() {
        let _ = writeln!(out, "  map 0 {{}}  final\n  bytes: {} here\n", shape.bytes());
        return;
    }
    maps(analysis, shape, out);
    layout(analysis, shape, out);
    let n = shape.slots.len() as u64;
    let (plain, slots) = (bytes::cpython_plain(n), bytes::cpython_slots(n));
    let cpython = if shape.has_slots {
        format!("{slots} in CPython 3.13 (it has __slots__)")
    } else {
        format!("{plain} in CPython 3.13 ({slots} with __slots__)")
    };
    let _ = writeln!(out, "  bytes: {} here, {cpython}\n", shape.bytes());
}

/// The tree of maps: the constructor's paths, then growth.
fn maps(analysis: &Analysis, shape: &Shape, out: &mut String) {
    let symbols = &analysis.solver.program.symbols;
    let slot = |name: u32| shape.slots.iter().find(|s| s.name == name);
    let show = |names: &[u32]| {
        let parts: Vec<String> = names
            .iter()
            .map(|&n| {
                let types = slot(n).map_or("?".into(), types);
                format!("{}: {types}", symbols.name(n))
            })
            .collect();
        format!("{{{}}}", parts.join(", "))
    };
    let mut known: Vec<Vec<u32>> = vec![vec![]];
    let _ = writeln!(out, "  map 0 {{}}");
    let mut finals = vec![];
    for Path(path) in &shape.paths {
        let mut at = 0;
        let mut names: Vec<u32> = vec![];
        for &(name, _) in path.iter().filter(|x| slot(x.0).is_some()) {
            names.push(name);
            let next = known.iter().position(|k| *k == names);
            let number = next.unwrap_or(known.len());
            if next.is_none() {
                known.push(names.clone());
                let place = slot(name).and_then(|s| s.stored_at).map(|at| location(analysis, at));
                let place = place.map_or(String::new(), |p| format!("  {p}"));
                let _ = writeln!(out, "  map {number} {}  from {at} +{}{place}", show(&names), symbols.name(name));
            }
            at = number;
        }
        if !finals.contains(&at) {
            finals.push(at);
        }
    }
    let finals: Vec<String> = finals.iter().map(usize::to_string).collect();
    let _ = writeln!(out, "  constructed as: map {}", finals.join(", map "));
    let in_paths = |s: &&Slot| shape.paths.iter().any(|p| p.0.iter().any(|x| x.0 == s.name));
    for s in shape.slots.iter().filter(|s| !in_paths(s)) {
        let place = s.stored_at.map_or(String::new(), |at| format!("  {}", location(analysis, at)));
        let _ = writeln!(out, "  grows +{}: {}{place}", symbols.name(s.name), types(s));
    }
}

fn location(analysis: &Analysis, at: (u32, u32)) -> String {
    let program = &analysis.solver.program;
    let info = &program.functions[at.0 as usize];
    format!("{} ({}:{})", info.qualname, program.modules[info.module as usize].path, at.1)
}

fn types(slot: &Slot) -> String {
    let mut out = match &slot.types {
        None => return "?".into(),
        Some(types) => types.join(" | "),
    };
    if slot.open {
        out.push_str(" | ?");
    }
    out
}

fn layout(analysis: &Analysis, shape: &Shape, out: &mut String) {
    let symbols = &analysis.solver.program.symbols;
    let _ = write!(out, "  layout: header 0..8");
    for (i, slot) in shape.slots.iter().enumerate() {
        let at = 8 + 8 * i;
        let optional = if slot.optional { "?" } else { "" };
        let representation = json::representation(slot.representation());
        let _ = write!(out, "  {}{optional} {representation} {at}..{}", symbols.name(slot.name), at + 8);
    }
    let _ = writeln!(out, "  size {}", shape.bytes());
}

fn totals(analysis: &Analysis, shapes: &[&Shape], out: &mut String) {
    let made: Vec<&&Shape> = shapes.iter().filter(|s| s.is_instantiated).collect();
    let slots: usize = made.iter().map(|s| s.slots.len()).sum();
    let known = made.iter().flat_map(|s| &s.slots).filter(|s| s.types.is_some() && !s.open).count();
    let ours: u64 = made.iter().map(|s| s.bytes()).sum();
    let cpython: u64 = made
        .iter()
        .map(|s| {
            let n = s.slots.len() as u64;
            if s.has_slots { bytes::cpython_slots(n) } else { bytes::cpython_plain(n) }
        })
        .sum();
    let modules = analysis.solver.program.modules.iter().filter(|m| !m.is_native).count();
    let _ = writeln!(
        out,
        "{} classes, {} with instances; {slots} slots, {known} with known types; \
         one instance of each: {ours} bytes here, {cpython} in CPython 3.13; {modules} modules read",
        shapes.len(),
        made.len()
    );
}

fn given_up(analysis: &Analysis, library: bool, out: &mut String) {
    for e in analysis.errors() {
        let _ = writeln!(out, "error: {}:{}: {}", e.path, e.line, e.message);
    }
    let all = analysis.given_up();
    let own: Vec<_> = all.iter().filter(|g| library || analysis.is_own(g.module)).collect();
    if own.is_empty() {
        return;
    }
    let _ = writeln!(out, "given up:");
    for g in own.iter().take(MOST_GIVEN_UP) {
        let path = &analysis.solver.program.modules[g.module as usize].path;
        let _ = writeln!(out, "  {path}:{}: {}: {}", g.line, CAUSES[g.cause as usize], g.what);
    }
    if own.len() > MOST_GIVEN_UP {
        let _ = writeln!(out, "  and {} more", own.len() - MOST_GIVEN_UP);
    }
}
