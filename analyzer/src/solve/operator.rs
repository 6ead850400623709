//! Operators: arithmetic of builtins, special methods of the program's classes.

use super::Solver;
use super::graph::{NIL, NodeId};
use super::objects::{self, ObjId, Object};
use super::trigger::Trigger;
use crate::template::{Binary, Symbol};

/// Names of the special methods, without prefix and underscores, in the order of [`Binary`].
const METHODS: [&str; 13] =
    ["add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "lshift", "rshift", "and", "or", "xor"];

/// Rank among numbers: bool, int, float, complex.
fn number(o: ObjId) -> Option<usize> {
    if o == objects::BIG_INT {
        return Some(1);
    }
    [objects::BOOL, objects::INT, objects::FLOAT, objects::COMPLEX].iter().position(|&n| n == o)
}

impl Solver<'_> {
    pub(super) fn binary(&mut self, l: ObjId, r: ObjId, op: Binary, in_place: bool, to: NodeId) {
        if let (Some(a), Some(b)) = (number(l), number(r)) {
            let rank = match op {
                Binary::Div => a.max(b).max(2),
                Binary::And | Binary::Or | Binary::Xor => a.max(b),
                _ => a.max(b).max(1),
            };
            let result = [objects::BOOL, objects::INT, objects::FLOAT, objects::COMPLEX][rank];
            let is_big = op == Binary::LShift || l == objects::BIG_INT || r == objects::BIG_INT && op != Binary::Mod;
            if rank == 1 && is_big {
                self.add(to, objects::BIG_INT);
            }
            return self.add(to, result);
        }
        let (lo, ro) = (self.objects[l as usize], self.objects[r as usize]);
        let is_str = |o: ObjId, object: Object| o == objects::STR || matches!(object, Object::Text(_));
        let is_user = |s: &Self, object: Object| matches!(object, Object::Instance(c) if s.classes[c as usize].is_user);
        if is_str(l, lo) {
            return self.binary_str(l, r, op, to);
        }
        if is_str(r, ro) && (op == Binary::Mul || op == Binary::Add && objects::is_unknown(l)) {
            return self.add(to, objects::STR);
        }
        if l == objects::BYTES {
            return self.add(to, objects::BYTES);
        }
        if (l == objects::NONE || r == objects::NONE) && !is_user(self, lo) && !is_user(self, ro) {
            return;
        }
        let is_site = matches!(lo, Object::Site(..));
        if objects::is_unknown(l) || objects::is_unknown(r) && !is_site && number(l).is_some() {
            // Arithmetic with a float is a float; of the rest nothing is known.
            let is_float = l == objects::FLOAT || r == objects::FLOAT;
            let is_argument = l == objects::PARAMETER || r == objects::PARAMETER;
            let unknown = if is_argument { objects::PARAMETER } else { objects::OPERATOR };
            return self.add(to, if is_float { objects::FLOAT } else { unknown });
        }
        match lo {
            Object::Site(c, _) if self.is_container(c) => self.binary_container(l, c, r, op, in_place, to),
            Object::Instance(c) if self.classes[c as usize].is_user => {
                let found =
                    in_place && self.call_operator(l, "__i", op, to, r) || self.call_operator(l, "__", op, to, r);
                if !found && is_user(self, ro) {
                    self.call_operator(r, "__r", op, to, l);
                }
                if self.has_unknown_base(c) {
                    self.add(to, objects::ATTRIBUTE);
                } else if !found && self.container_of(c).is_some() {
                    self.add(to, l);
                }
            }
            Object::Site(..) => self.add(to, l),
            // `A | B` of types.
            Object::Class(_) if op == Binary::Or => self.add(to, l),
            _ if is_user(self, ro) => {
                self.call_operator(r, "__r", op, to, l);
            }
            _ if number(l).is_some() && matches!(ro, Object::Site(..)) && op == Binary::Mul => self.add(to, r),
            Object::Instance(c) if self.container_of(c).is_some() => self.add(to, l),
            _ => {}
        }
    }

    fn binary_str(&mut self, l: ObjId, r: ObjId, op: Binary, to: NodeId) {
        let ro = self.objects[r as usize];
        let right_is_str = r == objects::STR || matches!(ro, Object::Text(_)) || objects::is_unknown(r);
        if op == Binary::Add
            && right_is_str
            && let Some(a) = self.text_of(l)
        {
            let rest = match ro {
                Object::Text(b) => self.program.symbols.name(b).to_string(),
                _ => objects::AND_MORE.to_string(),
            };
            let text = format!("{}{rest}", self.program.symbols.name(a));
            if text.len() <= 64 {
                let name = self.program.symbols.get(&text);
                let o = self.object(Object::Text(name));
                return self.add(to, o);
            }
        }
        if matches!(op, Binary::Mod | Binary::Mul) || op == Binary::Add && right_is_str {
            self.add(to, objects::STR);
        } else if matches!(ro, Object::Instance(c) if self.classes[c as usize].is_user) {
            self.call_operator(r, "__r", op, to, l);
        }
    }

    fn is_container(&self, c: u32) -> bool {
        let k = &self.known;
        [k.list, k.set, k.tuple, k.dict, k.frozenset].contains(&c)
    }

    fn binary_container(&mut self, l: ObjId, c: u32, r: ObjId, op: Binary, in_place: bool, to: NodeId) {
        if in_place && c != self.known.tuple {
            if number(r).is_none() {
                self.spread(l, r);
            }
            return self.add(to, l);
        }
        // `[0] * n`, `s - t`, `s & t`: nothing new comes in.
        if number(r).is_some() && c != self.known.tuple || matches!(op, Binary::Sub | Binary::And) {
            return self.add(to, l);
        }
        let fresh = match self.concatenations.get(&(to, l)) {
            Some(&fresh) => fresh,
            None => {
                let fresh = self.site_object(c);
                self.concatenations.insert((to, l), fresh);
                self.spread(fresh, l);
                fresh
            }
        };
        if number(r).is_none() {
            self.spread(fresh, r);
        }
        self.add(to, fresh);
    }

    /// Calls a special method if the class of `receiver` has it.
    fn call_operator(&mut self, receiver: ObjId, prefix: &str, op: Binary, to: NodeId, arg: ObjId) -> bool {
        let name = self.program.symbols.get(&format!("{prefix}{}__", METHODS[op as usize]));
        let c = self.class_of(receiver);
        let Some(n) = self.find_user(c, name) else { return false };
        let args = vec![self.constant(arg)];
        let site = self.explicit_site(args, to);
        self.trigger(n, Trigger::Method { site, receiver });
        true
    }

    /// Comparisons are bools; a special method runs for its calls and stores.
    pub(super) fn compare(&mut self, l: ObjId, method: Symbol, right: NodeId) {
        let Object::Instance(c) = self.objects[l as usize] else { return };
        if self.classes[c as usize].is_user
            && let Some(n) = self.find_user(c, method)
        {
            let site = self.explicit_site(vec![right], NIL);
            self.trigger(n, Trigger::Method { site, receiver: l });
        }
    }

    pub(super) fn unary(&mut self, o: ObjId, method: Symbol, to: NodeId) {
        if o == objects::BOOL {
            return self.add(to, objects::INT);
        }
        if number(o).is_some() || objects::is_unknown(o) {
            return self.add(to, o);
        }
        let c = self.class_of(o);
        if let Some(n) = self.find_user(c, method) {
            let site = self.explicit_site(vec![], to);
            self.trigger(n, Trigger::Method { site, receiver: o });
        } else if self.has_unknown_base(c) {
            self.add(to, objects::ATTRIBUTE);
        }
    }
}
