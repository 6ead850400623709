//! `pwd`: the password database.

use crate::system_calls::{fs_bytes, fs_name};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{ModuleTable, Outcome, native};
use pyspec_runtime::object::class::ClassRef;
use std::ffi::{CStr, CString};

const PY: Effect = Effect::PYTHON;

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "pwd",
    doc: "This module provides access to the Unix password database.\nIt is available on all Unix versions.",
    functions: &[
        native("getpwuid", "(uidobj, /)", PY, |vm, a| {
            let uid = vm.index_i64(a[0])?;
            // SAFETY: a number; what it gives is read before the next call.
            let found = unsafe { libc::getpwuid(uid as libc::uid_t) };
            if found.is_null() || libc::uid_t::try_from(uid).is_err() {
                let message = vm.new_str(&format!("getpwuid(): uid not found: {uid}"))?;
                return Err(vm.key_error(message));
            }
            entry(vm, found)
        }),
        native("getpwnam", "(name, /)", PY, |vm, a| {
            let name = vm.expect_str(a[0], "getpwnam() argument")?;
            let bytes = fs_bytes(vm, a[0])?;
            let Ok(text) = CString::new(bytes) else { return Err(vm.value_error("embedded null byte")) };
            // SAFETY: the name ends in zero; what it gives is read before the next call.
            let found = unsafe { libc::getpwnam(text.as_ptr()) };
            if found.is_null() {
                let message = vm.new_str(&format!("getpwnam(): name not found: '{name}'"))?;
                return Err(vm.key_error(message));
            }
            entry(vm, found)
        }),
        native("getpwall", "()", PY, |vm, _| {
            let mut all = pyspec_runtime::object::Rooted::new();
            // SAFETY: begins and steps through the database; an entry is read before the next one.
            unsafe { libc::setpwent() };
            loop {
                // SAFETY: as above.
                let found = unsafe { libc::getpwent() };
                if found.is_null() {
                    break;
                }
                let v = entry(vm, found)?;
                all.push(v);
            }
            // SAFETY: ends what was begun.
            unsafe { libc::endpwent() };
            vm.new_list(&all)
        }),
    ],
    init: Some(|vm, module| {
        let class = vm.new_struct_type(
            "pwd",
            "struct_passwd",
            "pwd.struct_passwd: Results from getpw*() routines.",
            FIELDS,
            7,
        )?;
        vm.set_module_attr(module, "struct_passwd", class.value())?;
        vm.module_state.insert("pwd", Box::new(class));
        Ok(())
    }),
};

const FIELDS: &[&str] = &["pw_name", "pw_passwd", "pw_uid", "pw_gid", "pw_gecos", "pw_dir", "pw_shell"];

fn entry(vm: &mut Vm, found: *const libc::passwd) -> Outcome {
    // SAFETY: the C library's entry, whole until it is asked again; its texts end in zero.
    let text = |p: *mut libc::c_char| unsafe { CStr::from_ptr(p) }.to_bytes().to_vec();
    // SAFETY: as above.
    let e = unsafe { &*found };
    let texts = [e.pw_name, e.pw_passwd, e.pw_gecos, e.pw_dir, e.pw_shell].map(text);
    let (uid, gid) = (Value::small_int(e.pw_uid as isize), Value::small_int(e.pw_gid as isize));
    let mut items = pyspec_runtime::object::Rooted::new();
    for (i, text) in texts.iter().enumerate() {
        if i == 2 {
            items.push(uid);
            items.push(gid);
        }
        let text = fs_name(vm, text, false)?;
        items.push(text);
    }
    let class = *vm.module_state["pwd"].downcast_ref::<ClassRef>().expect("the type");
    vm.new_struct(class, &items)
}
