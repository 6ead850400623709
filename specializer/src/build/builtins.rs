//! Calls of builtins that are done without a call, once a guard has seen that the name is what it was: `len`,
//! `isinstance`, `abs`, `min`, `max`, and `range`, which is made by exits at most where a loop takes its parts.

use super::{Builder, Known};
use crate::ssa::{Cc, Edge, Kind, Reason, Term, Val};
use crate::types::{Rep, Ty};
use pyspec_abi::builtins::Builtin;
use pyspec_abi::helpers::Helper;
use pyspec_abi::ops::Op;
use pyspec_abi::value::{INT_MAX, INT_MIN};
use pyspec_abi::{layouts, types as id};
use pyspec_front::hir::Insn;

impl Builder<'_> {
    /// Builds a call of a builtin; false if it is none that is known, or of arguments that it takes otherwise.
    pub(super) fn builtin_call(&mut self, insn: &Insn, callee: Known) -> bool {
        let Some(builtin) = self.source.facts.builtin_called(self.id, self.n) else { return false };
        let args = self.arguments(insn);
        let fits = match (builtin, &args[..]) {
            (Builtin::Len, [_]) | (Builtin::IsInstance, [_, _]) => true,
            (Builtin::Abs | Builtin::Float, [x]) => matches!(x.ty, Ty::Int | Ty::Float),
            (Builtin::Min | Builtin::Max, [first, rest @ ..]) => {
                matches!(first.ty, Ty::Int | Ty::Float) && !rest.is_empty() && rest.iter().all(|k| k.ty == first.ty)
            }
            (Builtin::Range, [..]) => self.has_range_parts(&args),
            _ => false,
        };
        if insn.op != Op::CALL || !fits {
            return false;
        }
        let (a, exit) = (self.tagged(callee), self.exit(Reason::Callee));
        self.emit(Kind::GuardBuiltin { a, builtin, exit });
        let known = match builtin {
            Builtin::Len => self.length(insn, args[0]),
            Builtin::IsInstance => self.is_instance(args[0], args[1]),
            Builtin::Float => Known { val: self.in_rep(args[0], Rep::Float), ty: Ty::Float },
            Builtin::Abs => self.absolute(args[0]),
            Builtin::Min | Builtin::Max => self.extreme(args, builtin == Builtin::Min),
            Builtin::Range => self.range(insn, &args),
            Builtin::Tuple | Builtin::List | Builtin::Dict => unreachable!("calls of them fit nothing"),
        };
        self.set(insn.a, known);
        true
    }

    fn length(&mut self, insn: &Insn, of: Known) -> Known {
        let (map, offset) = match of.ty {
            Ty::List(_) => (id::LIST, layouts::LIST_LEN),
            Ty::Tuple(_) => (id::TUPLE, layouts::TUPLE_LEN),
            _ => {
                let value = self.tagged(of);
                let val = self.help(Helper::Length, vec![value]);
                return self.expect_after(insn.a, val, Ty::Int);
            }
        };
        self.guard_exact(of.val, map);
        Known { val: self.def(Kind::LoadLen { object: of.val, offset: offset as u32 }), ty: Ty::Int }
    }

    /// Whether it is an instance: of exact ones of a known class, and of what is no object, by the map.
    fn is_instance(&mut self, object: Known, class: Known) -> Known {
        let (a, b) = (self.tagged(object), self.tagged(class));
        let Some(map) = self.known_class(b) else {
            return Known { val: self.help(Helper::IsInstance, vec![a, b]), ty: Ty::Bool };
        };
        let own = self.def(Kind::MapOf { a });
        let join = self.func.block();
        let result = self.func.value(Rep::Bool);
        self.func.blocks[join.index()].params.push(result);
        for (map, answer) in [(map, true), (0, false)] {
            let wanted = self.def(Kind::Int(map as i64));
            let test = self.def(Kind::IntCmp { cc: Cc::Eq, a: own, b: wanted });
            let val = self.def(Kind::Bool(answer));
            let next = self.func.block();
            let yes = Edge { block: join, args: vec![val] };
            self.end(Term::Branch { test, yes, no: Edge { block: next, args: vec![] } });
            self.block = next;
        }
        let val = self.help(Helper::IsInstance, vec![a, b]);
        self.end(Term::Jump(Edge { block: join, args: vec![val] }));
        self.block = join;
        Known { val: result, ty: Ty::Bool }
    }

    /// The map of a class that is loaded in sight by the name of a builtin one with objects on one map alone, which is
    /// guarded.
    fn known_class(&mut self, class: Val) -> Option<u32> {
        let Kind::Global { function, n, .. } = *self.kind_of(class)? else { return None };
        let insn = self.f.numbered().nth(n as usize).filter(|_| function == self.id)?.2;
        let builtin = Builtin::named(&self.f.names[insn.x as usize])?;
        let (_, map) = builtin.class().filter(|c| matches!(c.1, id::TUPLE | id::LIST | id::DICT))?;
        let exit = self.exit(Reason::Callee);
        self.emit(Kind::GuardBuiltin { a: class, builtin, exit });
        Some(map)
    }

    fn absolute(&mut self, of: Known) -> Known {
        if of.ty == Ty::Float {
            return Known { val: self.def(Kind::FloatAbs { a: of.val }), ty: Ty::Float };
        }
        let overflow = Some(self.exit(Reason::Overflow));
        let negative = self.def(Kind::IntNeg { a: of.val, overflow });
        let zero = self.def(Kind::Int(0));
        let test = self.def(Kind::IntCmp { cc: Cc::Lt, a: of.val, b: zero });
        Known { val: self.either(test, negative, of.val), ty: Ty::Int }
    }

    /// The first of the least, or of the greatest.
    fn extreme(&mut self, args: Vec<Known>, least: bool) -> Known {
        let cc = if least { Cc::Lt } else { Cc::Gt };
        let better = |this: &mut Self, best: Known, other: Known| {
            let (a, b) = (other.val, best.val);
            let test = this.def(match best.ty {
                Ty::Int => Kind::IntCmp { cc, a, b },
                _ => Kind::FloatCmp { cc, a, b },
            });
            Known { val: this.either(test, a, b), ty: best.ty }
        };
        let mut args = args.into_iter();
        let first = args.next().expect("it has several");
        args.fold(first, |best, other| better(self, best, other))
    }

    /// One of two values of the same representation.
    fn either(&mut self, test: Val, yes: Val, no: Val) -> Val {
        let join = self.func.block();
        let result = self.func.value(self.func.rep(yes));
        self.func.blocks[join.index()].params.push(result);
        let to = |v| Edge { block: join, args: vec![v] };
        let sides = [yes, no].map(|v| {
            let side = self.func.block();
            self.func.blocks[side.index()].term = Term::Jump(to(v));
            Edge { block: side, args: vec![] }
        });
        let [yes, no] = sides;
        self.end(Term::Branch { test, yes, no });
        self.block = join;
        result
    }

    /// Whether these are ints of which a range that a loop takes apart can be made.
    fn has_range_parts(&self, args: &[Known]) -> bool {
        let ints = args.iter().all(|k| k.ty == Ty::Int && self.func.rep(k.val) == Rep::Int);
        let step = match args {
            [_, _, step] => matches!(self.kind_of(step.val), Some(Kind::Int(step)) if *step != 0),
            args => (1..=2).contains(&args.len()),
        };
        ints && step
    }

    fn range(&mut self, insn: &Insn, args: &[Known]) -> Known {
        let constant = |this: &mut Self, i: i64| this.def(Kind::Int(i));
        let items = match args {
            [stop] => vec![constant(self, 0), stop.val, constant(self, 1)],
            [start, stop] => vec![start.val, stop.val, constant(self, 1)],
            parts => parts.iter().map(|k| k.val).collect(),
        };
        // A loop counts with ints in place, so that nothing overflows.
        items.iter().for_each(|&v| self.guard_in_place(v));
        let exit = self.exit(Reason::Raised);
        let val = self.def(Kind::Pack { map: id::RANGE, place: insn.b + self.offset, items, exit });
        Known { val, ty: Ty::Any }
    }

    fn guard_in_place(&mut self, v: Val) {
        if matches!(self.kind_of(v), Some(Kind::Int(_) | Kind::LoadLen { .. } | Kind::UnboxSmall { .. })) {
            return;
        }
        for (cc, limit) in [(Cc::Ge, INT_MIN), (Cc::Le, INT_MAX)] {
            let b = self.def(Kind::Int(limit as i64));
            let test = self.def(Kind::IntCmp { cc, a: v, b });
            let exit = self.exit(Reason::Overflow);
            self.emit(Kind::GuardBool { a: test, expect: true, exit });
        }
    }
}
