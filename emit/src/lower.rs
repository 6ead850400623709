//! Machine IR as the register allocator wants it: operands with constraints, calls with clobbers, critical edges split,
//! unreachable blocks dropped, blocks in reverse postorder.
//!
//! Each [`Lowered`] instruction is a [`Kind`] whose fields are indices into its own operands, so that emission looks up
//! where each of them ended. The values of an exit follow the instruction's own operands, as `Any` and `Late`: they may
//! be anywhere, and are alive after the instruction has written its result.
//!
//! Three things are decided here to spare registers and moves. A `Move` is a second name for its source. A constant
//! that only exits need is not made. A two-address operation overwrites the operand that nothing else needs, if there
//! is one.

use crate::Target;
use crate::compile::{CompileError, Location};
use crate::mir::order::reverse_postorder;
use crate::mir::*;
use crate::target::Registers;
use regalloc2 as ra;

/// Index of an operand of the instruction at hand.
pub(crate) type Op = u8;

/// Where an address starts, once frame parts are told apart.
#[derive(Clone, Copy, Debug)]
pub(crate) enum MemBase {
    Reg(Op),
    Context,
    Slot(Slot),
    Absolute,
    /// Bytes into the arguments that this function was called with on the stack.
    Incoming(u32),
    /// Bytes into the area for arguments of calls.
    Outgoing(u32),
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Mem {
    pub base: MemBase,
    pub index: Option<(Op, Scale)>,
    pub disp: i32,
}

/// A source operand.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Src {
    Op(Op),
    Imm(i32),
    Mem(Mem),
}

/// Condition codes of the processor, by encoding.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Cc {
    Overflow = 0,
    Below = 2,
    AboveEq = 3,
    Eq = 4,
    Ne = 5,
    BelowEq = 6,
    Above = 7,
    Parity = 10,
    NoParity = 11,
    Lt = 12,
    Ge = 13,
    Le = 14,
    Gt = 15,
}

impl Cc {
    pub fn inverse(self) -> Cc {
        match self {
            Cc::Overflow => unreachable!("overflow is only ever tested for"),
            Cc::Below => Cc::AboveEq,
            Cc::AboveEq => Cc::Below,
            Cc::Eq => Cc::Ne,
            Cc::Ne => Cc::Eq,
            Cc::BelowEq => Cc::Above,
            Cc::Above => Cc::BelowEq,
            Cc::Parity => Cc::NoParity,
            Cc::NoParity => Cc::Parity,
            Cc::Lt => Cc::Ge,
            Cc::Ge => Cc::Lt,
            Cc::Le => Cc::Gt,
            Cc::Gt => Cc::Le,
        }
    }
}

/// What the flags must show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Cond {
    One(Cc),
    /// Equal and not unordered: two tests.
    EqOrdered,
    /// Different or unordered: two tests.
    NeUnordered,
}

impl Cond {
    pub fn inverse(self) -> Cond {
        match self {
            Cond::One(cc) => Cond::One(cc.inverse()),
            Cond::EqOrdered => Cond::NeUnordered,
            Cond::NeUnordered => Cond::EqOrdered,
        }
    }
}

/// How the flags are set.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Flags {
    Cmp { size: Size, a: Src, b: Src },
    Test { size: Size, a: Src, b: Src },
    Ucomi { a: Op, b: Op },
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct LTest {
    pub flags: Flags,
    pub cond: Cond,
}

/// What is called, with operands resolved.
#[derive(Clone, Copy, Debug)]
pub(crate) enum LTarget {
    Symbol(Symbol),
    Address(u64),
    Op(Op),
    Mem(Mem),
}

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// Defines the parameters; no code.
    Args,
    Imm {
        dst: Op,
        value: i64,
    },
    FloatImm {
        dst: Op,
        bits: u64,
    },
    SymbolAddr {
        dst: Op,
        symbol: Symbol,
        addend: i32,
    },
    /// `dst op= b`, where `dst` holds the left side.
    Alu {
        op: AluOp,
        dst: Op,
        b: Src,
    },
    /// `dst = a + b`, no flags wanted.
    AddThree {
        dst: Op,
        a: Op,
        b: Src,
    },
    MulImm {
        dst: Op,
        a: Op,
        value: i32,
    },
    AluMem {
        op: AluOp,
        size: Size,
        mem: Mem,
        src: Src,
    },
    /// `dst` holds the value; the count is in `cl` or immediate.
    Shift {
        op: ShiftOp,
        dst: Op,
        by: Option<u8>,
    },
    Div {
        floor: bool,
        b: Op,
        temp: Op,
    },
    /// In place (`neg`, `not`).
    UnaryInPlace {
        op: UnaryOp,
        dst: Op,
    },
    Unary {
        op: UnaryOp,
        dst: Op,
        a: Op,
    },
    Lea {
        dst: Op,
        mem: Mem,
    },
    Load {
        ty: MemType,
        dst: Op,
        mem: Mem,
    },
    /// `temp` is for rounding to single precision.
    Store {
        ty: MemType,
        src: Op,
        mem: Mem,
        temp: Op,
    },
    StoreImm {
        size: Size,
        value: i32,
        mem: Mem,
    },
    Set {
        dst: Op,
        temp: Op,
        test: LTest,
    },
    /// `dst` holds the value for when the test fails.
    Select {
        dst: Op,
        yes: Op,
        test: LTest,
        float: bool,
    },
    Guard {
        test: LTest,
    },
    Float {
        op: FloatOp,
        dst: Op,
        b: Src,
    },
    FloatUnary {
        op: FloatUnaryOp,
        dst: Op,
        a: Op,
    },
    IntToFloat {
        dst: Op,
        a: Op,
    },
    FloatToInt {
        dst: Op,
        a: Op,
    },
    BitsToFloat {
        dst: Op,
        a: Op,
    },
    FloatToBits {
        dst: Op,
        a: Op,
    },
    Call {
        target: LTarget,
    },
    SetContext {
        src: Op,
    },
    CopyContext {
        dst: Op,
    },
    StackPointer {
        dst: Op,
    },
    /// Address of the block that a switch goes to.
    SwitchAddr {
        index: Op,
        dst: Op,
        temp: Op,
        table: usize,
    },
    /// The rest end a block. Their targets are the block's successors.
    Jump,
    Branch {
        test: LTest,
    },
    SwitchJump {
        addr: Op,
    },
    SwitchChain {
        index: Op,
    },
    Return,
    TailCall {
        target: LTarget,
    },
    Leave,
    Trap,
}

