//! The source lines of a traceback's entry, with marks under what raised: `~~~^^^~~~`.

use pyspec_abi::blob::Position;
use pyspec_front::anchors::{anchors, is_only_a_call};
use std::collections::BTreeSet;
use std::fmt::Write;

/// A place in some lines: number of the line, byte in it.
type Place = (usize, usize);

/// The lines of an instruction, without what they are all indented by.
struct Lines<'s> {
    lines: Vec<&'s str>,
    start: Place,
    end: Place,
}

/// Writes the source lines of an instruction, marked unless it is all that stands there.
pub fn write_source(out: &mut String, source: &str, p: Position) {
    let Some(first) = (p.line as usize).checked_sub(1) else { return };
    let to = (p.end_line as usize).max(p.line as usize);
    let lines: Vec<&str> = source.lines().skip(first).take(to - first).map(str::trim_end).collect();
    if lines.first().is_none_or(|line| line.is_empty()) {
        return;
    }
    if p.end_col == 0 || lines.len() < to - first {
        let _ = writeln!(out, "    {}", lines[0].trim_start());
        return;
    }
    let text = Lines::new(lines, p.col as usize, p.end_col as usize);
    let marked = text.marked();
    for (number, skipped) in text.shown(marked) {
        match skipped {
            0 => text.write_line(out, number, marked),
            n => {
                let _ = writeln!(out, "    ...<{n} lines>...");
            }
        }
    }
}

impl<'s> Lines<'s> {
    fn new(lines: Vec<&'s str>, col: usize, end: usize) -> Lines<'s> {
        let indent = |line: &&str| line.len() - line.trim_start().len();
        let common = lines.iter().filter(|l| !l.is_empty()).map(indent).min().unwrap_or(0);
        let lines: Vec<&str> = lines.into_iter().map(|l| l.get(common..).unwrap_or("")).collect();
        let last = lines.len() - 1;
        let place = |number: usize, col: usize| (number, col.saturating_sub(common).min(lines[number].len()));
        Lines { start: place(0, col), end: place(last, end), lines }
    }

    /// What is marked with `^` within the rest, or `None` for no marks at all.
    fn marked(&self) -> Option<(Place, Place)> {
        let (from, to) = (self.offset(self.start), self.offset(self.end));
        let all = self.lines.join("\n");
        if is_only_a_call(&all, from, to) {
            return None;
        }
        if let Some((a, b)) = all.get(from..to).and_then(anchors) {
            return Some((self.place(from + a), self.place(from + b)));
        }
        let before = !self.lines[0][..self.start.1].trim_start().is_empty();
        let behind = !self.lines[self.end.0][self.end.1..].is_empty();
        (before || behind).then_some((self.start, self.end))
    }

    /// Where a place is in the lines joined.
    fn offset(&self, (number, col): Place) -> usize {
        self.lines[..number].iter().map(|l| l.len() + 1).sum::<usize>() + col
    }

    fn place(&self, mut offset: usize) -> Place {
        let mut number = 0;
        while number + 1 < self.lines.len() && offset > self.lines[number].len() {
            offset -= self.lines[number].len() + 1;
            number += 1;
        }
        (number, offset)
    }

    /// Numbers of the lines that are shown, and how many are skipped instead: the first, the last, those around the ends
    /// of what is marked.
    fn shown(&self, marked: Option<(Place, Place)>) -> Vec<(usize, usize)> {
        let last = self.lines.len() - 1;
        let mut wanted = BTreeSet::from([0, last]);
        let is_part = |(a, b): &(Place, Place)| (*a, *b) != (self.start, self.end);
        if let Some((a, b)) = marked.filter(is_part) {
            for number in [a.0, b.0] {
                wanted.extend((number.saturating_sub(1)..=number + 1).filter(|&n| n <= last));
            }
        }
        let mut shown = vec![];
        let mut next = 0;
        for number in wanted {
            match number - next {
                0 => {}
                1 => shown.push((next, 0)),
                n => shown.push((next, n)),
            }
            shown.push((number, 0));
            next = number + 1;
        }
        shown
    }

    fn write_line(&self, out: &mut String, number: usize, marked: Option<(Place, Place)>) {
        let line = self.lines[number];
        let _ = writeln!(out, "    {line}");
        let Some((a, b)) = marked else { return };
        let text = line.len() - line.trim_start().len();
        let end = if number == self.end.0 { self.end.1 } else { line.len() };
        let mut marks = String::new();
        for (at, c) in line[..end].char_indices() {
            let place = (number, at);
            let mark = match () {
                () if at < text || place < self.start => " ",
                () if a <= place && place < b => "^",
                () => "~",
            };
            marks.push_str(&mark.repeat(width(c)));
        }
        let _ = writeln!(out, "    {}", marks.trim_end());
    }
}

/// Columns that a character takes on a terminal.
fn width(c: char) -> usize {
    if is_wide(c) { 2 } else { 1 }
}

fn is_wide(c: char) -> bool {
    matches!(c as u32, 0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe6f | 0xff00..=0xff60 | 0xffe0..=0xffe6 | 0x1f300..=0x1faff | 0x20000..=0x3fffd)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(source: &str, position: [u32; 4]) -> String {
        let [line, col, end_line, end_col] = position;
        let mut out = String::new();
        write_source(&mut out, source, Position { line, col, end_line, end_col });
        out
    }

    #[test]
    fn marks_stand_under_the_operator_or_the_call() {
        assert_eq!(written("    x = 1 + f(1)", [1, 12, 1, 16]), "    x = 1 + f(1)\n            ~^^^\n");
        assert_eq!(written("    return a / b", [1, 11, 1, 16]), "    return a / b\n           ~~^~~\n");
        assert_eq!(written("  return -f(x)", [1, 9, 1, 14]), "    return -f(x)\n           ^^^^^\n");
        assert_eq!(written("foo", [1, 0, 1, 3]), "    foo\n");
        assert_eq!(written("  return f(x)", [1, 9, 1, 13]), "    return f(x)\n");
    }

    #[test]
    fn of_many_lines_the_ends_are_shown() {
        let source = "  f(\n    1,\n    2,\n    3,\n    4,\n  )";
        let shown = "    f(\n    ~^\n      1,\n      ^^\n    ...<2 lines>...\n      4,\n      ^^\n    )\n    ^\n";
        assert_eq!(written(source, [1, 2, 6, 3]), shown);
    }
}
