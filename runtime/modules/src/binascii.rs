//! `binascii`: bytes as text of several kinds, and check sums.

use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, Native, Outcome, Raised, native};
use pyspec_runtime::object::Rooted;

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "binascii",
    doc: "Conversion between binary data and ASCII",
    functions: FUNCTIONS,
    init: Some(init),
};

const PY: Effect = Effect::PYTHON;

static FUNCTIONS: &[Native] = &[
    native("hexlify", "(data, sep=<unrepresentable>, bytes_per_sep=1)", PY, hexlify),
    native("b2a_hex", "(data, sep=<unrepresentable>, bytes_per_sep=1)", PY, hexlify),
    native("unhexlify", "(hexstr, /)", PY, unhexlify),
    native("a2b_hex", "(hexstr, /)", PY, unhexlify),
    native("b2a_base64", "(data, /, *, newline=True)", PY, to_base64),
    native("a2b_base64", "(data, /, *, strict_mode=False)", PY, from_base64),
    native("crc32", "(data, crc=0, /)", PY, crc32),
    native("crc_hqx", "(data, crc, /)", PY, crc_hqx),
    native("b2a_uu", "(data, /, *, backtick=False)", PY, to_uu),
    native("a2b_uu", "(data, /)", PY, from_uu),
    native("b2a_qp", "(data, quotetabs=False, istext=True, header=False)", PY, to_qp),
    native("a2b_qp", "(data, header=False)", PY, from_qp),
];

fn init(vm: &mut Vm, module: Value) -> Outcome<()> {
    let kind = vm.builtin_class(pyspec_abi::types::TYPE).value();
    let bases = vm.new_tuple(&[vm.exceptions.ValueError.value()])?;
    let (dict, name, own) = (vm.new_dict()?, vm.new_str("Error")?, vm.new_str("binascii")?);
    vm.dict_set_text(dict, "__module__", own)?;
    let error = vm.call(kind, &[name, bases, dict])?;
    vm.set_module_attr(module, "Error", error)?;
    vm.module_state.insert("binascii", Box::new(error));
    let incomplete = crate::util::new_exception(vm, vm.exceptions.Exception, "binascii", "Incomplete")?;
    vm.set_module_attr(module, "Incomplete", incomplete)
}

fn error(vm: &mut Vm, text: &str) -> Raised {
    let class = *vm.module_state["binascii"].downcast_ref::<Value>().expect("the class");
    match vm.as_class(class) {
        Some(class) => vm.raise_text(class, text),
        None => vm.value_error(text),
    }
}

/// Bytes, or a str of ASCII alone.
fn ascii(vm: &mut Vm, v: Value) -> Outcome<Vec<u8>> {
    if let Some(text) = vm.text(v) {
        if !text.ascii {
            return Err(vm.value_error("string argument should contain only ASCII characters"));
        }
        return Ok(text.bytes.to_vec());
    }
    match vm.buffer_bytes(v) {
        Some(bytes) => Ok(bytes),
        None => {
            let name = vm.type_name(v);
            Err(vm.type_error(format!("argument should be bytes, buffer or ASCII string, not '{name}'")))
        }
    }
}

fn hexlify(vm: &mut Vm, args: Args) -> Outcome {
    let data = vm.buffer(args[0])?;
    let mut given = Rooted::new();
    given.extend(args.given(1));
    given.extend(args.given(1).and(args.given(2)));
    let bytes = vm.new_bytes(&data)?;
    let text = vm.call_method(bytes, "hex", &given)?;
    let text = vm.str_bytes(text).to_vec();
    vm.new_bytes(&text)
}

