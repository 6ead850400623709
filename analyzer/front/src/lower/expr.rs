//! Expressions, except calls, comprehensions and f-strings.

use super::Lower;
use crate::error::Result;
use crate::fold;
use crate::hir::{BlockId, Place};
use crate::parse::Ranged;
use crate::parse::ast::{self, BoolOp, CmpOp, Expr, Operator, UnaryOp};
use pyspec_abi::Value;
use pyspec_abi::blob::Const;
use pyspec_abi::ops::Op;

/// Elements beyond which a display is built piece by piece instead of in a window.
pub const LARGE: usize = 30;

impl<'a> Lower<'a> {
    /// Evaluates into wherever the value is best read from.
    pub fn operand(&mut self, e: &'a Expr) -> Result<Place> {
        self.operand_hint(e, None)
    }

    /// The same, a temporary that may be used instead of a new one.
    pub fn operand_hint(&mut self, e: &'a Expr, hint: Option<Place>) -> Result<Place> {
        if let Expr::Name(n) = e {
            self.at(n);
            return self.name_operand(&n.id, hint);
        }
        let t = match hint {
            Some(t) => t,
            None => self.f.temp(),
        };
        self.expr_to(e, t)?;
        Ok(t)
    }

    /// `dst` if an intermediate value may stand there.
    pub fn scratch(&self, dst: Place) -> Option<Place> {
        self.f.is_temp(dst).then_some(dst)
    }

    /// Evaluates into a new temporary, never a variable's place.
    pub fn temp_of(&mut self, e: &'a Expr) -> Result<Place> {
        let t = self.f.temp();
        self.expr_to(e, t)?;
        Ok(t)
    }

    /// Evaluates into a place.
    pub fn expr_to(&mut self, e: &'a Expr, dst: Place) -> Result {
        if let Some(c) = self.fold(e) {
            self.at(e);
            self.f.constant(dst, &c);
            return Ok(());
        }
        let mark = self.f.mark();
        crate::with_stack(|| self.compute(e, dst))?;
        self.f.reset(mark);
        Ok(())
    }

    fn compute(&mut self, e: &'a Expr, dst: Place) -> Result {
        match e {
            Expr::Name(n) => {
                self.at(n);
                self.load_name(dst, &n.id);
            }
            Expr::BoolOp(b) => self.bool_op(b, dst)?,
            Expr::Named(n) => self.walrus(n, dst)?,
            Expr::BinOp(b) => self.bin_op(b, dst)?,
            Expr::UnaryOp(u) => self.unary_op(u, dst)?,
            Expr::Lambda(l) => self.lambda(l, dst)?,
            Expr::If(i) => self.conditional(i, dst)?,
            Expr::Dict(d) => self.dict(d, dst)?,
            Expr::Set(s) => self.set(s, dst)?,
            Expr::List(l) => self.list(&l.elts, e, dst)?,
            Expr::Tuple(t) => self.tuple(&t.elts, e, dst)?,
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => {
                self.comprehension(e, dst)?;
            }
            Expr::Await(a) => self.await_(a, dst)?,
            Expr::Yield(y) => self.yield_(y, dst)?,
            Expr::YieldFrom(y) => self.yield_from(y, dst)?,
            Expr::Compare(c) => self.compare(c, dst)?,
            Expr::Call(c) => self.call(c, dst)?,
            Expr::FString(f) => self.fstring(f, dst)?,
            Expr::TString(t) => self.tstring(t, dst)?,
            Expr::Attribute(a) => self.attribute(a, dst)?,
            Expr::Subscript(s) => self.subscript(s, dst)?,
            Expr::Slice(s) => self.slice(s, dst)?,
            Expr::Starred(s) => return self.error("can't use starred expression here", s),
            Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::EllipsisLiteral(_) => unreachable!("literals are constants"),
            Expr::IpyEscapeCommand(i) => return self.error("invalid syntax", i),
        }
        Ok(())
    }

    /// The value of an expression that is a constant.
    pub fn fold(&self, e: &Expr) -> Option<Const> {
        self.folder.constant(e)
    }

    fn bin_op(&mut self, b: &'a ast::ExprBinOp, dst: Place) -> Result {
        let left = self.operand_hint(&b.left, self.scratch(dst))?;
        let right = self.operand(&b.right)?;
        self.at(b);
        self.f.emit(binary(b.op), dst, left, right);
        Ok(())
    }

