//! Code memory: functions are installed, called, patched and freed; free ranges grow together again.

mod support;

use pyspec_emit::memory::{CodeMemory, InstallError, write_perf_entry};
use pyspec_emit::mir::{Symbol, parse};
use pyspec_emit::{CompiledCode, Options, RelocKind, Relocation, Target, compile};
use support::THUNK;

/// `return number`
fn constant(number: i64) -> CompiledCode {
    let text = format!("function \"constant\"() sysv\nb0:\n  v0 = imm {number}\n  ret v0\n");
    let func = &parse(&text).expect("parses")[0];
    compile(func, Target::X86_64, &Options::new(THUNK)).expect("compiles")
}

fn call(address: u64) -> u64 {
    // SAFETY: the tests call what they have just installed, without arguments.
    unsafe { std::mem::transmute::<usize, extern "C" fn() -> u64>(address as usize)() }
}

#[test]
fn ranges_grow_together_again() {
    let mut memory = CodeMemory::new(64 * 100).expect("memory");
    let size = memory.capacity();
    let mut installed = Vec::new();
    for number in 0.. {
        match memory.install_function(&constant(number), &mut support::resolve) {
            Ok(code) => installed.push(code),
            Err(error) => {
                assert_eq!(error, InstallError::Full);
                break;
            }
        }
    }
    assert_eq!(installed.len(), size / 64);
    assert_eq!(memory.used(), size);
    for (number, code) in installed.iter().enumerate() {
        assert_eq!(code.address() % 64, 0);
        assert!(code.contains(code.address()) && !code.contains(code.address() + code.len() as u64));
        assert_eq!(call(code.address()), number as u64);
    }
    // Every other one first, so that holes close from both sides.
    let (mut odd, mut even) = (Vec::new(), Vec::new());
    for (number, code) in installed.into_iter().enumerate() {
        if number % 2 == 0 { even.push(code) } else { odd.push(code) }
    }
    even.into_iter().chain(odd).for_each(|code| memory.free(code));
    assert_eq!(memory.used(), 0);
    let all = memory.allocate(size).expect("one range again");
    memory.discard(all);
}

#[test]
fn far_calls_go_through_one_island() {
    let mut memory = CodeMemory::new(1 << 16).expect("memory");
    let text = "function \"caller\"() sysv\nb0:\n  v0 = call @5()\n  v1 = call @5()\n  v2 = add v0, v1\n  ret v2\n";
    let caller = compile(&parse(text).expect("parses")[0], Target::X86_64, &Options::new(THUNK)).expect("compiles");
    extern "C" fn far() -> u64 {
        21
    }
    let before = memory.used();
    let code = memory.install_function(&caller, &mut |_| far as *const () as u64).expect("installed");
    assert_eq!(call(code.address()), 42);
    let once = memory.used() - before;
    let again = memory.install_function(&caller, &mut |_| far as *const () as u64).expect("installed");
    assert_eq!(call(again.address()), 42);
    assert!(memory.used() - before <= 2 * once, "islands are shared");
    let mut perf = Vec::new();
    write_perf_entry(&mut perf, &again, "caller").expect("a vector takes everything");
    assert_eq!(String::from_utf8_lossy(&perf), format!("{:x} {:x} caller\n", again.address(), again.len()));
    memory.free(code);
    memory.free(again);
}

#[test]
fn data_out_of_reach_is_an_error() {
    let mut memory = CodeMemory::new(1 << 12).expect("memory");
    let mut code = constant(1);
    let symbol = Symbol(9);
    code.relocations.push(Relocation { offset: 0, kind: RelocKind::Abs32, symbol, addend: 0 });
    let error = memory.install_function(&code, &mut |_| 1 << 40).expect_err("it does not fit");
    assert_eq!(error, InstallError::OutOfReach(symbol));
    assert_eq!(memory.used(), 0, "nothing is left over");
}

