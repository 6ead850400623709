//! Reading and writing at places, in several buffers, and between descriptors.

use crate::system_calls::{c_int, errno, os_error, wait};
use crate::util::some;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Native, Outcome, native};
use pyspec_runtime::object::Rooted;

const PY: Effect = Effect::PYTHON;

pub static ROWS: &[Native] = &[
    native("pread", "(fd, length, offset, /)", PY, |vm, a| {
        let (fd, length, offset) = (c_int(vm, a[0])?, vm.index_i64(a[1])?, vm.index_i64(a[2])?);
        if length < 0 {
            return Err(os_error(vm, libc::EINVAL, &[]));
        }
        let mut room = vec![0u8; length as usize];
        // SAFETY: the room has the length given.
        let n = wait(vm, &[], || unsafe { libc::pread(fd, room.as_mut_ptr().cast(), room.len(), offset) } as i64)?;
        vm.new_bytes(&room[..n as usize])
    }),
    native("pwrite", "(fd, buffer, offset, /)", PY, |vm, a| {
        let (fd, data, offset) = (c_int(vm, a[0])?, vm.buffer(a[1])?, vm.index_i64(a[2])?);
        // SAFETY: the data have the length given.
        let n = wait(vm, &[], || unsafe { libc::pwrite(fd, data.as_ptr().cast(), data.len(), offset) } as i64)?;
        vm.new_int(n)
    }),
    native("readv", "(fd, buffers, /)", PY, |vm, a| {
        let fd = c_int(vm, a[0])?;
        scatter(vm, a[1], "readv", |part| {
            // SAFETY: the part is one buffer.
            unsafe { libc::readv(fd, part, 1) as i64 }
        })
    }),
    native("preadv", "(fd, buffers, offset, flags=0, /)", PY, |vm, a| {
        let (fd, offset) = (c_int(vm, a[0])?, vm.index_i64(a[2])?);
        let flags = a.given(3).map_or(Ok(0), |v| c_int(vm, v))?;
        scatter(vm, a[1], "preadv", |part| {
            // SAFETY: the part is one buffer.
            unsafe { libc::preadv2(fd, part, 1, offset, flags) as i64 }
        })
    }),
    native("writev", "(fd, buffers, /)", PY, |vm, a| {
        let fd = c_int(vm, a[0])?;
        gather(vm, a[1], "writev", |part| {
            // SAFETY: the part is one buffer.
            unsafe { libc::writev(fd, part, 1) as i64 }
        })
    }),
    native("pwritev", "(fd, buffers, offset, flags=0, /)", PY, |vm, a| {
        let (fd, offset) = (c_int(vm, a[0])?, vm.index_i64(a[2])?);
        let flags = a.given(3).map_or(Ok(0), |v| c_int(vm, v))?;
        gather(vm, a[1], "pwritev", |part| {
            // SAFETY: the part is one buffer.
            unsafe { libc::pwritev2(fd, part, 1, offset, flags) as i64 }
        })
    }),
    native("sendfile", "(out_fd, in_fd, offset, count)", PY, |vm, a| {
        let (to, from) = (c_int(vm, a[0])?, c_int(vm, a[1])?);
        let (mut offset, count) = (place(vm, some(a.given(2)))?, vm.index_i64(a[3])?);
        // SAFETY: the place is ours.
        let n = wait(vm, &[], || unsafe { libc::sendfile(to, from, pointer(&mut offset), count as usize) } as i64)?;
        vm.new_int(n)
    }),
    native("copy_file_range", "(src, dst, count, offset_src=None, offset_dst=None)", PY, |vm, a| {
        let (from, to, count) = between(vm, a)?;
        let [mut at, mut put] = [place(vm, some(a.given(3)))?, place(vm, some(a.given(4)))?];
        let n = wait(vm, &[], || {
            // SAFETY: the places are ours.
            unsafe { libc::copy_file_range(from, pointer(&mut at), to, pointer(&mut put), count, 0) as i64 }
        })?;
        vm.new_int(n)
    }),
    native("splice", "(src, dst, count, offset_src=None, offset_dst=None, flags=0)", PY, |vm, a| {
        let (from, to, count) = between(vm, a)?;
        let [mut at, mut put] = [place(vm, some(a.given(3)))?, place(vm, some(a.given(4)))?];
        let flags = a.given(5).map_or(Ok(0), |v| c_int(vm, v))?;
        let n = wait(vm, &[], || {
            // SAFETY: the places are ours.
            unsafe { libc::splice(from, pointer(&mut at), to, pointer(&mut put), count, flags as u32) as i64 }
        })?;
        vm.new_int(n)
    }),
    native("fdatasync", "(fd)", PY, |vm, a| {
        let fd = crate::select::descriptor(vm, a[0])?;
        // SAFETY: a number.
        wait(vm, &[], || unsafe { libc::fdatasync(fd) } as i64)?;
        Ok(Value::NONE)
    }),
    native("sync", "()", PY, |vm, _| {
        // SAFETY: takes nothing.
        vm.blocking(&[], || unsafe { libc::sync() });
        Ok(Value::NONE)
    }),
    native("lockf", "(fd, command, length, /)", PY, |vm, a| {
        let (fd, command, length) = (c_int(vm, a[0])?, c_int(vm, a[1])?, vm.index_i64(a[2])?);
        // SAFETY: numbers.
        let (answer, error) = vm.blocking(&[], || (unsafe { libc::lockf(fd, command, length) }, errno()));
        if answer < 0 { Err(os_error(vm, error, &[])) } else { Ok(Value::NONE) }
    }),
    native("posix_fallocate", "(fd, offset, length, /)", PY, |vm, a| {
        let (fd, offset, length) = (c_int(vm, a[0])?, vm.index_i64(a[1])?, vm.index_i64(a[2])?);
        // SAFETY: numbers.
        let error = vm.blocking(&[], || unsafe { libc::posix_fallocate(fd, offset, length) });
        if error != 0 { Err(os_error(vm, error, &[])) } else { Ok(Value::NONE) }
    }),
    native("posix_fadvise", "(fd, offset, length, advice, /)", PY, |vm, a| {
        let (fd, offset, length) = (c_int(vm, a[0])?, vm.index_i64(a[1])?, vm.index_i64(a[2])?);
        let advice = c_int(vm, a[3])?;
        // SAFETY: numbers.
        let error = vm.blocking(&[], || unsafe { libc::posix_fadvise(fd, offset, length, advice) });
        if error != 0 { Err(os_error(vm, error, &[])) } else { Ok(Value::NONE) }
    }),
];

