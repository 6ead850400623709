//! Bytecode as text, for dumps.

use pyspec_abi::blob::{Function, PlaceKind, Unit};
use pyspec_abi::intrinsics::Intrinsic;
use pyspec_abi::ops::{Fused, Kind, Op, WIDE};
use std::fmt::Write;

/// Every function of a unit; what is no unit gives one line that says so.
pub fn disassemble(words: &[u32]) -> String {
    let Some(unit) = Unit::new(words) else { return "not a code unit of this version\n".into() };
    let mut out = String::new();
    for i in 0..unit.len() {
        function(&mut out, i, unit.function(i)).expect("writing to a string");
    }
    out
}

fn function(out: &mut String, number: usize, f: Function) -> std::fmt::Result {
    writeln!(out, "function {number} {} places={} flags={}", f.qualname(), f.places(), f.flags())?;
    let names: Vec<String> = (0..f.named_len())
        .map(|i| match f.place(i) {
            (n, PlaceKind::Local) => n.to_string(),
            (n, kind) => format!("{n}:{}", format!("{kind:?}").to_lowercase()),
        })
        .collect();
    writeln!(out, "  named {}", names.join(" "))?;
    let code = f.code();
    let mut pc = 0;
    while pc < code.len() {
        pc += insn(out, &f, code, pc)?;
    }
    for r in f.exceptions() {
        writeln!(out, "  {}..{} raises to {} in {}", r.start, r.end, r.handler, place(&f, r.place as usize))?;
    }
    Ok(())
}

fn place(f: &Function, p: usize) -> String {
    if p < f.named_len() { f.place(p).0.to_string() } else { format!("t{p}") }
}

fn insn(out: &mut String, f: &Function, code: &[u32], pc: usize) -> Result<usize, std::fmt::Error> {
    let w = code[pc];
    let wide = w as u8 == WIDE;
    let (byte, fields) = if wide {
        let v = code[pc + 1];
        ((w >> 8) as u8, [w >> 16, v & 0xffff, v >> 16])
    } else {
        (w as u8, [w >> 8 & 0xff, w >> 16 & 0xff, w >> 24])
    };
    let Some(op) = Op::from_byte(byte) else {
        writeln!(out, "  {pc:5} ?{byte}")?;
        return Ok(1);
    };
    let mut at = pc + 1 + wide as usize;
    let mut operands = vec![];
    for (kind, &v) in op.row().fields.iter().zip(&fields) {
        operands.push(if *kind == Kind::Num { v.to_string() } else { place(f, v as usize) });
    }
    for kind in op.row().exts {
        match kind {
            Kind::Imm => {
                operands.push(crate::text::immediate(code[at] as u64 | (code[at + 1] as u64) << 32));
                at += 1;
            }
            Kind::Jump => operands.push(format!("-> {}", pc as i64 + code[at] as i32 as i64)),
            Kind::Name => operands.push(f.name_at(code[at] as usize).to_string()),
            Kind::Const => operands.push(crate::text::python(&f.constant(code[at] as usize))),
            Kind::Code => operands.push(format!("function {}", code[at])),
            _ if op == Op::INTRINSIC => {
                operands.push(Intrinsic::from_number(code[at]).map_or("?", |i| i.row().name).to_string());
            }
            Kind::Next => continue,
            _ => operands.push(code[at].to_string()),
        }
        at += 1;
    }
    let p = f.position(pc as u32);
    // A plus: one dispatch with what follows.
    let fused = if !wide && Fused::from_byte(byte).is_some() { "+" } else { "" };
    writeln!(out, "  {pc:5} {}{fused} {:40}; {}:{}", op.row().name, operands.join(", "), p.line, p.col)?;
    Ok(at + op.row().cache as usize - pc)
}
