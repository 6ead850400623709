//! Programs about objects and classes that assert what they expect, run as they are and with a
//! collection at every few allocations.

use pyspec_runtime::Vm;
use pyspec_runtime::vm::Options;

fn check(name: &str, source: &'static str, stress: &str) {
    // SAFETY: the tests of this file run in one thread each and read this variable at their start only.
    unsafe { std::env::set_var("PYSPEC_GC_STRESS", stress) };
    let run = move || {
        let mut vm = Vm::new(Options::default(), &[], None);
        let module = vm.new_module("__main__").expect("memory");
        let globals = vm.instance_dict(module).expect("memory");
        vm.run_main(source.as_bytes(), "test.py", globals)
    };
    let status = std::thread::Builder::new().stack_size(64 << 20).spawn(run).expect("a thread").join();
    assert_eq!(status.expect("no panic"), 0, "{name} with stress {stress}");
}

#[test]
fn programs_about_objects() {
    for stress in ["0", "5"] {
        check("instances", include_str!("objects/instances.py"), stress);
        check("classes", include_str!("objects/classes.py"), stress);
        check("protocols", include_str!("objects/protocols.py"), stress);
    }
}
