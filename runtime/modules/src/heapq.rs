//! `_heapq`: heaps in lists.

use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, Native, Outcome, native};
use pyspec_runtime::object::Gc;
use pyspec_runtime::object::layout::List;
use pyspec_runtime::protocol::compare::Comparison;

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "_heapq",
    doc: "Heap queue algorithm (a.k.a. priority queue).",
    functions: FUNCTIONS,
    init: Some(|vm, module| {
        let about = vm.new_str("Heap queues")?;
        vm.set_module_attr(module, "__about__", about)
    }),
};

const PY: Effect = Effect::PYTHON;

static FUNCTIONS: &[Native] = &[
    native("heappush", "(heap, item, /)", PY, |vm, a| push(vm, a, false)),
    native("heappop", "(heap, /)", PY, |vm, a| pop(vm, a, false)),
    native("heapreplace", "(heap, item, /)", PY, |vm, a| replace(vm, a, false)),
    native("heappushpop", "(heap, item, /)", PY, |vm, a| pushpop(vm, a, false)),
    native("heapify", "(heap, /)", PY, |vm, a| heapify(vm, a, false)),
    native("heappush_max", "(heap, item, /)", PY, |vm, a| push(vm, a, true)),
    native("heappop_max", "(heap, /)", PY, |vm, a| pop(vm, a, true)),
    native("heapreplace_max", "(heap, item, /)", PY, |vm, a| replace(vm, a, true)),
    native("heappushpop_max", "(heap, item, /)", PY, |vm, a| pushpop(vm, a, true)),
    native("heapify_max", "(heap, /)", PY, |vm, a| heapify(vm, a, true)),
];

fn list(vm: &mut Vm, v: Value, name: &str) -> Outcome<Gc<List>> {
    match Gc::from_value(vm, v) {
        Some(list) => Ok(list),
        None => {
            let kind = vm.type_name(v);
            Err(vm.type_error(format!("{name}() argument 1 must be list, not {kind}")))
        }
    }
}

fn at(vm: &mut Vm, heap: Gc<List>, i: usize, size: usize) -> Outcome {
    if heap.count() != size {
        return Err(vm.runtime_error("list changed size during iteration"));
    }
    Ok(heap.slots()[i])
}

/// Whether `a` goes before `b`.
fn before(vm: &mut Vm, a: Value, b: Value, max: bool) -> Outcome<bool> {
    if max { vm.compare_truth(Comparison::Lt, b, a) } else { vm.compare_truth(Comparison::Lt, a, b) }
}

fn sift_down(vm: &mut Vm, heap: Gc<List>, start: usize, mut i: usize, max: bool) -> Outcome<()> {
    let size = heap.count();
    let item = at(vm, heap, i, size)?;
    while i > start {
        let parent = (i - 1) / 2;
        let other = at(vm, heap, parent, size)?;
        let goes_up = before(vm, item, other, max)?;
        let (item, other) = (at(vm, heap, i, size)?, at(vm, heap, parent, size)?);
        if !goes_up {
            break;
        }
        vm.list_put(heap, i, other);
        vm.list_put(heap, parent, item);
        i = parent;
    }
    Ok(())
}

fn sift_up(vm: &mut Vm, heap: Gc<List>, start: usize, max: bool) -> Outcome<()> {
    let size = heap.count();
    let mut i = start;
    while 2 * i + 1 < size {
        let mut child = 2 * i + 1;
        if child + 1 < size {
            let (left, right) = (at(vm, heap, child, size)?, at(vm, heap, child + 1, size)?);
            if !before(vm, left, right, max)? {
                child += 1;
            }
        }
        let (item, up) = (at(vm, heap, i, size)?, at(vm, heap, child, size)?);
        vm.list_put(heap, i, up);
        vm.list_put(heap, child, item);
        i = child;
    }
    sift_down(vm, heap, start, i, max)
}

fn push(vm: &mut Vm, args: Args, max: bool) -> Outcome {
    let heap = list(vm, args[0], "heappush")?;
    vm.list_push(heap, args[1])?;
    sift_down(vm, heap, 0, heap.count() - 1, max)?;
    Ok(Value::NONE)
}

fn pop(vm: &mut Vm, args: Args, max: bool) -> Outcome {
    let heap = list(vm, args[0], "heappop")?;
    let n = heap.count();
    if n == 0 {
        return Err(vm.index_error("index out of range"));
    }
    let last = vm.list_take(heap, n - 1);
    if n == 1 {
        return Ok(last);
    }
    let first = heap.slots()[0];
    vm.list_put(heap, 0, last);
    sift_up(vm, heap, 0, max)?;
    Ok(first)
}

fn replace(vm: &mut Vm, args: Args, max: bool) -> Outcome {
    let heap = list(vm, args[0], "heapreplace")?;
    if heap.count() == 0 {
        return Err(vm.index_error("index out of range"));
    }
    let first = heap.slots()[0];
    vm.list_put(heap, 0, args[1]);
    sift_up(vm, heap, 0, max)?;
    Ok(first)
}

fn pushpop(vm: &mut Vm, args: Args, max: bool) -> Outcome {
    let heap = list(vm, args[0], "heappushpop")?;
    if heap.count() == 0 {
        return Ok(args[1]);
    }
    let first = heap.slots()[0];
    if !before(vm, first, args[1], max)? {
        return Ok(args[1]);
    }
    replace(vm, args, max)
}

fn heapify(vm: &mut Vm, args: Args, max: bool) -> Outcome {
    let heap = list(vm, args[0], "heapify")?;
    for i in (0..heap.count() / 2).rev() {
        sift_up(vm, heap, i, max)?;
    }
    Ok(Value::NONE)
}
