//! The state of every object of `_io`.

use super::{base, buffered, bytes, file, pair, string, text};
use pyspec_abi::Value;
use pyspec_runtime::Vm;
use pyspec_runtime::heap::Payload;
use pyspec_runtime::native::{Args, Outcome, Raised, TypeTable};

/// An object of a class of this module.
pub struct Io {
    /// `_IOBase.close` was called.
    pub closed: bool,
    /// The finalizer closes it: a file that closes now was forgotten.
    pub finalizing: bool,
    pub kind: Kind,
}

/// What its nearest native class adds.
pub enum Kind {
    /// An abstract base class: all else is the program's.
    Plain,
    File(file::File),
    Bytes(bytes::Bytes),
    Buffered(Box<buffered::Buffered>),
    Pair(pair::Pair),
    Str(Box<string::Chars>),
    Text(Box<text::Text>),
}

impl Payload for Io {
    fn trace(&mut self, visit: &mut dyn FnMut(&mut Value)) {
        match &mut self.kind {
            Kind::Plain | Kind::File(_) | Kind::Str(_) => {}
            Kind::Bytes(b) => b.views.iter_mut().for_each(visit),
            Kind::Buffered(b) => visit(&mut b.raw),
            Kind::Pair(p) => {
                visit(&mut p.reader);
                visit(&mut p.writer);
            }
            Kind::Text(t) => t.values().into_iter().for_each(visit),
        }
    }

    fn holds_values(&self) -> bool {
        !matches!(self.kind, Kind::Plain | Kind::File(_) | Kind::Str(_))
    }

    fn bytes(&self) -> usize {
        match &self.kind {
            Kind::Bytes(b) => b.data.capacity(),
            Kind::Str(s) => s.data.capacity(),
            Kind::Buffered(b) => b.memory(),
            Kind::Text(t) => t.memory(),
            _ => 0,
        }
    }
}

/// State of a new object of the class with this table, if it has one of its own.
pub fn kind_for(table: &'static TypeTable) -> Option<Kind> {
    let is = |other: &'static TypeTable| std::ptr::eq(table, other);
    if is(&file::TABLE) {
        return Some(Kind::File(file::File::default()));
    }
    if is(&bytes::TABLE) {
        return Some(Kind::Bytes(bytes::Bytes::default()));
    }
    if is(&string::TABLE) {
        return Some(Kind::Str(Box::default()));
    }
    if is(&text::TABLE) {
        return Some(Kind::Text(Box::default()));
    }
    if is(&pair::TABLE) {
        return Some(Kind::Pair(pair::Pair { reader: Value::UNSET, writer: Value::UNSET }));
    }
    let side = |readable, writable| Some(Kind::Buffered(Box::new(buffered::Buffered::new(readable, writable))));
    if is(&buffered::READER) {
        side(true, false)
    } else if is(&buffered::WRITER) {
        side(false, true)
    } else if is(&buffered::RANDOM) {
        side(true, true)
    } else {
        None
    }
}

/// The state of a receiver. It stays alive in its caller's window; no two of these are used at once.
pub fn io(vm: &mut Vm, object: Value) -> Outcome<&'static mut Io> {
    match vm.payload::<Io>(object) {
        Some(state) => Ok(state),
        None => Err(wrong(vm, object, &base::IO_BASE)),
    }
}

#[cold]
fn wrong(vm: &mut Vm, object: Value, table: &TypeTable) -> Raised {
    let name = vm.type_name(object);
    vm.type_error(format!("descriptor requires a '_io.{}' object but received a '{name}'", table.name))
}

macro_rules! receiver {
    ($(#[$doc:meta])* $name:ident $kind:ident $ty:ty, $table:path) => {
        $(#[$doc])*
        pub fn $name(vm: &mut Vm, object: Value) -> Outcome<&'static mut $ty> {
            match vm.payload::<Io>(object).map(|io| &mut io.kind) {
                Some(Kind::$kind(state)) => Ok(state),
                _ => Err(wrong(vm, object, &$table)),
            }
        }
    };
}
receiver! { /// A file's state.
file_of File file::File, file::TABLE }
receiver! { /// The state of a buffer over a raw stream.
buffered_of Buffered buffered::Buffered, buffered::READER }
receiver! { /// A text stream's state.
text_of Text text::Text, text::TABLE }
receiver! { /// The state of bytes in memory.
bytes_of Bytes bytes::Bytes, bytes::TABLE }
receiver! { /// The state of text in memory.
chars_of Str string::Chars, string::TABLE }
receiver! { /// The state of a pair of streams.
pair_of Pair pair::Pair, pair::TABLE }

/// `__reduce__` and its like of objects that hold a descriptor.
pub fn cannot_pickle(vm: &mut Vm, args: Args) -> Outcome {
    let name = vm.full_type_name(args[0]);
    Err(vm.type_error(format!("cannot pickle {name} instances")))
}
