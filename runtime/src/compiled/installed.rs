//! What an executable brings: entries of machine code with their exits, cells that code reads, plans.
//!
//! All of it lies in the image as rows of words and is read where it is needed: most functions of a program never run,
//! and most exits are never taken.

use super::plans::InstalledPlan;
use pyspec_abi::exits::{self, ExitRecord};

/// How an entry is called.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum EntryKind {
    /// `(ctx, base)`, arguments in the window.
    Boxed,
    /// By compiled code that knows the callee.
    Fast,
    /// By compiled code that has found the callee: all arguments tagged, the function behind them.
    Tagged,
    /// `(ctx, base)` at a loop's head, all places in the window.
    Loop,
    /// `(ctx, base, offset)` of a generator's frame, at the instruction at a word offset.
    Generator,
    /// `(ctx, base, taker)` of a generator that begins, whose items are all taken.
    Whole,
}

impl EntryKind {
    /// Whether compiled code calls it: all others are entered from the interpreter.
    pub(super) fn is_called_by_compiled(self) -> bool {
        matches!(self, EntryKind::Fast | EntryKind::Tagged)
    }

    /// Whether the frame is a generator.
    pub(super) fn is_body(self) -> bool {
        matches!(self, EntryKind::Generator | EntryKind::Whole)
    }
}

/// A function of the program: module and number in its unit.
pub type FunctionKey = (u32, u32);

/// What the image says of an entry: plain words.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct EntryRow {
    pub module: u32,
    pub function: u32,
    /// Number of its [`EntryKind`].
    pub kind: u32,
    pub generic: u32,
    /// Addresses are below 4 GiB.
    pub start: u32,
    pub len: u32,
    pub epilogue: u32,
    pub frame: u32,
    /// Where its word offsets begin in the table of all, and how many there are.
    pub first_pc: u32,
    pub pcs: u32,
    /// Rows of exits, where they begin among the records, and how many bytes they and their records take.
    pub exits: u32,
    pub records: u32,
    pub record_bytes: u32,
}

impl EntryRow {
    /// Its words, in order.
    pub fn words(self) -> [u32; size_of::<EntryRow>() / 4] {
        // SAFETY: nothing but words, one after the other.
        unsafe { std::mem::transmute(self) }
    }
}

/// Machine code for one way into a function.
#[derive(Clone, Copy)]
pub struct Installed {
    pub function: FunctionKey,
    pub kind: EntryKind,
    /// Whether it predicts nothing.
    pub generic: bool,
    /// Where the interpreter enters: word offsets.
    pub pcs: &'static [u32],
    pub start: usize,
    pub len: usize,
    /// Where the native frame is taken down.
    pub epilogue: usize,
    /// Bytes from the stack pointer of the body to the return address.
    pub frame: usize,
    /// Exits, and calls at which the frame may be looked at.
    pub exits: ExitTable,
}

/// The exits of an entry, as they lie in the image.
#[derive(Clone, Copy)]
pub struct ExitTable {
    /// Ascending by return address: that, from the code's start, and where the record begins in `records`.
    pub rows: &'static [[u32; 2]],
    /// Encoded by [`exits::encode`].
    pub records: &'static [u8],
}

impl ExitTable {
    /// The record of the exit or call that returns to `offset` from the code's start.
    ///
    /// # Panics
    /// If there is none.
    pub(super) fn record(&self, offset: u32) -> ExitRecord {
        let i = self.rows.binary_search_by_key(&offset, |row| row[0]).expect("every exit has a record");
        exits::decode(&self.records[self.rows[i][1] as usize..])
    }
}

/// A row of a table by function: module and number of the function, what the table says of it, the number of a cell.
pub type CellRow = [u32; 4];

/// Cells that belong to functions, as they lie in the image.
#[derive(Clone, Copy)]
pub struct Cells {
    rows: &'static [CellRow],
    first: *mut u64,
}

impl Default for Cells {
    fn default() -> Self {
        Cells { rows: &[], first: std::ptr::null_mut() }
    }
}

impl Cells {
    /// A table, ascending by function, of cells from `first` on.
    pub fn new(rows: &'static [CellRow], first: *mut u64) -> Cells {
        Cells { rows, first }
    }

    fn cell(self, row: &CellRow) -> (u32, *mut u64) {
        (row[2], self.first.wrapping_add(row[3] as usize))
    }

    /// All cells.
    pub fn all(self) -> impl Iterator<Item = *mut u64> {
        self.rows.iter().map(move |row| self.cell(row).1)
    }

    /// The cells of a function with what the table says of each, in the table's order.
    pub fn of(self, key: FunctionKey) -> impl Iterator<Item = (u32, *mut u64)> {
        of_function(self.rows, key, |row| (row[0], row[1])).map(move |row| self.cell(row))
    }
}

