//! `def`, `lambda` and the hidden functions of annotations.

use super::Lower;
use crate::error::Result;
use crate::hir::Place;
use crate::literal;
use crate::parse::Ranged;
use crate::parse::ast::{self, Expr, Parameters, Stmt};
use crate::scope::{ScopeId, ScopeKind, Slot, annotated, has_defaults};
use pyspec_abi::Value;
use pyspec_abi::blob::{Const, flags};
use pyspec_abi::intrinsics::Intrinsic;
use pyspec_abi::ops::Op;
use pyspec_abi::params::ParamSpec;

impl<'a> Lower<'a> {
    pub fn function_def(&mut self, f: &'a ast::StmtFunctionDef) -> Result {
        let mark = self.f.mark();
        let dst = match self.direct_target(&f.name) {
            Some(p) if f.decorator_list.is_empty() => p,
            _ => self.f.temp(),
        };
        let windows = self.decorators(&f.decorator_list)?;
        let made = windows.last().map_or(dst, |w| w + 4);
        match &f.type_params {
            Some(params) => self.generic_function(f, params, made)?,
            None => {
                let w = self.f.temps(4);
                self.defaults(&f.parameters, f, w)?;
                self.function_value(f, w, made)?;
            }
        }
        self.apply_decorators(&f.decorator_list, &windows, dst);
        self.at(f);
        self.store_name(&f.name, dst);
        self.f.reset(mark);
        Ok(())
    }

    /// Evaluates decorators, each into the window of its call.
    pub fn decorators(&mut self, list: &'a [ast::Decorator]) -> Result<Vec<Place>> {
        let mut windows = vec![];
        for d in list {
            let w = self.window(1);
            // The place of the argument holds nothing until the call inside has returned.
            self.expr_to(&d.expression, w + 1)?;
            windows.push(w);
        }
        Ok(windows)
    }

    /// Calls the decorators, innermost first; each result is the argument of the next.
    pub fn apply_decorators(&mut self, list: &[ast::Decorator], windows: &[Place], dst: Place) {
        for (i, (d, &w)) in list.iter().zip(windows).enumerate().rev() {
            self.at(&d.expression);
            let to = if i == 0 { dst } else { windows[i - 1] + 4 };
            self.f.emit(Op::CALL, to, w, 1);
        }
    }

    /// Fills the first two places of a function's window.
    pub fn defaults(&mut self, p: &'a Parameters, node: &impl Ranged, w: Place) -> Result {
        let defaults: Vec<&'a Expr> =
            p.posonlyargs.iter().chain(&p.args).filter_map(|p| p.default.as_deref()).collect();
        let constants: Option<Vec<Const>> = defaults.iter().map(|e| self.fold(e)).collect();
        let mark = self.f.mark();
        match constants {
            _ if !has_defaults(p) => {
                self.at(node);
                self.f.emit(Op::CLEAR, w, 0, 0);
            }
            Some(items) => {
                self.at(node);
                self.f.constant(w, &Const::Tuple(items));
            }
            None => {
                let first = self.f.temps(defaults.len());
                for (i, e) in defaults.iter().enumerate() {
                    self.expr_to(e, first + i as Place)?;
                }
                self.at(node);
                self.f.emit(Op::TUPLE, w, first, defaults.len() as Place);
            }
        }
        self.f.reset(mark);
        let named: Vec<_> =
            p.kwonlyargs.iter().filter_map(|p| Some((&p.parameter.name, p.default.as_deref()?))).collect();
        if named.is_empty() {
            self.f.emit(Op::CLEAR, w + 1, 0, 0);
            return Ok(());
        }
        let first = self.f.temps(2 * named.len());
        for (i, (name, e)) in named.iter().enumerate() {
            self.at(*e);
            let name = self.string(&self.mangled(name));
            self.f.constant(first + 2 * i as Place, &name);
            self.expr_to(e, first + 2 * i as Place + 1)?;
        }
        self.at(node);
        self.f.emit(Op::DICT, w + 1, first, named.len() as Place);
        self.f.reset(mark);
        Ok(())
    }

    /// Makes the function once its defaults are in the window.
    pub fn function_value(&mut self, f: &'a ast::StmtFunctionDef, w: Place, dst: Place) -> Result {
        let annotate = self.annotate_function(f, w + 2)?;
        let scope = self.body_scope(f);
        let line = f.decorator_list.first().map_or(f.range.start(), |d| d.range.start());
        let line = self.source.line_col(line).0;
        let index = self.function_code(scope, &f.parameters, &f.name, &f.body, line)?;
        self.functions[index as usize].annotate = annotate;
        self.at(f);
        self.closure(w + 3, scope);
        self.make_function(dst, w, index);
        Ok(())
    }

