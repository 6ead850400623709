//! Syntax trees as objects: the front end's tree becomes instances of the classes of `_ast`.

use crate::native::Outcome;
use crate::object::Rooted;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_front::tree::{Node, Tree};
use pyspec_front::{CompileOptions, Mode};

/// What is left to do; values of finished parts are on a stack. Trees are deeper than the native stack.
enum Work<'a> {
    Visit(&'a Tree),
    MakeNode(&'a Node),
    MakeList(usize),
}

/// Where the classes are.
struct Classes {
    module: Value,
    /// Nodes without fields and positions, which are shared.
    singles: Value,
}

impl Vm {
    /// The tree of a source text; `ast` is the module with the classes.
    pub fn syntax_tree(&mut self, source: Value, filename: &str, mode: Mode, ast: Value) -> Outcome {
        let Some((text, is_text)) = self.source_text(source, "compile")? else {
            return Err(self.type_error("compile() arg 1 must be a string, bytes or AST object"));
        };
        let start =
            if mode == Mode::Eval { text.iter().position(|c| !b" \t".contains(c)).unwrap_or(text.len()) } else { 0 };
        let options = CompileOptions::default();
        let tree = match (is_text, std::str::from_utf8(&text[start..])) {
            (true, Ok(text)) => pyspec_front::tree::parse(text.into(), filename, mode, &options),
            _ => pyspec_front::tree::parse_bytes(&text[start..], filename, mode, &options),
        };
        let tree = match tree {
            Ok(tree) => tree,
            Err(e) => return Err(self.raise_syntax_error(&e)),
        };
        let singles = self.get_attr_text(ast, "_singles")?;
        let object = self.tree_object(&tree, &Classes { module: ast, singles });
        pyspec_front::tree::release(tree);
        object
    }

    fn tree_object(&mut self, tree: &Tree, classes: &Classes) -> Outcome {
        let mut work = vec![Work::Visit(tree)];
        let mut values = Rooted::new();
        while let Some(next) = work.pop() {
            let value = match next {
                Work::Visit(Tree::Node(node)) => {
                    work.push(Work::MakeNode(node));
                    work.extend(node.fields.iter().rev().map(Work::Visit));
                    continue;
                }
                Work::Visit(Tree::List(items)) => {
                    work.push(Work::MakeList(items.len()));
                    work.extend(items.iter().rev().map(Work::Visit));
                    continue;
                }
                Work::Visit(Tree::None) => Value::NONE,
                Work::Visit(Tree::Text(text)) => self.intern(text),
                Work::Visit(Tree::Number(n)) => self.new_int(*n)?,
                Work::Visit(Tree::Const(c)) => self.make_constant(c)?,
                Work::MakeList(n) => {
                    let first = values.len() - n;
                    let list = self.new_list(&values[first..])?;
                    values.truncate(first);
                    list
                }
                Work::MakeNode(node) => {
                    let first = values.len() - node.fields.len();
                    let object = self.node_object(node, &values[first..], classes)?;
                    values.truncate(first);
                    object
                }
            };
            values.push(value);
        }
        Ok(values[0])
    }

    fn node_object(&mut self, node: &Node, fields: &[Value], classes: &Classes) -> Outcome {
        if node.position.is_none() && fields.is_empty() {
            let shared = self.dict_get_text(classes.singles, node.class)?;
            if !shared.is(Value::UNSET) {
                return Ok(shared);
            }
        }
        let class = self.get_attr_text(classes.module, node.class)?;
        let names = self.get_attr_text(class, "_fields")?;
        let class = self.as_class(class).expect("nodes have classes");
        let object = self.new_instance(class)?;
        for (i, value) in fields.iter().enumerate() {
            let name = self.intern_value(self.tuple_items(names)[i]);
            self.set_attr(object, name, *value)?;
        }
        if let Some(p) = node.position {
            let parts =
                [("lineno", p.line), ("col_offset", p.col), ("end_lineno", p.end_line), ("end_col_offset", p.end_col)];
            for (name, n) in parts {
                self.set_attr_text(object, name, Value::small_int(n as isize))?;
            }
        }
        Ok(object)
    }
}
