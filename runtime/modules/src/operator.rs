//! `_operator`: the operators as functions, getters and callers of methods.

mod getters;

use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, Native, Outcome, native};
use pyspec_runtime::protocol::compare::Comparison;
use pyspec_runtime::protocol::operate::Binary;

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "_operator",
    doc: "Operator interface.\n\nThis module exports a set of functions implemented in Rust corresponding\nto the intrinsic operators of Python.  For example, operator.add(x, y)\nis equivalent to the expression x+y.",
    functions: FUNCTIONS,
    init: Some(|vm, module| {
        for table in [&getters::ATTRIBUTES, &getters::ITEMS, &getters::METHOD] {
            crate::util::add_type(vm, module, table)?;
        }
        Ok(())
    }),
};

const PY: Effect = Effect::PYTHON;

macro_rules! binary {
    ($name:literal, $op:ident) => {
        native($name, "(a, b, /)", PY, |vm, a| vm.binary(Binary::$op, a[0], a[1]))
    };
}
macro_rules! inplace {
    ($name:literal, $op:ident) => {
        native($name, "(a, b, /)", PY, |vm, a| vm.inplace(Binary::$op, a[0], a[1]))
    };
}
macro_rules! compare {
    ($name:literal, $op:ident) => {
        native($name, "(a, b, /)", PY, |vm, a| vm.compare(Comparison::$op, a[0], a[1]))
    };
}

static FUNCTIONS: &[Native] = &[
    binary!("add", Add),
    binary!("sub", Sub),
    binary!("mul", Mul),
    binary!("matmul", MatMul),
    binary!("truediv", Div),
    binary!("floordiv", FloorDiv),
    binary!("mod", Mod),
    binary!("lshift", LShift),
    binary!("rshift", RShift),
    binary!("and_", And),
    binary!("or_", Or),
    binary!("xor", Xor),
    binary!("pow", Pow),
    inplace!("iadd", Add),
    inplace!("isub", Sub),
    inplace!("imul", Mul),
    inplace!("imatmul", MatMul),
    inplace!("itruediv", Div),
    inplace!("ifloordiv", FloorDiv),
    inplace!("imod", Mod),
    inplace!("ilshift", LShift),
    inplace!("irshift", RShift),
    inplace!("iand", And),
    inplace!("ior", Or),
    inplace!("ixor", Xor),
    inplace!("ipow", Pow),
    compare!("lt", Lt),
    compare!("le", Le),
    compare!("eq", Eq),
    compare!("ne", Ne),
    compare!("gt", Gt),
    compare!("ge", Ge),
    native("neg", "(a, /)", PY, |vm, a| vm.negative(a[0])),
    native("pos", "(a, /)", PY, |vm, a| vm.positive(a[0])),
    native("inv", "(a, /)", PY, |vm, a| vm.invert(a[0])),
    native("invert", "(a, /)", PY, |vm, a| vm.invert(a[0])),
    native("abs", "(a, /)", PY, |vm, a| vm.absolute(a[0])),
    native("index", "(a, /)", PY, |vm, a| vm.index(a[0])),
    native("not_", "(a, /)", PY, |vm, a| Ok(Value::bool(!vm.truth(a[0])?))),
    native("truth", "(a, /)", PY, |vm, a| Ok(Value::bool(vm.truth(a[0])?))),
    native("is_", "(a, b, /)", Effect::PURE, |vm, a| Ok(Value::bool(vm.is_same(a[0], a[1])))),
    native("is_not", "(a, b, /)", Effect::PURE, |vm, a| Ok(Value::bool(!vm.is_same(a[0], a[1])))),
    native("is_none", "(a, /)", Effect::PURE, |_, a| Ok(Value::bool(a[0].is(Value::NONE)))),
    native("is_not_none", "(a, /)", Effect::PURE, |_, a| Ok(Value::bool(!a[0].is(Value::NONE)))),
    native("contains", "(a, b, /)", PY, |vm, a| Ok(Value::bool(vm.contains(a[0], a[1])?))),
    native("getitem", "(a, b, /)", PY, |vm, a| vm.get_item(a[0], a[1])),
    native("setitem", "(a, b, c, /)", PY, |vm, a| {
        vm.set_item(a[0], a[1], a[2])?;
        Ok(Value::NONE)
    }),
    native("delitem", "(a, b, /)", PY, |vm, a| {
        vm.del_item(a[0], a[1])?;
        Ok(Value::NONE)
    }),
    native("concat", "(a, b, /)", PY, |vm, a| concat(vm, a, Vm::binary)),
    native("iconcat", "(a, b, /)", PY, |vm, a| concat(vm, a, Vm::inplace)),
    native("countOf", "(a, b, /)", PY, count_of),
    native("indexOf", "(a, b, /)", PY, index_of),
    native("length_hint", "(obj, default=0, /)", PY, length_hint),
    native("call", "(obj, /, *args, **kwargs)", PY, |vm, a| vm.call_star(a[0], a[1], a.get(2))),
    native("_compare_digest", "(a, b, /)", PY, compare_digest),
];

fn concat(vm: &mut Vm, args: Args, operate: fn(&mut Vm, Binary, Value, Value) -> Outcome) -> Outcome {
    use pyspec_runtime::object::class::Special;
    if !vm.has_special(args[0], Special::GetItem) {
        let name = vm.type_name(args[0]);
        return Err(vm.type_error(format!("'{name}' object can't be concatenated")));
    }
    operate(vm, Binary::Add, args[0], args[1])
}

fn count_of(vm: &mut Vm, args: Args) -> Outcome {
    let mut n = 0;
    vm.for_each(args[0], |vm, item| {
        if vm.equal(item, args[1])? {
            n += 1;
        }
        Ok(true)
    })?;
    Ok(Value::small_int(n))
}

fn index_of(vm: &mut Vm, args: Args) -> Outcome {
    let (mut i, mut found) = (0, false);
    vm.for_each(args[0], |vm, item| {
        found = vm.equal(item, args[1])?;
        if !found {
            i += 1;
        }
        Ok(!found)
    })?;
    if found { Ok(Value::small_int(i)) } else { Err(vm.value_error("sequence.index(x): x not in sequence")) }
}

fn length_hint(vm: &mut Vm, args: Args) -> Outcome {
    let default = args.given(1).map_or(Ok(0), |v| vm.index_i64(v))?;
    let n = vm.length_hint(args[0], default.max(0) as usize)?;
    vm.new_int(n as i64)
}

fn compare_digest(vm: &mut Vm, args: Args) -> Outcome {
    let (a, b) = match (vm.text(args[0]), vm.text(args[1])) {
        (Some(a), Some(b)) if a.ascii && b.ascii => (a.bytes.to_vec(), b.bytes.to_vec()),
        (Some(_), Some(_)) => return Err(vm.type_error("comparing strings with non-ASCII characters is not supported")),
        _ => match (vm.buffer_bytes(args[0]), vm.buffer_bytes(args[1])) {
            (Some(a), Some(b)) => (a, b),
            _ => {
                let (a, b) = (vm.type_name(args[0]), vm.type_name(args[1]));
                let text = format!("unsupported operand types(s) or combination of types: '{a}' and '{b}'");
                return Err(vm.type_error(text));
            }
        },
    };
    let same = a.len() == b.len() && a.iter().zip(&b).fold(0, |d, (x, y)| d | (x ^ y)) == 0;
    Ok(Value::bool(same))
}