    fn function_code(
        &mut self,
        scope: ScopeId,
        p: &'a Parameters,
        name: &str,
        body: &'a [Stmt],
        line: u32,
    ) -> Result<u32> {
        let mut kind = self.function_flags(scope);
        if self.table.scope(self.f.scope).kind == ScopeKind::Class {
            kind |= flags::METHOD;
        }
        self.open(scope, name, kind, line);
        self.f.out.params = spec(p);
        let body = self.docstring(body);
        self.body(body)?;
        self.f.pos = Default::default();
        self.return_none();
        Ok(self.close())
    }

    /// Takes the docstring off a function's body and makes it the first constant.
    fn docstring(&mut self, body: &'a [Stmt]) -> &'a [Stmt] {
        let Some((doc, rest)) = self.split_docstring(body) else { return body };
        if self.options.optimize < 2 {
            self.f.konst(&Const::Str(doc));
            self.f.out.flags |= flags::DOCSTRING;
        }
        rest
    }

    /// The docstring of a body, its indentation removed, and the statements after it.
    pub fn split_docstring(&self, body: &'a [Stmt]) -> Option<(Vec<u8>, &'a [Stmt])> {
        let (Stmt::Expr(e), rest) = body.split_first()? else { return None };
        let Expr::StringLiteral(s) = &*e.value else { return None };
        let text: Vec<u8> = s.value.iter().flat_map(|p| literal::string(self.source, p)).collect();
        Some((clean_doc(&text), rest))
    }

    pub fn lambda(&mut self, l: &'a ast::ExprLambda, dst: Place) -> Result {
        let w = self.f.temps(4);
        match &l.parameters {
            Some(p) => self.defaults(p, l, w)?,
            None => {
                self.at(l);
                self.f.emit(Op::CLEAR, w, 0, 0);
                self.f.emit(Op::CLEAR, w + 1, 0, 0);
            }
        }
        self.at(l);
        self.f.emit(Op::CLEAR, w + 2, 0, 0);
        let scope = self.body_scope(l);
        let kind = self.function_flags(scope) | flags::ANONYMOUS;
        let line = self.source.line_col(l.range.start()).0;
        self.open(scope, "<lambda>", kind, line);
        self.f.out.params = l.parameters.as_deref().map_or(ParamSpec::default(), spec);
        let mark = self.f.mark();
        let p = self.operand(&l.body)?;
        self.at(&*l.body);
        self.f.emit(Op::RETURN, p, 0, 0);
        self.f.reset(mark);
        let index = self.close();
        self.at(l);
        self.closure(w + 3, scope);
        self.make_function(dst, w, index);
        Ok(())
    }

    /// Puts the `__annotate__` function of a `def` into a place, or clears it; its number.
    fn annotate_function(&mut self, f: &'a ast::StmtFunctionDef, dst: Place) -> Result<Option<u32>> {
        self.at(f);
        let Some(scope) = self.table.find(f, Slot::Annotations) else {
            self.f.emit(Op::CLEAR, dst, 0, 0);
            return Ok(None);
        };
        let index = self.functions.len() as u32;
        self.hidden_function(dst, scope, "__annotate__", 0, |l| {
            l.format_check();
            let all: Vec<(String, &'a Expr)> = annotated(&f.parameters)
                .map(|(n, e)| (l.mangled(n).into_owned(), e))
                .chain(f.returns.as_deref().map(|e| ("return".into(), e)))
                .collect();
            let w = l.f.temps(2 * all.len());
            for (i, (name, e)) in all.iter().enumerate() {
                l.at(*e);
                let name = l.string(name);
                l.f.constant(w + 2 * i as Place, &name);
                l.annotation(e, w + 2 * i as Place + 1)?;
            }
            l.at(f);
            l.f.emit(Op::DICT, w, w, all.len() as Place);
            l.f.emit(Op::RETURN, w, 0, 0);
            Ok(())
        })?;
        Ok(Some(index))
    }

    /// The value of an annotation; `*Ts` is the one item of the iterable.
    pub fn annotation(&mut self, e: &'a Expr, dst: Place) -> Result {
        if self.future_annotations {
            let text = crate::unparse::annotation(self.source, e);
            self.at(e);
            self.f.constant(dst, &Const::Str(text.into_bytes()));
            return Ok(());
        }
        if let Expr::Starred(s) = e {
            let mark = self.f.mark();
            let p = self.operand(&s.value)?;
            let t = self.f.temp();
            self.at(e);
            self.f.emit(Op::UNPACK, t, 1, p);
            self.f.mov(dst, t);
            self.f.reset(mark);
            return Ok(());
        }
        self.expr_to(e, dst)
    }

    /// Hidden functions refuse formats beyond VALUE_WITH_FAKE_GLOBALS.
    pub fn format_check(&mut self) {
        if self.future_annotations {
            return;
        }
        let mark = self.f.mark();
        let t = self.f.temps(2);
        let (bad, good) = (self.f.block(), self.f.block());
        self.f.value(t, Value::small_int(2));
        self.f.emit(Op::GT, t, 0, t);
        self.f.branch(Op::JFALSE, t, 0, good, bad);
        self.f.start(bad);
        self.f.intrinsic(Intrinsic::NotImplementedError, t, t, 0);
        self.f.emit(Op::RAISE, t, 0, 0);
        self.f.start(good);
        self.f.reset(mark);
    }

    /// The `__annotate__` function of a module's or class's annotated names.
    pub fn block_annotations(&mut self, block: ScopeId, dst: Place) -> Result {
        let scope = self.table.find_annotations(block).expect("a block with annotations has their scope");
        let annotations = self.table.scope(block).annotations.clone();
        self.hidden_function(dst, scope, "__annotate__", 0, |l| {
            l.format_check();
            let d = l.f.temp();
            l.f.emit(Op::DICT, d, d, 0);
            let mut number = 0;
            for (s, conditional) in annotations {
                let Expr::Name(n) = &*s.target else { continue };
                let mark = l.f.mark();
                l.at(s);
                let on = l.f.block();
                if conditional {
                    let t = l.f.temps(2);
                    l.f.value(t, Value::small_int(number));
                    number += 1;
                    l.load_mangled(t + 1, "__conditional_annotations__");
                    l.f.emit(Op::IN, t, t, t + 1);
                    let present = l.f.block();
                    l.branch_on(t, present, on, true);
                    l.f.start(present);
                    l.f.reset(mark);
                }
                let w = l.f.temps(2);
                let name = l.string(&l.mangled(&n.id));
                l.f.constant(w, &name);
                l.annotation(&s.annotation, w + 1)?;
                l.at(s);
                l.f.emit(Op::DICTSET, d, w, w + 1);
                l.f.start(on);
                l.f.reset(mark);
            }
            l.f.emit(Op::RETURN, d, 0, 0);
            Ok(())
        })
    }
}

/// How a function takes its arguments.
pub fn spec(p: &Parameters) -> ParamSpec {
    ParamSpec {
        positional_only: p.posonlyargs.len() as u16,
        positional: (p.posonlyargs.len() + p.args.len()) as u16,
        keyword_only: p.kwonlyargs.len() as u16,
        varargs: p.vararg.is_some(),
        varkeywords: p.kwarg.is_some(),
    }
}

/// A docstring with tabs expanded at line starts and the common indentation removed.
fn clean_doc(text: &[u8]) -> Vec<u8> {
    if !text.contains(&b'\n') && !text.contains(&b'\t') {
        let start = text.iter().position(|&b| b != b' ').unwrap_or(text.len());
        return text[start..].to_vec();
    }
    let text = expand_tabs(text);
    let lines: Vec<&[u8]> = text.split(|&b| b == b'\n').collect();
    let spaces = |l: &[u8]| l.iter().take_while(|&&b| b == b' ').count();
    let margin = lines[1..].iter().filter(|l| spaces(l) < l.len()).map(|l| spaces(l)).min().unwrap_or(0);
    let mut out = lines[0][spaces(lines[0])..].to_vec();
    for l in &lines[1..] {
        out.push(b'\n');
        out.extend(&l[margin.min(spaces(l))..]);
    }
    out
}

fn expand_tabs(text: &[u8]) -> Vec<u8> {
    let mut out = vec![];
    let mut col = 0;
    for &b in text {
        match b {
            b'\t' => {
                let n = 8 - col % 8;
                out.extend(std::iter::repeat_n(b' ', n));
                col += n;
            }
            b'\n' | b'\r' => {
                out.push(b);
                col = 0;
            }
            _ => {
                out.push(b);
                // Columns count characters, not bytes of UTF-8.
                if b & 0xc0 != 0x80 {
                    col += 1;
                }
            }
        }
    }
    out
}
