//! The type `socket`. A timeout makes the descriptor non-blocking; waiting is then done by polling.

use super::address::{self, Address};
use super::transfer;
use crate::system_calls::{c_int, check, done, errno, os_error};
use crate::util::{class_arg, this};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, NativeKind, Outcome, TypeTable, getter, native};
use std::time::{Duration, Instant};

const PY: Effect = Effect::SWITCHES;

pub static SOCKET: TypeTable = TypeTable {
    map: 0,
    name: "socket",
    module: "_socket",
    doc: "socket(family=AF_INET, type=SOCK_STREAM, proto=0) -> socket object",
    rows: &[
        native("__new__", "(cls, /, *args, **kwargs)", PY, |vm, a| {
            let class = class_arg(vm, a[0])?;
            vm.new_payload(class, Box::new(Socket { fd: -1, family: 0, kind: 0, protocol: 0, timeout: None }), 0)
        })
        .kind(NativeKind::StaticMethod),
        native("__init__", "(self, /, family=-1, type=-1, proto=-1, fileno=None)", PY, init),
        native("_accept", "(self, /)", PY, accept),
        native("bind", "(self, address, /)", PY, |vm, a| {
            let &mut Socket { fd, family, .. } = this(vm, a[0])?;
            let address = address::read(vm, family, a[1], "bind")?;
            // SAFETY: the address is whole.
            done(vm, &[], unsafe { libc::bind(fd, address.ptr(), address.len) })
        }),
        native("close", "(self, /)", PY, |vm, a| {
            let socket = this::<Socket>(vm, a[0])?;
            let fd = std::mem::replace(&mut socket.fd, -1);
            if fd >= 0 && vm.blocking(&[], || close(fd)) < 0 && errno() != libc::ECONNRESET {
                return Err(os_error(vm, errno(), &[]));
            }
            Ok(Value::NONE)
        }),
        native("connect", "(self, address, /)", PY, |vm, a| match connect(vm, a)? {
            0 => Ok(Value::NONE),
            number => Err(os_error(vm, number, &[])),
        }),
        native("connect_ex", "(self, address, /)", PY, |vm, a| Ok(Value::small_int(connect(vm, a)? as isize))),
        native("detach", "(self, /)", PY, |vm, a| {
            let socket = this::<Socket>(vm, a[0])?;
            Ok(Value::small_int(std::mem::replace(&mut socket.fd, -1) as isize))
        }),
        native("fileno", "(self, /)", PY, |vm, a| Ok(Value::small_int(this::<Socket>(vm, a[0])?.fd as isize))),
        native("getpeername", "(self, /)", PY, |vm, a| name_of(vm, a[0], libc::getpeername)),
        native("getsockname", "(self, /)", PY, |vm, a| name_of(vm, a[0], libc::getsockname)),
        native("getsockopt", "(self, level, option, buflen=0, /)", PY, get_option),
        native("setsockopt", "(self, level, option, value, optlen=0, /)", PY, set_option),
        native("listen", "(self, backlog=128, /)", PY, |vm, a| {
            let backlog = a.given(1).map_or(Ok(128), |v| c_int(vm, v))?.max(0);
            let fd = this::<Socket>(vm, a[0])?.fd;
            // SAFETY: numbers.
            done(vm, &[], unsafe { libc::listen(fd, backlog) })
        }),
        native("shutdown", "(self, how, /)", PY, |vm, a| {
            let how = c_int(vm, a[1])?;
            let fd = this::<Socket>(vm, a[0])?.fd;
            // SAFETY: numbers.
            done(vm, &[], unsafe { libc::shutdown(fd, how) })
        }),
        native("setblocking", "(self, flag, /)", PY, |vm, a| {
            let timeout = if vm.truth(a[1])? { None } else { Some(0.0) };
            set_timeout(vm, a[0], timeout)
        }),
        native("getblocking", "(self, /)", PY, |vm, a| Ok(Value::bool(this::<Socket>(vm, a[0])?.timeout != Some(0.0)))),
        native("settimeout", "(self, timeout, /)", PY, |vm, a| {
            let timeout = timeout_arg(vm, a[1])?;
            set_timeout(vm, a[0], timeout)
        }),
        native("gettimeout", "(self, /)", PY, get_timeout),
        native("recv", "(self, bufsize, flags=0, /)", PY, transfer::receive),
        native("recv_into", "(self, buffer, nbytes=0, flags=0)", PY, transfer::receive_into),
        native("recvfrom", "(self, bufsize, flags=0, /)", PY, transfer::receive_from),
        native("recvfrom_into", "(self, buffer, nbytes=0, flags=0)", PY, transfer::receive_from_into),
        native("send", "(self, data, flags=0, /)", PY, transfer::send),
        native("sendall", "(self, data, flags=0, /)", PY, transfer::send_all),
        native("sendto", "(self, data, flags, address=<unrepresentable>, /)", PY, transfer::send_to),
        native("__repr__", "(self, /)", PY, |vm, a| {
            let &mut Socket { fd, family, kind, protocol, .. } = this(vm, a[0])?;
            vm.new_str(&format!("<socket object, fd={fd}, family={family}, type={kind}, proto={protocol}>"))
        }),
        getter("family", |vm, a| Ok(Value::small_int(this::<Socket>(vm, a[0])?.family as isize))),
        getter("type", |vm, a| Ok(Value::small_int(this::<Socket>(vm, a[0])?.kind as isize))),
        getter("proto", |vm, a| Ok(Value::small_int(this::<Socket>(vm, a[0])?.protocol as isize))),
        getter("timeout", get_timeout),
    ],
};

