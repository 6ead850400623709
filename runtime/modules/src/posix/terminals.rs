//! Terminals and their other ends.

use crate::system_calls::{c_int, check, errno, fs_name, os_error};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Native, Outcome, native};
use std::ffi::CStr;

const PY: Effect = Effect::PYTHON;

pub static ROWS: &[Native] = &[
    native("openpty", "()", PY, |vm, _| {
        let (mut master, mut slave, null) = (-1, -1, std::ptr::null_mut());
        // SAFETY: the numbers are ours; no name and no settings are given.
        let answer =
            unsafe { libc::openpty(&mut master, &mut slave, null, null.cast_const().cast(), null.cast_const().cast()) };
        check(vm, &[], answer.into())?;
        for fd in [master, slave] {
            super::inheritable(vm, fd, false)?;
        }
        vm.new_tuple(&[master, slave].map(|fd| Value::small_int(fd as isize)))
    }),
    native("ptsname", "(fd, /)", PY, |vm, a| {
        // SAFETY: the room has the size given.
        name(vm, a, |fd, room| unsafe { libc::ptsname_r(fd, room.as_mut_ptr().cast(), room.len()) })
    }),
    native("ttyname", "(fd, /)", PY, |vm, a| {
        // SAFETY: the room has the size given.
        name(vm, a, |fd, room| unsafe { libc::ttyname_r(fd, room.as_mut_ptr().cast(), room.len()) })
    }),
    native("ctermid", "()", PY, |vm, _| vm.new_str("/dev/tty")),
    native("_inputhook", "()", PY, |_, _| Ok(Value::NONE)),
    native("_is_inputhook_installed", "()", PY, |_, _| Ok(Value::FALSE)),
];

/// The path of a terminal, which the call writes, ended by zero.
fn name(vm: &mut Vm, a: Args, call: impl Fn(i32, &mut [u8]) -> i32) -> Outcome {
    let (fd, mut room) = (c_int(vm, a[0])?, [0u8; 4096]);
    let error = match call(fd, &mut room) {
        0 => {
            let name = CStr::from_bytes_until_nul(&room).map_or(vec![], |name| name.to_bytes().to_vec());
            return fs_name(vm, &name, false);
        }
        -1 => errno(),
        error => error,
    };
    Err(os_error(vm, error, &[]))
}
