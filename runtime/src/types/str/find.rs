//! Finding bytes in bytes. UTF-8 lets text be searched as bytes. Pure.

/// First position of `needle` at or after `from`.
#[inline]
pub fn find(text: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    match needle {
        [] => {
            if from <= text.len() {
                Some(from)
            } else {
                None
            }
        }
        [byte] => find_byte(text.get(from..)?, *byte).map(|i| i + from),
        _ => find_long(text.get(from..)?, needle).map(|i| i + from),
    }
}

/// First position of a byte.
#[inline]
pub fn find_byte(text: &[u8], byte: u8) -> Option<usize> {
    memchr::memchr(byte, text)
}

/// For needles of two bytes or more: never quadratic.
fn find_long(text: &[u8], needle: &[u8]) -> Option<usize> {
    if text.len() < 64 {
        // Preparing a search costs more than looking.
        return text.windows(needle.len()).position(|w| w == needle);
    }
    memchr::memmem::find(text, needle)
}

/// Last position of `needle` that ends at or before `end`.
pub fn rfind(text: &[u8], needle: &[u8]) -> Option<usize> {
    memchr::memmem::rfind(text, needle)
}

/// Occurrences that do not overlap; of an empty needle, the gaps between `units`.
pub fn count(text: &[u8], needle: &[u8], units: usize) -> usize {
    if needle.is_empty() {
        return units + 1;
    }
    let (mut n, mut at) = (0, 0);
    while let Some(i) = find(text, needle, at) {
        n += 1;
        at = i + needle.len();
    }
    n
}

/// `text` with at most `limit` occurrences replaced; `None`: nothing to replace. `width` gives the bytes
/// of the unit at a position, for an empty `old`.
pub fn replace(text: &[u8], old: &[u8], new: &[u8], limit: usize, width: impl Fn(usize) -> usize) -> Option<Vec<u8>> {
    if limit == 0 {
        return None;
    }
    if old.is_empty() {
        return Some(interleave(text, new, limit, width));
    }
    let mut next = find(text, old, 0)?;
    let mut out = Vec::with_capacity(text.len() + new.len());
    let (mut at, mut left) = (0, limit);
    loop {
        out.extend_from_slice(&text[at..next]);
        out.extend_from_slice(new);
        at = next + old.len();
        left -= 1;
        if left == 0 {
            break;
        }
        match find(text, old, at) {
            Some(i) => next = i,
            None => break,
        }
    }
    out.extend_from_slice(&text[at..]);
    Some(out)
}

/// `new` before each of the first `limit` units, and behind the last.
fn interleave(text: &[u8], new: &[u8], limit: usize, width: impl Fn(usize) -> usize) -> Vec<u8> {
    let mut out = vec![];
    let (mut at, mut left) = (0, limit);
    while left > 0 {
        out.extend_from_slice(new);
        left -= 1;
        if at >= text.len() {
            return out;
        }
        let next = at + width(at);
        out.extend_from_slice(&text[at..next]);
        at = next;
    }
    out.extend_from_slice(&text[at..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn searches_agree_with_the_obvious_one() {
        let text = b"abracadabra, a banana and a cabana; abracadabra again and again, banana";
        for needle in
            [&b"a"[..], b"ab", b"abra", b"banana", b"again,", b"zz", b"", b"cabana; abracadabra again and", text]
        {
            let positions: Vec<usize> = (0..=text.len()).filter(|i| text[*i..].starts_with(needle)).collect();
            for from in 0..=text.len() {
                assert_eq!(find(text, needle, from), positions.iter().copied().find(|p| *p >= from));
            }
            assert_eq!(rfind(text, needle), positions.last().copied());
        }
    }

    #[test]
    fn replacing() {
        let replaced = |t: &str, a: &str, b: &str, n| {
            replace(t.as_bytes(), a.as_bytes(), b.as_bytes(), n, |_| 1).map(|v| String::from_utf8(v).expect("text"))
        };
        assert_eq!(replaced("aXbXc", "X", "--", 1).as_deref(), Some("a--bXc"));
        assert_eq!(replaced("abc", "", "-", usize::MAX).as_deref(), Some("-a-b-c-"));
        assert_eq!(replaced("abc", "", "-", 2).as_deref(), Some("-a-bc"));
        assert_eq!(replaced("abc", "x", "-", 2), None);
    }
}
