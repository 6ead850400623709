//! `_sha2`.

use crate::util::{add_type, class_of, this};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::heap::Payload;
use pyspec_runtime::native::{Args, ModuleTable, Native, Outcome, TypeTable, getter, native};
use sha2::Digest;

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "_sha2",
    doc: "",
    functions: &[
        native("sha224", "(data=b'', *, usedforsecurity=True, string=None)", PY, |vm, a| {
            make(vm, a, State::A(Default::default()))
        }),
        native("sha256", "(data=b'', *, usedforsecurity=True, string=None)", PY, |vm, a| {
            make(vm, a, State::B(Default::default()))
        }),
        native("sha384", "(data=b'', *, usedforsecurity=True, string=None)", PY, |vm, a| {
            make(vm, a, State::C(Default::default()))
        }),
        native("sha512", "(data=b'', *, usedforsecurity=True, string=None)", PY, |vm, a| {
            make(vm, a, State::D(Default::default()))
        }),
    ],
    init: Some(|vm, module| {
        for table in [&SHA224, &SHA256, &SHA384, &SHA512] {
            add_type(vm, module, table)?;
        }
        Ok(())
    }),
};

const PY: Effect = Effect::PYTHON;

const ROWS: &[Native] = &[
    native("update", "(self, obj, /)", PY, |vm, a| {
        let data = bytes(vm, a[1])?;
        this::<State>(vm, a[0])?.update(&data);
        Ok(Value::NONE)
    }),
    native("digest", "(self, /)", PY, |vm, a| {
        let digest = this::<State>(vm, a[0])?.digest();
        vm.new_bytes(&digest)
    }),
    native("hexdigest", "(self, /)", PY, |vm, a| {
        let digest = this::<State>(vm, a[0])?.digest();
        vm.new_str(&digest.iter().map(|b| format!("{b:02x}")).collect::<String>())
    }),
    native("copy", "(self, /)", PY, |vm, a| {
        let state = this::<State>(vm, a[0])?.clone();
        let class = vm.class_of(a[0]);
        vm.new_payload(class, Box::new(state), 0)
    }),
    getter("digest_size", |vm, a| Ok(Value::small_int(this::<State>(vm, a[0])?.bits() / 8))),
    getter("block_size", |vm, a| Ok(Value::small_int(if this::<State>(vm, a[0])?.bits() > 256 { 128 } else { 64 }))),
    getter("name", |vm, a| {
        let bits = this::<State>(vm, a[0])?.bits();
        vm.new_str(&format!("sha{bits}"))
    }),
];

static SHA224: TypeTable = TypeTable { map: 0, name: "SHA224Type", module: "_sha2", doc: "", rows: ROWS };
static SHA256: TypeTable = TypeTable { map: 0, name: "SHA256Type", module: "_sha2", doc: "", rows: ROWS };
static SHA384: TypeTable = TypeTable { map: 0, name: "SHA384Type", module: "_sha2", doc: "", rows: ROWS };
static SHA512: TypeTable = TypeTable { map: 0, name: "SHA512Type", module: "_sha2", doc: "", rows: ROWS };

/// A hash being computed.
#[derive(Clone)]
enum State {
    A(sha2::Sha224),
    B(sha2::Sha256),
    C(sha2::Sha384),
    D(sha2::Sha512),
}

impl Payload for State {
    fn holds_values(&self) -> bool {
        false
    }
}

impl State {
    fn update(&mut self, data: &[u8]) {
        match self {
            State::A(h) => h.update(data),
            State::B(h) => h.update(data),
            State::C(h) => h.update(data),
            State::D(h) => h.update(data),
        }
    }

    fn digest(&self) -> Vec<u8> {
        match self.clone() {
            State::A(h) => h.finalize().to_vec(),
            State::B(h) => h.finalize().to_vec(),
            State::C(h) => h.finalize().to_vec(),
            State::D(h) => h.finalize().to_vec(),
        }
    }

    fn bits(&self) -> isize {
        match self {
            State::A(_) => 224,
            State::B(_) => 256,
            State::C(_) => 384,
            State::D(_) => 512,
        }
    }

    fn table(&self) -> &'static TypeTable {
        match self {
            State::A(_) => &SHA224,
            State::B(_) => &SHA256,
            State::C(_) => &SHA384,
            State::D(_) => &SHA512,
        }
    }
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

fn make(vm: &mut Vm, args: Args, mut state: State) -> Outcome {
    let given = args.given(0).or(args.given(2).filter(|v| !v.is(Value::NONE)));
    if let Some(v) = given {
        state.update(&bytes(vm, v)?);
    }
    let class = class_of(vm, state.table());
    vm.new_payload(class, Box::new(state), 0)
}
