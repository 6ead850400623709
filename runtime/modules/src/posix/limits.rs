//! What the system says of its limits: `sysconf`, `confstr`, `pathconf`.

use crate::system_calls::{c_int, errno, fs_name, os_error, path_arg};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Native, Outcome, native};

const PY: Effect = Effect::PYTHON;

/// Names with the numbers that the C library has for them.
macro_rules! numbers {
    ($($name:ident = $number:ident)* $(; $more:literal $value:literal)?) => {
        [$((stringify!($name), libc::$number),)* $(($more, $value))?]
    };
}

/// What `sysconf` can be asked by name.
pub const SYSCONF: &[(&str, i32)] = &numbers! {
    SC_2_CHAR_TERM=_SC_2_CHAR_TERM SC_2_C_BIND=_SC_2_C_BIND SC_2_C_DEV=_SC_2_C_DEV SC_2_C_VERSION=_SC_2_C_VERSION
    SC_2_FORT_DEV=_SC_2_FORT_DEV SC_2_FORT_RUN=_SC_2_FORT_RUN SC_2_LOCALEDEF=_SC_2_LOCALEDEF
    SC_2_SW_DEV=_SC_2_SW_DEV SC_2_UPE=_SC_2_UPE SC_2_VERSION=_SC_2_VERSION SC_AIO_LISTIO_MAX=_SC_AIO_LISTIO_MAX
    SC_AIO_MAX=_SC_AIO_MAX SC_AIO_PRIO_DELTA_MAX=_SC_AIO_PRIO_DELTA_MAX SC_ARG_MAX=_SC_ARG_MAX
    SC_ASYNCHRONOUS_IO=_SC_ASYNCHRONOUS_IO SC_ATEXIT_MAX=_SC_ATEXIT_MAX SC_AVPHYS_PAGES=_SC_AVPHYS_PAGES
    SC_BC_BASE_MAX=_SC_BC_BASE_MAX SC_BC_DIM_MAX=_SC_BC_DIM_MAX SC_BC_SCALE_MAX=_SC_BC_SCALE_MAX
    SC_BC_STRING_MAX=_SC_BC_STRING_MAX SC_CHARCLASS_NAME_MAX=_SC_CHARCLASS_NAME_MAX SC_CHAR_BIT=_SC_CHAR_BIT
    SC_CHAR_MAX=_SC_CHAR_MAX SC_CHAR_MIN=_SC_CHAR_MIN SC_CHILD_MAX=_SC_CHILD_MAX SC_CLK_TCK=_SC_CLK_TCK
    SC_COLL_WEIGHTS_MAX=_SC_COLL_WEIGHTS_MAX SC_DELAYTIMER_MAX=_SC_DELAYTIMER_MAX
    SC_EQUIV_CLASS_MAX=_SC_EQUIV_CLASS_MAX SC_EXPR_NEST_MAX=_SC_EXPR_NEST_MAX SC_FSYNC=_SC_FSYNC
    SC_GETGR_R_SIZE_MAX=_SC_GETGR_R_SIZE_MAX SC_GETPW_R_SIZE_MAX=_SC_GETPW_R_SIZE_MAX SC_INT_MAX=_SC_INT_MAX
    SC_INT_MIN=_SC_INT_MIN SC_IOV_MAX=_SC_IOV_MAX SC_JOB_CONTROL=_SC_JOB_CONTROL SC_LINE_MAX=_SC_LINE_MAX
    SC_LOGIN_NAME_MAX=_SC_LOGIN_NAME_MAX SC_LONG_BIT=_SC_LONG_BIT SC_MAPPED_FILES=_SC_MAPPED_FILES
    SC_MB_LEN_MAX=_SC_MB_LEN_MAX SC_MEMLOCK=_SC_MEMLOCK SC_MEMLOCK_RANGE=_SC_MEMLOCK_RANGE
    SC_MEMORY_PROTECTION=_SC_MEMORY_PROTECTION SC_MESSAGE_PASSING=_SC_MESSAGE_PASSING SC_MQ_OPEN_MAX=_SC_MQ_OPEN_MAX
    SC_MQ_PRIO_MAX=_SC_MQ_PRIO_MAX SC_NGROUPS_MAX=_SC_NGROUPS_MAX SC_NL_ARGMAX=_SC_NL_ARGMAX
    SC_NL_LANGMAX=_SC_NL_LANGMAX SC_NL_MSGMAX=_SC_NL_MSGMAX SC_NL_NMAX=_SC_NL_NMAX SC_NL_SETMAX=_SC_NL_SETMAX
    SC_NL_TEXTMAX=_SC_NL_TEXTMAX SC_NPROCESSORS_CONF=_SC_NPROCESSORS_CONF SC_NPROCESSORS_ONLN=_SC_NPROCESSORS_ONLN
    SC_NZERO=_SC_NZERO SC_OPEN_MAX=_SC_OPEN_MAX SC_PAGESIZE=_SC_PAGESIZE SC_PAGE_SIZE=_SC_PAGE_SIZE
    SC_PASS_MAX=_SC_PASS_MAX SC_PHYS_PAGES=_SC_PHYS_PAGES SC_PII=_SC_PII SC_PII_INTERNET=_SC_PII_INTERNET
    SC_PII_INTERNET_DGRAM=_SC_PII_INTERNET_DGRAM SC_PII_INTERNET_STREAM=_SC_PII_INTERNET_STREAM
    SC_PII_OSI=_SC_PII_OSI SC_PII_OSI_CLTS=_SC_PII_OSI_CLTS SC_PII_OSI_COTS=_SC_PII_OSI_COTS
    SC_PII_OSI_M=_SC_PII_OSI_M SC_PII_SOCKET=_SC_PII_SOCKET SC_PII_XTI=_SC_PII_XTI SC_POLL=_SC_POLL
    SC_PRIORITIZED_IO=_SC_PRIORITIZED_IO SC_PRIORITY_SCHEDULING=_SC_PRIORITY_SCHEDULING
    SC_REALTIME_SIGNALS=_SC_REALTIME_SIGNALS SC_RE_DUP_MAX=_SC_RE_DUP_MAX SC_RTSIG_MAX=_SC_RTSIG_MAX
    SC_SAVED_IDS=_SC_SAVED_IDS SC_SCHAR_MAX=_SC_SCHAR_MAX SC_SCHAR_MIN=_SC_SCHAR_MIN SC_SELECT=_SC_SELECT
    SC_SEMAPHORES=_SC_SEMAPHORES SC_SEM_NSEMS_MAX=_SC_SEM_NSEMS_MAX SC_SEM_VALUE_MAX=_SC_SEM_VALUE_MAX
    SC_SHARED_MEMORY_OBJECTS=_SC_SHARED_MEMORY_OBJECTS SC_SHRT_MAX=_SC_SHRT_MAX SC_SHRT_MIN=_SC_SHRT_MIN
    SC_SIGQUEUE_MAX=_SC_SIGQUEUE_MAX SC_SSIZE_MAX=_SC_SSIZE_MAX SC_STREAM_MAX=_SC_STREAM_MAX
    SC_SYNCHRONIZED_IO=_SC_SYNCHRONIZED_IO SC_THREADS=_SC_THREADS SC_THREAD_ATTR_STACKADDR=_SC_THREAD_ATTR_STACKADDR
    SC_THREAD_ATTR_STACKSIZE=_SC_THREAD_ATTR_STACKSIZE
    SC_THREAD_DESTRUCTOR_ITERATIONS=_SC_THREAD_DESTRUCTOR_ITERATIONS SC_THREAD_KEYS_MAX=_SC_THREAD_KEYS_MAX
    SC_THREAD_PRIORITY_SCHEDULING=_SC_THREAD_PRIORITY_SCHEDULING SC_THREAD_PRIO_INHERIT=_SC_THREAD_PRIO_INHERIT
    SC_THREAD_PRIO_PROTECT=_SC_THREAD_PRIO_PROTECT SC_THREAD_PROCESS_SHARED=_SC_THREAD_PROCESS_SHARED
    SC_THREAD_SAFE_FUNCTIONS=_SC_THREAD_SAFE_FUNCTIONS SC_THREAD_STACK_MIN=_SC_THREAD_STACK_MIN
    SC_THREAD_THREADS_MAX=_SC_THREAD_THREADS_MAX SC_TIMERS=_SC_TIMERS SC_TIMER_MAX=_SC_TIMER_MAX
    SC_TTY_NAME_MAX=_SC_TTY_NAME_MAX SC_TZNAME_MAX=_SC_TZNAME_MAX SC_T_IOV_MAX=_SC_T_IOV_MAX
    SC_UCHAR_MAX=_SC_UCHAR_MAX SC_UINT_MAX=_SC_UINT_MAX SC_UIO_MAXIOV=_SC_UIO_MAXIOV SC_ULONG_MAX=_SC_ULONG_MAX
    SC_USHRT_MAX=_SC_USHRT_MAX SC_VERSION=_SC_VERSION SC_WORD_BIT=_SC_WORD_BIT
    SC_XBS5_ILP32_OFF32=_SC_XBS5_ILP32_OFF32 SC_XBS5_ILP32_OFFBIG=_SC_XBS5_ILP32_OFFBIG
    SC_XBS5_LP64_OFF64=_SC_XBS5_LP64_OFF64 SC_XBS5_LPBIG_OFFBIG=_SC_XBS5_LPBIG_OFFBIG SC_XOPEN_CRYPT=_SC_XOPEN_CRYPT
    SC_XOPEN_ENH_I18N=_SC_XOPEN_ENH_I18N SC_XOPEN_LEGACY=_SC_XOPEN_LEGACY SC_XOPEN_REALTIME=_SC_XOPEN_REALTIME
    SC_XOPEN_REALTIME_THREADS=_SC_XOPEN_REALTIME_THREADS SC_XOPEN_SHM=_SC_XOPEN_SHM SC_XOPEN_UNIX=_SC_XOPEN_UNIX
    SC_XOPEN_VERSION=_SC_XOPEN_VERSION SC_XOPEN_XCU_VERSION=_SC_XOPEN_XCU_VERSION SC_XOPEN_XPG2=_SC_XOPEN_XPG2
    SC_XOPEN_XPG3=_SC_XOPEN_XPG3 SC_XOPEN_XPG4=_SC_XOPEN_XPG4
    ; "SC_MINSIGSTKSZ" 249
};

