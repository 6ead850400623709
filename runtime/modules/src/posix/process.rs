//! Processes, and what the system says about itself.

use super::classes;
use crate::system_calls::{c_int, check, errno, fs_bytes, os_error, path_arg};
use pyspec_abi::Value;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Outcome};
use std::ffi::{CStr, CString};

/// Fields of `uname()`.
pub const UNAME: &[&str] = &["sysname", "nodename", "release", "version", "machine"];
/// Fields of `times()`.
pub const TIMES: &[&str] = &["user", "system", "children_user", "children_system", "elapsed"];
pub fn terminal_size(vm: &mut Vm, a: Args) -> Outcome {
    let fd = a.given(0).map_or(Ok(1), |v| c_int(vm, v))?;
    // SAFETY: zero is a value of the struct.
    let mut size: libc::winsize = unsafe { std::mem::zeroed() };
    // SAFETY: the struct is the one that this request fills.
    let answer = unsafe { libc::ioctl(fd, libc::TIOCGWINSZ, &mut size) };
    check(vm, &[], answer as i64)?;
    let class = classes(vm).terminal;
    vm.new_struct(class, &[Value::small_int(size.ws_col as isize), Value::small_int(size.ws_row as isize)])
}

/// Bytes from the system's source.
pub fn random_bytes(vm: &mut Vm, size: usize) -> Outcome {
    let mut bytes = vec![0u8; size];
    for part in bytes.chunks_mut(256) {
        // SAFETY: the part has the length given, and 256 bytes are always given whole.
        let answer = unsafe { libc::getentropy(part.as_mut_ptr().cast(), part.len()) };
        check(vm, &[], answer as i64)?;
    }
    vm.new_bytes(&bytes)
}

pub fn system(vm: &mut Vm, a: Args) -> Outcome {
    let command = fs_bytes(vm, a[0])?;
    let Ok(command) = CString::new(command) else { return Err(vm.value_error("embedded null byte")) };
    // SAFETY: it ends in zero.
    let status = vm.blocking(&[], || unsafe { libc::system(command.as_ptr()) });
    vm.new_int(status as i64)
}

pub fn texts(vm: &mut Vm, items: Value) -> Outcome<Vec<CString>> {
    let mut texts = vec![];
    for item in vm.collect_items(items)?.iter() {
        let path = crate::system_calls::fspath(vm, *item)?;
        let bytes = fs_bytes(vm, path)?;
        let Ok(text) = CString::new(bytes) else { return Err(vm.value_error("embedded null byte")) };
        texts.push(text);
    }
    Ok(texts)
}

pub fn pointers(texts: &[CString]) -> Vec<*const libc::c_char> {
    texts.iter().map(|t| t.as_ptr()).chain([std::ptr::null()]).collect()
}

/// The lines of an environment given as a mapping.
pub fn environment_texts(vm: &mut Vm, mapping: Value) -> Outcome<Vec<CString>> {
    let mut lines = vec![];
    let items = vm.call_method(mapping, "items", &[])?;
    for pair in vm.collect_items(items)?.iter() {
        let pair = texts(vm, *pair)?;
        if let [name, value] = &pair[..] {
            if name.is_empty() || name.as_bytes()[1..].contains(&b'=') {
                return Err(vm.value_error("illegal environment variable name"));
            }
            let line = [name.as_bytes(), b"=", value.as_bytes()].concat();
            lines.push(CString::new(line).expect("no zero in its parts"));
        }
    }
    Ok(lines)
}

pub fn execv(vm: &mut Vm, a: Args) -> Outcome {
    let path = path_arg(vm, a[0], "execv", false)?;
    let texts = texts(vm, a[1])?;
    if texts.is_empty() {
        return Err(vm.value_error("execv() arg 2 must not be empty"));
    }
    if texts[0].is_empty() {
        return Err(vm.value_error("execv() arg 2 first element cannot be empty"));
    }
    // SAFETY: all end in zero.
    unsafe { libc::execv(path.ptr(), pointers(&texts).as_ptr()) };
    Err(os_error(vm, errno(), &[]))
}

pub fn execve(vm: &mut Vm, a: Args) -> Outcome {
    let path = path_arg(vm, a[0], "execve", false)?;
    let arguments = texts(vm, a[1])?;
    if arguments.is_empty() {
        return Err(vm.value_error("execve: argv must not be empty"));
    }
    if arguments[0].is_empty() {
        return Err(vm.value_error("execve: argv first element cannot be empty"));
    }
    let environment = environment_texts(vm, a[2])?;
    // SAFETY: all end in zero.
    unsafe { libc::execve(path.ptr(), pointers(&arguments).as_ptr(), pointers(&environment).as_ptr()) };
    Err(os_error(vm, errno(), &[a[0]]))
}

pub fn uname(vm: &mut Vm, _a: Args) -> Outcome {
    // SAFETY: zero is a value of the struct, which is ours.
    let mut names: libc::utsname = unsafe { std::mem::zeroed() };
    // SAFETY: the struct is ours.
    let answer = unsafe { libc::uname(&mut names) };
    check(vm, &[], answer as i64)?;
    let mut items = pyspec_runtime::object::Rooted::new();
    for field in [&names.sysname, &names.nodename, &names.release, &names.version, &names.machine] {
        // SAFETY: the system ends its names in zero.
        let text = unsafe { CStr::from_ptr(field.as_ptr()) }.to_bytes().to_vec();
        let text = crate::system_calls::fs_name(vm, &text, false)?;
        items.push(text);
    }
    let class = classes(vm).uname;
    vm.new_struct(class, &items)
}

pub fn times(vm: &mut Vm, _a: Args) -> Outcome {
    // SAFETY: zero is a value of the struct, which is ours.
    let mut t: libc::tms = unsafe { std::mem::zeroed() };
    // SAFETY: the struct is ours; a number.
    let (elapsed, tick) = unsafe { (libc::times(&mut t), libc::sysconf(libc::_SC_CLK_TCK) as f64) };
    let mut items = pyspec_runtime::object::Rooted::new();
    for ticks in [t.tms_utime, t.tms_stime, t.tms_cutime, t.tms_cstime, elapsed] {
        let v = vm.new_float(ticks as f64 / tick)?;
        items.push(v);
    }
    let class = classes(vm).times;
    vm.new_struct(class, &items)
}

pub fn load(vm: &mut Vm, _a: Args) -> Outcome {
    let mut loads = [0f64; 3];
    // SAFETY: room for three.
    if unsafe { libc::getloadavg(loads.as_mut_ptr(), 3) } != 3 {
        return Err(vm.os_error("Load averages are unobtainable"));
    }
    let mut items = pyspec_runtime::object::Rooted::new();
    for load in loads {
        let v = vm.new_float(load)?;
        items.push(v);
    }
    vm.new_tuple(&items)
}
