//! Methods that are looked up before the arguments of their call: see `pyspec_abi::found`.
//!
//! ```text
//! findmethod 5, 8, name        guard_map v1 in the class, guard_alive      place 5 holds the number of the function
//! … the arguments
//! callfound 0, 4, 2, name      the function, inlined or by its fast entry; no guard is left
//! ```
//! What the arguments do to class or receiver comes too late, as it should. A receiver of which too little is known has
//! its function looked up through the site; where the call then tells a few classes apart, it looks at the function too.

use super::call::Parameter;
use super::{Builder, Known};
use crate::program::FunctionId;
use crate::ssa::{Kind, Reason};
use crate::types::Ty;
use pyspec_abi::found;
use pyspec_abi::ops::Op;
use pyspec_abi::types as id;
use pyspec_front::hir::Insn;

/// A function that a constant in a call's window stands for.
#[derive(Clone, Copy)]
pub(super) struct Found {
    function: FunctionId,
    /// Whether the receiver is its first argument.
    bound: bool,
}

impl Builder<'_> {
    pub(super) fn find_method(&mut self, insn: &Insn) {
        let receiver = self.get(insn.b);
        let known = match self.call_of(insn) {
            Some((n, call)) => self.find_in_class(insn, n, &call, receiver),
            None => false,
        };
        if !known {
            self.find_through_site(insn, receiver);
        }
    }

    /// The call of what an instruction looks up, and its number, if nothing can come in from outside before it.
    fn call_of(&self, insn: &Insn) -> Option<(u32, Insn)> {
        let starts = &self.starts;
        let block = starts.partition_point(|&s| s <= self.n as usize) - 1;
        let behind = self.f.blocks[block].insns.iter().enumerate().skip(self.n as usize - starts[block] + 1);
        let is_call = |i: &Insn| matches!(i.op, Op::CALLFOUND | Op::CALLFOUNDKW) && i.b + 1 == insn.a;
        let (i, call) = behind.into_iter().find(|(_, i)| is_call(i) || matches!(i.op, Op::YIELD | Op::DELEGATE))?;
        is_call(call).then(|| ((starts[block] + i) as u32, *call))
    }

    /// Finds the method of a class that is known, whose guards are made here; false if none is.
    fn find_in_class(&mut self, insn: &Insn, n: u32, call: &Insn, receiver: Known) -> bool {
        let name = self.f.names[insn.x as usize].as_str();
        let facts = self.source.facts;
        match receiver.ty {
            Ty::List(_) if call.op == Op::CALLFOUND && matches!((name, call.c), ("append", 2) | ("pop", 1)) => {
                self.guard_exact(receiver.val, id::LIST);
                let later = self.immediate(found::LATER.bits() as u64);
                self.set(insn.a, later);
                true
            }
            Ty::Instance(plan) => {
                let class = facts.class(plan);
                if !class.settled && !self.knows_map(receiver.val, plan) {
                    return false;
                }
                let Some(function) = self.method_of(plan, name) else { return false };
                let Some(bits) = self.stands_for(Found { function, bound: true }, call) else { return false };
                self.guard_alive(class.dead);
                self.guard_instance(receiver.val, plan);
                self.leave_found(insn, bits, Found { function, bound: true });
                true
            }
            Ty::Class(plan) => {
                let target = facts.only_target(self.id, n).filter(|(f, _)| !self.has_free(*f));
                let Some(found) = target.map(|(function, bound)| Found { function, bound }) else { return false };
                let Some(bits) = self.stands_for(found, call) else { return false };
                let exit = self.exit(Reason::Callee);
                self.emit(Kind::GuardClass { a: receiver.val, plan, exit });
                self.guard_alive(facts.class(plan).dead);
                self.leave_found(insn, bits, found);
                true
            }
            _ => false,
        }
    }

    /// Bits of the constant that stands for a function, if the call fits it.
    fn stands_for(&self, found: Found, call: &Insn) -> Option<u64> {
        let arguments = call.c as usize - usize::from(!found.bound);
        let _: Vec<Parameter> = self.arrange(found.function, arguments, call)?;
        let FunctionId { module, function } = found.function;
        let value = found::Program { module, function, bound: found.bound }.value()?;
        Some(value.bits() as u64)
    }

    fn leave_found(&mut self, insn: &Insn, bits: u64, found: Found) {
        let val = self.def(Kind::Tagged(bits));
        self.found.insert(val, found);
        self.set(insn.a, Known { val, ty: Ty::Any });
    }

    /// Looks up through what the instruction's site remembers. The receiver's place may then hold the attribute.
    fn find_through_site(&mut self, insn: &Insn, receiver: Known) {
        let (place, object) = (insn.b + self.offset, self.tagged(receiver));
        self.emit(Kind::StorePlace { place, value: object });
        let address = self.def(Kind::PlaceAddr { place });
        let exit = self.exit(Reason::Raised);
        let val = self.def(Kind::CachedFind { function: self.id, n: self.n, object, address, exit });
        self.python_ran();
        self.set(insn.a, Known { val, ty: Ty::Any });
        let val = self.def(Kind::LoadPlace { place });
        self.set(insn.b, Known { val, ty: Ty::Any });
    }

    /// Calls what was found.
    pub(super) fn found_call(&mut self, insn: &Insn) {
        let (callee, receiver) = (self.get(insn.b + 1), self.get(insn.b + 4));
        let name = self.f.names[insn.x as usize].as_str();
        if let Some(&Found { function, bound }) = self.found.get(&callee.val) {
            let mut args = self.arguments(insn);
            if !bound {
                args.remove(0);
            }
            let args = self.bind(function, args, insn).expect("it was looked at when the method was");
            // The frame of a function that does not take the receiver would begin elsewhere.
            let known = if bound { self.invoke(function, args, insn) } else { self.direct(insn.a, function, args) };
            return self.set(insn.a, known);
        }
        if callee.ty == Ty::None && self.list_method(insn, receiver, name) {
            return;
        }
        self.method_of_few(insn, receiver, name);
    }
}
