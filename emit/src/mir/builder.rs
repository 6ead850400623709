//! Shorthands for writing machine IR: each method adds one instruction to the current block and returns its result.

use super::*;

/// Writes instructions into a function, at the end of one block at a time.
#[derive(Debug)]
pub struct Builder {
    /// The function so far.
    pub func: MFunction,
    block: Block,
}

impl Builder {
    /// Starts a function with its entry block.
    pub fn new(name: impl Into<String>, convention: Convention) -> Builder {
        let mut func = MFunction::new(name, convention);
        let block = func.new_block();
        Builder { func, block }
    }

    /// The finished function.
    pub fn finish(self) -> MFunction {
        self.func
    }

    /// The block that instructions go to.
    pub fn current(&self) -> Block {
        self.block
    }

    /// Goes on in another block.
    pub fn switch_to(&mut self, block: Block) {
        self.block = block;
    }

    /// A new block after all others.
    pub fn block(&mut self) -> Block {
        self.func.new_block()
    }

    /// A new block that is laid out at the end.
    pub fn cold_block(&mut self) -> Block {
        let block = self.func.new_block();
        self.func.blocks[block.index()].cold = true;
        block
    }

    /// A parameter of a block.
    pub fn block_param(&mut self, block: Block, class: Class) -> VReg {
        self.func.new_block_param(block, class)
    }

    /// A parameter of the function.
    pub fn param(&mut self, class: Class) -> VReg {
        self.func.new_param(class)
    }

    /// An exit.
    pub fn exit(&mut self, client: u32, values: impl Into<Vec<VReg>>) -> Exit {
        self.func.new_exit(client, values)
    }

    /// A new int register.
    pub fn int(&mut self) -> VReg {
        self.func.new_vreg(Class::Int)
    }

    /// A new float register.
    pub fn float(&mut self) -> VReg {
        self.func.new_vreg(Class::Float)
    }

    /// Adds an instruction.
    pub fn push(&mut self, inst: Inst) {
        self.func.blocks[self.block.index()].insts.push(inst);
    }

    /// Ends the block.
    pub fn end(&mut self, terminator: Terminator) {
        let end = &mut self.func.blocks[self.block.index()].terminator;
        assert!(end.is_none(), "{} already has an end", self.block);
        *end = Some(terminator);
    }

    /// An int constant.
    pub fn imm(&mut self, value: i64) -> VReg {
        let dst = self.int();
        self.push(Inst::Imm { dst, value });
        dst
    }

    /// A float constant.
    pub fn float_imm(&mut self, value: f64) -> VReg {
        let dst = self.float();
        self.push(Inst::FloatImm { dst, bits: value.to_bits() });
        dst
    }

    /// Address of a symbol.
    pub fn symbol_addr(&mut self, symbol: Symbol, addend: i32) -> VReg {
        let dst = self.int();
        self.push(Inst::SymbolAddr { dst, symbol, addend });
        dst
    }

    /// A copy.
    pub fn copy(&mut self, src: VReg) -> VReg {
        let dst = self.func.new_vreg(self.func.class(src));
        self.push(Inst::Move { dst, src });
        dst
    }

    /// Int arithmetic that wraps.
    pub fn alu(&mut self, op: AluOp, a: VReg, b: impl Into<Operand>) -> VReg {
        let dst = self.int();
        self.push(Inst::Alu { op, dst, a, b: b.into(), overflow: None });
        dst
    }

    /// Int arithmetic that leaves on overflow.
    pub fn alu_or_exit(&mut self, op: AluOp, a: VReg, b: impl Into<Operand>, exit: Exit) -> VReg {
        let dst = self.int();
        self.push(Inst::Alu { op, dst, a, b: b.into(), overflow: Some(exit) });
        dst
    }

    /// Arithmetic on memory.
    pub fn alu_mem(&mut self, op: AluOp, size: Size, addr: Addr, src: impl Into<Operand>) {
        self.push(Inst::AluMem { op, size, addr, src: src.into() });
    }

    /// A shift or rotation.
    pub fn shift(&mut self, op: ShiftOp, a: VReg, count: impl Into<Operand>) -> VReg {
        let dst = self.int();
        self.push(Inst::Shift { op, dst, a, count: count.into() });
        dst
    }

    /// Quotient and remainder.
    pub fn div(&mut self, floor: bool, a: VReg, b: VReg) -> (VReg, VReg) {
        let (quot, rem) = (self.int(), self.int());
        self.push(Inst::Div { floor, quot, rem, a, b });
        (quot, rem)
    }

