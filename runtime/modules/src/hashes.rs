//! The hashes of `hashlib`: what all have in common is here, a file each for the families.

pub mod blake2;
pub mod md;
pub mod sha2;
pub mod sha3;

use crate::util::this;
use ::sha2::digest::{self, Digest};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::heap::Payload;
use pyspec_runtime::native::{Args, Native, Outcome, TypeTable, getter, native};
use pyspec_runtime::object::class::ClassRef;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

const PY: Effect = Effect::PYTHON;
/// Input from this length on is hashed while other threads run.
const LONG: usize = 2048;

/// A hash being computed.
pub trait Hash: Send {
    /// Takes more input.
    fn update(&mut self, data: &[u8]);
    /// The digest so far; `length` is that of a hash whose digests have any.
    fn digest(&self, length: usize) -> Vec<u8>;
    /// Another that goes on from here.
    fn copy(&self) -> Box<dyn Hash>;
}

/// A hash with digests of one size.
#[derive(Clone, Default)]
pub struct Fixed<D>(D);

impl<D: Digest + Clone + Send + 'static> Hash for Fixed<D> {
    fn update(&mut self, data: &[u8]) {
        self.0.update(data);
    }

    fn digest(&self, _length: usize) -> Vec<u8> {
        self.0.clone().finalize().to_vec()
    }

    fn copy(&self) -> Box<dyn Hash> {
        Box::new(self.clone())
    }
}

/// What a kind of hash says of itself.
pub struct About {
    pub name: &'static str,
    /// Zero for those whose digests have any length.
    pub digest_size: usize,
    pub block_size: usize,
}

/// What an object holds.
pub struct State {
    /// Under a lock of its own: long input is taken while other threads run.
    hash: Arc<Mutex<Box<dyn Hash>>>,
    about: &'static About,
    digest_size: usize,
}

impl Payload for State {
    fn holds_values(&self) -> bool {
        false
    }
}

impl State {
    /// One that has taken nothing yet.
    pub fn new(hash: Box<dyn Hash>, about: &'static About) -> State {
        State { hash: Arc::new(Mutex::new(hash)), about, digest_size: about.digest_size }
    }

    /// The hash, once no other thread gives it input. Whoever holds the lock does not wait for anything.
    fn hash(&self) -> MutexGuard<'_, Box<dyn Hash>> {
        self.hash.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The same with digests of this size.
    pub fn sized(mut self, digest_size: usize) -> State {
        self.digest_size = digest_size;
        self
    }
}

/// The size in bytes of the digests of `D`.
pub const fn size_of_digest<D: digest::OutputSizeUser>() -> usize {
    <D::OutputSize as digest::typenum::Unsigned>::USIZE
}

pub const UPDATE: Native = native("update", "(self, obj, /)", PY, |vm, a| {
    take(vm, a[0], a[1])?;
    Ok(Value::NONE)
});
pub const DIGEST: Native = native("digest", "(self, /)", PY, |vm, a| {
    let state = this::<State>(vm, a[0])?;
    let digest = state.hash().digest(state.digest_size);
    vm.new_bytes(&digest)
});
pub const HEX_DIGEST: Native = native("hexdigest", "(self, /)", PY, |vm, a| {
    let state = this::<State>(vm, a[0])?;
    let digest = state.hash().digest(state.digest_size);
    vm.new_str(&hex(&digest))
});
pub const COPY: Native = native("copy", "(self, /)", PY, |vm, a| {
    let state = this::<State>(vm, a[0])?;
    let state = State::new(state.hash().copy(), state.about).sized(state.digest_size);
    let class = vm.class_of(a[0]);
    vm.new_payload(class, Box::new(state), 0)
});
pub const DIGEST_SIZE: Native =
    getter("digest_size", |vm, a| Ok(Value::small_int(this::<State>(vm, a[0])?.digest_size as isize)));
pub const BLOCK_SIZE: Native =
    getter("block_size", |vm, a| Ok(Value::small_int(this::<State>(vm, a[0])?.about.block_size as isize)));
pub const NAME: Native = getter("name", |vm, a| {
    let name = this::<State>(vm, a[0])?.about.name;
    vm.new_str(name)
});

/// The rows of a hash with digests of one size.
pub const ROWS: &[Native] = &[UPDATE, DIGEST, HEX_DIGEST, COPY, DIGEST_SIZE, BLOCK_SIZE, NAME];

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn bytes(vm: &mut Vm, v: Value) -> Outcome<Vec<u8>> {
    if vm.is_str(v) {
        return Err(vm.type_error("Strings must be encoded before hashing"));
    }
    match vm.buffer_bytes(v) {
        Some(bytes) => Ok(bytes),
        None => Err(vm.type_error("object supporting the buffer API required")),
    }
}

/// Gives an object more input.
fn take(vm: &mut Vm, object: Value, data: Value) -> Outcome<()> {
    let data = bytes(vm, data)?;
    let state = this::<State>(vm, object)?;
    if data.len() < LONG {
        state.hash().update(&data);
        return Ok(());
    }
    let hash = state.hash.clone();
    vm.blocking(&[object], || hash.lock().unwrap_or_else(PoisonError::into_inner).update(&data));
    Ok(())
}

/// An object that has taken the input among the arguments: `data`, or by its older name `string`.
pub fn begin(vm: &mut Vm, class: ClassRef, state: State, data: Option<Value>, string: Option<Value>) -> Outcome {
    let string = string.filter(|v| !v.is(Value::NONE));
    if data.is_some() && string.is_some() {
        return Err(vm.type_error("'data' and 'string' are mutually exclusive and support for 'string' keyword parameter is slated for removal in a future version."));
    }
    let object = vm.new_payload(class, Box::new(state), 0)?;
    if let Some(data) = data.or(string) {
        take(vm, object, data)?;
    }
    Ok(object)
}

/// What a function `(data=b'', *, usedforsecurity=True, string=None)` makes of its arguments.
pub fn function(vm: &mut Vm, a: Args, table: &'static TypeTable, state: State) -> Outcome {
    let class = crate::util::class_of(vm, table);
    begin(vm, class, state, a.given(0), a.given(2))
}
