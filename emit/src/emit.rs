//! Allocated instructions to bytes.
//!
//! Hot blocks come first, then cold ones, exit stubs, the shared epilogue, constants. A block that the allocator left
//! empty but for its jump is jumped over. Branches backwards take the short form where it reaches; those forwards, and
//! everything that may be patched, take four bytes.
//!
//! The frame, from the stack pointer up: arguments of calls, spilled values, the function's slots, saved registers, the
//! return address. The stack pointer does not move between prologue and epilogue.

use crate::asm::{Asm, Prefix, Rm, Width};
use crate::compile::{CallSite, CompileStats, CompiledCode, ExitSite, ExitStyle, FrameLayout, Location, Options};
use crate::compile::{RelocKind, Relocation};
use crate::hoist::{hoistable_moves, written_by};
use crate::lower::{Cc, Cond, ExitUse, ExitValue, Flags, Kind, LTarget, LTest, Lowered, Mem, MemBase, Op, Src};
use crate::mir::*;
use crate::target::{CONTEXT, Registers, STACK};
use crate::{CompileError, Target};
use regalloc2 as ra;

/// What four relative bytes lead to.
#[derive(Clone, Copy)]
enum Label {
    Block(usize),
    Stub(usize),
    /// A float constant.
    Constant(usize),
    Table(usize),
}

struct Stub {
    client: u32,
    jumps: Vec<u32>,
    locations: Vec<Location>,
}

struct Emitter<'a> {
    target: Target,
    lowered: &'a Lowered,
    output: &'a ra::Output,
    asm: Asm,
    frame: Frame,
    /// For each block, the block of moves that comes before its branch, and the same the other way round.
    hoisted: Vec<Option<usize>>,
    is_hoisted: Vec<bool>,
    fixups: Vec<(u32, Label)>,
    block_offsets: Vec<Option<u32>>,
    stubs: Vec<Stub>,
    constants: Vec<u64>,
    code: CompiledCode,
}

/// Sizes of the parts of the frame, in bytes.
struct Frame {
    outgoing: i32,
    /// What the prologue subtracts.
    local: i32,
    saved: Vec<u8>,
    slots: Vec<i32>,
    word: i32,
}

impl Frame {
    fn of(func: &MFunction, lowered: &Lowered, output: &ra::Output, target: Target, registers: &Registers) -> Frame {
        let word = target.word_bytes() as i32;
        let align = |value: i32, to: i32| (value + to - 1) & -to;
        let outgoing = align(lowered.outgoing as i32, 8);
        let mut top = align(outgoing + output.num_spillslots as i32 * word, 8);
        let mut slots = Vec::with_capacity(func.slots.len());
        for &bytes in &func.slots {
            slots.push(top);
            top = align(top + bytes as i32, 8);
        }
        let saved = match func.convention {
            Convention::Compiled => Vec::new(),
            Convention::SystemV => saved_registers(lowered, output, registers),
        };
        let above = (saved.len() as i32 + 1) * word;
        let local = if top == 0 && !lowered.has_calls { 0 } else { align(top + above, 16) - above };
        Frame { outgoing, local, saved, slots, word }
    }

    fn size(&self) -> i32 {
        self.local + self.saved.len() as i32 * self.word
    }

    fn spill(&self, slot: ra::SpillSlot) -> i32 {
        self.outgoing + slot.index() as i32 * self.word
    }

    fn layout(&self) -> FrameLayout {
        // The register that was pushed last is lowest.
        let place = |number: usize| self.local + (self.saved.len() - 1 - number) as i32 * self.word;
        FrameLayout {
            size: self.size() as u32,
            saved: self.saved.iter().enumerate().map(|(number, &reg)| (reg, place(number))).collect(),
            slots: self.slots.clone(),
        }
    }
}

/// Registers that C wants back and that the body, or what it calls, writes.
fn saved_registers(lowered: &Lowered, output: &ra::Output, registers: &Registers) -> Vec<u8> {
    let mut written = ra::PRegSet::empty();
    output.allocs.iter().filter_map(|place| place.as_reg()).for_each(|reg| written.add(reg));
    for (_, ra::Edit::Move { from, to }) in &output.edits {
        [from, to].into_iter().filter_map(|place| place.as_reg()).for_each(|reg| written.add(reg));
    }
    if lowered.has_calls {
        written.union_from(registers.clobbers);
    }
    let is_written = |&reg: &u8| written.contains(ra::PReg::new(reg as usize, ra::RegClass::Int));
    let mut saved: Vec<u8> = registers.callee_saved.iter().copied().filter(is_written).collect();
    if lowered.sets_context {
        saved.push(CONTEXT);
    }
    saved
}

/// Makes the bytes.
pub(crate) fn emit(
    func: &MFunction,
    lowered: &Lowered,
    output: &ra::Output,
    target: Target,
    registers: &Registers,
    options: &Options,
) -> Result<CompiledCode, CompileError> {
    let hoisted = hoistable_moves(lowered, output);
    let mut is_hoisted = vec![false; hoisted.len()];
    hoisted.iter().flatten().for_each(|&moves| is_hoisted[moves] = true);
    let mut emitter = Emitter {
        hoisted,
        is_hoisted,
        target,
        lowered,
        output,
        asm: Asm::new(target.is_64()),
        frame: Frame::of(func, lowered, output, target, registers),
        fixups: Vec::new(),
        block_offsets: vec![None; lowered.blocks.len()],
        stubs: Vec::new(),
        constants: Vec::new(),
        code: CompiledCode::default(),
    };
    emitter.emit_prologue();
    emitter.emit_blocks(options.align_loops);
    let hot_bytes = emitter.asm.position();
    emitter.emit_stubs(options.exits);
    emitter.code.code_bytes = emitter.asm.position();
    emitter.emit_constants();
    emitter.apply_fixups();
    let mut code = emitter.code;
    code.bytes = emitter.asm.bytes;
    code.frame = emitter.frame.layout();
    code.block_offsets = vec![None; func.blocks.len()];
    for (block, offset) in lowered.blocks.iter().zip(emitter.block_offsets) {
        if let Some(source) = block.source {
            code.block_offsets[source.index()] = offset;
        }
    }
    code.stats = CompileStats {
        insts: lowered.insts.len() as u32,
        spill_slots: output.num_spillslots as u32,
        moves: output.edits.len() as u32,
        hot_bytes,
    };
    Ok(code)
}