/// A guard's jump is pointed at a bridge and back.
#[test]
fn guards_are_patched_to_bridges() {
    let text = "function \"guarded\"(v0: int) sysv\nexit x0 = 3 [v0]\nb0:\n  guard int.gt v0, 10 else x0\n  v1 = imm 1\n  ret v1\n";
    let func = &parse(text).expect("parses")[0];
    let guarded = compile(func, Target::X86_64, &Options::new(THUNK)).expect("compiles");
    let mut memory = CodeMemory::new(1 << 16).expect("memory");
    let code = memory.install_function(&guarded, &mut support::resolve).expect("installed");
    let bridge = memory.install_function(&constant(99), &mut support::resolve).expect("installed");
    let run = |address: u64, argument: u64| {
        // SAFETY: one int in, one out.
        unsafe { std::mem::transmute::<usize, extern "C" fn(u64) -> u64>(address as usize)(argument) }
    };
    assert_eq!(run(code.address(), 5), 1);
    let site = &guarded.exits[0];
    site.jumps.iter().for_each(|&jump| memory.patch_jump(&code, jump, bridge.address()));
    assert_eq!(run(code.address(), 11), 99);
    assert_eq!(run(code.address(), 10), 1);
    let stub = code.address() + site.stub_offset as u64;
    site.jumps.iter().for_each(|&jump| memory.patch_jump(&code, jump, stub));
    memory.free(bridge);
    assert_eq!(run(code.address(), 10), 1);
}

/// C enters compiled code: the context is set, compiled functions find it, what C wants preserved is.
#[test]
fn compiled_code_is_entered_with_a_context() {
    let text = "\
function \"entry\"(v0: int, v1: int) sysv
b0:
  set_context v0
  v2 = call @7(v1)
  v3 = add v2, [context + 8]
  ret v3

function \"inner\"(v0: int) compiled
exit x0 = 1 [v0]
b0:
  add.word [context + 8], 1
  br int.le v0, 0 then b1 else b2
b1:
  v1 = load.word [context]
  ret v1
b2:
  v2 = sub v0, 1
  v3 = call @7(v2) record x0
  v4 = add v3, v0
  ret v4
";
    let functions = parse(text).expect("parses");
    let options = Options::new(THUNK);
    let compiled: Vec<_> =
        functions.iter().map(|func| compile(func, Target::X86_64, &options).expect("compiles")).collect();
    assert_eq!(compiled[1].frame.saved, []);
    assert_eq!(compiled[0].frame.saved.len(), 6, "the callee preserves nothing, so the entry does");
    let mut memory = CodeMemory::new(1 << 16).expect("memory");
    // The inner function calls itself, so it has its place before its bytes.
    let draft = memory.allocate(compiled[1].bytes.len()).expect("room");
    let address = memory.future_address(&draft);
    let inner = memory.fill(draft, &compiled[1], &mut |_| address).expect("installed");
    assert_eq!(inner.address(), address);
    let entry = memory.install_function(&compiled[0], &mut |_| address).expect("installed");
    let mut context = [1000u64, 0];
    // SAFETY: two ints in, one out; the context is two words, the second of which the code writes.
    let result = unsafe {
        std::mem::transmute::<usize, extern "C" fn(*mut u64, u64) -> u64>(entry.address() as usize)(
            context.as_mut_ptr(),
            10,
        )
    };
    assert_eq!(result, 1000 + 55 + 11);
}

/// After a fork each process writes its own code.
#[test]
fn a_fork_parts_the_code() {
    let mut memory = CodeMemory::new(1 << 16).expect("memory");
    let kept = memory.install_function(&constant(1), &mut support::resolve).expect("installed");
    let freed = memory.install_function(&constant(2), &mut support::resolve).expect("installed");
    let place = freed.address();
    let copy = memory.before_fork().expect("copied");
    // SAFETY: the child only writes and calls code memory, and leaves without running anything else.
    let child = unsafe { libc::fork() };
    if child == 0 {
        let is_right = memory.after_fork_in_child(copy).is_ok() && call(kept.address()) == 1 && call(place) == 2;
        memory.free(freed);
        let other = memory.install_function(&constant(3), &mut support::resolve);
        let is_own = other.is_ok_and(|code| code.address() == place && call(code.address()) == 3);
        // SAFETY: ends the child at once.
        unsafe { libc::_exit(if is_right && is_own { 0 } else { 1 }) };
    }
    drop(copy);
    let mut status = -1;
    // SAFETY: the child just made.
    unsafe { libc::waitpid(child, &raw mut status, 0) };
    assert_eq!(status, 0, "the child's code");
    assert_eq!(call(place), 2, "the parent's is untouched");
    memory.free(freed);
    assert_eq!(call(kept.address()), 1);
}
