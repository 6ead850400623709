//! Native modules of the library: each is a file with a table, written on the native interface alone.

pub mod abc;
pub mod array;
pub mod atexit;
pub mod binascii;
pub mod bisect;
pub mod codecs;
pub mod collections;
pub mod contextvars;
pub mod csv;
pub mod errno;
pub mod functools;
pub mod gc;
pub mod hashes;
pub mod heapq;
pub mod imp;
pub mod io;
pub mod itertools;
pub mod json;
pub mod local;
pub mod marshal;
pub mod math;
pub mod opcode;
pub mod operator;
pub mod posix;
pub mod pwd;
pub mod random;
pub mod resource;
pub mod search_path;
pub mod select;
pub mod signal;
pub mod simple_namespace;
pub mod site_builtins;
pub mod socket;
pub mod sre;
pub mod start;
pub mod stat;
pub mod strings;
pub mod structs;
pub mod subprocess;
pub mod syntax;
pub mod sys;
pub mod system_calls;
pub mod template;
pub mod thread;
pub mod time;
pub mod unicodedata;
pub mod util;
pub mod warnings;
pub mod weakref;

use pyspec_runtime::native::ModuleTable;

/// All of them.
pub static MODULES: &[&ModuleTable] = &[
    &collections::MODULE,
    &abc::MODULE,
    &array::MODULE,
    &binascii::MODULE,
    &bisect::MODULE,
    &contextvars::MODULE,
    &csv::MODULE,
    &functools::MODULE,
    &hashes::blake2::MODULE,
    &hashes::md::MD5,
    &hashes::md::SHA1,
    &hashes::sha2::MODULE,
    &hashes::sha3::MODULE,
    &heapq::MODULE,
    &itertools::MODULE,
    &json::MODULE,
    &marshal::MODULE,
    &math::MODULE,
    &opcode::MODULE,
    &operator::MODULE,
    &posix::MODULE,
    &pwd::MODULE,
    &random::MODULE,
    &resource::MODULE,
    &select::MODULE,
    &socket::MODULE,
    &site_builtins::MODULE,
    &sre::MODULE,
    &subprocess::MODULE,
    &stat::MODULE,
    &strings::MODULE,
    &structs::MODULE,
    &syntax::MODULE,
    &sys::MODULE,
    &time::MODULE,
    &atexit::MODULE,
    &codecs::MODULE,
    &errno::MODULE,
    &gc::MODULE,
    &template::MODULE,
    &thread::MODULE,
    &weakref::MODULE,
    &signal::MODULE,
    &imp::MODULE,
    &io::MODULE,
    &unicodedata::MODULE,
    &warnings::MODULE,
];
