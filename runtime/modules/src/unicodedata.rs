//! `unicodedata`: what the Unicode database says of characters.

use crate::util::{add_type, class_of, make, this};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, Native, Outcome, TypeTable, native};
use rustpython_unicode::{LookupResult, NormalizeForm, Ucd};
use rustpython_wtf8::{CodePoint, Wtf8};

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "unicodedata",
    doc: "This module provides access to the Unicode Character Database.",
    functions: FUNCTIONS,
    init: Some(init),
};

const PURE: Effect = Effect::ALLOC;
const NOW: Ucd = Ucd::new(true);

static FUNCTIONS: &[Native] = &[
    native("name", "(chr, default=<unrepresentable>, /)", PURE, |vm, a| name(vm, NOW, a, 0)),
    native("lookup", "(name, /)", PURE, |vm, a| lookup(vm, NOW, a[0])),
    native("category", "(chr, /)", PURE, |vm, a| text(vm, a, 0, "category", |c| NOW.category(c).into())),
    native("bidirectional", "(chr, /)", PURE, |vm, a| text(vm, a, 0, "bidirectional", |c| NOW.bidirectional(c).into())),
    native("east_asian_width", "(chr, /)", PURE, |vm, a| {
        text(vm, a, 0, "east_asian_width", |c| NOW.east_asian_width(c).into())
    }),
    native("decomposition", "(chr, /)", PURE, |vm, a| text(vm, a, 0, "decomposition", |c| NOW.decomposition(c))),
    native("combining", "(chr, /)", PURE, |vm, a| number(vm, a, 0, "combining", |c| NOW.combining(c).into())),
    native("mirrored", "(chr, /)", PURE, |vm, a| number(vm, a, 0, "mirrored", |c| NOW.mirrored(c).into())),
    native("digit", "(chr, default=<unrepresentable>, /)", PURE, |vm, a| value(vm, NOW, a, 0, "digit")),
    native("decimal", "(chr, default=<unrepresentable>, /)", PURE, |vm, a| value(vm, NOW, a, 0, "decimal")),
    native("numeric", "(chr, default=<unrepresentable>, /)", PURE, |vm, a| value(vm, NOW, a, 0, "numeric")),
    native("normalize", "(form, unistr, /)", PURE, |vm, a| normalize(vm, a, 0)),
    native("is_normalized", "(form, unistr, /)", PURE, |vm, a| is_normalized(vm, a, 0)),
];

/// `ucd_3_2_0`: the same functions for an old version, which network names are made by.
static OLD: TypeTable = TypeTable {
    map: 0,
    name: "UCD",
    module: "unicodedata",
    doc: "",
    rows: &[
        native("name", "(self, chr, default=<unrepresentable>, /)", PURE, |vm, a| name(vm, BEFORE, a, 1)),
        native("lookup", "(self, name, /)", PURE, |vm, a| lookup(vm, BEFORE, a[1])),
        native("category", "(self, chr, /)", PURE, |vm, a| text(vm, a, 1, "category", |c| BEFORE.category(c).into())),
        native("bidirectional", "(self, chr, /)", PURE, |vm, a| {
            text(vm, a, 1, "bidirectional", |c| BEFORE.bidirectional(c).into())
        }),
        native("east_asian_width", "(self, chr, /)", PURE, |vm, a| {
            text(vm, a, 1, "east_asian_width", |c| BEFORE.east_asian_width(c).into())
        }),
        native("decomposition", "(self, chr, /)", PURE, |vm, a| {
            text(vm, a, 1, "decomposition", |c| BEFORE.decomposition(c))
        }),
        native("combining", "(self, chr, /)", PURE, |vm, a| {
            number(vm, a, 1, "combining", |c| BEFORE.combining(c).into())
        }),
        native("mirrored", "(self, chr, /)", PURE, |vm, a| number(vm, a, 1, "mirrored", |c| BEFORE.mirrored(c).into())),
        native("digit", "(self, chr, default=<unrepresentable>, /)", PURE, |vm, a| value(vm, BEFORE, a, 1, "digit")),
        native("decimal", "(self, chr, default=<unrepresentable>, /)", PURE, |vm, a| {
            value(vm, BEFORE, a, 1, "decimal")
        }),
        native("numeric", "(self, chr, default=<unrepresentable>, /)", PURE, |vm, a| {
            value(vm, BEFORE, a, 1, "numeric")
        }),
        native("normalize", "(self, form, unistr, /)", PURE, |vm, a| {
            this::<Before>(vm, a[0])?;
            normalize(vm, a, 1)
        }),
        native("is_normalized", "(self, form, unistr, /)", PURE, |vm, a| is_normalized(vm, a, 1)),
    ],
};

const BEFORE: Ucd = Ucd::new(false);

/// The object has no state of its own.
struct Before;

