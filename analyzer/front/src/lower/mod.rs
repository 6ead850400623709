//! From the syntax tree to HIR, one file per construct.
//!
//! Expressions are evaluated into a place given from outside ([`Lower::expr_to`]), or into
//! wherever their value is best read from ([`Lower::operand`]: a local variable is read
//! where it stands). A named local that is the destination of an expression is written by
//! its last instruction only, so that an exception leaves it as it was.

mod assign;
mod async_;
mod call;
mod class_;
mod comprehension;
mod except_star;
mod expr;
pub(crate) mod fstring;
mod function;
mod import_;
mod loops;
mod match_;
mod name;
mod stmt;
mod try_;
mod typeparams;
pub mod unwind;
mod with_;

use crate::build::Func;
use crate::error::{Result, SyntaxError};
use crate::fold::Folder;
use crate::hir::{Function, Module, Place};
use crate::parse::ast::{self, Expr};
use crate::parse::{Ranged, TextRange, TextSize};
use crate::scope::{Res, ScopeId, ScopeKind, Slot, Table, mangle};
use crate::source::Source;
use crate::{CompileOptions, Mode};
use pyspec_abi::blob::{Const, PlaceKind, PlaceName, Position, flags};
use pyspec_abi::ops::Op;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::rc::Rc;

/// Lowers a file.
pub struct Lower<'a> {
    pub source: &'a Source,
    pub table: &'a Table<'a>,
    pub options: &'a CompileOptions,
    pub future_annotations: bool,
    /// Where the leading `__future__` imports end.
    pub future_end: TextSize,
    pub mode: Mode,
    pub f: Func,
    /// The functions around the current one, outermost first.
    pub outer: Vec<Func>,
    /// Per class around us, the attributes its methods assign through `self`.
    pub attributes: Vec<BTreeSet<String>>,
    pub functions: Vec<Function>,
    pub folder: Folder<'a>,
}

/// What the text's `__future__` imports say.
#[derive(Clone, Copy)]
pub struct Future {
    pub annotations: bool,
    pub end: TextSize,
}

/// Lowers a whole tree.
pub fn module<'a>(
    tree: &'a ast::Mod,
    source: &'a Source,
    table: &'a Table<'a>,
    mode: Mode,
    options: &'a CompileOptions,
    future: Future,
) -> Result<Module> {
    let f = Func::new(ScopeId(0), 0);
    let functions = vec![Function::default()];
    let (outer, attributes) = (vec![], vec![]);
    let Future { annotations: future_annotations, end: future_end } = future;
    let folder = Folder::new(source, options.optimize);
    let mut l =
        Lower { source, table, options, future_annotations, future_end, mode, f, outer, attributes, functions, folder };
    l.prepare("<module>", flags::MODULE, 1);
    l.f.out.qualname = "<module>".into();
    match tree {
        ast::Mod::Module(m) => l.module_body(&m.body)?,
        ast::Mod::Expression(e) => {
            let p = l.operand(&e.body)?;
            l.f.emit(Op::RETURN, p, 0, 0);
        }
    }
    let Lower { f, mut functions, .. } = l;
    functions[0] = f.finish();
    if let Some(big) = functions.iter().find(|f| f.places > crate::build::MAX_PLACES - 8) {
        let message = format!("too many variables and intermediate values in '{}'", big.qualname);
        return Err(source.error(message, TextRange::default()));
    }
    Ok(Module { filename: source.filename.clone(), functions, warnings: vec![] })
}

impl<'a> Lower<'a> {
    /// An error over a node.
    pub fn error<T>(&self, message: impl Into<String>, at: &impl Ranged) -> Result<T> {
        Err(self.fault(message, at.range()))
    }

    pub fn fault(&self, message: impl Into<String>, range: TextRange) -> Box<SyntaxError> {
        self.source.error(message, range)
    }

    /// What is emitted from here on stands for this node.
    pub fn at(&mut self, node: &impl Ranged) {
        self.f.pos = self.source.position(node.range());
    }

    /// What is emitted from here on reads, stores or deletes an attribute, or with `call` calls it: where that is on a
    /// later line than its object begins, it stands for what begins with the name.
    pub fn at_attribute(&mut self, a: &ast::ExprAttribute, call: Option<&ast::ExprCall>) {
        let whole = call.map_or(a.range(), Ranged::range);
        self.f.pos = self.source.position(whole);
        let name = self.source.position(TextRange::new(a.attr.start(), whole.end()));
        if self.f.pos.line != name.line {
            self.f.pos = name;
        }
    }

    pub fn scope_kind(&self) -> ScopeKind {
        self.table.scope(self.f.scope).kind
    }

