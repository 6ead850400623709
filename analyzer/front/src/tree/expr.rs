//! Expressions.

use super::{Build, Tree, bare, identifier, optional_name};
use crate::literal;
use crate::parse::{Ranged, TextRange, ast};
use ast::Expr;
use pyspec_abi::blob::Const;

impl Build<'_> {
    pub fn expr(&self, e: &Expr) -> Tree {
        crate::with_stack(|| self.expr_inside(e))
    }

    fn expr_inside(&self, e: &Expr) -> Tree {
        let node = |class, fields| self.node(class, e.range(), fields);
        match e {
            Expr::BoolOp(b) => {
                let op = match b.op {
                    ast::BoolOp::And => "And",
                    ast::BoolOp::Or => "Or",
                };
                node("BoolOp", vec![bare(op, vec![]), self.exprs(&b.values)])
            }
            Expr::Named(n) => node("NamedExpr", vec![self.expr(&n.target), self.expr(&n.value)]),
            Expr::BinOp(b) => node("BinOp", vec![self.expr(&b.left), operator(b.op), self.expr(&b.right)]),
            Expr::UnaryOp(u) => {
                let op = match u.op {
                    ast::UnaryOp::Invert => "Invert",
                    ast::UnaryOp::Not => "Not",
                    ast::UnaryOp::UAdd => "UAdd",
                    ast::UnaryOp::USub => "USub",
                };
                node("UnaryOp", vec![bare(op, vec![]), self.expr(&u.operand)])
            }
            Expr::Lambda(l) => node("Lambda", vec![self.parameters(l.parameters.as_deref()), self.expr(&l.body)]),
            Expr::If(i) => node("IfExp", vec![self.expr(&i.test), self.expr(&i.body), self.expr(&i.orelse)]),
            Expr::Dict(d) => {
                let keys = d.items.iter().map(|i| i.key.as_ref().map_or(Tree::None, |k| self.expr(k))).collect();
                node("Dict", vec![Tree::List(keys), self.exprs(d.items.iter().map(|i| &i.value))])
            }
            Expr::Set(s) => node("Set", vec![self.exprs(&s.elts)]),
            Expr::ListComp(c) => node("ListComp", vec![self.expr(&c.elt), self.generators(&c.generators)]),
            Expr::SetComp(c) => node("SetComp", vec![self.expr(&c.elt), self.generators(&c.generators)]),
            Expr::DictComp(c) => {
                node("DictComp", vec![self.option(&c.key), self.expr(&c.value), self.generators(&c.generators)])
            }
            Expr::Generator(c) => node("GeneratorExp", vec![self.expr(&c.elt), self.generators(&c.generators)]),
            Expr::Await(a) => node("Await", vec![self.expr(&a.value)]),
            Expr::Yield(y) => node("Yield", vec![self.option(&y.value)]),
            Expr::YieldFrom(y) => node("YieldFrom", vec![self.expr(&y.value)]),
            Expr::Compare(c) => {
                let ops = Tree::List(c.ops.iter().map(|op| comparison(*op)).collect());
                node("Compare", vec![self.expr(&c.left), ops, self.exprs(&c.comparators)])
            }
            Expr::Call(c) => self.call(c),
            Expr::FString(f) => self.fstring(f),
            Expr::TString(t) => self.tstring(t),
            Expr::StringLiteral(s) => {
                let value: Vec<u8> = s.value.iter().flat_map(|part| literal::string(self.source, part)).collect();
                let kind = if s.value.is_unicode() { Tree::Text("u".into()) } else { Tree::None };
                node("Constant", vec![Tree::Const(Const::Str(value)), kind])
            }
            Expr::BytesLiteral(b) => self.constant(e, Const::Bytes(b.value.bytes().collect())),
            Expr::NumberLiteral(n) => self.constant(e, self.number(n)),
            Expr::BooleanLiteral(b) => self.constant(e, Const::Bool(b.value)),
            Expr::NoneLiteral(_) => self.constant(e, Const::None),
            Expr::EllipsisLiteral(_) => self.constant(e, Const::Ellipsis),
            Expr::Attribute(a) => node("Attribute", vec![self.expr(&a.value), identifier(&a.attr), context(a.ctx)]),
            Expr::Subscript(s) => node("Subscript", vec![self.expr(&s.value), self.expr(&s.slice), context(s.ctx)]),
            Expr::Starred(s) => node("Starred", vec![self.expr(&s.value), context(s.ctx)]),
            Expr::Name(n) => node("Name", vec![Tree::Text(n.id.to_string()), context(n.ctx)]),
            Expr::List(l) => node("List", vec![self.exprs(&l.elts), context(l.ctx)]),
            Expr::Tuple(t) => node("Tuple", vec![self.exprs(&t.elts), context(t.ctx)]),
            Expr::Slice(s) => node("Slice", vec![self.option(&s.lower), self.option(&s.upper), self.option(&s.step)]),
            Expr::IpyEscapeCommand(_) => unreachable!("the parser knows no shell commands in this mode"),
        }
    }

    fn number(&self, n: &ast::ExprNumberLiteral) -> Const {
        match &n.value {
            ast::Number::Int(i) => literal::integer(self.source, i, n.range),
            ast::Number::Float(f) => Const::Float(f.to_bits()),
            ast::Number::Complex { real, imag } => Const::Complex(real.to_bits(), imag.to_bits()),
        }
    }

    fn call(&self, c: &ast::ExprCall) -> Tree {
        let arguments = &c.arguments;
        let args = match &arguments.args[..] {
            // A generator that shares the call's parentheses is said to have them.
            [Expr::Generator(g)] if !g.parenthesized => {
                let fields = vec![self.expr(&g.elt), self.generators(&g.generators)];
                let end = if self.source.slice(g.range).ends_with(')') && g.range.end() == arguments.range.end() {
                    g.range.end()
                } else {
                    arguments.range.end()
                };
                let range = TextRange::new(arguments.range.start(), end);
                Tree::List(vec![self.node("GeneratorExp", range, fields)])
            }
            args => self.exprs(args),
        };
        let fields = vec![self.expr(&c.func), args, self.keywords(&arguments.keywords)];
        self.node("Call", c.range(), fields)
    }

    pub fn keywords(&self, keywords: &[ast::Keyword]) -> Tree {
        let all =
            keywords.iter().map(|k| self.node("keyword", k.range, vec![optional_name(&k.arg), self.expr(&k.value)]));
        Tree::List(all.collect())
    }

    fn generators(&self, all: &[ast::Comprehension]) -> Tree {
        let all = all.iter().map(|c| {
            let parts = vec![self.expr(&c.target), self.expr(&c.iter), self.exprs(&c.ifs)];
            bare("comprehension", [parts, vec![Tree::Number(c.is_async.into())]].concat())
        });
        Tree::List(all.collect())
    }

    /// The parameters of a function or lambda.
    pub fn parameters(&self, p: Option<&ast::Parameters>) -> Tree {
        let Some(p) = p else {
            let none = || Tree::List(vec![]);
            return bare("arguments", vec![none(), none(), Tree::None, none(), none(), Tree::None, none()]);
        };
        let args = |list: &[ast::ParameterWithDefault]| {
            Tree::List(list.iter().map(|a| self.parameter(&a.parameter)).collect())
        };
        let star = |a: &Option<Box<ast::Parameter>>| a.as_ref().map_or(Tree::None, |a| self.parameter(a));
        let named = p.kwonlyargs.iter().map(|a| self.option(&a.default)).collect();
        let defaults = p.posonlyargs.iter().chain(&p.args).filter_map(|a| a.default.as_ref());
        let defaults = Tree::List(defaults.map(|d| self.expr(d)).collect());
        let fields = vec![
            args(&p.posonlyargs),
            args(&p.args),
            star(&p.vararg),
            args(&p.kwonlyargs),
            Tree::List(named),
            star(&p.kwarg),
            defaults,
        ];
        bare("arguments", fields)
    }

    fn parameter(&self, p: &ast::Parameter) -> Tree {
        // The star is not part of it.
        let range = TextRange::new(p.name.range.start(), p.range.end());
        self.node("arg", range, vec![identifier(&p.name), self.option(&p.annotation), Tree::None])
    }
}