    fn unary_op(&mut self, u: &'a ast::ExprUnaryOp, dst: Place) -> Result {
        let p = self.operand_hint(&u.operand, self.scratch(dst))?;
        self.at(u);
        let op = match u.op {
            UnaryOp::Invert => Op::INVERT,
            UnaryOp::Not => Op::NOT,
            UnaryOp::UAdd => Op::POS,
            UnaryOp::USub => Op::NEG,
        };
        self.f.emit(op, dst, p, 0);
        Ok(())
    }

    /// `a and b`, `a or b`: the destination is written once the value is decided.
    fn bool_op(&mut self, b: &'a ast::ExprBoolOp, dst: Place) -> Result {
        let (last, init) = b.values.split_last().expect("two operands at least");
        let done = self.f.block();
        for e in init {
            let mark = self.f.mark();
            let p = self.operand_hint(e, self.scratch(dst))?;
            let (decided, on) = (self.f.block(), self.f.block());
            let decided = if p == dst { done } else { decided };
            self.at(e);
            if b.op == BoolOp::And {
                self.f.branch(Op::JFALSE, p, 0, decided, on);
            } else {
                self.f.branch(Op::JTRUE, p, 0, decided, on);
            }
            if p != dst {
                self.f.start(decided);
                self.f.mov(dst, p);
                self.f.jump(done);
            }
            self.f.start(on);
            self.f.reset(mark);
        }
        self.expr_to(last, dst)?;
        self.f.start(done);
        Ok(())
    }

    fn conditional(&mut self, i: &'a ast::ExprIf, dst: Place) -> Result {
        let (then, other, done) = (self.f.block(), self.f.block(), self.f.block());
        self.cond(&i.test, then, other, true)?;
        self.f.start(then);
        self.expr_to(&i.body, dst)?;
        self.f.jump(done);
        self.f.start(other);
        self.expr_to(&i.orelse, dst)?;
        self.f.start(done);
        Ok(())
    }

    fn walrus(&mut self, n: &'a ast::ExprNamed, dst: Place) -> Result {
        let Expr::Name(name) = &*n.target else {
            return self.error("cannot use assignment expressions with this target", &*n.target);
        };
        let p = self.operand_hint(&n.value, self.scratch(dst))?;
        self.at(n);
        self.store_name(&name.id, p);
        self.f.mov(dst, p);
        Ok(())
    }

    fn compare(&mut self, c: &'a ast::ExprCompare, dst: Place) -> Result {
        if let [op] = c.ops[..] {
            let left = self.operand_hint(&c.left, self.scratch(dst))?;
            let right = self.operand(&c.comparators[0])?;
            self.at(c);
            self.f.emit(comparison(op), dst, left, right);
            return Ok(());
        }
        let done = self.f.block();
        let mut left = self.operand(&c.left)?;
        for (i, (&op, e)) in c.ops.iter().zip(&c.comparators).enumerate() {
            let right = self.operand(e)?;
            self.at(c);
            if i + 1 == c.ops.len() {
                self.f.emit(comparison(op), dst, left, right);
                break;
            }
            let t = self.scratch(dst).unwrap_or_else(|| self.f.temp());
            self.f.emit(comparison(op), t, left, right);
            let (failed, on) = (self.f.block(), self.f.block());
            let failed = if t == dst { done } else { failed };
            self.f.branch(Op::JFALSE, t, 0, failed, on);
            if t != dst {
                self.f.start(failed);
                self.f.mov(dst, t);
                self.f.jump(done);
            }
            self.f.start(on);
            left = right;
        }
        self.f.start(done);
        Ok(())
    }

    /// Goes to `yes` or `no` by the truth of an expression; the block that comes next is
    /// `yes` if `yes_next`.
    pub fn cond(&mut self, e: &'a Expr, yes: BlockId, no: BlockId, yes_next: bool) -> Result {
        crate::with_stack(|| self.cond_inner(e, yes, no, yes_next))
    }

