//! What a text that is no program gives: CPython's exception as data.

/// Which exception class.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ErrorKind {
    /// `SyntaxError`.
    Syntax,
    /// `IndentationError`.
    Indentation,
    /// `TabError`.
    Tab,
    /// `ValueError`, for a text with NUL bytes given as a string.
    Value,
    /// `MemoryError` or `RecursionError`: the text nests too deeply.
    TooDeep,
}

/// The attributes of CPython's SyntaxError. Lines count from 1, columns count characters from 1;
/// 0 where there is none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SyntaxError {
    pub kind: ErrorKind,
    pub message: String,
    pub filename: String,
    pub line: u32,
    pub col: u32,
    pub end_line: u32,
    /// -1 and 0 as CPython has them where only the start is known.
    pub end_col: i32,
    /// The source line, with its newline.
    pub text: Option<String>,
}

impl std::fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let class = match self.kind {
            ErrorKind::Syntax => "SyntaxError",
            ErrorKind::Indentation => "IndentationError",
            ErrorKind::Tab => "TabError",
            ErrorKind::Value => "ValueError",
            ErrorKind::TooDeep => "MemoryError",
        };
        write!(f, "{}:{}:{}: {class}: {}", self.filename, self.line, self.col, self.message)
    }
}

impl std::error::Error for SyntaxError {}

/// Result of the steps after parsing: the error is boxed, since it is rare and large.
pub type Result<T = ()> = std::result::Result<T, Box<SyntaxError>>;
