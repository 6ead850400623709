//! Entries of folders and what the system keeps with them: owners, special files, extended attributes, devices,
//! file systems.

use super::identity::owner;
use super::macros::checked;
use super::{classes, dir_fd, mode_or};
use crate::system_calls::{PathArg, c_int, check, done, fs_name, path_arg, unsigned};
use crate::util::some;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Native, Outcome, native};
use pyspec_runtime::object::Rooted;
use std::ffi::CString;

const PY: Effect = Effect::PYTHON;

/// Fields of `statvfs()`; the last is no item.
pub const STATVFS: &[&str] = &[
    "f_bsize",
    "f_frsize",
    "f_blocks",
    "f_bfree",
    "f_bavail",
    "f_files",
    "f_ffree",
    "f_favail",
    "f_flag",
    "f_namemax",
    "f_fsid",
];

pub static ROWS: &[Native] = &[
    native("chown", "(path, uid, gid, *, dir_fd=None, follow_symlinks=True)", PY, |vm, a| {
        let p = path_arg(vm, a[0], "chown", true)?;
        let (user, group) = owner(vm, a)?;
        let (dir, follow) = (dir_fd(vm, a.given(3))?, flag(vm, a.given(4))?);
        if p.fd >= 0 && !follow {
            return Err(vm.value_error("chown: cannot use fd and follow_symlinks together"));
        }
        if p.fd >= 0 && dir != libc::AT_FDCWD {
            return Err(vm.value_error("chown: can't specify dir_fd without matching path"));
        }
        let flags = if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
        // SAFETY: the path ends in zero.
        let answer = unsafe {
            if p.fd >= 0 { libc::fchown(p.fd, user, group) } else { libc::fchownat(dir, p.ptr(), user, group, flags) }
        };
        done(vm, &[a[0]], answer)
    }),
    native("fchown", "(fd, uid, gid)", PY, |vm, a| {
        let (fd, (user, group)) = (c_int(vm, a[0])?, owner(vm, a)?);
        // SAFETY: numbers.
        done(vm, &[], unsafe { libc::fchown(fd, user, group) })
    }),
    native("lchown", "(path, uid, gid)", PY, |vm, a| {
        let p = path_arg(vm, a[0], "lchown", false)?;
        let (user, group) = owner(vm, a)?;
        // SAFETY: the path ends in zero.
        done(vm, &[a[0]], unsafe { libc::lchown(p.ptr(), user, group) })
    }),
    native("chroot", "(path)", PY, |vm, a| {
        let p = path_arg(vm, a[0], "chroot", false)?;
        // SAFETY: the path ends in zero.
        done(vm, &[a[0]], unsafe { libc::chroot(p.ptr()) })
    }),
    native("mkfifo", "(path, mode=438, *, dir_fd=None)", PY, |vm, a| {
        let p = path_arg(vm, a[0], "mkfifo", false)?;
        let (mode, dir) = (mode_or(vm, a.given(1), 0o666)?, dir_fd(vm, a.given(2))?);
        // SAFETY: the path ends in zero.
        done(vm, &[], unsafe { libc::mkfifoat(dir, p.ptr(), mode) })
    }),
    native("mknod", "(path, mode=384, device=0, *, dir_fd=None)", PY, |vm, a| {
        let p = path_arg(vm, a[0], "mknod", false)?;
        let mode = mode_or(vm, a.given(1), 0o600)?;
        let device = a.given(2).map_or(Ok(0), |v| device(vm, v))?;
        let dir = dir_fd(vm, a.given(3))?;
        // SAFETY: the path ends in zero.
        done(vm, &[], unsafe { libc::mknodat(dir, p.ptr(), mode, device) })
    }),
    native("major", "(device, /)", PY, |vm, a| {
        let device = device(vm, a[0])?;
        vm.new_int(if device == u64::MAX { -1 } else { libc::major(device).into() })
    }),
    native("minor", "(device, /)", PY, |vm, a| {
        let device = device(vm, a[0])?;
        vm.new_int(if device == u64::MAX { -1 } else { libc::minor(device).into() })
    }),
    native("makedev", "(major, minor, /)", PY, |vm, a| {
        let (major, minor) = (part_of_device(vm, a[0])?, part_of_device(vm, a[1])?);
        // Without a number for either there is no device.
        if major == u32::MAX && minor == u32::MAX {
            return Ok(Value::small_int(-1));
        }
        unsigned(vm, libc::makedev(major, minor))
    }),
    native("statvfs", "(path)", PY, |vm, a| {
        let p = path_arg(vm, a[0], "statvfs", true)?;
        statvfs(vm, &p)
    }),
    native("fstatvfs", "(fd, /)", PY, |vm, a| {
        let fd = c_int(vm, a[0])?;
        statvfs(vm, &PathArg { text: CString::default(), fd, value: a[0], bytes: false })
    }),
    native("getxattr", "(path, attribute, *, follow_symlinks=True)", PY, |vm, a| {
        let (p, name, follow) = attribute(vm, a, "getxattr", 2)?;
        let value = grown(vm, &p, |room| {
            let (to, size) = (room.as_mut_ptr().cast(), room.len());
            // SAFETY: path and name end in zero; the room has the size given.
            unsafe {
                match (p.fd >= 0, follow) {
                    (true, _) => libc::fgetxattr(p.fd, name.as_ptr(), to, size),
                    (_, true) => libc::getxattr(p.ptr(), name.as_ptr(), to, size),
                    (_, false) => libc::lgetxattr(p.ptr(), name.as_ptr(), to, size),
                }
            }
        })?;
        vm.new_bytes(&value)
    }),
    native("setxattr", "(path, attribute, value, flags=0, *, follow_symlinks=True)", PY, |vm, a| {
        let (p, name, follow) = attribute(vm, a, "setxattr", 4)?;
        let (value, flags) = (vm.buffer(a[2])?, a.given(3).map_or(Ok(0), |v| c_int(vm, v))?);
        let (from, size) = (value.as_ptr().cast(), value.len());
        // SAFETY: path and name end in zero; the value has the size given.
        let answer = unsafe {
            match (p.fd >= 0, follow) {
                (true, _) => libc::fsetxattr(p.fd, name.as_ptr(), from, size, flags),
                (_, true) => libc::setxattr(p.ptr(), name.as_ptr(), from, size, flags),
                (_, false) => libc::lsetxattr(p.ptr(), name.as_ptr(), from, size, flags),
            }
        };
        done(vm, &[a[0]], answer)
    }),
    native("removexattr", "(path, attribute, *, follow_symlinks=True)", PY, |vm, a| {
        let (p, name, follow) = attribute(vm, a, "removexattr", 2)?;
        // SAFETY: path and name end in zero.
        let answer = unsafe {
            match (p.fd >= 0, follow) {
                (true, _) => libc::fremovexattr(p.fd, name.as_ptr()),
                (_, true) => libc::removexattr(p.ptr(), name.as_ptr()),
                (_, false) => libc::lremovexattr(p.ptr(), name.as_ptr()),
            }
        };
        done(vm, &[a[0]], answer)
    }),
    native("listxattr", "(path=None, *, follow_symlinks=True)", PY, list_attributes),
    checked!("login_tty" "(fd, /)" login_tty c_int),
];

