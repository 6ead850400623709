//! `posix_spawn`: another program in another process, without a copy of this one in between.

use super::process::{environment_texts, pointers, texts};
use super::scheduling::parameter;
use crate::system_calls::{PathArg, c_int, os_error, path_arg};
use crate::util::some;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Native, Outcome, native};
use std::mem::MaybeUninit;

const PY: Effect = Effect::PYTHON;
const SIGNATURE: &str = "(path, argv, env, /, *, file_actions=(), setpgroup=<unrepresentable>, resetids=False, setsid=False, setsigmask=(), setsigdef=(), scheduler=<unrepresentable>)";

/// Numbers of the actions on descriptors.
pub const ACTIONS: &[(&str, i64)] =
    &[("POSIX_SPAWN_OPEN", OPEN), ("POSIX_SPAWN_CLOSE", CLOSE), ("POSIX_SPAWN_DUP2", DUP2)];
const OPEN: i64 = 0;
const CLOSE: i64 = 1;
const DUP2: i64 = 2;

pub static ROWS: &[Native] = &[
    native("posix_spawn", SIGNATURE, PY, |vm, a| spawn(vm, a, "posix_spawn")),
    native("posix_spawnp", SIGNATURE, PY, |vm, a| spawn(vm, a, "posix_spawnp")),
];

/// Actions in the making; paths of files to open live as long.
struct Actions {
    raw: libc::posix_spawn_file_actions_t,
    paths: Vec<PathArg>,
}

impl Actions {
    fn new() -> Actions {
        let mut raw = MaybeUninit::uninit();
        // SAFETY: this makes one of the memory.
        let raw = unsafe {
            libc::posix_spawn_file_actions_init(raw.as_mut_ptr());
            raw.assume_init()
        };
        Actions { raw, paths: vec![] }
    }

    fn add(&mut self, vm: &mut Vm, action: Value) -> Outcome<()> {
        let items = vm.as_tuple(action).map_or(vec![], |t| t.items().to_vec());
        let Some(tag) = items.first() else {
            return Err(vm.type_error("Each file_actions element must be a non-empty tuple"));
        };
        let error = match vm.int_value(*tag) {
            Some(OPEN) => {
                let [_, fd, path, flags, mode] = items[..] else {
                    return Err(vm.type_error("A open file_action tuple must have 5 elements"));
                };
                let (fd, flags, mode) = (c_int(vm, fd)?, c_int(vm, flags)?, c_int(vm, mode)?);
                let path = path_arg(vm, path, "posix_spawn", false)?;
                // SAFETY: the path ends in zero and is kept.
                let error = unsafe {
                    libc::posix_spawn_file_actions_addopen(&mut self.raw, fd, path.ptr(), flags, mode as libc::mode_t)
                };
                self.paths.push(path);
                error
            }
            Some(CLOSE) => {
                let [_, fd] = items[..] else {
                    return Err(vm.type_error("A close file_action tuple must have 2 elements"));
                };
                let fd = c_int(vm, fd)?;
                // SAFETY: a number.
                unsafe { libc::posix_spawn_file_actions_addclose(&mut self.raw, fd) }
            }
            Some(DUP2) => {
                let [_, from, to] = items[..] else {
                    return Err(vm.type_error("A dup2 file_action tuple must have 3 elements"));
                };
                let (from, to) = (c_int(vm, from)?, c_int(vm, to)?);
                // SAFETY: numbers.
                unsafe { libc::posix_spawn_file_actions_adddup2(&mut self.raw, from, to) }
            }
            _ => return Err(vm.type_error("Unknown file_actions identifier")),
        };
        if error != 0 { Err(os_error(vm, error, &[])) } else { Ok(()) }
    }
}

impl Drop for Actions {
    fn drop(&mut self) {
        // SAFETY: made by `new`.
        unsafe { libc::posix_spawn_file_actions_destroy(&mut self.raw) };
    }
}

struct Attributes(libc::posix_spawnattr_t);

impl Drop for Attributes {
    fn drop(&mut self) {
        // SAFETY: made by `attributes`.
        unsafe { libc::posix_spawnattr_destroy(&mut self.0) };
    }
}

