//! Globals and calls: functions of the program by their fast entry, methods and constructors of planned
//! classes, all others through the window.

use super::{Builder, Known, MapFact};
use crate::program::FunctionId;
use crate::ssa::{CachedCall, Kind, Reason, Val};
use crate::types::{PlanId, Rep, Ty};
use pyspec_abi::ops::Op;
use pyspec_front::hir::{Insn, Place};

impl Builder<'_> {
    pub(super) fn global(&mut self, insn: &Insn) {
        let exit = self.exit(Reason::Global);
        let val = self.def(Kind::Global { function: self.id, n: self.n, exit });
        let known = self.expect_after(insn.a, val, self.predicted());
        self.set(insn.a, known);
    }

    pub(super) fn call(&mut self, insn: &Insn) {
        if insn.op == Op::CALLM {
            return self.method_call(insn);
        }
        let callee = self.get(insn.b + 1);
        let args: Vec<Place> = (insn.b + 4..insn.b + 4 + insn.c).collect();
        match callee.ty {
            Ty::Function(f) if self.fits(f, args.len()) => {
                let exit = self.exit(Reason::Callee);
                self.emit(Kind::GuardFunction { a: callee.val, function: f, exit });
                let mut args: Vec<Known> = args.iter().map(|&p| self.get(p)).collect();
                if self.has_free(f) {
                    args.push(callee);
                }
                self.direct(insn.a, f, args);
            }
            Ty::Class(plan) if self.constructible(plan, args.len()) => self.construct(insn, callee.val, plan, &args),
            _ => self.cached_call(insn),
        }
    }

    /// Whether a function has a fast entry that takes exactly this many arguments.
    fn fits(&self, f: FunctionId, args: usize) -> bool {
        let params = self.source.function(f).params;
        self.program.fast.contains(&f) && params.is_plain() && params.places() == args
    }

    fn has_free(&self, f: FunctionId) -> bool {
        !self.source.function(f).free.is_empty()
    }

    fn method_call(&mut self, insn: &Insn) {
        let receiver = self.get(insn.b + 4);
        let name = self.f.names[insn.x as usize].as_str();
        let Ty::Instance(plan) = receiver.ty else { return self.cached_call(insn) };
        let class = self.source.facts.class(plan);
        let target =
            self.source.facts.method(plan, name).filter(|f| self.fits(*f, insn.c as usize) && !self.has_free(*f));
        let Some(f) = target.filter(|_| class.slot(name).is_none()) else {
            return self.cached_call(insn);
        };
        self.guard_alive(class.dead);
        if !self.maps.contains_key(&receiver.val) {
            let exit = self.exit(Reason::Map);
            self.emit(Kind::GuardMap { a: receiver.val, first: class.map_base, last: class.map_last(), exit });
            self.maps.insert(receiver.val, MapFact::AtLeast(class.map_base));
        }
        let args = (insn.b + 4..insn.b + 4 + insn.c).map(|p| self.get(p)).collect();
        self.direct(insn.a, f, args);
    }

    /// Calls a fast entry and puts what it returns into a place.
    fn direct(&mut self, place: Place, f: FunctionId, args: Vec<Known>) {
        let val = self.call_fast(f, args, Some(place));
        let declared = self.source.facts.returns(f);
        let known = match declared.rep() {
            Rep::Tagged => self.expect_after(place, val, if declared == Ty::Any { self.predicted() } else { declared }),
            _ => Known { val, ty: declared },
        };
        self.set(place, known);
    }

    /// `place` takes a value that does not fit the declared representation; `None`: the result is not looked at.
    fn call_fast(&mut self, f: FunctionId, args: Vec<Known>, place: Option<Place>) -> Val {
        let mut types = super::fast_params(self.source, f);
        types.resize(args.len(), Ty::Any);
        let args = args.into_iter().zip(types).map(|(a, ty)| self.argument(a, ty)).collect();
        let result = self.source.facts.returns(f).rep();
        let raised = self.exit(Reason::Raised);
        let boxed = match place {
            Some(p) if result != Rep::Tagged => Some(self.exit_at(self.n + 1, Reason::Boxed, Some((p, None)))),
            _ => None,
        };
        let val = self.def(Kind::CallFast { function: f, args, result, raised, boxed });
        self.python_ran();
        val
    }

    fn argument(&mut self, known: Known, ty: Ty) -> Val {
        match ty.rep() {
            Rep::Tagged => self.tagged(known),
            rep if self.func.rep(known.val) == rep => known.val,
            _ => {
                // An unboxed value of another type: the callee takes it from the interpreter.
                let boxed = Known { val: self.tagged(known), ty: Ty::Any };
                self.expect(boxed, ty).val
            }
        }
    }

    fn constructible(&self, plan: PlanId, args: usize) -> bool {
        let class = self.source.facts.class(plan);
        class.init.is_some_and(|init| {
            self.fits(init, args + 1) && !self.has_free(init) && self.source.facts.returns(init) == Ty::None
        })
    }

    fn construct(&mut self, insn: &Insn, callee: Val, plan: PlanId, args: &[Place]) {
        let class = self.source.facts.class(plan);
        let exit = self.exit(Reason::Callee);
        self.emit(Kind::GuardClass { a: callee, plan, exit });
        self.guard_alive(class.dead);
        let exit = self.exit(Reason::Memory);
        let slots = (class.attributes.len() as u32).max(1);
        let object = self.def(Kind::New { map: class.map_base, slots, exit });
        let receiver = Known { val: object, ty: Ty::Instance(plan) };
        let args = std::iter::once(receiver).chain(args.iter().map(|&p| self.get(p))).collect();
        let init = class.init.expect("constructible");
        self.call_fast(init, args, None);
        self.set(insn.a, receiver);
    }

    /// A call of what its instruction's site remembers.
    fn cached_call(&mut self, insn: &Insn) {
        let callee = if insn.op == Op::CALL { Some(self.tagged(self.get(insn.b + 1))) } else { None };
        let args = (insn.b + 4..insn.b + 4 + insn.c).map(|p| self.tagged(self.get(p))).collect();
        let exit = self.exit(Reason::Raised);
        let call = CachedCall { function: self.id, n: self.n, callee, args, window: insn.b, exit };
        let val = self.def(Kind::CachedCall(Box::new(call)));
        self.python_ran();
        let known = self.expect_after(insn.a, val, self.predicted());
        self.set(insn.a, known);
    }
}
