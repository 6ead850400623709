//! `_stat`: what the bits of `st_mode` and `st_flags` mean.

use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, Native, Outcome, native};

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "_stat",
    doc: "Constants and functions that tell what a file's mode says.",
    functions: FUNCTIONS,
    init: Some(init),
};

const PY: Effect = Effect::PYTHON;

/// Kinds of files: the bits, the letter that `ls -l` shows.
const KINDS: [(u32, u8); 7] = [
    (libc::S_IFLNK, b'l'),
    (libc::S_IFDIR, b'd'),
    (libc::S_IFREG, b'-'),
    (libc::S_IFBLK, b'b'),
    (libc::S_IFCHR, b'c'),
    (libc::S_IFIFO, b'p'),
    (libc::S_IFSOCK, b's'),
];

macro_rules! is_kind {
    ($name:literal, $bits:expr) => {
        native($name, "(mode, /)", PY, |vm, a| Ok(Value::bool(mode(vm, a)? & libc::S_IFMT == $bits)))
    };
}

static FUNCTIONS: &[Native] = &[
    is_kind!("S_ISDIR", libc::S_IFDIR),
    is_kind!("S_ISCHR", libc::S_IFCHR),
    is_kind!("S_ISBLK", libc::S_IFBLK),
    is_kind!("S_ISREG", libc::S_IFREG),
    is_kind!("S_ISFIFO", libc::S_IFIFO),
    is_kind!("S_ISLNK", libc::S_IFLNK),
    is_kind!("S_ISSOCK", libc::S_IFSOCK),
    native("S_ISDOOR", "(mode, /)", PY, never),
    native("S_ISPORT", "(mode, /)", PY, never),
    native("S_ISWHT", "(mode, /)", PY, never),
    native("S_IMODE", "(mode, /)", PY, |vm, a| Ok(Value::small_int((mode(vm, a)? & 0o7777) as isize))),
    native("S_IFMT", "(mode, /)", PY, |vm, a| Ok(Value::small_int((mode(vm, a)? & libc::S_IFMT) as isize))),
    native("filemode", "(mode, /)", PY, |vm, a| {
        let text = shown(mode(vm, a)?);
        vm.new_str(&text)
    }),
];

fn never(vm: &mut Vm, args: Args) -> Outcome {
    mode(vm, args)?;
    Ok(Value::FALSE)
}

fn mode(vm: &mut Vm, args: Args) -> Outcome<u32> {
    let mode = vm.index_i64(args[0])?;
    u32::try_from(mode).map_err(|_| vm.overflow_error("mode out of range"))
}

/// As `ls -l` shows it, for instance `-rwxr-xr-x`.
fn shown(mode: u32) -> String {
    let kind = KINDS.iter().find(|(bits, _)| mode & libc::S_IFMT == *bits).map_or(b'?', |(_, letter)| *letter);
    let mut text = vec![kind];
    for (shift, special, letter) in [(6, libc::S_ISUID, b's'), (3, libc::S_ISGID, b's'), (0, libc::S_ISVTX, b't')] {
        let bits = mode >> shift;
        text.push(if bits & 4 != 0 { b'r' } else { b'-' });
        text.push(if bits & 2 != 0 { b'w' } else { b'-' });
        text.push(match (mode & special != 0, bits & 1 != 0) {
            (true, true) => letter,
            (true, false) => letter.to_ascii_uppercase(),
            (false, true) => b'x',
            (false, false) => b'-',
        });
    }
    String::from_utf8(text).expect("letters")
}

