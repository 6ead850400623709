//! `_csv.Dialect`: which characters part and quote fields. Checked when made, fixed from then on.

use super::{dialects, error};
use crate::util::{class_arg, class_of, state, this};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, NativeKind, Outcome, Raised, TypeTable, getter, native};
use pyspec_runtime::types::str::wtf8;

/// Names of the ways to quote, by number.
pub const QUOTING: [&str; 6] =
    ["QUOTE_MINIMAL", "QUOTE_ALL", "QUOTE_NONNUMERIC", "QUOTE_NONE", "QUOTE_STRINGS", "QUOTE_NOTNULL"];
pub const QUOTE_MINIMAL: u8 = 0;
pub const QUOTE_ALL: u8 = 1;
pub const QUOTE_NONNUMERIC: u8 = 2;
pub const QUOTE_NONE: u8 = 3;
pub const QUOTE_STRINGS: u8 = 4;
pub const QUOTE_NOTNULL: u8 = 5;

/// The parameters in the order of `__new__`.
const NAMES: [&str; 8] =
    ["delimiter", "doublequote", "escapechar", "lineterminator", "quotechar", "quoting", "skipinitialspace", "strict"];

/// The type.
pub static TABLE: TypeTable = TypeTable {
    map: 0,
    name: "Dialect",
    module: "_csv",
    doc: "Describes how fields are parted and quoted.",
    rows: &[
        native(
            "__new__",
            "(cls, dialect=None, delimiter=<unrepresentable>, doublequote=<unrepresentable>, escapechar=<unrepresentable>, lineterminator=<unrepresentable>, quotechar=<unrepresentable>, quoting=<unrepresentable>, skipinitialspace=<unrepresentable>, strict=<unrepresentable>)",
            Effect::PYTHON,
            new,
        )
        .kind(NativeKind::StaticMethod),
        getter("delimiter", |vm, a| char_text(vm, a, |d| Some(d.delimiter))),
        getter("escapechar", |vm, a| char_text(vm, a, |d| d.escape)),
        getter("quotechar", |vm, a| char_text(vm, a, |d| d.quote)),
        getter("lineterminator", |vm, a| Ok(this::<Dialect>(vm, a[0])?.terminator)),
        getter("quoting", |vm, a| Ok(Value::small_int(this::<Dialect>(vm, a[0])?.quoting as isize))),
        getter("doublequote", |vm, a| Ok(Value::bool(this::<Dialect>(vm, a[0])?.double))),
        getter("skipinitialspace", |vm, a| Ok(Value::bool(this::<Dialect>(vm, a[0])?.skip_space))),
        getter("strict", |vm, a| Ok(Value::bool(this::<Dialect>(vm, a[0])?.strict))),
        native("__reduce__", "(self, /)", Effect::PYTHON, no_pickle),
        native("__reduce_ex__", "(self, protocol, /)", Effect::PYTHON, no_pickle),
    ],
};

state! {
    /// Characters are code points.
    struct Dialect {
        delimiter: u32,
        quote: Option<u32>,
        escape: Option<u32>,
        terminator: Value,
        double: bool,
        skip_space: bool,
        strict: bool,
        quoting: u8,
    }
}

fn no_pickle(vm: &mut Vm, args: Args) -> Outcome {
    let name = vm.full_type_name(args[0]);
    Err(vm.type_error(format!("cannot pickle '{name}' object")))
}

fn char_text(vm: &mut Vm, args: Args, which: fn(&Dialect) -> Option<u32>) -> Outcome {
    match which(this::<Dialect>(vm, args[0])?) {
        None => Ok(Value::NONE),
        Some(c) => {
            let mut bytes = vec![];
            wtf8::push(&mut bytes, c);
            vm.new_str_wtf8(&bytes)
        }
    }
}

/// A registered dialect.
pub fn named(vm: &mut Vm, name: Value) -> Outcome {
    let dialects = dialects(vm)?;
    let found = vm.dict_get(dialects, name)?;
    if found.is(Value::UNSET) { Err(error(vm, "unknown dialect")) } else { Ok(found) }
}

/// The dialect that `dialect` and keyword arguments mean together.
pub fn chosen(vm: &mut Vm, dialect: Option<Value>, keywords: Value) -> Outcome {
    let class = class_of(vm, &TABLE).value();
    let mut values = pyspec_runtime::object::Rooted::new();
    values.push(dialect.unwrap_or(Value::NONE));
    let mut names = pyspec_runtime::object::Rooted::new();
    if !keywords.is(Value::UNSET) {
        for (name, value) in vm.dict_pairs(keywords).iter() {
            names.push(name);
            values.push(value);
        }
    }
    vm.call_keywords(class, &values, &names)
}

