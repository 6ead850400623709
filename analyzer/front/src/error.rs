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

impl ErrorKind {
    /// Name of the exception's class.
    pub fn name(self) -> &'static str {
        match self {
            ErrorKind::Syntax => "SyntaxError",
            ErrorKind::Indentation => "IndentationError",
            ErrorKind::Tab => "TabError",
            ErrorKind::Value => "ValueError",
            ErrorKind::TooDeep => "MemoryError",
        }
    }
}

impl SyntaxError {
    /// As the end of a traceback shows it: the place, the source line with carets, class and message. No newline at
    /// the end.
    pub fn report(&self) -> String {
        let mut out = format!("  File \"{}\", line {}\n", self.filename, self.line);
        if let Some(text) = &self.text {
            let end = (self.end_line == self.line).then_some(i64::from(self.end_col));
            out.push_str(&marked_line(text, Some(i64::from(self.col)), end));
        }
        out + &format!("{}: {}", self.kind.name(), self.message)
    }
}

/// The line of a SyntaxError and the marks under it; `offset` and `end` count characters from 1.
pub fn marked_line(text: &str, offset: Option<i64>, end: Option<i64>) -> String {
    let line = text.trim_end_matches(['\n', '\r']);
    let body = line.trim_start_matches([' ', '\t', '\u{c}']);
    let cut = (line.chars().count() - body.chars().count()) as i64;
    let body = body.trim_end();
    let shown = format!("    {body}\n");
    let Some(offset) = offset else { return shown };
    let end = end.filter(|end| !matches!(end, 0 | -1)).unwrap_or(offset);
    let start = offset - 1 - cut;
    if start < 0 {
        return shown;
    }
    let stop = (end - 1 - cut).max(start + 1);
    let pad: String = body.chars().take(start as usize).map(|c| if c.is_whitespace() { c } else { ' ' }).collect();
    let missing = (start as usize).saturating_sub(pad.chars().count());
    format!("{shown}    {pad}{}{}\n", " ".repeat(missing), "^".repeat((stop - start) as usize))
}

impl std::fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}: {}: {}", self.filename, self.line, self.col, self.kind.name(), self.message)
    }
}

impl std::error::Error for SyntaxError {}

/// Result of the steps after parsing: the error is boxed, since it is rare and large.
pub type Result<T = ()> = std::result::Result<T, Box<SyntaxError>>;
