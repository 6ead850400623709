//! The text form of SSA.

use super::{Edge, Func, Inst, Kind, REASONS, Term};
use crate::types::Rep;
use std::fmt::Write;

/// Prints a function; two runs print the same.
pub fn print(func: &Func) -> String {
    let mut out = String::new();
    let params: Vec<String> = func.params.iter().map(|v| format!("{v}: {}", rep(func.rep(*v)))).collect();
    line(&mut out, &format!("func {}({}) -> {}", func.name, params.join(", "), rep(func.result)));
    for (i, x) in func.exits.iter().enumerate() {
        let frames: Vec<String> = x
            .frames
            .iter()
            .map(|f| {
                let places: Vec<String> = f.places.iter().map(|(p, v)| format!("{p} = {v}")).collect();
                format!("{}.{}@{} [{}]", f.function.module, f.function.function, f.at, places.join(", "))
            })
            .collect();
        let awaits = x.awaits.map(|p| format!(" awaits {p}")).unwrap_or_default();
        line(&mut out, &format!("exit x{i} {} {}{awaits}", REASONS[x.reason as usize], frames.join(" > ")));
    }
    for (i, block) in func.blocks.iter().enumerate() {
        let params: Vec<String> = block.params.iter().map(|v| format!("{v}: {}", rep(func.rep(*v)))).collect();
        line(&mut out, &format!("b{i}({}):", params.join(", ")));
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

fn rep(rep: Rep) -> &'static str {
    match rep {
        Rep::Tagged => "tagged",
        Rep::Int => "int",
        Rep::Float => "float",
        Rep::Bool => "bool",
    }
}

fn instruction(func: &Func, inst: &Inst) -> String {
    let text = match &inst.kind {
        Kind::Tagged(bits) => format!("tagged {:?}", pyspec_abi::Value::from_bits(*bits as usize)),
        Kind::Float(bits) => format!("float {:?}", f64::from_bits(*bits)),
        Kind::Help { helper, args, exit } => {
            let args: Vec<String> = args.iter().map(|a| a.to_string()).collect();
            let exit = exit.map(|x| format!(" else {x}")).unwrap_or_default();
            format!("{} {}{exit}", helper.row().name, args.join(", "))
        }
        kind => format!("{kind:?}"),
    };
    match inst.result {
        Some(v) => format!("{v}: {} = {text}", rep(func.rep(v))),
        None => text,
    }
}

fn edge(e: &Edge) -> String {
    let args: Vec<String> = e.args.iter().map(|a| a.to_string()).collect();
    format!("{}({})", e.block, args.join(", "))
}

fn terminator(term: &Term) -> String {
    match term {
        Term::Open => "open".into(),
        Term::Jump(e) => format!("jump {}", edge(e)),
        Term::Branch { test, yes, no } => format!("branch {test} then {} else {}", edge(yes), edge(no)),
        Term::Return(v) => format!("return {v}"),
        Term::Exit(x) => format!("leave {x}"),
    }
}
