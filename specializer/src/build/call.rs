//! Globals and calls: functions of the program by their fast entry or inlined, methods and constructors of planned
//! classes, methods of one of few classes by a chain of maps, all others through what the instruction's site remembers.

use super::inline::Inlining;
use super::{Builder, Known, MapFact};
use crate::program::FunctionId;
use crate::ssa::{CachedCall, Cc, Edge, Kind, Reason, Term, Val};
use crate::types::{PlanId, Rep, Ty};
use pyspec_abi::Value;
use pyspec_abi::blob::Const;
use pyspec_abi::helpers::Helper;
use pyspec_abi::ops::Op;
use pyspec_abi::types as id;
use pyspec_front::hir::{Insn, Place};

/// Most classes that a chain of maps tells apart.
const MOST_CLASSES: usize = 4;

/// The assumption that no function's code or defaults are replaced.
pub const FUNCTIONS_STAY: u32 = u32::MAX;

/// What a parameter takes: an argument of the call, or the bits of its default.
#[derive(Clone, Copy)]
pub(super) enum Parameter {
    Argument(usize),
    Default(u64),
}

impl Builder<'_> {
    pub(super) fn global(&mut self, insn: &Insn) {
        let exit = self.exit(Reason::Global);
        let val = self.def(Kind::Global { function: self.id, n: self.n, exit });
        let known = self.expect_after(insn.a, val, self.predicted());
        self.set(insn.a, known);
    }

    pub(super) fn call(&mut self, insn: &Insn) {
        match insn.op {
            Op::CALL | Op::CALLKW => self.plain_call(insn),
            Op::CALLM | Op::CALLMKW => self.method_call(insn),
            Op::CALLFOUND | Op::CALLFOUNDKW => self.found_call(insn),
            _ => self.cached_call(insn),
        }
    }

    fn plain_call(&mut self, insn: &Insn) {
        let callee = self.get(insn.b + 1);
        let args = self.arguments(insn);
        match callee.ty {
            Ty::Function(f) => {
                if let Some(mut args) = self.bind(f, args, insn) {
                    let exit = self.exit(Reason::Callee);
                    self.emit(Kind::GuardFunction { a: callee.val, function: f, exit });
                    if self.has_free(f) {
                        args.push(callee);
                    }
                    let known = self.invoke(f, args, insn);
                    return self.set(insn.a, known);
                }
            }
            Ty::Class(plan) if self.construct(insn, callee.val, plan, args) => return,
            _ if self.builtin_call(insn, callee) => return,
            _ => {}
        }
        self.other_call(insn);
    }

    pub(super) fn other_call(&mut self, insn: &Insn) {
        if matches!(insn.op, Op::CALLKW | Op::CALLMKW | Op::CALLFOUNDKW) {
            self.step(insn)
        } else {
            self.cached_call(insn)
        }
    }

    /// The arguments in the window, the receiver and those by keyword included.
    pub(super) fn arguments(&self, insn: &Insn) -> Vec<Known> {
        (insn.b + 4..insn.b + 4 + insn.c).map(|p| self.get(p)).collect()
    }

    pub(super) fn has_free(&self, f: FunctionId) -> bool {
        !self.source.function(f).free.is_empty()
    }

    /// The arguments by parameter, if the function has a fast entry and the call fits: keywords are sorted in, omitted
    /// ones are what the function's statement says.
    pub(super) fn bind(&mut self, f: FunctionId, args: Vec<Known>, insn: &Insn) -> Option<Vec<Known>> {
        let places = self.arrange(f, args.len(), insn)?;
        if places.iter().any(|p| matches!(p, Parameter::Default(_))) {
            self.guard_alive(FUNCTIONS_STAY);
        }
        let value = |p| match p {
            Parameter::Argument(i) => args[i],
            Parameter::Default(bits) => self.immediate(bits),
        };
        Some(places.into_iter().map(value).collect())
    }

    /// What each parameter of a function takes in a call with `n` arguments, those by keyword included.
    pub(super) fn arrange(&self, f: FunctionId, n: usize, insn: &Insn) -> Option<Vec<Parameter>> {
        let callee = self.source.function(f);
        if !self.program.fast.contains(&f) || !callee.params.is_plain() {
            return None;
        }
        let count = callee.params.places();
        let names = self.keywords(insn)?;
        let by_place = n.checked_sub(names.len())?;
        if by_place > count {
            return None;
        }
        let mut places: Vec<Option<Parameter>> = (0..by_place).map(|i| Some(Parameter::Argument(i))).collect();
        places.resize(count, None);
        for (k, name) in names.iter().enumerate() {
            let i = callee.named.iter().take(count).position(|p| p.name == *name)?;
            if i < callee.params.positional_only as usize || places[i].is_some() {
                return None;
            }
            places[i] = Some(Parameter::Argument(by_place + k));
        }
        if places.iter().any(Option::is_none) {
            let defaults = self.source.facts.defaults(f)?;
            let first = count.checked_sub(defaults.len())?;
            for (i, place) in places.iter_mut().enumerate().filter(|(_, p)| p.is_none()) {
                *place = Some(Parameter::Default(*defaults.get(i.checked_sub(first)?)?));
            }
        }
        places.into_iter().collect()
    }

    /// Names of the last arguments.
    fn keywords(&self, insn: &Insn) -> Option<Vec<String>> {
        let index = match insn.op {
            Op::CALLKW => insn.x as usize,
            Op::CALLMKW | Op::CALLFOUNDKW => insn.y as usize,
            _ => return Some(vec![]),
        };
        let Const::Tuple(names) = &self.f.consts[index] else { return None };
        let text = |c: &Const| match c {
            Const::Str(bytes) => String::from_utf8(bytes.clone()).ok(),
            _ => None,
        };
        names.iter().map(text).collect()
    }

    fn method_call(&mut self, insn: &Insn) {
        let receiver = self.get(insn.b + 4);
        let name = self.f.names[insn.x as usize].as_str();
        let plan = match receiver.ty {
            Ty::Class(plan) if self.method_of_class(insn, receiver, plan) => return,
            Ty::Instance(plan) => plan,
            Ty::List(_) if self.list_method(insn, receiver, name) => return,
            _ => return self.method_of_few(insn, receiver, name),
        };
        if !self.source.facts.class(plan).settled && !self.knows_map(receiver.val, plan) {
            return self.method_of_few(insn, receiver, name);
        }
        let target = self.method_of(plan, name);
        let bound = match target {
            Some(f) => self.bind(f, self.arguments(insn), insn).map(|args| (f, args)),
            None => None,
        };
        let Some((f, args)) = bound else { return self.other_call(insn) };
        let class = self.source.facts.class(plan);
        self.guard_alive(class.dead);
        self.guard_instance(receiver.val, plan);
        let known = self.invoke(f, args, insn);
        self.set(insn.a, known);
    }

    /// A method of an exact list that needs no Python code; false if it is none such.
    pub(super) fn list_method(&mut self, insn: &Insn, list: Known, name: &str) -> bool {
        let helper = match (insn.op, name, insn.c) {
            (Op::CALLM | Op::CALLFOUND, "append", 2) => Helper::ListAppend,
            (Op::CALLM | Op::CALLFOUND, "pop", 1) => Helper::ListPop,
            _ => return false,
        };
        self.guard_exact(list.val, id::LIST);
        let args = self.arguments(insn).into_iter().map(|a| self.tagged(a)).collect();
        if helper == Helper::ListPop {
            self.help_into(helper, args, insn.a);
        } else {
            self.help(helper, args);
            let none = self.immediate(Value::NONE.bits() as u64);
            self.set(insn.a, none);
        }
        true
    }

    /// A method that is called through its planned class; false if it is not known.
    fn method_of_class(&mut self, insn: &Insn, receiver: Known, plan: PlanId) -> bool {
        let Some((f, bound)) = self.source.facts.only_target(self.id, self.n) else { return false };
        let mut args = self.arguments(insn);
        if !bound {
            args.remove(0);
        }
        if self.has_free(f) {
            return false;
        }
        let Some(args) = self.bind(f, args, insn) else { return false };
        let class = self.source.facts.class(plan);
        let exit = self.exit(Reason::Callee);
        self.emit(Kind::GuardClass { a: receiver.val, plan, exit });
        self.guard_alive(class.dead);
        // The frame of a function that does not take the receiver would begin elsewhere.
        let known = if bound { self.invoke(f, args, insn) } else { self.direct(insn.a, f, args) };
        self.set(insn.a, known);
        true
    }

    /// The method of a planned class that compiled code may call in place of the attribute.
    pub(super) fn method_of(&self, plan: PlanId, name: &str) -> Option<FunctionId> {
        let class = self.source.facts.class(plan);
        self.source.facts.method(plan, name).filter(|f| !self.has_free(*f) && class.slot(name).is_none())
    }

    /// Guards that a value is an instance of the planned class.
    pub(super) fn guard_instance(&mut self, a: Val, plan: PlanId) {
        let class = self.source.facts.class(plan);
        let (first, last) = (class.map_base, class.map_last());
        let known = match self.maps.get(&a) {
            Some(MapFact::Exactly(m) | MapFact::AtLeast(m)) => (first..=last).contains(m),
            None => false,
        };
        if !known {
            let exit = self.exit(Reason::Map);
            self.emit(Kind::GuardMap { a, first, last, exit });
            self.maps.insert(a, MapFact::AtLeast(first));
        }
    }

    /// A method of an instance of one of few classes: a way for each, by the map of a whole instance.
    pub(super) fn method_of_few(&mut self, insn: &Insn, receiver: Known, name: &str) {
        let plans = self.source.facts.classes_of(self.id, self.n, insn.b + 4);
        let ways: Option<Vec<(PlanId, FunctionId)>> =
            plans.into_iter().map(|p| self.method_of(p, name).map(|f| (p, f))).collect();
        let settled = |w: &Vec<(PlanId, FunctionId)>| w.iter().all(|(p, _)| self.source.facts.class(*p).settled);
        let ways = ways.filter(|w| {
            (1..=MOST_CLASSES).contains(&w.len()) && insn.op != Op::CALLMKW && insn.op != Op::CALLFOUNDKW && settled(w)
        });
        let Some(ways) = ways else { return self.other_call(insn) };
        let args = self.arguments(insn);
        if !ways.iter().all(|(_, f)| self.source.function(*f).params.places() == args.len()) {
            return self.other_call(insn);
        }
        let object = self.tagged(receiver);
        let map = self.def(Kind::MapOf { a: object });
        let join = self.func.block();
        let result = self.func.value(Rep::Tagged);
        self.func.blocks[join.index()].params.push(result);
        for (plan, f) in ways {
            let Some(mut args) = self.bind(f, args.clone(), insn) else { continue };
            args[0] = Known { val: object, ty: Ty::Instance(plan) };
            let class = self.source.facts.class(plan);
            let last = self.def(Kind::Int(class.map_last() as i64));
            let test = self.def(Kind::IntCmp { cc: Cc::Eq, a: map, b: last });
            let (yes, no) = (self.func.block(), self.func.block());
            let edge = |block| Edge { block, args: vec![] };
            self.end(Term::Branch { test, yes: edge(yes), no: edge(no) });
            let (maps, alive) = (self.maps.clone(), self.alive.clone());
            self.block = yes;
            self.maps.insert(object, MapFact::Exactly(class.map_last()));
            self.guard_alive(class.dead);
            if insn.op == Op::CALLFOUND {
                // The arguments may have changed the class since it was looked up.
                let (a, exit) = (self.tagged(self.get(insn.b + 1)), self.exit(Reason::Callee));
                self.emit(Kind::GuardFunction { a, function: f, exit });
            }
            let known = self.invoke(f, args, insn);
            let val = self.tagged(known);
            self.end(Term::Jump(Edge { block: join, args: vec![val] }));
            (self.block, self.maps, self.alive) = (no, maps, alive);
        }
        let val = self.cached_call_value(insn);
        self.end(Term::Jump(Edge { block: join, args: vec![val] }));
        self.block = join;
        self.python_ran();
        let known = self.expect_after(insn.a, result, self.predicted());
        self.set(insn.a, known);
    }

    /// An operator of an instance of a planned class that has a method for it; false if it is none such.
    pub(super) fn operator_method(&mut self, op: u8, insn: &Insn) -> bool {
        const METHODS: [&str; 13] = [
            "__add__",
            "__sub__",
            "__mul__",
            "__truediv__",
            "__floordiv__",
            "__mod__",
            "__pow__",
            "__matmul__",
            "__lshift__",
            "__rshift__",
            "__and__",
            "__or__",
            "__xor__",
        ];
        let (a, b) = (self.get(insn.b), self.get(insn.c));
        let Ty::Instance(plan) = a.ty else { return false };
        // Where the right operand's class could come first, or take over, the protocol decides.
        let simple = matches!(b.ty, Ty::Int | Ty::Float | Ty::Bool) || b.ty == Ty::Instance(plan);
        let simple = simple && self.source.facts.class(plan).settled;
        let Some(f) = self.method_of(plan, METHODS[op as usize]).filter(|_| simple) else { return false };
        if self.source.function(f).params.places() != 2 || !self.program.fast.contains(&f) {
            return false;
        }
        let class = self.source.facts.class(plan);
        self.guard_alive(class.dead);
        self.guard_instance(a.val, plan);
        if b.ty == Ty::Instance(plan) {
            self.guard_instance(b.val, plan);
        }
        let known = self.invoke(f, vec![a, b], insn);
        if self.func.rep(known.val) == Rep::Tagged {
            let (x, y, exit) = (a.val, self.tagged(b), self.exit(Reason::Raised));
            self.emit(Kind::CheckImplemented { op, result: known.val, a: x, b: y, exit });
        }
        self.set(insn.a, known);
        true
    }

    /// `a[b]` of an instance of a planned class with a method for it, by its name; false if it is none such.
    pub(super) fn item_method(&mut self, name: &str, args: Vec<Known>, insn: &Insn) -> Option<Known> {
        let Ty::Instance(plan) = args[0].ty else { return None };
        let f = self.method_of(plan, name).filter(|_| self.source.facts.class(plan).settled)?;
        if self.source.function(f).params.places() != args.len() || !self.program.fast.contains(&f) {
            return None;
        }
        let class = self.source.facts.class(plan);
        self.guard_alive(class.dead);
        self.guard_instance(args[0].val, plan);
        Some(self.invoke(f, args, insn))
    }

    /// Calls a function of the program: inlined if it is small, by its fast entry if not. Its result is `insn.a`'s.
    pub(super) fn invoke(&mut self, function: FunctionId, args: Vec<Known>, insn: &Insn) -> Known {
        let place = (insn.op != Op::SETITEM).then_some(insn.a);
        let is_call = insn.op.is_plain_call();
        let window = is_call.then_some(insn.b);
        let inlining = Inlining { function, args, window, result: place, constructed: None };
        // The interpreter reads the instruction at which a frame waits, which must not be hidden by an entry.
        let inlined = if is_call || !self.is_entered() { self.inline(&inlining) } else { None };
        match (inlined, place) {
            (Some(Known { val, ty: Ty::Any }), Some(place)) => self.expect_after(place, val, self.predicted()),
            (Some(known), _) => known,
            (None, Some(place)) => self.direct(place, function, inlining.args),
            (None, None) => Known { val: self.call_fast(function, inlining.args, None), ty: Ty::Any },
        }
    }

    /// Whether compiled code may be entered at the instruction being built.
    fn is_entered(&self) -> bool {
        self.n == 0 || crate::choose::loop_heads(self.f).iter().any(|&b| self.starts[b as usize] as u32 == self.n)
    }

    /// Calls a fast entry; what it returns, for a place.
    pub(super) fn direct(&mut self, place: Place, f: FunctionId, args: Vec<Known>) -> Known {
        let val = self.call_fast(f, args, Some(place));
        let declared = self.source.facts.returns(f);
        match declared.rep() {
            Rep::Tagged => self.expect_after(place, val, if declared == Ty::Any { self.predicted() } else { declared }),
            _ => Known { val, ty: declared },
        }
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

    /// Makes an instance of a planned class whose `__init__` is known; false if it cannot be done here.
    fn construct(&mut self, insn: &Insn, callee: Val, plan: PlanId, args: Vec<Known>) -> bool {
        let class = self.source.facts.class(plan);
        let Some(init) = class.init.filter(|&f| !self.has_free(f) && self.source.facts.returns(f) == Ty::None) else {
            return false;
        };
        let receiver = Known { val: self.unset, ty: Ty::Instance(plan) };
        let all = std::iter::once(receiver).chain(args).collect();
        let Some(mut args) = self.bind(init, all, insn) else { return false };
        let exit = self.exit(Reason::Callee);
        self.emit(Kind::GuardClass { a: callee, plan, exit });
        self.guard_alive(class.dead);
        let exit = self.exit(Reason::Memory);
        let slots = (class.attributes.len() as u32).max(1);
        let object = self.def(Kind::New { map: class.map_base, slots, exit });
        self.maps.insert(object, MapFact::Exactly(class.map_base));
        if class.slotted {
            // Whoever reads a slot that was never set must find it so.
            for k in 0..slots {
                self.emit(Kind::Store {
                    object,
                    offset: super::attribute::offset(k),
                    value: self.unset,
                    barrier: false,
                });
            }
        }
        let receiver = Known { val: object, ty: Ty::Instance(plan) };
        args[0] = receiver;
        let inlining =
            Inlining { function: init, args, window: Some(insn.b), result: Some(insn.a), constructed: Some(object) };
        if self.inline(&inlining).is_none() {
            self.call_fast(init, inlining.args, None);
        }
        self.set(insn.a, receiver);
        true
    }

    /// A call of what its instruction's site remembers.
    fn cached_call(&mut self, insn: &Insn) {
        let val = self.cached_call_value(insn);
        let known = self.expect_after(insn.a, val, self.predicted());
        self.set(insn.a, known);
    }

    fn cached_call_value(&mut self, insn: &Insn) -> Val {
        let has_callee = matches!(insn.op, Op::CALL | Op::CALLFOUND);
        let callee = if has_callee { Some(self.tagged(self.get(insn.b + 1))) } else { None };
        let is_super = insn.op == Op::CALLSUPER;
        let proxy = is_super.then(|| self.tagged(self.get(insn.b + 1)));
        let class = is_super.then(|| self.tagged(self.get(insn.b + 2)));
        let args = (insn.b + 4..insn.b + 4 + insn.c).map(|p| self.tagged(self.get(p))).collect();
        let exit = self.exit(Reason::Raised);
        let window = insn.b + self.offset;
        let call = CachedCall { function: self.id, n: self.n, callee, proxy, class, args, window, exit };
        let val = self.def(Kind::CachedCall(Box::new(call)));
        self.python_ran();
        val
    }
}

/// The bits of a constant that is an immediate value.
pub fn immediate_bits(c: &Const) -> Option<u64> {
    let value = match c {
        Const::None => Value::NONE,
        Const::Bool(b) => Value::bool(*b),
        Const::Int(i) => Value::try_int(*i)?,
        Const::Float(bits) => Value::try_float(f64::from_bits(*bits))?,
        _ => return None,
    };
    Some(value.bits() as u64)
}
