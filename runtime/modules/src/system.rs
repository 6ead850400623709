//! What modules about the operating system share: errors from `errno`, paths, descriptors.

use pyspec_abi::Value;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Outcome, Raised};
use pyspec_runtime::object::class::Special;
use std::ffi::CString;

/// The C library's last error.
pub fn last_errno() -> i32 {
    std::io::Error::last_os_error().raw_os_error().unwrap_or(0)
}

/// The text of an error number.
pub fn error_text(errno: i32) -> String {
    // SAFETY: `strerror` gives a C string that is copied before anybody else calls it: the caller holds the lock.
    unsafe { std::ffi::CStr::from_ptr(libc::strerror(errno)).to_string_lossy().into_owned() }
}

/// Raises the OSError of an error number, with the file it is about.
#[cold]
pub fn fail(vm: &mut Vm, errno: i32, file: Option<Value>) -> Raised {
    let text = match vm.new_str(&error_text(errno)) {
        Ok(text) => text,
        Err(raised) => return raised,
    };
    let class = vm.exceptions.OSError;
    let number = Value::small_int(errno as isize);
    match file {
        Some(file) => vm.raise_with(class, &[number, text, file]),
        None => vm.raise_with(class, &[number, text]),
    }
}

/// The result of a system call that gives -1 for a failure.
pub fn check(vm: &mut Vm, result: i64, file: Option<Value>) -> Outcome<i64> {
    if result < 0 { Err(fail(vm, last_errno(), file)) } else { Ok(result) }
}

/// `os.fspath`: a `str` or `bytes`.
pub fn fspath(vm: &mut Vm, path: Value) -> Outcome {
    if vm.is_str(path) || vm.is_bytes(path) {
        return Ok(path);
    }
    let name = vm.type_name(path);
    match vm.call_special(path, Special::FsPath, &[]) {
        Some(result) => {
            let result = result?;
            if vm.is_str(result) || vm.is_bytes(result) {
                return Ok(result);
            }
            let got = vm.type_name(result);
            Err(vm.type_error(format!("expected {name}.__fspath__() to return str or bytes, not {got}")))
        }
        None => Err(vm.type_error(format!("expected str, bytes or os.PathLike object, not {name}"))),
    }
}

/// The bytes of a path, and whether it was given as bytes.
pub fn path_bytes(vm: &mut Vm, path: Value) -> Outcome<(Vec<u8>, bool)> {
    let path = fspath(vm, path)?;
    if vm.is_str(path) {
        return Ok((vm.encode(path, "utf-8", "surrogateescape")?, false));
    }
    Ok((vm.bytes_like(path).expect("bytes").to_vec(), true))
}

/// A path as the C library takes it.
pub fn path(vm: &mut Vm, path: Value) -> Outcome<CString> {
    let (bytes, _) = path_bytes(vm, path)?;
    match CString::new(bytes) {
        Ok(path) => Ok(path),
        Err(_) => Err(vm.value_error("embedded null byte")),
    }
}

/// A name from the system as a program sees it.
pub fn name_value(vm: &mut Vm, bytes: &[u8], as_bytes: bool) -> Outcome {
    if as_bytes { vm.new_bytes(bytes) } else { vm.decode(bytes, "utf-8", "surrogateescape") }
}

/// A descriptor: an int, or an object with `fileno()`.
pub fn descriptor(vm: &mut Vm, v: Value) -> Outcome<i32> {
    if let Some(fd) = vm.int_value(v) {
        return Ok(fd as i32);
    }
    let name = vm.intern("fileno");
    let method = vm.get_attr_or_unset(v, name)?;
    if method.is(Value::UNSET) {
        return Err(vm.type_error("argument must be an int, or have a fileno() method."));
    }
    let fd = vm.call(method, &[])?;
    Ok(vm.index_i64(fd)? as i32)
}
