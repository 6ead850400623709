//! The rows of `bytes`, and those that `bytearray` has too.

use super::methods as m;
use crate::native::{Args, Native, Outcome, TypeTable, native};
use crate::vm::Vm;
use pyspec_abi::effects::Effect;
use pyspec_abi::types as id;

/// The rows of both types, with the given ones in front.
macro_rules! byte_rows {
    ($($own:expr,)*) => { &[
        $($own,)*
        native("__len__", "(self, /)", Effect::PURE, m::len),
        native("__contains__", "(self, key, /)", P, m::contains),
        native("__getitem__", "(self, key, /)", P, m::get_item),
        native("__add__", "(self, value, /)", P, m::add),
        native("__mul__", "(self, value, /)", P, m::mul),
        native("__rmul__", "(self, value, /)", P, m::mul),
        native("__mod__", "(self, value, /)", P, m::modulo),
        native("__rmod__", "(self, value, /)", P, m::rmodulo),
        native("__eq__", "(self, value, /)", P, m::eq),
        native("__ne__", "(self, value, /)", P, m::ne),
        native("__lt__", "(self, value, /)", P, m::lt),
        native("__le__", "(self, value, /)", P, m::le),
        native("__gt__", "(self, value, /)", P, m::gt),
        native("__ge__", "(self, value, /)", P, m::ge),
        native("decode", "(self, /, encoding='utf-8', errors='strict')", P, m::decode),
        native("hex", "(self, /, sep=None, bytes_per_sep=1)", P, m::hex)
            .doc("Two hexadecimal digits for each byte, perhaps with a separator between groups of them.\n\n>>> b'\\xab\\xcd'.hex(':')\n'ab:cd'"),
        native("fromhex", "(cls, string, /)", P, m::fromhex).kind(crate::native::NativeKind::ClassMethod),
        native("replace", "(self, old, new, count=-1, /)", P, m::replace),
        native("split", "(self, /, sep=None, maxsplit=-1)", P, m::split),
        native("rsplit", "(self, /, sep=None, maxsplit=-1)", P, m::rsplit),
        native("splitlines", "(self, /, keepends=False)", P, m::splitlines),
        native("join", "(self, iterable_of_bytes, /)", P, m::join),
        native("lower", "(self, /)", E, m::lower),
        native("upper", "(self, /)", E, m::upper),
        native("swapcase", "(self, /)", E, m::swapcase),
        native("title", "(self, /)", E, m::title),
        native("capitalize", "(self, /)", E, m::capitalize),
        native("center", "(self, width, fillchar=b' ', /)", P, m::center),
        native("ljust", "(self, width, fillchar=b' ', /)", P, m::ljust),
        native("rjust", "(self, width, fillchar=b' ', /)", P, m::rjust),
        native("zfill", "(self, width, /)", P, m::zfill),
        native("expandtabs", "(self, /, tabsize=8)", P, m::expandtabs),
        native("count", "(self, sub, start=None, end=None, /)", P, m::count),
        native("find", "(self, sub, start=None, end=None, /)", P, m::find_method),
        native("rfind", "(self, sub, start=None, end=None, /)", P, m::rfind),
        native("index", "(self, sub, start=None, end=None, /)", P, m::index_method),
        native("rindex", "(self, sub, start=None, end=None, /)", P, m::rindex),
        native("startswith", "(self, prefix, start=None, end=None, /)", P, m::startswith),
        native("endswith", "(self, suffix, start=None, end=None, /)", P, m::endswith),
        native("removeprefix", "(self, prefix, /)", P, m::removeprefix),
        native("removesuffix", "(self, suffix, /)", P, m::removesuffix),
        native("partition", "(self, sep, /)", P, m::partition),
        native("rpartition", "(self, sep, /)", P, m::rpartition),
        native("strip", "(self, bytes=None, /)", P, m::strip),
        native("lstrip", "(self, bytes=None, /)", P, m::lstrip),
        native("rstrip", "(self, bytes=None, /)", P, m::rstrip),
        native("translate", "(self, table, /, delete=b'')", P, m::translate),
        native("maketrans", "(frm, to, /)", P, m::maketrans).kind(crate::native::NativeKind::StaticMethod),
        native("isalpha", "(self, /)", Effect::PURE, m::isalpha),
        native("isalnum", "(self, /)", Effect::PURE, m::isalnum),
        native("isascii", "(self, /)", Effect::PURE, m::isascii),
        native("isdigit", "(self, /)", Effect::PURE, m::isdigit),
        native("isspace", "(self, /)", Effect::PURE, m::isspace),
        native("islower", "(self, /)", Effect::PURE, m::islower),
        native("isupper", "(self, /)", Effect::PURE, m::isupper),
        native("istitle", "(self, /)", Effect::PURE, m::istitle),
        native("__iter__", "(self, /)", E, iter),
        native("__buffer__", "(self, flags, /)", E, super::view::buffer),
    ] };
}
pub(super) use byte_rows;

/// The type.
pub static TABLE: TypeTable = TypeTable {
    map: id::BYTES,
    name: "bytes",
    module: "builtins",
    doc: "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\nbytes(int) -> bytes object of size given by the parameter initialized with null bytes\nbytes() -> empty bytes object\n\nConstruct an immutable array of bytes from:\n  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n  - any object implementing the buffer API.\n  - an integer",
    rows: ROWS,
};

pub(super) const E: Effect = Effect::ALLOC.or(Effect::RAISE);
pub(super) const P: Effect = Effect::PYTHON;

const ROWS: &[Native] = byte_rows! {
    native("__new__", "(cls, source=b'', encoding='utf-8', errors='strict')", P, new),
    native("__repr__", "(self, /)", E, m::repr_bytes),
    native("__str__", "(self, /)", E, m::repr_bytes),
    native("__hash__", "(self, /)", E, m::hash_bytes),
    native("__bytes__", "(self, /)", E, bytes),
    native("__getnewargs__", "(self, /)", E, getnewargs),
};

fn new(vm: &mut Vm, args: Args) -> Outcome {
    let class = vm.class_argument(args[0], id::BYTES)?;
    let plain = args.given(2).is_none() && args.given(3).is_none();
    let exact = match args.given(1) {
        Some(source) if plain && vm.is_bytes(source) && vm.exact(source).is(source) => source,
        source => {
            let bytes = vm.bytes_argument(source, args.given(2), args.given(3), "bytes")?;
            vm.make_bytes(&bytes)?
        }
    };
    vm.of_class(class, id::BYTES, exact)
}

fn bytes(vm: &mut Vm, args: Args) -> Outcome {
    Ok(vm.exact(args[0]))
}

fn getnewargs(vm: &mut Vm, args: Args) -> Outcome {
    let bytes = vm.exact(args[0]);
    vm.new_tuple(&[bytes])
}

/// An iterator by index: what it iterates over may change.
pub(super) fn iter(vm: &mut Vm, args: Args) -> Outcome {
    vm.new_iterator(id::SEQUENCE_ITERATOR, args[0], 0)
}