/// An offset given for one side; none: where the descriptor is.
fn place(vm: &mut Vm, v: Option<Value>) -> Outcome<Option<i64>> {
    v.map(|v| vm.index_i64(v)).transpose()
}

fn pointer(place: &mut Option<i64>) -> *mut i64 {
    place.as_mut().map_or(std::ptr::null_mut(), |at| at)
}

fn between(vm: &mut Vm, a: Args) -> Outcome<(i32, i32, usize)> {
    let (from, to, count) = (c_int(vm, a[0])?, c_int(vm, a[1])?, vm.index_i64(a[2])?);
    if count < 0 {
        return Err(vm.value_error("negative value for 'count' not allowed"));
    }
    Ok((from, to, count as usize))
}

fn buffers(vm: &mut Vm, v: Value, name: &str) -> Outcome<Rooted> {
    if !vm.has_special(v, pyspec_runtime::object::class::Special::GetItem) {
        return Err(vm.type_error(format!("{name}() arg 2 must be a sequence")));
    }
    vm.collect_items(v)
}

/// Reads as much as all buffers have room for, then fills them in order.
fn scatter(vm: &mut Vm, v: Value, name: &str, mut read: impl FnMut(*const libc::iovec) -> i64) -> Outcome {
    let buffers = buffers(vm, v, name)?;
    let mut sizes = vec![];
    for buffer in buffers.iter() {
        sizes.push(crate::io::generic::room_in(vm, *buffer, name)?);
    }
    let mut room = vec![0u8; sizes.iter().sum()];
    let part = libc::iovec { iov_base: room.as_mut_ptr().cast(), iov_len: room.len() };
    let n = wait(vm, &[v], || read(&part))?;
    let mut rest = &room[..n as usize];
    for (buffer, size) in buffers.iter().zip(sizes) {
        let (now, later) = rest.split_at(size.min(rest.len()));
        crate::io::generic::put_into(vm, *buffer, now);
        rest = later;
    }
    vm.new_int(n)
}

/// Writes all buffers at once.
fn gather(vm: &mut Vm, v: Value, name: &str, mut write: impl FnMut(*const libc::iovec) -> i64) -> Outcome {
    let mut data = vec![];
    for buffer in buffers(vm, v, name)?.iter() {
        data.extend(vm.buffer(*buffer)?);
    }
    let part = libc::iovec { iov_base: data.as_mut_ptr().cast(), iov_len: data.len() };
    let n = wait(vm, &[v], || write(&part))?;
    vm.new_int(n)
}
