//! `with` and `async with`.

use super::Lower;
use super::unwind::Frame;
use crate::error::Result;
use crate::hir::Place;
use crate::parse::Ranged;
use crate::parse::ast::{self, Stmt, WithItem};
use pyspec_abi::blob::Position;
use pyspec_abi::intrinsics::Intrinsic;
use pyspec_abi::ops::Op;

impl<'a> Lower<'a> {
    pub fn with(&mut self, s: &'a ast::StmtWith) -> Result {
        if s.is_async {
            self.need_async("'async with' outside async function", s)?;
        }
        self.with_items(&s.items, &s.body, s.is_async)
    }

    fn with_items(&mut self, items: &'a [WithItem], body: &'a [Stmt], is_async: bool) -> Result {
        let Some((item, rest)) = items.split_first() else { return self.body(body) };
        let mark = self.f.mark();
        let outer = self.f.handler;
        let (exit, value, exception, saved) = (self.f.temp(), self.f.temp(), self.f.temp(), self.f.temp());
        self.enter(item, exit, value, is_async)?;
        let pos = self.source.position(item.context_expr.range());
        let (raised, end) = (self.f.block(), self.f.block());
        self.f.set_handler(Some((raised, exception)));
        self.f.frames.push(Frame::With { outer, exit, is_async, pos });
        if let Some(target) = &item.optional_vars {
            self.store(target, value)?;
        }
        self.with_items(rest, body, is_async)?;
        self.f.frames.pop();
        self.f.set_handler(outer);
        if self.f.is_open() {
            self.exit_normally(exit, is_async, pos)?;
            self.f.jump(end);
        }
        self.f.start(raised);
        self.exit_raised(exit, exception, saved, is_async, pos)?;
        self.f.start(end);
        self.f.reset(mark);
        Ok(())
    }

    /// Looks up both methods, `__exit__` first, and calls `__enter__`.
    fn enter(&mut self, item: &'a WithItem, exit: Place, value: Place, is_async: bool) -> Result {
        let mark = self.f.mark();
        let manager = self.operand(&item.context_expr)?;
        self.at(&item.context_expr);
        let (enter_method, exit_method) = if is_async { (2, 3) } else { (0, 1) };
        self.f.emit(Op::GETSPECIAL, exit, manager, exit_method);
        let w = self.window(0);
        self.f.emit(Op::GETSPECIAL, w + 1, manager, enter_method);
        self.f.emit(Op::CALL, value, w, 0);
        if is_async {
            self.await_place(value, value, 1);
        }
        self.f.reset(mark);
        Ok(())
    }

    /// `exit(None, None, None)`.
    pub fn exit_normally(&mut self, exit: Place, is_async: bool, pos: Position) -> Result {
        let mark = self.f.mark();
        self.f.pos = pos;
        let w = self.window(3);
        self.f.mov(w + 1, exit);
        for i in 0..3 {
            self.f.none(w + 4 + i);
        }
        self.f.emit(Op::CALL, w, w, 3);
        if is_async {
            self.await_place(w, w, 2);
        }
        self.f.reset(mark);
        Ok(())
    }

    /// `exit(type, exception, traceback)`; a true answer swallows the exception.
    fn exit_raised(&mut self, exit: Place, exception: Place, saved: Place, is_async: bool, pos: Position) -> Result {
        let outer = self.f.handler;
        let mark = self.f.mark();
        self.f.pos = pos;
        self.f.emit(Op::ENTERHANDLER, saved, exception, 0);
        let (cleanup, second) = (self.f.block(), self.f.temp());
        self.f.set_handler(Some((cleanup, second)));
        let w = self.window(3);
        self.f.mov(w + 1, exit);
        let t = self.f.temp();
        self.f.intrinsic(Intrinsic::ExcInfo, t, exception, 1);
        self.f.emit(Op::UNPACK, w + 4, 3, t);
        self.f.emit(Op::CALL, w, w, 3);
        if is_async {
            self.await_place(w, w, 2);
        }
        let (swallow, again) = (self.f.block(), self.f.block());
        self.branch_on(w, swallow, again, false);
        self.f.handler = outer;
        self.f.start(again);
        self.f.emit(Op::LEAVEHANDLER, saved, 0, 0);
        self.f.emit(Op::RERAISE, exception, 0, 0);
        self.f.start(cleanup);
        self.f.emit(Op::LEAVEHANDLER, saved, 0, 0);
        self.f.emit(Op::RERAISE, second, 0, 0);
        self.f.start(swallow);
        self.f.emit(Op::LEAVEHANDLER, saved, 0, 0);
        self.f.reset(mark);
        Ok(())
    }
}
