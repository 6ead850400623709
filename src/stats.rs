//! Figures of a run: what `PYSPEC_STATS=FILE` asks for, written as JSON when the program ends.
//!
//! `pyspec report` reads them back. Births are counted by the collector and only when asked for, so a run
//! without them costs nothing; its CPU time with them includes the counting, the collector's own does not.

use pyspec_build::EXIT_REASONS;
use pyspec_runtime::Vm;
use pyspec_runtime::heap::Count;
use pyspec_runtime::object::plans::{ClassStatistics, ShapeStatistics};
use serde::{Deserialize, Serialize};

/// Names the file that figures go to.
pub const VARIABLE: &str = "PYSPEC_STATS";

/// All figures of a run.
#[derive(Serialize, Deserialize, Debug)]
pub struct Figures {
    pub version: u32,
    /// Times that compiled code was entered from the interpreter, and left otherwise than by returning.
    pub entered: u64,
    pub exits: u64,
    pub by_function: Vec<Exit>,
    pub compiled: Code,
    pub classes: Vec<Class>,
    pub collector: Collector,
    pub process: Process,
    /// What analysis predicted when the executable was built; null for `pyspec run`.
    pub prediction: serde_json::Value,
}

/// Exits at one line, for one reason.
#[derive(Serialize, Deserialize, Debug)]
pub struct Exit {
    pub function: String,
    pub file: String,
    pub line: u32,
    pub reason: String,
    pub count: u64,
}

/// Machine code of the executable.
#[derive(Serialize, Deserialize, Debug)]
pub struct Code {
    pub functions: usize,
    pub bytes: usize,
}

/// Instances of one class.
#[derive(Serialize, Deserialize, Debug)]
pub struct Class {
    /// Module and qualified name.
    pub class: String,
    pub line: u32,
    pub born: u64,
    pub born_bytes: u64,
    /// Alive when the program ended.
    pub live: u64,
    pub live_bytes: u64,
    /// Names in `__slots__`.
    pub slots: Vec<String>,
    pub shapes: Vec<Shape>,
}

/// Instances of one map.
#[derive(Serialize, Deserialize, Debug)]
pub struct Shape {
    pub attributes: Vec<String>,
    pub devolved: bool,
    pub born: u64,
    pub live: u64,
}

/// What the collector did.
#[derive(Serialize, Deserialize, Debug)]
pub struct Collector {
    pub minors: u64,
    pub majors: u64,
    /// CPU time.
    pub seconds: f64,
    pub longest_seconds: f64,
    pub copied_bytes: u64,
    /// Bytes of the heap's blocks at most, and when the program ended.
    pub peak_bytes: usize,
    pub end_bytes: usize,
}

/// What the system says of the process.
#[derive(Serialize, Deserialize, Debug)]
pub struct Process {
    pub peak_rss_bytes: u64,
    pub user_seconds: f64,
    pub system_seconds: f64,
}

/// Starts counting if figures are wanted.
pub fn begin(vm: &mut Vm) {
    if std::env::var_os(VARIABLE).is_some() {
        vm.heap.count_births();
    }
}

/// Writes the figures if they are wanted.
pub fn write(vm: &mut Vm, prediction: Option<&str>) {
    let Some(file) = std::env::var_os(VARIABLE) else { return };
    let text = serde_json::to_string_pretty(&figures(vm, prediction)).expect("figures are JSON");
    if let Err(e) = std::fs::write(&file, text + "\n") {
        eprintln!("pyspec: cannot write {}: {e}", file.to_string_lossy());
    }
}

fn figures(vm: &mut Vm, prediction: Option<&str>) -> Figures {
    // Before the collection that counts what lives.
    let (collector, process) = (collector(vm), process());
    let (functions, bytes) = vm.compiled.code_size();
    Figures {
        version: 2,
        entered: vm.compiled.entered,
        exits: vm.compiled.exits,
        by_function: exits(vm),
        compiled: Code { functions, bytes },
        classes: vm.class_statistics().iter().map(class).collect(),
        collector,
        process,
        prediction: prediction.and_then(|p| serde_json::from_str(p).ok()).unwrap_or_default(),
    }
}

fn exits(vm: &Vm) -> Vec<Exit> {
    let reason = |number: u16| EXIT_REASONS.get(number as usize).copied().unwrap_or("unknown").to_string();
    let taken = vm.compiled.exits_by_place().into_iter();
    taken
        .map(|e| Exit { function: e.qualname, file: e.file, line: e.line, reason: reason(e.reason), count: e.count })
        .collect()
}

fn class(statistics: &ClassStatistics) -> Class {
    let mut class = Class {
        class: format!("{}.{}", statistics.module, statistics.qualname),
        line: statistics.line,
        born: 0,
        born_bytes: 0,
        live: 0,
        live_bytes: 0,
        slots: statistics.slots.clone(),
        shapes: statistics.shapes.iter().map(shape).collect(),
    };
    for ShapeStatistics { born: Count { objects, bytes }, live, .. } in &statistics.shapes {
        class.born += objects;
        class.born_bytes += bytes;
        class.live += live.objects;
        class.live_bytes += live.bytes;
    }
    class
}

fn shape(s: &ShapeStatistics) -> Shape {
    Shape { attributes: s.attributes.clone(), devolved: s.is_devolved, born: s.born.objects, live: s.live.objects }
}

fn collector(vm: &Vm) -> Collector {
    let stats = vm.heap.stats();
    Collector {
        minors: stats.minors,
        majors: stats.majors,
        seconds: (stats.minor_ns + stats.major_ns) as f64 / 1e9,
        longest_seconds: stats.longest_minor_ns.max(stats.longest_major_ns) as f64 / 1e9,
        copied_bytes: stats.copied,
        peak_bytes: stats.peak_footprint.max(vm.heap.size()),
        end_bytes: vm.heap.size(),
    }
}

fn process() -> Process {
    let mut usage = std::mem::MaybeUninit::<libc::rusage>::zeroed();
    // SAFETY: the call writes to the struct that it is given, which zeros make valid before.
    let usage = unsafe {
        libc::getrusage(libc::RUSAGE_SELF, usage.as_mut_ptr());
        usage.assume_init()
    };
    let seconds = |t: libc::timeval| t.tv_sec as f64 + t.tv_usec as f64 / 1e6;
    Process {
        peak_rss_bytes: peak_of_this_program().unwrap_or(usage.ru_maxrss as u64 * 1024),
        user_seconds: seconds(usage.ru_utime),
        system_seconds: seconds(usage.ru_stime),
    }
}

/// The most memory that was resident since the program began. What `getrusage` says counts the process that started
/// it, before it became this one.
fn peak_of_this_program() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kib| kib * 1024)
}
