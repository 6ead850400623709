//! `generator`, `coroutine`, `async_generator` and what stands between them and `await`.

use super::async_hooks;
use crate::interp::code::code_of;
use crate::interp::generator::{CREATED, FINISHED, RUNNING, Resume, SUSPENDED, kind_of};
use crate::native::{Args, Native, NativeKind, Outcome, Raised, TypeTable, getter, native, setter};
use crate::object::layout::{Function, Generator};
use crate::object::{Gc, map_of};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_abi::types as id;

const PY: Effect = Effect::PYTHON;

/// `generator`.
pub static TABLE: TypeTable = TypeTable {
    map: id::GENERATOR,
    name: "generator",
    module: "builtins",
    doc: "",
    rows: &[
        native("__iter__", "(self, /)", Effect::PURE, |_, args| Ok(args[0])),
        native("__next__", "(self, /)", PY, next),
        native("send", "(self, value, /)", PY, send),
        native("throw", "(self, type, value=None, traceback=None, /)", PY, throw),
        native("close", "(self, /)", PY, close),
        native("__del__", "(self, /)", PY, close),
        native("__repr__", "(self, /)", Effect::ALLOC, repr),
        native("__sizeof__", "(self, /)", Effect::PURE, |_, _| Ok(Value::small_int(200))),
        native("__class_getitem__", "(cls, item, /)", PY, class_getitem).kind(NativeKind::ClassMethod),
        NAME,
        SET_NAME,
        QUALNAME,
        SET_QUALNAME,
        getter("gi_code", code),
        getter("gi_frame", frame),
        getter("gi_running", running),
        getter("gi_suspended", suspended),
        getter("gi_yieldfrom", delegate),
    ],
};

/// `coroutine`.
pub static COROUTINE_TABLE: TypeTable = TypeTable {
    map: id::COROUTINE,
    name: "coroutine",
    module: "builtins",
    doc: "",
    rows: &[
        native("__await__", "(self, /)", Effect::ALLOC, coroutine_await),
        native("send", "(self, value, /)", PY, send),
        native("throw", "(self, type, value=None, traceback=None, /)", PY, throw),
        native("close", "(self, /)", PY, close),
        native("__del__", "(self, /)", PY, |vm, args| {
            vm.finalize_generator(of(args));
            Ok(Value::NONE)
        }),
        native("__repr__", "(self, /)", Effect::ALLOC, repr),
        native("__class_getitem__", "(cls, item, /)", PY, class_getitem).kind(NativeKind::ClassMethod),
        NAME,
        SET_NAME,
        QUALNAME,
        SET_QUALNAME,
        getter("cr_code", code),
        getter("cr_frame", frame),
        getter("cr_running", running),
        getter("cr_suspended", suspended),
        getter("cr_await", delegate),
        getter("cr_origin", |_, args| {
            let origin = of(args).extra.get();
            Ok(if origin.is(Value::UNSET) { Value::NONE } else { origin })
        }),
    ],
};

const NAME: Native = getter("__name__", |_, args| Ok(of(args).name.get()));
const SET_NAME: Native = setter("__name__", |vm, args| {
    if !vm.is_str(args[1]) {
        return Err(vm.type_error("__name__ must be set to a string object"));
    }
    of(args).name.set(&mut vm.heap, args[0], args[1]);
    Ok(Value::NONE)
});
const QUALNAME: Native = getter("__qualname__", |_, args| Ok(of(args).qualname.get()));
const SET_QUALNAME: Native = setter("__qualname__", |vm, args| {
    if !vm.is_str(args[1]) {
        return Err(vm.type_error("__qualname__ must be set to a string object"));
    }
    of(args).qualname.set(&mut vm.heap, args[0], args[1]);
    Ok(Value::NONE)
});

pub(crate) fn of(args: Args) -> Gc<Generator> {
    // SAFETY: the call checked the receiver.
    unsafe { Gc::from_value_unchecked(args[0]) }
}

fn class_getitem(vm: &mut Vm, args: Args) -> Outcome {
    let types = vm.import_module("types")?;
    let alias = vm.get_attr_text(types, "GenericAlias")?;
    vm.call(alias, &[args[0], args[1]])
}

/// Iterator natives say UNSET for exhausted.
fn next(vm: &mut Vm, args: Args) -> Outcome {
    let v = vm.resume(of(args), Resume::Send(Value::NONE))?;
    if !vm.interp.returned {
        return Ok(v);
    }
    if v.is(Value::NONE) { Ok(Value::UNSET) } else { Err(vm.stop_iteration(v)) }
}

impl Vm {
    /// `next(generator)`: the end is StopIteration with what was returned.
    pub(crate) fn generator_item(&mut self, generator: Value) -> Outcome {
        // SAFETY: the caller looked at the map.
        let outcome = self.resume(unsafe { Gc::from_value_unchecked(generator) }, Resume::Send(Value::NONE));
        sent(self, outcome)
    }
}