    fn cond_inner(&mut self, e: &'a Expr, yes: BlockId, no: BlockId, yes_next: bool) -> Result {
        if let Some(truth) = self.fold(e).as_ref().and_then(fold::truth) {
            self.at(e);
            self.f.jump(if truth { yes } else { no });
            return Ok(());
        }
        match e {
            Expr::UnaryOp(u) if u.op == UnaryOp::Not => self.cond(&u.operand, no, yes, !yes_next),
            Expr::BoolOp(b) => {
                let (last, init) = b.values.split_last().expect("two operands at least");
                for e in init {
                    let on = self.f.block();
                    if b.op == BoolOp::And {
                        self.cond(e, on, no, true)?;
                    } else {
                        self.cond(e, yes, on, false)?;
                    }
                    self.f.start(on);
                }
                self.cond(last, yes, no, yes_next)
            }
            Expr::Compare(c) if c.ops.len() > 1 => self.cond_chain(c, yes, no, yes_next),
            _ => {
                let mark = self.f.mark();
                let p = self.operand(e)?;
                self.f.reset(mark);
                self.at(e);
                self.branch_on(p, yes, no, yes_next);
                Ok(())
            }
        }
    }

    /// Ends the block by the truth of a place.
    pub fn branch_on(&mut self, p: Place, yes: BlockId, no: BlockId, yes_next: bool) {
        if yes_next {
            self.f.branch(Op::JFALSE, p, 0, no, yes);
        } else {
            self.f.branch(Op::JTRUE, p, 0, yes, no);
        }
    }

    fn cond_chain(&mut self, c: &'a ast::ExprCompare, yes: BlockId, no: BlockId, yes_next: bool) -> Result {
        let mark = self.f.mark();
        let mut left = self.operand(&c.left)?;
        for (i, (&op, e)) in c.ops.iter().zip(&c.comparators).enumerate() {
            let right = self.operand(e)?;
            let t = self.f.temp();
            self.at(c);
            self.f.emit(comparison(op), t, left, right);
            if i + 1 == c.ops.len() {
                self.branch_on(t, yes, no, yes_next);
            } else {
                let on = self.f.block();
                self.branch_on(t, on, no, true);
                self.f.start(on);
            }
            left = right;
        }
        self.f.reset(mark);
        Ok(())
    }

    fn attribute(&mut self, a: &'a ast::ExprAttribute, dst: Place) -> Result {
        if self.super_attribute(a, dst)? {
            return Ok(());
        }
        let p = self.operand_hint(&a.value, self.scratch(dst))?;
        self.at_attribute(a, None);
        let name = self.mangled(&a.attr);
        self.f.emit_name(Op::GETATTR, dst, p, 0, &name);
        Ok(())
    }

    fn subscript(&mut self, s: &'a ast::ExprSubscript, dst: Place) -> Result {
        let p = self.operand_hint(&s.value, self.scratch(dst))?;
        if let Some(bounds) = self.two_bounds(&s.slice)? {
            self.at(s);
            self.f.emit(Op::GETSLICE, dst, p, bounds);
            return Ok(());
        }
        let i = self.index(&s.slice)?;
        self.at(s);
        self.f.emit(Op::GETITEM, dst, p, i);
        Ok(())
    }

    /// The places of `lower` and `upper` if the index is a slice without step.
    pub fn two_bounds(&mut self, e: &'a Expr) -> Result<Option<Place>> {
        let Expr::Slice(s) = e else { return Ok(None) };
        if s.step.is_some() {
            return Ok(None);
        }
        let w = self.f.temps(2);
        self.bound(s.lower.as_deref(), s, w)?;
        self.bound(s.upper.as_deref(), s, w + 1)?;
        Ok(Some(w))
    }

    fn bound(&mut self, e: Option<&'a Expr>, slice: &ast::ExprSlice, dst: Place) -> Result {
        match e {
            Some(e) => self.expr_to(e, dst),
            None => {
                self.at(slice);
                self.f.none(dst);
                Ok(())
            }
        }
    }

    fn slice(&mut self, s: &'a ast::ExprSlice, dst: Place) -> Result {
        let w = self.f.temps(3);
        self.bound(s.lower.as_deref(), s, w)?;
        self.bound(s.upper.as_deref(), s, w + 1)?;
        self.bound(s.step.as_deref(), s, w + 2)?;
        self.at(s);
        self.f.emit(Op::SLICE, dst, w, 0);
        Ok(())
    }

