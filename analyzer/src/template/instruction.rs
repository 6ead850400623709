//! One instruction to constraints: a line for each row of the instruction table.

use super::build::Builder;
use super::constants;
use super::*;
use crate::solve::objects;
use pyspec_abi::blob::{Const, flags};
use pyspec_abi::intrinsics::Intrinsic;
use pyspec_abi::ops::{Op, WINDOW_HEADER};
use pyspec_front::hir::{Insn, Place};

/// How a variable was made, as far as later instructions ask.
#[derive(Clone, Copy, Debug)]
pub(super) enum Known {
    Nothing,
    /// An immediate; the small int that it is.
    Immediate {
        object: u32,
        int: Option<u8>,
    },
    /// A constant of the function.
    Constant(u32),
    Global(Symbol),
    Attribute(Symbol),
    Function(u32),
    Class(ClassId),
    Module(Symbol),
    /// `dataclass(...)`, to be applied to a class.
    Dataclass,
    IsNone {
        value: Var,
        negated: bool,
    },
    IsInstance {
        value: Var,
        class: Var,
    },
    IsCallable(Var),
    Caught {
        exception: Var,
        caught: Var,
    },
    /// `__name__ == "__main__"`
    IsMain {
        negated: bool,
    },
    Not(Var),
    Truth(Var),
    /// A result that tells nothing of its operands.
    Compared,
    Sequence(u32),
    Mapping(u32),
    /// What awaiting gives is the value itself.
    Ready,
}

/// Callables whose calls say something about their arguments.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Builtin {
    Super,
    IsInstance,
    Callable,
    HasAttr,
    Dataclass,
    Other,
}

impl Builtin {
    fn of(name: &str) -> Builtin {
        match name {
            "super" => Builtin::Super,
            "isinstance" => Builtin::IsInstance,
            "callable" => Builtin::Callable,
            "hasattr" => Builtin::HasAttr,
            "dataclass" => Builtin::Dataclass,
            _ => Builtin::Other,
        }
    }
}

/// A list or tuple under construction.
#[derive(Clone, Default, Debug)]
pub(super) struct Sequence {
    pub items: Vec<Var>,
    pub starred: Vec<Var>,
    /// The block it was made in: what another block appends may be repeated.
    pub block: usize,
}

/// A dict under construction.
#[derive(Clone, Default, Debug)]
pub(super) struct Mapping {
    pub pairs: Vec<(Symbol, Var)>,
    pub spread: Vec<Var>,
}

/// Tuples up to this length keep their items apart.
const LONGEST_TUPLE: usize = 12;

/// Whether an instruction stands between two others of the table, inclusive.
fn within(op: Op, first: Op, last: Op) -> bool {
    (first as u8..=last as u8).contains(&(op as u8))
}

