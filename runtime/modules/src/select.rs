//! `select`: waiting for descriptors, by `select` and `poll`.

use crate::system_calls::{c_int, errno, os_error};
use crate::util::{hidden_type, some, this};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::heap::Payload;
use pyspec_runtime::native::{Args, ModuleTable, Outcome, TypeTable, native};
use pyspec_runtime::object::Rooted;
use std::time::{Duration, Instant};

const IO: Effect = Effect::SWITCHES;

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "select",
    doc: "This module supports asynchronous I/O on multiple file descriptors.",
    functions: &[
        native("select", "(rlist, wlist, xlist, timeout=None, /)", IO, select),
        native("poll", "()", IO, |vm, _| {
            let class = crate::util::class_of(vm, &POLL);
            vm.new_payload(class, Box::new(Poll { watched: vec![] }), 0)
        }),
    ],
    init: Some(init),
};

static POLL: TypeTable = TypeTable {
    map: 0,
    name: "poll",
    module: "select",
    doc: "",
    rows: &[
        native("register", "(self, fd, eventmask=select.POLLIN | select.POLLPRI | select.POLLOUT, /)", IO, |vm, a| {
            let fd = descriptor(vm, a[1])?;
            let events = mask(vm, a.given(2))?;
            let watched = &mut this::<Poll>(vm, a[0])?.watched;
            watched.retain(|w| w.fd != fd);
            watched.push(libc::pollfd { fd, events, revents: 0 });
            Ok(Value::NONE)
        }),
        native("modify", "(self, fd, eventmask, /)", IO, |vm, a| {
            let fd = descriptor(vm, a[1])?;
            let events = mask(vm, a.given(2))?;
            match this::<Poll>(vm, a[0])?.watched.iter_mut().find(|w| w.fd == fd) {
                Some(watched) => {
                    watched.events = events;
                    Ok(Value::NONE)
                }
                None => Err(os_error(vm, libc::ENOENT, &[])),
            }
        }),
        native("unregister", "(self, fd, /)", IO, |vm, a| {
            let fd = descriptor(vm, a[1])?;
            let watched = &mut this::<Poll>(vm, a[0])?.watched;
            let before = watched.len();
            watched.retain(|w| w.fd != fd);
            if watched.len() == before {
                return Err(vm.key_error(a[1]));
            }
            Ok(Value::NONE)
        }),
        native("poll", "(self, timeout=None, /)", IO, poll),
    ],
};

/// What a poll object watches, in the order of registration.
struct Poll {
    watched: Vec<libc::pollfd>,
}

impl Payload for Poll {
    fn holds_values(&self) -> bool {
        false
    }
}

fn init(vm: &mut Vm, module: Value) -> Outcome<()> {
    hidden_type(vm, &POLL)?;
    let error = vm.exceptions.OSError.value();
    vm.set_module_attr(module, "error", error)?;
    vm.set_module_attr(module, "PIPE_BUF", Value::small_int(libc::PIPE_BUF as isize))?;
    for (name, bit) in [
        ("POLLIN", libc::POLLIN),
        ("POLLPRI", libc::POLLPRI),
        ("POLLOUT", libc::POLLOUT),
        ("POLLERR", libc::POLLERR),
        ("POLLHUP", libc::POLLHUP),
        ("POLLNVAL", libc::POLLNVAL),
        ("POLLRDNORM", libc::POLLRDNORM),
        ("POLLRDBAND", libc::POLLRDBAND),
        ("POLLWRNORM", libc::POLLWRNORM),
        ("POLLWRBAND", libc::POLLWRBAND),
        ("POLLRDHUP", libc::POLLRDHUP),
    ] {
        vm.set_module_attr(module, name, Value::small_int(bit as isize))?;
    }
    Ok(())
}

/// A descriptor, or an object that has one.
pub fn descriptor(vm: &mut Vm, v: Value) -> Outcome<i32> {
    let number = if vm.big_value(v).is_some() {
        v
    } else {
        let key = vm.intern("fileno");
        let method = vm.get_attr_or_unset(v, key)?;
        if method.is(Value::UNSET) {
            return Err(vm.type_error("argument must be an int, or have a fileno() method."));
        }
        let number = vm.call(method, &[])?;
        if vm.big_value(number).is_none() {
            return Err(vm.type_error("fileno() returned a non-integer"));
        }
        number
    };
    crate::system_calls::warn_of_bool(vm, number)?;
    let fd = c_int(vm, number)?;
    if fd < 0 {
        return Err(vm.value_error(format!("file descriptor cannot be a negative integer ({fd})")));
    }
    Ok(fd)
}

