//! `try`: handlers by class, `else`, and `finally` bodies that exist once.
//!
//! A `finally` body is entered with a selector that says where it goes on: it was fallen
//! into, an exception was raised, or a `return`, `break` or `continue` passes through.

use super::Lower;
use super::unwind::{Exit, FELL_IN, FIRST_EXIT, Finally, Frame, RAISED};
use crate::build::Handler;
use crate::error::Result;
use crate::hir::{BlockId, Place};
use crate::parse::Ranged;
use crate::parse::ast::{self, ExceptHandler, Stmt};
use pyspec_abi::Value;
use pyspec_abi::ops::Op;

impl<'a> Lower<'a> {
    pub fn try_(&mut self, s: &'a ast::StmtTry) -> Result {
        let mark = self.f.mark();
        if s.finalbody.is_empty() {
            self.try_except(s)?;
        } else {
            self.try_finally(s)?;
        }
        self.f.reset(mark);
        Ok(())
    }

    fn try_except(&mut self, s: &'a ast::StmtTry) -> Result {
        if s.handlers.is_empty() {
            self.body(&s.body)?;
            return self.body(&s.orelse);
        }
        if s.is_star {
            return self.try_star(s);
        }
        let outer = self.f.handler;
        let (exception, saved) = (self.f.temp(), self.f.temp());
        let (handlers, end) = (self.f.block(), self.f.block());
        self.f.set_handler(Some((handlers, exception)));
        self.f.frames.push(Frame::Try { outer });
        self.body(&s.body)?;
        self.f.frames.pop();
        self.f.set_handler(outer);
        self.body(&s.orelse)?;
        self.f.jump(end);
        self.f.start(handlers);
        self.handlers(&s.handlers, exception, saved, end)?;
        self.f.start(end);
        Ok(())
    }

    /// The `except` clauses; on entry the exception is in `exception`.
    fn handlers(&mut self, list: &'a [ExceptHandler], exception: Place, saved: Place, end: BlockId) -> Result {
        let outer = self.f.handler;
        self.f.pos = Default::default();
        self.f.emit(Op::ENTERHANDLER, saved, exception, 0);
        let (cleanup, second) = (self.f.block(), self.f.temp());
        self.f.set_handler(Some((cleanup, second)));
        for h in list {
            let ExceptHandler::ExceptHandler(h) = h;
            let next = self.f.block();
            if let Some(class) = &h.type_ {
                let mark = self.f.mark();
                let c = self.operand(class)?;
                let t = self.f.temp();
                self.at(h);
                self.f.emit(Op::MATCHEXC, t, exception, c);
                let body = self.f.block();
                self.branch_on(t, body, next, true);
                self.f.start(body);
                self.f.reset(mark);
            } else if list.last().is_some_and(|ExceptHandler::ExceptHandler(l)| !std::ptr::eq(l, h)) {
                return self.error("default 'except:' must be last", h);
            }
            self.handler_body(h, (exception, saved), outer, end)?;
            self.f.start(next);
        }
        // No clause matched; after a bare `except` control cannot come here and this is dropped.
        self.f.set_handler(outer);
        self.f.pos = Default::default();
        self.f.emit(Op::LEAVEHANDLER, saved, 0, 0);
        self.f.emit(Op::RERAISE, exception, 0, 0);
        self.f.start(cleanup);
        self.f.emit(Op::LEAVEHANDLER, saved, 0, 0);
        self.f.emit(Op::RERAISE, second, 0, 0);
        Ok(())
    }

    /// A clause's body; afterwards control is at `end`, and the next clause may be emitted.
    fn handler_body(
        &mut self,
        h: &'a ast::ExceptHandlerExceptHandler,
        (exception, saved): (Place, Place),
        outer: Handler,
        end: BlockId,
    ) -> Result {
        let protected = self.f.handler;
        let name = h.name.as_ref().map(|n| n.id.to_string());
        let mut unbind = None;
        if let Some(name) = &name {
            self.at(h);
            self.store_name(name, exception);
            unbind = Some((self.f.block(), self.f.temp()));
            self.f.set_handler(unbind);
        }
        self.f.frames.push(Frame::Handler { outer, saved, name: name.clone() });
        self.body(&h.body)?;
        self.f.frames.pop();
        self.f.pos = Default::default();
        self.f.set_handler(outer);
        if self.f.is_open() {
            self.leave_handler(saved, name.as_deref());
            self.f.jump(end);
        }
        self.f.handler = protected;
        if let (Some((block, third)), Some(name)) = (unbind, &name) {
            self.f.start(block);
            self.unbind(name);
            self.f.emit(Op::RERAISE, third, 0, 0);
        }
        Ok(())
    }

