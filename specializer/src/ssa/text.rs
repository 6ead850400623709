//! The text form of SSA; `parse` reads it back.

use super::field::Field;
use super::{Edge, Exit, Func, Inst, Kind, REASONS, Term, Val};
use std::fmt::Write;

/// Prints a function; two runs print the same.
pub fn print(func: &Func) -> String {
    let mut out = String::new();
    let (id, params, result) = (func.id.text(), typed(func, &func.params), func.result.text());
    line(&mut out, &format!("func {id} {}({params}) -> {result} places {}", func.name, func.places));
    for (i, x) in func.exits.iter().enumerate() {
        line(&mut out, &format!("exit x{i} {}", exit(x)));
    }
    for (i, block) in func.blocks.iter().enumerate() {
        let cold = if block.cold { " cold" } else { "" };
        line(&mut out, &format!("b{i}({}){cold}:", typed(func, &block.params)));
        for inst in &block.insts {
            line(&mut out, &format!("  {}", instruction(func, inst)));
        }
        line(&mut out, &format!("  {}", terminator(&block.term)));
    }
    out
}

fn line(out: &mut String, text: &str) {
    writeln!(out, "{text}").expect("a string takes everything");
}

fn typed(func: &Func, values: &[Val]) -> String {
    let values: Vec<String> = values.iter().map(|v| format!("{v}: {}", func.rep(*v).text())).collect();
    values.join(", ")
}

/// An exit: reason, frames from the outermost, the place that awaits a value.
pub fn exit(x: &Exit) -> String {
    let frames: Vec<String> = x
        .frames
        .iter()
        .map(|f| {
            let places: Vec<String> = f.places.iter().map(|(p, v)| format!("{p} = {v}")).collect();
            format!("{}@{} [{}]", f.function.text(), f.at, places.join(", "))
        })
        .collect();
    let awaits = x.awaits.map(|p| format!(" awaits {p}")).unwrap_or_default();
    format!("{} {}{awaits}", REASONS[x.reason as usize], frames.join(" > "))
}

/// An instruction. What bits mean stands in a comment.
pub fn instruction(func: &Func, inst: &Inst) -> String {
    let mut text = inst.result.map_or(String::new(), |v| format!("{v}: {} = ", func.rep(v).text()));
    inst.kind.print(&mut text);
    match &inst.kind {
        Kind::Tagged(bits) => text += &format!(" ; {:?}", pyspec_abi::Value::from_bits(*bits as usize)),
        Kind::Float(bits) => text += &format!(" ; {:?}", f64::from_bits(*bits)),
        _ => {}
    }
    text
}

fn edge(e: &Edge) -> String {
    let args: Vec<String> = e.args.iter().map(|a| a.to_string()).collect();
    format!("{}({})", e.block, args.join(", "))
}

/// The end of a block.
pub fn terminator(term: &Term) -> String {
    match term {
        Term::Open => "open".into(),
        Term::Jump(e) => format!("jump {}", edge(e)),
        Term::Branch { test, yes, no } => format!("branch {test} then {} else {}", edge(yes), edge(no)),
        Term::Return(v) => format!("return {v}"),
        Term::Yield(v) => format!("yield {v}"),
        Term::Delegate => "delegate".into(),
        Term::Exit(x) => format!("leave {x}"),
    }
}