/// Where the operands of one instruction ended.
#[derive(Clone, Copy)]
struct Places<'a>(&'a [ra::Allocation]);

impl Places<'_> {
    fn reg(self, op: Op) -> u8 {
        self.0[op as usize].as_reg().expect("constrained to a register").hw_enc() as u8
    }

    fn is_reg(self, op: Op) -> bool {
        self.0[op as usize].is_reg()
    }
}

fn width(size: Size) -> Width {
    match size {
        Size::S8 => Width::B8,
        Size::S16 => Width::B16,
        Size::S32 => Width::B32,
        Size::Word => Width::Word,
    }
}

/// Numbers of the arithmetic instructions: `op << 3 | form` is the opcode.
fn alu_number(op: AluOp) -> u8 {
    match op {
        AluOp::Add => 0,
        AluOp::Or => 1,
        AluOp::And => 4,
        AluOp::Sub => 5,
        AluOp::Xor => 6,
        AluOp::Mul => unreachable!("multiplication has opcodes of its own"),
    }
}

const CMP: u8 = 7;

impl<'a> Emitter<'a> {
    fn emit_prologue(&mut self) {
        for &reg in &self.frame.saved {
            self.asm.op_reg(false, 0x50, reg);
        }
        if self.frame.local > 0 {
            self.asm.alu_imm(Width::Word, 5, Rm::Reg(STACK), self.frame.local);
        }
    }

    /// Takes the frame down, up to the return address.
    fn emit_unwind(&mut self) {
        if self.frame.local > 0 {
            self.asm.alu_imm(Width::Word, 0, Rm::Reg(STACK), self.frame.local);
        }
        for &reg in self.frame.saved.iter().rev() {
            self.asm.op_reg(false, 0x58, reg);
        }
    }

    /// The block that a jump to `block` ends at, past those that are nothing but a jump.
    fn final_target(&self, block: ra::Block) -> usize {
        let mut block = block.index();
        // Blocks of nothing but jumps may form a loop.
        for _ in 0..16 {
            if !self.is_empty(block) {
                break;
            }
            block = self.lowered.blocks[block].succs[0].index();
        }
        block
    }

    /// Whether nothing is left of a block but its jump.
    fn is_empty(&self, block: usize) -> bool {
        if self.is_hoisted[block] {
            return true;
        }
        let insts = self.lowered.block_insts(block);
        insts.len() == 1
            && matches!(self.lowered.insts[insts.start].kind, Kind::Jump)
            && self.output.block_insts_and_edits(self.lowered, ra::Block::new(block)).count() == 1
    }

    fn emit_blocks(&mut self, align_loops: bool) {
        let blocks = self.lowered.emission_order.iter().copied();
        let order: Vec<usize> = blocks.filter(|&block| block == 0 || !self.is_empty(block)).collect();
        let heads = if align_loops { self.loop_heads(&order) } else { vec![false; self.lowered.blocks.len()] };
        for (position, &block) in order.iter().enumerate() {
            if heads[block] {
                self.asm.align(32);
            }
            self.block_offsets[block] = Some(self.asm.position());
            let next = order.get(position + 1).copied();
            for item in self.output.block_insts_and_edits(self.lowered, ra::Block::new(block)) {
                match item {
                    ra::InstOrEdit::Edit(ra::Edit::Move { from, to }) => self.emit_move(*from, *to),
                    ra::InstOrEdit::Inst(inst) => self.emit_inst(inst, block, next),
                }
            }
        }
    }

    fn emit_moves_of(&mut self, block: usize) {
        for item in self.output.block_insts_and_edits(self.lowered, ra::Block::new(block)) {
            if let ra::InstOrEdit::Edit(ra::Edit::Move { from, to }) = item {
                self.emit_move(*from, *to);
            }
        }
    }

    /// Hot blocks that a later hot block jumps to, or itself.
    fn loop_heads(&self, order: &[usize]) -> Vec<bool> {
        let mut position = vec![usize::MAX; self.lowered.blocks.len()];
        order.iter().enumerate().for_each(|(at, &block)| position[block] = at);
        let mut heads = vec![false; self.lowered.blocks.len()];
        let is_hot = |block: usize| !self.lowered.blocks[block].cold;
        for (at, &block) in order.iter().enumerate().filter(|&(_, &block)| is_hot(block)) {
            for &succ in &self.lowered.blocks[block].succs {
                let succ = self.final_target(succ);
                if position[succ] <= at && is_hot(succ) {
                    heads[succ] = true;
                }
            }
        }
        heads
    }

    fn slot_rm(&self, place: ra::Allocation) -> Rm {
        Rm::at(STACK, self.frame.spill(place.as_stack().expect("not a register, so on the stack")))
    }

    fn rm(&self, places: Places, op: Op) -> Rm {
        match places.0[op as usize].as_reg() {
            Some(reg) => Rm::Reg(reg.hw_enc() as u8),
            None => self.slot_rm(places.0[op as usize]),
        }
    }

    fn mem(&self, places: Places, mem: Mem) -> Rm {
        let (base, start) = match mem.base {
            MemBase::Reg(op) => (Some(places.reg(op)), 0),
            MemBase::Context => (Some(CONTEXT), 0),
            MemBase::Slot(slot) => (Some(STACK), self.frame.slots[slot.index()]),
            MemBase::Absolute => (None, 0),
            MemBase::Incoming(offset) => (Some(STACK), self.frame.size() + self.frame.word + offset as i32),
            MemBase::Outgoing(offset) => (Some(STACK), offset as i32),
        };
        let index = mem.index.map(|(op, scale)| (places.reg(op), scale as u8));
        Rm::Mem { base, index, disp: mem.disp.wrapping_add(start) }
    }

