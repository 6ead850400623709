//! Statements: the dispatch, and those that need no file of their own.

use super::Lower;
use super::unwind::Exit;
use crate::Mode;
use crate::error::Result;
use crate::parse::ast::{self, Stmt};
use pyspec_abi::blob::Const;
use pyspec_abi::intrinsics::Intrinsic;
use pyspec_abi::ops::Op;

impl<'a> Lower<'a> {
    pub fn module_body(&mut self, body: &'a [Stmt]) -> Result {
        let id = self.f.scope;
        let scope = self.table.scope(id);
        let mark = self.f.mark();
        let mut body = body;
        let t = self.f.temp();
        if scope.conditional_annotations {
            self.f.emit(Op::SET, t, t, 0);
            self.store_mangled("__conditional_annotations__", t);
        }
        if !scope.annotations.is_empty() {
            self.block_annotations(id, t)?;
            self.f.emit_name(Op::STORENAME, t, 0, 0, "__annotate__");
        }
        if self.future_annotations && scope.get("__annotations__").is_some() {
            self.f.intrinsic(Intrinsic::SetupAnnotations, t, 0, 1);
        }
        if self.mode == Mode::Exec
            && let Some((doc, rest)) = self.split_docstring(body)
        {
            if self.options.optimize < 2 {
                self.at(&body[0]);
                self.f.constant(t, &Const::Str(doc));
                self.f.emit_name(Op::STORENAME, t, 0, 0, "__doc__");
            }
            body = rest;
        }
        self.f.reset(mark);
        self.body(body)?;
        self.f.pos = Default::default();
        self.return_none();
        Ok(())
    }

    pub fn body(&mut self, body: &'a [Stmt]) -> Result {
        for s in body {
            let mark = self.f.mark();
            crate::with_stack(|| self.stmt(s))?;
            self.f.reset(mark);
        }
        Ok(())
    }

    fn stmt(&mut self, s: &'a Stmt) -> Result {
        match s {
            Stmt::FunctionDef(f) => self.function_def(f),
            Stmt::ClassDef(c) => self.class_def(c),
            Stmt::Return(r) => self.return_(r),
            Stmt::Delete(d) => d.targets.iter().try_for_each(|t| self.delete(t)),
            Stmt::TypeAlias(t) => self.type_alias(t),
            Stmt::Assign(a) => self.assign(a),
            Stmt::AugAssign(a) => self.aug_assign(a),
            Stmt::AnnAssign(a) => self.ann_assign(a),
            Stmt::For(f) => self.for_(f),
            Stmt::While(w) => self.while_(w),
            Stmt::If(i) => self.if_(i),
            Stmt::With(w) => self.with(w),
            Stmt::Match(m) => self.match_(m),
            Stmt::Raise(r) => self.raise(r),
            Stmt::Try(t) => self.try_(t),
            Stmt::Assert(a) => self.assert_(a),
            Stmt::Import(i) => self.import(i),
            Stmt::ImportFrom(i) => self.import_from(i),
            Stmt::Expr(e) => self.expression(e),
            Stmt::Break(_) => self.break_or_continue(s, Exit::Break),
            Stmt::Continue(_) => self.break_or_continue(s, Exit::Continue),
            Stmt::Global(_) | Stmt::Nonlocal(_) | Stmt::Pass(_) => Ok(()),
            Stmt::IpyEscapeCommand(i) => self.error("invalid syntax", i),
        }
    }

    fn expression(&mut self, e: &'a ast::StmtExpr) -> Result {
        if self.mode == Mode::Single && self.outer.is_empty() {
            let p = self.temp_of(&e.value)?;
            self.at(e);
            self.f.intrinsic(Intrinsic::PrintExpr, p, p, 1);
            return Ok(());
        }
        if self.fold(&e.value).is_some() {
            return Ok(());
        }
        self.effect(&e.value)
    }

    fn if_(&mut self, s: &'a ast::StmtIf) -> Result {
        let end = self.f.block();
        let (then, mut next) = (self.f.block(), self.f.block());
        self.cond(&s.test, then, next, true)?;
        self.f.start(then);
        self.body(&s.body)?;
        self.f.jump(end);
        for clause in &s.elif_else_clauses {
            self.f.start(next);
            next = self.f.block();
            if let Some(test) = &clause.test {
                let then = self.f.block();
                self.cond(test, then, next, true)?;
                self.f.start(then);
            }
            self.body(&clause.body)?;
            self.f.jump(end);
        }
        // After an `else` nothing jumps to `next`, and it is dropped.
        self.f.start(next);
        self.f.start(end);
        Ok(())
    }

    fn raise(&mut self, r: &'a ast::StmtRaise) -> Result {
        match (&r.exc, &r.cause) {
            (None, _) => {
                let t = self.f.temp();
                self.at(r);
                self.f.intrinsic(Intrinsic::RaiseActive, t, t, 0);
                self.close_owned_loops();
                self.f.emit(Op::RERAISE, t, 0, 0);
            }
            (Some(e), None) => {
                let p = self.operand(e)?;
                self.at(r);
                self.close_owned_loops();
                self.f.emit(Op::RAISE, p, 0, 0);
            }
            (Some(e), Some(cause)) => {
                let p = self.operand(e)?;
                let c = self.operand(cause)?;
                self.at(r);
                self.close_owned_loops();
                self.f.emit(Op::RAISEFROM, p, c, 0);
            }
        }
        Ok(())
    }

    fn assert_(&mut self, a: &'a ast::StmtAssert) -> Result {
        if self.options.optimize > 0 {
            return Ok(());
        }
        let (failed, on) = (self.f.block(), self.f.block());
        self.cond(&a.test, on, failed, false)?;
        self.f.start(failed);
        let w = self.window(1);
        self.at(&*a.test);
        self.f.intrinsic(Intrinsic::AssertionError, w + 1, w + 1, 0);
        if let Some(message) = &a.msg {
            self.expr_to(message, w + 4)?;
            self.at(&*a.test);
            self.f.emit(Op::CALL, w + 1, w, 1);
        }
        self.close_owned_loops();
        self.f.emit(Op::RAISE, w + 1, 0, 0);
        self.f.start(on);
        Ok(())
    }
}