fn mask(vm: &mut Vm, v: Option<Value>) -> Outcome<i16> {
    let Some(v) = v else { return Ok(libc::POLLIN | libc::POLLPRI | libc::POLLOUT) };
    match u16::try_from(vm.index_i64(v)?) {
        Ok(mask) => Ok(mask as i16),
        Err(_) => Err(vm.overflow_error("Python int too large to convert to C unsigned short")),
    }
}

/// Waits until something is ready or the time is over, through signals.
fn wait(vm: &mut Vm, fds: &mut [libc::pollfd], deadline: Option<Instant>) -> Outcome<i32> {
    loop {
        let left = deadline.map(|d| d.saturating_duration_since(Instant::now()));
        // A part of a millisecond counts as one, or the wait would be busy at its end.
        let left = left.map_or(-1, |d| d.as_nanos().div_ceil(1_000_000).min(i32::MAX as u128) as i32);
        let n = fds.len() as libc::nfds_t;
        let pointer = fds.as_mut_ptr();
        let (answer, number) = vm.blocking(&[], || {
            // SAFETY: the slice has that many records and nobody else uses it.
            let answer = unsafe { libc::poll(pointer, n, left) };
            (answer, errno())
        });
        match number {
            _ if answer >= 0 => return Ok(answer),
            libc::EINTR => vm.safepoint()?,
            _ => return Err(os_error(vm, number, &[])),
        }
    }
}

/// The moment until which to wait for so many seconds.
fn deadline(vm: &mut Vm, seconds: f64) -> Outcome<Instant> {
    if seconds.is_nan() {
        return Err(vm.value_error("Invalid value NaN (not a number)"));
    }
    Ok(Instant::now() + Duration::from_secs_f64(seconds.clamp(0.0, 1e9)))
}

fn poll(vm: &mut Vm, args: Args) -> Outcome {
    let until = match some(args.given(1)) {
        None => None,
        Some(v) => match vm.to_f64(v)? {
            ms if ms < 0.0 => None,
            ms => Some(deadline(vm, ms / 1000.0)?),
        },
    };
    let mut fds = this::<Poll>(vm, args[0])?.watched.clone();
    wait(vm, &mut fds, until)?;
    let mut ready = Rooted::new();
    for fd in fds.iter().filter(|fd| fd.revents != 0) {
        let events = Value::small_int(fd.revents as u16 as isize);
        let pair = vm.new_tuple(&[Value::small_int(fd.fd as isize), events])?;
        ready.push(pair);
    }
    vm.new_list(&ready)
}

/// `select` by `poll`, which knows no limit of descriptors.
fn select(vm: &mut Vm, args: Args) -> Outcome {
    let until = match some(args.given(3)) {
        None => None,
        Some(v) => {
            let seconds = vm.to_f64(v)?;
            if seconds < 0.0 {
                return Err(vm.value_error("timeout must be non-negative"));
            }
            Some(deadline(vm, seconds)?)
        }
    };
    let kinds = [libc::POLLIN, libc::POLLOUT, libc::POLLPRI];
    let (mut fds, mut objects, mut ends) = (vec![], Rooted::new(), [0; 3]);
    for (i, events) in kinds.into_iter().enumerate() {
        for object in vm.collect_items(args[i])?.iter() {
            let fd = descriptor(vm, *object)?;
            fds.push(libc::pollfd { fd, events, revents: 0 });
            objects.push(*object);
        }
        ends[i] = fds.len();
    }
    wait(vm, &mut fds, until)?;
    if fds.iter().any(|fd| fd.revents & libc::POLLNVAL != 0) {
        return Err(os_error(vm, libc::EBADF, &[]));
    }
    let mut lists = Rooted::new();
    let mut from = 0;
    for (end, events) in ends.into_iter().zip(kinds) {
        // An end of the stream and errors make a descriptor readable and writable.
        let ready = if events == libc::POLLPRI { events } else { events | libc::POLLERR | libc::POLLHUP };
        let mut list = Rooted::new();
        for i in from..end {
            if fds[i].revents & ready != 0 {
                list.push(objects[i]);
            }
        }
        let list = vm.new_list(&list)?;
        lists.push(list);
        from = end;
    }
    vm.new_tuple(&lists)
}