    fn try_finally(&mut self, s: &'a ast::StmtTry) -> Result {
        let outer = self.f.handler;
        let first = self.f.temps(4);
        let (entry, raised) = (self.f.block(), self.f.block());
        let finally = Finally {
            entry,
            exception: first,
            saved: first + 1,
            selector: first + 2,
            result: first + 3,
            exits: vec![],
        };
        self.f.set_handler(Some((raised, finally.exception)));
        self.f.frames.push(Frame::Finally { outer, finally: finally.clone() });
        self.try_except(s)?;
        let Some(Frame::Finally { finally, .. }) = self.f.frames.pop() else { unreachable!("frames are a stack") };
        self.f.set_handler(outer);
        self.f.pos = Default::default();
        if self.f.is_open() {
            self.f.emit(Op::CLEAR, finally.result, 0, 0);
            self.enter_finally(&finally, FELL_IN);
            self.f.jump(entry);
        }
        self.f.start(raised);
        self.f.emit(Op::ENTERHANDLER, finally.saved, finally.exception, 0);
        self.f.value(finally.selector, Value::small_int(RAISED));
        self.f.emit(Op::CLEAR, finally.result, 0, 0);
        self.f.jump(entry);
        self.finally_body(&s.finalbody, &finally)
    }

    fn finally_body(&mut self, body: &'a [Stmt], finally: &Finally) -> Result {
        let outer = self.f.handler;
        let (cleanup, second) = (self.f.block(), self.f.temp());
        self.f.handler = Some((cleanup, second));
        self.f.start(finally.entry);
        let (selector, saved) = (finally.selector, finally.saved);
        self.f.frames.push(Frame::FinallyBody { outer, selector, saved });
        self.body(body)?;
        self.f.frames.pop();
        self.f.set_handler(outer);
        self.f.pos = Default::default();
        let after = self.f.block();
        if self.f.is_open() {
            self.dispatch(finally, after)?;
        }
        // An exception in the body itself: the one being handled, if any, is no longer current.
        self.f.start(cleanup);
        let (handling, on) = (self.f.block(), self.f.block());
        self.f.branch(Op::JINT, selector, RAISED as Place, handling, on);
        self.f.start(handling);
        self.f.emit(Op::LEAVEHANDLER, saved, 0, 0);
        self.f.start(on);
        self.f.emit(Op::RERAISE, second, 0, 0);
        self.f.start(after);
        Ok(())
    }

    /// The end of a `finally` body: goes on by the selector.
    fn dispatch(&mut self, finally: &Finally, after: BlockId) -> Result {
        for (i, &exit) in finally.exits.iter().enumerate() {
            let (taken, on) = (self.f.block(), self.f.block());
            let n = FIRST_EXIT + i as isize;
            self.f.branch(Op::JINT, finally.selector, n as Place, taken, on);
            self.f.start(taken);
            self.leave(exit, finally.result)?;
            self.f.start(on);
        }
        let raised = self.f.block();
        self.f.branch(Op::JINT, finally.selector, RAISED as Place, raised, after);
        self.f.start(raised);
        self.f.emit(Op::LEAVEHANDLER, finally.saved, 0, 0);
        self.f.emit(Op::RERAISE, finally.exception, 0, 0);
        Ok(())
    }

    pub fn return_(&mut self, s: &'a ast::StmtReturn) -> Result {
        if !self.table.scope(self.f.scope).is_function_like() {
            return self.error("'return' outside function", s);
        }
        let flags = self.f.out.flags;
        if s.value.is_some() && flags & pyspec_abi::blob::flags::ASYNC_GENERATOR != 0 {
            return self.error("'return' with value in async generator", s);
        }
        if self.f.frames.iter().any(|f| matches!(f, Frame::ExceptStar)) {
            return self.except_star_leaves(s);
        }
        let mark = self.f.mark();
        let p = match &s.value {
            Some(e) if self.return_needs_unwinding() => self.temp_of(e)?,
            Some(e) => self.operand(e)?,
            None => {
                let t = self.f.temp();
                self.at(s);
                self.f.none(t);
                t
            }
        };
        self.f.pos = self.source.position(s.range());
        self.leave(Exit::Return, p)?;
        self.f.reset(mark);
        Ok(())
    }
}
