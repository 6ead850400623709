//! CPython's pure-Python library, lowered when this crate is built: an import parses nothing.
//!
//! The units lie in a writable, file-backed section, since their inline caches are in the code; a page
//! that no program touches is never read. Sources are compressed, for tracebacks and `inspect`.
//!
//! Deliberately absent: anything of the runtime. Who starts it hands these functions over.

/// A module of the library.
pub struct Entry {
    /// Full dotted name.
    pub name: &'static str,
    /// Path in the library, with `/`.
    pub path: &'static str,
    pub package: bool,
    /// (offset, length) in words.
    unit: (usize, usize),
    /// (offset, length) in bytes.
    source: (usize, usize),
}

include!(concat!(env!("OUT_DIR"), "/index.rs"));

#[repr(C, align(4096))]
struct Units([u8; UNIT_WORDS * 4]);

static mut UNITS: Units = Units(*include_bytes!(concat!(env!("OUT_DIR"), "/units.bin")));
static SOURCES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/sources.bin"));

/// All modules, by path.
pub fn entries() -> &'static [Entry] {
    ENTRIES
}

/// The module with this full name.
pub fn find(name: &str) -> Option<&'static Entry> {
    // Sorted by path, where `a.b` and a package's `__init__` interleave: names are few, so a scan by table once.
    static BY_NAME: std::sync::OnceLock<Vec<u16>> = std::sync::OnceLock::new();
    let order = BY_NAME.get_or_init(|| {
        let mut order: Vec<u16> = (0..ENTRIES.len() as u16).collect();
        order.sort_by_key(|&i| ENTRIES[i as usize].name);
        order
    });
    let i = order.binary_search_by_key(&name, |&i| ENTRIES[i as usize].name).ok()?;
    Some(&ENTRIES[order[i] as usize])
}

impl Entry {
    /// The unit's words, in place: caches are written into them.
    ///
    /// # Safety
    /// Whoever holds the runtime's lock uses them, and nobody keeps a second mutable view.
    pub unsafe fn unit(&self) -> &'static mut [u32] {
        let (start, len) = self.unit;
        // SAFETY: in range by construction, aligned by `Units`; the caller promises exclusive use.
        unsafe { std::slice::from_raw_parts_mut((&raw mut UNITS).cast::<u32>().add(start), len) }
    }

    /// The source text.
    pub fn source(&self) -> String {
        let (start, len) = self.source;
        let bytes = miniz_oxide::inflate::decompress_to_vec_zlib(&SOURCES[start..start + len])
            .expect("packed by the build script");
        String::from_utf8(bytes).expect("library files are UTF-8")
    }
}