/// The same for `pathconf`.
pub const PATHCONF: &[(&str, i32)] = &numbers! {
    PC_ALLOC_SIZE_MIN=_PC_ALLOC_SIZE_MIN PC_ASYNC_IO=_PC_ASYNC_IO PC_CHOWN_RESTRICTED=_PC_CHOWN_RESTRICTED
    PC_FILESIZEBITS=_PC_FILESIZEBITS PC_LINK_MAX=_PC_LINK_MAX PC_MAX_CANON=_PC_MAX_CANON PC_MAX_INPUT=_PC_MAX_INPUT
    PC_NAME_MAX=_PC_NAME_MAX PC_NO_TRUNC=_PC_NO_TRUNC PC_PATH_MAX=_PC_PATH_MAX PC_PIPE_BUF=_PC_PIPE_BUF
    PC_PRIO_IO=_PC_PRIO_IO PC_REC_INCR_XFER_SIZE=_PC_REC_INCR_XFER_SIZE PC_REC_MAX_XFER_SIZE=_PC_REC_MAX_XFER_SIZE
    PC_REC_MIN_XFER_SIZE=_PC_REC_MIN_XFER_SIZE PC_REC_XFER_ALIGN=_PC_REC_XFER_ALIGN PC_SOCK_MAXBUF=_PC_SOCK_MAXBUF
    PC_SYMLINK_MAX=_PC_SYMLINK_MAX PC_SYNC_IO=_PC_SYNC_IO PC_VDISABLE=_PC_VDISABLE
};