    /// An index that is no slice of two bounds; a bare tuple may hold stars.
    pub fn index(&mut self, e: &'a Expr) -> Result<Place> {
        match e {
            Expr::Starred(_) => {
                let t = self.f.temp();
                self.tuple(std::slice::from_ref(e), e, t)?;
                Ok(t)
            }
            _ => self.operand(e),
        }
    }

    fn tuple(&mut self, elts: &'a [Expr], node: &Expr, dst: Place) -> Result {
        if elts.iter().any(Expr::is_starred_expr) || elts.len() > LARGE {
            let t = self.f.temp();
            self.list_in(elts, node, t)?;
            self.at(node);
            self.f.emit(Op::TOTUPLE, dst, t, 0);
            return Ok(());
        }
        let w = self.places(elts)?;
        self.at(node);
        self.f.emit(Op::TUPLE, dst, w, elts.len() as Place);
        Ok(())
    }

    fn list(&mut self, elts: &'a [Expr], node: &Expr, dst: Place) -> Result {
        if elts.iter().any(Expr::is_starred_expr) || elts.len() > LARGE || self.constants(elts).is_some() {
            let t = self.scratch(dst).unwrap_or_else(|| self.f.temp());
            self.list_in(elts, node, t)?;
            self.f.mov(dst, t);
            return Ok(());
        }
        let w = self.places(elts)?;
        self.at(node);
        self.f.emit(Op::LIST, dst, w, elts.len() as Place);
        Ok(())
    }

    /// Evaluates expressions into a window.
    pub fn places(&mut self, elts: &'a [Expr]) -> Result<Place> {
        let w = self.f.temps(elts.len());
        for (i, e) in elts.iter().enumerate() {
            self.expr_to(e, w + i as Place)?;
        }
        Ok(w)
    }

    /// Three or more constants, as the tuple that a display copies.
    fn constants(&self, elts: &[Expr]) -> Option<Vec<Const>> {
        if elts.len() < 3 { None } else { elts.iter().map(|e| self.fold(e)).collect() }
    }

    /// Builds a list piece by piece in a temporary.
    pub fn list_in(&mut self, elts: &'a [Expr], node: &impl Ranged, t: Place) -> Result {
        let constants = self.constants(elts);
        let first = if constants.is_some() {
            0
        } else {
            elts.iter().take(LARGE).position(Expr::is_starred_expr).unwrap_or(elts.len().min(LARGE))
        };
        let mark = self.f.mark();
        let w = self.places(&elts[..first])?;
        self.at(node);
        self.f.emit(Op::LIST, t, w, first as Place);
        self.f.reset(mark);
        if let Some(items) = constants {
            let c = self.f.temp();
            self.f.constant(c, &Const::Tuple(items));
            self.f.emit(Op::LISTEXTEND, t, c, 0);
            self.f.reset(mark);
            return Ok(());
        }
        for e in &elts[first..] {
            let (inner, op) = match e {
                Expr::Starred(s) => (&*s.value, Op::LISTEXTEND),
                _ => (e, Op::LISTAPPEND),
            };
            let p = self.operand(inner)?;
            self.at(node);
            self.f.emit(op, t, p, 0);
            self.f.reset(mark);
        }
        Ok(())
    }

    fn set(&mut self, s: &'a ast::ExprSet, dst: Place) -> Result {
        let elts = &s.elts;
        let constants = self.constants(elts);
        if constants.is_none() && elts.len() <= LARGE && !elts.iter().any(Expr::is_starred_expr) {
            let w = self.places(elts)?;
            self.at(s);
            self.f.emit(Op::SET, dst, w, elts.len() as Place);
            return Ok(());
        }
        let t = self.scratch(dst).unwrap_or_else(|| self.f.temp());
        self.at(s);
        self.f.emit(Op::SET, t, t, 0);
        if let Some(items) = constants {
            let c = self.f.temp();
            self.f.constant(c, &Const::FrozenSet(items));
            self.f.emit(Op::SETUPDATE, t, c, 0);
        } else {
            for e in elts {
                let mark = self.f.mark();
                let (inner, op) = match e {
                    Expr::Starred(s) => (&*s.value, Op::SETUPDATE),
                    _ => (e, Op::SETADD),
                };
                let p = self.operand(inner)?;
                self.at(s);
                self.f.emit(op, t, p, 0);
                self.f.reset(mark);
            }
        }
        self.f.mov(dst, t);
        Ok(())
    }

