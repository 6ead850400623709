//! Type parameters and type aliases: hidden functions that make them.

use super::Lower;
use crate::error::Result;
use crate::hir::Place;
use crate::parse::Ranged;
use crate::parse::ast::{self, Expr, TypeParam, TypeParams};
use crate::scope::{Slot, has_defaults};
use pyspec_abi::blob::Const;
use pyspec_abi::intrinsics::Intrinsic;
use pyspec_abi::ops::Op;

impl<'a> Lower<'a> {
    /// `def f[T](…)`: called with the defaults, which are evaluated outside.
    pub fn generic_function(&mut self, f: &'a ast::StmtFunctionDef, params: &'a TypeParams, dst: Place) -> Result {
        let scope = self.table.of(f, Slot::TypeParams);
        let has_defaults = has_defaults(&f.parameters);
        let has_keyword = f.parameters.kwonlyargs.iter().any(|p| p.default.is_some());
        let defaults = self.f.temps(2);
        self.defaults(&f.parameters, f, defaults)?;
        let n = has_defaults as usize + has_keyword as usize;
        let w = self.window(n);
        self.at(f);
        let name = format!("<generic parameters of {}>", f.name);
        self.hidden_function(w + 1, scope, &name, 0, |l| {
            let pair = l.f.temps(2);
            l.type_params(params, pair + 1)?;
            let inner = l.f.temps(4);
            for (i, (given, name)) in
                [(has_defaults, ".defaults"), (has_keyword, ".kwdefaults")].into_iter().enumerate()
            {
                if given {
                    l.load_mangled(inner + i as Place, name);
                } else {
                    l.f.emit(Op::CLEAR, inner + i as Place, 0, 0);
                }
            }
            l.function_value(f, inner, pair)?;
            l.f.intrinsic(Intrinsic::SetFunctionTypeParams, pair, pair, 2);
            l.f.emit(Op::RETURN, pair, 0, 0);
            Ok(())
        })?;
        let given = [has_defaults, has_keyword].into_iter().enumerate().filter(|x| x.1);
        for (at, (i, _)) in (w + 4..).zip(given) {
            self.f.mov(at, defaults + i as Place);
        }
        self.f.emit(Op::CALL, dst, w, n as Place);
        Ok(())
    }

    pub fn generic_class(&mut self, c: &'a ast::StmtClassDef, params: &'a TypeParams, dst: Place) -> Result {
        let scope = self.table.of(c, Slot::TypeParams);
        let w = self.window(0);
        self.at(c);
        let name = format!("<generic parameters of {}>", c.name);
        self.hidden_function(w + 1, scope, &name, 0, |l| {
            let t = l.f.temps(2);
            l.type_params(params, t)?;
            l.store_mangled(".type_params", t);
            l.f.intrinsic(Intrinsic::SubscriptGeneric, t, t, 1);
            l.store_mangled(".generic_base", t);
            l.build_class(c, Some(t), t + 1)?;
            l.f.emit(Op::RETURN, t + 1, 0, 0);
            Ok(())
        })?;
        self.f.emit(Op::CALL, dst, w, 0);
        Ok(())
    }

    /// Makes the type parameters, binds them, and puts their tuple into a place.
    fn type_params(&mut self, params: &'a TypeParams, dst: Place) -> Result {
        let first = self.f.temps(params.type_params.len());
        let mut default_seen = false;
        for (i, p) in params.type_params.iter().enumerate() {
            self.type_param(p, first + i as Place, &mut default_seen)?;
        }
        self.f.emit(Op::TUPLE, dst, first, params.type_params.len() as Place);
        Ok(())
    }

