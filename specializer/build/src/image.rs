//! The data image of an executable: written when it is built, found when it starts.
//!
//! ```text
//! 0   magic with the version of this layout
//! 8   number of cells, offset of the first unit, offset and length of the tables, of the exit records
//! 64  cells, eight bytes each, zero
//!     units of the program's modules, in place: their inline caches are written there
//!     tables: code entries and cells by purpose, as rows of words that are searched in place; modules, plans,
//!     the report of the analysis
//!     exit records, which are read when an exit is first taken
//! ```
//! It is used where it lies: the executable is not position-independent, so addresses in code are final.

use crate::link::{DATA_HEADER, Linked};
use pyspec_abi::Value;
use pyspec_abi::exits;
use pyspec_abi::shape::ShapePlan;
use pyspec_emit::executable::{self, ExecutableError};
use pyspec_runtime::compiled;
use pyspec_runtime::compiled::{CellRow, Cells, Entries, EntryKind, EntryRow, InstalledPlan};
use pyspec_specializer::build::{Entry, FUNCTIONS_STAY};
use pyspec_specializer::facts::ClassFacts;
use pyspec_specializer::program::{CompiledEntry, Program, SymbolTarget};

const MAGIC: u64 = u64::from_le_bytes(*b"pyspec\x00\x03");

/// A module of the program.
#[derive(Clone, Debug)]
pub struct ModuleUnit {
    pub name: String,
    pub is_package: bool,
    pub words: Vec<u32>,
    pub source: String,
    pub path: String,
}

/// Where each module's unit will be, and the end of all.
pub fn unit_offsets(cells: usize, modules: &[ModuleUnit]) -> (Vec<usize>, usize) {
    let mut at = DATA_HEADER + 8 * cells;
    let mut offsets = vec![];
    for m in modules {
        offsets.push(at);
        at += (4 * m.words.len()).next_multiple_of(8);
    }
    (offsets, at)
}

/// How many cells a program needs: an upper bound, before addresses are known.
pub fn cell_count(program: &Program) -> usize {
    program.symbols.iter().map(SymbolTarget::cell_words).sum()
}

/// The bytes of the data image.
pub fn data(
    program: &Program,
    linked: &Linked,
    modules: &[ModuleUnit],
    plans: &[(ShapePlan, &ClassFacts)],
    prediction: &str,
    text_address: u64,
) -> Vec<u8> {
    let (offsets, end) = unit_offsets(cell_count(program), modules);
    let mut out = vec![0; end];
    for (m, &at) in modules.iter().zip(&offsets) {
        for (i, w) in m.words.iter().enumerate() {
            out[at + 4 * i..at + 4 * i + 4].copy_from_slice(&w.to_le_bytes());
        }
    }
    for (i, cell) in linked.cells.iter().enumerate() {
        if let SymbolTarget::Fast(f) = cell {
            let at = DATA_HEADER + 8 * i;
            out[at..at + 8].copy_from_slice(&linked.fast[f].to_le_bytes());
        }
    }
    let mut tables = Writer::default();
    let mut records = vec![];
    tables.entries(program, linked, text_address, &mut records);
    tables.cells(linked);
    tables.modules(modules, &offsets);
    tables.plans(plans);
    tables.blob(prediction.as_bytes());
    let records_at = (end + tables.bytes.len()).next_multiple_of(8);
    let header = [
        MAGIC,
        linked.cells.len() as u64,
        offsets.first().copied().unwrap_or(end) as u64,
        end as u64,
        tables.bytes.len() as u64,
        records_at as u64,
        records.len() as u64,
    ];
    for (i, word) in header.into_iter().enumerate() {
        out[8 * i..8 * i + 8].copy_from_slice(&word.to_le_bytes());
    }
    out.extend(tables.bytes);
    out.resize(records_at, 0);
    out.extend(records);
    out
}

