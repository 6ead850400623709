//! HIR to bytecode: one HIR instruction is one bytecode instruction, in the order of the
//! blocks; jumps become relative, falling through costs nothing. Neighbours that are often met
//! together are fused (`fuse`), which changes an opcode byte only.

mod disassemble;
mod fuse;
mod liveness;

pub use disassemble::disassemble;
pub use liveness::{Flow, LiveRow, live};

use crate::hir::{BlockId, Function, Insn, Module};
use crate::operands::is_safepoint;
use pyspec_abi::blob::{ExceptionRow, FunctionData, Position, pack};
use pyspec_abi::ops::{Kind, Op, WIDE};

/// A packed unit, and for each function the pc of every resume point.
pub struct Encoded {
    pub words: Vec<u32>,
    /// Per function, per N of `func@N`: where its code is.
    pub pcs: Vec<Vec<u32>>,
}

/// Encodes and packs a file.
pub fn encode(module: &Module) -> Encoded {
    let mut data = vec![];
    let mut pcs = vec![];
    for f in &module.functions {
        let (d, p) = function(f);
        data.push(d);
        pcs.push(p);
    }
    Encoded { words: pack(&module.filename, &data), pcs }
}

/// Encodes one function; also the pc of each of its instructions.
pub fn function(f: &Function) -> (FunctionData, Vec<u32>) {
    let mut e = Encoder { f, code: vec![], starts: vec![], fixups: vec![], pcs: vec![], data: FunctionData::default() };
    e.blocks();
    e.fix();
    let pcs = e.pcs;
    let data = FunctionData {
        name: f.name.clone(),
        qualname: f.qualname.clone(),
        flags: f.flags,
        params: f.params,
        places: f.places,
        named: f.named.clone(),
        free: f.free.clone(),
        first_line: f.first_line,
        code: e.code,
        consts: f.consts.clone(),
        names: f.names.clone(),
        class_place: f.class_place.map(|p| p as u32),
        ..e.data
    };
    (data, pcs)
}

struct Encoder<'f> {
    f: &'f Function,
    code: Vec<u32>,
    /// Where each block starts.
    starts: Vec<u32>,
    /// (word to patch, pc of its instruction, block).
    fixups: Vec<(usize, u32, BlockId)>,
    pcs: Vec<u32>,
    data: FunctionData,
}

impl Encoder<'_> {
    fn blocks(&mut self) {
        let live = live(self.f);
        let firsts = first_numbers(self.f);
        let mut n = 0;
        for (b, block) in self.f.blocks.iter().enumerate() {
            let start = self.code.len() as u32;
            self.starts.push(start);
            let mut placed = vec![];
            for i in &block.insns {
                let pc = self.code.len() as u32;
                self.insn(i, n, b, &live[n as usize], &firsts);
                placed.push((*i, pc));
                n += 1;
            }
            // A jump to the next block is no words: it is nobody's neighbour.
            placed.retain(|&(_, pc)| (pc as usize) < self.code.len());
            fuse::block(&mut self.code, &placed);
            self.exceptions(start, block.handler);
        }
    }

    fn insn(&mut self, i: &Insn, n: u32, block: usize, live: &[u32], firsts: &[u32]) {
        let pc = self.code.len() as u32;
        self.pcs.push(pc);
        let next_block = BlockId(block as u32 + 1);
        if i.op == Op::JUMP && i.x == next_block.0 as u64 {
            return;
        }
        self.data.resume.push((pc, n));
        self.position(pc, i);
        let backward = i.successors().any(|s| s.0 as usize <= block);
        if is_safepoint(i, backward) {
            self.data.liveness.push((pc, live.to_vec()));
        }
        self.words(i, pc);
        if i.op.row().exts.contains(&Kind::Next) && BlockId(i.y) != next_block {
            self.fall_through(BlockId(i.y), live, firsts);
        }
    }

    /// The jump to a block that does not come next; it is resumed at that block's start.
    fn fall_through(&mut self, to: BlockId, live: &[u32], firsts: &[u32]) {
        let pc = self.code.len() as u32;
        self.data.resume.push((pc, firsts[to.0 as usize]));
        self.data.liveness.push((pc, live.to_vec()));
        self.words(&Insn { x: to.0 as u64, ..Insn::new(Op::JUMP, 0, 0, 0) }, pc);
    }

    fn words(&mut self, i: &Insn, pc: u32) {
        let fields = i.fields();
        if fields.iter().all(|&f| f < 256) {
            let [a, b, c] = fields.map(u32::from);
            self.code.push(i.op as u32 | a << 8 | b << 16 | c << 24);
        } else {
            let [a, b, c] = fields.map(u32::from);
            self.code.extend([WIDE as u32 | (i.op as u32) << 8 | a << 16, b | c << 16]);
        }
        let values = [i.x, i.y as u64];
        for (kind, value) in i.op.row().exts.iter().zip(values) {
            match kind {
                Kind::Imm => self.code.extend([value as u32, (value >> 32) as u32]),
                Kind::Jump => {
                    self.fixups.push((self.code.len(), pc, BlockId(value as u32)));
                    self.code.push(0);
                }
                Kind::Next => {}
                _ => self.code.push(value as u32),
            }
        }
        self.code.extend(std::iter::repeat_n(0, i.op.row().cache as usize));
    }

    fn position(&mut self, pc: u32, i: &Insn) {
        if i.pos == Position::default() {
            return;
        }
        // What cannot raise is worth a row only where a line begins, for whoever follows the lines.
        let shown = i.op.may_raise() || i.op.row().effect.runs_python();
        if self.data.positions.last().is_none_or(|p| if shown { p.1 != i.pos } else { p.1.line != i.pos.line }) {
            self.data.positions.push((pc, i.pos));
        }
    }

    /// The rows of a block's handler, joined with those of the block before.
    fn exceptions(&mut self, start: u32, handler: Option<(BlockId, u16)>) {
        let end = self.code.len() as u32;
        let Some((block, place)) = handler else { return };
        if start == end {
            return;
        }
        let row = ExceptionRow { start, end, handler: block.0, place: place as u32 };
        match self.data.exceptions.last_mut() {
            Some(last) if last.end == start && last.handler == row.handler && last.place == row.place => last.end = end,
            _ => self.data.exceptions.push(row),
        }
    }

    fn fix(&mut self) {
        for &(at, pc, block) in &self.fixups {
            self.code[at] = self.starts[block.0 as usize].wrapping_sub(pc);
        }
        for row in &mut self.data.exceptions {
            row.handler = self.starts[row.handler as usize];
        }
    }
}

/// The number of each block's first instruction.
fn first_numbers(f: &Function) -> Vec<u32> {
    let mut n = 0;
    f.blocks
        .iter()
        .map(|b| {
            n += b.insns.len() as u32;
            n - b.insns.len() as u32
        })
        .collect()
}
