//! The only module that names the parser: text in, syntax tree out.

pub use ruff_python_ast as ast;
pub use ruff_python_ast::token::{Token, TokenKind};
pub use ruff_python_ast::visitor;
pub use ruff_python_parser::{
    InterpolatedStringErrorType, LexicalErrorType, ParseError, ParseErrorType, UnsupportedSyntaxError,
    UnsupportedSyntaxErrorKind,
};
pub use ruff_text_size::{Ranged, TextRange, TextSize};

use ruff_python_ast::PythonVersion;
use ruff_python_parser::{Mode, ParseOptions, parse_unchecked};

/// A parsed text: tree, tokens and complaints.
pub type Parsed = ruff_python_parser::Parsed<ast::Mod>;

/// Parses statements, or one expression.
pub fn parse(text: &str, expression: bool) -> Parsed {
    let mode = if expression { Mode::Expression } else { Mode::Module };
    parse_unchecked(text, ParseOptions::from(mode).with_target_version(PythonVersion::PY314))
}
