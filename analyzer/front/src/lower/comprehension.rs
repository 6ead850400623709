//! Comprehensions, inlined into their host, and generator expressions.

use super::Lower;
use crate::error::Result;
use crate::hir::{BlockId, Place};
use crate::parse::ast::{self, Comprehension, Expr};
use crate::scope::{Res, ScopeId, ScopeKind};
use pyspec_abi::blob::flags;
use pyspec_abi::ops::Op;

/// What one round of a comprehension adds.
#[derive(Clone, Copy)]
enum Element<'a> {
    List(&'a Expr),
    Set(&'a Expr),
    Dict(Option<&'a Expr>, &'a Expr),
    Yield(&'a Expr),
}

struct Parts<'a> {
    scope: ScopeId,
    name: &'static str,
    element: Element<'a>,
    generators: &'a [Comprehension],
}

impl<'a> Lower<'a> {
    pub fn comprehension(&mut self, e: &'a Expr, dst: Place) -> Result {
        let parts = self.parts(e);
        let inlined = self.table.scope(parts.scope).inlined;
        if inlined { self.inline(e, parts, dst) } else { self.out_of_line(e, parts, dst) }
    }

    fn parts(&self, e: &'a Expr) -> Parts<'a> {
        let (scope, name, element, generators) = match e {
            Expr::ListComp(c) => (self.body_scope(c), "<listcomp>", Element::List(&c.elt), &c.generators),
            Expr::SetComp(c) => (self.body_scope(c), "<setcomp>", Element::Set(&c.elt), &c.generators),
            Expr::DictComp(c) => {
                (self.body_scope(c), "<dictcomp>", Element::Dict(c.key.as_deref(), &c.value), &c.generators)
            }
            Expr::Generator(c) => (self.body_scope(c), "<genexpr>", Element::Yield(&c.elt), &c.generators),
            _ => unreachable!("not a comprehension"),
        };
        Parts { scope, name, element, generators }
    }

    fn inline(&mut self, e: &'a Expr, parts: Parts<'a>, dst: Place) -> Result {
        if self.table.scope(parts.scope).is_async {
            self.need_async("asynchronous comprehension outside of an asynchronous function", e)?;
        }
        let acc = self.scratch(dst).unwrap_or_else(|| self.f.temp());
        let variables = self.own_variables(parts.scope);
        self.at(e);
        for &(p, cell) in variables.iter().filter(|v| v.1) {
            debug_assert!(cell);
            self.f.emit(Op::CLEAR, p, 0, 0);
            self.f.emit(Op::NEWCELL, p, p, 0);
        }
        self.accumulator(parts.element, acc);
        // What the loop goes through is made right before it.
        let first = self.operand(&parts.generators[0].iter)?;
        let outer = std::mem::replace(&mut self.f.inner, parts.scope);
        self.rounds(e, parts.element, parts.generators, Some(first), acc)?;
        for &(p, _) in &variables {
            self.f.emit(Op::CLEAR, p, 0, 0);
        }
        self.f.inner = outer;
        self.f.mov(dst, acc);
        Ok(())
    }

    /// Places of a comprehension's variables, and whether each holds a cell.
    fn own_variables(&self, id: ScopeId) -> Vec<(Place, bool)> {
        let scope = self.table.scope(id);
        let own = scope.order.iter().filter(|n| &***n != ".0");
        let own = own.filter(|n| matches!(scope.symbols[*n].res, Res::Local | Res::Cell));
        own.map(|n| (self.f.variables.get(id, n).expect("it has a place"), scope.symbols[n].res == Res::Cell)).collect()
    }

    fn accumulator(&mut self, element: Element, acc: Place) {
        let op = match element {
            Element::List(_) => Op::LIST,
            Element::Set(_) => Op::SET,
            Element::Dict(..) => Op::DICT,
            Element::Yield(_) => return,
        };
        self.f.emit(op, acc, acc, 0);
    }

    /// A generator expression, or a comprehension in an annotation inside a class.
    fn out_of_line(&mut self, e: &'a Expr, parts: Parts<'a>, dst: Place) -> Result {
        let scope = self.table.scope(parts.scope);
        let generator = matches!(parts.element, Element::Yield(_));
        let is_async = scope.is_async || scope.awaits;
        let kind = match (generator, is_async) {
            (true, false) => flags::GENERATOR,
            (true, true) => flags::ASYNC_GENERATOR,
            (false, false) => 0,
            (false, true) => flags::COROUTINE,
        };
        let w = self.window(1);
        self.at(e);
        self.hidden_function(w + 1, parts.scope, parts.name, kind | flags::ANONYMOUS, |l| {
            let acc = l.f.temp();
            l.accumulator(parts.element, acc);
            l.rounds(e, parts.element, parts.generators, Some(0), acc)?;
            if generator {
                l.return_none();
            } else {
                l.f.emit(Op::RETURN, acc, 0, 0);
            }
            Ok(())
        })?;
        let first = self.operand_hint(&parts.generators[0].iter, Some(w + 4))?;
        self.at(&parts.generators[0].iter);
        let iter = match parts.generators[0].is_async {
            true => Op::AITER,
            false => Op::ITERABLE,
        };
        self.f.emit(iter, w + 4, first, 0);
        self.at(e);
        self.f.emit(Op::CALL, dst, w, 1);
        if !generator && is_async {
            let t = self.f.temp();
            self.f.emit(Op::AWAITABLE, t, dst, 0);
            self.delegate(dst, t);
        }
        Ok(())
    }

    fn rounds(
        &mut self,
        node: &'a Expr,
        element: Element<'a>,
        generators: &'a [Comprehension],
        first: Option<Place>,
        acc: Place,
    ) -> Result {
        let Some((g, rest)) = generators.split_first() else { return self.element(node, element, acc) };
        let mark = self.f.mark();
        let it = match first {
            Some(p) => p,
            None => self.operand(&g.iter)?,
        };
        if g.is_async {
            self.async_round(node, element, g, rest, (it, first == Some(0) && self.f.out.params.positional == 1), acc)?;
        } else {
            let state = self.f.temps(4);
            self.at(&g.iter);
            self.f.emit(Op::FORPREP, state, it, 0);
            let (body, test, done) = (self.f.block(), self.f.block(), self.f.block());
            let item = self.item_place(&g.target);
            self.f.jump(test);
            self.f.start(body);
            self.bind_item(&g.target, item)?;
            self.filters(&g.ifs, test)?;
            self.rounds(node, element, rest, None, acc)?;
            self.f.start(test);
            self.at(&g.iter);
            self.for_next(item, state, body, done);
            self.f.start(done);
        }
        self.f.reset(mark);
        Ok(())
    }

    fn filters(&mut self, ifs: &'a [Expr], skip: BlockId) -> Result {
        for e in ifs {
            let on = self.f.block();
            self.cond(e, on, skip, true)?;
            self.f.start(on);
        }
        Ok(())
    }

    fn async_round(
        &mut self,
        node: &'a Expr,
        element: Element<'a>,
        g: &'a Comprehension,
        rest: &'a [Comprehension],
        (it, ready): (Place, bool),
        acc: Place,
    ) -> Result {
        let in_generator = self.f.out.flags & (flags::COROUTINE | flags::ASYNC_GENERATOR) != 0;
        if !in_generator && self.scope_kind() != ScopeKind::Module {
            return self.error("asynchronous comprehension outside of an asynchronous function", node);
        }
        let iterator = self.f.temp();
        self.at(&g.iter);
        if ready {
            self.f.mov(iterator, it);
        } else {
            self.f.emit(Op::AITER, iterator, it, 0);
        }
        let (head, done) = (self.f.block(), self.f.block());
        self.f.start(head);
        let item = self.async_next(iterator, &g.iter, done);
        self.store(&g.target, item)?;
        self.filters(&g.ifs, head)?;
        self.rounds(node, element, rest, None, acc)?;
        self.f.jump(head);
        self.f.start(done);
        Ok(())
    }

    fn element(&mut self, node: &'a Expr, element: Element<'a>, acc: Place) -> Result {
        let mark = self.f.mark();
        match element {
            Element::List(e) | Element::Set(e) if e.is_starred_expr() => {
                return self.error("iterable unpacking cannot be used in comprehension", e);
            }
            Element::List(e) => {
                let p = self.operand(e)?;
                self.at(e);
                self.f.emit(Op::LISTAPPEND, acc, p, 0);
            }
            Element::Set(e) => {
                let p = self.operand(e)?;
                self.at(e);
                self.f.emit(Op::SETADD, acc, p, 0);
            }
            Element::Dict(None, v) => return self.error("dict unpacking cannot be used in dict comprehension", v),
            Element::Dict(Some(k), v) => {
                let k = self.operand(k)?;
                let p = self.operand(v)?;
                self.at(node);
                self.f.emit(Op::DICTSET, acc, k, p);
            }
            Element::Yield(e) => {
                let p = self.operand(e)?;
                self.at(e);
                let wrapped = self.f.out.flags & flags::ASYNC_GENERATOR != 0;
                self.f.emit(Op::YIELD, acc, p, wrapped as Place);
            }
        }
        self.f.reset(mark);
        Ok(())
    }

    /// Where the items of a loop go: the target itself if it is a place.
    pub fn item_place(&mut self, target: &Expr) -> Place {
        let direct = match target {
            ast::Expr::Name(n) => self.direct_target(&n.id),
            _ => None,
        };
        direct.unwrap_or_else(|| self.f.temp())
    }

    /// Assigns the item to a target that is no place.
    pub fn bind_item(&mut self, target: &'a Expr, item: Place) -> Result {
        if self.f.is_temp(item) { self.store(target, item) } else { Ok(()) }
    }

    /// The test at the bottom of a loop.
    pub fn for_next(&mut self, item: Place, state: Place, body: BlockId, done: BlockId) {
        self.f.branch(Op::FORNEXT, item, state, body, done);
    }
}