    fn src_rm(&self, places: Places, src: Src) -> Rm {
        match src {
            Src::Op(op) => self.rm(places, op),
            Src::Mem(mem) => self.mem(places, mem),
            Src::Imm(_) => unreachable!("immediates are encoded by their instruction"),
        }
    }

    fn emit_move(&mut self, from: ra::Allocation, to: ra::Allocation) {
        let class = from.as_reg().or(to.as_reg()).expect("the allocator moves through registers").class();
        match (class, from.as_reg(), to.as_reg()) {
            (ra::RegClass::Int, from_reg, Some(to)) => {
                let rm = from_reg.map_or_else(|| self.slot_rm(from), |reg| Rm::Reg(reg.hw_enc() as u8));
                self.asm.op(Width::Word, &[0x8b], to.hw_enc() as u8, rm);
            }
            (ra::RegClass::Int, Some(reg), None) => {
                let rm = self.slot_rm(to);
                self.asm.op(Width::Word, &[0x89], reg.hw_enc() as u8, rm);
            }
            (_, Some(from), Some(to)) => {
                self.asm.sse(Prefix::None, false, &[0x0f, 0x28], to.hw_enc() as u8, Rm::Reg(from.hw_enc() as u8));
            }
            (_, None, Some(to)) => {
                let rm = self.slot_rm(from);
                self.asm.sse(Prefix::F2, false, &[0x0f, 0x10], to.hw_enc() as u8, rm);
            }
            (_, Some(from), None) => {
                let rm = self.slot_rm(to);
                self.asm.sse(Prefix::F2, false, &[0x0f, 0x11], from.hw_enc() as u8, rm);
            }
            (_, None, None) => unreachable!("the allocator moves through registers"),
        }
    }

    /// The four bytes just written lead to a label.
    fn fix_here(&mut self, label: Label) {
        self.fixups.push((self.asm.position() - 4, label));
    }

    fn relocate_here(&mut self, kind: RelocKind, symbol: Symbol, addend: i64) {
        let bytes = if kind == RelocKind::Abs64 { 8 } else { 4 };
        let offset = self.asm.position() - bytes;
        self.code.relocations.push(Relocation { offset, kind, symbol, addend });
    }

    fn jump_to(&mut self, block: usize) {
        self.branch_bytes(&[0xeb], &[0xe9], block);
    }

    fn jump_if(&mut self, cc: Cc, block: usize) {
        self.branch_bytes(&[0x70 | cc as u8], &[0x0f, 0x80 | cc as u8], block);
    }

    fn branch_bytes(&mut self, short: &[u8], long: &[u8], block: usize) {
        if let Some(target) = self.block_offsets[block] {
            let distance = target as i64 - (self.asm.position() as i64 + 2);
            if let Ok(distance) = i8::try_from(distance) {
                self.asm.raw(short);
                return self.asm.raw(&[distance as u8]);
            }
        }
        self.asm.raw(long);
        self.asm.imm32(0);
        self.fix_here(Label::Block(block));
    }

    /// Jumps over a little code that is written next; ends with [`Emitter::land`].
    fn skip_if(&mut self, cc: Cc) -> u32 {
        self.asm.raw(&[0x70 | cc as u8, 0]);
        self.asm.position()
    }

    fn land(&mut self, from: u32) {
        let distance = i8::try_from(self.asm.position() - from).expect("a few instructions are skipped");
        self.asm.bytes[from as usize - 1] = distance as u8;
    }

    fn emit_flags(&mut self, places: Places, flags: Flags) {
        match flags {
            Flags::Ucomi { a, b } => {
                let b = self.rm(places, b);
                self.asm.sse(Prefix::P66, false, &[0x0f, 0x2e], places.reg(a), b);
            }
            Flags::Cmp { size, a, b: Src::Imm(value) } => {
                let a = self.src_rm(places, a);
                match a {
                    // `test` is shorter and sets the same flags.
                    Rm::Reg(reg) if value == 0 && size != Size::S8 => self.asm.op(width(size), &[0x85], reg, a),
                    _ => self.asm.alu_imm(width(size), CMP, a, value),
                }
            }
            Flags::Test { size, a, b: Src::Imm(value) } => {
                let a = self.src_rm(places, a);
                self.emit_test_imm(size, a, value);
            }
            Flags::Cmp { size, a, b } => self.emit_compare(places, size, a, b, CMP << 3, true),
            Flags::Test { size, a, b } => self.emit_compare(places, size, a, b, 0x84, false),
        }
    }

    /// `opcode` is the form "byte, register on the right"; `+ 2` exchanges the sides where there is such a form.
    fn emit_compare(&mut self, places: Places, size: Size, a: Src, b: Src, opcode: u8, has_reverse: bool) {
        let left_is_rm = match (a, b) {
            (Src::Op(a), Src::Op(b)) => places.is_reg(b) && !(has_reverse && places.is_reg(a)),
            (Src::Mem(_), _) => true,
            (_, Src::Mem(_)) => false,
            _ => unreachable!("two sides, at most one of them memory"),
        };
        let (reg, rm, opcode) =
            if left_is_rm { (b, a, opcode) } else { (a, b, opcode + if has_reverse { 2 } else { 0 }) };
        let Src::Op(reg) = reg else { unreachable!("one side is a register") };
        let (reg, rm) = (places.reg(reg), self.src_rm(places, rm));
        match size {
            Size::S8 => self.asm.op8(&[opcode], reg, false, rm),
            _ => self.asm.op(width(size), &[opcode + 1], reg, rm),
        }
    }

