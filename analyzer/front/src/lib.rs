//! From source text to HIR and bytecode. Knows nothing of types or of the runtime.
//!
//! [`compile`] is the way through: decode, parse, symbol table, lower. [`encode`] makes the
//! packed unit that the interpreter runs.

pub mod anchors;
mod build;
mod decode;
mod encode;
mod error;
mod fold;
mod future;
pub mod hir;
mod literal;
mod lower;
mod messages;
pub mod operands;
mod parse;
mod scope;
mod source;
mod syntax;
pub mod text;
mod tidy;
pub mod tree;
mod unparse;
mod verify;

pub use encode::{Encoded, disassemble, encode, function as encode_function, live};
pub use error::{ErrorKind, SyntaxError, marked_line};
pub use syntax::Warning;
pub use verify::verify;

/// What the text is to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Mode {
    /// Statements.
    #[default]
    Exec,
    /// One expression, whose value is returned.
    Eval,
    /// One interactive statement: expression statements print their values.
    Single,
}

/// How a text is compiled.
#[derive(Clone, Debug, Default)]
pub struct CompileOptions {
    /// 1 removes asserts, 2 docstrings too.
    pub optimize: u8,
    /// `from __future__ import annotations` holds from outside.
    pub future_annotations: bool,
    /// `await` may stand outside functions.
    pub top_level_await: bool,
}

/// Compiles a source file.
pub fn compile(
    source: &[u8],
    filename: &str,
    mode: Mode,
    options: &CompileOptions,
) -> Result<hir::Module, SyntaxError> {
    let text = decode::decode(source, filename).map_err(|e| *e)?;
    compile_text(text, filename, mode, options)
}

/// Compiles a text.
pub fn compile_text(
    text: String,
    filename: &str,
    mode: Mode,
    options: &CompileOptions,
) -> Result<hir::Module, SyntaxError> {
    let source = source::Source::new(filename, text);
    syntax::refuse_deep(&source).map_err(|e| *e)?;
    on_deep_stack(&source, || whole(&source, mode, options)).map_err(|e| *e)
}

/// Runs with a stack on which a tree of this text can be dropped: that recurses as deeply as the tree
/// nests, which its length bounds.
fn on_deep_stack<T>(source: &source::Source, run: impl FnOnce() -> T) -> T {
    let drop = source.text.len().min(MAX_DEPTH) * DROP_PER_LEVEL;
    stacker::maybe_grow(drop + STACK, drop + 2 * STACK, run)
}

fn whole(source: &source::Source, mode: Mode, options: &CompileOptions) -> error::Result<hir::Module> {
    let parsed = parse::parse(&source.text, mode == Mode::Eval);
    syntax::check(source, &parsed)?;
    let tree = parsed.into_syntax();
    let (features, end) = future::features(&tree);
    let annotations = options.future_annotations || features.iter().any(|f| f == "annotations");
    let table = scope::build(&tree, source, annotations)?;
    let mut module = lower::module(&tree, source, &table, mode, options, lower::Future { annotations, end })?;
    module.warnings = syntax::warnings(source, &tree);
    Ok(module)
}

/// Stack that is left before one more is made.
const STACK: usize = 1 << 20;
/// No text nests deeper than this, by the limits on brackets and operators.
const MAX_DEPTH: usize = 1 << 18;
const DROP_PER_LEVEL: usize = 256;

/// Runs one level of a recursion over the tree, on a new stack where the old one ends.
pub(crate) fn with_stack<T>(run: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(STACK / 4, 8 * STACK, run)
}

/// Runs on another thread with a stack of so many bytes.
pub fn on_big_stack<T: Send>(bytes: usize, run: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|s| {
        let thread = std::thread::Builder::new().stack_size(bytes).spawn_scoped(s, run);
        match thread.expect("a thread with a big stack").join() {
            Ok(value) => value,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}
