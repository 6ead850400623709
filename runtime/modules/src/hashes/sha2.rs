//! `_sha2`.

use super::{About, Fixed, ROWS, State, function, size_of_digest};
use crate::util::add_type;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::native::{ModuleTable, TypeTable, native};

const SIGNATURE: &str = "(data=b'', *, usedforsecurity=True, string=None)";

macro_rules! kinds {
    ($($name:literal $hash:ident $block:literal $about:ident $table:ident $class:literal)*) => {
        /// The module.
        pub static MODULE: ModuleTable = ModuleTable {
            name: "_sha2",
            doc: "",
            functions: &[$(native($name, SIGNATURE, Effect::PYTHON, |vm, a| {
                function(vm, a, &$table, State::new(Box::new(Fixed::<::sha2::$hash>::default()), &$about))
            })),*],
            init: Some(|vm, module| {
                $(add_type(vm, module, &$table)?;)*
                vm.set_module_attr(module, "_GIL_MINSIZE", Value::small_int(super::LONG as isize))
            }),
        };
        $(
            static $about: About =
                About { name: $name, digest_size: size_of_digest::<::sha2::$hash>(), block_size: $block };
            static $table: TypeTable = TypeTable { map: 0, name: $class, module: "_sha2", doc: "", rows: ROWS };
        )*
    };
}

kinds! {
    "sha224" Sha224 64 ABOUT_224 SHA224 "SHA224Type"
    "sha256" Sha256 64 ABOUT_256 SHA256 "SHA256Type"
    "sha384" Sha384 128 ABOUT_384 SHA384 "SHA384Type"
    "sha512" Sha512 128 ABOUT_512 SHA512 "SHA512Type"
}
