//! Figures out of a running program.

use pyspec_runtime::Vm;

/// Writes what `PYSPEC_STATS=FILE` asks for: JSON, at exit.
pub fn write_stats(vm: &Vm) {
    let Some(file) = std::env::var_os("PYSPEC_STATS") else { return };
    let entered = vm.compiled.entered;
    let exits = vm.compiled.exits;
    let rows: Vec<String> = vm
        .compiled
        .exits_by_function()
        .into_iter()
        .map(|((module, function), reason, n)| {
            format!("{{\"module\": {module}, \"function\": {function}, \"reason\": {reason}, \"count\": {n}}}")
        })
        .collect();
    let text = format!(
        "{{\"version\": 1, \"entered\": {entered}, \"exits\": {exits}, \"by_function\": [{}]}}\n",
        rows.join(", ")
    );
    if let Err(e) = std::fs::write(&file, text) {
        eprintln!("pyspec: cannot write {}: {e}", file.to_string_lossy());
    }
}
