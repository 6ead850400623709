//! `match`: patterns test a place and collect captures, which are bound once all of it matched.

use super::Lower;
use crate::error::Result;
use crate::hir::{BlockId, Place};
use crate::parse::ast::{self, Expr, Pattern, Singleton};
use pyspec_abi::Value;
use pyspec_abi::blob::Const;
use pyspec_abi::intrinsics::Intrinsic;
use pyspec_abi::ops::Op;

/// Names a pattern binds and the temporaries that hold their values.
type Captures<'a> = Vec<(&'a ast::Identifier, Place)>;

impl<'a> Lower<'a> {
    pub fn match_(&mut self, s: &'a ast::StmtMatch) -> Result {
        let subject = self.temp_of(&s.subject)?;
        let end = self.f.block();
        for (i, case) in s.cases.iter().enumerate() {
            let mark = self.f.mark();
            let next = self.f.block();
            let last = i + 1 == s.cases.len();
            if !last && case.guard.is_none() {
                self.refuse_irrefutable(&case.pattern)?;
            }
            let mut captures = vec![];
            self.pattern(&case.pattern, subject, next, &mut captures)?;
            for &(name, p) in &captures {
                self.at(&case.pattern);
                self.store_name(name, p);
            }
            if let Some(guard) = &case.guard {
                let on = self.f.block();
                self.cond(guard, on, next, true)?;
                self.f.start(on);
            }
            self.body(&case.body)?;
            self.f.jump(end);
            self.f.start(next);
            self.f.reset(mark);
        }
        self.f.start(end);
        Ok(())
    }

    /// A pattern that matches everything may only come last.
    fn refuse_irrefutable(&self, p: &Pattern) -> Result {
        match p {
            Pattern::MatchAs(a) if a.pattern.is_none() => match &a.name {
                Some(n) => self.error(format!("name capture '{n}' makes remaining patterns unreachable"), p),
                None => self.error("wildcard makes remaining patterns unreachable", p),
            },
            Pattern::MatchAs(a) => self.refuse_irrefutable(a.pattern.as_ref().expect("checked above")),
            Pattern::MatchOr(o) => o.patterns.last().map_or(Ok(()), |p| self.refuse_irrefutable(p)),
            _ => Ok(()),
        }
    }

    fn capture(&self, name: &'a ast::Identifier, p: Place, captures: &mut Captures<'a>) -> Result {
        if captures.iter().any(|c| c.0.id == name.id) {
            return self.error(format!("multiple assignments to name '{name}' in pattern"), name);
        }
        captures.push((name, p));
        Ok(())
    }

    fn fail_unless(&mut self, p: Place, fail: BlockId) {
        let on = self.f.block();
        self.branch_on(p, on, fail, true);
        self.f.start(on);
    }

    /// Tests a place; goes to `fail` or falls through.
    fn pattern(&mut self, p: &'a Pattern, subject: Place, fail: BlockId, captures: &mut Captures<'a>) -> Result {
        match p {
            Pattern::MatchValue(v) => {
                if matches!(*v.value, Expr::FString(_) | Expr::TString(_)) {
                    return self.error("patterns may only match literals and attribute lookups", &*v.value);
                }
                let mark = self.f.mark();
                let c = self.operand(&v.value)?;
                let t = self.f.temp();
                self.at(p);
                self.f.emit(Op::EQ, t, subject, c);
                self.f.reset(mark);
                self.fail_unless(t, fail);
            }
            Pattern::MatchSingleton(s) => {
                let mark = self.f.mark();
                let t = self.f.temp();
                self.at(p);
                let v = match s.value {
                    Singleton::None => Value::NONE,
                    Singleton::True => Value::TRUE,
                    Singleton::False => Value::FALSE,
                };
                self.f.value(t, v);
                self.f.emit(Op::IS, t, subject, t);
                self.f.reset(mark);
                self.fail_unless(t, fail);
            }
            Pattern::MatchSequence(s) => self.sequence_pattern(p, &s.patterns, subject, fail, captures)?,
            Pattern::MatchMapping(m) => self.mapping_pattern(m, subject, fail, captures)?,
            Pattern::MatchClass(c) => self.class_pattern(c, subject, fail, captures)?,
            Pattern::MatchStar(_) => return self.error("can't use starred pattern here", p),
            Pattern::MatchAs(a) => {
                if let Some(inner) = &a.pattern {
                    self.pattern(inner, subject, fail, captures)?;
                }
                if let Some(name) = &a.name {
                    self.capture(name, subject, captures)?;
                }
            }
            Pattern::MatchOr(o) => self.or_pattern(o, subject, fail, captures)?,
        }
        Ok(())
    }

