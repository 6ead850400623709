//! Walks the tree and enters every scope and name.

use super::resolve::Resolver;
use super::{Res, Scope, ScopeId, ScopeKind, Slot, Symbol, Table, flag, mangle};
use crate::error::{Result, SyntaxError};
use crate::parse::ast::{self, Expr, ExprContext, Pattern, Stmt};
use crate::parse::visitor::{self, Visitor};
use crate::parse::{Ranged, TextRange};
use crate::source::Source;
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// The symbol table of a file.
pub fn build<'a>(module: &'a ast::Mod, source: &Source, future_annotations: bool) -> Result<Table<'a>> {
    let mut b = Builder {
        table: Table { scopes: vec![], by_node: FxHashMap::default() },
        source,
        current: ScopeId(0),
        private: None,
        conditional: false,
        declared: FxHashMap::default(),
        iterables: 0,
        future_annotations,
        error: None,
    };
    b.enter(module, Slot::Body, ScopeKind::Module, "<module>");
    match module {
        ast::Mod::Module(m) => b.visit_body(&m.body),
        ast::Mod::Expression(e) => b.visit_expr(&e.body),
    }
    if let Some(e) = b.error {
        return Err(e);
    }
    let Builder { mut table, declared, .. } = b;
    Resolver { table: &mut table, source, declared: &declared }.run()?;
    Ok(table)
}

struct Builder<'a, 's> {
    table: Table<'a>,
    source: &'s Source,
    current: ScopeId,
    private: Option<Rc<str>>,
    conditional: bool,
    declared: FxHashMap<(ScopeId, Rc<str>), TextRange>,
    /// How many iterables of comprehensions we are in: `:=` is not allowed there.
    iterables: u32,
    future_annotations: bool,
    error: Option<Box<SyntaxError>>,
}

