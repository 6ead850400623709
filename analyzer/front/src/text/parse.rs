//! The inverse of printing: every line is read as it was written.

use crate::hir::{Block, BlockId, Function, Insn, Module, Place};
use pyspec_abi::blob::{Const, PlaceKind, PlaceName, Position};
use pyspec_abi::intrinsics;
use pyspec_abi::ops::{Kind, Op};
use pyspec_abi::params::ParamSpec;
use pyspec_abi::value::{IMMEDIATES, Value};

/// Reads a module; the error says which line and what was expected there.
pub fn parse(text: &str) -> Result<Module, String> {
    let mut m = Module::default();
    for (n, line) in text.lines().enumerate() {
        read_line(&mut m, line).ok_or_else(|| format!("line {}: {line}", n + 1))?;
    }
    Ok(m)
}

fn read_line(m: &mut Module, line: &str) -> Option<()> {
    if let Some(rest) = line.strip_prefix("module ") {
        m.filename = text(&constant(rest)?.0)?;
        return Some(());
    }
    if let Some(rest) = line.strip_prefix("def ") {
        m.functions.push(header(rest)?);
        return Some(());
    }
    if line.trim().is_empty() {
        return Some(());
    }
    let f = m.functions.last_mut()?;
    if let Some(rest) = line.strip_prefix("  named ") {
        f.named = rest.split(' ').map(named).collect::<Option<_>>()?;
    } else if let Some(rest) = line.strip_prefix("  free ") {
        f.free = rest.split(' ').map(String::from).collect();
    } else if let Some(rest) = line.strip_prefix("  names ") {
        f.names = rest.split(' ').map(String::from).collect();
    } else if let Some((_, value)) = line.strip_prefix("  k").and_then(|l| l.split_once(" = ")) {
        f.consts.push(constant(value)?.0);
    } else if let Some(rest) = line.strip_prefix('b') {
        let (_, handler) = rest.split_once(':')?;
        let handler = match handler.strip_prefix(" handler b") {
            Some(h) => {
                let (b, p) = h.split_once(" in ")?;
                Some((BlockId(b.parse().ok()?), place(f, p)?))
            }
            None => None,
        };
        f.blocks.push(Block { insns: vec![], handler });
    } else {
        let i = insn(f, line.trim_start())?;
        f.blocks.last_mut()?.insns.push(i);
    }
    Some(())
}

fn text(c: &Const) -> Option<String> {
    match c {
        Const::Str(s) => String::from_utf8(s.clone()).ok(),
        _ => None,
    }
}

fn header(rest: &str) -> Option<Function> {
    let (qualname, rest) = constant(rest)?;
    let (name, rest) = constant(rest.trim_start())?;
    let mut f = Function { qualname: text(&qualname)?, name: text(&name)?, ..Function::default() };
    for field in rest.split_whitespace() {
        let (key, value) = field.split_once('=')?;
        match key {
            "flags" => f.flags = value.parse().ok()?,
            "places" => f.places = value.parse().ok()?,
            "line" => f.first_line = value.parse().ok()?,
            "class" => f.class_place = Some(value.parse().ok()?),
            "annotate" => f.annotate = Some(value.parse().ok()?),
            "params" => {
                let n: Vec<u16> = value.split(',').map(|n| n.parse().ok()).collect::<Option<_>>()?;
                let [positional_only, positional, keyword_only, varargs, varkeywords] = n[..] else { return None };
                let (varargs, varkeywords) = (varargs != 0, varkeywords != 0);
                f.params = ParamSpec { positional_only, positional, keyword_only, varargs, varkeywords };
            }
            _ => return None,
        }
    }
    Some(f)
}

fn named(item: &str) -> Option<PlaceName> {
    let (name, kind) = match item.rsplit_once(':') {
        None => (item, PlaceKind::Local),
        Some((name, "cell")) => (name, PlaceKind::Cell),
        Some((name, "free")) => (name, PlaceKind::Free),
        Some((name, "hidden")) => (name, PlaceKind::Hidden),
        Some(_) => return None,
    };
    Some(PlaceName { name: name.into(), kind })
}

fn place(f: &Function, text: &str) -> Option<Place> {
    if let Some(n) = text.strip_prefix('%') {
        return Some((n.parse::<usize>().ok()? + f.named.len()) as Place);
    }
    if let Some((_, n)) = text.rsplit_once('@') {
        return n.parse().ok();
    }
    f.named.iter().position(|n| n.name == text).map(|p| p as Place)
}