#[derive(Clone, Debug)]
pub(crate) struct LInst {
    pub kind: Kind,
    first: u32,
    end: u32,
    /// The exit it may take, or its record.
    pub exit: Option<ExitUse>,
    clobbers: ra::PRegSet,
}

/// An exit at one instruction: which, and where its values are found among the operands.
#[derive(Clone, Debug)]
pub(crate) struct ExitUse {
    pub client: u32,
    pub values: Vec<ExitValue>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum ExitValue {
    Op(u16),
    Constant(Location),
}

#[derive(Clone, Default, Debug)]
pub(crate) struct LBlock {
    /// The block it was, unless it splits an edge.
    pub source: Option<Block>,
    pub cold: bool,
    first: u32,
    end: u32,
    pub succs: Vec<ra::Block>,
    preds: Vec<ra::Block>,
    params: Vec<ra::VReg>,
    args: Vec<Vec<ra::VReg>>,
}

/// The function as the allocator sees it.
pub(crate) struct Lowered {
    pub insts: Vec<LInst>,
    operands: Vec<ra::Operand>,
    pub blocks: Vec<LBlock>,
    /// Blocks in the order in which they are laid out.
    pub emission_order: Vec<usize>,
    vregs: usize,
    word_bytes: u32,
    /// Bytes for arguments of calls.
    pub outgoing: u32,
    pub has_calls: bool,
    pub sets_context: bool,
    /// Successors of each switch, by number, the default last.
    pub tables: Vec<Vec<ra::Block>>,
}

impl Lowered {
    pub fn block_insts(&self, block: usize) -> std::ops::Range<usize> {
        self.blocks[block].first as usize..self.blocks[block].end as usize
    }
}

impl ra::Function for Lowered {
    fn num_insts(&self) -> usize {
        self.insts.len()
    }

    fn num_blocks(&self) -> usize {
        self.blocks.len()
    }

    fn entry_block(&self) -> ra::Block {
        ra::Block::new(0)
    }

    fn block_insns(&self, block: ra::Block) -> ra::InstRange {
        let block = &self.blocks[block.index()];
        ra::InstRange::new(ra::Inst::new(block.first as usize), ra::Inst::new(block.end as usize))
    }

    fn block_succs(&self, block: ra::Block) -> &[ra::Block] {
        &self.blocks[block.index()].succs
    }

    fn block_preds(&self, block: ra::Block) -> &[ra::Block] {
        &self.blocks[block.index()].preds
    }

    fn block_params(&self, block: ra::Block) -> &[ra::VReg] {
        &self.blocks[block.index()].params
    }

    fn is_ret(&self, inst: ra::Inst) -> bool {
        matches!(self.insts[inst.index()].kind, Kind::Return | Kind::TailCall { .. } | Kind::Leave | Kind::Trap)
    }

    fn is_branch(&self, inst: ra::Inst) -> bool {
        matches!(
            self.insts[inst.index()].kind,
            Kind::Jump | Kind::Branch { .. } | Kind::SwitchJump { .. } | Kind::SwitchChain { .. }
        )
    }

    fn branch_blockparams(&self, block: ra::Block, _inst: ra::Inst, succ: usize) -> &[ra::VReg] {
        &self.blocks[block.index()].args[succ]
    }

    fn inst_operands(&self, inst: ra::Inst) -> &[ra::Operand] {
        let inst = &self.insts[inst.index()];
        &self.operands[inst.first as usize..inst.end as usize]
    }

    fn inst_clobbers(&self, inst: ra::Inst) -> ra::PRegSet {
        self.insts[inst.index()].clobbers
    }

    fn num_vregs(&self) -> usize {
        self.vregs
    }