/// Adds the exits and calls of an entry: a row for each, then the records. How many bytes that is.
pub(crate) fn exit_table(entry: &CompiledEntry, out: &mut Vec<u8>) -> usize {
    let first = out.len();
    let (mut rows, mut records) = (vec![], vec![]);
    let exits = entry.code.exits.iter().map(|site| site.return_offset).zip(&entry.records);
    let calls = entry.code.calls.iter().map(|site| site.return_offset).zip(&entry.calls);
    for (at, record) in exits.chain(calls) {
        rows.push((at, records.len() as u32));
        exits::encode(record, &mut records);
    }
    rows.sort_unstable();
    for (at, record) in rows {
        out.extend(at.to_le_bytes());
        out.extend(record.to_le_bytes());
    }
    out.extend(records);
    out.resize(out.len().next_multiple_of(8), 0);
    out.len() - first
}

#[derive(Default)]
struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    fn number(&mut self, n: usize) {
        self.bytes.extend((n as u64).to_le_bytes());
    }

    /// Bytes, and then some, so that all that follows stays aligned.
    fn blob(&mut self, bytes: &[u8]) {
        self.number(bytes.len());
        self.bytes.extend(bytes);
        self.bytes.resize(self.bytes.len().next_multiple_of(8), 0);
    }

    /// Rows of words, which the reader finds as they are.
    fn rows<const N: usize>(&mut self, rows: &[[u32; N]]) {
        self.number(rows.len());
        rows.iter().flatten().for_each(|word| self.bytes.extend(word.to_le_bytes()));
        self.bytes.resize(self.bytes.len().next_multiple_of(8), 0);
    }

    fn modules(&mut self, modules: &[ModuleUnit], offsets: &[usize]) {
        self.number(modules.len());
        for (m, &at) in modules.iter().zip(offsets) {
            self.blob(m.name.as_bytes());
            self.blob(m.path.as_bytes());
            self.blob(m.source.as_bytes());
            self.number(m.is_package as usize);
            self.number(at);
            self.number(m.words.len());
        }
    }

    fn entries(&mut self, program: &Program, linked: &Linked, text_address: u64, records: &mut Vec<u8>) {
        let codes: Vec<[u32; 2]> = program.codes.iter().map(|id| [id.module, id.function]).collect();
        self.rows(&codes);
        let (mut rows, mut pcs): (Vec<EntryRow>, Vec<[u32; 1]>) = (vec![], vec![]);
        for (f, starts) in program.functions.iter().zip(&linked.starts) {
            for (e, &start) in f.entries.iter().zip(starts) {
                let start = (text_address as usize + start) as u32;
                let first_record = records.len() as u32;
                rows.push(EntryRow {
                    module: f.id.module,
                    function: f.id.function,
                    kind: kind_of(e) as u32,
                    generic: e.generic as u32,
                    start,
                    len: e.code.bytes.len() as u32,
                    epilogue: e.code.epilogue.map_or(0, |at| start + at),
                    frame: e.code.frame.size,
                    first_pc: pcs.len() as u32,
                    pcs: e.pcs.len() as u32,
                    exits: (e.records.len() + e.calls.len()) as u32,
                    records: first_record,
                    record_bytes: exit_table(e, records) as u32,
                });
                pcs.extend(e.pcs.iter().map(|&pc| [pc]));
            }
        }
        rows.sort_by_key(|row| row.start);
        let mut by_function: Vec<[u32; 3]> =
            rows.iter().enumerate().map(|(i, row)| [row.module, row.function, i as u32]).collect();
        by_function.sort_unstable();
        self.rows(&rows.iter().map(|row| row.words()).collect::<Vec<_>>());
        self.rows(&by_function);
        self.rows(&pcs);
    }

    fn cells(&mut self, linked: &Linked) {
        let mut tables: [Vec<CellRow>; 4] = Default::default();
        let (mut plans, mut functions_stay) = (vec![], 0);
        let mut previous = None;
        for (i, target) in linked.cells.iter().enumerate() {
            let cell = i as u32;
            match target {
                SymbolTarget::CodeObject(f) => tables[0].push([f.module, f.function, 0, cell]),
                SymbolTarget::Constant { function: f, index } => tables[1].push([f.module, f.function, *index, cell]),
                SymbolTarget::Fast(f) => tables[2].push([f.module, f.function, 0, cell]),
                // A site has several words; its first is its address.
                SymbolTarget::Site { function: f, pc } if previous != Some(target) => {
                    tables[3].push([f.module, f.function, *pc, cell]);
                }
                SymbolTarget::Dead(FUNCTIONS_STAY) => functions_stay = cell + 1,
                SymbolTarget::Dead(plan) => plans.push([*plan, 0, cell]),
                SymbolTarget::ClassObject(plan) => plans.push([*plan, 1, cell]),
                // Nobody asks for these.
                SymbolTarget::Site { .. } | SymbolTarget::Forced(_) => {}
                other => unreachable!("{other:?} has no cell"),
            }
            previous = Some(target);
        }
        for mut rows in tables {
            rows.sort_unstable();
            self.rows(&rows);
        }
        self.rows(&plans);
        self.number(functions_stay as usize);
    }

    fn plans(&mut self, plans: &[(ShapePlan, &ClassFacts)]) {
        self.number(plans.len());
        for (plan, class) in plans {
            self.blob(plan.module.as_bytes());
            self.blob(plan.qualname.as_bytes());
            self.number(plan.line as usize);
            self.number(class.map_base as usize);
            self.number(plan.slotted as usize);
            self.number(plan.attributes.len());
            plan.attributes.iter().for_each(|a| self.blob(a.name.as_bytes()));
        }
    }
}