impl<'a> Builder<'a, '_> {
    fn fail(&mut self, message: impl Into<String>, range: TextRange) {
        if self.error.is_none() {
            self.error = Some(self.source.error(message, range));
        }
    }

    fn scope(&mut self) -> &mut Scope<'a> {
        &mut self.table.scopes[self.current.0 as usize]
    }

    fn enter<T>(&mut self, node: &T, slot: Slot, kind: ScopeKind, name: &str) -> ScopeId {
        let id = ScopeId(self.table.scopes.len() as u32);
        let parent = (id.0 != 0).then_some(self.current);
        let mut nested = false;
        let mut outer = None;
        if let Some(p) = parent {
            self.table.scopes[p.0 as usize].children.push(id);
            let p = self.table.scope(p);
            nested = p.nested || p.is_function_like();
            outer = Some((p.kind, p.sees_class));
        }
        let annotation = matches!(
            kind,
            ScopeKind::Annotations | ScopeKind::TypeParams | ScopeKind::TypeVariable | ScopeKind::TypeAlias
        );
        let in_class = outer.is_some_and(|(k, _)| k == ScopeKind::Class);
        let sees_outer = outer.is_some_and(|(k, sees)| sees && k != ScopeKind::Function);
        let sees_class = annotation && (in_class || sees_outer);
        let inlined = kind == ScopeKind::Comprehension && !outer.is_some_and(|(_, sees)| sees);
        self.table.scopes.push(Scope {
            kind,
            name: name.into(),
            parent,
            children: vec![],
            order: vec![],
            symbols: FxHashMap::default(),
            params: vec![],
            free: vec![],
            private: self.private.clone(),
            generator: false,
            is_async: false,
            awaits: false,
            inlined,
            nested,
            sees_class,
            class_cell: false,
            class_dict: false,
            annotations: vec![],
            conditional_annotations: false,
        });
        self.table.by_node.insert((node as *const T as usize, slot), id);
        self.current = id;
        if sees_class {
            self.add("__classdict__", flag::USE, TextRange::default());
        }
        id
    }

    fn leave(&mut self) {
        self.current = self.scope().parent.expect("the module is never left");
    }

    fn mangled(&self, name: &str) -> Rc<str> {
        mangle(self.private.as_deref(), name).into()
    }

    fn add(&mut self, name: &str, flags: u32, range: TextRange) {
        let private = self.private.clone();
        let name = mangle(private.as_deref(), name);
        // Most mentions are of names that the scope knows: they allocate nothing.
        if flags & (flag::PARAM | flag::TYPE_PARAM) == 0
            && let Some(symbol) = self.table.scopes[self.current.0 as usize].symbols.get_mut(&*name)
        {
            symbol.flags |= flags;
            return;
        }
        self.add_to(self.current, name.into(), flags, range);
    }

    fn add_to(&mut self, id: ScopeId, name: Rc<str>, flags: u32, range: TextRange) {
        let scope = &mut self.table.scopes[id.0 as usize];
        let new = !scope.symbols.contains_key(&name);
        if new {
            scope.order.push(name.clone());
        }
        let symbol = scope.symbols.entry(name.clone()).or_insert(Symbol { flags: 0, res: Res::GlobalImplicit });
        if flags & flag::PARAM != 0 && symbol.flags & flag::PARAM != 0 {
            return self.fail(format!("duplicate argument '{name}' in function definition"), range);
        }
        if flags & flag::TYPE_PARAM != 0 && symbol.flags & flag::TYPE_PARAM != 0 {
            return self.fail(format!("duplicate type parameter '{name}'"), range);
        }
        symbol.flags |= flags;
        if flags & flag::PARAM != 0 {
            scope.params.push(name);
        }
    }

    fn bind(&mut self, name: &str, flags: u32, range: TextRange) {
        if name == "__debug__" {
            return self.fail("cannot assign to __debug__", range);
        }
        self.add(name, flags | flag::LOCAL, range);
    }

    fn name(&mut self, e: &'a ast::ExprName) {
        match e.ctx {
            ExprContext::Load => {
                self.add(&e.id, flag::USE, e.range);
                if e.id == "super" && self.table.scope(self.table.host(self.current)).is_function_like() {
                    self.add("__class__", flag::USE, e.range);
                }
            }
            ExprContext::Del if e.id == "__debug__" => self.fail("cannot delete __debug__", e.range),
            ExprContext::Invalid => {}
            _ => {
                let scope = self.table.scope(self.current);
                let iteration = scope.kind == ScopeKind::Comprehension || scope.kind == ScopeKind::GeneratorExpression;
                let name = self.mangled(&e.id);
                if iteration && scope.get(&name).is_some_and(|s| s.flags & flag::WALRUS != 0) {
                    let message =
                        format!("comprehension inner loop cannot rebind assignment expression target '{name}'");
                    return self.fail(message, e.range);
                }
                self.bind(&e.id, if iteration { flag::ITERATION } else { 0 }, e.range);
            }
        }
    }

    fn function_def(&mut self, f: &'a ast::StmtFunctionDef) {
        self.bind(&f.name, 0, f.name.range);
        for d in &f.decorator_list {
            self.visit_expr(&d.expression);
        }
        self.defaults(&f.parameters);
        if let Some(params) = &f.type_params {
            self.type_params(f, params, &f.name);
            if has_defaults(&f.parameters) {
                self.add(".defaults", flag::LOCAL | flag::PARAM, f.range);
            }
            if f.parameters.kwonlyargs.iter().any(|p| p.default.is_some()) {
                self.add(".kwdefaults", flag::LOCAL | flag::PARAM, f.range);
            }
        }
        self.annotations(f, &f.parameters, f.returns.as_deref());
        self.enter(f, Slot::Body, ScopeKind::Function, &f.name);
        self.scope().is_async = f.is_async;
        let conditional = std::mem::replace(&mut self.conditional, false);
        self.parameters(&f.parameters);
        self.visit_body(&f.body);
        self.conditional = conditional;
        self.leave();
        if f.type_params.is_some() {
            self.leave();
        }
    }

    fn defaults(&mut self, p: &'a ast::Parameters) {
        for p in p.posonlyargs.iter().chain(&p.args).chain(&p.kwonlyargs) {
            if let Some(d) = &p.default {
                self.visit_expr(d);
            }
        }
    }

    fn annotations(&mut self, f: &'a ast::StmtFunctionDef, p: &'a ast::Parameters, returns: Option<&'a Expr>) {
        let all = annotated(p).map(|(_, e)| e).chain(returns).collect::<Vec<_>>();
        if all.is_empty() {
            return;
        }
        self.enter(f, Slot::Annotations, ScopeKind::Annotations, "__annotate__");
        self.add(".format", flag::LOCAL | flag::PARAM, f.range);
        if !self.future_annotations {
            for e in all {
                self.visit_expr(e);
            }
        }
        self.leave();
    }

    fn parameters(&mut self, p: &'a ast::Parameters) {
        let singles = p.posonlyargs.iter().chain(&p.args).chain(&p.kwonlyargs).map(|p| &p.parameter);
        for p in singles.chain(p.vararg.as_deref()).chain(p.kwarg.as_deref()) {
            self.bind(&p.name, flag::PARAM, p.name.range);
        }
    }

    /// Enters the scope of type parameters; the caller leaves it.
    fn type_params<T>(&mut self, node: &T, params: &'a ast::TypeParams, name: &str) {
        self.enter(node, Slot::TypeParams, ScopeKind::TypeParams, name);
        for p in &params.type_params {
            let (name, bound, default) = match p {
                ast::TypeParam::TypeVar(t) => (&t.name, t.bound.as_deref(), t.default.as_deref()),
                ast::TypeParam::TypeVarTuple(t) => (&t.name, None, t.default.as_deref()),
                ast::TypeParam::ParamSpec(t) => (&t.name, None, t.default.as_deref()),
            };
            self.bind(name, flag::TYPE_PARAM, p.range());
            for (slot, e) in [(Slot::Bound, bound), (Slot::Default, default)] {
                let Some(e) = e else { continue };
                self.enter(p, slot, ScopeKind::TypeVariable, name);
                self.add(".format", flag::LOCAL | flag::PARAM, e.range());
                self.visit_expr(e);
                self.leave();
            }
        }
    }

    fn class_def(&mut self, c: &'a ast::StmtClassDef) {
        self.bind(&c.name, 0, c.name.range);
        for d in &c.decorator_list {
            self.visit_expr(&d.expression);
        }
        let private = self.private.clone();
        if let Some(params) = &c.type_params {
            self.private = Some(c.name.as_str().into());
            self.type_params(c, params, &c.name);
            self.add(".type_params", flag::LOCAL, c.range);
            self.add(".type_params", flag::USE, c.range);
            self.add(".generic_base", flag::LOCAL, c.range);
        }
        if let Some(arguments) = &c.arguments {
            for a in &arguments.args {
                self.visit_expr(a);
            }
            for k in &arguments.keywords {
                self.visit_expr(&k.value);
            }
        }
        self.private = Some(c.name.as_str().into());
        self.enter(c, Slot::Body, ScopeKind::Class, &c.name);
        if c.type_params.is_some() {
            self.add("__type_params__", flag::LOCAL, c.range);
            self.add(".type_params", flag::USE, c.range);
        }
        let conditional = std::mem::replace(&mut self.conditional, false);
        self.visit_body(&c.body);
        self.conditional = conditional;
        self.leave();
        if c.type_params.is_some() {
            self.leave();
        }
        self.private = private;
    }

    fn ann_assign(&mut self, s: &'a ast::StmtAnnAssign) {
        if let Expr::Name(n) = &*s.target {
            if s.simple {
                self.simple_annotation_target(n, s.range);
            } else if s.value.is_some() {
                self.visit_expr(&s.target);
            }
        } else {
            self.visit_expr(&s.target);
        }
        self.annotation(s);
        if let Some(v) = &s.value {
            self.visit_expr(v);
        }
    }

    fn simple_annotation_target(&mut self, n: &'a ast::ExprName, range: TextRange) {
        let old = self.table.scope(self.current).get(&self.mangled(&n.id)).map_or(0, |s| s.flags);
        let kind = self.table.scope(self.current).kind;
        if old & (flag::GLOBAL | flag::NONLOCAL) != 0 && kind != ScopeKind::Module {
            let what = if old & flag::GLOBAL != 0 { "global" } else { "nonlocal" };
            return self.fail(format!("annotated name '{}' can't be {what}", n.id), range);
        }
        self.bind(&n.id, flag::ANNOTATED, n.range);
    }

    /// The annotation of `x: T` is code of the enclosing block's `__annotate__`.
    fn annotation(&mut self, s: &'a ast::StmtAnnAssign) {
        let kind = self.table.scope(self.current).kind;
        let block = matches!(kind, ScopeKind::Module | ScopeKind::Class);
        if self.future_annotations {
            if block && s.simple {
                self.add("__annotations__", flag::USE, s.range);
            }
            return;
        }
        if !block || !s.simple {
            // Never evaluated; its scope is entered so that errors in it are found.
            self.enter(s, Slot::Annotations, ScopeKind::Annotations, "__annotate__");
            self.add(".format", flag::LOCAL | flag::PARAM, s.range);
            self.visit_expr(&s.annotation);
            self.leave();
            return;
        }
        let conditional = self.conditional || kind == ScopeKind::Module;
        let (id, owner) = (self.current, self.current);
        self.scope().annotations.push((s, conditional));
        if conditional && !self.scope().conditional_annotations {
            self.scope().conditional_annotations = true;
            self.add("__conditional_annotations__", flag::LOCAL | flag::USE, s.range);
        }
        let key = (owner.0 as usize, Slot::Annotations);
        match self.table.by_node.get(&key) {
            Some(&scope) => self.current = scope,
            None => {
                self.enter(s, Slot::Annotations, ScopeKind::Annotations, "__annotate__");
                self.table.by_node.insert(key, self.current);
                self.add(".format", flag::LOCAL | flag::PARAM, s.range);
            }
        }
        if conditional {
            self.add("__conditional_annotations__", flag::USE, s.range);
        }
        self.visit_expr(&s.annotation);
        self.current = id;
    }

    fn type_alias(&mut self, s: &'a ast::StmtTypeAlias) {
        self.visit_expr(&s.name);
        let name = if let Expr::Name(n) = &*s.name { n.id.as_str() } else { "?" };
        if let Some(params) = &s.type_params {
            self.type_params(s, params, name);
        }
        self.enter(s, Slot::Body, ScopeKind::TypeAlias, name);
        self.add(".format", flag::LOCAL | flag::PARAM, s.range);
        self.visit_expr(&s.value);
        self.leave();
        if s.type_params.is_some() {
            self.leave();
        }
    }

    fn lambda(&mut self, e: &'a ast::ExprLambda) {
        if let Some(p) = &e.parameters {
            self.defaults(p);
        }
        self.enter(e, Slot::Body, ScopeKind::Lambda, "<lambda>");
        if let Some(p) = &e.parameters {
            self.parameters(p);
        }
        self.visit_expr(&e.body);
        self.leave();
    }

    fn comprehension_scope<T: Ranged>(
        &mut self,
        node: &T,
        kind: ScopeKind,
        name: &str,
        elements: &[&'a Expr],
        generators: &'a [ast::Comprehension],
    ) {
        let first = &generators[0];
        self.iterables += 1;
        self.visit_expr(&first.iter);
        self.iterables -= 1;
        let is_async = generators.iter().any(|g| g.is_async);
        if is_async && kind == ScopeKind::Comprehension && self.refusing_place().is_some() {
            self.fail("asynchronous comprehension outside of an asynchronous function", node.range());
        }
        self.enter(node, Slot::Body, kind, name);
        self.add(".0", flag::LOCAL | flag::PARAM, first.range);
        self.scope().is_async = is_async;
        for (i, g) in generators.iter().enumerate() {
            if i > 0 {
                self.iterables += 1;
                self.visit_expr(&g.iter);
                self.iterables -= 1;
            }
            self.visit_expr(&g.target);
            for e in &g.ifs {
                self.visit_expr(e);
            }
        }
        for e in elements {
            self.visit_expr(e);
        }
        let awaits = self.scope().is_async || self.scope().awaits;
        self.scope().awaits = awaits;
        self.leave();
        if awaits && kind == ScopeKind::Comprehension {
            self.scope().awaits = true;
        }
    }

    fn walrus(&mut self, e: &'a ast::ExprNamed) {
        let Expr::Name(n) = &*e.target else { return visitor::walk_expr(self, &e.target) };
        if let Some(place) = self.refusing_place() {
            self.in_annotation("named expression", place, e.range);
        }
        if self.iterables > 0 {
            self.fail("assignment expression cannot be used in a comprehension iterable expression", e.range);
        }
        self.visit_expr(&e.value);
        let name = self.mangled(&n.id);
        let mut id = self.current;
        let mut between = vec![];
        while matches!(self.table.scope(id).kind, ScopeKind::Comprehension | ScopeKind::GeneratorExpression) {
            if self.table.scope(id).get(&name).is_some_and(|s| s.flags & flag::ITERATION != 0) {
                let message = format!("assignment expression cannot rebind comprehension iteration variable '{name}'");
                return self.fail(message, n.range);
            }
            between.push(id);
            id = self.table.scope(id).parent.expect("a comprehension is inside something");
        }
        if between.is_empty() {
            return self.bind(&n.id, flag::WALRUS, n.range);
        }
        let flags = match self.table.scope(id).kind {
            ScopeKind::Class => {
                let message = "assignment expression within a comprehension cannot be used in a class body";
                return self.fail(message, n.range);
            }
            ScopeKind::Module => flag::GLOBAL,
            ScopeKind::Annotations | ScopeKind::TypeVariable | ScopeKind::TypeAlias | ScopeKind::TypeParams => {
                let what = match self.table.scope(id).kind {
                    ScopeKind::TypeVariable => "in a TypeVar bound",
                    ScopeKind::TypeAlias => "in a type alias",
                    ScopeKind::TypeParams => "within the definition of a generic",
                    _ => "within an annotation",
                };
                let message = format!("assignment expression within a comprehension cannot be used {what}");
                return self.fail(message, n.range);
            }
            _ if self.table.scope(id).get(&name).is_some_and(|s| s.flags & flag::GLOBAL != 0) => flag::GLOBAL,
            _ => flag::NONLOCAL,
        };
        for scope in between {
            self.declared.insert((scope, name.clone()), n.range);
            self.add_to(scope, name.clone(), flags | flag::WALRUS, n.range);
        }
        if flags == flag::NONLOCAL {
            let already = self.table.scope(id).get(&name).is_some_and(|s| s.flags & flag::NONLOCAL != 0);
            self.add_to(id, name, if already { flag::WALRUS } else { flag::LOCAL | flag::WALRUS }, n.range);
        } else {
            self.add_to(id, name, flag::GLOBAL, n.range);
        }
    }

    fn declare(&mut self, names: &'a [ast::Identifier], kind: u32, word: &str, range: TextRange) {
        for n in names {
            let name = self.mangled(&n.id);
            let old = self.table.scope(self.current).get(&name).map_or(0, |s| s.flags);
            if kind == flag::NONLOCAL && self.table.scope(self.current).kind == ScopeKind::Module {
                return self.fail("nonlocal declaration not allowed at module level", range);
            }
            if old & (flag::GLOBAL | flag::NONLOCAL) & !kind != 0 {
                let first = self.declared.get(&(self.current, name.clone())).copied().unwrap_or(range);
                return self.fail(format!("name '{name}' is nonlocal and global"), first);
            }
            if old & (flag::PARAM | flag::LOCAL | flag::USE | flag::ANNOTATED | flag::IMPORT) != 0 && old & kind == 0 {
                let message = if old & flag::PARAM != 0 {
                    format!("name '{name}' is parameter and {word}")
                } else if old & flag::USE != 0 {
                    format!("name '{name}' is used prior to {word} declaration")
                } else if old & flag::ANNOTATED != 0 {
                    format!("annotated name '{name}' can't be {word}")
                } else {
                    format!("name '{name}' is assigned to before {word} declaration")
                };
                return self.fail(message, range);
            }
            self.declared.insert((self.current, name), range);
            self.add(&n.id, kind, range);
        }
    }

    fn imports(&mut self, names: &'a [ast::Alias], from: bool) {
        for alias in names {
            let name = match &alias.asname {
                Some(n) => n.as_str(),
                None if from => alias.name.as_str(),
                None => alias.name.split('.').next().unwrap_or(""),
            };
            if name == "*" {
                if self.table.scope(self.current).kind != ScopeKind::Module {
                    self.fail("import * only allowed at module level", alias.range);
                }
                continue;
            }
            self.bind(name, flag::IMPORT, alias.range);
        }
    }

    fn conditionally(&mut self, s: &'a Stmt) {
        let before = std::mem::replace(&mut self.conditional, true);
        visitor::walk_stmt(self, s);
        self.conditional = before;
    }

    fn yields(&mut self, range: TextRange, word: &str) {
        let kind = self.table.scope(self.current).kind;
        let what = match kind {
            ScopeKind::Module | ScopeKind::Class => return self.fail(format!("'{word}' outside function"), range),
            ScopeKind::GeneratorExpression => "inside generator expression",
            ScopeKind::Comprehension => match self.table.scope(self.current).name.as_str() {
                "<listcomp>" => "inside list comprehension",
                "<setcomp>" => "inside set comprehension",
                _ => "inside dict comprehension",
            },
            ScopeKind::Annotations => return self.in_annotation("yield expression", "an annotation", range),
            ScopeKind::TypeVariable => return self.in_annotation("yield expression", "a TypeVar bound", range),
            ScopeKind::TypeAlias => return self.in_annotation("yield expression", "a type alias", range),
            ScopeKind::TypeParams => {
                return self.in_annotation("yield expression", "the definition of a generic", range);
            }
            _ => {
                self.scope().generator = true;
                return;
            }
        };
        self.fail(format!("'yield' {what}"), range);
    }

    /// What the running scope is, if it may hold no named expressions, `await` and asynchronous comprehensions.
    fn refusing_place(&self) -> Option<&'static str> {
        match self.table.scope(self.current).kind {
            ScopeKind::Annotations => Some("an annotation"),
            ScopeKind::TypeVariable => Some("a TypeVar bound"),
            ScopeKind::TypeAlias => Some("a type alias"),
            ScopeKind::TypeParams => Some("the definition of a generic"),
            _ => None,
        }
    }

    fn in_annotation(&mut self, what: &str, place: &str, range: TextRange) {
        self.fail(format!("{what} cannot be used within {place}"), range);
    }
}

