//! `listdir`, `scandir` and the entries.

use super::stat::stat_at;
use crate::system_calls::{PathArg, errno, fs_name, os_error, path_arg, unsigned};
use crate::util::{class_of, itself, state, this};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, NativeKind, Outcome, TypeTable, getter, native};
use std::ffi::CStr;

const PY: Effect = Effect::PYTHON;

/// What an entry says without a stat.
pub struct Found {
    name: Vec<u8>,
    kind: u8,
    inode: u64,
}

impl crate::util::Visit for Found {
    const VALUES: bool = false;
}

state! {
    /// What `scandir` gives: entries that were read and wait.
    struct Entries { found: Vec<Found>, folder: Value, prefix: Vec<u8>, as_bytes: bool, fd: i32 }
}
state! {
    /// One of them. `fd` is the folder's descriptor if it was given as one.
    struct Entry { name: Value, path: Value, kind: u8, inode: u64, fd: i32, followed: Value, own: Value }
}

/// The type of what `scandir` gives.
pub static ENTRIES: TypeTable = TypeTable {
    map: 0,
    name: "ScandirIterator",
    module: "posix",
    doc: "",
    rows: &[
        native("__iter__", "(self, /)", PY, itself),
        native("__next__", "(self, /)", PY, next_entry),
        native("__enter__", "(self, /)", PY, itself),
        native("__exit__", "(self, /, *args)", PY, close),
        native("close", "(self, /)", PY, close),
    ],
};

/// `os.DirEntry`.
pub static ENTRY: TypeTable = TypeTable {
    map: 0,
    name: "DirEntry",
    module: "posix",
    doc: "",
    rows: &[
        getter("name", |vm, a| Ok(this::<Entry>(vm, a[0])?.name)),
        getter("path", |vm, a| Ok(this::<Entry>(vm, a[0])?.path)),
        native("__fspath__", "(self, /)", PY, |vm, a| Ok(this::<Entry>(vm, a[0])?.path)),
        native("inode", "(self, /)", PY, |vm, a| {
            let inode = this::<Entry>(vm, a[0])?.inode;
            unsigned(vm, inode)
        }),
        native("is_dir", "(self, /, *, follow_symlinks=True)", PY, |vm, a| is_kind(vm, a, libc::DT_DIR, libc::S_IFDIR)),
        native("is_file", "(self, /, *, follow_symlinks=True)", PY, |vm, a| {
            is_kind(vm, a, libc::DT_REG, libc::S_IFREG)
        }),
        native("is_symlink", "(self, /)", PY, |vm, a| {
            let kind = this::<Entry>(vm, a[0])?.kind;
            if kind != libc::DT_UNKNOWN {
                return Ok(Value::bool(kind == libc::DT_LNK));
            }
            let mode = mode(vm, a[0], false)?;
            Ok(Value::bool(mode == Some(libc::S_IFLNK)))
        }),
        native("is_junction", "(self, /)", PY, |_, _| Ok(Value::FALSE)),
        native("stat", "(self, /, *, follow_symlinks=True)", PY, |vm, a| {
            let follow = a.given(1).map_or(Ok(true), |v| vm.truth(v))?;
            entry_stat(vm, a[0], follow)
        }),
        native("__repr__", "(self, /)", PY, |vm, a| {
            let name = this::<Entry>(vm, a[0])?.name;
            let name = vm.repr_text(name)?;
            vm.new_str(&format!("<DirEntry {name}>"))
        }),
        native("__class_getitem__", "(cls, object, /)", PY, |vm, a| vm.new_generic_alias(a[0], a[1]))
            .kind(NativeKind::ClassMethod),
    ],
};

/// The path argument of the two functions: None is the current folder.
fn folder_arg(vm: &mut Vm, a: Args, function: &str) -> Outcome<PathArg> {
    match crate::util::some(a.given(0)) {
        Some(v) => path_arg(vm, v, function, true),
        None => {
            let here = vm.new_str(".")?;
            path_arg(vm, here, function, false)
        }
    }
}

