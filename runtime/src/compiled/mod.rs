//! Compiled code at run time: what is installed, how it is entered and left.
//!
//! A frame of compiled code keeps its values in registers and on the native stack, which the collector
//! scans conservatively. Its window on the value stack is reserved; an exit fills it, and the interpreter
//! goes on there. Words of windows between the first compiled frame and the stack's top are ambiguous roots.
//!
//! - *installed*: machine code whose exit records and entry points the context knows.
//! - *patched*: the op byte of a function's first instruction, or of a loop head's, is [`ENTER`];
//!   the original byte is in [`Patch`].

mod body;
mod enter;
mod exits;
mod helpers;
mod installed;
mod plans;
mod precise;
mod sites;
mod step;
mod thunk;
mod walk;
mod whole;

use crate::heap::RootVisitor;
use crate::interp::code::CodeData;
use crate::interp::dispatch::{Base, Pc};
use crate::vm::{ThreadState, Vm};
use pyspec_abi::Value;
use pyspec_abi::builtins::Builtin;
use pyspec_abi::exits::ExitRecord;
use pyspec_abi::helpers::ContextLayout;
use std::mem::offset_of;

pub use enter::enter_handler;
pub use helpers::address as helper_address;
pub use installed::{CellRow, Cells, Entries, EntryKind, EntryRow, ExitTable, FunctionKey, Installed, Program};
pub use plans::InstalledPlan;
pub use thunk::exit_thunk;
pub use walk::{CompiledFrame, Looked, Walk};
pub use whole::Taker;
pub(crate) use whole::as_generator;

/// Opcode byte of an instruction where compiled code is entered.
pub const ENTER: u8 = 253;

/// Arrivals at one exit after which a function's entries are closed: a prediction that is often wrong costs too much.
const EXITS_BEFORE_CLOSING: u32 = 500;

/// Offsets in the context that machine code uses.
pub const fn context_layout() -> ContextLayout {
    let thread = offset_of!(Vm, thread);
    ContextLayout {
        poll: offset_of!(Vm, poll) as i32,
        machine_array: offset_of!(Vm, machine_array) as i32,
        known_classes: offset_of!(Vm, known_classes) as i32,
        anchor: (thread + offset_of!(ThreadState, anchor)) as i32,
        depth: (thread + offset_of!(ThreadState, depth)) as i32,
        depth_limit: (offset_of!(Vm, interp) + offset_of!(crate::interp::Shared, recursion_limit)) as i32,
        top: (thread + offset_of!(ThreadState, top)) as i32,
        stack_limit: (thread + offset_of!(ThreadState, stack_limit)) as i32,
        native_limit: (thread + offset_of!(ThreadState, native_limit)) as i32,
    }
}

/// Address of the row of a builtin function.
pub fn native_row(builtin: Builtin) -> usize {
    let rows = crate::builtin_functions::FUNCTIONS.iter().copied().flatten();
    let row = rows.into_iter().find(|row| row.name == builtin.name());
    std::ptr::from_ref(row.expect("a function of the module")) as usize
}

/// What was at a patched instruction.
pub struct Patch {
    /// Word offset in the function's code.
    pub offset: u32,
    pub original: u8,
    /// `extern "sysv64" fn(ctx, base) -> (value, status)`, of a generator's body `fn(ctx, base, offset)`.
    pub entry: usize,
}

impl Patch {
    /// Puts the original byte back into a copy of the code.
    pub fn restore(&self, words: &mut [u32]) {
        let word = &mut words[self.offset as usize];
        *word = (*word & !0xff) | self.original as u32;
    }
}

/// The first byte of a patched instruction as it was.
///
/// # Safety
/// `pc` is a patched instruction of the frame at `base`.
pub unsafe fn original(pc: Pc, base: *const Value) -> u8 {
    // SAFETY: the caller's promise.
    let code = unsafe { crate::interp::code::frame_code(base) }.info();
    let offset = code.offset(pc);
    code.patches.iter().find(|p| p.offset == offset).expect("patched").original
}

