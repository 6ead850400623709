//! A compiled program: what the specializer hands to whoever places code in memory or in a file.

use crate::build::Entry;
use pyspec_abi::builtins::Builtin;
use pyspec_abi::exits::ExitRecord;
use pyspec_abi::helpers::Helper;
use pyspec_emit::CompiledCode;

/// A function of the analysed program: module (index into [`Program::modules`]) and index in its unit.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct FunctionId {
    pub module: u32,
    pub function: u32,
}

/// What a symbol of machine code names. `emit`'s `Symbol(n)` is index n of [`Program::symbols`].
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum SymbolTarget {
    /// A helper of the runtime.
    Helper(Helper),
    /// The row of a builtin function.
    NativeRow(Builtin),
    /// The thunk that exits call.
    ExitThunk,
    /// A word of a module's unit: an instruction's inline cache or the instruction itself.
    UnitWord { module: u32, word: u32 },
    /// Data cell of several words of an instruction that looks something up, see `pyspec_abi::sites`; `pc`: its
    /// word offset in its function's code.
    Site { function: FunctionId, pc: u32 },
    /// Data cell that holds the address of the fast entry of a compiled function.
    Fast(FunctionId),
    /// Data cell that holds the code object of a function once it exists, else 0.
    CodeObject(FunctionId),
    /// Data cell (32 bits): non-zero once an assumption of the program is broken.
    Dead(u32),
    /// Data cell that holds the class object of a planned class once it is adopted, else 0.
    ClassObject(u32),
    /// Data cell (32 bits) of a guard that fails when it is first reached, non-zero once it was: for tests.
    Forced(u32),
    /// Constant pool word: a constant of a function made when it is first used (index into its constants), else 0.
    Constant { function: FunctionId, index: u32 },
}

impl SymbolTarget {
    /// Words of the data cell that it needs.
    pub fn cell_words(&self) -> usize {
        use SymbolTarget::*;
        match self {
            Helper(_) | NativeRow(_) | ExitThunk | UnitWord { .. } => 0,
            Site { .. } => pyspec_abi::sites::SITE_WORDS,
            Fast(_) | CodeObject(_) | Dead(_) | Forced(_) | ClassObject(_) | Constant { .. } => 1,
        }
    }
}

/// Machine code for one way into a function.
pub struct CompiledEntry {
    pub kind: Entry,
    /// Whether it predicts nothing: what the function goes over to when its predictions are often wrong.
    pub generic: bool,
    /// Where the interpreter enters: the word offsets of the instructions.
    pub pcs: Vec<u32>,
    pub code: CompiledCode,
    /// One for each of `code.exits`, in the same order.
    pub records: Vec<ExitRecord>,
    /// One for each of `code.calls`: what the frame is while it waits.
    pub calls: Vec<ExitRecord>,
}

impl CompiledEntry {
    /// Name of its symbol: the function's, which way it is, and whether it is generic.
    pub fn symbol(&self, function: &str) -> String {
        let mut name = function.to_string();
        match self.kind {
            Entry::Boxed => {}
            Entry::Fast => name.push_str(".fast"),
            Entry::Tagged => name.push_str(".tagged"),
            Entry::Generator => name.push_str(".body"),
            Entry::Whole => name.push_str(".whole"),
            Entry::Loop(_) => name.push_str(&format!(".loop{}", self.pcs[0])),
        }
        if self.generic {
            name.push_str(".generic");
        }
        name
    }
}

/// A compiled function.
pub struct CompiledFunction {
    pub id: FunctionId,
    /// Name for symbols: `module.qualname`.
    pub name: String,
    /// `Boxed`, or the body of a generator, first; `boxed(ctx, base) -> (value, status)`, `loop(ctx, base)` and
    /// `generator(ctx, base, offset)` have C's convention, `whole(ctx, base, taker)` as well.
    pub entries: Vec<CompiledEntry>,
}

/// Why a function stays interpreted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unsupported {
    pub id: FunctionId,
    pub name: String,
    pub reason: String,
}

/// Everything that was compiled.
#[derive(Default)]
pub struct Program {
    /// Module names.
    pub modules: Vec<String>,
    pub functions: Vec<CompiledFunction>,
    pub unsupported: Vec<Unsupported>,
    pub symbols: Vec<SymbolTarget>,
    /// The functions whose code objects exit records name by index.
    pub codes: Vec<FunctionId>,
    /// Number of assumption cells.
    pub dead_cells: u32,
}