    /// `test` with an immediate, on as few bits as show the same.
    fn emit_test_imm(&mut self, size: Size, a: Rm, value: i32) {
        let has_byte = match a {
            Rm::Reg(reg) => self.target.is_64() || reg < 4,
            _ => true,
        };
        if size == Size::S8 || (has_byte && (0..128).contains(&value)) {
            self.asm.op8(&[0xf6], 0, true, a);
            return self.asm.raw(&[value as u8]);
        }
        // A mask without its top bit selects from the low half alone.
        let width = if size == Size::Word && value >= 0 { Width::B32 } else { width(size) };
        self.asm.op(width, &[0xf7], 0, a);
        match width {
            Width::B16 => self.asm.raw(&(value as i16).to_le_bytes()),
            _ => self.asm.imm32(value),
        }
    }

    /// Makes the stub of an exit and returns its number.
    fn new_stub(&mut self, places: Places, exit: &ExitUse) -> usize {
        let locations = self.locations(places, exit);
        self.stubs.push(Stub { client: exit.client, jumps: Vec::new(), locations });
        self.stubs.len() - 1
    }

    fn locations(&self, places: Places, exit: &ExitUse) -> Vec<Location> {
        let location = |value: &ExitValue| match *value {
            ExitValue::Constant(constant) => constant,
            ExitValue::Op(op) => {
                let place = places.0[op as usize];
                match place.as_reg() {
                    Some(reg) if reg.class() == ra::RegClass::Float => Location::Xmm(reg.hw_enc() as u8),
                    Some(reg) => Location::Gpr(reg.hw_enc() as u8),
                    None => Location::Stack(self.frame.spill(place.as_stack().expect("on the stack"))),
                }
            }
        };
        exit.values.iter().map(location).collect()
    }

    fn exit_if(&mut self, cc: Cc, stub: usize) {
        self.asm.raw(&[0x0f, 0x80 | cc as u8]);
        self.asm.imm32(0);
        self.fix_here(Label::Stub(stub));
        self.stubs[stub].jumps.push(self.asm.position() - 4);
    }

    fn exit_on(&mut self, cond: Cond, stub: usize) {
        match cond {
            Cond::One(cc) => self.exit_if(cc, stub),
            Cond::NeUnordered => {
                self.exit_if(Cc::Ne, stub);
                self.exit_if(Cc::Parity, stub);
            }
            Cond::EqOrdered => {
                let skip = self.skip_if(Cc::Parity);
                self.exit_if(Cc::Eq, stub);
                self.land(skip);
            }
        }
    }

    /// Leaves on overflow if the instruction has an exit.
    fn exit_on_overflow(&mut self, places: Places, exit: &Option<ExitUse>) {
        if let Some(exit) = exit {
            let stub = self.new_stub(places, exit);
            self.exit_if(Cc::Overflow, stub);
        }
    }

    /// The comparison of a branch, with the moves that were hoisted to it: before it, so that the processor takes
    /// comparison and jump as one, unless they write what is compared.
    fn emit_branch_flags(&mut self, places: Places, test: LTest, is_needed: bool, moves: Option<usize>) {
        let is_compared = |reg: ra::PReg| places.0.iter().any(|place| place.as_reg() == Some(reg));
        let is_after = moves
            .is_some_and(|moves| written_by(self.lowered, self.output, moves).into_iter().flatten().any(is_compared));
        if let Some(moves) = moves.filter(|_| !is_after) {
            self.emit_moves_of(moves);
        }
        if is_needed {
            self.emit_flags(places, test.flags);
        }
        if let Some(moves) = moves.filter(|_| is_after) {
            self.emit_moves_of(moves);
        }
    }

    fn emit_branch(&mut self, cond: Cond, yes: usize, no: usize, next: Option<usize>) {
        if yes == no {
            if next != Some(yes) {
                self.jump_to(yes);
            }
            return;
        }
        // Falling through to `yes` wants the inverse.
        let (cond, yes, no) = if next == Some(yes) { (cond.inverse(), no, yes) } else { (cond, yes, no) };
        match cond {
            Cond::One(cc) => self.jump_if(cc, yes),
            Cond::NeUnordered => {
                self.jump_if(Cc::Ne, yes);
                self.jump_if(Cc::Parity, yes);
            }
            Cond::EqOrdered => {
                self.jump_if(Cc::Ne, no);
                self.jump_if(Cc::NoParity, yes);
            }
        }
        if next != Some(no) {
            self.jump_to(no);
        }
    }