fn insn(f: &Function, line: &str) -> Option<Insn> {
    let (body, note) = line.split_once(" ; ")?;
    let body = body.trim_end();
    let (name, rest) = body.split_once(' ').unwrap_or((body, ""));
    let op = Op::from_name(name)?;
    let mut operands = rest.split(", ").filter(|o| !o.is_empty());
    let mut i = Insn::new(op, 0, 0, 0);
    i.pos = position(note.split(' ').next()?)?;
    let mut fields = [0; 3];
    for (kind, field) in op.row().fields.iter().zip(&mut fields) {
        let o = operands.next()?;
        *field = if *kind == Kind::Num { o.parse().ok()? } else { place(f, o)? };
    }
    [i.a, i.b, i.c] = fields;
    for (n, kind) in op.row().exts.iter().enumerate() {
        let o = operands.next()?;
        let v = match kind {
            Kind::Imm => immediate(o)?,
            Kind::Jump => o.strip_prefix("-> b")?.parse().ok()?,
            Kind::Next => o.strip_prefix("else b")?.parse().ok()?,
            Kind::Name => f.names.iter().position(|n| n == o)? as u64,
            Kind::Const => o.strip_prefix('k')?.parse().ok()?,
            Kind::Code => o.strip_prefix("function ")?.parse().ok()?,
            _ if op == Op::INTRINSIC => intrinsics::ROWS.iter().position(|r| r.name == o)? as u64,
            _ => o.parse().ok()?,
        };
        if n == 0 { i.x = v } else { i.y = v as u32 }
    }
    operands.next().is_none().then_some(i)
}

fn position(text: &str) -> Option<Position> {
    let (start, end) = text.split_once('-')?;
    let pair = |s: &str| s.split_once(':').and_then(|(l, c)| Some((l.parse().ok()?, c.parse().ok()?)));
    let ((line, col), (end_line, end_col)) = (pair(start)?, pair(end)?);
    Some(Position { line, end_line, col, end_col })
}

fn immediate(text: &str) -> Option<u64> {
    if let Some((v, _)) = IMMEDIATES.iter().find(|i| i.1 == text) {
        return Some(v.bits() as u64);
    }
    let v = match text.parse::<i64>() {
        Ok(i) => Value::try_int(i)?,
        Err(_) => Value::try_float(float(text)?)?,
    };
    Some(v.bits() as u64)
}

fn float(text: &str) -> Option<f64> {
    match text.strip_prefix("nan:") {
        Some(bits) => Some(f64::from_bits(u64::from_str_radix(bits, 16).ok()?)),
        None => text.parse().ok(),
    }
}

/// A constant at the start of a text, and what follows it.
fn constant(s: &str) -> Option<(Const, &str)> {
    for (word, c) in [
        ("None", Const::None),
        ("Ellipsis", Const::Ellipsis),
        ("True", Const::Bool(true)),
        ("False", Const::Bool(false)),
    ] {
        if let Some(rest) = s.strip_prefix(word) {
            return Some((c, rest));
        }
    }
    if let Some(rest) = s.strip_prefix("complex(") {
        let (items, rest) = items(rest, ')')?;
        let part = |c: &Const| if let Const::Float(f) = c { Some(*f) } else { None };
        return Some((Const::Complex(part(items.first()?)?, part(items.get(1)?)?), rest));
    }
    if let Some(rest) = s.strip_prefix("frozenset({") {
        let (items, rest) = items(rest, '}')?;
        return Some((Const::FrozenSet(items), rest.strip_prefix(')')?));
    }
    if let Some(rest) = s.strip_prefix("slice(") {
        let (items, rest) = items(rest, ')')?;
        return Some((Const::Slice(Box::new(items.try_into().ok()?)), rest));
    }
    match s.chars().next()? {
        '(' => items(&s[1..], ')').map(|(items, rest)| (Const::Tuple(items), rest)),
        '\'' => string(&s[1..]).map(|(b, rest)| (Const::Str(b), rest)),
        'b' => string(s.strip_prefix("b'")?).map(|(b, rest)| (Const::Bytes(b), rest)),
        'w' => string(s.strip_prefix("w'")?).map(|(b, rest)| (Const::Str(b), rest)),
        _ => number(s),
    }
}

fn items(mut s: &str, close: char) -> Option<(Vec<Const>, &str)> {
    let mut out = vec![];
    loop {
        s = s.trim_start_matches([',', ' ']);
        if let Some(rest) = s.strip_prefix(close) {
            return Some((out, rest));
        }
        let (c, rest) = constant(s)?;
        out.push(c);
        s = rest;
    }
}

fn number(s: &str) -> Option<(Const, &str)> {
    let end = s.find([',', ')', '}', ' ']).unwrap_or(s.len());
    let (text, rest) = s.split_at(end);
    if text.trim_start_matches('-').bytes().all(|b| b.is_ascii_digit()) {
        let c = text.parse().map_or_else(|_| Const::BigInt(text.into()), Const::Int);
        return Some((c, rest));
    }
    Some((Const::Float(float(text)?.to_bits()), rest))
}

/// The rest of a quoted text, its escapes undone.
fn string(s: &str) -> Option<(Vec<u8>, &str)> {
    let mut out = vec![];
    let bytes = s.as_bytes();
    let mut i = 0;
    loop {
        match *bytes.get(i)? {
            b'\'' => return Some((out, &s[i + 1..])),
            b'\\' => {
                match *bytes.get(i + 1)? {
                    b'n' => out.push(b'\n'),
                    b'x' => {
                        out.push(u8::from_str_radix(s.get(i + 2..i + 4)?, 16).ok()?);
                        i += 2;
                    }
                    b => out.push(b),
                }
                i += 2;
            }
            b => {
                out.push(b);
                i += 1;
            }
        }
    }
}
