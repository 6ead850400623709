//! Packs CPython's pure-Python library: each module lowered to a unit, its source compressed.
//!
//! Writes to OUT_DIR: `units.bin` (32-bit words), `sources.bin` (zlib streams) and `index.rs`, the table
//! of modules. Files are taken in sorted order, so that two builds give the same bytes.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

include!("patches.rs");

/// Folders that no program without a display or a network installer needs.
const SKIPPED: &[&str] =
    &["idlelib", "tkinter", "turtledemo", "ensurepip", "test", "__pycache__", "lib2to3", "pydoc_data"];
/// Modules that only describe another implementation.
const SKIPPED_FILES: &[&str] =
    &["_opcode_metadata.py", "dis.py", "opcode.py", "_pycodecs.py", "_dummy_os.py", "turtle.py"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=patches.rs");
    println!("cargo::rerun-if-changed=extra");
    // Lowering recurses over deeply nested sources.
    let worker = std::thread::Builder::new().stack_size(256 << 20).spawn(pack).expect("a thread");
    if worker.join().is_err() {
        std::process::exit(1);
    }
}

#[derive(Default)]
struct Packed {
    units: Vec<u8>,
    sources: Vec<u8>,
    index: String,
}

fn pack() {
    let lib = Path::new(rustpython_pylib::LIB_PATH);
    let extra = Path::new(env!("CARGO_MANIFEST_DIR")).join("extra");
    let mut files = vec![];
    collect(lib, lib, &mut files);
    collect(&extra, &extra, &mut files);
    files.sort();
    files.dedup_by(|a, b| a.0 == b.0);
    let mut packed = Packed::default();
    for (relative, path) in &files {
        add(&mut packed, relative, path);
    }
    write(&packed);
}

/// (path in the library, path on disk) of every module below `folder`.
fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, PathBuf)>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            if !SKIPPED.contains(&name.as_str()) {
                collect(root, &path, files);
            }
        } else if name.ends_with(".py") && (!is_published(root) || !SKIPPED_FILES.contains(&name.as_str())) {
            let relative = path.strip_prefix(root).expect("below the root").to_string_lossy().into_owned();
            files.push((relative, path));
        }
    }
}

/// Whether a folder is the published library, not what stands in for parts of it.
fn is_published(root: &Path) -> bool {
    root == Path::new(rustpython_pylib::LIB_PATH)
}

fn add(packed: &mut Packed, relative: &str, path: &Path) {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let text = patched(relative, text);
    let (name, package) = module_name(relative);
    let module = pyspec_front::compile(
        text.as_bytes(),
        &format!("<library>/{relative}"),
        pyspec_front::Mode::Exec,
        &Default::default(),
    );
    let module = module.unwrap_or_else(|e| panic!("{relative} does not lower: {e:?}"));
    let words = pyspec_front::encode(&module).words;
    let (unit, source) = (packed.units.len(), packed.sources.len());
    words.iter().for_each(|w| packed.units.extend(w.to_le_bytes()));
    packed.sources.extend(miniz_oxide::deflate::compress_to_vec_zlib(text.as_bytes(), 9));
    writeln!(
        packed.index,
        "    Entry {{ name: {name:?}, path: {relative:?}, package: {package}, unit: ({}, {}), source: ({source}, {}) }},",
        unit / 4,
        words.len(),
        packed.sources.len() - source,
    )
    .expect("a string takes everything");
}

/// The module that a file is, and whether it is a package.
fn module_name(relative: &str) -> (String, bool) {
    let stem = relative.strip_suffix(".py").expect("a .py file").replace('/', ".");
    match stem.strip_suffix(".__init__") {
        Some(package) => (package.to_string(), true),
        None => (stem, false),
    }
}

fn write(packed: &Packed) {
    let out = PathBuf::from(std::env::var("OUT_DIR").expect("set by cargo"));
    std::fs::write(out.join("units.bin"), &packed.units).expect("OUT_DIR is writable");
    std::fs::write(out.join("sources.bin"), &packed.sources).expect("OUT_DIR is writable");
    let index = format!(
        "/// Words of all units.\nconst UNIT_WORDS: usize = {};\nstatic ENTRIES: &[Entry] = &[\n{}];\n",
        packed.units.len() / 4,
        packed.index
    );
    std::fs::write(out.join("index.rs"), index).expect("OUT_DIR is writable");
}