    fn emit_inst(&mut self, inst: ra::Inst, block: usize, next: Option<usize>) {
        let lowered = self.lowered;
        let places = Places(self.output.inst_allocs(inst));
        let inst = &lowered.insts[inst.index()];
        let succ = |emitter: &Self, number: usize| emitter.final_target(lowered.blocks[block].succs[number]);
        match inst.kind {
            Kind::Args => {}
            Kind::Imm { dst, value: 0 } => {
                let dst = places.reg(dst);
                self.asm.op(Width::B32, &[0x33], dst, Rm::Reg(dst));
            }
            Kind::Imm { dst, value } => self.asm.load_imm(places.reg(dst), value),
            Kind::FloatImm { dst, bits } => self.emit_float_imm(places.reg(dst), bits),
            Kind::SymbolAddr { dst, symbol, addend } => self.emit_symbol_addr(places.reg(dst), symbol, addend),
            Kind::Alu { op, dst, b } => {
                self.emit_alu(places, op, places.reg(dst), b);
                self.exit_on_overflow(places, &inst.exit);
            }
            Kind::AddThree { dst, a, b } => self.emit_add_three(places, dst, a, b),
            Kind::MulImm { dst, a, value } => {
                let (dst, a) = (places.reg(dst), self.rm(places, a));
                if let Ok(value) = i8::try_from(value) {
                    self.asm.op(Width::Word, &[0x6b], dst, a);
                    self.asm.raw(&[value as u8]);
                } else {
                    self.asm.op(Width::Word, &[0x69], dst, a);
                    self.asm.imm32(value);
                }
                self.exit_on_overflow(places, &inst.exit);
            }
            Kind::AluMem { op, size, mem, src } => {
                let mem = self.mem(places, mem);
                match (src, size) {
                    (Src::Imm(value), _) => self.asm.alu_imm(width(size), alu_number(op), mem, value),
                    (Src::Op(src), Size::S8) => self.asm.op8(&[alu_number(op) << 3], places.reg(src), false, mem),
                    (Src::Op(src), _) => self.asm.op(width(size), &[alu_number(op) << 3 | 1], places.reg(src), mem),
                    (Src::Mem(_), _) => unreachable!("verified: the source is no memory"),
                }
            }
            Kind::Shift { op, dst, by } => {
                let extension = match op {
                    ShiftOp::Rol => 0,
                    ShiftOp::Ror => 1,
                    ShiftOp::Shl => 4,
                    ShiftOp::Shr => 5,
                    ShiftOp::Sar => 7,
                };
                let dst = Rm::Reg(places.reg(dst));
                match by {
                    Some(count) => {
                        self.asm.op(Width::Word, &[0xc1], extension, dst);
                        self.asm.raw(&[count]);
                    }
                    None => self.asm.op(Width::Word, &[0xd3], extension, dst),
                }
            }
            Kind::Div { floor, b, temp } => self.emit_div(places, floor, b, temp),
            Kind::UnaryInPlace { op, dst } => {
                let extension = if op == UnaryOp::Neg { 3 } else { 2 };
                self.asm.op(Width::Word, &[0xf7], extension, Rm::Reg(places.reg(dst)));
                self.exit_on_overflow(places, &inst.exit);
            }
            Kind::Unary { op, dst, a } => self.emit_unary(op, places.reg(dst), self.rm(places, a)),
            Kind::Lea { dst, mem } => {
                let mem = self.mem(places, mem);
                self.asm.op(Width::Word, &[0x8d], places.reg(dst), mem);
            }
            Kind::Load { ty, dst, mem } => {
                let mem = self.mem(places, mem);
                self.emit_load(ty, places.reg(dst), mem);
            }
            Kind::Store { ty, src, mem, temp } => {
                let mem = self.mem(places, mem);
                let src = places.reg(src);
                match ty {
                    MemType::U8 | MemType::I8 => self.asm.op8(&[0x88], src, false, mem),
                    MemType::U16 | MemType::I16 => self.asm.op(Width::B16, &[0x89], src, mem),
                    MemType::U32 | MemType::I32 => self.asm.op(Width::B32, &[0x89], src, mem),
                    MemType::Word => self.asm.op(Width::Word, &[0x89], src, mem),
                    MemType::F64 => self.asm.sse(Prefix::F2, false, &[0x0f, 0x11], src, mem),
                    MemType::F32 => {
                        let temp = places.reg(temp);
                        self.asm.sse(Prefix::F2, false, &[0x0f, 0x5a], temp, Rm::Reg(src));
                        self.asm.sse(Prefix::F3, false, &[0x0f, 0x11], temp, mem);
                    }
                }
            }
            Kind::StoreImm { size, value, mem } => {
                let mem = self.mem(places, mem);
                match size {
                    Size::S8 => {
                        self.asm.op8(&[0xc6], 0, true, mem);
                        self.asm.raw(&[value as u8]);
                    }
                    Size::S16 => {
                        self.asm.op(Width::B16, &[0xc7], 0, mem);
                        self.asm.raw(&(value as i16).to_le_bytes());
                    }
                    Size::S32 | Size::Word => {
                        self.asm.op(width(size), &[0xc7], 0, mem);
                        self.asm.imm32(value);
                    }
                }
            }
            Kind::Set { dst, temp, test } => self.emit_set(places, dst, temp, test),
            Kind::Select { dst, yes, test, float } => self.emit_select(places, dst, yes, test, float),
            Kind::Guard { test } => {
                let exit = inst.exit.as_ref().expect("a guard has an exit");
                self.emit_flags(places, test.flags);
                let stub = self.new_stub(places, exit);
                self.exit_on(test.cond, stub);
            }
            Kind::Float { op, dst, b } => {
                let opcode = match op {
                    FloatOp::Add => 0x58,
                    FloatOp::Mul => 0x59,
                    FloatOp::Sub => 0x5c,
                    FloatOp::Div => 0x5e,
                };
                let b = self.src_rm(places, b);
                self.asm.sse(Prefix::F2, false, &[0x0f, opcode], places.reg(dst), b);
            }
            Kind::FloatUnary { op, dst, a } => self.emit_float_unary(op, places.reg(dst), self.rm(places, a)),
            Kind::IntToFloat { dst, a } => {
                let (dst, a) = (places.reg(dst), self.rm(places, a));
                // The conversion writes half of its register; clearing it first breaks the wait for the other half.
                self.asm.sse(Prefix::None, false, &[0x0f, 0x57], dst, Rm::Reg(dst));
                self.asm.sse(Prefix::F2, true, &[0x0f, 0x2a], dst, a);
            }
            Kind::FloatToInt { dst, a } => {
                let a = self.rm(places, a);
                self.asm.sse(Prefix::F2, true, &[0x0f, 0x2c], places.reg(dst), a);
            }
            Kind::BitsToFloat { dst, a } => {
                let a = self.rm(places, a);
                self.asm.sse(Prefix::P66, true, &[0x0f, 0x6e], places.reg(dst), a);
            }
            Kind::FloatToBits { dst, a } => match self.rm(places, a) {
                Rm::Reg(a) => self.asm.sse(Prefix::P66, true, &[0x0f, 0x7e], a, Rm::Reg(places.reg(dst))),
                slot => self.asm.op(Width::Word, &[0x8b], places.reg(dst), slot),
            },
            Kind::Call { target } => self.emit_call(places, target, &inst.exit),
            Kind::SetContext { src } => self.asm.op(Width::Word, &[0x8b], CONTEXT, Rm::Reg(places.reg(src))),
            Kind::CopyContext { dst } => self.asm.op(Width::Word, &[0x8b], places.reg(dst), Rm::Reg(CONTEXT)),
            Kind::StackPointer { dst } => self.asm.op(Width::Word, &[0x8b], places.reg(dst), Rm::Reg(STACK)),
            Kind::SwitchAddr { index, dst, temp, table } => self.emit_switch_addr(places, index, dst, temp, table),
            Kind::Jump => {
                let target = succ(self, 0);
                if next != Some(target) {
                    self.jump_to(target);
                }
            }
            Kind::Branch { test } => {
                let (yes, no) = (succ(self, 0), succ(self, 1));
                self.emit_branch_flags(places, test, yes != no, self.hoisted[block]);
                self.emit_branch(test.cond, yes, no, next);
            }
            Kind::SwitchJump { addr } => self.asm.op(Width::B32, &[0xff], 4, Rm::Reg(places.reg(addr))),
            Kind::SwitchChain { index } => {
                let last = lowered.blocks[block].succs.len() - 1;
                for number in 0..last {
                    let target = succ(self, number);
                    self.asm.alu_imm(Width::Word, CMP, Rm::Reg(places.reg(index)), number as i32);
                    self.jump_if(Cc::Eq, target);
                }
                let target = succ(self, last);
                if next != Some(target) {
                    self.jump_to(target);
                }
            }
            Kind::Return => {
                self.emit_unwind();
                self.asm.raw(&[0xc3]);
            }
            Kind::TailCall { target } => self.emit_tail_call(places, target),
            Kind::Leave => {
                let exit = inst.exit.as_ref().expect("leaving is by an exit");
                let stub = self.new_stub(places, exit);
                self.asm.raw(&[0xe9]);
                self.asm.imm32(0);
                self.fix_here(Label::Stub(stub));
                self.stubs[stub].jumps.push(self.asm.position() - 4);
            }
            Kind::Trap => self.asm.raw(&[0x0f, 0x0b]),
        }
    }

