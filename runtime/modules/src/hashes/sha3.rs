//! `_sha3`: the four of fixed size, and the two whose digests have any length.

use super::{
    About, BLOCK_SIZE, COPY, DIGEST, DIGEST_SIZE, Fixed, HEX_DIGEST, Hash, NAME, State, UPDATE, begin, hex,
    size_of_digest,
};
use crate::util::{add_type, class_arg, this};
use ::sha2::digest::{ExtendableOutput, Update, XofReader};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, Native, NativeKind, Outcome, TypeTable, getter, native};

const PY: Effect = Effect::PYTHON;
const SIGNATURE: &str = "(cls, data=b'', *, usedforsecurity=True, string=None)";
/// The longest digest that may be asked for, exclusive.
const LONGEST: i64 = 1 << 29;
/// Bits of the sponge's state.
const WIDTH: isize = 1600;

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "_sha3",
    doc: "",
    functions: &[],
    init: Some(|vm, module| {
        for table in TYPES {
            let class = add_type(vm, module, table)?;
            class.info().flags &= !pyspec_runtime::object::class::class_flags::BASE_TYPE;
        }
        vm.set_module_attr(module, "_GIL_MINSIZE", Value::small_int(super::LONG as isize))?;
        let implementation = vm.new_str("RustCrypto")?;
        vm.set_module_attr(module, "implementation", implementation)
    }),
};

/// A hash with digests of any length.
#[derive(Clone)]
struct Shake<D>(D);

impl<D: Update + ExtendableOutput + Clone + Send + 'static> Hash for Shake<D> {
    fn update(&mut self, data: &[u8]) {
        self.0.update(data);
    }

    fn digest(&self, length: usize) -> Vec<u8> {
        let mut digest = vec![0; length];
        self.0.clone().finalize_xof().read(&mut digest);
        digest
    }

    fn copy(&self) -> Box<dyn Hash> {
        Box::new(self.clone())
    }
}

const CAPACITY: Native = getter("_capacity_bits", |vm, a| {
    let rate = 8 * this::<State>(vm, a[0])?.about.block_size as isize;
    Ok(Value::small_int(WIDTH - rate))
});
const RATE: Native =
    getter("_rate_bits", |vm, a| Ok(Value::small_int(8 * this::<State>(vm, a[0])?.about.block_size as isize)));
const SUFFIX: Native = getter("_suffix", |vm, a| {
    let any_length = this::<State>(vm, a[0])?.about.digest_size == 0;
    vm.new_bytes(if any_length { b"\x1f" } else { b"\x06" })
});

/// The digest of the length given.
fn long_digest(vm: &mut Vm, a: Args) -> Outcome<Vec<u8>> {
    let length = vm.index_i64(a[1])?;
    if length < 0 {
        return Err(vm.value_error("value must be positive"));
    }
    if length >= LONGEST {
        return Err(vm.value_error("length is too large"));
    }
    Ok(this::<State>(vm, a[0])?.hash().digest(length as usize))
}

const SHAKE_DIGEST: Native = native("digest", "(self, length)", PY, |vm, a| {
    let digest = long_digest(vm, a)?;
    vm.new_bytes(&digest)
});
const SHAKE_HEX_DIGEST: Native = native("hexdigest", "(self, length)", PY, |vm, a| {
    let digest = long_digest(vm, a)?;
    vm.new_str(&hex(&digest))
});

macro_rules! kinds {
    ($($name:literal $hash:expr, $size:expr, $block:literal, $digest:ident $hex:ident $about:ident $table:ident)*) => {
        static TYPES: &[&TypeTable] = &[$(&$table),*];
        $(
            static $about: About = About { name: $name, digest_size: $size, block_size: $block };
            static $table: TypeTable = TypeTable { map: 0, name: $name, module: "_sha3", doc: "", rows: &[
                native("__new__", SIGNATURE, PY, |vm, a| {
                    let class = class_arg(vm, a[0])?;
                    begin(vm, class, State::new(Box::new($hash), &$about), a.given(1), a.given(3))
                })
                .kind(NativeKind::StaticMethod),
                UPDATE, $digest, $hex, COPY, DIGEST_SIZE, BLOCK_SIZE, NAME, CAPACITY, RATE, SUFFIX,
            ] };
        )*
    };
}

kinds! {
    "sha3_224" Fixed::<sha3::Sha3_224>::default(), size_of_digest::<sha3::Sha3_224>(), 144, DIGEST HEX_DIGEST ABOUT_224 SHA3_224
    "sha3_256" Fixed::<sha3::Sha3_256>::default(), size_of_digest::<sha3::Sha3_256>(), 136, DIGEST HEX_DIGEST ABOUT_256 SHA3_256
    "sha3_384" Fixed::<sha3::Sha3_384>::default(), size_of_digest::<sha3::Sha3_384>(), 104, DIGEST HEX_DIGEST ABOUT_384 SHA3_384
    "sha3_512" Fixed::<sha3::Sha3_512>::default(), size_of_digest::<sha3::Sha3_512>(), 72, DIGEST HEX_DIGEST ABOUT_512 SHA3_512
    "shake_128" Shake(shake::Shake128::default()), 0, 168, SHAKE_DIGEST SHAKE_HEX_DIGEST ABOUT_128 SHAKE_128
    "shake_256" Shake(shake::Shake256::default()), 0, 136, SHAKE_DIGEST SHAKE_HEX_DIGEST ABOUT_S256 SHAKE_256
}
