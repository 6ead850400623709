//! Assignment, augmented and annotated assignment, deletion.

use super::Lower;
use super::expr::binary;
use crate::error::Result;
use crate::hir::Place;
use crate::parse::ast::{self, Expr};
use pyspec_abi::Value;
use pyspec_abi::ops::Op;

impl<'a> Lower<'a> {
    pub fn assign(&mut self, a: &'a ast::StmtAssign) -> Result {
        if let [target] = &a.targets[..] {
            if let Expr::Name(n) = target
                && let Some(p) = self.direct_target(&n.id)
            {
                return self.expr_to(&a.value, p);
            }
            if let (Some(targets), Some(values)) = (elements(target), elements(&a.value))
                && targets.len() == values.len()
                && !targets.iter().chain(values).any(Expr::is_starred_expr)
                && a.value.is_tuple_expr()
            {
                return self.parallel(targets, values);
            }
        }
        // A later target may read or rebind the local that the value is, hence a copy.
        let p = if a.targets.len() == 1 { self.operand(&a.value)? } else { self.temp_of(&a.value)? };
        a.targets.iter().try_for_each(|t| self.store(t, p))
    }

    /// `a, b = b, a`: every value is computed before any target is assigned.
    fn parallel(&mut self, targets: &'a [Expr], values: &'a [Expr]) -> Result {
        let mut places = vec![];
        for (i, value) in values.iter().enumerate() {
            let rebound = |p: Place, l: &Self| {
                targets[..i].iter().any(|t| match t {
                    Expr::Name(n) => l.direct_target(&n.id) == Some(p),
                    Expr::Attribute(_) | Expr::Subscript(_) => false,
                    _ => true,
                })
            };
            let local = match value {
                Expr::Name(n) => self.stable(&n.id).filter(|&p| !rebound(p, self)),
                _ => None,
            };
            let p = match local {
                Some(_) => self.operand(value)?,
                None => self.temp_of(value)?,
            };
            places.push(p);
        }
        targets.iter().zip(places).try_for_each(|(t, p)| self.store(t, p))
    }

    /// Assigns a place's value to a target.
    pub fn store(&mut self, target: &'a Expr, value: Place) -> Result {
        let mark = self.f.mark();
        match target {
            Expr::Name(n) => {
                self.at(n);
                self.store_name(&n.id, value);
            }
            Expr::Attribute(a) => {
                if a.attr == *"__debug__" {
                    return self.error("cannot assign to __debug__", a);
                }
                self.note_attribute(a);
                let p = self.operand(&a.value)?;
                self.at_attribute(a, None);
                let name = self.mangled(&a.attr);
                self.f.emit_name(Op::SETATTR, p, value, 0, &name);
            }
            Expr::Subscript(s) => {
                let p = self.operand(&s.value)?;
                if let Some(bounds) = self.two_bounds(&s.slice)? {
                    self.at(s);
                    self.f.emit(Op::SETSLICE, p, bounds, value);
                } else {
                    let i = self.index(&s.slice)?;
                    self.at(s);
                    self.f.emit(Op::SETITEM, p, i, value);
                }
            }
            Expr::Tuple(t) => self.unpack(&t.elts, target, value)?,
            Expr::List(l) => self.unpack(&l.elts, target, value)?,
            Expr::Starred(_) => return self.error("starred assignment target must be in a list or tuple", target),
            _ => return self.error(format!("cannot assign to {}", crate::messages::expression_name(target)), target),
        }
        self.f.reset(mark);
        Ok(())
    }

    fn unpack(&mut self, elts: &'a [Expr], node: &'a Expr, value: Place) -> Result {
        let star = elts.iter().position(Expr::is_starred_expr);
        if let Some(i) = star
            && elts[i + 1..].iter().any(Expr::is_starred_expr)
        {
            return self.error("multiple starred expressions in assignment", node);
        }
        let (w, direct) = match self.consecutive(elts) {
            Some(p) => (p, true),
            None => (self.f.temps(elts.len()), false),
        };
        self.at(node);
        match star {
            None => self.f.emit(Op::UNPACK, w, elts.len() as Place, value),
            Some(i) => {
                let after = elts.len() - i - 1;
                if i > 255 || after >= 1 << 16 {
                    return self.error("too many expressions in star-unpacking assignment", node);
                }
                self.f.emit_x(Op::UNPACKEX, w, value, 0, (i | after << 16) as u64);
            }
        }
        if direct {
            return Ok(());
        }
        for (i, e) in elts.iter().enumerate() {
            let target = if let Expr::Starred(s) = e { &*s.value } else { e };
            self.store(target, w + i as Place)?;
        }
        Ok(())
    }

    /// The first place if all targets are locals that stand one after the other.
    fn consecutive(&self, elts: &[Expr]) -> Option<Place> {
        let place = |e: &Expr| match e {
            Expr::Name(n) => self.direct_target(&n.id),
            _ => None,
        };
        let first = place(elts.first()?)?;
        let all = elts.iter().enumerate().all(|(i, e)| place(e) == Some(first + i as Place));
        all.then_some(first)
    }

