//! Pure work on paths, for `posixpath`.

use crate::system_calls::{fs_name, fspath};
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Native, Outcome, native};

const PY: Effect = Effect::PYTHON;

pub static ROWS: &[Native] = &[
    native("_path_normpath", "(path)", PY, normal),
    native("_path_splitroot_ex", "(path)", PY, |vm, a| {
        let (path, as_bytes) = text(vm, a)?;
        let root = slashes(&path);
        let parts = [&path[..0], &path[..root], &path[root..]];
        let [drive, root, tail] = parts;
        let (drive, root, tail) = (new(vm, drive, as_bytes)?, new(vm, root, as_bytes)?, new(vm, tail, as_bytes)?);
        vm.new_tuple(&[drive, root, tail])
    }),
];

/// A path's text, with surrogates as they are, and whether it was given as bytes.
fn text(vm: &mut Vm, a: Args) -> Outcome<(Vec<u8>, bool)> {
    let path = fspath(vm, a[0])?;
    match vm.bytes_like(path) {
        Some(bytes) => Ok((bytes.to_vec(), true)),
        None => Ok((vm.str_bytes(path).to_vec(), false)),
    }
}

fn new(vm: &mut Vm, text: &[u8], as_bytes: bool) -> Outcome {
    if as_bytes { fs_name(vm, text, true) } else { vm.new_str_wtf8(text) }
}

/// How many slashes the root is: two are one of their own, three or more are as one.
fn slashes(path: &[u8]) -> usize {
    match path.iter().take_while(|b| **b == b'/').count() {
        2 => 2,
        n => n.min(1),
    }
}

/// Without empty parts, `.`, and `..` behind a name.
fn normal(vm: &mut Vm, a: Args) -> Outcome {
    let (path, as_bytes) = text(vm, a)?;
    let root = slashes(&path);
    let mut parts: Vec<&[u8]> = vec![];
    for part in path.split(|b| *b == b'/') {
        match part {
            b"" | b"." => {}
            b".." if parts.last().is_some_and(|last| *last != b"..") => {
                parts.pop();
            }
            b".." if root > 0 => {}
            part => parts.push(part),
        }
    }
    let mut out = path[..root].to_vec();
    out.extend(parts.join(&b'/'));
    if out.is_empty() {
        out.push(b'.');
    }
    new(vm, &out, as_bytes)
}