    pub fn mangled<'n>(&self, name: &'n str) -> Cow<'n, str> {
        mangle(self.table.scope(self.f.inner).private.as_deref(), name)
    }

    /// Begins an inner function; [`Lower::close`] ends it.
    pub fn open(&mut self, scope: ScopeId, name: &str, kind: u32, line: u32) {
        let index = self.functions.len() as u32;
        self.functions.push(Function::default());
        let qualname = self.qualname(name);
        let outer = std::mem::replace(&mut self.f, Func::new(scope, index));
        self.outer.push(outer);
        self.f.out.qualname = qualname.clone();
        self.f.qualname = qualname;
        self.prepare(name, kind, line);
    }

    /// Ends an inner function; its number.
    pub fn close(&mut self) -> u32 {
        let outer = self.outer.pop().expect("close follows open");
        let done = std::mem::replace(&mut self.f, outer);
        let index = done.index;
        self.functions[index as usize] = done.finish();
        index
    }

    fn qualname(&self, name: &str) -> String {
        let scope = self.table.scope(self.f.scope);
        // A hidden function of type parameters lends its children the name of the place it is in.
        let (scope, f) = if scope.kind == ScopeKind::TypeParams {
            let f = self.outer.last().unwrap_or(&self.f);
            (self.table.scope(f.scope), f)
        } else {
            (scope, &self.f)
        };
        let global = scope.get(&self.mangled(name)).is_some_and(|s| s.res == Res::GlobalExplicit);
        match scope.kind {
            ScopeKind::Module => name.into(),
            _ if global && scope.is_function_like() => name.into(),
            ScopeKind::Class if global => name.into(),
            ScopeKind::Class => format!("{}.{name}", f.qualname),
            _ => format!("{}.<locals>.{name}", f.qualname),
        }
    }

    /// Lays out the named places and emits what stands at the entry.
    fn prepare(&mut self, name: &str, kind: u32, line: u32) {
        let scope = self.table.scope(self.f.scope);
        self.f.out.name = name.into();
        self.f.out.first_line = line;
        self.f.out.flags = kind;
        if self.future_annotations {
            self.f.out.flags |= flags::FUTURE_ANNOTATIONS;
        }
        if scope.nested {
            self.f.out.flags |= flags::NESTED;
        }
        let mut cells: Vec<Place> = vec![];
        if !scope.is_function_like() {
            self.f.out.params.positional = 1;
            self.named(".namespace", PlaceKind::Hidden);
        }
        // The order in which `locals()` shows them: parameters, locals, cells, free variables.
        let (mut own, mut boxed): (Vec<_>, Vec<_>) =
            scope.order.iter().filter(|n| !scope.params.contains(n)).partition(|n| scope.symbols[*n].res == Res::Local);
        boxed.sort_by_key(|n| (scope.symbols[*n].res != Res::Cell, *n));
        own.extend(boxed);
        for name in scope.params.iter().chain(own) {
            self.variable(name, &mut cells);
        }
        if scope.kind == ScopeKind::Class {
            let wanted = [
                (scope.class_cell, "__class__"),
                (scope.class_dict, "__classdict__"),
                (scope.conditional_annotations, "__conditional_annotations__"),
            ];
            for (_, name) in wanted.iter().filter(|w| w.0) {
                let p = self.named(name, PlaceKind::Cell);
                self.f.variables.insert(self.f.scope, (*name).into(), p);
                cells.push(p);
            }
        }
        for name in &scope.free {
            if self.f.variables.get(self.f.scope, name).is_none() {
                let p = self.named(name, PlaceKind::Free);
                self.f.variables.insert(self.f.scope, name.clone(), p);
            }
        }
        for &child in &scope.children {
            self.inlined_variables(child);
        }
        self.f.out.free = scope.free.iter().map(|n| n.to_string()).collect();
        self.f.named_done();
        self.f.out.class_place = self.f.variables.get(self.f.scope, "__class__");
        self.entry(&cells);
    }

    fn variable(&mut self, name: &Rc<str>, cells: &mut Vec<Place>) {
        let scope = self.table.scope(self.f.scope);
        let kind = match scope.symbols[name].res {
            Res::Local if !scope.is_function_like() => return,
            Res::Local if name.starts_with('.') => PlaceKind::Hidden,
            Res::Local => PlaceKind::Local,
            Res::Cell => PlaceKind::Cell,
            Res::Free if scope.free.contains(name) => PlaceKind::Free,
            _ => return,
        };
        let shown = if &**name == ".format" { "format" } else { name };
        let p = self.named(shown, kind);
        self.f.variables.insert(self.f.scope, name.clone(), p);
        if kind == PlaceKind::Cell {
            cells.push(p);
        }
    }

    /// The variables of comprehensions whose code stands in this function.
    fn inlined_variables(&mut self, id: ScopeId) {
        let scope = self.table.scope(id);
        if !scope.inlined {
            return;
        }
        for name in scope.order.iter().filter(|n| &***n != ".0") {
            if matches!(scope.symbols[name].res, Res::Local | Res::Cell) {
                let p = self.named(name, PlaceKind::Hidden);
                self.f.variables.insert(id, name.clone(), p);
            }
        }
        for &child in &scope.children {
            self.inlined_variables(child);
        }
    }

    fn named(&mut self, name: &str, kind: PlaceKind) -> Place {
        self.f.out.named.push(PlaceName { name: name.into(), kind });
        self.f.out.named.len().min(crate::build::MAX_PLACES as usize) as Place - 1
    }

    fn entry(&mut self, cells: &[Place]) {
        use flags::{ASYNC_GENERATOR, COROUTINE, GENERATOR};
        let line = self.f.out.first_line;
        self.f.pos = Position { line, end_line: line, col: 0, end_col: 0 };
        if self.f.out.flags & (GENERATOR | COROUTINE | ASYNC_GENERATOR) != 0 {
            self.f.emit(Op::MAKEGEN, 0, 0, 0);
        }
        for &p in cells {
            self.f.emit(Op::NEWCELL, p, p, 0);
        }
        let scope = self.table.scope(self.f.scope);
        for (i, name) in scope.free.iter().enumerate() {
            let p = self.f.variables.get(self.f.scope, name).expect("free variables have places");
            self.f.emit(Op::GETFREE, p, i as Place, 0);
        }
    }

    /// Flags of a function by what its body contains.
    pub fn function_flags(&self, scope: ScopeId) -> u32 {
        let scope = self.table.scope(scope);
        match (scope.is_async, scope.generator) {
            (false, false) => 0,
            (false, true) => flags::GENERATOR,
            (true, false) => flags::COROUTINE,
            (true, true) => flags::ASYNC_GENERATOR,
        }
    }

    /// `return None`.
    pub fn return_none(&mut self) {
        if self.f.is_open() {
            let mark = self.f.mark();
            let p = self.f.temp();
            self.f.none(p);
            self.f.emit(Op::RETURN, p, 0, 0);
            self.f.reset(mark);
        }
    }

    /// Makes a function of code `index`; the window's four places are filled by the caller.
    pub fn make_function(&mut self, dst: Place, window: Place, index: u32) {
        self.f.emit_x(Op::MAKEFUNCTION, dst, window, 0, index as u64);
    }

    /// Fills a window's last place with the closure of a function's scope.
    pub fn closure(&mut self, dst: Place, scope: ScopeId) {
        let free = &self.table.scope(scope).free;
        if free.is_empty() {
            return self.f.emit(Op::CLEAR, dst, 0, 0);
        }
        let mark = self.f.mark();
        let w = self.f.temps(free.len());
        for (i, name) in free.iter().enumerate() {
            let cell = self.cell_of(name);
            self.f.mov(w + i as Place, cell);
        }
        self.f.emit(Op::TUPLE, dst, w, free.len() as Place);
        self.f.reset(mark);
    }

    /// A function without defaults or annotations from an inner scope whose body `body` lowers.
    pub fn hidden_function(
        &mut self,
        dst: Place,
        scope: ScopeId,
        name: &str,
        kind: u32,
        body: impl FnOnce(&mut Self) -> Result,
    ) -> Result {
        let pos = self.f.pos;
        self.open(scope, name, kind, pos.line);
        let positional = self.table.scope(scope).params.len() as u16;
        if kind & flags::CLASS == 0 {
            self.f.out.params.positional = positional;
        }
        self.f.pos = pos;
        body(self)?;
        let index = self.close();
        let mark = self.f.mark();
        let w = self.f.temps(4);
        for i in 0..3 {
            self.f.emit(Op::CLEAR, w + i, 0, 0);
        }
        self.closure(w + 3, scope);
        self.make_function(dst, w, index);
        self.f.reset(mark);
        Ok(())
    }

    /// The window of a call that takes `n` arguments.
    pub fn window(&mut self, n: usize) -> Place {
        self.f.temps(4 + n)
    }

    pub fn string(&self, s: &str) -> Const {
        Const::Str(s.as_bytes().to_vec())
    }

    pub fn body_scope<T>(&self, node: &T) -> ScopeId {
        self.table.of(node, Slot::Body)
    }

    /// Evaluates for its effects.
    pub fn effect(&mut self, e: &'a Expr) -> Result {
        let mark = self.f.mark();
        self.operand(e)?;
        self.f.reset(mark);
        Ok(())
    }
}
