//! `_imp`: what `importlib` asks of the runtime. Native modules are its builtin modules; the functions
//! `library_…` are what its finder of the embedded library (`_library_importer`) asks.

use crate::search_path::LIBRARY;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, Outcome, native};

const PY: Effect = Effect::PYTHON;

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "_imp",
    doc: "(Extremely) low-level import machinery bits as used by importlib.",
    functions: &[
        native("is_builtin", "(name, /)", PY, |vm, a| {
            let name = vm.expect_str(a[0], "is_builtin() argument")?;
            let known = vm.native_modules.iter().any(|table| table.name == name);
            Ok(Value::small_int(isize::from(known)))
        }),
        native("create_builtin", "(spec, /)", PY, |vm, a| {
            let name = vm.get_attr_text(a[0], "name")?;
            let name = vm.expect_str(name, "name")?;
            vm.load_plainly(&name)
        }),
        native("exec_builtin", "(mod, /)", PY, |_, _| Ok(Value::small_int(0))),
        native("is_frozen", "(name, /)", PY, |_, _| Ok(Value::FALSE)),
        native("is_frozen_package", "(name, /)", PY, no_frozen),
        native("find_frozen", "(name, /, *, withdata=False)", PY, |_, _| Ok(Value::NONE)),
        native("get_frozen_object", "(name, data=None, /)", PY, no_frozen),
        native("init_frozen", "(name, /)", PY, |_, _| Ok(Value::NONE)),
        native("_frozen_module_names", "()", PY, |vm, _| vm.new_list(&[])),
        native("extension_suffixes", "()", PY, |vm, _| vm.new_list(&[])),
        native("create_dynamic", "(spec, file=None, /)", PY, no_extensions),
        native("exec_dynamic", "(mod, /)", PY, no_extensions),
        native("lock_held", "()", PY, |_, _| Ok(Value::FALSE)),
        // Imports run under the runtime's lock.
        native("acquire_lock", "()", PY, |_, _| Ok(Value::NONE)),
        native("release_lock", "()", PY, |_, _| Ok(Value::NONE)),
        native("_fix_co_filename", "(code, path, /)", PY, |_, _| Ok(Value::NONE)),
        native("source_hash", "(key, source)", PY, source_hash),
        native("_override_frozen_modules_for_tests", "(override, /)", PY, |_, _| Ok(Value::NONE)),
        native("_override_multi_interp_extensions_check", "(override, /)", PY, |_, _| Ok(Value::small_int(0))),
        native("library_find", "(name, /)", PY, |vm, a| {
            let name = vm.expect_str(a[0], "library_find() argument")?;
            let Some(package) = vm.library.and_then(|library| library.has(&name)) else { return Ok(Value::NONE) };
            let end = if package { "/__init__.py" } else { ".py" };
            let path = vm.new_str(&format!("{LIBRARY}/{}{end}", name.replace('.', "/")))?;
            vm.new_tuple(&[path, Value::bool(package)])
        }),
        native("library_code", "(name, /)", PY, |vm, a| {
            let name = vm.expect_str(a[0], "library_code() argument")?;
            Ok(vm.embedded_code(&name)?.map_or(Value::NONE, |(code, _)| code))
        }),
        native("library_source", "(name, /)", PY, |vm, a| {
            let name = vm.expect_str(a[0], "library_source() argument")?;
            match vm.library.and_then(|library| library.source(&module_name(&name))) {
                Some(source) => vm.new_str(&source),
                None => Ok(Value::NONE),
            }
        }),
        native("library_names", "()", PY, |vm, _| {
            let list = vm.new_list(&[])?;
            for name in vm.library.map(|library| library.names()).unwrap_or_default() {
                let name = vm.intern(name);
                vm.list_append(list, name)?;
            }
            Ok(list)
        }),
    ],
    init: Some(|vm, module| {
        let text = vm.new_str("default")?;
        vm.set_module_attr(module, "check_hash_based_pycs", text)?;
        vm.set_module_attr(module, "pyc_magic_number_token", Value::small_int(0x0a0d_0e2b))
    }),
};

/// The module that a file of the library is; a name stays as it is.
fn module_name(path: &str) -> String {
    let Some(inside) = path.strip_prefix("<library>/").and_then(|p| p.strip_suffix(".py")) else { return path.into() };
    inside.strip_suffix("/__init__").unwrap_or(inside).replace('/', ".")
}

fn no_frozen(vm: &mut Vm, args: Args) -> Outcome {
    let name = vm.repr_text(args[0])?;
    Err(vm.import_error(format!("No such frozen object named {}", name.trim_matches('\''))))
}

fn no_extensions(vm: &mut Vm, _args: Args) -> Outcome {
    Err(vm.import_error("dynamic module does not define module export function"))
}

/// SipHash-1-3 of the source under the key, eight bytes.
fn source_hash(vm: &mut Vm, args: Args) -> Outcome {
    let key = vm.index_i64(args[0])? as u64;
    let source = vm.buffer(args[1])?;
    vm.new_bytes(&siphash13(key, &source).to_le_bytes())
}

fn siphash13(key: u64, data: &[u8]) -> u64 {
    let mut v =
        [key ^ 0x736f_6d65_7073_6575, 0x646f_7261_6e64_6f6d, key ^ 0x6c79_6765_6e65_7261, 0x7465_6462_7974_6573];
    let mut chunks = data.chunks_exact(8);
    for chunk in &mut chunks {
        let word = u64::from_le_bytes(chunk.try_into().expect("eight bytes"));
        v[3] ^= word;
        round(&mut v);
        v[0] ^= word;
    }
    let mut last = [0; 8];
    last[..chunks.remainder().len()].copy_from_slice(chunks.remainder());
    let word = u64::from_le_bytes(last) | (data.len() as u64) << 56;
    v[3] ^= word;
    round(&mut v);
    v[0] ^= word;
    v[2] ^= 0xff;
    (0..3).for_each(|_| round(&mut v));
    v[0] ^ v[1] ^ v[2] ^ v[3]
}

fn round(v: &mut [u64; 4]) {
    v[0] = v[0].wrapping_add(v[1]);
    v[2] = v[2].wrapping_add(v[3]);
    v[1] = v[1].rotate_left(13) ^ v[0];
    v[3] = v[3].rotate_left(16) ^ v[2];
    v[0] = v[0].rotate_left(32);
    v[2] = v[2].wrapping_add(v[1]);
    v[0] = v[0].wrapping_add(v[3]);
    v[1] = v[1].rotate_left(17) ^ v[2];
    v[3] = v[3].rotate_left(21) ^ v[0];
    v[2] = v[2].rotate_left(32);
}