/// The same for `confstr`.
pub const CONFSTR: &[(&str, i32)] = &[
    ("CS_GNU_LIBC_VERSION", libc::_CS_GNU_LIBC_VERSION),
    ("CS_GNU_LIBPTHREAD_VERSION", libc::_CS_GNU_LIBPTHREAD_VERSION),
    ("CS_PATH", libc::_CS_PATH),
    ("CS_LFS64_CFLAGS", 1004),
    ("CS_LFS64_LDFLAGS", 1005),
    ("CS_LFS64_LIBS", 1006),
    ("CS_LFS64_LINTFLAGS", 1007),
    ("CS_LFS_CFLAGS", 1000),
    ("CS_LFS_LDFLAGS", 1001),
    ("CS_LFS_LIBS", 1002),
    ("CS_LFS_LINTFLAGS", 1003),
    ("CS_XBS5_ILP32_OFF32_CFLAGS", 1100),
    ("CS_XBS5_ILP32_OFF32_LDFLAGS", 1101),
    ("CS_XBS5_ILP32_OFF32_LIBS", 1102),
    ("CS_XBS5_ILP32_OFF32_LINTFLAGS", 1103),
    ("CS_XBS5_ILP32_OFFBIG_CFLAGS", 1104),
    ("CS_XBS5_ILP32_OFFBIG_LDFLAGS", 1105),
    ("CS_XBS5_ILP32_OFFBIG_LIBS", 1106),
    ("CS_XBS5_ILP32_OFFBIG_LINTFLAGS", 1107),
    ("CS_XBS5_LP64_OFF64_CFLAGS", 1108),
    ("CS_XBS5_LP64_OFF64_LDFLAGS", 1109),
    ("CS_XBS5_LP64_OFF64_LIBS", 1110),
    ("CS_XBS5_LP64_OFF64_LINTFLAGS", 1111),
    ("CS_XBS5_LPBIG_OFFBIG_CFLAGS", 1112),
    ("CS_XBS5_LPBIG_OFFBIG_LDFLAGS", 1113),
    ("CS_XBS5_LPBIG_OFFBIG_LIBS", 1114),
    ("CS_XBS5_LPBIG_OFFBIG_LINTFLAGS", 1115),
];

