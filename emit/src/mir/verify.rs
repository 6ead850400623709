//! The rules of machine IR. [`verify`] reports every breach, each with the block and instruction it is at.
//!
//! 1. There is an entry block; it has no parameters, and nothing jumps to it.
//! 2. Every block ends in a terminator.
//! 3. Every id (register, block, exit, slot) is in its table.
//! 4. A register is defined once: as a parameter, a block's parameter, or a result.
//! 5. Every use is dominated by its definition; the values of an exit are used where the exit is.
//! 6. Registers have the class that their place asks for.
//! 7. An edge brings one argument for each parameter of its target, of the same class.
//! 8. A comparison has no immediate on its left and at most one memory operand; `Float` takes no immediate, `Shift` and
//!    `AluMem` no memory as their source.
//! 9. Only addition, subtraction, multiplication and negation overflow; memory is not multiplied in place.
//! 10. At most two ints and one float are returned, by `ret` or by a call.
//! 11. The context is set in functions of C's convention alone.
//! 12. An address whose index is scaled has a register as index, never a float.

use super::order::reverse_postorder;
use super::*;

/// Every breach of the rules; empty if there is none.
pub fn verify(func: &MFunction) -> Vec<String> {
    let mut verifier = Verifier { func, breaches: Vec::new(), place: String::new() };
    if func.blocks.is_empty() {
        return vec!["there is no entry block".into()];
    }
    verifier.check_shape();
    // The rest would stumble over missing terminators and ids.
    if verifier.breaches.is_empty() {
        verifier.check_classes();
        verifier.check_dominance();
    }
    verifier.breaches
}

struct Verifier<'a> {
    func: &'a MFunction,
    breaches: Vec<String>,
    place: String,
}