fn read_folder(vm: &mut Vm, path: &PathArg) -> Outcome<Vec<Found>> {
    let about = [path.value];
    // SAFETY: the path ends in zero; the copy of the descriptor goes to the stream.
    let folder = unsafe { if path.fd >= 0 { libc::fdopendir(libc::dup(path.fd)) } else { libc::opendir(path.ptr()) } };
    if folder.is_null() {
        return Err(os_error(vm, errno(), &about));
    }
    let mut found = vec![];
    // SAFETY: the stream is open until the loop's end, an entry is read before the next one is asked for.
    unsafe {
        if path.fd >= 0 {
            libc::rewinddir(folder);
        }
        loop {
            let entry = libc::readdir(folder);
            if entry.is_null() {
                break;
            }
            let name = CStr::from_ptr((*entry).d_name.as_ptr()).to_bytes();
            if name != b"." && name != b".." {
                found.push(Found { name: name.to_vec(), kind: (*entry).d_type, inode: (*entry).d_ino });
            }
        }
        libc::closedir(folder);
    }
    Ok(found)
}

/// `listdir(path=None)`.
pub fn listdir(vm: &mut Vm, a: Args) -> Outcome {
    let path = folder_arg(vm, a, "listdir")?;
    let mut names = pyspec_runtime::object::Rooted::new();
    for found in read_folder(vm, &path)? {
        let name = fs_name(vm, &found.name, path.bytes)?;
        names.push(name);
    }
    vm.new_list(&names)
}

/// `scandir(path=None)`.
pub fn scandir(vm: &mut Vm, a: Args) -> Outcome {
    let path = folder_arg(vm, a, "scandir")?;
    let mut found = read_folder(vm, &path)?;
    found.reverse();
    let mut prefix = path.text.as_bytes().to_vec();
    if !prefix.is_empty() && !prefix.ends_with(b"/") {
        prefix.push(b'/');
    }
    let class = class_of(vm, &ENTRIES);
    let state = Entries { found, folder: path.value, prefix, as_bytes: path.bytes, fd: path.fd };
    vm.new_payload(class, Box::new(state), 0)
}

fn next_entry(vm: &mut Vm, a: Args) -> Outcome {
    let entries = this::<Entries>(vm, a[0])?;
    let Some(found) = entries.found.pop() else { return Err(vm.stop_iteration(Value::NONE)) };
    let (as_bytes, fd) = (entries.as_bytes, entries.fd);
    let whole = [&entries.prefix[..], &found.name].concat();
    let name = fs_name(vm, &found.name, as_bytes)?;
    let path = if fd >= 0 { name } else { fs_name(vm, &whole, as_bytes)? };
    let state =
        Entry { name, path, kind: found.kind, inode: found.inode, fd, followed: Value::UNSET, own: Value::UNSET };
    let class = class_of(vm, &ENTRY);
    vm.new_payload(class, Box::new(state), 0)
}

fn close(vm: &mut Vm, a: Args) -> Outcome {
    this::<Entries>(vm, a[0])?.found.clear();
    Ok(Value::NONE)
}

/// The stat of an entry, remembered.
fn entry_stat(vm: &mut Vm, entry: Value, follow: bool) -> Outcome {
    let e = this::<Entry>(vm, entry)?;
    let (known, path, fd) = (if follow { e.followed } else { e.own }, e.path, e.fd);
    if !known.is(Value::UNSET) {
        return Ok(known);
    }
    let path = path_arg(vm, path, "stat", false)?;
    let stat = stat_at(vm, &path, if fd >= 0 { fd } else { libc::AT_FDCWD }, follow)?;
    let e = this::<Entry>(vm, entry)?;
    *(if follow { &mut e.followed } else { &mut e.own }) = stat;
    Ok(stat)
}

/// The type bits of an entry's mode; `None`: there is no such file any more.
fn mode(vm: &mut Vm, entry: Value, follow: bool) -> Outcome<Option<libc::mode_t>> {
    let stat = match entry_stat(vm, entry, follow) {
        Ok(stat) => stat,
        Err(_) => {
            let error = vm.take_pending();
            let number = vm.get_attr_text(error, "errno")?;
            if vm.int_value(number) != Some(libc::ENOENT as i64) {
                return Err(vm.set_pending(error));
            }
            return Ok(None);
        }
    };
    let mode = vm.get_attr_text(stat, "st_mode")?;
    Ok(vm.int_value(mode).map(|m| m as libc::mode_t & libc::S_IFMT))
}

fn is_kind(vm: &mut Vm, a: Args, kind: u8, bits: libc::mode_t) -> Outcome {
    let follow = a.given(1).map_or(Ok(true), |v| vm.truth(v))?;
    let own = this::<Entry>(vm, a[0])?.kind;
    if own != libc::DT_UNKNOWN && !(follow && own == libc::DT_LNK) {
        return Ok(Value::bool(own == kind));
    }
    let mode = mode(vm, a[0], follow)?;
    Ok(Value::bool(mode == Some(bits)))
}