    fn type_param(&mut self, p: &'a TypeParam, dst: Place, default_seen: &mut bool) -> Result {
        let (name, bound, default) = match p {
            TypeParam::TypeVar(t) => (&t.name, t.bound.as_deref(), t.default.as_deref()),
            TypeParam::TypeVarTuple(t) => (&t.name, None, t.default.as_deref()),
            TypeParam::ParamSpec(t) => (&t.name, None, t.default.as_deref()),
        };
        let mark = self.f.mark();
        let w = self.f.temps(2);
        self.at(p);
        let text = self.string(name);
        self.f.constant(w, &text);
        match p {
            TypeParam::TypeVar(_) => {
                match bound {
                    Some(e) => self.evaluator(p, Slot::Bound, name, e, w + 1)?,
                    None => self.f.emit(Op::CLEAR, w + 1, 0, 0),
                }
                let constrained = bound.is_some_and(Expr::is_tuple_expr);
                let kind = if constrained { Intrinsic::TypeVarConstraints } else { Intrinsic::TypeVar };
                self.f.intrinsic(kind, dst, w, 2);
            }
            TypeParam::TypeVarTuple(_) => self.f.intrinsic(Intrinsic::TypeVarTuple, dst, w, 1),
            TypeParam::ParamSpec(_) => self.f.intrinsic(Intrinsic::ParamSpec, dst, w, 1),
        }
        match default {
            Some(e) => {
                *default_seen = true;
                self.f.mov(w, dst);
                self.evaluator(p, Slot::Default, name, e, w + 1)?;
                self.f.intrinsic(Intrinsic::SetTypeDefault, dst, w, 2);
            }
            None if *default_seen => {
                let message = format!("non-default type parameter '{name}' follows default type parameter");
                return self.error(message, p);
            }
            None => {}
        }
        self.store_name(name, dst);
        self.f.reset(mark);
        Ok(())
    }

    /// A function that evaluates a bound or a default when it is asked for.
    fn evaluator(&mut self, p: &'a TypeParam, slot: Slot, name: &str, e: &'a Expr, dst: Place) -> Result {
        let scope = self.table.of(p, slot);
        self.at(e);
        self.hidden_function(dst, scope, name, 0, |l| l.lazy_value(e))
    }

    fn lazy_value(&mut self, e: &'a Expr) -> Result {
        self.format_check();
        let t = self.f.temp();
        if let Expr::Starred(s) = e {
            let p = self.operand(&s.value)?;
            self.at(e);
            self.f.emit(Op::UNPACK, t, 1, p);
        } else {
            self.expr_to(e, t)?;
        }
        self.at(e);
        self.f.emit(Op::RETURN, t, 0, 0);
        Ok(())
    }

    pub fn type_alias(&mut self, s: &'a ast::StmtTypeAlias) -> Result {
        let Expr::Name(name) = &*s.name else { return self.error("invalid syntax", &*s.name) };
        let dst = self.f.temp();
        self.at(s);
        match &s.type_params {
            None => self.alias_value(s, &name.id, None, dst)?,
            Some(params) => {
                let scope = self.table.of(s, Slot::TypeParams);
                let w = self.window(0);
                let code = format!("<generic parameters of {}>", name.id);
                self.hidden_function(w + 1, scope, &code, 0, |l| {
                    let t = l.f.temps(2);
                    l.type_params(params, t)?;
                    l.at(s);
                    l.alias_value(s, &name.id, Some(t), t + 1)?;
                    l.f.emit(Op::RETURN, t + 1, 0, 0);
                    Ok(())
                })?;
                self.f.emit(Op::CALL, dst, w, 0);
            }
        }
        self.at(name);
        self.store_name(&name.id, dst);
        Ok(())
    }

    fn alias_value(&mut self, s: &'a ast::StmtTypeAlias, name: &str, params: Option<Place>, dst: Place) -> Result {
        let w = self.f.temps(3);
        self.f.constant(w, &Const::Str(name.as_bytes().to_vec()));
        match params {
            Some(p) => self.f.mov(w + 1, p),
            None => self.f.none(w + 1),
        }
        let scope = self.body_scope(s);
        self.hidden_function(w + 2, scope, name, 0, |l| l.lazy_value(&s.value))?;
        self.f.pos = self.source.position(s.range());
        self.f.intrinsic(Intrinsic::TypeAlias, dst, w, 3);
        Ok(())
    }
}