    fn emit_float_imm(&mut self, dst: u8, bits: u64) {
        if bits == 0 {
            return self.asm.sse(Prefix::None, false, &[0x0f, 0x57], dst, Rm::Reg(dst));
        }
        if self.target.is_64() {
            let known = self.constants.iter().position(|&constant| constant == bits);
            let number = known.unwrap_or_else(|| {
                self.constants.push(bits);
                self.constants.len() - 1
            });
            self.asm.sse(Prefix::F2, false, &[0x0f, 0x10], dst, Rm::Rip);
            return self.fix_here(Label::Constant(number));
        }
        // Code cannot address itself here, so the constant goes through the stack.
        for half in [(bits >> 32) as i32, bits as i32] {
            self.asm.raw(&[0x68]);
            self.asm.imm32(half);
        }
        self.asm.sse(Prefix::F2, false, &[0x0f, 0x10], dst, Rm::at(STACK, 0));
        self.asm.alu_imm(Width::Word, 0, Rm::Reg(STACK), 8);
    }

    fn emit_symbol_addr(&mut self, dst: u8, symbol: Symbol, addend: i32) {
        if self.target.is_64() {
            self.asm.op(Width::Word, &[0x8d], dst, Rm::Rip);
            self.relocate_here(RelocKind::Rel32, symbol, addend as i64 - 4);
        } else {
            self.asm.op_reg(false, 0xb8, dst);
            self.asm.imm32(0);
            self.relocate_here(RelocKind::Abs32, symbol, addend as i64);
        }
    }

    fn emit_alu(&mut self, places: Places, op: AluOp, dst: u8, b: Src) {
        match (op, b) {
            (AluOp::And, Src::Imm(value)) if value >= 0 => {
                // The upper half comes out zero either way.
                self.asm.alu_imm(Width::B32, alu_number(op), Rm::Reg(dst), value);
            }
            (_, Src::Imm(value)) => self.asm.alu_imm(Width::Word, alu_number(op), Rm::Reg(dst), value),
            (AluOp::Mul, _) => {
                let b = self.src_rm(places, b);
                self.asm.op(Width::Word, &[0x0f, 0xaf], dst, b);
            }
            _ => {
                let b = self.src_rm(places, b);
                self.asm.op(Width::Word, &[alu_number(op) << 3 | 3], dst, b);
            }
        }
    }

    fn emit_add_three(&mut self, places: Places, dst: Op, a: Op, b: Src) {
        let (dst, a) = (places.reg(dst), places.reg(a));
        match b {
            Src::Imm(value) if dst == a => self.asm.alu_imm(Width::Word, 0, Rm::Reg(dst), value),
            Src::Imm(value) => self.asm.op(Width::Word, &[0x8d], dst, Rm::at(a, value)),
            Src::Op(b) => {
                let b = places.reg(b);
                if dst == a || dst == b {
                    let other = if dst == a { b } else { a };
                    return self.asm.op(Width::Word, &[0x03], dst, Rm::Reg(other));
                }
                self.asm.op(Width::Word, &[0x8d], dst, Rm::Mem { base: Some(a), index: Some((b, 0)), disp: 0 });
            }
            Src::Mem(_) => unreachable!("sums with memory have two operands"),
        }
    }

    /// `rax / b`: quotient in `rax`, remainder in `rdx`.
    fn emit_div(&mut self, places: Places, floor: bool, b: Op, temp: Op) {
        let b = self.rm(places, b);
        if self.target.is_64() {
            self.asm.raw(&[0x48]);
        }
        self.asm.raw(&[0x99]);
        self.asm.op(Width::Word, &[0xf7], 7, b);
        if !floor {
            return;
        }
        // Where the remainder is not zero and its sign is not the divisor's, the quotient is one too high.
        let (rax, rdx, temp) = (Rm::Reg(0), 2, places.reg(temp));
        self.asm.op(Width::Word, &[0x85], rdx, Rm::Reg(rdx));
        let exact = self.skip_if(Cc::Eq);
        self.asm.op(Width::Word, &[0x8b], temp, Rm::Reg(rdx));
        self.asm.op(Width::Word, &[0x33], temp, b);
        self.asm.op(Width::Word, &[0x85], temp, Rm::Reg(temp));
        let same_sign = self.skip_if(Cc::Ge);
        self.asm.alu_imm(Width::Word, 5, rax, 1);
        self.asm.op(Width::Word, &[0x03], rdx, b);
        self.land(exact);
        self.land(same_sign);
    }