pub static ROWS: &[Native] = &[
    native("sysconf", "(name, /)", PY, |vm, a| {
        let name = number(vm, a[0], SYSCONF)?;
        // SAFETY: a number.
        limit(vm, &[], || unsafe { libc::sysconf(name) })
    }),
    native("confstr", "(name, /)", PY, |vm, a| {
        let name = number(vm, a[0], CONFSTR)?;
        let mut room = vec![0u8; 4096];
        // SAFETY: the room has the size given.
        let (n, error) = unsafe {
            *libc::__errno_location() = 0;
            (libc::confstr(name, room.as_mut_ptr().cast(), room.len()), errno())
        };
        match n {
            0 if error != 0 => Err(os_error(vm, error, &[])),
            0 => Ok(Value::NONE),
            n => fs_name(vm, &room[..n.min(room.len()) - 1], false),
        }
    }),
    native("pathconf", "(path, name)", PY, |vm, a| {
        let path = path_arg(vm, a[0], "pathconf", true)?;
        let name = number(vm, a[1], PATHCONF)?;
        // SAFETY: the path ends in zero.
        limit(vm, &[a[0]], || unsafe {
            if path.fd >= 0 { libc::fpathconf(path.fd, name) } else { libc::pathconf(path.ptr(), name) }
        })
    }),
    native("fpathconf", "(fd, name, /)", PY, |vm, a| {
        let fd = crate::select::descriptor(vm, a[0])?;
        let name = number(vm, a[1], PATHCONF)?;
        // SAFETY: numbers.
        limit(vm, &[], || unsafe { libc::fpathconf(fd, name) })
    }),
];

/// The number for a name, or the one given.
fn number(vm: &mut Vm, v: Value, table: &[(&str, i32)]) -> Outcome<i32> {
    if vm.is_str(v) {
        let text = vm.str_lossy(v);
        return match table.iter().find(|row| row.0 == text) {
            Some(row) => Ok(row.1),
            None => Err(vm.value_error("unrecognized configuration name")),
        };
    }
    if !vm.has_index(v) {
        return Err(vm.type_error("configuration names must be strings or integers"));
    }
    c_int(vm, v)
}

/// An answer of -1 is an error only if the error number says so.
fn limit(vm: &mut Vm, files: &[Value], ask: impl FnOnce() -> libc::c_long) -> Outcome {
    // SAFETY: this thread's error number.
    unsafe { *libc::__errno_location() = 0 };
    let (answer, error) = (ask(), errno());
    if answer == -1 && error != 0 { Err(os_error(vm, error, files)) } else { vm.new_int(answer) }
}

/// Puts the tables in the module as dicts.
pub fn init(vm: &mut Vm, module: Value) -> Outcome<()> {
    for (name, table) in [("sysconf_names", SYSCONF), ("confstr_names", CONFSTR), ("pathconf_names", PATHCONF)] {
        let names = vm.new_dict()?;
        for (name, number) in table {
            vm.dict_set_text(names, name, Value::small_int(*number as isize))?;
        }
        vm.set_module_attr(module, name, names)?;
    }
    Ok(())
}
