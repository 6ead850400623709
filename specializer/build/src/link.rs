//! Addresses for a compiled program: code one after the other, a cell for each datum that code names.

use pyspec_emit::{CompiledCode, RelocKind};
use pyspec_runtime::compiled;
use pyspec_specializer::build::Entry;
use pyspec_specializer::program::{FunctionId, Program, SymbolTarget};
use std::collections::HashMap;

/// A program with addresses.
pub struct Linked {
    pub text: Vec<u8>,
    /// Addresses of the fast entries, which their cells hold at first.
    pub fast: HashMap<FunctionId, u64>,
    /// Where each function's entries begin in the text, in the program's order.
    pub starts: Vec<Vec<usize>>,
    /// Data cells, eight bytes each, from the start of the data: what each is for. One of several words is there
    /// several times.
    pub cells: Vec<SymbolTarget>,
}

/// What the image's data begins with, before the cells.
pub const DATA_HEADER: usize = 64;

/// Links for text and data at these addresses; `units` are the addresses of the modules' units.
pub fn link(program: &Program, text_address: u64, data_address: u64, units: &[u64]) -> Linked {
    let mut text = vec![];
    let mut starts: Vec<Vec<usize>> = program.functions.iter().map(|f| vec![0; f.entries.len()]).collect();
    let mut fast = HashMap::new();
    // What predicts nothing is rarely entered: it lies behind all that does, so that pages hold one or the other.
    for generic in [false, true] {
        for (f, starts) in program.functions.iter().zip(&mut starts) {
            for (entry, start) in f.entries.iter().zip(starts).filter(|(entry, _)| entry.generic == generic) {
                text.resize(text.len().next_multiple_of(64), 0xcc);
                if entry.kind == Entry::Fast && !generic {
                    fast.insert(f.id, text_address + text.len() as u64);
                }
                *start = text.len();
                text.extend_from_slice(&entry.code.bytes);
            }
        }
    }
    let mut linker = Linker { program, data_address, units, cells: vec![], cell_of: HashMap::new() };
    // Calls out of the text may be further than 2 GiB: each target gets an island at the end.
    let addresses: Vec<u64> = (0..program.symbols.len()).map(|i| linker.address(i)).collect();
    for (f, entries) in program.functions.iter().zip(&starts) {
        for (entry, &start) in f.entries.iter().zip(entries) {
            relocate(&mut text[start..], &entry.code, text_address + start as u64, &addresses);
        }
    }
    Linked { text, fast, starts, cells: linker.cells }
}

struct Linker<'a> {
    program: &'a Program,
    data_address: u64,
    units: &'a [u64],
    cells: Vec<SymbolTarget>,
    cell_of: HashMap<SymbolTarget, u64>,
}

impl Linker<'_> {
    fn address(&mut self, symbol: usize) -> u64 {
        let target = &self.program.symbols[symbol];
        match target {
            SymbolTarget::Helper(h) => compiled::helper_address(*h) as u64,
            SymbolTarget::NativeRow(b) => compiled::native_row(*b) as u64,
            SymbolTarget::ExitThunk => compiled::exit_thunk() as u64,
            SymbolTarget::UnitWord { module, word } => self.units[*module as usize] + 4 * *word as u64,
            _ => self.cell(target.clone()),
        }
    }

    fn cell(&mut self, target: SymbolTarget) -> u64 {
        let (cells, data) = (&mut self.cells, self.data_address);
        *self.cell_of.entry(target.clone()).or_insert_with(|| {
            let first = cells.len();
            cells.extend(std::iter::repeat_n(target.clone(), target.cell_words()));
            data + (DATA_HEADER + 8 * first) as u64
        })
    }
}

fn relocate(bytes: &mut [u8], code: &CompiledCode, start: u64, addresses: &[u64]) {
    for r in &code.relocations {
        let at = r.offset as usize;
        let target = addresses[r.symbol.index()].wrapping_add(r.addend as u64);
        match r.kind {
            RelocKind::Rel32 => {
                let relative = target.wrapping_sub(start + at as u64) as i64;
                let relative = i32::try_from(relative).expect("image and runtime lie within 2 GiB");
                bytes[at..at + 4].copy_from_slice(&relative.to_le_bytes());
            }
            RelocKind::Abs32 => {
                let target = u32::try_from(target).expect("the image lies below 4 GiB");
                bytes[at..at + 4].copy_from_slice(&target.to_le_bytes());
            }
            RelocKind::Abs64 => bytes[at..at + 8].copy_from_slice(&target.to_le_bytes()),
        }
    }
}