/// A result of `send` or `throw`: the end is StopIteration.
fn sent(vm: &mut Vm, outcome: Outcome) -> Outcome {
    let v = outcome?;
    if vm.interp.returned { Err(vm.stop_iteration(v)) } else { Ok(v) }
}

fn send(vm: &mut Vm, args: Args) -> Outcome {
    let outcome = vm.resume(of(args), Resume::Send(args[1]));
    sent(vm, outcome)
}

fn throw(vm: &mut Vm, args: Args) -> Outcome {
    warn_of_three(vm, args, "throw")?;
    let e = vm.thrown(args)?;
    let outcome = vm.resume(of(args), Resume::Throw(e));
    sent(vm, outcome)
}

/// The old way to throw is deprecated.
fn warn_of_three(vm: &mut Vm, args: Args, method: &str) -> Outcome<()> {
    if args.given(2).is_none() {
        return Ok(());
    }
    let category = vm.exceptions.DeprecationWarning;
    let text =
        format!("the (type, exc, tb) signature of {method}() is deprecated, use the single-arg signature instead.");
    vm.warn(category, &text)
}

fn close(vm: &mut Vm, args: Args) -> Outcome {
    vm.close_generator(of(args))
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    let g = of(args);
    let name = vm.str_lossy(g.qualname.get());
    let id = vm.id(args[0])?;
    let address = vm.int_value(id).unwrap_or(0);
    let kind = if map_of(args[0]) == id::ASYNC_GENERATOR { "async_generator" } else { kind_of(g) };
    vm.new_str(&format!("<{kind} object {name} at {address:#x}>"))
}

fn code(_vm: &mut Vm, args: Args) -> Outcome {
    // SAFETY: a generator's function is a function.
    let f: Gc<Function> = unsafe { Gc::from_value_unchecked(of(args).function.get()) };
    Ok(code_of(f).value())
}

fn frame(vm: &mut Vm, args: Args) -> Outcome {
    let g = of(args);
    if g.state.get().is(FINISHED) { Ok(Value::NONE) } else { vm.generator_frame(g) }
}

fn running(_vm: &mut Vm, args: Args) -> Outcome {
    Ok(Value::bool(of(args).state.get().is(RUNNING)))
}

fn suspended(_vm: &mut Vm, args: Args) -> Outcome {
    Ok(Value::bool(of(args).state.get().is(SUSPENDED)))
}

fn delegate(vm: &mut Vm, args: Args) -> Outcome {
    Ok(vm.delegate_of(of(args)).unwrap_or(Value::NONE))
}

impl Vm {
    /// The exception that the arguments of `throw(type, value, traceback)` mean.
    pub fn thrown(&mut self, args: Args) -> Outcome {
        let (kind, value, traceback) = (args[1], args.or(2, Value::NONE), args.or(3, Value::NONE));
        if !traceback.is(Value::NONE) && !(traceback.is_ptr() && map_of(traceback) == id::TRACEBACK) {
            return Err(self.type_error("throw() third argument must be a traceback object"));
        }
        let e = if self.as_exception(kind).is_some() {
            if !value.is(Value::NONE) {
                return Err(self.type_error("instance exception may not have a separate value"));
            }
            kind
        } else if self.as_class(kind).is_some_and(|c| c.has(crate::object::class::class_flags::EXCEPTION)) {
            if self.as_exception(value).is_some() && self.is_instance(value, kind)? {
                value
            } else if value.is(Value::NONE) {
                self.call(kind, &[])?
            } else if value.is_ptr() && map_of(value) == id::TUPLE {
                let items = crate::object::Rooted::from_slice(self.tuple_items(value));
                self.call(kind, &items)?
            } else {
                self.call(kind, &[value])?
            }
        } else {
            let name = self.type_name(kind);
            return Err(self.type_error(format!(
                "exceptions must be classes or instances deriving from BaseException, not {name}"
            )));
        };
        if !traceback.is(Value::NONE)
            && let Some(x) = self.as_exception(e)
        {
            x.traceback.set(&mut self.heap, e, traceback);
        }
        self.chain_context(e);
        Ok(e)
    }
}

/// `coroutine.__await__()`: an iterator over it.
fn coroutine_await(vm: &mut Vm, args: Args) -> Outcome {
    let class = vm.wrapper_class("coroutine_wrapper", WRAPPER_ROWS)?;
    let wrapper = vm.new_payload(class, Box::new(Wrapper), 2)?;
    vm.set_payload_slot(wrapper, 0, args[0]);
    Ok(wrapper)
}

struct Wrapper;
impl crate::heap::Payload for Wrapper {
    fn holds_values(&self) -> bool {
        false
    }
}

