//! Leaving constructs: `return`, `break` and `continue` through `try`, `with` and `except`.

use super::Lower;
use crate::build::Handler;
use crate::error::Result;
use crate::hir::{BlockId, Place};
use pyspec_abi::Value;
use pyspec_abi::blob::Position;
use pyspec_abi::intrinsics::Intrinsic;
use pyspec_abi::ops::Op;

/// A construct that control is inside of.
#[derive(Clone, Debug)]
pub enum Frame {
    Loop {
        on_break: BlockId,
        on_continue: BlockId,
        /// State of a `for` whose generator may be known to it alone.
        owner: Option<Place>,
    },
    /// The body of a `try`: leaving it only changes the handler.
    Try { outer: Handler },
    /// The body of an `except`, whose exception's name is unbound when it is left.
    Handler { outer: Handler, saved: Place, name: Option<String> },
    /// The body of a `with`.
    With { outer: Handler, exit: Place, is_async: bool, pos: Position },
    /// What a `finally` protects.
    Finally { outer: Handler, finally: Finally },
    /// The `finally` body itself.
    FinallyBody { outer: Handler, selector: Place, saved: Place },
    /// The bodies of `except*` clauses, which nothing but their end may leave.
    ExceptStar,
}

/// A `finally` body being collected: its entry, its places, and where it may go on.
#[derive(Clone, Debug)]
pub struct Finally {
    pub entry: BlockId,
    pub selector: Place,
    pub saved: Place,
    pub exception: Place,
    pub result: Place,
    pub exits: Vec<Exit>,
}

/// A way out of a construct.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exit {
    Return,
    Break,
    Continue,
}

/// Selectors of a `finally` body: it was reached by falling in, by an exception, or by exit `n - 2`.
pub const FELL_IN: isize = 0;
pub const RAISED: isize = 1;
pub const FIRST_EXIT: isize = 2;

impl Lower<'_> {
    /// Whether something is to be done before a `return` takes effect.
    pub fn return_needs_unwinding(&self) -> bool {
        self.f.frames.iter().any(|f| !matches!(f, Frame::Loop { .. } | Frame::Try { .. }))
    }

    /// Leaves constructs from the innermost out; `value` is what is returned.
    pub fn leave(&mut self, exit: Exit, value: Place) -> Result {
        let frames = self.f.frames.clone();
        let handler = self.f.handler;
        self.leave_frames(exit, value)?;
        // Selectors that were handed out on the way are kept.
        let now = std::mem::replace(&mut self.f.frames, frames);
        for (frame, new) in self.f.frames.iter_mut().zip(now) {
            if let (Frame::Finally { finally, .. }, Frame::Finally { finally: new, .. }) = (frame, new) {
                finally.exits = new.exits;
            }
        }
        self.f.handler = handler;
        Ok(())
    }

    fn leave_frames(&mut self, exit: Exit, value: Place) -> Result {
        while let Some(frame) = self.f.frames.pop() {
            match frame {
                Frame::Loop { on_continue, .. } if exit == Exit::Continue => return self.go(on_continue),
                Frame::Loop { on_break, owner, .. } => {
                    if let Some(state) = owner {
                        self.f.intrinsic(Intrinsic::CloseLoop, state + 1, state, 3);
                    }
                    if exit == Exit::Break {
                        return self.go(on_break);
                    }
                }
                Frame::Try { outer } => self.f.set_handler(outer),
                Frame::ExceptStar => {}
                Frame::Handler { outer, saved, name } => {
                    self.f.set_handler(outer);
                    self.leave_handler(saved, name.as_deref());
                }
                Frame::With { outer, exit, is_async, pos } => {
                    self.f.set_handler(outer);
                    self.exit_normally(exit, is_async, pos)?;
                }
                Frame::FinallyBody { outer, selector, saved } => {
                    self.f.set_handler(outer);
                    let (handling, on) = (self.f.block(), self.f.block());
                    self.f.branch(Op::JINT, selector, RAISED as Place, handling, on);
                    self.f.start(handling);
                    self.f.emit(Op::LEAVEHANDLER, saved, 0, 0);
                    self.f.start(on);
                }
                Frame::Finally { outer, mut finally } => {
                    self.f.set_handler(outer);
                    let n = finally.exits.iter().position(|&e| e == exit).unwrap_or_else(|| {
                        finally.exits.push(exit);
                        finally.exits.len() - 1
                    });
                    if exit == Exit::Return {
                        self.f.mov(finally.result, value);
                    } else {
                        self.f.emit(Op::CLEAR, finally.result, 0, 0);
                    }
                    self.enter_finally(&finally, FIRST_EXIT + n as isize);
                    let entry = finally.entry;
                    let restore = Frame::Finally { outer, finally };
                    self.f.frames.push(restore);
                    return self.go(entry);
                }
            }
        }
        self.f.emit(Op::RETURN, value, 0, 0);
        Ok(())
    }

    /// Before an exception is raised: closes what only loops know that it leaves at once. Behind a `raise` nothing of
    /// the loop is live, so the interpreter would not find them.
    pub fn close_owned_loops(&mut self) {
        let left = self.f.frames.iter().rev().map_while(|frame| match frame {
            Frame::Loop { owner, .. } => Some(*owner),
            Frame::Handler { .. } => Some(None),
            _ => None,
        });
        for state in left.flatten().collect::<Vec<_>>() {
            self.f.intrinsic(Intrinsic::CloseLoop, state + 1, state, 3);
        }
    }

    fn go(&mut self, to: BlockId) -> Result {
        self.f.jump(to);
        Ok(())
    }

    /// Sets what a `finally` body looks at, on a path without an exception.
    pub fn enter_finally(&mut self, finally: &Finally, selector: isize) {
        self.f.value(finally.selector, Value::small_int(selector));
        self.f.emit(Op::CLEAR, finally.saved, 0, 0);
        self.f.emit(Op::CLEAR, finally.exception, 0, 0);
    }

    /// The end of an `except` body: the outer exception is current again, the name is unbound.
    pub fn leave_handler(&mut self, saved: Place, name: Option<&str>) {
        self.f.emit(Op::LEAVEHANDLER, saved, 0, 0);
        if let Some(name) = name {
            self.unbind(name);
        }
    }

    /// `name = None; del name`.
    pub fn unbind(&mut self, name: &str) {
        if let Some(p) = self.direct_target(name) {
            return self.f.emit(Op::CLEAR, p, 0, 0);
        }
        let mark = self.f.mark();
        let t = self.f.temp();
        self.f.none(t);
        self.store_name(name, t);
        self.delete_name(name);
        self.f.reset(mark);
    }
}
