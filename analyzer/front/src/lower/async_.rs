//! `await` and `async for`.

use super::Lower;
use super::unwind::Frame;
use crate::error::Result;
use crate::hir::{BlockId, Place};
use crate::parse::Ranged;
use crate::parse::ast;
use crate::scope::ScopeKind;
use pyspec_abi::blob::flags;
use pyspec_abi::ops::Op;

impl<'a> Lower<'a> {
    /// Refuses what only async functions may hold.
    pub fn need_async(&mut self, message: &str, at: &impl Ranged) -> Result {
        let is_async = self.f.out.flags & (flags::COROUTINE | flags::ASYNC_GENERATOR) != 0;
        if is_async || self.allows_top_level_await() { Ok(()) } else { self.error(message, at) }
    }

    fn allows_top_level_await(&self) -> bool {
        self.options.top_level_await && self.scope_kind() == ScopeKind::Module
    }

    pub fn await_(&mut self, a: &'a ast::ExprAwait, dst: Place) -> Result {
        if !self.table.scope(self.f.scope).is_function_like() && !self.allows_top_level_await() {
            return self.error("'await' outside function", a);
        }
        self.need_async("'await' outside async function", a)?;
        let mark = self.f.mark();
        let p = self.operand(&a.value)?;
        self.at(a);
        self.await_place(dst, p, 0);
        self.f.reset(mark);
        Ok(())
    }

    /// Awaits what is in a place; `context` words the error.
    pub fn await_place(&mut self, dst: Place, p: Place, context: Place) {
        let mark = self.f.mark();
        let t = self.f.temp();
        self.f.emit(Op::AWAITABLE, t, p, context);
        self.delegate(dst, t);
        self.f.reset(mark);
    }

    pub fn async_for(&mut self, s: &'a ast::StmtFor) -> Result {
        self.need_async("'async for' outside async function", s)?;
        let mark = self.f.mark();
        let iterator = self.f.temp();
        let inner = self.f.mark();
        let it = self.operand(&s.iter)?;
        self.at(&*s.iter);
        self.f.emit(Op::AITER, iterator, it, 0);
        self.f.reset(inner);
        let (head, orelse, end) = (self.f.block(), self.f.block(), self.f.block());
        self.f.start(head);
        let item = self.async_next(iterator, &*s.iter, orelse);
        self.store(&s.target, item)?;
        self.f.frames.push(Frame::Loop { on_break: end, on_continue: head, owner: None });
        self.body(&s.body)?;
        self.f.frames.pop();
        self.f.jump(head);
        self.f.reset(mark);
        self.f.start(orelse);
        self.body(&s.orelse)?;
        self.f.start(end);
        Ok(())
    }

    /// Awaits the next item; when there is none, control goes to `done`.
    pub fn async_next(&mut self, iterator: Place, node: &impl Ranged, done: BlockId) -> Place {
        let outer = self.f.handler;
        let (ended, exception, item) = (self.f.block(), self.f.temp(), self.f.temp());
        self.f.set_handler(Some((ended, exception)));
        self.at(node);
        self.f.emit(Op::ANEXT, item, iterator, 0);
        self.await_place(item, item, 4);
        let got = self.f.block();
        self.f.jump(got);
        self.f.handler = outer;
        self.f.start(ended);
        self.f.emit(Op::ENDASYNCFOR, exception, 0, 0);
        self.f.jump(done);
        self.f.start(got);
        item
    }
}
