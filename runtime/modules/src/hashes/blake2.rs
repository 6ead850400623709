//! `_blake2`: BLAKE2b and BLAKE2s with key, salt, personalization and the parameters of trees.

use super::{About, Hash, State, begin, bytes};
use crate::util::{add_type, class_arg};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, NativeKind, Outcome, TypeTable, native};

const PY: Effect = Effect::PYTHON;

macro_rules! signature {
    ($size:literal) => {
        concat!(
            "(cls, data=b'', *, digest_size=",
            $size,
            ", key=b'', salt=b'', person=b'', fanout=1, depth=1, ",
            "leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False, usedforsecurity=True, ",
            "string=None)"
        )
    };
}

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "_blake2",
    doc: "_blake2b provides BLAKE2b for hashlib",
    functions: &[],
    init: Some(|vm, module| {
        for (table, limits, prefix) in [(&BLAKE2B, &LIMITS_B, "BLAKE2B"), (&BLAKE2S, &LIMITS_S, "BLAKE2S")] {
            let class = add_type(vm, module, table)?;
            class.info().flags &= !pyspec_runtime::object::class::class_flags::BASE_TYPE;
            let sizes = [
                ("SALT_SIZE", limits.salt),
                ("PERSON_SIZE", limits.salt),
                ("MAX_KEY_SIZE", limits.size),
                ("MAX_DIGEST_SIZE", limits.size),
            ];
            for (name, size) in sizes {
                let (key, size) = (vm.intern(name), Value::small_int(size as isize));
                vm.class_put(class, key, size)?;
                vm.set_module_attr(module, &format!("{prefix}_{name}"), size)?;
            }
        }
        vm.set_module_attr(module, "_GIL_MINSIZE", Value::small_int(super::LONG as isize))
    }),
};

static ABOUT_B: About = About { name: "blake2b", digest_size: 64, block_size: 128 };
static ABOUT_S: About = About { name: "blake2s", digest_size: 32, block_size: 64 };

/// The type of one of both widths.
macro_rules! table {
    ($name:literal $title:literal $size:literal $params:ty, $limits:ident $about:ident) => {
        TypeTable {
            map: 0,
            name: $name,
            module: "_blake2",
            doc: concat!("Return a new ", $title, " hash object."),
            rows: &[
                native("__new__", signature!($size), PY, |vm, a| {
                    let p = Parameters::read(vm, a, &$limits)?;
                    let mut params = <$params>::new();
                    params.hash_length(p.size).key(&p.key).salt(&p.salt).personal(&p.person).fanout(p.fanout);
                    params
                        .max_depth(p.depth)
                        .max_leaf_length(p.leaf_size)
                        .node_offset(p.node_offset)
                        .node_depth(p.node_depth);
                    params.inner_hash_length(p.inner_size).last_node(p.last_node);
                    start(vm, a, State::new(Box::new(params.to_state()), &$about).sized(p.size))
                })
                .kind(NativeKind::StaticMethod),
                super::UPDATE,
                super::DIGEST,
                super::HEX_DIGEST,
                super::COPY,
                super::DIGEST_SIZE,
                super::BLOCK_SIZE,
                super::NAME,
            ],
        }
    };
}

static BLAKE2B: TypeTable = table!("blake2b" "BLAKE2b" "64" blake2b_simd::Params, LIMITS_B ABOUT_B);
static BLAKE2S: TypeTable = table!("blake2s" "BLAKE2s" "32" blake2s_simd::Params, LIMITS_S ABOUT_S);

macro_rules! hash {
    ($state:ty) => {
        impl Hash for $state {
            fn update(&mut self, data: &[u8]) {
                <$state>::update(self, data);
            }

            fn digest(&self, _length: usize) -> Vec<u8> {
                self.finalize().as_bytes().to_vec()
            }

            fn copy(&self) -> Box<dyn Hash> {
                Box::new(self.clone())
            }
        }
    };
}
hash!(blake2b_simd::State);
hash!(blake2s_simd::State);

