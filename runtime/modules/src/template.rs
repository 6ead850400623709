//! `_template`: the objects that t-strings make, `string.templatelib`'s `Template` and `Interpolation`.

use crate::util::{add_type, class_of, hidden_type, itself, make, some, state, this};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, Native, NativeKind, Outcome, TypeTable, getter, native};
use pyspec_runtime::object::Rooted;
use pyspec_runtime::object::class::class_flags;

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "_template",
    doc: "Objects of template string literals.",
    functions: &[
        native("_intrinsic_build_template", "(parts, /)", PY, |vm, a| {
            let class = class_of(vm, &TEMPLATE).value();
            build(vm, class, a[0])
        }),
        native("_intrinsic_interpolation", "(value, expression, conversion, format_spec, /)", PY, |vm, a| {
            let class = class_of(vm, &INTERPOLATION).value();
            make(vm, class, Interpolation { value: a[0], expression: a[1], conversion: a[2], format_spec: a[3] })
        }),
    ],
    init: Some(init),
};

const PY: Effect = Effect::PYTHON;
const LIBRARY: &str = "string.templatelib";

static TEMPLATE: TypeTable = TypeTable {
    map: 0,
    name: "Template",
    module: LIBRARY,
    doc: "Template object",
    rows: &[
        native("__new__", "(cls, /, *args, **kwargs)", PY, |vm, a| {
            if vm.dict_len(a[2]) > 0 {
                return Err(vm.type_error("Template.__new__ only accepts *args arguments"));
            }
            build(vm, a[0], a[1])
        })
        .kind(NativeKind::StaticMethod),
        getter("strings", |vm, a| Ok(this::<Template>(vm, a[0])?.strings)),
        getter("interpolations", |vm, a| Ok(this::<Template>(vm, a[0])?.interpolations)),
        getter("values", values),
        native("__iter__", "(self, /)", PY, |vm, a| {
            let &mut Template { strings, interpolations } = this(vm, a[0])?;
            let class = class_of(vm, &ITERATOR).value();
            make(vm, class, TemplateIter { strings, interpolations, at: 0 })
        }),
        native("__add__", "(self, value, /)", PY, add),
        native("__repr__", "(self, /)", PY, |vm, a| {
            let &mut Template { strings, interpolations } = this(vm, a[0])?;
            let (strings, interpolations) = (vm.repr_text(strings)?, vm.repr_text(interpolations)?);
            vm.new_str(&format!("Template(strings={strings}, interpolations={interpolations})"))
        }),
        native("__reduce__", "(self, /)", PY, |vm, a| {
            let &mut Template { strings, interpolations } = this(vm, a[0])?;
            let library = vm.import_module(LIBRARY)?;
            let function = vm.get_attr_text(library, "_template_unpickle")?;
            let arguments = vm.new_tuple(&[strings, interpolations])?;
            vm.new_tuple(&[function, arguments])
        }),
        GENERIC,
    ],
};

static INTERPOLATION: TypeTable = TypeTable {
    map: 0,
    name: "Interpolation",
    module: LIBRARY,
    doc: "Interpolation object",
    rows: &[
        native("__new__", "(cls, /, value, expression='', conversion=None, format_spec='')", PY, new_interpolation)
            .kind(NativeKind::StaticMethod),
        getter("value", |vm, a| Ok(this::<Interpolation>(vm, a[0])?.value)),
        getter("expression", |vm, a| Ok(this::<Interpolation>(vm, a[0])?.expression)),
        getter("conversion", |vm, a| Ok(this::<Interpolation>(vm, a[0])?.conversion)),
        getter("format_spec", |vm, a| Ok(this::<Interpolation>(vm, a[0])?.format_spec)),
        native("__repr__", "(self, /)", PY, |vm, a| {
            let mut shown = vec![];
            for field in this::<Interpolation>(vm, a[0])?.fields() {
                shown.push(vm.repr_text(field)?);
            }
            vm.new_str(&format!("Interpolation({})", shown.join(", ")))
        }),
        native("__reduce__", "(self, /)", PY, |vm, a| {
            let fields = this::<Interpolation>(vm, a[0])?.fields();
            let (fields, class) = (vm.new_tuple(&fields)?, vm.class_of(a[0]).value());
            vm.new_tuple(&[class, fields])
        }),
        GENERIC,
    ],
};

static ITERATOR: TypeTable = TypeTable {
    map: 0,
    name: "TemplateIter",
    module: LIBRARY,
    doc: "Template iterator object",
    rows: &[native("__iter__", "(self, /)", Effect::PURE, itself), native("__next__", "(self, /)", PY, next)],
};

const GENERIC: Native = native("__class_getitem__", "(cls, object, /)", PY, |vm, a| vm.new_generic_alias(a[0], a[1]))
    .kind(NativeKind::ClassMethod);

