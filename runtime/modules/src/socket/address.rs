//! Addresses: Python's tuples and paths, and the system's structs.

use super::names;
use crate::system_calls::fs_bytes;
use pyspec_abi::Value;
use pyspec_runtime::Vm;
use pyspec_runtime::native::Outcome;
use std::net::{Ipv4Addr, Ipv6Addr};

/// An address as the system has it.
pub struct Address {
    pub storage: libc::sockaddr_storage,
    pub len: libc::socklen_t,
}

impl Address {
    /// Room for any address.
    pub fn empty() -> Address {
        Address {
            // SAFETY: zero is a value of the struct.
            storage: unsafe { std::mem::zeroed() },
            len: size_of::<libc::sockaddr_storage>() as libc::socklen_t,
        }
    }

    pub fn ptr(&self) -> *const libc::sockaddr {
        (&raw const self.storage).cast()
    }

    pub fn ptr_mut(&mut self) -> *mut libc::sockaddr {
        (&raw mut self.storage).cast()
    }

    fn of<T>(value: T, len: usize) -> Address {
        let mut address = Address::empty();
        assert!(size_of::<T>() <= size_of_val(&address.storage), "every address fits");
        // SAFETY: it fits, as checked; the storage is aligned for every kind of address.
        unsafe { (&raw mut address.storage).cast::<T>().write(value) };
        address.len = len as libc::socklen_t;
        address
    }

    /// Copies an address that the system gave.
    ///
    /// # Safety
    /// `len` bytes can be read at `from`.
    pub unsafe fn copied(from: *const libc::sockaddr, len: libc::socklen_t) -> Address {
        let mut address = Address::empty();
        let n = (len as usize).min(size_of_val(&address.storage));
        // SAFETY: the caller's promise, and no more than the storage holds.
        unsafe { std::ptr::copy_nonoverlapping(from.cast::<u8>(), (&raw mut address.storage).cast(), n) };
        address.len = n as libc::socklen_t;
        address
    }

    /// As Python shows it.
    pub fn to_python(&self, vm: &mut Vm) -> Outcome {
        if self.len == 0 {
            return Ok(Value::NONE);
        }
        match self.storage.ss_family as i32 {
            libc::AF_INET => {
                // SAFETY: the family says so.
                let a = unsafe { &*(&raw const self.storage).cast::<libc::sockaddr_in>() };
                let host = vm.new_str(&Ipv4Addr::from(u32::from_be(a.sin_addr.s_addr)).to_string())?;
                vm.new_tuple(&[host, Value::small_int(u16::from_be(a.sin_port) as isize)])
            }
            libc::AF_INET6 => {
                // SAFETY: the family says so.
                let a = unsafe { &*(&raw const self.storage).cast::<libc::sockaddr_in6>() };
                let host = vm.new_str(&Ipv6Addr::from(a.sin6_addr.s6_addr).to_string())?;
                let number = |n: u32| Value::small_int(n as isize);
                let port = number(u16::from_be(a.sin6_port).into());
                vm.new_tuple(&[host, port, number(u32::from_be(a.sin6_flowinfo)), number(a.sin6_scope_id)])
            }
            libc::AF_UNIX => self.unix_path(vm),
            family => {
                let n = self.len as usize - 2;
                // SAFETY: so many bytes of the storage were filled.
                let bytes = unsafe { std::slice::from_raw_parts((&raw const self.storage).cast::<u8>().add(2), n) };
                let bytes = vm.new_bytes(bytes)?;
                vm.new_tuple(&[Value::small_int(family as isize), bytes])
            }
        }
    }

    /// A path; a name without a file begins with zero and is bytes.
    fn unix_path(&self, vm: &mut Vm) -> Outcome {
        let n = (self.len as usize).saturating_sub(size_of::<libc::sa_family_t>());
        // SAFETY: so many bytes of the storage were filled.
        let bytes = unsafe { std::slice::from_raw_parts((&raw const self.storage).cast::<u8>().add(2), n) };
        if bytes.first() == Some(&0) {
            return vm.new_bytes(bytes);
        }
        let end = bytes.iter().position(|b| *b == 0).unwrap_or(n);
        crate::system_calls::fs_name(vm, &bytes[..end], false)
    }
}

/// Reads an address argument of `function`.
pub fn read(vm: &mut Vm, family: i32, v: Value, function: &str) -> Outcome<Address> {
    match family {
        libc::AF_UNIX => unix(vm, v),
        libc::AF_INET | libc::AF_INET6 => internet(vm, family, v, function),
        _ => Err(vm.os_error(format!("{function}(): unknown address family"))),
    }
}