    fn sequence_pattern(
        &mut self,
        node: &'a Pattern,
        patterns: &'a [Pattern],
        subject: Place,
        fail: BlockId,
        captures: &mut Captures<'a>,
    ) -> Result {
        let star = patterns.iter().position(Pattern::is_match_star);
        if let Some(i) = star
            && patterns[i + 1..].iter().any(Pattern::is_match_star)
        {
            return self.error("multiple starred names in sequence pattern", node);
        }
        self.at(node);
        let t = self.f.temps(2);
        self.f.intrinsic(Intrinsic::MatchSequence, t, subject, 1);
        self.fail_unless(t, fail);
        let least = patterns.len() - star.is_some() as usize;
        if star.is_none() || least > 0 {
            self.at(node);
            self.f.intrinsic(Intrinsic::MatchLength, t, subject, 1);
            self.f.value(t + 1, Value::small_int(least as isize));
            self.f.emit(if star.is_some() { Op::GE } else { Op::EQ }, t, t, t + 1);
            self.fail_unless(t, fail);
        }
        if patterns.iter().all(is_wildcard) {
            return Ok(());
        }
        match star {
            Some(i) if is_wildcard(&patterns[i]) => self.sparse_sequence(node, patterns, i, subject, fail, captures),
            _ => {
                let w = self.f.temps(patterns.len());
                self.at(node);
                match star {
                    None => self.f.emit(Op::UNPACK, w, patterns.len() as Place, subject),
                    Some(i) => {
                        let after = patterns.len() - i - 1;
                        self.f.emit_x(Op::UNPACKEX, w, subject, 0, (i | after << 16) as u64);
                    }
                }
                self.subpatterns(patterns, w, fail, captures)
            }
        }
    }

    /// `[a, *_, b]`: only the items that count are read, by index.
    fn sparse_sequence(
        &mut self,
        node: &'a Pattern,
        patterns: &'a [Pattern],
        star: usize,
        subject: Place,
        fail: BlockId,
        captures: &mut Captures<'a>,
    ) -> Result {
        for (i, p) in patterns.iter().enumerate().filter(|(_, p)| !is_wildcard(p)) {
            let t = self.f.temps(2);
            self.at(node);
            if i < star {
                self.f.value(t, Value::small_int(i as isize));
            } else {
                self.f.intrinsic(Intrinsic::MatchLength, t, subject, 1);
                self.f.value(t + 1, Value::small_int((patterns.len() - i) as isize));
                self.f.emit(Op::SUB, t, t, t + 1);
            }
            self.f.emit(Op::GETITEM, t, subject, t);
            self.pattern(p, t, fail, captures)?;
        }
        Ok(())
    }

    fn subpatterns(&mut self, patterns: &'a [Pattern], w: Place, fail: BlockId, captures: &mut Captures<'a>) -> Result {
        for (i, p) in patterns.iter().enumerate() {
            let place = w + i as Place;
            match p {
                Pattern::MatchStar(s) => {
                    if let Some(name) = &s.name {
                        self.capture(name, place, captures)?;
                    }
                }
                _ => self.pattern(p, place, fail, captures)?,
            }
        }
        Ok(())
    }

    fn mapping_pattern(
        &mut self,
        m: &'a ast::PatternMatchMapping,
        subject: Place,
        fail: BlockId,
        captures: &mut Captures<'a>,
    ) -> Result {
        self.at(m);
        let t = self.f.temps(2);
        self.f.intrinsic(Intrinsic::MatchMapping, t, subject, 1);
        self.fail_unless(t, fail);
        if m.keys.is_empty() && m.rest.is_none() {
            return Ok(());
        }
        if !m.keys.is_empty() {
            self.at(m);
            self.f.intrinsic(Intrinsic::MatchLength, t, subject, 1);
            self.f.value(t + 1, Value::small_int(m.keys.len() as isize));
            self.f.emit(Op::GE, t, t, t + 1);
            self.fail_unless(t, fail);
        }
        self.refuse_duplicate_keys(m)?;
        let w = self.f.temps(2);
        self.f.mov(w, subject);
        let mark = self.f.mark();
        let first = self.places(&m.keys)?;
        self.at(m);
        self.f.emit(Op::TUPLE, w + 1, first, m.keys.len() as Place);
        self.f.reset(mark);
        self.f.intrinsic(Intrinsic::MatchKeys, t, w, 2);
        self.fail_if_none(t, fail);
        let values = self.f.temps(m.keys.len());
        self.at(m);
        self.f.emit(Op::UNPACK, values, m.keys.len() as Place, t);
        self.subpatterns(&m.patterns, values, fail, captures)?;
        if let Some(rest) = &m.rest {
            let r = self.f.temp();
            self.at(m);
            self.f.intrinsic(Intrinsic::MatchRest, r, w, 2);
            self.capture(rest, r, captures)?;
        }
        Ok(())
    }

