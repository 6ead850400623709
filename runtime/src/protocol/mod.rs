//! What every part of the runtime asks of objects: one function per protocol.
//!
//! Each takes `&mut Vm` exactly if it may run Python or collect. Exact builtins take a short way;
//! all else goes through the class's special methods.

pub mod attribute;
pub mod buffer;
pub mod call;
pub mod compare;
pub mod convert;
pub mod iterate;
pub mod machine_array;
pub mod make;
pub mod operate;
pub mod raise;