/// A socket; closed with its object.
pub struct Socket {
    pub fd: i32,
    pub family: i32,
    kind: i32,
    protocol: i32,
    /// Seconds, None: for ever.
    pub timeout: Option<f64>,
}

impl pyspec_runtime::heap::Payload for Socket {
    fn holds_values(&self) -> bool {
        false
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        if self.fd >= 0 {
            close(self.fd);
        }
    }
}

fn close(fd: i32) -> i32 {
    // SAFETY: a number.
    unsafe { libc::close(fd) }
}

fn init(vm: &mut Vm, args: Args) -> Outcome {
    let mut numbers = [-1; 3];
    for (i, slot) in numbers.iter_mut().enumerate() {
        if let Some(v) = args.given(1 + i) {
            *slot = c_int(vm, v)?;
        }
    }
    let [mut family, mut kind, mut protocol] = numbers;
    let fd = match args.or(4, Value::NONE) {
        Value::NONE => {
            family = if family == -1 { libc::AF_INET } else { family };
            kind = if kind == -1 { libc::SOCK_STREAM } else { kind };
            protocol = protocol.max(0);
            // SAFETY: numbers.
            let fd = unsafe { libc::socket(family, kind | libc::SOCK_CLOEXEC, protocol) };
            check(vm, &[], fd as i64)? as i32
        }
        given => {
            let fd = c_int(vm, given)?;
            if fd < 0 {
                return Err(vm.value_error("negative file descriptor"));
            }
            for (slot, option) in
                [(&mut family, libc::SO_DOMAIN), (&mut kind, libc::SO_TYPE), (&mut protocol, libc::SO_PROTOCOL)]
            {
                let answer = option_number(fd, libc::SOL_SOCKET, option);
                let Ok(number) = answer else { return Err(os_error(vm, errno(), &[])) };
                if *slot == -1 {
                    *slot = number;
                }
            }
            fd
        }
    };
    let timeout = if kind & libc::SOCK_NONBLOCK != 0 { Some(0.0) } else { super::default_timeout(vm) };
    kind &= !(libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC);
    *this::<Socket>(vm, args[0])? = Socket { fd, family, kind, protocol, timeout: None };
    if timeout.is_some() {
        set_timeout(vm, args[0], timeout)?;
    }
    Ok(Value::NONE)
}

/// None, or seconds that are not negative.
pub fn timeout_arg(vm: &mut Vm, v: Value) -> Outcome<Option<f64>> {
    if v.is(Value::NONE) {
        return Ok(None);
    }
    let seconds = vm.to_f64(v)?;
    if seconds.is_nan() {
        return Err(vm.value_error("Invalid value NaN (not a number)"));
    }
    if seconds < 0.0 {
        return Err(vm.value_error("Timeout value out of range"));
    }
    Ok(Some(seconds))
}

