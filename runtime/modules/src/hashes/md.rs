//! `_md5` and `_sha1`: broken as they are, formats ask for them.

use super::{About, Fixed, ROWS, State, function, size_of_digest};
use crate::util::add_type;
use pyspec_abi::effects::Effect;
use pyspec_runtime::native::{ModuleTable, TypeTable, native};

const PY: Effect = Effect::PYTHON;

/// `_md5`.
pub static MD5: ModuleTable = ModuleTable {
    name: "_md5",
    doc: "",
    functions: &[native("md5", "(data=b'', *, usedforsecurity=True, string=None)", PY, |vm, a| {
        let state = State::new(Box::new(Fixed::<md5::Md5>::default()), &ABOUT_MD5);
        function(vm, a, &MD5_TYPE, state)
    })],
    init: Some(|vm, module| add_type(vm, module, &MD5_TYPE).map(|_| ())),
};

/// `_sha1`.
pub static SHA1: ModuleTable = ModuleTable {
    name: "_sha1",
    doc: "",
    functions: &[native("sha1", "(data=b'', *, usedforsecurity=True, string=None)", PY, |vm, a| {
        let state = State::new(Box::new(Fixed::<sha1::Sha1>::default()), &ABOUT_SHA1);
        function(vm, a, &SHA1_TYPE, state)
    })],
    init: Some(|vm, module| add_type(vm, module, &SHA1_TYPE).map(|_| ())),
};

static ABOUT_MD5: About = About { name: "md5", digest_size: size_of_digest::<md5::Md5>(), block_size: 64 };
static ABOUT_SHA1: About = About { name: "sha1", digest_size: size_of_digest::<sha1::Sha1>(), block_size: 64 };
static MD5_TYPE: TypeTable = TypeTable { map: 0, name: "MD5Type", module: "_md5", doc: "", rows: ROWS };
static SHA1_TYPE: TypeTable = TypeTable { map: 0, name: "SHA1Type", module: "_sha1", doc: "", rows: ROWS };
