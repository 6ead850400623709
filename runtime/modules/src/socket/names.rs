//! Names of hosts and services.

use super::address::{self, Address, host_text};
use super::name_error;
use crate::system_calls::check;
use pyspec_abi::Value;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Outcome, Raised};
use std::ffi::{CStr, CString};
use std::net::{Ipv4Addr, Ipv6Addr};

pub fn host_name(vm: &mut Vm, _args: Args) -> Outcome {
    let mut buffer = [0u8; 256];
    // SAFETY: the buffer has the length given.
    let answer = unsafe { libc::gethostname(buffer.as_mut_ptr().cast(), buffer.len() - 1) };
    check(vm, &[], answer as i64)?;
    let end = buffer.iter().position(|b| *b == 0).unwrap_or(0);
    vm.new_str(&String::from_utf8_lossy(&buffer[..end]))
}

pub fn host_by_name(vm: &mut Vm, args: Args) -> Outcome {
    let host = host_text(vm, args[0])?;
    let found = resolve(vm, &host, libc::AF_INET)?.to_python(vm)?;
    Ok(vm.tuple_items(found)[0])
}

/// One row of what the system knows about a name.
struct Info {
    family: i32,
    kind: i32,
    protocol: i32,
    canonical: String,
    address: Address,
}

/// Asks the system, with other threads running.
fn ask(vm: &mut Vm, host: Option<&str>, service: Option<&str>, hints: libc::addrinfo) -> Outcome<Vec<Info>> {
    let (Ok(host), Ok(service)) = (host.map(CString::new).transpose(), service.map(CString::new).transpose()) else {
        return Err(vm.value_error("embedded null character"));
    };
    let pointer = |text: &Option<CString>| text.as_ref().map_or(std::ptr::null(), |text| text.as_ptr());
    let mut first: *mut libc::addrinfo = std::ptr::null_mut();
    let answer = vm.blocking(&[], || {
        // SAFETY: texts end in zero, the hints are whole, and the list is freed below.
        unsafe { libc::getaddrinfo(pointer(&host), pointer(&service), &hints, &mut first) }
    });
    if answer != 0 {
        return Err(unknown(vm, answer));
    }
    let mut rows = vec![];
    let mut at = first;
    // SAFETY: the system's list; each row's parts are valid until it is freed.
    unsafe {
        while let Some(row) = at.as_ref() {
            let canonical = if row.ai_canonname.is_null() {
                String::new()
            } else {
                CStr::from_ptr(row.ai_canonname).to_string_lossy().into()
            };
            rows.push(Info {
                family: row.ai_family,
                kind: row.ai_socktype,
                protocol: row.ai_protocol,
                canonical,
                address: Address::copied(row.ai_addr, row.ai_addrlen),
            });
            at = row.ai_next;
        }
        libc::freeaddrinfo(first);
    }
    Ok(rows)
}

fn unknown(vm: &mut Vm, number: i32) -> Raised {
    // SAFETY: the text is the C library's own.
    let text = unsafe { CStr::from_ptr(libc::gai_strerror(number)) }.to_string_lossy();
    name_error(vm, "_socket gaierror", number, &text)
}

fn hints(family: i32, kind: i32, protocol: i32, flags: i32) -> libc::addrinfo {
    // SAFETY: zero is a value of the struct.
    let mut hints: libc::addrinfo = unsafe { std::mem::zeroed() };
    (hints.ai_family, hints.ai_socktype, hints.ai_protocol, hints.ai_flags) = (family, kind, protocol, flags);
    hints
}

/// The first address of a host in a family.
pub fn resolve(vm: &mut Vm, host: &str, family: i32) -> Outcome<Address> {
    if let (libc::AF_INET, Ok(ip)) = (family, host.parse::<Ipv4Addr>()) {
        return Ok(address::v4(ip));
    }
    if let (libc::AF_INET6, Ok(ip)) = (family, host.parse::<Ipv6Addr>()) {
        return Ok(address::v6(ip));
    }
    let rows = ask(vm, Some(host), None, hints(family, libc::SOCK_STREAM, 0, 0))?;
    match rows.into_iter().next() {
        Some(row) => Ok(row.address),
        None => Err(unknown(vm, libc::EAI_NONAME)),
    }
}

pub fn address_info(vm: &mut Vm, args: Args) -> Outcome {
    let host = if args[0].is(Value::NONE) { None } else { Some(host_text(vm, args[0])?) };
    let service = match args[1] {
        Value::NONE => None,
        port if vm.is_int(port) => Some(vm.index_i64(port)?.to_string()),
        port if vm.is_str(port) || vm.bytes_like(port).is_some() => Some(host_text(vm, port)?),
        _ => return Err(vm.os_error("Int or String expected")),
    };
    let mut numbers = [0; 4];
    for (i, slot) in numbers.iter_mut().enumerate() {
        if let Some(v) = args.given(2 + i) {
            *slot = vm.index_i64(v)? as i32;
        }
    }
    let [family, kind, protocol, flags] = numbers;
    let rows = ask(vm, host.as_deref(), service.as_deref(), hints(family, kind, protocol, flags))?;
    let list = vm.new_list(&[])?;
    for row in rows {
        let address = row.address.to_python(vm)?;
        let canonical = vm.new_str(&row.canonical)?;
        let number = |n: i32| Value::small_int(n as isize);
        let row = [number(row.family), number(row.kind), number(row.protocol), canonical, address];
        let row = vm.new_tuple(&row)?;
        vm.list_append(list, row)?;
    }
    Ok(list)
}