/// A thread's part.
#[derive(Default)]
pub struct Running {
    /// Entries from the interpreter that have not returned, innermost last.
    active: Vec<Activation>,
    /// Bases of the compiled frames on whose windows an instruction is executed.
    stepping: Vec<Base>,
    /// Where the interpreter goes on after an exit.
    pub(crate) resume: Option<(Pc, Base)>,
    /// Unwinding stops at this frame: its code is compiled.
    pub barrier: usize,
    /// Where a stepped instruction ended.
    pub(crate) stopped: Option<(Pc, Base)>,
}

/// The context's part.
#[derive(Default)]
pub struct Compiled {
    program: Option<Program>,
    /// Code data of each function that exists, by key.
    code_data: rustc_hash::FxHashMap<FunctionKey, *mut CodeData>,
    /// Exits that were ever taken, by return address.
    taken: rustc_hash::FxHashMap<usize, Box<Taken>>,
    /// Cells that hold constants.
    constants: Vec<*mut u64>,
    /// Exits taken so far, entries from the interpreter.
    pub exits: u64,
    pub entered: u64,
    natives: sites::NativeTargets,
    /// During [`Vm::collect_precisely`]: the words of compiled frames' windows that may hold something.
    windows: Option<Vec<std::ops::Range<Base>>>,
}

impl Vm {
    /// Installs a program; its code objects are attached when its units are loaded.
    pub fn install(&mut self, program: Program) {
        crate::heap::release_also(program.constant_part);
        self.compiled.program = Some(program);
    }

    /// A code object came to be: if its function is compiled, its entries are patched in and its cells filled.
    pub fn attach_code(&mut self, data: *mut CodeData) {
        // SAFETY: code data lives as long as the process.
        let code = unsafe { &mut *data };
        let Some(key) = self.compiled.key_of(code) else { return };
        self.compiled.code_data.insert(key, data);
        let program = self.compiled.program.as_ref().expect("it has the key");
        for (_, cell) in program.code_cells.of(key) {
            // SAFETY: cells live as long as the code.
            unsafe { *cell = code.object.bits() as u64 };
        }
        let entries = program.entries.interpreter_entries(key, false);
        code.tagged_entry = program.entries.tagged(key, false);
        code.whole_entry = program.entries.whole(key, false);
        sites::fill(program.site_cells.of(key), code);
        for (offset, entry) in entries {
            code.patch(offset, entry);
        }
        self.fill_constants(key, code);
    }

    fn fill_constants(&mut self, key: FunctionKey, code: &mut CodeData) {
        let program = self.compiled.program.as_ref().expect("attached");
        let cells: Vec<(u32, *mut u64)> = program.constant_cells.of(key).collect();
        for (index, cell) in cells {
            // SAFETY: the code object that the data belongs to.
            let object = unsafe { crate::object::Gc::from_value_unchecked(code.object) };
            // For want of memory the cell stays empty, and code that wants it leaves.
            match self.constant(object, index as usize) {
                Ok(value) => {
                    // SAFETY: as above.
                    unsafe { *cell = value.bits() as u64 };
                    self.compiled.constants.push(cell);
                }
                Err(_) => drop(self.take_pending()),
            }
        }
    }

    /// Whether a frame is a compiled one for which an instruction is executed: its window may hold stale words, which
    /// [`Vm::visit_compiled`] shows as ambiguous.
    pub fn is_stepping(&self, base: *const Value) -> bool {
        self.thread.compiled.stepping.iter().any(|&b| std::ptr::eq(b, base))
    }

    /// Whether compiled code has been entered from this frame of the interpreter, and has not come back.
    pub(crate) fn is_entered(&self, base: *const Value) -> bool {
        self.thread.compiled.active.iter().any(|entered| std::ptr::eq(entered.base, base))
    }

    /// Shows the collector what compiled code holds outside of stacks.
    pub fn visit_compiled(&mut self, roots: &mut RootVisitor<'_>) {
        for &cell in &self.compiled.constants {
            // SAFETY: cells are words of their own, filled once.
            unsafe { roots.slot(&mut *cell.cast::<Value>()) };
        }
    }