    fn spillslot_size(&self, class: ra::RegClass) -> usize {
        if class == ra::RegClass::Float && self.word_bytes == 4 { 2 } else { 1 }
    }
}

/// Lowers a verified function.
pub(crate) fn lower(func: &MFunction, target: Target, registers: &Registers) -> Result<Lowered, CompileError> {
    let layout = Layout::of(func);
    let mut lowering = Lowering::new(func, target, registers);
    for (position, item) in layout.items.iter().enumerate() {
        lowering.start_block(item);
        match *item {
            Item::Block(block) => {
                if position == 0 {
                    lowering.lower_params();
                }
                for inst in &func.blocks[block.index()].insts {
                    lowering.lower_inst(inst)?;
                }
                lowering.lower_terminator(block, &layout)?;
            }
            Item::Split { from, edge, .. } => {
                let terminator = func.blocks[from.index()].terminator.as_ref().expect("verified");
                let edge = terminator.edges()[edge];
                lowering.push(Kind::Jump);
                lowering.add_edge(layout.position_of_block(edge.block), &edge.args);
            }
        }
        lowering.end_block();
    }
    lowering.link_predecessors();
    lowering.out.emission_order = layout.emission_order(func);
    Ok(lowering.out)
}

/// A block of the layout: one of the function's, or the middle of a critical edge.
enum Item {
    Block(Block),
    Split { from: Block, edge: usize, cold: bool },
}

/// Blocks and split edges in the order in which registers are allocated: the fast allocator wants definitions before
/// uses, and the checker some predecessor before each block.
struct Layout {
    items: Vec<Item>,
    block_position: Vec<Option<usize>>,
    split_position: std::collections::HashMap<(Block, usize), usize>,
}

impl Layout {
    fn of(func: &MFunction) -> Layout {
        let (order, preds) = reverse_postorder(func);
        let mut items = Vec::new();
        for index in order {
            let data = &func.blocks[index];
            let from = Block(index as u32);
            items.push(Item::Block(from));
            let edges = data.terminator.as_ref().expect("verified").edges();
            for (number, edge) in edges.iter().enumerate().filter(|_| edges.len() > 1) {
                if preds[edge.block.index()].len() > 1 {
                    let cold = data.cold || func.blocks[edge.block.index()].cold;
                    items.push(Item::Split { from, edge: number, cold });
                }
            }
        }
        let mut block_position = vec![None; func.blocks.len()];
        let mut split_position = std::collections::HashMap::new();
        for (position, item) in items.iter().enumerate() {
            match *item {
                Item::Block(block) => block_position[block.index()] = Some(position),
                Item::Split { from, edge, .. } => drop(split_position.insert((from, edge), position)),
            }
        }
        Layout { items, block_position, split_position }
    }

    /// The items in the order in which they are laid out: as the function has its blocks, cold ones last, the middle of
    /// an edge after its source.
    fn emission_order(&self, func: &MFunction) -> Vec<usize> {
        let key = |&position: &usize| match self.items[position] {
            Item::Block(Block(0)) => (false, 0, 0),
            Item::Block(block) => (func.blocks[block.index()].cold, block.0, 0),
            Item::Split { from, edge, cold } => (cold, from.0, edge + 1),
        };
        let mut order: Vec<usize> = (0..self.items.len()).collect();
        order.sort_by_key(key);
        order
    }

    fn position_of_block(&self, block: Block) -> usize {
        self.block_position[block.index()].expect("successors of reachable blocks are reachable")
    }
}

/// What is known of a value before lowering.
#[derive(Clone, Copy, Default)]
struct ValueFacts {
    /// The value that a `Move` copies.
    alias: Option<VReg>,
    constant: Option<Location>,
    /// Uses as an operand or on an edge.
    uses: u32,
    /// Uses by exits.
    exit_uses: u32,
}

fn value_facts(func: &MFunction, target: Target) -> Vec<ValueFacts> {
    let mut facts = vec![ValueFacts::default(); func.classes.len()];
    for block in &func.blocks {
        for inst in &block.insts {
            match *inst {
                Inst::Move { dst, src } => facts[dst.index()].alias = Some(src),
                Inst::Imm { dst, value } => facts[dst.index()].constant = Some(Location::Int(value)),
                Inst::FloatImm { dst, bits } => facts[dst.index()].constant = Some(Location::Float(bits)),
                // On x86-32 the context is the first parameter.
                Inst::Context { dst } if !target.is_64() => facts[dst.index()].alias = Some(func.params[0]),
                _ => {}
            }
        }
    }
    for index in 0..facts.len() {
        let mut source = VReg(index as u32);
        while let Some(next) = facts[source.index()].alias {
            source = next;
        }
        if source.index() != index {
            facts[index].alias = Some(source);
        }
    }
    count_uses(func, &mut facts);
    facts
}

fn count_uses(func: &MFunction, facts: &mut [ValueFacts]) {
    let source = |facts: &[ValueFacts], reg: VReg| facts[reg.index()].alias.unwrap_or(reg).index();
    let count_exit = |facts: &mut [ValueFacts], exit: Option<Exit>| {
        for &reg in exit.map_or(&[][..], |exit| &func.exits[exit.index()].values) {
            let index = source(facts, reg);
            facts[index].exit_uses += 1;
        }
    };
    let count_use = |facts: &mut [ValueFacts], reg: VReg| {
        let index = source(facts, reg);
        facts[index].uses += 1;
    };
    for block in &func.blocks {
        // A move is but another name.
        for inst in block.insts.iter().filter(|inst| !matches!(inst, Inst::Move { .. })) {
            inst.for_each_use(&mut |reg| count_use(facts, reg));
            count_exit(facts, inst.exit());
        }
        if let Some(terminator) = &block.terminator {
            terminator.for_each_use(&mut |reg| count_use(facts, reg));
            count_exit(facts, terminator.exit());
        }
    }
}

struct Lowering<'a> {
    func: &'a MFunction,
    target: Target,
    registers: &'a Registers,
    facts: Vec<ValueFacts>,
    out: Lowered,
    /// Operands of the instruction being made.
    operands: Vec<ra::Operand>,
    block: LBlock,
}

/// Where arguments go.
enum ArgPlace {
    Reg(ra::PReg),
    Stack(u32),
}