    pub fn aug_assign(&mut self, a: &'a ast::StmtAugAssign) -> Result {
        let op = binary(a.op).inplace().expect("every binary operator has an in-place twin");
        match &*a.target {
            Expr::Name(n) => {
                let p = self.operand(&a.target)?;
                let v = self.operand(&a.value)?;
                self.at(a);
                match self.direct_target(&n.id) {
                    Some(dst) => self.f.emit(op, dst, p, v),
                    None => {
                        self.f.emit(op, p, p, v);
                        self.store_name(&n.id, p);
                    }
                }
            }
            Expr::Attribute(t) => {
                self.note_attribute(t);
                let p = self.operand(&t.value)?;
                let r = self.f.temp();
                self.at_attribute(t, None);
                let name = self.mangled(&t.attr);
                self.f.emit_name(Op::GETATTR, r, p, 0, &name);
                let v = self.operand(&a.value)?;
                self.at(a);
                self.f.emit(op, r, r, v);
                self.at(t);
                self.f.emit_name(Op::SETATTR, p, r, 0, &name);
            }
            Expr::Subscript(t) => {
                let p = self.operand(&t.value)?;
                let r = self.f.temp();
                let bounds = self.two_bounds(&t.slice)?;
                let i = if bounds.is_none() { self.index(&t.slice)? } else { 0 };
                self.at(t);
                match bounds {
                    Some(w) => self.f.emit(Op::GETSLICE, r, p, w),
                    None => self.f.emit(Op::GETITEM, r, p, i),
                }
                let v = self.operand(&a.value)?;
                self.at(a);
                self.f.emit(op, r, r, v);
                self.at(t);
                match bounds {
                    Some(w) => self.f.emit(Op::SETSLICE, p, w, r),
                    None => self.f.emit(Op::SETITEM, p, i, r),
                }
            }
            other => {
                let name = crate::messages::expression_name(other);
                return self.error(format!("'{name}' is an illegal expression for augmented assignment"), other);
            }
        }
        Ok(())
    }

    pub fn ann_assign(&mut self, a: &'a ast::StmtAnnAssign) -> Result {
        if let Some(value) = &a.value {
            match (&*a.target, a.target.as_name_expr().and_then(|n| self.direct_target(&n.id))) {
                (Expr::Name(_), Some(p)) => self.expr_to(value, p)?,
                _ => {
                    let p = self.operand(value)?;
                    self.store(&a.target, p)?;
                }
            }
        } else {
            match &*a.target {
                Expr::Attribute(t) => self.effect(&t.value)?,
                Expr::Subscript(t) => {
                    self.effect(&t.value)?;
                    self.effect(&t.slice)?;
                }
                _ => {}
            }
        }
        self.record_annotation(a)
    }

    /// Notes that a conditional annotation was executed, or stores its text.
    fn record_annotation(&mut self, a: &'a ast::StmtAnnAssign) -> Result {
        let Expr::Name(n) = &*a.target else { return Ok(()) };
        if !a.simple || self.table.scope(self.f.scope).is_function_like() {
            return Ok(());
        }
        self.at(a);
        if self.future_annotations {
            let w = self.f.temps(3);
            self.annotation(&a.annotation, w)?;
            self.load_mangled(w + 1, "__annotations__");
            let name = self.string(&self.mangled(&n.id));
            self.f.constant(w + 2, &name);
            self.f.emit(Op::SETITEM, w + 1, w + 2, w);
            return Ok(());
        }
        let annotations = &self.table.scope(self.f.scope).annotations;
        let conditional: Vec<_> = annotations.iter().filter(|x| x.1).collect();
        if let Some(i) = conditional.iter().position(|x| std::ptr::eq(x.0, a)) {
            let t = self.f.temps(2);
            match self.f.variables.get(self.f.scope, "__conditional_annotations__") {
                Some(cell) => self.f.emit_name(Op::LOADCELL, t, cell, 0, "__conditional_annotations__"),
                None => self.load_mangled(t, "__conditional_annotations__"),
            }
            self.f.value(t + 1, Value::small_int(i as isize));
            self.f.emit(Op::SETADD, t, t + 1, 0);
        }
        Ok(())
    }

    pub fn delete(&mut self, target: &'a Expr) -> Result {
        let mark = self.f.mark();
        match target {
            Expr::Name(n) => {
                self.at(n);
                self.delete_name(&n.id);
            }
            Expr::Attribute(a) => {
                let p = self.operand(&a.value)?;
                self.at_attribute(a, None);
                let name = self.mangled(&a.attr);
                self.f.emit_name(Op::DELATTR, p, 0, 0, &name);
            }
            Expr::Subscript(s) => {
                let p = self.operand(&s.value)?;
                let i = self.index(&s.slice)?;
                self.at(s);
                self.f.emit(Op::DELITEM, p, i, 0);
            }
            Expr::Tuple(t) => t.elts.iter().try_for_each(|e| self.delete(e))?,
            Expr::List(l) => l.elts.iter().try_for_each(|e| self.delete(e))?,
            _ => return self.error(format!("cannot delete {}", crate::messages::expression_name(target)), target),
        }
        self.f.reset(mark);
        Ok(())
    }
}

/// The elements of a tuple or list display.
fn elements(e: &Expr) -> Option<&[Expr]> {
    match e {
        Expr::Tuple(t) => Some(&t.elts),
        Expr::List(l) => Some(&l.elts),
        _ => None,
    }
}