state! {
    /// One more string than interpolations; they alternate.
    struct Template { strings: Value, interpolations: Value }
}
state! {
    /// What stands between braces, evaluated.
    struct Interpolation { value: Value, expression: Value, conversion: Value, format_spec: Value }
}
state! {
    /// Strings at even steps, interpolations at odd ones.
    struct TemplateIter { strings: Value, interpolations: Value, at: usize }
}

impl Interpolation {
    fn fields(&self) -> [Value; 4] {
        [self.value, self.expression, self.conversion, self.format_spec]
    }
}

fn init(vm: &mut Vm, module: Value) -> Outcome<()> {
    for table in [&TEMPLATE, &INTERPOLATION] {
        add_type(vm, module, table)?.info().flags &= !class_flags::BASE_TYPE;
    }
    hidden_type(vm, &ITERATOR)?;
    let mut names = Rooted::new();
    names.extend(["value", "expression", "conversion", "format_spec"].map(|name| vm.intern(name)));
    let names = vm.new_tuple(&names)?;
    let class = class_of(vm, &INTERPOLATION);
    let key = vm.intern("__match_args__");
    vm.class_put(class, key, names)?;
    vm.class_changed(class);
    Ok(())
}

/// A template of strings and interpolations in any order: neighbouring strings join, missing ones are empty.
fn build(vm: &mut Vm, class: Value, parts: Value) -> Outcome {
    let (mut strings, mut interpolations) = (Rooted::new(), Rooted::new());
    let mut text: Vec<u8> = vec![];
    for i in 0..vm.tuple_items(parts).len() {
        let part = vm.tuple_items(parts)[i];
        if vm.is_str(part) {
            text.extend_from_slice(vm.str_bytes(part));
        } else if vm.payload::<Interpolation>(part).is_some() {
            let before = vm.new_str_wtf8(&std::mem::take(&mut text))?;
            strings.push(before);
            interpolations.push(part);
        } else {
            let got = vm.type_name(part);
            return Err(
                vm.type_error(format!("Template.__new__ *args need to be of type 'str' or 'Interpolation', got {got}"))
            );
        }
    }
    let last = vm.new_str_wtf8(&text)?;
    strings.push(last);
    let strings = vm.new_tuple(&strings)?;
    let interpolations = vm.new_tuple(&interpolations)?;
    make(vm, class, Template { strings, interpolations })
}

fn values(vm: &mut Vm, args: Args) -> Outcome {
    let interpolations = this::<Template>(vm, args[0])?.interpolations;
    let mut values = Rooted::new();
    for i in 0..vm.tuple_items(interpolations).len() {
        let interpolation = vm.tuple_items(interpolations)[i];
        values.push(this::<Interpolation>(vm, interpolation)?.value);
    }
    vm.new_tuple(&values)
}

fn add(vm: &mut Vm, args: Args) -> Outcome {
    let (Some(a), Some(b)) = (vm.payload::<Template>(args[0]), vm.payload::<Template>(args[1])) else {
        let name = vm.type_name(args[1]);
        return Err(
            vm.type_error(format!("can only concatenate {LIBRARY}.Template (not \"{name}\") to {LIBRARY}.Template"))
        );
    };
    let mut parts = Rooted::new();
    for template in [a, b] {
        let (strings, interpolations) = (vm.tuple_items(template.strings), vm.tuple_items(template.interpolations));
        for (i, string) in strings.iter().enumerate() {
            parts.push(*string);
            parts.extend(interpolations.get(i).copied());
        }
    }
    let (parts, class) = (vm.new_tuple(&parts)?, class_of(vm, &TEMPLATE).value());
    build(vm, class, parts)
}

fn new_interpolation(vm: &mut Vm, args: Args) -> Outcome {
    let empty = vm.intern("");
    let (expression, format_spec) = (args.or(2, empty), args.or(4, empty));
    for (value, name) in [(expression, "expression"), (format_spec, "format_spec")] {
        if !vm.is_str(value) {
            let got = vm.type_name(value);
            return Err(vm.type_error(format!("Interpolation() argument '{name}' must be str, not {got}")));
        }
    }
    if let Some(conversion) = some(args.given(3)) {
        if !vm.is_str(conversion) {
            let got = vm.type_name(conversion);
            return Err(vm.type_error(format!("Interpolation() argument 'conversion' must be str, not {got}")));
        }
        if !matches!(vm.str_bytes(conversion), b"s" | b"r" | b"a") {
            return Err(vm.value_error("Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'"));
        }
    }
    let conversion = args.or(3, Value::NONE);
    make(vm, args[0], Interpolation { value: args[1], expression, conversion, format_spec })
}

fn next(vm: &mut Vm, args: Args) -> Outcome {
    let it = this::<TemplateIter>(vm, args[0])?;
    loop {
        let (at, odd) = (it.at / 2, it.at % 2 == 1);
        let found = vm.tuple_items(if odd { it.interpolations } else { it.strings }).get(at).copied();
        let Some(found) = found else { return Ok(Value::UNSET) };
        it.at += 1;
        if odd || !vm.str_bytes(found).is_empty() {
            return Ok(found);
        }
    }
}