/// A device's number; -1 stands for none.
fn device(vm: &mut Vm, v: Value) -> Outcome<libc::dev_t> {
    let v = vm.index(v)?;
    match vm.int_value(v) {
        Some(-1) => Ok(libc::dev_t::MAX),
        Some(n) if n >= 0 => Ok(n as libc::dev_t),
        Some(_) => Err(vm.value_error("can't convert negative int to unsigned")),
        None => match vm.big_value(v).and_then(|n| u64::try_from(n).ok()) {
            Some(n) => Ok(n),
            None => Err(vm.overflow_error("Python int too large to convert to C unsigned long long")),
        },
    }
}

fn part_of_device(vm: &mut Vm, v: Value) -> Outcome<u32> {
    match u32::try_from(device(vm, v)?) {
        Ok(n) => Ok(n),
        Err(_) if vm.int_value(v) == Some(-1) => Ok(u32::MAX),
        Err(_) => Err(vm.overflow_error("Python int too large to convert to C unsigned int")),
    }
}

fn flag(vm: &mut Vm, v: Option<Value>) -> Outcome<bool> {
    v.map_or(Ok(true), |v| vm.truth(v))
}

fn attribute(vm: &mut Vm, a: Args, function: &str, follow: usize) -> Outcome<(PathArg, CString, bool)> {
    let path = path_arg(vm, a[0], function, true)?;
    let name = path_arg(vm, a[1], function, false)?;
    let follow = flag(vm, a.given(follow))?;
    if path.fd >= 0 && !follow {
        return Err(vm.value_error(format!("{function}: cannot use fd and follow_symlinks together")));
    }
    Ok((path, name.text, follow))
}

