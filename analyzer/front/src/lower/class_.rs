//! `class` statements.

use super::Lower;
use super::call::starred;
use crate::error::Result;
use crate::hir::Place;
use crate::parse::ast::{self, Arguments};
use pyspec_abi::Value;
use pyspec_abi::blob::{Const, flags};
use pyspec_abi::intrinsics::Intrinsic;
use pyspec_abi::ops::Op;

impl<'a> Lower<'a> {
    pub fn class_def(&mut self, c: &'a ast::StmtClassDef) -> Result {
        let mark = self.f.mark();
        let windows = self.decorators(&c.decorator_list)?;
        let dst = self.f.temp();
        let made = windows.last().map_or(dst, |w| w + 4);
        match &c.type_params {
            Some(params) => self.generic_class(c, params, made)?,
            None => self.build_class(c, None, made)?,
        }
        self.apply_decorators(&c.decorator_list, &windows, dst);
        self.at(c);
        self.store_name(&c.name, dst);
        self.f.reset(mark);
        Ok(())
    }

    /// Makes the class; `generic` is the place of its base `Generic[…]`.
    pub fn build_class(&mut self, c: &'a ast::StmtClassDef, generic: Option<Place>, dst: Place) -> Result {
        if let Some(args) = c.arguments.as_deref() {
            self.refuse_repeated(args)?;
        }
        let mark = self.f.mark();
        let w = self.f.temps(4);
        self.class_function(c, w)?;
        self.at(c);
        self.f.constant(w + 1, &Const::Str(c.name.as_bytes().to_vec()));
        self.bases(c.arguments.as_deref(), generic, c, w + 2)?;
        match c.arguments.as_deref().filter(|a| !a.keywords.is_empty()) {
            Some(a) => self.keyword_dict(a, c, w + 3, Some(w))?,
            None => self.f.emit(Op::CLEAR, w + 3, 0, 0),
        }
        self.at(c);
        self.f.intrinsic(Intrinsic::BuildClass, dst, w, 4);
        self.f.reset(mark);
        Ok(())
    }

    fn bases(
        &mut self,
        args: Option<&'a Arguments>,
        generic: Option<Place>,
        c: &ast::StmtClassDef,
        dst: Place,
    ) -> Result {
        let mark = self.f.mark();
        let exprs = args.map_or(&[][..], |a| &a.args);
        if args.is_some_and(starred) && exprs.iter().any(|e| e.is_starred_expr()) {
            let t = self.f.temp();
            self.list_in(exprs, c, t)?;
            self.at(c);
            if let Some(g) = generic {
                self.f.emit(Op::LISTAPPEND, t, g, 0);
            }
            self.f.emit(Op::TOTUPLE, dst, t, 0);
        } else {
            let n = exprs.len() + generic.is_some() as usize;
            let first = self.f.temps(n);
            for (i, e) in exprs.iter().enumerate() {
                self.expr_to(e, first + i as Place)?;
            }
            self.at(c);
            if let Some(g) = generic {
                self.f.mov(first + exprs.len() as Place, g);
            }
            self.f.emit(Op::TUPLE, dst, first, n as Place);
        }
        self.f.reset(mark);
        Ok(())
    }

    fn class_function(&mut self, c: &'a ast::StmtClassDef, dst: Place) -> Result {
        let scope = self.body_scope(c);
        self.at(c);
        let line = c.decorator_list.first().map_or(c.range.start(), |d| d.range.start());
        let line = self.source.line_col(line).0;
        let position = self.f.pos;
        self.f.pos.line = line;
        self.attributes.push(Default::default());
        self.hidden_function(dst, scope, &c.name, flags::CLASS, |l| {
            l.f.pos = position;
            l.class_body(c, line)
        })
    }

    fn class_body(&mut self, c: &'a ast::StmtClassDef, line: u32) -> Result {
        let id = self.f.scope;
        let scope = self.table.scope(id);
        let mark = self.f.mark();
        let t = self.f.temp();
        self.f.emit_name(Op::LOADNAME, t, 0, 0, "__name__");
        self.f.emit_name(Op::STORENAME, t, 0, 0, "__module__");
        let qualname = Const::Str(self.f.qualname.clone().into_bytes());
        self.f.constant(t, &qualname);
        self.f.emit_name(Op::STORENAME, t, 0, 0, "__qualname__");
        self.f.value(t, Value::small_int(line as isize));
        self.f.emit_name(Op::STORENAME, t, 0, 0, "__firstlineno__");
        if c.type_params.is_some() {
            self.f.emit_name(Op::LOADCELL, t, self.cell_of(".type_params"), 1, ".type_params");
            self.f.emit_name(Op::STORENAME, t, 0, 0, "__type_params__");
        }
        if scope.class_dict {
            let p = self.cell_of("__classdict__");
            self.f.emit(Op::STORECELL, p, 0, 0);
        }
        if scope.conditional_annotations {
            self.f.emit(Op::SET, t, t, 0);
            let p = self.cell_of("__conditional_annotations__");
            self.f.emit(Op::STORECELL, p, t, 0);
        }
        let future = self.future_annotations && scope.get("__annotations__").is_some();
        if future {
            self.f.intrinsic(Intrinsic::SetupAnnotations, t, 0, 1);
        }
        let mut body = &c.body[..];
        if let Some((doc, rest)) = self.split_docstring(body) {
            body = rest;
            if self.options.optimize < 2 {
                self.f.constant(t, &Const::Str(doc));
                self.f.emit_name(Op::STORENAME, t, 0, 0, "__doc__");
            }
        }
        self.body(body)?;
        self.f.pos = Default::default();
        if !scope.annotations.is_empty() {
            self.block_annotations(id, t)?;
            self.f.emit_name(Op::STORENAME, t, 0, 0, "__annotate_func__");
        }
        let attributes = self.attributes.pop().unwrap_or_default();
        let attributes = attributes.iter().map(|a| self.string(a)).collect();
        self.f.constant(t, &Const::Tuple(attributes));
        self.f.emit_name(Op::STORENAME, t, 0, 0, "__static_attributes__");
        if scope.class_dict {
            let p = self.cell_of("__classdict__");
            self.f.emit_name(Op::STORENAME, p, 0, 0, "__classdictcell__");
        }
        if scope.class_cell {
            let p = self.cell_of("__class__");
            self.f.emit_name(Op::STORENAME, p, 0, 0, "__classcell__");
            self.f.emit(Op::RETURN, p, 0, 0);
        }
        self.f.reset(mark);
        self.return_none();
        Ok(())
    }

    /// Notes an attribute that a method assigns through `self`.
    pub fn note_attribute(&mut self, a: &ast::ExprAttribute) {
        let through_self = matches!(&*a.value, ast::Expr::Name(n) if n.id == "self");
        if !through_self || self.f.out.flags & flags::CLASS != 0 {
            return;
        }
        let name = self.mangled(&a.attr);
        if let Some(set) = self.attributes.last_mut() {
            set.insert(name.into_owned());
        }
    }
}