    /// Shows the collector the windows of the running thread's compiled frames.
    pub(crate) fn visit_compiled_windows(&self, mut ambiguous: impl FnMut(usize)) {
        if let Some(windows) = &self.compiled.windows {
            for window in windows {
                let words = (window.end as usize - window.start as usize) / size_of::<Value>();
                // SAFETY: words of the value stack.
                (0..words).for_each(|i| ambiguous(unsafe { *window.start.add(i).cast::<usize>() }));
            }
            return;
        }
        let Some(first) = self.thread.compiled.active.first().map(|a| a.window) else { return };
        let innermost = self.top_above(self.thread.base).max(self.thread.top);
        let end = self.interp.scratch.iter().fold(innermost, |top, &(start, n)| top.max(start.wrapping_add(n)));
        let mut at = first;
        while at < end {
            // SAFETY: words of the value stack, below its top.
            ambiguous(unsafe { *at.cast::<usize>() });
            at = at.wrapping_add(1);
        }
    }
}

impl Compiled {
    /// The key of a function that some installed unit holds.
    fn key_of(&self, code: &CodeData) -> Option<FunctionKey> {
        let program = self.program.as_ref()?;
        if code.copy.is_some() {
            return None;
        }
        let module = program.units.iter().position(|&u| u == code.unit)?;
        Some((module as u32, code.index))
    }

    /// Functions of the program that have code, and its bytes.
    pub fn code_size(&self) -> (usize, usize) {
        let entries: Vec<Installed> = self.program.iter().flat_map(|p| p.entries.all()).collect();
        let functions: std::collections::HashSet<FunctionKey> = entries.iter().map(|e| e.function).collect();
        (functions.len(), entries.iter().map(|e| e.len).sum())
    }

    /// Exits that were taken, for reports.
    pub fn exits_by_place(&self) -> Vec<TakenExit> {
        let Some(program) = &self.program else { return vec![] };
        let mut taken = vec![];
        for exit in self.taken.values() {
            let (record, count) = (&exit.record, exit.count);
            let frame = record.frames.last().expect("an exit has a frame");
            let [module, function] = program.codes[frame.code as usize];
            let key = (module, function);
            let Some(&data) = self.code_data.get(&key) else { continue };
            // SAFETY: code data lives as long as the process.
            let (function, unit) = unsafe { ((*data).function(), (*data).unit_filename()) };
            let (qualname, line) = (function.qualname().to_string(), function.position(frame.pc).line);
            taken.push(TakenExit { qualname, file: unit.into(), line, reason: record.reason, count: count.into() });
        }
        taken.sort_by(|a, b| (&a.file, a.line, a.reason).cmp(&(&b.file, b.line, b.reason)));
        // A function and its loops have exits for the same guard.
        taken.dedup_by(|b, a| {
            let is_same = (&a.file, a.line, a.reason, &a.qualname) == (&b.file, b.line, b.reason, &b.qualname);
            a.count += if is_same { b.count } else { 0 };
            is_same
        });
        taken
    }
}

/// Compiled code that the interpreter has entered.
#[derive(Clone, Copy)]
struct Activation {
    /// Of the interpreter's frame.
    base: Base,
    /// First word of the value stack that is compiled code's: the base, or where a generator's window begins.
    window: Base,
    /// The thread's anchor before: that of the activation below.
    outer_anchor: usize,
}

/// An exit that was taken.
struct Taken {
    record: ExitRecord,
    count: u32,
    /// Of the entry that it belongs to.
    function: FunctionKey,
    kind: EntryKind,
    generic: bool,
    epilogue: usize,
    /// Bytes from the stack pointer to the return address.
    frame: usize,
}

/// How often compiled code was left at a line for a reason.
pub struct TakenExit {
    pub qualname: String,
    pub file: String,
    pub line: u32,
    pub reason: u16,
    pub count: u64,
}
