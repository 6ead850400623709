//! The data image of an executable: written when it is built, found when it starts.
//!
//! ```text
//! 0   magic with the version of this layout
//! 8   number of cells, offset of the first unit, offset and length of the tables, of the exit records
//! 64  cells, eight bytes each, zero
//!     units of the program's modules, in place: their inline caches are written there
//!     tables: modules, code entries, cells by purpose, plans, the report of the analysis
//!     exit records, which are read when an exit is first taken
//! ```
//! It is used where it lies: the executable is not position-independent, so addresses in code are final.

use crate::link::{DATA_HEADER, Linked};
use pyspec_abi::Value;
use pyspec_abi::exits;
use pyspec_abi::shape::{Confidence, PlannedAttribute, Representation, ShapePlan};
use pyspec_emit::executable::{self, ExecutableError};
use pyspec_runtime::compiled;
use pyspec_runtime::compiled::{EntryKind, ExitTable, Installed, InstalledPlan};
use pyspec_specializer::build::{Entry, FUNCTIONS_STAY};
use pyspec_specializer::facts::ClassFacts;
use pyspec_specializer::program::{CompiledEntry, Program, SymbolTarget};

const MAGIC: u64 = u64::from_le_bytes(*b"pyspec\x00\x02");

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
    tables.modules(modules, &offsets);
    let mut records = vec![];
    tables.entries(program, linked, text_address, &mut records);
    tables.cells(linked);
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

    fn blob(&mut self, bytes: &[u8]) {
        self.number(bytes.len());
        self.bytes.extend(bytes);
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
        self.number(program.codes.len());
        for id in &program.codes {
            self.number(id.module as usize);
            self.number(id.function as usize);
        }
        self.number(program.functions.iter().map(|f| f.entries.len()).sum());
        for (f, starts) in program.functions.iter().zip(&linked.starts) {
            for (e, &start) in f.entries.iter().zip(starts) {
                let start = text_address as usize + start;
                self.number(f.id.module as usize);
                self.number(f.id.function as usize);
                self.number(match e.kind {
                    Entry::Boxed => 0,
                    Entry::Fast => 1,
                    Entry::Loop(_) => 2,
                    Entry::Tagged => 3,
                    Entry::Generator => 4,
                });
                self.number(e.generic as usize);
                self.number(e.pcs.len());
                e.pcs.iter().for_each(|&pc| self.number(pc as usize));
                self.number(start);
                self.number(e.code.bytes.len());
                self.number(e.code.epilogue.map_or(0, |at| start + at as usize));
                self.number(e.code.frame.size as usize);
                self.number(e.records.len() + e.calls.len());
                self.number(records.len());
                self.number(exit_table(e, records));
            }
        }
    }

    fn cells(&mut self, linked: &Linked) {
        self.number(linked.tagged.len());
        for t in &linked.tagged {
            let (module, function) = (t.function.module as usize, t.function.function as usize);
            let row = [module, function, t.generic as usize, t.address as usize];
            row.into_iter().for_each(|n| self.number(n));
        }
        self.number(linked.cells.len());
        for cell in &linked.cells {
            let row = match cell {
                SymbolTarget::CodeObject(f) => [1, f.module, f.function, 0],
                SymbolTarget::Dead(n) => [2, *n, 0, 0],
                SymbolTarget::ClassObject(n) => [3, *n, 0, 0],
                SymbolTarget::Constant { function, index } => [4, function.module, function.function, *index],
                SymbolTarget::Forced(n) => [6, *n, 0, 0],
                SymbolTarget::Fast(f) => [7, f.module, f.function, 0],
                SymbolTarget::Site { function, pc } => [5, function.module, function.function, *pc],
                other => unreachable!("{other:?} has no cell"),
            };
            row.into_iter().for_each(|n| self.number(n as usize));
        }
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
            for a in &plan.attributes {
                self.blob(a.name.as_bytes());
                self.number(a.optional as usize);
                self.number(a.types.len());
                a.types.iter().for_each(|t| self.blob(t.as_bytes()));
            }
        }
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
    pub name: String,
    pub path: String,
    pub source: String,
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

    fn blob(&mut self) -> &'static [u8] {
        let n = self.number();
        // SAFETY: as above; the image lives as long as the process.
        unsafe {
            let bytes = std::slice::from_raw_parts(self.at, n);
            self.at = self.at.add(n);
            bytes
        }
    }

    fn text(&mut self) -> String {
        String::from_utf8_lossy(self.blob()).into_owned()
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
    let modules: Vec<FoundModule> = (0..r.number()).map(|_| module(&mut r, data)).collect();
    let codes = (0..r.number()).map(|_| (r.number() as u32, r.number() as u32)).collect();
    let entries = (0..r.number()).map(|_| entry(&mut r, records)).collect();
    let tagged = (0..r.number()).map(|_| ((r.number() as u32, r.number() as u32), (r.number() != 0, r.number())));
    let tagged = tagged.collect();
    let (mut dead, mut classes) = (vec![], vec![]);
    let (mut codes_at, mut constants, mut fast, mut sites) = (vec![], vec![], vec![], vec![]);
    let mut functions_cell = None;
    let mut previous = [0; 4];
    for i in 0..r.number() {
        let row = [(); 4].map(|()| r.number() as u32);
        let key = (row[1], row[2]);
        // SAFETY: a cell of the image.
        let cell = unsafe { data.add(DATA_HEADER + 8 * i).cast::<u64>() };
        match row[0] {
            1 => codes_at.push((key, cell)),
            2 if row[1] == FUNCTIONS_STAY => functions_cell = Some(cell.cast::<u32>()),
            2 => dead.push((row[1], cell.cast::<u32>())),
            3 => classes.push((row[1], cell)),
            4 => constants.push((key, (row[3], cell))),
            7 => fast.push((key, cell)),
            // A site has several words; its first is its address. Nobody asks for the cells of forced exits.
            5 if row != previous => sites.push((key, (row[3], cell))),
            _ => {}
        }
        previous = row;
    }
    let plans = (0..r.number()).map(|i| plan(&mut r, i as u32, &dead, &classes)).collect();
    let program = compiled::Program {
        units: modules.iter().map(|m| m.words.as_ptr()).collect(),
        entries,
        codes,
        tagged,
        functions_cell,
        plans,
        code_cells: codes_at.into_iter().collect(),
        constant_cells: constants.into_iter().collect(),
        fast_cells: fast.into_iter().collect(),
        site_cells: sites.into_iter().collect(),
        ..compiled::Program::default()
    };
    let prediction = std::str::from_utf8(r.blob()).unwrap_or_default();
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

fn entry(r: &mut Reader, records: *const u8) -> Installed {
    let function = (r.number() as u32, r.number() as u32);
    use EntryKind::*;
    let kind = [Boxed, Fast, Loop, Tagged, Generator][r.number()];
    let generic = r.number() != 0;
    let pcs = (0..r.number()).map(|_| r.number() as u32).collect();
    let (start, len, epilogue) = (r.number(), r.number(), r.number());
    let frame = r.number();
    let (count, at, bytes) = (r.number(), r.number(), r.number());
    // SAFETY: the table of this entry, eight bytes a row and aligned to that, which lives as long as the process.
    let exits = unsafe {
        let rows = std::slice::from_raw_parts(records.add(at).cast(), count);
        ExitTable { rows, records: std::slice::from_raw_parts(records.add(at + 8 * count), bytes - 8 * count) }
    };
    Installed { function, kind, generic, pcs, start, len, epilogue, frame, exits }
}

fn plan(r: &mut Reader, i: u32, dead: &[(u32, *mut u32)], classes: &[(u32, *mut u64)]) -> InstalledPlan {
    let (module, qualname) = (r.text(), r.text());
    let (line, map_base) = (r.number() as u32, r.number() as u32);
    let slotted = r.number() != 0;
    let attributes = (0..r.number())
        .map(|_| PlannedAttribute {
            name: r.text(),
            optional: r.number() != 0,
            types: (0..r.number()).map(|_| r.text()).collect(),
            representation: Representation::Value,
        })
        .collect();
    let cell_of = |cells: &[(u32, *mut u64)]| cells.iter().find(|c| c.0 == i).map(|c| c.1);
    // A cell that no code reads still has to be somewhere.
    let spare = || Box::leak(Box::new(0u64)) as *mut u64;
    InstalledPlan {
        plan: ShapePlan { module, qualname, line, attributes, slotted, confidence: Confidence::Likely },
        map_base,
        class_cell: cell_of(classes).unwrap_or_else(spare),
        dead_cell: dead.iter().find(|c| c.0 == i).map_or_else(|| spare().cast(), |c| c.1),
        class: std::cell::Cell::new(Value::UNSET),
        sealed: std::cell::Cell::new(false),
    }
}