/// What a call writes that needs more room the second time.
fn grown(vm: &mut Vm, path: &PathArg, mut call: impl FnMut(&mut [u8]) -> isize) -> Outcome<Vec<u8>> {
    for size in [128, 65536] {
        let mut room = vec![0; size];
        let n = call(&mut room);
        if n < 0 && crate::system_calls::errno() == libc::ERANGE && size == 128 {
            continue;
        }
        let n = check(vm, &[path.value], n as i64)?;
        room.truncate(n as usize);
        return Ok(room);
    }
    unreachable!("the second room decides")
}

fn list_attributes(vm: &mut Vm, a: Args) -> Outcome {
    let path = match some(a.given(0)) {
        Some(path) => path,
        None => vm.new_str(".")?,
    };
    let (p, follow) = (path_arg(vm, path, "listxattr", true)?, flag(vm, a.given(1))?);
    if p.fd >= 0 && !follow {
        return Err(vm.value_error("listxattr: cannot use fd and follow_symlinks together"));
    }
    let names = grown(vm, &p, |room| {
        let (to, size) = (room.as_mut_ptr().cast(), room.len());
        // SAFETY: the path ends in zero; the room has the size given.
        unsafe {
            match (p.fd >= 0, follow) {
                (true, _) => libc::flistxattr(p.fd, to, size),
                (_, true) => libc::listxattr(p.ptr(), to, size),
                (_, false) => libc::llistxattr(p.ptr(), to, size),
            }
        }
    })?;
    let mut list = Rooted::new();
    for name in names.split(|b| *b == 0).filter(|name| !name.is_empty()) {
        let name = fs_name(vm, name, false)?;
        list.push(name);
    }
    vm.new_list(&list)
}

fn statvfs(vm: &mut Vm, p: &PathArg) -> Outcome {
    // SAFETY: zero is a value of the struct.
    let mut s: libc::statvfs = unsafe { std::mem::zeroed() };
    let about = [p.value];
    let about: &[Value] = if p.fd >= 0 { &[] } else { &about };
    // SAFETY: the path ends in zero and the struct is ours.
    let answer = vm.blocking(about, || unsafe {
        if p.fd >= 0 { libc::fstatvfs(p.fd, &mut s) } else { libc::statvfs(p.ptr(), &mut s) }
    });
    check(vm, about, answer.into())?;
    let numbers = [
        s.f_bsize,
        s.f_frsize,
        s.f_blocks,
        s.f_bfree,
        s.f_bavail,
        s.f_files,
        s.f_ffree,
        s.f_favail,
        s.f_flag,
        s.f_namemax,
        s.f_fsid,
    ];
    let mut items = Rooted::new();
    for n in numbers {
        let v = unsigned(vm, n)?;
        items.push(v);
    }
    let class = classes(vm).statvfs;
    vm.new_struct(class, &items)
}