fn kind_of(entry: &CompiledEntry) -> EntryKind {
    match entry.kind {
        Entry::Boxed => EntryKind::Boxed,
        Entry::Fast => EntryKind::Fast,
        Entry::Loop(_) => EntryKind::Loop,
        Entry::Tagged => EntryKind::Tagged,
        Entry::Generator => EntryKind::Generator,
        Entry::Whole => EntryKind::Whole,
    }
}

/// What an executable finds at its start.
pub struct Found {
    pub modules: Vec<FoundModule>,
    pub program: compiled::Program,
    /// What was predicted, as JSON, for `pyspec report`.
    pub prediction: &'static str,
}

/// A module in the image.
pub struct FoundModule {
    pub name: &'static str,
    pub path: &'static str,
    pub source: &'static str,
    pub is_package: bool,
    pub words: &'static mut [u32],
}

struct Reader {
    at: *const u8,
}

impl Reader {
    fn number(&mut self) -> usize {
        // SAFETY: the tables were written by `Writer`, in the same order.
        unsafe {
            let n = self.at.cast::<u64>().read_unaligned();
            self.at = self.at.add(8);
            n as usize
        }
    }

    /// Steps over so many bytes of this type, and what aligns them.
    fn slice<T>(&mut self, count: usize) -> &'static [T] {
        // SAFETY: as above: aligned to eight bytes; the image lives as long as the process.
        unsafe {
            let found = std::slice::from_raw_parts(self.at.cast(), count);
            self.at = self.at.add(size_of_val(found).next_multiple_of(8));
            found
        }
    }

    fn rows<T>(&mut self) -> &'static [T] {
        let count = self.number();
        self.slice(count)
    }

    fn text(&mut self) -> &'static str {
        std::str::from_utf8(self.rows()).unwrap_or_default()
    }
}