/// What a kind allows: digest and key up to `size` bytes, salt and personalization up to `salt`.
struct Limits {
    name: &'static str,
    size: usize,
    salt: usize,
    offset: u64,
}

static LIMITS_B: Limits = Limits { name: "Blake2b", size: 64, salt: 16, offset: u64::MAX };
static LIMITS_S: Limits = Limits { name: "Blake2s", size: 32, salt: 8, offset: (1 << 48) - 1 };

struct Parameters {
    size: usize,
    key: Vec<u8>,
    salt: Vec<u8>,
    person: Vec<u8>,
    fanout: u8,
    depth: u8,
    leaf_size: u32,
    node_offset: u64,
    node_depth: u8,
    inner_size: usize,
    last_node: bool,
}

impl Parameters {
    fn read(vm: &mut Vm, a: Args, limits: &Limits) -> Outcome<Parameters> {
        let (name, size, salt) = (limits.name, limits.size as i64, limits.salt);
        let wanted = number(vm, a, 2, size)?;
        if !(1..=size).contains(&wanted) {
            let text = format!("digest_size for {name} must be between 1 and {size} bytes, here it is {wanted}");
            return Err(vm.value_error(text));
        }
        let key = text(vm, a, 3, limits.size, "key")?;
        let (salt, person) = (text(vm, a, 4, salt, "salt")?, text(vm, a, 5, salt, "person")?);
        Ok(Parameters {
            size: wanted as usize,
            key,
            salt,
            person,
            fanout: between(vm, a, 6, 1, 0, 255, "fanout must be between 0 and 255")? as u8,
            depth: between(vm, a, 7, 1, 1, 255, "depth must be between 1 and 255")? as u8,
            leaf_size: large(vm, a, 8, u64::from(u32::MAX), "leaf_size is too large")? as u32,
            node_offset: large(vm, a, 9, limits.offset, "node_offset is too large")?,
            node_depth: between(vm, a, 10, 0, 0, 255, "node_depth must be between 0 and 255")? as u8,
            inner_size: between(vm, a, 11, 0, 0, size, &format!("inner_size must be between 0 and is {size}"))?
                as usize,
            last_node: a.given(12).map_or(Ok(false), |v| vm.truth(v))?,
        })
    }
}

fn number(vm: &mut Vm, a: Args, i: usize, default: i64) -> Outcome<i64> {
    a.given(i).map_or(Ok(default), |v| vm.index_i64(v))
}

fn between(vm: &mut Vm, a: Args, i: usize, default: i64, low: i64, high: i64, error: &str) -> Outcome<i64> {
    let n = number(vm, a, i, default)?;
    if (low..=high).contains(&n) { Ok(n) } else { Err(vm.value_error(error)) }
}

fn large(vm: &mut Vm, a: Args, i: usize, most: u64, error: &str) -> Outcome<u64> {
    let Some(v) = a.given(i) else { return Ok(0) };
    let v = vm.index(v)?;
    let Some(n) = vm.big_value(v) else { return Err(vm.overflow_error(error)) };
    if n < dashu_int::IBig::ZERO {
        return Err(vm.value_error("Cannot convert negative int"));
    }
    match u64::try_from(n) {
        Ok(n) if n <= most => Ok(n),
        _ => Err(vm.overflow_error(error)),
    }
}

fn text(vm: &mut Vm, a: Args, i: usize, most: usize, what: &str) -> Outcome<Vec<u8>> {
    let Some(v) = a.given(i) else { return Ok(vec![]) };
    let text = bytes(vm, v)?;
    if text.len() > most {
        return Err(vm.value_error(format!("maximum {what} length is {most} bytes")));
    }
    Ok(text)
}

fn start(vm: &mut Vm, a: Args, state: State) -> Outcome {
    let class = class_arg(vm, a[0])?;
    begin(vm, class, state, a.given(1), a.given(14))
}
