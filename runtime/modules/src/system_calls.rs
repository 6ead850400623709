//! What modules about the operating system share: errors with their numbers, paths as arguments,
//! names in the file system's encoding.

use pyspec_abi::Value;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Outcome, Raised};
use std::ffi::{CStr, CString};

/// The number of the last failure.
pub fn errno() -> i32 {
    std::io::Error::last_os_error().raw_os_error().unwrap_or(0)
}

/// The C library's text for an error number.
pub fn error_text(number: i32) -> String {
    // SAFETY: the text lives long enough to be copied.
    unsafe { CStr::from_ptr(libc::strerror(number)) }.to_string_lossy().into_owned()
}

/// OSError, or the subclass for the number, about up to two files.
pub fn os_error(vm: &mut Vm, number: i32, files: &[Value]) -> Raised {
    match build_os_error(vm, number, files) {
        Ok(error) => vm.set_pending(error),
        Err(raised) => raised,
    }
}

fn build_os_error(vm: &mut Vm, number: i32, files: &[Value]) -> Outcome {
    let text = vm.new_str(&error_text(number))?;
    let mut args = vec![Value::small_int(number as isize), text];
    args.extend(files.first());
    if let Some(second) = files.get(1) {
        args.extend([Value::NONE, *second]);
    }
    let class = vm.exceptions.OSError.value();
    vm.call(class, &args)
}

/// Calls `f`, with other threads running meanwhile, until it is not interrupted; a negative answer is an error.
pub fn wait(vm: &mut Vm, files: &[Value], mut f: impl FnMut() -> i64) -> Outcome<i64> {
    loop {
        let (answer, number) = vm.blocking(files, || {
            let answer = f();
            (answer, errno())
        });
        if answer >= 0 {
            return Ok(answer);
        }
        if number != libc::EINTR {
            return Err(os_error(vm, number, files));
        }
        vm.safepoint()?;
    }
}

/// A quick call's answer; a negative one is an error.
pub fn check(vm: &mut Vm, files: &[Value], answer: i64) -> Outcome<i64> {
    if answer < 0 { Err(os_error(vm, errno(), files)) } else { Ok(answer) }
}

/// A quick call that answers nothing.
pub fn done(vm: &mut Vm, files: &[Value], answer: i32) -> Outcome {
    check(vm, files, answer as i64)?;
    Ok(Value::NONE)
}

/// `os.fspath`.
pub fn fspath(vm: &mut Vm, v: Value) -> Outcome {
    match path_protocol(vm, v)? {
        Some(path) => Ok(path),
        None => {
            let name = vm.type_name(v);
            Err(vm.type_error(format!("expected str, bytes or os.PathLike object, not {name}")))
        }
    }
}

fn path_protocol(vm: &mut Vm, v: Value) -> Outcome<Option<Value>> {
    if vm.is_str(v) || vm.is_bytes(v) {
        return Ok(Some(v));
    }
    let (class, name) = (vm.class_of(v).value(), vm.intern("__fspath__"));
    let method = vm.get_attr_or_unset(class, name)?;
    if method.is(Value::UNSET) || method.is(Value::NONE) {
        return Ok(None);
    }
    let path = vm.call(method, &[v])?;
    if vm.is_str(path) || vm.is_bytes(path) {
        return Ok(Some(path));
    }
    let (own, given) = (vm.type_name(v), vm.type_name(path));
    Err(vm.type_error(format!("expected {own}.__fspath__() to return str or bytes, not {given}")))
}

/// A path argument.
pub struct PathArg {
    /// Its bytes; empty for a descriptor.
    pub text: CString,
    /// A descriptor instead of a path, else -1.
    pub fd: i32,
    /// As given.
    pub value: Value,
    /// Given as bytes: so are the names that come from it.
    pub bytes: bool,
}

impl PathArg {
    /// For C.
    pub fn ptr(&self) -> *const libc::c_char {
        self.text.as_ptr()
    }
}

/// Reads a path argument of `function`.
pub fn path_arg(vm: &mut Vm, v: Value, function: &str, descriptors: bool) -> Outcome<PathArg> {
    if descriptors && let Some(fd) = vm.int_value(v) {
        warn_of_bool(vm, v)?;
        return Ok(PathArg { text: CString::default(), fd: fd as i32, value: v, bytes: false });
    }
    let Some(path) = path_protocol(vm, v)? else {
        let name = vm.type_name(v);
        let or = if descriptors { "string, bytes, os.PathLike or integer" } else { "string, bytes or os.PathLike" };
        return Err(vm.type_error(format!("{function}: path should be {or}, not {name}")));
    };
    let bytes = vm.is_bytes(path);
    let raw = fs_bytes(vm, path)?;
    match CString::new(raw) {
        Ok(text) => Ok(PathArg { text, fd: -1, value: v, bytes }),
        Err(_) => Err(vm.value_error(format!("{function}: embedded null character in path"))),
    }
}

/// A truth where a descriptor is wanted is most often a mistake.
pub fn warn_of_bool(vm: &mut Vm, v: Value) -> Outcome<()> {
    if v.is(Value::TRUE) || v.is(Value::FALSE) {
        let category = vm.exceptions.RuntimeWarning;
        vm.warn(category, "bool is used as a file descriptor")?;
    }
    Ok(())
}

/// A str or bytes in the file system's encoding.
pub fn fs_bytes(vm: &mut Vm, v: Value) -> Outcome<Vec<u8>> {
    match vm.bytes_like(v) {
        Some(bytes) => Ok(bytes.to_vec()),
        None if vm.is_str(v) => vm.encode(v, "utf-8", "surrogateescape"),
        None => {
            let name = vm.type_name(v);
            Err(vm.type_error(format!("expected str, bytes or os.PathLike object, not {name}")))
        }
    }
}

/// A name of the file system as the caller wants it.
pub fn fs_name(vm: &mut Vm, name: &[u8], as_bytes: bool) -> Outcome {
    if as_bytes { vm.new_bytes(name) } else { vm.decode(name, "utf-8", "surrogateescape") }
}

/// An int argument for C.
pub fn c_int(vm: &mut Vm, v: Value) -> Outcome<i32> {
    let i = vm.index_i64(v)?;
    match i32::try_from(i) {
        Ok(i) => Ok(i),
        Err(_) if i > 0 => Err(vm.overflow_error("signed integer is greater than maximum")),
        Err(_) => Err(vm.overflow_error("signed integer is less than minimum")),
    }
}

/// A number that C gives without sign.
pub fn unsigned(vm: &mut Vm, i: u64) -> Outcome {
    match i64::try_from(i) {
        Ok(i) => vm.new_int(i),
        Err(_) => vm.new_big(&dashu_int::IBig::from(i)),
    }
}