impl pyspec_runtime::heap::Payload for Before {
    fn holds_values(&self) -> bool {
        false
    }
}

fn init(vm: &mut Vm, module: Value) -> Outcome<()> {
    let version = vm.new_str(&NOW.unidata_version())?;
    vm.set_module_attr(module, "unidata_version", version)?;
    let class = add_type(vm, module, &OLD)?;
    let old = vm.new_str("3.2.0")?;
    let key = vm.intern("unidata_version");
    vm.class_put(class, key, old)?;
    vm.class_changed(class);
    let class = class_of(vm, &OLD).value();
    let object = make(vm, class, Before)?;
    vm.set_module_attr(module, "ucd_3_2_0", object)
}

/// The one character of an argument.
fn character(vm: &mut Vm, v: Value, function: &str, only: bool) -> Outcome<CodePoint> {
    let what = if only { "argument" } else { "argument 1" };
    if !vm.is_str(v) {
        let got = vm.type_name(v);
        return Err(vm.type_error(format!("{function}() {what} must be a unicode character, not {got}")));
    }
    let found = Wtf8::from_bytes(vm.str_bytes(v)).map(|text| {
        let mut points = text.code_points();
        (points.next(), points.next())
    });
    match found {
        Some((Some(c), None)) => Ok(c),
        _ => {
            let n = vm.len(v)?;
            Err(vm
                .type_error(format!("{function}(): argument must be a unicode character, not a string of length {n}")))
        }
    }
}

fn text(vm: &mut Vm, args: Args, at: usize, function: &str, of: fn(CodePoint) -> String) -> Outcome {
    let c = character(vm, args[at], function, true)?;
    vm.new_str(&of(c))
}

fn number(vm: &mut Vm, args: Args, at: usize, function: &str, of: fn(CodePoint) -> i64) -> Outcome {
    let c = character(vm, args[at], function, true)?;
    vm.new_int(of(c))
}

fn value(vm: &mut Vm, ucd: Ucd, args: Args, at: usize, function: &str) -> Outcome {
    let c = character(vm, args[at], function, false)?;
    let found = match function {
        "digit" => ucd.digit(c),
        "decimal" => ucd.decimal(c),
        _ => match ucd.numeric(c) {
            Some(n) => return vm.new_float(n),
            None => None,
        },
    };
    match (found, args.given(at + 1)) {
        (Some(n), _) => vm.new_int(n as i64),
        (None, Some(default)) => Ok(default),
        (None, None) => Err(vm.value_error(match function {
            "digit" => "not a digit",
            "decimal" => "not a decimal",
            _ => "not a numeric character",
        })),
    }
}

fn name(vm: &mut Vm, ucd: Ucd, args: Args, at: usize) -> Outcome {
    let c = character(vm, args[at], "name", false)?.to_char().filter(|c| ucd.membership(*c));
    match (c.and_then(rustpython_unicode::character_name), args.given(at + 1)) {
        (Some(name), _) => vm.new_str(&name),
        (None, Some(default)) => Ok(default),
        (None, None) => Err(vm.value_error("no such name")),
    }
}

fn lookup(vm: &mut Vm, ucd: Ucd, v: Value) -> Outcome {
    let wanted = vm.expect_str(v, "lookup() argument")?;
    match ucd.lookup(&wanted) {
        Some(LookupResult::Character(c)) => vm.new_str(c.encode_utf8(&mut [0; 4])),
        Some(LookupResult::Sequence(all)) => vm.new_str(all),
        None => {
            let class = vm.exceptions.KeyError;
            let text = vm.new_str(&format!("undefined character name '{wanted}'"))?;
            Err(vm.raise_with(class, &[text]))
        }
    }
}

fn form_and_text<'a>(vm: &mut Vm, args: Args, at: usize, function: &str) -> Outcome<(NormalizeForm, &'a Wtf8)> {
    let form = vm.expect_str(args[at], &format!("{function}() argument 1"))?;
    if !vm.is_str(args[at + 1]) {
        return Err(vm.must_be_str(args[at + 1], &format!("{function}() argument 2")));
    }
    let Ok(form) = form.parse() else { return Err(vm.value_error("invalid normalization form")) };
    Ok((form, Wtf8::from_bytes(vm.str_bytes(args[at + 1])).expect("a str is WTF-8")))
}

fn normalize(vm: &mut Vm, args: Args, at: usize) -> Outcome {
    let (form, text) = form_and_text(vm, args, at, "normalize")?;
    let normal = rustpython_unicode::normalize(form, text);
    vm.new_str_wtf8(normal.as_bytes())
}

fn is_normalized(vm: &mut Vm, args: Args, at: usize) -> Outcome {
    let (form, text) = form_and_text(vm, args, at, "is_normalized")?;
    Ok(Value::bool(rustpython_unicode::is_normalized(form, text)))
}
