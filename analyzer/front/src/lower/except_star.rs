//! `except*`: the exception group is split clause by clause, what was raised meanwhile is gathered.

use super::Lower;
use super::unwind::Frame;
use crate::error::Result;
use crate::hir::Place;
use crate::parse::ast::{self, ExceptHandler};
use pyspec_abi::intrinsics::Intrinsic;
use pyspec_abi::ops::Op;

impl<'a> Lower<'a> {
    pub fn try_star(&mut self, s: &'a ast::StmtTry) -> Result {
        let outer = self.f.handler;
        let first = self.f.temps(4);
        let (exception, saved, rest, raised) = (first, first + 1, first + 2, first + 3);
        let (handlers, end) = (self.f.block(), self.f.block());
        self.f.set_handler(Some((handlers, exception)));
        self.f.frames.push(Frame::Try { outer });
        self.body(&s.body)?;
        self.f.frames.pop();
        self.f.set_handler(outer);
        self.body(&s.orelse)?;
        self.f.jump(end);
        self.f.start(handlers);
        self.f.pos = Default::default();
        self.f.emit(Op::ENTERHANDLER, saved, exception, 0);
        let (cleanup, second) = (self.f.block(), self.f.temp());
        let protected = Some((cleanup, second));
        self.f.set_handler(protected);
        self.f.emit(Op::LIST, raised, raised, 0);
        self.f.intrinsic(Intrinsic::ExcStar, rest, exception, 1);
        self.f.frames.push(Frame::ExceptStar);
        for h in &s.handlers {
            let ExceptHandler::ExceptHandler(h) = h;
            self.star_clause(h, rest, raised)?;
        }
        self.f.frames.pop();
        self.finish_star(exception, rest, raised, saved, outer, end);
        self.f.handler = outer;
        self.f.start(cleanup);
        self.f.emit(Op::LEAVEHANDLER, saved, 0, 0);
        self.f.emit(Op::RERAISE, second, 0, 0);
        self.f.start(end);
        Ok(())
    }

    /// Raises what the clauses raised and left over, if anything.
    fn finish_star(
        &mut self,
        exception: Place,
        rest: Place,
        raised: Place,
        saved: Place,
        outer: crate::build::Handler,
        end: crate::hir::BlockId,
    ) {
        self.f.pos = Default::default();
        let w = self.f.temps(2);
        self.f.emit(Op::LISTAPPEND, raised, rest, 0);
        self.f.mov(w, exception);
        self.f.mov(w + 1, raised);
        self.f.intrinsic(Intrinsic::PrepareReraiseStar, w, w, 2);
        let t = w + 1;
        self.f.none(t);
        self.f.emit(Op::ISNOT, t, w, t);
        let (again, done) = (self.f.block(), self.f.block());
        self.branch_on(t, again, done, false);
        self.f.handler = outer;
        self.f.start(done);
        self.f.emit(Op::LEAVEHANDLER, saved, 0, 0);
        self.f.jump(end);
        self.f.start(again);
        self.f.emit(Op::LEAVEHANDLER, saved, 0, 0);
        self.f.emit(Op::RERAISE, w, 0, 0);
    }

    fn star_clause(&mut self, h: &'a ast::ExceptHandlerExceptHandler, rest: Place, raised: Place) -> Result {
        let protected = self.f.handler;
        let mark = self.f.mark();
        let w = self.f.temps(2);
        let (matched, failure, saved) = (self.f.temp(), self.f.temp(), self.f.temp());
        let (run, next, failed) = (self.f.block(), self.f.block(), self.f.block());
        self.f.mov(w, rest);
        let Some(class) = &h.type_ else { return self.error("expected one or more exception types", h) };
        self.expr_to(class, w + 1)?;
        self.at(&**class);
        self.f.intrinsic(Intrinsic::CheckGroupMatch, w, w, 2);
        self.f.emit(Op::UNPACK, w, 2, w);
        self.f.mov(matched, w);
        self.f.mov(rest, w + 1);
        self.f.none(w);
        self.f.emit(Op::ISNOT, w, matched, w);
        self.branch_on(w, run, next, true);
        self.f.start(run);
        self.f.emit(Op::ENTERHANDLER, saved, matched, 0);
        if let Some(name) = &h.name {
            self.at(h);
            self.store_name(name, matched);
        }
        self.f.set_handler(Some((failed, failure)));
        self.body(&h.body)?;
        self.f.pos = Default::default();
        self.f.set_handler(protected);
        if self.f.is_open() {
            self.leave_handler(saved, h.name.as_ref().map(|n| n.as_str()));
            self.f.jump(next);
        }
        self.f.start(failed);
        self.leave_handler(saved, h.name.as_ref().map(|n| n.as_str()));
        self.f.emit(Op::LISTAPPEND, raised, failure, 0);
        self.f.start(next);
        self.f.reset(mark);
        Ok(())
    }
}
