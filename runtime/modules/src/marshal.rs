//! `marshal`: constants as bytes, in CPython's format. Code objects are this implementation's units, which only it reads.

mod read;
mod write;

use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, Outcome, native};

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "marshal",
    doc: "Functions that read and write Python values in a binary format of this implementation.",
    functions: &[
        native("dumps", "(value, version=5, /, *, allow_code=True)", PY, |vm, a| {
            let (version, allowed) = (version(vm, a, 1)?, allowed(vm, a, 2)?);
            let bytes = write::write(vm, a[0], version, allowed)?;
            vm.new_bytes(&bytes)
        }),
        native("dump", "(value, file, version=5, /, *, allow_code=True)", PY, |vm, a| {
            let (version, allowed) = (version(vm, a, 2)?, allowed(vm, a, 3)?);
            let bytes = write::write(vm, a[0], version, allowed)?;
            let bytes = vm.new_bytes(&bytes)?;
            vm.call_method(a[1], "write", &[bytes])
        }),
        native("loads", "(bytes, /, *, allow_code=True)", PY, |vm, a| {
            let bytes = vm.buffer(a[0])?;
            let allowed = allowed(vm, a, 1)?;
            read::read(vm, read::Source::Bytes(&bytes), allowed)
        }),
        native("load", "(file, /, *, allow_code=True)", PY, |vm, a| {
            let allowed = allowed(vm, a, 1)?;
            let nothing = vm.call_method(a[0], "read", &[Value::small_int(0)])?;
            if vm.bytes_like(nothing).is_none() {
                let got = vm.type_name(nothing);
                return Err(vm.type_error(format!("file.read() returned not bytes but {got}")));
            }
            read::read(vm, read::Source::File(a[0]), allowed)
        }),
    ],
    init: Some(|vm, module| vm.set_module_attr(module, "version", Value::small_int(VERSION))),
};

const PY: Effect = Effect::PYTHON;
const VERSION: isize = 5;
/// Deeper values are refused.
const MOST_DEEP: usize = 2000;
/// Bit of a type's byte: later parts may refer to this one.
const REFERRED: u8 = 0x80;

fn version(vm: &mut Vm, args: Args, at: usize) -> Outcome<i64> {
    args.given(at).map_or(Ok(VERSION as i64), |v| vm.index_i64(v))
}

fn allowed(vm: &mut Vm, args: Args, at: usize) -> Outcome<bool> {
    args.given(at).map_or(Ok(true), |v| vm.truth(v))
}
