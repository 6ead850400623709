//! What happens to an exception that ends a thread, and interrupting the main one.

use pyspec_abi::Value;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Outcome};
use pyspec_runtime::object::class::ClassRef;

const FIELDS: &[&str] = &["exc_type", "exc_value", "exc_traceback", "thread"];

/// Makes the type of the hook's argument.
pub fn init(vm: &mut Vm, module: Value) -> Outcome<()> {
    let about = "ExceptHookArgs: Type used to pass arguments to threading.excepthook.";
    let class = vm.new_struct_type("_thread", "_ExceptHookArgs", about, FIELDS, FIELDS.len())?;
    vm.module_state.insert("_thread hook", Box::new(class));
    vm.set_module_attr(module, "_ExceptHookArgs", class.value())
}

/// Says on the stream for errors what ended a thread; that one was told to end is not said.
pub fn except_hook(vm: &mut Vm, args: Args) -> Outcome {
    let class = *vm.module_state["_thread hook"].downcast_ref::<ClassRef>().expect("the class");
    if vm.class_of(args[0]) != class {
        return Err(vm.type_error("_thread.excepthook argument type must be ExceptHookArgs"));
    }
    let exit = vm.exceptions.SystemExit.value();
    let [kind, exception, thread] = [
        vm.get_attr_text(args[0], "exc_type")?,
        vm.get_attr_text(args[0], "exc_value")?,
        vm.get_attr_text(args[0], "thread")?,
    ];
    if kind.is(exit) {
        return Ok(Value::NONE);
    }
    let name = if thread.is(Value::NONE) { Value::UNSET } else { vm.get_attr_text_or_unset(thread, "name")? };
    let name = if name.is(Value::UNSET) { vm.thread_ident().to_string() } else { vm.str_text(name)? };
    let traceback = vm.traceback_text(exception);
    let text = format!("Exception in thread {name}:\n{traceback}");
    let sys = vm.sys;
    let mut stream = vm.get_attr_text_or_unset(sys, "stderr")?;
    if stream.is(Value::UNSET) || stream.is(Value::NONE) {
        // At the end of a program `sys` may have none; the thread kept the one it began with.
        stream = if thread.is(Value::NONE) { Value::NONE } else { vm.get_attr_text_or_unset(thread, "_stderr")? };
    }
    if !stream.is(Value::NONE) && !stream.is(Value::UNSET) {
        let text = vm.new_str(&text)?;
        vm.call_method(stream, "write", &[text])?;
        vm.call_method(stream, "flush", &[])?;
    }
    Ok(Value::NONE)
}

/// Simulates the arrival of a signal, if a handler waits for it.
pub fn interrupt_main(vm: &mut Vm, args: Args) -> Outcome {
    let number = args.given(0).map_or(Ok(libc::SIGINT.into()), |v| vm.index_i64(v))?;
    crate::signal::arrive(vm, number)?;
    vm.safepoint()?;
    Ok(Value::NONE)
}
