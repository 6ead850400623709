//! `_random`: the Mersenne Twister, number for number as CPython's.

use crate::util::{add_type, make, some, this};
use dashu_int::{IBig, UBig};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::heap::Payload;
use pyspec_runtime::native::{Args, ModuleTable, NativeKind, Outcome, TypeTable, native};
use pyspec_runtime::object::Rooted;

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "_random",
    doc: "Module implements the Mersenne Twister random number generator.",
    functions: &[],
    init: Some(|vm, module| add_type(vm, module, &RANDOM).map(drop)),
};

const PY: Effect = Effect::PYTHON;

static RANDOM: TypeTable = TypeTable {
    map: 0,
    name: "Random",
    module: "_random",
    doc: "Random() -> create a random number generator with its own internal state.",
    rows: &[
        native("__new__", "(cls, /, *args, **kwargs)", PY, new).kind(NativeKind::StaticMethod),
        native("__init__", "(self, x=None, /)", PY, seed),
        native("random", "(self, /)", Effect(Effect::ALLOC.0), random).summary("f"),
        native("seed", "(self, n=None, /)", PY, seed),
        native("getstate", "(self, /)", PY, get_state),
        native("setstate", "(self, state, /)", PY, set_state),
        native("getrandbits", "(self, k, /)", PY, get_bits),
    ],
};

const N: usize = 624;
const M: usize = 397;

/// The generator.
struct Twister {
    words: [u32; N],
    next: usize,
}

impl Payload for Twister {
    fn holds_values(&self) -> bool {
        false
    }
}

impl Twister {
    fn from_seed(seed: u32) -> Twister {
        let mut words = [0u32; N];
        words[0] = seed;
        for i in 1..N {
            let last = words[i - 1];
            words[i] = 1_812_433_253u32.wrapping_mul(last ^ (last >> 30)).wrapping_add(i as u32);
        }
        Twister { words, next: N }
    }

    fn from_key(key: &[u32]) -> Twister {
        let mut t = Twister::from_seed(19_650_218);
        let (mut i, mut j) = (1, 0);
        let step = |words: &mut [u32; N], i: &mut usize, factor: u32, add: u32, minus: bool| {
            let last = words[*i - 1];
            let mixed = words[*i] ^ (last ^ (last >> 30)).wrapping_mul(factor);
            words[*i] = if minus { mixed.wrapping_sub(add) } else { mixed.wrapping_add(add) };
            *i += 1;
            if *i >= N {
                words[0] = words[N - 1];
                *i = 1;
            }
        };
        for _ in 0..N.max(key.len()) {
            step(&mut t.words, &mut i, 1_664_525, key[j].wrapping_add(j as u32), false);
            j = if j + 1 >= key.len() { 0 } else { j + 1 };
        }
        for _ in 1..N {
            let at = i as u32;
            step(&mut t.words, &mut i, 1_566_083_941, at, true);
        }
        t.words[0] = 0x8000_0000;
        t
    }

    fn refill(&mut self) {
        for i in 0..N {
            let y = (self.words[i] & 0x8000_0000) | (self.words[(i + 1) % N] & 0x7fff_ffff);
            let odd = if y & 1 != 0 { 0x9908_b0df } else { 0 };
            self.words[i] = self.words[(i + M) % N] ^ (y >> 1) ^ odd;
        }
        self.next = 0;
    }

    fn word(&mut self) -> u32 {
        if self.next >= N {
            self.refill();
        }
        let mut y = self.words[self.next];
        self.next += 1;
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c_5680;
        y ^= (y << 15) & 0xefc6_0000;
        y ^ (y >> 18)
    }
}

fn new(vm: &mut Vm, args: Args) -> Outcome {
    make(vm, args[0], Twister::from_seed(0))
}

/// 32-bit words from the system.
fn system_words() -> Vec<u32> {
    let mut bytes = [0u8; 64];
    // SAFETY: the buffer has that length.
    unsafe { libc::getrandom(bytes.as_mut_ptr().cast(), bytes.len(), 0) };
    bytes.chunks_exact(4).map(|c| u32::from_le_bytes([c[0], c[1], c[2], c[3]])).collect()
}

fn seed(vm: &mut Vm, args: Args) -> Outcome {
    let key = match some(args.given(1)) {
        None => system_words(),
        Some(v) => {
            let number = match vm.big_value(v) {
                Some(n) => n.into_parts().1,
                None => UBig::from(vm.hash(v)? as u64),
            };
            let mut bytes = number.to_le_bytes().to_vec();
            bytes.resize(bytes.len().max(1).next_multiple_of(4), 0);
            bytes.chunks_exact(4).map(|c| u32::from_le_bytes([c[0], c[1], c[2], c[3]])).collect()
        }
    };
    *this::<Twister>(vm, args[0])? = Twister::from_key(&key);
    Ok(Value::NONE)
}

fn random(vm: &mut Vm, args: Args) -> Outcome {
    let t = this::<Twister>(vm, args[0])?;
    let (a, b) = ((t.word() >> 5) as f64, (t.word() >> 6) as f64);
    vm.new_float((a * 67_108_864.0 + b) * (1.0 / 9_007_199_254_740_992.0))
}

fn get_state(vm: &mut Vm, args: Args) -> Outcome {
    let t = this::<Twister>(vm, args[0])?;
    let mut items = Rooted::new();
    items.extend(t.words.iter().map(|&w| Value::small_int(w as isize)));
    items.push(Value::small_int(t.next as isize));
    vm.new_tuple(&items)
}

fn set_state(vm: &mut Vm, args: Args) -> Outcome {
    let Some(tuple) = vm.as_tuple(args[1]) else {
        return Err(vm.type_error("state vector must be a tuple"));
    };
    let items = tuple.items();
    if items.len() != N + 1 {
        return Err(vm.value_error("state vector is the wrong size"));
    }
    let mut words = [0u32; N];
    for (word, &v) in words.iter_mut().zip(items) {
        *word = vm.index_i64(v)? as u32;
    }
    let next = vm.index_i64(items[N])?;
    if !(0..=N as i64).contains(&next) {
        return Err(vm.value_error("invalid state"));
    }
    *this::<Twister>(vm, args[0])? = Twister { words, next: next as usize };
    Ok(Value::NONE)
}

fn get_bits(vm: &mut Vm, args: Args) -> Outcome {
    let k = vm.index_i64(args[1])?;
    if k < 0 {
        return Err(vm.value_error("number of bits must be non-negative"));
    }
    let t = this::<Twister>(vm, args[0])?;
    if k == 0 {
        return Ok(Value::small_int(0));
    }
    if k <= 32 {
        return Ok(Value::small_int((t.word() >> (32 - k)) as isize));
    }
    let mut bytes = Vec::with_capacity(k as usize / 8 + 4);
    let mut left = k;
    while left > 0 {
        let word = t.word() >> (32 - left.min(32));
        bytes.extend(word.to_le_bytes());
        left -= 32;
    }
    vm.new_big(&IBig::from(UBig::from_le_bytes(&bytes)))
}
