//! `_string`: how `string.Formatter` takes templates apart.

use crate::util::{class_of, hidden_type, itself, state, this};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, Native, Outcome, TypeTable, native};
use pyspec_runtime::object::Rooted;

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "_string",
    doc: "string helper module",
    functions: FUNCTIONS,
    init: Some(|vm, _| hidden_type(vm, &PIECES).map(drop)),
};

const PY: Effect = Effect::PYTHON;

static FUNCTIONS: &[Native] = &[
    native("formatter_parser", "(string, /)", PY, parser),
    native("formatter_field_name_split", "(string, /)", PY, split_name),
];

static PIECES: TypeTable = TypeTable {
    map: 0,
    name: "formatteriterator",
    module: "_string",
    doc: "",
    rows: &[native("__iter__", "(self, /)", Effect::PURE, itself), native("__next__", "(self, /)", PY, next)],
};

state! {
    /// A template being taken apart, or the rest of a field name.
    struct Pieces { text: String, at: usize, names: bool }
}

fn text_of(vm: &mut Vm, v: Value) -> Outcome<String> {
    if !vm.is_str(v) {
        let name = vm.type_name(v);
        return Err(vm.type_error(format!("expected str, got {name}")));
    }
    Ok(vm.str_lossy(v))
}

fn parser(vm: &mut Vm, args: Args) -> Outcome {
    let text = text_of(vm, args[0])?;
    let class = class_of(vm, &PIECES);
    vm.new_payload(class, Box::new(Pieces { text, at: 0, names: false }), 0)
}

fn next(vm: &mut Vm, args: Args) -> Outcome {
    let p = this::<Pieces>(vm, args[0])?;
    if p.at >= p.text.len() {
        return Ok(Value::UNSET);
    }
    if p.names { next_name(vm, p) } else { next_piece(vm, p) }
}

/// (literal, field, spec, conversion).
fn next_piece(vm: &mut Vm, p: &mut Pieces) -> Outcome {
    let text = &p.text.as_bytes()[p.at..];
    let Some(i) = text.iter().position(|c| matches!(c, b'{' | b'}')) else {
        let literal = p.text[p.at..].to_string();
        p.at = p.text.len();
        let literal = vm.new_str(&literal)?;
        return vm.new_tuple(&[literal, Value::NONE, Value::NONE, Value::NONE]);
    };
    if text.get(i + 1) == Some(&text[i]) {
        let literal = p.text[p.at..p.at + i + 1].to_string();
        p.at += i + 2;
        let literal = vm.new_str(&literal)?;
        return vm.new_tuple(&[literal, Value::NONE, Value::NONE, Value::NONE]);
    }
    if text[i] == b'}' {
        return Err(vm.value_error("Single '}' encountered in format string"));
    }
    if i + 1 == text.len() {
        return Err(vm.value_error("Single '{' encountered in format string"));
    }
    // The field reaches to the brace that closes it; a bracket hides braces inside an index.
    let (mut depth, mut end, mut bracket) = (1, i + 1, false);
    while end < text.len() {
        match text[end] {
            b'[' => bracket = true,
            b']' => bracket = false,
            b'{' if !bracket => depth += 1,
            b'}' if !bracket => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            _ => {}
        }
        end += 1;
    }
    if depth > 0 {
        return Err(vm.value_error("expected '}' before end of string"));
    }
    let (literal, inside) = (p.text[p.at..p.at + i].to_string(), p.text[p.at + i + 1..p.at + end].to_string());
    p.at += end + 1;
    let (name, conversion, spec) = parts(vm, &inside)?;
    let (literal, name, spec) = (vm.new_str(&literal)?, vm.new_str(name)?, vm.new_str(spec)?);
    let conversion = match conversion {
        Some(c) => vm.new_str(&c.to_string())?,
        None => Value::NONE,
    };
    vm.new_tuple(&[literal, name, spec, conversion])
}

/// Field name, conversion and specification of what is between braces.
fn parts<'a>(vm: &mut Vm, inside: &'a str) -> Outcome<(&'a str, Option<char>, &'a str)> {
    let mut bracket = false;
    let stop = inside.char_indices().find(|(_, c)| {
        match c {
            '[' => bracket = true,
            ']' => bracket = false,
            _ => {}
        }
        !bracket && matches!(c, ':' | '!')
    });
    let Some((i, c)) = stop else { return Ok((inside, None, "")) };
    if inside[..i].contains('{') {
        return Err(vm.value_error("unexpected '{' in field name"));
    }
    if c == ':' {
        return Ok((&inside[..i], None, &inside[i + 1..]));
    }
    let mut rest = inside[i + 1..].chars();
    let Some(conversion) = rest.next() else {
        return Err(vm.value_error("unmatched '{' in format spec"));
    };
    match rest.next() {
        None => Ok((&inside[..i], Some(conversion), "")),
        Some(':') => Ok((&inside[..i], Some(conversion), rest.as_str())),
        Some(_) => Err(vm.value_error("expected ':' after conversion specifier")),
    }
}

/// A number if it is written as one.
fn key(vm: &mut Vm, text: &str) -> Outcome {
    if !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit()) {
        match text.parse::<i64>() {
            Ok(n) => return vm.new_int(n),
            Err(_) => return Err(vm.value_error("Too many decimal digits in format string")),
        }
    }
    vm.new_str(text)
}

fn split_name(vm: &mut Vm, args: Args) -> Outcome {
    let text = text_of(vm, args[0])?;
    let end = text.find(['.', '[']).unwrap_or(text.len());
    let first = key(vm, &text[..end])?;
    let class = class_of(vm, &PIECES);
    let rest = vm.new_payload(class, Box::new(Pieces { text, at: end, names: true }), 0)?;
    vm.new_tuple(&[first, rest])
}

/// (is attribute, name or index).
fn next_name(vm: &mut Vm, p: &mut Pieces) -> Outcome {
    let rest = p.text[p.at..].to_string();
    let mut items = Rooted::new();
    if let Some(after) = rest.strip_prefix('.') {
        let end = after.find(['.', '[']).unwrap_or(after.len());
        p.at += 1 + end;
        if end == 0 {
            return Err(vm.value_error("Empty attribute in format string"));
        }
        let name = vm.new_str(&after[..end])?;
        items.extend([Value::TRUE, name]);
    } else if let Some(after) = rest.strip_prefix('[') {
        let Some(end) = after.find(']') else {
            return Err(vm.value_error("Missing ']' in format string"));
        };
        p.at += end + 2;
        if end == 0 {
            return Err(vm.value_error("Empty attribute in format string"));
        }
        let index = key(vm, &after[..end])?;
        items.extend([Value::FALSE, index]);
    } else {
        return Err(vm.value_error("Only '.' or '[' may follow ']' in format field specifier"));
    }
    vm.new_tuple(&items)
}
