//! Syntax trees as CPython's `ast` shows them, without the parser's types: classes by name, fields in the
//! order of CPython's grammar, positions as lines and UTF-8 columns.
//!
//! `1 + x` is `BinOp [Constant [1, None], Add [], Name ["x", Load []]]`.

mod expr;
mod pattern;
mod stmt;
mod text;

use crate::parse::{Ranged, TextRange, ast};
use crate::source::Source;
use crate::{CompileOptions, Mode, SyntaxError};
use pyspec_abi::blob::{Const, Position};

/// A part of a tree.
#[derive(Clone, PartialEq, Debug)]
pub enum Tree {
    /// A field that is not there.
    None,
    Node(Box<Node>),
    List(Vec<Tree>),
    /// A name or another text.
    Text(String),
    Number(i64),
    /// Value of a literal.
    Const(Const),
}

/// A node.
#[derive(Clone, PartialEq, Debug)]
pub struct Node {
    /// Name of its class.
    pub class: &'static str,
    /// Where it stands, if its class has positions.
    pub position: Option<Position>,
    pub fields: Vec<Tree>,
}

/// Parses a text.
pub fn parse(text: String, filename: &str, mode: Mode, _options: &CompileOptions) -> Result<Tree, SyntaxError> {
    let source = Source::new(filename, text);
    crate::syntax::refuse_deep(&source).map_err(|e| *e)?;
    crate::on_deep_stack(&source, || whole(&source, mode)).map_err(|e| *e)
}

fn whole(source: &Source, mode: Mode) -> crate::error::Result<Tree> {
    let parsed = crate::parse::parse(&source.text, mode == Mode::Eval);
    crate::syntax::check(source, &parsed)?;
    Ok(Build { source }.module(parsed.syntax(), mode))
}

/// Parses the bytes of a file.
pub fn parse_bytes(bytes: &[u8], filename: &str, mode: Mode, options: &CompileOptions) -> Result<Tree, SyntaxError> {
    let text = crate::decode::decode(bytes, filename).map_err(|e| *e)?;
    parse(text, filename, mode, options)
}

/// Drops a tree level by level: it may be deeper than the stack.
pub fn release(tree: Tree) {
    let mut rest = vec![tree];
    while let Some(tree) = rest.pop() {
        match tree {
            Tree::Node(node) => rest.extend(node.fields),
            Tree::List(items) => rest.extend(items),
            _ => {}
        }
    }
}

struct Build<'a> {
    source: &'a Source,
}

impl Build<'_> {
    fn module(&self, tree: &ast::Mod, mode: Mode) -> Tree {
        match tree {
            ast::Mod::Expression(e) => bare("Expression", vec![self.expr(&e.body)]),
            ast::Mod::Module(m) if mode == Mode::Single => bare("Interactive", vec![self.body(&m.body)]),
            ast::Mod::Module(m) => bare("Module", vec![self.body(&m.body), Tree::List(vec![])]),
        }
    }

    fn node(&self, class: &'static str, at: TextRange, fields: Vec<Tree>) -> Tree {
        Tree::Node(Box::new(Node { class, position: Some(self.source.position(at)), fields }))
    }

    fn option(&self, e: &Option<Box<ast::Expr>>) -> Tree {
        e.as_ref().map_or(Tree::None, |e| self.expr(e))
    }

    fn exprs<'b>(&self, all: impl IntoIterator<Item = &'b ast::Expr>) -> Tree {
        Tree::List(all.into_iter().map(|e| self.expr(e)).collect())
    }

    fn constant(&self, at: &impl Ranged, value: Const) -> Tree {
        self.node("Constant", at.range(), vec![Tree::Const(value), Tree::None])
    }
}

/// A node whose class has no positions.
fn bare(class: &'static str, fields: Vec<Tree>) -> Tree {
    Tree::Node(Box::new(Node { class, position: None, fields }))
}

fn identifier(name: &ast::Identifier) -> Tree {
    Tree::Text(name.id.to_string())
}

fn optional_name(name: &Option<ast::Identifier>) -> Tree {
    name.as_ref().map_or(Tree::None, identifier)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree in the notation of `ast.dump`, without the names of fields.
    fn shown(tree: &Tree) -> String {
        let list = |all: &[Tree]| all.iter().map(shown).collect::<Vec<_>>().join(", ");
        match tree {
            Tree::None => "None".into(),
            Tree::Node(n) => match n.position {
                Some(p) => {
                    format!("{}@{}:{}-{}:{}({})", n.class, p.line, p.col, p.end_line, p.end_col, list(&n.fields))
                }
                None => format!("{}({})", n.class, list(&n.fields)),
            },
            Tree::List(all) => format!("[{}]", list(all)),
            Tree::Text(text) => format!("{text:?}"),
            Tree::Number(n) => n.to_string(),
            Tree::Const(c) => format!("{c:?}"),
        }
    }

    fn expression(text: &str) -> String {
        let tree = parse(text.into(), "<test>", Mode::Eval, &CompileOptions::default()).expect("good syntax");
        let Tree::Node(node) = tree else { panic!("a node") };
        shown(&node.fields[0])
    }

    #[test]
    fn positions_count_bytes() {
        let name = |at: &str, id: &str| format!("Name@{at}({id:?}, Load())");
        let (a, b) = (name("1:0-1:2", "é"), name("1:5-1:6", "b"));
        assert_eq!(expression("é + b"), format!("BinOp@1:0-1:6({a}, Add(), {b})"));
    }

    #[test]
    fn texts_that_meet_are_one_constant() {
        let b = "Constant@1:0-1:7(Str([97, 98]), None)";
        let x = "FormattedValue@1:7-1:10(Name@1:8-1:9(\"x\", Load()), -1, None)";
        assert_eq!(expression("'a' f'b{x}'"), format!("JoinedStr@1:0-1:11([{b}, {x}])"));
    }
}
