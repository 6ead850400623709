//! Statements.

use super::{Build, Tree, bare, identifier, optional_name};
use crate::parse::{Ranged, TextRange, TextSize, ast};
use ast::Stmt;

impl Build<'_> {
    pub fn body(&self, body: &[Stmt]) -> Tree {
        Tree::List(body.iter().map(|s| crate::with_stack(|| self.stmt(s))).collect())
    }

    fn stmt(&self, s: &Stmt) -> Tree {
        let node = |class, fields| self.node(class, s.range(), fields);
        match s {
            Stmt::FunctionDef(f) => self.function(f),
            Stmt::ClassDef(c) => self.class(c),
            Stmt::Return(r) => node("Return", vec![self.option(&r.value)]),
            Stmt::Delete(d) => node("Delete", vec![self.exprs(&d.targets)]),
            Stmt::TypeAlias(t) => {
                let params = self.type_params(&t.type_params);
                node("TypeAlias", vec![self.expr(&t.name), params, self.expr(&t.value)])
            }
            Stmt::Assign(a) => node("Assign", vec![self.exprs(&a.targets), self.expr(&a.value), Tree::None]),
            Stmt::AugAssign(a) => {
                node("AugAssign", vec![self.expr(&a.target), super::expr::operator(a.op), self.expr(&a.value)])
            }
            Stmt::AnnAssign(a) => {
                let parts = vec![self.expr(&a.target), self.expr(&a.annotation), self.option(&a.value)];
                node("AnnAssign", [parts, vec![Tree::Number(a.simple.into())]].concat())
            }
            Stmt::For(f) => {
                let parts = vec![self.expr(&f.target), self.expr(&f.iter), self.body(&f.body), self.body(&f.orelse)];
                node(if f.is_async { "AsyncFor" } else { "For" }, [parts, vec![Tree::None]].concat())
            }
            Stmt::While(w) => node("While", vec![self.expr(&w.test), self.body(&w.body), self.body(&w.orelse)]),
            Stmt::If(i) => {
                let orelse = self.clauses(&i.elif_else_clauses, s.range().end());
                node("If", vec![self.expr(&i.test), self.body(&i.body), orelse])
            }
            Stmt::With(w) => {
                let items = w
                    .items
                    .iter()
                    .map(|i| bare("withitem", vec![self.expr(&i.context_expr), self.option(&i.optional_vars)]));
                let class = if w.is_async { "AsyncWith" } else { "With" };
                node(class, vec![Tree::List(items.collect()), self.body(&w.body), Tree::None])
            }
            Stmt::Match(m) => {
                let cases = m.cases.iter().map(|c| {
                    bare("match_case", vec![self.pattern(&c.pattern), self.option(&c.guard), self.body(&c.body)])
                });
                node("Match", vec![self.expr(&m.subject), Tree::List(cases.collect())])
            }
            Stmt::Raise(r) => node("Raise", vec![self.option(&r.exc), self.option(&r.cause)]),
            Stmt::Try(t) => {
                let handlers = Tree::List(t.handlers.iter().map(|h| self.handler(h)).collect());
                let parts = vec![self.body(&t.body), handlers, self.body(&t.orelse), self.body(&t.finalbody)];
                node(if t.is_star { "TryStar" } else { "Try" }, parts)
            }
            Stmt::Assert(a) => node("Assert", vec![self.expr(&a.test), self.option(&a.msg)]),
            Stmt::Import(i) => node("Import", vec![self.aliases(&i.names)]),
            Stmt::ImportFrom(i) => {
                let level = Tree::Number(i.level.into());
                node("ImportFrom", vec![optional_name(&i.module), self.aliases(&i.names), level])
            }
            Stmt::Global(g) => node("Global", vec![names(&g.names)]),
            Stmt::Nonlocal(n) => node("Nonlocal", vec![names(&n.names)]),
            Stmt::Expr(e) => node("Expr", vec![self.expr(&e.value)]),
            Stmt::Pass(_) => node("Pass", vec![]),
            Stmt::Break(_) => node("Break", vec![]),
            Stmt::Continue(_) => node("Continue", vec![]),
            Stmt::IpyEscapeCommand(_) => unreachable!("the parser knows no shell commands in this mode"),
        }
    }

    fn function(&self, f: &ast::StmtFunctionDef) -> Tree {
        let class = if f.is_async { "AsyncFunctionDef" } else { "FunctionDef" };
        let fields = vec![
            identifier(&f.name),
            self.parameters(Some(&f.parameters)),
            self.body(&f.body),
            self.decorators(&f.decorator_list),
            self.option(&f.returns),
            Tree::None,
            self.type_params(&f.type_params),
        ];
        self.node(class, self.without_decorators(f.range, &f.decorator_list), fields)
    }

    fn class(&self, c: &ast::StmtClassDef) -> Tree {
        let (bases, keywords) = match &c.arguments {
            Some(a) => (self.exprs(&a.args), self.keywords(&a.keywords)),
            None => (Tree::List(vec![]), Tree::List(vec![])),
        };
        let fields = vec![
            identifier(&c.name),
            bases,
            keywords,
            self.body(&c.body),
            self.decorators(&c.decorator_list),
            self.type_params(&c.type_params),
        ];
        self.node("ClassDef", self.without_decorators(c.range, &c.decorator_list), fields)
    }

    fn decorators(&self, list: &[ast::Decorator]) -> Tree {
        self.exprs(list.iter().map(|d| &d.expression))
    }

    /// A definition's range from its keyword on.
    fn without_decorators(&self, range: TextRange, decorators: &[ast::Decorator]) -> TextRange {
        let Some(last) = decorators.last() else { return range };
        let mut start = last.range.end();
        for line in self.source.slice(TextRange::new(start, range.end())).split_inclusive('\n') {
            let blank = line.len() - line.trim_start().len();
            let rest = &line[blank..];
            if !rest.is_empty() && !rest.starts_with('#') {
                start += TextSize::from(blank as u32);
                break;
            }
            start += TextSize::from(line.len() as u32);
        }
        TextRange::new(start, range.end())
    }

    pub fn type_params(&self, params: &Option<Box<ast::TypeParams>>) -> Tree {
        let Some(params) = params else { return Tree::List(vec![]) };
        let all = params.type_params.iter().map(|p| {
            let (class, fields) = match p {
                ast::TypeParam::TypeVar(t) => {
                    ("TypeVar", vec![identifier(&t.name), self.option(&t.bound), self.option(&t.default)])
                }
                ast::TypeParam::TypeVarTuple(t) => ("TypeVarTuple", vec![identifier(&t.name), self.option(&t.default)]),
                ast::TypeParam::ParamSpec(t) => ("ParamSpec", vec![identifier(&t.name), self.option(&t.default)]),
            };
            self.node(class, p.range(), fields)
        });
        Tree::List(all.collect())
    }

    /// `elif` and `else` as the `orelse` of the `if` before.
    fn clauses(&self, clauses: &[ast::ElifElseClause], end: TextSize) -> Tree {
        let Some((first, rest)) = clauses.split_first() else { return Tree::List(vec![]) };
        let Some(test) = &first.test else { return self.body(&first.body) };
        let range = TextRange::new(first.range.start(), end);
        let fields = vec![self.expr(test), self.body(&first.body), self.clauses(rest, end)];
        Tree::List(vec![self.node("If", range, fields)])
    }

    fn handler(&self, handler: &ast::ExceptHandler) -> Tree {
        let ast::ExceptHandler::ExceptHandler(h) = handler;
        self.node("ExceptHandler", h.range, vec![self.option(&h.type_), optional_name(&h.name), self.body(&h.body)])
    }

    fn aliases(&self, names: &[ast::Alias]) -> Tree {
        let all =
            names.iter().map(|a| self.node("alias", a.range, vec![identifier(&a.name), optional_name(&a.asname)]));
        Tree::List(all.collect())
    }
}

fn names(all: &[ast::Identifier]) -> Tree {
    Tree::List(all.iter().map(identifier).collect())
}
