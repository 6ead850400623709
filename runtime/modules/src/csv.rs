//! `_csv`: lines to rows of fields and back, by a dialect.

pub mod dialect;
pub mod reader;
pub mod writer;

use crate::util::{add_type, hidden_type, new_exception};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, Native, Outcome, Raised, native};

/// The module.
pub static MODULE: ModuleTable =
    ModuleTable { name: "_csv", doc: "CSV parsing and writing.", functions: FUNCTIONS, init: Some(init) };

const PY: Effect = Effect::PYTHON;

/// What the module keeps between calls. Classes never die.
struct Shared {
    error: Value,
    /// Longest field that a reader takes.
    limit: i64,
}

const STATE: &str = "_csv";

static FUNCTIONS: &[Native] = &[
    native("reader", "(iterable, /, dialect='excel', **fmtparams)", PY, reader::new),
    native("writer", "(fileobj, /, dialect='excel', **fmtparams)", PY, writer::new),
    native("register_dialect", "(name, /, dialect='excel', **fmtparams)", PY, register),
    native("unregister_dialect", "(name)", PY, unregister),
    native("get_dialect", "(name)", PY, |vm, a| dialect::named(vm, a[0])),
    native("list_dialects", "()", PY, |vm, _| {
        let dialects = dialects(vm)?;
        let names = vm.dict_pairs(dialects).firsts();
        vm.new_list(&names)
    }),
    native("field_size_limit", "(new_limit=<unrepresentable>)", PY, field_size_limit),
];

fn init(vm: &mut Vm, module: Value) -> Outcome<()> {
    let (dialects, error) = (vm.new_dict()?, new_exception(vm, vm.exceptions.Exception, "_csv", "Error")?);
    vm.set_module_attr(module, "_dialects", dialects)?;
    vm.set_module_attr(module, "Error", error)?;
    vm.module_state.insert(STATE, Box::new(Shared { error, limit: 128 * 1024 }));
    add_type(vm, module, &dialect::TABLE)?;
    hidden_type(vm, &reader::TABLE)?;
    hidden_type(vm, &writer::TABLE)?;
    for (i, name) in dialect::QUOTING.iter().enumerate() {
        vm.set_module_attr(module, name, Value::small_int(i as isize))?;
    }
    Ok(())
}

fn shared(vm: &mut Vm) -> &mut Shared {
    vm.module_state.get_mut(STATE).and_then(|s| s.downcast_mut()).expect("the module was made")
}

/// Registered dialects by name, a dict.
fn dialects(vm: &mut Vm) -> Outcome {
    let module = vm.import_module("_csv")?;
    vm.get_attr_text(module, "_dialects")
}

/// Raises `_csv.Error`.
fn error(vm: &mut Vm, text: &str) -> Raised {
    let class = shared(vm).error;
    let made = vm.new_str(text).and_then(|text| vm.call(class, &[text]));
    match made {
        Ok(exception) => {
            vm.chain_context(exception);
            vm.set_pending(exception)
        }
        Err(raised) => raised,
    }
}

fn register(vm: &mut Vm, args: Args) -> Outcome {
    if !vm.is_str(args[0]) {
        return Err(vm.type_error("dialect name must be a string"));
    }
    let dialect = dialect::chosen(vm, args.given(1), args.get(2))?;
    let dialects = dialects(vm)?;
    vm.dict_set(dialects, args[0], dialect)?;
    Ok(Value::NONE)
}

fn unregister(vm: &mut Vm, args: Args) -> Outcome {
    let dialects = dialects(vm)?;
    vm.hash(args[0])?;
    if vm.dict_remove(dialects, args[0])?.is(Value::UNSET) {
        return Err(error(vm, "unknown dialect"));
    }
    Ok(Value::NONE)
}

fn field_size_limit(vm: &mut Vm, args: Args) -> Outcome {
    let old = shared(vm).limit;
    if let Some(new) = args.given(0) {
        if vm.int_of(new).is_none() {
            return Err(vm.type_error("limit must be an integer"));
        }
        let new = vm.index_i64(new)?;
        shared(vm).limit = new;
    }
    vm.new_int(old)
}
