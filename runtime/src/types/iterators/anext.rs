//! `anext_awaitable`: what `anext(iterator, default)` returns, the default in place of StopAsyncIteration.

use super::itself;
use crate::native::{Args, Outcome, Raised, TypeTable, native};
use crate::object::Gc;
use crate::object::class::Special;
use crate::object::layout::AnextAwaitable;
use crate::vm::Vm;
use pyspec_abi::effects::Effect;
use pyspec_abi::header::Scan;
use pyspec_abi::{Value, types as id};

const PY: Effect = Effect::PYTHON;

/// `anext_awaitable`.
pub static TABLE: TypeTable = TypeTable {
    map: id::ANEXT_AWAITABLE,
    name: "anext_awaitable",
    module: "builtins",
    doc: "",
    rows: &[
        native("__await__", "(self, /)", Effect::PURE, itself),
        native("__iter__", "(self, /)", Effect::PURE, itself),
        native("__next__", "(self, /)", PY, next),
        native("send", "(self, arg, /)", PY, send),
        native("throw", "(self, typ, val=None, tb=None, /)", PY, throw),
        native("close", "(self, /)", PY, close),
    ],
};

impl Vm {
    /// `anext(iterator, default)` of what the iterator's `__anext__` returned.
    pub fn anext_with_default(&mut self, awaitable: Value, default: Value) -> Outcome {
        let object = self.alloc::<AnextAwaitable>(id::ANEXT_AWAITABLE, Scan::Values, AnextAwaitable::SLOTS)?;
        object.awaitable.init(awaitable);
        object.default.init(default);
        Ok(object.value())
    }

    /// StopIteration with the default, if the inner iterator is at its end.
    fn anext_failed(&mut self, object: Gc<AnextAwaitable>, raised: Raised) -> Outcome {
        let class = self.class_of(self.thread.pending);
        if !self.is_subtype(class, self.exceptions.StopAsyncIteration) {
            return Err(raised);
        }
        self.take_pending();
        Err(self.stop_iteration(object.default.get()))
    }
}

/// The receiver, and the iterator that awaiting goes through.
fn parts(vm: &mut Vm, args: Args) -> Outcome<(Gc<AnextAwaitable>, Value)> {
    let Some(object) = Gc::<AnextAwaitable>::from_value(vm, args[0]) else {
        return Err(vm.receiver_error("anext_awaitable", args[0]));
    };
    let awaitable = object.awaitable.get();
    let class = vm.class_of(awaitable);
    if let Some(method) = vm.special(class, Special::Await) {
        let iterator = vm.call_found(method, awaitable, &[])?;
        object.awaitable.set(&mut vm.heap, args[0], iterator);
        return Ok((object, iterator));
    }
    if vm.special(class, Special::Next).is_some() {
        return Ok((object, awaitable));
    }
    let name = vm.type_name(awaitable);
    Err(vm.type_error(format!("'{name}' object can't be awaited")))
}

fn forward(vm: &mut Vm, args: Args, method: &str, arguments: &[Value]) -> Outcome {
    let (object, iterator) = parts(vm, args)?;
    match vm.call_method(iterator, method, arguments) {
        Ok(value) => Ok(value),
        Err(raised) => vm.anext_failed(object, raised),
    }
}

fn next(vm: &mut Vm, args: Args) -> Outcome {
    forward(vm, args, "__next__", &[])
}

fn send(vm: &mut Vm, args: Args) -> Outcome {
    forward(vm, args, "send", &[args[1]])
}

fn throw(vm: &mut Vm, args: Args) -> Outcome {
    let given: Vec<Value> = (1..4).filter_map(|i| args.given(i)).collect();
    let given = crate::object::Rooted::from_slice(&given);
    forward(vm, args, "throw", &given)
}

fn close(vm: &mut Vm, args: Args) -> Outcome {
    forward(vm, args, "close", &[])
}