fn unhexlify(vm: &mut Vm, args: Args) -> Outcome {
    let data = ascii(vm, args[0])?;
    if data.len() % 2 != 0 {
        return Err(error(vm, "Odd-length string"));
    }
    let mut out = Vec::with_capacity(data.len() / 2);
    for pair in data.chunks(2) {
        let digit = |c: u8| (c as char).to_digit(16);
        match (digit(pair[0]), digit(pair[1])) {
            (Some(a), Some(b)) => out.push((a * 16 + b) as u8),
            _ => return Err(error(vm, "Non-hexadecimal digit found")),
        }
    }
    vm.new_bytes(&out)
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn to_base64(vm: &mut Vm, args: Args) -> Outcome {
    let data = vm.buffer(args[0])?;
    let newline = args.given(1).map_or(Ok(true), |v| vm.truth(v))?;
    let mut out = Vec::with_capacity(data.len().div_ceil(3) * 4 + 1);
    for chunk in data.chunks(3) {
        let word = chunk.iter().fold(0u32, |w, b| w << 8 | *b as u32) << (8 * (3 - chunk.len()));
        for k in 0..4 {
            let c = BASE64[(word >> (18 - 6 * k)) as usize & 63];
            out.push(if k <= chunk.len() { c } else { b'=' });
        }
    }
    if newline {
        out.push(b'\n');
    }
    vm.new_bytes(&out)
}

fn from_base64(vm: &mut Vm, args: Args) -> Outcome {
    let data = ascii(vm, args[0])?;
    let strict = args.given(1).map_or(Ok(false), |v| vm.truth(v))?;
    if strict && data.first() == Some(&b'=') {
        return Err(error(vm, "Leading padding not allowed"));
    }
    let (mut out, mut quad, mut left, mut pads, mut padded) = (vec![], 0usize, 0u8, 0usize, false);
    for (i, &c) in data.iter().enumerate() {
        if c == b'=' {
            padded = true;
            pads += 1;
            if quad >= 2 && quad + pads >= 4 {
                if strict && i + 1 < data.len() {
                    return Err(error(vm, "Excess data after padding"));
                }
                return vm.new_bytes(&out);
            }
            if strict && quad == 0 {
                return Err(error(vm, "Excess padding not allowed"));
            }
            continue;
        }
        let Some(digit) = BASE64.iter().position(|d| *d == c) else {
            if strict {
                return Err(error(vm, "Only base64 data is allowed"));
            }
            continue;
        };
        if strict && padded {
            return Err(error(vm, "Discontinuous padding not allowed"));
        }
        pads = 0;
        let digit = digit as u8;
        match quad {
            0 => left = digit,
            1 => {
                out.push(left << 2 | digit >> 4);
                left = digit & 15;
            }
            2 => {
                out.push(left << 4 | digit >> 2);
                left = digit & 3;
            }
            _ => out.push(left << 6 | digit),
        }
        quad = (quad + 1) % 4;
    }
    match quad {
        0 => vm.new_bytes(&out),
        1 => {
            let n = out.len() / 3 * 4 + 1;
            Err(error(
                vm,
                &format!(
                    "Invalid base64-encoded string: number of data characters ({n}) cannot be 1 more than a multiple of 4"
                ),
            ))
        }
        _ => Err(error(vm, "Incorrect padding")),
    }
}

fn crc32(vm: &mut Vm, args: Args) -> Outcome {
    let data = vm.buffer(args[0])?;
    let start = args.given(1).map_or(Ok(0), |v| vm.index_i64(v))? as u32;
    Ok(Value::small_int(crc(&data, start) as isize))
}

/// The CRC of zip files, going on from `start`.
pub fn crc(data: &[u8], start: u32) -> u32 {
    const TABLE: [u32; 256] = {
        let mut table = [0u32; 256];
        let mut i = 0;
        while i < 256 {
            let (mut c, mut k) = (i as u32, 0);
            while k < 8 {
                c = if c & 1 != 0 { 0xedb8_8320 ^ (c >> 1) } else { c >> 1 };
                k += 1;
            }
            table[i] = c;
            i += 1;
        }
        table
    };
    !data.iter().fold(!start, |c, b| TABLE[((c ^ *b as u32) & 255) as usize] ^ (c >> 8))
}

fn crc_hqx(vm: &mut Vm, args: Args) -> Outcome {
    let data = vm.buffer(args[0])?;
    let mut crc = vm.index_i64(args[1])? as u16;
    for b in data {
        crc ^= (b as u16) << 8;
        for _ in 0..8 {
            crc = if crc & 0x8000 != 0 { crc << 1 ^ 0x1021 } else { crc << 1 };
        }
    }
    Ok(Value::small_int(crc as isize))
}

fn to_uu(vm: &mut Vm, args: Args) -> Outcome {
    let data = vm.buffer(args[0])?;
    let backtick = args.given(1).map_or(Ok(false), |v| vm.truth(v))?;
    if data.len() > 45 {
        return Err(error(vm, "At most 45 bytes at once"));
    }
    let char = |n: u8| if n == 0 && backtick { b'`' } else { b' ' + n };
    let mut out = vec![char(data.len() as u8)];
    for chunk in data.chunks(3) {
        let word = chunk.iter().fold(0u32, |w, b| w << 8 | *b as u32) << (8 * (3 - chunk.len()));
        out.extend((0..4).map(|k| char((word >> (18 - 6 * k)) as u8 & 63)));
    }
    out.push(b'\n');
    vm.new_bytes(&out)
}

fn from_uu(vm: &mut Vm, args: Args) -> Outcome {
    let data = ascii(vm, args[0])?;
    let length = data.first().map_or(0, |c| (c.wrapping_sub(b' ') & 63) as usize);
    let mut rest = data.get(1..).unwrap_or(&[]).iter().copied().peekable();
    let mut out = vec![];
    while out.len() < length {
        let mut word = 0u32;
        for _ in 0..4 {
            let digit = match rest.peek().copied() {
                None | Some(b'\n' | b'\r') => 0,
                Some(c) if (b' '..=b' ' + 64).contains(&c) => {
                    rest.next();
                    (c - b' ') & 63
                }
                Some(_) => return Err(error(vm, "Illegal char")),
            };
            word = word << 6 | digit as u32;
        }
        out.extend_from_slice(&word.to_be_bytes()[1..]);
    }
    out.truncate(length);
    if rest.any(|c| !matches!(c, b' ' | b'`' | b'\n' | b'\r')) {
        return Err(error(vm, "Trailing garbage"));
    }
    vm.new_bytes(&out)
}

fn to_qp(vm: &mut Vm, args: Args) -> Outcome {
    let data = vm.buffer(args[0])?;
    let mut flag = |i: usize, default: bool| args.given(i).map_or(Ok(default), |v| vm.truth(v));
    let (tabs, text, header) = (flag(1, false)?, flag(2, true)?, flag(3, false)?);
    let crlf = data.iter().position(|c| *c == b'\n').is_some_and(|i| i > 0 && data[i - 1] == b'\r');
    let (mut out, mut line, mut i) = (vec![], 0, 0);
    let soft = |out: &mut Vec<u8>| out.extend_from_slice(if crlf { b"=\r\n" } else { b"=\n" });
    while i < data.len() {
        let (c, next) = (data[i], data.get(i + 1).copied());
        let ends = next.is_none_or(|n| n == b'\n' || (n == b'\r' && data.get(i + 2) == Some(&b'\n')));
        let quoted = c > 126
            || c == b'='
            || (header && c == b'_')
            || (c == b'.' && line == 0 && next.is_none_or(|n| matches!(n, b'\n' | b'\r' | 0)))
            || (!text && matches!(c, b'\r' | b'\n'))
            || (matches!(c, b'\t' | b' ') && (next.is_none() || (tabs && !(header && c == b' '))))
            || (c < 33 && !matches!(c, b'\r' | b'\n' | b'\t' | b' '))
            || (c < 33 && !matches!(c, b'\r' | b'\n') && (tabs || ends) && !(header && c == b' '));
        if quoted {
            if line + 3 >= 76 {
                soft(&mut out);
                line = 0;
            }
            out.extend_from_slice(format!("={c:02X}").as_bytes());
            line += 3;
            i += 1;
            continue;
        }
        if text && (c == b'\n' || (c == b'\r' && next == Some(b'\n'))) {
            out.extend_from_slice(if crlf { b"\r\n" } else { b"\n" });
            line = 0;
            i += if c == b'\r' { 2 } else { 1 };
            continue;
        }
        if next.is_some_and(|n| n != b'\n') && line + 1 >= 76 {
            soft(&mut out);
            line = 0;
        }
        out.push(if header && c == b' ' { b'_' } else { c });
        line += 1;
        i += 1;
    }
    vm.new_bytes(&out)
}

fn from_qp(vm: &mut Vm, args: Args) -> Outcome {
    let data = ascii(vm, args[0])?;
    let header = args.given(1).map_or(Ok(false), |v| vm.truth(v))?;
    let (mut out, mut i) = (vec![], 0);
    while i < data.len() {
        let c = data[i];
        i += 1;
        if c != b'=' {
            out.push(if header && c == b'_' { b' ' } else { c });
            continue;
        }
        let digit = |k: usize| data.get(k).and_then(|c| (*c as char).to_digit(16));
        match (data.get(i), digit(i), digit(i + 1)) {
            (None, ..) => break,
            (Some(b'\n' | b'\r'), ..) => {
                while i < data.len() && data[i] != b'\n' {
                    i += 1;
                }
                i += 1;
            }
            (Some(b'='), ..) => {
                out.push(b'=');
                i += 1;
            }
            (_, Some(a), Some(b)) => {
                out.push((a * 16 + b) as u8);
                i += 2;
            }
            _ => out.push(b'='),
        }
    }
    vm.new_bytes(&out)
}
