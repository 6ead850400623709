//! Runs a Python file with nothing but the runtime: `cargo run -p pyspec-runtime --example run FILE`.

use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Native, Outcome, native};
use pyspec_runtime::vm::Options;

static PRINT: Native = native("print", "(*args)", Effect::PYTHON, print);

fn print(vm: &mut Vm, args: Args) -> Outcome {
    let mut line = String::new();
    for (i, &v) in vm.tuple_items(args[0]).iter().enumerate() {
        if i > 0 {
            line.push(' ');
        }
        line.push_str(&vm.str_text(v)?);
    }
    println!("{line}");
    Ok(Value::NONE)
}

static MORE: [Native; 7] = [
    native("len", "(x, /)", Effect::PYTHON, |vm, a| {
        let n = vm.len(a[0])?;
        vm.new_int(n as i64)
    }),
    native("repr", "(x, /)", Effect::PYTHON, |vm, a| vm.repr(a[0])),
    native("iter", "(x, /)", Effect::PYTHON, |vm, a| vm.iter(a[0])),
    native("next", "(x, /)", Effect::PYTHON, |vm, a| {
        let v = vm.next(a[0])?;
        if v.is(Value::UNSET) { Err(vm.stop_iteration(Value::NONE)) } else { Ok(v) }
    }),
    native("locals", "()", Effect::PYTHON, |vm, _| vm.current_locals()),
    native("exec", "(s, /)", Effect::PYTHON, |vm, a| {
        let t = vm.str_lossy(a[0]);
        let c = vm.compile_text(&t, "<string>", Default::default(), &Default::default())?;
        let g = vm.current_globals().unwrap();
        vm.run_code(c, g, Value::NONE)
    }),
    native("frame", "(n, /)", Effect::PYTHON, |vm, a| {
        let f = vm.current_frame(a[0].as_int() as usize)?;
        Ok(f.unwrap_or(Value::NONE))
    }),
];

fn main() {
    let file = std::env::args().nth(1).expect("a file");
    let big = std::thread::Builder::new().stack_size(256 << 20).spawn(move || run(&file)).expect("a thread");
    let status = big.join().expect("no panic");
    std::process::exit(status);
}

fn run(file: &str) -> i32 {
    let source = std::fs::read(file).expect("a readable file");
    let module = match pyspec_front::compile(&source, file, Default::default(), &Default::default()) {
        Ok(module) => module,
        Err(e) => {
            eprintln!("{e:?}");
            return 1;
        }
    };
    let words = pyspec_front::encode(&module).words;
    if std::env::var_os("DUMP").is_some() {
        println!("{}", pyspec_front::disassemble(&words));
    }
    let mut vm = Vm::new(Options::default(), &[], None);
    let result = (|| {
        let builtins = vm.builtins;
        if vm.dict_get_text(builtins, "print")?.is(Value::UNSET) {
            let print = vm.new_native(&PRINT, Value::UNSET, Value::NONE)?;
            vm.dict_set_text(builtins, "print", print)?;
        }
        for row in &MORE {
            let f = vm.new_native(row, Value::UNSET, Value::NONE)?;
            vm.dict_set_text(builtins, row.name, f)?;
        }
        let globals = vm.new_globals()?;
        let name = vm.new_str("__main__")?;
        vm.dict_set_text(globals, "__name__", name)?;
        vm.dict_set_text(globals, "__builtins__", builtins)?;
        vm.run_module(words.leak(), globals)
    })();
    match result {
        Ok(_) => 0,
        Err(_) => vm.report_uncaught(),
    }
}
