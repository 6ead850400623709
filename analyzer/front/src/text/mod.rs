//! HIR as text, and back.

mod parse;

pub use parse::parse;

use crate::hir::{Function, Insn, Module, Place};
use pyspec_abi::blob::{Const, PlaceKind};
use pyspec_abi::intrinsics::Intrinsic;
use pyspec_abi::ops::{Kind, Op};
use pyspec_abi::value::{IMMEDIATES, Value};
use std::fmt::{Result, Write};

/// A constant as Python writes it.
pub fn python(c: &Const) -> String {
    let list = |items: &[Const]| items.iter().map(python).collect::<Vec<_>>().join(", ");
    match c {
        Const::None => "None".into(),
        Const::Ellipsis => "Ellipsis".into(),
        Const::Bool(b) => if *b { "True" } else { "False" }.into(),
        Const::Int(i) => i.to_string(),
        Const::BigInt(s) => s.clone(),
        Const::Float(f) => float(f64::from_bits(*f)),
        Const::Complex(re, im) => format!("complex({}, {})", float(f64::from_bits(*re)), float(f64::from_bits(*im))),
        Const::Str(s) => quoted(s, ""),
        Const::Bytes(s) => quoted(s, "b"),
        Const::Tuple(items) if items.len() == 1 => format!("({},)", list(items)),
        Const::Tuple(items) => format!("({})", list(items)),
        Const::FrozenSet(items) => format!("frozenset({{{}}})", list(items)),
        Const::Slice(items) => format!("slice({})", list(&items[..])),
    }
}

fn float(f: f64) -> String {
    if f.is_nan() {
        return format!("nan:{:x}", f.to_bits());
    }
    format!("{f:?}")
}

fn quoted(s: &[u8], prefix: &str) -> String {
    let mut out = format!("{prefix}'");
    let text = if prefix.is_empty() { std::str::from_utf8(s).ok() } else { None };
    match text {
        Some(t) => t.chars().for_each(|c| match c {
            '\n' => out.push_str("\\n"),
            '\\' | '\'' => {
                out.push('\\');
                out.push(c);
            }
            c if (c as u32) < 32 || c as u32 == 127 => out.push_str(&format!("\\x{:02x}", c as u32)),
            c => out.push(c),
        }),
        None => s.iter().for_each(|&b| match b {
            b'\\' | b'\'' => {
                out.push('\\');
                out.push(b as char);
            }
            32..127 => out.push(b as char),
            _ => out.push_str(&format!("\\x{b:02x}")),
        }),
    }
    // A text that is no UTF-8 is written as its WTF-8 bytes, marked so that it reads back.
    let wtf = prefix.is_empty() && text.is_none();
    if wtf { format!("w{out}'") } else { format!("{out}'") }
}

/// An immediate value by its bits.
pub fn immediate(bits: u64) -> String {
    let v = Value::from_bits(bits as usize);
    if let Some((_, name)) = IMMEDIATES.iter().find(|(i, _)| *i == v) {
        return (*name).into();
    }
    if v.is_int() { v.as_int().to_string() } else { float(v.as_flonum()) }
}

/// A module in text form; [`parse`] is the inverse.
pub fn module(m: &Module) -> String {
    let mut out = format!("module {}\n", quoted(m.filename.as_bytes(), ""));
    for f in &m.functions {
        function(&mut out, f).expect("writing to a string");
    }
    out
}

fn function(out: &mut String, f: &Function) -> Result {
    let p = &f.params;
    write!(out, "def {} {} flags={}", quoted(f.qualname.as_bytes(), ""), quoted(f.name.as_bytes(), ""), f.flags)?;
    write!(out, " params={},{},{}", p.positional_only, p.positional, p.keyword_only)?;
    write!(out, ",{},{}", p.varargs as u8, p.varkeywords as u8)?;
    write!(out, " places={} line={}", f.places, f.first_line)?;
    if let Some(p) = f.class_place {
        write!(out, " class={p}")?;
    }
    if let Some(n) = f.annotate {
        write!(out, " annotate={n}")?;
    }
    out.push('\n');
    let named = f.named.iter().map(|n| match n.kind {
        PlaceKind::Local => n.name.clone(),
        kind => format!("{}:{}", n.name, kind_name(kind)),
    });
    list(out, "named", named)?;
    list(out, "free", f.free.iter().cloned())?;
    list(out, "names", f.names.iter().cloned())?;
    for (i, c) in f.consts.iter().enumerate() {
        writeln!(out, "  k{i} = {}", python(c))?;
    }
    for (b, block) in f.blocks.iter().enumerate() {
        match block.handler {
            Some((h, p)) => writeln!(out, "b{b}: handler b{} in {}", h.0, place(f, p))?,
            None => writeln!(out, "b{b}:")?,
        }
        for i in &block.insns {
            insn(out, f, i)?;
        }
    }
    Ok(())
}

fn list(out: &mut String, title: &str, items: impl Iterator<Item = String>) -> Result {
    let items: Vec<String> = items.collect();
    if items.is_empty() { Ok(()) } else { writeln!(out, "  {title} {}", items.join(" ")) }
}

fn kind_name(kind: PlaceKind) -> &'static str {
    match kind {
        PlaceKind::Local => "local",
        PlaceKind::Cell => "cell",
        PlaceKind::Free => "free",
        PlaceKind::Hidden => "hidden",
    }
}

/// A place: a variable by its name (with its number where that is not unique), a temporary as `%n`.
fn place(f: &Function, p: Place) -> String {
    let Some(n) = f.named.get(p as usize) else { return format!("%{}", p as usize - f.named.len()) };
    let first = f.named.iter().position(|o| o.name == n.name);
    if first == Some(p as usize) { n.name.clone() } else { format!("{}@{p}", n.name) }
}

fn insn(out: &mut String, f: &Function, i: &Insn) -> Result {
    let row = i.op.row();
    let mut operands = vec![];
    for (kind, &v) in row.fields.iter().zip(&i.fields()) {
        operands.push(if *kind == Kind::Num { v.to_string() } else { place(f, v) });
    }
    let mut note = String::new();
    for (kind, v) in row.exts.iter().zip([i.x, i.y as u64]) {
        operands.push(match kind {
            Kind::Imm => immediate(v),
            Kind::Jump => format!("-> b{v}"),
            Kind::Next => format!("else b{v}"),
            Kind::Name => f.names[v as usize].clone(),
            Kind::Const => {
                note = format!(" {}", python(&f.consts[v as usize]));
                format!("k{v}")
            }
            Kind::Code => format!("function {v}"),
            _ if i.op == Op::INTRINSIC => Intrinsic::from_number(v as u32).map_or("?", |i| i.row().name).into(),
            _ => v.to_string(),
        });
    }
    let p = i.pos;
    let text = format!("{} {}", row.name, operands.join(", "));
    writeln!(out, "  {:36} ; {}:{}-{}:{}{note}", text.trim_end(), p.line, p.col, p.end_line, p.end_col)
}