    fn dict(&mut self, d: &'a ast::ExprDict, dst: Place) -> Result {
        let plain = d.items.iter().take_while(|i| i.key.is_some()).count().min(LARGE / 2);
        let in_place = plain == d.items.len() || self.f.is_temp(dst);
        let t = if in_place { dst } else { self.f.temp() };
        let mark = self.f.mark();
        let w = self.f.temps(2 * plain);
        for (i, item) in d.items[..plain].iter().enumerate() {
            let key = item.key.as_ref().expect("counted as plain");
            self.expr_to(key, w + 2 * i as Place)?;
            self.expr_to(&item.value, w + 2 * i as Place + 1)?;
        }
        self.at(d);
        self.f.emit(Op::DICT, t, w, plain as Place);
        self.f.reset(mark);
        for item in &d.items[plain..] {
            match &item.key {
                Some(key) => {
                    let k = self.operand(key)?;
                    let v = self.operand(&item.value)?;
                    self.at(d);
                    self.f.emit(Op::DICTSET, t, k, v);
                }
                None => {
                    let p = self.operand(&item.value)?;
                    self.at(d);
                    self.f.emit(Op::DICTUPDATE, t, p, 0);
                }
            }
            self.f.reset(mark);
        }
        self.f.mov(dst, t);
        Ok(())
    }

    fn yield_(&mut self, y: &'a ast::ExprYield, dst: Place) -> Result {
        let p = match &y.value {
            Some(e) => self.operand(e)?,
            None => {
                let t = self.f.temp();
                self.at(y);
                self.f.none(t);
                t
            }
        };
        self.at(y);
        let wrapped = self.f.out.flags & pyspec_abi::blob::flags::ASYNC_GENERATOR != 0;
        self.f.emit(Op::YIELD, dst, p, wrapped as Place);
        Ok(())
    }

    fn yield_from(&mut self, y: &'a ast::ExprYieldFrom, dst: Place) -> Result {
        if self.f.out.flags & (pyspec_abi::blob::flags::ASYNC_GENERATOR | pyspec_abi::blob::flags::COROUTINE) != 0 {
            return self.error("'yield from' inside async function", y);
        }
        let mark = self.f.mark();
        let p = self.operand(&y.value)?;
        let it = self.f.temp();
        self.at(y);
        self.f.emit(Op::AWAITABLE, it, p, 3);
        self.delegate(dst, it);
        self.f.reset(mark);
        Ok(())
    }

    /// Delegates to the iterator in `it`.
    pub fn delegate(&mut self, dst: Place, it: Place) {
        let t = self.f.temp();
        self.f.value(t, Value::NONE);
        self.f.emit(Op::DELEGATE, t, it, 0);
        self.f.mov(dst, t);
    }
}

/// The instruction of a binary operator.
pub fn binary(op: Operator) -> Op {
    match op {
        Operator::Add => Op::ADD,
        Operator::Sub => Op::SUB,
        Operator::Mult => Op::MUL,
        Operator::MatMult => Op::MATMUL,
        Operator::Div => Op::DIV,
        Operator::Mod => Op::MOD,
        Operator::Pow => Op::POW,
        Operator::LShift => Op::LSHIFT,
        Operator::RShift => Op::RSHIFT,
        Operator::BitOr => Op::OR,
        Operator::BitXor => Op::XOR,
        Operator::BitAnd => Op::AND,
        Operator::FloorDiv => Op::FLOORDIV,
    }
}

fn comparison(op: CmpOp) -> Op {
    match op {
        CmpOp::Eq => Op::EQ,
        CmpOp::NotEq => Op::NE,
        CmpOp::Lt => Op::LT,
        CmpOp::LtE => Op::LE,
        CmpOp::Gt => Op::GT,
        CmpOp::GtE => Op::GE,
        CmpOp::Is => Op::IS,
        CmpOp::IsNot => Op::ISNOT,
        CmpOp::In => Op::IN,
        CmpOp::NotIn => Op::NOTIN,
    }
}