impl Verifier<'_> {
    fn breach(&mut self, what: impl std::fmt::Display) {
        self.breaches.push(format!("{}: {what}", self.place));
    }

    fn at(&mut self, block: usize, inst: Option<usize>) {
        self.place = match inst {
            Some(inst) => format!("b{block} instruction {inst}"),
            None => format!("b{block}"),
        };
    }

    /// Rules 1 to 4 and 7's count.
    fn check_shape(&mut self) {
        let func = self.func;
        let mut defined = vec![0u32; func.classes.len()];
        self.place = "parameters".into();
        for &param in &func.params {
            self.check_def(param, &mut defined);
        }
        for (index, exit) in func.exits.iter().enumerate() {
            self.place = format!("x{index}");
            exit.values.iter().for_each(|&value| self.check_reg(value));
        }
        if !func.blocks[0].params.is_empty() {
            self.at(0, None);
            self.breach("the entry block has parameters");
        }
        for (index, block) in func.blocks.iter().enumerate() {
            self.at(index, None);
            block.params.iter().for_each(|&param| self.check_def(param, &mut defined));
            for (number, inst) in block.insts.iter().enumerate() {
                self.at(index, Some(number));
                inst.for_each_use(&mut |reg| self.check_reg(reg));
                inst.for_each_def(&mut |reg| self.check_def(reg, &mut defined));
                self.check_exit(inst.exit());
                inst.for_each_addr(&mut |addr| self.check_slot(addr));
            }
            self.at(index, None);
            let Some(terminator) = &block.terminator else {
                self.breach("the block has no end");
                continue;
            };
            terminator.for_each_use(&mut |reg| self.check_reg(reg));
            terminator.for_each_addr(&mut |addr| self.check_slot(addr));
            self.check_exit(terminator.exit());
            for edge in terminator.edges() {
                self.check_edge(edge);
            }
        }
    }

    fn check_def(&mut self, reg: VReg, defined: &mut [u32]) {
        self.check_reg(reg);
        if let Some(count) = defined.get_mut(reg.index()) {
            *count += 1;
            if *count == 2 {
                self.breach(format_args!("{reg} is defined twice"));
            }
        }
    }

    fn check_reg(&mut self, reg: VReg) {
        if reg.index() >= self.func.classes.len() {
            self.breach(format_args!("{reg} does not exist"));
        }
    }

    fn check_exit(&mut self, exit: Option<Exit>) {
        if let Some(exit) = exit
            && exit.index() >= self.func.exits.len()
        {
            self.breach(format_args!("{exit} does not exist"));
        }
    }

    fn check_slot(&mut self, addr: &Addr) {
        if let Base::Slot(slot) = addr.base
            && slot.index() >= self.func.slots.len()
        {
            self.breach(format_args!("{slot} does not exist"));
        }
    }

    fn check_edge(&mut self, edge: &Edge) {
        let Some(target) = self.func.blocks.get(edge.block.index()) else {
            return self.breach(format_args!("{} does not exist", edge.block));
        };
        if edge.block.index() == 0 {
            self.breach("the entry block is jumped to");
        }
        if target.params.len() != edge.args.len() {
            self.breach(format_args!(
                "{} takes {} arguments, not {}",
                edge.block,
                target.params.len(),
                edge.args.len()
            ));
        }
    }

    fn expect(&mut self, reg: VReg, class: Class) {
        if self.func.class(reg) != class {
            self.breach(format_args!("{reg} is no {}", class.name()));
        }
    }

    fn expect_addr(&mut self, addr: &Addr) {
        addr.for_each_use(&mut |reg| self.expect(reg, Class::Int));
    }

    fn expect_int(&mut self, operand: &Operand) {
        operand.for_each_use(&mut |reg| self.expect(reg, Class::Int));
    }

    /// Rules 6 to 12.
    fn check_classes(&mut self) {
        let func = self.func;
        for (index, block) in func.blocks.iter().enumerate() {
            for (number, inst) in block.insts.iter().enumerate() {
                self.at(index, Some(number));
                self.check_inst(inst);
            }
            self.at(index, None);
            let terminator = block.terminator.as_ref().expect("checked before");
            self.check_terminator(terminator);
            for edge in terminator.edges() {
                for (&arg, &param) in edge.args.iter().zip(&func.blocks[edge.block.index()].params) {
                    self.expect(arg, func.class(param));
                }
            }
        }
    }

    fn check_inst(&mut self, inst: &Inst) {
        use Class::{Float, Int};
        match inst {
            Inst::Imm { dst, .. }
            | Inst::SymbolAddr { dst, .. }
            | Inst::Context { dst }
            | Inst::StackPointer { dst } => self.expect(*dst, Int),
            Inst::FloatImm { dst, .. } => self.expect(*dst, Float),
            Inst::Move { dst, src } => self.expect(*src, self.func.class(*dst)),
            Inst::Alu { op, dst, a, b, overflow } => {
                self.expect(*dst, Int);
                self.expect(*a, Int);
                self.expect_int(b);
                if overflow.is_some() && matches!(op, AluOp::And | AluOp::Or | AluOp::Xor) {
                    self.breach(format_args!("{} never overflows", op.name()));
                }
            }
            Inst::AluMem { op, addr, src, .. } => {
                self.expect_addr(addr);
                self.expect_int(src);
                if *op == AluOp::Mul {
                    self.breach("memory is not multiplied in place");
                }
                self.expect_no_memory(src);
            }
            Inst::Shift { dst, a, count, .. } => {
                self.expect(*dst, Int);
                self.expect(*a, Int);
                self.expect_int(count);
                self.expect_no_memory(count);
            }
            Inst::Div { quot, rem, a, b, .. } => [quot, rem, a, b].into_iter().for_each(|&reg| self.expect(reg, Int)),
            Inst::Unary { op, dst, a, overflow } => {
                self.expect(*dst, Int);
                self.expect(*a, Int);
                if overflow.is_some() && *op != UnaryOp::Neg {
                    self.breach(format_args!("{} never overflows", op.name()));
                }
            }
            Inst::Lea { dst, addr } => {
                self.expect(*dst, Int);
                self.expect_addr(addr);
            }
            Inst::Load { ty, dst: reg, addr } | Inst::Store { ty, src: reg, addr } => {
                self.expect(*reg, ty.class());
                self.expect_addr(addr);
            }
            Inst::StoreImm { addr, .. } => self.expect_addr(addr),
            Inst::Set { dst, test } => {
                self.expect(*dst, Int);
                self.check_test(test);
            }
            Inst::Select { dst, test, yes, no } => {
                self.expect(*yes, self.func.class(*dst));
                self.expect(*no, self.func.class(*dst));
                self.check_test(test);
            }
            Inst::Guard { test, .. } => self.check_test(test),
            Inst::Float { dst, a, b, .. } => {
                self.expect(*dst, Float);
                self.expect(*a, Float);
                match b {
                    Operand::Reg(reg) => self.expect(*reg, Float),
                    Operand::Mem(addr) => self.expect_addr(addr),
                    Operand::Imm(_) => self.breach("a float operation takes no immediate"),
                }
            }
            Inst::FloatUnary { dst, a, .. } => {
                self.expect(*dst, Float);
                self.expect(*a, Float);
            }
            Inst::IntToFloat { dst, a } | Inst::BitsToFloat { dst, a } => {
                self.expect(*dst, Float);
                self.expect(*a, Int);
            }
            Inst::FloatToInt { dst, a } | Inst::FloatToBits { dst, a } => {
                self.expect(*dst, Int);
                self.expect(*a, Float);
            }
            Inst::Call(call) => {
                call.target.for_each_use(&mut |reg| self.expect(reg, Int));
                self.check_results(&call.results);
            }
            Inst::SetContext { src } => {
                self.expect(*src, Int);
                if self.func.convention != Convention::SystemV {
                    self.breach("a compiled function keeps its caller's context");
                }
            }
        }
    }

    fn expect_no_memory(&mut self, operand: &Operand) {
        if let Operand::Mem(_) = operand {
            self.breach("the source is memory");
        }
    }

    fn check_test(&mut self, test: &Test) {
        match test {
            Test::Int { a, b, .. } | Test::Bits { a, mask: b, .. } => {
                self.expect_int(a);
                self.expect_int(b);
                if let Operand::Imm(_) = a {
                    self.breach("an immediate on the left of a test");
                }
                if let (Operand::Mem(_), Operand::Mem(_)) = (a, b) {
                    self.breach("memory on both sides of a test");
                }
            }
            Test::Float { a, b, .. } => {
                self.expect(*a, Class::Float);
                self.expect(*b, Class::Float);
            }
        }
    }

    fn check_results(&mut self, values: &[VReg]) {
        let floats = values.iter().filter(|&&value| self.func.class(value) == Class::Float).count();
        if floats > 1 || values.len() - floats > 2 {
            self.breach("more results than two ints and one float");
        }
    }

    fn check_terminator(&mut self, terminator: &Terminator) {
        match terminator {
            Terminator::Branch { test, .. } => self.check_test(test),
            Terminator::Switch { index, .. } => self.expect(*index, Class::Int),
            Terminator::Return(values) => self.check_results(values),
            Terminator::TailCall { target, .. } => target.for_each_use(&mut |reg| self.expect(reg, Class::Int)),
            Terminator::Jump(_) | Terminator::Exit(_) | Terminator::Trap => {}
        }
    }

    /// Rule 5, in the blocks that the entry reaches.
    fn check_dominance(&mut self) {
        let func = self.func;
        let dominators = Dominators::of(func);
        // Block and position of each definition; parameters of the function are before everything.
        let mut place: Vec<Option<(usize, usize)>> = vec![None; func.classes.len()];
        func.params.iter().for_each(|param| place[param.index()] = Some((0, 0)));
        for (index, block) in func.blocks.iter().enumerate() {
            block.params.iter().for_each(|param| place[param.index()] = Some((index, 0)));
            for (number, inst) in block.insts.iter().enumerate() {
                inst.for_each_def(&mut |reg| place[reg.index()] = Some((index, number + 1)));
            }
        }
        for (index, block) in func.blocks.iter().enumerate() {
            if dominators.depth[index] == u32::MAX {
                continue;
            }
            let check = |verifier: &mut Self, reg: VReg, number: usize| {
                let is_dominated = match place[reg.index()] {
                    None => false,
                    // An instruction's own results are not there yet when it leaves by its exit.
                    Some((at, defined)) if at == index => defined <= number,
                    Some((at, _)) => dominators.dominates(at, index),
                };
                if !is_dominated {
                    verifier.breach(format_args!("{reg} is used where it is not defined"));
                }
            };
            for (number, inst) in block.insts.iter().enumerate() {
                self.at(index, Some(number));
                inst.for_each_use(&mut |reg| check(self, reg, number));
                if let Some(exit) = inst.exit() {
                    func.exits[exit.index()].values.iter().for_each(|&reg| check(self, reg, number));
                }
            }
            self.at(index, None);
            let terminator = block.terminator.as_ref().expect("checked before");
            let end = block.insts.len();
            terminator.for_each_use(&mut |reg| check(self, reg, end));
            if let Some(exit) = terminator.exit() {
                func.exits[exit.index()].values.iter().for_each(|&reg| check(self, reg, end));
            }
        }
    }
}