/// The annotated parameters in the order in which they are evaluated.
pub fn annotated(p: &ast::Parameters) -> impl Iterator<Item = (&ast::Identifier, &Expr)> {
    let singles = p.posonlyargs.iter().chain(&p.args).map(|p| &p.parameter);
    let rest = p.vararg.as_deref().into_iter();
    let keyword = p.kwonlyargs.iter().map(|p| &p.parameter).chain(p.kwarg.as_deref());
    singles.chain(rest).chain(keyword).filter_map(|p| Some((&p.name, p.annotation.as_deref()?)))
}

/// Whether a positional parameter has a default.
pub fn has_defaults(p: &ast::Parameters) -> bool {
    p.posonlyargs.iter().chain(&p.args).any(|p| p.default.is_some())
}

impl<'a> Visitor<'a> for Builder<'a, '_> {
    fn visit_stmt(&mut self, s: &'a Stmt) {
        crate::with_stack(|| self.statement(s));
    }

    fn visit_expr(&mut self, e: &'a Expr) {
        crate::with_stack(|| self.expression(e));
    }

    fn visit_except_handler(&mut self, h: &'a ast::ExceptHandler) {
        let ast::ExceptHandler::ExceptHandler(e) = h;
        if let Some(name) = &e.name {
            self.bind(name, 0, name.range);
        }
        visitor::walk_except_handler(self, h);
    }

