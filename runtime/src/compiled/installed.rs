//! What an executable brings: entries of machine code with their exits, cells that code reads, plans.
//!
//! Almost all of it lies in the image and is read where it is needed: an exit's record is decoded when the exit is
//! first taken, since most never are.

use super::plans::InstalledPlan;
use pyspec_abi::exits::{self, ExitRecord};

/// How an entry is called.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
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
}

/// A function of the program: module and number in its unit.
pub type FunctionKey = (u32, u32);

/// Machine code for one way into a function.
pub struct Installed {
    pub function: FunctionKey,
    pub kind: EntryKind,
    /// Whether it predicts nothing.
    pub generic: bool,
    /// Where the interpreter enters: word offsets.
    pub pcs: Vec<u32>,
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

/// Things that belong to functions, found by binary search.
pub struct ByFunction<T>(Vec<(FunctionKey, T)>);

impl<T> Default for ByFunction<T> {
    fn default() -> Self {
        ByFunction(vec![])
    }
}

impl<T> FromIterator<(FunctionKey, T)> for ByFunction<T> {
    fn from_iter<I: IntoIterator<Item = (FunctionKey, T)>>(rows: I) -> Self {
        let mut rows: Vec<_> = rows.into_iter().collect();
        rows.sort_by_key(|row| row.0);
        rows.shrink_to_fit();
        ByFunction(rows)
    }
}

impl<T> ByFunction<T> {
    /// What belongs to any function.
    pub fn all(&self) -> impl Iterator<Item = &T> {
        self.0.iter().map(|row| &row.1)
    }

    /// What belongs to a function, in the order in which it came.
    pub fn of(&self, key: FunctionKey) -> impl Iterator<Item = &T> {
        let first = self.0.partition_point(|row| row.0 < key);
        self.0[first..].iter().take_while(move |row| row.0 == key).map(|row| &row.1)
    }
}

/// All that is installed at once.
#[derive(Default)]
pub struct Program {
    /// First word of each module's unit.
    pub units: Vec<*const u32>,
    /// By address.
    pub entries: Vec<Installed>,
    /// Functions that exit records name.
    pub codes: Vec<FunctionKey>,
    /// Cells that take a function's code object.
    pub code_cells: ByFunction<*mut u64>,
    /// Cells that take a function's constants, by index.
    pub constant_cells: ByFunction<(u32, *mut u64)>,
    /// Addresses of the entries with tagged arguments, with whether they predict nothing.
    pub tagged: ByFunction<(bool, usize)>,
    /// Cells that hold the addresses of fast entries.
    pub fast_cells: ByFunction<*mut u64>,
    /// Cell that is set when a function's code or defaults are replaced.
    pub functions_cell: Option<*mut u32>,
    /// Cells of the instructions that remember what they found: offset of the instruction, address.
    pub site_cells: ByFunction<(u32, *mut u64)>,
    pub plans: Vec<InstalledPlan>,
    /// Numbers of each function's entries; installing finds them.
    pub by_function: ByFunction<u32>,
}

impl Program {
    /// Puts the entries in order, after which they can be found.
    pub(super) fn index(&mut self) {
        self.entries.sort_by_key(|e| e.start);
        self.by_function = self.entries.iter().enumerate().map(|(i, e)| (e.function, i as u32)).collect();
    }

    /// The entries of a function that predict something, or those that do not.
    pub(super) fn of(&self, key: FunctionKey, generic: bool) -> impl Iterator<Item = &Installed> {
        self.by_function.of(key).map(|&i| &self.entries[i as usize]).filter(move |e| e.generic == generic)
    }

    /// Where a function is entered from the interpreter: offset in its code, address.
    pub(super) fn entries_of(&self, key: FunctionKey, generic: bool) -> Vec<(u32, usize)> {
        self.of(key, generic).flat_map(|e| e.pcs.iter().map(|&pc| (pc, e.start))).collect()
    }

    /// The entry with tagged arguments, 0: none.
    pub(super) fn tagged_entry(&self, key: FunctionKey, generic: bool) -> usize {
        self.tagged.of(key).find(|t| t.0 == generic).map_or(0, |t| t.1)
    }

    /// The installed code that holds an address.
    pub(super) fn at_address(&self, address: usize) -> Option<&Installed> {
        let i = self.entries.partition_point(|e| e.start <= address).checked_sub(1)?;
        Some(&self.entries[i]).filter(|e| address <= e.start + e.len)
    }
}
