// Places where the published library speaks of the implementation it was packed for, put right when packing.

/// A file, text in it, and what stands there instead. A text that is not found fails the build.
type Patch = (&'static str, &'static str, &'static str);

const PATCHES: &[Patch] = &[
    // Bytecode is not written, since nothing reads it.
    (
        "importlib/_bootstrap_external.py",
        "if (not sys.dont_write_bytecode and bytecode_path is not None and",
        "if (False and bytecode_path is not None and",
    ),
    (
        "linecache.py",
        "    # Try for a __loader__, if available\n",
        "    if filename.startswith('<library>/'):\n        import _imp\n        return (lambda: _imp.library_source(filename),)\n",
    ),
    // Instructions that read attributes and globals.
    ("inspect.py", "if opname == \"LOAD_ATTR\":", "if opname in (\"GETATTR\", \"FINDMETHOD\", \"CALLM\", \"CALLMKW\"):"),
    ("inspect.py", "elif opname == \"LOAD_GLOBAL\":", "elif opname in (\"LOADGLOBAL\", \"LOADNAME\"):"),
    ("sysconfig/__init__.py", "return 'RustPython'  # XXX: RUSTPYTHON; For site-packages", "return 'Python'"),
    ("site.py", "return 'RustPython' # XXX: RUSTPYTHON; for site-packages", "return 'Python'"),
    (
        "site.py",
        "    # XXX: RUSTPYTHON\n    return f'{userbase}/lib/rustpython{version[0]}",
        "    return f'{userbase}/lib/python{version[0]}",
    ),
    (
        "io.py",
        "# XXX: RUSTPYTHON; FileIO needs host_env, optional without it\ntry:\n    from _io import FileIO\nexcept ImportError:\n    FileIO = None\n",
        "from _io import FileIO\n",
    ),
    ("io.py", "if FileIO is not None:  # XXX: RUSTPYTHON; see the try/except above\n    RawIOBase", "RawIOBase"),
    (
        "platform.py",
        "        # XXX: RUSTPYTHON support\n        if \"RustPython\" in sys_version:\n            name = \"RustPython\"\n        else:\n            name = 'CPython'\n",
        "        name = 'CPython'\n",
    ),
    (
        "_compat_pickle.py",
        "# NOTE: RUSTPYTHON exceptions\ntry:\n    JitError\nexcept NameError:\n    pass\nelse:\n    PYTHON2_EXCEPTIONS += (\"JitError\",)\n",
        "",
    ),
];

/// A file, where a passage begins and the line before which it ends: cut out.
const CUTS: &[Patch] = &[
    ("json/decoder.py", "    # RUSTPYTHON SPECIFIC\n", "    # Note that this exception is used from _json\n"),
    ("unittest/__init__.py", "# XXX: RUSTPYTHON\n# This is very useful", ""),
];

/// The text of a library file as it is embedded.
fn patched(path: &str, mut text: String) -> String {
    for (file, from, to) in PATCHES {
        if *file == path {
            assert!(text.contains(from), "{path}: the passage to put right is not there: {from}");
            text = text.replace(from, to);
        }
    }
    for (file, start, end) in CUTS {
        if *file == path {
            let from = text.find(start).unwrap_or_else(|| panic!("{path}: the passage to cut is not there: {start}"));
            let to = if end.is_empty() { text.len() } else { from + text[from..].find(end).expect("the end of the cut") };
            text.replace_range(from..to, "");
        }
    }
    text
}
