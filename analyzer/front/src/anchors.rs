//! What tracebacks mark within an expression: the operator, the brackets of a call or a subscript. CPython takes the
//! text of the expression that raised apart again, and so do we.

use crate::parse::ast::{Expr, ExprBinOp, Mod, Stmt};
use crate::parse::{self, Ranged};

/// Longest text, and deepest brackets, that are taken apart.
const LONGEST: usize = 4000;
const DEEPEST: usize = 60;
/// Stack that parsing a text of that length can need.
const STACK: usize = 16 << 20;
/// In front of an expression that is parsed, so that it may go over several lines.
const BEFORE: &str = "(\n";

/// Byte offsets, from and to, of what is marked in the text of an expression; `None`: all of it is.
pub fn anchors(text: &str) -> Option<(usize, usize)> {
    if is_moderate(text) { stacker::maybe_grow(STACK, 2 * STACK, || taken_apart(text)) } else { None }
}

fn taken_apart(text: &str) -> Option<(usize, usize)> {
    let parsed = parse::parse(&format!("{BEFORE}{text}\n)"), true);
    let Mod::Expression(root) = parsed.syntax() else { return None };
    if !parsed.errors().is_empty() {
        return None;
    }
    let end = |e: &Expr| e.end().to_usize() - BEFORE.len();
    match &*root.body {
        Expr::BinOp(e) => operator(text, e),
        Expr::Call(e) => Some((until(text, end(&e.func), |c| c == b'(')?, text.trim_end().len())),
        Expr::Subscript(e) => Some((until(text, end(&e.value), |c| c == b'[')?, text.trim_end().len())),
        _ => None,
    }
}

/// The one or two characters of a binary operator.
fn operator(text: &str, e: &ExprBinOp) -> Option<(usize, usize)> {
    let is_operator = |c: u8| !c.is_ascii_whitespace() && c != b')';
    let at = until(text, e.left.end().to_usize() - BEFORE.len(), is_operator)?;
    let right = e.right.start().to_usize() - BEFORE.len();
    let next = text.as_bytes().get(at + 1).filter(|c| !c.is_ascii_whitespace() && !matches!(c, b'\\' | b'#'));
    Some((at, if next.is_some() && at + 1 < right { at + 2 } else { at + 1 }))
}

/// The first byte from `at` on that is wanted, comments and ends of lines aside.
fn until(text: &str, mut at: usize, wanted: impl Fn(u8) -> bool) -> Option<usize> {
    let bytes = text.as_bytes();
    loop {
        match *bytes.get(at)? {
            b'\\' | b'#' => at += bytes[at..].iter().position(|&c| c == b'\n')? + 1,
            c if wanted(c) => return Some(at),
            _ => at += 1,
        }
    }
}

/// Whether the lines of a statement are `return f(…)` or `x = f(…)`, the call from `from` to `to`: nothing is marked
/// then, since nothing else stands there.
pub fn is_only_a_call(lines: &str, from: usize, to: usize) -> bool {
    is_moderate(lines) && stacker::maybe_grow(STACK, 2 * STACK, || is_call_at(lines, from, to))
}

fn is_call_at(lines: &str, from: usize, to: usize) -> bool {
    let parsed = parse::parse(lines, false);
    let Mod::Module(module) = parsed.syntax() else { return false };
    if !parsed.errors().is_empty() {
        return false;
    }
    let call = match module.body.first() {
        Some(Stmt::Return(s)) => s.value.as_deref().filter(|v| matches!(v, Expr::Call(c) if c.func.is_name_expr())),
        Some(Stmt::Assign(s)) => match &s.targets[..] {
            [Expr::Name(_)] => Some(&*s.value).filter(|v| v.is_call_expr()),
            _ => None,
        },
        _ => None,
    };
    call.is_some_and(|c| c.start().to_usize() == from && c.end().to_usize() == to)
}

/// Whether a text is short and flat enough to be parsed where little stack may be left.
fn is_moderate(text: &str) -> bool {
    let open = text.bytes().filter(|c| matches!(c, b'(' | b'[' | b'{')).count();
    text.len() <= LONGEST && open <= DEEPEST
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str) -> &str {
        anchors(text).map_or("", |(a, b)| &text[a..b])
    }

    #[test]
    fn operators_and_brackets_are_found() {
        assert_eq!(marked("a + b * c"), "+");
        assert_eq!(marked("(a)**-b"), "**");
        assert_eq!(marked("a-b"), "-");
        assert_eq!(marked("f(x)(y)"), "(y)");
        assert_eq!(marked("a[1] [2]"), "[2]");
        assert_eq!(marked("a.b(c)[d](e, g=1)"), "(e, g=1)");
        assert_eq!(marked("(a # +\n // b)"), "//");
    }

    #[test]
    fn everything_else_is_marked_as_a_whole() {
        for text in ["-f(x)", "a < b", "x.y", "not a", "raise a + b", "f(", "a and b"] {
            assert_eq!(anchors(text), None, "{text}");
        }
        assert_eq!(anchors(&"(".repeat(100_000)), None);
        assert_eq!(anchors(&format!("{}x", "-".repeat(3_900))), None);
    }

    #[test]
    fn a_call_that_is_all_there_is() {
        assert!(is_only_a_call("return f(x)", 7, 11));
        assert!(is_only_a_call("a = b.f(x)", 4, 10));
        assert!(!is_only_a_call("return a.f(x)", 7, 13));
        assert!(!is_only_a_call("return f(x)", 9, 10));
    }
}