fn new(vm: &mut Vm, args: Args) -> Outcome {
    let class = class_arg(vm, args[0])?;
    let mut source = args.or(1, Value::NONE);
    if vm.is_str(source) {
        source = named(vm, source)?;
    }
    let mut given = [Value::UNSET; 8];
    for (i, value) in given.iter_mut().enumerate() {
        *value = args.get(2 + i);
    }
    if !source.is(Value::NONE) {
        if vm.payload::<Dialect>(source).is_some() && given.iter().all(|v| v.is(Value::UNSET)) {
            return Ok(source);
        }
        for (value, name) in given.iter_mut().zip(NAMES) {
            if value.is(Value::UNSET) {
                *value = vm.get_attr_text_or_unset(source, name)?;
            }
        }
    }
    let dialect = read(vm, &given)?;
    check(vm, &dialect)?;
    vm.new_payload(class, Box::new(dialect), 0)
}

/// The parameters as Rust values, unset ones by default.
fn read(vm: &mut Vm, given: &[Value; 8]) -> Outcome<Dialect> {
    let [delimiter, double, escape, terminator, quote, quoting, skip, strict] = *given;
    let truth = |vm: &mut Vm, v: Value, default: bool| if v.is(Value::UNSET) { Ok(default) } else { vm.truth(v) };
    let delimiter = match one_char(vm, "delimiter", delimiter, Some(b',' as u32), false)? {
        Some(c) => c,
        None => return Err(vm.type_error("\"delimiter\" must be a unicode character, not NoneType")),
    };
    let unquoted = quote.is(Value::NONE) && quoting.is(Value::UNSET);
    let terminator = match terminator {
        Value::UNSET => vm.new_str("\r\n")?,
        v if vm.is_str(v) => v,
        v => {
            let found = vm.type_name(v);
            return Err(vm.type_error(format!("\"lineterminator\" must be a string, not {found}")));
        }
    };
    let quoting = match quoting {
        Value::UNSET if unquoted => QUOTE_NONE as i64,
        Value::UNSET => QUOTE_MINIMAL as i64,
        v if vm.is_exact_int(v) => vm.index_i64(v)?,
        v => {
            let found = vm.type_name(v);
            return Err(vm.type_error(format!("\"quoting\" must be an integer, not {found}")));
        }
    };
    if !(0..QUOTING.len() as i64).contains(&quoting) {
        return Err(vm.type_error("bad \"quoting\" value"));
    }
    Ok(Dialect {
        delimiter,
        double: truth(vm, double, true)?,
        escape: one_char(vm, "escapechar", escape, None, true)?,
        terminator,
        quote: one_char(vm, "quotechar", quote, Some(b'"' as u32), true)?,
        quoting: quoting as u8,
        skip_space: truth(vm, skip, false)?,
        strict: truth(vm, strict, false)?,
    })
}

/// A parameter that is one character, or where that may be none, None.
fn one_char(vm: &mut Vm, name: &str, v: Value, default: Option<u32>, optional: bool) -> Outcome<Option<u32>> {
    if v.is(Value::UNSET) {
        return Ok(default);
    }
    if optional && v.is(Value::NONE) {
        return Ok(None);
    }
    let wanted = if optional { "a unicode character or None" } else { "a unicode character" };
    if !vm.is_str(v) {
        let found = vm.type_name(v);
        return Err(vm.type_error(format!("\"{name}\" must be {wanted}, not {found}")));
    }
    let mut points = wtf8::points(vm.str_bytes(v));
    match (points.next(), points.next()) {
        (Some(c), None) => Ok(Some(c)),
        _ => {
            let n = vm.str_len(v);
            Err(vm.type_error(format!("\"{name}\" must be {wanted}, not a string of length {n}")))
        }
    }
}

/// Characters that could not be told apart when reading are refused.
fn check(vm: &mut Vm, d: &Dialect) -> Outcome<()> {
    if d.quoting != QUOTE_NONE && d.quote.is_none() {
        return Err(vm.type_error("quotechar must be set if quoting enabled"));
    }
    let space = !d.skip_space;
    let all = [("delimiter", Some(d.delimiter), true), ("escapechar", d.escape, space), ("quotechar", d.quote, space)];
    for (name, c, may_be_space) in all {
        let Some(c) = c else { continue };
        let line_end = wtf8::points(vm.str_bytes(d.terminator)).any(|t| t == c);
        if line_end || is_line_end(c) || (c == b' ' as u32 && !may_be_space) {
            return Err(vm.value_error(format!("bad {name} value")));
        }
    }
    for (i, j) in [(0, 1), (0, 2), (1, 2)] {
        if all[i].1.is_some() && all[i].1 == all[j].1 {
            return Err(clash(vm, all[i].0, all[j].0));
        }
    }
    Ok(())
}

fn clash(vm: &mut Vm, a: &str, b: &str) -> Raised {
    vm.value_error(format!("bad {a} or {b} value"))
}

/// Line feed or carriage return.
pub fn is_line_end(c: u32) -> bool {
    c == b'\n' as u32 || c == b'\r' as u32
}
