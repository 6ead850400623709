//! Displays, comprehensions' containers, unpacking, strings.

use super::build::Builder;
use super::constants;
use super::instruction::{Known, Mapping, Sequence};
use super::*;
use crate::solve::objects;
use pyspec_abi::blob::Const;
use pyspec_abi::ops::Op;
use pyspec_front::hir::{Insn, Place};

/// Tuples up to this length keep their items apart.
const LONGEST_TUPLE: usize = 12;

impl Builder<'_> {
    pub(super) fn window(&mut self, first: Place, n: Place) -> Vec<Var> {
        (first..first + n).map(|p| self.get(p)).collect()
    }

    /// One variable for all constants of a kind.
    fn plain(&mut self, v: Var) -> Var {
        match self.known[v as usize] {
            Known::Immediate { object, .. } => self.object(object),
            Known::Constant(i) => {
                let f = self.f;
                self.plain_constant_once(&f.consts[i as usize], v)
            }
            _ => v,
        }
    }

    fn plain_constant_once(&mut self, c: &Const, v: Var) -> Var {
        let compound = matches!(c, Const::Tuple(_) | Const::FrozenSet(_) | Const::Slice(_));
        if compound || constants::name_of(c).is_some() { v } else { self.object(constants::constant(c)) }
    }

    pub(super) fn fill(&mut self, object: Var, kind: Container, items: &[Var]) {
        let exact = kind == Container::Tuple && items.len() <= LONGEST_TUPLE;
        let mut seen = rustc_hash::FxHashSet::default();
        for (i, &v) in items.iter().enumerate() {
            let from = self.plain(v);
            if exact {
                self.push(Constraint::Put { object, index: Index::Position(i as u32), from });
            } else if seen.insert(from) {
                self.push(Constraint::Put { object, index: Index::Any, from });
            }
        }
    }

    pub(super) fn container(&mut self, insn: &Insn) {
        match insn.op {
            Op::LIST | Op::TUPLE | Op::SET => self.display(insn),
            Op::DICT => {
                let parts = self.window(insn.b, 2 * insn.c);
                let object = self.define(insn.a);
                self.push(Constraint::New { to: object, kind: Container::Dict });
                self.known[object as usize] = Known::Mapping(self.mappings.len() as u32);
                self.mappings.push(Mapping::default());
                for pair in parts.chunks_exact(2) {
                    self.dict_item(object, pair[0], pair[1]);
                }
            }
            Op::DICTSET => {
                let (object, key, from) = (self.get(insn.a), self.get(insn.b), self.get(insn.c));
                self.dict_item(object, key, from);
            }
            Op::DICTUPDATE | Op::DICTMERGE => {
                let (object, from) = (self.get(insn.a), self.get(insn.b));
                self.push(Constraint::Spread { object, from });
                if let Known::Mapping(i) = self.known[object as usize] {
                    self.mappings[i as usize].spread.push(from);
                }
            }
            Op::LISTAPPEND | Op::SETADD => {
                let (object, from) = (self.get(insn.a), self.get(insn.b));
                self.push(Constraint::Put { object, index: Index::Any, from });
                if let Known::Sequence(i) = self.known[object as usize] {
                    let sequence = &mut self.sequences[i as usize];
                    if sequence.starred.is_empty() && sequence.block == self.at {
                        sequence.items.push(from);
                    } else {
                        sequence.starred.push(object);
                    }
                }
            }
            Op::LISTEXTEND | Op::SETUPDATE => {
                let (object, from) = (self.get(insn.a), self.get(insn.b));
                self.push(Constraint::Spread { object, from });
                if let Known::Sequence(i) = self.known[object as usize] {
                    self.sequences[i as usize].starred.push(from);
                }
            }
            Op::TOTUPLE => {
                let from = self.get(insn.b);
                let to = self.define(insn.a);
                self.push(Constraint::New { to, kind: Container::Tuple });
                self.push(Constraint::Spread { object: to, from });
                self.known[to as usize] = match self.known[from as usize] {
                    known @ Known::Sequence(_) => known,
                    _ => Known::Nothing,
                };
            }
            Op::STRING if insn.c > 0 => {
                // `f"visit_{kind}"`: a name of which the start is known.
                let first = self.get(insn.b);
                match self.constant_of(first).and_then(constants::name_of).map(|t| format!("{t}{}", objects::AND_MORE))
                {
                    Some(text) => {
                        let name = self.program.symbols.get(&text);
                        let to = self.define(insn.a);
                        self.push(Constraint::Text { to, name });
                    }
                    None => {
                        let v = self.object(objects::STR);
                        self.set(insn.a as usize, v);
                    }
                }
            }
            Op::STRING | Op::FORMAT | Op::FORMATSPEC => {
                let v = self.object(objects::STR);
                self.set(insn.a as usize, v);
            }
            Op::UNPACK => {
                let from = self.get(insn.c);
                self.unpack(insn.a, from, u32::from(insn.b), None);
            }
            _ => {
                let from = self.get(insn.b);
                let (before, after) = (insn.x as u32 & 0xffff, insn.x as u32 >> 16 & 0xffff);
                self.unpack(insn.a, from, before + 1 + after, Some(before));
            }
        }
    }

    fn display(&mut self, insn: &Insn) {
        let items = self.window(insn.b, insn.c);
        let kind = match insn.op {
            Op::LIST => Container::List,
            Op::TUPLE => Container::Tuple,
            _ => Container::Set,
        };
        let to = self.define(insn.a);
        self.push(Constraint::New { to, kind });
        self.fill(to, kind, &items);
        self.known[to as usize] = Known::Sequence(self.sequences.len() as u32);
        self.sequences.push(Sequence { items, starred: vec![], block: self.at });
    }

    fn dict_item(&mut self, object: Var, key: Var, from: Var) {
        let index = self.index_of(key);
        let (plain_key, plain) = (self.plain(key), self.plain(from));
        self.push(Constraint::SetItem { object, index, key: plain_key, from: plain });
        if let (Known::Mapping(i), Index::Key(name)) = (self.known[object as usize], index) {
            self.mappings[i as usize].pairs.push((name, from));
        }
    }

    fn unpack(&mut self, first: Place, from: Var, n: u32, star: Option<u32>) {
        // Items of a display that was made here need no detour through the container.
        let items = match self.known[from as usize] {
            Known::Sequence(i) if star.is_none() => {
                let s = &self.sequences[i as usize];
                (s.starred.is_empty() && s.items.len() == n as usize).then(|| s.items.clone())
            }
            _ => None,
        };
        for i in 0..n {
            let place = first + i as Place;
            if let Some(items) = &items {
                self.set(place as usize, items[i as usize]);
                continue;
            }
            let to = self.define(place);
            let starred = star == Some(i);
            // After a star the position is not known.
            let position = if star.is_some_and(|s| i > s) { u32::MAX } else { i };
            self.push(Constraint::Unpack { to, from, position, starred });
        }
    }
}
