//! What is no error, but hardly meant: the texts of CPython's `SyntaxWarning`s.

use crate::parse::ast::{self, CmpOp, Expr, Number, Stmt};
use crate::parse::visitor::{self, Visitor};
use crate::parse::{Ranged, TextRange, TextSize};
use crate::source::Source;

/// A warning about a place in a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Warning {
    pub message: String,
    /// Line from 1, column in bytes from 0.
    pub line: u32,
    pub col: u32,
    /// The line itself.
    pub text: String,
}

/// Everything in a tree that is worth a warning, in the order of the text.
pub fn warnings(source: &Source, tree: &ast::Mod) -> Vec<Warning> {
    let mut finder = Finder { source, found: vec![], raw: false, finally: false, loops: 0 };
    match tree {
        ast::Mod::Module(m) => m.body.iter().for_each(|s| finder.visit_stmt(s)),
        ast::Mod::Expression(e) => finder.visit_expr(&e.body),
    }
    finder.found
}

struct Finder<'a> {
    source: &'a Source,
    found: Vec<Warning>,
    /// Inside a raw f-string.
    raw: bool,
    /// Inside a `finally`, and in how many loops there.
    finally: bool,
    loops: usize,
}

impl Finder<'_> {
    fn warn(&mut self, at: TextSize, message: String) {
        let (line, col) = self.source.line_col(at);
        let text = self.source.line(line).unwrap_or_default().to_string();
        self.found.push(Warning { message, line, col, text });
    }

    /// Runs in a body of its own: a function's or class's.
    fn apart(&mut self, run: impl FnOnce(&mut Self)) {
        let outer = (std::mem::take(&mut self.finally), std::mem::take(&mut self.loops));
        run(self);
        (self.finally, self.loops) = outer;
    }

    fn leaves_finally(&mut self, at: TextSize, what: &str) {
        self.warn(at, format!("'{what}' in a 'finally' block"));
    }

    /// The first escape in a string's text that means nothing.
    fn escapes(&mut self, range: TextRange, bytes: bool) {
        let text = self.source.slice(range);
        let mut from = 0;
        while let Some(at) = text[from..].find('\\').map(|at| from + at) {
            // A piece of an f-string may end between a backslash and a brace.
            let rest = &self.source.text[range.start().to_usize() + at + 1..];
            let Some(c) = rest.chars().next() else { return };
            let octal: String = rest.chars().take(3).take_while(|c| ('0'..='7').contains(c)).collect();
            let place = range.start() + TextSize::from(at as u32);
            if octal.len() == 3 && octal.as_bytes()[0] >= b'4' {
                return self.warn(place, escape_text(&octal, "octal "));
            }
            let known = "\n\r\\'\"abfnrtvx01234567".contains(c) || !bytes && "uUN".contains(c);
            if !known {
                return self.warn(place, escape_text(&c.to_string(), ""));
            }
            from = at + 1 + c.len_utf8();
            if from >= text.len() {
                return;
            }
        }
    }

    fn compare(&mut self, e: &ast::ExprCompare) {
        let mut left = &*e.left;
        for (op, right) in e.ops.iter().zip(&e.comparators) {
            let literal = [left, right].into_iter().find(|e| is_value(e));
            if let (CmpOp::Is | CmpOp::IsNot, Some(literal)) = (op, literal) {
                let (name, better) = if *op == CmpOp::Is { ("is", "==") } else { ("is not", "!=") };
                let kind = type_of(literal).unwrap_or("object");
                let message = format!("\"{name}\" with '{kind}' literal. Did you mean \"{better}\"?");
                self.warn(e.range.start(), message);
            }
            left = right;
        }
    }

    fn call(&mut self, e: &ast::ExprCall) {
        if let Some(kind) = type_of(&e.func).filter(|kind| *kind != "function") {
            let message = format!("'{kind}' object is not callable; perhaps you missed a comma?");
            self.warn(e.func.range().start(), message);
        }
    }

    fn subscript(&mut self, e: &ast::ExprSubscript) {
        let Some(kind) = type_of(&e.value) else { return };
        if !matches!(kind, "str" | "bytes" | "tuple" | "list" | "dict") {
            let message = format!("'{kind}' object is not subscriptable; perhaps you missed a comma?");
            return self.warn(e.value.range().start(), message);
        }
        if let (true, Some(index)) = (kind != "dict", type_of(&e.slice))
            && !matches!(index, "int" | "bool")
        {
            let message =
                format!("{kind} indices must be integers or slices, not {index}; perhaps you missed a comma?");
            self.warn(e.value.range().start(), message);
        }
    }
}

fn escape_text(escape: &str, kind: &str) -> String {
    format!(
        "\"\\{escape}\" is an invalid {kind}escape sequence. Such sequences will not work in the future. Did you mean \"\\\\{escape}\"? A raw string is also an option."
    )
}