/// The rows of a function, in a table that ascends by function.
fn of_function<R>(
    rows: &'static [R],
    key: FunctionKey,
    key_of: impl Fn(&R) -> FunctionKey,
) -> impl Iterator<Item = &'static R> {
    let first = rows.partition_point(|row| key_of(row) < key);
    rows[first..].iter().take_while(move |row| key_of(row) == key)
}

/// The entries of a program, as they lie in the image.
#[derive(Clone, Copy)]
pub struct Entries {
    /// By address.
    pub rows: &'static [EntryRow],
    /// By function: module, number, which row.
    pub by_function: &'static [[u32; 3]],
    /// Word offsets of all entries.
    pub pcs: &'static [u32],
    /// Start of the exit records.
    pub records: *const u8,
}

impl Default for Entries {
    fn default() -> Self {
        Entries { rows: &[], by_function: &[], pcs: &[], records: std::ptr::null() }
    }
}

impl Entries {
    fn entry(self, row: &EntryRow) -> Installed {
        use EntryKind::*;
        let count = row.exits as usize;
        // SAFETY: the table of this entry, eight bytes a row and aligned to that, which lives as long as the process.
        let exits = unsafe {
            let at = self.records.add(row.records as usize);
            let rows = std::slice::from_raw_parts(at.cast(), count);
            let records = std::slice::from_raw_parts(at.add(8 * count), row.record_bytes as usize - 8 * count);
            ExitTable { rows, records }
        };
        Installed {
            function: (row.module, row.function),
            kind: [Boxed, Fast, Tagged, Loop, Generator, Whole][row.kind as usize],
            generic: row.generic != 0,
            pcs: &self.pcs[row.first_pc as usize..][..row.pcs as usize],
            start: row.start as usize,
            len: row.len as usize,
            epilogue: row.epilogue as usize,
            frame: row.frame as usize,
            exits,
        }
    }

    /// All entries, by address.
    pub fn all(self) -> impl Iterator<Item = Installed> {
        self.rows.iter().map(move |row| self.entry(row))
    }

    /// The installed code that holds an address.
    pub(super) fn at_address(self, address: usize) -> Option<Installed> {
        let i = self.rows.partition_point(|row| row.start as usize <= address).checked_sub(1)?;
        Some(self.entry(&self.rows[i])).filter(|e| address <= e.start + e.len)
    }

    /// The entries of a function that predict something, or those that do not.
    pub(super) fn of(self, key: FunctionKey, generic: bool) -> impl Iterator<Item = Installed> {
        let rows = of_function(self.by_function, key, |row| (row[0], row[1]));
        rows.map(move |row| self.entry(&self.rows[row[2] as usize])).filter(move |e| e.generic == generic)
    }

    /// Where a function is entered from the interpreter: offset in its code, address.
    pub(super) fn interpreter_entries(self, key: FunctionKey, generic: bool) -> Vec<(u32, usize)> {
        self.of(key, generic).flat_map(|e| e.pcs.iter().map(move |&pc| (pc, e.start))).collect()
    }

    /// Where a function is called with tagged arguments, 0: nowhere. Its fast entry takes them if there is no other.
    pub(super) fn tagged(self, key: FunctionKey, generic: bool) -> usize {
        let of_kind = |kind| self.of(key, generic).find(|e| e.kind == kind);
        of_kind(EntryKind::Tagged).or_else(|| of_kind(EntryKind::Fast)).map_or(0, |e| e.start)
    }

    /// The entry for who takes a generator whole, 0: none.
    pub(super) fn whole(self, key: FunctionKey, generic: bool) -> usize {
        self.of(key, generic).find(|e| e.kind == EntryKind::Whole).map_or(0, |e| e.start)
    }
}

/// All that is installed at once.
#[derive(Default)]
pub struct Program {
    /// First word of each module's unit.
    pub units: Vec<*const u32>,
    pub entries: Entries,
    /// Functions that exit records name.
    pub codes: &'static [[u32; 2]],
    /// Cells that take a function's code object.
    pub code_cells: Cells,
    /// Cells that take a function's constants, by index.
    pub constant_cells: Cells,
    /// Cells that hold the addresses of fast entries.
    pub fast_cells: Cells,
    /// Cell that is set when a function's code or defaults are replaced.
    pub functions_cell: Option<*mut u32>,
    /// Cells of the instructions that remember what they found, by the instruction's offset.
    pub site_cells: Cells,
    pub plans: Vec<InstalledPlan>,
    /// Tables and records, which nothing writes: address and bytes.
    pub constant_part: (usize, usize),
}