pub fn name_info(vm: &mut Vm, args: Args) -> Outcome {
    let family = match vm.is_tuple(args[0]).then(|| vm.tuple_items(args[0]).len()) {
        Some(2) => libc::AF_INET,
        Some(3 | 4) => libc::AF_INET6,
        _ => return Err(vm.type_error("getnameinfo() argument 1 must be a tuple")),
    };
    let host = host_text(vm, vm.tuple_items(args[0])[0])?;
    let family = if host.contains(':') { libc::AF_INET6 } else { family };
    let address = address::read(vm, family, args[0], "getnameinfo")?;
    let flags = vm.index_i64(args[1])? as i32;
    let (mut host, mut service) = ([0u8; 1025], [0u8; 32]);
    let answer = vm.blocking(&[], || {
        let (h, s) = (host.as_mut_ptr().cast(), service.as_mut_ptr().cast());
        // SAFETY: the address is whole, the buffers have the lengths given.
        unsafe { libc::getnameinfo(address.ptr(), address.len, h, 1025, s, 32, flags) }
    });
    if answer != 0 {
        return Err(unknown(vm, answer));
    }
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes.split(|b| *b == 0).next().unwrap_or(b"")).into_owned();
    let (host, service) = (vm.new_str(&text(&host))?, vm.new_str(&text(&service))?);
    vm.new_tuple(&[host, service])
}

pub fn service_by_name(vm: &mut Vm, args: Args) -> Outcome {
    let name = vm.expect_str(args[0], "getservbyname() argument 1")?;
    let protocol = match args.or(1, Value::NONE) {
        Value::NONE => None,
        protocol => Some(vm.expect_str(protocol, "getservbyname() argument 2")?),
    };
    let (Ok(name), Ok(protocol)) = (CString::new(name), protocol.map(CString::new).transpose()) else {
        return Err(vm.value_error("embedded null character"));
    };
    let protocol = protocol.as_ref().map_or(std::ptr::null(), |p| p.as_ptr());
    // SAFETY: texts end in zero; the answer is read at once.
    match unsafe { libc::getservbyname(name.as_ptr(), protocol).as_ref() } {
        Some(entry) => Ok(Value::small_int(u16::from_be(entry.s_port as u16) as isize)),
        None => Err(vm.os_error("service/proto not found")),
    }
}

pub fn protocol_by_name(vm: &mut Vm, args: Args) -> Outcome {
    let name = vm.expect_str(args[0], "getprotobyname() argument")?;
    let Ok(name) = CString::new(name) else { return Err(vm.value_error("embedded null character")) };
    // SAFETY: the text ends in zero; the answer is read at once.
    match unsafe { libc::getprotobyname(name.as_ptr()).as_ref() } {
        Some(entry) => Ok(Value::small_int(entry.p_proto as isize)),
        None => Err(vm.os_error("protocol not found")),
    }
}

pub fn text_to_bytes4(vm: &mut Vm, args: Args) -> Outcome {
    let text = vm.expect_str(args[0], "inet_aton() argument 1")?;
    let bytes = CString::new(text).ok().and_then(|text| {
        let mut found = libc::in_addr { s_addr: 0 };
        // The old notation with fewer dots counts too.
        // SAFETY: the text ends in zero, the answer is ours.
        (unsafe { inet_aton(text.as_ptr(), &mut found) } != 0).then(|| found.s_addr.to_ne_bytes())
    });
    match bytes {
        Some(bytes) => vm.new_bytes(&bytes),
        None => Err(vm.os_error("illegal IP address string passed to inet_aton")),
    }
}

unsafe extern "C" {
    fn inet_aton(text: *const libc::c_char, address: *mut libc::in_addr) -> i32;
}

pub fn bytes4_to_text(vm: &mut Vm, args: Args) -> Outcome {
    match <[u8; 4]>::try_from(vm.buffer(args[0])?) {
        Ok(bytes) => vm.new_str(&Ipv4Addr::from(bytes).to_string()),
        Err(_) => Err(vm.os_error("packed IP wrong length")),
    }
}

pub fn text_to_bytes(vm: &mut Vm, args: Args) -> Outcome {
    let family = vm.index_i64(args[0])? as i32;
    let text = vm.expect_str(args[1], "inet_pton() argument 2")?;
    let bytes = match family {
        libc::AF_INET => text.parse::<Ipv4Addr>().ok().map(|ip| ip.octets().to_vec()),
        libc::AF_INET6 => text.parse::<Ipv6Addr>().ok().map(|ip| ip.octets().to_vec()),
        _ => return Err(crate::system_calls::os_error(vm, libc::EAFNOSUPPORT, &[])),
    };
    match bytes {
        Some(bytes) => vm.new_bytes(&bytes),
        None => Err(vm.os_error("illegal IP address string passed to inet_pton")),
    }
}

pub fn bytes_to_text(vm: &mut Vm, args: Args) -> Outcome {
    let family = vm.index_i64(args[0])? as i32;
    let bytes = vm.buffer(args[1])?;
    let text = match family {
        libc::AF_INET => <[u8; 4]>::try_from(bytes).ok().map(|b| Ipv4Addr::from(b).to_string()),
        libc::AF_INET6 => <[u8; 16]>::try_from(bytes).ok().map(|b| Ipv6Addr::from(b).to_string()),
        _ => return Err(vm.value_error(format!("unknown address family {family}"))),
    };
    match text {
        Some(text) => vm.new_str(&text),
        None => Err(vm.value_error("invalid length of packed IP address string")),
    }
}