impl Builder<'_> {
    /// Translates an instruction of block `b`; says how the block ends if this ends it.
    pub(super) fn instruction(&mut self, b: usize, insn: &Insn) -> Option<End> {
        self.at = b;
        if insn.pos.line != 0 {
            self.line = insn.pos.line;
        }
        match insn.op {
            Op::JUMP
            | Op::JTRUE
            | Op::JFALSE
            | Op::JUNSET
            | Op::JINT
            | Op::FORNEXT
            | Op::RETURN
            | Op::RAISE
            | Op::RAISEFROM
            | Op::RERAISE => return self.terminator(b, insn),
            op if within(op, Op::ADD, Op::IXOR) => self.binary(insn),
            Op::NEG | Op::POS | Op::INVERT | Op::NOT | Op::TRUTH => self.unary(insn),
            Op::LT | Op::LE | Op::EQ | Op::NE | Op::GT | Op::GE | Op::IS | Op::ISNOT | Op::IN | Op::NOTIN => {
                self.compare(insn);
            }
            Op::MOVE | Op::LOADV | Op::LOADK | Op::CLEAR => self.load(insn),
            op if within(op, Op::NEWCELL, Op::LOADCLASSGLOBAL) => self.name_instruction(insn),
            op if within(op, Op::GETATTR, Op::GETSPECIAL) => self.attribute(insn),
            op if within(op, Op::GETITEM, Op::SLICE) => self.item(insn),
            op if within(op, Op::FORPREP, Op::DELEGATE) => self.iteration(insn),
            op if within(op, Op::LIST, Op::UNPACKEX) => self.container(insn),
            op if within(op, Op::CALL, Op::CALLSUPER) => self.call(insn),
            Op::MAKEFUNCTION => self.make_function(insn),
            Op::INTRINSIC => self.intrinsic(insn),
            Op::MATCHEXC => {
                let (exception, class) = (self.get(insn.b), self.get(insn.c));
                let caught = self.var();
                self.push(Constraint::Caught { to: caught, class });
                let to = self.fixed(insn.a, objects::BOOL);
                self.known[to as usize] = Known::Caught { exception, caught };
            }
            Op::ENTERHANDLER => {
                self.define(insn.a);
            }
            _ => {}
        }
        None
    }

    fn terminator(&mut self, b: usize, insn: &Insn) -> Option<End> {
        match insn.op {
            Op::JTRUE => self.branch(b, insn, insn.a, true),
            Op::JFALSE => self.branch(b, insn, insn.a, false),
            Op::FORNEXT => {
                let element = self.get(insn.b);
                let env = self.env.clone();
                let mut targets = insn.successors();
                let (next, exit) = (targets.next(), targets.next());
                self.set(insn.a as usize, element);
                if let Some(to) = next {
                    let env = self.env.clone();
                    self.flow(b, to.0 as usize, env);
                }
                if let Some(to) = exit {
                    self.flow(b, to.0 as usize, env);
                }
            }
            Op::RETURN => {
                let v = self.get(insn.a);
                self.push(Constraint::Copy { from: v, to: RESULT });
                return Some(End::Return(v));
            }
            Op::RAISE | Op::RAISEFROM | Op::RERAISE => return Some(End::Raise),
            _ => {
                let targets: Vec<_> = insn.successors().collect();
                for to in targets {
                    let env = self.env.clone();
                    self.flow(b, to.0 as usize, env);
                }
            }
        }
        None
    }

    // ---- values

    /// Writes a place with one of the solver's fixed objects.
    fn fixed(&mut self, place: Place, object: u32) -> Var {
        let to = self.define(place);
        self.push(Constraint::Object { to, object });
        to
    }

    fn object(&mut self, object: u32) -> Var {
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

    fn load(&mut self, insn: &Insn) {
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
    fn plain_constant(&mut self, c: &Const) -> Var {
        match c {
            Const::Tuple(_) | Const::FrozenSet(_) | Const::Slice(_) => self.constant_value(c),
            _ if constants::name_of(c).is_some() => self.constant_value(c),
            _ => self.object(constants::constant(c)),
        }
    }

    /// The constant that a variable holds.
    fn constant_of(&self, v: Var) -> Option<&Const> {
        match self.known[v as usize] {
            Known::Constant(i) => Some(&self.f.consts[i as usize]),
            _ => None,
        }
    }

    fn text_of(&self, v: Var) -> Option<String> {
        self.constant_of(v).and_then(constants::text_of).map(String::from)
    }

    fn symbol_of(&mut self, v: Var) -> Option<Symbol> {
        let text = self.text_of(v)?;
        Some(self.program.symbols.get(&text))
    }

    fn index_of(&mut self, v: Var) -> Index {
        match self.known[v as usize] {
            Known::Immediate { int: Some(i), .. } => Index::Position(u32::from(i)),
            Known::Constant(i) => constants::index(&self.f.consts[i as usize], &mut self.program.symbols),
            _ => Index::Any,
        }
    }

    /// Strings that a `__slots__` or `__all__` lists.
    fn strings_of(&mut self, v: Var) -> Option<Vec<Symbol>> {
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

    // ---- names

    fn name_instruction(&mut self, insn: &Insn) {
        match insn.op {
            Op::NEWCELL => {
                let content = self.env.slots[insn.b as usize];
                if let Some((owner, name)) = self.cell(insn.a)
                    && content != NO_VAR
                {
                    self.push(Constraint::SetCell { owner, name, from: content });
                }
                if let Some(slot) = self.cell_slot(insn.a) {
                    self.set(slot as usize, content);
                }
                self.define(insn.a);
            }
            Op::LOADCELL => {
                let content = self.cell_slot(insn.b).map_or(NO_VAR, |s| self.env.slots[s as usize]);
                if content != NO_VAR {
                    return self.set(insn.a as usize, content);
                }
                let to = self.define(insn.a);
                if let Some((owner, name)) = self.cell(insn.b) {
                    self.push(Constraint::Cell { to, owner, name });
                }
            }
            Op::STORECELL => {
                let from = self.get(insn.b);
                if let Some((owner, name)) = self.cell(insn.a) {
                    self.push(Constraint::SetCell { owner, name, from });
                }
                if let Some(slot) = self.cell_slot(insn.a) {
                    self.set(slot as usize, from);
                }
            }
            Op::GETFREE => {
                self.define(insn.a);
            }
            Op::LOADGLOBAL | Op::LOADNAME | Op::LOADCLASSGLOBAL => self.load_name(insn),
            Op::LOADCLASSCELL => {
                let to = self.define(insn.a);
                if let Some((owner, name)) = self.cell(insn.c) {
                    self.push(Constraint::Cell { to, owner, name });
                }
            }
            Op::STOREGLOBAL | Op::STORENAME => self.store_name(insn),
            Op::DELNAME => {
                if let Some(slot) = self.name_slot(insn) {
                    self.set(slot as usize, NO_VAR);
                }
            }
            _ => {}
        }
    }

    fn load_name(&mut self, insn: &Insn) {
        let name = self.name(insn);
        if let Some(slot) = self.name_slot(insn) {
            let v = self.env.slots[slot as usize];
            if v != NO_VAR {
                return self.set(insn.a as usize, v);
            }
        }
        let to = self.define(insn.a);
        self.known[to as usize] = Known::Global(name);
        self.push(Constraint::Global { to, name });
    }

    fn store_name(&mut self, insn: &Insn) {
        let name = self.name(insn);
        let from = self.get(insn.a);
        let in_class = self.f.flags & flags::CLASS != 0 && insn.op == Op::STORENAME;
        if in_class {
            self.push(Constraint::SetAttr { object: FIRST_PARAM, name, from });
            self.class_name(name, from);
        } else {
            self.push(Constraint::SetGlobal { name, from });
            if self.f.flags & flags::MODULE != 0 && self.program.symbols.name(name) == "__all__" {
                let names = self.strings_of(from);
                let module = self.program.functions[self.id as usize].module;
                self.program.modules[module as usize].all = names;
            }
        }
        if let Some(slot) = self.name_slot(insn) {
            self.set(slot as usize, from);
        }
    }

    /// Names of a class body that say something about its instances.
    fn class_name(&mut self, name: Symbol, from: Var) {
        let Some(class) = self.program.functions[self.id as usize].body_of else { return };
        match self.program.symbols.name(name) {
            "__slots__" => {
                let slots = self.strings_of(from);
                self.program.classes[class as usize].slots = slots;
            }
            "__annotate__" | "__annotate_func__" => {
                if let Known::Function(code) = self.known[from as usize] {
                    self.fields_of(class, code as usize);
                }
            }
            _ => {}
        }
    }

    /// The annotated names, in order: keys that the annotate function stores, class variables excepted.
    fn fields_of(&mut self, class: ClassId, code: usize) {
        let hir = self.hir;
        let f = &hir.functions[code];
        let mut texts: FxHashMap<Place, &str> = FxHashMap::default();
        // Places that hold `ClassVar` or `ClassVar[…]`.
        let mut class_vars: rustc_hash::FxHashSet<Place> = rustc_hash::FxHashSet::default();
        for insn in f.blocks.iter().flat_map(|b| &b.insns) {
            let mut keys: Vec<(Place, Place)> = vec![];
            match insn.op {
                Op::LOADK => {
                    if let Some(text) = constants::text_of(&f.consts[insn.x as usize]) {
                        texts.insert(insn.a, text);
                        continue;
                    }
                }
                Op::DICTSET | Op::SETITEM => keys.push((insn.b, insn.c)),
                Op::DICT => keys.extend((0..insn.c).map(|i| (insn.b + 2 * i, insn.b + 2 * i + 1))),
                _ => {}
            }
            for (key, value) in keys {
                if let Some(text) = texts.get(&key)
                    && !class_vars.contains(&value)
                {
                    self.add_field(class, text);
                }
            }
            let named = matches!(insn.op, Op::LOADGLOBAL | Op::GETATTR | Op::LOADCLASSGLOBAL | Op::LOADNAME);
            let marks = named && f.names[insn.x as usize] == "ClassVar"
                || matches!(insn.op, Op::GETITEM | Op::MOVE) && class_vars.contains(&insn.b);
            definitions(insn, |p| {
                class_vars.remove(&p);
                texts.remove(&p);
            });
            if marks {
                class_vars.insert(insn.a);
            }
        }
    }

    fn add_field(&mut self, class: ClassId, text: &str) {
        let name = self.program.symbols.get(text);
        let info = &mut self.program.classes[class as usize];
        if !info.fields.iter().any(|f| f.0 == name) {
            let has_default = info.names.contains(&name);
            info.fields.push((name, has_default));
        }
    }

    /// `__annotations__[name] = text` in a class body, under `from __future__ import annotations`.
    fn text_annotation(&mut self, key: Var, text: Var) {
        let Some(class) = self.program.functions[self.id as usize].body_of else { return };
        let is_class_var = self.text_of(text).is_some_and(|t| t.contains("ClassVar"));
        if let Some(name) = self.text_of(key)
            && !is_class_var
        {
            self.add_field(class, &name);
        }
    }

    // ---- attributes and items

    fn attribute(&mut self, insn: &Insn) {
        match insn.op {
            Op::GETATTR => {
                let (object, name) = (self.get(insn.b), self.name(insn));
                if let Some(v) = self.env.path(object, name) {
                    return self.set(insn.a as usize, v);
                }
                let to = self.define(insn.a);
                self.push(Constraint::GetAttr { to, object, name });
                self.known[to as usize] = Known::Attribute(name);
                self.env.loaded(object, name, to);
            }
            Op::SETATTR => {
                let (object, from, name) = (self.get(insn.a), self.get(insn.b), self.name(insn));
                self.push(Constraint::SetAttr { object, name, from });
                self.env.stored(object, name, from);
                self.out.events.push(Event::Store { object, name });
            }
            Op::DELATTR => {
                let (object, name) = (self.get(insn.a), self.name(insn));
                self.env.forget_paths();
                self.out.events.push(Event::Delete { object, name });
            }
            Op::GETSUPER => {
                let (receiver, name) = (self.get(insn.b + 2), self.name(insn));
                let object = self.super_object(receiver);
                let to = self.define(insn.a);
                self.push(Constraint::GetAttr { to, object, name });
            }
            _ => {
                let from = self.get(insn.b);
                let to = self.define(insn.a);
                self.push(Constraint::Special { to, from, number: u32::from(insn.c) });
            }
        }
    }

    fn super_object(&mut self, from: Var) -> Var {
        let to = self.var();
        if let Some(class) = self.program.functions[self.id as usize].class {
            self.push(Constraint::Super { to, class, from });
        }
        to
    }

    fn item(&mut self, insn: &Insn) {
        match insn.op {
            Op::GETITEM => {
                let (object, key) = (self.get(insn.b), self.get(insn.c));
                let index = self.index_of(key);
                let to = self.define(insn.a);
                self.push(Constraint::GetItem { to, object, index, key });
            }
            Op::GETSLICE => {
                let object = self.get(insn.b);
                let to = self.define(insn.a);
                self.push(Constraint::GetSlice { to, object });
            }
            Op::SETITEM => {
                let (object, key, from) = (self.get(insn.a), self.get(insn.b), self.get(insn.c));
                if let Known::Global(name) = self.known[object as usize]
                    && self.program.symbols.name(name) == "__annotations__"
                {
                    self.text_annotation(key, from);
                }
                let index = self.index_of(key);
                self.push(Constraint::SetItem { object, index, key, from });
            }
            Op::SETSLICE => {
                let (object, from) = (self.get(insn.a), self.get(insn.c));
                self.push(Constraint::Spread { object, from });
            }
            Op::SLICE => {
                let to = self.define(insn.a);
                self.push(Constraint::New { to, kind: Container::Slice });
            }
            _ => {}
        }
    }

    // ---- operators

    fn binary(&mut self, insn: &Insn) {
        const OPS: [Binary; 13] = [
            Binary::Add,
            Binary::Sub,
            Binary::Mul,
            Binary::Div,
            Binary::FloorDiv,
            Binary::Mod,
            Binary::Pow,
            Binary::MatMul,
            Binary::LShift,
            Binary::RShift,
            Binary::And,
            Binary::Or,
            Binary::Xor,
        ];
        let in_place = insn.op as u8 >= Op::IADD as u8;
        let n = insn.op as u8 - if in_place { Op::IADD as u8 } else { Op::ADD as u8 };
        let (left, right) = (self.get(insn.b), self.get(insn.c));
        let to = self.define(insn.a);
        self.push(Constraint::Binary { to, left, right, op: OPS[n as usize], in_place });
    }

    fn unary(&mut self, insn: &Insn) {
        let from = self.get(insn.b);
        let method = match insn.op {
            Op::NOT | Op::TRUTH => {
                let to = self.fixed(insn.a, objects::BOOL);
                self.known[to as usize] = if insn.op == Op::NOT { Known::Not(from) } else { Known::Truth(from) };
                return;
            }
            Op::NEG => "__neg__",
            Op::POS => "__pos__",
            _ => "__invert__",
        };
        let method = self.program.symbols.get(method);
        let to = self.define(insn.a);
        self.push(Constraint::Unary { to, from, method });
    }

    fn compare(&mut self, insn: &Insn) {
        let (left, right) = (self.get(insn.b), self.get(insn.c));
        let is_none = |s: &Self, v: Var| matches!(s.known[v as usize], Known::Immediate { object: objects::NONE, .. });
        let negated = matches!(insn.op, Op::ISNOT | Op::NE);
        let method = match insn.op {
            Op::IS | Op::ISNOT | Op::EQ | Op::NE if is_none(self, right) => {
                let to = self.fixed(insn.a, objects::BOOL);
                self.known[to as usize] = Known::IsNone { value: left, negated };
                return;
            }
            Op::EQ | Op::NE if self.is_main_test(left, right) => {
                let to = self.fixed(insn.a, objects::BOOL);
                self.known[to as usize] = Known::IsMain { negated };
                return;
            }
            Op::LT => "__lt__",
            Op::LE => "__le__",
            Op::EQ => "__eq__",
            Op::NE => "__ne__",
            Op::GT => "__gt__",
            Op::GE => "__ge__",
            Op::IN | Op::NOTIN => "__contains__",
            _ => {
                let to = self.fixed(insn.a, objects::BOOL);
                self.known[to as usize] = Known::Compared;
                return;
            }
        };
        let method = self.program.symbols.get(method);
        let contains = matches!(insn.op, Op::IN | Op::NOTIN);
        let (left, right) = if contains { (right, left) } else { (left, right) };
        let to = self.define(insn.a);
        self.push(Constraint::Compare { to, left, right, method });
        self.known[to as usize] = Known::Compared;
    }

    fn is_main_test(&self, left: Var, right: Var) -> bool {
        let is_name = |v: Var| match self.known[v as usize] {
            Known::Global(name) => self.program.symbols.name(name) == "__name__",
            _ => false,
        };
        is_name(left) && self.constant_of(right).and_then(constants::text_of) == Some("__main__")
    }

    // ---- iteration, generators

    fn iteration(&mut self, insn: &Insn) {
        let coroutine = self.f.flags & (flags::COROUTINE | flags::ASYNC_GENERATOR) != 0;
        match insn.op {
            Op::FORPREP => {
                let from = self.get(insn.b);
                let to = self.var();
                self.push(Constraint::Iterate { to, from });
                self.set(insn.a as usize, to);
                (1..4).for_each(|k| self.set(insn.a as usize + k, NO_VAR));
            }
            Op::ITER | Op::AITER | Op::AWAITABLE => {
                let v = self.get(insn.b);
                self.set(insn.a as usize, v);
            }
            Op::NEXT => {
                let from = self.get(insn.b);
                let to = self.define(insn.a);
                self.push(Constraint::Next { to, from });
            }
            Op::ANEXT => {
                let from = self.get(insn.b);
                let to = self.define(insn.a);
                self.push(Constraint::Iterate { to, from });
                self.known[to as usize] = Known::Ready;
            }
            Op::YIELD => {
                let from = self.get(insn.b);
                self.push(Constraint::Copy { from, to: YIELDED });
                let sent = self.object(objects::NONE);
                self.set(insn.a as usize, sent);
                self.env.forget_paths();
            }
            Op::DELEGATE => {
                let from = self.get(insn.b);
                if matches!(self.known[from as usize], Known::Ready) {
                    return self.set(insn.a as usize, from);
                }
                let to = self.define(insn.a);
                let constraint =
                    if coroutine { Constraint::Await { to, from } } else { Constraint::Delegate { to, from } };
                self.push(constraint);
                self.env.forget_paths();
            }
            _ => {}
        }
    }

    // ---- containers

    fn window(&mut self, first: Place, n: Place) -> Vec<Var> {
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

    fn fill(&mut self, object: Var, kind: Container, items: &[Var]) {
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

    fn container(&mut self, insn: &Insn) {
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

    // ---- calls

    fn push_args(&mut self, args: Args) -> u32 {
        self.out.args.push(Arc::new(args));
        self.out.args.len() as u32 - 1
    }

    fn called(&mut self) {
        self.out.events.push(Event::Call(self.out.constraints.len() as u32 - 1));
        self.env.forget_paths();
    }

    fn call(&mut self, insn: &Insn) {
        let header = WINDOW_HEADER as Place;
        let first = insn.b + header;
        match insn.op {
            Op::CALLSTAR => {
                let callee = self.get(insn.b + 1);
                let args = self.star_args(first);
                self.call_value(insn.a, callee, args);
            }
            Op::CALL => {
                let callee = self.get(insn.b + 1);
                let args = Args { positional: self.window(first, insn.c), ..Args::default() };
                self.call_value(insn.a, callee, args);
            }
            Op::CALLKW => {
                let callee = self.get(insn.b + 1);
                let mut args = Args { positional: self.window(first, insn.c), ..Args::default() };
                self.keywords(&mut args, insn.x as usize);
                self.call_value(insn.a, callee, args);
            }
            Op::CALLM | Op::CALLMKW => {
                let (object, name) = (self.get(first), self.name(insn));
                let mut args = Args { positional: self.window(first + 1, insn.c - 1), ..Args::default() };
                if insn.op == Op::CALLMKW {
                    self.keywords(&mut args, insn.y as usize);
                }
                match self.env.path(object, name) {
                    Some(callee) => self.call_value(insn.a, callee, args),
                    None => self.call_method(insn.a, object, name, args),
                }
            }
            _ => {
                let (receiver, name) = (self.get(first), self.name(insn));
                let object = self.super_object(receiver);
                let args = Args { positional: self.window(first + 1, insn.c - 1), ..Args::default() };
                self.call_method(insn.a, object, name, args);
            }
        }
    }

    fn keywords(&mut self, args: &mut Args, names: usize) {
        let f = self.f;
        let Some(Const::Tuple(names)) = f.consts.get(names) else { return };
        let values = args.positional.split_off(args.positional.len().saturating_sub(names.len()));
        for (name, v) in names.iter().zip(values) {
            if let Some(text) = constants::text_of(name) {
                args.keywords.push((self.program.symbols.get(text), v));
            }
        }
    }

    fn star_args(&mut self, first: Place) -> Args {
        let mut args = Args::default();
        let tuple = self.get(first);
        match self.known[tuple as usize] {
            Known::Sequence(i) => {
                let Sequence { items, starred, .. } = self.sequences[i as usize].clone();
                args.positional = items;
                args.starred = starred;
            }
            _ => args.starred.push(tuple),
        }
        let dict = self.env.slots[first as usize + 1];
        if dict != NO_VAR {
            match self.known[dict as usize] {
                Known::Mapping(i) => {
                    let Mapping { pairs, spread } = self.mappings[i as usize].clone();
                    args.keywords = pairs;
                    args.double_starred = spread;
                }
                _ => args.double_starred.push(dict),
            }
        }
        args
    }

    fn call_value(&mut self, dst: Place, callee: Var, args: Args) {
        let builtin = match self.known[callee as usize] {
            Known::Global(name) | Known::Attribute(name) => Builtin::of(self.program.symbols.name(name)),
            Known::Dataclass => Builtin::Dataclass,
            _ => Builtin::Other,
        };
        if builtin == Builtin::Super && args.positional.is_empty() {
            let object = self.super_object(FIRST_PARAM);
            return self.set(dst as usize, object);
        }
        let known = self.known_call(builtin, callee, &args);
        let args = self.push_args(args);
        let to = self.define(dst);
        self.push(Constraint::Call { to, callee, args });
        self.known[to as usize] = known;
        self.called();
    }

    fn known_call(&mut self, builtin: Builtin, callee: Var, args: &Args) -> Known {
        match (builtin, &args.positional[..]) {
            (Builtin::IsInstance, &[value, class]) => Known::IsInstance { value, class },
            (Builtin::Callable, &[value]) => Known::IsCallable(value),
            (Builtin::HasAttr, &[_, _]) => Known::Compared,
            (Builtin::Dataclass, &[class]) => {
                if let Known::Class(c) = self.known[class as usize] {
                    self.program.classes[c as usize].is_dataclass = true;
                }
                self.known[class as usize]
            }
            (Builtin::Dataclass, []) if !matches!(self.known[callee as usize], Known::Dataclass) => Known::Dataclass,
            // A decorator is taken to give back the class.
            (_, &[class]) if matches!(self.known[class as usize], Known::Class(_)) => self.known[class as usize],
            _ => Known::Nothing,
        }
    }

    fn call_method(&mut self, dst: Place, object: Var, name: Symbol, args: Args) {
        // `dataclasses.dataclass(...)`
        let known = match Builtin::of(self.program.symbols.name(name)) {
            Builtin::Dataclass => self.known_call(Builtin::Dataclass, object, &args),
            _ => Known::Nothing,
        };
        let args = self.push_args(args);
        let to = self.define(dst);
        self.push(Constraint::CallMethod { to, object, name, args });
        self.known[to as usize] = known;
        self.called();
    }

    // ---- definitions

    fn make_function(&mut self, insn: &Insn) {
        let code = insn.x as u32;
        let function = self.first + code;
        let [defaults, keyword_defaults] = [0, 1].map(|k| self.env.slots[(insn.b + k) as usize]);
        if defaults != NO_VAR {
            let items: Vec<Var> = match self.known[defaults as usize] {
                Known::Sequence(i) => self.sequences[i as usize].items.clone(),
                Known::Constant(i) => {
                    let f = self.f;
                    match &f.consts[i as usize] {
                        Const::Tuple(items) => items.iter().map(|c| self.plain_constant(c)).collect(),
                        _ => vec![],
                    }
                }
                _ => vec![],
            };
            let positional = self.program.functions[function as usize].positional as usize;
            let start = positional.saturating_sub(items.len());
            for (i, v) in items.into_iter().enumerate() {
                self.default(function, start + i, v);
            }
        }
        if keyword_defaults != NO_VAR
            && let Known::Mapping(i) = self.known[keyword_defaults as usize]
        {
            for (name, v) in self.mappings[i as usize].pairs.clone() {
                let at = self.program.functions[function as usize].params.iter().position(|&p| p == name);
                if let Some(at) = at {
                    self.default(function, at, v);
                }
            }
        }
        let to = self.define(insn.a);
        self.known[to as usize] = Known::Function(code);
        self.push(Constraint::Function { to, function });
    }

    fn default(&mut self, function: FuncId, param: usize, from: Var) {
        if let Some(has) = self.program.functions[function as usize].has_default.get_mut(param) {
            *has = true;
            self.push(Constraint::Default { function, param: param as u32, from });
        }
    }

    // ---- intrinsics

    fn intrinsic(&mut self, insn: &Insn) {
        let Some(intrinsic) = Intrinsic::from_number(insn.x as u32) else { return };
        match intrinsic {
            Intrinsic::Import | Intrinsic::ImportFrom | Intrinsic::ImportStar | Intrinsic::ImportDotted => {
                self.import(intrinsic, insn);
            }
            Intrinsic::BuildClass => self.build_class(insn),
            Intrinsic::MatchClass => self.match_class(insn),
            Intrinsic::MatchKeys => {
                let subject = self.get(insn.b);
                let item = self.var();
                self.push(Constraint::GetItem { to: item, object: subject, index: Index::Any, key: NO_VAR });
                let to = self.define(insn.a);
                self.push(Constraint::New { to, kind: Container::Tuple });
                self.push(Constraint::Put { object: to, index: Index::Any, from: item });
            }
            Intrinsic::MatchRest => {
                let from = self.get(insn.b);
                let object = self.define(insn.a);
                self.push(Constraint::New { to: object, kind: Container::Dict });
                self.push(Constraint::Spread { object, from });
            }
            Intrinsic::AsyncGenWrap | Intrinsic::SetFunctionTypeParams => {
                let v = self.get(insn.b);
                self.set(insn.a as usize, v);
            }
            _ => {
                let object = match intrinsic {
                    Intrinsic::MatchSequence | Intrinsic::MatchMapping => objects::BOOL,
                    Intrinsic::MatchLength => objects::INT,
                    Intrinsic::SubscriptGeneric => objects::OBJECT_CLASS,
                    Intrinsic::PrintExpr | Intrinsic::SetupAnnotations | Intrinsic::LoadBuildClassCell => objects::NONE,
                    Intrinsic::AssertionError | Intrinsic::NotImplementedError | Intrinsic::RaiseActive => {
                        let name = if intrinsic == Intrinsic::NotImplementedError {
                            "NotImplementedError"
                        } else {
                            "AssertionError"
                        };
                        let name = self.program.symbols.get(name);
                        let to = self.define(insn.a);
                        return self.push(Constraint::Global { to, name });
                    }
                    _ => objects::UNSUPPORTED,
                };
                self.fixed(insn.a, object);
                self.known[self.env.slots[insn.a as usize] as usize] = Known::Compared;
            }
        }
    }

    fn import(&mut self, intrinsic: Intrinsic, insn: &Insn) {
        match intrinsic {
            Intrinsic::Import => {
                let name = self.get(insn.b);
                let text = self.text_of(name).unwrap_or_default();
                let from_list = self.get(insn.b + 1);
                let level = match self.env.slots[insn.b as usize + 2] {
                    NO_VAR => 0,
                    v => match self.known[v as usize] {
                        Known::Immediate { int: Some(i), .. } => i,
                        _ => 0,
                    },
                };
                let none = matches!(self.known[from_list as usize], Known::Immediate { object: objects::NONE, .. });
                let absolute = self.absolute(&text, level);
                let name = self.program.symbols.get(&absolute);
                let to = self.define(insn.a);
                self.known[to as usize] = Known::Module(name);
                self.push(Constraint::Import { to, name, top: none });
            }
            Intrinsic::ImportStar => {
                let module = self.get(insn.b);
                if let Known::Module(module) = self.known[module as usize] {
                    self.push(Constraint::ImportStar { module });
                }
                self.define(insn.a);
            }
            _ => {
                let (module, name) = (self.get(insn.b), self.get(insn.b + 1));
                let name = self.symbol_of(name).unwrap_or_default();
                let to = self.define(insn.a);
                match self.known[module as usize] {
                    Known::Module(module) if intrinsic == Intrinsic::ImportFrom => {
                        self.push(Constraint::ImportFrom { to, module, name });
                        self.known[to as usize] = Known::Attribute(name);
                    }
                    _ => self.push(Constraint::GetAttr { to, object: module, name }),
                }
            }
        }
    }

    /// The name of a module that is imported relative to this one.
    fn absolute(&self, name: &str, level: u8) -> String {
        if level == 0 {
            return name.into();
        }
        let module = self.program.functions[self.id as usize].module;
        let info = &self.program.modules[module as usize];
        let in_package = info.is_package || !info.package.is_empty();
        let start = if info.package.is_empty() { &info.name } else { &info.package };
        let mut parts: Vec<&str> = start.split('.').collect();
        let drop = if in_package { level - 1 } else { level };
        parts.truncate(parts.len().saturating_sub(drop as usize));
        if !name.is_empty() {
            parts.push(name);
        }
        parts.join(".")
    }

    fn build_class(&mut self, insn: &Insn) {
        let (body, bases, keywords) = (self.get(insn.b), self.get(insn.b + 2), self.env.slots[insn.b as usize + 3]);
        let mut args = Args::default();
        match self.known[bases as usize] {
            Known::Sequence(i) => {
                let Sequence { items, starred, .. } = self.sequences[i as usize].clone();
                args.positional = items;
                args.starred = starred;
            }
            Known::Constant(_) => {}
            _ => args.starred.push(bases),
        }
        if keywords != NO_VAR
            && let Known::Mapping(i) = self.known[keywords as usize]
        {
            args.keywords = self.mappings[i as usize].pairs.clone();
        }
        let to = self.define(insn.a);
        if let Known::Function(code) = self.known[body as usize]
            && let Some(class) = self.program.functions[(self.first + code) as usize].body_of
        {
            self.program.classes[class as usize].statement_line = self.line;
            let args = self.push_args(args);
            self.push(Constraint::Class { to, class, args });
            self.known[to as usize] = Known::Class(class);
        }
    }

    fn match_class(&mut self, insn: &Insn) {
        let (subject, class, names) = (self.get(insn.b), self.get(insn.b + 1), self.get(insn.b + 3));
        let count = match self.known[self.env.slots[insn.b as usize + 2] as usize] {
            Known::Immediate { int: Some(i), .. } => u32::from(i),
            _ => 0,
        };
        let object = self.var();
        self.push(Constraint::IsInstance { from: subject, class, to: object, negated: false });
        self.out.aliases.push((object, subject));
        let to = self.define(insn.a);
        self.push(Constraint::New { to, kind: Container::Tuple });
        self.push(Constraint::Object { to, object: objects::NONE });
        let unknown = self.object(objects::UNSUPPORTED);
        for i in 0..count {
            // The only positional pattern of a builtin is the subject itself.
            let from = if count == 1 { object } else { unknown };
            self.push(Constraint::Put { object: to, index: Index::Position(i), from });
        }
        for (i, name) in self.strings_of(names).unwrap_or_default().into_iter().enumerate() {
            let from = self.var();
            self.push(Constraint::GetAttr { to: from, object, name });
            self.push(Constraint::Put { object: to, index: Index::Position(count + i as u32), from });
        }
    }
}