/// The image whose data begins at `data`, if there is one.
///
/// # Safety
/// `data` is the start of the executable's data section, which nobody else uses.
pub unsafe fn find(data: *mut u8) -> Option<Found> {
    // SAFETY: an unfilled section has 64 zero bytes.
    let header = unsafe { std::slice::from_raw_parts(data.cast::<u64>(), 8) };
    if header[0] != MAGIC {
        return None;
    }
    // SAFETY: the header says where the tables are.
    let mut r = Reader { at: unsafe { data.add(header[3] as usize) } };
    // SAFETY: the same.
    let records = unsafe { data.add(header[5] as usize) };
    let codes = r.rows();
    let entries = Entries { rows: r.rows(), by_function: r.rows(), pcs: r.rows(), records };
    // SAFETY: the cells come behind the header.
    let cells = unsafe { data.add(DATA_HEADER).cast::<u64>() };
    let [code_cells, constant_cells, fast_cells, site_cells] = [(); 4].map(|()| Cells::new(r.rows(), cells));
    let plan_cells: &[[u32; 3]] = r.rows();
    let functions_cell = r.number().checked_sub(1).map(|i| cells.wrapping_add(i).cast::<u32>());
    let modules: Vec<FoundModule> = (0..r.number()).map(|_| module(&mut r, data)).collect();
    let cell_of = |plan: u32, purpose: u32| {
        let row = plan_cells.iter().find(|row| row[..2] == [plan, purpose]);
        // A cell that no code reads still has to be somewhere.
        row.map_or_else(|| Box::leak(Box::new(0u64)) as *mut u64, |row| cells.wrapping_add(row[2] as usize))
    };
    let plans = (0..r.number()).map(|i| plan(&mut r, cell_of(i as u32, 0), cell_of(i as u32, 1))).collect();
    let constant_part = (data as usize + header[3] as usize, (header[5] + header[6] - header[3]) as usize);
    let program = compiled::Program {
        units: modules.iter().map(|m| m.words.as_ptr()).collect(),
        entries,
        codes,
        code_cells,
        constant_cells,
        fast_cells,
        functions_cell,
        site_cells,
        plans,
        constant_part,
    };
    let prediction = r.text();
    Some(Found { modules, program, prediction })
}

/// Why a file is no executable that was built from a program.
pub fn check(file: &[u8]) -> Result<(), String> {
    let data = executable::data_of(file).map_err(|e| match e {
        ExecutableError::Template(what) | ExecutableError::TooLarge(what) => what,
    })?;
    let word = |i: usize| data.get(8 * i..8 * i + 8).map(|b| u64::from_le_bytes(b.try_into().expect("eight bytes")));
    let (Some(magic), Some(records), Some(len)) = (word(0), word(5), word(6)) else {
        return Err("its data section is too short".into());
    };
    match magic {
        MAGIC if records.checked_add(len).is_some_and(|end| end <= data.len() as u64) => Ok(()),
        MAGIC => Err("it is truncated".into()),
        0 => Err("it holds no program: it is pyspec itself".into()),
        _ => Err("it was built by another version of pyspec".into()),
    }
}

fn module(r: &mut Reader, data: *mut u8) -> FoundModule {
    let (name, path, source) = (r.text(), r.text(), r.text());
    let is_package = r.number() != 0;
    let (at, len) = (r.number(), r.number());
    // SAFETY: a unit of the image, used by its module alone.
    let words = unsafe { std::slice::from_raw_parts_mut(data.add(at).cast::<u32>(), len) };
    FoundModule { name, path, source, is_package, words }
}

fn plan(r: &mut Reader, dead_cell: *mut u64, class_cell: *mut u64) -> InstalledPlan {
    let (module, qualname) = (r.text(), r.text());
    let (line, map_base) = (r.number() as u32, r.number() as u32);
    let slotted = r.number() != 0;
    InstalledPlan {
        module,
        qualname,
        line,
        slotted,
        attributes: (0..r.number()).map(|_| r.text()).collect(),
        map_base,
        class_cell,
        dead_cell: dead_cell.cast(),
        class: std::cell::Cell::new(Value::UNSET),
        sealed: std::cell::Cell::new(false),
    }
}
