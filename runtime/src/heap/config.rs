//! What can be tuned, with PyPy's names: `PYSPEC_GC_NURSERY`, `_NURSERY_MAX`,
//! `_MAJOR_COLLECT` (growth factor), `_MIN`, `_MAX` (hard limit), `_MAX_DELTA`;
//! and for tests `_STRESS` (collect at every Nth allocation), `_POISON`, `_VERIFY`.
//!
//! Sizes are bytes, with an optional `K`, `M`, `G` and an optional `B` behind it.

/// Settings of one heap.
#[derive(Clone, Debug, PartialEq)]
pub struct HeapConfig {
    /// Bytes between minor collections, to begin with.
    pub nursery: usize,
    /// What the nursery may grow to.
    pub nursery_max: usize,
    /// The next major comes when the heap is this many times what the last one left.
    pub growth: f64,
    /// No major below this.
    pub min_heap: usize,
    /// `MemoryError` above this.
    pub max_heap: usize,
    /// The heap grows by at most this many bytes between majors.
    pub max_delta: usize,
    /// Addresses to reserve; halved until the system agrees.
    pub region: usize,
    /// Collect at every Nth allocation; 0 is never.
    pub stress: usize,
    /// Fill what is freed with `0xdb`.
    pub poison: bool,
    /// Verify the heap after each collection.
    pub verify: bool,
}

#[cfg(target_pointer_width = "64")]
const REGION: usize = 32 << 30;
#[cfg(not(target_pointer_width = "64"))]
const REGION: usize = 1 << 30;

impl Default for HeapConfig {
    fn default() -> HeapConfig {
        HeapConfig {
            nursery: 512 << 10,
            nursery_max: 4 << 20,
            growth: 1.82,
            min_heap: 3 << 20,
            max_heap: usize::MAX,
            max_delta: usize::MAX,
            region: REGION,
            stress: 0,
            poison: false,
            verify: false,
        }
    }
}

impl HeapConfig {
    /// The defaults with what `get` knows of `PYSPEC_GC_…`; what cannot be read is ignored.
    pub fn from_env(get: impl Fn(&str) -> Option<String>) -> HeapConfig {
        let mut config = HeapConfig::default();
        let text = |name: &str| get(&format!("PYSPEC_GC_{name}"));
        let bytes = |name: &str, default: usize| text(name).and_then(|t| parse_bytes(&t)).unwrap_or(default);
        let flag = |name: &str| text(name).is_some_and(|t| !t.is_empty() && t != "0");
        config.nursery = bytes("NURSERY", config.nursery).max(64 << 10);
        config.nursery_max = bytes("NURSERY_MAX", config.nursery_max).max(config.nursery);
        config.min_heap = bytes("MIN", config.min_heap);
        config.max_heap = match bytes("MAX", 0) {
            0 => usize::MAX,
            limit => limit,
        };
        config.max_delta = bytes("MAX_DELTA", config.max_delta);
        if let Some(growth) = text("MAJOR_COLLECT").and_then(|t| t.parse::<f64>().ok()).filter(|g| *g > 1.0) {
            config.growth = growth;
        }
        config.stress = bytes("STRESS", 0);
        config.poison = flag("POISON") || config.stress != 0;
        config.verify = flag("VERIFY");
        config
    }
}

/// `4MB`, `1.5G`, `300`: a size in bytes.
fn parse_bytes(text: &str) -> Option<usize> {
    let text = text.trim().to_ascii_uppercase();
    let text = text.strip_suffix('B').unwrap_or(&text);
    let (digits, shift) = match text.as_bytes().last()? {
        b'K' => (&text[..text.len() - 1], 10),
        b'M' => (&text[..text.len() - 1], 20),
        b'G' => (&text[..text.len() - 1], 30),
        _ => (text, 0),
    };
    let number: f64 = digits.trim().parse().ok()?;
    (number >= 0.0).then(|| (number * (1u64 << shift) as f64) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        let cases = [
            ("300", Some(300)),
            ("4MB", Some(4 << 20)),
            ("1.5g", Some(3 << 29)),
            ("2 K", Some(2048)),
            ("x", None),
            ("", None),
            ("-1", None),
        ];
        for (text, bytes) in cases {
            assert_eq!(parse_bytes(text), bytes, "{text:?}");
        }
    }

    #[test]
    fn environment() {
        let config = HeapConfig::from_env(|name| match name {
            "PYSPEC_GC_NURSERY" => Some("1M".into()),
            "PYSPEC_GC_MAX" => Some("64M".into()),
            "PYSPEC_GC_STRESS" => Some("7".into()),
            "PYSPEC_GC_MAJOR_COLLECT" => Some("0.5".into()),
            _ => None,
        });
        assert_eq!(
            config,
            HeapConfig { nursery: 1 << 20, max_heap: 64 << 20, stress: 7, poison: true, ..HeapConfig::default() }
        );
    }
}
