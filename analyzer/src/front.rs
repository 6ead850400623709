//! Source to HIR.

use pyspec_front::hir::Module;
use pyspec_front::{CompileOptions, Mode, compile};

/// Lowers a file; a syntax error is its line and message.
pub fn lower(source: &[u8], path: &str) -> Result<Module, (u32, String)> {
    compile(source, path, Mode::Exec, &CompileOptions::default()).map_err(|e| (e.line, e.message))
}
