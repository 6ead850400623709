//! The numbers of `posix`.

macro_rules! constants {
    ($($name:ident)*) => { [$((stringify!($name), libc::$name as i64)),*] };
}

/// Names and values.
pub const CONSTANTS: &[(&str, i64)] = &constants! [
    F_OK R_OK W_OK X_OK
    O_RDONLY O_WRONLY O_RDWR O_NDELAY O_NONBLOCK O_APPEND O_DSYNC O_SYNC O_NOCTTY O_CREAT O_EXCL O_TRUNC
    O_CLOEXEC O_ACCMODE O_DIRECTORY O_NOFOLLOW
    WNOHANG WUNTRACED WCONTINUED WEXITED WSTOPPED WNOWAIT
    P_PID P_PGID P_ALL
    PRIO_PROCESS PRIO_PGRP PRIO_USER
    ST_RDONLY ST_NOSUID
    F_LOCK F_TLOCK F_ULOCK F_TEST
];

/// Those that the C library's bindings have no name for.
pub const PLAIN: &[(&str, i64)] = &[
    ("EX_OK", 0),
    ("EX_USAGE", 64),
    ("EX_DATAERR", 65),
    ("EX_NOINPUT", 66),
    ("EX_NOUSER", 67),
    ("EX_NOHOST", 68),
    ("EX_UNAVAILABLE", 69),
    ("EX_SOFTWARE", 70),
    ("EX_OSERR", 71),
    ("EX_OSFILE", 72),
    ("EX_CANTCREAT", 73),
    ("EX_IOERR", 74),
    ("EX_TEMPFAIL", 75),
    ("EX_PROTOCOL", 76),
    ("EX_NOPERM", 77),
    ("EX_CONFIG", 78),
    ("TMP_MAX", 238328),
    ("NGROUPS_MAX", 65536),
    #[cfg(target_os = "linux")]
    ("SEEK_DATA", 3),
    #[cfg(target_os = "linux")]
    ("SEEK_HOLE", 4),
    #[cfg(target_os = "linux")]
    ("O_PATH", libc::O_PATH as i64),
    #[cfg(target_os = "linux")]
    ("O_TMPFILE", libc::O_TMPFILE as i64),
    #[cfg(target_os = "linux")]
    ("O_NOATIME", libc::O_NOATIME as i64),
    #[cfg(target_os = "linux")]
    ("GRND_RANDOM", 2),
    #[cfg(target_os = "linux")]
    ("GRND_NONBLOCK", 1),
];

/// Which functions take a folder's descriptor, a descriptor, or do not follow links.
pub const HAVE: &[&str] = &[
    "HAVE_FACCESSAT",
    "HAVE_FCHDIR",
    "HAVE_FCHMOD",
    "HAVE_FCHMODAT",
    "HAVE_FDOPENDIR",
    "HAVE_FSTATAT",
    "HAVE_FTRUNCATE",
    "HAVE_FUTIMENS",
    "HAVE_LSTAT",
    "HAVE_MKDIRAT",
    "HAVE_OPENAT",
    "HAVE_READLINKAT",
    "HAVE_RENAMEAT",
    "HAVE_SYMLINKAT",
    "HAVE_UNLINKAT",
    "HAVE_UTIMENSAT",
];
