//! A source text with its lines: offsets to lines and columns, errors with their line.

use crate::error::{ErrorKind, SyntaxError};
use crate::parse::{TextRange, TextSize};
use pyspec_abi::blob::Position;
use std::cell::Cell;

/// A decoded text.
pub struct Source {
    pub filename: String,
    pub text: String,
    /// Offset of each line's start.
    lines: Vec<u32>,
    /// The line that was asked for last: the next question is mostly about it or the one after.
    last: Cell<usize>,
}

impl Source {
    /// Finds the lines of a text.
    pub fn new(filename: &str, text: String) -> Source {
        let bytes = text.as_bytes();
        let mut lines = vec![0];
        for (i, &b) in bytes.iter().enumerate() {
            if b == b'\n' || (b == b'\r' && bytes.get(i + 1) != Some(&b'\n')) {
                lines.push(i as u32 + 1);
            }
        }
        Source { filename: filename.into(), text, lines, last: Cell::new(1) }
    }

    /// Line (from 1) and byte column (from 0) of an offset.
    pub fn line_col(&self, at: TextSize) -> (u32, u32) {
        let at = at.to_u32();
        let is_in = |line: usize| {
            self.lines.get(line - 1).is_some_and(|&l| l <= at) && self.lines.get(line).is_none_or(|&l| at < l)
        };
        let last = self.last.get();
        let line = [last, last + 1].into_iter().find(|&l| is_in(l));
        let line = line.unwrap_or_else(|| self.lines.partition_point(|&l| l <= at));
        self.last.set(line);
        (line as u32, at - self.lines[line - 1])
    }

    /// Position of a range.
    pub fn position(&self, range: TextRange) -> Position {
        let (line, col) = self.line_col(range.start());
        let (end_line, end_col) = self.line_col(range.end());
        Position { line, end_line, col, end_col }
    }

    /// The text of a line, newline included.
    pub fn line(&self, line: u32) -> Option<&str> {
        let start = *self.lines.get((line as usize).checked_sub(1)?)? as usize;
        let end = self.lines.get(line as usize).map_or(self.text.len(), |&e| e as usize);
        Some(&self.text[start..end])
    }

    /// Column in characters, from 1.
    fn char_col(&self, line: u32, col: u32) -> u32 {
        let text = self.line(line).unwrap_or("");
        let col = (col as usize).min(text.len());
        text.char_indices().take_while(|(i, _)| *i < col).count() as u32 + 1
    }

    /// An error over a range.
    pub fn error(&self, message: impl Into<String>, range: TextRange) -> Box<SyntaxError> {
        self.error_of(ErrorKind::Syntax, message, range)
    }

    /// An error of a kind over a range.
    pub fn error_of(&self, kind: ErrorKind, message: impl Into<String>, range: TextRange) -> Box<SyntaxError> {
        let mut p = self.position(range);
        if p.end_line > p.line && self.slice(range).trim_matches(['\r', '\n']).is_empty() {
            // The end of a line is one column of that line.
            (p.end_line, p.end_col) = (p.line, p.col + 1);
            let shown = self.line(p.line).map_or(0, |l| l.trim_end_matches(['\r', '\n']).chars().count()) as u32;
            return self.build(kind, message.into(), p, shown as i32 + 2);
        }
        let end = self.char_col(p.end_line, p.end_col) as i32;
        self.build(kind, message.into(), p, end)
    }

    fn build(&self, kind: ErrorKind, message: String, p: Position, end_col: i32) -> Box<SyntaxError> {
        let text = self.line(p.line).map(|l| {
            let l = l.trim_end_matches(['\n', '\r']);
            format!("{l}\n")
        });
        Box::new(SyntaxError {
            kind,
            message,
            filename: self.filename.clone(),
            line: p.line,
            col: self.char_col(p.line, p.col),
            end_line: p.end_line,
            end_col,
            text,
        })
    }

    /// The text of a range.
    pub fn slice(&self, range: TextRange) -> &str {
        &self.text[range.start().to_usize()..range.end().to_usize()]
    }
}