    fn visit_pattern(&mut self, p: &'a Pattern) {
        let name = match p {
            Pattern::MatchAs(p) => p.name.as_ref(),
            Pattern::MatchStar(p) => p.name.as_ref(),
            Pattern::MatchMapping(p) => p.rest.as_ref(),
            _ => None,
        };
        visitor::walk_pattern(self, p);
        if let Some(name) = name {
            self.bind(name, 0, name.range);
        }
    }
}

impl<'a> Builder<'a, '_> {
    fn statement(&mut self, s: &'a Stmt) {
        match s {
            Stmt::FunctionDef(f) => self.function_def(f),
            Stmt::ClassDef(c) => self.class_def(c),
            Stmt::AnnAssign(s) => self.ann_assign(s),
            Stmt::TypeAlias(s) => self.type_alias(s),
            Stmt::Global(g) => self.declare(&g.names, flag::GLOBAL, "global", g.range),
            Stmt::Nonlocal(g) => self.declare(&g.names, flag::NONLOCAL, "nonlocal", g.range),
            Stmt::Import(i) => self.imports(&i.names, false),
            Stmt::ImportFrom(i) => self.imports(&i.names, true),
            Stmt::For(f) => {
                self.scope().awaits |= f.is_async;
                self.conditionally(s);
            }
            Stmt::With(w) => {
                self.scope().awaits |= w.is_async;
                self.conditionally(s);
            }
            Stmt::If(_) | Stmt::While(_) | Stmt::Try(_) | Stmt::Match(_) => self.conditionally(s),
            _ => visitor::walk_stmt(self, s),
        }
    }

    fn expression(&mut self, e: &'a Expr) {
        use ScopeKind::{Comprehension, GeneratorExpression};
        match e {
            Expr::Name(n) => self.name(n),
            Expr::Lambda(l) => self.lambda(l),
            Expr::Named(n) => self.walrus(n),
            Expr::ListComp(c) => self.comprehension_scope(c, Comprehension, "<listcomp>", &[&c.elt], &c.generators),
            Expr::SetComp(c) => self.comprehension_scope(c, Comprehension, "<setcomp>", &[&c.elt], &c.generators),
            Expr::DictComp(c) => {
                let elements: Vec<&Expr> = c.key.as_deref().into_iter().chain([&*c.value]).collect();
                self.comprehension_scope(c, Comprehension, "<dictcomp>", &elements, &c.generators);
            }
            Expr::Generator(c) => {
                self.comprehension_scope(c, GeneratorExpression, "<genexpr>", &[&c.elt], &c.generators);
            }
            Expr::Yield(y) => {
                visitor::walk_expr(self, e);
                self.yields(y.range, "yield");
            }
            Expr::YieldFrom(y) => {
                visitor::walk_expr(self, e);
                self.yields(y.range, "yield from");
            }
            Expr::Await(a) => {
                if let Some(place) = self.refusing_place() {
                    self.in_annotation("await expression", place, a.range);
                }
                visitor::walk_expr(self, e);
                self.scope().awaits = true;
            }
            _ => visitor::walk_expr(self, e),
        }
    }
}
