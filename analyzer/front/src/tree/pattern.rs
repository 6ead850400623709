//! Patterns of `match`.

use super::{Build, Tree, identifier, optional_name};
use crate::parse::{Ranged, ast};
use ast::Pattern;
use pyspec_abi::blob::Const;

impl Build<'_> {
    pub fn pattern(&self, p: &Pattern) -> Tree {
        let (class, fields) = match p {
            Pattern::MatchValue(v) => ("MatchValue", vec![self.expr(&v.value)]),
            Pattern::MatchSingleton(s) => {
                let value = match s.value {
                    ast::Singleton::None => Const::None,
                    ast::Singleton::True => Const::Bool(true),
                    ast::Singleton::False => Const::Bool(false),
                };
                ("MatchSingleton", vec![Tree::Const(value)])
            }
            Pattern::MatchSequence(s) => ("MatchSequence", vec![self.patterns(&s.patterns)]),
            Pattern::MatchMapping(m) => {
                ("MatchMapping", vec![self.exprs(&m.keys), self.patterns(&m.patterns), optional_name(&m.rest)])
            }
            Pattern::MatchClass(c) => {
                let named = &c.arguments.keywords;
                let attributes = named.iter().map(|k| identifier(&k.attr)).collect();
                let patterns = named.iter().map(|k| self.pattern(&k.pattern)).collect();
                let own = self.patterns(&c.arguments.patterns);
                ("MatchClass", vec![self.expr(&c.cls), own, Tree::List(attributes), Tree::List(patterns)])
            }
            Pattern::MatchStar(s) => ("MatchStar", vec![optional_name(&s.name)]),
            Pattern::MatchAs(a) => {
                let inner = a.pattern.as_ref().map_or(Tree::None, |p| self.pattern(p));
                ("MatchAs", vec![inner, optional_name(&a.name)])
            }
            Pattern::MatchOr(o) => ("MatchOr", vec![self.patterns(&o.patterns)]),
        };
        self.node(class, p.range(), fields)
    }

    fn patterns(&self, all: &[Pattern]) -> Tree {
        Tree::List(all.iter().map(|p| self.pattern(p)).collect())
    }
}
