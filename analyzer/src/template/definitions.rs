//! Functions and classes: defaults, bases, what class bodies say of instances.

use super::build::Builder;
use super::constants;
use super::instruction::{Known, Sequence};
use super::*;
use pyspec_abi::blob::Const;
use pyspec_abi::ops::Op;
use pyspec_front::hir::{Insn, Place};

impl Builder<'_> {
    pub(super) fn make_function(&mut self, insn: &Insn) {
        let code = insn.x as u32;
        let function = self.first + code;
        let [defaults, keyword_defaults] = [0, 1].map(|k| self.env.slots[(insn.b + k) as usize]);
        if defaults != NO_VAR {
            let items: Vec<Var> = match self.known[defaults as usize] {
                Known::Sequence(i) => self.sequences[i as usize].items.clone(),
                Known::Constant(i) => {
                    let f = self.f;
                    match &f.consts[i as usize] {
                        Const::Tuple(items) => items.iter().map(|c| self.plain_constant(c)).collect(),
                        _ => vec![],
                    }
                }
                _ => vec![],
            };
            let positional = self.program.functions[function as usize].positional as usize;
            let start = positional.saturating_sub(items.len());
            for (i, v) in items.into_iter().enumerate() {
                self.default(function, start + i, v);
            }
        }
        if keyword_defaults != NO_VAR
            && let Known::Mapping(i) = self.known[keyword_defaults as usize]
        {
            for (name, v) in self.mappings[i as usize].pairs.clone() {
                let at = self.program.functions[function as usize].params.iter().position(|&p| p == name);
                if let Some(at) = at {
                    self.default(function, at, v);
                }
            }
        }
        let to = self.define(insn.a);
        self.known[to as usize] = Known::Function(code);
        self.push(Constraint::Function { to, function });
    }

    fn default(&mut self, function: FuncId, param: usize, from: Var) {
        if let Some(has) = self.program.functions[function as usize].has_default.get_mut(param) {
            *has = true;
            self.push(Constraint::Default { function, param: param as u32, from });
        }
    }

    /// Names of a class body that say something about its instances.
    pub(super) fn class_name(&mut self, name: Symbol, from: Var) {
        let Some(class) = self.program.functions[self.id as usize].body_of else { return };
        match self.program.symbols.name(name) {
            "__slots__" => {
                let slots = self.strings_of(from);
                self.program.classes[class as usize].slots = slots;
            }
            "__annotate__" | "__annotate_func__" => {
                if let Known::Function(code) = self.known[from as usize] {
                    self.fields_of(class, code as usize);
                }
            }
            _ => {}
        }
    }

    /// The annotated names, in order: keys that the annotate function stores, class variables excepted.
    fn fields_of(&mut self, class: ClassId, code: usize) {
        let hir = self.hir;
        let f = &hir.functions[code];
        let mut texts: FxHashMap<Place, &str> = FxHashMap::default();
        // Places that hold `ClassVar` or `ClassVar[…]`.
        let mut class_vars: rustc_hash::FxHashSet<Place> = rustc_hash::FxHashSet::default();
        for insn in f.blocks.iter().flat_map(|b| &b.insns) {
            let mut keys: Vec<(Place, Place)> = vec![];
            match insn.op {
                Op::LOADK => {
                    if let Some(text) = constants::text_of(&f.consts[insn.x as usize]) {
                        texts.insert(insn.a, text);
                        continue;
                    }
                }
                Op::DICTSET | Op::SETITEM => keys.push((insn.b, insn.c)),
                Op::DICT => keys.extend((0..insn.c).map(|i| (insn.b + 2 * i, insn.b + 2 * i + 1))),
                _ => {}
            }
            for (key, value) in keys {
                if let Some(text) = texts.get(&key)
                    && !class_vars.contains(&value)
                {
                    self.add_field(class, text);
                }
            }
            let named = matches!(insn.op, Op::LOADGLOBAL | Op::GETATTR | Op::LOADCLASSGLOBAL | Op::LOADNAME);
            let marks = named && f.names[insn.x as usize] == "ClassVar"
                || matches!(insn.op, Op::GETITEM | Op::MOVE) && class_vars.contains(&insn.b);
            definitions(insn, |p| {
                class_vars.remove(&p);
                texts.remove(&p);
            });
            if marks {
                class_vars.insert(insn.a);
            }
        }
    }

    fn add_field(&mut self, class: ClassId, text: &str) {
        let name = self.program.symbols.get(text);
        let info = &mut self.program.classes[class as usize];
        if !info.fields.iter().any(|f| f.0 == name) {
            let has_default = info.names.contains(&name);
            info.fields.push((name, has_default));
        }
    }

    /// `__annotations__[name] = text` in a class body, under `from __future__ import annotations`.
    pub(super) fn text_annotation(&mut self, key: Var, text: Var) {
        let Some(class) = self.program.functions[self.id as usize].body_of else { return };
        let is_class_var = self.text_of(text).is_some_and(|t| t.contains("ClassVar"));
        if let Some(name) = self.text_of(key)
            && !is_class_var
        {
            self.add_field(class, &name);
        }
    }

    pub(super) fn build_class(&mut self, insn: &Insn) {
        let (body, bases, keywords) = (self.get(insn.b), self.get(insn.b + 2), self.env.slots[insn.b as usize + 3]);
        let mut args = Args::default();
        match self.known[bases as usize] {
            Known::Sequence(i) => {
                let Sequence { items, starred, .. } = self.sequences[i as usize].clone();
                args.positional = items;
                args.starred = starred;
            }
            Known::Constant(_) => {}
            _ => args.starred.push(bases),
        }
        if keywords != NO_VAR
            && let Known::Mapping(i) = self.known[keywords as usize]
        {
            args.keywords = self.mappings[i as usize].pairs.clone();
        }
        let to = self.define(insn.a);
        if let Known::Function(code) = self.known[body as usize]
            && let Some(class) = self.program.functions[(self.first + code) as usize].body_of
        {
            self.program.classes[class as usize].statement_line = self.line;
            let args = self.push_args(args);
            self.push(Constraint::Class { to, class, args });
            self.known[to as usize] = Known::Class(class);
        }
    }
}