    fn emit_unary(&mut self, op: UnaryOp, dst: u8, a: Rm) {
        match op {
            UnaryOp::Zext8 => self.asm.widen(false, true, &[0x0f, 0xb6], dst, a),
            UnaryOp::Zext16 => self.asm.widen(false, false, &[0x0f, 0xb7], dst, a),
            UnaryOp::Zext32 => self.asm.op(Width::B32, &[0x8b], dst, a),
            UnaryOp::Sext8 => self.asm.widen(true, true, &[0x0f, 0xbe], dst, a),
            UnaryOp::Sext16 => self.asm.widen(true, false, &[0x0f, 0xbf], dst, a),
            UnaryOp::Sext32 if self.target.is_64() => self.asm.op(Width::Word, &[0x63], dst, a),
            UnaryOp::Sext32 => self.asm.op(Width::Word, &[0x8b], dst, a),
            UnaryOp::TopBit => self.asm.op(Width::Word, &[0x0f, 0xbd], dst, a),
            UnaryOp::LowBit => self.asm.op(Width::Word, &[0x0f, 0xbc], dst, a),
            UnaryOp::Neg | UnaryOp::Not => unreachable!("done in place"),
        }
    }

    fn emit_load(&mut self, ty: MemType, dst: u8, mem: Rm) {
        match ty {
            MemType::U8 => self.asm.widen(false, true, &[0x0f, 0xb6], dst, mem),
            MemType::I8 => self.asm.widen(true, true, &[0x0f, 0xbe], dst, mem),
            MemType::U16 => self.asm.widen(false, false, &[0x0f, 0xb7], dst, mem),
            MemType::I16 => self.asm.widen(true, false, &[0x0f, 0xbf], dst, mem),
            MemType::U32 => self.asm.op(Width::B32, &[0x8b], dst, mem),
            MemType::I32 => self.emit_unary(UnaryOp::Sext32, dst, mem),
            MemType::Word => self.asm.op(Width::Word, &[0x8b], dst, mem),
            MemType::F64 => self.asm.sse(Prefix::F2, false, &[0x0f, 0x10], dst, mem),
            MemType::F32 => self.asm.sse(Prefix::F3, false, &[0x0f, 0x5a], dst, mem),
        }
    }

    fn set_byte(&mut self, cc: Cc, dst: u8) {
        self.asm.op8(&[0x0f, 0x90 | cc as u8], 0, true, Rm::Reg(dst));
    }

    fn emit_set(&mut self, places: Places, dst: Op, temp: Op, test: LTest) {
        self.emit_flags(places, test.flags);
        let dst = places.reg(dst);
        let two = match test.cond {
            Cond::One(cc) => {
                self.set_byte(cc, dst);
                None
            }
            Cond::EqOrdered => Some((Cc::Eq, Cc::NoParity, AluOp::And)),
            Cond::NeUnordered => Some((Cc::Ne, Cc::Parity, AluOp::Or)),
        };
        if let Some((first, second, op)) = two {
            let temp = places.reg(temp);
            self.set_byte(first, dst);
            self.set_byte(second, temp);
            self.asm.op8(&[alu_number(op) << 3], temp, false, Rm::Reg(dst));
        }
        self.asm.widen(false, true, &[0x0f, 0xb6], dst, Rm::Reg(dst));
    }

    fn emit_select(&mut self, places: Places, dst: Op, yes: Op, test: LTest, float: bool) {
        self.emit_flags(places, test.flags);
        let (dst, yes) = (places.reg(dst), self.rm(places, yes));
        let conditions: &[Cc] = match test.cond {
            Cond::One(cc) => &[cc],
            Cond::NeUnordered => &[Cc::Ne, Cc::Parity],
            Cond::EqOrdered => unreachable!("lowered to its complement"),
        };
        for &cc in conditions {
            if !float {
                self.asm.op(Width::Word, &[0x0f, 0x40 | cc as u8], dst, yes);
                continue;
            }
            let skip = self.skip_if(cc.inverse());
            match yes {
                Rm::Reg(_) => self.asm.sse(Prefix::None, false, &[0x0f, 0x28], dst, yes),
                _ => self.asm.sse(Prefix::F2, false, &[0x0f, 0x10], dst, yes),
            }
            self.land(skip);
        }
    }

    fn emit_float_unary(&mut self, op: FloatUnaryOp, dst: u8, a: Rm) {
        let mode = match op {
            FloatUnaryOp::Sqrt => return self.asm.sse(Prefix::F2, false, &[0x0f, 0x51], dst, a),
            FloatUnaryOp::Neg | FloatUnaryOp::Abs => {
                // All ones, shifted to the sign bit alone or to everything but it.
                self.asm.sse(Prefix::P66, false, &[0x0f, 0x76], dst, Rm::Reg(dst));
                let (shift, count, opcode) = if op == FloatUnaryOp::Neg { (6, 63, 0x57) } else { (2, 1, 0x54) };
                self.asm.sse(Prefix::P66, false, &[0x0f, 0x73], shift, Rm::Reg(dst));
                self.asm.raw(&[count]);
                return self.asm.sse(Prefix::P66, false, &[0x0f, opcode], dst, a);
            }
            FloatUnaryOp::Nearest => 0,
            FloatUnaryOp::Floor => 1,
            FloatUnaryOp::Ceil => 2,
            FloatUnaryOp::Trunc => 3,
        };
        self.asm.sse(Prefix::P66, false, &[0x0f, 0x3a, 0x0b], dst, a);
        self.asm.raw(&[8 | mode]);
    }