pub fn operator(op: ast::Operator) -> Tree {
    use ast::Operator as O;
    let class = match op {
        O::Add => "Add",
        O::Sub => "Sub",
        O::Mult => "Mult",
        O::MatMult => "MatMult",
        O::Div => "Div",
        O::Mod => "Mod",
        O::Pow => "Pow",
        O::LShift => "LShift",
        O::RShift => "RShift",
        O::BitOr => "BitOr",
        O::BitXor => "BitXor",
        O::BitAnd => "BitAnd",
        O::FloorDiv => "FloorDiv",
    };
    bare(class, vec![])
}

fn comparison(op: ast::CmpOp) -> Tree {
    use ast::CmpOp as C;
    let class = match op {
        C::Eq => "Eq",
        C::NotEq => "NotEq",
        C::Lt => "Lt",
        C::LtE => "LtE",
        C::Gt => "Gt",
        C::GtE => "GtE",
        C::Is => "Is",
        C::IsNot => "IsNot",
        C::In => "In",
        C::NotIn => "NotIn",
    };
    bare(class, vec![])
}

pub fn context(ctx: ast::ExprContext) -> Tree {
    let class = match ctx {
        ast::ExprContext::Store => "Store",
        ast::ExprContext::Del => "Del",
        ast::ExprContext::Load | ast::ExprContext::Invalid => "Load",
    };
    bare(class, vec![])
}
