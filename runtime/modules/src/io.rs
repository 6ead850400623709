//! `_io`: files, buffers over them and text over those, and their twins in memory.
//!
//! ```text
//! TextIOWrapper ── BufferedReader/Writer/Random ── FileIO ── descriptor
//!  text.rs          buffered.rs                     file.rs
//! ```
//!
//! Every object's state is an [`Io`], made by `_IOBase.__new__` for the nearest native class of its MRO, so that
//! program classes can derive from any of them. A layer calls the one below through the object, as programs may
//! put their own there; where it is exactly the builtin one, the Rust function is called and no Python runs.

pub mod base;
pub mod buffered;
pub mod bytes;
pub mod decoder;
pub mod file;
pub mod file_open;
pub mod generic;
pub mod line;
pub mod newline;
pub mod pair;
pub mod position;
pub mod reading;
pub mod state;
pub mod streams;
pub mod string;
pub mod text;
pub mod text_open;
pub mod text_read;
pub mod text_write;
pub mod top;
pub mod writing;

use crate::util::{add_subtype, class_of, hidden_type};
use pyspec_abi::Value;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{ModuleTable, Outcome, Raised, TypeTable};
use pyspec_runtime::object::class::ClassRef;

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "_io",
    doc: "The io module provides the Python interfaces to stream handling.",
    functions: top::ROWS,
    init: Some(init),
};

/// Bytes that buffers hold unless told otherwise.
pub const DEFAULT_BUFFER_SIZE: usize = 128 << 10;

/// What the module keeps.
struct Own {
    unsupported: ClassRef,
}

fn init(vm: &mut Vm, module: Value) -> Outcome<()> {
    let base = add_subtype(vm, module, &base::IO_BASE, &[])?;
    crate::util::give_dict(vm, base);
    for (table, parent) in CLASSES {
        let parent = class_of(vm, parent);
        add_subtype(vm, module, table, &[parent])?;
    }
    add_subtype(vm, module, &newline::TABLE, &[])?;
    hidden_type(vm, &bytes::VIEWED)?;
    vm.text_sink = Some(text_write::put_text);
    vm.register_buffer(bytes::memory, None);
    let size = Value::small_int(DEFAULT_BUFFER_SIZE as isize);
    vm.set_module_attr(module, "DEFAULT_BUFFER_SIZE", size)?;
    let blocking = exception(vm, "BlockingIOError");
    vm.set_module_attr(module, "BlockingIOError", blocking.value())?;
    let class = unsupported_operation(vm)?;
    vm.set_module_attr(module, "UnsupportedOperation", class)?;
    let unsupported = vm.as_class(class).expect("a class");
    vm.module_state.insert("_io", Box::new(Own { unsupported }));
    // The builtin is this very function.
    let (builtins, open) = (vm.builtins, vm.get_attr_text(module, "open")?);
    vm.dict_set_text(builtins, "open", open)?;
    Ok(())
}

/// The classes in an order in which each finds its base.
static CLASSES: &[(&TypeTable, &TypeTable)] = &[
    (&generic::RAW_BASE, &base::IO_BASE),
    (&generic::BUFFERED_BASE, &base::IO_BASE),
    (&generic::TEXT_BASE, &base::IO_BASE),
    (&file::TABLE, &generic::RAW_BASE),
    (&bytes::TABLE, &generic::BUFFERED_BASE),
    (&buffered::READER, &generic::BUFFERED_BASE),
    (&buffered::WRITER, &generic::BUFFERED_BASE),
    (&buffered::RANDOM, &generic::BUFFERED_BASE),
    (&pair::TABLE, &generic::BUFFERED_BASE),
    (&string::TABLE, &generic::TEXT_BASE),
    (&text::TABLE, &generic::TEXT_BASE),
];

fn unsupported_operation(vm: &mut Vm) -> Outcome {
    let kind = vm.builtin_class(pyspec_abi::types::TYPE).value();
    let bases = vm.new_tuple(&[vm.exceptions.OSError.value(), vm.exceptions.ValueError.value()])?;
    let (dict, name, own) = (vm.new_dict()?, vm.new_str("UnsupportedOperation")?, vm.new_str("io")?);
    vm.dict_set_text(dict, "__module__", own)?;
    vm.call(kind, &[name, bases, dict])
}

/// A builtin exception that the runtime itself does not raise.
pub fn exception(vm: &Vm, name: &str) -> ClassRef {
    vm.exception_classes.iter().find(|c| c.0 == name).expect("a builtin exception").1
}

/// `UnsupportedOperation(text)`.
pub fn unsupported(vm: &mut Vm, text: &str) -> Raised {
    let class = vm.module_state["_io"].downcast_ref::<Own>().expect("this module's state").unsupported;
    vm.raise_text(class, text)
}

/// Whether the object's class is the builtin one itself.
pub fn is_exact(vm: &Vm, object: Value, table: &'static TypeTable) -> bool {
    object.is_ptr() && vm.class_of(object).info().table.is_some_and(|t| std::ptr::eq(t, table))
}
