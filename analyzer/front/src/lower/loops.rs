//! `for` and `while`: the test stands at the bottom, and the loop is entered by a jump to it.

use super::Lower;
use super::unwind::{Exit, Frame};
use crate::error::Result;
use crate::fold;
use crate::parse::Ranged;
use crate::parse::ast::{self, Expr, Stmt};
use pyspec_abi::ops::Op;

impl<'a> Lower<'a> {
    pub fn for_(&mut self, s: &'a ast::StmtFor) -> Result {
        if s.is_async {
            return self.async_for(s);
        }
        let mark = self.f.mark();
        let state = self.f.temps(4);
        let inner = self.f.mark();
        let it = self.operand(&s.iter)?;
        self.at(&*s.iter);
        self.f.emit(Op::FORPREP, state, it, 0);
        self.f.reset(inner);
        let item = self.item_place(&s.target);
        let (body, test, orelse, end) = (self.f.block(), self.f.block(), self.f.block(), self.f.block());
        self.f.jump(test);
        self.f.start(body);
        self.bind_item(&s.target, item)?;
        let owner = may_own(&s.iter).then_some(state);
        self.f.frames.push(Frame::Loop { on_break: end, on_continue: test, owner });
        self.body(&s.body)?;
        self.f.frames.pop();
        self.f.start(test);
        self.at(&*s.iter);
        self.for_next(item, state, body, orelse);
        self.f.reset(mark);
        self.f.start(orelse);
        self.body(&s.orelse)?;
        self.f.start(end);
        Ok(())
    }

    pub fn while_(&mut self, s: &'a ast::StmtWhile) -> Result {
        let truth = self.fold(&s.test).as_ref().and_then(fold::truth);
        let (body, test, orelse, end) = (self.f.block(), self.f.block(), self.f.block(), self.f.block());
        if truth != Some(true) {
            self.f.jump(test);
        }
        self.f.start(body);
        let on_continue = if truth == Some(true) { body } else { test };
        self.f.frames.push(Frame::Loop { on_break: end, on_continue, owner: None });
        self.body(&s.body)?;
        self.f.frames.pop();
        if truth == Some(true) {
            self.f.jump(body);
        } else {
            self.f.start(test);
            self.cond(&s.test, body, orelse, false)?;
        }
        self.f.start(orelse);
        self.body(&s.orelse)?;
        self.f.start(end);
        Ok(())
    }

    pub fn break_or_continue(&mut self, s: &'a Stmt, exit: Exit) -> Result {
        let in_loop = self.f.frames.iter().rev().find_map(|f| match f {
            Frame::Loop { .. } => Some(true),
            Frame::ExceptStar => Some(false),
            _ => None,
        });
        match in_loop {
            Some(true) => {}
            Some(false) => return self.except_star_leaves(s),
            None if exit == Exit::Break => return self.error("'break' outside loop", s),
            None => return self.error("'continue' not properly in loop", s),
        }
        self.at(s);
        self.leave(exit, 0)
    }

    pub fn except_star_leaves(&mut self, s: &impl Ranged) -> Result {
        self.error("'break', 'continue' and 'return' cannot appear in an except* block", s)
    }
}

/// Whether a loop may be the only one to know what its header makes: a generator, which is closed when the loop is
/// left. Calls of the builtins that loops go through most make none; should a program give their names to generators,
/// those are closed when the collector finds them.
fn may_own(header: &Expr) -> bool {
    const OTHERS: [&str; 9] = ["range", "enumerate", "zip", "reversed", "sorted", "list", "tuple", "map", "iter"];
    match header {
        Expr::Call(c) => !matches!(&*c.func, Expr::Name(n) if OTHERS.contains(&n.id.as_str())),
        header => header.is_generator_expr(),
    }
}
