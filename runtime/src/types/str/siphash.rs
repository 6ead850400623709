//! The hash of text and bytes: SipHash-1-3 over what CPython stores, so that equal seeds give equal orders.

use super::wtf8;

fn round(v: &mut [u64; 4]) {
    v[0] = v[0].wrapping_add(v[1]);
    v[2] = v[2].wrapping_add(v[3]);
    v[1] = v[1].rotate_left(13) ^ v[0];
    v[3] = v[3].rotate_left(16) ^ v[2];
    v[0] = v[0].rotate_left(32);
    v[2] = v[2].wrapping_add(v[1]);
    v[0] = v[0].wrapping_add(v[3]);
    v[1] = v[1].rotate_left(17) ^ v[2];
    v[3] = v[3].rotate_left(21) ^ v[0];
    v[2] = v[2].rotate_left(32);
}

/// SipHash-1-3.
pub fn siphash13(key: [u64; 2], bytes: &[u8]) -> u64 {
    let mut v = [
        key[0] ^ 0x736f_6d65_7073_6575,
        key[1] ^ 0x646f_7261_6e64_6f6d,
        key[0] ^ 0x6c79_6765_6e65_7261,
        key[1] ^ 0x7465_6462_7974_6573,
    ];
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let word = u64::from_le_bytes(chunk.try_into().expect("eight bytes"));
        v[3] ^= word;
        round(&mut v);
        v[0] ^= word;
    }
    let mut last = (bytes.len() as u64) << 56;
    for (i, byte) in chunks.remainder().iter().enumerate() {
        last |= u64::from(*byte) << (8 * i);
    }
    v[3] ^= last;
    round(&mut v);
    v[0] ^= last;
    v[2] ^= 0xff;
    (0..3).for_each(|_| round(&mut v));
    v[0] ^ v[1] ^ v[2] ^ v[3]
}

/// Hash of bytes; empty is 0.
pub fn hash_bytes(key: [u64; 2], bytes: &[u8]) -> i64 {
    if bytes.is_empty() {
        return 0;
    }
    match siphash13(key, bytes) as i64 {
        -1 => -2,
        hash => hash,
    }
}

/// Hash of text: of its code points in one, two or four bytes each, whatever the widest needs.
pub fn hash_text(key: [u64; 2], text: &[u8]) -> i64 {
    if text.is_ascii() {
        return hash_bytes(key, text);
    }
    let widest = wtf8::points(text).max().unwrap_or(0);
    let mut stored = Vec::with_capacity(text.len() * 2);
    for c in wtf8::points(text) {
        match widest {
            0..0x100 => stored.push(c as u8),
            0x100..0x1_0000 => stored.extend((c as u16).to_le_bytes()),
            _ => stored.extend(c.to_le_bytes()),
        }
    }
    hash_bytes(key, &stored)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_cpython_with_seed_zero() {
        // PYTHONHASHSEED=0 python3.13 -c 'print(hash("a"), hash("abc"), hash("hello world"), hash("é"), hash("日本"))'
        let expected = [("a", A), ("abc", ABC), ("hello world", HELLO), ("é", E_ACUTE), ("日本", NIHON)];
        for (text, hash) in expected {
            assert_eq!(hash_text([0, 0], text.as_bytes()), hash, "{text}");
        }
    }
    const A: i64 = 4644417185603328019;
    const ABC: i64 = -4594863902769663758;
    const HELLO: i64 = -5642461784034726774;
    const E_ACUTE: i64 = 6047309291227476195;
    const NIHON: i64 = 6243316497235261705;
}