/// Whether it is a constant that has no identity to speak of.
fn is_value(e: &Expr) -> bool {
    match e {
        Expr::NumberLiteral(_) | Expr::StringLiteral(_) | Expr::BytesLiteral(_) => true,
        Expr::Tuple(t) => t.elts.iter().all(is_constant),
        _ => false,
    }
}

fn is_constant(e: &Expr) -> bool {
    is_value(e) || matches!(e, Expr::NoneLiteral(_) | Expr::BooleanLiteral(_) | Expr::EllipsisLiteral(_))
}

/// The type of what an expression is bound to make.
fn type_of(e: &Expr) -> Option<&'static str> {
    Some(match e {
        Expr::NumberLiteral(n) => match n.value {
            Number::Int(_) => "int",
            Number::Float(_) => "float",
            Number::Complex { .. } => "complex",
        },
        Expr::StringLiteral(_) | Expr::FString(_) => "str",
        Expr::TString(_) => "string.templatelib.Template",
        Expr::BytesLiteral(_) => "bytes",
        Expr::BooleanLiteral(_) => "bool",
        Expr::NoneLiteral(_) => "NoneType",
        Expr::EllipsisLiteral(_) => "ellipsis",
        Expr::Tuple(_) => "tuple",
        Expr::List(_) | Expr::ListComp(_) => "list",
        Expr::Dict(_) | Expr::DictComp(_) => "dict",
        Expr::Set(_) | Expr::SetComp(_) => "set",
        Expr::Generator(_) => "generator",
        Expr::Lambda(_) => "function",
        _ => return None,
    })
}

impl<'a> Visitor<'a> for Finder<'_> {
    fn visit_stmt(&mut self, s: &'a Stmt) {
        match s {
            Stmt::FunctionDef(_) | Stmt::ClassDef(_) => return self.apart(|f| visitor::walk_stmt(f, s)),
            Stmt::Assert(a) => {
                if let Expr::Tuple(t) = &*a.test
                    && !t.elts.is_empty()
                {
                    let message = "assertion is always true, perhaps remove parentheses?";
                    self.warn(a.range.start(), message.into());
                }
            }
            Stmt::Return(r) if self.finally => self.leaves_finally(r.range.start(), "return"),
            Stmt::Break(b) if self.finally && self.loops == 0 => self.leaves_finally(b.range.start(), "break"),
            Stmt::Continue(c) if self.finally && self.loops == 0 => self.leaves_finally(c.range.start(), "continue"),
            Stmt::For(_) | Stmt::While(_) => {
                self.loops += 1;
                visitor::walk_stmt(self, s);
                self.loops -= 1;
                return;
            }
            Stmt::Try(t) => {
                t.body.iter().for_each(|s| self.visit_stmt(s));
                t.handlers.iter().for_each(|h| self.visit_except_handler(h));
                t.orelse.iter().for_each(|s| self.visit_stmt(s));
                let outer = (std::mem::replace(&mut self.finally, true), std::mem::take(&mut self.loops));
                t.finalbody.iter().for_each(|s| self.visit_stmt(s));
                (self.finally, self.loops) = outer;
                return;
            }
            _ => {}
        }
        visitor::walk_stmt(self, s);
    }

    fn visit_expr(&mut self, e: &'a Expr) {
        match e {
            Expr::Compare(c) => self.compare(c),
            Expr::Call(c) => self.call(c),
            Expr::Subscript(s) => self.subscript(s),
            _ => {}
        }
        crate::with_stack(|| visitor::walk_expr(self, e));
    }

    fn visit_string_literal(&mut self, s: &'a ast::StringLiteral) {
        use ast::StringFlags;
        if !s.flags.prefix().is_raw() {
            self.escapes(s.range.add_start(s.flags.opener_len()).sub_end(s.flags.closer_len()), false);
        }
    }

    fn visit_bytes_literal(&mut self, s: &'a ast::BytesLiteral) {
        use ast::StringFlags;
        if !s.flags.prefix().is_raw() {
            self.escapes(s.range.add_start(s.flags.opener_len()).sub_end(s.flags.closer_len()), true);
        }
    }

    fn visit_f_string(&mut self, f: &'a ast::FString) {
        let outer = std::mem::replace(&mut self.raw, f.flags.prefix().is_raw());
        visitor::walk_f_string(self, f);
        self.raw = outer;
    }

    fn visit_t_string(&mut self, t: &'a ast::TString) {
        let outer = std::mem::replace(&mut self.raw, t.flags.prefix().is_raw());
        visitor::walk_t_string(self, t);
        self.raw = outer;
    }

    fn visit_interpolated_string_element(&mut self, e: &'a ast::InterpolatedStringElement) {
        if let ast::InterpolatedStringElement::Literal(l) = e
            && !self.raw
        {
            self.escapes(l.range, false);
        }
        visitor::walk_interpolated_string_element(self, e);
    }
}
