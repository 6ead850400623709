//! The text of an annotation under `from __future__ import annotations`.

use crate::parse::Ranged;
use crate::parse::ast::Expr;
use crate::source::Source;

/// The text that `__annotations__` holds for an annotation.
pub fn annotation(source: &Source, e: &Expr) -> String {
    source.slice(e.range()).split_whitespace().collect::<Vec<_>>().join(" ")
}
