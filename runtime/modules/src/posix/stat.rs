//! `stat` and its result.

use super::{classes, dir_fd};
use crate::system_calls::{PathArg, check, path_arg, unsigned};
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Outcome};

/// Fields of the result; the three times are ints as items, which have no names, and floats by name.
pub const FIELDS: &[&str] = &[
    "st_mode",
    "st_ino",
    "st_dev",
    "st_nlink",
    "st_uid",
    "st_gid",
    "st_size",
    "",
    "",
    "",
    "st_atime",
    "st_mtime",
    "st_ctime",
    "st_atime_ns",
    "st_mtime_ns",
    "st_ctime_ns",
    "st_blksize",
    "st_blocks",
    "st_rdev",
];

/// `stat(path, *, dir_fd=None, follow_symlinks=True)`.
pub fn stat(vm: &mut Vm, a: Args) -> Outcome {
    let path = path_arg(vm, a[0], "stat", true)?;
    let dir = dir_fd(vm, a.given(1))?;
    let follow = a.given(2).map_or(Ok(true), |v| vm.truth(v))?;
    stat_at(vm, &path, dir, follow)
}

/// `lstat(path, *, dir_fd=None)`.
pub fn lstat(vm: &mut Vm, a: Args) -> Outcome {
    let path = path_arg(vm, a[0], "lstat", false)?;
    let dir = dir_fd(vm, a.given(1))?;
    stat_at(vm, &path, dir, false)
}

/// The stat of a path or a descriptor.
pub fn stat_at(vm: &mut Vm, path: &PathArg, dir: i32, follow: bool) -> Outcome {
    // SAFETY: zero is a value of the struct.
    let mut st: libc::stat = unsafe { std::mem::zeroed() };
    let flags = if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
    // SAFETY: the path ends in zero and the struct is ours.
    let answer = unsafe {
        if path.fd >= 0 { libc::fstat(path.fd, &mut st) } else { libc::fstatat(dir, path.ptr(), &mut st, flags) }
    };
    let about = [path.value];
    check(vm, if path.fd >= 0 { &[] } else { &about }, answer as i64)?;
    result(vm, &st)
}

fn result(vm: &mut Vm, st: &libc::stat) -> Outcome {
    let mut items = pyspec_runtime::object::Rooted::new();
    let whole = [st.st_mode as u64, st.st_ino, st.st_dev, st.st_nlink, st.st_uid as u64, st.st_gid as u64];
    for i in whole {
        let v = unsigned(vm, i)?;
        items.push(v);
    }
    let size = vm.new_int(st.st_size)?;
    items.push(size);
    let times = [(st.st_atime, st.st_atime_nsec), (st.st_mtime, st.st_mtime_nsec), (st.st_ctime, st.st_ctime_nsec)];
    for (seconds, _) in times {
        let v = vm.new_int(seconds)?;
        items.push(v);
    }
    for (seconds, nanos) in times {
        let v = vm.new_float(seconds as f64 + 1e-9 * nanos as f64)?;
        items.push(v);
    }
    for (seconds, nanos) in times {
        let v = vm.new_int(seconds * 1_000_000_000 + nanos)?;
        items.push(v);
    }
    for i in [st.st_blksize as u64, st.st_blocks as u64, st.st_rdev] {
        let v = unsigned(vm, i)?;
        items.push(v);
    }
    let class = classes(vm).stat;
    vm.new_struct(class, &items)
}