fn set_timeout(vm: &mut Vm, socket: Value, timeout: Option<f64>) -> Outcome {
    let socket = this::<Socket>(vm, socket)?;
    socket.timeout = timeout;
    let fd = socket.fd;
    // SAFETY: numbers.
    let flags = unsafe { libc::fcntl(fd, libc::F_GETFL) };
    let flags = check(vm, &[], flags as i64)? as i32;
    let wanted = if timeout.is_some() { flags | libc::O_NONBLOCK } else { flags & !libc::O_NONBLOCK };
    // SAFETY: numbers.
    done(vm, &[], unsafe { libc::fcntl(fd, libc::F_SETFL, wanted) })
}

fn get_timeout(vm: &mut Vm, args: Args) -> Outcome {
    match this::<Socket>(vm, args[0])?.timeout {
        Some(seconds) => vm.new_float(seconds),
        None => Ok(Value::NONE),
    }
}

/// Repeats `call` until it neither is interrupted nor would block; waits for `event` as long as the timeout allows.
pub fn waiting(vm: &mut Vm, socket: Value, event: i16, mut call: impl FnMut(i32) -> isize) -> Outcome<usize> {
    let &mut Socket { fd, timeout, .. } = this(vm, socket)?;
    let end = timeout.map(|seconds| Instant::now() + Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX / 4));
    loop {
        let (answer, number) = vm.blocking(&[socket], || {
            let answer = call(fd);
            (answer, errno())
        });
        match number {
            _ if answer >= 0 => return Ok(answer as usize),
            libc::EINTR => vm.safepoint()?,
            libc::EAGAIN if timeout.is_some_and(|seconds| seconds > 0.0) => wait_for(vm, fd, event, end)?,
            number => return Err(os_error(vm, number, &[])),
        }
    }
}

/// Waits until a descriptor is ready; TimeoutError after the end.
fn wait_for(vm: &mut Vm, fd: i32, event: i16, end: Option<Instant>) -> Outcome<()> {
    let left = match end {
        Some(end) => {
            end.saturating_duration_since(Instant::now()).as_micros().div_ceil(1000).min(i32::MAX as u128) as i32
        }
        None => -1,
    };
    let mut poll = libc::pollfd { fd, events: event, revents: 0 };
    // SAFETY: one entry.
    let ready = vm.blocking(&[], || unsafe { libc::poll(&mut poll, 1, left) });
    if ready == 0 {
        let class = vm.dict_get_text(vm.builtins, "TimeoutError")?;
        let text = vm.new_str("timed out")?;
        let exception = vm.call(class, &[text])?;
        return Err(vm.set_pending(exception));
    }
    vm.safepoint()
}

fn accept(vm: &mut Vm, args: Args) -> Outcome {
    let mut address = Address::empty();
    let fd = waiting(vm, args[0], libc::POLLIN, |fd| {
        // SAFETY: the address has room for any.
        unsafe { libc::accept4(fd, address.ptr_mut(), &mut address.len, libc::SOCK_CLOEXEC) as isize }
    })?;
    let address = address.to_python(vm)?;
    vm.new_tuple(&[Value::small_int(fd as isize), address])
}

/// 0, or the number of the error.
fn connect(vm: &mut Vm, args: Args) -> Outcome<i32> {
    let &mut Socket { fd, family, timeout, .. } = this(vm, args[0])?;
    let address = address::read(vm, family, args[1], "connect")?;
    let number = vm.blocking(&[], || {
        // SAFETY: the address is whole.
        if unsafe { libc::connect(fd, address.ptr(), address.len) } < 0 { errno() } else { 0 }
    });
    let goes_on = number == libc::EINTR || number == libc::EINPROGRESS && timeout.is_some_and(|seconds| seconds > 0.0);
    if !goes_on {
        return Ok(number);
    }
    vm.safepoint()?;
    let end = timeout.map(|seconds| Instant::now() + Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX / 4));
    wait_for(vm, fd, libc::POLLOUT, end)?;
    Ok(option_number(fd, libc::SOL_SOCKET, libc::SO_ERROR).unwrap_or_else(|_| errno()))
}

