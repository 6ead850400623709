//! The text of an annotation under `from __future__ import annotations`: CPython writes
//! the expression anew from its tree, with one space here and none there.

use crate::fold::Folder;
use crate::parse::Ranged;
use crate::parse::ast::{self, Expr};
use crate::source::Source;
use pyspec_abi::blob::Const;

/// The text that `__annotations__` holds for an annotation.
pub fn annotation(source: &Source, e: &Expr) -> String {
    let mut u = Unparser { source, folder: Folder::new(source, 0), out: String::new() };
    u.expr(e, Level::Tuple);
    u.out
}

/// How tightly an expression binds, loosest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Tuple,
    Test,
    Or,
    And,
    Not,
    Compare,
    BitOr,
    BitXor,
    BitAnd,
    Shift,
    Sum,
    Term,
    Factor,
    Power,
    Await,
    Atom,
}

impl Level {
    /// The next tighter level.
    fn next(self) -> Level {
        const ALL: [Level; 16] = [
            Level::Tuple,
            Level::Test,
            Level::Or,
            Level::And,
            Level::Not,
            Level::Compare,
            Level::BitOr,
            Level::BitXor,
            Level::BitAnd,
            Level::Shift,
            Level::Sum,
            Level::Term,
            Level::Factor,
            Level::Power,
            Level::Await,
            Level::Atom,
        ];
        ALL[(self as usize + 1).min(15)]
    }
}

struct Unparser<'a> {
    source: &'a Source,
    folder: Folder<'a>,
    out: String,
}