static WRAPPER_ROWS: &[Native] = &[
    native("__iter__", "(self, /)", Effect::PURE, |_, args| Ok(args[0])),
    native("__next__", "(self, /)", PY, |vm, args| {
        let g = wrapped(vm, args[0]);
        let outcome = vm.resume(g, Resume::Send(Value::NONE));
        sent(vm, outcome)
    }),
    native("send", "(self, value, /)", PY, |vm, args| {
        let g = wrapped(vm, args[0]);
        let outcome = vm.resume(g, Resume::Send(args[1]));
        sent(vm, outcome)
    }),
    native("throw", "(self, type, value=None, traceback=None, /)", PY, |vm, args| {
        warn_of_three(vm, args, "throw")?;
        let g = wrapped(vm, args[0]);
        let e = vm.thrown(args)?;
        let outcome = vm.resume(g, Resume::Throw(e));
        sent(vm, outcome)
    }),
    native("close", "(self, /)", PY, |vm, args| {
        let g = wrapped(vm, args[0]);
        vm.close_generator(g)
    }),
];

fn wrapped(vm: &Vm, wrapper: Value) -> Gc<Generator> {
    // SAFETY: slot 0 of a wrapper is what it wraps.
    unsafe { Gc::from_value_unchecked(vm.payload_slot(wrapper, 0)) }
}

impl Vm {
    /// A class of the language's own helpers, made when first needed.
    pub(crate) fn wrapper_class(
        &mut self,
        name: &'static str,
        rows: &'static [Native],
    ) -> Outcome<crate::object::class::ClassRef> {
        if let Some(class) = self.interp.classes.iter().find(|(n, _)| *n == name) {
            return Ok(class.1);
        }
        let table = Box::leak(Box::new(TypeTable { map: 0, name, module: "builtins", doc: "", rows }));
        let class = self.new_type(table, &[])?;
        self.interp.classes.push((name, class));
        Ok(class)
    }
}

/// `async_generator`.
pub static ASYNC_TABLE: TypeTable = TypeTable {
    map: id::ASYNC_GENERATOR,
    name: "async_generator",
    module: "builtins",
    doc: "",
    rows: &[
        native("__aiter__", "(self, /)", Effect::PURE, |_, args| Ok(args[0])),
        native("__anext__", "(self, /)", PY, |vm, args| asend(vm, args[0], Value::NONE)),
        native("asend", "(self, value, /)", PY, |vm, args| asend(vm, args[0], args[1])),
        native("athrow", "(self, type, value=None, traceback=None, /)", PY, |vm, args| {
            warn_of_three(vm, args, "athrow")?;
            let e = vm.thrown(args)?;
            athrow(vm, args[0], e)
        }),
        native("aclose", "(self, /)", PY, |vm, args| athrow(vm, args[0], Value::NONE)),
        native("__del__", "(self, /)", PY, |vm, args| {
            vm.finalize_async_generator(of(args));
            Ok(Value::NONE)
        }),
        native("__repr__", "(self, /)", Effect::ALLOC, repr),
        native("__class_getitem__", "(cls, item, /)", PY, class_getitem).kind(NativeKind::ClassMethod),
        NAME,
        SET_NAME,
        QUALNAME,
        SET_QUALNAME,
        getter("ag_code", code),
        getter("ag_frame", frame),
        getter("ag_running", |_, args| Ok(Value::bool(async_hooks::is_awaited(of(args))))),
        getter("ag_suspended", suspended),
        getter("ag_await", delegate),
    ],
};