type NameCall = unsafe extern "C" fn(i32, *mut libc::sockaddr, *mut libc::socklen_t) -> i32;

fn name_of(vm: &mut Vm, socket: Value, call: NameCall) -> Outcome {
    let fd = this::<Socket>(vm, socket)?.fd;
    let mut address = Address::empty();
    // SAFETY: the address has room for any.
    let answer = unsafe { call(fd, address.ptr_mut(), &mut address.len) };
    check(vm, &[], answer as i64)?;
    address.to_python(vm)
}

fn option_number(fd: i32, level: i32, option: i32) -> Result<i32, ()> {
    let (mut number, mut len) = (0i32, 4);
    // SAFETY: the number has four bytes.
    let answer = unsafe { libc::getsockopt(fd, level, option, (&raw mut number).cast(), &mut len) };
    if answer < 0 { Err(()) } else { Ok(number) }
}

fn get_option(vm: &mut Vm, args: Args) -> Outcome {
    let (level, option) = (c_int(vm, args[1])?, c_int(vm, args[2])?);
    let size = args.given(3).map_or(Ok(0), |v| c_int(vm, v))?;
    let fd = this::<Socket>(vm, args[0])?.fd;
    if size == 0 {
        return match option_number(fd, level, option) {
            Ok(number) => Ok(Value::small_int(number as isize)),
            Err(()) => Err(os_error(vm, errno(), &[])),
        };
    }
    if !(1..=1024).contains(&size) {
        return Err(vm.os_error("getsockopt buflen out of range"));
    }
    let (mut buffer, mut len) = (vec![0u8; size as usize], size as libc::socklen_t);
    // SAFETY: the buffer has the length given.
    let answer = unsafe { libc::getsockopt(fd, level, option, buffer.as_mut_ptr().cast(), &mut len) };
    check(vm, &[], answer as i64)?;
    vm.new_bytes(&buffer[..len as usize])
}

fn set_option(vm: &mut Vm, args: Args) -> Outcome {
    let (level, option) = (c_int(vm, args[1])?, c_int(vm, args[2])?);
    let fd = this::<Socket>(vm, args[0])?.fd;
    let bytes = match args[3] {
        Value::NONE => vec![],
        v if vm.is_int(v) => c_int(vm, v)?.to_ne_bytes().to_vec(),
        v => vm.buffer(v)?,
    };
    // None stands for no value at all, of a length that is given.
    let absent = args[3].is(Value::NONE);
    let len = if absent { args.given(4).map_or(Ok(0), |v| c_int(vm, v))? as u32 } else { bytes.len() as u32 };
    let data = if absent { std::ptr::null() } else { bytes.as_ptr().cast() };
    // SAFETY: the value has the length given.
    done(vm, &[], unsafe { libc::setsockopt(fd, level, option, data, len) })
}

pub fn close_descriptor(vm: &mut Vm, args: Args) -> Outcome {
    let fd = c_int(vm, args[0])?;
    done(vm, &[], close(fd))
}

pub fn duplicate(vm: &mut Vm, args: Args) -> Outcome {
    let fd = c_int(vm, args[0])?;
    // SAFETY: numbers.
    let fd = unsafe { libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0) };
    Ok(Value::small_int(check(vm, &[], fd as i64)? as isize))
}

pub fn pair(vm: &mut Vm, args: Args) -> Outcome {
    let mut numbers = [libc::AF_UNIX, libc::SOCK_STREAM, 0];
    for (i, slot) in numbers.iter_mut().enumerate() {
        if let Some(v) = args.given(i) {
            *slot = c_int(vm, v)?;
        }
    }
    let [family, kind, protocol] = numbers;
    let mut fds = [0; 2];
    // SAFETY: room for two.
    let answer = unsafe { libc::socketpair(family, kind | libc::SOCK_CLOEXEC, protocol, fds.as_mut_ptr()) };
    check(vm, &[], answer as i64)?;
    let class = crate::util::class_of(vm, &SOCKET);
    let mut both = pyspec_runtime::object::Rooted::new();
    for fd in fds {
        let socket = vm.new_payload(class, Box::new(Socket { fd, family, kind, protocol, timeout: None }), 0)?;
        both.push(socket);
    }
    vm.new_tuple(&both)
}
