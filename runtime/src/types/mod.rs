//! The builtin types, a file or folder each: table of rows, then the natives.

pub mod alias;
pub mod async_hooks;
pub mod bool_;
pub mod bytes;
pub mod code;
pub mod complex;
pub mod construct;
#[cfg(test)]
mod containers_test;
pub mod descriptor;
pub mod dict;
pub mod ellipsis;
pub mod exception;
pub mod float;
pub mod format;
pub mod frame;
mod frame_copies;
pub mod frame_locals;
pub mod function;
pub mod generator;
pub mod int;
pub mod iterators;
pub mod list;
pub mod method;
pub mod module;
pub mod namespace;
pub mod native;
pub mod new_class;
pub mod none;
pub mod object;
pub mod property;
pub mod range;
pub mod sequence;
pub mod set;
pub mod slice;
pub mod static_class;
pub mod str;
pub mod structseq;
pub mod super_;
pub mod traceback;
pub mod tuple;
pub mod type_;
pub mod views;
pub mod weakref;

use crate::native::{Outcome, TypeTable};
use crate::vm::Vm;
use pyspec_abi::types as id;

/// The builtin types with rows and the maps of their bases (none: `object`), bases first.
/// A builtin map without a row here has a class without attributes of its own.
pub const TABLES: &[(&TypeTable, &[u32])] = &[
    (&object::TABLE, &[]),
    (&type_::TABLE, &[id::OBJECT]),
    (&none::TABLE, &[]),
    (&ellipsis::TABLE, &[]),
    (&ellipsis::NOT_IMPLEMENTED_TABLE, &[]),
    (&function::TABLE, &[]),
    (&method::TABLE, &[]),
    (&native::TABLE, &[]),
    (&native::METHOD_TABLE, &[]),
    (&native::WRAPPER_TABLE, &[]),
    (&descriptor::MEMBER_TABLE, &[]),
    (&descriptor::GETSET_TABLE, &[]),
    (&property::TABLE, &[]),
    (&static_class::STATIC_TABLE, &[]),
    (&static_class::CLASS_TABLE, &[]),
    (&super_::TABLE, &[]),
    (&module::TABLE, &[]),
    (&module::CELL_TABLE, &[]),
    (&namespace::PROXY_TABLE, &[]),
    (&weakref::TABLE, &[]),
    (&exception::TABLE, &[]),
    // Numbers and text.
    (&int::TABLE, &[]),
    (&bool_::TABLE, &[id::INT]),
    (&float::TABLE, &[]),
    (&complex::TABLE, &[]),
    (&str::TABLE, &[]),
    (&bytes::BYTES, &[]),
    (&bytes::BYTEARRAY, &[]),
    (&bytes::MEMORYVIEW, &[]),
    // Containers.
    (&list::TABLE, &[]),
    (&tuple::TABLE, &[]),
    (&dict::TABLE, &[]),
    (&set::TABLE, &[]),
    (&set::FROZEN_TABLE, &[]),
    (&range::TABLE, &[]),
    (&range::ITERATOR, &[]),
    (&slice::TABLE, &[]),
    (&iterators::anext::TABLE, &[]),
    // Code.
    (&code::TABLE, &[]),
    (&frame::TABLE, &[]),
    (&traceback::TABLE, &[]),
    (&generator::TABLE, &[]),
    (&generator::COROUTINE_TABLE, &[]),
    (&generator::ASYNC_TABLE, &[]),
];

/// More of them, whose base is `object`.
pub const GROUPS: &[&[&TypeTable]] = &[iterators::basic::TABLES, iterators::combining::TABLES, views::TABLES];

/// What types do once their classes are there.
pub fn start(vm: &mut Vm) -> Outcome<()> {
    alias::start(vm)?;
    module::start(vm)
}
