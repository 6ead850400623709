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

fn main() {
    let file = std::env::args().nth(1).expect("a file");
    let thread = std::thread::Builder::new().stack_size(256 << 20).spawn(move || run(&file)).expect("a thread");
    let status = thread.join().unwrap_or(101);
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
