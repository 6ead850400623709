//! The report as JSON: what scores read, and the rest of what the text says.

use super::bytes;
use crate::analysis::Analysis;
use crate::shapes::Shape;
use crate::solve::objects::CAUSES;
use pyspec_abi::shape::{Confidence, Representation};
use serde_json::{Value, json};

/// The whole report. `library` says whether classes of libraries are in it.
pub fn report(analysis: &Analysis, library: bool, timings: bool) -> Value {
    let program = &analysis.solver.program;
    let wanted = |s: &&Shape| library || analysis.is_own(program.classes[s.class as usize].module);
    let classes: Vec<Value> = analysis.shapes.iter().filter(wanted).map(|s| class(analysis, s)).collect();
    let path = |module: u32| program.modules[module as usize].path.clone();
    let given_up: Vec<Value> = analysis
        .given_up()
        .iter()
        .filter(|g| library || analysis.is_own(g.module))
        .map(|g| json!({"file": path(g.module), "line": g.line, "cause": CAUSES[g.cause as usize], "what": g.what}))
        .collect();
    let errors: Vec<Value> =
        analysis.errors().iter().map(|e| json!({"file": e.path, "line": e.line, "message": e.message})).collect();
    let mut out = json!({"version": 1, "classes": classes, "given_up": given_up, "errors": errors});
    if timings {
        let t = analysis.timings;
        out["timings"] = json!({
            "front": t.front, "templates": t.templates, "solve": t.solve, "shapes": t.shapes, "lines": t.lines,
        });
    }
    out
}

fn class(analysis: &Analysis, shape: &Shape) -> Value {
    let program = &analysis.solver.program;
    let info = &program.classes[shape.class as usize];
    let name = |s: u32| program.symbols.name(s);
    let slots: Vec<Value> = shape
        .slots
        .iter()
        .map(|s| {
            json!({
                "name": name(s.name), "types": s.types, "open": s.open, "optional": s.optional, "bytes": 8,
                "representation": representation(s.representation()), "confidence": confidence(s.confidence),
                "line": s.stored_at.map(|at| at.1),
            })
        })
        .collect();
    let paths: Vec<Vec<&str>> = shape.paths.iter().map(|p| p.0.iter().map(|x| name(x.0)).collect()).collect();
    let n = shape.slots.len() as u64;
    json!({
        "class": analysis.solver.class_name(shape.class),
        "file": program.modules[info.module as usize].path,
        "line": info.line,
        "instantiated": shape.is_instantiated,
        "confidence": confidence(shape.confidence),
        "doubts": shape.doubts,
        "slots": slots,
        "paths": paths,
        "has_slots": shape.has_slots,
        "instance_bytes": shape.bytes(),
        "cpython_bytes": {"plain": bytes::cpython_plain(n), "slots": bytes::cpython_slots(n)},
    })
}

/// The word for a confidence.
pub fn confidence(c: Confidence) -> &'static str {
    match c {
        Confidence::Unknown => "unknown",
        Confidence::Likely => "likely",
        Confidence::Proved => "proved",
    }
}

/// The word for a representation.
pub fn representation(r: Representation) -> &'static str {
    match r {
        Representation::Value => "value",
        Representation::Int => "i64",
        Representation::Float => "f64",
        Representation::Bool => "bool",
    }
}
