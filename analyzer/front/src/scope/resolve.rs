//! Decides where each name lives.

use super::{Names, Res, ScopeId, ScopeKind, Symbol, Table, flag};
use crate::error::Result;
use crate::source::Source;
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// Names that a scope needs from outside: by its own code, and by inner functions.
#[derive(Default)]
struct Needs {
    /// Used by the scope's own code or by comprehensions inlined into it.
    direct: Names,
    /// Used by inner functions, hence through cells.
    deep: Names,
}

pub(super) struct Resolver<'t, 'a> {
    pub table: &'t mut Table<'a>,
    pub source: &'t Source,
    /// Where names were declared `nonlocal`.
    pub declared: &'t FxHashMap<(ScopeId, Rc<str>), crate::parse::TextRange>,
}

impl Resolver<'_, '_> {
    pub fn run(&mut self) -> Result {
        self.scope(ScopeId(0), &Names::default(), &Names::default(), None)?;
        Ok(())
    }

    fn scope(&mut self, id: ScopeId, bound: &Names, globals: &Names, class: Option<ScopeId>) -> Result<Needs> {
        let names = self.table.scope(id).order.clone();
        let (kind, function_like) = (self.table.scope(id).kind, self.table.scope(id).is_function_like());
        let (mut bound_in, mut globals_in) = (bound.clone(), globals.clone());
        let mut needs = Needs::default();
        let mut locals = Names::default();
        for name in &names {
            let flags = self.table.scope(id).symbols[name].flags;
            let res = self.name(id, name, flags, bound, globals, class)?;
            match res {
                Res::GlobalExplicit => {
                    globals_in.insert(name.clone());
                    bound_in.remove(name);
                }
                Res::Local => {
                    locals.insert(name.clone());
                    globals_in.remove(name);
                }
                Res::Free => {
                    needs.direct.insert(name.clone());
                }
                _ => {}
            }
            self.symbol(id, name).res = res;
        }
        match kind {
            // A class's names are invisible to the functions in it, except `__class__` and its like.
            ScopeKind::Class => {
                (bound_in, globals_in) = (bound.clone(), globals.clone());
                for name in ["__class__", "__classdict__"] {
                    bound_in.insert(name.into());
                }
                if self.table.scope(id).conditional_annotations {
                    bound_in.insert("__conditional_annotations__".into());
                }
            }
            ScopeKind::Module => {}
            _ => bound_in.extend(locals.iter().cloned()),
        }
        for child in self.table.scope(id).children.clone() {
            let class = if self.table.scope(child).sees_class {
                if kind == ScopeKind::Class { Some(id) } else { class }
            } else {
                None
            };
            let inner = self.scope(child, &bound_in, &globals_in, class)?;
            needs.deep.extend(inner.deep);
            if self.table.scope(child).inlined {
                needs.direct.extend(inner.direct);
            } else {
                needs.deep.extend(inner.direct);
            }
        }
        self.close(id, function_like, &locals, needs)
    }

    /// Makes cells of the locals that inner functions need, passes the rest on.
    fn close(&mut self, id: ScopeId, function_like: bool, locals: &Names, mut needs: Needs) -> Result<Needs> {
        if function_like {
            for name in locals {
                needs.direct.remove(name);
                if needs.deep.remove(name) {
                    self.symbol(id, name).res = Res::Cell;
                }
            }
        } else if self.table.scope(id).kind == ScopeKind::Class {
            let mut take = |name: &str| needs.direct.remove(name) | needs.deep.remove(name);
            let (class_cell, class_dict) = (take("__class__"), take("__classdict__"));
            take("__conditional_annotations__");
            let scope = &mut self.table.scopes[id.0 as usize];
            (scope.class_cell, scope.class_dict) = (class_cell, class_dict);
        }
        if !self.table.scope(id).inlined && self.table.scope(id).kind != ScopeKind::Module {
            let mut free: Vec<_> = needs.direct.iter().chain(&needs.deep).cloned().collect();
            free.sort();
            free.dedup();
            for name in &free {
                self.pass_through(id, name);
            }
            self.table.scopes[id.0 as usize].free = free;
        }
        Ok(needs)
    }

    /// Enters a name that only inner scopes use.
    fn pass_through(&mut self, id: ScopeId, name: &Rc<str>) {
        let scope = &mut self.table.scopes[id.0 as usize];
        if !scope.symbols.contains_key(name) {
            scope.order.push(name.clone());
            scope.symbols.insert(name.clone(), Symbol { flags: 0, res: Res::Free });
        }
    }

    fn symbol(&mut self, id: ScopeId, name: &str) -> &mut Symbol {
        self.table.scopes[id.0 as usize].symbols.get_mut(name).expect("a name of the scope")
    }

    /// Whether the nearest function around a scope that binds a name is one that makes type parameters.
    fn is_type_parameter(&self, id: ScopeId, name: &str) -> bool {
        let mut at = self.table.scope(id).parent;
        while let Some(id) = at {
            let scope = self.table.scope(id);
            let binds = scope.get(name).is_some_and(|s| s.flags & flag::BOUND != 0 && s.flags & flag::NONLOCAL == 0);
            if binds && scope.is_function_like() {
                return scope.kind == ScopeKind::TypeParams;
            }
            at = scope.parent;
        }
        false
    }

    fn name(
        &self,
        id: ScopeId,
        name: &Rc<str>,
        flags: u32,
        bound: &Names,
        globals: &Names,
        class: Option<ScopeId>,
    ) -> Result<Res> {
        if flags & flag::GLOBAL != 0 {
            return Ok(Res::GlobalExplicit);
        }
        if flags & flag::NONLOCAL != 0 {
            if !bound.contains(name) {
                let range = self.declared.get(&(id, name.clone())).copied().unwrap_or_default();
                return Err(self.source.error(format!("no binding for nonlocal '{name}' found"), range));
            }
            if self.is_type_parameter(id, name) {
                let range = self.declared.get(&(id, name.clone())).copied().unwrap_or_default();
                let message = format!("nonlocal binding not allowed for type parameter '{name}'");
                return Err(self.source.error(message, range));
            }
            return Ok(Res::Free);
        }
        if flags & flag::BOUND != 0 {
            return Ok(Res::Local);
        }
        // What the class binds is looked up in its namespace, then among the globals only; cells of the compiler's
        // own are no variables of the class, even where one has the same name.
        let cell = matches!(&**name, "__classdict__" | "__conditional_annotations__");
        if let Some(symbol) = class.filter(|_| !cell).and_then(|c| self.table.scope(c).get(name)) {
            if symbol.flags & flag::GLOBAL != 0 {
                return Ok(Res::GlobalExplicit);
            }
            if symbol.flags & flag::BOUND != 0 && symbol.flags & flag::NONLOCAL == 0 {
                return Ok(Res::GlobalImplicit);
            }
        }
        if bound.contains(name) && !globals.contains(name) {
            return Ok(Res::Free);
        }
        Ok(Res::GlobalImplicit)
    }
}
