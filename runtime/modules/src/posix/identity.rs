//! Users, groups, process groups and sessions.

use super::macros::{answered, checked};
use crate::system_calls::{c_int, check, done, errno, fs_bytes, fs_name, os_error};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Native, Outcome, native};
use pyspec_runtime::object::Rooted;
use std::ffi::{CStr, CString};

const PY: Effect = Effect::PYTHON;

pub static ROWS: &[Native] = &[
    checked!("setuid" "(uid, /)" setuid uid),
    checked!("seteuid" "(euid, /)" seteuid uid),
    checked!("setgid" "(gid, /)" setgid gid),
    checked!("setegid" "(egid, /)" setegid gid),
    checked!("setreuid" "(ruid, euid, /)" setreuid uid uid),
    checked!("setregid" "(rgid, egid, /)" setregid gid gid),
    checked!("setresuid" "(ruid, euid, suid, /)" setresuid uid uid uid),
    checked!("setresgid" "(rgid, egid, sgid, /)" setresgid gid gid gid),
    checked!("setpgid" "(pid, pgrp, /)" setpgid c_int c_int),
    answered!("getpgid" "(pid)" getpgid c_int),
    answered!("getsid" "(pid, /)" getsid c_int),
    checked!("killpg" "(pgid, signal, /)" killpg c_int c_int),
    answered!("tcgetpgrp" "(fd, /)" tcgetpgrp c_int),
    checked!("tcsetpgrp" "(fd, pgid, /)" tcsetpgrp c_int c_int),
    // SAFETY: these two take nothing.
    native("setpgrp", "()", PY, |vm, _| done(vm, &[], unsafe { libc::setpgid(0, 0) })),
    native("setsid", "()", PY, |vm, _| done(vm, &[], unsafe { libc::setsid() })),
    native("getresuid", "()", PY, |vm, _| {
        let [mut real, mut effective, mut saved] = [0; 3];
        // SAFETY: room for each.
        let answer = unsafe { libc::getresuid(&mut real, &mut effective, &mut saved) };
        check(vm, &[], answer.into())?;
        vm.new_tuple(&[real, effective, saved].map(|id| Value::small_int(id as isize)))
    }),
    native("getresgid", "()", PY, |vm, _| {
        let [mut real, mut effective, mut saved] = [0; 3];
        // SAFETY: room for each.
        let answer = unsafe { libc::getresgid(&mut real, &mut effective, &mut saved) };
        check(vm, &[], answer.into())?;
        vm.new_tuple(&[real, effective, saved].map(|id| Value::small_int(id as isize)))
    }),
    native("getgroups", "()", PY, |vm, _| {
        let mut groups = vec![0; 65536];
        // SAFETY: room for as many as there can be.
        let n = unsafe { libc::getgroups(groups.len() as i32, groups.as_mut_ptr()) };
        let n = check(vm, &[], n.into())?;
        list(vm, &groups[..n as usize])
    }),
    native("setgroups", "(groups, /)", PY, |vm, a| {
        let mut groups = vec![];
        for v in vm.collect_items(a[0])?.iter() {
            groups.push(gid(vm, *v)?);
        }
        // SAFETY: the vector has the length given.
        done(vm, &[], unsafe { libc::setgroups(groups.len(), groups.as_ptr()) })
    }),
    native("initgroups", "(username, gid, /)", PY, |vm, a| {
        let (name, group) = (name(vm, a[0])?, gid(vm, a[1])?);
        // SAFETY: the name ends in zero.
        done(vm, &[], unsafe { libc::initgroups(name.as_ptr(), group) })
    }),
    native("getgrouplist", "(user, group, /)", PY, |vm, a| {
        let (name, group) = (name(vm, a[0])?, gid(vm, a[1])?);
        let mut groups = vec![0; 65536];
        let mut n = groups.len() as i32;
        // SAFETY: the name ends in zero, and there is the room that `n` says.
        if unsafe { libc::getgrouplist(name.as_ptr(), group, groups.as_mut_ptr(), &mut n) } < 0 {
            return Err(os_error(vm, errno(), &[]));
        }
        list(vm, &groups[..n as usize])
    }),
    native("getlogin", "()", PY, |vm, _| {
        // SAFETY: the text is copied at once, under the lock.
        let name = unsafe {
            let name = libc::getlogin();
            if name.is_null() { None } else { Some(CStr::from_ptr(name).to_bytes().to_vec()) }
        };
        match name {
            Some(name) => fs_name(vm, &name, false),
            None => Err(os_error(vm, errno(), &[])),
        }
    }),
    native("getpriority", "(which, who)", PY, |vm, a| {
        let (which, who) = (c_int(vm, a[0])?, c_int(vm, a[1])?);
        // SAFETY: numbers. An answer of -1 is a priority too, so only the error number tells.
        let (answer, error) = unsafe {
            *libc::__errno_location() = 0;
            (libc::getpriority(which as _, who as _), errno())
        };
        if answer == -1 && error != 0 { Err(os_error(vm, error, &[])) } else { vm.new_int(answer.into()) }
    }),
    native("setpriority", "(which, who, priority)", PY, |vm, a| {
        let (which, who, priority) = (c_int(vm, a[0])?, c_int(vm, a[1])?, c_int(vm, a[2])?);
        // SAFETY: numbers.
        done(vm, &[], unsafe { libc::setpriority(which as _, who as _, priority) })
    }),
    native("nice", "(increment, /)", PY, |vm, a| {
        let increment = c_int(vm, a[0])?;
        // SAFETY: numbers, as above.
        let (answer, error) = unsafe {
            *libc::__errno_location() = 0;
            (libc::nice(increment), errno())
        };
        if answer == -1 && error != 0 { Err(os_error(vm, error, &[])) } else { vm.new_int(answer.into()) }
    }),
];

fn list(vm: &mut Vm, ids: &[libc::gid_t]) -> Outcome {
    let items: Vec<Value> = ids.iter().map(|id| Value::small_int(*id as isize)).collect();
    vm.new_list(&Rooted::from_slice(&items))
}

fn name(vm: &mut Vm, v: Value) -> Outcome<CString> {
    let bytes = fs_bytes(vm, v)?;
    CString::new(bytes).map_err(|_| vm.value_error("embedded null byte"))
}

/// A user's number; -1 stands for "leave it".
pub fn uid(vm: &mut Vm, v: Value) -> Outcome<u32> {
    number(vm, v, "uid")
}

/// A group's number.
pub fn gid(vm: &mut Vm, v: Value) -> Outcome<u32> {
    number(vm, v, "gid")
}

fn number(vm: &mut Vm, v: Value, what: &str) -> Outcome<u32> {
    if !vm.has_index(v) {
        let kind = vm.type_name(v);
        return Err(vm.type_error(format!("{what} should be integer, not {kind}")));
    }
    let v = vm.index(v)?;
    match vm.int_value(v) {
        Some(-1) => Ok(u32::MAX),
        Some(n) if n < -1 => Err(vm.overflow_error(format!("{what} is less than minimum"))),
        Some(n) if n < i64::from(u32::MAX) => Ok(n as u32),
        Some(_) => Err(vm.overflow_error(format!("{what} is less than minimum"))),
        None if vm.int_sign(v) < 0 => Err(vm.overflow_error(format!("{what} is less than minimum"))),
        _ => Err(vm.overflow_error(format!("{what} is greater than maximum"))),
    }
}

/// Both of `chown`.
pub fn owner(vm: &mut Vm, a: Args) -> Outcome<(u32, u32)> {
    Ok((uid(vm, a[1])?, gid(vm, a[2])?))
}