    fn refuse_duplicate_keys(&self, m: &ast::PatternMatchMapping) -> Result {
        let mut seen = vec![];
        for key in &m.keys {
            let Some(c) = self.fold(key) else {
                if matches!(key, Expr::Attribute(_)) {
                    continue;
                }
                return self.error("mapping pattern keys may only match literals and attribute lookups", key);
            };
            if seen.iter().any(|other| same_key(other, &c)) {
                return self.error(format!("mapping pattern checks duplicate key ({})", crate::text::python(&c)), m);
            }
            seen.push(c);
        }
        Ok(())
    }

    fn fail_if_none(&mut self, p: Place, fail: BlockId) {
        let mark = self.f.mark();
        let t = self.f.temp();
        self.f.none(t);
        self.f.emit(Op::ISNOT, t, p, t);
        self.f.reset(mark);
        self.fail_unless(t, fail);
    }

    fn class_pattern(
        &mut self,
        c: &'a ast::PatternMatchClass,
        subject: Place,
        fail: BlockId,
        captures: &mut Captures<'a>,
    ) -> Result {
        let (positional, keywords) = (&c.arguments.patterns, &c.arguments.keywords);
        for (i, k) in keywords.iter().enumerate() {
            if keywords[..i].iter().any(|o| o.attr.id == k.attr.id) {
                return self.error(format!("attribute name repeated in class pattern: {}", k.attr), &k.pattern);
            }
        }
        let w = self.f.temps(4);
        self.f.mov(w, subject);
        self.expr_to(&c.cls, w + 1)?;
        self.at(c);
        self.f.value(w + 2, Value::small_int(positional.len() as isize));
        let names = keywords.iter().map(|k| self.string(&k.attr)).collect();
        self.f.constant(w + 3, &Const::Tuple(names));
        self.f.intrinsic(Intrinsic::MatchClass, w, w, 4);
        self.fail_if_none(w, fail);
        let n = positional.len() + keywords.len();
        let values = self.f.temps(n);
        self.at(c);
        self.f.emit(Op::UNPACK, values, n as Place, w);
        let all = positional.iter().chain(keywords.iter().map(|k| &k.pattern));
        for (i, p) in all.enumerate() {
            self.pattern(p, values + i as Place, fail, captures)?;
        }
        Ok(())
    }

    /// Alternatives bind the same names; each copies its captures into the same temporaries.
    fn or_pattern(
        &mut self,
        o: &'a ast::PatternMatchOr,
        subject: Place,
        fail: BlockId,
        captures: &mut Captures<'a>,
    ) -> Result {
        let done = self.f.block();
        let mut shared: Captures<'a> = vec![];
        for (i, p) in o.patterns.iter().enumerate() {
            let last = i + 1 == o.patterns.len();
            if !last {
                self.refuse_irrefutable(p)?;
            }
            let next = if last { fail } else { self.f.block() };
            let mut own = vec![];
            self.pattern(p, subject, next, &mut own)?;
            if i == 0 {
                shared = own.iter().map(|&(n, _)| (n, self.f.temp())).collect();
            }
            let same = own.len() == shared.len() && shared.iter().all(|s| own.iter().any(|o| o.0.id == s.0.id));
            if !same {
                return self.error("alternative patterns bind different names", o);
            }
            self.at(o);
            for &(name, p) in &own {
                let to = shared.iter().find(|s| s.0.id == name.id).expect("checked above").1;
                self.f.mov(to, p);
            }
            self.f.jump(done);
            if !last {
                self.f.start(next);
            }
        }
        self.f.start(done);
        for (name, p) in shared {
            self.capture(name, p, captures)?;
        }
        Ok(())
    }
}

/// `_`, or `*_`.
fn is_wildcard(p: &Pattern) -> bool {
    match p {
        Pattern::MatchAs(a) => a.pattern.is_none() && a.name.is_none(),
        Pattern::MatchStar(s) => s.name.is_none(),
        _ => false,
    }
}

/// Whether two constants are the same key of a mapping: numbers are by their value.
fn same_key(a: &Const, b: &Const) -> bool {
    let number = |c: &Const| {
        Some(match c {
            Const::Bool(b) => (f64::from(u8::from(*b)), 0.0),
            Const::Int(i) if i.unsigned_abs() < 1 << 53 => (*i as f64, 0.0),
            Const::Float(bits) => (f64::from_bits(*bits), 0.0),
            Const::Complex(re, im) => (f64::from_bits(*re), f64::from_bits(*im)),
            _ => return None,
        })
    };
    a == b || number(a).is_some_and(|n| number(b) == Some(n))
}
