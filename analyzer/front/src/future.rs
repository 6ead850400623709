//! `from __future__ import …`: which features there are, and where the statements may stand.

use crate::parse::ast::{self, Stmt};
use crate::parse::{Ranged, TextSize};

/// Features that may be named.
pub const FEATURES: &[&str] = &[
    "nested_scopes",
    "generators",
    "division",
    "absolute_import",
    "with_statement",
    "print_function",
    "unicode_literals",
    "barry_as_FLUFL",
    "generator_stop",
    "annotations",
];

/// The features a module asks for, and the offset where the statements that may ask end.
pub fn features(tree: &ast::Mod) -> (Vec<String>, TextSize) {
    let ast::Mod::Module(m) = tree else { return (vec![], TextSize::from(0)) };
    let mut names = vec![];
    let mut end = TextSize::from(0);
    let docstring = matches!(m.body.first(), Some(Stmt::Expr(e)) if e.value.is_string_literal_expr());
    for s in &m.body[docstring as usize..] {
        let Stmt::ImportFrom(i) = s else { break };
        if i.module.as_ref().is_none_or(|m| m.as_str() != "__future__") || i.level != 0 {
            break;
        }
        names.extend(i.names.iter().map(|n| n.name.to_string()));
        end = s.range().end();
    }
    (names, end)
}

/// Whether a statement at `at` stands among the leading ones.
pub fn is_leading(at: TextSize, end: TextSize) -> bool {
    at < end
}
