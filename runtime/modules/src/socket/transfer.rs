//! Sending and receiving.

use super::address::{self, Address};
use super::object::{Socket, waiting};
use crate::system_calls::c_int;
use crate::util::this;
use pyspec_abi::Value;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Outcome};

fn flags(vm: &mut Vm, args: Args, at: usize) -> Outcome<i32> {
    args.given(at).map_or(Ok(0), |v| c_int(vm, v))
}

fn size(vm: &mut Vm, v: Value, function: &str) -> Outcome<usize> {
    match usize::try_from(vm.index_i64(v)?) {
        Ok(size) => Ok(size),
        Err(_) => Err(vm.value_error(format!("negative buffersize in {function}"))),
    }
}

/// Up to `size` bytes.
fn bytes_in(vm: &mut Vm, socket: Value, size: usize, flags: i32, from: Option<&mut Address>) -> Outcome<Vec<u8>> {
    let mut buffer = vec![0u8; size];
    let (address, len) = match from {
        Some(from) => (from.ptr_mut(), &raw mut from.len),
        None => (std::ptr::null_mut(), std::ptr::null_mut()),
    };
    let n = waiting(vm, socket, libc::POLLIN, |fd| {
        // SAFETY: the buffer has the length given; the address, if any, has room.
        unsafe { libc::recvfrom(fd, buffer.as_mut_ptr().cast(), buffer.len(), flags, address, len) }
    })?;
    buffer.truncate(n);
    Ok(buffer)
}

pub fn receive(vm: &mut Vm, args: Args) -> Outcome {
    let (size, flags) = (size(vm, args[1], "recv")?, flags(vm, args, 2)?);
    let bytes = bytes_in(vm, args[0], size, flags, None)?;
    vm.new_bytes(&bytes)
}

pub fn receive_from(vm: &mut Vm, args: Args) -> Outcome {
    let (size, flags) = (size(vm, args[1], "recvfrom")?, flags(vm, args, 2)?);
    let mut from = Address::empty();
    let bytes = bytes_in(vm, args[0], size, flags, Some(&mut from))?;
    let (bytes, from) = (vm.new_bytes(&bytes)?, from.to_python(vm)?);
    vm.new_tuple(&[bytes, from])
}

/// Receives into a buffer; how many bytes.
fn into(vm: &mut Vm, args: Args, function: &str, from: Option<&mut Address>) -> Outcome<usize> {
    let wanted = args.given(2).map_or(Ok(0), |v| size(vm, v, function))?;
    let flags = flags(vm, args, 3)?;
    let room = vm.len(args[1])?;
    let view = vm.builtin_class(pyspec_abi::types::MEMORYVIEW).value();
    let view = vm.call(view, &[args[1]])?;
    let view = {
        let format = vm.new_str("B")?;
        vm.call_method(view, "cast", &[format])?
    };
    let room = vm.len(view)?.max(if wanted == 0 { 0 } else { room });
    if wanted > room {
        return Err(vm.value_error(format!("buffer too small for requested bytes in {function}")));
    }
    let bytes = bytes_in(vm, args[0], if wanted == 0 { room } else { wanted }, flags, from)?;
    let n = Value::small_int(bytes.len() as isize);
    let (slice, data) = (vm.new_slice(Value::small_int(0), n, Value::NONE)?, vm.new_bytes(&bytes)?);
    vm.set_item(view, slice, data)?;
    vm.call_method(view, "release", &[])?;
    Ok(bytes.len())
}

pub fn receive_into(vm: &mut Vm, args: Args) -> Outcome {
    Ok(Value::small_int(into(vm, args, "recv_into", None)? as isize))
}

pub fn receive_from_into(vm: &mut Vm, args: Args) -> Outcome {
    let mut from = Address::empty();
    let n = into(vm, args, "recvfrom_into", Some(&mut from))?;
    let from = from.to_python(vm)?;
    vm.new_tuple(&[Value::small_int(n as isize), from])
}

fn part_out(vm: &mut Vm, socket: Value, bytes: &[u8], flags: i32) -> Outcome<usize> {
    waiting(vm, socket, libc::POLLOUT, |fd| {
        // SAFETY: the bytes have the length given.
        unsafe { libc::send(fd, bytes.as_ptr().cast(), bytes.len(), flags | libc::MSG_NOSIGNAL) }
    })
}

pub fn send(vm: &mut Vm, args: Args) -> Outcome {
    let (bytes, flags) = (vm.buffer(args[1])?, flags(vm, args, 2)?);
    Ok(Value::small_int(part_out(vm, args[0], &bytes, flags)? as isize))
}

pub fn send_all(vm: &mut Vm, args: Args) -> Outcome {
    let (bytes, flags) = (vm.buffer(args[1])?, flags(vm, args, 2)?);
    let mut rest = &bytes[..];
    while !rest.is_empty() {
        let n = part_out(vm, args[0], rest, flags)?;
        rest = &rest[n..];
        vm.safepoint()?;
    }
    Ok(Value::NONE)
}

/// `sendto(data, address)` or `sendto(data, flags, address)`.
pub fn send_to(vm: &mut Vm, args: Args) -> Outcome {
    let bytes = vm.buffer(args[1])?;
    let (flags, to) = match args.given(3) {
        Some(to) => (c_int(vm, args[2])?, to),
        None => (0, args[2]),
    };
    let family = this::<Socket>(vm, args[0])?.family;
    let to = address::read(vm, family, to, "sendto")?;
    let n = waiting(vm, args[0], libc::POLLOUT, |fd| {
        let (data, flags) = (bytes.as_ptr().cast(), flags | libc::MSG_NOSIGNAL);
        // SAFETY: bytes and address are whole.
        unsafe { libc::sendto(fd, data, bytes.len(), flags, to.ptr(), to.len) }
    })?;
    Ok(Value::small_int(n as isize))
}