impl<'a> Lowering<'a> {
    fn new(func: &'a MFunction, target: Target, registers: &'a Registers) -> Lowering<'a> {
        let out = Lowered {
            insts: Vec::new(),
            operands: Vec::new(),
            blocks: Vec::new(),
            emission_order: Vec::new(),
            vregs: func.classes.len(),
            word_bytes: target.word_bytes(),
            outgoing: 0,
            has_calls: false,
            sets_context: false,
            tables: Vec::new(),
        };
        let facts = value_facts(func, target);
        Lowering { func, target, registers, facts, out, operands: Vec::new(), block: LBlock::default() }
    }

    fn start_block(&mut self, item: &Item) {
        self.block = LBlock { first: self.out.insts.len() as u32, ..LBlock::default() };
        match *item {
            Item::Block(block) => {
                let data = &self.func.blocks[block.index()];
                self.block.source = Some(block);
                self.block.cold = data.cold;
                self.block.params = data.params.iter().map(|&reg| self.vreg(reg)).collect();
            }
            Item::Split { cold, .. } => self.block.cold = cold,
        }
    }

    fn end_block(&mut self) {
        self.block.end = self.out.insts.len() as u32;
        self.out.blocks.push(std::mem::take(&mut self.block));
    }

    fn add_edge(&mut self, position: usize, args: &[VReg]) {
        self.block.succs.push(ra::Block::new(position));
        let args = args.iter().map(|&reg| self.vreg(reg)).collect();
        self.block.args.push(args);
    }

    fn link_predecessors(&mut self) {
        for index in 0..self.out.blocks.len() {
            for succ in self.out.blocks[index].succs.clone() {
                self.out.blocks[succ.index()].preds.push(ra::Block::new(index));
            }
        }
    }

    fn resolve(&self, reg: VReg) -> VReg {
        self.facts[reg.index()].alias.unwrap_or(reg)
    }

    fn vreg(&self, reg: VReg) -> ra::VReg {
        let reg = self.resolve(reg);
        ra::VReg::new(reg.index(), class_of(self.func.class(reg)))
    }

    fn temp(&mut self, class: Class) -> ra::VReg {
        self.out.vregs += 1;
        ra::VReg::new(self.out.vregs - 1, class_of(class))
    }

    // Operands of the instruction being made; each returns its index.

    fn operand(&mut self, operand: ra::Operand) -> Op {
        self.operands.push(operand);
        Op::try_from(self.operands.len() - 1).expect("an instruction has few operands of its own")
    }

    fn use_reg(&mut self, reg: VReg) -> Op {
        let reg = self.vreg(reg);
        self.operand(ra::Operand::reg_use(reg))
    }

    fn use_any(&mut self, reg: VReg) -> Op {
        let reg = self.vreg(reg);
        self.operand(ra::Operand::any_use(reg))
    }

    /// Used after results have been written.
    fn use_late(&mut self, reg: VReg, constraint: ra::OperandConstraint) -> Op {
        let reg = self.vreg(reg);
        self.operand(ra::Operand::new(reg, constraint, ra::OperandKind::Use, ra::OperandPos::Late))
    }

    fn use_fixed(&mut self, reg: VReg, place: ra::PReg) -> Op {
        let reg = self.vreg(reg);
        self.operand(ra::Operand::reg_fixed_use(reg, place))
    }

    /// A register whose low byte has a name of its own: the first of two such operands is `eax`, the second `ecx`.
    fn use_byte(&mut self, reg: VReg, number: usize) -> Op {
        if self.target.is_64() {
            self.use_reg(reg)
        } else {
            self.use_fixed(reg, ra::PReg::new(number, ra::RegClass::Int))
        }
    }

    fn def(&mut self, reg: VReg) -> Op {
        let reg = self.vreg(reg);
        self.operand(ra::Operand::reg_def(reg))
    }

    fn def_fixed(&mut self, reg: VReg, place: ra::PReg) -> Op {
        let reg = self.vreg(reg);
        self.operand(ra::Operand::reg_fixed_def(reg, place))
    }

    fn def_reusing(&mut self, reg: VReg, input: Op) -> Op {
        let reg = self.vreg(reg);
        self.operand(ra::Operand::reg_reuse_def(reg, input as usize))
    }

    fn def_temp(&mut self, class: Class) -> Op {
        let temp = self.temp(class);
        self.operand(ra::Operand::reg_def(temp))
    }

    /// A temporary that is written while the inputs are still needed.
    fn def_temp_early(&mut self, class: Class) -> Op {
        let temp = self.temp(class);
        self.operand(ra::Operand::reg_def_at_start(temp))
    }

    fn mem(&mut self, addr: Addr) -> Mem {
        let base = match addr.base {
            Base::Reg(base) => MemBase::Reg(self.use_reg(base)),
            Base::Context if self.target.is_64() => MemBase::Context,
            Base::Context => MemBase::Reg(self.use_reg(self.func.params[0])),
            Base::Slot(slot) => MemBase::Slot(slot),
            Base::Absolute => MemBase::Absolute,
        };
        let index = addr.index.map(|(index, scale)| (self.use_reg(index), scale));
        Mem { base, index, disp: addr.disp }
    }

    /// Adds the instruction whose operands were collected.
    fn push(&mut self, kind: Kind) {
        self.push_full(kind, None, ra::PRegSet::empty());
    }

    fn push_exiting(&mut self, kind: Kind, exit: Option<Exit>) {
        self.push_full(kind, exit, ra::PRegSet::empty());
    }

    fn push_full(&mut self, kind: Kind, exit: Option<Exit>, clobbers: ra::PRegSet) {
        let exit = exit.map(|exit| self.exit_use(exit));
        let first = self.out.operands.len() as u32;
        self.out.operands.append(&mut self.operands);
        self.out.insts.push(LInst { kind, first, end: self.out.operands.len() as u32, exit, clobbers });
    }

    /// Appends an exit's values to the operands, except those that are constant.
    fn exit_use(&mut self, exit: Exit) -> ExitUse {
        let data = &self.func.exits[exit.index()];
        let mut values = Vec::with_capacity(data.values.len());
        for &reg in &data.values {
            let reg = self.resolve(reg);
            if let Some(constant) = self.facts[reg.index()].constant {
                values.push(ExitValue::Constant(constant));
                continue;
            }
            values.push(ExitValue::Op(self.operands.len() as u16));
            self.operands.push(ra::Operand::new(
                self.vreg(reg),
                ra::OperandConstraint::Any,
                ra::OperandKind::Use,
                ra::OperandPos::Late,
            ));
        }
        ExitUse { client: data.client, values }
    }

    fn arg_places(&self, args: &[VReg]) -> (Vec<ArgPlace>, u32) {
        let (mut ints, mut floats, mut bytes) = (0, 0, 0);
        let mut places = Vec::with_capacity(args.len());
        for &arg in args {
            let (pool, used, size) = match self.func.class(arg) {
                Class::Int => (&self.registers.int_args, &mut ints, self.target.word_bytes()),
                Class::Float => (&self.registers.float_args, &mut floats, 8),
            };
            if let Some(&reg) = pool.get(*used) {
                *used += 1;
                places.push(ArgPlace::Reg(reg));
            } else {
                places.push(ArgPlace::Stack(bytes));
                bytes += size;
            }
        }
        (places, bytes)
    }

    fn lower_params(&mut self) {
        let (places, _) = self.arg_places(&self.func.params);
        for (&param, place) in self.func.params.iter().zip(&places) {
            if let ArgPlace::Reg(reg) = place {
                self.def_fixed(param, *reg);
            }
        }
        self.push(Kind::Args);
        for (&param, place) in self.func.params.iter().zip(&places) {
            if let ArgPlace::Stack(offset) = *place {
                let mem = Mem { base: MemBase::Incoming(offset), index: None, disp: 0 };
                let dst = self.def(param);
                self.push(Kind::Load { ty: stack_type(self.func.class(param)), dst, mem });
            }
        }
    }

    fn lower_inst(&mut self, inst: &Inst) -> Result<(), CompileError> {
        match *inst {
            Inst::Imm { dst, value } => {
                if self.facts[dst.index()].uses > 0 {
                    let dst = self.def(dst);
                    self.push(Kind::Imm { dst, value });
                }
            }
            Inst::FloatImm { dst, bits } => {
                if self.facts[dst.index()].uses > 0 {
                    let dst = self.def(dst);
                    self.push(Kind::FloatImm { dst, bits });
                }
            }
            Inst::SymbolAddr { dst, symbol, addend } => {
                let dst = self.def(dst);
                self.push(Kind::SymbolAddr { dst, symbol, addend });
            }
            Inst::Move { .. } => {}
            Inst::Alu { op, dst, a, b, overflow } => self.lower_alu(op, dst, a, b, overflow),
            Inst::AluMem { op, size, addr, src } => {
                let mem = self.mem(addr);
                let src = match src {
                    Operand::Reg(reg) if size == Size::S8 => Src::Op(self.use_byte(reg, 0)),
                    Operand::Reg(reg) => Src::Op(self.use_reg(reg)),
                    Operand::Imm(value) => Src::Imm(value),
                    Operand::Mem(_) => unreachable!("verified: the source is no memory"),
                };
                self.push(Kind::AluMem { op, size, mem, src });
            }
            Inst::Shift { op, dst, a, count } => {
                let a = self.use_reg(a);
                let by = match count {
                    Operand::Reg(reg) => {
                        self.use_fixed(reg, self.registers.count);
                        None
                    }
                    Operand::Imm(count) => Some((count as u32 % self.target.word_bits()) as u8),
                    Operand::Mem(_) => unreachable!("verified: the count is no memory"),
                };
                let dst = self.def_reusing(dst, a);
                self.push(Kind::Shift { op, dst, by });
            }
            Inst::Div { floor, quot, rem, a, b } => {
                self.use_fixed(a, self.registers.results[0]);
                let b = self.use_late(b, ra::OperandConstraint::Any);
                self.def_fixed(quot, self.registers.results[0]);
                self.def_fixed(rem, self.registers.results[1]);
                let temp = if floor { self.def_temp(Class::Int) } else { 0 };
                self.push(Kind::Div { floor, b, temp });
            }
            Inst::Unary { op, dst, a, overflow } => self.lower_unary(op, dst, a, overflow),
            Inst::Lea { dst, addr } => {
                let mem = self.mem(addr);
                let dst = self.def(dst);
                self.push(Kind::Lea { dst, mem });
            }
            Inst::Load { ty, dst, addr } => {
                let mem = self.mem(addr);
                let dst = self.def(dst);
                self.push(Kind::Load { ty, dst, mem });
            }
            Inst::Store { ty, src, addr } => {
                let mem = self.mem(addr);
                let src = match ty {
                    MemType::U8 | MemType::I8 => self.use_byte(src, 0),
                    _ => self.use_reg(src),
                };
                let temp = if ty == MemType::F32 { self.def_temp_early(Class::Float) } else { 0 };
                self.push(Kind::Store { ty, src, mem, temp });
            }
            Inst::StoreImm { size, value, addr } => {
                let mem = self.mem(addr);
                self.push(Kind::StoreImm { size, value, mem });
            }
            Inst::Set { dst, test } => {
                let test = self.test(test);
                let dst = self.def_byte(Some(dst), 0);
                let temp = if matches!(test.cond, Cond::One(_)) { 0 } else { self.def_byte(None, 1) };
                self.push(Kind::Set { dst, temp, test });
            }
            Inst::Select { dst, test, yes, no } => {
                let float = self.func.class(dst) == Class::Float;
                // "Equal and ordered" is two tests that must both hold; its complement is two of which one suffices,
                // which is what two conditional moves in a row do.
                let (test, yes, no) = match test {
                    Test::Float { cc: FloatCc::Eq, .. } => (test.inverse(), no, yes),
                    _ => (test, yes, no),
                };
                let no = self.use_reg(no);
                let yes = self.use_any(yes);
                let test = self.test(test);
                let dst = self.def_reusing(dst, no);
                self.push(Kind::Select { dst, yes, test, float });
            }
            Inst::Guard { test, exit } => {
                let test = self.test(test);
                self.push_exiting(Kind::Guard { test }, Some(exit));
            }
            Inst::Float { op, dst, a, b } => self.lower_float(op, dst, a, b),
            Inst::FloatUnary { op, dst, a } => {
                let a = match op {
                    // The result register holds the mask before the operand is read.
                    FloatUnaryOp::Neg | FloatUnaryOp::Abs => self.use_late(a, ra::OperandConstraint::Reg),
                    _ => self.use_any(a),
                };
                let dst = self.def(dst);
                self.push(Kind::FloatUnary { op, dst, a });
            }
            Inst::IntToFloat { dst, a } => {
                let a = self.use_any(a);
                let dst = self.def(dst);
                self.push(Kind::IntToFloat { dst, a });
            }
            Inst::FloatToInt { dst, a } => {
                let a = self.use_any(a);
                let dst = self.def(dst);
                self.push(Kind::FloatToInt { dst, a });
            }
            Inst::BitsToFloat { dst, a } => {
                self.only_64("the bits of a float in one register")?;
                let a = self.use_any(a);
                let dst = self.def(dst);
                self.push(Kind::BitsToFloat { dst, a });
            }
            Inst::FloatToBits { dst, a } => {
                self.only_64("the bits of a float in one register")?;
                let a = self.use_any(a);
                let dst = self.def(dst);
                self.push(Kind::FloatToBits { dst, a });
            }
            Inst::Call(ref call) => self.lower_call(call),
            Inst::Context { dst } => {
                if self.target.is_64() {
                    let dst = self.def(dst);
                    self.push(Kind::CopyContext { dst });
                }
            }
            Inst::SetContext { src } => {
                self.only_64("a context register")?;
                self.out.sets_context = true;
                let src = self.use_reg(src);
                self.push(Kind::SetContext { src });
            }
            Inst::StackPointer { dst } => {
                let dst = self.def(dst);
                self.push(Kind::StackPointer { dst });
            }
        }
        Ok(())
    }

    fn only_64(&self, what: &str) -> Result<(), CompileError> {
        if self.target.is_64() { Ok(()) } else { Err(CompileError::Unsupported(what.into())) }
    }

    /// A definition whose low byte has a name: `eax` or `ecx` on x86-32.
    fn def_byte(&mut self, reg: Option<VReg>, number: usize) -> Op {
        let vreg = match reg {
            Some(reg) => self.vreg(reg),
            None => self.temp(Class::Int),
        };
        self.operand(if self.target.is_64() {
            ra::Operand::reg_def(vreg)
        } else {
            ra::Operand::reg_fixed_def(vreg, ra::PReg::new(number, ra::RegClass::Int))
        })
    }

    fn lower_alu(&mut self, op: AluOp, dst: VReg, a: VReg, b: Operand, overflow: Option<Exit>) {
        let sum = match (op, b) {
            (AluOp::Add, Operand::Reg(_) | Operand::Imm(_)) => Some(b),
            (AluOp::Sub, Operand::Imm(value)) if value != i32::MIN => Some(Operand::Imm(-value)),
            _ => None,
        };
        if let (Some(b), None) = (sum, overflow) {
            let a = self.use_reg(a);
            let b = match b {
                Operand::Reg(reg) => Src::Op(self.use_reg(reg)),
                Operand::Imm(value) => Src::Imm(value),
                Operand::Mem(_) => unreachable!("not a sum in three operands"),
            };
            let dst = self.def(dst);
            return self.push(Kind::AddThree { dst, a, b });
        }
        if let (AluOp::Mul, Operand::Imm(value)) = (op, b) {
            let a = self.use_any(a);
            let dst = self.def(dst);
            return self.push_exiting(Kind::MulImm { dst, a, value }, overflow);
        }
        let (a, b) = match b {
            Operand::Reg(b) if op != AluOp::Sub && self.is_second_cheaper(a, b, overflow) => (b, Operand::Reg(a)),
            _ => (a, b),
        };
        let a = self.use_reg(a);
        let b = match b {
            Operand::Reg(reg) => Src::Op(self.use_any(reg)),
            Operand::Imm(value) => Src::Imm(value),
            Operand::Mem(addr) => Src::Mem(self.mem(addr)),
        };
        let dst = self.def_reusing(dst, a);
        self.push_exiting(Kind::Alu { op, dst, b }, overflow);
    }

    /// Whether overwriting `b` spares a copy that overwriting `a` needs.
    fn is_second_cheaper(&self, a: VReg, b: VReg, exit: Option<Exit>) -> bool {
        let cost = |reg: VReg| {
            let reg = self.resolve(reg);
            let exits = exit.map_or(&[][..], |exit| &self.func.exits[exit.index()].values);
            let is_kept = exits.iter().any(|&value| self.resolve(value) == reg);
            let facts = self.facts[reg.index()];
            (is_kept as u32) * 2 + (facts.uses + facts.exit_uses > 1) as u32
        };
        cost(b) < cost(a)
    }

    fn lower_unary(&mut self, op: UnaryOp, dst: VReg, a: VReg, overflow: Option<Exit>) {
        match op {
            UnaryOp::Neg | UnaryOp::Not => {
                let a = self.use_reg(a);
                let dst = self.def_reusing(dst, a);
                self.push_exiting(Kind::UnaryInPlace { op, dst }, overflow);
            }
            _ => {
                let a = match op {
                    UnaryOp::Zext8 | UnaryOp::Sext8 => self.use_byte(a, 0),
                    _ => self.use_any(a),
                };
                let dst = self.def(dst);
                self.push(Kind::Unary { op, dst, a });
            }
        }
    }

    fn lower_float(&mut self, op: FloatOp, dst: VReg, a: VReg, b: Operand) {
        let commutes = matches!(op, FloatOp::Add | FloatOp::Mul);
        let (a, b) = match b {
            Operand::Reg(b) if commutes && self.is_second_cheaper(a, b, None) => (b, Operand::Reg(a)),
            _ => (a, b),
        };
        let a = self.use_reg(a);
        let b = match b {
            Operand::Reg(reg) => Src::Op(self.use_any(reg)),
            Operand::Mem(addr) => Src::Mem(self.mem(addr)),
            Operand::Imm(_) => unreachable!("verified: no float immediates"),
        };
        let dst = self.def_reusing(dst, a);
        self.push(Kind::Float { op, dst, b });
    }

    fn test(&mut self, test: Test) -> LTest {
        match test {
            Test::Int { cc, size, a, b } => {
                let (a, b) = self.test_sides(size, a, b);
                LTest { flags: Flags::Cmp { size, a, b }, cond: Cond::One(int_cc(cc)) }
            }
            Test::Bits { any, size, a, mask } => {
                // `test` takes memory on its left only, and either way round is the same.
                let (a, mask) = if let Operand::Mem(_) = mask { (mask, a) } else { (a, mask) };
                let (b, a) = match (a, mask) {
                    (Operand::Reg(_), Operand::Reg(_)) => self.test_sides(size, mask, a),
                    _ => {
                        let (a, mask) = self.test_sides(size, a, mask);
                        (mask, a)
                    }
                };
                let cc = if any { Cc::Ne } else { Cc::Eq };
                LTest { flags: Flags::Test { size, a, b }, cond: Cond::One(cc) }
            }
            Test::Float { cc, a, b } => {
                use FloatCc::*;
                // `ucomisd a, b` sets carry where `a < b` and where unordered: so "above" is what NaNs fail.
                let (swap, cond) = match cc {
                    Eq => (false, Cond::EqOrdered),
                    Ne => (false, Cond::NeUnordered),
                    Gt => (false, Cond::One(Cc::Above)),
                    Ge => (false, Cond::One(Cc::AboveEq)),
                    Lt => (true, Cond::One(Cc::Above)),
                    Le => (true, Cond::One(Cc::AboveEq)),
                    NotGt => (false, Cond::One(Cc::BelowEq)),
                    NotGe => (false, Cond::One(Cc::Below)),
                    NotLt => (true, Cond::One(Cc::BelowEq)),
                    NotLe => (true, Cond::One(Cc::Below)),
                    Ordered => (false, Cond::One(Cc::NoParity)),
                    Unordered => (false, Cond::One(Cc::Parity)),
                };
                let (a, b) = if swap { (b, a) } else { (a, b) };
                let a = self.use_reg(a);
                let b = self.use_any(b);
                LTest { flags: Flags::Ucomi { a, b }, cond }
            }
        }
    }

    /// Operands of a comparison: one of them may be memory, so a register on the other side must be one.
    fn test_sides(&mut self, size: Size, a: Operand, b: Operand) -> (Src, Src) {
        let left = match a {
            Operand::Reg(reg) if size == Size::S8 => Src::Op(self.use_byte(reg, 0)),
            Operand::Reg(reg) if matches!(b, Operand::Imm(_)) => Src::Op(self.use_any(reg)),
            Operand::Reg(reg) => Src::Op(self.use_reg(reg)),
            Operand::Mem(addr) => Src::Mem(self.mem(addr)),
            Operand::Imm(_) => unreachable!("verified: no immediate on the left"),
        };
        let right = match b {
            // One value cannot be asked to be in two registers at once.
            Operand::Reg(reg) if matches!(a, Operand::Reg(a) if self.resolve(a) == self.resolve(reg)) => left,
            Operand::Reg(reg) if size == Size::S8 => Src::Op(self.use_byte(reg, 1)),
            Operand::Reg(reg) if matches!(a, Operand::Mem(_)) => Src::Op(self.use_reg(reg)),
            Operand::Reg(reg) => Src::Op(self.use_any(reg)),
            Operand::Imm(value) => Src::Imm(value),
            Operand::Mem(addr) => Src::Mem(self.mem(addr)),
        };
        (left, right)
    }

    fn lower_call(&mut self, call: &Call) {
        self.out.has_calls = true;
        let (places, bytes) = self.arg_places(&call.args);
        self.out.outgoing = self.out.outgoing.max(bytes);
        for (&arg, place) in call.args.iter().zip(&places) {
            if let ArgPlace::Stack(offset) = *place {
                let src = self.use_reg(arg);
                let mem = Mem { base: MemBase::Outgoing(offset), index: None, disp: 0 };
                self.push(Kind::Store { ty: stack_type(self.func.class(arg)), src, mem, temp: 0 });
            }
        }
        for (&arg, place) in call.args.iter().zip(&places) {
            if let ArgPlace::Reg(reg) = *place {
                self.use_fixed(arg, reg);
            }
        }
        let target = match call.target {
            CallTarget::Symbol(symbol) => LTarget::Symbol(symbol),
            CallTarget::Address(address) => LTarget::Address(address),
            CallTarget::Reg(reg) => LTarget::Op(self.use_reg(reg)),
            CallTarget::Mem(addr) => LTarget::Mem(self.mem(addr)),
        };
        let mut clobbers = self.registers.clobbers;
        let mut ints = 0;
        for &result in &call.results {
            let reg = match self.func.class(result) {
                Class::Int => {
                    ints += 1;
                    self.registers.results[ints - 1]
                }
                Class::Float => self.registers.float_result,
            };
            clobbers.remove(reg);
            self.def_fixed(result, reg);
        }
        self.push_full(Kind::Call { target }, call.record, clobbers);
    }

    fn lower_terminator(&mut self, block: Block, layout: &Layout) -> Result<(), CompileError> {
        let terminator = self.func.blocks[block.index()].terminator.as_ref().expect("verified");
        match *terminator {
            Terminator::Jump(_) => self.push(Kind::Jump),
            // One way is no choice, and its edge is not split.
            Terminator::Switch { ref targets, .. } if targets.is_empty() => self.push(Kind::Jump),
            Terminator::Branch { test, .. } => {
                let test = self.test(test);
                self.push(Kind::Branch { test });
            }
            Terminator::Switch { index, ref targets, .. } => {
                // A table pays from about four targets on; x86-32 cannot address one from the code.
                if self.target.is_64() && targets.len() > 3 {
                    self.lower_switch_table(index);
                } else {
                    let index = self.use_reg(index);
                    self.push(Kind::SwitchChain { index });
                }
            }
            Terminator::Return(ref values) => {
                let mut ints = 0;
                for &value in values {
                    let place = match self.func.class(value) {
                        Class::Int => {
                            ints += 1;
                            self.registers.results[ints - 1]
                        }
                        Class::Float => self.registers.float_result,
                    };
                    self.use_fixed(value, place);
                }
                self.push(Kind::Return);
            }
            Terminator::TailCall { target, ref args } => self.lower_tail_call(target, args)?,
            Terminator::Exit(exit) => self.push_exiting(Kind::Leave, Some(exit)),
            Terminator::Trap => self.push(Kind::Trap),
        }
        for (number, edge) in terminator.edges().into_iter().enumerate() {
            match layout.split_position.get(&(block, number)) {
                Some(&position) => self.add_edge(position, &[]),
                None => self.add_edge(layout.position_of_block(edge.block), &edge.args),
            }
        }
        if let Some(Kind::SwitchJump { .. }) = self.out.insts.last().map(|inst| &inst.kind) {
            self.out.tables.push(self.block.succs.clone());
        }
        Ok(())
    }

    fn lower_switch_table(&mut self, index: VReg) {
        let index = self.use_reg(index);
        let dst = self.temp(Class::Int);
        let dst_op = self.operand(ra::Operand::reg_def_at_start(dst));
        let temp = self.def_temp_early(Class::Int);
        self.push(Kind::SwitchAddr { index, dst: dst_op, temp, table: self.out.tables.len() });
        let addr = self.operand(ra::Operand::reg_use(dst));
        self.push(Kind::SwitchJump { addr });
    }

    fn lower_tail_call(&mut self, target: CallTarget, args: &[VReg]) -> Result<(), CompileError> {
        let (places, bytes) = self.arg_places(args);
        if bytes > 0 {
            return Err(CompileError::Unsupported("a tail call with arguments on the stack".into()));
        }
        // The target must outlive the frame and its saved registers, so it is in the scratch register.
        let scratch = self.registers.scratch;
        let loaded = match target {
            CallTarget::Mem(addr) => {
                let temp = self.temp(Class::Int);
                let mem = self.mem(addr);
                let dst = self.operand(ra::Operand::reg_def(temp));
                self.push(Kind::Load { ty: MemType::Word, dst, mem });
                Some(temp)
            }
            CallTarget::Reg(reg) => Some(self.vreg(reg)),
            CallTarget::Symbol(_) | CallTarget::Address(_) => None,
        };
        for (&arg, place) in args.iter().zip(&places) {
            if let ArgPlace::Reg(reg) = *place {
                self.use_fixed(arg, reg);
            }
        }
        let target = match (target, loaded) {
            (_, Some(reg)) => LTarget::Op(self.operand(ra::Operand::reg_fixed_use(reg, scratch))),
            (CallTarget::Symbol(symbol), None) => LTarget::Symbol(symbol),
            (CallTarget::Address(address), None) => LTarget::Address(address),
            (CallTarget::Reg(_) | CallTarget::Mem(_), None) => unreachable!("loaded above"),
        };
        self.push(Kind::TailCall { target });
        Ok(())
    }
}

fn class_of(class: Class) -> ra::RegClass {
    match class {
        Class::Int => ra::RegClass::Int,
        Class::Float => ra::RegClass::Float,
    }
}

/// How an argument lies on the stack.
fn stack_type(class: Class) -> MemType {
    match class {
        Class::Int => MemType::Word,
        Class::Float => MemType::F64,
    }
}

fn int_cc(cc: IntCc) -> Cc {
    match cc {
        IntCc::Eq => Cc::Eq,
        IntCc::Ne => Cc::Ne,
        IntCc::Lt => Cc::Lt,
        IntCc::Le => Cc::Le,
        IntCc::Gt => Cc::Gt,
        IntCc::Ge => Cc::Ge,
        IntCc::Below => Cc::Below,
        IntCc::BelowEq => Cc::BelowEq,
        IntCc::Above => Cc::Above,
        IntCc::AboveEq => Cc::AboveEq,
    }
}