fn attributes(vm: &mut Vm, a: Args, name: &str) -> Outcome<Attributes> {
    let mut raw = MaybeUninit::uninit();
    // SAFETY: this makes one of the memory.
    let mut made = unsafe {
        libc::posix_spawnattr_init(raw.as_mut_ptr());
        Attributes(raw.assume_init())
    };
    let mut flags = 0;
    if let Some(group) = a.given(4) {
        let group = c_int(vm, group)?;
        // SAFETY: a number.
        unsafe { libc::posix_spawnattr_setpgroup(&mut made.0, group) };
        flags |= libc::POSIX_SPAWN_SETPGROUP;
    }
    if a.given(5).map_or(Ok(false), |v| vm.truth(v))? {
        flags |= libc::POSIX_SPAWN_RESETIDS;
    }
    if a.given(6).map_or(Ok(false), |v| vm.truth(v))? {
        flags |= i32::from(libc::POSIX_SPAWN_SETSID);
    }
    if let Some(signals) = a.given(7) {
        let set = crate::signal::masks::set(vm, signals)?;
        // SAFETY: a whole set.
        unsafe { libc::posix_spawnattr_setsigmask(&mut made.0, &set) };
        flags |= libc::POSIX_SPAWN_SETSIGMASK;
    }
    if let Some(signals) = a.given(8) {
        let set = crate::signal::masks::set(vm, signals)?;
        // SAFETY: a whole set.
        unsafe { libc::posix_spawnattr_setsigdefault(&mut made.0, &set) };
        flags |= libc::POSIX_SPAWN_SETSIGDEF;
    }
    if let Some(pair) = a.given(9) {
        let items = vm.as_tuple(pair).map_or(vec![], |t| t.items().to_vec());
        let [policy, priority] = items[..] else {
            return Err(vm.type_error(format!("{name}: scheduler must be a tuple or None")));
        };
        if !policy.is(Value::NONE) {
            let policy = c_int(vm, policy)?;
            // SAFETY: a number.
            unsafe { libc::posix_spawnattr_setschedpolicy(&mut made.0, policy) };
            flags |= libc::POSIX_SPAWN_SETSCHEDULER;
        }
        let priority = parameter(vm, priority)?;
        // SAFETY: a whole struct.
        unsafe { libc::posix_spawnattr_setschedparam(&mut made.0, &priority) };
        flags |= libc::POSIX_SPAWN_SETSCHEDPARAM;
    }
    // SAFETY: flags.
    unsafe { libc::posix_spawnattr_setflags(&mut made.0, flags as libc::c_short) };
    Ok(made)
}

fn is_list(vm: &Vm, v: Value) -> bool {
    vm.is_subtype(vm.class_of(v), vm.builtin_class(pyspec_abi::types::LIST))
}

fn spawn(vm: &mut Vm, a: Args, name: &str) -> Outcome {
    let path = path_arg(vm, a[0], name, false)?;
    if vm.as_tuple(a[1]).is_none() && !is_list(vm, a[1]) {
        return Err(vm.type_error(format!("{name}: argv must be a tuple or list")));
    }
    let arguments = texts(vm, a[1])?;
    if arguments.is_empty() {
        return Err(vm.value_error(format!("{name}: argv must not be empty")));
    }
    if arguments[0].is_empty() {
        return Err(vm.value_error(format!("{name}: argv first element cannot be empty")));
    }
    let environment = match some(Some(a[2])) {
        Some(mapping) => {
            let keys = vm.intern("keys");
            if vm.get_attr_or_unset(mapping, keys)?.is(Value::UNSET) {
                return Err(vm.type_error(format!("{name}: environment must be a mapping object or None")));
            }
            Some(environment_texts(vm, mapping)?)
        }
        None => None,
    };
    let mut actions = Actions::new();
    if let Some(given) = some(a.given(3)) {
        if !vm.has_special(given, pyspec_runtime::object::class::Special::GetItem) {
            return Err(vm.type_error("file_actions must be a sequence or None"));
        }
        for action in vm.collect_items(given)?.iter() {
            actions.add(vm, *action)?;
        }
    }
    let attributes = attributes(vm, a, name)?;
    unsafe extern "C" {
        static environ: *const *mut libc::c_char;
    }
    let (arguments_to, mut pid) = (pointers(&arguments), 0);
    let environment_to = environment.as_deref().map(pointers);
    let start = if name == "posix_spawn" { libc::posix_spawn } else { libc::posix_spawnp };
    // SAFETY: all texts end in zero, the arrays in null.
    let error = unsafe {
        let environment = environment_to.as_ref().map_or(environ, |e| e.as_ptr().cast());
        start(&mut pid, path.ptr(), &actions.raw, &attributes.0, arguments_to.as_ptr().cast(), environment)
    };
    if error != 0 { Err(os_error(vm, error, &[a[0]])) } else { vm.new_int(pid.into()) }
}