impl Unparser<'_> {
    fn text(&mut self, s: &str) {
        self.out.push_str(s);
    }

    /// Writes within parentheses if the context binds more tightly than `own`.
    fn grouped(&mut self, own: Level, context: Level, write: impl FnOnce(&mut Self)) {
        let group = context > own;
        if group {
            self.text("(");
        }
        write(self);
        if group {
            self.text(")");
        }
    }

    fn list<'e>(&mut self, items: impl IntoIterator<Item = &'e Expr>) {
        for (i, e) in items.into_iter().enumerate() {
            if i > 0 {
                self.text(", ");
            }
            self.expr(e, Level::Test);
        }
    }

    fn expr(&mut self, e: &Expr, context: Level) {
        match e {
            Expr::Name(n) => self.text(&n.id),
            Expr::Attribute(a) => {
                self.expr(&a.value, Level::Atom);
                self.text(".");
                self.text(&a.attr);
            }
            Expr::Subscript(s) => {
                self.expr(&s.value, Level::Atom);
                self.text("[");
                match &*s.slice {
                    Expr::Tuple(t) if !t.elts.is_empty() => self.tuple_items(&t.elts),
                    e => self.expr(e, Level::Tuple),
                }
                self.text("]");
            }
            Expr::Tuple(t) if t.elts.is_empty() => self.text("()"),
            Expr::Tuple(t) => self.grouped(Level::Tuple, context, |u| u.tuple_items(&t.elts)),
            Expr::List(l) => self.enclosed("[", "]", &l.elts),
            Expr::Set(s) => self.enclosed("{", "}", &s.elts),
            Expr::Starred(s) => {
                self.text("*");
                self.expr(&s.value, Level::BitOr);
            }
            Expr::BinOp(b) => self.binary(b, context),
            Expr::UnaryOp(u) => self.unary(u, context),
            Expr::BoolOp(b) => self.boolean(b, context),
            Expr::Compare(c) => self.grouped(Level::Compare, context, |u| {
                u.expr(&c.left, Level::Compare.next());
                for (op, e) in c.ops.iter().zip(&c.comparators) {
                    u.text(&format!(" {op} "));
                    u.expr(e, Level::Compare.next());
                }
            }),
            Expr::If(i) => self.grouped(Level::Test, context, |u| {
                u.expr(&i.body, Level::Or);
                u.text(" if ");
                u.expr(&i.test, Level::Or);
                u.text(" else ");
                u.expr(&i.orelse, Level::Test);
            }),
            Expr::Call(c) => self.call(c),
            Expr::Dict(d) => self.dict(d),
            Expr::Slice(s) => self.slice(s),
            Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_) => self.constant(e),
            Expr::EllipsisLiteral(_) => self.text("..."),
            // Annotations hold nothing else in practice; the source is a right spelling too.
            _ => {
                let text = self.source.slice(e.range()).split_whitespace().collect::<Vec<_>>().join(" ");
                self.text(&text);
            }
        }
    }

    fn constant(&mut self, e: &Expr) {
        match self.folder.constant(e) {
            Some(Const::Str(s)) => {
                let text = repr(&String::from_utf8_lossy(&s));
                self.text(&text);
            }
            Some(c @ (Const::Int(_) | Const::BigInt(_) | Const::Bool(_) | Const::None)) => {
                let text = crate::text::python(&c);
                self.text(&text);
            }
            _ => {
                let text = self.source.slice(e.range()).to_string();
                self.text(&text);
            }
        }
    }

    fn enclosed(&mut self, open: &str, close: &str, items: &[Expr]) {
        self.text(open);
        self.list(items);
        self.text(close);
    }

    fn tuple_items(&mut self, items: &[Expr]) {
        self.list(items);
        if items.len() == 1 {
            self.text(",");
        }
    }

    fn binary(&mut self, b: &ast::ExprBinOp, context: Level) {
        use ast::Operator as O;
        let level = match b.op {
            O::Add | O::Sub => Level::Sum,
            O::Mult | O::MatMult | O::Div | O::Mod | O::FloorDiv => Level::Term,
            O::Pow => Level::Power,
            O::LShift | O::RShift => Level::Shift,
            O::BitOr => Level::BitOr,
            O::BitXor => Level::BitXor,
            O::BitAnd => Level::BitAnd,
        };
        let (left, right) = if b.op == O::Pow { (level.next(), level) } else { (level, level.next()) };
        self.grouped(level, context, |u| {
            u.expr(&b.left, left);
            // CPython writes no spaces around `**`.
            u.text(&if b.op == O::Pow { "**".to_string() } else { format!(" {} ", b.op) });
            u.expr(&b.right, right);
        });
    }

    fn unary(&mut self, x: &ast::ExprUnaryOp, context: Level) {
        let not = x.op == ast::UnaryOp::Not;
        let level = if not { Level::Not } else { Level::Factor };
        self.grouped(level, context, |u| {
            u.text(&if not { "not ".to_string() } else { x.op.to_string() });
            u.expr(&x.operand, level);
        });
    }

    fn boolean(&mut self, b: &ast::ExprBoolOp, context: Level) {
        let level = if b.op == ast::BoolOp::And { Level::And } else { Level::Or };
        self.grouped(level, context, |u| {
            for (i, e) in b.values.iter().enumerate() {
                if i > 0 {
                    u.text(&format!(" {} ", b.op));
                }
                u.expr(e, level.next());
            }
        });
    }

    fn call(&mut self, c: &ast::ExprCall) {
        self.expr(&c.func, Level::Atom);
        self.text("(");
        self.list(&c.arguments.args);
        for (i, k) in c.arguments.keywords.iter().enumerate() {
            if i > 0 || !c.arguments.args.is_empty() {
                self.text(", ");
            }
            match &k.arg {
                Some(name) => self.text(&format!("{name}=")),
                None => self.text("**"),
            }
            self.expr(&k.value, Level::Test);
        }
        self.text(")");
    }

    fn dict(&mut self, d: &ast::ExprDict) {
        self.text("{");
        for (i, item) in d.items.iter().enumerate() {
            if i > 0 {
                self.text(", ");
            }
            match &item.key {
                Some(k) => {
                    self.expr(k, Level::Test);
                    self.text(": ");
                    self.expr(&item.value, Level::Test);
                }
                None => {
                    self.text("**");
                    self.expr(&item.value, Level::BitOr);
                }
            }
        }
        self.text("}");
    }

    fn slice(&mut self, s: &ast::ExprSlice) {
        if let Some(e) = &s.lower {
            self.expr(e, Level::Test);
        }
        self.text(":");
        if let Some(e) = &s.upper {
            self.expr(e, Level::Test);
        }
        if let Some(e) = &s.step {
            self.text(":");
            self.expr(e, Level::Test);
        }
    }
}

/// A string as `repr` writes it.
fn repr(s: &str) -> String {
    let quote = if s.contains('\'') && !s.contains('"') { '"' } else { '\'' };
    let mut out = String::from(quote);
    for c in s.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
            c if c == quote => {
                out.push('\\');
                out.push(c);
            }
            c if (c as u32) < 32 || c as u32 == 127 => out.push_str(&format!("\\x{:02x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push(quote);
    out
}
