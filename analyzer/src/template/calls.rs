//! Calls, and those that say something about their arguments.

use super::build::Builder;
use super::constants;
use super::instruction::{Known, Mapping, Sequence};
use super::*;
use pyspec_abi::blob::Const;
use pyspec_abi::ops::{Op, WINDOW_HEADER};
use pyspec_front::hir::{Insn, Place};

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

impl Builder<'_> {
    pub(super) fn push_args(&mut self, args: Args) -> u32 {
        self.out.args.push(Arc::new(args));
        self.out.args.len() as u32 - 1
    }

    fn called(&mut self) {
        self.out.events.push(Event::Call(self.out.constraints.len() as u32 - 1));
        self.env.forget_paths();
    }

    pub(super) fn call(&mut self, insn: &Insn) {
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
            Op::CALLM | Op::CALLMKW | Op::CALLFOUND | Op::CALLFOUNDKW => {
                let (object, name) = (self.get(first), self.name(insn));
                let mut args = Args { positional: self.window(first + 1, insn.c - 1), ..Args::default() };
                if matches!(insn.op, Op::CALLMKW | Op::CALLFOUNDKW) {
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
}