fn init(vm: &mut Vm, module: Value) -> Outcome<()> {
    const MODES: &[(&str, u32)] = &[
        ("S_IFDIR", libc::S_IFDIR),
        ("S_IFCHR", libc::S_IFCHR),
        ("S_IFBLK", libc::S_IFBLK),
        ("S_IFREG", libc::S_IFREG),
        ("S_IFIFO", libc::S_IFIFO),
        ("S_IFLNK", libc::S_IFLNK),
        ("S_IFSOCK", libc::S_IFSOCK),
        ("S_IFDOOR", 0),
        ("S_IFPORT", 0),
        ("S_IFWHT", 0),
        ("S_ISUID", 0o4000),
        ("S_ISGID", 0o2000),
        ("S_ISVTX", 0o1000),
        ("S_ENFMT", 0o2000),
        ("S_IREAD", 0o400),
        ("S_IWRITE", 0o200),
        ("S_IEXEC", 0o100),
        ("S_IRWXU", 0o700),
        ("S_IRUSR", 0o400),
        ("S_IWUSR", 0o200),
        ("S_IXUSR", 0o100),
        ("S_IRWXG", 0o070),
        ("S_IRGRP", 0o040),
        ("S_IWGRP", 0o020),
        ("S_IXGRP", 0o010),
        ("S_IRWXO", 0o007),
        ("S_IROTH", 0o004),
        ("S_IWOTH", 0o002),
        ("S_IXOTH", 0o001),
        // Flags of the BSDs' `chflags`.
        ("UF_SETTABLE", 0x0000_ffff),
        ("UF_NODUMP", 0x0000_0001),
        ("UF_IMMUTABLE", 0x0000_0002),
        ("UF_APPEND", 0x0000_0004),
        ("UF_OPAQUE", 0x0000_0008),
        ("UF_NOUNLINK", 0x0000_0010),
        ("UF_COMPRESSED", 0x0000_0020),
        ("UF_TRACKED", 0x0000_0040),
        ("UF_DATAVAULT", 0x0000_0080),
        ("UF_HIDDEN", 0x0000_8000),
        ("SF_SETTABLE", 0x3fff_0000),
        ("SF_ARCHIVED", 0x0001_0000),
        ("SF_IMMUTABLE", 0x0002_0000),
        ("SF_APPEND", 0x0004_0000),
        ("SF_RESTRICTED", 0x0008_0000),
        ("SF_NOUNLINK", 0x0010_0000),
        ("SF_SNAPSHOT", 0x0020_0000),
        ("SF_FIRMLINK", 0x0080_0000),
        ("SF_DATALESS", 0x4000_0000),
        ("SF_SUPPORTED", 0x009f_0000),
        ("SF_SYNTHETIC", 0xc000_0000),
    ];
    const FIELDS: [&str; 10] =
        ["ST_MODE", "ST_INO", "ST_DEV", "ST_NLINK", "ST_UID", "ST_GID", "ST_SIZE", "ST_ATIME", "ST_MTIME", "ST_CTIME"];
    // Of Windows; programs that know them ask on every system.
    const ATTRIBUTES: &[(&str, u32)] = &[
        ("FILE_ATTRIBUTE_ARCHIVE", 32),
        ("FILE_ATTRIBUTE_COMPRESSED", 2048),
        ("FILE_ATTRIBUTE_DEVICE", 64),
        ("FILE_ATTRIBUTE_DIRECTORY", 16),
        ("FILE_ATTRIBUTE_ENCRYPTED", 16384),
        ("FILE_ATTRIBUTE_HIDDEN", 2),
        ("FILE_ATTRIBUTE_INTEGRITY_STREAM", 32768),
        ("FILE_ATTRIBUTE_NORMAL", 128),
        ("FILE_ATTRIBUTE_NOT_CONTENT_INDEXED", 8192),
        ("FILE_ATTRIBUTE_NO_SCRUB_DATA", 131_072),
        ("FILE_ATTRIBUTE_OFFLINE", 4096),
        ("FILE_ATTRIBUTE_READONLY", 1),
        ("FILE_ATTRIBUTE_REPARSE_POINT", 1024),
        ("FILE_ATTRIBUTE_SPARSE_FILE", 512),
        ("FILE_ATTRIBUTE_SYSTEM", 4),
        ("FILE_ATTRIBUTE_TEMPORARY", 256),
        ("FILE_ATTRIBUTE_VIRTUAL", 65536),
    ];
    let fields = FIELDS.iter().enumerate().map(|(i, name)| (*name, i as u32));
    for (name, number) in MODES.iter().chain(ATTRIBUTES).copied().chain(fields) {
        vm.set_module_attr(module, name, Value::small_int(number as isize))?;
    }
    Ok(())
}
