//! From source text to HIR and bytecode. Knows nothing of types or of the runtime.

pub mod hir;