fn unix(vm: &mut Vm, v: Value) -> Outcome<Address> {
    let path = match vm.bytes_like(v) {
        Some(bytes) => bytes.to_vec(),
        None => fs_bytes(vm, v)?,
    };
    // SAFETY: zero is a value of the struct.
    let mut address: libc::sockaddr_un = unsafe { std::mem::zeroed() };
    if path.len() >= address.sun_path.len() {
        return Err(vm.os_error("AF_UNIX path too long"));
    }
    address.sun_family = libc::AF_UNIX as libc::sa_family_t;
    for (slot, byte) in address.sun_path.iter_mut().zip(&path) {
        *slot = *byte as libc::c_char;
    }
    let end = if path.first() == Some(&0) { 0 } else { 1 };
    Ok(Address::of(address, size_of::<libc::sa_family_t>() + path.len() + end))
}

fn internet(vm: &mut Vm, family: i32, v: Value, function: &str) -> Outcome<Address> {
    let six = family == libc::AF_INET6;
    if !vm.is_tuple(v) {
        let (kind, got) = (if six { "AF_INET6" } else { "AF_INET" }, vm.type_name(v));
        return Err(vm.type_error(format!("{function}(): {kind} address must be tuple, not {got}")));
    }
    let items = pyspec_runtime::object::Rooted::from_slice(vm.tuple_items(v));
    let fits = if six { (2..=4).contains(&items.len()) } else { items.len() == 2 };
    if !fits {
        let (kind, shape) = if six {
            ("AF_INET6", "a tuple (host, port[, flowinfo[, scopeid]])")
        } else {
            ("AF_INET", "a pair (host, port)")
        };
        return Err(vm.type_error(format!("{kind} address must be {shape}")));
    }
    let port = match u16::try_from(vm.index_i64(items[1])?) {
        Ok(port) => port,
        Err(_) => return Err(vm.overflow_error(format!("{function}(): port must be 0-65535."))),
    };
    let mut extra = [0u32; 2];
    for (i, slot) in extra.iter_mut().enumerate() {
        if let Some(v) = items.get(2 + i) {
            *slot = vm.index_i64(*v)? as u32;
        }
    }
    let host = host_text(vm, items[0])?;
    let mut address = match host.as_str() {
        "" => any(family),
        "<broadcast>" if !six => v4(Ipv4Addr::BROADCAST),
        host => names::resolve(vm, host, family)?,
    };
    // SAFETY: `resolve` and the others give an address of the family.
    unsafe {
        if six {
            let a = &mut *(&raw mut address.storage).cast::<libc::sockaddr_in6>();
            (a.sin6_port, a.sin6_flowinfo) = (port.to_be(), extra[0].to_be());
            if items.len() > 3 {
                a.sin6_scope_id = extra[1];
            }
        } else {
            (*(&raw mut address.storage).cast::<libc::sockaddr_in>()).sin_port = port.to_be();
        }
    }
    Ok(address)
}

/// A host's name or number as text.
pub fn host_text(vm: &mut Vm, v: Value) -> Outcome<String> {
    match vm.bytes_like(v) {
        Some(bytes) => Ok(String::from_utf8_lossy(bytes).into()),
        None if vm.is_str(v) => Ok(vm.str_lossy(v)),
        None => {
            let got = vm.type_name(v);
            Err(vm.type_error(format!("str, bytes or bytearray expected, not {got}")))
        }
    }
}

fn any(family: i32) -> Address {
    if family == libc::AF_INET { v4(Ipv4Addr::UNSPECIFIED) } else { v6(Ipv6Addr::UNSPECIFIED) }
}

/// An IPv4 address without a port.
pub fn v4(ip: Ipv4Addr) -> Address {
    // SAFETY: zero is a value of the struct.
    let mut a: libc::sockaddr_in = unsafe { std::mem::zeroed() };
    a.sin_family = libc::AF_INET as libc::sa_family_t;
    a.sin_addr.s_addr = u32::from(ip).to_be();
    Address::of(a, size_of::<libc::sockaddr_in>())
}

/// An IPv6 address without a port.
pub fn v6(ip: Ipv6Addr) -> Address {
    // SAFETY: zero is a value of the struct.
    let mut a: libc::sockaddr_in6 = unsafe { std::mem::zeroed() };
    a.sin6_family = libc::AF_INET6 as libc::sa_family_t;
    a.sin6_addr.s6_addr = ip.octets();
    Address::of(a, size_of::<libc::sockaddr_in6>())
}
