//! One instruction to constraints: a line for each row of the instruction table.

use super::build::Builder;
use super::*;
use crate::solve::objects;
use pyspec_abi::ops::Op;
use pyspec_front::hir::Insn;

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
            Op::FINDMETHOD => {}
            Op::FINDSUPER => {
                let receiver = self.get(insn.c);
                let object = self.super_object(receiver);
                self.set(insn.c as usize, object);
            }
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
}
