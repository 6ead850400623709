//! Calls: plain, of methods, through `super`, with keywords and with stars.

use super::Lower;
use super::expr::LARGE;
use super::name::Var;
use crate::error::Result;
use crate::hir::{Insn, Place};
use crate::parse::Ranged;
use crate::parse::ast::{self, Arguments, Expr};
use crate::scope::ScopeKind;
use pyspec_abi::blob::Const;
use pyspec_abi::ops::Op;

impl<'a> Lower<'a> {
    pub fn call(&mut self, c: &'a ast::ExprCall, dst: Place) -> Result {
        let args = &c.arguments;
        self.refuse_repeated(args)?;
        if starred(args) {
            return self.call_star(c, dst);
        }
        if let Expr::Attribute(a) = &*c.func {
            if self.call_super(a, c, dst)? {
                return Ok(());
            }
            return self.call_method(a, c, dst);
        }
        let w = self.window(0);
        self.expr_to(&c.func, w + 1)?;
        let n = self.arguments(args, 0)?;
        self.at(c);
        if args.keywords.is_empty() {
            self.f.emit(Op::CALL, dst, w, n);
        } else {
            let names = self.keyword_names(args);
            self.f.emit_x(Op::CALLKW, dst, w, n, names as u64);
        }
        Ok(())
    }

    /// The same keyword twice is an error.
    pub fn refuse_repeated(&self, args: &Arguments) -> Result {
        for (i, k) in args.keywords.iter().enumerate() {
            let Some(name) = &k.arg else { continue };
            if name == "__debug__" {
                return self.error("cannot assign to __debug__", k);
            }
            if args.keywords[..i].iter().any(|o| o.arg.as_ref().is_some_and(|o| o.id == name.id)) {
                return self.error(format!("keyword argument repeated: {name}"), k);
            }
        }
        Ok(())
    }

    /// Evaluates arguments into the places that follow the `before` ones of a window; their number.
    fn arguments(&mut self, args: &'a Arguments, before: usize) -> Result<Place> {
        for e in args.args.iter().chain(args.keywords.iter().map(|k| &k.value)) {
            let p = self.f.temp();
            self.expr_to(e, p)?;
        }
        Ok((before + args.args.len() + args.keywords.len()) as Place)
    }

    fn keyword_names(&mut self, args: &Arguments) -> u32 {
        let names = args.keywords.iter().filter_map(|k| k.arg.as_ref());
        let names = names.map(|n| Const::Str(self.mangled(n).into_owned().into_bytes())).collect();
        self.f.konst(&Const::Tuple(names))
    }

    /// A method is looked up before the arguments are evaluated; where they are such that nobody can tell, [`crate::tidy`]
    /// lets the call do both.
    fn call_method(&mut self, a: &'a ast::ExprAttribute, c: &'a ast::ExprCall, dst: Place) -> Result {
        let w = self.window(1);
        self.receiver(&a.value, w)?;
        let name = self.mangled(&a.attr);
        self.at_attribute(a, None);
        self.f.emit_name(Op::FINDMETHOD, w + 1, w + 4, 0, &name);
        self.call_of_found(a, c, dst, w)
    }

    /// The rest of a call whose callee has been looked up.
    fn call_of_found(&mut self, a: &'a ast::ExprAttribute, c: &'a ast::ExprCall, dst: Place, w: Place) -> Result {
        let n = self.arguments(&c.arguments, 1)?;
        let x = self.f.name(&self.mangled(&a.attr)) as u64;
        self.at_attribute(a, Some(c));
        if c.arguments.keywords.is_empty() {
            self.f.emit_x(Op::CALLFOUND, dst, w, n, x);
        } else {
            let y = self.keyword_names(&c.arguments);
            self.f.push(Insn { x, y, ..Insn::new(Op::CALLFOUNDKW, dst, w, n) });
        }
        Ok(())
    }

    /// Evaluates a method's receiver into its place in the window.
    fn receiver(&mut self, e: &'a Expr, w: Place) -> Result {
        let Expr::Call(inner) = e else { return self.expr_to(e, w + 4) };
        // `a.f().g()`: the inner call has the same window, since its result is all that stays.
        let mark = self.f.mark();
        self.f.reset(w as u32);
        crate::with_stack(|| self.call(inner, w + 4))?;
        self.f.reset(mark);
        Ok(())
    }

    /// `super().m(…)` and `super(C, self).m(…)`, where `super` may be the builtin.
    fn call_super(&mut self, a: &'a ast::ExprAttribute, c: &'a ast::ExprCall, dst: Place) -> Result<bool> {
        let Some(inner) = self.super_call(&a.value) else { return Ok(false) };
        let w = self.window(0);
        let receiver = self.f.temp();
        self.super_parts(inner, w + 1, w + 2, receiver)?;
        let name = self.mangled(&a.attr);
        self.at_attribute(a, None);
        self.f.emit_name(Op::FINDSUPER, w + 1, w + 2, receiver, &name);
        self.call_of_found(a, c, dst, w)?;
        Ok(true)
    }