    /// One-operand int arithmetic.
    pub fn unary(&mut self, op: UnaryOp, a: VReg) -> VReg {
        let dst = self.int();
        self.push(Inst::Unary { op, dst, a, overflow: None });
        dst
    }

    /// Negation that leaves on overflow.
    pub fn neg_or_exit(&mut self, a: VReg, exit: Exit) -> VReg {
        let dst = self.int();
        self.push(Inst::Unary { op: UnaryOp::Neg, dst, a, overflow: Some(exit) });
        dst
    }

    /// An address as a value.
    pub fn lea(&mut self, addr: Addr) -> VReg {
        let dst = self.int();
        self.push(Inst::Lea { dst, addr });
        dst
    }

    /// A load.
    pub fn load(&mut self, ty: MemType, addr: Addr) -> VReg {
        let dst = self.func.new_vreg(ty.class());
        self.push(Inst::Load { ty, dst, addr });
        dst
    }

    /// A store.
    pub fn store(&mut self, ty: MemType, src: VReg, addr: Addr) {
        self.push(Inst::Store { ty, src, addr });
    }

    /// A store of a constant.
    pub fn store_imm(&mut self, size: Size, value: i32, addr: Addr) {
        self.push(Inst::StoreImm { size, value, addr });
    }

    /// 1 or 0.
    pub fn set(&mut self, test: Test) -> VReg {
        let dst = self.int();
        self.push(Inst::Set { dst, test });
        dst
    }

    /// One of two values.
    pub fn select(&mut self, test: Test, yes: VReg, no: VReg) -> VReg {
        let dst = self.func.new_vreg(self.func.class(yes));
        self.push(Inst::Select { dst, test, yes, no });
        dst
    }

    /// Leaves if the test holds.
    pub fn guard(&mut self, test: Test, exit: Exit) {
        self.push(Inst::Guard { test, exit });
    }

    /// Float arithmetic.
    pub fn float_op(&mut self, op: FloatOp, a: VReg, b: impl Into<Operand>) -> VReg {
        let dst = self.float();
        self.push(Inst::Float { op, dst, a, b: b.into() });
        dst
    }

    /// One-operand float arithmetic.
    pub fn float_unary(&mut self, op: FloatUnaryOp, a: VReg) -> VReg {
        let dst = self.float();
        self.push(Inst::FloatUnary { op, dst, a });
        dst
    }

    /// An int as a float.
    pub fn int_to_float(&mut self, a: VReg) -> VReg {
        let dst = self.float();
        self.push(Inst::IntToFloat { dst, a });
        dst
    }

    /// A float as an int, towards zero.
    pub fn float_to_int(&mut self, a: VReg) -> VReg {
        let dst = self.int();
        self.push(Inst::FloatToInt { dst, a });
        dst
    }

    /// A word's bits as a float.
    pub fn bits_to_float(&mut self, a: VReg) -> VReg {
        let dst = self.float();
        self.push(Inst::BitsToFloat { dst, a });
        dst
    }

    /// A float's bits as a word.
    pub fn float_to_bits(&mut self, a: VReg) -> VReg {
        let dst = self.int();
        self.push(Inst::FloatToBits { dst, a });
        dst
    }

    /// A call with results of the given classes.
    pub fn call(&mut self, target: CallTarget, args: &[VReg], results: &[Class], record: Option<Exit>) -> Vec<VReg> {
        let results: Vec<VReg> = results.iter().map(|&class| self.func.new_vreg(class)).collect();
        let call = Call { target, args: args.to_vec(), results: results.clone(), record };
        self.push(Inst::Call(Box::new(call)));
        results
    }

    /// The context's address.
    pub fn context(&mut self) -> VReg {
        let dst = self.int();
        self.push(Inst::Context { dst });
        dst
    }

    /// The stack pointer.
    pub fn stack_pointer(&mut self) -> VReg {
        let dst = self.int();
        self.push(Inst::StackPointer { dst });
        dst
    }

    /// Ends the block with a jump.
    pub fn jump(&mut self, block: Block, args: &[VReg]) {
        self.end(Terminator::Jump(Edge::new(block, args)));
    }

    /// Ends the block with a branch.
    pub fn branch(&mut self, test: Test, yes: impl Into<Edge>, no: impl Into<Edge>) {
        self.end(Terminator::Branch { test, yes: yes.into(), no: no.into() });
    }

    /// Ends the block with a return.
    pub fn ret(&mut self, values: &[VReg]) {
        self.end(Terminator::Return(values.to_vec()));
    }
}