    fn emit_call(&mut self, places: Places, target: LTarget, record: &Option<ExitUse>) {
        match target {
            LTarget::Symbol(symbol) => {
                self.asm.raw(&[0xe8]);
                self.asm.imm32(0);
                self.relocate_here(RelocKind::Rel32, symbol, -4);
            }
            LTarget::Address(address) => {
                let scratch = self.scratch();
                self.asm.load_imm(scratch, address as i64);
                self.asm.op(Width::B32, &[0xff], 2, Rm::Reg(scratch));
            }
            LTarget::Op(op) => self.asm.op(Width::B32, &[0xff], 2, Rm::Reg(places.reg(op))),
            LTarget::Mem(mem) => {
                let mem = self.mem(places, mem);
                self.asm.op(Width::B32, &[0xff], 2, mem);
            }
        }
        if let Some(record) = record {
            let locations = self.locations(places, record);
            let return_offset = self.asm.position();
            self.code.calls.push(CallSite { client: record.client, return_offset, locations });
        }
    }

    fn scratch(&self) -> u8 {
        if self.target.is_64() { 11 } else { 1 }
    }

    fn emit_tail_call(&mut self, places: Places, target: LTarget) {
        self.emit_unwind();
        match target {
            LTarget::Symbol(symbol) => {
                self.asm.raw(&[0xe9]);
                self.asm.imm32(0);
                self.relocate_here(RelocKind::Rel32, symbol, -4);
            }
            LTarget::Address(address) => {
                let scratch = self.scratch();
                self.asm.load_imm(scratch, address as i64);
                self.asm.op(Width::B32, &[0xff], 4, Rm::Reg(scratch));
            }
            LTarget::Op(op) => self.asm.op(Width::B32, &[0xff], 4, Rm::Reg(places.reg(op))),
            LTarget::Mem(_) => unreachable!("loaded before the frame goes"),
        }
    }

    fn emit_switch_addr(&mut self, places: Places, index: Op, dst: Op, temp: Op, table: usize) {
        let (index, dst, temp) = (places.reg(index), places.reg(dst), places.reg(temp));
        // The default is the table's last entry, for every number that is not below its own.
        let default = self.lowered.tables[table].len() as i64 - 1;
        self.asm.load_imm(temp, default);
        self.asm.op(Width::Word, &[0x3b], index, Rm::Reg(temp));
        self.asm.op(Width::Word, &[0x0f, 0x40 | Cc::Below as u8], temp, Rm::Reg(index));
        self.asm.op(Width::Word, &[0x8d], dst, Rm::Rip);
        self.fix_here(Label::Table(table));
        self.asm.op(Width::Word, &[0x63], temp, Rm::Mem { base: Some(dst), index: Some((temp, 2)), disp: 0 });
        self.asm.op(Width::Word, &[0x03], dst, Rm::Reg(temp));
    }

    fn emit_stubs(&mut self, style: ExitStyle) {
        for (number, stub) in std::mem::take(&mut self.stubs).into_iter().enumerate() {
            let stub_offset = self.asm.position();
            let thunk = match style {
                ExitStyle::Call { thunk } => thunk,
                ExitStyle::Cell { thunk, cells } => {
                    self.emit_cell_jump(cells, 8 * number as i64);
                    thunk
                }
            };
            let call_offset = self.asm.position();
            self.asm.raw(&[0xe8]);
            self.asm.imm32(0);
            self.relocate_here(RelocKind::Rel32, thunk, -4);
            self.code.exits.push(ExitSite {
                client: stub.client,
                jumps: stub.jumps,
                stub_offset,
                call_offset,
                return_offset: self.asm.position(),
                locations: stub.locations,
            });
        }
        if !self.code.exits.is_empty() {
            self.code.epilogue = Some(self.asm.position());
            self.emit_unwind();
            self.asm.raw(&[0xc3]);
        }
    }

    fn emit_cell_jump(&mut self, cells: Symbol, offset: i64) {
        if self.target.is_64() {
            self.asm.op(Width::B32, &[0xff], 4, Rm::Rip);
            self.relocate_here(RelocKind::Rel32, cells, offset - 4);
        } else {
            self.asm.op(Width::B32, &[0xff], 4, Rm::Mem { base: None, index: None, disp: 0 });
            self.relocate_here(RelocKind::Abs32, cells, offset);
        }
    }

    fn emit_constants(&mut self) {
        let constants = std::mem::take(&mut self.constants);
        if !constants.is_empty() {
            let padding = self.asm.position().next_multiple_of(8) - self.asm.position();
            self.asm.raw(&vec![0xcc; padding as usize]);
        }
        let start = self.asm.position();
        constants.iter().for_each(|bits| self.asm.raw(&bits.to_le_bytes()));
        for (at, label) in self.fixups.clone() {
            if let Label::Constant(number) = label {
                self.set_relative(at, start + 8 * number as u32);
            }
        }
        for (number, table) in self.lowered.tables.iter().enumerate() {
            let padding = self.asm.position().next_multiple_of(4) - self.asm.position();
            self.asm.raw(&vec![0xcc; padding as usize]);
            let start = self.asm.position();
            for &succ in table {
                let offset = self.block_offsets[self.final_target(succ)].expect("every target was laid out");
                self.asm.imm32(offset as i32 - start as i32);
            }
            for (at, label) in self.fixups.clone() {
                if matches!(label, Label::Table(which) if which == number) {
                    self.set_relative(at, start);
                }
            }
        }
    }

    fn set_relative(&mut self, at: u32, target: u32) {
        let distance = target as i32 - (at as i32 + 4);
        self.asm.bytes[at as usize..at as usize + 4].copy_from_slice(&distance.to_le_bytes());
    }

    fn apply_fixups(&mut self) {
        for (at, label) in std::mem::take(&mut self.fixups) {
            let target = match label {
                Label::Block(block) => self.block_offsets[block].expect("every target was laid out"),
                Label::Stub(stub) => self.code.exits[stub].stub_offset,
                Label::Constant(_) | Label::Table(_) => continue,
            };
            self.set_relative(at, target);
        }
    }
}
