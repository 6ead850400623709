//! Names: where a variable is read, written and deleted.

use super::Lower;
use crate::error::Result;
use crate::hir::Place;
use crate::scope::{Res, ScopeKind};
use pyspec_abi::ops::Op;
use pyspec_abi::value::Value;

/// How the running code reaches a variable.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Var {
    /// A place of its own.
    Fast(Place),
    /// A cell in a place; whether it is of an enclosing function.
    Cell(Place, bool),
    /// A class body's or annotation's name that an enclosing function binds, the namespace tried first.
    ClassCell(Namespace, Place),
    /// The same without such a function.
    ClassGlobal,
    /// A name of the module or class body.
    Name,
    Global,
}

/// Where a class's namespace is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Namespace {
    /// Place 0 of the class body itself.
    Own,
    /// The content of the cell `__classdict__`.
    ClassDict,
}

impl Lower<'_> {
    /// How a (mangled) name is reached from here.
    pub fn var(&self, name: &str) -> Var {
        let mut id = self.f.inner;
        loop {
            let scope = self.table.scope(id);
            let place = || self.f.variables.get(id, name).expect("a name of the scope has a place");
            let Some(symbol) = scope.get(name) else {
                if !scope.inlined {
                    return self.implicit();
                }
                id = scope.parent.expect("an inlined scope has a host");
                continue;
            };
            return match symbol.res {
                Res::Local if scope.is_function_like() => Var::Fast(place()),
                Res::Local if id == self.f.inner => Var::Name,
                Res::Local => match self.f.variables.get(id, name) {
                    Some(p) => Var::Cell(p, true),
                    None => Var::Name,
                },
                Res::Cell => Var::Cell(place(), false),
                Res::Free if scope.inlined => {
                    id = scope.parent.expect("an inlined scope has a host");
                    continue;
                }
                Res::Free if scope.kind == ScopeKind::Class && id == self.f.inner => {
                    Var::ClassCell(Namespace::Own, place())
                }
                Res::Free if scope.sees_class && name != "__classdict__" => {
                    Var::ClassCell(Namespace::ClassDict, place())
                }
                Res::Free => Var::Cell(place(), true),
                Res::GlobalExplicit => Var::Global,
                Res::GlobalImplicit => self.implicit(),
            };
        }
    }

    fn implicit(&self) -> Var {
        let host = self.table.scope(self.f.scope);
        match host.kind {
            ScopeKind::Module => Var::Name,
            ScopeKind::Class if self.f.inner == self.f.scope => Var::Name,
            _ if host.sees_class => Var::ClassGlobal,
            _ => Var::Global,
        }
    }

    /// The place that holds the cell of a name, for a closure.
    pub fn cell_of(&self, name: &str) -> Place {
        let mut id = self.f.inner;
        loop {
            if let Some(p) = self.f.variables.get(id, name) {
                return p;
            }
            let scope = self.table.scope(id);
            assert!(scope.inlined, "no cell for {name} in {}", scope.name);
            id = scope.parent.expect("an inlined scope has a host");
        }
    }

    fn class_dict(&mut self) -> Place {
        let t = self.f.temp();
        let cell = self.cell_of("__classdict__");
        self.f.emit_name(Op::LOADCELL, t, cell, 1, "__classdict__");
        t
    }

    /// Reads a variable into a place.
    pub fn load_name(&mut self, dst: Place, name: &str) {
        if name == "__debug__" {
            return self.f.value(dst, Value::bool(self.options.optimize == 0));
        }
        let name = &self.mangled(name);
        self.load_mangled(dst, name);
    }

    pub fn load_mangled(&mut self, dst: Place, name: &str) {
        let mark = self.f.mark();
        match self.var(name) {
            Var::Fast(p) => {
                self.check(p, name);
                self.f.mov(dst, p);
            }
            Var::Cell(p, free) => self.f.emit_name(Op::LOADCELL, dst, p, free as Place, name),
            Var::ClassCell(ns, p) => {
                let ns = if ns == Namespace::Own { 0 } else { self.class_dict() };
                self.f.emit_name(Op::LOADCLASSCELL, dst, ns, p, name);
            }
            Var::ClassGlobal => {
                let ns = self.class_dict();
                self.f.emit_name(Op::LOADCLASSGLOBAL, dst, ns, 0, name);
            }
            Var::Name => self.f.emit_name(Op::LOADNAME, dst, 0, 0, name),
            Var::Global => self.f.emit_name(Op::LOADGLOBAL, dst, 0, 0, name),
        }
        self.f.reset(mark);
    }

    /// Raises if a local is unbound; dropped later where it cannot be.
    pub fn check(&mut self, p: Place, name: &str) {
        self.f.emit_name(Op::CHECK, p, 0, 0, name);
    }

    pub fn store_name(&mut self, name: &str, value: Place) {
        let name = &self.mangled(name);
        self.store_mangled(name, value);
    }

    pub fn store_mangled(&mut self, name: &str, value: Place) {
        match self.var(name) {
            Var::Fast(p) => self.f.mov(p, value),
            Var::Cell(p, _) | Var::ClassCell(_, p) => self.f.emit(Op::STORECELL, p, value, 0),
            Var::Name | Var::ClassGlobal => self.f.emit_name(Op::STORENAME, value, 0, 0, name),
            Var::Global => self.f.emit_name(Op::STOREGLOBAL, value, 0, 0, name),
        }
    }

    pub fn delete_name(&mut self, name: &str) {
        let name = &self.mangled(name);
        match self.var(name) {
            Var::Fast(p) => {
                self.check(p, name);
                self.f.emit(Op::CLEAR, p, 0, 0);
            }
            Var::Cell(p, free) => self.f.emit_name(Op::DELCELL, p, free as Place, 0, name),
            Var::ClassCell(_, p) => self.f.emit_name(Op::DELCELL, p, 1, 0, name),
            Var::Name | Var::ClassGlobal => self.f.emit_name(Op::DELNAME, 0, 0, 0, name),
            Var::Global => self.f.emit_name(Op::DELGLOBAL, 0, 0, 0, name),
        }
    }

    /// The place where a name's value can be written by the instruction that computes it.
    pub fn direct_target(&self, name: &str) -> Option<Place> {
        match self.var(&self.mangled(name)) {
            Var::Fast(p) => Some(p),
            _ => None,
        }
    }

    /// The place a local can be read from while the rest of an expression is evaluated.
    pub fn stable(&self, name: &str) -> Option<Place> {
        if name == "__debug__" {
            return None;
        }
        let name = self.mangled(name);
        let Var::Fast(p) = self.var(&name) else { return None };
        let mut id = self.f.inner;
        loop {
            let scope = self.table.scope(id);
            if scope.has_walrus(&name) {
                return None;
            }
            if !scope.inlined {
                return Some(p);
            }
            id = scope.parent.expect("an inlined scope has a host");
        }
    }

    /// Reads a variable from wherever it is, as an operand.
    pub fn name_operand(&mut self, name: &str, hint: Option<Place>) -> Result<Place> {
        if let Some(p) = self.stable(name) {
            let name = self.mangled(name);
            self.check(p, &name);
            return Ok(p);
        }
        let t = match hint {
            Some(t) => t,
            None => self.f.temp(),
        };
        self.load_name(t, name);
        Ok(t)
    }
}