/// State of an awaitable of an async generator: slots are generator, value to send or exception.
struct Awaitable {
    state: AwaitState,
    /// 0: asend, 1: athrow, 2: aclose.
    kind: u8,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum AwaitState {
    Fresh,
    Running,
    Closed,
}

impl crate::heap::Payload for Awaitable {
    fn holds_values(&self) -> bool {
        false
    }
}

fn asend(vm: &mut Vm, g: Value, value: Value) -> Outcome {
    begin(vm, g)?;
    make_awaitable(vm, "async_generator_asend", g, value, 0)
}

fn athrow(vm: &mut Vm, g: Value, e: Value) -> Outcome {
    begin(vm, g)?;
    make_awaitable(vm, "async_generator_athrow", g, e, if e.is(Value::NONE) { 2 } else { 1 })
}

fn begin(vm: &mut Vm, g: Value) -> Outcome<()> {
    // SAFETY: callers pass an async generator.
    async_hooks::begin(vm, unsafe { Gc::from_value_unchecked(g) })
}

fn make_awaitable(vm: &mut Vm, name: &'static str, g: Value, value: Value, kind: u8) -> Outcome {
    let class = vm.wrapper_class(name, AWAITABLE_ROWS)?;
    let a = vm.new_payload(class, Box::new(Awaitable { state: AwaitState::Fresh, kind }), 3)?;
    vm.set_payload_slot(a, 0, g);
    vm.set_payload_slot(a, 1, value);
    Ok(a)
}

static AWAITABLE_ROWS: &[Native] = &[
    native("__await__", "(self, /)", Effect::PURE, |_, args| Ok(args[0])),
    native("__iter__", "(self, /)", Effect::PURE, |_, args| Ok(args[0])),
    native("__next__", "(self, /)", PY, |vm, args| step(vm, args[0], Resume::Send(Value::NONE))),
    native("send", "(self, value, /)", PY, |vm, args| step(vm, args[0], Resume::Send(args[1]))),
    native("throw", "(self, type, value=None, traceback=None, /)", PY, |vm, args| {
        warn_of_three(vm, args, "throw")?;
        let e = vm.thrown(args)?;
        step(vm, args[0], Resume::Throw(e))
    }),
    native("close", "(self, /)", PY, |vm, args| {
        if let Some(a) = vm.payload::<Awaitable>(args[0]) {
            a.state = AwaitState::Closed;
        }
        Ok(Value::NONE)
    }),
];

/// One step of awaiting: until the generator awaits something itself, yields, or ends.
fn step(vm: &mut Vm, object: Value, how: Resume) -> Outcome {
    let g = wrapped(vm, object);
    let Some(a) = vm.payload::<Awaitable>(object) else { return Err(vm.system_error("not an awaitable")) };
    let (state, kind) = (a.state, a.kind);
    let what = ["__anext__()/asend()", "aclose()/athrow()", "aclose()/athrow()"][kind as usize];
    if state == AwaitState::Closed {
        return Err(vm.runtime_error(format!("cannot reuse already awaited {what}")));
    }
    let mut how = how;
    if state == AwaitState::Fresh {
        if async_hooks::is_awaited(g) {
            let name = ["asend()", "athrow()", "aclose()"][kind as usize];
            let shown = if kind == 0 { "anext()" } else { name };
            if let Some(a) = vm.payload::<Awaitable>(object) {
                a.state = AwaitState::Closed;
            }
            return Err(vm.runtime_error(format!("{shown}: asynchronous generator is already running")));
        }
        if let Resume::Send(sent) = how {
            if kind == 0 {
                if sent.is(Value::NONE) {
                    how = Resume::Send(vm.payload_slot(object, 1));
                }
            } else if g.state.get().is(FINISHED) {
                finish(vm, object, g);
                return if kind == 2 {
                    Err(vm.stop_iteration(Value::NONE))
                } else {
                    let class = vm.exceptions.StopAsyncIteration;
                    Err(vm.raise_with(class, &[]))
                };
            } else {
                let e = if kind == 2 {
                    let class = vm.exceptions.GeneratorExit;
                    vm.new_exception(class, &[])?
                } else {
                    vm.payload_slot(object, 1)
                };
                if g.state.get().is(CREATED) && kind == 2 {
                    vm.close_generator(g)?;
                    finish(vm, object, g);
                    return Err(vm.stop_iteration(Value::NONE));
                }
                how = Resume::Throw(e);
            }
        }
        if let Some(a) = vm.payload::<Awaitable>(object) {
            a.state = AwaitState::Running;
        }
        async_hooks::set_awaited(g, true);
        if kind == 2 {
            async_hooks::note_closed(g);
        }
    }
    vm.interp.wrapped = false;
    match vm.resume(g, how) {
        Ok(_) if vm.interp.returned => {
            finish(vm, object, g);
            if kind == 2 {
                return Err(vm.stop_iteration(Value::NONE));
            }
            let class = vm.exceptions.StopAsyncIteration;
            Err(vm.raise_with(class, &[]))
        }
        Ok(v) if vm.interp.wrapped => {
            finish(vm, object, g);
            if kind == 2 {
                return Err(vm.runtime_error("async generator ignored GeneratorExit"));
            }
            Err(vm.stop_iteration(v))
        }
        Ok(v) => Ok(v),
        Err(Raised) => {
            finish(vm, object, g);
            let pending = vm.thrown_class();
            let over = vm.is_subtype(pending, vm.exceptions.StopAsyncIteration)
                || vm.is_subtype(pending, vm.exceptions.GeneratorExit);
            if kind == 2 && over {
                vm.take_pending();
                return Err(vm.stop_iteration(Value::NONE));
            }
            Err(Raised)
        }
    }
}

fn finish(vm: &mut Vm, object: Value, g: Gc<Generator>) {
    async_hooks::set_awaited(g, false);
    if let Some(a) = vm.payload::<Awaitable>(object) {
        a.state = AwaitState::Closed;
    }
}

impl Vm {
    /// Class of the pending exception.
    fn thrown_class(&self) -> crate::object::class::ClassRef {
        self.class_of(self.thread.pending)
    }
}