/// Immediate dominators, by the iterative method on reverse postorder.
struct Dominators {
    parent: Vec<usize>,
    /// Steps from the entry in the tree; `u32::MAX` where it does not reach.
    depth: Vec<u32>,
}

impl Dominators {
    fn of(func: &MFunction) -> Dominators {
        let count = func.blocks.len();
        let (order, preds) = reverse_postorder(func);
        let mut number = vec![usize::MAX; count];
        order.iter().enumerate().for_each(|(at, &block)| number[block] = at);
        let mut parent = vec![usize::MAX; count];
        parent[0] = 0;
        let mut changed = true;
        while changed {
            changed = false;
            for &block in &order[1..] {
                let mut common = usize::MAX;
                for &pred in preds[block].iter().filter(|&&pred| parent[pred] != usize::MAX) {
                    common = if common == usize::MAX { pred } else { meet(&parent, &number, common, pred) };
                }
                if parent[block] != common {
                    parent[block] = common;
                    changed = true;
                }
            }
        }
        let mut depth = vec![u32::MAX; count];
        depth[0] = 0;
        for &block in &order[1..] {
            depth[block] = depth[parent[block]] + 1;
        }
        Dominators { parent, depth }
    }

    fn dominates(&self, above: usize, mut below: usize) -> bool {
        if self.depth[above] == u32::MAX {
            return false;
        }
        while self.depth[below] > self.depth[above] {
            below = self.parent[below];
        }
        above == below
    }
}

fn meet(parent: &[usize], number: &[usize], mut a: usize, mut b: usize) -> usize {
    while a != b {
        if number[a] > number[b] {
            a = parent[a];
        } else {
            b = parent[b];
        }
    }
    a
}
