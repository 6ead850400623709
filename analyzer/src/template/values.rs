//! Constants and immediates as variables, and what is known of a variable's making.

use super::build::Builder;
use super::constants;
use super::instruction::{Known, Sequence};
use super::*;
use pyspec_abi::blob::Const;
use pyspec_abi::ops::Op;
use pyspec_front::hir::{Insn, Place};

impl Builder<'_> {
    /// Writes a place with one of the solver's fixed objects.
    pub(super) fn fixed(&mut self, place: Place, object: u32) -> Var {
        let to = self.define(place);
        self.push(Constraint::Object { to, object });
        to
    }

    pub(super) fn object(&mut self, object: u32) -> Var {
        let key = u64::from(object) << 1 | 1 << 63;
        if let Some(&v) = self.constants.get(&key) {
            return v;
        }
        let to = self.var();
        self.known[to as usize] = Known::Immediate { object, int: None };
        self.push(Constraint::Object { to, object });
        self.constants.insert(key, to);
        to
    }

    pub(super) fn load(&mut self, insn: &Insn) {
        match insn.op {
            Op::MOVE => {
                let v = self.get(insn.b);
                self.set(insn.a as usize, v);
            }
            Op::CLEAR => self.set(insn.a as usize, NO_VAR),
            Op::LOADV => {
                let v = self.immediate(insn.x);
                self.set(insn.a as usize, v);
            }
            _ => {
                let v = self.constant(insn.x as u32);
                self.set(insn.a as usize, v);
            }
        }
    }

    fn immediate(&mut self, bits: u64) -> Var {
        let Some(object) = constants::immediate(bits) else { return NO_VAR };
        // Ints are told apart while they may be subscripts.
        let int = if bits & 1 == 1 && bits >> 1 < 256 { Some((bits >> 1) as u8) } else { None };
        let key = int.map_or(u64::from(object) << 1, |i| 1 << 40 | u64::from(i));
        if let Some(&v) = self.constants.get(&key) {
            return v;
        }
        let to = self.var();
        self.known[to as usize] = Known::Immediate { object, int };
        self.push(Constraint::Object { to, object });
        self.constants.insert(key, to);
        to
    }

    fn constant(&mut self, index: u32) -> Var {
        let key = 1 << 41 | u64::from(index);
        if let Some(&v) = self.constants.get(&key) {
            return v;
        }
        let f = self.f;
        let v = self.constant_value(&f.consts[index as usize]);
        self.known[v as usize] = Known::Constant(index);
        self.constants.insert(key, v);
        v
    }

    fn constant_value(&mut self, c: &Const) -> Var {
        let to = self.var();
        match c {
            Const::Tuple(items) | Const::FrozenSet(items) => {
                let kind = if matches!(c, Const::Tuple(_)) { Container::Tuple } else { Container::Set };
                self.push(Constraint::New { to, kind });
                let vars: Vec<Var> = items.iter().map(|c| self.plain_constant(c)).collect();
                self.fill(to, kind, &vars);
            }
            Const::Slice(_) => self.push(Constraint::New { to, kind: Container::Slice }),
            _ => match constants::name_of(c) {
                Some(text) => {
                    let name = self.program.symbols.get(text);
                    self.push(Constraint::Text { to, name });
                }
                None => self.push(Constraint::Object { to, object: constants::constant(c) }),
            },
        }
        to
    }

    /// A constant inside another: one variable for all that are alike.
    pub(super) fn plain_constant(&mut self, c: &Const) -> Var {
        match c {
            Const::Tuple(_) | Const::FrozenSet(_) | Const::Slice(_) => self.constant_value(c),
            _ if constants::name_of(c).is_some() => self.constant_value(c),
            _ => self.object(constants::constant(c)),
        }
    }

    /// The constant that a variable holds.
    pub(super) fn constant_of(&self, v: Var) -> Option<&Const> {
        match self.known[v as usize] {
            Known::Constant(i) => Some(&self.f.consts[i as usize]),
            _ => None,
        }
    }

    pub(super) fn text_of(&self, v: Var) -> Option<String> {
        self.constant_of(v).and_then(constants::text_of).map(String::from)
    }

    pub(super) fn symbol_of(&mut self, v: Var) -> Option<Symbol> {
        let text = self.text_of(v)?;
        Some(self.program.symbols.get(&text))
    }

    pub(super) fn index_of(&mut self, v: Var) -> Index {
        match self.known[v as usize] {
            Known::Immediate { int: Some(i), .. } => Index::Position(u32::from(i)),
            Known::Constant(i) => constants::index(&self.f.consts[i as usize], &mut self.program.symbols),
            _ => Index::Any,
        }
    }

    /// Strings that a `__slots__` or `__all__` lists.
    pub(super) fn strings_of(&mut self, v: Var) -> Option<Vec<Symbol>> {
        if let Some(c) = self.constant_of(v) {
            let texts: Vec<&Const> = match c {
                Const::Tuple(items) | Const::FrozenSet(items) => items.iter().collect(),
                c => vec![c],
            };
            let texts: Option<Vec<String>> = texts.iter().map(|c| constants::text_of(c).map(String::from)).collect();
            return texts.map(|t| t.iter().map(|t| self.program.symbols.get(t)).collect());
        }
        match self.known[v as usize] {
            Known::Sequence(i) => {
                let Sequence { items, starred, .. } = self.sequences[i as usize].clone();
                let mut out: Vec<Symbol> = items.into_iter().filter_map(|v| self.symbol_of(v)).collect();
                // A list that a loop appends to is starred in itself.
                for v in starred.into_iter().filter(|&s| s != v) {
                    out.extend(self.strings_of(v).unwrap_or_default());
                }
                Some(out)
            }
            Known::Mapping(i) => Some(self.mappings[i as usize].pairs.iter().map(|p| p.0).collect()),
            _ => None,
        }
    }
}