    /// `super().x`; whether it was that.
    pub fn super_attribute(&mut self, a: &'a ast::ExprAttribute, dst: Place) -> Result<bool> {
        let Some(inner) = self.super_call(&a.value) else { return Ok(false) };
        let w = self.f.temps(3);
        self.super_parts(inner, w, w + 1, w + 2)?;
        self.at_attribute(a, None);
        let name = self.mangled(&a.attr);
        self.f.emit_name(Op::GETSUPER, dst, w, 0, &name);
        Ok(true)
    }

    /// The call of `super` that an attribute is read from, if it can be done without the object.
    fn super_call(&self, e: &'a Expr) -> Option<&'a ast::ExprCall> {
        let Expr::Call(c) = e else { return None };
        let Expr::Name(n) = &*c.func else { return None };
        let in_function = matches!(self.scope_kind(), ScopeKind::Function | ScopeKind::Lambda);
        if n.id != "super" || !in_function || self.f.inner != self.f.scope || self.var("super") != Var::Global {
            return None;
        }
        let plain = c.arguments.keywords.is_empty() && !c.arguments.args.iter().any(Expr::is_starred_expr);
        let implicit = self.f.out.class_place.is_some() && self.f.out.params.positional > 0;
        match c.arguments.args.len() {
            0 if plain && implicit => Some(c),
            2 if plain => Some(c),
            _ => None,
        }
    }

    fn super_parts(&mut self, c: &'a ast::ExprCall, function: Place, class: Place, receiver: Place) -> Result {
        self.expr_to(&c.func, function)?;
        if let [first, second] = &*c.arguments.args {
            self.expr_to(first, class)?;
            return self.expr_to(second, receiver);
        }
        self.at(c);
        self.load_mangled(class, "__class__");
        let first = self.table.scope(self.f.scope).params[0].clone();
        self.load_mangled(receiver, &first);
        Ok(())
    }

    fn call_star(&mut self, c: &'a ast::ExprCall, dst: Place) -> Result {
        let w = self.window(2);
        self.expr_to(&c.func, w + 1)?;
        self.star_arguments(&c.arguments, c, w)?;
        self.at(c);
        self.f.emit(Op::CALLSTAR, dst, w, 0);
        Ok(())
    }

    /// Builds the positional arguments at `w + 4` and the keywords at `w + 5`.
    pub fn star_arguments(&mut self, args: &'a Arguments, node: &impl Ranged, w: Place) -> Result {
        let mark = self.f.mark();
        if let [Expr::Starred(s)] = &*args.args {
            // The call itself turns one starred iterable into a tuple, and words the error.
            self.expr_to(&s.value, w + 4)?;
        } else if args.args.iter().any(Expr::is_starred_expr) || args.args.len() > LARGE {
            let t = self.f.temp();
            self.list_in(&args.args, node, t)?;
            self.at(node);
            self.f.emit(Op::TOTUPLE, w + 4, t, 0);
        } else {
            let first = self.places(&args.args)?;
            self.at(node);
            self.f.emit(Op::TUPLE, w + 4, first, args.args.len() as Place);
        }
        self.f.reset(mark);
        if args.keywords.is_empty() {
            self.f.emit(Op::CLEAR, w + 5, 0, 0);
            return Ok(());
        }
        self.keyword_dict(args, node, w + 5, Some(w + 1))
    }

    /// A dict of keyword arguments; duplicates are an error of `callee`, or of the class statement.
    pub fn keyword_dict(
        &mut self,
        args: &'a Arguments,
        node: &impl Ranged,
        dst: Place,
        callee: Option<Place>,
    ) -> Result {
        let mark = self.f.mark();
        let plain = args.keywords.iter().take_while(|k| k.arg.is_some()).count().min(LARGE / 2);
        let first = self.f.temps(2 * plain);
        for (i, k) in args.keywords[..plain].iter().enumerate() {
            self.keyword_pair(k, first + 2 * i as Place, first + 2 * i as Place + 1)?;
        }
        self.at(node);
        self.f.emit(Op::DICT, dst, first, plain as Place);
        self.f.reset(mark);
        for k in &args.keywords[plain..] {
            let p = if k.arg.is_some() {
                let w = self.f.temps(2);
                self.keyword_pair(k, w, w + 1)?;
                let d = self.f.temp();
                self.f.emit(Op::DICT, d, w, 1);
                d
            } else {
                self.operand(&k.value)?
            };
            self.at(node);
            match callee {
                Some(callee) => self.f.emit(Op::DICTMERGE, dst, p, callee),
                None => self.f.emit(Op::DICTUPDATE, dst, p, 0),
            }
            self.f.reset(mark);
        }
        Ok(())
    }

    fn keyword_pair(&mut self, k: &'a ast::Keyword, key: Place, value: Place) -> Result {
        let name = k.arg.as_ref().map_or(String::new(), |n| self.mangled(n).into_owned());
        self.at(k);
        let name = self.string(&name);
        self.f.constant(key, &name);
        self.expr_to(&k.value, value)
    }
}

/// Whether arguments need to be gathered in a tuple and a dict.
pub fn starred(args: &Arguments) -> bool {
    args.args.iter().any(Expr::is_starred_expr)
        || args.keywords.iter().any(|k| k.arg.is_none())
        || args.args.len() + args.keywords.len() > 200
}
