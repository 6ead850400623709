//! `import` and `from … import`.

use super::Lower;
use crate::error::Result;
use crate::hir::Place;
use crate::parse::Ranged;
use crate::parse::ast;
use pyspec_abi::Value;
use pyspec_abi::blob::Const;
use pyspec_abi::intrinsics::Intrinsic;

impl<'a> Lower<'a> {
    pub fn import(&mut self, s: &'a ast::StmtImport) -> Result {
        for alias in &s.names {
            let mark = self.f.mark();
            let w = self.f.temps(3);
            self.at(s);
            self.import_module(w, &alias.name, Const::None, 0);
            let mut parts = alias.name.split('.');
            let top = parts.next().unwrap_or("");
            let target = match &alias.asname {
                Some(name) => {
                    for part in parts {
                        let part = self.string(part);
                        self.f.constant(w + 1, &part);
                        self.f.intrinsic(Intrinsic::ImportDotted, w, w, 2);
                    }
                    name.as_str()
                }
                None => top,
            };
            self.store_name(target, w);
            self.f.reset(mark);
        }
        Ok(())
    }

    /// The module (or its top package) into the first of three places.
    fn import_module(&mut self, w: Place, name: &str, from: Const, level: u32) {
        let name = self.string(name);
        self.f.constant(w, &name);
        self.f.constant(w + 1, &from);
        self.f.value(w + 2, Value::small_int(level as isize));
        self.f.intrinsic(Intrinsic::Import, w, w, 3);
    }

    pub fn import_from(&mut self, s: &'a ast::StmtImportFrom) -> Result {
        let module = s.module.as_ref().map_or("", |m| m.as_str());
        if module == "__future__" && s.level == 0 {
            self.future_import(s)?;
        }
        let names = s.names.iter().map(|n| self.string(&n.name)).collect();
        let w = self.f.temps(3);
        self.at(s);
        self.import_module(w, module, Const::Tuple(names), s.level);
        if s.names[0].name.as_str() == "*" {
            self.f.mov(w + 1, 0);
            self.f.intrinsic(Intrinsic::ImportStar, w, w, 2);
            return Ok(());
        }
        for alias in &s.names {
            let mark = self.f.mark();
            let t = self.f.temp();
            self.at(alias);
            let name = self.string(&alias.name);
            self.f.constant(w + 1, &name);
            self.f.intrinsic(Intrinsic::ImportFrom, t, w, 2);
            self.at(s);
            self.store_name(alias.asname.as_ref().unwrap_or(&alias.name), t);
            self.f.reset(mark);
        }
        Ok(())
    }

    fn future_import(&mut self, s: &'a ast::StmtImportFrom) -> Result {
        if !crate::future::is_leading(s.range().start(), self.future_end) {
            return self.error("from __future__ imports must occur at the beginning of the file", s);
        }
        for alias in &s.names {
            match alias.name.as_str() {
                name if crate::future::FEATURES.contains(&name) => {}
                "braces" => return self.error("not a chance", alias),
                name => return self.error(format!("future feature {name} is not defined"), alias),
            }
        }
        Ok(())
    }
}
