//! `_opcode`: what `opcode` and `dis` ask about instructions.

use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_abi::ops::{ALL, OPS, WIDE};
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, Native, Outcome, native};
use pyspec_runtime::object::Rooted;

/// The module.
pub static MODULE: ModuleTable =
    ModuleTable { name: "_opcode", doc: "Opcode support module.", functions: FUNCTIONS, init: Some(init) };

/// Instructions are not rewritten into special ones that `dis` would have to know.
fn init(vm: &mut Vm, module: Value) -> Outcome<()> {
    vm.set_module_attr(module, "ENABLE_SPECIALIZATION", Value::FALSE)?;
    vm.set_module_attr(module, "ENABLE_SPECIALIZATION_FT", Value::FALSE)?;
    vm.set_module_attr(module, "WIDE", Value::small_int(WIDE as isize))
}

const PY: Effect = Effect::PYTHON;

static FUNCTIONS: &[Native] = &[
    native("get_opmap", "()", PY, opmap),
    native("immediate", "(bits, /)", PY, |vm, a| {
        let bits = vm.index_i64(a[0])?;
        // Words of code hold immediates alone.
        if bits == 0 {
            return Err(vm.value_error("not an immediate value"));
        }
        let v = Value::from_bits(bits as usize);
        if v.is_ptr() { Err(vm.value_error("not an immediate value")) } else { Ok(v) }
    }),
    native("get_row", "(opcode, /)", PY, row),
    native("stack_effect", "(opcode, oparg=None, /, *, jump=None)", PY, stack_effect),
    native("is_valid", "(opcode)", PY, |vm, a| Ok(Value::bool(number(vm, a)?.is_some()))),
    native("has_arg", "(opcode)", PY, |vm, a| {
        Ok(Value::bool(number(vm, a)?.is_some_and(|n| !OPS[n].fields.is_empty())))
    }),
    native("has_const", "(opcode)", PY, |vm, a| named(vm, a, "CONST")),
    native("has_name", "(opcode)", PY, |vm, a| named(vm, a, "NAME")),
    native("has_jump", "(opcode)", PY, |vm, a| named(vm, a, "JUMP")),
    native("has_free", "(opcode)", PY, |_, _| Ok(Value::FALSE)),
    native("has_local", "(opcode)", PY, |_, _| Ok(Value::FALSE)),
    native("has_exc", "(opcode)", PY, |_, _| Ok(Value::FALSE)),
    native("get_specialization_stats", "()", PY, |_, _| Ok(Value::NONE)),
    native("get_executor", "(code, offset)", PY, |_, _| Ok(Value::NONE)),
    native("get_intrinsic1_descs", "()", PY, |vm, _| vm.new_list(&[])),
    native("get_intrinsic2_descs", "()", PY, |vm, _| vm.new_list(&[])),
    native("get_special_method_names", "()", PY, |vm, _| {
        let mut names = Rooted::new();
        names.extend(pyspec_abi::ops::SPECIALS.iter().map(|name| vm.intern(name)));
        vm.new_list(&names)
    }),
    native("get_nb_ops", "()", PY, |vm, _| {
        const OPERATORS: &[&str] = &["+", "-", "*", "/", "//", "%", "**", "@", "<<", ">>", "&", "|", "^"];
        let list = vm.new_list(&[])?;
        for (i, symbol) in OPERATORS.iter().enumerate() {
            let (name, symbol) = (vm.new_str(&format!("NB_{i}"))?, vm.new_str(symbol)?);
            let pair = vm.new_tuple(&[name, symbol])?;
            vm.list_append(list, pair)?;
        }
        Ok(list)
    }),
];

fn opmap(vm: &mut Vm, _args: Args) -> Outcome {
    let dict = vm.new_dict()?;
    for (i, op) in ALL.iter().enumerate() {
        vm.dict_set_text(dict, op.row().name, Value::small_int(i as isize))?;
    }
    Ok(dict)
}

/// What `dis` needs to read an instruction: kinds of its fields and extensions, words of cache.
fn row(vm: &mut Vm, args: Args) -> Outcome {
    let Some(row) = number(vm, args)?.map(|n| OPS[n]) else {
        return Err(vm.value_error("invalid opcode"));
    };
    let mut parts = Rooted::new();
    for kinds in [row.fields, row.exts] {
        let mut names = Rooted::new();
        names.extend(kinds.iter().map(|kind| vm.intern(&format!("{kind:?}"))));
        let names = vm.new_tuple(&names)?;
        parts.push(names);
    }
    parts.push(Value::small_int(row.cache as isize));
    vm.new_tuple(&parts)
}

fn number(vm: &mut Vm, args: Args) -> Outcome<Option<usize>> {
    Ok(usize::try_from(vm.index_i64(args[0])?).ok().filter(|n| *n < OPS.len()))
}

fn named(vm: &mut Vm, args: Args, part: &str) -> Outcome {
    Ok(Value::bool(number(vm, args)?.is_some_and(|n| OPS[n].name.contains(part))))
}

/// Instructions work on places, so none moves a stack.
fn stack_effect(vm: &mut Vm, args: Args) -> Outcome {
    match number(vm, args)? {
        Some(_) => Ok(Value::small_int(0)),
        None => Err(vm.value_error("invalid opcode or oparg")),
    }
}
